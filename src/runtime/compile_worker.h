/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode: kernels are compiled in a process of their own, which can compute, ask for memory
 * and answer, and nothing else; its time and memory are bounded. Called by kernels.c. */
#ifndef KN_RUNTIME_COMPILE_WORKER_H
#define KN_RUNTIME_COMPILE_WORKER_H

#include <pthread.h>

#include "base/digest.h"
#include "ir/plan.h"
#include "jit/plugin.h"
#include "runtime/runtime.h"

/* What is compiled is known when the worker starts: it has the specifications from its parent's
 * memory. */
typedef struct rt_compiler {
    rt_engine *e;
    const jit_api *api;
    const kernel_spec *const *specs;
    size_t count;
    kiln_isa isa;
    kn_stop stop;         /* asked while the answer is waited for */
    int pid, fd;          /* pid 0: none */
    pthread_mutex_t lock; /* one question at a time */
} rt_compiler;

/* Whether this build and this system have what a worker needs. */
bool rt_compiler_possible(void);
/* IO: it could not be started, and `why` says what was missing. */
kiln_status rt_compiler_start(rt_compiler *c, kn_text *why);
/* Specification number `i` to an object. JIT where the worker ended or took too long: it is gone
 * then, and every later question fails; `refused` says that it was so. CANCELLED, and it is gone
 * too, when it was stopped. */
kiln_status rt_compiler_ask(rt_compiler *c, size_t i, const char *symbol, kn_text *object,
                            bool *refused, kn_text *why);
void rt_compiler_end(rt_compiler *c);

#endif
