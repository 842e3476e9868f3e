/* SPDX-License-Identifier: Apache-2.0
 * One function called by name while an allocation fails: as it is recorded, evaluated and
 * differentiated, with nothing, little and much recorded before, and just before each of the
 * session's arrays must grow. Called by alloc_points.c. */
#include "alloc_points.h"

#include <stdlib.h>
#include <string.h>

enum {
    HANDLES = 96,
    ARGS = 24,
    OUTS = 96,
    FEW = 3,
    EDGE_LIMIT = 20000,
    POINT_LIMIT = 4000,
    STEPS = 48
};

typedef enum phase { RECORD, EVALUATE, DIFFERENTIATE, EVALUATE_GRADIENT } phase;
static const char *const phase_name[] = {"call", "eval", "vjps", "eval of the gradient"};
static const char *const filler_name[] = {"nodes", "numbers", "handles", "leaves"};

typedef struct ground {
    ap_filler filler;
    long before, count; /* nodes first, then the filler */
} ground;

typedef struct trying {
    const ap_plan *plan;
    const ap_call *call;
    ap_report *r;
    bool writes;       /* its arguments: in place, or running statistics */
    uint64_t right[2]; /* of the results, of the gradients */
    long nodes[2];     /* that the call and its derivative record */
    long grounds;
} trying;

/* What lives in one session. */
typedef struct made {
    ap_memory m;
    kiln_session *s;
    const kiln_st_entry *entry[HANDLES];
    kiln_tensor *handle[HANDLES], *item[HANDLES], *out[OUTS], *gradient[HANDLES];
    size_t nhandles, nitems, nout, ngradients;
    kiln_arg args[ARGS];
} made;

/* ---- what is recorded before */

static void fill(kiln_session *s, ap_filler filler, long n) {
    static const int64_t wide[] = {1, 1, 1, 1, 1, 1, 1, 1};
    static const float one = 1;
    kiln_shape shape = {filler == AP_NUMBERS ? 8 : 0, wide};
    kiln_tensor *x = kiln_from(s, &one, KILN_F32, shape);
    for (long i = 0; i < n; i++) {
        if (filler == AP_LEAVES) x = kiln_from(s, &one, KILN_F32, shape);
        kiln_tensor *t = filler == AP_NUMBERS ? kiln_sum(x, KILN_AXES(0), true) : kiln_neg(x);
        if (filler != AP_HANDLES) kiln_release(t);
    }
}

/* after how many more fillers an array grows; [1]: behind thousands of nodes */
static long edge[2][AP_FILLERS];

/* Allocations of one more filler are those each makes, until an array is full. */
static long find_edge(ap_filler filler, long before) {
    ap_memory m;
    ap_memory_init(&m);
    kiln_session *s = ap_open(&m, KILN_EAGER);
    long n = 0, usual = LONG_MAX;
    kiln_scope (s) {
        fill(s, AP_NODES, before);
        static const int64_t wide[] = {1, 1, 1, 1, 1, 1, 1, 1};
        static const float one = 1;
        kiln_shape shape = {filler == AP_NUMBERS ? 8 : 0, wide};
        kiln_tensor *x = kiln_from(s, &one, KILN_F32, shape);
        for (n = 1; n < EDGE_LIMIT; n++) {
            long all = m.all;
            if (filler == AP_LEAVES) x = kiln_from(s, &one, KILN_F32, shape);
            kiln_tensor *t = filler == AP_NUMBERS ? kiln_sum(x, KILN_AXES(0), true) : kiln_neg(x);
            if (filler != AP_HANDLES) kiln_release(t);
            if (n > 8 && m.all - all > usual) break;
            if (m.all - all < usual) usual = m.all - all;
        }
    }
    kiln_close(s);
    return n;
}

void ap_find_edges(void) {
    for (int f = 0; f < AP_FILLERS; f++) {
        edge[0][f] = find_edge((ap_filler)f, 0);
        edge[1][f] = find_edge((ap_filler)f, AP_THOUSANDS);
    }
}

/* ---- the call */

static kiln_tensor *stored(made *x, const kiln_st_entry *e) {
    for (size_t i = 0; i < x->nhandles; i++)
        if (x->entry[i] == e) return x->handle[i];
    if (x->nhandles == HANDLES) return NULL;
    kiln_tensor *t =
        kiln_from_bytes(x->s, e->data, e->nbytes, e->dtype, ((kiln_shape){e->rank, e->shape}));
    x->entry[x->nhandles] = e;
    return x->handle[x->nhandles++] = t;
}

