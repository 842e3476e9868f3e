/* SPDX-License-Identifier: Apache-2.0
 * The door between libkiln.so and libkiln-jit.so: one exported function that returns this table.
 * The core never sees LLVM. */
#ifndef KN_JIT_PLUGIN_H
#define KN_JIT_PLUGIN_H

#include "ir/kernel.h"

#define JIT_ABI 2u
/* raise when the code for an unchanged kernel_spec changes: part of the cache key */
#define JIT_EMITTER_VERSION 7u

typedef enum jit_dump { JIT_DUMP_LLVM, JIT_DUMP_ASM } jit_dump;
typedef struct jit_linker jit_linker;

typedef struct jit_api {
    uint32_t abi, emitter_version;
    const char *llvm_version; /* "19.1.7" */
    /* Spec to relocatable object. Pure, and callable from any number of threads. `symbol` names the
     * entry. */
    kiln_status (*compile)(const kn_alloc *alloc, const kernel_spec *spec, kiln_isa isa,
                           const char *symbol, kn_text *object, kn_text *why);
    kiln_status (*dump)(const kn_alloc *alloc, const kernel_spec *spec, kiln_isa isa,
                        const char *symbol, jit_dump what, kn_text *out, kn_text *why);
    /* One linker a process (ORC LLJIT); add is serialised inside. *edge is NULL unless
     * `symbol_edge` exists. `handle` frees the code again with remove; where remove fails, code and
     * handle are as they were. */
    kiln_status (*linker_open)(jit_linker **out, kn_text *why);
    kiln_status (*linker_add)(jit_linker *l, const void *object, size_t nbytes, const char *symbol,
                              void **entry, void **edge, void **handle, kn_text *why);
    kiln_status (*linker_remove)(jit_linker *l, void *handle);
    /* True once LLVM reported a fatal error: nothing of it is called again. All of the above give
     * NO_MEMORY where memory is short now and may not be later. */
    bool (*dead)(void);
} jit_api;

/* The one exported symbol. NULL when `abi` is not the one this build speaks. */
typedef const jit_api *(*kiln_jit_open_fn)(uint32_t abi);
KILN_API const jit_api *kiln_jit_api(uint32_t abi);

#endif
