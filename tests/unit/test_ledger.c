/* SPDX-License-Identifier: Apache-2.0
 * The evidence ledger: chain, recovery of a torn end, every fault the verifier names, several
 * writers. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "kiln/kiln.h"
#include "runtime/ledger.h"

#define ZEROS "00000000000000000000000000000000"

static char dir[64], path[96];

static void make(void) {
    check_folder(dir);
    snprintf(path, sizeof path, "%s/ledger", dir);
}

static void drop(void) { check_unfolder(dir); }

static kn_ledger *open_it(void) {
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    kn_ledger *l = kn_ledger_open(kn_alloc_default(), path, &why);
    cr_assert(l, "%s", kn_text_str(&why));
    kn_text_free(&why);
    return l;
}

static void add_lines(int n) {
    kn_ledger *l = open_it();
    char fields[64];
    for (int i = 0; i < n; i++) {
        snprintf(fields, sizeof fields, "\"step\":%d,\"why\":\"asked\"", i);
        kn_ledger_add(l, "flush", fields);
    }
    CHECK_EQ(kn_ledger_count(l), n);
    CHECK_EQ(kn_ledger_lost(l), 0);
    kn_ledger_close(l);
}

static size_t slurp(char *bytes, size_t cap) {
    FILE *f = fopen(path, "rb");
    CHECK(f);
    size_t n = fread(bytes, 1, cap - 1, f);
    bytes[n] = '\0';
    fclose(f);
    return n;
}

static kn_ledger_report verify(kiln_status wanted) {
    kn_ledger_report r;
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    kiln_status got = kn_ledger_verify(kn_alloc_default(), path, &r, &why);
    cr_assert(got == wanted, "verify gives %s: %s", kiln_status_name(got), kn_text_str(&why));
    kn_text_free(&why);
    return r;
}

Test(ledger, chain_continues, .init = make, .fini = drop) {
    add_lines(3);
    add_lines(4);
    kn_ledger_report r = verify(KILN_OK);
    CHECK_EQ(r.lines, 7);
    CHECK_EQ(r.bad_line, 0);
    static char bytes[1 << 16];
    slurp(bytes, sizeof bytes);
    CHECK(strncmp(bytes, "{\"seq\":1,\"time_us\":", 19) == 0);
    CHECK_HAS(bytes, "\"kind\":\"flush\",\"step\":0,\"why\":\"asked\",\"prev\":\"" ZEROS "\"");
    CHECK_HAS(bytes, r.last_digest);
}

Test(ledger, null_and_memory) {
    kn_ledger_add(NULL, "x", NULL);
    CHECK_EQ(kn_ledger_count(NULL), 0);
    kn_ledger_close(NULL);
    kn_ledger *l = kn_ledger_open(kn_alloc_default(), NULL, NULL);
    kn_ledger_add(l, "x", "\"a\":1");
    CHECK_EQ(kn_ledger_count(l), 1);
    CHECK_EQ(kn_ledger_lost(l), 0);
    kn_ledger_close(l);
}

/* Cut the file at every length of its last two lines: each reopens, keeps what was whole, and
 * verifies. */
Test(ledger, torn_end_is_recovered, .init = make, .fini = drop) {
    add_lines(3);
    static char bytes[1 << 16], torn[256];
    size_t n = slurp(bytes, sizeof bytes);
    for (size_t keep = 1; keep < n; keep++) {
        check_write(path, bytes, keep);
        size_t whole = 0, lines = 0;
        for (size_t i = 0; i < keep; i++)
            if (bytes[i] == '\n') whole = i + 1, lines++;
        if (whole < keep) CHECK_EQ(verify(KILN_BAD_FILE).fault, KN_LEDGER_TORN_TAIL);
        add_lines(1);
        CHECK_EQ(verify(KILN_OK).lines, lines + 1 + (whole < keep));
        snprintf(torn, sizeof torn, "%s.torn-1", path);
        struct stat st;
        CHECK_EQ(stat(torn, &st) == 0, whole < keep);
        if (whole < keep) CHECK_EQ(st.st_size, keep - whole);
        unlink(torn);
    }
}

