/* SPDX-License-Identifier: Apache-2.0
 * Drops nodes that no output needs. Called by the pipeline first, and again after passes that leave
 * orphans. */
#include "passes/internal.h"

/* Requires: a verified graph.
 * Preserves: outputs, every INPUT and SCALAR node, order.
 * Invalidates: ids.
 * Terminates: one walk over the nodes. */
kiln_status pass_dce(ir_graph *g, const pass_config *config, kn_text *why) {
    pass_rewrite r;
    uint8_t *live = NULL;
    kiln_status status = rewrite_begin(&r, g, config);
    size_t count = g->count;
    if (status == KILN_OK && count && !(live = kn_malloc(g->alloc, count))) status = KILN_NO_MEMORY;
    if (status == KILN_OK && count) ir_mark_live(g, live);
    for (ir_id id = 0; rewrite_more(&r, id, &status); id++) {
        bool bound = ir_at(g, id)->op == IR_INPUT || ir_at(g, id)->op == IR_SCALAR;
        r.map[id] = live[id] || bound ? rewrite_copy(&r, id) : IR_NONE;
        status = r.b.status;
    }
    kn_free(g->alloc, live, count);
    return rewrite_finish(&r, status, why);
}
