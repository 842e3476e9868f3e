/* SPDX-License-Identifier: Apache-2.0
 * Special functions. Integers and bools are taken as f32 where they are taken.
 * Written by tools/signatures.py from src/frontend/signatures/special.sig: edit that. */
#ifndef KILN_SPECIAL_H
#define KILN_SPECIAL_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Error function. (torch.erf(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_erf(kiln_site at, kiln_tensor *input);
#define kiln_erf(input) (kiln_erf)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_erf_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_erf_(input) (kiln_erf_)(KILN_HERE, input)
/* 1 - erf(input), without its cancellation. (torch.erfc(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_erfc(kiln_site at, kiln_tensor *input);
#define kiln_erfc(input) (kiln_erfc)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_erfc_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_erfc_(input) (kiln_erfc_)(KILN_HERE, input)
/* The number whose error function is input. (torch.erfinv(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_erfinv(kiln_site at, kiln_tensor *input);
#define kiln_erfinv(input) (kiln_erfinv)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_erfinv_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_erfinv_(input) (kiln_erfinv_)(KILN_HERE, input)
/* log(input / (1 - input)); with eps input is first brought into [eps, 1 - eps]. (torch.logit(Tensor input, Scalar? eps=None) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_logit(kiln_site at, kiln_tensor *input, kiln_value eps);
#define kiln_logit(...) KILN_PICK_(kiln_logit_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_logit_1_(input) (kiln_logit)(KILN_HERE, input, KILN_NO_VALUE)
#define kiln_logit_2_(input, eps) (kiln_logit)(KILN_HERE, input, KILN_V(eps))
KILN_API kiln_tensor *kiln_logit_(kiln_site at, kiln_tensor *input, kiln_value eps); /* the same, written to input */
#define kiln_logit_(...) KILN_PICK_(kiln_logit__, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_logit__1_(input) (kiln_logit_)(KILN_HERE, input, KILN_NO_VALUE)
#define kiln_logit__2_(input, eps) (kiln_logit_)(KILN_HERE, input, KILN_V(eps))
/* input * log(other), 0 where input is 0, unless other is NaN. (torch.xlogy(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_xlogy(kiln_site at, kiln_value input, kiln_value other);
#define kiln_xlogy(input, other) (kiln_xlogy)(KILN_HERE, KILN_V(input), KILN_V(other))
KILN_API kiln_tensor *kiln_xlogy_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
#define kiln_xlogy_(input, other) (kiln_xlogy_)(KILN_HERE, input, KILN_V(other))
/* log(exp(input) + exp(other)), without overflow; floats. (torch.logaddexp(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_logaddexp(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_logaddexp(input, other) (kiln_logaddexp)(KILN_HERE, input, other)
/* log2(2^input + 2^other), without overflow; floats. (torch.logaddexp2(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_logaddexp2(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_logaddexp2(input, other) (kiln_logaddexp2)(KILN_HERE, input, other)

#ifdef __cplusplus
}
#endif
#endif
