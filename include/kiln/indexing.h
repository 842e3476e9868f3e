/* SPDX-License-Identifier: Apache-2.0
 * Elements and slices by index tensors. An index out of range fails the evaluation with BAD_ARGUMENT.
 * Written by tools/signatures.py from src/frontend/call/signatures/indexing.sig: edit that. */
#ifndef KILN_INDEXING_H
#define KILN_INDEXING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* out[i][j] = input[index[i][j]][j] for dim 0, and so on; index is i64 or i32, of input's rank, and off dim no larger.
 * (torch.gather(Tensor input, dim dim, Tensor index) -> Tensor) */
KILN_API kiln_tensor *kiln_gather(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index);
#define kiln_gather(...) KILN_TAKES_3_(kiln_gather, kiln_tensor *, "kiln_gather(input, dim, index)", __VA_ARGS__)
/* Whole slices at an index of rank 1 or 0, i64 or i32. (torch.index_select(Tensor input, dim dim, Tensor index) -> Tensor) */
KILN_API kiln_tensor *kiln_index_select(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index);
#define kiln_index_select(...) KILN_TAKES_3_(kiln_index_select, kiln_tensor *, "kiln_index_select(input, dim, index)", __VA_ARGS__)
/* Elements of input, taken as one row, at index (i64, from the end where negative); the result has index's shape.
 * (torch.take(Tensor input, Tensor index) -> Tensor) */
KILN_API kiln_tensor *kiln_take(kiln_site at, kiln_tensor *input, kiln_tensor *index);
#define kiln_take(...) KILN_TAKES_2_(kiln_take, kiln_tensor *, "kiln_take(input, index)", __VA_ARGS__)
/* gather, but with shapes broadcast off dim; without dim both are taken as one row. indices is i64. (torch.take_along_dim(Tensor
 * input, Tensor indices, dim? dim=None) -> Tensor) */
KILN_API kiln_tensor *kiln_take_along_dim(kiln_site at, kiln_tensor *input, kiln_tensor *indices, int dim KILN_OR_(KILN_NO_DIM));
/* input, taken as one row, with source's elements written, or added, at index (i64, from the end where negative). The last of
 * several wins. (torch.put(Tensor input, Tensor index, Tensor source, bool accumulate=False) -> Tensor) */
KILN_API kiln_tensor *kiln_put(kiln_site at, kiln_tensor *input, kiln_tensor *index, kiln_tensor *source, bool accumulate KILN_OR_(false));
KILN_API kiln_tensor *kiln_put_(kiln_site at, kiln_tensor *input, kiln_tensor *index, kiln_tensor *source,
    bool accumulate KILN_OR_(false)); /* the same, written to input */
/* input[indices] = values, or += with accumulate. indices are i64 or i32 (from the end where negative), bool or u8 masks, or None
 * for a whole axis; they broadcast, and values broadcasts to what they name. How many elements masks name is computed first.
 * (torch.index_put(Tensor input, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor) */
KILN_API kiln_tensor *kiln_index_put(kiln_site at, kiln_tensor *input, kiln_list indices, kiln_tensor *values, bool accumulate KILN_OR_(false));
KILN_API kiln_tensor *kiln_index_put_(kiln_site at, kiln_tensor *input, kiln_list indices, kiln_tensor *values,
    bool accumulate KILN_OR_(false)); /* the same, written to input */

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_take_along_dim(...) (kiln_take_along_dim)(KILN_HERE, __VA_ARGS__)
#define kiln_put(...) (kiln_put)(KILN_HERE, __VA_ARGS__)
#define kiln_put_(...) (kiln_put_)(KILN_HERE, __VA_ARGS__)
#define kiln_index_put(...) (kiln_index_put)(KILN_HERE, __VA_ARGS__)
#define kiln_index_put_(...) (kiln_index_put_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_take_along_dim(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_take_along_dim_refused_), kiln_take_along_dim_3_, kiln_take_along_dim_2_, \
    kiln_take_along_dim_refused_, ~)(__VA_ARGS__)
