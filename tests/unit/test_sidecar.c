/* SPDX-License-Identifier: Apache-2.0
 * KILN_TEST: sanitize=address timeout=600
 * Sidecars: every damage of sidecar_damage.h made good over random files, too much of it counted
 * and nothing written, every bit noticed, every allocation failing, cancellation, refusals. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "sidecar_damage.h"

enum { TRIALS = 100, FEW = 12 };

static char dir[64];
static sd_trial t;

static void make(void) {
    (void)!chdir("/dev/shm"); /* where syncs cost nothing, if it is there */
    check_folder(dir);
}

static void drop(void) { check_unfolder(dir); }

TestSuite(sidecar, .init = make, .fini = drop);

static void try_damage(const sd_damage *damage, int trials, size_t spread) {
    for (int i = 0; i < trials; i++) {
        CHECK(sd_begin(&t, dir, (uint64_t)i, damage->least + (size_t)i * 7919 % spread));
        const char *wrong = sd_run(&t, damage);
        cr_assert_null(wrong, "%s, trial %d, %zu bytes: %s", damage->name, i, t.file.n, wrong);
        sd_end(&t);
    }
}

Test(sidecar, a_burst_is_made_good) { try_damage(&sd_damages[0], TRIALS, 300000); }
Test(sidecar, many_places_are_made_good) { try_damage(&sd_damages[1], FEW, 300000); }
Test(sidecar, a_cut_is_made_good) { try_damage(&sd_damages[2], TRIALS, 300000); }
Test(sidecar, half_a_sidecar_is_made_good) { try_damage(&sd_damages[3], TRIALS, 300000); }
Test(sidecar, half_a_sidecar_is_enough) { try_damage(&sd_damages[4], TRIALS, 300000); }

/* ---- answers */

static kiln_status verify(void) {
    t.report = (kiln_sidecar_report)KILN_SIDECAR_REPORT_INIT;
    return kiln_sidecar_verify(t.path, NULL, &t.report, t.why, sizeof t.why);
}

static kiln_status repair(void) {
    t.report = (kiln_sidecar_report)KILN_SIDECAR_REPORT_INIT;
    return kiln_sidecar_repair(t.path, NULL, &t.report, t.why, sizeof t.why);
}

Test(sidecar, sizes_from_nothing_on) {
    static const size_t sizes[] = {0, 1, 63, 64, 65, 16383, 16384, 16385, 64 * 257, 100000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        CHECK(sd_begin(&t, dir, i, sizes[i]));
        CHECK_OK(verify());
        CHECK_EQ(t.report.state, KILN_SIDECAR_INTACT);
        CHECK_EQ(t.report.length, sizes[i]);
        CHECK_EQ(t.report.sidecar_length, t.sidecar.n);
        CHECK_STR(t.report.digest, t.report.digest_before);
        CHECK_OK(kiln_sidecar_protect(t.path, NULL, NULL, NULL, 0));
        CHECK(sd_holds(t.side, t.sidecar)); /* the same bytes give the same sidecar */
        sd_end(&t);
    }
}

Test(sidecar, grown_files_are_cut_back) {
    CHECK(sd_begin(&t, dir, 3, 40000));
    sd_bytes longer = {calloc(1, 50000), 50000};
    memcpy(longer.at, t.file.at, t.file.n);
    CHECK(sd_save(t.path, longer));
    CHECK_STATUS(verify(), KILN_BAD_FILE);
    CHECK_EQ(t.report.lost, 0);
    CHECK_OK(repair());
    CHECK(sd_holds(t.path, t.file));
    free(longer.at);
    sd_end(&t);
}

/* A fifth is more than an eighth can make good. */
Test(sidecar, too_much_is_counted_and_nothing_written) {
    for (int i = 0; i < TRIALS; i++) {
        CHECK(sd_begin(&t, dir, (uint64_t)i, 60000 + (size_t)i * 1237));
        sd_bytes file = sd_copy(t.file);
        sd_destroy(&t, file, (size_t)sd_draw(&t, file.n / 2), file.n / 5);
        CHECK(sd_save(t.path, file));
        CHECK_STATUS(verify(), KILN_BAD_FILE);
        CHECK_EQ(t.report.state, KILN_SIDECAR_LOST);
        uint64_t missing = t.report.missing;
        CHECK(t.report.lost >= file.n / 5 / t.report.symbol);
        CHECK(missing > 0 && missing <= t.report.lost);
        CHECK(missing >= t.report.lost - (uint64_t)t.report.repair * t.report.blocks);
        CHECK_STATUS(repair(), KILN_BAD_FILE);
        CHECK_EQ(t.report.missing, missing);
        CHECK_HAS(t.why, "symbols are missing");
        CHECK(sd_holds(t.path, file));
        CHECK(sd_holds(t.side, t.sidecar));
        free(file.at);
        sd_end(&t);
    }
}

