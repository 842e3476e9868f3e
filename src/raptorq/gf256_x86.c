/* SPDX-License-Identifier: Apache-2.0
 * GF(256) by PSHUFB (16 and 32 bytes) and by GF2P8AFFINEQB (64 bytes). Called through gf256.c. The
 * rest of the library is built for the baseline, hence the target attributes. */
#include "raptorq/gf256.h"

#ifdef __x86_64__
#include <immintrin.h>

#define SSSE3 __attribute__((target("ssse3")))
#define AVX2 __attribute__((target("avx2")))
#define GFNI __attribute__((target("avx512f,avx512bw,gfni")))
#define INLINE static inline __attribute__((always_inline))

/* ---- SSSE3: a product is two lookups of sixteen entries */

SSSE3 INLINE __m128i look_ssse3(const uint8_t *nibble, __m128i low, __m128i high) {
    __m128i by_low = _mm_load_si128((const __m128i *)nibble);
    __m128i by_high = _mm_load_si128((const __m128i *)(nibble + 16));
    return _mm_xor_si128(_mm_shuffle_epi8(by_low, low), _mm_shuffle_epi8(by_high, high));
}

SSSE3 INLINE void part_ssse3(const gf_sum *s, int rows, uint8_t *const *to, size_t at,
                             const uint8_t *coefficients, size_t part) {
    const __m128i mask = _mm_set1_epi8(15);
    __m128i total[4];
#pragma GCC unroll 4
    for (int r = 0; r < rows; r++) total[r] = _mm_setzero_si128();
    for (size_t k = 0; k < s->n; k++) {
        __m128i x = _mm_loadu_si128((const __m128i *)(s->lanes + k * GF_LANE + part));
        __m128i low = _mm_and_si128(x, mask), high = _mm_and_si128(_mm_srli_epi64(x, 4), mask);
#pragma GCC unroll 4
        for (int r = 0; r < rows; r++) {
            const uint8_t *nibble = s->tables->nibble[coefficients[(size_t)r * s->stride + k]];
            total[r] = _mm_xor_si128(total[r], look_ssse3(nibble, low, high));
        }
    }
#pragma GCC unroll 4
    for (int r = 0; r < rows; r++) _mm_storeu_si128((__m128i *)(to[r] + at + part), total[r]);
}

SSSE3 static void sum_ssse3(const gf_sum *s, size_t rows, uint8_t *const *to, size_t at) {
    for (size_t part = 0; part < GF_LANE; part += 16) {
        size_t r = 0;
        for (; r + 4 <= rows; r += 4)
            part_ssse3(s, 4, to + r, at, s->coefficients + r * s->stride, part);
        for (; r < rows; r++) part_ssse3(s, 1, to + r, at, s->coefficients + r * s->stride, part);
    }
}

SSSE3 static void add_ssse3(const gf_tables *t, uint8_t *to, const uint8_t *from, uint8_t c,
                            size_t nbytes) {
    const __m128i mask = _mm_set1_epi8(15);
    for (size_t i = 0; i < nbytes; i += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(from + i));
        __m128i low = _mm_and_si128(x, mask), high = _mm_and_si128(_mm_srli_epi64(x, 4), mask);
        __m128i sum = _mm_loadu_si128((const __m128i *)(to + i));
        sum = _mm_xor_si128(sum, look_ssse3(t->nibble[c], low, high));
        _mm_storeu_si128((__m128i *)(to + i), sum);
    }
}

const gf_form gf_ssse3_form = {sum_ssse3, add_ssse3};

/* ---- AVX2: the same with both halves of a register using one table */

typedef struct nibbles_avx2 {
    __m256i low, high;
} nibbles_avx2;

AVX2 INLINE nibbles_avx2 split_avx2(const uint8_t *from) {
    const __m256i mask = _mm256_set1_epi8(15);
    __m256i x = _mm256_loadu_si256((const __m256i *)from);
    return (nibbles_avx2){_mm256_and_si256(x, mask),
                          _mm256_and_si256(_mm256_srli_epi64(x, 4), mask)};
}

AVX2 INLINE __m256i table_avx2(const uint8_t *nibble) {
    return _mm256_broadcastsi128_si256(_mm_load_si128((const __m128i *)nibble));
}

AVX2 INLINE __m256i look_avx2(__m256i by_low, __m256i by_high, nibbles_avx2 x) {
    return _mm256_xor_si256(_mm256_shuffle_epi8(by_low, x.low),
                            _mm256_shuffle_epi8(by_high, x.high));
}

