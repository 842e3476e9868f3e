/* SPDX-License-Identifier: Apache-2.0
 * The cases of test_autograd.c: for every differentiable op, functions to differentiate and where.
 * A map needs one row of map_cases; the shapes are tried by the test. */
#ifndef KN_TESTS_AUTOGRAD_CASES_H
#define KN_TESTS_AUTOGRAD_CASES_H

#include "autograd/autograd.h"

/* Ranges keep away from ties, kinks and poles, where differences of a function say nothing about
 * its derivative. flat: the derivative is zero everywhere, so it must not be built. */
typedef struct map_case {
    ir_op op;
    bool flat;
    struct {
        double low, high;
    } in[3];
} map_case;

static const map_case map_cases[] = {
    {IR_NEG, false, {{-2, 2}}},
    {IR_ABS, false, {{0.3, 2}}},
    {IR_ABS, false, {{-2, -0.3}}},
    {IR_SIGN, true, {{0.3, 2}}},
    {IR_FLOOR, true, {{1.1, 1.9}}},
    {IR_CEIL, true, {{-1.9, -1.1}}},
    {IR_TRUNC, true, {{1.1, 1.9}}},
    {IR_ROUND, true, {{0.6, 1.4}}},
    {IR_SQRT, false, {{0.5, 3}}},
    {IR_EXP, false, {{-2, 2}}},
    {IR_EXP2, false, {{-2, 2}}},
    {IR_EXPM1, false, {{-2, 2}}},
    {IR_LOG, false, {{0.5, 3}}},
    {IR_LOG2, false, {{0.5, 3}}},
    {IR_LOG10, false, {{0.5, 3}}},
    {IR_LOG1P, false, {{-0.5, 3}}},
    {IR_SIN, false, {{-3, 3}}},
    {IR_COS, false, {{-3, 3}}},
    {IR_TAN, false, {{-1, 1}}},
    {IR_ASIN, false, {{-0.8, 0.8}}},
    {IR_ACOS, false, {{-0.8, 0.8}}},
    {IR_ATAN, false, {{-3, 3}}},
    {IR_SINH, false, {{-2, 2}}},
    {IR_COSH, false, {{-2, 2}}},
    {IR_TANH, false, {{-2, 2}}},
    {IR_ERF, false, {{-2, 2}}},
    {IR_ERFC, false, {{-2, 2}}},
    {IR_ERFINV, false, {{-0.8, 0.8}}},
    {IR_ADD, false, {{-2, 2}, {-2, 2}}},
    {IR_SUB, false, {{-2, 2}, {-2, 2}}},
    {IR_MUL, false, {{-2, 2}, {-2, 2}}},
    {IR_DIV, false, {{-2, 2}, {0.5, 3}}},
    {IR_DIV, false, {{-2, 2}, {-3, -0.5}}},
    {IR_REM, false, {{5, 6}, {0.7, 0.8}}},
    {IR_REM, false, {{5, 6}, {-0.8, -0.7}}},
    {IR_FMOD, false, {{5, 6}, {0.7, 0.8}}},
    {IR_FMOD, false, {{-6, -5}, {0.7, 0.8}}},
    {IR_POW, false, {{0.4, 2.5}, {-2, 2}}},
    {IR_ATAN2, false, {{0.5, 2}, {-2, 2}}},
    {IR_ATAN2, false, {{-2, 2}, {-2, -0.5}}},
    {IR_MAX, false, {{-1, 1}, {-1.01, 1.02}}},
    {IR_MIN, false, {{-1, 1}, {-1.01, 1.02}}},
    {IR_FMA, false, {{-2, 2}, {-2, 2}, {-2, 2}}},
};

/* Everything that is no plain map. build gets f64 or f32 inputs. values NULL: random in [-2, 2], no
 * two alike. */
