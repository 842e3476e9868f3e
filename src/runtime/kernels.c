/* SPDX-License-Identifier: Apache-2.0
 * Kernel specifications to running code. Called by make_plan.c for a new plan and by plan_cache.c
 * when one is dropped.
 *
 *     memory cache (process) --miss--> disk cache --miss--> code generator --> disk cache
 *                                          \------------> linker <----------/  --> memory cache
 *
 * Missing kernels are made on threads of their own with big stacks, because the caller's may be
 * small. After a mismatch those that came from disk are made anew, and a plan goes on with what the
 * compiler says now. */
#include "runtime/code_cache.h"
#include "runtime/compile_worker.h"
#include "runtime/engine.h"
#include "runtime/kernel_news.h"
#include "runtime/kernel_store.h"

#include <stdio.h>

#define NEWS_MAX 64

typedef enum code_source { FROM_MEMORY, FROM_DISK, FROM_COMPILER } code_source;

typedef struct kernel_job {
    const plan_kernel *kernel;
    const rt_code **out;
    code_source source;
    kiln_status status;
    bool rejected; /* the disk's entry was refused */
    bool renew;    /* loaded, but suspected */
    bool wrong;    /* and rightly */
    bool saved;
    bool looked; /* on the disk */
    bool done;
    rt_refusal refusal; /* with BUDGET */
    kn_hash object;
    uint64_t ns;
    uint64_t part[RT_KEY_PARTS_COUNT];
    char news[NEWS_MAX];
    kn_text why; /* failure, or what was wrong with the disk's entry */
} kernel_job;

typedef struct kernel_batch {
    rt_engine *e;
    const jit_api *api;
    jit_linker *linker;
    kernel_job *jobs;
    size_t count;
    const char *cache_dir;        /* NULL: not used */
    rt_compiler *compiler;        /* NULL: compiled here */
    const unsigned char *mac_key; /* NULL but in hardened mode */
    const kn_text *seen;          /* the mismatch that the batch is made for, or NULL */
    /* first of two rounds: how many are to be compiled is to be known before one is */
    bool disk_only;
    _Atomic size_t next;
} kernel_batch;

/* Links the object and enters it, unless somebody else did meanwhile. Under the lock, so that one
 * symbol is never added twice. */
static kiln_status load(const kernel_batch *batch, kernel_job *job, const kn_text *key,
                        const kn_text *object, const char *symbol) {
    rt_process *p = rt_process_get();
    kiln_isa isa = batch->e->config.isa;
    kiln_status status = KILN_OK;
    pthread_mutex_lock(&p->lock);
    rt_code *c = rt_codes_find(p, job->kernel->hash, isa, key);
    if (!c && !(c = rt_code_new(job->kernel->hash, isa, key, object->len))) status = KILN_NO_MEMORY;
    if (c && !c->entry &&
        (status = rt_check_object(batch->e, object, symbol, &job->why)) != KILN_OK) {
        rt_code_free(c);
    } else if (c && !c->entry) {
        memcpy(c->part, job->part, sizeof c->part);
        c->object = job->object;
        c->from_disk = job->source == FROM_DISK;
        status = batch->api->linker_add(batch->linker, object->data, object->len, symbol, &c->entry,
                                        &c->edge, &c->handle, &job->why);
        rt_note_sizes(c, object, symbol);
        if (status == KILN_OK && (status = rt_codes_add(p, c)) != KILN_OK)
            batch->api->linker_remove(batch->linker, c->handle);
        if (status != KILN_OK) rt_code_free(c);
    }
    pthread_mutex_unlock(&p->lock);
    if (status == KILN_OK) *job->out = c;
    return status;
}

static bool allow_code(const kernel_batch *batch, kernel_job *job, const kn_text *object) {
    if (rt_budgets_spend(&batch->e->budgets, RT_CODE_BYTES, object->len, &job->refusal))
        return true;
    job->status = KILN_BUDGET;
    return false;
}

