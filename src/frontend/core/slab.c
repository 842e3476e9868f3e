/* SPDX-License-Identifier: Apache-2.0
 * Fixed-size objects in blocks of 256, for handles' slots and storages: a step records hundreds and
 * releases them together. A freed slot keeps its first 24 bytes (state, generation and session) and
 * links through the next 8, another object its first 8 (a buffer's number). Slots lie at multiples
 * of FE_SLOT, whatever the allocator gives. */
#include "frontend/core/frontend.h"

#include <stdatomic.h>

enum { SLAB_BLOCK = 256 };

struct fe_block {
    struct fe_block *next, *last; /* in the depot; last: of the chain that this one heads */
};

/* Blocks of slots outlive their session, here, and serve the process's next ones: a handle of a
 * closed session still points at a slot, which says that it is dead or has another generation.
 * Chains are taken and given back whole, so no lock is needed, nor held across a fork. */
static _Atomic(fe_block *) depot;

static void depot_give(fe_block *chain) {
    fe_block *last = chain->last;
    fe_block *head = atomic_load(&depot);
    do {
        last->next = head;
        chain->last = head != NULL ? head->last : last;
    } while (!atomic_compare_exchange_weak(&depot, &head, chain));
}

static fe_block *depot_take(void) {
    fe_block *first = atomic_exchange(&depot, NULL);
    if (first == NULL || first->next == NULL) return first;
    first->next->last = first->last;
    depot_give(first->next);
    return first;
}

static void **next_of(const fe_slab *p, void *object) {
    return (void **)((char *)object + p->link);
}

static size_t block_nbytes(const fe_slab *p) {
    return sizeof(fe_block) + SLAB_BLOCK * p->each + FE_SLOT;
}

static char *first_of(const fe_block *b) {
    return (char *)(((uintptr_t)(b + 1) + FE_SLOT - 1) & ~(uintptr_t)(FE_SLOT - 1));
}

void fe_slab_init(fe_slab *p, const kn_alloc *alloc, size_t each, size_t quarantine, bool lasting) {
    memset(p, 0, sizeof *p);
    p->alloc = alloc;
    size_t unit = lasting ? FE_SLOT : sizeof(void *); /* handles have bits below a slot's address */
    p->each = (each + unit - 1) & ~(unit - 1);
    p->quarantine = quarantine;
    p->lasting = lasting;
    p->link = lasting ? 24 : 8;
    p->used = SLAB_BLOCK;
}

static fe_block *new_block(const fe_slab *p) {
    fe_block *b = p->lasting ? depot_take() : NULL;
    return b != NULL ? b
                     : kn_calloc(p->lasting ? kn_alloc_default() : p->alloc, 1, block_nbytes(p));
}

void *fe_slab_get(fe_slab *p) {
    if (p->free_count > p->quarantine) {
        void *object = p->free_first;
        p->free_first = *next_of(p, object);
        if (p->free_first == NULL) p->free_last = NULL;
        p->free_count--;
        return object;
    }
    if (p->used == SLAB_BLOCK) {
        if (kn_grow(p->alloc, &p->blocks, &p->blocks_cap, p->nblocks + 1, sizeof *p->blocks) !=
            KILN_OK)
            return NULL;
        fe_block *block = new_block(p);
        if (block == NULL) return NULL;
        p->blocks[p->nblocks++] = block;
        p->used = 0;
    }
    return first_of(p->blocks[p->nblocks - 1]) + p->used++ * p->each;
}

/* Without quarantine the last freed comes first, warm in cache; with it, the longest dead. */
void fe_slab_put(fe_slab *p, void *object) {
    bool first = p->quarantine == 0;
    *next_of(p, object) = first ? p->free_first : NULL;
    if (!first && p->free_last != NULL) *next_of(p, p->free_last) = object;
    if (first || p->free_first == NULL) p->free_first = object;
    if (!first || p->free_last == NULL) p->free_last = object;
    p->free_count++;
}

void *fe_slab_at(const fe_slab *p, size_t i) {
    return first_of(p->blocks[i / SLAB_BLOCK]) + i % SLAB_BLOCK * p->each;
}

size_t fe_slab_made(const fe_slab *p) {
    return p->nblocks == 0 ? 0 : (p->nblocks - 1) * SLAB_BLOCK + p->used;
}

void fe_slab_each(const fe_slab *p, void (*visit)(void *object)) {
    for (size_t i = 0; i < p->nblocks; i++) {
        size_t n = i + 1 < p->nblocks ? SLAB_BLOCK : p->used;
        for (size_t k = 0; k < n; k++) visit(first_of(p->blocks[i]) + k * p->each);
    }
}

void fe_slab_free(fe_slab *p) {
    for (size_t i = 0; i < p->nblocks; i++) {
        fe_block *b = p->blocks[i];
        if (!p->lasting) kn_free(p->alloc, b, block_nbytes(p));
        if (!p->lasting) continue;
        b->next = NULL;
        b->last = b;
        depot_give(b);
    }
    kn_free(p->alloc, p->blocks, p->blocks_cap * sizeof *p->blocks);
    fe_slab_init(p, p->alloc, p->each, p->quarantine, p->lasting);
}
