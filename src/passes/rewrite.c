/* SPDX-License-Identifier: Apache-2.0
 * Rebuilding a graph in one forward walk. Called by every graph-to-graph pass. */
#include "passes/internal.h"

kiln_status rewrite_begin(pass_rewrite *r, ir_graph *g, const pass_config *config) {
    *r = (pass_rewrite){.config = config, .from = g, .map_len = g->count};
    ir_graph_init(&r->to, g->alloc);
    ir_builder_init(&r->b, &r->to);
    size_t nbytes;
    if (!kn_mul_size(g->count, sizeof *r->map, &nbytes)) return KILN_TOO_LARGE;
    r->map = kn_malloc(g->alloc, nbytes);
    return r->map || nbytes == 0 ? KILN_OK : KILN_NO_MEMORY;
}

bool rewrite_more(const pass_rewrite *r, ir_id id, kiln_status *status) {
    if (id < r->map_len && *status == KILN_OK) *status = pass_go_on(r->config, id);
    return id < r->map_len && *status == KILN_OK;
}

ir_id rewrite_copy(pass_rewrite *r, ir_id old) {
    const ir_node *n = ir_at(r->from, old);
    ir_id operands[IR_MAX_OPERANDS] = {IR_NONE, IR_NONE, IR_NONE};
    for (int i = 0; i < n->noperands; i++) operands[i] = r->map[n->operand[i]];
    r->b.reserved = n->reserved;
    return ir_clone(&r->b, r->from, old, operands);
}

/* Whose value a node has is known through all passes: it stands in the place of the node that had
 * the tag. Of several the first is remembered. */
static void carry_tags(pass_rewrite *r) {
    for (ir_id id = 0; id < r->from->count; id++) {
        uint64_t tag = ir_at(r->from, id)->tag;
        if (tag != 0 && r->map[id] != IR_NONE && ir_at(&r->to, r->map[id])->tag == 0)
            ir_edit(&r->to, r->map[id])->tag = tag;
    }
}

kiln_status rewrite_finish(pass_rewrite *r, kiln_status status, kn_text *why) {
    const ir_graph *from = r->from;
    if (status == KILN_OK) carry_tags(r);
    for (size_t i = 0; i < from->noutputs && status == KILN_OK; i++)
        status = ir_add_output(&r->to, r->map[from->outputs[i].id], from->outputs[i].name);
    kn_free(from->alloc, r->map, r->map_len * sizeof *r->map);
    if (status != KILN_OK) {
        if (r->b.status != KILN_OK && why) kn_text_add(why, "%s", r->b.message);
        ir_graph_free(&r->to);
        return status;
    }
    ir_graph_free(r->from);
    *r->from = r->to;
    return KILN_OK;
}

bool pass_bits_canonical(kiln_dtype dtype, uint64_t bits) {
    if (!ir_dtype_is(dtype, IR_DT_REAL)) return true;
    double value = ir_value_of(dtype, bits);
    return value == value || bits == ir_nan_of(dtype);
}

ir_id pass_splat_of(const ir_graph *g, ir_id id) {
    const ir_node *n = ir_at(g, id);
    if (n->op == IR_EXPAND) {
        id = n->operand[0];
        n = ir_at(g, id);
    }
    if (n->op == IR_RESHAPE && ir_at(g, n->operand[0])->rank == 0) {
        id = n->operand[0];
        n = ir_at(g, id);
    }
    return n->rank == 0 ? id : IR_NONE;
}
