/* SPDX-License-Identifier: Apache-2.0
 * Convolutions, pooling and windows. Inputs are [batch, channels, spatial..] or without the batch. An int stands for itself along
 * every spatial axis. 16-bit floats are summed in f32 and rounded once.
 * Written by tools/signatures.py from src/frontend/call/signatures/convolution.sig: edit that. */
#ifndef KILN_CONVOLUTION_H
#define KILN_CONVOLUTION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Cross-correlation of windows with weight [out, channels / groups, kernel], plus bias [out]; padding with zeros.
 * (torch.nn.functional.conv1d(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, int[] padding=0, int[] dilation=1,
 * int groups=1) -> Tensor) */
KILN_API kiln_tensor *kiln_conv1d(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias KILN_OR_(NULL),
    kiln_shape stride KILN_OR_(KILN_SHAPE(1)), kiln_shape padding KILN_OR_(KILN_SHAPE(0)), kiln_shape dilation KILN_OR_(KILN_SHAPE(1)),
    int64_t groups KILN_OR_(1));
/* padding is 'valid' (none) or 'same' (the result is as long as the input; stride 1). (torch.nn.functional.conv1d(Tensor input,
 * Tensor weight, Tensor? bias=None, int[] stride=1, str padding='valid', int[] dilation=1, int groups=1) -> Tensor) */
KILN_API kiln_tensor *kiln_conv1d_padding(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias KILN_OR_(NULL),
    kiln_shape stride KILN_OR_(KILN_SHAPE(1)), const char *padding KILN_OR_("valid"), kiln_shape dilation KILN_OR_(KILN_SHAPE(1)),
    int64_t groups KILN_OR_(1));
/* As conv1d over two spatial axes; weight is [out, channels / groups, rows, columns]. (torch.nn.functional.conv2d(Tensor input,
 * Tensor weight, Tensor? bias=None, int[] stride=1, int[] padding=0, int[] dilation=1, int groups=1) -> Tensor) */
KILN_API kiln_tensor *kiln_conv2d(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias KILN_OR_(NULL),
    kiln_shape stride KILN_OR_(KILN_SHAPE(1)), kiln_shape padding KILN_OR_(KILN_SHAPE(0)), kiln_shape dilation KILN_OR_(KILN_SHAPE(1)),
    int64_t groups KILN_OR_(1));
/* padding is 'valid' (none) or 'same' (the result is as large as the input; stride 1). (torch.nn.functional.conv2d(Tensor input,
 * Tensor weight, Tensor? bias=None, int[] stride=1, str padding='valid', int[] dilation=1, int groups=1) -> Tensor) */
KILN_API kiln_tensor *kiln_conv2d_padding(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias KILN_OR_(NULL),
    kiln_shape stride KILN_OR_(KILN_SHAPE(1)), const char *padding KILN_OR_("valid"), kiln_shape dilation KILN_OR_(KILN_SHAPE(1)),
    int64_t groups KILN_OR_(1));
/* Columns of windows: [batch, channels * kernel, windows]. (torch.nn.functional.unfold(Tensor input, int[2] kernel_size, int[2]
 * dilation=1, int[2] padding=0, int[2] stride=1) -> Tensor) */
KILN_API kiln_tensor *kiln_functional_unfold(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape dilation KILN_OR_(KILN_SHAPE(1, 1)),
    kiln_shape padding KILN_OR_(KILN_SHAPE(0, 0)), kiln_shape stride KILN_OR_(KILN_SHAPE(1, 1)));
/* ---- pooling; stride None is the kernel's size */

/* Means of windows; padding counts as zeros unless count_include_pad is false. (torch.nn.functional.avg_pool1d(Tensor input, int[]
 * kernel_size, int[]? stride=None, int[] padding=0, bool ceil_mode=False, bool count_include_pad=True) -> Tensor) */
KILN_API kiln_tensor *kiln_avg_pool1d(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride KILN_OR_(KILN_NO_INTS),
    kiln_shape padding KILN_OR_(KILN_SHAPE(0)), bool ceil_mode KILN_OR_(false), bool count_include_pad KILN_OR_(true));
/* Means of windows; divisor_override divides instead of the count. (torch.nn.functional.avg_pool2d(Tensor input, int[]
 * kernel_size, int[]? stride=None, int[] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_avg_pool2d(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride KILN_OR_(KILN_NO_INTS),
    kiln_shape padding KILN_OR_(KILN_SHAPE(0)), bool ceil_mode KILN_OR_(false), bool count_include_pad KILN_OR_(true),
    int64_t divisor_override KILN_OR_(KILN_NO_INT));
/* Means of output_size windows that cover the input evenly. (torch.nn.functional.adaptive_avg_pool1d(Tensor input, int[]
 * output_size) -> Tensor) */
KILN_API kiln_tensor *kiln_adaptive_avg_pool1d(kiln_site at, kiln_tensor *input, kiln_shape output_size);
#define kiln_adaptive_avg_pool1d(...) KILN_TAKES_2_(kiln_adaptive_avg_pool1d, kiln_tensor *, "kiln_adaptive_avg_pool1d(input, output_size)", __VA_ARGS__)
/* The same over two axes; None in output_size keeps an extent, which -1 stands for in C.
 * (torch.nn.functional.adaptive_avg_pool2d(Tensor input, int[2] output_size) -> Tensor) */
