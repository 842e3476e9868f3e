/* SPDX-License-Identifier: Apache-2.0
 * Tensors made of nothing: filled, counted up. A number is a run-time argument: changing it from step to step compiles nothing.
 * Written by tools/signatures.py from src/frontend/call/signatures/creation.sig: edit that. */
#ifndef KILN_CREATION_H
#define KILN_CREATION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Zeros. (torch.zeros(int[]* size, *, dtype dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_zeros(kiln_site at, kiln_session *session, kiln_shape size, kiln_dtype dtype KILN_OR_(KILN_F32));
/* Ones. (torch.ones(int[]* size, *, dtype dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_ones(kiln_site at, kiln_session *session, kiln_shape size, kiln_dtype dtype KILN_OR_(KILN_F32));
/* Every element fill_value, which dtype must hold. Without a dtype that of the value: bool, i64 or f32. (torch.full(int[] size,
 * Value fill_value, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_full(kiln_site at, kiln_session *session, kiln_shape size, kiln_value fill_value,
    kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* A tensor of rank 0. (torch.scalar_tensor(Scalar s, *, dtype dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_scalar_tensor(kiln_site at, kiln_session *session, kiln_value s, kiln_dtype dtype KILN_OR_(KILN_F32));
/* Zeros of input's shape and, unless another is given, dtype. (torch.zeros_like(Tensor input, *, dtype? dtype=None,
 * ~memory_format) -> Tensor) */
