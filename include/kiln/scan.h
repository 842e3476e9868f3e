/* SPDX-License-Identifier: Apache-2.0
 * Running reductions: each element of the result reduces those of its line along dim up to its place. Sums and products of
 * integers and bools are taken in i64 unless dtype says otherwise; floats are carried in f64.
 * Written by tools/signatures.py from src/frontend/call/signatures/scan.sig: edit that. */
#ifndef KILN_SCAN_H
#define KILN_SCAN_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Running sum; the input is converted to dtype first. (torch.cumsum(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_cumsum(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* The same, written over input; of bools, which no sum fits, only where there is at most the one element of rank 0.
 * (torch.cumsum_(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_cumsum_(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* Running product; the input is converted to dtype first. (torch.cumprod(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_cumprod(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* The same, written over input, as cumsum_. (torch.cumprod_(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_cumprod_(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* Logarithm of the running sum of exp. (torch.logcumsumexp(Tensor input, dim dim) -> Tensor) */
KILN_API kiln_tensor *kiln_logcumsumexp(kiln_site at, kiln_tensor *input, int dim);
#define kiln_logcumsumexp(...) KILN_TAKES_2_(kiln_logcumsumexp, kiln_tensor *, "kiln_logcumsumexp(input, dim)", __VA_ARGS__)
/* Running largest and where the last of its equals is, which gets the derivative; NaN wins. (torch.cummax(Tensor input, dim dim)
 * -> (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_cummax(kiln_site at, kiln_tensor *input, int dim);
#define kiln_cummax(...) KILN_TAKES_2_(kiln_cummax, kiln_pair, "kiln_cummax(input, dim)", __VA_ARGS__)
/* Running smallest and where the last of its equals is, which gets the derivative; NaN wins. (torch.cummin(Tensor input, dim dim)
 * -> (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_cummin(kiln_site at, kiln_tensor *input, int dim);
#define kiln_cummin(...) KILN_TAKES_2_(kiln_cummin, kiln_pair, "kiln_cummin(input, dim)", __VA_ARGS__)

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_cumsum(...) (kiln_cumsum)(KILN_HERE, __VA_ARGS__)
#define kiln_cumsum_(...) (kiln_cumsum_)(KILN_HERE, __VA_ARGS__)
#define kiln_cumprod(...) (kiln_cumprod)(KILN_HERE, __VA_ARGS__)
#define kiln_cumprod_(...) (kiln_cumprod_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_cumsum(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_cumsum_refused_), kiln_cumsum_3_, kiln_cumsum_2_, kiln_cumsum_refused_, \
    ~)(__VA_ARGS__)
#define kiln_cumsum_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_cumsum(input, dim[, dtype])")
#define kiln_cumsum_2_(input, dim) (kiln_cumsum)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_cumsum_3_(input, dim, dtype) (kiln_cumsum)(KILN_HERE, input, dim, dtype)
#define kiln_cumsum_(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_cumsum__refused_), kiln_cumsum__3_, kiln_cumsum__2_, kiln_cumsum__refused_, \
    ~)(__VA_ARGS__)
#define kiln_cumsum__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_cumsum_(input, dim[, dtype])")
#define kiln_cumsum__2_(input, dim) (kiln_cumsum_)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_cumsum__3_(input, dim, dtype) (kiln_cumsum_)(KILN_HERE, input, dim, dtype)
#define kiln_cumprod(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_cumprod_refused_), kiln_cumprod_3_, kiln_cumprod_2_, kiln_cumprod_refused_, \
    ~)(__VA_ARGS__)
#define kiln_cumprod_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_cumprod(input, dim[, dtype])")
#define kiln_cumprod_2_(input, dim) (kiln_cumprod)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_cumprod_3_(input, dim, dtype) (kiln_cumprod)(KILN_HERE, input, dim, dtype)
#define kiln_cumprod_(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_cumprod__refused_), kiln_cumprod__3_, kiln_cumprod__2_, kiln_cumprod__refused_, \
    ~)(__VA_ARGS__)
#define kiln_cumprod__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_cumprod_(input, dim[, dtype])")
#define kiln_cumprod__2_(input, dim) (kiln_cumprod_)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_cumprod__3_(input, dim, dtype) (kiln_cumprod_)(KILN_HERE, input, dim, dtype)
#endif

#ifdef __cplusplus
}
#endif
#endif
