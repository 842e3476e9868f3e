/* SPDX-License-Identifier: Apache-2.0
 * Neural-network composites: short compositions of the ops, which the passes fuse again. Names and defaults are PyTorch's. The common
 * rules of ops.h hold. */
#ifndef KILN_NN_H
#define KILN_NN_H

#include "kiln/ops.h"

#ifdef __cplusplus
extern "C" {
#endif

/* max(a, 0). (torch.nn.functional.relu) */
KILN_API kiln_tensor *kiln_relu(kiln_site at, kiln_tensor *a);
#define kiln_relu(a) (kiln_relu)(KILN_HERE, a)
/* 1 / (1 + exp(-a)). (torch.sigmoid) */
KILN_API kiln_tensor *kiln_sigmoid(kiln_site at, kiln_tensor *a);
#define kiln_sigmoid(a) (kiln_sigmoid)(KILN_HERE, a)
/* a * sigmoid(a). (torch.nn.functional.silu) */
KILN_API kiln_tensor *kiln_silu(kiln_site at, kiln_tensor *a);
#define kiln_silu(a) (kiln_silu)(KILN_HERE, a)
/* log(1 + exp(a)), without overflow. (torch.nn.functional.softplus, beta 1) */
KILN_API kiln_tensor *kiln_softplus(kiln_site at, kiln_tensor *a);
#define kiln_softplus(a) (kiln_softplus)(KILN_HERE, a)
/* Gaussian error linear unit; approximate is "none" (erf) or "tanh". (torch.nn.functional.gelu) */
KILN_API kiln_tensor *kiln_gelu(kiln_site at, kiln_tensor *a, const char *approximate);
#define kiln_gelu(a, approximate) (kiln_gelu)(KILN_HERE, a, approximate)
/* exp(a - max) / sum along axis. (torch.softmax) */
KILN_API kiln_tensor *kiln_softmax(kiln_site at, kiln_tensor *a, int axis);
#define kiln_softmax(a, axis) (kiln_softmax)(KILN_HERE, a, axis)
/* a - max - log(sum(exp(a - max))) along axis. (torch.log_softmax) */
KILN_API kiln_tensor *kiln_log_softmax(kiln_site at, kiln_tensor *a, int axis);
#define kiln_log_softmax(a, axis) (kiln_log_softmax)(KILN_HERE, a, axis)
/* log(sum(exp(a))) along axis, without overflow. (torch.logsumexp) */
KILN_API kiln_tensor *kiln_logsumexp(kiln_site at, kiln_tensor *a, int axis, bool keepdim);
#define kiln_logsumexp(a, axis, keepdim) (kiln_logsumexp)(KILN_HERE, a, axis, keepdim)
/* Mean over rows of logsumexp(row) - row[label]. logits [n, classes] float, labels [n] i64 or i32, each in [0, classes): hardened mode refuses others when it computes, strict mode gives logsumexp(row). (torch.nn.functional.cross_entropy, reduction mean) */
KILN_API kiln_tensor *kiln_cross_entropy(kiln_site at, kiln_tensor *logits, kiln_tensor *labels);
#define kiln_cross_entropy(logits, labels) (kiln_cross_entropy)(KILN_HERE, logits, labels)
/* Mean of (a - target) squared. (torch.nn.functional.mse_loss) */
KILN_API kiln_tensor *kiln_mse_loss(kiln_site at, kiln_tensor *a, kiln_tensor *target);
#define kiln_mse_loss(a, target) (kiln_mse_loss)(KILN_HERE, a, target)
/* input [..,in] times weight [in,out] plus bias [out]; bias may be NULL. Weights are stored [in,out], the transpose of PyTorch's. (torch.nn.functional.linear) */
KILN_API kiln_tensor *kiln_linear(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias);
#define kiln_linear(input, weight, bias) (kiln_linear)(KILN_HERE, input, weight, bias)
/* (a - mean) / sqrt(variance + eps) over the last `axes` axes, population variance; times weight plus bias, each of those axes' shape or NULL. (torch.nn.functional.layer_norm) */
KILN_API kiln_tensor *kiln_layer_norm(kiln_site at, kiln_tensor *a, int axes, kiln_tensor *weight, kiln_tensor *bias, double eps);
#define kiln_layer_norm(a, axes, weight, bias, eps) (kiln_layer_norm)(KILN_HERE, a, axes, weight, bias, eps)
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
