/* SPDX-License-Identifier: Apache-2.0
 * Snapshots: what waits computes to the same bits in another session, versions, shared storages and
 * the generator are as they were; damage, faults and what cannot be saved are told.
 * KILN_TEST: sanitize=address */
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "check.h"
#include "faulty_io.h"
#include "kiln/kiln.h"

static char dir[64], path[256], beside[300];

static void make(void) {
    faulty_place();
    check_folder(dir);
    snprintf(path, sizeof path, "%s/session.safetensors", dir);
    snprintf(beside, sizeof beside, "%s" KILN_ENVELOPE_SUFFIX, path);
}

static void drop(void) {
    faulty_end();
    check_unfolder(dir);
}

TestSuite(snapshot, .init = make, .fini = drop, .timeout = 120);

enum { N = 6, BYTES = 4096 };
static const char *const names[N] = {"w",      "pending", "same storage",
                                     "scalar", "mask",    "plain\n\"name\""};

static kiln_session *session(const kiln_allocator *allocator) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    o.cache_dir = "off";
    o.threads = 1;
    o.allocator = allocator;
    return kiln_open(&o);
}

/* Values, a graph that waits with scalars and random numbers in it, a storage of two names, a
 * written one. */
static void build(kiln_session *s, kiln_tensor **t) {
    kiln_manual_seed(s, 11);
    t[0] = kiln_rand(s, KILN_SHAPE(3, 4));
    kiln_tensor *x = kiln_mul(kiln_sin(t[0]), 1.0 / 3);
    t[1] =
        kiln_add(kiln_matmul(x, kiln_t(x)), kiln_counter_normal(s, 5, KILN_F32, KILN_SHAPE(3, 3)));
    t[2] = kiln_alias(t[0]);
    t[3] = kiln_sum(kiln_to(x, KILN_F64), KILN_ALL_AXES, false);
    t[4] = kiln_gt(t[0], 0.5);
    t[5] = kiln_zeros(s, KILN_SHAPE(2, 2));
    kiln_add_(kiln_select(t[5], 0, 1), 2.5); /* waits, written */
    kiln_eval(KILN_LIST(x));                 /* some of it is known, some waits on it */
}

/* All the bytes of all tensors, then numbers drawn. */
static size_t read_all(kiln_session *s, kiln_tensor *const *t, char out[BYTES]) {
    size_t n = 0;
    for (int i = 0; i < N; i++) {
        size_t nbytes = (size_t)kiln_numel(t[i]) * kiln_dtype_size(kiln_dtype_of(t[i]));
        CHECK_OK(kiln_read(t[i], out + n, nbytes));
        n += nbytes;
    }
    CHECK_OK(kiln_read(kiln_rand(s, KILN_SHAPE(4)), out + n, 16));
    return n + 16;
}

static void save(char want[BYTES], size_t *n, uint64_t version[N]) {
    kiln_tensor *t[N];
    kiln_session *s = session(NULL);
    kiln_scope (s) {
        build(s, t);
        kiln_counters before = {.struct_size = sizeof before}, after = before;
        kiln_count(s, &before);
        CHECK_OK(kiln_snapshot_save(s, path, ((kiln_named){N, names, t})));
        kiln_count(s, &after);
        CHECK_EQ(before.evaluations, after.evaluations);
        for (int i = 0; i < N; i++) version[i] = kiln_version_of(t[i]);
        *n = read_all(s, t, want);
    }
    CHECK_EQ(kiln_close(s), 0);
}

static void check_restored(kiln_session *s, const char *want, size_t n, const uint64_t *version) {
    static char got[BYTES];
    kiln_tensor *t[N];
    kiln_scope (s) {
        kiln_status status = kiln_snapshot_load(s, path, N, names, t);
        cr_assert(status == KILN_OK, "%s", kiln_error_text(s));
        for (int i = 0; i < N; i++) CHECK_EQ(kiln_version_of(t[i]), version[i]);
        CHECK(kiln_shares_storage(t[0], t[2]) && !kiln_shares_storage(t[0], t[1]));
        CHECK_EQ(read_all(s, t, got), n);
        CHECK(memcmp(got, want, n) == 0);
        kiln_mul_(t[2], 0); /* one storage: the other sees it */
        CHECK(kiln_item(kiln_sum(t[0], KILN_ALL_AXES, false)) == 0);
    }
}

Test(snapshot, a_new_process_computes_the_same_bits) {
    static char want[BYTES];
    uint64_t version[N];
    size_t n;
    save(want, &n, version);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        for (int fused = 0; fused < 2; fused++) { /* compiled kernels too, where there are such */
            kiln_session *s = fused ? kiln_open(NULL) : session(NULL);
            check_restored(s, want, n, version);
            if (kiln_close(s) != 0) _exit(1);
        }
        _exit(0);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK_EQ(status, 0);
}

Test(snapshot, a_restored_graph_can_be_differentiated_and_some_names_left_out) {
    static const char *const some[2] = {"pending", "w"};
    static char want[BYTES];
    kiln_tensor *t[2], *g;
    uint64_t version[N];
    size_t n;
    save(want, &n, version);
    kiln_session *s = session(NULL);
    kiln_scope (s) {
        CHECK_OK(kiln_snapshot_load(s, path, 2, some, t));
        CHECK_OK(
            kiln_grad(kiln_sum(kiln_mul(t[0], t[0]), KILN_ALL_AXES, false), KILN_LIST(t[0]), &g));
        CHECK(kiln_item(kiln_sum(g, KILN_ALL_AXES, false)) != 0);
        CHECK_STATUS(kiln_snapshot_load(s, path, 1, (const char *const[]){"other"}, t),
                     KILN_NOT_FOUND);
        CHECK_HAS(kiln_error_text(s), "has no tensor \"other\"");
        CHECK(!kiln_ok(t[0]));
        kiln_clear_error(s);
    }
    CHECK_EQ(kiln_close(s), 0);
}

