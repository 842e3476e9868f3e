/* SPDX-License-Identifier: Apache-2.0
 * Sealing a ledger that is closed: its chain is checked, and an envelope beside it says what it
 * was. Called through kiln/ledger.h. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>

#include "base/io.h"
#include "runtime/envelope.h"
#include "runtime/ledger.h"

static kiln_status seal(const kn_alloc *alloc, const char *path, const char *made_by,
                        kn_ledger_report *report, kn_text *why) {
    kn_hash digest;
    KN_TRY(kn_ledger_verify(alloc, path, report, why));
    if (report->lines == 0) return kn_file_fail(why, KILN_BAD_FILE, path, "has no entries");
    kiln_envelope_input last = {.name = "last entry", .length = report->lines};
    memcpy(last.digest, report->last_digest, sizeof last.digest);
    kiln_envelope e = KILN_ENVELOPE_INIT;
    e.kind = "ledger";
    e.made_by = made_by;
    e.inputs = &last;
    e.ninputs = 1;
    KN_TRY(kn_envelope_digest_file(alloc, path, &e.length, &digest, why));
    kn_hash_hex(digest, e.digest);
    return kn_envelope_write_beside(alloc, path, &e, why);
}

kiln_status kn_ledger_seal(const kn_alloc *alloc, const char *path, const char *made_by,
                           kn_ledger_report *report, kn_text *why) {
    *report = (kn_ledger_report){0};
    int fd = kn_io_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
    if (fd < 0) return kn_file_fail_errno(why, path, "cannot be opened");
    kiln_status status = kn_ledger_lock(fd)
                             ? seal(alloc, path, made_by, report, why)
                             : kn_file_fail(why, KILN_IO, path, "is locked by another process");
    kn_io()->close(fd); /* and the lock with it */
    return status;
}
