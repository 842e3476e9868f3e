/* SPDX-License-Identifier: Apache-2.0
 * Derivatives against differences: every rule, first and second order, in f64 on the reference
 * kernels; and the conventions where no difference tells. The walk itself is test_autograd_walk.c.
 * KILN_TEST: sanitize=address timeout=300 */
#include <math.h>

#include "autograd_cases.h"
#include "check.h"
#include "reference/reference.h"

/* Central differences with h = 1e-6 max(1, |x|): the truncation error h^2 f'''/6 is about 1e-12 and
 * the rounding error eps |f| / h about 2e-10 |f|, for functions whose values and derivatives are of
 * the order of 1 to 100 as here. 1e-6, relative to the larger of 1, the derivative and the function
 * value, leaves room for both and is far below any wrong rule. */
static const double step = 1e-6, tolerance = 1e-6;

enum { MAX_INPUTS = 8, MAX_ELEMENTS = 64 };

/* A graph with its inputs' values. Inputs are made in id order, as ref_graph wants them. */
typedef struct lab {
    ir_graph g;
    ir_builder b;
    const char *name;
    kiln_dtype dtype;
    int n;
    ir_id input[MAX_INPUTS];
    int64_t size[MAX_INPUTS];
    double data[MAX_INPUTS][MAX_ELEMENTS];
    uint32_t noise;
} lab;

static void lab_init(lab *l, const char *name, kiln_dtype dtype) {
    memset(l, 0, sizeof *l);
    l->name = name;
    l->dtype = dtype;
    l->noise = 12345;
    ir_graph_init(&l->g, kn_alloc_default());
    ir_builder_init(&l->b, &l->g);
}

static void lab_free(lab *l) { ir_graph_free(&l->g); }

static void lab_ok(lab *l) { cr_assert(l->b.status == KILN_OK, "%s: %s", l->name, l->b.message); }

static double lab_random(lab *l, double low, double high) {
    l->noise = l->noise * 1664525u + 1013904223u;
    return low + (high - low) * ((l->noise >> 8) + 0.5) / 16777216.0;
}

static ir_id lab_input(lab *l, int rank, const int64_t *shape, double low, double high,
                       const double *values) {
    ir_id id = ir_input(&l->b, l->dtype, rank, shape, NULL);
    lab_ok(l);
    int k = l->n++;
    l->input[k] = id;
    l->size[k] = ir_numel(&l->g, id);
    cr_assert(k < MAX_INPUTS && l->size[k] <= MAX_ELEMENTS);
    for (int i = 0; i < l->size[k]; i++)
        l->data[k][i] = values ? values[i] : lab_random(l, low, high);
    return id;
}

static void lab_eval(lab *l, const ir_id *ids, size_t n, double (*out)[MAX_ELEMENTS]) {
    void *inputs[MAX_INPUTS], *outputs[MAX_INPUTS];
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    l->g.noutputs = 0;
    for (int k = 0; k < l->n; k++) inputs[k] = l->data[k];
    for (size_t i = 0; i < n; i++) {
        CHECK_OK(ir_add_output(&l->g, ids[i], NULL));
        outputs[i] = out[i];
    }
    kiln_status s =
        ref_graph(kn_alloc_default(), &l->g, inputs, NULL, outputs, NULL, NULL, &why, NULL);
    cr_assert(s == KILN_OK, "%s: %s", l->name, kn_text_str(&why));
    kn_text_free(&why);
}

/* sum of y times numbers that differ, so that no two elements' gradients can be swapped unseen. */
static ir_id weigh(lab *l, ir_id y) {
    int64_t shape[IR_MAX_RANK] = {0};
    int rank = ir_at(&l->g, y)->rank;
    if (rank) memcpy(shape, ir_shape(&l->g, y), (size_t)rank * sizeof shape[0]);
    ir_id weights = lab_input(l, rank, shape, 0.5, 1.5, NULL);
    ir_id product = ir_map2(&l->b, IR_MUL, y, weights);
    return ir_reshape(&l->b, ir_reduce(&l->b, IR_SUM, product, 0, rank), 0, NULL);
}

