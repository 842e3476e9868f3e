/* SPDX-License-Identifier: Apache-2.0
 * Other dtypes, copies, filling, choosing by a mask.
 * Written by tools/signatures.py from src/frontend/call/signatures/conversion.sig: edit that. */
#ifndef KILN_CONVERSION_H
#define KILN_CONVERSION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The tensor in another dtype; another handle to it when it has that already, unless copy. (torch.to(Tensor input, dtype dtype,
 * ~non_blocking, bool copy=False, *, ~memory_format) -> Tensor) */
KILN_API kiln_tensor *kiln_to(kiln_site at, kiln_tensor *input, kiln_dtype dtype, bool copy KILN_OR_(false));
/* The tensor in the dtype of other. (torch.to(Tensor input, Tensor other, ~non_blocking, bool copy=False, *, ~memory_format) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_to_other(kiln_site at, kiln_tensor *input, kiln_tensor *other, bool copy KILN_OR_(false));
/* The tensor on a device, which is the one it is on, in another dtype if one is given. (torch.to(Tensor input, ~device, dtype?
 * dtype=None, ~non_blocking, bool copy=False, *, ~memory_format) -> Tensor) */
KILN_API kiln_tensor *kiln_to_dtype_there(kiln_site at, kiln_tensor *input, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE), bool copy KILN_OR_(false));
/* Another handle to the tensor, to which no derivative flows; writes to either are writes to both, and no history of the other.
 * Views of it are detached too. Clone it for elements of its own. (torch.detach(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_detach(kiln_site at, kiln_tensor *input);
#define kiln_detach(...) KILN_TAKES_1_(kiln_detach, kiln_tensor *, "kiln_detach(input)", __VA_ARGS__)
/* A copy with storage of its own. (torch.clone(Tensor input, *, ~memory_format) -> Tensor) */
KILN_API kiln_tensor *kiln_clone(kiln_site at, kiln_tensor *input);
#define kiln_clone(...) KILN_TAKES_1_(kiln_clone, kiln_tensor *, "kiln_clone(input)", __VA_ARGS__)
/* Another handle to the tensor, or a copy of it when its strides are not those of its shape. (torch.contiguous(Tensor input, *,
 * ~memory_format) -> Tensor) */
KILN_API kiln_tensor *kiln_contiguous(kiln_site at, kiln_tensor *input);
#define kiln_contiguous(...) KILN_TAKES_1_(kiln_contiguous, kiln_tensor *, "kiln_contiguous(input)", __VA_ARGS__)
/* ---- filling and choosing */

/* value in input's shape and dtype; a number the dtype does not hold is refused, a tensor has rank 0 and is cast.
 * (torch.fill(Tensor input, Value value) -> Tensor) */
KILN_API kiln_tensor *kiln_fill(kiln_site at, kiln_tensor *input, kiln_value value);
/* The same, written to input; a number may be written to elements that are one. (torch.fill_(Tensor input, Value value) -> Tensor) */
KILN_API kiln_tensor *kiln_fill_(kiln_site at, kiln_tensor *input, kiln_value value);
/* Writes zeros over input. (torch.zero_(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_zero_(kiln_site at, kiln_tensor *input);
#define kiln_zero_(...) KILN_TAKES_1_(kiln_zero_, kiln_tensor *, "kiln_zero_(input)", __VA_ARGS__)
/* value where mask is true, else input; in input's dtype, which has to hold value: a tensor is evaluated first where it might not.
 * (torch.masked_fill(Tensor input, Tensor mask, Value value) -> Tensor) */
