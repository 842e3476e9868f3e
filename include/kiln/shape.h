/* SPDX-License-Identifier: Apache-2.0
 * Shapes and views. A view shares the storage of its tensor: a write through either is seen by both. A negative axis counts from
 * the end.
 * Written by tools/signatures.py from src/frontend/signatures/shape.sig: edit that. */
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
#define kiln_reshape(input, shape) (kiln_reshape)(KILN_HERE, input, shape)
/* As reshape, to other's shape. (torch.reshape_as(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_reshape_as(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_reshape_as(input, other) (kiln_reshape_as)(KILN_HERE, input, other)
/* The same, but refused where the strides allow no view. A view. (torch.view(Tensor input, int[]* size) -> Tensor) */
KILN_API kiln_tensor *kiln_view(kiln_site at, kiln_tensor *input, kiln_shape size);
#define kiln_view(input, size) (kiln_view)(KILN_HERE, input, size)
/* The same bytes as elements of another dtype, to which no derivative flows; a dtype of another size needs a last axis of stride
 * 1, whose extent follows. A view. (torch.view(Tensor input, dtype dtype) -> Tensor) */
KILN_API kiln_tensor *kiln_view_dtype(kiln_site at, kiln_tensor *input, kiln_dtype dtype);
#define kiln_view_dtype(input, dtype) (kiln_view_dtype)(KILN_HERE, input, dtype)
/* As view, to other's shape. A view. (torch.view_as(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_view_as(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_view_as(input, other) (kiln_view_as)(KILN_HERE, input, other)
/* The axes from start_dim to end_dim as one; a view where the strides allow one. (torch.flatten(Tensor input, dim start_dim=0, dim
 * end_dim=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_flatten(kiln_site at, kiln_tensor *input, int start_dim, int end_dim);
#define kiln_flatten(...) KILN_PICK_(kiln_flatten_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_flatten_1_(input) (kiln_flatten)(KILN_HERE, input, 0, -1)
#define kiln_flatten_2_(input, start_dim) (kiln_flatten)(KILN_HERE, input, start_dim, -1)
#define kiln_flatten_3_(input, start_dim, end_dim) (kiln_flatten)(KILN_HERE, input, start_dim, end_dim)
/* All axes as one; a view where the strides allow one. (torch.ravel(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_ravel(kiln_site at, kiln_tensor *input);
#define kiln_ravel(input) (kiln_ravel)(KILN_HERE, input)
/* Axis dim as several, whose extents are sizes; one may be -1. A view. (torch.unflatten(Tensor input, dim dim, int[] sizes) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_unflatten(kiln_site at, kiln_tensor *input, int dim, kiln_shape sizes);
#define kiln_unflatten(input, dim, sizes) (kiln_unflatten)(KILN_HERE, input, dim, sizes)
/* Without the axes named that have extent 1; without all such axes if none is named. A view. (torch.squeeze(Tensor input, dim[]?
 * dim=None) -> Tensor) */
