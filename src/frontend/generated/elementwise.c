/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/signatures/elementwise.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/by_name.h"
#include "kiln/elementwise.h"

kiln_tensor *(kiln_add_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "add_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "add_", input, (kiln_add)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_sub_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "sub_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sub_", input, (kiln_sub)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_mul_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "mul_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "mul_", input, (kiln_mul)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_div_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "div_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "div_", input, (kiln_div)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_floor_divide_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "floor_divide_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "floor_divide_", input, (kiln_floor_divide)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_remainder_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "remainder_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "remainder_", input, (kiln_remainder)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_pow_)(kiln_site at, kiln_tensor *input, kiln_value exponent) {
    const kiln_value v[] = {kiln_v_tensor(input), exponent};
    if (fe_write_begin(at, "pow_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "pow_", input, (kiln_pow)(at, kiln_v_tensor(input), exponent));
}

kiln_tensor *(kiln_atan2_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "atan2_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "atan2_", input, (kiln_atan2)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_eq_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "eq_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "eq_", input, (kiln_eq)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_ne_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "ne_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "ne_", input, (kiln_ne)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_lt_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "lt_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "lt_", input, (kiln_lt)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_le_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "le_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "le_", input, (kiln_le)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_gt_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "gt_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "gt_", input, (kiln_gt)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_ge_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "ge_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "ge_", input, (kiln_ge)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_bitwise_and_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "bitwise_and_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_and_", input, (kiln_bitwise_and)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_bitwise_or_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "bitwise_or_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_or_", input, (kiln_bitwise_or)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_bitwise_xor_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "bitwise_xor_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_xor_", input, (kiln_bitwise_xor)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_bitwise_left_shift_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "bitwise_left_shift_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_left_shift_", input, (kiln_bitwise_left_shift)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_bitwise_right_shift_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "bitwise_right_shift_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_right_shift_", input, (kiln_bitwise_right_shift)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_bitwise_not_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "bitwise_not_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_not_", input, (kiln_bitwise_not)(at, input));
}

kiln_tensor *(kiln_logical_and_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "logical_and_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "logical_and_", input, (kiln_logical_and)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_logical_or_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "logical_or_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "logical_or_", input, (kiln_logical_or)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_logical_xor_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "logical_xor_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "logical_xor_", input, (kiln_logical_xor)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_logical_not_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "logical_not_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "logical_not_", input, (kiln_logical_not)(at, input));
}

kiln_tensor *(kiln_neg_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "neg_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "neg_", input, (kiln_neg)(at, input));
}

kiln_tensor *(kiln_abs_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "abs_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "abs_", input, (kiln_abs)(at, input));
}

kiln_tensor *(kiln_sign_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "sign_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sign_", input, (kiln_sign)(at, input));
}

kiln_tensor *(kiln_square_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "square_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "square_", input, (kiln_square)(at, input));
}

kiln_tensor *(kiln_reciprocal_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "reciprocal_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "reciprocal_", input, (kiln_reciprocal)(at, input));
}

kiln_tensor *(kiln_sqrt_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "sqrt_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sqrt_", input, (kiln_sqrt)(at, input));
}

kiln_tensor *(kiln_rsqrt_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "rsqrt_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "rsqrt_", input, (kiln_rsqrt)(at, input));
}

kiln_tensor *(kiln_exp_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "exp_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "exp_", input, (kiln_exp)(at, input));
}

kiln_tensor *(kiln_exp2_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "exp2_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "exp2_", input, (kiln_exp2)(at, input));
}

kiln_tensor *(kiln_expm1_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "expm1_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "expm1_", input, (kiln_expm1)(at, input));
}

kiln_tensor *(kiln_log_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "log_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "log_", input, (kiln_log)(at, input));
}

kiln_tensor *(kiln_log2_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "log2_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "log2_", input, (kiln_log2)(at, input));
}

kiln_tensor *(kiln_log10_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "log10_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "log10_", input, (kiln_log10)(at, input));
}