static bool from_disk(const kernel_batch *batch, kernel_job *job, const kn_text *key,
                      kn_text *object) {
    const rt_engine *e = batch->e;
    char symbol[64];
    if (!batch->cache_dir) return false;
    kiln_status status =
        rt_store_load_signed(e->alloc, batch->cache_dir, job->kernel->spec, e->config.isa,
                             batch->api->llvm_version, batch->mac_key, object, symbol, &job->why);
    job->rejected = status == KILN_BAD_FILE;
    if (batch->mac_key) rt_note_mac(batch->e, status, &job->why);
    if (!job->rejected) kn_text_clear(&job->why); /* that there is none is no news */
    if (status != KILN_OK) return false;
    job->source = FROM_DISK;
    job->object = kn_hash_bytes(object->data, object->len);
    if (!allow_code(batch, job, object)) return true;
    job->status = load(batch, job, key, object, symbol);
    if (job->status != KILN_JIT) return true;
    job->rejected = true; /* whole, but the linker refuses it: made anew */
    kn_text_clear(object);
    return false;
}

static kiln_status compile_apart(const kernel_batch *batch, kernel_job *job, const char *symbol,
                                 kn_text *object) {
    bool refused;
    rt_looked(batch->e, RT_CHECK_COMPILER);
    kiln_status status = rt_compiler_ask(batch->compiler, (size_t)(job - batch->jobs), symbol,
                                         object, &refused, &job->why);
    if (refused) rt_audit(batch->e, RT_CHECK_COMPILER, IR_NONE, "%s", kn_text_str(&job->why));
    return status;
}

static kiln_status compile_as(const kernel_batch *batch, kernel_job *job, const char *symbol,
                              kn_text *object) {
    const rt_engine *e = batch->e;
    kn_text_clear(object);
    if (batch->compiler) return compile_apart(batch, job, symbol, object);
    kiln_status status =
        batch->api->compile(e->alloc, job->kernel->spec, e->config.isa, symbol, object, &job->why);
    return status == KILN_OK && object->failed ? KILN_NO_MEMORY : status;
}

static void save(const kernel_batch *batch, kernel_job *job, const kn_text *object,
                 const char *symbol) {
    const rt_engine *e = batch->e;
    if (!batch->cache_dir) return;
    job->saved = rt_store_save_signed(e->alloc, batch->cache_dir, job->kernel->spec, e->config.isa,
                                      batch->api->llvm_version, batch->mac_key, object, symbol,
                                      &job->why) == KILN_OK;
}

static void name_symbol(const kernel_batch *batch, const kernel_job *job, char symbol[64]) {
    static const char *const isa_names[] = {"any", "base", "avx2", "avx512"};
    char hex[33];
    kn_hash_hex(job->kernel->hash, hex);
    snprintf(symbol, 64, "kiln_%s_%s", isa_names[batch->e->config.isa], hex);
}

/* One that is begun is finished, so the first that is begun with no time left is one too many. */
static bool allow_compiling(const kernel_batch *batch, kernel_job *job) {
    rt_budgets *b = &batch->e->budgets;
    job->status = KILN_BUDGET;
    return rt_budgets_fit(b, RT_COMPILE, 1, &job->refusal) &&
           rt_budgets_spend(b, RT_KERNELS, 1, &job->refusal);
}

static void compile(const kernel_batch *batch, kernel_job *job, const kn_text *key,
                    kn_text *object) {
    char symbol[64];
    name_symbol(batch, job, symbol);
    job->source = FROM_COMPILER;
    if (!allow_compiling(batch, job)) return;
    uint64_t start = rt_now_ns();
    job->status = compile_as(batch, job, symbol, object);
    rt_budgets_add(&batch->e->budgets, RT_COMPILE, rt_now_ns() - start);
    job->object = kn_hash_bytes(object->data, object->len);
    if (job->status == KILN_OK && !allow_code(batch, job, object)) return;
    if (job->status == KILN_OK) job->status = load(batch, job, key, object, symbol);
    if (job->status == KILN_OK) save(batch, job, object, symbol);
}

