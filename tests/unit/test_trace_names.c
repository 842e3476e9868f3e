/* SPDX-License-Identifier: Apache-2.0
 * KILN_TEST: sanitize=address
 * Leaves of traces have the names of parameters: alone, packed by an optimiser, in windows; and
 * refused derivatives tell them too. */
#include <stdio.h>

#include "check.h"
#include "kiln/kiln.h"

static char dir[64], path[2][128];
static kiln_session *s;
static kiln_params *p;
static kiln_tensor *w, *b;

static void begin_session(void) {
    s = kiln_open(NULL);
    p = kiln_params_new(s);
    w = kiln_params_add(p, "block.weight", kiln_full(s, KILN_SHAPE(3, 4), 0.5));
    b = kiln_params_add(p, "block.bias", kiln_full(s, KILN_SHAPE(4), 0.25));
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
}

static void end_session(void) {
    kiln_params_free(p);
    kiln_close(s);
}

static void begin(void) {
    check_folder(dir);
    for (int i = 0; i < 2; i++) snprintf(path[i], sizeof path[i], "%s/%d.trace", dir, i);
    begin_session();
}

static void end(void) {
    end_session();
    check_unfolder(dir);
}

TestSuite(trace_names, .init = begin, .fini = end);

static kiln_tensor *loss_of(void) {
    kiln_tensor *x = kiln_ones(s, KILN_SHAPE(2, 3));
    return kiln_mean(kiln_square(kiln_add(kiln_matmul(x, w), b)));
}

static kiln_trace_file *traced(const char *to) {
    kiln_trace_file *t = NULL;
    char why[512] = "";
    kiln_scope (s) {
        kiln_tensor *loss = loss_of();
        kiln_parts g = kiln_params_grad(loss, p);
        cr_assert(g.count == 2);
        CHECK_OK(kiln_trace_save(to, KILN_LIST(loss, g.tensor[0]), NULL, NULL));
    }
    cr_assert(kiln_trace_open(to, NULL, &t, why, sizeof why) == KILN_OK, "%s", why);
    return t;
}

static bool has_parameter(const kiln_trace_file *t, const char *name, int64_t offset,
                          int64_t numel) {
    for (size_t i = 0; i < kiln_trace_leaf_count(t); i++)
        for (size_t k = 0; k < kiln_trace_parameter_count(t, i); k++) {
            kiln_trace_parameter x = kiln_trace_parameter_at(t, i, k);
            if (strcmp(x.name, name) == 0 && x.offset == offset && x.numel == numel) return true;
        }
    return false;
}

static kiln_optimizer *optimizer(void) {
    kiln_sgd_options o = KILN_SGD_OPTIONS_INIT;
    o.rate = 0.5;
    return kiln_optimizer_sgd(p, &o);
}

Test(trace_names, of_parameters_on_their_own) {
    CHECK_OK(kiln_eval(KILN_LIST(w, b)));
    kiln_trace_file *t = traced(path[0]);
    cr_assert(has_parameter(t, "block.weight", 0, 12) && has_parameter(t, "block.bias", 0, 4));
    cr_assert(kiln_trace_parameter_count(t, 99) == 0 &&
              kiln_trace_parameter_at(t, 0, 99).name == NULL);
    kiln_trace_close(t);
}

Test(trace_names, of_parameters_that_an_optimiser_packed) {
    kiln_optimizer *o = optimizer();
    kiln_trace_file *t = traced(path[0]);
    cr_assert(has_parameter(t, "block.weight", 0, 12));
    /* whole, or in a window */
    cr_assert(has_parameter(t, "block.bias", 12, 4) || has_parameter(t, "block.bias", 0, 4));
    kiln_trace_close(t);
    kiln_optimizer_free(o);
}

