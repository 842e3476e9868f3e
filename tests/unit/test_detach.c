/* SPDX-License-Identifier: Apache-2.0
 * KILN_TEST: sanitize=address
 * Detached aliases: one storage and one version with what they were made of, and no derivative from
 * one to the other. */
#include <stdio.h>

#include "check.h"
#include "kiln/kiln.h"

static kiln_session *s;

static void begin(void) { s = kiln_open(NULL); }
static void end(void) { kiln_close(s); }

TestSuite(detach, .init = begin, .fini = end);

static kiln_tensor *three(float a, float b, float c) {
    const float v[] = {a, b, c};
    return kiln_from(s, v, KILN_F32, KILN_SHAPE(3));
}

static void are(kiln_tensor *t, float a, float b, float c) {
    float v[3] = {0};
    CHECK_OK(kiln_read(t, v, sizeof v));
    cr_assert(v[0] == a && v[1] == b && v[2] == c, "%g %g %g, expected %g %g %g", v[0], v[1], v[2],
              a, b, c);
}

static void refused(kiln_status expected, const char *text) {
    cr_assert(kiln_failed(s) && strstr(kiln_error_text(s), text) != NULL, "%s", kiln_error_text(s));
    cr_assert(kiln_error(s) == expected);
    kiln_clear_error(s);
}

Test(detach, writes_are_seen_both_ways_and_one_version_counts_them) {
    kiln_tensor *x = three(1, 2, 3), *d = kiln_detach(x);
    cr_assert(kiln_shares_storage(x, d));
    uint64_t version = kiln_version_of(x);
    cr_assert(kiln_version_of(d) == version);
    kiln_mul_(d, 2);
    cr_assert(kiln_version_of(x) == version + 1 && kiln_version_of(d) == version + 1);
    are(x, 2, 4, 6);
    kiln_add_(x, 1);
    are(d, 3, 5, 7);
    float raw[] = {7, 8, 9};
    cr_assert(kiln_ok(kiln_write(d, raw, sizeof raw)));
    are(x, 7, 8, 9);
}

Test(detach, a_pending_value_is_computed_once_for_both) {
    kiln_tensor *x = kiln_exp(three(0, 0, 0)), *d = kiln_detach(x);
    are(d, 1, 1, 1);
    kiln_counters before = {.struct_size = sizeof before}, after = {.struct_size = sizeof after};
    CHECK_OK(kiln_count(s, &before));
    are(x, 1, 1, 1);
    are(kiln_detach(x), 1, 1, 1);
    CHECK_OK(kiln_count(s, &after));
    cr_assert(after.evaluations == before.evaluations, "a value that was there was computed again");
}

Test(detach, views_of_it_and_it_of_views) {
    kiln_tensor *x = kiln_from(s, (float[]){1, 2, 3, 4}, KILN_F32, KILN_SHAPE(2, 2));
    kiln_tensor *row = kiln_select(x, 0, 1), *d = kiln_detach(kiln_t(row)),
                *first = kiln_select(d, 0, 0), *g;
    kiln_fill_(first, 9);
    cr_assert(kiln_item(kiln_sum(x)) == 1 + 2 + 9 + 4);
    CHECK_OK(kiln_grad(kiln_sum(kiln_mul(first, x)), KILN_LIST(x),
                       &g)); /* x alone: first is a constant */
    cr_assert(kiln_item(kiln_sum(g)) == 4 * 9);
    kiln_mul_(row, 2);
    cr_assert(kiln_item(first) == 18);
    kiln_tensor *whole = kiln_as_strided(d, KILN_SHAPE(4), KILN_SHAPE(1), 0);
    cr_assert(kiln_grad(kiln_sum(whole), KILN_LIST(x), &g) == KILN_BAD_ARGUMENT);
    refused(KILN_BAD_ARGUMENT, "does not depend on wrt[0]");
}

