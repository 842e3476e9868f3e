/* SPDX-License-Identifier: Apache-2.0
 * Public norms: composites whose derivatives, where calculus leaves a choice, are PyTorch's. */
#include "frontend/ops/network.h"
#include "frontend/core/operands.h"

static ir_id like(kiln_session *s, ir_id x, double value) {
    return fe_const(s, fe_dtype(s, x), value);
}

/* x ^ p, or its root for p 1/2, and `at_zero` at 0, where the derivative is 0 and not infinite or
 * NaN. */
static ir_id power(kiln_session *s, ir_id x, double p, double at_zero) {
    if (x == IR_NONE) return x;
    ir_id flat = fe_map2(s, IR_EQ, x, like(s, x, 0.0)),
          base = fe_map3(s, IR_SELECT, flat, like(s, x, 1.0), x);
    ir_id raised = p == 0.5 ? fe_map1(s, IR_SQRT, base)
                            : fe_map2(s, IR_POW, base, fe_number(s, fe_dtype(s, x), p));
    return fe_map3(s, IR_SELECT, flat, like(s, x, at_zero), raised);
}

/* Of a float node that is not a half. */
static ir_id p_norm(kiln_session *s, ir_id x, double p, kiln_axes axes, bool keepdim) {
    if (x == IR_NONE) return x;
    if (p == 0)
        return fe_reduce(s, IR_SUM,
                         fe_cast(s, fe_map2(s, IR_NE, x, like(s, x, 0.0)), fe_dtype(s, x)), axes,
                         keepdim);
    ir_id size = fe_map1(s, IR_ABS, x);
    /* not along a scalar's axis: so in PyTorch */
    bool alone = fe_count_axes(s, x, axes) == 1 && (axes.count < 0 || fe_rank(s, x) > 0);
    if (p == 1 || alone) return fe_reduce(s, IR_SUM, size, axes, keepdim);
    if (isinf(p)) return fe_reduce_whole(s, p > 0 ? IR_RMAX : IR_RMIN, size, axes, keepdim);
    if (p == 2)
        return power(s, fe_reduce(s, IR_SUM, fe_map2(s, IR_MUL, x, x), axes, keepdim), 0.5, 0.0);
    return power(s, fe_reduce(s, IR_SUM, power(s, size, p, p < 0 ? INFINITY : 0.0), axes, keepdim),
                 1 / p, p < 0 ? INFINITY : 0.0);
}

/* What has no identity is refused over nothing. */
static bool norm_exists(kiln_session *s, ir_id x, double p, kiln_axes axes) {
    bool reduced[IR_MAX_RANK];
    if (x == IR_NONE || !fe_mark_axes(s, x, axes, reduced)) return false;
    for (int d = 0; d < fe_rank(s, x) && (p < 0 || p == INFINITY); d++)
        if (reduced[d] && ir_shape(&s->g, x)[d] == 0) {
            ir_fail(&s->b, KILN_BAD_SHAPE,
                    "axis %d of input has no elements, of which there is no norm of order %g", d,
                    p);
            return false;
        }
    return true;
}

/* Checked, and in dtype where that is given. */
static ir_id float_input(kiln_session *s, kiln_tensor *a, kiln_dtype dtype) {
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype;
    if (!fe_is_float(d))
        return ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected a float dtype",
                       kiln_dtype_short(d));
    if (dtype == KILN_NO_DTYPE) return fe_node(s, a);
    if (!fe_is_float(dtype) || fe_wider(d, dtype) != dtype)
        return ir_fail(&s->b, KILN_BAD_DTYPE,
                       "dtype is %s, expected a float dtype no narrower than input's %s",
                       (unsigned)dtype < KILN_DTYPE_COUNT ? kiln_dtype_short(dtype) : "unknown",
                       kiln_dtype_short(d));
    return fe_cast(s, fe_node(s, a), dtype);
}

/* The sign, and 0 of what is no number. */
static ir_id sign(kiln_session *s, ir_id x) {
    ir_id zero = like(s, x, 0), side = fe_map1(s, IR_SIGN, x);
    return fe_where(s, fe_map2(s, IR_EQ, x, x), side, zero);
}

