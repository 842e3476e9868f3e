/* SPDX-License-Identifier: Apache-2.0
 * The worker pool: every chunk exactly once, for any number of threads, beside other runs, and in a
 * forked child. KILN_TEST: timeout=300 */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "runtime/pool.h"

enum { CHUNKS = 1000 };

typedef struct tally {
    /* plain: a chunk that ran twice at once is a race for the sanitizer */
    int seen[CHUNKS];
    atomic_int odd_thread;
    int threads;
} tally;

static void count_chunk(void *user, int64_t chunk, int thread) {
    tally *t = user;
    t->seen[chunk]++;
    if (thread < 0 || thread >= t->threads) atomic_store(&t->odd_thread, 1);
}

static bool each_once(rt_pool *p, tally *t, int64_t nchunks) {
    memset(t, 0, sizeof *t);
    t->threads = rt_pool_threads(p);
    rt_pool_for(p, nchunks, count_chunk, t);
    for (int64_t i = 0; i < CHUNKS; i++)
        if (t->seen[i] != (i < nchunks)) return false;
    return atomic_load(&t->odd_thread) == 0;
}

Test(pool, every_chunk_once) {
    tally t;
    for (int threads = 1; threads <= 8; threads++) {
        rt_pool p;
        rt_pool_init(&p, threads, NULL);
        for (int run = 0; run < 50; run++) {
            rt_pool_begin(&p);
            for (int64_t n = 0; n < 40; n += 3) CHECK(each_once(&p, &t, n));
            CHECK(each_once(&p, &t, CHUNKS));
            rt_pool_end(&p);
        }
    }
}

Test(pool, works_alone_without_begin) {
    tally t;
    rt_pool p;
    rt_pool_init(&p, 4, NULL);
    CHECK(each_once(&p, &t, CHUNKS));
    CHECK_EQ(t.threads, 1);
}

Test(pool, workers_that_slept_come_back) {
    tally t;
    rt_pool p;
    rt_pool_init(&p, 2, NULL);
    for (int i = 0; i < 20; i++) {
        rt_pool_begin(&p);
        CHECK(each_once(&p, &t, CHUNKS));
        rt_pool_end(&p);
        usleep(2000);
    }
}

typedef struct stopper {
    atomic_uint stop;
    atomic_int ran;
} stopper;

static void stop_at_ten(void *user, int64_t chunk, int thread) {
    stopper *s = user;
    (void)chunk, (void)thread;
    if (atomic_fetch_add(&s->ran, 1) == 9) atomic_store(&s->stop, 1);
}

Test(pool, stop_skips_what_has_not_begun) {
    for (int threads = 1; threads <= 4; threads += 3) {
        stopper s = {0};
        rt_pool p;
        rt_pool_init(&p, threads, &s.stop);
        rt_pool_begin(&p);
        rt_pool_for(&p, CHUNKS, stop_at_ten, &s);
        rt_pool_end(&p);
        CHECK(s.ran >= 10 && s.ran < 10 + threads);
    }
}

static void *many_runs(void *argument) {
    rt_pool p;
    tally *t = malloc(sizeof *t);
    rt_pool_init(&p, 3, NULL);
    for (int i = 0; i < 300; i++) {
        rt_pool_begin(&p);
        if (!each_once(&p, t, CHUNKS) || !each_once(&p, t, 7)) *(bool *)argument = false;
        rt_pool_end(&p);
    }
    free(t);
    return NULL;
}

Test(pool, two_sessions_in_two_threads) {
    bool fine[2] = {true, true};
    pthread_t thread[2];
    for (int i = 0; i < 2; i++)
        cr_assert(pthread_create(&thread[i], NULL, many_runs, &fine[i]) == 0);
    for (int i = 0; i < 2; i++) pthread_join(thread[i], NULL);
    CHECK(fine[0] && fine[1]);
}

static int in_child(rt_pool *p) {
    tally t;
    rt_pool_begin(p);
    bool fine = p->hired && each_once(p, &t, CHUNKS);
    rt_pool_end(p);
    return fine ? 0 : 1;
}

Test(pool, a_forked_child_hires_its_own) {
#ifdef __SANITIZE_THREAD__
    cr_skip_test("ThreadSanitizer allows no threads in a forked child");
#endif
    tally t;
    rt_pool p;
    int status = 1;
    rt_pool_init(&p, 4, NULL);
    rt_pool_begin(&p);
    CHECK(each_once(&p, &t, CHUNKS));
    rt_pool_end(&p);
    pid_t child = fork();
    if (child == 0) _exit(in_child(&p));
    cr_assert(waitpid(child, &status, 0) == child);
    CHECK_EQ(status, 0);
    rt_pool_begin(&p);
    CHECK(each_once(&p, &t, CHUNKS));
    rt_pool_end(&p);
}
