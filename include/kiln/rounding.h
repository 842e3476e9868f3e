/* SPDX-License-Identifier: Apache-2.0
 * Rounding, signs, neighbours: functions of a number's parts. Integers are whole.
 * Written by tools/signatures.py from src/frontend/call/signatures/rounding.sig: edit that. */
#ifndef KILN_ROUNDING_H
#define KILN_ROUNDING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- rounding */

/* Towards minus infinity. (torch.floor(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_floor(kiln_site at, kiln_tensor *input);
#define kiln_floor(...) KILN_TAKES_1_(kiln_floor, kiln_tensor *, "kiln_floor(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_floor_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_floor_(...) KILN_TAKES_1_(kiln_floor_, kiln_tensor *, "kiln_floor_(input)", __VA_ARGS__)
/* Towards plus infinity. (torch.ceil(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_ceil(kiln_site at, kiln_tensor *input);
#define kiln_ceil(...) KILN_TAKES_1_(kiln_ceil, kiln_tensor *, "kiln_ceil(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_ceil_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_ceil_(...) KILN_TAKES_1_(kiln_ceil_, kiln_tensor *, "kiln_ceil_(input)", __VA_ARGS__)
/* Towards zero. (torch.trunc(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_trunc(kiln_site at, kiln_tensor *input);
#define kiln_trunc(...) KILN_TAKES_1_(kiln_trunc, kiln_tensor *, "kiln_trunc(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_trunc_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_trunc_(...) KILN_TAKES_1_(kiln_trunc_, kiln_tensor *, "kiln_trunc_(input)", __VA_ARGS__)
/* To nearest, halves to even; of floats to a multiple of 10^-decimals. (torch.round(Tensor input, *, int? decimals=None) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_round(kiln_site at, kiln_tensor *input, int64_t decimals KILN_OR_(KILN_NO_INT));
KILN_API kiln_tensor *kiln_round_(kiln_site at, kiln_tensor *input, int64_t decimals KILN_OR_(KILN_NO_INT)); /* the same, written to input */
/* What trunc leaves; floats. (torch.frac(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_frac(kiln_site at, kiln_tensor *input);
#define kiln_frac(...) KILN_TAKES_1_(kiln_frac, kiln_tensor *, "kiln_frac(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_frac_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_frac_(...) KILN_TAKES_1_(kiln_frac_, kiln_tensor *, "kiln_frac_(input)", __VA_ARGS__)
/* ---- signs */

/* -input; integers wrap; bools are refused. (torch.neg(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_neg(kiln_site at, kiln_tensor *input);
#define kiln_neg(...) KILN_TAKES_1_(kiln_neg, kiln_tensor *, "kiln_neg(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_neg_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_neg_(...) KILN_TAKES_1_(kiln_neg_, kiln_tensor *, "kiln_neg_(input)", __VA_ARGS__)
/* input itself, as another handle; bools are refused. (torch.positive(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_positive(kiln_site at, kiln_tensor *input);
#define kiln_positive(...) KILN_TAKES_1_(kiln_positive, kiln_tensor *, "kiln_positive(input)", __VA_ARGS__)
/* |input|; bools are refused. (torch.abs(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_abs(kiln_site at, kiln_tensor *input);
#define kiln_abs(...) KILN_TAKES_1_(kiln_abs, kiln_tensor *, "kiln_abs(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_abs_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_abs_(...) KILN_TAKES_1_(kiln_abs_, kiln_tensor *, "kiln_abs_(input)", __VA_ARGS__)
/* -1, 0 or 1; of NaN 0. (torch.sign(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sign(kiln_site at, kiln_tensor *input);
#define kiln_sign(...) KILN_TAKES_1_(kiln_sign, kiln_tensor *, "kiln_sign(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_sign_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sign_(...) KILN_TAKES_1_(kiln_sign_, kiln_tensor *, "kiln_sign_(input)", __VA_ARGS__)
/* The same, PyTorch's name for complex numbers too. (torch.sgn(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sgn(kiln_site at, kiln_tensor *input);
#define kiln_sgn(...) KILN_TAKES_1_(kiln_sgn, kiln_tensor *, "kiln_sgn(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_sgn_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sgn_(...) KILN_TAKES_1_(kiln_sgn_, kiln_tensor *, "kiln_sgn_(input)", __VA_ARGS__)
/* Whether input is negative, of a float whether its sign bit is set. (torch.signbit(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_signbit(kiln_site at, kiln_tensor *input);
#define kiln_signbit(...) KILN_TAKES_1_(kiln_signbit, kiln_tensor *, "kiln_signbit(input)", __VA_ARGS__)
/* |input| with the sign of other; integers and bools as f32. (torch.copysign(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_copysign(kiln_site at, kiln_tensor *input, kiln_value other);
KILN_API kiln_tensor *kiln_copysign_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* 0 below 0, values at 0, 1 above; both of one dtype. (torch.heaviside(Tensor input, Tensor values) -> Tensor) */
KILN_API kiln_tensor *kiln_heaviside(kiln_site at, kiln_tensor *input, kiln_tensor *values);
#define kiln_heaviside(...) KILN_TAKES_2_(kiln_heaviside, kiln_tensor *, "kiln_heaviside(input, values)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_heaviside_(kiln_site at, kiln_tensor *input, kiln_tensor *values); /* the same, written to input */
#define kiln_heaviside_(...) KILN_TAKES_2_(kiln_heaviside_, kiln_tensor *, "kiln_heaviside_(input, values)", __VA_ARGS__)
/* ---- neighbours and what is no number */

