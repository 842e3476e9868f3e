/* SPDX-License-Identifier: Apache-2.0
 * Operations on tensors. Names, argument order and defaults are PyTorch's; each comment names the function it follows.
 *
 * Common to all: operands are of one session. Shapes broadcast as in NumPy: aligned at the last axis, an extent of 1 repeats.
 * Dtypes promote as in PyTorch: of the highest category present (bool < integer < float) among tensors of rank >= 1, then rank-0
 * tensors, then numbers; a float number with integer tensors gives f32; u8 with i32 gives i32, u8 or i32 with i64 gives i64, f32 with f64 gives
 * f64. The result is a new tensor in the innermost scope. Errors: BAD_SHAPE, BAD_DTYPE, BAD_ARGUMENT, BAD_HANDLE, TOO_LARGE (extents whose
 * product overflows), NO_MEMORY; the message names the function, the types and the caller's line. A negative axis counts from the end. */
#ifndef KILN_OPS_H
#define KILN_OPS_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- arithmetic of two. At least one of a and b is a tensor. */

/* a + b; integers wrap; bool + bool is their or. (torch.add) */
KILN_API kiln_tensor *kiln_add(kiln_site at, kiln_value a, kiln_value b);
#define kiln_add(a, b) (kiln_add)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a - b; integers wrap; bool is refused. (torch.sub) */
KILN_API kiln_tensor *kiln_sub(kiln_site at, kiln_value a, kiln_value b);
#define kiln_sub(a, b) (kiln_sub)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a * b; integers wrap; bool * bool is their and. (torch.mul) */
KILN_API kiln_tensor *kiln_mul(kiln_site at, kiln_value a, kiln_value b);
#define kiln_mul(a, b) (kiln_mul)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a / b; integers and bools are divided as f32. (torch.div, true_divide) */
KILN_API kiln_tensor *kiln_div(kiln_site at, kiln_value a, kiln_value b);
#define kiln_div(a, b) (kiln_div)(KILN_HERE, KILN_V(a), KILN_V(b))
/* floor(a / b), float or integer; an integer divided by 0 gives 0. (torch.floor_divide) */
KILN_API kiln_tensor *kiln_floor_divide(kiln_site at, kiln_value a, kiln_value b);
#define kiln_floor_divide(a, b) (kiln_floor_divide)(KILN_HERE, KILN_V(a), KILN_V(b))
/* Remainder with the sign of b, so that a == floor(a / b) * b + r; an integer modulo 0 gives 0. (torch.remainder) */
KILN_API kiln_tensor *kiln_remainder(kiln_site at, kiln_value a, kiln_value b);
#define kiln_remainder(a, b) (kiln_remainder)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a to the b, computed as float: integers are refused unless one side is float. (torch.pow) */
KILN_API kiln_tensor *kiln_pow(kiln_site at, kiln_value a, kiln_value b);
#define kiln_pow(a, b) (kiln_pow)(KILN_HERE, KILN_V(a), KILN_V(b))
/* Angle of the point (b, a); integers as f32. (torch.atan2) */
KILN_API kiln_tensor *kiln_atan2(kiln_site at, kiln_value a, kiln_value b);
#define kiln_atan2(a, b) (kiln_atan2)(KILN_HERE, KILN_V(a), KILN_V(b))
/* Elementwise larger; NaN wins. (torch.maximum) */
KILN_API kiln_tensor *kiln_maximum(kiln_site at, kiln_value a, kiln_value b);
#define kiln_maximum(a, b) (kiln_maximum)(KILN_HERE, KILN_V(a), KILN_V(b))
/* Elementwise smaller; NaN wins. (torch.minimum) */
KILN_API kiln_tensor *kiln_minimum(kiln_site at, kiln_value a, kiln_value b);
#define kiln_minimum(a, b) (kiln_minimum)(KILN_HERE, KILN_V(a), KILN_V(b))

/* ---- comparison: bool results. (torch.eq, ne, lt, le, gt, ge) */

