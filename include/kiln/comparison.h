/* SPDX-License-Identifier: Apache-2.0
 * Comparisons, logic, the larger and the smaller, bounds. Operands broadcast and promote as in arithmetic.
 * Written by tools/signatures.py from src/frontend/signatures/comparison.sig: edit that. */
#ifndef KILN_COMPARISON_H
#define KILN_COMPARISON_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- comparison; the result is bool */

/* input == other (torch.eq(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_eq(kiln_site at, kiln_tensor *input, kiln_value other);
#define kiln_eq(input, other) (kiln_eq)(KILN_HERE, input, KILN_V(other))
KILN_API kiln_tensor *kiln_eq_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_eq_(input, other) (kiln_eq_)(KILN_HERE, input, KILN_V(other))
/* input != other (torch.ne(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_ne(kiln_site at, kiln_tensor *input, kiln_value other);
#define kiln_ne(input, other) (kiln_ne)(KILN_HERE, input, KILN_V(other))
KILN_API kiln_tensor *kiln_ne_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_ne_(input, other) (kiln_ne_)(KILN_HERE, input, KILN_V(other))
/* input < other (torch.lt(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_lt(kiln_site at, kiln_tensor *input, kiln_value other);
#define kiln_lt(input, other) (kiln_lt)(KILN_HERE, input, KILN_V(other))
KILN_API kiln_tensor *kiln_lt_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_lt_(input, other) (kiln_lt_)(KILN_HERE, input, KILN_V(other))
/* input <= other (torch.le(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_le(kiln_site at, kiln_tensor *input, kiln_value other);
#define kiln_le(input, other) (kiln_le)(KILN_HERE, input, KILN_V(other))
KILN_API kiln_tensor *kiln_le_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_le_(input, other) (kiln_le_)(KILN_HERE, input, KILN_V(other))
/* input > other (torch.gt(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_gt(kiln_site at, kiln_tensor *input, kiln_value other);
#define kiln_gt(input, other) (kiln_gt)(KILN_HERE, input, KILN_V(other))
KILN_API kiln_tensor *kiln_gt_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_gt_(input, other) (kiln_gt_)(KILN_HERE, input, KILN_V(other))
/* input >= other (torch.ge(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_ge(kiln_site at, kiln_tensor *input, kiln_value other);
#define kiln_ge(input, other) (kiln_ge)(KILN_HERE, input, KILN_V(other))
KILN_API kiln_tensor *kiln_ge_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_ge_(input, other) (kiln_ge_)(KILN_HERE, input, KILN_V(other))
/* Whether |input - other| <= atol + rtol |other|, or both are equal; both of one dtype. (torch.isclose(Tensor input, Tensor other,
 * float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor) */
KILN_API kiln_tensor *kiln_isclose(kiln_site at, kiln_tensor *input, kiln_tensor *other, double rtol, double atol, bool equal_nan);
#define kiln_isclose(...) KILN_PICK_(kiln_isclose_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_isclose_2_(input, other) (kiln_isclose)(KILN_HERE, input, other, 1e-05, 1e-08, false)
#define kiln_isclose_3_(input, other, rtol) (kiln_isclose)(KILN_HERE, input, other, rtol, 1e-08, false)
#define kiln_isclose_4_(input, other, rtol, atol) (kiln_isclose)(KILN_HERE, input, other, rtol, atol, false)
#define kiln_isclose_5_(input, other, rtol, atol, equal_nan) (kiln_isclose)(KILN_HERE, input, other, rtol, atol, equal_nan)
/* ---- tests of one operand */

/* Whether input is NaN. (torch.isnan(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isnan(kiln_site at, kiln_tensor *input);
#define kiln_isnan(input) (kiln_isnan)(KILN_HERE, input)
/* Whether input is an infinity. (torch.isinf(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isinf(kiln_site at, kiln_tensor *input);
#define kiln_isinf(input) (kiln_isinf)(KILN_HERE, input)
/* Whether input is plus infinity. (torch.isposinf(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isposinf(kiln_site at, kiln_tensor *input);
#define kiln_isposinf(input) (kiln_isposinf)(KILN_HERE, input)
/* Whether input is minus infinity. (torch.isneginf(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isneginf(kiln_site at, kiln_tensor *input);
#define kiln_isneginf(input) (kiln_isneginf)(KILN_HERE, input)
/* Whether input is neither NaN nor an infinity. (torch.isfinite(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isfinite(kiln_site at, kiln_tensor *input);
#define kiln_isfinite(input) (kiln_isfinite)(KILN_HERE, input)
/* ---- logic: what is not 0 is true */

