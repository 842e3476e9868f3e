/* SPDX-License-Identifier: Apache-2.0
 * Convolutions, pooling and windows. Inputs are [batch, channels, spatial..] or without the batch. An int stands for itself along
 * every spatial axis. 16-bit floats are summed in f32 and rounded once.
 * Written by tools/signatures.py from src/frontend/signatures/convolution.sig: edit that. */
#ifndef KILN_CONVOLUTION_H
#define KILN_CONVOLUTION_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Cross-correlation of windows with weight [out, channels / groups, kernel], plus bias [out]; padding with zeros.
 * (torch.nn.functional.conv1d(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, int[] padding=0, int[] dilation=1,
 * int groups=1) -> Tensor) */
KILN_API kiln_tensor *kiln_conv1d(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias, kiln_shape stride, kiln_shape padding, kiln_shape dilation, int64_t groups);
#define kiln_conv1d(...) KILN_PICK_(kiln_conv1d_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_conv1d_2_(input, weight) (kiln_conv1d)(KILN_HERE, input, weight, NULL, KILN_SHAPE(1), KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv1d_3_(input, weight, bias) (kiln_conv1d)(KILN_HERE, input, weight, bias, KILN_SHAPE(1), KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv1d_4_(input, weight, bias, stride) (kiln_conv1d)(KILN_HERE, input, weight, bias, stride, KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv1d_5_(input, weight, bias, stride, padding) (kiln_conv1d)(KILN_HERE, input, weight, bias, stride, padding, KILN_SHAPE(1), 1)
#define kiln_conv1d_6_(input, weight, bias, stride, padding, dilation) (kiln_conv1d)(KILN_HERE, input, weight, bias, stride, padding, dilation, 1)
#define kiln_conv1d_7_(input, weight, bias, stride, padding, dilation, groups) (kiln_conv1d)(KILN_HERE, input, weight, bias, stride, padding, dilation, groups)
/* padding is 'valid' (none) or 'same' (the result is as long as the input; stride 1). (torch.nn.functional.conv1d(Tensor input,
 * Tensor weight, Tensor? bias=None, int[] stride=1, str padding='valid', int[] dilation=1, int groups=1) -> Tensor) */
KILN_API kiln_tensor *kiln_conv1d_padding(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias, kiln_shape stride, const char *padding, kiln_shape dilation, int64_t groups);
#define kiln_conv1d_padding(...) KILN_PICK_(kiln_conv1d_padding_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_conv1d_padding_2_(input, weight) (kiln_conv1d_padding)(KILN_HERE, input, weight, NULL, KILN_SHAPE(1), "valid", KILN_SHAPE(1), 1)
#define kiln_conv1d_padding_3_(input, weight, bias) (kiln_conv1d_padding)(KILN_HERE, input, weight, bias, KILN_SHAPE(1), "valid", KILN_SHAPE(1), 1)
#define kiln_conv1d_padding_4_(input, weight, bias, stride) (kiln_conv1d_padding)(KILN_HERE, input, weight, bias, stride, "valid", KILN_SHAPE(1), 1)
#define kiln_conv1d_padding_5_(input, weight, bias, stride, padding) (kiln_conv1d_padding)(KILN_HERE, input, weight, bias, stride, padding, KILN_SHAPE(1), 1)
#define kiln_conv1d_padding_6_(input, weight, bias, stride, padding, dilation) (kiln_conv1d_padding)(KILN_HERE, input, weight, bias, stride, padding, dilation, 1)
#define kiln_conv1d_padding_7_(input, weight, bias, stride, padding, dilation, groups) (kiln_conv1d_padding)(KILN_HERE, input, weight, bias, stride, padding, dilation, groups)
/* As conv1d over two spatial axes; weight is [out, channels / groups, rows, columns]. (torch.nn.functional.conv2d(Tensor input,
 * Tensor weight, Tensor? bias=None, int[] stride=1, int[] padding=0, int[] dilation=1, int groups=1) -> Tensor) */
