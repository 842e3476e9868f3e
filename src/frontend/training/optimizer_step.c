/* SPDX-License-Identifier: Apache-2.0
 * Public steps of optimisers over sets: parameters that lie side by side, and their gradients and
 * state, are one tensor each, so that the formula is recorded once a run, not once a parameter. */
#include "frontend/training/optimizer_internal.h"

/* The gradients, and behind them the parameters, in o->given; NULL where there are no others than
 * they. */
static kiln_session *enter_all(kiln_session *s, kiln_site at, kiln_optimizer *o, kiln_list g) {
    size_t n = o->params->count;
    if (g.count != n || (n > 0 && g.tensor == NULL)) {
        fe_error(s, at, s->call, KILN_BAD_ARGUMENT,
                 "%zu gradients%s, expected %zu, one for each parameter", g.count,
                 g.count > 0 && g.tensor == NULL ? " in a null list" : "", n);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        o->given[n + i] = o->params->tensor[i];
        o->given[i] = g.tensor[i] != NULL ? g.tensor[i] : o->given[n + i];
    }
    if (n == 0) return s;
    kiln_session *of = fe_enter(at, s->call, o->given, 2 * n);
    if (of == NULL || of == s) return of;
    fe_error(s, at, s->call, KILN_BAD_HANDLE,
             "the gradients belong to another session than the optimiser");
    return NULL;
}

static bool same_type(const kiln_tensor *a, const kiln_tensor *b) {
    bool same = fe_of(a)->dtype == fe_of(b)->dtype && fe_of(a)->rank == fe_of(b)->rank;
    for (int i = 0; same && i < fe_of(a)->rank; i++)
        same = fe_of(a)->extent[i] == fe_of(b)->extent[i];
    return same;
}

static bool gradients_fit(kiln_session *s, kiln_site at, const kiln_optimizer *o) {
    size_t n = o->params->count;
    for (size_t i = 0; i < n; i++) {
        const kiln_tensor *g = o->given[i], *p = o->given[n + i];
        char own[160], its[160];
        if (same_type(g, p)) continue;
        fe_error(s, at, s->call,
                 fe_of(g)->dtype != fe_of(p)->dtype ? KILN_BAD_DTYPE : KILN_BAD_SHAPE,
                 "parameter \"%.200s\" is %s and its gradient %s", o->params->entry[i]->name,
                 fe_type_text(p, own, sizeof own), fe_type_text(g, its, sizeof its));
        return false;
    }
    return true;
}

/* A parameter that got another shape in place since has state of the old one. */
static bool shapes_stayed(kiln_session *s, kiln_site at, const kiln_optimizer *o) {
    for (size_t m = 0; m < o->count && o->state_name[0] != NULL; m++) {
        const kiln_tensor *p = o->params->tensor[o->member[m].place], *state = o->state->tensor[m];
        char own[160], its[160];
        if (kiln_ok(state) && same_type(p, state)) continue;
        fe_error(s, at, s->call, KILN_BAD_SHAPE, "parameter \"%.200s\" is %s and its state %s",
                 o->params->entry[o->member[m].place]->name, fe_type_text(p, own, sizeof own),
                 kiln_ok(state) ? fe_type_text(state, its, sizeof its) : "released");
        return false;
    }
    return true;
}

/* From member `first` of the group on: side by side, each with a gradient, all having seen as many
 * steps. */
static fe_run next_run(const kiln_optimizer *o, const fe_group *group, kiln_tensor *const *p,
                       kiln_tensor *const *g, size_t first) {
    const fe_member *m = o->member + group->first;
    size_t most = first + 1;
    while (most < group->count && g[most] != NULL && m[most].steps == m[first].steps) most++;
    return fe_run_at(p, most, first);
}

/* Handles of a run's parameter and state, in the innermost scope, of one shape. */
typedef struct places {
    kiln_tensor *p, *state[FE_MOST_STATES];
} places;

static bool places_take(kiln_session *s, const kiln_optimizer *o, const fe_group *group,
                        kiln_tensor *const *p, const fe_run *run, places *at) {
    *at = (places){.p = fe_run_handle(s, p, run)};
    for (int k = 0; k < FE_MOST_STATES && kiln_ok(at->p); k++) {
        if (o->state_name[k] == NULL) continue;
        int64_t offset = o->member[group->first + run->first].offset;
        at->state[k] = fe_window(s, fe_of(group->state[k])->storage, offset, fe_of(at->p)->rank,
                                 fe_of(at->p)->extent);
        if (!kiln_ok(at->state[k])) return false;
    }
    return kiln_ok(at->p);
}

