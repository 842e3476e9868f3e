/* SPDX-License-Identifier: Apache-2.0
 * Activations and softmax.
 * Written by tools/signatures.py from src/frontend/signatures/activation.sig: edit that. */
#ifndef KILN_ACTIVATION_H
#define KILN_ACTIVATION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* max(input, 0) (torch.nn.functional.relu(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_relu(kiln_site at, kiln_tensor *input, bool inplace);
#define kiln_relu(...) KILN_PICK_(kiln_relu_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_relu_1_(input) (kiln_relu)(KILN_HERE, input, false)
#define kiln_relu_2_(input, inplace) (kiln_relu)(KILN_HERE, input, inplace)
KILN_API kiln_tensor *kiln_relu_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_relu_(input) (kiln_relu_)(KILN_HERE, input)
/* min(max(input, 0), 6) (torch.nn.functional.relu6(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_relu6(kiln_site at, kiln_tensor *input, bool inplace);
#define kiln_relu6(...) KILN_PICK_(kiln_relu6_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_relu6_1_(input) (kiln_relu6)(KILN_HERE, input, false)
#define kiln_relu6_2_(input, inplace) (kiln_relu6)(KILN_HERE, input, inplace)
/* min(max(input, min_val), max_val) (torch.nn.functional.hardtanh(Tensor input, float min_val=-1.0, float max_val=1.0, bool
 * inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_hardtanh(kiln_site at, kiln_tensor *input, double min_val, double max_val, bool inplace);
#define kiln_hardtanh(...) KILN_PICK_(kiln_hardtanh_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_hardtanh_1_(input) (kiln_hardtanh)(KILN_HERE, input, -1.0, 1.0, false)
#define kiln_hardtanh_2_(input, min_val) (kiln_hardtanh)(KILN_HERE, input, min_val, 1.0, false)
#define kiln_hardtanh_3_(input, min_val, max_val) (kiln_hardtanh)(KILN_HERE, input, min_val, max_val, false)
#define kiln_hardtanh_4_(input, min_val, max_val, inplace) (kiln_hardtanh)(KILN_HERE, input, min_val, max_val, inplace)
KILN_API kiln_tensor *kiln_hardtanh_(kiln_site at, kiln_tensor *input, double min_val, double max_val); /* the same, written to input */
#define kiln_hardtanh_(...) KILN_PICK_(kiln_hardtanh__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_hardtanh__1_(input) (kiln_hardtanh_)(KILN_HERE, input, -1.0, 1.0)
#define kiln_hardtanh__2_(input, min_val) (kiln_hardtanh_)(KILN_HERE, input, min_val, 1.0)
#define kiln_hardtanh__3_(input, min_val, max_val) (kiln_hardtanh_)(KILN_HERE, input, min_val, max_val)
/* input where it is above threshold, else value. (torch.nn.functional.threshold(Tensor input, float threshold, float value, bool
 * inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_threshold(kiln_site at, kiln_tensor *input, double threshold, double value, bool inplace);
#define kiln_threshold(...) KILN_PICK_(kiln_threshold_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_threshold_3_(input, threshold, value) (kiln_threshold)(KILN_HERE, input, threshold, value, false)
#define kiln_threshold_4_(input, threshold, value, inplace) (kiln_threshold)(KILN_HERE, input, threshold, value, inplace)
KILN_API kiln_tensor *kiln_threshold_(kiln_site at, kiln_tensor *input, double threshold, double value); /* the same, written to input */
#define kiln_threshold_(input, threshold, value) (kiln_threshold_)(KILN_HERE, input, threshold, value)
/* input, times negative_slope where it is not above 0. (torch.nn.functional.leaky_relu(Tensor input, float negative_slope=0.01,
 * bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_leaky_relu(kiln_site at, kiln_tensor *input, double negative_slope, bool inplace);
#define kiln_leaky_relu(...) KILN_PICK_(kiln_leaky_relu_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_leaky_relu_1_(input) (kiln_leaky_relu)(KILN_HERE, input, 0.01, false)
#define kiln_leaky_relu_2_(input, negative_slope) (kiln_leaky_relu)(KILN_HERE, input, negative_slope, false)
#define kiln_leaky_relu_3_(input, negative_slope, inplace) (kiln_leaky_relu)(KILN_HERE, input, negative_slope, inplace)
KILN_API kiln_tensor *kiln_leaky_relu_(kiln_site at, kiln_tensor *input, double negative_slope); /* the same, written to input */
#define kiln_leaky_relu_(...) KILN_PICK_(kiln_leaky_relu__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_leaky_relu__1_(input) (kiln_leaky_relu_)(KILN_HERE, input, 0.01)
#define kiln_leaky_relu__2_(input, negative_slope) (kiln_leaky_relu_)(KILN_HERE, input, negative_slope)
/* input, times weight where it is not above 0: one weight, or one for each extent of axis 1. (torch.nn.functional.prelu(Tensor
 * input, Tensor weight) -> Tensor) */
