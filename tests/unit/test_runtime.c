/* SPDX-License-Identifier: Apache-2.0
 * The engine: both paths give the same bits, plans and kernels are found again, and what goes wrong
 * is said. KILN_TEST: timeout=300 */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime.h"

/* ---- results */

Test(runtime, fused_is_the_reference_bit_for_bit) {
    static const char *const graphs[] = {
        GRAPH_MAP(1),
        GRAPH_MAP(1000),
        GRAPH_MAP(300000),
        GRAPH_SOFTMAX(3, 7),
        GRAPH_SOFTMAX(64, 1000),
        GRAPH_SOFTMAX(2, 40000),
        GRAPH_LINEAR(1, 1, 1),
        GRAPH_LINEAR(37, 65, 50),
        GRAPH_LINEAR(128, 256, 96),
        "kiln 1\n%x = input f32[500,300]\n%s = sum f32[1,300] %x {first=0 end=1}\n"
        "%p = sum f32[1,1] %x {first=0 end=2}\noutput %s\noutput %p\n",
        "kiln 1\n%x = input f32[0,3]\n%s = sum f32[1,3] %x {first=0 end=1}\noutput %s\noutput %x\n",
        "kiln 1\n%x = input i32[40]\n%y = gather i32[3] %x %i {axis=0}\noutput %y\n",
    };
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    for (size_t i = 0; i + 1 < sizeof graphs / sizeof *graphs; i++) {
        run_graph(&r, graphs[i]);
        run_and_compare(&r);
        run_and_compare(&r);
    }
    run_close(&r);
}

Test(runtime, threads_change_no_bit) {
    unsigned char first[64 * 1000 * 4];
    for (int threads = 1; threads <= 8; threads++) {
        kiln_options o = run_options();
        run_case r;
        o.threads = threads;
        run_open(&r, &o);
        run_graph(&r, GRAPH_SOFTMAX(64, 1000));
        RUN_OK(&r);
        if (threads == 1) memcpy(first, r.outputs[0], sizeof first);
        CHECK(memcmp(first, r.outputs[0], sizeof first) == 0);
        run_close(&r);
    }
}

#ifdef __SSE__
/* Flush to zero, denormals are zero, round down, as a host program may have them. */
Test(runtime, the_hosts_floating_point_state_is_kept_out_and_kept) {
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    run_graph(&r, GRAPH_MAP(1000));
    RUN_OK(&r);
    float *kept = malloc(4000);
    memcpy(kept, r.outputs[0], 4000);
    unsigned before = __builtin_ia32_stmxcsr(), odd = before | 0x8040 | 0x2000;
    __builtin_ia32_ldmxcsr(odd);
    kiln_status status = run_once(&r);
    unsigned after = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(before);
    CHECK_OK(status);
    CHECK_EQ(after, odd);
    CHECK(memcmp(kept, r.outputs[0], 4000) == 0);
    free(kept);
    run_close(&r);
}
#endif

/* ---- caches */

Test(runtime, a_replay_builds_and_allocates_nothing) {
    check_alloc memory;
    kiln_options o = run_options();
    run_case r;
    check_alloc_init(&memory, 0);
    o.allocator = &memory.vtable;
    run_open(&r, &o);
    run_graph(&r, GRAPH_SOFTMAX(64, 1000));
    RUN_OK(&r);
    RUN_OK(&r); /* a few elements of the second run are compared */
    rt_stats before = *rt_get_stats(r.engine);
    long long calls = memory.calls;
    for (int i = 0; i < 10; i++) RUN_OK(&r);
    CHECK_EQ(memory.calls, calls);
    const rt_stats *after = rt_get_stats(r.engine);
    CHECK_EQ(after->plans_built, 1);
    CHECK_EQ(after->plan_hits, 11);
    CHECK_EQ(after->allocations, before.allocations);
    CHECK_EQ(after->kernels_compiled, before.kernels_compiled);
    if (run_has_jit(&r)) CHECK_EQ(after->verified_plans, 1);
    run_close(&r);
}

