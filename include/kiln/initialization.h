/* SPDX-License-Identifier: Apache-2.0
 * PyTorch's recipes for the first values of parameters: each writes input, of floats, in place and returns it. After the same
 * kiln_manual_seed they draw from PyTorch's CPU generator what PyTorch does for a contiguous tensor: uniform recipes give its
 * bits, normal ones its numbers within some ULP, as randn. No derivative flows through them.
 * Written by tools/signatures.py from src/frontend/call/signatures/initialization.sig: edit that. */
#ifndef KILN_INITIALIZATION_H
#define KILN_INITIALIZATION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Uniform in [a, b). (torch.nn.init.uniform_(Tensor input, float a=0.0, float b=1.0) -> Tensor) */
KILN_API kiln_tensor *kiln_init_uniform_(kiln_site at, kiln_tensor *input, double a KILN_OR_(0.0), double b KILN_OR_(1.0));
/* Normal. (torch.nn.init.normal_(Tensor input, float mean=0.0, float std=1.0) -> Tensor) */
KILN_API kiln_tensor *kiln_init_normal_(kiln_site at, kiln_tensor *input, double mean KILN_OR_(0.0), double std KILN_OR_(1.0));
/* Normal, drawn anew until all lie in [a, b]; where less than 0.3 of the normal does, uniform and accepted by its density.
 * (torch.nn.init.trunc_normal_(Tensor input, float mean=0.0, float std=1.0, float a=-2.0, float b=2.0) -> Tensor) */
KILN_API kiln_tensor *kiln_init_trunc_normal_(kiln_site at, kiln_tensor *input, double mean KILN_OR_(0.0), double std KILN_OR_(1.0),
    double a KILN_OR_(-2.0), double b KILN_OR_(2.0));
/* Uniform in [-c, c), c = gain * sqrt(6 / (fan_in + fan_out)); of rank 2 or more: [out, in, ...] (Glorot and Bengio, 2010).
 * (torch.nn.init.xavier_uniform_(Tensor input, float gain=1.0) -> Tensor) */
KILN_API kiln_tensor *kiln_init_xavier_uniform_(kiln_site at, kiln_tensor *input, double gain KILN_OR_(1.0));
/* Normal with deviation gain * sqrt(2 / (fan_in + fan_out)). (torch.nn.init.xavier_normal_(Tensor input, float gain=1.0) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_init_xavier_normal_(kiln_site at, kiln_tensor *input, double gain KILN_OR_(1.0));
/* Uniform in [-c, c), c = gain * sqrt(3 / fan), fan by mode 'fan_in' or 'fan_out', gain by nonlinearity: 'linear', 'sigmoid',
 * 'tanh', 'relu', 'selu', or 'leaky_relu' of slope a (He et al., 2015). (torch.nn.init.kaiming_uniform_(Tensor input, float a=0.0,
 * str mode='fan_in', str nonlinearity='leaky_relu') -> Tensor) */
KILN_API kiln_tensor *kiln_init_kaiming_uniform_(kiln_site at, kiln_tensor *input, double a KILN_OR_(0.0), const char *mode KILN_OR_("fan_in"),
    const char *nonlinearity KILN_OR_("leaky_relu"));
/* Normal with deviation gain / sqrt(fan). (torch.nn.init.kaiming_normal_(Tensor input, float a=0.0, str mode='fan_in', str
 * nonlinearity='leaky_relu') -> Tensor) */
KILN_API kiln_tensor *kiln_init_kaiming_normal_(kiln_site at, kiln_tensor *input, double a KILN_OR_(0.0), const char *mode KILN_OR_("fan_in"),
    const char *nonlinearity KILN_OR_("leaky_relu"));
/* Orthonormal rows or columns, whichever are fewer, times gain; axes from the second on are one. f32 or f64; PyTorch's within its
 * rounding (Saxe et al., 2013). (torch.nn.init.orthogonal_(Tensor input, float gain=1.0) -> Tensor) */
