/* SPDX-License-Identifier: Apache-2.0
 * Records, differentiates and computes one case, and prints digests of all that. Called by
 * record_bits.c and record_bits_random.c. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "record_bits.h"

#include <stdlib.h>
#include <string.h>

bool rb_open(rb_run *x) {
    *x = (rb_run){0};
    /* the environment says how, so that libraries of other ages can be compared, too */
    x->s = kiln_open(NULL);
    if (kiln_failed(x->s)) {
        fprintf(stderr, "record-bits: %s\n", x->s != NULL ? kiln_error_text(x->s) : "no memory");
        kiln_close(x->s);
        return false;
    }
    kiln_scope_open(x->s);
    return true;
}

void rb_close(rb_run *x) {
    kiln_scope_close(x->s);
    kiln_close(x->s);
}

bool rb_failed(rb_run *x, const char *what, kiln_status status) {
    if (status == KILN_OK && !kiln_failed(x->s)) return false;
    if (kiln_failed(x->s)) status = kiln_error(x->s);
    int n = snprintf(x->said + x->nsaid, sizeof x->said - x->nsaid, "%s: %d: %s\n", what,
                     (int)status, kiln_error_text(x->s));
    if (n > 0)
        x->nsaid +=
            (size_t)n < sizeof x->said - x->nsaid ? (size_t)n : sizeof x->said - x->nsaid - 1;
    kiln_clear_error(x->s);
    return true;
}

/* ---- arguments */

kiln_tensor *rb_add_leaf(rb_run *x, const kiln_st_entry *e, kiln_tensor *t) {
    if (x->nleaves == RB_LEAVES) {
        x->too_large = true;
        return t;
    }
    x->entry[x->nleaves] = e;
    return x->leaf[x->nleaves++] = t;
}

bool rb_fill(rb_run *x, rb_call *c, const cf_case *from, rb_tensor tensor, void *user) {
    if (from->nargs > RB_ARGS) return false;
    c->nargs = from->nargs;
    for (size_t i = 0; i < c->nargs; i++) {
        const cf_value *v = &from->arg[i];
        kiln_arg *a = &c->arg[i];
        *a = (kiln_arg){.keyword = from->keyword[i], .kind = v->kind};
        if (v->count > RB_ITEMS) return false;
        switch (v->kind) {
        case KILN_ARG_NONE: break;
        case KILN_ARG_TENSOR: a->as.tensor = tensor(x, user, v); break;
        case KILN_ARG_TENSORS:
            for (size_t k = 0; k < v->count; k++)
                c->item[i][k] = v->list.values[k].kind == KILN_ARG_TENSOR
                                    ? tensor(x, user, &v->list.values[k])
                                    : NULL;
            a->as.tensors.count = v->count;
            a->as.tensors.item = c->item[i];
            break;
        case KILN_ARG_INT: a->as.integer = v->as.integer; break;
        case KILN_ARG_INTS:
            for (size_t k = 0; k < v->count; k++) c->ints[i][k] = v->list.ints[k];
            a->as.ints.count = v->count;
            a->as.ints.item = c->ints[i];
            break;
        case KILN_ARG_FLOAT: a->as.number = v->as.number; break;
        case KILN_ARG_FLOATS:
            for (size_t k = 0; k < v->count; k++) c->floats[i][k] = v->list.floats[k];
            a->as.floats.count = v->count;
            a->as.floats.item = c->floats[i];
            break;
        case KILN_ARG_BOOL: a->as.flag = v->as.flag; break;
        case KILN_ARG_STR: a->as.text = v->as.text; break;
        case KILN_ARG_DTYPE: a->as.dtype = v->as.dtype; break;
        }
    }
    return true;
}

bool rb_make(rb_run *x, const char *op, const kiln_arg *args, size_t nargs, size_t *first,
             size_t *count) {
    size_t n = 0, at = x->count[RB_OUT];
    kiln_status status =
        (kiln_call)(NULL, x->s, op, args, nargs, x->value[RB_OUT] + at, RB_VALUES - at, &n);
    if (rb_failed(x, op, status)) return false;
    if (first != NULL) *first = at;
    if (count != NULL) *count = n;
    x->count[RB_OUT] += n;
    return true;
}

/* ---- gradients */

