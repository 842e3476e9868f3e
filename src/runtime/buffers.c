/* SPDX-License-Identifier: Apache-2.0
 * Memory of tensors and of plans. Called by the frontend through runtime.h and by execute.c.
 *
 *     block  [ in hardened mode 64 of guard | elements | to a multiple of 64 | 128 bytes of slack |
 *            64 of guard | rest of the size class ]
 *     piece  [ small block: elements, to a multiple of 64 | small block | ... | 128 bytes of slack
 *            ]
 *
 * Released blocks wait in lists, one for each size class (64 bytes apart up to 4096, then four a
 * power of two, of the elements' bytes, so that the sizes programs like best waste nothing), and a
 * steady loop allocates nothing. Guards are audit_buffers.c's; in hardened mode a block that waits
 * is poison. Up to the guard, what follows the elements of a block of its own is zero when it is
 * handed out. Small values are many: theirs lie side by side, each other's slack, but where each is
 * watched (hardened mode, AddressSanitizer). */
#include "runtime/engine.h"

#include <stdlib.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
enum { WATCHED = 1 };
#else
enum { WATCHED = 0 };
#define ASAN_POISON_MEMORY_REGION(at, nbytes) ((void)(at), (void)(nbytes))
#define ASAN_UNPOISON_MEMORY_REGION(at, nbytes) ((void)(at), (void)(nbytes))
#endif

enum { ROUND = 64, SLACK = RT_SLACK, LEAST_CLASS = 12, BELOW = 63, LEAST_BLOCKS = 16, PAGE = 4096 };
#define PIECE_NBYTES ((size_t)16 << 10) /* of small blocks, or LEAST_BLOCKS of them */
#define POISON_NBYTES ((size_t)1 << 20) /* of longer blocks a line a page */
#define MOST_NBYTES (SIZE_MAX / 8)
#define KEEP_NBYTES ((size_t)64 << 20)
#define TRIM_NBYTES ((size_t)1 << 20)

static size_t class_nbytes(unsigned class) { /* of elements */
    return class < BELOW
               ? ((size_t) class + 1) * ROUND
               : ((size_t)4 + (class - BELOW) % 4) << (LEAST_CLASS - 2 + (class - BELOW) / 4);
}

/* Multiples of 64 bytes, from 4096 on 2^k * (4..7) / 4. */
static unsigned class_of(size_t nbytes) {
    if (nbytes <= (size_t)BELOW * ROUND) return nbytes == 0 ? 0 : (unsigned)((nbytes - 1) / ROUND);
    if (nbytes < (size_t)1 << LEAST_CLASS) nbytes = (size_t)1 << LEAST_CLASS;
    unsigned power = 63u - (unsigned)__builtin_clzll(nbytes);
    size_t step = (size_t)1 << (power - 2);
    size_t quarters = (nbytes + step - 1) / step; /* 4..8 */
    return BELOW + (power - LEAST_CLASS) * 4 + (unsigned)(quarters - 4);
}

static bool is_small(const rt_engine *e, unsigned class) {
    return class <= BELOW && !rt_hardened(e) && !WATCHED;
}

static size_t block_nbytes(const rt_engine *e, unsigned class) {
    return class_nbytes(class) + (is_small(e, class) ? 0 : SLACK) +
           (rt_hardened(e) ? 2 * RT_GUARD : 0);
}

size_t rt_buffer_block(const rt_engine *e, size_t nbytes) {
    return nbytes > MOST_NBYTES ? SIZE_MAX / 2 : block_nbytes(e, class_of(nbytes));
}

static size_t guard_offset(size_t nbytes) { return (nbytes + ROUND - 1) / ROUND * ROUND + SLACK; }

static void count_new(rt_engine *e, size_t nbytes) {
    e->stats.allocations++;
    e->stats.bytes_allocated += nbytes;
}

static void count_live(rt_engine *e, size_t nbytes) {
    e->stats.bytes_live += nbytes;
    if (e->stats.bytes_live > e->stats.bytes_peak) e->stats.bytes_peak = e->stats.bytes_live;
}

/* ---- hardened mode: what waits is poison behind its link */

/* The part of a block from `at` on that is poison, and where to look next. */
static size_t poison_piece(size_t at, size_t block, size_t *next) {
    if (block <= POISON_NBYTES) return *next = block, block - at;
    *next = at == sizeof(rt_free_block) ? PAGE : at + PAGE;
    return block - at < ROUND ? block - at : ROUND;
}

static void poison(rt_free_block *b, size_t block) {
    for (size_t next, at = sizeof *b; at < block; at = next)
        rt_fill((char *)b + at, poison_piece(at, block, &next), RT_POISON_BYTE);
}

void rt_note_dead_written(rt_engine *e, void *user, const rt_swept *what, size_t byte) {
    (void)user;
    rt_audit(e, RT_CHECK_DEAD, IR_NONE,
             "byte %zu of a block of %zu was written after its buffer was released", byte,
             what->size);
}

