/* SPDX-License-Identifier: Apache-2.0
 * Runs one case on one session: arguments in, outputs and gradients out as plain bytes. Called by
 * conform_worker.c. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

const char *const cf_kind_name[CF_KINDS] = {"forward", "grad", "second", "error"};

bool cf_asks(const cf_case *c, cf_kind kind) {
    switch (kind) {
    case CF_FORWARD: return !c->raised;
    case CF_GRAD: return c->grad != NULL;
    case CF_SECOND: return c->second != NULL;
    default: return c->raised;
    }
}

/* What lives while a case runs. A stored tensor has one handle, however often it is named, so that
 * gradients meet there. */
typedef struct running {
    kiln_session *s;
    const cf_case *c;
    const kiln_st_entry **stored;
    kiln_tensor **handle;
    size_t count, room;
    kiln_arg *args;
    kiln_tensor ***lists;          /* one for each TENSORS argument */
    kiln_tensor **value[CF_PARTS]; /* results: outputs, gradients, second gradients */
    size_t count_of[CF_PARTS], out_room;
} running;

static kiln_tensor *tensor_of(running *x, const kiln_st_entry *e) {
    for (size_t i = 0; i < x->count; i++)
        if (x->stored[i] == e) return x->handle[i];
    kiln_tensor *t = (kiln_from_bytes)(NULL, x->s, e->data, e->nbytes, e->dtype,
                                       (kiln_shape){e->rank, e->shape});
    if (x->count < x->room) {
        x->stored[x->count] = e;
        x->handle[x->count++] = t;
    }
    return t;
}

static kiln_tensor *tensor_value(running *x, const cf_value *v) {
    if (v->kind != KILN_ARG_TENSOR) return NULL;
    kiln_tensor *t = tensor_of(x, v->tensor);
    if (v->view == NULL) return t;
    const cf_view *w = v->view;
    return (kiln_as_strided)(NULL, t, (kiln_shape){w->rank, w->shape},
                             (kiln_shape){w->rank, w->stride}, w->offset);
}

static void fill_arg(running *x, size_t i) {
    const cf_value *v = &x->c->arg[i];
    kiln_arg *a = &x->args[i];
    *a = (kiln_arg){.keyword = x->c->keyword[i], .kind = v->kind};
    switch (v->kind) {
    case KILN_ARG_NONE: break;
    case KILN_ARG_TENSOR: a->as.tensor = tensor_value(x, v); break;
    case KILN_ARG_TENSORS:
        for (size_t k = 0; k < v->count; k++) x->lists[i][k] = tensor_value(x, &v->list.values[k]);
        a->as.tensors.count = v->count;
        a->as.tensors.item = x->lists[i];
        break;
    case KILN_ARG_INT: a->as.integer = v->as.integer; break;
    case KILN_ARG_INTS:
        a->as.ints.count = v->count;
        a->as.ints.item = v->list.ints;
        break;
    case KILN_ARG_FLOAT: a->as.number = v->as.number; break;
    case KILN_ARG_FLOATS:
        a->as.floats.count = v->count;
        a->as.floats.item = v->list.floats;
        break;
    case KILN_ARG_BOOL: a->as.flag = v->as.flag; break;
    case KILN_ARG_STR: a->as.text = v->as.text; break;
    case KILN_ARG_DTYPE: a->as.dtype = v->as.dtype; break;
    }
}

static bool take_room(running *x) {
    const cf_case *c = x->c;
    size_t tensors = c->noutputs + (c->grad != NULL ? 2 * c->grad->nwrt : 0);
    for (size_t i = 0; i < c->nargs; i++)
        tensors += 1 + (c->arg[i].kind == KILN_ARG_TENSORS ? c->arg[i].count : 0);
    x->room = tensors;
    x->out_room = (c->program != NULL ? cf_program_names(c->program) : c->noutputs) + 64;
    x->stored = calloc(tensors + 1, sizeof *x->stored);
    x->handle = calloc(tensors + 1, sizeof *x->handle);
    x->args = calloc(c->nargs + 1, sizeof *x->args);
    x->lists = calloc(c->nargs + 1, sizeof *x->lists);
    bool ok = x->stored != NULL && x->handle != NULL && x->args != NULL && x->lists != NULL;
    for (int k = 0; k < CF_PARTS && ok; k++)
        ok = (x->value[k] = calloc(x->out_room + (c->grad != NULL ? c->grad->nwrt : 0),
                                   sizeof **x->value)) != NULL;
    for (size_t i = 0; i < c->nargs && ok; i++)
        if (c->arg[i].kind == KILN_ARG_TENSORS)
            ok = (x->lists[i] = calloc(c->arg[i].count + 1, sizeof **x->lists)) != NULL;
    return ok;
}

