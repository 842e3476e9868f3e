/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/indexing.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/indexing.h"

kiln_tensor *(kiln_put_)(kiln_site at, kiln_tensor *input, kiln_tensor *index, kiln_tensor *source, bool accumulate) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(index), fe_tensor_value(source)};
    if (fe_write_begin(at, "put_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "put_", input, (kiln_put)(at, input, index, source, accumulate));
}

kiln_tensor *(kiln_index_put_)(kiln_site at, kiln_tensor *input, kiln_list indices, kiln_tensor *values, bool accumulate) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(values)};
    if (fe_write_begin(at, "index_put_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "index_put_", input, (kiln_index_put)(at, input, indices, values, accumulate));
}

static const fe_param p_gather[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}};
static void c_gather(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_gather)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL)));
}
const fe_function fe_function_gather = {"gather", "gather(Tensor input, dim dim, Tensor index) -> Tensor", p_gather, 3, c_gather};

static const fe_param p_index_select[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"index", FE_TENSOR, 0}};
static void c_index_select(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_index_select)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_tensor(a + 2, NULL)));
}
const fe_function fe_function_index_select = {"index_select", "index_select(Tensor input, dim dim, Tensor index) -> Tensor", p_index_select, 3, c_index_select};

static const fe_param p_take[] = {
    {"input", FE_TENSOR, 0}, {"index", FE_TENSOR, 0}};
static void c_take(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_take)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_take = {"take", "take(Tensor input, Tensor index) -> Tensor", p_take, 2, c_take};

static const fe_param p_take_along_dim[] = {
    {"input", FE_TENSOR, 0}, {"indices", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_OR_NONE}};
static void c_take_along_dim(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_take_along_dim)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, KILN_NO_DIM)));
}
const fe_function fe_function_take_along_dim = {"take_along_dim", "take_along_dim(Tensor input, Tensor indices, dim? dim=None) -> Tensor", p_take_along_dim, 3, c_take_along_dim};

static const fe_param p_put[] = {
    {"input", FE_TENSOR, 0}, {"index", FE_TENSOR, 0}, {"source", FE_TENSOR, 0}, {"accumulate", FE_BOOL, FE_OPTIONAL}};
static void c_put(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_put)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_put = {"put", "put(Tensor input, Tensor index, Tensor source, bool accumulate=False) -> Tensor", p_put, 4, c_put};

static const fe_param p_put_[] = {
    {"input", FE_TENSOR, 0}, {"index", FE_TENSOR, 0}, {"source", FE_TENSOR, 0}, {"accumulate", FE_BOOL, FE_OPTIONAL}};
static void c_put_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_put_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_put_ = {"put_", "put_(Tensor input, Tensor index, Tensor source, bool accumulate=False) -> Tensor", p_put_, 4, c_put_};

static const fe_param p_index_put[] = {
    {"input", FE_TENSOR, 0}, {"indices", FE_TENSORS_OR_NONE, 0}, {"values", FE_TENSOR, 0}, {"accumulate", FE_BOOL, FE_OPTIONAL}};
static void c_index_put(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_index_put)(at, fe_as_tensor(a + 0, NULL), fe_as_tensors(a + 1, FE_NO_LIST), fe_as_tensor(a + 2, NULL), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_index_put = {"index_put", "index_put(Tensor input, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor", p_index_put, 4, c_index_put};

static const fe_param p_index_put_[] = {
    {"input", FE_TENSOR, 0}, {"indices", FE_TENSORS_OR_NONE, 0}, {"values", FE_TENSOR, 0}, {"accumulate", FE_BOOL, FE_OPTIONAL}};
static void c_index_put_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_index_put_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensors(a + 1, FE_NO_LIST), fe_as_tensor(a + 2, NULL), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_index_put_ = {"index_put_", "index_put_(Tensor input, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor", p_index_put_, 4, c_index_put_};
