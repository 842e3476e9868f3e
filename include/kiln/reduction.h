/* SPDX-License-Identifier: Apache-2.0
 * Reductions over the axes dim, all when it is left out or empty. Sums and products of integers and bools are taken in i64 unless
 * dtype says otherwise; the input is converted to dtype first. With keepdim the axes stay, with extent 1. The order of a sum is
 * docs/numerics.md's, the same on every path. An extreme of nothing is refused.
 * Written by tools/signatures.py from src/frontend/call/signatures/reduction.sig: edit that. */
#ifndef KILN_REDUCTION_H
#define KILN_REDUCTION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- sums and products */

/* Sum. (torch.sum(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_sum(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES), bool keepdim KILN_OR_(false),
    kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* Sum of what is not NaN. (torch.nansum(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_nansum(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES), bool keepdim KILN_OR_(false),
    kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* Mean of floats, or in a float dtype. (torch.mean(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_mean(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES), bool keepdim KILN_OR_(false),
    kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* Mean of what is not NaN; floats. (torch.nanmean(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_nanmean(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES), bool keepdim KILN_OR_(false),
    kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* Product of all elements. (torch.prod(Tensor input, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_prod(kiln_site at, kiln_tensor *input, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* Product along dim. (torch.prod(Tensor input, dim dim, bool keepdim=False, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_prod_dim(kiln_site at, kiln_tensor *input, int dim, bool keepdim KILN_OR_(false),
    kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* How many are not 0. (torch.count_nonzero(Tensor input, dim[]? dim=None) -> Tensor) */
KILN_API kiln_tensor *kiln_count_nonzero(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES));
/* ---- truth; an empty list of axes reduces none; u8 stays u8 */

/* Whether all are not 0. (torch.all(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_all(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES), bool keepdim KILN_OR_(false));
/* Whether any is not 0. (torch.any(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_any(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES), bool keepdim KILN_OR_(false));
/* ---- extremes; NaN is the largest and the smallest */

/* Largest; the derivative is shared evenly by those that equal it. (torch.amax(Tensor input, dim[]? dim=None, bool keepdim=False)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_amax(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES), bool keepdim KILN_OR_(false));
/* Smallest; the derivative is shared evenly by those that equal it. (torch.amin(Tensor input, dim[]? dim=None, bool keepdim=False)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_amin(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES), bool keepdim KILN_OR_(false));
/* amin and amax. (torch.aminmax(Tensor input, *, dim? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)) */
KILN_API kiln_pair kiln_aminmax(kiln_site at, kiln_tensor *input, int dim KILN_OR_(KILN_NO_DIM), bool keepdim KILN_OR_(false));
/* Largest of all, as amax. (torch.max(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_max(kiln_site at, kiln_tensor *input);
#define kiln_max(...) KILN_TAKES_1_(kiln_max, kiln_tensor *, "kiln_max(input)", __VA_ARGS__)
/* Largest along dim and where the first of them is, which gets the whole derivative. (torch.max(Tensor input, dim dim, bool
 * keepdim=False) -> (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_max_dim(kiln_site at, kiln_tensor *input, int dim, bool keepdim KILN_OR_(false));
/* Smallest of all, as amin. (torch.min(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_min(kiln_site at, kiln_tensor *input);
#define kiln_min(...) KILN_TAKES_1_(kiln_min, kiln_tensor *, "kiln_min(input)", __VA_ARGS__)
/* Smallest along dim and where the first of them is, which gets the whole derivative. (torch.min(Tensor input, dim dim, bool
 * keepdim=False) -> (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_min_dim(kiln_site at, kiln_tensor *input, int dim, bool keepdim KILN_OR_(false));
/* Index of the first largest along dim, or in row-major order; not of bools. (torch.argmax(Tensor input, dim? dim=None, bool
 * keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_argmax(kiln_site at, kiln_tensor *input, int dim KILN_OR_(KILN_NO_DIM), bool keepdim KILN_OR_(false));
/* Index of the first smallest along dim, or in row-major order; not of bools. (torch.argmin(Tensor input, dim? dim=None, bool
 * keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_argmin(kiln_site at, kiln_tensor *input, int dim KILN_OR_(KILN_NO_DIM), bool keepdim KILN_OR_(false));
/* The middle one of all elements in order, the lower of two; NaN if any is. The derivative is shared evenly by those that equal
 * it. (torch.median(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_median(kiln_site at, kiln_tensor *input);
#define kiln_median(...) KILN_TAKES_1_(kiln_median, kiln_tensor *, "kiln_median(input)", __VA_ARGS__)
/* The middle one along dim, and where the first of its equals is. (torch.median(Tensor input, dim dim, bool keepdim=False) ->
 * (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_median_dim(kiln_site at, kiln_tensor *input, int dim, bool keepdim KILN_OR_(false));
/* As median, of what is not NaN. (torch.nanmedian(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_nanmedian(kiln_site at, kiln_tensor *input);
#define kiln_nanmedian(...) KILN_TAKES_1_(kiln_nanmedian, kiln_tensor *, "kiln_nanmedian(input)", __VA_ARGS__)
/* As median along dim, of what is not NaN. (torch.nanmedian(Tensor input, dim dim, bool keepdim=False) -> (Tensor values, Tensor
 * indices)) */
