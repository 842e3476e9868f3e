/* SPDX-License-Identifier: Apache-2.0
 * Public layer_norm, rms_norm and group_norm: mean and variance over some axes, then a scale.
 * Weight and bias may be f32 where input is a half. */
#include "frontend/ops/network.h"

/* A weight, bias or running statistic of `name`, or IR_NONE for none: input's dtype, or f32 for all
 * of them where input is a half. */
typedef struct norm {
    kiln_session *s;
    kiln_dtype own, d, parameter;
    bool any, ok;
} norm;

static norm norm_of(kiln_session *s, ir_id x) {
    norm n = {s, KILN_F32, KILN_F32, KILN_F32, false, false};
    if (x == IR_NONE || !fe_wants_float(s, x, "input")) return n;
    n.own = fe_dtype(s, x);
    n.d = fe_opmath(n.own);
    n.ok = true;
    return n;
}

static void check_parameter(norm *n, const kiln_tensor *p, const char *name, int rank,
                            const int64_t *extent) {
    if (p == NULL || !n->ok) return;
    kiln_dtype d = (kiln_dtype)fe_of(p)->dtype;
    bool shape = fe_of(p)->rank == rank;
    for (int i = 0; shape && i < rank; i++) shape = fe_of(p)->extent[i] == extent[i];
    n->ok = shape && (n->any ? d == n->parameter : d == n->own || d == n->d);
    if (!shape) {
        char want[160], its[160];
        ir_fail(&n->s->b, KILN_BAD_SHAPE, "%s is %s, expected %s", name,
                fe_type_text(p, its, sizeof its),
                ir_type_format(d, rank, extent, want, sizeof want));
    } else if (!n->ok) {
        ir_fail(&n->s->b, KILN_BAD_DTYPE, "%s is %s, expected %s", name, kiln_dtype_short(d),
                kiln_dtype_short(n->any ? n->parameter : n->own));
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
    ir_id n = fe_number_like(s, x, (double)count);
    return fe_div(s, fe_reduce(s, IR_SUM, x, axes, true), n);
}

/* ---- the derivative of halves: PyTorch's kernels compute it in f32, from mean and scale as they
 * keep them, in the parameters' dtype */

static ir_id times(kiln_session *s, ir_id x, ir_id factor) {
    return fe_slope(s, fe_still(s, x), x, factor);
}

/* x, and what is left of it: the parameters' rounding of its mean and of 1 / sqrt(var + eps), and
 * the way of a derivative to x. */
typedef struct kept {
    ir_id scaled, way;
} kept;

static kept keep(const norm *n, ir_id x, ir_id mean, ir_id var, double eps, kiln_axes axes,
                 int64_t count) {
    kiln_session *s = n->s;
    kiln_dtype stored = n->any ? n->parameter : n->own;
    ir_id root = fe_map1(s, IR_SQRT, fe_add(s, var, fe_number_like(s, var, eps)));
    ir_id scale = fe_cast(s, fe_cast(s, fe_div(s, fe_const_like(s, x, 1), root), stored), n->d);
    ir_id centred = fe_sub(s, x, fe_cast(s, fe_cast(s, mean, stored), n->d)),
          scaled = fe_mul(s, centred, scale);
    ir_id way = times(s, x, scale), along = fe_reduce(s, IR_SUM, times(s, way, scaled), axes, true),
          all = fe_reduce(s, IR_SUM, way, axes, true);
    ir_id number = fe_number_like(s, x, (double)count);
    if (along == IR_NONE || all == IR_NONE) return (kept){IR_NONE, IR_NONE};
    along = fe_slope_over(s, fe_still(s, along), along, number);
    all = fe_slope_over(s, fe_still(s, all), all, number);
    along = times(s, fe_expand_to(s, along, fe_rank(s, x), ir_shape(&s->g, x)), scaled);
    return (kept){scaled, fe_sub(s, fe_sub(s, way, all), along)};
}

/* y, weight and bias [of y's shape] in f32; without weight or bias IR_NONE. */
static ir_id with_slope(const norm *n, ir_id y, kept k, ir_id weight, ir_id bias) {
    kiln_session *s = n->s;
    ir_id one = fe_const(s, n->d, 1);
    ir_id way = weight != IR_NONE ? times(s, k.way, weight) : k.way;
    y = fe_slope(s, fe_still(s, y), way, one);
    if (weight != IR_NONE) y = fe_slope(s, y, weight, k.scaled);
    return bias != IR_NONE ? fe_slope(s, y, bias, one) : y;
}

/* ---- over the last axes */

/* Checks normalized_shape; the first axis of it, or -1. */
static int last_axes(kiln_session *s, const kiln_tensor *a, kiln_shape shape) {
    int first = fe_of(a)->rank - shape.rank;
    bool last = shape.rank >= 1 && first >= 0 && shape.extent != NULL;
    for (int i = 0; last && i < shape.rank; i++)
        last = shape.extent[i] == fe_of(a)->extent[first + i];
    if (last) return first;
    char own[160], asked[160] = "no list";
    if (shape.extent != NULL || shape.rank == 0)
        ir_type_format((kiln_dtype)fe_of(a)->dtype, shape.rank, shape.extent, asked, sizeof asked);
    ir_fail(&s->b, KILN_BAD_SHAPE,
            "normalized_shape is that of %s and input %s, expected its last extents, at least one",
            asked, fe_type_text(a, own, sizeof own));
    return -1;
}

static int64_t elements(const kiln_tensor *a, int first) {
    int64_t n = 1;
    for (int i = first; i < fe_of(a)->rank; i++) n *= fe_of(a)->extent[i];
    return n;
}

kiln_tensor *(kiln_layer_norm)(kiln_site at, kiln_tensor *a, kiln_shape shape, kiln_tensor *weight,
                               kiln_tensor *bias, double eps) {
    FE_DOOR;
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
    ir_id sum = x == IR_NONE ? x : ir_reduce(&s->b, IR_SUM, x, first, fe_of(a)->rank);
    ir_id mean = fe_div(s, sum, count), c = fe_sub(s, x, mean), square = fe_mul(s, c, c);
    ir_id var =
        fe_div(s,
               square == IR_NONE ? square : ir_reduce(&s->b, IR_SUM, square, first, fe_of(a)->rank),
               count);
    ir_id y = scaled(s, c, var, eps), w = IR_NONE, b = IR_NONE;
    if (weight != NULL) y = fe_mul(s, y, w = fe_cast(s, fe_node(s, weight), n.d));
    if (bias != NULL) y = fe_add(s, y, b = fe_cast(s, fe_node(s, bias), n.d));
    if (n.own != n.d && y != IR_NONE) {
        int axis[IR_MAX_RANK];
        for (int i = first; i < fe_of(a)->rank; i++) axis[i - first] = i;
        kept k = keep(&n, x, mean, var, eps, (kiln_axes){fe_of(a)->rank - first, axis},
                      elements(a, first));
        b = fe_expand_to(s, b, fe_of(a)->rank, fe_of(a)->extent);
        y = with_slope(&n, y, k, fe_expand_to(s, w, fe_of(a)->rank, fe_of(a)->extent), b);
    }
    return fe_result(s, fe_cast(s, y, n.own));
}

/* Without eps the spacing at 1 of what input is computed in. */
kiln_tensor *(kiln_rms_norm)(kiln_site at, kiln_tensor *a, kiln_shape shape, kiln_tensor *weight,
                             kiln_value eps) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "rms_norm", a, weight != NULL ? weight : a);
    if (s == NULL) return fe_poison_like(a, weight);
    ir_id x = fe_node(s, a);
    norm n = norm_of(s, x);
    int first = n.ok ? last_axes(s, a, shape) : -1;
    if (first < 0) return fe_result(s, IR_NONE);
    ir_id w = weight != NULL ? fe_cast(s, fe_node(s, weight), n.d) : IR_NONE;
    n.any = weight != NULL; /* any dtype does */
    n.parameter = weight != NULL ? (kiln_dtype)fe_of(weight)->dtype : n.own;
    check_parameter(&n, weight, "weight", shape.rank, shape.extent);
    if (!n.ok || (weight != NULL && w == IR_NONE)) return fe_result(s, IR_NONE);
    if (eps.kind == KILN_IS_NONE) eps = kiln_v_float(n.d == KILN_F64 ? 0x1p-52 : 0x1p-23);
    x = fe_wide(s, x);
    ir_id square = fe_mul(s, x, x);
    ir_id sum =
        square == IR_NONE ? square : ir_reduce(&s->b, IR_SUM, square, first, fe_of(a)->rank);
    ir_id shift = fe_cast(s, fe_value_node(s, eps, n.d), n.d);
    ir_id mean = fe_add(s, fe_div(s, sum, fe_number(s, n.d, (double)elements(a, first))), shift);
    ir_id root = fe_map1(s, IR_SQRT, mean),
          y = fe_mul(s, x, fe_div(s, fe_const_like(s, x, 1), root));
    return fe_result(s, fe_cast(s, weight != NULL ? fe_mul(s, y, w) : y, n.own));
}

