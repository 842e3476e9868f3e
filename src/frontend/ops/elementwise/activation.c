/* SPDX-License-Identifier: Apache-2.0
 * Public activations. Where a branch is not taken its operand is replaced before the exponential,
 * so that no slope is 0 times infinity. */
#include "frontend/ops/network.h"
#include "frontend/core/operands.h"

typedef ir_id activation(kiln_session *s, ir_id x, double p, double q);

/* A map of floats, computed in one step. */
static kiln_tensor *apply(kiln_site at, const char *call, kiln_tensor *a, activation *f, double p,
                          double q, bool inplace) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_node(s, a);
    if (x == IR_NONE || !fe_wants_float(s, x, "input")) return fe_result(s, IR_NONE);
    kiln_dtype own = fe_dtype(s, x);
    kiln_tensor *y = fe_result(s, fe_cast(s, f(s, fe_wide(s, x), p, q), own));
    return inplace ? fe_write_back(at, call, a, y) : y;
}

static ir_id below_zero(kiln_session *s, ir_id x) {
    return fe_map2(s, IR_LT, x, fe_const_like(s, x, 0));
}
static ir_id up_to(kiln_session *s, ir_id x, double limit) {
    return fe_map2(s, IR_LE, x, fe_number_like(s, x, limit));
}

/* exp(-|x|). The slope at 0 is the right one's. */
static ir_id exp_minus_abs(kiln_session *s, ir_id x) {
    ir_id minus = fe_map1(s, IR_NEG, x);
    return fe_map1(s, IR_EXP, fe_where(s, below_zero(s, x), x, minus));
}

ir_id fe_sigmoid(kiln_session *s, ir_id x) {
    ir_id e = exp_minus_abs(s, x), one = fe_const_like(s, x, 1), bottom = fe_add(s, e, one);
    return fe_div(s, fe_where(s, below_zero(s, x), e, one), bottom);
}

ir_id fe_log_sigmoid(kiln_session *s, ir_id x) {
    ir_id zero = fe_const_like(s, x, 0), low = fe_where(s, below_zero(s, x), x, zero);
    return fe_sub(s, low, fe_map1(s, IR_LOG1P, exp_minus_abs(s, x)));
}

static ir_id log_sigmoid(kiln_session *s, ir_id x, double p, double q) {
    (void)p, (void)q;
    return fe_log_sigmoid(s, x);
}

static ir_id silu(kiln_session *s, ir_id x, double p, double q) {
    (void)p, (void)q;
    ir_id e = exp_minus_abs(s, x), bottom = fe_add(s, e, fe_const_like(s, x, 1)),
          negative = fe_mul(s, x, e);
    return fe_div(s, fe_where(s, below_zero(s, x), negative, x), bottom);
}

/* x tanh(softplus(x)) */
static ir_id mish(kiln_session *s, ir_id x, double p, double q) {
    (void)p, (void)q;
    ir_id zero = fe_const_like(s, x, 0), high = fe_where(s, below_zero(s, x), zero, x);
    ir_id plus = fe_add(s, high, fe_map1(s, IR_LOG1P, exp_minus_abs(s, x)));
    return fe_mul(s, x, fe_map1(s, IR_TANH, plus));
}

/* log(1 + exp(p x)) / p, x itself where p x is above q. */
static ir_id softplus(kiln_session *s, ir_id x, double p, double q) {
    ir_id z = fe_mul(s, x, fe_number_like(s, x, p));
    ir_id over = fe_map2(s, IR_LT, fe_number_like(s, x, q), z);
    ir_id e = fe_map1(s, IR_EXP, fe_where(s, over, fe_const_like(s, x, 0), z));
    ir_id divisor = fe_number_like(s, x, p);
    return fe_where(s, over, x, fe_div(s, fe_map1(s, IR_LOG1P, e), divisor));
}

/* scale x, and p (exp(x / q) - 1) up to 0. p and q are in x's dtype already scaled. */
static ir_id exponential(kiln_session *s, ir_id x, double alpha, double scale, double input_scale) {
    /* NaN has the slope NaN, as in PyTorch's vector loops */
    ir_id zero = fe_const_like(s, x, 0), high = fe_map2(s, IR_LT, zero, x);
    ir_id stretch = fe_number_like(s, x, input_scale),
          inner = fe_mul(s, fe_where(s, high, zero, x), stretch);
    ir_id depth = fe_number_like(s, x, alpha * scale),
          tail = fe_mul(s, fe_map1(s, IR_EXPM1, inner), depth);
    return fe_where(s, high, scale == 1 ? x : fe_mul(s, x, fe_number_like(s, x, scale)), tail);
}