KILN_API kiln_tensor *kiln_adaptive_avg_pool2d(kiln_site at, kiln_tensor *input, kiln_shape output_size);
#define kiln_adaptive_avg_pool2d(...) KILN_TAKES_2_(kiln_adaptive_avg_pool2d, kiln_tensor *, "kiln_adaptive_avg_pool2d(input, output_size)", __VA_ARGS__)
/* Largest of windows; the gradient goes to the first of equals, or the last NaN, and never to padding.
 * (torch.nn.functional.max_pool1d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool
 * ceil_mode=False, false return_indices=False) -> Tensor) */
KILN_API kiln_tensor *kiln_max_pool1d(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride KILN_OR_(KILN_NO_INTS),
    kiln_shape padding KILN_OR_(KILN_SHAPE(0)), kiln_shape dilation KILN_OR_(KILN_SHAPE(1)), bool ceil_mode KILN_OR_(false));
/* The same and where in the input's spatial axes, flattened, each was found. (torch.nn.functional.max_pool1d(Tensor input, int[]
 * kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, true return_indices=True) -> (Tensor
 * values, Tensor indices)) */
KILN_API kiln_pair kiln_max_pool1d_with_indices(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride KILN_OR_(KILN_NO_INTS),
    kiln_shape padding KILN_OR_(KILN_SHAPE(0)), kiln_shape dilation KILN_OR_(KILN_SHAPE(1)), bool ceil_mode KILN_OR_(false));
/* Largest of windows over two axes. (torch.nn.functional.max_pool2d(Tensor input, int[] kernel_size, int[]? stride=None, int[]
 * padding=0, int[] dilation=1, bool ceil_mode=False, false return_indices=False) -> Tensor) */
KILN_API kiln_tensor *kiln_max_pool2d(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride KILN_OR_(KILN_NO_INTS),
    kiln_shape padding KILN_OR_(KILN_SHAPE(0)), kiln_shape dilation KILN_OR_(KILN_SHAPE(1)), bool ceil_mode KILN_OR_(false));
/* The same and where in the input's spatial axes, flattened, each was found. (torch.nn.functional.max_pool2d(Tensor input, int[]
 * kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, true return_indices=True) -> (Tensor
 * values, Tensor indices)) */
KILN_API kiln_pair kiln_max_pool2d_with_indices(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride KILN_OR_(KILN_NO_INTS),
    kiln_shape padding KILN_OR_(KILN_SHAPE(0)), kiln_shape dilation KILN_OR_(KILN_SHAPE(1)), bool ceil_mode KILN_OR_(false));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_conv1d(...) (kiln_conv1d)(KILN_HERE, __VA_ARGS__)
#define kiln_conv1d_padding(...) (kiln_conv1d_padding)(KILN_HERE, __VA_ARGS__)
#define kiln_conv2d(...) (kiln_conv2d)(KILN_HERE, __VA_ARGS__)
#define kiln_conv2d_padding(...) (kiln_conv2d_padding)(KILN_HERE, __VA_ARGS__)
#define kiln_functional_unfold(...) (kiln_functional_unfold)(KILN_HERE, __VA_ARGS__)
#define kiln_avg_pool1d(...) (kiln_avg_pool1d)(KILN_HERE, __VA_ARGS__)
#define kiln_avg_pool2d(...) (kiln_avg_pool2d)(KILN_HERE, __VA_ARGS__)
#define kiln_max_pool1d(...) (kiln_max_pool1d)(KILN_HERE, __VA_ARGS__)
#define kiln_max_pool1d_with_indices(...) (kiln_max_pool1d_with_indices)(KILN_HERE, __VA_ARGS__)
#define kiln_max_pool2d(...) (kiln_max_pool2d)(KILN_HERE, __VA_ARGS__)
#define kiln_max_pool2d_with_indices(...) (kiln_max_pool2d_with_indices)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_conv1d(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , , , ~)))(kiln_conv1d_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_4_(__VA_ARGS__, , , , , ~)))(kiln_conv1d_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_5_(__VA_ARGS__, , , , , , \
    ~)))(kiln_conv1d_given_, KILN_SELECT_(__VA_ARGS__, KILN_56_(kiln_conv1d_refused_), kiln_conv1d_7_, kiln_conv1d_6_, kiln_conv1d_5_, \
    kiln_conv1d_4_, kiln_conv1d_3_, kiln_conv1d_2_, kiln_conv1d_refused_, ~))))(__VA_ARGS__)
