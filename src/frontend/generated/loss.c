/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/signatures/loss.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/by_name.h"
#include "kiln/loss.h"

static const fe_param p_cross_entropy[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}};
static void c_cross_entropy(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cross_entropy)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_cross_entropy = {"nn.functional.cross_entropy", "nn.functional.cross_entropy(Tensor input, Tensor target) -> Tensor", p_cross_entropy, 2, c_cross_entropy};

static const fe_param p_mse_loss[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}};
static void c_mse_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_mse_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_mse_loss = {"nn.functional.mse_loss", "nn.functional.mse_loss(Tensor input, Tensor target) -> Tensor", p_mse_loss, 2, c_mse_loss};
