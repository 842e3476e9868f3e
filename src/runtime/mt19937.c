/* SPDX-License-Identifier: Apache-2.0
 * PyTorch's CPU generator: mt19937 (Matsumoto and Nishimura, Mersenne Twister, 1998) and PyTorch's ways from its words to numbers. */
#include "runtime/mt19937.h"

#include <math.h>
#include <string.h>

#include "ir/graph.h"
#include "reference/ref_math.h"

enum { N = 624, M = 397, BLOCK = 16 };

void rt_mt_seed(rt_mt19937 *g, uint64_t seed) {
    g->state[0] = (uint32_t)seed;
    for (uint32_t i = 1; i < N; i++) g->state[i] = 1812433253u * (g->state[i - 1] ^ (g->state[i - 1] >> 30)) + i;
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

/* As many low bits of a word as the dtype has digits. */
static double uniform(rt_mt19937 *g, kiln_dtype d) {
    switch (d) {
    case KILN_F64: return (double)(two_words(g) & ((UINT64_C(1) << 53) - 1)) * 0x1p-53;
    case KILN_F16: return (double)(word(g) & 0x7ff) * 0x1p-11;
    case KILN_BF16: return (double)(word(g) & 0xff) * 0x1p-8;
    default: return (double)(word(g) & 0xffffff) * 0x1p-24;
    }
}

static void put(kiln_dtype d, void *to, size_t i, double value) {
    uint64_t bits = ir_bits_of(d, value);
    size_t each = kiln_dtype_size(d);
    memcpy((char *)to + i * each, &bits, each); /* little-endian, like everything that runs here */
}

static double rounded(kiln_dtype d, double value) { return ir_value_of(d, ir_bits_of(d, value)); }

void rt_mt_uniform(rt_mt19937 *g, kiln_dtype d, void *to, size_t n) {
    for (size_t i = 0; i < n; i++) put(d, to, i, uniform(g, d));
}

/* Sixteen uniforms to sixteen normals: the first eight give radii, the last eight angles. Every step is rounded to the dtype. */
static void block(rt_mt19937 *g, kiln_dtype d, void *to, size_t at) {
    double u[BLOCK];
    double turn_once = rounded(d == KILN_F32 ? d : KILN_F64, 2 * 3.14159265358979323846);
    for (int i = 0; i < BLOCK; i++) u[i] = uniform(g, d);
    for (int i = 0; i < BLOCK / 2; i++) {
        double log = rounded(d, ref_f64_log(rounded(d, 1 - u[i])));
        double radius = rounded(d, sqrt(rounded(d, -2 * log)));
        double angle = rounded(d, turn_once * u[i + BLOCK / 2]);
        put(d, to, at + (size_t)i, radius * rounded(d, ref_f64_cos(angle)));
        put(d, to, at + (size_t)i + BLOCK / 2, radius * rounded(d, ref_f64_sin(angle)));
    }
}

static double one_normal(rt_mt19937 *g) {
    if (g->spare) {
        g->spare = false;
        return g->spare_normal;
    }
    double u1 = uniform(g, KILN_F64), u2 = uniform(g, KILN_F64);
    double radius = sqrt(-2 * ref_f64_log1p(-u2)), angle = 2 * 3.14159265358979323846 * u1;
    g->spare = true;
    g->spare_normal = radius * ref_f64_sin(angle);
    return radius * ref_f64_cos(angle);
}

/* PyTorch draws all uniforms of a long tensor before it makes normals of them, block by block; the last block is drawn anew when the length
 * is no multiple of its size. The stream is the same as drawing block by block. */
void rt_mt_normal(rt_mt19937 *g, kiln_dtype d, void *to, size_t n) {
    if (n < BLOCK) {
        for (size_t i = 0; i < n; i++) put(d, to, i, one_normal(g));
        return;
    }
    size_t whole = n - n % BLOCK;
    for (size_t i = 0; i < whole; i += BLOCK) block(g, d, to, i);
    if (whole == n) return;
    for (size_t i = whole; i < n; i++) (void)uniform(g, d); /* drawn for the tail, then not used */
    block(g, d, to, n - BLOCK);
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
