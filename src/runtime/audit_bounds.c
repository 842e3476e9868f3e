/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode: before a step runs, how far its numbers reach is compared with its buffers, and
 * its grid with its extents. What lies between, inside of a kernel, follows from those numbers
 * alone. Called by harden.c. */
#include "ir/order.h"
#include "runtime/engine.h"

/* Elements from the first byte a buffer is entered at: the least and the most that is touched. */
typedef struct reach {
    int64_t low, high;
    bool none, wild;
} reach;

ir_id rt_origin_of(const plan *p, const plan_step *st) {
    if (st->node >= p->graph.count) return IR_NONE;
    uint32_t number = ir_at(&p->graph, st->node)->reserved;
    return number > 0 ? number - 1 : IR_NONE;
}

static void reach_along(reach *r, int64_t extent, int64_t stride) {
    int64_t far;
    if (extent <= 0)
        r->none = true;
    else if (!kn_mul_i64(extent - 1, stride, &far))
        r->wild = true;
    else if (!kn_add_i64(far < 0 ? r->low : r->high, far, far < 0 ? &r->low : &r->high))
        r->wild = true;
}

static reach reach_of(const int64_t *extent, const int64_t *stride, int rank) {
    reach r = {0};
    for (int d = 0; d < rank; d++) reach_along(&r, extent[d], stride[d]);
    return r;
}

static reach reach_to(int64_t count) { return (reach){.high = count - 1, .none = count <= 0}; }

static int64_t product(const int64_t *extent, int n) {
    int64_t all = 1;
    for (int d = 0; d < n; d++)
        if (!kn_mul_i64(all, extent[d], &all)) return -1;
    return all;
}

static void look(rt_engine *e, const plan *p, const plan_step *st, uint32_t buf, reach r,
                 kiln_dtype dtype) {
    const plan_ref *ref = &st->bufs[buf];
    int64_t size = (int64_t)kiln_dtype_size(dtype), low, high;
    size_t step = (size_t)(st - p->steps);
    if (r.none) return;
    if (ref->slot >= p->nslots) {
        if (ref->slot != UINT32_MAX || r.high > 0)
            rt_audit(e, RT_CHECK_BOUNDS, rt_origin_of(p, st), "step %zu has no buffer %u", step,
                     buf);
        return;
    }
    const plan_slot *slot = &p->slots[ref->slot];
    bool fits = !r.wild && kn_mul_i64(r.low, size, &low) && kn_add_i64(low, ref->offset, &low) &&
                low >= 0 && kn_mul_i64(r.high, size, &high) &&
                kn_add_i64(high, ref->offset, &high) && high <= INT64_MAX - size &&
                (uint64_t)(high + size) <= slot->nbytes;
    if (!fits)
        rt_audit(e, RT_CHECK_BOUNDS, rt_origin_of(p, st),
                 "step %zu reaches elements %lld to %lld from byte %lld of buffer %u, which has "
                 "%zu bytes",
                 step, (long long)r.low, (long long)r.high, (long long)ref->offset, buf,
                 slot->nbytes);
}

static void look_at_grid(rt_engine *e, const plan *p, const plan_step *st, int64_t rows,
                         int64_t cols) {
    bool whole = st->rows == rows && st->cols == cols && st->row_grain > 0 && st->col_grain > 0;
    if (!whole && rows * cols != 0)
        rt_audit(e, RT_CHECK_BOUNDS, rt_origin_of(p, st),
                 "step %zu has a grid of %lld x %lld, its extents are %lld x %lld",
                 (size_t)(st - p->steps), (long long)st->rows, (long long)st->cols, (long long)rows,
                 (long long)cols);
}

static void look_at_leaves(rt_engine *e, const plan *p, const plan_step *st, const kernel_spec *s,
                           uint32_t from) {
    const int64_t *stride = st->ints + s->rank;
    for (uint32_t l = 0; l < s->nleaves; l++, stride += s->rank + 1u)
        if (l >= from && !s->leaf[l].is_index)
            look(e, p, st, l, reach_of(st->ints, stride, s->rank), (kiln_dtype)s->leaf[l].dtype);
}

static reach output_reach(const plan_step *st, const kernel_spec *s, uint32_t o) {
    int64_t last[KERNEL_MAX_RANK] = {0}, rows;
    if (s->kind == KERNEL_LANE) return reach_to(st->rows);
    if (s->kind == KERNEL_COLUMN)
        return kn_mul_i64(st->rows, st->cols, &rows) ? reach_to(rows) : (reach){.wild = true};
    if (s->window >> o & 1) return reach_of(st->ints, st->ints + kernel_window_ints(s, o), s->rank);
    for (int d = 0; d < s->rank; d++) {
        if (st->ints[d] <= 0) return (reach){.none = true};
        last[d] = st->ints[d] - 1;
    }
    return (reach){.high = kernel_output_element(s, st->ints, o, last)};
}

