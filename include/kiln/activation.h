/* SPDX-License-Identifier: Apache-2.0
 * Activations and softmax.
 * Written by tools/signatures.py from src/frontend/call/signatures/activation.sig: edit that. */
#ifndef KILN_ACTIVATION_H
#define KILN_ACTIVATION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* max(input, 0) (torch.nn.functional.relu(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_relu(kiln_site at, kiln_tensor *input, bool inplace KILN_OR_(false));
KILN_API kiln_tensor *kiln_relu_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_relu_(...) KILN_TAKES_1_(kiln_relu_, kiln_tensor *, "kiln_relu_(input)", __VA_ARGS__)
/* min(max(input, 0), 6) (torch.nn.functional.relu6(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_relu6(kiln_site at, kiln_tensor *input, bool inplace KILN_OR_(false));
/* min(max(input, min_val), max_val) (torch.nn.functional.hardtanh(Tensor input, float min_val=-1.0, float max_val=1.0, bool
 * inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_hardtanh(kiln_site at, kiln_tensor *input, double min_val KILN_OR_(-1.0), double max_val KILN_OR_(1.0),
    bool inplace KILN_OR_(false));
KILN_API kiln_tensor *kiln_hardtanh_(kiln_site at, kiln_tensor *input, double min_val KILN_OR_(-1.0), double max_val KILN_OR_(1.0)); /* the same,
    written to input */
/* input where it is above threshold, else value. (torch.nn.functional.threshold(Tensor input, float threshold, float value, bool
 * inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_threshold(kiln_site at, kiln_tensor *input, double threshold, double value, bool inplace KILN_OR_(false));
KILN_API kiln_tensor *kiln_threshold_(kiln_site at, kiln_tensor *input, double threshold, double value); /* the same, written to input */
#define kiln_threshold_(...) KILN_TAKES_3_(kiln_threshold_, kiln_tensor *, "kiln_threshold_(input, threshold, value)", __VA_ARGS__)
/* input, times negative_slope where it is not above 0. (torch.nn.functional.leaky_relu(Tensor input, float negative_slope=0.01,
 * bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_leaky_relu(kiln_site at, kiln_tensor *input, double negative_slope KILN_OR_(0.01), bool inplace KILN_OR_(false));
KILN_API kiln_tensor *kiln_leaky_relu_(kiln_site at, kiln_tensor *input, double negative_slope KILN_OR_(0.01)); /* the same, written to input */
/* input, times weight where it is not above 0: one weight, or one for each extent of axis 1. (torch.nn.functional.prelu(Tensor
 * input, Tensor weight) -> Tensor) */
KILN_API kiln_tensor *kiln_prelu(kiln_site at, kiln_tensor *input, kiln_tensor *weight);
#define kiln_prelu(...) KILN_TAKES_2_(kiln_prelu, kiln_tensor *, "kiln_prelu(input, weight)", __VA_ARGS__)
/* input above 0, else alpha (exp(input) - 1). (torch.nn.functional.elu(Tensor input, float alpha=1.0, bool inplace=False) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_elu(kiln_site at, kiln_tensor *input, double alpha KILN_OR_(1.0), bool inplace KILN_OR_(false));
KILN_API kiln_tensor *kiln_elu_(kiln_site at, kiln_tensor *input, double alpha KILN_OR_(1.0)); /* the same, written to input */
/* input above 0, else alpha (exp(input / alpha) - 1). (torch.nn.functional.celu(Tensor input, float alpha=1.0, bool inplace=False)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_celu(kiln_site at, kiln_tensor *input, double alpha KILN_OR_(1.0), bool inplace KILN_OR_(false));
KILN_API kiln_tensor *kiln_celu_(kiln_site at, kiln_tensor *input, double alpha KILN_OR_(1.0)); /* the same, written to input */
/* elu with the alpha and the scale that keep mean 0 and variance 1. (torch.nn.functional.selu(Tensor input, bool inplace=False) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_selu(kiln_site at, kiln_tensor *input, bool inplace KILN_OR_(false));
KILN_API kiln_tensor *kiln_selu_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_selu_(...) KILN_TAKES_1_(kiln_selu_, kiln_tensor *, "kiln_selu_(input)", __VA_ARGS__)
/* 1 / (1 + exp(-input)) (torch.sigmoid(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sigmoid(kiln_site at, kiln_tensor *input);
#define kiln_sigmoid(...) KILN_TAKES_1_(kiln_sigmoid, kiln_tensor *, "kiln_sigmoid(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_sigmoid_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sigmoid_(...) KILN_TAKES_1_(kiln_sigmoid_, kiln_tensor *, "kiln_sigmoid_(input)", __VA_ARGS__)
/* log(sigmoid(input)) (torch.nn.functional.logsigmoid(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_logsigmoid(kiln_site at, kiln_tensor *input);
#define kiln_logsigmoid(...) KILN_TAKES_1_(kiln_logsigmoid, kiln_tensor *, "kiln_logsigmoid(input)", __VA_ARGS__)
/* input * sigmoid(input) (torch.nn.functional.silu(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_silu(kiln_site at, kiln_tensor *input, bool inplace KILN_OR_(false));
/* input * tanh(log(1 + exp(input))) (torch.nn.functional.mish(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_mish(kiln_site at, kiln_tensor *input, bool inplace KILN_OR_(false));
/* log(1 + exp(beta input)) / beta; input itself where beta input is above threshold. (torch.nn.functional.softplus(Tensor input,
 * float beta=1, float threshold=20) -> Tensor) */
