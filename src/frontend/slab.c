/* SPDX-License-Identifier: Apache-2.0
 * Fixed-size objects in blocks of 256, for handles and storages: a step records hundreds and releases them together.
 * A freed object keeps its first 24 bytes (a handle's state, generation and session) and links through the next 8. Objects lie at multiples of
 * FE_SLOT, whatever the allocator gives. */
#include "frontend/frontend.h"

enum { SLAB_BLOCK = 256 };

typedef struct free_link { uint64_t keep[3]; struct free_link *next; } free_link;

void fe_slab_init(fe_slab *p, const kn_alloc *alloc, size_t each, size_t quarantine) {
    memset(p, 0, sizeof *p);
    p->alloc = alloc;
    p->each = (each + FE_SLOT - 1) & ~(size_t)(FE_SLOT - 1);
    p->quarantine = quarantine;
    p->used = SLAB_BLOCK;
}

void *fe_slab_get(fe_slab *p) {
    if (p->free_count > p->quarantine) {
        free_link *l = p->free_first;
        p->free_first = l->next;
        if (p->free_first == NULL) p->free_last = NULL;
        p->free_count--;
        return l;
    }
    if (p->used == SLAB_BLOCK) {
        if (kn_grow(p->alloc, &p->blocks, &p->blocks_cap, p->nblocks + 1, sizeof(void *)) != KILN_OK) return NULL;
        void *block = kn_calloc(p->alloc, 1, SLAB_BLOCK * p->each + FE_SLOT);
        if (block == NULL) return NULL;
        p->blocks[p->nblocks++] = block;
        p->used = 0;
    }
    uintptr_t first = ((uintptr_t)p->blocks[p->nblocks - 1] + FE_SLOT - 1) & ~(uintptr_t)(FE_SLOT - 1);
    return (char *)first + p->used++ * p->each;
}

/* Without quarantine the last freed comes first, warm in cache; with it, the longest dead. */
void fe_slab_put(fe_slab *p, void *object) {
    free_link *l = object;
    if (p->quarantine == 0) {
        l->next = p->free_first;
        p->free_first = l;
        if (p->free_last == NULL) p->free_last = l;
    } else {
        l->next = NULL;
        if (p->free_last != NULL) ((free_link *)p->free_last)->next = l;
        else p->free_first = l;
        p->free_last = l;
    }
    p->free_count++;
}

void fe_slab_free(fe_slab *p) {
    for (size_t i = 0; i < p->nblocks; i++) kn_free(p->alloc, p->blocks[i], SLAB_BLOCK * p->each + FE_SLOT);
    kn_free(p->alloc, p->blocks, p->blocks_cap * sizeof(void *));
    fe_slab_init(p, p->alloc, p->each, p->quarantine);
}
