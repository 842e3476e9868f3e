/* SPDX-License-Identifier: Apache-2.0
 * Reductions over the axes dim, all when it is left out or empty. Sums and products of integers and bools are taken in i64 unless
 * dtype says otherwise; the input is converted to dtype first. With keepdim the axes stay, with extent 1. The order of a sum is
 * docs/numerics.md's, the same on every path. An extreme of nothing is refused.
 * Written by tools/signatures.py from src/frontend/signatures/reduction.sig: edit that. */
#ifndef KILN_REDUCTION_H
#define KILN_REDUCTION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- sums and products */

/* Sum. (torch.sum(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_sum(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim, kiln_dtype dtype);
#define kiln_sum(...) KILN_PICK_(kiln_sum_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_sum_1_(input) (kiln_sum)(KILN_HERE, input, KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_sum_2_(input, dim) (kiln_sum)(KILN_HERE, input, dim, false, KILN_NO_DTYPE)
#define kiln_sum_3_(input, dim, keepdim) (kiln_sum)(KILN_HERE, input, dim, keepdim, KILN_NO_DTYPE)
#define kiln_sum_4_(input, dim, keepdim, dtype) (kiln_sum)(KILN_HERE, input, dim, keepdim, dtype)
/* Sum of what is not NaN. (torch.nansum(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_nansum(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim, kiln_dtype dtype);
#define kiln_nansum(...) KILN_PICK_(kiln_nansum_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_nansum_1_(input) (kiln_nansum)(KILN_HERE, input, KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_nansum_2_(input, dim) (kiln_nansum)(KILN_HERE, input, dim, false, KILN_NO_DTYPE)
#define kiln_nansum_3_(input, dim, keepdim) (kiln_nansum)(KILN_HERE, input, dim, keepdim, KILN_NO_DTYPE)
#define kiln_nansum_4_(input, dim, keepdim, dtype) (kiln_nansum)(KILN_HERE, input, dim, keepdim, dtype)
/* Mean of floats, or in a float dtype. (torch.mean(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_mean(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim, kiln_dtype dtype);
#define kiln_mean(...) KILN_PICK_(kiln_mean_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_mean_1_(input) (kiln_mean)(KILN_HERE, input, KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_mean_2_(input, dim) (kiln_mean)(KILN_HERE, input, dim, false, KILN_NO_DTYPE)
#define kiln_mean_3_(input, dim, keepdim) (kiln_mean)(KILN_HERE, input, dim, keepdim, KILN_NO_DTYPE)
#define kiln_mean_4_(input, dim, keepdim, dtype) (kiln_mean)(KILN_HERE, input, dim, keepdim, dtype)
/* Mean of what is not NaN; floats. (torch.nanmean(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_nanmean(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim, kiln_dtype dtype);
#define kiln_nanmean(...) KILN_PICK_(kiln_nanmean_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_nanmean_1_(input) (kiln_nanmean)(KILN_HERE, input, KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_nanmean_2_(input, dim) (kiln_nanmean)(KILN_HERE, input, dim, false, KILN_NO_DTYPE)
#define kiln_nanmean_3_(input, dim, keepdim) (kiln_nanmean)(KILN_HERE, input, dim, keepdim, KILN_NO_DTYPE)
#define kiln_nanmean_4_(input, dim, keepdim, dtype) (kiln_nanmean)(KILN_HERE, input, dim, keepdim, dtype)
/* Product of all elements. (torch.prod(Tensor input, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_prod(kiln_site at, kiln_tensor *input, kiln_dtype dtype);
#define kiln_prod(...) KILN_PICK_(kiln_prod_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_prod_1_(input) (kiln_prod)(KILN_HERE, input, KILN_NO_DTYPE)
#define kiln_prod_2_(input, dtype) (kiln_prod)(KILN_HERE, input, dtype)
/* Product along dim. (torch.prod(Tensor input, dim dim, bool keepdim=False, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_prod_dim(kiln_site at, kiln_tensor *input, int dim, bool keepdim, kiln_dtype dtype);
#define kiln_prod_dim(...) KILN_PICK_(kiln_prod_dim_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_prod_dim_2_(input, dim) (kiln_prod_dim)(KILN_HERE, input, dim, false, KILN_NO_DTYPE)
#define kiln_prod_dim_3_(input, dim, keepdim) (kiln_prod_dim)(KILN_HERE, input, dim, keepdim, KILN_NO_DTYPE)
#define kiln_prod_dim_4_(input, dim, keepdim, dtype) (kiln_prod_dim)(KILN_HERE, input, dim, keepdim, dtype)
/* How many are not 0. (torch.count_nonzero(Tensor input, dim[]? dim=None) -> Tensor) */
KILN_API kiln_tensor *kiln_count_nonzero(kiln_site at, kiln_tensor *input, kiln_axes dim);
#define kiln_count_nonzero(...) KILN_PICK_(kiln_count_nonzero_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_count_nonzero_1_(input) (kiln_count_nonzero)(KILN_HERE, input, KILN_ALL_AXES)
#define kiln_count_nonzero_2_(input, dim) (kiln_count_nonzero)(KILN_HERE, input, dim)
/* ---- truth; an empty list of axes reduces none; u8 stays u8 */

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
/* ---- extremes; NaN is the largest and the smallest */

