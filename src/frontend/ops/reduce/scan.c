/* SPDX-License-Identifier: Apache-2.0
 * Public running reductions: each is one primitive, and a gather where it chooses. */
#include "frontend/core/frontend.h"

static ir_id scan(kiln_session *s, ir_op op, ir_id x, int axis) {
    return x == IR_NONE ? x : ir_scan(&s->b, op, x, axis);
}
static ir_id times(kiln_session *s, ir_id x, ir_id factor) {
    return fe_slope(s, fe_still(s, x), x, factor);
}

/* The way of a derivative past the first zero of each line: what follows, times the product of what
 * is between and of what is before. */
static ir_id past_zero(kiln_session *s, ir_id x, ir_id y, ir_id zero, ir_id count, int axis) {
    ir_id one = fe_const_like(s, x, 1), none = fe_const_like(s, x, 0),
          reached = fe_map2(s, IR_EQ, count, fe_const(s, KILN_I64, 1));
    ir_id here = fe_map2(s, IR_AND, reached, zero),
          between = fe_map2(s, IR_AND, reached, fe_map1(s, IR_NOT, zero));
    ir_id start = fe_part(s, y, axis, 0, 1);
    ir_id ones = start == IR_NONE ? start : fe_full(s, one, fe_rank(s, x), ir_shape(&s->g, start));
    ir_id parts[2] = {ones, fe_part(s, y, axis, 0, ir_shape(&s->g, x)[axis] - 1)};
    kiln_axes along = {1, &axis};
    ir_id shifted =
        parts[0] == IR_NONE || parts[1] == IR_NONE ? IR_NONE : fe_join(s, parts, 2, axis);
    ir_id before = fe_reduce(s, IR_SUM, fe_where(s, here, shifted, none), along, true);
    ir_id way = times(s, fe_reduce(s, IR_SUM, fe_where(s, here, x, none), along, true), before);
    ir_id run = scan(s, IR_CUMPROD, fe_where(s, between, x, one), axis);
    way = times(s, fe_expand_to(s, way, fe_rank(s, x), ir_shape(&s->g, x)), run);
    return fe_where(s, reached, way, none);
}

/* The running products y of a half, with PyTorch's formula for the derivative: sums of g y over x,
 * up to the first zero. */
static ir_id with_slope(kiln_session *s, ir_id x, ir_id y, int axis) {
    if (y == IR_NONE || fe_opmath(fe_dtype(s, y)) == fe_dtype(s, y) || ir_numel(&s->g, x) == 0)
        return y;
    ir_id one = fe_const_like(s, x, 1), none = fe_const_like(s, x, 0);
    if (ir_shape(&s->g, x)[axis] == 1) return fe_slope(s, fe_still(s, y), x, one);
    ir_id zero = fe_map2(s, IR_EQ, x, none),
          count = scan(s, IR_CUMSUM, fe_cast(s, zero, KILN_I64), axis);
    ir_id first = fe_map2(s, IR_EQ, count, fe_const(s, KILN_I64, 0));
    ir_id divisor = fe_where(s, zero, one, x),
          way = fe_where(s, first, fe_slope_over(s, fe_still(s, x), x, divisor), none);
    way = times(s, fe_where(s, first, scan(s, IR_CUMSUM, way, axis), none), y);
    ir_id past = past_zero(s, x, y, zero, count, axis);
    return fe_slope(s, fe_slope(s, fe_still(s, y), way, one), past, one);
}

static ir_id scanned(kiln_session *s, ir_op op, kiln_tensor *a, ir_id x, int axis) {
    x = fe_line(s, x);
    if (x == IR_NONE || !fe_axis(s, axis, fe_rank(s, x), &axis)) return IR_NONE;
    ir_id y = ir_scan(&s->b, op, x, axis);
    if (op == IR_CUMPROD) y = with_slope(s, x, y, axis);
    return fe_unline(s, y, a);
}

static kiln_tensor *running(kiln_site at, const char *call, ir_op op, kiln_tensor *a, int axis,
                            kiln_dtype dtype) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_poison_like(a, NULL);
    kiln_dtype d = dtype != KILN_NO_DTYPE                     ? dtype
                   : fe_is_float((kiln_dtype)fe_of(a)->dtype) ? (kiln_dtype)fe_of(a)->dtype
                                                              : KILN_I64;
    if (d == KILN_BOOL)
        return fe_result(s,
                         ir_fail(&s->b, KILN_BAD_DTYPE, "dtype is bool, expected a number dtype"));
    return fe_result(s, scanned(s, op, a, fe_cast(s, fe_node(s, a), d), axis));
}

