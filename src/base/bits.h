/* SPDX-License-Identifier: Apache-2.0
 * A set of numbers below a bound that is walked in order, up or down, at the cost of its members
 * and not of the bound: a bit each, and a bit for every word that has any. Members may be added
 * ahead of a walk. Called by walks over graphs of which a part matters. */
#ifndef KN_BITS_H
#define KN_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"

#define KN_NO_BIT SIZE_MAX

typedef struct kn_bits {
    uint64_t *word, *any; /* any: of 64 words */
    size_t word_cap, any_cap;
} kn_bits;

/* members stay; then numbers below bound may be added */
kiln_status kn_bits_grow(const kn_alloc *alloc, kn_bits *b, size_t bound);
/* no members; then numbers below bound may be added */
kiln_status kn_bits_empty(const kn_alloc *alloc, kn_bits *b, size_t bound);
/* at the cost of the members */
void kn_bits_clear(kn_bits *b);
void kn_bits_free(const kn_alloc *alloc, kn_bits *b);

static inline bool kn_bits_has(const kn_bits *b, size_t at) {
    return at / 64 < b->word_cap && (b->word[at / 64] >> at % 64 & 1) != 0;
}

static inline void kn_bits_add(kn_bits *b, size_t at) {
    b->word[at / 64] |= (uint64_t)1 << at % 64;
    b->any[at / 4096] |= (uint64_t)1 << at / 64 % 64;
}

/* The least member that is at least `from`, or KN_NO_BIT. */
static inline size_t kn_bits_up(const kn_bits *b, size_t from) {
    size_t w = from / 64;
    if (w >= b->word_cap) return KN_NO_BIT;
    uint64_t rest = b->word[w] >> from % 64;
    if (rest != 0) return from + (size_t)__builtin_ctzll(rest);
    w++;
    for (size_t a = w / 64; a < b->any_cap; a++, w = a * 64) {
        rest = b->any[a] >> w % 64;
        if (rest == 0) continue;
        w += (size_t)__builtin_ctzll(rest);
        return w * 64 + (size_t)__builtin_ctzll(b->word[w]);
    }
    return KN_NO_BIT;
}

/* The largest member below `end`, or KN_NO_BIT. */
static inline size_t kn_bits_down(const kn_bits *b, size_t end) {
    if (end == 0) return KN_NO_BIT;
    size_t last = end - 1, w = last / 64;
    uint64_t rest = w < b->word_cap ? b->word[w] << (63 - last % 64) : 0;
    if (rest != 0) return last - (size_t)__builtin_clzll(rest);
    if (w > b->word_cap) w = b->word_cap;
    while (w > 0) {
        size_t a = (w - 1) / 64;
        rest = b->any[a] << (63 - (w - 1) % 64);
        if (rest == 0) {
            w = a * 64;
            continue;
        }
        w -= 1 + (size_t)__builtin_clzll(rest);
        return w * 64 + 63 - (size_t)__builtin_clzll(b->word[w]);
    }
    return KN_NO_BIT;
}

#endif
