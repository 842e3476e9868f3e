/* SPDX-License-Identifier: Apache-2.0
 * Powers, roots, exponentials and logarithms. Integers and bools are taken as f32 except where powers of integers are integers.
 * Written by tools/signatures.py from src/frontend/call/signatures/power.sig: edit that. */
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
KILN_API kiln_tensor *kiln_pow_(kiln_site at, kiln_tensor *input, kiln_value exponent); /* the same, written to input */
/* The same in f64. (torch.float_power(Value input, Value exponent) -> Tensor) */
KILN_API kiln_tensor *kiln_float_power(kiln_site at, kiln_value input, kiln_value exponent);
KILN_API kiln_tensor *kiln_float_power_(kiln_site at, kiln_tensor *input, kiln_value exponent); /* the same, written to input */
/* input * input; bools as i64. (torch.square(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_square(kiln_site at, kiln_tensor *input);
#define kiln_square(...) KILN_TAKES_1_(kiln_square, kiln_tensor *, "kiln_square(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_square_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_square_(...) KILN_TAKES_1_(kiln_square_, kiln_tensor *, "kiln_square_(input)", __VA_ARGS__)
/* Square root. (torch.sqrt(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sqrt(kiln_site at, kiln_tensor *input);
#define kiln_sqrt(...) KILN_TAKES_1_(kiln_sqrt, kiln_tensor *, "kiln_sqrt(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_sqrt_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sqrt_(...) KILN_TAKES_1_(kiln_sqrt_, kiln_tensor *, "kiln_sqrt_(input)", __VA_ARGS__)
/* 1 / sqrt(input) (torch.rsqrt(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_rsqrt(kiln_site at, kiln_tensor *input);
#define kiln_rsqrt(...) KILN_TAKES_1_(kiln_rsqrt, kiln_tensor *, "kiln_rsqrt(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_rsqrt_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_rsqrt_(...) KILN_TAKES_1_(kiln_rsqrt_, kiln_tensor *, "kiln_rsqrt_(input)", __VA_ARGS__)
/* 1 / input (torch.reciprocal(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_reciprocal(kiln_site at, kiln_tensor *input);
#define kiln_reciprocal(...) KILN_TAKES_1_(kiln_reciprocal, kiln_tensor *, "kiln_reciprocal(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_reciprocal_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_reciprocal_(...) KILN_TAKES_1_(kiln_reciprocal_, kiln_tensor *, "kiln_reciprocal_(input)", __VA_ARGS__)
/* sqrt(input^2 + other^2), without overflow; floats. (torch.hypot(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_hypot(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_hypot(...) KILN_TAKES_2_(kiln_hypot, kiln_tensor *, "kiln_hypot(input, other)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_hypot_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_hypot_(...) KILN_TAKES_2_(kiln_hypot_, kiln_tensor *, "kiln_hypot_(input, other)", __VA_ARGS__)
/* input * 2^other (torch.ldexp(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_ldexp(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_ldexp(...) KILN_TAKES_2_(kiln_ldexp, kiln_tensor *, "kiln_ldexp(input, other)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_ldexp_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_ldexp_(...) KILN_TAKES_2_(kiln_ldexp_, kiln_tensor *, "kiln_ldexp_(input, other)", __VA_ARGS__)
/* ---- exponentials and logarithms */

