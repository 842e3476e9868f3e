/* SPDX-License-Identifier: Apache-2.0
 * Losses. reduction is 'mean', 'sum' or 'none'. Those of two tensors broadcast them and promote their dtypes.
 * Written by tools/signatures.py from src/frontend/call/signatures/loss.sig: edit that. */
#ifndef KILN_LOSS_H
#define KILN_LOSS_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of class indices: the mean of -log_softmax(input)[target], weighted by weight[target]; input [n, classes, ..] or [classes],
 * target [n, ..] i64 or u8. Labels equal to ignore_index count for nothing; others out of range fail the evaluation with
 * BAD_ARGUMENT. Of probabilities, where target has input's shape: the mean over n of -sum(target * log_softmax(input)).
 * label_smoothing mixes in the uniform distribution. (torch.nn.functional.cross_entropy(Tensor input, Tensor target, Tensor?
 * weight=None, *, int ignore_index=-100, str reduction='mean', float label_smoothing=0.0) -> Tensor) */
KILN_API kiln_tensor *kiln_cross_entropy(kiln_site at, kiln_tensor *input, kiln_tensor *target, kiln_tensor *weight KILN_OR_(NULL),
    int64_t ignore_index KILN_OR_(-100), const char *reduction KILN_OR_("mean"), double label_smoothing KILN_OR_(0.0));
/* The same of class indices, for input that holds logarithms of probabilities. (torch.nn.functional.nll_loss(Tensor input, Tensor
 * target, Tensor? weight=None, *, int ignore_index=-100, str reduction='mean') -> Tensor) */
KILN_API kiln_tensor *kiln_nll_loss(kiln_site at, kiln_tensor *input, kiln_tensor *target, kiln_tensor *weight KILN_OR_(NULL),
    int64_t ignore_index KILN_OR_(-100), const char *reduction KILN_OR_("mean"));
/* (input - target) squared, times weight; its mean is then over the sum of weight. (torch.nn.functional.mse_loss(Tensor input,
 * Tensor target, *, str reduction='mean', Tensor? weight=None) -> Tensor) */
KILN_API kiln_tensor *kiln_mse_loss(kiln_site at, kiln_tensor *input, kiln_tensor *target, const char *reduction KILN_OR_("mean"),
    kiln_tensor *weight KILN_OR_(NULL));
/* abs(input - target), times weight; its mean is then over the sum of weight. (torch.nn.functional.l1_loss(Tensor input, Tensor
 * target, *, str reduction='mean', Tensor? weight=None) -> Tensor) */
KILN_API kiln_tensor *kiln_l1_loss(kiln_site at, kiln_tensor *input, kiln_tensor *target, const char *reduction KILN_OR_("mean"),
    kiln_tensor *weight KILN_OR_(NULL));
/* z = abs(input - target): below beta z * z / (2 * beta), else z - beta / 2. (torch.nn.functional.smooth_l1_loss(Tensor input,
 * Tensor target, *, str reduction='mean', float beta=1.0) -> Tensor) */
KILN_API kiln_tensor *kiln_smooth_l1_loss(kiln_site at, kiln_tensor *input, kiln_tensor *target, const char *reduction KILN_OR_("mean"),
    double beta KILN_OR_(1.0));
/* z = abs(input - target): below delta z * z / 2, else delta * (z - delta / 2); times weight. The result has input's dtype.
 * (torch.nn.functional.huber_loss(Tensor input, Tensor target, str reduction='mean', float delta=1.0, Tensor? weight=None) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_huber_loss(kiln_site at, kiln_tensor *input, kiln_tensor *target, const char *reduction KILN_OR_("mean"),
    double delta KILN_OR_(1.0), kiln_tensor *weight KILN_OR_(NULL));
/* log(1 + exp(-target * input)) (torch.nn.functional.soft_margin_loss(Tensor input, Tensor target, *, str reduction='mean') ->
 * Tensor) */
KILN_API kiln_tensor *kiln_soft_margin_loss(kiln_site at, kiln_tensor *input, kiln_tensor *target, const char *reduction KILN_OR_("mean"));
/* target * (log(target) - input); with log_target target holds logarithms. reduction may also be 'batchmean'.
 * (torch.nn.functional.kl_div(Tensor input, Tensor target, *, str reduction='mean', bool log_target=False) -> Tensor) */
