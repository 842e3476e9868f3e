/* SPDX-License-Identifier: Apache-2.0
 * Tensors made of nothing: filled, counted up. A number is a run-time argument: changing it from step to step compiles nothing.
 * Written by tools/signatures.py from src/frontend/signatures/creation.sig: edit that. */
#ifndef KILN_CREATION_H
#define KILN_CREATION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Zeros. (torch.zeros(int[]* size, *, dtype dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_zeros(kiln_site at, kiln_session *session, kiln_shape size, kiln_dtype dtype);
#define kiln_zeros(...) KILN_PICK_(kiln_zeros_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_zeros_2_(session, size) (kiln_zeros)(KILN_HERE, session, size, KILN_F32)
#define kiln_zeros_3_(session, size, dtype) (kiln_zeros)(KILN_HERE, session, size, dtype)
/* Ones. (torch.ones(int[]* size, *, dtype dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_ones(kiln_site at, kiln_session *session, kiln_shape size, kiln_dtype dtype);
#define kiln_ones(...) KILN_PICK_(kiln_ones_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_ones_2_(session, size) (kiln_ones)(KILN_HERE, session, size, KILN_F32)
#define kiln_ones_3_(session, size, dtype) (kiln_ones)(KILN_HERE, session, size, dtype)
/* Every element fill_value, which dtype must hold. Without a dtype that of the value: bool, i64 or f32. (torch.full(int[] size,
 * Value fill_value, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_full(kiln_site at, kiln_session *session, kiln_shape size, kiln_value fill_value, kiln_dtype dtype);
#define kiln_full(...) KILN_PICK_(kiln_full_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_full_3_(session, size, fill_value) (kiln_full)(KILN_HERE, session, size, KILN_V(fill_value), KILN_NO_DTYPE)
#define kiln_full_4_(session, size, fill_value, dtype) (kiln_full)(KILN_HERE, session, size, KILN_V(fill_value), dtype)
/* A tensor of rank 0. (torch.scalar_tensor(Scalar s, *, dtype dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_scalar_tensor(kiln_site at, kiln_session *session, kiln_value s, kiln_dtype dtype);
#define kiln_scalar_tensor(...) KILN_PICK_(kiln_scalar_tensor_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_scalar_tensor_2_(session, s) (kiln_scalar_tensor)(KILN_HERE, session, KILN_V(s), KILN_F32)
#define kiln_scalar_tensor_3_(session, s, dtype) (kiln_scalar_tensor)(KILN_HERE, session, KILN_V(s), dtype)
/* Zeros of input's shape and, unless another is given, dtype. (torch.zeros_like(Tensor input, *, dtype? dtype=None,
 * ~memory_format) -> Tensor) */
KILN_API kiln_tensor *kiln_zeros_like(kiln_site at, kiln_tensor *input, kiln_dtype dtype);
#define kiln_zeros_like(...) KILN_PICK_(kiln_zeros_like_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_zeros_like_1_(input) (kiln_zeros_like)(KILN_HERE, input, KILN_NO_DTYPE)
#define kiln_zeros_like_2_(input, dtype) (kiln_zeros_like)(KILN_HERE, input, dtype)
/* Ones of input's shape and, unless another is given, dtype. (torch.ones_like(Tensor input, *, dtype? dtype=None, ~memory_format)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_ones_like(kiln_site at, kiln_tensor *input, kiln_dtype dtype);
#define kiln_ones_like(...) KILN_PICK_(kiln_ones_like_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_ones_like_1_(input) (kiln_ones_like)(KILN_HERE, input, KILN_NO_DTYPE)
#define kiln_ones_like_2_(input, dtype) (kiln_ones_like)(KILN_HERE, input, dtype)
/* fill_value in input's shape and, unless another is given, dtype. (torch.full_like(Tensor input, Value fill_value, *, dtype?
 * dtype=None, ~memory_format) -> Tensor) */
