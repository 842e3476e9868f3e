/* SPDX-License-Identifier: Apache-2.0
 * Arithmetic. Operands broadcast as in NumPy: aligned at the last axis, an extent of 1 repeats. Dtypes promote as in PyTorch: of
 * the highest category present (bool < integer < float) among tensors of rank >= 1, then rank-0 tensors, then numbers; a float
 * number with integer tensors gives f32. Integers wrap; an integer divided by 0 is an error (BAD_ARGUMENT), found when the result
 * is evaluated. The result is a new tensor in the innermost scope. Errors: BAD_SHAPE, BAD_DTYPE, BAD_ARGUMENT, BAD_HANDLE,
 * TOO_LARGE, NO_MEMORY; the message names the function, the types and the caller's line.
 * Written by tools/signatures.py from src/frontend/signatures/arithmetic.sig: edit that. */
#ifndef KILN_ARITHMETIC_H
#define KILN_ARITHMETIC_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- sums and products */

/* input + alpha * other; bool + bool is their or. (torch.add(Value input, Value other, *, Scalar alpha=1) -> Tensor) */
KILN_API kiln_tensor *kiln_add(kiln_site at, kiln_value input, kiln_value other, kiln_value alpha);
#define kiln_add(...) KILN_PICK_(kiln_add_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_add_2_(input, other) (kiln_add)(KILN_HERE, KILN_V(input), KILN_V(other), kiln_v_int(1))
#define kiln_add_3_(input, other, alpha) (kiln_add)(KILN_HERE, KILN_V(input), KILN_V(other), KILN_V(alpha))
KILN_API kiln_tensor *kiln_add_(kiln_site at, kiln_tensor *input, kiln_value other, kiln_value alpha); /* the same, written to input */
#define kiln_add_(...) KILN_PICK_(kiln_add__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_add__2_(input, other) (kiln_add_)(KILN_HERE, input, KILN_V(other), kiln_v_int(1))
#define kiln_add__3_(input, other, alpha) (kiln_add_)(KILN_HERE, input, KILN_V(other), KILN_V(alpha))
/* input - alpha * other; bools are refused. (torch.sub(Value input, Value other, *, Scalar alpha=1) -> Tensor) */
KILN_API kiln_tensor *kiln_sub(kiln_site at, kiln_value input, kiln_value other, kiln_value alpha);
#define kiln_sub(...) KILN_PICK_(kiln_sub_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_sub_2_(input, other) (kiln_sub)(KILN_HERE, KILN_V(input), KILN_V(other), kiln_v_int(1))
#define kiln_sub_3_(input, other, alpha) (kiln_sub)(KILN_HERE, KILN_V(input), KILN_V(other), KILN_V(alpha))
KILN_API kiln_tensor *kiln_sub_(kiln_site at, kiln_tensor *input, kiln_value other, kiln_value alpha); /* the same, written to input */
#define kiln_sub_(...) KILN_PICK_(kiln_sub__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_sub__2_(input, other) (kiln_sub_)(KILN_HERE, input, KILN_V(other), kiln_v_int(1))
#define kiln_sub__3_(input, other, alpha) (kiln_sub_)(KILN_HERE, input, KILN_V(other), KILN_V(alpha))
/* other - alpha * input; bools are refused. (torch.rsub(Tensor input, Value other, Scalar alpha=1) -> Tensor) */
KILN_API kiln_tensor *kiln_rsub(kiln_site at, kiln_tensor *input, kiln_value other, kiln_value alpha);
#define kiln_rsub(...) KILN_PICK_(kiln_rsub_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_rsub_2_(input, other) (kiln_rsub)(KILN_HERE, input, KILN_V(other), kiln_v_int(1))
#define kiln_rsub_3_(input, other, alpha) (kiln_rsub)(KILN_HERE, input, KILN_V(other), KILN_V(alpha))
/* input * other; bool * bool is their and. (torch.mul(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_mul(kiln_site at, kiln_value input, kiln_value other);
#define kiln_mul(input, other) (kiln_mul)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_mul_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_mul_(input, other) (kiln_mul_)(KILN_HERE, input, KILN_V(other))
/* input + value * tensor1 * tensor2 (torch.addcmul(Tensor input, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor) */
KILN_API kiln_tensor *kiln_addcmul(kiln_site at, kiln_tensor *input, kiln_tensor *tensor1, kiln_tensor *tensor2, kiln_value value);
#define kiln_addcmul(...) KILN_PICK_(kiln_addcmul_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_addcmul_3_(input, tensor1, tensor2) (kiln_addcmul)(KILN_HERE, input, tensor1, tensor2, kiln_v_int(1))
#define kiln_addcmul_4_(input, tensor1, tensor2, value) (kiln_addcmul)(KILN_HERE, input, tensor1, tensor2, KILN_V(value))
KILN_API kiln_tensor *kiln_addcmul_(kiln_site at, kiln_tensor *input, kiln_tensor *tensor1, kiln_tensor *tensor2, kiln_value value); /* the same, written to input */
#define kiln_addcmul_(...) KILN_PICK_(kiln_addcmul__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_addcmul__3_(input, tensor1, tensor2) (kiln_addcmul_)(KILN_HERE, input, tensor1, tensor2, kiln_v_int(1))
#define kiln_addcmul__4_(input, tensor1, tensor2, value) (kiln_addcmul_)(KILN_HERE, input, tensor1, tensor2, KILN_V(value))
/* input + value * tensor1 / tensor2; one of the two is of floats. (torch.addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, *,
 * Scalar value=1) -> Tensor) */