/* The compiler gives the same bytes for the same kernel, so other bytes are wrong ones. They may
 * stay linked until the last plan lets go of them, so the fresh code is linked under another
 * symbol. */
static void renew(const kernel_batch *batch, kernel_job *job, const kn_text *key, kn_text *object) {
    static _Atomic unsigned renewals;
    rt_process *p = rt_process_get();
    rt_code *old = (rt_code *)(uintptr_t)*job->out;
    char symbol[64];
    size_t len;
    name_symbol(batch, job, symbol);
    job->source = FROM_COMPILER;
    job->status = compile_as(batch, job, symbol, object);
    if (job->status != KILN_OK) return;
    job->object = kn_hash_bytes(object->data, object->len);
    job->wrong = job->object.lo != old->object.lo || job->object.hi != old->object.hi;
    if (!job->wrong) return;
    save(batch, job, object, symbol);
    len = strlen(symbol);
    snprintf(symbol + len, sizeof symbol - len, "_%u", atomic_fetch_add(&renewals, 1));
    pthread_mutex_lock(&p->lock);
    rt_codes_forget(p, old);
    pthread_mutex_unlock(&p->lock);
    job->status = compile_as(batch, job, symbol, object);
    if (job->status == KILN_OK) job->status = load(batch, job, key, object, symbol);
    if (job->status == KILN_OK) rt_kernels_put((const rt_code *const[]){old}, 1);
}

static void note_news(const kernel_batch *batch, kernel_job *job) {
    rt_process *p = rt_process_get();
    kn_text news;
    kn_text_init(&news, batch->e->alloc);
    rt_key_parts(job->kernel->spec, job->part);
    pthread_mutex_lock(&p->lock);
    rt_key_news(&rt_codes(p)->newest, job->part, batch->e->config.isa, &news);
    pthread_mutex_unlock(&p->lock);
    kn_text_copy_out(&news, job->news, sizeof job->news);
    kn_text_free(&news);
}

static void do_job(const kernel_batch *batch, kernel_job *job) {
    uint64_t start = rt_now_ns();
    kn_text key, object;
    kn_text_init(&key, batch->e->alloc);
    kn_text_init(&object, batch->e->alloc);
    kernel_key(job->kernel->spec, &key);
    note_news(batch, job);
    if (key.failed)
        job->status = KILN_NO_MEMORY;
    else if (job->renew)
        renew(batch, job, &key, &object);
    else if (!job->looked && from_disk(batch, job, &key, &object))
        job->done = true;
    else if (!batch->disk_only)
        compile(batch, job, &key, &object);
    job->done = job->done || key.failed || !batch->disk_only;
    job->looked = true;
    kn_text_free(&key);
    kn_text_free(&object);
    job->ns += rt_now_ns() - start;
}

static void *batch_thread(void *argument) {
    kernel_batch *batch = argument;
    for (;;) {
        size_t i = atomic_fetch_add(&batch->next, 1);
        if (i >= batch->count) return NULL;
        if (batch->jobs[i].done) continue;
        /* LLVM itself is not interrupted in this process */
        if (!batch->seen && rt_pool_stopped(&batch->e->pool))
            batch->jobs[i].status = KILN_CANCELLED;
        else
            do_job(batch, &batch->jobs[i]);
    }
}

/* False when not even one thread could be had. */
static bool run_batch(kernel_batch *batch) {
    pthread_t threads[RT_MAX_THREADS];
    pthread_attr_t attributes;
    size_t wanted = (size_t)batch->e->config.threads, n = 0;
    if (wanted > batch->count) wanted = batch->count;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_attr_setstacksize(&attributes, RT_BIG_STACK);
    while (n < wanted && pthread_create(&threads[n], &attributes, batch_thread, batch) == 0) n++;
    for (size_t i = 0; i < n; i++) pthread_join(threads[i], NULL);
    pthread_attr_destroy(&attributes);
    return n > 0;
}