KILN_API kiln_tensor *kiln_kl_div(kiln_site at, kiln_tensor *input, kiln_tensor *target, const char *reduction KILN_OR_("mean"),
    bool log_target KILN_OR_(false));
/* exp(input) - target * input, without log_input input - target * log(input + eps); with full Stirling's term where target is
 * above 1. (torch.nn.functional.poisson_nll_loss(Tensor input, Tensor target, bool log_input=True, bool full=False, *, float
 * eps=1e-8, str reduction='mean') -> Tensor) */
KILN_API kiln_tensor *kiln_poisson_nll_loss(kiln_site at, kiln_tensor *input, kiln_tensor *target, bool log_input KILN_OR_(true),
    bool full KILN_OR_(false), double eps KILN_OR_(1e-8), const char *reduction KILN_OR_("mean"));
/* (log(v) + (input - target) squared / v) / 2 with v = max(var, eps); with full plus log(2 pi) / 2. var has input's shape, or that
 * with its last axis gone or of extent 1, and is computed, to see that it is not negative.
 * (torch.nn.functional.gaussian_nll_loss(Tensor input, Value target, Value var, bool full=False, float eps=1e-6, str
 * reduction='mean') -> Tensor) */
KILN_API kiln_tensor *kiln_gaussian_nll_loss(kiln_site at, kiln_tensor *input, kiln_value target, kiln_value var, bool full KILN_OR_(false),
    double eps KILN_OR_(1e-6), const char *reduction KILN_OR_("mean"));
/* -target * log(input) - (1 - target) * log(1 - input), logarithms not below -100, times weight. input and target are computed, to
 * see that they lie in 0 to 1. (torch.nn.functional.binary_cross_entropy(Tensor input, Tensor target, Tensor? weight=None, *, str
 * reduction='mean') -> Tensor) */
KILN_API kiln_tensor *kiln_binary_cross_entropy(kiln_site at, kiln_tensor *input, kiln_tensor *target, kiln_tensor *weight KILN_OR_(NULL),
    const char *reduction KILN_OR_("mean"));
/* The same of sigmoid(input), without overflow; log(input)'s term times pos_weight.
 * (torch.nn.functional.binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight=None, *, str reduction='mean',
 * Tensor? pos_weight=None) -> Tensor) */
KILN_API kiln_tensor *kiln_binary_cross_entropy_with_logits(kiln_site at, kiln_tensor *input, kiln_tensor *target, kiln_tensor *weight KILN_OR_(NULL),
    const char *reduction KILN_OR_("mean"), kiln_tensor *pos_weight KILN_OR_(NULL));
/* input where target is 1, max(margin - input, 0) where it is -1, their sum elsewhere.
 * (torch.nn.functional.hinge_embedding_loss(Tensor input, Tensor target, float margin=1.0, *, str reduction='mean') -> Tensor) */
KILN_API kiln_tensor *kiln_hinge_embedding_loss(kiln_site at, kiln_tensor *input, kiln_tensor *target, double margin KILN_OR_(1.0),
    const char *reduction KILN_OR_("mean"));
/* max(margin - target * (input1 - input2), 0) (torch.nn.functional.margin_ranking_loss(Tensor input1, Tensor input2, Tensor
 * target, float margin=0, *, str reduction='mean') -> Tensor) */
KILN_API kiln_tensor *kiln_margin_ranking_loss(kiln_site at, kiln_tensor *input1, kiln_tensor *input2, kiln_tensor *target, double margin KILN_OR_(0),
    const char *reduction KILN_OR_("mean"));
/* c the cosine of input1 and input2 along the last axis: 1 - c where target is 1, max(c - margin, 0) where it is -1.
 * (torch.nn.functional.cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, *, str reduction='mean')
 * -> Tensor) */
KILN_API kiln_tensor *kiln_cosine_embedding_loss(kiln_site at, kiln_tensor *input1, kiln_tensor *input2, kiln_tensor *target,
    double margin KILN_OR_(0), const char *reduction KILN_OR_("mean"));
/* max(d(anchor, positive) - d(anchor, negative) + margin, 0), d being pairwise_distance; with swap the smaller of the negative's
 * distances. (torch.nn.functional.triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float margin=1.0, float
 * p=2, float eps=1e-6, bool swap=False, *, str reduction='mean') -> Tensor) */
