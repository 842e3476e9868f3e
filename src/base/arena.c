/* SPDX-License-Identifier: Apache-2.0
 * Bump allocator in chunks that double up to a bound. Called by passes, plans and parsers for
 * scratch.
 *
 *     [header | piece | piece | ...free... ] -> [older chunk] -> ...
 *
 * Under AddressSanitizer, what is not handed out is poisoned and each piece is followed by a red
 * zone. */
#include "base/arena.h"

#define ALIGN ((size_t)16)
#define FIRST_CHUNK ((size_t)4 << 10)
#define LAST_CHUNK ((size_t)1 << 20)

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define RED_ZONE ALIGN
#else
#define RED_ZONE ((size_t)0)
#define ASAN_POISON_MEMORY_REGION(at, nbytes) ((void)(at), (void)(nbytes))
#define ASAN_UNPOISON_MEMORY_REGION(at, nbytes) ((void)(at), (void)(nbytes))
#endif

struct kn_chunk {
    kn_chunk *next;
    size_t nbytes; /* of data */
    _Alignas(16) unsigned char data[];
};

void kn_arena_init(kn_arena *a, const kn_alloc *alloc) { *a = (kn_arena){.alloc = alloc}; }

static kn_chunk *new_chunk(kn_arena *a, size_t nbytes) {
    size_t total;
    if (!kn_add_size(nbytes, sizeof(kn_chunk), &total)) return NULL;
    kn_chunk *chunk = kn_malloc(a->alloc, total);
    if (!chunk) return NULL;
    chunk->nbytes = nbytes;
    ASAN_POISON_MEMORY_REGION(chunk->data, nbytes);
    return chunk;
}

static void *hand_out(void *at, size_t nbytes) {
    ASAN_UNPOISON_MEMORY_REGION(at, nbytes);
    return memset(at, 0, nbytes);
}

/* A big piece gets a chunk of its own behind the newest, so that the newest one's rest stays in
 * use. */
static void *get_big(kn_arena *a, size_t nbytes) {
    kn_chunk *chunk = new_chunk(a, nbytes);
    if (!chunk) return NULL;
    chunk->next = a->chunks->next;
    a->chunks->next = chunk;
    return hand_out(chunk->data, nbytes);
}

void *kn_arena_get(kn_arena *a, size_t nbytes) {
    size_t piece;
    if (!kn_add_size(nbytes ? nbytes : 1, ALIGN - 1 + RED_ZONE, &piece)) return NULL;
    piece &= ~(ALIGN - 1);
    if (piece > a->size - a->used) {
        if (a->chunks && piece > a->size / 4) return get_big(a, nbytes ? nbytes : 1);
        size_t size = a->size ? a->size * 2 : FIRST_CHUNK - sizeof(kn_chunk);
        if (size > LAST_CHUNK) size = LAST_CHUNK;
        if (size < piece) size = piece;
        kn_chunk *chunk = new_chunk(a, size);
        if (!chunk) return NULL;
        chunk->next = a->chunks;
        a->chunks = chunk;
        a->used = 0;
        a->size = size;
    }
    void *at = a->chunks->data + a->used;
    a->used += piece;
    return hand_out(at, nbytes);
}

void *kn_arena_array(kn_arena *a, size_t count, size_t each) {
    size_t nbytes;
    return kn_mul_size(count, each, &nbytes) ? kn_arena_get(a, nbytes) : NULL;
}

char *kn_arena_text(kn_arena *a, const char *text) {
    size_t len = strlen(text);
    char *copy = kn_arena_get(a, len + 1);
    return copy ? memcpy(copy, text, len) : NULL;
}

static void free_chunks(const kn_alloc *alloc, kn_chunk *chunk) {
    while (chunk) {
        kn_chunk *next = chunk->next;
        ASAN_UNPOISON_MEMORY_REGION(chunk->data, chunk->nbytes);
        kn_free(alloc, chunk, sizeof *chunk + chunk->nbytes);
        chunk = next;
    }
}

void kn_arena_reset(kn_arena *a) {
    if (!a->chunks) return;
    free_chunks(a->alloc, a->chunks->next);
    a->chunks->next = NULL;
    a->used = 0;
    ASAN_POISON_MEMORY_REGION(a->chunks->data, a->chunks->nbytes);
}

void kn_arena_free(kn_arena *a) {
    free_chunks(a->alloc, a->chunks);
    kn_arena_init(a, a->alloc);
}