static void places_give(kiln_session *s, places *at) {
    fe_drop(s, at->p);
    for (int k = 0; k < FE_MOST_STATES; k++)
        if (at->state[k] != NULL) fe_drop(s, at->state[k]);
}

static bool update(kiln_session *s, const kiln_optimizer *o, const fe_group *group,
                   kiln_tensor *const *p, kiln_tensor *const *g, const fe_run *run, ir_id from) {
    places at;
    if (!places_take(s, o, group, p, run, &at)) return false;
    fe_update u = {.p = fe_node(s, at.p)};
    u.g = fe_run_value(s, g + run->first, run->count, fe_of(at.p)->rank, fe_of(at.p)->extent);
    bool well = u.p != IR_NONE && u.g != IR_NONE;
    for (int k = 0; k < FE_MOST_STATES && well; k++)
        if (at.state[k] != NULL) well = (u.state[k] = fe_node(s, at.state[k])) != IR_NONE;
    well = well && fe_optimizer_rule(s, o, o->member[group->first + run->first].steps + 1, &u);
    for (int k = 0; k < FE_MOST_STATES && well; k++)
        if (at.state[k] != NULL)
            well = kiln_ok(fe_store(s, at.state[k], fe_still(s, u.state[k]), from));
    well = well && kiln_ok(fe_store(s, at.p, fe_still(s, u.p), from));
    if (well) places_give(s, &at);
    return well;
}

static bool update_group(kiln_session *s, kiln_optimizer *o, const fe_group *group,
                         kiln_list gradients, ir_id from) {
    kiln_tensor **p = o->given, **g = o->given + group->count;
    for (size_t i = 0; i < group->count; i++) {
        size_t place = o->member[group->first + i].place;
        p[i] = o->params->tensor[place];
        g[i] = gradients.tensor[place];
    }
    for (size_t i = 0, n; i < group->count; i += n) {
        fe_run run = next_run(o, group, p, g, i);
        n = g[i] != NULL ? run.count : 1;
        if (g[i] != NULL && !update(s, o, group, p, g, &run, from)) return false;
    }
    return true;
}

static bool update_all(kiln_session *s, kiln_optimizer *o, kiln_list gradients) {
    ir_id from = (ir_id)s->g.count;
    for (size_t i = 0; i < o->ngroups; i++)
        if (!update_group(s, o, &o->group[i], gradients, from)) return false;
    return true;
}

static kiln_status step(kiln_session *s, kiln_site at, kiln_optimizer *o, kiln_list gradients) {
    if (enter_all(s, at, o, gradients) == NULL || !gradients_fit(s, at, o) ||
        !shapes_stayed(s, at, o) || !fe_take_steps(s, at, o))
        return fe_optimizer_status(o);
    fe_begin(s);
    bool well = update_all(s, o, gradients);
    if (!well && s->b.status != KILN_OK) (void)fe_result(s, IR_NONE);
    fe_end(s, well);
    for (size_t i = 0; i < o->count && well; i++)
        o->member[i].steps += gradients.tensor[o->member[i].place] != NULL;
    o->steps_old = o->steps_old || well;
    return well ? KILN_OK : fe_optimizer_status(o);
}

kiln_status(kiln_optimizer_step)(kiln_site at, kiln_optimizer *o, kiln_list gradients) {
    FE_DOOR;
    kiln_session *s = fe_enter_optimizer(at, "optimizer_step", o);
    return s != NULL ? step(s, at, o, gradients) : fe_optimizer_status(o);
}

kiln_status(kiln_optimizer_minimize)(kiln_site at, kiln_optimizer *o, kiln_tensor *loss) {
    FE_DOOR;
    kiln_session *s = fe_enter_optimizer(at, "optimizer_minimize", o);
    if (s == NULL) return fe_optimizer_status(o);
    kiln_parts g = fe_params_gradients(at, "optimizer_minimize", loss, o->params, FE_UNUSED_ERROR);
    if (g.tensor == NULL) return fe_optimizer_status(o);
    return step(s, at, o, (kiln_list){g.count, g.tensor});
}
