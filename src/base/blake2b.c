/* SPDX-License-Identifier: Apache-2.0
 * BLAKE2b as RFC 7693 writes it down, for results and keys of 32 bytes. Ours, because the system's
 * library for it starts an OpenMP runtime in every process. Called through blake2b.h. */
#include "base/blake2b.h"

#include <string.h>

static const uint64_t start[8] = {
    UINT64_C(0x6a09e667f3bcc908), UINT64_C(0xbb67ae8584caa73b), UINT64_C(0x3c6ef372fe94f82b),
    UINT64_C(0xa54ff53a5f1d36f1), UINT64_C(0x510e527fade682d1), UINT64_C(0x9b05688c2b3e6c1f),
    UINT64_C(0x1f83d9abfb41bd6b), UINT64_C(0x5be0cd19137e2179),
};

/* Which word of the block goes where, by round. */
static const uint8_t sigma[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

static uint64_t turn(uint64_t x, int n) { return x >> n | x << (64 - n); }

static uint64_t word(const unsigned char *p) {
    uint64_t x = 0;
    for (int i = 7; i >= 0; i--) x = x << 8 | p[i];
    return x;
}

static void mix(uint64_t *v, int a, int b, int c, int d, uint64_t x, uint64_t y) {
    v[a] += v[b] + x;
    v[d] = turn(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = turn(v[b] ^ v[c], 24);
    v[a] += v[b] + y;
    v[d] = turn(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = turn(v[b] ^ v[c], 63);
}

static void compress(kn_blake2b *b, const unsigned char *block, uint64_t count, uint64_t last) {
    uint64_t v[16], m[16];
    for (int i = 0; i < 16; i++) m[i] = word(block + 8 * i);
    for (int i = 0; i < 8; i++) v[i] = b->h[i];
    for (int i = 0; i < 8; i++) v[8 + i] = start[i];
    v[12] ^= count;
    v[14] ^= last;
    for (int round = 0; round < 12; round++) {
        const uint8_t *s = sigma[round % 10];
        for (int i = 0; i < 4; i++) mix(v, i, 4 + i, 8 + i, 12 + i, m[s[2 * i]], m[s[2 * i + 1]]);
        for (int i = 0; i < 4; i++)
            mix(v, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[s[8 + 2 * i]],
                m[s[9 + 2 * i]]);
    }
    for (int i = 0; i < 8; i++) b->h[i] ^= v[i] ^ v[8 + i];
}

void kn_blake2b_init(kn_blake2b *b, const unsigned char *key) {
    memset(b, 0, sizeof *b);
    memcpy(b->h, start, sizeof start);
    b->h[0] ^= UINT64_C(0x01010000) ^ (key ? (uint64_t)KN_BLAKE2B_KEY << 8 : 0) ^ KN_BLAKE2B_OUT;
    if (!key) return;
    memcpy(b->block, key, KN_BLAKE2B_KEY); /* the key is the first block */
    b->filled = KN_BLAKE2B_BLOCK;
}

/* The last block is kept, for it is compressed in another way. */
void kn_blake2b_add(kn_blake2b *b, const void *bytes, size_t nbytes) {
    const unsigned char *p = bytes;
    while (nbytes > 0) {
        if (b->filled == KN_BLAKE2B_BLOCK) {
            b->count += KN_BLAKE2B_BLOCK;
            compress(b, b->block, b->count, 0);
            b->filled = 0;
        }
        size_t n = KN_BLAKE2B_BLOCK - b->filled < nbytes ? KN_BLAKE2B_BLOCK - b->filled : nbytes;
        memcpy(b->block + b->filled, p, n);
        b->filled += n;
        p += n;
        nbytes -= n;
    }
}

void kn_blake2b_end(kn_blake2b *b, unsigned char out[KN_BLAKE2B_OUT]) {
    memset(b->block + b->filled, 0, KN_BLAKE2B_BLOCK - b->filled);
    compress(b, b->block, b->count + b->filled, UINT64_MAX);
    for (int i = 0; i < KN_BLAKE2B_OUT; i++) out[i] = (unsigned char)(b->h[i / 8] >> 8 * (i % 8));
}
