/* SPDX-License-Identifier: Apache-2.0
 * Public diagonals: taken out of a tensor, put into zeros or into a copy, summed; lower and upper
 * triangles. */
#include "frontend/core/frontend.h"

#define ENTER(call)                                                                                \
    kiln_session *s = fe_enter1(at, call, a);                                                      \
    if (s == NULL) return fe_poison_like(a, NULL)

#define REFUSE(...) return fe_result(s, ir_fail(&s->b, __VA_ARGS__))

/* Where a diagonal of a row-major tensor of these extents lies: other axes first, then the
 * diagonal. */
typedef struct places {
    int rank, row, column; /* of the diagonal; the axes it runs along */
    int64_t extent[IR_MAX_RANK], stride[IR_MAX_RANK], offset;
} places;

static bool diagonal_places(kiln_session *s, int rank, const int64_t *extent, int64_t offset,
                            int dim1, int dim2, places *p) {
    if (!fe_wrap(s, dim1, rank, &p->row) || !fe_wrap(s, dim2, rank, &p->column)) return false;
    if (p->row == p->column) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "dim1 and dim2 are both %d, expected two axes", p->row);
        return false;
    }
    int64_t whole[IR_MAX_RANK], rows = extent[p->row], columns = extent[p->column];
    fe_row_major(rank, extent, whole);
    p->rank = 0;
    for (int i = 0; i < rank; i++) {
        if (i == p->row || i == p->column) continue;
        p->extent[p->rank] = extent[i];
        p->stride[p->rank++] = whole[i];
    }
    if (offset >= 0)
        columns = offset < columns ? columns - offset : 0;
    else
        rows = offset > -rows ? rows + offset : 0;
    int64_t n = rows < columns ? rows : columns;
    p->offset = n == 0 ? 0 : offset >= 0 ? offset * whole[p->column] : -offset * whole[p->row];
    p->extent[p->rank] = n;
    p->stride[p->rank++] = whole[p->row] + whole[p->column];
    return true;
}

static kiln_tensor *diagonal_view(kiln_session *s, kiln_tensor *a, int64_t offset, int dim1,
                                  int dim2) {
    places p;
    int64_t own[IR_MAX_RANK], seen[IR_MAX_RANK];
    if (!diagonal_places(s, fe_of(a)->rank, fe_of(a)->extent, offset, dim1, dim2, &p))
        return fe_result(s, IR_NONE);
    const int64_t *stride = fe_strides(a, own);
    for (int i = 0, k = 0; i < fe_of(a)->rank; i++)
        if (i != p.row && i != p.column) seen[k++] = stride[i];
    seen[p.rank - 1] = stride[p.row] + stride[p.column];
    return fe_strided(s, a, p.rank, p.extent, p.stride, p.offset, seen);
}

kiln_tensor *(kiln_diagonal)(kiln_site at, kiln_tensor *a, int64_t offset, int dim1, int dim2) {
    FE_DOOR;
    ENTER("diagonal");
    return diagonal_view(s, a, offset, dim1, dim2);
}

kiln_tensor *(kiln_linalg_diagonal)(kiln_site at, kiln_tensor *a, int64_t offset, int dim1,
                                    int dim2) {
    FE_DOOR;
    ENTER("linalg.diagonal");
    return diagonal_view(s, a, offset, dim1, dim2);
}

ir_id fe_diagonal(kiln_session *s, ir_id x, int64_t offset, int dim1, int dim2) {
    places p;
    if (x == IR_NONE ||
        !diagonal_places(s, fe_rank(s, x), ir_shape(&s->g, x), offset, dim1, dim2, &p))
        return IR_NONE;
    return ir_strided(&s->b, x, p.offset, p.stride, p.rank, p.extent);
}

kiln_tensor *(kiln_diagonal_scatter)(kiln_site at, kiln_tensor *a, kiln_tensor *src, int64_t offset,
                                     int dim1, int dim2) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "diagonal_scatter", a, src);
    places p;
    if (s == NULL) return fe_poison_like(a, src);
    if (!diagonal_places(s, fe_of(a)->rank, fe_of(a)->extent, offset, dim1, dim2, &p))
        return fe_result(s, IR_NONE);
    if (fe_of(src)->rank != p.rank ||
        memcmp(fe_of(src)->extent, p.extent, (size_t)p.rank * sizeof *p.extent) != 0) {
        char have[160], want[160];
        REFUSE(KILN_BAD_SHAPE, "src is %s, the diagonal is %s",
               ir_type_format((kiln_dtype)fe_of(src)->dtype, fe_of(src)->rank, fe_of(src)->extent,
                              have, sizeof have),
               ir_type_format((kiln_dtype)fe_of(a)->dtype, p.rank, p.extent, want, sizeof want));
    }
    ir_id x = fe_node(s, a), v = fe_cast(s, fe_node(s, src), (kiln_dtype)fe_of(a)->dtype);
    return fe_result(s, x == IR_NONE || v == IR_NONE
                            ? IR_NONE
                            : ir_strided_put(&s->b, IR_STRIDED_SET, x, v, p.offset, p.stride));
}

