/* SPDX-License-Identifier: Apache-2.0
 * Open-addressing hash map from a 128-bit digest to a 64-bit value; callers compare full keys
 * themselves. Used by CSE, the plan cache and the kernel cache. */
#ifndef KN_BASE_MAP_H
#define KN_BASE_MAP_H

#include "base/alloc.h"

typedef struct kn_hash {
    uint64_t lo, hi;
} kn_hash; /* XXH3-128 */
typedef struct kn_map_slot {
    kn_hash key;
    uint64_t value;
    bool used;
} kn_map_slot;
typedef struct kn_map {
    const kn_alloc *alloc;
    kn_map_slot *slots;
    size_t cap, count; /* cap is 0 or a power of two */
} kn_map;

kn_hash kn_hash_bytes(const void *bytes, size_t nbytes);
void kn_hash_hex(kn_hash h, char out[33]);
static inline bool kn_hash_same(kn_hash a, kn_hash b) { return a.lo == b.lo && a.hi == b.hi; }

void kn_map_init(kn_map *m, const kn_alloc *alloc);
void kn_map_free(kn_map *m);
uint64_t *kn_map_find(kn_map *m, kn_hash key);                  /* NULL when absent */
kiln_status kn_map_put(kn_map *m, kn_hash key, uint64_t value); /* adds or replaces */
void kn_map_remove(kn_map *m, kn_hash key);
void kn_map_clear(kn_map *m);

#endif
