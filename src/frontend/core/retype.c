/* SPDX-License-Identifier: Apache-2.0
 * The bytes of a tensor as elements of another dtype: the public view(dtype), and the step of a
 * view that value.c follows both ways. Elements of another size are cut into pieces, or put
 * together from them, lowest byte first. */
#include "frontend/core/frontend.h"

/* The integer that holds an element's bits. */
static kiln_dtype bits_of(kiln_dtype d) {
    static const kiln_dtype by_size[] = {
        [1] = KILN_U8, [2] = KILN_I16, [4] = KILN_I32, [8] = KILN_I64};
    return by_size[kiln_dtype_size(d)];
}

/* To or from bits; a bool is a byte that is 0 or not. */
static ir_id same_size(kiln_session *s, ir_id x, kiln_dtype d) {
    if (x == IR_NONE || fe_dtype(s, x) == d) return x;
    return d == KILN_BOOL || fe_dtype(s, x) == KILN_BOOL ? fe_cast(s, x, d)
                                                         : ir_convert(&s->b, IR_BITCAST, x, d);
}

static ir_id shifted(kiln_session *s, ir_op op, ir_id x, int bits) {
    return bits == 0 ? x : fe_map2(s, op, x, fe_const_like(s, x, bits));
}

/* (n, 1) of wide integers as (n, pieces) of narrow ones. */
static ir_id cut(kiln_session *s, ir_id x, kiln_dtype narrow, int pieces) {
    int width = 8 * (int)kiln_dtype_size(narrow);
    ir_id piece[8];
    for (int k = 0; k < pieces; k++)
        piece[k] = fe_cast(s, shifted(s, IR_SHR, x, k * width), narrow);
    return fe_join(s, piece, (size_t)pieces, 1);
}

/* And back. */
static ir_id put_together(kiln_session *s, ir_id x, kiln_dtype wide, int pieces) {
    int width = 8 * (int)kiln_dtype_size(fe_dtype(s, x));
    ir_id all = IR_NONE, mask = fe_const(s, wide, (double)((INT64_C(1) << width) - 1));
    for (int k = 0; k < pieces; k++) {
        ir_id piece =
            shifted(s, IR_SHL, fe_map2(s, IR_AND, fe_cast(s, fe_part(s, x, 1, k, 1), wide), mask),
                    k * width);
        all = k == 0 ? piece : fe_map2(s, IR_OR, all, piece);
    }
    return all;
}

ir_id fe_retype(kiln_session *s, ir_id x, kiln_dtype d, int rank, const int64_t *extent) {
    if (x == IR_NONE) return x;
    int from = (int)kiln_dtype_size(fe_dtype(s, x)), to = (int)kiln_dtype_size(d);
    x = same_size(s, x, fe_dtype(s, x) == KILN_BOOL || from != to ? bits_of(fe_dtype(s, x)) : d);
    int64_t n = 1;
    for (int i = 0; i < rank; i++) n *= extent[i];
    if (from != to) {
        int64_t rows[2] = {from > to ? n / (from / to) : n, from > to ? 1 : to / from};
        if (x != IR_NONE) x = ir_reshape(&s->b, x, 2, rows);
        if (x != IR_NONE)
            x = from > to ? cut(s, x, bits_of(d), from / to)
                          : put_together(s, x, bits_of(d), to / from);
        if (x != IR_NONE) x = ir_reshape(&s->b, x, rank, extent);
    }
    return same_size(s, x, d);
}

/* ---- the view */

typedef struct place {
    int64_t extent[IR_MAX_RANK], stride[IR_MAX_RANK], offset;
} place;

/* Elements grow: what counted elements must be a multiple. */
static bool multiple(kiln_session *s, int64_t number, int by, const char *what, int axis) {
    if (number % by == 0) return true;
    ir_fail(&s->b, KILN_BAD_SHAPE, what, axis, (long long)number, by);
    return false;
}