Test(ledger, recovered_entry_and_names, .init = make, .fini = drop) {
    add_lines(1);
    static char bytes[1 << 16], name[256];
    for (int i = 1; i <= 3; i++) {
        FILE *f = fopen(path, "ab");
        fputs("{\"seq\":2,\"ti", f);
        fclose(f);
        add_lines(1);
        snprintf(name, sizeof name, "%s.torn-%d", path, i);
        CHECK(access(name, F_OK) == 0);
    }
    slurp(bytes, sizeof bytes);
    CHECK_HAS(bytes, "\"kind\":\"recovered\",\"torn_bytes\":12,\"moved_to\":");
    verify(KILN_OK);
}

/* Also while a handle is open: its next entry moves a neighbour's half line aside. */
Test(ledger, torn_by_neighbour, .init = make, .fini = drop) {
    kn_ledger *l = open_it();
    kn_ledger_add(l, "a", NULL);
    FILE *f = fopen(path, "ab");
    fputs("half", f);
    fclose(f);
    kn_ledger_add(l, "b", NULL);
    CHECK_EQ(kn_ledger_lost(l), 0);
    kn_ledger_close(l);
    CHECK_EQ(verify(KILN_OK).lines, 3);
}

/* Every single flipped bit is found, in the line where it is. */
Test(ledger, flipped_bit, .init = make, .fini = drop) {
    add_lines(3);
    static char bytes[1 << 16];
    size_t n = slurp(bytes, sizeof bytes);
    size_t line = 1;
    for (size_t i = 0; i < n; i++) {
        bytes[i] = (char)(bytes[i] ^ (1 << (i % 7)));
        check_write(path, bytes, n);
        kn_ledger_report r = verify(KILN_BAD_FILE);
        CHECK_EQ(r.bad_line, line);
        CHECK_EQ(r.lines, line - 1);
        bytes[i] = (char)(bytes[i] ^ (1 << (i % 7)));
        line += bytes[i] == '\n';
    }
}

static void add_raw(const char *body) {
    char hex[33];
    FILE *f = fopen(path, "ab");
    kn_hash_hex(kn_hash_bytes(body, strlen(body)), hex);
    fprintf(f, "%s,\"digest\":\"%s\"}\n", body, hex);
    fclose(f);
}

Test(ledger, faults_by_name, .init = make, .fini = drop) {
    static const struct {
        const char *body;
        kn_ledger_fault fault;
    } cases[] = {
        {"{\"seq\":1,\"time_us\":1,\"kind\":\"x\",\"prev\":\"" ZEROS "\"", KN_LEDGER_NONE},
        {"{\"seq\":2,\"time_us\":1,\"kind\":\"x\",\"prev\":\"" ZEROS "\"", KN_LEDGER_SEQ_GAP},
        {"{\"seq\":1,\"time_us\":1,\"kind\":\"x\",\"prev\":\"1" ZEROS "\"", KN_LEDGER_BROKEN_CHAIN},
        {"{\"seq\":1,\"seq\":1,\"time_us\":1,\"kind\":\"x\",\"prev\":\"" ZEROS "\"",
         KN_LEDGER_BAD_JSON},
        {"{\"seq\":1,\"time_us\":1,\"kind\":7,\"prev\":\"" ZEROS "\"", KN_LEDGER_BAD_JSON},
        {"{\"seq\":1,\"kind\":\"x\",\"prev\":\"" ZEROS "\"", KN_LEDGER_BAD_JSON},
        {"{\"seq\":1,\"time_us\":1,\"kind\":\"x\"", KN_LEDGER_BAD_JSON},
        {"{\"seq\":01,\"time_us\":1,\"kind\":\"x\",\"prev\":\"" ZEROS "\"", KN_LEDGER_BAD_JSON},
        {"[1", KN_LEDGER_BAD_JSON},
        {"", KN_LEDGER_BAD_JSON},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_write(path, "", 0);
        add_raw(cases[i].body);
        kn_ledger_report r = verify(cases[i].fault == KN_LEDGER_NONE ? KILN_OK : KILN_BAD_FILE);
        CHECK_EQ(r.fault, cases[i].fault);
    }
    check_write(path, "\n", 1);
    CHECK_EQ(verify(KILN_BAD_FILE).fault, KN_LEDGER_BAD_JSON);
    check_write(path, "", 0);
    CHECK_EQ(verify(KILN_OK).lines, 0);
    size_t n = KN_LEDGER_LINE_MAX + 2;
    char *longest = calloc(1, n);
    check_write(path, longest, n);
    CHECK_EQ(verify(KILN_BAD_FILE).fault, KN_LEDGER_TOO_LONG);
    free(longest);
}

