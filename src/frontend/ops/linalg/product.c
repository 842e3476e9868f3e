/* SPDX-License-Identifier: Apache-2.0
 * Public products of vectors and matrices, and beta * input + alpha * product. */
#include "frontend/ops/linalg/product.h"

bool fe_one_dtype(kiln_session *s, const ir_id *ids, const char *const *names, int n) {
    for (int i = 0; i < n; i++)
        if (ids[i] == IR_NONE) return false;
    kiln_dtype d = fe_dtype(s, ids[0]);
    if (d == KILN_BOOL) {
        ir_fail(&s->b, KILN_BAD_DTYPE, "%s is bool, expected numbers", names[0]);
        return false;
    }
    for (int i = 1; i < n; i++)
        if (fe_dtype(s, ids[i]) != d) {
            ir_fail(&s->b, KILN_BAD_DTYPE, "%s is %s and %s is %s, expected one dtype", names[0],
                    kiln_dtype_short(d), names[i], kiln_dtype_short(fe_dtype(s, ids[i])));
            return false;
        }
    return true;
}

static bool has_rank(kiln_session *s, const char *name, ir_id id, int rank) {
    if (fe_rank(s, id) == rank) return true;
    ir_fail(&s->b, KILN_BAD_SHAPE, "%s has rank %d, expected %d", name, fe_rank(s, id), rank);
    return false;
}

/* ---- of two */

typedef ir_id (*product_rule)(kiln_session *s, ir_id a, ir_id b);

static kiln_tensor *product(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *b,
                            const char *second, product_rule rule) {
    kiln_session *s = fe_enter2(at, call, a, b);
    if (s == NULL) return fe_poison_like(a, b);
    const char *names[2] = {"input", second};
    ir_id x1 = fe_node(s, a), x2 = fe_node(s, b), x[2] = {x1, x2};
    return fe_result(s, fe_one_dtype(s, x, names, 2) ? rule(s, x[0], x[1]) : IR_NONE);
}

static ir_id matrices(kiln_session *s, ir_id a, ir_id b) {
    return has_rank(s, "input", a, 2) && has_rank(s, "mat2", b, 2) ? fe_matmul(s, a, b) : IR_NONE;
}

static ir_id batches(kiln_session *s, ir_id a, ir_id b) {
    if (!has_rank(s, "input", a, 3) || !has_rank(s, "mat2", b, 3)) return IR_NONE;
    int64_t na = ir_shape(&s->g, a)[0], nb = ir_shape(&s->g, b)[0];
    if (na != nb)
        return ir_fail(&s->b, KILN_BAD_SHAPE, "the batches have %lld and %lld matrices",
                       (long long)na, (long long)nb);
    return fe_matmul(s, a, b);
}

static ir_id matrix_vector(kiln_session *s, ir_id a, ir_id b) {
    return has_rank(s, "input", a, 2) && has_rank(s, "vec", b, 1) ? fe_matmul(s, a, b) : IR_NONE;
}

static ir_id vectors(kiln_session *s, ir_id a, ir_id b) {
    return has_rank(s, "input", a, 1) && has_rank(s, "tensor", b, 1) ? fe_matmul(s, a, b) : IR_NONE;
}

static ir_id last_axes(kiln_session *s, ir_id a, ir_id b) {
    int da = fe_rank(s, a) - 1, db = fe_rank(s, b) - 1;
    int64_t na = ir_shape(&s->g, a)[da], nb = ir_shape(&s->g, b)[db];
    if (na != nb)
        return ir_fail(&s->b, KILN_BAD_SHAPE,
                       "the last extents are %lld and %lld, expected equal ones", (long long)na,
                       (long long)nb);
    return fe_tensordot(s, a, b, (kiln_axes){1, &da}, (kiln_axes){1, &db});
}

/* PyTorch makes one product of batches and a matrix that all of them share, so that its gradient is
 * rounded once; broadcast batches have gradients of halves each, which are then summed. */
static ir_id shared(kiln_session *s, ir_id a, ir_id b) {
    int ra = fe_rank(s, a), rb = fe_rank(s, b);
    bool one = ra == 3 && rb == 3 && (ir_shape(&s->g, a)[0] == 1 || ir_shape(&s->g, b)[0] == 1);
    if (!one && ((ra > rb ? ra : rb) < 3 || (ra < rb ? ra : rb) > 2)) return fe_matmul(s, a, b);
    ir_id second = fe_wide(s, b);
    return fe_cast(s, fe_matmul(s, fe_wide(s, a), second), fe_dtype(s, a));
}

