/* SPDX-License-Identifier: Apache-2.0
 * Chosen elements of a graph's nodes, computed from the elements they depend on and no others. What
 * the runtime compares a few elements of a large result with (docs/runtime.md, "Verification").
 * Knows nothing of passes or plans. */
#ifndef KN_REF_ELEMENTS_H
#define KN_REF_ELEMENTS_H

#include "base/arena.h"
#include "reference/reference.h"

typedef struct ref_want {
    ir_id node;
    int64_t block; /* 0: elements of the node. Else it is a reduction, and wanted are results of
                      blocks of so many terms of it, as elements of [outer, blocks, inner] */
    size_t n;
    const int64_t *at; /* row-major places, ascending, each once */
    void *values;      /* n of the node's dtype */
} ref_want;

typedef struct ref_elements {
    const kn_alloc *alloc;
    const ir_graph *g;
    /* by node: where its whole value lies, or NULL. The caller's to set; constants are bound from
     * the start */
    const void **bound;
    ref_poll poll;
    int64_t most; /* elements that a call may hold, over all nodes */
    /* Instead of every term of a reduction or a product only a few are taken, the same of every
     * tensor of that extent, and ops that need all of a large operand are taken as an element of
     * their first one. No value then, but equal graphs give equal ones, and what they cost does not
     * grow with extents. */
    bool few_terms;
    int64_t held; /* by all calls so far */
    /* the rest is ref_elements.c's */
    uint32_t *part_of; /* by node: place among the parts, one more */
    struct ref_part *parts;
    size_t nparts, parts_cap;
    int64_t left;
    int depth; /* of evaluations within one another: indices of gathers */
    kn_arena memory;
} ref_elements;

kiln_status ref_elements_open(ref_elements *x, const kn_alloc *alloc, const ir_graph *g);
void ref_elements_close(ref_elements *x);
/* TOO_LARGE when they depend on more than `most` elements, or on an op that cannot be computed in
 * part; nothing is written then. */
kiln_status ref_elements_get(ref_elements *x, const ref_want *wants, size_t nwants);
/* Results of blocks of a reduction, folded: op is SUM, PROD, RMAX or RMIN, `blocks` has n elements.
 */
kiln_status ref_fold_blocks(ir_op op, kiln_dtype dtype, const void *blocks, int64_t n,
                            void *result);

#endif