/* Gradients of the rank-0 node f for the first n inputs against differences of f. */
static void check_gradients(lab *l, ir_id f, const ir_id *grads, int n, int order) {
    static double got[MAX_INPUTS][MAX_ELEMENTS], value[1][MAX_ELEMENTS], low[1][MAX_ELEMENTS];
    lab_eval(l, grads, (size_t)n, got);
    for (int k = 0; k < n; k++) {
        for (int i = 0; i < l->size[k]; i++) {
            double x = l->data[k][i], h = step * fmax(1, fabs(x));
            l->data[k][i] = x + h;
            lab_eval(l, &f, 1, value);
            l->data[k][i] = x - h;
            lab_eval(l, &f, 1, low);
            l->data[k][i] = x;
            double want = (value[0][0] - low[0][0]) / (2 * h);
            double scale = fmax(fmax(1, fabs(want)), fabs(value[0][0]));
            cr_assert(fabs(got[k][i] - want) <= tolerance * scale,
                      "%s: order %d, input %d, element %d at %.17g: %.17g, not %.17g", l->name,
                      order, k, i, x, got[k][i], want);
        }
    }
}

static void differentiate(lab *l, ir_id f, const ir_id *wrt, int n, ir_id *grads) {
    CHECK_STATUS(ad_gradients(&l->b, &f, NULL, 1, wrt, (size_t)n, grads, NULL), l->b.status);
    lab_ok(l);
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    cr_assert(ir_verify(&l->g, &why) == KILN_OK, "%s: %s", l->name, kn_text_str(&why));
    kn_text_free(&why);
    for (int k = 0; k < n; k++) {
        CHECK_EQ(ir_at(&l->g, grads[k])->dtype, l->dtype);
        CHECK(ir_same_shape(&l->g, grads[k], wrt[k]));
    }
}

/* Both orders of y, whose inputs are the first n. In f32 types only: the arithmetic is the same. */
static void check_orders(lab *l, ir_id y, int n) {
    lab_ok(l);
    for (int order = 1; order <= 2; order++) {
        ir_id grads[MAX_INPUTS], f = weigh(l, y);
        differentiate(l, f, l->input, n, grads);
        if (l->dtype == KILN_F64) check_gradients(l, f, grads, n, order);
        if (order == 2) break;
        y = IR_NONE;
        for (int k = 0; k < n; k++) {
            ir_id part = weigh(l, grads[k]);
            y = y == IR_NONE ? part : ir_map2(&l->b, IR_ADD, y, part);
        }
        lab_ok(l);
    }
}

/* ---- maps: every mixture of whole and rank-0 operands */

static void try_map(const map_case *c, kiln_dtype dtype, int rank, const int64_t *shape,
                    unsigned scalars) {
    static lab l;
    ir_id x[3];
    int n = ir_ops[c->op].noperands;
    lab_init(&l, ir_ops[c->op].name, dtype);
    for (int k = 0; k < n; k++) {
        x[k] = lab_input(&l, scalars >> k & 1 ? 0 : rank, shape, c->in[k].low, c->in[k].high, NULL);
    }
    ir_id y = n == 1   ? ir_map1(&l.b, c->op, x[0])
              : n == 2 ? ir_map2(&l.b, c->op, x[0], x[1])
                       : ir_map3(&l.b, c->op, x[0], x[1], x[2]);
    check_orders(&l, y, n);
    lab_free(&l);
}

Test(autograd, maps) {
    const int64_t some[] = {2, 3}, none[] = {0, 3}, one[] = {1, 1};
    for (size_t i = 0; i < sizeof map_cases / sizeof *map_cases; i++) {
        const map_case *c = &map_cases[i];
        unsigned mixtures = 1u << ir_ops[c->op].noperands;
        for (unsigned scalars = 0; scalars < mixtures; scalars++) {
            try_map(c, KILN_F64, 2, some, scalars);
            try_map(c, KILN_F64, 2, none, scalars);
            try_map(c, KILN_F64, 2, one, scalars);
            try_map(c, KILN_F32, 2, some, scalars);
        }
    }
}

/* Flat ops build no zeros to add up: one expanded constant is the answer, and the path is still
 * found. */
