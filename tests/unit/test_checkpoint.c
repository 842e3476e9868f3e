/* SPDX-License-Identifier: Apache-2.0
 * Checkpoints: what is saved is loaded, bit by bit; every damaged byte is told; every call and
 * allocation of saving and loading may fail, or be the last; what does not fit is one error;
 * folders, rotation, files in several parts. KILN_TEST: sanitize=address timeout=600 */
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "check.h"
#include "faulty_io.h"
#include "kiln/kiln.h"

enum { N = 4 };

static char dir[64], path[256], beside[300], why[2048];
static const char *const names[N] = {"w", "b", "steps", "mask"};
static const char *const state_names[2] = {"w.m", "w"}; /* the last as a parameter's */
static const kiln_dtype dtypes[N] = {KILN_F32, KILN_BF16, KILN_I64, KILN_BOOL};

typedef struct model {
    kiln_session *s;
    kiln_tensor *p[N], *state[2];
    kiln_checkpoint c;
} model;

static void make(void) {
    faulty_place();
    check_folder(dir);
    snprintf(path, sizeof path, "%s/model.safetensors", dir);
    snprintf(beside, sizeof beside, "%s" KILN_ENVELOPE_SUFFIX, path);
}

static void drop(void) {
    faulty_end();
    check_unfolder(dir);
}

TestSuite(checkpoint, .init = make, .fini = drop, .timeout = 500);

/* Nothing of its own touches files. */
static kiln_session *plain_session(const kiln_allocator *allocator) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    o.cache_dir = "off";
    o.threads = 1;
    o.allocator = allocator;
    return kiln_open(&o);
}

static void model_make(model *m, const kiln_allocator *allocator, double fill) {
    m->c = (kiln_checkpoint)KILN_CHECKPOINT_INIT;
    m->s = plain_session(allocator);
    memset(m->p, 0, sizeof m->p);
    memset(m->state, 0, sizeof m->state);
    if (!m->s) return;
    kiln_scope (m->s) {
        for (int i = 0; i < N; i++)
            m->p[i] = kiln_keep(kiln_to(
                kiln_mul(kiln_counter_uniform(m->s, i, KILN_F32, KILN_SHAPE(3, i + 1)), fill),
                dtypes[i]));
        for (int i = 0; i < 2; i++)
            m->state[i] = kiln_keep(kiln_full(m->s, KILN_SHAPE(2), fill + i));
    }
    m->c.parameters = kiln_named_of(N, names, m->p);
    m->c.state = kiln_named_of(2, state_names, m->state);
    m->c.created = 0;
}

static void model_drop(model *m) {
    for (int i = 0; i < N; i++) kiln_release(m->p[i]);
    for (int i = 0; i < 2; i++) kiln_release(m->state[i]);
    CHECK_EQ(kiln_close(m->s), 0);
}

static bool equal(kiln_tensor *a, kiln_tensor *b) {
    kiln_host_data x = kiln_host(a), y = kiln_host(b);
    return x.data && y.data && x.nbytes == y.nbytes && memcmp(x.data, y.data, x.nbytes) == 0;
}

static bool same(const model *a, const model *b) {
    bool all = true;
    for (int i = 0; i < N; i++) all = all && equal(a->p[i], b->p[i]);
    for (int i = 0; i < 2; i++) all = all && equal(a->state[i], b->state[i]);
    return all;
}

static kiln_checkpoint_file *opened(unsigned flags) {
    kiln_checkpoint_file *f;
    kiln_status status = kiln_checkpoint_open(path, flags, NULL, &f, why, sizeof why);
    cr_assert(status == KILN_OK, "%s", why);
    return f;
}

static size_t slurp(const char *from, char *bytes, size_t room) {
    FILE *f = fopen(from, "rb");
    CHECK(f != NULL);
    size_t n = fread(bytes, 1, room, f);
    fclose(f);
    CHECK(n < room);
    return n;
}

static const kiln_st_meta meta[2] = {{"loss", "0.25"},
                                     {"note", "caf\xc3\xa9 \"kiln.digest\":\"x\""}};