KILN_API kiln_tensor *kiln_zeros_like(kiln_site at, kiln_tensor *input, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* Ones of input's shape and, unless another is given, dtype. (torch.ones_like(Tensor input, *, dtype? dtype=None, ~memory_format)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_ones_like(kiln_site at, kiln_tensor *input, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* fill_value in input's shape and, unless another is given, dtype. (torch.full_like(Tensor input, Value fill_value, *, dtype?
 * dtype=None, ~memory_format) -> Tensor) */
KILN_API kiln_tensor *kiln_full_like(kiln_site at, kiln_tensor *input, kiln_value fill_value, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* Zeros of, unless another is given, input's dtype. (torch.new_zeros(Tensor input, int[]* size, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_new_zeros(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* Ones of, unless another is given, input's dtype. (torch.new_ones(Tensor input, int[]* size, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_new_ones(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* fill_value in, unless another is given, input's dtype. (torch.new_full(Tensor input, int[] size, Value fill_value, *, dtype?
 * dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_new_full(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_value fill_value,
    kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* 0, 1, ... below end. Without a dtype i64, or f32 if a number is a float. A number may be a tensor of rank 0, which is computed.
 * (torch.arange(Scalar end, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_arange_end(kiln_site at, kiln_session *session, kiln_value end, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* start, start + step, ... below end; above it for a negative step. (torch.arange(Scalar start, Scalar end, Scalar step=1, *,
 * dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_arange(kiln_site at, kiln_session *session, kiln_value start, kiln_value end, kiln_value step KILN_OR_(kiln_v_int(1)),
    kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* steps numbers from start to end, both included, evenly apart. (torch.linspace(Scalar start, Scalar end, int steps, *, dtype
 * dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_linspace(kiln_site at, kiln_session *session, kiln_value start, kiln_value end, int64_t steps,
    kiln_dtype dtype KILN_OR_(KILN_F32));
/* base to the power of what linspace gives. (torch.logspace(Scalar start, Scalar end, int steps, float base=10.0, *, dtype
 * dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_logspace(kiln_site at, kiln_session *session, kiln_value start, kiln_value end, int64_t steps, double base KILN_OR_(10.0),
    kiln_dtype dtype KILN_OR_(KILN_F32));
/* Ones where row and column are equal, else zeros; m is n unless given. (torch.eye(int n, int? m=None, *, dtype dtype=float32) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_eye(kiln_site at, kiln_session *session, int64_t n, int64_t m KILN_OR_(KILN_NO_INT), kiln_dtype dtype KILN_OR_(KILN_F32));
/* Rows and columns, in row-major order, of the places on or below a diagonal; i64 or i32. (torch.tril_indices(int row, int col,
 * int offset=0, *, dtype dtype=int64) -> Tensor) */
KILN_API kiln_tensor *kiln_tril_indices(kiln_site at, kiln_session *session, int64_t row, int64_t col, int64_t offset KILN_OR_(0),
    kiln_dtype dtype KILN_OR_(KILN_I64));
/* The same of the places on or above it. (torch.triu_indices(int row, int col, int offset=0, *, dtype dtype=int64) -> Tensor) */
KILN_API kiln_tensor *kiln_triu_indices(kiln_site at, kiln_session *session, int64_t row, int64_t col, int64_t offset KILN_OR_(0),
    kiln_dtype dtype KILN_OR_(KILN_I64));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_zeros(...) (kiln_zeros)(KILN_HERE, __VA_ARGS__)
#define kiln_ones(...) (kiln_ones)(KILN_HERE, __VA_ARGS__)
#define kiln_full(...) (kiln_full)(KILN_HERE, __VA_ARGS__)
#define kiln_scalar_tensor(...) (kiln_scalar_tensor)(KILN_HERE, __VA_ARGS__)
#define kiln_zeros_like(...) (kiln_zeros_like)(KILN_HERE, __VA_ARGS__)
#define kiln_ones_like(...) (kiln_ones_like)(KILN_HERE, __VA_ARGS__)
#define kiln_full_like(...) (kiln_full_like)(KILN_HERE, __VA_ARGS__)
#define kiln_new_zeros(...) (kiln_new_zeros)(KILN_HERE, __VA_ARGS__)
#define kiln_new_ones(...) (kiln_new_ones)(KILN_HERE, __VA_ARGS__)
#define kiln_new_full(...) (kiln_new_full)(KILN_HERE, __VA_ARGS__)
#define kiln_arange_end(...) (kiln_arange_end)(KILN_HERE, __VA_ARGS__)
#define kiln_arange(...) (kiln_arange)(KILN_HERE, __VA_ARGS__)
#define kiln_linspace(...) (kiln_linspace)(KILN_HERE, __VA_ARGS__)
#define kiln_logspace(...) (kiln_logspace)(KILN_HERE, __VA_ARGS__)
#define kiln_eye(...) (kiln_eye)(KILN_HERE, __VA_ARGS__)
#define kiln_tril_indices(...) (kiln_tril_indices)(KILN_HERE, __VA_ARGS__)
#define kiln_triu_indices(...) (kiln_triu_indices)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_zeros(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_zeros_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_zeros_refused_), kiln_zeros_3_, kiln_zeros_2_, kiln_zeros_refused_, ~))(__VA_ARGS__)
#define kiln_zeros_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_zeros(session, size[, dtype])")
#define kiln_zeros_2_(session, size) (kiln_zeros)(KILN_HERE, session, size, KILN_F32)
#define kiln_zeros_3_(session, size, dtype) (kiln_zeros)(KILN_HERE, session, size, dtype)
struct kiln_zeros_arguments_ { kiln_shape size; kiln_dtype dtype; int too_many[]; }; /* kiln_zeros(session, size[, dtype]) */
static inline kiln_tensor *kiln_zeros_filled_(kiln_site at, kiln_session *session, int given, const struct kiln_zeros_arguments_ *a) {
    return (kiln_zeros)(at, session, a->size, given > 2 ? a->dtype : KILN_F32);
}
#define kiln_zeros_given_(session, ...) kiln_zeros_filled_(KILN_HERE, session, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_zeros_arguments_){.size = \
    __VA_ARGS__}) /* kiln_zeros(session, size[, dtype]) */
#define kiln_ones(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_ones_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_ones_refused_), kiln_ones_3_, kiln_ones_2_, kiln_ones_refused_, ~))(__VA_ARGS__)
#define kiln_ones_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_ones(session, size[, dtype])")
#define kiln_ones_2_(session, size) (kiln_ones)(KILN_HERE, session, size, KILN_F32)
#define kiln_ones_3_(session, size, dtype) (kiln_ones)(KILN_HERE, session, size, dtype)
struct kiln_ones_arguments_ { kiln_shape size; kiln_dtype dtype; int too_many[]; }; /* kiln_ones(session, size[, dtype]) */
static inline kiln_tensor *kiln_ones_filled_(kiln_site at, kiln_session *session, int given, const struct kiln_ones_arguments_ *a) {
    return (kiln_ones)(at, session, a->size, given > 2 ? a->dtype : KILN_F32);
}
#define kiln_ones_given_(session, ...) kiln_ones_filled_(KILN_HERE, session, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_ones_arguments_){.size = \
    __VA_ARGS__}) /* kiln_ones(session, size[, dtype]) */
#define kiln_full(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_full_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_full_refused_), kiln_full_4_, kiln_full_3_, kiln_full_refused_, kiln_full_refused_, ~))(__VA_ARGS__)
#define kiln_full_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_full(session, size, fill_value[, dtype])")
#define kiln_full_3_(session, size, fill_value) (kiln_full)(KILN_HERE, session, size, KILN_V(fill_value), KILN_NO_DTYPE)
#define kiln_full_4_(session, size, fill_value, dtype) (kiln_full)(KILN_HERE, session, size, KILN_V(fill_value), dtype)
struct kiln_full_arguments_ { kiln_shape size; long double fill_value; kiln_dtype dtype; int too_many[]; };
    /* kiln_full(session, size, fill_value[, dtype]) */
static inline kiln_tensor *kiln_full_filled_(kiln_site at, kiln_session *session, int given, kiln_value_kind kind, const struct
    kiln_full_arguments_ *a) {
    return (kiln_full)(at, session, a->size, given > 3 && a->dtype == KILN_NO_DTYPE ? kiln_v_none() : kiln_v_given_(a->fill_value, given == 3 ? kind :
    KILN_IS_NONE), given > 3 ? a->dtype : KILN_NO_DTYPE);
}
char kiln_full_needs_(kiln_shape size, long double fill_value, ...); /* kiln_full(session, size, fill_value[, dtype]) */
#define kiln_full_given_(session, ...) kiln_full_filled_(KILN_HERE, session, 1 + (int)sizeof kiln_full_needs_(__VA_ARGS__) - 1 + \
    KILN_GIVEN_(__VA_ARGS__), KILN_KIND_(KILN_LAST_(session, __VA_ARGS__)), &(struct kiln_full_arguments_){.size = __VA_ARGS__}) \
    /* kiln_full(session, size, fill_value[, dtype]) */
#define kiln_scalar_tensor(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_scalar_tensor_refused_), kiln_scalar_tensor_3_, kiln_scalar_tensor_2_, \
    kiln_scalar_tensor_refused_, ~)(__VA_ARGS__)
#define kiln_scalar_tensor_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_scalar_tensor(session, s[, dtype])")
#define kiln_scalar_tensor_2_(session, s) (kiln_scalar_tensor)(KILN_HERE, session, KILN_V(s), KILN_F32)
#define kiln_scalar_tensor_3_(session, s, dtype) (kiln_scalar_tensor)(KILN_HERE, session, KILN_V(s), dtype)
#define kiln_zeros_like(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_zeros_like_refused_), kiln_zeros_like_2_, KILN_SOME_(kiln_zeros_like_1_, \
    kiln_zeros_like_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_zeros_like_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_zeros_like(input[, dtype])")
#define kiln_zeros_like_1_(input) (kiln_zeros_like)(KILN_HERE, input, KILN_NO_DTYPE)
#define kiln_zeros_like_2_(input, dtype) (kiln_zeros_like)(KILN_HERE, input, dtype)
#define kiln_ones_like(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_ones_like_refused_), kiln_ones_like_2_, KILN_SOME_(kiln_ones_like_1_, \
    kiln_ones_like_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_ones_like_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_ones_like(input[, dtype])")
#define kiln_ones_like_1_(input) (kiln_ones_like)(KILN_HERE, input, KILN_NO_DTYPE)
#define kiln_ones_like_2_(input, dtype) (kiln_ones_like)(KILN_HERE, input, dtype)
#define kiln_full_like(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_full_like_refused_), kiln_full_like_3_, kiln_full_like_2_, \
    kiln_full_like_refused_, ~)(__VA_ARGS__)
#define kiln_full_like_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_full_like(input, fill_value[, dtype])")
#define kiln_full_like_2_(input, fill_value) (kiln_full_like)(KILN_HERE, input, KILN_V(fill_value), KILN_NO_DTYPE)
#define kiln_full_like_3_(input, fill_value, dtype) (kiln_full_like)(KILN_HERE, input, KILN_V(fill_value), dtype)
#define kiln_new_zeros(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_new_zeros_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_new_zeros_refused_), kiln_new_zeros_3_, kiln_new_zeros_2_, kiln_new_zeros_refused_, ~))(__VA_ARGS__)
#define kiln_new_zeros_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_new_zeros(input, size[, dtype])")
#define kiln_new_zeros_2_(input, size) (kiln_new_zeros)(KILN_HERE, input, size, KILN_NO_DTYPE)
#define kiln_new_zeros_3_(input, size, dtype) (kiln_new_zeros)(KILN_HERE, input, size, dtype)
struct kiln_new_zeros_arguments_ { kiln_shape size; kiln_dtype dtype; int too_many[]; }; /* kiln_new_zeros(input, size[, dtype]) */
static inline kiln_tensor *kiln_new_zeros_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_new_zeros_arguments_ *a) {
    return (kiln_new_zeros)(at, input, a->size, given > 2 ? a->dtype : KILN_NO_DTYPE);
}
#define kiln_new_zeros_given_(input, ...) kiln_new_zeros_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_new_zeros_arguments_){.size = __VA_ARGS__}) /* kiln_new_zeros(input, size[, dtype]) */
#define kiln_new_ones(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_new_ones_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_new_ones_refused_), kiln_new_ones_3_, kiln_new_ones_2_, kiln_new_ones_refused_, ~))(__VA_ARGS__)
#define kiln_new_ones_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_new_ones(input, size[, dtype])")
#define kiln_new_ones_2_(input, size) (kiln_new_ones)(KILN_HERE, input, size, KILN_NO_DTYPE)
#define kiln_new_ones_3_(input, size, dtype) (kiln_new_ones)(KILN_HERE, input, size, dtype)
struct kiln_new_ones_arguments_ { kiln_shape size; kiln_dtype dtype; int too_many[]; }; /* kiln_new_ones(input, size[, dtype]) */
static inline kiln_tensor *kiln_new_ones_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_new_ones_arguments_ *a) {
    return (kiln_new_ones)(at, input, a->size, given > 2 ? a->dtype : KILN_NO_DTYPE);
}
#define kiln_new_ones_given_(input, ...) kiln_new_ones_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_new_ones_arguments_){.size = __VA_ARGS__}) /* kiln_new_ones(input, size[, dtype]) */
#define kiln_new_full(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_new_full_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_new_full_refused_), kiln_new_full_4_, kiln_new_full_3_, kiln_new_full_refused_, kiln_new_full_refused_, ~))(__VA_ARGS__)
#define kiln_new_full_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_new_full(input, size, fill_value[, dtype])")
#define kiln_new_full_3_(input, size, fill_value) (kiln_new_full)(KILN_HERE, input, size, KILN_V(fill_value), KILN_NO_DTYPE)
#define kiln_new_full_4_(input, size, fill_value, dtype) (kiln_new_full)(KILN_HERE, input, size, KILN_V(fill_value), dtype)
struct kiln_new_full_arguments_ { kiln_shape size; long double fill_value; kiln_dtype dtype; int too_many[]; };
    /* kiln_new_full(input, size, fill_value[, dtype]) */
static inline kiln_tensor *kiln_new_full_filled_(kiln_site at, kiln_tensor *input, int given, kiln_value_kind kind, const struct
    kiln_new_full_arguments_ *a) {
    return (kiln_new_full)(at, input, a->size, given > 3 && a->dtype == KILN_NO_DTYPE ? kiln_v_none() : kiln_v_given_(a->fill_value, given == 3 ? kind
    : KILN_IS_NONE), given > 3 ? a->dtype : KILN_NO_DTYPE);
}
char kiln_new_full_needs_(kiln_shape size, long double fill_value, ...); /* kiln_new_full(input, size, fill_value[, dtype]) */
#define kiln_new_full_given_(input, ...) kiln_new_full_filled_(KILN_HERE, input, 1 + (int)sizeof kiln_new_full_needs_(__VA_ARGS__) - 1 + \
    KILN_GIVEN_(__VA_ARGS__), KILN_KIND_(KILN_LAST_(input, __VA_ARGS__)), &(struct kiln_new_full_arguments_){.size = __VA_ARGS__}) \
    /* kiln_new_full(input, size, fill_value[, dtype]) */
#define kiln_arange_end(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_arange_end_refused_), kiln_arange_end_3_, kiln_arange_end_2_, \
    kiln_arange_end_refused_, ~)(__VA_ARGS__)
#define kiln_arange_end_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_arange_end(session, end[, dtype])")
#define kiln_arange_end_2_(session, end) (kiln_arange_end)(KILN_HERE, session, KILN_V(end), KILN_NO_DTYPE)
#define kiln_arange_end_3_(session, end, dtype) (kiln_arange_end)(KILN_HERE, session, KILN_V(end), dtype)
#define kiln_arange(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_arange_refused_), kiln_arange_5_, kiln_arange_4_, kiln_arange_3_, \
    kiln_arange_refused_, kiln_arange_refused_, ~)(__VA_ARGS__)
#define kiln_arange_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_arange(session, start, end[, step, dtype])")
#define kiln_arange_3_(session, start, end) (kiln_arange)(KILN_HERE, session, KILN_V(start), KILN_V(end), kiln_v_int(1), KILN_NO_DTYPE)
#define kiln_arange_4_(session, start, end, step) (kiln_arange)(KILN_HERE, session, KILN_V(start), KILN_V(end), KILN_V(step), KILN_NO_DTYPE)
#define kiln_arange_5_(session, start, end, step, dtype) (kiln_arange)(KILN_HERE, session, KILN_V(start), KILN_V(end), KILN_V(step), dtype)
#define kiln_linspace(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_linspace_refused_), kiln_linspace_5_, kiln_linspace_4_, kiln_linspace_refused_, \
    kiln_linspace_refused_, kiln_linspace_refused_, ~)(__VA_ARGS__)
#define kiln_linspace_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_linspace(session, start, end, steps[, dtype])")
#define kiln_linspace_4_(session, start, end, steps) (kiln_linspace)(KILN_HERE, session, KILN_V(start), KILN_V(end), steps, KILN_F32)
#define kiln_linspace_5_(session, start, end, steps, dtype) (kiln_linspace)(KILN_HERE, session, KILN_V(start), KILN_V(end), steps, dtype)
#define kiln_logspace(...) KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_logspace_refused_), kiln_logspace_6_, kiln_logspace_5_, kiln_logspace_4_, \
    kiln_logspace_refused_, kiln_logspace_refused_, kiln_logspace_refused_, ~)(__VA_ARGS__)
