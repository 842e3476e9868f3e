/* SPDX-License-Identifier: Apache-2.0
 * The walk of differentiation: what it visits, the order it adds in, the errors it gives and what
 * it leaves behind, on graphs where the values do not matter. The rules are test_autograd.c's.
 * KILN_TEST: sanitize=address timeout=300 */
#include <pthread.h>
#include <time.h>

#include "autograd/autograd.h"
#include "check.h"

typedef struct bench {
    ir_graph g;
    ir_builder b;
} bench;

static void bench_init(bench *t, const kn_alloc *alloc) {
    ir_graph_init(&t->g, alloc);
    ir_builder_init(&t->b, &t->g);
}

static ir_id f32_input(bench *t, int rank, const int64_t *shape) {
    return ir_input(&t->b, KILN_F32, rank, shape, NULL);
}

static kn_text printed(const ir_graph *g) {
    kn_text text;
    kn_text_init(&text, kn_alloc_default());
    ir_print(g, &text);
    CHECK(!text.failed);
    return text;
}

/* The whole graph is as `before`, and the ints too. */
static void check_unchanged(const bench *t, const kn_text *before, size_t nints) {
    kn_text after = printed(&t->g);
    CHECK_STR(kn_text_str(&after), kn_text_str(before));
    CHECK_EQ(t->g.nints, nints);
    kn_text_free(&after);
}

static bool is(const bench *t, ir_id id, ir_op op) {
    return id != IR_NONE && ir_at(&t->g, id)->op == op;
}
static ir_id operand(const bench *t, ir_id id, int k) { return ir_at(&t->g, id)->operand[k]; }

/* ---- order */

/* Readers of x, by id: exp, sin, sub(x, x). Highest first, left to right: ((g - g) + cos) + exp, in
 * that order. */
Test(autograd_walk, contributions_add_from_the_last_reader) {
    bench t;
    bench_init(&t, kn_alloc_default());
    ir_id x = f32_input(&t, 0, NULL), grad;
    ir_id e = ir_map1(&t.b, IR_EXP, x);
    ir_id s = ir_map1(&t.b, IR_SIN, x);
    ir_id d = ir_map2(&t.b, IR_SUB, x, x);
    ir_id f = ir_map2(&t.b, IR_ADD, ir_map2(&t.b, IR_ADD, e, s), d);
    CHECK_OK(ad_gradients(&t.b, &f, NULL, 1, &x, 1, &grad, NULL));
    ir_id third = grad, second = operand(&t, third, 0), first = operand(&t, second, 0);
    CHECK(is(&t, third, IR_ADD) && is(&t, second, IR_ADD) && is(&t, first, IR_ADD));
    CHECK_EQ(operand(&t, operand(&t, third, 1), 1), e);
    CHECK(is(&t, operand(&t, operand(&t, second, 1), 1), IR_COS));
    CHECK(is(&t, operand(&t, first, 0), IR_CONST));
    CHECK(is(&t, operand(&t, first, 1), IR_NEG));
    ir_graph_free(&t.g);
}

/* An expand over two runs of axes: one sum each, the innermost first, axes of extent 1 joining
 * runs. */
Test(autograd_walk, expand_sums_inner_runs_first) {
    bench t;
    bench_init(&t, kn_alloc_default());
    ir_id x = f32_input(&t, 6, (const int64_t[]){1, 3, 1, 1, 1, 1}), grad;
    ir_id y = ir_expand(&t.b, x, 6, (const int64_t[]){2, 3, 1, 4, 1, 5});
    ir_id f = ir_reduce(&t.b, IR_SUM, y, 0, 6);
    CHECK_OK(ad_gradients(&t.b, &f, NULL, 1, &x, 1, &grad, NULL));
    ir_id inner = operand(&t, grad, 0);
    CHECK(is(&t, grad, IR_SUM) && is(&t, inner, IR_SUM));
    CHECK_EQ(ir_attrs(&t.g, grad)[0], 0);
    CHECK_EQ(ir_attrs(&t.g, grad)[1], 1);
    CHECK_EQ(ir_attrs(&t.g, inner)[0], 3);
    CHECK_EQ(ir_attrs(&t.g, inner)[1], 6);
    ir_graph_free(&t.g);
}

/* ---- what is visited */