KILN_API kiln_tensor *kiln_triplet_margin_loss(kiln_site at, kiln_tensor *anchor, kiln_tensor *positive, kiln_tensor *negative,
    double margin KILN_OR_(1.0), double p KILN_OR_(2), double eps KILN_OR_(1e-6), bool swap KILN_OR_(false), const char *reduction KILN_OR_("mean"));
/* ---- Distances */

/* The p-norm of x1 - x2 + eps along the last axis. (torch.nn.functional.pairwise_distance(Tensor x1, Tensor x2, float p=2.0, float
 * eps=1e-6, bool keepdim=False) -> Tensor) */
KILN_API kiln_tensor *kiln_pairwise_distance(kiln_site at, kiln_tensor *x1, kiln_tensor *x2, double p KILN_OR_(2.0), double eps KILN_OR_(1e-6),
    bool keepdim KILN_OR_(false));
/* sum(x1 / max(norm(x1), eps) * x2 / max(norm(x2), eps)) along dim. (torch.nn.functional.cosine_similarity(Tensor x1, Tensor x2,
 * dim dim=1, float eps=1e-8) -> Tensor) */
KILN_API kiln_tensor *kiln_cosine_similarity(kiln_site at, kiln_tensor *x1, kiln_tensor *x2, int dim KILN_OR_(1), double eps KILN_OR_(1e-8));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_cross_entropy(...) (kiln_cross_entropy)(KILN_HERE, __VA_ARGS__)
#define kiln_nll_loss(...) (kiln_nll_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_mse_loss(...) (kiln_mse_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_l1_loss(...) (kiln_l1_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_smooth_l1_loss(...) (kiln_smooth_l1_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_huber_loss(...) (kiln_huber_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_soft_margin_loss(...) (kiln_soft_margin_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_kl_div(...) (kiln_kl_div)(KILN_HERE, __VA_ARGS__)
#define kiln_poisson_nll_loss(...) (kiln_poisson_nll_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_gaussian_nll_loss(...) (kiln_gaussian_nll_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_binary_cross_entropy(...) (kiln_binary_cross_entropy)(KILN_HERE, __VA_ARGS__)
#define kiln_binary_cross_entropy_with_logits(...) (kiln_binary_cross_entropy_with_logits)(KILN_HERE, __VA_ARGS__)
#define kiln_hinge_embedding_loss(...) (kiln_hinge_embedding_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_margin_ranking_loss(...) (kiln_margin_ranking_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_cosine_embedding_loss(...) (kiln_cosine_embedding_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_triplet_margin_loss(...) (kiln_triplet_margin_loss)(KILN_HERE, __VA_ARGS__)
#define kiln_pairwise_distance(...) (kiln_pairwise_distance)(KILN_HERE, __VA_ARGS__)
#define kiln_cosine_similarity(...) (kiln_cosine_similarity)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_cross_entropy(...) KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_cross_entropy_refused_), kiln_cross_entropy_6_, kiln_cross_entropy_5_, \
    kiln_cross_entropy_4_, kiln_cross_entropy_3_, kiln_cross_entropy_2_, kiln_cross_entropy_refused_, ~)(__VA_ARGS__)
#define kiln_cross_entropy_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_cross_entropy(input, target[, weight, ignore_index, reduction, label_smoothing])")
#define kiln_cross_entropy_2_(input, target) (kiln_cross_entropy)(KILN_HERE, input, target, NULL, -100, "mean", 0.0)
#define kiln_cross_entropy_3_(input, target, weight) (kiln_cross_entropy)(KILN_HERE, input, target, weight, -100, "mean", 0.0)
#define kiln_cross_entropy_4_(input, target, weight, ignore_index) (kiln_cross_entropy)(KILN_HERE, input, target, weight, ignore_index, "mean", 0.0)
#define kiln_cross_entropy_5_(input, target, weight, ignore_index, reduction) (kiln_cross_entropy)(KILN_HERE, input, target, weight, ignore_index, \
    reduction, 0.0)
#define kiln_cross_entropy_6_(input, target, weight, ignore_index, reduction, label_smoothing) (kiln_cross_entropy)(KILN_HERE, input, target, \
    weight, ignore_index, reduction, label_smoothing)
#define kiln_nll_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_nll_loss_refused_), kiln_nll_loss_5_, kiln_nll_loss_4_, kiln_nll_loss_3_, \
    kiln_nll_loss_2_, kiln_nll_loss_refused_, ~)(__VA_ARGS__)
