/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/normalization.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/normalization.h"

static const fe_param p_layer_norm[] = {
    {"input", FE_TENSOR, 0}, {"normalized_shape", FE_INTS, 0}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"bias", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"eps", FE_FLOAT, FE_OPTIONAL}};
static void c_layer_norm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_layer_norm)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_float(a + 4, 1e-5)));
}
const fe_function fe_function_layer_norm = {"nn.functional.layer_norm", "nn.functional.layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor", p_layer_norm, 5, c_layer_norm};

static const fe_param p_rms_norm[] = {
    {"input", FE_TENSOR, 0}, {"normalized_shape", FE_INTS, 0}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"eps", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}};
static void c_rms_norm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_rms_norm)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, KILN_NO_VALUE)));
}
const fe_function fe_function_rms_norm = {"nn.functional.rms_norm", "nn.functional.rms_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Scalar? eps=None) -> Tensor", p_rms_norm, 4, c_rms_norm};

static const fe_param p_batch_norm[] = {
    {"input", FE_TENSOR, 0}, {"running_mean", FE_TENSOR, FE_OR_NONE}, {"running_var", FE_TENSOR, FE_OR_NONE}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"bias", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"training", FE_BOOL, FE_OPTIONAL}, {"momentum", FE_FLOAT, FE_OPTIONAL}, {"eps", FE_FLOAT, FE_OPTIONAL}};
static void c_batch_norm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_batch_norm)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_tensor(a + 4, NULL), fe_as_bool(a + 5, false), fe_as_float(a + 6, 0.1), fe_as_float(a + 7, 1e-5)));
}
const fe_function fe_function_batch_norm = {"nn.functional.batch_norm", "nn.functional.batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight=None, Tensor? bias=None, bool training=False, float momentum=0.1, float eps=1e-5) -> Tensor", p_batch_norm, 8, c_batch_norm};

static const fe_param p_instance_norm[] = {
    {"input", FE_TENSOR, 0}, {"running_mean", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"running_var", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"bias", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"use_input_stats", FE_BOOL, FE_OPTIONAL}, {"momentum", FE_FLOAT, FE_OPTIONAL}, {"eps", FE_FLOAT, FE_OPTIONAL}};
static void c_instance_norm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_instance_norm)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_tensor(a + 4, NULL), fe_as_bool(a + 5, true), fe_as_float(a + 6, 0.1), fe_as_float(a + 7, 1e-5)));
}
const fe_function fe_function_instance_norm = {"nn.functional.instance_norm", "nn.functional.instance_norm(Tensor input, Tensor? running_mean=None, Tensor? running_var=None, Tensor? weight=None, Tensor? bias=None, bool use_input_stats=True, float momentum=0.1, float eps=1e-5) -> Tensor", p_instance_norm, 8, c_instance_norm};

static const fe_param p_group_norm[] = {
    {"input", FE_TENSOR, 0}, {"num_groups", FE_INT, 0}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"bias", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"eps", FE_FLOAT, FE_OPTIONAL}};
static void c_group_norm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_group_norm)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_float(a + 4, 1e-5)));
}
const fe_function fe_function_group_norm = {"nn.functional.group_norm", "nn.functional.group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor", p_group_norm, 5, c_group_norm};

static const fe_param p_normalize[] = {
    {"input", FE_TENSOR, 0}, {"p", FE_FLOAT, FE_OPTIONAL}, {"dim", FE_DIM, FE_OPTIONAL}, {"eps", FE_FLOAT, FE_OPTIONAL}};
static void c_normalize(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_normalize)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 2.0), fe_as_dim(a + 2, 1), fe_as_float(a + 3, 1e-12)));
}
const fe_function fe_function_normalize = {"nn.functional.normalize", "nn.functional.normalize(Tensor input, float p=2.0, dim dim=1, float eps=1e-12) -> Tensor", p_normalize, 4, c_normalize};

static const fe_param p_scaled_dot_product_attention[] = {
    {"query", FE_TENSOR, 0}, {"key", FE_TENSOR, 0}, {"value", FE_TENSOR, 0}, {"attn_mask", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"dropout_p", FE_FLOAT, FE_OPTIONAL}, {"is_causal", FE_BOOL, FE_OPTIONAL}, {"scale", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"enable_gqa", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_scaled_dot_product_attention(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scaled_dot_product_attention)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_float(a + 4, 0.0), fe_as_bool(a + 5, false), fe_as_value(a + 6, KILN_NO_VALUE), fe_as_bool(a + 7, false)));
}
const fe_function fe_function_scaled_dot_product_attention = {"nn.functional.scaled_dot_product_attention", "nn.functional.scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0.0, bool is_causal=False, *, Scalar? scale=None, bool enable_gqa=False) -> Tensor", p_scaled_dot_product_attention, 8, c_scaled_dot_product_attention};

static const fe_param p_embedding[] = {
    {"input", FE_TENSOR, 0}, {"weight", FE_TENSOR, 0}, {"padding_idx", FE_INT, FE_OPTIONAL | FE_OR_NONE}, {"max_norm", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}, {"norm_type", FE_FLOAT, FE_OPTIONAL}, {"scale_grad_by_freq", FE_BOOL, FE_OPTIONAL}, {"sparse", FE_BOOL, FE_OPTIONAL}};
static void c_embedding(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_embedding)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_int(a + 2, KILN_NO_INT), fe_as_value(a + 3, KILN_NO_VALUE), fe_as_float(a + 4, 2.0), fe_as_bool(a + 5, false), fe_as_bool(a + 6, false)));
}
const fe_function fe_function_embedding = {"nn.functional.embedding", "nn.functional.embedding(Tensor input, Tensor weight, int? padding_idx=None, Scalar? max_norm=None, float norm_type=2.0, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor", p_embedding, 7, c_embedding};

static const fe_param p_one_hot[] = {
    {"input", FE_TENSOR, 0}, {"num_classes", FE_INT, FE_OPTIONAL}};
static void c_one_hot(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_one_hot)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, -1)));
}
const fe_function fe_function_one_hot = {"nn.functional.one_hot", "nn.functional.one_hot(Tensor input, int num_classes=-1) -> Tensor", p_one_hot, 2, c_one_hot};
