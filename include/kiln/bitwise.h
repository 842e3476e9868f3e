/* SPDX-License-Identifier: Apache-2.0
 * Bitwise functions of integers; of bools and, or, xor and not are logical. Operands broadcast and promote as in arithmetic.
 * Written by tools/signatures.py from src/frontend/call/signatures/bitwise.sig: edit that. */
#ifndef KILN_BITWISE_H
#define KILN_BITWISE_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bitwise and. (torch.bitwise_and(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_and(kiln_site at, kiln_value input, kiln_value other);
KILN_API kiln_tensor *kiln_bitwise_and_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* Bitwise or. (torch.bitwise_or(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_or(kiln_site at, kiln_value input, kiln_value other);
KILN_API kiln_tensor *kiln_bitwise_or_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* Bitwise exclusive or. (torch.bitwise_xor(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_xor(kiln_site at, kiln_value input, kiln_value other);
KILN_API kiln_tensor *kiln_bitwise_xor_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* input << other; 0 where other is negative or too large. (torch.bitwise_left_shift(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_left_shift(kiln_site at, kiln_value input, kiln_value other);
KILN_API kiln_tensor *kiln_bitwise_left_shift_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* input >> other, keeping the sign; the sign alone where other is negative or too large. (torch.bitwise_right_shift(Value input,
 * Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_right_shift(kiln_site at, kiln_value input, kiln_value other);
KILN_API kiln_tensor *kiln_bitwise_right_shift_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* Bitwise not. (torch.bitwise_not(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_not(kiln_site at, kiln_tensor *input);
#define kiln_bitwise_not(...) KILN_TAKES_1_(kiln_bitwise_not, kiln_tensor *, "kiln_bitwise_not(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_bitwise_not_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_bitwise_not_(...) KILN_TAKES_1_(kiln_bitwise_not_, kiln_tensor *, "kiln_bitwise_not_(input)", __VA_ARGS__)

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_bitwise_and(...) (kiln_bitwise_and)(KILN_HERE, __VA_ARGS__)
#define kiln_bitwise_and_(...) (kiln_bitwise_and_)(KILN_HERE, __VA_ARGS__)
#define kiln_bitwise_or(...) (kiln_bitwise_or)(KILN_HERE, __VA_ARGS__)
#define kiln_bitwise_or_(...) (kiln_bitwise_or_)(KILN_HERE, __VA_ARGS__)
#define kiln_bitwise_xor(...) (kiln_bitwise_xor)(KILN_HERE, __VA_ARGS__)
#define kiln_bitwise_xor_(...) (kiln_bitwise_xor_)(KILN_HERE, __VA_ARGS__)
#define kiln_bitwise_left_shift(...) (kiln_bitwise_left_shift)(KILN_HERE, __VA_ARGS__)
#define kiln_bitwise_left_shift_(...) (kiln_bitwise_left_shift_)(KILN_HERE, __VA_ARGS__)
#define kiln_bitwise_right_shift(...) (kiln_bitwise_right_shift)(KILN_HERE, __VA_ARGS__)
#define kiln_bitwise_right_shift_(...) (kiln_bitwise_right_shift_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_bitwise_and(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_bitwise_and_refused_), kiln_bitwise_and_2_, kiln_bitwise_and_refused_, \
    ~)(__VA_ARGS__)
#define kiln_bitwise_and_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bitwise_and(input, other)")
#define kiln_bitwise_and_2_(input, other) (kiln_bitwise_and)(KILN_HERE, KILN_V(input), KILN_V(other))
#define kiln_bitwise_and_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_bitwise_and__refused_), kiln_bitwise_and__2_, kiln_bitwise_and__refused_, \
    ~)(__VA_ARGS__)
#define kiln_bitwise_and__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bitwise_and_(input, other)")
#define kiln_bitwise_and__2_(input, other) (kiln_bitwise_and_)(KILN_HERE, input, KILN_V(other))
#define kiln_bitwise_or(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_bitwise_or_refused_), kiln_bitwise_or_2_, kiln_bitwise_or_refused_, \
    ~)(__VA_ARGS__)
#define kiln_bitwise_or_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bitwise_or(input, other)")
#define kiln_bitwise_or_2_(input, other) (kiln_bitwise_or)(KILN_HERE, KILN_V(input), KILN_V(other))
#define kiln_bitwise_or_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_bitwise_or__refused_), kiln_bitwise_or__2_, kiln_bitwise_or__refused_, \
    ~)(__VA_ARGS__)
#define kiln_bitwise_or__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bitwise_or_(input, other)")
#define kiln_bitwise_or__2_(input, other) (kiln_bitwise_or_)(KILN_HERE, input, KILN_V(other))
#define kiln_bitwise_xor(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_bitwise_xor_refused_), kiln_bitwise_xor_2_, kiln_bitwise_xor_refused_, \
    ~)(__VA_ARGS__)
#define kiln_bitwise_xor_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bitwise_xor(input, other)")
#define kiln_bitwise_xor_2_(input, other) (kiln_bitwise_xor)(KILN_HERE, KILN_V(input), KILN_V(other))
#define kiln_bitwise_xor_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_bitwise_xor__refused_), kiln_bitwise_xor__2_, kiln_bitwise_xor__refused_, \
    ~)(__VA_ARGS__)
#define kiln_bitwise_xor__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bitwise_xor_(input, other)")
#define kiln_bitwise_xor__2_(input, other) (kiln_bitwise_xor_)(KILN_HERE, input, KILN_V(other))
#define kiln_bitwise_left_shift(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_bitwise_left_shift_refused_), kiln_bitwise_left_shift_2_, \
    kiln_bitwise_left_shift_refused_, ~)(__VA_ARGS__)
#define kiln_bitwise_left_shift_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bitwise_left_shift(input, other)")
#define kiln_bitwise_left_shift_2_(input, other) (kiln_bitwise_left_shift)(KILN_HERE, KILN_V(input), KILN_V(other))
#define kiln_bitwise_left_shift_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_bitwise_left_shift__refused_), kiln_bitwise_left_shift__2_, \
    kiln_bitwise_left_shift__refused_, ~)(__VA_ARGS__)
#define kiln_bitwise_left_shift__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bitwise_left_shift_(input, other)")
#define kiln_bitwise_left_shift__2_(input, other) (kiln_bitwise_left_shift_)(KILN_HERE, input, KILN_V(other))
#define kiln_bitwise_right_shift(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_bitwise_right_shift_refused_), kiln_bitwise_right_shift_2_, \
    kiln_bitwise_right_shift_refused_, ~)(__VA_ARGS__)
#define kiln_bitwise_right_shift_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bitwise_right_shift(input, other)")
#define kiln_bitwise_right_shift_2_(input, other) (kiln_bitwise_right_shift)(KILN_HERE, KILN_V(input), KILN_V(other))
#define kiln_bitwise_right_shift_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_bitwise_right_shift__refused_), kiln_bitwise_right_shift__2_, \
    kiln_bitwise_right_shift__refused_, ~)(__VA_ARGS__)
#define kiln_bitwise_right_shift__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bitwise_right_shift_(input, other)")
#define kiln_bitwise_right_shift__2_(input, other) (kiln_bitwise_right_shift_)(KILN_HERE, input, KILN_V(other))
#endif

#ifdef __cplusplus
}
#endif
#endif
