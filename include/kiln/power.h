/* SPDX-License-Identifier: Apache-2.0
 * Powers, roots, exponentials and logarithms. Integers and bools are taken as f32 except where powers of integers are integers.
 * Written by tools/signatures.py from src/frontend/signatures/power.sig: edit that. */
#ifndef KILN_POWER_H
#define KILN_POWER_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- powers */

/* input to the power exponent. Integers wrap, and take no negative number as exponent; in a tensor of integers a negative exponent
 * gives the quotient rounded towards zero. (torch.pow(Value input, Value exponent) -> Tensor) */
KILN_API kiln_tensor *kiln_pow(kiln_site at, kiln_value input, kiln_value exponent);
#define kiln_pow(input, exponent) (kiln_pow)(KILN_HERE, KILN_V(input), KILN_V(exponent))
KILN_API kiln_tensor *kiln_pow_(kiln_site at, kiln_tensor *input, kiln_value exponent); /* the same, written to input */
#define kiln_pow_(input, exponent) (kiln_pow_)(KILN_HERE, input, KILN_V(exponent))
/* The same in f64. (torch.float_power(Value input, Value exponent) -> Tensor) */
KILN_API kiln_tensor *kiln_float_power(kiln_site at, kiln_value input, kiln_value exponent);
#define kiln_float_power(input, exponent) (kiln_float_power)(KILN_HERE, KILN_V(input), KILN_V(exponent))
KILN_API kiln_tensor *kiln_float_power_(kiln_site at, kiln_tensor *input, kiln_value exponent); /* the same, written to input */
#define kiln_float_power_(input, exponent) (kiln_float_power_)(KILN_HERE, input, KILN_V(exponent))
/* input * input; bools as i64. (torch.square(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_square(kiln_site at, kiln_tensor *input);
#define kiln_square(input) (kiln_square)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_square_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_square_(input) (kiln_square_)(KILN_HERE, input)
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
/* 1 / input (torch.reciprocal(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_reciprocal(kiln_site at, kiln_tensor *input);
#define kiln_reciprocal(input) (kiln_reciprocal)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_reciprocal_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_reciprocal_(input) (kiln_reciprocal_)(KILN_HERE, input)
/* sqrt(input^2 + other^2), without overflow; floats. (torch.hypot(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_hypot(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_hypot(input, other) (kiln_hypot)(KILN_HERE, input, other)
KILN_API kiln_tensor *kiln_hypot_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_hypot_(input, other) (kiln_hypot_)(KILN_HERE, input, other)
/* input * 2^other (torch.ldexp(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_ldexp(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_ldexp(input, other) (kiln_ldexp)(KILN_HERE, input, other)
KILN_API kiln_tensor *kiln_ldexp_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_ldexp_(input, other) (kiln_ldexp_)(KILN_HERE, input, other)
/* ---- exponentials and logarithms */

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

#ifdef __cplusplus
}
#endif
#endif