static void ledger_line(rt_engine *e, const kernel_job *job) {
    static const char *const kinds[] = {"map", "row", "lane", "column", "contract"};
    static const char *const isas[] = {"any", "base", "avx2", "avx512"};
    char hex[33];
    kn_text line;
    kn_text_init(&line, e->alloc);
    kn_hash_hex(job->kernel->hash, hex);
    kn_text_add(&line, "\"kernel\":\"%s\",\"shape\":\"%s\",\"isa\":\"%s\",", hex,
                kinds[job->kernel->spec->kind % 5], isas[e->config.isa]);
    kn_text_add(&line, "\"ns\":%llu,\"nbytes\":%zu,\"new\":", (unsigned long long)job->ns,
                *job->out ? (*job->out)->nbytes : (size_t)0);
    kn_text_json_string(&line, job->news);
    kn_text_add(&line, ",\"status\":\"%s\"", kiln_status_name(job->status));
    if (job->why.len > 0) {
        kn_text_add(&line, ",\"why\":");
        kn_text_json_string(&line, kn_text_str(&job->why));
    }
    if (job->rejected) kn_text_add(&line, ",\"rejected\":true");
    if (!line.failed) rt_note(e, job->source == FROM_DISK ? "load" : "compile", kn_text_str(&line));
    kn_text_free(&line);
}

/* Names the entry that held other code than the compiler makes. */
static void note_wrong(const kernel_batch *batch, const kernel_job *job) {
    rt_engine *e = batch->e;
    char hex[33], name[STORE_NAME_NBYTES];
    kn_text line;
    kn_text_init(&line, e->alloc);
    kn_hash_hex(job->kernel->hash, hex);
    kn_text_add(&line, "\"kernel\":\"%s\",\"entry\":", hex);
    bool named = rt_store_name_of(e->alloc, job->kernel->spec, e->config.isa,
                                  batch->api->llvm_version, name) == KILN_OK;
    kn_text_json_string(&line, named ? name : NULL);
    kn_text_add(&line,
                ",\"replaced\":%s,\"status\":\"%s\",\"mismatch\":", job->saved ? "true" : "false",
                kiln_status_name(job->status));
    kn_text_json_string(&line, kn_text_str(batch->seen));
    if (job->why.len > 0) {
        kn_text_add(&line, ",\"why\":");
        kn_text_json_string(&line, kn_text_str(&job->why));
    }
    if (!line.failed) rt_note(e, "cache_mismatch", kn_text_str(&line));
    kn_text_free(&line);
}

/* NO_MEMORY passes, so it counts for more than JIT; CANCELLED says nothing of the kernels. */
static kiln_status worse(kiln_status status, kiln_status job) {
    if (status == KILN_CANCELLED || job == KILN_CANCELLED) return KILN_CANCELLED;
    if (status == KILN_BUDGET || job == KILN_BUDGET) return KILN_BUDGET;
    return status == KILN_NO_MEMORY || job == KILN_NO_MEMORY ? KILN_NO_MEMORY : KILN_JIT;
}

/* Counts, writes the ledger, keeps the worst status. */
static kiln_status finish_batch(kernel_batch *batch, kn_text *why) {
    rt_stats *stats = &batch->e->stats;
    kiln_status status = KILN_OK;
    for (size_t i = 0; i < batch->count; i++) {
        kernel_job *job = &batch->jobs[i];
        if (job->status == KILN_BUDGET && !batch->e->budgets.refused.is)
            batch->e->budgets.refused = job->refusal;
        if (job->status == KILN_CANCELLED || job->status == KILN_BUDGET) {
            status = worse(status, job->status);
            kn_text_free(&job->why);
            continue;
        }
        if (job->source == FROM_DISK)
            stats->load_ns += job->ns;
        else
            stats->compile_ns += job->ns;
        if (job->status == KILN_OK && job->source == FROM_DISK) stats->kernels_from_disk++;
        if (job->status == KILN_OK && job->source == FROM_COMPILER) stats->kernels_compiled++;
        if (job->rejected) stats->cache_rejects++;
        if (job->wrong) stats->cache_mismatches++;
        if (job->wrong)
            note_wrong(batch, job);
        else
            ledger_line(batch->e, job);
        if (job->status != KILN_OK) {
            if (status == KILN_OK) kn_text_add(why, "%s", kn_text_str(&job->why));
            status = worse(status, job->status);
        }
        kn_text_free(&job->why);
    }
    return status;
}