KILN_API kiln_pair kiln_nanmedian_dim(kiln_site at, kiln_tensor *input, int dim, bool keepdim KILN_OR_(false));
/* ---- spread: the squared distances from the mean are divided by max(0, count - correction); correction is 1 unless given, unbiased means 1 and not unbiased 0 */

/* Variance. (torch.var(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_var(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES), kiln_value correction KILN_OR_(KILN_NO_VALUE),
    bool keepdim KILN_OR_(false));
/* Variance of all elements. (torch.var(Tensor input, bool unbiased) -> Tensor) */
KILN_API kiln_tensor *kiln_var_unbiased(kiln_site at, kiln_tensor *input, bool unbiased);
#define kiln_var_unbiased(...) KILN_TAKES_2_(kiln_var_unbiased, kiln_tensor *, "kiln_var_unbiased(input, unbiased)", __VA_ARGS__)
/* Variance over dim. (torch.var(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_var_dim(kiln_site at, kiln_tensor *input, kiln_axes dim, bool unbiased KILN_OR_(true), bool keepdim KILN_OR_(false));
/* Standard deviation: the root of the variance. Its derivative where it is 0 is 0. (torch.std(Tensor input, dim[]? dim=None, *,
 * Scalar? correction=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_std(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES), kiln_value correction KILN_OR_(KILN_NO_VALUE),
    bool keepdim KILN_OR_(false));
/* Standard deviation of all elements. (torch.std(Tensor input, bool unbiased) -> Tensor) */
KILN_API kiln_tensor *kiln_std_unbiased(kiln_site at, kiln_tensor *input, bool unbiased);
#define kiln_std_unbiased(...) KILN_TAKES_2_(kiln_std_unbiased, kiln_tensor *, "kiln_std_unbiased(input, unbiased)", __VA_ARGS__)
/* Standard deviation over dim. (torch.std(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_std_dim(kiln_site at, kiln_tensor *input, kiln_axes dim, bool unbiased KILN_OR_(true), bool keepdim KILN_OR_(false));
/* Variance and mean. (torch.var_mean(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor
 * var, Tensor mean)) */
KILN_API kiln_pair kiln_var_mean(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES),
    kiln_value correction KILN_OR_(KILN_NO_VALUE), bool keepdim KILN_OR_(false));
/* Variance and mean of all elements. (torch.var_mean(Tensor input, bool unbiased) -> (Tensor var, Tensor mean)) */
KILN_API kiln_pair kiln_var_mean_unbiased(kiln_site at, kiln_tensor *input, bool unbiased);
#define kiln_var_mean_unbiased(...) KILN_TAKES_2_(kiln_var_mean_unbiased, kiln_pair, "kiln_var_mean_unbiased(input, unbiased)", __VA_ARGS__)
/* Variance and mean over dim. (torch.var_mean(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor var,
 * Tensor mean)) */
KILN_API kiln_pair kiln_var_mean_dim(kiln_site at, kiln_tensor *input, kiln_axes dim, bool unbiased KILN_OR_(true), bool keepdim KILN_OR_(false));
/* Standard deviation and mean. (torch.std_mean(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) ->
 * (Tensor std, Tensor mean)) */
KILN_API kiln_pair kiln_std_mean(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES),
    kiln_value correction KILN_OR_(KILN_NO_VALUE), bool keepdim KILN_OR_(false));
/* Standard deviation and mean of all elements. (torch.std_mean(Tensor input, bool unbiased) -> (Tensor std, Tensor mean)) */
KILN_API kiln_pair kiln_std_mean_unbiased(kiln_site at, kiln_tensor *input, bool unbiased);
#define kiln_std_mean_unbiased(...) KILN_TAKES_2_(kiln_std_mean_unbiased, kiln_pair, "kiln_std_mean_unbiased(input, unbiased)", __VA_ARGS__)
/* Standard deviation and mean over dim. (torch.std_mean(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) ->
 * (Tensor std, Tensor mean)) */
