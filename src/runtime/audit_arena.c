/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode: every place of a plan's arena has a guard behind its slack while it is in use, and
 * is poison while it is not. Called by harden.c around each step; place.c left room for the guards.
 *
 *     place  [ elements | 128 of slack | to a multiple of 64 | 64 of guard | to a multiple of 128 ]
 */
#include "runtime/engine.h"

enum { PLACE_ROUND = 128, SCRATCH_GUARD = 128 };

/* One place: of a chain of slots that lie on each other, or of packing space. */
typedef struct region {
    size_t offset, nbytes;
    uint32_t slot, first, last; /* slot: the chain's last; UINT32_MAX: packing space */
} region;

/* Regions by the step that begins, or ends, them: those of step i from begin[i] to before begin[i +
 * 1]. */
typedef struct rt_regions {
    region *region;
    size_t n, room;
    uint32_t *begin, *begins, *end, *ends;
    size_t nsteps;
} rt_regions;

static size_t guard_at(const region *r) {
    return r->offset + (r->nbytes + RT_SLACK + RT_GUARD - 1) / RT_GUARD * RT_GUARD;
}

static size_t region_end(const region *r) {
    return r->offset +
           (r->nbytes + RT_SLACK + RT_GUARD + PLACE_ROUND - 1) / PLACE_ROUND * PLACE_ROUND;
}

static kn_hash chain_key(size_t offset, uint32_t last) {
    return (kn_hash){offset * 0x9e3779b97f4a7c15u + last, offset};
}

/* The first step of the slots that lay in the place before. Each is asked for once, so this ends.
 */
static uint32_t first_of_chain(kn_map *lent, const plan *p, size_t i) {
    uint32_t first = p->slots[i].first_step;
    for (uint64_t *at; (at = kn_map_find(lent, chain_key(p->slots[i].offset, first)));) {
        size_t below = (size_t)*at;
        kn_map_remove(lent, chain_key(p->slots[i].offset, first));
        first = p->slots[below].first_step;
    }
    return first;
}

static kiln_status gather(const plan *p, kn_map *lent, rt_regions *r) {
    for (size_t i = 0; i < p->nslots; i++)
        if (p->slots[i].kind == SLOT_TEMP && p->slots[i].lent)
            KN_TRY(kn_map_put(lent, chain_key(p->slots[i].offset, p->slots[i].last_step), i));
    for (size_t i = 0; i < p->nslots; i++) {
        const plan_slot *s = &p->slots[i];
        if (s->kind != SLOT_TEMP || s->lent || s->first_step == UINT32_MAX) continue;
        r->region[r->n++] =
            (region){s->offset, s->nbytes, (uint32_t)i, first_of_chain(lent, p, i), s->last_step};
    }
    for (size_t i = 0; i < p->nsteps; i++) {
        size_t nbytes = p->steps[i].pack_a + p->steps[i].pack_b;
        if (nbytes > 0)
            r->region[r->n++] =
                (region){p->steps[i].pack_offset, nbytes, UINT32_MAX, (uint32_t)i, (uint32_t)i};
    }
    return KILN_OK;
}

static void sort_by(const rt_regions *r, bool first, uint32_t *start, uint32_t *list) {
    for (size_t i = 0; i < r->n; i++) start[(first ? r->region[i].first : r->region[i].last) + 2]++;
    for (size_t i = 2; i < r->nsteps + 2; i++) start[i] += start[i - 1];
    for (size_t i = 0; i < r->n; i++)
        list[start[(first ? r->region[i].first : r->region[i].last) + 1]++] = (uint32_t)i;
}

static bool allocate(rt_engine *e, rt_regions *r) {
    r->region = kn_calloc(e->alloc, r->room, sizeof *r->region);
    r->begin = kn_calloc(e->alloc, r->nsteps + 2, sizeof *r->begin);
    r->end = kn_calloc(e->alloc, r->nsteps + 2, sizeof *r->end);
    r->begins = kn_calloc(e->alloc, r->room, sizeof *r->begins);
    r->ends = kn_calloc(e->alloc, r->room, sizeof *r->ends);
    return r->region && r->begin && r->end && r->begins && r->ends;
}

kiln_status rt_regions_make(rt_engine *e, rt_entry *entry) {
    const plan *p = entry->p;
    kn_map lent;
    rt_regions *r = kn_calloc(e->alloc, 1, sizeof *r);
    if (!r) return KILN_NO_MEMORY;
    entry->regions = r;
    r->nsteps = p->nsteps;
    r->room = p->nslots + p->nsteps + 1;
    if (!allocate(e, r)) return KILN_NO_MEMORY;
    kn_map_init(&lent, e->alloc);
    kiln_status status = gather(p, &lent, r);
    kn_map_free(&lent);
    if (status != KILN_OK) return status;
    sort_by(r, true, r->begin, r->begins);
    sort_by(r, false, r->end, r->ends);
    return KILN_OK;
}

