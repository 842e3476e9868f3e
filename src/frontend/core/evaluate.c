/* SPDX-License-Identifier: Apache-2.0
 * Evaluation: what must be computed becomes a graph of its own, the runtime computes it, and the
 * results are attached to nodes and storages. Only what was asked for can fail: what was pending
 * and is wrong is left out, and it is tried again. Called by everything that asks for data, and by
 * flushes. */
#include "frontend/core/frontend.h"

#include <stdio.h>
#include <stdlib.h>

kiln_status fe_add_root(kiln_session *s, size_t *n, ir_id id) {
    if (id == IR_NONE) return s->b.status != KILN_OK ? s->b.status : KILN_INTERNAL;
    if (ir_at(&s->g, id)->reserved != 0) return KILN_OK;
    KN_TRY(kn_grow(s->alloc, &s->roots, &s->roots_cap, *n + 1, sizeof *s->roots));
    s->roots[(*n)++] = id;
    return KILN_OK;
}

static int by_id(const void *a, const void *b) {
    const ir_id *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* Sorted and without repeats, so that equal requests make equal graphs. */
static size_t sort_roots(ir_id *r, size_t n) {
    size_t kept = 0, ascending = 1;
    while (ascending < n && r[ascending - 1] <= r[ascending]) ascending++;
    if (ascending < n) qsort(r, n, sizeof *r, by_id);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || r[kept - 1] != r[i]) r[kept++] = r[i];
    return kept;
}

#define KEEP_NBYTES ((size_t)16 << 20) /* an evaluation, of values that were stored on the way */

static bool has_value(const ir_node *n) { return n->reserved != 0; }

/* One evaluation. What is asked for must be computed; what is pending or foreseen is left out when
 * it keeps that from being done. */
typedef struct request {
    kiln_session *s;
    kiln_site at;
    const char *reason;
    kiln_tensor *const *asked;
    size_t nasked;
    ir_id *nodes; /* wanted as well */
    size_t nnodes;
    bool must; /* the nodes are asked for, and alone */
    bool foresee, ran, traced;
    bool extra;   /* foreseen roots are among them */
    size_t first; /* roots that were asked for */
    kn_text why;
} request;

/* ---- what is wrong */

/* s->marks becomes the needed nodes that could not be computed, and what depends on them. */
static bool mark_wrong(kiln_session *s) {
    bool any = false;
    if (kn_bits_empty(s->alloc, &s->marks, s->g.count) != KILN_OK || s->nfaulty == 0) return false;
    for (size_t id = kn_bits_up(&s->cut.needed, 0); id != KN_NO_BIT;
         id = kn_bits_up(&s->cut.needed, id + 1)) {
        const ir_node *n = ir_at(&s->g, (ir_id)id);
        if (n->reserved != 0) continue;
        bool wrong = (n->flags & FE_FAULTY) != 0;
        for (int k = 0; k < n->noperands; k++)
            wrong = wrong || kn_bits_has(&s->marks, n->operand[k]);
        if (wrong) kn_bits_add(&s->marks, id);
        any = any || wrong;
    }
    return any;
}

/* No longer computed with the next evaluation; asked for, it fails by its own fault. */
static void leave_out(kiln_session *s, fe_storage *st) {
    char line[256];
    fe_unwant(s, st);
    snprintf(line, sizeof line, "\"written\":\"%.200s\"",
             fe_written_at(st) != NULL ? fe_written_at(st) : "");
    rt_note(s->engine, "left_out", line);
}

static size_t leave_out_wrong(request *r, bool all) {
    kiln_session *s = r->s;
    size_t left_out = 0, kept = 0;
    for (fe_storage *st = s->wanted->next, *next; st != s->wanted; st = next) {
        next = st->next;
        if (st->node == IR_NONE || !(all || kn_bits_has(&s->marks, st->node))) continue;
        leave_out(s, st);
        left_out++;
    }
    if (r->must) return left_out;
    for (size_t i = 0; i < r->nnodes; i++)
        if (!all && !kn_bits_has(&s->marks, r->nodes[i])) r->nodes[kept++] = r->nodes[i];
    left_out += r->nnodes - kept;
    r->nnodes = kept;
    return left_out;
}