#define kiln_conv1d_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_conv1d(input, weight[, bias, stride, padding, dilation, groups])")
#define kiln_conv1d_2_(input, weight) (kiln_conv1d)(KILN_HERE, input, weight, NULL, KILN_SHAPE(1), KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv1d_3_(input, weight, bias) (kiln_conv1d)(KILN_HERE, input, weight, bias, KILN_SHAPE(1), KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv1d_4_(input, weight, bias, stride) (kiln_conv1d)(KILN_HERE, input, weight, bias, stride, KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv1d_5_(input, weight, bias, stride, padding) (kiln_conv1d)(KILN_HERE, input, weight, bias, stride, padding, KILN_SHAPE(1), 1)
#define kiln_conv1d_6_(input, weight, bias, stride, padding, dilation) (kiln_conv1d)(KILN_HERE, input, weight, bias, stride, padding, dilation, 1)
#define kiln_conv1d_7_(input, weight, bias, stride, padding, dilation, groups) (kiln_conv1d)(KILN_HERE, input, weight, bias, stride, padding, \
    dilation, groups)
struct kiln_conv1d_arguments_ { kiln_shape stride; kiln_shape padding; kiln_shape dilation; int64_t groups; int too_many[]; };
    /* kiln_conv1d(input, weight[, bias, stride, padding, dilation, groups]) */
static inline kiln_tensor *kiln_conv1d_filled_(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias, int given, const struct
    kiln_conv1d_arguments_ *a) {
    return (kiln_conv1d)(at, input, weight, bias, given > 3 ? a->stride : KILN_SHAPE(1), given > 4 ? a->padding : KILN_SHAPE(0), given > 5 ?
    a->dilation : KILN_SHAPE(1), given > 6 ? a->groups : 1);
}
#define kiln_conv1d_given_(input, weight, bias, ...) kiln_conv1d_filled_(KILN_HERE, input, weight, bias, 3 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_conv1d_arguments_){.stride = __VA_ARGS__}) /* kiln_conv1d(input, weight[, bias, stride, padding, dilation, groups]) */
#define kiln_conv1d_padding(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , , , ~)))(kiln_conv1d_padding_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_5_(__VA_ARGS__, , , , , , ~)))(kiln_conv1d_padding_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_56_(kiln_conv1d_padding_refused_), kiln_conv1d_padding_7_, kiln_conv1d_padding_6_, kiln_conv1d_padding_5_, kiln_conv1d_padding_4_, \
    kiln_conv1d_padding_3_, kiln_conv1d_padding_2_, kiln_conv1d_padding_refused_, ~)))(__VA_ARGS__)
#define kiln_conv1d_padding_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_conv1d_padding(input, weight[, bias, stride, padding, dilation, groups])")
#define kiln_conv1d_padding_2_(input, weight) (kiln_conv1d_padding)(KILN_HERE, input, weight, NULL, KILN_SHAPE(1), "valid", KILN_SHAPE(1), 1)
#define kiln_conv1d_padding_3_(input, weight, bias) (kiln_conv1d_padding)(KILN_HERE, input, weight, bias, KILN_SHAPE(1), "valid", KILN_SHAPE(1), 1)
#define kiln_conv1d_padding_4_(input, weight, bias, stride) (kiln_conv1d_padding)(KILN_HERE, input, weight, bias, stride, "valid", KILN_SHAPE(1), 1)
#define kiln_conv1d_padding_5_(input, weight, bias, stride, padding) (kiln_conv1d_padding)(KILN_HERE, input, weight, bias, stride, padding, \
    KILN_SHAPE(1), 1)
#define kiln_conv1d_padding_6_(input, weight, bias, stride, padding, dilation) (kiln_conv1d_padding)(KILN_HERE, input, weight, bias, stride, \
    padding, dilation, 1)
#define kiln_conv1d_padding_7_(input, weight, bias, stride, padding, dilation, groups) (kiln_conv1d_padding)(KILN_HERE, input, weight, bias, stride, \
    padding, dilation, groups)
struct kiln_conv1d_padding_arguments_ { kiln_shape stride; const char *padding; kiln_shape dilation; int64_t groups; int too_many[]; };
    /* kiln_conv1d_padding(input, weight[, bias, stride, padding, dilation, groups]) */
static inline kiln_tensor *kiln_conv1d_padding_filled_(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias, int given, const
    struct kiln_conv1d_padding_arguments_ *a) {
    return (kiln_conv1d_padding)(at, input, weight, bias, given > 3 ? a->stride : KILN_SHAPE(1), given > 4 ? a->padding : "valid", given > 5 ?
    a->dilation : KILN_SHAPE(1), given > 6 ? a->groups : 1);
}
#define kiln_conv1d_padding_given_(input, weight, bias, ...) kiln_conv1d_padding_filled_(KILN_HERE, input, weight, bias, 3 + \
    KILN_GIVEN_(__VA_ARGS__), &(struct kiln_conv1d_padding_arguments_){.stride = __VA_ARGS__}) \
    /* kiln_conv1d_padding(input, weight[, bias, stride, padding, dilation, groups]) */
