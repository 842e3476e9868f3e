/* SPDX-License-Identifier: Apache-2.0
 * Optimiser steps use the numbers they are given and refuse bad ones; dropout is PyTorch's, drawing
 * from the session's generator. */
#include <math.h>

#include "check.h"
#include "kiln/kiln.h"

static kiln_session *open_eager(void) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    kiln_session *s = kiln_open(&o);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

typedef struct state {
    kiln_tensor *p, *g, *m, *v;
} state;

static state state_of(kiln_session *s, double p, double g) {
    state t = {kiln_full(s, KILN_SHAPE(2), p), kiln_full(s, KILN_SHAPE(2), g),
               kiln_zeros(s, KILN_SHAPE(2)), kiln_zeros(s, KILN_SHAPE(2))};
    return t;
}

static float first(kiln_tensor *t) {
    float x[2] = {NAN, NAN};
    CHECK_OK(kiln_read(t, x, sizeof x));
    return x[0];
}

static void refused(kiln_session *s, kiln_status got, const char *part) {
    CHECK_STATUS(got, KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), part);
    kiln_clear_error(s);
}

Test(training, adam_uses_what_was_written) {
    kiln_session *s = open_eager();
    state t = state_of(s, 1, 4);
    CHECK_OK(kiln_adam_step(t.p, t.g, t.m, t.v, 1,
                            (kiln_adam){.rate = 0, .beta1 = 0.5, .beta2 = 0.5, .eps = 1}));
    CHECK(first(t.p) == 1 && first(t.m) == 2 && first(t.v) == 8);
    t = state_of(s, 1, 4);
    CHECK_OK(kiln_adam_step(t.p, t.g, t.m, t.v, 1, (kiln_adam){.rate = 0.5}));
    CHECK(first(t.m) == 4 && first(t.v) == 16 && first(t.p) == 0.5f); /* m / sqrt(v) is 1 */
    kiln_adam o = KILN_ADAM_INIT;
    CHECK(o.rate == 1e-3 && o.beta1 == 0.9 && o.beta2 == 0.999 && o.eps == 1e-8);
    o.rate = 0.25;
    CHECK(memcmp(&o, &(kiln_adam){0.25, 0.9, 0.999, 1e-8}, sizeof o) == 0);
    kiln_adam of = kiln_adam_of(0.25);
    CHECK(memcmp(&o, &of, sizeof o) == 0);
    state a = state_of(s, 1, 4), b = state_of(s, 1, 4);
    CHECK_OK(kiln_adam_step(a.p, a.g, a.m, a.v, 1, (kiln_adam)KILN_ADAM_INIT));
    CHECK_OK(kiln_adam_step(b.p, b.g, b.m, b.v, 1, kiln_adam_of(1e-3)));
    CHECK(first(a.p) == first(b.p) && first(a.p) < 1);
    CHECK_EQ(kiln_close(s), 0);
}

Test(training, optimisers_refuse_bad_numbers_and_change_nothing) {
    kiln_session *s = open_eager();
    state t = state_of(s, 1, 4);
    const double bad[] = {-0.1, 1, 1.5, NAN, INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kiln_adam o = KILN_ADAM_INIT;
        o.beta1 = bad[i];
        refused(s, kiln_adam_step(t.p, t.g, t.m, t.v, 1, o), "beta1 is ");
        o = (kiln_adam)KILN_ADAM_INIT;
        o.beta2 = bad[i];
        refused(s, kiln_adam_step(t.p, t.g, t.m, t.v, 1, o), "expected 0 or more and less than 1");
        if (bad[i] > 0 && bad[i] < 2) continue;
        o = (kiln_adam)KILN_ADAM_INIT;
        o.eps = bad[i];
        refused(s, kiln_adam_step(t.p, t.g, t.m, t.v, 1, o), "eps is ");
        refused(s, kiln_adam_step(t.p, t.g, t.m, t.v, 1, kiln_adam_of(bad[i])), "rate is ");
        refused(s, kiln_sgd_step(t.p, t.g, t.m, bad[i], 0), "rate is ");
        refused(s, kiln_sgd_step(t.p, t.g, t.m, 0.1, bad[i]), "momentum is ");
    }
    CHECK(first(t.p) == 1 && first(t.m) == 0 && first(t.v) == 0);
    kiln_tensor *other = kiln_zeros(s, KILN_SHAPE(3, 2));
    CHECK_STATUS(kiln_adam_step(t.p, t.g, other, t.v, 1, kiln_adam_of(0.1)), KILN_BAD_SHAPE);
    CHECK_HAS(kiln_error_text(s), "the parameter is f32[2] and m f32[3,2]");
    kiln_close(s);
}

/* How many of n elements are 0, the others being `kept`. */
static int zeros_of(kiln_tensor *t, int n, float kept) {
    float x[1000];
    CHECK_OK(kiln_read(t, x, (size_t)n * sizeof *x));
    int zeros = 0;
    for (int i = 0; i < n; i++) {
        cr_assert(x[i] == 0 || x[i] == kept, "element %d is %g", i, x[i]);
        zeros += x[i] == 0;
    }
    return zeros;
}

