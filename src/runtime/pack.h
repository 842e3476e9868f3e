/* SPDX-License-Identifier: Apache-2.0
 * Packing of one panel of a contraction's operand. Called by contract.c. */
#ifndef KN_RUNTIME_PACK_H
#define KN_RUNTIME_PACK_H

#include <stddef.h>
#include <stdint.h>

/* to[step * width + i] = from[step * step_stride + i * item_stride] for i < valid, zero up to
 * width, for all steps. Strides in elements of 4 or 8 bytes, any sign. `to` is 64-byte aligned;
 * nothing past steps * width is written. */
typedef struct pack_panel {
    void *to;
    const void *from;
    int64_t steps, step_stride;
    int64_t valid, width, item_stride;
} pack_panel;

typedef void (*rt_pack_fn)(const pack_panel *p);
/* The fastest one this processor runs for elements of `each` bytes. */
rt_pack_fn rt_pack_pick(size_t each);

/* Instruction sets, so that tests reach all of them; NULL where this processor lacks it. */
typedef enum rt_pack_isa {
    RT_PACK_BASE,
    RT_PACK_AVX2,
    RT_PACK_AVX512,
    RT_PACK_ISA_COUNT
} rt_pack_isa;
rt_pack_fn rt_pack_on(rt_pack_isa isa, size_t each);

/* pack_x86.c */
void rt_pack_avx2_4(const pack_panel *p);
void rt_pack_avx2_8(const pack_panel *p);
void rt_pack_avx512_4(const pack_panel *p);
void rt_pack_avx512_8(const pack_panel *p);
/* pack.c: plain loops */
void rt_pack_base_4(const pack_panel *p);
void rt_pack_base_8(const pack_panel *p);

#endif
