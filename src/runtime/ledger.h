/* SPDX-License-Identifier: Apache-2.0
 * The evidence ledger: append-only JSON lines, each chained to the digest of the one before.
 *
 *     {"seq":7,"time_us":…,"kind":"flush",…fields…,"prev":"<32 hex>","digest":"<32 hex>"}
 *
 * digest is XXH3-128 of the line up to and excluding ,"digest": ; prev is the digest of the line
 * before, or zeros; seq counts from 1. Any edit, loss or swap of lines shows. The chain is evidence
 * against accidents and careless edits, not against somebody who rewrites the whole file: the
 * digest has no key. Called by sessions (writing) and by `kiln ledger` (reading). */
#ifndef KN_RUNTIME_LEDGER_H
#define KN_RUNTIME_LEDGER_H

#include "base/map.h"
#include "base/text.h"
#include "kiln/options.h"

/* A longer line is refused (and counted as lost), so that the last line can be found from the end.
 */
#define KN_LEDGER_LINE_MAX ((size_t)256 << 10)

typedef struct kn_ledger kn_ledger;

/* Opens for appending and continues the chain. A last line without its newline (a writer died) is
 * moved to PATH.torn-N and a "recovered" entry says so. NULL, with the reason in `why`, when the
 * file cannot be opened, is no regular file, or ends in a whole line that is not intact; errno is
 * ENOMEM when memory ran out. path NULL: nothing is stored, entries are only counted. */
kn_ledger *kn_ledger_open(const kn_alloc *alloc, const char *path, kn_text *why);

/* When lines are forced to the disk; at first never. */
void kn_ledger_sync_by(kn_ledger *ledger, kiln_ledger_sync policy);

/* Appends one entry; `fields` is JSON members without braces ("\"a\":1,\"b\":2"), or NULL. Never
 * fails the caller: what could not be written, or synced as the policy says, is counted by
 * kn_ledger_lost, and the next entry that can be written is followed by a "lost" entry that says
 * how many there were. No-op on a NULL ledger. Any thread; other processes may append to the same
 * file, also after fork. */
void kn_ledger_add(kn_ledger *ledger, const char *kind, const char *fields);

/* With a sync each second, makes the one that is due. For whoever has nothing to add. */
void kn_ledger_tick(kn_ledger *ledger);

uint64_t kn_ledger_count(kn_ledger *ledger); /* entries added by this handle; 0 for NULL */
uint64_t kn_ledger_lost(kn_ledger *ledger);  /* entries that could not be written; 0 for NULL */
/* Tells of lost entries a last time, and syncs by any policy but NONE. Gives kn_ledger_lost. NULL
 * is fine. */
uint64_t kn_ledger_close(kn_ledger *ledger);

#define KN_LEDGER_FAULT_MAP(X)                                                                     \
    X(NONE, "intact")                                                                              \
    X(BAD_JSON, "line is not a JSON object of entries")                                            \
    X(BAD_DIGEST, "line does not match its digest")                                                \
    X(BROKEN_CHAIN, "prev is not the digest of the line before")                                   \
    X(SEQ_GAP, "seq does not follow the line before")                                              \
    X(TORN_TAIL, "last line is cut short")                                                         \
    X(TOO_LONG, "line is longer than any entry")

typedef enum kn_ledger_fault {
#define KN_LEDGER_FAULT_ENUM(name, text) KN_LEDGER_##name,
    KN_LEDGER_FAULT_MAP(KN_LEDGER_FAULT_ENUM)
#undef KN_LEDGER_FAULT_ENUM
} kn_ledger_fault;

typedef struct kn_ledger_report {
    uint64_t lines;      /* intact lines before the first fault */
    uint64_t bad_line;   /* counted from 1; 0 when the file is intact */
    uint64_t bad_offset; /* where that line begins, in bytes */
    kn_ledger_fault fault;
    /* of the last intact line: keep it elsewhere to detect a cut-off end */
    char last_digest[33];
    uint64_t lost; /* summed over the "lost" entries */
} kn_ledger_report;

const char *kn_ledger_fault_text(kn_ledger_fault fault);

/* Reads the whole file once. KILN_OK when intact, KILN_BAD_FILE with the report filled when not,
 * KILN_IO or KILN_NO_MEMORY when it could not be read. `why` may be NULL. */
kiln_status kn_ledger_verify(const kn_alloc *alloc, const char *path, kn_ledger_report *report,
                             kn_text *why);

/* Seals a ledger that is intact and has entries: PATH.envelope.json of kind "ledger" has the file's
 * length and digest, and, as its one input "last entry", how many lines there are and the digest of
 * the last. Holds the lock. The next line that is appended removes it. Errors: BAD_FILE (not
 * intact, or empty), IO, NO_MEMORY, BAD_ARGUMENT (made_by). */
kiln_status kn_ledger_seal(const kn_alloc *alloc, const char *path, const char *made_by,
                           kn_ledger_report *report, kn_text *why);

/* Waits a bounded time for the lock of an open ledger. */
bool kn_ledger_lock(int fd);

/* Shared by writer and reader: checks that line[0, len) (no newline) ends in its own digest, and
 * gives it. */
bool kn_ledger_line_digest(const char *line, size_t len, kn_hash *digest);

#endif
