/* SPDX-License-Identifier: Apache-2.0
 * Long graphs in stretches: the same bits as in one piece, one plan for equal stretches, faults by
 * the caller's numbers, nothing kept after a failure. KILN_TEST: timeout=300 */
#include "ir/stretch.h"
#include "random_graph.h"
#include "runtime.h"

static void split_at(rt_engine *e, size_t least) {
    e->split.whole = 2 * least;
    e->split.least = least;
    e->split.most_whole = 0; /* also what does not repeat */
}

/* ---- random graphs, forward and backward, cut at every few nodes */

static void random_graphs(size_t least, uint64_t first, int count) {
    static path_bench bench;
    path_open(&bench);
    path_add_lane(&bench, KILN_ISA_DEFAULT, 2, KILN_STRICT);
    path_add_lane(&bench, KILN_ISA_AVX2, 3, KILN_HARDENED);
    for (int i = 0; i < bench.nlanes; i++) split_at(bench.lane[i].engine, least);
    for (int i = 0; i < count; i++) {
        rg_build(&bench, first + (uint64_t)i % 100, (uint64_t)i, i % 2 == 1);
        path_run(&bench, i % 8 == 0 ? 3 : 1);
    }
    path_close(&bench, "random graphs in stretches");
}

enum { GRAPHS = PATH_SANITIZED ? 60 : 500 };
Test(split, random_graphs_cut_everywhere) { random_graphs(1, 1000, GRAPHS); }
Test(split, random_graphs_cut_often) { random_graphs(4, 2000, GRAPHS); }

/* ---- loops */

/* u = u + tanh(w u) s, again and again; s is a scalar of each step, w an input. Every `every`th u
 * is an output, and the last. */
static void loop_graph(run_case *r, int steps, int every) {
    kn_text text;
    kn_text_init(&text, r->alloc);
    kn_text_add(&text, "kiln 1\n%%w = input f32[32,32] \"w\"\n%%u0 = input f32[32,32] \"u\"\n");
    for (int i = 0; i < steps; i++) {
        kn_text_add(&text, "%%m%d = matmul f32[32,32] %%w %%u%d\n%%t%d = tanh f32[32,32] %%m%d\n",
                    i, i, i, i);
        kn_text_add(&text, "%%s%d = scalar f32 0x1.%dp-3\n%%p%d = mul f32[32,32] %%t%d %%s%d\n", i,
                    i % 10, i, i, i);
        kn_text_add(&text, "%%u%d = add f32[32,32] %%u%d %%p%d\n", i + 1, i, i);
    }
    for (int i = every; i < steps; i += every) kn_text_add(&text, "output %%u%d\n", i);
    kn_text_add(&text, "output %%u%d\n", steps);
    run_graph(r, kn_text_str(&text));
    kn_text_free(&text);
}

Test(split, a_loop_is_planned_once_for_equal_stretches) {
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    loop_graph(&r, 2000, 700);
    const rt_stats *stats = rt_get_stats(r.engine);
    run_and_compare(&r);
    uint64_t plans = stats->plans_built;
    CHECK(plans <= 6); /* the first, those with an output, the last */
    CHECK(stats->plan_hits > 30);
    CHECK_EQ(stats->evaluations, 1);
    run_and_compare(&r);
    CHECK_EQ(stats->plans_built, plans);
    /* another length: at most its end is new, and where its outputs stand */
    loop_graph(&r, 3001, 700);
    run_and_compare(&r);
    CHECK(stats->plans_built <= plans + 6);
    run_close(&r);
}

/* Three fields and a little live at a time, whatever the number of steps. */
Test(split, memory_does_not_grow_with_steps) {
    enum { FIELD = 32 * 32 * 4 };
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    loop_graph(&r, 3000, 10000);
    RUN_OK(&r);
    cr_assert(rt_get_stats(r.engine)->bytes_peak < 24 * FIELD, "%llu bytes",
              (unsigned long long)rt_get_stats(r.engine)->bytes_peak);
    run_close(&r);
}

Test(split, a_replay_allocates_nothing) {
    check_alloc memory;
    kiln_options o = run_options();
    run_case r;
    check_alloc_init(&memory, 0);
    o.allocator = &memory.vtable;
    run_open(&r, &o);
    loop_graph(&r, 500, 10000);
    RUN_OK(&r);
    RUN_OK(&r);
    long long calls = memory.calls;
    RUN_OK(&r);
    if (!KN_TORTURED) CHECK_EQ(memory.calls, calls); /* there everything moves at every append */
    run_close(&r);
    CHECK_EQ(memory.live, 0);
}

