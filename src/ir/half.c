/* SPDX-License-Identifier: Apache-2.0
 * ir/half.h as scalar C. Called for literals, and by the reference's casts. */
#include <stdbool.h>
#include <string.h>

#include "ir/graph.h"

static inline uint32_t bits_of(float x) {
    uint32_t r;
    memcpy(&r, &x, sizeof r);
    return r;
}

static inline float float_of(uint32_t i) {
    float r;
    memcpy(&r, &i, sizeof r);
    return r;
}

#define MT_FN static inline
#define MT_NAME(fn) half_##fn
#define MT_ARG
#define F float
#define I uint32_t
#define CF(c) (c)
#define CI(c) ((I)(c))
#define ADD(x, y) ((x) + (y))
#define SUB(x, y) ((x) - (y))
#define BITS(x) bits_of(x)
#define FROMBITS(i) float_of(i)
#define IADD(a, b) ((a) + (b))
#define ISUB(a, b) ((a) - (b))
#define IAND(a, b) ((a) & (b))
#define IOR(a, b) ((a) | (b))
#define ISHL(a, n) ((a) << (n))
#define IUSHR(a, n) ((a) >> (n))
#define ILT(a, b) ((int32_t)(a) < (int32_t)(b))
#define IEQ(a, b) ((a) == (b))
#define ISEL(b, a, c) ((b) ? (a) : (c))

#include "ir/half.h"

uint16_t ir_half_of(kiln_dtype dtype, float value) {
    return (uint16_t)(dtype == KILN_F16 ? half_to_f16(value) : half_to_bf16(value));
}

float ir_half_value(kiln_dtype dtype, uint16_t half) {
    return dtype == KILN_F16 ? half_of_f16(half) : half_of_bf16(half);
}
