/* SPDX-License-Identifier: Apache-2.0
 * Public neural-network composites, written on node ids so that each records only its own ops. */
#include "frontend/frontend.h"

#include <math.h>

#define ENTER(call)                                                                                                   \
    kiln_session *s = fe_enter1(at, call, a);                                                                         \
    if (s == NULL) return fe_poison_like(a, NULL);                                                                    \
    ir_id x = fe_real(s, fe_node(s, a));                                                                              \
    if (x == IR_NONE) return fe_result(s, x);                                                                         \
    kiln_dtype own = fe_dtype(s, x), d = fe_opmath(own);                                                              \
    x = fe_cast(s, x, d)

/* Rounded once: composites of halves are computed in f32. */
#define DONE(expression) fe_result(s, fe_cast(s, expression, own))

static ir_id constant(kiln_session *s, kiln_dtype d, double value) { return fe_const(s, d, value); }

static ir_id sigmoid(kiln_session *s, ir_id x) {
    if (x == IR_NONE) return x;
    ir_id one = constant(s, fe_dtype(s, x), 1);
    return fe_map2(s, IR_DIV, one, fe_map2(s, IR_ADD, one, fe_map1(s, IR_EXP, fe_map1(s, IR_NEG, x))));
}

/* NaN is not <= 0, so it passes; the derivative at 0 is 0, as PyTorch's. */
static ir_id relu(kiln_session *s, ir_id x) {
    ir_id zero = constant(s, fe_dtype(s, x), 0);
    return fe_map3(s, IR_SELECT, fe_map2(s, IR_LE, x, zero), zero, x);
}

kiln_tensor *(kiln_relu)(kiln_site at, kiln_tensor *a) {
    kiln_session *s = fe_enter1(at, "relu", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_node(s, a);
    if (x != IR_NONE && a->dtype == KILN_BOOL) x = ir_fail(&s->b, KILN_BAD_DTYPE, "bool operands are not allowed");
    return fe_result(s, x == IR_NONE ? x : relu(s, x));
}

kiln_tensor *(kiln_sigmoid)(kiln_site at, kiln_tensor *a) {
    ENTER("sigmoid");
    (void)d;
    return DONE(sigmoid(s, x));
}

kiln_tensor *(kiln_silu)(kiln_site at, kiln_tensor *a) {
    ENTER("silu");
    ir_id one = constant(s, d, 1);
    return DONE(fe_map2(s, IR_DIV, x, fe_map2(s, IR_ADD, one, fe_map1(s, IR_EXP, fe_map1(s, IR_NEG, x)))));
}

kiln_tensor *(kiln_softplus)(kiln_site at, kiln_tensor *a) {
    ENTER("softplus");
    ir_id tail = fe_map1(s, IR_LOG1P, fe_map1(s, IR_EXP, fe_map1(s, IR_NEG, fe_map1(s, IR_ABS, x))));
    return DONE(fe_map2(s, IR_ADD, fe_map2(s, IR_MAX, x, constant(s, d, 0)), tail));
}

/* 0.5 (1 + tanh u) is the sigmoid of 2u: one exponential and one division. u = sqrt(2/pi) (x + 0.044715 x^3). */
static ir_id gelu_tanh(kiln_session *s, ir_id x) {
    kiln_dtype d = fe_dtype(s, x);
    const double c = -2 * 0.79788456080286535588;
    ir_id inner = fe_map3(s, IR_FMA, fe_map2(s, IR_MUL, x, x), constant(s, d, 0.044715 * c), constant(s, d, c));
    ir_id e = fe_map1(s, IR_EXP, fe_map2(s, IR_MUL, x, inner));
    return fe_map2(s, IR_DIV, x, fe_map2(s, IR_ADD, e, constant(s, d, 1)));
}

kiln_tensor *(kiln_gelu)(kiln_site at, kiln_tensor *a, const char *approximate) {
    ENTER("gelu");
    if (approximate != NULL && strcmp(approximate, "tanh") == 0) return DONE(gelu_tanh(s, x));
    if (approximate == NULL || strcmp(approximate, "none") != 0) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "approximate is \"%.32s\", expected \"none\" or \"tanh\"", approximate != NULL ? approximate : "");
        return fe_result(s, IR_NONE);
    }
    ir_id erf = fe_map1(s, IR_ERF, fe_map2(s, IR_MUL, x, constant(s, d, 0.70710678118654752440)));
    ir_id half = fe_map2(s, IR_MUL, x, constant(s, d, 0.5));
    return DONE(fe_map2(s, IR_MUL, half, fe_map2(s, IR_ADD, erf, constant(s, d, 1))));
}

/* ---- softmax family: the maximum only steadies the exponential, so no derivative flows through it */

typedef struct softmax_parts { ir_id shifted, exp, sum; } softmax_parts;