typedef struct shape_case {
    const char *name;
    ir_op op;
    ir_id (*build)(ir_builder *b, const ir_id *x);
    int ninputs;
    struct {
        int rank;
        int64_t extent[4];
        const double *values;
    } in[3];
} shape_case;

static ir_id build_square(ir_builder *b, const ir_id *x) { return ir_map2(b, IR_MUL, x[0], x[0]); }

static ir_id constant(ir_builder *b, ir_id like, double value) {
    return like == IR_NONE ? IR_NONE : ir_const(b, (kiln_dtype)ir_at(b->g, like)->dtype, value);
}

static ir_id power(ir_builder *b, ir_id x, double exponent) {
    ir_id e = constant(b, x, exponent);
    return ir_map2(b, IR_POW, x, e);
}

static ir_id build_pow2(ir_builder *b, const ir_id *x) { return power(b, x[0], 2); }
static ir_id build_pow3(ir_builder *b, const ir_id *x) { return power(b, x[0], 3); }
static ir_id build_pow1(ir_builder *b, const ir_id *x) { return power(b, x[0], 1); }

static ir_id build_select(ir_builder *b, const ir_id *x) {
    ir_id zero = constant(b, x[0], 0);
    return ir_map3(b, IR_SELECT, ir_map2(b, IR_LT, x[0], zero), build_square(b, x + 1), x[2]);
}

/* One branch for all elements, and the other way round. */
static ir_id build_select_scalar(ir_builder *b, const ir_id *x) {
    ir_id zero = constant(b, x[0], 0);
    ir_id cond = ir_map2(b, IR_LT, zero, build_square(b, x));
    return ir_map3(b, IR_SELECT, cond, x[1], x[2]);
}

static ir_id build_cast(ir_builder *b, const ir_id *x) {
    /* There and back through i64 is a constant to calculus; the other factor stays. */
    ir_id whole = ir_cast(b, ir_cast(b, x[1], KILN_I64), (kiln_dtype)ir_at(b->g, x[0])->dtype);
    return ir_map2(b, IR_MUL, build_square(b, x), whole);
}

static ir_id reduce_cube(ir_builder *b, ir_op op, ir_id x, int first, int end) {
    return power(b, ir_reduce(b, op, x, first, end), 3);
}
static ir_id build_sum_01(ir_builder *b, const ir_id *x) {
    return reduce_cube(b, IR_SUM, x[0], 0, 1);
}
static ir_id build_sum_13(ir_builder *b, const ir_id *x) {
    return reduce_cube(b, IR_SUM, x[0], 1, 3);
}
static ir_id build_sum_00(ir_builder *b, const ir_id *x) {
    return reduce_cube(b, IR_SUM, x[0], 0, 0);
}
static ir_id build_max_13(ir_builder *b, const ir_id *x) {
    return reduce_cube(b, IR_RMAX, x[0], 1, 3);
}
static ir_id build_max_01(ir_builder *b, const ir_id *x) {
    return reduce_cube(b, IR_RMAX, x[0], 0, 1);
}
static ir_id build_min_13(ir_builder *b, const ir_id *x) {
    return reduce_cube(b, IR_RMIN, x[0], 1, 3);
}
static ir_id build_prod_00(ir_builder *b, const ir_id *x) {
    return ir_reduce(b, IR_PROD, x[0], 0, 0);
}
static ir_id build_prod_01(ir_builder *b, const ir_id *x) {
    return ir_reduce(b, IR_PROD, x[0], 0, 1);
}
static ir_id build_prod_12(ir_builder *b, const ir_id *x) {
    return ir_reduce(b, IR_PROD, x[0], 1, 2);
}
static ir_id build_prod_02(ir_builder *b, const ir_id *x) {
    return ir_reduce(b, IR_PROD, x[0], 0, 2);
}

