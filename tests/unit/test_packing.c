/* SPDX-License-Identifier: Apache-2.0
 * KILN_TEST: sanitize=address
 * What an optimiser's packing does to losses that were recorded before it: they are differentiated
 * by the parameters, or refused with the reason; never zeros. */
#include "check.h"
#include "kiln/kiln.h"

static kiln_session *s;
static kiln_params *p;
static kiln_tensor *w, *b;

static void begin(void) {
    s = kiln_open(NULL);
    p = kiln_params_new(s);
    w = kiln_params_add(p, "w", kiln_full(s, KILN_SHAPE(3), 2.0));
    b = kiln_params_add(p, "b", kiln_full(s, KILN_SHAPE(3), 3.0));
}

static void end(void) {
    kiln_params_free(p);
    kiln_close(s);
}

TestSuite(packing, .init = begin, .fini = end);

static kiln_optimizer *optimizer(void) {
    kiln_sgd_options o = KILN_SGD_OPTIONS_INIT;
    o.rate = 1;
    kiln_optimizer *made = kiln_optimizer_sgd(p, &o);
    cr_assert(made != NULL, "%s", kiln_error_text(s));
    return made;
}

static void all_are(kiln_tensor *t, double value) {
    cr_assert(kiln_item(kiln_min(t)) == value && kiln_item(kiln_max(t)) == value,
              "%g to %g, expected %g", kiln_item(kiln_min(t)), kiln_item(kiln_max(t)), value);
}

static void refused(kiln_status expected, const char *text) {
    cr_assert(kiln_error(s) == expected && strstr(kiln_error_text(s), text) != NULL, "%s",
              kiln_error_text(s));
    kiln_clear_error(s);
}

Test(packing, a_loss_recorded_before_is_differentiated) {
    for (int computed = 0; computed < 2; computed++) {
        if (computed) CHECK_OK(kiln_eval(KILN_LIST(w, b)));
        kiln_tensor *loss = kiln_sum(kiln_mul(kiln_square(w), b));
        kiln_optimizer *o = optimizer();
        kiln_parts g = kiln_params_grad(loss, p);
        cr_assert(g.count == 2, "%s", kiln_error_text(s));
        all_are(g.tensor[0], 12);
        all_are(g.tensor[1], 4);
        kiln_parts either = kiln_params_grad_unused(loss, p, KILN_UNUSED_ZEROS);
        all_are(either.tensor[0], 12);
        /* and what is recorded after it */
        kiln_tensor *both = kiln_add(loss, kiln_sum(kiln_mul(w, b)));
        g = kiln_params_grad(both, p);
        all_are(g.tensor[0], 15);
        kiln_optimizer_free(o);
    }
}

Test(packing, and_minimised_and_then_it_is_of_the_past) {
    kiln_tensor *loss = kiln_sum(kiln_mul(kiln_square(w), b));
    kiln_optimizer *o = optimizer();
    CHECK_OK(kiln_optimizer_minimize(o, loss));
    all_are(w, 2 - 12);
    all_are(b, 3 - 4);
    cr_assert(kiln_params_grad_unused(loss, p, KILN_UNUSED_ZEROS).count == 0);
    refused(KILN_STALE, "was written at");
    for (int i = 0; i < 3; i++)
        kiln_scope (s) CHECK_OK(kiln_optimizer_minimize(o, kiln_sum(kiln_add(w, b))));
    all_are(w, -13);
    kiln_optimizer_free(o);
}

Test(packing, derivatives_end_at_a_parameter_by_name) {
    kiln_tensor *v = kiln_keep(kiln_full(s, KILN_SHAPE(3), 5.0)), *g;
    kiln_tensor *made = kiln_params_add(p, "made", kiln_mul(v, 2)),
                *loss = kiln_sum(kiln_square(made));
    kiln_optimizer *o = optimizer();
    CHECK_OK(kiln_grad(loss, KILN_LIST(made), &g));
    all_are(g, 20);
    cr_assert(kiln_grad(loss, KILN_LIST(v), &g) == KILN_NO_DERIVATIVE);
    refused(KILN_NO_DERIVATIVE, "parameter \"made\"");
    cr_assert(kiln_grad_unused(loss, KILN_LIST(v), KILN_UNUSED_ZEROS, &g) == KILN_NO_DERIVATIVE);
    refused(KILN_NO_DERIVATIVE, "the optimiser at");
    kiln_optimizer_free(o);
}

Test(packing, what_closed_scopes_made_of_them_is_still_refused) {
    kiln_tensor *h = NULL;
    kiln_scope (s) h = kiln_keep(kiln_mul(w, 3));
    kiln_tensor *loss = kiln_sum(kiln_add(h, b));
    kiln_optimizer *o = optimizer();
    cr_assert(kiln_params_grad_unused(loss, p, KILN_UNUSED_ZEROS).count == 0);
    refused(KILN_NO_DERIVATIVE, "was dropped when the scope opened");
    cr_assert(kiln_params_grad(loss, p).count == 0);
    refused(KILN_NO_DERIVATIVE, "was dropped when the scope opened");
    kiln_optimizer_free(o);
}

Test(packing, a_second_optimiser_moves_nothing_and_scopes_may_lie_between) {
    kiln_tensor *x = kiln_keep(kiln_full(s, KILN_SHAPE(3), 7.0)), *g;
    kiln_optimizer *o = NULL, *second = NULL;
    kiln_scope (s) {
        kiln_tensor *loss = kiln_sum(kiln_mul(kiln_mul(w, x), b));
        o = optimizer();
        second = optimizer();
        kiln_scope (s)
            for (int i = 0; i < 300; i++) (void)kiln_item(kiln_sum(kiln_add(x, i)));
        CHECK_OK(kiln_grad(loss, KILN_LIST(w), &g));
        all_are(g, 21);
        CHECK_OK(kiln_optimizer_minimize(second, loss));
    }
    all_are(w, 2 - 21);
    all_are(b, 3 - 14);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    kiln_optimizer_free(o);
    kiln_optimizer_free(second);
}
