/* SPDX-License-Identifier: Apache-2.0
 * The oracle: every primitive computed plainly, one node at a time, in the order docs/numerics.md
 * fixes. Used for the eager path, for verification, for steps without an emitted form, and where
 * LLVM is absent. Knows nothing of passes or jit. */
#ifndef KN_REFERENCE_H
#define KN_REFERENCE_H

#include "ir/graph.h"

/* One operand or result: contiguous row-major elements. `lazy` is ref_graph.c's, for operands of
 * its own that nobody has made; else NULL. */
struct ref_lazy;
typedef struct ref_buffer {
    void *data;
    kiln_dtype dtype;
    int rank;
    const int64_t *shape;
    const struct ref_lazy *lazy;
} ref_buffer;

/* What stopped a node whose operands its op does not take: which element of which operand. */
typedef enum ref_fault_kind {
    REF_NO_FAULT,
    REF_INDEX,
    REF_ZERO_DIVISOR,
    REF_SINGULAR,
    REF_NOT_A_NUMBER
} ref_fault_kind;
typedef struct ref_fault {
    ref_fault_kind kind;
    ir_id node;
    int operand;
    /* row-major; of REF_SINGULAR and REF_NOT_A_NUMBER the matrix, row-major over the leading axes
     */
    int64_t element;
    int64_t index, limit; /* REF_INDEX: it is not in 0 to limit - 1 */
} ref_fault;

/* Whether the run is to stop: asked about every millisecond while a node is computed. `stopped` may
 * be NULL; so may `factors`, else where decompositions wait for those nodes of the run that are
 * another part of the same one. Whoever began the run frees them. */
struct ref_factors;
typedef struct ref_poll {
    bool (*stopped)(void *user);
    void *user;
    struct ref_factors **factors;
} ref_poll;
void ref_factors_free(const kn_alloc *alloc, struct ref_factors **factors);

/* Computes node `id` from its operands' buffers into `result` (allocated by the caller, right size,
 * apart from the operands). Rank-0 operands of maps broadcast. BAD_ARGUMENT with a message in
 * `why`, which may be NULL, when an operand has an element the op does not take, which `fault`,
 * unless NULL, then tells. NO_MEMORY is possible, and CANCELLED once `poll` says so: the result
 * counts for nothing then. */
kiln_status ref_node(const kn_alloc *alloc, const ir_graph *g, ir_id id, const ref_buffer *operands,
                     const ref_buffer *result, ref_poll poll, kn_text *why, ref_fault *fault);

/* Computes the graph's outputs. inputs[i]: data of the i-th INPUT node by id. scalars[i]: bits of
 * the i-th SCALAR node by id, or NULL for the bits stored in the graph. outputs[o]: caller's buffer
 * for output o, apart from all inputs and other outputs. Intermediate buffers are freed at their
 * last use. poll, when not NULL, is asked between nodes and inside of them; true stops with
 * CANCELLED. */
kiln_status ref_graph(const kn_alloc *alloc, const ir_graph *g, void *const *inputs,
                      const uint64_t *scalars, void *const *outputs, bool (*poll)(void *),
                      void *poll_user, kn_text *why, ref_fault *fault);

#endif