/* a == b. NaN compares unequal and unordered. */
KILN_API kiln_tensor *kiln_eq(kiln_site at, kiln_value a, kiln_value b);
#define kiln_eq(a, b) (kiln_eq)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a != b. NaN compares unequal and unordered. */
KILN_API kiln_tensor *kiln_ne(kiln_site at, kiln_value a, kiln_value b);
#define kiln_ne(a, b) (kiln_ne)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a < b. NaN compares unequal and unordered. */
KILN_API kiln_tensor *kiln_lt(kiln_site at, kiln_value a, kiln_value b);
#define kiln_lt(a, b) (kiln_lt)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a <= b. NaN compares unequal and unordered. */
KILN_API kiln_tensor *kiln_le(kiln_site at, kiln_value a, kiln_value b);
#define kiln_le(a, b) (kiln_le)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a > b. NaN compares unequal and unordered. */
KILN_API kiln_tensor *kiln_gt(kiln_site at, kiln_value a, kiln_value b);
#define kiln_gt(a, b) (kiln_gt)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a >= b. NaN compares unequal and unordered. */
KILN_API kiln_tensor *kiln_ge(kiln_site at, kiln_value a, kiln_value b);
#define kiln_ge(a, b) (kiln_ge)(KILN_HERE, KILN_V(a), KILN_V(b))

/* ---- bits and logic */

/* Bitwise and of integers or bools. (torch.bitwise_and) */
KILN_API kiln_tensor *kiln_bitwise_and(kiln_site at, kiln_value a, kiln_value b);
#define kiln_bitwise_and(a, b) (kiln_bitwise_and)(KILN_HERE, KILN_V(a), KILN_V(b))
/* Bitwise or. (torch.bitwise_or) */
KILN_API kiln_tensor *kiln_bitwise_or(kiln_site at, kiln_value a, kiln_value b);
#define kiln_bitwise_or(a, b) (kiln_bitwise_or)(KILN_HERE, KILN_V(a), KILN_V(b))
/* Bitwise exclusive or. (torch.bitwise_xor) */
KILN_API kiln_tensor *kiln_bitwise_xor(kiln_site at, kiln_value a, kiln_value b);
#define kiln_bitwise_xor(a, b) (kiln_bitwise_xor)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a << b; 0 where b is negative or at least the width. Integers. (torch.bitwise_left_shift) */
KILN_API kiln_tensor *kiln_bitwise_left_shift(kiln_site at, kiln_value a, kiln_value b);
#define kiln_bitwise_left_shift(a, b) (kiln_bitwise_left_shift)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a >> b keeping the sign. Integers. (torch.bitwise_right_shift) */
KILN_API kiln_tensor *kiln_bitwise_right_shift(kiln_site at, kiln_value a, kiln_value b);
#define kiln_bitwise_right_shift(a, b) (kiln_bitwise_right_shift)(KILN_HERE, KILN_V(a), KILN_V(b))
/* (a != 0) and (b != 0); bool. (torch.logical_and) */
KILN_API kiln_tensor *kiln_logical_and(kiln_site at, kiln_value a, kiln_value b);
#define kiln_logical_and(a, b) (kiln_logical_and)(KILN_HERE, KILN_V(a), KILN_V(b))
/* (a != 0) or (b != 0); bool. (torch.logical_or) */
KILN_API kiln_tensor *kiln_logical_or(kiln_site at, kiln_value a, kiln_value b);
#define kiln_logical_or(a, b) (kiln_logical_or)(KILN_HERE, KILN_V(a), KILN_V(b))
/* (a != 0) is not (b != 0); bool. (torch.logical_xor) */
KILN_API kiln_tensor *kiln_logical_xor(kiln_site at, kiln_value a, kiln_value b);
#define kiln_logical_xor(a, b) (kiln_logical_xor)(KILN_HERE, KILN_V(a), KILN_V(b))
/* a == 0; bool. (torch.logical_not) */
KILN_API kiln_tensor *kiln_logical_not(kiln_site at, kiln_value a);
#define kiln_logical_not(a) (kiln_logical_not)(KILN_HERE, KILN_V(a))
/* Bitwise not of integers; logical of bools. (torch.bitwise_not) */
KILN_API kiln_tensor *kiln_bitwise_not(kiln_site at, kiln_value a);
#define kiln_bitwise_not(a) (kiln_bitwise_not)(KILN_HERE, KILN_V(a))

