/* SPDX-License-Identifier: Apache-2.0
 * Shapes and views. A view shares the storage of its tensor: a write through either is seen by both. A negative axis counts from
 * the end.
 * Written by tools/signatures.py from src/frontend/call/signatures/shape.sig: edit that. */
#ifndef KILN_SHAPE_H
#define KILN_SHAPE_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the same elements under other extents */

/* The same elements in row-major order; one extent may be -1. A view where the strides allow one, else a copy.
 * (torch.reshape(Tensor input, int[]* shape) -> Tensor) */
KILN_API kiln_tensor *kiln_reshape(kiln_site at, kiln_tensor *input, kiln_shape shape);
#define kiln_reshape(...) KILN_TAKES_2_(kiln_reshape, kiln_tensor *, "kiln_reshape(input, shape)", __VA_ARGS__)
/* As reshape, to other's shape. (torch.reshape_as(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_reshape_as(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_reshape_as(...) KILN_TAKES_2_(kiln_reshape_as, kiln_tensor *, "kiln_reshape_as(input, other)", __VA_ARGS__)
/* The same, but refused where the strides allow no view. A view. (torch.view(Tensor input, int[]* size) -> Tensor) */
KILN_API kiln_tensor *kiln_view(kiln_site at, kiln_tensor *input, kiln_shape size);
#define kiln_view(...) KILN_TAKES_2_(kiln_view, kiln_tensor *, "kiln_view(input, size)", __VA_ARGS__)
/* The same bytes as elements of another dtype, to which no derivative flows; a dtype of another size needs a last axis of stride
 * 1, whose extent follows. A view. (torch.view(Tensor input, dtype dtype) -> Tensor) */
KILN_API kiln_tensor *kiln_view_dtype(kiln_site at, kiln_tensor *input, kiln_dtype dtype);
#define kiln_view_dtype(...) KILN_TAKES_2_(kiln_view_dtype, kiln_tensor *, "kiln_view_dtype(input, dtype)", __VA_ARGS__)
/* As view, to other's shape. A view. (torch.view_as(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_view_as(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_view_as(...) KILN_TAKES_2_(kiln_view_as, kiln_tensor *, "kiln_view_as(input, other)", __VA_ARGS__)
/* The axes from start_dim to end_dim as one; a view where the strides allow one. (torch.flatten(Tensor input, dim start_dim=0, dim
 * end_dim=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_flatten(kiln_site at, kiln_tensor *input, int start_dim KILN_OR_(0), int end_dim KILN_OR_(-1));
/* All axes as one; a view where the strides allow one. (torch.ravel(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_ravel(kiln_site at, kiln_tensor *input);
#define kiln_ravel(...) KILN_TAKES_1_(kiln_ravel, kiln_tensor *, "kiln_ravel(input)", __VA_ARGS__)
/* Axis dim as several, whose extents are sizes; one may be -1. A view. (torch.unflatten(Tensor input, dim dim, int[] sizes) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_unflatten(kiln_site at, kiln_tensor *input, int dim, kiln_shape sizes);
#define kiln_unflatten(...) KILN_TAKES_3_(kiln_unflatten, kiln_tensor *, "kiln_unflatten(input, dim, sizes)", __VA_ARGS__)
/* Without the axes named that have extent 1; without all such axes if none is named. A view. (torch.squeeze(Tensor input, dim[]?
 * dim=None) -> Tensor) */