KILN_API kiln_pair kiln_std_mean_dim(kiln_site at, kiln_tensor *input, kiln_axes dim, bool unbiased KILN_OR_(true), bool keepdim KILN_OR_(false));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_sum(...) (kiln_sum)(KILN_HERE, __VA_ARGS__)
#define kiln_nansum(...) (kiln_nansum)(KILN_HERE, __VA_ARGS__)
#define kiln_mean(...) (kiln_mean)(KILN_HERE, __VA_ARGS__)
#define kiln_nanmean(...) (kiln_nanmean)(KILN_HERE, __VA_ARGS__)
#define kiln_prod(...) (kiln_prod)(KILN_HERE, __VA_ARGS__)
#define kiln_prod_dim(...) (kiln_prod_dim)(KILN_HERE, __VA_ARGS__)
#define kiln_count_nonzero(...) (kiln_count_nonzero)(KILN_HERE, __VA_ARGS__)
#define kiln_all(...) (kiln_all)(KILN_HERE, __VA_ARGS__)
#define kiln_any(...) (kiln_any)(KILN_HERE, __VA_ARGS__)
#define kiln_amax(...) (kiln_amax)(KILN_HERE, __VA_ARGS__)
#define kiln_amin(...) (kiln_amin)(KILN_HERE, __VA_ARGS__)
#define kiln_aminmax(...) (kiln_aminmax)(KILN_HERE, __VA_ARGS__)
#define kiln_max_dim(...) (kiln_max_dim)(KILN_HERE, __VA_ARGS__)
#define kiln_min_dim(...) (kiln_min_dim)(KILN_HERE, __VA_ARGS__)
#define kiln_argmax(...) (kiln_argmax)(KILN_HERE, __VA_ARGS__)
#define kiln_argmin(...) (kiln_argmin)(KILN_HERE, __VA_ARGS__)
#define kiln_median_dim(...) (kiln_median_dim)(KILN_HERE, __VA_ARGS__)
#define kiln_nanmedian_dim(...) (kiln_nanmedian_dim)(KILN_HERE, __VA_ARGS__)
#define kiln_var(...) (kiln_var)(KILN_HERE, __VA_ARGS__)
#define kiln_var_dim(...) (kiln_var_dim)(KILN_HERE, __VA_ARGS__)
#define kiln_std(...) (kiln_std)(KILN_HERE, __VA_ARGS__)
#define kiln_std_dim(...) (kiln_std_dim)(KILN_HERE, __VA_ARGS__)
#define kiln_var_mean(...) (kiln_var_mean)(KILN_HERE, __VA_ARGS__)
#define kiln_var_mean_dim(...) (kiln_var_mean_dim)(KILN_HERE, __VA_ARGS__)
#define kiln_std_mean(...) (kiln_std_mean)(KILN_HERE, __VA_ARGS__)
#define kiln_std_mean_dim(...) (kiln_std_mean_dim)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_sum(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_sum_given_, KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_sum_refused_), \
    kiln_sum_4_, kiln_sum_3_, kiln_sum_2_, KILN_SOME_(kiln_sum_1_, kiln_sum_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_sum_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_sum(input[, dim, keepdim, dtype])")
#define kiln_sum_1_(input) (kiln_sum)(KILN_HERE, input, KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_sum_2_(input, dim) (kiln_sum)(KILN_HERE, input, dim, false, KILN_NO_DTYPE)
#define kiln_sum_3_(input, dim, keepdim) (kiln_sum)(KILN_HERE, input, dim, keepdim, KILN_NO_DTYPE)
#define kiln_sum_4_(input, dim, keepdim, dtype) (kiln_sum)(KILN_HERE, input, dim, keepdim, dtype)
struct kiln_sum_arguments_ { kiln_axes dim; bool keepdim; kiln_dtype dtype; int too_many[]; }; /* kiln_sum(input[, dim, keepdim, dtype]) */
static inline kiln_tensor *kiln_sum_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_sum_arguments_ *a) {
    return (kiln_sum)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? a->keepdim : false, given > 3 ? a->dtype : KILN_NO_DTYPE);
}
#define kiln_sum_given_(input, ...) kiln_sum_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_sum_arguments_){.dim = \
    __VA_ARGS__}) /* kiln_sum(input[, dim, keepdim, dtype]) */
#define kiln_nansum(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_nansum_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_nansum_refused_), kiln_nansum_4_, kiln_nansum_3_, kiln_nansum_2_, KILN_SOME_(kiln_nansum_1_, kiln_nansum_refused_, __VA_ARGS__), \
    ~))(__VA_ARGS__)
#define kiln_nansum_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_nansum(input[, dim, keepdim, dtype])")
#define kiln_nansum_1_(input) (kiln_nansum)(KILN_HERE, input, KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_nansum_2_(input, dim) (kiln_nansum)(KILN_HERE, input, dim, false, KILN_NO_DTYPE)
#define kiln_nansum_3_(input, dim, keepdim) (kiln_nansum)(KILN_HERE, input, dim, keepdim, KILN_NO_DTYPE)
#define kiln_nansum_4_(input, dim, keepdim, dtype) (kiln_nansum)(KILN_HERE, input, dim, keepdim, dtype)
struct kiln_nansum_arguments_ { kiln_axes dim; bool keepdim; kiln_dtype dtype; int too_many[]; }; /* kiln_nansum(input[, dim, keepdim, dtype]) */
static inline kiln_tensor *kiln_nansum_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_nansum_arguments_ *a) {
    return (kiln_nansum)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? a->keepdim : false, given > 3 ? a->dtype : KILN_NO_DTYPE);
}
#define kiln_nansum_given_(input, ...) kiln_nansum_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_nansum_arguments_){.dim = \
    __VA_ARGS__}) /* kiln_nansum(input[, dim, keepdim, dtype]) */
#define kiln_mean(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_mean_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_mean_refused_), kiln_mean_4_, kiln_mean_3_, kiln_mean_2_, KILN_SOME_(kiln_mean_1_, kiln_mean_refused_, __VA_ARGS__), \
    ~))(__VA_ARGS__)
