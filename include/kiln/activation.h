/* SPDX-License-Identifier: Apache-2.0
 * Activations and softmax.
 * Written by tools/signatures.py from src/frontend/signatures/activation.sig: edit that. */
#ifndef KILN_ACTIVATION_H
#define KILN_ACTIVATION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* max(input, 0) (torch.nn.functional.relu(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_relu(kiln_site at, kiln_tensor *input);
#define kiln_relu(input) (kiln_relu)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_relu_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_relu_(input) (kiln_relu_)(KILN_HERE, input)
/* 1 / (1 + exp(-input)) (torch.sigmoid(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sigmoid(kiln_site at, kiln_tensor *input);
#define kiln_sigmoid(input) (kiln_sigmoid)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_sigmoid_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sigmoid_(input) (kiln_sigmoid_)(KILN_HERE, input)
/* input * sigmoid(input) (torch.nn.functional.silu(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_silu(kiln_site at, kiln_tensor *input);
#define kiln_silu(input) (kiln_silu)(KILN_HERE, input)
/* log(1 + exp(input)), without overflow. (torch.nn.functional.softplus(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_softplus(kiln_site at, kiln_tensor *input);
#define kiln_softplus(input) (kiln_softplus)(KILN_HERE, input)
/* Gaussian error linear unit; approximate is 'none' (erf) or 'tanh'. (torch.nn.functional.gelu(Tensor input, *, str
 * approximate='none') -> Tensor) */
KILN_API kiln_tensor *kiln_gelu(kiln_site at, kiln_tensor *input, const char *approximate);
#define kiln_gelu(...) KILN_PICK_(kiln_gelu_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_gelu_1_(input) (kiln_gelu)(KILN_HERE, input, "none")
#define kiln_gelu_2_(input, approximate) (kiln_gelu)(KILN_HERE, input, approximate)
/* exp(input - max) / sum along dim. (torch.softmax(Tensor input, dim dim) -> Tensor) */
KILN_API kiln_tensor *kiln_softmax(kiln_site at, kiln_tensor *input, int dim);
#define kiln_softmax(input, dim) (kiln_softmax)(KILN_HERE, input, dim)
/* input - max - log(sum(exp(input - max))) along dim. (torch.log_softmax(Tensor input, dim dim) -> Tensor) */
KILN_API kiln_tensor *kiln_log_softmax(kiln_site at, kiln_tensor *input, int dim);
#define kiln_log_softmax(input, dim) (kiln_log_softmax)(KILN_HERE, input, dim)
/* log(sum(exp(input))) along dim, without overflow. (torch.logsumexp(Tensor input, dim dim, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_logsumexp(kiln_site at, kiln_tensor *input, int dim, bool keepdim);
#define kiln_logsumexp(...) KILN_PICK_(kiln_logsumexp_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_logsumexp_2_(input, dim) (kiln_logsumexp)(KILN_HERE, input, dim, false)
#define kiln_logsumexp_3_(input, dim, keepdim) (kiln_logsumexp)(KILN_HERE, input, dim, keepdim)

#ifdef __cplusplus
}
#endif
#endif
