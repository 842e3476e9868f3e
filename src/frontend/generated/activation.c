/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/signatures/activation.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/by_name.h"
#include "kiln/activation.h"

kiln_tensor *(kiln_relu_)(kiln_site at, kiln_tensor *input) {
    return fe_write_back(at, "relu_", input, (kiln_relu)(at, input));
}

kiln_tensor *(kiln_sigmoid_)(kiln_site at, kiln_tensor *input) {
    return fe_write_back(at, "sigmoid_", input, (kiln_sigmoid)(at, input));
}

static const fe_param p_relu[] = {
    {"input", FE_TENSOR, 0}};
static void c_relu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_relu)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_relu = {"nn.functional.relu", "nn.functional.relu(Tensor input) -> Tensor", p_relu, 1, c_relu};

static const fe_param p_relu_[] = {
    {"input", FE_TENSOR, 0}};
static void c_relu_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_relu_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_relu_ = {"nn.functional.relu_", "nn.functional.relu_(Tensor input) -> Tensor", p_relu_, 1, c_relu_};

static const fe_param p_sigmoid[] = {
    {"input", FE_TENSOR, 0}};
static void c_sigmoid(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sigmoid)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sigmoid = {"sigmoid", "sigmoid(Tensor input) -> Tensor", p_sigmoid, 1, c_sigmoid};

static const fe_param p_sigmoid_[] = {
    {"input", FE_TENSOR, 0}};
static void c_sigmoid_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sigmoid_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sigmoid_ = {"sigmoid_", "sigmoid_(Tensor input) -> Tensor", p_sigmoid_, 1, c_sigmoid_};

static const fe_param p_silu[] = {
    {"input", FE_TENSOR, 0}};
static void c_silu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_silu)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_silu = {"nn.functional.silu", "nn.functional.silu(Tensor input) -> Tensor", p_silu, 1, c_silu};

static const fe_param p_softplus[] = {
    {"input", FE_TENSOR, 0}};
static void c_softplus(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_softplus)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_softplus = {"nn.functional.softplus", "nn.functional.softplus(Tensor input) -> Tensor", p_softplus, 1, c_softplus};

static const fe_param p_gelu[] = {
    {"input", FE_TENSOR, 0}, {"approximate", FE_STR, FE_OPTIONAL | FE_KEYWORD}};
static void c_gelu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_gelu)(at, fe_as_tensor(a + 0, NULL), fe_as_str(a + 1, "none")));
}
const fe_function fe_function_gelu = {"nn.functional.gelu", "nn.functional.gelu(Tensor input, *, str approximate='none') -> Tensor", p_gelu, 2, c_gelu};

static const fe_param p_softmax[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}};
static void c_softmax(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_softmax)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_softmax = {"softmax", "softmax(Tensor input, dim dim) -> Tensor", p_softmax, 2, c_softmax};

static const fe_param p_log_softmax[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}};
static void c_log_softmax(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_log_softmax)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_log_softmax = {"log_softmax", "log_softmax(Tensor input, dim dim) -> Tensor", p_log_softmax, 2, c_log_softmax};

static const fe_param p_logsumexp[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_logsumexp(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logsumexp)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_logsumexp = {"logsumexp", "logsumexp(Tensor input, dim dim, bool keepdim=False) -> Tensor", p_logsumexp, 3, c_logsumexp};