/* ---- functions of one. Integer and bool operands become f32 where the function is of real numbers. Accuracy: docs/numerics.md. */

/* -a; bool is refused. (torch.neg) */
KILN_API kiln_tensor *kiln_neg(kiln_site at, kiln_value a);
#define kiln_neg(a) (kiln_neg)(KILN_HERE, KILN_V(a))
/* |a|. (torch.abs) */
KILN_API kiln_tensor *kiln_abs(kiln_site at, kiln_value a);
#define kiln_abs(a) (kiln_abs)(KILN_HERE, KILN_V(a))
/* -1, 0 or 1; NaN gives NaN. (torch.sign) */
KILN_API kiln_tensor *kiln_sign(kiln_site at, kiln_value a);
#define kiln_sign(a) (kiln_sign)(KILN_HERE, KILN_V(a))
/* a * a. (torch.square) */
KILN_API kiln_tensor *kiln_square(kiln_site at, kiln_value a);
#define kiln_square(a) (kiln_square)(KILN_HERE, KILN_V(a))
/* 1 / a. (torch.reciprocal) */
KILN_API kiln_tensor *kiln_reciprocal(kiln_site at, kiln_value a);
#define kiln_reciprocal(a) (kiln_reciprocal)(KILN_HERE, KILN_V(a))
/* Square root, correctly rounded. (torch.sqrt) */
KILN_API kiln_tensor *kiln_sqrt(kiln_site at, kiln_value a);
#define kiln_sqrt(a) (kiln_sqrt)(KILN_HERE, KILN_V(a))
/* 1 / sqrt(a). (torch.rsqrt) */
KILN_API kiln_tensor *kiln_rsqrt(kiln_site at, kiln_value a);
#define kiln_rsqrt(a) (kiln_rsqrt)(KILN_HERE, KILN_V(a))
/* e to the a. (torch.exp) */
KILN_API kiln_tensor *kiln_exp(kiln_site at, kiln_value a);
#define kiln_exp(a) (kiln_exp)(KILN_HERE, KILN_V(a))
/* 2 to the a. (torch.exp2) */
KILN_API kiln_tensor *kiln_exp2(kiln_site at, kiln_value a);
#define kiln_exp2(a) (kiln_exp2)(KILN_HERE, KILN_V(a))
/* exp(a) - 1. (torch.expm1) */
KILN_API kiln_tensor *kiln_expm1(kiln_site at, kiln_value a);
#define kiln_expm1(a) (kiln_expm1)(KILN_HERE, KILN_V(a))
/* Natural logarithm. (torch.log) */
KILN_API kiln_tensor *kiln_log(kiln_site at, kiln_value a);
#define kiln_log(a) (kiln_log)(KILN_HERE, KILN_V(a))
/* Logarithm to base 2. (torch.log2) */
KILN_API kiln_tensor *kiln_log2(kiln_site at, kiln_value a);
#define kiln_log2(a) (kiln_log2)(KILN_HERE, KILN_V(a))
/* Logarithm to base 10. (torch.log10) */
KILN_API kiln_tensor *kiln_log10(kiln_site at, kiln_value a);
#define kiln_log10(a) (kiln_log10)(KILN_HERE, KILN_V(a))
/* log(1 + a). (torch.log1p) */
KILN_API kiln_tensor *kiln_log1p(kiln_site at, kiln_value a);
#define kiln_log1p(a) (kiln_log1p)(KILN_HERE, KILN_V(a))
/* Sine of a in radians. (torch.sin) */
KILN_API kiln_tensor *kiln_sin(kiln_site at, kiln_value a);
#define kiln_sin(a) (kiln_sin)(KILN_HERE, KILN_V(a))
/* Cosine. (torch.cos) */
KILN_API kiln_tensor *kiln_cos(kiln_site at, kiln_value a);
#define kiln_cos(a) (kiln_cos)(KILN_HERE, KILN_V(a))
/* Tangent. (torch.tan) */
KILN_API kiln_tensor *kiln_tan(kiln_site at, kiln_value a);
#define kiln_tan(a) (kiln_tan)(KILN_HERE, KILN_V(a))
/* Inverse sine. (torch.asin) */
KILN_API kiln_tensor *kiln_asin(kiln_site at, kiln_value a);
#define kiln_asin(a) (kiln_asin)(KILN_HERE, KILN_V(a))
/* Inverse cosine. (torch.acos) */
KILN_API kiln_tensor *kiln_acos(kiln_site at, kiln_value a);
#define kiln_acos(a) (kiln_acos)(KILN_HERE, KILN_V(a))
/* Inverse tangent. (torch.atan) */
KILN_API kiln_tensor *kiln_atan(kiln_site at, kiln_value a);
#define kiln_atan(a) (kiln_atan)(KILN_HERE, KILN_V(a))
/* Hyperbolic sine. (torch.sinh) */
KILN_API kiln_tensor *kiln_sinh(kiln_site at, kiln_value a);
#define kiln_sinh(a) (kiln_sinh)(KILN_HERE, KILN_V(a))
/* Hyperbolic cosine. (torch.cosh) */
KILN_API kiln_tensor *kiln_cosh(kiln_site at, kiln_value a);
#define kiln_cosh(a) (kiln_cosh)(KILN_HERE, KILN_V(a))
/* Hyperbolic tangent. (torch.tanh) */
KILN_API kiln_tensor *kiln_tanh(kiln_site at, kiln_value a);
#define kiln_tanh(a) (kiln_tanh)(KILN_HERE, KILN_V(a))
/* Error function. (torch.erf) */
KILN_API kiln_tensor *kiln_erf(kiln_site at, kiln_value a);
#define kiln_erf(a) (kiln_erf)(KILN_HERE, KILN_V(a))
/* 1 - erf(a). (torch.erfc) */
KILN_API kiln_tensor *kiln_erfc(kiln_site at, kiln_value a);
#define kiln_erfc(a) (kiln_erfc)(KILN_HERE, KILN_V(a))
/* Towards minus infinity; integers unchanged. (torch.floor) */
KILN_API kiln_tensor *kiln_floor(kiln_site at, kiln_value a);
#define kiln_floor(a) (kiln_floor)(KILN_HERE, KILN_V(a))
/* Towards plus infinity; integers unchanged. (torch.ceil) */
KILN_API kiln_tensor *kiln_ceil(kiln_site at, kiln_value a);
#define kiln_ceil(a) (kiln_ceil)(KILN_HERE, KILN_V(a))
/* Towards zero; integers unchanged. (torch.trunc) */
KILN_API kiln_tensor *kiln_trunc(kiln_site at, kiln_value a);
#define kiln_trunc(a) (kiln_trunc)(KILN_HERE, KILN_V(a))
/* To nearest, halves to even; integers unchanged. (torch.round) */
KILN_API kiln_tensor *kiln_round(kiln_site at, kiln_value a);
#define kiln_round(a) (kiln_round)(KILN_HERE, KILN_V(a))
/* Whether a is NaN; bool. (torch.isnan) */
KILN_API kiln_tensor *kiln_isnan(kiln_site at, kiln_value a);
#define kiln_isnan(a) (kiln_isnan)(KILN_HERE, KILN_V(a))
/* Whether a is an infinity; bool. (torch.isinf) */
KILN_API kiln_tensor *kiln_isinf(kiln_site at, kiln_value a);
#define kiln_isinf(a) (kiln_isinf)(KILN_HERE, KILN_V(a))
/* Whether a is neither; bool. (torch.isfinite) */
KILN_API kiln_tensor *kiln_isfinite(kiln_site at, kiln_value a);
#define kiln_isfinite(a) (kiln_isfinite)(KILN_HERE, KILN_V(a))

