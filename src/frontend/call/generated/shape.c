/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/shape.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/shape.h"

kiln_tensor *(kiln_squeeze_)(kiln_site at, kiln_tensor *input, kiln_axes dim) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "squeeze_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_view_back(at, "squeeze_", input, (kiln_squeeze)(at, input, dim));
}

kiln_tensor *(kiln_unsqueeze_)(kiln_site at, kiln_tensor *input, int dim) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "unsqueeze_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_view_back(at, "unsqueeze_", input, (kiln_unsqueeze)(at, input, dim));
}

kiln_tensor *(kiln_transpose_)(kiln_site at, kiln_tensor *input, int dim0, int dim1) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "transpose_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_view_back(at, "transpose_", input, (kiln_transpose)(at, input, dim0, dim1));
}

kiln_tensor *(kiln_t_)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "t_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_view_back(at, "t_", input, (kiln_t)(at, input));
}

kiln_tensor *(kiln_as_strided_)(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_shape stride, int64_t storage_offset) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input)};
    if (fe_write_begin(at, "as_strided_", v, 1) == NULL) return fe_poison_like(input, NULL);
    return fe_view_back(at, "as_strided_", input, (kiln_as_strided)(at, input, size, stride, storage_offset));
}

static const fe_param p_reshape[] = {
    {"input", FE_TENSOR, 0}, {"shape", FE_INTS, FE_REST}};
static void c_reshape(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_reshape)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_reshape = {"reshape", "reshape(Tensor input, int[]* shape) -> Tensor", p_reshape, 2, c_reshape};

static const fe_param p_reshape_as[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_reshape_as(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_reshape_as)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_reshape_as = {"reshape_as", "reshape_as(Tensor input, Tensor other) -> Tensor", p_reshape_as, 2, c_reshape_as};

static const fe_param p_view[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, FE_REST}};
static void c_view(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_view)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_view = {"view", "view(Tensor input, int[]* size) -> Tensor", p_view, 2, c_view};

static const fe_param p_view_dtype[] = {
    {"input", FE_TENSOR, 0}, {"dtype", FE_DTYPE, 0}};
static void c_view_dtype(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_view_dtype)(at, fe_as_tensor(a + 0, NULL), fe_as_dtype(a + 1, KILN_NO_DTYPE)));
}
const fe_function fe_function_view_dtype = {"view", "view(Tensor input, dtype dtype) -> Tensor", p_view_dtype, 2, c_view_dtype};

static const fe_param p_view_as[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_view_as(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_view_as)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_view_as = {"view_as", "view_as(Tensor input, Tensor other) -> Tensor", p_view_as, 2, c_view_as};

static const fe_param p_flatten[] = {
    {"input", FE_TENSOR, 0}, {"start_dim", FE_DIM, FE_OPTIONAL}, {"end_dim", FE_DIM, FE_OPTIONAL}};
static void c_flatten(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_flatten)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_dim(a + 2, -1)));
}
const fe_function fe_function_flatten = {"flatten", "flatten(Tensor input, dim start_dim=0, dim end_dim=-1) -> Tensor", p_flatten, 3, c_flatten};

static const fe_param p_ravel[] = {
    {"input", FE_TENSOR, 0}};
static void c_ravel(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_ravel)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_ravel = {"ravel", "ravel(Tensor input) -> Tensor", p_ravel, 1, c_ravel};

static const fe_param p_unflatten[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"sizes", FE_INTS, 0}};
static void c_unflatten(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_unflatten)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_ints(a + 2, KILN_NO_SHAPE)));
}
const fe_function fe_function_unflatten = {"unflatten", "unflatten(Tensor input, dim dim, int[] sizes) -> Tensor", p_unflatten, 3, c_unflatten};

static const fe_param p_squeeze[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}};
static void c_squeeze(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_squeeze)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES)));
}
const fe_function fe_function_squeeze = {"squeeze", "squeeze(Tensor input, dim[]? dim=None) -> Tensor", p_squeeze, 2, c_squeeze};

