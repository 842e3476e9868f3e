/* SPDX-License-Identifier: Apache-2.0
 * Copies of a tensor's elements in another arrangement, and padding.
 * Written by tools/signatures.py from src/frontend/signatures/arranging.sig: edit that. */
#ifndef KILN_ARRANGING_H
#define KILN_ARRANGING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reversed along dims. (torch.flip(Tensor input, dim[]* dims) -> Tensor) */
KILN_API kiln_tensor *kiln_flip(kiln_site at, kiln_tensor *input, kiln_axes dims);
#define kiln_flip(input, dims) (kiln_flip)(KILN_HERE, input, dims)
/* Reversed along axis 1; rank >= 2. (torch.fliplr(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_fliplr(kiln_site at, kiln_tensor *input);
#define kiln_fliplr(input) (kiln_fliplr)(KILN_HERE, input)
/* Reversed along axis 0. (torch.flipud(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_flipud(kiln_site at, kiln_tensor *input);
#define kiln_flipud(input) (kiln_flipud)(KILN_HERE, input)
/* Turned k times by 90 degrees, from the first axis of dims towards the second. (torch.rot90(Tensor input, int k=1, dim[] dims=[0,
 * 1]) -> Tensor) */
KILN_API kiln_tensor *kiln_rot90(kiln_site at, kiln_tensor *input, int64_t k, kiln_axes dims);
#define kiln_rot90(...) KILN_PICK_(kiln_rot90_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_rot90_1_(input) (kiln_rot90)(KILN_HERE, input, 1, KILN_AXES(0, 1))
#define kiln_rot90_2_(input, k) (kiln_rot90)(KILN_HERE, input, k, KILN_AXES(0, 1))
#define kiln_rot90_3_(input, k, dims) (kiln_rot90)(KILN_HERE, input, k, dims)
/* Moved by shifts along dims, round the end; without dims, all elements in row-major order. (torch.roll(Tensor input, int[]
 * shifts, dim[] dims=()) -> Tensor) */
KILN_API kiln_tensor *kiln_roll(kiln_site at, kiln_tensor *input, kiln_shape shifts, kiln_axes dims);
#define kiln_roll(...) KILN_PICK_(kiln_roll_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_roll_2_(input, shifts) (kiln_roll)(KILN_HERE, input, shifts, KILN_NO_AXES)
#define kiln_roll_3_(input, shifts, dims) (kiln_roll)(KILN_HERE, input, shifts, dims)
/* Every axis so many times over; new axes come first. (torch.repeat(Tensor input, int[]* repeats) -> Tensor) */
KILN_API kiln_tensor *kiln_repeat(kiln_site at, kiln_tensor *input, kiln_shape repeats);
#define kiln_repeat(input, repeats) (kiln_repeat)(KILN_HERE, input, repeats)
/* As repeat; axes without a number come first and are kept. (torch.tile(Tensor input, int[]* dims) -> Tensor) */
KILN_API kiln_tensor *kiln_tile(kiln_site at, kiln_tensor *input, kiln_shape dims);
#define kiln_tile(input, dims) (kiln_tile)(KILN_HERE, input, dims)
/* Every element along dim, without one of all in order, so many times in a row. (torch.repeat_interleave(Tensor input, int
 * repeats, dim? dim=None, *, int? output_size=None) -> Tensor) */
KILN_API kiln_tensor *kiln_repeat_interleave(kiln_site at, kiln_tensor *input, int64_t repeats, int dim, int64_t output_size);
#define kiln_repeat_interleave(...) KILN_PICK_(kiln_repeat_interleave_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_repeat_interleave_2_(input, repeats) (kiln_repeat_interleave)(KILN_HERE, input, repeats, KILN_NO_DIM, KILN_NO_INT)
#define kiln_repeat_interleave_3_(input, repeats, dim) (kiln_repeat_interleave)(KILN_HERE, input, repeats, dim, KILN_NO_INT)
#define kiln_repeat_interleave_4_(input, repeats, dim, output_size) (kiln_repeat_interleave)(KILN_HERE, input, repeats, dim, output_size)
/* Every element its own number of times: repeats is i64 or i32, of rank 0 or 1, and is computed. (torch.repeat_interleave(Tensor
 * input, Tensor repeats, dim? dim=None, *, int? output_size=None) -> Tensor) */
