/* SPDX-License-Identifier: Apache-2.0
 * The order of everything: one table of graph passes, then lowering. Called by runtime/ when the
 * plan cache misses and by `kiln dump`. */
#include "passes/lower.h"

/* Every pass takes and leaves a graph that ir_verify accepts, keeps INPUT and SCALAR nodes in place
 * and in order, and keeps the bits of every output. What else it needs or leaves: */
static const struct {
    const char *name;
    kiln_status (*run)(ir_graph *g, const pass_config *config, kn_text *why);
} passes[] = {
    /* name        function          needs                    leaves */
    {"dce", pass_dce},           /* -                        no orphans */
    {"simplify", pass_simplify}, /* -                        no rule applies; orphans */
    {"fold", pass_fold}, /* constants at rank 0      no foldable arithmetic on constants; orphans */
    {"resimplify", pass_simplify}, /* -                        no rule applies; orphans */
    {"share", pass_share},         /* -                        no two equal nodes; orphans */
    {"sweep", pass_dce},           /* -                        no orphans: what lowering needs */
};

static kiln_status check(const char *pass, kiln_status status, const ir_graph *g, kn_text *why) {
    if (status == KILN_OK) status = ir_verify(g, why);
    if (status != KILN_OK && status != KILN_CANCELLED && why)
        kn_text_add(why, " (in pass %s)", pass);
    return status;
}

kiln_status passes_simplify(ir_graph *g, const pass_config *config, kn_text *why) {
    if (config->on_graph) config->on_graph(config->user, "graph", g);
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
        KN_TRY(check(passes[i].name, passes[i].run(g, config, why), g, why));
        if (config->on_graph) config->on_graph(config->user, passes[i].name, g);
    }
    return KILN_OK;
}

static kiln_status build(plan *p, const ir_graph *g, const pass_config *config, kn_text *why) {
    KN_TRY(ir_graph_copy(&p->graph, g));
    for (ir_id id = 0; id < g->count; id++)
        ir_edit(&p->graph, id)->tag = ir_edit(&p->graph, id)->reserved = id + 1;
    KN_TRY(passes_simplify(&p->graph, config, why));
    KN_TRY(check("lower", lower_graph(p, config, p->arena.alloc, why), &p->graph, why));
    if (config->on_plan) config->on_plan(config->user, p);
    return KILN_OK;
}

kiln_status passes_build_plan(const kn_alloc *alloc, const ir_graph *g, const pass_config *config,
                              plan **out, kn_text *why) {
    *out = NULL;
    plan *p = kn_calloc(alloc, 1, sizeof *p);
    if (!p) return KILN_NO_MEMORY;
    kn_arena_init(&p->arena, alloc);
    ir_graph_init(&p->graph, alloc);
    kiln_status status = build(p, g, config, why);
    if (status != KILN_OK) {
        plan_free(p);
        return status;
    }
    *out = p;
    return KILN_OK;
}
