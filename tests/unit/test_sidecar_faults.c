/* SPDX-License-Identifier: Apache-2.0
 * KILN_TEST: sanitize=address timeout=600
 * Every system call of a protection and of a repair failing with each error, cut short, and the
 * process or the power gone there: both files are old or new, whole, and the next repair works. */
#include "check.h"
#include "faulty_io.h"
#include "sidecar_damage.h"

enum { NBYTES = 400 };

static char dir[64];
static sd_trial t;
static sd_bytes file, sidecar; /* damaged */

static void make(void) {
    faulty_place();
    check_folder(dir);
    CHECK(sd_begin(&t, dir, 1, NBYTES));
    file = sd_copy(t.file);
    sidecar = sd_copy(t.sidecar);
    sd_destroy(&t, file, 100, 30);
    sd_destroy(&t, sidecar, 300, 10);
}

static void drop(void) {
    faulty_end();
    free(file.at);
    free(sidecar.at);
    sd_end(&t);
    check_unfolder(dir);
}

TestSuite(sidecar_faults, .init = make, .fini = drop);

static int descriptors(void) {
    int n = 0;
    for (int fd = 0; fd < 256; fd++) n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

static kiln_status repair(void) {
    return kiln_sidecar_repair(t.path, NULL, NULL, t.why, sizeof t.why);
}

static kiln_status protect(void) {
    return kiln_sidecar_protect(t.path, NULL, NULL, t.why, sizeof t.why);
}

static void check_after(void) {
    CHECK(sd_holds(t.path, file) || sd_holds(t.path, t.file));
    CHECK(sd_holds(t.side, sidecar) || sd_holds(t.side, t.sidecar));
    CHECK_OK(repair());
    CHECK(sd_holds(t.path, t.file) && sd_holds(t.side, t.sidecar));
}

/* What a writer that was killed left goes with the next one to the same name. */
static void check_left(void) {
    CHECK(sd_save(t.path, file) && sd_save(t.side, sidecar));
    CHECK_OK(repair());
    CHECK_EQ(check_count_files(dir), 2);
}

static int repair_at_every_call(faulty_kind kind, int error) {
    int open_before = descriptors(), failed = 0;
    bool came = true;
    for (int at = 1; came; at++) {
        CHECK(sd_save(t.path, file) && sd_save(t.side, sidecar));
        faulty_begin(kind, at, error);
        kiln_status status = repair();
        came = faulty_end();
        failed += status != KILN_OK;
        CHECK(came || status == KILN_OK);
        CHECK(status == KILN_OK || t.why[0] != '\0');
        CHECK_EQ(descriptors(), open_before);
        check_after();
        CHECK(check_count_files(dir) <= 3);
    }
    check_left();
    return failed;
}

/* What a disk does not give is a loss like others, and too much of it is told as such. */
Test(sidecar_faults, each_call_of_a_repair_fails_with_each_error) {
    for (int e = 0; e < FAULTY_ERRORS; e++)
        CHECK(repair_at_every_call(FAULTY_ERROR, faulty_errors[e]) > 0);
}

Test(sidecar_faults, short_counts_are_gone_on_with) {
    CHECK_EQ(repair_at_every_call(FAULTY_SHORT, 0), 0);
}
Test(sidecar_faults, killed_at_every_call) { CHECK(repair_at_every_call(FAULTY_KILL, 0) > 20); }
Test(sidecar_faults, torn_at_every_call) { CHECK(repair_at_every_call(FAULTY_TEAR, 0) > 20); }
Test(sidecar_faults, power_cut_at_every_call) { CHECK(repair_at_every_call(FAULTY_CUT, 0) > 20); }

Test(sidecar_faults, each_call_of_a_protection_fails) {
    CHECK(sd_save(t.side, sidecar));
    for (int e = 0; e < FAULTY_ERRORS; e++) {
        bool came = true;
        for (int at = 1; came; at++) {
            CHECK(sd_save(t.side, sidecar));
            faulty_begin(FAULTY_ERROR, at, faulty_errors[e]);
            kiln_status status = protect();
            came = faulty_end();
            CHECK(status == KILN_OK ? sd_holds(t.side, t.sidecar) : t.why[0] != '\0');
            check_after();
        }
        check_left();
    }
}
