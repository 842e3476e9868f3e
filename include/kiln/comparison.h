/* SPDX-License-Identifier: Apache-2.0
 * Comparisons, logic, the larger and the smaller, bounds. Operands broadcast and promote as in arithmetic.
 * Written by tools/signatures.py from src/frontend/call/signatures/comparison.sig: edit that. */
#ifndef KILN_COMPARISON_H
#define KILN_COMPARISON_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- comparison; the result is bool */

/* input == other (torch.eq(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_eq(kiln_site at, kiln_tensor *input, kiln_value other);
KILN_API kiln_tensor *kiln_eq_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* input != other (torch.ne(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_ne(kiln_site at, kiln_tensor *input, kiln_value other);
KILN_API kiln_tensor *kiln_ne_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* input < other (torch.lt(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_lt(kiln_site at, kiln_tensor *input, kiln_value other);
KILN_API kiln_tensor *kiln_lt_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* input <= other (torch.le(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_le(kiln_site at, kiln_tensor *input, kiln_value other);
KILN_API kiln_tensor *kiln_le_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* input > other (torch.gt(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_gt(kiln_site at, kiln_tensor *input, kiln_value other);
KILN_API kiln_tensor *kiln_gt_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* input >= other (torch.ge(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_ge(kiln_site at, kiln_tensor *input, kiln_value other);
KILN_API kiln_tensor *kiln_ge_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* Whether |input - other| <= atol + rtol |other|, or both are equal; both of one dtype. (torch.isclose(Tensor input, Tensor other,
 * float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor) */
KILN_API kiln_tensor *kiln_isclose(kiln_site at, kiln_tensor *input, kiln_tensor *other, double rtol KILN_OR_(1e-05), double atol KILN_OR_(1e-08),
    bool equal_nan KILN_OR_(false));
/* ---- tests of one operand */

/* Whether input is NaN. (torch.isnan(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isnan(kiln_site at, kiln_tensor *input);
#define kiln_isnan(...) KILN_TAKES_1_(kiln_isnan, kiln_tensor *, "kiln_isnan(input)", __VA_ARGS__)
/* Whether input is an infinity. (torch.isinf(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isinf(kiln_site at, kiln_tensor *input);
#define kiln_isinf(...) KILN_TAKES_1_(kiln_isinf, kiln_tensor *, "kiln_isinf(input)", __VA_ARGS__)
/* Whether input is plus infinity. (torch.isposinf(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isposinf(kiln_site at, kiln_tensor *input);
#define kiln_isposinf(...) KILN_TAKES_1_(kiln_isposinf, kiln_tensor *, "kiln_isposinf(input)", __VA_ARGS__)
/* Whether input is minus infinity. (torch.isneginf(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isneginf(kiln_site at, kiln_tensor *input);
#define kiln_isneginf(...) KILN_TAKES_1_(kiln_isneginf, kiln_tensor *, "kiln_isneginf(input)", __VA_ARGS__)
/* Whether input is neither NaN nor an infinity. (torch.isfinite(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_isfinite(kiln_site at, kiln_tensor *input);
#define kiln_isfinite(...) KILN_TAKES_1_(kiln_isfinite, kiln_tensor *, "kiln_isfinite(input)", __VA_ARGS__)
/* ---- logic: what is not 0 is true */

/* Both. (torch.logical_and(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_and(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_logical_and(...) KILN_TAKES_2_(kiln_logical_and, kiln_tensor *, "kiln_logical_and(input, other)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_logical_and_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_logical_and_(...) KILN_TAKES_2_(kiln_logical_and_, kiln_tensor *, "kiln_logical_and_(input, other)", __VA_ARGS__)
/* Either. (torch.logical_or(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_or(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_logical_or(...) KILN_TAKES_2_(kiln_logical_or, kiln_tensor *, "kiln_logical_or(input, other)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_logical_or_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_logical_or_(...) KILN_TAKES_2_(kiln_logical_or_, kiln_tensor *, "kiln_logical_or_(input, other)", __VA_ARGS__)
/* Exactly one. (torch.logical_xor(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_xor(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_logical_xor(...) KILN_TAKES_2_(kiln_logical_xor, kiln_tensor *, "kiln_logical_xor(input, other)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_logical_xor_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_logical_xor_(...) KILN_TAKES_2_(kiln_logical_xor_, kiln_tensor *, "kiln_logical_xor_(input, other)", __VA_ARGS__)
/* Whether input is 0. (torch.logical_not(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_logical_not(kiln_site at, kiln_tensor *input);
#define kiln_logical_not(...) KILN_TAKES_1_(kiln_logical_not, kiln_tensor *, "kiln_logical_not(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_logical_not_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_logical_not_(...) KILN_TAKES_1_(kiln_logical_not_, kiln_tensor *, "kiln_logical_not_(input)", __VA_ARGS__)
/* ---- the larger, the smaller, bounds */