/* Where a's elements as those of dtype d lie, by PyTorch's rules. */
static bool retyped_place(kiln_session *s, const kiln_tensor *a, kiln_dtype d, place *p) {
    int from = (int)kiln_dtype_size((kiln_dtype)fe_of(a)->dtype), to = (int)kiln_dtype_size(d),
        last = fe_of(a)->rank - 1;
    const int64_t *stride = fe_strides(a, p->stride);
    if (stride != p->stride) memcpy(p->stride, stride, sizeof p->stride);
    memcpy(p->extent, fe_of(a)->extent, sizeof p->extent);
    p->offset = fe_of(a)->view != NULL ? fe_of(a)->view->offset : 0;
    if (from == to) return true;
    const char *own = kiln_dtype_short((kiln_dtype)fe_of(a)->dtype), *other = kiln_dtype_short(d);
    if (last < 0 || p->stride[last] != 1) {
        if (last < 0)
            ir_fail(&s->b, KILN_BAD_SHAPE,
                    "rank is 0, expected an axis to view %s as %s, of another size", own, other);
        else
            ir_fail(&s->b, KILN_BAD_SHAPE,
                    "the last axis has stride %lld, expected 1 to view %s as %s, of another size",
                    (long long)p->stride[last], own, other);
        return false;
    }
    int by = from < to ? to / from : from / to;
    bool good =
        from > to ||
        (multiple(s, p->extent[last], by,
                  "the extent of axis %d is %lld, expected a multiple of %d, as elements grow",
                  last) &&
         multiple(
             s, p->offset, by,
             "axis %d begins at storage_offset %lld, expected a multiple of %d, as elements grow",
             0));
    for (int i = 0; i < last && good; i++) {
        good =
            from > to ||
            multiple(s, p->stride[i], by,
                     "the stride of axis %d is %lld, expected a multiple of %d, as elements grow",
                     i);
        p->stride[i] = from > to ? fe_stride_times(p->stride[i], by) : p->stride[i] / by;
    }
    p->extent[last] = from > to ? fe_stride_times(p->extent[last], by) : p->extent[last] / by;
    p->offset = from > to ? fe_stride_times(p->offset, by) : p->offset / by;
    return good;
}

/* All of the storage as one row, of which a few last elements may not make up one of dtype d. */
static kiln_tensor *row_of(kiln_session *s, kiln_tensor *a, kiln_dtype d) {
    fe_slot slot;
    kiln_tensor *whole = fe_through(a, NULL, &slot);
    int64_t n = kiln_numel(whole), size = (int64_t)kiln_dtype_size((kiln_dtype)fe_of(whole)->dtype),
            to = (int64_t)kiln_dtype_size(d), rest = n % (to > size ? to / size : 1);
    kiln_tensor *row = fe_reshaped(s, whole, 1, &n);
    if (rest > 0 && kiln_ok(row)) row = fe_then(s, row, fe_sliced(s, row, 0, 0, 1, n - rest));
    if (!kiln_ok(row) || fe_of(whole)->dtype == d) return row;
    n = (n - rest) * size / to;
    return fe_then(s, row,
                   fe_result_view(s, row, FE_RETYPE, fe_retype(s, fe_node(s, row), d, 1, &n), NULL,
                                  NULL));
}

kiln_tensor *(kiln_view_dtype)(kiln_site at, kiln_tensor *a, kiln_dtype d) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "view", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    if ((unsigned)d >= KILN_DTYPE_COUNT)
        return fe_result(s,
                         ir_fail(&s->b, KILN_BAD_DTYPE, "dtype %d is none of kiln_dtype", (int)d));
    if (d == fe_of(a)->dtype) return fe_aliased(s, a);
    place p;
    if (!retyped_place(s, a, d, &p)) return fe_result(s, IR_NONE);
    if (fe_of(a)->view == NULL)
        return fe_result_view(s, a, FE_RETYPE,
                              fe_retype(s, fe_node(s, a), d, fe_of(a)->rank, p.extent), NULL, NULL);
    kiln_tensor *row = row_of(s, a, d);
    return kiln_ok(row)
               ? fe_then(s, row,
                         fe_strided(s, row, fe_of(a)->rank, p.extent, p.stride, p.offset, p.stride))
               : row;
}
