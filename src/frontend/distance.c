/* SPDX-License-Identifier: Apache-2.0
 * Public norms and angles between vectors: normalize, pairwise_distance, cosine_similarity, and the losses made of them. */
#include "frontend/network.h"

static ir_id absolute_power(kiln_session *s, ir_id x, double p) {
    ir_id zero = fe_const_like(s, x, 0), abs = fe_map1(s, IR_ABS, x);
    if (p == 0) return fe_where(s, fe_map2(s, IR_EQ, x, zero), zero, fe_const_like(s, x, 1));
    if (p == 1) return abs;
    if (p == 2) return fe_mul(s, x, x);
    ir_id none = fe_map2(s, IR_EQ, x, zero);
    ir_id power = fe_map2(s, IR_POW, fe_where(s, none, fe_const_like(s, x, 1), abs), fe_const_like(s, x, p));
    return fe_where(s, none, fe_const_like(s, x, p > 0 ? 0 : INFINITY), power);
}

/* Where the sum is 0 the root has no slope: 0 is taken. */
ir_id fe_norm_along(kiln_session *s, ir_id x, double p, kiln_axes axes, bool keepdim) {
    if (x == IR_NONE) return x;
    kiln_dtype own = fe_dtype(s, x);
    x = fe_wide(s, x);
    if (isinf(p)) return fe_cast(s, fe_reduce(s, p > 0 ? IR_RMAX : IR_RMIN, fe_map1(s, IR_ABS, x), axes, keepdim), own);
    ir_id sum = fe_reduce(s, IR_SUM, absolute_power(s, x, p), axes, keepdim);
    if (p != 0 && p != 1) {
        ir_id zero = fe_const_like(s, sum, 0), none = fe_map2(s, IR_EQ, sum, zero);
        ir_id base = fe_where(s, none, fe_const_like(s, sum, 1), sum);
        ir_id root = p == 2 ? fe_map1(s, IR_SQRT, base) : fe_map2(s, IR_POW, base, fe_const_like(s, sum, 1 / p));
        sum = fe_where(s, none, fe_const_like(s, sum, p > 0 ? 0 : INFINITY), root);
    }
    return fe_cast(s, sum, own);
}