KILN_API kiln_tensor *kiln_conv2d(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias, kiln_shape stride, kiln_shape padding, kiln_shape dilation, int64_t groups);
#define kiln_conv2d(...) KILN_PICK_(kiln_conv2d_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_conv2d_2_(input, weight) (kiln_conv2d)(KILN_HERE, input, weight, NULL, KILN_SHAPE(1), KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv2d_3_(input, weight, bias) (kiln_conv2d)(KILN_HERE, input, weight, bias, KILN_SHAPE(1), KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv2d_4_(input, weight, bias, stride) (kiln_conv2d)(KILN_HERE, input, weight, bias, stride, KILN_SHAPE(0), KILN_SHAPE(1), 1)
#define kiln_conv2d_5_(input, weight, bias, stride, padding) (kiln_conv2d)(KILN_HERE, input, weight, bias, stride, padding, KILN_SHAPE(1), 1)
#define kiln_conv2d_6_(input, weight, bias, stride, padding, dilation) (kiln_conv2d)(KILN_HERE, input, weight, bias, stride, padding, dilation, 1)
#define kiln_conv2d_7_(input, weight, bias, stride, padding, dilation, groups) (kiln_conv2d)(KILN_HERE, input, weight, bias, stride, padding, dilation, groups)
/* padding is 'valid' (none) or 'same' (the result is as large as the input; stride 1). (torch.nn.functional.conv2d(Tensor input,
 * Tensor weight, Tensor? bias=None, int[] stride=1, str padding='valid', int[] dilation=1, int groups=1) -> Tensor) */
KILN_API kiln_tensor *kiln_conv2d_padding(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias, kiln_shape stride, const char *padding, kiln_shape dilation, int64_t groups);
#define kiln_conv2d_padding(...) KILN_PICK_(kiln_conv2d_padding_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_conv2d_padding_2_(input, weight) (kiln_conv2d_padding)(KILN_HERE, input, weight, NULL, KILN_SHAPE(1), "valid", KILN_SHAPE(1), 1)
#define kiln_conv2d_padding_3_(input, weight, bias) (kiln_conv2d_padding)(KILN_HERE, input, weight, bias, KILN_SHAPE(1), "valid", KILN_SHAPE(1), 1)
#define kiln_conv2d_padding_4_(input, weight, bias, stride) (kiln_conv2d_padding)(KILN_HERE, input, weight, bias, stride, "valid", KILN_SHAPE(1), 1)
#define kiln_conv2d_padding_5_(input, weight, bias, stride, padding) (kiln_conv2d_padding)(KILN_HERE, input, weight, bias, stride, padding, KILN_SHAPE(1), 1)
#define kiln_conv2d_padding_6_(input, weight, bias, stride, padding, dilation) (kiln_conv2d_padding)(KILN_HERE, input, weight, bias, stride, padding, dilation, 1)
#define kiln_conv2d_padding_7_(input, weight, bias, stride, padding, dilation, groups) (kiln_conv2d_padding)(KILN_HERE, input, weight, bias, stride, padding, dilation, groups)
/* Columns of windows: [batch, channels * kernel, windows]. (torch.nn.functional.unfold(Tensor input, int[2] kernel_size, int[2]
 * dilation=1, int[2] padding=0, int[2] stride=1) -> Tensor) */
KILN_API kiln_tensor *kiln_functional_unfold(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape dilation, kiln_shape padding, kiln_shape stride);
#define kiln_functional_unfold(...) KILN_PICK_(kiln_functional_unfold_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_functional_unfold_2_(input, kernel_size) (kiln_functional_unfold)(KILN_HERE, input, kernel_size, KILN_SHAPE(1, 1), KILN_SHAPE(0, 0), KILN_SHAPE(1, 1))
#define kiln_functional_unfold_3_(input, kernel_size, dilation) (kiln_functional_unfold)(KILN_HERE, input, kernel_size, dilation, KILN_SHAPE(0, 0), KILN_SHAPE(1, 1))
#define kiln_functional_unfold_4_(input, kernel_size, dilation, padding) (kiln_functional_unfold)(KILN_HERE, input, kernel_size, dilation, padding, KILN_SHAPE(1, 1))
#define kiln_functional_unfold_5_(input, kernel_size, dilation, padding, stride) (kiln_functional_unfold)(KILN_HERE, input, kernel_size, dilation, padding, stride)
/* ---- pooling; stride None is the kernel's size */

/* Means of windows; padding counts as zeros unless count_include_pad is false. (torch.nn.functional.avg_pool1d(Tensor input, int[]
 * kernel_size, int[]? stride=None, int[] padding=0, bool ceil_mode=False, bool count_include_pad=True) -> Tensor) */