static ir_id build_reshape(ir_builder *b, const ir_id *x) {
    ir_id r = ir_reshape(b, x[0], 2, (const int64_t[]){3, 8});
    return build_square(b, &r);
}
static ir_id build_permute(ir_builder *b, const ir_id *x) {
    ir_id p = ir_permute(b, x[0], (const int[]){2, 0, 1});
    return ir_map2(b, IR_MUL, p, x[1]);
}
/* Axes 0, 2 and 3 repeat: two runs. */
static ir_id build_expand(ir_builder *b, const ir_id *x) {
    ir_id e = ir_expand(b, x[0], 4, (const int64_t[]){2, 3, 2, 2});
    return ir_map2(b, IR_MUL, build_square(b, &e), x[1]);
}
static ir_id build_expand_scalar(ir_builder *b, const ir_id *x) {
    ir_id e = ir_expand(b, x[0], 2, (const int64_t[]){2, 3});
    return build_square(b, &e);
}
static ir_id build_expand_empty(ir_builder *b, const ir_id *x) {
    ir_id e = ir_expand(b, x[0], 2, (const int64_t[]){0, 3});
    return build_square(b, &e);
}
static ir_id build_slice(ir_builder *b, const ir_id *x) {
    ir_id s = ir_slice(b, x[0], (const int64_t[]){1, 4}, (const int64_t[]){2, -2},
                       (const int64_t[]){2, 3});
    return build_square(b, &s);
}
/* Windows of three that overlap by one; diagonals. */
static ir_id build_strided(ir_builder *b, const ir_id *x) {
    ir_id s = ir_strided(b, x[0], 1, (const int64_t[]){2, 4, 1}, 3, (const int64_t[]){2, 2, 3});
    return build_square(b, &s);
}
static ir_id build_strided_put(ir_builder *b, const ir_id *x, ir_op op) {
    ir_id s = ir_strided_put(b, op, x[0], x[1], 19, (const int64_t[]){-6, -2});
    return build_square(b, &s);
}
static ir_id build_strided_set(ir_builder *b, const ir_id *x) {
    return build_strided_put(b, x, IR_STRIDED_SET);
}
static ir_id build_strided_add(ir_builder *b, const ir_id *x) {
    return build_strided_put(b, x, IR_STRIDED_ADD);
}
static ir_id build_strided_number(ir_builder *b, const ir_id *x) {
    ir_id s = ir_strided(b, x[0], 3, NULL, 0, NULL);
    return build_square(b, &s);
}
static ir_id build_update(ir_builder *b, const ir_id *x) {
    ir_id u = ir_update(b, x[0], x[1], (const int64_t[]){3, 0}, (const int64_t[]){-2, 2});
    return build_square(b, &u);
}
static ir_id build_matmul(ir_builder *b, const ir_id *x) { return ir_matmul(b, x[0], x[1]); }
static ir_id build_gather(ir_builder *b, const ir_id *x) {
    ir_id s = ir_gather(b, x[0], ir_cast(b, x[1], KILN_I64), 1);
    return build_square(b, &s);
}
static ir_id build_scatter(ir_builder *b, const ir_id *x) {
    ir_id s = ir_scatter_add(b, x[0], ir_cast(b, x[1], KILN_I64), x[2], 1);
    return build_square(b, &s);
}

static ir_id scattered(ir_builder *b, const ir_id *x, ir_op op) {
    ir_id s = ir_scatter(b, op, x[0], ir_cast(b, x[1], KILN_I64), x[2], 1);
    return build_square(b, &s);
}
static ir_id build_scatter_set(ir_builder *b, const ir_id *x) {
    return scattered(b, x, IR_SCATTER);
}
static ir_id build_scatter_mul(ir_builder *b, const ir_id *x) {
    return scattered(b, x, IR_SCATTER_MUL);
}
static ir_id build_scatter_max(ir_builder *b, const ir_id *x) {
    return scattered(b, x, IR_SCATTER_MAX);
}
static ir_id build_scatter_min(ir_builder *b, const ir_id *x) {
    return scattered(b, x, IR_SCATTER_MIN);
}

