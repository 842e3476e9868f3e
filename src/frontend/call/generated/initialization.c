/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/initialization.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/initialization.h"

static const fe_param p_init_uniform_[] = {
    {"input", FE_TENSOR, 0}, {"a", FE_FLOAT, FE_OPTIONAL}, {"b", FE_FLOAT, FE_OPTIONAL}};
static void c_init_uniform_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_uniform_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0.0), fe_as_float(a + 2, 1.0)));
}
const fe_function fe_function_init_uniform_ = {"nn.init.uniform_", "nn.init.uniform_(Tensor input, float a=0.0, float b=1.0) -> Tensor", p_init_uniform_, 3, c_init_uniform_};

static const fe_param p_init_normal_[] = {
    {"input", FE_TENSOR, 0}, {"mean", FE_FLOAT, FE_OPTIONAL}, {"std", FE_FLOAT, FE_OPTIONAL}};
static void c_init_normal_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_normal_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0.0), fe_as_float(a + 2, 1.0)));
}
const fe_function fe_function_init_normal_ = {"nn.init.normal_", "nn.init.normal_(Tensor input, float mean=0.0, float std=1.0) -> Tensor", p_init_normal_, 3, c_init_normal_};

static const fe_param p_init_trunc_normal_[] = {
    {"input", FE_TENSOR, 0}, {"mean", FE_FLOAT, FE_OPTIONAL}, {"std", FE_FLOAT, FE_OPTIONAL}, {"a", FE_FLOAT, FE_OPTIONAL}, {"b", FE_FLOAT, FE_OPTIONAL}};
static void c_init_trunc_normal_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_trunc_normal_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0.0), fe_as_float(a + 2, 1.0), fe_as_float(a + 3, -2.0), fe_as_float(a + 4, 2.0)));
}
const fe_function fe_function_init_trunc_normal_ = {"nn.init.trunc_normal_", "nn.init.trunc_normal_(Tensor input, float mean=0.0, float std=1.0, float a=-2.0, float b=2.0) -> Tensor", p_init_trunc_normal_, 5, c_init_trunc_normal_};

static const fe_param p_init_xavier_uniform_[] = {
    {"input", FE_TENSOR, 0}, {"gain", FE_FLOAT, FE_OPTIONAL}};
static void c_init_xavier_uniform_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_xavier_uniform_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 1.0)));
}
const fe_function fe_function_init_xavier_uniform_ = {"nn.init.xavier_uniform_", "nn.init.xavier_uniform_(Tensor input, float gain=1.0) -> Tensor", p_init_xavier_uniform_, 2, c_init_xavier_uniform_};

static const fe_param p_init_xavier_normal_[] = {
    {"input", FE_TENSOR, 0}, {"gain", FE_FLOAT, FE_OPTIONAL}};
static void c_init_xavier_normal_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_xavier_normal_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 1.0)));
}
const fe_function fe_function_init_xavier_normal_ = {"nn.init.xavier_normal_", "nn.init.xavier_normal_(Tensor input, float gain=1.0) -> Tensor", p_init_xavier_normal_, 2, c_init_xavier_normal_};

static const fe_param p_init_kaiming_uniform_[] = {
    {"input", FE_TENSOR, 0}, {"a", FE_FLOAT, FE_OPTIONAL}, {"mode", FE_STR, FE_OPTIONAL}, {"nonlinearity", FE_STR, FE_OPTIONAL}};
static void c_init_kaiming_uniform_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_kaiming_uniform_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0.0), fe_as_str(a + 2, "fan_in"), fe_as_str(a + 3, "leaky_relu")));
}
const fe_function fe_function_init_kaiming_uniform_ = {"nn.init.kaiming_uniform_", "nn.init.kaiming_uniform_(Tensor input, float a=0.0, str mode='fan_in', str nonlinearity='leaky_relu') -> Tensor", p_init_kaiming_uniform_, 4, c_init_kaiming_uniform_};

static const fe_param p_init_kaiming_normal_[] = {
    {"input", FE_TENSOR, 0}, {"a", FE_FLOAT, FE_OPTIONAL}, {"mode", FE_STR, FE_OPTIONAL}, {"nonlinearity", FE_STR, FE_OPTIONAL}};
static void c_init_kaiming_normal_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_kaiming_normal_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0.0), fe_as_str(a + 2, "fan_in"), fe_as_str(a + 3, "leaky_relu")));
}
const fe_function fe_function_init_kaiming_normal_ = {"nn.init.kaiming_normal_", "nn.init.kaiming_normal_(Tensor input, float a=0.0, str mode='fan_in', str nonlinearity='leaky_relu') -> Tensor", p_init_kaiming_normal_, 4, c_init_kaiming_normal_};

static const fe_param p_init_orthogonal_[] = {
    {"input", FE_TENSOR, 0}, {"gain", FE_FLOAT, FE_OPTIONAL}};
static void c_init_orthogonal_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_orthogonal_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 1.0)));
}
const fe_function fe_function_init_orthogonal_ = {"nn.init.orthogonal_", "nn.init.orthogonal_(Tensor input, float gain=1.0) -> Tensor", p_init_orthogonal_, 2, c_init_orthogonal_};

static const fe_param p_init_eye_[] = {
    {"input", FE_TENSOR, 0}};
static void c_init_eye_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_eye_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_init_eye_ = {"nn.init.eye_", "nn.init.eye_(Tensor input) -> Tensor", p_init_eye_, 1, c_init_eye_};

static const fe_param p_init_constant_[] = {
    {"input", FE_TENSOR, 0}, {"val", FE_SCALAR, 0}};
static void c_init_constant_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_constant_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_init_constant_ = {"nn.init.constant_", "nn.init.constant_(Tensor input, Scalar val) -> Tensor", p_init_constant_, 2, c_init_constant_};

static const fe_param p_init_zeros_[] = {
    {"input", FE_TENSOR, 0}};
static void c_init_zeros_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_zeros_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_init_zeros_ = {"nn.init.zeros_", "nn.init.zeros_(Tensor input) -> Tensor", p_init_zeros_, 1, c_init_zeros_};

static const fe_param p_init_ones_[] = {
    {"input", FE_TENSOR, 0}};
static void c_init_ones_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_init_ones_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_init_ones_ = {"nn.init.ones_", "nn.init.ones_(Tensor input) -> Tensor", p_init_ones_, 1, c_init_ones_};