kiln_tensor *(kiln_log1p_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "log1p_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "log1p_", input, (kiln_log1p)(at, input));
}

kiln_tensor *(kiln_sin_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "sin_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sin_", input, (kiln_sin)(at, input));
}

kiln_tensor *(kiln_cos_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "cos_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "cos_", input, (kiln_cos)(at, input));
}

kiln_tensor *(kiln_tan_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "tan_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "tan_", input, (kiln_tan)(at, input));
}

kiln_tensor *(kiln_asin_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "asin_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "asin_", input, (kiln_asin)(at, input));
}

kiln_tensor *(kiln_acos_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "acos_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "acos_", input, (kiln_acos)(at, input));
}

kiln_tensor *(kiln_atan_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "atan_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "atan_", input, (kiln_atan)(at, input));
}

kiln_tensor *(kiln_sinh_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "sinh_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sinh_", input, (kiln_sinh)(at, input));
}

kiln_tensor *(kiln_cosh_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "cosh_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "cosh_", input, (kiln_cosh)(at, input));
}

kiln_tensor *(kiln_tanh_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "tanh_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "tanh_", input, (kiln_tanh)(at, input));
}

kiln_tensor *(kiln_erf_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "erf_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "erf_", input, (kiln_erf)(at, input));
}

kiln_tensor *(kiln_erfc_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "erfc_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "erfc_", input, (kiln_erfc)(at, input));
}

kiln_tensor *(kiln_floor_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "floor_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "floor_", input, (kiln_floor)(at, input));
}

kiln_tensor *(kiln_ceil_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "ceil_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "ceil_", input, (kiln_ceil)(at, input));
}

kiln_tensor *(kiln_trunc_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "trunc_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "trunc_", input, (kiln_trunc)(at, input));
}

kiln_tensor *(kiln_round_)(kiln_site at, kiln_tensor *input) {
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "round_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "round_", input, (kiln_round)(at, input));
}

