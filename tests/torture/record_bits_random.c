/* SPDX-License-Identifier: Apache-2.0
 * Random calls: one to three functions by name, each with the arguments of a family's case as the
 * template, other numbers in its tensors, other extents, layouts and operands, results passed on,
 * the same tensor in several places. Case N of seed S is the same whatever ran before it. Called by
 * record_bits.c. */
#include "record_bits.h"

#include <stdlib.h>
#include <string.h>

/* ---- the functions there are */

static rb_function *function_of(rb_library *l, const char *op) {
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->function[i].op, op) == 0) return &l->function[i];
    if (l->count == l->room) {
        size_t room = l->room > 0 ? 2 * l->room : 64;
        rb_function *more = realloc(l->function, room * sizeof *more);
        if (more == NULL) return NULL;
        l->function = more;
        l->room = room;
    }
    l->function[l->count] = (rb_function){.op = op};
    return &l->function[l->count++];
}

bool rb_library_add(rb_library *l, const cf_family *f) {
    for (size_t i = 0; i < f->ncases; i++) {
        const cf_case *c = &f->cases[i];
        if (c->program != NULL || !kiln_has_function(c->op)) continue;
        rb_function *to = function_of(l, c->op);
        if (to == NULL) return false;
        if (to->ncases == to->room) {
            size_t room = to->room > 0 ? 2 * to->room : 16;
            const cf_case **more = realloc(to->c, room * sizeof *more);
            if (more == NULL) return false;
            to->c = more;
            to->room = room;
        }
        to->c[to->ncases++] = c;
    }
    return true;
}

void rb_library_free(rb_library *l) {
    for (size_t i = 0; i < l->count; i++) free(l->function[i].c);
    free(l->function);
    *l = (rb_library){0};
}

/* ---- tensors */

enum { MOST_ELEMENTS = 3000, NAMES = 600 };

typedef struct shape {
    int rank;
    int64_t extent[KILN_MAX_RANK];
} shape;

typedef struct random_case {
    rb_numbers r;
    int64_t from, to; /* an extent that is another in this call; from -1: none */
    char ops[NAMES];
    size_t used;
} random_case;

static kiln_shape public_shape(const shape *s) { return (kiln_shape){s->rank, s->extent}; }

static int64_t elements(const shape *s) {
    int64_t n = 1;
    for (int i = 0; i < s->rank; i++) n *= s->extent[i];
    return n;
}

static bool has_shape(const kiln_tensor *t, const shape *s) {
    bool same = kiln_rank(t) == s->rank;
    for (int i = 0; same && i < s->rank; i++) same = kiln_extent(t, i) == s->extent[i];
    return same;
}

static shape shape_of_value(const random_case *z, const cf_value *v) {
    const int64_t *from = v->view != NULL ? v->view->shape : v->tensor->shape;
    shape s = {.rank = v->view != NULL ? v->view->rank : v->tensor->rank};
    for (int i = 0; i < s.rank; i++) s.extent[i] = from[i] == z->from ? z->to : from[i];
    return s;
}

/* The stored numbers as they are or mixed, so that indices stay in range and arguments in a
 * function's domain; or generated ones. */
static kiln_tensor *leaf(rb_run *x, random_case *z, const kiln_st_entry *e, const shape *s) {
    size_t each = kiln_dtype_size(e->dtype), stored = e->nbytes / each, n = (size_t)elements(s);
    size_t way = rb_below(&z->r, 8);
    if (!rb_is_float(e->dtype) && way > 2) way = 1 + way % 2;
    if (stored == 0) way = 7;
    char *data = malloc(n * each + 8);
    if (data == NULL) abort();
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = 0;
        if (way < 4)
            memcpy(&bits,
                   (const char *)e->data + (way < 2 ? i % stored : rb_below(&z->r, stored)) * each,
                   each);
        else if (rb_is_float(e->dtype))
            bits = rb_float_bits(&z->r, e->dtype, (rb_style)(way % RB_STYLES));
        memcpy(data + i * each, &bits, each);
    }
    kiln_tensor *t = (kiln_from_bytes)(NULL, x->s, data, n * each, e->dtype, public_shape(s));
    free(data);
    return rb_add_leaf(x, NULL, t);
}