Test(runtime, a_scalar_is_no_part_of_a_plan) {
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    run_graph(&r, GRAPH_MAP(1000));
    for (int i = 0; i < 4; i++) {
        ir_edit(&r.g, 2)->bits = ir_bits_of(KILN_F32, 0.5 * i);
        run_and_compare(&r);
    }
    CHECK_EQ(rt_get_stats(r.engine)->plans_built, 1);
    CHECK_EQ(rt_get_stats(r.engine)->plan_hits, 3);
    run_close(&r);
}

Test(runtime, another_batch_size_compiles_nothing) {
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    run_graph(&r, GRAPH_SOFTMAX(64, 1000));
    RUN_OK(&r);
    uint64_t compiled = rt_get_stats(r.engine)->kernels_compiled;
    CHECK(compiled > 0);
    run_graph(&r, GRAPH_SOFTMAX(96, 1000));
    run_and_compare(&r);
    CHECK_EQ(rt_get_stats(r.engine)->kernels_compiled, compiled);
    CHECK_EQ(rt_get_stats(r.engine)->plans_built, 2);
    CHECK(rt_get_stats(r.engine)->kernels_from_memory > 0);
    run_close(&r);
}

Test(runtime, plans_are_bounded) {
    kiln_options o = run_options();
    run_case r;
    char text[256];
    run_open(&r, &o);
    for (int n = 1; n <= 300; n++) {
        snprintf(text, sizeof text,
                 "kiln 1\n%%x = input f32[%d]\n%%y = neg f32[%d] %%x\noutput %%y\n", n, n);
        run_graph(&r, text);
        RUN_OK(&r);
    }
    CHECK_EQ(r.engine->plans.count, 256);
    run_close(&r);
}

/* The cache is told that it is over its bound. */
Test(runtime, code_that_no_plan_holds_goes_first) {
    kiln_options o = run_options();
    rt_code_cache *cache = &rt_process_get()->codes;
    run_case r;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    run_graph(&r, GRAPH_MAP(1000));
    RUN_OK(&r);
    run_close(&r);
    run_open(&r, &o);
    run_graph(&r, GRAPH_SOFTMAX(64, 1000));
    RUN_OK(&r);
    size_t before = cache->map.count;
    cache->nbytes += (size_t)1 << 30;
    /* makes room by dropping the map's kernel, not the softmax's */
    run_graph(&r, GRAPH_LINEAR(64, 64, 64));
    run_and_compare(&r);
    cache->nbytes -= (size_t)1 << 30;
    CHECK_EQ(cache->map.count, before);
    uint64_t compiled = rt_get_stats(r.engine)->kernels_compiled;
    run_graph(&r, GRAPH_SOFTMAX(32, 1000));
    run_and_compare(&r);
    CHECK_EQ(rt_get_stats(r.engine)->kernels_compiled, compiled);
    run_graph(&r, GRAPH_MAP(1000)); /* under the same symbol as before */
    run_and_compare(&r);
    CHECK_EQ(rt_get_stats(r.engine)->kernels_compiled, compiled + 1);
    run_close(&r);
}

Test(runtime, kernels_come_back_from_disk) {
#ifdef __SANITIZE_THREAD__
    cr_skip_test("ThreadSanitizer allows no threads in a forked child");
#endif
    char folder[64], cache[80];
    kiln_options o = run_options();
    run_case r;
    check_folder(folder);
    snprintf(cache, sizeof cache, "%s/cache", folder);
    o.cache_dir = cache;
    pid_t child = fork(); /* another process: this one's memory cache stays empty */
    if (child == 0) {
        run_open(&r, &o);
        run_graph(&r, GRAPH_MAP(1000));
        kiln_status status = run_once(&r);
        run_close(&r);
        _exit(status == KILN_OK ? 0 : 1);
    }
    int status = 1;
    cr_assert(waitpid(child, &status, 0) == child && status == 0);
    run_open(&r, &o);
    if (run_has_jit(&r)) {
        run_graph(&r, GRAPH_MAP(1000));
        run_and_compare(&r);
        CHECK_EQ(rt_get_stats(r.engine)->kernels_compiled, 0);
        CHECK(rt_get_stats(r.engine)->kernels_from_disk > 0);
    }
    run_close(&r);
    check_unfolder(folder);
}