/* The next float after input towards other. (torch.nextafter(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_nextafter(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_nextafter(...) KILN_TAKES_2_(kiln_nextafter, kiln_tensor *, "kiln_nextafter(input, other)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_nextafter_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_nextafter_(...) KILN_TAKES_2_(kiln_nextafter_, kiln_tensor *, "kiln_nextafter_(input, other)", __VA_ARGS__)
/* NaN as nan (0), infinity as posinf (the largest), minus infinity as neginf (the least); integers stay. (torch.nan_to_num(Tensor
 * input, Scalar? nan=None, Scalar? posinf=None, Scalar? neginf=None) -> Tensor) */
KILN_API kiln_tensor *kiln_nan_to_num(kiln_site at, kiln_tensor *input, kiln_value nan KILN_OR_(KILN_NO_VALUE),
    kiln_value posinf KILN_OR_(KILN_NO_VALUE), kiln_value neginf KILN_OR_(KILN_NO_VALUE));
KILN_API kiln_tensor *kiln_nan_to_num_(kiln_site at, kiln_tensor *input, kiln_value nan KILN_OR_(KILN_NO_VALUE),
    kiln_value posinf KILN_OR_(KILN_NO_VALUE), kiln_value neginf KILN_OR_(KILN_NO_VALUE)); /* the same, written to input */

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_round(...) (kiln_round)(KILN_HERE, __VA_ARGS__)
#define kiln_round_(...) (kiln_round_)(KILN_HERE, __VA_ARGS__)
#define kiln_copysign(...) (kiln_copysign)(KILN_HERE, __VA_ARGS__)
#define kiln_copysign_(...) (kiln_copysign_)(KILN_HERE, __VA_ARGS__)
#define kiln_nan_to_num(...) (kiln_nan_to_num)(KILN_HERE, __VA_ARGS__)
#define kiln_nan_to_num_(...) (kiln_nan_to_num_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_round(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_round_refused_), kiln_round_2_, KILN_SOME_(kiln_round_1_, kiln_round_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_round_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_round(input[, decimals])")
#define kiln_round_1_(input) (kiln_round)(KILN_HERE, input, KILN_NO_INT)
#define kiln_round_2_(input, decimals) (kiln_round)(KILN_HERE, input, decimals)
#define kiln_round_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_round__refused_), kiln_round__2_, KILN_SOME_(kiln_round__1_, kiln_round__refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_round__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_round_(input[, decimals])")
#define kiln_round__1_(input) (kiln_round_)(KILN_HERE, input, KILN_NO_INT)
#define kiln_round__2_(input, decimals) (kiln_round_)(KILN_HERE, input, decimals)
#define kiln_copysign(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_copysign_refused_), kiln_copysign_2_, kiln_copysign_refused_, ~)(__VA_ARGS__)
#define kiln_copysign_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_copysign(input, other)")
#define kiln_copysign_2_(input, other) (kiln_copysign)(KILN_HERE, input, KILN_V(other))
#define kiln_copysign_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_copysign__refused_), kiln_copysign__2_, kiln_copysign__refused_, ~)(__VA_ARGS__)
#define kiln_copysign__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_copysign_(input, other)")
#define kiln_copysign__2_(input, other) (kiln_copysign_)(KILN_HERE, input, KILN_V(other))
#define kiln_nan_to_num(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_nan_to_num_refused_), kiln_nan_to_num_4_, kiln_nan_to_num_3_, \
    kiln_nan_to_num_2_, KILN_SOME_(kiln_nan_to_num_1_, kiln_nan_to_num_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_nan_to_num_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_nan_to_num(input[, nan, posinf, neginf])")
#define kiln_nan_to_num_1_(input) (kiln_nan_to_num)(KILN_HERE, input, KILN_NO_VALUE, KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_nan_to_num_2_(input, nan) (kiln_nan_to_num)(KILN_HERE, input, KILN_V(nan), KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_nan_to_num_3_(input, nan, posinf) (kiln_nan_to_num)(KILN_HERE, input, KILN_V(nan), KILN_V(posinf), KILN_NO_VALUE)
#define kiln_nan_to_num_4_(input, nan, posinf, neginf) (kiln_nan_to_num)(KILN_HERE, input, KILN_V(nan), KILN_V(posinf), KILN_V(neginf))
#define kiln_nan_to_num_(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_nan_to_num__refused_), kiln_nan_to_num__4_, kiln_nan_to_num__3_, \
    kiln_nan_to_num__2_, KILN_SOME_(kiln_nan_to_num__1_, kiln_nan_to_num__refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_nan_to_num__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_nan_to_num_(input[, nan, posinf, neginf])")
#define kiln_nan_to_num__1_(input) (kiln_nan_to_num_)(KILN_HERE, input, KILN_NO_VALUE, KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_nan_to_num__2_(input, nan) (kiln_nan_to_num_)(KILN_HERE, input, KILN_V(nan), KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_nan_to_num__3_(input, nan, posinf) (kiln_nan_to_num_)(KILN_HERE, input, KILN_V(nan), KILN_V(posinf), KILN_NO_VALUE)
#define kiln_nan_to_num__4_(input, nan, posinf, neginf) (kiln_nan_to_num_)(KILN_HERE, input, KILN_V(nan), KILN_V(posinf), KILN_V(neginf))
#endif

#ifdef __cplusplus
}
#endif
#endif
