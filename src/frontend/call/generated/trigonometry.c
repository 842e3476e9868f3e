/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/trigonometry.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/trigonometry.h"

kiln_tensor *(kiln_sin_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "sin_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sin_", input, (kiln_sin)(at, input));
}

kiln_tensor *(kiln_cos_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "cos_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "cos_", input, (kiln_cos)(at, input));
}

kiln_tensor *(kiln_tan_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "tan_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "tan_", input, (kiln_tan)(at, input));
}

kiln_tensor *(kiln_asin_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "asin_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "asin_", input, (kiln_asin)(at, input));
}

kiln_tensor *(kiln_acos_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "acos_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "acos_", input, (kiln_acos)(at, input));
}

kiln_tensor *(kiln_atan_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "atan_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "atan_", input, (kiln_atan)(at, input));
}

kiln_tensor *(kiln_atan2_)(kiln_site at, kiln_tensor *input, kiln_tensor *other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(other)};
    if (fe_write_begin(at, "atan2_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "atan2_", input, (kiln_atan2)(at, input, other));
}

kiln_tensor *(kiln_sinh_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "sinh_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sinh_", input, (kiln_sinh)(at, input));
}

kiln_tensor *(kiln_cosh_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "cosh_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "cosh_", input, (kiln_cosh)(at, input));
}

kiln_tensor *(kiln_tanh_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "tanh_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "tanh_", input, (kiln_tanh)(at, input));
}

kiln_tensor *(kiln_asinh_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "asinh_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "asinh_", input, (kiln_asinh)(at, input));
}

kiln_tensor *(kiln_acosh_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "acosh_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "acosh_", input, (kiln_acosh)(at, input));
}

kiln_tensor *(kiln_atanh_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "atanh_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "atanh_", input, (kiln_atanh)(at, input));
}

kiln_tensor *(kiln_sinc_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "sinc_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sinc_", input, (kiln_sinc)(at, input));
}

kiln_tensor *(kiln_deg2rad_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "deg2rad_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "deg2rad_", input, (kiln_deg2rad)(at, input));
}

kiln_tensor *(kiln_rad2deg_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "rad2deg_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "rad2deg_", input, (kiln_rad2deg)(at, input));
}

static const fe_param p_sin[] = {
    {"input", FE_TENSOR, 0}};
static void c_sin(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sin)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sin = {"sin", "sin(Tensor input) -> Tensor", p_sin, 1, c_sin};

static const fe_param p_sin_[] = {
    {"input", FE_TENSOR, 0}};
static void c_sin_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sin_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sin_ = {"sin_", "sin_(Tensor input) -> Tensor", p_sin_, 1, c_sin_};

static const fe_param p_cos[] = {
    {"input", FE_TENSOR, 0}};
static void c_cos(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cos)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_cos = {"cos", "cos(Tensor input) -> Tensor", p_cos, 1, c_cos};

static const fe_param p_cos_[] = {
    {"input", FE_TENSOR, 0}};
static void c_cos_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cos_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_cos_ = {"cos_", "cos_(Tensor input) -> Tensor", p_cos_, 1, c_cos_};

static const fe_param p_tan[] = {
    {"input", FE_TENSOR, 0}};
static void c_tan(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_tan)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_tan = {"tan", "tan(Tensor input) -> Tensor", p_tan, 1, c_tan};

static const fe_param p_tan_[] = {
    {"input", FE_TENSOR, 0}};
static void c_tan_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_tan_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_tan_ = {"tan_", "tan_(Tensor input) -> Tensor", p_tan_, 1, c_tan_};

static const fe_param p_asin[] = {
    {"input", FE_TENSOR, 0}};
static void c_asin(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_asin)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_asin = {"asin", "asin(Tensor input) -> Tensor", p_asin, 1, c_asin};

static const fe_param p_asin_[] = {
    {"input", FE_TENSOR, 0}};
static void c_asin_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_asin_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_asin_ = {"asin_", "asin_(Tensor input) -> Tensor", p_asin_, 1, c_asin_};

static const fe_param p_acos[] = {
    {"input", FE_TENSOR, 0}};
static void c_acos(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_acos)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_acos = {"acos", "acos(Tensor input) -> Tensor", p_acos, 1, c_acos};

static const fe_param p_acos_[] = {
    {"input", FE_TENSOR, 0}};
static void c_acos_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_acos_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_acos_ = {"acos_", "acos_(Tensor input) -> Tensor", p_acos_, 1, c_acos_};

static const fe_param p_atan[] = {
    {"input", FE_TENSOR, 0}};
static void c_atan(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_atan)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_atan = {"atan", "atan(Tensor input) -> Tensor", p_atan, 1, c_atan};

static const fe_param p_atan_[] = {
    {"input", FE_TENSOR, 0}};
static void c_atan_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_atan_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_atan_ = {"atan_", "atan_(Tensor input) -> Tensor", p_atan_, 1, c_atan_};

