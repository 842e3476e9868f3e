/* SPDX-License-Identifier: Apache-2.0
 * What an evaluation spends of the budgets that bind its engine, how it ends when they do not allow
 * it, and the ledger's line of it. Called by run.c around each run. */
#include "runtime/engine.h"

void rt_note_refusal(rt_engine *e, const rt_refusal *r, const char *reason, const char *site,
                     uint64_t ns) {
    kn_text line;
    if (!e || !e->ledger) return;
    kn_text_init(&line, e->alloc);
    kn_text_add(&line,
                "\"budget\":\"%s\",\"limit\":\"%s\",\"allowed\":%llu,\"spent\":%llu,\"more\":%llu,",
                r->name, rt_limit_name(r->limit), (unsigned long long)r->allowed,
                (unsigned long long)r->spent, (unsigned long long)r->more);
    kn_text_add(&line, "\"ns\":%llu,\"bytes_live\":%llu,\"reason\":", (unsigned long long)ns,
                (unsigned long long)e->stats.bytes_live);
    kn_text_json_string(&line, reason);
    kn_text_add(&line, ",\"site\":");
    kn_text_json_string(&line, site);
    if (!line.failed) rt_note(e, "budget", kn_text_str(&line));
    kn_text_free(&line);
}

static void note_cancel(rt_engine *e, const rt_spending *s, const char *reason, const char *site,
                        uint64_t ns) {
    kn_text line;
    if (!e->ledger) return;
    kn_text_init(&line, e->alloc);
    kn_text_add(&line, "\"ns\":%llu,\"steps\":%llu,\"bytes_live\":%llu,\"reason\":",
                (unsigned long long)ns, (unsigned long long)(e->stats.steps_run - s->steps),
                (unsigned long long)e->stats.bytes_live);
    kn_text_json_string(&line, reason);
    kn_text_add(&line, ",\"site\":");
    kn_text_json_string(&line, site);
    if (!line.failed) rt_note(e, "cancel", kn_text_str(&line));
    kn_text_free(&line);
}

#ifdef KILN_NO_BUDGETS

const kn_alloc *rt_spend_memory(rt_engine *e) { return e->alloc; }

kiln_status rt_spend_open(rt_engine *e, uint64_t nodes, rt_spending *s, kn_text *why) {
    (void)nodes, (void)why;
    *s = (rt_spending){.steps = e->stats.steps_run, .began_ns = e->ledger ? rt_now_ns() : 0};
    return KILN_OK;
}

kiln_status rt_spend_close(rt_engine *e, kiln_status status, const char *reason, const char *site,
                           rt_spending *s, kn_text *why) {
    (void)why;
    if (status == KILN_CANCELLED)
        note_cancel(e, s, reason, site, e->ledger ? rt_now_ns() - s->began_ns : 0);
    return status;
}

#else

static void *metered_resize(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    rt_engine *e = user;
    int64_t more = (int64_t)new_nbytes - (int64_t)old_nbytes;
    if (new_nbytes > INT64_MAX || (more > 0 && !rt_budgets_hold(&e->budgets, more))) return NULL;
    void *fresh = e->alloc->resize(e->alloc->user, block, old_nbytes, new_nbytes);
    bool failed = !fresh && new_nbytes > 0;
    if (more < 0 ? !failed : failed) rt_budgets_hold(&e->budgets, more < 0 ? more : -more);
    return fresh;
}

/* Budgets bind or do not for the whole of a run, so what is taken by it is given back to it. */
const kn_alloc *rt_spend_memory(rt_engine *e) {
    if (e->budgets.n == 0) return e->alloc;
    e->metered = (kn_alloc){metered_resize, e};
    return &e->metered;
}

static kiln_status refused(const rt_refusal *r, kn_text *why) {
    kn_text_clear(why);
    rt_refusal_text(r, why);
    return KILN_BUDGET;
}

static kiln_status open_watch(rt_engine *e, rt_spending *s, kn_text *why) {
    rt_watch *w = &e->watch;
    w->state = &e->state;
    w->running = RT_RUNNING;
    w->spent = RT_SPENT;
    w->bytes = &e->stats.bytes_live;
    e->pool.watch = rt_watch_open(w, &e->budgets, s->began_ns);
    if (!e->pool.watch || s->began_ns < w->until_ns) return KILN_OK;
    rt_watch_refusal(w, s->began_ns, &s->refusal);
    e->pool.watch = NULL;
    return refused(&s->refusal, why);
}

kiln_status rt_spend_open(rt_engine *e, uint64_t nodes, rt_spending *s, kn_text *why) {
    bool binds = e->budgets.n > 0;
    e->budgets.refused.is = false;
    *s = (rt_spending){.steps = e->stats.steps_run,
                       .began_ns = binds || e->ledger ? rt_now_ns() : 0};
    e->looked_ns = 0;
    if (!binds) return KILN_OK;
    KN_TRY(open_watch(e, s, why));
    if (rt_budgets_spend(&e->budgets, RT_NODES, nodes, &s->refusal)) return KILN_OK;
    e->pool.watch = NULL;
    return refused(&s->refusal, why);
}

/* The clock's word counts once: what the caller does next is refused before it begins. */
static bool clock_ran_out(rt_engine *e) {
    unsigned spent = RT_SPENT;
    return atomic_compare_exchange_strong(&e->state, &spent, RT_RUNNING);
}

kiln_status rt_spend_close(rt_engine *e, kiln_status status, const char *reason, const char *site,
                           rt_spending *s, kn_text *why) {
    if (!s->began_ns) return status; /* nobody asks */
    /* What comes after a plan that was not compared is too little for another look at the clock. */
    uint64_t now = status == KILN_OK && e->looked_ns ? e->looked_ns : rt_now_ns(),
             ns = now - s->began_ns;
    if (e->budgets.n > 0) {
        bool stopped = clock_ran_out(e) && status == KILN_CANCELLED;
        if (stopped)
            rt_watch_refusal(&e->watch, now, &s->refusal);
        else if (e->budgets.refused.is && (status == KILN_NO_MEMORY || status == KILN_BUDGET))
            s->refusal = e->budgets.refused;
        e->budgets.refused.is = false;
        rt_budgets_add(&e->budgets, RT_COMPUTE, ns);
        if (s->refusal.is) status = refused(&s->refusal, why);
        rt_watch_end(e->pool.watch, status == KILN_OK);
        e->pool.watch = NULL;
        if (status == KILN_BUDGET) rt_note_refusal(e, &s->refusal, reason, site, ns);
    }
    if (status == KILN_CANCELLED) note_cancel(e, s, reason, site, ns);
    return status;
}

#endif

kiln_status rt_beside_open(rt_engine *e, rt_spending *s, kn_stop *stop, kn_text *why) {
    *stop = (kn_stop){rt_pool_poll, &e->pool};
    kiln_status status = rt_spend_open(e, 0, s, why);
    rt_watch_stage(e->pool.watch, "file", 0, 1);
    return status;
}

kiln_status rt_beside_close(rt_engine *e, kiln_status status, const char *reason, const char *site,
                            rt_spending *s, kn_text *why) {
    if (status != KILN_BUDGET) return rt_spend_close(e, status, reason, site, s, why);
    rt_note_refusal(e, &s->refusal, reason, site, 0); /* it was not opened */
    return status;
}