static ir_id extreme_slope(kiln_session *s, ir_id x, ir_id via, ir_id y, kiln_axes axes) {
    kiln_dtype d = fe_dtype(s, y);
    ir_id size = fe_map1(s, IR_ABS, fe_cast(s, x, d)), nan = fe_map2(s, IR_NE, size, size),
          is = fe_map2(s, IR_OR, fe_map2(s, IR_EQ, size, y), nan);
    ir_id count = fe_cast(s, fe_reduce(s, IR_SUM, fe_cast(s, is, KILN_I64), axes, true), d);
    ir_id side = fe_cast(s, sign(s, x), d);
    via = fe_slope(s, fe_still(s, via), via, side);
    ir_id there = fe_cast(s, is, d),
          sum = fe_reduce(s, IR_SUM, fe_slope(s, fe_still(s, via), via, there), axes, true);
    ir_id one = like(s, y, 1), shared = fe_slope_over(s, fe_still(s, sum), sum, count);
    return fe_slope(s, fe_still(s, y), shared, one);
}

/* The norm y of x, reduced axes kept, whose derivative by PyTorch's formulas goes to `via`, of y's
 * dtype and x's shape. Where there is no length there is no slope. */
static ir_id norm_slope(kiln_session *s, ir_id x, ir_id via, ir_id y, double p, kiln_axes axes) {
    if (x == IR_NONE || y == IR_NONE || p == 0) return y;
    kiln_dtype d = fe_dtype(s, y);
    if (isinf(p)) return extreme_slope(s, x, via, y, axes);
    ir_id none = fe_map2(s, IR_EQ, y, like(s, y, 0)), at_zero = fe_map2(s, IR_EQ, x, like(s, x, 0));
    ir_id length = fe_where(s, none, like(s, y, 1), y), abs = fe_map1(s, IR_ABS, x),
          size = fe_where(s, at_zero, like(s, x, 1), abs), factor;
    if (p == 1) {
        factor = sign(s, x);
    } else if (p == 2) { /* its own derivative there is no number */
        factor = fe_div(s, fe_cast(s, x, d), y);
        factor = fe_where(s, none, like(s, y, 0), factor);
    } else {
        factor = fe_power_by(s, size, p < 2 ? p - 1 : p - 2);
        factor = fe_mul(s, p < 2 ? sign(s, x) : x, factor);
        factor = fe_where(s, at_zero, like(s, x, 0), factor);
    }
    ir_id shrink = IR_NONE;
    if (p < 1) {
        ir_id power = fe_power_by(s, y, 1 - p);
        via = fe_slope(s, fe_still(s, via), via, power);
    } else if (p != 1 && p != 2) {
        ir_id power = fe_power_by(s, length, p - 1);
        shrink = fe_where(s, none, like(s, y, INFINITY), power);
    }
    factor = fe_cast(s, factor, d);
    ir_id sum = fe_reduce(s, IR_SUM, fe_slope(s, fe_still(s, via), via, factor), axes, true);
    if (shrink != IR_NONE) sum = fe_slope_over(s, fe_still(s, sum), sum, shrink);
    ir_id one = like(s, y, 1);
    return fe_slope(s, fe_still(s, y), sum, one);
}

ir_id fe_norm_along(kiln_session *s, ir_id x, double p, kiln_axes axes, bool keepdim) {
    bool drop[IR_MAX_RANK];
    if (x == IR_NONE || !fe_mark_axes(s, x, axes, drop)) return IR_NONE;
    ir_id y = fe_cast(s, p_norm(s, fe_wide(s, x), p, axes, true), fe_dtype(s, x));
    y = norm_slope(s, x, x, y, p, axes);
    return keepdim || fe_rank(s, x) == 0 ? y : fe_drop_axes(s, y, drop);
}

static ir_id vector_norm(kiln_session *s, ir_id x, double p, kiln_axes axes, bool keepdim) {
    if (axes.count == 0) axes = KILN_ALL_AXES;
    return norm_exists(s, x, p, axes) ? fe_norm_along(s, x, p, axes, keepdim) : IR_NONE;
}

static double number(kiln_value v, double otherwise) {
    return v.kind == KILN_IS_NONE    ? otherwise
           : v.kind == KILN_IS_FLOAT ? v.as.number
                                     : (double)v.as.integer;
}

/* ---- matrices */

static bool two_axes(kiln_session *s, ir_id x, kiln_axes axes, int pair[2]) {
    int rank = fe_rank(s, x);
    if (rank < 2)
        ir_fail(&s->b, KILN_BAD_SHAPE, "input has rank %d, expected 2 or more", rank);
    else if (axes.count != 2)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "dim names %d axes, expected 2", axes.count);
    else if (fe_good_axes(s, axes) && fe_axis(s, axes.axis[0], rank, &pair[0]) &&
             fe_axis(s, axes.axis[1], rank, &pair[1])) {
        if (pair[0] != pair[1]) return true;
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "axis %d is named twice", axes.axis[1]);
    }
    return false;
}

