/* SPDX-License-Identifier: Apache-2.0
 * Public sorting, searching and counting: argsort and searchsorted are primitives, the rest is
 * gathers around them. */
#include "frontend/core/operands.h"

#include <math.h>

#define POISON_PAIR(a) ((kiln_pair){fe_poison_like(a, NULL), fe_poison_like(a, NULL)})

/* x as lines, and the first `count` places of each in order, all for -1. */
static ir_id places(kiln_session *s, kiln_tensor *a, int *axis, bool descending, int64_t count,
                    ir_id *x) {
    *x = fe_line(s, fe_node(s, a));
    if (*x == IR_NONE || !fe_axis(s, *axis, fe_rank(s, *x), axis)) return IR_NONE;
    int64_t n = ir_shape(&s->g, *x)[*axis];
    if (count > n || count < -1)
        return ir_fail(&s->b, KILN_BAD_ARGUMENT,
                       "k is %lld, expected 0 to %lld, the extent of axis %d", (long long)count,
                       (long long)n, *axis);
    /* PyTorch's answer: a scalar has no other shape */
    if (count == 0 && fe_of(a)->rank == 0) count = 1;
    ir_id order = ir_argsort(&s->b, *x, *axis, descending);
    return count < 0 ? order : fe_part(s, order, *axis, 0, count);
}

static kiln_pair with_values(kiln_session *s, kiln_tensor *a, ir_id x, ir_id order, int axis) {
    ir_id values = order == IR_NONE ? order : ir_gather(&s->b, x, order, axis);
    order = fe_unline(s, order, a);
    return fe_pair(s, fe_unline(s, values, a), order);
}

kiln_pair(kiln_sort)(kiln_site at, kiln_tensor *a, int axis, bool descending, bool stable) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "sort", a);
    ir_id x;
    (void)stable;
    if (s == NULL) return POISON_PAIR(a);
    ir_id order = places(s, a, &axis, descending, -1, &x);
    return with_values(s, a, x, order, axis);
}

kiln_tensor *(kiln_argsort)(kiln_site at, kiln_tensor *a, int axis, bool descending, bool stable) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "argsort", a);
    ir_id x;
    (void)stable;
    return s == NULL ? fe_poison_like(a, NULL)
                     : fe_result(s, fe_unline(s, places(s, a, &axis, descending, -1, &x), a));
}

kiln_pair(kiln_topk)(kiln_site at, kiln_tensor *a, int64_t k, int axis, bool largest, bool sorted) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "topk", a);
    ir_id x, order;
    (void)sorted;
    if (s == NULL) return POISON_PAIR(a);
    if (fe_of(a)->dtype == KILN_BOOL)
        x = order = ir_fail(&s->b, KILN_BAD_DTYPE, "input is bool, expected a number dtype");
    else
        order = places(s, a, &axis, largest, k < 0 ? INT64_MIN : k, &x);
    return with_values(s, a, x, order, axis);
}

/* ---- searching */

/* One line for all values: they are taken as one line too. */
static ir_id search(kiln_session *s, ir_id sorted, ir_id values, bool right) {
    if (sorted == IR_NONE || values == IR_NONE) return IR_NONE;
    kiln_dtype d = fe_promote_ids(s, sorted, values);
    if (d == KILN_BOOL)
        return ir_fail(&s->b, KILN_BAD_DTYPE, "both inputs are bool, expected numbers");
    int rank = fe_rank(s, values);
    int64_t n = ir_numel(&s->g, values), shape[IR_MAX_RANK];
    memcpy(shape, ir_shape(&s->g, values), (size_t)rank * sizeof *shape);
    sorted = fe_cast(s, sorted, d);
    values = fe_cast(s, values, d);
    if (sorted == IR_NONE || values == IR_NONE) return IR_NONE;
    if (fe_rank(s, sorted) > 1) return ir_searchsorted(&s->b, sorted, values, right);
    values = ir_reshape(&s->b, values, 1, &n);
    ir_id places = values == IR_NONE ? values : ir_searchsorted(&s->b, sorted, values, right);
    return places == IR_NONE ? places : ir_reshape(&s->b, places, rank, shape);
}