#define kiln_mean_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_mean(input[, dim, keepdim, dtype])")
#define kiln_mean_1_(input) (kiln_mean)(KILN_HERE, input, KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_mean_2_(input, dim) (kiln_mean)(KILN_HERE, input, dim, false, KILN_NO_DTYPE)
#define kiln_mean_3_(input, dim, keepdim) (kiln_mean)(KILN_HERE, input, dim, keepdim, KILN_NO_DTYPE)
#define kiln_mean_4_(input, dim, keepdim, dtype) (kiln_mean)(KILN_HERE, input, dim, keepdim, dtype)
struct kiln_mean_arguments_ { kiln_axes dim; bool keepdim; kiln_dtype dtype; int too_many[]; }; /* kiln_mean(input[, dim, keepdim, dtype]) */
static inline kiln_tensor *kiln_mean_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_mean_arguments_ *a) {
    return (kiln_mean)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? a->keepdim : false, given > 3 ? a->dtype : KILN_NO_DTYPE);
}
#define kiln_mean_given_(input, ...) kiln_mean_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_mean_arguments_){.dim = \
    __VA_ARGS__}) /* kiln_mean(input[, dim, keepdim, dtype]) */
#define kiln_nanmean(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_nanmean_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_nanmean_refused_), kiln_nanmean_4_, kiln_nanmean_3_, kiln_nanmean_2_, KILN_SOME_(kiln_nanmean_1_, kiln_nanmean_refused_, \
    __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_nanmean_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_nanmean(input[, dim, keepdim, dtype])")
#define kiln_nanmean_1_(input) (kiln_nanmean)(KILN_HERE, input, KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_nanmean_2_(input, dim) (kiln_nanmean)(KILN_HERE, input, dim, false, KILN_NO_DTYPE)
#define kiln_nanmean_3_(input, dim, keepdim) (kiln_nanmean)(KILN_HERE, input, dim, keepdim, KILN_NO_DTYPE)
#define kiln_nanmean_4_(input, dim, keepdim, dtype) (kiln_nanmean)(KILN_HERE, input, dim, keepdim, dtype)
struct kiln_nanmean_arguments_ { kiln_axes dim; bool keepdim; kiln_dtype dtype; int too_many[]; }; /* kiln_nanmean(input[, dim, keepdim, dtype]) */
static inline kiln_tensor *kiln_nanmean_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_nanmean_arguments_ *a) {
    return (kiln_nanmean)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? a->keepdim : false, given > 3 ? a->dtype : KILN_NO_DTYPE);
}
#define kiln_nanmean_given_(input, ...) kiln_nanmean_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_nanmean_arguments_){.dim \
    = __VA_ARGS__}) /* kiln_nanmean(input[, dim, keepdim, dtype]) */
#define kiln_prod(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_prod_refused_), kiln_prod_2_, KILN_SOME_(kiln_prod_1_, kiln_prod_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_prod_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_prod(input[, dtype])")
#define kiln_prod_1_(input) (kiln_prod)(KILN_HERE, input, KILN_NO_DTYPE)
#define kiln_prod_2_(input, dtype) (kiln_prod)(KILN_HERE, input, dtype)
#define kiln_prod_dim(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_prod_dim_refused_), kiln_prod_dim_4_, kiln_prod_dim_3_, kiln_prod_dim_2_, \
    kiln_prod_dim_refused_, ~)(__VA_ARGS__)
#define kiln_prod_dim_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_prod_dim(input, dim[, keepdim, dtype])")
#define kiln_prod_dim_2_(input, dim) (kiln_prod_dim)(KILN_HERE, input, dim, false, KILN_NO_DTYPE)
#define kiln_prod_dim_3_(input, dim, keepdim) (kiln_prod_dim)(KILN_HERE, input, dim, keepdim, KILN_NO_DTYPE)
#define kiln_prod_dim_4_(input, dim, keepdim, dtype) (kiln_prod_dim)(KILN_HERE, input, dim, keepdim, dtype)
#define kiln_count_nonzero(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_count_nonzero_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_61_(kiln_count_nonzero_refused_), kiln_count_nonzero_2_, KILN_SOME_(kiln_count_nonzero_1_, kiln_count_nonzero_refused_, __VA_ARGS__), \
    ~))(__VA_ARGS__)
#define kiln_count_nonzero_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_count_nonzero(input[, dim])")
#define kiln_count_nonzero_1_(input) (kiln_count_nonzero)(KILN_HERE, input, KILN_ALL_AXES)
#define kiln_count_nonzero_2_(input, dim) (kiln_count_nonzero)(KILN_HERE, input, dim)
struct kiln_count_nonzero_arguments_ { kiln_axes dim; int too_many[]; }; /* kiln_count_nonzero(input[, dim]) */
static inline kiln_tensor *kiln_count_nonzero_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_count_nonzero_arguments_ *a)
    {
    return (kiln_count_nonzero)(at, input, given > 1 ? a->dim : KILN_ALL_AXES);
}
#define kiln_count_nonzero_given_(input, ...) kiln_count_nonzero_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_count_nonzero_arguments_){.dim = __VA_ARGS__}) /* kiln_count_nonzero(input[, dim]) */
#define kiln_all(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_all_given_, KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_all_refused_), \
    kiln_all_3_, kiln_all_2_, KILN_SOME_(kiln_all_1_, kiln_all_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_all_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_all(input[, dim, keepdim])")
#define kiln_all_1_(input) (kiln_all)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_all_2_(input, dim) (kiln_all)(KILN_HERE, input, dim, false)
#define kiln_all_3_(input, dim, keepdim) (kiln_all)(KILN_HERE, input, dim, keepdim)
struct kiln_all_arguments_ { kiln_axes dim; bool keepdim; int too_many[]; }; /* kiln_all(input[, dim, keepdim]) */
static inline kiln_tensor *kiln_all_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_all_arguments_ *a) {
    return (kiln_all)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? a->keepdim : false);
}
#define kiln_all_given_(input, ...) kiln_all_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_all_arguments_){.dim = \
    __VA_ARGS__}) /* kiln_all(input[, dim, keepdim]) */
