/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/writing.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/writing.h"

static const fe_param p_copy_[] = {
    {"input", FE_TENSOR, 0}, {"src", FE_VALUE, 0}, {"non_blocking", FE_CHECKED, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_copy_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_copy_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_copy_ = {"copy_", "copy_(Tensor input, Value src, *, ~non_blocking) -> Tensor", p_copy_, 3, c_copy_};
