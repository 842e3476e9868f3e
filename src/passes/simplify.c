/* SPDX-License-Identifier: Apache-2.0
 * Exact simplification: the rules of simplify.def, applied to each node as it is copied, when its
 * operands already are simple. Called by the pipeline, before and after folding. */
#include "passes/simplify.h"

enum { MAX_REWRITES = 32 }; /* of one node; no chain of rules is as long */

/* The first rule of each op; a rule's successor is the next row of its op. */
static void index_rules(uint8_t first[IR_OP_COUNT]) {
    memset(first, SIMPLIFY_NO_RULE, IR_OP_COUNT);
    for (int rule = simplify_rule_count() - 1; rule >= 0; rule--)
        first[simplify_rule_op(rule)] = (uint8_t)rule;
}

static ir_id apply_first_rule(simplify *s, ir_id id) {
    int op = ir_at(s->g, id)->op, count = simplify_rule_count();
    for (int rule = s->first_rule[op]; rule < count; rule++) {
        ir_id result = simplify_try_rule(s, rule, id);
        if (result != IR_NONE || s->b->status != KILN_OK) return result;
    }
    return simplify_unrepeat(s, id);
}

/* A rule must not change what the node is; a broken one is reported, not believed. */
static bool same_type(const ir_graph *g, ir_id a, ir_id b) {
    return ir_at(g, a)->dtype == ir_at(g, b)->dtype && ir_same_shape(g, a, b);
}

static ir_id simplify_node(simplify *s, ir_id id) {
    for (int i = 0; i < MAX_REWRITES && ir_op_class(ir_at(s->g, id)->op) != IR_SOURCE; i++) {
        s->b->site = ir_at(s->g, id)->site;
        s->b->reserved = ir_at(s->g, id)->reserved;
        ir_id result = apply_first_rule(s, id);
        if (s->b->status != KILN_OK) return IR_NONE;
        if (result == IR_NONE || result == id) return id;
        if (!same_type(s->g, id, result))
            return ir_fail(s->b, KILN_INTERNAL, "a simplification of %s changes its type",
                           ir_ops[ir_at(s->g, id)->op].name);
        id = result;
    }
    return id;
}

/* Requires: a verified graph.
 * Preserves: the bits of every output, every INPUT and SCALAR node, axes and extents of reductions,
 * order. Invalidates: ids; leaves orphans behind for dce. Terminates: one walk; each rule shrinks a
 * node (see simplify.def), and MAX_REWRITES bounds it. */
kiln_status pass_simplify(ir_graph *g, const pass_config *config, kn_text *why) {
    pass_rewrite r;
    uint8_t first_rule[IR_OP_COUNT];
    index_rules(first_rule);
    kiln_status status = rewrite_begin(&r, g, config);
    simplify s = {.g = &r.to, .b = &r.b, .first_rule = first_rule};
    for (ir_id id = 0; rewrite_more(&r, id, &status); id++) {
        ir_id copy = rewrite_copy(&r, id);
        if (copy != IR_NONE) copy = simplify_node(&s, copy);
        r.map[id] = copy;
        status = r.b.status;
    }
    simplify_free(&s);
    return rewrite_finish(&r, status, why);
}