Test(trace_names, of_every_step_when_it_is_computed_with_its_update) {
    char folder[128], file[160], why[512] = "";
    snprintf(folder, sizeof folder, "%s/steps", dir);
    kiln_adam_options o = KILN_ADAM_OPTIONS_INIT;
    kiln_optimizer *adam = kiln_optimizer_adam(p, &o);
    CHECK_OK(kiln_trace_steps(s, folder, 1, 0, NULL));
    kiln_scope (s) {
        kiln_tensor *loss = loss_of();
        CHECK_OK(kiln_optimizer_minimize(adam, loss));
        (void)kiln_item(loss);
    }
    snprintf(file, sizeof file, "%s/step-00000001.trace", folder);
    kiln_trace_file *t = NULL;
    cr_assert(kiln_trace_open(file, NULL, &t, why, sizeof why) == KILN_OK, "%s", why);
    cr_assert(has_parameter(t, "block.weight", 0, 12), "written since, and still the parameter");
    cr_assert(has_parameter(t, "exp_avg.block.weight", 0, 12));
    kiln_trace_close(t);
    kiln_optimizer_free(adam);
}

/* Another run, whose bias is another at one place. */
static kiln_trace_file *run(int which, bool packed) {
    end_session();
    begin_session();
    if (which == 1)
        kiln_scope (s) kiln_fill_(kiln_select(b, 0, 2), 0.75);
    CHECK_OK(kiln_eval(KILN_LIST(w, b)));
    kiln_optimizer *o = packed ? optimizer() : NULL;
    kiln_trace_file *t = traced(path[which]);
    kiln_optimizer_free(o);
    return t;
}

Test(trace_names, a_difference_tells_parameter_and_element) {
    for (int packed = 0; packed < 2; packed++) {
        kiln_trace_file *one = run(0, packed), *other = run(1, packed);
        kiln_trace_difference d = {.struct_size = sizeof d};
        CHECK_OK(kiln_trace_compare(one, other, &d));
        CHECK_EQ(d.what, KILN_TRACE_LEAF);
        CHECK_STR(d.parameter, "block.bias");
        CHECK_EQ(d.element, 2);
        CHECK_STR(d.value_a, "0x1p-2");
        CHECK_STR(d.value_b, "0x1.8p-1");
        kiln_trace_close(one);
        kiln_trace_close(other);
    }
}

Test(trace_names, a_trace_of_format_1_is_read) {
    char why[512] = "";
    kiln_trace_file *t = NULL;
    kiln_replay r = {.struct_size = sizeof r};
    cr_assert(kiln_trace_open(KILN_SOURCE_DIR "/tests/fixtures/traces/format-1.trace", NULL, &t,
                              why, sizeof why) == KILN_OK,
              "%s", why);
    CHECK_EQ(kiln_trace_envelope(t)->format, 1);
    cr_assert(kiln_trace_leaf_count(t) > 0 && kiln_trace_parameter_count(t, 0) == 0);
    CHECK_OK(kiln_trace_replay(s, t, NULL, 0, &r));
    cr_assert(r.same, "%s", r.text);
    kiln_trace_close(t);
}

static void refused(kiln_status expected, const char *text) {
    cr_assert(kiln_error(s) == expected && strstr(kiln_error_text(s), text) != NULL, "%s",
              kiln_error_text(s));
    kiln_clear_error(s);
}

Test(trace_names, are_told_where_a_derivative_is_refused) {
    for (int packed = 0; packed < 2; packed++) {
        kiln_optimizer *o = packed ? optimizer() : NULL;
        kiln_tensor *x = kiln_ones(s, KILN_SHAPE(2, 3)), *loss = kiln_sum(kiln_matmul(x, w)), *g;
        kiln_mul_(w, 2);
        cr_assert(kiln_grad(loss, KILN_LIST(x), &g) == KILN_STALE);
        refused(KILN_STALE, "needs a value of parameter \"block.weight\" that was overwritten");
        cr_assert(kiln_grad(loss, KILN_LIST(w), &g) == KILN_STALE);
        refused(KILN_STALE, "parameter \"block.weight\"");
        cr_assert(kiln_grad(kiln_sum(x), KILN_LIST(b), &g) == KILN_BAD_ARGUMENT);
        refused(KILN_BAD_ARGUMENT, "wrt[0], parameter \"block.bias\"");
        kiln_optimizer_free(o);
    }
}
