/* SPDX-License-Identifier: Apache-2.0
 * The worker pool. Called through pool.h by whatever runs plan steps.
 *
 *     crew->work = job number << 32 | chunks not yet taken
 *
 * A thread takes a chunk by lowering the low half with a compare-and-swap. That swap succeeds only
 * while its job has chunks left, so everything read about the job before it was still the job's: a
 * job's description is overwritten only after all of its chunks are done, and they cannot be done
 * while one is not taken. Nobody waits for workers that took nothing.
 *
 * An idle worker spins for a while (long while a plan runs, shortly after it), then sleeps on its
 * own word. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* syscall, pthread_attr */
#endif
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "runtime/floating.h"
#include "runtime/process.h"

enum {
    SPIN_RUNNING_NS = 1000000, /* bridges a serial step of the plan */
    SPIN_AFTER_NS = 80000,     /* bridges the gap between two replays */
    SPIN_DONE_NS = 50000,
    SPIN_ALONE_NS = 5000, /* spins from then on give way to whoever wants the core */
    YIELDS_CROWDED = 4,
    PAUSES_PER_LOOK = 16,
    STACK_NBYTES = 1 << 20,
};

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void pause_some(void) {
#if defined(__x86_64__) || defined(__i386__)
    for (int i = 0; i < PAUSES_PER_LOOK; i++) __builtin_ia32_pause();
#else
    for (int i = 0; i < PAUSES_PER_LOOK; i++) atomic_signal_fence(memory_order_seq_cst);
#endif
}

/* The thread that is waited for may be queued on this core. */
static void pause_or_yield(uint64_t spun_ns) {
    pause_some();
    if (spun_ns > SPIN_ALONE_NS) sched_yield();
}