static bool is_empty_along(kiln_session *s, ir_id x, int axis) {
    return ir_shape(&s->g, x)[axis] == 0;
}

/* The largest or smallest sum of magnitudes along `summed`; of no sums the largest is 0. */
static ir_id extreme_sum(kiln_session *s, ir_id x, int summed, int chosen, bool largest,
                         bool keepdim) {
    kiln_axes sum_axes = {1, &summed}, both = {2, (const int[2]){summed, chosen}},
              choice = {1, &chosen};
    if (is_empty_along(s, x, chosen)) {
        if (largest) return fe_reduce(s, IR_SUM, x, both, keepdim);
        return ir_fail(&s->b, KILN_BAD_SHAPE,
                       "axis %d of input has no elements, expected at least one to choose from",
                       chosen);
    }
    bool drop[IR_MAX_RANK] = {false};
    drop[summed] = drop[chosen] = true;
    x = fe_reduce(s, IR_SUM, fe_map1(s, IR_ABS, x), sum_axes, true);
    x = fe_reduce(s, largest ? IR_RMAX : IR_RMIN, x, choice, true);
    return keepdim ? x : fe_drop_axes(s, x, drop);
}

/* The singular values of the matrices in two axes: their sum, the largest or the smallest, of which
 * the largest of none is 0. */
static ir_id singular(kiln_session *s, kiln_tensor *a, ir_id x, const int pair[2], ir_op op,
                      bool keepdim) {
    if (fe_opmath((kiln_dtype)fe_of(a)->dtype) != (kiln_dtype)fe_of(a)->dtype)
        return ir_fail(&s->b, KILN_BAD_DTYPE,
                       "input is %s, expected f32 or f64 for singular values",
                       kiln_dtype_short((kiln_dtype)fe_of(a)->dtype));
    int rank = fe_rank(s, x), order[IR_MAX_RANK], n = 0;
    int64_t extent[IR_MAX_RANK];
    for (int d = 0; d < rank; d++) {
        bool matrix = d == pair[0] || d == pair[1];
        if (!matrix) order[n++] = d;
        if (!matrix || keepdim) extent[keepdim ? d : n - 1] = matrix ? 1 : ir_shape(&s->g, x)[d];
    }
    order[n] = pair[0];
    order[n + 1] = pair[1];
    x = ir_permute(&s->b, x, order);
    x = x == IR_NONE ? x : ir_svd(&s->b, IR_SVD_S, x);
    if (x == IR_NONE) return x;
    bool none = is_empty_along(s, x, n);
    if (none && op == IR_RMIN)
        return ir_fail(&s->b, KILN_BAD_SHAPE,
                       "input's matrices have no singular values to choose from");
    x = fe_reduce_last(s, none ? IR_SUM : op, x, n);
    return x == IR_NONE ? x : ir_reshape(&s->b, x, keepdim ? rank : n, extent);
}

static ir_id matrix_norm(kiln_session *s, kiln_tensor *a, ir_id x, double ord, kiln_axes axes,
                         bool keepdim) {
    int pair[2];
    if (x == IR_NONE || !two_axes(s, x, axes, pair)) return IR_NONE;
    kiln_dtype own = fe_dtype(s, x);
    if (fabs(ord) == 2) return singular(s, a, x, pair, ord > 0 ? IR_RMAX : IR_RMIN, keepdim);
    if (fabs(ord) != 1 && !isinf(ord))
        return ir_fail(&s->b, KILN_BAD_ARGUMENT, "ord is %g, expected 1, -1, 2, -2, inf or -inf",
                       ord);
    int summed = isinf(ord) ? 1 : 0;
    return fe_cast(s,
                   extreme_sum(s, fe_cast(s, x, fe_opmath(own)), pair[summed], pair[!summed],
                               ord > 0, keepdim),
                   own);
}

static ir_id matrix_norm_named(kiln_session *s, kiln_tensor *a, ir_id x, const char *ord,
                               kiln_axes axes, bool keepdim) {
    int pair[2];
    if (x == IR_NONE || !two_axes(s, x, axes, pair)) return IR_NONE;
    if (strcmp(ord, "fro") == 0) return vector_norm(s, x, 2, axes, keepdim);
    if (strcmp(ord, "nuc") == 0) return singular(s, a, x, pair, IR_SUM, keepdim);
    return ir_fail(&s->b, KILN_BAD_ARGUMENT, "ord is \"%.20s\", expected \"fro\" or \"nuc\"", ord);
}