void rt_regions_free(rt_engine *e, rt_entry *entry) {
    rt_regions *r = entry->regions;
    if (!r) return;
    kn_free(e->alloc, r->region, r->room * sizeof *r->region);
    kn_free(e->alloc, r->begin, (r->nsteps + 2) * sizeof *r->begin);
    kn_free(e->alloc, r->end, (r->nsteps + 2) * sizeof *r->end);
    kn_free(e->alloc, r->begins, r->room * sizeof *r->begins);
    kn_free(e->alloc, r->ends, r->room * sizeof *r->ends);
    kn_free(e->alloc, r, sizeof *r);
    entry->regions = NULL;
}

/* ---- a run */

size_t rt_scratch_piece(const rt_engine *e, const plan *p) {
    size_t piece = ((size_t)p->scratch_max + PLACE_ROUND - 1) / PLACE_ROUND * PLACE_ROUND;
    return piece > 0 && rt_hardened(e) ? piece + SCRATCH_GUARD : piece;
}

static char *scratch_guard(const rt_engine *e, const plan *p, int thread) {
    size_t piece = rt_scratch_piece(e, p);
    return (char *)e->scratch.data + (size_t)thread * piece + piece - SCRATCH_GUARD;
}

static void poison_all(rt_engine *e) {
    rt_sweep s;
    rt_sweep_open(&s, e, true, NULL, NULL); /* who fills finds nothing */
    rt_sweep_add(&s, RT_SWEEP_FILL, 0, (rt_swept){.at = e->arena.data, .nbytes = e->arena.nbytes});
    rt_sweep_close(&s);
}

void rt_arena_open(rt_engine *e, const rt_entry *entry) {
    const plan *p = entry->p;
    if (e->arena.data && e->arena_poisoned != e->arena.number) poison_all(e);
    e->arena_poisoned = 0; /* until the run has ended well */
    for (int t = 0; t < e->config.threads && p->scratch_max > 0; t++)
        rt_fill(scratch_guard(e, p, t), SCRATCH_GUARD, RT_GUARD_BYTE);
}

static ir_id origin(const plan *p, size_t step) { return rt_origin_of(p, &p->steps[step]); }

static void note_written(rt_engine *e, void *plan_of, const rt_swept *what, size_t byte) {
    const plan *p = plan_of;
    const region *r = what->owner;
    rt_audit(e, RT_CHECK_DEAD, origin(p, r->first),
             "byte %zu of the arena was written while no value lay there; step %u comes next", byte,
             r->first);
}

static rt_swept place_of(const rt_engine *e, const region *r) {
    return (rt_swept){r, r->nbytes, r->offset, (char *)e->arena.data + r->offset,
                      region_end(r) - r->offset};
}

static void add_begin(rt_engine *e, rt_sweep *s, const region *r) {
    rt_looked(e, RT_CHECK_DEAD);
    rt_sweep_add(s, RT_SWEEP_POISON, 0, place_of(e, r));
}

static void mark_begun(rt_engine *e, const region *r) {
    char *arena = e->arena.data;
    memset(arena + r->offset + r->nbytes, 0, RT_SLACK);
    rt_fill(arena + guard_at(r), RT_GUARD, RT_GUARD_BYTE);
}

static void add_end(rt_engine *e, const plan *p, rt_sweep *s, const region *r) {
    size_t at = rt_filled((char *)e->arena.data + guard_at(r), RT_GUARD, RT_GUARD_BYTE);
    rt_looked(e, RT_CHECK_ARENA);
    if (at < RT_GUARD)
        rt_audit(
            e, RT_CHECK_ARENA, origin(p, r->last),
            "byte %zu of the guard behind %s of %zu bytes was overwritten by step %u or before", at,
            r->slot == UINT32_MAX ? "packing space" : "a value", r->nbytes, r->last);
    rt_sweep_add(s, RT_SWEEP_FILL, 0, place_of(e, r));
}

void rt_arena_step(rt_engine *e, const rt_entry *entry, size_t step, bool done) {
    const rt_regions *r = entry->regions;
    const uint32_t *start = done ? r->end : r->begin, *list = done ? r->ends : r->begins;
    rt_sweep s;
    rt_sweep_open(&s, e, true, note_written, entry->p);
    for (uint32_t i = start[step]; i < start[step + 1]; i++) {
        if (done)
            add_end(e, entry->p, &s, &r->region[list[i]]);
        else
            add_begin(e, &s, &r->region[list[i]]);
    }
    rt_sweep_close(&s);
    for (uint32_t i = start[step]; !done && i < start[step + 1]; i++)
        mark_begun(e, &r->region[list[i]]);
}

void rt_arena_close(rt_engine *e, const rt_entry *entry) {
    const plan *p = entry->p;
    e->arena_poisoned = e->arena.number;
    for (int t = 0; t < e->config.threads && p->scratch_max > 0; t++) {
        size_t at = rt_filled(scratch_guard(e, p, t), SCRATCH_GUARD, RT_GUARD_BYTE);
        rt_looked(e, RT_CHECK_SCRATCH);
        if (at < SCRATCH_GUARD)
            rt_audit(e, RT_CHECK_SCRATCH, IR_NONE,
                     "byte %zu behind the scratch of thread %d was overwritten", at, t);
    }
}