Test(snapshot, what_cannot_be_saved_is_refused) {
    kiln_session *s = session(NULL);
    kiln_scope (s) {
        kiln_tensor *x = kiln_zeros(s, KILN_SHAPE(2, 2)), *t[2] = {x, kiln_select(x, 0, 0)};
        CHECK_STATUS(kiln_snapshot_save(s, path, ((kiln_named){2, names, t})), KILN_BAD_ARGUMENT);
        CHECK_HAS(kiln_error_text(s), "is a view, expected a whole storage: \"pending\"");
        kiln_clear_error(s);
        t[1] = x;
        CHECK_STATUS(kiln_snapshot_save(s, path,
                                        ((kiln_named){2, (const char *const[]){"a", "a"}, t})),
                     KILN_BAD_ARGUMENT);
        kiln_clear_error(s);
        CHECK_STATUS(kiln_snapshot_save(s, path, ((kiln_named){1, NULL, t})), KILN_BAD_ARGUMENT);
        kiln_clear_error(s);
        CHECK_STATUS(kiln_snapshot_save(s, path,
                                        ((kiln_named){1, (const char *const[]){"\xff"}, t})),
                     KILN_BAD_ARGUMENT);
        kiln_clear_error(s);
        CHECK_OK(
            kiln_snapshot_save(s, path, ((kiln_named){0, NULL, NULL}))); /* the generator alone */
        CHECK_OK(kiln_snapshot_load(s, path, 0, NULL, NULL));
        kiln_checkpoint_file *f;
        CHECK_STATUS(kiln_checkpoint_open(path, 0, NULL, &f, NULL, 0), KILN_BAD_FILE);
    }
    CHECK_EQ(kiln_close(s), 0);
}

Test(snapshot, any_changed_byte_is_told) {
    static char want[BYTES], good[16384];
    uint64_t version[N];
    kiln_tensor *t[N];
    size_t n;
    save(want, &n, version);
    FILE *from = fopen(path, "rb");
    size_t size = fread(good, 1, sizeof good, from);
    fclose(from);
    CHECK(size > 0 && size < sizeof good && unlink(beside) == 0);
    kiln_session *s = session(NULL);
    for (size_t i = 0; i < size; i++) {
        good[i] ^= 8;
        check_write(path, good, size);
        CHECK_STATUS(kiln_snapshot_load(s, path, N, names, t), KILN_BAD_FILE);
        kiln_clear_error(s);
        good[i] ^= 8;
    }
    check_write(path, good, size);
    check_restored(s, want, n, version);
    CHECK_EQ(kiln_close(s), 0);
}

Test(snapshot, each_call_may_fail_or_be_the_last) {
    static const faulty_kind kinds[] = {FAULTY_ERROR, FAULTY_SHORT, FAULTY_KILL, FAULTY_TEAR,
                                        FAULTY_CUT};
    static char want[BYTES];
    kiln_tensor *t[N], *u[N];
    uint64_t version[N];
    size_t n;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        bool came = true;
        for (int at = 1; came; at++) {
            save(want, &n, version);
            kiln_session *s = session(NULL);
            kiln_scope (s) {
                build(s, t);
                faulty_begin(kinds[k], at, ENOSPC);
                kiln_status status = kiln_snapshot_save(s, path, ((kiln_named){N, names, t}));
                kiln_status back = kiln_snapshot_load(s, path, N, names, u);
                came = faulty_end();
                CHECK(came || (status == KILN_OK && back == KILN_OK));
                kiln_clear_error(s);
            }
            check_restored(s, want, n, version);
            CHECK_EQ(kiln_close(s), 0);
        }
    }
}

Test(snapshot, each_allocation_may_fail) {
    static char want[BYTES];
    uint64_t version[N];
    size_t n;
    check_alloc memory;
    save(want, &n, version);
    for (long long at = 0, calls = 0; at <= calls; at++) { /* the first time to count them */
        kiln_tensor *t[N], *u[N];
        check_alloc_init(&memory, at);
        kiln_session *s = session(&memory.vtable);
        kiln_status status = s ? kiln_error(s) : KILN_NO_MEMORY;
        if (s)
            kiln_scope (s) {
                build(s, t);
                status = kiln_failed(s) ? kiln_error(s)
                                        : kiln_snapshot_save(s, path, ((kiln_named){N, names, t}));
                if (status == KILN_OK) status = kiln_snapshot_load(s, path, N, names, u);
                for (int i = 0; status == KILN_OK && i < N; i++) CHECK(kiln_ok(u[i]));
            }
        cr_assert(status == KILN_NO_MEMORY || (status == KILN_OK && (s == NULL || !kiln_failed(s))),
                  "allocation %lld: %s", at, kiln_status_name(status));
        (void)kiln_close(s);
        cr_assert(memory.live == 0, "allocation %lld leaks %lld", at, (long long)memory.live);
        if (at == 0) calls = memory.calls;
        CHECK(calls > 20);
    }
    kiln_session *s = session(NULL);
    check_restored(s, want, n, version);
    CHECK_EQ(kiln_close(s), 0);
}
