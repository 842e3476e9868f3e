/* SPDX-License-Identifier: Apache-2.0
 * Reductions over the axes dim, all when it is left out. Sums and products of integers and bools are taken in i64. With keepdim
 * the axes stay, with extent 1. The order of a sum is docs/numerics.md's, the same on every path.
 * Written by tools/signatures.py from src/frontend/signatures/reduction.sig: edit that. */
#ifndef KILN_REDUCTION_H
#define KILN_REDUCTION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Sum. (torch.sum(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_sum(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim);
#define kiln_sum(...) KILN_PICK_(kiln_sum_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_sum_1_(input) (kiln_sum)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_sum_2_(input, dim) (kiln_sum)(KILN_HERE, input, dim, false)
#define kiln_sum_3_(input, dim, keepdim) (kiln_sum)(KILN_HERE, input, dim, keepdim)
/* Product. (torch.prod(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_prod(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim);
#define kiln_prod(...) KILN_PICK_(kiln_prod_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_prod_1_(input) (kiln_prod)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_prod_2_(input, dim) (kiln_prod)(KILN_HERE, input, dim, false)
#define kiln_prod_3_(input, dim, keepdim) (kiln_prod)(KILN_HERE, input, dim, keepdim)
/* Mean of floats. (torch.mean(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_mean(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim);
#define kiln_mean(...) KILN_PICK_(kiln_mean_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_mean_1_(input) (kiln_mean)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_mean_2_(input, dim) (kiln_mean)(KILN_HERE, input, dim, false)
#define kiln_mean_3_(input, dim, keepdim) (kiln_mean)(KILN_HERE, input, dim, keepdim)
/* Largest; NaN wins. (torch.amax(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_amax(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim);
#define kiln_amax(...) KILN_PICK_(kiln_amax_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_amax_1_(input) (kiln_amax)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_amax_2_(input, dim) (kiln_amax)(KILN_HERE, input, dim, false)
#define kiln_amax_3_(input, dim, keepdim) (kiln_amax)(KILN_HERE, input, dim, keepdim)
/* Smallest; NaN wins. (torch.amin(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_amin(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim);
#define kiln_amin(...) KILN_PICK_(kiln_amin_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_amin_1_(input) (kiln_amin)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_amin_2_(input, dim) (kiln_amin)(KILN_HERE, input, dim, false)
#define kiln_amin_3_(input, dim, keepdim) (kiln_amin)(KILN_HERE, input, dim, keepdim)
/* Whether all are not 0. (torch.all(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_all(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim);
#define kiln_all(...) KILN_PICK_(kiln_all_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_all_1_(input) (kiln_all)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_all_2_(input, dim) (kiln_all)(KILN_HERE, input, dim, false)
#define kiln_all_3_(input, dim, keepdim) (kiln_all)(KILN_HERE, input, dim, keepdim)
/* Whether any is not 0. (torch.any(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_any(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim);
#define kiln_any(...) KILN_PICK_(kiln_any_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_any_1_(input) (kiln_any)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_any_2_(input, dim) (kiln_any)(KILN_HERE, input, dim, false)
#define kiln_any_3_(input, dim, keepdim) (kiln_any)(KILN_HERE, input, dim, keepdim)
/* Sum of squared distances from the mean, divided by count - correction. (torch.var(Tensor input, dim[]? dim=None, *, int
 * correction=1, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_var(kiln_site at, kiln_tensor *input, kiln_axes dim, int64_t correction, bool keepdim);
#define kiln_var(...) KILN_PICK_(kiln_var_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_var_1_(input) (kiln_var)(KILN_HERE, input, KILN_ALL_AXES, 1, false)
#define kiln_var_2_(input, dim) (kiln_var)(KILN_HERE, input, dim, 1, false)
#define kiln_var_3_(input, dim, correction) (kiln_var)(KILN_HERE, input, dim, correction, false)
#define kiln_var_4_(input, dim, correction, keepdim) (kiln_var)(KILN_HERE, input, dim, correction, keepdim)
/* Index of the first largest along dim. (torch.argmax(Tensor input, dim dim, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_argmax(kiln_site at, kiln_tensor *input, int dim, bool keepdim);
#define kiln_argmax(...) KILN_PICK_(kiln_argmax_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_argmax_2_(input, dim) (kiln_argmax)(KILN_HERE, input, dim, false)
#define kiln_argmax_3_(input, dim, keepdim) (kiln_argmax)(KILN_HERE, input, dim, keepdim)
/* Index of the first smallest along dim. (torch.argmin(Tensor input, dim dim, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_argmin(kiln_site at, kiln_tensor *input, int dim, bool keepdim);
#define kiln_argmin(...) KILN_PICK_(kiln_argmin_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_argmin_2_(input, dim) (kiln_argmin)(KILN_HERE, input, dim, false)
#define kiln_argmin_3_(input, dim, keepdim) (kiln_argmin)(KILN_HERE, input, dim, keepdim)

#ifdef __cplusplus
}
#endif
#endif