static bool softmax_parts_of(kiln_session *s, ir_id x, int axis, softmax_parts *p) {
    int i;
    if (x == IR_NONE || !fe_axis(s, axis, fe_rank(s, x) == 0 ? 1 : fe_rank(s, x), &i)) return false;
    if (fe_rank(s, x) == 0) return false;
    ir_id max = fe_map1(s, IR_DETACH, fe_reduce_last(s, IR_RMAX, x, i));
    p->shifted = fe_map2(s, IR_SUB, x, max);
    p->exp = fe_map1(s, IR_EXP, p->shifted);
    p->sum = fe_reduce_last(s, IR_SUM, p->exp, i);
    return p->sum != IR_NONE;
}

static ir_id softmax(kiln_session *s, ir_id x, int axis, bool logarithm) {
    softmax_parts p;
    if (x != IR_NONE && (fe_rank(s, x) == 0 || ir_numel(&s->g, x) == 0)) {
        int i;
        if (!fe_axis(s, axis, fe_rank(s, x) == 0 ? 1 : fe_rank(s, x), &i)) return IR_NONE;
        ir_id e = fe_map2(s, IR_SUB, x, x); /* exp(0) / exp(0), with NaN and infinities as they should be */
        return logarithm ? e : fe_map1(s, IR_EXP, e);
    }
    if (!softmax_parts_of(s, x, axis, &p)) return IR_NONE;
    /* One division a row and a product an element: within an ulp of the quotient, and the division would cost as much as the exponential. */
    if (!logarithm) return fe_map2(s, IR_MUL, p.exp, fe_map2(s, IR_DIV, constant(s, fe_dtype(s, x), 1), p.sum));
    return fe_map2(s, IR_SUB, p.shifted, fe_map1(s, IR_LOG, p.sum));
}

kiln_tensor *(kiln_softmax)(kiln_site at, kiln_tensor *a, int axis) {
    ENTER("softmax");
    (void)d;
    return DONE(softmax(s, x, axis, false));
}

kiln_tensor *(kiln_log_softmax)(kiln_site at, kiln_tensor *a, int axis) {
    ENTER("log_softmax");
    (void)d;
    return DONE(softmax(s, x, axis, true));
}

/* An infinite maximum must not make inf - inf: it is replaced by 0 and comes back through the logarithm. */
kiln_tensor *(kiln_logsumexp)(kiln_site at, kiln_tensor *a, int axis, bool keepdim) {
    ENTER("logsumexp");
    int i;
    if (!fe_axis(s, axis, fe_rank(s, x) == 0 ? 1 : fe_rank(s, x), &i)) return fe_result(s, IR_NONE);
    if (fe_rank(s, x) == 0) return DONE(x);
    ir_id max = fe_map1(s, IR_DETACH, fe_reduce_last(s, IR_RMAX, x, i)), zero = constant(s, d, 0);
    ir_id wild = fe_map2(s, IR_EQ, fe_map1(s, IR_ABS, max), constant(s, d, INFINITY));
    ir_id m = fe_map3(s, IR_SELECT, wild, zero, max);
    ir_id sum = fe_reduce_last(s, IR_SUM, fe_map1(s, IR_EXP, fe_map2(s, IR_SUB, x, m)), i);
    ir_id y = fe_map2(s, IR_ADD, fe_map1(s, IR_LOG, sum), m);
    bool drop[IR_MAX_RANK] = {false};
    drop[i] = !keepdim;
    return DONE(keepdim ? y : fe_drop_axes(s, y, drop));
}

/* ---- losses */

/* Labels that are already in memory are checked at the call; hardened mode computes the others to check them too. */
static bool labels_in_range(kiln_session *s, kiln_tensor *labels, int64_t classes) {
    ir_id id = fe_node(s, labels);
    fe_buffer *b = id != IR_NONE ? fe_value_of(s, id) : NULL;
    if (b == NULL && id != IR_NONE && s->hardened) b = fe_data(s, s->b.site, "cross_entropy", labels);
    if (b == NULL) return id != IR_NONE && s->error == KILN_OK;
    for (int64_t i = 0; i < labels->extent[0]; i++) {
        int64_t label = labels->dtype == KILN_I64 ? ((const int64_t *)b->data)[i] : ((const int32_t *)b->data)[i];
        if (label >= 0 && label < classes) continue;
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "label %lld at %lld is out of range for %lld classes", (long long)label, (long long)i, (long long)classes);
        return false;
    }
    return true;
}

