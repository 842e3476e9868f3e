/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/product.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/product.h"

kiln_tensor *(kiln_addmm_)(kiln_site at, kiln_tensor *input, kiln_tensor *mat1, kiln_tensor *mat2, kiln_value beta, kiln_value alpha) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(mat1), fe_tensor_value(mat2)};
    if (fe_write_begin(at, "addmm_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "addmm_", input, (kiln_addmm)(at, input, mat1, mat2, beta, alpha));
}

kiln_tensor *(kiln_addmv_)(kiln_site at, kiln_tensor *input, kiln_tensor *mat, kiln_tensor *vec, kiln_value beta, kiln_value alpha) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(mat), fe_tensor_value(vec)};
    if (fe_write_begin(at, "addmv_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "addmv_", input, (kiln_addmv)(at, input, mat, vec, beta, alpha));
}

kiln_tensor *(kiln_addr_)(kiln_site at, kiln_tensor *input, kiln_tensor *vec1, kiln_tensor *vec2, kiln_value beta, kiln_value alpha) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(vec1), fe_tensor_value(vec2)};
    if (fe_write_begin(at, "addr_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "addr_", input, (kiln_addr)(at, input, vec1, vec2, beta, alpha));
}

kiln_tensor *(kiln_baddbmm_)(kiln_site at, kiln_tensor *input, kiln_tensor *batch1, kiln_tensor *batch2, kiln_value beta, kiln_value alpha) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(batch1), fe_tensor_value(batch2)};
    if (fe_write_begin(at, "baddbmm_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "baddbmm_", input, (kiln_baddbmm)(at, input, batch1, batch2, beta, alpha));
}

kiln_tensor *(kiln_addbmm_)(kiln_site at, kiln_tensor *input, kiln_tensor *batch1, kiln_tensor *batch2, kiln_value beta, kiln_value alpha) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(batch1), fe_tensor_value(batch2)};
    if (fe_write_begin(at, "addbmm_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "addbmm_", input, (kiln_addbmm)(at, input, batch1, batch2, beta, alpha));
}

static const fe_param p_matmul[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_matmul(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_matmul)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_matmul = {"matmul", "matmul(Tensor input, Tensor other) -> Tensor", p_matmul, 2, c_matmul};

static const fe_param p_mm[] = {
    {"input", FE_TENSOR, 0}, {"mat2", FE_TENSOR, 0}};
static void c_mm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_mm)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_mm = {"mm", "mm(Tensor input, Tensor mat2) -> Tensor", p_mm, 2, c_mm};

static const fe_param p_bmm[] = {
    {"input", FE_TENSOR, 0}, {"mat2", FE_TENSOR, 0}};
static void c_bmm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_bmm)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_bmm = {"bmm", "bmm(Tensor input, Tensor mat2) -> Tensor", p_bmm, 2, c_bmm};

static const fe_param p_mv[] = {
    {"input", FE_TENSOR, 0}, {"vec", FE_TENSOR, 0}};
static void c_mv(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_mv)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_mv = {"mv", "mv(Tensor input, Tensor vec) -> Tensor", p_mv, 2, c_mv};

static const fe_param p_dot[] = {
    {"input", FE_TENSOR, 0}, {"tensor", FE_TENSOR, 0}};
static void c_dot(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_dot)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_dot = {"dot", "dot(Tensor input, Tensor tensor) -> Tensor", p_dot, 2, c_dot};

static const fe_param p_inner[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_inner(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_inner)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_inner = {"inner", "inner(Tensor input, Tensor other) -> Tensor", p_inner, 2, c_inner};

static const fe_param p_outer[] = {
    {"input", FE_TENSOR, 0}, {"vec2", FE_TENSOR, 0}};
static void c_outer(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_outer)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_outer = {"outer", "outer(Tensor input, Tensor vec2) -> Tensor", p_outer, 2, c_outer};

static const fe_param p_linalg_vecdot[] = {
    {"x", FE_TENSOR, 0}, {"y", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_KEYWORD}};
static void c_linalg_vecdot(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linalg_vecdot)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, -1)));
}
const fe_function fe_function_linalg_vecdot = {"linalg.vecdot", "linalg.vecdot(Tensor x, Tensor y, *, dim dim=-1) -> Tensor", p_linalg_vecdot, 3, c_linalg_vecdot};

static const fe_param p_addmm[] = {
    {"input", FE_TENSOR, 0}, {"mat1", FE_TENSOR, 0}, {"mat2", FE_TENSOR, 0}, {"beta", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addmm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addmm)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1)), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_addmm = {"addmm", "addmm(Tensor input, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", p_addmm, 5, c_addmm};

static const fe_param p_addmm_[] = {
    {"input", FE_TENSOR, 0}, {"mat1", FE_TENSOR, 0}, {"mat2", FE_TENSOR, 0}, {"beta", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addmm_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addmm_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1)), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_addmm_ = {"addmm_", "addmm_(Tensor input, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", p_addmm_, 5, c_addmm_};

static const fe_param p_addmv[] = {
    {"input", FE_TENSOR, 0}, {"mat", FE_TENSOR, 0}, {"vec", FE_TENSOR, 0}, {"beta", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addmv(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addmv)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1)), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_addmv = {"addmv", "addmv(Tensor input, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor", p_addmv, 5, c_addmv};

static const fe_param p_addmv_[] = {
    {"input", FE_TENSOR, 0}, {"mat", FE_TENSOR, 0}, {"vec", FE_TENSOR, 0}, {"beta", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addmv_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addmv_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1)), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_addmv_ = {"addmv_", "addmv_(Tensor input, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor", p_addmv_, 5, c_addmv_};

