/* SPDX-License-Identifier: Apache-2.0
 * Normalisation, attention and embedding. Halves are computed in f32; weight and bias may then be f32 too.
 * Written by tools/signatures.py from src/frontend/call/signatures/normalization.sig: edit that. */
#ifndef KILN_NORMALIZATION_H
#define KILN_NORMALIZATION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* (input - mean) / sqrt(variance + eps) over the last axes, whose extents are normalized_shape, population variance; times weight
 * plus bias, each of those axes' shape or None. (torch.nn.functional.layer_norm(Tensor input, int[] normalized_shape, Tensor?
 * weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor) */
KILN_API kiln_tensor *kiln_layer_norm(kiln_site at, kiln_tensor *input, kiln_shape normalized_shape, kiln_tensor *weight KILN_OR_(NULL),
    kiln_tensor *bias KILN_OR_(NULL), double eps KILN_OR_(1e-5));
/* input / sqrt(mean(input * input) + eps) over the last axes, times weight. Without eps: the spacing at 1 of f32, or of f64.
 * (torch.nn.functional.rms_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Scalar? eps=None) -> Tensor) */
KILN_API kiln_tensor *kiln_rms_norm(kiln_site at, kiln_tensor *input, kiln_shape normalized_shape, kiln_tensor *weight KILN_OR_(NULL),
    kiln_value eps KILN_OR_(KILN_NO_VALUE));
/* The same by channels, which lie along axis 1, with the statistics of all other axes; without training with the running ones.
 * Training moves the running statistics, in place, by momentum towards input's mean and unbiased variance.
 * (torch.nn.functional.batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight=None, Tensor? bias=None,
 * bool training=False, float momentum=0.1, float eps=1e-5) -> Tensor) */
KILN_API kiln_tensor *kiln_batch_norm(kiln_site at, kiln_tensor *input, kiln_tensor *running_mean, kiln_tensor *running_var,
    kiln_tensor *weight KILN_OR_(NULL), kiln_tensor *bias KILN_OR_(NULL), bool training KILN_OR_(false), double momentum KILN_OR_(0.1),
    double eps KILN_OR_(1e-5));
/* The same with statistics of its own for each element of axis 0; running statistics take their mean. Those of another dtype are
 * brought to weight's, or else input's, and keep theirs. (torch.nn.functional.instance_norm(Tensor input, Tensor?
 * running_mean=None, Tensor? running_var=None, Tensor? weight=None, Tensor? bias=None, bool use_input_stats=True, float
 * momentum=0.1, float eps=1e-5) -> Tensor) */
KILN_API kiln_tensor *kiln_instance_norm(kiln_site at, kiln_tensor *input, kiln_tensor *running_mean KILN_OR_(NULL),
    kiln_tensor *running_var KILN_OR_(NULL), kiln_tensor *weight KILN_OR_(NULL), kiln_tensor *bias KILN_OR_(NULL),
    bool use_input_stats KILN_OR_(true), double momentum KILN_OR_(0.1), double eps KILN_OR_(1e-5));
/* The same over num_groups groups of neighbouring channels. (torch.nn.functional.group_norm(Tensor input, int num_groups, Tensor?
 * weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor) */
KILN_API kiln_tensor *kiln_group_norm(kiln_site at, kiln_tensor *input, int64_t num_groups, kiln_tensor *weight KILN_OR_(NULL),
    kiln_tensor *bias KILN_OR_(NULL), double eps KILN_OR_(1e-5));
/* input / max(norm, eps), the norm being the p-norm along dim. (torch.nn.functional.normalize(Tensor input, float p=2.0, dim
 * dim=1, float eps=1e-12) -> Tensor) */
KILN_API kiln_tensor *kiln_normalize(kiln_site at, kiln_tensor *input, double p KILN_OR_(2.0), int dim KILN_OR_(1), double eps KILN_OR_(1e-12));
/* softmax(query key' * scale) value, scale 1 / sqrt of query's last extent unless given. attn_mask is true where a score counts,
 * or is added to the scores; is_causal lets a row see no column after it. enable_gqa shares heads of key and value. dropout_p
 * zeroes weights with that probability, by a counter whose key is drawn from the generator of kiln_manual_seed: not PyTorch's
 * places. (torch.nn.functional.scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float
 * dropout_p=0.0, bool is_causal=False, *, Scalar? scale=None, bool enable_gqa=False) -> Tensor) */
