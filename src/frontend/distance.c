/* SPDX-License-Identifier: Apache-2.0
 * Public norms and angles between vectors: normalize, pairwise_distance, cosine_similarity. */
#include "frontend/network.h"

/* As torch.pow: of halves the exponent is one too, and bf16 is multiplied out where that is short. */
static ir_id power(kiln_session *s, ir_id x, double p) {
    if (x == IR_NONE || fe_dtype(s, x) != KILN_BF16 || (p != 3 && p != -2)) return fe_map2(s, IR_POW, x, fe_number_like(s, x, p));
    ir_id square = fe_mul(s, x, x);
    return p == 3 ? fe_mul(s, square, x) : fe_div(s, fe_const_like(s, x, 1), square);
}

/* Of x in what it is computed in, axes kept. */
static ir_id norm_value(kiln_session *s, ir_id x, double p, kiln_axes axes) {
    ir_id size = fe_map1(s, IR_ABS, x);
    if (isinf(p)) return fe_reduce(s, p > 0 ? IR_RMAX : IR_RMIN, size, axes, true);
    if (p == 0) size = x == IR_NONE ? x : fe_cast(s, fe_map2(s, IR_NE, x, fe_const_like(s, x, 0)), fe_dtype(s, x));
    else if (p != 1) size = p == 2 ? fe_mul(s, x, x) : power(s, size, p);
    ir_id sum = fe_reduce(s, IR_SUM, size, axes, true);
    return p == 0 || p == 1 ? sum : p == 2 ? fe_map1(s, IR_SQRT, sum) : power(s, sum, 1 / p);
}

/* Derivatives as PyTorch's norm_backward has them, for each p in its order of roundings; 0 where the norm is 0 though it has none. */
static ir_id with_slope(kiln_session *s, ir_id x, ir_id norm, double p, kiln_axes axes) {
    ir_id none = fe_map2(s, IR_EQ, norm, fe_const_like(s, norm, 0)), zero = fe_const_like(s, x, 0), one = fe_const_like(s, x, 1);
    ir_id value = fe_still(s, norm), each = fe_still(s, x), size = fe_map1(s, IR_ABS, x), sign = fe_map1(s, IR_SIGN, x), inner = x, slope, divisor = IR_NONE;
    if (p == 0) return value;
    if (p == 1) {
        slope = sign;
    } else if (p == 2) {
        slope = fe_where(s, none, zero, fe_div(s, x, norm));
    } else if (isinf(p)) {
        ir_id taken = fe_map2(s, IR_OR, fe_map2(s, IR_EQ, size, norm), fe_map2(s, IR_NE, x, x));
        slope = fe_where(s, taken, sign, zero);
        divisor = fe_reduce(s, IR_SUM, fe_where(s, taken, one, zero), axes, true);
    } else if (p < 1) {
        slope = fe_mul(s, sign, fe_where(s, fe_map2(s, IR_EQ, x, zero), zero, power(s, size, p - 1)));
        inner = fe_slope(s, each, x, power(s, norm, 1 - p));
    } else {
        slope = p < 2 ? fe_mul(s, sign, power(s, size, p - 1)) : fe_mul(s, x, power(s, size, p - 2));
        divisor = fe_where(s, none, fe_const_like(s, norm, INFINITY), power(s, norm, p - 1));
    }
    ir_id all = fe_reduce(s, IR_SUM, fe_slope(s, each, inner, slope), axes, true);
    return divisor != IR_NONE ? fe_slope_over(s, value, all, divisor) : fe_slope(s, value, all, one);
}

ir_id fe_norm_along(kiln_session *s, ir_id x, double p, kiln_axes axes, bool keepdim) {
    bool reduced[IR_MAX_RANK];
    if (x == IR_NONE || !fe_mark_axes(s, x, axes, reduced)) return IR_NONE;
    ir_id norm = fe_cast(s, norm_value(s, fe_wide(s, x), p, axes), fe_dtype(s, x));
    norm = norm == IR_NONE ? norm : with_slope(s, x, norm, p, axes);
    return keepdim || norm == IR_NONE || fe_rank(s, norm) == 0 ? norm : fe_drop_axes(s, norm, reduced);
}

kiln_tensor *(kiln_normalize)(kiln_site at, kiln_tensor *a, double p, int dim, double eps) {
    kiln_session *s = fe_enter1(at, "normalize", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_node(s, a);
    if (x == IR_NONE || !fe_wants_float(s, x, "input")) return fe_result(s, IR_NONE);
    kiln_axes axes = {1, &dim};
    return fe_result(s, fe_div(s, x, fe_clamp_low(s, fe_norm_along(s, x, p, axes, true), eps)));
}

ir_id fe_distance(kiln_session *s, ir_id a, ir_id b, double p, double eps, bool keepdim) {
    ir_id e = fe_binary_number(s, IR_ADD, fe_binary(s, IR_SUB, a, b), eps);
    if (e == IR_NONE) return e;
    int rank = fe_rank(s, e), last = -1;
    if ((p < 0 || p == INFINITY) && rank > 0 && ir_shape(&s->g, e)[rank - 1] == 0)
        return ir_fail(&s->b, KILN_BAD_SHAPE, "the last axis has no elements, of which there is no norm of order %g", p);
    kiln_axes axes = {1, &last};
    return fe_norm_along(s, e, p, axes, keepdim);
}

kiln_tensor *(kiln_pairwise_distance)(kiln_site at, kiln_tensor *x1, kiln_tensor *x2, double p, double eps, bool keepdim) {
    kiln_session *s = fe_enter2(at, "pairwise_distance", x1, x2);
    return s == NULL ? fe_poison_like(x1, x2) : fe_result(s, fe_distance(s, fe_node(s, x1), fe_node(s, x2), p, eps, keepdim));
}


kiln_tensor *(kiln_cosine_similarity)(kiln_site at, kiln_tensor *x1, kiln_tensor *x2, int dim, double eps) {
    kiln_session *s = fe_enter2(at, "cosine_similarity", x1, x2);
    if (s == NULL) return fe_poison_like(x1, x2);
    kiln_value v[2] = {kiln_v_tensor(x1), kiln_v_tensor(x2)};
    kiln_dtype d = fe_promote(v, 2); /* only of integers: floats are divided by their norms first */
    ir_id x[2] = {fe_node(s, x1), fe_node(s, x2)};
    for (int i = 0; i < 2; i++) x[i] = x[i] == IR_NONE || fe_is_float(fe_dtype(s, x[i])) ? x[i] : fe_cast(s, x[i], d);
    if (x[0] == IR_NONE || x[1] == IR_NONE) return fe_result(s, IR_NONE);
    if (!fe_is_float(d)) return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "the dtype of x1 and x2 together is %s, expected a float dtype", kiln_dtype_short(d)));
    int rank;
    int64_t extent[IR_MAX_RANK];
    if (!fe_broadcast(s, x, 2, &rank, extent)) return fe_result(s, IR_NONE);
    kiln_axes axes = {1, &dim};
    for (int i = 0; i < 2; i++) {
        x[i] = fe_repeat_to(s, x[i], rank, extent);
        x[i] = fe_div(s, x[i], fe_clamp_still(s, fe_norm_along(s, x[i], 2, axes, true), eps));
    }
    return fe_result(s, fe_reduce(s, IR_SUM, fe_binary(s, IR_MUL, x[0], x[1]), axes, false));
}
