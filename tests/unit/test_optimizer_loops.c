/* SPDX-License-Identifier: Apache-2.0
 * Programs around optimisers: long loops, schedules, disjoint sets, what the user writes in
 * between, and state that goes into another optimiser.
 *   KILN_TEST: sanitize=address timeout=300 */
#include <math.h>

#include "check.h"
#include "kiln/kiln.h"

static kiln_session *open_path(kiln_path path) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = path;
    kiln_session *s = kiln_open(&o);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

static kiln_counters counted(kiln_session *s) {
    kiln_counters c = {.struct_size = sizeof c};
    CHECK_OK(kiln_count(s, &c));
    return c;
}

/* n parameters of [3, 4], alternately of each dtype. */
static kiln_params *small_set(kiln_session *s, int n, kiln_dtype one, kiln_dtype other) {
    kiln_params *p = kiln_params_new(s);
    char name[32];
    for (int i = 0; i < n; i++) {
        snprintf(name, sizeof name, "layer.%d", i);
        CHECK(kiln_ok(kiln_params_add(
            p, name, kiln_full(s, KILN_SHAPE(3, 4), 1.0 + i, i % 2 ? other : one))));
    }
    return p;
}

/* The sum of all squares, whose gradient is twice the parameter. */
static kiln_tensor *squares(const kiln_params *p) {
    kiln_tensor *loss = NULL;
    for (size_t i = 0; i < kiln_params_count(p); i++) {
        kiln_tensor *w = kiln_params_at(p, i),
                    *sum = kiln_sum(kiln_mul(w, w), KILN_ALL_AXES, false, KILN_F32);
        loss = loss != NULL ? kiln_add(loss, sum) : sum;
    }
    return loss;
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

/* As many kernels as dtypes, where the gradients lie side by side; what joins them is the work of
 * the plan that computes them. */
Test(optimizer_loops, a_step_is_a_kernel_a_dtype) {
    kiln_session *s = open_path(KILN_FUSED);
    kiln_params *p = small_set(s, 60, KILN_F32, KILN_BF16);
    kiln_optimizer *o = kiln_optimizer_adamw(p, NULL);
    kiln_tensor *flat[2] = {kiln_keep(kiln_ones(s, KILN_SHAPE(360))),
                            kiln_keep(kiln_ones(s, KILN_SHAPE(360), KILN_BF16))};
    for (int step = 0; step < 3; step++)
        kiln_scope (s) {
            kiln_tensor *g[60];
            for (int i = 0; i < 60; i++)
                g[i] = kiln_view(kiln_narrow(flat[i % 2], 0, i / 2 * 12, 12), KILN_SHAPE(3, 4));
            CHECK_OK(kiln_eval(kiln_list_from(2, flat)));
            uint64_t before = counted(s).steps_run;
            CHECK_OK(kiln_optimizer_step(o, kiln_list_from(60, g)));
            CHECK_OK(kiln_eval(kiln_list_from(1, (kiln_tensor *[]){kiln_params_at(p, 0)})));
            CHECK_EQ(counted(s).steps_run - before,
                     3); /* the third is a copy of the window that was asked */
        }
    CHECK(!kiln_failed(s));
    kiln_release(flat[0]);
    kiln_release(flat[1]);
    kiln_optimizer_free(o);
    kiln_params_free(p);
    CHECK_EQ(kiln_close(s), 0);
}

/* Another rate at every step, with and without scopes: one plan, no allocation after the first
 * steps, no more nodes held. */
Test(optimizer_loops, twenty_thousand_steps_hold_no_more) {
    kiln_session *s = open_path(KILN_FUSED);
    kiln_params *p = small_set(s, 4, KILN_F32, KILN_F32);
    kiln_optimizer *o = kiln_optimizer_adam(p, NULL);
    kiln_counters early = {0};
    for (int64_t step = 0; step < 20000; step++) {
        CHECK_OK(kiln_optimizer_set_rate(o, kiln_rate_cosine(1e-2, step, 20000, 0)));
        kiln_scope (s) {
            kiln_tensor *loss = squares(p);
            CHECK_OK(kiln_optimizer_minimize(o, loss));
            CHECK(isfinite(kiln_item(loss)));
        }
        if (step == 99) early = counted(s);
    }
    kiln_counters late = counted(s);
    CHECK_EQ(late.allocations, early.allocations);
    CHECK_EQ(late.bytes_live, early.bytes_live);
    CHECK_EQ(late.plans_built, early.plans_built);
    CHECK_EQ(late.kernels_compiled + late.kernels_from_disk,
             early.kernels_compiled + early.kernels_from_disk);
    CHECK_EQ(late.tensors_live, early.tensors_live);
    CHECK(kiln_item(squares(p)) < 1 && kiln_optimizer_step_count(o) == 20000);
    kiln_optimizer_free(o);
    kiln_params_free(p);
    CHECK_EQ(kiln_close(s), 0);
}

/* Rates that are equal to one of the other numbers of the formula are numbers like any other. */
Test(optimizer_loops, no_rate_is_compiled_in) {
    kiln_session *s = open_path(KILN_FUSED);
    kiln_params *p = small_set(s, 3, KILN_F32, KILN_F32);
    kiln_optimizer *o = kiln_optimizer_adamw(p, NULL);
    const double rates[] = {1e-3, 0.3, 1 - 0.9, 0.999, 1 - 0.999, 1e-8, 0, 1, 0.5};
    kiln_counters early = {0};
    for (int i = 0; i < 40; i++) {
        CHECK_OK(kiln_optimizer_set_rate(o, rates[i % 9]));
        kiln_scope (s) {
            kiln_tensor *loss = squares(p);
            CHECK_OK(kiln_optimizer_minimize(o, loss));
            (void)kiln_item(loss);
        }
        if (i == 3) early = counted(s);
    }
    CHECK_EQ(counted(s).plans_built, early.plans_built);
    kiln_optimizer_free(o);
    kiln_params_free(p);
    CHECK_EQ(kiln_close(s), 0);
}

static void train(kiln_path path, bool scoped, int steps, float *out) {
    kiln_session *s = open_path(path);
    kiln_params *p = small_set(s, 3, KILN_F32, KILN_F32);
    kiln_optimizer *o = kiln_optimizer_adam(p, NULL);
    for (int step = 0; step < steps; step++) {
        if (scoped) kiln_scope_open(s);
        kiln_tensor *loss = squares(p);
        kiln_parts g = kiln_params_grad(loss, p);
        kiln_tensor *norm = kiln_clip_grad_norm_(kiln_list_from(g.count, g.tensor), 0.5, 2);
        CHECK_OK(kiln_optimizer_step(o, kiln_list_from(g.count, g.tensor)));
        if (step % 7 == 0) CHECK(kiln_item(norm) > 0);
        if (scoped) kiln_scope_close(s);
    }
    for (int i = 0; i < 3; i++)
        CHECK_OK(kiln_read(kiln_params_at(p, (size_t)i), out + 12 * i, 12 * sizeof *out));
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    kiln_optimizer_free(o);
    kiln_params_free(p);
    CHECK_EQ(kiln_close(s), 0);
}

Test(optimizer_loops, scopes_and_paths_change_no_bit) {
    float a[36], b[36], c[36];
    train(KILN_FUSED, true, 30, a);
    train(KILN_FUSED, false, 30, b);
    train(KILN_EAGER, true, 30, c);
    CHECK(memcmp(a, b, sizeof a) == 0 && memcmp(a, c, sizeof a) == 0 && a[0] < 1);
}

Test(optimizer_loops, two_optimisers_on_disjoint_sets) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_params *p = kiln_params_new(s);
    const char *const names[] = {"body.a", "head.a", "body.b", "head.b"};
    for (int i = 0; i < 4; i++)
        CHECK(kiln_ok(kiln_params_add(p, names[i], kiln_full(s, KILN_SHAPE(2), 1.0))));
    kiln_params *body = kiln_params_under(p, "body"), *head = kiln_params_under(p, "head");
    kiln_sgd_options fast = KILN_SGD_OPTIONS_INIT, slow = KILN_SGD_OPTIONS_INIT;
    fast.rate = 0.25;
    slow.rate = 0.125;
    kiln_optimizer *o = kiln_optimizer_sgd(body, &fast), *q = kiln_optimizer_sgd(head, &slow),
                   *all = kiln_optimizer_sgd(p, &fast);
    kiln_params_free(body);
    kiln_params_free(head);
    kiln_scope (s) {
        kiln_tensor *loss = squares(p);
        kiln_parts g = kiln_params_grad(loss, p);
        CHECK_OK(kiln_optimizer_step(o, KILN_LIST(g.tensor[0], g.tensor[2])));
        CHECK_OK(kiln_optimizer_step(q, KILN_LIST(g.tensor[1], g.tensor[3])));
    }
    for (size_t i = 0; i < 4; i++) CHECK(at(kiln_params_at(p, i), 1) == (i % 2 ? 0.75f : 0.5f));
    kiln_scope (s) CHECK_OK(kiln_optimizer_minimize(all, squares(p))); /* over both storages */
    for (size_t i = 0; i < 4; i++) CHECK(at(kiln_params_at(p, i), 1) == (i % 2 ? 0.375f : 0.25f));
    kiln_optimizer_free(all);
    kiln_optimizer_free(o);
    kiln_params_free(p);
    kiln_optimizer_free(q);
    CHECK_EQ(kiln_close(s), 0);
}

