/* SPDX-License-Identifier: Apache-2.0
 * A growing array whose elements never move: pieces of one size, and a directory of them that only
 * the accessor reads. Used for the nodes and the numbers of a graph, whose readers hold addresses
 * while others append. `bits`: a piece holds 1 << bits elements, one constant a use. */
#ifndef KN_BASE_PIECES_H
#define KN_BASE_PIECES_H

#include "base/alloc.h"

typedef struct kn_pieces {
    char **piece;
    uint32_t *by_address;                        /* pieces by where they lie, for kn_pieces_hold */
    size_t count, directory_cap, by_address_cap; /* pieces, and room for their addresses */
} kn_pieces;

static inline size_t kn_pieces_cap(const kn_pieces *p, unsigned bits) { return p->count << bits; }

/* Address of element i < cap. */
static inline void *kn_pieces_at(const kn_pieces *p, size_t i, size_t each, unsigned bits) {
    return p->piece[i >> bits] + (i & (((size_t)1 << bits) - 1)) * each;
}

/* Makes room for `need` elements in all; what is there stays where it is, also on failure. */
kiln_status kn_pieces_grow(const kn_alloc *a, kn_pieces *p, size_t need, size_t each,
                           unsigned bits);
void kn_pieces_free(const kn_alloc *a, kn_pieces *p, size_t each, unsigned bits);
/* Whether `nbytes` bytes at an address lie in one piece, among the first `count` elements. */
bool kn_pieces_hold(const kn_pieces *p, size_t count, size_t each, unsigned bits, const void *at,
                    size_t nbytes);

#endif
