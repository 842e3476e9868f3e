/* SPDX-License-Identifier: Apache-2.0
 * Public differences along an axis and the integrals made of them (diff, trapezoid,
 * cumulative_trapezoid), sums down to a shape, and the powers of vander. */
#include "frontend/core/frontend.h"

#define REFUSE(...) return fe_result(s, ir_fail(&s->b, __VA_ARGS__))

/* All but the first element of one axis with all but the last: their difference, or their sum. */
static ir_id neighbours(kiln_session *s, ir_op op, ir_id x, int axis) {
    if (x == IR_NONE) return x;
    int64_t n = ir_shape(&s->g, x)[axis], some = n > 0;
    ir_id before = fe_part(s, x, axis, 0, n - some);
    return fe_map2(s, op, fe_part(s, x, axis, some, n - some), before);
}

/* ---- diff */

kiln_tensor *(kiln_diff)(kiln_site at, kiln_tensor *a, int64_t n, int dim, kiln_tensor *before,
                         kiln_tensor *after) {
    FE_DOOR;
    kiln_tensor *given[3] = {a};
    size_t count = 1;
    if (before != NULL) given[count++] = before;
    if (after != NULL) given[count++] = after;
    kiln_session *s = fe_enter(at, "diff", given, count);
    int axis;
    if (s == NULL) return fe_poison_like(a, NULL);
    if (!fe_axis(s, dim, fe_of(a)->rank, &axis)) return fe_result(s, IR_NONE);
    if (n < 0) REFUSE(KILN_BAD_ARGUMENT, "n is %lld, expected at least 0", (long long)n);
    kiln_tensor *order[3] = {before, a, after};
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype;
    ir_id parts[3];
    size_t k = 0;
    for (int i = 0; i < 3; i++)
        if (order[i] != NULL) d = fe_wider(d, (kiln_dtype)fe_of(order[i])->dtype);
    for (int i = 0; i < 3; i++) {
        if (order[i] == NULL) continue;
        if (fe_of(order[i])->rank != fe_of(a)->rank)
            REFUSE(KILN_BAD_SHAPE, "%s has rank %d, expected input's, %d",
                   i == 0 ? "prepend" : "append", fe_of(order[i])->rank, fe_of(a)->rank);
        parts[k++] = fe_cast(s, fe_node(s, order[i]), d);
    }
    ir_id x = fe_join(s, parts, k, axis);
    /* torch.diff, too, drops what was joined then */
    if (x == IR_NONE || n == 0) return fe_result(s, x == IR_NONE ? x : fe_node(s, a));
    if (n > ir_shape(&s->g, x)[axis]) n = ir_shape(&s->g, x)[axis];
    for (int64_t i = 0; i < n && x != IR_NONE; i++)
        x = neighbours(s, d == KILN_BOOL ? IR_XOR : IR_SUB, x, axis);
    return fe_result(s, x);
}

/* ---- trapezoids */

static ir_id same_dtype(kiln_session *s, ir_op op, ir_id a, ir_id b) {
    if (a == IR_NONE || b == IR_NONE) return IR_NONE;
    kiln_dtype d = fe_promote_ids(s, a, b);
    b = fe_cast(s, b, d);
    return fe_map2(s, op, fe_cast(s, a, d), b);
}

/* A number times a tensor, rounded once whatever the tensor's dtype. */
static ir_id scaled(kiln_session *s, ir_id x, double by) {
    x = fe_real(s, x);
    if (x == IR_NONE) return x;
    kiln_dtype d = fe_dtype(s, x), wide = d == KILN_F64 ? KILN_F64 : KILN_F32;
    ir_id factor = fe_number(s, wide, by);
    return fe_cast(s, fe_map2(s, IR_MUL, fe_cast(s, x, wide), factor), d);
}

static ir_id summed(kiln_session *s, ir_id x, int axis) {
    if (x != IR_NONE && !fe_is_float(fe_dtype(s, x))) x = fe_cast(s, x, KILN_I64);
    return fe_reduce(s, IR_SUM, x, (kiln_axes){1, &axis}, false);
}

static bool no_bools(kiln_session *s, const kiln_tensor *y, const kiln_tensor *x) {
    const char *which = fe_of(y)->dtype == KILN_BOOL                ? "y"
                        : x != NULL && fe_of(x)->dtype == KILN_BOOL ? "x"
                                                                    : NULL;
    if (which != NULL) ir_fail(&s->b, KILN_BAD_DTYPE, "%s is bool, expected numbers", which);
    return which == NULL;
}

/* The widths between samples at x, which is one line along y's axis or has y's rank; fewer axes are
 * y's last ones. */
