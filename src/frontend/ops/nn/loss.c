/* SPDX-License-Identifier: Apache-2.0
 * Public losses of two tensors, element by element. PyTorch makes each of several ops, which round
 * their halves one by one. */
#include "frontend/ops/network.h"

/* Two tensors of one promoted dtype, broadcast by the maps that follow. */
static kiln_session *enter_pair(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *b,
                                kiln_tensor *third, ir_id out[3]) {
    kiln_tensor *t[3] = {a, b, third != NULL ? third : a};
    kiln_session *s = fe_enter(at, call, t, 3);
    if (s == NULL) return NULL;
    /* PyTorch broadcasts first, so rank 0 counts like any */
    kiln_dtype d = fe_wider((kiln_dtype)fe_of(a)->dtype, (kiln_dtype)fe_of(b)->dtype);
    for (int i = 0; i < 2; i++) out[i] = fe_cast(s, fe_node(s, t[i]), d);
    out[2] = third != NULL && out[0] != IR_NONE && out[1] != IR_NONE ? fe_node(s, third) : IR_NONE;
    if (out[0] == IR_NONE || out[1] == IR_NONE || (third != NULL && out[2] == IR_NONE))
        out[0] = out[1] = IR_NONE;
    return s;
}

#define ENTER_PAIR(call, third)                                                                    \
    ir_id v[3];                                                                                    \
    kiln_session *s = enter_pair(at, call, a, target, third, v);                                   \
    if (s == NULL) return fe_poison_like(a, target);                                               \
    ir_id x = v[0], y = v[1];                                                                      \
    if (x == IR_NONE) return fe_result(s, x);                                                      \
    fe_reduction how = fe_reduction_of(s, reduction, false);                                       \
    if (how == FE_NO_REDUCTION) return fe_result(s, IR_NONE)

static kiln_tensor *done(kiln_session *s, ir_id loss, fe_reduction how) {
    return fe_result(s, fe_reduce_loss(s, loss, how));
}

/* Loss times weight. With over_weight its mean is over the sum of the weights. */
static kiln_tensor *weighted(kiln_session *s, ir_id loss, kiln_tensor *a, kiln_tensor *weight,
                             ir_id w, fe_reduction how, bool over_weight) {
    if (weight == NULL || loss == IR_NONE) return done(s, loss, how);
    bool same = fe_of(weight)->rank == fe_of(a)->rank;
    for (int i = 0; same && i < fe_of(a)->rank; i++)
        same = fe_of(weight)->extent[i] == fe_of(a)->extent[i];
    if (!same)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "weight and input differ in shape"));
    kiln_dtype d = fe_promote_ids(s, loss, w);
    ir_id factor = fe_cast(s, w, d);
    loss = fe_mul(s, fe_cast(s, loss, d), factor);
    if (how != FE_MEAN || !over_weight) return done(s, loss, how);
    ir_id total = fe_sum_all(s, w);
    return fe_result(s, fe_div(s, fe_sum_all(s, loss), total));
}

/* PyTorch's backward kernels of halves: the reduced loss' gradient times `first`, rounded, then
 * times `second` unless IR_NONE, which is f32; to y with the other sign. What was repeated is
 * repeated before that. */
static ir_id by_kernel(kiln_session *s, ir_id loss, ir_id x, ir_id y, ir_id first, ir_id second,
                       fe_reduction how) {
    ir_id operand[2] = {x, y}, still = fe_still(s, first);
    if (loss == IR_NONE || still == IR_NONE) return IR_NONE;
    int rank = fe_rank(s, first);
    loss = fe_still(s, loss);
    for (int i = 0; i < 2; i++) {
        ir_id each = fe_cast(s, fe_repeat_to(s, operand[i], rank, ir_shape(&s->g, first)),
                             fe_dtype(s, first));
        if (second != IR_NONE) {
            each = fe_cast(s, each, KILN_F32);
            each = fe_cast(s, fe_slope(s, fe_cast(s, still, KILN_F32), each, second),
                           fe_dtype(s, first));
        }
        each = fe_slope(s, still, each, i == 0 ? first : fe_map1(s, IR_NEG, first));
        ir_id one = fe_const_like(s, loss, 1);
        loss = fe_slope(s, loss, fe_loss_sum(s, each, how), one);
    }
    return loss;
}

