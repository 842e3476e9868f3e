/* SPDX-License-Identifier: Apache-2.0
 * Evaluation: what must be computed becomes a graph of its own, the runtime computes it, and the results are attached to nodes and
 * storages. Called by everything that asks for data, and by flushes. */
#include "frontend/frontend.h"

static kiln_status add_root(kiln_session *s, size_t *n, ir_id id) {
    if (id == IR_NONE) return s->b.status != KILN_OK ? s->b.status : KILN_INTERNAL;
    if (ir_at(&s->g, id)->reserved != 0) return KILN_OK;
    KN_TRY(kn_grow(s->alloc, &s->roots, &s->roots_cap, *n + 1, sizeof *s->roots));
    s->roots[(*n)++] = id;
    return KILN_OK;
}

/* Sorted and without repeats, so that equal requests make equal graphs. Insertion: the list is short or already sorted. */
static size_t sort_roots(ir_id *r, size_t n) {
    for (size_t i = 1; i < n; i++) {
        ir_id x = r[i];
        size_t j = i;
        for (; j > 0 && r[j - 1] > x; j--) r[j] = r[j - 1];
        r[j] = x;
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || r[kept - 1] != r[i]) r[kept++] = r[i];
    return kept;
}

static kiln_status gather_roots(kiln_session *s, kiln_tensor *const *asked, size_t nasked, size_t *n) {
    *n = 0;
    for (size_t i = 0; i < nasked; i++) KN_TRY(add_root(s, n, fe_node(s, asked[i])));
    for (fe_storage *st = s->wanted->next; st != s->wanted; st = st->next) KN_TRY(add_root(s, n, st->node));
    *n = sort_roots(s->roots, *n);
    return KILN_OK;
}

/* Fills s->eval_graph with what the roots need, computed nodes as inputs. */
static kiln_status extract(kiln_session *s, size_t nroots) {
    size_t count = s->g.count;
    KN_TRY(kn_grow(s->alloc, &s->cut, &s->cut_cap, count, 1));
    KN_TRY(kn_grow(s->alloc, &s->map, &s->map_cap, count, sizeof *s->map));
    for (size_t i = 0; i < count; i++) s->cut[i] = ir_at(&s->g, i)->reserved != 0;
    ir_graph_reset(&s->eval_graph);
    return ir_extract(&s->eval_graph, &s->g, s->roots, nroots, s->cut, s->map);
}

/* The whole program of the asked tensors since the segment began, computed or not: what a reader of a dump wants to see. */
kiln_status fe_extract_for(kiln_session *s, kiln_tensor *const *asked, size_t n) {
    KN_TRY(kn_grow(s->alloc, &s->roots, &s->roots_cap, n, sizeof *s->roots));
    for (size_t i = 0; i < n; i++) {
        s->roots[i] = fe_node(s, asked[i]);
        if (s->roots[i] == IR_NONE) return s->b.status;
    }
    KN_TRY(kn_grow(s->alloc, &s->map, &s->map_cap, s->g.count, sizeof *s->map));
    ir_graph_reset(&s->eval_graph);
    return ir_extract(&s->eval_graph, &s->g, s->roots, n, NULL, s->map);
}

static kiln_status bind(kiln_session *s, size_t nroots, kn_text *why) {
    const ir_graph *g = &s->eval_graph;
    size_t ninputs = 0;
    KN_TRY(kn_grow(s->alloc, &s->inputs, &s->inputs_cap, g->ninputs + 1, sizeof *s->inputs));
    KN_TRY(kn_grow(s->alloc, &s->outputs, &s->outputs_cap, nroots, sizeof *s->outputs));
    KN_TRY(kn_grow(s->alloc, &s->made, &s->made_cap, nroots, sizeof *s->made));
    for (ir_id id = 0; id < g->count; id++)
        if (ir_at(g, id)->op == IR_INPUT) {
            fe_buffer *b = fe_value_of(s, (ir_id)ir_at(g, id)->bits);
            if (b == NULL) return KILN_INTERNAL;
            KN_TRY(kn_grow(s->alloc, &s->inputs, &s->inputs_cap, ninputs + 1, sizeof *s->inputs));
            s->inputs[ninputs++] = b->data;
        }
    for (size_t i = 0; i < nroots; i++) {
        s->made[i] = fe_buffer_new(s, ir_nbytes(&s->g, s->roots[i]));
        if (s->made[i] == NULL) {
            ir_no_memory(&s->g, s->roots[i], why);
            while (i > 0) fe_buffer_unref(s, s->made[--i]);
            return KILN_NO_MEMORY;
        }
        s->outputs[i] = s->made[i]->data;
    }
    return KILN_OK;
}