/* Bytes `from` to `to` of the block, as far as they are poison. */
static void add_poison(rt_sweep *s, rt_free_block *b, size_t block, size_t from, size_t to) {
    for (size_t next, at = sizeof *b; at < to; at = next) {
        size_t end = at + poison_piece(at, block, &next), start = at < from ? from : at;
        if (end > to) end = to;
        if (start < end)
            rt_sweep_add(s, RT_SWEEP_POISON, 0,
                         (rt_swept){b, block, start, (char *)b + start, end - start});
    }
}

/* Where others are taken too, the elements are looked at with theirs; what lies around them is
 * about to be written. */
static void check_poison(rt_engine *e, rt_free_block *b, size_t block, size_t nbytes) {
    rt_sweep now;
    size_t elements = e->taking ? RT_GUARD + nbytes / ROUND * ROUND : RT_GUARD;
    rt_looked(e, RT_CHECK_DEAD);
    rt_sweep_open(&now, e, false, rt_note_dead_written, NULL);
    add_poison(&now, b, block, 0, RT_GUARD);
    add_poison(&now, b, block, elements, block);
    rt_sweep_close(&now);
    if (e->taking && now.told != b) add_poison(e->taking, b, block, RT_GUARD, elements);
}

/* ---- */

static void *take_waiting(rt_engine *e, unsigned class, size_t block, size_t nbytes) {
    rt_free_block *b = e->buffers.free[class];
    if (!b) return NULL;
    ASAN_UNPOISON_MEMORY_REGION(b, block);
    if (rt_hardened(e)) check_poison(e, b, block, nbytes);
    e->buffers.free[class] = b->next;
    e->buffers.free_nbytes -= block;
    return b;
}

static void wait_for_use(rt_engine *e, void *block, unsigned class, size_t nbytes) {
    rt_free_block *head = block;
    head->next = e->buffers.free[class];
    e->buffers.free[class] = head;
    e->buffers.free_nbytes += nbytes;
}

/* ---- pieces of small blocks */

static size_t blocks_of(unsigned class) {
    size_t n = PIECE_NBYTES / class_nbytes(class);
    return n > LEAST_BLOCKS ? n : LEAST_BLOCKS;
}
static size_t piece_nbytes(unsigned class) {
    return blocks_of(class) * class_nbytes(class) + SLACK;
}

/* Gives the first of its blocks; the others wait. */
static void *take_piece(rt_engine *e, unsigned class) {
    rt_buffers *b = &e->buffers;
    size_t each = class_nbytes(class), n = blocks_of(class);
    if (kn_grow(e->alloc, &b->pieces, &b->pieces_cap, b->npieces + 1, sizeof *b->pieces) != KILN_OK)
        return NULL;
    char *at = kn_malloc(e->alloc, piece_nbytes(class));
    if (!at) return NULL;
    memset(at + n * each, 0, SLACK);
    b->pieces[b->npieces++] = (rt_piece){at, class, 0};
    while (n-- > 1) wait_for_use(e, at + n * each, class, each);
    count_new(e, piece_nbytes(class));
    return at;
}

static int by_place(const void *a, const void *b) {
    const rt_piece *x = a, *y = b;
    return (uintptr_t)x->at < (uintptr_t)y->at ? -1 : (uintptr_t)x->at > (uintptr_t)y->at;
}

/* They are sorted, and it lies in one of them. */
static rt_piece *piece_of(const rt_buffers *b, const void *block) {
    size_t low = 0, high = b->npieces;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if ((uintptr_t)b->pieces[middle].at <= (uintptr_t)block)
            low = middle;
        else
            high = middle;
    }
    return &b->pieces[low];
}

static bool all_wait(const rt_piece *p) { return p->waiting == blocks_of(p->class); }

static void drop_pieces(rt_engine *e, bool all) {
    rt_buffers *b = &e->buffers;
    size_t kept = 0;
    for (size_t i = 0; i < b->npieces; i++) {
        rt_piece p = b->pieces[i];
        if (all || all_wait(&p))
            kn_free(e->alloc, p.at, piece_nbytes(p.class));
        else
            b->pieces[kept++] = (rt_piece){p.at, p.class, 0};
    }
    b->npieces = kept;
    if (kept > 0) return;
    kn_free(e->alloc, b->pieces, b->pieces_cap * sizeof *b->pieces);
    b->pieces = NULL;
    b->pieces_cap = 0;
}

/* Those that no value lies in go; of the others' blocks those that wait stay in their lists. */
static void trim_pieces(rt_engine *e) {
    rt_buffers *b = &e->buffers;
    if (b->npieces > 1) qsort(b->pieces, b->npieces, sizeof *b->pieces, by_place);
    for (unsigned class = 0; class <= BELOW && b->npieces > 0; class ++)
        for (rt_free_block *x = b->free[class]; x; x = x->next) piece_of(b, x)->waiting++;
    for (unsigned class = 0; class <= BELOW && b->npieces > 0; class ++)
        for (rt_free_block **x = &b->free[class]; *x;) {
            bool goes = all_wait(piece_of(b, *x));
            if (goes)
                *x = (*x)->next, b->free_nbytes -= class_nbytes(class);
            else
                x = &(*x)->next;
        }
    drop_pieces(e, false);
}

