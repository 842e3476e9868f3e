/* SPDX-License-Identifier: Apache-2.0
 * docs/budgets.md: each limit, refused before work or met while it runs, alone and nested, on both paths;
 * what is left as it was; progress; the ledger's lines; and cancels that come before an evaluation's run.
 * KILN_TEST: timeout=300 */
#include <math.h>

#include "check.h"
#include "kiln/kiln.h"

#ifndef KILN_NO_BUDGETS

enum { LOOPS = 2000 };

static kiln_options quiet(kiln_path path) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = path;
    o.cache_dir = "off";
    o.threads = 1;
    return o;
}

static kiln_session *open_with(kiln_options o) {
    kiln_session *s = kiln_open(&o);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

static kiln_session *open_path(kiln_path path) { return open_with(quiet(path)); }

static bool compiles(kiln_session *s) { return strcmp(kiln_setting(s, "path"), "fused") == 0; }

static kiln_budget *budget_of(kiln_limits l, kiln_budget *parent) {
    kiln_budget *b = NULL;
    char why[256];
    l.struct_size = sizeof l;
    cr_assert(kiln_budget_open(&l, parent, &b, why, sizeof why) == KILN_OK, "%s", why);
    return b;
}

static kiln_spent spent_of(const kiln_budget *b) {
    kiln_spent x = {.struct_size = sizeof x};
    CHECK_OK(kiln_budget_spent(b, &x));
    return x;
}

static kiln_counters counted(const kiln_session *s) {
    kiln_counters c = {.struct_size = sizeof c};
    CHECK_OK(kiln_count(s, &c));
    return c;
}

/* The text of the error, which is cleared. */
static const char *refused(kiln_session *s) {
    static char text[1024];
    cr_assert(kiln_error(s) == KILN_BUDGET, "%s: %s", kiln_status_name(kiln_error(s)), kiln_error_text(s));
    snprintf(text, sizeof text, "%s", kiln_error_text(s));
    kiln_clear_error(s);
    return text;
}

static void good(const kiln_session *s) { cr_assert(!kiln_failed(s), "%s", kiln_error_text(s)); }

static void done(kiln_session *s, kiln_budget *b) {
    good(s);
    CHECK_EQ(kiln_close(s), 0);
    kiln_budget_close(b);
}

static kiln_tensor *line(kiln_session *s, int64_t n) { return kiln_mul(kiln_ones(s, KILN_SHAPE(n)), 3.0); }

/* Kernels that cannot join. */
static kiln_tensor *chain(kiln_session *s, int n) {
    kiln_tensor *t = kiln_reshape(kiln_add(kiln_arange(s, 0, 2000, 1, KILN_F32), 1.0), KILN_SHAPE(40, 50));
    for (int i = 0; i < n; i++) t = kiln_add(i % 2 ? kiln_sin(t) : i % 3 ? kiln_tanh(t) : kiln_cos(kiln_mul(t, t)), kiln_sum(t, KILN_AXES(0)));
    return t;
}

/* ---- opening */

static const char *not_opened(kiln_limits l, kiln_budget *parent, kiln_status status) {
    static char why[256];
    kiln_budget *b = (kiln_budget *)1;
    CHECK_STATUS(kiln_budget_open(&l, parent, &b, why, sizeof why), status);
    CHECK(b == NULL);
    return why;
}

Test(budget, bad_fields_are_named_with_expected_and_found) {
    char why[256];
    kiln_limits good_limits = {.struct_size = sizeof good_limits};
    CHECK_HAS(not_opened((kiln_limits){.struct_size = 3}, NULL, KILN_BAD_ARGUMENT), "struct_size is 3, expected ");
    CHECK_HAS(not_opened((kiln_limits){.struct_size = sizeof(kiln_limits), .name = "a name of more than thirty-one bytes"}, NULL, KILN_BAD_ARGUMENT),
              "name has 36 bytes, expected at most 31");
    CHECK_HAS(not_opened((kiln_limits){.struct_size = sizeof(kiln_limits), .name = "a\"b"}, NULL, KILN_BAD_ARGUMENT), "byte 34 at 1");
    CHECK_STATUS(kiln_budget_open(&good_limits, NULL, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_HAS(why, "out is NULL");
    CHECK_STATUS(kiln_budget_open(NULL, NULL, NULL, NULL, 0), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_budget_spent(NULL, NULL), KILN_BAD_ARGUMENT);
    kiln_budget *b = NULL, *above;
    for (int i = 0; i < 16; i++) {
        above = b;
        b = budget_of(good_limits, above);
        kiln_budget_close(above);
    }
    CHECK_HAS(not_opened(good_limits, b, KILN_TOO_LARGE), "expected at most 15");
    kiln_spent wrong = {.struct_size = 1};
    CHECK_STATUS(kiln_budget_spent(b, &wrong), KILN_BAD_ARGUMENT);
    kiln_budget_close(b);
    kiln_budget_close(NULL);
}

Test(budget, entering_and_leaving_is_nested) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_budget *a = budget_of((kiln_limits){.name = "a"}, NULL), *b = budget_of((kiln_limits){.name = "b"}, NULL);
    CHECK_OK(kiln_budget_enter(s, a));
    CHECK_STATUS(kiln_budget_enter(s, a), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "\"a\" is entered already");
    kiln_clear_error(s);
    CHECK_OK(kiln_budget_enter(s, b));
    CHECK_STATUS(kiln_budget_leave(s, a), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "\"a\" is left, expected the one entered last, \"b\"");
    kiln_clear_error(s);
    CHECK_OK(kiln_budget_leave(s, b));
    CHECK_OK(kiln_budget_leave(s, a));
    CHECK_STATUS(kiln_budget_leave(s, a), KILN_BAD_ARGUMENT);
    kiln_clear_error(s);
    CHECK_STATUS(kiln_budget_enter(s, NULL), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "budget is NULL");
    kiln_clear_error(s);
    kiln_budget *many[17];
    for (int i = 0; i < 16; i++) CHECK_OK(kiln_budget_enter(s, many[i] = budget_of((kiln_limits){0}, NULL)));
    many[16] = budget_of((kiln_limits){0}, NULL);
    CHECK_STATUS(kiln_budget_enter(s, many[16]), KILN_TOO_LARGE);
    CHECK_HAS(kiln_error_text(s), "17 budgets would bind the session, expected at most 16");
    kiln_clear_error(s);
    for (int i = 0; i < 17; i++) kiln_budget_close(many[i]); /* while entered: they go with the session */
    kiln_budget_close(b);
    done(s, a);
}

/* ---- known before work */

Test(budget, a_plan_whose_bytes_do_not_fit_is_refused_before_it_runs) {
    for (int path = KILN_FUSED; path <= KILN_EAGER; path++) {
        kiln_session *s = open_path((kiln_path)path);
        kiln_tensor *kept = kiln_keep(line(s, 4));
        CHECK_EQ(kiln_item(kiln_sum(kept)), 12);
        kiln_budget *b = budget_of((kiln_limits){.name = "small", .bytes_live = 100000}, NULL);
        uint64_t steps = counted(s).steps_run;
        for (int i = 0; i < LOOPS; i++)
            kiln_scope(s) {
                kiln_tensor *t = line(s, 1000000);
                CHECK_STATUS(kiln_eval_within(b, KILN_LIST(t)), KILN_BUDGET);
                const char *text = refused(s);
                CHECK_HAS(text, "budget \"small\": bytes_live is 100000, needed are ");
                CHECK_HAS(text, "test_budget.c:");
            }
        CHECK_EQ(counted(s).steps_run, steps);
        kiln_spent x = spent_of(b);
        CHECK_EQ(x.refused, LOOPS);
        CHECK_EQ(x.bytes_live, 0);
        CHECK_EQ(kiln_version_of(kept), 0);
        kiln_scope(s) {
            kiln_tensor *t = line(s, 1000000);
            CHECK_OK(kiln_eval(KILN_LIST(t)));
            CHECK_EQ(kiln_item(kiln_sum(kept)), 12);
            CHECK_OK(kiln_eval_within(b, KILN_LIST(line(s, 1000))));
        }
        kiln_release(kept);
        done(s, b);
    }
}

/* The two numbers are those that decide: with as much as was needed it fits, with a byte less it does not. Verification goes without then. */
Test(budget, what_a_plan_needs_is_exact) {
    for (int path = KILN_FUSED; path < KILN_EAGER; path++) {
        unsigned long long need = 0;
        for (int round = 0; round < 3; round++) {
            kiln_session *s = open_path((kiln_path)path);
            kiln_budget *b = budget_of((kiln_limits){.bytes_live = round == 0 ? 1000 : need - (round == 2)}, NULL);
            kiln_tensor *x = kiln_keep(kiln_counter_normal(s, 3, KILN_F32, KILN_SHAPE(100, 70)));
            CHECK_OK(kiln_eval(KILN_LIST(x)));
            kiln_status status = kiln_eval_within(b, KILN_LIST(kiln_softmax(kiln_matmul(kiln_t(x), x), 1)));
            CHECK_EQ(status, round == 1 ? KILN_OK : KILN_BUDGET);
            if (round == 0) CHECK_EQ(sscanf(strstr(kiln_error_text(s), "needed are "), "needed are %llu", &need), 1);
            if (round == 1) CHECK_EQ(spent_of(b).bytes_peak, need);
            kiln_clear_error(s);
            kiln_release(x);
            done(s, b);
        }
    }
}

/* The eager path has no plan: what is between is refused as it comes. */
Test(budget, the_eager_path_counts_what_lies_between) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_budget *b = budget_of((kiln_limits){.bytes_live = 10000}, NULL);
    for (int i = 0; i < LOOPS; i++)
        kiln_scope(s) {
            CHECK_STATUS(kiln_eval_within(b, KILN_LIST(kiln_sum(kiln_cumsum(line(s, 5000), 0)))), KILN_BUDGET);
            CHECK_HAS(refused(s), "bytes_live is 10000, needed are ");
            CHECK_OK(kiln_eval_within(b, KILN_LIST(kiln_sum(kiln_cumsum(line(s, 500), 0)))));
        }
    CHECK_EQ(spent_of(b).bytes_live, 0);
    CHECK(spent_of(b).bytes_peak > 2000);
    done(s, b);
}

Test(budget, a_refused_creation_or_draw_changes_nothing) {
    kiln_session *s = open_path(KILN_EAGER);
    static float data[100000], wanted[4], got[4];
    kiln_budget *b = budget_of((kiln_limits){.bytes_live = 50000}, NULL);
    kiln_manual_seed(s, 5);
    CHECK_OK(kiln_read(kiln_randn(s, KILN_SHAPE(4)), wanted, sizeof wanted));
    kiln_manual_seed(s, 5);
    CHECK_OK(kiln_budget_enter(s, b));
    for (int i = 0; i < LOOPS; i++)
        kiln_scope(s) {
            CHECK(!kiln_ok(kiln_from(s, data, KILN_F32, KILN_SHAPE(100000))));
            CHECK_HAS(refused(s), "bytes_live is 50000, needed are ");
            kiln_tensor *drawn = kiln_randn(s, KILN_SHAPE(13000));
            if (kiln_ok(drawn)) CHECK_STATUS(kiln_eval(KILN_LIST(drawn)), KILN_BUDGET); /* else drawn at once, and refused there */
            CHECK_HAS(refused(s), "bytes_live is 50000, needed are ");
        }
    CHECK_EQ(spent_of(b).bytes_live, 0);
    CHECK_OK(kiln_budget_leave(s, b));
    kiln_clear_error(s);
    CHECK_OK(kiln_read(kiln_randn(s, KILN_SHAPE(4)), got, sizeof got));
    CHECK(memcmp(wanted, got, sizeof got) == 0);
    done(s, b);
}

Test(budget, nodes_are_counted_over_evaluations) {
    for (int path = KILN_FUSED; path <= KILN_EAGER; path++) {
        kiln_session *s = open_path((kiln_path)path);
        kiln_budget *b = budget_of((kiln_limits){.nodes = 3 * LOOPS}, NULL);
        kiln_tensor *x = kiln_keep(line(s, 8));
        CHECK_OK(kiln_eval(KILN_LIST(x)));
        CHECK_OK(kiln_budget_enter(s, b));
        int ran = 0;
        for (int i = 0; i < 2 * LOOPS && !kiln_failed(s); i++)
            kiln_scope(s) ran += kiln_eval(KILN_LIST(kiln_exp(kiln_neg(x)))) == KILN_OK;
        const char *text = refused(s);
        CHECK_HAS(text, "nodes is 6000, needed are ");
        cr_assert(ran >= LOOPS && ran <= 3 * LOOPS, "%d ran", ran);
        CHECK(spent_of(b).nodes <= 3 * LOOPS);
        CHECK_OK(kiln_budget_leave(s, b));
        CHECK_OK(kiln_eval(KILN_LIST(kiln_exp(x))));
        kiln_release(x);
        done(s, b);
    }
}

Test(budget, kernels_are_counted_before_one_is_compiled) {
    kiln_session *s = open_path(KILN_FUSED);
    kiln_budget *b = budget_of((kiln_limits){.kernels = 2}, NULL);
    if (compiles(s)) {
        kiln_tensor *t = chain(s, 6);
        uint64_t before = counted(s).kernels_compiled;
        for (int i = 0; i < LOOPS; i++) {
            CHECK_STATUS(kiln_eval_within(b, KILN_LIST(t)), KILN_BUDGET);
            CHECK_HAS(refused(s), "kernels is 2, needed are ");
        }
        CHECK_EQ(counted(s).kernels_compiled, before);
        CHECK_OK(kiln_eval_within(b, KILN_LIST(kiln_cosh(kiln_atan(line(s, 33))))));
        CHECK(spent_of(b).kernels <= 2);
        CHECK_OK(kiln_eval(KILN_LIST(t)));
    }
    done(s, b);
}

Test(budget, code_and_compile_time_are_met_between_kernels) {
    kiln_session *s = open_path(KILN_FUSED);
    kiln_budget *code = budget_of((kiln_limits){.code_bytes = 1000}, NULL), *time = budget_of((kiln_limits){.compile_ns = 1}, NULL);
    if (compiles(s)) {
        kiln_tensor *a = kiln_asinh(kiln_exp2(line(s, 50))), *t = kiln_erf(chain(s, 5));
        CHECK_STATUS(kiln_eval_within(code, KILN_LIST(a)), KILN_BUDGET);
        CHECK_HAS(refused(s), "code_bytes is 1000, needed are ");
        CHECK_STATUS(kiln_eval_within(time, KILN_LIST(t)), KILN_BUDGET);
        CHECK_HAS(refused(s), "compile_ns is 1, needed are ");
        CHECK_EQ(spent_of(time).kernels, 1);
        CHECK_OK(kiln_eval(KILN_LIST(a, t)));
    }
    kiln_budget_close(code);
    done(s, time);
}

/* ---- met while work runs */

static kiln_tensor *long_work(kiln_session *s) {
    return kiln_sum(kiln_sin(kiln_sin(kiln_counter_normal(s, 5, KILN_F32, KILN_SHAPE(200000000)))));
}

Test(budget, a_deadline_ends_an_evaluation_and_changes_nothing) {
    for (int path = KILN_FUSED; path <= KILN_EAGER; path++) {
        kiln_options o = quiet((kiln_path)path);
        o.threads = path == KILN_FUSED ? 3 : 1;
        kiln_session *s = open_with(o);
        kiln_tensor *w = kiln_keep(line(s, 4));
        CHECK_EQ(kiln_item(kiln_sum(w)), 12);
        kiln_budget *b = budget_of((kiln_limits){.name = "quick", .deadline_ns = 30000000}, NULL);
        kiln_add_(w, kiln_mul(long_work(s), 0.0)); /* pending, and asked: the write is not lost */
        CHECK_STATUS(kiln_eval_within(b, KILN_LIST(w)), KILN_BUDGET);
        const char *text = refused(s);
        CHECK_HAS(text, "budget \"quick\": deadline_ns is 30000000, spent are ");
        CHECK_EQ(kiln_version_of(w), 1);
        for (int i = 0; i < LOOPS; i++) { /* passed: refused before anything runs */
            CHECK_STATUS(kiln_eval_within(b, KILN_LIST(kiln_exp(w))), KILN_BUDGET);
            CHECK_HAS(refused(s), "deadline_ns is 30000000, spent are ");
        }
        kiln_release(w);
        CHECK_EQ(kiln_item(kiln_sum(line(s, 5))), 15);
        done(s, b);
    }
}

Test(budget, compute_time_is_summed_over_evaluations) {
    for (int path = KILN_FUSED; path <= KILN_EAGER; path++) {
        kiln_session *s = open_path((kiln_path)path);
        kiln_budget *b = budget_of((kiln_limits){.compute_ns = 20000000}, NULL);
        kiln_tensor *x = kiln_keep(kiln_counter_normal(s, 1, KILN_F32, KILN_SHAPE(100000)));
        CHECK_OK(kiln_eval(KILN_LIST(x)));
        CHECK_OK(kiln_budget_enter(s, b));
        for (int i = 0; i < 1000000 && !kiln_failed(s); i++)
            kiln_scope(s) kiln_eval(KILN_LIST(kiln_tanh(x)));
        CHECK_HAS(refused(s), "compute_ns is 20000000, spent are ");
        CHECK(spent_of(b).compute_ns >= 20000000);
        CHECK_OK(kiln_budget_leave(s, b));
        CHECK_OK(kiln_eval(KILN_LIST(kiln_tanh(x))));
        kiln_release(x);
        done(s, b);
    }
}

/* A checkpoint that is being written: the old file stays, and nothing is left beside it. */
Test(budget, a_deadline_ends_saving_and_leaves_the_old_file) {
    char dir[64], path[96];
    static unsigned char before[4096], after[4096];
    check_folder(dir);
    snprintf(path, sizeof path, "%s/c.safetensors", dir);
    kiln_session *s = open_path(KILN_FUSED);
    kiln_tensor *small = kiln_keep(line(s, 4)), *big = kiln_keep(line(s, 50000000));
    CHECK_OK(kiln_eval(KILN_LIST(small, big)));
    kiln_checkpoint c = {.struct_size = sizeof c, .parameters = {1, (const char *const[]){"w"}, (kiln_tensor *[]){small}}};
    CHECK_OK(kiln_checkpoint_save(s, path, &c));
    FILE *f = fopen(path, "rb");
    size_t nbytes = fread(before, 1, sizeof before, f);
    fclose(f);
    c.parameters.tensor = (kiln_tensor *[]){big};
    for (uint64_t ns = 1000; ns < 10000000; ns *= 4) {
        kiln_budget *b = budget_of((kiln_limits){.deadline_ns = ns}, NULL);
        CHECK_OK(kiln_budget_enter(s, b));
        CHECK_STATUS(kiln_checkpoint_save(s, path, &c), KILN_BUDGET);
        CHECK_HAS(refused(s), "spent are ");
        CHECK_OK(kiln_budget_leave(s, b));
        kiln_budget_close(b);
    }
    f = fopen(path, "rb");
    CHECK_EQ(fread(after, 1, sizeof after, f), nbytes);
    fclose(f);
    CHECK(memcmp(before, after, nbytes) == 0);
    CHECK_OK(kiln_checkpoint_save(s, path, &c));
    kiln_release(small);
    kiln_release(big);
    done(s, NULL);
    check_unfolder(dir);
}

/* ---- nested */

Test(budget, a_child_never_exceeds_its_parent) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_budget *parent = budget_of((kiln_limits){.name = "parent", .nodes = 100, .bytes_live = 10000}, NULL);
    kiln_budget *child = budget_of((kiln_limits){.name = "child", .nodes = 1000000, .bytes_live = 1000000}, parent);
    kiln_budget *other = budget_of((kiln_limits){.name = "other"}, parent);
    CHECK_STATUS(kiln_eval_within(child, KILN_LIST(line(s, 5000))), KILN_BUDGET);
    CHECK_HAS(refused(s), "budget \"parent\": bytes_live is 10000, needed are ");
    int ran = 0;
    for (int i = 0; i < LOOPS && !kiln_failed(s); i++)
        kiln_scope(s) ran += kiln_eval_within(i % 2 ? child : other, KILN_LIST(line(s, 5))) == KILN_OK;
    CHECK_HAS(refused(s), "budget \"parent\": nodes is 100, needed are ");
    kiln_spent x = spent_of(child), y = spent_of(other), p = spent_of(parent);
    CHECK_EQ(x.nodes + y.nodes, p.nodes);
    CHECK_EQ(x.bytes_live, 0);
    CHECK_EQ(p.bytes_live, 0);
    CHECK(p.bytes_peak > 0 && p.bytes_peak <= 10000);
    cr_assert(ran > 0 && ran < 100, "%d ran", ran);
    kiln_budget_close(parent); /* before its children */
    kiln_budget_close(other);
    done(s, child);
}