static kiln_tensor *tensor_of(made *x, const cf_value *v) {
    if (v->kind != KILN_ARG_TENSOR) return NULL;
    kiln_tensor *t = stored(x, v->tensor);
    const cf_view *w = v->view;
    return w == NULL ? t
                     : kiln_as_strided(t, ((kiln_shape){w->rank, w->shape}),
                                       ((kiln_shape){w->rank, w->stride}), w->offset);
}

static void make_args(made *x, const cf_case *c) {
    for (size_t i = 0; i < c->nargs; i++) {
        const cf_value *v = &c->arg[i];
        kiln_arg *a = &x->args[i];
        *a = (kiln_arg){.keyword = c->keyword[i], .kind = v->kind};
        switch (v->kind) {
        case KILN_ARG_NONE: break;
        case KILN_ARG_TENSOR: a->as.tensor = tensor_of(x, v); break;
        case KILN_ARG_TENSORS:
            a->as.tensors.item = x->item + x->nitems;
            a->as.tensors.count = v->count;
            for (size_t k = 0; k < v->count && x->nitems < HANDLES; k++)
                x->item[x->nitems++] = tensor_of(x, &v->list.values[k]);
            break;
        case KILN_ARG_INT: a->as.integer = v->as.integer; break;
        case KILN_ARG_INTS: a->as.ints.count = v->count, a->as.ints.item = v->list.ints; break;
        case KILN_ARG_FLOAT: a->as.number = v->as.number; break;
        case KILN_ARG_FLOATS:
            a->as.floats.count = v->count, a->as.floats.item = v->list.floats;
            break;
        case KILN_ARG_BOOL: a->as.flag = v->as.flag; break;
        case KILN_ARG_STR: a->as.text = v->as.text; break;
        case KILN_ARG_DTYPE: a->as.dtype = v->as.dtype; break;
        }
    }
}

static kiln_status call(made *x, const ap_call *c) {
    memset(x->out, 0, sizeof x->out);
    return kiln_call(x->s, c->name, x->args, c->c->nargs, x->out, OUTS, &x->nout);
}

static bool differentiable(const ap_call *c) {
    return c->c->grad != NULL && !c->in_place &&
           c->c->grad->nwrt + c->c->grad->nseeds < HANDLES / 2;
}

/* Seeds and what is differentiated by have their handles before the call, so that only what is
 * tried allocates. */
static void make_seeds(made *x, const cf_gradient *g) {
    for (size_t i = 0; i < g->nseeds; i++)
        if (g->seed[i] != NULL) stored(x, g->seed[i]);
    for (size_t i = 0; i < g->nwrt; i++) stored(x, g->wrt[i]);
}

static kiln_status differentiate(made *x, const cf_gradient *g) {
    kiln_tensor *seeded[HANDLES], *seed[HANDLES], *wrt[HANDLES];
    size_t n = 0;
    for (size_t i = 0; i < g->nseeds && i < x->nout; i++) {
        if (g->seed[i] == NULL || x->out[i] == NULL) continue;
        seeded[n] = x->out[i];
        seed[n++] = stored(x, g->seed[i]);
    }
    for (size_t i = 0; i < g->nwrt; i++) wrt[i] = stored(x, g->wrt[i]);
    memset(x->gradient, 0, sizeof x->gradient);
    x->ngradients = g->nwrt;
    kiln_list outputs = {n, seeded}, seeds = {n, seed}, by = {g->nwrt, wrt};
    return kiln_vjps(outputs, seeds, by, x->gradient);
}

/* ---- looking at what came */

static uint64_t bits_of(kiln_tensor *const *t, size_t n, bool *failed) {
    uint64_t h = 0xcbf29ce484222325;
    for (size_t i = 0; i < n; i++) {
        if (t[i] == NULL) continue;
        kiln_host_data d = kiln_host(t[i]);
        int rank = kiln_rank(t[i]), dtype = (int)kiln_dtype_of(t[i]);
        if (d.data == NULL && d.nbytes > 0) *failed = true;
        if (kiln_failed(kiln_session_of(t[i]))) *failed = true;
        if (*failed) return 0;
        h = ap_hash(h, &rank, sizeof rank);
        h = ap_hash(h, &dtype, sizeof dtype);
        if (rank > 0) h = ap_hash(h, kiln_extents(t[i]), (size_t)rank * sizeof(int64_t));
        h = ap_hash(h, d.data, d.nbytes);
    }
    return h;
}

static uint64_t live_tensors(const kiln_session *s) {
    kiln_counters c = {.struct_size = sizeof c};
    return kiln_count(s, &c) == KILN_OK ? c.tensors_live : 0;
}

static long nodes_recorded(const kiln_session *s) {
    kiln_counters c = {.struct_size = sizeof c};
    return kiln_count(s, &c) == KILN_OK ? (long)c.nodes_recorded : 0;
}

