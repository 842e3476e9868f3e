/* SPDX-License-Identifier: Apache-2.0
 * Public shape ops. All make views: the handle remembers how it looks at its storage, so that writes pass through both ways. */
#include "frontend/frontend.h"

#define ENTER(call)                                                                                                   \
    kiln_session *s = fe_enter1(at, call, a);                                                                         \
    if (s == NULL) return fe_poison_like(a, NULL);                                                                    \
    ir_id x = fe_node(s, a);                                                                                          \
    if (x == IR_NONE) return fe_result(s, x)

static kiln_tensor *fail(kiln_session *s, kiln_status status, const char *text, int64_t value) {
    ir_fail(&s->b, status, text, value);
    return fe_result(s, IR_NONE);
}

static kiln_tensor *reshaped(kiln_session *s, kiln_tensor *a, ir_id x, int rank, const int64_t *extent) {
    return fe_result_view(s, a, FE_RESHAPE, ir_reshape(&s->b, x, rank, extent), NULL, NULL);
}

static bool check_shape(kiln_session *s, kiln_shape shape) {
    if (shape.rank < 0 || (shape.rank > 0 && shape.extent == NULL)) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "shape is null or of negative rank");
        return false;
    }
    if (shape.rank > KILN_MAX_RANK) ir_fail(&s->b, KILN_TOO_LARGE, "rank %d is above the limit of %d", shape.rank, KILN_MAX_RANK);
    return shape.rank <= KILN_MAX_RANK;
}

/* Replaces one -1 by what the element count leaves for it. */
static bool infer_extent(kiln_session *s, const kiln_tensor *a, int rank, int64_t *extent) {
    int at = -1;
    int64_t known = 1, total = kiln_numel(a);
    for (int i = 0; i < rank; i++) {
        if (extent[i] == -1 && at < 0) at = i;
        else if (extent[i] < 0) {
            ir_fail(&s->b, KILN_BAD_SHAPE, "extent %lld of axis %d is negative; only one may be -1", (long long)extent[i], i);
            return false;
        } else if (!kn_mul_i64(known, extent[i], &known)) {
            ir_fail(&s->b, KILN_TOO_LARGE, "the product of the extents overflows");
            return false;
        }
    }
    if (at < 0) return true;
    if (known == 0 || total % known != 0) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "%lld elements do not divide into the given extents", (long long)total);
        return false;
    }
    extent[at] = total / known;
    return true;
}

kiln_tensor *(kiln_reshape)(kiln_site at, kiln_tensor *a, kiln_shape shape) {
    ENTER("reshape");
    int64_t extent[KILN_MAX_RANK];
    if (!check_shape(s, shape)) return fe_result(s, IR_NONE);
    for (int i = 0; i < shape.rank; i++) extent[i] = shape.extent[i];
    if (!infer_extent(s, a, shape.rank, extent)) return fe_result(s, IR_NONE);
    return reshaped(s, a, x, shape.rank, extent);
}

kiln_tensor *(kiln_flatten)(kiln_site at, kiln_tensor *a, int start_axis, int end_axis) {
    ENTER("flatten");
    int first, last, rank = 0;
    int64_t extent[KILN_MAX_RANK];
    if (a->rank == 0) {
        extent[0] = 1;
        return reshaped(s, a, x, 1, extent);
    }
    if (!fe_axis(s, start_axis, a->rank, &first) || !fe_axis(s, end_axis, a->rank, &last)) return fe_result(s, IR_NONE);
    if (first > last) return fail(s, KILN_BAD_ARGUMENT, "start axis lies after end axis %lld", last);
    for (int i = 0; i < a->rank; i++) {
        if (i > first && i <= last) extent[rank - 1] *= a->extent[i];
        else extent[rank++] = a->extent[i];
    }
    return reshaped(s, a, x, rank, extent);
}

kiln_tensor *(kiln_squeeze)(kiln_site at, kiln_tensor *a, int axis) {
    ENTER("squeeze");
    int drop, rank = 0;
    int64_t extent[KILN_MAX_RANK];
    if (!fe_axis(s, axis, a->rank, &drop)) return fe_result(s, IR_NONE);
    for (int i = 0; i < a->rank; i++)
        if (i != drop || a->extent[i] != 1) extent[rank++] = a->extent[i];
    return reshaped(s, a, x, rank, extent);
}

