/* SPDX-License-Identifier: Apache-2.0
 * Views by one step: reshape, permute, expand, slice, strides. Each is a handle that remembers how
 * it looks at its storage, so that writes pass through both ways, and where its elements lie, so
 * that what PyTorch copies is a copy here too. Called by the public shape ops. */
#include "frontend/core/frontend.h"

void fe_row_major(int rank, const int64_t *extent, int64_t *stride) {
    int64_t next = 1;
    for (int i = rank; i-- > 0;) {
        stride[i] = next;
        if (extent[i] > 1) next = fe_stride_times(next, extent[i]);
    }
}

const int64_t *fe_strides(const kiln_tensor *a, int64_t *room) {
    if (fe_of(a)->view != NULL) return fe_of(a)->view->stride;
    fe_row_major(fe_of(a)->rank, fe_of(a)->extent, room);
    return room;
}

/* The strides by which `to` cuts anew what lies at `stride`: axes that step over one another
 * without a gap are one run, whose elements new axes may share out; no new axis may reach from one
 * run into the next. Both shapes have as many elements. */
static bool reshape_strides(int rank, const int64_t *extent, const int64_t *stride, int to_rank,
                            const int64_t *to, int64_t *out) {
    fe_row_major(to_rank, to, out);
    bool same = rank == to_rank, empty = false;
    for (int i = 0; i < rank; i++) {
        same = same && extent[i] == to[i];
        empty = empty || extent[i] == 0;
    }
    if (empty && same) memcpy(out, stride, (size_t)rank * sizeof *out);
    if (empty) return true;
    int k = to_rank - 1;
    for (int i = rank - 1; i >= 0;) {
        int64_t run = extent[i], step = stride[i], done = 1;
        for (i--; i >= 0 && (extent[i] == 1 || stride[i] == fe_stride_times(step, run)); i--)
            run *= extent[i];
        for (; k >= 0 && (done < run || to[k] == 1); k--) {
            out[k] = fe_stride_times(step, done);
            done *= to[k];
        }
        if (done != run) return false;
    }
    return true;
}

bool fe_is_contiguous(const kiln_tensor *a) {
    int64_t plain[IR_MAX_RANK], room[IR_MAX_RANK];
    const int64_t *stride = fe_strides(a, room);
    bool same = true;
    fe_row_major(fe_of(a)->rank, fe_of(a)->extent, plain);
    for (int i = 0; i < fe_of(a)->rank; i++) {
        if (fe_of(a)->extent[i] == 0) return true;
        same = same && (fe_of(a)->extent[i] == 1 || stride[i] == plain[i]);
    }
    return same;
}

bool fe_can_view(const kiln_tensor *a, int rank, const int64_t *extent) {
    int64_t own[IR_MAX_RANK], out[IR_MAX_RANK];
    return fe_of(a)->view == NULL ||
           reshape_strides(fe_of(a)->rank, fe_of(a)->extent, fe_strides(a, own), rank, extent, out);
}

static int64_t plus(int64_t a, int64_t b) {
    int64_t sum;
    return kn_add_i64(a, b, &sum) ? sum : INT64_MAX;
}

void fe_view_strides(fe_view *v, const kiln_tensor *of) {
    int64_t own[IR_MAX_RANK];
    const int64_t *stride = fe_strides(of, own);
    if (v->kind == FE_RETYPE) { /* of all there is, in row-major order */
        fe_row_major(v->rank, v->extent, v->stride);
        return;
    }
    for (int i = 0; i < v->rank && v->kind != FE_RESHAPE; i++)
        v->stride[i] = v->kind == FE_PERMUTE  ? stride[v->a[i]]
                       : v->kind == FE_EXPAND ? (v->a[i] != 0 ? 0 : stride[i])
                       : v->kind == FE_SLICE  ? fe_stride_times(stride[i], v->b[i])
                                              : v->a[i];
    int64_t at = v->kind == FE_STRIDED ? v->b[0] : 0; /* of a's elements in row-major order */
    v->offset = fe_of(of)->view != NULL ? fe_of(of)->view->offset : 0;
    for (int i = fe_of(of)->rank - 1; i >= 0; i--) {
        if (v->kind == FE_SLICE)
            v->offset = plus(v->offset, fe_stride_times(v->a[i], stride[i]));
        else if (fe_of(of)->extent[i] > 0)
            v->offset = plus(v->offset, fe_stride_times(at % fe_of(of)->extent[i], stride[i]));
        at = fe_of(of)->extent[i] > 0 ? at / fe_of(of)->extent[i] : 0;
    }
    if (v->told)
        memcpy(v->stride, v->a, sizeof v->stride);
    else if (v->kind == FE_RESHAPE)
        (void)reshape_strides(fe_of(of)->rank, fe_of(of)->extent, stride, v->rank, v->extent,
                              v->stride);
}