/* The name of an input that is not what it was, or NULL. */
static const char *changed(made *x) {
    for (size_t i = 0; i < x->nhandles; i++) {
        kiln_host_data d = kiln_host(x->handle[i]);
        if (d.nbytes != x->entry[i]->nbytes ||
            (d.nbytes > 0 && memcmp(d.data, x->entry[i]->data, d.nbytes) != 0))
            return x->entry[i]->name;
    }
    return NULL;
}

static void check_inputs(trying *q, made *x) {
    const char *name = changed(x);
    if (name != NULL) ap_find(q->r, AP_INPUT, "input %s is another now", name);
}

static void check_handles(trying *q, made *x, phase p, uint64_t live) {
    kiln_tensor *const *t = p == RECORD ? x->out : x->gradient;
    size_t n = p == RECORD ? OUTS : x->ngradients;
    for (size_t i = 0; i < n; i++)
        if (t[i] != NULL && kiln_ok(t[i])) {
            ap_find(q->r, AP_HANDLE, "result %zu is no poison", i);
            return;
        }
    uint64_t now = live_tensors(x->s);
    if (now != live)
        ap_find(q->r, AP_HANDLE, "%lld tensors more", (long long)now - (long long)live);
}

/* ---- one try */

static kiln_status act(trying *q, made *x, phase p) {
    switch (p) {
    case RECORD: return call(x, q->call);
    case DIFFERENTIATE: return differentiate(x, q->call->c->grad);
    default: {
        kiln_tensor *present[OUTS], **all = p == EVALUATE ? x->out : x->gradient;
        size_t n = 0, count = p == EVALUATE ? x->nout : x->ngradients;
        for (size_t i = 0; i < count; i++)
            if (all[i] != NULL) present[n++] = all[i];
        kiln_list l = {n, present};
        return n > 0 ? kiln_eval(l) : KILN_OK;
    }
    }
}

static uint64_t result_of(trying *q, made *x, phase p, bool *failed) {
    (void)q;
    bool gradient = p >= DIFFERENTIATE;
    return bits_of(gradient ? x->gradient : x->out, gradient ? x->ngradients : x->nout, failed);
}

/* All as before, and the same once more now that there is memory. */
static void check_again(trying *q, made *x, phase p, kiln_status status, uint64_t live) {
    const char *name = p == RECORD ? q->call->name : phase_name[p];
    ap_check_failed(q->r, x->s, status, p > RECORD ? p == DIFFERENTIATE ? "vjp" : "eval" : name);
    if (p == RECORD || p == DIFFERENTIATE) check_handles(q, x, p, live);
    kiln_clear_error(x->s);
    if (!q->writes || p == RECORD) check_inputs(q, x);
    bool failed = kiln_failed(x->s) || act(q, x, p) != KILN_OK;
    uint64_t bits = failed ? 0 : result_of(q, x, p, &failed);
    if (failed)
        ap_find(q->r, AP_AGAIN, "and then, with memory: %s: %s", kiln_status_name(kiln_error(x->s)),
                kiln_error_text(x->s));
    else if (bits != q->right[p >= DIFFERENTIATE])
        ap_find(q->r, AP_WRONG, "and then, with memory: other bits");
}

/* Whether allocation k was reached. k 0: none fails, and what comes is noted as right. */
static bool attempt(trying *q, phase p, ground g, kiln_path path, long k, bool for_ever,
                    bool *refused) {
    static made x;
    const cf_case *c = q->call->c;
    memset(&x, 0, sizeof x);
    ap_memory_init(&x.m);
    x.s = ap_open(&x.m, path);
    bool reached = false, failed = false;
    kiln_scope (x.s) {
        fill(x.s, AP_NODES, g.before);
        fill(x.s, g.filler, g.count);
        make_args(&x, c);
        if (differentiable(q->call)) make_seeds(&x, c->grad);
        if (p > RECORD && call(&x, q->call) != KILN_OK) failed = true;
        if (p > DIFFERENTIATE && differentiate(&x, c->grad) != KILN_OK) failed = true;
        uint64_t live = live_tensors(x.s);
        long nodes = nodes_recorded(x.s);
        ap_arm(&x.m, k, for_ever);
        kiln_status status = failed ? kiln_error(x.s) : act(q, &x, p);
        reached = ap_disarm(&x.m);
        if (k == 0) {
            q->nodes[p >= DIFFERENTIATE] = nodes_recorded(x.s) - nodes;
            *refused = status != KILN_OK || kiln_failed(x.s);
            if (!*refused) q->right[p >= DIFFERENTIATE] = result_of(q, &x, p, refused);
            q->writes = q->writes || changed(&x) != NULL;
            if (*refused && !q->call->in_place) ap_find(q->r, AP_CASE, "%s", kiln_error_text(x.s));
        } else if (status == KILN_OK && !kiln_failed(x.s)) {
            uint64_t bits = result_of(q, &x, p, &failed);
            if (failed)
                ap_find(q->r, AP_AGAIN, "said to be well, then: %s", kiln_error_text(x.s));
            else if (bits != q->right[p >= DIFFERENTIATE])
                ap_find(q->r, AP_WRONG, "said to be well, and the bits are others");
        } else
            check_again(q, &x, p, status, live);
        kiln_clear_error(x.s);
    }
    if (kiln_failed(x.s)) ap_find(q->r, AP_SCOPE, "closing the scope: %s", kiln_error_text(x.s));
    ap_check_close(q->r, x.s, &x.m, 0);
    return reached;
}

