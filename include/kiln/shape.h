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

/* The same elements in row-major order; one extent may be -1. A view. (torch.reshape(Tensor input, int[]* shape) -> Tensor) */
KILN_API kiln_tensor *kiln_reshape(kiln_site at, kiln_tensor *input, kiln_shape shape);
#define kiln_reshape(input, shape) (kiln_reshape)(KILN_HERE, input, shape)
/* The axes from start_dim to end_dim as one. A view. (torch.flatten(Tensor input, dim start_dim=0, dim end_dim=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_flatten(kiln_site at, kiln_tensor *input, int start_dim, int end_dim);
#define kiln_flatten(...) KILN_PICK_(kiln_flatten_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_flatten_1_(input) (kiln_flatten)(KILN_HERE, input, 0, -1)
#define kiln_flatten_2_(input, start_dim) (kiln_flatten)(KILN_HERE, input, start_dim, -1)
#define kiln_flatten_3_(input, start_dim, end_dim) (kiln_flatten)(KILN_HERE, input, start_dim, end_dim)
/* Without axis dim, if its extent is 1. A view. (torch.squeeze(Tensor input, dim dim) -> Tensor) */
KILN_API kiln_tensor *kiln_squeeze(kiln_site at, kiln_tensor *input, int dim);
#define kiln_squeeze(input, dim) (kiln_squeeze)(KILN_HERE, input, dim)
/* With an axis of extent 1 before dim. A view. (torch.unsqueeze(Tensor input, dim dim) -> Tensor) */
KILN_API kiln_tensor *kiln_unsqueeze(kiln_site at, kiln_tensor *input, int dim);
#define kiln_unsqueeze(input, dim) (kiln_unsqueeze)(KILN_HERE, input, dim)
/* Axis i of the result is axis dims[i]. A view. (torch.permute(Tensor input, dim[]* dims) -> Tensor) */
KILN_API kiln_tensor *kiln_permute(kiln_site at, kiln_tensor *input, kiln_axes dims);
#define kiln_permute(input, dims) (kiln_permute)(KILN_HERE, input, dims)
/* Two axes exchanged. A view. (torch.transpose(Tensor input, dim dim0, dim dim1) -> Tensor) */
KILN_API kiln_tensor *kiln_transpose(kiln_site at, kiln_tensor *input, int dim0, int dim1);
#define kiln_transpose(input, dim0, dim1) (kiln_transpose)(KILN_HERE, input, dim0, dim1)
/* The transpose of a matrix; rank <= 2. A view. (torch.t(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_t(kiln_site at, kiln_tensor *input);
#define kiln_t(input) (kiln_t)(KILN_HERE, input)
/* Extents of 1 repeated; -1 keeps an extent; new axes come first. A view. (torch.expand(Tensor input, int[]* size) -> Tensor) */
KILN_API kiln_tensor *kiln_expand(kiln_site at, kiln_tensor *input, kiln_shape size);
#define kiln_expand(input, size) (kiln_expand)(KILN_HERE, input, size)
/* length elements from start along dim. A view. (torch.narrow(Tensor input, dim dim, int start, int length) -> Tensor) */
KILN_API kiln_tensor *kiln_narrow(kiln_site at, kiln_tensor *input, int dim, int64_t start, int64_t length);
#define kiln_narrow(input, dim, start, length) (kiln_narrow)(KILN_HERE, input, dim, start, length)
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
/* Reversed along dims: a view here, a copy in PyTorch. A view. (torch.flip(Tensor input, dim[]* dims) -> Tensor) */
KILN_API kiln_tensor *kiln_flip(kiln_site at, kiln_tensor *input, kiln_axes dims);
#define kiln_flip(input, dims) (kiln_flip)(KILN_HERE, input, dims)
/* As expand. A view. (torch.broadcast_to(Tensor input, int[]* size) -> Tensor) */
KILN_API kiln_tensor *kiln_broadcast_to(kiln_site at, kiln_tensor *input, kiln_shape size);
#define kiln_broadcast_to(input, size) (kiln_broadcast_to)(KILN_HERE, input, size)
/* The view whose element at an index is element storage_offset + sum of index * stride of input's, in row-major order; strides of
 * 0 and overlaps are allowed, and then nothing can be written through it. Of a view, these are the view's elements, not its
 * storage's. A view. (torch.as_strided(Tensor input, int[] size, int[] stride, int storage_offset=0) -> Tensor) */
KILN_API kiln_tensor *kiln_as_strided(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_shape stride, int64_t storage_offset);
#define kiln_as_strided(...) KILN_PICK_(kiln_as_strided_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_as_strided_3_(input, size, stride) (kiln_as_strided)(KILN_HERE, input, size, stride, 0)
#define kiln_as_strided_4_(input, size, stride, storage_offset) (kiln_as_strided)(KILN_HERE, input, size, stride, storage_offset)

#ifdef __cplusplus
}
#endif
#endif
