/* SPDX-License-Identifier: Apache-2.0
 * Public writes at index tensors, of elements and of whole slices. A slice's index is repeated over
 * the other axes, and the rest is alike. */
#include <math.h>

#include "frontend/ops/index/indexing.h"
#include "frontend/core/operands.h"

typedef enum rule { PUT, ADD, MULTIPLY, MEAN, LARGEST, SMALLEST } rule;

/* What is written where: nodes of x, and of the index and the source in one shape. x == IR_NONE
 * after an error; index == IR_NONE where nothing is written. once: sums and products of halves are
 * rounded at their end, not after every addition. */
typedef struct writes {
    ir_id x, index, source;
    int axis;
    bool once;
} writes;

static const writes refused = {IR_NONE, IR_NONE, IR_NONE, 0, false};

static writes refuse(kiln_session *s, kiln_status status, const char *text, int64_t is,
                     int64_t expected) {
    ir_fail(&s->b, status, text, (long long)is, (long long)expected);
    return refused;
}

/* ---- how elements meet */

/* Bools meet as PyTorch's: a sum is or, a product and. */
static ir_op op_of(rule r, bool bools) {
    switch (r) {
    case ADD:
    case MEAN: return bools ? IR_SCATTER_MAX : IR_SCATTER_ADD;
    case MULTIPLY: return bools ? IR_SCATTER_MIN : IR_SCATTER_MUL;
    case LARGEST: return IR_SCATTER_MAX;
    case SMALLEST: return IR_SCATTER_MIN;
    default: return IR_SCATTER;
    }
}

static ir_id full_like(kiln_session *s, ir_id like, double value) {
    return fe_full(s, fe_const(s, fe_dtype(s, like), value), fe_rank(s, like),
                   ir_shape(&s->g, like));
}

/* What changes nothing when it is met. */
static double neutral(rule r, kiln_dtype d) {
    bool bools = d == KILN_BOOL;
    if (r == LARGEST) return bools ? 0 : -INFINITY;
    if (r == SMALLEST) return bools ? 1 : INFINITY;
    return r == MULTIPLY;
}

static ir_id summed(kiln_session *s, const writes *w, rule r, ir_id base, ir_id source) {
    if (base == IR_NONE || source == IR_NONE) return IR_NONE;
    kiln_dtype d = fe_dtype(s, base);
    bool wide = w->once && (r == ADD || r == MEAN || r == MULTIPLY);
    if (wide) base = fe_wide(s, base), source = fe_wide(s, source);
    return fe_cast(s, ir_scatter(&s->b, op_of(r, d == KILN_BOOL), base, w->index, source, w->axis),
                   d);
}

/* How many meet at each place, 1 where none does: in the dtype of what is counted, as in PyTorch.
 */
static ir_id met(kiln_session *s, const writes *w, bool include_self) {
    ir_id start = full_like(s, w->x, include_self), each = full_like(s, w->source, 1);
    ir_id n = summed(s, w, ADD, start, each);
    kiln_dtype d = fe_dtype(s, w->x);
    ir_id one = fe_const(s, d, 1);
    return fe_map3(s, IR_SELECT, fe_map2(s, IR_EQ, n, fe_const(s, d, 0)), one, n);
}

static ir_id written(kiln_session *s, const writes *w, rule r, bool include_self) {
    if (w->x == IR_NONE || w->index == IR_NONE) return w->x;
    kiln_dtype d = fe_dtype(s, w->x);
    ir_id base = w->x;
    if (r == MEAN && d == KILN_BOOL)
        return ir_fail(&s->b, KILN_BAD_DTYPE, "input is bool, expected numbers for a mean");
    if (!include_self) {
        ir_id start = full_like(s, w->source, neutral(r, d));
        base = start == IR_NONE ? start
                                : ir_scatter(&s->b, IR_SCATTER, base, w->index, start, w->axis);
    }
    ir_id y = summed(s, w, r, base, w->source);
    return r != MEAN ? y
                     : fe_map2(s, fe_is_float(d) ? IR_DIV : IR_IDIV, y, met(s, w, include_self));
}

static bool named(kiln_session *s, const char *reduce, bool sums, rule *r) {
    static const char *const names[] = {"sum", "prod", "mean", "amax", "amin"};
    static const rule rules[] = {ADD, MULTIPLY, MEAN, LARGEST, SMALLEST};
    for (size_t i = !sums; i < sizeof names / sizeof *names; i++)
        if (reduce != NULL && strcmp(reduce, names[i]) == 0) {
            *r = rules[i];
            return true;
        }
    ir_fail(&s->b, KILN_BAD_ARGUMENT, "reduce is '%.40s', expected %sprod, mean, amax or amin",
            reduce != NULL ? reduce : "", sums ? "sum, " : "");
    return false;
}