/* One result of a call that prepares an argument; `otherwise` where it fails. */
static kiln_tensor *made(rb_run *x, const char *op, const kiln_arg *args, size_t nargs,
                         kiln_tensor *otherwise) {
    kiln_tensor *t = NULL;
    size_t n = 0;
    kiln_status status = (kiln_call)(NULL, x->s, op, args, nargs, &t, 1, &n);
    return rb_failed(x, op, status) || n != 1 ? otherwise : t;
}

static kiln_arg tensor_arg(kiln_tensor *t) {
    return (kiln_arg){.kind = KILN_ARG_TENSOR, .as.tensor = t};
}
static kiln_arg int_arg(int64_t i) { return (kiln_arg){.kind = KILN_ARG_INT, .as.integer = i}; }
static kiln_arg ints_arg(const int64_t *item, int count) {
    return (kiln_arg){.kind = KILN_ARG_INTS, .as.ints = {(size_t)count, item}};
}

static kiln_tensor *scaled(rb_run *x, random_case *z, const kiln_st_entry *e, const shape *s) {
    kiln_tensor *t = leaf(x, z, e, s);
    kiln_arg args[] = {tensor_arg(t),
                       {.kind = KILN_ARG_FLOAT, .as.number = rb_double(&z->r, RB_COARSE)}};
    return made(x, "mul", args, 2, t);
}

static kiln_tensor *squared(rb_run *x, random_case *z, const kiln_st_entry *e, const shape *s) {
    kiln_tensor *t = leaf(x, z, e, s);
    kiln_arg args[] = {tensor_arg(t), tensor_arg(t)};
    return made(x, "mul", args, 2, t);
}

static kiln_tensor *transposed(rb_run *x, random_case *z, const kiln_st_entry *e, const shape *s) {
    shape back = {.rank = s->rank};
    int64_t order[KILN_MAX_RANK];
    for (int i = 0; i < s->rank; i++) {
        order[i] = s->rank - 1 - i;
        back.extent[i] = s->extent[order[i]];
    }
    kiln_arg args[] = {tensor_arg(leaf(x, z, e, &back)), ints_arg(order, s->rank)};
    return made(x, "permute", args, 2, args[0].as.tensor);
}

static kiln_tensor *broadcast(rb_run *x, random_case *z, const kiln_st_entry *e, const shape *s) {
    shape narrow = *s;
    if (s->rank == 0) return leaf(x, z, e, s);
    narrow.extent[rb_below(&z->r, (size_t)s->rank)] = 1;
    kiln_arg args[] = {tensor_arg(leaf(x, z, e, &narrow)), ints_arg(s->extent, s->rank)};
    return made(x, "expand", args, 2, args[0].as.tensor);
}

static kiln_tensor *sliced(rb_run *x, random_case *z, const kiln_st_entry *e, const shape *s) {
    shape wide = *s;
    if (s->rank == 0) return leaf(x, z, e, s);
    int axis = (int)rb_below(&z->r, (size_t)s->rank);
    int64_t start = (int64_t)rb_below(&z->r, 3);
    wide.extent[axis] += start + (int64_t)rb_below(&z->r, 2);
    kiln_arg args[] = {tensor_arg(leaf(x, z, e, &wide)), int_arg(axis), int_arg(start),
                       int_arg(s->extent[axis])};
    return made(x, "narrow", args, 4, args[0].as.tensor);
}

