/* SPDX-License-Identifier: Apache-2.0
 * Memory of tensors and of plans. Called by the frontend through runtime.h and by execute.c.
 *
 *     block  [ elements | to a multiple of 64 | 128 bytes of slack | in hardened mode 64 of guard | rest of the size class ]
 *
 * Released blocks wait in lists, one for each size class (four a power of two, of the elements' bytes, so that the sizes
 * programs like best waste nothing), and a steady loop allocates nothing. The guard holds a pattern, looked at after every
 * run and when the block is given back. Up to the guard, what follows the elements is zero when a block is handed out. */
#include <stdio.h>

#include "runtime/engine.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, nbytes) ((void)(at), (void)(nbytes))
#define ASAN_UNPOISON_MEMORY_REGION(at, nbytes) ((void)(at), (void)(nbytes))
#endif

enum { ROUND = 64, SLACK = RT_SLACK, GUARD = 64, GUARD_BYTE = 0xa7, LEAST_CLASS = 8, BELOW = 3 };
#define MOST_NBYTES (SIZE_MAX / 8)
#define KEEP_NBYTES ((size_t)64 << 20)
#define TRIM_NBYTES ((size_t)1 << 20)

static size_t class_nbytes(unsigned class) { /* of elements */
    return class < BELOW ? ((size_t)class + 1) * ROUND : ((size_t)4 + (class - BELOW) % 4) << (LEAST_CLASS - 2 + (class - BELOW) / 4);
}

/* 64, 128, 192 bytes, then 2^k * (4..7) / 4. */
static unsigned class_of(size_t nbytes) {
    if (nbytes <= (size_t)BELOW * ROUND) return nbytes == 0 ? 0 : (unsigned)((nbytes - 1) / ROUND);
    if (nbytes < (size_t)1 << LEAST_CLASS) nbytes = (size_t)1 << LEAST_CLASS;
    unsigned power = 63u - (unsigned)__builtin_clzll(nbytes);
    size_t step = (size_t)1 << (power - 2);
    size_t quarters = (nbytes + step - 1) / step; /* 4..8 */
    return BELOW + (power - LEAST_CLASS) * 4 + (unsigned)(quarters - 4);
}

static size_t block_nbytes(const rt_engine *e, unsigned class) {
    return class_nbytes(class) + SLACK + (e->config.mode == KILN_HARDENED ? GUARD : 0);
}

size_t rt_buffer_block(const rt_engine *e, size_t nbytes) { return nbytes > MOST_NBYTES ? SIZE_MAX / 2 : block_nbytes(e, class_of(nbytes)); }

static size_t guard_offset(size_t nbytes) { return (nbytes + ROUND - 1) / ROUND * ROUND + SLACK; }

static void count_new(rt_engine *e, size_t nbytes) {
    e->stats.allocations++;
    e->stats.bytes_allocated += nbytes;
}

static void count_live(rt_engine *e, size_t nbytes) {
    e->stats.bytes_live += nbytes;
    if (e->stats.bytes_live > e->stats.bytes_peak) e->stats.bytes_peak = e->stats.bytes_live;
}

void *rt_buffer_get(rt_engine *e, size_t nbytes) {
    if (nbytes > MOST_NBYTES) return NULL;
    unsigned class = class_of(nbytes);
    size_t block = block_nbytes(e, class);
    rt_free_block *data = e->buffers.free[class];
    if (!rt_budgets_hold(&e->budgets, (int64_t)block)) return NULL;
    if (data) {
        ASAN_UNPOISON_MEMORY_REGION(data, block);
        e->buffers.free[class] = data->next;
        e->buffers.free_nbytes -= block;
    } else {
        data = kn_malloc(e->alloc, block);
        if (!data) {
            rt_trim(e);
            data = kn_malloc(e->alloc, block);
        }
        if (!data) {
            rt_budgets_hold(&e->budgets, -(int64_t)block);
            return NULL;
        }
        count_new(e, block);
    }
    count_live(e, block);
    /* Kernels compute lanes past the end too, and may branch on them: on what they read no result depends, but a run should
     * not take its time from what lay there before. */
    memset((char *)data + nbytes, 0, guard_offset(nbytes) - nbytes);
    if (e->config.mode == KILN_HARDENED) memset((char *)data + guard_offset(nbytes), GUARD_BYTE, GUARD);
    return data;
}

