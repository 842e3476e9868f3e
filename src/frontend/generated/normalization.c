/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/signatures/normalization.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/by_name.h"
#include "kiln/normalization.h"

static const fe_param p_layer_norm[] = {
    {"input", FE_TENSOR, 0}, {"normalized_shape", FE_INTS, 0}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"bias", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"eps", FE_FLOAT, FE_OPTIONAL}};
static void c_layer_norm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_layer_norm)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_float(a + 4, 1e-5)));
}
const fe_function fe_function_layer_norm = {"nn.functional.layer_norm", "nn.functional.layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor", p_layer_norm, 5, c_layer_norm};