static const fe_param p_squeeze_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}};
static void c_squeeze_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_squeeze_)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES)));
}
const fe_function fe_function_squeeze_ = {"squeeze_", "squeeze_(Tensor input, dim[]? dim=None) -> Tensor", p_squeeze_, 2, c_squeeze_};

static const fe_param p_unsqueeze[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}};
static void c_unsqueeze(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_unsqueeze)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_unsqueeze = {"unsqueeze", "unsqueeze(Tensor input, dim dim) -> Tensor", p_unsqueeze, 2, c_unsqueeze};

static const fe_param p_unsqueeze_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}};
static void c_unsqueeze_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_unsqueeze_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_unsqueeze_ = {"unsqueeze_", "unsqueeze_(Tensor input, dim dim) -> Tensor", p_unsqueeze_, 2, c_unsqueeze_};

static const fe_param p_atleast_1d[] = {
    {"input", FE_TENSOR, 0}};
static void c_atleast_1d(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_atleast_1d)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_atleast_1d = {"atleast_1d", "atleast_1d(Tensor input) -> Tensor", p_atleast_1d, 1, c_atleast_1d};

static const fe_param p_atleast_1d_all[] = {
    {"tensors", FE_TENSORS, FE_REST}};
static void c_atleast_1d_all(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_atleast_1d_all)(at, fe_as_tensors(a + 0, FE_NO_LIST)));
}
const fe_function fe_function_atleast_1d_all = {"atleast_1d", "atleast_1d(Tensor[]* tensors) -> Tensor[]", p_atleast_1d_all, 1, c_atleast_1d_all};

static const fe_param p_atleast_2d[] = {
    {"input", FE_TENSOR, 0}};
static void c_atleast_2d(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_atleast_2d)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_atleast_2d = {"atleast_2d", "atleast_2d(Tensor input) -> Tensor", p_atleast_2d, 1, c_atleast_2d};

static const fe_param p_atleast_2d_all[] = {
    {"tensors", FE_TENSORS, FE_REST}};
static void c_atleast_2d_all(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_atleast_2d_all)(at, fe_as_tensors(a + 0, FE_NO_LIST)));
}
const fe_function fe_function_atleast_2d_all = {"atleast_2d", "atleast_2d(Tensor[]* tensors) -> Tensor[]", p_atleast_2d_all, 1, c_atleast_2d_all};

static const fe_param p_atleast_3d[] = {
    {"input", FE_TENSOR, 0}};
static void c_atleast_3d(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_atleast_3d)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_atleast_3d = {"atleast_3d", "atleast_3d(Tensor input) -> Tensor", p_atleast_3d, 1, c_atleast_3d};

static const fe_param p_atleast_3d_all[] = {
    {"tensors", FE_TENSORS, FE_REST}};
static void c_atleast_3d_all(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_atleast_3d_all)(at, fe_as_tensors(a + 0, FE_NO_LIST)));
}
const fe_function fe_function_atleast_3d_all = {"atleast_3d", "atleast_3d(Tensor[]* tensors) -> Tensor[]", p_atleast_3d_all, 1, c_atleast_3d_all};

static const fe_param p_permute[] = {
    {"input", FE_TENSOR, 0}, {"dims", FE_DIMS, FE_REST}};
static void c_permute(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_permute)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_NO_AXES)));
}
const fe_function fe_function_permute = {"permute", "permute(Tensor input, dim[]* dims) -> Tensor", p_permute, 2, c_permute};

static const fe_param p_transpose[] = {
    {"input", FE_TENSOR, 0}, {"dim0", FE_DIM, 0}, {"dim1", FE_DIM, 0}};
static void c_transpose(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_transpose)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_transpose = {"transpose", "transpose(Tensor input, dim dim0, dim dim1) -> Tensor", p_transpose, 3, c_transpose};

static const fe_param p_transpose_[] = {
    {"input", FE_TENSOR, 0}, {"dim0", FE_DIM, 0}, {"dim1", FE_DIM, 0}};
static void c_transpose_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_transpose_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_transpose_ = {"transpose_", "transpose_(Tensor input, dim dim0, dim dim1) -> Tensor", p_transpose_, 3, c_transpose_};

static const fe_param p_t[] = {
    {"input", FE_TENSOR, 0}};