/* e to the input. (torch.exp(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_exp(kiln_site at, kiln_tensor *input);
#define kiln_exp(...) KILN_TAKES_1_(kiln_exp, kiln_tensor *, "kiln_exp(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_exp_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_exp_(...) KILN_TAKES_1_(kiln_exp_, kiln_tensor *, "kiln_exp_(input)", __VA_ARGS__)
/* 2 to the input. (torch.exp2(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_exp2(kiln_site at, kiln_tensor *input);
#define kiln_exp2(...) KILN_TAKES_1_(kiln_exp2, kiln_tensor *, "kiln_exp2(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_exp2_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_exp2_(...) KILN_TAKES_1_(kiln_exp2_, kiln_tensor *, "kiln_exp2_(input)", __VA_ARGS__)
/* exp(input) - 1, exact near 0. (torch.expm1(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_expm1(kiln_site at, kiln_tensor *input);
#define kiln_expm1(...) KILN_TAKES_1_(kiln_expm1, kiln_tensor *, "kiln_expm1(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_expm1_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_expm1_(...) KILN_TAKES_1_(kiln_expm1_, kiln_tensor *, "kiln_expm1_(input)", __VA_ARGS__)
/* Natural logarithm. (torch.log(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_log(kiln_site at, kiln_tensor *input);
#define kiln_log(...) KILN_TAKES_1_(kiln_log, kiln_tensor *, "kiln_log(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_log_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_log_(...) KILN_TAKES_1_(kiln_log_, kiln_tensor *, "kiln_log_(input)", __VA_ARGS__)
/* Logarithm to base 2. (torch.log2(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_log2(kiln_site at, kiln_tensor *input);
#define kiln_log2(...) KILN_TAKES_1_(kiln_log2, kiln_tensor *, "kiln_log2(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_log2_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_log2_(...) KILN_TAKES_1_(kiln_log2_, kiln_tensor *, "kiln_log2_(input)", __VA_ARGS__)
/* Logarithm to base 10. (torch.log10(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_log10(kiln_site at, kiln_tensor *input);
#define kiln_log10(...) KILN_TAKES_1_(kiln_log10, kiln_tensor *, "kiln_log10(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_log10_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_log10_(...) KILN_TAKES_1_(kiln_log10_, kiln_tensor *, "kiln_log10_(input)", __VA_ARGS__)
/* log(1 + input), exact near 0. (torch.log1p(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_log1p(kiln_site at, kiln_tensor *input);
#define kiln_log1p(...) KILN_TAKES_1_(kiln_log1p, kiln_tensor *, "kiln_log1p(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_log1p_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_log1p_(...) KILN_TAKES_1_(kiln_log1p_, kiln_tensor *, "kiln_log1p_(input)", __VA_ARGS__)

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_pow(...) (kiln_pow)(KILN_HERE, __VA_ARGS__)
#define kiln_pow_(...) (kiln_pow_)(KILN_HERE, __VA_ARGS__)
#define kiln_float_power(...) (kiln_float_power)(KILN_HERE, __VA_ARGS__)
#define kiln_float_power_(...) (kiln_float_power_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_pow(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_pow_refused_), kiln_pow_2_, kiln_pow_refused_, ~)(__VA_ARGS__)
#define kiln_pow_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_pow(input, exponent)")
#define kiln_pow_2_(input, exponent) (kiln_pow)(KILN_HERE, KILN_V(input), KILN_V(exponent))
#define kiln_pow_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_pow__refused_), kiln_pow__2_, kiln_pow__refused_, ~)(__VA_ARGS__)
#define kiln_pow__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_pow_(input, exponent)")
#define kiln_pow__2_(input, exponent) (kiln_pow_)(KILN_HERE, input, KILN_V(exponent))
#define kiln_float_power(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_float_power_refused_), kiln_float_power_2_, kiln_float_power_refused_, \
    ~)(__VA_ARGS__)
#define kiln_float_power_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_float_power(input, exponent)")
#define kiln_float_power_2_(input, exponent) (kiln_float_power)(KILN_HERE, KILN_V(input), KILN_V(exponent))
#define kiln_float_power_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_float_power__refused_), kiln_float_power__2_, kiln_float_power__refused_, \
    ~)(__VA_ARGS__)
#define kiln_float_power__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_float_power_(input, exponent)")
#define kiln_float_power__2_(input, exponent) (kiln_float_power_)(KILN_HERE, input, KILN_V(exponent))
#endif

#ifdef __cplusplus
}
#endif
#endif
