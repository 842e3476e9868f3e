/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/joining.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/joining.h"

static const fe_param p_cat[] = {
    {"tensors", FE_TENSORS, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_cat(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cat)(at, fe_as_tensors(a + 0, FE_NO_LIST), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_cat = {"cat", "cat(Tensor[] tensors, dim dim=0) -> Tensor", p_cat, 2, c_cat};

static const fe_param p_stack[] = {
    {"tensors", FE_TENSORS, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_stack(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_stack)(at, fe_as_tensors(a + 0, FE_NO_LIST), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_stack = {"stack", "stack(Tensor[] tensors, dim dim=0) -> Tensor", p_stack, 2, c_stack};

static const fe_param p_hstack[] = {
    {"tensors", FE_TENSORS, 0}};
static void c_hstack(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_hstack)(at, fe_as_tensors(a + 0, FE_NO_LIST)));
}
const fe_function fe_function_hstack = {"hstack", "hstack(Tensor[] tensors) -> Tensor", p_hstack, 1, c_hstack};

static const fe_param p_vstack[] = {
    {"tensors", FE_TENSORS, 0}};
static void c_vstack(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_vstack)(at, fe_as_tensors(a + 0, FE_NO_LIST)));
}
const fe_function fe_function_vstack = {"vstack", "vstack(Tensor[] tensors) -> Tensor", p_vstack, 1, c_vstack};

static const fe_param p_dstack[] = {
    {"tensors", FE_TENSORS, 0}};
static void c_dstack(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_dstack)(at, fe_as_tensors(a + 0, FE_NO_LIST)));
}
const fe_function fe_function_dstack = {"dstack", "dstack(Tensor[] tensors) -> Tensor", p_dstack, 1, c_dstack};

static const fe_param p_column_stack[] = {
    {"tensors", FE_TENSORS, 0}};
static void c_column_stack(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_column_stack)(at, fe_as_tensors(a + 0, FE_NO_LIST)));
}
const fe_function fe_function_column_stack = {"column_stack", "column_stack(Tensor[] tensors) -> Tensor", p_column_stack, 1, c_column_stack};

static const fe_param p_meshgrid[] = {
    {"tensors", FE_TENSORS, FE_REST}, {"indexing", FE_STR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_meshgrid(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_meshgrid)(at, fe_as_tensors(a + 0, FE_NO_LIST), fe_as_str(a + 1, NULL)));
}
const fe_function fe_function_meshgrid = {"meshgrid", "meshgrid(Tensor[]* tensors, *, str? indexing=None) -> Tensor[]", p_meshgrid, 2, c_meshgrid};