Test(autograd, flat_maps) {
    for (size_t i = 0; i < sizeof map_cases / sizeof *map_cases; i++) {
        const map_case *c = &map_cases[i];
        static lab l;
        lab_init(&l, ir_ops[c->op].name, KILN_F32);
        if (!c->flat) continue;
        ir_id x = lab_input(&l, 0, NULL, 0, 1, NULL);
        ir_id y = ir_map1(&l.b, c->op, x), grad;
        size_t count = l.g.count;
        bool found = false;
        CHECK_OK(ad_gradients(&l.b, &y, NULL, 1, &x, 1, &grad, &found));
        CHECK(found);
        CHECK_EQ(l.g.count, count + 2); /* the seed and the zero */
        CHECK_EQ(ir_at(&l.g, grad)->op, IR_CONST);
        lab_free(&l);
    }
}

/* ---- the others */

Test(autograd, shapes) {
    for (size_t i = 0; i < sizeof shape_cases / sizeof *shape_cases; i++) {
        for (int narrow = 0; narrow < 2; narrow++) {
            const shape_case *c = &shape_cases[i];
            static lab l;
            lab_init(&l, c->name, narrow ? KILN_F32 : KILN_F64);
            for (int k = 0; k < c->ninputs; k++) {
                lab_input(&l, c->in[k].rank, c->in[k].extent, -2, 2, c->in[k].values);
            }
            check_orders(&l, c->build(&l.b, l.input), c->ninputs);
            lab_free(&l);
        }
    }
}

Test(autograd, every_rule_has_a_case) {
    bool tried[IR_OP_COUNT] = {false};
    for (size_t i = 0; i < sizeof map_cases / sizeof *map_cases; i++) tried[map_cases[i].op] = true;
    for (size_t i = 0; i < sizeof shape_cases / sizeof *shape_cases; i++)
        tried[shape_cases[i].op] = true;
    for (int op = 0; op < IR_OP_COUNT; op++) {
        CHECK_EQ(ir_ops[op].differentiable != 0, ad_rules[op] != NULL);
        cr_assert(tried[op] == (ad_rules[op] != NULL), "%s", ir_ops[op].name);
    }
}

/* Third derivatives come from the same rules once more: x^2 sin(x) at one point, against the
 * formula. */
Test(autograd, third_order) {
    static lab l;
    static double got[1][MAX_ELEMENTS];
    lab_init(&l, "third order", KILN_F64);
    ir_id x = lab_input(&l, 0, NULL, 0, 0, (const double[]){0.7});
    ir_id f = ir_map2(&l.b, IR_MUL, ir_map2(&l.b, IR_MUL, x, x), ir_map1(&l.b, IR_SIN, x));
    for (int order = 0; order < 3; order++) differentiate(&l, f, &x, 1, &f);
    lab_eval(&l, &f, 1, got);
    double want = 6 * cos(0.7) - 6 * 0.7 * sin(0.7) - 0.7 * 0.7 * cos(0.7);
    /* Some ten roundings of numbers near 5. */
    cr_assert(fabs(got[0][0] - want) < 1e-13, "%.17g, not %.17g", got[0][0], want);
    lab_free(&l);
}

/* Casts between floats pass, with the gradient in the operand's dtype. */
Test(autograd, casts) {
    static lab l;
    static double got[1][MAX_ELEMENTS];
    lab_init(&l, "cast", KILN_F64);
    /* exact in f32 */
    ir_id x = lab_input(&l, 1, (const int64_t[]){2}, 0, 0, (const double[]){1.5, -2.25});
    ir_id narrow = ir_cast(&l.b, x, KILN_F32);
    ir_id y = ir_cast(&l.b, ir_map2(&l.b, IR_MUL, narrow, narrow), KILN_F64), grad;
    ir_id f = ir_reduce(&l.b, IR_SUM, y, 0, 1);
    differentiate(&l, f, &x, 1, &grad);
    lab_eval(&l, &grad, 1, got);
    cr_assert(got[0][0] == 3.0 && got[0][1] == -4.5);
    lab_free(&l);
}

/* ---- conventions at ties, kinks and corners: exact values, PyTorch's */

typedef struct tie_case {
    const char *name;
    ir_op op;
    int n;
    double a[4], b[4], da[4], db[4];
} tie_case;

