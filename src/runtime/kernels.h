/* SPDX-License-Identifier: Apache-2.0
 * Kernel specifications to running code: the process's memory cache, then the disk cache, then the
 * code generator. Called by run.c when a plan is built and when it is dropped. */
#ifndef KN_RUNTIME_KERNELS_H
#define KN_RUNTIME_KERNELS_H

#include "ir/plan.h"
#include "runtime/runtime.h"

/* What a key consists of, for "which part of it is new". */
#define RT_KEY_PARTS(X)                                                                            \
    X(PROGRAM, "structure")                                                                        \
    X(DTYPES, "dtypes") X(ACCESS, "access") X(CONSTANTS, "constants") X(TILE, "tile")
enum {
#define RT_KEY_PART_ENUM(name, text) RT_KEY_##name,
    RT_KEY_PARTS(RT_KEY_PART_ENUM)
#undef RT_KEY_PART_ENUM
        RT_KEY_PARTS_COUNT
};

typedef struct rt_code {
    void *entry, *edge; /* edge: CONTRACT only */
    kn_hash hash;       /* kernel_hash of the specification */
    size_t nbytes;      /* of the object */
    /* The rest is kernels.c's and code_cache.c's. */
    kiln_isa isa;
    void *key; /* kernel_key bytes */
    size_t nkey;
    void *handle; /* the linker's */
    uint64_t part[RT_KEY_PARTS_COUNT];
    size_t refs;                      /* plans that hold it */
    kn_hash object;                   /* of the object's bytes */
    size_t entry_nbytes, edge_nbytes; /* of the functions */
    kn_hash digest;                   /* hardened: of the pages they lie in, once `digested` */
    bool digested;
    bool from_disk;
    bool forgotten; /* found wrong: in no cache any more */
    struct rt_code *newer, *older;
} rt_code;

/* Code of n distinct kernels, each with one reference taken; out[i] belongs to kernels[i]. Missing
 * ones are compiled on up to the engine's threads. On failure nothing is held: JIT when code could
 * not be had, NO_MEMORY when it may be had later (the caller runs the reference). */
kiln_status rt_kernels_get(rt_engine *e, const plan_kernel *kernels, size_t n, const rt_code **out,
                           kn_text *why);
void rt_kernels_put(const rt_code *const *codes, size_t n);

/* After a mismatch, described by `seen`: those of a plan's kernels that came from disk are compiled
 * anew, and where that gives other code it replaces the old, here, on disk and in the memory cache,
 * with a line in the ledger. The number replaced; 0 also when fresh code could not be had. */
size_t rt_kernels_renew(rt_engine *e, const plan_kernel *kernels, size_t n, const rt_code **codes,
                        const kn_text *seen);
/* When that did not help: none of a plan's kernels stays in the memory cache or on disk. */
void rt_kernels_discard(rt_engine *e, const plan_kernel *kernels, size_t n,
                        const rt_code *const *codes);
/* How often code of this process was found wrong, and whether some of these was. */
uint64_t rt_kernels_forgotten(void);
bool rt_kernels_stale(const rt_code *const *codes, size_t n);

#endif