KILN_API kiln_tensor *kiln_full_like(kiln_site at, kiln_tensor *input, kiln_value fill_value, kiln_dtype dtype);
#define kiln_full_like(...) KILN_PICK_(kiln_full_like_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_full_like_2_(input, fill_value) (kiln_full_like)(KILN_HERE, input, KILN_V(fill_value), KILN_NO_DTYPE)
#define kiln_full_like_3_(input, fill_value, dtype) (kiln_full_like)(KILN_HERE, input, KILN_V(fill_value), dtype)
/* Zeros of, unless another is given, input's dtype. (torch.new_zeros(Tensor input, int[]* size, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_new_zeros(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_dtype dtype);
#define kiln_new_zeros(...) KILN_PICK_(kiln_new_zeros_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_new_zeros_2_(input, size) (kiln_new_zeros)(KILN_HERE, input, size, KILN_NO_DTYPE)
#define kiln_new_zeros_3_(input, size, dtype) (kiln_new_zeros)(KILN_HERE, input, size, dtype)
/* Ones of, unless another is given, input's dtype. (torch.new_ones(Tensor input, int[]* size, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_new_ones(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_dtype dtype);
#define kiln_new_ones(...) KILN_PICK_(kiln_new_ones_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_new_ones_2_(input, size) (kiln_new_ones)(KILN_HERE, input, size, KILN_NO_DTYPE)
#define kiln_new_ones_3_(input, size, dtype) (kiln_new_ones)(KILN_HERE, input, size, dtype)
/* fill_value in, unless another is given, input's dtype. (torch.new_full(Tensor input, int[] size, Value fill_value, *, dtype?
 * dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_new_full(kiln_site at, kiln_tensor *input, kiln_shape size, kiln_value fill_value, kiln_dtype dtype);
#define kiln_new_full(...) KILN_PICK_(kiln_new_full_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_new_full_3_(input, size, fill_value) (kiln_new_full)(KILN_HERE, input, size, KILN_V(fill_value), KILN_NO_DTYPE)
#define kiln_new_full_4_(input, size, fill_value, dtype) (kiln_new_full)(KILN_HERE, input, size, KILN_V(fill_value), dtype)
/* 0, 1, ... below end. Without a dtype i64, or f32 if a number is a float. A number may be a tensor of rank 0, which is computed.
 * (torch.arange(Scalar end, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_arange_end(kiln_site at, kiln_session *session, kiln_value end, kiln_dtype dtype);
#define kiln_arange_end(...) KILN_PICK_(kiln_arange_end_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_arange_end_2_(session, end) (kiln_arange_end)(KILN_HERE, session, KILN_V(end), KILN_NO_DTYPE)
#define kiln_arange_end_3_(session, end, dtype) (kiln_arange_end)(KILN_HERE, session, KILN_V(end), dtype)
/* start, start + step, ... below end; above it for a negative step. (torch.arange(Scalar start, Scalar end, Scalar step=1, *,
 * dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_arange(kiln_site at, kiln_session *session, kiln_value start, kiln_value end, kiln_value step, kiln_dtype dtype);
#define kiln_arange(...) KILN_PICK_(kiln_arange_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_arange_3_(session, start, end) (kiln_arange)(KILN_HERE, session, KILN_V(start), KILN_V(end), kiln_v_int(1), KILN_NO_DTYPE)
#define kiln_arange_4_(session, start, end, step) (kiln_arange)(KILN_HERE, session, KILN_V(start), KILN_V(end), KILN_V(step), KILN_NO_DTYPE)
#define kiln_arange_5_(session, start, end, step, dtype) (kiln_arange)(KILN_HERE, session, KILN_V(start), KILN_V(end), KILN_V(step), dtype)
/* steps numbers from start to end, both included, evenly apart. (torch.linspace(Scalar start, Scalar end, int steps, *, dtype
 * dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_linspace(kiln_site at, kiln_session *session, kiln_value start, kiln_value end, int64_t steps, kiln_dtype dtype);
#define kiln_linspace(...) KILN_PICK_(kiln_linspace_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_linspace_4_(session, start, end, steps) (kiln_linspace)(KILN_HERE, session, KILN_V(start), KILN_V(end), steps, KILN_F32)
#define kiln_linspace_5_(session, start, end, steps, dtype) (kiln_linspace)(KILN_HERE, session, KILN_V(start), KILN_V(end), steps, dtype)
/* base to the power of what linspace gives. (torch.logspace(Scalar start, Scalar end, int steps, float base=10.0, *, dtype
 * dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_logspace(kiln_site at, kiln_session *session, kiln_value start, kiln_value end, int64_t steps, double base, kiln_dtype dtype);
#define kiln_logspace(...) KILN_PICK_(kiln_logspace_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_logspace_4_(session, start, end, steps) (kiln_logspace)(KILN_HERE, session, KILN_V(start), KILN_V(end), steps, 10.0, KILN_F32)
#define kiln_logspace_5_(session, start, end, steps, base) (kiln_logspace)(KILN_HERE, session, KILN_V(start), KILN_V(end), steps, base, KILN_F32)
#define kiln_logspace_6_(session, start, end, steps, base, dtype) (kiln_logspace)(KILN_HERE, session, KILN_V(start), KILN_V(end), steps, base, dtype)
/* Ones where row and column are equal, else zeros; m is n unless given. (torch.eye(int n, int? m=None, *, dtype dtype=float32) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_eye(kiln_site at, kiln_session *session, int64_t n, int64_t m, kiln_dtype dtype);
#define kiln_eye(...) KILN_PICK_(kiln_eye_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_eye_2_(session, n) (kiln_eye)(KILN_HERE, session, n, KILN_NO_INT, KILN_F32)
#define kiln_eye_3_(session, n, m) (kiln_eye)(KILN_HERE, session, n, m, KILN_F32)
#define kiln_eye_4_(session, n, m, dtype) (kiln_eye)(KILN_HERE, session, n, m, dtype)
/* Rows and columns, in row-major order, of the places on or below a diagonal; i64 or i32. (torch.tril_indices(int row, int col,
 * int offset=0, *, dtype dtype=int64) -> Tensor) */
