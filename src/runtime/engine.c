/* SPDX-License-Identifier: Apache-2.0
 * The engine's life: opening, closing, counters, settings, ledger lines. Called by sessions through
 * runtime.h. */
#include "runtime/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "runtime/process.h"

enum { COMPILE_MS = 30000 };
#define CACHE_GUESS ((size_t)32 << 20)

uint64_t rt_now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static size_t last_level_cache(void) {
    long nbytes = sysconf(_SC_LEVEL3_CACHE_SIZE);
    if (nbytes <= 0) nbytes = sysconf(_SC_LEVEL2_CACHE_SIZE);
    return nbytes > 0 ? (size_t)nbytes : CACHE_GUESS;
}

static kiln_status make_dump_folder(const char *path, kn_text *why) {
    struct stat st;
    if (kn_io()->mkdirat(AT_FDCWD, path, 0777) == 0) return KILN_OK;
    if (errno == EEXIST && kn_io()->fstatat(AT_FDCWD, path, &st, 0) == 0 && S_ISDIR(st.st_mode))
        return KILN_OK;
    kn_text_add(why, "dump folder %s cannot be made", path);
    return KILN_IO;
}

static void note_open(rt_engine *e) {
    static const char *const isas[] = {"any", "base", "avx2", "avx512"};
    static const char *const modes[] = {"", "strict", "hardened"}, *const paths[] = {"", "fused",
                                                                                     "eager"};
    static const char *const verifies[] = {"", "off", "first", "every"};
    static const char *const routes[] = {"", "emitted", "openblas", "auto"};
    static const char *const syncs[] = {"", "none", "second", "line"};
    char fields[256];
    const rt_config *c = &e->config;
    snprintf(fields, sizeof fields,
             "\"mode\":\"%s\",\"path\":\"%s\",\"verify\":\"%s\",\"matmul\":\"%s\",\"isa\":\"%s\","
             "\"threads\":%d,\"ledger_sync\":\"%s\"",
             modes[c->mode], paths[c->path], verifies[c->verify], routes[c->matmul], isas[c->isa],
             c->threads, syncs[c->ledger_sync]);
    rt_note(e, "open", fields);
}

kiln_status rt_open(const kn_alloc *alloc, rt_config *config, rt_engine **out, kn_text *why) {
    kiln_status status = KILN_OK;
    *out = NULL;
    rt_engine *e = kn_calloc(alloc, 1, sizeof *e);
    if (!e) {
        rt_config_free(alloc, config);
        return KILN_NO_MEMORY;
    }
    e->alloc = alloc;
    e->config = *config;
    atomic_init(&e->state, RT_IDLE);
    rt_pool_init(&e->pool, e->config.threads, &e->state);
    rt_plans_init(e);
    rt_split_init(e);
    kn_map_init(&e->compared, alloc);
    kn_map_init(&e->lives.at, alloc);
    kn_text_init(&e->audit_why, alloc);
    e->compile_ms = COMPILE_MS;
    if (rt_hardened(e)) e->pool.foreign = &e->foreign;
    kn_text_init(&e->key, alloc);
    e->last_level_cache = last_level_cache();
    if (e->config.dump_dir) status = make_dump_folder(e->config.dump_dir, why);
    if (status == KILN_OK && e->config.ledger) {
        e->ledger = kn_ledger_open(alloc, e->config.ledger, why);
        if (!e->ledger) status = errno == ENOMEM ? KILN_NO_MEMORY : KILN_IO;
    }
    if (e->ledger) kn_ledger_sync_by(e->ledger, e->config.ledger_sync);
    if (status != KILN_OK) {
        rt_close(e);
        return status;
    }
    note_open(e);
    *out = e;
    return KILN_OK;
}

static void note_close(rt_engine *e) {
    const rt_stats *s = &e->stats;
    const struct {
        const char *name;
        uint64_t count;
    } rows[] = {
        {"evaluations", s->evaluations},
        {"plans_built", s->plans_built},
        {"plan_hits", s->plan_hits},
        {"kernels_compiled", s->kernels_compiled},
        {"kernels_from_disk", s->kernels_from_disk},
        {"kernels_from_memory", s->kernels_from_memory},
        {"cache_rejects", s->cache_rejects},
        {"cache_mismatches", s->cache_mismatches},
        {"ledger_lost", rt_ledger_lost(e)},
        {"steps_run", s->steps_run},
        {"verified_plans", s->verified_plans},
        {"run_ns", s->run_ns},
        {"bytes_peak", s->bytes_peak},
    };
    kn_text line;
    kn_text_init(&line, e->alloc);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        kn_text_add(&line, "%s\"%s\":%llu", i ? "," : "", rows[i].name,
                    (unsigned long long)rows[i].count);
    if (!line.failed) rt_note(e, "close", kn_text_str(&line));
    kn_text_free(&line);
}

static void note_audits(rt_engine *e) {
    kn_text line;
    kn_text_init(&line, e->alloc);
    for (size_t i = 0; i < RT_CHECKS; i++) {
        uint64_t looked, found;
        rt_audit_counts(e, (rt_check)i, &looked, &found);
        kn_text_add(&line, "%s\"%s\":{\"looked\":%llu,\"found\":%llu}", i ? "," : "",
                    rt_audit_at(i)->name, (unsigned long long)looked, (unsigned long long)found);
    }
    if (!line.failed) rt_note(e, "audits", kn_text_str(&line));
    kn_text_free(&line);
}

uint64_t rt_close(rt_engine *e) {
    if (!e) return 0;
    const kn_alloc *alloc = e->alloc;
    rt_plans_free(e);
    if (e->ledger && rt_hardened(e)) note_audits(e);
    if (e->ledger) note_close(e);
    uint64_t lost = kn_ledger_close(e->ledger);
    rt_buffers_free(e);
    rt_budgets_free(&e->budgets);
    kn_free(alloc, e->slots, e->slots_cap * sizeof *e->slots);
    kn_free(alloc, e->scalars, e->scalars_cap * sizeof *e->scalars);
    kn_free(alloc, e->taken, e->taken_cap * sizeof *e->taken);
    rt_split_free(e);
    kn_text_free(&e->key);
    kn_map_free(&e->compared);
    rt_lives_free(e);
    kn_text_free(&e->audit_why);
    rt_config_free(alloc, &e->config);
    kn_free(alloc, e, sizeof *e);
    return lost;
}

void rt_cancel(rt_engine *e) {
    unsigned running = RT_RUNNING; /* a cancel between calls is for nobody */
    atomic_compare_exchange_strong(&e->state, &running, RT_STOPPING);
}

uint64_t rt_ledger_lost(const rt_engine *e) { return kn_ledger_lost(e->ledger); }

const rt_stats *rt_get_stats(const rt_engine *e) { return &e->stats; }
atomic_uint *rt_call_state(rt_engine *e) { return &e->state; }
rt_budgets *rt_get_budgets(rt_engine *e) { return &e->budgets; }
const ref_fault *rt_get_fault(const rt_engine *e) { return &e->fault; }

const rt_config *rt_get_config(const rt_engine *e) { return &e->config; }

const char *rt_llvm_version(rt_engine *e) {
    const jit_api *api;
    jit_linker *linker;
    kn_text why;
    kn_text_init(&why, e->alloc);
    kiln_status status = rt_process_jit(&api, &linker, &why);
    kn_text_free(&why);
    return status == KILN_OK ? api->llvm_version : "absent";
}

void rt_note(rt_engine *e, const char *kind, const char *fields) {
    if (e && e->ledger) kn_ledger_add(e->ledger, kind, fields);
}
