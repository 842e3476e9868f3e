/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/scattering.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/scattering.h"

kiln_tensor *(kiln_scatter_)(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(index), fe_tensor_value(src)};
    if (fe_write_begin(at, "scatter_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "scatter_", input, (kiln_scatter)(at, input, dim, index, src));
}

kiln_tensor *(kiln_scatter_value_)(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_value value) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(index)};
    if (fe_write_begin(at, "scatter_value_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "scatter_value_", input, (kiln_scatter_value)(at, input, dim, index, value));
}

kiln_tensor *(kiln_scatter_src_reduce_)(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src, const char *reduce) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(index), fe_tensor_value(src)};
    if (fe_write_begin(at, "scatter_src_reduce_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "scatter_src_reduce_", input, (kiln_scatter_src_reduce)(at, input, dim, index, src, reduce));
}

kiln_tensor *(kiln_scatter_value_reduce_)(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_value value, const char *reduce) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(index)};
    if (fe_write_begin(at, "scatter_value_reduce_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "scatter_value_reduce_", input, (kiln_scatter_value_reduce)(at, input, dim, index, value, reduce));
}

kiln_tensor *(kiln_scatter_add_)(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(index), fe_tensor_value(src)};
    if (fe_write_begin(at, "scatter_add_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "scatter_add_", input, (kiln_scatter_add)(at, input, dim, index, src));
}

kiln_tensor *(kiln_scatter_reduce_)(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src, const char *reduce, bool include_self) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(index), fe_tensor_value(src)};
    if (fe_write_begin(at, "scatter_reduce_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "scatter_reduce_", input, (kiln_scatter_reduce)(at, input, dim, index, src, reduce, include_self));
}

kiln_tensor *(kiln_index_copy_)(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *source) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(index), fe_tensor_value(source)};
    if (fe_write_begin(at, "index_copy_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "index_copy_", input, (kiln_index_copy)(at, input, dim, index, source));
}

kiln_tensor *(kiln_index_add_)(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *source, kiln_value alpha) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(index), fe_tensor_value(source)};
    if (fe_write_begin(at, "index_add_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "index_add_", input, (kiln_index_add)(at, input, dim, index, source, alpha));
}

kiln_tensor *(kiln_index_reduce_)(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *source, const char *reduce, bool include_self) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(index), fe_tensor_value(source)};
    if (fe_write_begin(at, "index_reduce_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "index_reduce_", input, (kiln_index_reduce)(at, input, dim, index, source, reduce, include_self));
}

kiln_tensor *(kiln_index_fill_)(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_value value) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(index), value};
    if (fe_write_begin(at, "index_fill_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "index_fill_", input, (kiln_index_fill)(at, input, dim, index, value));
}

static const fe_param p_scatter[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"src", FE_TENSOR, 0}};
static void c_scatter(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL)));
}
const fe_function fe_function_scatter = {"scatter", "scatter(Tensor input, dim dim, Tensor index, Tensor src) -> Tensor", p_scatter, 4, c_scatter};

static const fe_param p_scatter_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"src", FE_TENSOR, 0}};
static void c_scatter_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL)));
}
const fe_function fe_function_scatter_ = {"scatter_", "scatter_(Tensor input, dim dim, Tensor index, Tensor src) -> Tensor", p_scatter_, 4, c_scatter_};

static const fe_param p_scatter_value[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"value", FE_SCALAR, 0}};
static void c_scatter_value(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter_value)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, KILN_NO_VALUE)));
}
const fe_function fe_function_scatter_value = {"scatter", "scatter(Tensor input, dim dim, Tensor index, Scalar value) -> Tensor", p_scatter_value, 4, c_scatter_value};

static const fe_param p_scatter_value_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"value", FE_SCALAR, 0}};
static void c_scatter_value_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter_value_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, KILN_NO_VALUE)));
}
const fe_function fe_function_scatter_value_ = {"scatter_", "scatter_(Tensor input, dim dim, Tensor index, Scalar value) -> Tensor", p_scatter_value_, 4, c_scatter_value_};

static const fe_param p_scatter_src_reduce[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"src", FE_TENSOR, 0}, {"reduce", FE_STR, FE_KEYWORD}};
static void c_scatter_src_reduce(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter_src_reduce)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_str(a + 4, NULL)));
}
const fe_function fe_function_scatter_src_reduce = {"scatter", "scatter(Tensor input, dim dim, Tensor index, Tensor src, *, str reduce) -> Tensor", p_scatter_src_reduce, 5, c_scatter_src_reduce};

static const fe_param p_scatter_src_reduce_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"src", FE_TENSOR, 0}, {"reduce", FE_STR, FE_KEYWORD}};
static void c_scatter_src_reduce_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter_src_reduce_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_str(a + 4, NULL)));
}
const fe_function fe_function_scatter_src_reduce_ = {"scatter_", "scatter_(Tensor input, dim dim, Tensor index, Tensor src, *, str reduce) -> Tensor", p_scatter_src_reduce_, 5, c_scatter_src_reduce_};