/* Largest; the derivative is shared evenly by those that equal it. (torch.amax(Tensor input, dim[]? dim=None, bool keepdim=False)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_amax(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim);
#define kiln_amax(...) KILN_PICK_(kiln_amax_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_amax_1_(input) (kiln_amax)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_amax_2_(input, dim) (kiln_amax)(KILN_HERE, input, dim, false)
#define kiln_amax_3_(input, dim, keepdim) (kiln_amax)(KILN_HERE, input, dim, keepdim)
/* Smallest; the derivative is shared evenly by those that equal it. (torch.amin(Tensor input, dim[]? dim=None, bool keepdim=False)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_amin(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim);
#define kiln_amin(...) KILN_PICK_(kiln_amin_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_amin_1_(input) (kiln_amin)(KILN_HERE, input, KILN_ALL_AXES, false)
#define kiln_amin_2_(input, dim) (kiln_amin)(KILN_HERE, input, dim, false)
#define kiln_amin_3_(input, dim, keepdim) (kiln_amin)(KILN_HERE, input, dim, keepdim)
/* amin and amax. (torch.aminmax(Tensor input, *, dim? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)) */
KILN_API kiln_pair kiln_aminmax(kiln_site at, kiln_tensor *input, int dim, bool keepdim);
#define kiln_aminmax(...) KILN_PICK_(kiln_aminmax_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_aminmax_1_(input) (kiln_aminmax)(KILN_HERE, input, KILN_NO_DIM, false)
#define kiln_aminmax_2_(input, dim) (kiln_aminmax)(KILN_HERE, input, dim, false)
#define kiln_aminmax_3_(input, dim, keepdim) (kiln_aminmax)(KILN_HERE, input, dim, keepdim)
/* Largest of all, as amax. (torch.max(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_max(kiln_site at, kiln_tensor *input);
#define kiln_max(input) (kiln_max)(KILN_HERE, input)
/* Largest along dim and where the first of them is, which gets the whole derivative. (torch.max(Tensor input, dim dim, bool
 * keepdim=False) -> (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_max_dim(kiln_site at, kiln_tensor *input, int dim, bool keepdim);
#define kiln_max_dim(...) KILN_PICK_(kiln_max_dim_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_max_dim_2_(input, dim) (kiln_max_dim)(KILN_HERE, input, dim, false)
#define kiln_max_dim_3_(input, dim, keepdim) (kiln_max_dim)(KILN_HERE, input, dim, keepdim)
/* Smallest of all, as amin. (torch.min(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_min(kiln_site at, kiln_tensor *input);
#define kiln_min(input) (kiln_min)(KILN_HERE, input)
/* Smallest along dim and where the first of them is, which gets the whole derivative. (torch.min(Tensor input, dim dim, bool
 * keepdim=False) -> (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_min_dim(kiln_site at, kiln_tensor *input, int dim, bool keepdim);
#define kiln_min_dim(...) KILN_PICK_(kiln_min_dim_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_min_dim_2_(input, dim) (kiln_min_dim)(KILN_HERE, input, dim, false)
#define kiln_min_dim_3_(input, dim, keepdim) (kiln_min_dim)(KILN_HERE, input, dim, keepdim)
/* Index of the first largest along dim, or in row-major order; not of bools. (torch.argmax(Tensor input, dim? dim=None, bool
 * keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_argmax(kiln_site at, kiln_tensor *input, int dim, bool keepdim);
#define kiln_argmax(...) KILN_PICK_(kiln_argmax_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_argmax_1_(input) (kiln_argmax)(KILN_HERE, input, KILN_NO_DIM, false)
#define kiln_argmax_2_(input, dim) (kiln_argmax)(KILN_HERE, input, dim, false)
#define kiln_argmax_3_(input, dim, keepdim) (kiln_argmax)(KILN_HERE, input, dim, keepdim)
/* Index of the first smallest along dim, or in row-major order; not of bools. (torch.argmin(Tensor input, dim? dim=None, bool
 * keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_argmin(kiln_site at, kiln_tensor *input, int dim, bool keepdim);
#define kiln_argmin(...) KILN_PICK_(kiln_argmin_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_argmin_1_(input) (kiln_argmin)(KILN_HERE, input, KILN_NO_DIM, false)
#define kiln_argmin_2_(input, dim) (kiln_argmin)(KILN_HERE, input, dim, false)
#define kiln_argmin_3_(input, dim, keepdim) (kiln_argmin)(KILN_HERE, input, dim, keepdim)
/* The middle one of all elements in order, the lower of two; NaN if any is. The derivative is shared evenly by those that equal
 * it. (torch.median(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_median(kiln_site at, kiln_tensor *input);
#define kiln_median(input) (kiln_median)(KILN_HERE, input)
/* The middle one along dim, and where the first of its equals is. (torch.median(Tensor input, dim dim, bool keepdim=False) ->
 * (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_median_dim(kiln_site at, kiln_tensor *input, int dim, bool keepdim);
#define kiln_median_dim(...) KILN_PICK_(kiln_median_dim_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_median_dim_2_(input, dim) (kiln_median_dim)(KILN_HERE, input, dim, false)
#define kiln_median_dim_3_(input, dim, keepdim) (kiln_median_dim)(KILN_HERE, input, dim, keepdim)
/* As median, of what is not NaN. (torch.nanmedian(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_nanmedian(kiln_site at, kiln_tensor *input);
#define kiln_nanmedian(input) (kiln_nanmedian)(KILN_HERE, input)
/* As median along dim, of what is not NaN. (torch.nanmedian(Tensor input, dim dim, bool keepdim=False) -> (Tensor values, Tensor
 * indices)) */