Test(autograd_walk, nothing_is_built_off_the_paths) {
    bench t;
    bench_init(&t, kn_alloc_default());
    ir_id x = f32_input(&t, 0, NULL), frozen = f32_input(&t, 0, NULL), grad;
    ir_id unused = ir_map1(&t.b, IR_EXP, x); /* reads x, feeds nothing */
    ir_id side = ir_map1(&t.b, IR_EXP, frozen);
    ir_id f = ir_map2(&t.b, IR_MUL, x, side);
    size_t count = t.g.count;
    CHECK_OK(ad_gradients(&t.b, &f, NULL, 1, &x, 1, &grad, NULL));
    CHECK(unused < f);
    CHECK_EQ(t.g.count, count + 2); /* the seed, and its product with `side` */
    CHECK_EQ(operand(&t, grad, 1), side);
    ir_graph_free(&t.g);
}

/* A wrt on the way to another one has its own gradient and passes it on; one that is the root has
 * the seed. */
Test(autograd_walk, wrt_inside_the_path) {
    bench t;
    bench_init(&t, kn_alloc_default());
    ir_id x = f32_input(&t, 1, (const int64_t[]){3});
    ir_id y = ir_map1(&t.b, IR_EXP, x);
    ir_id f = ir_map1(&t.b, IR_SIN, y);
    ir_id seed = f32_input(&t, 1, (const int64_t[]){3});
    const ir_id wrt[] = {y, x, f, y};
    ir_id grads[4];
    bool found[4];
    CHECK_OK(ad_gradients(&t.b, &f, &seed, 1, wrt, 4, grads, found));
    CHECK(found[0] && found[1] && found[2] && found[3]);
    CHECK_EQ(grads[2], seed);
    CHECK_EQ(grads[3], grads[0]);
    CHECK(is(&t, grads[1], IR_MUL));
    CHECK_EQ(operand(&t, grads[1], 0), grads[0]);
    /* With y alone the walk ends there. */
    size_t count = t.g.count;
    CHECK_OK(ad_gradients(&t.b, &f, &seed, 1, &y, 1, grads, found));
    CHECK_EQ(t.g.count, count + 2); /* cos(y) and the product */
    ir_graph_free(&t.g);
}

/* Two roots, one above the other: seeds come before what flows down. */
Test(autograd_walk, several_roots) {
    bench t;
    bench_init(&t, kn_alloc_default());
    ir_id x = f32_input(&t, 1, (const int64_t[]){3});
    ir_id y = ir_map1(&t.b, IR_EXP, x);
    ir_id f = ir_reduce(&t.b, IR_SUM, y, 0, 1);
    ir_id seed = f32_input(&t, 1, (const int64_t[]){3}), grad;
    const ir_id roots[] = {f, y}, seeds[] = {IR_NONE, seed};
    bool found;
    CHECK_OK(ad_gradients(&t.b, roots, seeds, 2, &y, 1, &grad, &found));
    CHECK(found && is(&t, grad, IR_ADD));
    CHECK_EQ(operand(&t, grad, 0), seed);
    CHECK(is(&t, operand(&t, grad, 1), IR_EXPAND));
    ir_graph_free(&t.g);
}

Test(autograd_walk, no_path_gives_zeros) {
    bench t;
    bench_init(&t, kn_alloc_default());
    ir_id x = f32_input(&t, 2, (const int64_t[]){2, 3}),
          stranger = f32_input(&t, 1, (const int64_t[]){4});
    ir_id whole = ir_cast(&t.b, ir_cast(&t.b, x, KILN_I32), KILN_F32);
    ir_id kept = ir_map1(&t.b, IR_DETACH, x);
    ir_id at = ir_reduce(&t.b, IR_ARGMAX, x, 0, 2);
    ir_id sum = ir_map2(&t.b, IR_ADD, whole, kept);
    ir_id f =
        ir_map2(&t.b, IR_ADD, ir_reduce(&t.b, IR_SUM, sum, 0, 2), ir_cast(&t.b, at, KILN_F32));
    ir_id late = f32_input(&t, 0, NULL); /* after the root */
    const ir_id wrt[] = {x, stranger, late};
    ir_id grads[3];
    bool found[3] = {true, true, true};
    size_t count = t.g.count;
    CHECK_OK(ad_gradients(&t.b, &f, NULL, 1, wrt, 3, grads, found));
    CHECK(!found[0] && !found[1] && !found[2]);
    CHECK(is(&t, grads[0], IR_EXPAND) && is(&t, grads[1], IR_EXPAND) && is(&t, grads[2], IR_CONST));
    for (int j = 0; j < 3; j++) CHECK(ir_same_shape(&t.g, grads[j], wrt[j]));
    CHECK_EQ(t.g.count, count + 3 + 3 + 1); /* const, reshape, expand; again; const. No seed. */
    CHECK_OK(ad_gradients(&t.b, &f, NULL, 0, wrt, 1, grads, found)); /* no root at all */
    CHECK(!found[0]);
    CHECK_OK(ad_gradients(&t.b, &f, NULL, 1, wrt, 0, grads, found)); /* no wrt */
    ir_graph_free(&t.g);
}

