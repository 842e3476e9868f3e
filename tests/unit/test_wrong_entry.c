/* SPDX-License-Identifier: Apache-2.0
 * Entries of the kernel cache that are whole but wrong: a constant of the code is another, the
 * digest is right. Verification finds them, goes on with what the compiler makes, and puts that in
 * their place.
 * KILN_TEST: sanitize=address timeout=120 (ThreadSanitizer allows no threads in forked children) */
#define _GNU_SOURCE /* memmem */
#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime.h"
#include "runtime/kernel_store.h"

/* A map, a contraction and a row reduction, each with a constant of its own. */
#define GRAPH                                                                                      \
    "kiln 1\n"                                                                                     \
    "%x = input f32[64,300] \"x\"\n"                                                               \
    "%w = input f32[300,40] \"w\"\n"                                                               \
    "%c1 = const f32 0x1.2b4c6ep+0\n"                                                              \
    "%a = mul f32[64,300] %x %c1\n"                                                                \
    "%m = matmul f32[64,40] %a %w\n"                                                               \
    "%c2 = const f32 0x1.3c5d7ep+0\n"                                                              \
    "%d = add f32[64,40] %m %c2\n"                                                                 \
    "%s = sum f32[64,1] %d {first=1 end=2}\n"                                                      \
    "%c3 = const f32 0x1.4d6e8ep+0\n"                                                              \
    "%e = mul f32[64,1] %s %c3\n"                                                                  \
    "output \"e\" %e\n"
enum { KERNELS = 3 };
static const float constants[KERNELS] = {0x1.2b4c6ep+0f, 0x1.3c5d7ep+0f, 0x1.4d6e8ep+0f};

static char folder[64], cache[128], ledger[128];
static char name[KERNELS][STORE_NAME_NBYTES]; /* by constant */
static kn_text original[KERNELS];

static kiln_options options(void) {
    kiln_options o = run_options();
    o.cache_dir = cache;
    o.ledger = ledger;
    return o;
}

static void path_of(int k, char path[512]) { snprintf(path, 512, "%s/%s", cache, name[k]); }

static void read_entry(int k, kn_text *bytes) {
    char path[512], block[4096];
    path_of(k, path);
    FILE *f = fopen(path, "rb");
    cr_assert_not_null(f);
    kn_text_clear(bytes);
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;) kn_text_bytes(bytes, block, n);
    fclose(f);
}

static size_t count_entries(void) {
    kiln_cache_counts c = {.struct_size = sizeof c};
    CHECK_OK(kiln_cache_stat(cache, &c, NULL, 0));
    CHECK_EQ(c.unfinished, 0);
    return c.entries;
}

static uint64_t mismatches(const run_case *r) { return rt_get_stats(r->engine)->cache_mismatches; }

