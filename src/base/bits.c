/* SPDX-License-Identifier: Apache-2.0
 * Storage of kn_bits. Called by walks over graphs. */
#include "base/bits.h"

#include <string.h>

kiln_status kn_bits_grow(const kn_alloc *alloc, kn_bits *b, size_t bound) {
    size_t words = b->word_cap, anys = b->any_cap;
    KN_TRY(kn_grow(alloc, &b->word, &b->word_cap, bound / 64 + 1, sizeof *b->word));
    if (b->word_cap > words) memset(b->word + words, 0, (b->word_cap - words) * sizeof *b->word);
    kiln_status status = kn_grow(alloc, &b->any, &b->any_cap, b->word_cap / 64 + 1, sizeof *b->any);
    if (b->any_cap > anys) memset(b->any + anys, 0, (b->any_cap - anys) * sizeof *b->any);
    return status;
}

void kn_bits_clear(kn_bits *b) {
    for (size_t a = 0; a < b->any_cap; a++)
        for (; b->any[a] != 0; b->any[a] &= b->any[a] - 1)
            b->word[a * 64 + (size_t)__builtin_ctzll(b->any[a])] = 0;
}

kiln_status kn_bits_empty(const kn_alloc *alloc, kn_bits *b, size_t bound) {
    kn_bits_clear(b);
    return kn_bits_grow(alloc, b, bound);
}

void kn_bits_free(const kn_alloc *alloc, kn_bits *b) {
    kn_free(alloc, b->word, b->word_cap * sizeof *b->word);
    kn_free(alloc, b->any, b->any_cap * sizeof *b->any);
    *b = (kn_bits){0};
}