static ir_id build_cumsum(ir_builder *b, const ir_id *x) {
    ir_id s = ir_scan(b, IR_CUMSUM, x[0], 1);
    return build_square(b, &s);
}
static ir_id build_cumprod(ir_builder *b, const ir_id *x) {
    return ir_scan(b, IR_CUMPROD, x[0], 1);
}
static ir_id build_cumlogsumexp(ir_builder *b, const ir_id *x) {
    return ir_scan(b, IR_CUMLOGSUMEXP, x[0], 1);
}
static ir_id build_recur(ir_builder *b, const ir_id *x) { return ir_recur(b, x[0], x[1], 0); }

/* Vectors are given up to sign, so what is differentiated does not depend on it: u c u' and v' c v.
 */
static ir_id build_svd_s(ir_builder *b, const ir_id *x) { return ir_svd(b, IR_SVD_S, x[0]); }
static ir_id build_svd_u(ir_builder *b, const ir_id *x) {
    ir_id u = ir_svd(b, IR_SVD_U, x[0]);
    ir_id across = ir_permute(b, u, (const int[]){1, 0});
    return ir_matmul(b, u, ir_matmul(b, x[1], across));
}
static ir_id build_svd_v(ir_builder *b, const ir_id *x) {
    ir_id v = ir_svd(b, IR_SVD_V, x[0]);
    ir_id down = ir_permute(b, v, (const int[]){1, 0});
    return ir_matmul(b, ir_matmul(b, down, x[1]), v);
}

/* sin(x) y, whose derivatives are given: by x as cos(x) y, by y as the quotient of 1 and 1 /
 * sin(x). */
static ir_id build_slope(ir_builder *b, const ir_id *x) {
    ir_id sine = ir_map1(b, IR_SIN, x[0]),
          by_x = ir_map2(b, IR_MUL, ir_map1(b, IR_COS, x[0]), x[1]);
    ir_id one = constant(b, x[0], 1), still = ir_map1(b, IR_DETACH, ir_map2(b, IR_MUL, sine, x[1]));
    ir_id over_y = ir_map2(b, IR_DIV, one, sine);
    return ir_map3(b, IR_SLOPE_OVER, ir_map3(b, IR_SLOPE, still, x[0], by_x), x[1], over_y);
}

static ir_id build_inverse(ir_builder *b, const ir_id *x) { return ir_inverse(b, x[0]); }

/* Truncated to 2 0 2 / 1 1 0: repeated, and changed by no small step. */
static const double index_values[] = {2.5, 0.5, 2.5, 1.5, 1.5, 0.5};
/* Without a repetition in a row. */
static const double apart_values[] = {2.5, 0.5, 3.5, 1.5, 3.5, 0.5};
/* Columns with no zero, one and two. */
static const double diagonal_values[] = {1, 0, 0, -2};
static const double regular_values[] = {1.5, 0.25, -0.5, 2, 0.5, -1.75, 1.25, 0.75};
static const double zero_values[] = {1.5, 0, 0, -0.5, 1.25, 0, 2, -1.5, 0.75};

