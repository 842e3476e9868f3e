/* SPDX-License-Identifier: Apache-2.0
 * Fused results against the reference, bit for bit. A difference that kernels made anew do not heal
 * is an error that names output, element and both values, says which step went wrong, and leaves
 * the graph in a file. Called by run.c. */
#include "base/file.h"
#include "reference/reference.h"
#include "runtime/engine.h"

kiln_status rt_reference(rt_engine *e, const ir_graph *g, void *const *inputs, void *const *outputs,
                         kn_text *why) {
    return ref_graph(rt_spend_memory(e), g, inputs, NULL, outputs, rt_pool_poll, &e->pool, why,
                     &e->fault);
}

static void free_outputs(rt_engine *e, const ir_graph *g, void **data) {
    for (size_t o = 0; o < g->noutputs; o++)
        kn_free(e->alloc, data[o], ir_nbytes(g, g->outputs[o].id));
    kn_free(e->alloc, data, g->noutputs * sizeof *data);
}

static kiln_status new_outputs(rt_engine *e, const ir_graph *g, void ***out, kn_text *why) {
    void **data = kn_calloc(e->alloc, g->noutputs, sizeof *data);
    if (!data) return KILN_NO_MEMORY;
    for (size_t o = 0; o < g->noutputs; o++) {
        size_t nbytes = ir_nbytes(g, g->outputs[o].id);
        data[o] = kn_malloc(e->alloc, nbytes);
        if (data[o] || nbytes == 0) continue;
        free_outputs(e, g, data);
        return ir_no_memory(g, g->outputs[o].id, why);
    }
    *out = data;
    return KILN_OK;
}

static kiln_status compare_outputs(const ir_graph *g, void *const *fused, void *const *reference,
                                   kn_text *why) {
    for (size_t o = 0; o < g->noutputs; o++) {
        ir_id id = g->outputs[o].id;
        kiln_dtype dtype = (kiln_dtype)ir_at(g, id)->dtype;
        size_t at, size = kiln_dtype_size(dtype);
        if (!rt_first_difference(dtype, fused[o], reference[o], ir_nbytes(g, id), &at)) continue;
        kn_text_add(why, "output %zu", o);
        if (g->outputs[o].name) kn_text_add(why, " \"%s\"", g->outputs[o].name);
        kn_text_add(why, " (");
        ir_print_node(g, id, why);
        kn_text_add(why, ") differs at element %zu: fused ", at);
        rt_add_value(why, dtype, (const char *)fused[o] + at * size);
        kn_text_add(why, ", reference ");
        rt_add_value(why, dtype, (const char *)reference[o] + at * size);
        return KILN_MISMATCH;
    }
    return KILN_OK;
}

static kiln_status compare_full(rt_engine *e, const ir_graph *g, void *const *inputs,
                                void *const *outputs, kn_text *why) {
    void **reference = NULL;
    if (g->noutputs == 0) return KILN_OK;
    rt_watch_stage(e->pool.watch, "verify", 0.8, 1);
    KN_TRY(new_outputs(e, g, &reference, why));
    kiln_status status = rt_reference(e, g, inputs, reference, why);
    if (status == KILN_OK) status = compare_outputs(g, outputs, reference, why);
    free_outputs(e, g, reference);
    return status;
}

/* The graph's text, where the user will look for it. */
static void write_reproducer(rt_engine *e, const rt_entry *entry, const ir_graph *g, kn_text *why) {
    const char *folder = e->config.dump_dir ? e->config.dump_dir : e->config.cache_dir;
    char hex[33];
    kn_text path, text;
    if (!folder) return;
    kn_text_init(&path, e->alloc);
    kn_text_init(&text, e->alloc);
    kn_hash_hex(entry->hash, hex);
    kn_text_add(&path, "%s/mismatch-%s.kiln", folder, hex);
    ir_print(g, &text);
    bool written = !path.failed && !text.failed &&
                   (e->config.dump_dir || kn_folder_private(folder, NULL) == KILN_OK) &&
                   kn_file_write(e->alloc, kn_text_str(&path), kn_text_str(&text), text.len, 0600,
                                 NULL) == KILN_OK;
    if (written) kn_text_add(why, "; the graph is in %s", kn_text_str(&path));
    kn_text_free(&path);
    kn_text_free(&text);
}

/* What a run is compared by, and why by that. */
typedef struct verification {
    const char *method, *reason;
    rt_novelty novelty;
    /* known: `structure` could be told; again: the plan was compared before, and what it keeps of
     * that run would show */
    bool full, known, again;
    kn_hash structure;
    rt_samples samples;
} verification;

static void note(rt_engine *e, const rt_entry *entry, const verification *v, kiln_status status,
                 uint64_t ns, const kn_text *why) {
    char hex[33];
    kn_text line;
    if (!e->ledger || (entry->compared > 0 && status == KILN_OK)) return;
    kn_text_init(&line, e->alloc);
    kn_hash_hex(entry->hash, hex);
    kn_text_add(&line, "\"plan\":\"%s\",\"method\":\"%s\",\"reason\":\"%s\",\"status\":\"%s\"", hex,
                v->method, v->reason, kiln_status_name(status));
    kn_text_add(&line, ",\"samples\":%llu,\"passed\":%llu,\"ns\":%llu",
                (unsigned long long)v->samples.samples, (unsigned long long)v->samples.passed,
                (unsigned long long)ns);
    if (status != KILN_OK) {
        kn_text_add(&line, ",\"why\":");
        kn_text_json_string(&line, kn_text_str(why));
    }
    if (!line.failed) rt_note(e, "verify", kn_text_str(&line));
    kn_text_free(&line);
}

