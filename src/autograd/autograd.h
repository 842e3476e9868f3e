/* SPDX-License-Identifier: Apache-2.0
 * Reverse-mode differentiation, graph to graph: appends the nodes of the vector-Jacobian products
 * to the same graph, so the result can be dumped, optimised and differentiated again. Called by the
 * frontend's kiln_grad and by `kiln dump --stage grad`. */
#ifndef KN_AUTOGRAD_H
#define KN_AUTOGRAD_H

#include "ir/graph.h"

/* Gradients of sum(seed_i * root_i) for each wrt node, as new nodes. seeds[i] IR_NONE: ones, and
 * then root must have one element. grads[j] has wrt[j]'s dtype and shape; zeros when no path leads
 * there (found[j] = false says so; found may be NULL). Contributions to a node are added in the
 * order of their readers' ids, highest first, left to right. Errors (b->status, b->message), graph
 * unchanged: NO_DERIVATIVE naming op, node and site; BAD_DTYPE for a non-float root or wrt. */
kiln_status ad_gradients(ir_builder *b, const ir_id *roots, const ir_id *seeds, size_t nroots,
                         const ir_id *wrt, size_t nwrt, ir_id *grads, bool *found);

/* The same for a graph whose owner marks nodes. */
typedef struct ad_options {
    /* nodes with any of these flags end derivatives, but for a wrt itself */
    uint16_t closed;
    /* Told of each rule, that of node `of`, when it has made the nodes from `first` on; and of each
     * further contribution to the gradient of node `of`, when the last node is the sum with it.
     * NULL: nobody is. */
    kiln_status (*made)(void *user, ir_id of, ir_id first, bool sum);
    void *user;
} ad_options;
kiln_status ad_gradients_with(ir_builder *b, const ir_id *roots, const ir_id *seeds, size_t nroots,
                              const ir_id *wrt, size_t nwrt, const ad_options *options,
                              ir_id *grads, bool *found);

/* What the rule of a node's op may read the values of: bit k for operand k, AD_READS_RESULT for the
 * result. By numbers nobody differentiates. */
enum { AD_READS_RESULT = 1 << IR_MAX_OPERANDS };
unsigned ad_reads(const ir_graph *g, ir_id id);
/* Whether the rule of that op never reads any; nor does PyTorch save anything for it. */
bool ad_reads_nothing(ir_op op);

/* One vector-Jacobian rule: given node `id` of b->g and its gradient, returns in out[k] the
 * gradient for operand k or IR_NONE. needs[k] says which are wanted. */
typedef void (*ad_vjp)(ir_builder *b, ir_id id, ir_id grad, const bool *needs, ir_id *out);
extern const ad_vjp ad_rules[IR_OP_COUNT]; /* NULL: not differentiable */

#endif
