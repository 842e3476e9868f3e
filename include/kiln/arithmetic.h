/* SPDX-License-Identifier: Apache-2.0
 * Arithmetic. Operands broadcast as in NumPy: aligned at the last axis, an extent of 1 repeats. Dtypes promote as in PyTorch: of
 * the highest category present (bool < integer < float) among tensors of rank >= 1, then rank-0 tensors, then numbers; a float
 * number with integer tensors gives f32. Integers wrap; an integer divided by 0 is an error (BAD_ARGUMENT), found when the result
 * is evaluated. The result is a new tensor in the innermost scope. Errors: BAD_SHAPE, BAD_DTYPE, BAD_ARGUMENT, BAD_HANDLE,
 * TOO_LARGE, NO_MEMORY; the message names the function, the types and the caller's line.
 * Written by tools/signatures.py from src/frontend/call/signatures/arithmetic.sig: edit that. */
#ifndef KILN_ARITHMETIC_H
#define KILN_ARITHMETIC_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- sums and products */

/* input + alpha * other; bool + bool is their or. (torch.add(Value input, Value other, *, Scalar alpha=1) -> Tensor) */
KILN_API kiln_tensor *kiln_add(kiln_site at, kiln_value input, kiln_value other, kiln_value alpha KILN_OR_(kiln_v_int(1)));
KILN_API kiln_tensor *kiln_add_(kiln_site at, kiln_tensor *input, kiln_value other, kiln_value alpha KILN_OR_(kiln_v_int(1))); /* the same,
    written to input */
/* input - alpha * other; bools are refused. (torch.sub(Value input, Value other, *, Scalar alpha=1) -> Tensor) */
KILN_API kiln_tensor *kiln_sub(kiln_site at, kiln_value input, kiln_value other, kiln_value alpha KILN_OR_(kiln_v_int(1)));
KILN_API kiln_tensor *kiln_sub_(kiln_site at, kiln_tensor *input, kiln_value other, kiln_value alpha KILN_OR_(kiln_v_int(1))); /* the same,
    written to input */
/* other - alpha * input; bools are refused. (torch.rsub(Tensor input, Value other, Scalar alpha=1) -> Tensor) */
KILN_API kiln_tensor *kiln_rsub(kiln_site at, kiln_tensor *input, kiln_value other, kiln_value alpha KILN_OR_(kiln_v_int(1)));
/* input * other; bool * bool is their and. (torch.mul(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_mul(kiln_site at, kiln_value input, kiln_value other);
KILN_API kiln_tensor *kiln_mul_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* input + value * tensor1 * tensor2 (torch.addcmul(Tensor input, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor) */
KILN_API kiln_tensor *kiln_addcmul(kiln_site at, kiln_tensor *input, kiln_tensor *tensor1, kiln_tensor *tensor2,
    kiln_value value KILN_OR_(kiln_v_int(1)));
KILN_API kiln_tensor *kiln_addcmul_(kiln_site at, kiln_tensor *input, kiln_tensor *tensor1, kiln_tensor *tensor2,
    kiln_value value KILN_OR_(kiln_v_int(1))); /* the same, written to input */
/* input + value * tensor1 / tensor2; one of the two is of floats. (torch.addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, *,
 * Scalar value=1) -> Tensor) */
KILN_API kiln_tensor *kiln_addcdiv(kiln_site at, kiln_tensor *input, kiln_tensor *tensor1, kiln_tensor *tensor2,
    kiln_value value KILN_OR_(kiln_v_int(1)));
KILN_API kiln_tensor *kiln_addcdiv_(kiln_site at, kiln_tensor *input, kiln_tensor *tensor1, kiln_tensor *tensor2,
    kiln_value value KILN_OR_(kiln_v_int(1))); /* the same, written to input */