KILN_API kiln_tensor *kiln_squeeze(kiln_site at, kiln_tensor *input, kiln_axes dim);
#define kiln_squeeze(...) KILN_PICK_(kiln_squeeze_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_squeeze_1_(input) (kiln_squeeze)(KILN_HERE, input, KILN_ALL_AXES)
#define kiln_squeeze_2_(input, dim) (kiln_squeeze)(KILN_HERE, input, dim)
KILN_API kiln_tensor *kiln_squeeze_(kiln_site at, kiln_tensor *input, kiln_axes dim); /* input itself becomes that view */
#define kiln_squeeze_(...) KILN_PICK_(kiln_squeeze__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_squeeze__1_(input) (kiln_squeeze_)(KILN_HERE, input, KILN_ALL_AXES)
#define kiln_squeeze__2_(input, dim) (kiln_squeeze_)(KILN_HERE, input, dim)
/* With an axis of extent 1 before dim. A view. (torch.unsqueeze(Tensor input, dim dim) -> Tensor) */
KILN_API kiln_tensor *kiln_unsqueeze(kiln_site at, kiln_tensor *input, int dim);
#define kiln_unsqueeze(input, dim) (kiln_unsqueeze)(KILN_HERE, input, dim)
KILN_API kiln_tensor *kiln_unsqueeze_(kiln_site at, kiln_tensor *input, int dim); /* input itself becomes that view */
#define kiln_unsqueeze_(input, dim) (kiln_unsqueeze_)(KILN_HERE, input, dim)
/* With axes of extent 1 in front, up to rank 1. A view. (torch.atleast_1d(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_atleast_1d(kiln_site at, kiln_tensor *input);
#define kiln_atleast_1d(input) (kiln_atleast_1d)(KILN_HERE, input)
/* Each of several so. A view. (torch.atleast_1d(Tensor[]* tensors) -> Tensor[]) */
KILN_API kiln_parts kiln_atleast_1d_all(kiln_site at, kiln_list tensors);
#define kiln_atleast_1d_all(tensors) (kiln_atleast_1d_all)(KILN_HERE, tensors)
/* With axes of extent 1 in front, up to rank 2. A view. (torch.atleast_2d(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_atleast_2d(kiln_site at, kiln_tensor *input);
#define kiln_atleast_2d(input) (kiln_atleast_2d)(KILN_HERE, input)
/* Each of several so. A view. (torch.atleast_2d(Tensor[]* tensors) -> Tensor[]) */
KILN_API kiln_parts kiln_atleast_2d_all(kiln_site at, kiln_list tensors);
#define kiln_atleast_2d_all(tensors) (kiln_atleast_2d_all)(KILN_HERE, tensors)
/* With axes of extent 1 up to rank 3: a vector becomes (1, n, 1), a matrix (m, n, 1). A view. (torch.atleast_3d(Tensor input) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_atleast_3d(kiln_site at, kiln_tensor *input);
#define kiln_atleast_3d(input) (kiln_atleast_3d)(KILN_HERE, input)
/* Each of several so. A view. (torch.atleast_3d(Tensor[]* tensors) -> Tensor[]) */
KILN_API kiln_parts kiln_atleast_3d_all(kiln_site at, kiln_list tensors);
#define kiln_atleast_3d_all(tensors) (kiln_atleast_3d_all)(KILN_HERE, tensors)
/* ---- another order of axes */

/* Axis i of the result is axis dims[i]. A view. (torch.permute(Tensor input, dim[]* dims) -> Tensor) */
KILN_API kiln_tensor *kiln_permute(kiln_site at, kiln_tensor *input, kiln_axes dims);
#define kiln_permute(input, dims) (kiln_permute)(KILN_HERE, input, dims)
/* Two axes exchanged. A view. (torch.transpose(Tensor input, dim dim0, dim dim1) -> Tensor) */
KILN_API kiln_tensor *kiln_transpose(kiln_site at, kiln_tensor *input, int dim0, int dim1);
#define kiln_transpose(input, dim0, dim1) (kiln_transpose)(KILN_HERE, input, dim0, dim1)
KILN_API kiln_tensor *kiln_transpose_(kiln_site at, kiln_tensor *input, int dim0, int dim1); /* input itself becomes that view */
#define kiln_transpose_(input, dim0, dim1) (kiln_transpose_)(KILN_HERE, input, dim0, dim1)
/* The transpose of a matrix; rank <= 2. A view. (torch.t(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_t(kiln_site at, kiln_tensor *input);
#define kiln_t(input) (kiln_t)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_t_(kiln_site at, kiln_tensor *input); /* input itself becomes that view */
#define kiln_t_(input) (kiln_t_)(KILN_HERE, input)
/* Axes source[i] moved to places destination[i]; the others keep their order. A view. (torch.movedim(Tensor input, dim[] source,
 * dim[] destination) -> Tensor) */
KILN_API kiln_tensor *kiln_movedim(kiln_site at, kiln_tensor *input, kiln_axes source, kiln_axes destination);
#define kiln_movedim(input, source, destination) (kiln_movedim)(KILN_HERE, input, source, destination)
/* ---- extents of 1 repeated */

/* Extents of 1 repeated; -1 keeps an extent; new axes come first. A view. (torch.expand(Tensor input, int[]* size) -> Tensor) */
KILN_API kiln_tensor *kiln_expand(kiln_site at, kiln_tensor *input, kiln_shape size);
#define kiln_expand(input, size) (kiln_expand)(KILN_HERE, input, size)
/* As expand, to other's shape. A view. (torch.expand_as(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_expand_as(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_expand_as(input, other) (kiln_expand_as)(KILN_HERE, input, other)
/* As expand. A view. (torch.broadcast_to(Tensor input, int[]* size) -> Tensor) */
KILN_API kiln_tensor *kiln_broadcast_to(kiln_site at, kiln_tensor *input, kiln_shape size);
#define kiln_broadcast_to(input, size) (kiln_broadcast_to)(KILN_HERE, input, size)
/* All expanded to the one shape they broadcast to. A view. (torch.broadcast_tensors(Tensor[]* tensors) -> Tensor[]) */
KILN_API kiln_parts kiln_broadcast_tensors(kiln_site at, kiln_list tensors);
#define kiln_broadcast_tensors(tensors) (kiln_broadcast_tensors)(KILN_HERE, tensors)
/* ---- parts */