KILN_API kiln_tensor *kiln_scaled_dot_product_attention(kiln_site at, kiln_tensor *query, kiln_tensor *key, kiln_tensor *value,
    kiln_tensor *attn_mask KILN_OR_(NULL), double dropout_p KILN_OR_(0.0), bool is_causal KILN_OR_(false), kiln_value scale KILN_OR_(KILN_NO_VALUE),
    bool enable_gqa KILN_OR_(false));
/* Rows of weight at the indices input, i64 or i32; one out of range fails the evaluation with BAD_ARGUMENT. No derivative reaches
 * row padding_idx. With max_norm longer rows that are asked for are first shortened to it, in place. scale_grad_by_freq divides a
 * row's derivative by how often it is asked for. sparse must be false. (torch.nn.functional.embedding(Tensor input, Tensor weight,
 * int? padding_idx=None, Scalar? max_norm=None, float norm_type=2.0, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor) */
KILN_API kiln_tensor *kiln_embedding(kiln_site at, kiln_tensor *input, kiln_tensor *weight, int64_t padding_idx KILN_OR_(KILN_NO_INT),
    kiln_value max_norm KILN_OR_(KILN_NO_VALUE), double norm_type KILN_OR_(2.0), bool scale_grad_by_freq KILN_OR_(false),
    bool sparse KILN_OR_(false));
/* 1 at the class and 0 elsewhere along a new last axis of num_classes, or of one more than the largest class. Computes input.
 * (torch.nn.functional.one_hot(Tensor input, int num_classes=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_one_hot(kiln_site at, kiln_tensor *input, int64_t num_classes KILN_OR_(-1));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_layer_norm(...) (kiln_layer_norm)(KILN_HERE, __VA_ARGS__)
#define kiln_rms_norm(...) (kiln_rms_norm)(KILN_HERE, __VA_ARGS__)
#define kiln_batch_norm(...) (kiln_batch_norm)(KILN_HERE, __VA_ARGS__)
#define kiln_instance_norm(...) (kiln_instance_norm)(KILN_HERE, __VA_ARGS__)
#define kiln_group_norm(...) (kiln_group_norm)(KILN_HERE, __VA_ARGS__)
#define kiln_normalize(...) (kiln_normalize)(KILN_HERE, __VA_ARGS__)
#define kiln_scaled_dot_product_attention(...) (kiln_scaled_dot_product_attention)(KILN_HERE, __VA_ARGS__)
#define kiln_embedding(...) (kiln_embedding)(KILN_HERE, __VA_ARGS__)
#define kiln_one_hot(...) (kiln_one_hot)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_layer_norm(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_layer_norm_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_58_(kiln_layer_norm_refused_), kiln_layer_norm_5_, kiln_layer_norm_4_, kiln_layer_norm_3_, kiln_layer_norm_2_, kiln_layer_norm_refused_, \
    ~))(__VA_ARGS__)
#define kiln_layer_norm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_layer_norm(input, normalized_shape[, weight, bias, eps])")
#define kiln_layer_norm_2_(input, normalized_shape) (kiln_layer_norm)(KILN_HERE, input, normalized_shape, NULL, NULL, 1e-5)
#define kiln_layer_norm_3_(input, normalized_shape, weight) (kiln_layer_norm)(KILN_HERE, input, normalized_shape, weight, NULL, 1e-5)
#define kiln_layer_norm_4_(input, normalized_shape, weight, bias) (kiln_layer_norm)(KILN_HERE, input, normalized_shape, weight, bias, 1e-5)
#define kiln_layer_norm_5_(input, normalized_shape, weight, bias, eps) (kiln_layer_norm)(KILN_HERE, input, normalized_shape, weight, bias, eps)
struct kiln_layer_norm_arguments_ { kiln_shape normalized_shape; kiln_tensor *weight; kiln_tensor *bias; double eps; int too_many[]; };
    /* kiln_layer_norm(input, normalized_shape[, weight, bias, eps]) */