kiln_tensor *(kiln_matmul)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return product(at, "matmul", a, b, "other", shared);
}
kiln_tensor *(kiln_mm)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return product(at, "mm", a, b, "mat2", matrices);
}
kiln_tensor *(kiln_bmm)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return product(at, "bmm", a, b, "mat2", batches);
}
kiln_tensor *(kiln_mv)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return product(at, "mv", a, b, "vec", matrix_vector);
}
kiln_tensor *(kiln_dot)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return product(at, "dot", a, b, "tensor", vectors);
}
/* PyTorch's product of two lines of halves that do not lie in one piece rounds each product, and
 * sums in f32. */
static ir_id rounded_products(kiln_session *s, ir_id a, ir_id b) {
    int64_t na = ir_shape(&s->g, a)[0], nb = ir_shape(&s->g, b)[0];
    if (na != nb)
        return ir_fail(&s->b, KILN_BAD_SHAPE, "the extents are %lld and %lld, expected equal ones",
                       (long long)na, (long long)nb);
    ir_id rounded = fe_reduce(s, IR_SUM, fe_mul(s, a, b), KILN_ALL_AXES, false);
    ir_id one = fe_const(s, fe_dtype(s, a), 1), exact = fe_matmul(s, a, b);
    return fe_slope(s, fe_still(s, rounded), exact, one);
}

static bool apart(const kiln_tensor *a) {
    int64_t room[IR_MAX_RANK];
    return kiln_ok(a) && fe_of(a)->rank == 1 && fe_of(a)->extent[0] > 1 &&
           fe_strides(a, room)[0] != 1;
}

kiln_tensor *(kiln_inner)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    bool lines =
        kiln_rank(a) == 1 && kiln_rank(b) == 1 && fe_opmath(kiln_dtype_of(a)) != kiln_dtype_of(a);
    if (lines && (apart(a) || apart(b)))
        return product(at, "inner", a, b, "other", rounded_products);
    if (kiln_rank(a) != 0 && kiln_rank(b) != 0)
        return product(at, "inner", a, b, "other", last_axes);
    return (kiln_mul)(at, kiln_v_tensor(a), kiln_v_tensor(b)); /* as PyTorch, which promotes here */
}

/* [n] and [m] to [n,1] and [m], which broadcast. */
static ir_id column(kiln_session *s, ir_id a) {
    int64_t e[2] = {ir_shape(&s->g, a)[0], 1};
    return ir_reshape(&s->b, a, 2, e);
}

static ir_id multiply(kiln_session *s, ir_id a, ir_id b) {
    if (a == IR_NONE || b == IR_NONE) return IR_NONE;
    return fe_map2(s, fe_dtype(s, a) == KILN_BOOL ? IR_AND : IR_MUL, a, b);
}

kiln_tensor *(kiln_outer)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "outer", a, b);
    if (s == NULL) return fe_poison_like(a, b);
    ir_id x = fe_node(s, a), y = fe_node(s, b);
    if (x == IR_NONE || y == IR_NONE || !has_rank(s, "input", x, 1) || !has_rank(s, "vec2", y, 1))
        return fe_result(s, IR_NONE);
    kiln_dtype d = fe_promote_ids(s, x, y);
    y = fe_cast(s, y, d);
    return fe_result(s, multiply(s, column(s, fe_cast(s, x, d)), y));
}

kiln_tensor *(kiln_linalg_vecdot)(kiln_site at, kiln_tensor *a, kiln_tensor *b, int dim) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "linalg.vecdot", a, b);
    if (s == NULL) return fe_poison_like(a, b);
    static const char *const names[2] = {"x", "y"};
    ir_id x1 = fe_node(s, a), x2 = fe_node(s, b), x[2] = {x1, x2};
    if (!fe_one_dtype(s, x, names, 2)) return fe_result(s, IR_NONE);
    kiln_dtype d = fe_dtype(s, x[0]);
    if (!fe_is_float(d))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "x is %s, expected a float dtype",
                                    kiln_dtype_short(d)));
    /* PyTorch's dot, in f32; else halves are rounded between */
    if (fe_of(a)->rank == 1 && fe_of(b)->rank == 1) {
        x[1] = fe_wide(s, x[1]);
        x[0] = fe_wide(s, x[0]);
    }
    ir_id y = fe_map2(s, IR_MUL, x[0], x[1]);
    return fe_result(
        s, fe_cast(s, y == IR_NONE ? y : fe_reduce(s, IR_SUM, y, (kiln_axes){1, &dim}, false), d));
}