/* The shapes searchsorted takes: one line for all, or lines of the same leading extents. */
static bool fits_lines(kiln_session *s, ir_id sorted, ir_id values) {
    if (sorted == IR_NONE || values == IR_NONE) return false;
    int rank = fe_rank(s, sorted);
    bool fits = rank == 1 || (rank > 1 && fe_rank(s, values) == rank);
    for (int d = 0; fits && rank > 1 && d < rank - 1; d++)
        fits = ir_shape(&s->g, sorted)[d] == ir_shape(&s->g, values)[d];
    if (fits) return true;
    char a[160], b[160];
    ir_fail(&s->b, KILN_BAD_SHAPE,
            "input is %s, sorted_sequence %s, expected one axis there or the same leading axes",
            ir_type_text(&s->g, values, a, sizeof a), ir_type_text(&s->g, sorted, b, sizeof b));
    return false;
}

/* A number takes the dtype torch.scalar_tensor gives it, and then promotes as a rank-0 tensor. */
static ir_id number_or_tensor(kiln_session *s, kiln_value v) {
    return fe_value_node(s, v,
                         v.kind == KILN_IS_FLOAT ? KILN_F64
                         : v.kind == KILN_IS_INT ? KILN_I64
                                                 : KILN_BOOL);
}

static ir_id through_sorter(kiln_session *s, ir_id sorted, kiln_tensor *sorter) {
    if (sorted == IR_NONE || sorter == NULL) return sorted;
    ir_id order = fe_node(s, sorter);
    if (order == IR_NONE) return order;
    if (fe_of(sorter)->dtype != KILN_I64)
        return ir_fail(&s->b, KILN_BAD_DTYPE, "sorter is %s, expected i64",
                       kiln_dtype_short((kiln_dtype)fe_of(sorter)->dtype));
    char a[160], b[160];
    if (!ir_same_shape(&s->g, sorted, order))
        return ir_fail(&s->b, KILN_BAD_SHAPE,
                       "sorter is %s, expected the shape of sorted_sequence, %s",
                       ir_type_text(&s->g, order, a, sizeof a),
                       ir_type_text(&s->g, sorted, b, sizeof b));
    return fe_rank(s, sorted) == 0 ? sorted
                                   : ir_gather(&s->b, sorted, order, fe_rank(s, sorted) - 1);
}

kiln_tensor *(kiln_searchsorted)(kiln_site at, kiln_tensor *sorted_sequence, kiln_value input,
                                 bool out_int32, bool right, const char *side,
                                 kiln_tensor *sorter) {
    FE_DOOR;
    kiln_value v[3] = {kiln_v_tensor(sorted_sequence), input,
                       sorter != NULL ? kiln_v_tensor(sorter) : KILN_NO_VALUE};
    kiln_session *s = fe_enter_values(at, "searchsorted", v, 3);
    if (s == NULL) return fe_poison_like(sorted_sequence, NULL);
    bool left_side = side != NULL && strcmp(side, "left") == 0,
         right_side = side != NULL && strcmp(side, "right") == 0;
    if (side != NULL && !left_side && !right_side)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "side is \"%.20s\", expected \"left\" or \"right\"", side));
    if (left_side && right)
        return fe_result(s,
                         ir_fail(&s->b, KILN_BAD_ARGUMENT, "side is \"left\" while right is true"));
    ir_id sorted = through_sorter(s, fe_node(s, sorted_sequence), sorter),
          values = number_or_tensor(s, input);
    ir_id found =
        fits_lines(s, sorted, values) ? search(s, sorted, values, right || right_side) : IR_NONE;
    return fe_result(s, out_int32 ? fe_cast(s, found, KILN_I32) : found);
}