Test(budget, one_that_is_entered_around_another_binds_it_too) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_budget *outer = budget_of((kiln_limits){.name = "outer", .bytes_live = 10000}, NULL), *inner = budget_of((kiln_limits){.name = "inner"}, NULL);
    CHECK_OK(kiln_budget_enter(s, outer));
    CHECK_STATUS(kiln_eval_within(inner, KILN_LIST(line(s, 5000))), KILN_BUDGET);
    CHECK_HAS(refused(s), "\"outer\"");
    kiln_budget_close(inner);
    done(s, outer);
}

Test(budget, it_is_left_with_its_scope_and_with_the_session) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_budget *whole = budget_of((kiln_limits){.bytes_live = 1000000}, NULL), *b = budget_of((kiln_limits){.bytes_live = 10000}, NULL);
    CHECK_OK(kiln_budget_enter(s, whole));
    for (int i = 0; i < LOOPS; i++) {
        kiln_scope(s) {
            CHECK_OK(kiln_budget_enter(s, b));
            kiln_scope(s) CHECK_STATUS(kiln_eval(KILN_LIST(line(s, 5000))), KILN_BUDGET);
            (void)refused(s);
        }
        kiln_scope(s) CHECK_OK(kiln_eval(KILN_LIST(line(s, 5000))));
    }
    CHECK_EQ(kiln_read(line(s, 500000), NULL, 0), KILN_BAD_ARGUMENT);
    kiln_clear_error(s);
    CHECK_STATUS(kiln_eval(KILN_LIST(line(s, 500000))), KILN_BUDGET);
    (void)refused(s);
    CHECK_EQ(spent_of(b).bytes_live, 0);
    kiln_budget_close(b);
    good(s);
    CHECK_EQ(kiln_close(s), 0);
    CHECK_EQ(spent_of(whole).bytes_live, 0);
    kiln_budget_close(whole);
}