/* ---- the public functions */

#define ENTER(call)                                                                                \
    kiln_session *s = fe_enter1(at, call, a);                                                      \
    if (s == NULL) return fe_poison_like(a, NULL)

static const int first_two[2] = {0, 1};

kiln_tensor *(kiln_linalg_vector_norm)(kiln_site at, kiln_tensor *a, kiln_value ord, kiln_axes axes,
                                       bool keepdim, kiln_dtype dtype) {
    FE_DOOR;
    ENTER("linalg.vector_norm");
    return fe_result(s, vector_norm(s, float_input(s, a, dtype), number(ord, 2), axes, keepdim));
}

kiln_tensor *(kiln_linalg_matrix_norm)(kiln_site at, kiln_tensor *a, kiln_value ord, kiln_axes axes,
                                       bool keepdim, kiln_dtype dtype) {
    FE_DOOR;
    ENTER("linalg.matrix_norm");
    return fe_result(s, matrix_norm(s, a, float_input(s, a, dtype), number(ord, 2), axes, keepdim));
}

kiln_tensor *(kiln_linalg_matrix_norm_str)(kiln_site at, kiln_tensor *a, const char *ord,
                                           kiln_axes axes, bool keepdim, kiln_dtype dtype) {
    FE_DOOR;
    ENTER("linalg.matrix_norm");
    return fe_result(s, matrix_norm_named(s, a, float_input(s, a, dtype), ord != NULL ? ord : "",
                                          axes, keepdim));
}

static bool good_axes(kiln_session *s, kiln_tensor *a, bool has_order, kiln_axes axes) {
    if (axes.count >= 0 && axes.count != 1 && axes.count != 2)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "dim names %d axes, expected 1 or 2", axes.count);
    else if (axes.count < 0 && has_order && fe_of(a)->rank != 1 && fe_of(a)->rank != 2)
        ir_fail(&s->b, KILN_BAD_SHAPE,
                "input has rank %d, expected 1 or 2 where ord is given and dim is not",
                fe_of(a)->rank);
    else
        return true;
    return false;
}

kiln_tensor *(kiln_linalg_norm)(kiln_site at, kiln_tensor *a, kiln_value ord, kiln_axes axes,
                                bool keepdim, kiln_dtype dtype) {
    FE_DOOR;
    ENTER("linalg.norm");
    bool has_order = ord.kind != KILN_IS_NONE;
    ir_id x = good_axes(s, a, has_order, axes) ? float_input(s, a, dtype) : IR_NONE;
    if (!has_order || axes.count == 1 || (axes.count < 0 && fe_of(a)->rank != 2))
        return fe_result(s, vector_norm(s, x, number(ord, 2), axes, keepdim));
    return fe_result(s, matrix_norm(s, a, x, number(ord, 2),
                                    axes.count < 0 ? (kiln_axes){2, first_two} : axes, keepdim));
}

kiln_tensor *(kiln_linalg_norm_str)(kiln_site at, kiln_tensor *a, const char *ord, kiln_axes axes,
                                    bool keepdim, kiln_dtype dtype) {
    FE_DOOR;
    ENTER("linalg.norm");
    ir_id x = good_axes(s, a, true, axes) ? float_input(s, a, dtype) : IR_NONE;
    return fe_result(s,
                     matrix_norm_named(s, a, x, ord != NULL ? ord : "",
                                       axes.count < 0 ? (kiln_axes){2, first_two} : axes, keepdim));
}

kiln_tensor *(kiln_norm_p)(kiln_site at, kiln_tensor *a, kiln_value p, kiln_axes axes, bool keepdim,
                           kiln_dtype dtype) {
    FE_DOOR;
    ENTER("norm");
    return fe_result(s, vector_norm(s, float_input(s, a, dtype), number(p, 2), axes, keepdim));
}

kiln_tensor *(kiln_norm)(kiln_site at, kiln_tensor *a, const char *p, kiln_axes axes, bool keepdim,
                         kiln_dtype dtype) {
    FE_DOOR;
    ENTER("norm");
    int every[KILN_MAX_RANK];
    for (int d = 0; d < fe_of(a)->rank; d++) every[d] = d;
    ir_id x = float_input(s, a, dtype);
    if (p == NULL || (strcmp(p, "fro") == 0 && axes.count <= 2))
        return fe_result(s, vector_norm(s, x, 2, axes, keepdim));
    return fe_result(
        s, matrix_norm_named(s, a, x, p, axes.count < 0 ? (kiln_axes){fe_of(a)->rank, every} : axes,
                             keepdim));
}