static const fe_param p_atan2[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_atan2(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_atan2)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_atan2 = {"atan2", "atan2(Tensor input, Tensor other) -> Tensor", p_atan2, 2, c_atan2};

static const fe_param p_atan2_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_atan2_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_atan2_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_atan2_ = {"atan2_", "atan2_(Tensor input, Tensor other) -> Tensor", p_atan2_, 2, c_atan2_};

static const fe_param p_sinh[] = {
    {"input", FE_TENSOR, 0}};
static void c_sinh(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sinh)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sinh = {"sinh", "sinh(Tensor input) -> Tensor", p_sinh, 1, c_sinh};

static const fe_param p_sinh_[] = {
    {"input", FE_TENSOR, 0}};
static void c_sinh_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sinh_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sinh_ = {"sinh_", "sinh_(Tensor input) -> Tensor", p_sinh_, 1, c_sinh_};

static const fe_param p_cosh[] = {
    {"input", FE_TENSOR, 0}};
static void c_cosh(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cosh)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_cosh = {"cosh", "cosh(Tensor input) -> Tensor", p_cosh, 1, c_cosh};

static const fe_param p_cosh_[] = {
    {"input", FE_TENSOR, 0}};
static void c_cosh_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cosh_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_cosh_ = {"cosh_", "cosh_(Tensor input) -> Tensor", p_cosh_, 1, c_cosh_};

static const fe_param p_tanh[] = {
    {"input", FE_TENSOR, 0}};
static void c_tanh(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_tanh)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_tanh = {"tanh", "tanh(Tensor input) -> Tensor", p_tanh, 1, c_tanh};

static const fe_param p_tanh_[] = {
    {"input", FE_TENSOR, 0}};
static void c_tanh_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_tanh_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_tanh_ = {"tanh_", "tanh_(Tensor input) -> Tensor", p_tanh_, 1, c_tanh_};

static const fe_param p_asinh[] = {
    {"input", FE_TENSOR, 0}};
static void c_asinh(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_asinh)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_asinh = {"asinh", "asinh(Tensor input) -> Tensor", p_asinh, 1, c_asinh};

static const fe_param p_asinh_[] = {
    {"input", FE_TENSOR, 0}};
static void c_asinh_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_asinh_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_asinh_ = {"asinh_", "asinh_(Tensor input) -> Tensor", p_asinh_, 1, c_asinh_};

static const fe_param p_acosh[] = {
    {"input", FE_TENSOR, 0}};
static void c_acosh(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_acosh)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_acosh = {"acosh", "acosh(Tensor input) -> Tensor", p_acosh, 1, c_acosh};

static const fe_param p_acosh_[] = {
    {"input", FE_TENSOR, 0}};
static void c_acosh_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_acosh_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_acosh_ = {"acosh_", "acosh_(Tensor input) -> Tensor", p_acosh_, 1, c_acosh_};

static const fe_param p_atanh[] = {
    {"input", FE_TENSOR, 0}};
static void c_atanh(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_atanh)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_atanh = {"atanh", "atanh(Tensor input) -> Tensor", p_atanh, 1, c_atanh};

static const fe_param p_atanh_[] = {
    {"input", FE_TENSOR, 0}};
static void c_atanh_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_atanh_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_atanh_ = {"atanh_", "atanh_(Tensor input) -> Tensor", p_atanh_, 1, c_atanh_};

static const fe_param p_sinc[] = {
    {"input", FE_TENSOR, 0}};
static void c_sinc(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sinc)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sinc = {"sinc", "sinc(Tensor input) -> Tensor", p_sinc, 1, c_sinc};

static const fe_param p_sinc_[] = {
    {"input", FE_TENSOR, 0}};
static void c_sinc_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sinc_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sinc_ = {"sinc_", "sinc_(Tensor input) -> Tensor", p_sinc_, 1, c_sinc_};

static const fe_param p_deg2rad[] = {
    {"input", FE_TENSOR, 0}};
static void c_deg2rad(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_deg2rad)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_deg2rad = {"deg2rad", "deg2rad(Tensor input) -> Tensor", p_deg2rad, 1, c_deg2rad};

static const fe_param p_deg2rad_[] = {
    {"input", FE_TENSOR, 0}};
static void c_deg2rad_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_deg2rad_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_deg2rad_ = {"deg2rad_", "deg2rad_(Tensor input) -> Tensor", p_deg2rad_, 1, c_deg2rad_};

static const fe_param p_rad2deg[] = {
    {"input", FE_TENSOR, 0}};
static void c_rad2deg(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_rad2deg)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_rad2deg = {"rad2deg", "rad2deg(Tensor input) -> Tensor", p_rad2deg, 1, c_rad2deg};

static const fe_param p_rad2deg_[] = {
    {"input", FE_TENSOR, 0}};
static void c_rad2deg_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_rad2deg_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_rad2deg_ = {"rad2deg_", "rad2deg_(Tensor input) -> Tensor", p_rad2deg_, 1, c_rad2deg_};