static ir_id elu(kiln_session *s, ir_id x, double alpha, double q) {
    (void)q;
    return exponential(s, x, alpha, 1, 1);
}

static ir_id celu(kiln_session *s, ir_id x, double alpha, double q) {
    (void)q;
    if (alpha == 0) return ir_fail(&s->b, KILN_BAD_ARGUMENT, "alpha is 0, expected another number");
    return exponential(s, x, alpha, 1, 1 / alpha);
}

static ir_id selu(kiln_session *s, ir_id x, double p, double q) {
    (void)p, (void)q;
    return exponential(s, x, 1.6732632423543772848, 1.0507009873554804934, 1);
}

static ir_id leaky(kiln_session *s, ir_id x, double slope, double q) {
    (void)q;
    ir_id positive = fe_map2(s, IR_LT, fe_const_like(s, x, 0), x);
    return fe_where(s, positive, x, fe_mul(s, x, fe_number_like(s, x, slope)));
}

/* clamp(x + 3, 0, 6), flat at both limits and at NaN. */
static ir_id six_steps(kiln_session *s, ir_id x) {
    ir_id three = fe_const_like(s, x, 3), minus = fe_const_like(s, x, -3),
          still = fe_map1(s, IR_DETACH, x);
    ir_id below = fe_map2(s, IR_LT, x, three),
          inside = fe_map2(s, IR_AND, fe_map2(s, IR_LT, minus, x), below);
    ir_id flat = fe_map2(s, IR_MIN, fe_map2(s, IR_MAX, still, minus), three);
    return fe_add(s, fe_where(s, inside, x, flat), three);
}

static ir_id hard_sigmoid(kiln_session *s, ir_id x, double p, double q) {
    (void)p, (void)q;
    ir_id six = fe_const_like(s, x, 6);
    return fe_div(s, six_steps(s, x), six);
}

static ir_id hard_swish(kiln_session *s, ir_id x, double p, double q) {
    (void)p, (void)q;
    ir_id six = fe_const_like(s, x, 6);
    return fe_div(s, fe_mul(s, x, six_steps(s, x)), six);
}

static ir_id within(kiln_session *s, ir_id x, double limit) {
    ir_id above = fe_map2(s, IR_LE, fe_number_like(s, x, -limit), x);
    return fe_map2(s, IR_AND, above, up_to(s, x, limit));
}

static ir_id hard_shrink(kiln_session *s, ir_id x, double limit, double q) {
    (void)q;
    ir_id zero = fe_const_like(s, x, 0);
    return fe_where(s, within(s, x, limit), zero, x);
}

/* Within the limits x * 0, which keeps the sign; the slope there is 0 too, and 1 elsewhere and at
 * NaN. */
static ir_id soft_shrink(kiln_session *s, ir_id x, double limit, double q) {
    (void)q;
    if (!(limit >= 0))
        return ir_fail(&s->b, KILN_BAD_ARGUMENT, "lambd is %g, expected 0 or more", limit);
    ir_id k = fe_number_like(s, x, limit), zero = fe_const_like(s, x, 0);
    ir_id flat = fe_mul(s, x, zero), less = fe_sub(s, x, k),
          high = fe_where(s, fe_map2(s, IR_LT, k, x), less, flat);
    ir_id more = fe_add(s, x, k),
          y = fe_where(s, fe_map2(s, IR_LT, x, fe_number_like(s, x, -limit)), more, high);
    return fe_derived_as(s, y, hard_shrink(s, x, limit, 0));
}

/* 0.5 (1 + tanh u) is the sigmoid of 2u: one exponential and one division. u = sqrt(2/pi) (x +
 * 0.044715 x^3). Where the exponential would overflow the result is x * 0, as the rounded tanh has
 * it. */
static ir_id gelu_tanh(kiln_session *s, ir_id x, double p, double q) {
    (void)p, (void)q;
    const double c = -2 * 0.79788456080286535588;
    ir_id linear = fe_const_like(s, x, c), cubic = fe_const_like(s, x, 0.044715 * c);
    ir_id inner = fe_map3(s, IR_FMA, fe_mul(s, x, x), cubic, linear);
    ir_id u = fe_mul(s, x, inner), zero = fe_const_like(s, x, 0);
    ir_id small = fe_map2(s, IR_LT, u, fe_const_like(s, x, 80));
    ir_id e = fe_map1(s, IR_EXP, fe_where(s, small, u, zero));
    ir_id flat = fe_mul(s, x, zero);
    return fe_where(s, small, fe_div(s, x, fe_add(s, e, fe_const_like(s, x, 1))), flat);
}

