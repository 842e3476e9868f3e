/* SPDX-License-Identifier: Apache-2.0
 * A graph the plan cache does not know: passes, code, the ledger's account of every decision,
 * dumps. Called by run.c. Whatever keeps code from being had makes an entry that runs the
 * reference, with a line in the ledger: never an error. One that lacked memory only is for one run.
 */
#include "runtime/engine.h"
#include "runtime/process.h"

#include <stdio.h>

enum { MOST_CONTRACTIONS = 64, MOST_TEXT = 160 };

static bool stopped(void *user) {
    rt_engine *e = user;
    return rt_pool_stopped(&e->pool);
}

/* For a plan that is made outside of a run: nothing stops it. */
pass_config rt_pass_config(const rt_engine *e, bool jit) {
    return (pass_config){.isa = e->config.isa,
                         .threads = e->config.threads,
                         .jit = jit,
                         .last_level_cache = e->last_level_cache,
                         .guard_nbytes = rt_hardened(e) ? RT_GUARD : 0};
}

static void on_graph(void *user, const char *pass, const ir_graph *g) {
    rt_dump_graph(user, pass, g);
}

static void on_plan(void *user, const plan *p) {
    rt_engine *e = user;
    kn_text text;
    kn_text_init(&text, e->alloc);
    plan_print(p, &text);
    rt_dump_text(e, "plan", "txt", &text);
    kn_text_clear(&text);
    rt_dump_loops(p, &text);
    rt_dump_text(e, "loops", "txt", &text);
    kn_text_free(&text);
}

static void dump_code(rt_engine *e, const plan *p) {
    kn_text text, why;
    if (!e->config.dump_dir) return;
    kn_text_init(&text, e->alloc);
    kn_text_init(&why, e->alloc);
    if (rt_dump_code(e, p, false, &text, &why) == KILN_OK) rt_dump_text(e, "llvm", "txt", &text);
    kn_text_clear(&text);
    if (rt_dump_code(e, p, true, &text, &why) == KILN_OK) rt_dump_text(e, "asm", "txt", &text);
    kn_text_free(&text);
    kn_text_free(&why);
}

/* ---- the ledger's line */
static void add_node_name(kn_text *line, const ir_graph *g, ir_id id) {
    kn_text node;
    kn_text_init(&node, line->alloc);
    if (id < g->count) ir_print_node(g, id, &node);
    if (node.len > MOST_TEXT) {
        node.len = MOST_TEXT;
        node.data[MOST_TEXT] = '\0';
    }
    kn_text_json_string(line, kn_text_str(&node));
    kn_text_free(&node);
}

static void add_contractions(const rt_engine *e, const rt_entry *entry, kn_text *line) {
    const plan *p = entry->p;
    int shown = 0;
    kn_text_add(line, ",\"contractions\":[");
    for (size_t i = 0; i < p->nsteps && shown < MOST_CONTRACTIONS; i++) {
        const plan_step *st = &p->steps[i];
        if (st->kind != STEP_CONTRACT) continue;
        const kernel_spec *spec = p->kernels[st->kernel].spec;
        const char *reason;
        bool wanted = rt_contract_route(&e->config, st, spec, &reason) == RT_OPENBLAS;
        kn_text_add(line, "%s{\"step\":%zu,\"batch\":%lld,\"m\":%lld,\"n\":%lld,\"k\":%lld,",
                    shown++ ? "," : "", i, (long long)st->batch, (long long)st->m, (long long)st->n,
                    (long long)st->k);
        kn_text_add(line, "\"route\":\"%s\",\"mr\":%d,\"nr\":%d,\"reason\":\"%s\"}",
                    rt_by_blas(entry, i) ? "openblas" : "emitted", spec->mr, spec->nr,
                    wanted && !entry->blas ? "NO_OPENBLAS" : reason);
    }
    kn_text_add(line, "]");
}