kiln_status rt_run_plan(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
                        void *const *outputs, rt_step_hook hook, void *user, kn_text *why) {
    KN_TRY(rt_bind(e, g, entry, inputs, outputs, why));
    uint64_t start = rt_now_ns();
    rt_watch_stage(e->pool.watch, "run", 0.2, 0.8);
    kiln_status status = rt_execute(e, entry, hook, user, why);
    e->looked_ns = rt_now_ns();
    e->stats.run_ns += e->looked_ns - start;
    return status;
}

static void choose(rt_engine *e, const rt_entry *entry, const ir_graph *g, verification *v) {
    *v = (verification){.method = "samples",
                        .again = entry->compared > 0 && e->config.verify == KILN_VERIFY_FIRST};
    v->known = rt_structure_of(e, entry, g, &v->structure);
    v->novelty = v->again                                   ? RT_NEW_NUMBERS
                 : !rt_kernels_compared(e, entry)           ? RT_NEW_KERNELS
                 : v->known && rt_compared(e, v->structure) ? RT_NEW_EXTENTS
                                                            : RT_NEW_STRUCTURE;
    if (entry->blas) {
        v->method = "blas: samples within the error bound, not bitwise";
        v->reason = "products by OpenBLAS";
    } else if (e->config.verify == KILN_VERIFY_EVERY) {
        v->full = true;
        v->reason = "every run";
    } else if (v->novelty <= RT_NEW_EXTENTS) {
        v->reason = v->again ? "the plan ran before" : "the structure was compared before";
    } else {
        v->full = rt_full_is_cheap(e, entry, g, v->novelty);
        v->reason = v->full                        ? "cheap"
                    : v->novelty == RT_NEW_KERNELS ? "all of it would cost too much"
                                                   : "the kernels were compared before";
    }
    if (v->full) v->method = "full";
}

/* Where memory for all of it cannot be had, samples are taken. */
static kiln_status run_full(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
                            void *const *outputs, verification *v, kn_text *why) {
    KN_TRY(rt_run_plan(e, entry, g, inputs, outputs, NULL, NULL, why));
    kiln_status status = compare_full(e, g, inputs, outputs, why);
    if (status != KILN_NO_MEMORY) return status;
    e->budgets.refused.is = false;
    kn_text_clear(why);
    v->full = false;
    v->method = "samples";
    v->reason = "no memory for all of it";
    return rt_run_sampled(e, entry, g, inputs, outputs, v->novelty, &v->samples, why);
}

/* A doubt that memory does not allow to be settled is left in the ledger. */
static kiln_status settle(rt_engine *e, const ir_graph *g, void *const *inputs,
                          void *const *outputs, verification *v, kn_text *why) {
    kiln_status status = compare_full(e, g, inputs, outputs, why);
    v->method = "full";
    v->reason = "samples of the rewritten graph differ";
    if (status != KILN_NO_MEMORY) return status;
    e->budgets.refused.is = false;
    kn_text_clear(why);
    v->method = "samples";
    v->reason = "samples of the rewritten graph differ, and there is no memory for all of it";
    return KILN_OK;
}

static kiln_status run_and_compare(rt_engine *e, rt_entry *entry, const ir_graph *g,
                                   void *const *inputs, void *const *outputs, verification *v,
                                   kn_text *why) {
    if (v->full) return run_full(e, entry, g, inputs, outputs, v, why);
    KN_TRY(rt_run_sampled(e, entry, g, inputs, outputs, v->novelty, &v->samples, why));
    if (v->samples.no_memory) v->reason = "no memory to compare anything";
    return v->samples.doubtful && !entry->blas ? settle(e, g, inputs, outputs, v, why) : KILN_OK;
}

kiln_status rt_run_verified(rt_engine *e, rt_entry *entry, const ir_graph *g, const rt_io *io,
                            kn_text *why) {
    verification v;
    uint64_t start = rt_now_ns(), running = e->stats.run_ns;
    const plan *p = entry->p;
    choose(e, entry, g, &v);
    /* The few samples of a known structure are taken from the inputs before they are read: they may
     * be written over, but then there is no second try. */
    bool over = !v.full && v.novelty <= RT_NEW_EXTENTS && e->config.mode != KILN_HARDENED;
    KN_TRY(rt_outputs_take(e, g, over ? p : NULL, p, io, why));
    void *const *inputs = io->inputs, *const *outputs = io->outputs;
    kiln_status status = run_and_compare(e, entry, g, inputs, outputs, &v, why);
    e->looked_ns = 0;
    if (status == KILN_MISMATCH && !(over && io->donated) &&
        rt_kernels_renew(e, p->kernels, p->nkernels, entry->codes, why) > 0) {
        if (rt_hardened(e)) rt_check_writable(e, entry);
        kn_text_clear(why);
        status = run_and_compare(e, entry, g, inputs, outputs, &v, why);
    }
    if (v.known && !v.samples.no_memory) rt_compared_note(e, v.structure, status == KILN_OK);
    if (status == KILN_OK && !v.samples.no_memory) rt_kernels_note(e, entry);
    if (status == KILN_MISMATCH) {
        if (v.full) rt_locate(e, entry, g, inputs, outputs, why);
        write_reproducer(e, entry, g, why);
        rt_kernels_discard(e, p->kernels, p->nkernels, entry->codes);
    }
    if (status != KILN_OK && status != KILN_MISMATCH) return status;
    uint64_t ns = rt_now_ns() - start - (e->stats.run_ns - running);
    e->stats.verify_ns += ns;
    entry->samples += v.samples.samples;
    if (status == KILN_OK && !entry->blas && !v.samples.no_memory && !v.again)
        e->stats.verified_plans++;
    note(e, entry, &v, status, ns, why);
    if (status == KILN_OK && !v.samples.no_memory && entry->compared < RT_COMPARED_RUNS)
        entry->compared++;
    return status;
}
