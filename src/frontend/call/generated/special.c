/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/special.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/special.h"

kiln_tensor *(kiln_erf_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "erf_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "erf_", input, (kiln_erf)(at, input));
}

kiln_tensor *(kiln_erfc_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "erfc_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "erfc_", input, (kiln_erfc)(at, input));
}

kiln_tensor *(kiln_erfinv_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "erfinv_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "erfinv_", input, (kiln_erfinv)(at, input));
}

kiln_tensor *(kiln_logit_)(kiln_site at, kiln_tensor *input, kiln_value eps) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "logit_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "logit_", input, (kiln_logit)(at, input, eps));
}

kiln_tensor *(kiln_xlogy_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "xlogy_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "xlogy_", input, (kiln_xlogy)(at, kiln_v_tensor(input), other));
}

static const fe_param p_erf[] = {
    {"input", FE_TENSOR, 0}};
static void c_erf(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_erf)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_erf = {"erf", "erf(Tensor input) -> Tensor", p_erf, 1, c_erf};

static const fe_param p_erf_[] = {
    {"input", FE_TENSOR, 0}};
static void c_erf_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_erf_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_erf_ = {"erf_", "erf_(Tensor input) -> Tensor", p_erf_, 1, c_erf_};

static const fe_param p_erfc[] = {
    {"input", FE_TENSOR, 0}};
static void c_erfc(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_erfc)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_erfc = {"erfc", "erfc(Tensor input) -> Tensor", p_erfc, 1, c_erfc};

static const fe_param p_erfc_[] = {
    {"input", FE_TENSOR, 0}};
static void c_erfc_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_erfc_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_erfc_ = {"erfc_", "erfc_(Tensor input) -> Tensor", p_erfc_, 1, c_erfc_};

static const fe_param p_erfinv[] = {
    {"input", FE_TENSOR, 0}};
static void c_erfinv(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_erfinv)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_erfinv = {"erfinv", "erfinv(Tensor input) -> Tensor", p_erfinv, 1, c_erfinv};

static const fe_param p_erfinv_[] = {
    {"input", FE_TENSOR, 0}};
static void c_erfinv_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_erfinv_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_erfinv_ = {"erfinv_", "erfinv_(Tensor input) -> Tensor", p_erfinv_, 1, c_erfinv_};

static const fe_param p_logit[] = {
    {"input", FE_TENSOR, 0}, {"eps", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}};
static void c_logit(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logit)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_logit = {"logit", "logit(Tensor input, Scalar? eps=None) -> Tensor", p_logit, 2, c_logit};

static const fe_param p_logit_[] = {
    {"input", FE_TENSOR, 0}, {"eps", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}};
static void c_logit_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logit_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_logit_ = {"logit_", "logit_(Tensor input, Scalar? eps=None) -> Tensor", p_logit_, 2, c_logit_};

static const fe_param p_xlogy[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_xlogy(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_xlogy)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_xlogy = {"xlogy", "xlogy(Value input, Value other) -> Tensor", p_xlogy, 2, c_xlogy};

static const fe_param p_xlogy_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_xlogy_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_xlogy_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_xlogy_ = {"xlogy_", "xlogy_(Tensor input, Value other) -> Tensor", p_xlogy_, 2, c_xlogy_};

static const fe_param p_logaddexp[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_logaddexp(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logaddexp)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_logaddexp = {"logaddexp", "logaddexp(Tensor input, Tensor other) -> Tensor", p_logaddexp, 2, c_logaddexp};

static const fe_param p_logaddexp2[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_logaddexp2(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_logaddexp2)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_logaddexp2 = {"logaddexp2", "logaddexp2(Tensor input, Tensor other) -> Tensor", p_logaddexp2, 2, c_logaddexp2};
