/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/scan.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/scan.h"

static const fe_param p_cumsum[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_cumsum(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cumsum)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_dtype(a + 2, KILN_NO_DTYPE)));
}
const fe_function fe_function_cumsum = {"cumsum", "cumsum(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor", p_cumsum, 3, c_cumsum};

static const fe_param p_cumsum_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_cumsum_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cumsum_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_dtype(a + 2, KILN_NO_DTYPE)));
}
const fe_function fe_function_cumsum_ = {"cumsum_", "cumsum_(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor", p_cumsum_, 3, c_cumsum_};

static const fe_param p_cumprod[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_cumprod(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cumprod)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_dtype(a + 2, KILN_NO_DTYPE)));
}
const fe_function fe_function_cumprod = {"cumprod", "cumprod(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor", p_cumprod, 3, c_cumprod};

static const fe_param p_cumprod_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_cumprod_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cumprod_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_dtype(a + 2, KILN_NO_DTYPE)));
}
const fe_function fe_function_cumprod_ = {"cumprod_", "cumprod_(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor", p_cumprod_, 3, c_cumprod_};

static const fe_param p_logcumsumexp[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}};
static void c_logcumsumexp(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logcumsumexp)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_logcumsumexp = {"logcumsumexp", "logcumsumexp(Tensor input, dim dim) -> Tensor", p_logcumsumexp, 2, c_logcumsumexp};

static const fe_param p_cummax[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}};
static void c_cummax(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_cummax)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_cummax = {"cummax", "cummax(Tensor input, dim dim) -> (Tensor values, Tensor indices)", p_cummax, 2, c_cummax};

static const fe_param p_cummin[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}};
static void c_cummin(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_cummin)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_cummin = {"cummin", "cummin(Tensor input, dim dim) -> (Tensor values, Tensor indices)", p_cummin, 2, c_cummin};