KILN_API kiln_tensor *kiln_init_orthogonal_(kiln_site at, kiln_tensor *input, double gain KILN_OR_(1.0));
/* Ones on the diagonal of a matrix, zeros elsewhere; any dtype. (torch.nn.init.eye_(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_init_eye_(kiln_site at, kiln_tensor *input);
#define kiln_init_eye_(...) KILN_TAKES_1_(kiln_init_eye_, kiln_tensor *, "kiln_init_eye_(input)", __VA_ARGS__)
/* One number; any dtype that holds it. (torch.nn.init.constant_(Tensor input, Scalar val) -> Tensor) */
KILN_API kiln_tensor *kiln_init_constant_(kiln_site at, kiln_tensor *input, kiln_value val);
/* Zeros; any dtype. (torch.nn.init.zeros_(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_init_zeros_(kiln_site at, kiln_tensor *input);
#define kiln_init_zeros_(...) KILN_TAKES_1_(kiln_init_zeros_, kiln_tensor *, "kiln_init_zeros_(input)", __VA_ARGS__)
/* Ones; any dtype. (torch.nn.init.ones_(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_init_ones_(kiln_site at, kiln_tensor *input);
#define kiln_init_ones_(...) KILN_TAKES_1_(kiln_init_ones_, kiln_tensor *, "kiln_init_ones_(input)", __VA_ARGS__)

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_init_uniform_(...) (kiln_init_uniform_)(KILN_HERE, __VA_ARGS__)
#define kiln_init_normal_(...) (kiln_init_normal_)(KILN_HERE, __VA_ARGS__)
#define kiln_init_trunc_normal_(...) (kiln_init_trunc_normal_)(KILN_HERE, __VA_ARGS__)
#define kiln_init_xavier_uniform_(...) (kiln_init_xavier_uniform_)(KILN_HERE, __VA_ARGS__)
#define kiln_init_xavier_normal_(...) (kiln_init_xavier_normal_)(KILN_HERE, __VA_ARGS__)
#define kiln_init_kaiming_uniform_(...) (kiln_init_kaiming_uniform_)(KILN_HERE, __VA_ARGS__)
#define kiln_init_kaiming_normal_(...) (kiln_init_kaiming_normal_)(KILN_HERE, __VA_ARGS__)
#define kiln_init_orthogonal_(...) (kiln_init_orthogonal_)(KILN_HERE, __VA_ARGS__)
#define kiln_init_constant_(...) (kiln_init_constant_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_init_uniform_(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_init_uniform__refused_), kiln_init_uniform__3_, kiln_init_uniform__2_, \
    KILN_SOME_(kiln_init_uniform__1_, kiln_init_uniform__refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_init_uniform__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_init_uniform_(input[, a, b])")
#define kiln_init_uniform__1_(input) (kiln_init_uniform_)(KILN_HERE, input, 0.0, 1.0)
#define kiln_init_uniform__2_(input, a) (kiln_init_uniform_)(KILN_HERE, input, a, 1.0)
#define kiln_init_uniform__3_(input, a, b) (kiln_init_uniform_)(KILN_HERE, input, a, b)
#define kiln_init_normal_(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_init_normal__refused_), kiln_init_normal__3_, kiln_init_normal__2_, \
    KILN_SOME_(kiln_init_normal__1_, kiln_init_normal__refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_init_normal__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_init_normal_(input[, mean, std])")
#define kiln_init_normal__1_(input) (kiln_init_normal_)(KILN_HERE, input, 0.0, 1.0)
#define kiln_init_normal__2_(input, mean) (kiln_init_normal_)(KILN_HERE, input, mean, 1.0)
#define kiln_init_normal__3_(input, mean, std) (kiln_init_normal_)(KILN_HERE, input, mean, std)
#define kiln_init_trunc_normal_(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_init_trunc_normal__refused_), kiln_init_trunc_normal__5_, \
    kiln_init_trunc_normal__4_, kiln_init_trunc_normal__3_, kiln_init_trunc_normal__2_, KILN_SOME_(kiln_init_trunc_normal__1_, \
    kiln_init_trunc_normal__refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_init_trunc_normal__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_init_trunc_normal_(input[, mean, std, a, b])")
#define kiln_init_trunc_normal__1_(input) (kiln_init_trunc_normal_)(KILN_HERE, input, 0.0, 1.0, -2.0, 2.0)
#define kiln_init_trunc_normal__2_(input, mean) (kiln_init_trunc_normal_)(KILN_HERE, input, mean, 1.0, -2.0, 2.0)
#define kiln_init_trunc_normal__3_(input, mean, std) (kiln_init_trunc_normal_)(KILN_HERE, input, mean, std, -2.0, 2.0)
#define kiln_init_trunc_normal__4_(input, mean, std, a) (kiln_init_trunc_normal_)(KILN_HERE, input, mean, std, a, 2.0)
#define kiln_init_trunc_normal__5_(input, mean, std, a, b) (kiln_init_trunc_normal_)(KILN_HERE, input, mean, std, a, b)
#define kiln_init_xavier_uniform_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_init_xavier_uniform__refused_), kiln_init_xavier_uniform__2_, \
    KILN_SOME_(kiln_init_xavier_uniform__1_, kiln_init_xavier_uniform__refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_init_xavier_uniform__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_init_xavier_uniform_(input[, gain])")
#define kiln_init_xavier_uniform__1_(input) (kiln_init_xavier_uniform_)(KILN_HERE, input, 1.0)
#define kiln_init_xavier_uniform__2_(input, gain) (kiln_init_xavier_uniform_)(KILN_HERE, input, gain)
#define kiln_init_xavier_normal_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_init_xavier_normal__refused_), kiln_init_xavier_normal__2_, \
    KILN_SOME_(kiln_init_xavier_normal__1_, kiln_init_xavier_normal__refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_init_xavier_normal__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_init_xavier_normal_(input[, gain])")
#define kiln_init_xavier_normal__1_(input) (kiln_init_xavier_normal_)(KILN_HERE, input, 1.0)
#define kiln_init_xavier_normal__2_(input, gain) (kiln_init_xavier_normal_)(KILN_HERE, input, gain)
#define kiln_init_kaiming_uniform_(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_init_kaiming_uniform__refused_), kiln_init_kaiming_uniform__4_, \
    kiln_init_kaiming_uniform__3_, kiln_init_kaiming_uniform__2_, KILN_SOME_(kiln_init_kaiming_uniform__1_, kiln_init_kaiming_uniform__refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_init_kaiming_uniform__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_init_kaiming_uniform_(input[, a, mode, nonlinearity])")
#define kiln_init_kaiming_uniform__1_(input) (kiln_init_kaiming_uniform_)(KILN_HERE, input, 0.0, "fan_in", "leaky_relu")
#define kiln_init_kaiming_uniform__2_(input, a) (kiln_init_kaiming_uniform_)(KILN_HERE, input, a, "fan_in", "leaky_relu")
#define kiln_init_kaiming_uniform__3_(input, a, mode) (kiln_init_kaiming_uniform_)(KILN_HERE, input, a, mode, "leaky_relu")
#define kiln_init_kaiming_uniform__4_(input, a, mode, nonlinearity) (kiln_init_kaiming_uniform_)(KILN_HERE, input, a, mode, nonlinearity)
#define kiln_init_kaiming_normal_(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_init_kaiming_normal__refused_), kiln_init_kaiming_normal__4_, \
    kiln_init_kaiming_normal__3_, kiln_init_kaiming_normal__2_, KILN_SOME_(kiln_init_kaiming_normal__1_, kiln_init_kaiming_normal__refused_, \
    __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_init_kaiming_normal__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_init_kaiming_normal_(input[, a, mode, nonlinearity])")
#define kiln_init_kaiming_normal__1_(input) (kiln_init_kaiming_normal_)(KILN_HERE, input, 0.0, "fan_in", "leaky_relu")
#define kiln_init_kaiming_normal__2_(input, a) (kiln_init_kaiming_normal_)(KILN_HERE, input, a, "fan_in", "leaky_relu")
#define kiln_init_kaiming_normal__3_(input, a, mode) (kiln_init_kaiming_normal_)(KILN_HERE, input, a, mode, "leaky_relu")
#define kiln_init_kaiming_normal__4_(input, a, mode, nonlinearity) (kiln_init_kaiming_normal_)(KILN_HERE, input, a, mode, nonlinearity)
#define kiln_init_orthogonal_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_init_orthogonal__refused_), kiln_init_orthogonal__2_, \
    KILN_SOME_(kiln_init_orthogonal__1_, kiln_init_orthogonal__refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_init_orthogonal__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_init_orthogonal_(input[, gain])")
#define kiln_init_orthogonal__1_(input) (kiln_init_orthogonal_)(KILN_HERE, input, 1.0)
#define kiln_init_orthogonal__2_(input, gain) (kiln_init_orthogonal_)(KILN_HERE, input, gain)
#define kiln_init_constant_(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_init_constant__refused_), kiln_init_constant__2_, \
    kiln_init_constant__refused_, ~)(__VA_ARGS__)
#define kiln_init_constant__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_init_constant_(input, val)")
#define kiln_init_constant__2_(input, val) (kiln_init_constant_)(KILN_HERE, input, KILN_V(val))
#endif

#ifdef __cplusplus
}
#endif
#endif