static kiln_tensor *seed_like(rb_run *x, rb_numbers *r, const kiln_tensor *y) {
    kiln_dtype dtype = kiln_dtype_of(y);
    size_t n = (size_t)kiln_numel(y), each = kiln_dtype_size(dtype);
    char *data = malloc(n * each + 1);
    if (data == NULL) abort();
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = rb_float_bits(r, dtype, RB_PLAIN);
        /* little-endian, as every machine Kiln has code for */
        memcpy(data + i * each, &bits, each);
    }
    kiln_tensor *t = (kiln_from_bytes)(NULL, x->s, data, n * each, dtype,
                                       (kiln_shape){kiln_rank(y), kiln_extents(y)});
    free(data);
    return t;
}

static void differentiate_part(rb_run *x, rb_numbers *r, rb_part of, kiln_tensor **wrt,
                               size_t nwrt) {
    kiln_tensor *y[RB_VALUES], *seed[RB_VALUES];
    size_t n = 0;
    for (size_t i = 0; i < x->count[of]; i++) {
        kiln_tensor *t = x->value[of][i];
        if (t == NULL || !rb_is_float(kiln_dtype_of(t))) continue;
        y[n] = t;
        seed[n++] = seed_like(x, r, t);
    }
    if (n == 0 || rb_failed(x, "seeds", KILN_OK)) return;
    kiln_status status = (kiln_vjps)(NULL, (kiln_list){n, y}, (kiln_list){n, seed},
                                     (kiln_list){nwrt, wrt}, x->value[of + 1]);
    if (!rb_failed(x, of == RB_OUT ? "grad" : "second", status)) x->count[of + 1] = nwrt;
}

void rb_differentiate(rb_run *x, rb_numbers *r) {
    kiln_tensor *wrt[RB_LEAVES];
    size_t n = 0;
    for (size_t i = 0; i < x->nleaves; i++)
        if (rb_is_float(kiln_dtype_of(x->leaf[i]))) wrt[n++] = x->leaf[i];
    if (n == 0) return;
    differentiate_part(x, r, RB_OUT, wrt, n);
    differentiate_part(x, r, RB_GRAD, wrt, n);
}

/* ---- digests */

/* Where a node was recorded is the one thing in a dump that a line number of ours may change. */
static char *without_sites(const char *text) {
    size_t n = strlen(text), used = 0;
    char *out = malloc(n + 1);
    if (out == NULL) abort();
    while (*text != '\0') {
        size_t line = strcspn(text, "\n"), keep = line;
        const char *site = strstr(text, "  ; at ");
        if (site != NULL && site < text + line) keep = (size_t)(site - text);
        memcpy(out + used, text, keep);
        used += keep;
        out[used++] = '\n';
        text += line + (text[line] == '\n');
    }
    out[used] = '\0';
    return out;
}

static void report_stage(rb_run *x, const rb_options *o, kiln_list all, const char *stage,
                         uint64_t *digest) {
    const char *dump = all.count > 0 ? (kiln_dump)(NULL, all, stage) : "";
    rb_failed(x, stage, KILN_OK);
    char *text = without_sites(dump != NULL ? dump : "");
    *digest = XXH3_64bits(text, strlen(text));
    if (o->text) printf("---- %s\n%s", stage, text);
    free(text);
}

static void print_value(const kiln_tensor *t, const char *part, size_t i, const unsigned char *data,
                        size_t nbytes) {
    size_t each = kiln_dtype_size(kiln_dtype_of(t));
    printf("%s %zu %s[", part, i, kiln_dtype_short(kiln_dtype_of(t)));
    for (int k = 0; k < kiln_rank(t); k++)
        printf("%s%lld", k > 0 ? "," : "", (long long)kiln_extent(t, k));
    printf("]");
    for (size_t at = 0; at < nbytes; at += each) {
        printf(" ");
        for (size_t k = each; k-- > 0;) printf("%02x", data[at + k]);
    }
    printf("\n");
}

