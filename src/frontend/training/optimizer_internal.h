/* SPDX-License-Identifier: Apache-2.0
 * Optimisers over sets, between making, stepping and state. */
#ifndef KN_FRONTEND_OPTIMIZER_INTERNAL_H
#define KN_FRONTEND_OPTIMIZER_INTERNAL_H

#include "frontend/training/params_internal.h"
#include "kiln/optimizer.h"

typedef enum fe_rule { FE_SGD, FE_ADAM, FE_RMSPROP, FE_ADAGRAD } fe_rule;
enum { FE_MOST_STATES = 3 };

/* Numbers of every rule; those that a rule has not stay 0. */
typedef struct fe_rates {
    double rate, momentum, dampening, weight_decay; /* momentum also of RMSprop */
    double beta1, beta2, eps;                       /* beta2 also RMSprop's alpha */
    double rate_decay, initial;
    bool nesterov, maximize, amsgrad, decoupled, centered;
} fe_rates;

/* One parameter, or the first of those that are one under several names. */
typedef struct fe_member {
    size_t place;   /* in the set, and so among gradients */
    int64_t offset; /* of its state in its dtype's */
    int64_t steps;  /* seen so far */
} fe_member;

/* The state of all members of a dtype, of rank 1: windows of it are the state set's tensors. */
typedef struct fe_group {
    kiln_dtype dtype;
    size_t first, count; /* of the members */
    int64_t numel;
    kiln_tensor *state[FE_MOST_STATES]; /* kept */
} fe_group;

struct kiln_optimizer {
    kiln_session *session; /* NULL once it was closed */
    kiln_optimizer *prev, *next;
    fe_rule rule;
    fe_rates rates;
    const char *state_name[FE_MOST_STATES]; /* NULL: not used */
    kiln_params *params;                    /* its own, with the names of the time it was made */
    kiln_params *state;
    kiln_tensor *steps;     /* "step" of the state */
    uint64_t steps_version; /* at which it was read or written last; another: somebody wrote it */
    bool steps_old;         /* the members know of later steps */
    fe_member *member;      /* by dtype, then in order */
    size_t count;
    fe_group group[KILN_DTYPE_COUNT];
    size_t ngroups;
    kiln_tensor **given; /* scratch: all tensors of a call, and then runs */
};

#define FE_MOST_STEPS_SEEN                                                                         \
    (INT64_C(1)                                                                                    \
     << 53) /* exact as a double, and never reached by counting                         \
                        */

/* ---- optimizer_state.c */
kiln_session *fe_enter_optimizer(kiln_site at, const char *call, const kiln_optimizer *o);
kiln_status fe_optimizer_status(const kiln_optimizer *o);
/* The members', where somebody wrote the tensor. */
bool fe_take_steps(kiln_session *s, kiln_site at, kiln_optimizer *o);

/* ---- optimizer_rules.c */
/* New values of parameter and state from the old ones and the gradient, in one shape and dtype;
 * `steps` counts this one. False: an error, in s->b. */
typedef struct fe_update {
    ir_id p, g, state[FE_MOST_STATES];
} fe_update;
bool fe_optimizer_rule(kiln_session *s, const kiln_optimizer *o, int64_t steps, fe_update *u);

#endif
