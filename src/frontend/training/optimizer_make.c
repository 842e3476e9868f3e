/* SPDX-License-Identifier: Apache-2.0
 * Public making and freeing of optimisers over sets: options are checked, parameters packed, state
 * laid out beside them in the same order, so that a run of parameters is a run of state too. */
#include <math.h>

#include "frontend/training/optimizer_internal.h"

static const kn_alloc *own_alloc(void) {
    return kn_alloc_default();
} /* as sets: it outlives the session */

/* ---- numbers */

typedef struct bound {
    const char *what;
    double x, below;
} bound; /* 0 or more, and less than that */

static bool numbers_fit(kiln_session *s, const bound *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (b[i].x >= 0 && b[i].x < b[i].below) continue;
        if (isinf(b[i].below))
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is %g, expected a finite number, 0 or more",
                    b[i].what, b[i].x);
        else
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is %g, expected 0 or more and less than %g",
                    b[i].what, b[i].x, b[i].below);
        return false;
    }
    return true;
}

static bool size_fits(kiln_session *s, size_t given, size_t own) {
    if (given != own)
        ir_fail(&s->b, KILN_BAD_ARGUMENT,
                "struct_size of the options is %zu, expected %zu: begin with the INIT value", given,
                own);
    return given == own;
}

/* ---- members */

static bool trainable(kiln_session *s, const kiln_params *p) {
    char type[160];
    for (size_t i = 0; i < p->count; i++) {
        const kiln_tensor *t = p->tensor[i];
        if (!fe_is_float((kiln_dtype)fe_of(t)->dtype))
            ir_fail(&s->b, KILN_BAD_DTYPE, "parameter \"%.200s\" is %s, expected a float dtype",
                    p->entry[i]->name, fe_type_text(t, type, sizeof type));
        else if (fe_overlaps_itself(t))
            ir_fail(&s->b, KILN_OVERLAP,
                    "several elements of parameter \"%.200s\" are one in its storage",
                    p->entry[i]->name);
        if (s->b.status != KILN_OK) return false;
    }
    return true;
}

/* A parameter under two names is one member. */
static bool list_members(kiln_session *s, kiln_optimizer *o) {
    const kiln_params *p = o->params;
    for (size_t i = 0; i < p->count; i++) p->entry[i]->parameter->seen = false;
    for (int d = 0; d < KILN_DTYPE_COUNT; d++) {
        fe_group *g = &o->group[o->ngroups];
        *g = (fe_group){.dtype = (kiln_dtype)d, .first = o->count};
        for (size_t i = 0; i < p->count; i++) {
            fe_parameter *of = p->entry[i]->parameter;
            if (fe_of(of->tensor)->dtype != d || of->seen) continue;
            of->seen = true;
            o->member[o->count++] = (fe_member){.place = i, .offset = g->numel};
            if (!kn_add_i64(g->numel, kiln_numel(of->tensor), &g->numel))
                return ir_fail(&s->b, KILN_TOO_LARGE, "the elements of all parameters overflow"),
                       false;
        }
        g->count = o->count - g->first;
        o->ngroups += g->count > 0;
    }
    return true;
}

static bool hold_all(kiln_session *s, kiln_optimizer *o, const kiln_params *p) {
    o->params = fe_params_new(s);
    if (o->params == NULL) return false;
    for (size_t i = 0; i < p->count; i++)
        if (!fe_params_hold(s, o->params, NULL, p->entry[i]->name, p->entry[i]->parameter))
            return false;
    o->params->fixed = "an optimiser";
    size_t room = p->count > 0 ? p->count : 1;
    o->member = kn_calloc(s->alloc, room, sizeof *o->member);
    o->given = kn_calloc(s->alloc, 2 * room, sizeof *o->given);
    if (o->member != NULL && o->given != NULL) return true;
    ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu parameters", p->count);
    return false;
}

/* ---- state */

static bool make_flat(kiln_session *s, kiln_optimizer *o, fe_group *g, int k) {
    kiln_tensor *all = fe_zeros_now(s, g->dtype, (kiln_shape){1, &g->numel});
    if (!kiln_ok(all)) return false;
    g->state[k] = kiln_keep(all);
    if (o->rates.initial == 0) return true;
    ir_id filled = fe_full(s, fe_number(s, g->dtype, o->rates.initial), 1, &g->numel);
    return filled != IR_NONE && kiln_ok(fe_store(s, all, filled, (ir_id)s->g.count));
}

static bool name_state(kiln_session *s, kiln_optimizer *o, int k) {
    for (size_t i = 0; i < o->ngroups; i++)
        for (size_t m = o->group[i].first; m < o->group[i].first + o->group[i].count; m++) {
            const kiln_tensor *p = o->params->tensor[o->member[m].place];
            kiln_tensor *t = fe_window(s, fe_of(o->group[i].state[k])->storage, o->member[m].offset,
                                       fe_of(p)->rank, fe_of(p)->extent);
            if (!kiln_ok(t) ||
                !kiln_ok(fe_params_own(s, o->state, o->state_name[k],
                                       o->params->entry[o->member[m].place]->name, t)))
                return false;
        }
    return true;
}