/* Normals of a counter, or of the session's generator. */
static kiln_tensor *drawn(rb_run *x, random_case *z, const kiln_st_entry *e, const shape *s) {
    uint64_t seed = rb_next(&z->r);
    kiln_tensor *t;
    if (rb_one_in(&z->r, 2))
        t = (kiln_counter_normal)(NULL, x->s, (int64_t)seed, e->dtype, public_shape(s));
    else {
        (kiln_manual_seed)(NULL, x->s, seed);
        t = (kiln_randn)(NULL, x->s, public_shape(s), e->dtype);
    }
    return rb_failed(x, "drawn", KILN_OK) ? leaf(x, z, e, s) : rb_add_leaf(x, NULL, t);
}

/* Something that is there already: a result or a leaf, of the shape, or of any. */
static kiln_tensor *found(rb_run *x, random_case *z, kiln_dtype dtype, const shape *s) {
    size_t n = x->count[RB_OUT] + x->nleaves, start = rb_below(&z->r, n);
    for (size_t i = 0; i < n; i++) {
        size_t k = (start + i) % n;
        kiln_tensor *t = k < x->nleaves ? x->leaf[k] : x->value[RB_OUT][k - x->nleaves];
        if (t == NULL || kiln_dtype_of(t) != dtype || kiln_numel(t) > MOST_ELEMENTS) continue;
        if (s == NULL || has_shape(t, s)) return t;
    }
    return NULL;
}

/* A new leaf and the mean of something that is there. */
static kiln_tensor *passed_on(rb_run *x, random_case *z, const kiln_st_entry *e, const shape *s) {
    kiln_tensor *t = found(x, z, e->dtype, NULL), *own = leaf(x, z, e, s);
    if (t == NULL) return own;
    kiln_arg args[] = {tensor_arg(own), tensor_arg(t)};
    args[1].as.tensor = made(x, "mean", args + 1, 1, own);
    return made(x, "add", args, 2, own);
}

static kiln_tensor *random_tensor(rb_run *x, void *user, const cf_value *v) {
    random_case *z = user;
    const kiln_st_entry *e = v->tensor;
    shape s = shape_of_value(z, v);
    size_t way = rb_below(&z->r, 20);
    kiln_tensor *t = way < 7    ? found(x, z, e->dtype, &s)
                     : way == 7 ? found(x, z, e->dtype, NULL)
                                : NULL;
    if (t != NULL) return t;
    if (!rb_is_float(e->dtype)) return leaf(x, z, e, &s);
    switch (way) {
    case 8: return scaled(x, z, e, &s);
    case 9: return squared(x, z, e, &s);
    case 10: return transposed(x, z, e, &s);
    case 11: return broadcast(x, z, e, &s);
    case 12: return sliced(x, z, e, &s);
    case 13:
    case 14: return passed_on(x, z, e, &s);
    case 15: return drawn(x, z, e, &s);
    default: return leaf(x, z, e, &s);
    }
}

/* ---- calls */

static int64_t one_off(random_case *z) { return rb_one_in(&z->r, 2) ? 1 : -1; }

static void vary_numbers(random_case *z, rb_call *c) {
    size_t at;
    for (size_t i = 0; i < c->nargs; i++) {
        kiln_arg *a = &c->arg[i];
        switch (a->kind) {
        case KILN_ARG_INT:
            if (rb_one_in(&z->r, 10)) a->as.integer += one_off(z);
            break;
        case KILN_ARG_INTS:
            if (a->as.ints.count == 0 || !rb_one_in(&z->r, 15)) break;
            at = rb_below(&z->r, a->as.ints.count);
            c->ints[i][at] += one_off(z);
            break;
        case KILN_ARG_FLOAT:
            if (rb_one_in(&z->r, 5))
                a->as.number = rb_double(&z->r, (rb_style)rb_below(&z->r, RB_STYLES));
            break;
        case KILN_ARG_BOOL:
            if (rb_one_in(&z->r, 10)) a->as.flag = !a->as.flag;
            break;
        default: break;
        }
    }
}

