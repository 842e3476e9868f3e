/* SPDX-License-Identifier: Apache-2.0
 * The floating-point state results are defined under: round to nearest, denormals kept, no traps.
 * Set by every public function that computes or records for as long as it runs, by a run, and by
 * every worker for good; the host's own state, its flags too, is put back. */
#ifndef KN_RUNTIME_FLOATING_H
#define KN_RUNTIME_FLOATING_H

#include <fenv.h>
#include <stdbool.h>

typedef struct rt_floating {
    unsigned flags; /* of the SSE state, as the host had it */
    bool foreign;   /* the host had another state: it is in `host` */
    fenv_t host;
} rt_floating;

#ifdef __SSE__
#include <xmmintrin.h>

enum { RT_SSE_FLAGS = 0x3f, RT_SSE_STATE = 0x1f80, RT_X87_STATE = 0x37f };

/* The x87 state counts too: the C library's conversions of text follow it. */
static inline bool rt_floating_is_ours(unsigned sse) {
    unsigned short x87;
    __asm__ volatile("fnstcw %0" : "=m"(x87));
    return (sse & ~(unsigned)RT_SSE_FLAGS) == RT_SSE_STATE &&
           (x87 & 0xf3f) == (RT_X87_STATE & 0xf3f);
}
static inline unsigned rt_floating_flags(void) { return _mm_getcsr(); }
static inline void rt_floating_set_flags(unsigned sse) { _mm_setcsr(sse); }
#else
static inline bool rt_floating_is_ours(unsigned flags) { return (void)flags, false; }
static inline unsigned rt_floating_flags(void) { return 0; }
static inline void rt_floating_set_flags(unsigned flags) { (void)flags; }
#endif

/* floating.c: the host's state to f->host, ours in its place */
void rt_floating_leave(rt_floating *f);
void rt_floating_return(const rt_floating *f);

static inline rt_floating rt_floating_open(void) {
    rt_floating f;
    f.flags = rt_floating_flags();
    f.foreign = !rt_floating_is_ours(f.flags);
    if (f.foreign) rt_floating_leave(&f);
    return f;
}
static inline void rt_floating_close(const rt_floating *f) {
    if (f->foreign)
        rt_floating_return(f);
    else if (rt_floating_flags() != f->flags)
        rt_floating_set_flags(f->flags);
}

#endif
