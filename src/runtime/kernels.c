/* SPDX-License-Identifier: Apache-2.0
 * Kernel specifications to running code. Called by make_plan.c for a new plan and by plan_cache.c when one is
 * dropped.
 *
 *     memory cache (process) --miss--> disk cache --miss--> code generator --> disk cache
 *                                          \------------> linker <----------/  --> memory cache
 *
 * Missing kernels are made on threads of their own with big stacks, because the caller's may be small.
 * Code stays loaded until the cache is over its bound, and always while a plan holds it. */
#include "runtime/engine.h"
#include "runtime/kernel_news.h"
#include "runtime/kernel_store.h"
#include "runtime/process.h"

#include <stdio.h>

#define CACHE_NBYTES ((size_t)64 << 20)
#define LEAST_CHARGE ((size_t)16 << 10) /* what a loaded kernel costs besides its object */
#define NEWS_MAX 64

typedef enum code_source { FROM_MEMORY, FROM_DISK, FROM_COMPILER } code_source;

typedef struct kernel_job {
    const plan_kernel *kernel;
    const rt_code **out;
    code_source source;
    kiln_status status;
    bool rejected;             /* the disk's entry was refused */
    uint64_t ns;
    uint64_t part[RT_KEY_PARTS_COUNT];
    char news[NEWS_MAX];
    kn_text why;               /* failure, or what was wrong with the disk's entry */
} kernel_job;

typedef struct kernel_batch {
    rt_engine *e;
    const jit_api *api;
    jit_linker *linker;
    kernel_job *jobs;
    size_t count;
    _Atomic size_t next;
} kernel_batch;

static kn_hash cache_key(kn_hash h, kiln_isa isa) {
    h.lo ^= (uint64_t)isa * UINT64_C(0x9e3779b97f4a7c15);
    return h;
}

static void ring_remove(rt_code *c) {
    c->newer->older = c->older;
    c->older->newer = c->newer;
}

static void ring_first(rt_code *ring, rt_code *c) {
    c->newer = ring;
    c->older = ring->older;
    c->older->newer = c;
    ring->older = c;
}

/* Lock held. */
static rt_code_cache *cache_of(rt_process *p) {
    rt_code_cache *cache = &p->codes;
    if (!cache->ready) {
        kn_map_init(&cache->map, kn_alloc_default());
        cache->newest.newer = cache->newest.older = &cache->newest;
        cache->ready = true;
    }
    return cache;
}

/* Lock held. Takes a reference. */
static rt_code *find(rt_code_cache *cache, kn_hash hash, kiln_isa isa, const kn_text *key) {
    uint64_t *at = kn_map_find(&cache->map, cache_key(hash, isa));
    rt_code *c = at ? (rt_code *)(uintptr_t)*at : NULL;
    if (!c || c->isa != isa || c->nkey != key->len || memcmp(c->key, key->data, key->len) != 0) return NULL;
    ring_remove(c);
    ring_first(&cache->newest, c);
    c->refs++;
    return c;
}

static size_t charge(const rt_code *c) { return c->nbytes > LEAST_CHARGE ? c->nbytes : LEAST_CHARGE; }

static void code_free(rt_code *c) {
    const kn_alloc *a = kn_alloc_default();
    kn_free(a, c->key, c->nkey);
    kn_free(a, c, sizeof *c);
}

/* Lock held. Least recently used first, never one that a plan holds. */
static void shrink(rt_code_cache *cache, const kernel_batch *batch) {
    rt_code *next;
    for (rt_code *c = cache->newest.newer; c != &cache->newest && cache->nbytes > CACHE_NBYTES; c = next) {
        next = c->newer;
        if (c->refs > 0 || batch->api->linker_remove(batch->linker, c->handle) != KILN_OK) continue;
        ring_remove(c);
        kn_map_remove(&cache->map, cache_key(c->hash, c->isa));
        cache->nbytes -= charge(c);
        code_free(c);
    }
}

