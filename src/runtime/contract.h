/* SPDX-License-Identifier: Apache-2.0
 * Runs a STEP_CONTRACT: packs operands, walks the tiles, calls the kernel's full and edge entries.
 * Called by execute.c. */
#ifndef KN_RUNTIME_CONTRACT_H
#define KN_RUNTIME_CONTRACT_H

#include "ir/plan.h"
#include "runtime/kernels.h"
#include "runtime/pool.h"

/* bufs in the kernel's order, bufs[0] and bufs[1] being A and B; `pack` is the step's packing
 * space. */
void rt_contract_run(rt_pool *pool, const plan_step *st, const kernel_spec *spec,
                     const rt_code *code, void *const *bufs, const uint64_t *scalars, void *pack);

#endif
