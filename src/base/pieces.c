/* SPDX-License-Identifier: Apache-2.0
 * Growing, freeing and searching an array in pieces; the hot part is inline in the header. Called by the graph's storage. */
#include "base/pieces.h"

kiln_status kn_pieces_grow(const kn_alloc *a, kn_pieces *p, size_t need, size_t each, unsigned bits) {
    while (kn_pieces_cap(p, bits) < need) {
        KN_TRY(kn_grow(a, &p->piece, &p->directory_cap, p->count + 1, sizeof *p->piece));
        char *piece = kn_malloc(a, each << bits);
        if (piece == NULL) return KILN_NO_MEMORY;
        p->piece[p->count++] = piece;
    }
    return KILN_OK;
}

void kn_pieces_free(const kn_alloc *a, kn_pieces *p, size_t each, unsigned bits) {
    for (size_t k = 0; k < p->count; k++) kn_free(a, p->piece[k], each << bits);
    kn_free(a, p->piece, p->directory_cap * sizeof *p->piece);
    memset(p, 0, sizeof *p);
}

/* The newest first: what is asked about was mostly just made. */
bool kn_pieces_hold(const kn_pieces *p, size_t count, size_t each, unsigned bits, const void *at, size_t nbytes) {
    size_t whole = (size_t)1 << bits;
    for (size_t k = (count + whole - 1) >> bits; k-- > 0;) {
        size_t left = count - (k << bits), size = (left < whole ? left : whole) * each, offset = (uintptr_t)at - (uintptr_t)p->piece[k];
        if (offset < size) return nbytes <= size - offset;
    }
    return false;
}
