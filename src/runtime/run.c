/* SPDX-License-Identifier: Apache-2.0
 * One evaluation: canonical bytes, plan cache, build on a miss, execute, verify. Called by the
 * frontend. */
#include "runtime/engine.h"
#include "runtime/floating.h"

static kiln_status run_eager(rt_engine *e, const ir_graph *g, const rt_io *io, kn_text *why) {
    uint64_t start = rt_now_ns();
    KN_TRY(rt_outputs_take(e, g, NULL, NULL, io, why));
    rt_watch_stage(e->pool.watch, "run", 0.1, 1);
    kiln_status status = rt_reference(e, g, io->inputs, io->outputs, why);
    if (status == KILN_OK && rt_hardened(e)) rt_label_outputs(e, g, io->outputs);
    if (status != KILN_OK) rt_outputs_return(e, g, io, g->noutputs);
    e->stats.eager_nodes += g->count;
    e->stats.run_ns += rt_now_ns() - start;
    return status;
}

static rt_entry *look_up(rt_engine *e, const ir_graph *g, kn_hash *hash) {
    kn_text_clear(&e->key);
    ir_canonical(g, &e->key);
    if (e->key.failed) return NULL;
    *hash = kn_hash_bytes(e->key.data, e->key.len);
    return rt_plans_find(e, *hash, e->key.data, e->key.len);
}

static kiln_status find_entry(rt_engine *e, const ir_graph *g, const char *reason, const char *site,
                              rt_entry **out, kn_text *why) {
    kn_hash hash;
    *out = look_up(e, g, &hash);
    if (e->key.failed) return KILN_NO_MEMORY;
    if (rt_pool_word(&e->pool)) return KILN_CANCELLED;
    if (*out) {
        e->stats.plan_hits++;
        return KILN_OK;
    }
    KN_TRY(rt_build(e, g, hash, reason, site, out, why));
    kiln_status status = rt_plans_add(e, *out);
    if (status != KILN_OK) rt_entry_free(e, *out);
    return status;
}

static kiln_status run_plan(rt_engine *e, rt_entry *entry, const ir_graph *g, const rt_io *io,
                            kn_text *why) {
    bool verify = e->config.verify == KILN_VERIFY_EVERY ||
                  (e->config.verify == KILN_VERIFY_FIRST && entry->compared < RT_COMPARED_RUNS);
    entry->runs++;
    /* What a run is compared by are its inputs: verification says whether they may be written over;
     * not where hardened mode looks for their NaNs. */
    bool over = e->config.mode != KILN_HARDENED;
    kiln_status status =
        verify ? KILN_OK : rt_outputs_take(e, g, over ? entry->p : NULL, entry->p, io, why);
    e->keeping = io;
    if (verify)
        status = rt_run_verified(e, entry, g, io, why);
    else if (status == KILN_OK)
        status = rt_run_plan(e, entry, g, io->inputs, io->outputs, NULL, NULL, why);
    if (status == KILN_OK) status = rt_harden_after(e, entry, g, io->inputs, io->outputs, why);
    if (status != KILN_OK) rt_outputs_return(e, g, io, g->noutputs);
    if (status != KILN_OK) rt_keep_nothing(e, entry, g);
    e->keeping = NULL;
    /* so that the next run is checked as well */
    if (status == KILN_MISMATCH) rt_plans_drop(e, entry);
    return status;
}

kiln_status rt_run_graph(rt_engine *e, const ir_graph *g, const rt_io *io, const char *reason,
                         const char *site, kn_text *why) {
    rt_entry *entry = NULL;
    KN_TRY(find_entry(e, g, reason, site, &entry, why));
    if (entry->p) return run_plan(e, entry, g, io, why);
    entry->runs++;
    kiln_status status = run_eager(e, g, io, why);
    if (entry->passing) rt_plans_drop(e, entry);
    return status;
}

/* A graph of middling length that has a plan was found not to be worth cutting. */
static bool may_have_plan(const rt_engine *e, const ir_graph *g) {
    return g->count > e->split.whole && g->count <= e->split.most_whole;
}

static kiln_status run_fused(rt_engine *e, const ir_graph *g, const rt_io *io, const char *reason,
                             const char *site, kn_text *why) {
    const char *split = NULL;
    kn_hash hash;
    rt_plans_drop_stale(e);
    if (!may_have_plan(e, g) || !look_up(e, g, &hash)) KN_TRY(rt_split_find(e, g, &split));
    return split ? rt_split_run(e, io, split, reason, site, why)
                 : rt_run_graph(e, g, io, reason, site, why);
}

static kiln_status run(rt_engine *e, const ir_graph *g, const rt_io *io, const char *reason,
                       const char *site, kn_text *why) {
    e->fault = (ref_fault){.kind = REF_NO_FAULT, .node = IR_NONE};
    if (rt_pool_word(&e->pool)) return KILN_CANCELLED; /* asked since the call began */
    KN_TRY(rt_audited(e, why));                        /* what was found between runs */
    e->stats.evaluations++;
    return e->config.path == KILN_EAGER ? run_eager(e, g, io, why)
                                        : run_fused(e, g, io, reason, site, why);
}

/* Kernels that take indices look at each; what they meet is an error in strict mode too. */
static void note_index(rt_engine *e) {
    rt_looked(e, RT_CHECK_INDEX);
    if (e->fault.kind == REF_INDEX)
        rt_audit(e, RT_CHECK_INDEX, IR_NONE, "index %lld is not in 0 to %lld",
                 (long long)e->fault.index, (long long)e->fault.limit - 1);
}

kiln_status rt_run(rt_engine *e, const ir_graph *g, const rt_io *io, const char *reason,
                   const char *site, kn_text *why) {
    rt_floating host = rt_floating_open();
    bool alone = rt_call_begin(&e->state);
    rt_spending spending;
    e->running = true;
    e->graph = g;
    kiln_status status = rt_spend_open(e, g->count - g->ninputs, &spending, why);
    if (status == KILN_OK)
        status = rt_spend_close(e, run(e, g, io, reason, site, why), reason, site, &spending, why);
    else
        rt_note_refusal(e, &spending.refusal, reason, site, 0);
    if (rt_hardened(e)) note_index(e);
    e->graph = NULL;
    e->running = false;
    if (alone) rt_call_end(&e->state);
    rt_floating_close(&host);
    kn_ledger_tick(e->ledger);
    if (status == KILN_CANCELLED && why->len == 0) kn_text_add(why, "the evaluation was cancelled");
    return status;
}
