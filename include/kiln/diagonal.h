/* SPDX-License-Identifier: Apache-2.0
 * Diagonals and triangles. An offset counts diagonals to the right of the main one.
 * Written by tools/signatures.py from src/frontend/call/signatures/diagonal.sig: edit that. */
#ifndef KILN_DIAGONAL_H
#define KILN_DIAGONAL_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The elements of a diagonal of two axes, as a new last axis. A view. (torch.diagonal(Tensor input, int offset=0, dim dim1=0, dim
 * dim2=1) -> Tensor) */
KILN_API kiln_tensor *kiln_diagonal(kiln_site at, kiln_tensor *input, int64_t offset KILN_OR_(0), int dim1 KILN_OR_(0), int dim2 KILN_OR_(1));
/* The same of the last two axes. A view. (torch.linalg.diagonal(Tensor A, *, int offset=0, dim dim1=-2, dim dim2=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_linalg_diagonal(kiln_site at, kiln_tensor *A, int64_t offset KILN_OR_(0), int dim1 KILN_OR_(-2), int dim2 KILN_OR_(-1));
/* A copy of input with a diagonal replaced by src. (torch.diagonal_scatter(Tensor input, Tensor src, int offset=0, dim dim1=0, dim
 * dim2=1) -> Tensor) */
KILN_API kiln_tensor *kiln_diagonal_scatter(kiln_site at, kiln_tensor *input, kiln_tensor *src, int64_t offset KILN_OR_(0), int dim1 KILN_OR_(0),
    int dim2 KILN_OR_(1));
/* Zeros with input's last axis as a diagonal of two. (torch.diag_embed(Tensor input, int offset=0, dim dim1=-2, dim dim2=-1) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_diag_embed(kiln_site at, kiln_tensor *input, int64_t offset KILN_OR_(0), int dim1 KILN_OR_(-2), int dim2 KILN_OR_(-1));
/* Of a vector, the matrix with that diagonal; of a matrix, a copy of its diagonal. (torch.diag(Tensor input, int diagonal=0) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_diag(kiln_site at, kiln_tensor *input, int64_t diagonal KILN_OR_(0));
/* The matrix whose diagonal are all elements in row-major order. (torch.diagflat(Tensor input, int offset=0) -> Tensor) */
KILN_API kiln_tensor *kiln_diagflat(kiln_site at, kiln_tensor *input, int64_t offset KILN_OR_(0));
/* The sum of a matrix' diagonal; integers sum as i64. (torch.trace(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_trace(kiln_site at, kiln_tensor *input);
#define kiln_trace(...) KILN_TAKES_1_(kiln_trace, kiln_tensor *, "kiln_trace(input)", __VA_ARGS__)
/* Zeros above a diagonal of the last two axes. (torch.tril(Tensor input, int diagonal=0) -> Tensor) */
KILN_API kiln_tensor *kiln_tril(kiln_site at, kiln_tensor *input, int64_t diagonal KILN_OR_(0));
KILN_API kiln_tensor *kiln_tril_(kiln_site at, kiln_tensor *input, int64_t diagonal KILN_OR_(0)); /* the same, written to input */
/* Zeros below a diagonal of the last two axes. (torch.triu(Tensor input, int diagonal=0) -> Tensor) */
KILN_API kiln_tensor *kiln_triu(kiln_site at, kiln_tensor *input, int64_t diagonal KILN_OR_(0));
KILN_API kiln_tensor *kiln_triu_(kiln_site at, kiln_tensor *input, int64_t diagonal KILN_OR_(0)); /* the same, written to input */

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_diagonal(...) (kiln_diagonal)(KILN_HERE, __VA_ARGS__)
#define kiln_linalg_diagonal(...) (kiln_linalg_diagonal)(KILN_HERE, __VA_ARGS__)
#define kiln_diagonal_scatter(...) (kiln_diagonal_scatter)(KILN_HERE, __VA_ARGS__)
#define kiln_diag_embed(...) (kiln_diag_embed)(KILN_HERE, __VA_ARGS__)
#define kiln_diag(...) (kiln_diag)(KILN_HERE, __VA_ARGS__)
#define kiln_diagflat(...) (kiln_diagflat)(KILN_HERE, __VA_ARGS__)
#define kiln_tril(...) (kiln_tril)(KILN_HERE, __VA_ARGS__)
#define kiln_tril_(...) (kiln_tril_)(KILN_HERE, __VA_ARGS__)
#define kiln_triu(...) (kiln_triu)(KILN_HERE, __VA_ARGS__)
#define kiln_triu_(...) (kiln_triu_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_diagonal(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_diagonal_refused_), kiln_diagonal_4_, kiln_diagonal_3_, kiln_diagonal_2_, \
    KILN_SOME_(kiln_diagonal_1_, kiln_diagonal_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_diagonal_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_diagonal(input[, offset, dim1, dim2])")
#define kiln_diagonal_1_(input) (kiln_diagonal)(KILN_HERE, input, 0, 0, 1)
#define kiln_diagonal_2_(input, offset) (kiln_diagonal)(KILN_HERE, input, offset, 0, 1)
#define kiln_diagonal_3_(input, offset, dim1) (kiln_diagonal)(KILN_HERE, input, offset, dim1, 1)
#define kiln_diagonal_4_(input, offset, dim1, dim2) (kiln_diagonal)(KILN_HERE, input, offset, dim1, dim2)
#define kiln_linalg_diagonal(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_linalg_diagonal_refused_), kiln_linalg_diagonal_4_, \
    kiln_linalg_diagonal_3_, kiln_linalg_diagonal_2_, KILN_SOME_(kiln_linalg_diagonal_1_, kiln_linalg_diagonal_refused_, __VA_ARGS__), \
    ~)(__VA_ARGS__)