/* The label's logit is picked by comparing an index with the label: a map, so that the whole loss is one pass over each row. */
static ir_id cross_entropy(kiln_session *s, ir_id x, ir_id labels) {
    int64_t n = ir_shape(&s->g, x)[0], column[2] = {n, 1}, full[2] = {n, ir_shape(&s->g, x)[1]};
    kiln_dtype own = fe_dtype(s, x), d = fe_opmath(own);
    softmax_parts p;
    x = fe_cast(s, x, d);
    if (!softmax_parts_of(s, x, 1, &p)) return IR_NONE;
    ir_id l = ir_reshape(&s->b, labels, 2, column);
    ir_id hit = fe_map2(s, IR_EQ, ir_iota(&s->b, fe_dtype(s, labels), 2, full, 1), l == IR_NONE ? l : ir_expand(&s->b, l, 2, full));
    ir_id picked = fe_reduce_last(s, IR_SUM, fe_map3(s, IR_SELECT, hit, p.shifted, constant(s, d, 0)), 1);
    ir_id rows = fe_map2(s, IR_SUB, fe_map1(s, IR_LOG, p.sum), picked);
    kiln_axes all = {-1, NULL};
    return fe_cast(s, fe_map2(s, IR_DIV, fe_reduce(s, IR_SUM, rows, all, false), fe_number(s, d, (double)n)), own);
}

kiln_tensor *(kiln_cross_entropy)(kiln_site at, kiln_tensor *logits, kiln_tensor *labels) {
    kiln_session *s = fe_enter2(at, "cross_entropy", logits, labels);
    if (s == NULL) return fe_poison_like(logits, labels);
    ir_id x = fe_node(s, logits), l = fe_node(s, labels);
    char tx[160], tl[160];
    if (x == IR_NONE || l == IR_NONE) return fe_result(s, IR_NONE);
    if (logits->rank != 2 || labels->rank != 1 || logits->extent[0] != labels->extent[0])
        ir_fail(&s->b, KILN_BAD_SHAPE, "logits are %s and labels %s, expected [n,classes] and [n]",
                ir_type_text(&s->g, x, tx, sizeof tx), ir_type_text(&s->g, l, tl, sizeof tl));
    else if (!fe_is_float((kiln_dtype)logits->dtype) || (labels->dtype != KILN_I64 && labels->dtype != KILN_I32))
        ir_fail(&s->b, KILN_BAD_DTYPE, "logits are %s and labels %s, expected a float dtype and i64 or i32",
                kiln_dtype_short((kiln_dtype)logits->dtype), kiln_dtype_short((kiln_dtype)labels->dtype));
    else if (logits->extent[1] == 0) ir_fail(&s->b, KILN_BAD_SHAPE, "there are no classes");
    else if (labels_in_range(s, labels, logits->extent[1])) return fe_result(s, cross_entropy(s, x, l));
    return fe_result(s, IR_NONE);
}

kiln_tensor *(kiln_mse_loss)(kiln_site at, kiln_tensor *a, kiln_tensor *target) {
    kiln_session *s = fe_enter2(at, "mse_loss", a, target);
    if (s == NULL) return fe_poison_like(a, target);
    ir_id x = fe_real(s, fe_node(s, a)), y = fe_real(s, fe_node(s, target));
    if (x == IR_NONE || y == IR_NONE) return fe_result(s, IR_NONE);
    kiln_dtype own = fe_promote_ids(s, x, y), d = fe_opmath(own);
    ir_id e = fe_map2(s, IR_SUB, fe_cast(s, x, d), fe_cast(s, y, d));
    if (e == IR_NONE) return fe_result(s, e);
    kiln_axes all = {-1, NULL};
    double n = (double)ir_numel(&s->g, e);
    return DONE(fe_map2(s, IR_DIV, fe_reduce(s, IR_SUM, fe_map2(s, IR_MUL, e, e), all, false), fe_number(s, d, n)));
}

/* ---- layers */

kiln_tensor *(kiln_linear)(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias) {
    kiln_tensor *t[3] = {input, weight, bias};
    kiln_session *s = fe_enter(at, "linear", t, bias != NULL ? 3 : 2);
    if (s == NULL) return fe_poison_like(input, weight);
    ir_id x = fe_node(s, input), w = fe_node(s, weight);
    if (x == IR_NONE || w == IR_NONE) return fe_result(s, IR_NONE);
    char tx[160], tw[160];
    if (input->rank < 1 || weight->rank != 2 || input->extent[input->rank - 1] != weight->extent[1]) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "input is %s, weight is %s, expected [..,in] and [out,in]",
                ir_type_text(&s->g, x, tx, sizeof tx), ir_type_text(&s->g, w, tw, sizeof tw));
        return fe_result(s, IR_NONE);
    }
    if (bias != NULL && (bias->rank != 1 || bias->extent[0] != weight->extent[0])) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "weight is %s, so bias needs rank 1 and %lld elements", ir_type_text(&s->g, w, tw, sizeof tw),
                (long long)weight->extent[0]);
        return fe_result(s, IR_NONE);
    }
    /* Leading axes of the input are rows of one matrix. */
    int64_t flat[2] = {1, input->extent[input->rank - 1]}, out[IR_MAX_RANK];
    for (int i = 0; i + 1 < input->rank; i++) flat[0] *= out[i] = input->extent[i];
    out[input->rank - 1] = weight->extent[0];
    kiln_dtype own = fe_wider(fe_dtype(s, x), fe_dtype(s, w)), d = fe_opmath(own);
    x = fe_cast(s, fe_cast(s, x, own), d);
    w = fe_cast(s, fe_cast(s, w, own), d);
    if (x == IR_NONE || w == IR_NONE) return fe_result(s, IR_NONE);
    ir_id rows = input->rank == 2 ? x : ir_reshape(&s->b, x, 2, flat);
    ir_id y = rows == IR_NONE ? rows : fe_matmul(s, rows, ir_permute(&s->b, w, (const int[]){1, 0}));
    if (bias != NULL && y != IR_NONE) y = fe_map2(s, IR_ADD, y, fe_cast(s, fe_node(s, bias), fe_dtype(s, y)));
    return DONE(input->rank == 2 || y == IR_NONE ? y : ir_reshape(&s->b, y, input->rank, out));
}

