/* SPDX-License-Identifier: Apache-2.0
 * Bump allocator in chunks: many small objects, one release. Used by passes and plans for scratch.
 */
#ifndef KN_BASE_ARENA_H
#define KN_BASE_ARENA_H

#include "base/alloc.h"

typedef struct kn_chunk kn_chunk;
typedef struct kn_arena {
    const kn_alloc *alloc;
    kn_chunk *chunks;  /* newest first */
    size_t used, size; /* of the newest chunk */
} kn_arena;

void kn_arena_init(kn_arena *a, const kn_alloc *alloc);
/* 16-byte aligned, zeroed; NULL when memory runs out. nbytes 0 gives a valid pointer. */
void *kn_arena_get(kn_arena *a, size_t nbytes);
void *kn_arena_array(kn_arena *a, size_t count, size_t each); /* NULL also on overflow */
char *kn_arena_text(kn_arena *a, const char *text);
void kn_arena_reset(kn_arena *a); /* empty again; the newest chunk is kept */
void kn_arena_free(kn_arena *a);

#endif
