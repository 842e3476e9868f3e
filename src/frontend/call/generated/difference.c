/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/difference.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/difference.h"

static const fe_param p_diff[] = {
    {"input", FE_TENSOR, 0}, {"n", FE_INT, FE_OPTIONAL}, {"dim", FE_DIM, FE_OPTIONAL}, {"prepend", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"append", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}};
static void c_diff(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_diff)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 1), fe_as_dim(a + 2, -1), fe_as_tensor(a + 3, NULL), fe_as_tensor(a + 4, NULL)));
}
const fe_function fe_function_diff = {"diff", "diff(Tensor input, int n=1, dim dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor", p_diff, 5, c_diff};

static const fe_param p_trapezoid[] = {
    {"y", FE_TENSOR, 0}, {"dx", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"dim", FE_DIM, FE_OPTIONAL | FE_KEYWORD}};
static void c_trapezoid(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_trapezoid)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, kiln_v_int(1)), fe_as_dim(a + 2, -1)));
}
const fe_function fe_function_trapezoid = {"trapezoid", "trapezoid(Tensor y, *, Scalar dx=1, dim dim=-1) -> Tensor", p_trapezoid, 3, c_trapezoid};

static const fe_param p_trapezoid_at[] = {
    {"y", FE_TENSOR, 0}, {"x", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_KEYWORD}};
static void c_trapezoid_at(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_trapezoid_at)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, -1)));
}
const fe_function fe_function_trapezoid_at = {"trapezoid", "trapezoid(Tensor y, Tensor x, *, dim dim=-1) -> Tensor", p_trapezoid_at, 3, c_trapezoid_at};

static const fe_param p_trapz[] = {
    {"y", FE_TENSOR, 0}, {"dx", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"dim", FE_DIM, FE_OPTIONAL | FE_KEYWORD}};
static void c_trapz(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_trapz)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, kiln_v_int(1)), fe_as_dim(a + 2, -1)));
}
const fe_function fe_function_trapz = {"trapz", "trapz(Tensor y, *, Scalar dx=1, dim dim=-1) -> Tensor", p_trapz, 3, c_trapz};

static const fe_param p_trapz_at[] = {
    {"y", FE_TENSOR, 0}, {"x", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_KEYWORD}};
static void c_trapz_at(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_trapz_at)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, -1)));
}
const fe_function fe_function_trapz_at = {"trapz", "trapz(Tensor y, Tensor x, *, dim dim=-1) -> Tensor", p_trapz_at, 3, c_trapz_at};

static const fe_param p_cumulative_trapezoid[] = {
    {"y", FE_TENSOR, 0}, {"dx", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"dim", FE_DIM, FE_OPTIONAL | FE_KEYWORD}};
static void c_cumulative_trapezoid(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cumulative_trapezoid)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, kiln_v_int(1)), fe_as_dim(a + 2, -1)));
}
const fe_function fe_function_cumulative_trapezoid = {"cumulative_trapezoid", "cumulative_trapezoid(Tensor y, *, Scalar dx=1, dim dim=-1) -> Tensor", p_cumulative_trapezoid, 3, c_cumulative_trapezoid};

static const fe_param p_cumulative_trapezoid_at[] = {
    {"y", FE_TENSOR, 0}, {"x", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_KEYWORD}};
static void c_cumulative_trapezoid_at(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cumulative_trapezoid_at)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, -1)));
}
const fe_function fe_function_cumulative_trapezoid_at = {"cumulative_trapezoid", "cumulative_trapezoid(Tensor y, Tensor x, *, dim dim=-1) -> Tensor", p_cumulative_trapezoid_at, 3, c_cumulative_trapezoid_at};

static const fe_param p_sum_to_size[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, FE_REST}};
static void c_sum_to_size(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sum_to_size)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_sum_to_size = {"sum_to_size", "sum_to_size(Tensor input, int[]* size) -> Tensor", p_sum_to_size, 2, c_sum_to_size};

static const fe_param p_linalg_vander[] = {
    {"x", FE_TENSOR, 0}, {"N", FE_INT, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_linalg_vander(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linalg_vander)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, KILN_NO_INT)));
}
const fe_function fe_function_linalg_vander = {"linalg.vander", "linalg.vander(Tensor x, *, int? N=None) -> Tensor", p_linalg_vander, 2, c_linalg_vander};