#define kiln_nll_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_nll_loss(input, target[, weight, ignore_index, reduction])")
#define kiln_nll_loss_2_(input, target) (kiln_nll_loss)(KILN_HERE, input, target, NULL, -100, "mean")
#define kiln_nll_loss_3_(input, target, weight) (kiln_nll_loss)(KILN_HERE, input, target, weight, -100, "mean")
#define kiln_nll_loss_4_(input, target, weight, ignore_index) (kiln_nll_loss)(KILN_HERE, input, target, weight, ignore_index, "mean")
#define kiln_nll_loss_5_(input, target, weight, ignore_index, reduction) (kiln_nll_loss)(KILN_HERE, input, target, weight, ignore_index, reduction)
#define kiln_mse_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_mse_loss_refused_), kiln_mse_loss_4_, kiln_mse_loss_3_, kiln_mse_loss_2_, \
    kiln_mse_loss_refused_, ~)(__VA_ARGS__)
#define kiln_mse_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_mse_loss(input, target[, reduction, weight])")
#define kiln_mse_loss_2_(input, target) (kiln_mse_loss)(KILN_HERE, input, target, "mean", NULL)
#define kiln_mse_loss_3_(input, target, reduction) (kiln_mse_loss)(KILN_HERE, input, target, reduction, NULL)
#define kiln_mse_loss_4_(input, target, reduction, weight) (kiln_mse_loss)(KILN_HERE, input, target, reduction, weight)
#define kiln_l1_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_l1_loss_refused_), kiln_l1_loss_4_, kiln_l1_loss_3_, kiln_l1_loss_2_, \
    kiln_l1_loss_refused_, ~)(__VA_ARGS__)
#define kiln_l1_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_l1_loss(input, target[, reduction, weight])")
#define kiln_l1_loss_2_(input, target) (kiln_l1_loss)(KILN_HERE, input, target, "mean", NULL)
#define kiln_l1_loss_3_(input, target, reduction) (kiln_l1_loss)(KILN_HERE, input, target, reduction, NULL)
#define kiln_l1_loss_4_(input, target, reduction, weight) (kiln_l1_loss)(KILN_HERE, input, target, reduction, weight)
#define kiln_smooth_l1_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_smooth_l1_loss_refused_), kiln_smooth_l1_loss_4_, kiln_smooth_l1_loss_3_, \
    kiln_smooth_l1_loss_2_, kiln_smooth_l1_loss_refused_, ~)(__VA_ARGS__)
#define kiln_smooth_l1_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_smooth_l1_loss(input, target[, reduction, beta])")
#define kiln_smooth_l1_loss_2_(input, target) (kiln_smooth_l1_loss)(KILN_HERE, input, target, "mean", 1.0)
#define kiln_smooth_l1_loss_3_(input, target, reduction) (kiln_smooth_l1_loss)(KILN_HERE, input, target, reduction, 1.0)
#define kiln_smooth_l1_loss_4_(input, target, reduction, beta) (kiln_smooth_l1_loss)(KILN_HERE, input, target, reduction, beta)
#define kiln_huber_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_huber_loss_refused_), kiln_huber_loss_5_, kiln_huber_loss_4_, \
    kiln_huber_loss_3_, kiln_huber_loss_2_, kiln_huber_loss_refused_, ~)(__VA_ARGS__)
#define kiln_huber_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_huber_loss(input, target[, reduction, delta, weight])")
#define kiln_huber_loss_2_(input, target) (kiln_huber_loss)(KILN_HERE, input, target, "mean", 1.0, NULL)
#define kiln_huber_loss_3_(input, target, reduction) (kiln_huber_loss)(KILN_HERE, input, target, reduction, 1.0, NULL)
#define kiln_huber_loss_4_(input, target, reduction, delta) (kiln_huber_loss)(KILN_HERE, input, target, reduction, delta, NULL)
#define kiln_huber_loss_5_(input, target, reduction, delta, weight) (kiln_huber_loss)(KILN_HERE, input, target, reduction, delta, weight)
#define kiln_soft_margin_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_soft_margin_loss_refused_), kiln_soft_margin_loss_3_, \
    kiln_soft_margin_loss_2_, kiln_soft_margin_loss_refused_, ~)(__VA_ARGS__)