static const tie_case tie_cases[] = {
    {"max", IR_MAX, 3, {1, 2, 3}, {1, 3, 2}, {0.5, 0, 1}, {0.5, 1, 0}},
    {"min", IR_MIN, 3, {1, 2, 3}, {1, 3, 2}, {0.5, 1, 0}, {0.5, 0, 1}},
    {"abs", IR_ABS, 3, {0, -1, 2}, {0}, {0, -1, 1}, {0}},
    {"pow, exponent 0", IR_POW, 3, {0, 2, -1}, {0, 0, 0}, {0, 0, 0}, {0, 0.69314718055994529, NAN}},
    {"pow, base 0",
     IR_POW,
     4,
     {0},
     {2, 1, 0.5, -1},
     {0, 1, INFINITY, -INFINITY},
     {0, 0, 0, -INFINITY}},
    {"rem, just below a multiple", IR_REM, 2, {1, -1}, {0.1, 0.1}, {1, 1}, {-9, 10}},
    {"atan2 at the origin", IR_ATAN2, 1, {0}, {0}, {0}, {0}},
};

static bool same(double got, double want) { return isnan(want) ? isnan(got) : got == want; }

Test(autograd, ties) {
    for (size_t i = 0; i < sizeof tie_cases / sizeof *tie_cases; i++) {
        const tie_case *c = &tie_cases[i];
        const int64_t shape[] = {c->n};
        static lab l;
        static double got[2][MAX_ELEMENTS];
        ir_id grads[2], x[2];
        int n = ir_ops[c->op].noperands;
        lab_init(&l, c->name, KILN_F64);
        x[0] = lab_input(&l, 1, shape, 0, 0, c->a);
        x[1] = lab_input(&l, 1, shape, 0, 0, c->b);
        ir_id y = n == 1 ? ir_map1(&l.b, c->op, x[0]) : ir_map2(&l.b, c->op, x[0], x[1]);
        differentiate(&l, ir_reduce(&l.b, IR_SUM, y, 0, 1), x, n, grads);
        lab_eval(&l, grads, (size_t)n, got);
        for (int k = 0; k < n; k++) {
            for (int e = 0; e < c->n; e++) {
                double want = k ? c->db[e] : c->da[e];
                cr_assert(same(got[k][e], want), "%s: operand %d, element %d: %.17g, not %.17g",
                          c->name, k, e, got[k][e], want);
            }
        }
        lab_free(&l);
    }
}

/* What is infinite in a slope is avoided, not masked: second derivatives at pow's corners are
 * numbers. */
Test(autograd, pow_corners_twice) {
    static const double zeros[] = {0, 0, 0}, exponents[] = {0, 1, 2}, want[] = {0, 0, 2};
    static lab l;
    static double got[4][MAX_ELEMENTS];
    ir_id x[2], first[2], second[4];
    lab_init(&l, "pow corners", KILN_F64);
    for (int k = 0; k < 2; k++)
        x[k] = lab_input(&l, 1, (const int64_t[]){3}, 0, 0, k ? exponents : zeros);
    differentiate(&l, ir_reduce(&l.b, IR_SUM, ir_map2(&l.b, IR_POW, x[0], x[1]), 0, 1), x, 2,
                  first);
    for (int k = 0; k < 2; k++) {
        differentiate(&l, ir_reduce(&l.b, IR_SUM, first[k], 0, 1), x, 2, second + 2 * k);
    }
    lab_eval(&l, second, 4, got);
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 4; k++)
            cr_assert(isfinite(got[k][i]), "derivative %d, element %d", k, i);
        CHECK(got[0][i] == want[i]); /* by the base, twice: b (b - 1) a^(b-2) */
    }
    lab_free(&l);
}

/* Equal extremes share evenly. */
Test(autograd, reduction_ties) {
    static const double x_values[] = {1, 3, 3, 3, 0, 0, -1, -1},
                        max_grad[] = {0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 0.5, 0.5, 0, 0},
                        min_grad[] = {1, 0, 0, 0, 0, 0, 0.5, 0.5};
    for (int least = 0; least < 2; least++) {
        static lab l;
        static double got[1][MAX_ELEMENTS];
        lab_init(&l, least ? "rmin" : "rmax", KILN_F64);
        ir_id x = lab_input(&l, 2, (const int64_t[]){2, 4}, 0, 0, x_values), grad;
        ir_id y = ir_reduce(&l.b, least ? IR_RMIN : IR_RMAX, x, 1, 2);
        differentiate(&l, ir_reduce(&l.b, IR_SUM, y, 0, 2), &x, 1, &grad);
        lab_eval(&l, &grad, 1, got);
        for (int i = 0; i < 8; i++) CHECK(got[0][i] == (least ? min_grad : max_grad)[i]);
        lab_free(&l);
    }
}