/* input + weight * (end - input), reckoned from the nearer end. (torch.lerp(Tensor input, Tensor end, Value weight) -> Tensor) */
KILN_API kiln_tensor *kiln_lerp(kiln_site at, kiln_tensor *input, kiln_tensor *end, kiln_value weight);
KILN_API kiln_tensor *kiln_lerp_(kiln_site at, kiln_tensor *input, kiln_tensor *end, kiln_value weight); /* the same, written to input */
/* input * other + addend, rounded once; floats. No PyTorch function rounds so. (torch.fma(Value input, Value other, Value addend)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_fma(kiln_site at, kiln_value input, kiln_value other, kiln_value addend);
/* ---- quotients and remainders */

/* input / other. rounding_mode None: integers and bools are divided as f32; 'trunc' and 'floor': the quotient rounded towards zero
 * or down, in the operands' dtype. (torch.div(Value input, Value other, *, str? rounding_mode=None) -> Tensor) */
KILN_API kiln_tensor *kiln_div(kiln_site at, kiln_value input, kiln_value other, const char *rounding_mode KILN_OR_(NULL));
KILN_API kiln_tensor *kiln_div_(kiln_site at, kiln_tensor *input, kiln_value other, const char *rounding_mode KILN_OR_(NULL)); /* the same,
    written to input */
