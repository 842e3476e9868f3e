/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/signatures/random.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/by_name.h"
#include "kiln/random.h"

static const fe_param p_rand[] = {
    {"size", FE_INTS, FE_REST}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_rand(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_rand)(at, s, fe_as_ints(a + 0, KILN_NO_SHAPE), fe_as_dtype(a + 1, KILN_F32)));
}
const fe_function fe_function_rand = {"rand", "rand(int[]* size, *, dtype dtype=float32) -> Tensor", p_rand, 6, c_rand};

static const fe_param p_randn[] = {
    {"size", FE_INTS, FE_REST}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_randn(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_randn)(at, s, fe_as_ints(a + 0, KILN_NO_SHAPE), fe_as_dtype(a + 1, KILN_F32)));
}
const fe_function fe_function_randn = {"randn", "randn(int[]* size, *, dtype dtype=float32) -> Tensor", p_randn, 6, c_randn};

static const fe_param p_randint[] = {
    {"high", FE_INT, 0}, {"size", FE_INTS, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_randint(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_randint)(at, s, fe_as_int(a + 0, 0), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_dtype(a + 2, KILN_I64)));
}
const fe_function fe_function_randint = {"randint", "randint(int high, int[] size, *, dtype dtype=int64) -> Tensor", p_randint, 7, c_randint};

static const fe_param p_randint_from[] = {
    {"low", FE_INT, 0}, {"high", FE_INT, 0}, {"size", FE_INTS, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_randint_from(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_randint_from)(at, s, fe_as_int(a + 0, 0), fe_as_int(a + 1, 0), fe_as_ints(a + 2, KILN_NO_SHAPE), fe_as_dtype(a + 3, KILN_I64)));
}
const fe_function fe_function_randint_from = {"randint", "randint(int low, int high, int[] size, *, dtype dtype=int64) -> Tensor", p_randint_from, 8, c_randint_from};

static const fe_param p_randperm[] = {
    {"n", FE_INT, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_KEYWORD}, {"layout", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"device", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"pin_memory", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"requires_grad", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_randperm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_randperm)(at, s, fe_as_int(a + 0, 0), fe_as_dtype(a + 1, KILN_I64)));
}
const fe_function fe_function_randperm = {"randperm", "randperm(int n, *, dtype dtype=int64) -> Tensor", p_randperm, 6, c_randperm};