kiln_tensor *(kiln_bucketize)(kiln_site at, kiln_value input, kiln_tensor *boundaries,
                              bool out_int32, bool right) {
    FE_DOOR;
    kiln_value v[2] = {input, kiln_v_tensor(boundaries)};
    kiln_session *s = fe_enter_values(at, "bucketize", v, 2);
    if (s == NULL) return fe_poison_like(boundaries, NULL);
    if (fe_of(boundaries)->rank != 1)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "boundaries has rank %d, expected 1",
                                    fe_of(boundaries)->rank));
    ir_id values = number_or_tensor(s, input),
          found = search(s, fe_node(s, boundaries), values, right);
    return fe_result(s, out_int32 ? fe_cast(s, found, KILN_I32) : found);
}

/* ---- membership and counts */

/* The NaNs at the end as infinities: bisection goes wrong at what compares with nothing. */
static ir_id without_nan(kiln_session *s, ir_id x) {
    if (x == IR_NONE || !fe_is_float(fe_dtype(s, x))) return x;
    ir_id infinity = fe_const(s, fe_dtype(s, x), INFINITY);
    return fe_map3(s, IR_SELECT, fe_map2(s, IR_EQ, x, x), x, infinity);
}

/* An element is among the others where the place it would be put at holds its equal. */
static ir_id among(kiln_session *s, ir_id x, ir_id others) {
    if (x == IR_NONE || others == IR_NONE) return IR_NONE;
    int rank = fe_rank(s, x);
    int64_t n = ir_numel(&s->g, x), m = ir_numel(&s->g, others), shape[IR_MAX_RANK];
    memcpy(shape, ir_shape(&s->g, x), (size_t)rank * sizeof *shape);
    if (m == 0 || n == 0) return fe_full(s, fe_const(s, KILN_BOOL, 0), rank, shape);
    others = ir_reshape(&s->b, others, 1, &m);
    ir_id line = ir_reshape(&s->b, x, 1, &n),
          order = others == IR_NONE ? others : ir_argsort(&s->b, others, 0, false);
    if (line == IR_NONE || order == IR_NONE) return IR_NONE;
    others = ir_gather(&s->b, others, order, 0);
    ir_id sorted = without_nan(s, others),
          place = sorted == IR_NONE ? sorted : ir_searchsorted(&s->b, sorted, line, false);
    place = fe_map2(s, IR_MIN, place, fe_number(s, KILN_I64, (double)(m - 1)));
    ir_id here = place == IR_NONE ? place : ir_gather(&s->b, others, place, 0);
    ir_id found = fe_map2(s, IR_EQ, here, line);
    return found == IR_NONE ? found : ir_reshape(&s->b, found, rank, shape);
}

kiln_tensor *(kiln_isin)(kiln_site at, kiln_value elements, kiln_value test_elements,
                         bool assume_unique, bool invert) {
    FE_DOOR;
    kiln_value v[2] = {elements, test_elements};
    kiln_session *s = fe_enter_values(at, "isin", v, 2);
    (void)assume_unique;
    if (s == NULL) return fe_poison_values(v, 2);
    ir_id x[2];
    kiln_dtype d = fe_promote(v, 2);
    for (int i = 0; i < 2; i++) {
        x[i] = fe_cast(s, fe_value_node(s, v[i], d), d);
        if (v[i].kind == KILN_IS_BOOL ||
            (v[i].kind == KILN_IS_TENSOR && fe_of(v[i].as.tensor)->dtype == KILN_BOOL))
            x[i] = ir_fail(&s->b, KILN_BAD_DTYPE, "%s is bool, expected numbers",
                           i == 0 ? "elements" : "test_elements");
    }
    ir_id found = among(s, x[0], x[1]);
    return fe_result(s, invert ? fe_map1(s, IR_NOT, found) : found);
}

