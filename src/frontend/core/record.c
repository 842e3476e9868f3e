/* SPDX-License-Identifier: Apache-2.0
 * Recording on node ids: numbers to scalars, dtype promotion, broadcasting, and reductions over any
 * axes. Public ops and composites are written with these. */
#include "frontend/core/frontend.h"

#include <math.h>

bool fe_is_float(kiln_dtype d) { return ir_dtype_is(d, IR_DT_REAL); }

ir_id fe_const(kiln_session *s, kiln_dtype d, double value) { return ir_const(&s->b, d, value); }

ir_id fe_number(kiln_session *s, kiln_dtype d, double value) {
    return ir_scalar(&s->b, d, ir_bits_of(d, value));
}

bool fe_usable(kiln_session *s, kiln_value v, const char *name) {
    if (v.kind != KILN_IS_TENSOR || (fe_alive(v.as.tensor) && fe_of(v.as.tensor)->session == s))
        return true;
    ir_fail(&s->b, KILN_BAD_HANDLE, "%s is a tensor that is null, released or of another session",
            name);
    return false;
}

ir_id fe_value_node(kiln_session *s, kiln_value v, kiln_dtype number_dtype) {
    if (v.kind == KILN_IS_TENSOR)
        return fe_usable(s, v, "a value") ? fe_node(s, v.as.tensor) : IR_NONE;
    uint64_t bits = v.kind == KILN_IS_FLOAT ? ir_bits_of(number_dtype, v.as.number)
                                            : ir_bits_of_i64(number_dtype, v.as.integer);
    return ir_scalar(&s->b, number_dtype, bits);
}

/* ---- dtypes: torch.result_type */

static int category(kiln_dtype d) { return d == KILN_BOOL ? 0 : fe_is_float(d) ? 2 : 1; }

/* torch.promote_types. The enum's order is that of promotion, but for two pairs of dtypes neither
 * of which holds the other. */
kiln_dtype fe_wider(kiln_dtype a, kiln_dtype b) {
    kiln_dtype low = a < b ? a : b, high = a < b ? b : a;
    if (low == KILN_U8 && high == KILN_I8) return KILN_I16;
    if (low == KILN_F16 && high == KILN_BF16) return KILN_F32;
    return high;
}

/* Two tensors of one dtype, which is what most calls bring. */
static bool are_alike(const kiln_value *v, int n) {
    return n == 2 && v[0].kind == KILN_IS_TENSOR && v[1].kind == KILN_IS_TENSOR &&
           fe_of(v[0].as.tensor)->dtype == fe_of(v[1].as.tensor)->dtype;
}

kiln_dtype fe_promote(const kiln_value *v, int n) {
    if (are_alike(v, n)) return (kiln_dtype)fe_of(v[0].as.tensor)->dtype;
    kiln_dtype best[3] = {KILN_BOOL, KILN_BOOL, KILN_BOOL}; /* tensors, rank-0 tensors, numbers */
    bool any[3] = {false, false, false};
    for (int i = 0; i < n; i++) {
        if (v[i].kind == KILN_IS_NONE) continue;
        bool tensor = v[i].kind == KILN_IS_TENSOR;
        int level = !tensor ? 2 : fe_of(v[i].as.tensor)->rank > 0 ? 0 : 1;
        kiln_dtype d = tensor                       ? (kiln_dtype)fe_of(v[i].as.tensor)->dtype
                       : v[i].kind == KILN_IS_FLOAT ? KILN_F32
                       : v[i].kind == KILN_IS_INT   ? KILN_I64
                                                    : KILN_BOOL;
        best[level] = any[level] ? fe_wider(best[level], d) : d;
        any[level] = true;
    }
    kiln_dtype result = KILN_BOOL;
    bool have = false;
    for (int level = 0; level < 3; level++) {
        if (!any[level]) continue;
        if (!have || category(best[level]) > category(result)) result = best[level];
        have = true;
    }
    return result;
}

kiln_dtype fe_promote_ids(kiln_session *s, ir_id a, ir_id b) {
    kiln_dtype da = fe_dtype(s, a), db = fe_dtype(s, b);
    bool za = fe_rank(s, a) == 0, zb = fe_rank(s, b) == 0;
    if (za == zb || category(da) == category(db)) return za == zb ? fe_wider(da, db) : za ? db : da;
    return category(da) > category(db) ? da : db;
}

kiln_dtype fe_opmath(kiln_dtype d) { return ir_dtype_is(d, IR_DT_HALF) ? KILN_F32 : d; }