/* The larger; NaN if either is. At a tie each has half the derivative. (torch.maximum(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_maximum(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_maximum(...) KILN_TAKES_2_(kiln_maximum, kiln_tensor *, "kiln_maximum(input, other)", __VA_ARGS__)
/* The smaller; NaN if either is. (torch.minimum(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_minimum(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_minimum(...) KILN_TAKES_2_(kiln_minimum, kiln_tensor *, "kiln_minimum(input, other)", __VA_ARGS__)
/* maximum by its other name. (torch.max(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_max_other(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_max_other(...) KILN_TAKES_2_(kiln_max_other, kiln_tensor *, "kiln_max_other(input, other)", __VA_ARGS__)
/* minimum by its other name. (torch.min(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_min_other(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_min_other(...) KILN_TAKES_2_(kiln_min_other, kiln_tensor *, "kiln_min_other(input, other)", __VA_ARGS__)
/* The larger; the number if one is NaN. At a tie input has the derivative. (torch.fmax(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_fmax(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_fmax(...) KILN_TAKES_2_(kiln_fmax, kiln_tensor *, "kiln_fmax(input, other)", __VA_ARGS__)
/* The smaller; the number if one is NaN. (torch.fmin(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_fmin(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_fmin(...) KILN_TAKES_2_(kiln_fmin, kiln_tensor *, "kiln_fmin(input, other)", __VA_ARGS__)
/* min(max(input, min), max); min and max both tensors or both numbers. At a bound input has the derivative. (torch.clamp(Tensor
 * input, Value? min=None, Value? max=None) -> Tensor) */
KILN_API kiln_tensor *kiln_clamp(kiln_site at, kiln_tensor *input, kiln_value min KILN_OR_(KILN_NO_VALUE), kiln_value max KILN_OR_(KILN_NO_VALUE));
KILN_API kiln_tensor *kiln_clamp_(kiln_site at, kiln_tensor *input, kiln_value min KILN_OR_(KILN_NO_VALUE),
    kiln_value max KILN_OR_(KILN_NO_VALUE)); /* the same, written to input */
