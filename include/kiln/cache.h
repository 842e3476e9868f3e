/* SPDX-License-Identifier: Apache-2.0
 * The folder of compiled kernels: what `kiln cache stat|verify|clear` does, for programs.
 * docs/cache.md describes it. Any thread may call these at any time, also while other processes use
 * the folder. */
#ifndef KILN_CACHE_H
#define KILN_CACHE_H

#include <stddef.h>
#include <stdint.h>

#include "kiln/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kiln_cache_counts {
    size_t struct_size; /* set it to sizeof(kiln_cache_counts) before the call */
    /* compiled kernels in the folder (after kiln_cache_clear: still there) */
    uint64_t entries, bytes;
    uint64_t unfinished; /* temporary files that a process left behind or is writing */
    uint64_t foreign;    /* other files: never read, never removed */
    /* entries that a lookup would refuse (kiln_cache_verify), or whose code is wrong
     * (kiln_cache_audit) */
    uint64_t bad;
    uint64_t removed;       /* files removed (kiln_cache_clear) */
    int64_t oldest, newest; /* last uses of the least and the most recently used entry, to about a
                               day: seconds since 1970; 0 without entries */
    /* entries that kiln_cache_audit could not compile: another version's, or no code generator here
     */
    uint64_t unchecked;
} kiln_cache_counts;

/* Called for each bad entry, in order of names. `code` is one word, `text` says more; both last for
 * the call only. */
typedef void (*kiln_cache_bad_fn)(void *user, const char *name, const char *code, const char *text);

/* `folder` NULL: the one a session would use (KILN_CACHE_DIR, XDG_CACHE_HOME, HOME). A folder that
 * does not exist counts as empty. `why`, when not NULL, receives the reason of a failure (at most
 * `why_size` bytes with the final NUL). Errors: IO when the folder cannot be read, is a link,
 * belongs to somebody else or can be written by others; UNSUPPORTED when the disk cache is off and
 * `folder` is NULL. */
KILN_API kiln_status kiln_cache_stat(const char *folder, kiln_cache_counts *counts, char *why,
                                     size_t why_size);
/* Reads every entry and checks its digest, its form and that its name is its key's. Removes
 * nothing: a bad entry is removed by the lookup that meets it, or by clear. `on_bad` may be NULL.
 * OK also when there are bad ones. */
KILN_API kiln_status kiln_cache_verify(const char *folder, kiln_cache_bad_fn on_bad, void *user,
                                       kiln_cache_counts *counts, char *why, size_t why_size);
/* The same, and compiles every entry's key anew: one that is whole, but holds other code than the
 * compiler makes, is bad too (CODE). A lookup cannot see that; verification of the results does
 * (docs/cache.md). Some milliseconds an entry. */
KILN_API kiln_status kiln_cache_audit(const char *folder, kiln_cache_bad_fn on_bad, void *user,
                                      kiln_cache_counts *counts, char *why, size_t why_size);
/* Removes entries, and unfinished files whose writers are gone; others stay. */
KILN_API kiln_status kiln_cache_clear(const char *folder, kiln_cache_counts *counts, char *why,
                                      size_t why_size);

#ifdef __cplusplus
}
#endif
#endif