ir_id fe_operand(kiln_session *s, kiln_value v, kiln_dtype d, kiln_dtype computing) {
    ir_id x = fe_value_node(s, v, computing);
    if (v.kind == KILN_IS_TENSOR && fe_of(v.as.tensor)->rank > 0) x = fe_cast(s, x, d);
    return fe_cast(s, x, computing);
}

ir_id fe_real(kiln_session *s, ir_id a) {
    return a == IR_NONE || fe_is_float(fe_dtype(s, a)) ? a : fe_cast(s, a, KILN_F32);
}

bool fe_same_dtype(kiln_session *s, const kiln_tensor *a, const kiln_tensor *b,
                   const char *second) {
    if (fe_of(a)->dtype == fe_of(b)->dtype) return true;
    ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s and %s is %s, expected one dtype",
            kiln_dtype_short((kiln_dtype)fe_of(a)->dtype), second,
            kiln_dtype_short((kiln_dtype)fe_of(b)->dtype));
    return false;
}

/* ---- broadcasting */

bool fe_broadcast(kiln_session *s, const ir_id *ids, int n, int *rank, int64_t *extent) {
    *rank = 0;
    for (int i = 0; i < n; i++)
        if (fe_rank(s, ids[i]) > *rank) *rank = fe_rank(s, ids[i]);
    for (int d = 0; d < *rank; d++) extent[d] = 1;
    for (int i = 0; i < n; i++) {
        int r = fe_rank(s, ids[i]);
        const int64_t *shape = ir_shape(&s->g, ids[i]);
        for (int d = 0; d < r; d++) {
            int64_t *e = &extent[*rank - r + d];
            if (shape[d] == *e || shape[d] == 1) continue;
            if (*e == 1) {
                *e = shape[d];
                continue;
            }
            char first[160], other[160];
            ir_fail(&s->b, KILN_BAD_SHAPE, "%s does not broadcast with %s",
                    ir_type_text(&s->g, ids[i], first, sizeof first),
                    ir_type_text(&s->g, ids[i == 0 ? n - 1 : 0], other, sizeof other));
            return false;
        }
    }
    return true;
}

ir_id fe_expand_to(kiln_session *s, ir_id a, int rank, const int64_t *extent) {
    if (a == IR_NONE) return a;
    int r = fe_rank(s, a);
    if (r == 0 || r > rank)
        return r == 0 ? a : ir_fail(&s->b, KILN_BAD_SHAPE, "cannot broadcast to a lower rank");
    if (r < rank) {
        int64_t wide[IR_MAX_RANK];
        const int64_t *shape = ir_shape(&s->g, a);
        for (int d = 0; d < rank; d++) wide[d] = d < rank - r ? 1 : shape[d - (rank - r)];
        a = ir_reshape(&s->b, a, rank, wide);
        if (a == IR_NONE) return a;
    }
    return ir_expand(&s->b, a, rank, extent);
}

ir_id fe_full(kiln_session *s, ir_id rank0, int rank, const int64_t *extent) {
    return rank0 == IR_NONE || rank == 0 ? rank0 : ir_expand(&s->b, rank0, rank, extent);
}

ir_id fe_repeat_to(kiln_session *s, ir_id a, int rank, const int64_t *extent) {
    return a != IR_NONE && fe_rank(s, a) == 0 ? fe_full(s, a, rank, extent)
                                              : fe_expand_to(s, a, rank, extent);
}

static bool broadcast_all(kiln_session *s, ir_id *ids, int n) {
    int rank;
    int64_t extent[IR_MAX_RANK];
    ir_id like = IR_NONE;
    bool same = true; /* the common case: nothing to do, for maps repeat rank 0 */
    for (int i = 0; i < n; i++) {
        if (ids[i] == IR_NONE) return false;
        if (fe_rank(s, ids[i]) == 0) continue;
        if (like == IR_NONE)
            like = ids[i];
        else
            same = same && ir_same_shape(&s->g, like, ids[i]);
    }
    if (same) return true;
    if (!fe_broadcast(s, ids, n, &rank, extent)) return false;
    for (int i = 0; i < n; i++) {
        ids[i] = fe_expand_to(s, ids[i], rank, extent);
        if (ids[i] == IR_NONE) return false;
    }
    return true;
}

ir_id fe_map1(kiln_session *s, ir_op op, ir_id a) {
    return a == IR_NONE ? a : ir_map1(&s->b, op, a);
}

ir_id fe_map2(kiln_session *s, ir_op op, ir_id a, ir_id b) {
    ir_id ids[2] = {a, b};
    return broadcast_all(s, ids, 2) ? ir_map2(&s->b, op, ids[0], ids[1]) : IR_NONE;
}

