/* SPDX-License-Identifier: Apache-2.0
 * Public losses of two tensors, element by element. PyTorch makes each of several ops, which round their halves one by one. */
#include "frontend/network.h"

/* Two tensors of one promoted dtype, broadcast by the maps that follow. */
static kiln_session *enter_pair(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *b, kiln_tensor *third, ir_id out[3]) {
    kiln_tensor *t[3] = {a, b, third != NULL ? third : a};
    kiln_session *s = fe_enter(at, call, t, 3);
    if (s == NULL) return NULL;
    kiln_dtype d = fe_wider((kiln_dtype)a->dtype, (kiln_dtype)b->dtype); /* PyTorch broadcasts first, so rank 0 counts like any */
    for (int i = 0; i < 2; i++) out[i] = fe_cast(s, fe_node(s, t[i]), d);
    out[2] = third != NULL && out[0] != IR_NONE && out[1] != IR_NONE ? fe_node(s, third) : IR_NONE;
    if (out[0] == IR_NONE || out[1] == IR_NONE || (third != NULL && out[2] == IR_NONE)) out[0] = out[1] = IR_NONE;
    return s;
}

#define ENTER_PAIR(call, third)                                                                                       \
    ir_id v[3];                                                                                                       \
    kiln_session *s = enter_pair(at, call, a, target, third, v);                                                      \
    if (s == NULL) return fe_poison_like(a, target);                                                                  \
    ir_id x = v[0], y = v[1];                                                                                         \
    if (x == IR_NONE) return fe_result(s, x);                                                                         \
    fe_reduction how = fe_reduction_of(s, reduction, false);                                                          \
    if (how == FE_NO_REDUCTION) return fe_result(s, IR_NONE)

static kiln_tensor *done(kiln_session *s, ir_id loss, fe_reduction how) { return fe_result(s, fe_reduce_loss(s, loss, how)); }

/* Loss times weight. With over_weight its mean is over the sum of the weights. */
static kiln_tensor *weighted(kiln_session *s, ir_id loss, kiln_tensor *a, kiln_tensor *weight, ir_id w, fe_reduction how, bool over_weight) {
    if (weight == NULL || loss == IR_NONE) return done(s, loss, how);
    bool same = weight->rank == a->rank;
    for (int i = 0; same && i < a->rank; i++) same = weight->extent[i] == a->extent[i];
    if (!same) return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "weight and input differ in shape"));
    kiln_dtype d = fe_promote_ids(s, loss, w);
    loss = fe_mul(s, fe_cast(s, loss, d), fe_cast(s, w, d));
    if (how != FE_MEAN || !over_weight) return done(s, loss, how);
    return fe_result(s, fe_div(s, fe_sum_all(s, loss), fe_sum_all(s, w)));
}

kiln_tensor *(kiln_l1_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target, const char *reduction, kiln_tensor *weight) {
    ENTER_PAIR("l1_loss", weight);
    if (!fe_subtracts(s, a, target)) return fe_result(s, IR_NONE);
    return weighted(s, fe_map1(s, IR_ABS, fe_sub(s, x, y)), a, weight, v[2], how, true);
}

kiln_tensor *(kiln_mse_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target, const char *reduction, kiln_tensor *weight) {
    ENTER_PAIR("mse_loss", weight);
    if (weight == NULL && !fe_wants_float(s, x, "input")) return fe_result(s, IR_NONE);
    if (weight != NULL && !fe_subtracts(s, a, target)) return fe_result(s, IR_NONE);
    ir_id e = fe_sub(s, x, y);
    return weighted(s, fe_mul(s, e, e), a, weight, v[2], how, true);
}

/* |e| from beta on less half of beta, below it a parabola. PyTorch computes bf16 in f32 here, and f16 op by op. */
kiln_tensor *(kiln_smooth_l1_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target, const char *reduction, double beta) {
    ENTER_PAIR("smooth_l1_loss", NULL);
    if (!(beta >= 0)) return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "beta is %g, expected 0 or more", beta));
    if (beta == 0) return fe_subtracts(s, a, target) ? done(s, fe_map1(s, IR_ABS, fe_sub(s, x, y)), how) : fe_result(s, IR_NONE);
    if (!fe_wants_float(s, x, "input")) return fe_result(s, IR_NONE);
    kiln_dtype own = fe_dtype(s, x), d = own == KILN_BF16 ? KILN_F32 : own;
    ir_id z = fe_map1(s, IR_ABS, fe_sub(s, fe_cast(s, x, d), fe_cast(s, y, d)));
    ir_id b = fe_number_like(s, z, beta), half = fe_const_like(s, z, 0.5);
    ir_id curve = fe_div(s, fe_mul(s, fe_mul(s, half, z), z), b), line = fe_sub(s, z, fe_mul(s, half, b));
    return done(s, fe_cast(s, fe_where(s, fe_map2(s, IR_LT, z, b), curve, line), own), how);
}

/* The result has input's dtype. PyTorch computes f16 in f32 here, and bf16 op by op. */
kiln_tensor *(kiln_huber_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target, const char *reduction, double delta, kiln_tensor *weight) {
    ENTER_PAIR("huber_loss", weight);
    if (!(delta > 0)) return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "delta is %g, expected more than 0", delta));
    if (!fe_wants_float(s, fe_node(s, a), "input")) return fe_result(s, IR_NONE);
    kiln_dtype own = fe_dtype(s, x), d = own == KILN_F16 ? KILN_F32 : own;
    ir_id z = fe_map1(s, IR_ABS, fe_sub(s, fe_cast(s, x, d), fe_cast(s, y, d)));
    ir_id k = fe_number_like(s, z, delta), half = fe_const_like(s, z, 0.5);
    ir_id curve = fe_mul(s, fe_mul(s, half, z), z), line = fe_mul(s, k, fe_sub(s, z, fe_mul(s, half, k)));
    ir_id loss = fe_cast(s, fe_where(s, fe_map2(s, IR_LT, z, k), curve, line), (kiln_dtype)a->dtype);
    return weighted(s, loss, a, weight, v[2], how, false);
}

/* log(1 + exp(-y x)), in input's dtype. */
kiln_tensor *(kiln_soft_margin_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target, const char *reduction) {
    ENTER_PAIR("soft_margin_loss", NULL);
    kiln_dtype own = (kiln_dtype)a->dtype, d = fe_dtype(s, x);
    if (!fe_wants_float(s, fe_node(s, a), "input")) return fe_result(s, IR_NONE);
    ir_id minus = fe_map1(s, IR_NEG, fe_node(s, a)), product = fe_mul(s, fe_cast(s, minus, d), y);
    if (product != IR_NONE && !ir_same_shape(&s->g, product, minus))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "target does not broadcast to input's shape"));
    ir_id e = fe_map1(s, IR_EXP, fe_cast(s, product, own));
    return done(s, fe_map1(s, IR_LOG1P, e), how);
}