/* PyTorch's conversion of a number: floats lose their fraction, negative integers wrap in u8. */
static ir_id number_of(kiln_session *s, kiln_value v, kiln_dtype d) {
    if (v.kind == KILN_IS_INT && d == KILN_U8) v.as.integer &= 255;
    return fe_cast(s, fe_value_node(s, v, d), d);
}

/* ---- elements */

static bool index_fits(kiln_session *s, const char *than, bool all, ir_id whole, ir_id ix,
                       int axis) {
    int rank = fe_rank(s, ix);
    if (fe_rank(s, whole) != rank) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "index has rank %d and %s %d, expected one rank", rank, than,
                fe_rank(s, whole));
        return false;
    }
    for (int d = 0; d < rank; d++) {
        int64_t is = ir_shape(&s->g, ix)[d], most = ir_shape(&s->g, whole)[d];
        if ((d == axis && !all) || is <= most) continue;
        ir_fail(&s->b, KILN_BAD_SHAPE,
                "the extent of index along axis %d is %lld, expected at most %s's, %lld", d,
                (long long)is, than, (long long)most);
        return false;
    }
    return true;
}

/* src == NULL: `value`, in every element. */
static writes elements(kiln_session *s, kiln_tensor *a, int axis, kiln_tensor *index,
                       kiln_tensor *src, kiln_value value) {
    writes w = {fe_node(s, a), IR_NONE, IR_NONE, axis, true};
    ir_id x = fe_line(s, w.x), ix = fe_line(s, fe_index(s, index, true, true));
    if (x == IR_NONE || ix == IR_NONE || !fe_axis(s, axis, fe_rank(s, x), &w.axis)) return refused;
    if (src != NULL && !fe_same_dtype(s, a, src, "src")) return refused;
    if (kiln_numel(index) == 0) return w;
    if (!index_fits(s, "input", false, x, ix, w.axis)) return refused;
    int rank = fe_rank(s, ix);
    int64_t zero[IR_MAX_RANK] = {0}, one[IR_MAX_RANK], extent[IR_MAX_RANK];
    memcpy(extent, ir_shape(&s->g, ix), (size_t)rank * sizeof *extent);
    for (int d = 0; d < rank; d++) one[d] = 1;
    if (src != NULL) {
        w.source = fe_line(s, fe_node(s, src));
        if (w.source == IR_NONE || !index_fits(s, "src", true, w.source, ix, w.axis))
            return refused;
        if (!ir_same_shape(&s->g, w.source, ix))
            w.source = ir_slice(&s->b, w.source, zero, one, extent);
    } else {
        if (!fe_number_fits(s, value, (kiln_dtype)fe_of(a)->dtype, "value")) return refused;
        w.source = fe_full(s, number_of(s, value, (kiln_dtype)fe_of(a)->dtype), rank, extent);
    }
    w.x = w.source == IR_NONE ? IR_NONE : x;
    w.index = ix;
    return w;
}

static kiln_tensor *scattered(kiln_site at, const char *call, kiln_tensor *a, int axis,
                              kiln_tensor *index, kiln_tensor *src, const char *reduce,
                              bool include_self) {
    kiln_tensor *t[3] = {a, index, src};
    kiln_session *s = fe_enter(at, call, t, 3);
    rule r = reduce == NULL ? PUT : ADD;
    if (s == NULL) return fe_poison_like(a, index);
    if (reduce != NULL && !named(s, reduce, true, &r)) return fe_result(s, IR_NONE);
    writes w = elements(s, a, axis, index, src, KILN_NO_VALUE);
    return fe_result(s, fe_unline(s, written(s, &w, r, include_self), a));
}

kiln_tensor *(kiln_scatter)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index,
                            kiln_tensor *src) {
    FE_DOOR;
    return scattered(at, "scatter", a, axis, index, src, NULL, true);
}

kiln_tensor *(kiln_scatter_add)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index,
                                kiln_tensor *src) {
    FE_DOOR;
    return scattered(at, "scatter_add", a, axis, index, src, "sum", true);
}

kiln_tensor *(kiln_scatter_reduce)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index,
                                   kiln_tensor *src, const char *reduce, bool include_self) {
    FE_DOOR;
    return scattered(at, "scatter_reduce", a, axis, index, src, reduce != NULL ? reduce : "",
                     include_self);
}

