/* SPDX-License-Identifier: Apache-2.0
 * Every system call of a save, a read and a ledger entry failing with each error in turn, cut
 * short, and the process or the power gone there: the file is the old or the new one, whole, and
 * the next save works.
 * KILN_TEST: sanitize=address */
#include "base/file.h"
#include "check.h"
#include "faulty_io.h"
#include "kiln/safetensors.h"
#include "runtime/ledger.h"

enum { NBYTES = 10000, PIECES = 3 };

static char dir[64], path[256];
static kn_text why;

static void make(void) {
    faulty_place();
    check_folder(dir);
    snprintf(path, sizeof path, "%s/model.safetensors", dir);
    kn_text_init(&why, kn_alloc_default());
}

static void drop(void) {
    faulty_end();
    kn_text_free(&why);
    check_unfolder(dir);
}

TestSuite(io, .init = make, .fini = drop);

/* In pieces, as what is streamed. */
static kiln_status save(char letter) {
    static char bytes[NBYTES];
    kn_file_out out;
    memset(bytes, letter, sizeof bytes);
    KN_TRY(kn_file_out_begin(&out, kn_alloc_default(), path, 0600, &why));
    kiln_status status = KILN_OK;
    for (int i = 0; i < PIECES && status == KILN_OK; i++)
        status = kn_file_out_bytes(&out, bytes, NBYTES, &why);
    if (status == KILN_OK) return kn_file_out_commit(&out, &why);
    kn_file_out_drop(&out);
    return status;
}

static char letter_there(void) {
    void *bytes;
    size_t n;
    CHECK_OK(
        kn_file_read(kn_alloc_default(), path, SIZE_MAX, true, (kn_stop){0}, &bytes, &n, &why));
    CHECK_EQ(n, NBYTES * PIECES);
    CHECK(memcmp(bytes, (const char *)bytes + 1, n - 1) == 0);
    char letter = *(char *)bytes;
    kn_free(kn_alloc_default(), bytes, n);
    return letter;
}