ir_id fe_map3(kiln_session *s, ir_op op, ir_id a, ir_id b, ir_id c) {
    ir_id ids[3] = {a, b, c};
    return broadcast_all(s, ids, 3) ? ir_map3(&s->b, op, ids[0], ids[1], ids[2]) : IR_NONE;
}

/* ---- reductions */

/* Rank 0 has one axis here. */
bool fe_mark_axes(kiln_session *s, ir_id a, kiln_axes axes, bool *reduced) {
    int rank = fe_rank(s, a) > 0 ? fe_rank(s, a) : 1;
    for (int d = 0; d < rank; d++) reduced[d] = axes.count < 0;
    if (!fe_good_axes(s, axes)) return false;
    for (int i = 0; i < axes.count; i++) {
        int axis;
        if (!fe_axis(s, axes.axis[i], rank, &axis)) return false;
        if (reduced[axis]) {
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "axis %d is named twice", axes.axis[i]);
            return false;
        }
        reduced[axis] = true;
    }
    return true;
}

ir_id fe_drop_axes(kiln_session *s, ir_id a, const bool *drop) {
    if (a == IR_NONE) return a;
    int64_t extent[IR_MAX_RANK];
    int rank = 0;
    for (int d = 0; d < fe_rank(s, a); d++)
        if (!drop[d]) extent[rank++] = ir_shape(&s->g, a)[d];
    return ir_reshape(&s->b, a, rank, extent);
}

/* Neighbour runs, innermost first: the order is part of the numerical contract. */
ir_id fe_reduce(kiln_session *s, ir_op op, ir_id a, kiln_axes axes, bool keepdim) {
    bool reduced[IR_MAX_RANK];
    if (a == IR_NONE || !fe_mark_axes(s, a, axes, reduced)) return IR_NONE;
    int rank = fe_rank(s, a);
    kiln_dtype own = fe_dtype(s, a);
    /* one rounding, however many runs of axes */
    if (fe_opmath(own) != own && ir_ops[op].types == IR_TYPES_SAME)
        return fe_cast(s, fe_reduce(s, op, fe_cast(s, a, fe_opmath(own)), axes, keepdim), own);
    /* one element: through rank 1, so that dtype rules and NaN rules are the reduction's own */
    if (rank == 0) {
        int64_t one = 1;
        a = ir_reshape(&s->b, a, 1, &one);
        a = a == IR_NONE ? a : ir_reduce(&s->b, op, a, 0, 1);
        return a == IR_NONE ? a : ir_reshape(&s->b, a, 0, &one);
    }
    for (int end = rank; end > 0 && a != IR_NONE;) {
        if (!reduced[end - 1]) {
            end--;
            continue;
        }
        int first = end - 1;
        while (first > 0 && reduced[first - 1]) first--;
        a = ir_reduce(&s->b, op, a, first, end);
        end = first;
    }
    return keepdim ? a : fe_drop_axes(s, a, reduced);
}

/* One reduction, so that its derivative sees all elements at once: axes that are no neighbours are
 * brought together first. */
ir_id fe_reduce_whole(kiln_session *s, ir_op op, ir_id a, kiln_axes axes, bool keepdim) {
    bool reduced[IR_MAX_RANK];
    int order[IR_MAX_RANK], kept = 0, last = -2;
    if (a == IR_NONE || !fe_mark_axes(s, a, axes, reduced)) return IR_NONE;
    int rank = fe_rank(s, a), runs = 0;
    int64_t extent[IR_MAX_RANK];
    for (int d = 0; d < rank; d++) {
        runs += reduced[d] && last != d - 1;
        if (reduced[d])
            last = d;
        else
            order[kept++] = d;
        extent[d] = reduced[d] ? 1 : ir_shape(&s->g, a)[d];
    }
    if (runs < 2) return fe_reduce(s, op, a, axes, keepdim);
    for (int d = 0, k = kept; d < rank; d++)
        if (reduced[d]) order[k++] = d;
    a = ir_permute(&s->b, a, order);
    a = a == IR_NONE ? a : ir_reduce(&s->b, op, a, kept, rank);
    a = a == IR_NONE ? a : ir_reshape(&s->b, a, rank, extent);
    return keepdim ? a : fe_drop_axes(s, a, reduced);
}

ir_id fe_reduce_last(kiln_session *s, ir_op op, ir_id a, int axis) {
    return a == IR_NONE ? a : ir_reduce(&s->b, op, a, axis, axis + 1);
}

