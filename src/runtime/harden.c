/* SPDX-License-Identifier: Apache-2.0
 * When hardened mode's checks of a run are made; the checks are audit_*.c's, what they are called
 * audits.def's. In strict mode nothing is. Called by make_plan.c, execute.c and run.c.
 *
 *     built ── bound ── step ... step ── end ── after */
#include "runtime/engine.h"

kiln_status rt_harden_built(rt_engine *e, rt_entry *entry) {
    if (!rt_hardened(e)) return KILN_OK;
    RT_PLANT(e, RT_PLANT_BUILT, entry, 0);
    rt_check_writable(e, entry);
    entry->digest = rt_plan_digest(entry->p);
    return rt_regions_make(e, entry);
}

void rt_harden_bound(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs) {
    if (!rt_hardened(e)) return;
    rt_check_labels(e, g, inputs);
    rt_arena_open(e, entry);
    RT_PLANT(e, RT_PLANT_BOUND, entry, 0);
    rt_check_digests(e, entry);
}

static void look_at_floating(rt_engine *e, ir_id node) {
    int thread = atomic_exchange(&e->foreign, 0);
    rt_looked(e, RT_CHECK_FLOATING);
    if (thread > 0)
        rt_audit(e, RT_CHECK_FLOATING, node,
                 "thread %d rounds, flushes or traps in another way than results are defined by",
                 thread - 1);
}

kiln_status rt_harden_step(rt_engine *e, const rt_entry *entry, size_t step, bool done,
                           kn_text *why) {
    if (!rt_hardened(e)) return KILN_OK;
    RT_PLANT(e, done ? RT_PLANT_DONE : RT_PLANT_BEFORE, (void *)(uintptr_t)entry, step);
    if (!done)
        rt_check_bounds(e, entry, step);
    else
        look_at_floating(e, rt_origin_of(entry->p, &entry->p->steps[step]));
    if (!e->audit_failed) rt_arena_step(e, entry, step, done);
    return rt_audited(e, why);
}

kiln_status rt_harden_end(rt_engine *e, const rt_entry *entry, kn_text *why) {
    if (!rt_hardened(e)) return KILN_OK;
    rt_arena_close(e, entry);
    return rt_audited(e, why);
}

kiln_status rt_harden_after(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
                            void *const *outputs, kn_text *why) {
    if (!rt_hardened(e)) return KILN_OK;
    RT_PLANT(e, RT_PLANT_RAN, entry, 0);
    e->graph = g;
    rt_check_some_guards(e, g, outputs);
    rt_label_outputs(e, g, outputs);
    rt_check_values(e, entry, g, inputs, outputs);
    return rt_audited(e, why);
}
