/* SPDX-License-Identifier: Apache-2.0
 * Growing, freeing and searching an array in pieces; the hot part is inline in the header. Called
 * by the graph's storage. */
#include "base/pieces.h"

/* Pieces that lie no higher than `at`. */
static size_t pieces_up_to(const kn_pieces *p, const void *at) {
    size_t low = 0, high = p->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((uintptr_t)p->piece[p->by_address[middle]] <= (uintptr_t)at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_piece(kn_pieces *p, char *piece) {
    size_t at = pieces_up_to(p, piece);
    memmove(p->by_address + at + 1, p->by_address + at, (p->count - at) * sizeof *p->by_address);
    p->by_address[at] = (uint32_t)p->count;
    p->piece[p->count++] = piece;
}

kiln_status kn_pieces_grow(const kn_alloc *a, kn_pieces *p, size_t need, size_t each,
                           unsigned bits) {
    while (kn_pieces_cap(p, bits) < need) {
        if (p->count >= UINT32_MAX) return KILN_TOO_LARGE;
        KN_TRY(kn_grow(a, &p->piece, &p->directory_cap, p->count + 1, sizeof *p->piece));
        KN_TRY(kn_grow(a, &p->by_address, &p->by_address_cap, p->count + 1, sizeof *p->by_address));
        char *piece = kn_malloc(a, each << bits);
        if (piece == NULL) return KILN_NO_MEMORY;
        add_piece(p, piece);
    }
    return KILN_OK;
}

void kn_pieces_free(const kn_alloc *a, kn_pieces *p, size_t each, unsigned bits) {
    for (size_t k = 0; k < p->count; k++) kn_free(a, p->piece[k], each << bits);
    kn_free(a, p->piece, p->directory_cap * sizeof *p->piece);
    kn_free(a, p->by_address, p->by_address_cap * sizeof *p->by_address);
    memset(p, 0, sizeof *p);
}

bool kn_pieces_hold(const kn_pieces *p, size_t count, size_t each, unsigned bits, const void *at,
                    size_t nbytes) {
    size_t below = pieces_up_to(p, at), whole = (size_t)1 << bits;
    if (below == 0) return false;
    size_t k = p->by_address[below - 1], before = k << bits;
    if (before >= count) return false;
    size_t size = (count - before < whole ? count - before : whole) * each,
           offset = (uintptr_t)at - (uintptr_t)p->piece[k];
    return offset < size && nbytes <= size - offset;
}