static bool asks_for_wrong(const request *r) {
    for (size_t i = 0; i < r->nasked; i++)
        if (kn_bits_has(&r->s->marks, fe_shown_node(r->s, r->asked[i]))) return true;
    for (size_t i = 0; i < r->nnodes && r->must; i++)
        if (kn_bits_has(&r->s->marks, r->nodes[i])) return true;
    return false;
}

/* ---- one try */

static kiln_status gather_roots(request *r, size_t *n) {
    kiln_session *s = r->s;
    *n = 0;
    for (size_t i = 0; i < r->nasked; i++) KN_TRY(fe_add_root(s, n, fe_shown_node(s, r->asked[i])));
    r->first = *n;
    for (size_t i = 0; i < r->nnodes; i++) KN_TRY(fe_add_root(s, n, r->nodes[i]));
    for (fe_storage *st = s->wanted->next; st != s->wanted && !r->must; st = st->next)
        KN_TRY(fe_add_root(s, n, st->node));
    return KILN_OK;
}

/* The graph to compute: what the roots need, computed nodes as inputs. */
static kiln_status extract(request *r, size_t *n) {
    kiln_session *s = r->s;
    size_t count;
    s->cut.leaf = has_value;
    s->cut.values = true;
    KN_TRY(ir_mark_needed(&s->g, s->roots, *n, &s->cut, &count));
    if (mark_wrong(s) && !asks_for_wrong(r) && leave_out_wrong(r, false) > 0) {
        KN_TRY(gather_roots(r, n));
        KN_TRY(ir_mark_needed(&s->g, s->roots, *n, &s->cut, &count));
    }
    size_t asked = *n;
    if (r->foresee) KN_TRY(fe_foresee(s, n, r->first, r->at));
    r->extra = *n > asked;
    *n = sort_roots(s->roots, *n);
    fe_take_windows(s, *n);
    return ir_extract(&s->eval_graph, &s->g, s->roots, *n, &s->cut);
}

static void give_back(kiln_session *s, size_t nroots) {
    for (size_t i = 0; i < nroots; i++) fe_slab_put(&s->buffers, s->made[i]);
}

static kiln_status bind_inputs(request *r, size_t *ninputs) {
    kiln_session *s = r->s;
    const ir_graph *g = &s->eval_graph;
    *ninputs = 0;
    KN_TRY(kn_grow(s->alloc, &s->inputs, &s->inputs_cap, g->ninputs + 1, sizeof *s->inputs));
    KN_TRY(kn_grow(s->alloc, &s->donated, &s->donated_cap, g->ninputs + 1, 1));
    for (ir_id id = 0; id < g->count; id++) {
        if (ir_at(g, id)->op != IR_INPUT) continue;
        fe_buffer *b = fe_value_of(s, s->cut.origin[id]);
        if (b == NULL || *ninputs == g->ninputs) {
            kn_text_add(&r->why, "a value that this needs is gone: ");
            ir_print_node(g, id, &r->why);
            return KILN_INTERNAL;
        }
        s->inputs[(*ninputs)++] = b->data;
    }
    fe_mark_dead(s, g->noutputs, s->donated, *ninputs);
    return KILN_OK;
}

static kiln_status bind_outputs(kiln_session *s, size_t nroots) {
    KN_TRY(kn_grow(s->alloc, &s->outputs, &s->outputs_cap, nroots, sizeof *s->outputs));
    KN_TRY(kn_grow(s->alloc, &s->made, &s->made_cap, nroots, sizeof *s->made));
    for (size_t i = 0; i < nroots; i++) {
        s->outputs[i] = NULL; /* the runtime's to choose */
        s->made[i] = fe_buffer_of(s, NULL, 0);
        if (s->made[i] != NULL) continue;
        give_back(s, i);
        return KILN_NO_MEMORY;
    }
    return KILN_OK;
}

