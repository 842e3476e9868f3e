/* SPDX-License-Identifier: Apache-2.0
 * How far a result is from the truth, which functions are measured, their bounds, and the points
 * the f64 ones are measured at. Shared by tools/sweep/sweep.c and tests/unit/test_math.c. */
#ifndef KN_SWEEP_ULP_H
#define KN_SWEEP_ULP_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/* X(name, f32 bound in ULP, interesting f64 range from, to); the f64 bound is ULP_F64_BOUND */
#define ULP_FUNCTIONS(X)                                                                           \
    X(exp, 1, -746.0, 710.0)                                                                       \
    X(exp2, 1, -1076.0, 1025.0)                                                                    \
    X(expm1, 2, -40.0, 40.0)                                                                       \
    X(log, 1, 0.0, 4.0)                                                                            \
    X(log2, 2, 0.0, 4.0)                                                                           \
    X(log10, 2, 0.0, 4.0)                                                                          \
    X(log1p, 2, -1.0, 4.0)                                                                         \
    X(sin, 1, -10.0, 10.0)                                                                         \
    X(cos, 1, -10.0, 10.0)                                                                         \
    X(tan, 2, -10.0, 10.0)                                                                         \
    X(asin, 2, -1.0, 1.0)                                                                          \
    X(acos, 2, -1.0, 1.0)                                                                          \
    X(atan, 2, -5.0, 5.0)                                                                          \
    X(sinh, 2, -30.0, 30.0)                                                                        \
    X(cosh, 2, -30.0, 30.0)                                                                        \
    X(tanh, 2, -5.0, 5.0)                                                                          \
    X(erf, 2, -6.0, 6.0)                                                                           \
    X(erfc, 2, -10.0, 28.0)                                                                        \
    X(erfinv, 2, -1.0, 1.0)
/* The C library has no inverse of erf: by Newton's method on its erf, and on its erfc where 1 - |x|
 * says more. */
static inline long double erfinvl(long double x) {
    long double a = fabsl(x), y = 0.0L;
    if (!(a < 1.0L)) return a == 1.0L ? copysignl(INFINITY, x) : NAN;
    if (a >= 0.5L) y = sqrtl(-logl((1.0L - a) * 1.77L));
    for (int i = 0; i < 12; i++) {
        long double off = a < 0.5L ? erfl(y) - a : (1.0L - a) - erfcl(y);
        long double step = off * 0.886226925452758013649083741670572591L * expl(y * y);
        y -= step / (1.0L + y * step);
        if (fabsl(step) <= 0x1p-60L * y) break;
    }
    return copysignl(y, x);
}
static inline double erfinv(double x) { return (double)erfinvl((long double)x); }

#define ULP_F64_BOUND 2.0
#define ULP_PAIR_BOUND 2.0 /* pow and atan2 */

/* INFINITY where no distance makes sense: a NaN, an infinity or the sign of a zero is wrong. */
#define ULP_WRONG INFINITY

/* In units of the format's spacing at `want`; digits and least exponent name the format. */
static inline double ulp_distance(long double got, long double want, int digits, int emin,
                                  int emax) {
    long double top = ldexpl(1.0L, emax);
    int e;
    if (isnan(want) || isnan(got)) return isnan(want) && isnan(got) ? 0.0 : ULP_WRONG;
    if (isinf(want)) return got == want ? 0.0 : ULP_WRONG;
    if (got == 0.0L && !!signbit(got) != !!signbit(want)) return ULP_WRONG;
    if (want == 0.0L) return got == 0.0L ? 0.0 : ULP_WRONG;
    /* overflow: as if one step past the largest */
    if (isinf(got)) got = copysignl(top, got);
    if (fabsl(want) > top) want = copysignl(top, want);
    if (got == want) return 0.0;
    frexpl(want, &e);
    if (e > emax) e = emax;
    if (e < emin) e = emin;
    return (double)ldexpl(fabsl(got - want), digits - e);
}

static inline double ulp_f32(float got, double want) {
    if (!isnan(want) && (double)got == want) {
        if (got != 0.0f) return 0.0;
    } else if (fabsf(got) >= 0x1p-120f && fabsf(got) < 0x1p120f && fabs(want) >= 0x1p-120) {
        uint64_t bits; /* the plain case of a long sweep: 2^-e from the exponent field */
        double scale;
        memcpy(&bits, &want, sizeof bits);
        bits = ((uint64_t)(2046 + 23) << 52) - (bits & 0x7ff0000000000000);
        memcpy(&scale, &bits, sizeof scale);
        return fabs((double)got - want) * scale;
    }
    return ulp_distance(got, want, 24, -125, 128);
}

static inline double ulp_f64(double got, long double want) {
    return ulp_distance(got, want, 53, -1021, 1024);
}

static inline uint64_t ulp_random(uint64_t *state) { /* splitmix64 */
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/* Uniform in [from, to). */
static inline double ulp_between(uint64_t *state, double from, double to) {
    return from + (to - from) * (double)(ulp_random(state) >> 11) * 0x1p-53;
}

/* Point i: any bit pattern, uniform in [from, to), or of magnitude 2^-40 to 2^20, in turn. */
static inline double ulp_point(uint64_t *state, int64_t i, double from, double to) {
    uint64_t bits = ulp_random(state);
    double x;
    if (i % 3 == 1) return ulp_between(state, from, to);
    if (i % 3 == 2) bits = (bits & 0x800fffffffffffff) | (1023 - 40 + (bits >> 52) % 60) << 52;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Operands of pow and atan2: any bits, ordinary sizes, and powers whose result is not trivial. */
static inline void ulp_pair(uint64_t *state, int64_t i, double range, double *x, double *y) {
    uint64_t a = ulp_random(state), b = ulp_random(state);
    if (i % 3 == 0) {
        memcpy(x, &a, sizeof a);
        memcpy(y, &b, sizeof b);
    } else if (i % 3 == 1) {
        *x = ulp_between(state, 0.0, 2.0);
        *y = ulp_between(state, -8.0, 8.0);
    } else {
        *x = exp2(ulp_between(state, -range / 2, range / 2));
        *y = ulp_between(state, -range, range) / (fabs(log2(*x)) + 1e-3);
    }
}

#endif
