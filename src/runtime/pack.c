/* SPDX-License-Identifier: Apache-2.0
 * Packing of panels by plain loops, and the choice of a faster form. Called by contract.c. */
#include "runtime/pack.h"

#include <stdbool.h>
#include <string.h>

/* Along whichever stride is smaller inside, so that lines of memory are used whole. */
#define PACK_BASE(name, type)                                                                      \
    void name(const pack_panel *p) {                                                               \
        type *to = p->to;                                                                          \
        const type *from = p->from;                                                                \
        if (p->valid < p->width) memset(to, 0, (size_t)(p->steps * p->width) * sizeof *to);        \
        if (p->step_stride == 1) {                                                                 \
            for (int64_t i = 0; i < p->valid; i++)                                                 \
                for (int64_t s = 0; s < p->steps; s++)                                             \
                    to[s * p->width + i] = from[i * p->item_stride + s];                           \
            return;                                                                                \
        }                                                                                          \
        for (int64_t s = 0; s < p->steps; s++, to += p->width, from += p->step_stride)             \
            for (int64_t i = 0; i < p->valid; i++) to[i] = from[i * p->item_stride];               \
    }

PACK_BASE(rt_pack_base_4, uint32_t)
PACK_BASE(rt_pack_base_8, uint64_t)

rt_pack_fn rt_pack_on(rt_pack_isa isa, size_t each) {
    if (isa == RT_PACK_BASE) return each == 4 ? rt_pack_base_4 : rt_pack_base_8;
#ifdef __x86_64__
    if (isa == RT_PACK_AVX512 && __builtin_cpu_supports("avx512f"))
        return each == 4 ? rt_pack_avx512_4 : rt_pack_avx512_8;
    if (isa == RT_PACK_AVX2 && __builtin_cpu_supports("avx2"))
        return each == 4 ? rt_pack_avx2_4 : rt_pack_avx2_8;
#endif
    return NULL;
}

rt_pack_fn rt_pack_pick(size_t each) {
    rt_pack_fn fn = NULL;
    for (int isa = RT_PACK_ISA_COUNT - 1; isa >= 0 && !fn; isa--)
        fn = rt_pack_on((rt_pack_isa)isa, each);
    return fn;
}