/* ---- choice and conversion */

/* a where condition (bool), else b; all three broadcast. (torch.where) */
KILN_API kiln_tensor *kiln_where(kiln_site at, kiln_value condition, kiln_value a, kiln_value b);
#define kiln_where(condition, a, b) (kiln_where)(KILN_HERE, KILN_V(condition), KILN_V(a), KILN_V(b))
/* min(max(a, low), high); NaN stays; low > high gives high. (torch.clamp) */
KILN_API kiln_tensor *kiln_clamp(kiln_site at, kiln_value a, kiln_value low, kiln_value high);
#define kiln_clamp(a, low, high) (kiln_clamp)(KILN_HERE, KILN_V(a), KILN_V(low), KILN_V(high))
/* a * b + c rounded once. Float. (C99 fma) */
KILN_API kiln_tensor *kiln_fma(kiln_site at, kiln_value a, kiln_value b, kiln_value c);
#define kiln_fma(a, b, c) (kiln_fma)(KILN_HERE, KILN_V(a), KILN_V(b), KILN_V(c))
/* a in another dtype: float to integer truncates; out of range and NaN give the least integer; to bool is a != 0. Returns another handle to a when the dtype is its own. (torch.Tensor.to) */
KILN_API kiln_tensor *kiln_to(kiln_site at, kiln_tensor *a, kiln_dtype dtype);
#define kiln_to(a, dtype) (kiln_to)(KILN_HERE, a, dtype)
/* The same values, to which no derivative flows. A new value, not a view. (torch.Tensor.detach().clone()) */
KILN_API kiln_tensor *kiln_detach(kiln_site at, kiln_tensor *a);
#define kiln_detach(a) (kiln_detach)(KILN_HERE, a)
/* The same values in storage of their own. (torch.clone) */
KILN_API kiln_tensor *kiln_clone(kiln_site at, kiln_tensor *a);
#define kiln_clone(a) (kiln_clone)(KILN_HERE, a)