KILN_API kiln_tensor *kiln_avg_pool1d(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride, kiln_shape padding, bool ceil_mode, bool count_include_pad);
#define kiln_avg_pool1d(...) KILN_PICK_(kiln_avg_pool1d_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_avg_pool1d_2_(input, kernel_size) (kiln_avg_pool1d)(KILN_HERE, input, kernel_size, KILN_NO_INTS, KILN_SHAPE(0), false, true)
#define kiln_avg_pool1d_3_(input, kernel_size, stride) (kiln_avg_pool1d)(KILN_HERE, input, kernel_size, stride, KILN_SHAPE(0), false, true)
#define kiln_avg_pool1d_4_(input, kernel_size, stride, padding) (kiln_avg_pool1d)(KILN_HERE, input, kernel_size, stride, padding, false, true)
#define kiln_avg_pool1d_5_(input, kernel_size, stride, padding, ceil_mode) (kiln_avg_pool1d)(KILN_HERE, input, kernel_size, stride, padding, ceil_mode, true)
#define kiln_avg_pool1d_6_(input, kernel_size, stride, padding, ceil_mode, count_include_pad) (kiln_avg_pool1d)(KILN_HERE, input, kernel_size, stride, padding, ceil_mode, count_include_pad)
/* Means of windows; divisor_override divides instead of the count. (torch.nn.functional.avg_pool2d(Tensor input, int[]
 * kernel_size, int[]? stride=None, int[] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_avg_pool2d(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride, kiln_shape padding, bool ceil_mode, bool count_include_pad, int64_t divisor_override);
#define kiln_avg_pool2d(...) KILN_PICK_(kiln_avg_pool2d_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_avg_pool2d_2_(input, kernel_size) (kiln_avg_pool2d)(KILN_HERE, input, kernel_size, KILN_NO_INTS, KILN_SHAPE(0), false, true, KILN_NO_INT)
#define kiln_avg_pool2d_3_(input, kernel_size, stride) (kiln_avg_pool2d)(KILN_HERE, input, kernel_size, stride, KILN_SHAPE(0), false, true, KILN_NO_INT)
#define kiln_avg_pool2d_4_(input, kernel_size, stride, padding) (kiln_avg_pool2d)(KILN_HERE, input, kernel_size, stride, padding, false, true, KILN_NO_INT)
#define kiln_avg_pool2d_5_(input, kernel_size, stride, padding, ceil_mode) (kiln_avg_pool2d)(KILN_HERE, input, kernel_size, stride, padding, ceil_mode, true, KILN_NO_INT)
#define kiln_avg_pool2d_6_(input, kernel_size, stride, padding, ceil_mode, count_include_pad) (kiln_avg_pool2d)(KILN_HERE, input, kernel_size, stride, padding, ceil_mode, count_include_pad, KILN_NO_INT)
#define kiln_avg_pool2d_7_(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override) (kiln_avg_pool2d)(KILN_HERE, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
/* Means of output_size windows that cover the input evenly. (torch.nn.functional.adaptive_avg_pool1d(Tensor input, int[]
 * output_size) -> Tensor) */
KILN_API kiln_tensor *kiln_adaptive_avg_pool1d(kiln_site at, kiln_tensor *input, kiln_shape output_size);
#define kiln_adaptive_avg_pool1d(input, output_size) (kiln_adaptive_avg_pool1d)(KILN_HERE, input, output_size)
/* The same over two axes; None in output_size keeps an extent, which -1 stands for in C.
 * (torch.nn.functional.adaptive_avg_pool2d(Tensor input, int[2] output_size) -> Tensor) */
KILN_API kiln_tensor *kiln_adaptive_avg_pool2d(kiln_site at, kiln_tensor *input, kiln_shape output_size);
#define kiln_adaptive_avg_pool2d(input, output_size) (kiln_adaptive_avg_pool2d)(KILN_HERE, input, output_size)
/* Largest of windows; the gradient goes to the first of equals, or the last NaN, and never to padding.
 * (torch.nn.functional.max_pool1d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool
 * ceil_mode=False, false return_indices=False) -> Tensor) */
KILN_API kiln_tensor *kiln_max_pool1d(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride, kiln_shape padding, kiln_shape dilation, bool ceil_mode);
#define kiln_max_pool1d(...) KILN_PICK_(kiln_max_pool1d_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_max_pool1d_2_(input, kernel_size) (kiln_max_pool1d)(KILN_HERE, input, kernel_size, KILN_NO_INTS, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool1d_3_(input, kernel_size, stride) (kiln_max_pool1d)(KILN_HERE, input, kernel_size, stride, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool1d_4_(input, kernel_size, stride, padding) (kiln_max_pool1d)(KILN_HERE, input, kernel_size, stride, padding, KILN_SHAPE(1), false)
#define kiln_max_pool1d_5_(input, kernel_size, stride, padding, dilation) (kiln_max_pool1d)(KILN_HERE, input, kernel_size, stride, padding, dilation, false)
#define kiln_max_pool1d_6_(input, kernel_size, stride, padding, dilation, ceil_mode) (kiln_max_pool1d)(KILN_HERE, input, kernel_size, stride, padding, dilation, ceil_mode)
/* The same and where in the input's spatial axes, flattened, each was found. (torch.nn.functional.max_pool1d(Tensor input, int[]
 * kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, true return_indices=True) -> (Tensor
 * values, Tensor indices)) */