static void give_room(running *x) {
    for (size_t i = 0; x->lists != NULL && i < x->c->nargs; i++) free(x->lists[i]);
    free(x->stored);
    free(x->handle);
    free(x->args);
    free(x->lists);
    for (int k = 0; k < CF_PARTS; k++) free(x->value[k]);
}

/* What the session says went wrong, which is then forgotten. */
static void note(running *x, cf_part *p) {
    p->status = kiln_error(x->s);
    snprintf(p->message, sizeof p->message, "%s", kiln_error_text(x->s));
    kiln_clear_error(x->s);
}

static bool failed(running *x, cf_part *p, kiln_status status) {
    if (status == KILN_OK && !kiln_failed(x->s)) return false;
    note(x, p);
    if (p->status == KILN_OK) p->status = status != KILN_OK ? status : KILN_INTERNAL;
    return true;
}

static void run_program(running *x, cf_part *p) {
    char why[200] = "";
    if (!failed(x, p, cf_run_program(x->s, x->c, x->value[CF_FORWARD], why, sizeof why)))
        x->count_of[CF_FORWARD] = cf_program_names(x->c->program);
    else if (why[0] != '\0')
        snprintf(p->message, sizeof p->message, "%s", why);
}

static void call(running *x, cf_part *p) {
    if (x->c->program != NULL) {
        run_program(x, p);
        return;
    }
    for (size_t i = 0; i < x->c->nargs; i++) fill_arg(x, i);
    if (failed(x, p, KILN_OK)) return;
    kiln_status status = (kiln_call)(NULL, x->s, x->c->op, x->args, x->c->nargs,
                                     x->value[CF_FORWARD], x->out_room, &x->count_of[CF_FORWARD]);
    if (failed(x, p, status)) x->count_of[CF_FORWARD] = 0;
}

/* Gradients of the seeded results of one part by what the case names; the next part. */
static void differentiate(running *x, cf_kind of, const cf_gradient *g, cf_part *p) {
    kiln_tensor **seeded = calloc(2 * g->nseeds + g->nwrt + 1, sizeof *seeded);
    if (seeded == NULL) {
        p->status = KILN_NO_MEMORY;
        return;
    }
    kiln_tensor **seed = seeded + g->nseeds, **wrt = seed + g->nseeds;
    size_t n = 0;
    for (size_t i = 0; i < g->nseeds && i < x->count_of[of]; i++) {
        if (g->seed[i] == NULL || x->value[of][i] == NULL) continue;
        seeded[n] = x->value[of][i];
        seed[n++] = tensor_of(x, g->seed[i]);
    }
    for (size_t i = 0; i < g->nwrt; i++) wrt[i] = tensor_of(x, g->wrt[i]);
    kiln_status status = KILN_OK;
    if (n > 0)
        status = (kiln_vjps)(NULL, (kiln_list){n, seeded}, (kiln_list){n, seed},
                             (kiln_list){g->nwrt, wrt}, x->value[of + 1]);
    x->count_of[of + 1] = failed(x, p, status) ? 0 : g->nwrt;
    free(seeded);
}