KILN_API kiln_tensor *kiln_squeeze(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES));
KILN_API kiln_tensor *kiln_squeeze_(kiln_site at, kiln_tensor *input, kiln_axes dim KILN_OR_(KILN_ALL_AXES)); /* input itself becomes that view */
/* With an axis of extent 1 before dim. A view. (torch.unsqueeze(Tensor input, dim dim) -> Tensor) */
KILN_API kiln_tensor *kiln_unsqueeze(kiln_site at, kiln_tensor *input, int dim);
#define kiln_unsqueeze(...) KILN_TAKES_2_(kiln_unsqueeze, kiln_tensor *, "kiln_unsqueeze(input, dim)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_unsqueeze_(kiln_site at, kiln_tensor *input, int dim); /* input itself becomes that view */
#define kiln_unsqueeze_(...) KILN_TAKES_2_(kiln_unsqueeze_, kiln_tensor *, "kiln_unsqueeze_(input, dim)", __VA_ARGS__)
/* With axes of extent 1 in front, up to rank 1. A view. (torch.atleast_1d(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_atleast_1d(kiln_site at, kiln_tensor *input);
#define kiln_atleast_1d(...) KILN_TAKES_1_(kiln_atleast_1d, kiln_tensor *, "kiln_atleast_1d(input)", __VA_ARGS__)
/* Each of several so. A view. (torch.atleast_1d(Tensor[]* tensors) -> Tensor[]) */
KILN_API kiln_parts kiln_atleast_1d_all(kiln_site at, kiln_list tensors);
#define kiln_atleast_1d_all(...) KILN_TAKES_1_(kiln_atleast_1d_all, kiln_parts, "kiln_atleast_1d_all(tensors)", __VA_ARGS__)
/* With axes of extent 1 in front, up to rank 2. A view. (torch.atleast_2d(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_atleast_2d(kiln_site at, kiln_tensor *input);
#define kiln_atleast_2d(...) KILN_TAKES_1_(kiln_atleast_2d, kiln_tensor *, "kiln_atleast_2d(input)", __VA_ARGS__)
/* Each of several so. A view. (torch.atleast_2d(Tensor[]* tensors) -> Tensor[]) */
KILN_API kiln_parts kiln_atleast_2d_all(kiln_site at, kiln_list tensors);
#define kiln_atleast_2d_all(...) KILN_TAKES_1_(kiln_atleast_2d_all, kiln_parts, "kiln_atleast_2d_all(tensors)", __VA_ARGS__)
/* With axes of extent 1 up to rank 3: a vector becomes (1, n, 1), a matrix (m, n, 1). A view. (torch.atleast_3d(Tensor input) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_atleast_3d(kiln_site at, kiln_tensor *input);
#define kiln_atleast_3d(...) KILN_TAKES_1_(kiln_atleast_3d, kiln_tensor *, "kiln_atleast_3d(input)", __VA_ARGS__)
/* Each of several so. A view. (torch.atleast_3d(Tensor[]* tensors) -> Tensor[]) */
KILN_API kiln_parts kiln_atleast_3d_all(kiln_site at, kiln_list tensors);
#define kiln_atleast_3d_all(...) KILN_TAKES_1_(kiln_atleast_3d_all, kiln_parts, "kiln_atleast_3d_all(tensors)", __VA_ARGS__)
/* ---- another order of axes */

/* Axis i of the result is axis dims[i]. A view. (torch.permute(Tensor input, dim[]* dims) -> Tensor) */
KILN_API kiln_tensor *kiln_permute(kiln_site at, kiln_tensor *input, kiln_axes dims);
#define kiln_permute(...) KILN_TAKES_2_(kiln_permute, kiln_tensor *, "kiln_permute(input, dims)", __VA_ARGS__)
/* Two axes exchanged. A view. (torch.transpose(Tensor input, dim dim0, dim dim1) -> Tensor) */
KILN_API kiln_tensor *kiln_transpose(kiln_site at, kiln_tensor *input, int dim0, int dim1);
#define kiln_transpose(...) KILN_TAKES_3_(kiln_transpose, kiln_tensor *, "kiln_transpose(input, dim0, dim1)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_transpose_(kiln_site at, kiln_tensor *input, int dim0, int dim1); /* input itself becomes that view */
#define kiln_transpose_(...) KILN_TAKES_3_(kiln_transpose_, kiln_tensor *, "kiln_transpose_(input, dim0, dim1)", __VA_ARGS__)
/* The transpose of a matrix; rank <= 2. A view. (torch.t(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_t(kiln_site at, kiln_tensor *input);
#define kiln_t(...) KILN_TAKES_1_(kiln_t, kiln_tensor *, "kiln_t(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_t_(kiln_site at, kiln_tensor *input); /* input itself becomes that view */
#define kiln_t_(...) KILN_TAKES_1_(kiln_t_, kiln_tensor *, "kiln_t_(input)", __VA_ARGS__)
/* Axes source[i] moved to places destination[i]; the others keep their order. A view. (torch.movedim(Tensor input, dim[] source,
 * dim[] destination) -> Tensor) */
KILN_API kiln_tensor *kiln_movedim(kiln_site at, kiln_tensor *input, kiln_axes source, kiln_axes destination);
#define kiln_movedim(...) KILN_TAKES_3_(kiln_movedim, kiln_tensor *, "kiln_movedim(input, source, destination)", __VA_ARGS__)
/* ---- extents of 1 repeated */

