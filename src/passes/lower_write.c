/* SPDX-License-Identifier: Apache-2.0
 * Where writes put their windows: into the buffer of the value they change, when nothing reads that
 * afterwards, else into a copy. All values of such a row have one slot. Called by lower.c. */
#include "passes/lower.h"

/* A write of unit u may go on in the buffer of its first operand: that is a value of this plan, not
 * an output, and every other step that reads it comes before, or reads it in this very step where
 * grouping allowed it. */
static bool can_take(const lower *l, ir_id id, uint32_t u, ir_id *base) {
    view v;
    if (l->f->role[id] & ROLE_FRESH) return false;
    fuse_access(l->f, id, 0, &v);
    *base = v.base;
    if (v.literal || ir_at(&l->p->graph, v.base)->op == IR_INPUT) return false;
    return l->owner[v.base] == LOWER_NO_SLOT && l->last_unit[v.base] == u &&
           l->holder[v.base] == v.base;
}

/* Requires: units in an order that can be run; owners and readers known.
 * Terminates: one walk over the units and one over the nodes. */
kiln_status lower_choose_places(lower *l) {
    ir_id base;
    for (uint32_t u = 0; u < l->f->nunits; u++) {
        const fuse_unit *unit = &l->f->units[u];
        for (uint32_t i = 0; i < unit->nmembers; i++) {
            ir_id id = unit->member[i];
            if (!(l->f->role[id] & ROLE_WRITE) || !unit->output[i] || !can_take(l, id, u, &base))
                continue;
            l->takes[id] = 1;
            l->holder[base] = id;
        }
    }
    /* Whoever holds a buffer has a larger id than those before it. */
    for (ir_id id = (ir_id)l->p->graph.count; id-- > 0;) l->holder[id] = l->holder[l->holder[id]];
    return KILN_OK;
}

/* The elements around the windows of those that take over nothing. */
kiln_status lower_begin_writes(lower *l, const fuse_unit *unit) {
    for (uint32_t i = 0; i < unit->nmembers; i++) {
        ir_id id = unit->member[i];
        view v;
        plan_step *step;
        if (!(l->f->role[id] & ROLE_WRITE) || l->takes[id] || l->f->role[id] & ROLE_FRESH) continue;
        fuse_access(l->f, id, 0, &v);
        KN_TRY(v.literal ? lower_fill(l, id, v.base, &step)
                         : lower_straight_copy(l, id, &v, &step));
        step->node = step->bufs[step->nbufs - 1].node = ir_at(&l->p->graph, id)->operand[0];
    }
    return KILN_OK;
}
