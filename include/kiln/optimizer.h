/* SPDX-License-Identifier: Apache-2.0
 * Optimisers over sets of parameters (params.h), and clipping of their gradients. docs/training.md
 * has a loop to copy.
 *
 *     kiln_optimizer *o = kiln_optimizer_adamw(p, &(kiln_adam_options)KILN_ADAMW_OPTIONS_INIT);
 *     for (...) kiln_scope(s) {
 *         kiln_parts g = kiln_params_grad(loss_of(p, batch), p);
 *         kiln_clip_grad_norm_(kiln_list_from(g.count, g.tensor), 1.0, 2);
 *         kiln_optimizer_step(o, kiln_list_from(g.count, g.tensor));
 *     }
 *
 * Each formula is PyTorch's torch.optim on the CPU, op for op in its order, each op in the
 * parameter's dtype: halves are computed in f32 and rounded after every op, so that eps = 1e-8 is 0
 * in f16 there as in PyTorch. Bits are PyTorch's but where PyTorch's square root of f32 is not the
 * nearest number (docs/training.md). Rates, betas and the like are run-time numbers: changing them
 * compiles nothing.
 *
 * Making an optimiser computes the parameters and moves those of one dtype into one storage, in the
 * order of the set, so that a step is one kernel for each dtype. The handles stay; what aliases or
 * views of a parameter are alive at that time keep it where it is, with a kernel of its own. One
 * that moved is a leaf from then on: losses that were recorded before are differentiated by it, not
 * by what it was made of. kiln_version_of counts the writes to all of a storage.
 *
 * An optimiser holds its parameters: the set may be changed or freed, which it takes no notice of.
 * After kiln_close it can only be freed: all else is BAD_HANDLE. Used by one thread at a time. What
 * fails changes nothing. Since 0.1. */
#ifndef KILN_OPTIMIZER_H
#define KILN_OPTIMIZER_H

#include "kiln/params.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kiln_optimizer kiln_optimizer;

/* ---- making. Options are copied; NULL stands for the INIT values, which are PyTorch's defaults.
 * Every number is used as it is written, so begin with those. NULL after an error: BAD_ARGUMENT for
 * a number out of range, named with what is expected; BAD_DTYPE and OVERLAP name the parameter that
 * is not float, or has elements that are one in storage. */

/* g = gradient, negated where maximize; + weight_decay * p. With momentum: b = momentum * b + (1 -
 * dampening) * g, the first time g; then g is b, or g + momentum * b with nesterov, which needs a
 * momentum and no dampening. p = p - rate * g. State: momentum_buffer. (torch.optim.SGD) */
typedef struct kiln_sgd_options {
    size_t struct_size; /* sizeof(kiln_sgd_options): lets later versions add fields; so in all of
                           these */
    double rate, momentum, dampening, weight_decay;
    bool nesterov, maximize;
} kiln_sgd_options;
#define KILN_SGD_OPTIONS_INIT                                                                      \
    { sizeof(kiln_sgd_options), 1e-3, 0, 0, 0, false, false }
KILN_API kiln_optimizer *kiln_optimizer_sgd(kiln_site at, const kiln_params *p,
                                            const kiln_sgd_options *options);
#define kiln_optimizer_sgd(...)                                                                    \
    KILN_AT_LEAST_2_(kiln_optimizer_sgd, kiln_optimizer *, "kiln_optimizer_sgd(p, options)",       \
                     __VA_ARGS__)

/* m = m + (1 - beta1) * (g - m); v = beta2 * v + (1 - beta2) * g * g; p = p - rate / (1 -
 * beta1^step) * m / (sqrt(v) / sqrt(1 - beta2^step) + eps), with amsgrad of the largest v so far.
 * weight_decay * p is added to g, or, in AdamW, p is first multiplied by 1 - rate * weight_decay.
 * State: exp_avg, exp_avg_sq, max_exp_avg_sq. NULL options are KILN_ADAM_OPTIONS_INIT to adam,
 * KILN_ADAMW_OPTIONS_INIT to adamw. (torch.optim.Adam, AdamW) */
