/* SPDX-License-Identifier: Apache-2.0
 * The default allocator and the checked wrappers around any allocator. Called by every layer; the
 * only file in src/ that calls malloc's family, but for jit/memory.c, which stands in for it inside
 * the plug-in. */
#include "base/alloc.h"

#include <stdlib.h>
#include <sys/mman.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define SMALL_ALIGN ((size_t)64)
#define PAGE_ALIGN ((size_t)2 << 20)
#define HUGE_FROM ((size_t)4 << 20)
#define FIRST_CAP ((size_t)8)
#define LARGE ((size_t)64 << 10) /* arrays that grow by half: what they do not use counts */

/* posix_memalign, because sanitizers reject aligned_alloc sizes that are no multiple of the
 * alignment, and rounding the size up would hide overruns from them. */
static void *allocate(size_t nbytes) {
    void *block = NULL;
    size_t align = nbytes >= HUGE_FROM ? PAGE_ALIGN : SMALL_ALIGN;
    if (posix_memalign(&block, align, nbytes) != 0) return NULL;
#ifdef MADV_HUGEPAGE
    /* A hint: its refusal changes speed only. Whole pages inside the block, never its neighbours'.
     */
    if (nbytes >= HUGE_FROM) (void)madvise(block, nbytes & ~(PAGE_ALIGN - 1), MADV_HUGEPAGE);
#endif
    return block;
}

static void *default_resize(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    (void)user;
    if (new_nbytes == 0) {
        free(block);
        return NULL;
    }
    void *fresh = allocate(new_nbytes);
    if (!fresh || !block) return fresh;
    memcpy(fresh, block, old_nbytes < new_nbytes ? old_nbytes : new_nbytes);
    free(block);
    return fresh;
}

const kn_alloc *kn_alloc_default(void) {
    static const kn_alloc shared = {default_resize, NULL};
    return &shared;
}

void kn_alloc_trim(const kn_alloc *a) {
#ifdef __GLIBC__
    if (a == kn_alloc_default()) (void)malloc_trim(0);
#else
    (void)a;
#endif
}

void *kn_malloc(const kn_alloc *a, size_t nbytes) {
    return nbytes ? a->resize(a->user, NULL, 0, nbytes) : NULL;
}

void *kn_calloc(const kn_alloc *a, size_t count, size_t each) {
    size_t nbytes;
    if (!kn_mul_size(count, each, &nbytes)) return NULL;
    void *block = kn_malloc(a, nbytes);
    if (block) memset(block, 0, nbytes);
    return block;
}

void *kn_realloc(const kn_alloc *a, void *old, size_t old_nbytes, size_t new_nbytes) {
    if (!old) return kn_malloc(a, new_nbytes);
    return a->resize(a->user, old, old_nbytes, new_nbytes);
}

void kn_free(const kn_alloc *a, void *block, size_t nbytes) {
    if (block) a->resize(a->user, block, nbytes, 0);
}

/* Under torture the next element moves the array again; large ones only at every sixteenth of their
 * size, or a million steps would take for ever. */
static size_t next_cap(size_t cap, size_t need, size_t each) {
    if (KN_TORTURED)
        return need < ((size_t)1 << 16) / each || need > SIZE_MAX / 2 ? need : need + need / 16;
    size_t more = cap < LARGE / each ? cap : cap / 2,
           wanted = cap > SIZE_MAX - more ? need : cap + more;
    if (wanted < FIRST_CAP) wanted = FIRST_CAP;
    return wanted < need ? need : wanted;
}

/* kn_realloc that always moves. */
static void *moved(const kn_alloc *a, void *old, size_t old_nbytes, size_t new_nbytes) {
    void *fresh = kn_malloc(a, new_nbytes);
    if (!fresh || !old) return fresh;
    memcpy(fresh, old, old_nbytes);
    memset(old, 0xdd, old_nbytes);
    kn_free(a, old, old_nbytes);
    return fresh;
}

kiln_status kn_grow(const kn_alloc *a, void *data_slot, size_t *cap, size_t need, size_t each) {
    if (need <= *cap) return KILN_OK;
    size_t wanted = next_cap(*cap, need, each), nbytes;
    if (!kn_mul_size(wanted, each, &nbytes)) return KILN_TOO_LARGE;
    void *old;
    memcpy(&old, data_slot, sizeof old); /* the slot is a pointer to some other type: no aliasing */
    void *fresh =
        KN_TORTURED ? moved(a, old, *cap * each, nbytes) : kn_realloc(a, old, *cap * each, nbytes);
    if (!fresh) return KILN_NO_MEMORY;
    memcpy(data_slot, &fresh, sizeof fresh);
    *cap = wanted;
    return KILN_OK;
}
