/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/signatures/shape.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/by_name.h"
#include "kiln/shape.h"

static const fe_param p_reshape[] = {
    {"input", FE_TENSOR, 0}, {"shape", FE_INTS, FE_REST}};
static void c_reshape(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_reshape)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_reshape = {"reshape", "reshape(Tensor input, int[]* shape) -> Tensor", p_reshape, 2, c_reshape};

static const fe_param p_flatten[] = {
    {"input", FE_TENSOR, 0}, {"start_dim", FE_DIM, FE_OPTIONAL}, {"end_dim", FE_DIM, FE_OPTIONAL}};
static void c_flatten(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_flatten)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_dim(a + 2, -1)));
}
const fe_function fe_function_flatten = {"flatten", "flatten(Tensor input, dim start_dim=0, dim end_dim=-1) -> Tensor", p_flatten, 3, c_flatten};

static const fe_param p_squeeze[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}};
static void c_squeeze(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_squeeze)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_squeeze = {"squeeze", "squeeze(Tensor input, dim dim) -> Tensor", p_squeeze, 2, c_squeeze};

static const fe_param p_unsqueeze[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}};
static void c_unsqueeze(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_unsqueeze)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_unsqueeze = {"unsqueeze", "unsqueeze(Tensor input, dim dim) -> Tensor", p_unsqueeze, 2, c_unsqueeze};

static const fe_param p_permute[] = {
    {"input", FE_TENSOR, 0}, {"dims", FE_DIMS, FE_REST}};
static void c_permute(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_permute)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_NO_AXES)));
}
const fe_function fe_function_permute = {"permute", "permute(Tensor input, dim[]* dims) -> Tensor", p_permute, 2, c_permute};

static const fe_param p_transpose[] = {
    {"input", FE_TENSOR, 0}, {"dim0", FE_DIM, 0}, {"dim1", FE_DIM, 0}};
static void c_transpose(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_transpose)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_transpose = {"transpose", "transpose(Tensor input, dim dim0, dim dim1) -> Tensor", p_transpose, 3, c_transpose};

static const fe_param p_t[] = {
    {"input", FE_TENSOR, 0}};
static void c_t(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_t)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_t = {"t", "t(Tensor input) -> Tensor", p_t, 1, c_t};

static const fe_param p_expand[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, FE_REST}};
static void c_expand(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_expand)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_expand = {"expand", "expand(Tensor input, int[]* size) -> Tensor", p_expand, 2, c_expand};

static const fe_param p_narrow[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"start", FE_INT, 0}, {"length", FE_INT, 0}};
static void c_narrow(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_narrow)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_int(a + 2, 0), fe_as_int(a + 3, 0)));
}
const fe_function fe_function_narrow = {"narrow", "narrow(Tensor input, dim dim, int start, int length) -> Tensor", p_narrow, 4, c_narrow};

static const fe_param p_slice[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL}, {"start", FE_INT, FE_OPTIONAL | FE_OR_NONE}, {"end", FE_INT, FE_OPTIONAL | FE_OR_NONE}, {"step", FE_INT, FE_OPTIONAL}};
static void c_slice(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_slice)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_int(a + 2, KILN_NO_INT), fe_as_int(a + 3, KILN_NO_INT), fe_as_int(a + 4, 1)));
}
const fe_function fe_function_slice = {"slice", "slice(Tensor input, dim dim=0, int? start=None, int? end=None, int step=1) -> Tensor", p_slice, 5, c_slice};

static const fe_param p_select[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_INT, 0}};
static void c_select(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_select)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_int(a + 2, 0)));
}
const fe_function fe_function_select = {"select", "select(Tensor input, dim dim, int index) -> Tensor", p_select, 3, c_select};

static const fe_param p_flip[] = {
    {"input", FE_TENSOR, 0}, {"dims", FE_DIMS, FE_REST}};
static void c_flip(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_flip)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_NO_AXES)));
}
const fe_function fe_function_flip = {"flip", "flip(Tensor input, dim[]* dims) -> Tensor", p_flip, 2, c_flip};

static const fe_param p_broadcast_to[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, FE_REST}};
static void c_broadcast_to(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_broadcast_to)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_broadcast_to = {"broadcast_to", "broadcast_to(Tensor input, int[]* size) -> Tensor", p_broadcast_to, 2, c_broadcast_to};

static const fe_param p_as_strided[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, 0}, {"stride", FE_INTS, 0}, {"storage_offset", FE_INT, FE_OPTIONAL}};
static void c_as_strided(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_as_strided)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_ints(a + 2, KILN_NO_SHAPE), fe_as_int(a + 3, 0)));
}
const fe_function fe_function_as_strided = {"as_strided", "as_strided(Tensor input, int[] size, int[] stride, int storage_offset=0) -> Tensor", p_as_strided, 4, c_as_strided};
