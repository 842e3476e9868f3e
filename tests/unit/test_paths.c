/* SPDX-License-Identifier: Apache-2.0
 * Fused equals reference, bit for bit: every primitive of the op table by dtype, shape and layout,
 * alone and between neighbours, on every instruction set and on 1, 2, 3 and 8 threads. The first
 * engine gets everything, the others part of it. KILN_TEST: timeout=600 */
#include "paths_cases.h"

static void open_lanes(path_bench *p) {
    path_open(p);
    path_add_lane(p, KILN_ISA_DEFAULT, 2, KILN_STRICT);
    path_add_lane(p, KILN_ISA_DEFAULT, 1, KILN_STRICT);
    path_add_lane(p, KILN_ISA_DEFAULT, 3, KILN_STRICT);
    path_add_lane(p, KILN_ISA_DEFAULT, 8, KILN_STRICT);
    path_add_lane(p, KILN_ISA_AVX2, 2, KILN_STRICT);
    path_add_lane(p, KILN_ISA_BASE, 3, KILN_STRICT);
}

/* Runs what was built: for the first engine alone, or for all. */
static void run(path_bench *p, bool all) { path_run(p, all ? ~0u : 1u); }

static void each_op(path_bench *p, int class, int noperands,
                    void (*visit)(path_bench *, const variant *)) {
    for (int op = 0; op < IR_OP_COUNT; op++) {
        size_t before = p->compared;
        if (ir_op_class(op) != class || (noperands && ir_ops[op].noperands != noperands)) continue;
        each_variant(p, (ir_op)op, visit);
        cr_assert(p->compared > before, "no case for %s", ir_ops[op].name);
    }
}

static const char *variant_name(const variant *v) {
    static char name[64];
    snprintf(name, sizeof name, "%s %s to %s", ir_ops[v->op].name, kiln_dtype_short(v->dtype),
             kiln_dtype_short(v->to));
    return name;
}

/* ---- maps */

/* One graph a layout; every shape is an output of its own, so kernels of several domains stand in
 * one plan. */
static void map_graph(path_bench *p, const variant *v, layout how, int nshapes, bool all) {
    p->fill = PATH_WILD;
    path_begin(p, "%s, %s", variant_name(v), layout_names[how]);
    for (int i = 0; i < nshapes; i++) {
        ir_id x[IR_MAX_OPERANDS];
        operands(p, v, &map_shapes[i], how, x);
        path_out(p, apply_map(&p->b, v, x));
    }
    run(p, all);
}

static void check_map(path_bench *p, const variant *v) {
    bool few = PATH_SANITIZED;
    int nlayouts = ir_ops[v->op].noperands == 1 ? NUMBER : LAYOUTS;
    for (int how = 0; how < nlayouts; how += few ? ROW : 1)
        map_graph(p, v, (layout)how, few ? FEW_SHAPES : LENGTH(map_shapes), false);
    if (!few) map_graph(p, v, CONTIGUOUS, FEW_SHAPES, true);
}

