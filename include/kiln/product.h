/* SPDX-License-Identifier: Apache-2.0
 * Matrix products. Each element is the fused multiply-add sum over k, in order.
 * Written by tools/signatures.py from src/frontend/signatures/product.sig: edit that. */
#ifndef KILN_PRODUCT_H
#define KILN_PRODUCT_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* [..,m,k] x [..,k,n], leading extents broadcast; a vector on either side is a row or column whose axis is dropped.
 * (torch.matmul(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_matmul(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_matmul(input, other) (kiln_matmul)(KILN_HERE, input, other)
/* input [..,in] times the transpose of weight [out,in], plus bias [out]. (torch.nn.functional.linear(Tensor input, Tensor weight,
 * Tensor? bias=None) -> Tensor) */
KILN_API kiln_tensor *kiln_linear(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias);
#define kiln_linear(...) KILN_PICK_(kiln_linear_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_linear_2_(input, weight) (kiln_linear)(KILN_HERE, input, weight, NULL)
#define kiln_linear_3_(input, weight, bias) (kiln_linear)(KILN_HERE, input, weight, bias)

#ifdef __cplusplus
}
#endif
#endif
