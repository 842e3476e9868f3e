/* SPDX-License-Identifier: Apache-2.0
 * Elements and slices by index tensors. An index out of range fails the evaluation with BAD_ARGUMENT.
 * Written by tools/signatures.py from src/frontend/signatures/indexing.sig: edit that. */
#ifndef KILN_INDEXING_H
#define KILN_INDEXING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* out[i][j] = input[index[i][j]][j] for dim 0, and so on; index is i64 or i32, of input's rank, and off dim no larger.
 * (torch.gather(Tensor input, dim dim, Tensor index) -> Tensor) */
KILN_API kiln_tensor *kiln_gather(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index);
#define kiln_gather(input, dim, index) (kiln_gather)(KILN_HERE, input, dim, index)
/* Whole slices at an index of rank 1 or 0, i64 or i32. (torch.index_select(Tensor input, dim dim, Tensor index) -> Tensor) */
KILN_API kiln_tensor *kiln_index_select(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index);
#define kiln_index_select(input, dim, index) (kiln_index_select)(KILN_HERE, input, dim, index)
/* Elements of input, taken as one row, at index (i64, from the end where negative); the result has index's shape.
 * (torch.take(Tensor input, Tensor index) -> Tensor) */
KILN_API kiln_tensor *kiln_take(kiln_site at, kiln_tensor *input, kiln_tensor *index);
#define kiln_take(input, index) (kiln_take)(KILN_HERE, input, index)
/* gather, but with shapes broadcast off dim; without dim both are taken as one row. indices is i64. (torch.take_along_dim(Tensor
 * input, Tensor indices, dim? dim=None) -> Tensor) */
KILN_API kiln_tensor *kiln_take_along_dim(kiln_site at, kiln_tensor *input, kiln_tensor *indices, int dim);
#define kiln_take_along_dim(...) KILN_PICK_(kiln_take_along_dim_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_take_along_dim_2_(input, indices) (kiln_take_along_dim)(KILN_HERE, input, indices, KILN_NO_DIM)
#define kiln_take_along_dim_3_(input, indices, dim) (kiln_take_along_dim)(KILN_HERE, input, indices, dim)
/* input, taken as one row, with source's elements written, or added, at index (i64, from the end where negative). The last of
 * several wins. (torch.put(Tensor input, Tensor index, Tensor source, bool accumulate=False) -> Tensor) */
KILN_API kiln_tensor *kiln_put(kiln_site at, kiln_tensor *input, kiln_tensor *index, kiln_tensor *source, bool accumulate);
#define kiln_put(...) KILN_PICK_(kiln_put_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_put_3_(input, index, source) (kiln_put)(KILN_HERE, input, index, source, false)
#define kiln_put_4_(input, index, source, accumulate) (kiln_put)(KILN_HERE, input, index, source, accumulate)
KILN_API kiln_tensor *kiln_put_(kiln_site at, kiln_tensor *input, kiln_tensor *index, kiln_tensor *source, bool accumulate); /* the same, written to input */
#define kiln_put_(...) KILN_PICK_(kiln_put__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_put__3_(input, index, source) (kiln_put_)(KILN_HERE, input, index, source, false)
#define kiln_put__4_(input, index, source, accumulate) (kiln_put_)(KILN_HERE, input, index, source, accumulate)
/* input[indices] = values, or += with accumulate. indices are i64 or i32 (from the end where negative), bool or u8 masks, or None
 * for a whole axis; they broadcast, and values broadcasts to what they name. How many elements masks name is computed first.
 * (torch.index_put(Tensor input, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor) */
KILN_API kiln_tensor *kiln_index_put(kiln_site at, kiln_tensor *input, kiln_list indices, kiln_tensor *values, bool accumulate);
#define kiln_index_put(...) KILN_PICK_(kiln_index_put_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_index_put_3_(input, indices, values) (kiln_index_put)(KILN_HERE, input, indices, values, false)
#define kiln_index_put_4_(input, indices, values, accumulate) (kiln_index_put)(KILN_HERE, input, indices, values, accumulate)
KILN_API kiln_tensor *kiln_index_put_(kiln_site at, kiln_tensor *input, kiln_list indices, kiln_tensor *values, bool accumulate); /* the same, written to input */
#define kiln_index_put_(...) KILN_PICK_(kiln_index_put__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_index_put__3_(input, indices, values) (kiln_index_put_)(KILN_HERE, input, indices, values, false)
#define kiln_index_put__4_(input, indices, values, accumulate) (kiln_index_put_)(KILN_HERE, input, indices, values, accumulate)

#ifdef __cplusplus
}
#endif
#endif
