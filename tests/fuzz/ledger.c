/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a ledger, as they are and with each line's link and digest made right; one that a
 * writer goes on with must verify then. */
#define _GNU_SOURCE /* memmem */
#include "base/digest.h"
#include "fuzz.h"
#include "runtime/ledger.h"

/* Puts the digest of the line before behind "prev":" and the line's own behind "digest":". */
static void chain(char *line, size_t len, kn_hash *prev) {
    static const char link[] = "\"prev\":\"", own[] = ",\"digest\":\"";
    char hex[33], *at;
    if (!(at = memmem(line, len, link, sizeof link - 1))) return;
    at += sizeof link - 1;
    if ((size_t)(line + len - at) < 32) return;
    kn_hash_hex(*prev, hex);
    memcpy(at, hex, 32);
    if (!(at = memmem(line, len, own, sizeof own - 1))) return;
    *prev = kn_hash_bytes(line, (size_t)(at - line));
    at += sizeof own - 1;
    if ((size_t)(line + len - at) < 32) return;
    kn_hash_hex(*prev, hex);
    memcpy(at, hex, 32);
}

static void make_right(char *text, size_t size) {
    kn_hash prev = {0, 0};
    for (char *at = text, *end; at < text + size; at = end + 1) {
        end = memchr(at, '\n', (size_t)(text + size - at));
        if (!end) end = text + size;
        chain(at, (size_t)(end - at), &prev);
    }
}

static void try_ledger(const void *bytes, size_t size) {
    kn_ledger_report report;
    fuzz_memory m;
    kn_text why;
    const char *path = fuzz_file("ledger", bytes, size);
    fuzz_memory_init(&m);
    kn_text_init(&why, &m.vtable);
    kiln_status status = kn_ledger_verify(&m.vtable, path, &report, &why);
    FUZZ_CHECK((status == KILN_OK) == (report.fault == KN_LEDGER_NONE));
    bool torn = report.fault == KN_LEDGER_TORN_TAIL;
    kn_ledger *l = kn_ledger_open(&m.vtable, path, &why);
    FUZZ_CHECK(l || status != KILN_OK);
    kn_ledger_add(l, "note", "\"n\":1");
    bool lost = kn_ledger_close(l) > 0;
    if (l && (status == KILN_OK || torn) && !lost)
        FUZZ_CHECK(kn_ledger_verify(&m.vtable, path, &report, &why) == KILN_OK);
    kn_text_free(&why);
    FUZZ_CHECK(m.live == 0);
    char command[128];
    for (int i = 1; i < 4 && torn; i++) {
        snprintf(command, sizeof command, "%s.torn-%d", path, i);
        unlink(command);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *copy = calloc(1, size + 1);
    FUZZ_CHECK(copy);
    if (size > 0) memcpy(copy, data, size);
    try_ledger(copy, size);
    make_right(copy, size);
    try_ledger(copy, size);
    free(copy);
    return 0;
}