/* Whether v shows what is under it, and so. */
static bool changes_nothing(const fe_view *v, const fe_storage *st) {
    const fe_view *under = v->parent;
    const int64_t *extent = under != NULL ? under->extent : st->extent;
    int64_t plain[IR_MAX_RANK] = {0};
    if (v->rank != (under != NULL ? under->rank : st->rank)) return false;
    if (under == NULL) fe_row_major(st->rank, st->extent, plain);
    const int64_t *stride = under != NULL ? under->stride : plain;
    for (int i = 0; i < v->rank; i++)
        if (v->extent[i] != extent[i] || v->stride[i] != stride[i]) return false;
    return true;
}

fe_view *fe_view_joined(kiln_session *s, fe_view *v, const fe_storage *st) {
    fe_view *under = v->parent;
    bool permutes = v->kind == FE_PERMUTE;
    if (under != NULL && v->kind == under->kind && (permutes || v->kind == FE_RESHAPE)) {
        for (int i = 0; i < v->rank && permutes; i++) v->a[i] = under->a[v->a[i]];
        v->parent = under->parent;
        v->depth--;
        if (v->parent != NULL) v->parent->refs++;
        fe_view_unref(s, under);
    }
    if ((permutes || v->kind == FE_RESHAPE) && changes_nothing(v, st)) {
        under = v->parent;
        if (under != NULL) under->refs++;
        fe_view_unref(s, v);
        return under;
    }
    if (v->depth > FE_MOST_STEPS) {
        fe_view *ground = fe_ground(v->parent);
        if (ground != NULL) ground->refs++;
        fe_view_unref(s, v->parent);
        v->parent = ground;
        v->depth = ground != NULL ? ground->depth + 1 : 1;
        v->kind = FE_STRIDED;
        memcpy(v->a, v->stride, sizeof v->a);
        v->b[0] = v->offset;
    }
    return v;
}

bool fe_wrap(kiln_session *s, int axis, int rank, int *out) {
    return fe_axis(s, axis, rank > 0 ? rank : 1, out);
}

bool fe_good_shape(kiln_session *s, kiln_shape shape, const char *name) {
    if (shape.rank < 0 || (shape.rank > 0 && shape.extent == NULL))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is null or of negative rank", name);
    else if (shape.rank > KILN_MAX_RANK)
        ir_fail(&s->b, KILN_TOO_LARGE, "%s has %d extents, the limit is %d", name, shape.rank,
                KILN_MAX_RANK);
    return s->b.status == KILN_OK;
}

kiln_tensor *fe_then(kiln_session *s, kiln_tensor *a, kiln_tensor *next) {
    if (kiln_ok(a)) fe_drop(s, a);
    return next;
}

kiln_tensor *fe_reshaped(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent) {
    ir_id x = fe_node(s, a);
    if (x != IR_NONE) x = ir_reshape(&s->b, x, rank, extent);
    if (x != IR_NONE && !fe_can_view(a, rank, extent)) return fe_result(s, x);
    return fe_result_view(s, a, FE_RESHAPE, x, NULL, NULL);
}

kiln_tensor *fe_regrouped(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent,
                          const int64_t *stride) {
    ir_id x = fe_node(s, a);
    return fe_result_view(s, a, FE_RESHAPE, x != IR_NONE ? ir_reshape(&s->b, x, rank, extent) : x,
                          stride, NULL);
}

kiln_tensor *fe_permuted(kiln_session *s, kiln_tensor *a, const int *order) {
    int64_t kept[IR_MAX_RANK];
    ir_id x = fe_node(s, a);
    for (int i = 0; i < fe_of(a)->rank; i++) kept[i] = order[i];
    return fe_result_view(s, a, FE_PERMUTE, x == IR_NONE ? x : ir_permute(&s->b, x, order), kept,
                          NULL);
}