#define kiln_take_along_dim_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_take_along_dim(input, indices[, dim])")
#define kiln_take_along_dim_2_(input, indices) (kiln_take_along_dim)(KILN_HERE, input, indices, KILN_NO_DIM)
#define kiln_take_along_dim_3_(input, indices, dim) (kiln_take_along_dim)(KILN_HERE, input, indices, dim)
#define kiln_put(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_put_refused_), kiln_put_4_, kiln_put_3_, kiln_put_refused_, kiln_put_refused_, \
    ~)(__VA_ARGS__)
#define kiln_put_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_put(input, index, source[, accumulate])")
#define kiln_put_3_(input, index, source) (kiln_put)(KILN_HERE, input, index, source, false)
#define kiln_put_4_(input, index, source, accumulate) (kiln_put)(KILN_HERE, input, index, source, accumulate)
#define kiln_put_(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_put__refused_), kiln_put__4_, kiln_put__3_, kiln_put__refused_, kiln_put__refused_, \
    ~)(__VA_ARGS__)
#define kiln_put__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_put_(input, index, source[, accumulate])")
#define kiln_put__3_(input, index, source) (kiln_put_)(KILN_HERE, input, index, source, false)
#define kiln_put__4_(input, index, source, accumulate) (kiln_put_)(KILN_HERE, input, index, source, accumulate)
#define kiln_index_put(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_index_put_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_index_put_refused_), kiln_index_put_4_, kiln_index_put_3_, kiln_index_put_refused_, kiln_index_put_refused_, ~))(__VA_ARGS__)
#define kiln_index_put_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_index_put(input, indices, values[, accumulate])")
#define kiln_index_put_3_(input, indices, values) (kiln_index_put)(KILN_HERE, input, indices, values, false)
#define kiln_index_put_4_(input, indices, values, accumulate) (kiln_index_put)(KILN_HERE, input, indices, values, accumulate)
struct kiln_index_put_arguments_ { kiln_list indices; kiln_tensor *values; bool accumulate; int too_many[]; };
    /* kiln_index_put(input, indices, values[, accumulate]) */
static inline kiln_tensor *kiln_index_put_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_index_put_arguments_ *a) {
    return (kiln_index_put)(at, input, a->indices, a->values, given > 3 ? a->accumulate : false);
}
char kiln_index_put_needs_(kiln_list indices, kiln_tensor *values, ...); /* kiln_index_put(input, indices, values[, accumulate]) */
#define kiln_index_put_given_(input, ...) kiln_index_put_filled_(KILN_HERE, input, 1 + (int)sizeof kiln_index_put_needs_(__VA_ARGS__) - 1 + \
    KILN_GIVEN_(__VA_ARGS__), &(struct kiln_index_put_arguments_){.indices = __VA_ARGS__}) \
    /* kiln_index_put(input, indices, values[, accumulate]) */
#define kiln_index_put_(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_index_put__given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_index_put__refused_), kiln_index_put__4_, kiln_index_put__3_, kiln_index_put__refused_, kiln_index_put__refused_, ~))(__VA_ARGS__)
#define kiln_index_put__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_index_put_(input, indices, values[, accumulate])")
#define kiln_index_put__3_(input, indices, values) (kiln_index_put_)(KILN_HERE, input, indices, values, false)
#define kiln_index_put__4_(input, indices, values, accumulate) (kiln_index_put_)(KILN_HERE, input, indices, values, accumulate)
struct kiln_index_put__arguments_ { kiln_list indices; kiln_tensor *values; bool accumulate; int too_many[]; };
    /* kiln_index_put_(input, indices, values[, accumulate]) */
static inline kiln_tensor *kiln_index_put__filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_index_put__arguments_ *a) {
    return (kiln_index_put_)(at, input, a->indices, a->values, given > 3 ? a->accumulate : false);
}
char kiln_index_put__needs_(kiln_list indices, kiln_tensor *values, ...); /* kiln_index_put_(input, indices, values[, accumulate]) */
#define kiln_index_put__given_(input, ...) kiln_index_put__filled_(KILN_HERE, input, 1 + (int)sizeof kiln_index_put__needs_(__VA_ARGS__) - 1 + \
    KILN_GIVEN_(__VA_ARGS__), &(struct kiln_index_put__arguments_){.indices = __VA_ARGS__}) \
    /* kiln_index_put_(input, indices, values[, accumulate]) */
#endif

#ifdef __cplusplus
}
#endif
#endif
