/* SPDX-License-Identifier: Apache-2.0
 * What the kernel cache and ledgers leave behind. Called by io_points.c. */
#include "io_points.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/kernel_store.h"
#include "runtime/ledger.h"
#include "store_kernel.h"

static void say(io_run *r, const kn_text *t) {
    snprintf(r->why, sizeof r->why, "%.2000s", kn_text_str(t));
}

/* ---- the kernel cache: nothing is synced, so the power may take an entry, but never change it */

enum { ENTRIES = 6, OBJECT = 6000 };
#define LLVM "19.1.7"

static kiln_status entry_save(io_run *r, unsigned n, char letter) {
    static const char symbol[STORE_SYMBOL_NBYTES] = "kiln_map";
    kernel_spec *s = store_kernel(n);
    kn_text object, why;
    kn_text_init(&object, kn_alloc_default());
    kn_text_init(&why, kn_alloc_default());
    for (int i = 0; i < OBJECT; i++) kn_text_bytes(&object, &letter, 1);
    kiln_status status =
        rt_store_save(&r->m.vtable, r->folder, s, KILN_ISA_AVX2, LLVM, &object, symbol, &why);
    say(r, &why);
    kn_text_free(&object);
    kn_text_free(&why);
    free(s);
    return status;
}

/* The letter of an entry, 0 for a miss, '?' for what must not be. */
static char entry_load(io_run *r, const kn_alloc *a, unsigned n, kiln_status *status) {
    kernel_spec *s = store_kernel(n);
    char symbol[STORE_SYMBOL_NBYTES], letter = 0;
    kn_text object, why;
    kn_text_init(&object, a);
    kn_text_init(&why, a);
    *status = rt_store_load(a, r->folder, s, KILN_ISA_AVX2, LLVM, &object, symbol, &why);
    if (*status == KILN_OK) {
        letter = object.len == OBJECT ? object.data[0] : '?';
        for (size_t i = 1; i < object.len; i++)
            if (object.data[i] != letter) letter = '?';
    }
    say(r, &why);
    kn_text_free(&object);
    kn_text_free(&why);
    free(s);
    return letter;
}

bool io_nothing_before(io_run *r) {
    (void)r;
    return true;
}
static bool entry_before(io_run *r) { return entry_save(r, 1, 'a') == KILN_OK; }

static kiln_status cache_save(io_run *r) {
    kiln_status worst = KILN_OK;
    for (unsigned n = 1; n <= ENTRIES; n++) {
        kiln_status status = entry_save(r, n, 'b');
        if (status == KILN_OK)
            io_ack(r, (int)n);
        else
            worst = status;
    }
    return worst;
}

static void cache_look(io_run *r) {
    kiln_status status;
    IO_CHECK(r, r->status == KILN_OK || io_refused_well(r));
    for (unsigned n = 1; n <= ENTRIES; n++) {
        bool acked = (r->acked >> n & 1) != 0;
        char letter = entry_load(r, kn_alloc_default(), n, &status);
        IO_CHECK(r, letter == 'b' || (!acked && letter == 'a' && n == 1) ||
                        (letter == 0 && ((!acked && n > 1) || r->cut)));
        IO_CHECK(r, status == KILN_OK || status == KILN_IO || r->cut);
    }
}

static bool entries_before(io_run *r) {
    static const char left[] = "0123456789abcdef0123456789abcdef.kiln-kernel.tmp-0123456789abcdef";
    return cache_save(r) == KILN_OK && io_write_file(io_path(r, left), left, sizeof left);
}

/* A fault is a miss; what comes is right. */
static kiln_status cache_load(io_run *r) {
    kiln_status worst = KILN_OK, status;
    for (unsigned n = 1; n <= ENTRIES; n++) {
        char letter = entry_load(r, &r->m.vtable, n, &status);
        if (letter == '?' || (letter == 0) != (status != KILN_OK)) io_find("a wrong entry comes");
        if (status != KILN_OK) worst = status;
    }
    return worst;
}

/* A look at the files again and again finds what is whole. */
static void entries_look(io_run *r) {
    kiln_cache_counts c = {.struct_size = sizeof c};
    IO_CHECK(r, kiln_cache_verify(r->folder, NULL, NULL, &c, r->why, sizeof r->why) == KILN_OK);
    IO_CHECK(r, c.bad == 0 && c.entries <= ENTRIES);
}

static void entries_stay(io_run *r) {
    entries_look(r);
    if (r->status == KILN_OK) cache_look(r);
}