static bool equal(kiln_tensor *a, kiln_tensor *b) {
    return kiln_item_int(kiln_all(kiln_eq(a, b))) == 1;
}

Test(training, dropout_draws_from_the_sessions_generator) {
    kiln_session *s = open_eager();
    kiln_tensor *x = kiln_ones(s, KILN_SHAPE(1000));
    CHECK_OK(kiln_manual_seed(s, 5));
    kiln_tensor *a = kiln_dropout(x, 0.5, true), *b = kiln_dropout(x), *c = kiln_dropout(x, 0.25);
    CHECK(!equal(a, b));
    int half = zeros_of(a, 1000, 2), quarter = zeros_of(c, 1000, 4 / 3.0f);
    cr_assert(half > 400 && half < 600 && quarter > 150 && quarter < 350, "%d and %d zeros", half,
              quarter);
    CHECK_OK(kiln_manual_seed(s, 5));
    CHECK(equal(a, kiln_dropout(x)) && equal(b, kiln_dropout(x)));
    CHECK(equal(kiln_counter_dropout(x, 0.5, 3), kiln_counter_dropout(x, 0.5, 3)));
    CHECK(!equal(kiln_counter_dropout(x, 0.5, 3), kiln_counter_dropout(x, 0.5, 4)));
    kiln_tensor *p = kiln_full(s, KILN_SHAPE(1000), 0.5), *d = kiln_bernoulli(p),
                *e = kiln_bernoulli(p);
    CHECK(!equal(d, e) && equal(kiln_counter_bernoulli(p, 7), kiln_counter_bernoulli(p, 7)));
    CHECK(zeros_of(d, 1000, 1) > 400);
    CHECK_EQ(kiln_close(s), 0);
}

Test(training, dropout_of_nothing_and_of_all_is_pytorchs) {
    kiln_session *s = open_eager();
    const float data[3] = {NAN, -1, 2};
    kiln_tensor *x = kiln_from(s, data, KILN_F32, KILN_SHAPE(3)),
                *whole = kiln_ones(s, KILN_SHAPE(3), KILN_I64);
    CHECK(kiln_shares_storage(kiln_dropout(x, 0.5, false), x) &&
          kiln_shares_storage(kiln_dropout(x, 0.0), x));
    CHECK(kiln_shares_storage(kiln_dropout(whole, 0.5, false), whole));
    float y[3];
    CHECK_OK(kiln_read(kiln_dropout(x, 1.0), y, sizeof y));
    CHECK(isnan(y[0]) && y[1] == 0 && signbit(y[1]) && y[2] == 0 && !signbit(y[2])); /* input * 0 */
    CHECK_EQ(kiln_item_int(kiln_sum(kiln_dropout(whole, 1.0))), 0);
    CHECK(!kiln_ok(kiln_dropout(whole, 0.5)));
    CHECK_STATUS(kiln_error(s), KILN_BAD_DTYPE);
    kiln_clear_error(s);
    const double bad[] = {-0.1, 1.1, NAN};
    for (int i = 0; i < 3; i++) {
        CHECK(!kiln_ok(kiln_dropout(x, bad[i], i == 0)));
        CHECK_HAS(kiln_error_text(s), "expected 0 to 1");
        kiln_clear_error(s);
    }
    kiln_tensor *ones = kiln_ones(s, KILN_SHAPE(100)), *same = kiln_dropout(ones, 0.5, true, true);
    CHECK(same == ones && kiln_version_of(ones) == 1 && zeros_of(ones, 100, 2) > 0);
    CHECK(kiln_dropout(ones, 0.5, false, true) == ones && kiln_version_of(ones) == 1);
    CHECK_EQ(kiln_close(s), 0);
}

/* The derivative is the mask times 1 / (1 - p), and of the call by name the mask is the same. */
Test(training, dropout_has_a_derivative_and_a_name) {
    kiln_session *s = open_eager();
    kiln_tensor *x = kiln_ones(s, KILN_SHAPE(64)), *g = NULL, *named = NULL;
    CHECK_OK(kiln_manual_seed(s, 9));
    kiln_tensor *y = kiln_dropout(x, 0.75);
    CHECK_OK(kiln_grad(kiln_sum(y), (kiln_list){1, (kiln_tensor *[]){x}}, &g));
    CHECK(equal(g, y) && zeros_of(y, 64, 4) > 0);
    CHECK_OK(kiln_manual_seed(s, 9));
    size_t count = 0;
    CHECK_OK(kiln_call(s, "nn.functional.dropout",
                       (kiln_arg[]){{NULL, KILN_ARG_TENSOR, {.tensor = x}},
                                    {"p", KILN_ARG_FLOAT, {.number = 0.75}}},
                       2, &named, 1, &count));
    CHECK(count == 1 && equal(named, y));
    CHECK_EQ(kiln_close(s), 0);
}
