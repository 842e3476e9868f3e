/* SPDX-License-Identifier: Apache-2.0
 * Sessions: everything Kiln does happens in one. Opening, scopes, errors, counters. */
#ifndef KILN_SESSION_H
#define KILN_SESSION_H

#include <stdbool.h>
#include <stdio.h>

#include "kiln/options.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kiln_session kiln_session;
typedef struct kiln_tensor kiln_tensor;

/* Where a call was made: "file.c:42", static for the life of the program. NULL where unknown. */
typedef const char *kiln_site;
#define KILN_HERE_TEXT_(line) #line
#define KILN_HERE_LINE_(line) KILN_HERE_TEXT_(line)
#define KILN_HERE (__FILE__ ":" KILN_HERE_LINE_(__LINE__))

/* Opens a session with `options`, or the defaults when NULL. Returns NULL only when there is no
 * memory for the session itself; any other trouble (a bad option, an unreadable environment
 * variable) is an error of the returned session, on which every call then fails. Close it with
 * kiln_close. Opening is cheap: threads and code generation start when first needed. */
KILN_API kiln_session *kiln_open(const kiln_options *options);

/* Releases every tensor of the session and the session. Handles are dead afterwards: a call that is
 * given one refuses it (BAD_HANDLE). NULL is allowed. Returns how much is not in order, 0 when all
 * is: tensors that were kept or left in an unclosed scope (the ledger names the lines that made
 * them), and entries of the ledger that could not be written, those of the closing itself included.
 */
KILN_API size_t kiln_close(kiln_session *session);

/* Opens and closes a scope: tensors made inside are released when it closes. Scopes nest; closing
 * the outermost (no scope open) is an error. What outlives a scope, kept or written, is from its
 * end on a value: a derivative that would need how it was computed there is refused
 * (docs/evaluation.md). kiln_scope(s) { ... } does both; leave the block by `break` or by its end,
 * never by return or goto. */
KILN_API void kiln_scope_open(kiln_site at, kiln_session *session);
KILN_API void kiln_scope_close(kiln_site at, kiln_session *session);
#define kiln_scope_open(session) (kiln_scope_open)(KILN_HERE, session)
#define kiln_scope_close(session) (kiln_scope_close)(KILN_HERE, session)
#define KILN_SCOPE_NAME2_(a, b) a##b
#define KILN_SCOPE_NAME_(a, b) KILN_SCOPE_NAME2_(a, b)
#define kiln_scope(session)                                                                        \
    for (int KILN_SCOPE_NAME_(kiln_scope_, __LINE__) = (kiln_scope_open(session), 1);              \
         KILN_SCOPE_NAME_(kiln_scope_, __LINE__);                                                  \
         kiln_scope_close(session), KILN_SCOPE_NAME_(kiln_scope_, __LINE__) = 0)                   \
        for (int KILN_SCOPE_NAME_(kiln_once_, __LINE__) = 1;                                       \
             KILN_SCOPE_NAME_(kiln_once_, __LINE__); KILN_SCOPE_NAME_(kiln_once_, __LINE__) = 0)

/* Whether a call on the session has failed since it was opened or cleared; the first failure's
 * status and its text: "digits.c:42: linear: input is f32[128,64], weight is f32[10,65]". The text
 * belongs to the session and lasts until the next clear. A call that failed has written nothing,
 * drawn no random number and left no result. A call from which no session is known (all its tensors
 * are NULL, or the session is) fails for its thread: the thread's first such error is told for
 * NULL, and, on that thread, as an error of the session that the thread opened or called last, or
 * does next where there was none; a session that is given the poisoned result takes the error over.
 * For NULL, kiln_failed is true always: without such an error the status is NO_MEMORY, for
 * kiln_open returns NULL only then. */
KILN_API bool kiln_failed(const kiln_session *session);
KILN_API kiln_status kiln_error(const kiln_session *session);
KILN_API const char *kiln_error_text(const kiln_session *session);
/* Forgets the error, also the thread's where the session tells it; for NULL the thread's alone.
 * Poisoned handles stay poisoned, and using one is an error again; every other tensor keeps its
 * value. */
KILN_API void kiln_clear_error(kiln_session *session);

/* Asks the call in progress to stop computing; it fails with CANCELLED and changes nothing. It is
 * seen from the moment a call has entered the session to its end; between calls it does nothing.
 * The one call that may come from another thread or from a signal handler. */
KILN_API void kiln_cancel(kiln_session *session);

/* Numbers since the session was opened. Times are nanoseconds, summed. */
typedef struct kiln_counters {
    size_t struct_size;   /* set it to sizeof(kiln_counters) before the call */
    uint64_t evaluations; /* times a graph was computed */
    uint64_t nodes_recorded;
    uint64_t plans_built, plan_hits; /* plan cache misses and hits */
    uint64_t kernels_compiled;       /* by LLVM, in this process */
    uint64_t kernels_from_disk, kernels_from_memory;
    uint64_t cache_rejects;  /* entries on disk that were refused */
    uint64_t steps_run;      /* plan steps */
    uint64_t verified_plans; /* plans compared with the reference, bit for bit */
    uint64_t plan_ns, compile_ns, load_ns, run_ns, verify_ns;
    uint64_t allocations, bytes_allocated, bytes_live, bytes_peak; /* of tensors and plan arenas */
    uint64_t last_plan_steps, last_plan_kernels, last_arena_bytes;
    uint64_t tensors_live;
    /* entries on disk that were whole but wrong: found by verification, replaced */
    uint64_t cache_mismatches;
    uint64_t ledger_lost; /* entries of the ledger that could not be written or synced */
    uint64_t recomputed;  /* nodes computed a second time: stored then */
    /* values computed or stored at once because the program asked again there before */
    uint64_t foreseen;
    uint64_t flushes;                     /* evaluations because too much waited */
    uint64_t traces_written, traces_lost; /* by kiln_trace_steps */
} kiln_counters;
KILN_API kiln_status kiln_count(const kiln_session *session, kiln_counters *out);

/* What the session resolved its options and environment to, as static words: keys "mode", "path",
 * "isa", "verify", "matmul", "ledger_sync"; "threads", "cache_dir", "dump_dir", "llvm" give text
 * owned by the session. NULL for other keys. */
KILN_API const char *kiln_setting(kiln_session *session, const char *key);

/* Returns memory that waits for reuse to the system. */
KILN_API void kiln_trim(kiln_session *session);

/* "0.1.0" */
KILN_API const char *kiln_version(void);

#ifdef __cplusplus
}
#endif
#endif