Test(checkpoint, what_is_saved_is_loaded) {
    model a, b;
    float drawn[2][5];
    model_make(&a, NULL, 4);
    model_make(&b, NULL, 9);
    for (unsigned flags = 0; flags <= KILN_CHECKPOINT_MAP; flags++) {
        kiln_manual_seed(a.s, 3);
        kiln_scope (a.s)
            (void)kiln_read(kiln_randn(a.s, KILN_SHAPE(3)), drawn[0], 12); /* a normal waits */
        a.c.step = 12;
        a.c.counter_seed = -7;
        a.c.meta = meta;
        a.c.nmeta = 2;
        CHECK_OK(kiln_checkpoint_save(a.s, path, &a.c));
        kiln_checkpoint_file *f = opened(flags);
        CHECK_EQ(kiln_checkpoint_step(f), 12);
        CHECK_STR(kiln_checkpoint_meta(f, "loss"), "0.25");
        CHECK_STR(kiln_checkpoint_meta(f, "note"), meta[1].value);
        CHECK_STR(kiln_checkpoint_meta(f, "format"), "pt");
        CHECK_STR(kiln_checkpoint_path(f), path);
        CHECK_EQ(kiln_checkpoint_count(f), N + 2 + 1);
        CHECK(kiln_checkpoint_find(f, "kiln.optimizer.w") != NULL &&
              kiln_checkpoint_find(f, "v") == NULL);
        CHECK(kiln_checkpoint_at(f, N + 3) == NULL);
        CHECK(!same(&a, &b) || flags > 0);
        CHECK_OK(kiln_checkpoint_load(b.s, f, &b.c));
        kiln_checkpoint_close(f);
        CHECK_EQ(b.c.step, 12);
        CHECK_EQ(b.c.counter_seed, -7);
        CHECK(same(&a, &b));
        for (int k = 0; k < 2; k++) {
            kiln_session *s = k ? b.s : a.s;
            kiln_scope (s)
                CHECK_OK(kiln_read(kiln_randn(s, KILN_SHAPE(5)), drawn[k], sizeof drawn[k]));
        }
        CHECK(memcmp(drawn[0], drawn[1], sizeof drawn[0]) == 0);
    }
    model_drop(&a);
    model_drop(&b);
    kiln_checkpoint_close(NULL);
}

Test(checkpoint, saved_again_the_bytes_are_the_same) {
    static char once[2][8192], again[2][8192];
    model a, b;
    model_make(&a, NULL, 4);
    model_make(&b, NULL, 1);
    CHECK_OK(kiln_checkpoint_save(a.s, path, &a.c));
    size_t n = slurp(path, once[0], sizeof once[0]), k = slurp(beside, once[1], sizeof once[1]);
    CHECK_OK(kiln_checkpoint_save(a.s, path, &a.c));
    CHECK(slurp(path, again[0], sizeof again[0]) == n && memcmp(once[0], again[0], n) == 0);
    CHECK(slurp(beside, again[1], sizeof again[1]) == k && memcmp(once[1], again[1], k) == 0);
    kiln_checkpoint_file *f = opened(0);
    CHECK_OK(kiln_checkpoint_load(b.s, f, &b.c));
    kiln_checkpoint_close(f);
    CHECK_OK(kiln_checkpoint_save(b.s, path, &b.c)); /* from another session */
    CHECK(slurp(path, again[0], sizeof again[0]) == n && memcmp(once[0], again[0], n) == 0);
    CHECK_OK(kiln_envelope_check(path, "checkpoint", 1, NULL, NULL, NULL, why, sizeof why));
    model_drop(&a);
    model_drop(&b);
}

/* With the envelope and without: not one bit may differ, and not one byte be gone. */
Test(checkpoint, any_changed_byte_is_told) {
    static char good[8192];
    kiln_checkpoint_file *f;
    model a;
    model_make(&a, NULL, 4);
    CHECK_OK(kiln_checkpoint_save(a.s, path, &a.c));
    model_drop(&a);
    size_t n = slurp(path, good, sizeof good);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < n; i++) {
            good[i] ^= (char)(1 << i % 8);
            check_write(path, good, n);
            kiln_status status = kiln_checkpoint_open(path, 0, NULL, &f, why, sizeof why);
            cr_assert(f == NULL && status == KILN_BAD_FILE, "byte %zu: %s", i,
                      kiln_status_name(status));
            CHECK_HAS(why, path);
            good[i] ^= (char)(1 << i % 8);
        }
        for (size_t i = 0; i < n; i += 7) {
            check_write(path, good, i);
            CHECK_STATUS(kiln_checkpoint_open(path, KILN_CHECKPOINT_MAP, NULL, &f, why, sizeof why),
                         KILN_BAD_FILE);
        }
        check_write(path, good, n);
        kiln_checkpoint_close(opened(0));
        CHECK(pass > 0 || unlink(beside) == 0);
    }
}

