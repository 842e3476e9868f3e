/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/activation.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/activation.h"

kiln_tensor *(kiln_relu_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "relu_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "relu_", input, (kiln_relu)(at, input, false));
}

kiln_tensor *(kiln_hardtanh_)(kiln_site at, kiln_tensor *input, double min_val, double max_val) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "hardtanh_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "hardtanh_", input, (kiln_hardtanh)(at, input, min_val, max_val, false));
}

kiln_tensor *(kiln_threshold_)(kiln_site at, kiln_tensor *input, double threshold, double value) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "threshold_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "threshold_", input, (kiln_threshold)(at, input, threshold, value, false));
}

kiln_tensor *(kiln_leaky_relu_)(kiln_site at, kiln_tensor *input, double negative_slope) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "leaky_relu_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "leaky_relu_", input, (kiln_leaky_relu)(at, input, negative_slope, false));
}

kiln_tensor *(kiln_elu_)(kiln_site at, kiln_tensor *input, double alpha) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "elu_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "elu_", input, (kiln_elu)(at, input, alpha, false));
}

kiln_tensor *(kiln_celu_)(kiln_site at, kiln_tensor *input, double alpha) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "celu_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "celu_", input, (kiln_celu)(at, input, alpha, false));
}

kiln_tensor *(kiln_selu_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "selu_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "selu_", input, (kiln_selu)(at, input, false));
}

kiln_tensor *(kiln_sigmoid_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "sigmoid_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sigmoid_", input, (kiln_sigmoid)(at, input));
}

static const fe_param p_relu[] = {
    {"input", FE_TENSOR, 0}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_relu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_relu)(at, fe_as_tensor(a + 0, NULL), fe_as_bool(a + 1, false)));
}
const fe_function fe_function_relu = {"nn.functional.relu", "nn.functional.relu(Tensor input, bool inplace=False) -> Tensor", p_relu, 2, c_relu};

static const fe_param p_relu_[] = {
    {"input", FE_TENSOR, 0}};
static void c_relu_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_relu_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_relu_ = {"nn.functional.relu_", "nn.functional.relu_(Tensor input) -> Tensor", p_relu_, 1, c_relu_};

static const fe_param p_relu6[] = {
    {"input", FE_TENSOR, 0}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_relu6(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_relu6)(at, fe_as_tensor(a + 0, NULL), fe_as_bool(a + 1, false)));
}
const fe_function fe_function_relu6 = {"nn.functional.relu6", "nn.functional.relu6(Tensor input, bool inplace=False) -> Tensor", p_relu6, 2, c_relu6};

static const fe_param p_hardtanh[] = {
    {"input", FE_TENSOR, 0}, {"min_val", FE_FLOAT, FE_OPTIONAL}, {"max_val", FE_FLOAT, FE_OPTIONAL}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_hardtanh(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_hardtanh)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, -1.0), fe_as_float(a + 2, 1.0), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_hardtanh = {"nn.functional.hardtanh", "nn.functional.hardtanh(Tensor input, float min_val=-1.0, float max_val=1.0, bool inplace=False) -> Tensor", p_hardtanh, 4, c_hardtanh};

static const fe_param p_hardtanh_[] = {
    {"input", FE_TENSOR, 0}, {"min_val", FE_FLOAT, FE_OPTIONAL}, {"max_val", FE_FLOAT, FE_OPTIONAL}};
static void c_hardtanh_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_hardtanh_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, -1.0), fe_as_float(a + 2, 1.0)));
}
const fe_function fe_function_hardtanh_ = {"nn.functional.hardtanh_", "nn.functional.hardtanh_(Tensor input, float min_val=-1.0, float max_val=1.0) -> Tensor", p_hardtanh_, 3, c_hardtanh_};

static const fe_param p_threshold[] = {
    {"input", FE_TENSOR, 0}, {"threshold", FE_FLOAT, 0}, {"value", FE_FLOAT, 0}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_threshold(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_threshold)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0), fe_as_float(a + 2, 0), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_threshold = {"nn.functional.threshold", "nn.functional.threshold(Tensor input, float threshold, float value, bool inplace=False) -> Tensor", p_threshold, 4, c_threshold};

static const fe_param p_threshold_[] = {
    {"input", FE_TENSOR, 0}, {"threshold", FE_FLOAT, 0}, {"value", FE_FLOAT, 0}};
static void c_threshold_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_threshold_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0), fe_as_float(a + 2, 0)));
}
const fe_function fe_function_threshold_ = {"nn.functional.threshold_", "nn.functional.threshold_(Tensor input, float threshold, float value) -> Tensor", p_threshold_, 3, c_threshold_};