Test(sidecar, a_claim_of_more_than_is_there_is_answered_at_once) {
    CHECK(sd_begin(&t, dir, 5, 300000));
    CHECK(truncate(t.path, 10) == 0);
    CHECK_STATUS(repair(), KILN_BAD_FILE);
    CHECK_EQ(t.report.state, KILN_SIDECAR_LOST);
    CHECK(t.report.missing > 0);
    sd_end(&t);
}

Test(sidecar, without_a_header_there_is_no_plan) {
    CHECK(sd_begin(&t, dir, 6, 5000));
    sd_bytes noise = {calloc(1, t.sidecar.n), t.sidecar.n};
    CHECK(sd_save(t.side, noise));
    CHECK_STATUS(verify(), KILN_BAD_FILE);
    CHECK_EQ(t.report.state, KILN_SIDECAR_UNKNOWN);
    CHECK_HAS(t.why, "no header of its sidecar is intact");
    free(noise.at);
    sd_end(&t);
}

/* One intact header of three is enough, whichever it is. */
Test(sidecar, two_headers_may_be_gone) {
    CHECK(sd_begin(&t, dir, 7, 5000));
    uint8_t *at[3], *from = t.sidecar.at;
    for (int i = 0; i < 3; i++, from = at[i - 1] + 1)
        CHECK((at[i] = memmem(from, (size_t)(t.sidecar.at + t.sidecar.n - from), "kiln-sidecar",
                              12)) != NULL);
    for (int kept = 0; kept < 3; kept++) {
        sd_bytes damaged = sd_copy(t.sidecar);
        for (int i = 0; i < 3; i++)
            if (i != kept) sd_destroy(&t, damaged, (size_t)(at[i] - t.sidecar.at), 128);
        CHECK(sd_save(t.side, damaged));
        CHECK_STATUS(verify(), KILN_BAD_FILE);
        CHECK_OK(repair());
        CHECK(sd_holds(t.side, t.sidecar));
        free(damaged.at);
    }
    sd_end(&t);
}

