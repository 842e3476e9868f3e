/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/masking.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/masking.h"

kiln_tensor *(kiln_masked_scatter_)(kiln_site at, kiln_tensor *input, kiln_tensor *mask, kiln_tensor *source) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(mask), fe_tensor_value(source)};
    if (fe_write_begin(at, "masked_scatter_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "masked_scatter_", input, (kiln_masked_scatter)(at, input, mask, source));
}

static const fe_param p_masked_select[] = {
    {"input", FE_TENSOR, 0}, {"mask", FE_TENSOR, 0}};
static void c_masked_select(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_masked_select)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_masked_select = {"masked_select", "masked_select(Tensor input, Tensor mask) -> Tensor", p_masked_select, 2, c_masked_select};

static const fe_param p_masked_scatter[] = {
    {"input", FE_TENSOR, 0}, {"mask", FE_TENSOR, 0}, {"source", FE_TENSOR, 0}};
static void c_masked_scatter(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_masked_scatter)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL)));
}
const fe_function fe_function_masked_scatter = {"masked_scatter", "masked_scatter(Tensor input, Tensor mask, Tensor source) -> Tensor", p_masked_scatter, 3, c_masked_scatter};

static const fe_param p_masked_scatter_[] = {
    {"input", FE_TENSOR, 0}, {"mask", FE_TENSOR, 0}, {"source", FE_TENSOR, 0}};
static void c_masked_scatter_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_masked_scatter_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL)));
}
const fe_function fe_function_masked_scatter_ = {"masked_scatter_", "masked_scatter_(Tensor input, Tensor mask, Tensor source) -> Tensor", p_masked_scatter_, 3, c_masked_scatter_};

static const fe_param p_nonzero[] = {
    {"input", FE_TENSOR, 0}, {"as_tuple", FE_FALSE, FE_OPTIONAL | FE_KEYWORD}};
static void c_nonzero(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_nonzero)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_nonzero = {"nonzero", "nonzero(Tensor input, *, false as_tuple=False) -> Tensor", p_nonzero, 2, c_nonzero};

static const fe_param p_nonzero_as_tuple[] = {
    {"input", FE_TENSOR, 0}, {"as_tuple", FE_TRUE, FE_KEYWORD}};
static void c_nonzero_as_tuple(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_nonzero_as_tuple)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_nonzero_as_tuple = {"nonzero", "nonzero(Tensor input, *, true as_tuple) -> Tensor[]", p_nonzero_as_tuple, 2, c_nonzero_as_tuple};

static const fe_param p_nonzero_static[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INT, FE_KEYWORD}, {"fill_value", FE_INT, FE_OPTIONAL | FE_KEYWORD}};
static void c_nonzero_static(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_nonzero_static)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_int(a + 2, -1)));
}
const fe_function fe_function_nonzero_static = {"nonzero_static", "nonzero_static(Tensor input, *, int size, int fill_value=-1) -> Tensor", p_nonzero_static, 3, c_nonzero_static};

static const fe_param p_where_nonzero[] = {
    {"condition", FE_TENSOR, 0}};
static void c_where_nonzero(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_where_nonzero)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_where_nonzero = {"where", "where(Tensor condition) -> Tensor[]", p_where_nonzero, 1, c_where_nonzero};