/* ---- all tries */

static void sweep(trying *q, phase p, ground g, kiln_path path, long step) {
    bool refused = false;
    for (int pass = 0; pass < 2; pass++)
        for (long k = 1 + (step > 1 ? q->grounds % step : 0); k < POINT_LIMIT; k += step) {
            q->r->sessions++;
            if (q->r->sessions <= q->plan->skip) continue;
            snprintf(q->r->point, sizeof q->r->point,
                     "%s (%s) %s%s, %ld nodes and %ld %s before, allocation %ld %s", q->call->name,
                     q->call->c->id, phase_name[p], path == KILN_FUSED ? " fused" : "", g.before,
                     g.count, filler_name[g.filler], k, pass ? "for ever" : "once");
            bool reached = attempt(q, p, g, path, k, pass == 1, &refused);
            q->r->points += reached;
            q->r->done = q->r->sessions;
            if (!reached) break;
        }
}

/* Of the grounds behind nothing, each so-many-th. */
static void sweep_ground(trying *q, phase p, ground g) {
    q->grounds++;
    if ((q->grounds + (long)strlen(q->call->c->id)) % q->plan->every == 0)
        sweep(q, p, g, KILN_EAGER, 1);
}

/* So that each node of the call is once the one an array must grow for. */
static void sweep_edges(trying *q, phase p, ap_filler filler, long thousands, long most) {
    long at = edge[thousands][filler], step = most / STEPS + 1;
    for (long j = 0; j <= most && j < at; j += step)
        sweep_ground(q, p, (ground){filler, thousands ? AP_THOUSANDS : 0, at - 1 - j});
}

void ap_try_call(const ap_plan *plan, const ap_call *c, ap_report *r) {
    trying q = {.plan = plan, .call = c, .r = r};
    ground nothing = {AP_NODES, 0, 0}, much = {AP_NODES, 0, AP_THOUSANDS};
    bool refused = false;
    snprintf(r->point, sizeof r->point, "%s (%s), nothing failing", c->name, c->c->id);
    attempt(&q, RECORD, nothing, KILN_EAGER, 0, false, &refused);
    if (refused) return;
    long n = q.nodes[0];
    sweep(&q, RECORD, nothing, KILN_EAGER, 1);
    sweep_ground(&q, RECORD, (ground){AP_NODES, 0, FEW});
    sweep_edges(&q, RECORD, AP_NODES, 0, n);
    sweep_edges(&q, RECORD, AP_NUMBERS, 0, n);
    sweep_edges(&q, RECORD, AP_HANDLES, 0, (long)c->c->nargs + 6);
    sweep_edges(&q, RECORD, AP_LEAVES, 0, (long)c->c->nargs);
    sweep_edges(&q, RECORD, AP_NODES, 1, n / 2 + 1);
    sweep_edges(&q, RECORD, AP_NUMBERS, 1, n / 4 + 1);
    sweep(&q, EVALUATE, nothing, KILN_EAGER, plan->every);
    sweep_ground(&q, EVALUATE, much);
    if (!differentiable(c)) return;
    attempt(&q, DIFFERENTIATE, nothing, KILN_EAGER, 0, false, &refused);
    if (refused) return;
    sweep(&q, DIFFERENTIATE, nothing, KILN_EAGER, plan->every);
    sweep_edges(&q, DIFFERENTIATE, AP_NODES, 0, n + q.nodes[1]);
    sweep_edges(&q, DIFFERENTIATE, AP_HANDLES, 0, (long)(c->c->nargs + c->c->grad->nwrt) + 6);
    sweep_ground(&q, EVALUATE_GRADIENT, nothing);
    if (strlen(c->c->id) % 16 == 0) sweep(&q, EVALUATE, nothing, KILN_FUSED, 3 * plan->every);
}
