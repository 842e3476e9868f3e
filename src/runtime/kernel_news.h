/* SPDX-License-Identifier: Apache-2.0
 * Why a kernel had to be made. Private to kernels.c and kernel_news.c. */
#ifndef KN_RUNTIME_KERNEL_NEWS_H
#define KN_RUNTIME_KERNEL_NEWS_H

#include "runtime/kernels.h"

/* One number a part of the key, equal when the parts are. */
void rt_key_parts(const kernel_spec *s, uint64_t part[RT_KEY_PARTS_COUNT]);
/* The parts in which the nearest kernel of the ring differs: "dtypes, access". */
void rt_key_news(const rt_code *ring, const uint64_t part[RT_KEY_PARTS_COUNT], kiln_isa isa,
                 kn_text *out);

#endif
