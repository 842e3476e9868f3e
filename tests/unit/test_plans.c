/* SPDX-License-Identifier: Apache-2.0
 * Limits, pieces, placement and failures: plans of large, odd and random graphs keep to the rules
 * of passes.h's check_plan. KILN_TEST: timeout=300 */
#include <time.h>

#include "ir_graphs.h"
#include "passes.h"

static const int64_t vector[1] = {4096};

static void open_builder(plan_case *c, ir_builder *b) {
    plan_case_open(c);
    ir_builder_init(b, &c->g);
}

static void build(plan_case *c, ir_builder *b, bool jit) {
    cr_assert(b->status == KILN_OK, "%s", b->message);
    plan_case_build(c, jit);
}

/* ---- limits of a kernel, each of which is also a reason */

Test(plans, long_chains_are_cut_by_values) {
    plan_case c;
    plan_case_open(&c);
    ir_id y = sample_chain(&c.g, 1000);
    CHECK_OK(ir_add_output(&c.g, y, NULL));
    plan_case_build(&c, true);
    CHECK_EQ(c.p->nsteps, 3);
    CHECK(c.p->declines[PLAN_WHY_TOO_MANY_VALUES] > 0);
    plan_case_close(&c);
}

Test(plans, many_leaves) {
    plan_case c;
    ir_builder b;
    open_builder(&c, &b);
    ir_id y = ir_input(&b, KILN_F32, 1, vector, NULL);
    for (int i = 0; i < 100; i++)
        y = ir_map2(&b, IR_ADD, y, ir_input(&b, KILN_F32, 1, vector, NULL));
    CHECK_OK(ir_add_output(&c.g, y, NULL));
    build(&c, &b, true);
    CHECK_EQ(c.p->nsteps, 3);
    CHECK(c.p->declines[PLAN_WHY_TOO_MANY_LEAVES] > 0);
    plan_case_close(&c);
}

Test(plans, many_outputs) {
    plan_case c;
    ir_builder b;
    open_builder(&c, &b);
    ir_id y = ir_input(&b, KILN_F32, 1, vector, NULL);
    for (int i = 0; i < 40; i++) {
        y = ir_map1(&b, IR_EXP, y);
        CHECK_OK(ir_add_output(&c.g, y, NULL));
    }
    build(&c, &b, true);
    CHECK_EQ(c.p->nsteps, 3);
    CHECK(c.p->declines[PLAN_WHY_TOO_MANY_OUTPUTS] > 0);
    plan_case_close(&c);
}

/* Eight strided dimensions that do not join: reference steps copy them. */
Test(plans, many_dimensions) {
    static const int64_t shape[8] = {2, 3, 2, 3, 2, 3, 2, 3};
    static const int back[8] = {7, 6, 5, 4, 3, 2, 1, 0};
    plan_case c;
    ir_builder b;
    open_builder(&c, &b);
    ir_id x = ir_input(&b, KILN_F32, 8, shape, NULL);
    ir_id t = ir_permute(&b, x, back), y = ir_map1(&b, IR_EXP, t);
    CHECK_OK(ir_add_output(&c.g, y, NULL));
    build(&c, &b, true);
    CHECK_EQ(count_steps(c.p, STEP_REFERENCE), 1);
    CHECK_EQ(count_steps(c.p, STEP_KERNEL), 1);
    CHECK(c.p->declines[PLAN_WHY_RANK] > 0);
    plan_case_close(&c);
}

/* x + transpose(exp(x)) cannot hold the exp; the path through another reduction cannot close
 * either. */
Test(plans, cycles_are_refused) {
    static const int64_t square[2] = {64, 64};
    static const int swap[2] = {1, 0};
    plan_case c;
    ir_builder b;
    open_builder(&c, &b);
    ir_id x = ir_input(&b, KILN_F32, 2, square, NULL), e = ir_map1(&b, IR_EXP, x);
    ir_id t = ir_map1(&b, IR_SIN, ir_permute(&b, e, swap));
    CHECK_OK(ir_add_output(&c.g, ir_map2(&b, IR_ADD, e, ir_permute(&b, t, swap)), NULL));
    build(&c, &b, true);
    CHECK(c.p->nsteps > 1);
    CHECK(c.p->declines[PLAN_WHY_CYCLE] + c.p->declines[PLAN_WHY_NOT_AFFINE] > 0);
    plan_case_close(&c);
}

/* A reduction of rows first, then a product of the same tensor: the second reader of exp finds it
 * stored. */
