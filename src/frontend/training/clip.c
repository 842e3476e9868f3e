/* SPDX-License-Identifier: Apache-2.0
 * Public clipping of gradients, in place: by the norm they have together, or by value. Gradients
 * that lie side by side, as those of a set do, are one tensor. */
#include "frontend/training/params_internal.h"
#include "frontend/ops/network.h"

#include <math.h>

/* The gradients that are there, each once a handle. */
typedef struct grads {
    kiln_tensor **list;
    size_t count, room;
} grads;

static bool all_floats(kiln_session *s, const grads *g) {
    char type[160];
    for (size_t i = 0; i < g->count; i++)
        if (!fe_is_float((kiln_dtype)fe_of(g->list[i])->dtype)) {
            ir_fail(&s->b, KILN_BAD_DTYPE, "gradient %zu is %s, expected a float dtype", i,
                    fe_type_text(g->list[i], type, sizeof type));
            return false;
        }
    return true;
}

/* NULL when there is none, or one is refused. */
static kiln_session *enter(kiln_site at, const char *call, kiln_list list, grads *g) {
    kiln_session *s = NULL;
    *g = (grads){NULL, 0, list.count};
    if (list.tensor == NULL && list.count > 0)
        fe_error(NULL, at, call, KILN_BAD_ARGUMENT, "the list of %zu gradients is null",
                 list.count);
    for (size_t i = 0; i < list.count && list.tensor != NULL && s == NULL; i++)
        if (list.tensor[i] != NULL) s = fe_enter1(at, call, list.tensor[i]);
    if (s == NULL) return NULL;
    g->list = kn_malloc(s->alloc, list.count * sizeof *g->list);
    if (g->list == NULL) {
        fe_error(s, at, call, KILN_NO_MEMORY, "no memory for %zu gradients", list.count);
        return NULL;
    }
    for (size_t i = 0; i < list.count; i++)
        if (list.tensor[i] != NULL) g->list[g->count++] = list.tensor[i];
    return fe_enter(at, call, g->list, g->count);
}

static kiln_status outcome(kiln_list list) {
    for (size_t i = 0; list.tensor != NULL && i < list.count; i++) {
        const kiln_session *s = list.tensor[i] != NULL ? kiln_session_of(list.tensor[i]) : NULL;
        if (s != NULL) return s->error != KILN_OK ? s->error : KILN_OK;
    }
    return list.count > 0 ? KILN_BAD_ARGUMENT : KILN_OK;
}

/* The elements of a run, in what they are computed in. */
static ir_id run_value(kiln_session *s, const grads *g, const fe_run *run) {
    kiln_tensor *const *first = g->list + run->first;
    bool one = run->count == 1;
    ir_id x = fe_run_value(s, first, run->count, one ? fe_of(*first)->rank : 1,
                           one ? fe_of(*first)->extent : &run->numel);
    return fe_wide(s, x);
}

static kiln_dtype widest(const grads *g) {
    for (size_t i = 0; i < g->count; i++)
        if (fe_of(g->list[i])->dtype == KILN_F64) return KILN_F64;
    return KILN_F32;
}

/* Of the norms of the runs, as PyTorch's is of the norms of the tensors. */
static ir_id total_norm(kiln_session *s, const grads *g, double order) {
    ir_id *norm = kn_malloc(s->alloc, g->count * sizeof *norm), total = IR_NONE;
    size_t n = 0;
    int64_t one = 1;
    if (norm == NULL) return ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu norms", g->count);
    for (size_t i = 0; i < g->count;) {
        fe_run run = fe_run_at(g->list, g->count, i);
        ir_id x = run_value(s, g, &run),
              its = run.numel > 0 ? fe_norm_along(s, x, order, KILN_ALL_AXES, false)
                                  : fe_const(s, widest(g), 0);
        norm[n] = fe_cast(s, its, widest(g));
        if (norm[n] != IR_NONE) norm[n] = ir_reshape(&s->b, norm[n], 1, &one);
        n++;
        i += run.count;
    }
    total =
        n == 1 ? norm[0] : fe_norm_along(s, fe_join(s, norm, n, 0), order, KILN_ALL_AXES, false);
    kn_free(s->alloc, norm, g->count * sizeof *norm);
    return total == IR_NONE ? total : ir_reshape(&s->b, total, 0, NULL);
}

