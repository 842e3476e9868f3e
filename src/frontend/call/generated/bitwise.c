/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/bitwise.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/bitwise.h"

kiln_tensor *(kiln_bitwise_and_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "bitwise_and_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_and_", input, (kiln_bitwise_and)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_bitwise_or_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "bitwise_or_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_or_", input, (kiln_bitwise_or)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_bitwise_xor_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "bitwise_xor_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_xor_", input, (kiln_bitwise_xor)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_bitwise_left_shift_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "bitwise_left_shift_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_left_shift_", input, (kiln_bitwise_left_shift)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_bitwise_right_shift_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "bitwise_right_shift_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_right_shift_", input, (kiln_bitwise_right_shift)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_bitwise_not_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "bitwise_not_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "bitwise_not_", input, (kiln_bitwise_not)(at, input));
}

static const fe_param p_bitwise_and[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_and(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_and)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_and = {"bitwise_and", "bitwise_and(Value input, Value other) -> Tensor", p_bitwise_and, 2, c_bitwise_and};

static const fe_param p_bitwise_and_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_and_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_and_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_and_ = {"bitwise_and_", "bitwise_and_(Tensor input, Value other) -> Tensor", p_bitwise_and_, 2, c_bitwise_and_};

static const fe_param p_bitwise_or[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_or(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_or)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_or = {"bitwise_or", "bitwise_or(Value input, Value other) -> Tensor", p_bitwise_or, 2, c_bitwise_or};

static const fe_param p_bitwise_or_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_or_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_or_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_or_ = {"bitwise_or_", "bitwise_or_(Tensor input, Value other) -> Tensor", p_bitwise_or_, 2, c_bitwise_or_};

static const fe_param p_bitwise_xor[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_xor(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_xor)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_xor = {"bitwise_xor", "bitwise_xor(Value input, Value other) -> Tensor", p_bitwise_xor, 2, c_bitwise_xor};

static const fe_param p_bitwise_xor_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_xor_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_xor_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_xor_ = {"bitwise_xor_", "bitwise_xor_(Tensor input, Value other) -> Tensor", p_bitwise_xor_, 2, c_bitwise_xor_};

static const fe_param p_bitwise_left_shift[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_left_shift(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_left_shift)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_left_shift = {"bitwise_left_shift", "bitwise_left_shift(Value input, Value other) -> Tensor", p_bitwise_left_shift, 2, c_bitwise_left_shift};

static const fe_param p_bitwise_left_shift_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_left_shift_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_left_shift_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_left_shift_ = {"bitwise_left_shift_", "bitwise_left_shift_(Tensor input, Value other) -> Tensor", p_bitwise_left_shift_, 2, c_bitwise_left_shift_};

static const fe_param p_bitwise_right_shift[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_right_shift(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_right_shift)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_right_shift = {"bitwise_right_shift", "bitwise_right_shift(Value input, Value other) -> Tensor", p_bitwise_right_shift, 2, c_bitwise_right_shift};

static const fe_param p_bitwise_right_shift_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_bitwise_right_shift_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bitwise_right_shift_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_bitwise_right_shift_ = {"bitwise_right_shift_", "bitwise_right_shift_(Tensor input, Value other) -> Tensor", p_bitwise_right_shift_, 2, c_bitwise_right_shift_};

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