#define kiln_logspace_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_logspace(session, start, end, steps[, base, dtype])")
#define kiln_logspace_4_(session, start, end, steps) (kiln_logspace)(KILN_HERE, session, KILN_V(start), KILN_V(end), steps, 10.0, KILN_F32)
#define kiln_logspace_5_(session, start, end, steps, base) (kiln_logspace)(KILN_HERE, session, KILN_V(start), KILN_V(end), steps, base, KILN_F32)
#define kiln_logspace_6_(session, start, end, steps, base, dtype) (kiln_logspace)(KILN_HERE, session, KILN_V(start), KILN_V(end), steps, base, \
    dtype)
#define kiln_eye(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_eye_refused_), kiln_eye_4_, kiln_eye_3_, kiln_eye_2_, kiln_eye_refused_, \
    ~)(__VA_ARGS__)
#define kiln_eye_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_eye(session, n[, m, dtype])")
#define kiln_eye_2_(session, n) (kiln_eye)(KILN_HERE, session, n, KILN_NO_INT, KILN_F32)
#define kiln_eye_3_(session, n, m) (kiln_eye)(KILN_HERE, session, n, m, KILN_F32)
#define kiln_eye_4_(session, n, m, dtype) (kiln_eye)(KILN_HERE, session, n, m, dtype)
#define kiln_tril_indices(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_tril_indices_refused_), kiln_tril_indices_5_, kiln_tril_indices_4_, \
    kiln_tril_indices_3_, kiln_tril_indices_refused_, kiln_tril_indices_refused_, ~)(__VA_ARGS__)
