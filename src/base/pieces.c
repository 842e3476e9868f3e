/* SPDX-License-Identifier: Apache-2.0
 * Growing, freeing and searching an array in pieces; the hot part is inline in the header. Called by the graph's storage. */
#include "base/pieces.h"

kiln_status kn_pieces_grow(const kn_alloc *a, kn_pieces *p, size_t need, size_t each) {
    while (p->cap < need) {
        unsigned k = kn_piece_of(p->cap);
        size_t count = (size_t)KN_PIECE_FIRST << k, nbytes;
        if (k >= KN_PIECE_COUNT || !kn_mul_size(count, each, &nbytes)) return KILN_TOO_LARGE;
        p->piece[k] = kn_malloc(a, nbytes);
        if (p->piece[k] == NULL) return KILN_NO_MEMORY;
        p->cap += count;
    }
    return KILN_OK;
}

void kn_pieces_free(const kn_alloc *a, kn_pieces *p, size_t each) {
    for (unsigned k = 0; k < KN_PIECE_COUNT && p->piece[k] != NULL; k++) kn_free(a, p->piece[k], ((size_t)KN_PIECE_FIRST << k) * each);
    memset(p, 0, sizeof *p);
}

bool kn_pieces_hold(const kn_pieces *p, size_t count, size_t each, const void *at, size_t nbytes) {
    for (unsigned k = 0; k < KN_PIECE_COUNT && kn_piece_start(k) < count; k++) {
        size_t held = (size_t)KN_PIECE_FIRST << k, left = count - kn_piece_start(k);
        size_t offset = (uintptr_t)at - (uintptr_t)p->piece[k], size = (held < left ? held : left) * each;
        if (offset < size) return nbytes <= size - offset;
    }
    return false;
}