KILN_API kiln_tensor *kiln_prelu(kiln_site at, kiln_tensor *input, kiln_tensor *weight);
#define kiln_prelu(input, weight) (kiln_prelu)(KILN_HERE, input, weight)
/* input above 0, else alpha (exp(input) - 1). (torch.nn.functional.elu(Tensor input, float alpha=1.0, bool inplace=False) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_elu(kiln_site at, kiln_tensor *input, double alpha, bool inplace);
#define kiln_elu(...) KILN_PICK_(kiln_elu_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_elu_1_(input) (kiln_elu)(KILN_HERE, input, 1.0, false)
#define kiln_elu_2_(input, alpha) (kiln_elu)(KILN_HERE, input, alpha, false)
#define kiln_elu_3_(input, alpha, inplace) (kiln_elu)(KILN_HERE, input, alpha, inplace)
KILN_API kiln_tensor *kiln_elu_(kiln_site at, kiln_tensor *input, double alpha); /* the same, written to input */
#define kiln_elu_(...) KILN_PICK_(kiln_elu__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_elu__1_(input) (kiln_elu_)(KILN_HERE, input, 1.0)
#define kiln_elu__2_(input, alpha) (kiln_elu_)(KILN_HERE, input, alpha)
/* input above 0, else alpha (exp(input / alpha) - 1). (torch.nn.functional.celu(Tensor input, float alpha=1.0, bool inplace=False)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_celu(kiln_site at, kiln_tensor *input, double alpha, bool inplace);
#define kiln_celu(...) KILN_PICK_(kiln_celu_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_celu_1_(input) (kiln_celu)(KILN_HERE, input, 1.0, false)
#define kiln_celu_2_(input, alpha) (kiln_celu)(KILN_HERE, input, alpha, false)
#define kiln_celu_3_(input, alpha, inplace) (kiln_celu)(KILN_HERE, input, alpha, inplace)
KILN_API kiln_tensor *kiln_celu_(kiln_site at, kiln_tensor *input, double alpha); /* the same, written to input */
#define kiln_celu_(...) KILN_PICK_(kiln_celu__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_celu__1_(input) (kiln_celu_)(KILN_HERE, input, 1.0)
#define kiln_celu__2_(input, alpha) (kiln_celu_)(KILN_HERE, input, alpha)
/* elu with the alpha and the scale that keep mean 0 and variance 1. (torch.nn.functional.selu(Tensor input, bool inplace=False) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_selu(kiln_site at, kiln_tensor *input, bool inplace);
#define kiln_selu(...) KILN_PICK_(kiln_selu_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_selu_1_(input) (kiln_selu)(KILN_HERE, input, false)
#define kiln_selu_2_(input, inplace) (kiln_selu)(KILN_HERE, input, inplace)
KILN_API kiln_tensor *kiln_selu_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_selu_(input) (kiln_selu_)(KILN_HERE, input)
/* 1 / (1 + exp(-input)) (torch.sigmoid(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sigmoid(kiln_site at, kiln_tensor *input);
#define kiln_sigmoid(input) (kiln_sigmoid)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_sigmoid_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sigmoid_(input) (kiln_sigmoid_)(KILN_HERE, input)
/* log(sigmoid(input)) (torch.nn.functional.logsigmoid(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_logsigmoid(kiln_site at, kiln_tensor *input);
#define kiln_logsigmoid(input) (kiln_logsigmoid)(KILN_HERE, input)
/* input * sigmoid(input) (torch.nn.functional.silu(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_silu(kiln_site at, kiln_tensor *input, bool inplace);
#define kiln_silu(...) KILN_PICK_(kiln_silu_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_silu_1_(input) (kiln_silu)(KILN_HERE, input, false)
#define kiln_silu_2_(input, inplace) (kiln_silu)(KILN_HERE, input, inplace)
/* input * tanh(log(1 + exp(input))) (torch.nn.functional.mish(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_mish(kiln_site at, kiln_tensor *input, bool inplace);
#define kiln_mish(...) KILN_PICK_(kiln_mish_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_mish_1_(input) (kiln_mish)(KILN_HERE, input, false)
#define kiln_mish_2_(input, inplace) (kiln_mish)(KILN_HERE, input, inplace)
/* log(1 + exp(beta input)) / beta; input itself where beta input is above threshold. (torch.nn.functional.softplus(Tensor input,
 * float beta=1, float threshold=20) -> Tensor) */
KILN_API kiln_tensor *kiln_softplus(kiln_site at, kiln_tensor *input, double beta, double threshold);
#define kiln_softplus(...) KILN_PICK_(kiln_softplus_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_softplus_1_(input) (kiln_softplus)(KILN_HERE, input, 1, 20)
#define kiln_softplus_2_(input, beta) (kiln_softplus)(KILN_HERE, input, beta, 20)
#define kiln_softplus_3_(input, beta, threshold) (kiln_softplus)(KILN_HERE, input, beta, threshold)
/* Gaussian error linear unit; approximate is 'none' (erf) or 'tanh'. (torch.nn.functional.gelu(Tensor input, *, str
 * approximate='none') -> Tensor) */
