/* SPDX-License-Identifier: Apache-2.0
 * Kernel specifications to running code: the process's memory cache, then the disk cache, then the code
 * generator. Called by run.c when a plan is built and when it is dropped. */
#ifndef KN_RUNTIME_KERNELS_H
#define KN_RUNTIME_KERNELS_H

#include "ir/plan.h"
#include "runtime/runtime.h"

/* What a key consists of, for "which part of it is new". */
#define RT_KEY_PARTS(X)                                                     \
    X(PROGRAM, "structure") X(DTYPES, "dtypes") X(ACCESS, "access")         \
    X(CONSTANTS, "constants") X(TILE, "tile")
enum {
#define RT_KEY_PART_ENUM(name, text) RT_KEY_##name,
    RT_KEY_PARTS(RT_KEY_PART_ENUM)
#undef RT_KEY_PART_ENUM
    RT_KEY_PARTS_COUNT
};

typedef struct rt_code {
    void *entry, *edge;        /* edge: CONTRACT only */
    kn_hash hash;              /* kernel_hash of the specification */
    size_t nbytes;             /* of the object */
    /* The rest is kernels.c's. */
    kiln_isa isa;
    void *key;                 /* kernel_key bytes */
    size_t nkey;
    void *handle;              /* the linker's */
    uint64_t part[RT_KEY_PARTS_COUNT];
    size_t refs;               /* plans that hold it */
    struct rt_code *newer, *older;
} rt_code;

/* Code of n distinct kernels, each with one reference taken; out[i] belongs to kernels[i]. Missing ones
 * are compiled on up to the engine's threads. On failure nothing is held: JIT when code could not be had,
 * NO_MEMORY when it may be had later (the caller runs the reference). */
kiln_status rt_kernels_get(rt_engine *e, const plan_kernel *kernels, size_t n, const rt_code **out,
                           kn_text *why);
void rt_kernels_put(const rt_code *const *codes, size_t n);

#endif