#define kiln_conv2d(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , , , ~)))(kiln_conv2d_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_4_(__VA_ARGS__, , , , , ~)))(kiln_conv2d_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_5_(__VA_ARGS__, , , , , , \
    ~)))(kiln_conv2d_given_, KILN_SELECT_(__VA_ARGS__, KILN_56_(kiln_conv2d_refused_), kiln_conv2d_7_, kiln_conv2d_6_, kiln_conv2d_5_, \
    kiln_conv2d_4_, kiln_conv2d_3_, kiln_conv2d_2_, kiln_conv2d_refused_, ~))))(__VA_ARGS__)
#define kiln_conv2d_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_conv2d(input, weight[, bias, stride, padding, dilation, groups])")
#define kiln_conv2d_2_(input, weight) (kiln_conv2d)(KILN_HERE, input, weight, NULL, KILN_SHAPE(1), KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv2d_3_(input, weight, bias) (kiln_conv2d)(KILN_HERE, input, weight, bias, KILN_SHAPE(1), KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv2d_4_(input, weight, bias, stride) (kiln_conv2d)(KILN_HERE, input, weight, bias, stride, KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv2d_5_(input, weight, bias, stride, padding) (kiln_conv2d)(KILN_HERE, input, weight, bias, stride, padding, KILN_SHAPE(1), 1)
#define kiln_conv2d_6_(input, weight, bias, stride, padding, dilation) (kiln_conv2d)(KILN_HERE, input, weight, bias, stride, padding, dilation, 1)
#define kiln_conv2d_7_(input, weight, bias, stride, padding, dilation, groups) (kiln_conv2d)(KILN_HERE, input, weight, bias, stride, padding, \
    dilation, groups)
struct kiln_conv2d_arguments_ { kiln_shape stride; kiln_shape padding; kiln_shape dilation; int64_t groups; int too_many[]; };
    /* kiln_conv2d(input, weight[, bias, stride, padding, dilation, groups]) */
static inline kiln_tensor *kiln_conv2d_filled_(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias, int given, const struct
    kiln_conv2d_arguments_ *a) {
    return (kiln_conv2d)(at, input, weight, bias, given > 3 ? a->stride : KILN_SHAPE(1), given > 4 ? a->padding : KILN_SHAPE(0), given > 5 ?
    a->dilation : KILN_SHAPE(1), given > 6 ? a->groups : 1);
}
#define kiln_conv2d_given_(input, weight, bias, ...) kiln_conv2d_filled_(KILN_HERE, input, weight, bias, 3 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_conv2d_arguments_){.stride = __VA_ARGS__}) /* kiln_conv2d(input, weight[, bias, stride, padding, dilation, groups]) */
#define kiln_conv2d_padding(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , , , ~)))(kiln_conv2d_padding_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_5_(__VA_ARGS__, , , , , , ~)))(kiln_conv2d_padding_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_56_(kiln_conv2d_padding_refused_), kiln_conv2d_padding_7_, kiln_conv2d_padding_6_, kiln_conv2d_padding_5_, kiln_conv2d_padding_4_, \
    kiln_conv2d_padding_3_, kiln_conv2d_padding_2_, kiln_conv2d_padding_refused_, ~)))(__VA_ARGS__)
#define kiln_conv2d_padding_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_conv2d_padding(input, weight[, bias, stride, padding, dilation, groups])")
#define kiln_conv2d_padding_2_(input, weight) (kiln_conv2d_padding)(KILN_HERE, input, weight, NULL, KILN_SHAPE(1), "valid", KILN_SHAPE(1), 1)
#define kiln_conv2d_padding_3_(input, weight, bias) (kiln_conv2d_padding)(KILN_HERE, input, weight, bias, KILN_SHAPE(1), "valid", KILN_SHAPE(1), 1)
#define kiln_conv2d_padding_4_(input, weight, bias, stride) (kiln_conv2d_padding)(KILN_HERE, input, weight, bias, stride, "valid", KILN_SHAPE(1), 1)
#define kiln_conv2d_padding_5_(input, weight, bias, stride, padding) (kiln_conv2d_padding)(KILN_HERE, input, weight, bias, stride, padding, \
    KILN_SHAPE(1), 1)
#define kiln_conv2d_padding_6_(input, weight, bias, stride, padding, dilation) (kiln_conv2d_padding)(KILN_HERE, input, weight, bias, stride, \
    padding, dilation, 1)
#define kiln_conv2d_padding_7_(input, weight, bias, stride, padding, dilation, groups) (kiln_conv2d_padding)(KILN_HERE, input, weight, bias, stride, \
    padding, dilation, groups)
struct kiln_conv2d_padding_arguments_ { kiln_shape stride; const char *padding; kiln_shape dilation; int64_t groups; int too_many[]; };
    /* kiln_conv2d_padding(input, weight[, bias, stride, padding, dilation, groups]) */
static inline kiln_tensor *kiln_conv2d_padding_filled_(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias, int given, const
    struct kiln_conv2d_padding_arguments_ *a) {
    return (kiln_conv2d_padding)(at, input, weight, bias, given > 3 ? a->stride : KILN_SHAPE(1), given > 4 ? a->padding : "valid", given > 5 ?
    a->dilation : KILN_SHAPE(1), given > 6 ? a->groups : 1);
}
#define kiln_conv2d_padding_given_(input, weight, bias, ...) kiln_conv2d_padding_filled_(KILN_HERE, input, weight, bias, 3 + \
    KILN_GIVEN_(__VA_ARGS__), &(struct kiln_conv2d_padding_arguments_){.stride = __VA_ARGS__}) \
    /* kiln_conv2d_padding(input, weight[, bias, stride, padding, dilation, groups]) */