kiln_tensor *(kiln_unsqueeze)(kiln_site at, kiln_tensor *a, int axis) {
    ENTER("unsqueeze");
    int put;
    int64_t extent[KILN_MAX_RANK + 1];
    if (!fe_axis(s, axis, a->rank + 1, &put)) return fe_result(s, IR_NONE);
    if (a->rank == KILN_MAX_RANK) return fail(s, KILN_TOO_LARGE, "rank is already %lld, the limit", KILN_MAX_RANK);
    for (int i = 0, j = 0; i <= a->rank; i++) extent[i] = i == put ? 1 : a->extent[j++];
    return reshaped(s, a, x, a->rank + 1, extent);
}

static kiln_tensor *permuted(kiln_session *s, kiln_tensor *a, ir_id x, const int *order) {
    int64_t kept[IR_MAX_RANK];
    for (int i = 0; i < a->rank; i++) kept[i] = order[i];
    return fe_result_view(s, a, FE_PERMUTE, ir_permute(&s->b, x, order), kept, NULL);
}

kiln_tensor *(kiln_permute)(kiln_site at, kiln_tensor *a, kiln_axes axes) {
    ENTER("permute");
    int order[IR_MAX_RANK];
    bool seen[IR_MAX_RANK] = {false};
    if (axes.count != a->rank) return fail(s, KILN_BAD_ARGUMENT, "order names %lld axes, not the tensor's rank", axes.count);
    for (int i = 0; i < a->rank; i++) {
        if (!fe_axis(s, axes.axis[i], a->rank, &order[i])) return fe_result(s, IR_NONE);
        if (seen[order[i]]) return fail(s, KILN_BAD_ARGUMENT, "axis %lld is named twice", order[i]);
        seen[order[i]] = true;
    }
    return permuted(s, a, x, order);
}

static kiln_tensor *swapped(kiln_session *s, kiln_tensor *a, ir_id x, int axis0, int axis1) {
    int order[IR_MAX_RANK], i0, i1;
    if (!fe_axis(s, axis0, a->rank, &i0) || !fe_axis(s, axis1, a->rank, &i1)) return fe_result(s, IR_NONE);
    for (int i = 0; i < a->rank; i++) order[i] = i == i0 ? i1 : i == i1 ? i0 : i;
    return permuted(s, a, x, order);
}

kiln_tensor *(kiln_transpose)(kiln_site at, kiln_tensor *a, int axis0, int axis1) {
    ENTER("transpose");
    return swapped(s, a, x, axis0, axis1);
}

kiln_tensor *(kiln_t)(kiln_site at, kiln_tensor *a) {
    ENTER("t");
    if (a->rank > 2) return fail(s, KILN_BAD_SHAPE, "rank is %lld, expected at most 2", a->rank);
    return a->rank < 2 ? (kiln_alias)(at, a) : swapped(s, a, x, 0, 1);
}

static kiln_tensor *expanded(kiln_site at, const char *call, kiln_tensor *a, kiln_shape shape) {
    ENTER(call);
    int64_t extent[KILN_MAX_RANK], wide[KILN_MAX_RANK], repeats[KILN_MAX_RANK] = {0};
    if (!check_shape(s, shape)) return fe_result(s, IR_NONE);
    int lead = shape.rank - a->rank;
    if (lead < 0) return fail(s, KILN_BAD_SHAPE, "the new rank is below the tensor's, %lld", a->rank);
    for (int i = 0; i < shape.rank; i++) {
        wide[i] = i < lead ? 1 : a->extent[i - lead];
        extent[i] = shape.extent[i] == -1 && i >= lead ? wide[i] : shape.extent[i];
        repeats[i] = wide[i] == 1 && extent[i] != 1;
    }
    kiln_tensor *base = a;
    if (lead > 0) base = reshaped(s, a, x, shape.rank, wide);
    if (!kiln_ok(base)) return base;
    kiln_tensor *t = fe_result_view(s, base, FE_EXPAND, ir_expand(&s->b, fe_node(s, base), shape.rank, extent), repeats, NULL);
    if (lead > 0) fe_drop(s, base);
    return t;
}