static inline kiln_tensor *kiln_layer_norm_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_layer_norm_arguments_ *a) {
    return (kiln_layer_norm)(at, input, a->normalized_shape, given > 2 ? a->weight : NULL, given > 3 ? a->bias : NULL, given > 4 ? a->eps : 1e-5);
}
#define kiln_layer_norm_given_(input, ...) kiln_layer_norm_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_layer_norm_arguments_){.normalized_shape = __VA_ARGS__}) /* kiln_layer_norm(input, normalized_shape[, weight, bias, eps]) */
#define kiln_rms_norm(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_rms_norm_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_rms_norm_refused_), kiln_rms_norm_4_, kiln_rms_norm_3_, kiln_rms_norm_2_, kiln_rms_norm_refused_, ~))(__VA_ARGS__)
#define kiln_rms_norm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_rms_norm(input, normalized_shape[, weight, eps])")
#define kiln_rms_norm_2_(input, normalized_shape) (kiln_rms_norm)(KILN_HERE, input, normalized_shape, NULL, KILN_NO_VALUE)
#define kiln_rms_norm_3_(input, normalized_shape, weight) (kiln_rms_norm)(KILN_HERE, input, normalized_shape, weight, KILN_NO_VALUE)
#define kiln_rms_norm_4_(input, normalized_shape, weight, eps) (kiln_rms_norm)(KILN_HERE, input, normalized_shape, weight, KILN_V(eps))
struct kiln_rms_norm_arguments_ { kiln_shape normalized_shape; kiln_tensor *weight; long double eps; int too_many[]; };
    /* kiln_rms_norm(input, normalized_shape[, weight, eps]) */
static inline kiln_tensor *kiln_rms_norm_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_rms_norm_arguments_ *a) {
    return (kiln_rms_norm)(at, input, a->normalized_shape, given > 2 ? a->weight : NULL, given > 3 ? kiln_v_given_(a->eps, KILN_IS_NONE) :
    KILN_NO_VALUE);
}
#define kiln_rms_norm_given_(input, ...) kiln_rms_norm_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_rms_norm_arguments_){.normalized_shape = __VA_ARGS__}) /* kiln_rms_norm(input, normalized_shape[, weight, eps]) */
#define kiln_batch_norm(...) KILN_SELECT_(__VA_ARGS__, KILN_55_(kiln_batch_norm_refused_), kiln_batch_norm_8_, kiln_batch_norm_7_, \
    kiln_batch_norm_6_, kiln_batch_norm_5_, kiln_batch_norm_4_, kiln_batch_norm_3_, kiln_batch_norm_refused_, kiln_batch_norm_refused_, \
    ~)(__VA_ARGS__)
#define kiln_batch_norm_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_batch_norm(input, running_mean, running_var[, weight, bias, training, momentum, eps])")
#define kiln_batch_norm_3_(input, running_mean, running_var) (kiln_batch_norm)(KILN_HERE, input, running_mean, running_var, NULL, NULL, false, 0.1, \
    1e-5)
#define kiln_batch_norm_4_(input, running_mean, running_var, weight) (kiln_batch_norm)(KILN_HERE, input, running_mean, running_var, weight, NULL, \
    false, 0.1, 1e-5)
#define kiln_batch_norm_5_(input, running_mean, running_var, weight, bias) (kiln_batch_norm)(KILN_HERE, input, running_mean, running_var, weight, \
    bias, false, 0.1, 1e-5)
#define kiln_batch_norm_6_(input, running_mean, running_var, weight, bias, training) (kiln_batch_norm)(KILN_HERE, input, running_mean, running_var, \
    weight, bias, training, 0.1, 1e-5)
#define kiln_batch_norm_7_(input, running_mean, running_var, weight, bias, training, momentum) (kiln_batch_norm)(KILN_HERE, input, running_mean, \
    running_var, weight, bias, training, momentum, 1e-5)
#define kiln_batch_norm_8_(input, running_mean, running_var, weight, bias, training, momentum, eps) (kiln_batch_norm)(KILN_HERE, input, \
    running_mean, running_var, weight, bias, training, momentum, eps)