static ir_id widths(kiln_session *s, kiln_tensor *y, kiln_tensor *x, int axis) {
    int64_t extent[IR_MAX_RANK];
    ir_id id = fe_node(s, x);
    if (fe_of(x)->rank == 1) {
        if (fe_of(x)->extent[0] != fe_of(y)->extent[axis])
            return ir_fail(&s->b, KILN_BAD_SHAPE,
                           "x has %lld points, y has %lld samples along axis %d",
                           (long long)fe_of(x)->extent[0], (long long)fe_of(y)->extent[axis], axis);
        for (int i = 0; i < fe_of(y)->rank; i++) extent[i] = i == axis ? fe_of(x)->extent[0] : 1;
    } else {
        for (int i = 0; i < fe_of(y)->rank; i++)
            extent[i] = i < fe_of(y)->rank - fe_of(x)->rank
                            ? 1
                            : fe_of(x)->extent[i - (fe_of(y)->rank - fe_of(x)->rank)];
    }
    if (id != IR_NONE && (fe_of(x)->rank == 1 || fe_of(x)->rank < fe_of(y)->rank))
        id = ir_reshape(&s->b, id, fe_of(y)->rank, extent);
    return neighbours(s, IR_SUB, id, axis);
}

static ir_id zeros_without(kiln_session *s, kiln_tensor *y, int axis) {
    int64_t extent[IR_MAX_RANK];
    int rank = 0;
    for (int i = 0; i < fe_of(y)->rank; i++)
        if (i != axis) extent[rank++] = fe_of(y)->extent[i];
    return fe_full(s, fe_const(s, (kiln_dtype)fe_of(y)->dtype, 0), rank, extent);
}

static kiln_tensor *trapezoid_at(kiln_site at, const char *call, kiln_tensor *y, kiln_tensor *x,
                                 int dim) {
    kiln_session *s = fe_enter2(at, call, y, x);
    int axis;
    if (s == NULL) return fe_poison_like(y, x);
    if (!fe_axis(s, dim, fe_of(y)->rank, &axis)) return fe_result(s, IR_NONE);
    if (fe_of(y)->extent[axis] == 0) return fe_result(s, zeros_without(s, y, axis));
    if (!no_bools(s, y, x)) return fe_result(s, IR_NONE);
    ir_id width = widths(s, y, x, axis),
          area = same_dtype(s, IR_MUL, neighbours(s, IR_ADD, fe_node(s, y), axis), width);
    return fe_result(s, scaled(s, summed(s, area, axis), 0.5));
}

static kiln_tensor *trapezoid_by(kiln_site at, const char *call, kiln_tensor *y, double dx,
                                 int dim) {
    kiln_session *s = fe_enter1(at, call, y);
    int axis;
    bool drop[IR_MAX_RANK] = {false};
    if (s == NULL) return fe_poison_like(y, NULL);
    if (!fe_axis(s, dim, fe_of(y)->rank, &axis)) return fe_result(s, IR_NONE);
    if (fe_of(y)->extent[axis] == 0) return fe_result(s, zeros_without(s, y, axis));
    if (!no_bools(s, y, NULL)) return fe_result(s, IR_NONE);
    drop[axis] = true;
    ir_id id = fe_node(s, y), first = fe_part(s, id, axis, 0, 1),
          last = fe_part(s, id, axis, fe_of(y)->extent[axis] - 1, 1);
    ir_id ends = scaled(s, fe_drop_axes(s, fe_map2(s, IR_ADD, first, last), drop), 0.5);
    return fe_result(s, scaled(s, same_dtype(s, IR_SUB, summed(s, id, axis), ends), dx));
}

static bool as_number(kiln_session *s, kiln_value v, double *x) {
    *x = v.kind == KILN_IS_FLOAT ? v.as.number : (double)v.as.integer;
    if (v.kind != KILN_IS_TENSOR && v.kind != KILN_IS_NONE) return true;
    ir_fail(&s->b, KILN_BAD_ARGUMENT, "dx is no number");
    return false;
}

static kiln_tensor *trapezoid(kiln_site at, const char *call, kiln_tensor *y, kiln_value dx,
                              int dim) {
    kiln_value v[2] = {kiln_v_tensor(y), dx};
    kiln_session *s = fe_enter_values(at, call, v, 2);
    double by;
    if (s == NULL) return fe_poison_like(y, NULL);
    return as_number(s, dx, &by) ? trapezoid_by(at, call, y, by, dim) : fe_result(s, IR_NONE);
}

kiln_tensor *(kiln_trapezoid)(kiln_site at, kiln_tensor *y, kiln_value dx, int dim) {
    FE_DOOR;
    return trapezoid(at, "trapezoid", y, dx, dim);
}
kiln_tensor *(kiln_trapezoid_at)(kiln_site at, kiln_tensor *y, kiln_tensor *x, int dim) {
    FE_DOOR;
    return trapezoid_at(at, "trapezoid", y, x, dim);
}
kiln_tensor *(kiln_trapz)(kiln_site at, kiln_tensor *y, kiln_value dx, int dim) {
    FE_DOOR;
    return trapezoid(at, "trapz", y, dx, dim);
}
kiln_tensor *(kiln_trapz_at)(kiln_site at, kiln_tensor *y, kiln_tensor *x, int dim) {
    FE_DOOR;
    return trapezoid_at(at, "trapz", y, x, dim);
}