AVX2 INLINE void lane_avx2(const gf_sum *s, int rows, uint8_t *const *to, size_t at,
                           const uint8_t *coefficients) {
    __m256i first[4], second[4];
#pragma GCC unroll 4
    for (int r = 0; r < rows; r++) first[r] = second[r] = _mm256_setzero_si256();
    for (size_t k = 0; k < s->n; k++) {
        nibbles_avx2 x = split_avx2(s->lanes + k * GF_LANE);
        nibbles_avx2 y = split_avx2(s->lanes + k * GF_LANE + 32);
#pragma GCC unroll 4
        for (int r = 0; r < rows; r++) {
            const uint8_t *nibble = s->tables->nibble[coefficients[(size_t)r * s->stride + k]];
            __m256i by_low = table_avx2(nibble), by_high = table_avx2(nibble + 16);
            first[r] = _mm256_xor_si256(first[r], look_avx2(by_low, by_high, x));
            second[r] = _mm256_xor_si256(second[r], look_avx2(by_low, by_high, y));
        }
    }
#pragma GCC unroll 4
    for (int r = 0; r < rows; r++) {
        _mm256_storeu_si256((__m256i *)(to[r] + at), first[r]);
        _mm256_storeu_si256((__m256i *)(to[r] + at + 32), second[r]);
    }
}

AVX2 static void sum_avx2(const gf_sum *s, size_t rows, uint8_t *const *to, size_t at) {
    size_t r = 0;
    for (; r + 4 <= rows; r += 4) lane_avx2(s, 4, to + r, at, s->coefficients + r * s->stride);
    for (; r + 2 <= rows; r += 2) lane_avx2(s, 2, to + r, at, s->coefficients + r * s->stride);
    if (r < rows) lane_avx2(s, 1, to + r, at, s->coefficients + r * s->stride);
}

AVX2 static void add_avx2(const gf_tables *t, uint8_t *to, const uint8_t *from, uint8_t c,
                          size_t nbytes) {
    __m256i by_low = table_avx2(t->nibble[c]), by_high = table_avx2(t->nibble[c] + 16);
    for (size_t i = 0; i < nbytes; i += 32) {
        __m256i sum = _mm256_loadu_si256((const __m256i *)(to + i));
        sum = _mm256_xor_si256(sum, look_avx2(by_low, by_high, split_avx2(from + i)));
        _mm256_storeu_si256((__m256i *)(to + i), sum);
    }
}

const gf_form gf_avx2_form = {sum_avx2, add_avx2};

/* ---- GFNI: its own product has another polynomial, but multiplying by a byte is a bit matrix */

GFNI INLINE __m512i times_gfni(const gf_tables *t, __m512i x, uint8_t c) {
    return _mm512_gf2p8affine_epi64_epi8(x, _mm512_set1_epi64((long long)t->affine[c]), 0);
}

GFNI INLINE void lane_gfni(const gf_sum *s, int rows, uint8_t *const *to, size_t at,
                           const uint8_t *coefficients) {
    __m512i total[GF_MOST_ROWS];
#pragma GCC unroll 16
    for (int r = 0; r < rows; r++) total[r] = _mm512_setzero_si512();
    for (size_t k = 0; k < s->n; k++) {
        __m512i x = _mm512_loadu_si512(s->lanes + k * GF_LANE);
#pragma GCC unroll 16
        for (int r = 0; r < rows; r++) {
            uint8_t c = coefficients[(size_t)r * s->stride + k];
            total[r] = _mm512_xor_si512(total[r], times_gfni(s->tables, x, c));
        }
    }
#pragma GCC unroll 16
    for (int r = 0; r < rows; r++) _mm512_storeu_si512(to[r] + at, total[r]);
}

GFNI static void sum_gfni(const gf_sum *s, size_t rows, uint8_t *const *to, size_t at) {
    size_t r = 0;
    for (; r + 8 <= rows; r += 8) lane_gfni(s, 8, to + r, at, s->coefficients + r * s->stride);
    for (; r + 4 <= rows; r += 4) lane_gfni(s, 4, to + r, at, s->coefficients + r * s->stride);
    for (; r < rows; r++) lane_gfni(s, 1, to + r, at, s->coefficients + r * s->stride);
}

GFNI static void add_gfni(const gf_tables *t, uint8_t *to, const uint8_t *from, uint8_t c,
                          size_t nbytes) {
    for (size_t i = 0; i < nbytes; i += GF_LANE) {
        __m512i product = times_gfni(t, _mm512_loadu_si512(from + i), c);
        _mm512_storeu_si512(to + i, _mm512_xor_si512(_mm512_loadu_si512(to + i), product));
    }
}

const gf_form gf_gfni_form = {sum_gfni, add_gfni};

#endif