static void futex_wait(atomic_uint *word, unsigned value) {
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

static void futex_wake(atomic_uint *word) {
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* Put right too, so that nothing else of the thread is computed under it. */
static void look_at_floating(atomic_int *foreign, int thread) {
    if (rt_floating_is_ours(rt_floating_flags())) return;
    atomic_store(foreign, thread + 1);
    (void)rt_floating_open();
}

/* Takes and runs chunks until the job has none left; returns how many. All are of one job: the next
 * one cannot begin before these are reported as done. */
static unsigned take_chunks(rt_crew *c, int thread, const rt_pool *p) {
    unsigned mine = 0;
    for (;;) {
        /* whose clock it is; the others see the word */
        if (p && p->watch) (void)rt_pool_stopped(p);
        uint64_t work = atomic_load_explicit(&c->work, memory_order_acquire);
        if ((uint32_t)work == 0) return mine;
        rt_pool_fn fn = atomic_load_explicit(&c->fn, memory_order_relaxed);
        void *user = atomic_load_explicit(&c->user, memory_order_relaxed);
        const atomic_uint *stop = atomic_load_explicit(&c->stop, memory_order_relaxed);
        unsigned nchunks = atomic_load_explicit(&c->nchunks, memory_order_relaxed);
        atomic_int *foreign = atomic_load_explicit(&c->foreign, memory_order_relaxed);
        if (thread >= atomic_load_explicit(&c->threads, memory_order_relaxed)) return mine;
        if (!atomic_compare_exchange_weak_explicit(&c->work, &work, work - 1, memory_order_acq_rel,
                                                   memory_order_relaxed))
            continue;
        if (!stop || atomic_load_explicit(stop, memory_order_relaxed) == 0) {
            fn(user, (int64_t)(nchunks - (uint32_t)work), thread);
            if (foreign) look_at_floating(foreign, thread);
        }
        if (p) rt_watch_part(p->watch, (double)(nchunks - (uint32_t)work) / (double)nchunks);
        mine++;
    }
}

static bool work_for(rt_crew *c, int thread) {
    return (uint32_t)atomic_load(&c->work) != 0 &&
           thread < atomic_load_explicit(&c->threads, memory_order_relaxed);
}

/* True when work came. */
static bool spin_for_work(rt_crew *c, int thread) {
    uint64_t start = now_ns();
    if (atomic_load_explicit(&c->crowded, memory_order_relaxed)) {
        for (int i = 0; i < YIELDS_CROWDED; i++) {
            if (work_for(c, thread)) return true;
            sched_yield();
        }
        return false;
    }
    for (;;) {
        if (work_for(c, thread)) return true;
        bool running = atomic_load_explicit(&c->running, memory_order_relaxed);
        uint64_t spun = now_ns() - start;
        if (spun > (running ? SPIN_RUNNING_NS : SPIN_AFTER_NS)) return false;
        pause_or_yield(spun);
    }
}

/* The announcement of sleep and the look at the work are in the opposite order to the poster's,
 * both sequentially consistent: one of the two sees the other. */
static void sleep_until_woken(rt_crew *c, rt_worker *w) {
    atomic_store(&w->asleep, 1);
    while (atomic_load(&w->asleep) == 1) {
        if (work_for(c, w->thread)) {
            atomic_store(&w->asleep, 0);
            return;
        }
        futex_wait(&w->asleep, 1);
    }
}

static void *worker_main(void *argument) {
    rt_worker *w = argument;
    rt_crew *c = &rt_process_get()->crew;
    (void)rt_floating_open(); /* for good */
    atomic_store(&w->id, (int)syscall(SYS_gettid));
    for (;;) {
        unsigned mine = take_chunks(c, w->thread, NULL);
        if (mine > 0) {
            atomic_fetch_add(&c->done, mine);
            if (atomic_load(&c->waiting) != 0) futex_wake(&c->done);
        } else if (!spin_for_work(c, w->thread)) {
            sleep_until_woken(c, w);
        }
    }
    return NULL;
}

/* Fewer workers than asked for is a slower run, not an error. */
static void hire_workers(rt_crew *c, int threads) {
    if (c->nworkers >= threads - 1) return;
    pthread_attr_t attributes;
    sigset_t all, before;
    if (pthread_attr_init(&attributes) != 0) return;
    pthread_attr_setstacksize(&attributes, STACK_NBYTES);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    sigfillset(&all); /* the host's signals are not the workers' business */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (c->nworkers < threads - 1) {
        rt_worker *w = &c->worker[c->nworkers];
        pthread_t id;
        atomic_store(&w->asleep, 0);
        atomic_store(&w->id, 0);
        w->thread = c->nworkers + 1;
        if (pthread_create(&id, &attributes, worker_main, w) != 0) break;
        c->nworkers++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
}

void rt_pool_init(rt_pool *p, int threads, const atomic_uint *stop) {
    cpu_set_t cores;
    if (threads > RT_MAX_THREADS) threads = RT_MAX_THREADS;
    *p = (rt_pool){.threads = threads < 1 ? 1 : threads, .stop = stop};
    p->crowded = sched_getaffinity(0, sizeof cores, &cores) == 0 && CPU_COUNT(&cores) < p->threads;
}

bool rt_pool_poll(void *pool) { return rt_pool_stopped(pool); }

void rt_pool_begin(rt_pool *p) {
    rt_crew *c = &rt_process_get()->crew;
    bool hired = false;
    if (p->threads < 2 || !atomic_compare_exchange_strong(&c->hired, &hired, true)) return;
    hire_workers(c, p->threads);
    atomic_store_explicit(&c->crowded, p->crowded, memory_order_relaxed);
    atomic_store_explicit(&c->running, true, memory_order_relaxed);
    p->hired = true;
}

void rt_pool_end(rt_pool *p) {
    rt_crew *c = &rt_process_get()->crew;
    if (!p->hired) return;
    p->hired = false;
    atomic_store_explicit(&c->running, false, memory_order_relaxed);
    atomic_store(&c->hired, false);
}

static void run_alone(rt_pool *p, int64_t nchunks, rt_pool_fn fn, void *user) {
    bool one = nchunks == 1; /* not worth a look at the clock */
    for (int64_t i = 0; i < nchunks && !(one ? rt_pool_word(p) : rt_pool_stopped(p)); i++) {
        if (!one) rt_watch_part(p->watch, (double)i / (double)nchunks);
        fn(user, i, 0);
        if (p->foreign) look_at_floating(p->foreign, 0);
    }
}

/* A woken thread is often queued behind the one that woke it and stays there while that one
 * computes, so it is sent to any other core the waker may use. */
static void keep_off_this_core(const rt_worker *w) {
    cpu_set_t cores;
    int here = sched_getcpu(), id = atomic_load(&w->id);
    if (here < 0 || id == 0 || sched_getaffinity(0, sizeof cores, &cores) != 0 ||
        CPU_COUNT(&cores) < 2)
        return;
    CPU_CLR(here, &cores);
    sched_setaffinity(id, sizeof cores, &cores);
}

static void post(rt_crew *c, const rt_pool *p, unsigned nchunks, rt_pool_fn fn, void *user) {
    uint64_t job = (atomic_load_explicit(&c->work, memory_order_relaxed) >> 32) + 1;
    atomic_store_explicit(&c->done, 0, memory_order_relaxed);
    atomic_store_explicit(&c->fn, fn, memory_order_relaxed);
    atomic_store_explicit(&c->user, user, memory_order_relaxed);
    atomic_store_explicit(&c->stop, p->stop, memory_order_relaxed);
    atomic_store_explicit(&c->foreign, p->foreign, memory_order_relaxed);
    atomic_store_explicit(&c->nchunks, nchunks, memory_order_relaxed);
    atomic_store_explicit(&c->threads, p->threads, memory_order_relaxed);
    atomic_store(&c->work, job << 32 | nchunks);
    int wanted = p->threads - 1 < c->nworkers ? p->threads - 1 : c->nworkers;
    if ((unsigned)wanted > nchunks - 1) wanted = (int)(nchunks - 1);
    for (int i = 0; i < wanted; i++) {
        rt_worker *w = &c->worker[i];
        if (atomic_load(&w->asleep) != 1 || atomic_exchange(&w->asleep, 0) != 1) continue;
        if (!p->crowded) keep_off_this_core(w);
        futex_wake(&w->asleep);
    }
}

static void wait_for(rt_crew *c, const rt_pool *p, unsigned others) {
    uint64_t start = now_ns();
    while (atomic_load_explicit(&c->done, memory_order_acquire) != others) {
        uint64_t spun = now_ns() - start;
        if (p->crowded || spun > SPIN_DONE_NS) break;
        pause_or_yield(spun);
    }
    unsigned done = atomic_load_explicit(&c->done, memory_order_acquire);
    if (done == others) return;
    atomic_store(&c->waiting, 1);
    while ((done = atomic_load(&c->done)) != others) futex_wait(&c->done, done);
    atomic_store(&c->waiting, 0);
}

void rt_pool_for(rt_pool *p, int64_t nchunks, rt_pool_fn fn, void *user) {
    rt_crew *c = &rt_process_get()->crew;
    if (!p->hired || nchunks < 2 || nchunks > UINT32_MAX) {
        run_alone(p, nchunks, fn, user);
        return;
    }
    post(c, p, (unsigned)nchunks, fn, user);
    wait_for(c, p, (unsigned)nchunks - take_chunks(c, 0, p));
}