static const fe_param p_scatter_value_reduce[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"value", FE_SCALAR, 0}, {"reduce", FE_STR, FE_KEYWORD}};
static void c_scatter_value_reduce(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter_value_reduce)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, KILN_NO_VALUE), fe_as_str(a + 4, NULL)));
}
const fe_function fe_function_scatter_value_reduce = {"scatter", "scatter(Tensor input, dim dim, Tensor index, Scalar value, *, str reduce) -> Tensor", p_scatter_value_reduce, 5, c_scatter_value_reduce};

static const fe_param p_scatter_value_reduce_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"value", FE_SCALAR, 0}, {"reduce", FE_STR, FE_KEYWORD}};
static void c_scatter_value_reduce_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter_value_reduce_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, KILN_NO_VALUE), fe_as_str(a + 4, NULL)));
}
const fe_function fe_function_scatter_value_reduce_ = {"scatter_", "scatter_(Tensor input, dim dim, Tensor index, Scalar value, *, str reduce) -> Tensor", p_scatter_value_reduce_, 5, c_scatter_value_reduce_};

static const fe_param p_scatter_add[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"src", FE_TENSOR, 0}};
static void c_scatter_add(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter_add)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL)));
}
const fe_function fe_function_scatter_add = {"scatter_add", "scatter_add(Tensor input, dim dim, Tensor index, Tensor src) -> Tensor", p_scatter_add, 4, c_scatter_add};

static const fe_param p_scatter_add_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"src", FE_TENSOR, 0}};
static void c_scatter_add_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter_add_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL)));
}
const fe_function fe_function_scatter_add_ = {"scatter_add_", "scatter_add_(Tensor input, dim dim, Tensor index, Tensor src) -> Tensor", p_scatter_add_, 4, c_scatter_add_};

static const fe_param p_scatter_reduce[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"src", FE_TENSOR, 0}, {"reduce", FE_STR, 0}, {"include_self", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_scatter_reduce(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter_reduce)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_str(a + 4, NULL), fe_as_bool(a + 5, true)));
}
const fe_function fe_function_scatter_reduce = {"scatter_reduce", "scatter_reduce(Tensor input, dim dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor", p_scatter_reduce, 6, c_scatter_reduce};

static const fe_param p_scatter_reduce_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"src", FE_TENSOR, 0}, {"reduce", FE_STR, 0}, {"include_self", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_scatter_reduce_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_scatter_reduce_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_str(a + 4, NULL), fe_as_bool(a + 5, true)));
}
const fe_function fe_function_scatter_reduce_ = {"scatter_reduce_", "scatter_reduce_(Tensor input, dim dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor", p_scatter_reduce_, 6, c_scatter_reduce_};

static const fe_param p_index_copy[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"source", FE_TENSOR, 0}};
static void c_index_copy(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_index_copy)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL)));
}
const fe_function fe_function_index_copy = {"index_copy", "index_copy(Tensor input, dim dim, Tensor index, Tensor source) -> Tensor", p_index_copy, 4, c_index_copy};

static const fe_param p_index_copy_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"source", FE_TENSOR, 0}};
static void c_index_copy_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_index_copy_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL)));
}
const fe_function fe_function_index_copy_ = {"index_copy_", "index_copy_(Tensor input, dim dim, Tensor index, Tensor source) -> Tensor", p_index_copy_, 4, c_index_copy_};

static const fe_param p_index_add[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"source", FE_TENSOR, 0}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_index_add(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_index_add)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_index_add = {"index_add", "index_add(Tensor input, dim dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor", p_index_add, 5, c_index_add};

static const fe_param p_index_add_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"source", FE_TENSOR, 0}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_index_add_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_index_add_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_value(a + 4, kiln_v_int(1))));
}
const fe_function fe_function_index_add_ = {"index_add_", "index_add_(Tensor input, dim dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor", p_index_add_, 5, c_index_add_};

static const fe_param p_index_reduce[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"source", FE_TENSOR, 0}, {"reduce", FE_STR, 0}, {"include_self", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_index_reduce(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_index_reduce)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_str(a + 4, NULL), fe_as_bool(a + 5, true)));
}
const fe_function fe_function_index_reduce = {"index_reduce", "index_reduce(Tensor input, dim dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor", p_index_reduce, 6, c_index_reduce};

static const fe_param p_index_reduce_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"source", FE_TENSOR, 0}, {"reduce", FE_STR, 0}, {"include_self", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_index_reduce_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_index_reduce_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_tensor(a + 3, NULL), fe_as_str(a + 4, NULL), fe_as_bool(a + 5, true)));
}
const fe_function fe_function_index_reduce_ = {"index_reduce_", "index_reduce_(Tensor input, dim dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor", p_index_reduce_, 6, c_index_reduce_};

static const fe_param p_index_fill[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"value", FE_VALUE, 0}};
static void c_index_fill(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_index_fill)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, KILN_NO_VALUE)));
}
const fe_function fe_function_index_fill = {"index_fill", "index_fill(Tensor input, dim dim, Tensor index, Value value) -> Tensor", p_index_fill, 4, c_index_fill};

static const fe_param p_index_fill_[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}, {"value", FE_VALUE, 0}};
static void c_index_fill_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_index_fill_)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, KILN_NO_VALUE)));
}
const fe_function fe_function_index_fill_ = {"index_fill_", "index_fill_(Tensor input, dim dim, Tensor index, Value value) -> Tensor", p_index_fill_, 4, c_index_fill_};