kiln_tensor *(kiln_normalize)(kiln_site at, kiln_tensor *a, double p, int dim, double eps) {
    kiln_session *s = fe_enter1(at, "normalize", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_node(s, a);
    if (x == IR_NONE || !fe_wants_float(s, x, "input")) return fe_result(s, IR_NONE);
    kiln_axes axes = {1, &dim};
    return fe_result(s, fe_div(s, x, fe_clamp_low(s, fe_norm_along(s, x, p, axes, true), eps)));
}

/* |x1 - x2 + eps| along the last axis. */
static ir_id distance(kiln_session *s, ir_id a, ir_id b, double p, double eps, bool keepdim) {
    if (a == IR_NONE || b == IR_NONE) return IR_NONE;
    kiln_dtype d = fe_promote_ids(s, a, b);
    if (fe_dtype(s, a) == KILN_BOOL || fe_dtype(s, b) == KILN_BOOL)
        return ir_fail(&s->b, KILN_BAD_DTYPE, "a bool tensor is not subtracted; expected numbers");
    ir_id e = fe_real(s, fe_sub(s, fe_cast(s, a, d), fe_cast(s, b, d)));
    int last = -1;
    kiln_axes axes = {1, &last};
    return fe_norm_along(s, fe_add(s, e, fe_number_like(s, e, eps)), p, axes, keepdim);
}

kiln_tensor *(kiln_pairwise_distance)(kiln_site at, kiln_tensor *x1, kiln_tensor *x2, double p, double eps, bool keepdim) {
    kiln_session *s = fe_enter2(at, "pairwise_distance", x1, x2);
    return s == NULL ? fe_poison_like(x1, x2) : fe_result(s, distance(s, fe_node(s, x1), fe_node(s, x2), p, eps, keepdim));
}

/* No less than eps; the slope is 1 below eps too, as PyTorch clamps the norm without a derivative. */
static ir_id not_below(kiln_session *s, ir_id norm, double eps) {
    ir_id limit = fe_number_like(s, norm, eps), still = fe_sub(s, norm, fe_map1(s, IR_DETACH, norm));
    return fe_where(s, fe_map2(s, IR_LT, norm, limit), fe_add(s, limit, still), norm);
}

kiln_tensor *(kiln_cosine_similarity)(kiln_site at, kiln_tensor *x1, kiln_tensor *x2, int dim, double eps) {
    kiln_session *s = fe_enter2(at, "cosine_similarity", x1, x2);
    if (s == NULL) return fe_poison_like(x1, x2);
    kiln_dtype d = fe_wider((kiln_dtype)x1->dtype, (kiln_dtype)x2->dtype); /* rank 0 counts like any */
    ir_id x[2] = {fe_cast(s, fe_node(s, x1), d), fe_cast(s, fe_node(s, x2), d)};
    if (x[0] == IR_NONE || x[1] == IR_NONE || !fe_wants_float(s, x[0], "the dtype of x1 and x2 together")) return fe_result(s, IR_NONE);
    int rank;
    int64_t extent[IR_MAX_RANK];
    if (!fe_broadcast(s, x, 2, &rank, extent)) return fe_result(s, IR_NONE);
    kiln_axes axes = {1, &dim};
    for (int i = 0; i < 2; i++) {
        x[i] = fe_repeat_to(s, x[i], rank, extent);
        x[i] = fe_div(s, x[i], not_below(s, fe_norm_along(s, x[i], 2, axes, true), eps));
    }
    return fe_result(s, fe_reduce(s, IR_SUM, fe_mul(s, x[0], x[1]), axes, false));
}

/* ---- losses */

static ir_id sum_along(kiln_session *s, ir_id x, int axis) {
    kiln_axes axes = {1, &axis};
    return fe_reduce(s, IR_SUM, x == IR_NONE || fe_is_float(fe_dtype(s, x)) ? x : fe_cast(s, x, KILN_I64), axes, false);
}

static ir_id product_of(kiln_session *s, ir_id a, ir_id b) {
    if (a == IR_NONE || b == IR_NONE) return IR_NONE;
    kiln_dtype d = fe_promote_ids(s, a, b);
    return fe_map2(s, d == KILN_BOOL ? IR_AND : IR_MUL, fe_cast(s, a, d), fe_cast(s, b, d));
}

kiln_tensor *(kiln_cosine_embedding_loss)(kiln_site at, kiln_tensor *input1, kiln_tensor *input2, kiln_tensor *target, double margin,
                                          const char *reduction) {
    kiln_tensor *t[3] = {input1, input2, target};
    kiln_session *s = fe_enter(at, "cosine_embedding_loss", t, 3);
    if (s == NULL) return fe_poison_like(input1, target);
    ir_id a = fe_node(s, input1), b = fe_node(s, input2), y = fe_node(s, target);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (a == IR_NONE || b == IR_NONE || y == IR_NONE || how == FE_NO_REDUCTION) return fe_result(s, IR_NONE);
    if (target->rank > 1 || input1->rank != target->rank + 1 || input2->rank != input1->rank)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "input1, input2 and target have ranks %d, %d and %d, expected 2, 2, 1 or 1, 1, 0",
                                    input1->rank, input2->rank, target->rank));
    const double epsilon = 1e-12;
    ir_id dot = fe_real(s, sum_along(s, product_of(s, a, b), target->rank));
    ir_id m1 = fe_real(s, sum_along(s, product_of(s, a, a), target->rank)), m2 = fe_real(s, sum_along(s, product_of(s, b, b), target->rank));
    m1 = fe_add(s, m1, fe_const_like(s, m1, epsilon));
    m2 = fe_add(s, m2, fe_const_like(s, m2, epsilon));
    ir_id size = product_of(s, m1, m2);
    if (size == IR_NONE || dot == IR_NONE) return fe_result(s, IR_NONE);
    ir_id cos = fe_div(s, dot, fe_map1(s, IR_SQRT, size)), zero = fe_const_like(s, cos, 0);
    ir_id near = fe_sub(s, fe_const_like(s, cos, 1), cos), far = fe_clamp_low(s, fe_sub(s, cos, fe_number_like(s, cos, margin)), 0);
    ir_id left = fe_where(s, fe_map2(s, IR_EQ, y, fe_const_like(s, y, 1)), near, zero);
    ir_id right = fe_where(s, fe_map2(s, IR_EQ, y, fe_const_like(s, y, -1)), far, zero);
    return fe_result(s, fe_reduce_loss(s, fe_add(s, left, right), how));
}

kiln_tensor *(kiln_triplet_margin_loss)(kiln_site at, kiln_tensor *anchor, kiln_tensor *positive, kiln_tensor *negative, double margin, double p,
                                        double eps, bool swap, const char *reduction) {
    kiln_tensor *t[3] = {anchor, positive, negative};
    kiln_session *s = fe_enter(at, "triplet_margin_loss", t, 3);
    if (s == NULL) return fe_poison_like(anchor, positive);
    ir_id a = fe_node(s, anchor), b = fe_node(s, positive), c = fe_node(s, negative);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (a == IR_NONE || b == IR_NONE || c == IR_NONE || how == FE_NO_REDUCTION) return fe_result(s, IR_NONE);
    if (!(margin > 0)) return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "margin is %g, expected more than 0", margin));
    if (anchor->rank != positive->rank || anchor->rank != negative->rank)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "anchor, positive and negative have ranks %d, %d and %d, expected one rank",
                                    anchor->rank, positive->rank, negative->rank));
    ir_id near = distance(s, a, b, p, eps, false), far = distance(s, a, c, p, eps, false);
    if (swap && far != IR_NONE) {
        ir_id other = distance(s, b, c, p, eps, false);
        if (other == IR_NONE) return fe_result(s, other);
        kiln_dtype d = fe_promote_ids(s, far, other);
        far = fe_map2(s, IR_MIN, fe_cast(s, far, d), fe_cast(s, other, d));
    }
    if (near == IR_NONE || far == IR_NONE) return fe_result(s, IR_NONE);
    kiln_dtype d = fe_promote_ids(s, near, far);
    ir_id z = fe_sub(s, fe_cast(s, fe_add(s, near, fe_number_like(s, near, margin)), d), fe_cast(s, far, d));
    return fe_result(s, fe_reduce_loss(s, fe_clamp_low(s, z, 0), how));
}