/* Nothing repeats: in one piece, while it is not too long for that. */
Test(split, what_does_not_repeat_stays_whole) {
    kiln_options o = run_options();
    run_case r;
    kn_text text;
    run_open(&r, &o);
    kn_text_init(&text, r.alloc);
    kn_text_add(&text, "kiln 1\n%%0 = input f32[8]\n");
    uint64_t random = 1;
    static const char *const ops[] = {"exp", "neg", "abs", "sin", "cos", "tanh", "sqrt", "floor"};
    for (int i = 1; i < 1500; i++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        kn_text_add(&text, "%%%d = %s f32[8] %%%d\n", i, ops[random >> 61], i - 1);
    }
    kn_text_add(&text, "output %%1499\n");
    run_graph(&r, kn_text_str(&text));
    run_and_compare(&r);
    CHECK_EQ(rt_get_stats(r.engine)->plans_built, 1);
    r.engine->split.most_whole = 1000;
    r.engine->split.least = 10;
    rt_plans_free(r.engine);
    run_and_compare(&r);
    CHECK(rt_get_stats(r.engine)->plans_built > 3);
    kn_text_free(&text);
    run_close(&r);
}

/* ---- what goes wrong */

/* Row `i` of a table, added up; the index of one step is out of range. */
static ir_id faulty_graph(run_case *r, int steps) {
    kn_text text;
    kn_text_init(&text, r->alloc);
    kn_text_add(&text, "kiln 1\n%%x = input f32[5,4]\n%%i = input i64[1,4]\n%%j = input "
                       "i64[1,4]\n%%u0 = input f32[1,4]\n");
    for (int s = 0; s < steps; s++) {
        kn_text_add(&text, "%%g%d = gather f32[1,4] %%x %%%c {axis=0}\n", s, s == 77 ? 'j' : 'i');
        kn_text_add(&text, "%%u%d = add f32[1,4] %%u%d %%g%d\n", s + 1, s, s);
    }
    kn_text_add(&text, "output %%u10\noutput %%u%d\n", steps);
    run_graph(r, kn_text_str(&text));
    kn_text_free(&text);
    for (int i = 0; i < 8; i++) ((int64_t *)r->inputs[1 + i / 4])[i % 4] = 2;
    ir_id gather = 0;
    for (int seen = -1; seen < 77; gather++) seen += ir_at(&r->g, gather)->op == IR_GATHER;
    return gather - 1;
}

static void check_faults(void) {
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    split_at(r.engine, 16);
    ir_id gather = faulty_graph(&r, 100);
    run_and_compare(&r);
    ((int64_t *)r.inputs[2])[1] = 7;
    void *taken = r.outputs[1];
    rt_buffer_put(r.engine, r.outputs[0], 16);
    r.outputs[0] = NULL;
    uint64_t live = rt_get_stats(r.engine)->bytes_live;
    for (int again = 0; again < 2; again++) {
        CHECK_STATUS(run_once(&r), KILN_BAD_ARGUMENT);
        const ref_fault *f = rt_get_fault(r.engine);
        CHECK_EQ(f->kind, REF_INDEX);
        CHECK_EQ(f->node, gather);
        CHECK_EQ(f->index, 7);
        CHECK(r.outputs[0] == NULL && r.outputs[1] == taken);
        CHECK_EQ(rt_get_stats(r.engine)->bytes_live, live);
    }
    ((int64_t *)r.inputs[2])[1] = 2;
    r.outputs[0] = rt_buffer_get(r.engine, 16);
    run_and_compare(&r);
    run_close(&r);
}

Test(split, faults_carry_the_callers_numbers) { check_faults(); }

Test(split, faults_of_the_reference_do_too) {
    rt_process_get()->hopeless = true;
    check_faults();
}