Test(optimizer_loops, what_is_written_in_between_is_seen) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_params *p = small_set(s, 3, KILN_F32, KILN_F32);
    kiln_tensor *first = kiln_params_at(p, 0), *last = kiln_params_at(p, 2),
                *view = kiln_keep(kiln_select(last, 0, 1));
    kiln_sgd_options usual = KILN_SGD_OPTIONS_INIT;
    usual.rate = 0.25;
    kiln_optimizer *o =
        kiln_optimizer_sgd(p, &usual); /* last stays where it is: somebody looks at it */
    CHECK(kiln_shares_storage(first, kiln_params_at(p, 1)) && !kiln_shares_storage(first, last) &&
          kiln_shares_storage(view, last));
    kiln_scope (s) {
        kiln_fill_(kiln_select(first, 0, 0), 8.0);
        kiln_fill_(view, 16.0);
        CHECK_OK(kiln_optimizer_minimize(o, squares(p)));
    }
    CHECK(at(first, 0) == 4 && at(first, 4) == 0.5f && at(last, 4) == 8 && at(last, 0) == 1.5f &&
          at(view, 0) == 8);
    const float data[12] = {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 6};
    kiln_scope (s) {
        CHECK(kiln_ok(kiln_write(first, data, sizeof data)));
        CHECK_OK(kiln_optimizer_minimize(o, squares(p)));
        kiln_copy_(kiln_params_at(p, 1), kiln_zeros(s, KILN_SHAPE(3, 4)));
    }
    CHECK(at(first, 0) == 1 && at(first, 11) == 3 && at(kiln_params_at(p, 1), 3) == 0);
    kiln_release(view);
    kiln_optimizer_free(o);
    kiln_params_free(p);
    CHECK_EQ(kiln_close(s), 0);
}