kiln_tensor *fe_expanded(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent) {
    int64_t wide[IR_MAX_RANK], repeats[IR_MAX_RANK];
    int lead = rank - fe_of(a)->rank;
    for (int i = 0; i < rank; i++) {
        wide[i] = i < lead ? 1 : fe_of(a)->extent[i - lead];
        repeats[i] = wide[i] == 1 && extent[i] != 1;
    }
    kiln_tensor *base = lead > 0 ? fe_reshaped(s, a, rank, wide) : a;
    if (!kiln_ok(base)) return base;
    ir_id x = fe_node(s, base);
    kiln_tensor *t =
        fe_result_view(s, base, FE_EXPAND, x == IR_NONE ? x : ir_expand(&s->b, x, rank, extent),
                       repeats, NULL);
    return lead > 0 ? fe_then(s, base, t) : t;
}

kiln_tensor *fe_sliced(kiln_session *s, kiln_tensor *a, int axis, int64_t start, int64_t step,
                       int64_t length) {
    int64_t from[IR_MAX_RANK], by[IR_MAX_RANK], extent[IR_MAX_RANK];
    for (int i = 0; i < fe_of(a)->rank; i++) {
        from[i] = i == axis ? start : 0;
        by[i] = i == axis ? step : 1;
        extent[i] = i == axis ? length : fe_of(a)->extent[i];
    }
    ir_id x = fe_node(s, a);
    return fe_result_view(s, a, FE_SLICE, x == IR_NONE ? x : ir_slice(&s->b, x, from, by, extent),
                          from, by);
}

kiln_tensor *fe_selected(kiln_session *s, kiln_tensor *a, int axis, int64_t index) {
    int64_t extent[IR_MAX_RANK];
    int rank = 0;
    int64_t room[IR_MAX_RANK], kept[IR_MAX_RANK];
    const int64_t *stride = fe_strides(a, room);
    kiln_tensor *one = fe_sliced(s, a, axis, index, 1, 1);
    for (int i = 0; i < fe_of(a)->rank; i++)
        if (i != axis) {
            kept[rank] = stride[i];
            extent[rank++] = fe_of(a)->extent[i];
        }
    return kiln_ok(one) ? fe_then(s, one, fe_regrouped(s, one, rank, extent, kept)) : one;
}

kiln_tensor *fe_strided(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent,
                        const int64_t *stride, int64_t offset, const int64_t *true_stride) {
    ir_id x = fe_node(s, a);
    if (x != IR_NONE) x = ir_strided(&s->b, x, offset, stride, rank, extent);
    kiln_tensor *t = fe_result_view(s, a, FE_STRIDED, x, stride, &offset);
    if (kiln_ok(t) && rank > 0)
        memcpy(fe_of(t)->view->stride, true_stride, (size_t)rank * sizeof *true_stride);
    return t;
}

static bool good_strides(kiln_session *s, kiln_shape size, kiln_shape stride, int64_t offset) {
    if (!fe_good_shape(s, size, "size") || !fe_good_shape(s, stride, "stride")) return false;
    if (size.rank != stride.rank)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "size has %d numbers and stride %d, expected as many",
                size.rank, stride.rank);
    else if (offset < 0)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "storage_offset is %lld, expected at least 0",
                (long long)offset);
    for (int i = 0; i < size.rank && s->b.status == KILN_OK; i++)
        if (size.extent[i] < 0)
            ir_fail(&s->b, KILN_BAD_SHAPE, "size[%d] is %lld, expected at least 0", i,
                    (long long)size.extent[i]);
        else if (stride.extent[i] < 0)
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "stride[%d] is %lld, expected at least 0", i,
                    (long long)stride.extent[i]);
    return s->b.status == KILN_OK;
}

kiln_tensor *(kiln_as_strided)(kiln_site at, kiln_tensor *a, kiln_shape size, kiln_shape stride,
                               int64_t offset) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "as_strided", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    if (offset == KILN_NO_INT) offset = fe_of(a)->view != NULL ? fe_of(a)->view->offset : 0;
    if (!good_strides(s, size, stride, offset)) return fe_result(s, IR_NONE);
    fe_slot slot;
    /* whatever part of the storage a shows */
    kiln_tensor *base = fe_through(a, fe_ground(fe_of(a)->view), &slot);
    return fe_strided(s, base, size.rank, size.extent, stride.extent, offset, stride.extent);
}
