/* SPDX-License-Identifier: Apache-2.0
 * Public optimiser steps, written as a user could with detach and in-place ops: as in PyTorch, no
 * derivative flows through a step. */
#include "frontend/core/frontend.h"

#include <math.h>

#include "reference/ref_math.h"

static kiln_status outcome(const kiln_tensor *p) {
    const kiln_session *s = kiln_session_of(p);
    return s != NULL && s->error != KILN_OK ? s->error : kiln_ok(p) ? KILN_OK : KILN_BAD_HANDLE;
}

static kiln_status state_fits(kiln_site at, const char *call, kiln_tensor *p, kiln_tensor *other,
                              const char *what) {
    if (other == NULL && fe_enter1(at, call, p) != NULL) {
        fe_error(fe_of(p)->session, at, call, KILN_BAD_ARGUMENT, "%s is a null tensor", what);
        return KILN_BAD_ARGUMENT;
    }
    if (fe_enter2(at, call, p, other) == NULL) return outcome(p);
    bool same = fe_of(p)->rank == fe_of(other)->rank && fe_of(p)->dtype == fe_of(other)->dtype &&
                fe_is_float((kiln_dtype)fe_of(p)->dtype);
    for (int i = 0; same && i < fe_of(p)->rank; i++)
        same = fe_of(p)->extent[i] == fe_of(other)->extent[i];
    char own[160], its[160];
    if (!same)
        fe_error(fe_of(p)->session, at, call, KILN_BAD_SHAPE,
                 "the parameter is %s and %s %s, expected one float dtype and one shape",
                 fe_type_text(p, own, sizeof own), what, fe_type_text(other, its, sizeof its));
    return same ? KILN_OK : KILN_BAD_SHAPE;
}

/* Whether the number is in [0, below), which NaN is not. */
static kiln_status number_fits(kiln_site at, const char *call, kiln_tensor *p, const char *what,
                               double x, double below) {
    if (x >= 0 && x < below) return KILN_OK;
    if (isinf(below))
        fe_error(fe_of(p)->session, at, call, KILN_BAD_ARGUMENT,
                 "%s is %g, expected a finite number, 0 or more", what, x);
    else
        fe_error(fe_of(p)->session, at, call, KILN_BAD_ARGUMENT,
                 "%s is %g, expected 0 or more and less than %g", what, x, below);
    return KILN_BAD_ARGUMENT;
}

static ir_id scaled(kiln_session *s, ir_id x, double by) {
    return x == IR_NONE ? x : fe_map2(s, IR_MUL, x, fe_number(s, fe_dtype(s, x), by));
}

kiln_status(kiln_sgd_step)(kiln_site at, kiln_tensor *p, kiln_tensor *g, kiln_tensor *velocity,
                           double rate, double momentum) {
    FE_DOOR;
    KN_TRY(state_fits(at, "sgd_step", p, g, "the gradient"));
    if (velocity != NULL) KN_TRY(state_fits(at, "sgd_step", p, velocity, "velocity"));
    KN_TRY(number_fits(at, "sgd_step", p, "rate", rate, INFINITY));
    KN_TRY(number_fits(at, "sgd_step", p, "momentum", momentum, INFINITY));
    if (velocity == NULL && momentum != 0) {
        fe_error(fe_of(p)->session, at, "sgd_step", KILN_BAD_ARGUMENT,
                 "momentum %g needs a velocity", momentum);
        return KILN_BAD_ARGUMENT;
    }
    kiln_session *s = fe_enter1(at, "sgd_step", p);
    if (s == NULL) return outcome(p);
    ir_id from = (ir_id)s->g.count, v = fe_node(s, g);
    bool stored = true;
    fe_begin(s);
    if (velocity != NULL) {
        v = fe_map2(s, IR_ADD, scaled(s, fe_node(s, velocity), momentum), v);
        stored = kiln_ok(fe_store(s, velocity, fe_still(s, v), from));
    }
    ir_id change = scaled(s, v, rate);
    fe_end(s, stored && kiln_ok(fe_store(
                            s, p, fe_still(s, fe_map2(s, IR_SUB, fe_node(s, p), change)), from)));
    return outcome(p);
}

kiln_status(kiln_adam_step)(kiln_site at, kiln_tensor *p, kiln_tensor *g, kiln_tensor *m,
                            kiln_tensor *v, int64_t step, kiln_adam o) {
    FE_DOOR;
    KN_TRY(state_fits(at, "adam_step", p, g, "the gradient"));
    KN_TRY(state_fits(at, "adam_step", p, m, "m"));
    KN_TRY(state_fits(at, "adam_step", p, v, "v"));
    if (step < 1) {
        fe_error(fe_of(p)->session, at, "adam_step", KILN_BAD_ARGUMENT,
                 "step is %lld, expected 1 or more", (long long)step);
        return KILN_BAD_ARGUMENT;
    }
    KN_TRY(number_fits(at, "adam_step", p, "rate", o.rate, INFINITY));
    KN_TRY(number_fits(at, "adam_step", p, "beta1", o.beta1, 1));
    KN_TRY(number_fits(at, "adam_step", p, "beta2", o.beta2, 1));
    KN_TRY(number_fits(at, "adam_step", p, "eps", o.eps, INFINITY));
    double rate = o.rate, beta1 = o.beta1, beta2 = o.beta2, eps = o.eps;
    double bias1 = 1 - ref_f64_pow(beta1, (double)step),
           root2 = sqrt(1 - ref_f64_pow(beta2, (double)step));
    kiln_dtype own = (kiln_dtype)fe_of(p)->dtype, d = fe_opmath(own); /* eps would be 0 in f16 */
    kiln_session *s = fe_enter1(at, "adam_step", p);
    if (s == NULL) return outcome(p);
    ir_id from = (ir_id)s->g.count, gn = fe_cast(s, fe_node(s, g), d);
    ir_id fresh = scaled(s, gn, 1 - beta1),
          m1 = fe_map2(s, IR_ADD, scaled(s, fe_cast(s, fe_node(s, m), d), beta1), fresh);
    ir_id square = scaled(s, fe_map2(s, IR_MUL, gn, gn), 1 - beta2),
          v1 = fe_map2(s, IR_ADD, scaled(s, fe_cast(s, fe_node(s, v), d), beta2), square);
    ir_id correction = fe_number(s, d, root2),
          root = fe_map2(s, IR_DIV, fe_map1(s, IR_SQRT, v1), correction);
    ir_id update = fe_map2(s, IR_DIV, m1, fe_map2(s, IR_ADD, root, fe_number(s, d, eps)));
    ir_id change = scaled(s, update, rate / bias1),
          p1 = fe_map2(s, IR_SUB, fe_cast(s, fe_node(s, p), d), change);
    fe_begin(s);
    fe_end(s, kiln_ok(fe_store(s, m, fe_still(s, fe_cast(s, m1, own)), from)) &&
                  kiln_ok(fe_store(s, v, fe_still(s, fe_cast(s, v1, own)), from)) &&
                  kiln_ok(fe_store(s, p, fe_still(s, fe_cast(s, p1, own)), from)));
    return outcome(p);
}
