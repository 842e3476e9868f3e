/* SPDX-License-Identifier: Apache-2.0
 * Inside passes/ only: the passes themselves, and how a pass rebuilds a graph. */
#ifndef KN_PASSES_INTERNAL_H
#define KN_PASSES_INTERNAL_H

#include "base/map.h"
#include "ir/order.h"
#include "passes/passes.h"

/* Every pass keeps all INPUT and SCALAR nodes, in their order: callers bind buffers and values by
 * place. */
kiln_status pass_dce(ir_graph *g, const pass_config *config, kn_text *why);
kiln_status pass_simplify(ir_graph *g, const pass_config *config, kn_text *why);
kiln_status pass_fold(ir_graph *g, const pass_config *config, kn_text *why);
kiln_status pass_share(ir_graph *g, const pass_config *config, kn_text *why);

/* One forward walk that builds a new graph: for each old id, in order, copy it or put something
 * equal in its place. */
typedef struct pass_rewrite {
    const pass_config *config;
    ir_graph *from, to;
    ir_builder b; /* of `to` */
    ir_id *map;   /* old id -> new id */
    size_t map_len;
} pass_rewrite;

kiln_status rewrite_begin(pass_rewrite *r, ir_graph *g, const pass_config *config);
/* The condition of that walk: false at its end, after a failure, and when planning has been
 * stopped, which then is *status. */
bool rewrite_more(const pass_rewrite *r, ir_id id, kiln_status *status);
/* The node again, with its operands mapped. IR_NONE: r->b says why. */
ir_id rewrite_copy(pass_rewrite *r, ir_id old);
/* With status OK: outputs follow, g becomes the new graph. Else g stays. Frees everything either
 * way. */
kiln_status rewrite_finish(pass_rewrite *r, kiln_status status, kn_text *why);

/* True for bits that a float op may have stored: no NaN but the canonical one. Integers always. */
bool pass_bits_canonical(kiln_dtype dtype, uint64_t bits);
/* True when no element of the node's value is a NaN but the canonical one, `canonical` saying so of
 * all nodes before it. */
bool pass_node_canonical(const ir_node *n, const uint8_t *canonical);
/* The rank-0 node that `id` repeats, or IR_NONE. */
ir_id pass_splat_of(const ir_graph *g, ir_id id);

#endif
