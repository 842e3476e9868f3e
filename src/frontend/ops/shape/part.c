/* SPDX-License-Identifier: Apache-2.0
 * Public views of a part of a tensor: narrow, slice, select, unbind, diagonal, unfold, and the
 * splits. And what copies a tensor with such a part replaced. */
#include "frontend/core/frontend.h"

#define ENTER(call)                                                                                \
    kiln_session *s = fe_enter1(at, call, a);                                                      \
    if (s == NULL) return fe_poison_like(a, NULL)

#define REFUSE(...) return fe_result(s, ir_fail(&s->b, __VA_ARGS__))

static kiln_tensor *narrowed(kiln_session *s, kiln_tensor *a, int axis, int64_t start,
                             int64_t length) {
    int i;
    if (!fe_axis(s, axis, fe_of(a)->rank, &i)) return fe_result(s, IR_NONE);
    int64_t n = fe_of(a)->extent[i], from = start < 0 ? start + n : start;
    if (length < 0)
        REFUSE(KILN_BAD_ARGUMENT, "length is %lld, expected at least 0", (long long)length);
    if (from < 0 || from > n)
        REFUSE(KILN_BAD_ARGUMENT, "start is %lld, expected -%lld to %lld", (long long)start,
               (long long)n, (long long)n);
    if (length > n - from)
        REFUSE(KILN_BAD_ARGUMENT, "start %lld and length %lld leave the axis, whose extent is %lld",
               (long long)start, (long long)length, (long long)n);
    return fe_sliced(s, a, i, from, 1, length);
}

kiln_tensor *(kiln_narrow)(kiln_site at, kiln_tensor *a, int axis, int64_t start, int64_t length) {
    FE_DOOR;
    ENTER("narrow");
    return narrowed(s, a, axis, start, length);
}

kiln_tensor *(kiln_narrow_from)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *start,
                                int64_t length) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "narrow", a, start);
    if (s == NULL) return fe_poison_like(a, start);
    if (fe_of(start)->rank != 0 || !ir_dtype_is((kiln_dtype)fe_of(start)->dtype, IR_DT_INT))
        REFUSE(KILN_BAD_ARGUMENT, "start is %s of rank %d, expected an integer of rank 0",
               kiln_dtype_short((kiln_dtype)fe_of(start)->dtype), fe_of(start)->rank);
    kiln_value from;
    return fe_element(s, at, "narrow", start, &from) ? narrowed(s, a, axis, from.as.integer, length)
                                                     : fe_poison(s);
}

/* ---- slices */

static int64_t clip(int64_t i, int64_t n) {
    if (i < 0) i += n;
    return i < 0 ? 0 : i > n ? n : i;
}

typedef struct window {
    int axis;
    int64_t start, step, length;
} window;

static bool slice_window(kiln_session *s, const kiln_tensor *a, int axis, int64_t start,
                         int64_t end, int64_t step, window *w) {
    if (!fe_axis(s, axis, fe_of(a)->rank, &w->axis)) return false;
    if (step < 1) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "step is %lld, expected at least 1", (long long)step);
        return false;
    }
    int64_t n = fe_of(a)->extent[w->axis], to = clip(end == KILN_NO_INT ? n : end, n);
    w->start = clip(start == KILN_NO_INT ? 0 : start, n);
    w->step = step;
    w->length = to > w->start ? (to - w->start - 1) / step + 1 : 0;
    return true;
}

kiln_tensor *(kiln_slice)(kiln_site at, kiln_tensor *a, int axis, int64_t start, int64_t end,
                          int64_t step) {
    FE_DOOR;
    ENTER("slice");
    window w;
    return slice_window(s, a, axis, start, end, step, &w)
               ? fe_sliced(s, a, w.axis, w.start, w.step, w.length)
               : fe_result(s, IR_NONE);
}

static bool select_window(kiln_session *s, const kiln_tensor *a, int axis, int64_t index,
                          window *w) {
    if (!fe_axis(s, axis, fe_of(a)->rank, &w->axis)) return false;
    int64_t n = fe_of(a)->extent[w->axis];
    *w = (window){w->axis, index < 0 ? index + n : index, 1, 1};
    if (w->start >= 0 && w->start < n) return true;
    ir_fail(&s->b, KILN_BAD_ARGUMENT,
            "index %lld is out of range for axis %d, whose extent is %lld", (long long)index,
            w->axis, (long long)n);
    return false;
}

kiln_tensor *(kiln_select)(kiln_site at, kiln_tensor *a, int axis, int64_t index) {
    FE_DOOR;
    ENTER("select");
    window w;
    return select_window(s, a, axis, index, &w) ? fe_selected(s, a, w.axis, w.start)
                                                : fe_result(s, IR_NONE);
}

kiln_parts(kiln_unbind)(kiln_site at, kiln_tensor *a, int axis) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "unbind", a);
    int i;
    if (s == NULL) return fe_parts_fail();
    if (!fe_axis(s, axis, fe_of(a)->rank, &i)) return fe_parts_refuse(s);
    kiln_parts r = fe_parts_new(s, (size_t)fe_of(a)->extent[i]);
    for (size_t k = 0; k < r.count; k++) r.tensor[k] = fe_selected(s, a, i, (int64_t)k);
    return fe_parts_done(s, r);
}

