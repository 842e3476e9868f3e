/* SPDX-License-Identifier: Apache-2.0
 * A graph computed node by node, each value told: for the digests of a trace's nodes, and to find
 * the node at which a replay parts. Called by the frontend's trace.c. */
#include "runtime/engine.h"
#include "runtime/floating.h"
#include "runtime/trace.h"

typedef struct values {
    const kn_alloc *a;
    const ir_graph *g;
    const void **data; /* by node */
    ir_id *last;       /* its last reader; 0: none */
    bool *owned;
} values;

static bool open_values(values *v, const kn_alloc *a, const ir_graph *g) {
    *v = (values){.a = a, .g = g};
    v->data = kn_calloc(a, g->count, sizeof *v->data);
    v->last = kn_calloc(a, g->count, sizeof *v->last);
    v->owned = kn_calloc(a, g->count, sizeof *v->owned);
    return g->count == 0 || (v->data && v->last && v->owned);
}

static void drop(values *v, ir_id id) {
    if (v->owned[id]) kn_free(v->a, (void *)(uintptr_t)v->data[id], ir_nbytes(v->g, id));
    v->owned[id] = false;
}

static void close_values(values *v) {
    for (ir_id id = 0; v->owned && id < v->g->count; id++) drop(v, id);
    kn_free(v->a, v->data, v->g->count * sizeof *v->data);
    kn_free(v->a, v->last, v->g->count * sizeof *v->last);
    kn_free(v->a, v->owned, v->g->count * sizeof *v->owned);
}

static ref_buffer buffer_of(const values *v, ir_id id) {
    static const uint64_t nothing = 0;
    const ir_node *n = ir_at(v->g, id);
    const void *data = v->data[id] ? v->data[id] : &nothing;
    return (ref_buffer){(void *)(uintptr_t)data, (kiln_dtype)n->dtype, n->rank, ir_shape(v->g, id),
                        NULL};
}

static kiln_status compute(values *v, ir_id id, ref_poll poll, kn_text *why, ref_fault *fault) {
    const ir_node *n = ir_at(v->g, id);
    size_t nbytes = ir_nbytes(v->g, id);
    ref_buffer operands[IR_MAX_OPERANDS];
    void *data = kn_malloc(v->a, nbytes);
    if (!data && nbytes > 0) return ir_no_memory(v->g, id, why);
    v->data[id] = data;
    v->owned[id] = data != NULL;
    for (int k = 0; k < n->noperands; k++) operands[k] = buffer_of(v, n->operand[k]);
    ref_buffer result = buffer_of(v, id);
    return nbytes > 0 ? ref_node(v->a, v->g, id, operands, &result, poll, why, fault) : KILN_OK;
}

static bool is_given(const ir_node *n) {
    return n->op == IR_INPUT || n->op == IR_CONST || n->op == IR_SCALAR;
}

static kiln_status each_node(rt_engine *e, values *v, void *const *inputs, rt_trace_visit visit,
                             void *user, kn_text *why) {
    const ir_graph *g = v->g;
    ref_poll poll = {rt_pool_poll, &e->pool, NULL};
    kiln_status status = KILN_OK;
    size_t place = 0;
    for (ir_id id = 0; id < g->count; id++)
        for (int k = 0; k < ir_at(g, id)->noperands; k++) v->last[ir_at(g, id)->operand[k]] = id;
    for (ir_id id = 0; id < g->count && status == KILN_OK; id++) {
        const ir_node *n = ir_at(g, id);
        if (n->op == IR_INPUT)
            v->data[id] = inputs[place++];
        else if (is_given(n))
            v->data[id] = &n->bits;
        else
            status = compute(v, id, poll, why, &e->fault);
        if (status == KILN_OK) status = visit(user, id, buffer_of(v, id).data);
        for (int k = 0; k < n->noperands; k++)
            if (v->last[n->operand[k]] == id) drop(v, n->operand[k]);
        if (v->last[id] == 0) drop(v, id);
    }
    return status;
}

kiln_status rt_trace_each_node(rt_engine *e, const ir_graph *g, void *const *inputs,
                               rt_trace_visit visit, void *user, kn_text *why) {
    values v;
    kiln_status status = open_values(&v, e->alloc, g) ? KILN_OK : KILN_NO_MEMORY;
    rt_floating host = rt_floating_open();
    bool alone = rt_call_begin(&e->state);
    if (status == KILN_OK) status = each_node(e, &v, inputs, visit, user, why);
    if (alone) rt_call_end(&e->state);
    rt_floating_close(&host);
    close_values(&v);
    return status;
}