#define kiln_instance_norm(...) KILN_SELECT_(__VA_ARGS__, KILN_55_(kiln_instance_norm_refused_), kiln_instance_norm_8_, kiln_instance_norm_7_, \
    kiln_instance_norm_6_, kiln_instance_norm_5_, kiln_instance_norm_4_, kiln_instance_norm_3_, kiln_instance_norm_2_, \
    KILN_SOME_(kiln_instance_norm_1_, kiln_instance_norm_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_instance_norm_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_instance_norm(input[, running_mean, running_var, weight, bias, use_input_stats, momentum, eps])")
#define kiln_instance_norm_1_(input) (kiln_instance_norm)(KILN_HERE, input, NULL, NULL, NULL, NULL, true, 0.1, 1e-5)
#define kiln_instance_norm_2_(input, running_mean) (kiln_instance_norm)(KILN_HERE, input, running_mean, NULL, NULL, NULL, true, 0.1, 1e-5)
#define kiln_instance_norm_3_(input, running_mean, running_var) (kiln_instance_norm)(KILN_HERE, input, running_mean, running_var, NULL, NULL, true, \
    0.1, 1e-5)
#define kiln_instance_norm_4_(input, running_mean, running_var, weight) (kiln_instance_norm)(KILN_HERE, input, running_mean, running_var, weight, \
    NULL, true, 0.1, 1e-5)
#define kiln_instance_norm_5_(input, running_mean, running_var, weight, bias) (kiln_instance_norm)(KILN_HERE, input, running_mean, running_var, \
    weight, bias, true, 0.1, 1e-5)
#define kiln_instance_norm_6_(input, running_mean, running_var, weight, bias, use_input_stats) (kiln_instance_norm)(KILN_HERE, input, running_mean, \
    running_var, weight, bias, use_input_stats, 0.1, 1e-5)
#define kiln_instance_norm_7_(input, running_mean, running_var, weight, bias, use_input_stats, momentum) (kiln_instance_norm)(KILN_HERE, input, \
    running_mean, running_var, weight, bias, use_input_stats, momentum, 1e-5)
#define kiln_instance_norm_8_(input, running_mean, running_var, weight, bias, use_input_stats, momentum, eps) (kiln_instance_norm)(KILN_HERE, input, \
    running_mean, running_var, weight, bias, use_input_stats, momentum, eps)
#define kiln_group_norm(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_group_norm_refused_), kiln_group_norm_5_, kiln_group_norm_4_, \
    kiln_group_norm_3_, kiln_group_norm_2_, kiln_group_norm_refused_, ~)(__VA_ARGS__)
#define kiln_group_norm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_group_norm(input, num_groups[, weight, bias, eps])")
#define kiln_group_norm_2_(input, num_groups) (kiln_group_norm)(KILN_HERE, input, num_groups, NULL, NULL, 1e-5)
#define kiln_group_norm_3_(input, num_groups, weight) (kiln_group_norm)(KILN_HERE, input, num_groups, weight, NULL, 1e-5)
#define kiln_group_norm_4_(input, num_groups, weight, bias) (kiln_group_norm)(KILN_HERE, input, num_groups, weight, bias, 1e-5)
#define kiln_group_norm_5_(input, num_groups, weight, bias, eps) (kiln_group_norm)(KILN_HERE, input, num_groups, weight, bias, eps)
#define kiln_normalize(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_normalize_refused_), kiln_normalize_4_, kiln_normalize_3_, kiln_normalize_2_, \
    KILN_SOME_(kiln_normalize_1_, kiln_normalize_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_normalize_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_normalize(input[, p, dim, eps])")
#define kiln_normalize_1_(input) (kiln_normalize)(KILN_HERE, input, 2.0, 1, 1e-12)
#define kiln_normalize_2_(input, p) (kiln_normalize)(KILN_HERE, input, p, 1, 1e-12)
#define kiln_normalize_3_(input, p, dim) (kiln_normalize)(KILN_HERE, input, p, dim, 1e-12)
#define kiln_normalize_4_(input, p, dim, eps) (kiln_normalize)(KILN_HERE, input, p, dim, eps)
#define kiln_scaled_dot_product_attention(...) KILN_SELECT_(__VA_ARGS__, KILN_55_(kiln_scaled_dot_product_attention_refused_), \
    kiln_scaled_dot_product_attention_8_, kiln_scaled_dot_product_attention_7_, kiln_scaled_dot_product_attention_6_, \
    kiln_scaled_dot_product_attention_5_, kiln_scaled_dot_product_attention_4_, kiln_scaled_dot_product_attention_3_, \
    kiln_scaled_dot_product_attention_refused_, kiln_scaled_dot_product_attention_refused_, ~)(__VA_ARGS__)