/* length elements from start along dim. A view. (torch.narrow(Tensor input, dim dim, int start, int length) -> Tensor) */
KILN_API kiln_tensor *kiln_narrow(kiln_site at, kiln_tensor *input, int dim, int64_t start, int64_t length);
#define kiln_narrow(input, dim, start, length) (kiln_narrow)(KILN_HERE, input, dim, start, length)
/* The same with start in an integer tensor of rank 0, which is computed. A view. (torch.narrow(Tensor input, dim dim, Tensor
 * start, int length) -> Tensor) */
KILN_API kiln_tensor *kiln_narrow_from(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *start, int64_t length);
#define kiln_narrow_from(input, dim, start, length) (kiln_narrow_from)(KILN_HERE, input, dim, start, length)
/* Every step-th element from start, below end; negative ones count from the end and are clamped. A view. (torch.slice(Tensor
 * input, dim dim=0, int? start=None, int? end=None, int step=1) -> Tensor) */
KILN_API kiln_tensor *kiln_slice(kiln_site at, kiln_tensor *input, int dim, int64_t start, int64_t end, int64_t step);
#define kiln_slice(...) KILN_PICK_(kiln_slice_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_slice_1_(input) (kiln_slice)(KILN_HERE, input, 0, KILN_NO_INT, KILN_NO_INT, 1)
#define kiln_slice_2_(input, dim) (kiln_slice)(KILN_HERE, input, dim, KILN_NO_INT, KILN_NO_INT, 1)
#define kiln_slice_3_(input, dim, start) (kiln_slice)(KILN_HERE, input, dim, start, KILN_NO_INT, 1)
#define kiln_slice_4_(input, dim, start, end) (kiln_slice)(KILN_HERE, input, dim, start, end, 1)
#define kiln_slice_5_(input, dim, start, end, step) (kiln_slice)(KILN_HERE, input, dim, start, end, step)
/* One index along dim, which is dropped. A view. (torch.select(Tensor input, dim dim, int index) -> Tensor) */
KILN_API kiln_tensor *kiln_select(kiln_site at, kiln_tensor *input, int dim, int64_t index);
#define kiln_select(input, dim, index) (kiln_select)(KILN_HERE, input, dim, index)
/* Every index along dim. A view. (torch.unbind(Tensor input, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_unbind(kiln_site at, kiln_tensor *input, int dim);
#define kiln_unbind(...) KILN_PICK_(kiln_unbind_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_unbind_1_(input) (kiln_unbind)(KILN_HERE, input, 0)
#define kiln_unbind_2_(input, dim) (kiln_unbind)(KILN_HERE, input, dim)
/* Windows of size elements, one every step, along dimension; a window's elements are the new last axis. A view.
 * (torch.unfold(Tensor input, dim dimension, int size, int step) -> Tensor) */
KILN_API kiln_tensor *kiln_unfold(kiln_site at, kiln_tensor *input, int dimension, int64_t size, int64_t step);
#define kiln_unfold(input, dimension, size, step) (kiln_unfold)(KILN_HERE, input, dimension, size, step)
/* The view whose element at an index is element storage_offset + sum of index * stride of the storage of input, by default from
 * input's own offset; strides of 0 and overlaps are allowed, and then nothing can be written through it. A view.
 * (torch.as_strided(Tensor input, int[] size, int[] stride, int? storage_offset=None) -> Tensor) */
KILN_API kiln_tensor *kiln_as_strided(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_shape stride, int64_t storage_offset);
#define kiln_as_strided(...) KILN_PICK_(kiln_as_strided_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_as_strided_3_(input, size, stride) (kiln_as_strided)(KILN_HERE, input, size, stride, KILN_NO_INT)
#define kiln_as_strided_4_(input, size, stride, storage_offset) (kiln_as_strided)(KILN_HERE, input, size, stride, storage_offset)
KILN_API kiln_tensor *kiln_as_strided_(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_shape stride, int64_t storage_offset); /* input itself becomes that view */
#define kiln_as_strided_(...) KILN_PICK_(kiln_as_strided__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_as_strided__3_(input, size, stride) (kiln_as_strided_)(KILN_HERE, input, size, stride, KILN_NO_INT)
#define kiln_as_strided__4_(input, size, stride, storage_offset) (kiln_as_strided_)(KILN_HERE, input, size, stride, storage_offset)
/* A copy of input with what slice gives replaced by src, converted as by a cast. (torch.slice_scatter(Tensor input, Tensor src,
 * dim dim=0, int? start=None, int? end=None, int step=1) -> Tensor) */
