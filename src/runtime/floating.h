/* SPDX-License-Identifier: Apache-2.0
 * The floating-point state results are defined under: round to nearest, denormals kept, no traps. Set on
 * the caller for the length of a run and on every worker for good, whatever the host program chose for
 * itself. */
#ifndef KN_RUNTIME_FLOATING_H
#define KN_RUNTIME_FLOATING_H

#ifdef __SSE__
#include <xmmintrin.h>

typedef unsigned rt_floating;
static inline rt_floating rt_floating_pin(void) {
    rt_floating before = _mm_getcsr();
    _mm_setcsr(0x1f80);
    return before;
}
static inline void rt_floating_restore(rt_floating before) { _mm_setcsr(before); }
#else
#include <fenv.h>

typedef fenv_t rt_floating;
static inline rt_floating rt_floating_pin(void) {
    rt_floating before;
    fegetenv(&before);
    fesetenv(FE_DFL_ENV);
    return before;
}
static inline void rt_floating_restore(rt_floating before) { fesetenv(&before); }
#endif

#endif