static void flip_each_bit(const char *path, sd_bytes sound) {
    sd_bytes b = sd_copy(sound);
    for (size_t bit = 0; bit < b.n * 8; bit++) {
        b.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
        CHECK(sd_save(path, b));
        CHECK_STATUS(verify(), KILN_BAD_FILE);
        CHECK_EQ(t.report.state, KILN_SIDECAR_DAMAGED);
        if (bit % 97 == 0) {
            CHECK_OK(repair());
            CHECK(sd_holds(t.path, t.file) && sd_holds(t.side, t.sidecar));
        }
        b.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    CHECK(sd_save(path, sound));
    free(b.at);
}

Test(sidecar, every_bit_is_noticed) {
    CHECK(sd_begin(&t, dir, 8, 150));
    flip_each_bit(t.side, t.sidecar);
    flip_each_bit(t.path, t.file);
    sd_end(&t);
}

/* ---- options and refusals */

static kiln_status protect_with(int overhead, uint32_t symbol) {
    kiln_sidecar_options o = KILN_SIDECAR_OPTIONS_INIT;
    o.overhead = overhead;
    o.symbol = symbol;
    t.report = (kiln_sidecar_report)KILN_SIDECAR_REPORT_INIT;
    return kiln_sidecar_protect(t.path, &o, &t.report, t.why, sizeof t.why);
}

Test(sidecar, overhead_and_symbol_are_chosen) {
    CHECK(sd_begin(&t, dir, 9, 2000000));
    CHECK_EQ(t.report.symbol, 64);
    CHECK_EQ(t.report.repair, 32);
    CHECK_OK(protect_with(2500, 1024));
    CHECK_EQ(t.report.symbol, 1024);
    CHECK_EQ(t.report.repair, 62); /* of 245 */
    CHECK_OK(protect_with(100, 4096));
    CHECK_EQ(t.report.repair,
             8); /* 3 would be 1 %; and four more for the ends of a burst and for luck */
    CHECK_OK(protect_with(10000, 65472));
    CHECK_OK(verify());
    CHECK_STATUS(protect_with(10001, 0), KILN_BAD_ARGUMENT);
    CHECK_HAS(t.why, "overhead is 10001: expected 0..10000");
    CHECK_STATUS(protect_with(-1, 0), KILN_BAD_ARGUMENT);
    CHECK_STATUS(protect_with(0, 100), KILN_BAD_ARGUMENT);
    CHECK_HAS(t.why, "symbol is 100: expected a multiple of 64 up to 65472");
    CHECK_STATUS(protect_with(0, 65536), KILN_BAD_ARGUMENT);
    sd_end(&t);
}

Test(sidecar, what_is_refused) {
    char link[300], why[512];
    kiln_sidecar_options o = KILN_SIDECAR_OPTIONS_INIT;
    CHECK(sd_begin(&t, dir, 10, 1000));
    snprintf(link, sizeof link, "%s/link", dir);
    CHECK(symlink("file", link) == 0);
    CHECK_STATUS(kiln_sidecar_protect(link, NULL, NULL, why, sizeof why), KILN_IO);
    CHECK_HAS(why, "link: is a link");
    CHECK_STATUS(kiln_sidecar_protect(dir, NULL, NULL, why, sizeof why), KILN_IO);
    CHECK_HAS(why, "is not a regular file");
    CHECK_STATUS(kiln_sidecar_protect("/etc/", NULL, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_sidecar_verify(NULL, NULL, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    o.struct_size = 1;
    CHECK_STATUS(kiln_sidecar_verify(t.path, &o, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    t.report.struct_size = 1;
    CHECK_STATUS(kiln_sidecar_verify(t.path, NULL, &t.report, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK(rename(t.side, link) == 0 && symlink("link", t.side) == 0);
    CHECK_STATUS(verify(), KILN_IO);
    CHECK_HAS(t.why, "file.raptorq: is a link");
    CHECK(unlink(t.side) == 0);
    CHECK_STATUS(repair(), KILN_IO);
    CHECK_HAS(t.why, "file.raptorq: cannot be opened: No such file");
    if (geteuid() == 0) { /* only root can give files away */
        CHECK(chown(t.path, 12345, 12345) == 0);
        CHECK_STATUS(kiln_sidecar_protect(t.path, NULL, NULL, why, sizeof why), KILN_IO);
        CHECK_HAS(why, "belongs to another user");
    }
    sd_end(&t);
}

Test(sidecar, permissions_stay) {
    struct stat st;
    CHECK(sd_begin(&t, dir, 11, 3000));
    CHECK(chmod(t.path, 0640) == 0 && chmod(t.side, 0600) == 0);
    sd_bytes file = sd_copy(t.file), side = sd_copy(t.sidecar);
    sd_destroy(&t, file, 100, 5);
    sd_destroy(&t, side, 200, 5);
    FILE *f = fopen(t.path, "r+b"), *g = fopen(t.side, "r+b");
    CHECK(f && g && fwrite(file.at, 1, file.n, f) == file.n &&
          fwrite(side.at, 1, side.n, g) == side.n);
    fclose(f);
    fclose(g);
    CHECK_OK(repair());
    CHECK(stat(t.path, &st) == 0 && (st.st_mode & 0777) == 0640);
    CHECK(stat(t.side, &st) == 0 && (st.st_mode & 0777) == 0600);
    free(file.at);
    free(side.at);
    sd_end(&t);
}

/* ---- memory and cancellation */

static sd_bytes damaged_file;

static void begin_damaged(size_t n) {
    CHECK(sd_begin(&t, dir, 12, n));
    damaged_file = sd_copy(t.file);
    sd_destroy(&t, damaged_file, n / 3, n / 12);
}

static void end_damaged(void) {
    free(damaged_file.at);
    sd_end(&t);
}

Test(sidecar, every_allocation_may_fail) {
    check_alloc alloc;
    kiln_sidecar_options o = KILN_SIDECAR_OPTIONS_INIT;
    kiln_status status = KILN_NO_MEMORY;
    begin_damaged(30000);
    o.allocator = &alloc.vtable;
    for (long long at = 1; status != KILN_OK; at++) {
        CHECK(sd_save(t.path, damaged_file));
        check_alloc_init(&alloc, at);
        status = kiln_sidecar_repair(t.path, &o, NULL, t.why, sizeof t.why);
        CHECK(status == KILN_OK || status == KILN_NO_MEMORY);
        CHECK(sd_holds(t.path, status == KILN_OK ? t.file : damaged_file));
        CHECK(sd_holds(t.side, t.sidecar));
        CHECK_EQ(alloc.live, 0);
    }
    status = KILN_NO_MEMORY;
    for (long long at = 1; status != KILN_OK; at++) {
        check_alloc_init(&alloc, at);
        status = kiln_sidecar_protect(t.path, &o, NULL, t.why, sizeof t.why);
        CHECK(status == KILN_OK || status == KILN_NO_MEMORY);
        CHECK(sd_holds(t.side, t.sidecar));
        CHECK_EQ(alloc.live, 0);
    }
    end_damaged();
}

typedef struct countdown {
    long long asked, at;
} countdown;

static bool at_zero(void *user) {
    countdown *c = user;
    return ++c->asked == c->at;
}

Test(sidecar, stops_wherever_it_is_asked) {
    countdown count = {0, -1};
    kiln_sidecar_options o = KILN_SIDECAR_OPTIONS_INIT;
    o.stop = at_zero;
    o.user = &count;
    begin_damaged(60000);
    CHECK(sd_save(t.path, damaged_file));
    CHECK_OK(kiln_sidecar_repair(t.path, &o, NULL, t.why, sizeof t.why));
    for (long long at = 1, last = count.asked; at <= last; at += 1 + at / 10) {
        CHECK(sd_save(t.path, damaged_file));
        count = (countdown){0, at};
        CHECK_STATUS(kiln_sidecar_repair(t.path, &o, NULL, t.why, sizeof t.why), KILN_CANCELLED);
        CHECK_HAS(t.why, "cancelled");
        CHECK(sd_holds(t.path, damaged_file));
    }
    end_damaged();
}