/* Extents of 1 repeated; -1 keeps an extent; new axes come first. A view. (torch.expand(Tensor input, int[]* size) -> Tensor) */
KILN_API kiln_tensor *kiln_expand(kiln_site at, kiln_tensor *input, kiln_shape size);
#define kiln_expand(...) KILN_TAKES_2_(kiln_expand, kiln_tensor *, "kiln_expand(input, size)", __VA_ARGS__)
/* As expand, to other's shape. A view. (torch.expand_as(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_expand_as(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_expand_as(...) KILN_TAKES_2_(kiln_expand_as, kiln_tensor *, "kiln_expand_as(input, other)", __VA_ARGS__)
/* As expand. A view. (torch.broadcast_to(Tensor input, int[]* size) -> Tensor) */
KILN_API kiln_tensor *kiln_broadcast_to(kiln_site at, kiln_tensor *input, kiln_shape size);
#define kiln_broadcast_to(...) KILN_TAKES_2_(kiln_broadcast_to, kiln_tensor *, "kiln_broadcast_to(input, size)", __VA_ARGS__)
/* All expanded to the one shape they broadcast to. A view. (torch.broadcast_tensors(Tensor[]* tensors) -> Tensor[]) */
KILN_API kiln_parts kiln_broadcast_tensors(kiln_site at, kiln_list tensors);
#define kiln_broadcast_tensors(...) KILN_TAKES_1_(kiln_broadcast_tensors, kiln_parts, "kiln_broadcast_tensors(tensors)", __VA_ARGS__)
/* ---- parts */

/* length elements from start along dim. A view. (torch.narrow(Tensor input, dim dim, int start, int length) -> Tensor) */
KILN_API kiln_tensor *kiln_narrow(kiln_site at, kiln_tensor *input, int dim, int64_t start, int64_t length);
#define kiln_narrow(...) KILN_TAKES_4_(kiln_narrow, kiln_tensor *, "kiln_narrow(input, dim, start, length)", __VA_ARGS__)
/* The same with start in an integer tensor of rank 0, which is computed. A view. (torch.narrow(Tensor input, dim dim, Tensor
 * start, int length) -> Tensor) */
KILN_API kiln_tensor *kiln_narrow_from(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *start, int64_t length);
#define kiln_narrow_from(...) KILN_TAKES_4_(kiln_narrow_from, kiln_tensor *, "kiln_narrow_from(input, dim, start, length)", __VA_ARGS__)
/* Every step-th element from start, below end; negative ones count from the end and are clamped. A view. (torch.slice(Tensor
 * input, dim dim=0, int? start=None, int? end=None, int step=1) -> Tensor) */
KILN_API kiln_tensor *kiln_slice(kiln_site at, kiln_tensor *input, int dim KILN_OR_(0), int64_t start KILN_OR_(KILN_NO_INT),
    int64_t end KILN_OR_(KILN_NO_INT), int64_t step KILN_OR_(1));
/* One index along dim, which is dropped. A view. (torch.select(Tensor input, dim dim, int index) -> Tensor) */
KILN_API kiln_tensor *kiln_select(kiln_site at, kiln_tensor *input, int dim, int64_t index);
#define kiln_select(...) KILN_TAKES_3_(kiln_select, kiln_tensor *, "kiln_select(input, dim, index)", __VA_ARGS__)
/* Every index along dim. A view. (torch.unbind(Tensor input, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_unbind(kiln_site at, kiln_tensor *input, int dim KILN_OR_(0));
/* Windows of size elements, one every step, along dimension; a window's elements are the new last axis. A view.
 * (torch.unfold(Tensor input, dim dimension, int size, int step) -> Tensor) */
KILN_API kiln_tensor *kiln_unfold(kiln_site at, kiln_tensor *input, int dimension, int64_t size, int64_t step);
#define kiln_unfold(...) KILN_TAKES_4_(kiln_unfold, kiln_tensor *, "kiln_unfold(input, dimension, size, step)", __VA_ARGS__)
/* The view whose element at an index is element storage_offset + sum of index * stride of the storage of input, by default from
 * input's own offset; strides of 0 and overlaps are allowed, and then nothing can be written through it. A view.
 * (torch.as_strided(Tensor input, int[] size, int[] stride, int? storage_offset=None) -> Tensor) */
KILN_API kiln_tensor *kiln_as_strided(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_shape stride,
    int64_t storage_offset KILN_OR_(KILN_NO_INT));
KILN_API kiln_tensor *kiln_as_strided_(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_shape stride,
    int64_t storage_offset KILN_OR_(KILN_NO_INT)); /* input itself becomes that view */
/* A copy of input with what slice gives replaced by src, converted as by a cast. (torch.slice_scatter(Tensor input, Tensor src,
 * dim dim=0, int? start=None, int? end=None, int step=1) -> Tensor) */
KILN_API kiln_tensor *kiln_slice_scatter(kiln_site at, kiln_tensor *input, kiln_tensor *src, int dim KILN_OR_(0), int64_t start KILN_OR_(KILN_NO_INT),
    int64_t end KILN_OR_(KILN_NO_INT), int64_t step KILN_OR_(1));
/* A copy of input with what select gives replaced by src. (torch.select_scatter(Tensor input, Tensor src, dim dim, int index) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_select_scatter(kiln_site at, kiln_tensor *input, kiln_tensor *src, int dim, int64_t index);
#define kiln_select_scatter(...) KILN_TAKES_4_(kiln_select_scatter, kiln_tensor *, "kiln_select_scatter(input, src, dim, index)", __VA_ARGS__)
/* ---- splits: neighbouring parts of an axis */

