/* SPDX-License-Identifier: Apache-2.0
 * Loaded kernels by specification and instruction set. Code stays until the cache is over its
 * bound, and always while a plan holds it. Called by kernels.c. */
#include "runtime/code_cache.h"

#define CACHE_NBYTES ((size_t)64 << 20)
#define LEAST_CHARGE ((size_t)16 << 10) /* what a loaded kernel costs besides its object */

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

rt_code_cache *rt_codes(rt_process *p) {
    rt_code_cache *cache = &p->codes;
    if (!cache->ready) {
        kn_map_init(&cache->map, kn_alloc_default());
        cache->newest.newer = cache->newest.older = &cache->newest;
        cache->ready = true;
    }
    return cache;
}

rt_code *rt_codes_find(rt_process *p, kn_hash hash, kiln_isa isa, const kn_text *key) {
    rt_code_cache *cache = rt_codes(p);
    uint64_t *at = kn_map_find(&cache->map, cache_key(hash, isa));
    rt_code *c = at ? (rt_code *)(uintptr_t)*at : NULL;
    if (!c || c->isa != isa || c->nkey != key->len || memcmp(c->key, key->data, key->len) != 0)
        return NULL;
    ring_remove(c);
    ring_first(&cache->newest, c);
    c->refs++;
    return c;
}

static size_t charge(const rt_code *c) {
    return c->nbytes > LEAST_CHARGE ? c->nbytes : LEAST_CHARGE;
}

void rt_code_free(rt_code *c) {
    const kn_alloc *a = kn_alloc_default();
    kn_free(a, c->key, c->nkey);
    kn_free(a, c, sizeof *c);
}

static void leave(rt_code_cache *cache, rt_code *c) {
    ring_remove(c);
    kn_map_remove(&cache->map, cache_key(c->hash, c->isa));
    cache->nbytes -= charge(c);
}

static void unload(rt_process *p, rt_code *c) {
    p->api->linker_remove(p->linker, c->handle);
    rt_code_free(c);
}

static void shrink(rt_process *p) {
    rt_code_cache *cache = &p->codes;
    rt_code *next;
    for (rt_code *c = cache->newest.newer; c != &cache->newest && cache->nbytes > CACHE_NBYTES;
         c = next) {
        next = c->newer;
        if (c->refs > 0) continue;
        leave(cache, c);
        unload(p, c);
    }
}

rt_code *rt_code_new(kn_hash hash, kiln_isa isa, const kn_text *key, size_t nbytes) {
    const kn_alloc *a = kn_alloc_default();
    rt_code *c = kn_calloc(a, 1, sizeof *c);
    void *copy = c ? kn_malloc(a, key->len) : NULL;
    if (!copy) {
        kn_free(a, c, sizeof *c);
        return NULL;
    }
    memcpy(copy, key->data, key->len);
    *c = (rt_code){.hash = hash, .isa = isa, .nbytes = nbytes, .refs = 1};
    c->key = copy;
    c->nkey = key->len;
    return c;
}

kiln_status rt_codes_add(rt_process *p, rt_code *c) {
    rt_code_cache *cache = rt_codes(p);
    KN_TRY(kn_map_put(&cache->map, cache_key(c->hash, c->isa), (uintptr_t)c));
    ring_first(&cache->newest, c);
    cache->nbytes += charge(c);
    shrink(p);
    return KILN_OK;
}

void rt_code_put(rt_process *p, rt_code *c) {
    if (--c->refs == 0 && c->forgotten) unload(p, c);
}

void rt_codes_forget(rt_process *p, rt_code *c) {
    if (c->forgotten) return;
    leave(&p->codes, c);
    c->forgotten = true;
    atomic_fetch_add(&p->codes.forgotten, 1);
    if (c->refs == 0) unload(p, c);
}