/* max(input, min) (torch.clamp_min(Tensor input, Value min) -> Tensor) */
KILN_API kiln_tensor *kiln_clamp_min(kiln_site at, kiln_tensor *input, kiln_value min);
KILN_API kiln_tensor *kiln_clamp_min_(kiln_site at, kiln_tensor *input, kiln_value min); /* the same, written to input */
/* min(input, max) (torch.clamp_max(Tensor input, Value max) -> Tensor) */
KILN_API kiln_tensor *kiln_clamp_max(kiln_site at, kiln_tensor *input, kiln_value max);
KILN_API kiln_tensor *kiln_clamp_max_(kiln_site at, kiln_tensor *input, kiln_value max); /* the same, written to input */

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_eq(...) (kiln_eq)(KILN_HERE, __VA_ARGS__)
#define kiln_eq_(...) (kiln_eq_)(KILN_HERE, __VA_ARGS__)
#define kiln_ne(...) (kiln_ne)(KILN_HERE, __VA_ARGS__)
#define kiln_ne_(...) (kiln_ne_)(KILN_HERE, __VA_ARGS__)
#define kiln_lt(...) (kiln_lt)(KILN_HERE, __VA_ARGS__)
#define kiln_lt_(...) (kiln_lt_)(KILN_HERE, __VA_ARGS__)
#define kiln_le(...) (kiln_le)(KILN_HERE, __VA_ARGS__)
#define kiln_le_(...) (kiln_le_)(KILN_HERE, __VA_ARGS__)
#define kiln_gt(...) (kiln_gt)(KILN_HERE, __VA_ARGS__)
#define kiln_gt_(...) (kiln_gt_)(KILN_HERE, __VA_ARGS__)
#define kiln_ge(...) (kiln_ge)(KILN_HERE, __VA_ARGS__)
#define kiln_ge_(...) (kiln_ge_)(KILN_HERE, __VA_ARGS__)
#define kiln_isclose(...) (kiln_isclose)(KILN_HERE, __VA_ARGS__)
#define kiln_clamp(...) (kiln_clamp)(KILN_HERE, __VA_ARGS__)
#define kiln_clamp_(...) (kiln_clamp_)(KILN_HERE, __VA_ARGS__)
#define kiln_clamp_min(...) (kiln_clamp_min)(KILN_HERE, __VA_ARGS__)
#define kiln_clamp_min_(...) (kiln_clamp_min_)(KILN_HERE, __VA_ARGS__)
#define kiln_clamp_max(...) (kiln_clamp_max)(KILN_HERE, __VA_ARGS__)
#define kiln_clamp_max_(...) (kiln_clamp_max_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_eq(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_eq_refused_), kiln_eq_2_, kiln_eq_refused_, ~)(__VA_ARGS__)
#define kiln_eq_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_eq(input, other)")
#define kiln_eq_2_(input, other) (kiln_eq)(KILN_HERE, input, KILN_V(other))
#define kiln_eq_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_eq__refused_), kiln_eq__2_, kiln_eq__refused_, ~)(__VA_ARGS__)
#define kiln_eq__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_eq_(input, other)")
#define kiln_eq__2_(input, other) (kiln_eq_)(KILN_HERE, input, KILN_V(other))
#define kiln_ne(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_ne_refused_), kiln_ne_2_, kiln_ne_refused_, ~)(__VA_ARGS__)
#define kiln_ne_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_ne(input, other)")
#define kiln_ne_2_(input, other) (kiln_ne)(KILN_HERE, input, KILN_V(other))
#define kiln_ne_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_ne__refused_), kiln_ne__2_, kiln_ne__refused_, ~)(__VA_ARGS__)
#define kiln_ne__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_ne_(input, other)")
#define kiln_ne__2_(input, other) (kiln_ne_)(KILN_HERE, input, KILN_V(other))
#define kiln_lt(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_lt_refused_), kiln_lt_2_, kiln_lt_refused_, ~)(__VA_ARGS__)
#define kiln_lt_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_lt(input, other)")
#define kiln_lt_2_(input, other) (kiln_lt)(KILN_HERE, input, KILN_V(other))
#define kiln_lt_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_lt__refused_), kiln_lt__2_, kiln_lt__refused_, ~)(__VA_ARGS__)
#define kiln_lt__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_lt_(input, other)")
#define kiln_lt__2_(input, other) (kiln_lt_)(KILN_HERE, input, KILN_V(other))
#define kiln_le(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_le_refused_), kiln_le_2_, kiln_le_refused_, ~)(__VA_ARGS__)
#define kiln_le_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_le(input, other)")
#define kiln_le_2_(input, other) (kiln_le)(KILN_HERE, input, KILN_V(other))
#define kiln_le_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_le__refused_), kiln_le__2_, kiln_le__refused_, ~)(__VA_ARGS__)
#define kiln_le__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_le_(input, other)")
#define kiln_le__2_(input, other) (kiln_le_)(KILN_HERE, input, KILN_V(other))
#define kiln_gt(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_gt_refused_), kiln_gt_2_, kiln_gt_refused_, ~)(__VA_ARGS__)
#define kiln_gt_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_gt(input, other)")
#define kiln_gt_2_(input, other) (kiln_gt)(KILN_HERE, input, KILN_V(other))
#define kiln_gt_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_gt__refused_), kiln_gt__2_, kiln_gt__refused_, ~)(__VA_ARGS__)
#define kiln_gt__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_gt_(input, other)")
#define kiln_gt__2_(input, other) (kiln_gt_)(KILN_HERE, input, KILN_V(other))
#define kiln_ge(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_ge_refused_), kiln_ge_2_, kiln_ge_refused_, ~)(__VA_ARGS__)
#define kiln_ge_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_ge(input, other)")
#define kiln_ge_2_(input, other) (kiln_ge)(KILN_HERE, input, KILN_V(other))
#define kiln_ge_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_ge__refused_), kiln_ge__2_, kiln_ge__refused_, ~)(__VA_ARGS__)
#define kiln_ge__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_ge_(input, other)")
#define kiln_ge__2_(input, other) (kiln_ge_)(KILN_HERE, input, KILN_V(other))
#define kiln_isclose(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_isclose_refused_), kiln_isclose_5_, kiln_isclose_4_, kiln_isclose_3_, \
    kiln_isclose_2_, kiln_isclose_refused_, ~)(__VA_ARGS__)