Test(detach, no_derivative_passes) {
    kiln_tensor *x = three(1, 2, 3), *y = kiln_mul(x, 2), *d = kiln_detach(y), *g, *zero;
    CHECK_OK(kiln_grad(kiln_sum(kiln_mul(y, d)), KILN_LIST(x), &g));
    are(g, 4, 8, 12); /* 2 d */
    cr_assert(kiln_grad(kiln_sum(d), KILN_LIST(x), &g) == KILN_BAD_ARGUMENT);
    refused(KILN_BAD_ARGUMENT, "does not depend on wrt[0]");
    CHECK_OK(kiln_grad_unused(kiln_sum(d), KILN_LIST(x), KILN_UNUSED_ZEROS, &zero));
    are(zero, 0, 0, 0);
    CHECK_OK(kiln_grad(kiln_sum(kiln_mul(d, y)), KILN_LIST(d), &g)); /* by itself it is a leaf */
    are(g, 2, 4, 6);
    cr_assert(kiln_grad(kiln_sum(kiln_detach(d)), KILN_LIST(d), &g) == KILN_BAD_ARGUMENT);
    refused(KILN_BAD_ARGUMENT, "does not depend on wrt[0]");
}

Test(detach, a_write_through_it_leaves_the_history_of_the_other) {
    kiln_tensor *x = three(1, 2, 3), *w = three(5, 6, 7), *y = kiln_mul(x, 2), *d = kiln_detach(y),
                *g;
    kiln_mul_(d, w);
    are(y, 10, 24, 42);
    CHECK_OK(
        kiln_grad(kiln_sum(kiln_mul(y, 3)), KILN_LIST(x), &g)); /* of 3 * 2 x, as PyTorch has it */
    are(g, 6, 6, 6);
    CHECK_OK(kiln_grad(kiln_sum(d), KILN_LIST(w), &g)); /* d has what it wrote */
    are(g, 2, 4, 6);
    cr_assert(kiln_grad(kiln_sum(y), KILN_LIST(w), &g) == KILN_BAD_ARGUMENT);
    refused(KILN_BAD_ARGUMENT, "does not depend on wrt[0]");
    kiln_tensor *n = kiln_from(s, (int64_t[]){1, 2}, KILN_I64, KILN_SHAPE(2));
    kiln_add_(kiln_detach(n), 1);
    cr_assert(kiln_item(kiln_sum(n)) == 5);
}

Test(detach, a_value_saved_through_either_is_stale_once_the_other_is_written) {
    kiln_tensor *w = three(1, 1, 1), *x = three(1, 2, 3), *d = kiln_detach(x), *g;
    kiln_tensor *by_detached = kiln_sum(kiln_mul(d, w)), *by_own = kiln_sum(kiln_mul(x, w));
    kiln_mul_(d, 2);
    cr_assert(kiln_grad(by_own, KILN_LIST(w), &g) == KILN_STALE);
    refused(KILN_STALE, "overwritten at");
    cr_assert(kiln_grad(by_detached, KILN_LIST(w), &g) == KILN_STALE);
    refused(KILN_STALE, "overwritten at");
    kiln_tensor *again = kiln_sum(kiln_mul(d, w));
    kiln_add_(x, 1);
    cr_assert(kiln_grad(again, KILN_LIST(w), &g) == KILN_STALE);
    refused(KILN_STALE, "overwritten at");
}

Test(detach, scopes_close_over_it) {
    kiln_tensor *w = kiln_keep(three(1, 2, 3)), *h = NULL, *d = NULL, *g;
    kiln_scope (s) {
        kiln_tensor *y = kiln_mul(w, 2);
        d = kiln_keep(kiln_detach(y));
        h = kiln_keep(kiln_mul(d, 3));
    }
    are(d, 2, 4, 6);
    /* a constant in w: nothing was dropped */
    cr_assert(kiln_grad(kiln_sum(h), KILN_LIST(w), &g) == KILN_BAD_ARGUMENT);
    refused(KILN_BAD_ARGUMENT, "does not depend");
    cr_assert(kiln_grad(kiln_sum(h), KILN_LIST(d), &g) == KILN_NO_DERIVATIVE); /* not in d */
    refused(KILN_NO_DERIVATIVE, "was dropped when the scope");
    CHECK_OK(kiln_grad(kiln_sum(kiln_mul(d, d)), KILN_LIST(d), &g));
    are(g, 4, 8, 12);
}

