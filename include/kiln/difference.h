/* SPDX-License-Identifier: Apache-2.0
 * Differences along an axis and what is summed of them, sums down to a shape, powers.
 * Written by tools/signatures.py from src/frontend/call/signatures/difference.sig: edit that. */
#ifndef KILN_DIFFERENCE_H
#define KILN_DIFFERENCE_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The n-th differences of neighbours along dim, after joining prepend and append to input; of bools, whether they differ.
 * (torch.diff(Tensor input, int n=1, dim dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor) */
KILN_API kiln_tensor *kiln_diff(kiln_site at, kiln_tensor *input, int64_t n KILN_OR_(1), int dim KILN_OR_(-1), kiln_tensor *prepend KILN_OR_(NULL),
    kiln_tensor *append KILN_OR_(NULL));
/* The integral along dim by the trapezoidal rule, samples dx apart. (torch.trapezoid(Tensor y, *, Scalar dx=1, dim dim=-1) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_trapezoid(kiln_site at, kiln_tensor *y, kiln_value dx KILN_OR_(kiln_v_int(1)), int dim KILN_OR_(-1));
/* The same with samples at x. (torch.trapezoid(Tensor y, Tensor x, *, dim dim=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_trapezoid_at(kiln_site at, kiln_tensor *y, kiln_tensor *x, int dim KILN_OR_(-1));
/* As trapezoid. (torch.trapz(Tensor y, *, Scalar dx=1, dim dim=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_trapz(kiln_site at, kiln_tensor *y, kiln_value dx KILN_OR_(kiln_v_int(1)), int dim KILN_OR_(-1));
/* As trapezoid. (torch.trapz(Tensor y, Tensor x, *, dim dim=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_trapz_at(kiln_site at, kiln_tensor *y, kiln_tensor *x, int dim KILN_OR_(-1));
/* The integral up to every sample but the first. (torch.cumulative_trapezoid(Tensor y, *, Scalar dx=1, dim dim=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_cumulative_trapezoid(kiln_site at, kiln_tensor *y, kiln_value dx KILN_OR_(kiln_v_int(1)), int dim KILN_OR_(-1));
/* The same with samples at x. (torch.cumulative_trapezoid(Tensor y, Tensor x, *, dim dim=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_cumulative_trapezoid_at(kiln_site at, kiln_tensor *y, kiln_tensor *x, int dim KILN_OR_(-1));
/* The sum over what was expanded, were input of that shape expanded to its own. (torch.sum_to_size(Tensor input, int[]* size) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_sum_to_size(kiln_site at, kiln_tensor *input, kiln_shape size);
#define kiln_sum_to_size(...) KILN_TAKES_2_(kiln_sum_to_size, kiln_tensor *, "kiln_sum_to_size(input, size)", __VA_ARGS__)
/* Powers 0 to N - 1, without N as many as the last axis is long, as a new last axis; integers as i64. (torch.linalg.vander(Tensor
 * x, *, int? N=None) -> Tensor) */
KILN_API kiln_tensor *kiln_linalg_vander(kiln_site at, kiln_tensor *x, int64_t N KILN_OR_(KILN_NO_INT));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_diff(...) (kiln_diff)(KILN_HERE, __VA_ARGS__)
#define kiln_trapezoid(...) (kiln_trapezoid)(KILN_HERE, __VA_ARGS__)
#define kiln_trapezoid_at(...) (kiln_trapezoid_at)(KILN_HERE, __VA_ARGS__)
#define kiln_trapz(...) (kiln_trapz)(KILN_HERE, __VA_ARGS__)
#define kiln_trapz_at(...) (kiln_trapz_at)(KILN_HERE, __VA_ARGS__)
#define kiln_cumulative_trapezoid(...) (kiln_cumulative_trapezoid)(KILN_HERE, __VA_ARGS__)
#define kiln_cumulative_trapezoid_at(...) (kiln_cumulative_trapezoid_at)(KILN_HERE, __VA_ARGS__)
#define kiln_linalg_vander(...) (kiln_linalg_vander)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_diff(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_diff_refused_), kiln_diff_5_, kiln_diff_4_, kiln_diff_3_, kiln_diff_2_, \
    KILN_SOME_(kiln_diff_1_, kiln_diff_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_diff_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_diff(input[, n, dim, prepend, append])")
#define kiln_diff_1_(input) (kiln_diff)(KILN_HERE, input, 1, -1, NULL, NULL)
#define kiln_diff_2_(input, n) (kiln_diff)(KILN_HERE, input, n, -1, NULL, NULL)
#define kiln_diff_3_(input, n, dim) (kiln_diff)(KILN_HERE, input, n, dim, NULL, NULL)
#define kiln_diff_4_(input, n, dim, prepend) (kiln_diff)(KILN_HERE, input, n, dim, prepend, NULL)
#define kiln_diff_5_(input, n, dim, prepend, append) (kiln_diff)(KILN_HERE, input, n, dim, prepend, append)
#define kiln_trapezoid(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_trapezoid_refused_), kiln_trapezoid_3_, kiln_trapezoid_2_, \
    KILN_SOME_(kiln_trapezoid_1_, kiln_trapezoid_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_trapezoid_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_trapezoid(y[, dx, dim])")
#define kiln_trapezoid_1_(y) (kiln_trapezoid)(KILN_HERE, y, kiln_v_int(1), -1)
#define kiln_trapezoid_2_(y, dx) (kiln_trapezoid)(KILN_HERE, y, KILN_V(dx), -1)
#define kiln_trapezoid_3_(y, dx, dim) (kiln_trapezoid)(KILN_HERE, y, KILN_V(dx), dim)
#define kiln_trapezoid_at(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_trapezoid_at_refused_), kiln_trapezoid_at_3_, kiln_trapezoid_at_2_, \
    kiln_trapezoid_at_refused_, ~)(__VA_ARGS__)
#define kiln_trapezoid_at_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_trapezoid_at(y, x[, dim])")
#define kiln_trapezoid_at_2_(y, x) (kiln_trapezoid_at)(KILN_HERE, y, x, -1)
#define kiln_trapezoid_at_3_(y, x, dim) (kiln_trapezoid_at)(KILN_HERE, y, x, dim)
#define kiln_trapz(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_trapz_refused_), kiln_trapz_3_, kiln_trapz_2_, KILN_SOME_(kiln_trapz_1_, \
    kiln_trapz_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_trapz_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_trapz(y[, dx, dim])")
#define kiln_trapz_1_(y) (kiln_trapz)(KILN_HERE, y, kiln_v_int(1), -1)
#define kiln_trapz_2_(y, dx) (kiln_trapz)(KILN_HERE, y, KILN_V(dx), -1)
#define kiln_trapz_3_(y, dx, dim) (kiln_trapz)(KILN_HERE, y, KILN_V(dx), dim)
#define kiln_trapz_at(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_trapz_at_refused_), kiln_trapz_at_3_, kiln_trapz_at_2_, kiln_trapz_at_refused_, \
    ~)(__VA_ARGS__)
#define kiln_trapz_at_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_trapz_at(y, x[, dim])")
#define kiln_trapz_at_2_(y, x) (kiln_trapz_at)(KILN_HERE, y, x, -1)
#define kiln_trapz_at_3_(y, x, dim) (kiln_trapz_at)(KILN_HERE, y, x, dim)
#define kiln_cumulative_trapezoid(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_cumulative_trapezoid_refused_), kiln_cumulative_trapezoid_3_, \
    kiln_cumulative_trapezoid_2_, KILN_SOME_(kiln_cumulative_trapezoid_1_, kiln_cumulative_trapezoid_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_cumulative_trapezoid_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_cumulative_trapezoid(y[, dx, dim])")
#define kiln_cumulative_trapezoid_1_(y) (kiln_cumulative_trapezoid)(KILN_HERE, y, kiln_v_int(1), -1)
#define kiln_cumulative_trapezoid_2_(y, dx) (kiln_cumulative_trapezoid)(KILN_HERE, y, KILN_V(dx), -1)
#define kiln_cumulative_trapezoid_3_(y, dx, dim) (kiln_cumulative_trapezoid)(KILN_HERE, y, KILN_V(dx), dim)
#define kiln_cumulative_trapezoid_at(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_cumulative_trapezoid_at_refused_), \
    kiln_cumulative_trapezoid_at_3_, kiln_cumulative_trapezoid_at_2_, kiln_cumulative_trapezoid_at_refused_, ~)(__VA_ARGS__)
#define kiln_cumulative_trapezoid_at_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_cumulative_trapezoid_at(y, x[, dim])")
#define kiln_cumulative_trapezoid_at_2_(y, x) (kiln_cumulative_trapezoid_at)(KILN_HERE, y, x, -1)
#define kiln_cumulative_trapezoid_at_3_(y, x, dim) (kiln_cumulative_trapezoid_at)(KILN_HERE, y, x, dim)
#define kiln_linalg_vander(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_linalg_vander_refused_), kiln_linalg_vander_2_, \
    KILN_SOME_(kiln_linalg_vander_1_, kiln_linalg_vander_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_linalg_vander_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_linalg_vander(x[, N])")
#define kiln_linalg_vander_1_(x) (kiln_linalg_vander)(KILN_HERE, x, KILN_NO_INT)
#define kiln_linalg_vander_2_(x, N) (kiln_linalg_vander)(KILN_HERE, x, N)
#endif

#ifdef __cplusplus
}
#endif
#endif
