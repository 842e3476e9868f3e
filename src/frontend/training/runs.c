/* SPDX-License-Identifier: Apache-2.0
 * Runs: tensors that lie side by side in one storage, so that what is done to each is done to all
 * by one step. Packing makes runs of parameters; gradients of a set are made as one. Called by
 * params_grad.c, clip.c and the optimisers. */
#include "frontend/training/params_internal.h"

bool fe_stretch_of(const kiln_tensor *a, int64_t *offset) {
    const fe_view *v = fe_of(a)->view;
    *offset = v != NULL ? v->offset : 0;
    return v == NULL || (fe_ground(v) == NULL && fe_is_contiguous(a));
}

fe_run fe_run_at(kiln_tensor *const *list, size_t n, size_t first) {
    fe_run run = {first, 1, -1, list[first] != NULL ? kiln_numel(list[first]) : 0};
    int64_t offset;
    if (list[first] == NULL || !fe_stretch_of(list[first], &offset) ||
        fe_of(list[first])->storage->rank != 1)
        return run;
    run.offset = offset;
    for (size_t i = first + 1; i < n; i++, run.count++) {
        if (list[i] == NULL || fe_of(list[i])->storage != fe_of(list[first])->storage ||
            !fe_stretch_of(list[i], &offset))
            break;
        if (offset != run.offset + run.numel) break;
        run.numel += kiln_numel(list[i]);
    }
    return run;
}

/* ---- windows */

static fe_view *view_of(kiln_session *s, fe_view *parent, fe_view_kind kind, const fe_storage *st,
                        int64_t offset) {
    fe_view *v = kn_calloc(s->alloc, 1, sizeof *v);
    if (v == NULL) {
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory for a view");
        fe_view_unref(s, parent);
        return NULL;
    }
    v->parent = parent;
    v->refs = 1;
    v->depth = parent != NULL ? parent->depth + 1 : 1;
    v->kind = (uint8_t)kind;
    v->dtype = st->dtype;
    v->offset = offset;
    return v;
}

/* NULL, and s->b in order, where the window is the whole storage. */
static fe_view *window_view(kiln_session *s, const fe_storage *st, int64_t offset, int rank,
                            const int64_t *extent) {
    int64_t numel = 1;
    for (int i = 0; i < rank; i++) numel *= extent[i];
    fe_view *v = NULL;
    if (offset != 0 || numel != st->extent[0]) {
        v = view_of(s, NULL, FE_SLICE, st, offset);
        if (v == NULL) return NULL;
        v->rank = 1;
        v->extent[0] = numel;
        v->a[0] = offset;
        v->b[0] = v->stride[0] = 1;
    }
    if (rank == 1) return v;
    v = view_of(s, v, FE_RESHAPE, st, offset);
    if (v == NULL) return NULL;
    v->rank = (uint8_t)rank;
    for (int i = 0; i < rank; i++) v->extent[i] = extent[i];
    fe_row_major(rank, extent, v->stride);
    return v;
}

kiln_tensor *fe_window(kiln_session *s, fe_storage *st, int64_t offset, int rank,
                       const int64_t *extent) {
    fe_view *v = window_view(s, st, offset, rank, extent);
    return v == NULL && s->b.status != KILN_OK ? fe_result(s, IR_NONE) : fe_handle(s, st, v);
}

kiln_tensor *fe_run_handle(kiln_session *s, kiln_tensor *const *list, const fe_run *run) {
    kiln_tensor *first = list[run->first];
    return run->count > 1 ? fe_window(s, fe_of(first)->storage, run->offset, 1, &run->numel)
                          : fe_aliased(s, first);
}

ir_id fe_run_value(kiln_session *s, kiln_tensor *const *list, size_t n, int rank,
                   const int64_t *extent) {
    fe_run run = fe_run_at(list, n, 0);
    ir_id id = IR_NONE;
    if (run.count == n) {
        kiln_tensor *all = fe_run_handle(s, list, &run);
        id = kiln_ok(all) ? fe_node(s, all) : IR_NONE;
        if (kiln_ok(all)) fe_drop(s, all);
    } else {
        ir_id *part = kn_malloc(s->alloc, n * sizeof *part);
        if (part == NULL) return ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu parts", n);
        for (size_t i = 0; i < n; i++) {
            int64_t numel = kiln_numel(list[i]);
            part[i] = fe_node(s, list[i]);
            if (part[i] != IR_NONE) part[i] = ir_reshape(&s->b, part[i], 1, &numel);
        }
        id = fe_join(s, part, n, 0);
        kn_free(s->alloc, part, n * sizeof *part);
    }
    return id == IR_NONE ? id : ir_reshape(&s->b, id, rank, extent);
}

