/* SPDX-License-Identifier: Apache-2.0
 * Reads what a case says of its first and second derivatives, and checks that their tensors fit.
 * Called by conform_read.c. */
#include "conform.h"

#include <string.h>

static bool same_type(const kiln_st_entry *a, const kiln_st_entry *b) {
    return a->dtype == b->dtype && a->rank == b->rank &&
           (a->rank == 0 || memcmp(a->shape, b->shape, (size_t)a->rank * sizeof *a->shape) == 0);
}

static bool uses(const cf_value *v, size_t n, const kiln_st_entry *e) {
    for (size_t i = 0; i < n; i++) {
        if (v[i].kind == KILN_ARG_TENSOR && v[i].tensor == e) return true;
        if (v[i].kind == KILN_ARG_TENSORS && uses(v[i].list.values, v[i].count, e)) return true;
    }
    return false;
}

static bool read_names(cf_reader *r, const json_t *object, const char *key,
                       const kiln_st_entry ***out, size_t *count) {
    cf_enter(r, key, SIZE_MAX);
    bool ok = cf_tensor_names(r, json_object_get(object, key), strcmp(key, "wrt") != 0, out, count);
    cf_leave(r);
    return ok;
}

/* A gradient has the type of what it is the gradient of. */
static bool check_types(cf_reader *r, const kiln_st_entry **a, const kiln_st_entry **b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (a[i] != NULL && b[i] != NULL && !same_type(a[i], b[i]))
            return cf_refuse(r, "\"%s\" has another dtype or shape than \"%s\"", a[i]->name,
                             b[i]->name);
    return true;
}

static bool read_gradient(cf_reader *r, const json_t *object, cf_case *c) {
    static const char *const known[] = {"wrt", "seeds", "grads", NULL};
    size_t ngrads = 0;
    cf_gradient *g = c->grad = cf_take(r, 1, sizeof *g);
    if (g == NULL || !cf_keys(r, object, known)) return false;
    if (c->raised) return cf_refuse(r, "the oracle raised, so there is no gradient");
    if (!read_names(r, object, "wrt", &g->wrt, &g->nwrt) ||
        !read_names(r, object, "seeds", &g->seed, &g->nseeds) ||
        !read_names(r, object, "grads", &g->grad, &ngrads))
        return false;
    if (g->nseeds != c->noutputs)
        return cf_refuse(r, "%zu seeds for %zu outputs", g->nseeds, c->noutputs);
    if (ngrads != g->nwrt) return cf_refuse(r, "%zu grads for %zu wrt", ngrads, g->nwrt);
    for (size_t i = 0; i < g->nwrt; i++)
        if (!uses(c->arg, c->nargs, g->wrt[i]))
            return cf_refuse(r, "wrt \"%s\" is no argument", g->wrt[i]->name);
    return check_types(r, g->seed, c->output, g->nseeds) &&
           check_types(r, g->grad, g->wrt, g->nwrt);
}

/* Its seeds are those of the gradients that are there, in their order. */
static bool read_second(cf_reader *r, const json_t *object, cf_case *c) {
    static const char *const known[] = {"seeds", "grads", NULL};
    const kiln_st_entry **seeds = NULL;
    size_t nseeds = 0, ngrads = 0, used = 0;
    cf_gradient *g = c->second = cf_take(r, 1, sizeof *g);
    if (g == NULL || !cf_keys(r, object, known)) return false;
    if (c->grad == NULL) return cf_refuse(r, "there is no grad to differentiate again");
    *g = *c->grad;
    if (!read_names(r, object, "seeds", &seeds, &nseeds) ||
        !read_names(r, object, "grads", &g->grad, &ngrads))
        return false;
    if (ngrads != g->nwrt) return cf_refuse(r, "%zu grads for %zu wrt", ngrads, g->nwrt);
    if ((g->seed = cf_take(r, g->nwrt, sizeof *g->seed)) == NULL) return false;
    g->nseeds = g->nwrt;
    for (size_t i = 0; i < g->nwrt; i++) {
        if (c->grad->grad[i] == NULL) continue;
        if (used < nseeds) g->seed[i] = seeds[used];
        used++;
    }
    if (used != nseeds) return cf_refuse(r, "%zu seeds for %zu gradients", nseeds, used);
    return check_types(r, g->seed, g->wrt, g->nwrt) && check_types(r, g->grad, g->wrt, g->nwrt);
}

bool cf_read_gradients(cf_reader *r, const json_t *json, cf_case *c) {
    const json_t *grad = json_object_get(json, "grad"), *second = json_object_get(json, "second");
    bool ok = true;
    if (grad != NULL) {
        cf_enter(r, "grad", SIZE_MAX);
        ok = read_gradient(r, grad, c);
        cf_leave(r);
    }
    if (ok && second != NULL) {
        cf_enter(r, "second", SIZE_MAX);
        ok = read_second(r, second, c);
        cf_leave(r);
    }
    return ok;
}
