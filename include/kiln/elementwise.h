/* SPDX-License-Identifier: Apache-2.0
 * Elementwise functions. Operands broadcast as in NumPy: aligned at the last axis, an extent of 1 repeats. Dtypes promote as in
 * PyTorch: of the highest category present (bool < integer < float) among tensors of rank >= 1, then rank-0 tensors, then numbers;
 * a float number with integer tensors gives f32. Functions of real numbers take integers and bools as f32. The result is a new
 * tensor in the innermost scope. Errors: BAD_SHAPE, BAD_DTYPE, BAD_ARGUMENT, BAD_HANDLE, TOO_LARGE, NO_MEMORY; the message names
 * the function, the types and the caller's line.
 * Written by tools/signatures.py from src/frontend/signatures/elementwise.sig: edit that. */
#ifndef KILN_ELEMENTWISE_H
#define KILN_ELEMENTWISE_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- arithmetic of two */

/* input + other; integers wrap; bool + bool is their or. (torch.add(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_add(kiln_site at, kiln_value input, kiln_value other);
#define kiln_add(input, other) (kiln_add)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_add_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_add_(input, other) (kiln_add_)(KILN_HERE, input, KILN_V(other))
/* input - other; integers wrap; bool is refused. (torch.sub(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_sub(kiln_site at, kiln_value input, kiln_value other);
#define kiln_sub(input, other) (kiln_sub)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_sub_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_sub_(input, other) (kiln_sub_)(KILN_HERE, input, KILN_V(other))
/* input * other; integers wrap; bool * bool is their and. (torch.mul(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_mul(kiln_site at, kiln_value input, kiln_value other);
#define kiln_mul(input, other) (kiln_mul)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_mul_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_mul_(input, other) (kiln_mul_)(KILN_HERE, input, KILN_V(other))
/* input / other; integers and bools are divided as f32. (torch.div(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_div(kiln_site at, kiln_value input, kiln_value other);
#define kiln_div(input, other) (kiln_div)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_div_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_div_(input, other) (kiln_div_)(KILN_HERE, input, KILN_V(other))
/* floor(input / other), float or integer; an integer divided by 0 gives 0. (torch.floor_divide(Value input, Value other) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_floor_divide(kiln_site at, kiln_value input, kiln_value other);
#define kiln_floor_divide(input, other) (kiln_floor_divide)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_floor_divide_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_floor_divide_(input, other) (kiln_floor_divide_)(KILN_HERE, input, KILN_V(other))
/* Remainder with the sign of other, so that a == floor(a / b) * b + r; an integer modulo 0 gives 0. (torch.remainder(Value input,
 * Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_remainder(kiln_site at, kiln_value input, kiln_value other);
#define kiln_remainder(input, other) (kiln_remainder)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_remainder_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_remainder_(input, other) (kiln_remainder_)(KILN_HERE, input, KILN_V(other))
/* input to the power other. (torch.pow(Value input, Value exponent) -> Tensor) */
KILN_API kiln_tensor *kiln_pow(kiln_site at, kiln_value input, kiln_value exponent);
#define kiln_pow(input, exponent) (kiln_pow)(KILN_HERE, KILN_V(input), KILN_V(exponent))
KILN_API kiln_tensor *kiln_pow_(kiln_site at, kiln_tensor *input, kiln_value exponent); /* the same, written to input */
#define kiln_pow_(input, exponent) (kiln_pow_)(KILN_HERE, input, KILN_V(exponent))
/* The angle of the point (other, input). (torch.atan2(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_atan2(kiln_site at, kiln_value input, kiln_value other);
#define kiln_atan2(input, other) (kiln_atan2)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_atan2_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_atan2_(input, other) (kiln_atan2_)(KILN_HERE, input, KILN_V(other))
/* The larger; NaN if either is. (torch.maximum(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_maximum(kiln_site at, kiln_value input, kiln_value other);
#define kiln_maximum(input, other) (kiln_maximum)(KILN_HERE, KILN_V(input), KILN_V(other))
/* The smaller; NaN if either is. (torch.minimum(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_minimum(kiln_site at, kiln_value input, kiln_value other);
#define kiln_minimum(input, other) (kiln_minimum)(KILN_HERE, KILN_V(input), KILN_V(other))
/* ---- comparison; the result is bool */