static void read_bits(running *x, cf_part *p, kiln_tensor **t, size_t n) {
    p->item = calloc(n + 1, sizeof *p->item);
    p->count = p->item != NULL ? n : 0;
    for (size_t i = 0; i < p->count; i++) {
        cf_bits *b = &p->item[i];
        if (t[i] == NULL) continue;
        b->dtype = kiln_dtype_of(t[i]);
        b->rank = kiln_rank(t[i]);
        b->nbytes = (size_t)kiln_numel(t[i]) * kiln_dtype_size(b->dtype);
        for (int k = 0; k < b->rank; k++) b->extent[k] = kiln_extent(t[i], k);
        b->data = malloc(b->nbytes > 0 ? b->nbytes : 1);
        if (b->data == NULL)
            p->status = KILN_NO_MEMORY;
        else if (failed(x, p, (kiln_read)(NULL, t[i], b->data, b->nbytes)))
            return;
        b->present = b->data != NULL;
    }
}

/* Computes the parts from `first` to before `end` at once. */
static kiln_status evaluate(running *x, int first, int end) {
    size_t count = 0;
    for (int k = first; k < end; k++) count += x->count_of[k];
    kiln_tensor **all = calloc(count + 1, sizeof *all);
    if (all == NULL) return KILN_NO_MEMORY;
    count = 0;
    for (int k = first; k < end; k++)
        for (size_t i = 0; i < x->count_of[k]; i++)
            if (x->value[k][i] != NULL) all[count++] = x->value[k][i];
    kiln_status status = count > 0 ? (kiln_eval)(NULL, (kiln_list){count, all}) : KILN_OK;
    free(all);
    return status;
}

/* Everything together; when that fails, part by part, to see which of them it was. */
static void compute(running *x, cf_run *r) {
    bool apart = evaluate(x, 0, CF_PARTS) != KILN_OK;
    if (apart) kiln_clear_error(x->s);
    for (int k = 0; k < CF_PARTS; k++) {
        cf_part *p = &r->part[k];
        if (p->status != KILN_OK || (apart && failed(x, p, evaluate(x, k, k + 1)))) continue;
        read_bits(x, p, x->value[k], x->count_of[k]);
    }
}

/* After a refusal, 1 + 1 is 2. */
static bool still_usable(kiln_session *s) {
    double two = 0;
    kiln_scope (s) two = kiln_item(kiln_add(kiln_scalar_tensor(s, 1.0, KILN_F64), 1.0));
    bool ok = two == 2 && !kiln_failed(s);
    kiln_clear_error(s);
    return ok;
}

void cf_run_case(kiln_session *s, const cf_case *c, cf_run *out) {
    running x = {.s = s, .c = c};
    *out = (cf_run){.usable = true};
    cf_part *p = out->part;
    if (!take_room(&x))
        p[CF_FORWARD].status = KILN_NO_MEMORY;
    else
        kiln_scope (s) {
            call(&x, &p[CF_FORWARD]);
            bool ok = p[CF_FORWARD].status == KILN_OK;
            if (ok && c->grad != NULL) differentiate(&x, CF_FORWARD, c->grad, &p[CF_GRAD]);
            if (ok && c->second != NULL && p[CF_GRAD].status == KILN_OK)
                differentiate(&x, CF_GRAD, c->second, &p[CF_SECOND]);
            if (ok) compute(&x, out);
        }
    kiln_clear_error(s);
    give_room(&x);
    for (int k = 0; k < CF_PARTS && out->usable; k++)
        if (p[k].status != KILN_OK) out->usable = still_usable(s);
}

void cf_run_free(cf_run *r) {
    for (int k = 0; k < CF_PARTS; k++) {
        for (size_t i = 0; i < r->part[k].count; i++) free(r->part[k].item[i].data);
        free(r->part[k].item);
    }
    *r = (cf_run){0};
}

bool cf_same_bits(const cf_part *a, const cf_part *b) {
    if (a->status != b->status || a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++) {
        const cf_bits *p = &a->item[i], *q = &b->item[i];
        if (p->present != q->present || p->dtype != q->dtype || p->rank != q->rank ||
            p->nbytes != q->nbytes)
            return false;
        if (memcmp(p->extent, q->extent, sizeof p->extent) != 0) return false;
        if (p->nbytes > 0 && memcmp(p->data, q->data, p->nbytes) != 0) return false;
    }
    return true;
}