#define kiln_soft_margin_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_soft_margin_loss(input, target[, reduction])")
#define kiln_soft_margin_loss_2_(input, target) (kiln_soft_margin_loss)(KILN_HERE, input, target, "mean")
#define kiln_soft_margin_loss_3_(input, target, reduction) (kiln_soft_margin_loss)(KILN_HERE, input, target, reduction)
#define kiln_kl_div(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_kl_div_refused_), kiln_kl_div_4_, kiln_kl_div_3_, kiln_kl_div_2_, \
    kiln_kl_div_refused_, ~)(__VA_ARGS__)
#define kiln_kl_div_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_kl_div(input, target[, reduction, log_target])")
#define kiln_kl_div_2_(input, target) (kiln_kl_div)(KILN_HERE, input, target, "mean", false)
#define kiln_kl_div_3_(input, target, reduction) (kiln_kl_div)(KILN_HERE, input, target, reduction, false)
#define kiln_kl_div_4_(input, target, reduction, log_target) (kiln_kl_div)(KILN_HERE, input, target, reduction, log_target)
#define kiln_poisson_nll_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_poisson_nll_loss_refused_), kiln_poisson_nll_loss_6_, \
    kiln_poisson_nll_loss_5_, kiln_poisson_nll_loss_4_, kiln_poisson_nll_loss_3_, kiln_poisson_nll_loss_2_, kiln_poisson_nll_loss_refused_, \
    ~)(__VA_ARGS__)
#define kiln_poisson_nll_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_poisson_nll_loss(input, target[, log_input, full, eps, reduction])")
#define kiln_poisson_nll_loss_2_(input, target) (kiln_poisson_nll_loss)(KILN_HERE, input, target, true, false, 1e-8, "mean")
#define kiln_poisson_nll_loss_3_(input, target, log_input) (kiln_poisson_nll_loss)(KILN_HERE, input, target, log_input, false, 1e-8, "mean")
#define kiln_poisson_nll_loss_4_(input, target, log_input, full) (kiln_poisson_nll_loss)(KILN_HERE, input, target, log_input, full, 1e-8, "mean")
#define kiln_poisson_nll_loss_5_(input, target, log_input, full, eps) (kiln_poisson_nll_loss)(KILN_HERE, input, target, log_input, full, eps, \
    "mean")
#define kiln_poisson_nll_loss_6_(input, target, log_input, full, eps, reduction) (kiln_poisson_nll_loss)(KILN_HERE, input, target, log_input, full, \
    eps, reduction)
#define kiln_gaussian_nll_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_gaussian_nll_loss_refused_), kiln_gaussian_nll_loss_6_, \
    kiln_gaussian_nll_loss_5_, kiln_gaussian_nll_loss_4_, kiln_gaussian_nll_loss_3_, kiln_gaussian_nll_loss_refused_, \
    kiln_gaussian_nll_loss_refused_, ~)(__VA_ARGS__)
#define kiln_gaussian_nll_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_gaussian_nll_loss(input, target, var[, full, eps, reduction])")
#define kiln_gaussian_nll_loss_3_(input, target, var) (kiln_gaussian_nll_loss)(KILN_HERE, input, KILN_V(target), KILN_V(var), false, 1e-6, "mean")
#define kiln_gaussian_nll_loss_4_(input, target, var, full) (kiln_gaussian_nll_loss)(KILN_HERE, input, KILN_V(target), KILN_V(var), full, 1e-6, \
    "mean")
#define kiln_gaussian_nll_loss_5_(input, target, var, full, eps) (kiln_gaussian_nll_loss)(KILN_HERE, input, KILN_V(target), KILN_V(var), full, eps, \
    "mean")
#define kiln_gaussian_nll_loss_6_(input, target, var, full, eps, reduction) (kiln_gaussian_nll_loss)(KILN_HERE, input, KILN_V(target), KILN_V(var), \
    full, eps, reduction)
#define kiln_binary_cross_entropy(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_binary_cross_entropy_refused_), kiln_binary_cross_entropy_4_, \
    kiln_binary_cross_entropy_3_, kiln_binary_cross_entropy_2_, kiln_binary_cross_entropy_refused_, ~)(__VA_ARGS__)
