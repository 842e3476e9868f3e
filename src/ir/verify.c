/* SPDX-License-Identifier: Apache-2.0
 * Checks a whole graph: structure first, so that nothing out of range is read, then every node's
 * dtype and shape computed again by the builder's rules. Called between passes, after parsing and
 * by tests. */
#include "ir/draft.h"

static kiln_status broken(const ir_graph *g, size_t id, kn_text *why, const char *rule) {
    if (why) {
        const ir_node *n = ir_at(g, id);
        kn_text_add(why, "node %%%zu (%s", id,
                    n->op < IR_OP_COUNT ? ir_ops[n->op].name : "unknown op");
        if (n->site) kn_text_add(why, " at %s", n->site);
        kn_text_add(why, "): %s", rule);
    }
    return KILN_INVALID_GRAPH;
}

static const char *structure_rule(const ir_graph *g, size_t id) {
    const ir_node *n = ir_at(g, id);
    if (n->op >= IR_OP_COUNT) return "its op is not in the table";
    if (n->dtype >= KILN_DTYPE_COUNT) return "its dtype is none";
    if (n->rank > IR_MAX_RANK) return "its rank is above the limit";
    if (n->noperands != ir_ops[n->op].noperands) return "its number of operands is not the op's";
    if (!ir_owns_ints(g, n->shape, n->rank)) return "its shape lies outside the graph";
    if (!ir_owns_ints(g, n->attrs, n->nattrs)) return "its attributes lie outside the graph";
    for (int k = 0; k < IR_MAX_OPERANDS; k++) {
        if (k < n->noperands && n->operand[k] >= id) return "an operand is not an earlier node";
        if (k >= n->noperands && n->operand[k] != IR_NONE)
            return "an unused operand is not IR_NONE";
    }
    if ((n->op == IR_CONST || n->op == IR_SCALAR) && !ir_bits_fit((kiln_dtype)n->dtype, n->bits))
        return "its bits do not fit its dtype";
    return NULL;
}

/* One builder serves all nodes: clearing its message is cheap, its size is not. */
static kiln_status verify_node(ir_builder *b, size_t id, kn_text *why) {
    const ir_graph *g = b->g;
    const ir_node *n = ir_at(g, id);
    const char *rule = structure_rule(g, id);
    if (rule) return broken(g, id, why, rule);
    ir_draft d;
    ir_draft_of(g, (ir_id)id, &d);
    if (!ir_infer(b, &d)) return broken(g, id, why, b->message);
    if (d.dtype != n->dtype)
        return broken(g, id, why, "its dtype does not follow from its operands");
    if (d.rank != n->rank || (d.rank && memcmp(d.shape, ir_shape(g, (ir_id)id), 8u * n->rank) != 0))
        return broken(g, id, why, "its shape does not follow from its operands");
    return KILN_OK;
}

kiln_status ir_verify(const ir_graph *g, kn_text *why) {
    ir_builder b;
    ir_builder_init(&b, (ir_graph *)g); /* ir_infer only reads it */
    for (size_t id = 0; id < g->count; id++) KN_TRY(verify_node(&b, id, why));
    for (size_t i = 0; i < g->noutputs; i++)
        if (g->outputs[i].id >= g->count) {
            unsigned long id = g->outputs[i].id;
            if (why) kn_text_add(why, "output %zu: there is no node %%%lu", i, id);
            return KILN_INVALID_GRAPH;
        }
    return KILN_OK;
}
