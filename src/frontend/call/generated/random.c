/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/random.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
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

static const fe_param p_dropout[] = {
    {"input", FE_TENSOR, 0}, {"p", FE_FLOAT, FE_OPTIONAL}, {"training", FE_BOOL, FE_OPTIONAL}, {"inplace", FE_BOOL, FE_OPTIONAL}};
static void c_dropout(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_dropout)(at, fe_as_tensor(a + 0, NULL), fe_as_float(a + 1, 0.5), fe_as_bool(a + 2, true), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_dropout = {"nn.functional.dropout", "nn.functional.dropout(Tensor input, float p=0.5, bool training=True, bool inplace=False) -> Tensor", p_dropout, 4, c_dropout};

static const fe_param p_bernoulli[] = {
    {"input", FE_TENSOR, 0}};
static void c_bernoulli(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bernoulli)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_bernoulli = {"bernoulli", "bernoulli(Tensor input) -> Tensor", p_bernoulli, 1, c_bernoulli};

static const fe_param p_multinomial[] = {
    {"input", FE_TENSOR, 0}, {"num_samples", FE_INT, 0}, {"replacement", FE_BOOL, FE_OPTIONAL}};
static void c_multinomial(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_multinomial)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_multinomial = {"multinomial", "multinomial(Tensor input, int num_samples, bool replacement=False) -> Tensor", p_multinomial, 3, c_multinomial};
