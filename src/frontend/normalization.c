/* SPDX-License-Identifier: Apache-2.0
 * Public layer_norm, rms_norm and group_norm: mean and variance over some axes, then a scale. Weight and bias may be f32 where input is a half. */
#include "frontend/network.h"

/* A weight, bias or running statistic of `name`, or IR_NONE for none: input's dtype, or f32 for all of them where input is a half. */
typedef struct norm { kiln_session *s; kiln_dtype own, d, parameter; bool any, ok; } norm;

static norm norm_of(kiln_session *s, ir_id x) {
    norm n = {s, KILN_F32, KILN_F32, KILN_F32, false, false};
    if (x == IR_NONE || !fe_wants_float(s, x, "input")) return n;
    n.own = fe_dtype(s, x);
    n.d = fe_opmath(n.own);
    n.ok = true;
    return n;
}

static void check_parameter(norm *n, const kiln_tensor *p, const char *name, int rank, const int64_t *extent) {
    if (p == NULL || !n->ok) return;
    kiln_dtype d = (kiln_dtype)p->dtype;
    bool shape = p->rank == rank;
    for (int i = 0; shape && i < rank; i++) shape = p->extent[i] == extent[i];
    n->ok = shape && (n->any ? d == n->parameter : d == n->own || d == n->d);
    if (!shape) {
        char want[160];
        ir_fail(&n->s->b, KILN_BAD_SHAPE, "%s has another shape than the expected %s", name, ir_type_format(d, rank, extent, want, sizeof want));
    } else if (!n->ok) {
        ir_fail(&n->s->b, KILN_BAD_DTYPE, "%s is %s, expected %s", name, kiln_dtype_short(d), kiln_dtype_short(n->any ? n->parameter : n->own));
    }
    n->parameter = d;
    n->any = true;
}

/* (x - mean) / sqrt(var + eps) */
static ir_id scaled(kiln_session *s, ir_id centred, ir_id var, double eps) {
    ir_id root = fe_map1(s, IR_SQRT, fe_add(s, var, fe_number_like(s, var, eps)));
    return fe_mul(s, centred, fe_div(s, fe_const_like(s, centred, 1), root));
}

static ir_id average(kiln_session *s, ir_id x, kiln_axes axes, int64_t count) {
    return fe_div(s, fe_reduce(s, IR_SUM, x, axes, true), fe_number_like(s, x, (double)count));
}

/* ---- over the last axes */

/* Checks normalized_shape; the first axis of it, or -1. */
static int last_axes(kiln_session *s, const kiln_tensor *a, kiln_shape shape) {
    int first = a->rank - shape.rank;
    bool last = shape.rank >= 1 && first >= 0;
    for (int i = 0; last && i < shape.rank; i++) last = shape.extent[i] == a->extent[first + i];
    if (!last) ir_fail(&s->b, KILN_BAD_SHAPE, "normalized_shape must be the last extents of the input, at least one");
    return last ? first : -1;
}

static int64_t elements(const kiln_tensor *a, int first) {
    int64_t n = 1;
    for (int i = first; i < a->rank; i++) n *= a->extent[i];
    return n;
}

kiln_tensor *(kiln_layer_norm)(kiln_site at, kiln_tensor *a, kiln_shape shape, kiln_tensor *weight, kiln_tensor *bias, double eps) {
    kiln_tensor *t[3] = {a, weight != NULL ? weight : a, bias != NULL ? bias : a};
    kiln_session *s = fe_enter(at, "layer_norm", t, 3);
    if (s == NULL) return fe_poison_like(a, weight);
    ir_id x = fe_node(s, a);
    norm n = norm_of(s, x);
    int first = n.ok ? last_axes(s, a, shape) : -1;
    if (first < 0) return fe_result(s, IR_NONE);
    check_parameter(&n, weight, "weight", shape.rank, shape.extent);
    check_parameter(&n, bias, "bias", shape.rank, shape.extent);
    if (!n.ok) return fe_result(s, IR_NONE);
    x = fe_wide(s, x);
    ir_id count = fe_number(s, n.d, (double)elements(a, first));
    ir_id sum = x == IR_NONE ? x : ir_reduce(&s->b, IR_SUM, x, first, a->rank);
    ir_id c = fe_sub(s, x, fe_div(s, sum, count)), square = fe_mul(s, c, c);
    ir_id var = fe_div(s, square == IR_NONE ? square : ir_reduce(&s->b, IR_SUM, square, first, a->rank), count);
    ir_id y = scaled(s, c, var, eps);
    if (weight != NULL) y = fe_mul(s, y, fe_cast(s, fe_node(s, weight), n.d));
    if (bias != NULL) y = fe_add(s, y, fe_cast(s, fe_node(s, bias), n.d));
    return fe_result(s, fe_cast(s, y, n.own));
}