static const fe_param p_leaky_relu[] = {
    {"input", FE_TENSOR, 0}, {"negative_slope", FE_FLOAT, FE_OPTIONAL}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_leaky_relu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_leaky_relu)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0.01), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_leaky_relu = {"nn.functional.leaky_relu", "nn.functional.leaky_relu(Tensor input, float negative_slope=0.01, bool inplace=False) -> Tensor", p_leaky_relu, 3, c_leaky_relu};

static const fe_param p_leaky_relu_[] = {
    {"input", FE_TENSOR, 0}, {"negative_slope", FE_FLOAT, FE_OPTIONAL}};
static void c_leaky_relu_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_leaky_relu_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0.01)));
}
const fe_function fe_function_leaky_relu_ = {"nn.functional.leaky_relu_", "nn.functional.leaky_relu_(Tensor input, float negative_slope=0.01) -> Tensor", p_leaky_relu_, 2, c_leaky_relu_};

static const fe_param p_prelu[] = {
    {"input", FE_TENSOR, 0}, {"weight", FE_TENSOR, 0}};
static void c_prelu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_prelu)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_prelu = {"nn.functional.prelu", "nn.functional.prelu(Tensor input, Tensor weight) -> Tensor", p_prelu, 2, c_prelu};

static const fe_param p_elu[] = {
    {"input", FE_TENSOR, 0}, {"alpha", FE_FLOAT, FE_OPTIONAL}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_elu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_elu)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 1.0), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_elu = {"nn.functional.elu", "nn.functional.elu(Tensor input, float alpha=1.0, bool inplace=False) -> Tensor", p_elu, 3, c_elu};

static const fe_param p_elu_[] = {
    {"input", FE_TENSOR, 0}, {"alpha", FE_FLOAT, FE_OPTIONAL}};
static void c_elu_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_elu_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 1.0)));
}
const fe_function fe_function_elu_ = {"nn.functional.elu_", "nn.functional.elu_(Tensor input, float alpha=1.0) -> Tensor", p_elu_, 2, c_elu_};

static const fe_param p_celu[] = {
    {"input", FE_TENSOR, 0}, {"alpha", FE_FLOAT, FE_OPTIONAL}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_celu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_celu)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 1.0), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_celu = {"nn.functional.celu", "nn.functional.celu(Tensor input, float alpha=1.0, bool inplace=False) -> Tensor", p_celu, 3, c_celu};

static const fe_param p_celu_[] = {
    {"input", FE_TENSOR, 0}, {"alpha", FE_FLOAT, FE_OPTIONAL}};
static void c_celu_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_celu_)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 1.0)));
}
const fe_function fe_function_celu_ = {"nn.functional.celu_", "nn.functional.celu_(Tensor input, float alpha=1.0) -> Tensor", p_celu_, 2, c_celu_};

static const fe_param p_selu[] = {
    {"input", FE_TENSOR, 0}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_selu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_selu)(at, fe_as_tensor(a + 0, NULL), fe_as_bool(a + 1, false)));
}
const fe_function fe_function_selu = {"nn.functional.selu", "nn.functional.selu(Tensor input, bool inplace=False) -> Tensor", p_selu, 2, c_selu};

static const fe_param p_selu_[] = {
    {"input", FE_TENSOR, 0}};
static void c_selu_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_selu_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_selu_ = {"nn.functional.selu_", "nn.functional.selu_(Tensor input) -> Tensor", p_selu_, 1, c_selu_};

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

static const fe_param p_logsigmoid[] = {
    {"input", FE_TENSOR, 0}};
static void c_logsigmoid(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logsigmoid)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_logsigmoid = {"nn.functional.logsigmoid", "nn.functional.logsigmoid(Tensor input) -> Tensor", p_logsigmoid, 1, c_logsigmoid};

static const fe_param p_silu[] = {
    {"input", FE_TENSOR, 0}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_silu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_silu)(at, fe_as_tensor(a + 0, NULL), fe_as_bool(a + 1, false)));
}
const fe_function fe_function_silu = {"nn.functional.silu", "nn.functional.silu(Tensor input, bool inplace=False) -> Tensor", p_silu, 2, c_silu};

static const fe_param p_mish[] = {
    {"input", FE_TENSOR, 0}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_mish(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_mish)(at, fe_as_tensor(a + 0, NULL), fe_as_bool(a + 1, false)));
}
const fe_function fe_function_mish = {"nn.functional.mish", "nn.functional.mish(Tensor input, bool inplace=False) -> Tensor", p_mish, 2, c_mish};

static const fe_param p_softplus[] = {
    {"input", FE_TENSOR, 0}, {"beta", FE_FLOAT, FE_OPTIONAL}, {"threshold", FE_FLOAT, FE_OPTIONAL}};