/* Parts of that extent; the last may have less. A view. (torch.split(Tensor tensor, int split_size_or_sections, dim dim=0) ->
 * Tensor[]) */
KILN_API kiln_parts kiln_split(kiln_site at, kiln_tensor *tensor, int64_t split_size_or_sections, int dim KILN_OR_(0));
/* Parts of those extents. A view. (torch.split(Tensor tensor, int[] split_size_or_sections, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_split_sections(kiln_site at, kiln_tensor *tensor, kiln_shape split_size_or_sections, int dim KILN_OR_(0));
/* Parts of those extents. A view. (torch.split_with_sizes(Tensor input, int[] split_sizes, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_split_with_sizes(kiln_site at, kiln_tensor *input, kiln_shape split_sizes, int dim KILN_OR_(0));
/* At most that many parts of one extent, the last of which may have less. A view. (torch.chunk(Tensor input, int chunks, dim
 * dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_chunk(kiln_site at, kiln_tensor *input, int64_t chunks, int dim KILN_OR_(0));
/* That many parts, whose extents differ by one at most. A view. (torch.tensor_split(Tensor input, int indices_or_sections, dim
 * dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_tensor_split(kiln_site at, kiln_tensor *input, int64_t indices_or_sections, int dim KILN_OR_(0));
/* Parts that end before each index. A view. (torch.tensor_split(Tensor input, int[] indices_or_sections, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_tensor_split_indices(kiln_site at, kiln_tensor *input, kiln_shape indices_or_sections, int dim KILN_OR_(0));
/* Either, by an i64 tensor of rank 0 or 1, which is computed. A view. (torch.tensor_split(Tensor input, Tensor
 * tensor_indices_or_sections, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_tensor_split_at(kiln_site at, kiln_tensor *input, kiln_tensor *tensor_indices_or_sections, int dim KILN_OR_(0));
/* Equal parts along axis 1, of a vector along axis 0. A view. (torch.hsplit(Tensor input, int indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_hsplit(kiln_site at, kiln_tensor *input, int64_t indices_or_sections);
#define kiln_hsplit(...) KILN_TAKES_2_(kiln_hsplit, kiln_parts, "kiln_hsplit(input, indices_or_sections)", __VA_ARGS__)
/* Parts that end before each index. A view. (torch.hsplit(Tensor input, int[] indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_hsplit_indices(kiln_site at, kiln_tensor *input, kiln_shape indices_or_sections);
#define kiln_hsplit_indices(...) KILN_TAKES_2_(kiln_hsplit_indices, kiln_parts, "kiln_hsplit_indices(input, indices_or_sections)", __VA_ARGS__)
/* Equal parts along axis 0; rank >= 2. A view. (torch.vsplit(Tensor input, int indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_vsplit(kiln_site at, kiln_tensor *input, int64_t indices_or_sections);
#define kiln_vsplit(...) KILN_TAKES_2_(kiln_vsplit, kiln_parts, "kiln_vsplit(input, indices_or_sections)", __VA_ARGS__)
/* Parts that end before each index. A view. (torch.vsplit(Tensor input, int[] indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_vsplit_indices(kiln_site at, kiln_tensor *input, kiln_shape indices_or_sections);
#define kiln_vsplit_indices(...) KILN_TAKES_2_(kiln_vsplit_indices, kiln_parts, "kiln_vsplit_indices(input, indices_or_sections)", __VA_ARGS__)
/* Equal parts along axis 2; rank >= 3. A view. (torch.dsplit(Tensor input, int indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_dsplit(kiln_site at, kiln_tensor *input, int64_t indices_or_sections);
#define kiln_dsplit(...) KILN_TAKES_2_(kiln_dsplit, kiln_parts, "kiln_dsplit(input, indices_or_sections)", __VA_ARGS__)
/* Parts that end before each index. A view. (torch.dsplit(Tensor input, int[] indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_dsplit_indices(kiln_site at, kiln_tensor *input, kiln_shape indices_or_sections);
#define kiln_dsplit_indices(...) KILN_TAKES_2_(kiln_dsplit_indices, kiln_parts, "kiln_dsplit_indices(input, indices_or_sections)", __VA_ARGS__)
/* As split. A view. (torch.unsafe_split(Tensor tensor, int split_size, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_unsafe_split(kiln_site at, kiln_tensor *tensor, int64_t split_size, int dim KILN_OR_(0));
/* As chunk. A view. (torch.unsafe_chunk(Tensor input, int chunks, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_unsafe_chunk(kiln_site at, kiln_tensor *input, int64_t chunks, int dim KILN_OR_(0));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_flatten(...) (kiln_flatten)(KILN_HERE, __VA_ARGS__)
#define kiln_squeeze(...) (kiln_squeeze)(KILN_HERE, __VA_ARGS__)
#define kiln_squeeze_(...) (kiln_squeeze_)(KILN_HERE, __VA_ARGS__)
#define kiln_slice(...) (kiln_slice)(KILN_HERE, __VA_ARGS__)
#define kiln_unbind(...) (kiln_unbind)(KILN_HERE, __VA_ARGS__)
#define kiln_as_strided(...) (kiln_as_strided)(KILN_HERE, __VA_ARGS__)
#define kiln_as_strided_(...) (kiln_as_strided_)(KILN_HERE, __VA_ARGS__)
#define kiln_slice_scatter(...) (kiln_slice_scatter)(KILN_HERE, __VA_ARGS__)
#define kiln_split(...) (kiln_split)(KILN_HERE, __VA_ARGS__)
#define kiln_split_sections(...) (kiln_split_sections)(KILN_HERE, __VA_ARGS__)
#define kiln_split_with_sizes(...) (kiln_split_with_sizes)(KILN_HERE, __VA_ARGS__)
#define kiln_chunk(...) (kiln_chunk)(KILN_HERE, __VA_ARGS__)
#define kiln_tensor_split(...) (kiln_tensor_split)(KILN_HERE, __VA_ARGS__)
#define kiln_tensor_split_indices(...) (kiln_tensor_split_indices)(KILN_HERE, __VA_ARGS__)
#define kiln_tensor_split_at(...) (kiln_tensor_split_at)(KILN_HERE, __VA_ARGS__)
#define kiln_unsafe_split(...) (kiln_unsafe_split)(KILN_HERE, __VA_ARGS__)
#define kiln_unsafe_chunk(...) (kiln_unsafe_chunk)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_flatten(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_flatten_refused_), kiln_flatten_3_, kiln_flatten_2_, KILN_SOME_(kiln_flatten_1_, \
    kiln_flatten_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_flatten_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_flatten(input[, start_dim, end_dim])")
#define kiln_flatten_1_(input) (kiln_flatten)(KILN_HERE, input, 0, -1)
#define kiln_flatten_2_(input, start_dim) (kiln_flatten)(KILN_HERE, input, start_dim, -1)
#define kiln_flatten_3_(input, start_dim, end_dim) (kiln_flatten)(KILN_HERE, input, start_dim, end_dim)
#define kiln_squeeze(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_squeeze_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_61_(kiln_squeeze_refused_), kiln_squeeze_2_, KILN_SOME_(kiln_squeeze_1_, kiln_squeeze_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_squeeze_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_squeeze(input[, dim])")
#define kiln_squeeze_1_(input) (kiln_squeeze)(KILN_HERE, input, KILN_ALL_AXES)
#define kiln_squeeze_2_(input, dim) (kiln_squeeze)(KILN_HERE, input, dim)
struct kiln_squeeze_arguments_ { kiln_axes dim; int too_many[]; }; /* kiln_squeeze(input[, dim]) */
static inline kiln_tensor *kiln_squeeze_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_squeeze_arguments_ *a) {
    return (kiln_squeeze)(at, input, given > 1 ? a->dim : KILN_ALL_AXES);
}
#define kiln_squeeze_given_(input, ...) kiln_squeeze_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_squeeze_arguments_){.dim \
    = __VA_ARGS__}) /* kiln_squeeze(input[, dim]) */