/* input / other; integers and bools are divided as f32. (torch.true_divide(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_true_divide(kiln_site at, kiln_value input, kiln_value other);
KILN_API kiln_tensor *kiln_true_divide_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* input / other rounded down. (torch.floor_divide(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_floor_divide(kiln_site at, kiln_value input, kiln_value other);
KILN_API kiln_tensor *kiln_floor_divide_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* Remainder with the sign of other. (torch.remainder(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_remainder(kiln_site at, kiln_value input, kiln_value other);
KILN_API kiln_tensor *kiln_remainder_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* Remainder with the sign of input. (torch.fmod(Tensor input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_fmod(kiln_site at, kiln_tensor *input, kiln_value other);
KILN_API kiln_tensor *kiln_fmod_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* Greatest common divisor of integers. (torch.gcd(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_gcd(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_gcd(...) KILN_TAKES_2_(kiln_gcd, kiln_tensor *, "kiln_gcd(input, other)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_gcd_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_gcd_(...) KILN_TAKES_2_(kiln_gcd_, kiln_tensor *, "kiln_gcd_(input, other)", __VA_ARGS__)
/* Least common multiple of integers. (torch.lcm(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_lcm(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_lcm(...) KILN_TAKES_2_(kiln_lcm, kiln_tensor *, "kiln_lcm(input, other)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_lcm_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_lcm_(...) KILN_TAKES_2_(kiln_lcm_, kiln_tensor *, "kiln_lcm_(input, other)", __VA_ARGS__)

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_add(...) (kiln_add)(KILN_HERE, __VA_ARGS__)
#define kiln_add_(...) (kiln_add_)(KILN_HERE, __VA_ARGS__)
#define kiln_sub(...) (kiln_sub)(KILN_HERE, __VA_ARGS__)
#define kiln_sub_(...) (kiln_sub_)(KILN_HERE, __VA_ARGS__)
#define kiln_rsub(...) (kiln_rsub)(KILN_HERE, __VA_ARGS__)
#define kiln_mul(...) (kiln_mul)(KILN_HERE, __VA_ARGS__)
#define kiln_mul_(...) (kiln_mul_)(KILN_HERE, __VA_ARGS__)
#define kiln_addcmul(...) (kiln_addcmul)(KILN_HERE, __VA_ARGS__)
#define kiln_addcmul_(...) (kiln_addcmul_)(KILN_HERE, __VA_ARGS__)
#define kiln_addcdiv(...) (kiln_addcdiv)(KILN_HERE, __VA_ARGS__)
#define kiln_addcdiv_(...) (kiln_addcdiv_)(KILN_HERE, __VA_ARGS__)
#define kiln_lerp(...) (kiln_lerp)(KILN_HERE, __VA_ARGS__)
#define kiln_lerp_(...) (kiln_lerp_)(KILN_HERE, __VA_ARGS__)
#define kiln_fma(...) (kiln_fma)(KILN_HERE, __VA_ARGS__)
#define kiln_div(...) (kiln_div)(KILN_HERE, __VA_ARGS__)
#define kiln_div_(...) (kiln_div_)(KILN_HERE, __VA_ARGS__)
#define kiln_true_divide(...) (kiln_true_divide)(KILN_HERE, __VA_ARGS__)
#define kiln_true_divide_(...) (kiln_true_divide_)(KILN_HERE, __VA_ARGS__)
#define kiln_floor_divide(...) (kiln_floor_divide)(KILN_HERE, __VA_ARGS__)
#define kiln_floor_divide_(...) (kiln_floor_divide_)(KILN_HERE, __VA_ARGS__)
#define kiln_remainder(...) (kiln_remainder)(KILN_HERE, __VA_ARGS__)
#define kiln_remainder_(...) (kiln_remainder_)(KILN_HERE, __VA_ARGS__)
#define kiln_fmod(...) (kiln_fmod)(KILN_HERE, __VA_ARGS__)
#define kiln_fmod_(...) (kiln_fmod_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_add(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_add_refused_), kiln_add_3_, kiln_add_2_, kiln_add_refused_, ~)(__VA_ARGS__)
#define kiln_add_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_add(input, other[, alpha])")
#define kiln_add_2_(input, other) (kiln_add)(KILN_HERE, KILN_V(input), KILN_V(other), kiln_v_int(1))
#define kiln_add_3_(input, other, alpha) (kiln_add)(KILN_HERE, KILN_V(input), KILN_V(other), KILN_V(alpha))
#define kiln_add_(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_add__refused_), kiln_add__3_, kiln_add__2_, kiln_add__refused_, ~)(__VA_ARGS__)
#define kiln_add__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_add_(input, other[, alpha])")
#define kiln_add__2_(input, other) (kiln_add_)(KILN_HERE, input, KILN_V(other), kiln_v_int(1))
#define kiln_add__3_(input, other, alpha) (kiln_add_)(KILN_HERE, input, KILN_V(other), KILN_V(alpha))
#define kiln_sub(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_sub_refused_), kiln_sub_3_, kiln_sub_2_, kiln_sub_refused_, ~)(__VA_ARGS__)
#define kiln_sub_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_sub(input, other[, alpha])")
#define kiln_sub_2_(input, other) (kiln_sub)(KILN_HERE, KILN_V(input), KILN_V(other), kiln_v_int(1))
#define kiln_sub_3_(input, other, alpha) (kiln_sub)(KILN_HERE, KILN_V(input), KILN_V(other), KILN_V(alpha))
#define kiln_sub_(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_sub__refused_), kiln_sub__3_, kiln_sub__2_, kiln_sub__refused_, ~)(__VA_ARGS__)
#define kiln_sub__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_sub_(input, other[, alpha])")
#define kiln_sub__2_(input, other) (kiln_sub_)(KILN_HERE, input, KILN_V(other), kiln_v_int(1))
#define kiln_sub__3_(input, other, alpha) (kiln_sub_)(KILN_HERE, input, KILN_V(other), KILN_V(alpha))
#define kiln_rsub(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_rsub_refused_), kiln_rsub_3_, kiln_rsub_2_, kiln_rsub_refused_, ~)(__VA_ARGS__)
#define kiln_rsub_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_rsub(input, other[, alpha])")
#define kiln_rsub_2_(input, other) (kiln_rsub)(KILN_HERE, input, KILN_V(other), kiln_v_int(1))
#define kiln_rsub_3_(input, other, alpha) (kiln_rsub)(KILN_HERE, input, KILN_V(other), KILN_V(alpha))
#define kiln_mul(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_mul_refused_), kiln_mul_2_, kiln_mul_refused_, ~)(__VA_ARGS__)
#define kiln_mul_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_mul(input, other)")
#define kiln_mul_2_(input, other) (kiln_mul)(KILN_HERE, KILN_V(input), KILN_V(other))
#define kiln_mul_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_mul__refused_), kiln_mul__2_, kiln_mul__refused_, ~)(__VA_ARGS__)
#define kiln_mul__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_mul_(input, other)")
#define kiln_mul__2_(input, other) (kiln_mul_)(KILN_HERE, input, KILN_V(other))
#define kiln_addcmul(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_addcmul_refused_), kiln_addcmul_4_, kiln_addcmul_3_, kiln_addcmul_refused_, \
    kiln_addcmul_refused_, ~)(__VA_ARGS__)
#define kiln_addcmul_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addcmul(input, tensor1, tensor2[, value])")
#define kiln_addcmul_3_(input, tensor1, tensor2) (kiln_addcmul)(KILN_HERE, input, tensor1, tensor2, kiln_v_int(1))
#define kiln_addcmul_4_(input, tensor1, tensor2, value) (kiln_addcmul)(KILN_HERE, input, tensor1, tensor2, KILN_V(value))
#define kiln_addcmul_(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_addcmul__refused_), kiln_addcmul__4_, kiln_addcmul__3_, kiln_addcmul__refused_, \
    kiln_addcmul__refused_, ~)(__VA_ARGS__)
#define kiln_addcmul__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addcmul_(input, tensor1, tensor2[, value])")
#define kiln_addcmul__3_(input, tensor1, tensor2) (kiln_addcmul_)(KILN_HERE, input, tensor1, tensor2, kiln_v_int(1))
#define kiln_addcmul__4_(input, tensor1, tensor2, value) (kiln_addcmul_)(KILN_HERE, input, tensor1, tensor2, KILN_V(value))
#define kiln_addcdiv(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_addcdiv_refused_), kiln_addcdiv_4_, kiln_addcdiv_3_, kiln_addcdiv_refused_, \
    kiln_addcdiv_refused_, ~)(__VA_ARGS__)
#define kiln_addcdiv_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addcdiv(input, tensor1, tensor2[, value])")
#define kiln_addcdiv_3_(input, tensor1, tensor2) (kiln_addcdiv)(KILN_HERE, input, tensor1, tensor2, kiln_v_int(1))
#define kiln_addcdiv_4_(input, tensor1, tensor2, value) (kiln_addcdiv)(KILN_HERE, input, tensor1, tensor2, KILN_V(value))
#define kiln_addcdiv_(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_addcdiv__refused_), kiln_addcdiv__4_, kiln_addcdiv__3_, kiln_addcdiv__refused_, \
    kiln_addcdiv__refused_, ~)(__VA_ARGS__)
#define kiln_addcdiv__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addcdiv_(input, tensor1, tensor2[, value])")
#define kiln_addcdiv__3_(input, tensor1, tensor2) (kiln_addcdiv_)(KILN_HERE, input, tensor1, tensor2, kiln_v_int(1))
#define kiln_addcdiv__4_(input, tensor1, tensor2, value) (kiln_addcdiv_)(KILN_HERE, input, tensor1, tensor2, KILN_V(value))
#define kiln_lerp(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_lerp_refused_), kiln_lerp_3_, kiln_lerp_refused_, kiln_lerp_refused_, ~)(__VA_ARGS__)
#define kiln_lerp_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_lerp(input, end, weight)")
#define kiln_lerp_3_(input, end, weight) (kiln_lerp)(KILN_HERE, input, end, KILN_V(weight))
#define kiln_lerp_(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_lerp__refused_), kiln_lerp__3_, kiln_lerp__refused_, kiln_lerp__refused_, \
    ~)(__VA_ARGS__)
#define kiln_lerp__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_lerp_(input, end, weight)")
#define kiln_lerp__3_(input, end, weight) (kiln_lerp_)(KILN_HERE, input, end, KILN_V(weight))
#define kiln_fma(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_fma_refused_), kiln_fma_3_, kiln_fma_refused_, kiln_fma_refused_, ~)(__VA_ARGS__)
#define kiln_fma_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_fma(input, other, addend)")
#define kiln_fma_3_(input, other, addend) (kiln_fma)(KILN_HERE, KILN_V(input), KILN_V(other), KILN_V(addend))
#define kiln_div(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_div_refused_), kiln_div_3_, kiln_div_2_, kiln_div_refused_, ~)(__VA_ARGS__)
#define kiln_div_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_div(input, other[, rounding_mode])")
#define kiln_div_2_(input, other) (kiln_div)(KILN_HERE, KILN_V(input), KILN_V(other), NULL)
#define kiln_div_3_(input, other, rounding_mode) (kiln_div)(KILN_HERE, KILN_V(input), KILN_V(other), rounding_mode)
#define kiln_div_(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_div__refused_), kiln_div__3_, kiln_div__2_, kiln_div__refused_, ~)(__VA_ARGS__)
#define kiln_div__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_div_(input, other[, rounding_mode])")
#define kiln_div__2_(input, other) (kiln_div_)(KILN_HERE, input, KILN_V(other), NULL)
#define kiln_div__3_(input, other, rounding_mode) (kiln_div_)(KILN_HERE, input, KILN_V(other), rounding_mode)
#define kiln_true_divide(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_true_divide_refused_), kiln_true_divide_2_, kiln_true_divide_refused_, \
    ~)(__VA_ARGS__)
#define kiln_true_divide_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_true_divide(input, other)")
#define kiln_true_divide_2_(input, other) (kiln_true_divide)(KILN_HERE, KILN_V(input), KILN_V(other))
#define kiln_true_divide_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_true_divide__refused_), kiln_true_divide__2_, kiln_true_divide__refused_, \
    ~)(__VA_ARGS__)
#define kiln_true_divide__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_true_divide_(input, other)")
#define kiln_true_divide__2_(input, other) (kiln_true_divide_)(KILN_HERE, input, KILN_V(other))
#define kiln_floor_divide(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_floor_divide_refused_), kiln_floor_divide_2_, kiln_floor_divide_refused_, \
    ~)(__VA_ARGS__)
#define kiln_floor_divide_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_floor_divide(input, other)")
#define kiln_floor_divide_2_(input, other) (kiln_floor_divide)(KILN_HERE, KILN_V(input), KILN_V(other))
#define kiln_floor_divide_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_floor_divide__refused_), kiln_floor_divide__2_, kiln_floor_divide__refused_, \
    ~)(__VA_ARGS__)
#define kiln_floor_divide__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_floor_divide_(input, other)")
#define kiln_floor_divide__2_(input, other) (kiln_floor_divide_)(KILN_HERE, input, KILN_V(other))
#define kiln_remainder(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_remainder_refused_), kiln_remainder_2_, kiln_remainder_refused_, ~)(__VA_ARGS__)
#define kiln_remainder_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_remainder(input, other)")
#define kiln_remainder_2_(input, other) (kiln_remainder)(KILN_HERE, KILN_V(input), KILN_V(other))
#define kiln_remainder_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_remainder__refused_), kiln_remainder__2_, kiln_remainder__refused_, \
    ~)(__VA_ARGS__)
#define kiln_remainder__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_remainder_(input, other)")
#define kiln_remainder__2_(input, other) (kiln_remainder_)(KILN_HERE, input, KILN_V(other))
#define kiln_fmod(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_fmod_refused_), kiln_fmod_2_, kiln_fmod_refused_, ~)(__VA_ARGS__)
#define kiln_fmod_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_fmod(input, other)")
#define kiln_fmod_2_(input, other) (kiln_fmod)(KILN_HERE, input, KILN_V(other))
#define kiln_fmod_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_fmod__refused_), kiln_fmod__2_, kiln_fmod__refused_, ~)(__VA_ARGS__)
#define kiln_fmod__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_fmod_(input, other)")
#define kiln_fmod__2_(input, other) (kiln_fmod_)(KILN_HERE, input, KILN_V(other))
#endif

#ifdef __cplusplus
}
#endif
#endif