#define kiln_functional_unfold(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_functional_unfold_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_functional_unfold_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , , , \
    ~)))(kiln_functional_unfold_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_4_(__VA_ARGS__, , , , , ~)))(kiln_functional_unfold_given_, \
    KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_functional_unfold_refused_), kiln_functional_unfold_5_, kiln_functional_unfold_4_, \
    kiln_functional_unfold_3_, kiln_functional_unfold_2_, kiln_functional_unfold_refused_, ~)))))(__VA_ARGS__)
#define kiln_functional_unfold_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_functional_unfold(input, kernel_size[, dilation, padding, stride])")
#define kiln_functional_unfold_2_(input, kernel_size) (kiln_functional_unfold)(KILN_HERE, input, kernel_size, KILN_SHAPE(1, 1), KILN_SHAPE(0, 0), \
    KILN_SHAPE(1, 1))
#define kiln_functional_unfold_3_(input, kernel_size, dilation) (kiln_functional_unfold)(KILN_HERE, input, kernel_size, dilation, KILN_SHAPE(0, 0), \
    KILN_SHAPE(1, 1))
#define kiln_functional_unfold_4_(input, kernel_size, dilation, padding) (kiln_functional_unfold)(KILN_HERE, input, kernel_size, dilation, padding, \
    KILN_SHAPE(1, 1))
#define kiln_functional_unfold_5_(input, kernel_size, dilation, padding, stride) (kiln_functional_unfold)(KILN_HERE, input, kernel_size, dilation, \
    padding, stride)
struct kiln_functional_unfold_arguments_ { kiln_shape kernel_size; kiln_shape dilation; kiln_shape padding; kiln_shape stride; int too_many[]; };
    /* kiln_functional_unfold(input, kernel_size[, dilation, padding, stride]) */
static inline kiln_tensor *kiln_functional_unfold_filled_(kiln_site at, kiln_tensor *input, int given, const struct
    kiln_functional_unfold_arguments_ *a) {
    return (kiln_functional_unfold)(at, input, a->kernel_size, given > 2 ? a->dilation : KILN_SHAPE(1, 1), given > 3 ? a->padding : KILN_SHAPE(0, 0),
    given > 4 ? a->stride : KILN_SHAPE(1, 1));
}
#define kiln_functional_unfold_given_(input, ...) kiln_functional_unfold_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_functional_unfold_arguments_){.kernel_size = __VA_ARGS__}) /* kiln_functional_unfold(input, kernel_size[, dilation, padding, stride]) */
#define kiln_avg_pool1d(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_avg_pool1d_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_avg_pool1d_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , , , \
    ~)))(kiln_avg_pool1d_given_, KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_avg_pool1d_refused_), kiln_avg_pool1d_6_, kiln_avg_pool1d_5_, \
    kiln_avg_pool1d_4_, kiln_avg_pool1d_3_, kiln_avg_pool1d_2_, kiln_avg_pool1d_refused_, ~))))(__VA_ARGS__)
#define kiln_avg_pool1d_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_avg_pool1d(input, kernel_size[, stride, padding, ceil_mode, count_include_pad])")
#define kiln_avg_pool1d_2_(input, kernel_size) (kiln_avg_pool1d)(KILN_HERE, input, kernel_size, KILN_NO_INTS, KILN_SHAPE(0), false, true)
#define kiln_avg_pool1d_3_(input, kernel_size, stride) (kiln_avg_pool1d)(KILN_HERE, input, kernel_size, stride, KILN_SHAPE(0), false, true)
#define kiln_avg_pool1d_4_(input, kernel_size, stride, padding) (kiln_avg_pool1d)(KILN_HERE, input, kernel_size, stride, padding, false, true)
#define kiln_avg_pool1d_5_(input, kernel_size, stride, padding, ceil_mode) (kiln_avg_pool1d)(KILN_HERE, input, kernel_size, stride, padding, \
    ceil_mode, true)
#define kiln_avg_pool1d_6_(input, kernel_size, stride, padding, ceil_mode, count_include_pad) (kiln_avg_pool1d)(KILN_HERE, input, kernel_size, \
    stride, padding, ceil_mode, count_include_pad)
struct kiln_avg_pool1d_arguments_ { kiln_shape kernel_size; kiln_shape stride; kiln_shape padding; bool ceil_mode; bool count_include_pad; int
    too_many[]; }; /* kiln_avg_pool1d(input, kernel_size[, stride, padding, ceil_mode, count_include_pad]) */
