/* SPDX-License-Identifier: Apache-2.0
 * Includes ir/math_defs.h as scalar C, once for float and once for double. Build with
 * -ffp-contract=off: an fma is used exactly where a definition says FMA. Integers are unsigned
 * inside, so that they wrap without undefined behaviour. */
#include "reference/ref_math.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "ir/math_tables.h"

static inline uint32_t bits_f32(float x) {
    uint32_t r;
    memcpy(&r, &x, sizeof r);
    return r;
}
static inline float float_of(uint32_t i) {
    float r;
    memcpy(&r, &i, sizeof r);
    return r;
}
static inline uint64_t bits_f64(double x) {
    uint64_t r;
    memcpy(&r, &x, sizeof r);
    return r;
}
static inline double double_of(uint64_t i) {
    double r;
    memcpy(&r, &i, sizeof r);
    return r;
}

#define MT_FN static inline
#define MT_ARG
#define MT_PASS
#define B bool

#define ADD(x, y) ((x) + (y))
#define SUB(x, y) ((x) - (y))
#define MUL(x, y) ((x) * (y))
#define DIV(x, y) ((x) / (y))
#define NEG(x) (-(x))
#define LT(x, y) ((x) < (y))
#define LE(x, y) ((x) <= (y))
#define GT(x, y) ((x) > (y))
#define EQ(x, y) ((x) == (y))
#define ISNAN(x) isnan(x)
#define SEL(b, x, y) ((b) ? (x) : (y))
#define ISEL(b, x, y) ((b) ? (x) : (y))
#define BAND(a, b) ((a) & (b))
#define BOR(a, b) ((a) | (b))
#define BNOT(a) (!(a))
#define MT_RARE(b, var, expr)                                                                      \
    do {                                                                                           \
        if (b) (var) = (expr);                                                                     \
    } while (0)

#define CI(c) ((I)(int64_t)(c))
#define IADD(a, b) ((a) + (b))
#define ISUB(a, b) ((a) - (b))
#define IAND(a, b) ((a) & (b))
#define IOR(a, b) ((a) | (b))
#define IXOR(a, b) ((a) ^ (b))
#define ISHL(a, n) ((a) << (n))
#define IUSHR(a, n) ((a) >> (n))
#define ISHR(a, n) ((I)((SIGNED)(a) >> (n))) /* gcc and clang copy the sign */
#define IEQ(a, b) ((a) == (b))
#define ILT(a, b) ((SIGNED)(a) < (SIGNED)(b))
#define TOFLT(i) ((F)(SIGNED)(i))
#define LTOI(l) ((I)(l))

#define L uint64_t
#define CL(c) ((L)(c))
#define LADD(a, b) ((a) + (b))
#define LMUL(a, b) ((a) * (b))
#define LXOR(a, b) ((a) ^ (b))
#define LAND(a, b) ((a) & (b))
#define LSHR(a, n) ((a) >> (n))

/* ---- float ---------------------------------------------------------------------------------- */

#define MT_WIDTH 32
#define MT_NAME(fn) f32_##fn
#define F float
#define I uint32_t
#define SIGNED int32_t
#define D double
#define CF(c) ((float)(c))
#define FMA(x, y, z) fmaf(x, y, z)
#define SQRT(x) sqrtf(x)
#define ABS(x) fabsf(x)
#define RINT(x) rintf(x)
#define BITS(x) bits_f32(x)
#define FROMBITS(i) float_of(i)

#define CD(c) ((double)(c))
#define WIDEN(x) ((double)(x))
#define NARROW(x) ((float)(x))
#define DADD(x, y) ((x) + (y))
#define DSUB(x, y) ((x) - (y))
#define DMUL(x, y) ((x) * (y))
#define DDIV(x, y) ((x) / (y))
#define DFMA(x, y, z) fma(x, y, z)
#define DRINT(x) rint(x)
#define DNEG(x) (-(x))
#define DLT(x, y) ((x) < (y))
#define DSEL(b, x, y) ((b) ? (x) : (y))
#define DTOINT(x) ((I)(int32_t)(x))
#define TBL(id, i) double_of((id)[i])

#include "ir/math_defs.h"

#define MATH_PARAMS_1 float x
#define MATH_PARAMS_2 float x, float y
#define MATH_VALUES_1 x
#define MATH_VALUES_2 x, y
#define MATH_FN(name, arity)                                                                       \
    float ref_f32_##name(MATH_PARAMS_##arity) { return f32_##name(MATH_VALUES_##arity); }
#define MATH_RANDOM(name)                                                                          \
    float ref_f32_##name(int64_t counter, int64_t key) { return f32_##name(CL(counter), CL(key)); }
#include "ir/math.def"

/* ---- double --------------------------------------------------------------------------------- */

#undef MT_WIDTH
#undef MT_NAME
#undef F
#undef I
#undef SIGNED
#undef CF
#undef FMA
#undef SQRT
#undef ABS
#undef RINT
#undef BITS
#undef FROMBITS

#define MT_WIDTH 64
#define MT_NAME(fn) f64_##fn
#define F double
#define I uint64_t
#define SIGNED int64_t
#define CF(c) ((double)(c))
#define FMA(x, y, z) fma(x, y, z)
#define SQRT(x) sqrt(x)
#define ABS(x) fabs(x)
#define RINT(x) rint(x)
#define BITS(x) bits_f64(x)
#define FROMBITS(i) double_of(i)

#include "ir/math_defs.h"

#undef MATH_PARAMS_1
#undef MATH_PARAMS_2
#define MATH_PARAMS_1 double x
#define MATH_PARAMS_2 double x, double y
#define MATH_FN(name, arity)                                                                       \
    double ref_f64_##name(MATH_PARAMS_##arity) { return f64_##name(MATH_VALUES_##arity); }
#define MATH_RANDOM(name)                                                                          \
    double ref_f64_##name(int64_t counter, int64_t key) { return f64_##name(CL(counter), CL(key)); }
#include "ir/math.def"