static rt_code *code_new(const kernel_job *job, kiln_isa isa, const kn_text *key, size_t nbytes) {
    const kn_alloc *a = kn_alloc_default();
    rt_code *c = kn_calloc(a, 1, sizeof *c);
    void *copy = c ? kn_malloc(a, key->len) : NULL;
    if (!copy) {
        kn_free(a, c, sizeof *c);
        return NULL;
    }
    memcpy(copy, key->data, key->len);
    *c = (rt_code){.hash = job->kernel->hash, .isa = isa, .nbytes = nbytes, .refs = 1};
    c->key = copy;
    c->nkey = key->len;
    memcpy(c->part, job->part, sizeof c->part);
    return c;
}

/* Links the object and enters it, unless somebody else did meanwhile. Under the lock, so that one symbol
 * is never added twice. */
static kiln_status load(const kernel_batch *batch, kernel_job *job, const kn_text *key, const kn_text *object,
                        const char *symbol) {
    rt_process *p = rt_process_get();
    kiln_isa isa = batch->e->config.isa;
    kiln_status status = KILN_OK;
    pthread_mutex_lock(&p->lock);
    rt_code_cache *cache = cache_of(p);
    rt_code *c = find(cache, job->kernel->hash, isa, key);
    if (!c && !(c = code_new(job, isa, key, object->len))) status = KILN_NO_MEMORY;
    if (c && !c->entry) {
        status = kn_map_put(&cache->map, cache_key(c->hash, isa), (uintptr_t)c);
        if (status == KILN_OK) {
            status = batch->api->linker_add(batch->linker, object->data, object->len, symbol, &c->entry, &c->edge,
                                            &c->handle, &job->why);
            if (status != KILN_OK) kn_map_remove(&cache->map, cache_key(c->hash, isa));
        }
        if (status == KILN_OK) {
            ring_first(&cache->newest, c);
            cache->nbytes += charge(c);
            shrink(cache, batch);
        } else {
            code_free(c);
        }
    }
    pthread_mutex_unlock(&p->lock);
    if (status == KILN_OK) *job->out = c;
    return status;
}

static bool from_disk(const kernel_batch *batch, kernel_job *job, const kn_text *key, kn_text *object) {
    const rt_engine *e = batch->e;
    char symbol[64];
    if (!e->config.cache_dir) return false;
    kiln_status status = rt_store_load(e->alloc, e->config.cache_dir, job->kernel->spec, e->config.isa,
                                       batch->api->llvm_version, object, symbol, &job->why);
    job->rejected = status == KILN_BAD_FILE;
    if (!job->rejected) kn_text_clear(&job->why); /* that there is none is no news */
    if (status != KILN_OK) return false;
    job->source = FROM_DISK;
    job->status = load(batch, job, key, object, symbol);
    if (job->status != KILN_JIT) return true;
    job->rejected = true; /* whole, but the linker refuses it: made anew */
    kn_text_clear(object);
    return false;
}

static void compile(const kernel_batch *batch, kernel_job *job, const kn_text *key, kn_text *object) {
    const rt_engine *e = batch->e;
    static const char *const isa_names[] = {"any", "base", "avx2", "avx512"};
    char symbol[64], hex[33];
    kn_hash_hex(job->kernel->hash, hex);
    snprintf(symbol, sizeof symbol, "kiln_%s_%s", isa_names[e->config.isa], hex);
    job->source = FROM_COMPILER;
    job->status = batch->api->compile(e->alloc, job->kernel->spec, e->config.isa, symbol, object, &job->why);
    if (job->status == KILN_OK && object->failed) job->status = KILN_NO_MEMORY;
    if (job->status == KILN_OK) job->status = load(batch, job, key, object, symbol);
    if (job->status == KILN_OK && e->config.cache_dir)
        (void)rt_store_save(e->alloc, e->config.cache_dir, job->kernel->spec, e->config.isa,
                            batch->api->llvm_version, object, symbol, &job->why);
}