/* Gradients that are not there: the parameter, its state and its count of steps stay, as in
 * PyTorch. A tied parameter is stepped once. */
Test(optimizer_loops, parameters_without_gradient_are_passed_over) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_params *p = small_set(s, 3, KILN_F32, KILN_F32), *alone = kiln_params_new(s);
    CHECK(kiln_ok(kiln_params_share(p, "tied", p, "layer.0")));
    CHECK(kiln_ok(kiln_params_add(alone, "w", kiln_full(s, KILN_SHAPE(3, 4), 2.0))));
    kiln_optimizer *o = kiln_optimizer_adam(p, NULL), *q = kiln_optimizer_adam(alone, NULL);
    for (int step = 0; step < 4; step++)
        kiln_scope (s) {
            kiln_tensor *w = kiln_params_at(p, 1), *loss = kiln_sum(kiln_mul(w, w)),
                        *first = kiln_params_at(p, 0);
            if (step != 1) loss = kiln_add(loss, kiln_sum(first));
            kiln_parts g = kiln_params_grad_unused(loss, p, KILN_UNUSED_NULL);
            CHECK(g.count == 4 && g.tensor[2] == NULL && (g.tensor[0] == NULL) == (step == 1));
            CHECK_OK(kiln_optimizer_step(o, kiln_list_from(g.count, g.tensor)));
            CHECK_OK(kiln_optimizer_minimize(q, squares(alone)));
        }
    CHECK(at(kiln_params_at(p, 1), 5) == at(kiln_params_at(alone, 0), 5) &&
          at(kiln_params_at(p, 2), 0) == 3);
    cr_assert(fabsf(at(kiln_params_at(p, 0), 0) - (1 - 3e-3f)) < 1e-6f, "%g",
              at(kiln_params_at(p, 0), 0)); /* three steps of about the rate each */
    int64_t steps[4];
    CHECK_OK(kiln_read(kiln_params_get(kiln_optimizer_state(o), "step"), steps, sizeof steps));
    CHECK(steps[0] == 3 && steps[1] == 4 && steps[2] == 0 && steps[3] == 0 &&
          kiln_optimizer_step_count(o) == 4);
    kiln_optimizer_free(q);
    kiln_optimizer_free(o);
    kiln_params_free(alone);
    kiln_params_free(p);
    CHECK_EQ(kiln_close(s), 0);
}