/* ---- beta * input + alpha * product */

/* A factor that is exactly one costs nothing; a tensor factor never is. */
static ir_id scaled(kiln_session *s, ir_id x, kiln_value factor) {
    if (x == IR_NONE || fe_is_one(factor)) return x;
    kiln_dtype d = fe_dtype(s, x);
    return fe_map2(s, IR_MUL, x, fe_cast(s, fe_value_node(s, factor, d), d));
}

static bool is_zero(kiln_value v) { return v.kind != KILN_IS_TENSOR && fe_number_of(v) == 0; }

/* In f32 for halves. */
static ir_id blend(kiln_session *s, ir_id input, ir_id y, kiln_value beta, kiln_value alpha) {
    if (input == IR_NONE || y == IR_NONE) return IR_NONE;
    int rank = fe_rank(s, y);
    y = scaled(s, y, alpha);
    ir_id x = y == IR_NONE ? y : fe_expand_to(s, fe_wide(s, input), rank, ir_shape(&s->g, y));
    return x == IR_NONE || is_zero(beta) ? (x == IR_NONE ? x : y)
                                         : fe_map2(s, IR_ADD, scaled(s, x, beta), y);
}

/* x, whose gradient is multiplied by the factor in f32 and rounded. */
static ir_id sloped(kiln_session *s, ir_id x, kiln_value factor) {
    if (x == IR_NONE || fe_is_one(factor)) return x;
    ir_id wide = fe_wide(s, x), d = fe_cast(s, fe_value_node(s, factor, KILN_F32), KILN_F32);
    return fe_cast(s, fe_slope(s, fe_still(s, wide), wide, d), fe_dtype(s, x));
}

/* y of halves with PyTorch's gradients: each rounded as a half, and then once more when it is
 * multiplied by alpha or beta, before the input's is summed. Tensors alpha and beta have the
 * gradients of y itself. */
static ir_id formal(kiln_session *s, ir_id y, const ir_id x[3], kiln_value beta, kiln_value alpha,
                    product_rule rule) {
    kiln_dtype d = fe_dtype(s, x[0]);
    if (y == IR_NONE || fe_opmath(d) == d || beta.kind == KILN_IS_TENSOR ||
        alpha.kind == KILN_IS_TENSOR)
        return y;
    ir_id second = sloped(s, x[2], alpha), formula = rule(s, sloped(s, x[1], alpha), second);
    if (formula == IR_NONE) return formula;
    ir_id input = sloped(s, fe_repeat_to(s, x[0], fe_rank(s, y), ir_shape(&s->g, y)), beta);
    if (!is_zero(beta)) formula = fe_map2(s, IR_ADD, formula, input);
    ir_id one = fe_const(s, d, 1);
    return fe_slope(s, fe_still(s, y), formula, one);
}

/* The batch joins k: one contraction over both. */
static ir_id batch_sum(kiln_session *s, ir_id a, ir_id b) {
    if (a == IR_NONE || b == IR_NONE) return IR_NONE;
    const int64_t *ea = ir_shape(&s->g, a), *eb = ir_shape(&s->g, b);
    if (ea[0] != eb[0] || ea[2] != eb[1])
        return ir_fail(
            &s->b, KILN_BAD_SHAPE,
            "batch1 is [%lld,%lld,%lld] and batch2 [%lld,%lld,%lld], expected [b,m,k] and [b,k,n]",
            (long long)ea[0], (long long)ea[1], (long long)ea[2], (long long)eb[0],
            (long long)eb[1], (long long)eb[2]);
    int64_t left[2] = {ea[1], ea[0] * ea[2]}, right[2] = {eb[0] * eb[1], eb[2]};
    ir_id x = ir_reshape(&s->b, ir_permute(&s->b, a, (const int[]){1, 0, 2}), 2, left);
    ir_id y = ir_reshape(&s->b, b, 2, right);
    return x == IR_NONE || y == IR_NONE ? IR_NONE : fe_matmul(s, x, y);
}

