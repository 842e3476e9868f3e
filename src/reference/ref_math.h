/* SPDX-License-Identifier: Apache-2.0
 * Scalar math functions of the reference path, made from ir/math_defs.h: ref_f32_exp(x),
 * ref_f64_pow(x, y), ref_f32_uniform(counter, key) and so on, one for each row of ir/math.def.
 * Used by the reference kernels, by constant folding, and by tools/sweep. */
#ifndef KN_REFERENCE_REF_MATH_H
#define KN_REFERENCE_REF_MATH_H

#include <stdint.h>

#define MATH_ARGS_1(T) T x
#define MATH_ARGS_2(T) T x, T y
#define MATH_FN(name, arity)                                                                       \
    float ref_f32_##name(MATH_ARGS_##arity(float));                                                \
    double ref_f64_##name(MATH_ARGS_##arity(double));
#define MATH_RANDOM(name)                                                                          \
    float ref_f32_##name(int64_t counter, int64_t key);                                            \
    double ref_f64_##name(int64_t counter, int64_t key);
#include "ir/math.def"
#undef MATH_ARGS_1
#undef MATH_ARGS_2

#endif
