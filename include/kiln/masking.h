/* SPDX-License-Identifier: Apache-2.0
 * Elements by masks. Where a shape depends on how many elements are not zero, that is computed first.
 * Written by tools/signatures.py from src/frontend/call/signatures/masking.sig: edit that. */
#ifndef KILN_MASKING_H
#define KILN_MASKING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The elements of input where mask (bool) holds, as one row; shapes broadcast. (torch.masked_select(Tensor input, Tensor mask) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_masked_select(kiln_site at, kiln_tensor *input, kiln_tensor *mask);
#define kiln_masked_select(...) KILN_TAKES_2_(kiln_masked_select, kiln_tensor *, "kiln_masked_select(input, mask)", __VA_ARGS__)
/* input with source's elements, in order, where mask (bool) holds; input and mask broadcast. Too short a source fails the
 * evaluation. (torch.masked_scatter(Tensor input, Tensor mask, Tensor source) -> Tensor) */
KILN_API kiln_tensor *kiln_masked_scatter(kiln_site at, kiln_tensor *input, kiln_tensor *mask, kiln_tensor *source);
#define kiln_masked_scatter(...) KILN_TAKES_3_(kiln_masked_scatter, kiln_tensor *, "kiln_masked_scatter(input, mask, source)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_masked_scatter_(kiln_site at, kiln_tensor *input, kiln_tensor *mask, kiln_tensor *source); /* the same, written to input */
#define kiln_masked_scatter_(...) KILN_TAKES_3_(kiln_masked_scatter_, kiln_tensor *, "kiln_masked_scatter_(input, mask, source)", __VA_ARGS__)
/* The coordinates of what is not zero, a row each: i64 [n, rank], in row-major order. (torch.nonzero(Tensor input, *, false
 * as_tuple=False) -> Tensor) */
KILN_API kiln_tensor *kiln_nonzero(kiln_site at, kiln_tensor *input);
#define kiln_nonzero(...) KILN_TAKES_1_(kiln_nonzero, kiln_tensor *, "kiln_nonzero(input)", __VA_ARGS__)
/* The same, a tensor [n] for each axis; rank 0 counts as one element along an axis. (torch.nonzero(Tensor input, *, true as_tuple)
 * -> Tensor[]) */
KILN_API kiln_parts kiln_nonzero_as_tuple(kiln_site at, kiln_tensor *input);
#define kiln_nonzero_as_tuple(...) KILN_TAKES_1_(kiln_nonzero_as_tuple, kiln_parts, "kiln_nonzero_as_tuple(input)", __VA_ARGS__)
/* The first `size` rows of nonzero, filled up with fill_value: a shape that depends on no element. (torch.nonzero_static(Tensor
 * input, *, int size, int fill_value=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_nonzero_static(kiln_site at, kiln_tensor *input, int64_t size, int64_t fill_value KILN_OR_(-1));
/* The coordinates of what is not zero, as nonzero with as_tuple. (torch.where(Tensor condition) -> Tensor[]) */
KILN_API kiln_parts kiln_where_nonzero(kiln_site at, kiln_tensor *condition);
#define kiln_where_nonzero(...) KILN_TAKES_1_(kiln_where_nonzero, kiln_parts, "kiln_where_nonzero(condition)", __VA_ARGS__)

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_nonzero_static(...) (kiln_nonzero_static)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_nonzero_static(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_nonzero_static_refused_), kiln_nonzero_static_3_, kiln_nonzero_static_2_, \
    kiln_nonzero_static_refused_, ~)(__VA_ARGS__)
#define kiln_nonzero_static_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_nonzero_static(input, size[, fill_value])")
#define kiln_nonzero_static_2_(input, size) (kiln_nonzero_static)(KILN_HERE, input, size, -1)
#define kiln_nonzero_static_3_(input, size, fill_value) (kiln_nonzero_static)(KILN_HERE, input, size, fill_value)
#endif

#ifdef __cplusplus
}
#endif
#endif
