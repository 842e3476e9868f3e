/* SPDX-License-Identifier: Apache-2.0
 * Inside passes/ only: lowering. lower.c walks the units of grouping; lower_slot.c gives values
 * buffers; lower_kernel.c writes kernel specifications; lower_step.c and lower_contract.c write
 * steps; lower_order.c orders them; place.c lays out the arena. */
#ifndef KN_PASSES_LOWER_H
#define KN_PASSES_LOWER_H

#include "passes/fuse.h"

#define LOWER_NO_SLOT UINT32_MAX

/* steps, by the order they were made in */
typedef struct lower_edge {
    uint32_t before, after;
} lower_edge;

/* A value's place in the plan while it is built. */
typedef struct lower {
    plan *p;
    const pass_config *config;
    fuse *f;
    kn_arena scratch;
    kn_map kernels;    /* hash -> index */
    uint32_t *slot_of; /* by node */
    uint32_t *place;   /* by INPUT or SCALAR node: which one it is */
    uint32_t *owner;   /* by node: the graph output it is stored as */
    uint8_t *read;     /* by node: a step reads its buffer */
    /* by node: the last unit that reads its buffer or writes over it */
    uint32_t *last_unit;
    /* by node: the last of the writes that go on in its buffer, whose slot it has; itself where
     * there are none */
    ir_id *holder;
    uint8_t *takes;       /* by write: it writes where its first operand lies */
    kernel_spec *spec;    /* of the unit at hand */
    uint32_t last_kernel; /* of the step before */
    uint16_t *value_of;   /* by node, in the kernel being written */
    uint32_t *value_stamp, stamp;
    size_t slots_cap, steps_cap, kernels_cap;
    /* by step: how many of its buffers, the first ones, it reads */
    uint32_t *step_reads;
    size_t step_reads_cap;
    /* what may not change places, beyond the flow of data */
    lower_edge *edges;
    size_t nedges, edges_cap;
    kn_text *why;
} lower;

/* A specification with what belongs to this use of it. */
typedef struct lower_kernel {
    const fuse_unit *unit;
    fuse_shape shape;
    kernel_spec *spec;
    /* after the leaves, while dimensions merge, windows */
    view leaf[KERNEL_MAX_LEAVES + KERNEL_MAX_OUTPUTS];
    view window[KERNEL_MAX_OUTPUTS]; /* of outputs in spec->window */
    uint32_t scalar[KERNEL_MAX_SCALARS];
    ir_id stored[KERNEL_MAX_OUTPUTS];
    int64_t dim[IR_MAX_RANK]; /* after merging; spec->rank of them */
} lower_kernel;

/* ---- lower.c: g becomes p->graph's final form; config says whether kernels exist */
kiln_status lower_graph(plan *p, const pass_config *config, const kn_alloc *alloc, kn_text *why);
/* Appends a zeroed step with room for its arrays. */
kiln_status lower_new_step(lower *l, int kind, ir_id node, uint32_t nbufs, uint32_t nints,
                           uint32_t nscalars, plan_step **step);
/* To be called when a step's buffers are set: `nread` of them, then those it writes. */
kiln_status lower_end_step(lower *l, plan_step *step, uint32_t nread);

/* ---- lower_order.c: the order steps run in. The flow of data through slots is seen to, also where
 * one slot has several writers or is written after it was read; what else may not change places is
 * told by edges, between steps in the order they were made in. */
kiln_status lower_add_edge(lower *l, uint32_t before, uint32_t after);
kiln_status lower_order(lower *l);

/* ---- lower_slot.c */
kiln_status lower_number_nodes(lower *l);
kiln_status lower_slot(lower *l, ir_id id, uint32_t *slot); /* of an input or a stored value */
kiln_status lower_temp(lower *l, ir_id node, kiln_dtype dtype, int64_t numel, uint32_t *slot);
plan_ref lower_ref(lower *l, const view *v);                 /* the value's slot exists */
kiln_status lower_result(lower *l, ir_id id, plan_ref *ref); /* makes it */
/* copies for outputs without a step */
kiln_status lower_outputs(lower *l);
ir_id lower_output_base(const lower *l, size_t output);

/* ---- lower_kernel.c */
kiln_status lower_spec(lower *l, lower_kernel *k);
/* A kernel that fills a value's buffer with a number. */
kiln_status lower_fill_spec(lower *l, lower_kernel *k, ir_id of, ir_id number);
kiln_status lower_share_kernel(lower *l, const kernel_spec *spec, uint32_t *index);

/* ---- lower_step.c, lower_contract.c */
kiln_status lower_unit(lower *l, const fuse_unit *unit);
kiln_status lower_kernel_step(lower *l, lower_kernel *k, int kind, plan_step **step);
kiln_status lower_contract_step(lower *l, lower_kernel *k);
kiln_status lower_reference_step(lower *l, ir_id id);
/* Contiguous elements into the buffer of `id`, which needs no kernel. */
kiln_status lower_straight_copy(lower *l, ir_id id, const view *from, plan_step **step);
kiln_status lower_fill(lower *l, ir_id id, ir_id number, plan_step **step);

/* ---- lower_write.c: which writes go on where their first operand lies, and how the others begin
 */
kiln_status lower_choose_places(lower *l);
kiln_status lower_begin_writes(lower *l, const fuse_unit *unit);

/* ---- lower_plain.c: every node a reference step */
kiln_status lower_plain(lower *l);

/* ---- lower_donate.c: which outputs may lie on inputs; steps are in their last order, live ranges
 * set */
kiln_status lower_donate(lower *l);

/* ---- place.c: slots and packing spaces get offsets; arena_bytes is set */
void place_reuse(const plan *p, uint32_t *before, uint8_t *taken); /* place_reuse.c */
/* True when the step's output may take the place of that leaf of it, were nothing else to read the
 * leaf. */
bool place_may_lie(const plan *p, const plan_step *step, uint32_t leaf, uint32_t output);
kiln_status place_buffers(plan *p, const pass_config *config, const kn_alloc *alloc);

#endif