int64_t fe_count_axes(kiln_session *s, ir_id a, kiln_axes axes) {
    bool reduced[IR_MAX_RANK];
    if (a == IR_NONE || !fe_mark_axes(s, a, axes, reduced)) return -1;
    int64_t n = 1;
    for (int d = 0; d < fe_rank(s, a); d++)
        if (reduced[d]) n *= ir_shape(&s->g, a)[d];
    return n;
}

/* ---- lines along one axis */

ir_id fe_line(kiln_session *s, ir_id a) {
    static const int64_t one = 1;
    return a == IR_NONE || fe_rank(s, a) > 0 ? a : ir_reshape(&s->b, a, 1, &one);
}

ir_id fe_unline(kiln_session *s, ir_id a, const kiln_tensor *like) {
    return a == IR_NONE || fe_of(like)->rank > 0 ? a : ir_reshape(&s->b, a, 0, fe_of(like)->extent);
}

ir_id fe_part(kiln_session *s, ir_id a, int axis, int64_t first, int64_t count) {
    if (a == IR_NONE) return a;
    int64_t start[IR_MAX_RANK] = {0}, step[IR_MAX_RANK], extent[IR_MAX_RANK];
    int rank = fe_rank(s, a);
    for (int d = 0; d < rank; d++) {
        step[d] = 1;
        extent[d] = ir_shape(&s->g, a)[d];
    }
    start[axis] = first;
    extent[axis] = count;
    return ir_slice(&s->b, a, start, step, extent);
}

/* ---- products */

/* Operands to [batch.., m, k] and [batch.., k, n], one dtype, batch extents broadcast. */
static bool matmul_operands(kiln_session *s, ir_id *a, ir_id *b, bool *row, bool *column) {
    int ra = fe_rank(s, *a), rb = fe_rank(s, *b);
    if (ra == 0 || rb == 0) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "a matrix product takes operands of rank 1 or more");
        return false;
    }
    kiln_dtype d = fe_wider(fe_dtype(s, *a), fe_dtype(s, *b));
    *row = ra == 1;
    *column = rb == 1;
    int64_t e[IR_MAX_RANK];
    if (*row) {
        e[0] = 1, e[1] = ir_shape(&s->g, *a)[0];
        *a = ir_reshape(&s->b, *a, 2, e);
    }
    if (*column) {
        e[0] = ir_shape(&s->g, *b)[0], e[1] = 1;
        *b = ir_reshape(&s->b, *b, 2, e);
    }
    *a = fe_cast(s, *a, d);
    *b = fe_cast(s, *b, d);
    if (*a == IR_NONE || *b == IR_NONE) return false;
    ra = fe_rank(s, *a), rb = fe_rank(s, *b);
    if (ra == 2 && rb == 2) return true;
    int rank = ra > rb ? ra : rb;
    for (int i = 0; i < rank - 2; i++) {
        int64_t ea = i < rank - ra ? 1 : ir_shape(&s->g, *a)[i - (rank - ra)],
                eb = i < rank - rb ? 1 : ir_shape(&s->g, *b)[i - (rank - rb)];
        if (ea != eb && ea != 1 && eb != 1) {
            char ta[160], tb[160];
            ir_fail(&s->b, KILN_BAD_SHAPE, "leading extents of %s and %s do not broadcast",
                    ir_type_text(&s->g, *a, ta, sizeof ta), ir_type_text(&s->g, *b, tb, sizeof tb));
            return false;
        }
        e[i] = ea == 1 ? eb : ea;
    }
    int64_t ea[2] = {ir_shape(&s->g, *a)[ra - 2], ir_shape(&s->g, *a)[ra - 1]};
    int64_t eb[2] = {ir_shape(&s->g, *b)[rb - 2], ir_shape(&s->g, *b)[rb - 1]};
    e[rank - 2] = ea[0], e[rank - 1] = ea[1];
    *a = fe_expand_to(s, *a, rank, e);
    e[rank - 2] = eb[0], e[rank - 1] = eb[1];
    *b = fe_expand_to(s, *b, rank, e);
    return *a != IR_NONE && *b != IR_NONE;
}

ir_id fe_matmul(kiln_session *s, ir_id a, ir_id b) {
    bool row, column;
    if (a == IR_NONE || b == IR_NONE || !matmul_operands(s, &a, &b, &row, &column)) return IR_NONE;
    ir_id id = ir_matmul(&s->b, a, b);
    if (id == IR_NONE || (!row && !column)) return id;
    bool drop[IR_MAX_RANK] = {false};
    int rank = fe_rank(s, id);
    drop[rank - 2] = row;
    drop[rank - 1] = column;
    return fe_drop_axes(s, id, drop);
}