KILN_API kiln_pair kiln_nanmedian_dim(kiln_site at, kiln_tensor *input, int dim, bool keepdim);
#define kiln_nanmedian_dim(...) KILN_PICK_(kiln_nanmedian_dim_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_nanmedian_dim_2_(input, dim) (kiln_nanmedian_dim)(KILN_HERE, input, dim, false)
#define kiln_nanmedian_dim_3_(input, dim, keepdim) (kiln_nanmedian_dim)(KILN_HERE, input, dim, keepdim)
/* ---- spread: the squared distances from the mean are divided by max(0, count - correction); correction is 1 unless given, unbiased means 1 and not unbiased 0 */

/* Variance. (torch.var(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_var(kiln_site at, kiln_tensor *input, kiln_axes dim, kiln_value correction, bool keepdim);
#define kiln_var(...) KILN_PICK_(kiln_var_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_var_1_(input) (kiln_var)(KILN_HERE, input, KILN_ALL_AXES, KILN_NO_VALUE, false)
#define kiln_var_2_(input, dim) (kiln_var)(KILN_HERE, input, dim, KILN_NO_VALUE, false)
#define kiln_var_3_(input, dim, correction) (kiln_var)(KILN_HERE, input, dim, KILN_V(correction), false)
#define kiln_var_4_(input, dim, correction, keepdim) (kiln_var)(KILN_HERE, input, dim, KILN_V(correction), keepdim)
/* Variance of all elements. (torch.var(Tensor input, bool unbiased) -> Tensor) */
KILN_API kiln_tensor *kiln_var_unbiased(kiln_site at, kiln_tensor *input, bool unbiased);
#define kiln_var_unbiased(input, unbiased) (kiln_var_unbiased)(KILN_HERE, input, unbiased)
/* Variance over dim. (torch.var(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_var_dim(kiln_site at, kiln_tensor *input, kiln_axes dim, bool unbiased, bool keepdim);
#define kiln_var_dim(...) KILN_PICK_(kiln_var_dim_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_var_dim_2_(input, dim) (kiln_var_dim)(KILN_HERE, input, dim, true, false)
#define kiln_var_dim_3_(input, dim, unbiased) (kiln_var_dim)(KILN_HERE, input, dim, unbiased, false)
#define kiln_var_dim_4_(input, dim, unbiased, keepdim) (kiln_var_dim)(KILN_HERE, input, dim, unbiased, keepdim)
/* Standard deviation: the root of the variance. Its derivative where it is 0 is 0. (torch.std(Tensor input, dim[]? dim=None, *,
 * Scalar? correction=None, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_std(kiln_site at, kiln_tensor *input, kiln_axes dim, kiln_value correction, bool keepdim);
#define kiln_std(...) KILN_PICK_(kiln_std_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_std_1_(input) (kiln_std)(KILN_HERE, input, KILN_ALL_AXES, KILN_NO_VALUE, false)
#define kiln_std_2_(input, dim) (kiln_std)(KILN_HERE, input, dim, KILN_NO_VALUE, false)
#define kiln_std_3_(input, dim, correction) (kiln_std)(KILN_HERE, input, dim, KILN_V(correction), false)
#define kiln_std_4_(input, dim, correction, keepdim) (kiln_std)(KILN_HERE, input, dim, KILN_V(correction), keepdim)
/* Standard deviation of all elements. (torch.std(Tensor input, bool unbiased) -> Tensor) */
KILN_API kiln_tensor *kiln_std_unbiased(kiln_site at, kiln_tensor *input, bool unbiased);
#define kiln_std_unbiased(input, unbiased) (kiln_std_unbiased)(KILN_HERE, input, unbiased)
/* Standard deviation over dim. (torch.std(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_std_dim(kiln_site at, kiln_tensor *input, kiln_axes dim, bool unbiased, bool keepdim);
#define kiln_std_dim(...) KILN_PICK_(kiln_std_dim_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_std_dim_2_(input, dim) (kiln_std_dim)(KILN_HERE, input, dim, true, false)
#define kiln_std_dim_3_(input, dim, unbiased) (kiln_std_dim)(KILN_HERE, input, dim, unbiased, false)
#define kiln_std_dim_4_(input, dim, unbiased, keepdim) (kiln_std_dim)(KILN_HERE, input, dim, unbiased, keepdim)
/* Variance and mean. (torch.var_mean(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor
 * var, Tensor mean)) */