kiln_tensor *(kiln_dist)(kiln_site at, kiln_tensor *a, kiln_tensor *b, kiln_value p) {
    FE_DOOR;
    kiln_value v[2] = {kiln_v_tensor(a), kiln_v_tensor(b)};
    kiln_session *s = fe_enter_values(at, "dist", v, 2);
    if (s == NULL) return fe_poison_like(a, b);
    kiln_dtype d = fe_promote(v, 2);
    if (fe_of(a)->dtype == KILN_BOOL || fe_of(b)->dtype == KILN_BOOL || !fe_is_float(d))
        return fe_result(s,
                         ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s and other %s, expected floats",
                                 kiln_dtype_short((kiln_dtype)fe_of(a)->dtype),
                                 kiln_dtype_short((kiln_dtype)fe_of(b)->dtype)));
    ir_id other = fe_cast(s, fe_node(s, b), d),
          difference = fe_map2(s, IR_SUB, fe_cast(s, fe_node(s, a), d), other);
    return fe_result(s, vector_norm(s, difference, number(p, 2), KILN_ALL_AXES, false));
}

/* The factor is rounded to the input's dtype before it is applied. The derivative is the formula of
 * PyTorch: read from the end, where it is g, the sum of g x goes through the norm, and what is left
 * of g is scaled. */
static ir_id scaled_down(kiln_session *s, ir_id x, double p, int axis, double most) {
    int others[IR_MAX_RANK], n = 0;
    for (int d = 0; d < fe_rank(s, x); d++)
        if (d != axis) others[n++] = d;
    kiln_axes axes = {n, others};
    kiln_dtype own = fe_dtype(s, x), computing = fe_opmath(own);
    if (!norm_exists(s, x, p, axes)) return IR_NONE;
    ir_id wide = fe_cast(s, x, computing), norm = p_norm(s, wide, p, axes, true);
    if (norm == IR_NONE) return norm;
    ir_id limit = fe_number(s, computing, most), above = fe_map2(s, IR_LT, limit, norm),
          near = fe_add(s, norm, like(s, norm, 1e-7));
    ir_id one = like(s, norm, 1), factor = fe_where(s, above, fe_div(s, limit, near), one);
    ir_id y = fe_cast(s, fe_mul(s, wide, fe_cast(s, fe_cast(s, factor, own), computing)), own);
    ir_id inverse = fe_div(s, like(s, norm, 1), near), shrunk = fe_mul(s, inverse, limit),
          rest = fe_slope(s, fe_still(s, wide), wide, shrunk);
    ir_id minus = fe_map1(s, IR_NEG, inverse),
          along = norm_slope(s, x, fe_slope(s, fe_still(s, rest), rest, minus), norm, p, axes);
    along = fe_cast(s, fe_expand_to(s, along, fe_rank(s, x), ir_shape(&s->g, x)), own);
    along = fe_slope(s, fe_still(s, along), along, x);
    ir_id scaled = fe_cast(s, fe_add(s, fe_cast(s, along, computing), rest), own);
    one = like(s, x, 1);
    ir_id passed = fe_where(s, above, scaled, x);
    return fe_slope(s, fe_still(s, y), passed, one);
}

kiln_tensor *(kiln_renorm)(kiln_site at, kiln_tensor *a, kiln_value p, int axis,
                           kiln_value maxnorm) {
    FE_DOOR;
    ENTER("renorm");
    double order = number(p, 2), most = number(maxnorm, 0);
    ir_id x = float_input(s, a, KILN_NO_DTYPE);
    if (x == IR_NONE) return fe_result(s, x);
    if (!(order > 0))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "p is %g, expected a number above 0", order);
    else if (!(most >= 0))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "maxnorm is %g, expected 0 or more", most);
    else if (fe_of(a)->rank < 2)
        ir_fail(&s->b, KILN_BAD_SHAPE, "input has rank %d, expected 2 or more", fe_of(a)->rank);
    else if (fe_axis(s, axis, fe_of(a)->rank, &axis))
        return fe_result(s, scaled_down(s, x, order, axis, most));
    return fe_result(s, IR_NONE);
}
