/* SPDX-License-Identifier: Apache-2.0
 * The environment table: every variable Kiln reads, in one list with its meaning, read by this one
 * file and printed by `kiln doctor`. */
#ifndef KN_BASE_ENV_H
#define KN_BASE_ENV_H

/* name, values, meaning */
#define KN_ENV_MAP(X)                                                                              \
    X(KILN_DUMP, "a folder", "write the graph after every stage as numbered files there")          \
    X(KILN_MODE, "strict | hardened", "checks beside the same results (default strict)")           \
    X(KILN_PATH, "fused | eager", "compiled kernels, or the plain reference (default fused)")      \
    X(KILN_VERIFY, "off | first | every",                                                          \
      "compare fused results with the reference (default first)")                                  \
    X(KILN_THREADS, "1..256", "threads that run a plan (default: the process's cores)")            \
    X(KILN_ISA, "avx512 | avx2 | base",                                                            \
      "highest instruction set to emit (default: the machine's)")                                  \
    X(KILN_MATMUL, "emitted | openblas | auto",                                                    \
      "kernels for matrix products (default emitted; openblas"                                     \
      " is outside the bitwise set)")                                                              \
    X(KILN_CACHE_DIR, "a folder, or off",                                                          \
      "compiled kernels on disk (default $XDG_CACHE_HOME/kiln, else"                               \
      " ~/.cache/kiln)")                                                                           \
    X(KILN_LEDGER, "a file", "append the evidence ledger there (default none)")                    \
    X(KILN_LEDGER_SYNC, "none | second | line",                                                    \
      "when its lines are forced to the disk (default second)")                                    \
    X(SOURCE_DATE_EPOCH, "seconds since 1970",                                                     \
      "the time that envelopes give as that of their making")

typedef enum kn_env_id {
#define KN_ENV_ENUM(name, values, meaning) KN_ENV_##name,
    KN_ENV_MAP(KN_ENV_ENUM)
#undef KN_ENV_ENUM
        KN_ENV_COUNT
} kn_env_id;

typedef struct kn_env_row {
    const char *name, *values, *meaning;
} kn_env_row;

const kn_env_row *kn_env_table(void); /* KN_ENV_COUNT rows */
const char *kn_env_get(kn_env_id id); /* secure_getenv; NULL when unset or empty */
const char *kn_env_home(void);        /* $HOME, absolute paths only; NULL otherwise */
/* $XDG_CACHE_HOME, absolute paths only; NULL otherwise */
const char *kn_env_xdg_cache(void);

#endif
