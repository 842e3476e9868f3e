/* SPDX-License-Identifier: Apache-2.0
 * Public embedding and one_hot, and dropout: what turns indices into vectors, and vectors into
 * noise. */
#include "frontend/ops/network.h"

/* ---- embedding */

/* How often each row is asked for: [rows], i64. An index out of range fails when it is computed. */
static ir_id counts_of(kiln_session *s, ir_id flat, int64_t rows) {
    int64_t n = ir_shape(&s->g, flat)[0];
    ir_id none = ir_expand(&s->b, fe_const(s, KILN_I64, 0), 1, &rows),
          ones = ir_expand(&s->b, fe_const(s, KILN_I64, 1), 1, &n);
    return none == IR_NONE || ones == IR_NONE ? IR_NONE
                                              : ir_scatter_add(&s->b, none, flat, ones, 0);
}

/* Rows that are asked for and longer than max_norm are shortened to it, in place. */
static bool renormalise(kiln_site at, kiln_session *s, kiln_tensor *weight, ir_id flat,
                        double max_norm, double p) {
    int last = 1;
    int64_t column[2] = {fe_of(weight)->extent[0], 1};
    kiln_axes axes = {1, &last};
    ir_id w = fe_node(s, weight), d = fe_wide(s, fe_norm_along(s, w, p, axes, true));
    ir_id none = fe_const(s, KILN_I64, 0),
          asked = fe_map2(s, IR_NE, counts_of(s, flat, fe_of(weight)->extent[0]), none);
    asked = asked == IR_NONE ? asked : ir_reshape(&s->b, asked, 2, column);
    ir_id limit = fe_number_like(s, d, max_norm),
          factor = fe_div(s, limit, fe_add(s, d, fe_const_like(s, d, 1e-7)));
    ir_id cut = fe_map2(s, IR_AND, asked, fe_map2(s, IR_LT, limit, d));
    ir_id shorter = fe_cast(s, fe_mul(s, fe_wide(s, w), factor), (kiln_dtype)fe_of(weight)->dtype);
    ir_id rows = fe_map1(s, IR_DETACH, fe_where(s, cut, shorter, w));
    return kiln_ok(fe_write_back(at, "embedding", weight, fe_result(s, rows)));
}

/* The rows' slopes divided by how often each is asked for; the values stay. */
static ir_id spread_slope(kiln_session *s, ir_id rows, ir_id flat, int64_t count) {
    ir_id often = counts_of(s, flat, count);
    if (rows == IR_NONE || often == IR_NONE) return IR_NONE;
    int64_t column[2] = {ir_shape(&s->g, rows)[0], 1};
    often = ir_gather(&s->b, often, flat, 0);
    often = often == IR_NONE ? often : ir_reshape(&s->b, often, 2, column);
    ir_id still = fe_map1(s, IR_DETACH, rows), times = fe_cast(s, often, fe_dtype(s, rows)),
          share = fe_div(s, fe_sub(s, rows, still), times);
    ir_id infinity = fe_const_like(s, rows, INFINITY),
          finite = fe_map2(s, IR_LT, fe_map1(s, IR_ABS, still), infinity);
    return fe_where(s, finite, fe_add(s, still, share), rows);
}