static ir_id gelu_erf(kiln_session *s, ir_id x, double p, double q) {
    (void)p, (void)q;
    ir_id erf = fe_map1(s, IR_ERF, fe_mul(s, x, fe_const_like(s, x, 0.70710678118654752440)));
    ir_id half = fe_mul(s, x, fe_const_like(s, x, 0.5));
    return fe_mul(s, half, fe_add(s, erf, fe_const_like(s, x, 1)));
}

/* (g (1 - y)) y of the half y: f16 rounded at each step, bf16 once. */
static ir_id with_logistic_slope(kiln_session *s, ir_id y, ir_id x, kiln_dtype d) {
    if (d == KILN_BF16) x = fe_wide(s, x), y = fe_wide(s, y);
    ir_id inner = fe_slope(s, fe_still(s, x), x, y), rest = fe_sub(s, fe_const_like(s, y, 1), y);
    return fe_cast(s, fe_slope(s, fe_still(s, y), inner, rest), d);
}

kiln_tensor *(kiln_sigmoid)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "sigmoid", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_real(s, fe_node(s, a));
    if (x == IR_NONE) return fe_result(s, x);
    kiln_dtype d = fe_dtype(s, x);
    ir_id y = fe_cast(s, fe_sigmoid(s, fe_wide(s, x)), d);
    return fe_result(s, fe_opmath(d) == d ? y : with_logistic_slope(s, y, x, d));
}

kiln_tensor *(kiln_gelu)(kiln_site at, kiln_tensor *a, const char *approximate) {
    FE_DOOR;
    const char *kind = approximate != NULL ? approximate : "";
    if (strcmp(kind, "none") == 0) return apply(at, "gelu", a, gelu_erf, 0, 0, false);
    if (strcmp(kind, "tanh") == 0) return apply(at, "gelu", a, gelu_tanh, 0, 0, false);
    kiln_session *s = fe_enter1(at, "gelu", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                "approximate is \"%.32s\", expected \"none\" or \"tanh\"", kind));
}

kiln_tensor *(kiln_logsigmoid)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    return apply(at, "logsigmoid", a, log_sigmoid, 0, 0, false);
}
kiln_tensor *(kiln_silu)(kiln_site at, kiln_tensor *a, bool inplace) {
    FE_DOOR;
    return apply(at, "silu", a, silu, 0, 0, inplace);
}
kiln_tensor *(kiln_mish)(kiln_site at, kiln_tensor *a, bool inplace) {
    FE_DOOR;
    return apply(at, "mish", a, mish, 0, 0, inplace);
}
kiln_tensor *(kiln_softplus)(kiln_site at, kiln_tensor *a, double beta, double threshold) {
    FE_DOOR;
    return apply(at, "softplus", a, softplus, beta, threshold, false);
}
kiln_tensor *(kiln_elu)(kiln_site at, kiln_tensor *a, double alpha, bool inplace) {
    FE_DOOR;
    return apply(at, "elu", a, elu, alpha, 0, inplace);
}
kiln_tensor *(kiln_celu)(kiln_site at, kiln_tensor *a, double alpha, bool inplace) {
    FE_DOOR;
    return apply(at, "celu", a, celu, alpha, 0, inplace);
}
kiln_tensor *(kiln_selu)(kiln_site at, kiln_tensor *a, bool inplace) {
    FE_DOOR;
    return apply(at, "selu", a, selu, 0, 0, inplace);
}
kiln_tensor *(kiln_leaky_relu)(kiln_site at, kiln_tensor *a, double slope, bool inplace) {
    FE_DOOR;
    return apply(at, "leaky_relu", a, leaky, slope, 0, inplace);
}
kiln_tensor *(kiln_hardsigmoid)(kiln_site at, kiln_tensor *a, bool inplace) {
    FE_DOOR;
    return apply(at, "hardsigmoid", a, hard_sigmoid, 0, 0, inplace);
}
kiln_tensor *(kiln_hardswish)(kiln_site at, kiln_tensor *a, bool inplace) {
    FE_DOOR;
    return apply(at, "hardswish", a, hard_swish, 0, 0, inplace);
}
kiln_tensor *(kiln_hardshrink)(kiln_site at, kiln_tensor *a, double lambd) {
    FE_DOOR;
    return apply(at, "hardshrink", a, hard_shrink, lambd, 0, false);
}
kiln_tensor *(kiln_softshrink)(kiln_site at, kiln_tensor *a, double lambd) {
    FE_DOOR;
    return apply(at, "softshrink", a, soft_shrink, lambd, 0, false);
}
