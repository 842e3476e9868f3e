/* SPDX-License-Identifier: Apache-2.0
 * What optimisers refuse, naming the call, the parameter and what was expected, and changing
 * nothing; clipping of gradients; schedules as PyTorch's.
 * KILN_TEST: sanitize=address */
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

/* n parameters of [3, 4]. */
static kiln_params *small_set(kiln_session *s, int n) {
    kiln_params *p = kiln_params_new(s);
    char name[32];
    for (int i = 0; i < n; i++) {
        snprintf(name, sizeof name, "layer.%d", i);
        CHECK(kiln_ok(kiln_params_add(p, name, kiln_full(s, KILN_SHAPE(3, 4), 1.0 + i))));
    }
    return p;
}

static void refused(kiln_session *s, kiln_status wanted, const char *part) {
    CHECK_STATUS(kiln_error(s), wanted);
    CHECK_HAS(kiln_error_text(s), part);
    kiln_clear_error(s);
}

static float at(kiln_tensor *t, int i) {
    float x[64];
    CHECK_OK(kiln_read(t, x, (size_t)kiln_numel(t) * sizeof *x));
    return x[i];
}

Test(optimizer_refusals, bad_options_are_refused) {
    kiln_session *s = open_eager();
    kiln_params *p = small_set(s, 2);
    const double bad[] = {-1, NAN, INFINITY};
    for (int i = 0; i < 3; i++) {
        kiln_sgd_options a = KILN_SGD_OPTIONS_INIT;
        a.rate = bad[i];
        CHECK(kiln_optimizer_sgd(p, &a) == NULL);
        refused(s, KILN_BAD_ARGUMENT, "optimizer_sgd: rate is");
        kiln_adam_options b = KILN_ADAMW_OPTIONS_INIT;
        b.weight_decay = bad[i];
        CHECK(kiln_optimizer_adamw(p, &b) == NULL);
        refused(s, KILN_BAD_ARGUMENT, "optimizer_adamw: weight_decay is");
        kiln_rmsprop_options c = KILN_RMSPROP_OPTIONS_INIT;
        c.momentum = bad[i];
        CHECK(kiln_optimizer_rmsprop(p, &c) == NULL);
        refused(s, KILN_BAD_ARGUMENT, "optimizer_rmsprop: momentum is");
        kiln_adagrad_options d = KILN_ADAGRAD_OPTIONS_INIT;
        d.eps = bad[i];
        CHECK(kiln_optimizer_adagrad(p, &d) == NULL);
        refused(s, KILN_BAD_ARGUMENT, "optimizer_adagrad: eps is");
    }
    CHECK(kiln_optimizer_adam(p, &(kiln_adam_options){.struct_size = sizeof(kiln_adam_options),
                                                      .beta1 = 1}) == NULL);
    refused(s, KILN_BAD_ARGUMENT, "beta1 is 1, expected 0 or more and less than 1");
    CHECK(kiln_optimizer_sgd(p, &(kiln_sgd_options){sizeof(kiln_sgd_options), .nesterov = true}) ==
          NULL);
    refused(s, KILN_BAD_ARGUMENT, "nesterov with momentum 0");
    CHECK(kiln_optimizer_sgd(p, &(kiln_sgd_options){0}) == NULL);
    refused(s, KILN_BAD_ARGUMENT, "struct_size of the options is 0");
    CHECK(kiln_ok(kiln_params_add(p, "count", kiln_zeros(s, KILN_SHAPE(2), KILN_I64))));
    CHECK(kiln_optimizer_sgd(p, NULL) == NULL);
    refused(s, KILN_BAD_DTYPE, "parameter \"count\" is i64[2], expected a float dtype");
    CHECK_OK(kiln_params_remove(p, "count"));
    CHECK(kiln_ok(
        kiln_params_add(p, "wide", kiln_expand(kiln_zeros(s, KILN_SHAPE(1)), KILN_SHAPE(2)))));
    CHECK(kiln_optimizer_sgd(p, NULL) == NULL);
    refused(s, KILN_OVERLAP, "parameter \"wide\"");
    CHECK(kiln_optimizer_sgd(NULL, NULL) == NULL);
    CHECK_HAS(kiln_error_text(NULL), "the set is null");
    kiln_clear_error(NULL);
    kiln_params_free(p);
    CHECK_EQ(kiln_close(s), 0);
}