Test(ledger, lines_lost_or_swapped, .init = make, .fini = drop) {
    add_lines(4);
    static char bytes[1 << 16], cut[1 << 16];
    size_t n = slurp(bytes, sizeof bytes);
    char *second = strchr(bytes, '\n') + 1, *third = strchr(second, '\n') + 1;
    check_write(path, second, n - (size_t)(second - bytes));
    CHECK_EQ(verify(KILN_BAD_FILE).fault, KN_LEDGER_BROKEN_CHAIN);
    size_t head = (size_t)(second - bytes);
    memcpy(cut, bytes, head);
    memcpy(cut + head, third, n - (size_t)(third - bytes));
    check_write(path, cut, head + n - (size_t)(third - bytes));
    kn_ledger_report r = verify(KILN_BAD_FILE);
    CHECK_EQ(r.fault, KN_LEDGER_BROKEN_CHAIN);
    CHECK_EQ(r.bad_line, 2);
    CHECK_EQ(r.bad_offset, head);
}

Test(ledger, refuses_to_continue_a_broken_file, .init = make, .fini = drop) {
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    check_write(path, "not a ledger\n", 13);
    CHECK(kn_ledger_open(kn_alloc_default(), path, &why) == NULL);
    CHECK_HAS(kn_text_str(&why), "no intact ledger entry");
    CHECK(kn_ledger_open(kn_alloc_default(), dir, NULL) == NULL);
    char other[128];
    snprintf(other, sizeof other, "%s/link", dir);
    CHECK(symlink("ledger", other) == 0);
    kn_text_clear(&why);
    CHECK(kn_ledger_open(kn_alloc_default(), other, &why) == NULL);
    CHECK_HAS(kn_text_str(&why), "is a link");
    snprintf(other, sizeof other, "%s/pipe", dir);
    CHECK(mkfifo(other, 0600) == 0);
    kn_text_clear(&why);
    CHECK(kn_ledger_open(kn_alloc_default(), other, &why) == NULL);
    CHECK_HAS(kn_text_str(&why), "is not a regular file");
    snprintf(other, sizeof other, "%s/none/ledger", dir);
    CHECK(kn_ledger_open(kn_alloc_default(), other, NULL) == NULL);
    kn_text_free(&why);
}

Test(ledger, lost_entries_are_counted, .init = make, .fini = drop) {
    kn_ledger *l = open_it();
    kn_ledger_add(l, "a", "\"line\":\"1\n2\"");
    char *fields = calloc(1, KN_LEDGER_LINE_MAX + 1);
    memset(fields, ' ', KN_LEDGER_LINE_MAX);
    kn_ledger_add(l, "b", fields);
    free(fields);
    kn_ledger_add(l, "c", NULL);
    CHECK_EQ(kn_ledger_count(l), 3);
    CHECK_EQ(kn_ledger_lost(l), 2);
    CHECK_EQ(kn_ledger_close(l), 2);
    CHECK_EQ(verify(KILN_OK).lines, 2); /* "c", and the one that says so */
    CHECK_EQ(verify(KILN_OK).lost, 2);
}