bool rt_buffer_guarded(const rt_engine *e, const void *data, size_t nbytes) {
    const unsigned char *guard = (const unsigned char *)data + guard_offset(nbytes);
    if (e->config.mode != KILN_HARDENED) return true;
    for (int i = 0; i < GUARD; i++)
        if (guard[i] != GUARD_BYTE) return false;
    return true;
}

/* What waits is bounded by what was once in use at the same time. */
static bool keep(const rt_engine *e, size_t block) {
    size_t bound = e->stats.bytes_peak > KEEP_NBYTES ? (size_t)e->stats.bytes_peak : KEEP_NBYTES;
    return e->buffers.free_nbytes + block <= bound;
}

void rt_buffer_put(rt_engine *e, void *data, size_t nbytes) {
    if (!data) return;
    unsigned class = class_of(nbytes);
    size_t block = block_nbytes(e, class);
    if (!rt_buffer_guarded(e, data, nbytes)) {
        char fields[96];
        snprintf(fields, sizeof fields, "\"check\":\"guard\",\"when\":\"release\",\"nbytes\":%zu", nbytes);
        rt_note(e, "guard", fields);
    }
    e->stats.bytes_live -= block;
    rt_budgets_hold(&e->budgets, -(int64_t)block);
    if (!keep(e, block)) {
        kn_free(e->alloc, data, block);
        return;
    }
    rt_free_block *head = data;
    head->next = e->buffers.free[class];
    e->buffers.free[class] = head;
    e->buffers.free_nbytes += block;
    ASAN_POISON_MEMORY_REGION(head + 1, block - sizeof *head);
}

void rt_trim(rt_engine *e) {
    size_t freed = e->buffers.free_nbytes + e->arena.nbytes + e->scratch.nbytes;
    for (unsigned class = 0; class < RT_SIZE_CLASSES; class++) {
        for (rt_free_block *next, *b = e->buffers.free[class]; b; b = next) {
            next = b->next;
            ASAN_UNPOISON_MEMORY_REGION(b, block_nbytes(e, class));
            kn_free(e->alloc, b, block_nbytes(e, class));
        }
        e->buffers.free[class] = NULL;
    }
    e->buffers.free_nbytes = 0;
    if (e->running) return;
    rt_block_free(e, &e->arena);
    rt_block_free(e, &e->scratch);
    rt_split_free(e);
    if (freed >= TRIM_NBYTES) kn_alloc_trim(e->alloc); /* a walk over malloc's heap */
}

size_t rt_block_growth(const rt_block *b, size_t nbytes) {
    if (nbytes <= b->nbytes) return 0;
    return b->data ? nbytes - b->nbytes : nbytes + SLACK;
}

/* Contents are not kept. */
kiln_status rt_block_grow(rt_engine *e, rt_block *b, size_t nbytes) {
    if (nbytes <= b->nbytes) return KILN_OK;
    if (nbytes > MOST_NBYTES) return KILN_TOO_LARGE;
    rt_block_free(e, b);
    if (!rt_budgets_hold(&e->budgets, (int64_t)(nbytes + SLACK))) return KILN_NO_MEMORY;
    b->data = kn_malloc(e->alloc, nbytes + SLACK);
    if (!b->data) {
        rt_budgets_hold(&e->budgets, -(int64_t)(nbytes + SLACK));
        return KILN_NO_MEMORY;
    }
    b->nbytes = nbytes;
    b->number = ++e->blocks_made;
    count_new(e, nbytes + SLACK);
    count_live(e, nbytes + SLACK);
    return KILN_OK;
}

void rt_block_free(rt_engine *e, rt_block *b) {
    if (!b->data) return;
    kn_free(e->alloc, b->data, b->nbytes + SLACK);
    e->stats.bytes_live -= b->nbytes + SLACK;
    rt_budgets_hold(&e->budgets, -(int64_t)(b->nbytes + SLACK));
    *b = (rt_block){0};
}
