/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/signatures/creation.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/by_name.h"
#include "kiln/creation.h"

static const fe_param p_zeros[] = {
    {"size", FE_INTS, FE_REST}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_zeros(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_zeros)(at, s, fe_as_ints(a + 0, KILN_NO_SHAPE), fe_as_dtype(a + 1, KILN_F32)));
}
const fe_function fe_function_zeros = {"zeros", "zeros(int[]* size, *, dtype dtype=float32) -> Tensor", p_zeros, 6, c_zeros};

static const fe_param p_ones[] = {
    {"size", FE_INTS, FE_REST}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_ones(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_ones)(at, s, fe_as_ints(a + 0, KILN_NO_SHAPE), fe_as_dtype(a + 1, KILN_F32)));
}
const fe_function fe_function_ones = {"ones", "ones(int[]* size, *, dtype dtype=float32) -> Tensor", p_ones, 6, c_ones};

static const fe_param p_full[] = {
    {"size", FE_INTS, 0}, {"fill_value", FE_VALUE, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_full(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_full)(at, s, fe_as_ints(a + 0, KILN_NO_SHAPE), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_dtype(a + 2, KILN_F32)));
}
const fe_function fe_function_full = {"full", "full(int[] size, Value fill_value, *, dtype dtype=float32) -> Tensor", p_full, 7, c_full};

static const fe_param p_zeros_like[] = {
    {"input", FE_TENSOR, 0}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_zeros_like(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_zeros_like)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_zeros_like = {"zeros_like", "zeros_like(Tensor input) -> Tensor", p_zeros_like, 5, c_zeros_like};

static const fe_param p_ones_like[] = {
    {"input", FE_TENSOR, 0}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_ones_like(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ones_like)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_ones_like = {"ones_like", "ones_like(Tensor input) -> Tensor", p_ones_like, 5, c_ones_like};
