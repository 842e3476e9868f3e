/* SPDX-License-Identifier: Apache-2.0
 * A plan without kernels: every node a reference step, for processes without a code generator.
 * Called by lower.c. */
#include "passes/lower.h"

/* Reshapes are the operand's buffer. */
static ir_id buffer_of(const ir_graph *g, ir_id id) {
    while (ir_at(g, id)->op == IR_RESHAPE) id = ir_at(g, id)->operand[0];
    return id;
}

static kiln_status plain_step(lower *l, ir_id id) {
    const ir_graph *g = &l->p->graph;
    const ir_node *n = ir_at(g, id);
    plan_step *step;
    KN_TRY(lower_new_step(l, STEP_REFERENCE, id, n->noperands + 1u, 0, n->op == IR_SCALAR, &step));
    if (n->op == IR_SCALAR) step->scalars[0] = l->place[id];
    for (int k = 0; k < n->noperands; k++) {
        step->bufs[k].slot = LOWER_NO_SLOT;
        if (ir_numel(g, n->operand[k]) == 0) continue;
        KN_TRY(lower_result(l, buffer_of(g, n->operand[k]), &step->bufs[k]));
    }
    KN_TRY(lower_result(l, id, &step->bufs[n->noperands]));
    step->op = (uint8_t)n->op;
    step->dtype = n->dtype;
    step->rows = step->cols = step->row_grain = step->col_grain = 1;
    step->cost_ns = (double)ir_nbytes(g, id);
    l->p->declines[PLAN_WHY_NO_JIT]++;
    return lower_end_step(l, step, n->noperands);
}

/* Requires: a graph without orphans but inputs and scalars.
 * Preserves: the graph.
 * Invalidates: nothing.
 * Terminates: one walk. */
kiln_status lower_plain(lower *l) {
    const ir_graph *g = &l->p->graph;
    uint8_t *live = kn_arena_array(&l->scratch, g->count, 1);
    if (!live) return KILN_NO_MEMORY;
    ir_mark_live(g, live);
    for (ir_id id = 0; id < g->count; id++) {
        bool bound = ir_at(g, id)->op == IR_INPUT || ir_at(g, id)->op == IR_RESHAPE;
        KN_TRY(pass_go_on(l->config, id));
        if (live[id] && !bound && ir_numel(g, id) > 0) KN_TRY(plain_step(l, id));
    }
    return KILN_OK;
}
