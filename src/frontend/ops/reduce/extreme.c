/* SPDX-License-Identifier: Apache-2.0
 * Public extremes and medians, by value and by place. Where a value is chosen by its place, that
 * place alone has a derivative. */
#include "frontend/core/frontend.h"

#include <math.h>

/* Over axes of extent 0 there is no extreme, even where the result is empty. */
static bool some_along(kiln_session *s, ir_id x, kiln_axes axes) {
    bool reduced[IR_MAX_RANK];
    if (x == IR_NONE || !fe_mark_axes(s, x, axes, reduced)) return false;
    for (int d = 0; d < fe_rank(s, x); d++)
        if (reduced[d] && ir_shape(&s->g, x)[d] == 0) {
            ir_fail(&s->b, KILN_BAD_SHAPE,
                    "axis %d of input has no elements, expected at least one to choose from", d);
            return false;
        }
    return true;
}

static ir_id extreme(kiln_session *s, ir_op op, ir_id x, kiln_axes axes, bool keepdim) {
    return some_along(s, x, axes) ? fe_reduce_whole(s, op, x, axes, keepdim) : IR_NONE;
}

static kiln_tensor *extreme_of(kiln_site at, const char *call, ir_op op, kiln_tensor *a,
                               kiln_axes axes, bool keepdim) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_poison_like(a, NULL);
    return fe_result(s, extreme(s, op, fe_node(s, a), axes.count == 0 ? KILN_ALL_AXES : axes,
                                keepdim));
}

kiln_tensor *(kiln_amax)(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim) {
    FE_DOOR;
    return extreme_of(at, "amax", IR_RMAX, a, axes, keepdim);
}
kiln_tensor *(kiln_amin)(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim) {
    FE_DOOR;
    return extreme_of(at, "amin", IR_RMIN, a, axes, keepdim);
}
kiln_tensor *(kiln_max)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    return extreme_of(at, "max", IR_RMAX, a, KILN_ALL_AXES, false);
}
kiln_tensor *(kiln_min)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    return extreme_of(at, "min", IR_RMIN, a, KILN_ALL_AXES, false);
}

kiln_pair(kiln_aminmax)(kiln_site at, kiln_tensor *a, int axis, bool keepdim) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "aminmax", a);
    if (s == NULL) return (kiln_pair){fe_poison_like(a, NULL), fe_poison_like(a, NULL)};
    kiln_axes axes = {1, &axis};
    if (axis == KILN_NO_DIM) axes = KILN_ALL_AXES;
    ir_id x = fe_node(s, a);
    ir_id low = extreme(s, IR_RMIN, x, axes, keepdim);
    return fe_pair(s, low, low == IR_NONE ? low : fe_reduce_whole(s, IR_RMAX, x, axes, keepdim));
}

/* ---- by place */

static kiln_tensor *place_of(kiln_site at, const char *call, ir_op op, kiln_tensor *a, int axis,
                             bool keepdim) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_poison_like(a, NULL);
    kiln_axes axes = {1, &axis};
    if (axis == KILN_NO_DIM) axes = KILN_ALL_AXES;
    if (fe_of(a)->dtype == KILN_BOOL)
        return fe_result(s,
                         ir_fail(&s->b, KILN_BAD_DTYPE, "input is bool, expected a number dtype"));
    ir_id x = fe_node(s, a);
    return fe_result(s, some_along(s, x, axes) ? fe_reduce(s, op, x, axes, keepdim) : IR_NONE);
}

kiln_tensor *(kiln_argmax)(kiln_site at, kiln_tensor *a, int axis, bool keepdim) {
    FE_DOOR;
    return place_of(at, "argmax", IR_ARGMAX, a, axis, keepdim);
}
kiln_tensor *(kiln_argmin)(kiln_site at, kiln_tensor *a, int axis, bool keepdim) {
    FE_DOOR;
    return place_of(at, "argmin", IR_ARGMIN, a, axis, keepdim);
}

/* Where the median of each line is; the first NaN, unless NaNs are left out. The axis stays, with
 * extent 1. */
static ir_id median_place(kiln_session *s, ir_id x, int axis, bool skip_nan) {
    int64_t n = ir_shape(&s->g, x)[axis];
    bool has_nan = fe_is_float(fe_dtype(s, x));
    ir_id order = ir_argsort(&s->b, x, axis, false);
    if (!has_nan) return fe_part(s, order, axis, (n - 1) / 2, 1);
    kiln_axes along = {1, &axis};
    ir_id number = fe_map2(s, IR_EQ, x, x);
    if (!skip_nan) {
        ir_id whole = fe_reduce(s, IR_RMIN, number, along, true);
        ir_id first_nan = fe_reduce(s, IR_ARGMAX, x, along, true);
        return fe_map3(s, IR_SELECT, whole, fe_part(s, order, axis, (n - 1) / 2, 1), first_nan);
    }
    ir_id count = fe_reduce(s, IR_SUM, fe_cast(s, number, KILN_I64), along, true),
          one = fe_const(s, KILN_I64, 1), two = fe_const(s, KILN_I64, 2);
    ir_id middle =
        fe_map2(s, IR_IDIV, fe_map2(s, IR_SUB, fe_map2(s, IR_MAX, count, one), one), two);
    return order == IR_NONE || middle == IR_NONE ? IR_NONE : ir_gather(&s->b, order, middle, axis);
}