/* What the memory cache has; the number of the others. */
static kiln_status look_up(rt_engine *e, const plan_kernel *kernels, size_t n, const rt_code **out,
                           size_t *missing) {
    rt_process *p = rt_process_get();
    kn_text key;
    kn_text_init(&key, e->alloc);
    kiln_status status = KILN_OK;
    *missing = 0;
    for (size_t i = 0; i < n; i++) {
        kn_text_clear(&key);
        kernel_key(kernels[i].spec, &key);
        if (key.failed) status = KILN_NO_MEMORY;
        pthread_mutex_lock(&p->lock);
        out[i] = key.failed ? NULL : rt_codes_find(p, kernels[i].hash, e->config.isa, &key);
        pthread_mutex_unlock(&p->lock);
        if (out[i])
            e->stats.kernels_from_memory++;
        else
            ++*missing;
    }
    kn_text_free(&key);
    return status;
}

/* What is not on the disk is to be compiled, all of it or nothing. */
static bool allow_number(kernel_batch *batch) {
    uint64_t n = 0;
    rt_refusal refusal;
    if (batch->seen || !rt_budgets_limit(&batch->e->budgets, RT_KERNELS)) return true;
    batch->disk_only = true;
    if (!run_batch(batch)) return false;
    batch->disk_only = false;
    atomic_store(&batch->next, 0);
    for (size_t i = 0; i < batch->count; i++) n += !batch->jobs[i].done;
    if (rt_budgets_fit(&batch->e->budgets, RT_KERNELS, n, &refusal)) return true;
    batch->e->budgets.refused = refusal;
    for (size_t i = 0; i < batch->count; i++)
        if (!batch->jobs[i].done) batch->jobs[i].status = KILN_BUDGET;
    return false;
}

/* Before any thread of the batch has begun: the process waits with fork until nobody is inside of
 * LLVM. */
static kiln_status begin_compiler(kernel_batch *batch, rt_compiler *c, kn_text *why) {
    rt_engine *e = batch->e;
    if (!rt_hardened(e) || !rt_compiler_possible()) return KILN_OK;
    const kernel_spec **specs = kn_calloc(e->alloc, batch->count, sizeof *specs);
    if (!specs) return KILN_NO_MEMORY;
    for (size_t i = 0; i < batch->count; i++) specs[i] = batch->jobs[i].kernel->spec;
    *c = (rt_compiler){.e = e,
                       .api = batch->api,
                       .specs = specs,
                       .count = batch->count,
                       .isa = e->config.isa,
                       .stop = {batch->seen ? NULL : rt_pool_poll, &e->pool}};
    pthread_mutex_init(&c->lock, NULL);
    batch->compiler = c;
    kiln_status status = rt_compiler_start(c, why);
    if (status == KILN_OK || status == KILN_CANCELLED) return status;
    rt_audit(e, RT_CHECK_COMPILER, IR_NONE, "%s", kn_text_str(why));
    return KILN_JIT;
}

static void end_compiler(kernel_batch *batch) {
    rt_compiler *c = batch->compiler;
    if (!c) return;
    rt_compiler_end(c);
    kn_free(batch->e->alloc, (void *)(uintptr_t)c->specs, c->count * sizeof *c->specs);
}