static inline kiln_tensor *kiln_avg_pool1d_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_avg_pool1d_arguments_ *a) {
    return (kiln_avg_pool1d)(at, input, a->kernel_size, given > 2 ? a->stride : KILN_NO_INTS, given > 3 ? a->padding : KILN_SHAPE(0), given > 4 ?
    a->ceil_mode : false, given > 5 ? a->count_include_pad : true);
}
#define kiln_avg_pool1d_given_(input, ...) kiln_avg_pool1d_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_avg_pool1d_arguments_){.kernel_size = __VA_ARGS__}) \
    /* kiln_avg_pool1d(input, kernel_size[, stride, padding, ceil_mode, count_include_pad]) */
#define kiln_avg_pool2d(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_avg_pool2d_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_avg_pool2d_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , , , \
    ~)))(kiln_avg_pool2d_given_, KILN_SELECT_(__VA_ARGS__, KILN_56_(kiln_avg_pool2d_refused_), kiln_avg_pool2d_7_, kiln_avg_pool2d_6_, \
    kiln_avg_pool2d_5_, kiln_avg_pool2d_4_, kiln_avg_pool2d_3_, kiln_avg_pool2d_2_, kiln_avg_pool2d_refused_, ~))))(__VA_ARGS__)
#define kiln_avg_pool2d_refused_(...) KILN_REFUSE_(kiln_tensor *, \
    "kiln_avg_pool2d(input, kernel_size[, stride, padding, ceil_mode, count_include_pad, divisor_override])")
#define kiln_avg_pool2d_2_(input, kernel_size) (kiln_avg_pool2d)(KILN_HERE, input, kernel_size, KILN_NO_INTS, KILN_SHAPE(0), false, true, \
    KILN_NO_INT)
#define kiln_avg_pool2d_3_(input, kernel_size, stride) (kiln_avg_pool2d)(KILN_HERE, input, kernel_size, stride, KILN_SHAPE(0), false, true, \
    KILN_NO_INT)
#define kiln_avg_pool2d_4_(input, kernel_size, stride, padding) (kiln_avg_pool2d)(KILN_HERE, input, kernel_size, stride, padding, false, true, \
    KILN_NO_INT)
#define kiln_avg_pool2d_5_(input, kernel_size, stride, padding, ceil_mode) (kiln_avg_pool2d)(KILN_HERE, input, kernel_size, stride, padding, \
    ceil_mode, true, KILN_NO_INT)
#define kiln_avg_pool2d_6_(input, kernel_size, stride, padding, ceil_mode, count_include_pad) (kiln_avg_pool2d)(KILN_HERE, input, kernel_size, \
    stride, padding, ceil_mode, count_include_pad, KILN_NO_INT)
#define kiln_avg_pool2d_7_(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override) (kiln_avg_pool2d)(KILN_HERE, input, \
    kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
struct kiln_avg_pool2d_arguments_ { kiln_shape kernel_size; kiln_shape stride; kiln_shape padding; bool ceil_mode; bool count_include_pad; int64_t
    divisor_override; int too_many[]; }; /* kiln_avg_pool2d(input, kernel_size[, stride, padding, ceil_mode, count_include_pad, divisor_override]) */
static inline kiln_tensor *kiln_avg_pool2d_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_avg_pool2d_arguments_ *a) {
    return (kiln_avg_pool2d)(at, input, a->kernel_size, given > 2 ? a->stride : KILN_NO_INTS, given > 3 ? a->padding : KILN_SHAPE(0), given > 4 ?
    a->ceil_mode : false, given > 5 ? a->count_include_pad : true, given > 6 ? a->divisor_override : KILN_NO_INT);
}
#define kiln_avg_pool2d_given_(input, ...) kiln_avg_pool2d_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_avg_pool2d_arguments_){.kernel_size = __VA_ARGS__}) \
    /* kiln_avg_pool2d(input, kernel_size[, stride, padding, ceil_mode, count_include_pad, divisor_override]) */
#define kiln_max_pool1d(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_max_pool1d_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_max_pool1d_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , , , \
    ~)))(kiln_max_pool1d_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_4_(__VA_ARGS__, , , , , ~)))(kiln_max_pool1d_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_57_(kiln_max_pool1d_refused_), kiln_max_pool1d_6_, kiln_max_pool1d_5_, kiln_max_pool1d_4_, kiln_max_pool1d_3_, kiln_max_pool1d_2_, \
    kiln_max_pool1d_refused_, ~)))))(__VA_ARGS__)
#define kiln_max_pool1d_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_max_pool1d(input, kernel_size[, stride, padding, dilation, ceil_mode])")
#define kiln_max_pool1d_2_(input, kernel_size) (kiln_max_pool1d)(KILN_HERE, input, kernel_size, KILN_NO_INTS, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool1d_3_(input, kernel_size, stride) (kiln_max_pool1d)(KILN_HERE, input, kernel_size, stride, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool1d_4_(input, kernel_size, stride, padding) (kiln_max_pool1d)(KILN_HERE, input, kernel_size, stride, padding, KILN_SHAPE(1), \
    false)
#define kiln_max_pool1d_5_(input, kernel_size, stride, padding, dilation) (kiln_max_pool1d)(KILN_HERE, input, kernel_size, stride, padding, \
    dilation, false)