static int descriptors(void) {
    int n = 0;
    for (int fd = 0; fd < 256; fd++) n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

Test(io, each_call_of_a_save_fails_with_each_error) {
    CHECK_OK(save('a'));
    int open_before = descriptors(), failed = 0;
    for (int e = 0; e < FAULTY_ERRORS; e++) {
        bool came = true;
        for (int at = 1; came; at++) {
            kn_text_clear(&why);
            faulty_begin(FAULTY_ERROR, at, faulty_errors[e]);
            kiln_status status = save('b');
            const char *row = faulty.row ? faulty.row : "none";
            came = faulty_end();
            char there = letter_there();
            failed += status != KILN_OK;
            bool replaced = strstr(kn_text_str(&why), "but its folder cannot be synced") != NULL;
            CHECK_EQ(there, status == KILN_OK || replaced ? 'b' : 'a');
            CHECK(status == KILN_OK || (why.len > 0 && strstr(kn_text_str(&why), path) != NULL));
            CHECK(status == KILN_OK ||
                  status == (faulty_errors[e] == ENOMEM ? KILN_NO_MEMORY : KILN_IO));
            /* what a signal ends is done again */
            if (faulty_errors[e] == EINTR && strcmp(row, "renameat") != 0) CHECK_EQ(there, 'b');
            CHECK_EQ(descriptors(), open_before);
            CHECK_OK(save('a'));
            CHECK_EQ(check_count_files(dir), 1);
        }
    }
    CHECK(failed >= 5 * (FAULTY_ERRORS - 1)); /* folder, file, pieces, sync, rename */
}

Test(io, short_writes_and_reads_are_gone_on_with) {
    bool came = true;
    for (int at = 1; came; at++) {
        faulty_begin(FAULTY_SHORT, at, 0);
        CHECK_OK(save('a' + at % 26));
        came = faulty_end();
        CHECK_EQ(letter_there(), 'a' + at % 26);
    }
    CHECK_OK(save('z'));
    came = true;
    for (int at = 1; came; at++) {
        faulty_begin(FAULTY_SHORT, at, 0);
        CHECK_EQ(letter_there(), 'z');
        came = faulty_end();
    }
}

static void end_at_every_call(faulty_kind kind) {
    bool came = true;
    int olds = 0, news = 0;
    CHECK_OK(save('a'));
    for (int at = 1; came; at++) {
        faulty_begin(kind, at, 0);
        kiln_status status = save('b');
        came = faulty_end();
        CHECK(came || status == KILN_OK);
        char there = letter_there();
        olds += there == 'a';
        news += there == 'b';
        CHECK(there == 'a' || there == 'b');
        CHECK(check_count_files(dir) <= 2);
        CHECK_OK(save('a'));
        CHECK_EQ(check_count_files(dir), 1);
    }
    CHECK(olds > PIECES + 4 && news > 1);
}

Test(io, killed_at_every_call) { end_at_every_call(FAULTY_KILL); }
Test(io, killed_at_every_call_with_a_torn_write) { end_at_every_call(FAULTY_TEAR); }
Test(io, power_cut_at_every_call) { end_at_every_call(FAULTY_CUT); }

/* The table that tests put in the library's place would notice a rename before its sync. */
Test(io, a_save_that_is_not_synced_does_not_survive_a_power_cut) {
    kn_file_out out;
    CHECK_OK(save('a'));
    faulty_begin(FAULTY_CUT, 1 << 20, 0);
    CHECK_OK(kn_file_out_begin(&out, kn_alloc_default(), path, 0600, &why));
    CHECK_OK(kn_file_out_bytes(&out, "0123456789", 10, &why));
    out.hasty = true;
    CHECK_OK(kn_file_out_commit(&out, &why));
    faulty.row = "after";
    CHECK(faulty_end());
    struct stat st;
    CHECK(stat(path, &st) == 0 && st.st_size == 5);
}

Test(io, each_call_of_a_read_fails_with_each_error) {
    CHECK_OK(save('a'));
    int open_before = descriptors();
    for (int e = 0; e < FAULTY_ERRORS; e++) {
        bool came = true;
        for (int at = 1; came; at++) {
            void *bytes;
            size_t n;
            kn_text_clear(&why);
            faulty_begin(FAULTY_ERROR, at, faulty_errors[e]);
            kiln_status status = kn_file_read(kn_alloc_default(), path, SIZE_MAX, true,
                                              (kn_stop){0}, &bytes, &n, &why);
            const char *row = faulty.row ? faulty.row : "close";
            came = faulty_end();
            bool matters = strcmp(row, "close") != 0 &&
                           (faulty_errors[e] != EINTR || strcmp(row, "fstat") == 0);
            CHECK((status != KILN_OK) == matters);
            CHECK(status != KILN_OK ? why.len > 0 && bytes == NULL : n == NBYTES * PIECES);
            kn_free(kn_alloc_default(), bytes, n);
            CHECK_EQ(descriptors(), open_before);
        }
    }
}

Test(io, safetensors_are_saved_the_same_way) {
    int64_t shape = 4;
    float old[4] = {1, 2, 3, 4}, fresh[4] = {5, 6, 7, 8};
    kiln_st_entry entry = {"w", KILN_F32, 1, &shape, old, sizeof old};
    char text[256];
    static const faulty_kind kinds[] = {FAULTY_ERROR, FAULTY_KILL, FAULTY_TEAR, FAULTY_CUT};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        bool came = true;
        for (int at = 1; came; at++) {
            entry.data = old;
            CHECK_OK(kiln_safetensors_save(path, &entry, 1, NULL, 0, NULL, text, sizeof text));
            entry.data = fresh;
            faulty_begin(kinds[k], at, ENOSPC);
            (void)kiln_safetensors_save(path, &entry, 1, NULL, 0, NULL, text, sizeof text);
            came = faulty_end();
            kiln_safetensors *f;
            CHECK_OK(kiln_safetensors_open(path, NULL, &f, text, sizeof text));
            const void *data = kiln_safetensors_at(f, 0)->data;
            CHECK(memcmp(data, old, sizeof old) == 0 || memcmp(data, fresh, sizeof old) == 0);
            kiln_safetensors_close(f);
        }
    }
}

/* Entries may be lost, the chain stays one that verifies, and a torn line is moved aside. */
Test(io, a_ledger_goes_on_after_any_fault) {
    static const faulty_kind kinds[] = {FAULTY_ERROR, FAULTY_SHORT, FAULTY_KILL, FAULTY_TEAR};
    kn_ledger_report report;
    uint64_t lines = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        bool came = true;
        for (int at = 1; came; at++) {
            faulty_begin(kinds[k], at, ENOSPC);
            kn_ledger *l = kn_ledger_open(kn_alloc_default(), path, NULL);
            if (l) kn_ledger_sync_by(l, KILN_LEDGER_SYNC_LINE);
            kn_ledger_add(l, "note", "\"n\":1");
            kn_ledger_add(l, "note", "\"n\":2");
            (void)kn_ledger_close(l);
            came = faulty_end();
            l = kn_ledger_open(kn_alloc_default(), path, &why);
            CHECK(l != NULL);
            (void)kn_ledger_close(l);
            CHECK_OK(kn_ledger_verify(kn_alloc_default(), path, &report, &why));
            CHECK(report.lines >= lines);
            lines = report.lines;
        }
    }
    CHECK(lines > 20);
}
