/* SPDX-License-Identifier: Apache-2.0
 * A chain of a million nodes is recorded, differentiated, computed in bounded pieces, dumped and
 * freed by a thread whose stack has 256 KB: no walk over a graph recurses. Times are printed, not
 * judged. KILN_TEST: sanitize=address timeout=600 */
#include <pthread.h>
#include <time.h>

#include "check.h"
#include "kiln/kiln.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { NODES = 100 * 1000, STACK = 1024 * 1024 }; /* frames are larger there */
#else
enum { NODES = 1000 * 1000, STACK = 256 * 1024 };
#endif

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void said(const char *what, double *since) {
    double t = now();
    fprintf(stderr, "%-36s %8.1f ms\n", what, 1e3 * (t - *since));
    *since = now();
}

static void on_small_stack(void *(*work)(void *)) {
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    cr_assert(pthread_attr_setstacksize(&attributes, STACK) == 0);
    cr_assert(pthread_create(&thread, &attributes, work, NULL) == 0);
    void *wrong = NULL;
    pthread_join(thread, &wrong);
    pthread_attr_destroy(&attributes);
    cr_assert(!wrong, "%s", (const char *)wrong);
}

/* What is wrong goes back to the test's thread as text: assertions may not leave from here. */
#define WANT(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) return (void *)(uintptr_t)("" #condition);                               \
    } while (0)

/* y = x * w, a million times; y's value and its derivative by x, which is w to the millionth. */
static void *differentiated(void *unused) {
    static const float ones[4] = {1, 1, 1, 1}, factors[4] = {1, 0.9999999f, 1.0000001f, -1};
    double since = now();
    kiln_options o = KILN_OPTIONS_INIT;
    float y[4], dx[4];
    (void)unused;
    o.cache_dir = "off";
    o.threads = 2;
    kiln_session *s = kiln_open(&o);
    kiln_scope (s) {
        kiln_tensor *x = kiln_from(s, ones, KILN_F32, KILN_SHAPE(4)),
                    *w = kiln_from(s, factors, KILN_F32, KILN_SHAPE(4));
        kiln_tensor *at = kiln_mul(x, w), *g = NULL;
        for (int i = 1; i < NODES; i++) {
            kiln_tensor *next = kiln_mul(at, w);
            kiln_release(at);
            at = next;
        }
        said("recorded", &since);
        kiln_grad(kiln_sum(at, KILN_ALL_AXES, false), KILN_LIST(x), &g);
        said("differentiated", &since);
        const char *text = kiln_dump(KILN_LIST(at), "graph");
        WANT(text && strlen(text) > 20u * NODES);
        said("dumped", &since);
        kiln_eval(KILN_LIST(at, g));
        said("planned, compiled, run and verified", &since);
        WANT(!kiln_failed(s));
        WANT(kiln_read(at, y, sizeof y) == KILN_OK && kiln_read(g, dx, sizeof dx) == KILN_OK);
        WANT(y[0] == 1 && dx[0] == 1 && y[1] < 1 && y[2] > 1 && y[3] == (NODES % 2 ? -1 : 1) &&
             dx[3] == y[3]);
        WANT(memcmp(y, dx, sizeof y) == 0);
        kiln_counters c = {.struct_size = sizeof c};
        WANT(kiln_count(s, &c) == KILN_OK);
        fprintf(stderr,
                "%llu steps, %llu kernels, %llu compiled; arena %llu bytes; %llu plans verified\n",
                (unsigned long long)c.last_plan_steps, (unsigned long long)c.last_plan_kernels,
                (unsigned long long)c.kernels_compiled, (unsigned long long)c.last_arena_bytes,
                (unsigned long long)c.verified_plans);
        WANT(c.kernels_compiled <= 100 && c.last_plan_steps < NODES / 8);
        since = now();
    }
    WANT(kiln_close(s) == 0);
    said("freed", &since);
    return NULL;
}

Test(chain, a_million_nodes) { on_small_stack(differentiated); }

/* In-place writes make a chain as well, one that waits: it is computed whenever enough of it does.
 */
static void *written(void *unused) {
    double since = now();
    kiln_options o = KILN_OPTIONS_INIT;
    (void)unused;
    o.cache_dir = "off";
    o.flush_nodes = 4096;
    kiln_session *s = kiln_open(&o);
    kiln_tensor *sum = kiln_keep(kiln_zeros(s, KILN_SHAPE(3), KILN_F64));
    for (int i = 0; i < NODES / 10; i++) kiln_add_(sum, 1);
    WANT(kiln_item(kiln_select(sum, 0, 1)) == NODES / 10);
    kiln_counters c = {.struct_size = sizeof c};
    WANT(kiln_count(s, &c) == KILN_OK && c.evaluations > NODES / 10 / 4096 &&
         c.bytes_peak < 64u << 20);
    kiln_release(sum);
    WANT(!kiln_failed(s) && kiln_close(s) == 0);
    said("written in place", &since);
    return NULL;
}

Test(chain, writes_that_wait_are_flushed) { on_small_stack(written); }

/* Wide instead of long: many outputs of one evaluation. */
static void *wide(void *unused) {
    enum { OUTPUTS = 2000 };
    double since = now();
    kiln_options o = KILN_OPTIONS_INIT;
    static kiln_tensor *out[OUTPUTS];
    (void)unused;
    o.cache_dir = "off";
    kiln_session *s = kiln_open(&o);
    kiln_scope (s) {
        kiln_tensor *x = kiln_arange(s, 0, 5, 1, KILN_F32);
        for (int i = 0; i < OUTPUTS; i++) out[i] = kiln_add(kiln_mul(x, i), 1);
        kiln_list all = {OUTPUTS, out};
        WANT(kiln_eval(all) == KILN_OK);
        for (int i = 0; i < OUTPUTS; i += 97) {
            float y[5];
            WANT(kiln_read(out[i], y, sizeof y) == KILN_OK && y[0] == 1 &&
                 y[4] == (float)(4 * i + 1));
        }
    }
    WANT(kiln_close(s) == 0);
    said("two thousand outputs", &since);
    return NULL;
}

Test(chain, many_outputs) { on_small_stack(wide); }