static const fe_param p_addr[] = {
    {"input", FE_TENSOR, 0}, {"vec1", FE_TENSOR, 0}, {"vec2", FE_TENSOR, 0}, {"beta", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addr(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addr)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1)), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_addr = {"addr", "addr(Tensor input, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", p_addr, 5, c_addr};

static const fe_param p_addr_[] = {
    {"input", FE_TENSOR, 0}, {"vec1", FE_TENSOR, 0}, {"vec2", FE_TENSOR, 0}, {"beta", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addr_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addr_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1)), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_addr_ = {"addr_", "addr_(Tensor input, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", p_addr_, 5, c_addr_};

static const fe_param p_baddbmm[] = {
    {"input", FE_TENSOR, 0}, {"batch1", FE_TENSOR, 0}, {"batch2", FE_TENSOR, 0}, {"beta", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_baddbmm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_baddbmm)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1)), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_baddbmm = {"baddbmm", "baddbmm(Tensor input, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", p_baddbmm, 5, c_baddbmm};

static const fe_param p_baddbmm_[] = {
    {"input", FE_TENSOR, 0}, {"batch1", FE_TENSOR, 0}, {"batch2", FE_TENSOR, 0}, {"beta", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_baddbmm_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_baddbmm_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1)), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_baddbmm_ = {"baddbmm_", "baddbmm_(Tensor input, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", p_baddbmm_, 5, c_baddbmm_};

static const fe_param p_addbmm[] = {
    {"input", FE_TENSOR, 0}, {"batch1", FE_TENSOR, 0}, {"batch2", FE_TENSOR, 0}, {"beta", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addbmm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addbmm)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1)), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_addbmm = {"addbmm", "addbmm(Tensor input, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", p_addbmm, 5, c_addbmm};

static const fe_param p_addbmm_[] = {
    {"input", FE_TENSOR, 0}, {"batch1", FE_TENSOR, 0}, {"batch2", FE_TENSOR, 0}, {"beta", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addbmm_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addbmm_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1)), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_addbmm_ = {"addbmm_", "addbmm_(Tensor input, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", p_addbmm_, 5, c_addbmm_};

static const fe_param p_einsum[] = {
    {"equation", FE_STR, 0}, {"operands", FE_TENSORS, FE_REST}};
static void c_einsum(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_einsum)(at, fe_as_str(a + 0, NULL), fe_as_tensors(a + 1, FE_NO_LIST)));
}
const fe_function fe_function_einsum = {"einsum", "einsum(str equation, Tensor[]* operands) -> Tensor", p_einsum, 2, c_einsum};

static const fe_param p_tensordot[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}, {"dims", FE_INT, FE_OPTIONAL}};
static void c_tensordot(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_tensordot)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_int(a + 2, 2)));
}
const fe_function fe_function_tensordot = {"tensordot", "tensordot(Tensor input, Tensor other, int dims=2) -> Tensor", p_tensordot, 3, c_tensordot};

static const fe_param p_tensordot_dims[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}, {"dims_self", FE_DIMS, 0}, {"dims_other", FE_DIMS, 0}};
static void c_tensordot_dims(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_tensordot_dims)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dims(a + 2, KILN_NO_AXES), fe_as_dims(a + 3, KILN_NO_AXES)));
}
const fe_function fe_function_tensordot_dims = {"tensordot", "tensordot(Tensor input, Tensor other, dim[] dims_self, dim[] dims_other) -> Tensor", p_tensordot_dims, 4, c_tensordot_dims};

static const fe_param p_tensordot_tensor[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}, {"dims", FE_TENSOR, 0}};
static void c_tensordot_tensor(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_tensordot_tensor)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL)));
}
const fe_function fe_function_tensordot_tensor = {"tensordot", "tensordot(Tensor input, Tensor other, Tensor dims) -> Tensor", p_tensordot_tensor, 3, c_tensordot_tensor};

static const fe_param p_linalg_multi_dot[] = {
    {"tensors", FE_TENSORS, 0}};
static void c_linalg_multi_dot(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linalg_multi_dot)(at, fe_as_tensors(a + 0, FE_NO_LIST)));
}
const fe_function fe_function_linalg_multi_dot = {"linalg.multi_dot", "linalg.multi_dot(Tensor[] tensors) -> Tensor", p_linalg_multi_dot, 1, c_linalg_multi_dot};

static const fe_param p_linalg_matrix_power[] = {
    {"input", FE_TENSOR, 0}, {"n", FE_INT, 0}};
static void c_linalg_matrix_power(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linalg_matrix_power)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_linalg_matrix_power = {"linalg.matrix_power", "linalg.matrix_power(Tensor input, int n) -> Tensor", p_linalg_matrix_power, 2, c_linalg_matrix_power};

static const fe_param p_cross[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_OR_NONE}};
static void c_cross(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cross)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, KILN_NO_DIM)));
}
const fe_function fe_function_cross = {"cross", "cross(Tensor input, Tensor other, dim? dim=None) -> Tensor", p_cross, 3, c_cross};

static const fe_param p_linalg_cross[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_KEYWORD}};
static void c_linalg_cross(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linalg_cross)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, -1)));
}
const fe_function fe_function_linalg_cross = {"linalg.cross", "linalg.cross(Tensor input, Tensor other, *, dim dim=-1) -> Tensor", p_linalg_cross, 3, c_linalg_cross};

static const fe_param p_linear[] = {
    {"input", FE_TENSOR, 0}, {"weight", FE_TENSOR, 0}, {"bias", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}};
static void c_linear(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_linear)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL)));
}
const fe_function fe_function_linear = {"nn.functional.linear", "nn.functional.linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor", p_linear, 3, c_linear};