static void add_declines(const plan *p, kn_text *line) {
    bool first = true;
    kn_text_add(line, ",\"declines\":{");
    for (int r = 0; r < PLAN_WHY_COUNT; r++) {
        if (p->declines[r] == 0 || r == PLAN_WHY_NONE) continue;
        kn_text_add(line, "%s\"%s\":%u", first ? "" : ",", plan_reason_name((plan_reason)r),
                    p->declines[r]);
        first = false;
    }
    kn_text_add(line, "},\"notes\":[");
    for (size_t i = 0; i < p->nnotes; i++) {
        kn_text_add(line, "%s{\"why\":\"%s\",\"node\":", i ? "," : "",
                    plan_reason_name((plan_reason)p->notes[i].reason));
        add_node_name(line, &p->graph, p->notes[i].node);
        kn_text_add(line, ",\"into\":");
        add_node_name(line, &p->graph, p->notes[i].into);
        kn_text_add(line, "}");
    }
    kn_text_add(line, "]");
}

static void note_plan(rt_engine *e, const rt_entry *entry, const ir_graph *g, const char *reason,
                      const char *site, uint64_t ns, const char *fallback) {
    char hex[33];
    kn_text line;
    if (!e->ledger) return;
    kn_text_init(&line, e->alloc);
    kn_hash_hex(entry->hash, hex);
    kn_text_add(&line, "\"plan\":\"%s\",\"nodes\":%zu,\"ns\":%llu,\"reason\":", hex, g->count,
                (unsigned long long)ns);
    kn_text_json_string(&line, reason);
    kn_text_add(&line, ",\"site\":");
    kn_text_json_string(&line, site);
    if (entry->p) {
        kn_text_add(&line, ",\"steps\":%zu,\"kernels\":%zu,\"arena_bytes\":%zu", entry->p->nsteps,
                    entry->p->nkernels, entry->p->arena_bytes);
        add_contractions(e, entry, &line);
        add_declines(entry->p, &line);
    } else {
        kn_text_add(&line, ",\"fallback\":");
        kn_text_json_string(&line, fallback);
    }
    if (!line.failed) rt_note(e, "plan", kn_text_str(&line));
    kn_text_free(&line);
}

/* ---- the entry */
static bool is_parallel(const plan *p, const plan_step *st) {
    if (st->kind == STEP_CONTRACT) return true;
    if (st->kind == STEP_FOLD)
        return st->fold_outer * st->fold_inner > 4096 || st->fold_blocks > 4096;
    if (st->kind == STEP_COPY) return p->slots[st->bufs[1].slot].nbytes > RT_COPY_NBYTES;
    return st->kind == STEP_KERNEL && (st->rows > st->row_grain || st->cols > st->col_grain);
}

static kiln_status add_plan(rt_engine *e, rt_entry *entry, const ir_graph *g, kn_text *why) {
    pass_config config = rt_pass_config(e, true);
    config.stop = stopped;
    config.user = e;
    if (e->config.dump_dir) {
        config.on_graph = on_graph;
        config.on_plan = on_plan;
    }
    KN_TRY(passes_build_plan(e->alloc, g, &config, &entry->p, why));
    for (size_t i = 0; i < entry->p->nsteps; i++)
        entry->parallel = entry->parallel || is_parallel(entry->p, &entry->p->steps[i]);
    return KILN_OK;
}

/* Which contractions go to OpenBLAS, where it is wanted and here. */
static kiln_status add_routes(rt_engine *e, rt_entry *entry) {
    const plan *p = entry->p;
    if (e->config.matmul == KILN_MATMUL_EMITTED || p->nsteps == 0) return KILN_OK;
    entry->routes = kn_calloc(e->alloc, p->nsteps, 1);
    if (!entry->routes) return KILN_NO_MEMORY;
    bool any = false;
    for (size_t i = 0; i < p->nsteps; i++) {
        if (p->steps[i].kind != STEP_CONTRACT) continue;
        entry->routes[i] =
            rt_contract_route(&e->config, &p->steps[i], p->kernels[p->steps[i].kernel].spec, NULL);
        any = any || entry->routes[i] == RT_OPENBLAS;
    }
    if (any) entry->blas = rt_process_blas();
    return KILN_OK;
}

