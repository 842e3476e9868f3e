/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/rounding.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/rounding.h"

kiln_tensor *(kiln_floor_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "floor_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "floor_", input, (kiln_floor)(at, input));
}

kiln_tensor *(kiln_ceil_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "ceil_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "ceil_", input, (kiln_ceil)(at, input));
}

kiln_tensor *(kiln_trunc_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "trunc_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "trunc_", input, (kiln_trunc)(at, input));
}

kiln_tensor *(kiln_round_)(kiln_site at, kiln_tensor *input, int64_t decimals) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "round_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "round_", input, (kiln_round)(at, input, decimals));
}

kiln_tensor *(kiln_frac_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "frac_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "frac_", input, (kiln_frac)(at, input));
}

kiln_tensor *(kiln_neg_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "neg_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "neg_", input, (kiln_neg)(at, input));
}

kiln_tensor *(kiln_abs_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "abs_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "abs_", input, (kiln_abs)(at, input));
}

kiln_tensor *(kiln_sign_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "sign_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sign_", input, (kiln_sign)(at, input));
}

kiln_tensor *(kiln_sgn_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "sgn_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sgn_", input, (kiln_sgn)(at, input));
}

kiln_tensor *(kiln_copysign_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "copysign_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "copysign_", input, (kiln_copysign)(at, input, other));
}

kiln_tensor *(kiln_heaviside_)(kiln_site at, kiln_tensor *input, kiln_tensor *values) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(values)};
    if (fe_write_begin(at, "heaviside_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "heaviside_", input, (kiln_heaviside)(at, input, values));
}

kiln_tensor *(kiln_nextafter_)(kiln_site at, kiln_tensor *input, kiln_tensor *other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(other)};
    if (fe_write_begin(at, "nextafter_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "nextafter_", input, (kiln_nextafter)(at, input, other));
}

kiln_tensor *(kiln_nan_to_num_)(kiln_site at, kiln_tensor *input, kiln_value nan, kiln_value posinf, kiln_value neginf) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "nan_to_num_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "nan_to_num_", input, (kiln_nan_to_num)(at, input, nan, posinf, neginf));
}

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
    {"input", FE_TENSOR, 0}, {"decimals", FE_INT, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_round(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_round)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, KILN_NO_INT)));
}
const fe_function fe_function_round = {"round", "round(Tensor input, *, int? decimals=None) -> Tensor", p_round, 2, c_round};

static const fe_param p_round_[] = {
    {"input", FE_TENSOR, 0}, {"decimals", FE_INT, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_round_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_round_)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, KILN_NO_INT)));
}
const fe_function fe_function_round_ = {"round_", "round_(Tensor input, *, int? decimals=None) -> Tensor", p_round_, 2, c_round_};

static const fe_param p_frac[] = {
    {"input", FE_TENSOR, 0}};
static void c_frac(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_frac)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_frac = {"frac", "frac(Tensor input) -> Tensor", p_frac, 1, c_frac};

static const fe_param p_frac_[] = {
    {"input", FE_TENSOR, 0}};
static void c_frac_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_frac_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_frac_ = {"frac_", "frac_(Tensor input) -> Tensor", p_frac_, 1, c_frac_};

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

static const fe_param p_positive[] = {
    {"input", FE_TENSOR, 0}};
static void c_positive(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_positive)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_positive = {"positive", "positive(Tensor input) -> Tensor", p_positive, 1, c_positive};

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

static const fe_param p_sgn[] = {
    {"input", FE_TENSOR, 0}};
static void c_sgn(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sgn)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sgn = {"sgn", "sgn(Tensor input) -> Tensor", p_sgn, 1, c_sgn};

static const fe_param p_sgn_[] = {
    {"input", FE_TENSOR, 0}};
static void c_sgn_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sgn_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_sgn_ = {"sgn_", "sgn_(Tensor input) -> Tensor", p_sgn_, 1, c_sgn_};

static const fe_param p_signbit[] = {
    {"input", FE_TENSOR, 0}};
static void c_signbit(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_signbit)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_signbit = {"signbit", "signbit(Tensor input) -> Tensor", p_signbit, 1, c_signbit};

static const fe_param p_copysign[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_copysign(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_copysign)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_copysign = {"copysign", "copysign(Tensor input, Value other) -> Tensor", p_copysign, 2, c_copysign};

static const fe_param p_copysign_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_copysign_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_copysign_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_copysign_ = {"copysign_", "copysign_(Tensor input, Value other) -> Tensor", p_copysign_, 2, c_copysign_};

static const fe_param p_heaviside[] = {
    {"input", FE_TENSOR, 0}, {"values", FE_TENSOR, 0}};
static void c_heaviside(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_heaviside)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_heaviside = {"heaviside", "heaviside(Tensor input, Tensor values) -> Tensor", p_heaviside, 2, c_heaviside};

static const fe_param p_heaviside_[] = {
    {"input", FE_TENSOR, 0}, {"values", FE_TENSOR, 0}};
static void c_heaviside_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_heaviside_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_heaviside_ = {"heaviside_", "heaviside_(Tensor input, Tensor values) -> Tensor", p_heaviside_, 2, c_heaviside_};

static const fe_param p_nextafter[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_nextafter(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_nextafter)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_nextafter = {"nextafter", "nextafter(Tensor input, Tensor other) -> Tensor", p_nextafter, 2, c_nextafter};

static const fe_param p_nextafter_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_nextafter_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_nextafter_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_nextafter_ = {"nextafter_", "nextafter_(Tensor input, Tensor other) -> Tensor", p_nextafter_, 2, c_nextafter_};

static const fe_param p_nan_to_num[] = {
    {"input", FE_TENSOR, 0}, {"nan", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}, {"posinf", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}, {"neginf", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}};
static void c_nan_to_num(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_nan_to_num)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, KILN_NO_VALUE), fe_as_value(a + 3, KILN_NO_VALUE)));
}
const fe_function fe_function_nan_to_num = {"nan_to_num", "nan_to_num(Tensor input, Scalar? nan=None, Scalar? posinf=None, Scalar? neginf=None) -> Tensor", p_nan_to_num, 4, c_nan_to_num};

static const fe_param p_nan_to_num_[] = {
    {"input", FE_TENSOR, 0}, {"nan", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}, {"posinf", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}, {"neginf", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}};
static void c_nan_to_num_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_nan_to_num_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, KILN_NO_VALUE), fe_as_value(a + 3, KILN_NO_VALUE)));
}
const fe_function fe_function_nan_to_num_ = {"nan_to_num_", "nan_to_num_(Tensor input, Scalar? nan=None, Scalar? posinf=None, Scalar? neginf=None) -> Tensor", p_nan_to_num_, 4, c_nan_to_num_};