/* ---- reductions. `axes`: KILN_AXES(0, 2) or KILN_ALL_AXES; a repeated axis is BAD_ARGUMENT. keepdim leaves reduced axes with extent 1.
 * Sums and products of bool and u8, i32 are taken in i64. Several axes that are not neighbours are reduced innermost run first. */

/* Sum, in the fixed order of docs/numerics.md; 0 of nothing. (torch.sum) */
KILN_API kiln_tensor *kiln_sum(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim);
#define kiln_sum(a, axes, keepdim) (kiln_sum)(KILN_HERE, a, axes, keepdim)
/* Product; 1 of nothing. (torch.prod) */
KILN_API kiln_tensor *kiln_prod(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim);
#define kiln_prod(a, axes, keepdim) (kiln_prod)(KILN_HERE, a, axes, keepdim)
/* Sum divided by the number of elements; float only; NaN of nothing. (torch.mean) */
KILN_API kiln_tensor *kiln_mean(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim);
#define kiln_mean(a, axes, keepdim) (kiln_mean)(KILN_HERE, a, axes, keepdim)
/* Largest; NaN wins; nothing to reduce is BAD_SHAPE. The derivative is shared evenly among equals. (torch.amax) */
KILN_API kiln_tensor *kiln_amax(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim);
#define kiln_amax(a, axes, keepdim) (kiln_amax)(KILN_HERE, a, axes, keepdim)
/* Smallest, likewise. (torch.amin) */
KILN_API kiln_tensor *kiln_amin(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim);
#define kiln_amin(a, axes, keepdim) (kiln_amin)(KILN_HERE, a, axes, keepdim)
/* Whether all are nonzero; bool. (torch.all) */
KILN_API kiln_tensor *kiln_all(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim);
#define kiln_all(a, axes, keepdim) (kiln_all)(KILN_HERE, a, axes, keepdim)
/* Whether any is nonzero; bool. (torch.any) */
KILN_API kiln_tensor *kiln_any(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim);
#define kiln_any(a, axes, keepdim) (kiln_any)(KILN_HERE, a, axes, keepdim)
/* Variance: squared deviations from the mean, summed, divided by count - correction (1 unbiased, 0 population). (torch.var) */
KILN_API kiln_tensor *kiln_var(kiln_site at, kiln_tensor *a, kiln_axes axes, int correction, bool keepdim);
#define kiln_var(a, axes, correction, keepdim) (kiln_var)(KILN_HERE, a, axes, correction, keepdim)
/* Index (i64) of the first largest along axis. (torch.argmax) */
KILN_API kiln_tensor *kiln_argmax(kiln_site at, kiln_tensor *a, int axis, bool keepdim);
#define kiln_argmax(a, axis, keepdim) (kiln_argmax)(KILN_HERE, a, axis, keepdim)
/* Index (i64) of the first smallest along axis. (torch.argmin) */
KILN_API kiln_tensor *kiln_argmin(kiln_site at, kiln_tensor *a, int axis, bool keepdim);
#define kiln_argmin(a, axis, keepdim) (kiln_argmin)(KILN_HERE, a, axis, keepdim)