/* What one element counts for in the result, rounded as the kernels do. */
static ir_id share_of(kiln_session *s, ir_id e, double factor, fe_reduction how) {
    return e == IR_NONE
               ? e
               : fe_number_like(s, e,
                                how == FE_MEAN ? factor / (double)ir_numel(&s->g, e) : factor);
}

static bool halves(const kiln_tensor *a, const kiln_tensor *target) {
    return fe_of(a)->dtype == fe_of(target)->dtype &&
           ir_dtype_is((kiln_dtype)fe_of(a)->dtype, IR_DT_HALF);
}

kiln_tensor *(kiln_l1_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target,
                            const char *reduction, kiln_tensor *weight) {
    FE_DOOR;
    ENTER_PAIR("l1_loss", weight);
    if (!fe_subtracts(s, a, target)) return fe_result(s, IR_NONE);
    return weighted(s, fe_map1(s, IR_ABS, fe_sub(s, x, y)), a, weight, v[2], how, true);
}

kiln_tensor *(kiln_mse_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target,
                             const char *reduction, kiln_tensor *weight) {
    FE_DOOR;
    ENTER_PAIR("mse_loss", weight);
    if (weight == NULL && !fe_wants_float(s, x, "input")) return fe_result(s, IR_NONE);
    if (weight != NULL && !fe_subtracts(s, a, target)) return fe_result(s, IR_NONE);
    ir_id e = fe_sub(s, x, y);
    if (weight == NULL && halves(a, target)) {
        ir_id slope = fe_mul(s, share_of(s, e, 2, how), e);
        return fe_result(s, by_kernel(s, fe_reduce_loss(s, fe_mul(s, e, e), how), x, y, slope,
                                      IR_NONE, how));
    }
    return weighted(s, fe_mul(s, e, e), a, weight, v[2], how, true);
}

/* |e| from beta on less half of beta, below it a parabola. PyTorch computes bf16 in f32 here, and
 * f16 op by op. */
kiln_tensor *(kiln_smooth_l1_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target,
                                   const char *reduction, double beta) {
    FE_DOOR;
    ENTER_PAIR("smooth_l1_loss", NULL);
    if (!(beta >= 0))
        return fe_result(s,
                         ir_fail(&s->b, KILN_BAD_ARGUMENT, "beta is %g, expected 0 or more", beta));
    if (beta == 0)
        return fe_subtracts(s, a, target) ? done(s, fe_map1(s, IR_ABS, fe_sub(s, x, y)), how)
                                          : fe_result(s, IR_NONE);
    if (!fe_wants_float(s, x, "input")) return fe_result(s, IR_NONE);
    kiln_dtype own = fe_dtype(s, x), d = own == KILN_BF16 ? KILN_F32 : own;
    ir_id wanted = fe_cast(s, y, d), z = fe_map1(s, IR_ABS, fe_sub(s, fe_cast(s, x, d), wanted));
    ir_id b = fe_number_like(s, z, beta), half = fe_const_like(s, z, 0.5);
    ir_id curve = fe_div(s, fe_mul(s, fe_mul(s, half, z), z), b),
          line = fe_sub(s, z, fe_mul(s, half, b));
    ir_id loss = fe_cast(s, fe_where(s, fe_map2(s, IR_LT, z, b), curve, line), own);
    if (!halves(a, target) || loss == IR_NONE) return done(s, loss, how);
    /* The backward kernel of halves computes in f32. */
    wanted = fe_cast(s, y, KILN_F32);
    ir_id e = fe_sub(s, fe_cast(s, x, KILN_F32), wanted), share = share_of(s, e, 1, how);
    b = fe_number_like(s, e, beta);
    ir_id inner = fe_div(s, fe_mul(s, share, e), b),
          slope = fe_where(s, fe_map2(s, IR_LE, b, e), share, inner);
    ir_id minus = fe_map1(s, IR_NEG, share);
    slope = fe_where(s, fe_map2(s, IR_LE, e, fe_map1(s, IR_NEG, b)), minus, slope);
    loss = fe_cast(s, fe_reduce_loss(s, loss, how), KILN_F32);
    return fe_result(s, fe_cast(s, by_kernel(s, loss, x, y, slope, IR_NONE, how), own));
}

/* The slope of halves: beyond delta the gradient is multiplied in PyTorch's vector loop by the
 * rounded delta's share, in its plain loop, which takes what is short or not contiguous, by the
 * share and then by delta itself. */