/* ---- by channels, which lie along axis 1 */

/* p [c] as [1, c, 1, ..]. */
static ir_id channels(const norm *n, const kiln_tensor *a, kiln_tensor *p) {
    int64_t extent[IR_MAX_RANK];
    ir_id x = fe_node(n->s, p);
    for (int i = 0; i < fe_of(a)->rank; i++) extent[i] = i == 1 ? fe_of(a)->extent[1] : 1;
    return fe_cast(n->s, x == IR_NONE ? x : ir_reshape(&n->s->b, x, fe_of(a)->rank, extent), n->d);
}

kiln_tensor *(kiln_group_norm)(kiln_site at, kiln_tensor *a, int64_t groups, kiln_tensor *weight,
                               kiln_tensor *bias, double eps) {
    FE_DOOR;
    kiln_tensor *t[3] = {a, weight != NULL ? weight : a, bias != NULL ? bias : a};
    kiln_session *s = fe_enter(at, "group_norm", t, 3);
    if (s == NULL) return fe_poison_like(a, weight);
    ir_id x = fe_node(s, a);
    norm n = norm_of(s, x);
    if (!n.ok) return fe_result(s, IR_NONE);
    if (fe_of(a)->rank < 2)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "input has rank %d, expected 2 or more",
                                    fe_of(a)->rank));
    if (groups <= 0)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "num_groups is %lld, expected 1 or more", (long long)groups));
    check_parameter(&n, weight, "weight", 1, fe_of(a)->extent + 1);
    check_parameter(&n, bias, "bias", 1, fe_of(a)->extent + 1);
    if (!n.ok) return fe_result(s, IR_NONE);
    if (fe_of(a)->extent[1] % groups != 0)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "%lld channels do not divide into %lld groups",
                                    (long long)fe_of(a)->extent[1], (long long)groups));
    int64_t size = elements(a, 2), each = fe_of(a)->extent[1] / groups * size,
            rows[3] = {fe_of(a)->extent[0], groups, each};
    if (fe_of(a)->extent[0] * each == 1)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "input has one element a group, expected more"));
    ir_id wide = fe_wide(s, x), split = wide == IR_NONE ? wide : ir_reshape(&s->b, wide, 3, rows);
    int last = 2;
    kiln_axes axes = {1, &last};
    ir_id mean = average(s, split, axes, each), c = fe_sub(s, split, mean),
          var = average(s, fe_mul(s, c, c), axes, each);
    ir_id y = scaled(s, c, var, eps), w = IR_NONE, b = IR_NONE;
    if (y == IR_NONE) return fe_result(s, y);
    y = ir_reshape(&s->b, y, fe_of(a)->rank, fe_of(a)->extent);
    if (weight != NULL) y = fe_mul(s, y, w = channels(&n, a, weight));
    if (bias != NULL) y = fe_add(s, y, b = channels(&n, a, bias));
    if ((n.own != n.d || each == 0) && y != IR_NONE) {
        kept k = keep(&n, split, mean, var, eps, axes, each);
        if (k.way == IR_NONE) return fe_result(s, IR_NONE);
        k.scaled = ir_reshape(&s->b, k.scaled, fe_of(a)->rank, fe_of(a)->extent);
        k.way = ir_reshape(&s->b, k.way, fe_of(a)->rank, fe_of(a)->extent);
        /* of nothing the scale is no number, and weight's derivative is multiplied by it last */
        if (each == 0 && w != IR_NONE) {
            int64_t one_image[IR_MAX_RANK] = {fe_of(a)->extent[0], fe_of(a)->extent[1]};
            for (int i = 2; i < fe_of(a)->rank; i++) one_image[i] = 1;
            ir_id nothing = fe_const(s, n.d, NAN);
            w = times(s, fe_expand_to(s, w, fe_of(a)->rank, one_image), nothing);
        }
        b = fe_expand_to(s, b, fe_of(a)->rank, fe_of(a)->extent);
        y = with_slope(&n, y, k, fe_expand_to(s, w, fe_of(a)->rank, fe_of(a)->extent), b);
    }
    return fe_result(s, fe_cast(s, y, n.own));
}
