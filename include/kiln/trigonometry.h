/* SPDX-License-Identifier: Apache-2.0
 * Trigonometric and hyperbolic functions, angles in radians. Integers and bools are taken as f32.
 * Written by tools/signatures.py from src/frontend/signatures/trigonometry.sig: edit that. */
#ifndef KILN_TRIGONOMETRY_H
#define KILN_TRIGONOMETRY_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Sine. (torch.sin(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sin(kiln_site at, kiln_tensor *input);
#define kiln_sin(input) (kiln_sin)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_sin_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sin_(input) (kiln_sin_)(KILN_HERE, input)
/* Cosine. (torch.cos(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_cos(kiln_site at, kiln_tensor *input);
#define kiln_cos(input) (kiln_cos)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_cos_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_cos_(input) (kiln_cos_)(KILN_HERE, input)
/* Tangent. (torch.tan(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_tan(kiln_site at, kiln_tensor *input);
#define kiln_tan(input) (kiln_tan)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_tan_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_tan_(input) (kiln_tan_)(KILN_HERE, input)
/* Inverse sine. (torch.asin(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_asin(kiln_site at, kiln_tensor *input);
#define kiln_asin(input) (kiln_asin)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_asin_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_asin_(input) (kiln_asin_)(KILN_HERE, input)
/* Inverse cosine. (torch.acos(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_acos(kiln_site at, kiln_tensor *input);
#define kiln_acos(input) (kiln_acos)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_acos_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_acos_(input) (kiln_acos_)(KILN_HERE, input)
/* Inverse tangent. (torch.atan(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_atan(kiln_site at, kiln_tensor *input);
#define kiln_atan(input) (kiln_atan)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_atan_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_atan_(input) (kiln_atan_)(KILN_HERE, input)
/* The angle of the point (other, input). (torch.atan2(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_atan2(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_atan2(input, other) (kiln_atan2)(KILN_HERE, input, other)
KILN_API kiln_tensor *kiln_atan2_(kiln_site at, kiln_tensor *input, kiln_tensor *other); /* the same, written to input */
#define kiln_atan2_(input, other) (kiln_atan2_)(KILN_HERE, input, other)
/* Hyperbolic sine. (torch.sinh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sinh(kiln_site at, kiln_tensor *input);
#define kiln_sinh(input) (kiln_sinh)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_sinh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sinh_(input) (kiln_sinh_)(KILN_HERE, input)
/* Hyperbolic cosine. (torch.cosh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_cosh(kiln_site at, kiln_tensor *input);
#define kiln_cosh(input) (kiln_cosh)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_cosh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_cosh_(input) (kiln_cosh_)(KILN_HERE, input)
/* Hyperbolic tangent. (torch.tanh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_tanh(kiln_site at, kiln_tensor *input);
#define kiln_tanh(input) (kiln_tanh)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_tanh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_tanh_(input) (kiln_tanh_)(KILN_HERE, input)
/* Inverse hyperbolic sine. (torch.asinh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_asinh(kiln_site at, kiln_tensor *input);
#define kiln_asinh(input) (kiln_asinh)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_asinh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_asinh_(input) (kiln_asinh_)(KILN_HERE, input)
/* Inverse hyperbolic cosine. (torch.acosh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_acosh(kiln_site at, kiln_tensor *input);
#define kiln_acosh(input) (kiln_acosh)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_acosh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_acosh_(input) (kiln_acosh_)(KILN_HERE, input)
/* Inverse hyperbolic tangent. (torch.atanh(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_atanh(kiln_site at, kiln_tensor *input);
#define kiln_atanh(input) (kiln_atanh)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_atanh_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_atanh_(input) (kiln_atanh_)(KILN_HERE, input)
/* sin(pi input) / (pi input), 1 at 0. (torch.sinc(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_sinc(kiln_site at, kiln_tensor *input);
#define kiln_sinc(input) (kiln_sinc)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_sinc_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_sinc_(input) (kiln_sinc_)(KILN_HERE, input)
/* Degrees as radians. (torch.deg2rad(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_deg2rad(kiln_site at, kiln_tensor *input);
#define kiln_deg2rad(input) (kiln_deg2rad)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_deg2rad_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_deg2rad_(input) (kiln_deg2rad_)(KILN_HERE, input)
/* Radians as degrees. (torch.rad2deg(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_rad2deg(kiln_site at, kiln_tensor *input);
#define kiln_rad2deg(input) (kiln_rad2deg)(KILN_HERE, input)
KILN_API kiln_tensor *kiln_rad2deg_(kiln_site at, kiln_tensor *input); /* the same, written to input */
#define kiln_rad2deg_(input) (kiln_rad2deg_)(KILN_HERE, input)

#ifdef __cplusplus
}
#endif
#endif