#define kiln_scaled_dot_product_attention_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_scaled_dot_product_attention(query, key, value[, attn_mask, dropout_p, is_causal, scale, enable_gqa])")
#define kiln_scaled_dot_product_attention_3_(query, key, value) (kiln_scaled_dot_product_attention)(KILN_HERE, query, key, value, NULL, 0.0, false, \
    KILN_NO_VALUE, false)
#define kiln_scaled_dot_product_attention_4_(query, key, value, attn_mask) (kiln_scaled_dot_product_attention)(KILN_HERE, query, key, value, \
    attn_mask, 0.0, false, KILN_NO_VALUE, false)
#define kiln_scaled_dot_product_attention_5_(query, key, value, attn_mask, dropout_p) (kiln_scaled_dot_product_attention)(KILN_HERE, query, key, \
    value, attn_mask, dropout_p, false, KILN_NO_VALUE, false)
#define kiln_scaled_dot_product_attention_6_(query, key, value, attn_mask, dropout_p, is_causal) (kiln_scaled_dot_product_attention)(KILN_HERE, \
    query, key, value, attn_mask, dropout_p, is_causal, KILN_NO_VALUE, false)
#define kiln_scaled_dot_product_attention_7_(query, key, value, attn_mask, dropout_p, is_causal, scale) \
    (kiln_scaled_dot_product_attention)(KILN_HERE, query, key, value, attn_mask, dropout_p, is_causal, KILN_V(scale), false)
#define kiln_scaled_dot_product_attention_8_(query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa) \
    (kiln_scaled_dot_product_attention)(KILN_HERE, query, key, value, attn_mask, dropout_p, is_causal, KILN_V(scale), enable_gqa)
#define kiln_embedding(...) KILN_SELECT_(__VA_ARGS__, KILN_56_(kiln_embedding_refused_), kiln_embedding_7_, kiln_embedding_6_, kiln_embedding_5_, \
    kiln_embedding_4_, kiln_embedding_3_, kiln_embedding_2_, kiln_embedding_refused_, ~)(__VA_ARGS__)
#define kiln_embedding_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_embedding(input, weight[, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse])")
#define kiln_embedding_2_(input, weight) (kiln_embedding)(KILN_HERE, input, weight, KILN_NO_INT, KILN_NO_VALUE, 2.0, false, false)
#define kiln_embedding_3_(input, weight, padding_idx) (kiln_embedding)(KILN_HERE, input, weight, padding_idx, KILN_NO_VALUE, 2.0, false, false)
#define kiln_embedding_4_(input, weight, padding_idx, max_norm) (kiln_embedding)(KILN_HERE, input, weight, padding_idx, KILN_V(max_norm), 2.0, \
    false, false)
#define kiln_embedding_5_(input, weight, padding_idx, max_norm, norm_type) (kiln_embedding)(KILN_HERE, input, weight, padding_idx, KILN_V(max_norm), \
    norm_type, false, false)
#define kiln_embedding_6_(input, weight, padding_idx, max_norm, norm_type, scale_grad_by_freq) (kiln_embedding)(KILN_HERE, input, weight, \
    padding_idx, KILN_V(max_norm), norm_type, scale_grad_by_freq, false)
#define kiln_embedding_7_(input, weight, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse) (kiln_embedding)(KILN_HERE, input, weight, \
    padding_idx, KILN_V(max_norm), norm_type, scale_grad_by_freq, sparse)
#define kiln_one_hot(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_one_hot_refused_), kiln_one_hot_2_, KILN_SOME_(kiln_one_hot_1_, \
    kiln_one_hot_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_one_hot_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_one_hot(input[, num_classes])")
#define kiln_one_hot_1_(input) (kiln_one_hot)(KILN_HERE, input, -1)
#define kiln_one_hot_2_(input, num_classes) (kiln_one_hot)(KILN_HERE, input, num_classes)
#endif

#ifdef __cplusplus
}
#endif
#endif
