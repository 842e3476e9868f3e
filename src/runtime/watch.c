/* SPDX-License-Identifier: Apache-2.0
 * The clock of a run and its progress: looks, the alarm for work that cannot look, what is told.
 * Called by whatever polls, through pool.h, and by spend.c and execute.c. */
#include <errno.h>
#include <signal.h>
#include <time.h>

#include "runtime/budget.h"

#ifndef KILN_NO_BUDGETS

enum { TELL_NS = 10000000 };

/* A clock takes as long as a small chunk; the processor's own counter says whether to look at it.
 * Its pace, 1 to 5 GHz, need not be known. */
enum { LOOK_TICKS = 200000 };
static uint64_t ticks(void) {
#if defined(__x86_64__) || defined(__i386__)
    return __builtin_ia32_rdtsc();
#else
    return 0;
#endif
}

static bool look_due(rt_watch *w) {
    uint64_t now = ticks();
    if (now != 0 && now - atomic_load_explicit(&w->ticked, memory_order_relaxed) < LOOK_TICKS)
        return false;
    atomic_store_explicit(&w->ticked, now, memory_order_relaxed);
    return true;
}

static uint64_t end_of(const kiln_budget *b, uint64_t began_ns) {
    uint64_t deadline = rt_budget_sum(b->opened_ns, b->most[RT_DEADLINE]),
             spent = atomic_load(&b->spent[RT_COMPUTE]);
    if (b->most[RT_COMPUTE] == UINT64_MAX) return deadline;
    uint64_t left = b->most[RT_COMPUTE] > spent ? b->most[RT_COMPUTE] - spent : 0,
             computed = rt_budget_sum(began_ns, left);
    return computed < deadline ? computed : deadline;
}

rt_watch *rt_watch_open(rt_watch *w, rt_budgets *b, uint64_t began_ns) {
    w->budgets = b;
    w->began_ns = w->told_ns = began_ns;
    w->until_ns = UINT64_MAX;
    w->tells = false;
    w->told = 0;
    for (size_t i = 0; i < b->n; i++) {
        uint64_t end = end_of(b->all[i], began_ns);
        if (end < w->until_ns) w->until_ns = end;
        w->tells = w->tells || b->all[i]->progress;
    }
    if (w->until_ns == UINT64_MAX && !w->tells) return NULL;
    w->owner = pthread_self();
    atomic_store_explicit(&w->ticked, ticks(), memory_order_relaxed);
    rt_watch_stretch(w, 0, 1);
    rt_watch_stage(w, "plan", 0, 0.1);
    return w;
}

void rt_watch_refusal(const rt_watch *w, uint64_t now, rt_refusal *why) {
    for (size_t i = 0; i < w->budgets->n; i++) {
        kiln_budget *b = w->budgets->all[i];
        uint64_t open = now - b->opened_ns,
                 spent = atomic_load(&b->spent[RT_COMPUTE]) + (now - w->began_ns);
        if (open >= b->most[RT_DEADLINE])
            (void)rt_budget_refuse(b, RT_DEADLINE, open, 0, why);
        else if (spent >= b->most[RT_COMPUTE])
            (void)rt_budget_refuse(b, RT_COMPUTE, spent, 0, why);
        else
            continue;
        return;
    }
}

static void tell(rt_watch *w, double fraction, const char *stage) {
    if (fraction < w->told) fraction = w->told; /* what runs again was told before */
    w->told = fraction;
    for (size_t i = 0; i < w->budgets->n; i++) {
        const kiln_budget *b = w->budgets->all[i];
        if (b->progress) b->progress(b->user, fraction, *w->bytes, stage);
    }
}

static double fraction_now(const rt_watch *w) {
    double step = w->step_from + w->step_of * w->part, stage = w->stage_from + w->stage_of * step;
    double all = w->stretch_from + w->stretch_of * stage;
    return all < 1 ? all : 1;
}

/* Whether time has run out; tells how far the run is. */
static bool look_now(rt_watch *w) {
    uint64_t now = rt_budget_now();
    if (now >= w->until_ns) {
        unsigned running = w->running;
        atomic_compare_exchange_strong(w->state, &running, w->spent);
        return true;
    }
    if (!w->tells || !pthread_equal(w->owner, pthread_self()) || now - w->told_ns < TELL_NS)
        return false;
    w->told_ns = now;
    tell(w, fraction_now(w), w->stage);
    return false;
}

bool rt_watch_look(rt_watch *w) { return look_due(w) && look_now(w); }

/* ---- the alarm */

static void *sleep_until(void *argument) {
    rt_alarm *a = argument;
    uint64_t until = a->watch->until_ns;
    struct timespec t = {(time_t)(until / 1000000000u), (long)(until % 1000000000u)};
    pthread_mutex_lock(&a->lock);
    while (!a->over && pthread_cond_timedwait(&a->ended, &a->lock, &t) != ETIMEDOUT) {
    }
    bool late = !a->over;
    pthread_mutex_unlock(&a->lock);
    if (late) (void)look_now(a->watch);
    return NULL;
}

static bool sleeper(rt_alarm *a) {
    sigset_t all, before;
    sigfillset(&all); /* the host's signals are not its business */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool runs = pthread_create(&a->thread, NULL, sleep_until, a) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return runs;
}

void rt_alarm_open(rt_alarm *a, rt_watch *w) {
    pthread_condattr_t monotonic;
    a->runs = a->over = false;
    if (!w || w->until_ns == UINT64_MAX || pthread_condattr_init(&monotonic) != 0) return;
    a->watch = w;
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->ended, &monotonic);
    pthread_condattr_destroy(&monotonic);
    a->runs = sleeper(a);
    if (a->runs) return;
    pthread_cond_destroy(&a->ended);
    pthread_mutex_destroy(&a->lock);
}

void rt_alarm_close(rt_alarm *a) {
    if (!a->runs) return;
    pthread_mutex_lock(&a->lock);
    a->over = true;
    pthread_cond_signal(&a->ended);
    pthread_mutex_unlock(&a->lock);
    pthread_join(a->thread, NULL);
    pthread_cond_destroy(&a->ended);
    pthread_mutex_destroy(&a->lock);
}

void rt_watch_end(rt_watch *w, bool well) {
    if (w && w->tells) tell(w, well ? 1 : fraction_now(w), well ? "done" : w->stage);
}

#endif
