/* SPDX-License-Identifier: Apache-2.0
 * Rounding, signs, neighbours: functions of a number's parts. Integers are whole.
 * Written by tools/signatures.py from src/frontend/signatures/rounding.sig: edit that. */
#ifndef KILN_ROUNDING_H
#define KILN_ROUNDING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- rounding */

/* Towards minus infinity. (torch.floor(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_floor(kiln_site at, kiln_tensor *input);
#define kiln_floor(input) (kiln_floor)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_floor_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_floor_(input) (kiln_floor_)(KILN_HERE, input)
/* Towards plus infinity. (torch.ceil(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_ceil(kiln_site at, kiln_tensor *input);
#define kiln_ceil(input) (kiln_ceil)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_ceil_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_ceil_(input) (kiln_ceil_)(KILN_HERE, input)
/* Towards zero. (torch.trunc(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_trunc(kiln_site at, kiln_tensor *input);
#define kiln_trunc(input) (kiln_trunc)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_trunc_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_trunc_(input) (kiln_trunc_)(KILN_HERE, input)
/* To nearest, halves to even; of floats to a multiple of 10^-decimals. (torch.round(Tensor input, *, int? decimals=None) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_round(kiln_site at, kiln_tensor *input, int64_t decimals);
#define kiln_round(...) KILN_PICK_(kiln_round_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_round_1_(input) (kiln_round)(KILN_HERE, input, KILN_NO_INT)
#define kiln_round_2_(input, decimals) (kiln_round)(KILN_HERE, input, decimals)
KILN_API kiln_tensor *kiln_round_(kiln_site at, kiln_tensor *input, int64_t decimals); /* the same, written to input */
#define kiln_round_(...) KILN_PICK_(kiln_round__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_round__1_(input) (kiln_round_)(KILN_HERE, input, KILN_NO_INT)
#define kiln_round__2_(input, decimals) (kiln_round_)(KILN_HERE, input, decimals)
/* What trunc leaves; floats. (torch.frac(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_frac(kiln_site at, kiln_tensor *input);
#define kiln_frac(input) (kiln_frac)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_frac_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_frac_(input) (kiln_frac_)(KILN_HERE, input)
/* ---- signs */

/* -input; integers wrap; bools are refused. (torch.neg(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_neg(kiln_site at, kiln_tensor *input);
#define kiln_neg(input) (kiln_neg)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_neg_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_neg_(input) (kiln_neg_)(KILN_HERE, input)
/* input itself, as another handle; bools are refused. (torch.positive(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_positive(kiln_site at, kiln_tensor *input);
#define kiln_positive(input) (kiln_positive)(KILN_HERE, input)
/* |input|; bools are refused. (torch.abs(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_abs(kiln_site at, kiln_tensor *input);
#define kiln_abs(input) (kiln_abs)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_abs_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_abs_(input) (kiln_abs_)(KILN_HERE, input)
/* -1, 0 or 1; of NaN 0. (torch.sign(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sign(kiln_site at, kiln_tensor *input);
#define kiln_sign(input) (kiln_sign)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_sign_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sign_(input) (kiln_sign_)(KILN_HERE, input)
/* The same, PyTorch's name for complex numbers too. (torch.sgn(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sgn(kiln_site at, kiln_tensor *input);
#define kiln_sgn(input) (kiln_sgn)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_sgn_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sgn_(input) (kiln_sgn_)(KILN_HERE, input)
/* Whether input is negative, of a float whether its sign bit is set. (torch.signbit(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_signbit(kiln_site at, kiln_tensor *input);
#define kiln_signbit(input) (kiln_signbit)(KILN_HERE, input)
/* |input| with the sign of other; integers and bools as f32. (torch.copysign(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_copysign(kiln_site at, kiln_tensor *input, kiln_value other);
#define kiln_copysign(input, other) (kiln_copysign)(KILN_HERE, input, KILN_V(other))
KILN_API kiln_tensor *kiln_copysign_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_copysign_(input, other) (kiln_copysign_)(KILN_HERE, input, KILN_V(other))
/* 0 below 0, values at 0, 1 above; both of one dtype. (torch.heaviside(Tensor input, Tensor values) -> Tensor) */
KILN_API kiln_tensor *kiln_heaviside(kiln_site at, kiln_tensor *input, kiln_tensor *values);
#define kiln_heaviside(input, values) (kiln_heaviside)(KILN_HERE, input, values)
KILN_API kiln_tensor *kiln_heaviside_(kiln_site at, kiln_tensor *input, kiln_tensor *values); /* the same, written to input */
#define kiln_heaviside_(input, values) (kiln_heaviside_)(KILN_HERE, input, values)
/* ---- neighbours and what is no number */

/* The next float after input towards other. (torch.nextafter(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_nextafter(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_nextafter(input, other) (kiln_nextafter)(KILN_HERE, input, other)
KILN_API kiln_tensor *kiln_nextafter_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_nextafter_(input, other) (kiln_nextafter_)(KILN_HERE, input, other)
/* NaN as nan (0), infinity as posinf (the largest), minus infinity as neginf (the least); integers stay. (torch.nan_to_num(Tensor
 * input, Scalar? nan=None, Scalar? posinf=None, Scalar? neginf=None) -> Tensor) */
KILN_API kiln_tensor *kiln_nan_to_num(kiln_site at, kiln_tensor *input, kiln_value nan, kiln_value posinf, kiln_value neginf);
#define kiln_nan_to_num(...) KILN_PICK_(kiln_nan_to_num_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_nan_to_num_1_(input) (kiln_nan_to_num)(KILN_HERE, input, KILN_NO_VALUE, KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_nan_to_num_2_(input, nan) (kiln_nan_to_num)(KILN_HERE, input, KILN_V(nan), KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_nan_to_num_3_(input, nan, posinf) (kiln_nan_to_num)(KILN_HERE, input, KILN_V(nan), KILN_V(posinf), KILN_NO_VALUE)
#define kiln_nan_to_num_4_(input, nan, posinf, neginf) (kiln_nan_to_num)(KILN_HERE, input, KILN_V(nan), KILN_V(posinf), KILN_V(neginf))
KILN_API kiln_tensor *kiln_nan_to_num_(kiln_site at, kiln_tensor *input, kiln_value nan, kiln_value posinf, kiln_value neginf); /* the same, written to input */
#define kiln_nan_to_num_(...) KILN_PICK_(kiln_nan_to_num__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_nan_to_num__1_(input) (kiln_nan_to_num_)(KILN_HERE, input, KILN_NO_VALUE, KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_nan_to_num__2_(input, nan) (kiln_nan_to_num_)(KILN_HERE, input, KILN_V(nan), KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_nan_to_num__3_(input, nan, posinf) (kiln_nan_to_num_)(KILN_HERE, input, KILN_V(nan), KILN_V(posinf), KILN_NO_VALUE)
#define kiln_nan_to_num__4_(input, nan, posinf, neginf) (kiln_nan_to_num_)(KILN_HERE, input, KILN_V(nan), KILN_V(posinf), KILN_V(neginf))

#ifdef __cplusplus
}
#endif
#endif