KILN_API kiln_tensor *kiln_softplus(kiln_site at, kiln_tensor *input, double beta KILN_OR_(1), double threshold KILN_OR_(20));
/* Gaussian error linear unit; approximate is 'none' (erf) or 'tanh'. (torch.nn.functional.gelu(Tensor input, *, str
 * approximate='none') -> Tensor) */
KILN_API kiln_tensor *kiln_gelu(kiln_site at, kiln_tensor *input, const char *approximate KILN_OR_("none"));
/* min(max(input + 3, 0), 6) / 6 (torch.nn.functional.hardsigmoid(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_hardsigmoid(kiln_site at, kiln_tensor *input, bool inplace KILN_OR_(false));
/* input * hardsigmoid(input) (torch.nn.functional.hardswish(Tensor input, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_hardswish(kiln_site at, kiln_tensor *input, bool inplace KILN_OR_(false));
/* 0 from -lambd to lambd, else input. (torch.nn.functional.hardshrink(Tensor input, float lambd=0.5) -> Tensor) */
KILN_API kiln_tensor *kiln_hardshrink(kiln_site at, kiln_tensor *input, double lambd KILN_OR_(0.5));
/* 0 from -lambd to lambd, else input that much nearer to 0. (torch.nn.functional.softshrink(Tensor input, float lambd=0.5) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_softshrink(kiln_site at, kiln_tensor *input, double lambd KILN_OR_(0.5));
/* input / (1 + abs(input)) (torch.nn.functional.softsign(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_softsign(kiln_site at, kiln_tensor *input);
#define kiln_softsign(...) KILN_TAKES_1_(kiln_softsign, kiln_tensor *, "kiln_softsign(input)", __VA_ARGS__)
/* input - tanh(input) (torch.nn.functional.tanhshrink(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_tanhshrink(kiln_site at, kiln_tensor *input);
#define kiln_tanhshrink(...) KILN_TAKES_1_(kiln_tanhshrink, kiln_tensor *, "kiln_tanhshrink(input)", __VA_ARGS__)
/* The first half along dim times the sigmoid of the second. (torch.nn.functional.glu(Tensor input, dim dim=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_glu(kiln_site at, kiln_tensor *input, int dim KILN_OR_(-1));
/* exp(input - max) / sum along dim; of input cast to dtype when one is given. (torch.softmax(Tensor input, dim dim, dtype?
 * dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_softmax(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* input - max - log(sum(exp(input - max))) along dim; of input cast to dtype when one is given. (torch.log_softmax(Tensor input,
 * dim dim, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_log_softmax(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* softmax(-input). Without dim: axis 0 for ranks 0, 1 and 3, else axis 1. (torch.nn.functional.softmin(Tensor input, dim?
 * dim=None, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_softmin(kiln_site at, kiln_tensor *input, int dim KILN_OR_(KILN_NO_DIM), kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* log(sum(exp(input))) over dim, without overflow. (torch.logsumexp(Tensor input, dim[] dim, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_logsumexp(kiln_site at, kiln_tensor *input, kiln_axes dim, bool keepdim KILN_OR_(false));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_relu(...) (kiln_relu)(KILN_HERE, __VA_ARGS__)
#define kiln_relu6(...) (kiln_relu6)(KILN_HERE, __VA_ARGS__)
#define kiln_hardtanh(...) (kiln_hardtanh)(KILN_HERE, __VA_ARGS__)
#define kiln_hardtanh_(...) (kiln_hardtanh_)(KILN_HERE, __VA_ARGS__)
#define kiln_threshold(...) (kiln_threshold)(KILN_HERE, __VA_ARGS__)
#define kiln_leaky_relu(...) (kiln_leaky_relu)(KILN_HERE, __VA_ARGS__)
#define kiln_leaky_relu_(...) (kiln_leaky_relu_)(KILN_HERE, __VA_ARGS__)
#define kiln_elu(...) (kiln_elu)(KILN_HERE, __VA_ARGS__)
#define kiln_elu_(...) (kiln_elu_)(KILN_HERE, __VA_ARGS__)
#define kiln_celu(...) (kiln_celu)(KILN_HERE, __VA_ARGS__)
#define kiln_celu_(...) (kiln_celu_)(KILN_HERE, __VA_ARGS__)
#define kiln_selu(...) (kiln_selu)(KILN_HERE, __VA_ARGS__)
#define kiln_silu(...) (kiln_silu)(KILN_HERE, __VA_ARGS__)
#define kiln_mish(...) (kiln_mish)(KILN_HERE, __VA_ARGS__)
#define kiln_softplus(...) (kiln_softplus)(KILN_HERE, __VA_ARGS__)
#define kiln_gelu(...) (kiln_gelu)(KILN_HERE, __VA_ARGS__)
#define kiln_hardsigmoid(...) (kiln_hardsigmoid)(KILN_HERE, __VA_ARGS__)
#define kiln_hardswish(...) (kiln_hardswish)(KILN_HERE, __VA_ARGS__)
#define kiln_hardshrink(...) (kiln_hardshrink)(KILN_HERE, __VA_ARGS__)
#define kiln_softshrink(...) (kiln_softshrink)(KILN_HERE, __VA_ARGS__)
#define kiln_glu(...) (kiln_glu)(KILN_HERE, __VA_ARGS__)
#define kiln_softmax(...) (kiln_softmax)(KILN_HERE, __VA_ARGS__)
#define kiln_log_softmax(...) (kiln_log_softmax)(KILN_HERE, __VA_ARGS__)
#define kiln_softmin(...) (kiln_softmin)(KILN_HERE, __VA_ARGS__)
#define kiln_logsumexp(...) (kiln_logsumexp)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_relu(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_relu_refused_), kiln_relu_2_, KILN_SOME_(kiln_relu_1_, kiln_relu_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_relu_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_relu(input[, inplace])")
#define kiln_relu_1_(input) (kiln_relu)(KILN_HERE, input, false)
#define kiln_relu_2_(input, inplace) (kiln_relu)(KILN_HERE, input, inplace)
#define kiln_relu6(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_relu6_refused_), kiln_relu6_2_, KILN_SOME_(kiln_relu6_1_, kiln_relu6_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_relu6_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_relu6(input[, inplace])")
#define kiln_relu6_1_(input) (kiln_relu6)(KILN_HERE, input, false)
#define kiln_relu6_2_(input, inplace) (kiln_relu6)(KILN_HERE, input, inplace)
#define kiln_hardtanh(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_hardtanh_refused_), kiln_hardtanh_4_, kiln_hardtanh_3_, kiln_hardtanh_2_, \
    KILN_SOME_(kiln_hardtanh_1_, kiln_hardtanh_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_hardtanh_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_hardtanh(input[, min_val, max_val, inplace])")
#define kiln_hardtanh_1_(input) (kiln_hardtanh)(KILN_HERE, input, -1.0, 1.0, false)
#define kiln_hardtanh_2_(input, min_val) (kiln_hardtanh)(KILN_HERE, input, min_val, 1.0, false)
#define kiln_hardtanh_3_(input, min_val, max_val) (kiln_hardtanh)(KILN_HERE, input, min_val, max_val, false)
#define kiln_hardtanh_4_(input, min_val, max_val, inplace) (kiln_hardtanh)(KILN_HERE, input, min_val, max_val, inplace)
#define kiln_hardtanh_(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_hardtanh__refused_), kiln_hardtanh__3_, kiln_hardtanh__2_, \
    KILN_SOME_(kiln_hardtanh__1_, kiln_hardtanh__refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_hardtanh__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_hardtanh_(input[, min_val, max_val])")
#define kiln_hardtanh__1_(input) (kiln_hardtanh_)(KILN_HERE, input, -1.0, 1.0)
#define kiln_hardtanh__2_(input, min_val) (kiln_hardtanh_)(KILN_HERE, input, min_val, 1.0)
#define kiln_hardtanh__3_(input, min_val, max_val) (kiln_hardtanh_)(KILN_HERE, input, min_val, max_val)
#define kiln_threshold(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_threshold_refused_), kiln_threshold_4_, kiln_threshold_3_, \
    kiln_threshold_refused_, kiln_threshold_refused_, ~)(__VA_ARGS__)
#define kiln_threshold_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_threshold(input, threshold, value[, inplace])")
#define kiln_threshold_3_(input, threshold, value) (kiln_threshold)(KILN_HERE, input, threshold, value, false)
#define kiln_threshold_4_(input, threshold, value, inplace) (kiln_threshold)(KILN_HERE, input, threshold, value, inplace)
#define kiln_leaky_relu(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_leaky_relu_refused_), kiln_leaky_relu_3_, kiln_leaky_relu_2_, \
    KILN_SOME_(kiln_leaky_relu_1_, kiln_leaky_relu_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_leaky_relu_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_leaky_relu(input[, negative_slope, inplace])")
#define kiln_leaky_relu_1_(input) (kiln_leaky_relu)(KILN_HERE, input, 0.01, false)
#define kiln_leaky_relu_2_(input, negative_slope) (kiln_leaky_relu)(KILN_HERE, input, negative_slope, false)
#define kiln_leaky_relu_3_(input, negative_slope, inplace) (kiln_leaky_relu)(KILN_HERE, input, negative_slope, inplace)
#define kiln_leaky_relu_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_leaky_relu__refused_), kiln_leaky_relu__2_, KILN_SOME_(kiln_leaky_relu__1_, \
    kiln_leaky_relu__refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_leaky_relu__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_leaky_relu_(input[, negative_slope])")
#define kiln_leaky_relu__1_(input) (kiln_leaky_relu_)(KILN_HERE, input, 0.01)
#define kiln_leaky_relu__2_(input, negative_slope) (kiln_leaky_relu_)(KILN_HERE, input, negative_slope)
#define kiln_elu(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_elu_refused_), kiln_elu_3_, kiln_elu_2_, KILN_SOME_(kiln_elu_1_, kiln_elu_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_elu_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_elu(input[, alpha, inplace])")
#define kiln_elu_1_(input) (kiln_elu)(KILN_HERE, input, 1.0, false)
#define kiln_elu_2_(input, alpha) (kiln_elu)(KILN_HERE, input, alpha, false)
#define kiln_elu_3_(input, alpha, inplace) (kiln_elu)(KILN_HERE, input, alpha, inplace)
#define kiln_elu_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_elu__refused_), kiln_elu__2_, KILN_SOME_(kiln_elu__1_, kiln_elu__refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_elu__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_elu_(input[, alpha])")
#define kiln_elu__1_(input) (kiln_elu_)(KILN_HERE, input, 1.0)
#define kiln_elu__2_(input, alpha) (kiln_elu_)(KILN_HERE, input, alpha)
#define kiln_celu(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_celu_refused_), kiln_celu_3_, kiln_celu_2_, KILN_SOME_(kiln_celu_1_, \
    kiln_celu_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_celu_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_celu(input[, alpha, inplace])")
#define kiln_celu_1_(input) (kiln_celu)(KILN_HERE, input, 1.0, false)
#define kiln_celu_2_(input, alpha) (kiln_celu)(KILN_HERE, input, alpha, false)
#define kiln_celu_3_(input, alpha, inplace) (kiln_celu)(KILN_HERE, input, alpha, inplace)
#define kiln_celu_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_celu__refused_), kiln_celu__2_, KILN_SOME_(kiln_celu__1_, kiln_celu__refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_celu__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_celu_(input[, alpha])")
#define kiln_celu__1_(input) (kiln_celu_)(KILN_HERE, input, 1.0)
#define kiln_celu__2_(input, alpha) (kiln_celu_)(KILN_HERE, input, alpha)
#define kiln_selu(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_selu_refused_), kiln_selu_2_, KILN_SOME_(kiln_selu_1_, kiln_selu_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_selu_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_selu(input[, inplace])")
#define kiln_selu_1_(input) (kiln_selu)(KILN_HERE, input, false)
#define kiln_selu_2_(input, inplace) (kiln_selu)(KILN_HERE, input, inplace)
#define kiln_silu(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_silu_refused_), kiln_silu_2_, KILN_SOME_(kiln_silu_1_, kiln_silu_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_silu_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_silu(input[, inplace])")
#define kiln_silu_1_(input) (kiln_silu)(KILN_HERE, input, false)
#define kiln_silu_2_(input, inplace) (kiln_silu)(KILN_HERE, input, inplace)
#define kiln_mish(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_mish_refused_), kiln_mish_2_, KILN_SOME_(kiln_mish_1_, kiln_mish_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_mish_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_mish(input[, inplace])")
#define kiln_mish_1_(input) (kiln_mish)(KILN_HERE, input, false)
#define kiln_mish_2_(input, inplace) (kiln_mish)(KILN_HERE, input, inplace)
#define kiln_softplus(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_softplus_refused_), kiln_softplus_3_, kiln_softplus_2_, \
    KILN_SOME_(kiln_softplus_1_, kiln_softplus_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_softplus_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_softplus(input[, beta, threshold])")
#define kiln_softplus_1_(input) (kiln_softplus)(KILN_HERE, input, 1, 20)
#define kiln_softplus_2_(input, beta) (kiln_softplus)(KILN_HERE, input, beta, 20)
#define kiln_softplus_3_(input, beta, threshold) (kiln_softplus)(KILN_HERE, input, beta, threshold)
#define kiln_gelu(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_gelu_refused_), kiln_gelu_2_, KILN_SOME_(kiln_gelu_1_, kiln_gelu_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_gelu_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_gelu(input[, approximate])")
#define kiln_gelu_1_(input) (kiln_gelu)(KILN_HERE, input, "none")
#define kiln_gelu_2_(input, approximate) (kiln_gelu)(KILN_HERE, input, approximate)
#define kiln_hardsigmoid(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_hardsigmoid_refused_), kiln_hardsigmoid_2_, KILN_SOME_(kiln_hardsigmoid_1_, \
    kiln_hardsigmoid_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_hardsigmoid_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_hardsigmoid(input[, inplace])")
#define kiln_hardsigmoid_1_(input) (kiln_hardsigmoid)(KILN_HERE, input, false)
#define kiln_hardsigmoid_2_(input, inplace) (kiln_hardsigmoid)(KILN_HERE, input, inplace)
#define kiln_hardswish(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_hardswish_refused_), kiln_hardswish_2_, KILN_SOME_(kiln_hardswish_1_, \
    kiln_hardswish_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_hardswish_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_hardswish(input[, inplace])")
#define kiln_hardswish_1_(input) (kiln_hardswish)(KILN_HERE, input, false)
#define kiln_hardswish_2_(input, inplace) (kiln_hardswish)(KILN_HERE, input, inplace)
#define kiln_hardshrink(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_hardshrink_refused_), kiln_hardshrink_2_, KILN_SOME_(kiln_hardshrink_1_, \
    kiln_hardshrink_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_hardshrink_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_hardshrink(input[, lambd])")
#define kiln_hardshrink_1_(input) (kiln_hardshrink)(KILN_HERE, input, 0.5)
#define kiln_hardshrink_2_(input, lambd) (kiln_hardshrink)(KILN_HERE, input, lambd)
#define kiln_softshrink(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_softshrink_refused_), kiln_softshrink_2_, KILN_SOME_(kiln_softshrink_1_, \
    kiln_softshrink_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_softshrink_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_softshrink(input[, lambd])")
#define kiln_softshrink_1_(input) (kiln_softshrink)(KILN_HERE, input, 0.5)
#define kiln_softshrink_2_(input, lambd) (kiln_softshrink)(KILN_HERE, input, lambd)
#define kiln_glu(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_glu_refused_), kiln_glu_2_, KILN_SOME_(kiln_glu_1_, kiln_glu_refused_, __VA_ARGS__), \
    ~)(__VA_ARGS__)
#define kiln_glu_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_glu(input[, dim])")
#define kiln_glu_1_(input) (kiln_glu)(KILN_HERE, input, -1)
#define kiln_glu_2_(input, dim) (kiln_glu)(KILN_HERE, input, dim)
#define kiln_softmax(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_softmax_refused_), kiln_softmax_3_, kiln_softmax_2_, kiln_softmax_refused_, \
    ~)(__VA_ARGS__)
#define kiln_softmax_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_softmax(input, dim[, dtype])")
#define kiln_softmax_2_(input, dim) (kiln_softmax)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_softmax_3_(input, dim, dtype) (kiln_softmax)(KILN_HERE, input, dim, dtype)
#define kiln_log_softmax(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_log_softmax_refused_), kiln_log_softmax_3_, kiln_log_softmax_2_, \
    kiln_log_softmax_refused_, ~)(__VA_ARGS__)
#define kiln_log_softmax_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_log_softmax(input, dim[, dtype])")
#define kiln_log_softmax_2_(input, dim) (kiln_log_softmax)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_log_softmax_3_(input, dim, dtype) (kiln_log_softmax)(KILN_HERE, input, dim, dtype)
#define kiln_softmin(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_softmin_refused_), kiln_softmin_3_, kiln_softmin_2_, KILN_SOME_(kiln_softmin_1_, \
    kiln_softmin_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_softmin_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_softmin(input[, dim, dtype])")
#define kiln_softmin_1_(input) (kiln_softmin)(KILN_HERE, input, KILN_NO_DIM, KILN_NO_DTYPE)
#define kiln_softmin_2_(input, dim) (kiln_softmin)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_softmin_3_(input, dim, dtype) (kiln_softmin)(KILN_HERE, input, dim, dtype)
#define kiln_logsumexp(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_logsumexp_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_logsumexp_refused_), kiln_logsumexp_3_, kiln_logsumexp_2_, kiln_logsumexp_refused_, ~))(__VA_ARGS__)
#define kiln_logsumexp_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_logsumexp(input, dim[, keepdim])")
#define kiln_logsumexp_2_(input, dim) (kiln_logsumexp)(KILN_HERE, input, dim, false)
#define kiln_logsumexp_3_(input, dim, keepdim) (kiln_logsumexp)(KILN_HERE, input, dim, keepdim)
struct kiln_logsumexp_arguments_ { kiln_axes dim; bool keepdim; int too_many[]; }; /* kiln_logsumexp(input, dim[, keepdim]) */
static inline kiln_tensor *kiln_logsumexp_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_logsumexp_arguments_ *a) {
    return (kiln_logsumexp)(at, input, a->dim, given > 2 ? a->keepdim : false);
}
#define kiln_logsumexp_given_(input, ...) kiln_logsumexp_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_logsumexp_arguments_){.dim = __VA_ARGS__}) /* kiln_logsumexp(input, dim[, keepdim]) */
#endif

#ifdef __cplusplus
}
#endif
#endif
