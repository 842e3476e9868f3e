/* SPDX-License-Identifier: Apache-2.0
 * Special functions. Integers and bools are taken as f32 where they are taken.
 * Written by tools/signatures.py from src/frontend/call/signatures/special.sig: edit that. */
#ifndef KILN_SPECIAL_H
#define KILN_SPECIAL_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Error function. (torch.erf(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_erf(kiln_site at, kiln_tensor *input);
#define kiln_erf(...) KILN_TAKES_1_(kiln_erf, kiln_tensor *, "kiln_erf(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_erf_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_erf_(...) KILN_TAKES_1_(kiln_erf_, kiln_tensor *, "kiln_erf_(input)", __VA_ARGS__)
/* 1 - erf(input), without its cancellation. (torch.erfc(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_erfc(kiln_site at, kiln_tensor *input);
#define kiln_erfc(...) KILN_TAKES_1_(kiln_erfc, kiln_tensor *, "kiln_erfc(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_erfc_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_erfc_(...) KILN_TAKES_1_(kiln_erfc_, kiln_tensor *, "kiln_erfc_(input)", __VA_ARGS__)
/* The number whose error function is input. (torch.erfinv(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_erfinv(kiln_site at, kiln_tensor *input);
#define kiln_erfinv(...) KILN_TAKES_1_(kiln_erfinv, kiln_tensor *, "kiln_erfinv(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_erfinv_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_erfinv_(...) KILN_TAKES_1_(kiln_erfinv_, kiln_tensor *, "kiln_erfinv_(input)", __VA_ARGS__)
/* log(input / (1 - input)); with eps input is first brought into [eps, 1 - eps]. (torch.logit(Tensor input, Scalar? eps=None) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_logit(kiln_site at, kiln_tensor *input, kiln_value eps KILN_OR_(KILN_NO_VALUE));
KILN_API kiln_tensor *kiln_logit_(kiln_site at, kiln_tensor *input, kiln_value eps KILN_OR_(KILN_NO_VALUE)); /* the same, written to input */
/* input * log(other), 0 where input is 0, unless other is NaN. (torch.xlogy(Value input, Value other) -> Tensor) */
KILN_API kiln_tensor *kiln_xlogy(kiln_site at, kiln_value input, kiln_value other);
KILN_API kiln_tensor *kiln_xlogy_(kiln_site at, kiln_tensor *input, kiln_value other); /* the same, written to input */
/* log(exp(input) + exp(other)), without overflow; floats. (torch.logaddexp(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_logaddexp(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_logaddexp(...) KILN_TAKES_2_(kiln_logaddexp, kiln_tensor *, "kiln_logaddexp(input, other)", __VA_ARGS__)
/* log2(2^input + 2^other), without overflow; floats. (torch.logaddexp2(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_logaddexp2(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_logaddexp2(...) KILN_TAKES_2_(kiln_logaddexp2, kiln_tensor *, "kiln_logaddexp2(input, other)", __VA_ARGS__)

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_logit(...) (kiln_logit)(KILN_HERE, __VA_ARGS__)
#define kiln_logit_(...) (kiln_logit_)(KILN_HERE, __VA_ARGS__)
#define kiln_xlogy(...) (kiln_xlogy)(KILN_HERE, __VA_ARGS__)
#define kiln_xlogy_(...) (kiln_xlogy_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_logit(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_logit_refused_), kiln_logit_2_, KILN_SOME_(kiln_logit_1_, kiln_logit_refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_logit_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_logit(input[, eps])")
#define kiln_logit_1_(input) (kiln_logit)(KILN_HERE, input, KILN_NO_VALUE)
#define kiln_logit_2_(input, eps) (kiln_logit)(KILN_HERE, input, KILN_V(eps))
#define kiln_logit_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_logit__refused_), kiln_logit__2_, KILN_SOME_(kiln_logit__1_, kiln_logit__refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_logit__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_logit_(input[, eps])")
#define kiln_logit__1_(input) (kiln_logit_)(KILN_HERE, input, KILN_NO_VALUE)
#define kiln_logit__2_(input, eps) (kiln_logit_)(KILN_HERE, input, KILN_V(eps))
#define kiln_xlogy(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_xlogy_refused_), kiln_xlogy_2_, kiln_xlogy_refused_, ~)(__VA_ARGS__)
#define kiln_xlogy_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_xlogy(input, other)")
#define kiln_xlogy_2_(input, other) (kiln_xlogy)(KILN_HERE, KILN_V(input), KILN_V(other))
#define kiln_xlogy_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_xlogy__refused_), kiln_xlogy__2_, kiln_xlogy__refused_, ~)(__VA_ARGS__)
#define kiln_xlogy__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_xlogy_(input, other)")
#define kiln_xlogy__2_(input, other) (kiln_xlogy_)(KILN_HERE, input, KILN_V(other))
#endif

#ifdef __cplusplus
}
#endif
#endif
