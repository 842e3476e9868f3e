/* SPDX-License-Identifier: Apache-2.0
 * Trigonometric and hyperbolic functions, angles in radians. Integers and bools are taken as f32.
 * Written by tools/signatures.py from src/frontend/call/signatures/trigonometry.sig: edit that. */
#ifndef KILN_TRIGONOMETRY_H
#define KILN_TRIGONOMETRY_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Sine. (torch.sin(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sin(kiln_site at, kiln_tensor *input);
#define kiln_sin(...) KILN_TAKES_1_(kiln_sin, kiln_tensor *, "kiln_sin(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_sin_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sin_(...) KILN_TAKES_1_(kiln_sin_, kiln_tensor *, "kiln_sin_(input)", __VA_ARGS__)
/* Cosine. (torch.cos(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_cos(kiln_site at, kiln_tensor *input);
#define kiln_cos(...) KILN_TAKES_1_(kiln_cos, kiln_tensor *, "kiln_cos(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_cos_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_cos_(...) KILN_TAKES_1_(kiln_cos_, kiln_tensor *, "kiln_cos_(input)", __VA_ARGS__)
/* Tangent. (torch.tan(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_tan(kiln_site at, kiln_tensor *input);
#define kiln_tan(...) KILN_TAKES_1_(kiln_tan, kiln_tensor *, "kiln_tan(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_tan_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_tan_(...) KILN_TAKES_1_(kiln_tan_, kiln_tensor *, "kiln_tan_(input)", __VA_ARGS__)
/* Inverse sine. (torch.asin(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_asin(kiln_site at, kiln_tensor *input);
#define kiln_asin(...) KILN_TAKES_1_(kiln_asin, kiln_tensor *, "kiln_asin(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_asin_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_asin_(...) KILN_TAKES_1_(kiln_asin_, kiln_tensor *, "kiln_asin_(input)", __VA_ARGS__)
/* Inverse cosine. (torch.acos(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_acos(kiln_site at, kiln_tensor *input);
#define kiln_acos(...) KILN_TAKES_1_(kiln_acos, kiln_tensor *, "kiln_acos(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_acos_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_acos_(...) KILN_TAKES_1_(kiln_acos_, kiln_tensor *, "kiln_acos_(input)", __VA_ARGS__)
/* Inverse tangent. (torch.atan(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_atan(kiln_site at, kiln_tensor *input);
#define kiln_atan(...) KILN_TAKES_1_(kiln_atan, kiln_tensor *, "kiln_atan(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_atan_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_atan_(...) KILN_TAKES_1_(kiln_atan_, kiln_tensor *, "kiln_atan_(input)", __VA_ARGS__)
/* The angle of the point (other, input). (torch.atan2(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_atan2(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_atan2(...) KILN_TAKES_2_(kiln_atan2, kiln_tensor *, "kiln_atan2(input, other)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_atan2_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_atan2_(...) KILN_TAKES_2_(kiln_atan2_, kiln_tensor *, "kiln_atan2_(input, other)", __VA_ARGS__)
/* Hyperbolic sine. (torch.sinh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sinh(kiln_site at, kiln_tensor *input);
#define kiln_sinh(...) KILN_TAKES_1_(kiln_sinh, kiln_tensor *, "kiln_sinh(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_sinh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sinh_(...) KILN_TAKES_1_(kiln_sinh_, kiln_tensor *, "kiln_sinh_(input)", __VA_ARGS__)
/* Hyperbolic cosine. (torch.cosh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_cosh(kiln_site at, kiln_tensor *input);
#define kiln_cosh(...) KILN_TAKES_1_(kiln_cosh, kiln_tensor *, "kiln_cosh(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_cosh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_cosh_(...) KILN_TAKES_1_(kiln_cosh_, kiln_tensor *, "kiln_cosh_(input)", __VA_ARGS__)
/* Hyperbolic tangent. (torch.tanh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_tanh(kiln_site at, kiln_tensor *input);
#define kiln_tanh(...) KILN_TAKES_1_(kiln_tanh, kiln_tensor *, "kiln_tanh(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_tanh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_tanh_(...) KILN_TAKES_1_(kiln_tanh_, kiln_tensor *, "kiln_tanh_(input)", __VA_ARGS__)
/* Inverse hyperbolic sine. (torch.asinh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_asinh(kiln_site at, kiln_tensor *input);
#define kiln_asinh(...) KILN_TAKES_1_(kiln_asinh, kiln_tensor *, "kiln_asinh(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_asinh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_asinh_(...) KILN_TAKES_1_(kiln_asinh_, kiln_tensor *, "kiln_asinh_(input)", __VA_ARGS__)
/* Inverse hyperbolic cosine. (torch.acosh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_acosh(kiln_site at, kiln_tensor *input);
#define kiln_acosh(...) KILN_TAKES_1_(kiln_acosh, kiln_tensor *, "kiln_acosh(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_acosh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_acosh_(...) KILN_TAKES_1_(kiln_acosh_, kiln_tensor *, "kiln_acosh_(input)", __VA_ARGS__)
/* Inverse hyperbolic tangent. (torch.atanh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_atanh(kiln_site at, kiln_tensor *input);
#define kiln_atanh(...) KILN_TAKES_1_(kiln_atanh, kiln_tensor *, "kiln_atanh(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_atanh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_atanh_(...) KILN_TAKES_1_(kiln_atanh_, kiln_tensor *, "kiln_atanh_(input)", __VA_ARGS__)
/* sin(pi input) / (pi input), 1 at 0. (torch.sinc(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sinc(kiln_site at, kiln_tensor *input);
#define kiln_sinc(...) KILN_TAKES_1_(kiln_sinc, kiln_tensor *, "kiln_sinc(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_sinc_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sinc_(...) KILN_TAKES_1_(kiln_sinc_, kiln_tensor *, "kiln_sinc_(input)", __VA_ARGS__)
/* Degrees as radians. (torch.deg2rad(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_deg2rad(kiln_site at, kiln_tensor *input);
#define kiln_deg2rad(...) KILN_TAKES_1_(kiln_deg2rad, kiln_tensor *, "kiln_deg2rad(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_deg2rad_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_deg2rad_(...) KILN_TAKES_1_(kiln_deg2rad_, kiln_tensor *, "kiln_deg2rad_(input)", __VA_ARGS__)
/* Radians as degrees. (torch.rad2deg(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_rad2deg(kiln_site at, kiln_tensor *input);
#define kiln_rad2deg(...) KILN_TAKES_1_(kiln_rad2deg, kiln_tensor *, "kiln_rad2deg(input)", __VA_ARGS__)
KILN_API kiln_tensor *kiln_rad2deg_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_rad2deg_(...) KILN_TAKES_1_(kiln_rad2deg_, kiln_tensor *, "kiln_rad2deg_(input)", __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