KILN_API kiln_pair kiln_var_mean(kiln_site at, kiln_tensor *input, kiln_axes dim, kiln_value correction, bool keepdim);
#define kiln_var_mean(...) KILN_PICK_(kiln_var_mean_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_var_mean_1_(input) (kiln_var_mean)(KILN_HERE, input, KILN_ALL_AXES, KILN_NO_VALUE, false)
#define kiln_var_mean_2_(input, dim) (kiln_var_mean)(KILN_HERE, input, dim, KILN_NO_VALUE, false)
#define kiln_var_mean_3_(input, dim, correction) (kiln_var_mean)(KILN_HERE, input, dim, KILN_V(correction), false)
#define kiln_var_mean_4_(input, dim, correction, keepdim) (kiln_var_mean)(KILN_HERE, input, dim, KILN_V(correction), keepdim)
/* Variance and mean of all elements. (torch.var_mean(Tensor input, bool unbiased) -> (Tensor var, Tensor mean)) */
KILN_API kiln_pair kiln_var_mean_unbiased(kiln_site at, kiln_tensor *input, bool unbiased);
#define kiln_var_mean_unbiased(input, unbiased) (kiln_var_mean_unbiased)(KILN_HERE, input, unbiased)
/* Variance and mean over dim. (torch.var_mean(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor var,
 * Tensor mean)) */
