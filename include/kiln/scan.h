/* SPDX-License-Identifier: Apache-2.0
 * Running reductions: each element of the result reduces those of its line along dim up to its place. Sums and products of
 * integers and bools are taken in i64 unless dtype says otherwise; floats are carried in f64.
 * Written by tools/signatures.py from src/frontend/signatures/scan.sig: edit that. */
#ifndef KILN_SCAN_H
#define KILN_SCAN_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Running sum; the input is converted to dtype first. (torch.cumsum(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_cumsum(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype);
#define kiln_cumsum(...) KILN_PICK_(kiln_cumsum_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_cumsum_2_(input, dim) (kiln_cumsum)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_cumsum_3_(input, dim, dtype) (kiln_cumsum)(KILN_HERE, input, dim, dtype)
/* The same, written over input; of bools, which no sum fits, only where there is at most the one element of rank 0.
 * (torch.cumsum_(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_cumsum_(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype);
#define kiln_cumsum_(...) KILN_PICK_(kiln_cumsum__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_cumsum__2_(input, dim) (kiln_cumsum_)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_cumsum__3_(input, dim, dtype) (kiln_cumsum_)(KILN_HERE, input, dim, dtype)
/* Running product; the input is converted to dtype first. (torch.cumprod(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_cumprod(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype);
#define kiln_cumprod(...) KILN_PICK_(kiln_cumprod_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_cumprod_2_(input, dim) (kiln_cumprod)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_cumprod_3_(input, dim, dtype) (kiln_cumprod)(KILN_HERE, input, dim, dtype)
/* The same, written over input, as cumsum_. (torch.cumprod_(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_cumprod_(kiln_site at, kiln_tensor *input, int dim, kiln_dtype dtype);
#define kiln_cumprod_(...) KILN_PICK_(kiln_cumprod__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_cumprod__2_(input, dim) (kiln_cumprod_)(KILN_HERE, input, dim, KILN_NO_DTYPE)
#define kiln_cumprod__3_(input, dim, dtype) (kiln_cumprod_)(KILN_HERE, input, dim, dtype)
/* Logarithm of the running sum of exp. (torch.logcumsumexp(Tensor input, dim dim) -> Tensor) */
KILN_API kiln_tensor *kiln_logcumsumexp(kiln_site at, kiln_tensor *input, int dim);
#define kiln_logcumsumexp(input, dim) (kiln_logcumsumexp)(KILN_HERE, input, dim)
/* Running largest and where the last of its equals is, which gets the derivative; NaN wins. (torch.cummax(Tensor input, dim dim)
 * -> (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_cummax(kiln_site at, kiln_tensor *input, int dim);
#define kiln_cummax(input, dim) (kiln_cummax)(KILN_HERE, input, dim)
/* Running smallest and where the last of its equals is, which gets the derivative; NaN wins. (torch.cummin(Tensor input, dim dim)
 * -> (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_cummin(kiln_site at, kiln_tensor *input, int dim);
#define kiln_cummin(input, dim) (kiln_cummin)(KILN_HERE, input, dim)

#ifdef __cplusplus
}
#endif
#endif
