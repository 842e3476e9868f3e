/* SPDX-License-Identifier: Apache-2.0
 * Public activations that take integers too or more than one tensor: relu, hardtanh, threshold,
 * softsign, tanhshrink, prelu, glu. */
#include "frontend/ops/network.h"

#define ENTER(call)                                                                                \
    kiln_session *s = fe_enter1(at, call, a);                                                      \
    if (s == NULL) return fe_poison_like(a, NULL);                                                 \
    ir_id x = fe_node(s, a);                                                                       \
    if (x != IR_NONE && fe_dtype(s, x) == KILN_BOOL)                                               \
        x = ir_fail(&s->b, KILN_BAD_DTYPE, "input is bool, expected a float or an integer dtype"); \
    if (x == IR_NONE) return fe_result(s, x)

static kiln_tensor *finish(kiln_session *s, kiln_site at, const char *call, kiln_tensor *a, ir_id y,
                           bool inplace) {
    kiln_tensor *t = fe_result(s, y);
    return inplace ? fe_write_back(at, call, a, t) : t;
}

/* A number in x's dtype: towards zero for integers. */
static ir_id limit_of(kiln_session *s, ir_id x, double value, const char *name) {
    kiln_dtype d = fe_dtype(s, x);
    if (fe_is_float(d)) return fe_number(s, d, value);
    double most = ldexp(1, (int)kiln_dtype_size(d) * 8 - (d != KILN_U8));
    /* u8 takes whole numbers from -255 on */
    bool below =
        d == KILN_U8 ? value < 0 && (value != floor(value) || value <= -most) : value < -most;
    if (below || !(value < most))
        return ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is %g, which is no %s", name, value,
                       kiln_dtype_short(d));
    return ir_scalar(&s->b, d, (uint64_t)(int64_t)value); /* u8 wraps */
}

static ir_id largest(kiln_session *s, ir_id limit, ir_id x) {
    return fe_map2(s, IR_MAX, limit, fe_map1(s, IR_DETACH, x));
}

/* The larger of 0 and x: x where they are equal, for the sign of zero. NaN is not <= 0, so it
 * passes. The slope at 0 is 0. */
kiln_tensor *(kiln_relu)(kiln_site at, kiln_tensor *a, bool inplace) {
    FE_DOOR;
    ENTER("relu");
    ir_id zero = fe_const_like(s, x, 0), low = largest(s, zero, x);
    return finish(s, at, "relu", a, fe_where(s, fe_map2(s, IR_LE, x, zero), low, x), inplace);
}

/* The slope at both limits is 0. */
static ir_id between(kiln_session *s, ir_id x, ir_id low, ir_id high) {
    ir_id end = fe_map2(s, IR_MIN, high, fe_map1(s, IR_DETACH, x));
    ir_id top = fe_where(s, fe_map2(s, IR_LE, high, x), end, x), bottom = largest(s, low, x);
    return fe_where(s, fe_map2(s, IR_LE, x, low), bottom, top);
}

kiln_tensor *(kiln_hardtanh)(kiln_site at, kiln_tensor *a, double min_val, double max_val,
                             bool inplace) {
    FE_DOOR;
    ENTER("hardtanh");
    if (min_val > max_val)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "min_val is %g, above max_val, which is %g", min_val, max_val));
    if (!fe_is_float((kiln_dtype)fe_of(a)->dtype))
        min_val = trunc(min_val), max_val = trunc(max_val);
    if (fe_of(a)->dtype == KILN_U8 && (min_val < 0 || max_val < 0))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "input is u8 and a limit negative: min_val is %g, max_val %g",
                                    min_val, max_val));
    ir_id low = limit_of(s, x, min_val, "min_val"), high = limit_of(s, x, max_val, "max_val");
    return finish(s, at, "hardtanh", a, between(s, x, low, high), inplace);
}

kiln_tensor *(kiln_relu6)(kiln_site at, kiln_tensor *a, bool inplace) {
    FE_DOOR;
    ENTER("relu6");
    ir_id six = fe_const_like(s, x, 6);
    return finish(s, at, "relu6", a, between(s, x, fe_const_like(s, x, 0), six), inplace);
}

kiln_tensor *(kiln_threshold)(kiln_site at, kiln_tensor *a, double threshold, double value,
                              bool inplace) {
    FE_DOOR;
    ENTER("threshold");
    ir_id t = limit_of(s, x, threshold, "threshold"), v = limit_of(s, x, value, "value");
    return finish(s, at, "threshold", a, fe_where(s, fe_map2(s, IR_LE, x, t), v, x), inplace);
}