/* ---- trouble */

/* Each test is a process of its own: this one plays a machine without the plug-in. */
Test(runtime, without_code_generator_the_reference_answers) {
    kiln_options o = run_options();
    run_case r;
    rt_process_get()->hopeless = true;
    run_open(&r, &o);
    CHECK_STR(rt_llvm_version(r.engine), "absent");
    run_graph(&r, GRAPH_SOFTMAX(16, 100));
    run_and_compare(&r);
    run_and_compare(&r);
    CHECK_EQ(rt_get_stats(r.engine)->plans_built, 1);
    CHECK(rt_get_stats(r.engine)->eager_nodes > 0);
    kn_text out;
    kn_text_init(&out, r.alloc);
    CHECK_STATUS(rt_dump(r.engine, &r.g, "asm", &out, &r.why), KILN_UNSUPPORTED);
    kn_text_free(&out);
    run_close(&r);
}

Test(runtime, a_planted_mismatch_is_found_named_and_kept) {
    char folder[64];
    kiln_options o = run_options();
    run_case r;
    check_folder(folder);
    o.dump_dir = folder;
    o.verify = KILN_VERIFY_OFF;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    run_graph(&r, GRAPH_MAP(1000));
    RUN_OK(&r);
    r.engine->plans.ring.older->p->steps[0].bufs[0].offset += 4; /* reads the neighbour */
    r.engine->config.verify = KILN_VERIFY_FIRST;
    CHECK_STATUS(run_once(&r), KILN_MISMATCH);
    CHECK_HAS(kn_text_str(&r.why), "output 0 \"c\" (");
    CHECK_HAS(kn_text_str(&r.why), "differs at element 0: fused 0x");
    CHECK_HAS(kn_text_str(&r.why), "first wrong at step 0");
    CHECK_HAS(kn_text_str(&r.why), "mismatch-");
    RUN_OK(&r); /* the bad plan is gone */
    CHECK_EQ(rt_get_stats(r.engine)->verified_plans, 1);
    run_close(&r);
    check_unfolder(folder);
}

Test(runtime, a_big_contraction_is_verified_by_samples) {
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    run_graph(&r, GRAPH_LINEAR(1024, 1100, 1024));
    RUN_OK(&r);
    CHECK_EQ(rt_get_stats(r.engine)->verified_plans, 1);
    CHECK(r.engine->plans.ring.older->samples >= 64);
    run_close(&r);
}

static void idle_sgemm(int order, int ta, int tb, int m, int n, int k, float alpha, const float *a,
                       int lda, const float *b, int ldb, float beta, float *c, int ldc) {
    (void)order, (void)ta, (void)tb, (void)m, (void)n, (void)k, (void)alpha, (void)a, (void)lda,
        (void)b, (void)ldb;
    (void)beta, (void)c, (void)ldc;
}

Test(runtime, the_openblas_route_is_held_to_the_error_bound) {
    kiln_options o = run_options();
    run_case r;
    o.matmul = KILN_MATMUL_OPENBLAS;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    run_graph(&r, "kiln 1\n%x = input f32[200,300]\n%y = input f32[300,150]\n"
                  "%z = matmul f32[200,150] %x %y\noutput %z\n");
    RUN_OK(&r);
    rt_entry *entry = r.engine->plans.ring.older;
    if (!entry->blas) cr_skip_test("no OpenBLAS here");
    CHECK_EQ(rt_get_stats(r.engine)->verified_plans, 0);
    CHECK(entry->samples >= 64);
    r.engine->config.verify = KILN_VERIFY_EVERY;
    rt_blas wrong = *entry->blas;
    wrong.sgemm = idle_sgemm;
    entry->blas = &wrong;
    memset(r.outputs[0], 0, 200 * 150 * 4);
    CHECK_STATUS(run_once(&r), KILN_MISMATCH);
    CHECK_HAS(kn_text_str(&r.why), "OpenBLAS is off by");
    run_close(&r);
}