/* ---- shape. All of these are views: they share storage with a, and a write to either is seen by both. (torch.Tensor.reshape is a view here
 * whenever the strides allow, else a copy, as in PyTorch.) */

/* The same elements in row-major order; one extent may be -1. (torch.reshape) */
KILN_API kiln_tensor *kiln_reshape(kiln_site at, kiln_tensor *a, kiln_shape shape);
#define kiln_reshape(a, shape) (kiln_reshape)(KILN_HERE, a, shape)
/* Axes start..end as one. (torch.flatten) */
KILN_API kiln_tensor *kiln_flatten(kiln_site at, kiln_tensor *a, int start_axis, int end_axis);
#define kiln_flatten(a, start_axis, end_axis) (kiln_flatten)(KILN_HERE, a, start_axis, end_axis)
/* Drops an axis of extent 1; others unchanged. (torch.squeeze) */
KILN_API kiln_tensor *kiln_squeeze(kiln_site at, kiln_tensor *a, int axis);
#define kiln_squeeze(a, axis) (kiln_squeeze)(KILN_HERE, a, axis)
/* Inserts an axis of extent 1. (torch.unsqueeze) */
KILN_API kiln_tensor *kiln_unsqueeze(kiln_site at, kiln_tensor *a, int axis);
#define kiln_unsqueeze(a, axis) (kiln_unsqueeze)(KILN_HERE, a, axis)
/* Axis i of the result is axis order[i] of a. (torch.permute) */
KILN_API kiln_tensor *kiln_permute(kiln_site at, kiln_tensor *a, kiln_axes order);
#define kiln_permute(a, order) (kiln_permute)(KILN_HERE, a, order)
/* Swaps two axes. (torch.transpose) */
KILN_API kiln_tensor *kiln_transpose(kiln_site at, kiln_tensor *a, int axis0, int axis1);
#define kiln_transpose(a, axis0, axis1) (kiln_transpose)(KILN_HERE, a, axis0, axis1)
/* Transpose of rank <= 2. (torch.t) */
KILN_API kiln_tensor *kiln_t(kiln_site at, kiln_tensor *a);
#define kiln_t(a) (kiln_t)(KILN_HERE, a)
/* Extents of 1 repeated; -1 keeps an extent; new axes come first. (torch.Tensor.expand) */
KILN_API kiln_tensor *kiln_expand(kiln_site at, kiln_tensor *a, kiln_shape shape);
#define kiln_expand(a, shape) (kiln_expand)(KILN_HERE, a, shape)
/* `length` elements from `start` along axis. (torch.narrow) */
KILN_API kiln_tensor *kiln_narrow(kiln_site at, kiln_tensor *a, int axis, int64_t start, int64_t length);
#define kiln_narrow(a, axis, start, length) (kiln_narrow)(KILN_HERE, a, axis, start, length)
/* Every step-th element from start, below end; negative start and end count from the end and are clamped; step >= 1. (aten::slice) */
KILN_API kiln_tensor *kiln_slice(kiln_site at, kiln_tensor *a, int axis, int64_t start, int64_t end, int64_t step);
#define kiln_slice(a, axis, start, end, step) (kiln_slice)(KILN_HERE, a, axis, start, end, step)
/* One index along axis, which is dropped. (torch.select) */
KILN_API kiln_tensor *kiln_select(kiln_site at, kiln_tensor *a, int axis, int64_t index);
#define kiln_select(a, axis, index) (kiln_select)(KILN_HERE, a, axis, index)
/* Reversed along axes. A view here, a copy in PyTorch: write to a clone. (torch.flip) */
KILN_API kiln_tensor *kiln_flip(kiln_site at, kiln_tensor *a, kiln_axes axes);
#define kiln_flip(a, axes) (kiln_flip)(KILN_HERE, a, axes)
/* The view whose element at an index is element offset + sum of index * stride of a's, in row-major order; strides of 0 and overlaps
 * are allowed, and then nothing can be written through it. Of a view, these are the view's elements, not its storage's.
 * (torch.as_strided of a contiguous tensor) */