static ir_id running(kiln_session *s, ir_id areas, int axis) {
    if (areas != IR_NONE && !fe_is_float(fe_dtype(s, areas))) areas = fe_cast(s, areas, KILN_I64);
    return areas == IR_NONE ? areas : ir_scan(&s->b, IR_CUMSUM, areas, axis);
}

kiln_tensor *(kiln_cumulative_trapezoid)(kiln_site at, kiln_tensor *y, kiln_value dx, int dim) {
    FE_DOOR;
    kiln_value v[2] = {kiln_v_tensor(y), dx};
    kiln_session *s = fe_enter_values(at, "cumulative_trapezoid", v, 2);
    int axis;
    double by;
    if (s == NULL) return fe_poison_like(y, NULL);
    if (!as_number(s, dx, &by) || !fe_axis(s, dim, fe_of(y)->rank, &axis) || !no_bools(s, y, NULL))
        return fe_result(s, IR_NONE);
    return fe_result(s, running(s, scaled(s, neighbours(s, IR_ADD, fe_node(s, y), axis), by / 2),
                                axis));
}

kiln_tensor *(kiln_cumulative_trapezoid_at)(kiln_site at, kiln_tensor *y, kiln_tensor *x, int dim) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "cumulative_trapezoid", y, x);
    int axis;
    if (s == NULL) return fe_poison_like(y, x);
    if (!fe_axis(s, dim, fe_of(y)->rank, &axis) || !no_bools(s, y, x)) return fe_result(s, IR_NONE);
    ir_id width = widths(s, y, x, axis),
          areas = same_dtype(s, IR_MUL, neighbours(s, IR_ADD, fe_node(s, y), axis), width);
    return fe_result(s, scaled(s, running(s, areas, axis), 0.5));
}

/* ---- the rest */

kiln_tensor *(kiln_sum_to_size)(kiln_site at, kiln_tensor *a, kiln_shape size) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "sum_to_size", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    if (!fe_good_shape(s, size, "size")) return fe_result(s, IR_NONE);
    int lead = fe_of(a)->rank - size.rank, axis[IR_MAX_RANK], n = 0;
    bool fits = lead >= 0;
    for (int i = 0; i < fe_of(a)->rank && fits; i++) {
        int64_t want = i < lead ? 1 : size.extent[i - lead];
        fits = i < lead || want == fe_of(a)->extent[i] || want == 1;
        if (i < lead || want != fe_of(a)->extent[i]) axis[n++] = i;
    }
    if (!fits)
        REFUSE(KILN_BAD_SHAPE, "size has %d extents that do not expand to input's %d", size.rank,
               fe_of(a)->rank);
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype, wide = !fe_is_float(d) ? KILN_I64
                                                       : d == KILN_F64 ? KILN_F64
                                                                       : KILN_F32;
    ir_id x = fe_node(s, a);
    /* PyTorch sums, and so promotes, to a scalar even what is one */
    if (n == 0 && size.rank > 0) return fe_result(s, x);
    x = fe_reduce(s, IR_SUM, fe_cast(s, x, wide), (kiln_axes){n, axis}, true);
    if (x != IR_NONE) x = ir_reshape(&s->b, x, size.rank, size.extent);
    return fe_result(s, fe_cast(s, x, fe_is_float(d) ? d : KILN_I64));
}

kiln_tensor *(kiln_linalg_vander)(kiln_site at, kiln_tensor *a, int64_t count) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "linalg.vander", a);
    int64_t extent[IR_MAX_RANK];
    if (s == NULL) return fe_poison_like(a, NULL);
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype;
    if (d == KILN_BOOL || d == KILN_F16 || d == KILN_BF16)
        REFUSE(KILN_BAD_DTYPE, "input is %s, expected integers, f32 or f64", kiln_dtype_short(d));
    if (count == KILN_NO_INT) count = fe_of(a)->rank > 0 ? fe_of(a)->extent[fe_of(a)->rank - 1] : 1;
    if (count < 2) REFUSE(KILN_BAD_ARGUMENT, "N is %lld, expected at least 2", (long long)count);
    int rank = fe_of(a)->rank > 0 ? fe_of(a)->rank : 1;
    if (rank == IR_MAX_RANK) REFUSE(KILN_TOO_LARGE, "rank is already %d, the limit", rank);
    extent[0] = 1;
    if (fe_of(a)->rank > 0)
        memcpy(extent, fe_of(a)->extent, (size_t)fe_of(a)->rank * sizeof *extent);
    extent[rank] = 1;
    kiln_dtype to = fe_is_float(d) ? d : KILN_I64;
    ir_id one = fe_full(s, fe_const(s, to, 1), rank + 1, extent), x = fe_cast(s, fe_node(s, a), to);
    if (x != IR_NONE) x = ir_reshape(&s->b, x, rank + 1, extent);
    extent[rank] = count - 1;
    if (x != IR_NONE) x = ir_expand(&s->b, x, rank + 1, extent);
    if (x != IR_NONE) x = ir_scan(&s->b, IR_CUMPROD, x, rank);
    ir_id parts[2] = {one, x};
    return fe_result(s, one == IR_NONE ? one : fe_join(s, parts, 2, rank));
}