#define kiln_squeeze_(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_squeeze__given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_61_(kiln_squeeze__refused_), kiln_squeeze__2_, KILN_SOME_(kiln_squeeze__1_, kiln_squeeze__refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_squeeze__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_squeeze_(input[, dim])")
#define kiln_squeeze__1_(input) (kiln_squeeze_)(KILN_HERE, input, KILN_ALL_AXES)
#define kiln_squeeze__2_(input, dim) (kiln_squeeze_)(KILN_HERE, input, dim)
struct kiln_squeeze__arguments_ { kiln_axes dim; int too_many[]; }; /* kiln_squeeze_(input[, dim]) */
static inline kiln_tensor *kiln_squeeze__filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_squeeze__arguments_ *a) {
    return (kiln_squeeze_)(at, input, given > 1 ? a->dim : KILN_ALL_AXES);
}
#define kiln_squeeze__given_(input, ...) kiln_squeeze__filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_squeeze__arguments_){.dim = __VA_ARGS__}) /* kiln_squeeze_(input[, dim]) */
#define kiln_slice(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_slice_refused_), kiln_slice_5_, kiln_slice_4_, kiln_slice_3_, kiln_slice_2_, \
    KILN_SOME_(kiln_slice_1_, kiln_slice_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_slice_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_slice(input[, dim, start, end, step])")
#define kiln_slice_1_(input) (kiln_slice)(KILN_HERE, input, 0, KILN_NO_INT, KILN_NO_INT, 1)
#define kiln_slice_2_(input, dim) (kiln_slice)(KILN_HERE, input, dim, KILN_NO_INT, KILN_NO_INT, 1)
#define kiln_slice_3_(input, dim, start) (kiln_slice)(KILN_HERE, input, dim, start, KILN_NO_INT, 1)
#define kiln_slice_4_(input, dim, start, end) (kiln_slice)(KILN_HERE, input, dim, start, end, 1)
#define kiln_slice_5_(input, dim, start, end, step) (kiln_slice)(KILN_HERE, input, dim, start, end, step)
#define kiln_unbind(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_unbind_refused_), kiln_unbind_2_, KILN_SOME_(kiln_unbind_1_, kiln_unbind_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_unbind_refused_(...) KILN_REFUSE_(kiln_parts, "kiln_unbind(input[, dim])")
#define kiln_unbind_1_(input) (kiln_unbind)(KILN_HERE, input, 0)
#define kiln_unbind_2_(input, dim) (kiln_unbind)(KILN_HERE, input, dim)
#define kiln_as_strided(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_as_strided_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_as_strided_given_, KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_as_strided_refused_), \
    kiln_as_strided_4_, kiln_as_strided_3_, kiln_as_strided_refused_, kiln_as_strided_refused_, ~)))(__VA_ARGS__)
