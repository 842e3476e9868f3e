/* SPDX-License-Identifier: Apache-2.0
 * Public losses that are divergences and likelihoods: kl_div, poisson_nll_loss, gaussian_nll_loss.
 * PyTorch writes them op by op, and so are they here. */
#include "frontend/ops/network.h"

/* xlogy(x, x), with a slope for either operand; that of the logarithm's is first multiplied by x,
 * then divided. */
static ir_id times_log(kiln_session *s, ir_id x) {
    ir_id zero = fe_const_like(s, x, 0), none = fe_map2(s, IR_EQ, x, zero),
          log = fe_map1(s, IR_LOG, x), still = fe_still(s, x);
    ir_id quotient = fe_slope_over(s, still, x, x);
    ir_id value =
        fe_slope(s, fe_where(s, none, zero, fe_mul(s, still, fe_still(s, log))), quotient, x);
    return fe_slope(s, value, x, fe_where(s, none, zero, log));
}

kiln_tensor *(kiln_kl_div)(kiln_site at, kiln_tensor *a, kiln_tensor *target, const char *reduction,
                           bool log_target) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "kl_div", a, target);
    if (s == NULL) return fe_poison_like(a, target);
    ir_id x = fe_node(s, a), y = fe_node(s, target);
    fe_reduction how = fe_reduction_of(s, reduction, true);
    if (x == IR_NONE || y == IR_NONE || how == FE_NO_REDUCTION) return fe_result(s, IR_NONE);
    if (!fe_wants_float(s, x, "input") || !fe_wants_float(s, y, "target"))
        return fe_result(s, IR_NONE);
    /* in PyTorch's order, which is that of adding up gradients */
    ir_id product = log_target ? fe_binary(s, IR_SUB, y, x) : fe_binary(s, IR_MUL, y, x);
    ir_id loss = log_target ? fe_binary(s, IR_MUL, fe_map1(s, IR_EXP, y), product)
                            : fe_binary(s, IR_SUB, times_log(s, y), product);
    if (how != FE_BATCHMEAN) return fe_result(s, fe_reduce_loss(s, loss, how));
    loss = fe_sum_all(s, loss);
    return fe_result(s, fe_of(a)->rank == 0
                            ? loss
                            : fe_binary_number(s, IR_DIV, loss, (double)fe_of(a)->extent[0]));
}

/* Stirling's term y log(y) - y + log(2 pi y) / 2, 0 up to 1. */
static ir_id stirling(kiln_session *s, ir_id y) {
    ir_id root = fe_binary_number(
        s, IR_MUL, fe_map1(s, IR_LOG, fe_binary_number(s, IR_MUL, y, 6.283185307179586477)), 0.5);
    ir_id term =
        fe_binary(s, IR_SUB, fe_binary(s, IR_MUL, y, fe_map1(s, IR_LOG, fe_real(s, y))), y);
    term = fe_binary(s, IR_ADD, term, root);
    ir_id zero = fe_const_like(s, term, 0);
    return fe_where(s, fe_map2(s, IR_LE, y, fe_const_like(s, y, 1)), zero, term);
}

kiln_tensor *(kiln_poisson_nll_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target,
                                     bool log_input, bool full, double eps, const char *reduction) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "poisson_nll_loss", a, target);
    if (s == NULL) return fe_poison_like(a, target);
    ir_id x = fe_node(s, a), y = fe_node(s, target);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (x == IR_NONE || y == IR_NONE || how == FE_NO_REDUCTION) return fe_result(s, IR_NONE);
    ir_id rate = log_input ? fe_map1(s, IR_EXP, fe_real(s, x)) : x;
    ir_id log = log_input ? x : fe_map1(s, IR_LOG, fe_binary_number(s, IR_ADD, x, eps));
    ir_id loss = fe_binary(s, IR_SUB, rate, fe_binary(s, IR_MUL, y, log));
    if (full && loss != IR_NONE)
        loss = fe_cast(s, fe_binary(s, IR_ADD, loss, stirling(s, y)), fe_dtype(s, loss));
    return fe_result(s, fe_reduce_loss(s, loss, how));
}

/* The variance as loss takes it: [n, 1] or [n] for a row of n. */
static ir_id variance_of(kiln_session *s, const kiln_tensor *a, kiln_value var) {
    if (var.kind != KILN_IS_TENSOR)
        return fe_full(s, fe_value_node(s, var, (kiln_dtype)fe_of(a)->dtype), fe_of(a)->rank,
                       fe_of(a)->extent);
    const kiln_tensor *t = var.as.tensor;
    ir_id x = fe_node(s, var.as.tensor);
    int lead = 0;
    while (lead < fe_of(a)->rank && lead < fe_of(t)->rank &&
           fe_of(t)->extent[lead] == fe_of(a)->extent[lead])
        lead++;
    if (x == IR_NONE ||
        (fe_of(t)->rank == fe_of(a)->rank &&
         (lead == fe_of(a)->rank || (lead == fe_of(a)->rank - 1 && fe_of(t)->extent[lead] == 1))))
        return x;
    if (fe_of(t)->rank == fe_of(a)->rank - 1 && lead == fe_of(t)->rank) {
        int64_t extent[IR_MAX_RANK];
        for (int i = 0; i < fe_of(t)->rank; i++) extent[i] = fe_of(t)->extent[i];
        extent[fe_of(t)->rank] = 1;
        return ir_reshape(&s->b, x, fe_of(a)->rank, extent);
    }
    return ir_fail(&s->b, KILN_BAD_SHAPE,
                   "var has not input's shape, nor that with its last axis gone or of extent 1");
}

kiln_tensor *(kiln_gaussian_nll_loss)(kiln_site at, kiln_tensor *a, kiln_value target,
                                      kiln_value var, bool full, double eps,
                                      const char *reduction) {
    FE_DOOR;
    kiln_value v[3] = {kiln_v_tensor(a), target, var};
    kiln_session *s = fe_enter_values(at, "gaussian_nll_loss", v, 3);
    if (s == NULL) return fe_poison_like(a, NULL);
    if (target.kind == KILN_IS_BOOL)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE,
                                    "target is a bool, expected a number or a tensor"));
    kiln_dtype d = fe_promote(v, 2);
    ir_id x = fe_node(s, a),
          y = target.kind == KILN_IS_TENSOR ? fe_node(s, target.as.tensor)
                                            : fe_value_node(s, target, d),
          spread = variance_of(s, a, var);
    fe_reduction how = fe_reduction_of(s, reduction, false);
    if (x == IR_NONE || y == IR_NONE || spread == IR_NONE || how == FE_NO_REDUCTION)
        return fe_result(s, IR_NONE);
    if (!fe_wants_float(s, spread, "var")) return fe_result(s, IR_NONE);
    if (!fe_holds(s, fe_map1(s, IR_NOT, fe_map2(s, IR_LT, spread, fe_const_like(s, spread, 0))),
                  KILN_BAD_ARGUMENT, "var has a negative element, expected none"))
        return fe_result(s, IR_NONE);
    spread = fe_clamp_still(s, spread, eps);
    ir_id e = fe_binary(s, IR_SUB, x, y), log = fe_map1(s, IR_LOG, spread);
    ir_id loss = fe_binary_number(
        s, IR_MUL, fe_binary(s, IR_ADD, log, fe_binary(s, IR_DIV, fe_mul(s, e, e), spread)), 0.5);
    if (full) loss = fe_binary_number(s, IR_ADD, loss, 0.91893853320467274178);
    return fe_result(s, fe_reduce_loss(s, loss, how));
}
