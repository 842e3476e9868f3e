/* SPDX-License-Identifier: Apache-2.0
 * A growing array whose elements never move: pieces of doubling size, named by one directory of fixed size. Used for the nodes and
 * the numbers of a graph, whose readers hold addresses while others append. */
#ifndef KN_BASE_PIECES_H
#define KN_BASE_PIECES_H

#include "base/alloc.h"

enum { KN_PIECE_FIRST_BITS = 6, KN_PIECE_FIRST = 1 << KN_PIECE_FIRST_BITS, KN_PIECE_COUNT = 26 }; /* 2^32 - 64 elements in all */

typedef struct kn_pieces {
    char *piece[KN_PIECE_COUNT]; /* the k-th holds KN_PIECE_FIRST << k elements */
    size_t cap;                  /* elements in all */
} kn_pieces;

/* Which piece element i lies in, and how many lie before that piece. */
static inline unsigned kn_piece_of(size_t i) {
    return 31u - (unsigned)__builtin_clz((unsigned)(i + KN_PIECE_FIRST)) - KN_PIECE_FIRST_BITS;
}
static inline size_t kn_piece_start(unsigned k) { return ((size_t)KN_PIECE_FIRST << k) - KN_PIECE_FIRST; }

/* Address of element i < cap. */
static inline void *kn_pieces_at(const kn_pieces *p, size_t i, size_t each) {
    unsigned k = kn_piece_of(i);
    return p->piece[k] + (i - kn_piece_start(k)) * each;
}

/* Makes room for `need` elements in all; what is there stays where it is, also on failure. */
kiln_status kn_pieces_grow(const kn_alloc *a, kn_pieces *p, size_t need, size_t each);
void kn_pieces_free(const kn_alloc *a, kn_pieces *p, size_t each);
/* Whether `nbytes` bytes at an address lie in the first `count` elements. */
bool kn_pieces_hold(const kn_pieces *p, size_t count, size_t each, const void *at, size_t nbytes);

#endif