Test(optimizer_refusals, bad_steps_are_refused_and_change_nothing) {
    kiln_session *s = open_eager(), *other = open_eager();
    kiln_params *p = small_set(s, 2);
    kiln_optimizer *o = kiln_optimizer_adam(p, NULL);
    kiln_tensor *good = kiln_ones(s, KILN_SHAPE(3, 4)), *flat = kiln_ones(s, KILN_SHAPE(12)),
                *half = kiln_ones(s, KILN_SHAPE(3, 4), KILN_F16);
    CHECK_STATUS(kiln_optimizer_step(o, KILN_LIST(good)), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT, "1 gradients, expected 2, one for each parameter");
    CHECK_STATUS(kiln_optimizer_step(o, kiln_list_from(2, NULL)), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT, "2 gradients in a null list");
    CHECK_STATUS(kiln_optimizer_step(o, KILN_LIST(good, flat)), KILN_BAD_SHAPE);
    refused(s, KILN_BAD_SHAPE, "parameter \"layer.1\" is f32[3,4] and its gradient f32[12]");
    CHECK_STATUS(kiln_optimizer_step(o, KILN_LIST(half, good)), KILN_BAD_DTYPE);
    refused(s, KILN_BAD_DTYPE, "parameter \"layer.0\" is f32[3,4] and its gradient f16[3,4]");
    kiln_tensor *poison = kiln_add(good, flat);
    kiln_clear_error(s);
    CHECK_STATUS(kiln_optimizer_step(o, KILN_LIST(good, poison)), KILN_BAD_HANDLE);
    refused(s, KILN_BAD_HANDLE, "argument 2 is the result of a call that failed");
    CHECK(kiln_optimizer_step(o, KILN_LIST(good, kiln_ones(other, KILN_SHAPE(3, 4)))) ==
          KILN_BAD_HANDLE);
    refused(s, KILN_BAD_HANDLE, "test_optimizer_refusals.c:");
    CHECK_STATUS(kiln_optimizer_set_rate(o, NAN), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT, "rate is nan");
    CHECK_STATUS(kiln_optimizer_set_step_count(o, -1), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT, "steps is -1");
    CHECK(at(kiln_params_at(p, 0), 0) == 1 && kiln_optimizer_step_count(o) == 0 &&
          kiln_optimizer_rate(o) == 1e-3);
    CHECK(kiln_ok(kiln_unsqueeze_(kiln_params_at(p, 1), 0)));
    CHECK_STATUS(kiln_optimizer_step(o, KILN_LIST(good, kiln_ones(s, KILN_SHAPE(1, 3, 4)))),
                 KILN_BAD_SHAPE);
    refused(s, KILN_BAD_SHAPE, "parameter \"layer.1\" is f32[1,3,4] and its state f32[3,4]");
    kiln_params_free(p);
    CHECK_EQ(kiln_close(other), 0);
    CHECK(kiln_close(s) > 0); /* the optimiser holds kept tensors */
    CHECK_STATUS(kiln_optimizer_step(o, (kiln_list){0, NULL}), KILN_BAD_HANDLE);
    CHECK_HAS(kiln_error_text(NULL), "optimizer_step: the session of the optimiser was closed");
    kiln_clear_error(NULL);
    CHECK(kiln_optimizer_state(o) == NULL && kiln_optimizer_step_count(o) == -1);
    CHECK_STATUS(kiln_optimizer_minimize(NULL, NULL), KILN_BAD_ARGUMENT);
    kiln_clear_error(NULL);
    kiln_optimizer_free(o);
    kiln_optimizer_free(NULL);
}

