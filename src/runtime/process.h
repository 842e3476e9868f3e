/* SPDX-License-Identifier: Apache-2.0
 * The only process-wide state: the worker crew, the code generator's plug-in, OpenBLAS and the
 * kernel memory cache. Made when first needed, never torn down, and safe across fork: a child keeps
 * the code it inherited and hires a crew of its own. Private to src/runtime. */
#ifndef KN_RUNTIME_PROCESS_H
#define KN_RUNTIME_PROCESS_H

#include <pthread.h>

#include "base/map.h"
#include "jit/plugin.h"
#include "runtime/blas.h"
#include "runtime/kernels.h"
#include "runtime/pool.h"

/* One worker thread. `asleep` is the word it waits on. */
typedef struct rt_worker {
    _Alignas(128) atomic_uint asleep;
    int thread;    /* its number; the caller of a run is 0 */
    atomic_int id; /* the kernel's; 0 until it has started */
} rt_worker;

/* What pool.c describes. */
typedef struct rt_crew {
    _Alignas(128) _Atomic uint64_t work;
    _Alignas(128) atomic_uint done;
    atomic_uint waiting;
    _Alignas(128) _Atomic(rt_pool_fn) fn;
    _Atomic(void *) user;
    _Atomic(const atomic_uint *) stop;
    _Atomic(atomic_int *) foreign;
    atomic_uint nchunks;
    atomic_int threads;
    atomic_bool crowded, running;
    _Alignas(128) atomic_bool hired;
    int nworkers; /* touched only by who hired the crew */
    rt_worker worker[RT_MAX_THREADS - 1];
} rt_crew;

/* Loaded code by kernel_hash and instruction set. Guarded by rt_process.lock, but for `forgotten`.
 */
typedef struct rt_code_cache {
    kn_map map;
    rt_code newest; /* ends of the ring of use: newest.older is the last used */
    size_t nbytes;
    _Atomic uint64_t forgotten; /* how often code was found wrong: plans may hold some */
    bool ready;
} rt_code_cache;

typedef struct rt_process {
    pthread_mutex_t lock;
    /* read: LLVM is at work in this thread; write: fork waits for all of it */
    pthread_rwlock_t gate;
    rt_crew crew;
    rt_code_cache codes;
    bool hopeless; /* there is no code generator, and none will come */
    const jit_api *api;
    jit_linker *linker; /* with api: ready */
    char why[256];      /* no linker: the reason */
    bool blas_tried;
    rt_blas blas;
} rt_process;

rt_process *rt_process_get(void);

/* The code generator and its linker, opened by the first call that can. JIT with the reason when
 * there is none, or when LLVM met a fatal error since; NO_MEMORY when it could not be opened this
 * time. */
kiln_status rt_process_jit(const jit_api **api, jit_linker **linker, kn_text *why);

/* OpenBLAS, loaded by the first call; NULL when it is not here. */
const rt_blas *rt_process_blas(void);

/* Runs `work` on a thread with a stack big enough for LLVM and waits for it; false when there is no
 * thread to be had. */
#define RT_BIG_STACK ((size_t)8 << 20)
bool rt_process_big_stack(void *(*work)(void *), void *user);

#endif
