/* SPDX-License-Identifier: Apache-2.0
 * The largest block first, each into the smallest gap among those live at the same time. Called by
 * place.c for plans of few blocks. */
#include "passes/place.h"

typedef struct largest {
    place *p;
    uint32_t *order;     /* blocks by size */
    uint32_t *by_offset; /* placed blocks */
    size_t placed, arena;
} largest;

/* Equal ones by time and by place, so that the result is the same everywhere. */
static bool goes_before(const place_block *block, uint32_t a, uint32_t b) {
    if (block[a].nbytes != block[b].nbytes) return block[a].nbytes > block[b].nbytes;
    return block[a].first != block[b].first ? block[a].first < block[b].first : a < b;
}

static void sort_blocks(largest *s) {
    size_t n = s->p->n;
    for (size_t i = 0; i < n; i++) s->order[i] = (uint32_t)i;
    for (size_t gap = n / 2; gap > 0; gap /= 2)
        for (size_t i = gap; i < n; i++) {
            uint32_t at = s->order[i];
            size_t k = i;
            for (; k >= gap && goes_before(s->p->block, at, s->order[k - gap]); k -= gap)
                s->order[k] = s->order[k - gap];
            s->order[k] = at;
        }
}

/* The smallest gap that is large enough; else behind the last block that is live at the same time.
 */
static kiln_status place_one(largest *s, uint32_t index) {
    place_block *b = &s->p->block[index];
    size_t end = 0, best = SIZE_MAX, best_gap = SIZE_MAX, at = 0, total;
    s->p->looks += s->placed;
    for (size_t i = 0; i < s->placed; i++) {
        const place_block *other = &s->p->block[s->by_offset[i]];
        if (other->first > b->last || other->last < b->first) continue;
        if (other->offset > end && other->offset - end >= b->nbytes &&
            other->offset - end < best_gap) {
            best = end;
            best_gap = other->offset - end;
        }
        if (other->offset + other->nbytes > end) end = other->offset + other->nbytes;
    }
    b->offset = best != SIZE_MAX ? best : end;
    if (!kn_add_size(b->offset, b->nbytes, &total)) return KILN_TOO_LARGE;
    if (total > s->arena) s->arena = total;
    for (at = s->placed; at > 0 && s->p->block[s->by_offset[at - 1]].offset > b->offset; at--)
        s->by_offset[at] = s->by_offset[at - 1];
    s->by_offset[at] = index;
    s->placed++;
    return KILN_OK;
}

kiln_status place_largest(place *p, size_t *arena) {
    largest s = {.p = p};
    kn_arena scratch;
    kn_arena_init(&scratch, p->alloc);
    s.order = kn_arena_array(&scratch, p->n, sizeof *s.order);
    s.by_offset = kn_arena_array(&scratch, p->n, sizeof *s.by_offset);
    kiln_status status = s.order && s.by_offset ? KILN_OK : KILN_NO_MEMORY;
    if (status == KILN_OK) sort_blocks(&s);
    for (size_t i = 0; i < p->n && status == KILN_OK; i++) {
        status = pass_go_on(p->config, i);
        if (status == KILN_OK) status = place_one(&s, s.order[i]);
    }
    kn_arena_free(&scratch);
    *arena = s.arena;
    return status;
}
