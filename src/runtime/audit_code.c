/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode: code lies in pages that nobody can write, and stays what it was; so do plans.
 * Called by harden.c. */
#include <stdio.h>
#include <unistd.h>

#include "runtime/engine.h"
#include "runtime/process.h"

enum { EVERY_RUNS = 64 };

/* ---- rights: lines of the process's memory map, "7f00-7f10 r-xp ..." */

static size_t writable_in(const char *line, const rt_entry *entry, size_t *mapped) {
    unsigned long long start, end;
    char rights[5];
    size_t n = 0;
    if (sscanf(line, "%llx-%llx %4s", &start, &end, rights) != 3) return 0;
    for (size_t k = 0; k < entry->p->nkernels; k++) {
        uintptr_t entries[] = {(uintptr_t)entry->codes[k]->entry, (uintptr_t)entry->codes[k]->edge};
        for (int i = 0; i < 2; i++) {
            if (entries[i] < start || entries[i] >= end) continue;
            ++*mapped;
            n += strchr(rights, 'w') != NULL || strchr(rights, 'x') == NULL;
        }
    }
    return n;
}

void rt_check_writable(rt_engine *e, const rt_entry *entry) {
    char line[512], fields[96];
    size_t writable = 0, mapped = 0;
    if (!entry->codes) return;
    rt_looked(e, RT_CHECK_WX);
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps) {
        rt_note(e, "wx", "\"check\":\"wx\",\"why\":\"the memory map cannot be read\"");
        return;
    }
    while (fgets(line, sizeof line, maps)) writable += writable_in(line, entry, &mapped);
    fclose(maps);
    snprintf(fields, sizeof fields, "\"check\":\"wx\",\"kernels\":%zu,\"writable\":%zu",
             entry->p->nkernels, writable);
    rt_note(e, "wx", fields);
    if (writable > 0)
        rt_audit(e, RT_CHECK_WX, IR_NONE, "%zu of %zu kernels lie in pages that can be written",
                 writable, entry->p->nkernels);
    else if (mapped < entry->p->nkernels)
        rt_audit(e, RT_CHECK_WX, IR_NONE, "a kernel lies in no page of the process");
}

/* ---- digests */

static kn_hash pages_of(const void *at, size_t nbytes) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = (uintptr_t)at / page * page;
    uintptr_t to = ((uintptr_t)at + nbytes + page - 1) / page * page;
    return kn_hash_bytes((const void *)from, to - from);
}

static kn_hash code_digest(const rt_code *c) {
    kn_hash h = pages_of(c->entry, c->entry_nbytes);
    if (!c->edge || c->edge_nbytes == 0) return h;
    kn_hash edge = pages_of(c->edge, c->edge_nbytes);
    return (kn_hash){h.lo ^ edge.lo << 1, h.hi ^ edge.hi >> 1};
}

/* The first look is what later ones are compared with; code is the process's, and so is its digest.
 */
static bool is_as_it_was(rt_code *c) {
    rt_process *p = rt_process_get();
    kn_hash now = code_digest(c);
    pthread_mutex_lock(&p->lock);
    if (!c->digested) c->digest = now;
    c->digested = true;
    bool same = kn_hash_same(c->digest, now);
    pthread_mutex_unlock(&p->lock);
    return same;
}

static void add_part(kn_hash *h, const void *bytes, size_t nbytes) {
    kn_hash next = kn_hash_bytes(bytes, nbytes);
    uint64_t pair[4] = {h->lo, h->hi, next.lo, next.hi};
    *h = kn_hash_bytes(pair, sizeof pair);
}

/* Padding was zeroed with the arena that all of it lies in. */
kn_hash rt_plan_digest(const plan *p) {
    kn_hash h = {p->nsteps, p->nslots};
    add_part(&h, p->slots, p->nslots * sizeof *p->slots);
    add_part(&h, p->steps, p->nsteps * sizeof *p->steps);
    for (size_t i = 0; i < p->nsteps; i++) {
        const plan_step *st = &p->steps[i];
        add_part(&h, st->bufs, st->nbufs * sizeof *st->bufs);
        add_part(&h, st->ints, st->nints * sizeof *st->ints);
        add_part(&h, st->scalars, st->nscalars * sizeof *st->scalars);
    }
    for (size_t i = 0; i < p->nkernels; i++)
        add_part(&h, p->kernels[i].spec, sizeof *p->kernels[i].spec);
    return h;
}

void rt_check_digests(rt_engine *e, rt_entry *entry) {
    const plan *p = entry->p;
    if (entry->runs % EVERY_RUNS != 1) return; /* runs counts the one at hand */
    rt_looked(e, RT_CHECK_PLAN);
    kn_hash now = rt_plan_digest(p);
    if (now.lo != entry->digest.lo || now.hi != entry->digest.hi)
        rt_audit(e, RT_CHECK_PLAN, IR_NONE,
                 "a plan of %zu steps is not what was built, at its run %llu", p->nsteps,
                 (unsigned long long)entry->runs);
    for (size_t k = 0; entry->codes && k < p->nkernels; k++) {
        rt_code *c = (rt_code *)(uintptr_t)entry->codes[k];
        rt_looked(e, RT_CHECK_CODE);
        if (is_as_it_was(c)) continue;
        char hex[33];
        kn_hash_hex(c->hash, hex);
        rt_audit(e, RT_CHECK_CODE, IR_NONE, "the code of kernel %s was changed in memory", hex);
    }
}
