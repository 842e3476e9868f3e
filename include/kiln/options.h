/* SPDX-License-Identifier: Apache-2.0
 * What a session can be told when it opens: kiln_open(NULL) takes the defaults below, then the
 * environment (kiln doctor lists it); a field set here wins over the environment. */
#ifndef KILN_OPTIONS_H
#define KILN_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "kiln/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Memory for everything a session owns; the slots its handles point at are the process's, for they
 * outlive it. resize(user, NULL, 0, n) allocates, resize(user, p, old, 0) frees and returns NULL,
 * else it moves the block. Returned blocks are 64-byte aligned. Must be callable from any thread.
 * Returning NULL for n > 0 is an ordinary NO_MEMORY error. */
typedef struct kiln_allocator {
    void *(*resize)(void *user, void *block, size_t old_nbytes, size_t new_nbytes);
    void *user;
} kiln_allocator;

typedef enum kiln_mode { KILN_MODE_DEFAULT, KILN_STRICT, KILN_HARDENED } kiln_mode;
typedef enum kiln_path { KILN_PATH_DEFAULT, KILN_FUSED, KILN_EAGER } kiln_path;
typedef enum kiln_verify {
    KILN_VERIFY_DEFAULT,
    KILN_VERIFY_OFF,
    KILN_VERIFY_FIRST,
    KILN_VERIFY_EVERY
} kiln_verify;
typedef enum kiln_matmul_route {
    KILN_MATMUL_DEFAULT,
    KILN_MATMUL_EMITTED,
    KILN_MATMUL_OPENBLAS,
    KILN_MATMUL_AUTO
} kiln_matmul_route;
typedef enum kiln_isa { KILN_ISA_DEFAULT, KILN_ISA_BASE, KILN_ISA_AVX2, KILN_ISA_AVX512 } kiln_isa;
/* When lines of the ledger are forced to the disk. A killed process loses none in any case; a power
 * cut may lose what the system had not written yet (NONE: its last half minute or so), what came
 * since the last sync (SECOND: one at most a second, made while the session records lines or
 * computes, and when it closes), or nothing (LINE). */
typedef enum kiln_ledger_sync {
    KILN_LEDGER_SYNC_DEFAULT,
    KILN_LEDGER_SYNC_NONE,
    KILN_LEDGER_SYNC_SECOND,
    KILN_LEDGER_SYNC_LINE
} kiln_ledger_sync;

typedef struct kiln_options {
    size_t struct_size;       /* sizeof(kiln_options): lets later versions add fields */
    kiln_mode mode;           /* strict */
    kiln_path path;           /* fused, or eager where LLVM is absent */
    kiln_verify verify;       /* first */
    kiln_matmul_route matmul; /* emitted */
    /* the highest the machine has; asking for more than it has is UNSUPPORTED */
    kiln_isa isa;
    int threads;           /* 0: the cores this process may use; else 1..256 */
    const char *cache_dir; /* NULL: see KILN_CACHE_DIR; "off": no disk cache */
    const char *ledger;    /* NULL: see KILN_LEDGER; "off": none */
    const char *dump_dir;  /* NULL: see KILN_DUMP; "off": no dumps */
    uint64_t flush_nodes;  /* 0: 65536; pending state is computed when so many nodes wait */
    /* 0: 1 GiB; ... or wait on so many bytes of otherwise released tensors */
    uint64_t flush_bytes;
    const kiln_allocator *allocator; /* NULL: the C library's; must outlive the session */
    kiln_ledger_sync ledger_sync;    /* second */
} kiln_options;

/* An options value with struct_size set and everything else default: 0 in every field, none of
 * which would mean anything else. */
#define KILN_OPTIONS_INIT                                                                          \
    {                                                                                              \
        sizeof(kiln_options), KILN_MODE_DEFAULT, KILN_PATH_DEFAULT, KILN_VERIFY_DEFAULT,           \
            KILN_MATMUL_DEFAULT, KILN_ISA_DEFAULT, 0, NULL, NULL, NULL, 0, 0, NULL,                \
            KILN_LEDGER_SYNC_DEFAULT                                                               \
    }

#ifdef __cplusplus
}
#endif
#endif
