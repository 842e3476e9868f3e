/* SPDX-License-Identifier: Apache-2.0
 * The public doors to the ledger's reader and to the environment table. Called by `kiln ledger` and
 * `kiln doctor`. */
#include "kiln/ledger.h"

#include "base/env.h"
#include "runtime/ledger.h"

typedef kiln_status (*look)(const kn_alloc *alloc, const char *path, const char *made_by,
                            kn_ledger_report *report, kn_text *why);

static kiln_status verify(const kn_alloc *alloc, const char *path, const char *made_by,
                          kn_ledger_report *report, kn_text *why) {
    (void)made_by;
    return kn_ledger_verify(alloc, path, report, why);
}

static kiln_status look_at(look what, const char *path, const char *made_by,
                           kiln_ledger_report *report, char *why, size_t why_size) {
    if (why != NULL && why_size > 0) why[0] = '\0';
    if (path == NULL || report == NULL || report->struct_size != sizeof *report)
        return KILN_BAD_ARGUMENT;
    const kn_alloc *alloc = kn_alloc_default();
    kn_ledger_report inner;
    kn_text text;
    kn_text_init(&text, alloc);
    kiln_status status = what(alloc, path, made_by, &inner, &text);
    *report = (kiln_ledger_report){.struct_size = sizeof *report,
                                   .lines = inner.lines,
                                   .bad_line = inner.bad_line,
                                   .bad_offset = inner.bad_offset,
                                   .lost = inner.lost};
    if (inner.fault != KN_LEDGER_NONE) report->fault = kn_ledger_fault_text(inner.fault);
    memcpy(report->last_digest, inner.last_digest, sizeof report->last_digest);
    if (status != KILN_OK) kn_text_copy_out(&text, why, why_size);
    kn_text_free(&text);
    return status;
}

kiln_status kiln_ledger_verify(const char *path, kiln_ledger_report *report, char *why,
                               size_t why_size) {
    return look_at(verify, path, NULL, report, why, why_size);
}

kiln_status kiln_ledger_seal(const char *path, const char *made_by, kiln_ledger_report *report,
                             char *why, size_t why_size) {
    return look_at(kn_ledger_seal, path, made_by, report, why, why_size);
}

bool kiln_environment(size_t i, kiln_variable *out) {
    if (out == NULL || i >= KN_ENV_COUNT) return false;
    const kn_env_row *row = &kn_env_table()[i];
    *out = (kiln_variable){row->name, row->values, row->meaning, kn_env_get((kn_env_id)i)};
    return true;
}
