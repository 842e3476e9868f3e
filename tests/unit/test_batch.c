/* SPDX-License-Identifier: Apache-2.0
 * What a change of numbers costs: another batch size makes a plan and no kernel, another learning
 * rate or step count makes nothing at all, and a loop that repeats allocates nothing. */
#include "mlp.h"

static uint64_t kernels_made(kiln_counters c) { return c.kernels_compiled + c.kernels_from_disk; }

static kiln_options without_disk(void) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.cache_dir = "off";
    o.threads = 2;
    return o;
}

Test(batch, another_size_compiles_nothing) {
    static const int batches[] = {128, 68, 37, 2, 129, 16, 200};
    kiln_session *s = mlp_session(without_disk());
    mlp net;
    mlp_make(s, &net);
    /* the first finds its inputs in another order */
    for (int step = 1; step <= 2; step++) mlp_step(s, &net, 128, step, 1e-3);
    kiln_counters first = mlp_count(s);
    for (int i = 0; i < 7; i++) {
        mlp_step(s, &net, batches[i], i + 3, 1e-3);
        kiln_counters now = mlp_count(s);
        cr_assert(kernels_made(now) == kernels_made(first), "batch %d made %llu kernels",
                  batches[i], (unsigned long long)(kernels_made(now) - kernels_made(first)));
        cr_assert(now.plans_built == first.plans_built + (uint64_t)i, "batch %d: %llu plans",
                  batches[i], (unsigned long long)now.plans_built);
    }
    fprintf(stderr, "a step has %llu kernels in %llu steps\n",
            (unsigned long long)first.last_plan_kernels, (unsigned long long)first.last_plan_steps);
    cr_assert(kernels_made(first) > 0, "without a code generator this test says nothing");
    mlp_release(&net);
    CHECK_EQ(kiln_close(s), 0);
}

Test(batch, another_scalar_is_a_plan_hit) {
    kiln_session *s = mlp_session(without_disk());
    mlp net;
    mlp_make(s, &net);
    mlp_step(s, &net, 64, 1, 1e-3);
    mlp_step(s, &net, 64, 2, 1e-3);
    kiln_counters first = mlp_count(s);
    for (int step = 3; step < 13; step++) mlp_step(s, &net, 64, step, 1e-3 / step);
    kiln_counters now = mlp_count(s);
    CHECK_EQ(now.plans_built, first.plans_built);
    CHECK_EQ(kernels_made(now), kernels_made(first));
    CHECK_EQ(now.plan_hits, first.plan_hits + 10);
    CHECK_EQ(now.evaluations, first.evaluations + 10);
    mlp_release(&net);
    CHECK_EQ(kiln_close(s), 0);
}

/* Tensor buffers and arenas come back from where they were put. */
Test(batch, a_steady_loop_allocates_nothing) {
    kiln_session *s = mlp_session(without_disk());
    mlp net;
    mlp_make(s, &net);
    for (int step = 1; step <= 4; step++) mlp_step(s, &net, 64, step, 1e-3);
    kiln_counters first = mlp_count(s);
    for (int step = 5; step < 25; step++) mlp_step(s, &net, 64, step, 1e-3);
    kiln_counters now = mlp_count(s);
    CHECK_EQ(now.allocations, first.allocations);
    CHECK_EQ(now.bytes_live, first.bytes_live);
    CHECK_EQ(now.tensors_live, first.tensors_live);
    mlp_release(&net);
    CHECK_EQ(kiln_close(s), 0);
}

/* The same of everything a session takes, its own memory included. */
Test(batch, a_steady_loop_asks_for_no_memory_at_all) {
    check_alloc memory;
    kiln_options o = without_disk();
    check_alloc_init(&memory, 0);
    o.allocator = &memory.vtable;
    kiln_session *s = mlp_session(o);
    mlp net;
    mlp_make(s, &net);
    for (int step = 1; step <= 6; step++) mlp_step(s, &net, 64, step, 1e-3);
    long long live = memory.live, calls = memory.calls;
    for (int step = 7; step < 17; step++) mlp_step(s, &net, 64, step, 1e-3);
    fprintf(stderr, "%lld allocator calls in 10 steps\n", (long long)memory.calls - calls);
    CHECK_EQ(memory.live, live);
    mlp_release(&net);
    CHECK_EQ(kiln_close(s), 0);
    CHECK_EQ(memory.live, 0);
}