/* ---- packing */

/* One that nobody but its handle sees. */
static bool can_move(const kiln_tensor *t) {
    return fe_of(t)->view == NULL && fe_of(t)->storage->refs == 1;
}

/* s->now becomes what recorded nodes read that somebody can still reach. */
static kiln_status mark_read(kiln_session *s) {
    fe_compact(s);
    s->begun = (ir_id)s->g.count;
    if (!fe_note_call(s, s->call)) return KILN_NO_MEMORY;
    KN_TRY(kn_bits_empty(s->alloc, &s->now, s->g.count));
    for (ir_id id = 0; id < s->g.count; id++)
        for (int k = 0; k < ir_at(&s->g, id)->noperands; k++)
            kn_bits_add(&s->now, ir_at(&s->g, id)->operand[k]);
    return KILN_OK;
}

/* The node that losses recorded before read t by, or IR_NONE. t shows it until it is written, so
 * that they are differentiated by t. */
static ir_id read_before(const kiln_session *s, const kiln_tensor *t) {
    const fe_storage *st = fe_of(t)->storage;
    bool known = st->epoch == s->epoch && st->node != IR_NONE;
    return known && kn_bits_has(&s->now, st->node) ? st->node : IR_NONE;
}

/* The handle becomes a window of st, with the elements it has. */
static bool move_handle(kiln_session *s, kiln_tensor *t, fe_storage *st, int64_t offset, char *to) {
    fe_tensor *h = fe_of(t);
    fe_storage *old = h->storage;
    ir_id read = read_before(s, t);
    size_t each = kiln_dtype_size((kiln_dtype)st->dtype);
    fe_view *v = window_view(s, st, offset, h->rank, old->extent);
    if (v == NULL && s->b.status != KILN_OK) return false;
    memcpy(to + (size_t)offset * each, old->buffer->data, (size_t)kiln_numel(t) * each);
    h->storage = st;
    h->view = v;
    h->extent = v != NULL ? v->extent : st->extent;
    h->node = read;
    h->epoch = read != IR_NONE ? s->epoch : 0;
    h->version = (uint32_t)st->version;
    h->detached = false;
    st->refs++;
    if (read != IR_NONE) fe_past_leaf(s, old);
    fe_past_moved(s, old, st);
    fe_storage_unref(s, old);
    return true;
}

/* Those of dtype d, of which there are at least two. Their values are there. A failure leaves some
 * moved, which nobody sees but by strides. */
static bool pack_dtype(kiln_session *s, kiln_tensor *const *list, size_t n, kiln_dtype d) {
    int64_t numel = 0, count = 0, offset = 0;
    for (size_t i = 0; i < n; i++)
        if (fe_of(list[i])->dtype == d && can_move(list[i])) {
            count++;
            if (!kn_add_i64(numel, kiln_numel(list[i]), &numel))
                return ir_fail(&s->b, KILN_TOO_LARGE, "the elements of all parameters overflow"),
                       false;
        }
    if (count < 2) return true;
    kiln_tensor *all = fe_zeros_now(s, d, (kiln_shape){1, &numel});
    if (!kiln_ok(all)) return false;
    fe_storage *st = fe_of(all)->storage;
    bool well = true;
    fe_may_outlive(s, st);
    for (size_t i = 0; i < n && well; i++) {
        if (fe_of(list[i])->dtype != d || !can_move(list[i])) continue;
        int64_t own = kiln_numel(list[i]);
        well = move_handle(s, list[i], st, offset, st->buffer->data);
        offset += own;
    }
    fe_drop(s, all);
    return well;
}

bool fe_pack(kiln_session *s, kiln_site at, kiln_tensor *const *list, size_t n) {
    if (n == 0) return true;
    if (fe_evaluate(s, at, s->call, list, n) != KILN_OK) return false;
    for (size_t i = 0; i < n; i++)
        if (can_move(list[i]) && fe_of(list[i])->storage->buffer == NULL &&
            fe_data(s, at, s->call, list[i]) == NULL)
            return false;
    if (mark_read(s) != KILN_OK)
        return ir_fail(&s->b, KILN_NO_MEMORY, "no memory to pack parameters"), false;
    for (int d = 0; d < KILN_DTYPE_COUNT; d++)
        if (!pack_dtype(s, list, n, (kiln_dtype)d)) return false;
    return true;
}
