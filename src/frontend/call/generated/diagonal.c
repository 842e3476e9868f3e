/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/diagonal.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/diagonal.h"

kiln_tensor *(kiln_tril_)(kiln_site at, kiln_tensor *input, int64_t diagonal) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "tril_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "tril_", input, (kiln_tril)(at, input, diagonal));
}

kiln_tensor *(kiln_triu_)(kiln_site at, kiln_tensor *input, int64_t diagonal) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "triu_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "triu_", input, (kiln_triu)(at, input, diagonal));
}

static const fe_param p_diagonal[] = {
    {"input", FE_TENSOR, 0}, {"offset", FE_INT, FE_OPTIONAL}, {"dim1", FE_DIM, FE_OPTIONAL}, {"dim2", FE_DIM, FE_OPTIONAL}};
static void c_diagonal(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_diagonal)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_dim(a + 2, 0), fe_as_dim(a + 3, 1)));
}
const fe_function fe_function_diagonal = {"diagonal", "diagonal(Tensor input, int offset=0, dim dim1=0, dim dim2=1) -> Tensor", p_diagonal, 4, c_diagonal};

static const fe_param p_linalg_diagonal[] = {
    {"A", FE_TENSOR, 0}, {"offset", FE_INT, FE_OPTIONAL | FE_KEYWORD}, {"dim1", FE_DIM, FE_OPTIONAL | FE_KEYWORD}, {"dim2", FE_DIM, FE_OPTIONAL | FE_KEYWORD}};
static void c_linalg_diagonal(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linalg_diagonal)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_dim(a + 2, -2), fe_as_dim(a + 3, -1)));
}
const fe_function fe_function_linalg_diagonal = {"linalg.diagonal", "linalg.diagonal(Tensor A, *, int offset=0, dim dim1=-2, dim dim2=-1) -> Tensor", p_linalg_diagonal, 4, c_linalg_diagonal};

static const fe_param p_diagonal_scatter[] = {
    {"input", FE_TENSOR, 0}, {"src", FE_TENSOR, 0}, {"offset", FE_INT, FE_OPTIONAL}, {"dim1", FE_DIM, FE_OPTIONAL}, {"dim2", FE_DIM, FE_OPTIONAL}};
static void c_diagonal_scatter(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_diagonal_scatter)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_int(a + 2, 0), fe_as_dim(a + 3, 0), fe_as_dim(a + 4, 1)));
}
const fe_function fe_function_diagonal_scatter = {"diagonal_scatter", "diagonal_scatter(Tensor input, Tensor src, int offset=0, dim dim1=0, dim dim2=1) -> Tensor", p_diagonal_scatter, 5, c_diagonal_scatter};

static const fe_param p_diag_embed[] = {
    {"input", FE_TENSOR, 0}, {"offset", FE_INT, FE_OPTIONAL}, {"dim1", FE_DIM, FE_OPTIONAL}, {"dim2", FE_DIM, FE_OPTIONAL}};
static void c_diag_embed(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_diag_embed)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_dim(a + 2, -2), fe_as_dim(a + 3, -1)));
}
const fe_function fe_function_diag_embed = {"diag_embed", "diag_embed(Tensor input, int offset=0, dim dim1=-2, dim dim2=-1) -> Tensor", p_diag_embed, 4, c_diag_embed};

static const fe_param p_diag[] = {
    {"input", FE_TENSOR, 0}, {"diagonal", FE_INT, FE_OPTIONAL}};
static void c_diag(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_diag)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_diag = {"diag", "diag(Tensor input, int diagonal=0) -> Tensor", p_diag, 2, c_diag};

static const fe_param p_diagflat[] = {
    {"input", FE_TENSOR, 0}, {"offset", FE_INT, FE_OPTIONAL}};
static void c_diagflat(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_diagflat)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_diagflat = {"diagflat", "diagflat(Tensor input, int offset=0) -> Tensor", p_diagflat, 2, c_diagflat};

static const fe_param p_trace[] = {
    {"input", FE_TENSOR, 0}};
static void c_trace(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_trace)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_trace = {"trace", "trace(Tensor input) -> Tensor", p_trace, 1, c_trace};

static const fe_param p_tril[] = {
    {"input", FE_TENSOR, 0}, {"diagonal", FE_INT, FE_OPTIONAL}};
static void c_tril(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_tril)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_tril = {"tril", "tril(Tensor input, int diagonal=0) -> Tensor", p_tril, 2, c_tril};

static const fe_param p_tril_[] = {
    {"input", FE_TENSOR, 0}, {"diagonal", FE_INT, FE_OPTIONAL}};
static void c_tril_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_tril_)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_tril_ = {"tril_", "tril_(Tensor input, int diagonal=0) -> Tensor", p_tril_, 2, c_tril_};

static const fe_param p_triu[] = {
    {"input", FE_TENSOR, 0}, {"diagonal", FE_INT, FE_OPTIONAL}};
static void c_triu(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_triu)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_triu = {"triu", "triu(Tensor input, int diagonal=0) -> Tensor", p_triu, 2, c_triu};

static const fe_param p_triu_[] = {
    {"input", FE_TENSOR, 0}, {"diagonal", FE_INT, FE_OPTIONAL}};
static void c_triu_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_triu_)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_triu_ = {"triu_", "triu_(Tensor input, int diagonal=0) -> Tensor", p_triu_, 2, c_triu_};