static uint64_t digest_part(rb_run *x, const rb_options *o, rb_part part) {
    static const char *const name[RB_PARTS] = {"out", "grad", "second"};
    uint64_t digest = x->count[part];
    for (size_t i = 0; i < x->count[part]; i++) {
        kiln_tensor *t = x->value[part][i];
        digest = XXH3_64bits_withSeed(&i, sizeof i, digest);
        if (t == NULL) continue;
        kiln_dtype dtype = kiln_dtype_of(t);
        size_t nbytes = (size_t)kiln_numel(t) * kiln_dtype_size(dtype);
        void *data = malloc(nbytes + 1);
        if (data == NULL) abort();
        if (!rb_failed(x, name[part], (kiln_read)(NULL, t, data, nbytes))) {
            int64_t type[2 + KILN_MAX_RANK] = {dtype, kiln_rank(t)};
            for (int k = 0; k < kiln_rank(t); k++) type[2 + k] = kiln_extent(t, k);
            digest = XXH3_64bits_withSeed(type, sizeof type, digest);
            digest = XXH3_64bits_withSeed(data, nbytes, digest);
            if (o->text) print_value(t, name[part], i, data, nbytes);
        }
        free(data);
    }
    return digest;
}

void rb_report(rb_run *x, const rb_options *o, const char *name, const char *ops) {
    kiln_tensor *all[RB_PARTS * RB_VALUES];
    size_t n = 0;
    for (int p = 0; p < RB_PARTS; p++)
        for (size_t i = 0; i < x->count[p]; i++)
            if (x->value[p][i] != NULL) all[n++] = x->value[p][i];
    kiln_list list = {n, all};
    uint64_t graph, plan, digest[RB_PARTS];
    report_stage(x, o, list, "graph", &graph);
    report_stage(x, o, list, "plan", &plan);
    if (n > 0) rb_failed(x, "eval", (kiln_eval)(NULL, list));
    for (int p = 0; p < RB_PARTS; p++) digest[p] = digest_part(x, o, (rb_part)p);
    if (o->text) printf("---- said\n%s----\n", x->said);
    if (x->too_large) printf("%s too large for record-bits\n", name);
    printf("%s graph=%016llx plan=%016llx", name, (unsigned long long)graph,
           (unsigned long long)plan);
    printf(" out=%016llx grad=%016llx second=%016llx", (unsigned long long)digest[RB_OUT],
           (unsigned long long)digest[RB_GRAD], (unsigned long long)digest[RB_SECOND]);
    if (x->nsaid > 0) printf(" said=%016llx", (unsigned long long)XXH3_64bits(x->said, x->nsaid));
    printf("%s%s\n", ops[0] != '\0' ? " " : "", ops);
}

/* ---- cases of families */

/* A stored tensor has one handle, however often it is named, so that gradients meet there. */
static kiln_tensor *stored(rb_run *x, void *user, const cf_value *v) {
    (void)user;
    const kiln_st_entry *e = v->tensor;
    kiln_tensor *t = NULL;
    for (size_t i = 0; i < x->nleaves && t == NULL; i++)
        if (x->entry[i] == e) t = x->leaf[i];
    if (t == NULL)
        t = rb_add_leaf(x, e,
                        (kiln_from_bytes)(NULL, x->s, e->data, e->nbytes, e->dtype,
                                          (kiln_shape){e->rank, e->shape}));
    const cf_view *w = v->view;
    return w == NULL ? t
                     : (kiln_as_strided)(NULL, t, (kiln_shape){w->rank, w->shape},
                                         (kiln_shape){w->rank, w->stride}, w->offset);
}

static void run_program(rb_run *x, const cf_case *c) {
    char why[400] = "";
    if (cf_program_names(c->program) > RB_VALUES) {
        x->too_large = true;
        return;
    }
    if (!rb_failed(x, "program", cf_run_program(x->s, c, x->value[RB_OUT], why, sizeof why)))
        x->count[RB_OUT] = cf_program_names(c->program);
}

void rb_family_case(const rb_options *o, const cf_family *f, const cf_case *c) {
    static rb_run x;
    static rb_call call;
    char name[400];
    snprintf(name, sizeof name, "%s/%s", f->name, c->id);
    if (!rb_open(&x)) exit(EXIT_FAILED);
    if (c->program != NULL)
        run_program(&x, c);
    else if (!rb_fill(&x, &call, c, stored, NULL))
        x.too_large = true;
    else if (!rb_failed(&x, "arguments", KILN_OK))
        rb_make(&x, c->op, call.arg, call.nargs, NULL, NULL);
    rb_numbers r = {XXH3_64bits(name, strlen(name))};
    if (c->program == NULL && x.count[RB_OUT] > 0) rb_differentiate(&x, &r);
    rb_report(&x, o, name, "");
    rb_close(&x);
}