void fe_storage_computed(kiln_session *s, fe_storage *st) {
    if (st->buffer != NULL || st->epoch != s->epoch || st->node == IR_NONE) return;
    fe_buffer *b = fe_value_of(s, st->node);
    if (b == NULL) return;
    b->refs++;
    st->buffer = b;
    fe_unwant(s, st);
}

static kn_hash key_of(const void *data) {
    return (kn_hash){(uintptr_t)data, ~(uint64_t)(uintptr_t)data};
}

/* Inputs that the runtime wrote results over: their nodes have no value any more. */
static void take_over(kiln_session *s, size_t nroots, size_t ninputs) {
    size_t input = 0;
    if (memchr(s->donated, 1, ninputs) == NULL) return;
    kn_map_clear(&s->written);
    for (size_t o = 0; o < nroots; o++) /* room was made before */
        if (kn_map_put(&s->written, key_of(s->outputs[o]), o) != KILN_OK) break;
    for (ir_id id = 0; id < s->eval_graph.count; id++) {
        if (ir_at(&s->eval_graph, id)->op != IR_INPUT || !s->donated[input++]) continue;
        ir_id of = s->cut.origin[id];
        /* the data is a result's */
        if (kn_map_find(&s->written, key_of(fe_value_of(s, of)->data)) != NULL)
            fe_slab_put(&s->buffers, fe_detach(s, of));
    }
}

/* A run that turned out wrong may have written over them. */
static void forget_donated(kiln_session *s, size_t ninputs) {
    size_t input = 0;
    for (ir_id id = 0; id < s->eval_graph.count && input < ninputs; id++) {
        if (ir_at(&s->eval_graph, id)->op != IR_INPUT || !s->donated[input++]) continue;
        fe_buffer_unref(s, fe_detach(s, s->cut.origin[id]));
    }
}

/* Values that were stored on the way and have a handle. */
static void keep_values(kiln_session *s) {
    for (ir_id id = 0; id < s->eval_graph.count; id++) {
        if (s->kept_values[id] == NULL) continue;
        size_t nbytes = ir_nbytes(&s->eval_graph, id);
        fe_buffer *b = fe_buffer_of(s, s->kept_values[id], nbytes);
        if (b == NULL) {
            rt_buffer_put(s->engine, s->kept_values[id], nbytes);
            continue;
        }
        fe_attach(s, s->cut.origin[id], b);
        fe_buffer_unref(s, b);
    }
}

/* So that nothing can fail once results were written. Marks whose values may be kept. */
static kiln_status make_room(kiln_session *s, size_t nroots, size_t ninputs) {
    size_t n = s->eval_graph.count;
    KN_TRY(kn_grow(s->alloc, &s->named, &s->named_cap, n, 1));
    KN_TRY(kn_grow(s->alloc, &s->kept_values, &s->kept_values_cap, n, sizeof *s->kept_values));
    memset(s->kept_values, 0, n * sizeof *s->kept_values);
    for (ir_id id = 0; id < n; id++) s->named[id] = fe_has_handle(ir_at(&s->g, s->cut.origin[id]));
    if (memchr(s->donated, 1, ninputs) == NULL) return KILN_OK;
    kn_map_clear(&s->written);
    for (size_t o = 0; o < nroots; o++) KN_TRY(kn_map_put(&s->written, key_of(s->made[o]), o));
    return KILN_OK;
}

static void finish(kiln_session *s, size_t nroots) {
    for (size_t i = 0; i < nroots; i++) {
        fe_buffer *b = s->made[i];
        b->nbytes = ir_nbytes(&s->g, s->roots[i]);
        b->data = s->outputs[i];
        fe_attach(s, s->roots[i], b);
        fe_buffer_unref(s, b);
        if (!fe_has_handle(ir_at(&s->g, s->roots[i]))) fe_note_stored(s, s->roots[i]);
    }
    for (ir_id id = 0; id < s->eval_graph.count; id++)
        if (ir_at(&s->eval_graph, id)->op != IR_INPUT)
            ir_edit(&s->g, s->cut.origin[id])->flags |= FE_RAN;
    s->evaluated_to = (ir_id)s->g.count;
}