static bool numbers_fit(kiln_session *s, kiln_value beta, kiln_value alpha, kiln_dtype d) {
    return (beta.kind == KILN_IS_TENSOR || fe_number_fits(s, beta, d, "beta")) &&
           (alpha.kind == KILN_IS_TENSOR || fe_number_fits(s, alpha, d, "alpha"));
}

typedef struct factors {
    const char *call, *first, *second;
    int rank1, rank2;
} factors;

static bool factors_fit(kiln_session *s, const factors *f, const ir_id *x) {
    const char *names[3] = {"input", f->first, f->second};
    return fe_one_dtype(s, x, names, 3) && has_rank(s, f->first, x[1], f->rank1) &&
           has_rank(s, f->second, x[2], f->rank2);
}

static kiln_tensor *add_product(kiln_site at, const factors *f, kiln_tensor *input, kiln_tensor *a,
                                kiln_tensor *b, kiln_value beta, kiln_value alpha,
                                product_rule rule) {
    kiln_tensor *t[3] = {input, a, b};
    kiln_session *s = fe_enter(at, f->call, t, 3);
    if (s == NULL) return fe_poison_like(input, a);
    ir_id x[3];
    for (int i = 0; i < 3; i++) x[i] = fe_node(s, t[i]);
    if (!factors_fit(s, f, x)) return fe_result(s, IR_NONE);
    kiln_dtype d = fe_dtype(s, x[0]);
    /* PyTorch makes them f32 else */
    if ((!fe_is_float(d) || f->rank2 == 1) && !numbers_fit(s, beta, alpha, d))
        return fe_result(s, IR_NONE);
    ir_id second = fe_wide(s, x[2]),
          y = fe_cast(s, blend(s, x[0], rule(s, fe_wide(s, x[1]), second), beta, alpha), d);
    /* PyTorch then multiplies the integers themselves by beta. */
    if (y != IR_NONE && kiln_numel(a) == 0 && ir_numel(&s->g, y) > 0 && f->rank2 > 1 &&
        !fe_is_float(d) && beta.kind == KILN_IS_FLOAT && !is_zero(beta) &&
        (rule == batch_sum || fe_of(a)->extent[fe_of(a)->rank - 1] == 0))
        return fe_result(s,
                         ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                 "beta is a float and %s empty, expected an integer for %s tensors",
                                 f->first, kiln_dtype_short(d)));
    return fe_result(s, formal(s, y, x, beta, alpha, rule));
}

kiln_tensor *(kiln_addmm)(kiln_site at, kiln_tensor *input, kiln_tensor *a, kiln_tensor *b,
                          kiln_value beta, kiln_value alpha) {
    FE_DOOR;
    return add_product(at, &(factors){"addmm", "mat1", "mat2", 2, 2}, input, a, b, beta, alpha,
                       fe_matmul);
}

/* Where there is nothing to sum PyTorch leaves the input's shape. */
static ir_id only_input(kiln_session *s, ir_id input, ir_id product, kiln_value beta) {
    if (product == IR_NONE || fe_expand_to(s, input, 1, ir_shape(&s->g, product)) == IR_NONE)
        return IR_NONE;
    return fe_cast(s, scaled(s, fe_wide(s, input), beta), fe_dtype(s, input));
}

kiln_tensor *(kiln_addmv)(kiln_site at, kiln_tensor *input, kiln_tensor *a, kiln_tensor *b,
                          kiln_value beta, kiln_value alpha) {
    FE_DOOR;
    static const factors f = {"addmv", "mat", "vec", 2, 1};
    if (!kiln_ok(a) || kiln_numel(a) > 0 || is_zero(beta))
        return add_product(at, &f, input, a, b, beta, alpha, fe_matmul);
    kiln_tensor *t[3] = {input, a, b};
    kiln_session *s = fe_enter(at, f.call, t, 3);
    if (s == NULL) return fe_poison_like(input, a);
    ir_id x[3];
    for (int i = 0; i < 3; i++) x[i] = fe_node(s, t[i]);
    return fe_result(s, factors_fit(s, &f, x) ? only_input(s, x[0], fe_matmul(s, x[1], x[2]), beta)
                                              : IR_NONE);
}

