/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/conversion.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/conversion.h"

kiln_tensor *(kiln_masked_fill_)(kiln_site at, kiln_tensor *input, kiln_tensor *mask, kiln_value value) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(mask), value};
    if (fe_write_begin(at, "masked_fill_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "masked_fill_", input, (kiln_masked_fill)(at, input, mask, value));
}

static const fe_param p_to[] = {
    {"input", FE_TENSOR, 0}, {"dtype", FE_DTYPE, 0}, {"non_blocking", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE}, {"copy", FE_BOOL, FE_OPTIONAL}, {"memory_format", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_to(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_to)(at, fe_as_tensor(a + 0, NULL), fe_as_dtype(a + 1, KILN_NO_DTYPE), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_to = {"to", "to(Tensor input, dtype dtype, ~non_blocking, bool copy=False, *, ~memory_format) -> Tensor", p_to, 5, c_to};

static const fe_param p_to_other[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}, {"non_blocking", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE}, {"copy", FE_BOOL, FE_OPTIONAL}, {"memory_format", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_to_other(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_to_other)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_to_other = {"to", "to(Tensor input, Tensor other, ~non_blocking, bool copy=False, *, ~memory_format) -> Tensor", p_to_other, 5, c_to_other};

static const fe_param p_to_dtype_there[] = {
    {"input", FE_TENSOR, 0}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE}, {"non_blocking", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE}, {"copy", FE_BOOL, FE_OPTIONAL}, {"memory_format", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_to_dtype_there(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_to_dtype_there)(at, fe_as_tensor(a + 0, NULL), fe_as_dtype(a + 2, KILN_NO_DTYPE), fe_as_bool(a + 4, false)));
}
const fe_function fe_function_to_dtype_there = {"to", "to(Tensor input, ~device, dtype? dtype=None, ~non_blocking, bool copy=False, *, ~memory_format) -> Tensor", p_to_dtype_there, 6, c_to_dtype_there};

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

static const fe_param p_contiguous[] = {
    {"input", FE_TENSOR, 0}, {"memory_format", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_contiguous(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_contiguous)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_contiguous = {"contiguous", "contiguous(Tensor input, *, ~memory_format) -> Tensor", p_contiguous, 2, c_contiguous};

static const fe_param p_fill[] = {
    {"input", FE_TENSOR, 0}, {"value", FE_VALUE, 0}};
static void c_fill(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_fill)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_fill = {"fill", "fill(Tensor input, Value value) -> Tensor", p_fill, 2, c_fill};

static const fe_param p_fill_[] = {
    {"input", FE_TENSOR, 0}, {"value", FE_VALUE, 0}};
static void c_fill_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_fill_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_fill_ = {"fill_", "fill_(Tensor input, Value value) -> Tensor", p_fill_, 2, c_fill_};

static const fe_param p_zero_[] = {
    {"input", FE_TENSOR, 0}};
static void c_zero_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_zero_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_zero_ = {"zero_", "zero_(Tensor input) -> Tensor", p_zero_, 1, c_zero_};

static const fe_param p_masked_fill[] = {
    {"input", FE_TENSOR, 0}, {"mask", FE_TENSOR, 0}, {"value", FE_VALUE, 0}};
static void c_masked_fill(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_masked_fill)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_value(a + 2, KILN_NO_VALUE)));
}
const fe_function fe_function_masked_fill = {"masked_fill", "masked_fill(Tensor input, Tensor mask, Value value) -> Tensor", p_masked_fill, 3, c_masked_fill};

static const fe_param p_masked_fill_[] = {
    {"input", FE_TENSOR, 0}, {"mask", FE_TENSOR, 0}, {"value", FE_VALUE, 0}};
static void c_masked_fill_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_masked_fill_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_value(a + 2, KILN_NO_VALUE)));
}
const fe_function fe_function_masked_fill_ = {"masked_fill_", "masked_fill_(Tensor input, Tensor mask, Value value) -> Tensor", p_masked_fill_, 3, c_masked_fill_};

static const fe_param p_where[] = {
    {"condition", FE_TENSOR, 0}, {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_where(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_where)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, KILN_NO_VALUE)));
}
const fe_function fe_function_where = {"where", "where(Tensor condition, Value input, Value other) -> Tensor", p_where, 3, c_where};
