/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode's long looks. Memory is all they cost, so they take the widest vectors the
 * processor has, and the pool's threads share the pieces: while one thread looked, the others
 * waited. What is found is told by one thread and in the order it was asked for, whatever the
 * number of threads. */
#include "runtime/audit_sweep.h"

#include "runtime/engine.h"

enum { PIECE_NBYTES = 1 << 15, SHARED_NBYTES = 1 << 18 /* less is not worth waking anybody */ };

typedef uint64_t words __attribute__((vector_size(64), aligned(1), may_alias));
enum { BLOCK = 4 * sizeof(words) };

#define INLINE static inline __attribute__((always_inline))

/* Without the sign, a NaN's and an infinity's bits are those from `least` on. */
static uint64_t least_of(kiln_dtype dtype) {
    return dtype == KILN_F64   ? UINT64_C(0x7ff0000000000000)
           : dtype == KILN_F32 ? 0x7f800000u
           : dtype == KILN_F16 ? 0x7c00
                               : 0x7f80;
}

/* In every element of a word. */
static uint64_t in_each(kiln_dtype dtype, uint64_t bits) {
    size_t size = kiln_dtype_size(dtype);
    for (; size < sizeof bits; size *= 2) bits |= bits << 8 * size;
    return bits;
}

/* Of whole blocks, how many bytes come before the first that has another byte. */
INLINE size_t same_blocks(const char *p, size_t nbytes, uint64_t each) {
    size_t at = 0;
    for (; at + BLOCK <= nbytes; at += BLOCK) {
        const words *w = (const words *)(const void *)(p + at);
        words other = (w[0] ^ each) | (w[1] ^ each) | (w[2] ^ each) | (w[3] ^ each);
        uint64_t any = 0;
        for (size_t i = 0; i < sizeof other / sizeof any; i++) any |= other[i];
        if (any) break;
    }
    return at;
}

/* Whole blocks: an exponent of all ones, with `carry` added, carries into the sign, and the sum
 * without the signs stays in its lane. */
INLINE bool finite_blocks(const char *p, size_t nbytes, uint64_t sign, uint64_t carry) {
    words seen[4] = {0};
    uint64_t any = 0;
    for (size_t at = 0; at + BLOCK <= nbytes; at += BLOCK) {
        const words *w = (const words *)(const void *)(p + at);
        for (int i = 0; i < 4; i++) seen[i] |= (w[i] & ~sign) + carry;
    }
    words all = seen[0] | seen[1] | seen[2] | seen[3];
    for (size_t i = 0; i < sizeof all / sizeof any; i++) any |= all[i];
    return (any & sign) == 0;
}

#define FORM(suffix, target)                                                                       \
    target static size_t same_##suffix(const char *p, size_t n, uint64_t each) {                   \
        return same_blocks(p, n, each);                                                            \
    }                                                                                              \
    target static bool finite_##suffix(const char *p, size_t n, uint64_t sign, uint64_t carry) {   \
        return finite_blocks(p, n, sign, carry);                                                   \
    }

FORM(base, )
#ifdef __x86_64__
FORM(avx2, __attribute__((target("avx2"))))
FORM(avx512, __attribute__((target("avx512f"))))
#endif

static size_t same_run(const char *p, size_t nbytes, uint64_t each) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f")) return same_avx512(p, nbytes, each);
    if (__builtin_cpu_supports("avx2")) return same_avx2(p, nbytes, each);
#endif
    return same_base(p, nbytes, each);
}

static bool finite_run(const char *p, size_t nbytes, uint64_t sign, uint64_t carry) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f")) return finite_avx512(p, nbytes, sign, carry);
    if (__builtin_cpu_supports("avx2")) return finite_avx2(p, nbytes, sign, carry);
#endif
    return finite_base(p, nbytes, sign, carry);
}

void rt_fill(void *at, size_t nbytes, int byte) { memset(at, byte, nbytes); }