/* ---- progress */

typedef struct heard { int calls, ends; double last; bool falls, cancels; kiln_session *s; } heard;

static void hear(void *user, double fraction, uint64_t bytes, const char *stage) {
    heard *h = user;
    h->calls++;
    h->falls = h->falls || fraction < h->last || fraction < 0 || fraction > 1;
    h->last = fraction;
    if (strcmp(stage, "done") == 0) h->ends++, h->last = 0, h->falls = h->falls || fraction != 1.0;
    (void)bytes;
    if (h->cancels) kiln_cancel(h->s);
}

Test(budget, progress_never_falls_and_ends_at_one) {
    for (int path = KILN_FUSED; path <= KILN_EAGER; path++)
        for (int verify = KILN_VERIFY_OFF; verify <= KILN_VERIFY_EVERY; verify += 2) {
            heard h = {0};
            kiln_options o = quiet((kiln_path)path);
            o.verify = (kiln_verify)verify;
            kiln_session *s = open_with(o);
            kiln_budget *b = budget_of((kiln_limits){.progress = hear, .user = &h}, NULL);
            CHECK_OK(kiln_budget_enter(s, b));
            kiln_tensor *x = kiln_counter_normal(s, 5, KILN_F32, KILN_SHAPE(400, 1000));
            kiln_scope(s) CHECK_OK(kiln_eval(KILN_LIST(kiln_softmax(kiln_matmul(x, kiln_t(x)), 1))));
            CHECK_EQ(h.ends, 1);
            for (int i = 0; i < LOOPS; i++)
                kiln_scope(s) CHECK_OK(kiln_eval(KILN_LIST(line(s, 10))));
            CHECK_EQ(h.ends, 1 + LOOPS);
            CHECK(!h.falls);
            done(s, b);
        }
}