#define kiln_max_pool1d_6_(input, kernel_size, stride, padding, dilation, ceil_mode) (kiln_max_pool1d)(KILN_HERE, input, kernel_size, stride, \
    padding, dilation, ceil_mode)
struct kiln_max_pool1d_arguments_ { kiln_shape kernel_size; kiln_shape stride; kiln_shape padding; kiln_shape dilation; bool ceil_mode; int
    too_many[]; }; /* kiln_max_pool1d(input, kernel_size[, stride, padding, dilation, ceil_mode]) */
static inline kiln_tensor *kiln_max_pool1d_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_max_pool1d_arguments_ *a) {
    return (kiln_max_pool1d)(at, input, a->kernel_size, given > 2 ? a->stride : KILN_NO_INTS, given > 3 ? a->padding : KILN_SHAPE(0), given > 4 ?
    a->dilation : KILN_SHAPE(1), given > 5 ? a->ceil_mode : false);
}
#define kiln_max_pool1d_given_(input, ...) kiln_max_pool1d_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_max_pool1d_arguments_){.kernel_size = __VA_ARGS__}) /* kiln_max_pool1d(input, kernel_size[, stride, padding, dilation, ceil_mode]) */
#define kiln_max_pool1d_with_indices(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_max_pool1d_with_indices_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_max_pool1d_with_indices_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , \
    , , ~)))(kiln_max_pool1d_with_indices_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_4_(__VA_ARGS__, , , , , ~)))(kiln_max_pool1d_with_indices_given_, \
    KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_max_pool1d_with_indices_refused_), kiln_max_pool1d_with_indices_6_, kiln_max_pool1d_with_indices_5_, \
    kiln_max_pool1d_with_indices_4_, kiln_max_pool1d_with_indices_3_, kiln_max_pool1d_with_indices_2_, kiln_max_pool1d_with_indices_refused_, \
    ~)))))(__VA_ARGS__)
#define kiln_max_pool1d_with_indices_refused_(...) KILN_REFUSE_(kiln_pair, \
    "kiln_max_pool1d_with_indices(input, kernel_size[, stride, padding, dilation, ceil_mode])")
#define kiln_max_pool1d_with_indices_2_(input, kernel_size) (kiln_max_pool1d_with_indices)(KILN_HERE, input, kernel_size, KILN_NO_INTS, \
    KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool1d_with_indices_3_(input, kernel_size, stride) (kiln_max_pool1d_with_indices)(KILN_HERE, input, kernel_size, stride, \
    KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool1d_with_indices_4_(input, kernel_size, stride, padding) (kiln_max_pool1d_with_indices)(KILN_HERE, input, kernel_size, stride, \
    padding, KILN_SHAPE(1), false)
#define kiln_max_pool1d_with_indices_5_(input, kernel_size, stride, padding, dilation) (kiln_max_pool1d_with_indices)(KILN_HERE, input, kernel_size, \
    stride, padding, dilation, false)
#define kiln_max_pool1d_with_indices_6_(input, kernel_size, stride, padding, dilation, ceil_mode) (kiln_max_pool1d_with_indices)(KILN_HERE, input, \
    kernel_size, stride, padding, dilation, ceil_mode)
struct kiln_max_pool1d_with_indices_arguments_ { kiln_shape kernel_size; kiln_shape stride; kiln_shape padding; kiln_shape dilation; bool ceil_mode;
    int too_many[]; }; /* kiln_max_pool1d_with_indices(input, kernel_size[, stride, padding, dilation, ceil_mode]) */
static inline kiln_pair kiln_max_pool1d_with_indices_filled_(kiln_site at, kiln_tensor *input, int given, const struct
    kiln_max_pool1d_with_indices_arguments_ *a) {
    return (kiln_max_pool1d_with_indices)(at, input, a->kernel_size, given > 2 ? a->stride : KILN_NO_INTS, given > 3 ? a->padding : KILN_SHAPE(0),
    given > 4 ? a->dilation : KILN_SHAPE(1), given > 5 ? a->ceil_mode : false);
}
#define kiln_max_pool1d_with_indices_given_(input, ...) kiln_max_pool1d_with_indices_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), \
    &(struct kiln_max_pool1d_with_indices_arguments_){.kernel_size = __VA_ARGS__}) \
    /* kiln_max_pool1d_with_indices(input, kernel_size[, stride, padding, dilation, ceil_mode]) */
#define kiln_max_pool2d(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_max_pool2d_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_max_pool2d_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , , , \
    ~)))(kiln_max_pool2d_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_4_(__VA_ARGS__, , , , , ~)))(kiln_max_pool2d_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_57_(kiln_max_pool2d_refused_), kiln_max_pool2d_6_, kiln_max_pool2d_5_, kiln_max_pool2d_4_, kiln_max_pool2d_3_, kiln_max_pool2d_2_, \
    kiln_max_pool2d_refused_, ~)))))(__VA_ARGS__)