kiln_tensor *(kiln_expand)(kiln_site at, kiln_tensor *a, kiln_shape shape) { return expanded(at, "expand", a, shape); }
kiln_tensor *(kiln_broadcast_to)(kiln_site at, kiln_tensor *a, kiln_shape shape) { return expanded(at, "broadcast_to", a, shape); }

static kiln_tensor *sliced(kiln_session *s, kiln_tensor *a, ir_id x, int axis, int64_t start, int64_t step, int64_t length) {
    int64_t from[IR_MAX_RANK], by[IR_MAX_RANK], extent[IR_MAX_RANK];
    for (int i = 0; i < a->rank; i++) {
        from[i] = i == axis ? start : 0;
        by[i] = i == axis ? step : 1;
        extent[i] = i == axis ? length : a->extent[i];
    }
    return fe_result_view(s, a, FE_SLICE, ir_slice(&s->b, x, from, by, extent), from, by);
}

kiln_tensor *(kiln_narrow)(kiln_site at, kiln_tensor *a, int axis, int64_t start, int64_t length) {
    ENTER("narrow");
    int i;
    if (!fe_axis(s, axis, a->rank, &i)) return fe_result(s, IR_NONE);
    if (start < 0) start += a->extent[i];
    if (start < 0 || length < 0 || start > a->extent[i] || length > a->extent[i] - start)
        return fail(s, KILN_BAD_ARGUMENT, "start and length leave the axis, whose extent is %lld", a->extent[i]);
    return sliced(s, a, x, i, start, 1, length);
}

static int64_t clip(int64_t i, int64_t n) {
    if (i < 0) i += n;
    return i < 0 ? 0 : i > n ? n : i;
}

kiln_tensor *(kiln_slice)(kiln_site at, kiln_tensor *a, int axis, int64_t start, int64_t end, int64_t step) {
    ENTER("slice");
    int i;
    if (!fe_axis(s, axis, a->rank, &i)) return fe_result(s, IR_NONE);
    if (step < 1) return fail(s, KILN_BAD_ARGUMENT, "step is %lld, expected at least 1", step);
    int64_t n = a->extent[i], from = clip(start == KILN_NO_INT ? 0 : start, n), to = clip(end == KILN_NO_INT ? n : end, n);
    return sliced(s, a, x, i, from, step, to > from ? (to - from - 1) / step + 1 : 0);
}

kiln_tensor *(kiln_select)(kiln_site at, kiln_tensor *a, int axis, int64_t index) {
    ENTER("select");
    int drop, rank = 0;
    int64_t extent[IR_MAX_RANK];
    if (!fe_axis(s, axis, a->rank, &drop)) return fe_result(s, IR_NONE);
    int64_t n = a->extent[drop], from = index < 0 ? index + n : index;
    if (from < 0 || from >= n) return fail(s, KILN_BAD_ARGUMENT, "index leaves the axis, whose extent is %lld", n);
    kiln_tensor *one = sliced(s, a, x, drop, from, 1, 1);
    if (!kiln_ok(one)) return one;
    for (int i = 0; i < a->rank; i++)
        if (i != drop) extent[rank++] = a->extent[i];
    kiln_tensor *t = reshaped(s, one, fe_node(s, one), rank, extent);
    fe_drop(s, one);
    return t;
}

kiln_tensor *(kiln_flip)(kiln_site at, kiln_tensor *a, kiln_axes axes) {
    ENTER("flip");
    int64_t from[IR_MAX_RANK], by[IR_MAX_RANK];
    for (int i = 0; i < a->rank; i++) from[i] = 0, by[i] = 1;
    for (int k = 0; k < (axes.count < 0 ? a->rank : axes.count); k++) {
        int i = k;
        if (axes.count >= 0 && !fe_axis(s, axes.axis[k], a->rank, &i)) return fe_result(s, IR_NONE);
        if (by[i] == -1) return fail(s, KILN_BAD_ARGUMENT, "axis %lld is named twice", i);
        by[i] = -1;
        from[i] = a->extent[i] > 0 ? a->extent[i] - 1 : 0;
    }
    return fe_result_view(s, a, FE_SLICE, ir_slice(&s->b, x, from, by, a->extent), from, by);
}