static void c_t(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_t)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_t = {"t", "t(Tensor input) -> Tensor", p_t, 1, c_t};

static const fe_param p_t_[] = {
    {"input", FE_TENSOR, 0}};
static void c_t_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_t_)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_t_ = {"t_", "t_(Tensor input) -> Tensor", p_t_, 1, c_t_};

static const fe_param p_movedim[] = {
    {"input", FE_TENSOR, 0}, {"source", FE_DIMS, 0}, {"destination", FE_DIMS, 0}};
static void c_movedim(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_movedim)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_NO_AXES), fe_as_dims(a + 2, KILN_NO_AXES)));
}
const fe_function fe_function_movedim = {"movedim", "movedim(Tensor input, dim[] source, dim[] destination) -> Tensor", p_movedim, 3, c_movedim};

static const fe_param p_expand[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, FE_REST}};
static void c_expand(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_expand)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_expand = {"expand", "expand(Tensor input, int[]* size) -> Tensor", p_expand, 2, c_expand};

static const fe_param p_expand_as[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_expand_as(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_expand_as)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_expand_as = {"expand_as", "expand_as(Tensor input, Tensor other) -> Tensor", p_expand_as, 2, c_expand_as};

static const fe_param p_broadcast_to[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, FE_REST}};
static void c_broadcast_to(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_broadcast_to)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_broadcast_to = {"broadcast_to", "broadcast_to(Tensor input, int[]* size) -> Tensor", p_broadcast_to, 2, c_broadcast_to};

static const fe_param p_broadcast_tensors[] = {
    {"tensors", FE_TENSORS, FE_REST}};
static void c_broadcast_tensors(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_broadcast_tensors)(at, fe_as_tensors(a + 0, FE_NO_LIST)));
}
const fe_function fe_function_broadcast_tensors = {"broadcast_tensors", "broadcast_tensors(Tensor[]* tensors) -> Tensor[]", p_broadcast_tensors, 1, c_broadcast_tensors};

static const fe_param p_narrow[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"start", FE_INT, 0}, {"length", FE_INT, 0}};
static void c_narrow(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_narrow)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_int(a + 2, 0), fe_as_int(a + 3, 0)));
}
const fe_function fe_function_narrow = {"narrow", "narrow(Tensor input, dim dim, int start, int length) -> Tensor", p_narrow, 4, c_narrow};

static const fe_param p_narrow_from[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"start", FE_TENSOR, 0}, {"length", FE_INT, 0}};
static void c_narrow_from(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_narrow_from)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_int(a + 3, 0)));
}
const fe_function fe_function_narrow_from = {"narrow", "narrow(Tensor input, dim dim, Tensor start, int length) -> Tensor", p_narrow_from, 4, c_narrow_from};

static const fe_param p_slice[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL}, {"start", FE_INT, FE_OPTIONAL | FE_OR_NONE}, {"end", FE_INT, FE_OPTIONAL | FE_OR_NONE}, {"step", FE_INT, FE_OPTIONAL}};
static void c_slice(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_slice)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_int(a + 2, KILN_NO_INT), fe_as_int(a + 3, KILN_NO_INT), fe_as_int(a + 4, 1)));
}
const fe_function fe_function_slice = {"slice", "slice(Tensor input, dim dim=0, int? start=None, int? end=None, int step=1) -> Tensor", p_slice, 5, c_slice};

static const fe_param p_select[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_INT, 0}};
static void c_select(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_select)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_int(a + 2, 0)));
}
const fe_function fe_function_select = {"select", "select(Tensor input, dim dim, int index) -> Tensor", p_select, 3, c_select};

static const fe_param p_unbind[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_unbind(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_unbind)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0)));
}
const fe_function fe_function_unbind = {"unbind", "unbind(Tensor input, dim dim=0) -> Tensor[]", p_unbind, 2, c_unbind};

static const fe_param p_unfold[] = {
    {"input", FE_TENSOR, 0}, {"dimension", FE_DIM, 0}, {"size", FE_INT, 0}, {"step", FE_INT, 0}};