Test(detach, a_parameter_is_written_through_it_and_trains) {
    kiln_params *p = kiln_params_new(s);
    kiln_tensor *w = kiln_params_add(p, "w", three(1, 2, 3)),
                *b = kiln_params_add(p, "b", three(0, 0, 0));
    kiln_tensor *watch = kiln_keep(kiln_detach(w));
    kiln_optimizer *o =
        kiln_optimizer_sgd(p,
                           &(kiln_sgd_options){.struct_size = sizeof(kiln_sgd_options), .rate = 1});
    for (int i = 0; i < 3; i++)
        kiln_scope (s) {
            CHECK_OK(
                kiln_optimizer_minimize(o, kiln_sum(kiln_add(kiln_mul(w, kiln_detach(w)), b))));
            kiln_add_(kiln_detach(w), 1);
        }
    are(w, 1, 1, 1); /* w - w + 1 */
    are(watch, 1, 1, 1);
    are(b, -3, -3, -3);
    cr_assert(kiln_ok(w) && !kiln_failed(s), "%s", kiln_error_text(s));
    kiln_optimizer_free(o);
    kiln_params_free(p);
}

Test(detach, a_failed_write_changes_nothing) {
    kiln_tensor *x = three(1, 2, 3), *d = kiln_detach(x);
    uint64_t version = kiln_version_of(x);
    cr_assert(!kiln_ok(kiln_add_(d, kiln_zeros(s, KILN_SHAPE(2, 3)))));
    refused(KILN_BAD_SHAPE, "add_");
    cr_assert(kiln_version_of(d) == version);
    are(d, 1, 2, 3);
    cr_assert(!kiln_ok(kiln_detach(NULL)));
}

Test(detach, a_snapshot_holds_one_of_the_two) {
    kiln_tensor *x = kiln_keep(three(1, 2, 3)), *d = kiln_keep(kiln_detach(x)), *both[] = {x, d};
    const char *names[] = {"x", "d"};
    char dir[64], path[128];
    check_folder(dir);
    snprintf(path, sizeof path, "%s/s.safetensors", dir);
    cr_assert(kiln_snapshot_save(s, path, (kiln_named){2, names, both}) == KILN_BAD_ARGUMENT);
    refused(KILN_BAD_ARGUMENT, "detached aliases");
    CHECK_OK(kiln_snapshot_save(s, path, (kiln_named){1, names + 1, both + 1}));
    kiln_tensor *back;
    CHECK_OK(kiln_snapshot_load(s, path, 1, names + 1, &back));
    are(back, 1, 2, 3);
    check_unfolder(dir);
}

Test(detach, what_an_alias_wrote_is_a_value_once_its_scope_has_closed) {
    kiln_tensor *x = kiln_keep(three(1, 2, 3)), *w = kiln_keep(three(2, 2, 2)), *g;
    kiln_tensor *d = kiln_keep(kiln_detach(x));
    kiln_counters q = {.struct_size = sizeof q};
    uint64_t live = 0;
    for (int step = 0; step < 300; step++) {
        kiln_scope (s) {
            kiln_add_(w, 0.001);
            kiln_lerp_(d, w, 0.01);
            CHECK_OK(kiln_grad(kiln_sum(d, KILN_ALL_AXES, false), KILN_LIST(w), &g));
            CHECK_OK(kiln_eval(KILN_LIST(w, g)));
        }
        CHECK_OK(kiln_count(s, &q));
        if (step == 100) live = q.bytes_live;
    }
    /* some values wait for a second ask; a step's own would be 200 times more */
    cr_assert(q.bytes_live <= live + 1024, "%llu bytes, then %llu", (unsigned long long)live,
              (unsigned long long)q.bytes_live);
    cr_assert(kiln_grad(kiln_sum(d, KILN_ALL_AXES, false), KILN_LIST(w), &g) != KILN_OK);
    refused(KILN_BAD_ARGUMENT, "does not depend on");
}

/* x lies behind y, and how was dropped: a part of its gradient is no gradient. */
Test(detach, what_lies_behind_another_wrt_is_looked_for_too) {
    kiln_tensor *x = kiln_keep(three(1, 2, 3)), *y = NULL, *g[2];
    kiln_scope (s) y = kiln_keep(kiln_mul(x, 3.0));
    kiln_tensor *loss = kiln_sum(kiln_mul(y, x), KILN_ALL_AXES, false);
    cr_assert(kiln_grad(loss, KILN_LIST(y, x), g) == KILN_NO_DERIVATIVE);
    refused(KILN_NO_DERIVATIVE, "was dropped");
    CHECK_OK(kiln_grad(loss, KILN_LIST(y), g));
    are(g[0], 1, 2, 3);
}
