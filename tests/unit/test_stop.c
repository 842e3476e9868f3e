/* SPDX-License-Identifier: Apache-2.0
 * A run that is stopped: inside a node of the reference, at any allocation of an evaluation,
 * between the kernels of a compilation. It ends with CANCELLED, holds nothing, and the next run
 * gives the bits that it always gave. KILN_TEST: timeout=300 */
#include <pthread.h>
#include <unistd.h>

#include "runtime.h"
#include "runtime/compile_worker.h"

/* ---- the reference, inside one node */

typedef struct asked {
    int count, stop_at;
} asked;

static bool ask(void *user) {
    asked *a = user;
    return ++a->count == a->stop_at;
}

/* Each op's last node has work for several looks. Inputs hold numbers in [-100, 100], so indices
 * are made. */
static const char *const long_nodes[] = {
    "%x = input f32[100000]\n%r = exp f32[100000] %x\n",
    "%x = input f32[100000]\n%r = add f32[100000] %x %x\n",
    "%x = input f32[100000]\n%r = cast i64[100000] %x\n",
    "%r = iota f32[100,1000] {axis=1}\n",
    "%x = input f32[100000]\n%r = sum f32[1] %x {first=0 end=1}\n",
    "%x = input f32[10,10000]\n%r = sum f32[10,1] %x {first=1 end=2}\n",
    "%x = input f32[1000,100]\n%r = rmax f32[1,100] %x {first=0 end=1}\n",
    "%x = input f32[100000,1]\n%r = sum f32[100000,1] %x {first=1 end=2}\n",
    "%x = input f32[100000]\n%r = argmax i64[1] %x {first=0 end=1}\n",
    "%x = input f32[1000,100]\n%r = argmin i64[1,100] %x {first=0 end=1}\n",
    "%x = input f32[200,500]\n%r = reshape f32[100000] %x\n",
    "%x = input f32[200,500]\n%r = permute f32[500,200] %x {perm=1,0}\n",
    "%x = input f32[1,500]\n%r = expand f32[200,500] %x\n",
    "%x = input f32[100001]\n%r = slice f32[100000] %x {start=1 step=1}\n",
    "%x = input f32[1000000]\n%y = input f32[100000]\n%r = update f32[1000000] %x %y {start=5 "
    "step=3}\n",
    "%x = input f32[100000]\n%r = cumsum f32[100000] %x {axis=0}\n",
    "%x = input i64[100,1000]\n%r = cummax i64[100,1000] %x {axis=0}\n",
    "%x = input f32[100000]\n%r = argsort i64[100000] %x {axis=0 descending=0}\n",
    "%x = input f32[1000,100]\n%r = argsort i64[1000,100] %x {axis=0 descending=1}\n",
    "%x = input f32[100]\n%y = input f32[100000]\n%r = searchsorted i64[100000] %x %y {right=0}\n",
    "%x = input f32[60,70]\n%y = input f32[70,50]\n%r = matmul f32[60,50] %x %y\n",
    "%x = input i64[3,9000]\n%y = input i64[9000,5]\n%r = matmul i64[3,5] %x %y\n",
    "%x = input f64[1,2]\n%y = input f64[2,50000]\n%r = matmul f64[1,50000] %x %y\n",
    "%x = input f64[60,60]\n%r = inverse f64[60,60] %x\n",
    "%x = input f64[40,30]\n%r = svd_u f64[40,30] %x\n",
    "%x = input f32[100000]\n%i = iota i64[100000] {axis=0}\n%r = gather f32[100000] %x %i "
    "{axis=0}\n",
    "%x = input f32[100000]\n%i = iota i64[100000] {axis=0}\n%y = input f32[100000]\n%r = "
    "scatter_add f32[100000] %x %i %y {axis=0}\n",
    "%x = input f32[100000]\n%i = iota i64[100000] {axis=0}\n%y = input f32[100000]\n%r = scatter "
    "f32[100000] %x %i %y {axis=0}\n",
    "%x = input f32[100000]\n%y = input f32[50000]\n%r = strided_add f32[100000] %x %y {offset=1 "
    "stride=2}\n",
    "%x = input f32[100000]\n%y = input f32[50000]\n%r = strided_set f32[100000] %x %y {offset=1 "
    "stride=2}\n",
    "%x = iota i64[100000] {axis=0}\n%o = const i64 1\n%y = add i64[100000] %x %o\n%r = divisor "
    "i64[100000] %y\n",
};