typedef enum which { LARGEST, SMALLEST, MEDIAN, NAN_MEDIAN } which;

static kiln_pair chosen(kiln_site at, const char *call, which w, kiln_tensor *a, int axis,
                        bool keepdim) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return (kiln_pair){fe_poison_like(a, NULL), fe_poison_like(a, NULL)};
    ir_id x = fe_line(s, fe_node(s, a)), place = IR_NONE;
    kiln_axes along = {1, &axis};
    bool drop[IR_MAX_RANK] = {false};
    if (w >= MEDIAN && fe_of(a)->dtype == KILN_BOOL)
        ir_fail(&s->b, KILN_BAD_DTYPE, "input is bool, expected a number dtype");
    else if (some_along(s, x, along) && fe_axis(s, axis, fe_rank(s, x), &axis))
        place = w < MEDIAN ? fe_reduce(s, w == LARGEST ? IR_ARGMAX : IR_ARGMIN, x, along, true)
                           : median_place(s, x, axis, w == NAN_MEDIAN);
    ir_id value = place == IR_NONE ? place : ir_gather(&s->b, x, place, axis);
    if (value == IR_NONE) return fe_pair(s, value, value);
    drop[axis] = !keepdim || fe_of(a)->rank == 0;
    place = fe_drop_axes(s, place, drop);
    return fe_pair(s, fe_drop_axes(s, value, drop), place);
}

kiln_pair(kiln_max_dim)(kiln_site at, kiln_tensor *a, int axis, bool keepdim) {
    FE_DOOR;
    return chosen(at, "max", LARGEST, a, axis, keepdim);
}
kiln_pair(kiln_min_dim)(kiln_site at, kiln_tensor *a, int axis, bool keepdim) {
    FE_DOOR;
    return chosen(at, "min", SMALLEST, a, axis, keepdim);
}
kiln_pair(kiln_median_dim)(kiln_site at, kiln_tensor *a, int axis, bool keepdim) {
    FE_DOOR;
    return chosen(at, "median", MEDIAN, a, axis, keepdim);
}
kiln_pair(kiln_nanmedian_dim)(kiln_site at, kiln_tensor *a, int axis, bool keepdim) {
    FE_DOOR;
    return chosen(at, "nanmedian", NAN_MEDIAN, a, axis, keepdim);
}

/* The median's equals, and nothing else, are put to a maximum, which shares the derivative out. */
static ir_id median_of_all(kiln_session *s, kiln_tensor *a, bool skip_nan) {
    ir_id x = fe_node(s, a);
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype;
    int64_t n = kiln_numel(a);
    if (x == IR_NONE) return x;
    if (d == KILN_BOOL)
        return ir_fail(&s->b, KILN_BAD_DTYPE, "input is bool, expected a number dtype");
    if (n == 0) return fe_cast(s, fe_const(s, KILN_F64, NAN), d);
    x = ir_reshape(&s->b, x, 1, &n);
    ir_id place = x == IR_NONE ? x : median_place(s, x, 0, skip_nan);
    ir_id value =
        place == IR_NONE ? place : ir_reshape(&s->b, ir_gather(&s->b, x, place, 0), 0, &n);
    if (value == IR_NONE || !fe_is_float(d)) return value;
    value = fe_map1(s, IR_DETACH, value);
    ir_id value_nan = fe_map2(s, IR_NE, value, value),
          both_nan = fe_map2(s, IR_AND, fe_map2(s, IR_NE, x, x), value_nan);
    ir_id equal = fe_map2(s, IR_OR, fe_map2(s, IR_EQ, x, value), both_nan);
    return fe_reduce(s, IR_RMAX, fe_map3(s, IR_SELECT, equal, x, fe_const(s, d, -INFINITY)),
                     KILN_ALL_AXES, false);
}

kiln_tensor *(kiln_median)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "median", a);
    return s == NULL ? fe_poison_like(a, NULL) : fe_result(s, median_of_all(s, a, false));
}
kiln_tensor *(kiln_nanmedian)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "nanmedian", a);
    return s == NULL ? fe_poison_like(a, NULL) : fe_result(s, median_of_all(s, a, true));
}