/* ---- replaced parts */

/* A copy of a with the window replaced by src, whose shape must be that of the part; `dropped`: the
 * axis is not in src. */
static kiln_tensor *replaced(kiln_session *s, kiln_tensor *a, kiln_tensor *src, window w,
                             bool dropped) {
    int64_t start[IR_MAX_RANK], step[IR_MAX_RANK], part[IR_MAX_RANK];
    bool fits = fe_of(src)->rank == fe_of(a)->rank - dropped;
    for (int i = 0, k = 0; i < fe_of(a)->rank; i++) {
        start[i] = i == w.axis ? w.start : 0;
        step[i] = i == w.axis ? w.step : 1;
        part[i] = i == w.axis ? w.length : fe_of(a)->extent[i];
        if (!(dropped && i == w.axis)) fits = fits && fe_of(src)->extent[k++] == part[i];
    }
    if (!fits) {
        char have[160], want[160];
        REFUSE(KILN_BAD_SHAPE, "src is %s, the part to replace is %s%s",
               ir_type_format((kiln_dtype)fe_of(src)->dtype, fe_of(src)->rank, fe_of(src)->extent,
                              have, sizeof have),
               ir_type_format((kiln_dtype)fe_of(a)->dtype, fe_of(a)->rank, part, want, sizeof want),
               dropped ? " without that axis" : "");
    }
    ir_id x = fe_node(s, a), v = fe_cast(s, fe_node(s, src), (kiln_dtype)fe_of(a)->dtype);
    if (v != IR_NONE) v = ir_reshape(&s->b, v, fe_of(a)->rank, part);
    return fe_result(s,
                     x == IR_NONE || v == IR_NONE ? IR_NONE : ir_update(&s->b, x, v, start, step));
}

kiln_tensor *(kiln_slice_scatter)(kiln_site at, kiln_tensor *a, kiln_tensor *src, int axis,
                                  int64_t start, int64_t end, int64_t step) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "slice_scatter", a, src);
    window w;
    if (s == NULL) return fe_poison_like(a, src);
    return slice_window(s, a, axis, start, end, step, &w) ? replaced(s, a, src, w, false)
                                                          : fe_result(s, IR_NONE);
}

kiln_tensor *(kiln_select_scatter)(kiln_site at, kiln_tensor *a, kiln_tensor *src, int axis,
                                   int64_t index) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "select_scatter", a, src);
    window w;
    if (s == NULL) return fe_poison_like(a, src);
    return select_window(s, a, axis, index, &w) ? replaced(s, a, src, w, true)
                                                : fe_result(s, IR_NONE);
}

/* ---- unfold */

kiln_tensor *(kiln_unfold)(kiln_site at, kiln_tensor *a, int axis, int64_t size, int64_t step) {
    FE_DOOR;
    ENTER("unfold");
    int i, rank = fe_of(a)->rank + 1;
    int64_t extent[IR_MAX_RANK + 1], stride[IR_MAX_RANK + 1], seen[IR_MAX_RANK + 1],
        own[IR_MAX_RANK];
    if (!fe_wrap(s, axis, fe_of(a)->rank, &i)) return fe_result(s, IR_NONE);
    int64_t n = fe_of(a)->rank > 0 ? fe_of(a)->extent[i] : 1;
    if (size < 0 || size > n)
        REFUSE(KILN_BAD_ARGUMENT, "size is %lld, expected 0 to the extent of the axis, %lld",
               (long long)size, (long long)n);
    if (step < 1) REFUSE(KILN_BAD_ARGUMENT, "step is %lld, expected at least 1", (long long)step);
    if (rank > KILN_MAX_RANK)
        REFUSE(KILN_TOO_LARGE, "rank is already %d, the limit", KILN_MAX_RANK);
    fe_row_major(fe_of(a)->rank, fe_of(a)->extent, stride);
    memcpy(extent, fe_of(a)->extent, (size_t)fe_of(a)->rank * sizeof *extent);
    memcpy(seen, fe_strides(a, own), (size_t)fe_of(a)->rank * sizeof *seen);
    extent[fe_of(a)->rank] = size;
    stride[fe_of(a)->rank] = fe_of(a)->rank > 0 ? stride[i] : 1;
    seen[fe_of(a)->rank] = fe_of(a)->rank > 0 ? seen[i] : 1;
    if (fe_of(a)->rank > 0) {
        extent[i] = (n - size) / step + 1;
        if (!kn_mul_i64(seen[i], step, &seen[i]))
            REFUSE(KILN_TOO_LARGE, "step %lld makes the stride overflow", (long long)step);
        if (extent[i] > 1) stride[i] *= step; /* then it is within the tensor */
    }
    return fe_strided(s, a, rank, extent, stride, 0, seen);
}