#define kiln_as_strided_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_as_strided(input, size, stride[, storage_offset])")
#define kiln_as_strided_3_(input, size, stride) (kiln_as_strided)(KILN_HERE, input, size, stride, KILN_NO_INT)
#define kiln_as_strided_4_(input, size, stride, storage_offset) (kiln_as_strided)(KILN_HERE, input, size, stride, storage_offset)
struct kiln_as_strided_arguments_ { kiln_shape size; kiln_shape stride; int64_t storage_offset; int too_many[]; };
    /* kiln_as_strided(input, size, stride[, storage_offset]) */
static inline kiln_tensor *kiln_as_strided_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_as_strided_arguments_ *a) {
    return (kiln_as_strided)(at, input, a->size, a->stride, given > 3 ? a->storage_offset : KILN_NO_INT);
}
char kiln_as_strided_needs_(kiln_shape size, kiln_shape stride, ...); /* kiln_as_strided(input, size, stride[, storage_offset]) */
#define kiln_as_strided_given_(input, ...) kiln_as_strided_filled_(KILN_HERE, input, 1 + (int)sizeof kiln_as_strided_needs_(__VA_ARGS__) - 1 + \
    KILN_GIVEN_(__VA_ARGS__), &(struct kiln_as_strided_arguments_){.size = __VA_ARGS__}) \
    /* kiln_as_strided(input, size, stride[, storage_offset]) */
#define kiln_as_strided_(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_as_strided__given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_as_strided__given_, KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_as_strided__refused_), \
    kiln_as_strided__4_, kiln_as_strided__3_, kiln_as_strided__refused_, kiln_as_strided__refused_, ~)))(__VA_ARGS__)
#define kiln_as_strided__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_as_strided_(input, size, stride[, storage_offset])")
#define kiln_as_strided__3_(input, size, stride) (kiln_as_strided_)(KILN_HERE, input, size, stride, KILN_NO_INT)
#define kiln_as_strided__4_(input, size, stride, storage_offset) (kiln_as_strided_)(KILN_HERE, input, size, stride, storage_offset)
struct kiln_as_strided__arguments_ { kiln_shape size; kiln_shape stride; int64_t storage_offset; int too_many[]; };
    /* kiln_as_strided_(input, size, stride[, storage_offset]) */
static inline kiln_tensor *kiln_as_strided__filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_as_strided__arguments_ *a) {
    return (kiln_as_strided_)(at, input, a->size, a->stride, given > 3 ? a->storage_offset : KILN_NO_INT);
}
char kiln_as_strided__needs_(kiln_shape size, kiln_shape stride, ...); /* kiln_as_strided_(input, size, stride[, storage_offset]) */
#define kiln_as_strided__given_(input, ...) kiln_as_strided__filled_(KILN_HERE, input, 1 + (int)sizeof kiln_as_strided__needs_(__VA_ARGS__) - 1 + \
    KILN_GIVEN_(__VA_ARGS__), &(struct kiln_as_strided__arguments_){.size = __VA_ARGS__}) \
    /* kiln_as_strided_(input, size, stride[, storage_offset]) */
#define kiln_slice_scatter(...) KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_slice_scatter_refused_), kiln_slice_scatter_6_, kiln_slice_scatter_5_, \
    kiln_slice_scatter_4_, kiln_slice_scatter_3_, kiln_slice_scatter_2_, kiln_slice_scatter_refused_, ~)(__VA_ARGS__)