#define kiln_any(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_any_given_, KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_any_refused_), \
    kiln_any_3_, kiln_any_2_, KILN_SOME_(kiln_any_1_, kiln_any_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_any_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_any(input[, dim, keepdim])")
#define kiln_any_1_(input) (kiln_any)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_any_2_(input, dim) (kiln_any)(KILN_HERE, input, dim, false)
#define kiln_any_3_(input, dim, keepdim) (kiln_any)(KILN_HERE, input, dim, keepdim)
struct kiln_any_arguments_ { kiln_axes dim; bool keepdim; int too_many[]; }; /* kiln_any(input[, dim, keepdim]) */
static inline kiln_tensor *kiln_any_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_any_arguments_ *a) {
    return (kiln_any)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? a->keepdim : false);
}
#define kiln_any_given_(input, ...) kiln_any_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_any_arguments_){.dim = \
    __VA_ARGS__}) /* kiln_any(input[, dim, keepdim]) */
#define kiln_amax(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_amax_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_amax_refused_), kiln_amax_3_, kiln_amax_2_, KILN_SOME_(kiln_amax_1_, kiln_amax_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_amax_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_amax(input[, dim, keepdim])")
#define kiln_amax_1_(input) (kiln_amax)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_amax_2_(input, dim) (kiln_amax)(KILN_HERE, input, dim, false)
#define kiln_amax_3_(input, dim, keepdim) (kiln_amax)(KILN_HERE, input, dim, keepdim)
struct kiln_amax_arguments_ { kiln_axes dim; bool keepdim; int too_many[]; }; /* kiln_amax(input[, dim, keepdim]) */
static inline kiln_tensor *kiln_amax_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_amax_arguments_ *a) {
    return (kiln_amax)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? a->keepdim : false);
}
#define kiln_amax_given_(input, ...) kiln_amax_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_amax_arguments_){.dim = \
    __VA_ARGS__}) /* kiln_amax(input[, dim, keepdim]) */
#define kiln_amin(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_amin_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_amin_refused_), kiln_amin_3_, kiln_amin_2_, KILN_SOME_(kiln_amin_1_, kiln_amin_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_amin_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_amin(input[, dim, keepdim])")
#define kiln_amin_1_(input) (kiln_amin)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_amin_2_(input, dim) (kiln_amin)(KILN_HERE, input, dim, false)
#define kiln_amin_3_(input, dim, keepdim) (kiln_amin)(KILN_HERE, input, dim, keepdim)
struct kiln_amin_arguments_ { kiln_axes dim; bool keepdim; int too_many[]; }; /* kiln_amin(input[, dim, keepdim]) */
static inline kiln_tensor *kiln_amin_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_amin_arguments_ *a) {
    return (kiln_amin)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? a->keepdim : false);
}
#define kiln_amin_given_(input, ...) kiln_amin_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_amin_arguments_){.dim = \
    __VA_ARGS__}) /* kiln_amin(input[, dim, keepdim]) */
#define kiln_aminmax(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_aminmax_refused_), kiln_aminmax_3_, kiln_aminmax_2_, KILN_SOME_(kiln_aminmax_1_, \
    kiln_aminmax_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_aminmax_refused_(...) KILN_REFUSE_(kiln_pair, "kiln_aminmax(input[, dim, keepdim])")
#define kiln_aminmax_1_(input) (kiln_aminmax)(KILN_HERE, input, KILN_NO_DIM, false)
#define kiln_aminmax_2_(input, dim) (kiln_aminmax)(KILN_HERE, input, dim, false)
#define kiln_aminmax_3_(input, dim, keepdim) (kiln_aminmax)(KILN_HERE, input, dim, keepdim)
#define kiln_max_dim(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_max_dim_refused_), kiln_max_dim_3_, kiln_max_dim_2_, kiln_max_dim_refused_, \
    ~)(__VA_ARGS__)
#define kiln_max_dim_refused_(...) KILN_REFUSE_(kiln_pair, "kiln_max_dim(input, dim[, keepdim])")
#define kiln_max_dim_2_(input, dim) (kiln_max_dim)(KILN_HERE, input, dim, false)
#define kiln_max_dim_3_(input, dim, keepdim) (kiln_max_dim)(KILN_HERE, input, dim, keepdim)
#define kiln_min_dim(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_min_dim_refused_), kiln_min_dim_3_, kiln_min_dim_2_, kiln_min_dim_refused_, \
    ~)(__VA_ARGS__)