KILN_API kiln_tensor *kiln_tril_indices(kiln_site at, kiln_session *session, int64_t row, int64_t col, int64_t offset, kiln_dtype dtype);
#define kiln_tril_indices(...) KILN_PICK_(kiln_tril_indices_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_tril_indices_3_(session, row, col) (kiln_tril_indices)(KILN_HERE, session, row, col, 0, KILN_I64)
#define kiln_tril_indices_4_(session, row, col, offset) (kiln_tril_indices)(KILN_HERE, session, row, col, offset, KILN_I64)
#define kiln_tril_indices_5_(session, row, col, offset, dtype) (kiln_tril_indices)(KILN_HERE, session, row, col, offset, dtype)
/* The same of the places on or above it. (torch.triu_indices(int row, int col, int offset=0, *, dtype dtype=int64) -> Tensor) */
KILN_API kiln_tensor *kiln_triu_indices(kiln_site at, kiln_session *session, int64_t row, int64_t col, int64_t offset, kiln_dtype dtype);
#define kiln_triu_indices(...) KILN_PICK_(kiln_triu_indices_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_triu_indices_3_(session, row, col) (kiln_triu_indices)(KILN_HERE, session, row, col, 0, KILN_I64)
#define kiln_triu_indices_4_(session, row, col, offset) (kiln_triu_indices)(KILN_HERE, session, row, col, offset, KILN_I64)
#define kiln_triu_indices_5_(session, row, col, offset, dtype) (kiln_triu_indices)(KILN_HERE, session, row, col, offset, dtype)

#ifdef __cplusplus
}
#endif
#endif