static void note_news(const kernel_batch *batch, kernel_job *job) {
    rt_process *p = rt_process_get();
    kn_text news;
    kn_text_init(&news, batch->e->alloc);
    rt_key_parts(job->kernel->spec, job->part);
    pthread_mutex_lock(&p->lock);
    rt_key_news(&cache_of(p)->newest, job->part, batch->e->config.isa, &news);
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
    if (key.failed) job->status = KILN_NO_MEMORY;
    else if (!from_disk(batch, job, &key, &object)) compile(batch, job, &key, &object);
    kn_text_free(&key);
    kn_text_free(&object);
    job->ns = rt_now_ns() - start;
}

static void *batch_thread(void *argument) {
    kernel_batch *batch = argument;
    for (;;) {
        size_t i = atomic_fetch_add(&batch->next, 1);
        if (i >= batch->count) return NULL;
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

/* Counts, writes the ledger, keeps the worst status: NO_MEMORY passes, so it counts for more than JIT. */
static kiln_status finish_batch(kernel_batch *batch, kn_text *why) {
    rt_stats *stats = &batch->e->stats;
    kiln_status status = KILN_OK;
    for (size_t i = 0; i < batch->count; i++) {
        kernel_job *job = &batch->jobs[i];
        if (job->source == FROM_DISK) stats->load_ns += job->ns;
        else stats->compile_ns += job->ns;
        if (job->status == KILN_OK && job->source == FROM_DISK) stats->kernels_from_disk++;
        if (job->status == KILN_OK && job->source == FROM_COMPILER) stats->kernels_compiled++;
        if (job->rejected) stats->cache_rejects++;
        ledger_line(batch->e, job);
        if (job->status != KILN_OK && status != KILN_NO_MEMORY) {
            if (status == KILN_OK) kn_text_add(why, "%s", kn_text_str(&job->why));
            status = job->status == KILN_NO_MEMORY ? KILN_NO_MEMORY : KILN_JIT;
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
        out[i] = key.failed ? NULL : find(cache_of(p), kernels[i].hash, e->config.isa, &key);
        pthread_mutex_unlock(&p->lock);
        if (out[i]) e->stats.kernels_from_memory++;
        else ++*missing;
    }
    kn_text_free(&key);
    return status;
}

static kiln_status make_missing(rt_engine *e, const plan_kernel *kernels, size_t n, const rt_code **out,
                                size_t missing, kn_text *why) {
    rt_process *p = rt_process_get();
    kernel_batch batch = {.e = e};
    KN_TRY(rt_process_jit(&batch.api, &batch.linker, why));
    batch.jobs = kn_calloc(e->alloc, missing, sizeof *batch.jobs);
    if (!batch.jobs) return KILN_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (out[i]) continue;
        kernel_job *job = &batch.jobs[batch.count++];
        *job = (kernel_job){.kernel = &kernels[i], .out = &out[i], .status = KILN_NO_MEMORY};
        kn_text_init(&job->why, e->alloc);
    }
    pthread_rwlock_rdlock(&p->gate);
    bool ran = run_batch(&batch);
    pthread_rwlock_unlock(&p->gate);
    if (!ran) kn_text_add(why, "no thread to generate code on");
    kiln_status status = finish_batch(&batch, why);
    kn_free(e->alloc, batch.jobs, missing * sizeof *batch.jobs);
    return status;
}

kiln_status rt_kernels_get(rt_engine *e, const plan_kernel *kernels, size_t n, const rt_code **out,
                           kn_text *why) {
    size_t missing = 0;
    kiln_status status = look_up(e, kernels, n, out, &missing);
    if (status == KILN_OK && missing > 0) status = make_missing(e, kernels, n, out, missing, why);
    if (status != KILN_OK) rt_kernels_put(out, n);
    return status;
}

void rt_kernels_put(const rt_code *const *codes, size_t n) {
    rt_process *p = rt_process_get();
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < n; i++)
        if (codes[i]) ((rt_code *)(uintptr_t)codes[i])->refs--;
    pthread_mutex_unlock(&p->lock);
}