static kiln_status run_roots(request *r, size_t nroots) {
    kiln_session *s = r->s;
    size_t ninputs = 0;
    KN_TRY(extract(r, &nroots));
    KN_TRY(bind_inputs(r, &ninputs));
    KN_TRY(bind_outputs(s, nroots));
    kiln_status status = make_room(s, nroots, ninputs);
    if (status == KILN_OK) {
        r->ran = true;
        if (s->tracing.every > 0 && !r->must && !r->traced) status = fe_trace_step(s, r->at);
        r->traced = true;
    }
    if (status == KILN_OK) {
        rt_io io = {
            s->inputs,  s->outputs, s->donated, s->named, r->foresee ? s->kept_values : NULL,
            KEEP_NBYTES};
        status = rt_run(s->engine, &s->eval_graph, &io, r->reason, r->at, &r->why);
    }
    fe_drop_windows(s);
    if (status == KILN_MISMATCH) forget_donated(s, ninputs);
    if (status != KILN_OK) {
        give_back(s, nroots);
        return status;
    }
    take_over(s, nroots, ninputs);
    keep_values(s);
    finish(s, nroots);
    return KILN_OK;
}

static kiln_status attempt(request *r) {
    size_t nroots = 0;
    r->ran = false;
    KN_TRY(gather_roots(r, &nroots));
    if (nroots == 0) return KILN_OK;
    kiln_status status = run_roots(r, nroots);
    fe_drop_windows(r->s); /* where nothing ran */
    return status;
}

/* ---- what can be left out when it failed */

static bool ask_for_less(request *r, kiln_status status) {
    kiln_session *s = r->s;
    bool foreseen = r->foresee;
    if (status == KILN_BUDGET && foreseen && r->extra) { /* asked for, it may fit */
        r->foresee = false;
        return true;
    }
    if (status != KILN_NO_MEMORY && status != KILN_BAD_ARGUMENT) return false;
    if (status == KILN_BAD_ARGUMENT) {
        ir_id id = r->ran ? fe_fault_node(s) : IR_NONE;
        if (id == IR_NONE) return false;
        s->nfaulty += (ir_at(&s->g, id)->flags & FE_FAULTY) == 0;
        ir_edit(&s->g, id)->flags |= FE_FAULTY;
        (void)mark_wrong(s);
        if (asks_for_wrong(r)) return false;
    }
    r->foresee = false;
    return leave_out_wrong(r, status == KILN_NO_MEMORY && !foreseen) > 0 || foreseen;
}

/* Of several ops at fault the first recorded is told, whichever the plan came to first. Leaves its
 * fault with the engine. */
static void find_first_fault(kiln_session *s, kiln_site at, const char *reason) {
    ir_id last = fe_fault_node(s), *candidate = NULL;
    size_t n = 0, cap = 0;
    for (size_t id = kn_bits_up(&s->cut.needed, 0); id <= last;
         id = kn_bits_up(&s->cut.needed, id + 1)) {
        const ir_node *x = ir_at(&s->g, (ir_id)id);
        if (x->reserved != 0 || !fe_can_be_wrong(x->op)) continue;
        if (kn_grow(s->alloc, &candidate, &cap, n + 1, sizeof *candidate) != KILN_OK) break;
        candidate[n++] = (ir_id)id;
    }
    for (size_t i = 0; i < n && n > 1; i++) {
        request one = {
            .s = s, .at = at, .reason = reason, .nodes = &candidate[i], .nnodes = 1, .must = true};
        kn_text_init(&one.why, s->alloc);
        kiln_status status = attempt(&one);
        kn_text_free(&one.why);
        if (status != KILN_OK) break;
    }
    kn_free(s->alloc, candidate, cap * sizeof *candidate);
}