/* input == other (torch.eq(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_eq(kiln_site at, kiln_value input, kiln_value other);
#define kiln_eq(input, other) (kiln_eq)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_eq_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_eq_(input, other) (kiln_eq_)(KILN_HERE, input, KILN_V(other))
/* input != other (torch.ne(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_ne(kiln_site at, kiln_value input, kiln_value other);
#define kiln_ne(input, other) (kiln_ne)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_ne_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_ne_(input, other) (kiln_ne_)(KILN_HERE, input, KILN_V(other))
/* input < other (torch.lt(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_lt(kiln_site at, kiln_value input, kiln_value other);
#define kiln_lt(input, other) (kiln_lt)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_lt_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_lt_(input, other) (kiln_lt_)(KILN_HERE, input, KILN_V(other))
/* input <= other (torch.le(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_le(kiln_site at, kiln_value input, kiln_value other);
#define kiln_le(input, other) (kiln_le)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_le_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_le_(input, other) (kiln_le_)(KILN_HERE, input, KILN_V(other))
/* input > other (torch.gt(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_gt(kiln_site at, kiln_value input, kiln_value other);
#define kiln_gt(input, other) (kiln_gt)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_gt_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_gt_(input, other) (kiln_gt_)(KILN_HERE, input, KILN_V(other))
/* input >= other (torch.ge(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_ge(kiln_site at, kiln_value input, kiln_value other);
#define kiln_ge(input, other) (kiln_ge)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_ge_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_ge_(input, other) (kiln_ge_)(KILN_HERE, input, KILN_V(other))
/* ---- bits and truth */

/* Bitwise and; logical for bool. (torch.bitwise_and(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_and(kiln_site at, kiln_value input, kiln_value other);
#define kiln_bitwise_and(input, other) (kiln_bitwise_and)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_bitwise_and_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_bitwise_and_(input, other) (kiln_bitwise_and_)(KILN_HERE, input, KILN_V(other))
/* Bitwise or; logical for bool. (torch.bitwise_or(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_or(kiln_site at, kiln_value input, kiln_value other);
#define kiln_bitwise_or(input, other) (kiln_bitwise_or)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_bitwise_or_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_bitwise_or_(input, other) (kiln_bitwise_or_)(KILN_HERE, input, KILN_V(other))
/* Bitwise exclusive or; logical for bool. (torch.bitwise_xor(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_xor(kiln_site at, kiln_value input, kiln_value other);
#define kiln_bitwise_xor(input, other) (kiln_bitwise_xor)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_bitwise_xor_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_bitwise_xor_(input, other) (kiln_bitwise_xor_)(KILN_HERE, input, KILN_V(other))
/* input << other; 0 where other is negative or too large. (torch.bitwise_left_shift(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_left_shift(kiln_site at, kiln_value input, kiln_value other);
#define kiln_bitwise_left_shift(input, other) (kiln_bitwise_left_shift)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_bitwise_left_shift_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_bitwise_left_shift_(input, other) (kiln_bitwise_left_shift_)(KILN_HERE, input, KILN_V(other))
/* input >> other, keeping the sign. (torch.bitwise_right_shift(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_right_shift(kiln_site at, kiln_value input, kiln_value other);
#define kiln_bitwise_right_shift(input, other) (kiln_bitwise_right_shift)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_bitwise_right_shift_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_bitwise_right_shift_(input, other) (kiln_bitwise_right_shift_)(KILN_HERE, input, KILN_V(other))
/* Bitwise not; logical for bool. (torch.bitwise_not(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_not(kiln_site at, kiln_tensor *input);
#define kiln_bitwise_not(input) (kiln_bitwise_not)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_bitwise_not_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_bitwise_not_(input) (kiln_bitwise_not_)(KILN_HERE, input)
/* Whether both are not 0. (torch.logical_and(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_and(kiln_site at, kiln_value input, kiln_value other);
#define kiln_logical_and(input, other) (kiln_logical_and)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_logical_and_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_logical_and_(input, other) (kiln_logical_and_)(KILN_HERE, input, KILN_V(other))
/* Whether either is not 0. (torch.logical_or(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_or(kiln_site at, kiln_value input, kiln_value other);
#define kiln_logical_or(input, other) (kiln_logical_or)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_logical_or_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_logical_or_(input, other) (kiln_logical_or_)(KILN_HERE, input, KILN_V(other))
/* Whether one of them is not 0. (torch.logical_xor(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_xor(kiln_site at, kiln_value input, kiln_value other);
#define kiln_logical_xor(input, other) (kiln_logical_xor)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_logical_xor_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_logical_xor_(input, other) (kiln_logical_xor_)(KILN_HERE, input, KILN_V(other))
/* Whether input is 0. (torch.logical_not(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_not(kiln_site at, kiln_tensor *input);
#define kiln_logical_not(input) (kiln_logical_not)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_logical_not_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_logical_not_(input) (kiln_logical_not_)(KILN_HERE, input)
/* ---- one operand */