static kiln_status cache_folder(io_run *r) {
    kiln_cache_counts c = {.struct_size = sizeof c};
    kn_text why;
    kn_text_init(&why, &r->m.vtable);
    kiln_status status = rt_store_stat(&r->m.vtable, r->folder, &c, &why);
    if (status == KILN_OK)
        status = rt_store_verify(&r->m.vtable, r->folder, false, NULL, NULL, &c, &why);
    if (status == KILN_OK) status = rt_store_clear(&r->m.vtable, r->folder, &c, &why);
    say(r, &why);
    kn_text_free(&why);
    return status;
}

static void cleared_look(io_run *r) {
    entries_look(r);
    IO_CHECK(r, r->status == KILN_OK || io_refused_well(r));
}

/* ---- ledgers */

enum { LINES = 24 };

static kiln_status write_lines(io_run *r, kiln_ledger_sync policy) {
    kn_text why;
    kn_text_init(&why, &r->m.vtable);
    kn_ledger *l = kn_ledger_open(&r->m.vtable, io_path(r, "ledger"), &why);
    kiln_status refused = errno == ENOMEM ? KILN_NO_MEMORY : KILN_IO;
    say(r, &why);
    kn_text_free(&why);
    if (!l) return refused;
    kn_ledger_sync_by(l, policy);
    for (int i = 1; i <= LINES; i++) {
        char fields[40];
        uint64_t lost = kn_ledger_lost(l);
        snprintf(fields, sizeof fields, "\"n\":%d", i);
        kn_ledger_add(l, "note", fields);
        if (kn_ledger_lost(l) == lost) io_ack(r, i);
    }
    return kn_ledger_close(l) > 0 ? KILN_IO : KILN_OK;
}

static kiln_status lines_synced(io_run *r) { return write_lines(r, KILN_LEDGER_SYNC_LINE); }
static kiln_status lines_unsynced(io_run *r) { return write_lines(r, KILN_LEDGER_SYNC_NONE); }
static bool lines_before(io_run *r) { return lines_synced(r) == KILN_OK; }

/* A writer died in its last line. */
static bool torn_before(io_run *r) {
    size_t n;
    if (!lines_before(r)) return false;
    char *bytes = io_read_file(io_path(r, "ledger"), &n);
    bool done = bytes && io_write_file(io_path(r, "ledger"), bytes, n - 20);
    free(bytes);
    return done;
}

/* The chain holds once the next writer has begun, and every acknowledged line is in it. */
void io_ledger_holds(io_run *r, bool all) {
    kn_ledger_report report;
    kn_text why;
    size_t n;
    kn_text_init(&why, kn_alloc_default());
    kn_ledger *l = kn_ledger_open(kn_alloc_default(), io_path(r, "ledger"), &why);
    if (!l) io_find("the ledger does not open: %s", kn_text_str(&why));
    (void)kn_ledger_close(l);
    kn_text_clear(&why);
    if (kn_ledger_verify(kn_alloc_default(), io_path(r, "ledger"), &report, &why) != KILN_OK)
        io_find("the ledger does not verify: %s", kn_text_str(&why));
    kn_text_free(&why);
    char *bytes = io_read_file(io_path(r, "ledger"), &n), text[32];
    for (int i = 1; i <= LINES && all; i++) {
        snprintf(text, sizeof text, "\"n\":%d,", i);
        if ((r->acked >> i & 1) && !(bytes && strstr(bytes, text))) io_find("line %d is lost", i);
    }
    free(bytes);
}

static void ledger_look(io_run *r) {
    IO_CHECK(r, r->status == KILN_OK || io_refused_well(r));
    io_ledger_holds(r, true);
}
static void unsynced_look(io_run *r) { io_ledger_holds(r, !r->cut); }

static kiln_status ledger_check(io_run *r) {
    kn_ledger_report report = {0};
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    kiln_status status = kn_ledger_verify(&r->m.vtable, io_path(r, "ledger"), &report, &why);
    if (status == KILN_OK && report.lines != LINES) io_find("%d lines", (int)report.lines);
    say(r, &why);
    kn_text_free(&why);
    return status;
}

const io_case io_cache_cases[] = {
    {"cache save", false, entry_before, NULL, cache_save, NULL, cache_look},
    {"cache load", true, entries_before, NULL, cache_load, NULL, entries_stay},
    {"cache folder", false, entries_before, NULL, cache_folder, NULL, cleared_look},
    {"ledger, each line synced", false, io_nothing_before, NULL, lines_synced, NULL, ledger_look},
    {"ledger, going on", false, lines_before, NULL, lines_synced, NULL, ledger_look},
    {"ledger, not synced", false, lines_before, NULL, lines_unsynced, NULL, unsynced_look},
    {"ledger, torn", false, torn_before, NULL, lines_synced, NULL, ledger_look},
    {"ledger verify", true, lines_before, NULL, ledger_check, NULL, io_read_look},
    {0},
};