KILN_API kiln_tensor *kiln_addcdiv(kiln_site at, kiln_tensor *input, kiln_tensor *tensor1, kiln_tensor *tensor2, kiln_value value);
#define kiln_addcdiv(...) KILN_PICK_(kiln_addcdiv_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_addcdiv_3_(input, tensor1, tensor2) (kiln_addcdiv)(KILN_HERE, input, tensor1, tensor2, kiln_v_int(1))
#define kiln_addcdiv_4_(input, tensor1, tensor2, value) (kiln_addcdiv)(KILN_HERE, input, tensor1, tensor2, KILN_V(value))
KILN_API kiln_tensor *kiln_addcdiv_(kiln_site at, kiln_tensor *input, kiln_tensor *tensor1, kiln_tensor *tensor2, kiln_value value); /* the same, written to input */
#define kiln_addcdiv_(...) KILN_PICK_(kiln_addcdiv__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_addcdiv__3_(input, tensor1, tensor2) (kiln_addcdiv_)(KILN_HERE, input, tensor1, tensor2, kiln_v_int(1))
#define kiln_addcdiv__4_(input, tensor1, tensor2, value) (kiln_addcdiv_)(KILN_HERE, input, tensor1, tensor2, KILN_V(value))
/* input + weight * (end - input), reckoned from the nearer end. (torch.lerp(Tensor input, Tensor end, Value weight) -> Tensor) */
KILN_API kiln_tensor *kiln_lerp(kiln_site at, kiln_tensor *input, kiln_tensor *end, kiln_value weight);
#define kiln_lerp(input, end, weight) (kiln_lerp)(KILN_HERE, input, end, KILN_V(weight))
KILN_API kiln_tensor *kiln_lerp_(kiln_site at, kiln_tensor *input, kiln_tensor *end, kiln_value weight); /* the same, written to input */
#define kiln_lerp_(input, end, weight) (kiln_lerp_)(KILN_HERE, input, end, KILN_V(weight))
/* input * other + addend, rounded once; floats. No PyTorch function rounds so. (torch.fma(Value input, Value other, Value addend)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_fma(kiln_site at, kiln_value input, kiln_value other, kiln_value addend);
#define kiln_fma(input, other, addend) (kiln_fma)(KILN_HERE, KILN_V(input), KILN_V(other), KILN_V(addend))
/* ---- quotients and remainders */

/* input / other. rounding_mode None: integers and bools are divided as f32; 'trunc' and 'floor': the quotient rounded towards zero
 * or down, in the operands' dtype. (torch.div(Value input, Value other, *, str? rounding_mode=None) -> Tensor) */
KILN_API kiln_tensor *kiln_div(kiln_site at, kiln_value input, kiln_value other, const char *rounding_mode);
#define kiln_div(...) KILN_PICK_(kiln_div_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_div_2_(input, other) (kiln_div)(KILN_HERE, KILN_V(input), KILN_V(other), NULL)
#define kiln_div_3_(input, other, rounding_mode) (kiln_div)(KILN_HERE, KILN_V(input), KILN_V(other), rounding_mode)
KILN_API kiln_tensor *kiln_div_(kiln_site at, kiln_tensor *input, kiln_value other, const char *rounding_mode); /* the same, written to input */
#define kiln_div_(...) KILN_PICK_(kiln_div__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_div__2_(input, other) (kiln_div_)(KILN_HERE, input, KILN_V(other), NULL)
#define kiln_div__3_(input, other, rounding_mode) (kiln_div_)(KILN_HERE, input, KILN_V(other), rounding_mode)
/* input / other; integers and bools are divided as f32. (torch.true_divide(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_true_divide(kiln_site at, kiln_value input, kiln_value other);
#define kiln_true_divide(input, other) (kiln_true_divide)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_true_divide_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_true_divide_(input, other) (kiln_true_divide_)(KILN_HERE, input, KILN_V(other))
/* input / other rounded down. (torch.floor_divide(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_floor_divide(kiln_site at, kiln_value input, kiln_value other);
#define kiln_floor_divide(input, other) (kiln_floor_divide)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_floor_divide_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_floor_divide_(input, other) (kiln_floor_divide_)(KILN_HERE, input, KILN_V(other))
/* Remainder with the sign of other. (torch.remainder(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_remainder(kiln_site at, kiln_value input, kiln_value other);
#define kiln_remainder(input, other) (kiln_remainder)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_remainder_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_remainder_(input, other) (kiln_remainder_)(KILN_HERE, input, KILN_V(other))
/* Remainder with the sign of input. (torch.fmod(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_fmod(kiln_site at, kiln_tensor *input, kiln_value other);
#define kiln_fmod(input, other) (kiln_fmod)(KILN_HERE, input, KILN_V(other))
KILN_API kiln_tensor *kiln_fmod_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_fmod_(input, other) (kiln_fmod_)(KILN_HERE, input, KILN_V(other))
/* Greatest common divisor of integers. (torch.gcd(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_gcd(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_gcd(input, other) (kiln_gcd)(KILN_HERE, input, other)
KILN_API kiln_tensor *kiln_gcd_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_gcd_(input, other) (kiln_gcd_)(KILN_HERE, input, other)
/* Least common multiple of integers. (torch.lcm(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_lcm(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_lcm(input, other) (kiln_lcm)(KILN_HERE, input, other)
KILN_API kiln_tensor *kiln_lcm_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_lcm_(input, other) (kiln_lcm_)(KILN_HERE, input, other)

#ifdef __cplusplus
}
#endif
#endif