kiln_tensor *(kiln_softsign)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    ENTER("softsign");
    ir_id abs = fe_map1(s, IR_ABS, x), below = fe_add(s, abs, fe_const_like(s, x, 1));
    below = fe_real(s, below);
    return fe_result(s, fe_div(s, fe_real(s, x), below));
}

kiln_tensor *(kiln_tanhshrink)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    ENTER("tanhshrink");
    ir_id tanh = fe_map1(s, IR_TANH, fe_real(s, x));
    return fe_result(s, fe_sub(s, fe_real(s, x), tanh));
}

/* ---- two tensors, two halves */

/* One weight, or one for each channel: [c] as [1, c, 1, ..]. It is repeated before it is widened:
 * each of its gradients is rounded, then summed. */
static ir_id channel_weight(kiln_session *s, const kiln_tensor *a, kiln_tensor *weight) {
    ir_id w = fe_node(s, weight);
    int64_t n = kiln_numel(weight), channels = fe_of(a)->rank > 1 ? fe_of(a)->extent[1] : 1,
            extent[IR_MAX_RANK];
    if (w == IR_NONE) return w;
    if (fe_of(weight)->rank > 1)
        return ir_fail(&s->b, KILN_BAD_SHAPE, "weight has rank %d, expected 0 or 1",
                       fe_of(weight)->rank);
    if (fe_of(weight)->dtype != fe_of(a)->dtype)
        return ir_fail(&s->b, KILN_BAD_DTYPE, "weight is %s, input %s; expected one dtype",
                       kiln_dtype_short((kiln_dtype)fe_of(weight)->dtype),
                       kiln_dtype_short((kiln_dtype)fe_of(a)->dtype));
    if (n != 1 && (fe_of(a)->rank == 0 || n != channels))
        return ir_fail(&s->b, KILN_BAD_SHAPE,
                       "weight has %lld elements, expected 1 or one for each of %lld channels",
                       (long long)n, (long long)channels);
    for (int i = 0; i < fe_of(a)->rank; i++) extent[i] = i == 1 ? n : 1;
    w = ir_reshape(&s->b, w, fe_of(a)->rank, extent);
    return w == IR_NONE || fe_of(a)->rank == 0
               ? w
               : ir_expand(&s->b, w, fe_of(a)->rank, fe_of(a)->extent);
}

kiln_tensor *(kiln_prelu)(kiln_site at, kiln_tensor *a, kiln_tensor *weight) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "prelu", a, weight);
    if (s == NULL) return fe_poison_like(a, weight);
    ir_id x = fe_node(s, a);
    if (x == IR_NONE || !fe_wants_float(s, x, "input")) return fe_result(s, IR_NONE);
    ir_id w = fe_wide(s, channel_weight(s, a, weight));
    x = fe_wide(s, x);
    ir_id positive = fe_map2(s, IR_LT, fe_const_like(s, x, 0), x);
    return fe_result(s, fe_cast(s, fe_where(s, positive, x, fe_mul(s, w, x)),
                                (kiln_dtype)fe_of(a)->dtype));
}

kiln_tensor *(kiln_glu)(kiln_site at, kiln_tensor *a, int dim) {
    FE_DOOR;
    ENTER("glu");
    int axis;
    if (!fe_wants_float(s, x, "input")) return fe_result(s, IR_NONE);
    if (fe_of(a)->rank == 0)
        return fe_result(s,
                         ir_fail(&s->b, KILN_BAD_SHAPE, "input has rank 0, and no axis to halve"));
    if (!fe_axis(s, dim, fe_of(a)->rank, &axis)) return fe_result(s, IR_NONE);
    if (fe_of(a)->extent[axis] % 2 != 0)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "extent %lld of axis %d is odd, expected an even one",
                                    (long long)fe_of(a)->extent[axis], axis));
    int64_t half = fe_of(a)->extent[axis] / 2;
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype;
    ir_id first = fe_wide(s, fe_part(s, x, axis, 0, half)),
          second = fe_wide(s, fe_part(s, x, axis, half, half)), gate = fe_sigmoid(s, second);
    ir_id y = fe_mul(s, first, gate);
    if (fe_opmath(d) == d) return fe_result(s, y);
    /* g w and g ((1 - w) w b), rounded once, of the gate w as a half */
    ir_id w = fe_wide(s, fe_cast(s, gate, d)),
          slope = fe_mul(s, fe_mul(s, fe_sub(s, fe_const_like(s, w, 1), w), w), first);
    y = fe_still(s, fe_wide(s, fe_cast(s, y, d)));
    return fe_result(s, fe_cast(s, fe_slope(s, fe_slope(s, y, first, w), second, slope), d));
}