Test(stop, inside_every_op_of_the_reference) {
    for (size_t i = 0; i < sizeof long_nodes / sizeof *long_nodes; i++) {
        check_alloc memory;
        kiln_options o = run_options();
        run_case r;
        kn_text text;
        check_alloc_init(&memory, 0);
        run_open(&r, &o);
        kn_text_init(&text, r.alloc);
        kn_text_add(&text, "kiln 1\n%soutput %%r\n", long_nodes[i]);
        run_graph(&r, kn_text_str(&text));
        size_t nbytes = ir_nbytes(&r.g, r.g.outputs[0].id), nodes = r.g.count;
        void *wanted[] = {malloc(nbytes)}, *got[] = {malloc(nbytes)};
        asked never = {0}, all = {0};
        CHECK_OK(
            ref_graph(&memory.vtable, &r.g, r.inputs, NULL, wanted, NULL, &never, &r.why, NULL));
        CHECK_OK(ref_graph(&memory.vtable, &r.g, r.inputs, NULL, got, ask, &all, &r.why, NULL));
        cr_assert(memcmp(wanted[0], got[0], nbytes) == 0, "%s", long_nodes[i]);
        cr_assert(all.count > (int)nodes, "%sasked %d times only", long_nodes[i], all.count);
        for (int at = 1; at <= all.count; at += 1 + all.count / 7) {
            asked once = {.stop_at = at};
            kiln_status status =
                ref_graph(&memory.vtable, &r.g, r.inputs, NULL, got, ask, &once, &r.why, NULL);
            cr_assert(status == KILN_CANCELLED, "%sstopped at %d of %d: %s", long_nodes[i], at,
                      all.count, kiln_status_name(status));
            cr_assert(once.count == at, "%swent on from %d to %d of %d", long_nodes[i], at,
                      once.count, all.count);
            CHECK_EQ(memory.live, 0);
        }
        free(wanted[0]), free(got[0]);
        kn_text_free(&text);
        run_close(&r);
    }
}

/* ---- an evaluation, at each of its allocations */

typedef struct stopping_alloc {
    kiln_allocator vtable;
    rt_engine *engine;
    atomic_llong calls, live;
    long long stop_at;
    bool planned; /* counts once the plan is made */
} stopping_alloc;

static void *stopping_resize(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    stopping_alloc *m = user;
    bool counts = new_nbytes > 0 && m->engine && (!m->planned || m->engine->stats.plan_ns > 0);
    if (counts && atomic_fetch_add(&m->calls, 1) + 1 == m->stop_at) rt_cancel(m->engine);
    atomic_fetch_add(&m->live, (long long)new_nbytes - (long long)old_nbytes);
    return kn_alloc_default()->resize(kn_alloc_default()->user, block, old_nbytes, new_nbytes);
}

/* Stops at the allocation `at` of a first run, then runs again. Returns how many allocations there
 * were. */
static long long stop_and_go(const char *text, kiln_path path, kiln_verify verify, long long at,
                             int *cancelled) {
    stopping_alloc m = {.vtable = {.resize = stopping_resize}};
    kiln_options o = run_options();
    run_case r;
    m.vtable.user = &m;
    o.allocator = &m.vtable;
    o.path = path;
    o.verify = verify;
    run_open(&r, &o);
    run_graph(&r, text);
    m.engine = r.engine;
    m.stop_at = at;
    kiln_status status = run_once(&r);
    long long calls = m.calls;
    m.engine = NULL;
    cr_assert(status == KILN_OK || status == KILN_CANCELLED, "allocation %lld: %s: %s", at,
              kiln_status_name(status), kn_text_str(&r.why));
    if (status == KILN_CANCELLED) ++*cancelled;
    run_and_compare(&r);
    run_and_compare(&r);
    run_close(&r);
    cr_assert(m.live == 0, "allocation %lld: %lld bytes are left", at, (long long)m.live);
    return calls;
}

