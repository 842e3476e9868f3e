/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/signatures/product.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/by_name.h"
#include "kiln/product.h"

static const fe_param p_matmul[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_matmul(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_matmul)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_matmul = {"matmul", "matmul(Tensor input, Tensor other) -> Tensor", p_matmul, 2, c_matmul};

static const fe_param p_linear[] = {
    {"input", FE_TENSOR, 0}, {"weight", FE_TENSOR, 0}, {"bias", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}};
static void c_linear(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linear)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL)));
}
const fe_function fe_function_linear = {"nn.functional.linear", "nn.functional.linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor", p_linear, 3, c_linear};