kiln_tensor *(kiln_baddbmm)(kiln_site at, kiln_tensor *input, kiln_tensor *a, kiln_tensor *b,
                            kiln_value beta, kiln_value alpha) {
    FE_DOOR;
    return add_product(at, &(factors){"baddbmm", "batch1", "batch2", 3, 3}, input, a, b, beta,
                       alpha, batches);
}

/* Halves are rounded after every batch, as in PyTorch, which adds the products one by one. */
static ir_id add_batches(kiln_session *s, const ir_id x[3], kiln_value beta, kiln_value alpha) {
    kiln_dtype d = fe_dtype(s, x[0]);
    ir_id second = fe_wide(s, x[2]),
          products = scaled(s, fe_matmul(s, fe_wide(s, x[1]), second), alpha);
    if (products == IR_NONE) return products;
    int64_t n = ir_shape(&s->g, products)[0],
            e[2] = {ir_shape(&s->g, products)[1], ir_shape(&s->g, products)[2]},
            stride[3] = {0, e[1], 1};
    ir_id first = fe_part(s, products, 0, 0, 1), rest = fe_part(s, products, 0, 1, n - 1);
    first = first == IR_NONE ? first : ir_reshape(&s->b, first, 2, e);
    first = fe_cast(s, blend(s, x[0], first, beta, kiln_v_int(1)), d);
    return first == IR_NONE || rest == IR_NONE
               ? IR_NONE
               : ir_strided_put(&s->b, IR_STRIDED_ADD, first, rest, 0, stride);
}

kiln_tensor *(kiln_addbmm)(kiln_site at, kiln_tensor *input, kiln_tensor *a, kiln_tensor *b,
                           kiln_value beta, kiln_value alpha) {
    FE_DOOR;
    static const factors f = {"addbmm", "batch1", "batch2", 3, 3};
    bool once = !kiln_ok(a) ||
                fe_opmath((kiln_dtype)fe_of(a)->dtype) == (kiln_dtype)fe_of(a)->dtype ||
                fe_of(a)->rank != 3 || fe_of(a)->extent[0] < 2;
    if (once) return add_product(at, &f, input, a, b, beta, alpha, batch_sum);
    kiln_tensor *t[3] = {input, a, b};
    kiln_session *s = fe_enter(at, f.call, t, 3);
    if (s == NULL) return fe_poison_like(input, a);
    ir_id x[3];
    for (int i = 0; i < 3; i++) x[i] = fe_node(s, t[i]);
    if (!factors_fit(s, &f, x) || batch_sum(s, x[1], x[2]) == IR_NONE) return fe_result(s, IR_NONE);
    return fe_result(s, formal(s, add_batches(s, x, beta, alpha), x, beta, alpha, batch_sum));
}

/* As a product of matrices, whose gradients are. */
static ir_id outer(kiln_session *s, ir_id a, ir_id b) {
    if (a == IR_NONE || b == IR_NONE) return IR_NONE;
    int64_t e[2] = {1, ir_shape(&s->g, b)[0]};
    ir_id row = ir_reshape(&s->b, b, 2, e);
    return fe_matmul(s, column(s, a), row);
}

