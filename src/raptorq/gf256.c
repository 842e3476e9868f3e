/* SPDX-License-Identifier: Apache-2.0
 * Single products in GF(256), the tables of the vector forms, the plain form, and the choice
 * between them. Called through gf256.h. */
#include "raptorq/gf256.h"

#include <string.h>

uint8_t gf_mul(uint8_t a, uint8_t b) {
    uint8_t sum = 0;
    for (; b != 0; b >>= 1, a = gf_twice(a))
        if (b & 1) sum ^= a;
    return sum;
}

/* a^254, as a^255 is 1. */
uint8_t gf_inverse(uint8_t a) {
    uint8_t power = a, product = 1;
    for (int bit = 1; bit < 8; bit++) {
        power = gf_mul(power, power);
        product = gf_mul(product, power);
    }
    return product;
}

/* Bit j of row i of the matrix says whether bit j of a byte goes into bit i of its product; the
 * instruction wants row i in byte 7 - i. */
static uint64_t affine_matrix(uint8_t c) {
    uint64_t matrix = 0;
    for (int j = 0; j < 8; j++, c = gf_twice(c))
        for (int i = 0; i < 8; i++) matrix |= (uint64_t)(c >> i & 1) << (8 * (7 - i) + j);
    return matrix;
}

void gf_tables_fill(gf_tables *t) {
    for (int c = 0; c < 256; c++) {
        for (int x = 0; x < 16; x++) {
            t->nibble[c][x] = gf_mul((uint8_t)x, (uint8_t)c);
            t->nibble[c][16 + x] = gf_mul((uint8_t)(x << 4), (uint8_t)c);
        }
        t->affine[c] = affine_matrix((uint8_t)c);
    }
}

/* ---- the plain form: eight bytes at a time, a product as a sum of doublings, and no table */

enum { WORDS = GF_LANE / sizeof(uint64_t) };

/* A lane times 1, 2, 4 ... 128. */
typedef struct doublings {
    uint64_t by[8][WORDS];
} doublings;

static uint64_t twice_each(uint64_t a) {
    uint64_t high = a >> 7 & 0x0101010101010101u;
    return (a << 1 & 0xfefefefefefefefeu) ^ high * 0x1d;
}

static void double_lane(doublings *d, const uint8_t *from) {
    memcpy(d->by[0], from, GF_LANE);
    for (int j = 1; j < 8; j++)
        for (int w = 0; w < WORDS; w++) d->by[j][w] = twice_each(d->by[j - 1][w]);
}

static void add_times(uint64_t sum[WORDS], const doublings *d, uint8_t c) {
    for (int j = 0; j < 8; j++) {
        uint64_t taken = 0 - (uint64_t)(c >> j & 1);
        for (int w = 0; w < WORDS; w++) sum[w] ^= d->by[j][w] & taken;
    }
}

static void plain_sum(const gf_sum *s, size_t rows, uint8_t *const *to, size_t at) {
    doublings d;
    uint64_t total[GF_MOST_ROWS][WORDS] = {{0}};
    for (size_t k = 0; k < s->n; k++) {
        double_lane(&d, s->lanes + k * GF_LANE);
        for (size_t r = 0; r < rows; r++)
            add_times(total[r], &d, s->coefficients[r * s->stride + k]);
    }
    for (size_t r = 0; r < rows; r++) memcpy(to[r] + at, total[r], GF_LANE);
}

static void plain_add(const gf_tables *t, uint8_t *to, const uint8_t *from, uint8_t c,
                      size_t nbytes) {
    (void)t;
    for (size_t i = 0; i < nbytes; i += GF_LANE) {
        doublings d;
        uint64_t sum[WORDS];
        double_lane(&d, from + i);
        memcpy(sum, to + i, GF_LANE);
        add_times(sum, &d, c);
        memcpy(to + i, sum, GF_LANE);
    }
}

const gf_form gf_plain_form = {plain_sum, plain_add};

/* ---- the choice */

static const gf_form *best(void) {
    const gf_form *form = NULL;
    for (int f = RAPTORQ_FORM_COUNT - 1; f >= RAPTORQ_PLAIN && !form; f--)
        form = gf_form_get((raptorq_form)f);
    return form;
}

/* The compilers' test includes whether the system saves the registers. */
const gf_form *gf_form_get(raptorq_form form) {
    if (form == RAPTORQ_BEST) return best();
    if (form == RAPTORQ_PLAIN) return &gf_plain_form;
#ifdef __x86_64__
    __builtin_cpu_init();
    if (form == RAPTORQ_SSSE3 && __builtin_cpu_supports("ssse3")) return &gf_ssse3_form;
    if (form == RAPTORQ_AVX2 && __builtin_cpu_supports("avx2")) return &gf_avx2_form;
    if (form == RAPTORQ_GFNI && __builtin_cpu_supports("gfni") &&
        __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"))
        return &gf_gfni_form;
#endif
    return NULL;
}
