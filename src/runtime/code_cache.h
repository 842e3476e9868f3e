/* SPDX-License-Identifier: Apache-2.0
 * Loaded kernels of the process. Private to kernels.c and code_cache.c; rt_process.lock is held in
 * every call. */
#ifndef KN_RUNTIME_CODE_CACHE_H
#define KN_RUNTIME_CODE_CACHE_H

#include "runtime/process.h"

rt_code_cache *rt_codes(rt_process *p);
/* Takes a reference; NULL when it is not loaded. */
rt_code *rt_codes_find(rt_process *p, kn_hash hash, kiln_isa isa, const kn_text *key);
/* Not yet entered, one reference taken; NULL when memory ran out. Free it with rt_code_free if it
 * never is. */
rt_code *rt_code_new(kn_hash hash, kiln_isa isa, const kn_text *key, size_t nbytes);
void rt_code_free(rt_code *c);
/* Enters linked code, and drops what was used least recently and is held by no plan. */
kiln_status rt_codes_add(rt_process *p, rt_code *c);
void rt_code_put(rt_process *p, rt_code *c);
/* Nobody finds it any more. It goes when the last plan lets go of it. */
void rt_codes_forget(rt_process *p, rt_code *c);

#endif