static const shape_case shape_cases[] = {
    {"slope",
     IR_SLOPE,
     build_slope,
     2,
     {{1, {4}, (const double[]){0.3, 0.9, 1.4, 2.2}}, {1, {4}, NULL}}},
    {"slope of scalars",
     IR_SLOPE_OVER,
     build_slope,
     2,
     {{0, {0}, (const double[]){0.7}}, {1, {4}, NULL}}},
    {"x*x", IR_MUL, build_square, 1, {{1, {4}, NULL}}},
    {"pow 1", IR_POW, build_pow1, 1, {{1, {4}, NULL}}},
    {"pow 2", IR_POW, build_pow2, 1, {{1, {4}, NULL}}},
    {"pow 3", IR_POW, build_pow3, 1, {{1, {4}, NULL}}},
    {"select", IR_SELECT, build_select, 3, {{1, {6}, NULL}, {1, {6}, NULL}, {1, {6}, NULL}}},
    {"select scalars",
     IR_SELECT,
     build_select,
     3,
     {{1, {6}, NULL}, {0, {0}, NULL}, {0, {0}, NULL}}},
    {"select by scalar",
     IR_SELECT,
     build_select_scalar,
     3,
     {{0, {0}, NULL}, {1, {3}, NULL}, {0, {0}, NULL}}},
    {"cast", IR_CAST, build_cast, 2, {{1, {6}, NULL}, {1, {6}, index_values}}},
    {"sum rows", IR_SUM, build_sum_01, 1, {{3, {3, 2, 2}, NULL}}},
    {"sum inner", IR_SUM, build_sum_13, 1, {{3, {3, 2, 2}, NULL}}},
    {"sum nothing", IR_SUM, build_sum_00, 1, {{3, {3, 2, 2}, NULL}}},
    {"sum of none", IR_SUM, build_sum_01, 1, {{2, {0, 2}, NULL}}},
    {"rmax inner", IR_RMAX, build_max_13, 1, {{3, {3, 2, 2}, NULL}}},
    {"rmax outer", IR_RMAX, build_max_01, 1, {{3, {3, 2, 2}, NULL}}},
    {"rmin inner", IR_RMIN, build_min_13, 1, {{3, {3, 2, 2}, NULL}}},
    {"prod over no axis", IR_PROD, build_prod_00, 1, {{2, {3, 3}, NULL}}},
    {"prod of none", IR_PROD, build_prod_01, 1, {{2, {0, 3}, NULL}}},
    {"prod of one", IR_PROD, build_prod_01, 1, {{2, {1, 3}, NULL}}},
    {"prod of two", IR_PROD, build_prod_01, 1, {{2, {2, 3}, NULL}}},
    {"prod of three", IR_PROD, build_prod_12, 1, {{3, {2, 3, 2}, NULL}}},
    {"prod of five", IR_PROD, build_prod_12, 1, {{3, {2, 5, 1}, NULL}}},
    {"prod of eight", IR_PROD, build_prod_02, 1, {{3, {4, 2, 2}, NULL}}},
    {"prod with zeros", IR_PROD, build_prod_01, 1, {{2, {3, 3}, zero_values}}},
    {"prod of rows with zeros", IR_PROD, build_prod_12, 1, {{2, {3, 3}, zero_values}}},
    {"reshape", IR_RESHAPE, build_reshape, 1, {{3, {2, 4, 3}, NULL}}},
    {"permute", IR_PERMUTE, build_permute, 2, {{3, {2, 3, 4}, NULL}, {3, {4, 2, 3}, NULL}}},
    {"expand", IR_EXPAND, build_expand, 2, {{4, {1, 3, 1, 1}, NULL}, {4, {2, 3, 2, 2}, NULL}}},
    {"expand a scalar", IR_EXPAND, build_expand_scalar, 1, {{0, {0}, NULL}}},
    {"expand to none", IR_EXPAND, build_expand_empty, 1, {{2, {1, 3}, NULL}}},
    {"slice", IR_SLICE, build_slice, 1, {{2, {4, 5}, NULL}}},
    {"update", IR_UPDATE, build_update, 2, {{2, {4, 5}, NULL}, {2, {2, 3}, NULL}}},
    {"strided", IR_STRIDED, build_strided, 1, {{2, {3, 4}, NULL}}},
    {"strided to a number", IR_STRIDED, build_strided_number, 1, {{2, {3, 4}, NULL}}},
    {"strided_set", IR_STRIDED_SET, build_strided_set, 2, {{2, {4, 5}, NULL}, {2, {3, 3}, NULL}}},
    {"strided_add", IR_STRIDED_ADD, build_strided_add, 2, {{2, {4, 5}, NULL}, {2, {3, 4}, NULL}}},
    {"matmul", IR_MATMUL, build_matmul, 2, {{2, {3, 4}, NULL}, {2, {4, 2}, NULL}}},
    {"matmul in batches", IR_MATMUL, build_matmul, 2, {{3, {2, 3, 2}, NULL}, {3, {2, 2, 1}, NULL}}},
    {"matmul over none", IR_MATMUL, build_matmul, 2, {{2, {3, 0}, NULL}, {2, {0, 2}, NULL}}},
    {"gather", IR_GATHER, build_gather, 2, {{2, {3, 4}, NULL}, {2, {2, 3}, index_values}}},
    {"scatter_add",
     IR_SCATTER_ADD,
     build_scatter,
     3,
     {{2, {3, 4}, NULL}, {2, {2, 3}, index_values}, {2, {2, 3}, NULL}}},
    {"scatter",
     IR_SCATTER,
     build_scatter_set,
     3,
     {{2, {3, 4}, NULL}, {2, {2, 3}, apart_values}, {2, {2, 3}, NULL}}},
    {"scatter_mul",
     IR_SCATTER_MUL,
     build_scatter_mul,
     3,
     {{2, {3, 4}, NULL}, {2, {2, 3}, index_values}, {2, {2, 3}, NULL}}},
    {"scatter_max",
     IR_SCATTER_MAX,
     build_scatter_max,
     3,
     {{2, {3, 4}, NULL}, {2, {2, 3}, index_values}, {2, {2, 3}, NULL}}},
    {"scatter_min",
     IR_SCATTER_MIN,
     build_scatter_min,
     3,
     {{2, {3, 4}, NULL}, {2, {2, 3}, index_values}, {2, {2, 3}, NULL}}},
    {"svd_s, tall", IR_SVD_S, build_svd_s, 1, {{3, {2, 3, 2}, NULL}}},
    {"svd_s, wide", IR_SVD_S, build_svd_s, 1, {{2, {2, 4}, NULL}}},
    {"svd_u, tall", IR_SVD_U, build_svd_u, 2, {{2, {4, 2}, NULL}, {2, {2, 2}, diagonal_values}}},
    {"svd_u, wide", IR_SVD_U, build_svd_u, 2, {{2, {2, 3}, NULL}, {2, {2, 2}, diagonal_values}}},
    {"svd_v, tall", IR_SVD_V, build_svd_v, 2, {{2, {3, 2}, NULL}, {2, {2, 2}, diagonal_values}}},
    {"svd_v, wide", IR_SVD_V, build_svd_v, 2, {{2, {2, 4}, NULL}, {2, {2, 2}, diagonal_values}}},
    {"inverse", IR_INVERSE, build_inverse, 1, {{3, {2, 2, 2}, regular_values}}},
    {"cumsum", IR_CUMSUM, build_cumsum, 1, {{3, {2, 4, 2}, NULL}}},
    {"cumsum of none", IR_CUMSUM, build_cumsum, 1, {{2, {2, 0}, NULL}}},
    {"cumprod", IR_CUMPROD, build_cumprod, 1, {{3, {2, 4, 2}, NULL}}},
    {"cumprod of one", IR_CUMPROD, build_cumprod, 1, {{2, {3, 1}, NULL}}},
    {"cumprod with zeros", IR_CUMPROD, build_cumprod, 1, {{2, {3, 3}, zero_values}}},
    {"cumlogsumexp", IR_CUMLOGSUMEXP, build_cumlogsumexp, 1, {{3, {2, 4, 2}, NULL}}},
    {"recur", IR_RECUR, build_recur, 2, {{2, {4, 2}, NULL}, {2, {4, 2}, NULL}}},
    {"recur with zeros", IR_RECUR, build_recur, 2, {{2, {3, 3}, zero_values}, {2, {3, 3}, NULL}}},
};

#endif
