/* SPDX-License-Identifier: Apache-2.0
 * Looking at Kiln from outside a program: checking an evidence ledger, and the environment
 * variables that sessions read. What `kiln ledger` and `kiln doctor` use. No session is needed; any
 * thread may call. */
#ifndef KILN_LEDGER_H
#define KILN_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kiln/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a check of a ledger found. */
typedef struct kiln_ledger_report {
    size_t struct_size;   /* set it to sizeof(kiln_ledger_report) before the call */
    uint64_t lines;       /* intact lines before the first fault */
    uint64_t bad_line;    /* counted from 1; 0 when the file is intact */
    uint64_t bad_offset;  /* where that line begins, in bytes */
    const char *fault;    /* "line does not match its digest"; static; NULL when intact */
    char last_digest[33]; /* of the last intact line: keep it elsewhere to detect a cut-off end */
    /* entries that a writer could not write and told of when it could again */
    uint64_t lost;
} kiln_ledger_report;

/* Reads the whole file and checks every line's digest and its link to the line before. OK when
 * intact; BAD_FILE when not, with the report filled; IO, NO_MEMORY, BAD_ARGUMENT when it could not
 * be read. `why` (may be NULL) gets one line on failure. */
KILN_API kiln_status kiln_ledger_verify(const char *path, kiln_ledger_report *report, char *why,
                                        size_t why_size);

/* The same, and where it is intact writes PATH.envelope.json (kiln/envelope.h): kind "ledger",
 * length and digest of the file, and as its one input "last entry" how many lines there are and the
 * digest of the last, so that a cut-off end shows too. For a ledger that nobody appends to any
 * more: the next line that a session writes removes the seal. kiln_envelope_check compares;
 * `made_by` may be NULL. Errors as above; BAD_FILE also for one without entries. */
KILN_API kiln_status kiln_ledger_seal(const char *path, const char *made_by,
                                      kiln_ledger_report *report, char *why, size_t why_size);

/* One environment variable that sessions read when they open. Strings are static, but for `value`,
 * which is the environment's own. */
typedef struct kiln_variable {
    const char *name, *values, *meaning;
    const char *value; /* NULL: not set */
} kiln_variable;

/* Variable number i, from 0; false when there are no more. */
KILN_API bool kiln_environment(size_t i, kiln_variable *out);

#ifdef __cplusplus
}
#endif
#endif