/* Runs in a process of its own, because loaded code outlives its session. */
static void in_child(void (*work)(void)) {
    int status;
    pid_t child = fork();
    cr_assert(child >= 0);
    if (child == 0) {
        work();
        _exit(0);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void fill(void) {
    kiln_options o = options();
    run_case r;
    run_open(&r, &o);
    run_graph(&r, GRAPH);
    if (run_has_jit(&r)) run_and_compare(&r);
    run_close(&r);
}

static void find_names(void) {
    kn_text bytes;
    kn_text_init(&bytes, kn_alloc_default());
    for (int k = 0; k < KERNELS; k++) {
        DIR *d = opendir(cache);
        int found = 0;
        for (struct dirent *e; (e = readdir(d)) != NULL;) {
            char at[STORE_NAME_NBYTES];
            if (strlen(e->d_name) >= sizeof at || e->d_name[0] == '.') continue;
            memcpy(at, e->d_name, strlen(e->d_name) + 1);
            memcpy(name[k], at, sizeof at);
            read_entry(k, &bytes);
            if (memmem(bytes.data, bytes.len, &constants[k], 4) == NULL) continue;
            kn_text_init(&original[k], kn_alloc_default());
            kn_text_bytes(&original[k], bytes.data, bytes.len);
            found++;
            break;
        }
        closedir(d);
        CHECK_EQ(found, 1);
    }
    kn_text_free(&bytes);
}

static void setup(void) {
    check_folder(folder);
    snprintf(cache, sizeof cache, "%s/cache", folder);
    snprintf(ledger, sizeof ledger, "%s/ledger", folder);
    in_child(fill);
    if (access(cache, F_OK) != 0) cr_skip_test("no code generator in this build");
    CHECK_EQ(count_entries(), KERNELS);
    find_names();
    CHECK(unlink(ledger) == 0);
}

static void teardown(void) {
    for (int k = 0; k < KERNELS; k++) kn_text_free(&original[k]);
    check_unfolder(folder);
}

TestSuite(wrong_entry, .init = setup, .fini = teardown);

/* Another constant in the code of entry k, and a digest to match. */
static void forge(int k) {
    store_entry e;
    kn_text object, bytes;
    char path[512];
    const float other = 0x1.8p+0f;
    int patched = 0;
    kn_text_init(&object, kn_alloc_default());
    kn_text_init(&bytes, kn_alloc_default());
    CHECK_EQ(rt_store_decode(original[k].data, original[k].len, &e), STORE_FINE);
    kn_text_bytes(&object, e.object, e.object_nbytes);
    for (char *at = object.data;
         (at = memmem(at, object.len - (size_t)(at - object.data), &constants[k], 4)); patched++)
        memcpy(at, &other, 4);
    CHECK(patched > 0);
    e.object = object.data;
    rt_store_encode(&e, &bytes);
    path_of(k, path);
    check_write(path, bytes.data, bytes.len);
    CHECK(chmod(path, 0600) == 0);
    kn_text_free(&object);
    kn_text_free(&bytes);
}

static bool is_original(int k) {
    kn_text bytes;
    kn_text_init(&bytes, kn_alloc_default());
    read_entry(k, &bytes);
    bool same =
        bytes.len == original[k].len && memcmp(bytes.data, original[k].data, bytes.len) == 0;
    kn_text_free(&bytes);
    return same;
}

static void ledger_has(const char *part, bool wanted) {
    static char text[1 << 20];
    FILE *f = fopen(ledger, "rb");
    cr_assert_not_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    cr_assert((strstr(text, part) != NULL) == wanted, "the ledger %s %s", wanted ? "lacks" : "has",
              part);
}

static void all_is_well(void) {
    kiln_options o = options();
    run_case r;
    run_open(&r, &o);
    run_graph(&r, GRAPH);
    run_and_compare(&r);
    if (mismatches(&r) != 0 || rt_get_stats(r.engine)->kernels_from_disk != KERNELS) _exit(1);
    run_close(&r);
}

static uint64_t expected;

static void run_and_heal(void) {
    kiln_options o = options();
    run_case r;
    run_open(&r, &o);
    run_graph(&r, GRAPH);
    run_and_compare(&r);
    CHECK_EQ(mismatches(&r), expected);
    CHECK_EQ(rt_get_stats(r.engine)->verified_plans, 1);
    CHECK_EQ(rt_get_stats(r.engine)->cache_rejects, 0);
    run_and_compare(&r);
    CHECK_EQ(rt_get_stats(r.engine)->plan_hits, 1);
    run_close(&r);
}

static void on_bad(void *user, const char *entry, const char *code, const char *text) {
    (void)user, (void)text;
    CHECK_STR(code, "CODE");
    CHECK(strlen(entry) > 32);
}

/* A look at the bytes alone finds nothing; compiling does. */
static void audit(void) {
    kiln_cache_counts c = {.struct_size = sizeof c};
    CHECK_OK(kiln_cache_verify(cache, NULL, NULL, &c, NULL, 0));
    CHECK_EQ(c.bad, 0);
    CHECK_OK(kiln_cache_audit(cache, on_bad, NULL, &c, NULL, 0));
    CHECK_EQ(c.bad, expected);
    CHECK_EQ(c.unchecked, 0);
    CHECK_EQ(c.entries, KERNELS);
}

static void heals(unsigned which) {
    for (int k = 0; k < KERNELS; k++)
        if (which >> k & 1) forge(k), expected++;
    in_child(audit);
    in_child(run_and_heal);
    for (int k = 0; k < KERNELS; k++) {
        char part[128];
        CHECK(is_original(k));
        snprintf(part, sizeof part, "\"entry\":\"%s\",\"replaced\":true,\"status\":\"OK\"",
                 name[k]);
        ledger_has(part, which >> k & 1);
    }
    ledger_has("\"mismatch\":\"output 0 ", true);
    in_child(all_is_well);
}

Test(wrong_entry, first) { heals(1); }
Test(wrong_entry, middle) { heals(2); }
Test(wrong_entry, last) { heals(4); }
Test(wrong_entry, all) { heals(7); }

/* Another session, which does not verify, has the wrong code in a plan: it is made anew before its
 * next run. */
Test(wrong_entry, no_session_keeps_the_wrong_code) {
    kiln_options o = options();
    run_case trusting, r;
    forge(1);
    o.verify = KILN_VERIFY_OFF;
    run_open(&trusting, &o);
    run_graph(&trusting, GRAPH);
    RUN_OK(&trusting);
    o.verify = KILN_VERIFY_FIRST;
    run_open(&r, &o);
    run_graph(&r, GRAPH);
    run_and_compare(&r);
    CHECK_EQ(mismatches(&r), 1);
    run_and_compare(&trusting);
    CHECK_EQ(rt_get_stats(trusting.engine)->plans_built, 2);
    run_close(&trusting);
    run_and_compare(&r);
    CHECK_EQ(rt_get_stats(r.engine)->plans_built, 1);
    run_close(&r);
}

/* What fresh kernels do not heal is an error, and none of the kernels stays anywhere. */
Test(wrong_entry, a_mismatch_that_stays_leaves_nothing_behind) {
    kiln_options o = options();
    run_case r;
    o.verify = KILN_VERIFY_OFF;
    forge(2);
    run_open(&r, &o);
    run_graph(&r, GRAPH);
    RUN_OK(&r);
    CHECK_EQ(rt_get_stats(r.engine)->kernels_from_disk, KERNELS);
    r.engine->plans.ring.older->p->steps[0].bufs[0].offset += 4; /* reads the neighbour */
    r.engine->config.verify = KILN_VERIFY_FIRST;
    CHECK_STATUS(run_once(&r), KILN_MISMATCH);
    CHECK_HAS(kn_text_str(&r.why), "first wrong at step 0");
    CHECK_EQ(mismatches(&r), 1);
    CHECK_EQ(count_entries(), 0);
    run_and_compare(&r);
    CHECK_EQ(rt_get_stats(r.engine)->kernels_compiled,
             2 * KERNELS); /* once in vain, once for good */
    CHECK_EQ(count_entries(), KERNELS);
    run_close(&r);
    for (int k = 0; k < KERNELS; k++) CHECK(is_original(k));
}

static void run_well(void) {
    kiln_options o = options();
    run_case r;
    run_open(&r, &o);
    run_graph(&r, GRAPH);
    run_and_compare(&r);
    run_close(&r);
}

Test(wrong_entry, processes_meet_it_at_once) {
    enum { PROCESSES = 5, ROUNDS = 4 };
    for (int round = 0; round < ROUNDS; round++) {
        forge(round % KERNELS);
        for (int p = 0; p < PROCESSES; p++) {
            if (fork() != 0) continue;
            run_well();
            _exit(0);
        }
        for (int p = 0; p < PROCESSES; p++) {
            int status;
            CHECK(wait(&status) > 0);
            CHECK_EQ(status, 0);
        }
        CHECK_EQ(count_entries(), KERNELS);
        for (int k = 0; k < KERNELS; k++) CHECK(is_original(k));
    }
}

/* A cache that cannot be written stays wrong, and every process finds out for itself. */
static void run_where_nothing_can_be_written(void) {
    kiln_options o = options();
    run_case r;
    if (geteuid() == 0 && (setegid(65534) != 0 || seteuid(65534) != 0)) _exit(1);
    run_open(&r, &o);
    run_graph(&r, GRAPH);
    run_and_compare(&r);
    if (mismatches(&r) != 1) _exit(1);
    run_and_compare(&r);
    run_close(&r);
}

Test(wrong_entry, a_cache_that_cannot_be_written) {
    char path[512];
    forge(0);
    bool root = geteuid() == 0;
    for (int k = 0; root && k < KERNELS; k++) {
        path_of(k, path);
        CHECK(chown(path, 65534, 65534) == 0);
    }
    CHECK(chmod(folder, 0777) == 0 && chmod(cache, 0500) == 0 &&
          (!root || chown(cache, 65534, 65534) == 0));
    in_child(run_where_nothing_can_be_written);
    CHECK(!is_original(0));
    in_child(run_where_nothing_can_be_written);
    CHECK(chmod(cache, 0700) == 0 && (!root || chown(cache, 0, 0) == 0));
    ledger_has("\"replaced\":false,\"status\":\"OK\"", true);
}
