/* SPDX-License-Identifier: Apache-2.0
 * What ref_elements.c and ref_demand.c share: the elements of one node that are needed. Private to
 * src/reference. */
#ifndef KN_REF_ELEMENTS_PRIVATE_H
#define KN_REF_ELEMENTS_PRIVATE_H

#include "reference/elements.h"
#include "reference/ref_kernels.h"

enum {
    REF_FEW = 4 /* terms taken of a longer sum */,
    REF_WHOLE = 8192 /* elements of operands of an op that needs all of them */
};

typedef struct ref_places {
    const int64_t *at;
    int64_t n;
} ref_places; /* ascending, each once */

typedef struct ref_part {
    ir_id node;
    int64_t block;     /* as in ref_want */
    ref_places here;   /* what is needed of it */
    ref_places *asked; /* by whom reads it: joined when all have asked */
    uint32_t nasked, asked_cap;
    /* by operand: the place of the operand's element for each place here, or NULL: the same. -1:
     * none. Maps, movement and gather */
    int64_t *from[IR_MAX_OPERANDS];
    bool in_part; /* of a write by strides: it is computed in part */
    bool whole;   /* every element of every operand is needed, and is there */
    void *data;
} ref_part;

/* A reduction as [outer, n, inner], in blocks. */
typedef struct ref_terms {
    int64_t outer, n, inner, block, blocks;
} ref_terms;
void ref_terms_of(const ir_graph *g, const ref_part *p, ref_terms *t);
/* Terms of block b that are taken: their number, and the i-th one. */
int64_t ref_term_count(const ref_elements *x, const ref_terms *t, int64_t b);
int64_t ref_term_at(const ref_elements *x, const ref_terms *t, int64_t b, int64_t i);
int64_t ref_few_count(const ref_elements *x, int64_t n);
int64_t ref_few_at(const ref_elements *x, int64_t n, int64_t i);

/* The rows and columns of one matrix of a product that are needed: places [first, end) of the part.
 */
typedef struct ref_block {
    int64_t batch, first, end, m, n, k;
    int64_t *rows, nrows, *cols, ncols;
} ref_block;
/* The matrix that begins at place `first`. Its arrays lie in x->memory. */
kiln_status ref_block_of(ref_elements *x, const ref_part *p, int64_t first, ref_block *b);

/* ref_demand.c: asks the operands of a part for what it needs. */
kiln_status ref_demand(ref_elements *x, size_t part);
/* ref_elements.c */
kiln_status ref_ask(ref_elements *x, ir_id operand, const int64_t *at, int64_t n);
ref_part *ref_part_of(ref_elements *x, ir_id node);
int64_t *ref_new_places(ref_elements *x, int64_t n); /* NULL: too many, or no memory */
kiln_status ref_short(const ref_elements *x);        /* which of the two */
/* Sorted, each once; `places` may be overwritten. */
kiln_status ref_sort(ref_elements *x, int64_t *places, int64_t n, ref_places *out);

#endif