#define kiln_min_dim_refused_(...) KILN_REFUSE_(kiln_pair, "kiln_min_dim(input, dim[, keepdim])")
#define kiln_min_dim_2_(input, dim) (kiln_min_dim)(KILN_HERE, input, dim, false)
#define kiln_min_dim_3_(input, dim, keepdim) (kiln_min_dim)(KILN_HERE, input, dim, keepdim)
#define kiln_argmax(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_argmax_refused_), kiln_argmax_3_, kiln_argmax_2_, KILN_SOME_(kiln_argmax_1_, \
    kiln_argmax_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_argmax_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_argmax(input[, dim, keepdim])")
#define kiln_argmax_1_(input) (kiln_argmax)(KILN_HERE, input, KILN_NO_DIM, false)
#define kiln_argmax_2_(input, dim) (kiln_argmax)(KILN_HERE, input, dim, false)
#define kiln_argmax_3_(input, dim, keepdim) (kiln_argmax)(KILN_HERE, input, dim, keepdim)
#define kiln_argmin(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_argmin_refused_), kiln_argmin_3_, kiln_argmin_2_, KILN_SOME_(kiln_argmin_1_, \
    kiln_argmin_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_argmin_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_argmin(input[, dim, keepdim])")
#define kiln_argmin_1_(input) (kiln_argmin)(KILN_HERE, input, KILN_NO_DIM, false)
#define kiln_argmin_2_(input, dim) (kiln_argmin)(KILN_HERE, input, dim, false)
#define kiln_argmin_3_(input, dim, keepdim) (kiln_argmin)(KILN_HERE, input, dim, keepdim)
#define kiln_median_dim(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_median_dim_refused_), kiln_median_dim_3_, kiln_median_dim_2_, \
    kiln_median_dim_refused_, ~)(__VA_ARGS__)
#define kiln_median_dim_refused_(...) KILN_REFUSE_(kiln_pair, "kiln_median_dim(input, dim[, keepdim])")
#define kiln_median_dim_2_(input, dim) (kiln_median_dim)(KILN_HERE, input, dim, false)
#define kiln_median_dim_3_(input, dim, keepdim) (kiln_median_dim)(KILN_HERE, input, dim, keepdim)
#define kiln_nanmedian_dim(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_nanmedian_dim_refused_), kiln_nanmedian_dim_3_, kiln_nanmedian_dim_2_, \
    kiln_nanmedian_dim_refused_, ~)(__VA_ARGS__)
#define kiln_nanmedian_dim_refused_(...) KILN_REFUSE_(kiln_pair, "kiln_nanmedian_dim(input, dim[, keepdim])")
#define kiln_nanmedian_dim_2_(input, dim) (kiln_nanmedian_dim)(KILN_HERE, input, dim, false)
#define kiln_nanmedian_dim_3_(input, dim, keepdim) (kiln_nanmedian_dim)(KILN_HERE, input, dim, keepdim)
#define kiln_var(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_var_given_, KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_var_refused_), \
    kiln_var_4_, kiln_var_3_, kiln_var_2_, KILN_SOME_(kiln_var_1_, kiln_var_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_var_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_var(input[, dim, correction, keepdim])")
#define kiln_var_1_(input) (kiln_var)(KILN_HERE, input, KILN_ALL_AXES, KILN_NO_VALUE, false)
#define kiln_var_2_(input, dim) (kiln_var)(KILN_HERE, input, dim, KILN_NO_VALUE, false)
#define kiln_var_3_(input, dim, correction) (kiln_var)(KILN_HERE, input, dim, KILN_V(correction), false)
#define kiln_var_4_(input, dim, correction, keepdim) (kiln_var)(KILN_HERE, input, dim, KILN_V(correction), keepdim)
struct kiln_var_arguments_ { kiln_axes dim; long double correction; bool keepdim; int too_many[]; }; /* kiln_var(input[, dim, correction, keepdim]) */
static inline kiln_tensor *kiln_var_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_var_arguments_ *a) {
    return (kiln_var)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? kiln_v_given_(a->correction, KILN_IS_NONE) : KILN_NO_VALUE, given > 3
    ? a->keepdim : false);
}
#define kiln_var_given_(input, ...) kiln_var_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_var_arguments_){.dim = \
    __VA_ARGS__}) /* kiln_var(input[, dim, correction, keepdim]) */
#define kiln_var_dim(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_var_dim_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_var_dim_refused_), kiln_var_dim_4_, kiln_var_dim_3_, kiln_var_dim_2_, kiln_var_dim_refused_, ~))(__VA_ARGS__)
#define kiln_var_dim_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_var_dim(input, dim[, unbiased, keepdim])")
#define kiln_var_dim_2_(input, dim) (kiln_var_dim)(KILN_HERE, input, dim, true, false)
#define kiln_var_dim_3_(input, dim, unbiased) (kiln_var_dim)(KILN_HERE, input, dim, unbiased, false)
#define kiln_var_dim_4_(input, dim, unbiased, keepdim) (kiln_var_dim)(KILN_HERE, input, dim, unbiased, keepdim)
struct kiln_var_dim_arguments_ { kiln_axes dim; bool unbiased; bool keepdim; int too_many[]; }; /* kiln_var_dim(input, dim[, unbiased, keepdim]) */
static inline kiln_tensor *kiln_var_dim_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_var_dim_arguments_ *a) {
    return (kiln_var_dim)(at, input, a->dim, given > 2 ? a->unbiased : true, given > 3 ? a->keepdim : false);
}
#define kiln_var_dim_given_(input, ...) kiln_var_dim_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_var_dim_arguments_){.dim \
    = __VA_ARGS__}) /* kiln_var_dim(input, dim[, unbiased, keepdim]) */
