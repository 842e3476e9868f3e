/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/norm.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/norm.h"

kiln_tensor *(kiln_renorm_)(kiln_site at, kiln_tensor *input, kiln_value p, int dim, kiln_value maxnorm) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "renorm_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "renorm_", input, (kiln_renorm)(at, input, p, dim, maxnorm));
}

static const fe_param p_linalg_vector_norm[] = {
    {"input", FE_TENSOR, 0}, {"ord", FE_SCALAR, FE_OPTIONAL}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_linalg_vector_norm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linalg_vector_norm)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, kiln_v_int(2)), fe_as_dims(a + 2, KILN_ALL_AXES), fe_as_bool(a + 3, false), fe_as_dtype(a + 4, KILN_NO_DTYPE)));
}
const fe_function fe_function_linalg_vector_norm = {"linalg.vector_norm", "linalg.vector_norm(Tensor input, Scalar ord=2, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_linalg_vector_norm, 5, c_linalg_vector_norm};

static const fe_param p_linalg_matrix_norm[] = {
    {"input", FE_TENSOR, 0}, {"ord", FE_SCALAR, 0}, {"dim", FE_DIMS, FE_OPTIONAL}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_linalg_matrix_norm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linalg_matrix_norm)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_dims(a + 2, KILN_AXES(-2, -1)), fe_as_bool(a + 3, false), fe_as_dtype(a + 4, KILN_NO_DTYPE)));
}
const fe_function fe_function_linalg_matrix_norm = {"linalg.matrix_norm", "linalg.matrix_norm(Tensor input, Scalar ord, dim[] dim=[-2, -1], bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_linalg_matrix_norm, 5, c_linalg_matrix_norm};

static const fe_param p_linalg_matrix_norm_str[] = {
    {"input", FE_TENSOR, 0}, {"ord", FE_STR, FE_OPTIONAL}, {"dim", FE_DIMS, FE_OPTIONAL}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_linalg_matrix_norm_str(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linalg_matrix_norm_str)(at, fe_as_tensor(a + 0, NULL), fe_as_str(a + 1, "fro"), fe_as_dims(a + 2, KILN_AXES(-2, -1)), fe_as_bool(a + 3, false), fe_as_dtype(a + 4, KILN_NO_DTYPE)));
}
const fe_function fe_function_linalg_matrix_norm_str = {"linalg.matrix_norm", "linalg.matrix_norm(Tensor input, str ord='fro', dim[] dim=[-2, -1], bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_linalg_matrix_norm_str, 5, c_linalg_matrix_norm_str};

static const fe_param p_linalg_norm[] = {
    {"input", FE_TENSOR, 0}, {"ord", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_linalg_norm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linalg_norm)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_dims(a + 2, KILN_ALL_AXES), fe_as_bool(a + 3, false), fe_as_dtype(a + 4, KILN_NO_DTYPE)));
}
const fe_function fe_function_linalg_norm = {"linalg.norm", "linalg.norm(Tensor input, Scalar? ord=None, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_linalg_norm, 5, c_linalg_norm};

static const fe_param p_linalg_norm_str[] = {
    {"input", FE_TENSOR, 0}, {"ord", FE_STR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_linalg_norm_str(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linalg_norm_str)(at, fe_as_tensor(a + 0, NULL), fe_as_str(a + 1, NULL), fe_as_dims(a + 2, KILN_ALL_AXES), fe_as_bool(a + 3, false), fe_as_dtype(a + 4, KILN_NO_DTYPE)));
}
const fe_function fe_function_linalg_norm_str = {"linalg.norm", "linalg.norm(Tensor input, str ord, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_linalg_norm_str, 5, c_linalg_norm_str};

static const fe_param p_norm_p[] = {
    {"input", FE_TENSOR, 0}, {"p", FE_SCALAR, FE_OR_NONE}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_norm_p(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_norm_p)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_dims(a + 2, KILN_ALL_AXES), fe_as_bool(a + 3, false), fe_as_dtype(a + 4, KILN_NO_DTYPE)));
}
const fe_function fe_function_norm_p = {"norm", "norm(Tensor input, Scalar? p, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_norm_p, 5, c_norm_p};

static const fe_param p_norm[] = {
    {"input", FE_TENSOR, 0}, {"p", FE_STR, FE_OPTIONAL}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_norm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_norm)(at, fe_as_tensor(a + 0, NULL), fe_as_str(a + 1, "fro"), fe_as_dims(a + 2, KILN_ALL_AXES), fe_as_bool(a + 3, false), fe_as_dtype(a + 4, KILN_NO_DTYPE)));
}
const fe_function fe_function_norm = {"norm", "norm(Tensor input, str p='fro', dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_norm, 5, c_norm};

static const fe_param p_dist[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}, {"p", FE_SCALAR, FE_OPTIONAL}};
static void c_dist(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_dist)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_value(a + 2, kiln_v_int(2))));
}
const fe_function fe_function_dist = {"dist", "dist(Tensor input, Tensor other, Scalar p=2) -> Tensor", p_dist, 3, c_dist};

static const fe_param p_renorm[] = {
    {"input", FE_TENSOR, 0}, {"p", FE_SCALAR, 0}, {"dim", FE_DIM, 0}, {"maxnorm", FE_SCALAR, 0}};
static void c_renorm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_renorm)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_dim(a + 2, 0), fe_as_value(a + 3, KILN_NO_VALUE)));
}
const fe_function fe_function_renorm = {"renorm", "renorm(Tensor input, Scalar p, dim dim, Scalar maxnorm) -> Tensor", p_renorm, 4, c_renorm};

static const fe_param p_renorm_[] = {
    {"input", FE_TENSOR, 0}, {"p", FE_SCALAR, 0}, {"dim", FE_DIM, 0}, {"maxnorm", FE_SCALAR, 0}};
static void c_renorm_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_renorm_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_dim(a + 2, 0), fe_as_value(a + 3, KILN_NO_VALUE)));
}
const fe_function fe_function_renorm_ = {"renorm_", "renorm_(Tensor input, Scalar p, dim dim, Scalar maxnorm) -> Tensor", p_renorm_, 4, c_renorm_};
