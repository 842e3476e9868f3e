/* SPDX-License-Identifier: Apache-2.0
 * The formulas of PyTorch's optimisers, op for op, each rounded to the parameter's dtype, halves
 * computed in f32. PyTorch's CPU kernels fuse a multiplication with the addition behind it in add
 * with alpha, lerp and addcmul, and not in addcdiv. Called by optimizer_step.c. */
#include "frontend/training/optimizer_internal.h"

#include <math.h>

#include "reference/ref_math.h"

/* Values are in the dtype of computing, `in`, and hold numbers of dtype `own`. */
typedef struct calc {
    kiln_session *s;
    kiln_dtype own, in;
} calc;

static ir_id in_own(const calc *c, ir_id x) {
    return c->own == c->in ? x : fe_cast(c->s, fe_cast(c->s, x, c->own), c->in);
}
static ir_id number(const calc *c, double x) { return fe_number(c->s, c->in, x); }

/* a + alpha * b. PyTorch rounds alpha to the tensors' dtype. */
static ir_id add_scaled(const calc *c, ir_id a, ir_id b, double alpha) {
    ir_id k = number(c, ir_value_of(c->own, ir_bits_of(c->own, alpha)));
    return in_own(c, fe_map3(c->s, IR_FMA, k, b, a));
}

static ir_id times(const calc *c, ir_id a, double k) {
    ir_id by = number(c, k);
    return in_own(c, fe_mul(c->s, a, by));
}

/* Which end the weight counts from is structure: a beta does not pass a half between steps. */
static ir_id lerp(const calc *c, ir_id a, ir_id b, double weight) {
    bool near = weight < 0.5;
    double small = c->in == KILN_F64 ? weight : (double)(float)weight;
    ir_id apart = fe_sub(c->s, b, a), k = number(c, near ? small : small - 1);
    return in_own(c, fe_map3(c->s, IR_FMA, k, apart, near ? a : b));
}

/* a + value * x * y */
static ir_id addcmul(const calc *c, ir_id a, ir_id x, ir_id y, double value) {
    ir_id k = number(c, value), part = fe_mul(c->s, k, x);
    return in_own(c, fe_map3(c->s, IR_FMA, part, y, a));
}

/* a + value * x / y */
static ir_id addcdiv(const calc *c, ir_id a, ir_id x, ir_id y, double value) {
    ir_id k = number(c, value), part = fe_mul(c->s, k, x), quotient = fe_div(c->s, part, y);
    return in_own(c, fe_add(c->s, a, quotient));
}

static ir_id root(const calc *c, ir_id x) { return in_own(c, fe_map1(c->s, IR_SQRT, x)); }

static ir_id plus(const calc *c, ir_id x, double k) {
    ir_id more = number(c, k);
    return in_own(c, fe_add(c->s, x, more));
}

static ir_id over(const calc *c, ir_id x, double k) {
    ir_id by = number(c, k);
    return in_own(c, fe_div(c->s, x, by));
}

/* ---- rules */

static void sgd(const calc *c, const fe_rates *r, int64_t steps, fe_update *u) {
    ir_id g = u->g;
    if (r->momentum != 0) {
        ir_id slowed = times(c, u->state[0], r->momentum);
        u->state[0] = add_scaled(c, slowed, g, steps == 1 ? 1 : 1 - r->dampening);
        g = r->nesterov ? add_scaled(c, g, u->state[0], r->momentum) : u->state[0];
    }
    u->p = add_scaled(c, u->p, g, -r->rate);
}

static void adam(const calc *c, const fe_rates *r, int64_t steps, fe_update *u) {
    double bias1 = 1 - ref_f64_pow(r->beta1, (double)steps),
           bias2 = 1 - ref_f64_pow(r->beta2, (double)steps);
    if (r->decoupled && r->weight_decay != 0) u->p = times(c, u->p, 1 - r->rate * r->weight_decay);
    u->state[0] = lerp(c, u->state[0], u->g, 1 - r->beta1);
    ir_id slowed = times(c, u->state[1], r->beta2),
          second = u->state[1] = addcmul(c, slowed, u->g, u->g, 1 - r->beta2);
    if (r->amsgrad) second = u->state[2] = fe_map2(c->s, IR_MAX, u->state[2], second);
    ir_id deviation = over(c, root(c, second), sqrt(bias2)), below = plus(c, deviation, r->eps);
    u->p = addcdiv(c, u->p, u->state[0], below, -(r->rate / bias1));
}

static void rmsprop(const calc *c, const fe_rates *r, fe_update *u) {
    ir_id slowed = times(c, u->state[0], r->beta2),
          square = u->state[0] = addcmul(c, slowed, u->g, u->g, 1 - r->beta2);
    if (r->centered) {
        u->state[1] = lerp(c, u->state[1], u->g, 1 - r->beta2);
        square = addcmul(c, square, u->state[1], u->state[1], -1);
    }
    ir_id below = plus(c, root(c, square), r->eps);
    if (r->momentum > 0) {
        ir_id kept = times(c, u->state[2], r->momentum);
        u->state[2] = addcdiv(c, kept, u->g, below, 1);
        u->p = add_scaled(c, u->p, u->state[2], -r->rate);
    } else {
        u->p = addcdiv(c, u->p, u->g, below, -r->rate);
    }
}

static void adagrad(const calc *c, const fe_rates *r, int64_t steps, fe_update *u) {
    u->state[0] = addcmul(c, u->state[0], u->g, u->g, 1);
    ir_id below = plus(c, root(c, u->state[0]), r->eps);
    u->p = addcdiv(c, u->p, u->g, below, -(r->rate / (1 + (double)(steps - 1) * r->rate_decay)));
}

bool fe_optimizer_rule(kiln_session *s, const kiln_optimizer *o, int64_t steps, fe_update *u) {
    const fe_rates *r = &o->rates;
    calc c = {s, fe_dtype(s, u->p), fe_opmath(fe_dtype(s, u->p))};
    u->p = fe_cast(s, u->p, c.in);
    u->g = fe_cast(s, u->g, c.in);
    for (int k = 0; k < FE_MOST_STATES; k++)
        if (o->state_name[k] != NULL) u->state[k] = fe_cast(s, u->state[k], c.in);
    if (r->maximize) u->g = fe_map1(s, IR_NEG, u->g);
    if (r->weight_decay != 0 && !r->decoupled) u->g = add_scaled(&c, u->g, u->p, r->weight_decay);
    switch (o->rule) {
    case FE_SGD: sgd(&c, r, steps, u); break;
    case FE_ADAM: adam(&c, r, steps, u); break;
    case FE_RMSPROP: rmsprop(&c, r, u); break;
    default: adagrad(&c, r, steps, u); break;
    }
    u->p = fe_cast(s, u->p, c.own);
    for (int k = 0; k < FE_MOST_STATES; k++)
        if (o->state_name[k] != NULL) u->state[k] = fe_cast(s, u->state[k], c.own);
    return s->b.status == KILN_OK;
}