#define PATH_TEST(name, class, noperands, visit)                                                   \
    Test(paths, name) {                                                                            \
        path_bench p;                                                                              \
        open_lanes(&p);                                                                            \
        each_op(&p, class, noperands, visit);                                                      \
        path_close(&p, #name);                                                                     \
    }

PATH_TEST(maps_of_one, IR_MAP, 1, check_map)
PATH_TEST(maps_of_two, IR_MAP, 2, check_map)
PATH_TEST(maps_of_three, IR_MAP, 3, check_map)

/* ---- neighbours: op(x + 1) + 3, stored; and what it is less its row's sum. */

static ir_id plus(path_bench *p, ir_id a, double value) {
    kiln_dtype dtype = (kiln_dtype)ir_at(&p->g, a)->dtype;
    if (dtype == KILN_BOOL) return ir_map1(&p->b, IR_NOT, a);
    return ir_map2(&p->b, IR_ADD, a, ir_const(&p->b, dtype, value));
}

static ir_id less_row_sum(path_bench *p, ir_id a) {
    const ir_node *n = ir_at(&p->g, a);
    int rank = n->rank;
    int64_t extent[IR_MAX_RANK];
    memcpy(extent, ir_shape(&p->g, a), (size_t)rank * sizeof *extent);
    ir_id wide = ir_cast(&p->b, a, KILN_F64);
    ir_id sum = ir_reduce(&p->b, IR_SUM, wide, rank - 1, rank);
    return ir_map2(&p->b, IR_SUB, wide, ir_expand(&p->b, sum, rank, extent));
}

static void check_map_neighbours(path_bench *p, const variant *v) {
    static const shape shapes[] = {{2, {129, 65}}, {2, {3, 16}}, {1, {7}}, {2, {40, 300}}};
    p->fill = PATH_SPARSE;
    path_begin(p, "neighbours of %s", variant_name(v));
    for (int i = 0; i < (PATH_SANITIZED ? 2 : LENGTH(shapes)); i++) {
        ir_id x[IR_MAX_OPERANDS];
        operands(p, v, &shapes[i], CONTIGUOUS, x);
        for (int k = 0; k < ir_ops[v->op].noperands; k++) x[k] = plus(p, x[k], 1);
        ir_id y = plus(p, apply_map(&p->b, v, x), 3);
        path_out(p, y);
        path_out(p, less_row_sum(p, y));
    }
    run(p, false);
}

static void check_reduce_neighbours(path_bench *p, const variant *v) {
    p->fill = PATH_SPARSE;
    path_begin(p, "neighbours of %s", variant_name(v));
    for (int i = 0; i < FEW_RANGES; i++) {
        const range *r = &ranges[i];
        ir_id x = plus(p, path_in(p, v->dtype, r->s.rank, r->s.extent), 1);
        ir_id y =
            ir_expand(&p->b, ir_reduce(&p->b, v->op, x, r->first, r->end), r->s.rank, r->s.extent);
        y = ir_cast(&p->b, y, KILN_F64);
        path_out(p, ir_map2(&p->b, IR_SUB, ir_cast(&p->b, x, KILN_F64), y));
        path_out(p, x);
    }
    run(p, !PATH_SANITIZED);
}

PATH_TEST(neighbours_of_maps, IR_MAP, 0, check_map_neighbours)
PATH_TEST(neighbours_of_reductions, IR_REDUCE, 0, check_reduce_neighbours)

/* ---- reductions */

static void reduce_graph(path_bench *p, const variant *v, layout how, path_fill fill, int nranges,
                         bool all) {
    p->fill = fill;
    path_begin(p, "%s, %s", variant_name(v), layout_names[how]);
    for (int i = 0; i < nranges; i++) {
        if (refused(v->op, &ranges[i])) continue;
        ir_id x = leaf(p, v->dtype, &ranges[i].s, how);
        path_out(p, ir_reduce(&p->b, v->op, x, ranges[i].first, ranges[i].end));
    }
    run(p, all);
}

static void check_reduce(path_bench *p, const variant *v) {
    int n = PATH_SANITIZED ? FEW_RANGES : LENGTH(ranges);
    reduce_graph(p, v, CONTIGUOUS, PATH_TAME, n, true);
    reduce_graph(p, v, CONTIGUOUS, PATH_WILD, n, false);
    reduce_graph(p, v, CONTIGUOUS, PATH_EQUALS, n, true);
    reduce_graph(p, v, TRANSPOSED, PATH_SPARSE, n, !PATH_SANITIZED);
    if (PATH_SANITIZED) return;
    reduce_graph(p, v, STEPPED, PATH_TAME, n, false);
    reduce_graph(p, v, TRANSPOSED, PATH_EQUALS, n, false);
    reduce_graph(p, v, REVERSED, PATH_SPARSE, n, false);
    reduce_graph(p, v, ROW, PATH_TAME, n, false);
    reduce_graph(p, v, COLUMN, PATH_TAME, n, false);
}

PATH_TEST(reductions, IR_REDUCE, 0, check_reduce)

/* ---- movement: the op on a leaf of every layout, with nothing and with a map on either side. */

static ir_id move(path_bench *p, ir_op op, ir_id a, kiln_dtype dtype) {
    /* a: [6,4,10] */
    static const int64_t start[] = {5, 1, 0}, step[] = {-2, 2, 3}, part[] = {3, 2, 4},
                         flat[] = {8, 30}, wide[] = {3, 6, 4, 10}, tall[] = {1, 6, 4, 10},
                         stride[] = {-7, 41, 2}, apart[] = {40, -5, 1};
    static const int perm[] = {2, 0, 1};
    switch ((ir_shape_rule)ir_ops[op].shape) {
    case IR_SHAPE_RESHAPE: return ir_reshape(&p->b, a, 2, flat);
    case IR_SHAPE_PERMUTE: return ir_permute(&p->b, a, perm);
    case IR_SHAPE_EXPAND: return ir_expand(&p->b, ir_reshape(&p->b, a, 4, tall), 4, wide);
    case IR_SHAPE_SLICE: return ir_slice(&p->b, a, start, step, part);
    case IR_SHAPE_STRIDED: return ir_strided(&p->b, a, 21, stride, 3, part);
    case IR_SHAPE_STRIDED_PUT:
        return ir_strided_put(&p->b, op, a, path_in(p, dtype, 3, part), 60, apart);
    case IR_SHAPE_UPDATE: return ir_update(&p->b, a, path_in(p, dtype, 3, part), start, step);
    default: cr_assert_fail("no case for %s", ir_ops[op].name);
    }
    return IR_NONE;
}

static void check_move(path_bench *p, const variant *v) {
    static const shape s = {3, {6, 4, 10}};
    p->fill = PATH_WILD;
    for (int how = 0; how < NUMBER; how++) {
        path_begin(p, "%s, %s", variant_name(v), layout_names[how]);
        ir_id x = leaf(p, v->dtype, &s, (layout)how);
        ir_id y = move(p, v->op, x, v->dtype);
        path_out(p, y);
        path_out(p, plus(p, move(p, v->op, plus(p, x, 1), v->dtype), 2));
        /* all other movements after it, where the shape is still the same */
        for (int op = 0; op < IR_OP_COUNT; op++)
            if (ir_op_class(op) == IR_MOVE && v->op == IR_UPDATE)
                path_out(p, move(p, (ir_op)op, y, v->dtype));
        run(p, how <= TRANSPOSED && !PATH_SANITIZED);
    }
}

/* Movements of every extent there is: each shape reshaped flat, reversed, turned and updated with
 * part of itself. */
static void check_move_shapes(path_bench *p, const variant *v) {
    if (v->op != IR_RESHAPE) return;
    p->fill = PATH_WILD;
    path_begin(p, "movements of %s", kiln_dtype_short(v->dtype));
    for (int i = 0; i < LENGTH(map_shapes); i++) {
        const shape *s = &map_shapes[i];
        int64_t n = 1, start[MAX_RANK] = {0}, step[MAX_RANK];
        for (int k = 0; k < s->rank; k++) n *= s->extent[k], step[k] = 1;
        ir_id turned = leaf(p, v->dtype, s, TRANSPOSED), back = leaf(p, v->dtype, s, REVERSED);
        path_out(p, ir_reshape(&p->b, turned, 1, &n));
        path_out(p, ir_reshape(&p->b, back, 1, &n));
        path_out(p, ir_update(&p->b, turned, back, start, step));
        path_out(p, plus(p, back, 1));
    }
    run(p, true);
}

PATH_TEST(movement, IR_MOVE, 0, check_move)

Test(paths, movement_of_shapes) {
    path_bench p;
    open_lanes(&p);
    each_variant(&p, IR_RESHAPE, check_move_shapes);
    path_close(&p, "movement_of_shapes");
}

/* ---- contractions: plain; with maps before and after; with a row reduction of the result */

static void product_graph(path_bench *p, const variant *v, side a, side b, int nproducts,
                          bool all) {
    p->fill = PATH_SPARSE;
    path_begin(p, "%s, %s by %s", variant_name(v), side_names[a], side_names[b]);
    for (int i = 0; i < nproducts; i++) {
        const product *t = &products[i];
        if (t->batch < 0 && (a == SHARED || b == SHARED)) continue;
        ir_id x = matrix(p, v->dtype, t->batch, t->m, t->k, a),
              y = matrix(p, v->dtype, t->batch, t->k, t->n, b);
        path_out(p, ir_matmul(&p->b, x, y));
        if (i % 3 != 0 && PATH_SANITIZED) continue;
        int64_t row[] = {1, 1, t->n}, full[] = {t->batch, t->m, t->n};
        int skip = t->batch < 0, rank = 3 - skip;
        ir_id bias = ir_expand(&p->b, path_in(p, v->dtype, rank, row + skip), rank, full + skip);
        ir_id z = ir_map2(&p->b, IR_ADD, ir_matmul(&p->b, plus(p, x, 1), y), bias);
        path_out(p, ir_map2(&p->b, IR_MAX, z, ir_const(&p->b, v->dtype, 0)));
        path_out(p, less_row_sum(p, z));
    }
    if (p->g.noutputs > 0) run(p, all);
}

static void check_product(path_bench *p, const variant *v) {
    int n = PATH_SANITIZED ? FEW_PRODUCTS : LENGTH(products);
    product_graph(p, v, PLAIN, PLAIN, n, false);
    product_graph(p, v, PLAIN, PLAIN, FEW_PRODUCTS, true);
    product_graph(p, v, FLIPPED, PLAIN, n, false);
    product_graph(p, v, PLAIN, FLIPPED, n, false);
    if (PATH_SANITIZED) return;
    product_graph(p, v, FLIPPED, FLIPPED, FEW_PRODUCTS, true);
    product_graph(p, v, SHARED, STRIDED, n, false);
    product_graph(p, v, STRIDED, SHARED, n, false);
}

PATH_TEST(contractions, IR_CLASS_CONTRACT, 0, check_product)

/* ---- gather and scatter */

static ir_id indexed(path_bench *p, const variant *v, const indexing *t, ir_id a) {
    /* rows of the part on each other, shifted by one */
    if (ir_ops[v->op].shape == IR_SHAPE_STRIDED_PUT) {
        int64_t numel = ir_numel(&p->g, a), part[] = {3, numel / 2}, stride[] = {1, 1};
        return ir_strided_put(&p->b, v->op, a, path_in(p, v->dtype, 2, part), numel / 4, stride);
    }
    if (v->op == IR_DIVISOR)
        return ir_map1(&p->b, v->op, ir_map2(&p->b, IR_OR, a, ir_const(&p->b, v->dtype, 1)));
    int64_t below = t->a.extent[t->axis];
    ir_id index = path_index(p, t->index.rank, t->index.extent, below > 0 ? below : 1);
    if (ir_ops[v->op].shape == IR_SHAPE_GATHER) return ir_gather(&p->b, a, index, t->axis);
    ir_id source = path_in(p, v->dtype, t->index.rank, t->index.extent);
    return ir_scatter(&p->b, v->op, a, index, source, t->axis);
}

static void indexing_graph(path_bench *p, const variant *v, layout how, int n, bool all) {
    p->fill = PATH_WILD;
    path_begin(p, "%s, %s", variant_name(v), layout_names[how]);
    for (int i = 0; i < n; i++) {
        const indexing *t = &indexings[i];
        ir_id a = leaf(p, v->dtype, &t->a, how);
        path_out(p, indexed(p, v, t, a));
        path_out(p, plus(p, indexed(p, v, t, plus(p, a, 1)), 2));
    }
    run(p, all);
}

static void check_indexing(path_bench *p, const variant *v) {
    int rule = ir_ops[v->op].shape;
    cr_assert(v->op == IR_DIVISOR || rule == IR_SHAPE_GATHER || rule == IR_SHAPE_SCATTER ||
                  rule == IR_SHAPE_STRIDED_PUT,
              "no case for %s", ir_ops[v->op].name);
    for (int how = 0; how < NUMBER; how++)
        indexing_graph(p, v, (layout)how, PATH_SANITIZED ? FEW_INDEXINGS : LENGTH(indexings),
                       how <= TRANSPOSED && !PATH_SANITIZED);
}

PATH_TEST(gathers, IR_CLASS_GATHER, 0, check_indexing)
PATH_TEST(scatters, IR_CLASS_SCATTER, 0, check_indexing)

/* ---- scans, sorts and searches: on a leaf of every layout, with a map on either side */

static ir_id along(path_bench *p, const variant *v, const shape *s, int axis, ir_id a) {
    shape few = *s;
    switch ((ir_shape_rule)ir_ops[v->op].shape) {
    case IR_SHAPE_SCAN:
        if (ir_ops[v->op].noperands == 1) return ir_scan(&p->b, v->op, a, axis);
        return ir_recur(&p->b, a, path_in(p, v->dtype, s->rank, s->extent), axis);
    case IR_SHAPE_ARGSORT: return ir_argsort(&p->b, a, axis, axis % 2 != 0);
    case IR_SHAPE_SEARCH:
        few.extent[s->rank - 1] = 3;
        return ir_searchsorted(&p->b, a, path_in(p, v->dtype, s->rank, few.extent), axis % 2 != 0);
    default: cr_assert_fail("no case for %s", ir_ops[v->op].name);
    }
    return IR_NONE;
}

static void check_lines(path_bench *p, const variant *v) {
    for (int how = 0; how < NUMBER; how++) {
        p->fill = how % 2 ? PATH_WILD : PATH_EQUALS;
        path_begin(p, "%s, %s", variant_name(v), layout_names[how]);
        for (int i = 0; i < (PATH_SANITIZED ? FEW_SHAPES : LENGTH(map_shapes)); i++) {
            const shape *s = &map_shapes[i];
            for (int axis = 0; axis < s->rank && axis < 2; axis++) {
                ir_id a = leaf(p, v->dtype, s, (layout)how);
                path_out(p, plus(p, along(p, v, s, axis, plus(p, a, 1)), 2));
            }
        }
        run(p, how <= TRANSPOSED && !PATH_SANITIZED);
    }
}

PATH_TEST(scans, IR_CLASS_SCAN, 0, check_lines)
PATH_TEST(sorts, IR_CLASS_SORT, 0, check_lines)

/* ---- factorisations: of matrices of every layout */

/* NaNs, which a factorisation refuses, become 1. */
static ir_id numbers(path_bench *p, ir_id a) {
    return ir_map3(&p->b, IR_SELECT, ir_map2(&p->b, IR_EQ, a, a), a,
                   ir_const(&p->b, (kiln_dtype)ir_at(&p->g, a)->dtype, 1));
}

/* 4 more on the diagonal: a matrix of equal rows is singular. */
static ir_id regular(path_bench *p, ir_id a) {
    ir_node n = *ir_at(&p->g, a);
    int64_t e[IR_MAX_RANK];
    memcpy(e, ir_shape(&p->g, a), n.rank * sizeof *e);
    ir_id row = ir_iota(&p->b, KILN_I64, n.rank, e, n.rank - 2),
          column = ir_iota(&p->b, KILN_I64, n.rank, e, n.rank - 1);
    ir_id more = ir_const(&p->b, (kiln_dtype)n.dtype, 4),
          none = ir_const(&p->b, (kiln_dtype)n.dtype, 0);
    return ir_map2(&p->b, IR_ADD, a,
                   ir_map3(&p->b, IR_SELECT, ir_map2(&p->b, IR_EQ, row, column), more, none));
}

static void check_factor(path_bench *p, const variant *v) {
    static const shape square[] = {
        {2, {3, 3}}, {3, {2, 4, 4}}, {2, {0, 0}}, {2, {1, 1}}, {2, {12, 12}}};
    static const shape shapes[] = {
        {2, {5, 3}}, {3, {2, 3, 7}}, {2, {1, 4}}, {2, {4, 0}}, {2, {12, 12}}};
    for (int how = 0; how < NUMBER; how++) {
        /* a wild matrix may be singular */
        p->fill = how == STEPPED && v->op != IR_INVERSE ? PATH_WILD : PATH_TAME;
        path_begin(p, "%s, %s", variant_name(v), layout_names[how]);
        for (int i = 0; i < LENGTH(shapes); i++) {
            ir_id a =
                numbers(p, plus(p,
                                leaf(p, v->dtype, v->op == IR_INVERSE ? &square[i] : &shapes[i],
                                     (layout)how),
                                1));
            path_out(p, plus(p,
                             v->op == IR_INVERSE ? ir_inverse(&p->b, regular(p, a))
                                                 : ir_svd(&p->b, v->op, a),
                             2));
        }
        run(p, how <= TRANSPOSED && !PATH_SANITIZED);
    }
}

PATH_TEST(factors, IR_CLASS_FACTOR, 0, check_factor)

/* ---- sources: as outputs, repeated, and in an op */

static ir_id source(path_bench *p, const variant *v, const shape *s, int axis) {
    uint64_t bits = ir_bits_of(v->dtype, -1.5);
    switch (v->op) {
    case IR_INPUT: return path_in(p, v->dtype, s->rank, s->extent);
    case IR_CONST:
        return ir_expand(&p->b, ir_const_bits(&p->b, v->dtype, bits), s->rank, s->extent);
    case IR_SCALAR: return ir_expand(&p->b, ir_scalar(&p->b, v->dtype, bits), s->rank, s->extent);
    case IR_IOTA: return ir_iota(&p->b, v->dtype, s->rank, s->extent, axis);
    default: cr_assert_fail("no case for %s", ir_ops[v->op].name);
    }
    return IR_NONE;
}

static void check_source(path_bench *p, const variant *v) {
    p->fill = PATH_WILD;
    path_begin(p, "%s", variant_name(v));
    for (int i = 0; i < LENGTH(map_shapes); i++) {
        const shape *s = &map_shapes[i];
        for (int axis = 0; axis < (v->op == IR_IOTA ? s->rank : 1); axis++) {
            ir_id x = source(p, v, s, axis);
            path_out(p, x);
            if (axis == 0) path_out(p, x);
            path_out(p, plus(p, x, 1));
        }
    }
    run(p, true);
}

PATH_TEST(sources, IR_SOURCE, 0, check_source)

/* A class of ops without a test above would be a class that nothing compares. */
Test(paths, every_class_has_a_test) {
    for (int op = 0; op < IR_OP_COUNT; op++)
        cr_assert(ir_op_class(op) <= IR_CLASS_FACTOR &&
                      (ir_op_class(op) != IR_MAP || ir_ops[op].noperands <= 3),
                  "no test for %s", ir_ops[op].name);
}