#define kiln_binary_cross_entropy_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_binary_cross_entropy(input, target[, weight, reduction])")
#define kiln_binary_cross_entropy_2_(input, target) (kiln_binary_cross_entropy)(KILN_HERE, input, target, NULL, "mean")
#define kiln_binary_cross_entropy_3_(input, target, weight) (kiln_binary_cross_entropy)(KILN_HERE, input, target, weight, "mean")
#define kiln_binary_cross_entropy_4_(input, target, weight, reduction) (kiln_binary_cross_entropy)(KILN_HERE, input, target, weight, reduction)
#define kiln_binary_cross_entropy_with_logits(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_binary_cross_entropy_with_logits_refused_), \
    kiln_binary_cross_entropy_with_logits_5_, kiln_binary_cross_entropy_with_logits_4_, kiln_binary_cross_entropy_with_logits_3_, \
    kiln_binary_cross_entropy_with_logits_2_, kiln_binary_cross_entropy_with_logits_refused_, ~)(__VA_ARGS__)
#define kiln_binary_cross_entropy_with_logits_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_binary_cross_entropy_with_logits(input, target[, weight, reduction, pos_weight])")
#define kiln_binary_cross_entropy_with_logits_2_(input, target) (kiln_binary_cross_entropy_with_logits)(KILN_HERE, input, target, NULL, "mean", \
    NULL)
#define kiln_binary_cross_entropy_with_logits_3_(input, target, weight) (kiln_binary_cross_entropy_with_logits)(KILN_HERE, input, target, weight, \
    "mean", NULL)
#define kiln_binary_cross_entropy_with_logits_4_(input, target, weight, reduction) (kiln_binary_cross_entropy_with_logits)(KILN_HERE, input, target, \
    weight, reduction, NULL)
#define kiln_binary_cross_entropy_with_logits_5_(input, target, weight, reduction, pos_weight) (kiln_binary_cross_entropy_with_logits)(KILN_HERE, \
    input, target, weight, reduction, pos_weight)
#define kiln_hinge_embedding_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_hinge_embedding_loss_refused_), kiln_hinge_embedding_loss_4_, \
    kiln_hinge_embedding_loss_3_, kiln_hinge_embedding_loss_2_, kiln_hinge_embedding_loss_refused_, ~)(__VA_ARGS__)
#define kiln_hinge_embedding_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_hinge_embedding_loss(input, target[, margin, reduction])")
#define kiln_hinge_embedding_loss_2_(input, target) (kiln_hinge_embedding_loss)(KILN_HERE, input, target, 1.0, "mean")
#define kiln_hinge_embedding_loss_3_(input, target, margin) (kiln_hinge_embedding_loss)(KILN_HERE, input, target, margin, "mean")
#define kiln_hinge_embedding_loss_4_(input, target, margin, reduction) (kiln_hinge_embedding_loss)(KILN_HERE, input, target, margin, reduction)
#define kiln_margin_ranking_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_margin_ranking_loss_refused_), kiln_margin_ranking_loss_5_, \
    kiln_margin_ranking_loss_4_, kiln_margin_ranking_loss_3_, kiln_margin_ranking_loss_refused_, kiln_margin_ranking_loss_refused_, ~)(__VA_ARGS__)
#define kiln_margin_ranking_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_margin_ranking_loss(input1, input2, target[, margin, reduction])")
#define kiln_margin_ranking_loss_3_(input1, input2, target) (kiln_margin_ranking_loss)(KILN_HERE, input1, input2, target, 0, "mean")
#define kiln_margin_ranking_loss_4_(input1, input2, target, margin) (kiln_margin_ranking_loss)(KILN_HERE, input1, input2, target, margin, "mean")
#define kiln_margin_ranking_loss_5_(input1, input2, target, margin, reduction) (kiln_margin_ranking_loss)(KILN_HERE, input1, input2, target, margin, \
    reduction)
#define kiln_cosine_embedding_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_cosine_embedding_loss_refused_), kiln_cosine_embedding_loss_5_, \
    kiln_cosine_embedding_loss_4_, kiln_cosine_embedding_loss_3_, kiln_cosine_embedding_loss_refused_, kiln_cosine_embedding_loss_refused_, \
    ~)(__VA_ARGS__)
#define kiln_cosine_embedding_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_cosine_embedding_loss(input1, input2, target[, margin, reduction])")
#define kiln_cosine_embedding_loss_3_(input1, input2, target) (kiln_cosine_embedding_loss)(KILN_HERE, input1, input2, target, 0, "mean")
#define kiln_cosine_embedding_loss_4_(input1, input2, target, margin) (kiln_cosine_embedding_loss)(KILN_HERE, input1, input2, target, margin, \
    "mean")
