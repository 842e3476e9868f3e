/* SPDX-License-Identifier: Apache-2.0
 * Writes at index tensors: one element of a source for each of an index, or whole slices. index is i64 or i32; an index out of
 * range fails the evaluation with BAD_ARGUMENT. Where several elements meet they are taken in order; of plain writes the last
 * wins.
 * Written by tools/signatures.py from src/frontend/call/signatures/scattering.sig: edit that. */
#ifndef KILN_SCATTERING_H
#define KILN_SCATTERING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* input with src's element at the index's place written at index along dim: out[index[i][j]][j] = src[i][j] for dim 0, and so on.
 * Off dim the index is no larger than input, and nowhere larger than src. (torch.scatter(Tensor input, dim dim, Tensor index,
 * Tensor src) -> Tensor) */
KILN_API kiln_tensor *kiln_scatter(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src);
#define kiln_scatter(...) KILN_TAKES_4_(kiln_scatter, kiln_tensor *, "kiln_scatter(input, dim, index, src)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_scatter_(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src); /* the same, written to input */
#define kiln_scatter_(...) KILN_TAKES_4_(kiln_scatter_, kiln_tensor *, "kiln_scatter_(input, dim, index, src)", __VA_ARGS__)
/* A number written at index. (torch.scatter(Tensor input, dim dim, Tensor index, Scalar value) -> Tensor) */
KILN_API kiln_tensor *kiln_scatter_value(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_value value);
KILN_API kiln_tensor *kiln_scatter_value_(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_value value); /* the same,
    written to input */
/* src added (reduce "add") or multiplied in ("multiply"). (torch.scatter(Tensor input, dim dim, Tensor index, Tensor src, *, str
 * reduce) -> Tensor) */
KILN_API kiln_tensor *kiln_scatter_src_reduce(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src, const char *reduce);
#define kiln_scatter_src_reduce(...) KILN_TAKES_5_(kiln_scatter_src_reduce, kiln_tensor *, "kiln_scatter_src_reduce(input, dim, index, src, reduce)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_scatter_src_reduce_(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src,
    const char *reduce); /* the same, written to input */
#define kiln_scatter_src_reduce_(...) KILN_TAKES_5_(kiln_scatter_src_reduce_, kiln_tensor *, "kiln_scatter_src_reduce_(input, dim, index, src, reduce)", __VA_ARGS__)
/* A number added or multiplied in. (torch.scatter(Tensor input, dim dim, Tensor index, Scalar value, *, str reduce) -> Tensor) */
KILN_API kiln_tensor *kiln_scatter_value_reduce(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_value value, const char *reduce);
KILN_API kiln_tensor *kiln_scatter_value_reduce_(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_value value,
    const char *reduce); /* the same, written to input */
/* input with src added at index. (torch.scatter_add(Tensor input, dim dim, Tensor index, Tensor src) -> Tensor) */
KILN_API kiln_tensor *kiln_scatter_add(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src);
#define kiln_scatter_add(...) KILN_TAKES_4_(kiln_scatter_add, kiln_tensor *, "kiln_scatter_add(input, dim, index, src)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_scatter_add_(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src); /* the same,
    written to input */
#define kiln_scatter_add_(...) KILN_TAKES_4_(kiln_scatter_add_, kiln_tensor *, "kiln_scatter_add_(input, dim, index, src)", __VA_ARGS__)
/* The "sum", "prod", "mean", "amax" or "amin" of what meets at index, and of what input holds there unless include_self is false.
 * (torch.scatter_reduce(Tensor input, dim dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor) */
KILN_API kiln_tensor *kiln_scatter_reduce(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src, const char *reduce,
    bool include_self KILN_OR_(true));
KILN_API kiln_tensor *kiln_scatter_reduce_(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *src, const char *reduce,
    bool include_self KILN_OR_(true)); /* the same, written to input */
/* ---- whole slices, at an index of rank 1 or 0 */

/* input with source's slices written at index; where an index repeats the last one wins. (torch.index_copy(Tensor input, dim dim,
 * Tensor index, Tensor source) -> Tensor) */
KILN_API kiln_tensor *kiln_index_copy(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *source);
#define kiln_index_copy(...) KILN_TAKES_4_(kiln_index_copy, kiln_tensor *, "kiln_index_copy(input, dim, index, source)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_index_copy_(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *source); /* the same,
    written to input */
#define kiln_index_copy_(...) KILN_TAKES_4_(kiln_index_copy_, kiln_tensor *, "kiln_index_copy_(input, dim, index, source)", __VA_ARGS__)
/* input with alpha times source's slices added at index. (torch.index_add(Tensor input, dim dim, Tensor index, Tensor source, *,
 * Scalar alpha=1) -> Tensor) */
KILN_API kiln_tensor *kiln_index_add(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *source,
    kiln_value alpha KILN_OR_(kiln_v_int(1)));
KILN_API kiln_tensor *kiln_index_add_(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *source,
    kiln_value alpha KILN_OR_(kiln_v_int(1))); /* the same, written to input */
