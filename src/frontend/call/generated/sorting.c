/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/sorting.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/sorting.h"

static const fe_param p_sort[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL}, {"descending", FE_BOOL, FE_OPTIONAL}, {"stable", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_sort(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_sort)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, -1), fe_as_bool(a + 2, false), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_sort = {"sort", "sort(Tensor input, dim dim=-1, bool descending=False, *, bool stable=False) -> (Tensor values, Tensor indices)", p_sort, 4, c_sort};

static const fe_param p_argsort[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL}, {"descending", FE_BOOL, FE_OPTIONAL}, {"stable", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_argsort(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_argsort)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, -1), fe_as_bool(a + 2, false), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_argsort = {"argsort", "argsort(Tensor input, dim dim=-1, bool descending=False, *, bool stable=False) -> Tensor", p_argsort, 4, c_argsort};

static const fe_param p_topk[] = {
    {"input", FE_TENSOR, 0}, {"k", FE_INT, 0}, {"dim", FE_DIM, FE_OPTIONAL}, {"largest", FE_BOOL, FE_OPTIONAL}, {"sorted", FE_BOOL, FE_OPTIONAL}};
static void c_topk(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_topk)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_dim(a + 2, -1), fe_as_bool(a + 3, true), fe_as_bool(a + 4, true)));
}
const fe_function fe_function_topk = {"topk", "topk(Tensor input, int k, dim dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)", p_topk, 5, c_topk};

static const fe_param p_searchsorted[] = {
    {"sorted_sequence", FE_TENSOR, 0}, {"input", FE_VALUE, 0}, {"out_int32", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}, {"right", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}, {"side", FE_STR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"sorter", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_searchsorted(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_searchsorted)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_bool(a + 2, false), fe_as_bool(a + 3, false), fe_as_str(a + 4, NULL), fe_as_tensor(a + 5, NULL)));
}
const fe_function fe_function_searchsorted = {"searchsorted", "searchsorted(Tensor sorted_sequence, Value input, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor", p_searchsorted, 6, c_searchsorted};

static const fe_param p_bucketize[] = {
    {"input", FE_VALUE, 0}, {"boundaries", FE_TENSOR, 0}, {"out_int32", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}, {"right", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_bucketize(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bucketize)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_tensor(a + 1, NULL), fe_as_bool(a + 2, false), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_bucketize = {"bucketize", "bucketize(Value input, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor", p_bucketize, 4, c_bucketize};

static const fe_param p_isin[] = {
    {"elements", FE_VALUE, 0}, {"test_elements", FE_VALUE, 0}, {"assume_unique", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}, {"invert", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_isin(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_isin)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_bool(a + 2, false), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_isin = {"isin", "isin(Value elements, Value test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor", p_isin, 4, c_isin};

static const fe_param p_bincount[] = {
    {"input", FE_TENSOR, 0}, {"weights", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"minlength", FE_INT, FE_OPTIONAL}};
static void c_bincount(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bincount)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_int(a + 2, 0)));
}
const fe_function fe_function_bincount = {"bincount", "bincount(Tensor input, Tensor? weights=None, int minlength=0) -> Tensor", p_bincount, 3, c_bincount};