Test(budget, progress_may_cancel) {
    kiln_session *s = open_path(KILN_FUSED);
    heard h = {.cancels = true, .s = s};
    kiln_budget *b = budget_of((kiln_limits){.progress = hear, .user = &h}, NULL);
    CHECK_STATUS(kiln_eval_within(b, KILN_LIST(long_work(s))), KILN_CANCELLED);
    CHECK_EQ(h.calls, 1);
    kiln_clear_error(s);
    CHECK_EQ(kiln_item(kiln_sum(line(s, 5))), 15);
    done(s, b);
}

/* ---- the ledger */

Test(budget, the_ledger_says_what_was_spent) {
    char dir[64], path[96], text[20000];
    check_folder(dir);
    snprintf(path, sizeof path, "%s/ledger", dir);
    kiln_options o = quiet(KILN_EAGER);
    o.ledger = path;
    kiln_session *s = open_with(o);
    kiln_budget *b = budget_of((kiln_limits){.name = "step", .bytes_live = 100000}, NULL), *quick = budget_of((kiln_limits){.deadline_ns = 20000000}, NULL);
    CHECK_STATUS(kiln_eval_within(b, KILN_LIST(line(s, 100000))), KILN_BUDGET);
    (void)refused(s);
    CHECK_STATUS(kiln_eval_within(quick, KILN_LIST(long_work(s))), KILN_BUDGET);
    (void)refused(s);
    heard h = {.cancels = true, .s = s};
    kiln_budget *loud = budget_of((kiln_limits){.progress = hear, .user = &h}, NULL);
    CHECK_STATUS(kiln_eval_within(loud, KILN_LIST(long_work(s))), KILN_CANCELLED);
    kiln_clear_error(s);
    kiln_budget_close(quick);
    kiln_budget_close(loud);
    done(s, b);
    FILE *f = fopen(path, "r");
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    CHECK_HAS(text, "\"kind\":\"budget\"");
    CHECK_HAS(text, "\"budget\":\"step\",\"limit\":\"bytes_live\",\"allowed\":100000,\"spent\":");
    CHECK_HAS(text, "\"limit\":\"deadline_ns\",\"allowed\":20000000,\"spent\":");
    CHECK_HAS(text, "\"site\":\"tests/unit/test_budget.c:");
    CHECK_HAS(text, "\"kind\":\"cancel\"");
    check_unfolder(dir);
}

