/* SPDX-License-Identifier: Apache-2.0
 * What a whole comparison costs, estimated from graph and plan alone, so that the same program is
 * compared in the same way everywhere. Called by verification.c. */
#include "runtime/engine.h"

/* What verification may add to compiling and the first run: docs/runtime.md. */
#define ALLOWED_NS 8e6
#define ALLOWED_NO_KERNEL_NS 1e6 /* where nothing was compiled */
#define ALLOWED_SHARE 0.15
#define ALLOWED_NBYTES 16e6

/* Nanoseconds of the reference for an element of the result, roughly. */
static double element_ns(const ir_graph *g, const ir_node *n) {
    const ir_node *first = ir_at(g, n->operand[0]);
    double operand = n->noperands > 0 ? (double)ir_numel(g, n->operand[0]) : 0, result = 1;
    for (int d = 0; d < n->rank; d++) result *= (double)n->shape[d];
    switch (ir_op_class(n->op)) {
    case IR_SOURCE: return n->op == IR_IOTA ? 2 : 0;
    case IR_MAP:
        if (ir_ops[n->op].types == IR_TYPES_RAND) return 30;
        return ir_op_has(n->op, IR_CHEAP) ? 1 : 10;
    case IR_REDUCE: return result > 0 ? operand / result : 0;
    case IR_MOVE: return 1.5;
    case IR_CLASS_CONTRACT:
        return first->rank > 0 ? 0.3 * (double)first->shape[first->rank - 1] : 1;
    case IR_CLASS_GATHER: return 4;
    case IR_CLASS_SCATTER:
        return 4 + (result > 0 && n->noperands > 1 ? 8 * (double)ir_numel(g, n->operand[1]) / result
                                                   : 0);
    case IR_CLASS_SCAN: return 10;
    case IR_CLASS_SORT: return 150;
    default: /* decompositions: of every element about the extent to the second */
        return first->rank > 0 ? 20 * (double)first->shape[first->rank - 1] : 1;
    }
}

/* The most that its values take at one time, each from where it is computed to its last reader. */
static bool peak_nbytes(const rt_engine *e, const ir_graph *g, double *out) {
    ir_id *last = kn_calloc(e->alloc, g->count, sizeof *last);
    double live = 0, most = 0;
    if (!last && g->count > 0) return false;
    for (ir_id id = 0; id < g->count; id++)
        for (int k = 0; k < ir_at(g, id)->noperands; k++) last[ir_at(g, id)->operand[k]] = id;
    for (size_t o = 0; o < g->noutputs; o++) last[g->outputs[o].id] = IR_NONE;
    for (ir_id id = 0; id < g->count; id++) {
        const ir_node *n = ir_at(g, id);
        if (ir_op_class(n->op) == IR_SOURCE && n->op != IR_IOTA) continue;
        live += (double)ir_nbytes(g, id);
        if (live > most) most = live;
        for (int k = 0; k < n->noperands; k++) {
            const ir_node *operand = ir_at(g, n->operand[k]);
            bool again = k > 0 && (n->operand[k] == n->operand[0] ||
                                   (k > 1 && n->operand[k] == n->operand[1]));
            if (last[n->operand[k]] == id && !again &&
                (ir_op_class(operand->op) != IR_SOURCE || operand->op == IR_IOTA))
                live -= (double)ir_nbytes(g, n->operand[k]);
        }
    }
    kn_free(e->alloc, last, g->count * sizeof *last);
    *out = most;
    return true;
}

bool rt_full_is_cheap(const rt_engine *e, const rt_entry *entry, const ir_graph *g,
                      rt_novelty novelty) {
    double allowed = novelty == RT_NEW_KERNELS ? ALLOWED_NS : ALLOWED_NO_KERNEL_NS;
    double all = 0, run = 1500.0 * (double)g->count, held = (double)entry->p->arena_bytes, nbytes;
    for (ir_id id = 0; id < g->count; id++)
        all += 200 + element_ns(g, ir_at(g, id)) * (double)ir_numel(g, id);
    for (size_t i = 0; i < entry->p->nsteps; i++) run += entry->p->steps[i].cost_ns;
    if (all > allowed + ALLOWED_SHARE * run) return false;
    for (size_t i = 0; i < entry->p->nslots; i++)
        if (entry->p->slots[i].kind != SLOT_TEMP) held += (double)entry->p->slots[i].nbytes;
    return peak_nbytes(e, g, &nbytes) && nbytes <= ALLOWED_NBYTES + ALLOWED_SHARE * held;
}