size_t rt_filled(const void *at, size_t nbytes, int byte) {
    const unsigned char *p = at;
    uint64_t each = UINT64_C(0x0101010101010101) * (unsigned char)byte, word;
    size_t i = nbytes < BLOCK ? 0 : same_run(at, nbytes, each);
    for (; i + sizeof word <= nbytes; i += sizeof word) {
        memcpy(&word, p + i, sizeof word);
        if (word != each) break;
    }
    while (i < nbytes && p[i] == byte) i++;
    return i;
}

bool rt_all_finite(kiln_dtype dtype, const void *data, size_t nbytes) {
    size_t size = kiln_dtype_size(dtype), at = nbytes / BLOCK * BLOCK;
    uint64_t least = least_of(dtype), top = UINT64_C(1) << (8 * size - 1), bits = 0;
    if (at > 0 && !finite_run(data, at, in_each(dtype, top), in_each(dtype, top - least)))
        return false;
    for (; at < nbytes; at += size) {
        memcpy(&bits, (const char *)data + at, size);
        if ((bits & (top - 1)) >= least) return false;
    }
    return true;
}

/* ---- */

static void do_piece(void *user, int64_t chunk, int thread) {
    rt_sweep_piece *p = &((rt_sweep *)user)->piece[chunk];
    const rt_swept *w = &p->what;
    (void)thread;
    if (p->kind == RT_SWEEP_FILL)
        rt_fill(w->at, w->nbytes, RT_POISON_BYTE);
    else if (p->kind == RT_SWEEP_POISON)
        p->good = rt_filled(w->at, w->nbytes, RT_POISON_BYTE);
    else if (!rt_all_finite(p->dtype, w->at, w->nbytes))
        p->good = 0;
}

static void tell(rt_sweep *s) {
    for (size_t i = 0; i < s->n; i++) {
        const rt_sweep_piece *p = &s->piece[i];
        if (p->good == p->what.nbytes || p->what.owner == s->told) continue;
        s->told = p->what.owner;
        s->found(s->e, s->user, &p->what, p->what.from + p->good);
    }
}

/* The pool as it is, but for progress, which counts steps, and for what is no work of a step. */
static void share(rt_sweep *s) {
    rt_pool quiet = s->e->pool;
    quiet.watch = NULL;
    quiet.foreign = NULL;
    if (!s->stops) quiet.stop = NULL;
    bool mine = !quiet.hired;
    if (mine) rt_pool_begin(&quiet);
    rt_pool_for(&quiet, (int64_t)s->n, do_piece, s);
    if (mine) rt_pool_end(&quiet);
}

static void sweep(rt_sweep *s) {
    if (s->stops && rt_pool_stopped(&s->e->pool)) s->n = 0;
    if (s->nbytes >= SHARED_NBYTES)
        share(s);
    else
        for (size_t i = 0; i < s->n; i++) do_piece(s, (int64_t)i, 0);
    tell(s);
    s->n = s->nbytes = 0;
}

void rt_sweep_open(rt_sweep *s, rt_engine *e, bool stops, rt_sweep_found found, void *user) {
    s->e = e;
    s->stops = stops;
    s->found = found;
    s->user = user;
    s->told = NULL;
    s->n = s->nbytes = 0;
}

void rt_sweep_add(rt_sweep *s, rt_sweep_kind kind, kiln_dtype dtype, rt_swept what) {
    for (size_t at = 0, n; at < what.nbytes; at += n) {
        n = what.nbytes - at < PIECE_NBYTES ? what.nbytes - at : PIECE_NBYTES;
        if (s->n == RT_SWEEP_PIECES) sweep(s);
        rt_swept piece = {what.owner, what.size, what.from + at, what.at + at, n};
        s->piece[s->n++] = (rt_sweep_piece){piece, kind, dtype, n};
        s->nbytes += n;
    }
}

void rt_sweep_close(rt_sweep *s) {
    if (s->n > 0) sweep(s);
}
