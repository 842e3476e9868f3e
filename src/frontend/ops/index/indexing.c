/* SPDX-License-Identifier: Apache-2.0
 * Public reads by index tensors, put, and what all files of indexing share. */
#include "frontend/ops/index/indexing.h"

ir_id fe_index(kiln_session *s, kiln_tensor *index, bool narrow, bool empty) {
    kiln_dtype d = (kiln_dtype)fe_of(index)->dtype;
    bool good = d == KILN_I64 || (narrow && d == KILN_I32) || (empty && kiln_numel(index) == 0);
    if (good) return fe_cast(s, fe_node(s, index), KILN_I64);
    return ir_fail(&s->b, KILN_BAD_DTYPE, "index is %s, expected %s", kiln_dtype_short(d),
                   narrow ? "i64 or i32" : "i64");
}

ir_id fe_count_from_end(kiln_session *s, ir_id index, int64_t n) {
    ir_id negative = fe_map2(s, IR_LT, index, fe_const(s, KILN_I64, 0));
    ir_id extent = ir_const_bits(&s->b, KILN_I64, (uint64_t)n);
    return fe_map3(s, IR_SELECT, negative, fe_map2(s, IR_ADD, index, extent), index);
}

ir_id fe_flat(kiln_session *s, ir_id a) {
    if (a == IR_NONE) return a;
    int64_t n = ir_numel(&s->g, a);
    return ir_reshape(&s->b, a, 1, &n);
}

ir_id fe_read_places(kiln_session *s, ir_id x, int axes, ir_id places) {
    if (x == IR_NONE || places == IR_NONE) return IR_NONE;
    int lead = fe_rank(s, x) - axes, rank = fe_rank(s, places);
    int64_t all[2] = {1, 1}, line[2] = {1, ir_numel(&s->g, places)}, e[2 * IR_MAX_RANK];
    if (lead + rank > IR_MAX_RANK)
        return ir_fail(&s->b, KILN_TOO_LARGE, "the result has rank %d, at most %d is allowed",
                       lead + rank, IR_MAX_RANK);
    for (int i = 0; i < fe_rank(s, x); i++) all[i >= lead] *= ir_shape(&s->g, x)[i];
    for (int i = 0; i < lead + rank; i++)
        e[i] = i < lead ? ir_shape(&s->g, x)[i] : ir_shape(&s->g, places)[i - lead];
    x = ir_reshape(&s->b, x, 2, all);
    places = ir_reshape(&s->b, places, 2, line);
    line[0] = all[0];
    places = places == IR_NONE ? places : ir_expand(&s->b, places, 2, line);
    ir_id y = x == IR_NONE || places == IR_NONE ? IR_NONE : ir_gather(&s->b, x, places, 1);
    return y == IR_NONE ? y : ir_reshape(&s->b, y, lead + rank, e);
}

/* PyTorch's answer where the index has no elements: nothing of the index's shape, whatever the
 * rest. */
static ir_id nothing(kiln_session *s, kiln_tensor *a, const kiln_tensor *index) {
    return fe_full(s, fe_const(s, (kiln_dtype)fe_of(a)->dtype, 0), fe_of(index)->rank,
                   fe_of(index)->extent);
}

/* A gather through f32, exact, so that gradients of halves add up there, as PyTorch's scatter_add
 * does. */
static ir_id read(kiln_session *s, ir_id x, ir_id ix, int axis) {
    return fe_cast(s, ir_gather(&s->b, fe_wide(s, x), ix, axis), fe_dtype(s, x));
}

kiln_tensor *(kiln_gather)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "gather", a, index);
    if (s == NULL) return fe_poison_like(a, index);
    ir_id x = fe_line(s, fe_node(s, a)), ix = fe_line(s, fe_index(s, index, true, true));
    if (x == IR_NONE || ix == IR_NONE || !fe_axis(s, axis, fe_rank(s, x), &axis))
        return fe_result(s, IR_NONE);
    if (kiln_numel(index) == 0) return fe_result(s, nothing(s, a, index));
    return fe_result(s, fe_unline(s, read(s, x, ix, axis), index));
}

/* The index repeated over a's other axes, then a gather: the expand costs nothing. */
kiln_tensor *(kiln_index_select)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "index_select", a, index);
    if (s == NULL) return fe_poison_like(a, index);
    ir_id x = fe_line(s, fe_node(s, a)), ix = fe_index(s, index, true, false);
    if (x == IR_NONE || ix == IR_NONE || !fe_axis(s, axis, fe_rank(s, x), &axis))
        return fe_result(s, IR_NONE);
    int64_t n = kiln_numel(index), e[IR_MAX_RANK];
    int rank = fe_rank(s, x);
    if (fe_of(index)->rank > 1)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "index has rank %d, expected 1",
                                    fe_of(index)->rank));
    if (fe_of(a)->rank == 0 && n != 1)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "index has %lld elements, expected one for an input of rank 0",
                                    (long long)n));
    for (int d = 0; d < rank; d++) e[d] = d == axis ? n : 1;
    ix = ir_reshape(&s->b, ix, rank, e);
    for (int d = 0; d < rank; d++) e[d] = d == axis ? n : ir_shape(&s->g, x)[d];
    ix = ix == IR_NONE ? ix : ir_expand(&s->b, ix, rank, e);
    bool whole = rank == 2; /* PyTorch's index_add rounds after every addition but of matrices */
    return fe_result(s, fe_unline(s,
                                  ix == IR_NONE ? ix
                                  : whole       ? read(s, x, ix, axis)
                                                : ir_gather(&s->b, x, ix, axis),
                                  a));
}