/* Zeros with x's last axis as the diagonal of two. */
static ir_id embedded(kiln_session *s, ir_id x, int64_t offset, int dim1, int dim2) {
    if (x == IR_NONE) return x;
    int rank = fe_rank(s, x) + 1, i1, i2;
    int64_t extent[IR_MAX_RANK], n;
    places p;
    if (rank == 1) return ir_fail(&s->b, KILN_BAD_SHAPE, "input has rank 0, expected at least 1");
    if (rank > IR_MAX_RANK)
        return ir_fail(&s->b, KILN_TOO_LARGE, "rank is already %d, the limit", IR_MAX_RANK);
    if (!fe_axis(s, dim1, rank, &i1) || !fe_axis(s, dim2, rank, &i2)) return IR_NONE;
    if (offset == INT64_MIN ||
        !kn_add_i64(ir_shape(&s->g, x)[rank - 2], offset < 0 ? -offset : offset, &n))
        return ir_fail(&s->b, KILN_TOO_LARGE, "offset %lld makes the extents overflow",
                       (long long)offset);
    int64_t all = 1;
    for (int i = 0, k = 0; i < rank; i++) {
        extent[i] = i == i1 || i == i2 ? n : ir_shape(&s->g, x)[k++];
        if (!kn_mul_i64(all, extent[i] > 0 ? extent[i] : 1, &all))
            return ir_fail(&s->b, KILN_TOO_LARGE,
                           "offset %lld makes the product of the extents overflow",
                           (long long)offset);
    }
    if (!diagonal_places(s, rank, extent, offset, dim1, dim2, &p)) return IR_NONE;
    ir_id zeros = fe_full(s, fe_const(s, fe_dtype(s, x), 0), rank, extent);
    return zeros == IR_NONE ? zeros
                            : ir_strided_put(&s->b, IR_STRIDED_SET, zeros, x, p.offset, p.stride);
}

kiln_tensor *(kiln_diag_embed)(kiln_site at, kiln_tensor *a, int64_t offset, int dim1, int dim2) {
    FE_DOOR;
    ENTER("diag_embed");
    return fe_result(s, embedded(s, fe_node(s, a), offset, dim1, dim2));
}

kiln_tensor *(kiln_diag)(kiln_site at, kiln_tensor *a, int64_t diagonal) {
    FE_DOOR;
    ENTER("diag");
    if (fe_of(a)->rank != 1 && fe_of(a)->rank != 2)
        REFUSE(KILN_BAD_SHAPE, "rank is %d, expected 1 or 2", fe_of(a)->rank);
    ir_id x = fe_node(s, a);
    return fe_result(s, fe_of(a)->rank == 1 ? embedded(s, x, diagonal, 0, 1)
                                            : fe_diagonal(s, x, diagonal, 0, 1));
}

kiln_tensor *(kiln_diagflat)(kiln_site at, kiln_tensor *a, int64_t offset) {
    FE_DOOR;
    ENTER("diagflat");
    int64_t all = kiln_numel(a);
    ir_id x = fe_node(s, a);
    return fe_result(s,
                     embedded(s, x == IR_NONE ? x : ir_reshape(&s->b, x, 1, &all), offset, 0, 1));
}

kiln_tensor *(kiln_trace)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    ENTER("trace");
    if (fe_of(a)->rank != 2) REFUSE(KILN_BAD_SHAPE, "rank is %d, expected 2", fe_of(a)->rank);
    if (fe_of(a)->dtype == KILN_BOOL) REFUSE(KILN_BAD_DTYPE, "input is bool, expected numbers");
    ir_id d = fe_diagonal(s, fe_node(s, a), 0, 0, 1);
    if (!fe_is_float((kiln_dtype)fe_of(a)->dtype)) d = fe_cast(s, d, KILN_I64);
    return fe_result(s, fe_reduce(s, IR_SUM, d, KILN_ALL_AXES, false));
}

/* ---- triangles */

/* Keeps what lies on or below diagonal k (above it, for `upper`): column - row <= k. */
static kiln_tensor *triangle(kiln_site at, const char *call, kiln_tensor *a, int64_t k,
                             bool upper) {
    ENTER(call);
    if (fe_of(a)->rank < 2)
        REFUSE(KILN_BAD_SHAPE, "rank is %d, expected at least 2", fe_of(a)->rank);
    int64_t rows = fe_of(a)->extent[fe_of(a)->rank - 2],
            columns = fe_of(a)->extent[fe_of(a)->rank - 1];
    if (k > columns) k = columns;
    if (k < -rows) k = -rows;
    ir_id row = ir_iota(&s->b, KILN_I64, 2, (int64_t[]){rows, 1}, 0),
          column = ir_iota(&s->b, KILN_I64, 1, &columns, 0);
    row = fe_map2(s, IR_ADD, row, fe_number(s, KILN_I64, (double)k));
    ir_id kept = upper ? fe_map2(s, IR_LE, row, column) : fe_map2(s, IR_LE, column, row);
    ir_id zero = fe_const(s, (kiln_dtype)fe_of(a)->dtype, 0);
    return fe_result(s, fe_map3(s, IR_SELECT, kept, fe_node(s, a), zero));
}

kiln_tensor *(kiln_tril)(kiln_site at, kiln_tensor *a, int64_t diagonal) {
    FE_DOOR;
    return triangle(at, "tril", a, diagonal, false);
}
kiln_tensor *(kiln_triu)(kiln_site at, kiln_tensor *a, int64_t diagonal) {
    FE_DOOR;
    return triangle(at, "triu", a, diagonal, true);
}