static void c_unfold(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_unfold)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_int(a + 2, 0), fe_as_int(a + 3, 0)));
}
const fe_function fe_function_unfold = {"unfold", "unfold(Tensor input, dim dimension, int size, int step) -> Tensor", p_unfold, 4, c_unfold};

static const fe_param p_as_strided[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, 0}, {"stride", FE_INTS, 0}, {"storage_offset", FE_INT, FE_OPTIONAL | FE_OR_NONE}};
static void c_as_strided(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_as_strided)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_ints(a + 2, KILN_NO_SHAPE), fe_as_int(a + 3, KILN_NO_INT)));
}
const fe_function fe_function_as_strided = {"as_strided", "as_strided(Tensor input, int[] size, int[] stride, int? storage_offset=None) -> Tensor", p_as_strided, 4, c_as_strided};

static const fe_param p_as_strided_[] = {
    {"input", FE_TENSOR, 0}, {"size", FE_INTS, 0}, {"stride", FE_INTS, 0}, {"storage_offset", FE_INT, FE_OPTIONAL | FE_OR_NONE}};
static void c_as_strided_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_as_strided_)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_ints(a + 2, KILN_NO_SHAPE), fe_as_int(a + 3, KILN_NO_INT)));
}
const fe_function fe_function_as_strided_ = {"as_strided_", "as_strided_(Tensor input, int[] size, int[] stride, int? storage_offset=None) -> Tensor", p_as_strided_, 4, c_as_strided_};

static const fe_param p_slice_scatter[] = {
    {"input", FE_TENSOR, 0}, {"src", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL}, {"start", FE_INT, FE_OPTIONAL | FE_OR_NONE}, {"end", FE_INT, FE_OPTIONAL | FE_OR_NONE}, {"step", FE_INT, FE_OPTIONAL}};
static void c_slice_scatter(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_slice_scatter)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, 0), fe_as_int(a + 3, KILN_NO_INT), fe_as_int(a + 4, KILN_NO_INT), fe_as_int(a + 5, 1)));
}
const fe_function fe_function_slice_scatter = {"slice_scatter", "slice_scatter(Tensor input, Tensor src, dim dim=0, int? start=None, int? end=None, int step=1) -> Tensor", p_slice_scatter, 6, c_slice_scatter};

static const fe_param p_select_scatter[] = {
    {"input", FE_TENSOR, 0}, {"src", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_INT, 0}};
static void c_select_scatter(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_select_scatter)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, 0), fe_as_int(a + 3, 0)));
}
const fe_function fe_function_select_scatter = {"select_scatter", "select_scatter(Tensor input, Tensor src, dim dim, int index) -> Tensor", p_select_scatter, 4, c_select_scatter};