KILN_API kiln_tensor *kiln_as_strided(kiln_site at, kiln_tensor *a, kiln_shape size, kiln_shape stride, int64_t offset);
#define kiln_as_strided(a, size, stride, offset) (kiln_as_strided)(KILN_HERE, a, size, stride, offset)
/* As expand. (torch.broadcast_to) */
KILN_API kiln_tensor *kiln_broadcast_to(kiln_site at, kiln_tensor *a, kiln_shape shape);
#define kiln_broadcast_to(a, shape) (kiln_broadcast_to)(KILN_HERE, a, shape)

/* ---- joining, indexing, products */

/* Parts joined along axis; other extents equal. Dtypes promote. (torch.cat) */
KILN_API kiln_tensor *kiln_cat(kiln_site at, kiln_list parts, int axis);
#define kiln_cat(parts, axis) (kiln_cat)(KILN_HERE, parts, axis)
/* Parts of one shape joined along a new axis. (torch.stack) */
KILN_API kiln_tensor *kiln_stack(kiln_site at, kiln_list parts, int axis);
#define kiln_stack(parts, axis) (kiln_stack)(KILN_HERE, parts, axis)
/* out[i][j] = a[index[i][j]][j] for axis 0, and so on; index is i64 or i32. An index out of range fails the evaluation with BAD_ARGUMENT. (torch.gather) */
KILN_API kiln_tensor *kiln_gather(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index);
#define kiln_gather(a, axis, index) (kiln_gather)(KILN_HERE, a, axis, index)
/* a with src added at index, in order of src's elements; index and src of one shape. (torch.scatter_add) */
KILN_API kiln_tensor *kiln_scatter_add(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index, kiln_tensor *src);
#define kiln_scatter_add(a, axis, index, src) (kiln_scatter_add)(KILN_HERE, a, axis, index, src)
/* Whole slices of a at a rank-1 index. (torch.index_select) */
KILN_API kiln_tensor *kiln_index_select(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index);
#define kiln_index_select(a, axis, index) (kiln_index_select)(KILN_HERE, a, axis, index)
/* Matrix product: [..,m,k] x [..,k,n], leading extents broadcast; a vector on either side is a row or column whose axis is dropped. Each element is the fused multiply-add sum over k, in order. (torch.matmul) */
KILN_API kiln_tensor *kiln_matmul(kiln_site at, kiln_tensor *a, kiln_tensor *b);
#define kiln_matmul(a, b) (kiln_matmul)(KILN_HERE, a, b)

#ifdef __cplusplus
}
#endif
#endif