/* The "prod", "mean", "amax" or "amin" of the slices that meet at index, and of input's unless include_self is false.
 * (torch.index_reduce(Tensor input, dim dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor) */
KILN_API kiln_tensor *kiln_index_reduce(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *source, const char *reduce,
    bool include_self KILN_OR_(true));
KILN_API kiln_tensor *kiln_index_reduce_(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_tensor *source, const char *reduce,
    bool include_self KILN_OR_(true)); /* the same, written to input */
/* input with a number, or the one element of value, written to the slices at index (i64, from the end where negative).
 * (torch.index_fill(Tensor input, dim dim, Tensor index, Value value) -> Tensor) */
KILN_API kiln_tensor *kiln_index_fill(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_value value);
KILN_API kiln_tensor *kiln_index_fill_(kiln_site at, kiln_tensor *input, int dim, kiln_tensor *index, kiln_value value); /* the same,
    written to input */

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_scatter_value(...) (kiln_scatter_value)(KILN_HERE, __VA_ARGS__)
#define kiln_scatter_value_(...) (kiln_scatter_value_)(KILN_HERE, __VA_ARGS__)
#define kiln_scatter_value_reduce(...) (kiln_scatter_value_reduce)(KILN_HERE, __VA_ARGS__)
#define kiln_scatter_value_reduce_(...) (kiln_scatter_value_reduce_)(KILN_HERE, __VA_ARGS__)
#define kiln_scatter_reduce(...) (kiln_scatter_reduce)(KILN_HERE, __VA_ARGS__)
#define kiln_scatter_reduce_(...) (kiln_scatter_reduce_)(KILN_HERE, __VA_ARGS__)
#define kiln_index_add(...) (kiln_index_add)(KILN_HERE, __VA_ARGS__)
#define kiln_index_add_(...) (kiln_index_add_)(KILN_HERE, __VA_ARGS__)
#define kiln_index_reduce(...) (kiln_index_reduce)(KILN_HERE, __VA_ARGS__)
#define kiln_index_reduce_(...) (kiln_index_reduce_)(KILN_HERE, __VA_ARGS__)
#define kiln_index_fill(...) (kiln_index_fill)(KILN_HERE, __VA_ARGS__)
#define kiln_index_fill_(...) (kiln_index_fill_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_scatter_value(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_scatter_value_refused_), kiln_scatter_value_4_, kiln_scatter_value_refused_, \
    kiln_scatter_value_refused_, kiln_scatter_value_refused_, ~)(__VA_ARGS__)
#define kiln_scatter_value_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_scatter_value(input, dim, index, value)")
#define kiln_scatter_value_4_(input, dim, index, value) (kiln_scatter_value)(KILN_HERE, input, dim, index, KILN_V(value))
#define kiln_scatter_value_(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_scatter_value__refused_), kiln_scatter_value__4_, \
    kiln_scatter_value__refused_, kiln_scatter_value__refused_, kiln_scatter_value__refused_, ~)(__VA_ARGS__)
#define kiln_scatter_value__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_scatter_value_(input, dim, index, value)")
#define kiln_scatter_value__4_(input, dim, index, value) (kiln_scatter_value_)(KILN_HERE, input, dim, index, KILN_V(value))
#define kiln_scatter_value_reduce(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_scatter_value_reduce_refused_), kiln_scatter_value_reduce_5_, \
    kiln_scatter_value_reduce_refused_, kiln_scatter_value_reduce_refused_, kiln_scatter_value_reduce_refused_, kiln_scatter_value_reduce_refused_, \
    ~)(__VA_ARGS__)
#define kiln_scatter_value_reduce_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_scatter_value_reduce(input, dim, index, value, reduce)")
#define kiln_scatter_value_reduce_5_(input, dim, index, value, reduce) (kiln_scatter_value_reduce)(KILN_HERE, input, dim, index, KILN_V(value), \
    reduce)
#define kiln_scatter_value_reduce_(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_scatter_value_reduce__refused_), kiln_scatter_value_reduce__5_, \
    kiln_scatter_value_reduce__refused_, kiln_scatter_value_reduce__refused_, kiln_scatter_value_reduce__refused_, \
    kiln_scatter_value_reduce__refused_, ~)(__VA_ARGS__)
#define kiln_scatter_value_reduce__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_scatter_value_reduce_(input, dim, index, value, reduce)")
#define kiln_scatter_value_reduce__5_(input, dim, index, value, reduce) (kiln_scatter_value_reduce_)(KILN_HERE, input, dim, index, KILN_V(value), \
    reduce)
#define kiln_scatter_reduce(...) KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_scatter_reduce_refused_), kiln_scatter_reduce_6_, kiln_scatter_reduce_5_, \
    kiln_scatter_reduce_refused_, kiln_scatter_reduce_refused_, kiln_scatter_reduce_refused_, kiln_scatter_reduce_refused_, ~)(__VA_ARGS__)