/* A full disk, played by a file size limit: no half line stays, and later entries chain on. */
Test(ledger, full_disk, .init = make, .fini = drop) {
    add_lines(2);
    struct stat st;
    CHECK(stat(path, &st) == 0);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit old, limit;
    CHECK(getrlimit(RLIMIT_FSIZE, &old) == 0);
    limit = old;
    limit.rlim_cur = (rlim_t)st.st_size + 50;
    kn_ledger *l = open_it();
    CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    kn_ledger_add(l, "cut", NULL);
    CHECK(setrlimit(RLIMIT_FSIZE, &old) == 0);
    CHECK_EQ(kn_ledger_lost(l), 1);
    kn_ledger_add(l, "fits", NULL);
    CHECK_EQ(kn_ledger_close(l), 1);
    CHECK_EQ(verify(KILN_OK).lines, 4);
    CHECK_EQ(verify(KILN_OK).lost, 1);
}

/* As long as nothing can be written the count is what there is; the first chance to tell is taken,
 * at the latest by the close, and never twice. */
Test(ledger, lost_entries_are_told_once, .init = make, .fini = drop) {
    add_lines(1);
    static char bytes[1 << 16];
    struct rlimit old, none;
    signal(SIGXFSZ, SIG_IGN);
    CHECK(getrlimit(RLIMIT_FSIZE, &old) == 0);
    none = old;
    none.rlim_cur = 0;
    for (int chance = 0; chance < 3; chance++) {
        kn_ledger *l = open_it();
        CHECK(setrlimit(RLIMIT_FSIZE, &none) == 0);
        for (int i = 0; i < 5; i++) kn_ledger_add(l, "gone", NULL);
        if (chance < 2) CHECK(setrlimit(RLIMIT_FSIZE, &old) == 0);
        if (chance < 1) kn_ledger_add(l, "here", NULL);
        CHECK_EQ(kn_ledger_close(l), 5);
        CHECK(setrlimit(RLIMIT_FSIZE, &old) == 0);
        CHECK_EQ(verify(KILN_OK).lost, chance == 0 ? 5 : 10);
    }
    CHECK_EQ(verify(KILN_OK).lines, 1 + 2 + 1);
    slurp(bytes, sizeof bytes);
    CHECK_HAS(bytes, "\"kind\":\"lost\",\"lost\":5,");
    CHECK(strstr(bytes, "gone") == NULL);
}

static void drop_disk(void) {
    char command[128];
    snprintf(command, sizeof command, "umount -l %s/disk 2>/dev/null", dir);
    (void)!system(command);
    drop();
}

/* A disk that is full, where one can be had. */
Test(ledger, small_disk, .init = make, .fini = drop_disk) {
    char disk[80], command[256];
    snprintf(disk, sizeof disk, "%s/disk", dir);
    snprintf(command, sizeof command, "mkdir %s && mount -t tmpfs -o size=64k none %s 2>/dev/null",
             disk, disk);
    if (system(command) != 0) cr_skip_test("no file system may be mounted here");
    snprintf(path, sizeof path, "%s/ledger", disk);
    kn_ledger *l = open_it();
    char fields[4096] = "\"text\":\"";
    memset(fields + strlen(fields), 'x', 3000);
    strcat(fields, "\"");
    for (int i = 0; i < 40; i++) kn_ledger_add(l, "big", fields);
    uint64_t lost = kn_ledger_lost(l);
    CHECK(lost > 10 && lost < 40);
    CHECK_EQ(verify(KILN_OK).lines, 40 - lost);
    CHECK_EQ(kn_ledger_close(l), lost);
    /* the end of the last page may have had room for that line */
    uint64_t told = verify(KILN_OK).lost;
    CHECK(told == 0 || told == lost);
}

/* Stands in for the system's. */
static int syncs;
static bool sync_fails;
int fdatasync(int fd) {
    (void)fd;
    syncs++;
    if (sync_fails) errno = EIO;
    return sync_fails ? -1 : 0;
}