#define kiln_linalg_diagonal_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_linalg_diagonal(A[, offset, dim1, dim2])")
#define kiln_linalg_diagonal_1_(A) (kiln_linalg_diagonal)(KILN_HERE, A, 0, -2, -1)
#define kiln_linalg_diagonal_2_(A, offset) (kiln_linalg_diagonal)(KILN_HERE, A, offset, -2, -1)
#define kiln_linalg_diagonal_3_(A, offset, dim1) (kiln_linalg_diagonal)(KILN_HERE, A, offset, dim1, -1)
#define kiln_linalg_diagonal_4_(A, offset, dim1, dim2) (kiln_linalg_diagonal)(KILN_HERE, A, offset, dim1, dim2)
#define kiln_diagonal_scatter(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_diagonal_scatter_refused_), kiln_diagonal_scatter_5_, \
    kiln_diagonal_scatter_4_, kiln_diagonal_scatter_3_, kiln_diagonal_scatter_2_, kiln_diagonal_scatter_refused_, ~)(__VA_ARGS__)
#define kiln_diagonal_scatter_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_diagonal_scatter(input, src[, offset, dim1, dim2])")
#define kiln_diagonal_scatter_2_(input, src) (kiln_diagonal_scatter)(KILN_HERE, input, src, 0, 0, 1)
#define kiln_diagonal_scatter_3_(input, src, offset) (kiln_diagonal_scatter)(KILN_HERE, input, src, offset, 0, 1)
#define kiln_diagonal_scatter_4_(input, src, offset, dim1) (kiln_diagonal_scatter)(KILN_HERE, input, src, offset, dim1, 1)
#define kiln_diagonal_scatter_5_(input, src, offset, dim1, dim2) (kiln_diagonal_scatter)(KILN_HERE, input, src, offset, dim1, dim2)
#define kiln_diag_embed(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_diag_embed_refused_), kiln_diag_embed_4_, kiln_diag_embed_3_, \
    kiln_diag_embed_2_, KILN_SOME_(kiln_diag_embed_1_, kiln_diag_embed_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_diag_embed_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_diag_embed(input[, offset, dim1, dim2])")
#define kiln_diag_embed_1_(input) (kiln_diag_embed)(KILN_HERE, input, 0, -2, -1)
#define kiln_diag_embed_2_(input, offset) (kiln_diag_embed)(KILN_HERE, input, offset, -2, -1)
#define kiln_diag_embed_3_(input, offset, dim1) (kiln_diag_embed)(KILN_HERE, input, offset, dim1, -1)
#define kiln_diag_embed_4_(input, offset, dim1, dim2) (kiln_diag_embed)(KILN_HERE, input, offset, dim1, dim2)
#define kiln_diag(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_diag_refused_), kiln_diag_2_, KILN_SOME_(kiln_diag_1_, kiln_diag_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_diag_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_diag(input[, diagonal])")
#define kiln_diag_1_(input) (kiln_diag)(KILN_HERE, input, 0)
#define kiln_diag_2_(input, diagonal) (kiln_diag)(KILN_HERE, input, diagonal)
#define kiln_diagflat(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_diagflat_refused_), kiln_diagflat_2_, KILN_SOME_(kiln_diagflat_1_, \
    kiln_diagflat_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_diagflat_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_diagflat(input[, offset])")
#define kiln_diagflat_1_(input) (kiln_diagflat)(KILN_HERE, input, 0)
#define kiln_diagflat_2_(input, offset) (kiln_diagflat)(KILN_HERE, input, offset)
#define kiln_tril(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_tril_refused_), kiln_tril_2_, KILN_SOME_(kiln_tril_1_, kiln_tril_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_tril_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_tril(input[, diagonal])")
#define kiln_tril_1_(input) (kiln_tril)(KILN_HERE, input, 0)
#define kiln_tril_2_(input, diagonal) (kiln_tril)(KILN_HERE, input, diagonal)
#define kiln_tril_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_tril__refused_), kiln_tril__2_, KILN_SOME_(kiln_tril__1_, kiln_tril__refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_tril__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_tril_(input[, diagonal])")
#define kiln_tril__1_(input) (kiln_tril_)(KILN_HERE, input, 0)
#define kiln_tril__2_(input, diagonal) (kiln_tril_)(KILN_HERE, input, diagonal)
#define kiln_triu(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_triu_refused_), kiln_triu_2_, KILN_SOME_(kiln_triu_1_, kiln_triu_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_triu_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_triu(input[, diagonal])")
#define kiln_triu_1_(input) (kiln_triu)(KILN_HERE, input, 0)
#define kiln_triu_2_(input, diagonal) (kiln_triu)(KILN_HERE, input, diagonal)
#define kiln_triu_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_triu__refused_), kiln_triu__2_, KILN_SOME_(kiln_triu__1_, kiln_triu__refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_triu__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_triu_(input[, diagonal])")
#define kiln_triu__1_(input) (kiln_triu_)(KILN_HERE, input, 0)
#define kiln_triu__2_(input, diagonal) (kiln_triu_)(KILN_HERE, input, diagonal)
#endif

#ifdef __cplusplus
}
#endif
#endif