typedef struct kiln_adam_options {
    size_t struct_size;
    double rate, beta1, beta2, eps, weight_decay;
    bool amsgrad, maximize;
} kiln_adam_options;
#define KILN_ADAM_OPTIONS_INIT                                                                     \
    { sizeof(kiln_adam_options), 1e-3, 0.9, 0.999, 1e-8, 0, false, false }
#define KILN_ADAMW_OPTIONS_INIT                                                                    \
    { sizeof(kiln_adam_options), 1e-3, 0.9, 0.999, 1e-8, 1e-2, false, false }
KILN_API kiln_optimizer *kiln_optimizer_adam(kiln_site at, const kiln_params *p,
                                             const kiln_adam_options *options);
#define kiln_optimizer_adam(...)                                                                   \
    KILN_AT_LEAST_2_(kiln_optimizer_adam, kiln_optimizer *, "kiln_optimizer_adam(p, options)",     \
                     __VA_ARGS__)
KILN_API kiln_optimizer *kiln_optimizer_adamw(kiln_site at, const kiln_params *p,
                                              const kiln_adam_options *options);
#define kiln_optimizer_adamw(...)                                                                  \
    KILN_AT_LEAST_2_(kiln_optimizer_adamw, kiln_optimizer *, "kiln_optimizer_adamw(p, options)",   \
                     __VA_ARGS__)

/* v = alpha * v + (1 - alpha) * g * g; d = sqrt(v) + eps, centered sqrt(v - a * a) + eps with a = a
 * + (1 - alpha) * (g - a); p = p - rate * g / d, with momentum b = momentum * b + g / d, p = p -
 * rate * b. State: square_avg, grad_avg, momentum_buffer. (torch.optim.RMSprop) */
typedef struct kiln_rmsprop_options {
    size_t struct_size;
    double rate, alpha, eps, weight_decay, momentum;
    bool centered, maximize;
} kiln_rmsprop_options;
#define KILN_RMSPROP_OPTIONS_INIT                                                                  \
    { sizeof(kiln_rmsprop_options), 1e-2, 0.99, 1e-8, 0, 0, false, false }
KILN_API kiln_optimizer *kiln_optimizer_rmsprop(kiln_site at, const kiln_params *p,
                                                const kiln_rmsprop_options *options);
#define kiln_optimizer_rmsprop(...)                                                                \
    KILN_AT_LEAST_2_(kiln_optimizer_rmsprop, kiln_optimizer *,                                     \
                     "kiln_optimizer_rmsprop(p, options)", __VA_ARGS__)

/* v = v + g * g, from initial_accumulator on; p = p - rate / (1 + (step - 1) * rate_decay) * g /
 * (sqrt(v) + eps). State: sum. (torch.optim.Adagrad) */
typedef struct kiln_adagrad_options {
    size_t struct_size;
    double rate, rate_decay, weight_decay, initial_accumulator, eps;
    bool maximize;
} kiln_adagrad_options;
#define KILN_ADAGRAD_OPTIONS_INIT                                                                  \
    { sizeof(kiln_adagrad_options), 1e-2, 0, 0, 0, 1e-10, false }
KILN_API kiln_optimizer *kiln_optimizer_adagrad(kiln_site at, const kiln_params *p,
                                                const kiln_adagrad_options *options);
#define kiln_optimizer_adagrad(...)                                                                \
    KILN_AT_LEAST_2_(kiln_optimizer_adagrad, kiln_optimizer *,                                     \
                     "kiln_optimizer_adagrad(p, options)", __VA_ARGS__)

/* Lets go of parameters and state. NULL is allowed, and one of a closed session. */
KILN_API void kiln_optimizer_free(kiln_optimizer *o);

/* ---- stepping */

/* One step: writes parameters and state in place, computed with the next thing that is asked.
 * gradients[i] belongs to parameter i of the set as it was when the optimiser was made, and has its
 * shape and dtype; where it is NULL the parameter is passed over, and its step is not counted. No
 * derivative flows through it. BAD_ARGUMENT for another number of gradients; BAD_SHAPE and
 * BAD_DTYPE name the parameter. */