Test(optimizer_refusals, clipping_is_pytorchs) {
    kiln_session *s = open_eager();
    const float x[4] = {3, 0, 0, -4};
    kiln_tensor *a = kiln_from(s, x, KILN_F32, KILN_SHAPE(4)),
                *b = kiln_full(s, KILN_SHAPE(3, 4), 1.0);
    CHECK(kiln_item(kiln_clip_grad_norm_(KILN_LIST(a, NULL), 10, 2)) == 5 && at(a, 0) == 3);
    CHECK(kiln_item(kiln_clip_grad_norm_(KILN_LIST(a), 2.5, 2)) == 5);
    CHECK(fabsf(at(a, 3) + 2) < 1e-6f); /* 2.5 / (5 + 1e-6), rounded */
    kiln_write(a, x, sizeof x);
    CHECK(kiln_item(kiln_clip_grad_norm_(KILN_LIST(a, b), 1, INFINITY)) == 4 && at(b, 0) < 0.25f);
    kiln_fill_(b, 1.0);
    kiln_write(a, x, sizeof x);
    CHECK(fabs(kiln_item(kiln_clip_grad_norm_(KILN_LIST(a, b), 100, 1)) - 19) < 1e-5);
    CHECK_OK(kiln_clip_grad_value_(KILN_LIST(a, b), 0.5));
    CHECK(at(a, 0) == 0.5f && at(a, 3) == -0.5f && at(a, 1) == 0 && at(b, 11) == 0.5f);
    kiln_tensor *half = kiln_full(s, KILN_SHAPE(100), 300.0, KILN_F16),
                *wide = kiln_full(s, KILN_SHAPE(1), 4.0, KILN_F64);
    kiln_tensor *norm = kiln_clip_grad_norm_(KILN_LIST(half, wide), 1e9, 2);
    CHECK(kiln_dtype_of(norm) == KILN_F64 && fabs(kiln_item(norm) - sqrt(100 * 300.0 * 300 + 16)) <
                                                 1e-3); /* in f16 the squares overflow */
    CHECK(!kiln_ok(kiln_clip_grad_norm_(KILN_LIST(a), -1, 2)));
    refused(s, KILN_BAD_ARGUMENT, "clip_grad_norm_: max_norm is -1");
    CHECK(!kiln_ok(kiln_clip_grad_norm_(KILN_LIST(kiln_zeros(s, KILN_SHAPE(1), KILN_I32)), 1, 2)));
    refused(s, KILN_BAD_DTYPE, "gradient 0 is i32[1]");
    CHECK_STATUS(kiln_clip_grad_value_(KILN_LIST(a), NAN), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT, "limit is nan");
    CHECK_OK(kiln_clip_grad_value_(kiln_list_from(0, NULL), 1));
    CHECK(!kiln_ok(kiln_clip_grad_norm_(kiln_list_from(0, NULL), 1, 2)));
    kiln_clear_error(s);
    CHECK_EQ(kiln_close(s), 0);
}

/* PyTorch 2.13's get_last_lr after so many steps of the scheduler; its recursions are within some
 * last digits of the closed forms. */
Test(optimizer_refusals, schedules_are_pytorchs) {
    const int64_t stones[] = {3, 7};
    const struct {
        double got, wanted;
    } rows[] = {{kiln_rate_step(0.1, 0, 3, 0.5), 0.1},
                {kiln_rate_step(0.1, 8, 3, 0.5), 0.025},
                {kiln_rate_multi_step(0.1, 2, stones, 2, 0.1), 0.1},
                {kiln_rate_multi_step(0.1, 3, stones, 2, 0.1), 0.01},
                {kiln_rate_multi_step(0.1, 9, stones, 2, 0.1), 0.001},
                {kiln_rate_exponential(0.1, 5, 0.9), 0.059049},
                {kiln_rate_cosine(0.1, 4, 10, 0.01), 0.06890576474687264},
                {kiln_rate_cosine(0.1, 10, 10, 0.01), 0.01},
                {kiln_rate_warmup(0.1, 0, 4, 0.25), 0.025},
                {kiln_rate_warmup(0.1, 3, 4, 0.25), 0.08125},
                {kiln_rate_warmup(0.1, 9, 4, 0.25), 0.1},
                {kiln_rate_one_cycle(0.1, 0, 10, 0.3, 25, 1e4), 0.004},
                {kiln_rate_one_cycle(0.1, 1, 10, 0.3, 25, 1e4), 0.052},
                {kiln_rate_one_cycle(0.1, 2, 10, 0.3, 25, 1e4), 0.1},
                {kiln_rate_one_cycle(0.1, 5, 10, 0.3, 25, 1e4), 0.06112620219362893},
                {kiln_rate_one_cycle(0.1, 9, 10, 0.3, 25, 1e4), 4e-7},
                {kiln_rate_one_cycle(0.1, 50, 10, 0.3, 25, 1e4), 4e-7}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_assert(fabs(rows[i].got - rows[i].wanted) <= 1e-14, "row %zu is %.17g, wanted %.17g", i,
                  rows[i].got, rows[i].wanted);
    CHECK(isnan(kiln_rate_step(0.1, -1, 3, 0.5)) && isnan(kiln_rate_step(0.1, 1, 0, 0.5)) &&
          isnan(kiln_rate_cosine(NAN, 1, 3, 0)));
    CHECK(isnan(kiln_rate_multi_step(0.1, 1, NULL, 2, 0.5)) &&
          isnan(kiln_rate_one_cycle(0.1, 1, 10, 2, 25, 1e4)));
}