static void some_steps(kiln_session *s, kiln_optimizer *o, kiln_params *p, int n) {
    for (int i = 0; i < n; i++)
        kiln_scope (s) CHECK_OK(kiln_optimizer_minimize(o, squares(p)));
}

/* What another optimiser's state is copied into goes on as it would have. */
Test(optimizer_loops, state_can_be_carried_over) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_params *p = small_set(s, 3, KILN_F32, KILN_F32), *q = small_set(s, 3, KILN_F32, KILN_F32);
    kiln_optimizer *o = kiln_optimizer_adam(p, NULL), *r = kiln_optimizer_adam(q, NULL);
    some_steps(s, o, p, 5);
    for (size_t i = 0; i < 3; i++)
        CHECK(kiln_ok(kiln_copy_(kiln_params_at(q, i), kiln_params_at(p, i))));
    kiln_params *from = kiln_optimizer_state(o), *to = kiln_optimizer_state(r);
    CHECK_EQ(kiln_params_count(from), 7);
    CHECK_STR(kiln_params_name(from, 3), "exp_avg_sq.layer.0");
    for (size_t i = 0; i < 7; i++)
        CHECK(kiln_ok(kiln_copy_(kiln_params_at(to, i), kiln_params_at(from, i))));
    CHECK_EQ(kiln_optimizer_step_count(r), 5);
    some_steps(s, o, p, 5);
    some_steps(s, r, q, 5);
    CHECK_EQ(kiln_optimizer_step_count(r), 10);
    for (size_t i = 0; i < 3; i++)
        CHECK(at(kiln_params_at(p, i), 3) == at(kiln_params_at(q, i), 3));
    CHECK_OK(kiln_optimizer_set_step_count(r, 1000000));
    CHECK_EQ(kiln_item_int(kiln_amax(kiln_params_get(kiln_optimizer_state(r), "step"))), 1000000);
    CHECK(kiln_ok(kiln_fill_(kiln_params_get(to, "step"), -1)));
    CHECK_STATUS(kiln_optimizer_minimize(r, squares(q)), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT, "step[0] of the state is -1");
    CHECK_STATUS(kiln_params_remove(to, "step"), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT, "the set is that of an optimiser");
    kiln_params_free(to); /* not the caller's */
    CHECK_EQ(kiln_params_count(to), 7);
    kiln_optimizer_free(o);
    kiln_optimizer_free(r);
    kiln_params_free(p);
    kiln_params_free(q);
    CHECK_EQ(kiln_close(s), 0);
}