static ir_id huber_slope(kiln_session *s, ir_id loss, ir_id x, ir_id y, bool plain, double delta,
                         fe_reduction how) {
    ir_id e = fe_sub(s, x, y), share = share_of(s, e, 1, how), second = IR_NONE;
    if (e == IR_NONE || loss == IR_NONE) return IR_NONE;
    plain = plain || ir_numel(&s->g, e) < 32 || !ir_same_shape(&s->g, x, y);
    ir_id far = plain ? fe_cast(s, e, KILN_F32) : e, top = fe_number_like(s, far, delta),
          beyond = plain ? share : fe_mul(s, share, top);
    ir_id low = fe_map2(s, IR_LE, far, fe_map1(s, IR_NEG, top)), high = fe_map2(s, IR_LE, top, far);
    ir_id inner = fe_where(s, high, beyond, fe_mul(s, share, e)),
          first = fe_where(s, low, fe_map1(s, IR_NEG, beyond), inner);
    if (plain) {
        ir_id one = fe_const_like(s, top, 1);
        second = fe_where(s, fe_map2(s, IR_OR, low, high), top, one);
    }
    return by_kernel(s, loss, x, y, first, second, how);
}

/* The result has input's dtype. PyTorch computes f16 in f32 here, and bf16 op by op. */
kiln_tensor *(kiln_huber_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target,
                               const char *reduction, double delta, kiln_tensor *weight) {
    FE_DOOR;
    ENTER_PAIR("huber_loss", weight);
    if (!(delta > 0))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "delta is %g, expected more than 0",
                                    delta));
    if (!fe_wants_float(s, fe_node(s, a), "input")) return fe_result(s, IR_NONE);
    kiln_dtype own = fe_dtype(s, x), d = own == KILN_F16 ? KILN_F32 : own;
    ir_id wanted = fe_cast(s, y, d), z = fe_map1(s, IR_ABS, fe_sub(s, fe_cast(s, x, d), wanted));
    ir_id k = fe_number_like(s, z, delta), half = fe_const_like(s, z, 0.5);
    ir_id curve = fe_mul(s, fe_mul(s, half, z), z),
          line = fe_mul(s, k, fe_sub(s, z, fe_mul(s, half, k)));
    ir_id loss =
        fe_cast(s, fe_where(s, fe_map2(s, IR_LT, z, k), curve, line), (kiln_dtype)fe_of(a)->dtype);
    if (!halves(a, target)) return weighted(s, loss, a, weight, v[2], how, false);
    fe_reduction inner = weight != NULL ? FE_NONE : how;
    loss = huber_slope(s, fe_reduce_loss(s, loss, inner), x, y,
                       !fe_is_contiguous(a) || !fe_is_contiguous(target), delta, inner);
    return weight != NULL ? weighted(s, loss, a, weight, v[2], how, false) : fe_result(s, loss);
}

/* log(1 + exp(-y x)), in input's dtype. */
kiln_tensor *(kiln_soft_margin_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target,
                                     const char *reduction) {
    FE_DOOR;
    ENTER_PAIR("soft_margin_loss", NULL);
    kiln_dtype own = (kiln_dtype)fe_of(a)->dtype, d = fe_dtype(s, x);
    if (!fe_wants_float(s, fe_node(s, a), "input")) return fe_result(s, IR_NONE);
    ir_id input = fe_node(s, a), minus = fe_map1(s, IR_NEG, input),
          product = fe_mul(s, fe_cast(s, minus, d), y);
    if (product != IR_NONE && !ir_same_shape(&s->g, product, minus))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "target does not broadcast to input's shape"));
    ir_id e = fe_map1(s, IR_EXP, fe_cast(s, product, own));
    ir_id loss = fe_reduce_loss(s, fe_map1(s, IR_LOG1P, e), how);
    if (d != own) return fe_result(s, loss);
    ir_id bottom = fe_add(s, e, fe_const_like(s, e, 1)), share = share_of(s, e, -1, how);
    ir_id slope = fe_div(s, fe_mul(s, fe_mul(s, y, e), share), bottom);
    ir_id one = fe_const_like(s, e, 1),
          sum = fe_loss_sum(s, fe_slope(s, fe_still(s, e), input, slope), how);
    return fe_result(s, fe_slope(s, fe_still(s, loss), sum, one));
}