#define kiln_max_pool2d_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_max_pool2d(input, kernel_size[, stride, padding, dilation, ceil_mode])")
#define kiln_max_pool2d_2_(input, kernel_size) (kiln_max_pool2d)(KILN_HERE, input, kernel_size, KILN_NO_INTS, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool2d_3_(input, kernel_size, stride) (kiln_max_pool2d)(KILN_HERE, input, kernel_size, stride, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool2d_4_(input, kernel_size, stride, padding) (kiln_max_pool2d)(KILN_HERE, input, kernel_size, stride, padding, KILN_SHAPE(1), \
    false)
#define kiln_max_pool2d_5_(input, kernel_size, stride, padding, dilation) (kiln_max_pool2d)(KILN_HERE, input, kernel_size, stride, padding, \
    dilation, false)
#define kiln_max_pool2d_6_(input, kernel_size, stride, padding, dilation, ceil_mode) (kiln_max_pool2d)(KILN_HERE, input, kernel_size, stride, \
    padding, dilation, ceil_mode)
struct kiln_max_pool2d_arguments_ { kiln_shape kernel_size; kiln_shape stride; kiln_shape padding; kiln_shape dilation; bool ceil_mode; int
    too_many[]; }; /* kiln_max_pool2d(input, kernel_size[, stride, padding, dilation, ceil_mode]) */
static inline kiln_tensor *kiln_max_pool2d_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_max_pool2d_arguments_ *a) {
    return (kiln_max_pool2d)(at, input, a->kernel_size, given > 2 ? a->stride : KILN_NO_INTS, given > 3 ? a->padding : KILN_SHAPE(0), given > 4 ?
    a->dilation : KILN_SHAPE(1), given > 5 ? a->ceil_mode : false);
}
#define kiln_max_pool2d_given_(input, ...) kiln_max_pool2d_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_max_pool2d_arguments_){.kernel_size = __VA_ARGS__}) /* kiln_max_pool2d(input, kernel_size[, stride, padding, dilation, ceil_mode]) */
#define kiln_max_pool2d_with_indices(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_max_pool2d_with_indices_given_, \
    KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_max_pool2d_with_indices_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , \
    , , ~)))(kiln_max_pool2d_with_indices_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_4_(__VA_ARGS__, , , , , ~)))(kiln_max_pool2d_with_indices_given_, \
    KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_max_pool2d_with_indices_refused_), kiln_max_pool2d_with_indices_6_, kiln_max_pool2d_with_indices_5_, \
    kiln_max_pool2d_with_indices_4_, kiln_max_pool2d_with_indices_3_, kiln_max_pool2d_with_indices_2_, kiln_max_pool2d_with_indices_refused_, \
    ~)))))(__VA_ARGS__)
#define kiln_max_pool2d_with_indices_refused_(...) KILN_REFUSE_(kiln_pair, \
    "kiln_max_pool2d_with_indices(input, kernel_size[, stride, padding, dilation, ceil_mode])")
#define kiln_max_pool2d_with_indices_2_(input, kernel_size) (kiln_max_pool2d_with_indices)(KILN_HERE, input, kernel_size, KILN_NO_INTS, \
    KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool2d_with_indices_3_(input, kernel_size, stride) (kiln_max_pool2d_with_indices)(KILN_HERE, input, kernel_size, stride, \
    KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool2d_with_indices_4_(input, kernel_size, stride, padding) (kiln_max_pool2d_with_indices)(KILN_HERE, input, kernel_size, stride, \
    padding, KILN_SHAPE(1), false)
#define kiln_max_pool2d_with_indices_5_(input, kernel_size, stride, padding, dilation) (kiln_max_pool2d_with_indices)(KILN_HERE, input, kernel_size, \
    stride, padding, dilation, false)
#define kiln_max_pool2d_with_indices_6_(input, kernel_size, stride, padding, dilation, ceil_mode) (kiln_max_pool2d_with_indices)(KILN_HERE, input, \
    kernel_size, stride, padding, dilation, ceil_mode)
struct kiln_max_pool2d_with_indices_arguments_ { kiln_shape kernel_size; kiln_shape stride; kiln_shape padding; kiln_shape dilation; bool ceil_mode;
    int too_many[]; }; /* kiln_max_pool2d_with_indices(input, kernel_size[, stride, padding, dilation, ceil_mode]) */
static inline kiln_pair kiln_max_pool2d_with_indices_filled_(kiln_site at, kiln_tensor *input, int given, const struct
    kiln_max_pool2d_with_indices_arguments_ *a) {
    return (kiln_max_pool2d_with_indices)(at, input, a->kernel_size, given > 2 ? a->stride : KILN_NO_INTS, given > 3 ? a->padding : KILN_SHAPE(0),
    given > 4 ? a->dilation : KILN_SHAPE(1), given > 5 ? a->ceil_mode : false);
}
#define kiln_max_pool2d_with_indices_given_(input, ...) kiln_max_pool2d_with_indices_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), \
    &(struct kiln_max_pool2d_with_indices_arguments_){.kernel_size = __VA_ARGS__}) \
    /* kiln_max_pool2d_with_indices(input, kernel_size[, stride, padding, dilation, ceil_mode]) */
#endif

#ifdef __cplusplus
}
#endif
#endif
