/* SPDX-License-Identifier: Apache-2.0
 * Public sums, products, counts and truths. Sums of integers and bools are taken in i64, of halves
 * in f32, as PyTorch does. */
#include "frontend/core/frontend.h"

#include <math.h>

#define REDUCTION(name, expression)                                                                \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor * a, kiln_axes axes, bool keepdim,        \
                               kiln_dtype dtype) {                                                 \
        FE_DOOR;                                                                                   \
        kiln_session *s = fe_enter1(at, #name, a);                                                 \
        if (s == NULL) return fe_poison_like(a, NULL);                                             \
        ir_id x = fe_node(s, a);                                                                   \
        if (axes.count == 0) axes = KILN_ALL_AXES;                                                 \
        return fe_result(s, x == IR_NONE ? x : (expression));                                      \
    }

/* In the dtype asked for, else integers and bools in i64. */
static ir_id prepared(kiln_session *s, ir_id x, kiln_dtype dtype) {
    if (dtype != KILN_NO_DTYPE) return fe_cast(s, x, dtype);
    return fe_is_float(fe_dtype(s, x)) ? x : fe_cast(s, x, KILN_I64);
}

/* Of bools, which only a dtype asked for leaves, the sum is whether any is, the product whether all
 * are. */
static ir_id total(kiln_session *s, ir_op op, ir_id x, kiln_axes axes, bool keepdim,
                   kiln_dtype dtype) {
    x = prepared(s, x, dtype);
    if (x == IR_NONE || fe_dtype(s, x) != KILN_BOOL) return fe_reduce(s, op, x, axes, keepdim);
    return fe_cast(s, fe_reduce(s, op, fe_cast(s, x, KILN_I64), axes, keepdim), KILN_BOOL);
}

/* What each element of a half is multiplied by along an axis: from both ends where any element at
 * all is 0, else the product over the element. */
static ir_id product_of_others(kiln_session *s, ir_id x, ir_id y, int axis) {
    ir_id first = fe_part(s, x, axis, 0, 1), one = fe_const_like(s, x, 1), side[2];
    bool turned[IR_MAX_RANK] = {false};
    turned[axis] = true;
    if (first == IR_NONE) return first;
    first = fe_full(s, one, fe_rank(s, x), ir_shape(&s->g, first));
    for (int i = 0; i < 2; i++) {
        ir_id line = i == 0 ? x : fe_reversed(s, x, turned),
              parts[2] = {first, fe_part(s, line, axis, 0, ir_shape(&s->g, x)[axis] - 1)};
        side[i] = first == IR_NONE || parts[1] == IR_NONE ? IR_NONE : fe_join(s, parts, 2, axis);
        side[i] = side[i] == IR_NONE ? IR_NONE : ir_scan(&s->b, IR_CUMPROD, side[i], axis);
    }
    ir_id others = fe_mul(s, side[0], fe_reversed(s, side[1], turned)),
          none = fe_map2(s, IR_EQ, x, fe_const_like(s, x, 0));
    ir_id quotient = fe_div(s, y, fe_where(s, none, one, x));
    return fe_where(s, fe_reduce(s, IR_RMAX, none, KILN_ALL_AXES, false), others, quotient);
}

/* The product along an axis, or of all. PyTorch rounds that of fewer halves than it multiplies at
 * once after each of them. */
enum { AT_ONCE = 128 };

static ir_id product(kiln_session *s, ir_id x, kiln_axes axes, bool keepdim, kiln_dtype dtype) {
    ir_id y = total(s, IR_PROD, x, axes, keepdim, dtype);
    if (y == IR_NONE || fe_opmath(fe_dtype(s, y)) == fe_dtype(s, y) || fe_rank(s, x) == 0) return y;
    int64_t all = ir_numel(&s->g, x);
    int axis = 0;
    x = fe_cast(s, x, fe_dtype(s, y));
    if (axes.count < 0)
        x = x == IR_NONE ? x : ir_reshape(&s->b, x, 1, &all);
    else if (!fe_axis(s, axes.axis[0], fe_rank(s, x), &axis))
        return IR_NONE;
    if (x == IR_NONE || all == 0 || ir_shape(&s->g, x)[axis] < 2 ||
        ir_shape(&s->g, x)[axis] >= AT_ONCE)
        return x == IR_NONE ? x : y;
    ir_id start = fe_part(s, x, axis, 0, 1), one = fe_const_like(s, x, 1);
    ir_id index = fe_full(s, fe_const(s, KILN_I64, 0), fe_rank(s, x), ir_shape(&s->g, x));
    start = start == IR_NONE ? start : fe_full(s, one, fe_rank(s, x), ir_shape(&s->g, start));
    if (start == IR_NONE || index == IR_NONE) return IR_NONE;
    ir_id steps = ir_scatter(&s->b, IR_SCATTER_MUL, start, index, x, axis),
          factor = product_of_others(s, x, steps, axis);
    kiln_axes along = {1, &axis};
    ir_id sum = fe_reduce(s, IR_SUM, fe_slope(s, fe_still(s, x), x, factor), along, true);
    steps = fe_slope(s, fe_still(s, steps), sum, one);
    return steps == IR_NONE ? steps : ir_reshape(&s->b, steps, fe_rank(s, y), ir_shape(&s->g, y));
}

static ir_id without_nan(kiln_session *s, ir_id x) {
    if (x == IR_NONE || !fe_is_float(fe_dtype(s, x))) return x;
    ir_id zero = fe_const(s, fe_dtype(s, x), 0.0);
    return fe_map3(s, IR_SELECT, fe_map2(s, IR_EQ, x, x), x, zero);
}

static bool float_result(kiln_session *s, ir_id x, kiln_dtype dtype) {
    kiln_dtype d = dtype != KILN_NO_DTYPE ? dtype : fe_dtype(s, x);
    if (fe_is_float(d)) return true;
    ir_fail(&s->b, KILN_BAD_DTYPE,
            dtype != KILN_NO_DTYPE ? "dtype is %s, expected a float dtype"
                                   : "input is %s, expected a float dtype",
            kiln_dtype_short(d));
    return false;
}

/* The count is a run-time scalar, not a constant: it follows the batch, and a kernel must not. */
static ir_id mean_of(kiln_session *s, ir_id x, kiln_axes axes, bool keepdim, kiln_dtype dtype) {
    if (!float_result(s, x, dtype)) return IR_NONE;
    int64_t n = fe_count_axes(s, x, axes);
    if (n < 0) return IR_NONE;
    kiln_dtype d = dtype != KILN_NO_DTYPE ? dtype : fe_dtype(s, x), computing = fe_opmath(d);
    ir_id sum = fe_reduce(s, IR_SUM, fe_cast(s, x, computing), axes, keepdim);
    return fe_cast(s, fe_map2(s, IR_DIV, sum, fe_number(s, computing, (double)n)), d);
}

static ir_id nanmean_of(kiln_session *s, ir_id x, kiln_axes axes, bool keepdim, kiln_dtype dtype) {
    if (!float_result(s, x, KILN_NO_DTYPE) || !float_result(s, x, dtype)) return IR_NONE;
    ir_id numbers = fe_cast(s, fe_map2(s, IR_EQ, x, x), KILN_I64);
    ir_id sum =
        total(s, IR_SUM, without_nan(s, prepared(s, x, dtype)), axes, keepdim, KILN_NO_DTYPE);
    if (sum == IR_NONE) return sum;
    kiln_dtype d = fe_dtype(s, sum), computing = fe_opmath(d);
    ir_id count = fe_cast(s, fe_reduce(s, IR_SUM, numbers, axes, keepdim), computing),
          zero = fe_const(s, computing, 0.0);
    ir_id mean = fe_map2(s, IR_DIV, fe_cast(s, sum, computing), count);
    /* Where there are only NaNs, the derivative for each is NaN too. */
    ir_id none = fe_map2(s, IR_EQ, count, zero), one = fe_const(s, computing, 1.0);
    ir_id no_slope = fe_map3(s, IR_SELECT, none, fe_const(s, computing, NAN), one);
    ir_id nothing =
        fe_map2(s, IR_MUL, fe_reduce(s, IR_SUM, fe_cast(s, x, computing), axes, keepdim), no_slope);
    return fe_cast(s, fe_map3(s, IR_SELECT, none, nothing, mean), d);
}

REDUCTION(sum, total(s, IR_SUM, x, axes, keepdim, dtype))
REDUCTION(nansum, total(s, IR_SUM, without_nan(s, x), axes, keepdim, dtype))
REDUCTION(mean, mean_of(s, x, axes, keepdim, dtype))
REDUCTION(nanmean, nanmean_of(s, x, axes, keepdim, dtype))

kiln_tensor *(kiln_prod)(kiln_site at, kiln_tensor *a, kiln_dtype dtype) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "prod", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_node(s, a);
    return fe_result(s, x == IR_NONE ? x : product(s, x, KILN_ALL_AXES, false, dtype));
}

