/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/signatures/reduction.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/by_name.h"
#include "kiln/reduction.h"

static const fe_param p_sum[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_sum(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sum)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_sum = {"sum", "sum(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor", p_sum, 3, c_sum};

static const fe_param p_prod[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_prod(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_prod)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_prod = {"prod", "prod(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor", p_prod, 3, c_prod};

static const fe_param p_mean[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_mean(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_mean)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_mean = {"mean", "mean(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor", p_mean, 3, c_mean};

static const fe_param p_amax[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_amax(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_amax)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_amax = {"amax", "amax(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor", p_amax, 3, c_amax};

static const fe_param p_amin[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_amin(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_amin)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_amin = {"amin", "amin(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor", p_amin, 3, c_amin};

static const fe_param p_all[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_all(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_all)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_all = {"all", "all(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor", p_all, 3, c_all};

static const fe_param p_any[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_any(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_any)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_any = {"any", "any(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor", p_any, 3, c_any};

static const fe_param p_var[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"correction", FE_INT, FE_OPTIONAL | FE_KEYWORD}, {"keepdim", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_var(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_var)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_int(a + 2, 1), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_var = {"var", "var(Tensor input, dim[]? dim=None, *, int correction=1, bool keepdim=False) -> Tensor", p_var, 4, c_var};

static const fe_param p_argmax[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_argmax(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_argmax)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_argmax = {"argmax", "argmax(Tensor input, dim dim, bool keepdim=False) -> Tensor", p_argmax, 3, c_argmax};

static const fe_param p_argmin[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_argmin(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_argmin)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_argmin = {"argmin", "argmin(Tensor input, dim dim, bool keepdim=False) -> Tensor", p_argmin, 3, c_argmin};
