/* SPDX-License-Identifier: Apache-2.0
 * Normalisation and dropout.
 * Written by tools/signatures.py from src/frontend/signatures/normalization.sig: edit that. */
#ifndef KILN_NORMALIZATION_H
#define KILN_NORMALIZATION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* (input - mean) / sqrt(variance + eps) over the last axes, whose extents are normalized_shape, population variance; times weight
 * plus bias, each of those axes' shape or None. (torch.nn.functional.layer_norm(Tensor input, int[] normalized_shape, Tensor?
 * weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor) */
KILN_API kiln_tensor *kiln_layer_norm(kiln_site at, kiln_tensor *input, kiln_shape normalized_shape, kiln_tensor *weight, kiln_tensor *bias, double eps);
#define kiln_layer_norm(...) KILN_PICK_(kiln_layer_norm_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_layer_norm_2_(input, normalized_shape) (kiln_layer_norm)(KILN_HERE, input, normalized_shape, NULL, NULL, 1e-5)
#define kiln_layer_norm_3_(input, normalized_shape, weight) (kiln_layer_norm)(KILN_HERE, input, normalized_shape, weight, NULL, 1e-5)
#define kiln_layer_norm_4_(input, normalized_shape, weight, bias) (kiln_layer_norm)(KILN_HERE, input, normalized_shape, weight, bias, 1e-5)
#define kiln_layer_norm_5_(input, normalized_shape, weight, bias, eps) (kiln_layer_norm)(KILN_HERE, input, normalized_shape, weight, bias, eps)

#ifdef __cplusplus
}
#endif
#endif