static void c_softplus(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_softplus)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 1), fe_as_float(a + 2, 20)));
}
const fe_function fe_function_softplus = {"nn.functional.softplus", "nn.functional.softplus(Tensor input, float beta=1, float threshold=20) -> Tensor", p_softplus, 3, c_softplus};

static const fe_param p_gelu[] = {
    {"input", FE_TENSOR, 0}, {"approximate", FE_STR, FE_OPTIONAL | FE_KEYWORD}};
static void c_gelu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_gelu)(at, fe_as_tensor(a + 0, NULL), fe_as_str(a + 1, "none")));
}
const fe_function fe_function_gelu = {"nn.functional.gelu", "nn.functional.gelu(Tensor input, *, str approximate='none') -> Tensor", p_gelu, 2, c_gelu};

static const fe_param p_hardsigmoid[] = {
    {"input", FE_TENSOR, 0}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_hardsigmoid(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_hardsigmoid)(at, fe_as_tensor(a + 0, NULL), fe_as_bool(a + 1, false)));
}
const fe_function fe_function_hardsigmoid = {"nn.functional.hardsigmoid", "nn.functional.hardsigmoid(Tensor input, bool inplace=False) -> Tensor", p_hardsigmoid, 2, c_hardsigmoid};

static const fe_param p_hardswish[] = {
    {"input", FE_TENSOR, 0}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_hardswish(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_hardswish)(at, fe_as_tensor(a + 0, NULL), fe_as_bool(a + 1, false)));
}
const fe_function fe_function_hardswish = {"nn.functional.hardswish", "nn.functional.hardswish(Tensor input, bool inplace=False) -> Tensor", p_hardswish, 2, c_hardswish};

static const fe_param p_hardshrink[] = {
    {"input", FE_TENSOR, 0}, {"lambd", FE_FLOAT, FE_OPTIONAL}};
static void c_hardshrink(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_hardshrink)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0.5)));
}
const fe_function fe_function_hardshrink = {"nn.functional.hardshrink", "nn.functional.hardshrink(Tensor input, float lambd=0.5) -> Tensor", p_hardshrink, 2, c_hardshrink};

static const fe_param p_softshrink[] = {
    {"input", FE_TENSOR, 0}, {"lambd", FE_FLOAT, FE_OPTIONAL}};
static void c_softshrink(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_softshrink)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0.5)));
}
const fe_function fe_function_softshrink = {"nn.functional.softshrink", "nn.functional.softshrink(Tensor input, float lambd=0.5) -> Tensor", p_softshrink, 2, c_softshrink};

static const fe_param p_softsign[] = {
    {"input", FE_TENSOR, 0}};
static void c_softsign(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_softsign)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_softsign = {"nn.functional.softsign", "nn.functional.softsign(Tensor input) -> Tensor", p_softsign, 1, c_softsign};

static const fe_param p_tanhshrink[] = {
    {"input", FE_TENSOR, 0}};
static void c_tanhshrink(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_tanhshrink)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_tanhshrink = {"nn.functional.tanhshrink", "nn.functional.tanhshrink(Tensor input) -> Tensor", p_tanhshrink, 1, c_tanhshrink};

static const fe_param p_glu[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_glu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_glu)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, -1)));
}
const fe_function fe_function_glu = {"nn.functional.glu", "nn.functional.glu(Tensor input, dim dim=-1) -> Tensor", p_glu, 2, c_glu};

static const fe_param p_softmax[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE}};
static void c_softmax(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_softmax)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_dtype(a + 2, KILN_NO_DTYPE)));
}
const fe_function fe_function_softmax = {"softmax", "softmax(Tensor input, dim dim, dtype? dtype=None) -> Tensor", p_softmax, 3, c_softmax};

static const fe_param p_log_softmax[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE}};
static void c_log_softmax(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_log_softmax)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_dtype(a + 2, KILN_NO_DTYPE)));
}
const fe_function fe_function_log_softmax = {"log_softmax", "log_softmax(Tensor input, dim dim, dtype? dtype=None) -> Tensor", p_log_softmax, 3, c_log_softmax};

static const fe_param p_softmin[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_OR_NONE}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_softmin(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_softmin)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, KILN_NO_DIM), fe_as_dtype(a + 2, KILN_NO_DTYPE)));
}
const fe_function fe_function_softmin = {"nn.functional.softmin", "nn.functional.softmin(Tensor input, dim? dim=None, *, dtype? dtype=None) -> Tensor", p_softmin, 3, c_softmin};

static const fe_param p_logsumexp[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, 0}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_logsumexp(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logsumexp)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_NO_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_logsumexp = {"logsumexp", "logsumexp(Tensor input, dim[] dim, bool keepdim=False) -> Tensor", p_logsumexp, 3, c_logsumexp};
