/* SPDX-License-Identifier: Apache-2.0
 * The scrub of a folder: what it repairs, what it counts, and the ledger that proves it.
 * KILN_TEST: sanitize=address */
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "kiln/ledger.h"
#include "sidecar_damage.h"

static char dir[64];
static sd_trial t;

static void make(void) { check_folder(dir); }

static void drop(void) { check_unfolder(dir); }

TestSuite(sidecar_scrub, .init = make, .fini = drop);

typedef struct seen {
    int files, rebuilt;
    char last[256];
} seen;

static void see(void *user, const char *path, kiln_status status, const kiln_sidecar_report *report,
                const char *why) {
    seen *s = user;
    (void)status;
    (void)why;
    s->files++;
    s->rebuilt += report->state == KILN_SIDECAR_REBUILT;
    CHECK(strcmp(s->last, path) < 0); /* in the order of names */
    snprintf(s->last, sizeof s->last, "%s", path);
}

static kiln_sidecar_scrub_report scrubbed;

static kiln_status scrub(const char *ledger, seen *s) {
    *s = (seen){0};
    scrubbed = (kiln_sidecar_scrub_report)KILN_SIDECAR_SCRUB_REPORT_INIT;
    return kiln_sidecar_scrub(dir, ledger, NULL, see, s, &scrubbed, t.why, sizeof t.why);
}

static void place(const char *name, bool damage) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    CHECK(sd_save(path, t.file));
    CHECK_OK(kiln_sidecar_protect(path, NULL, NULL, NULL, 0));
    sd_bytes file = sd_copy(t.file);
    if (damage) sd_destroy(&t, file, 500, file.n / 15);
    CHECK(sd_save(path, file));
    free(file.at);
}

static void check_scrubbed(uint64_t intact, uint64_t rebuilt, uint64_t lost, uint64_t failed) {
    CHECK_EQ(scrubbed.intact, intact);
    CHECK_EQ(scrubbed.rebuilt, rebuilt);
    CHECK_EQ(scrubbed.lost, lost);
    CHECK_EQ(scrubbed.failed, failed);
    CHECK_EQ(scrubbed.files, intact + rebuilt + lost + failed);
}

Test(sidecar_scrub, a_scrub_repairs_and_proves) {
    char path[256], text[512];
    seen s;
    kiln_ledger_report ledger = {.struct_size = sizeof ledger};
    CHECK(sd_begin(&t, dir, 13, 50000));
    snprintf(path, sizeof path, "%s/sub", dir);
    CHECK(mkdir(path, 0700) == 0);
    snprintf(text, sizeof text, "%s/other", dir);
    CHECK(symlink("sub", text) == 0); /* not followed */
    place("a", true);
    place("sub/b", true);
    place("sub/c", false);
    CHECK_OK(scrub(NULL, &s));
    check_scrubbed(2, 2, 0, 0);
    CHECK_EQ(s.files, 4);
    CHECK_EQ(s.rebuilt, 2);
    snprintf(path, sizeof path, "%s/%s", dir, KILN_SIDECAR_LEDGER);
    CHECK_OK(kiln_ledger_verify(path, &ledger, text, sizeof text));
    sd_bytes lines = sd_load(path);
    lines.at[lines.n] = '\0';
    CHECK_HAS((char *)lines.at, "\"kind\":\"sidecar_block\"");
    CHECK_HAS((char *)lines.at, "\"rebuilt_by\":[");
    CHECK_HAS((char *)lines.at, "\"outcome\":\"rebuilt\"");
    CHECK_HAS((char *)lines.at, "\"outcome\":\"intact\"");
    CHECK_HAS((char *)lines.at, t.report.digest);
    free(lines.at);
    CHECK_OK(scrub(NULL, &s)); /* and again: appended, all intact */
    check_scrubbed(4, 0, 0, 0);
    CHECK_OK(kiln_ledger_verify(path, &ledger, text, sizeof text));
    CHECK(ledger.lines > 8);
    sd_end(&t);
}

Test(sidecar_scrub, a_scrub_goes_on_after_what_it_cannot_rebuild) {
    char path[256];
    seen s;
    CHECK(sd_begin(&t, dir, 14, 50000));
    place("a", false);
    place("z", true);
    snprintf(path, sizeof path, "%s/a", dir);
    CHECK(truncate(path, 20000) == 0);
    CHECK_STATUS(scrub(NULL, &s), KILN_BAD_FILE);
    check_scrubbed(1, 1, 1, 0);
    CHECK(unlink(path) == 0);
    CHECK_STATUS(scrub(NULL, &s), KILN_IO);
    check_scrubbed(2, 0, 0, 1);
    CHECK_STATUS(kiln_sidecar_scrub("nowhere", NULL, NULL, NULL, NULL, NULL, t.why, sizeof t.why),
                 KILN_IO);
    CHECK_STATUS(kiln_sidecar_scrub(NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0),
                 KILN_BAD_ARGUMENT);
    sd_end(&t);
}
