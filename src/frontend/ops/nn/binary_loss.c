/* SPDX-License-Identifier: Apache-2.0
 * Public losses of a probability, or of its logit, for each element. */
#include "frontend/ops/network.h"

static bool alike(kiln_session *s, const kiln_tensor *a, const kiln_tensor *target) {
    bool same = fe_of(a)->rank == fe_of(target)->rank;
    for (int i = 0; same && i < fe_of(a)->rank; i++)
        same = fe_of(a)->extent[i] == fe_of(target)->extent[i];
    if (!same) ir_fail(&s->b, KILN_BAD_SHAPE, "input and target differ in shape");
    return same;
}

static ir_id in_unit(kiln_session *s, ir_id x) {
    ir_id low = fe_map2(s, IR_LE, fe_const_like(s, x, 0), x);
    return fe_map2(s, IR_AND, low, fe_map2(s, IR_LE, x, fe_const_like(s, x, 1)));
}

/* log p, or log(1 - p) by log1p(-p), not below -100. */
static ir_id bounded(kiln_session *s, ir_op log, ir_id p) {
    return fe_clamp_low(s, fe_map1(s, log, p), -100);
}

static ir_id logit_of(kiln_session *s, ir_id x) {
    return fe_map1(s, IR_LOG, fe_div(s, x, fe_sub(s, fe_const_like(s, x, 1), x)));
}

/* The last steps of PyTorch's backward formulas, to x: times the weight, then over the number of
 * elements. */
static ir_id scaled(kiln_session *s, ir_id x, ir_id w, fe_reduction how) {
    if (x == IR_NONE) return x;
    ir_id share = how == FE_MEAN ? fe_binary_number(s, IR_DIV, x, (double)ir_numel(&s->g, x)) : x;
    return w != IR_NONE ? fe_slope(s, fe_still(s, x), share, w) : share;
}

/* Computes input and target to see that they are probabilities, as PyTorch does. */
kiln_tensor *(kiln_binary_cross_entropy)(kiln_site at, kiln_tensor *a, kiln_tensor *target,
                                         kiln_tensor *weight, const char *reduction) {
    FE_DOOR;
    kiln_tensor *t[3] = {a, target, weight != NULL ? weight : a};
    kiln_session *s = fe_enter(at, "binary_cross_entropy", t, 3);
    if (s == NULL) return fe_poison_like(a, target);
    ir_id x = fe_node(s, a), y = fe_node(s, target), w = fe_node(s, t[2]);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (x == IR_NONE || y == IR_NONE || w == IR_NONE || how == FE_NO_REDUCTION)
        return fe_result(s, IR_NONE);
    if (!alike(s, a, target) || !fe_wants_float(s, x, "input")) return fe_result(s, IR_NONE);
    if (fe_of(a)->dtype != fe_of(target)->dtype)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE,
                                    "input is %s and target %s, expected one dtype",
                                    kiln_dtype_short((kiln_dtype)fe_of(a)->dtype),
                                    kiln_dtype_short((kiln_dtype)fe_of(target)->dtype)));
    if (!fe_holds(s, in_unit(s, x), KILN_BAD_ARGUMENT, "an element of input is not in 0 to 1") ||
        !fe_holds(s, in_unit(s, y), KILN_BAD_ARGUMENT, "an element of target is not in 0 to 1"))
        return fe_result(s, IR_NONE);
    ir_id px = fe_still(s, x), py = fe_still(s, y);
    ir_id log = bounded(s, IR_LOG1P, fe_map1(s, IR_NEG, px)),
          other = fe_mul(s, fe_sub(s, py, fe_const_like(s, y, 1)), log);
    ir_id loss = fe_sub(s, other, fe_mul(s, py, bounded(s, IR_LOG, px)));
    if (weight != NULL) {
        w = fe_expand_to(s, fe_cast(s, w, fe_dtype(s, x)), fe_of(a)->rank, fe_of(a)->extent);
        loss = fe_mul(s, loss, w);
    } else
        w = IR_NONE;
    loss = fe_reduce_loss(s, loss, how);
    ir_id odds = fe_mul(s, fe_sub(s, fe_const_like(s, x, 1), x), x);
    ir_id below = fe_map2(s, IR_MAX, odds, fe_const_like(s, x, 1e-12)),
          to_input = scaled(s, x, w, how);
    ir_id one = fe_const_like(s, x, 1), error = fe_sub(s, x, y);
    loss =
        fe_slope(s, loss,
                 fe_loss_sum(s, fe_slope(s, px, fe_slope_over(s, px, to_input, below), error), how),
                 one);
    ir_id logit = fe_map1(s, IR_NEG, logit_of(s, x));
    one = fe_const_like(s, x, 1);
    return fe_result(s, fe_slope(s, loss,
                                 fe_loss_sum(s, fe_slope(s, px, scaled(s, y, w, how), logit), how),
                                 one));
}