static kiln_status add_code(rt_engine *e, rt_entry *entry, kn_text *why) {
    size_t n = entry->p->nkernels;
    if (n == 0) return KILN_OK;
    const rt_code **codes = kn_calloc(e->alloc, n, sizeof *codes);
    if (!codes) return KILN_NO_MEMORY;
    kiln_status status = rt_kernels_get(e, entry->p->kernels, n, codes, why);
    if (status == KILN_OK)
        entry->codes = codes;
    else
        kn_free(e->alloc, codes, n * sizeof *codes);
    return status;
}

static kiln_status entry_new(rt_engine *e, kn_hash hash, rt_entry **out) {
    rt_entry *entry = kn_calloc(e->alloc, 1, sizeof *entry);
    if (!entry) return KILN_NO_MEMORY;
    entry->hash = hash;
    entry->nkey = e->key.len;
    entry->key = kn_malloc(e->alloc, e->key.len);
    if (!entry->key) {
        kn_free(e->alloc, entry, sizeof *entry);
        return KILN_NO_MEMORY;
    }
    memcpy(entry->key, e->key.data, e->key.len);
    *out = entry;
    return KILN_OK;
}

static void fall_back(rt_engine *e, rt_entry *entry) {
    if (entry->codes) {
        rt_kernels_put(entry->codes, entry->p->nkernels);
        kn_free(e->alloc, entry->codes, entry->p->nkernels * sizeof *entry->codes);
    }
    if (entry->routes) kn_free(e->alloc, entry->routes, entry->p->nsteps);
    rt_regions_free(e, entry);
    plan_free(entry->p);
    entry->codes = NULL;
    entry->p = NULL;
    entry->routes = NULL;
    entry->blas = NULL;
    entry->parallel = false;
}

kiln_status rt_build(rt_engine *e, const ir_graph *g, kn_hash hash, const char *reason,
                     const char *site, rt_entry **out, kn_text *why) {
    rt_entry *entry = NULL;
    const jit_api *api;
    jit_linker *linker;
    kn_text trouble;
    KN_TRY(entry_new(e, hash, &entry));
    kn_text_init(&trouble, e->alloc);
    uint64_t opened = rt_now_ns();
    kiln_status status = rt_process_jit(&api, &linker, &trouble);
    bool short_now = status == KILN_NO_MEMORY;
    uint64_t start = rt_now_ns();
    e->stats.load_ns += start - opened;
    if (status == KILN_OK) status = add_plan(e, entry, g, &trouble);
    if (status == KILN_OK) status = add_routes(e, entry);
    uint64_t made = rt_now_ns();
    e->stats.plan_ns += made - start;
    if (status == KILN_OK) {
        rt_watch_stage(e->pool.watch, "compile", 0.1, 0.2);
        status = add_code(e, entry, &trouble);
        short_now = status == KILN_NO_MEMORY;
    }
    if (status == KILN_OK) {
        dump_code(e, entry->p);
        status = rt_harden_built(e, entry);
        if (status == KILN_OK) status = rt_audited(e, &trouble);
        short_now = status == KILN_NO_MEMORY;
    }
    if (status == KILN_JIT || status == KILN_UNSUPPORTED || short_now) {
        if (short_now)
            kn_text_add(&trouble, "%smemory is short; tried again next time",
                        trouble.len ? ": " : "");
        fall_back(e, entry);
        entry->passing = short_now;
        status = KILN_OK;
    }
    if (status == KILN_OK) {
        note_plan(e, entry, g, reason, site, made - start, kn_text_str(&trouble));
        e->stats.plans_built++;
        *out = entry;
    } else {
        if (trouble.len > 0) kn_text_add(why, "%s", kn_text_str(&trouble));
        rt_entry_free(e, entry);
    }
    kn_text_free(&trouble);
    return status;
}
