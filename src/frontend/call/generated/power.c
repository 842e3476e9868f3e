/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/power.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/power.h"

kiln_tensor *(kiln_pow_)(kiln_site at, kiln_tensor *input, kiln_value exponent) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), exponent};
    if (fe_write_begin(at, "pow_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "pow_", input, (kiln_pow)(at, kiln_v_tensor(input), exponent));
}

kiln_tensor *(kiln_float_power_)(kiln_site at, kiln_tensor *input, kiln_value exponent) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), exponent};
    if (fe_write_begin(at, "float_power_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "float_power_", input, (kiln_float_power)(at, kiln_v_tensor(input), exponent));
}

kiln_tensor *(kiln_square_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "square_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "square_", input, (kiln_square)(at, input));
}

kiln_tensor *(kiln_sqrt_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "sqrt_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sqrt_", input, (kiln_sqrt)(at, input));
}

kiln_tensor *(kiln_rsqrt_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "rsqrt_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "rsqrt_", input, (kiln_rsqrt)(at, input));
}

kiln_tensor *(kiln_reciprocal_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "reciprocal_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "reciprocal_", input, (kiln_reciprocal)(at, input));
}

kiln_tensor *(kiln_hypot_)(kiln_site at, kiln_tensor *input, kiln_tensor *other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(other)};
    if (fe_write_begin(at, "hypot_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "hypot_", input, (kiln_hypot)(at, input, other));
}

kiln_tensor *(kiln_ldexp_)(kiln_site at, kiln_tensor *input, kiln_tensor *other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(other)};
    if (fe_write_begin(at, "ldexp_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "ldexp_", input, (kiln_ldexp)(at, input, other));
}

kiln_tensor *(kiln_exp_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "exp_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "exp_", input, (kiln_exp)(at, input));
}

kiln_tensor *(kiln_exp2_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "exp2_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "exp2_", input, (kiln_exp2)(at, input));
}

kiln_tensor *(kiln_expm1_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "expm1_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "expm1_", input, (kiln_expm1)(at, input));
}

kiln_tensor *(kiln_log_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "log_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "log_", input, (kiln_log)(at, input));
}

kiln_tensor *(kiln_log2_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "log2_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "log2_", input, (kiln_log2)(at, input));
}

kiln_tensor *(kiln_log10_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "log10_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "log10_", input, (kiln_log10)(at, input));
}

kiln_tensor *(kiln_log1p_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "log1p_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "log1p_", input, (kiln_log1p)(at, input));
}

static const fe_param p_pow[] = {
    {"input", FE_VALUE, 0}, {"exponent", FE_VALUE, 0}};
static void c_pow(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_pow)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_pow = {"pow", "pow(Value input, Value exponent) -> Tensor", p_pow, 2, c_pow};

static const fe_param p_pow_[] = {
    {"input", FE_TENSOR, 0}, {"exponent", FE_VALUE, 0}};
static void c_pow_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_pow_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_pow_ = {"pow_", "pow_(Tensor input, Value exponent) -> Tensor", p_pow_, 2, c_pow_};

static const fe_param p_float_power[] = {
    {"input", FE_VALUE, 0}, {"exponent", FE_VALUE, 0}};
static void c_float_power(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_float_power)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_float_power = {"float_power", "float_power(Value input, Value exponent) -> Tensor", p_float_power, 2, c_float_power};

static const fe_param p_float_power_[] = {
    {"input", FE_TENSOR, 0}, {"exponent", FE_VALUE, 0}};
static void c_float_power_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_float_power_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_float_power_ = {"float_power_", "float_power_(Tensor input, Value exponent) -> Tensor", p_float_power_, 2, c_float_power_};

static const fe_param p_square[] = {
    {"input", FE_TENSOR, 0}};
static void c_square(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_square)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_square = {"square", "square(Tensor input) -> Tensor", p_square, 1, c_square};

static const fe_param p_square_[] = {
    {"input", FE_TENSOR, 0}};
static void c_square_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_square_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_square_ = {"square_", "square_(Tensor input) -> Tensor", p_square_, 1, c_square_};

static const fe_param p_sqrt[] = {
    {"input", FE_TENSOR, 0}};
static void c_sqrt(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sqrt)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sqrt = {"sqrt", "sqrt(Tensor input) -> Tensor", p_sqrt, 1, c_sqrt};

static const fe_param p_sqrt_[] = {
    {"input", FE_TENSOR, 0}};
static void c_sqrt_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sqrt_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sqrt_ = {"sqrt_", "sqrt_(Tensor input) -> Tensor", p_sqrt_, 1, c_sqrt_};

static const fe_param p_rsqrt[] = {
    {"input", FE_TENSOR, 0}};
static void c_rsqrt(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_rsqrt)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_rsqrt = {"rsqrt", "rsqrt(Tensor input) -> Tensor", p_rsqrt, 1, c_rsqrt};

static const fe_param p_rsqrt_[] = {
    {"input", FE_TENSOR, 0}};
static void c_rsqrt_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_rsqrt_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_rsqrt_ = {"rsqrt_", "rsqrt_(Tensor input) -> Tensor", p_rsqrt_, 1, c_rsqrt_};

static const fe_param p_reciprocal[] = {
    {"input", FE_TENSOR, 0}};
static void c_reciprocal(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_reciprocal)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_reciprocal = {"reciprocal", "reciprocal(Tensor input) -> Tensor", p_reciprocal, 1, c_reciprocal};

static const fe_param p_reciprocal_[] = {
    {"input", FE_TENSOR, 0}};
static void c_reciprocal_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_reciprocal_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_reciprocal_ = {"reciprocal_", "reciprocal_(Tensor input) -> Tensor", p_reciprocal_, 1, c_reciprocal_};

static const fe_param p_hypot[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_hypot(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_hypot)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_hypot = {"hypot", "hypot(Tensor input, Tensor other) -> Tensor", p_hypot, 2, c_hypot};

static const fe_param p_hypot_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_hypot_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_hypot_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_hypot_ = {"hypot_", "hypot_(Tensor input, Tensor other) -> Tensor", p_hypot_, 2, c_hypot_};

static const fe_param p_ldexp[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_ldexp(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ldexp)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_ldexp = {"ldexp", "ldexp(Tensor input, Tensor other) -> Tensor", p_ldexp, 2, c_ldexp};

static const fe_param p_ldexp_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_ldexp_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ldexp_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_ldexp_ = {"ldexp_", "ldexp_(Tensor input, Tensor other) -> Tensor", p_ldexp_, 2, c_ldexp_};

static const fe_param p_exp[] = {
    {"input", FE_TENSOR, 0}};
static void c_exp(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_exp)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_exp = {"exp", "exp(Tensor input) -> Tensor", p_exp, 1, c_exp};

static const fe_param p_exp_[] = {
    {"input", FE_TENSOR, 0}};
static void c_exp_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_exp_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_exp_ = {"exp_", "exp_(Tensor input) -> Tensor", p_exp_, 1, c_exp_};

static const fe_param p_exp2[] = {
    {"input", FE_TENSOR, 0}};
static void c_exp2(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_exp2)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_exp2 = {"exp2", "exp2(Tensor input) -> Tensor", p_exp2, 1, c_exp2};

static const fe_param p_exp2_[] = {
    {"input", FE_TENSOR, 0}};
static void c_exp2_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_exp2_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_exp2_ = {"exp2_", "exp2_(Tensor input) -> Tensor", p_exp2_, 1, c_exp2_};

static const fe_param p_expm1[] = {
    {"input", FE_TENSOR, 0}};
static void c_expm1(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_expm1)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_expm1 = {"expm1", "expm1(Tensor input) -> Tensor", p_expm1, 1, c_expm1};

static const fe_param p_expm1_[] = {
    {"input", FE_TENSOR, 0}};
static void c_expm1_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_expm1_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_expm1_ = {"expm1_", "expm1_(Tensor input) -> Tensor", p_expm1_, 1, c_expm1_};

static const fe_param p_log[] = {
    {"input", FE_TENSOR, 0}};
static void c_log(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_log)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_log = {"log", "log(Tensor input) -> Tensor", p_log, 1, c_log};

static const fe_param p_log_[] = {
    {"input", FE_TENSOR, 0}};
static void c_log_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_log_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_log_ = {"log_", "log_(Tensor input) -> Tensor", p_log_, 1, c_log_};

static const fe_param p_log2[] = {
    {"input", FE_TENSOR, 0}};
static void c_log2(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_log2)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_log2 = {"log2", "log2(Tensor input) -> Tensor", p_log2, 1, c_log2};

static const fe_param p_log2_[] = {
    {"input", FE_TENSOR, 0}};
static void c_log2_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_log2_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_log2_ = {"log2_", "log2_(Tensor input) -> Tensor", p_log2_, 1, c_log2_};

static const fe_param p_log10[] = {
    {"input", FE_TENSOR, 0}};
static void c_log10(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_log10)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_log10 = {"log10", "log10(Tensor input) -> Tensor", p_log10, 1, c_log10};

static const fe_param p_log10_[] = {
    {"input", FE_TENSOR, 0}};
static void c_log10_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_log10_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_log10_ = {"log10_", "log10_(Tensor input) -> Tensor", p_log10_, 1, c_log10_};

static const fe_param p_log1p[] = {
    {"input", FE_TENSOR, 0}};
static void c_log1p(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_log1p)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_log1p = {"log1p", "log1p(Tensor input) -> Tensor", p_log1p, 1, c_log1p};

static const fe_param p_log1p_[] = {
    {"input", FE_TENSOR, 0}};
static void c_log1p_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_log1p_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_log1p_ = {"log1p_", "log1p_(Tensor input) -> Tensor", p_log1p_, 1, c_log1p_};
