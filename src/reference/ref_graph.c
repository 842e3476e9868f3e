/* SPDX-License-Identifier: Apache-2.0
 * Computes a graph node by node with the reference kernels: the eager path, and what fused results
 * are compared with. An intermediate is freed after its last reader. */
#include "reference/ref_kernels.h"

typedef struct ref_value {
    void *data;
    ref_lazy *lazy;     /* what nobody makes: how its readers find its elements */
    ir_id last;         /* the last node that reads it, or what reads through it */
    bool needed, owned; /* owned: allocated here */
    bool through;       /* all its readers can read through it */
    uint8_t depth;      /* of what is read through, one after the other */
} ref_value;

enum { MOST_DEPTH = 8 };

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
    return (ref_buffer){data ? data : (void *)(uintptr_t)&nothing, node->dtype, node->rank,
                        ir_shape(run->g, id), run->values[id].lazy};
}

static void drop(ref_run *run, ir_id id) {
    ref_value *v = &run->values[id];
    if (v->owned) kn_free(run->alloc, v->data, ir_nbytes(run->g, id));
    kn_free(run->alloc, v->lazy, v->lazy ? sizeof *v->lazy : 0);
    v->owned = false;
    v->lazy = NULL;
}

static bool can_be_lazy(int op) { return op == IR_CAST || op == IR_EXPAND || op == IR_RESHAPE; }

static bool reads_through(int op) {
    bool folds = op == IR_SUM || op == IR_PROD || op == IR_RMAX || op == IR_RMIN;
    return ir_op_class(op) == IR_MAP || folds || can_be_lazy(op);
}

/* Which casts, expands and reshapes are never made: those that all readers read through. */
static void mark_lazy(ref_run *run, const uint8_t *live) {
    const ir_graph *g = run->g;
    for (ir_id id = 0; id < g->count; id++) {
        run->values[id].through = can_be_lazy(ir_at(g, id)->op) && ir_numel(g, id) > 0;
        run->values[id].needed = live[id];
    }
    for (size_t o = 0; o < g->noutputs; o++) run->values[g->outputs[o].id].through = false;
    for (ir_id id = 0; id < g->count; id++)
        for (int i = 0; live[id] && i < ir_at(g, id)->noperands; i++)
            if (!reads_through(ir_at(g, id)->op))
                run->values[ir_at(g, id)->operand[i]].through = false;
    for (ir_id id = 0; id < g->count; id++) {
        ref_value *v = &run->values[id];
        if (!v->through) continue;
        v->depth = (uint8_t)(run->values[ir_at(g, id)->operand[0]].depth + 1);
        if (v->depth <= MOST_DEPTH) continue;
        v->through = false;
        v->depth = 0;
    }
}

static kiln_status no_memory_for_nodes(const ir_graph *g, size_t nbytes, kn_text *why) {
    if (why)
        kn_text_add(why, "no memory for %zu bytes to compute a graph of %zu nodes", nbytes,
                    g->count);
    return KILN_NO_MEMORY;
}

/* What is needed, and until when: readers come after what they read. */
static kiln_status mark(ref_run *run, kn_text *why) {
    const ir_graph *g = run->g;
    uint8_t *live = kn_malloc(run->alloc, g->count);
    if (!live && g->count > 0) return no_memory_for_nodes(g, g->count, why);
    ir_mark_live(g, live);
    mark_lazy(run, live);
    for (ir_id id = (ir_id)g->count; id-- > 0;) {
        const ir_node *node = ir_at(g, id);
        ir_id until = run->values[id].through ? run->values[id].last : id;
        for (int i = 0; live[id] && i < node->noperands; i++) {
            ref_value *operand = &run->values[node->operand[i]];
            if (operand->last < until) operand->last = until;
        }
    }
    kn_free(run->alloc, live, g->count);
    return KILN_OK;
}

/* Gives sources their values and outputs the caller's buffers; a node listed twice gets the first.
 */
static void bind(ref_run *run, void *const *inputs, const uint64_t *scalars, void *const *outputs) {
    const ir_graph *g = run->g;
    size_t ninputs = 0, nscalars = 0;
    for (size_t o = g->noutputs; o-- > 0;) run->values[g->outputs[o].id].data = outputs[o];
    for (ir_id id = 0; id < g->count; id++) {
        const ir_node *node = ir_at(g, id);
        ref_value *v = &run->values[id];
        if (node->op == IR_INPUT)
            v->data = inputs[ninputs++];
        else if (node->op == IR_SCALAR)
            v->data = scalars ? (void *)&scalars[nscalars++] : (void *)&node->bits;
        else if (node->op == IR_CONST)
            v->data = (void *)&node->bits; /* only read */
    }
}

