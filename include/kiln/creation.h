/* SPDX-License-Identifier: Apache-2.0
 * Tensors made of nothing: filled, counted up.
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
/* Every element fill_value, converted as by a cast. (torch.full(int[] size, Value fill_value, *, dtype dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_full(kiln_site at, kiln_session *session, kiln_shape size, kiln_value fill_value, kiln_dtype dtype);
#define kiln_full(...) KILN_PICK_(kiln_full_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_full_3_(session, size, fill_value) (kiln_full)(KILN_HERE, session, size, KILN_V(fill_value), KILN_F32)
#define kiln_full_4_(session, size, fill_value, dtype) (kiln_full)(KILN_HERE, session, size, KILN_V(fill_value), dtype)
/* Zeros of input's shape and dtype. (torch.zeros_like(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_zeros_like(kiln_site at, kiln_tensor *input);
#define kiln_zeros_like(input) (kiln_zeros_like)(KILN_HERE, input)
/* Ones of input's shape and dtype. (torch.ones_like(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_ones_like(kiln_site at, kiln_tensor *input);
#define kiln_ones_like(input) (kiln_ones_like)(KILN_HERE, input)

#ifdef __cplusplus
}
#endif
#endif