Test(checkpoint, an_envelope_must_be_the_files) {
    kiln_checkpoint_file *f;
    kiln_envelope e = KILN_ENVELOPE_INIT;
    model a;
    model_make(&a, NULL, 4);
    CHECK_OK(kiln_checkpoint_save(a.s, path, &a.c));
    model_drop(&a);
    e.kind = "trace";
    CHECK_OK(kiln_envelope_write(path, &e, NULL, why, sizeof why));
    CHECK_STATUS(kiln_checkpoint_open(path, 0, NULL, &f, why, sizeof why), KILN_BAD_FILE);
    CHECK_HAS(why, "kind: expected checkpoint, found trace");
    e.kind = "checkpoint";
    e.format = 2;
    CHECK_OK(kiln_envelope_write(path, &e, NULL, why, sizeof why));
    CHECK_STATUS(kiln_checkpoint_open(path, 0, NULL, &f, why, sizeof why), KILN_UNSUPPORTED);
    CHECK_HAS(why, "format: expected at most 1, found 2");
    check_write(beside, "{}", 2);
    CHECK_STATUS(kiln_checkpoint_open(path, 0, NULL, &f, why, sizeof why), KILN_BAD_FILE);
    CHECK_STATUS(kiln_checkpoint_open(NULL, 0, NULL, &f, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_checkpoint_open(path, 8, NULL, &f, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_checkpoint_open("nowhere", 0, NULL, &f, why, sizeof why), KILN_IO);
}

/* ---- what does not fit */

Test(checkpoint, what_does_not_fit_is_one_error_and_changes_nothing) {
    static const char *const other_names[3] = {"w", "new", "steps"};
    model a, b, before;
    model_make(&a, NULL, 4);
    model_make(&b, NULL, 9);
    model_make(&before, NULL, 9);
    CHECK_OK(kiln_checkpoint_save(a.s, path, &a.c));
    kiln_checkpoint_file *f = opened(0);
    kiln_tensor *swapped[3] = {b.p[1], b.p[0], b.p[2]};
    b.c.parameters = kiln_named_of(3, other_names, swapped);
    b.c.step = 77;
    CHECK_STATUS(kiln_checkpoint_load(b.s, f, &b.c), KILN_NOT_FOUND);
    const char *text = kiln_error_text(b.s);
    CHECK_HAS(text, "missing \"new\"");
    CHECK_HAS(text, "otherwise shaped \"w\" (file: f32[3,1], tensor: bf16[3,2])");
    CHECK_HAS(text, "unexpected \"b\"");
    CHECK_HAS(text, "unexpected \"mask\"");
    CHECK_HAS(text, path);
    CHECK(strstr(text, "steps") == NULL && strstr(text, "kiln.") == NULL);
    kiln_clear_error(b.s);
    CHECK(same(&b, &before) && b.c.step == 77);
    b.c.allow = KILN_ALLOW_MISSING | KILN_ALLOW_UNEXPECTED;
    CHECK_STATUS(kiln_checkpoint_load(b.s, f, &b.c), KILN_BAD_SHAPE);
    kiln_clear_error(b.s);
    b.c.allow = KILN_ALLOW_MISSING | KILN_ALLOW_SHAPES;
    CHECK_STATUS(kiln_checkpoint_load(b.s, f, &b.c), KILN_BAD_ARGUMENT);
    kiln_clear_error(b.s);
    CHECK(same(&b, &before));
    b.c.allow = KILN_ALLOW_MISSING | KILN_ALLOW_SHAPES | KILN_ALLOW_UNEXPECTED;
    CHECK_OK(kiln_checkpoint_load(b.s, f, &b.c));
    CHECK(equal(b.p[2], a.p[2]) && equal(b.p[0], before.p[0]) && equal(b.p[1], before.p[1]) &&
          b.c.step == 0);
    kiln_checkpoint_close(f);
    model_drop(&a);
    model_drop(&b);
    model_drop(&before);
}

/* Of a checkpoint with state; of another's file with such names nothing is passed over. */
Test(checkpoint, parameters_alone_are_loaded_and_what_nobody_knows_is_refused) {
    model a, b;
    model_make(&a, NULL, 4);
    model_make(&b, NULL, 9);
    CHECK_OK(kiln_checkpoint_save(a.s, path, &a.c));
    kiln_checkpoint_file *f = opened(0);
    b.c.state = kiln_named_of(0, NULL, NULL);
    CHECK_OK(kiln_checkpoint_load(b.s, f, &b.c));
    for (int i = 0; i < N; i++) CHECK(equal(a.p[i], b.p[i]));
    CHECK(!equal(a.state[0], b.state[0]));
    b.c.parameters.count = N - 1;
    CHECK_STATUS(kiln_checkpoint_load(b.s, f, &b.c), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(b.s), "unexpected");
    CHECK(strstr(kiln_error_text(b.s), "kiln.optimizer") == NULL);
    kiln_clear_error(b.s);
    b.c.parameters.count = N;
    b.c.state = kiln_named_of(1, state_names, b.state); /* some of it: then all */
    CHECK_STATUS(kiln_checkpoint_load(b.s, f, &b.c), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(b.s), "unexpected \"kiln.optimizer.");
    kiln_clear_error(b.s);
    kiln_checkpoint_close(f);
    float x = 1;
    kiln_st_entry foreign = {"kiln.optimizer.w", KILN_F32, 0, NULL, &x, sizeof x};
    CHECK_EQ(remove(beside), 0);
    CHECK_OK(kiln_safetensors_save(path, &foreign, 1, NULL, 0, NULL, why, sizeof why));
    f = opened(0);
    b.c.state = b.c.parameters = kiln_named_of(0, NULL, NULL);
    CHECK_STATUS(kiln_checkpoint_load(b.s, f, &b.c), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(b.s), "unexpected \"kiln.optimizer.w\"");
    kiln_checkpoint_close(f);
    model_drop(&a);
    model_drop(&b);
}

/* The last of the tensors cannot be written: the first ones have not been. */
Test(checkpoint, loading_is_all_or_nothing) {
    static const char *const both[6] = {"w", "b", "steps", "mask", "v", "x"};
    model a, before;
    kiln_checkpoint c = KILN_CHECKPOINT_INIT;
    model_make(&a, NULL, 4);
    model_make(&before, NULL, 9);
    kiln_tensor *t[6] = {
        a.p[0], a.p[1],     a.p[2],
        a.p[3], a.state[0], kiln_keep(kiln_expand(kiln_zeros(a.s, KILN_SHAPE(1)), KILN_SHAPE(2)))};
    c.parameters = kiln_named_of(6, both, t);
    CHECK_OK(kiln_checkpoint_save(a.s, path, &c));
    kiln_checkpoint_file *f = opened(0);
    kiln_tensor *u[6] = {
        before.p[0],
        before.p[1],
        before.p[2],
        before.p[3],
        before.state[0],
        kiln_keep(kiln_expand(kiln_zeros(before.s, KILN_SHAPE(1)), KILN_SHAPE(2)))};
    c.parameters.tensor = u;
    float drawn[2];
    kiln_manual_seed(before.s, 5);
    CHECK_STATUS(kiln_checkpoint_load(before.s, f, &c), KILN_OVERLAP);
    kiln_clear_error(before.s);
    model same_as;
    model_make(&same_as, NULL, 9);
    kiln_manual_seed(same_as.s, 5);
    CHECK(same(&before, &same_as));
    kiln_scope (before.s) CHECK_OK(kiln_read(kiln_rand(before.s, KILN_SHAPE(1)), &drawn[0], 4));
    kiln_scope (same_as.s) CHECK_OK(kiln_read(kiln_rand(same_as.s, KILN_SHAPE(1)), &drawn[1], 4));
    CHECK(memcmp(&drawn[0], &drawn[1], 4) == 0);
    kiln_checkpoint_close(f);
    kiln_release(t[5]);
    kiln_release(u[5]);
    model_drop(&a);
    model_drop(&before);
    model_drop(&same_as);
}

Test(checkpoint, views_and_pending_values_are_saved) {
    static const char *const one[2] = {"turned", "sum"};
    model a;
    float back[6], want[6] = {0, 3, 1, 4, 2, 5};
    kiln_checkpoint c = KILN_CHECKPOINT_INIT;
    model_make(&a, NULL, 4);
    kiln_scope (a.s) {
        kiln_tensor *x = kiln_reshape(kiln_arange(a.s, 0, 6, 1, KILN_F32), KILN_SHAPE(2, 3));
        kiln_tensor *t[2] = {kiln_t(x), kiln_sum(x, KILN_ALL_AXES, false)};
        c.parameters = kiln_named_of(2, one, t);
        CHECK_OK(kiln_checkpoint_save(a.s, path, &c));
        kiln_checkpoint_file *f = opened(0);
        memcpy(back, kiln_checkpoint_find(f, "turned")->data, sizeof back);
        CHECK(memcmp(back, want, sizeof want) == 0);
        kiln_mul_(x, 0);
        kiln_tensor *u[2] = {t[0], kiln_zeros(a.s, KILN_NO_SHAPE)};
        c.parameters.tensor = u;
        CHECK_OK(kiln_checkpoint_load(a.s, f, &c)); /* through the view */
        CHECK_OK(kiln_read(x, back, sizeof back));
        for (int i = 0; i < 6; i++) CHECK(back[i] == (float)i);
        kiln_checkpoint_close(f);
    }
    model_drop(&a);
}

Test(checkpoint, what_cannot_be_saved_is_refused) {
    static const char *const own[1] = {"kiln.x"}, *const none[1] = {NULL},
                             *const twice[2] = {"a", "a"}, *const odd[1] = {"\xff"};
    static const kiln_st_meta reserved = {"kiln.step", "1"}, format = {"format", "np"};
    model a, b;
    model_make(&a, NULL, 4);
    model_make(&b, NULL, 4);
#define REFUSED(change, status, text)                                                              \
    do {                                                                                           \
        kiln_checkpoint c = KILN_CHECKPOINT_INIT;                                                  \
        change;                                                                                    \
        CHECK_STATUS(kiln_checkpoint_save(a.s, path, &c), status);                                 \
        CHECK_HAS(kiln_error_text(a.s), text);                                                     \
        kiln_clear_error(a.s);                                                                     \
    } while (0)
    REFUSED(c.parameters = kiln_named_of(1, own, a.p), KILN_BAD_ARGUMENT, "reserved");
    REFUSED(c.parameters = kiln_named_of(1, none, a.p), KILN_BAD_ARGUMENT, "NULL");
    REFUSED(c.parameters = kiln_named_of(2, twice, a.p), KILN_BAD_ARGUMENT, "twice");
    REFUSED(c.parameters = kiln_named_of(1, odd, a.p), KILN_BAD_ARGUMENT, "UTF-8");
    REFUSED(c.parameters = kiln_named_of(1, names, b.p), KILN_BAD_HANDLE, "\"w\"");
    REFUSED(c.parameters = kiln_named_of(1, names, NULL), KILN_BAD_ARGUMENT, "NULL");
    REFUSED((c.meta = &reserved, c.nmeta = 1), KILN_BAD_ARGUMENT, "reserved");
    REFUSED((c.meta = &format, c.nmeta = 1), KILN_BAD_ARGUMENT, "reserved");
    REFUSED((c.made_by = "\xff"), KILN_BAD_ARGUMENT, "made_by");
    REFUSED((c.struct_size = 3), KILN_BAD_ARGUMENT, "struct_size");
    CHECK_STATUS(kiln_checkpoint_save(a.s, path, NULL), KILN_BAD_ARGUMENT);
    kiln_clear_error(a.s);
    a.c.step = -1;
    CHECK_STATUS(kiln_checkpoint_save_in(a.s, dir, &a.c, NULL), KILN_BAD_ARGUMENT);
    kiln_clear_error(a.s);
    struct stat st;
    CHECK(stat(path, &st) != 0 && stat(beside, &st) != 0);
    model_drop(&a);
    model_drop(&b);
}

/* ---- folders */

static int64_t latest_step(void) {
    kiln_checkpoint_file *f;
    kiln_status status = kiln_checkpoint_latest(dir, 0, NULL, &f, why, sizeof why);
    int64_t step = status == KILN_OK ? kiln_checkpoint_step(f) : -(int64_t)status;
    kiln_checkpoint_close(f);
    return step;
}

static void save_step(model *m, int64_t step, const char *loss, const kiln_rotation *keep) {
    kiln_st_meta one = {"loss", loss};
    m->c.step = step;
    m->c.meta = &one;
    m->c.nmeta = loss ? 1 : 0;
    CHECK_OK(kiln_checkpoint_save_in(m->s, dir, &m->c, keep));
    m->c.meta = NULL;
    m->c.nmeta = 0;
}

static bool has_step(int64_t step) {
    char name[256];
    struct stat st[2];
    snprintf(name, sizeof name, "%s/step-%012lld.safetensors", dir, (long long)step);
    bool file = stat(name, &st[0]) == 0;
    snprintf(name, sizeof name, "%s/step-%012lld.safetensors.envelope.json", dir, (long long)step);
    CHECK_EQ(file, stat(name, &st[1]) == 0);
    return file;
}

Test(checkpoint, rotation_keeps_the_newest_and_the_best) {
    static const char *const losses[] = {"5", "1.5", "nan", "0.25", "x", "3", "0.25", "7"};
    static const bool stays[2][8] = {{0, 0, 0, 1, 0, 0, 1, 1},
                                     {1, 0, 0, 0, 0, 0, 1, 1}}; /* by least loss, by greatest */
    model a;
    model_make(&a, NULL, 4);
    for (int greater = 0; greater < 2; greater++) {
        kiln_rotation keep = {2, 2, "loss", greater};
        for (int i = 0; i < 8; i++) save_step(&a, i, i == 4 ? NULL : losses[i], &keep);
        for (int i = 0; i < 8; i++) CHECK_EQ(has_step(i), stays[greater][i]);
        CHECK_EQ(latest_step(), 7);
        kiln_rotation one = {1, 0, NULL, false};
        save_step(&a, 7, NULL, &one);
        for (int i = 0; i < 7; i++) CHECK(!has_step(i));
    }
    save_step(&a, 3, NULL,
              &(kiln_rotation){1, 0, NULL,
                               false}); /* the one just written stays, though it is older */
    CHECK(has_step(3) && has_step(7));
    model_drop(&a);
}

Test(checkpoint, the_latest_that_holds_is_found_and_the_others_are_told) {
    static char bytes[8192];
    char at[256], other[256];
    model a;
    CHECK_EQ(latest_step(), -KILN_NOT_FOUND);
    CHECK_HAS(why, "holds no checkpoint");
    model_make(&a, NULL, 4);
    for (int i = 1; i <= 4; i++) save_step(&a, i * 10, NULL, NULL);
    CHECK_EQ(latest_step(), 40);
    CHECK_STR(why, "");
    snprintf(at, sizeof at, "%s/step-000000000040.safetensors", dir);
    size_t n = slurp(at, bytes, sizeof bytes);
    check_write(at, bytes, n - 1);
    CHECK_EQ(latest_step(), 30);
    CHECK_HAS(why, "passed over: ");
    CHECK_HAS(why, at);
    CHECK_HAS(why, "length: expected");
    snprintf(other, sizeof other, "%s/step-000000000030.safetensors", dir);
    check_write(other, "", 0);
    CHECK_EQ(latest_step(), 20);
    CHECK_HAS(why, other);
    snprintf(other, sizeof other, "%s/step-000000000050.safetensors",
             dir); /* a good file by a wrong name */
    check_write(other, bytes, n);
    CHECK_EQ(latest_step(), 20);
    CHECK_HAS(why, "no checkpoint of the step in its name");
    static const char *const foreign[] = {"step-1.safetensors",
                                          "step-000000000099.safetensors.tmp-0123456789abcdef",
                                          "step-00000000009x.safetensors", "model.safetensors"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        snprintf(other, sizeof other, "%s/%s", dir, foreign[i]);
        check_write(other, bytes, n);
    }
    CHECK_EQ(latest_step(), 20);
    kiln_checkpoint_file *f;
    CHECK_STATUS(kiln_checkpoint_latest("nowhere", 0, NULL, &f, why, sizeof why), KILN_NOT_FOUND);
    CHECK_STATUS(kiln_checkpoint_latest(NULL, 0, NULL, &f, why, sizeof why), KILN_BAD_ARGUMENT);
    model_drop(&a);
}

/* ---- files in several parts */

static void write_shards(model *a, const char *index) {
    char at[256];
    int64_t shape = 1;
    float x[2] = {1, 2};
    for (int i = 0; i < 2; i++) {
        kiln_st_entry e = {i ? "second" : "first", KILN_F32, 1, &shape, &x[i], 4};
        snprintf(at, sizeof at, "%s/part-%d.safetensors", dir, i + 1);
        CHECK_OK(kiln_safetensors_save(at, &e, 1, NULL, 0, NULL, why, sizeof why));
    }
    (void)a;
    snprintf(path, sizeof path, "%s/model.safetensors.index.json", dir);
    check_write(path, index, strlen(index));
}

Test(checkpoint, files_in_several_parts_are_read) {
    static const char *const both[2] = {"first", "second"};
    model a;
    kiln_checkpoint c = KILN_CHECKPOINT_INIT;
    model_make(&a, NULL, 4);
    write_shards(
        &a, "{\"metadata\":{\"total_size\":8},\"weight_map\":{\"second\":\"part-2.safetensors\","
            "\"first\":\"part-1.safetensors\"}}");
    for (unsigned flags = 0; flags <= KILN_CHECKPOINT_MAP; flags++) {
        kiln_checkpoint_file *f = opened(flags);
        kiln_tensor *t[2] = {kiln_zeros(a.s, KILN_SHAPE(1)), kiln_zeros(a.s, KILN_SHAPE(1))};
        CHECK_EQ(kiln_checkpoint_count(f), 2);
        c.parameters = kiln_named_of(2, both, t);
        CHECK_OK(kiln_checkpoint_load(a.s, f, &c));
        CHECK(kiln_item(t[0]) == 1 && kiln_item(t[1]) == 2);
        kiln_checkpoint_close(f);
    }
    model_drop(&a);
}

Test(checkpoint, wrong_indices_are_refused) {
    static const char *const rows[][2] = {
        {"", "expected JSON"},
        {"{\"weight_map\":{\"first\":\"part-1.safetensors\",\"first\":\"part-1.safetensors\"}}",
         "duplicate object key"},
        {"[]", "expected an object"},
        {"{}", "weight_map: expected the field"},
        {"{\"weight_map\":{},\"more\":{}}", "unknown field \"more\""},
        {"{\"weight_map\":[]}", "expected an object as field \"weight_map\""},
        {"{\"metadata\":1,\"weight_map\":{}}", "expected an object as field \"metadata\""},
        {"{\"weight_map\":{\"first\":1}}", "the name of a file beside the index"},
        {"{\"weight_map\":{\"first\":\"../part-1.safetensors\"}}",
         "the name of a file beside the index"},
        {"{\"weight_map\":{\"first\":\"..\"}}", "the name of a file beside the index"},
        {"{\"weight_map\":{\"first\":\"part-3.safetensors\"}}", "cannot be opened"},
        {"{\"weight_map\":{\"first\":\"model.safetensors.index.json\"}}", "header-"},
        {"{\"weight_map\":{\"first\":\"part-2.safetensors\"}}",
         "weight_map does not put into the file it is in tensor \"second\""},
        {"{\"weight_map\":{\"first\":\"part-1.safetensors\",\"third\":\"part-1.safetensors\"}}",
         "no file has tensor \"third\""},
        {"{\"weight_map\":{\"first\":\"part-2.safetensors\",\"second\":\"part-1.safetensors\"}}",
         "weight_map does not put"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kiln_checkpoint_file *f;
        write_shards(NULL, rows[i][0]);
        kiln_status status = kiln_checkpoint_open(path, 0, NULL, &f, why, sizeof why);
        CHECK(f == NULL && (status == KILN_BAD_FILE || status == KILN_IO));
        CHECK_HAS(why, rows[i][1]);
    }
}

/* ---- faults */

/* The file is the old or the new checkpoint, whole; the session goes on. */
static void save_with_faults(model *old, model *fresh, model *into, faulty_kind kind, int error) {
    bool came = true, there = false;
    for (int at = 1; came; at++) {
        if (!there) CHECK_OK(kiln_checkpoint_save(old->s, path, &old->c));
        faulty_begin(kind, at, error);
        kiln_status status = kiln_checkpoint_save(fresh->s, path, &fresh->c);
        came = faulty_end();
        CHECK(status == KILN_OK || status == KILN_IO || status == KILN_NO_MEMORY);
        CHECK(came || status == KILN_OK);
        CHECK((status == KILN_OK) == !kiln_failed(fresh->s));
        kiln_clear_error(fresh->s);
        kiln_checkpoint_file *f = opened(0);
        CHECK_OK(kiln_checkpoint_load(into->s, f, &into->c));
        kiln_checkpoint_close(f);
        there = same(into, old);
        CHECK(there ? status != KILN_OK : same(into, fresh));
    }
}

Test(checkpoint, each_call_of_a_save_may_fail_or_be_the_last) {
    model m[3];
    for (int i = 0; i < 3; i++) model_make(&m[i], NULL, 4 + i);
    for (int e = 0; e < FAULTY_ERRORS; e++)
        save_with_faults(&m[0], &m[1], &m[2], FAULTY_ERROR, faulty_errors[e]);
    save_with_faults(&m[0], &m[1], &m[2], FAULTY_SHORT, 0);
    save_with_faults(&m[0], &m[1], &m[2], FAULTY_KILL, 0);
    save_with_faults(&m[0], &m[1], &m[2], FAULTY_TEAR, 0);
    save_with_faults(&m[0], &m[1], &m[2], FAULTY_CUT, 0);
    for (int i = 0; i < 3; i++) model_drop(&m[i]);
}

/* In a folder, with rotation: the latest one is the last that was whole, never none. */
Test(checkpoint, each_call_of_a_save_in_a_folder_may_fail_or_be_the_last) {
    static const faulty_kind kinds[] = {FAULTY_ERROR, FAULTY_SHORT, FAULTY_KILL, FAULTY_TEAR,
                                        FAULTY_CUT};
    kiln_rotation keep = {1, 1, "loss", false};
    int64_t step = 1;
    model a;
    model_make(&a, NULL, 4);
    save_step(&a, step, "1", &keep);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        bool came = true;
        for (int at = 1; came; at++) {
            a.c.step = step + 1;
            faulty_begin(kinds[k], at, EIO);
            kiln_status status = kiln_checkpoint_save_in(a.s, dir, &a.c, &keep);
            came = faulty_end();
            kiln_clear_error(a.s);
            int64_t found = latest_step();
            CHECK(found == step + 1 || (found == step && status != KILN_OK));
            CHECK_STR(why, "");
            save_step(&a, ++step, "0.5", &keep);
            CHECK_EQ(latest_step(), step);
        }
    }
    model_drop(&a);
}

Test(checkpoint, each_call_of_opening_and_loading_may_fail) {
    model a, b;
    model_make(&a, NULL, 4);
    model_make(&b, NULL, 9);
    CHECK_OK(kiln_checkpoint_save(a.s, path, &a.c));
    save_step(&a, 5, NULL, NULL);
    for (unsigned flags = 0; flags <= KILN_CHECKPOINT_MAP; flags++)
        for (int e = 0; e < FAULTY_ERRORS; e++) {
            bool came = true;
            for (int at = 1; came; at++) {
                kiln_checkpoint_file *f, *g;
                faulty_begin(FAULTY_ERROR, at, faulty_errors[e]);
                kiln_status status = kiln_checkpoint_open(path, flags, NULL, &f, why, sizeof why);
                CHECK(status == KILN_OK || (why[0] != '\0' && f == NULL));
                if (status == KILN_OK) CHECK_OK(kiln_checkpoint_load(b.s, f, &b.c));
                kiln_status found = kiln_checkpoint_latest(dir, flags, NULL, &g, why, sizeof why);
                came = faulty_end();
                CHECK(found == KILN_OK || (why[0] != '\0' && g == NULL));
                if (!came) CHECK(status == KILN_OK && found == KILN_OK && same(&a, &b));
                kiln_checkpoint_close(f);
                kiln_checkpoint_close(g);
            }
        }
    model_drop(&a);
    model_drop(&b);
}

static kiln_status save_and_load(const kiln_allocator *allocator) {
    kiln_checkpoint_file *f = NULL;
    kiln_status status = KILN_NO_MEMORY;
    model a;
    model_make(&a, allocator, 4);
    if (a.s && !kiln_failed(a.s)) {
        kiln_rotation keep = {1, 1, "loss", false};
        a.c.meta = meta;
        a.c.nmeta = 2;
        status = kiln_checkpoint_save_in(a.s, dir, &a.c, &keep);
        if (status == KILN_OK)
            status = kiln_checkpoint_latest(dir, 0, allocator, &f, why, sizeof why);
        a.c.meta = NULL;
        a.c.nmeta = 0;
        if (status == KILN_OK) status = kiln_checkpoint_load(a.s, f, &a.c);
        kiln_checkpoint_close(f);
    } else if (a.s)
        status = kiln_error(a.s);
    for (int i = 0; i < N; i++) kiln_release(a.p[i]);
    for (int i = 0; i < 2; i++) kiln_release(a.state[i]);
    if (a.s) (void)kiln_close(a.s);
    return status;
}

Test(checkpoint, each_allocation_may_fail) {
    check_alloc memory;
    check_alloc_init(&memory, 0);
    CHECK_OK(save_and_load(&memory.vtable));
    long long calls = memory.calls;
    CHECK_EQ(memory.live, 0);
    for (long long at = 1; at <= calls; at++) {
        check_alloc_init(&memory, at);
        kiln_status status = save_and_load(&memory.vtable);
        cr_assert(status == KILN_OK || status == KILN_NO_MEMORY, "allocation %lld: %s", at,
                  kiln_status_name(status));
        cr_assert(memory.live == 0, "allocation %lld leaks %lld", at, (long long)memory.live);
        char name[256];
        snprintf(name, sizeof name, "%s/step-000000000000.safetensors", dir);
        kiln_checkpoint_file *f; /* whatever failed, the one of before holds */
        CHECK_OK(kiln_checkpoint_open(name, 0, NULL, &f, why, sizeof why));
        kiln_checkpoint_close(f);
    }
}