KILN_API kiln_tensor *kiln_repeat_interleave_each(kiln_site at, kiln_tensor *input, kiln_tensor *repeats, int dim, int64_t output_size);
#define kiln_repeat_interleave_each(...) KILN_PICK_(kiln_repeat_interleave_each_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_repeat_interleave_each_2_(input, repeats) (kiln_repeat_interleave_each)(KILN_HERE, input, repeats, KILN_NO_DIM, KILN_NO_INT)
#define kiln_repeat_interleave_each_3_(input, repeats, dim) (kiln_repeat_interleave_each)(KILN_HERE, input, repeats, dim, KILN_NO_INT)
#define kiln_repeat_interleave_each_4_(input, repeats, dim, output_size) (kiln_repeat_interleave_each)(KILN_HERE, input, repeats, dim, output_size)
/* Index i repeats[i] times; repeats is computed. (torch.repeat_interleave(Tensor repeats, *, int? output_size=None) -> Tensor) */
KILN_API kiln_tensor *kiln_repeat_interleave_counts(kiln_site at, kiln_tensor *repeats, int64_t output_size);
#define kiln_repeat_interleave_counts(...) KILN_PICK_(kiln_repeat_interleave_counts_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_repeat_interleave_counts_1_(repeats) (kiln_repeat_interleave_counts)(KILN_HERE, repeats, KILN_NO_INT)
#define kiln_repeat_interleave_counts_2_(repeats, output_size) (kiln_repeat_interleave_counts)(KILN_HERE, repeats, output_size)
/* All products of an element of the one with an element of the other: blocks of other, scaled by input. (torch.kron(Tensor input,
 * Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_kron(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_kron(input, other) (kiln_kron)(KILN_HERE, input, other)
/* The channels, axis 1, of groups, interleaved. (torch.nn.functional.channel_shuffle(Tensor input, int groups) -> Tensor) */
KILN_API kiln_tensor *kiln_channel_shuffle(kiln_site at, kiln_tensor *input, int64_t groups);
#define kiln_channel_shuffle(input, groups) (kiln_channel_shuffle)(KILN_HERE, input, groups)
/* Every square of upscale_factor^2 channels becomes one of pixels. (torch.nn.functional.pixel_shuffle(Tensor input, int
 * upscale_factor) -> Tensor) */
KILN_API kiln_tensor *kiln_pixel_shuffle(kiln_site at, kiln_tensor *input, int64_t upscale_factor);
#define kiln_pixel_shuffle(input, upscale_factor) (kiln_pixel_shuffle)(KILN_HERE, input, upscale_factor)
/* The inverse of pixel_shuffle. (torch.nn.functional.pixel_unshuffle(Tensor input, int downscale_factor) -> Tensor) */
KILN_API kiln_tensor *kiln_pixel_unshuffle(kiln_site at, kiln_tensor *input, int64_t downscale_factor);
#define kiln_pixel_unshuffle(input, downscale_factor) (kiln_pixel_unshuffle)(KILN_HERE, input, downscale_factor)
/* pad holds two amounts for each axis, before and after, the last axis first; negative ones take elements away. New elements are
 * value. (torch.constant_pad_nd(Tensor input, int[] pad, Scalar value=0) -> Tensor) */
KILN_API kiln_tensor *kiln_constant_pad_nd(kiln_site at, kiln_tensor *input, kiln_shape pad, kiln_value value);
#define kiln_constant_pad_nd(...) KILN_PICK_(kiln_constant_pad_nd_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_constant_pad_nd_2_(input, pad) (kiln_constant_pad_nd)(KILN_HERE, input, pad, kiln_v_int(0))
#define kiln_constant_pad_nd_3_(input, pad, value) (kiln_constant_pad_nd)(KILN_HERE, input, pad, KILN_V(value))
/* The same; or, for modes reflect, replicate and circular and the last one, two or three axes after a channel axis, the tensor's
 * own elements mirrored, repeated or wrapped around. (torch.nn.functional.pad(Tensor input, int[] pad, str mode='constant',
 * Scalar? value=None) -> Tensor) */
KILN_API kiln_tensor *kiln_pad(kiln_site at, kiln_tensor *input, kiln_shape pad, const char *mode, kiln_value value);
#define kiln_pad(...) KILN_PICK_(kiln_pad_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_pad_2_(input, pad) (kiln_pad)(KILN_HERE, input, pad, "constant", KILN_NO_VALUE)
#define kiln_pad_3_(input, pad, mode) (kiln_pad)(KILN_HERE, input, pad, mode, KILN_NO_VALUE)
#define kiln_pad_4_(input, pad, mode, value) (kiln_pad)(KILN_HERE, input, pad, mode, KILN_V(value))

#ifdef __cplusplus
}
#endif
#endif