kiln_tensor *(kiln_layer_norm)(kiln_site at, kiln_tensor *a, kiln_shape shape, kiln_tensor *weight, kiln_tensor *bias, double eps) {
    kiln_tensor *t[3] = {a, weight != NULL ? weight : a, bias != NULL ? bias : a};
    kiln_session *s = fe_enter(at, "layer_norm", t, 3);
    if (s == NULL) return fe_poison_like(a, weight);
    ir_id x = fe_real(s, fe_node(s, a));
    if (x == IR_NONE) return fe_result(s, x);
    int axes = shape.rank, first = a->rank - axes;
    bool last = axes >= 1 && first >= 0;
    for (int i = 0; last && i < axes; i++) last = shape.extent[i] == a->extent[first + i];
    if (!last) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "normalized_shape must be the last extents of the input");
        return fe_result(s, IR_NONE);
    }
    kiln_dtype own = fe_dtype(s, x), d = fe_opmath(own);
    x = fe_cast(s, x, d);
    int64_t n = 1;
    for (int i = first; i < a->rank; i++) n *= a->extent[i];
    for (int k = 1; k < 3; k++)
        for (int i = 0; t[k] != a && i < axes; i++)
            if (t[k]->rank != axes || t[k]->extent[i] != a->extent[first + i]) {
                ir_fail(&s->b, KILN_BAD_SHAPE, "%s must have the shape of the last %d axes of the input", k == 1 ? "weight" : "bias", axes);
                return fe_result(s, IR_NONE);
            }
    ir_id count = fe_number(s, d, (double)n), one = constant(s, d, 1);
    ir_id mean = fe_map2(s, IR_DIV, ir_reduce(&s->b, IR_SUM, x, first, a->rank), count);
    ir_id c = fe_map2(s, IR_SUB, x, mean);
    ir_id square = fe_map2(s, IR_MUL, c, c);
    ir_id var = square == IR_NONE ? square : ir_reduce(&s->b, IR_SUM, square, first, a->rank);
    var = fe_map2(s, IR_DIV, var, count);
    ir_id scale = fe_map2(s, IR_DIV, one, fe_map1(s, IR_SQRT, fe_map2(s, IR_ADD, var, fe_number(s, d, eps))));
    ir_id y = fe_map2(s, IR_MUL, c, scale);
    if (weight != NULL) y = fe_map2(s, IR_MUL, y, fe_cast(s, fe_node(s, weight), d));
    if (bias != NULL) y = fe_map2(s, IR_ADD, y, fe_cast(s, fe_node(s, bias), d));
    return DONE(y);
}

kiln_tensor *(kiln_dropout)(kiln_site at, kiln_tensor *a, double p, int64_t seed) {
    ENTER("dropout");
    if (!(p >= 0 && p <= 1)) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "p is %g, expected 0 to 1", p);
        return fe_result(s, IR_NONE);
    }
    int64_t n = ir_numel(&s->g, x);
    ir_id counter = ir_iota(&s->b, KILN_I64, 1, &n, 0);
    counter = counter == IR_NONE ? counter : ir_reshape(&s->b, counter, a->rank, a->extent);
    if (counter == IR_NONE) return fe_result(s, counter);
    ir_id u = ir_random(&s->b, IR_UNIFORM, d, counter, ir_scalar(&s->b, KILN_I64, (uint64_t)seed));
    ir_id drop = fe_map2(s, IR_LT, u, fe_number(s, d, p));
    ir_id scaled = fe_map2(s, IR_MUL, x, fe_number(s, d, p < 1 ? 1 / (1 - p) : 0));
    return DONE(fe_map3(s, IR_SELECT, drop, constant(s, d, 0), scaled));
}
