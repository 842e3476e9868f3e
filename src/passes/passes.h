/* SPDX-License-Identifier: Apache-2.0
 * Passes: functions from graph to graph, ordered by the one table in pipeline.c, and the lowering
 * of the last graph to a plan. Called by runtime/ when the plan cache misses and by `kiln dump`. */
#ifndef KN_PASSES_H
#define KN_PASSES_H

#include "ir/plan.h"

typedef struct pass_config {
    kiln_isa isa; /* resolved, never DEFAULT */
    int threads;
    bool jit; /* false: every step is STEP_REFERENCE */
    /* kept free behind every place of the arena, for guards; at most 64 */
    size_t guard_nbytes;
    size_t last_level_cache; /* bytes; outputs twice as large are streamed */
    /* asked by every walk now and then: true ends planning with CANCELLED. May be NULL */
    bool (*stop)(void *user);
    /* Called after the input graph and after every pass, and once with the plan; any may be NULL.
     */
    void (*on_graph)(void *user, const char *pass, const ir_graph *g);
    void (*on_plan)(void *user, const plan *p);
    void *user;
} pass_config;

/* Asked in every walk: i counts nodes, groups or steps, and every 256th is a question. */
static inline kiln_status pass_go_on(const pass_config *c, size_t i) {
    return i % 256 == 0 && c->stop && c->stop(c->user) ? KILN_CANCELLED : KILN_OK;
}

/* Builds a plan for g's outputs; g is not changed. On failure *out is NULL and `why` says which
 * pass and node. */
kiln_status passes_build_plan(const kn_alloc *alloc, const ir_graph *g, const pass_config *config,
                              plan **out, kn_text *why);

/* Only the graph-to-graph part, in place. After a failure g is one of the graphs on the way. */
kiln_status passes_simplify(ir_graph *g, const pass_config *config, kn_text *why);

#endif
