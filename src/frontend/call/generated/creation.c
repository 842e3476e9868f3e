/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/creation.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
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
    {"size", FE_INTS, 0}, {"fill_value", FE_VALUE, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_full(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_full)(at, s, fe_as_ints(a + 0, KILN_NO_SHAPE), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_dtype(a + 2, KILN_NO_DTYPE)));
}
const fe_function fe_function_full = {"full", "full(int[] size, Value fill_value, *, dtype? dtype=None) -> Tensor", p_full, 7, c_full};

static const fe_param p_scalar_tensor[] = {
    {"s", FE_SCALAR, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_scalar_tensor(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_scalar_tensor)(at, s, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_dtype(a + 1, KILN_F32)));
}
const fe_function fe_function_scalar_tensor = {"scalar_tensor", "scalar_tensor(Scalar s, *, dtype dtype=float32) -> Tensor", p_scalar_tensor, 6, c_scalar_tensor};

static const fe_param p_zeros_like[] = {
    {"input", FE_TENSOR, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"memory_format", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_zeros_like(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_zeros_like)(at, fe_as_tensor(a + 0, NULL), fe_as_dtype(a + 1, KILN_NO_DTYPE)));
}
const fe_function fe_function_zeros_like = {"zeros_like", "zeros_like(Tensor input, *, dtype? dtype=None, ~memory_format) -> Tensor", p_zeros_like, 7, c_zeros_like};

static const fe_param p_ones_like[] = {
    {"input", FE_TENSOR, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"memory_format", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_ones_like(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ones_like)(at, fe_as_tensor(a + 0, NULL), fe_as_dtype(a + 1, KILN_NO_DTYPE)));
}
const fe_function fe_function_ones_like = {"ones_like", "ones_like(Tensor input, *, dtype? dtype=None, ~memory_format) -> Tensor", p_ones_like, 7, c_ones_like};

static const fe_param p_full_like[] = {
    {"input", FE_TENSOR, 0}, {"fill_value", FE_VALUE, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"memory_format", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_full_like(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_full_like)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_dtype(a + 2, KILN_NO_DTYPE)));
}
const fe_function fe_function_full_like = {"full_like", "full_like(Tensor input, Value fill_value, *, dtype? dtype=None, ~memory_format) -> Tensor", p_full_like, 8, c_full_like};

static const fe_param p_new_zeros[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, FE_REST}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_new_zeros(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_new_zeros)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_dtype(a + 2, KILN_NO_DTYPE)));
}
const fe_function fe_function_new_zeros = {"new_zeros", "new_zeros(Tensor input, int[]* size, *, dtype? dtype=None) -> Tensor", p_new_zeros, 7, c_new_zeros};

static const fe_param p_new_ones[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, FE_REST}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_new_ones(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_new_ones)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_dtype(a + 2, KILN_NO_DTYPE)));
}
const fe_function fe_function_new_ones = {"new_ones", "new_ones(Tensor input, int[]* size, *, dtype? dtype=None) -> Tensor", p_new_ones, 7, c_new_ones};

static const fe_param p_new_full[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, 0}, {"fill_value", FE_VALUE, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_new_full(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_new_full)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_value(a + 2, KILN_NO_VALUE), fe_as_dtype(a + 3, KILN_NO_DTYPE)));
}
const fe_function fe_function_new_full = {"new_full", "new_full(Tensor input, int[] size, Value fill_value, *, dtype? dtype=None) -> Tensor", p_new_full, 8, c_new_full};

static const fe_param p_arange_end[] = {
    {"end", FE_SCALAR, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_arange_end(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_arange_end)(at, s, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_dtype(a + 1, KILN_NO_DTYPE)));
}
const fe_function fe_function_arange_end = {"arange", "arange(Scalar end, *, dtype? dtype=None) -> Tensor", p_arange_end, 6, c_arange_end};

static const fe_param p_arange[] = {
    {"start", FE_SCALAR, 0}, {"end", FE_SCALAR, 0}, {"step", FE_SCALAR, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_arange(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_arange)(at, s, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, kiln_v_int(1)), fe_as_dtype(a + 3, KILN_NO_DTYPE)));
}
const fe_function fe_function_arange = {"arange", "arange(Scalar start, Scalar end, Scalar step=1, *, dtype? dtype=None) -> Tensor", p_arange, 8, c_arange};

static const fe_param p_linspace[] = {
    {"start", FE_SCALAR, 0}, {"end", FE_SCALAR, 0}, {"steps", FE_INT, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_linspace(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_linspace)(at, s, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_int(a + 2, 0), fe_as_dtype(a + 3, KILN_F32)));
}
const fe_function fe_function_linspace = {"linspace", "linspace(Scalar start, Scalar end, int steps, *, dtype dtype=float32) -> Tensor", p_linspace, 8, c_linspace};

static const fe_param p_logspace[] = {
    {"start", FE_SCALAR, 0}, {"end", FE_SCALAR, 0}, {"steps", FE_INT, 0}, {"base", FE_FLOAT, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_logspace(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_logspace)(at, s, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_int(a + 2, 0), fe_as_float(a + 3, 10.0), fe_as_dtype(a + 4, KILN_F32)));
}
const fe_function fe_function_logspace = {"logspace", "logspace(Scalar start, Scalar end, int steps, float base=10.0, *, dtype dtype=float32) -> Tensor", p_logspace, 9, c_logspace};

static const fe_param p_eye[] = {
    {"n", FE_INT, 0}, {"m", FE_INT, FE_OPTIONAL | FE_OR_NONE}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_eye(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_eye)(at, s, fe_as_int(a + 0, 0), fe_as_int(a + 1, KILN_NO_INT), fe_as_dtype(a + 2, KILN_F32)));
}
const fe_function fe_function_eye = {"eye", "eye(int n, int? m=None, *, dtype dtype=float32) -> Tensor", p_eye, 7, c_eye};

static const fe_param p_tril_indices[] = {
    {"row", FE_INT, 0}, {"col", FE_INT, 0}, {"offset", FE_INT, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_tril_indices(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_tril_indices)(at, s, fe_as_int(a + 0, 0), fe_as_int(a + 1, 0), fe_as_int(a + 2, 0), fe_as_dtype(a + 3, KILN_I64)));
}
const fe_function fe_function_tril_indices = {"tril_indices", "tril_indices(int row, int col, int offset=0, *, dtype dtype=int64) -> Tensor", p_tril_indices, 8, c_tril_indices};

static const fe_param p_triu_indices[] = {
    {"row", FE_INT, 0}, {"col", FE_INT, 0}, {"offset", FE_INT, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_triu_indices(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_triu_indices)(at, s, fe_as_int(a + 0, 0), fe_as_int(a + 1, 0), fe_as_int(a + 2, 0), fe_as_dtype(a + 3, KILN_I64)));
}
const fe_function fe_function_triu_indices = {"triu_indices", "triu_indices(int row, int col, int offset=0, *, dtype dtype=int64) -> Tensor", p_triu_indices, 8, c_triu_indices};