static bool make_state(kiln_session *s, kiln_optimizer *o) {
    o->state = fe_params_new(s);
    if (o->state == NULL) return false;
    for (int k = 0; k < FE_MOST_STATES; k++) {
        if (o->state_name[k] == NULL) continue;
        for (size_t i = 0; i < o->ngroups; i++)
            if (!make_flat(s, o, &o->group[i], k)) return false;
        if (!name_state(s, o, k)) return false;
    }
    int64_t n = (int64_t)o->params->count;
    kiln_tensor *steps = fe_zeros_now(s, KILN_I64, (kiln_shape){1, &n});
    if (!kiln_ok(steps) || !kiln_ok(fe_params_own(s, o->state, NULL, "step", steps))) return false;
    o->steps = steps;
    o->steps_version = fe_of(steps)->storage->version;
    o->state->fixed = "an optimiser";
    return true;
}

/* ---- whole */

static void set_free(kiln_params *p) {
    if (p != NULL) p->fixed = NULL;
    kiln_params_free(p);
}

static void leave_session(kiln_optimizer *o) {
    kiln_session *s = o->session;
    if (o->prev != NULL)
        o->prev->next = o->next;
    else
        s->optimizers = o->next;
    if (o->next != NULL) o->next->prev = o->prev;
    set_free(o->state);
    size_t room = kiln_params_count(o->params) > 0 ? kiln_params_count(o->params) : 1;
    for (size_t i = 0; i < o->ngroups; i++)
        for (int k = 0; k < FE_MOST_STATES; k++)
            if (fe_alive(o->group[i].state[k])) fe_drop(s, o->group[i].state[k]);
    kn_free(s->alloc, o->member, room * sizeof *o->member);
    kn_free(s->alloc, o->given, 2 * room * sizeof *o->given);
    set_free(o->params);
    o->session = NULL;
}

void fe_optimizers_close(kiln_session *s) {
    while (s->optimizers != NULL) leave_session(s->optimizers);
}

void kiln_optimizer_free(kiln_optimizer *o) {
    FE_DOOR;
    if (o == NULL) return;
    if (o->session != NULL) leave_session(o);
    kn_free(own_alloc(), o, sizeof *o);
}

/* Takes the optimiser up in the session, which is where it is freed from when something fails. */
static kiln_optimizer *optimizer_new(kiln_session *s, fe_rule rule, const fe_rates *r,
                                     const char *const *names) {
    kiln_optimizer *o = kn_calloc(own_alloc(), 1, sizeof *o);
    if (o == NULL) {
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory for an optimiser");
        return NULL;
    }
    o->session = s;
    o->rule = rule;
    o->rates = *r;
    for (int k = 0; k < FE_MOST_STATES; k++) o->state_name[k] = names[k];
    o->next = s->optimizers;
    if (o->next != NULL) o->next->prev = o;
    s->optimizers = o;
    return o;
}

static kiln_optimizer *make(kiln_session *s, kiln_site at, const kiln_params *p, fe_rule rule,
                            const fe_rates *r, const char *const *names) {
    kiln_optimizer *o = NULL;
    bool well = s->b.status == KILN_OK &&
                (p->count == 0 || fe_enter(at, s->call, p->tensor, p->count) != NULL) &&
                trainable(s, p) && (o = optimizer_new(s, rule, r, names)) != NULL &&
                hold_all(s, o, p) && list_members(s, o) &&
                fe_pack(s, at, o->params->tensor, p->count) && make_state(s, o);
    if (well) return o;
    if (s->b.status != KILN_OK) (void)fe_result(s, IR_NONE);
    kiln_optimizer_free(o);
    return NULL;
}

kiln_optimizer *(kiln_optimizer_sgd)(kiln_site at, const kiln_params *p,
                                     const kiln_sgd_options *options) {
    FE_DOOR;
    static const kiln_sgd_options usual = KILN_SGD_OPTIONS_INIT;
    const kiln_sgd_options *o = options != NULL ? options : &usual;
    kiln_session *s = fe_enter_params(at, "optimizer_sgd", p);
    if (s == NULL) return NULL;
    const bound b[] = {{"rate", o->rate, INFINITY},
                       {"momentum", o->momentum, INFINITY},
                       {"weight_decay", o->weight_decay, INFINITY}};
    if (size_fits(s, o->struct_size, sizeof *o) && numbers_fit(s, b, sizeof b / sizeof *b)) {
        if (!isfinite(o->dampening))
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "dampening is %g, expected a finite number",
                    o->dampening);
        else if (o->nesterov && (o->momentum == 0 || o->dampening != 0))
            ir_fail(
                &s->b, KILN_BAD_ARGUMENT,
                "nesterov with momentum %g and dampening %g, expected a momentum and no dampening",
                o->momentum, o->dampening);
    }
    fe_rates r = {.rate = o->rate,
                  .momentum = o->momentum,
                  .dampening = o->dampening,
                  .weight_decay = o->weight_decay,
                  .nesterov = o->nesterov,
                  .maximize = o->maximize};
    const char *const names[FE_MOST_STATES] = {o->momentum != 0 ? "momentum_buffer" : NULL};
    return make(s, at, p, FE_SGD, &r, names);
}