static void *cancel_soon(void *engine) {
    usleep(20000);
    rt_cancel(engine);
    return NULL;
}

Test(runtime, cancel_stops_the_run_in_progress_and_no_other) {
    enum { NODES = 3000 };
    kiln_options o = run_options();
    run_case r;
    kn_text text;
    o.path = KILN_EAGER;
    run_open(&r, &o);
    kn_text_init(&text, r.alloc);
    kn_text_add(&text, "kiln 1\n%%0 = input f32[1000000]\n");
    for (int i = 1; i < NODES; i++) kn_text_add(&text, "%%%d = exp f32[1000000] %%%d\n", i, i - 1);
    kn_text_add(&text, "output %%%d\n", NODES - 1);
    run_graph(&r, kn_text_str(&text));
    pthread_t thread;
    cr_assert(pthread_create(&thread, NULL, cancel_soon, r.engine) == 0);
    CHECK_STATUS(run_once(&r), KILN_CANCELLED);
    pthread_join(thread, NULL);
    rt_cancel(r.engine); /* nothing runs: it must not reach the next run */
    run_graph(&r, GRAPH_MAP(10));
    RUN_OK(&r);
    kn_text_free(&text);
    run_close(&r);
}

/* What the caller did not bring the run takes, and gives back when it fails. */
Test(runtime, outputs_are_taken) {
    run_case r;
    kiln_options o = run_options();
    run_open(&r, &o);
    run_graph(&r, GRAPH_SOFTMAX(16, 100));
    rt_buffer_put(r.engine, r.outputs[0], 16 * 100 * sizeof(float));
    r.outputs[0] = NULL;
    run_and_compare(&r);
    cr_assert_not_null(r.outputs[0]);
    run_graph(&r, "kiln 1\n%x = input i32[4]\n%y = input i32[4]\n%d = divisor i32[4] %y\n%q = idiv "
                  "i32[4] %x %d\noutput %x\noutput %q\n");
    memset(r.inputs[1], 0, 4 * sizeof(int32_t));
    rt_buffer_put(r.engine, r.outputs[1], 4 * sizeof(int32_t));
    r.outputs[1] = NULL;
    void *brought = r.outputs[0];
    uint64_t live = rt_get_stats(r.engine)->bytes_live;
    for (int i = 0; i < 3; i++) CHECK_EQ(run_once(&r), KILN_BAD_ARGUMENT);
    cr_assert_eq(r.outputs[0], brought);
    cr_assert_null(r.outputs[1]);
    cr_assert(rt_get_stats(r.engine)->bytes_live <= live + 8192); /* the arena */
    run_close(&r);
}

static int run_all(check_alloc *memory, long long fail_at) {
    kiln_options o = run_options();
    rt_config config;
    kn_text why;
    rt_engine *engine = NULL;
    ir_graph g;
    float x[16 * 100 + 64] = {0};
    void *inputs[] = {x}, *outputs[1] = {NULL};
    const char *text = GRAPH_SOFTMAX(16, 100);
    check_alloc_init(memory, fail_at);
    o.allocator = &memory->vtable;
    kn_text_init(&why, kn_alloc_default());
    ir_graph_init(&g, kn_alloc_default());
    CHECK_OK(ir_parse(&g, text, strlen(text), &why));
    kiln_status status = rt_config_resolve(&memory->vtable, &o, &config, &why);
    if (status == KILN_OK) status = rt_open(&memory->vtable, &config, &engine, &why);
    if (status == KILN_OK) {
        rt_io io = {.inputs = inputs, .outputs = outputs};
        status = rt_run(engine, &g, &io, "test", NULL, &why);
        if (outputs[0]) rt_buffer_put(engine, outputs[0], 16 * 100 * sizeof *x);
    }
    rt_close(engine);
    ir_graph_free(&g);
    kn_text_free(&why);
    return (int)status;
}