KILN_API kiln_pair kiln_var_mean_dim(kiln_site at, kiln_tensor *input, kiln_axes dim, bool unbiased, bool keepdim);
#define kiln_var_mean_dim(...) KILN_PICK_(kiln_var_mean_dim_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_var_mean_dim_2_(input, dim) (kiln_var_mean_dim)(KILN_HERE, input, dim, true, false)
#define kiln_var_mean_dim_3_(input, dim, unbiased) (kiln_var_mean_dim)(KILN_HERE, input, dim, unbiased, false)
#define kiln_var_mean_dim_4_(input, dim, unbiased, keepdim) (kiln_var_mean_dim)(KILN_HERE, input, dim, unbiased, keepdim)
/* Standard deviation and mean. (torch.std_mean(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) ->
 * (Tensor std, Tensor mean)) */
KILN_API kiln_pair kiln_std_mean(kiln_site at, kiln_tensor *input, kiln_axes dim, kiln_value correction, bool keepdim);
#define kiln_std_mean(...) KILN_PICK_(kiln_std_mean_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_std_mean_1_(input) (kiln_std_mean)(KILN_HERE, input, KILN_ALL_AXES, KILN_NO_VALUE, false)
#define kiln_std_mean_2_(input, dim) (kiln_std_mean)(KILN_HERE, input, dim, KILN_NO_VALUE, false)
#define kiln_std_mean_3_(input, dim, correction) (kiln_std_mean)(KILN_HERE, input, dim, KILN_V(correction), false)
#define kiln_std_mean_4_(input, dim, correction, keepdim) (kiln_std_mean)(KILN_HERE, input, dim, KILN_V(correction), keepdim)
/* Standard deviation and mean of all elements. (torch.std_mean(Tensor input, bool unbiased) -> (Tensor std, Tensor mean)) */
KILN_API kiln_pair kiln_std_mean_unbiased(kiln_site at, kiln_tensor *input, bool unbiased);
#define kiln_std_mean_unbiased(input, unbiased) (kiln_std_mean_unbiased)(KILN_HERE, input, unbiased)
/* Standard deviation and mean over dim. (torch.std_mean(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) ->
 * (Tensor std, Tensor mean)) */
KILN_API kiln_pair kiln_std_mean_dim(kiln_site at, kiln_tensor *input, kiln_axes dim, bool unbiased, bool keepdim);
#define kiln_std_mean_dim(...) KILN_PICK_(kiln_std_mean_dim_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_std_mean_dim_2_(input, dim) (kiln_std_mean_dim)(KILN_HERE, input, dim, true, false)
#define kiln_std_mean_dim_3_(input, dim, unbiased) (kiln_std_mean_dim)(KILN_HERE, input, dim, unbiased, false)
#define kiln_std_mean_dim_4_(input, dim, unbiased, keepdim) (kiln_std_mean_dim)(KILN_HERE, input, dim, unbiased, keepdim)

#ifdef __cplusplus
}
#endif
#endif