static const fe_param p_split[] = {
    {"tensor", FE_TENSOR, 0}, {"split_size_or_sections", FE_INT, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_split(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_split)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_split = {"split", "split(Tensor tensor, int split_size_or_sections, dim dim=0) -> Tensor[]", p_split, 3, c_split};

static const fe_param p_split_sections[] = {
    {"tensor", FE_TENSOR, 0}, {"split_size_or_sections", FE_INTS, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_split_sections(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_split_sections)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_split_sections = {"split", "split(Tensor tensor, int[] split_size_or_sections, dim dim=0) -> Tensor[]", p_split_sections, 3, c_split_sections};

static const fe_param p_split_with_sizes[] = {
    {"input", FE_TENSOR, 0}, {"split_sizes", FE_INTS, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_split_with_sizes(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_split_with_sizes)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_split_with_sizes = {"split_with_sizes", "split_with_sizes(Tensor input, int[] split_sizes, dim dim=0) -> Tensor[]", p_split_with_sizes, 3, c_split_with_sizes};

static const fe_param p_chunk[] = {
    {"input", FE_TENSOR, 0}, {"chunks", FE_INT, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_chunk(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_chunk)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_chunk = {"chunk", "chunk(Tensor input, int chunks, dim dim=0) -> Tensor[]", p_chunk, 3, c_chunk};

static const fe_param p_tensor_split[] = {
    {"input", FE_TENSOR, 0}, {"indices_or_sections", FE_INT, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_tensor_split(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_tensor_split)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_tensor_split = {"tensor_split", "tensor_split(Tensor input, int indices_or_sections, dim dim=0) -> Tensor[]", p_tensor_split, 3, c_tensor_split};

static const fe_param p_tensor_split_indices[] = {
    {"input", FE_TENSOR, 0}, {"indices_or_sections", FE_INTS, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_tensor_split_indices(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_tensor_split_indices)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_tensor_split_indices = {"tensor_split", "tensor_split(Tensor input, int[] indices_or_sections, dim dim=0) -> Tensor[]", p_tensor_split_indices, 3, c_tensor_split_indices};

static const fe_param p_tensor_split_at[] = {
    {"input", FE_TENSOR, 0}, {"tensor_indices_or_sections", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_tensor_split_at(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_tensor_split_at)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_tensor_split_at = {"tensor_split", "tensor_split(Tensor input, Tensor tensor_indices_or_sections, dim dim=0) -> Tensor[]", p_tensor_split_at, 3, c_tensor_split_at};

static const fe_param p_hsplit[] = {
    {"input", FE_TENSOR, 0}, {"indices_or_sections", FE_INT, 0}};
static void c_hsplit(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_hsplit)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_hsplit = {"hsplit", "hsplit(Tensor input, int indices_or_sections) -> Tensor[]", p_hsplit, 2, c_hsplit};

static const fe_param p_hsplit_indices[] = {
    {"input", FE_TENSOR, 0}, {"indices_or_sections", FE_INTS, 0}};
static void c_hsplit_indices(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_hsplit_indices)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_hsplit_indices = {"hsplit", "hsplit(Tensor input, int[] indices_or_sections) -> Tensor[]", p_hsplit_indices, 2, c_hsplit_indices};

static const fe_param p_vsplit[] = {
    {"input", FE_TENSOR, 0}, {"indices_or_sections", FE_INT, 0}};
static void c_vsplit(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_vsplit)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_vsplit = {"vsplit", "vsplit(Tensor input, int indices_or_sections) -> Tensor[]", p_vsplit, 2, c_vsplit};

static const fe_param p_vsplit_indices[] = {
    {"input", FE_TENSOR, 0}, {"indices_or_sections", FE_INTS, 0}};
static void c_vsplit_indices(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_vsplit_indices)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_vsplit_indices = {"vsplit", "vsplit(Tensor input, int[] indices_or_sections) -> Tensor[]", p_vsplit_indices, 2, c_vsplit_indices};

static const fe_param p_dsplit[] = {
    {"input", FE_TENSOR, 0}, {"indices_or_sections", FE_INT, 0}};
static void c_dsplit(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_dsplit)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_dsplit = {"dsplit", "dsplit(Tensor input, int indices_or_sections) -> Tensor[]", p_dsplit, 2, c_dsplit};

static const fe_param p_dsplit_indices[] = {
    {"input", FE_TENSOR, 0}, {"indices_or_sections", FE_INTS, 0}};
static void c_dsplit_indices(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_dsplit_indices)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_dsplit_indices = {"dsplit", "dsplit(Tensor input, int[] indices_or_sections) -> Tensor[]", p_dsplit_indices, 2, c_dsplit_indices};

static const fe_param p_unsafe_split[] = {
    {"tensor", FE_TENSOR, 0}, {"split_size", FE_INT, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_unsafe_split(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_unsafe_split)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_unsafe_split = {"unsafe_split", "unsafe_split(Tensor tensor, int split_size, dim dim=0) -> Tensor[]", p_unsafe_split, 3, c_unsafe_split};

static const fe_param p_unsafe_chunk[] = {
    {"input", FE_TENSOR, 0}, {"chunks", FE_INT, 0}, {"dim", FE_DIM, FE_OPTIONAL}};
static void c_unsafe_chunk(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_parts(r, (kiln_unsafe_chunk)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_dim(a + 2, 0)));
}
const fe_function fe_function_unsafe_chunk = {"unsafe_chunk", "unsafe_chunk(Tensor input, int chunks, dim dim=0) -> Tensor[]", p_unsafe_chunk, 3, c_unsafe_chunk};