/* a, in its shape and dtype, times b. */
static ir_id multiplied(kiln_session *s, ir_id a, ir_id b, const char *name) {
    ir_id product = fe_binary(s, IR_MUL, a, b);
    if (product == IR_NONE || ir_same_shape(&s->g, product, a))
        return product == IR_NONE ? product : fe_cast(s, product, fe_dtype(s, a));
    return ir_fail(&s->b, KILN_BAD_SHAPE, "%s does not broadcast to input's shape", name);
}

/* (p - 1) y + 1, the first step in p's own dtype. */
static ir_id log_weight(kiln_session *s, ir_id p, ir_id y) {
    if (fe_dtype(s, p) == KILN_BOOL)
        return ir_fail(&s->b, KILN_BAD_DTYPE, "pos_weight is bool, expected numbers");
    ir_id factor = fe_binary(s, IR_MUL, fe_sub(s, p, fe_const_like(s, p, 1)), y);
    return fe_add(s, factor, fe_const_like(s, factor, 1));
}

static ir_id log_sigmoid(kiln_session *s, ir_id x) {
    return fe_cast(s, fe_log_sigmoid(s, fe_wide(s, x)), fe_dtype(s, x));
}

/* (1 - y) x - log_sigmoid(x), the latter times (pos_weight - 1) y + 1. */
kiln_tensor *(kiln_binary_cross_entropy_with_logits)(kiln_site at, kiln_tensor *a,
                                                     kiln_tensor *target, kiln_tensor *weight,
                                                     const char *reduction,
                                                     kiln_tensor *pos_weight) {
    FE_DOOR;
    kiln_tensor *t[4] = {a, target, weight != NULL ? weight : a,
                         pos_weight != NULL ? pos_weight : a};
    kiln_session *s = fe_enter(at, "binary_cross_entropy_with_logits", t, 4);
    if (s == NULL) return fe_poison_like(a, target);
    ir_id x = fe_node(s, a), y = fe_node(s, target), w = fe_node(s, t[2]), p = fe_node(s, t[3]);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (x == IR_NONE || y == IR_NONE || w == IR_NONE || p == IR_NONE || how == FE_NO_REDUCTION)
        return fe_result(s, IR_NONE);
    if (!alike(s, a, target) || !fe_wants_float(s, x, "input") || !fe_wants_float(s, y, "target"))
        return fe_result(s, IR_NONE);
    bool own = fe_of(a)->dtype == fe_of(target)->dtype && fe_of(t[2])->dtype == fe_of(a)->dtype &&
               fe_of(t[3])->dtype == fe_of(a)->dtype;
    ir_id px = own ? fe_still(s, x) : x, py = own ? fe_still(s, y) : y;
    ir_id log = log_sigmoid(s, px);
    if (pos_weight != NULL) log = multiplied(s, log, log_weight(s, p, py), "pos_weight");
    ir_id loss = multiplied(s, fe_sub(s, fe_const_like(s, y, 1), py), px, "input");
    loss = loss == IR_NONE ? loss : fe_cast(s, fe_binary(s, IR_SUB, loss, log), fe_dtype(s, loss));
    if (weight != NULL) loss = multiplied(s, loss, w, "weight");
    loss = fe_reduce_loss(s, loss, how);
    if (loss == IR_NONE || !own) return fe_result(s, loss);
    ir_id sigmoid = fe_cast(s, fe_sigmoid(s, fe_wide(s, x)), fe_dtype(s, x)), slope, target_slope;
    if (pos_weight != NULL) {
        ir_id positive = fe_mul(s, p, y), logs = fe_mul(s, log_sigmoid(s, x), p);
        slope =
            fe_sub(s, fe_mul(s, fe_sub(s, fe_add(s, positive, fe_const_like(s, x, 1)), y), sigmoid),
                   positive);
        target_slope = fe_sub(s, log_sigmoid(s, fe_map1(s, IR_NEG, x)), logs);
    } else {
        slope = fe_sub(s, sigmoid, y);
        target_slope = fe_map1(s, IR_NEG, x);
    }
    if (weight == NULL) w = IR_NONE;
    ir_id one = fe_const_like(s, x, 1);
    loss =
        fe_slope(s, loss, fe_loss_sum(s, fe_slope(s, px, scaled(s, x, w, how), slope), how), one);
    one = fe_const_like(s, x, 1);
    return fe_result(
        s, fe_slope(s, loss,
                    fe_loss_sum(s, fe_slope(s, py, scaled(s, y, w, how), target_slope), how), one));
}
