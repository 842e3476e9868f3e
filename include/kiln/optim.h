/* SPDX-License-Identifier: Apache-2.0
 * Numbers that are functions of a counter, the seed of the session's generator, and optimiser
 * steps. */
#ifndef KILN_OPTIM_H
#define KILN_OPTIM_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- random numbers as functions of a counter (Philox4x32-10, Salmon et al. 2011): pure functions
 * of `seed` and the element's index, so that they fuse and are the same bits on every path, thread
 * count and machine. The same seed gives the same tensor: count it up. Other numbers than
 * PyTorch's, which random.h has. */

/* Uniform in [0, 1), or normal with mean 0 and deviation 1; a float dtype. */
KILN_API kiln_tensor *kiln_counter_uniform(kiln_site at, kiln_session *s, int64_t seed,
                                           kiln_dtype dtype, kiln_shape shape);
#define kiln_counter_uniform(...)                                                                  \
    KILN_TAKES_4_(kiln_counter_uniform, kiln_tensor *,                                             \
                  "kiln_counter_uniform(s, seed, dtype, shape)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_counter_normal(kiln_site at, kiln_session *s, int64_t seed,
                                          kiln_dtype dtype, kiln_shape shape);
#define kiln_counter_normal(...)                                                                   \
    KILN_TAKES_4_(kiln_counter_normal, kiln_tensor *,                                              \
                  "kiln_counter_normal(s, seed, dtype, shape)", __VA_ARGS__)
/* 1 with probability p, element by element, else 0; p a float tensor, as is the result. */
KILN_API kiln_tensor *kiln_counter_bernoulli(kiln_site at, kiln_tensor *p, int64_t seed);
#define kiln_counter_bernoulli(...)                                                                \
    KILN_TAKES_2_(kiln_counter_bernoulli, kiln_tensor *, "kiln_counter_bernoulli(p, seed)",        \
                  __VA_ARGS__)
/* Zeroes each element with probability p and multiplies the rest by 1 / (1 - p); p in [0, 1], a a
 * float tensor. The same seed drops the same elements: kiln_dropout draws one for each call. */
KILN_API kiln_tensor *kiln_counter_dropout(kiln_site at, kiln_tensor *a, double p, int64_t seed);
#define kiln_counter_dropout(...)                                                                  \
    KILN_TAKES_3_(kiln_counter_dropout, kiln_tensor *, "kiln_counter_dropout(a, p, seed)",         \
                  __VA_ARGS__)

/* Sets the session's Mersenne Twister, from which rand, randn, randint, randperm, multinomial and
 * nn.init draw, and dropout, bernoulli and attention the keys of their counters.
 * (torch.manual_seed) */
KILN_API kiln_status kiln_manual_seed(kiln_site at, kiln_session *s, uint64_t seed);
#define kiln_manual_seed(...)                                                                      \
    KILN_TAKES_2_(kiln_manual_seed, kiln_status, "kiln_manual_seed(s, seed)", __VA_ARGS__)

/* ---- optimiser steps: write parameters and state in place. The gradient is used as it is; no
 * derivative is recorded for later scopes. */

/* v = momentum * v + g; p = p - rate * v. velocity may be NULL when momentum is 0. Gradient and
 * velocity have the parameter's shape and dtype, which is float. BAD_ARGUMENT unless rate and
 * momentum are finite and not negative. Returns the status of the session. (torch.optim.SGD) */
KILN_API kiln_status kiln_sgd_step(kiln_site at, kiln_tensor *parameter, kiln_tensor *gradient,
                                   kiln_tensor *velocity, double rate, double momentum);
#define kiln_sgd_step(...)                                                                         \
    KILN_TAKES_5_(kiln_sgd_step, kiln_status,                                                      \
                  "kiln_sgd_step(parameter, gradient, velocity, rate, momentum)", __VA_ARGS__)
/* Options of an Adam step. Every number is used as it is written, 0 too: begin with KILN_ADAM_INIT,
 * torch.optim.Adam's defaults, and change what is to differ, or take kiln_adam_of(rate), which are
 * those with another rate. */
typedef struct kiln_adam {
    double rate, beta1, beta2, eps;
} kiln_adam;
#define KILN_ADAM_INIT                                                                             \
    { 1e-3, 0.9, 0.999, 1e-8 }
static inline kiln_adam kiln_adam_of(double rate) {
    kiln_adam o = KILN_ADAM_INIT;
    o.rate = rate;
    return o;
}
/* One step of Adam with bias correction; step counts from 1; m and v have parameter's shape and
 * dtype, which is float, and start as zeros. m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2)
 * g g; p = p - rate / (1 - beta1^step) * m / (sqrt(v) / sqrt(1 - beta2^step) + eps). BAD_ARGUMENT
 * unless rate and eps are finite and not negative and both betas in [0, 1). Returns the status of
 * the session. (torch.optim.Adam) */
KILN_API kiln_status kiln_adam_step(kiln_site at, kiln_tensor *parameter, kiln_tensor *gradient,
                                    kiln_tensor *m, kiln_tensor *v, int64_t step,
                                    kiln_adam options);
#define kiln_adam_step(...)                                                                        \
    KILN_TAKES_6_(kiln_adam_step, kiln_status,                                                     \
                  "kiln_adam_step(parameter, gradient, m, v, step, options)", __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