#define kiln_std(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_std_given_, KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_std_refused_), \
    kiln_std_4_, kiln_std_3_, kiln_std_2_, KILN_SOME_(kiln_std_1_, kiln_std_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_std_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_std(input[, dim, correction, keepdim])")
#define kiln_std_1_(input) (kiln_std)(KILN_HERE, input, KILN_ALL_AXES, KILN_NO_VALUE, false)
#define kiln_std_2_(input, dim) (kiln_std)(KILN_HERE, input, dim, KILN_NO_VALUE, false)
#define kiln_std_3_(input, dim, correction) (kiln_std)(KILN_HERE, input, dim, KILN_V(correction), false)
#define kiln_std_4_(input, dim, correction, keepdim) (kiln_std)(KILN_HERE, input, dim, KILN_V(correction), keepdim)
struct kiln_std_arguments_ { kiln_axes dim; long double correction; bool keepdim; int too_many[]; }; /* kiln_std(input[, dim, correction, keepdim]) */
static inline kiln_tensor *kiln_std_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_std_arguments_ *a) {
    return (kiln_std)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? kiln_v_given_(a->correction, KILN_IS_NONE) : KILN_NO_VALUE, given > 3
    ? a->keepdim : false);
}
#define kiln_std_given_(input, ...) kiln_std_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_std_arguments_){.dim = \
    __VA_ARGS__}) /* kiln_std(input[, dim, correction, keepdim]) */
#define kiln_std_dim(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_std_dim_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_std_dim_refused_), kiln_std_dim_4_, kiln_std_dim_3_, kiln_std_dim_2_, kiln_std_dim_refused_, ~))(__VA_ARGS__)
#define kiln_std_dim_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_std_dim(input, dim[, unbiased, keepdim])")
#define kiln_std_dim_2_(input, dim) (kiln_std_dim)(KILN_HERE, input, dim, true, false)
#define kiln_std_dim_3_(input, dim, unbiased) (kiln_std_dim)(KILN_HERE, input, dim, unbiased, false)
#define kiln_std_dim_4_(input, dim, unbiased, keepdim) (kiln_std_dim)(KILN_HERE, input, dim, unbiased, keepdim)
struct kiln_std_dim_arguments_ { kiln_axes dim; bool unbiased; bool keepdim; int too_many[]; }; /* kiln_std_dim(input, dim[, unbiased, keepdim]) */
static inline kiln_tensor *kiln_std_dim_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_std_dim_arguments_ *a) {
    return (kiln_std_dim)(at, input, a->dim, given > 2 ? a->unbiased : true, given > 3 ? a->keepdim : false);
}
#define kiln_std_dim_given_(input, ...) kiln_std_dim_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_std_dim_arguments_){.dim \
    = __VA_ARGS__}) /* kiln_std_dim(input, dim[, unbiased, keepdim]) */
#define kiln_var_mean(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_var_mean_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_var_mean_refused_), kiln_var_mean_4_, kiln_var_mean_3_, kiln_var_mean_2_, KILN_SOME_(kiln_var_mean_1_, kiln_var_mean_refused_, \
    __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_var_mean_refused_(...) KILN_REFUSE_(kiln_pair, "kiln_var_mean(input[, dim, correction, keepdim])")
#define kiln_var_mean_1_(input) (kiln_var_mean)(KILN_HERE, input, KILN_ALL_AXES, KILN_NO_VALUE, false)
#define kiln_var_mean_2_(input, dim) (kiln_var_mean)(KILN_HERE, input, dim, KILN_NO_VALUE, false)
#define kiln_var_mean_3_(input, dim, correction) (kiln_var_mean)(KILN_HERE, input, dim, KILN_V(correction), false)
#define kiln_var_mean_4_(input, dim, correction, keepdim) (kiln_var_mean)(KILN_HERE, input, dim, KILN_V(correction), keepdim)
struct kiln_var_mean_arguments_ { kiln_axes dim; long double correction; bool keepdim; int too_many[]; };
    /* kiln_var_mean(input[, dim, correction, keepdim]) */
static inline kiln_pair kiln_var_mean_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_var_mean_arguments_ *a) {
    return (kiln_var_mean)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? kiln_v_given_(a->correction, KILN_IS_NONE) : KILN_NO_VALUE,
    given > 3 ? a->keepdim : false);
}
#define kiln_var_mean_given_(input, ...) kiln_var_mean_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_var_mean_arguments_){.dim = __VA_ARGS__}) /* kiln_var_mean(input[, dim, correction, keepdim]) */
#define kiln_var_mean_dim(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_var_mean_dim_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_var_mean_dim_refused_), kiln_var_mean_dim_4_, kiln_var_mean_dim_3_, kiln_var_mean_dim_2_, kiln_var_mean_dim_refused_, \
    ~))(__VA_ARGS__)
