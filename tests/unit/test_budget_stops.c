/* SPDX-License-Identifier: Apache-2.0
 * docs/budgets.md: clocks that run out while work runs, also while a file is written; progress; the
 * ledger's lines; and cancels that come before an evaluation's run.
 * KILN_TEST: timeout=300 */
#include "budget.h"

#ifndef KILN_NO_BUDGETS

/* ---- met while work runs */

static kiln_tensor *long_work_of(kiln_session *s, int64_t n) {
    return kiln_sum(kiln_sin(kiln_sin(kiln_counter_normal(s, 5, KILN_F32, KILN_SHAPE(n)))));
}
static kiln_tensor *long_work(kiln_session *s) { return long_work_of(s, 200000000); }

Test(budget_stops, a_deadline_ends_an_evaluation_and_changes_nothing) {
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

Test(budget_stops, compute_time_is_summed_over_evaluations) {
    for (int path = KILN_FUSED; path <= KILN_EAGER; path++) {
        kiln_session *s = open_path((kiln_path)path);
        kiln_budget *b = budget_of((kiln_limits){.compute_ns = 20000000}, NULL);
        kiln_tensor *x = kiln_keep(kiln_counter_normal(s, 1, KILN_F32, KILN_SHAPE(100000)));
        CHECK_OK(kiln_eval(KILN_LIST(x)));
        CHECK_OK(kiln_budget_enter(s, b));
        for (int i = 0; i < 1000000 && !kiln_failed(s); i++)
            kiln_scope (s) kiln_eval(KILN_LIST(kiln_tanh(x)));
        CHECK_HAS(refused(s), "compute_ns is 20000000, spent are ");
        CHECK(spent_of(b).compute_ns >= 20000000);
        CHECK_OK(kiln_budget_leave(s, b));
        CHECK_OK(kiln_eval(KILN_LIST(kiln_tanh(x))));
        kiln_release(x);
        done(s, b);
    }
}

/* A checkpoint that is being written: the old file stays, and nothing is left beside it. */
Test(budget_stops, a_deadline_ends_saving_and_leaves_the_old_file) {
    char dir[64], path[96];
    static unsigned char before[4096], after[4096];
    check_folder(dir);
    snprintf(path, sizeof path, "%s/c.safetensors", dir);
    kiln_session *s = open_path(KILN_FUSED);
    kiln_tensor *small = kiln_keep(line(s, 4)), *big = kiln_keep(line(s, 50000000));
    CHECK_OK(kiln_eval(KILN_LIST(small, big)));
    kiln_checkpoint c = {.struct_size = sizeof c,
                         .parameters = {1, (const char *const[]){"w"}, (kiln_tensor *[]){small}}};
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

/* Files that are read: the session is as it was, and the same call without the budget goes through.
 */
static void load_within(kiln_session *s, kiln_status (*load)(kiln_session *s, void *user),
                        void *user) {
    int stopped = 0;
    for (uint64_t ns = 1000; ns < 100000000; ns *= 2) {
        kiln_budget *b = budget_of((kiln_limits){.deadline_ns = ns}, NULL);
        CHECK_OK(kiln_budget_enter(s, b));
        kiln_status status = load(s, user);
        CHECK(status == KILN_OK || status == KILN_BUDGET);
        if (status == KILN_BUDGET) CHECK_HAS(refused(s), "spent are ");
        stopped += status == KILN_BUDGET;
        CHECK_OK(kiln_budget_leave(s, b));
        kiln_budget_close(b);
    }
    CHECK(stopped > 3);
    CHECK_OK(load(s, user));
}

typedef struct loaded {
    const char *path;
    kiln_checkpoint_file *f;
    kiln_tensor *to;
} loaded;

static kiln_status load_snapshot(kiln_session *s, void *user) {
    const loaded *l = user;
    kiln_tensor *got = NULL;
    kiln_status status = kiln_snapshot_load(s, l->path, 1, (const char *const[]){"w"}, &got);
    if (status == KILN_OK) {
        CHECK_EQ(kiln_numel(got), 20000000);
        kiln_release(got);
    }
    return status;
}

static kiln_status load_checkpoint(kiln_session *s, void *user) {
    const loaded *l = user;
    kiln_checkpoint c = {.struct_size = sizeof c,
                         .parameters = {1, (const char *const[]){"w"}, (kiln_tensor *[]){l->to}}};
    uint64_t before = kiln_version_of(l->to);
    kiln_status status = kiln_checkpoint_load(s, l->f, &c);
    CHECK_EQ(kiln_version_of(l->to), before + (status == KILN_OK)); /* all of it or nothing */
    return status;
}

Test(budget_stops, a_deadline_ends_loading_and_changes_nothing) {
    char dir[64], path[96], why[200];
    check_folder(dir);
    snprintf(path, sizeof path, "%s/s.safetensors", dir);
    kiln_session *s = open_path(KILN_FUSED);
    kiln_tensor *big = kiln_keep(line(s, 20000000));
    CHECK_OK(kiln_eval(KILN_LIST(big)));
    const kiln_named named = {1, (const char *const[]){"w"}, (kiln_tensor *[]){big}};
    CHECK_OK(kiln_snapshot_save(s, path, named));
    load_within(s, load_snapshot, &(loaded){.path = path});
    kiln_checkpoint c = {.struct_size = sizeof c, .parameters = named};
    CHECK_OK(kiln_checkpoint_save(s, path, &c));
    loaded l = {.path = path, .to = big};
    CHECK_OK(kiln_checkpoint_open(path, KILN_CHECKPOINT_MAP, NULL, &l.f, why, sizeof why));
    load_within(s, load_checkpoint, &l);
    CHECK_EQ(kiln_item(kiln_max(big)), 3);
    kiln_checkpoint_close(l.f);
    kiln_release(big);
    done(s, NULL);
    check_unfolder(dir);
}

/* ---- progress */

typedef struct heard {
    int calls, ends;
    double last;
    bool falls, cancels;
    char stage[16]; /* the last */
    kiln_session *s;
} heard;

static void hear(void *user, double fraction, uint64_t bytes, const char *stage) {
    heard *h = user;
    h->calls++;
    h->falls = h->falls || fraction < h->last || fraction < 0 || fraction > 1;
    h->last = fraction;
    snprintf(h->stage, sizeof h->stage, "%s", stage);
    if (strcmp(stage, "done") == 0) h->ends++, h->last = 0, h->falls = h->falls || fraction != 1.0;
    (void)bytes;
    if (h->cancels) kiln_cancel(h->s);
}

Test(budget_stops, progress_never_falls_and_ends_at_one) {
    for (int path = KILN_FUSED; path <= KILN_EAGER; path++)
        for (int verify = KILN_VERIFY_OFF; verify <= KILN_VERIFY_EVERY; verify += 2) {
            heard h = {0};
            kiln_options o = quiet((kiln_path)path);
            o.verify = (kiln_verify)verify;
            kiln_session *s = open_with(o);
            kiln_budget *b = budget_of((kiln_limits){.progress = hear, .user = &h}, NULL);
            CHECK_OK(kiln_budget_enter(s, b));
            kiln_tensor *x = kiln_counter_normal(s, 5, KILN_F32, KILN_SHAPE(400, 1000));
            kiln_scope (s)
                CHECK_OK(kiln_eval(KILN_LIST(kiln_softmax(kiln_matmul(x, kiln_t(x)), 1))));
            CHECK_EQ(h.ends, 1);
            for (int i = 0; i < LOOPS; i++)
                kiln_scope (s) CHECK_OK(kiln_eval(KILN_LIST(line(s, 10))));
            CHECK_EQ(h.ends, 1 + LOOPS);
            CHECK(!h.falls);
            done(s, b);
        }
}

Test(budget_stops, progress_may_cancel) {
    kiln_session *s = open_path(KILN_FUSED);
    heard h = {.cancels = true, .s = s};
    kiln_budget *b = budget_of((kiln_limits){.progress = hear, .user = &h}, NULL);
    CHECK_STATUS(kiln_eval_within(b, KILN_LIST(long_work(s))), KILN_CANCELLED);
    CHECK_EQ(h.calls, 2); /* and where it ended */
    CHECK_EQ(h.ends, 0);
    kiln_clear_error(s);
    CHECK_EQ(kiln_item(kiln_sum(line(s, 5))), 15);
    done(s, b);
}

Test(budget_stops, progress_says_where_a_failed_evaluation_ended) {
    for (int path = KILN_FUSED; path <= KILN_EAGER; path++) {
        kiln_session *s = open_path((kiln_path)path);
        CHECK_OK(kiln_eval(KILN_LIST(long_work_of(s, 3000000)))); /* its kernels are there */
        heard h = {0};
        kiln_budget *b =
            budget_of((kiln_limits){.deadline_ns = 1000000000, .progress = hear, .user = &h}, NULL);
        CHECK_STATUS(kiln_eval_within(b, KILN_LIST(long_work_of(s, 2000000000))), KILN_BUDGET);
        (void)refused(s);
        CHECK(h.calls > 0);
        CHECK_STR(h.stage, "run");
        CHECK_EQ(h.ends, 0);
        CHECK(!h.falls && h.last < 1);
        done(s, b);
    }
}

/* ---- the ledger */

Test(budget_stops, the_ledger_says_what_was_spent) {
    char dir[64], path[96], text[20000];
    check_folder(dir);
    snprintf(path, sizeof path, "%s/ledger", dir);
    kiln_options o = quiet(KILN_EAGER);
    o.ledger = path;
    kiln_session *s = open_with(o);
    kiln_budget *b = budget_of((kiln_limits){.name = "step", .bytes_live = 100000}, NULL),
                *quick = budget_of((kiln_limits){.deadline_ns = 20000000}, NULL);
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
    CHECK_HAS(text, "\"site\":\"tests/unit/test_budget_stops.c:");
    CHECK_HAS(text, "\"kind\":\"cancel\"");
    check_unfolder(dir);
}

#endif

/* ---- a cancel inside a call, before its evaluation runs */

typedef struct canceller {
    kiln_allocator vtable;
    kiln_session *s;
    long long calls, at;
} canceller;

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

Test(budget_stops, a_cancel_before_the_run_stops_the_calls_evaluation) {
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
