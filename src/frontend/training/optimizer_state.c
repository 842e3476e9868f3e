/* SPDX-License-Identifier: Apache-2.0
 * Public state of optimisers over sets: what a checkpoint saves and writes back, and the learning
 * rate. How many steps each parameter has seen is counted in the host and told by the tensor
 * "step"; whoever writes that tensor is believed at the next step. */
#include "frontend/training/optimizer_internal.h"

#include <math.h>

kiln_session *fe_enter_optimizer(kiln_site at, const char *call, const kiln_optimizer *o) {
    if (o != NULL && o->session != NULL) return fe_enter_session(at, call, o->session);
    if (o == NULL)
        fe_error(NULL, at, call, KILN_BAD_ARGUMENT, "the optimiser is null");
    else
        fe_error(NULL, at, call, KILN_BAD_HANDLE, "the session of the optimiser was closed");
    return NULL;
}

kiln_status fe_optimizer_status(const kiln_optimizer *o) {
    if (o != NULL && o->session != NULL && o->session->error != KILN_OK) return o->session->error;
    return o == NULL ? KILN_BAD_ARGUMENT : KILN_BAD_HANDLE;
}

bool fe_take_steps(kiln_session *s, kiln_site at, kiln_optimizer *o) {
    if (fe_of(o->steps)->storage->version == o->steps_version) return true;
    const fe_buffer *b = fe_data(s, at, s->call, o->steps);
    const int64_t *steps = b != NULL ? b->data : NULL;
    if (b == NULL) return false;
    for (size_t i = 0; i < o->count; i++)
        if (steps[o->member[i].place] < 0 || steps[o->member[i].place] > FE_MOST_STEPS_SEEN) {
            fe_error(s, at, s->call, KILN_BAD_ARGUMENT,
                     "step[%zu] of the state is %lld, expected 0 to 2^53", o->member[i].place,
                     (long long)steps[o->member[i].place]);
            return false;
        }
    for (size_t i = 0; i < o->count; i++) o->member[i].steps = steps[o->member[i].place];
    o->steps_version = fe_of(o->steps)->storage->version;
    o->steps_old = false;
    return true;
}

/* The tensor "step" becomes what the members say. */
static bool tell_steps(kiln_session *s, kiln_site at, kiln_optimizer *o) {
    size_t nbytes = o->params->count * sizeof(int64_t);
    if (!o->steps_old || nbytes == 0) return true;
    int64_t *steps = kn_calloc(s->alloc, o->params->count, sizeof *steps);
    if (steps == NULL) {
        fe_error(s, at, s->call, KILN_NO_MEMORY, "no memory for %zu numbers of steps",
                 o->params->count);
        return false;
    }
    for (size_t i = 0; i < o->count; i++) steps[o->member[i].place] = o->member[i].steps;
    bool well = kiln_ok((kiln_write)(at, o->steps, steps, nbytes));
    kn_free(s->alloc, steps, nbytes);
    if (!well) return false;
    o->steps_version = fe_of(o->steps)->storage->version;
    o->steps_old = false;
    return true;
}

kiln_params *(kiln_optimizer_state)(kiln_site at, kiln_optimizer *o) {
    FE_DOOR;
    kiln_session *s = fe_enter_optimizer(at, "optimizer_state", o);
    return s != NULL && fe_take_steps(s, at, o) && tell_steps(s, at, o) ? o->state : NULL;
}

bool fe_optimizers_tell_steps(kiln_session *s, kiln_site at) {
    bool told = true;
    for (kiln_optimizer *o = s->optimizers; o != NULL && told; o = o->next)
        told = fe_take_steps(s, at, o) && tell_steps(s, at, o);
    return told;
}

int64_t(kiln_optimizer_step_count)(kiln_site at, kiln_optimizer *o) {
    FE_DOOR;
    kiln_session *s = fe_enter_optimizer(at, "optimizer_step_count", o);
    if (s == NULL || !fe_take_steps(s, at, o)) return -1;
    int64_t most = 0;
    for (size_t i = 0; i < o->count; i++)
        if (o->member[i].steps > most) most = o->member[i].steps;
    return most;
}

kiln_status(kiln_optimizer_set_step_count)(kiln_site at, kiln_optimizer *o, int64_t steps) {
    FE_DOOR;
    kiln_session *s = fe_enter_optimizer(at, "optimizer_set_step_count", o);
    if (s == NULL) return fe_optimizer_status(o);
    if (steps < 0 || steps > FE_MOST_STEPS_SEEN) {
        fe_error(s, at, s->call, KILN_BAD_ARGUMENT, "steps is %lld, expected 0 to 2^53",
                 (long long)steps);
        return KILN_BAD_ARGUMENT;
    }
    for (size_t i = 0; i < o->count; i++) o->member[i].steps = steps;
    o->steps_version = fe_of(o->steps)->storage->version; /* what was written there holds no more */
    o->steps_old = true;
    return KILN_OK;
}

kiln_status(kiln_optimizer_set_rate)(kiln_site at, kiln_optimizer *o, double rate) {
    FE_DOOR;
    kiln_session *s = fe_enter_optimizer(at, "optimizer_set_rate", o);
    if (s == NULL) return fe_optimizer_status(o);
    if (!(rate >= 0 && rate < INFINITY)) {
        fe_error(s, at, s->call, KILN_BAD_ARGUMENT,
                 "rate is %g, expected a finite number, 0 or more", rate);
        return KILN_BAD_ARGUMENT;
    }
    o->rates.rate = rate;
    return KILN_OK;
}

double kiln_optimizer_rate(const kiln_optimizer *o) { return o != NULL ? o->rates.rate : NAN; }
