/* SPDX-License-Identifier: Apache-2.0
 * A plan: the steps that compute a graph's outputs, with every buffer placed. Made by passes/, run
 * by runtime/. */
#ifndef KN_IR_PLAN_H
#define KN_IR_PLAN_H

#include "base/arena.h"
#include "ir/graph.h"
#include "ir/kernel.h"

/* Why a fusion or a lowering was not done: counted in the plan, shown by `kiln dump --stage plan`,
 * recorded in the ledger. */
#define PLAN_REASONS(X)                                                                            \
    X(NONE, "fused")                                                                               \
    X(DOMAIN, "iterates over another shape")                                                       \
    X(CYCLE, "would make the group depend on itself")                                              \
    X(TOO_MANY_VALUES, "the group has its largest number of operations")                           \
    X(TOO_MANY_LEAVES, "the group reads its largest number of buffers")                            \
    X(TOO_MANY_OUTPUTS, "the group writes its largest number of buffers")                          \
    X(RANK, "more dimensions than a kernel takes after merging")                                   \
    X(LONG_ROW, "the row is longer than a reduction block")                                        \
    X(FEW_ROWS, "few long rows: blocks run in parallel instead")                                   \
    X(AFTER_COLUMN, "a column reduction must finish before its result is used")                    \
    X(AFTER_CONTRACT, "the consumer needs whole rows of a matrix product")                         \
    X(NOT_AFFINE, "the access is not affine in the group's indices; copied first")                 \
    X(OPAQUE, "the op has no emitted form; runs as a reference kernel")                            \
    X(DTYPE, "the dtype has no emitted form of this op")                                           \
    X(USED_ELSEWHERE, "the value is needed elsewhere and costs too much to compute again")         \
    X(NO_JIT, "no code generator in this process")

typedef enum plan_reason {
#define PLAN_REASON_ENUM(name, text) PLAN_WHY_##name,
    PLAN_REASONS(PLAN_REASON_ENUM)
#undef PLAN_REASON_ENUM
        PLAN_WHY_COUNT
} plan_reason;
const char *plan_reason_name(plan_reason r);
const char *plan_reason_text(plan_reason r);

typedef enum plan_slot_kind { SLOT_INPUT, SLOT_OUTPUT, SLOT_TEMP } plan_slot_kind;
typedef struct plan_slot {
    uint8_t kind, dtype;
    bool whole; /* a node's value; else partial results */
    bool lent;  /* another slot comes to lie where it does */
    /* INPUT: place among the graph's INPUT nodes by id; OUTPUT: place among its outputs */
    uint32_t index;
    size_t nbytes; /* of the elements */
    /* TEMP: in the plan's arena, 128-byte aligned, with 128 bytes of slack after nbytes */
    size_t offset;
    ir_id node;                     /* whose value it holds in the end */
    uint32_t first_step, last_step; /* live range */
} plan_slot;

typedef enum plan_step_kind {
    STEP_KERNEL,
    STEP_CONTRACT,
    STEP_FOLD,
    STEP_REFERENCE,
    STEP_COPY
} plan_step_kind;

/* slot UINT32_MAX: no buffer. node: the value that is read there, or that the slot holds once the
 * step is done: several in turn may have one slot. Around a window it is that only where something
 * reads it. */
typedef struct plan_ref {
    uint32_t slot;
    ir_id node;
    int64_t offset; /* bytes */
} plan_ref;

typedef struct plan_step {
    uint8_t kind;
    uint8_t op, dtype; /* FOLD: the reduction and its dtype */
    uint32_t kernel;   /* KERNEL, CONTRACT: index in plan->kernels */
    ir_id node;        /* REFERENCE: the node to run; others: a node to name in messages */
    uint32_t nbufs, nints, nscalars;
    /* KERNEL, CONTRACT: the kernel's order. REFERENCE: operands then result. FOLD: partials,
     * result. COPY: from, to */
    plan_ref *bufs;
    int64_t *ints;      /* the kernel's ints */
    uint32_t *scalars;  /* indices among the graph's SCALAR nodes by id (passes keep all of them, in
                           order). A REFERENCE step of a  SCALAR node has its own index here: the
                           result is the run-time value, not the graph's bits */
    int64_t rows, cols; /* the grid: r in 0..rows, c in 0..cols */
    int64_t row_grain, col_grain;     /* of one chunk of work */
    int64_t m, n, k, batch;           /* CONTRACT */
    int64_t a_stride[3], b_stride[3]; /* CONTRACT, elements: batch, m, k · batch, k, n */
    size_t scratch;                   /* bytes a thread */
    size_t pack_a,
        pack_b; /* CONTRACT: bytes of packing space, by kernel_contract_packing (pack_b 0: B is read
                   in place); A's lies at pack_offset in the arena, B's after it */
    size_t pack_offset;
    /* FOLD: partials [outer, blocks, inner] -> [outer, inner] */
    int64_t fold_outer, fold_blocks, fold_inner;
    double cost_ns; /* rough, to order and to split work */
} plan_step;

/* The first few things that were not fused: `node` could not join what computes `into`. */
enum { PLAN_MAX_NOTES = 32 };
typedef struct plan_note {
    uint8_t reason;
    ir_id node, into;
} plan_note;

enum { PLAN_MOST_PLACES = 6 };
typedef struct plan_kernel {
    kernel_spec *spec;
    kn_hash hash;
} plan_kernel;

typedef struct plan {
    kn_arena arena; /* owns everything below but graph */
    /* what the plan computes, after rewriting; STEP_REFERENCE nodes point here */
    ir_graph graph;
    plan_kernel *kernels;
    size_t nkernels; /* distinct */
    plan_slot *slots;
    size_t nslots;
    plan_step *steps;
    size_t nsteps;
    size_t ninputs, noutputs, nscalars;
    size_t arena_bytes;   /* temporaries and packing space: known before the run */
    uint64_t scratch_max; /* bytes a thread */
    uint32_t *lies_on; /* by output PLAN_MOST_PLACES of them: places of INPUTs, one of whose buffers
                          it may have where nobody reads that after the run; each for one output.
                          UINT32_MAX: no more */
    /* by output: the step that then begins to write over the input; no step that may fail comes
     * later. UINT32_MAX: none */
    uint32_t *destroys;
    uint32_t declines[PLAN_WHY_COUNT];
    plan_note notes[PLAN_MAX_NOTES];
    size_t nnotes;
} plan;

void plan_free(plan *p);
void plan_print(const plan *p, kn_text *out); /* `kiln dump --stage plan` */

#endif
