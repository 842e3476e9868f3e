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
    if (!fe_subtracts(s, a, target)) return fe_result(s, IR_NONE);
    ir_id e = fe_sub(s, x, y);
    return weighted(s, fe_mul(s, e, e), a, weight, v[2], how, true);
}

/* |e| from beta on less half of beta, below it a parabola. PyTorch computes bf16 in f32 here, and f16 op by op. */
kiln_tensor *(kiln_smooth_l1_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target, const char *reduction, double beta) {
    ENTER_PAIR("smooth_l1_loss", NULL);
    if (!(beta >= 0)) return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "beta is %g, expected 0 or more", beta));
    if (!fe_subtracts(s, a, target)) return fe_result(s, IR_NONE);
    if (beta == 0) return done(s, fe_map1(s, IR_ABS, fe_sub(s, x, y)), how);
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

/* Broadcasts where a logarithm's argument is 0: 0 log 0 is 0. */
static ir_id times_log(kiln_session *s, ir_id y) {
    ir_id zero = fe_const_like(s, y, 0);
    return fe_where(s, fe_map2(s, IR_EQ, y, zero), zero, fe_mul(s, y, fe_map1(s, IR_LOG, y)));
}

kiln_tensor *(kiln_kl_div)(kiln_site at, kiln_tensor *a, kiln_tensor *target, const char *reduction, bool log_target) {
    ir_id v[3];
    kiln_session *s = enter_pair(at, "kl_div", a, target, NULL, v);
    if (s == NULL) return fe_poison_like(a, target);
    fe_reduction how = fe_reduction_of(s, reduction, true);
    if (v[0] == IR_NONE || how == FE_NO_REDUCTION || !fe_wants_float(s, v[0], "input")) return fe_result(s, IR_NONE);
    ir_id loss = log_target ? fe_mul(s, fe_map1(s, IR_EXP, v[1]), fe_sub(s, v[1], v[0])) : fe_sub(s, times_log(s, v[1]), fe_mul(s, v[1], v[0]));
    if (how != FE_BATCHMEAN) return done(s, loss, how);
    loss = fe_sum_all(s, loss);
    return fe_result(s, a->rank == 0 || loss == IR_NONE ? loss : fe_div(s, loss, fe_number_like(s, loss, (double)a->extent[0])));
}

/* ---- likelihoods */

kiln_tensor *(kiln_poisson_nll_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target, bool log_input, bool full, double eps, const char *reduction) {
    kiln_session *s = fe_enter2(at, "poisson_nll_loss", a, target);
    if (s == NULL) return fe_poison_like(a, target);
    ir_id x = fe_node(s, a), y = x == IR_NONE ? x : fe_node(s, target);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (y == IR_NONE || how == FE_NO_REDUCTION) return fe_result(s, IR_NONE);
    kiln_value v[2] = {kiln_v_tensor(a), kiln_v_tensor(target)};
    kiln_dtype d = fe_promote(v, 2);
    ir_id xr = fe_real(s, x), rate = log_input ? fe_map1(s, IR_EXP, xr) : x;
    ir_id inner = log_input ? x : fe_map1(s, IR_LOG, fe_add(s, xr, fe_number_like(s, xr, eps)));
    kiln_dtype w = fe_is_float(d) || inner == IR_NONE ? d : fe_promote_ids(s, inner, y);
    ir_id product = fe_mul(s, fe_cast(s, y, w), fe_cast(s, inner, w));
    if (product == IR_NONE || rate == IR_NONE) return fe_result(s, IR_NONE);
    kiln_dtype l = fe_wider(fe_dtype(s, rate), fe_dtype(s, product));
    ir_id loss = fe_sub(s, fe_cast(s, rate, l), fe_cast(s, product, l));
    if (full && loss != IR_NONE) {
        ir_id yr = fe_real(s, y), stirling = fe_sub(s, fe_mul(s, yr, fe_map1(s, IR_LOG, yr)), yr);
        ir_id root = fe_mul(s, yr, fe_const_like(s, yr, 6.283185307179586477));
        stirling = fe_add(s, stirling, fe_mul(s, fe_map1(s, IR_LOG, root), fe_const_like(s, yr, 0.5)));
        stirling = fe_where(s, fe_map2(s, IR_LE, yr, fe_const_like(s, yr, 1)), fe_const_like(s, yr, 0), stirling);
        loss = fe_add(s, loss, fe_cast(s, stirling, fe_dtype(s, loss)));
    }
    return done(s, loss, how);
}

/* The variance as loss takes it: [n, 1] or [n] for a row of n. */
static ir_id variance_of(kiln_session *s, const kiln_tensor *a, kiln_value var) {
    if (var.kind != KILN_IS_TENSOR) return fe_full(s, fe_value_node(s, var, (kiln_dtype)a->dtype), a->rank, a->extent);
    const kiln_tensor *t = var.as.tensor;
    ir_id x = fe_node(s, var.as.tensor);
    int lead = 0;
    while (lead < a->rank && lead < t->rank && t->extent[lead] == a->extent[lead]) lead++;
    if (x == IR_NONE || (t->rank == a->rank && (lead == a->rank || (lead == a->rank - 1 && t->extent[lead] == 1)))) return x;
    if (t->rank == a->rank - 1 && lead == t->rank) {
        int64_t extent[IR_MAX_RANK];
        for (int i = 0; i < t->rank; i++) extent[i] = t->extent[i];
        extent[t->rank] = 1;
        return ir_reshape(&s->b, x, a->rank, extent);
    }
    return ir_fail(&s->b, KILN_BAD_SHAPE, "var has not input's shape, nor that with its last axis gone or of extent 1");
}