/* Without eps the spacing at 1 of what input is computed in. */
kiln_tensor *(kiln_rms_norm)(kiln_site at, kiln_tensor *a, kiln_shape shape, kiln_tensor *weight, kiln_value eps) {
    kiln_session *s = fe_enter2(at, "rms_norm", a, weight != NULL ? weight : a);
    if (s == NULL) return fe_poison_like(a, weight);
    ir_id x = fe_node(s, a);
    norm n = norm_of(s, x);
    int first = n.ok ? last_axes(s, a, shape) : -1;
    if (first < 0) return fe_result(s, IR_NONE);
    ir_id w = weight != NULL ? fe_cast(s, fe_node(s, weight), n.d) : IR_NONE;
    n.any = weight != NULL;                /* any dtype does */
    n.parameter = weight != NULL ? (kiln_dtype)weight->dtype : n.own;
    check_parameter(&n, weight, "weight", shape.rank, shape.extent);
    if (!n.ok || (weight != NULL && w == IR_NONE)) return fe_result(s, IR_NONE);
    if (eps.kind == KILN_IS_NONE) eps = kiln_v_float(n.d == KILN_F64 ? 0x1p-52 : 0x1p-23);
    x = fe_wide(s, x);
    ir_id square = fe_mul(s, x, x);
    ir_id sum = square == IR_NONE ? square : ir_reduce(&s->b, IR_SUM, square, first, a->rank);
    ir_id mean = fe_add(s, fe_div(s, sum, fe_number(s, n.d, (double)elements(a, first))), fe_cast(s, fe_value_node(s, eps, n.d), n.d));
    ir_id y = fe_mul(s, x, fe_div(s, fe_const_like(s, x, 1), fe_map1(s, IR_SQRT, mean)));
    return fe_result(s, fe_cast(s, weight != NULL ? fe_mul(s, y, w) : y, n.own));
}

/* ---- by channels, which lie along axis 1 */

/* p [c] as [1, c, 1, ..], over a's shape before it is widened: each of its gradients is rounded, then summed. */
static ir_id channels(const norm *n, const kiln_tensor *a, kiln_tensor *p, bool repeat) {
    int64_t extent[IR_MAX_RANK];
    ir_id x = fe_node(n->s, p);
    for (int i = 0; i < a->rank; i++) extent[i] = i == 1 ? a->extent[1] : 1;
    x = x == IR_NONE ? x : ir_reshape(&n->s->b, x, a->rank, extent);
    extent[0] = a->extent[0];
    if (repeat && x != IR_NONE) x = ir_expand(&n->s->b, x, a->rank, extent);
    return fe_cast(n->s, x, n->d);
}

static ir_id affine(const norm *n, const kiln_tensor *a, ir_id y, kiln_tensor *weight, kiln_tensor *bias, bool repeat) {
    if (weight != NULL) y = fe_mul(n->s, y, channels(n, a, weight, repeat));
    if (bias != NULL) y = fe_add(n->s, y, channels(n, a, bias, repeat));
    return fe_cast(n->s, y, n->own);
}

kiln_tensor *(kiln_group_norm)(kiln_site at, kiln_tensor *a, int64_t groups, kiln_tensor *weight, kiln_tensor *bias, double eps) {
    kiln_tensor *t[3] = {a, weight != NULL ? weight : a, bias != NULL ? bias : a};
    kiln_session *s = fe_enter(at, "group_norm", t, 3);
    if (s == NULL) return fe_poison_like(a, weight);
    ir_id x = fe_node(s, a);
    norm n = norm_of(s, x);
    if (!n.ok) return fe_result(s, IR_NONE);
    if (a->rank < 2) return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "input has rank %d, expected 2 or more", a->rank));
    if (groups <= 0) return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "num_groups is %lld, expected 1 or more", (long long)groups));
    check_parameter(&n, weight, "weight", 1, a->extent + 1);
    check_parameter(&n, bias, "bias", 1, a->extent + 1);
    if (!n.ok) return fe_result(s, IR_NONE);
    if (a->extent[1] % groups != 0)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "%lld channels do not divide into %lld groups", (long long)a->extent[1], (long long)groups));
    int64_t size = elements(a, 2), each = a->extent[1] / groups * size, rows[3] = {a->extent[0], groups, each};
    if (a->extent[0] * each == 1) return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "input has one element a group, expected more"));
    ir_id wide = fe_wide(s, x), split = wide == IR_NONE ? wide : ir_reshape(&s->b, wide, 3, rows);
    int last = 2;
    kiln_axes axes = {1, &last};
    ir_id c = fe_sub(s, split, average(s, split, axes, each));
    ir_id y = scaled(s, c, average(s, fe_mul(s, c, c), axes, each), eps);
    return fe_result(s, affine(&n, a, y == IR_NONE ? y : ir_reshape(&s->b, y, a->rank, a->extent), weight, bias, false));
}