KILN_API kiln_tensor *kiln_slice_scatter(kiln_site at, kiln_tensor *input, kiln_tensor *src, int dim, int64_t start, int64_t end, int64_t step);
#define kiln_slice_scatter(...) KILN_PICK_(kiln_slice_scatter_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_slice_scatter_2_(input, src) (kiln_slice_scatter)(KILN_HERE, input, src, 0, KILN_NO_INT, KILN_NO_INT, 1)
#define kiln_slice_scatter_3_(input, src, dim) (kiln_slice_scatter)(KILN_HERE, input, src, dim, KILN_NO_INT, KILN_NO_INT, 1)
#define kiln_slice_scatter_4_(input, src, dim, start) (kiln_slice_scatter)(KILN_HERE, input, src, dim, start, KILN_NO_INT, 1)
#define kiln_slice_scatter_5_(input, src, dim, start, end) (kiln_slice_scatter)(KILN_HERE, input, src, dim, start, end, 1)
#define kiln_slice_scatter_6_(input, src, dim, start, end, step) (kiln_slice_scatter)(KILN_HERE, input, src, dim, start, end, step)
/* A copy of input with what select gives replaced by src. (torch.select_scatter(Tensor input, Tensor src, dim dim, int index) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_select_scatter(kiln_site at, kiln_tensor *input, kiln_tensor *src, int dim, int64_t index);
#define kiln_select_scatter(input, src, dim, index) (kiln_select_scatter)(KILN_HERE, input, src, dim, index)
/* ---- splits: neighbouring parts of an axis */

/* Parts of that extent; the last may have less. A view. (torch.split(Tensor tensor, int split_size_or_sections, dim dim=0) ->
 * Tensor[]) */