#endif

/* ---- a cancel inside a call, before its evaluation runs */

typedef struct canceller { kiln_allocator vtable; kiln_session *s; long long calls, at; } canceller;

static void *cancel_at(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    canceller *c = user;
    if (new_nbytes > 0 && c->s && ++c->calls == c->at) kiln_cancel(c->s);
    return kn_alloc_default()->resize(kn_alloc_default()->user, block, old_nbytes, new_nbytes);
}

static kiln_status eval_cancelled_at(kiln_path path, long long at, long long *calls) {
    canceller c = {.vtable = {.resize = cancel_at}, .at = at};
    kiln_options o = KILN_OPTIONS_INIT;
    c.vtable.user = &c;
    o.allocator = &c.vtable;
    o.path = path;
    o.threads = 1;
    kiln_session *s = kiln_open(&o);
    kiln_tensor *x = kiln_exp(kiln_ones(s, KILN_SHAPE(5)));
    kiln_cancel(s); /* nothing runs: for nobody */
    c.s = s;
    kiln_status status = kiln_eval(KILN_LIST(x));
    c.s = NULL;
    *calls = c.calls;
    kiln_clear_error(s);
    CHECK_OK(kiln_eval(KILN_LIST(x))); /* it was for that call alone */
    CHECK_EQ(kiln_close(s), 0);
    return status;
}

Test(budget, a_cancel_before_the_run_stops_the_calls_evaluation) {
    for (int path = KILN_FUSED; path <= KILN_EAGER; path++) {
        long long calls = 0, last = 0, most = 0;
        CHECK_OK(eval_cancelled_at((kiln_path)path, 0, &most));
        for (long long at = 1; at <= most; at++)
            if (eval_cancelled_at((kiln_path)path, at, &calls) == KILN_CANCELLED) {
                CHECK_EQ(at, last + 1); /* up to some point all, then, when it was computed, none */
                last = at;
            }
        cr_assert(last >= 5, "%lld of %lld", last, most);
    }
}