Test(ledger, lines_are_synced_as_asked, .init = make, .fini = drop) {
    kn_ledger *l = open_it();
    for (int i = 0; i < 10; i++) kn_ledger_add(l, "x", NULL);
    kn_ledger_close(l);
    CHECK_EQ(syncs, 0);
    l = open_it();
    kn_ledger_sync_by(l, KILN_LEDGER_SYNC_LINE);
    for (int i = 0; i < 10; i++) kn_ledger_add(l, "x", NULL);
    CHECK_EQ(syncs, 10);
    kn_ledger_tick(l);
    kn_ledger_close(l);
    CHECK_EQ(syncs, 10);
    l = open_it();
    kn_ledger_sync_by(l, KILN_LEDGER_SYNC_SECOND);
    for (int i = 0; i < 1000; i++) kn_ledger_add(l, "x", NULL);
    int before = syncs;
    CHECK(before <= 10 + 10); /* 1000 lines take no ten seconds */
    sleep(1);
    kn_ledger_tick(l);
    CHECK_EQ(syncs, before + 1);
    kn_ledger_tick(l);
    CHECK_EQ(syncs, before + 1);
    kn_ledger_add(l, "x", NULL);
    kn_ledger_close(l);
    CHECK_EQ(syncs, before + 2);
    verify(KILN_OK);
}

Test(ledger, what_cannot_be_synced_is_lost, .init = make, .fini = drop) {
    kn_ledger *l = open_it();
    kn_ledger_sync_by(l, KILN_LEDGER_SYNC_LINE);
    sync_fails = true;
    kn_ledger_add(l, "x", NULL);
    CHECK_EQ(kn_ledger_lost(l), 1);
    sync_fails = false;
    kn_ledger_add(l, "y", NULL);
    CHECK_EQ(kn_ledger_close(l), 1);
    CHECK_EQ(verify(KILN_OK).lost, 1);
}

Test(ledger, a_seal_is_of_all_lines_and_goes_with_the_next, .init = make, .fini = drop) {
    char beside[128], why[512];
    kiln_ledger_report r = {.struct_size = sizeof r};
    snprintf(beside, sizeof beside, "%s" KILN_ENVELOPE_SUFFIX, path);
    CHECK_STATUS(kiln_ledger_seal(path, NULL, &r, why, sizeof why), KILN_IO);
    add_lines(3);
    CHECK_OK(kiln_ledger_seal(path, "test_ledger", &r, why, sizeof why));
    CHECK_EQ(r.lines, 3);
    kiln_envelope *e = NULL;
    CHECK_OK(kiln_envelope_check(path, "ledger", 1, NULL, &e, NULL, why, sizeof why));
    CHECK(e->ninputs == 1 && e->inputs[0].length == 3);
    CHECK_STR(e->inputs[0].digest, r.last_digest);
    CHECK_STR(e->made_by, "test_ledger");
    kiln_envelope_free(e);
    kn_ledger *l = open_it(); /* looking breaks nothing */
    CHECK_EQ(access(beside, F_OK), 0);
    kn_ledger_add(l, "x", NULL);
    CHECK(access(beside, F_OK) != 0);
    CHECK_OK(kiln_ledger_seal(path, NULL, &r, why,
                              sizeof why)); /* while it is open: the next line goes the same way */
    CHECK_EQ(r.lines, 4);
    kn_ledger_add(l, "y", NULL);
    CHECK(access(beside, F_OK) != 0);
    kn_ledger_close(l);
    CHECK_EQ(verify(KILN_OK).lines, 5);
    CHECK_STATUS(kiln_ledger_seal(NULL, NULL, &r, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_ledger_seal(path, "\xff", &r, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_EQ(truncate(path, 40), 0);
    CHECK_STATUS(kiln_ledger_seal(path, NULL, &r, why, sizeof why), KILN_BAD_FILE);
    CHECK(r.fault != NULL && access(beside, F_OK) != 0);
}

/* Whatever the policy: what was added is the system's, and the chain goes on. */
Test(ledger, a_killed_writer_loses_nothing, .init = make, .fini = drop) {
    for (int policy = KILN_LEDGER_SYNC_NONE; policy <= KILN_LEDGER_SYNC_LINE; policy++) {
        pid_t child = fork();
        if (child == 0) {
            kn_ledger *l = open_it();
            kn_ledger_sync_by(l, (kiln_ledger_sync)policy);
            for (int i = 0; i < 50; i++) kn_ledger_add(l, "x", NULL);
            raise(SIGKILL);
        }
        int status;
        CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status));
        CHECK_EQ(verify(KILN_OK).lines, 50 * policy);
    }
    add_lines(1);
    verify(KILN_OK);
}

/* A session says it in its counters and when it closes. */
Test(ledger, a_session_tells, .init = make, .fini = drop) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.ledger = path;
    o.cache_dir = "off";
    kiln_session *s = kiln_open(&o);
    CHECK_STR(kiln_setting(s, "ledger_sync"), "second");
    CHECK_EQ(kiln_close(s), 0);
    s = kiln_open(&o);
    struct rlimit old, none;
    signal(SIGXFSZ, SIG_IGN);
    CHECK(getrlimit(RLIMIT_FSIZE, &old) == 0);
    none = old;
    none.rlim_cur = 0;
    CHECK(setrlimit(RLIMIT_FSIZE, &none) == 0);
    kiln_item(kiln_add(kiln_ones(s, KILN_SHAPE(1)), 1));
    kiln_counters c = {.struct_size = sizeof c};
    CHECK_OK(kiln_count(s, &c));
    CHECK(!kiln_failed(s) && c.ledger_lost > 0);
    size_t left = kiln_close(s);
    CHECK(setrlimit(RLIMIT_FSIZE, &old) == 0);
    CHECK(left > c.ledger_lost); /* the closing's own lines too */
    CHECK_EQ(verify(KILN_OK).lost, 0);
}

