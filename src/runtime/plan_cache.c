/* SPDX-License-Identifier: Apache-2.0
 * The engine's plans by the canonical bytes of their graphs, least recently used ones dropped.
 * Called by run.c. */
#include <stdio.h>

#include "runtime/engine.h"

enum { MOST_ENTRIES = 256 };
#define MOST_CHARGE ((size_t)64 << 20)

void rt_plans_init(rt_engine *e) {
    kn_map_init(&e->plans.map, e->alloc);
    e->plans.ring.newer = e->plans.ring.older = &e->plans.ring;
}

static void ring_remove(rt_entry *entry) {
    entry->newer->older = entry->older;
    entry->older->newer = entry->newer;
}

static void ring_first(rt_plan_cache *c, rt_entry *entry) {
    entry->newer = &c->ring;
    entry->older = c->ring.older;
    entry->older->newer = entry;
    c->ring.older = entry;
}

rt_entry *rt_plans_find(rt_engine *e, kn_hash hash, const void *key, size_t nkey) {
    uint64_t *at = kn_map_find(&e->plans.map, hash);
    rt_entry *entry = at ? (rt_entry *)(uintptr_t)*at : NULL;
    if (!entry || entry->nkey != nkey || memcmp(entry->key, key, nkey) != 0) return NULL;
    ring_remove(entry);
    ring_first(&e->plans, entry);
    entry->evaluation = e->stats.evaluations;
    return entry;
}

/* Decisions went to the ledger when the plan was built; how often it ran goes there now. */
static void note_runs(rt_engine *e, const rt_entry *entry) {
    char hex[33], fields[96];
    if (!e->ledger) return;
    kn_hash_hex(entry->hash, hex);
    snprintf(fields, sizeof fields, "\"plan\":\"%s\",\"runs\":%llu", hex,
             (unsigned long long)entry->runs);
    rt_note(e, "plan_dropped", fields);
}

void rt_entry_free(rt_engine *e, rt_entry *entry) {
    if (!entry) return;
    if (entry->codes) {
        rt_kernels_put(entry->codes, entry->p->nkernels);
        kn_free(e->alloc, entry->codes, entry->p->nkernels * sizeof *entry->codes);
    }
    if (entry->routes) kn_free(e->alloc, entry->routes, entry->p->nsteps);
    rt_regions_free(e, entry);
    plan_free(entry->p);
    kn_free(e->alloc, entry->key, entry->nkey);
    kn_free(e->alloc, entry, sizeof *entry);
}

void rt_plans_drop(rt_engine *e, rt_entry *entry) {
    note_runs(e, entry);
    kn_map_remove(&e->plans.map, entry->hash);
    ring_remove(entry);
    e->plans.count--;
    e->plans.charge -= entry->charge;
    rt_entry_free(e, entry);
}

void rt_plans_drop_stale(rt_engine *e) {
    uint64_t now = rt_kernels_forgotten();
    if (now == e->plans.seen_forgotten) return;
    e->plans.seen_forgotten = now;
    for (rt_entry *next, *entry = e->plans.ring.newer; entry != &e->plans.ring; entry = next) {
        next = entry->newer;
        if (entry->codes && rt_kernels_stale(entry->codes, entry->p->nkernels))
            rt_plans_drop(e, entry);
    }
}

static size_t charge_of(const rt_entry *entry) {
    const plan *p = entry->p;
    size_t charge = sizeof *entry + entry->nkey;
    if (!p) return charge;
    return charge + p->graph.count * sizeof(ir_node) + p->graph.nints * sizeof(int64_t) +
           p->nkernels * sizeof(kernel_spec) + p->nslots * sizeof(plan_slot) +
           p->nsteps * 2 * sizeof(plan_step);
}

/* The plans of one evaluation may stay, however large: a loop over it must not build them every
 * time. */
kiln_status rt_plans_add(rt_engine *e, rt_entry *entry) {
    rt_plan_cache *c = &e->plans;
    uint64_t *same = kn_map_find(&c->map, entry->hash);
    if (same) rt_plans_drop(e, (rt_entry *)(uintptr_t)*same); /* equal hash, other bytes */
    KN_TRY(kn_map_put(&c->map, entry->hash, (uintptr_t)entry));
    ring_first(c, entry);
    entry->charge = charge_of(entry);
    c->charge += entry->charge;
    c->count++;
    entry->evaluation = e->stats.evaluations;
    while ((c->count > MOST_ENTRIES || c->charge > MOST_CHARGE) &&
           c->ring.newer->evaluation != entry->evaluation)
        rt_plans_drop(e, c->ring.newer);
    return KILN_OK;
}

void rt_plans_free(rt_engine *e) {
    while (e->plans.count > 0) rt_plans_drop(e, e->plans.ring.newer);
    kn_map_free(&e->plans.map);
}
