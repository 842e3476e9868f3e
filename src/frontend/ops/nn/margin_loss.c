/* SPDX-License-Identifier: Apache-2.0
 * Public losses with a margin: hinge_embedding_loss, margin_ranking_loss, cosine_embedding_loss,
 * triplet_margin_loss. PyTorch writes them op by op, and so are they here. */
#include "frontend/ops/network.h"
#include "frontend/core/operands.h"

kiln_tensor *(kiln_hinge_embedding_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target,
                                         double margin, const char *reduction) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "hinge_embedding_loss", a, target);
    if (s == NULL) return fe_poison_like(a, target);
    ir_id x = fe_node(s, a), y = fe_node(s, target);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (x == IR_NONE || y == IR_NONE || how == FE_NO_REDUCTION) return fe_result(s, IR_NONE);
    if (!fe_subtracts(s, a, NULL) ||
        !fe_number_fits(s, kiln_v_float(margin), fe_dtype(s, x), "margin"))
        return fe_result(s, IR_NONE);
    ir_id zero = fe_const_like(s, x, 0),
          limit = fe_value_in(s,
                              fe_is_float(fe_dtype(s, x)) ? kiln_v_float(margin)
                                                          : kiln_v_int((int64_t)margin),
                              fe_dtype(s, x));
    ir_id hinge = fe_clamp_low(s, fe_sub(s, limit, x), 0),
          left = fe_where(s, fe_is_label(s, y, 1), zero, hinge);
    ir_id right = fe_where(s, fe_is_label(s, y, -1), zero, x);
    return fe_result(s, fe_reduce_loss(s, fe_add(s, left, right), how));
}

kiln_tensor *(kiln_margin_ranking_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *b,
                                        kiln_tensor *target, double margin, const char *reduction) {
    FE_DOOR;
    kiln_tensor *t[3] = {a, b, target};
    kiln_session *s = fe_enter(at, "margin_ranking_loss", t, 3);
    if (s == NULL) return fe_poison_like(a, b);
    ir_id x = fe_node(s, a), other = fe_node(s, b), y = fe_node(s, target);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (x == IR_NONE || other == IR_NONE || y == IR_NONE || how == FE_NO_REDUCTION)
        return fe_result(s, IR_NONE);
    if (fe_of(a)->rank != fe_of(b)->rank || fe_of(a)->rank != fe_of(target)->rank)
        return fe_result(
            s, ir_fail(&s->b, KILN_BAD_SHAPE,
                       "input1, input2 and target have ranks %d, %d and %d, expected one rank",
                       fe_of(a)->rank, fe_of(b)->rank, fe_of(target)->rank));
    if (!fe_subtracts(s, target, NULL)) return fe_result(s, IR_NONE);
    ir_id apart = fe_binary(s, IR_SUB, x, other),
          z = fe_binary(s, IR_MUL, fe_map1(s, IR_NEG, y), apart);
    return fe_result(
        s, fe_reduce_loss(s, fe_clamp_low(s, fe_binary_number(s, IR_ADD, z, margin), 0), how));
}

static ir_id sum_along(kiln_session *s, ir_id x, int axis) {
    kiln_axes axes = {1, &axis};
    return fe_reduce(s, IR_SUM,
                     x == IR_NONE || fe_is_float(fe_dtype(s, x)) ? x : fe_cast(s, x, KILN_I64),
                     axes, false);
}

/* The sum of the products along an axis. */
static ir_id dot_along(kiln_session *s, ir_id a, ir_id b, int axis) {
    return sum_along(s, fe_binary(s, IR_MUL, a, b), axis);
}