Test(runtime, every_allocation_may_fail) { run_without_each_allocation(run_all, 1); }

#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__ && defined __GLIBC__
static size_t resident(void) {
    size_t all, here = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%zu %zu", &all, &here) != 2) here = 0;
    if (f) fclose(f);
    return here * (size_t)sysconf(_SC_PAGESIZE);
}

/* Malloc keeps what lies between live blocks for itself unless it is told otherwise. */
Test(runtime, trim_gives_memory_back_to_the_system) {
    enum { N = 400, NBYTES = 300000 };
    kiln_options o = run_options();
    void *data[N], *between[N];
    run_case r;
    run_open(&r, &o);
    for (int i = 0; i < N; i++) {
        data[i] = rt_buffer_get(r.engine, NBYTES);
        between[i] = malloc(64);
        memset(data[i], 1, NBYTES);
    }
    size_t held = resident();
    for (int i = 0; i < N; i++) rt_buffer_put(r.engine, data[i], NBYTES);
    rt_trim(r.engine);
    size_t left = resident();
    for (int i = 0; i < N; i++) free(between[i]);
    cr_assert(left + (size_t)N * NBYTES / 4 * 3 < held, "%zu bytes before, %zu after", held, left);
    run_close(&r);
}
#endif

/* ---- company */

static void *own_session(void *argument) {
    kiln_options o = run_options();
    run_case r;
    o.threads = 2 + (int)(intptr_t)argument;
    run_open(&r, &o);
    run_graph(&r, GRAPH_SOFTMAX(64, 1000));
    for (int i = 0; i < 30; i++) RUN_OK(&r);
    run_graph(&r, GRAPH_LINEAR(64, 64, 64));
    for (int i = 0; i < 30; i++) RUN_OK(&r);
    run_close(&r);
    return NULL;
}

Test(runtime, sessions_in_several_threads) {
    pthread_t thread[4];
    for (intptr_t i = 0; i < 4; i++)
        cr_assert(pthread_create(&thread[i], NULL, own_session, (void *)i) == 0);
    for (int i = 0; i < 4; i++) pthread_join(thread[i], NULL);
}

static void *on_small_stack(void *argument) {
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    run_graph(&r, GRAPH_SOFTMAX(64, 1000));
    *(kiln_status *)argument = run_once(&r);
    run_close(&r);
    return NULL;
}

/* Opening the plug-in, planning, compiling and verifying, all new in this process. */
Test(runtime, a_small_stack_is_enough) {
    kiln_status status = KILN_INTERNAL;
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 << 10);
    cr_assert(pthread_create(&thread, &attributes, on_small_stack, &status) == 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
    CHECK_OK(status);
}

Test(runtime, a_forked_child_goes_on) {
#ifdef __SANITIZE_THREAD__
    cr_skip_test("ThreadSanitizer allows no threads in a forked child");
#endif
    kiln_options o = run_options();
    run_case r;
    int status = 1;
    run_open(&r, &o);
    run_graph(&r, GRAPH_SOFTMAX(64, 1000));
    RUN_OK(&r);
    pid_t child = fork();
    if (child == 0) {
        bool fine = run_once(&r) == KILN_OK;
        run_graph(&r, GRAPH_LINEAR(64, 64, 64)); /* and compiles */
        _exit(fine && run_once(&r) == KILN_OK ? 0 : 1);
    }
    cr_assert(waitpid(child, &status, 0) == child);
    CHECK_EQ(status, 0);
    RUN_OK(&r);
    run_close(&r);
}
