/* SPDX-License-Identifier: Apache-2.0
 * Budgets: limits that nest, what was spent of them, and those that bind an engine at present.
 * Knows nothing of tensors. Called by the engine's files, which say what they are about to spend,
 * and by the frontend's doors. With KILN_NO_BUDGETS only the functions that do nothing are left. */
#ifndef KN_RUNTIME_BUDGET_H
#define KN_RUNTIME_BUDGET_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/text.h"
#include "kiln/budget.h"

/* In the order of kiln_limits' fields. */
typedef enum rt_limit {
    RT_DEADLINE,
    RT_COMPUTE,
    RT_BYTES_LIVE,
    RT_CODE_BYTES,
    RT_KERNELS,
    RT_COMPILE,
    RT_NODES,
    RT_LIMITS
} rt_limit;
enum { RT_MOST_BUDGETS = 16, RT_BUDGET_NAME = 32 };

/* What did not fit: `spent` and `more` exceed `allowed`. */
typedef struct rt_refusal {
    bool is;
    rt_limit limit;
    uint64_t allowed, spent, more;
    char name[RT_BUDGET_NAME];
} rt_refusal;
/* budget "step": kernels is 2, needed are 5: 1 spent and 4 more */
void rt_refusal_text(const rt_refusal *r, kn_text *out);
const char *rt_limit_name(rt_limit limit);

#ifdef KILN_NO_BUDGETS

typedef struct rt_budgets {
    rt_refusal refused;
} rt_budgets;
typedef struct rt_watch {
    char none;
} rt_watch;
static inline bool rt_budgets_hold(rt_budgets *b, int64_t more) {
    return (void)b, (void)more, true;
}
static inline bool rt_budgets_fit(rt_budgets *b, rt_limit limit, uint64_t more, rt_refusal *why) {
    return (void)b, (void)limit, (void)more, (void)why, true;
}
static inline bool rt_budgets_spend(rt_budgets *b, rt_limit limit, uint64_t more, rt_refusal *why) {
    return (void)b, (void)limit, (void)more, (void)why, true;
}
static inline void rt_budgets_add(rt_budgets *b, rt_limit limit, uint64_t more) {
    (void)b, (void)limit, (void)more;
}
static inline bool rt_budgets_limit(const rt_budgets *b, rt_limit limit) {
    return (void)b, (void)limit, false;
}
static inline void rt_budgets_free(rt_budgets *b) { (void)b; }
static inline void rt_budgets_leave_scope(rt_budgets *b, size_t depth) { (void)b, (void)depth; }
static inline bool rt_watch_look(rt_watch *w) { return (void)w, false; }
typedef struct rt_alarm {
    char none;
} rt_alarm;
static inline void rt_alarm_open(rt_alarm *a, rt_watch *w) { (void)a, (void)w; }
static inline void rt_alarm_close(rt_alarm *a) { (void)a; }
static inline void rt_watch_part(rt_watch *w, double part) { (void)w, (void)part; }
static inline void rt_watch_stretch(rt_watch *w, size_t i, size_t n) { (void)w, (void)i, (void)n; }
static inline void rt_watch_stage(rt_watch *w, const char *stage, double from, double to) {
    (void)w, (void)stage, (void)from, (void)to;
}
static inline void rt_watch_step(rt_watch *w, size_t i, size_t n) { (void)w, (void)i, (void)n; }

#else

struct kiln_budget {
    const kn_alloc *alloc;
    kiln_budget *parent; /* referenced */
    size_t depth;        /* parents above it */
    atomic_uint refs;    /* the caller's, children, where it is entered */
    uint64_t opened_ns;
    uint64_t most[RT_LIMITS];          /* UINT64_MAX: any */
    _Atomic uint64_t spent[RT_LIMITS]; /* DEADLINE: not used; BYTES_LIVE: at present */
    _Atomic uint64_t peak, refused;
    kiln_progress progress;
    void *user;
    char name[RT_BUDGET_NAME];
};

/* Those that bind an engine: entered, and their parents, each once. */
typedef struct rt_budgets {
    struct {
        kiln_budget *budget;
        size_t depth;
    } entered[RT_MOST_BUDGETS]; /* references */
    size_t nentered;
    kiln_budget *all[RT_MOST_BUDGETS];
    int64_t held[RT_MOST_BUDGETS]; /* bytes more than when it began to bind */
    size_t n;
    rt_refusal refused; /* the latest that was not an evaluation's clock */
} rt_budgets;