/* Elements of a, as one row, at the nodes of the index's elements, in the index's shape. */
static ir_id taken(kiln_session *s, ir_id x, ir_id ix) {
    if (x == IR_NONE || ix == IR_NONE) return IR_NONE;
    int rank = fe_rank(s, ix);
    int64_t e[IR_MAX_RANK];
    memcpy(e, ir_shape(&s->g, ix), (size_t)rank * sizeof *e);
    ix = fe_count_from_end(s, fe_flat(s, ix), ir_numel(&s->g, x));
    x = fe_flat(s, x);
    if (x == IR_NONE || ix == IR_NONE) return IR_NONE;
    ir_id y = ir_gather(&s->b, x, ix, 0);
    return y == IR_NONE ? y : ir_reshape(&s->b, y, rank, e);
}

kiln_tensor *(kiln_take)(kiln_site at, kiln_tensor *a, kiln_tensor *index) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "take", a, index);
    if (s == NULL) return fe_poison_like(a, index);
    ir_id places = fe_index(s, index, false, false);
    return fe_result(s, taken(s, fe_node(s, a), places));
}

/* Both broadcast off the axis. */
static ir_id along(kiln_session *s, ir_id x, ir_id ix, int axis) {
    int rank = fe_rank(s, x);
    int64_t ex[IR_MAX_RANK], ei[IR_MAX_RANK];
    for (int d = 0; d < rank; d++) {
        int64_t p = ir_shape(&s->g, x)[d], q = ir_shape(&s->g, ix)[d];
        if (d != axis && p != q && p != 1 && q != 1)
            return ir_fail(&s->b, KILN_BAD_SHAPE,
                           "along axis %d the extents of input and indices are %lld and %lld, "
                           "which do not broadcast",
                           d, (long long)p, (long long)q);
        ex[d] = d == axis ? p : p == 1 ? q : p;
        ei[d] = d == axis ? q : ex[d];
    }
    x = ir_expand(&s->b, x, rank, ex);
    ix = fe_count_from_end(s, ir_expand(&s->b, ix, rank, ei), ex[axis]);
    return x == IR_NONE || ix == IR_NONE ? IR_NONE : read(s, x, ix, axis);
}

kiln_tensor *(kiln_take_along_dim)(kiln_site at, kiln_tensor *a, kiln_tensor *index, int axis) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "take_along_dim", a, index);
    if (s == NULL) return fe_poison_like(a, index);
    bool flat = axis == KILN_NO_DIM;
    ir_id x = fe_line(s, fe_node(s, a)), ix = fe_line(s, fe_index(s, index, flat, flat));
    if (x == IR_NONE || ix == IR_NONE) return fe_result(s, IR_NONE);
    if (flat) {
        int64_t n = kiln_numel(a), m = kiln_numel(index);
        if (!fe_can_view(a, 1, &n) || !fe_can_view(index, 1, &m))
            return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                        "without dim, input and indices must be such that view(-1) "
                                        "may look at them as one row"));
        ix = fe_flat(s, ix);
        x = fe_flat(s, x);
        return fe_result(s, x == IR_NONE || ix == IR_NONE ? IR_NONE : read(s, x, ix, 0));
    }
    if (fe_of(a)->rank != fe_of(index)->rank)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "input has rank %d and indices %d, expected one rank",
                                    fe_of(a)->rank, fe_of(index)->rank));
    if (!fe_axis(s, axis, fe_rank(s, x), &axis)) return fe_result(s, IR_NONE);
    return fe_result(s, fe_unline(s, along(s, x, ix, axis), a));
}

kiln_tensor *(kiln_put)(kiln_site at, kiln_tensor *a, kiln_tensor *index, kiln_tensor *source,
                        bool accumulate) {
    FE_DOOR;
    kiln_tensor *t[3] = {a, index, source};
    kiln_session *s = fe_enter(at, "put", t, 3);
    if (s == NULL) return fe_poison_like(a, index);
    ir_id x = fe_flat(s, fe_node(s, a)), ix = fe_flat(s, fe_index(s, index, false, false)),
          v = fe_flat(s, fe_node(s, source));
    if (x == IR_NONE || ix == IR_NONE || v == IR_NONE || !fe_same_dtype(s, a, source, "source"))
        return fe_result(s, IR_NONE);
    if (kiln_numel(index) != kiln_numel(source))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "index has %lld elements and source %lld, expected as many",
                                    (long long)kiln_numel(index), (long long)kiln_numel(source)));
    ix = fe_count_from_end(s, ix, kiln_numel(a));
    ir_op op = !accumulate                    ? IR_SCATTER
               : fe_of(a)->dtype == KILN_BOOL ? IR_SCATTER_MAX
                                              : IR_SCATTER_ADD;
    ir_id y = ix == IR_NONE ? ix : ir_scatter(&s->b, op, x, ix, v, 0);
    return fe_result(s, y == IR_NONE ? y : ir_reshape(&s->b, y, fe_of(a)->rank, fe_of(a)->extent));
}