/* What a write makes of the elements of a run: by how much they are multiplied, or the ends they
 * are clamped to. */
typedef struct change {
    ir_id factor;
    double limit;
} change;

static ir_id changed(kiln_session *s, ir_id x, const change *c) {
    if (x == IR_NONE) return x;
    if (c->factor != IR_NONE) return fe_mul(s, x, fe_cast(s, c->factor, fe_dtype(s, x)));
    ir_id low = fe_number_like(s, x, -c->limit), high = fe_number_like(s, x, c->limit),
          raised = fe_map2(s, IR_MAX, x, low);
    return fe_map2(s, IR_MIN, raised, high);
}

static bool write_all(kiln_session *s, const grads *g, const change *c, ir_id from) {
    for (size_t i = 0; i < g->count;) {
        fe_run run = fe_run_at(g->list, g->count, i);
        kiln_tensor *to = fe_run_handle(s, g->list, &run);
        if (!kiln_ok(to)) return false;
        ir_id value =
            fe_cast(s, changed(s, run_value(s, g, &run), c), (kiln_dtype)fe_of(to)->dtype);
        if (!kiln_ok(fe_store(s, to, fe_still(s, value), from))) return false;
        fe_drop(s, to);
        i += run.count;
    }
    return true;
}

static kiln_tensor *clip_norm(kiln_session *s, const grads *g, double max_norm, double order) {
    ir_id from = (ir_id)s->g.count;
    if (!(max_norm >= 0))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "max_norm is %g, expected 0 or more", max_norm);
    else if (isnan(order))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "order is no number");
    if (s->b.status != KILN_OK || !all_floats(s, g)) return fe_result(s, IR_NONE);
    ir_id total = fe_still(s, total_norm(s, g, order));
    if (total == IR_NONE) return fe_result(s, IR_NONE);
    ir_id more = fe_number_like(s, total, 1e-6), most = fe_number_like(s, total, max_norm),
          below = fe_add(s, total, more);
    ir_id part = fe_div(s, most, below), one = fe_const_like(s, total, 1);
    change c = {fe_map2(s, IR_MIN, part, one), 0};
    if (c.factor == IR_NONE) return fe_result(s, IR_NONE);
    return write_all(s, g, &c, from) ? fe_result(s, total) : fe_result(s, IR_NONE);
}

kiln_tensor *(kiln_clip_grad_norm_)(kiln_site at, kiln_list list, double max_norm, double order) {
    FE_DOOR;
    grads g;
    kiln_session *s = enter(at, "clip_grad_norm_", list, &g), *of = kiln_session_of(fe_first(list));
    if (s == NULL && of == NULL && g.list == NULL)
        fe_error(NULL, at, "clip_grad_norm_", KILN_BAD_ARGUMENT,
                 "there are no gradients, so no session is known");
    kiln_tensor *total = fe_poison(of);
    if (s != NULL) {
        fe_begin(s);
        total = fe_ended(s, clip_norm(s, &g, max_norm, order));
        of = s;
    }
    if (g.list != NULL) kn_free(of->alloc, g.list, g.room * sizeof *g.list);
    return total;
}

kiln_status(kiln_clip_grad_value_)(kiln_site at, kiln_list list, double limit) {
    FE_DOOR;
    grads g;
    kiln_session *s = enter(at, "clip_grad_value_", list, &g);
    if (s == NULL && g.list == NULL) return outcome(list);
    if (s != NULL) {
        ir_id from = (ir_id)s->g.count;
        change c = {IR_NONE, limit};
        if (!(limit >= 0))
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "limit is %g, expected 0 or more", limit);
        fe_begin(s);
        bool well = s->b.status == KILN_OK && all_floats(s, &g) && write_all(s, &g, &c, from);
        if (!well && s->b.status != KILN_OK) (void)fe_result(s, IR_NONE);
        fe_end(s, well);
    }
    kn_free(s != NULL ? s->alloc : kiln_session_of(g.list[0])->alloc, g.list,
            g.room * sizeof *g.list);
    return outcome(list);
}