#define kiln_slice_scatter_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_slice_scatter(input, src[, dim, start, end, step])")
#define kiln_slice_scatter_2_(input, src) (kiln_slice_scatter)(KILN_HERE, input, src, 0, KILN_NO_INT, KILN_NO_INT, 1)
#define kiln_slice_scatter_3_(input, src, dim) (kiln_slice_scatter)(KILN_HERE, input, src, dim, KILN_NO_INT, KILN_NO_INT, 1)
#define kiln_slice_scatter_4_(input, src, dim, start) (kiln_slice_scatter)(KILN_HERE, input, src, dim, start, KILN_NO_INT, 1)
#define kiln_slice_scatter_5_(input, src, dim, start, end) (kiln_slice_scatter)(KILN_HERE, input, src, dim, start, end, 1)
#define kiln_slice_scatter_6_(input, src, dim, start, end, step) (kiln_slice_scatter)(KILN_HERE, input, src, dim, start, end, step)
#define kiln_split(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_split_refused_), kiln_split_3_, kiln_split_2_, kiln_split_refused_, ~)(__VA_ARGS__)
#define kiln_split_refused_(...) KILN_REFUSE_(kiln_parts, "kiln_split(tensor, split_size_or_sections[, dim])")
#define kiln_split_2_(tensor, split_size_or_sections) (kiln_split)(KILN_HERE, tensor, split_size_or_sections, 0)
#define kiln_split_3_(tensor, split_size_or_sections, dim) (kiln_split)(KILN_HERE, tensor, split_size_or_sections, dim)
#define kiln_split_sections(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_split_sections_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_split_sections_refused_), kiln_split_sections_3_, kiln_split_sections_2_, kiln_split_sections_refused_, ~))(__VA_ARGS__)
#define kiln_split_sections_refused_(...) KILN_REFUSE_(kiln_parts, "kiln_split_sections(tensor, split_size_or_sections[, dim])")
#define kiln_split_sections_2_(tensor, split_size_or_sections) (kiln_split_sections)(KILN_HERE, tensor, split_size_or_sections, 0)
#define kiln_split_sections_3_(tensor, split_size_or_sections, dim) (kiln_split_sections)(KILN_HERE, tensor, split_size_or_sections, dim)
struct kiln_split_sections_arguments_ { kiln_shape split_size_or_sections; int dim; int too_many[]; };
    /* kiln_split_sections(tensor, split_size_or_sections[, dim]) */
static inline kiln_parts kiln_split_sections_filled_(kiln_site at, kiln_tensor *tensor, int given, const struct kiln_split_sections_arguments_ *a)
    {
    return (kiln_split_sections)(at, tensor, a->split_size_or_sections, given > 2 ? a->dim : 0);
}
#define kiln_split_sections_given_(tensor, ...) kiln_split_sections_filled_(KILN_HERE, tensor, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_split_sections_arguments_){.split_size_or_sections = __VA_ARGS__}) /* kiln_split_sections(tensor, split_size_or_sections[, dim]) */
#define kiln_split_with_sizes(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_split_with_sizes_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_split_with_sizes_refused_), kiln_split_with_sizes_3_, kiln_split_with_sizes_2_, kiln_split_with_sizes_refused_, ~))(__VA_ARGS__)
#define kiln_split_with_sizes_refused_(...) KILN_REFUSE_(kiln_parts, "kiln_split_with_sizes(input, split_sizes[, dim])")
#define kiln_split_with_sizes_2_(input, split_sizes) (kiln_split_with_sizes)(KILN_HERE, input, split_sizes, 0)
#define kiln_split_with_sizes_3_(input, split_sizes, dim) (kiln_split_with_sizes)(KILN_HERE, input, split_sizes, dim)
struct kiln_split_with_sizes_arguments_ { kiln_shape split_sizes; int dim; int too_many[]; }; /* kiln_split_with_sizes(input, split_sizes[, dim]) */
static inline kiln_parts kiln_split_with_sizes_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_split_with_sizes_arguments_
    *a) {
    return (kiln_split_with_sizes)(at, input, a->split_sizes, given > 2 ? a->dim : 0);
}
#define kiln_split_with_sizes_given_(input, ...) kiln_split_with_sizes_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_split_with_sizes_arguments_){.split_sizes = __VA_ARGS__}) /* kiln_split_with_sizes(input, split_sizes[, dim]) */
#define kiln_chunk(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_chunk_refused_), kiln_chunk_3_, kiln_chunk_2_, kiln_chunk_refused_, ~)(__VA_ARGS__)
#define kiln_chunk_refused_(...) KILN_REFUSE_(kiln_parts, "kiln_chunk(input, chunks[, dim])")
#define kiln_chunk_2_(input, chunks) (kiln_chunk)(KILN_HERE, input, chunks, 0)
#define kiln_chunk_3_(input, chunks, dim) (kiln_chunk)(KILN_HERE, input, chunks, dim)
#define kiln_tensor_split(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_tensor_split_refused_), kiln_tensor_split_3_, kiln_tensor_split_2_, \
    kiln_tensor_split_refused_, ~)(__VA_ARGS__)