kiln_tensor *(kiln_gaussian_nll_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target, kiln_value var, bool full, double eps, const char *reduction) {
    kiln_value v[3] = {kiln_v_tensor(a), kiln_v_tensor(target), var};
    kiln_session *s = fe_enter_values(at, "gaussian_nll_loss", v, 3);
    if (s == NULL) return fe_poison_like(a, target);
    ir_id x = fe_node(s, a), y = fe_node(s, target), spread = variance_of(s, a, var);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (x == IR_NONE || y == IR_NONE || spread == IR_NONE || how == FE_NO_REDUCTION) return fe_result(s, IR_NONE);
    if (!fe_wants_float(s, spread, "var") || !fe_subtracts(s, a, target)) return fe_result(s, IR_NONE);
    if (!fe_holds(s, fe_map1(s, IR_NOT, fe_map2(s, IR_LT, spread, fe_const_like(s, spread, 0))), KILN_BAD_ARGUMENT,
                  "var has a negative element, expected none"))
        return fe_result(s, IR_NONE);
    /* Clamped without a derivative: the slope is 1 below eps too. */
    ir_id limit = fe_number_like(s, spread, eps), still = fe_sub(s, spread, fe_map1(s, IR_DETACH, spread));
    spread = fe_where(s, fe_map2(s, IR_LT, spread, limit), fe_add(s, limit, still), spread);
    if (spread == IR_NONE) return fe_result(s, spread);
    kiln_dtype d = fe_promote_ids(s, x, y);
    ir_id e = fe_sub(s, fe_cast(s, x, d), fe_cast(s, y, d)), square = fe_mul(s, e, e);
    if (square == IR_NONE) return fe_result(s, square);
    kiln_dtype w = fe_promote_ids(s, square, spread);
    ir_id ratio = fe_div(s, fe_cast(s, square, w), fe_cast(s, spread, w)), log = fe_map1(s, IR_LOG, spread);
    ir_id loss = fe_mul(s, fe_add(s, fe_cast(s, log, w), ratio), fe_const(s, w, 0.5));
    if (full) loss = fe_add(s, loss, fe_const_like(s, loss, 0.91893853320467274178));
    return done(s, loss, how);
}

/* ---- margins */

kiln_tensor *(kiln_hinge_embedding_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target, double margin, const char *reduction) {
    kiln_session *s = fe_enter2(at, "hinge_embedding_loss", a, target);
    if (s == NULL) return fe_poison_like(a, target);
    ir_id x = fe_node(s, a), y = fe_node(s, target);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (x == IR_NONE || y == IR_NONE || how == FE_NO_REDUCTION) return fe_result(s, IR_NONE);
    if (!fe_subtracts(s, a, NULL)) return fe_result(s, IR_NONE);
    x = fe_real(s, x);
    ir_id zero = fe_const_like(s, x, 0);
    ir_id far = fe_clamp_low(s, fe_sub(s, fe_number_like(s, x, margin), x), 0);
    ir_id left = fe_where(s, fe_map2(s, IR_EQ, y, fe_const_like(s, y, 1)), zero, far);
    ir_id right = fe_where(s, fe_map2(s, IR_EQ, y, fe_const_like(s, y, -1)), zero, x);
    return done(s, fe_add(s, left, right), how);
}

kiln_tensor *(kiln_margin_ranking_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *b, kiln_tensor *target, double margin, const char *reduction) {
    ir_id v[3];
    kiln_session *s = enter_pair(at, "margin_ranking_loss", a, b, target, v);
    if (s == NULL) return fe_poison_like(a, b);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (v[0] == IR_NONE || how == FE_NO_REDUCTION) return fe_result(s, IR_NONE);
    if (a->rank != b->rank || a->rank != target->rank)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "input1, input2 and target have ranks %d, %d and %d, expected one rank", a->rank, b->rank, target->rank));
    if (!fe_subtracts(s, a, b) || !fe_subtracts(s, target, NULL)) return fe_result(s, IR_NONE);
    ir_id e = fe_sub(s, v[0], v[1]), y = fe_map1(s, IR_NEG, v[2]);
    if (e == IR_NONE || y == IR_NONE) return fe_result(s, IR_NONE);
    kiln_dtype d = fe_promote_ids(s, e, y);
    ir_id z = fe_real(s, fe_mul(s, fe_cast(s, y, d), fe_cast(s, e, d)));
    return done(s, fe_clamp_low(s, fe_add(s, z, fe_number_like(s, z, margin)), 0), how);
}
