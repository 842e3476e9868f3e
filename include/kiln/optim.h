/* SPDX-License-Identifier: Apache-2.0
 * Training: dropout and optimiser steps, which the passes fuse. */
#ifndef KILN_OPTIM_H
#define KILN_OPTIM_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- random numbers as functions of a counter (Philox4x32-10, Salmon et al. 2011): pure functions of `seed` and the element's index, so that
 * they fuse and are the same bits on every path, thread count and machine. The same seed gives the same tensor: count it up. Other numbers
 * than PyTorch's, which random.h has. */

/* Uniform in [0, 1), or normal with mean 0 and deviation 1; a float dtype. */
KILN_API kiln_tensor *kiln_counter_uniform(kiln_site at, kiln_session *s, int64_t seed, kiln_dtype dtype, kiln_shape shape);
#define kiln_counter_uniform(s, seed, dtype, shape) (kiln_counter_uniform)(KILN_HERE, s, seed, dtype, shape)
KILN_API kiln_tensor *kiln_counter_normal(kiln_site at, kiln_session *s, int64_t seed, kiln_dtype dtype, kiln_shape shape);
#define kiln_counter_normal(s, seed, dtype, shape) (kiln_counter_normal)(KILN_HERE, s, seed, dtype, shape)
/* 1 with probability p, element by element, else 0; p a float tensor, as is the result. (torch.bernoulli) */
KILN_API kiln_tensor *kiln_bernoulli(kiln_site at, kiln_tensor *p, int64_t seed);
#define kiln_bernoulli(p, seed) (kiln_bernoulli)(KILN_HERE, p, seed)
/* Sets the session's Mersenne Twister, from which rand, randn, randint and randperm draw. (torch.manual_seed) */
KILN_API kiln_status kiln_manual_seed(kiln_site at, kiln_session *s, uint64_t seed);
#define kiln_manual_seed(s, seed) (kiln_manual_seed)(KILN_HERE, s, seed)
/* Zeroes each element with probability p and scales the rest by 1 / (1 - p); p in [0, 1]. The mask is a function of seed and index alone. (torch.nn.functional.dropout, training) */
KILN_API kiln_tensor *kiln_dropout(kiln_site at, kiln_tensor *a, double p, int64_t seed);
#define kiln_dropout(a, p, seed) (kiln_dropout)(KILN_HERE, a, p, seed)

/* ---- optimiser steps: write parameters and state in place. The gradient is used as it is; no derivative is recorded for later scopes. */

/* v = momentum * v + g; p = p - rate * v. velocity may be NULL when momentum is 0. Returns the status of the session. (torch.optim.SGD) */
KILN_API kiln_status kiln_sgd_step(kiln_site at, kiln_tensor *parameter, kiln_tensor *gradient, kiln_tensor *velocity, double rate, double momentum);
#define kiln_sgd_step(parameter, gradient, velocity, rate, momentum) (kiln_sgd_step)(KILN_HERE, parameter, gradient, velocity, rate, momentum)
/* Options of an Adam step; {0} fields take torch.optim.Adam's defaults: rate 1e-3, beta1 0.9, beta2 0.999, eps 1e-8. */
typedef struct kiln_adam { double rate, beta1, beta2, eps; } kiln_adam;
/* One step of Adam with bias correction; step counts from 1; m and v have parameter's shape and dtype and start as zeros. m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g g; p = p - rate / (1 - beta1^step) * m / (sqrt(v) / sqrt(1 - beta2^step) + eps). (torch.optim.Adam) */
KILN_API kiln_status kiln_adam_step(kiln_site at, kiln_tensor *parameter, kiln_tensor *gradient, kiln_tensor *m, kiln_tensor *v, int64_t step, kiln_adam options);
#define kiln_adam_step(parameter, gradient, m, v, step, options) (kiln_adam_step)(KILN_HERE, parameter, gradient, m, v, step, options)

#ifdef __cplusplus
}
#endif
#endif