/* The `wanted` kernels that are missing; with `seen`, those that came from disk. */
static kiln_status make(rt_engine *e, const plan_kernel *kernels, size_t n, const rt_code **out,
                        size_t wanted, const kn_text *seen, kn_text *why) {
    rt_process *p = rt_process_get();
    kernel_batch batch = {.e = e, .seen = seen};
    KN_TRY(rt_process_jit(&batch.api, &batch.linker, why));
    batch.cache_dir = e->config.cache_dir;
    if (rt_hardened(e) && batch.cache_dir && !(batch.mac_key = rt_mac_key_of(e)))
        batch.cache_dir = NULL;
    batch.jobs = kn_calloc(e->alloc, wanted, sizeof *batch.jobs);
    if (!batch.jobs) return KILN_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (seen ? !out[i]->from_disk : out[i] != NULL) continue;
        kernel_job *job = &batch.jobs[batch.count++];
        *job = (kernel_job){
            .kernel = &kernels[i], .out = &out[i], .status = KILN_NO_MEMORY, .renew = seen != NULL};
        kn_text_init(&job->why, e->alloc);
    }
    rt_compiler compiler;
    kiln_status started = begin_compiler(&batch, &compiler, why);
    pthread_rwlock_rdlock(&p->gate);
    bool ran = started == KILN_OK && allow_number(&batch) && run_batch(&batch);
    pthread_rwlock_unlock(&p->gate);
    end_compiler(&batch);
    if (started != KILN_OK) {
        for (size_t i = 0; i < batch.count; i++) kn_text_free(&batch.jobs[i].why);
        kn_free(e->alloc, batch.jobs, wanted * sizeof *batch.jobs);
        return started;
    }
    if (!ran && !e->budgets.refused.is) kn_text_add(why, "no thread to generate code on");
    kiln_status status = finish_batch(&batch, why);
    kn_free(e->alloc, batch.jobs, wanted * sizeof *batch.jobs);
    return status;
}

kiln_status rt_kernels_get(rt_engine *e, const plan_kernel *kernels, size_t n, const rt_code **out,
                           kn_text *why) {
    size_t missing = 0;
    kiln_status status = look_up(e, kernels, n, out, &missing);
    if (status == KILN_OK && missing > 0) status = make(e, kernels, n, out, missing, NULL, why);
    if (status != KILN_OK) rt_kernels_put(out, n);
    return status;
}

void rt_kernels_put(const rt_code *const *codes, size_t n) {
    rt_process *p = rt_process_get();
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < n; i++)
        if (codes[i]) rt_code_put(p, (rt_code *)(uintptr_t)codes[i]);
    pthread_mutex_unlock(&p->lock);
}

size_t rt_kernels_renew(rt_engine *e, const plan_kernel *kernels, size_t n, const rt_code **codes,
                        const kn_text *seen) {
    uint64_t before = e->stats.cache_mismatches;
    size_t suspects = 0;
    kn_text why;
    for (size_t i = 0; codes && i < n; i++) suspects += codes[i]->from_disk;
    if (suspects == 0) return 0;
    kn_text_init(&why, e->alloc);
    kiln_status status = make(e, kernels, n, codes, suspects, seen, &why);
    kn_text_free(&why);
    return status == KILN_OK ? (size_t)(e->stats.cache_mismatches - before) : 0;
}

void rt_kernels_discard(rt_engine *e, const plan_kernel *kernels, size_t n,
                        const rt_code *const *codes) {
    rt_process *p = rt_process_get();
    jit_linker *linker;
    kn_text why;
    if (!codes) return;
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < n; i++) rt_codes_forget(p, (rt_code *)(uintptr_t)codes[i]);
    pthread_mutex_unlock(&p->lock);
    kn_text_init(&why, e->alloc);
    const jit_api *api;
    bool have = rt_process_jit(&api, &linker, &why) == KILN_OK;
    for (size_t i = 0; have && e->config.cache_dir && i < n; i++)
        rt_store_remove(e->alloc, e->config.cache_dir, kernels[i].spec, e->config.isa,
                        api->llvm_version);
    kn_text_free(&why);
}

uint64_t rt_kernels_forgotten(void) { return atomic_load(&rt_process_get()->codes.forgotten); }

bool rt_kernels_stale(const rt_code *const *codes, size_t n) {
    rt_process *p = rt_process_get();
    bool stale = false;
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < n; i++) stale = stale || codes[i]->forgotten;
    pthread_mutex_unlock(&p->lock);
    return stale;
}
