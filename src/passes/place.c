/* SPDX-License-Identifier: Apache-2.0
 * Gives temporaries and packing spaces offsets in one arena. Two of them share bytes only when no
 * step finds both live. Called at the end of lowering. */
#include "passes/place.h"

enum { PLACE_FEW = 2048 }; /* blocks that may be compared each with each */

static kiln_status add_block(place *p, size_t nbytes, uint32_t first, uint32_t last,
                             size_t *result) {
    size_t padded;
    if (!kn_add_size(nbytes, PLACE_SLACK + p->config->guard_nbytes + PLACE_ALIGN - 1, &padded))
        return KILN_TOO_LARGE;
    p->block[p->n++] = (place_block){padded & ~(size_t)(PLACE_ALIGN - 1), 0, first, last, result};
    return KILN_OK;
}

static kiln_status gather_blocks(place *p, plan *pl) {
    for (size_t i = 0; i < pl->nslots; i++) {
        plan_slot *s = &pl->slots[i];
        if (s->kind != SLOT_TEMP || p->taken[i]) continue;
        size_t first = i; /* a chain of slots in one place is live from its first to its last */
        while (p->before[first] != LOWER_NO_SLOT) first = p->before[first];
        KN_TRY(add_block(p, s->nbytes, pl->slots[first].first_step, s->last_step, &s->offset));
    }
    for (size_t i = 0; i < pl->nsteps; i++) {
        plan_step *step = &pl->steps[i];
        size_t nbytes;
        if (!kn_add_size(step->pack_a, step->pack_b, &nbytes)) return KILN_TOO_LARGE;
        if (nbytes) KN_TRY(add_block(p, nbytes, (uint32_t)i, (uint32_t)i, &step->pack_offset));
    }
    return KILN_OK;
}

static void set_offsets(place *p, plan *pl) {
    for (size_t i = 0; i < p->n; i++) *p->block[i].result = p->block[i].offset;
    for (size_t i = 0; i < pl->nslots; i++) {
        if (pl->slots[i].kind != SLOT_TEMP || p->taken[i]) continue;
        for (uint32_t at = p->before[i]; at != LOWER_NO_SLOT; at = p->before[at])
            pl->slots[at].offset = pl->slots[i].offset;
    }
}

/* Few blocks are laid out both ways, and the smaller arena counts. */
static kiln_status lay_out(place *p, plan *pl) {
    size_t other = SIZE_MAX;
    KN_TRY(place_queue(p, &pl->arena_bytes));
    if (p->n > PLACE_FEW) {
        set_offsets(p, pl);
        return KILN_OK;
    }
    size_t *offset = kn_malloc(p->alloc, p->n * sizeof *offset);
    if (!offset && p->n > 0) return KILN_NO_MEMORY;
    for (size_t i = 0; i < p->n; i++) offset[i] = p->block[i].offset;
    kiln_status status = place_largest(p, &other);
    for (size_t i = 0; i < p->n && other > pl->arena_bytes; i++) p->block[i].offset = offset[i];
    if (other < pl->arena_bytes) pl->arena_bytes = other;
    kn_free(p->alloc, offset, p->n * sizeof *offset);
    if (status == KILN_OK) set_offsets(p, pl);
    return status;
}

/* Requires: steps in order; live ranges set.
 * Preserves: everything but offsets.
 * Invalidates: nothing.
 * Terminates: each block is placed once, or twice. */
kiln_status place_buffers(plan *pl, const pass_config *config, const kn_alloc *alloc) {
    place p = {.config = config, .alloc = alloc, .nsteps = pl->nsteps + (pl->nsteps == 0)};
    kn_arena scratch;
    kn_arena_init(&scratch, alloc);
    p.block = kn_arena_array(&scratch, pl->nslots + pl->nsteps, sizeof *p.block);
    p.before = kn_arena_array(&scratch, pl->nslots, sizeof *p.before);
    p.taken = kn_arena_array(&scratch, pl->nslots, 1);
    kiln_status status = p.block && p.before && p.taken ? KILN_OK : KILN_NO_MEMORY;
    if (status == KILN_OK) place_reuse(pl, p.before, p.taken);
    if (status == KILN_OK) status = gather_blocks(&p, pl);
    if (status == KILN_OK) status = lay_out(&p, pl);
    for (size_t i = 0; i < pl->nslots && status == KILN_OK; i++) pl->slots[i].lent = p.taken[i];
    kn_arena_free(&scratch);
    return status;
}