/* ---- */

static void *take_more(rt_engine *e, unsigned class, size_t block) {
    if (is_small(e, class)) return take_piece(e, class);
    void *b = kn_malloc(e->alloc, block);
    if (b) count_new(e, block);
    return b;
}

static void *take_new(rt_engine *e, unsigned class, size_t block) {
    void *b = take_more(e, class, block);
    if (b) return b;
    rt_trim(e);
    return take_more(e, class, block);
}

/* Kernels compute lanes past the end too, and may branch on them: on what they read no result
 * depends, but a run should not take its time from what lay there before. */
static void clear_end(char *data, size_t nbytes, size_t end) {
    memset(data + nbytes, 0, end - nbytes);
}

void *rt_buffer_get(rt_engine *e, size_t nbytes) {
    if (nbytes > MOST_NBYTES) return NULL;
    unsigned class = class_of(nbytes);
    size_t block = block_nbytes(e, class);
    if (!rt_budgets_hold(&e->budgets, (int64_t)block)) return NULL;
    char *data = take_waiting(e, class, block, nbytes);
    if (!data) data = take_new(e, class, block);
    if (data && rt_hardened(e) && !rt_live_add(e, data + RT_GUARD, nbytes)) {
        poison((rt_free_block *)data, block); /* not freed: a sweep may have yet to look at it */
        wait_for_use(e, data, class, block);
        data = NULL;
    }
    if (!data) {
        rt_budgets_hold(&e->budgets, -(int64_t)block);
        return NULL;
    }
    if (rt_hardened(e)) data += RT_GUARD;
    count_live(e, block);
    clear_end(data, nbytes, is_small(e, class) ? block : guard_offset(nbytes));
    return data;
}

/* What waits is bounded by what was once in use at the same time. */
static bool keep(const rt_engine *e, size_t block) {
    size_t bound = e->stats.bytes_peak > KEEP_NBYTES ? (size_t)e->stats.bytes_peak : KEEP_NBYTES;
    return e->buffers.free_nbytes + block <= bound;
}

/* The last look at it; false: it is not to be touched. */
static bool ends_well(rt_engine *e, const void *data, size_t *nbytes) {
    rt_live *live = rt_live_find(e, data);
    rt_looked(e, RT_CHECK_OWNER);
    if (!live)
        return rt_audit(e, RT_CHECK_OWNER, IR_NONE,
                        "a buffer of %zu bytes was given back that is not in use here", *nbytes),
               false;
    if (live->nbytes != *nbytes)
        rt_audit(e, RT_CHECK_OWNER, IR_NONE, "a buffer of %zu bytes was given back as one of %zu",
                 live->nbytes, *nbytes);
    *nbytes = live->nbytes;
    rt_check_guards(e, live, "a released tensor", IR_NONE);
    rt_live_remove(e, live);
    return true;
}

void rt_buffer_put(rt_engine *e, void *data, size_t nbytes) {
    if (!data || (rt_hardened(e) && !ends_well(e, data, &nbytes))) return;
    unsigned class = class_of(nbytes);
    size_t block = block_nbytes(e, class);
    rt_free_block *head = (rt_free_block *)(void *)((char *)data - (rt_hardened(e) ? RT_GUARD : 0));
    e->stats.bytes_live -= block;
    rt_budgets_hold(&e->budgets, -(int64_t)block);
    if (!is_small(e, class) && !keep(e, block)) {
        kn_free(e->alloc, head, block);
        return;
    }
    wait_for_use(e, head, class, block);
    if (rt_hardened(e)) poison(head, block);
    ASAN_POISON_MEMORY_REGION(head + 1, block - sizeof *head);
}

void rt_trim(rt_engine *e) {
    size_t freed = e->buffers.free_nbytes + e->arena.nbytes + e->scratch.nbytes;
    for (unsigned class = 0; class < RT_SIZE_CLASSES; class ++) {
        if (is_small(e, class)) continue;
        for (rt_free_block *next, *b = e->buffers.free[class]; b; b = next) {
            next = b->next;
            ASAN_UNPOISON_MEMORY_REGION(b, block_nbytes(e, class));
            kn_free(e->alloc, b, block_nbytes(e, class));
            e->buffers.free_nbytes -= block_nbytes(e, class);
        }
        e->buffers.free[class] = NULL;
    }
    trim_pieces(e);
    freed -= e->buffers.free_nbytes;
    if (e->running) return;
    rt_block_free(e, &e->arena);
    rt_block_free(e, &e->scratch);
    rt_split_free(e);
    if (freed >= TRIM_NBYTES) kn_alloc_trim(e->alloc); /* a walk over malloc's heap */
}

void rt_buffers_free(rt_engine *e) {
    rt_trim(e);
    drop_pieces(e, true);
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
