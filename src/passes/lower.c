/* SPDX-License-Identifier: Apache-2.0
 * From the last graph to a plan: units of grouping become steps, steps are put in order, buffers
 * are placed. Called by the pipeline after the graph passes. */
#include "passes/lower.h"

kiln_status lower_new_step(lower *l, int kind, ir_id node, uint32_t nbufs, uint32_t nints,
                           uint32_t nscalars, plan_step **out) {
    plan *p = l->p;
    if (p->nsteps == l->steps_cap) {
        size_t cap = l->steps_cap ? 2 * l->steps_cap : 32;
        plan_step *steps = kn_arena_array(&p->arena, cap, sizeof *steps);
        if (!steps) return KILN_NO_MEMORY;
        if (p->nsteps) memcpy(steps, p->steps, p->nsteps * sizeof *steps);
        p->steps = steps;
        l->steps_cap = cap;
    }
    plan_step *step = &p->steps[p->nsteps];
    memset(step, 0, sizeof *step);
    step->kind = (uint8_t)kind;
    step->node = node;
    step->nbufs = nbufs;
    step->nints = nints;
    step->nscalars = nscalars;
    step->bufs = kn_arena_array(&p->arena, nbufs, sizeof *step->bufs);
    step->ints = kn_arena_array(&p->arena, nints, sizeof *step->ints);
    step->scalars = kn_arena_array(&p->arena, nscalars, sizeof *step->scalars);
    KN_TRY(kn_grow(l->scratch.alloc, &l->step_reads, &l->step_reads_cap, p->nsteps + 1,
                   sizeof *l->step_reads));
    if (!step->bufs || !step->ints || !step->scalars) return KILN_NO_MEMORY;
    p->nsteps++;
    *out = step;
    return KILN_OK;
}

kiln_status lower_end_step(lower *l, plan_step *step, uint32_t nread) {
    l->step_reads[step - l->p->steps] = nread;
    return KILN_OK;
}

plan_ref lower_ref(lower *l, const view *v) {
    uint32_t slot = LOWER_NO_SLOT;
    slot = l->slot_of[v->base]; /* inputs got theirs first, values when they were computed */
    size_t element = kiln_dtype_size((kiln_dtype)ir_at(&l->p->graph, v->base)->dtype);
    return (plan_ref){slot, v->base, v->offset * (int64_t)element};
}

/* Outputs that are stored by the step that computes them. */
static void choose_owners(lower *l) {
    const ir_graph *g = &l->p->graph;
    for (size_t o = 0; o < g->noutputs; o++) {
        ir_id base = lower_output_base(l, o);
        bool computed = ir_at(g, base)->op != IR_INPUT && ir_numel(g, base) > 0;
        if (computed && l->owner[base] == LOWER_NO_SLOT) l->owner[base] = (uint32_t)o;
    }
}

static void mark_reads(lower *l) {
    for (size_t u = 0; u < l->f->nunits; u++) {
        const fuse_unit *unit = &l->f->units[u];
        l->f->stamp++;
        for (uint32_t i = 0; i < unit->nmembers; i++) l->f->mark[unit->member[i]] = l->f->stamp;
        for (uint32_t i = 0; i < unit->nmembers; i++)
            for (int k = 0; k < fuse_noperands(l->f, unit->member[i]); k++) {
                ir_id base = fuse_base(l->f, unit->member[i], k);
                if (base == IR_NONE || l->f->mark[base] == l->f->stamp) continue;
                l->read[base] = 1;
                l->last_unit[base] = (uint32_t)u;
            }
    }
}

/* All inputs that are read get their slots before steps refer to them. */
static kiln_status make_input_slots(lower *l) {
    const ir_graph *g = &l->p->graph;
    uint32_t slot;
    for (ir_id id = 0; id < g->count; id++)
        if (l->read[id] && ir_at(g, id)->op == IR_INPUT) KN_TRY(lower_slot(l, id, &slot));
    return KILN_OK;
}

static kiln_status lower_units(lower *l) {
    mark_reads(l);
    KN_TRY(lower_choose_places(l));
    KN_TRY(make_input_slots(l));
    for (size_t u = 0; u < l->f->nunits; u++) {
        KN_TRY(pass_go_on(l->config, u));
        KN_TRY(lower_unit(l, &l->f->units[u]));
    }
    return KILN_OK;
}

static void set_live_ranges(plan *p) {
    for (size_t i = 0; i < p->nsteps; i++)
        for (uint32_t k = 0; k < p->steps[i].nbufs; k++) {
            if (p->steps[i].bufs[k].slot == LOWER_NO_SLOT) continue;
            plan_slot *s = &p->slots[p->steps[i].bufs[k].slot];
            if (s->first_step == UINT32_MAX) s->first_step = (uint32_t)i;
            s->last_step = (uint32_t)i;
        }
    for (size_t s = 0; s < p->nslots; s++)
        if (p->slots[s].first_step == UINT32_MAX) p->slots[s].first_step = 0;
}

static kiln_status make_arrays(lower *l) {
    size_t n = l->p->graph.count;
    l->slot_of = kn_arena_array(&l->scratch, n, sizeof *l->slot_of);
    l->place = kn_arena_array(&l->scratch, n, sizeof *l->place);
    l->owner = kn_arena_array(&l->scratch, n, sizeof *l->owner);
    l->read = kn_arena_array(&l->scratch, n, 1);
    l->last_unit = kn_arena_array(&l->scratch, n, sizeof *l->last_unit);
    l->holder = kn_arena_array(&l->scratch, n, sizeof *l->holder);
    l->takes = kn_arena_array(&l->scratch, n, 1);
    l->value_of = kn_arena_array(&l->scratch, n, sizeof *l->value_of);
    l->value_stamp = kn_arena_array(&l->scratch, n, sizeof *l->value_stamp);
    bool all = l->slot_of && l->place && l->owner && l->read && l->value_of && l->value_stamp;
    all = all && l->last_unit && l->holder && l->takes;
    return all ? KILN_OK : KILN_NO_MEMORY;
}

static kiln_status build(lower *l, fuse *f, const kn_alloc *alloc) {
    KN_TRY(make_arrays(l));
    if (l->config->jit) {
        l->f = f;
        KN_TRY(fuse_graph(f, &l->p->graph, l->config, l->p, alloc));
    }
    KN_TRY(lower_number_nodes(l));
    choose_owners(l);
    KN_TRY(l->config->jit ? lower_units(l) : lower_plain(l));
    KN_TRY(lower_outputs(l));
    KN_TRY(lower_order(l));
    set_live_ranges(l->p);
    KN_TRY(lower_donate(l));
    return place_buffers(l->p, l->config, alloc);
}

/* Requires: p->graph verified, without orphans but inputs and scalars.
 * Preserves: what the graph computes.
 * Invalidates: node flags.
 * Terminates: one pass over units, each made once. */
kiln_status lower_graph(plan *p, const pass_config *config, const kn_alloc *alloc, kn_text *why) {
    fuse f = {0};
    lower l = {.p = p, .config = config, .why = why};
    kn_arena_init(&f.arena, alloc);
    kn_arena_init(&l.scratch, alloc);
    kn_map_init(&l.kernels, alloc);
    kiln_status status = build(&l, &f, alloc);
    fuse_free(&f);
    kn_map_free(&l.kernels);
    kn_free(alloc, l.step_reads, l.step_reads_cap * sizeof *l.step_reads);
    kn_free(alloc, l.edges, l.edges_cap * sizeof *l.edges);
    kn_arena_free(&l.scratch);
    return status;
}
