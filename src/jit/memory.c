/* SPDX-License-Identifier: Apache-2.0
 * malloc's family as LLVM and the C++ library inside the plug-in see it: the host's malloc, and
 * when that gives nothing, a reserve. Called by every allocation of the plug-in through the
 * linker's --wrap, and by guard.c, which takes the reserves.
 *
 *     reserve  [ header | block | block | ... | untouched ]
 *     block    [ ... | size class, bytes back to the block's start | what the caller got ]
 *
 * Freed blocks wait in lists of their size class (four a power of two). What LLVM allocates while
 * the plug-in is loaded, before anybody could take a reserve, has one in the plug-in's own zeroed
 * pages. */
#include "jit/memory.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

enum { LEAST_CLASS = 6, CLASSES = 128, LOOK_ABOVE = 4, LEAST_ALIGN = 16 };
#define PAGE ((size_t)4096)
#define FIRST_NBYTES ((size_t)512 << 10) /* loading the plug-in takes less than a quarter of it */
#define EXTENSION_NBYTES ((size_t)4 << 20)
#define PROBE_NBYTES ((size_t)4096)
#define MOST_NBYTES ((size_t)1 << 36)

void *__real_malloc(size_t nbytes);
void *__real_calloc(size_t count, size_t each);
void *__real_realloc(void *old, size_t nbytes);
void *__real_aligned_alloc(size_t align, size_t nbytes);
int __real_posix_memalign(void **out, size_t align, size_t nbytes);
void __real_free(void *block);
void *__real_mmap(void *at, size_t nbytes, int prot, int flags, int fd, off_t offset);
int __real_mprotect(void *at, size_t nbytes, int prot);

void *__wrap_malloc(size_t nbytes);
void *__wrap_calloc(size_t count, size_t each);
void *__wrap_realloc(void *old, size_t nbytes);
void *__wrap_aligned_alloc(size_t align, size_t nbytes);
int __wrap_posix_memalign(void **out, size_t align, size_t nbytes);
char *__wrap_strdup(const char *text);
void __wrap_free(void *block);
void *__wrap_mmap(void *at, size_t nbytes, int prot, int flags, int fd, off_t offset);
int __wrap_mprotect(void *at, size_t nbytes, int prot);

struct jit_reserve {
    jit_reserve *next;           /* of all */
    jit_reserve *below;          /* what this one extends */
    size_t nbytes, used, blocks; /* blocks: alive */
    bool taken;
    void *free[CLASSES];
};

typedef struct tag {
    uint32_t class, back;
} tag;

/* Frees may come from any thread, long after: the lock and the list are the process's. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static jit_reserve *all;
/* blocks in all reserves; 0 as long as malloc has never failed */
static atomic_size_t alive;
static _Alignas(64) unsigned char first[FIRST_NBYTES];

static size_t round_up(size_t n, size_t to) { return (n + to - 1) & ~(to - 1); }

static size_t class_nbytes(uint32_t class) {
    return ((size_t)4 + class % 4) << (LEAST_CLASS - 2 + class / 4);
}

static uint32_t class_of(size_t nbytes) {
    if (nbytes < (size_t)1 << LEAST_CLASS) nbytes = (size_t)1 << LEAST_CLASS;
    unsigned power = 63u - (unsigned)__builtin_clzll(nbytes);
    size_t step = (size_t)1 << (power - 2);
    return (power - LEAST_CLASS) * 4 + (uint32_t)((nbytes + step - 1) / step - 4);
}

static void open_reserve(jit_reserve *r, size_t nbytes) {
    r->nbytes = nbytes;
    r->used = round_up(sizeof *r, 64);
    r->taken = true;
    r->next = all;
    all = r;
}

static void close_reserve(jit_reserve *r) {
    jit_reserve **at = &all;
    while (*at != r) at = &(*at)->next;
    *at = r->next;
    munmap(r, r->nbytes);
}