KILN_API kiln_status kiln_optimizer_step(kiln_site at, kiln_optimizer *o, kiln_list gradients);
#define kiln_optimizer_step(...)                                                                   \
    KILN_TAKES_2_(kiln_optimizer_step, kiln_status, "kiln_optimizer_step(o, gradients)",           \
                  __VA_ARGS__)
/* kiln_params_grad of the loss by the optimiser's parameters, then a step. */
KILN_API kiln_status kiln_optimizer_minimize(kiln_site at, kiln_optimizer *o, kiln_tensor *loss);
#define kiln_optimizer_minimize(...)                                                               \
    KILN_TAKES_2_(kiln_optimizer_minimize, kiln_status, "kiln_optimizer_minimize(o, loss)",        \
                  __VA_ARGS__)

/* The learning rate of later steps, as a schedule (schedule.h) says. BAD_ARGUMENT unless finite and
 * not negative. NaN for NULL. */
KILN_API kiln_status kiln_optimizer_set_rate(kiln_site at, kiln_optimizer *o, double rate);
#define kiln_optimizer_set_rate(...)                                                               \
    KILN_TAKES_2_(kiln_optimizer_set_rate, kiln_status, "kiln_optimizer_set_rate(o, rate)",        \
                  __VA_ARGS__)
KILN_API double kiln_optimizer_rate(const kiln_optimizer *o);

/* ---- state, for checkpoints */

/* The optimiser's own set: "exp_avg.NAME" and so on for each parameter, zeros before the first
 * step, and "step", i64[parameters], how many steps each has seen (0 at a tied one's second name),
 * which this call brings up to date. Read it, or write its tensors in place: the next step goes on
 * from what they hold. The optimiser frees it. NULL after an error. */
KILN_API kiln_params *kiln_optimizer_state(kiln_site at, kiln_optimizer *o);
#define kiln_optimizer_state(...)                                                                  \
    KILN_TAKES_1_(kiln_optimizer_state, kiln_params *, "kiln_optimizer_state(o)", __VA_ARGS__)
/* Steps taken: those of the parameter that has seen most. -1 after an error: it computes "step"
 * where that was written. */
KILN_API int64_t kiln_optimizer_step_count(kiln_site at, kiln_optimizer *o);
#define kiln_optimizer_step_count(...)                                                             \
    KILN_TAKES_1_(kiln_optimizer_step_count, int64_t, "kiln_optimizer_step_count(o)", __VA_ARGS__)
/* Every parameter has seen so many steps. BAD_ARGUMENT for a negative number. */
KILN_API kiln_status kiln_optimizer_set_step_count(kiln_site at, kiln_optimizer *o, int64_t steps);
#define kiln_optimizer_set_step_count(...)                                                         \
    KILN_TAKES_2_(kiln_optimizer_set_step_count, kiln_status,                                      \
                  "kiln_optimizer_set_step_count(o, steps)", __VA_ARGS__)

/* ---- clipping, of gradients of any floats; NULL ones are passed over */

/* Multiplies all by max_norm / (norm + 1e-6) where that is below 1, in place, and returns the norm
 * they had together, of order `order` (2, 1, INFINITY, any other), of rank 0; f32, or f64 where a
 * gradient is. Where the norm is not finite, neither are the results. BAD_ARGUMENT unless max_norm
 * is 0 or more. (torch.nn.utils.clip_grad_norm_) */
KILN_API kiln_tensor *kiln_clip_grad_norm_(kiln_site at, kiln_list gradients, double max_norm,
                                           double order);
#define kiln_clip_grad_norm_(...)                                                                  \
    KILN_TAKES_3_(kiln_clip_grad_norm_, kiln_tensor *,                                             \
                  "kiln_clip_grad_norm_(gradients, max_norm, order)", __VA_ARGS__)
/* Clamps all to [-limit, limit], in place. BAD_ARGUMENT unless limit is 0 or more.
 * (torch.nn.utils.clip_grad_value_) */
KILN_API kiln_status kiln_clip_grad_value_(kiln_site at, kiln_list gradients, double limit);
#define kiln_clip_grad_value_(...)                                                                 \
    KILN_TAKES_2_(kiln_clip_grad_value_, kiln_status, "kiln_clip_grad_value_(gradients, limit)",   \
                  __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
