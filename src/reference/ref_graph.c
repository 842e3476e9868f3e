/* SPDX-License-Identifier: Apache-2.0
 * Computes a graph node by node with the reference kernels: the eager path, and what fused results are
 * compared with. An intermediate is freed after its last reader. */
#include "reference/ref_kernels.h"

typedef struct ref_value {
    void *data;
    ir_id last;           /* the last node that reads it */
    bool needed, owned;   /* owned: allocated here */
} ref_value;

typedef struct ref_run {
    const kn_alloc *alloc;
    const ir_graph *g;
    ref_value *values;
    ref_poll poll;
} ref_run;

/* What has no element has an address all the same: kernels add nothing to it. */
static ref_buffer buffer_of(const ref_run *run, ir_id id) {
    const ir_node *node = ir_at(run->g, id);
    static const uint64_t nothing = 0;
    void *data = run->values[id].data;
    return (ref_buffer){data ? data : (void *)(uintptr_t)&nothing, node->dtype, node->rank, ir_shape(run->g, id)};
}

static void drop(ref_run *run, ir_id id) {
    ref_value *v = &run->values[id];
    if (v->owned) kn_free(run->alloc, v->data, ir_nbytes(run->g, id));
    v->owned = false;
}

/* What is needed, and until when. */
static kiln_status mark(ref_run *run) {
    const ir_graph *g = run->g;
    uint8_t *live = kn_malloc(run->alloc, g->count);
    if (!live && g->count > 0) return KILN_NO_MEMORY;
    ir_mark_live(g, live);
    for (ir_id id = 0; id < g->count; id++) {
        const ir_node *node = ir_at(g, id);
        run->values[id].needed = live[id];
        if (!live[id]) continue;
        for (int i = 0; i < node->noperands; i++) run->values[node->operand[i]].last = id;
    }
    kn_free(run->alloc, live, g->count);
    return KILN_OK;
}

/* Gives sources their values and outputs the caller's buffers; a node listed twice gets the first. */
static void bind(ref_run *run, void *const *inputs, const uint64_t *scalars, void *const *outputs) {
    const ir_graph *g = run->g;
    size_t ninputs = 0, nscalars = 0;
    for (size_t o = g->noutputs; o-- > 0;) run->values[g->outputs[o].id].data = outputs[o];
    for (ir_id id = 0; id < g->count; id++) {
        const ir_node *node = ir_at(g, id);
        ref_value *v = &run->values[id];
        if (node->op == IR_INPUT) v->data = inputs[ninputs++];
        else if (node->op == IR_SCALAR) v->data = scalars ? (void *)&scalars[nscalars++] : (void *)&node->bits;
        else if (node->op == IR_CONST) v->data = (void *)&node->bits; /* only read */
    }
}

/* A write goes on in the buffer of its first operand when nothing needs that any more: n writes are not n copies. */
static void take_over(ref_run *run, ir_id id) {
    const ir_node *node = ir_at(run->g, id);
    ref_value *v = &run->values[id];
    if (v->data || (node->op != IR_UPDATE && node->op != IR_STRIDED_SET)) return;
    ref_value *base = &run->values[node->operand[0]];
    if (!base->owned || base->last != id || node->operand[0] == node->operand[1]) return;
    v->data = base->data;
    v->owned = true;
    base->owned = false;
}

static kiln_status compute(ref_run *run, ir_id id, kn_text *why, ref_fault *fault) {
    const ir_node *node = ir_at(run->g, id);
    ref_value *v = &run->values[id];
    ref_buffer operands[IR_MAX_OPERANDS];
    size_t nbytes = ir_nbytes(run->g, id);
    take_over(run, id);
    if (!v->data && nbytes > 0) {
        v->data = kn_malloc(run->alloc, nbytes);
        if (!v->data) return ir_no_memory(run->g, id, why);
        v->owned = true;
    }
    for (int i = 0; i < node->noperands; i++) operands[i] = buffer_of(run, node->operand[i]);
    ref_buffer result = buffer_of(run, id);
    KN_TRY(ref_node(run->alloc, run->g, id, operands, &result, run->poll, why, fault));
    for (int i = 0; i < node->noperands; i++)
        if (run->values[node->operand[i]].last == id) drop(run, node->operand[i]);
    return KILN_OK;
}

/* INPUT, CONST and SCALAR: a value from elsewhere. */
static bool is_bound(const ir_node *node) {
    return node->op == IR_INPUT || node->op == IR_CONST || node->op == IR_SCALAR;
}

/* Outputs that were not computed in place: sources, and those listed before. */
static kiln_status copy_outputs(const ref_run *run, void *const *outputs) {
    ref_pace pace = {.poll = run->poll};
    for (size_t o = 0; o < run->g->noutputs; o++) {
        ir_id id = run->g->outputs[o].id;
        const void *from = run->values[id].data;
        size_t nbytes = ir_nbytes(run->g, id);
        if (nbytes > 0 && from != outputs[o]) ref_copy_all(&pace, outputs[o], from, nbytes);
    }
    return pace.stopped ? KILN_CANCELLED : KILN_OK;
}

kiln_status ref_graph(const kn_alloc *alloc, const ir_graph *g, void *const *inputs, const uint64_t *scalars,
                      void *const *outputs, bool (*poll)(void *), void *poll_user, kn_text *why, ref_fault *fault) {
    ref_run run = {alloc, g, kn_calloc(alloc, g->count, sizeof(ref_value)), {poll, poll_user}};
    if (!run.values && g->count > 0) return KILN_NO_MEMORY;
    kiln_status status = mark(&run);
    if (status == KILN_OK) bind(&run, inputs, scalars, outputs);
    for (ir_id id = 0; status == KILN_OK && id < g->count; id++) {
        if (!run.values[id].needed || is_bound(ir_at(g, id))) continue;
        status = poll && poll(poll_user) ? KILN_CANCELLED : compute(&run, id, why, fault);
    }
    if (status == KILN_OK) status = copy_outputs(&run, outputs);
    for (ir_id id = 0; id < g->count; id++) drop(&run, id);
    kn_free(alloc, run.values, g->count * sizeof(ref_value));
    return status;
}