static kiln_optimizer *adam(kiln_site at, const char *call, const kiln_params *p,
                            const kiln_adam_options *o, bool decoupled) {
    kiln_session *s = fe_enter_params(at, call, p);
    if (s == NULL) return NULL;
    const bound b[] = {{"rate", o->rate, INFINITY},
                       {"beta1", o->beta1, 1},
                       {"beta2", o->beta2, 1},
                       {"eps", o->eps, INFINITY},
                       {"weight_decay", o->weight_decay, INFINITY}};
    (void)(size_fits(s, o->struct_size, sizeof *o) && numbers_fit(s, b, sizeof b / sizeof *b));
    fe_rates r = {.rate = o->rate,
                  .beta1 = o->beta1,
                  .beta2 = o->beta2,
                  .eps = o->eps,
                  .weight_decay = o->weight_decay,
                  .amsgrad = o->amsgrad,
                  .maximize = o->maximize,
                  .decoupled = decoupled};
    const char *const names[FE_MOST_STATES] = {"exp_avg", "exp_avg_sq",
                                               o->amsgrad ? "max_exp_avg_sq" : NULL};
    return make(s, at, p, FE_ADAM, &r, names);
}

kiln_optimizer *(kiln_optimizer_adam)(kiln_site at, const kiln_params *p,
                                      const kiln_adam_options *options) {
    FE_DOOR;
    static const kiln_adam_options usual = KILN_ADAM_OPTIONS_INIT;
    return adam(at, "optimizer_adam", p, options != NULL ? options : &usual, false);
}

kiln_optimizer *(kiln_optimizer_adamw)(kiln_site at, const kiln_params *p,
                                       const kiln_adam_options *options) {
    FE_DOOR;
    static const kiln_adam_options usual = KILN_ADAMW_OPTIONS_INIT;
    return adam(at, "optimizer_adamw", p, options != NULL ? options : &usual, true);
}

kiln_optimizer *(kiln_optimizer_rmsprop)(kiln_site at, const kiln_params *p,
                                         const kiln_rmsprop_options *options) {
    FE_DOOR;
    static const kiln_rmsprop_options usual = KILN_RMSPROP_OPTIONS_INIT;
    const kiln_rmsprop_options *o = options != NULL ? options : &usual;
    kiln_session *s = fe_enter_params(at, "optimizer_rmsprop", p);
    if (s == NULL) return NULL;
    const bound b[] = {{"rate", o->rate, INFINITY},
                       {"alpha", o->alpha, INFINITY},
                       {"eps", o->eps, INFINITY},
                       {"weight_decay", o->weight_decay, INFINITY},
                       {"momentum", o->momentum, INFINITY}};
    (void)(size_fits(s, o->struct_size, sizeof *o) && numbers_fit(s, b, sizeof b / sizeof *b));
    fe_rates r = {.rate = o->rate,
                  .beta2 = o->alpha,
                  .eps = o->eps,
                  .weight_decay = o->weight_decay,
                  .momentum = o->momentum,
                  .centered = o->centered,
                  .maximize = o->maximize};
    const char *const names[FE_MOST_STATES] = {"square_avg", o->centered ? "grad_avg" : NULL,
                                               o->momentum > 0 ? "momentum_buffer" : NULL};
    return make(s, at, p, FE_RMSPROP, &r, names);
}

kiln_optimizer *(kiln_optimizer_adagrad)(kiln_site at, const kiln_params *p,
                                         const kiln_adagrad_options *options) {
    FE_DOOR;
    static const kiln_adagrad_options usual = KILN_ADAGRAD_OPTIONS_INIT;
    const kiln_adagrad_options *o = options != NULL ? options : &usual;
    kiln_session *s = fe_enter_params(at, "optimizer_adagrad", p);
    if (s == NULL) return NULL;
    const bound b[] = {{"rate", o->rate, INFINITY},
                       {"rate_decay", o->rate_decay, INFINITY},
                       {"weight_decay", o->weight_decay, INFINITY},
                       {"initial_accumulator", o->initial_accumulator, INFINITY},
                       {"eps", o->eps, INFINITY}};
    (void)(size_fits(s, o->struct_size, sizeof *o) && numbers_fit(s, b, sizeof b / sizeof *b));
    fe_rates r = {.rate = o->rate,
                  .rate_decay = o->rate_decay,
                  .weight_decay = o->weight_decay,
                  .initial = o->initial_accumulator,
                  .eps = o->eps,
                  .maximize = o->maximize};
    const char *const names[FE_MOST_STATES] = {"sum"};
    return make(s, at, p, FE_ADAGRAD, &r, names);
}
