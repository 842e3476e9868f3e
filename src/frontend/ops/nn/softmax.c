/* SPDX-License-Identifier: Apache-2.0
 * Public softmax, log_softmax, softmin and logsumexp. The maximum only steadies the exponential, so
 * no derivative flows through it. */
#include "frontend/ops/network.h"

static ir_id stored(kiln_session *s, ir_id x, kiln_dtype d) {
    return x == IR_NONE ? x : fe_cast(s, fe_cast(s, x, d), fe_dtype(s, x));
}

bool fe_softmax_parts_of(kiln_session *s, ir_id x, int axis, fe_softmax_parts *p) {
    ir_id max = fe_map1(s, IR_DETACH, fe_reduce_last(s, IR_RMAX, x, axis));
    p->shifted = fe_sub(s, x, max);
    p->exp = fe_map1(s, IR_EXP, p->shifted);
    p->sum = p->exp == IR_NONE ? IR_NONE : fe_reduce_last(s, IR_SUM, p->exp, axis);
    return p->sum != IR_NONE;
}

/* Of rank 0 or empty: exp(0) / exp(0), with NaN and infinities as they should be. */
static bool is_trivial(kiln_session *s, ir_id x) {
    return fe_rank(s, x) == 0 || ir_numel(&s->g, x) == 0;
}

/* One division a row and a product an element: within an ulp of the quotient, and the division
 * would cost as much as the exponential. */
ir_id fe_softmax(kiln_session *s, ir_id x, int axis) {
    fe_softmax_parts p;
    if (x == IR_NONE) return x;
    if (is_trivial(s, x)) return fe_map1(s, IR_EXP, fe_sub(s, x, x));
    if (!fe_softmax_parts_of(s, x, axis, &p)) return IR_NONE;
    return fe_mul(s, p.exp, fe_div(s, fe_const_like(s, x, 1), p.sum));
}

/* Along the last axis PyTorch keeps the sum and its logarithm as halves. */
ir_id fe_log_softmax(kiln_session *s, ir_id x, int axis, kiln_dtype own) {
    fe_softmax_parts p;
    if (x == IR_NONE) return x;
    if (is_trivial(s, x)) return fe_sub(s, x, x);
    if (!fe_softmax_parts_of(s, x, axis, &p)) return IR_NONE;
    kiln_dtype d = fe_dtype(s, x), kept = axis == fe_rank(s, x) - 1 ? own : d;
    ir_id y = fe_sub(s, p.shifted, stored(s, fe_map1(s, IR_LOG, stored(s, p.sum, kept)), kept));
    if (y == IR_NONE || own == d) return y;
    y = stored(s, y, own); /* the backward kernel computes in f32 from the stored result */
    ir_id share = fe_map1(s, IR_EXP, y), sum = fe_slope(s, fe_still(s, y), x, share);
    sum = sum == IR_NONE ? sum : fe_reduce_last(s, IR_SUM, sum, axis);
    ir_id minus = fe_const_like(s, x, -1), one = fe_const_like(s, x, 1);
    return fe_slope(s, fe_slope(s, fe_still(s, y), x, one), sum, minus);
}

/* Across lines shorter than a vector of halves PyTorch keeps the exponentials in the result, as
 * halves. The derivative is that of the stored result. */
enum { SHORT = 32 };

static ir_id softmax_of(kiln_session *s, ir_id x, int axis, kiln_dtype own) {
    fe_softmax_parts p;
    if (x == IR_NONE || own == fe_dtype(s, x) || is_trivial(s, x)) return fe_softmax(s, x, axis);
    if (!fe_softmax_parts_of(s, x, axis, &p)) return IR_NONE;
    int64_t inner = 1;
    for (int i = axis + 1; i < fe_rank(s, x); i++) inner *= ir_shape(&s->g, x)[i];
    ir_id exp = axis < fe_rank(s, x) - 1 && inner < SHORT ? stored(s, p.exp, own) : p.exp;
    ir_id y = stored(s, fe_mul(s, exp, fe_div(s, fe_const_like(s, x, 1), p.sum)), own);
    ir_id scaled = fe_slope(s, fe_still(s, x), x, y),
          sum = scaled == IR_NONE ? scaled : fe_reduce_last(s, IR_SUM, scaled, axis);
    if (sum == IR_NONE) return sum;
    sum = fe_expand_to(s, sum, fe_rank(s, x), ir_shape(&s->g, x));
    sum = fe_slope(s, fe_still(s, x), sum, y);
    ir_id one = fe_const_like(s, x, 1), formula = fe_sub(s, scaled, sum);
    return fe_slope(s, fe_still(s, y), formula, one);
}