kiln_tensor *(kiln_prod_dim)(kiln_site at, kiln_tensor *a, int axis, bool keepdim,
                             kiln_dtype dtype) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "prod", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_node(s, a);
    kiln_axes axes = {1, &axis};
    return fe_result(s, x == IR_NONE ? x : product(s, x, axes, keepdim, dtype));
}

kiln_tensor *(kiln_count_nonzero)(kiln_site at, kiln_tensor *a, kiln_axes axes) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "count_nonzero", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    if (axes.count == 0) axes = KILN_ALL_AXES;
    return fe_result(s, fe_reduce(s, IR_SUM,
                                  fe_cast(s, fe_cast(s, fe_node(s, a), KILN_BOOL), KILN_I64), axes,
                                  false));
}

/* An empty list of axes reduces none, unlike the sums'. Of nothing all are, and none is. */
static kiln_tensor *truth_of(kiln_site at, const char *call, ir_op op, kiln_tensor *a,
                             kiln_axes axes, bool keepdim) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_cast(s, fe_node(s, a), KILN_BOOL);
    int64_t n = fe_count_axes(s, x, axes);
    if (n > 0)
        x = fe_reduce(s, op, x, axes, keepdim);
    else if (n == 0) {
        /* only its shape is used */
        x = fe_reduce(s, IR_SUM, fe_cast(s, x, KILN_I64), axes, keepdim);
        if (x != IR_NONE)
            x = fe_full(s, fe_const(s, KILN_BOOL, op == IR_RMIN), fe_rank(s, x),
                        ir_shape(&s->g, x));
    } else
        x = IR_NONE;
    return fe_result(s, fe_of(a)->dtype == KILN_U8 ? fe_cast(s, x, KILN_U8) : x);
}

kiln_tensor *(kiln_all)(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim) {
    FE_DOOR;
    return truth_of(at, "all", IR_RMIN, a, axes, keepdim);
}
kiln_tensor *(kiln_any)(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim) {
    FE_DOOR;
    return truth_of(at, "any", IR_RMAX, a, axes, keepdim);
}