KILN_API kiln_tensor *kiln_masked_fill(kiln_site at, kiln_tensor *input, kiln_tensor *mask, kiln_value value);
KILN_API kiln_tensor *kiln_masked_fill_(kiln_site at, kiln_tensor *input, kiln_tensor *mask, kiln_value value); /* the same, written to input */
/* input where condition, else other; condition is bool. (torch.where(Tensor condition, Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_where(kiln_site at, kiln_tensor *condition, kiln_value input, kiln_value other);

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_to(...) (kiln_to)(KILN_HERE, __VA_ARGS__)
#define kiln_to_other(...) (kiln_to_other)(KILN_HERE, __VA_ARGS__)
#define kiln_to_dtype_there(...) (kiln_to_dtype_there)(KILN_HERE, __VA_ARGS__)
#define kiln_fill(...) (kiln_fill)(KILN_HERE, __VA_ARGS__)
#define kiln_fill_(...) (kiln_fill_)(KILN_HERE, __VA_ARGS__)
#define kiln_masked_fill(...) (kiln_masked_fill)(KILN_HERE, __VA_ARGS__)
#define kiln_masked_fill_(...) (kiln_masked_fill_)(KILN_HERE, __VA_ARGS__)
#define kiln_where(...) (kiln_where)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_to(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_to_refused_), kiln_to_3_, kiln_to_2_, kiln_to_refused_, ~)(__VA_ARGS__)
#define kiln_to_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_to(input, dtype[, copy])")
#define kiln_to_2_(input, dtype) (kiln_to)(KILN_HERE, input, dtype, false)
#define kiln_to_3_(input, dtype, copy) (kiln_to)(KILN_HERE, input, dtype, copy)
#define kiln_to_other(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_to_other_refused_), kiln_to_other_3_, kiln_to_other_2_, kiln_to_other_refused_, \
    ~)(__VA_ARGS__)
#define kiln_to_other_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_to_other(input, other[, copy])")
#define kiln_to_other_2_(input, other) (kiln_to_other)(KILN_HERE, input, other, false)
#define kiln_to_other_3_(input, other, copy) (kiln_to_other)(KILN_HERE, input, other, copy)
#define kiln_to_dtype_there(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_to_dtype_there_refused_), kiln_to_dtype_there_3_, kiln_to_dtype_there_2_, \
    KILN_SOME_(kiln_to_dtype_there_1_, kiln_to_dtype_there_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_to_dtype_there_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_to_dtype_there(input[, dtype, copy])")
#define kiln_to_dtype_there_1_(input) (kiln_to_dtype_there)(KILN_HERE, input, KILN_NO_DTYPE, false)
#define kiln_to_dtype_there_2_(input, dtype) (kiln_to_dtype_there)(KILN_HERE, input, dtype, false)
#define kiln_to_dtype_there_3_(input, dtype, copy) (kiln_to_dtype_there)(KILN_HERE, input, dtype, copy)
#define kiln_fill(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_fill_refused_), kiln_fill_2_, kiln_fill_refused_, ~)(__VA_ARGS__)
#define kiln_fill_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_fill(input, value)")
#define kiln_fill_2_(input, value) (kiln_fill)(KILN_HERE, input, KILN_V(value))
#define kiln_fill_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_fill__refused_), kiln_fill__2_, kiln_fill__refused_, ~)(__VA_ARGS__)
#define kiln_fill__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_fill_(input, value)")
#define kiln_fill__2_(input, value) (kiln_fill_)(KILN_HERE, input, KILN_V(value))
#define kiln_masked_fill(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_masked_fill_refused_), kiln_masked_fill_3_, kiln_masked_fill_refused_, \
    kiln_masked_fill_refused_, ~)(__VA_ARGS__)
#define kiln_masked_fill_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_masked_fill(input, mask, value)")
#define kiln_masked_fill_3_(input, mask, value) (kiln_masked_fill)(KILN_HERE, input, mask, KILN_V(value))
#define kiln_masked_fill_(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_masked_fill__refused_), kiln_masked_fill__3_, kiln_masked_fill__refused_, \
    kiln_masked_fill__refused_, ~)(__VA_ARGS__)
#define kiln_masked_fill__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_masked_fill_(input, mask, value)")
#define kiln_masked_fill__3_(input, mask, value) (kiln_masked_fill_)(KILN_HERE, input, mask, KILN_V(value))
#define kiln_where(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_where_refused_), kiln_where_3_, kiln_where_refused_, kiln_where_refused_, \
    ~)(__VA_ARGS__)
#define kiln_where_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_where(condition, input, other)")
#define kiln_where_3_(condition, input, other) (kiln_where)(KILN_HERE, condition, KILN_V(input), KILN_V(other))
#endif

#ifdef __cplusplus
}
#endif
#endif