/* torch.scatter's two names of reductions; NULL writes. */
static bool merging(kiln_session *s, const char *reduce, rule *r) {
    bool add = strcmp(reduce, "add") == 0;
    *r = add ? ADD : MULTIPLY;
    if (add || strcmp(reduce, "multiply") == 0) return true;
    ir_fail(&s->b, KILN_BAD_ARGUMENT, "reduce is '%.40s', expected add or multiply", reduce);
    return false;
}

static kiln_tensor *merged(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index,
                           kiln_tensor *src, kiln_value value, const char *reduce) {
    kiln_value v[3] = {kiln_v_tensor(a), kiln_v_tensor(index),
                       src != NULL ? kiln_v_tensor(src) : value};
    kiln_session *s = fe_enter_values(at, "scatter", v, 3);
    rule r = PUT;
    if (s == NULL) return fe_poison_like(a, index);
    if (reduce != NULL && !merging(s, reduce, &r)) return fe_result(s, IR_NONE);
    writes w = elements(s, a, axis, index, src, value);
    return fe_result(s, fe_unline(s, written(s, &w, r, true), a));
}

kiln_tensor *(kiln_scatter_value)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index,
                                  kiln_value value) {
    FE_DOOR;
    return merged(at, a, axis, index, NULL, value, NULL);
}

kiln_tensor *(kiln_scatter_src_reduce)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index,
                                       kiln_tensor *src, const char *reduce) {
    FE_DOOR;
    return merged(at, a, axis, index, src, KILN_NO_VALUE, reduce != NULL ? reduce : "");
}

kiln_tensor *(kiln_scatter_value_reduce)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index,
                                         kiln_value value, const char *reduce) {
    FE_DOOR;
    return merged(at, a, axis, index, NULL, value, reduce != NULL ? reduce : "");
}

/* ---- slices */

/* The index of slices along w->axis, repeated over the other axes of w->x. */
static bool spread(kiln_session *s, writes *w, ir_id ix, int index_rank) {
    int64_t e[IR_MAX_RANK], n = ir_numel(&s->g, ix);
    int rank = fe_rank(s, w->x);
    if (index_rank > 1) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "index has rank %d, expected 1", index_rank);
        return false;
    }
    for (int d = 0; d < rank; d++) e[d] = d == w->axis ? n : 1;
    w->index = ir_reshape(&s->b, ix, rank, e);
    for (int d = 0; d < rank; d++) e[d] = d == w->axis ? n : ir_shape(&s->g, w->x)[d];
    if (w->index != IR_NONE) w->index = ir_expand(&s->b, w->index, rank, e);
    return w->index != IR_NONE;
}

static writes slices(kiln_session *s, kiln_tensor *a, int axis, kiln_tensor *index,
                     kiln_tensor *source) {
    ir_id x = fe_line(s, fe_node(s, a)), added = fe_line(s, fe_node(s, source));
    writes w = {x, IR_NONE, added, axis, false};
    ir_id ix = fe_index(s, index, true, false);
    if (w.x == IR_NONE || w.source == IR_NONE || ix == IR_NONE ||
        !fe_axis(s, axis, fe_rank(s, w.x), &w.axis))
        return refused;
    if (!fe_same_dtype(s, a, source, "source")) return refused;
    if (fe_of(a)->rank != fe_of(source)->rank)
        return refuse(s, KILN_BAD_SHAPE, "source has rank %lld, expected input's, %lld",
                      fe_of(source)->rank, fe_of(a)->rank);
    int64_t n = kiln_numel(index);
    if (ir_shape(&s->g, w.source)[w.axis] != n)
        return refuse(s, KILN_BAD_SHAPE,
                      "the extent of source along dim is %lld, expected index's, %lld",
                      ir_shape(&s->g, w.source)[w.axis], n);
    for (int d = 0; d < fe_of(a)->rank; d++)
        if (d != w.axis && fe_of(a)->extent[d] != fe_of(source)->extent[d])
            return refuse(
                s, KILN_BAD_SHAPE,
                "an extent of source is %lld where input's is %lld; off dim they must be equal",
                fe_of(source)->extent[d], fe_of(a)->extent[d]);
    return spread(s, &w, ix, fe_of(index)->rank) ? w : refused;
}

/* Of halves alpha is a half too, but not in the gradient. */
static ir_id multiple(kiln_session *s, ir_id x, kiln_value alpha) {
    kiln_dtype d = fe_dtype(s, x), computing = fe_opmath(d);
    ir_id y = fe_map2(s, d == KILN_BOOL ? IR_AND : IR_MUL, x, number_of(s, alpha, d));
    if (computing == d || alpha.kind == KILN_IS_TENSOR) return y;
    ir_id factor = number_of(s, alpha, computing), wide = fe_wide(s, x);
    return fe_cast(s, fe_slope(s, fe_still(s, fe_wide(s, y)), wide, factor), d);
}