kiln_tensor *(kiln_clamp_)(kiln_site at, kiln_tensor *input, kiln_value min, kiln_value max) {
    const kiln_value v[] = {kiln_v_tensor(input), min, max};
    if (fe_write_begin(at, "clamp_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "clamp_", input, (kiln_clamp)(at, input, min, max));
}

static const fe_param p_add[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_add(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_add)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_add = {"add", "add(Value input, Value other) -> Tensor", p_add, 2, c_add};

static const fe_param p_add_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_add_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_add_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_add_ = {"add_", "add_(Value input, Value other) -> Tensor", p_add_, 2, c_add_};

static const fe_param p_sub[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_sub(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sub)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_sub = {"sub", "sub(Value input, Value other) -> Tensor", p_sub, 2, c_sub};

static const fe_param p_sub_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_sub_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sub_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_sub_ = {"sub_", "sub_(Value input, Value other) -> Tensor", p_sub_, 2, c_sub_};

static const fe_param p_mul[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_mul(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_mul)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_mul = {"mul", "mul(Value input, Value other) -> Tensor", p_mul, 2, c_mul};

static const fe_param p_mul_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_mul_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_mul_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_mul_ = {"mul_", "mul_(Value input, Value other) -> Tensor", p_mul_, 2, c_mul_};

static const fe_param p_div[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_div(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_div)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_div = {"div", "div(Value input, Value other) -> Tensor", p_div, 2, c_div};

static const fe_param p_div_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_div_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_div_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_div_ = {"div_", "div_(Value input, Value other) -> Tensor", p_div_, 2, c_div_};

static const fe_param p_floor_divide[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_floor_divide(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_floor_divide)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_floor_divide = {"floor_divide", "floor_divide(Value input, Value other) -> Tensor", p_floor_divide, 2, c_floor_divide};

static const fe_param p_floor_divide_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_floor_divide_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_floor_divide_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_floor_divide_ = {"floor_divide_", "floor_divide_(Value input, Value other) -> Tensor", p_floor_divide_, 2, c_floor_divide_};

static const fe_param p_remainder[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_remainder(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_remainder)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_remainder = {"remainder", "remainder(Value input, Value other) -> Tensor", p_remainder, 2, c_remainder};

static const fe_param p_remainder_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_remainder_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_remainder_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_remainder_ = {"remainder_", "remainder_(Value input, Value other) -> Tensor", p_remainder_, 2, c_remainder_};

static const fe_param p_pow[] = {
    {"input", FE_VALUE, 0}, {"exponent", FE_VALUE, 0}};
static void c_pow(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_pow)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_pow = {"pow", "pow(Value input, Value exponent) -> Tensor", p_pow, 2, c_pow};

static const fe_param p_pow_[] = {
    {"input", FE_VALUE, 0}, {"exponent", FE_VALUE, 0}};
static void c_pow_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_pow_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_pow_ = {"pow_", "pow_(Value input, Value exponent) -> Tensor", p_pow_, 2, c_pow_};

static const fe_param p_atan2[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_atan2(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_atan2)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_atan2 = {"atan2", "atan2(Value input, Value other) -> Tensor", p_atan2, 2, c_atan2};

static const fe_param p_atan2_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_atan2_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_atan2_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_atan2_ = {"atan2_", "atan2_(Value input, Value other) -> Tensor", p_atan2_, 2, c_atan2_};

static const fe_param p_maximum[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_maximum(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_maximum)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_maximum = {"maximum", "maximum(Value input, Value other) -> Tensor", p_maximum, 2, c_maximum};

static const fe_param p_minimum[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_minimum(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_minimum)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_minimum = {"minimum", "minimum(Value input, Value other) -> Tensor", p_minimum, 2, c_minimum};

static const fe_param p_eq[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_eq(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_eq)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_eq = {"eq", "eq(Value input, Value other) -> Tensor", p_eq, 2, c_eq};

static const fe_param p_eq_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_eq_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_eq_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_eq_ = {"eq_", "eq_(Value input, Value other) -> Tensor", p_eq_, 2, c_eq_};

static const fe_param p_ne[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_ne(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ne)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_ne = {"ne", "ne(Value input, Value other) -> Tensor", p_ne, 2, c_ne};

static const fe_param p_ne_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_ne_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ne_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_ne_ = {"ne_", "ne_(Value input, Value other) -> Tensor", p_ne_, 2, c_ne_};

static const fe_param p_lt[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_lt(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_lt)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_lt = {"lt", "lt(Value input, Value other) -> Tensor", p_lt, 2, c_lt};

static const fe_param p_lt_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_lt_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_lt_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_lt_ = {"lt_", "lt_(Value input, Value other) -> Tensor", p_lt_, 2, c_lt_};

static const fe_param p_le[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_le(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_le)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_le = {"le", "le(Value input, Value other) -> Tensor", p_le, 2, c_le};

static const fe_param p_le_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_le_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_le_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_le_ = {"le_", "le_(Value input, Value other) -> Tensor", p_le_, 2, c_le_};

static const fe_param p_gt[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_gt(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_gt)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_gt = {"gt", "gt(Value input, Value other) -> Tensor", p_gt, 2, c_gt};

static const fe_param p_gt_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_gt_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_gt_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_gt_ = {"gt_", "gt_(Value input, Value other) -> Tensor", p_gt_, 2, c_gt_};

static const fe_param p_ge[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_ge(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ge)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_ge = {"ge", "ge(Value input, Value other) -> Tensor", p_ge, 2, c_ge};

static const fe_param p_ge_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_ge_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ge_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_ge_ = {"ge_", "ge_(Value input, Value other) -> Tensor", p_ge_, 2, c_ge_};

static const fe_param p_bitwise_and[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_and(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_and)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_and = {"bitwise_and", "bitwise_and(Value input, Value other) -> Tensor", p_bitwise_and, 2, c_bitwise_and};

static const fe_param p_bitwise_and_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_and_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_and_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_and_ = {"bitwise_and_", "bitwise_and_(Value input, Value other) -> Tensor", p_bitwise_and_, 2, c_bitwise_and_};

static const fe_param p_bitwise_or[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_or(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_or)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_or = {"bitwise_or", "bitwise_or(Value input, Value other) -> Tensor", p_bitwise_or, 2, c_bitwise_or};

static const fe_param p_bitwise_or_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_or_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_or_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_or_ = {"bitwise_or_", "bitwise_or_(Value input, Value other) -> Tensor", p_bitwise_or_, 2, c_bitwise_or_};

static const fe_param p_bitwise_xor[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_xor(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_xor)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_xor = {"bitwise_xor", "bitwise_xor(Value input, Value other) -> Tensor", p_bitwise_xor, 2, c_bitwise_xor};

static const fe_param p_bitwise_xor_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_xor_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_xor_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_xor_ = {"bitwise_xor_", "bitwise_xor_(Value input, Value other) -> Tensor", p_bitwise_xor_, 2, c_bitwise_xor_};

static const fe_param p_bitwise_left_shift[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_left_shift(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_left_shift)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_left_shift = {"bitwise_left_shift", "bitwise_left_shift(Value input, Value other) -> Tensor", p_bitwise_left_shift, 2, c_bitwise_left_shift};

static const fe_param p_bitwise_left_shift_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_left_shift_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_left_shift_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_left_shift_ = {"bitwise_left_shift_", "bitwise_left_shift_(Value input, Value other) -> Tensor", p_bitwise_left_shift_, 2, c_bitwise_left_shift_};

static const fe_param p_bitwise_right_shift[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_right_shift(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_right_shift)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_right_shift = {"bitwise_right_shift", "bitwise_right_shift(Value input, Value other) -> Tensor", p_bitwise_right_shift, 2, c_bitwise_right_shift};

static const fe_param p_bitwise_right_shift_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_right_shift_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_right_shift_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_right_shift_ = {"bitwise_right_shift_", "bitwise_right_shift_(Value input, Value other) -> Tensor", p_bitwise_right_shift_, 2, c_bitwise_right_shift_};

static const fe_param p_bitwise_not[] = {
    {"input", FE_TENSOR, 0}};
static void c_bitwise_not(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_not)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_bitwise_not = {"bitwise_not", "bitwise_not(Tensor input) -> Tensor", p_bitwise_not, 1, c_bitwise_not};

static const fe_param p_bitwise_not_[] = {
    {"input", FE_TENSOR, 0}};
static void c_bitwise_not_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_not_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_bitwise_not_ = {"bitwise_not_", "bitwise_not_(Tensor input) -> Tensor", p_bitwise_not_, 1, c_bitwise_not_};

static const fe_param p_logical_and[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_logical_and(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_and)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_logical_and = {"logical_and", "logical_and(Value input, Value other) -> Tensor", p_logical_and, 2, c_logical_and};

static const fe_param p_logical_and_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_logical_and_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_and_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_logical_and_ = {"logical_and_", "logical_and_(Value input, Value other) -> Tensor", p_logical_and_, 2, c_logical_and_};

static const fe_param p_logical_or[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_logical_or(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_or)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_logical_or = {"logical_or", "logical_or(Value input, Value other) -> Tensor", p_logical_or, 2, c_logical_or};

static const fe_param p_logical_or_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_logical_or_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_or_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_logical_or_ = {"logical_or_", "logical_or_(Value input, Value other) -> Tensor", p_logical_or_, 2, c_logical_or_};

static const fe_param p_logical_xor[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_logical_xor(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_xor)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_logical_xor = {"logical_xor", "logical_xor(Value input, Value other) -> Tensor", p_logical_xor, 2, c_logical_xor};

static const fe_param p_logical_xor_[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_logical_xor_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_xor_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_logical_xor_ = {"logical_xor_", "logical_xor_(Value input, Value other) -> Tensor", p_logical_xor_, 2, c_logical_xor_};

static const fe_param p_logical_not[] = {
    {"input", FE_TENSOR, 0}};
static void c_logical_not(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_not)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_logical_not = {"logical_not", "logical_not(Tensor input) -> Tensor", p_logical_not, 1, c_logical_not};

static const fe_param p_logical_not_[] = {
    {"input", FE_TENSOR, 0}};
static void c_logical_not_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_not_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_logical_not_ = {"logical_not_", "logical_not_(Tensor input) -> Tensor", p_logical_not_, 1, c_logical_not_};

static const fe_param p_neg[] = {
    {"input", FE_TENSOR, 0}};
static void c_neg(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_neg)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_neg = {"neg", "neg(Tensor input) -> Tensor", p_neg, 1, c_neg};

static const fe_param p_neg_[] = {
    {"input", FE_TENSOR, 0}};
static void c_neg_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_neg_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_neg_ = {"neg_", "neg_(Tensor input) -> Tensor", p_neg_, 1, c_neg_};

static const fe_param p_abs[] = {
    {"input", FE_TENSOR, 0}};
static void c_abs(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_abs)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_abs = {"abs", "abs(Tensor input) -> Tensor", p_abs, 1, c_abs};

static const fe_param p_abs_[] = {
    {"input", FE_TENSOR, 0}};
static void c_abs_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_abs_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_abs_ = {"abs_", "abs_(Tensor input) -> Tensor", p_abs_, 1, c_abs_};

static const fe_param p_sign[] = {
    {"input", FE_TENSOR, 0}};
static void c_sign(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sign)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sign = {"sign", "sign(Tensor input) -> Tensor", p_sign, 1, c_sign};

static const fe_param p_sign_[] = {
    {"input", FE_TENSOR, 0}};
static void c_sign_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sign_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sign_ = {"sign_", "sign_(Tensor input) -> Tensor", p_sign_, 1, c_sign_};

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

static const fe_param p_erf[] = {
    {"input", FE_TENSOR, 0}};
static void c_erf(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_erf)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_erf = {"erf", "erf(Tensor input) -> Tensor", p_erf, 1, c_erf};

static const fe_param p_erf_[] = {
    {"input", FE_TENSOR, 0}};
static void c_erf_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_erf_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_erf_ = {"erf_", "erf_(Tensor input) -> Tensor", p_erf_, 1, c_erf_};

static const fe_param p_erfc[] = {
    {"input", FE_TENSOR, 0}};
static void c_erfc(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_erfc)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_erfc = {"erfc", "erfc(Tensor input) -> Tensor", p_erfc, 1, c_erfc};

static const fe_param p_erfc_[] = {
    {"input", FE_TENSOR, 0}};
static void c_erfc_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_erfc_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_erfc_ = {"erfc_", "erfc_(Tensor input) -> Tensor", p_erfc_, 1, c_erfc_};

static const fe_param p_floor[] = {
    {"input", FE_TENSOR, 0}};
static void c_floor(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_floor)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_floor = {"floor", "floor(Tensor input) -> Tensor", p_floor, 1, c_floor};

static const fe_param p_floor_[] = {
    {"input", FE_TENSOR, 0}};
static void c_floor_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_floor_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_floor_ = {"floor_", "floor_(Tensor input) -> Tensor", p_floor_, 1, c_floor_};

static const fe_param p_ceil[] = {
    {"input", FE_TENSOR, 0}};
static void c_ceil(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ceil)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_ceil = {"ceil", "ceil(Tensor input) -> Tensor", p_ceil, 1, c_ceil};

static const fe_param p_ceil_[] = {
    {"input", FE_TENSOR, 0}};
static void c_ceil_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ceil_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_ceil_ = {"ceil_", "ceil_(Tensor input) -> Tensor", p_ceil_, 1, c_ceil_};

static const fe_param p_trunc[] = {
    {"input", FE_TENSOR, 0}};
static void c_trunc(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_trunc)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_trunc = {"trunc", "trunc(Tensor input) -> Tensor", p_trunc, 1, c_trunc};

static const fe_param p_trunc_[] = {
    {"input", FE_TENSOR, 0}};
static void c_trunc_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_trunc_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_trunc_ = {"trunc_", "trunc_(Tensor input) -> Tensor", p_trunc_, 1, c_trunc_};

static const fe_param p_round[] = {
    {"input", FE_TENSOR, 0}};
static void c_round(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_round)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_round = {"round", "round(Tensor input) -> Tensor", p_round, 1, c_round};

static const fe_param p_round_[] = {
    {"input", FE_TENSOR, 0}};
static void c_round_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_round_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_round_ = {"round_", "round_(Tensor input) -> Tensor", p_round_, 1, c_round_};

static const fe_param p_isnan[] = {
    {"input", FE_TENSOR, 0}};
static void c_isnan(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_isnan)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_isnan = {"isnan", "isnan(Tensor input) -> Tensor", p_isnan, 1, c_isnan};

static const fe_param p_isinf[] = {
    {"input", FE_TENSOR, 0}};
static void c_isinf(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_isinf)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_isinf = {"isinf", "isinf(Tensor input) -> Tensor", p_isinf, 1, c_isinf};

static const fe_param p_isfinite[] = {
    {"input", FE_TENSOR, 0}};
static void c_isfinite(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_isfinite)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_isfinite = {"isfinite", "isfinite(Tensor input) -> Tensor", p_isfinite, 1, c_isfinite};

static const fe_param p_where[] = {
    {"condition", FE_TENSOR, 0}, {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_where(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_where)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, KILN_NO_VALUE)));
}
const fe_function fe_function_where = {"where", "where(Tensor condition, Value input, Value other) -> Tensor", p_where, 3, c_where};

static const fe_param p_clamp[] = {
    {"input", FE_TENSOR, 0}, {"min", FE_VALUE, FE_OPTIONAL | FE_OR_NONE}, {"max", FE_VALUE, FE_OPTIONAL | FE_OR_NONE}};
static void c_clamp(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_clamp)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, KILN_NO_VALUE)));
}
const fe_function fe_function_clamp = {"clamp", "clamp(Tensor input, Value? min=None, Value? max=None) -> Tensor", p_clamp, 3, c_clamp};

static const fe_param p_clamp_[] = {
    {"input", FE_TENSOR, 0}, {"min", FE_VALUE, FE_OPTIONAL | FE_OR_NONE}, {"max", FE_VALUE, FE_OPTIONAL | FE_OR_NONE}};
static void c_clamp_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_clamp_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, KILN_NO_VALUE)));
}
const fe_function fe_function_clamp_ = {"clamp_", "clamp_(Tensor input, Value? min=None, Value? max=None) -> Tensor", p_clamp_, 3, c_clamp_};

static const fe_param p_fma[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}, {"addend", FE_VALUE, 0}};
static void c_fma(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_fma)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, KILN_NO_VALUE)));
}
const fe_function fe_function_fma = {"fma", "fma(Value input, Value other, Value addend) -> Tensor", p_fma, 3, c_fma};

static const fe_param p_to[] = {
    {"input", FE_TENSOR, 0}, {"dtype", FE_DTYPE, 0}};
static void c_to(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_to)(at, fe_as_tensor(a + 0, NULL), fe_as_dtype(a + 1, KILN_NO_DTYPE)));
}
const fe_function fe_function_to = {"to", "to(Tensor input, dtype dtype) -> Tensor", p_to, 2, c_to};

static const fe_param p_detach[] = {
    {"input", FE_TENSOR, 0}};
static void c_detach(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_detach)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_detach = {"detach", "detach(Tensor input) -> Tensor", p_detach, 1, c_detach};

static const fe_param p_clone[] = {
    {"input", FE_TENSOR, 0}, {"memory_format", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_clone(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_clone)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_clone = {"clone", "clone(Tensor input, *, ~memory_format) -> Tensor", p_clone, 2, c_clone};
