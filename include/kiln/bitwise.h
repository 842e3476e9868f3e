/* SPDX-License-Identifier: Apache-2.0
 * Bitwise functions of integers; of bools and, or, xor and not are logical. Operands broadcast and promote as in arithmetic.
 * Written by tools/signatures.py from src/frontend/signatures/bitwise.sig: edit that. */
#ifndef KILN_BITWISE_H
#define KILN_BITWISE_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bitwise and. (torch.bitwise_and(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_and(kiln_site at, kiln_value input, kiln_value other);
#define kiln_bitwise_and(input, other) (kiln_bitwise_and)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_bitwise_and_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_bitwise_and_(input, other) (kiln_bitwise_and_)(KILN_HERE, input, KILN_V(other))
/* Bitwise or. (torch.bitwise_or(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_or(kiln_site at, kiln_value input, kiln_value other);
#define kiln_bitwise_or(input, other) (kiln_bitwise_or)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_bitwise_or_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_bitwise_or_(input, other) (kiln_bitwise_or_)(KILN_HERE, input, KILN_V(other))
/* Bitwise exclusive or. (torch.bitwise_xor(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_xor(kiln_site at, kiln_value input, kiln_value other);
#define kiln_bitwise_xor(input, other) (kiln_bitwise_xor)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_bitwise_xor_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_bitwise_xor_(input, other) (kiln_bitwise_xor_)(KILN_HERE, input, KILN_V(other))
/* input << other; 0 where other is negative or too large. (torch.bitwise_left_shift(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_left_shift(kiln_site at, kiln_value input, kiln_value other);
#define kiln_bitwise_left_shift(input, other) (kiln_bitwise_left_shift)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_bitwise_left_shift_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_bitwise_left_shift_(input, other) (kiln_bitwise_left_shift_)(KILN_HERE, input, KILN_V(other))
/* input >> other, keeping the sign; the sign alone where other is negative or too large. (torch.bitwise_right_shift(Value input,
 * Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_right_shift(kiln_site at, kiln_value input, kiln_value other);
#define kiln_bitwise_right_shift(input, other) (kiln_bitwise_right_shift)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_bitwise_right_shift_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_bitwise_right_shift_(input, other) (kiln_bitwise_right_shift_)(KILN_HERE, input, KILN_V(other))
/* Bitwise not. (torch.bitwise_not(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_bitwise_not(kiln_site at, kiln_tensor *input);
#define kiln_bitwise_not(input) (kiln_bitwise_not)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_bitwise_not_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_bitwise_not_(input) (kiln_bitwise_not_)(KILN_HERE, input)

#ifdef __cplusplus
}
#endif
#endif
