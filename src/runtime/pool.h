/* SPDX-License-Identifier: Apache-2.0
 * The worker pool. One crew of threads a process (pool.c), and one rt_pool an engine: its hold on
 * the crew while a plan runs. Work is a fixed grid of chunks taken dynamically, so results cannot
 * depend on who takes what. Called by execute.c, fold_partials.c and contract.c. */
#ifndef KN_RUNTIME_POOL_H
#define KN_RUNTIME_POOL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "runtime/budget.h"

enum { RT_MAX_THREADS = 256 };

typedef struct rt_pool {
    int threads;  /* thread numbers are below this; the caller is 0 */
    bool crowded; /* more threads than cores: give way instead of spinning */
    bool hired;   /* between begin and end, when the crew was free */
    /* NULL, or told 1 + the thread whose floating-point state was not ours after a chunk */
    atomic_int *foreign;
    const atomic_uint *stop; /* not zero: chunks not yet begun are skipped. NULL: never */
    /* what makes it so when time has run out; NULL: no clock is looked at */
    rt_watch *watch;
} rt_pool;

/* `chunk` in 0..nchunks-1, each called once; `thread` tells which per-thread memory to use. */
typedef void (*rt_pool_fn)(void *user, int64_t chunk, int thread);

void rt_pool_init(rt_pool *p, int threads, const atomic_uint *stop);
/* Around a whole plan: workers stay awake in between. Where another run has the crew, this one
 * works alone. */
void rt_pool_begin(rt_pool *p);
void rt_pool_end(rt_pool *p);
/* Returns when every chunk is done. Alone (no begin, one chunk, one thread) everything runs on the
 * caller as thread 0. */
void rt_pool_for(rt_pool *p, int64_t nchunks, rt_pool_fn fn, void *user);
static inline int rt_pool_threads(const rt_pool *p) { return p->hired ? p->threads : 1; }
/* The word alone: for where work between two looks is short. */
static inline bool rt_pool_word(const rt_pool *p) {
    return p->stop && atomic_load_explicit(p->stop, memory_order_relaxed) != 0;
}
static inline bool rt_pool_stopped(const rt_pool *p) {
    return rt_pool_word(p) || (p->watch && p->stop && rt_watch_look(p->watch));
}
/* The same as a function to ask; `pool` is an rt_pool. */
bool rt_pool_poll(void *pool);

#endif