static kiln_tensor *looked_up(kiln_site at, kiln_session *s, kiln_tensor *index,
                              kiln_tensor *weight, int64_t padding_idx, kiln_value max_norm,
                              double norm_type, bool scale_grad_by_freq, bool sparse) {
    ir_id i = fe_node(s, index);
    if (i == IR_NONE) return fe_result(s, i);
    if (fe_of(weight)->rank != 2)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "weight has rank %d, expected 2",
                                    fe_of(weight)->rank));
    if (fe_of(index)->dtype != KILN_I64 && fe_of(index)->dtype != KILN_I32)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected i64 or i32",
                                    kiln_dtype_short((kiln_dtype)fe_of(index)->dtype)));
    if (sparse)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "sparse is true; gradients are always dense"));
    int64_t rows = fe_of(weight)->extent[0], width = fe_of(weight)->extent[1],
            n = kiln_numel(index), padding = padding_idx;
    if (padding != KILN_NO_INT && (padding >= rows || padding < -rows))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "padding_idx is %lld, which is none of %lld rows",
                                    (long long)padding, (long long)rows));
    if (padding != KILN_NO_INT && padding < 0) padding += rows;
    if (fe_of(index)->rank == KILN_MAX_RANK)
        return fe_result(s, ir_fail(&s->b, KILN_TOO_LARGE, "input has rank %d, the limit",
                                    fe_of(index)->rank));
    ir_id flat = ir_reshape(&s->b, fe_cast(s, i, KILN_I64), 1, &n);
    if (flat == IR_NONE) return fe_result(s, flat);
    if (max_norm.kind != KILN_IS_NONE) {
        double most =
            max_norm.kind == KILN_IS_FLOAT ? max_norm.as.number : (double)max_norm.as.integer;
        if (max_norm.kind == KILN_IS_TENSOR)
            return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                        "max_norm is a tensor, expected a number"));
        if (!fe_wants_float(s, fe_node(s, weight), "weight")) return fe_result(s, IR_NONE);
        if (n > 0 && !renormalise(at, s, weight, flat, most, norm_type))
            return fe_result(s, IR_NONE);
    }
    int64_t column[2] = {n, 1}, table[2] = {n, width}, out[KILN_MAX_RANK];
    ir_id w = fe_node(s, weight), wide = ir_reshape(&s->b, flat, 2, column);
    wide = wide == IR_NONE ? wide : ir_expand(&s->b, wide, 2, table);
    ir_id y = w == IR_NONE || wide == IR_NONE ? IR_NONE : ir_gather(&s->b, w, wide, 0);
    if (scale_grad_by_freq && fe_is_float((kiln_dtype)fe_of(weight)->dtype))
        y = spread_slope(s, y, flat, rows);
    if (padding != KILN_NO_INT && y != IR_NONE) {
        ir_id blank = fe_map2(s, IR_EQ, wide, ir_scalar(&s->b, KILN_I64, (uint64_t)padding));
        y = fe_where(s, blank, fe_map1(s, IR_DETACH, y), y);
    }
    for (int k = 0; k < fe_of(index)->rank; k++) out[k] = fe_of(index)->extent[k];
    out[fe_of(index)->rank] = width;
    return fe_result(s, y == IR_NONE ? y : ir_reshape(&s->b, y, fe_of(index)->rank + 1, out));
}

kiln_tensor *(kiln_embedding)(kiln_site at, kiln_tensor *index, kiln_tensor *weight,
                              int64_t padding_idx, kiln_value max_norm, double norm_type,
                              bool scale_grad_by_freq, bool sparse) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "embedding", index, weight);
    if (s == NULL) return fe_poison_like(index, weight);
    fe_begin(s);
    return fe_ended(s, looked_up(at, s, index, weight, padding_idx, max_norm, norm_type,
                                 scale_grad_by_freq, sparse));
}

/* Computes the indices: their largest says how many classes there are, and none may be out of
 * range. */
kiln_tensor *(kiln_one_hot)(kiln_site at, kiln_tensor *a, int64_t num_classes) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "one_hot", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_node(s, a);
    if (x == IR_NONE) return fe_result(s, x);
    if (fe_of(a)->dtype != KILN_I64)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected i64",
                                    kiln_dtype_short((kiln_dtype)fe_of(a)->dtype)));
    if (fe_of(a)->rank == KILN_MAX_RANK)
        return fe_result(s, ir_fail(&s->b, KILN_TOO_LARGE, "input has rank %d, the limit",
                                    fe_of(a)->rank));
    int64_t extent[KILN_MAX_RANK];
    if (kiln_numel(a) == 0 && num_classes <= 0)
        return fe_result(s,
                         ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                 "num_classes is %lld, which the empty input does not say either",
                                 (long long)num_classes));
    if (kiln_numel(a) > 0) {
        if (!fe_holds(s, fe_map2(s, IR_LE, fe_const(s, KILN_I64, 0), x), KILN_BAD_ARGUMENT,
                      "input has a negative class"))
            return fe_result(s, IR_NONE);
        kiln_value most;
        if (!fe_element_of(s, at, fe_reduce(s, IR_RMAX, x, KILN_ALL_AXES, false), &most))
            return fe_result(s, IR_NONE);
        int64_t largest = most.as.integer;
        if (num_classes == -1) num_classes = largest == INT64_MAX ? largest : largest + 1;
        char text[128];
        snprintf(text, sizeof text,
                 "input has a class not below num_classes, %lld, the largest is %lld",
                 (long long)num_classes, (long long)largest);
        if (largest >= num_classes) {
            ir_id below = fe_map2(s, IR_LT, x, ir_scalar(&s->b, KILN_I64, (uint64_t)num_classes));
            (void)fe_holds(s, below, KILN_BAD_ARGUMENT, text);
            return fe_result(s, IR_NONE);
        }
    }
    for (int i = 0; i < fe_of(a)->rank; i++) extent[i] = fe_of(a)->extent[i];
    extent[fe_of(a)->rank] = 1;
    ir_id l = ir_reshape(&s->b, x, fe_of(a)->rank + 1, extent);
    extent[fe_of(a)->rank] = num_classes;
    ir_id classes =
        l == IR_NONE ? l : ir_iota(&s->b, KILN_I64, fe_of(a)->rank + 1, extent, fe_of(a)->rank);
    return fe_result(s, fe_cast(s, fe_map2(s, IR_EQ, classes, l), KILN_I64));
}