#define kiln_isclose_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_isclose(input, other[, rtol, atol, equal_nan])")
#define kiln_isclose_2_(input, other) (kiln_isclose)(KILN_HERE, input, other, 1e-05, 1e-08, false)
#define kiln_isclose_3_(input, other, rtol) (kiln_isclose)(KILN_HERE, input, other, rtol, 1e-08, false)
#define kiln_isclose_4_(input, other, rtol, atol) (kiln_isclose)(KILN_HERE, input, other, rtol, atol, false)
#define kiln_isclose_5_(input, other, rtol, atol, equal_nan) (kiln_isclose)(KILN_HERE, input, other, rtol, atol, equal_nan)
#define kiln_clamp(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_clamp_refused_), kiln_clamp_3_, kiln_clamp_2_, KILN_SOME_(kiln_clamp_1_, \
    kiln_clamp_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_clamp_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_clamp(input[, min, max])")
#define kiln_clamp_1_(input) (kiln_clamp)(KILN_HERE, input, KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_clamp_2_(input, min) (kiln_clamp)(KILN_HERE, input, KILN_V(min), KILN_NO_VALUE)
#define kiln_clamp_3_(input, min, max) (kiln_clamp)(KILN_HERE, input, KILN_V(min), KILN_V(max))
#define kiln_clamp_(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_clamp__refused_), kiln_clamp__3_, kiln_clamp__2_, KILN_SOME_(kiln_clamp__1_, \
    kiln_clamp__refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_clamp__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_clamp_(input[, min, max])")
#define kiln_clamp__1_(input) (kiln_clamp_)(KILN_HERE, input, KILN_NO_VALUE, KILN_NO_VALUE)
#define kiln_clamp__2_(input, min) (kiln_clamp_)(KILN_HERE, input, KILN_V(min), KILN_NO_VALUE)
#define kiln_clamp__3_(input, min, max) (kiln_clamp_)(KILN_HERE, input, KILN_V(min), KILN_V(max))
#define kiln_clamp_min(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_clamp_min_refused_), kiln_clamp_min_2_, kiln_clamp_min_refused_, ~)(__VA_ARGS__)
#define kiln_clamp_min_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_clamp_min(input, min)")
#define kiln_clamp_min_2_(input, min) (kiln_clamp_min)(KILN_HERE, input, KILN_V(min))
#define kiln_clamp_min_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_clamp_min__refused_), kiln_clamp_min__2_, kiln_clamp_min__refused_, \
    ~)(__VA_ARGS__)
#define kiln_clamp_min__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_clamp_min_(input, min)")
#define kiln_clamp_min__2_(input, min) (kiln_clamp_min_)(KILN_HERE, input, KILN_V(min))
#define kiln_clamp_max(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_clamp_max_refused_), kiln_clamp_max_2_, kiln_clamp_max_refused_, ~)(__VA_ARGS__)
#define kiln_clamp_max_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_clamp_max(input, max)")
#define kiln_clamp_max_2_(input, max) (kiln_clamp_max)(KILN_HERE, input, KILN_V(max))
#define kiln_clamp_max_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_clamp_max__refused_), kiln_clamp_max__2_, kiln_clamp_max__refused_, \
    ~)(__VA_ARGS__)
#define kiln_clamp_max__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_clamp_max_(input, max)")
#define kiln_clamp_max__2_(input, max) (kiln_clamp_max_)(KILN_HERE, input, KILN_V(max))
#endif

#ifdef __cplusplus
}
#endif
#endif