#define kiln_cosine_embedding_loss_5_(input1, input2, target, margin, reduction) (kiln_cosine_embedding_loss)(KILN_HERE, input1, input2, target, \
    margin, reduction)
#define kiln_triplet_margin_loss(...) KILN_SELECT_(__VA_ARGS__, KILN_55_(kiln_triplet_margin_loss_refused_), kiln_triplet_margin_loss_8_, \
    kiln_triplet_margin_loss_7_, kiln_triplet_margin_loss_6_, kiln_triplet_margin_loss_5_, kiln_triplet_margin_loss_4_, kiln_triplet_margin_loss_3_, \
    kiln_triplet_margin_loss_refused_, kiln_triplet_margin_loss_refused_, ~)(__VA_ARGS__)
#define kiln_triplet_margin_loss_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_triplet_margin_loss(anchor, positive, negative[, margin, p, eps, swap, reduction])")
#define kiln_triplet_margin_loss_3_(anchor, positive, negative) (kiln_triplet_margin_loss)(KILN_HERE, anchor, positive, negative, 1.0, 2, 1e-6, \
    false, "mean")
#define kiln_triplet_margin_loss_4_(anchor, positive, negative, margin) (kiln_triplet_margin_loss)(KILN_HERE, anchor, positive, negative, margin, 2, \
    1e-6, false, "mean")
#define kiln_triplet_margin_loss_5_(anchor, positive, negative, margin, p) (kiln_triplet_margin_loss)(KILN_HERE, anchor, positive, negative, margin, \
    p, 1e-6, false, "mean")
#define kiln_triplet_margin_loss_6_(anchor, positive, negative, margin, p, eps) (kiln_triplet_margin_loss)(KILN_HERE, anchor, positive, negative, \
    margin, p, eps, false, "mean")
#define kiln_triplet_margin_loss_7_(anchor, positive, negative, margin, p, eps, swap) (kiln_triplet_margin_loss)(KILN_HERE, anchor, positive, \
    negative, margin, p, eps, swap, "mean")
#define kiln_triplet_margin_loss_8_(anchor, positive, negative, margin, p, eps, swap, reduction) (kiln_triplet_margin_loss)(KILN_HERE, anchor, \
    positive, negative, margin, p, eps, swap, reduction)
#define kiln_pairwise_distance(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_pairwise_distance_refused_), kiln_pairwise_distance_5_, \
    kiln_pairwise_distance_4_, kiln_pairwise_distance_3_, kiln_pairwise_distance_2_, kiln_pairwise_distance_refused_, ~)(__VA_ARGS__)
#define kiln_pairwise_distance_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_pairwise_distance(x1, x2[, p, eps, keepdim])")
#define kiln_pairwise_distance_2_(x1, x2) (kiln_pairwise_distance)(KILN_HERE, x1, x2, 2.0, 1e-6, false)
#define kiln_pairwise_distance_3_(x1, x2, p) (kiln_pairwise_distance)(KILN_HERE, x1, x2, p, 1e-6, false)
#define kiln_pairwise_distance_4_(x1, x2, p, eps) (kiln_pairwise_distance)(KILN_HERE, x1, x2, p, eps, false)
#define kiln_pairwise_distance_5_(x1, x2, p, eps, keepdim) (kiln_pairwise_distance)(KILN_HERE, x1, x2, p, eps, keepdim)
#define kiln_cosine_similarity(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_cosine_similarity_refused_), kiln_cosine_similarity_4_, \
    kiln_cosine_similarity_3_, kiln_cosine_similarity_2_, kiln_cosine_similarity_refused_, ~)(__VA_ARGS__)
#define kiln_cosine_similarity_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_cosine_similarity(x1, x2[, dim, eps])")
#define kiln_cosine_similarity_2_(x1, x2) (kiln_cosine_similarity)(KILN_HERE, x1, x2, 1, 1e-8)
#define kiln_cosine_similarity_3_(x1, x2, dim) (kiln_cosine_similarity)(KILN_HERE, x1, x2, dim, 1e-8)
#define kiln_cosine_similarity_4_(x1, x2, dim, eps) (kiln_cosine_similarity)(KILN_HERE, x1, x2, dim, eps)
#endif

#ifdef __cplusplus
}
#endif
#endif