kiln_tensor *(kiln_index_add)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index,
                              kiln_tensor *source, kiln_value alpha) {
    FE_DOOR;
    kiln_value v[4] = {kiln_v_tensor(a), kiln_v_tensor(index), kiln_v_tensor(source), alpha};
    kiln_session *s = fe_enter_values(at, "index_add", v, 4);
    if (s == NULL) return fe_poison_like(a, index);
    writes w = slices(s, a, axis, index, source);
    if (w.x == IR_NONE) return fe_result(s, IR_NONE);
    bool one = alpha.kind != KILN_IS_TENSOR && fe_is_one(alpha);
    if (alpha.kind != KILN_IS_TENSOR &&
        !fe_number_fits(s, alpha, (kiln_dtype)fe_of(a)->dtype, "alpha"))
        return fe_result(s, IR_NONE);
    /* as PyTorch, which makes a scatter_add of this case alone */
    w.once = fe_of(a)->rank == 2 && one;
    if (!one) w.source = multiple(s, w.source, alpha);
    return fe_result(s,
                     fe_unline(s, w.source == IR_NONE ? w.source : written(s, &w, ADD, true), a));
}

kiln_tensor *(kiln_index_copy)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index,
                               kiln_tensor *source) {
    FE_DOOR;
    kiln_tensor *t[3] = {a, index, source};
    kiln_session *s = fe_enter(at, "index_copy", t, 3);
    if (s == NULL) return fe_poison_like(a, index);
    writes w = slices(s, a, axis, index, source);
    return fe_result(s, fe_unline(s,
                                  w.x == IR_NONE ? w.x
                                                 : ir_scatter(&s->b, IR_SCATTER, w.x, w.index,
                                                              w.source, w.axis),
                                  a));
}

kiln_tensor *(kiln_index_reduce)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index,
                                 kiln_tensor *source, const char *reduce, bool include_self) {
    FE_DOOR;
    kiln_tensor *t[3] = {a, index, source};
    kiln_session *s = fe_enter(at, "index_reduce", t, 3);
    rule r;
    if (s == NULL) return fe_poison_like(a, index);
    if (!named(s, reduce, false, &r)) return fe_result(s, IR_NONE);
    writes w = slices(s, a, axis, index, source);
    return fe_result(s, fe_unline(s, written(s, &w, r, include_self), a));
}

/* Through a mask of what is touched: a slice named twice is filled, and counts in the derivative of
 * value, once. */
kiln_tensor *(kiln_index_fill)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index,
                               kiln_value value) {
    FE_DOOR;
    kiln_value v[3] = {kiln_v_tensor(a), kiln_v_tensor(index), value};
    kiln_session *s = fe_enter_values(at, "index_fill", v, 3);
    if (s == NULL) return fe_poison_like(a, index);
    writes w = {fe_line(s, fe_node(s, a)), IR_NONE, IR_NONE, axis, false};
    ir_id ix = fe_index(s, index, false, false);
    if (w.x == IR_NONE || ix == IR_NONE || !fe_axis(s, axis, fe_rank(s, w.x), &w.axis))
        return fe_result(s, IR_NONE);
    if (value.kind == KILN_IS_TENSOR && fe_of(value.as.tensor)->rank > 0)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "value has rank %d, expected a number or rank 0",
                                    fe_of(value.as.tensor)->rank));
    if (!fe_fill_fits(s, at, value, (kiln_dtype)fe_of(a)->dtype)) return fe_result(s, IR_NONE);
    ir_id x = w.x, fill = number_of(s, value, (kiln_dtype)fe_of(a)->dtype);
    ix = fe_count_from_end(s, ix, ir_shape(&s->g, x)[w.axis]);
    if (ix == IR_NONE || fill == IR_NONE || !spread(s, &w, ix, fe_of(index)->rank))
        return fe_result(s, IR_NONE);
    w.x = fe_full(s, fe_const(s, KILN_BOOL, 0), fe_rank(s, x), ir_shape(&s->g, x));
    w.source = fe_full(s, fe_const(s, KILN_BOOL, 1), fe_rank(s, x), ir_shape(&s->g, w.index));
    ir_id touched = w.x == IR_NONE || w.source == IR_NONE ? IR_NONE : written(s, &w, PUT, true);
    return fe_result(s, fe_unline(s, fe_map3(s, IR_SELECT, touched, fill, x), a));
}