#define kiln_var_mean_dim_refused_(...) KILN_REFUSE_(kiln_pair, "kiln_var_mean_dim(input, dim[, unbiased, keepdim])")
#define kiln_var_mean_dim_2_(input, dim) (kiln_var_mean_dim)(KILN_HERE, input, dim, true, false)
#define kiln_var_mean_dim_3_(input, dim, unbiased) (kiln_var_mean_dim)(KILN_HERE, input, dim, unbiased, false)
#define kiln_var_mean_dim_4_(input, dim, unbiased, keepdim) (kiln_var_mean_dim)(KILN_HERE, input, dim, unbiased, keepdim)
struct kiln_var_mean_dim_arguments_ { kiln_axes dim; bool unbiased; bool keepdim; int too_many[]; };
    /* kiln_var_mean_dim(input, dim[, unbiased, keepdim]) */
static inline kiln_pair kiln_var_mean_dim_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_var_mean_dim_arguments_ *a) {
    return (kiln_var_mean_dim)(at, input, a->dim, given > 2 ? a->unbiased : true, given > 3 ? a->keepdim : false);
}
#define kiln_var_mean_dim_given_(input, ...) kiln_var_mean_dim_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_var_mean_dim_arguments_){.dim = __VA_ARGS__}) /* kiln_var_mean_dim(input, dim[, unbiased, keepdim]) */
#define kiln_std_mean(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_std_mean_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_std_mean_refused_), kiln_std_mean_4_, kiln_std_mean_3_, kiln_std_mean_2_, KILN_SOME_(kiln_std_mean_1_, kiln_std_mean_refused_, \
    __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_std_mean_refused_(...) KILN_REFUSE_(kiln_pair, "kiln_std_mean(input[, dim, correction, keepdim])")
#define kiln_std_mean_1_(input) (kiln_std_mean)(KILN_HERE, input, KILN_ALL_AXES, KILN_NO_VALUE, false)
#define kiln_std_mean_2_(input, dim) (kiln_std_mean)(KILN_HERE, input, dim, KILN_NO_VALUE, false)
#define kiln_std_mean_3_(input, dim, correction) (kiln_std_mean)(KILN_HERE, input, dim, KILN_V(correction), false)
#define kiln_std_mean_4_(input, dim, correction, keepdim) (kiln_std_mean)(KILN_HERE, input, dim, KILN_V(correction), keepdim)
struct kiln_std_mean_arguments_ { kiln_axes dim; long double correction; bool keepdim; int too_many[]; };
    /* kiln_std_mean(input[, dim, correction, keepdim]) */
static inline kiln_pair kiln_std_mean_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_std_mean_arguments_ *a) {
    return (kiln_std_mean)(at, input, given > 1 ? a->dim : KILN_ALL_AXES, given > 2 ? kiln_v_given_(a->correction, KILN_IS_NONE) : KILN_NO_VALUE,
    given > 3 ? a->keepdim : false);
}
#define kiln_std_mean_given_(input, ...) kiln_std_mean_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_std_mean_arguments_){.dim = __VA_ARGS__}) /* kiln_std_mean(input[, dim, correction, keepdim]) */
#define kiln_std_mean_dim(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_std_mean_dim_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_std_mean_dim_refused_), kiln_std_mean_dim_4_, kiln_std_mean_dim_3_, kiln_std_mean_dim_2_, kiln_std_mean_dim_refused_, \
    ~))(__VA_ARGS__)
#define kiln_std_mean_dim_refused_(...) KILN_REFUSE_(kiln_pair, "kiln_std_mean_dim(input, dim[, unbiased, keepdim])")
#define kiln_std_mean_dim_2_(input, dim) (kiln_std_mean_dim)(KILN_HERE, input, dim, true, false)
#define kiln_std_mean_dim_3_(input, dim, unbiased) (kiln_std_mean_dim)(KILN_HERE, input, dim, unbiased, false)
#define kiln_std_mean_dim_4_(input, dim, unbiased, keepdim) (kiln_std_mean_dim)(KILN_HERE, input, dim, unbiased, keepdim)
struct kiln_std_mean_dim_arguments_ { kiln_axes dim; bool unbiased; bool keepdim; int too_many[]; };
    /* kiln_std_mean_dim(input, dim[, unbiased, keepdim]) */
static inline kiln_pair kiln_std_mean_dim_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_std_mean_dim_arguments_ *a) {
    return (kiln_std_mean_dim)(at, input, a->dim, given > 2 ? a->unbiased : true, given > 3 ? a->keepdim : false);
}
#define kiln_std_mean_dim_given_(input, ...) kiln_std_mean_dim_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_std_mean_dim_arguments_){.dim = __VA_ARGS__}) /* kiln_std_mean_dim(input, dim[, unbiased, keepdim]) */
#endif

#ifdef __cplusplus
}
#endif
#endif