static kiln_status run(request *r) {
    kiln_status status;
    r->foresee = true;
    do {
        kn_text_clear(&r->why);
        status = attempt(r);
    } while (status != KILN_OK && ask_for_less(r, status));
    kiln_session *s = r->s;
    for (fe_storage *st = s->wanted->next, *next; st != s->wanted && status == KILN_OK; st = next) {
        next = st->next;
        fe_storage_computed(s, st);
    }
    for (size_t i = 0; i < r->nasked && status == KILN_OK; i++) {
        fe_storage *st = fe_of(r->asked[i])->storage;
        if (st->foreseen) fe_asked(s, st);
        if (fe_of(r->asked[i])->view == NULL) fe_storage_computed(s, st);
    }
    return status;
}

kiln_status fe_evaluate(kiln_session *s, kiln_site at, const char *reason,
                        kiln_tensor *const *asked, size_t n) {
    request r = {.s = s, .at = at, .reason = reason, .asked = asked, .nasked = n};
    kn_text_init(&r.why, s->alloc);
    kiln_status status = run(&r);
    if (status == KILN_NO_MEMORY && r.why.len == 0)
        kn_text_add(&r.why, "no memory to compute a graph of %zu nodes", s->eval_graph.count);
    if (status == KILN_BAD_ARGUMENT && r.ran && fe_fault_node(s) != IR_NONE)
        find_first_fault(s, at, reason);
    if (status != KILN_OK && !(r.ran && fe_fault(s, at, reason, status)))
        fe_error(s, at, reason, status, "%s",
                 r.why.len > 0            ? kn_text_str(&r.why)
                 : s->b.status != KILN_OK ? s->b.message
                                          : kiln_status_text(status));
    kn_text_free(&r.why);
    return status;
}

kiln_status fe_evaluate_nodes(kiln_session *s, kiln_site at, const char *reason, ir_id *nodes,
                              size_t n) {
    request r = {.s = s, .at = at, .reason = reason, .nodes = nodes, .nnodes = n};
    kn_text_init(&r.why, s->alloc);
    kiln_status status = run(&r);
    kn_text_free(&r.why);
    return status;
}

/* The whole program of the asked tensors since the segment began, computed or not: what a reader of
 * a dump wants to see. */
static kiln_status extract_to(kiln_session *s, kiln_tensor *const *asked, size_t n,
                              bool (*leaf)(const ir_node *n)) {
    KN_TRY(kn_grow(s->alloc, &s->roots, &s->roots_cap, n, sizeof *s->roots));
    for (size_t i = 0; i < n; i++) {
        s->roots[i] = fe_node(s, asked[i]);
        if (s->roots[i] == IR_NONE) return s->b.status;
    }
    s->cut.leaf = leaf;
    s->cut.values = false;
    return ir_extract(&s->eval_graph, &s->g, s->roots, n, &s->cut);
}

kiln_status fe_extract_for(kiln_session *s, kiln_tensor *const *asked, size_t n) {
    return extract_to(s, asked, n, NULL);
}

kiln_status fe_extract_pending(kiln_session *s, kiln_tensor *const *asked, size_t n) {
    return extract_to(s, asked, n, has_value);
}

fe_buffer *fe_data(kiln_session *s, kiln_site at, const char *reason, kiln_tensor *t) {
    if (fe_evaluate(s, at, reason, &t, 1) != KILN_OK) return NULL;
    return fe_value_of(s, fe_shown_node(s, t));
}

bool fe_element(kiln_session *s, kiln_site at, const char *reason, kiln_tensor *t,
                kiln_value *value) {
    fe_buffer *b = fe_data(s, at, reason, t);
    if (b == NULL) return false;
    kiln_dtype d = (kiln_dtype)fe_of(t)->dtype;
    uint64_t bits = 0;
    memcpy(&bits, b->data, kiln_dtype_size(d));
    *value = fe_is_float(d)   ? kiln_v_float(ir_value_of(d, bits))
             : d == KILN_BOOL ? kiln_v_bool(bits != 0)
                              : kiln_v_int(ir_int_of(d, bits));
    return true;
}

bool fe_element_of(kiln_session *s, kiln_site at, ir_id id, kiln_value *value) {
    kiln_tensor *t = fe_result(s, id);
    if (!kiln_ok(t)) return false;
    bool known = fe_element(s, at, s->call, t, value);
    fe_drop(s, t);
    return known;
}