ir_id fe_dropped(kiln_session *s, ir_id x, double p, int64_t seed) {
    if (x == IR_NONE) return x;
    kiln_dtype d = fe_dtype(s, x);
    int64_t n = ir_numel(&s->g, x), extent[IR_MAX_RANK];
    int rank = fe_rank(s, x);
    memcpy(extent, ir_shape(&s->g, x), (size_t)rank * sizeof *extent);
    ir_id counter = ir_iota(&s->b, KILN_I64, 1, &n, 0);
    counter = counter == IR_NONE ? counter : ir_reshape(&s->b, counter, rank, extent);
    if (counter == IR_NONE) return counter;
    ir_id key = ir_scalar(&s->b, KILN_I64, (uint64_t)seed);
    if (key == IR_NONE) return key;
    ir_id u = ir_random(&s->b, IR_UNIFORM, d, counter, key);
    ir_id drop = fe_map2(s, IR_LT, u, fe_number(s, d, p)),
          kept = fe_number(s, d, p < 1 ? 1 / (1 - p) : 0);
    return fe_mul(s, x, fe_where(s, drop, fe_const(s, d, 0), kept));
}

static bool dropout_fits(kiln_session *s, double p) {
    if (!(p >= 0 && p <= 1)) ir_fail(&s->b, KILN_BAD_ARGUMENT, "p is %g, expected 0 to 1", p);
    return p >= 0 && p <= 1;
}

/* Without a seed one is drawn. */
static ir_id dropped(kiln_session *s, ir_id x, double p, const int64_t *seed) {
    int64_t drawn;
    if (x == IR_NONE || !fe_wants_float(s, x, "input") ||
        (seed == NULL && !fe_draw_seed(s, &drawn)))
        return IR_NONE;
    return fe_cast(s, fe_dropped(s, fe_wide(s, x), p, seed != NULL ? *seed : drawn),
                   fe_dtype(s, x));
}

kiln_tensor *(kiln_counter_dropout)(kiln_site at, kiln_tensor *a, double p, int64_t seed) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "counter_dropout", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    return fe_result(s, dropout_fits(s, p) ? dropped(s, fe_node(s, a), p, &seed) : IR_NONE);
}

/* Where nothing is dropped, and where all is, PyTorch draws nothing and takes any dtype. */
kiln_tensor *(kiln_dropout)(kiln_site at, kiln_tensor *a, double p, bool training, bool inplace) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "dropout", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    if (!dropout_fits(s, p)) return fe_result(s, IR_NONE);
    if (!training || p == 0 || kiln_numel(a) == 0) return inplace ? a : fe_aliased(s, a);
    ir_id x = fe_node(s, a), zero = p == 1 ? fe_const_like(s, x, 0) : IR_NONE;
    fe_begin(s);
    kiln_tensor *t =
        fe_result(s, p == 1 ? fe_map2(s, fe_of(a)->dtype == KILN_BOOL ? IR_AND : IR_MUL, x, zero)
                            : dropped(s, x, p, NULL));
    return fe_ended(s, inplace ? fe_write_back(at, "dropout", a, t) : t);
}