KILN_API kiln_pair kiln_max_pool1d_with_indices(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride, kiln_shape padding, kiln_shape dilation, bool ceil_mode);
#define kiln_max_pool1d_with_indices(...) KILN_PICK_(kiln_max_pool1d_with_indices_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_max_pool1d_with_indices_2_(input, kernel_size) (kiln_max_pool1d_with_indices)(KILN_HERE, input, kernel_size, KILN_NO_INTS, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool1d_with_indices_3_(input, kernel_size, stride) (kiln_max_pool1d_with_indices)(KILN_HERE, input, kernel_size, stride, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool1d_with_indices_4_(input, kernel_size, stride, padding) (kiln_max_pool1d_with_indices)(KILN_HERE, input, kernel_size, stride, padding, KILN_SHAPE(1), false)
#define kiln_max_pool1d_with_indices_5_(input, kernel_size, stride, padding, dilation) (kiln_max_pool1d_with_indices)(KILN_HERE, input, kernel_size, stride, padding, dilation, false)
#define kiln_max_pool1d_with_indices_6_(input, kernel_size, stride, padding, dilation, ceil_mode) (kiln_max_pool1d_with_indices)(KILN_HERE, input, kernel_size, stride, padding, dilation, ceil_mode)
/* Largest of windows over two axes. (torch.nn.functional.max_pool2d(Tensor input, int[] kernel_size, int[]? stride=None, int[]
 * padding=0, int[] dilation=1, bool ceil_mode=False, false return_indices=False) -> Tensor) */
KILN_API kiln_tensor *kiln_max_pool2d(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride, kiln_shape padding, kiln_shape dilation, bool ceil_mode);
#define kiln_max_pool2d(...) KILN_PICK_(kiln_max_pool2d_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_max_pool2d_2_(input, kernel_size) (kiln_max_pool2d)(KILN_HERE, input, kernel_size, KILN_NO_INTS, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool2d_3_(input, kernel_size, stride) (kiln_max_pool2d)(KILN_HERE, input, kernel_size, stride, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool2d_4_(input, kernel_size, stride, padding) (kiln_max_pool2d)(KILN_HERE, input, kernel_size, stride, padding, KILN_SHAPE(1), false)
#define kiln_max_pool2d_5_(input, kernel_size, stride, padding, dilation) (kiln_max_pool2d)(KILN_HERE, input, kernel_size, stride, padding, dilation, false)
#define kiln_max_pool2d_6_(input, kernel_size, stride, padding, dilation, ceil_mode) (kiln_max_pool2d)(KILN_HERE, input, kernel_size, stride, padding, dilation, ceil_mode)
/* The same and where in the input's spatial axes, flattened, each was found. (torch.nn.functional.max_pool2d(Tensor input, int[]
 * kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, true return_indices=True) -> (Tensor
 * values, Tensor indices)) */
KILN_API kiln_pair kiln_max_pool2d_with_indices(kiln_site at, kiln_tensor *input, kiln_shape kernel_size, kiln_shape stride, kiln_shape padding, kiln_shape dilation, bool ceil_mode);
#define kiln_max_pool2d_with_indices(...) KILN_PICK_(kiln_max_pool2d_with_indices_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_max_pool2d_with_indices_2_(input, kernel_size) (kiln_max_pool2d_with_indices)(KILN_HERE, input, kernel_size, KILN_NO_INTS, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool2d_with_indices_3_(input, kernel_size, stride) (kiln_max_pool2d_with_indices)(KILN_HERE, input, kernel_size, stride, KILN_SHAPE(0), KILN_SHAPE(1), false)
#define kiln_max_pool2d_with_indices_4_(input, kernel_size, stride, padding) (kiln_max_pool2d_with_indices)(KILN_HERE, input, kernel_size, stride, padding, KILN_SHAPE(1), false)
#define kiln_max_pool2d_with_indices_5_(input, kernel_size, stride, padding, dilation) (kiln_max_pool2d_with_indices)(KILN_HERE, input, kernel_size, stride, padding, dilation, false)
#define kiln_max_pool2d_with_indices_6_(input, kernel_size, stride, padding, dilation, ceil_mode) (kiln_max_pool2d_with_indices)(KILN_HERE, input, kernel_size, stride, padding, dilation, ceil_mode)

#ifdef __cplusplus
}
#endif
#endif