#define kiln_tensor_split_refused_(...) KILN_REFUSE_(kiln_parts, "kiln_tensor_split(input, indices_or_sections[, dim])")
#define kiln_tensor_split_2_(input, indices_or_sections) (kiln_tensor_split)(KILN_HERE, input, indices_or_sections, 0)
#define kiln_tensor_split_3_(input, indices_or_sections, dim) (kiln_tensor_split)(KILN_HERE, input, indices_or_sections, dim)
#define kiln_tensor_split_indices(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_tensor_split_indices_given_, \
    KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_tensor_split_indices_refused_), kiln_tensor_split_indices_3_, kiln_tensor_split_indices_2_, \
    kiln_tensor_split_indices_refused_, ~))(__VA_ARGS__)
#define kiln_tensor_split_indices_refused_(...) KILN_REFUSE_(kiln_parts, "kiln_tensor_split_indices(input, indices_or_sections[, dim])")
#define kiln_tensor_split_indices_2_(input, indices_or_sections) (kiln_tensor_split_indices)(KILN_HERE, input, indices_or_sections, 0)
#define kiln_tensor_split_indices_3_(input, indices_or_sections, dim) (kiln_tensor_split_indices)(KILN_HERE, input, indices_or_sections, dim)
struct kiln_tensor_split_indices_arguments_ { kiln_shape indices_or_sections; int dim; int too_many[]; };
    /* kiln_tensor_split_indices(input, indices_or_sections[, dim]) */
static inline kiln_parts kiln_tensor_split_indices_filled_(kiln_site at, kiln_tensor *input, int given, const struct
    kiln_tensor_split_indices_arguments_ *a) {
    return (kiln_tensor_split_indices)(at, input, a->indices_or_sections, given > 2 ? a->dim : 0);
}
#define kiln_tensor_split_indices_given_(input, ...) kiln_tensor_split_indices_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_tensor_split_indices_arguments_){.indices_or_sections = __VA_ARGS__}) /* kiln_tensor_split_indices(input, indices_or_sections[, dim]) */
#define kiln_tensor_split_at(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_tensor_split_at_refused_), kiln_tensor_split_at_3_, \
    kiln_tensor_split_at_2_, kiln_tensor_split_at_refused_, ~)(__VA_ARGS__)
#define kiln_tensor_split_at_refused_(...) KILN_REFUSE_(kiln_parts, "kiln_tensor_split_at(input, tensor_indices_or_sections[, dim])")
#define kiln_tensor_split_at_2_(input, tensor_indices_or_sections) (kiln_tensor_split_at)(KILN_HERE, input, tensor_indices_or_sections, 0)
#define kiln_tensor_split_at_3_(input, tensor_indices_or_sections, dim) (kiln_tensor_split_at)(KILN_HERE, input, tensor_indices_or_sections, dim)
#define kiln_unsafe_split(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_unsafe_split_refused_), kiln_unsafe_split_3_, kiln_unsafe_split_2_, \
    kiln_unsafe_split_refused_, ~)(__VA_ARGS__)
#define kiln_unsafe_split_refused_(...) KILN_REFUSE_(kiln_parts, "kiln_unsafe_split(tensor, split_size[, dim])")
#define kiln_unsafe_split_2_(tensor, split_size) (kiln_unsafe_split)(KILN_HERE, tensor, split_size, 0)
#define kiln_unsafe_split_3_(tensor, split_size, dim) (kiln_unsafe_split)(KILN_HERE, tensor, split_size, dim)
#define kiln_unsafe_chunk(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_unsafe_chunk_refused_), kiln_unsafe_chunk_3_, kiln_unsafe_chunk_2_, \
    kiln_unsafe_chunk_refused_, ~)(__VA_ARGS__)
#define kiln_unsafe_chunk_refused_(...) KILN_REFUSE_(kiln_parts, "kiln_unsafe_chunk(input, chunks[, dim])")
#define kiln_unsafe_chunk_2_(input, chunks) (kiln_unsafe_chunk)(KILN_HERE, input, chunks, 0)
#define kiln_unsafe_chunk_3_(input, chunks, dim) (kiln_unsafe_chunk)(KILN_HERE, input, chunks, dim)
#endif

#ifdef __cplusplus
}
#endif
#endif