/* -input; integers wrap. (torch.neg(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_neg(kiln_site at, kiln_tensor *input);
#define kiln_neg(input) (kiln_neg)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_neg_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_neg_(input) (kiln_neg_)(KILN_HERE, input)
/* |input| (torch.abs(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_abs(kiln_site at, kiln_tensor *input);
#define kiln_abs(input) (kiln_abs)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_abs_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_abs_(input) (kiln_abs_)(KILN_HERE, input)
/* -1, 0 or 1; of NaN NaN. (torch.sign(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sign(kiln_site at, kiln_tensor *input);
#define kiln_sign(input) (kiln_sign)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_sign_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sign_(input) (kiln_sign_)(KILN_HERE, input)
/* input * input (torch.square(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_square(kiln_site at, kiln_tensor *input);
#define kiln_square(input) (kiln_square)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_square_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_square_(input) (kiln_square_)(KILN_HERE, input)
/* 1 / input (torch.reciprocal(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_reciprocal(kiln_site at, kiln_tensor *input);
#define kiln_reciprocal(input) (kiln_reciprocal)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_reciprocal_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_reciprocal_(input) (kiln_reciprocal_)(KILN_HERE, input)
/* Square root. (torch.sqrt(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sqrt(kiln_site at, kiln_tensor *input);
#define kiln_sqrt(input) (kiln_sqrt)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_sqrt_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sqrt_(input) (kiln_sqrt_)(KILN_HERE, input)
/* 1 / sqrt(input) (torch.rsqrt(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_rsqrt(kiln_site at, kiln_tensor *input);
#define kiln_rsqrt(input) (kiln_rsqrt)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_rsqrt_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_rsqrt_(input) (kiln_rsqrt_)(KILN_HERE, input)
/* e to the input. (torch.exp(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_exp(kiln_site at, kiln_tensor *input);
#define kiln_exp(input) (kiln_exp)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_exp_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_exp_(input) (kiln_exp_)(KILN_HERE, input)
/* 2 to the input. (torch.exp2(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_exp2(kiln_site at, kiln_tensor *input);
#define kiln_exp2(input) (kiln_exp2)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_exp2_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_exp2_(input) (kiln_exp2_)(KILN_HERE, input)
/* exp(input) - 1, exact near 0. (torch.expm1(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_expm1(kiln_site at, kiln_tensor *input);
#define kiln_expm1(input) (kiln_expm1)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_expm1_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_expm1_(input) (kiln_expm1_)(KILN_HERE, input)
/* Natural logarithm. (torch.log(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_log(kiln_site at, kiln_tensor *input);
#define kiln_log(input) (kiln_log)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_log_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_log_(input) (kiln_log_)(KILN_HERE, input)
/* Logarithm to base 2. (torch.log2(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_log2(kiln_site at, kiln_tensor *input);
#define kiln_log2(input) (kiln_log2)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_log2_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_log2_(input) (kiln_log2_)(KILN_HERE, input)
/* Logarithm to base 10. (torch.log10(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_log10(kiln_site at, kiln_tensor *input);
#define kiln_log10(input) (kiln_log10)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_log10_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_log10_(input) (kiln_log10_)(KILN_HERE, input)
/* log(1 + input), exact near 0. (torch.log1p(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_log1p(kiln_site at, kiln_tensor *input);
#define kiln_log1p(input) (kiln_log1p)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_log1p_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_log1p_(input) (kiln_log1p_)(KILN_HERE, input)
/* Sine. (torch.sin(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sin(kiln_site at, kiln_tensor *input);
#define kiln_sin(input) (kiln_sin)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_sin_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sin_(input) (kiln_sin_)(KILN_HERE, input)
/* Cosine. (torch.cos(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_cos(kiln_site at, kiln_tensor *input);
#define kiln_cos(input) (kiln_cos)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_cos_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_cos_(input) (kiln_cos_)(KILN_HERE, input)
/* Tangent. (torch.tan(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_tan(kiln_site at, kiln_tensor *input);
#define kiln_tan(input) (kiln_tan)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_tan_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_tan_(input) (kiln_tan_)(KILN_HERE, input)
/* Inverse sine. (torch.asin(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_asin(kiln_site at, kiln_tensor *input);
#define kiln_asin(input) (kiln_asin)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_asin_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_asin_(input) (kiln_asin_)(KILN_HERE, input)
/* Inverse cosine. (torch.acos(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_acos(kiln_site at, kiln_tensor *input);
#define kiln_acos(input) (kiln_acos)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_acos_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_acos_(input) (kiln_acos_)(KILN_HERE, input)
/* Inverse tangent. (torch.atan(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_atan(kiln_site at, kiln_tensor *input);
#define kiln_atan(input) (kiln_atan)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_atan_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_atan_(input) (kiln_atan_)(KILN_HERE, input)
/* Hyperbolic sine. (torch.sinh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sinh(kiln_site at, kiln_tensor *input);
#define kiln_sinh(input) (kiln_sinh)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_sinh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sinh_(input) (kiln_sinh_)(KILN_HERE, input)
/* Hyperbolic cosine. (torch.cosh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_cosh(kiln_site at, kiln_tensor *input);
#define kiln_cosh(input) (kiln_cosh)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_cosh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_cosh_(input) (kiln_cosh_)(KILN_HERE, input)
/* Hyperbolic tangent. (torch.tanh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_tanh(kiln_site at, kiln_tensor *input);
#define kiln_tanh(input) (kiln_tanh)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_tanh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_tanh_(input) (kiln_tanh_)(KILN_HERE, input)
/* Error function. (torch.erf(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_erf(kiln_site at, kiln_tensor *input);
#define kiln_erf(input) (kiln_erf)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_erf_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_erf_(input) (kiln_erf_)(KILN_HERE, input)
/* 1 - erf(input), without its cancellation. (torch.erfc(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_erfc(kiln_site at, kiln_tensor *input);
#define kiln_erfc(input) (kiln_erfc)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_erfc_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_erfc_(input) (kiln_erfc_)(KILN_HERE, input)
/* Towards minus infinity; integers stay. (torch.floor(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_floor(kiln_site at, kiln_tensor *input);
#define kiln_floor(input) (kiln_floor)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_floor_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_floor_(input) (kiln_floor_)(KILN_HERE, input)
/* Towards plus infinity; integers stay. (torch.ceil(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_ceil(kiln_site at, kiln_tensor *input);
#define kiln_ceil(input) (kiln_ceil)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_ceil_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_ceil_(input) (kiln_ceil_)(KILN_HERE, input)
/* Towards zero; integers stay. (torch.trunc(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_trunc(kiln_site at, kiln_tensor *input);
#define kiln_trunc(input) (kiln_trunc)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_trunc_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_trunc_(input) (kiln_trunc_)(KILN_HERE, input)
/* To nearest, halves to even; integers stay. (torch.round(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_round(kiln_site at, kiln_tensor *input);
#define kiln_round(input) (kiln_round)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_round_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_round_(input) (kiln_round_)(KILN_HERE, input)
/* Whether input is NaN. (torch.isnan(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isnan(kiln_site at, kiln_tensor *input);
#define kiln_isnan(input) (kiln_isnan)(KILN_HERE, input)
/* Whether input is an infinity. (torch.isinf(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isinf(kiln_site at, kiln_tensor *input);
#define kiln_isinf(input) (kiln_isinf)(KILN_HERE, input)
/* Whether input is neither NaN nor an infinity. (torch.isfinite(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isfinite(kiln_site at, kiln_tensor *input);
#define kiln_isfinite(input) (kiln_isfinite)(KILN_HERE, input)
/* ---- three operands and conversion */