KILN_API kiln_parts kiln_split(kiln_site at, kiln_tensor *tensor, int64_t split_size_or_sections, int dim);
#define kiln_split(...) KILN_PICK_(kiln_split_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_split_2_(tensor, split_size_or_sections) (kiln_split)(KILN_HERE, tensor, split_size_or_sections, 0)
#define kiln_split_3_(tensor, split_size_or_sections, dim) (kiln_split)(KILN_HERE, tensor, split_size_or_sections, dim)
/* Parts of those extents. A view. (torch.split(Tensor tensor, int[] split_size_or_sections, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_split_sections(kiln_site at, kiln_tensor *tensor, kiln_shape split_size_or_sections, int dim);
#define kiln_split_sections(...) KILN_PICK_(kiln_split_sections_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_split_sections_2_(tensor, split_size_or_sections) (kiln_split_sections)(KILN_HERE, tensor, split_size_or_sections, 0)
#define kiln_split_sections_3_(tensor, split_size_or_sections, dim) (kiln_split_sections)(KILN_HERE, tensor, split_size_or_sections, dim)
/* Parts of those extents. A view. (torch.split_with_sizes(Tensor input, int[] split_sizes, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_split_with_sizes(kiln_site at, kiln_tensor *input, kiln_shape split_sizes, int dim);
#define kiln_split_with_sizes(...) KILN_PICK_(kiln_split_with_sizes_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_split_with_sizes_2_(input, split_sizes) (kiln_split_with_sizes)(KILN_HERE, input, split_sizes, 0)
#define kiln_split_with_sizes_3_(input, split_sizes, dim) (kiln_split_with_sizes)(KILN_HERE, input, split_sizes, dim)
/* At most that many parts of one extent, the last of which may have less. A view. (torch.chunk(Tensor input, int chunks, dim
 * dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_chunk(kiln_site at, kiln_tensor *input, int64_t chunks, int dim);
#define kiln_chunk(...) KILN_PICK_(kiln_chunk_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_chunk_2_(input, chunks) (kiln_chunk)(KILN_HERE, input, chunks, 0)
#define kiln_chunk_3_(input, chunks, dim) (kiln_chunk)(KILN_HERE, input, chunks, dim)
/* That many parts, whose extents differ by one at most. A view. (torch.tensor_split(Tensor input, int indices_or_sections, dim
 * dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_tensor_split(kiln_site at, kiln_tensor *input, int64_t indices_or_sections, int dim);
#define kiln_tensor_split(...) KILN_PICK_(kiln_tensor_split_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_tensor_split_2_(input, indices_or_sections) (kiln_tensor_split)(KILN_HERE, input, indices_or_sections, 0)
#define kiln_tensor_split_3_(input, indices_or_sections, dim) (kiln_tensor_split)(KILN_HERE, input, indices_or_sections, dim)
/* Parts that end before each index. A view. (torch.tensor_split(Tensor input, int[] indices_or_sections, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_tensor_split_indices(kiln_site at, kiln_tensor *input, kiln_shape indices_or_sections, int dim);
#define kiln_tensor_split_indices(...) KILN_PICK_(kiln_tensor_split_indices_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_tensor_split_indices_2_(input, indices_or_sections) (kiln_tensor_split_indices)(KILN_HERE, input, indices_or_sections, 0)
#define kiln_tensor_split_indices_3_(input, indices_or_sections, dim) (kiln_tensor_split_indices)(KILN_HERE, input, indices_or_sections, dim)
/* Either, by an i64 tensor of rank 0 or 1, which is computed. A view. (torch.tensor_split(Tensor input, Tensor
 * tensor_indices_or_sections, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_tensor_split_at(kiln_site at, kiln_tensor *input, kiln_tensor *tensor_indices_or_sections, int dim);
#define kiln_tensor_split_at(...) KILN_PICK_(kiln_tensor_split_at_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_tensor_split_at_2_(input, tensor_indices_or_sections) (kiln_tensor_split_at)(KILN_HERE, input, tensor_indices_or_sections, 0)
#define kiln_tensor_split_at_3_(input, tensor_indices_or_sections, dim) (kiln_tensor_split_at)(KILN_HERE, input, tensor_indices_or_sections, dim)
/* Equal parts along axis 1, of a vector along axis 0. A view. (torch.hsplit(Tensor input, int indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_hsplit(kiln_site at, kiln_tensor *input, int64_t indices_or_sections);
#define kiln_hsplit(input, indices_or_sections) (kiln_hsplit)(KILN_HERE, input, indices_or_sections)
/* Parts that end before each index. A view. (torch.hsplit(Tensor input, int[] indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_hsplit_indices(kiln_site at, kiln_tensor *input, kiln_shape indices_or_sections);
#define kiln_hsplit_indices(input, indices_or_sections) (kiln_hsplit_indices)(KILN_HERE, input, indices_or_sections)
/* Equal parts along axis 0; rank >= 2. A view. (torch.vsplit(Tensor input, int indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_vsplit(kiln_site at, kiln_tensor *input, int64_t indices_or_sections);
#define kiln_vsplit(input, indices_or_sections) (kiln_vsplit)(KILN_HERE, input, indices_or_sections)
/* Parts that end before each index. A view. (torch.vsplit(Tensor input, int[] indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_vsplit_indices(kiln_site at, kiln_tensor *input, kiln_shape indices_or_sections);
#define kiln_vsplit_indices(input, indices_or_sections) (kiln_vsplit_indices)(KILN_HERE, input, indices_or_sections)
/* Equal parts along axis 2; rank >= 3. A view. (torch.dsplit(Tensor input, int indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_dsplit(kiln_site at, kiln_tensor *input, int64_t indices_or_sections);
#define kiln_dsplit(input, indices_or_sections) (kiln_dsplit)(KILN_HERE, input, indices_or_sections)
/* Parts that end before each index. A view. (torch.dsplit(Tensor input, int[] indices_or_sections) -> Tensor[]) */
KILN_API kiln_parts kiln_dsplit_indices(kiln_site at, kiln_tensor *input, kiln_shape indices_or_sections);
#define kiln_dsplit_indices(input, indices_or_sections) (kiln_dsplit_indices)(KILN_HERE, input, indices_or_sections)
/* As split. A view. (torch.unsafe_split(Tensor tensor, int split_size, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_unsafe_split(kiln_site at, kiln_tensor *tensor, int64_t split_size, int dim);
#define kiln_unsafe_split(...) KILN_PICK_(kiln_unsafe_split_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_unsafe_split_2_(tensor, split_size) (kiln_unsafe_split)(KILN_HERE, tensor, split_size, 0)
#define kiln_unsafe_split_3_(tensor, split_size, dim) (kiln_unsafe_split)(KILN_HERE, tensor, split_size, dim)
/* As chunk. A view. (torch.unsafe_chunk(Tensor input, int chunks, dim dim=0) -> Tensor[]) */
KILN_API kiln_parts kiln_unsafe_chunk(kiln_site at, kiln_tensor *input, int64_t chunks, int dim);
#define kiln_unsafe_chunk(...) KILN_PICK_(kiln_unsafe_chunk_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_unsafe_chunk_2_(input, chunks) (kiln_unsafe_chunk)(KILN_HERE, input, chunks, 0)
#define kiln_unsafe_chunk_3_(input, chunks, dim) (kiln_unsafe_chunk)(KILN_HERE, input, chunks, dim)

#ifdef __cplusplus
}
#endif
#endif