static int64_t ceil_div(int64_t a, int64_t b) { return a <= 0 ? 0 : (a - 1) / b + 1; }

static void look_at_extents(rt_engine *e, const plan *p, const plan_step *st,
                            const kernel_spec *s) {
    int r = s->rank;
    int64_t last = r > 0 ? st->ints[r - 1] : 1, before = product(st->ints, r - 1);
    if (s->kind == KERNEL_MAP) look_at_grid(e, p, st, before, last);
    if (s->kind == KERNEL_ROW) look_at_grid(e, p, st, before, 1);
    if (s->kind == KERNEL_LANE)
        look_at_grid(e, p, st, before * ceil_div(last, ORDER_LANE_BLOCK), 1);
    if (s->kind == KERNEL_COLUMN && r > 1)
        look_at_grid(e, p, st,
                     product(st->ints, r - 2) * ceil_div(st->ints[r - 2], ORDER_COLUMN_BLOCK),
                     last);
}

static void look_at_kernel(rt_engine *e, const plan *p, const plan_step *st, uint32_t leaves_from) {
    const kernel_spec *s = p->kernels[st->kernel].spec;
    if (st->nints != kernel_nints(s) || st->nbufs != (uint32_t)s->nleaves + s->noutputs) {
        rt_audit(e, RT_CHECK_BOUNDS, rt_origin_of(p, st),
                 "step %zu has %u numbers and %u buffers, its kernel takes %u and %u",
                 (size_t)(st - p->steps), st->nints, st->nbufs, kernel_nints(s),
                 (uint32_t)s->nleaves + s->noutputs);
        return;
    }
    look_at_leaves(e, p, st, s, leaves_from);
    for (uint32_t o = 0; o < s->noutputs; o++)
        look(e, p, st, s->nleaves + o, output_reach(st, s, o),
             (kiln_dtype)s->value[s->output[o]].dtype);
    look_at_extents(e, p, st, s);
}

static void look_at_contraction(rt_engine *e, const plan *p, const plan_step *st) {
    const kernel_spec *s = p->kernels[st->kernel].spec;
    int64_t a[] = {st->batch, st->m, st->k}, b[] = {st->batch, st->k, st->n};
    look_at_kernel(e, p, st, 2);
    look(e, p, st, 0, reach_of(a, st->a_stride, 3), (kiln_dtype)s->leaf[0].dtype);
    look(e, p, st, 1, reach_of(b, st->b_stride, 3), (kiln_dtype)s->leaf[1].dtype);
}

static void look_at_fold(rt_engine *e, const plan *p, const plan_step *st) {
    int64_t all[] = {st->fold_outer, st->fold_blocks, st->fold_inner},
            kept[] = {st->fold_outer, st->fold_inner};
    look(e, p, st, 0, reach_to(product(all, 3)), (kiln_dtype)st->dtype);
    look(e, p, st, 1, reach_to(product(kept, 2)), (kiln_dtype)st->dtype);
}

static void look_at_reference(rt_engine *e, const plan *p, const plan_step *st) {
    const ir_node *n = ir_at(&p->graph, st->node);
    for (int i = 0; i < n->noperands; i++)
        look(e, p, st, (uint32_t)i, reach_to(ir_numel(&p->graph, n->operand[i])),
             (kiln_dtype)ir_at(&p->graph, n->operand[i])->dtype);
    look(e, p, st, n->noperands, reach_to(ir_numel(&p->graph, st->node)), (kiln_dtype)n->dtype);
}

static void look_at_copy(rt_engine *e, const plan *p, const plan_step *st) {
    if (st->bufs[1].slot >= p->nslots) return;
    int64_t nbytes = (int64_t)p->slots[st->bufs[1].slot].nbytes;
    look(e, p, st, 0, reach_to(nbytes), KILN_U8);
    look(e, p, st, 1, reach_to(nbytes), KILN_U8);
}

void rt_check_bounds(rt_engine *e, const rt_entry *entry, size_t step) {
    const plan *p = entry->p;
    const plan_step *st = &p->steps[step];
    rt_looked(e, RT_CHECK_BOUNDS);
    switch (st->kind) {
    case STEP_KERNEL: look_at_kernel(e, p, st, 0); return;
    case STEP_CONTRACT: look_at_contraction(e, p, st); return;
    case STEP_FOLD: look_at_fold(e, p, st); return;
    case STEP_COPY: look_at_copy(e, p, st); return;
    default: look_at_reference(e, p, st);
    }
}