/* The smallest and the largest element, now. */
static bool bounds(kiln_session *s, kiln_site at, ir_id line, int64_t *low, int64_t *high) {
    kiln_tensor *least = fe_result(s, fe_reduce(s, IR_RMIN, line, KILN_ALL_AXES, false));
    kiln_tensor *most = fe_result(s, fe_reduce(s, IR_RMAX, line, KILN_ALL_AXES, false)),
                *t[2] = {least, most};
    bool ok = kiln_ok(t[0]) && kiln_ok(t[1]) && fe_evaluate(s, at, "bincount", t, 2) == KILN_OK;
    if (ok) {
        *low = *(const int64_t *)fe_value_of(s, fe_of(t[0])->node)->data;
        *high = *(const int64_t *)fe_value_of(s, fe_of(t[1])->node)->data;
    }
    for (int i = 0; i < 2; i++)
        if (kiln_ok(t[i])) fe_drop(s, t[i]);
    return ok;
}

static bool countable(kiln_session *s, kiln_tensor *a, kiln_tensor *weights, int64_t minlength) {
    const char *d = kiln_dtype_short((kiln_dtype)fe_of(a)->dtype);
    if (fe_is_float((kiln_dtype)fe_of(a)->dtype) || fe_of(a)->dtype == KILN_BOOL)
        ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected an integer dtype", d);
    else if (fe_of(a)->rank != 1)
        ir_fail(&s->b, KILN_BAD_SHAPE, "input has rank %d, expected 1", fe_of(a)->rank);
    else if (minlength < 0)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "minlength is %lld, expected 0 or more",
                (long long)minlength);
    else if (weights != NULL && fe_of(a)->extent[0] > 0 &&
             (fe_of(weights)->rank != 1 || fe_of(weights)->extent[0] != fe_of(a)->extent[0]))
        ir_fail(&s->b, KILN_BAD_SHAPE,
                "weights has another shape than input, which has %lld elements",
                (long long)fe_of(a)->extent[0]);
    else
        return true;
    return false;
}

kiln_tensor *(kiln_bincount)(kiln_site at, kiln_tensor *a, kiln_tensor *weights,
                             int64_t minlength) {
    FE_DOOR;
    kiln_tensor *t[2] = {a, weights};
    kiln_session *s = fe_enter(at, "bincount", t, weights != NULL ? 2 : 1);
    if (s == NULL) return fe_poison_like(a, weights);
    if (!countable(s, a, weights, minlength)) return fe_result(s, IR_NONE);
    if (fe_of(a)->extent[0] == 0)
        return fe_result(s, fe_full(s, fe_const(s, KILN_I64, 0), 1, &minlength));
    int64_t low, high;
    ir_id line = fe_cast(s, fe_node(s, a), KILN_I64);
    if (line == IR_NONE) return fe_result(s, line);
    if (!bounds(s, at, line, &low, &high)) return fe_poison(s);
    if (low < 0 || high == INT64_MAX)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "input holds %lld, expected numbers from 0 on",
                                    (long long)(low < 0 ? low : high)));
    int64_t bins = high + 1 > minlength ? high + 1 : minlength;
    kiln_dtype d = weights == NULL                     ? KILN_I64
                   : fe_of(weights)->dtype == KILN_F32 ? KILN_F32
                                                       : KILN_F64;
    line = fe_cast(s, fe_node(s, a), KILN_I64);
    ir_id each = weights == NULL ? fe_full(s, fe_const(s, d, 1), 1, fe_of(a)->extent)
                                 : fe_cast(s, fe_node(s, weights), d);
    ir_id zeros = fe_full(s, fe_const(s, d, 0), 1, &bins);
    if (line == IR_NONE || each == IR_NONE || zeros == IR_NONE) return fe_result(s, IR_NONE);
    return fe_result(s, ir_scatter_add(&s->b, zeros, line, each, 0));
}
