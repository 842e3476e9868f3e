/* SPDX-License-Identifier: Apache-2.0
 * PyTorch's CPU generator: mt19937 (Matsumoto and Nishimura, Mersenne Twister, 1998) and PyTorch's
 * ways from its words to numbers. */
#include "runtime/mt19937.h"

#include <math.h>
#include <string.h>

#include "ir/graph.h"

enum { N = 624, M = 397, BLOCK = 16 };
#define TURN (2 * 3.14159265358979323846)

void rt_mt_seed(rt_mt19937 *g, uint64_t seed) {
    g->state[0] = (uint32_t)seed;
    for (uint32_t i = 1; i < N; i++)
        g->state[i] = 1812433253u * (g->state[i - 1] ^ (g->state[i - 1] >> 30)) + i;
    g->next = N;
    g->spare = false;
}

static void turn(rt_mt19937 *g) {
    for (int k = 0; k < N; k++) {
        uint32_t y = (g->state[k] & 0x80000000u) | (g->state[(k + 1) % N] & 0x7fffffffu);
        g->state[k] = g->state[(k + M) % N] ^ (y >> 1) ^ (y & 1 ? 0x9908b0dfu : 0);
    }
    g->next = 0;
}

static uint32_t word(rt_mt19937 *g) {
    if (g->next == N) turn(g);
    uint32_t y = g->state[g->next++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

static uint64_t two_words(rt_mt19937 *g) {
    uint64_t high = word(g);
    return high << 32 | word(g);
}

/* As many low bits as the dtype has digits; the halves' are those of f32. */
static double uniform(rt_mt19937 *g, kiln_dtype d) {
    if (d == KILN_F64) return (double)(two_words(g) & ((UINT64_C(1) << 53) - 1)) * 0x1p-53;
    return (double)(word(g) & 0xffffff) * 0x1p-24;
}

static void put(kiln_dtype d, void *to, size_t i, double value) {
    uint64_t bits = ir_bits_of(d, value);
    size_t each = kiln_dtype_size(d);
    memcpy((char *)to + i * each, &bits, each); /* little-endian, like everything that runs here */
}

/* A half may round up to 1, which is left out: PyTorch gives 0 instead. */
static double uniform_below_one(rt_mt19937 *g, kiln_dtype d) {
    double x = uniform(g, d);
    return ir_value_of(d, ir_bits_of(d, x)) < 1 ? x : 0;
}

void rt_mt_uniform(rt_mt19937 *g, kiln_dtype d, void *to, size_t n) {
    for (size_t i = 0; i < n; i++) put(d, to, i, uniform_below_one(g, d));
}

/* In f32 the product is exact in f64, in f64 it is fused with the sum; what a half rounds up to the
 * end is its beginning instead. */
void rt_mt_uniform_between(rt_mt19937 *g, kiln_dtype d, double from, double to, void *out,
                           size_t n) {
    double low = d == KILN_F64 ? from : (double)(float)from,
           range = d == KILN_F64 ? to - from : (double)((float)to - (float)from);
    double end = ir_value_of(d, ir_bits_of(d, to));
    for (size_t i = 0; i < n; i++) {
        double u = uniform(g, d),
               x = d == KILN_F64 ? fma(u, range, low) : (double)(float)(u * range + low);
        bool over = (d == KILN_F16 || d == KILN_BF16) && ir_value_of(d, ir_bits_of(d, x)) >= end;
        put(d, out, i, over ? from : x);
    }
}

/* PyTorch's vector code takes the logarithm, sine and cosine of f32 normals from Cephes (Moshier,
 * Methods and Programs for Mathematical Functions, 1989), with fused steps. A better approximation
 * would be further from its numbers, so these are the same polynomials. */
static float short_log(float x) {
    int32_t bits;
    memcpy(&bits, &x, sizeof bits);
    float e = (float)((bits >> 23) - 126);
    bits = (bits & 0x7fffff) | 0x3f000000;
    memcpy(&x, &bits, sizeof x);
    bool low = x < 0.707106781186547524f;
    float f = x - 1.0f;
    if (low) e -= 1.0f, f += x;
    static const float c[9] = {7.0376836292e-2f,  -1.1514610310e-1f, 1.1676998740e-1f,
                               -1.2420140846e-1f, 1.4249322787e-1f,  -1.6668057665e-1f,
                               2.0000714765e-1f,  -2.4999993993e-1f, 3.3333331174e-1f};
    float y = c[0], z = f * f;
    for (int i = 1; i < 9; i++) y = fmaf(y, f, c[i]);
    y = fmaf(e, -2.12194440e-4f, y * f * z);
    y = fmaf(-z, 0.5f, y);
    return fmaf(e, 0.693359375f, f + y);
}

static void short_sin_cos(float x, float *sine, float *cosine) {
    int32_t eighth = ((int32_t)(x * 1.27323954473516f) + 1) & ~1;
    float y = (float)eighth;
    x = fmaf(y, -0.78515625f, x);
    x = fmaf(y, -2.4187564849853515625e-4f, x);
    x = fmaf(y, -3.77489497744594108e-8f, x);
    float z = x * x, c = 2.443315711809948e-5f, s = -1.9515295891e-4f;
    c = fmaf(fmaf(c, z, -1.388731625493765e-3f), z, 4.166664568298827e-2f);
    c = fmaf(-z, 0.5f, c * z * z) + 1.0f;
    s = fmaf(fmaf(s, z, 8.3321608736e-3f), z, -1.6666654611e-1f);
    s = fmaf(s * z, x, x);
    bool swapped = (eighth & 2) != 0;
    *sine = swapped ? c : s;
    *cosine = swapped ? s : c;
    if (eighth & 4) *sine = -*sine;
    if (((eighth - 2) & 4) == 0) *cosine = -*cosine;
}

/* Mean and deviation of normals. */
typedef struct normal {
    double mean, std;
} normal;

/* Sixteen uniforms to sixteen normals: the first eight give radii, the last eight angles. Halves
 * are f32 normals, rounded. */
static void block(rt_mt19937 *g, kiln_dtype d, normal as, void *to, size_t at) {
    double u[BLOCK];
    for (int i = 0; i < BLOCK; i++) u[i] = uniform(g, d);
    for (int i = 0; i < BLOCK / 2; i++) {
        double a, b;
        if (d == KILN_F64) {
            double radius = sqrt(-2 * log(1 - u[i])), angle = TURN * u[i + BLOCK / 2];
            a = fma(radius * cos(angle), as.std, as.mean),
            b = fma(radius * sin(angle), as.std, as.mean);
        } else {
            float sine, cosine, radius = sqrtf(-2 * short_log(1 - (float)u[i]));
            short_sin_cos((float)TURN * (float)u[i + BLOCK / 2], &sine, &cosine);
            a = fmaf(radius * cosine, (float)as.std, (float)as.mean),
            b = fmaf(radius * sine, (float)as.std, (float)as.mean);
        }
        put(d, to, at + (size_t)i, a);
        put(d, to, at + (size_t)i + BLOCK / 2, b);
    }
}

static double one_normal(rt_mt19937 *g) {
    if (g->spare) {
        g->spare = false;
        return g->spare_normal;
    }
    double u1 = uniform(g, KILN_F64), u2 = uniform(g, KILN_F64);
    double radius = sqrt(-2 * log1p(-u2)), angle = TURN * u1;
    g->spare = true;
    g->spare_normal = radius * sin(angle);
    return radius * cos(angle);
}

/* PyTorch draws all uniforms of a long tensor before it makes normals of them, block by block; when
 * the length is no multiple of a block, the last block is drawn anew, after uniforms for the tail
 * that are not used (halves draw none). */
void rt_mt_normal_of(rt_mt19937 *g, kiln_dtype d, double mean, double std, void *to, size_t n) {
    normal as = {mean, std};
    if (n < BLOCK) {
        for (size_t i = 0; i < n; i++) put(d, to, i, one_normal(g) * std + mean);
        return;
    }
    size_t whole = n - n % BLOCK;
    for (size_t i = 0; i < whole; i += BLOCK) block(g, d, as, to, i);
    if (whole == n) return;
    for (size_t i = whole; i < n && (d == KILN_F32 || d == KILN_F64); i++) (void)uniform(g, d);
    block(g, d, as, to, n - BLOCK);
}

void rt_mt_normal(rt_mt19937 *g, kiln_dtype d, void *to, size_t n) {
    rt_mt_normal_of(g, d, 0, 1, to, n);
}

void rt_mt_integers(rt_mt19937 *g, int64_t low, uint64_t range, int64_t *to, size_t n) {
    for (size_t i = 0; i < n; i++) {
        bool wide = range == 0 || range >= UINT64_C(1) << 28;
        uint64_t x = wide ? two_words(g) : word(g);
        to[i] = (int64_t)((uint64_t)low + (range != 0 ? x % range : x));
    }
}

void rt_mt_permutation(rt_mt19937 *g, int64_t *to, size_t n) {
    for (size_t i = 0; i < n; i++) to[i] = (int64_t)i;
    bool wide = n >= UINT32_MAX / 20; /* fewer words would favour small remainders */
    for (size_t i = 0; i + 1 < n; i++) {
        size_t j = i + (size_t)((wide ? two_words(g) : word(g)) % (n - i));
        int64_t held = to[i];
        to[i] = to[j];
        to[j] = held;
    }
}
