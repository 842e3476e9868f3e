/* SPDX-License-Identifier: Apache-2.0
 * docs/budgets.md: opening, entering, each limit that is known before work, and budgets inside
 * budgets, on both paths; what is left as it was. KILN_TEST: timeout=300 */
#include "budget.h"

#ifndef KILN_NO_BUDGETS

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
    CHECK_HAS(not_opened((kiln_limits){.struct_size = 3}, NULL, KILN_BAD_ARGUMENT),
              "struct_size is 3, expected ");
    CHECK_HAS(not_opened((kiln_limits){.struct_size = sizeof(kiln_limits),
                                       .name = "a name of more than thirty-one bytes"},
                         NULL, KILN_BAD_ARGUMENT),
              "name has 36 bytes, expected at most 31");
    CHECK_HAS(not_opened((kiln_limits){.struct_size = sizeof(kiln_limits), .name = "a\"b"}, NULL,
                         KILN_BAD_ARGUMENT),
              "byte 34 at 1");
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
    kiln_budget *a = budget_of((kiln_limits){.name = "a"}, NULL),
                *b = budget_of((kiln_limits){.name = "b"}, NULL);
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
    for (int i = 0; i < 16; i++)
        CHECK_OK(kiln_budget_enter(s, many[i] = budget_of((kiln_limits){0}, NULL)));
    many[16] = budget_of((kiln_limits){0}, NULL);
    CHECK_STATUS(kiln_budget_enter(s, many[16]), KILN_TOO_LARGE);
    CHECK_HAS(kiln_error_text(s), "17 budgets would bind the session, expected at most 16");
    kiln_clear_error(s);
    for (int i = 0; i < 17; i++)
        kiln_budget_close(many[i]); /* while entered: they go with the session */
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
            kiln_scope (s) {
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
        kiln_scope (s) {
            kiln_tensor *t = line(s, 1000000);
            CHECK_OK(kiln_eval(KILN_LIST(t)));
            CHECK_EQ(kiln_item(kiln_sum(kept)), 12);
            CHECK_OK(kiln_eval_within(b, KILN_LIST(line(s, 1000))));
        }
        kiln_release(kept);
        done(s, b);
    }
}

/* The two numbers are those that decide: with as much as was needed it fits, with a byte less it
 * does not. Verification goes without then. */
Test(budget, what_a_plan_needs_is_exact) {
    for (int path = KILN_FUSED; path < KILN_EAGER; path++) {
        unsigned long long need = 0;
        for (int round = 0; round < 3; round++) {
            kiln_session *s = open_path((kiln_path)path);
            kiln_budget *b =
                budget_of((kiln_limits){.bytes_live = round == 0 ? 1000 : need - (round == 2)},
                          NULL);
            kiln_tensor *x = kiln_keep(kiln_counter_normal(s, 3, KILN_F32, KILN_SHAPE(100, 70)));
            CHECK_OK(kiln_eval(KILN_LIST(x)));
            kiln_status status =
                kiln_eval_within(b, KILN_LIST(kiln_softmax(kiln_matmul(kiln_t(x), x), 1)));
            CHECK_EQ(status, round == 1 ? KILN_OK : KILN_BUDGET);
            if (round == 0)
                CHECK_EQ(
                    sscanf(strstr(kiln_error_text(s), "needed are "), "needed are %llu", &need), 1);
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
        kiln_scope (s) {
            CHECK_STATUS(kiln_eval_within(b, KILN_LIST(kiln_sum(kiln_cumsum(line(s, 5000), 0)))),
                         KILN_BUDGET);
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
        kiln_scope (s) {
            CHECK(!kiln_ok(kiln_from(s, data, KILN_F32, KILN_SHAPE(100000))));
            CHECK_HAS(refused(s), "bytes_live is 50000, needed are ");
            kiln_tensor *drawn = kiln_randn(s, KILN_SHAPE(13000));
            if (kiln_ok(drawn))
                CHECK_STATUS(kiln_eval(KILN_LIST(drawn)),
                             KILN_BUDGET); /* else drawn at once, and refused there */
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
            kiln_scope (s) ran += kiln_eval(KILN_LIST(kiln_exp(kiln_neg(x)))) == KILN_OK;
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
    kiln_budget *code = budget_of((kiln_limits){.code_bytes = 1000}, NULL),
                *time = budget_of((kiln_limits){.compile_ns = 1}, NULL);
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

/* ---- nested */

Test(budget, a_child_never_exceeds_its_parent) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_budget *parent =
        budget_of((kiln_limits){.name = "parent", .nodes = 100, .bytes_live = 10000}, NULL);
    kiln_budget *child =
        budget_of((kiln_limits){.name = "child", .nodes = 1000000, .bytes_live = 1000000}, parent);
    kiln_budget *other = budget_of((kiln_limits){.name = "other"}, parent);
    CHECK_STATUS(kiln_eval_within(child, KILN_LIST(line(s, 5000))), KILN_BUDGET);
    CHECK_HAS(refused(s), "budget \"parent\": bytes_live is 10000, needed are ");
    int ran = 0;
    for (int i = 0; i < LOOPS && !kiln_failed(s); i++)
        kiln_scope (s)
            ran += kiln_eval_within(i % 2 ? child : other, KILN_LIST(line(s, 5))) == KILN_OK;
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
    kiln_budget *outer = budget_of((kiln_limits){.name = "outer", .bytes_live = 10000}, NULL),
                *inner = budget_of((kiln_limits){.name = "inner"}, NULL);
    CHECK_OK(kiln_budget_enter(s, outer));
    CHECK_STATUS(kiln_eval_within(inner, KILN_LIST(line(s, 5000))), KILN_BUDGET);
    CHECK_HAS(refused(s), "\"outer\"");
    kiln_budget_close(inner);
    done(s, outer);
}

Test(budget, it_is_left_with_its_scope_and_with_the_session) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_budget *whole = budget_of((kiln_limits){.bytes_live = 1000000}, NULL),
                *b = budget_of((kiln_limits){.bytes_live = 10000}, NULL);
    CHECK_OK(kiln_budget_enter(s, whole));
    for (int i = 0; i < LOOPS; i++) {
        kiln_scope (s) {
            CHECK_OK(kiln_budget_enter(s, b));
            kiln_scope (s) CHECK_STATUS(kiln_eval(KILN_LIST(line(s, 5000))), KILN_BUDGET);
            (void)refused(s);
        }
        kiln_scope (s) CHECK_OK(kiln_eval(KILN_LIST(line(s, 5000))));
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

#endif
