/* SPDX-License-Identifier: Apache-2.0
 * Rules of the singular value decomposition a = u diag(s) v, v's rows the right vectors. Where two
 * singular values are equal, or one is 0 that a longer side divides by, vectors have no derivative
 * and the result is no number. Called through ad_rules. */
#include "autograd/vjp.h"

typedef struct parts {
    ir_id a, u, s, v;
    int rank;
    int64_t m, n, k;
} parts;

static parts parts_of(ir_builder *b, ir_id y) {
    parts p = {.a = ad_operand(b, y, 0)};
    p.rank = ir_at(b->g, p.a)->rank;
    p.m = ir_shape(b->g, p.a)[p.rank - 2];
    p.n = ir_shape(b->g, p.a)[p.rank - 1];
    p.k = p.m < p.n ? p.m : p.n;
    p.u = ir_svd(b, IR_SVD_U, p.a);
    p.s = ir_svd(b, IR_SVD_S, p.a);
    p.v = ir_svd(b, IR_SVD_V, p.a);
    return p;
}

static ir_id transposed(ir_builder *b, ir_id a) {
    int perm[IR_MAX_RANK];
    if (a == IR_NONE) return a;
    int rank = ir_at(b->g, a)->rank;
    for (int i = 0; i < rank; i++) perm[i] = i;
    perm[rank - 2] = rank - 1;
    perm[rank - 1] = rank - 2;
    return ir_permute(b, a, perm);
}

/* Numbers of the shape [.., k] along the columns (or the rows) of a [.., rows, cols] matrix. */
static ir_id spread(ir_builder *b, const parts *p, ir_id s, bool along_columns, int64_t rows,
                    int64_t cols) {
    if (s == IR_NONE) return s;
    ad_shape narrow = ad_shape_of(b->g, p->a), wide = narrow;
    narrow.extent[p->rank - 2] = along_columns ? 1 : p->k;
    narrow.extent[p->rank - 1] = along_columns ? p->k : 1;
    wide.extent[p->rank - 2] = rows;
    wide.extent[p->rank - 1] = cols;
    return ir_expand(b, ir_reshape(b, s, p->rank, narrow.extent), p->rank, wide.extent);
}

AD_RULE(SVD_S) {
    if (!needs[0]) return;
    parts p = parts_of(b, y);
    ir_id weighed = ad_mul(b, p.u, spread(b, &p, g, true, p.m, p.k));
    out[0] = ir_matmul(b, weighed, p.v);
}

/* (x - x') / (s_j^2 - s_i^2), 0 on the diagonal. */
static ir_id turn(ir_builder *b, const parts *p, ir_id x) {
    ir_id skew = ad_sub(b, x, transposed(b, x));
    ir_id square = ad_mul(b, p->s, p->s);
    ir_id by_column = spread(b, p, square, true, p->k, p->k);
    ir_id by_row = spread(b, p, square, false, p->k, p->k);
    ir_id apart = ad_sub(b, by_column, by_row);
    ad_shape shape = ad_shape_of(b->g, p->a);
    shape.extent[p->rank - 2] = shape.extent[p->rank - 1] = p->k;
    ir_id row = ir_iota(b, KILN_I64, p->rank, shape.extent, p->rank - 2);
    ir_id column = ir_iota(b, KILN_I64, p->rank, shape.extent, p->rank - 1);
    ir_id one = ad_const(b, p->s, 1.0);
    return ad_div(b, skew, ad_select(b, ir_map2(b, IR_EQ, row, column), one, apart));
}

/* x less its part in the space of u's columns. */
static ir_id outside(ir_builder *b, ir_id u, ir_id x) {
    ir_id inside = ir_matmul(b, transposed(b, u), x);
    return ad_sub(b, x, ir_matmul(b, u, inside));
}

AD_RULE(SVD_U) {
    if (!needs[0]) return;
    parts p = parts_of(b, y);
    ir_id inner = turn(b, &p, ir_matmul(b, transposed(b, p.u), g));
    inner = ad_mul(b, inner, spread(b, &p, p.s, true, p.k, p.k));
    ir_id left = ir_matmul(b, p.u, inner);
    if (p.m > p.k) {
        ir_id scaled = ad_div(b, g, spread(b, &p, p.s, true, p.m, p.k));
        left = ad_add(b, left, outside(b, p.u, scaled));
    }
    out[0] = ir_matmul(b, left, p.v);
}

AD_RULE(SVD_V) {
    if (!needs[0]) return;
    parts p = parts_of(b, y);
    ir_id inner = turn(b, &p, ir_matmul(b, p.v, transposed(b, g)));
    inner = ad_mul(b, inner, spread(b, &p, p.s, false, p.k, p.k));
    ir_id right = ir_matmul(b, inner, p.v);
    if (p.n > p.k) {
        ir_id scaled = ad_div(b, g, spread(b, &p, p.s, false, p.k, p.n));
        ir_id across = transposed(b, scaled);
        ir_id rest = outside(b, transposed(b, p.v), across);
        right = ad_add(b, right, transposed(b, rest));
    }
    out[0] = ir_matmul(b, p.u, right);
}