jit_reserve *jit_reserve_map(size_t nbytes, size_t beside, jit_reserve *below) {
    nbytes = round_up(nbytes + sizeof(jit_reserve), PAGE);
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    unsigned char *at = __real_mmap(NULL, nbytes + beside, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (at == MAP_FAILED) return NULL;
    if (beside > 0) munmap(at + nbytes, beside);
    pthread_mutex_lock(&lock);
    jit_reserve *r = (jit_reserve *)(void *)at;
    open_reserve(r, nbytes);
    r->below = below;
    pthread_mutex_unlock(&lock);
    return r;
}

jit_reserve *jit_reserve_take(size_t nbytes, size_t beside) {
    /* where not even that is left, nothing should begin */
    void *probe = __real_malloc(PROBE_NBYTES);
    __real_free(probe);
    return probe ? jit_reserve_map(nbytes, beside, NULL) : NULL;
}

void jit_reserve_give(jit_reserve *r) {
    pthread_mutex_lock(&lock);
    for (jit_reserve *below; r; r = below) {
        below = r->below;
        r->below = NULL;
        r->taken = false;
        size_t keep = round_up(r->used, PAGE);
        if (r->blocks == 0)
            close_reserve(r);
        else if (keep < r->nbytes && munmap((unsigned char *)r + keep, r->nbytes - keep) == 0)
            r->nbytes = keep;
    }
    pthread_mutex_unlock(&lock);
}

/* ---- blocks; lock held */

static unsigned char *block_in(jit_reserve *r, uint32_t *class) {
    for (uint32_t c = *class; c < CLASSES && c < *class + LOOK_ABOVE; c++) {
        void *block = r->free[c];
        if (!block) continue;
        memcpy(&r->free[c], block, sizeof(void *));
        *class = c;
        return block;
    }
    size_t size = class_nbytes(*class);
    if (size > r->nbytes - r->used) return NULL;
    r->used += size;
    return (unsigned char *)r + r->used - size;
}

static void *block_new(jit_reserve *r, size_t nbytes, size_t align) {
    uint32_t class = class_of(nbytes + align + sizeof(tag));
    unsigned char *block = class < CLASSES ? block_in(r, &class) : NULL;
    if (!block) return NULL;
    size_t back =
        round_up((size_t)(uintptr_t)block + sizeof(tag), align) - (size_t)(uintptr_t)block;
    tag t = {class, (uint32_t)back};
    memcpy(block + back - sizeof t, &t, sizeof t);
    r->blocks++;
    atomic_fetch_add(&alive, 1);
    return block + back;
}

static jit_reserve *reserve_of(const void *p) {
    jit_reserve *r = all;
    while (r && ((uintptr_t)p <= (uintptr_t)r || (uintptr_t)p >= (uintptr_t)r + r->nbytes))
        r = r->next;
    return r;
}

static tag tag_of(const void *p) {
    tag t;
    memcpy(&t, (const unsigned char *)p - sizeof t, sizeof t);
    return t;
}

static void block_free(jit_reserve *r, void *p) {
    tag t = tag_of(p);
    void *block = (unsigned char *)p - t.back;
    memcpy(block, &r->free[t.class], sizeof(void *));
    r->free[t.class] = block;
    r->blocks--;
    atomic_fetch_sub(&alive, 1);
    if (r->blocks == 0 && !r->taken) close_reserve(r);
}

/* ---- */

static jit_reserve *first_reserve(void) {
    jit_reserve *r = (jit_reserve *)(void *)first;
    if (r->nbytes == 0) open_reserve(r, sizeof first);
    return r;
}

/* Extended as long as the system has something. Returns NULL only outside of LLVM. */
static void *from_reserve(size_t nbytes, size_t align) {
    if (nbytes > MOST_NBYTES) nbytes = MOST_NBYTES; /* more than any reserve has */
    for (;;) {
        void *p = NULL;
        jit_reserve **mine = jit_reserve_at_hand();
        pthread_mutex_lock(&lock);
        for (jit_reserve *r = mine ? *mine : first_reserve(); r && !p; r = r->below)
            p = block_new(r, nbytes, align);
        pthread_mutex_unlock(&lock);
        if (p || !mine) return p;
        size_t wanted = 2 * (nbytes + align + sizeof(jit_reserve));
        jit_reserve *more =
            jit_reserve_map(wanted > EXTENSION_NBYTES ? wanted : EXTENSION_NBYTES, 0, *mine);
        if (more)
            *mine = more;
        else
            jit_memory_ended();
    }
}

void *__wrap_malloc(size_t nbytes) {
    void *p = __real_malloc(nbytes);
    return p ? p : from_reserve(nbytes, LEAST_ALIGN);
}

void *__wrap_calloc(size_t count, size_t each) {
    size_t nbytes;
    void *p = __real_calloc(count, each);
    if (p || __builtin_mul_overflow(count, each, &nbytes)) return p;
    p = from_reserve(nbytes, LEAST_ALIGN);
    return p ? memset(p, 0, nbytes) : NULL;
}

void __wrap_free(void *p) {
    if (p && atomic_load(&alive) > 0) {
        pthread_mutex_lock(&lock);
        jit_reserve *r = reserve_of(p);
        if (r) block_free(r, p);
        pthread_mutex_unlock(&lock);
        if (r) return;
    }
    __real_free(p);
}

/* Bytes the caller may read of a block, whoever it came from; *ours: a reserve's. */
static size_t usable(void *p, bool *ours) {
    *ours = false;
    if (atomic_load(&alive) > 0) {
        pthread_mutex_lock(&lock);
        *ours = reserve_of(p) != NULL;
        pthread_mutex_unlock(&lock);
    }
    if (!*ours) return malloc_usable_size(p);
    tag t = tag_of(p);
    return class_nbytes(t.class) - t.back;
}

void *__wrap_realloc(void *old, size_t nbytes) {
    bool ours;
    if (!old) return __wrap_malloc(nbytes);
    size_t had = usable(old, &ours);
    void *p = ours ? NULL : __real_realloc(old, nbytes);
    if (p || (nbytes == 0 && !ours)) return p;
    p = ours ? __wrap_malloc(nbytes) : from_reserve(nbytes, LEAST_ALIGN);
    if (!p) return NULL;
    memcpy(p, old, had < nbytes ? had : nbytes);
    __wrap_free(old);
    return p;
}

void *__wrap_aligned_alloc(size_t align, size_t nbytes) {
    void *p = __real_aligned_alloc(align, nbytes);
    return p ? p : from_reserve(nbytes, align > LEAST_ALIGN ? align : LEAST_ALIGN);
}

int __wrap_posix_memalign(void **out, size_t align, size_t nbytes) {
    int error = __real_posix_memalign(out, align, nbytes);
    if (error != ENOMEM) return error;
    void *p = from_reserve(nbytes, align > LEAST_ALIGN ? align : LEAST_ALIGN);
    if (!p) return ENOMEM;
    *out = p;
    return 0;
}

char *__wrap_strdup(const char *text) {
    size_t nbytes = strlen(text) + 1;
    void *p = __wrap_malloc(nbytes);
    return p ? memcpy(p, text, nbytes) : NULL;
}

void *__wrap_mmap(void *at, size_t nbytes, int prot, int flags, int fd, off_t offset) {
    void *p = __real_mmap(at, nbytes, prot, flags, fd, offset);
    if (p == MAP_FAILED) jit_memory_refused();
    return p;
}

int __wrap_mprotect(void *at, size_t nbytes, int prot) {
    int result = __real_mprotect(at, nbytes, prot);
    if (result != 0) jit_memory_refused();
    return result;
}