static void storage_computed(kiln_session *s, fe_storage *st) {
    if (st->buffer != NULL || st->epoch != s->epoch || st->node == IR_NONE) return;
    fe_buffer *b = fe_value_of(s, st->node);
    if (b == NULL) return;
    b->refs++;
    st->buffer = b;
    s->uncomputed--;
    fe_unwant(s, st);
}

static kiln_status finish(kiln_session *s, size_t nroots, kiln_tensor *const *asked, size_t nasked) {
    kiln_status status = KILN_OK;
    for (size_t i = 0; i < nroots; i++) {
        if (status == KILN_OK) status = fe_attach(s, s->roots[i], s->made[i]);
        fe_buffer_unref(s, s->made[i]);
    }
    for (fe_storage *st = s->wanted->next, *next; st != s->wanted; st = next) {
        next = st->next;
        storage_computed(s, st);
    }
    for (size_t i = 0; i < nasked; i++)
        if (fe_of(asked[i])->view == NULL) storage_computed(s, fe_of(asked[i])->storage);
    return status;
}

kiln_status fe_evaluate(kiln_session *s, kiln_site at, const char *reason, kiln_tensor *const *asked, size_t n) {
    size_t nroots = 0;
    bool ran = false;
    kn_text why;
    kn_text_init(&why, s->alloc);
    kiln_status status = gather_roots(s, asked, n, &nroots);
    if (status == KILN_OK && nroots > 0) {
        status = extract(s, nroots);
        if (status == KILN_OK) status = bind(s, nroots, &why);
        if (status == KILN_OK) {
            ran = true;
            rt_io io = {s->inputs, s->outputs, NULL};
            status = rt_run(s->engine, &s->eval_graph, &io, reason, at, &why);
            if (status == KILN_OK) status = finish(s, nroots, asked, n);
            else
                for (size_t i = 0; i < nroots; i++) fe_buffer_unref(s, s->made[i]);
        }
    } else if (status == KILN_OK) {
        status = finish(s, 0, asked, n);
    }
    if (status == KILN_NO_MEMORY && why.len == 0) kn_text_add(&why, "no memory to compute a graph of %zu nodes", s->eval_graph.count);
    if (status != KILN_OK && !(ran && fe_fault(s, at, reason, status)))
        fe_error(s, at, reason, status, "%s",
                 why.len > 0 ? kn_text_str(&why) : s->b.status != KILN_OK ? s->b.message : kiln_status_text(status));
    kn_text_free(&why);
    return status;
}

fe_buffer *fe_data(kiln_session *s, kiln_site at, const char *reason, kiln_tensor *t) {
    if (fe_evaluate(s, at, reason, &t, 1) != KILN_OK) return NULL;
    return fe_value_of(s, fe_of(t)->node);
}

bool fe_element(kiln_session *s, kiln_site at, const char *reason, kiln_tensor *t, kiln_value *value) {
    fe_buffer *b = fe_data(s, at, reason, t);
    if (b == NULL) return false;
    kiln_dtype d = (kiln_dtype)fe_of(t)->dtype;
    uint64_t bits = 0;
    memcpy(&bits, b->data, kiln_dtype_size(d));
    *value = fe_is_float(d) ? kiln_v_float(ir_value_of(d, bits)) : d == KILN_BOOL ? kiln_v_bool(bits != 0) : kiln_v_int(ir_int_of(d, bits));
    return true;
}

bool fe_element_of(kiln_session *s, kiln_site at, ir_id id, kiln_value *value) {
    kiln_tensor *t = fe_result(s, id);
    if (!kiln_ok(t)) return false;
    bool known = fe_element(s, at, s->call, t, value);
    fe_drop(s, t);
    return known;
}
