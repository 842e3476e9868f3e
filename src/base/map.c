/* SPDX-License-Identifier: Apache-2.0
 * Open-addressing map with linear probing; removal shifts back, so there are no tombstones. Called
 * by CSE, the plan cache and the kernel cache. */
#include "base/map.h"

#include <xxhash.h>

#define FIRST_CAP ((size_t)16)

kn_hash kn_hash_bytes(const void *bytes, size_t nbytes) {
    XXH128_hash_t h = XXH3_128bits(nbytes ? bytes : "", nbytes);
    return (kn_hash){h.low64, h.high64};
}

void kn_hash_hex(kn_hash h, char out[33]) {
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        out[i] = digits[(h.hi >> (60 - 4 * i)) & 15];
        out[16 + i] = digits[(h.lo >> (60 - 4 * i)) & 15];
    }
    out[32] = '\0';
}

void kn_map_init(kn_map *m, const kn_alloc *alloc) { *m = (kn_map){.alloc = alloc}; }

void kn_map_free(kn_map *m) {
    kn_free(m->alloc, m->slots, m->cap * sizeof *m->slots);
    kn_map_init(m, m->alloc);
}

void kn_map_clear(kn_map *m) {
    if (m->slots) memset(m->slots, 0, m->cap * sizeof *m->slots);
    m->count = 0;
}

/* The slot that holds the key, or the free one where it would go. cap > count, so the walk ends. */
static kn_map_slot *seek(kn_map_slot *slots, size_t cap, kn_hash key) {
    size_t i = (size_t)key.lo & (cap - 1);
    while (slots[i].used && (slots[i].key.lo != key.lo || slots[i].key.hi != key.hi))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

uint64_t *kn_map_find(kn_map *m, kn_hash key) {
    if (m->count == 0) return NULL;
    kn_map_slot *slot = seek(m->slots, m->cap, key);
    return slot->used ? &slot->value : NULL;
}

static bool full(const kn_map *m) { return m->count >= m->cap - m->cap / 4; } /* at most 3/4 */

static kiln_status grow(kn_map *m) {
    size_t cap = !full(m) ? m->cap : m->cap ? m->cap * 2 : FIRST_CAP;
    if (cap < m->cap) return KILN_TOO_LARGE;
    kn_map_slot *slots = kn_calloc(m->alloc, cap, sizeof *slots);
    if (!slots) return KILN_NO_MEMORY;
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].used) *seek(slots, cap, m->slots[i].key) = m->slots[i];
    kn_free(m->alloc, m->slots, m->cap * sizeof *m->slots);
    m->slots = slots;
    m->cap = cap;
    return KILN_OK;
}

kiln_status kn_map_put(kn_map *m, kn_hash key, uint64_t value) {
    uint64_t *old = kn_map_find(m, key);
    if (old) {
        *old = value;
        return KILN_OK;
    }
    if (full(m) || (KN_TORTURED && m->cap < 1024)) KN_TRY(grow(m));
    *seek(m->slots, m->cap, key) = (kn_map_slot){key, value, true};
    m->count++;
    return KILN_OK;
}

void kn_map_remove(kn_map *m, kn_hash key) {
    if (m->count == 0) return;
    kn_map_slot *slot = seek(m->slots, m->cap, key);
    if (!slot->used) return;
    size_t mask = m->cap - 1, hole = (size_t)(slot - m->slots);
    /* Pull back each follower whose home does not lie between the hole and itself. */
    for (size_t i = (hole + 1) & mask; m->slots[i].used; i = (i + 1) & mask) {
        size_t home = (size_t)m->slots[i].key.lo & mask;
        if (((i - home) & mask) < ((i - hole) & mask)) continue;
        m->slots[hole] = m->slots[i];
        hole = i;
    }
    m->slots[hole].used = false;
    m->count--;
}