static int run_all(check_alloc *memory, long long fail_at) {
    kiln_options o = run_options();
    run_case r, text;
    rt_config config;
    void *outputs[3] = {NULL};
    check_alloc_init(memory, fail_at);
    kiln_options plain = run_options();
    run_open(&text, &plain); /* the graph and its inputs: their memory is another's */
    loop_graph(&text, 12, 5);
    o.allocator = &memory->vtable;
    memset(&r, 0, sizeof r);
    kn_text_init(&r.why, kn_alloc_default());
    kiln_status status = rt_config_resolve(&memory->vtable, &o, &config, &r.why);
    if (status == KILN_OK) status = rt_open(&memory->vtable, &config, &r.engine, &r.why);
    if (status == KILN_OK) {
        rt_io io = {.inputs = text.inputs, .outputs = outputs};
        split_at(r.engine, 10);
        status = rt_run(r.engine, &text.g, &io, "test", NULL, &r.why);
        for (int i = 0; i < 3; i++) {
            CHECK((outputs[i] == NULL) == (status != KILN_OK));
            if (outputs[i]) rt_buffer_put(r.engine, outputs[i], 32 * 32 * 4);
        }
    }
    rt_close(r.engine);
    kn_text_free(&r.why);
    run_close(&text);
    return (int)status;
}

Test(split, every_allocation_may_fail) {
    run_without_each_allocation(run_all, 1 + (PATH_SANITIZED ? 6 : 0));
}

/* ---- cuts */

/* Equal steps are cut at the same place of each, wherever they begin. */
Test(split, cuts_keep_step_with_the_loop) {
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    loop_graph(&r, 1000, 10000);
    ir_stretches s;
    ir_graph to;
    ir_stretches_init(&s, r.alloc);
    ir_graph_init(&to, r.alloc);
    CHECK_OK(ir_stretches_open(&s, &r.g));
    CHECK_OK(ir_stretches_cut(&s, 100));
    CHECK(s.count > 10);
    for (size_t i = 2; i + 1 < s.count; i++) CHECK_EQ((s.start[i] - s.start[1]) % 5, 0);
    CHECK(ir_stretches_repeated(&s) + 3 >= s.count);
    size_t nodes = 0;
    for (size_t i = 0; i < s.count; i++) {
        kn_text why;
        kn_text_init(&why, r.alloc);
        CHECK_OK(ir_stretch_take(&s, i, &to));
        cr_assert(ir_verify(&to, &why) == KILN_OK, "stretch %zu: %s", i, kn_text_str(&why));
        CHECK(to.ninputs == 2 && to.noutputs == 1); /* w and u; u */
        nodes += to.count - to.ninputs;
        kn_text_free(&why);
    }
    CHECK_EQ(nodes, r.g.count - 2);
    ir_graph_free(&to);
    ir_stretches_free(&s);
    run_close(&r);
}

/* ---- stopping: at one allocation after the other, in planning, between stretches, wherever one is
 * made */

typedef struct canceller {
    check_alloc memory;
    rt_engine *engine;
    long long at;
} canceller;

static void *cancel_at(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    canceller *c = user;
    if (new_nbytes > 0 && c->engine && --c->at == 0) rt_cancel(c->engine);
    return c->memory.vtable.resize(&c->memory, block, old_nbytes, new_nbytes);
}

Test(split, a_cancel_in_planning_keeps_nothing) {
    canceller c = {.at = 0};
    kiln_allocator vtable = {.resize = cancel_at, .user = &c};
    kiln_options o = run_options();
    run_case r;
    int cancelled = 0, finished = 0;
    check_alloc_init(&c.memory, 0);
    o.allocator = &vtable;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    split_at(r.engine, 50);
    loop_graph(&r, 60, 1000);
    rt_buffer_put(r.engine, r.outputs[0], 32 * 32 * 4);
    r.outputs[0] = NULL;
    for (long long at = 1; !finished; at += 1 + at / 8) {
        rt_plans_free(r.engine);
        rt_plans_init(r.engine);
        c.at = at;
        c.engine = r.engine;
        kiln_status status = run_once(&r);
        c.engine = NULL;
        if (status == KILN_OK) {
            finished = 1;
            continue;
        }
        CHECK_STATUS(status, KILN_CANCELLED);
        CHECK_HAS(kn_text_str(&r.why), "cancelled");
        CHECK(r.outputs[0] == NULL);
        cancelled++;
    }
    CHECK(cancelled > 10);
    run_and_compare(&r);
    run_close(&r);
    CHECK_EQ(c.memory.live, 0);
}
