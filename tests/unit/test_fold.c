/* SPDX-License-Identifier: Apache-2.0
 * Folding block results: with reduced axes cut at block ends, partials folded by STEP_FOLD equal
 * the reference's reduction of the whole, for every dtype and reduction, however the work is split.
 * KILN_TEST: sanitize=address */
#include "ir/order.h"
#include "runtime.h"

typedef struct fold_case {
    int64_t outer, blocks, inner;
} fold_case;

/* The reference's own result: a reduction over whole blocks (LANE style where `inner` is 1), of
 * which only the first element of each is not the identity, so that a block's result is that
 * element. */
static void expect(run_case *r, kiln_dtype dtype, int op, const fold_case *c, const char *partials,
                   void *out) {
    size_t size = kiln_dtype_size(dtype);
    int64_t each = c->inner == 1 ? ORDER_LANE_BLOCK : ORDER_COLUMN_BLOCK, n = c->blocks * each,
            shape[] = {c->outer, n, c->inner};
    char *data = malloc((size_t)(c->outer * n * c->inner) * size);
    uint64_t identity = op == IR_SUM    ? 0
                        : op == IR_PROD ? ir_bits_of(dtype, 1)
                                        : ir_bits_of(dtype, op == IR_RMAX ? -1.0 / 0.0 : 1.0 / 0.0);
    if (dtype == KILN_BOOL) identity = op == IR_RMIN;
    for (int64_t i = 0; i < c->outer * n * c->inner; i++)
        memcpy(data + (size_t)i * size, &identity, size);
    for (int64_t o = 0; o < c->outer; o++)
        for (int64_t b = 0; b < c->blocks; b++)
            memcpy(data + (size_t)((o * n + b * each) * c->inner) * size,
                   partials + (size_t)((o * c->blocks + b) * c->inner) * size,
                   (size_t)c->inner * size);
    ir_builder b;
    void *inputs[] = {data}, *outputs[] = {out};
    ir_graph_reset(&r->g);
    ir_builder_init(&b, &r->g);
    ir_id id = ir_reduce(&b, (ir_op)op, ir_input(&b, dtype, 3, shape, NULL), 1, 2);
    cr_assert(id != IR_NONE, "%s", b.message);
    CHECK_OK(ir_add_output(&r->g, id, NULL));
    CHECK_OK(ref_graph(r->alloc, &r->g, inputs, NULL, outputs, NULL, NULL, &r->why, NULL));
    ir_graph_reset(&r->g);
    free(data);
}

static void fold_one(run_case *r, kiln_dtype dtype, int op, const fold_case *c) {
    size_t size = kiln_dtype_size(dtype), results = (size_t)(c->outer * c->inner) * size;
    char *partials = run_filled(r, dtype, results * (size_t)c->blocks), *got = malloc(results),
         *wanted = malloc(results);
    if (dtype == KILN_BOOL)
        for (size_t i = 0; i < results * (size_t)c->blocks; i++)
            partials[i] = (char)(partials[i] & 1);
    /* comes out as the one NaN */
    if (dtype == KILN_F32) memcpy(partials, &(uint32_t){0xffc12345}, 4);
    plan_step st = {.kind = STEP_FOLD,
                    .op = (uint8_t)op,
                    .dtype = (uint8_t)dtype,
                    .fold_outer = c->outer,
                    .fold_blocks = c->blocks,
                    .fold_inner = c->inner};
    expect(r, dtype, op, c, partials, wanted);
    atomic_store(&r->engine->state, RT_RUNNING);
    rt_pool_begin(&r->engine->pool);
    rt_fold(r->engine, &st, partials, got);
    rt_pool_end(&r->engine->pool);
    atomic_store(&r->engine->state, RT_IDLE);
    cr_assert(memcmp(got, wanted, results) == 0, "%s of %s, %lld x %lld x %lld", ir_ops[op].name,
              kiln_dtype_short(dtype), (long long)c->outer, (long long)c->blocks,
              (long long)c->inner);
    free(partials);
    free(got);
    free(wanted);
}

Test(fold, is_the_tree_of_the_definition) {
    static const fold_case cases[] = {{1, 1, 1},   {1, 2, 65},   {3, 3, 5},   {30, 5, 1},
                                      {300, 1, 1}, {1, 7, 2500}, {2, 13, 70}, {1, 8, 64}};
    static const kiln_dtype dtypes[] = {KILN_BOOL, KILN_U8,  KILN_I8,  KILN_I16,
                                        KILN_I32,  KILN_I64, KILN_F32, KILN_F64};
    static const int ops[] = {IR_SUM, IR_PROD, IR_RMAX, IR_RMIN};
    kiln_options o = run_options();
    run_case r;
    o.threads = 3;
    run_open(&r, &o);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t d = 0; d < sizeof dtypes / sizeof *dtypes; d++)
            for (size_t k = dtypes[d] == KILN_BOOL ? 2 : 0; k < 4; k++)
                fold_one(&r, dtypes[d], ops[k], &cases[c]);
    run_close(&r);
}

/* Level by level, as it is written. */
static void plain_tree(float *p, int64_t blocks, int64_t inner, float *out) {
    for (int64_t left = blocks; left > 1; left = (left + 1) / 2)
        for (int64_t j = 0; j < (left + 1) / 2; j++)
            for (int64_t c = 0; c < inner; c++)
                p[j * inner + c] = 2 * j + 1 < left
                                       ? p[2 * j * inner + c] + p[(2 * j + 1) * inner + c]
                                       : p[2 * j * inner + c];
    memcpy(out, p, (size_t)inner * sizeof *p);
}

/* So many blocks that groups of them fold first. */
Test(fold, in_rounds_is_the_same_tree) {
    static const fold_case cases[] = {{1, 65536, 1},  {2, 65537, 1},   {1, 200001, 1},
                                      {1, 131072, 1}, {3, 12345, 7},   {1, 64, 1500},
                                      {1, 65, 1500},  {2, 1000, 1100}, {1, 4097, 1024}};
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const fold_case *c = &cases[i];
        size_t each = (size_t)(c->blocks * c->inner), results = (size_t)(c->outer * c->inner);
        float *partials = run_filled(&r, KILN_F32, (size_t)c->outer * each * sizeof(float)),
              *copy = malloc(each * sizeof *copy);
        float *wanted = malloc(results * sizeof *wanted), *got = malloc(results * sizeof *got);
        plan_step st = {.kind = STEP_FOLD,
                        .op = IR_SUM,
                        .dtype = KILN_F32,
                        .fold_outer = c->outer,
                        .fold_blocks = c->blocks,
                        .fold_inner = c->inner};
        for (int64_t n = 0; n < c->outer; n++) {
            memcpy(copy, partials + (size_t)n * each, each * sizeof *copy);
            plain_tree(copy, c->blocks, c->inner, wanted + n * c->inner);
        }
        atomic_store(&r.engine->state, RT_RUNNING);
        rt_pool_begin(&r.engine->pool);
        rt_fold(r.engine, &st, partials, got);
        rt_pool_end(&r.engine->pool);
        atomic_store(&r.engine->state, RT_IDLE);
        cr_assert(memcmp(got, wanted, results * sizeof *got) == 0, "%lld x %lld x %lld",
                  (long long)c->outer, (long long)c->blocks, (long long)c->inner);
        free(partials), free(copy), free(wanted), free(got);
    }
    run_close(&r);
}