#define kiln_tril_indices_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_tril_indices(session, row, col[, offset, dtype])")
#define kiln_tril_indices_3_(session, row, col) (kiln_tril_indices)(KILN_HERE, session, row, col, 0, KILN_I64)
#define kiln_tril_indices_4_(session, row, col, offset) (kiln_tril_indices)(KILN_HERE, session, row, col, offset, KILN_I64)
#define kiln_tril_indices_5_(session, row, col, offset, dtype) (kiln_tril_indices)(KILN_HERE, session, row, col, offset, dtype)
#define kiln_triu_indices(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_triu_indices_refused_), kiln_triu_indices_5_, kiln_triu_indices_4_, \
    kiln_triu_indices_3_, kiln_triu_indices_refused_, kiln_triu_indices_refused_, ~)(__VA_ARGS__)
#define kiln_triu_indices_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_triu_indices(session, row, col[, offset, dtype])")
#define kiln_triu_indices_3_(session, row, col) (kiln_triu_indices)(KILN_HERE, session, row, col, 0, KILN_I64)
#define kiln_triu_indices_4_(session, row, col, offset) (kiln_triu_indices)(KILN_HERE, session, row, col, offset, KILN_I64)
#define kiln_triu_indices_5_(session, row, col, offset, dtype) (kiln_triu_indices)(KILN_HERE, session, row, col, offset, dtype)
#endif

#ifdef __cplusplus
}
#endif
#endif