/* A write goes on in the buffer of its first operand when nothing needs that any more: n writes are
 * not n copies. */
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

/* Frees what `id` read last, also through what was not made. */
static void drop_read(ref_run *run, ir_id id) {
    const ir_node *node = ir_at(run->g, id);
    for (int i = 0; i < node->noperands; i++)
        for (ir_id o = node->operand[i]; run->values[o].last == id;
             o = ir_at(run->g, o)->operand[0]) {
            bool further = run->values[o].through;
            drop(run, o);
            if (!further) break;
        }
}

/* True when the node need not be made. */
static kiln_status try_lazy(ref_run *run, ir_id id, bool *lazy) {
    ref_value *v = &run->values[id];
    *lazy = false;
    if (!v->through) return KILN_OK;
    ref_buffer operand = buffer_of(run, ir_at(run->g, id)->operand[0]);
    v->lazy = kn_malloc(run->alloc, sizeof *v->lazy);
    if (!v->lazy) return KILN_NO_MEMORY;
    *lazy = ref_lazy_of(&operand, ir_at(run->g, id), v->lazy);
    if (*lazy) return KILN_OK;
    kn_free(run->alloc, v->lazy, sizeof *v->lazy);
    v->lazy = NULL;
    return KILN_OK;
}

/* A movement that has to be made, of an operand that was not: as strides say, or elements of a
 * reshape in their order. */
static kiln_status read_all(ref_run *run, const ref_buffer *operand, const ir_node *node,
                            const ref_buffer *to) {
    ref_pace pace = {.poll = run->poll};
    ref_lazy lazy;
    ref_buffer moved = *to;
    moved.lazy = &lazy;
    const ref_buffer *from = ref_lazy_of(operand, node, &lazy) ? &moved : operand;
    int64_t n = ref_count(to), size = (int64_t)kiln_dtype_size(to->dtype);
    for (int64_t i = 0; i < n && !ref_stopped(&pace, REF_CHUNK); i += REF_CHUNK)
        ref_read(from, i, n - i < REF_CHUNK ? n - i : REF_CHUNK, (char *)to->data + i * size);
    return pace.stopped ? KILN_CANCELLED : KILN_OK;
}

static kiln_status compute(ref_run *run, ir_id id, kn_text *why, ref_fault *fault) {
    const ir_node *node = ir_at(run->g, id);
    ref_value *v = &run->values[id];
    ref_buffer operands[IR_MAX_OPERANDS];
    size_t nbytes = ir_nbytes(run->g, id);
    bool lazy;
    KN_TRY(try_lazy(run, id, &lazy));
    if (lazy) return KILN_OK;
    take_over(run, id);
    if (!v->data && nbytes > 0) {
        v->data = kn_malloc(run->alloc, nbytes);
        if (!v->data) return ir_no_memory(run->g, id, why);
        v->owned = true;
    }
    for (int i = 0; i < node->noperands; i++) operands[i] = buffer_of(run, node->operand[i]);
    ref_buffer result = buffer_of(run, id);
    bool moves = can_be_lazy(node->op) && node->op != IR_CAST && operands[0].lazy;
    kiln_status status =
        moves ? read_all(run, &operands[0], node, &result)
              : ref_node(run->alloc, run->g, id, operands, &result, run->poll, why, fault);
    if (status == KILN_NO_MEMORY && why && node->site) kn_text_add(why, " (%s)", node->site);
    if (status != KILN_OK) return status;
    drop_read(run, id);
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

kiln_status ref_graph(const kn_alloc *alloc, const ir_graph *g, void *const *inputs,
                      const uint64_t *scalars, void *const *outputs, bool (*poll)(void *),
                      void *poll_user, kn_text *why, ref_fault *fault) {
    ref_run run = {
        alloc, g, kn_calloc(alloc, g->count, sizeof(ref_value)), {poll, poll_user, NULL}};
    struct ref_factors *factors = NULL;
    run.poll.factors = &factors;
    if (!run.values && g->count > 0)
        return no_memory_for_nodes(g, g->count * sizeof(ref_value), why);
    kiln_status status = mark(&run, why);
    if (status == KILN_OK) bind(&run, inputs, scalars, outputs);
    for (ir_id id = 0; status == KILN_OK && id < g->count; id++) {
        if (!run.values[id].needed || is_bound(ir_at(g, id))) continue;
        status = poll && poll(poll_user) ? KILN_CANCELLED : compute(&run, id, why, fault);
    }
    if (status == KILN_OK) status = copy_outputs(&run, outputs);
    for (ir_id id = 0; id < g->count; id++) drop(&run, id);
    ref_factors_free(alloc, &factors);
    kn_free(alloc, run.values, g->count * sizeof(ref_value));
    return status;
}