kiln_tensor *(kiln_addr)(kiln_site at, kiln_tensor *input, kiln_tensor *a, kiln_tensor *b,
                         kiln_value beta, kiln_value alpha) {
    FE_DOOR;
    kiln_tensor *t[3] = {input, a, b};
    kiln_session *s = fe_enter(at, "addr", t, 3);
    if (s == NULL) return fe_poison_like(input, a);
    /* rank 0 counts like any */
    kiln_dtype d = fe_wider(fe_wider((kiln_dtype)fe_of(input)->dtype, (kiln_dtype)fe_of(a)->dtype),
                            (kiln_dtype)fe_of(b)->dtype);
    ir_id x[3];
    for (int i = 0; i < 3; i++) {
        x[i] = fe_cast(s, fe_node(s, t[i]), d);
        if (x[i] == IR_NONE) return fe_result(s, IR_NONE);
    }
    if (!has_rank(s, "vec1", x[1], 1) || !has_rank(s, "vec2", x[2], 1))
        return fe_result(s, IR_NONE);
    if (!fe_is_float(d) && (alpha.kind == KILN_IS_FLOAT || beta.kind == KILN_IS_FLOAT))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "alpha or beta is a float, expected integers with %s tensors",
                                    kiln_dtype_short(d)));
    if (d != KILN_BOOL && !numbers_fit(s, beta, alpha, d)) return fe_result(s, IR_NONE);
    if (d == KILN_BOOL) { /* or and and */
        ir_id y = fe_number_of(alpha) != 0 ? multiply(s, column(s, x[1]), x[2]) : fe_const(s, d, 0);
        int64_t e[2] = {ir_shape(&s->g, x[1])[0], ir_shape(&s->g, x[2])[0]};
        ir_id wide = fe_expand_to(s, x[0], 2, e);
        if (wide == IR_NONE) return fe_result(s, wide);
        y = fe_repeat_to(s, y, 2, e);
        return fe_result(s, fe_number_of(beta) != 0 ? fe_map2(s, IR_OR, wide, y) : y);
    }
    /* first, as PyTorch: the product may overflow where this does not */
    ir_id left = scaled(s, x[1], alpha);
    ir_id y = left == IR_NONE ? left : multiply(s, column(s, left), x[2]);
    ir_id wide = y == IR_NONE ? y : fe_expand_to(s, x[0], 2, ir_shape(&s->g, y));
    if (wide != IR_NONE && !is_zero(beta)) y = fe_map2(s, IR_ADD, scaled(s, wide, beta), y);
    return fe_result(s, wide == IR_NONE ? wide : formal(s, y, x, beta, alpha, outer));
}

/* ---- vector products */

/* x turned along axis, of extent 3: slice i is x's slice i + by. */
static ir_id turned(kiln_session *s, ir_id x, int axis, int by) {
    ir_id end = fe_part(s, x, axis, by, 3 - by), start = fe_part(s, x, axis, 0, by),
          parts[2] = {end, start};
    return parts[0] == IR_NONE || parts[1] == IR_NONE ? IR_NONE : fe_join(s, parts, 2, axis);
}

static kiln_tensor *vector_product(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *b,
                                   int dim) {
    kiln_session *s = fe_enter2(at, call, a, b);
    if (s == NULL) return fe_poison_like(a, b);
    static const char *const names[2] = {"input", "other"};
    ir_id x1 = fe_node(s, a), x2 = fe_node(s, b), x[2] = {x1, x2};
    int axis, rank = fe_of(a)->rank;
    int64_t e[IR_MAX_RANK];
    if (!fe_one_dtype(s, x, names, 2)) return fe_result(s, IR_NONE);
    if (fe_of(b)->rank != rank)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "input has rank %d and other %d, expected one rank", rank,
                                    fe_of(b)->rank));
    if (!fe_broadcast(s, x, 2, &rank, e)) return fe_result(s, IR_NONE);
    if (dim == KILN_NO_DIM)
        for (dim = 0; dim < rank && fe_of(a)->extent[dim] != 3;) dim++;
    if (!fe_axis(s, dim, rank, &axis)) return fe_result(s, IR_NONE);
    if (fe_of(a)->extent[axis] != 3 || fe_of(b)->extent[axis] != 3)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "the extents along dim %d are %lld and %lld, expected 3", axis,
                                    (long long)fe_of(a)->extent[axis],
                                    (long long)fe_of(b)->extent[axis]));
    /* Whole before they are taken apart: halves are rounded at every step, and gradients of what
     * broadcasts are summed last. */
    for (int i = 0; i < 2; i++) x[i] = fe_expand_to(s, x[i], rank, e);
    ir_id twice = turned(s, x[1], axis, 2),
          left = fe_map2(s, IR_MUL, turned(s, x[0], axis, 1), twice);
    ir_id once = turned(s, x[1], axis, 1),
          right = fe_map2(s, IR_MUL, turned(s, x[0], axis, 2), once);
    return fe_result(s, fe_map2(s, IR_SUB, left, right));
}

kiln_tensor *(kiln_cross)(kiln_site at, kiln_tensor *a, kiln_tensor *b, int dim) {
    FE_DOOR;
    return vector_product(at, "cross", a, b, dim);
}
kiln_tensor *(kiln_linalg_cross)(kiln_site at, kiln_tensor *a, kiln_tensor *b, int dim) {
    FE_DOOR;
    return vector_product(at, "linalg.cross", a, b, dim);
}
