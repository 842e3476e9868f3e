/* SPDX-License-Identifier: Apache-2.0
 * docs/traces.md: what is saved is computed again to the same bits on every path; a changed byte is
 * refused; two runs part where they do. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "kiln/kiln.h"

/* KILN_TEST: sanitize=address timeout=300 */

static char dir[64];
static char path[2][128];

static void make_dir(void) {
    check_folder(dir);
    for (int i = 0; i < 2; i++) snprintf(path[i], sizeof path[i], "%s/%d.trace", dir, i);
}
static void drop_dir(void) { check_unfolder(dir); }

TestSuite(trace, .init = make_dir, .fini = drop_dir);

static kiln_session *open_with(kiln_path how, kiln_mode mode, int threads, kiln_isa isa,
                               const kiln_allocator *a) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = how;
    o.mode = mode;
    o.threads = threads;
    o.isa = isa;
    o.cache_dir = "off";
    o.allocator = a;
    return kiln_open(&o);
}

static kiln_session *open_quiet(void) {
    kiln_session *s = open_with(KILN_FUSED, KILN_STRICT, 2, KILN_ISA_DEFAULT, NULL);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

/* One step of a small network; the trace of its loss and gradient, when `to` is given. */
static kiln_status step(kiln_session *s, kiln_tensor *w, int seed, double rate, const char *to,
                        const kiln_trace_options *o) {
    kiln_status status = KILN_OK;
    kiln_scope (s) {
        static const char *const names[] = {"loss", "gradient"};
        float data[8 * 6];
        for (int i = 0; i < 48; i++) data[i] = (float)((i * 7 + seed * 3) % 11) / 4 - 1;
        kiln_tensor *x = kiln_from(s, data, KILN_F32, KILN_SHAPE(8, 6)), *g = NULL;
        kiln_tensor *h = kiln_matmul(x, w);
        kiln_tensor *loss =
            kiln_mean(kiln_add(kiln_square(h), kiln_softmax(h, 1)), KILN_ALL_AXES, false);
        kiln_grad(loss, KILN_LIST(w), &g);
        if (to != NULL) status = kiln_trace_save(to, KILN_LIST(loss, g), names, o);
        kiln_sub_(w, kiln_mul(g, rate));
        kiln_eval(KILN_LIST(loss));
    }
    return status;
}

static kiln_tensor *weights(kiln_session *s) {
    float data[6 * 3];
    for (int i = 0; i < 18; i++) data[i] = (float)(i % 5) / 3 - 0.5f;
    return kiln_keep(kiln_from(s, data, KILN_F32, KILN_SHAPE(6, 3)));
}

/* Three steps, of which the third's trace is at path[which]. */
static void train(int which, double rate, const kiln_trace_options *o) {
    kiln_session *s = open_quiet();
    kiln_tensor *w = weights(s);
    CHECK_OK(step(s, w, 1, rate, NULL, o));
    CHECK_OK(step(s, w, 2, 0.1, NULL, o));
    CHECK_OK(step(s, w, 3, 0.1, path[which], o));
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    kiln_release(w);
    kiln_close(s);
}

static kiln_trace_file *open_trace(const char *from) {
    kiln_trace_file *t;
    char why[512];
    kiln_status status = kiln_trace_open(from, NULL, &t, why, sizeof why);
    cr_assert(status == KILN_OK, "%s: %s", kiln_status_name(status), why);
    return t;
}

static kiln_trace_options with_nodes(void) {
    kiln_trace_options o = KILN_TRACE_OPTIONS_INIT;
    o.nodes = true;
    o.made_by = "test_trace";
    o.created = 0;
    return o;
}

Test(trace, replays_to_the_same_bits_everywhere) {
    kiln_trace_options o = with_nodes();
    train(0, 0.1, &o);
    kiln_trace_file *t = open_trace(path[0]);
    static const int threads[] = {1, 2, 3, 8};
    for (int p = KILN_FUSED; p <= KILN_EAGER; p++)
        for (int isa = KILN_ISA_BASE; isa <= KILN_ISA_AVX512; isa++)
            for (int i = 0; i < 4; i++) {
                kiln_session *s = open_with((kiln_path)p, i % 2 ? KILN_HARDENED : KILN_STRICT,
                                            threads[i], (kiln_isa)isa, NULL);
                kiln_replay r = {.struct_size = sizeof r};
                if (kiln_error(s) == KILN_UNSUPPORTED) { /* the machine has no such instructions */
                    kiln_close(s);
                    continue;
                }
                CHECK_OK(kiln_trace_replay(s, t, NULL, 0, &r));
                cr_assert(r.same && r.outputs_differ == 0 && r.node == -1, "%s", r.text);
                CHECK_EQ(kiln_close(s), 0);
            }
    kiln_trace_close(t);
}

Test(trace, tells_the_derivative) {
    kiln_trace_options o = with_nodes();
    train(0, 0.1, &o);
    kiln_trace_file *t = open_trace(path[0]);
    bool accumulated = false, ruled = false, seeded = false;
    for (size_t i = 0; i < kiln_trace_derived_count(t); i++) {
        kiln_trace_derived d = kiln_trace_derived_at(t, i);
        accumulated = accumulated || strcmp(d.rule, "accumulate") == 0;
        ruled = ruled || (strcmp(d.rule, "matmul") == 0 && d.of >= 0 && d.of < d.node);
        seeded = seeded || strcmp(d.rule, "seed") == 0;
        if (i > 0) cr_assert(kiln_trace_derived_at(t, i - 1).node < d.node);
    }
    cr_assert(accumulated && ruled && seeded);
    CHECK_EQ(kiln_trace_leaf_count(t), 2);
    CHECK_STR(kiln_trace_output(t, 1).name, "gradient");
    CHECK_HAS(kiln_trace_leaf(t, 0).site, "test_trace.c");
    CHECK_STR(kiln_trace_envelope(t)->made_by, "test_trace");
    CHECK_EQ(kiln_trace_leaf(t, 2).nbytes, 0);
    kiln_trace_close(t);
}

Test(trace, same_program_same_file) {
    kiln_trace_options o = with_nodes();
    train(0, 0.1, &o);
    train(1, 0.1, &o);
    kiln_trace_file *a = open_trace(path[0]), *b = open_trace(path[1]);
    kiln_trace_difference d = {.struct_size = sizeof d};
    CHECK_OK(kiln_trace_compare(a, b, &d));
    CHECK_EQ(d.what, KILN_TRACE_EQUAL);
    CHECK_STR(kiln_trace_envelope(a)->digest, kiln_trace_envelope(b)->digest);
    kiln_trace_close(a);
    kiln_trace_close(b);
}

/* An earlier step with another rate: the parameters part, and nothing before them. */
Test(trace, says_where_two_runs_part) {
    kiln_trace_options o = with_nodes();
    train(0, 0.1, &o);
    train(1, 0.2, &o);
    kiln_trace_file *a = open_trace(path[0]), *b = open_trace(path[1]);
    kiln_trace_difference d = {.struct_size = sizeof d};
    CHECK_OK(kiln_trace_compare(a, b, &d));
    CHECK_EQ(d.what, KILN_TRACE_LEAF);
    CHECK_HAS(d.a, "f32[6,3]");
    cr_assert(strcmp(d.a, d.b) != 0);
    kiln_trace_close(a);
    kiln_trace_close(b);
}

static char *bytes_of(const char *from, size_t *n) {
    FILE *f = fopen(from, "rb");
    char *bytes = malloc(1 << 20);
    *n = fread(bytes, 1, 1 << 20, f);
    fclose(f);
    return bytes;
}

static void write_bytes(const char *to, const char *bytes, size_t n) {
    FILE *f = fopen(to, "wb");
    cr_assert(f != NULL && fwrite(bytes, 1, n, f) == n && fclose(f) == 0);
}

Test(trace, every_changed_byte_is_refused) {
    kiln_trace_options o = with_nodes();
    train(0, 0.1, &o);
    size_t n;
    char *bytes = bytes_of(path[0], &n);
    /* all of the envelope, a fifth of the rest: one digest is over it */
    for (size_t i = 0; i < n; i += i < 900 ? 1 : 5) {
        char was = bytes[i], why[512];
        kiln_trace_file *t = NULL;
        bytes[i] = (char)(was ^ (1 << i % 8));
        write_bytes(path[1], bytes, n);
        kiln_status status = kiln_trace_open(path[1], NULL, &t, why, sizeof why);
        cr_assert(status == KILN_BAD_FILE || status == KILN_UNSUPPORTED, "byte %zu: %s", i,
                  kiln_status_name(status));
        cr_assert(t == NULL && strlen(why) > strlen(path[1]), "byte %zu: \"%s\"", i, why);
        bytes[i] = was;
    }
    for (size_t cut = 0; cut < n; cut += 37) {
        kiln_trace_file *t = NULL;
        write_bytes(path[1], bytes, cut);
        cr_assert(kiln_trace_open(path[1], NULL, &t, NULL, 0) != KILN_OK && t == NULL, "cut at %zu",
                  cut);
    }
    free(bytes);
}

Test(trace, leaves_by_digest_are_given_and_checked) {
    kiln_trace_options o = with_nodes();
    train(0, 0.1, &o);
    o.leaves = KILN_TRACE_DIGEST;
    train(1, 0.1, &o);
    kiln_trace_file *whole = open_trace(path[0]), *thin = open_trace(path[1]);
    kiln_session *s = open_quiet();
    kiln_replay r = {.struct_size = sizeof r};
    kiln_trace_given given[2];
    for (size_t i = 0; i < 2; i++) {
        kiln_trace_item x = kiln_trace_leaf(whole, i);
        cr_assert(kiln_trace_leaf(thin, i).data == NULL);
        given[i] = (kiln_trace_given){x.name, x.data, x.nbytes};
    }
    CHECK_STATUS(kiln_trace_replay(s, thin, given, 1, &r), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "\"in1\"");
    kiln_clear_error(s);
    CHECK_OK(kiln_trace_replay(s, thin, given, 2, &r));
    cr_assert(r.same, "%s", r.text);
    char other[1024] = {0};
    given[1].data = other;
    CHECK_STATUS(kiln_trace_replay(s, thin, given, 2, &r), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "digest");
    kiln_clear_error(s);
    given[1].nbytes--;
    CHECK_STATUS(kiln_trace_replay(s, thin, given, 2, &r), KILN_BAD_ARGUMENT);
    kiln_clear_error(s);
    given[1].name = "nobody";
    CHECK_STATUS(kiln_trace_replay(s, thin, given, 2, &r), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "no leaf");
    kiln_close(s);
    kiln_trace_close(whole);
    kiln_trace_close(thin);
}

Test(trace, a_trace_changes_nothing) {
    kiln_trace_options o = with_nodes();
    double end[2];
    for (int traced = 0; traced < 2; traced++) {
        kiln_session *s = open_quiet();
        kiln_tensor *w = weights(s);
        for (int i = 0; i < 20; i++) CHECK_OK(step(s, w, i, 0.1, traced ? path[0] : NULL, &o));
        end[traced] = kiln_item(kiln_sum(w, KILN_ALL_AXES, false));
        kiln_close(s);
    }
    cr_assert(end[0] == end[1]);
}

Test(trace, what_cannot_be_traced_is_refused) {
    kiln_session *s = open_quiet();
    kiln_tensor *w = weights(s), *y = kiln_square(w);
    const char *bad[] = {"\xff"};
    CHECK_STATUS(kiln_trace_save(path[0], KILN_LIST(w), NULL, NULL), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "leaf");
    kiln_clear_error(s);
    CHECK_STATUS(kiln_trace_save(NULL, KILN_LIST(y), NULL, NULL), KILN_BAD_ARGUMENT);
    kiln_clear_error(s);
    CHECK_STATUS(kiln_trace_save(path[0], KILN_LIST(y, y), NULL, NULL), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "same value");
    kiln_clear_error(s);
    CHECK_STATUS(kiln_trace_save(path[0], KILN_LIST(y), bad, NULL), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "UTF-8");
    kiln_clear_error(s);
    CHECK_STATUS(kiln_trace_save("/nowhere/at/all.trace", KILN_LIST(y), NULL, NULL), KILN_IO);
    kiln_clear_error(s);
    CHECK_STATUS(kiln_trace_save(path[0], (kiln_list){0, NULL}, NULL, NULL), KILN_BAD_ARGUMENT);
    kiln_clear_error(s);
    kiln_tensor *picked = kiln_gather(y, 0, kiln_full(s, KILN_SHAPE(1, 3), 9, KILN_I64));
    CHECK_STATUS(kiln_trace_save(path[0], KILN_LIST(picked), NULL, NULL), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "out of range");
    cr_assert(access(path[0], F_OK) != 0);
    kiln_clear_error(s);
    CHECK_OK(kiln_trace_save(path[0], KILN_LIST(y), NULL, NULL));
    kiln_close(s);
}

static size_t files_in(const char *folder, char names[][32], size_t most) {
    size_t n = 0;
    for (int i = 1; i < 100 && n < most; i++) {
        char file[256];
        snprintf(names[n], 32, "step-%08d.trace", i);
        snprintf(file, sizeof file, "%s/%s", folder, names[n]);
        n += access(file, F_OK) == 0;
    }
    return n;
}

Test(trace, every_nth_step_is_traced_and_the_newest_stay) {
    char folder[128], names[16][32], file[256];
    snprintf(folder, sizeof folder, "%s/steps", dir);
    kiln_session *s = open_quiet();
    kiln_tensor *w = weights(s);
    CHECK_OK(kiln_trace_steps(s, folder, 3, 2, NULL));
    for (int i = 0; i < 14; i++) {
        CHECK_OK(step(s, w, i, 0.1, NULL, NULL));
        (void)kiln_item(kiln_sum(w, KILN_ALL_AXES, false)); /* no derivative: no step */
    }
    kiln_counters c = {.struct_size = sizeof c};
    CHECK_OK(kiln_count(s, &c));
    CHECK_EQ(c.traces_written, 4);
    CHECK_EQ(c.traces_lost, 0);
    CHECK_EQ(files_in(folder, names, 16), 2);
    CHECK_STR(names[0], "step-00000009.trace");
    CHECK_STR(names[1], "step-00000012.trace");
    CHECK_OK(kiln_trace_steps(s, NULL, 0, 0, NULL));
    for (int i = 0; i < 6; i++) CHECK_OK(step(s, w, i, 0.1, NULL, NULL));
    CHECK_EQ(files_in(folder, names, 16), 2);
    snprintf(file, sizeof file, "%s/%s", folder, names[1]);
    kiln_trace_file *t = open_trace(file);
    kiln_replay r = {.struct_size = sizeof r};
    CHECK_OK(kiln_trace_replay(s, t, NULL, 0, &r));
    cr_assert(r.same, "%s", r.text);
    kiln_trace_close(t);
    CHECK_STATUS(kiln_trace_steps(s, "", 1, 0, NULL), KILN_BAD_ARGUMENT);
    kiln_close(s);
}

Test(trace, a_folder_that_is_gone_loses_traces_and_no_step) {
    char folder[128];
    snprintf(folder, sizeof folder, "%s/gone", dir);
    kiln_session *s = open_quiet();
    kiln_tensor *w = weights(s);
    CHECK_OK(kiln_trace_steps(s, folder, 1, 0, NULL));
    CHECK_EQ(rmdir(folder), 0);
    for (int i = 0; i < 3; i++) CHECK_OK(step(s, w, i, 0.1, NULL, NULL));
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    kiln_counters c = {.struct_size = sizeof c};
    CHECK_OK(kiln_count(s, &c));
    CHECK_EQ(c.traces_lost, 3);
    kiln_close(s);
}

Test(trace, every_allocation_may_fail) {
    kiln_trace_options o = with_nodes();
    check_alloc memory;
    for (long long k = 1;; k += 13) {
        check_alloc_init(&memory, k);
        kiln_session *s = open_with(KILN_EAGER, KILN_STRICT, 1, KILN_ISA_DEFAULT, &memory.vtable);
        kiln_tensor *w = s != NULL ? weights(s) : NULL;
        kiln_trace_file *t = NULL;
        kiln_replay r = {.struct_size = sizeof r};
        if (s != NULL) (void)step(s, w, 1, 0.1, path[0], &o);
        bool saved = s != NULL && !kiln_failed(s), done = false;
        if (saved && kiln_trace_open(path[0], &memory.vtable, &t, NULL, 0) == KILN_OK) {
            done = kiln_trace_replay(s, t, NULL, 0, &r) == KILN_OK;
            cr_assert(!done || r.same, "%s", r.text);
        }
        kiln_trace_close(t);
        kiln_close(s);
        CHECK_EQ(memory.live, 0);
        if (done && memory.calls < k) break;
    }
}

Test(trace, the_ledger_tells_derivatives_traces_and_replays) {
    char ledger[128], text[1 << 16];
    snprintf(ledger, sizeof ledger, "%s/ledger", dir);
    kiln_options o = KILN_OPTIONS_INIT;
    o.ledger = ledger;
    o.cache_dir = "off";
    kiln_session *s = kiln_open(&o);
    kiln_tensor *w = weights(s);
    CHECK_OK(step(s, w, 1, 0.1, path[0], NULL));
    kiln_trace_file *t = open_trace(path[0]);
    kiln_replay r = {.struct_size = sizeof r};
    CHECK_OK(kiln_trace_replay(s, t, NULL, 0, &r));
    kiln_trace_close(t);
    kiln_close(s);
    FILE *f = fopen(ledger, "rb");
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    CHECK_HAS(text, "\"kind\":\"backward\"");
    CHECK_HAS(text, "\"kind\":\"trace\"");
    CHECK_HAS(text, "\"kind\":\"replay\"");
}
