/* SPDX-License-Identifier: Apache-2.0
 * Repair data beside a file: FILE.raptorq holds repair symbols (RFC 6330, RaptorQ) and a digest of
 * every piece of FILE, which itself stays as it is. With the default of 12.5 % of repair symbols a
 * file is rebuilt to the same bytes after a tenth of it was destroyed in one burst or cut off, or,
 * from 2 MiB on, after 1,000 single bytes anywhere; half of the sidecar may be gone, in one piece,
 * beside a third of that. docs/sidecar.md has the layout and the limits.
 *
 * Files must be regular ones of the caller; a symbolic link is refused. What is written appears in
 * one step, as kiln_safetensors_save's files do. No session is needed; any thread may call.
 * Since 0.1. */
#ifndef KILN_SIDECAR_H
#define KILN_SIDECAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kiln/options.h" /* kiln_allocator */
#include "kiln/status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define KILN_SIDECAR_SUFFIX ".raptorq"
#define KILN_SIDECAR_LEDGER "scrub.ledger" /* kiln_sidecar_scrub's, in the folder */

typedef struct kiln_sidecar_options {
    size_t struct_size; /* sizeof(kiln_sidecar_options) */
    /* Both for kiln_sidecar_protect. Repair symbols in hundredths of a percent of the source
     * symbols, 1 to 10000 (0: 1250); and bytes of a symbol, a multiple of 64 up to 65472 (0: by the
     * file's length, for 32,768 symbols where they can be so small or so large). */
    int overhead;
    uint32_t symbol;
    const kiln_allocator *allocator; /* NULL: the C library's */
    bool (*stop)(void *user); /* asked about every millisecond; true: CANCELLED. NULL: never */
    void *user;
} kiln_sidecar_options;

#define KILN_SIDECAR_OPTIONS_INIT                                                                  \
    { sizeof(kiln_sidecar_options), 0, 0, NULL, NULL, NULL }

typedef enum kiln_sidecar_state {
    KILN_SIDECAR_UNKNOWN, /* it could not be found out: the status says why */
    KILN_SIDECAR_INTACT,  /* file and sidecar are what they were */
    KILN_SIDECAR_DAMAGED, /* one of them is not, and both can be rebuilt */
    KILN_SIDECAR_LOST,    /* too much is lost */
    KILN_SIDECAR_REBUILT  /* they were damaged, and are what they were again */
} kiln_sidecar_state;

typedef struct kiln_sidecar_report {
    size_t struct_size; /* set it to sizeof(kiln_sidecar_report) before the call */
    kiln_sidecar_state state;
    uint64_t length, sidecar_length; /* as they should be, in bytes */
    uint32_t blocks;                 /* the file is cut into so many */
    uint32_t source,
        repair;       /* symbols of a block: the file's (some have one fewer), the sidecar's */
    uint32_t symbol;  /* bytes of one */
    uint64_t symbols; /* the file's, in all blocks */
    /* As they were found: */
    uint64_t lost, repair_lost; /* source and repair symbols that are not what they were */
    uint64_t blocks_damaged;    /* blocks that lost a source symbol */
    uint64_t missing;           /* symbols more that it would take to rebuild it, at least */
    bool sidecar_intact;        /* every bit of it */
    /* XXH3-128, 32 hexadecimal digits, of the file as it should be; as it was found ("" when it
     * cannot be read through); and of what repair wrote, read back ("" when it wrote nothing). */
    char digest[33], digest_before[33], digest_after[33];
} kiln_sidecar_report;

#define KILN_SIDECAR_REPORT_INIT                                                                   \
    {                                                                                              \
        sizeof(kiln_sidecar_report), KILN_SIDECAR_UNKNOWN, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, \
            "", "", ""                                                                             \
    }

/* In all of these `options` may be NULL (defaults), `report` may be NULL, and `why` (may be NULL)
 * gets one line on failure. Errors of all: BAD_ARGUMENT, IO, NO_MEMORY, CANCELLED; after an error
 * nothing is written, but for a file that was rebuilt when then its sidecar could not be. */

/* Writes PATH.raptorq. The same bytes and options give the same sidecar. TOO_LARGE from 2^45 bytes.
 */
KILN_API kiln_status kiln_sidecar_protect(const char *path, const kiln_sidecar_options *options,
                                          kiln_sidecar_report *report, char *why, size_t why_size);

/* Reads both, writes nothing. OK when they are intact. BAD_FILE when not: `state` says DAMAGED or
 * LOST; UNKNOWN when no header of the sidecar is intact. */
KILN_API kiln_status kiln_sidecar_verify(const char *path, const kiln_sidecar_options *options,
                                         kiln_sidecar_report *report, char *why, size_t why_size);

/* The same, and rebuilds what is damaged, the sidecar too. OK when both are what they were (INTACT
 * or REBUILT); BAD_FILE as above, with `missing` symbols, and nothing written. */
KILN_API kiln_status kiln_sidecar_repair(const char *path, const kiln_sidecar_options *options,
                                         kiln_sidecar_report *report, char *why, size_t why_size);

/* What a scrub found. */
typedef struct kiln_sidecar_scrub_report {
    size_t struct_size; /* set it to sizeof(kiln_sidecar_scrub_report) before the call */
    uint64_t files;     /* that have a sidecar */
    uint64_t intact, rebuilt;
    uint64_t lost;   /* more than can be rebuilt, or no header of the sidecar is intact */
    uint64_t failed; /* could not be looked at or written */
} kiln_sidecar_scrub_report;

#define KILN_SIDECAR_SCRUB_REPORT_INIT                                                             \
    { sizeof(kiln_sidecar_scrub_report), 0, 0, 0, 0, 0 }

/* Repairs every file below `folder` that has a sidecar, in the order of names; links are not
 * followed, and folders more than 64 deep are not looked into. Appends to the ledger (NULL:
 * FOLDER/scrub.ledger; kiln/ledger.h verifies it) an entry a file, with the digests before and
 * after, and one a damaged block: which symbols were lost and which repair symbols rebuilt them.
 * `each` (may be NULL) is called after each file. OK when every file is what it was; BAD_FILE when
 * one could not be rebuilt, else IO when one failed or an entry could not be written. The others
 * are done all the same. */
typedef void (*kiln_sidecar_each)(void *user, const char *path, kiln_status status,
                                  const kiln_sidecar_report *report, const char *why);
KILN_API kiln_status kiln_sidecar_scrub(const char *folder, const char *ledger,
                                        const kiln_sidecar_options *options, kiln_sidecar_each each,
                                        void *each_user, kiln_sidecar_scrub_report *report,
                                        char *why, size_t why_size);

#ifdef __cplusplus
}
#endif
#endif