kiln_tensor *(kiln_cumsum)(kiln_site at, kiln_tensor *a, int axis, kiln_dtype dtype) {
    FE_DOOR;
    return running(at, "cumsum", IR_CUMSUM, a, axis, dtype);
}
kiln_tensor *(kiln_cumprod)(kiln_site at, kiln_tensor *a, int axis, kiln_dtype dtype) {
    FE_DOOR;
    return running(at, "cumprod", IR_CUMPROD, a, axis, dtype);
}

/* Bools of rank 0, and no bools, stay as they are. */
static kiln_tensor *running_over(kiln_site at, const char *call, ir_op op, kiln_tensor *a, int axis,
                                 kiln_dtype dtype) {
    const kiln_value v[] = {kiln_v_tensor(a)};
    kiln_session *s = fe_write_begin(at, call, v, 1);
    if (s == NULL) return fe_poison_like(a, NULL);
    bool bools = fe_of(a)->dtype == KILN_BOOL && dtype == KILN_NO_DTYPE &&
                 (fe_of(a)->rank == 0 || kiln_numel(a) == 0);
    if (!bools) return fe_write_back(at, call, a, running(at, call, op, a, axis, dtype));
    ir_id sums = scanned(s, op, a, fe_cast(s, fe_node(s, a), KILN_I64), axis);
    return fe_write_back(at, call, a, fe_result(s, fe_cast(s, sums, KILN_BOOL)));
}

kiln_tensor *(kiln_cumsum_)(kiln_site at, kiln_tensor *a, int axis, kiln_dtype dtype) {
    FE_DOOR;
    return running_over(at, "cumsum_", IR_CUMSUM, a, axis, dtype);
}
kiln_tensor *(kiln_cumprod_)(kiln_site at, kiln_tensor *a, int axis, kiln_dtype dtype) {
    FE_DOOR;
    return running_over(at, "cumprod_", IR_CUMPROD, a, axis, dtype);
}

kiln_tensor *(kiln_logcumsumexp)(kiln_site at, kiln_tensor *a, int axis) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "logcumsumexp", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    if (!fe_is_float((kiln_dtype)fe_of(a)->dtype))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected a float dtype",
                                    kiln_dtype_short((kiln_dtype)fe_of(a)->dtype)));
    ir_id x = fe_node(s, a), y = scanned(s, IR_CUMLOGSUMEXP, a, x, axis);
    if (fe_of(a)->rank > 0) return fe_result(s, y);
    ir_id one = fe_const_like(s, x, 1);
    return fe_result(s, fe_slope(s, fe_still(s, y), x, one));
}

static kiln_pair running_extreme(kiln_site at, const char *call, ir_op op, kiln_tensor *a,
                                 int axis) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return (kiln_pair){fe_poison_like(a, NULL), fe_poison_like(a, NULL)};
    ir_id x = fe_line(s, fe_node(s, a));
    ir_id place = x != IR_NONE && fe_axis(s, axis, fe_rank(s, x), &axis)
                      ? ir_scan(&s->b, op, x, axis)
                      : IR_NONE;
    /* Halves through f32: their derivatives add up there, as PyTorch's scatter_add does. */
    ir_id value = place == IR_NONE
                      ? place
                      : ir_gather(&s->b, fe_cast(s, x, fe_opmath(fe_dtype(s, x))), place, axis);
    value = fe_cast(s, value, (kiln_dtype)fe_of(a)->dtype);
    place = fe_unline(s, place, a);
    return fe_pair(s, fe_unline(s, value, a), place);
}

kiln_pair(kiln_cummax)(kiln_site at, kiln_tensor *a, int axis) {
    FE_DOOR;
    return running_extreme(at, "cummax", IR_CUMMAX, a, axis);
}
kiln_pair(kiln_cummin)(kiln_site at, kiln_tensor *a, int axis) {
    FE_DOOR;
    return running_extreme(at, "cummin", IR_CUMMIN, a, axis);
}