Test(plans, values_used_elsewhere_are_stored_once) {
    static const int64_t square[2] = {64, 64};
    plan_case c;
    ir_builder b;
    open_builder(&c, &b);
    ir_id x = ir_input(&b, KILN_F32, 2, square, NULL), e = ir_map1(&b, IR_EXP, x);
    ir_id s = ir_reduce(&b, IR_SUM, e, 0, 1), r = ir_reduce(&b, IR_SUM, e, 1, 2);
    CHECK_OK(ir_add_output(&c.g, s, NULL));
    CHECK_OK(ir_add_output(&c.g, r, NULL));
    build(&c, &b, true);
    CHECK_EQ(c.p->nsteps, 2);
    CHECK(c.p->declines[PLAN_WHY_USED_ELSEWHERE] > 0);
    plan_case_close(&c);
}

/* ---- pieces */

Test(plans, pieces_of_a_long_chain_share_kernels) {
    plan_case c;
    plan_case_open(&c);
    ir_id y = sample_chain(&c.g, 200000);
    CHECK_OK(ir_add_output(&c.g, y, NULL));
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    pass_config config = plan_config(true);
    CHECK_OK(passes_build_plan(&c.alloc.vtable, &c.g, &config, &c.p, &c.why));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    double seconds = (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
    check_flow(c.p);
    check_places(c.p);
    CHECK(c.p->nsteps < 200000 / 300);
    CHECK(c.p->nkernels <= 4);
    cr_assert(seconds < 60, "%g seconds for 200000 nodes", seconds);
    plan_case_close(&c);
}

/* Without kernels every node is a step: placing thirty thousand buffers must not compare each with
 * all. */
Test(plans, plain_plans_of_many_steps) {
    plan_case c;
    plan_case_open(&c);
    ir_id y = sample_chain(&c.g, 30000);
    CHECK_OK(ir_add_output(&c.g, y, NULL));
    pass_config config = plan_config(false);
    CHECK_OK(passes_build_plan(&c.alloc.vtable, &c.g, &config, &c.p, &c.why));
    check_flow(c.p);
    CHECK_EQ(c.p->nsteps, 30000);
    CHECK_EQ(c.p->arena_bytes, 2 * (128 * 64 * 4 + 128));
    plan_case_close(&c);
}

/* A chain of results that take their operand's place needs one buffer, or two where both are read.
 */
Test(plans, results_take_their_operands_place) {
    static const int64_t square[2] = {64, 64};
    plan_case c;
    ir_builder b;
    open_builder(&c, &b);
    ir_id y = ir_input(&b, KILN_F32, 2, square, NULL);
    for (int i = 0; i < 6; i++) {
        y = ir_reduce(&b, IR_SUM, ir_matmul(&b, y, y), 0, 0); /* identity: dropped */
        ir_id s = ir_reduce(&b, IR_RMAX, y, 1, 2);
        y = ir_map2(&b, IR_SUB, y, ir_expand(&b, s, 2, square));
    }
    CHECK_OK(ir_add_output(&c.g, y, NULL));
    build(&c, &b, true);
    CHECK_EQ(count_kernels(c.p, KERNEL_ROW), 6);
    for (size_t i = 0; i + 1 < c.p->nsteps; i++) {
        const plan_step *s = &c.p->steps[i];
        if (s->kind != STEP_KERNEL) continue;
        CHECK_EQ(c.p->slots[s->bufs[0].slot].offset, c.p->slots[s->bufs[s->nbufs - 1].slot].offset);
    }
    plan_case_close(&c);
}

/* ---- random graphs */

static uint64_t next(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static ir_id random_move(ir_builder *b, ir_id x, unsigned r) {
    const ir_node *n = ir_at(b->g, x);
    const int64_t *shape = ir_shape(b->g, x);
    int64_t flat[1] = {ir_numel(b->g, x)}, start[2] = {0, 0}, step[2] = {1, 1}, part[2];
    static const int swap[2] = {1, 0};
    static const int64_t full[2] = {24, 36};
    if (n->rank != 2)
        return ir_reshape(b, x, 2, flat[0] == 864 ? full : (const int64_t[2]){flat[0], 1});
    switch (r % 5) {
    case 0: return ir_permute(b, x, swap);
    case 1: return ir_reshape(b, x, 1, flat);
    case 2:
        for (int i = 0; i < 2; i++) {
            part[i] = shape[i] > 1 ? shape[i] / 2 : 1;
            step[i] = shape[i] > 3 ? -2 : 1;
            start[i] = step[i] < 0 ? shape[i] - 1 : 0;
        }
        return ir_slice(b, x, start, step, part);
    case 3: return ir_update(b, x, x, start, step);
    default:
        for (int i = 0; i < 2; i++) part[i] = shape[i] == 1 ? full[i] : shape[i];
        return ir_expand(b, x, 2, part);
    }
}

static ir_id random_product(ir_builder *b, ir_id x, ir_id y) {
    static const int swap[2] = {1, 0};
    const ir_node *n = ir_at(b->g, x), *m = ir_at(b->g, y);
    if (n->rank != 2 || m->rank != 2) return x;
    if (ir_shape(b->g, x)[1] != ir_shape(b->g, y)[0]) y = ir_permute(b, y, swap);
    return ir_shape(b->g, x)[1] == ir_shape(b->g, y)[0] ? ir_matmul(b, x, y) : x;
}

static ir_id random_node(ir_builder *b, uint64_t *seed) {
    static const ir_op unary[] = {IR_EXP, IR_NEG, IR_SQRT, IR_TANH},
                       binary[] = {IR_ADD, IR_MUL, IR_DIV, IR_MAX};
    static const ir_op reductions[] = {IR_SUM, IR_RMAX, IR_PROD};
    ir_id x = (ir_id)(next(seed) % b->g->count), y = (ir_id)(next(seed) % b->g->count);
    unsigned r = (unsigned)(next(seed) >> 40);
    switch (r % 8) {
    case 0:
    case 1: return ir_map1(b, unary[r / 8 % 4], x);
    case 2:
    case 3:
    case 4:
        if (ir_at(b->g, x)->rank && ir_at(b->g, y)->rank && !ir_same_shape(b->g, x, y)) y = x;
        return ir_map2(b, binary[r / 8 % 4], x, y);
    case 5: {
        int rank = ir_at(b->g, x)->rank, first = rank ? (int)(r / 8) % rank : 0;
        return ir_reduce(b, reductions[r / 64 % 3], x, first, rank ? first + 1 : 0);
    }
    case 6: return random_move(b, x, r / 8);
    default: return random_product(b, x, y);
    }
}

static void random_graph(ir_builder *b, uint64_t seed, int nodes) {
    static const int64_t full[2] = {24, 36}, row[2] = {1, 36}, column[2] = {24, 1};
    ir_input(b, KILN_F32, 2, full, NULL);
    ir_input(b, KILN_F32, 2, row, NULL);
    ir_input(b, KILN_F32, 2, column, NULL);
    ir_scalar(b, KILN_F32, 0);
    ir_const(b, KILN_F32, 1.5);
    for (int i = 0; i < nodes; i++) random_node(b, &seed);
}

Test(plans, random_graphs_keep_the_rules) {
    for (uint64_t seed = 1; seed <= 400; seed++) {
        plan_case c;
        ir_builder b;
        open_builder(&c, &b);
        random_graph(&b, seed, 20 + (int)(seed % 150));
        uint64_t pick = seed;
        for (int o = 0; o < 5; o++)
            CHECK_OK(ir_add_output(&c.g, (ir_id)(next(&pick) % c.g.count), NULL));
        build(&c, &b, seed % 8 != 0);
        plan_case_close(&c);
    }
}

/* The same graph gives the same plan. */
Test(plans, building_is_deterministic) {
    kn_text text[2];
    for (int i = 0; i < 2; i++) {
        plan_case c;
        ir_builder b;
        open_builder(&c, &b);
        random_graph(&b, 99, 200);
        for (int o = 0; o < 5; o++)
            CHECK_OK(ir_add_output(&c.g, (ir_id)(c.g.count - 1 - 7u * (unsigned)o), NULL));
        build(&c, &b, true);
        kn_text_init(&text[i], kn_alloc_default());
        plan_print(c.p, &text[i]);
        plan_case_close(&c);
    }
    CHECK_STR(kn_text_str(&text[0]), kn_text_str(&text[1]));
    kn_text_free(&text[0]);
    kn_text_free(&text[1]);
}

/* ---- memory */

Test(plans, every_allocation_may_fail) {
    long long calls = 1;
    for (long long fail_at = 0; fail_at <= calls; fail_at++) {
        plan_case c;
        ir_builder b;
        open_builder(&c, &b);
        random_graph(&b, 7, 60);
        for (int o = 0; o < 5; o++)
            CHECK_OK(ir_add_output(&c.g, (ir_id)(c.g.count - 1 - 3u * (unsigned)o), NULL));
        c.alloc.calls = 0;
        c.alloc.fail_at = fail_at;
        c.alloc.for_ever = fail_at % 2 == 0;
        pass_config config = plan_config(true);
        kiln_status status = passes_build_plan(&c.alloc.vtable, &c.g, &config, &c.p, &c.why);
        if (fail_at == 0) calls = c.alloc.calls;
        cr_assert(status == (fail_at ? KILN_NO_MEMORY : KILN_OK) || (status == KILN_OK && fail_at),
                  "allocation %lld of %lld: %s", fail_at, calls, kiln_status_name(status));
        CHECK((c.p != NULL) == (status == KILN_OK));
        c.alloc.fail_at = 0;
        plan_case_close(&c);
    }
    CHECK(calls > 20);
}