#define kiln_scatter_reduce_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_scatter_reduce(input, dim, index, src, reduce[, include_self])")
#define kiln_scatter_reduce_5_(input, dim, index, src, reduce) (kiln_scatter_reduce)(KILN_HERE, input, dim, index, src, reduce, true)
#define kiln_scatter_reduce_6_(input, dim, index, src, reduce, include_self) (kiln_scatter_reduce)(KILN_HERE, input, dim, index, src, reduce, \
    include_self)
#define kiln_scatter_reduce_(...) KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_scatter_reduce__refused_), kiln_scatter_reduce__6_, \
    kiln_scatter_reduce__5_, kiln_scatter_reduce__refused_, kiln_scatter_reduce__refused_, kiln_scatter_reduce__refused_, \
    kiln_scatter_reduce__refused_, ~)(__VA_ARGS__)
#define kiln_scatter_reduce__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_scatter_reduce_(input, dim, index, src, reduce[, include_self])")
#define kiln_scatter_reduce__5_(input, dim, index, src, reduce) (kiln_scatter_reduce_)(KILN_HERE, input, dim, index, src, reduce, true)
#define kiln_scatter_reduce__6_(input, dim, index, src, reduce, include_self) (kiln_scatter_reduce_)(KILN_HERE, input, dim, index, src, reduce, \
    include_self)
#define kiln_index_add(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_index_add_refused_), kiln_index_add_5_, kiln_index_add_4_, \
    kiln_index_add_refused_, kiln_index_add_refused_, kiln_index_add_refused_, ~)(__VA_ARGS__)
#define kiln_index_add_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_index_add(input, dim, index, source[, alpha])")
#define kiln_index_add_4_(input, dim, index, source) (kiln_index_add)(KILN_HERE, input, dim, index, source, kiln_v_int(1))
#define kiln_index_add_5_(input, dim, index, source, alpha) (kiln_index_add)(KILN_HERE, input, dim, index, source, KILN_V(alpha))
#define kiln_index_add_(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_index_add__refused_), kiln_index_add__5_, kiln_index_add__4_, \
    kiln_index_add__refused_, kiln_index_add__refused_, kiln_index_add__refused_, ~)(__VA_ARGS__)
#define kiln_index_add__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_index_add_(input, dim, index, source[, alpha])")
#define kiln_index_add__4_(input, dim, index, source) (kiln_index_add_)(KILN_HERE, input, dim, index, source, kiln_v_int(1))
#define kiln_index_add__5_(input, dim, index, source, alpha) (kiln_index_add_)(KILN_HERE, input, dim, index, source, KILN_V(alpha))
#define kiln_index_reduce(...) KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_index_reduce_refused_), kiln_index_reduce_6_, kiln_index_reduce_5_, \
    kiln_index_reduce_refused_, kiln_index_reduce_refused_, kiln_index_reduce_refused_, kiln_index_reduce_refused_, ~)(__VA_ARGS__)
#define kiln_index_reduce_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_index_reduce(input, dim, index, source, reduce[, include_self])")
#define kiln_index_reduce_5_(input, dim, index, source, reduce) (kiln_index_reduce)(KILN_HERE, input, dim, index, source, reduce, true)
#define kiln_index_reduce_6_(input, dim, index, source, reduce, include_self) (kiln_index_reduce)(KILN_HERE, input, dim, index, source, reduce, \
    include_self)
#define kiln_index_reduce_(...) KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_index_reduce__refused_), kiln_index_reduce__6_, kiln_index_reduce__5_, \
    kiln_index_reduce__refused_, kiln_index_reduce__refused_, kiln_index_reduce__refused_, kiln_index_reduce__refused_, ~)(__VA_ARGS__)
#define kiln_index_reduce__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_index_reduce_(input, dim, index, source, reduce[, include_self])")
#define kiln_index_reduce__5_(input, dim, index, source, reduce) (kiln_index_reduce_)(KILN_HERE, input, dim, index, source, reduce, true)
#define kiln_index_reduce__6_(input, dim, index, source, reduce, include_self) (kiln_index_reduce_)(KILN_HERE, input, dim, index, source, reduce, \
    include_self)
#define kiln_index_fill(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_index_fill_refused_), kiln_index_fill_4_, kiln_index_fill_refused_, \
    kiln_index_fill_refused_, kiln_index_fill_refused_, ~)(__VA_ARGS__)
#define kiln_index_fill_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_index_fill(input, dim, index, value)")
#define kiln_index_fill_4_(input, dim, index, value) (kiln_index_fill)(KILN_HERE, input, dim, index, KILN_V(value))
#define kiln_index_fill_(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_index_fill__refused_), kiln_index_fill__4_, kiln_index_fill__refused_, \
    kiln_index_fill__refused_, kiln_index_fill__refused_, ~)(__VA_ARGS__)
#define kiln_index_fill__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_index_fill_(input, dim, index, value)")
#define kiln_index_fill__4_(input, dim, index, value) (kiln_index_fill_)(KILN_HERE, input, dim, index, KILN_V(value))
#endif

#ifdef __cplusplus
}
#endif
#endif