static kiln_tensor *softmax(kiln_site at, const char *call, kiln_tensor *a, int dim,
                            kiln_dtype dtype, bool negated,
                            ir_id (*f)(kiln_session *s, ir_id x, int axis, kiln_dtype own)) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_node(s, a);
    int axis;
    if (x == IR_NONE || !fe_axis(s, dim, fe_of(a)->rank == 0 ? 1 : fe_of(a)->rank, &axis))
        return fe_result(s, IR_NONE);
    if (negated && fe_of(a)->dtype == KILN_BOOL)
        x = ir_fail(&s->b, KILN_BAD_DTYPE, "input is bool, which has no negative");
    if (negated) x = fe_map1(s, IR_NEG, x);
    if (dtype != KILN_NO_DTYPE) x = fe_cast(s, x, dtype);
    if (x == IR_NONE || !fe_wants_float(s, x, dtype != KILN_NO_DTYPE ? "dtype" : "input"))
        return fe_result(s, IR_NONE);
    kiln_dtype own = fe_dtype(s, x);
    return fe_result(s, fe_cast(s, f(s, fe_wide(s, x), axis, own), own));
}

kiln_tensor *(kiln_softmax)(kiln_site at, kiln_tensor *a, int dim, kiln_dtype dtype) {
    FE_DOOR;
    return softmax(at, "softmax", a, dim, dtype, false, softmax_of);
}

kiln_tensor *(kiln_log_softmax)(kiln_site at, kiln_tensor *a, int dim, kiln_dtype dtype) {
    FE_DOOR;
    return softmax(at, "log_softmax", a, dim, dtype, false, fe_log_softmax);
}

/* Without dim: the axis PyTorch takes, which depends on the rank. */
kiln_tensor *(kiln_softmin)(kiln_site at, kiln_tensor *a, int dim, kiln_dtype dtype) {
    FE_DOOR;
    if (dim == KILN_NO_DIM) {
        int rank = kiln_rank(a);
        dim = rank == 0 || rank == 1 || rank == 3 ? 0 : 1;
    }
    return softmax(at, "softmin", a, dim, dtype, true, softmax_of);
}

/* ---- logsumexp. An infinite maximum must not make inf - inf: it is replaced by 0 and comes back
 * through the logarithm. */

kiln_tensor *(kiln_logsumexp)(kiln_site at, kiln_tensor *a, kiln_axes dim, bool keepdim) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "logsumexp", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_real(s, fe_node(s, a));
    int64_t n = x == IR_NONE ? -1 : fe_count_axes(s, x, dim);
    if (n < 0) return fe_result(s, IR_NONE);
    if (dim.count == 0 && fe_of(a)->rank > 0 && ir_numel(&s->g, x) > 0)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "dim is empty, expected at least one axis"));
    if (ir_numel(&s->g, x) == 0) {
        kiln_axes axes = dim.count == 0 ? (kiln_axes){-1, NULL} : dim;
        return fe_result(s, fe_map1(s, IR_LOG,
                                    fe_reduce(s, IR_SUM, fe_map1(s, IR_EXP, x), axes, keepdim)));
    }
    ir_id max = fe_map1(s, IR_DETACH, fe_reduce(s, IR_RMAX, x, dim, true)),
          zero = fe_const_like(s, x, 0);
    ir_id infinity = fe_const_like(s, x, INFINITY),
          wild = fe_map2(s, IR_EQ, fe_map1(s, IR_ABS, max), infinity);
    ir_id m = fe_where(s, wild, zero, max);
    ir_id y = fe_reduce(s, IR_SUM, fe_map1(s, IR_EXP, fe_sub(s, x, m)), dim, true);
    y = fe_add(s, fe_map1(s, IR_LOG, y), m);
    ir_id share = fe_map1(s, IR_EXP, fe_sub(s, x, y)),
          sum = fe_reduce(s, IR_SUM, fe_slope(s, fe_still(s, x), x, share), dim, true);
    ir_id one = fe_const_like(s, y, 1);
    y = fe_slope(s, fe_still(s, y), sum, one);
    bool drop[IR_MAX_RANK] = {false};
    for (int i = 0; i < dim.count && !keepdim && fe_of(a)->rank > 0; i++)
        drop[dim.axis[i] < 0 ? dim.axis[i] + fe_of(a)->rank : dim.axis[i]] = true;
    for (int i = 0; i < fe_of(a)->rank && !keepdim && dim.count < 0; i++) drop[i] = true;
    return fe_result(s, keepdim ? y : fe_drop_axes(s, y, drop));
}
