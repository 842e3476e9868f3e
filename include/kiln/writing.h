/* SPDX-License-Identifier: Apache-2.0
 * Writes that compute nothing. Every other write is the variant with _ of a function.
 * Written by tools/signatures.py from src/frontend/call/signatures/writing.sig: edit that. */
#ifndef KILN_WRITING_H
#define KILN_WRITING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* src, cast and broadcast, becomes the value of input. (torch.copy_(Tensor input, Value src, *, ~non_blocking) -> Tensor) */
KILN_API kiln_tensor *kiln_copy_(kiln_site at, kiln_tensor *input, kiln_value src);

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_copy_(...) (kiln_copy_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_copy_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_copy__refused_), kiln_copy__2_, kiln_copy__refused_, ~)(__VA_ARGS__)
#define kiln_copy__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_copy_(input, src)")
#define kiln_copy__2_(input, src) (kiln_copy_)(KILN_HERE, input, KILN_V(src))
#endif

#ifdef __cplusplus
}
#endif
#endif