/* New nodes carry the site of the call that asked for them. */
Test(autograd_walk, sites_are_the_callers) {
    bench t;
    bench_init(&t, kn_alloc_default());
    t.b.site = "model.c:1";
    ir_id x = f32_input(&t, 0, NULL), f = ir_map1(&t.b, IR_TANH, x), grad;
    t.b.site = "train.c:9";
    CHECK_OK(ad_gradients(&t.b, &f, NULL, 1, &x, 1, &grad, NULL));
    for (ir_id id = 0; id < t.g.count; id++) {
        CHECK_STR(ir_at(&t.g, id)->site, id <= f ? "model.c:1" : "train.c:9");
    }
    ir_graph_free(&t.g);
}

/* ---- errors */

Test(autograd_walk, refusals_name_the_argument) {
    bench t;
    bench_init(&t, kn_alloc_default());
    ir_id x = f32_input(&t, 2, (const int64_t[]){2, 3});
    ir_id index = ir_input(&t.b, KILN_I64, 1, (const int64_t[]){3}, NULL);
    ir_id wide = ir_input(&t.b, KILN_F64, 2, (const int64_t[]){2, 3}, NULL);
    ir_id f = ir_reduce(&t.b, IR_SUM, x, 0, 2);
    const struct {
        ir_id root, seed, wrt;
        kiln_status status;
        const char *text;
    } cases[] = {
        {f, IR_NONE, index, KILN_BAD_DTYPE, "grad: wrt 0 is i64[3]"},
        {index, IR_NONE, x, KILN_BAD_DTYPE, "grad: root 0 is i64[3]"},
        {x, IR_NONE, x, KILN_BAD_SHAPE, "grad: root 0 is f32[2,3]; without a seed"},
        {x, f, x, KILN_BAD_SHAPE, "grad: root 0 is f32[2,3], its seed f32[1,1]"},
        {x, wide, x, KILN_BAD_DTYPE, "its seed f64[2,3]"},
        {99, IR_NONE, x, KILN_BAD_ARGUMENT, "root 0 is no node"},
        {f, 99, x, KILN_BAD_ARGUMENT, "seed 0 is no node"},
        {f, IR_NONE, 99, KILN_BAD_ARGUMENT, "wrt 0 is no node"},
    };
    kn_text before = printed(&t.g);
    size_t nints = t.g.nints;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ir_id grad, root = cases[i].root, seed = cases[i].seed, wrt = cases[i].wrt;
        kiln_status status = ad_gradients(&t.b, &root, &seed, 1, &wrt, 1, &grad, NULL);
        CHECK_STATUS(status, cases[i].status);
        CHECK_HAS(t.b.message, cases[i].text);
        check_unchanged(&t, &before, nints);
        CHECK_STATUS(ad_gradients(&t.b, &f, NULL, 1, &x, 1, &grad, NULL),
                     cases[i].status); /* still failed */
        ir_builder_clear(&t.b);
    }
    kn_text_free(&before);
    ir_graph_free(&t.g);
}

/* A graph with a little of everything, so that many rules run. */
static ir_id build_mixture(bench *t, ir_id *wrt) {
    ir_builder *b = &t->b;
    ir_id x = f32_input(t, 2, (const int64_t[]){6, 4}),
          w = f32_input(t, 2, (const int64_t[]){4, 3});
    ir_id s = f32_input(t, 0, NULL);
    ir_id y = ir_map2(b, IR_MUL, ir_map1(b, IR_TANH, ir_matmul(b, x, w)), s);
    ir_id top = ir_expand(b, ir_reduce(b, IR_RMAX, y, 1, 2), 2, (const int64_t[]){6, 3});
    ir_id p = ir_reduce(b, IR_PROD, ir_map2(b, IR_POW, ir_map1(b, IR_EXP, top), y), 0, 1);
    ir_id part =
        ir_slice(b, p, (const int64_t[]){0, 2}, (const int64_t[]){1, -2}, (const int64_t[]){1, 2});
    wrt[0] = x, wrt[1] = w, wrt[2] = s;
    return ir_reduce(b, IR_SUM, part, 0, 2);
}