kiln_tensor *(kiln_cosine_embedding_loss)(kiln_site at, kiln_tensor *input1, kiln_tensor *input2,
                                          kiln_tensor *target, double margin,
                                          const char *reduction) {
    FE_DOOR;
    kiln_tensor *t[3] = {input1, input2, target};
    kiln_session *s = fe_enter(at, "cosine_embedding_loss", t, 3);
    if (s == NULL) return fe_poison_like(input1, target);
    ir_id a = fe_node(s, input1), b = fe_node(s, input2), y = fe_node(s, target);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (a == IR_NONE || b == IR_NONE || y == IR_NONE || how == FE_NO_REDUCTION)
        return fe_result(s, IR_NONE);
    if (fe_of(target)->rank > 1 || fe_of(input1)->rank != fe_of(target)->rank + 1 ||
        fe_of(input2)->rank != fe_of(input1)->rank)
        return fe_result(
            s,
            ir_fail(
                &s->b, KILN_BAD_SHAPE,
                "input1, input2 and target have ranks %d, %d and %d, expected 2, 2, 1 or 1, 1, 0",
                fe_of(input1)->rank, fe_of(input2)->rank, fe_of(target)->rank));
    int axis = fe_of(target)->rank;
    const double epsilon = 1e-12;
    /* in PyTorch's order, which is that of adding up gradients */
    ir_id dot = dot_along(s, a, b, axis);
    ir_id first = fe_binary_number(s, IR_ADD, dot_along(s, a, a, axis), epsilon);
    ir_id second = fe_binary_number(s, IR_ADD, dot_along(s, b, b, axis), epsilon);
    ir_id cos = fe_binary(s, IR_DIV, dot, fe_map1(s, IR_SQRT, fe_binary(s, IR_MUL, first, second)));
    ir_id zero = fe_const_like(s, cos, 0), near = fe_sub(s, fe_const_like(s, cos, 1), cos);
    ir_id far = fe_clamp_low(s, fe_binary_number(s, IR_SUB, cos, margin), 0);
    ir_id left = fe_where(s, fe_is_label(s, y, 1), near, zero),
          right = fe_where(s, fe_is_label(s, y, -1), far, zero);
    return fe_result(s, fe_reduce_loss(s, fe_add(s, left, right), how));
}

kiln_tensor *(kiln_triplet_margin_loss)(kiln_site at, kiln_tensor *anchor, kiln_tensor *positive,
                                        kiln_tensor *negative, double margin, double p, double eps,
                                        bool swap, const char *reduction) {
    FE_DOOR;
    kiln_tensor *t[3] = {anchor, positive, negative};
    kiln_session *s = fe_enter(at, "triplet_margin_loss", t, 3);
    if (s == NULL) return fe_poison_like(anchor, positive);
    ir_id a = fe_node(s, anchor), b = fe_node(s, positive), c = fe_node(s, negative);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (a == IR_NONE || b == IR_NONE || c == IR_NONE || how == FE_NO_REDUCTION)
        return fe_result(s, IR_NONE);
    if (!(margin > 0))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "margin is %g, expected more than 0",
                                    margin));
    if (fe_of(anchor)->rank != fe_of(positive)->rank ||
        fe_of(anchor)->rank != fe_of(negative)->rank)
        return fe_result(
            s, ir_fail(&s->b, KILN_BAD_SHAPE,
                       "anchor, positive and negative have ranks %d, %d and %d, expected one rank",
                       fe_of(anchor)->rank, fe_of(positive)->rank, fe_of(negative)->rank));
    ir_id near = fe_distance(s, a, b, p, eps, false), far = fe_distance(s, a, c, p, eps, false);
    if (swap && far != IR_NONE) {
        ir_id other = fe_distance(s, b, c, p, eps, false);
        if (other == IR_NONE) return fe_result(s, other);
        kiln_dtype d = fe_promote_ids(s, far, other);
        other = fe_cast(s, other, d);
        far = fe_map2(s, IR_MIN, fe_cast(s, far, d), other);
    }
    ir_id z = fe_binary(s, IR_SUB, fe_binary_number(s, IR_ADD, near, margin), far);
    return fe_result(s, fe_reduce_loss(s, fe_clamp_low(s, z, 0), how));
}