/* Both. (torch.logical_and(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_and(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_logical_and(input, other) (kiln_logical_and)(KILN_HERE, input, other)
KILN_API kiln_tensor *kiln_logical_and_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_logical_and_(input, other) (kiln_logical_and_)(KILN_HERE, input, other)
/* Either. (torch.logical_or(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_or(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_logical_or(input, other) (kiln_logical_or)(KILN_HERE, input, other)
KILN_API kiln_tensor *kiln_logical_or_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_logical_or_(input, other) (kiln_logical_or_)(KILN_HERE, input, other)
/* Exactly one. (torch.logical_xor(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_xor(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_logical_xor(input, other) (kiln_logical_xor)(KILN_HERE, input, other)
KILN_API kiln_tensor *kiln_logical_xor_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_logical_xor_(input, other) (kiln_logical_xor_)(KILN_HERE, input, other)
/* Whether input is 0. (torch.logical_not(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_not(kiln_site at, kiln_tensor *input);
#define kiln_logical_not(input) (kiln_logical_not)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_logical_not_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_logical_not_(input) (kiln_logical_not_)(KILN_HERE, input)
/* ---- the larger, the smaller, bounds */

/* The larger; NaN if either is. At a tie each has half the derivative. (torch.maximum(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_maximum(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_maximum(input, other) (kiln_maximum)(KILN_HERE, input, other)
/* The smaller; NaN if either is. (torch.minimum(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_minimum(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_minimum(input, other) (kiln_minimum)(KILN_HERE, input, other)
/* maximum by its other name. (torch.max(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_max_other(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_max_other(input, other) (kiln_max_other)(KILN_HERE, input, other)
/* minimum by its other name. (torch.min(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_min_other(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_min_other(input, other) (kiln_min_other)(KILN_HERE, input, other)
/* The larger; the number if one is NaN. At a tie input has the derivative. (torch.fmax(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_fmax(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_fmax(input, other) (kiln_fmax)(KILN_HERE, input, other)
/* The smaller; the number if one is NaN. (torch.fmin(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_fmin(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_fmin(input, other) (kiln_fmin)(KILN_HERE, input, other)
/* min(max(input, min), max); min and max both tensors or both numbers. At a bound input has the derivative. (torch.clamp(Tensor
 * input, Value? min=None, Value? max=None) -> Tensor) */
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
/* max(input, min) (torch.clamp_min(Tensor input, Value min) -> Tensor) */
KILN_API kiln_tensor *kiln_clamp_min(kiln_site at, kiln_tensor *input, kiln_value min);
#define kiln_clamp_min(input, min) (kiln_clamp_min)(KILN_HERE, input, KILN_V(min))
KILN_API kiln_tensor *kiln_clamp_min_(kiln_site at, kiln_tensor *input, kiln_value min); /* the same, written to input */
#define kiln_clamp_min_(input, min) (kiln_clamp_min_)(KILN_HERE, input, KILN_V(min))
/* min(input, max) (torch.clamp_max(Tensor input, Value max) -> Tensor) */
KILN_API kiln_tensor *kiln_clamp_max(kiln_site at, kiln_tensor *input, kiln_value max);
#define kiln_clamp_max(input, max) (kiln_clamp_max)(KILN_HERE, input, KILN_V(max))
KILN_API kiln_tensor *kiln_clamp_max_(kiln_site at, kiln_tensor *input, kiln_value max); /* the same, written to input */
#define kiln_clamp_max_(input, max) (kiln_clamp_max_)(KILN_HERE, input, KILN_V(max))

#ifdef __cplusplus
}
#endif
#endif
