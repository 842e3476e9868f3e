/* SPDX-License-Identifier: Apache-2.0
 * Which buffer each stored value has: an input's, an output's, or a temporary's. Called by the
 * other lowering files. */
#include "passes/lower.h"

/* Places of INPUT and SCALAR nodes, which callers bind by; both exist in full, dce keeps them. */
kiln_status lower_number_nodes(lower *l) {
    const ir_graph *g = &l->p->graph;
    size_t inputs = 0, scalars = 0;
    for (ir_id id = 0; id < g->count; id++) {
        l->slot_of[id] = l->owner[id] = LOWER_NO_SLOT;
        l->holder[id] = id;
        if (ir_at(g, id)->op == IR_INPUT) l->place[id] = (uint32_t)inputs++;
        if (ir_at(g, id)->op == IR_SCALAR) l->place[id] = (uint32_t)scalars++;
    }
    l->p->ninputs = inputs;
    l->p->nscalars = scalars;
    l->p->noutputs = g->noutputs;
    return KILN_OK;
}

/* The node whose elements the output is: its base, when it is only another shape of one, else
 * itself. */
ir_id lower_output_base(const lower *l, size_t output) {
    const ir_graph *g = &l->p->graph;
    ir_id id = g->outputs[output].id;
    if (l->f) {
        view v;
        fuse_view(l->f, id, &v);
        return !v.literal && view_is_identity(&v) && ir_numel(g, v.base) == ir_numel(g, id) ? v.base
                                                                                            : id;
    }
    while (ir_at(g, id)->op == IR_RESHAPE) id = ir_at(g, id)->operand[0];
    return id;
}

static kiln_status add_slot(lower *l, plan_slot slot, uint32_t *index) {
    plan *p = l->p;
    if (p->nslots == l->slots_cap) {
        size_t cap = l->slots_cap ? 2 * l->slots_cap : 32;
        plan_slot *slots = kn_arena_array(&p->arena, cap, sizeof *slots);
        if (!slots) return KILN_NO_MEMORY;
        if (p->nslots) memcpy(slots, p->slots, p->nslots * sizeof *slots);
        p->slots = slots;
        l->slots_cap = cap;
    }
    slot.first_step = UINT32_MAX;
    *index = (uint32_t)p->nslots;
    p->slots[p->nslots++] = slot;
    return KILN_OK;
}

/* Values that follow each other in one buffer have one slot, which is named after the last. */
kiln_status lower_slot(lower *l, ir_id of, uint32_t *slot) {
    const ir_graph *g = &l->p->graph;
    ir_id id = l->holder[of];
    const ir_node *n = ir_at(g, id);
    if (l->slot_of[id] == LOWER_NO_SLOT) {
        plan_slot s = {.kind = SLOT_TEMP,
                       .dtype = n->dtype,
                       .nbytes = ir_nbytes(g, id),
                       .node = id,
                       .whole = true};
        if (n->op == IR_INPUT) {
            s.kind = SLOT_INPUT;
            s.index = l->place[id];
        } else if (l->owner[id] != LOWER_NO_SLOT) {
            s.kind = SLOT_OUTPUT;
            s.index = l->owner[id];
        }
        KN_TRY(add_slot(l, s, &l->slot_of[id]));
    }
    *slot = l->slot_of[of] = l->slot_of[id];
    return KILN_OK;
}

kiln_status lower_result(lower *l, ir_id id, plan_ref *ref) {
    ref->node = id;
    return lower_slot(l, id, &ref->slot);
}

kiln_status lower_temp(lower *l, ir_id node, kiln_dtype dtype, int64_t numel, uint32_t *slot) {
    plan_slot s = {.kind = SLOT_TEMP, .dtype = (uint8_t)dtype, .node = node};
    if (!kn_mul_size((size_t)numel, kiln_dtype_size(dtype), &s.nbytes)) return KILN_TOO_LARGE;
    return add_slot(l, s, slot);
}

/* An output whose elements another output or an input already has. */
static kiln_status copy_output(lower *l, size_t o, ir_id base) {
    const ir_graph *g = &l->p->graph;
    ir_id id = g->outputs[o].id;
    plan_slot s = {
        .kind = SLOT_OUTPUT, .dtype = ir_at(g, id)->dtype, .index = (uint32_t)o, .node = id};
    uint32_t to, from;
    plan_step *step;
    s.nbytes = ir_nbytes(g, id);
    KN_TRY(add_slot(l, s, &to));
    if (s.nbytes == 0) return KILN_OK;
    KN_TRY(lower_slot(l, base, &from));
    KN_TRY(lower_new_step(l, STEP_COPY, id, 2, 0, 0, &step));
    step->bufs[0] = (plan_ref){.slot = from, .node = base};
    step->bufs[1] = (plan_ref){.slot = to, .node = id};
    step->dtype = s.dtype;
    step->rows = step->row_grain = 1;
    step->cols = ir_numel(g, id);
    step->col_grain = 32768;
    step->cost_ns = (double)s.nbytes / 10;
    return lower_end_step(l, step, 1);
}

kiln_status lower_outputs(lower *l) {
    for (size_t o = 0; o < l->p->graph.noutputs; o++) {
        ir_id base = lower_output_base(l, o);
        if (l->owner[base] == o && ir_numel(&l->p->graph, base) > 0) continue;
        KN_TRY(copy_output(l, o, base));
    }
    return KILN_OK;
}