Test(stop, at_any_allocation_of_a_run) {
    static const char *const graphs[] = {GRAPH_MAP(100000), GRAPH_SOFTMAX(64, 1000),
                                         GRAPH_LINEAR(37, 65, 50),
                                         "kiln 1\n%x = input f64[60,60]\n%r = inverse f64[60,60] "
                                         "%x\n%s = exp f64[60,60] %r\noutput %s\n"};
    for (size_t i = 0; i < sizeof graphs / sizeof *graphs; i++)
        for (int path = KILN_FUSED; path <= KILN_EAGER; path++)
            for (int verify = KILN_VERIFY_OFF; verify <= KILN_VERIFY_EVERY; verify += 2) {
                int cancelled = 0;
                long long calls =
                    stop_and_go(graphs[i], (kiln_path)path, (kiln_verify)verify, 0, &cancelled);
                CHECK_EQ(cancelled, 0);
                long long step = 1 + calls / 25;
                for (long long at = 1; at <= calls; at += step)
                    stop_and_go(graphs[i], (kiln_path)path, (kiln_verify)verify, at, &cancelled);
                cr_assert(cancelled > 0, "graph %zu: nothing was stopped in %lld allocations", i,
                          calls);
            }
}

/* The first of several kernels allocates; the others are not begun. */
Test(stop, between_the_kernels_of_a_compilation) {
    static const char *const ops[] = {"sin", "cos", "tan", "exp", "tanh", "erf"};
    enum { OPS = sizeof ops / sizeof *ops };
    stopping_alloc m = {.vtable = {.resize = stopping_resize}, .planned = true, .stop_at = 10};
    kiln_options o = run_options();
    run_case r;
    kn_text text;
    m.vtable.user = &m;
    o.allocator = &m.vtable;
    o.threads = 1;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    kn_text_init(&text, kn_alloc_default());
    kn_text_add(&text, "kiln 1\n%%c0 = input f32[40,50]\n");
    for (int i = 0; i < OPS; i++) {
        kn_text_add(&text, "%%a%d = %s f32[40,50] %%c%d\n", i, ops[i], i);
        kn_text_add(&text, "%%b%d = sum f32[1,50] %%a%d {first=0 end=1}\n", i, i);
        kn_text_add(&text, "%%c%d = expand f32[40,50] %%b%d\n", i + 1, i);
    }
    kn_text_add(&text, "output %%c%d\n", OPS);
    run_graph(&r, kn_text_str(&text));
    m.engine = r.engine;
    CHECK_STATUS(run_once(&r), KILN_CANCELLED);
    m.engine = NULL;
    uint64_t before = rt_get_stats(r.engine)->kernels_compiled;
    CHECK(rt_get_stats(r.engine)->plans_built == 0);
    run_and_compare(&r);
    cr_assert(rt_get_stats(r.engine)->kernels_compiled > before,
              "all %llu kernels were made before", (unsigned long long)before);
    kn_text_free(&text);
    run_close(&r);
    CHECK_EQ(m.live, 0);
}

/* ---- hardened mode's compiler, which would never end */

static void never_compiles(rt_engine *e, int point, void *what, size_t i) {
    (void)e, (void)what, (void)i;
    for (volatile int go = 1; point == RT_PLANT_WORKER && go;) {
    }
}

typedef struct late_cancel {
    rt_engine *e;
    uint64_t at_ns;
} late_cancel;

static void *cancel_later(void *user) {
    late_cancel *l = user;
    usleep(100000);
    l->at_ns = rt_now_ns();
    rt_cancel(l->e);
    return NULL;
}

Test(stop, inside_a_kernel_that_another_process_compiles) {
    kiln_options o = run_options();
    run_case r;
    pthread_t thread;
    uint64_t looked, found;
    o.mode = KILN_HARDENED;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    if (!rt_compiler_possible()) cr_skip_test("kernels are compiled in the process here");
    run_graph(&r, "kiln 1\n%x = input f32[40,50]\n%a = atan f32[40,50] %x\n%b = log1p f32[40,50] "
                  "%a\n%c = atan f32[40,50] %b\noutput %c\n");
    r.engine->plant = never_compiles;
    late_cancel l = {.e = r.engine};
    cr_assert(pthread_create(&thread, NULL, cancel_later, &l) == 0);
    CHECK_STATUS(run_once(&r), KILN_CANCELLED);
    uint64_t ended = rt_now_ns();
    pthread_join(thread, NULL);
    /* of 30 s that a kernel may take */
    cr_assert(ended - l.at_ns < 5000000000u, "it took %llu ns",
              (unsigned long long)(ended - l.at_ns));
    rt_audit_counts(r.engine, RT_CHECK_COMPILER, &looked, &found);
    CHECK(looked > 0);
    CHECK_EQ(found, 0); /* it was not the compiler's fault */
    r.engine->plant = NULL;
    run_and_compare(&r);
    run_close(&r);
}