/* One extent of one tensor may be another, wherever it occurs in the call. */
static void vary_extent(random_case *z, const cf_case *c) {
    z->from = -1;
    if (!rb_one_in(&z->r, 4)) return;
    size_t i = rb_below(&z->r, c->nargs);
    const cf_value *v = c->nargs > 0 ? &c->arg[i] : NULL;
    if (v == NULL || v->kind != KILN_ARG_TENSOR || v->tensor->rank == 0) return;
    z->from = v->tensor->shape[rb_below(&z->r, (size_t)v->tensor->rank)];
    z->to = (int64_t)rb_below(&z->r, 6);
}

/* Larger ones would only take time. */
static bool is_small(const cf_case *c) {
    for (size_t i = 0; i < c->nargs; i++) {
        const cf_value *v = &c->arg[i];
        if (v->kind == KILN_ARG_TENSOR &&
            v->tensor->nbytes / kiln_dtype_size(v->tensor->dtype) > MOST_ELEMENTS)
            return false;
    }
    return true;
}

static void one_call(rb_run *x, random_case *z, const rb_library *l) {
    static rb_call call;
    const rb_function *f = &l->function[rb_below(&z->r, l->count)];
    const cf_case *c = f->c[rb_below(&z->r, f->ncases)];
    for (int i = 0; i < 8 && (c->raised || !is_small(c)); i++) c = f->c[rb_below(&z->r, f->ncases)];
    if (!is_small(c)) return;
    vary_extent(z, c);
    if (!rb_fill(x, &call, c, random_tensor, z)) return;
    vary_numbers(z, &call);
    char name[100];
    snprintf(name, sizeof name, "%s_", c->op);
    if (!rb_one_in(&z->r, 8) || !kiln_has_function(name)) name[strlen(c->op)] = '\0';
    int n =
        snprintf(z->ops + z->used, sizeof z->ops - z->used, "%s%s", z->used > 0 ? "," : "", name);
    if (n > 0 && (size_t)n < sizeof z->ops - z->used) z->used += (size_t)n;
    if (!rb_failed(x, "arguments", KILN_OK)) rb_make(x, name, call.arg, call.nargs, NULL, NULL);
}

/* A step of Adam on a leaf by its gradient. */
static void optimise(rb_run *x, random_case *z) {
    size_t k = 0; /* of gradients, which only floats have */
    for (size_t i = 0; i < x->nleaves && x->count[RB_GRAD] > 0; i++) {
        kiln_tensor *p = x->leaf[i];
        if (!rb_is_float(kiln_dtype_of(p))) continue;
        kiln_tensor *g = x->value[RB_GRAD][k++];
        if (g == NULL || x->count[RB_OUT] == RB_VALUES) continue;
        kiln_tensor *m = (kiln_zeros_like)(NULL, p, KILN_NO_DTYPE),
                    *v = (kiln_zeros_like)(NULL, p, KILN_NO_DTYPE);
        kiln_adam options = {.rate = 0.01, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8};
        kiln_status status =
            (kiln_adam_step)(NULL, p, g, m, v, 1 + (int64_t)rb_below(&z->r, 2000), options);
        if (!rb_failed(x, "adam_step", status)) x->value[RB_OUT][x->count[RB_OUT]++] = p;
        return;
    }
}

void rb_random_case(const rb_options *o, const rb_library *l, long number) {
    static rb_run x;
    static random_case z;
    char name[80];
    z = (random_case){.r = {o->seed * UINT64_C(0xd1342543de82ef95) + (uint64_t)number}};
    z.r.state = rb_next(&z.r);
    snprintf(name, sizeof name, "random/%llu/%ld", (unsigned long long)o->seed, number);
    if (!rb_open(&x)) exit(EXIT_FAILED);
    for (size_t calls = 1 + rb_below(&z.r, 3); calls > 0; calls--) one_call(&x, &z, l);
    if (x.count[RB_OUT] > 0) rb_differentiate(&x, &z.r);
    if (rb_one_in(&z.r, 6)) optimise(&x, &z);
    rb_report(&x, o, name, z.ops);
    rb_close(&x);
}