KILN_API kiln_tensor *kiln_gelu(kiln_site at, kiln_tensor *input, const char *approximate);
#define kiln_gelu(...) KILN_PICK_(kiln_gelu_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_gelu_1_(input) (kiln_gelu)(KILN_HERE, input, "none")
#define kiln_gelu_2_(input, approximate) (kiln_gelu)(KILN_HERE, input, approximate)
/* min(max(input + 3, 0), 6) / 6 (torch.nn.functional.hardsigmoid(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_hardsigmoid(kiln_site at, kiln_tensor *input, bool inplace);
#define kiln_hardsigmoid(...) KILN_PICK_(kiln_hardsigmoid_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_hardsigmoid_1_(input) (kiln_hardsigmoid)(KILN_HERE, input, false)
#define kiln_hardsigmoid_2_(input, inplace) (kiln_hardsigmoid)(KILN_HERE, input, inplace)
/* input * hardsigmoid(input) (torch.nn.functional.hardswish(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_hardswish(kiln_site at, kiln_tensor *input, bool inplace);
#define kiln_hardswish(...) KILN_PICK_(kiln_hardswish_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_hardswish_1_(input) (kiln_hardswish)(KILN_HERE, input, false)
#define kiln_hardswish_2_(input, inplace) (kiln_hardswish)(KILN_HERE, input, inplace)
/* 0 from -lambd to lambd, else input. (torch.nn.functional.hardshrink(Tensor input, float lambd=0.5) -> Tensor) */
KILN_API kiln_tensor *kiln_hardshrink(kiln_site at, kiln_tensor *input, double lambd);
#define kiln_hardshrink(...) KILN_PICK_(kiln_hardshrink_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_hardshrink_1_(input) (kiln_hardshrink)(KILN_HERE, input, 0.5)
#define kiln_hardshrink_2_(input, lambd) (kiln_hardshrink)(KILN_HERE, input, lambd)
/* 0 from -lambd to lambd, else input that much nearer to 0. (torch.nn.functional.softshrink(Tensor input, float lambd=0.5) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_softshrink(kiln_site at, kiln_tensor *input, double lambd);
#define kiln_softshrink(...) KILN_PICK_(kiln_softshrink_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_softshrink_1_(input) (kiln_softshrink)(KILN_HERE, input, 0.5)
#define kiln_softshrink_2_(input, lambd) (kiln_softshrink)(KILN_HERE, input, lambd)
/* input / (1 + abs(input)) (torch.nn.functional.softsign(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_softsign(kiln_site at, kiln_tensor *input);
#define kiln_softsign(input) (kiln_softsign)(KILN_HERE, input)
/* input - tanh(input) (torch.nn.functional.tanhshrink(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_tanhshrink(kiln_site at, kiln_tensor *input);
#define kiln_tanhshrink(input) (kiln_tanhshrink)(KILN_HERE, input)
/* The first half along dim times the sigmoid of the second. (torch.nn.functional.glu(Tensor input, dim dim=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_glu(kiln_site at, kiln_tensor *input, int dim);
#define kiln_glu(...) KILN_PICK_(kiln_glu_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_glu_1_(input) (kiln_glu)(KILN_HERE, input, -1)
#define kiln_glu_2_(input, dim) (kiln_glu)(KILN_HERE, input, dim)
/* exp(input - max) / sum along dim; of input cast to dtype when one is given. (torch.softmax(Tensor input, dim dim, dtype?
 * dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_softmax(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype);
#define kiln_softmax(...) KILN_PICK_(kiln_softmax_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_softmax_2_(input, dim) (kiln_softmax)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_softmax_3_(input, dim, dtype) (kiln_softmax)(KILN_HERE, input, dim, dtype)
/* input - max - log(sum(exp(input - max))) along dim; of input cast to dtype when one is given. (torch.log_softmax(Tensor input,
 * dim dim, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_log_softmax(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype);
#define kiln_log_softmax(...) KILN_PICK_(kiln_log_softmax_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_log_softmax_2_(input, dim) (kiln_log_softmax)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_log_softmax_3_(input, dim, dtype) (kiln_log_softmax)(KILN_HERE, input, dim, dtype)
/* softmax(-input). Without dim: axis 0 for ranks 0, 1 and 3, else axis 1. (torch.nn.functional.softmin(Tensor input, dim?
 * dim=None, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_softmin(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype);
#define kiln_softmin(...) KILN_PICK_(kiln_softmin_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_softmin_1_(input) (kiln_softmin)(KILN_HERE, input, KILN_NO_DIM, KILN_NO_DTYPE)
#define kiln_softmin_2_(input, dim) (kiln_softmin)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_softmin_3_(input, dim, dtype) (kiln_softmin)(KILN_HERE, input, dim, dtype)
/* log(sum(exp(input))) over dim, without overflow. (torch.logsumexp(Tensor input, dim[] dim, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_logsumexp(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim);
#define kiln_logsumexp(...) KILN_PICK_(kiln_logsumexp_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_logsumexp_2_(input, dim) (kiln_logsumexp)(KILN_HERE, input, dim, false)
#define kiln_logsumexp_3_(input, dim, keepdim) (kiln_logsumexp)(KILN_HERE, input, dim, keepdim)

#ifdef __cplusplus
}
#endif
#endif