/* The clock and the progress of a run. The thread that runs tells; any thread may look. */
typedef struct rt_watch {
    rt_budgets *budgets;
    atomic_uint *state; /* becomes `spent` where it is `running` */
    unsigned running, spent;
    uint64_t began_ns, until_ns; /* UINT64_MAX: no end */
    uint64_t told_ns;
    _Atomic uint64_t ticked; /* when the clock was read last, in ticks of the processor */
    const uint64_t *bytes;
    pthread_t owner;
    bool tells;
    const char *stage;
    /* spans, each in fractions of the one before: stretch of a long graph, stage, step */
    double stretch_from, stretch_of, stage_from, stage_of, step_from, step_of, part, told;
} rt_watch;

kiln_status rt_budget_new(const kn_alloc *alloc, const kiln_limits *limits, kiln_budget *parent,
                          kiln_budget **out, kn_text *why);
void rt_budget_unref(kiln_budget *b);
bool rt_budget_over(const kiln_budget *b); /* a clock of it or of a parent has run out */
void rt_budget_spent(const kiln_budget *b, kiln_spent *out);

/* For budget.c and watch.c: the monotonic clock; a sum that stays at the most; *why says what did
 * not fit. False. */
uint64_t rt_budget_now(void);
static inline uint64_t rt_budget_sum(uint64_t a, uint64_t b) {
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}
bool rt_budget_refuse(kiln_budget *b, rt_limit limit, uint64_t spent, uint64_t more,
                      rt_refusal *why);

/* `depth` of scopes. */
kiln_status rt_budgets_enter(rt_budgets *b, kiln_budget *budget, size_t depth, kn_text *why);
kiln_status rt_budgets_leave(rt_budgets *b, kiln_budget *budget, kn_text *why);
void rt_budgets_leave_scope(rt_budgets *b,
                            size_t depth); /* those entered at that depth or deeper */
void rt_budgets_free(rt_budgets *b);

/* Whether any that binds has such a limit. */
bool rt_budgets_limit(const rt_budgets *b, rt_limit limit);
/* Whether that much more is allowed by all that bind; spend also takes it. What did not fit goes to
 * *why. Any thread. */
bool rt_budgets_fit_all(rt_budgets *b, rt_limit limit, uint64_t more, rt_refusal *why);
bool rt_budgets_spend_all(rt_budgets *b, rt_limit limit, uint64_t more, rt_refusal *why);
void rt_budgets_add(rt_budgets *b, rt_limit limit,
                    uint64_t more); /* what was spent without asking */
bool rt_budgets_hold_all(rt_budgets *b, int64_t more);

static inline bool rt_budgets_fit(rt_budgets *b, rt_limit limit, uint64_t more, rt_refusal *why) {
    return b->n == 0 || rt_budgets_fit_all(b, limit, more, why);
}
static inline bool rt_budgets_spend(rt_budgets *b, rt_limit limit, uint64_t more, rt_refusal *why) {
    return b->n == 0 || rt_budgets_spend_all(b, limit, more, why);
}
/* Bytes live: more of them, or fewer. False, with b->refused: not allowed, and not taken. */
static inline bool rt_budgets_hold(rt_budgets *b, int64_t more) {
    return b->n == 0 || rt_budgets_hold_all(b, more);
}

/* Around a run: NULL where nothing binds its time and nobody listens. */
rt_watch *rt_watch_open(rt_watch *w, rt_budgets *b, uint64_t began_ns);
/* Which clock ran out. */
void rt_watch_refusal(const rt_watch *w, uint64_t now_ns, rt_refusal *why);
bool rt_watch_look(rt_watch *w); /* whether time has run out; tells how far the run is */
/* The last that is told: 1, or how far it came and in which stage. */
void rt_watch_end(rt_watch *w, bool well);

/* Around work that sees the state's word and no clock: a thread that sleeps until time has run out.
 * Without one, the work is finished. */
typedef struct rt_alarm {
    rt_watch *watch;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool runs, over;
} rt_alarm;
void rt_alarm_open(rt_alarm *a, rt_watch *w); /* w may be NULL */
void rt_alarm_close(rt_alarm *a);

static inline void rt_watch_part(rt_watch *w, double part) {
    if (w) w->part = part;
}
static inline void rt_watch_stretch(rt_watch *w, size_t i, size_t n) {
    if (!w || n == 0) return;
    w->stretch_from = (double)i / (double)n;
    w->stretch_of = 1.0 / (double)n;
}
static inline void rt_watch_step(rt_watch *w, size_t i, size_t n) {
    if (!w || n == 0) return;
    w->step_from = (double)i / (double)n;
    w->step_of = 1.0 / (double)n;
    w->part = 0;
}
static inline void rt_watch_stage(rt_watch *w, const char *stage, double from, double to) {
    if (!w) return;
    w->stage = stage;
    w->stage_from = from;
    w->stage_of = to - from;
    rt_watch_step(w, 0, 1);
}

#endif
#endif