/* input where condition, else other; condition is bool. (torch.where(Tensor condition, Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_where(kiln_site at, kiln_tensor *condition, kiln_value input, kiln_value other);
#define kiln_where(condition, input, other) (kiln_where)(KILN_HERE, condition, KILN_V(input), KILN_V(other))
/* min(max(input, min), max) (torch.clamp(Tensor input, Value? min=None, Value? max=None) -> Tensor) */
KILN_API kiln_tensor *kiln_clamp(kiln_site at, kiln_tensor *input, kiln_value min, kiln_value max);
#define kiln_clamp(...) KILN_PICK_(kiln_clamp_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_clamp_1_(input) (kiln_clamp)(KILN_HERE, input, KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_clamp_2_(input, min) (kiln_clamp)(KILN_HERE, input, KILN_V(min), KILN_NO_VALUE)
#define kiln_clamp_3_(input, min, max) (kiln_clamp)(KILN_HERE, input, KILN_V(min), KILN_V(max))
KILN_API kiln_tensor *kiln_clamp_(kiln_site at, kiln_tensor *input, kiln_value min, kiln_value max); /* the same, written to input */
#define kiln_clamp_(...) KILN_PICK_(kiln_clamp__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_clamp__1_(input) (kiln_clamp_)(KILN_HERE, input, KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_clamp__2_(input, min) (kiln_clamp_)(KILN_HERE, input, KILN_V(min), KILN_NO_VALUE)
#define kiln_clamp__3_(input, min, max) (kiln_clamp_)(KILN_HERE, input, KILN_V(min), KILN_V(max))
/* input * other + addend, rounded once; floats. No PyTorch function rounds so. (torch.fma(Value input, Value other, Value addend)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_fma(kiln_site at, kiln_value input, kiln_value other, kiln_value addend);
#define kiln_fma(input, other, addend) (kiln_fma)(KILN_HERE, KILN_V(input), KILN_V(other), KILN_V(addend))
/* The tensor in another dtype; another handle to it when it has that already. (torch.to(Tensor input, dtype dtype) -> Tensor) */
KILN_API kiln_tensor *kiln_to(kiln_site at, kiln_tensor *input, kiln_dtype dtype);
#define kiln_to(input, dtype) (kiln_to)(KILN_HERE, input, dtype)
/* The tensor, to which no derivative flows. (torch.detach(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_detach(kiln_site at, kiln_tensor *input);
#define kiln_detach(input) (kiln_detach)(KILN_HERE, input)
/* A copy with storage of its own. (torch.clone(Tensor input, *, ~memory_format) -> Tensor) */
KILN_API kiln_tensor *kiln_clone(kiln_site at, kiln_tensor *input);
#define kiln_clone(input) (kiln_clone)(KILN_HERE, input)

#ifdef __cplusplus
}
#endif
#endif