/* So many nodes or numbers that their piece is almost full, and rules must get the next. */
static void fill(bench *t, bool nodes) {
    static const int64_t shape[IR_MAX_RANK] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    size_t piece = nodes ? (size_t)1 << IR_NODE_BITS : (size_t)1 << IR_INT_BITS,
           left = nodes ? 4 : IR_MAX_RANK + 2;
    while ((nodes ? t->g.count : t->g.nints) % piece < piece - left) {
        if (nodes)
            (void)ir_const(&t->b, KILN_F32, 1);
        else
            (void)ir_iota(&t->b, KILN_I64, IR_MAX_RANK, shape, 0);
    }
}

/* Fails every allocation in turn, growing among them. */
static void fail_each(bool nodes) {
    int failures = 0, in_rules = 0;
    for (long long n = 1;; n++) {
        check_alloc alloc;
        check_alloc_init(&alloc, 0);
        bench t;
        bench_init(&t, &alloc.vtable);
        ir_id wrt[3], grads[3], f = build_mixture(&t, wrt);
        fill(&t, nodes);
        CHECK_OK(t.b.status);
        kn_text before = printed(&t.g);
        size_t nints = t.g.nints;
        alloc.fail_at = alloc.calls + n;
        kiln_status status = ad_gradients(&t.b, &f, NULL, 1, wrt, 3, grads, NULL);
        if (status != KILN_OK) {
            failures++;
            CHECK_STATUS(status, KILN_NO_MEMORY);
            CHECK_STATUS(t.b.status, KILN_NO_MEMORY);
            CHECK_HAS(t.b.message, "grad: ");
            in_rules += strstr(t.b.message, "grad: through ") != NULL;
            check_unchanged(&t, &before, nints);
            ir_builder_clear(&t.b);
            CHECK_OK(ad_gradients(&t.b, &f, NULL, 1, wrt, 3, grads,
                                  NULL)); /* and it can be asked again */
        }
        kn_text_free(&before);
        ir_graph_free(&t.g);
        CHECK_EQ(alloc.live, 0);
        if (status == KILN_OK) break;
    }
    CHECK(failures >= 3 && in_rules >= 1); /* marks and gradients; a piece */
}

Test(autograd_walk, every_failed_allocation_leaves_the_graph_alone) {
    fail_each(true);
    fail_each(false);
}

/* ---- size */

enum { CHAIN = 1000000, SMALL_STACK = 256 << 10 };

typedef struct chain_result {
    double seconds;
    bool right;
} chain_result;

static void *differentiate_chain(void *arg) {
    chain_result *result = arg;
    bench t;
    bench_init(&t, kn_alloc_default());
    ir_id x = f32_input(&t, 0, NULL), y = x, grad = IR_NONE;
    for (int i = 0; i < CHAIN; i++) y = ir_map1(&t.b, i % 2 ? IR_SIN : IR_NEG, y);
    bool found = false;
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    kiln_status status = ad_gradients(&t.b, &y, NULL, 1, &x, 1, &grad, &found);
    clock_gettime(CLOCK_MONOTONIC, &to);
    result->seconds =
        (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
    /* The seed; a negation for each neg; a cosine and a product for each sin. */
    result->right = status == KILN_OK && found && t.g.count == 1 + CHAIN + 1 + CHAIN / 2 + CHAIN;
    ir_graph_free(&t.g);
    return NULL;
}

Test(autograd_walk, a_million_nodes_on_a_small_stack) {
    pthread_attr_t attr;
    pthread_t thread;
    chain_result result = {0};
    CHECK_EQ(pthread_attr_init(&attr), 0);
    CHECK_EQ(pthread_attr_setstacksize(&attr, SMALL_STACK), 0);
    CHECK_EQ(pthread_create(&thread, &attr, differentiate_chain, &result), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    pthread_attr_destroy(&attr);
    CHECK(result.right);
    cr_log_info("a million nodes in %.3f s", result.seconds);
    /* Half a second is usual; the margin is for sanitizers and busy machines. */
    cr_assert(result.seconds < 30, "took %.1f s", result.seconds);
}
