/* SPDX-License-Identifier: Apache-2.0
 * Gives temporaries and packing spaces offsets in one arena. Two of them share bytes only when the levels at
 * which they are live do not meet, so that steps of one level may run together. Called at the end of
 * lowering. */
#include "passes/lower.h"

enum { PLACE_ALIGN = 128, PLACE_SLACK = 128, PLACE_SORT_LIMIT = 4096 };

typedef struct place_block {
    size_t nbytes, offset, number;
    uint32_t first, last;     /* levels */
    size_t *result;
} place_block;

typedef struct place {
    const kn_alloc *alloc;
    place_block *block; size_t n;
    size_t *by_offset;        /* placed blocks, by offset */
    size_t placed, arena;
    bool in_order;            /* too many to compare with all: in order of need, with those still live */
    uint32_t *before;         /* by slot: whose place it takes */
    uint8_t *taken;           /* by slot: another takes its place */
} place;

static kiln_status add_block(place *p, size_t nbytes, uint32_t first, uint32_t last, size_t *result) {
    size_t padded;
    if (!kn_add_size(nbytes, PLACE_SLACK + PLACE_ALIGN - 1, &padded)) return KILN_TOO_LARGE;
    p->block[p->n] = (place_block){padded & ~(size_t)(PLACE_ALIGN - 1), 0, p->n, first, last, result};
    p->n++;
    return KILN_OK;
}

static kiln_status gather_blocks(place *p, plan *pl, const uint32_t *level) {
    for (size_t i = 0; i < pl->nslots; i++) {
        plan_slot *s = &pl->slots[i];
        if (s->kind != SLOT_TEMP || p->taken[i]) continue;
        size_t first = i; /* a chain of slots in one place is live from its first to its last */
        while (p->before[first] != LOWER_NO_SLOT) first = p->before[first];
        KN_TRY(add_block(p, s->nbytes, level[pl->slots[first].first_step], level[s->last_step], &s->offset));
    }
    for (size_t i = 0; i < pl->nsteps; i++) {
        plan_step *step = &pl->steps[i];
        size_t nbytes;
        if (!kn_add_size(step->pack_a, step->pack_b, &nbytes)) return KILN_TOO_LARGE;
        if (nbytes) KN_TRY(add_block(p, nbytes, level[i], level[i], &step->pack_offset));
    }
    return KILN_OK;
}

/* Largest first, or earliest; equal ones by the other and by place, so that the result is the same
 * everywhere. */
static bool goes_before(const place *p, const place_block *a, const place_block *b) {
    if (p->in_order && a->first != b->first) return a->first < b->first;
    if (a->nbytes != b->nbytes) return a->nbytes > b->nbytes;
    return a->first != b->first ? a->first < b->first : a->number < b->number;
}

static void sort_blocks(place *p) {
    p->in_order = p->n > PLACE_SORT_LIMIT;
    for (size_t gap = p->n / 2; gap > 0; gap /= 2)
        for (size_t i = gap; i < p->n; i++) {
            place_block at = p->block[i];
            size_t k = i;
            for (; k >= gap && goes_before(p, &at, &p->block[k - gap]); k -= gap)
                p->block[k] = p->block[k - gap];
            p->block[k] = at;
        }
}

/* Blocks that no later one can meet. */
static void forget_dead(place *p, uint32_t level) {
    size_t kept = 0;
    for (size_t i = 0; i < p->placed; i++)
        if (p->block[p->by_offset[i]].last >= level) p->by_offset[kept++] = p->by_offset[i];
    p->placed = kept;
}

/* The smallest gap that is large enough, among blocks live at the same time; else behind the last of them. */
static kiln_status place_block_at(place *p, size_t index) {
    place_block *b = &p->block[index];
    size_t end = 0, best = SIZE_MAX, best_gap = SIZE_MAX, at = 0, total;
    if (p->in_order) forget_dead(p, b->first);
    for (size_t i = 0; i < p->placed; i++) {
        const place_block *other = &p->block[p->by_offset[i]];
        if (other->first > b->last || other->last < b->first) continue;
        if (other->offset > end && other->offset - end >= b->nbytes && other->offset - end < best_gap) {
            best = end;
            best_gap = other->offset - end;
        }
        if (other->offset + other->nbytes > end) end = other->offset + other->nbytes;
    }
    b->offset = best != SIZE_MAX ? best : end;
    if (!kn_add_size(b->offset, b->nbytes, &total)) return KILN_TOO_LARGE;
    if (total > p->arena) p->arena = total;
    for (at = p->placed; at > 0 && p->block[p->by_offset[at - 1]].offset > b->offset; at--)
        p->by_offset[at] = p->by_offset[at - 1];
    p->by_offset[at] = index;
    p->placed++;
    *b->result = b->offset;
    return KILN_OK;
}

/* Requires: steps sorted by level; live ranges set.
 * Preserves: everything but offsets.
 * Invalidates: nothing.
 * Terminates: each block is placed once. */
kiln_status place_buffers(plan *pl, const uint32_t *step_level, const kn_alloc *alloc) {
    size_t most = pl->nslots + pl->nsteps;
    place p = {.alloc = alloc};
    p.block = kn_calloc(alloc, most, sizeof *p.block);
    p.by_offset = kn_calloc(alloc, most, sizeof *p.by_offset);
    p.before = kn_calloc(alloc, most, sizeof *p.before);
    p.taken = kn_calloc(alloc, most, 1);
    bool all = most == 0 || (p.block && p.by_offset && p.before && p.taken);
    kiln_status status = all ? KILN_OK : KILN_NO_MEMORY;
    if (all) place_reuse(pl, step_level, p.before, p.taken);
    if (status == KILN_OK) status = gather_blocks(&p, pl, step_level);
    if (status == KILN_OK) sort_blocks(&p);
    for (size_t i = 0; i < p.n && status == KILN_OK; i++) status = place_block_at(&p, i);
    for (size_t i = 0; i < pl->nslots && status == KILN_OK; i++) {
        if (pl->slots[i].kind != SLOT_TEMP || p.taken[i]) continue;
        for (uint32_t at = p.before[i]; at != LOWER_NO_SLOT; at = p.before[at])
            pl->slots[at].offset = pl->slots[i].offset;
    }
    pl->arena_bytes = p.arena;
    kn_free(alloc, p.block, most * sizeof *p.block);
    kn_free(alloc, p.by_offset, most * sizeof *p.by_offset);
    kn_free(alloc, p.before, most * sizeof *p.before);
    kn_free(alloc, p.taken, most);
    return status;
}
