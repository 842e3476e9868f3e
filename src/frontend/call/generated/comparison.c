/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/comparison.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/comparison.h"

kiln_tensor *(kiln_eq_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "eq_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "eq_", input, (kiln_eq)(at, input, other));
}

kiln_tensor *(kiln_ne_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "ne_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "ne_", input, (kiln_ne)(at, input, other));
}

kiln_tensor *(kiln_lt_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "lt_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "lt_", input, (kiln_lt)(at, input, other));
}

kiln_tensor *(kiln_le_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "le_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "le_", input, (kiln_le)(at, input, other));
}

kiln_tensor *(kiln_gt_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "gt_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "gt_", input, (kiln_gt)(at, input, other));
}

kiln_tensor *(kiln_ge_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "ge_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "ge_", input, (kiln_ge)(at, input, other));
}

kiln_tensor *(kiln_logical_and_)(kiln_site at, kiln_tensor *input, kiln_tensor *other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(other)};
    if (fe_write_begin(at, "logical_and_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "logical_and_", input, (kiln_logical_and)(at, input, other));
}

kiln_tensor *(kiln_logical_or_)(kiln_site at, kiln_tensor *input, kiln_tensor *other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(other)};
    if (fe_write_begin(at, "logical_or_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "logical_or_", input, (kiln_logical_or)(at, input, other));
}

kiln_tensor *(kiln_logical_xor_)(kiln_site at, kiln_tensor *input, kiln_tensor *other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(other)};
    if (fe_write_begin(at, "logical_xor_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "logical_xor_", input, (kiln_logical_xor)(at, input, other));
}

kiln_tensor *(kiln_logical_not_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "logical_not_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "logical_not_", input, (kiln_logical_not)(at, input));
}

kiln_tensor *(kiln_clamp_)(kiln_site at, kiln_tensor *input, kiln_value min, kiln_value max) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), min, max};
    if (fe_write_begin(at, "clamp_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "clamp_", input, (kiln_clamp)(at, input, min, max));
}

kiln_tensor *(kiln_clamp_min_)(kiln_site at, kiln_tensor *input, kiln_value min) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), min};
    if (fe_write_begin(at, "clamp_min_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "clamp_min_", input, (kiln_clamp_min)(at, input, min));
}

kiln_tensor *(kiln_clamp_max_)(kiln_site at, kiln_tensor *input, kiln_value max) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), max};
    if (fe_write_begin(at, "clamp_max_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "clamp_max_", input, (kiln_clamp_max)(at, input, max));
}

static const fe_param p_eq[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_eq(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_eq)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_eq = {"eq", "eq(Tensor input, Value other) -> Tensor", p_eq, 2, c_eq};

static const fe_param p_eq_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_eq_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_eq_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_eq_ = {"eq_", "eq_(Tensor input, Value other) -> Tensor", p_eq_, 2, c_eq_};

static const fe_param p_ne[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_ne(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ne)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_ne = {"ne", "ne(Tensor input, Value other) -> Tensor", p_ne, 2, c_ne};

static const fe_param p_ne_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_ne_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ne_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_ne_ = {"ne_", "ne_(Tensor input, Value other) -> Tensor", p_ne_, 2, c_ne_};

static const fe_param p_lt[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_lt(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_lt)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_lt = {"lt", "lt(Tensor input, Value other) -> Tensor", p_lt, 2, c_lt};

static const fe_param p_lt_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_lt_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_lt_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_lt_ = {"lt_", "lt_(Tensor input, Value other) -> Tensor", p_lt_, 2, c_lt_};

static const fe_param p_le[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_le(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_le)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_le = {"le", "le(Tensor input, Value other) -> Tensor", p_le, 2, c_le};

static const fe_param p_le_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_le_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_le_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_le_ = {"le_", "le_(Tensor input, Value other) -> Tensor", p_le_, 2, c_le_};

static const fe_param p_gt[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_gt(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_gt)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_gt = {"gt", "gt(Tensor input, Value other) -> Tensor", p_gt, 2, c_gt};

static const fe_param p_gt_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_gt_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_gt_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_gt_ = {"gt_", "gt_(Tensor input, Value other) -> Tensor", p_gt_, 2, c_gt_};

static const fe_param p_ge[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_ge(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ge)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_ge = {"ge", "ge(Tensor input, Value other) -> Tensor", p_ge, 2, c_ge};

static const fe_param p_ge_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_ge_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ge_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_ge_ = {"ge_", "ge_(Tensor input, Value other) -> Tensor", p_ge_, 2, c_ge_};

static const fe_param p_isclose[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}, {"rtol", FE_FLOAT, FE_OPTIONAL}, {"atol", FE_FLOAT, FE_OPTIONAL}, {"equal_nan", FE_BOOL, FE_OPTIONAL}};
static void c_isclose(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_isclose)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_float(a + 2, 1e-05), fe_as_float(a + 3, 1e-08), fe_as_bool(a + 4, false)));
}
const fe_function fe_function_isclose = {"isclose", "isclose(Tensor input, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor", p_isclose, 5, c_isclose};

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

static const fe_param p_isposinf[] = {
    {"input", FE_TENSOR, 0}};
static void c_isposinf(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_isposinf)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_isposinf = {"isposinf", "isposinf(Tensor input) -> Tensor", p_isposinf, 1, c_isposinf};

static const fe_param p_isneginf[] = {
    {"input", FE_TENSOR, 0}};
static void c_isneginf(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_isneginf)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_isneginf = {"isneginf", "isneginf(Tensor input) -> Tensor", p_isneginf, 1, c_isneginf};

static const fe_param p_isfinite[] = {
    {"input", FE_TENSOR, 0}};
static void c_isfinite(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_isfinite)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_isfinite = {"isfinite", "isfinite(Tensor input) -> Tensor", p_isfinite, 1, c_isfinite};

static const fe_param p_logical_and[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_logical_and(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_and)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_logical_and = {"logical_and", "logical_and(Tensor input, Tensor other) -> Tensor", p_logical_and, 2, c_logical_and};

static const fe_param p_logical_and_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_logical_and_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_and_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_logical_and_ = {"logical_and_", "logical_and_(Tensor input, Tensor other) -> Tensor", p_logical_and_, 2, c_logical_and_};

static const fe_param p_logical_or[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_logical_or(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_or)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_logical_or = {"logical_or", "logical_or(Tensor input, Tensor other) -> Tensor", p_logical_or, 2, c_logical_or};

static const fe_param p_logical_or_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_logical_or_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_or_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_logical_or_ = {"logical_or_", "logical_or_(Tensor input, Tensor other) -> Tensor", p_logical_or_, 2, c_logical_or_};

static const fe_param p_logical_xor[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_logical_xor(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_xor)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_logical_xor = {"logical_xor", "logical_xor(Tensor input, Tensor other) -> Tensor", p_logical_xor, 2, c_logical_xor};

static const fe_param p_logical_xor_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_logical_xor_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logical_xor_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_logical_xor_ = {"logical_xor_", "logical_xor_(Tensor input, Tensor other) -> Tensor", p_logical_xor_, 2, c_logical_xor_};

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

static const fe_param p_maximum[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_maximum(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_maximum)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_maximum = {"maximum", "maximum(Tensor input, Tensor other) -> Tensor", p_maximum, 2, c_maximum};

static const fe_param p_minimum[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_minimum(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_minimum)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_minimum = {"minimum", "minimum(Tensor input, Tensor other) -> Tensor", p_minimum, 2, c_minimum};

static const fe_param p_max_other[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_max_other(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_max_other)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_max_other = {"max", "max(Tensor input, Tensor other) -> Tensor", p_max_other, 2, c_max_other};

static const fe_param p_min_other[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_min_other(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_min_other)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_min_other = {"min", "min(Tensor input, Tensor other) -> Tensor", p_min_other, 2, c_min_other};

static const fe_param p_fmax[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_fmax(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_fmax)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_fmax = {"fmax", "fmax(Tensor input, Tensor other) -> Tensor", p_fmax, 2, c_fmax};

static const fe_param p_fmin[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_fmin(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_fmin)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_fmin = {"fmin", "fmin(Tensor input, Tensor other) -> Tensor", p_fmin, 2, c_fmin};

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

static const fe_param p_clamp_min[] = {
    {"input", FE_TENSOR, 0}, {"min", FE_VALUE, 0}};
static void c_clamp_min(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_clamp_min)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_clamp_min = {"clamp_min", "clamp_min(Tensor input, Value min) -> Tensor", p_clamp_min, 2, c_clamp_min};

static const fe_param p_clamp_min_[] = {
    {"input", FE_TENSOR, 0}, {"min", FE_VALUE, 0}};
static void c_clamp_min_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_clamp_min_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_clamp_min_ = {"clamp_min_", "clamp_min_(Tensor input, Value min) -> Tensor", p_clamp_min_, 2, c_clamp_min_};

static const fe_param p_clamp_max[] = {
    {"input", FE_TENSOR, 0}, {"max", FE_VALUE, 0}};
static void c_clamp_max(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_clamp_max)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_clamp_max = {"clamp_max", "clamp_max(Tensor input, Value max) -> Tensor", p_clamp_max, 2, c_clamp_max};

static const fe_param p_clamp_max_[] = {
    {"input", FE_TENSOR, 0}, {"max", FE_VALUE, 0}};
static void c_clamp_max_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_clamp_max_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_clamp_max_ = {"clamp_max_", "clamp_max_(Tensor input, Value max) -> Tensor", p_clamp_max_, 2, c_clamp_max_};