static void *adder(void *ledger) {
    for (int i = 0; i < 200; i++) kn_ledger_add(ledger, "thread", NULL);
    return NULL;
}

Test(ledger, threads_and_processes, .init = make, .fini = drop, .timeout = 60) {
    enum { PROCESSES = 4, THREADS = 2 };
    kn_ledger *l = open_it(); /* inherited by the children, who also must not share its lock */
    kn_ledger_add(l, "parent", NULL);
    for (int p = 0; p < PROCESSES; p++) {
        if (fork() != 0) continue;
        kn_ledger *mine = p % 2 ? open_it() : l;
#ifdef __SANITIZE_THREAD__ /* it allows no threads after a fork */
        for (int i = 0; i < THREADS; i++) adder(mine);
#else
        pthread_t threads[THREADS];
        for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, adder, mine);
        for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
#endif
        _exit(kn_ledger_lost(mine) == 0 ? 0 : 1);
    }
    adder(l);
    for (int p = 0; p < PROCESSES; p++) {
        int status;
        CHECK(wait(&status) > 0);
        CHECK_EQ(status, 0);
    }
    CHECK_EQ(kn_ledger_lost(l), 0);
    kn_ledger_close(l);
    CHECK_EQ(verify(KILN_OK).lines, 1 + 200 + PROCESSES * THREADS * 200);
}

Test(ledger, memory_failures, .init = make, .fini = drop) {
    add_lines(2);
    for (long long k = 1; k < 8; k++) {
        check_alloc c;
        check_alloc_init(&c, k);
        kn_ledger *l = kn_ledger_open(&c.vtable, path, NULL);
        kn_ledger_add(l, "x", NULL);
        CHECK(!l || kn_ledger_lost(l) <= 1);
        kn_ledger_close(l);
        kn_ledger_report r;
        check_alloc_init(&c, 1);
        CHECK_STATUS(kn_ledger_verify(&c.vtable, path, &r, NULL), KILN_NO_MEMORY);
        CHECK_EQ(c.live, 0);
        verify(KILN_OK);
    }
}
