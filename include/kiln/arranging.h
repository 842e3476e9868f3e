/* SPDX-License-Identifier: Apache-2.0
 * Copies of a tensor's elements in another arrangement, and padding.
 * Written by tools/signatures.py from src/frontend/call/signatures/arranging.sig: edit that. */
#ifndef KILN_ARRANGING_H
#define KILN_ARRANGING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reversed along dims. (torch.flip(Tensor input, dim[]* dims) -> Tensor) */
KILN_API kiln_tensor *kiln_flip(kiln_site at, kiln_tensor *input, kiln_axes dims);
#define kiln_flip(...) KILN_TAKES_2_(kiln_flip, kiln_tensor *, "kiln_flip(input, dims)", __VA_ARGS__)
/* Reversed along axis 1; rank >= 2. (torch.fliplr(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_fliplr(kiln_site at, kiln_tensor *input);
#define kiln_fliplr(...) KILN_TAKES_1_(kiln_fliplr, kiln_tensor *, "kiln_fliplr(input)", __VA_ARGS__)
/* Reversed along axis 0. (torch.flipud(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_flipud(kiln_site at, kiln_tensor *input);
#define kiln_flipud(...) KILN_TAKES_1_(kiln_flipud, kiln_tensor *, "kiln_flipud(input)", __VA_ARGS__)
/* Turned k times by 90 degrees, from the first axis of dims towards the second. (torch.rot90(Tensor input, int k=1, dim[] dims=[0,
 * 1]) -> Tensor) */
KILN_API kiln_tensor *kiln_rot90(kiln_site at, kiln_tensor *input, int64_t k KILN_OR_(1), kiln_axes dims KILN_OR_(KILN_AXES(0, 1)));
/* Moved by shifts along dims, round the end; without dims, all elements in row-major order. (torch.roll(Tensor input, int[]
 * shifts, dim[] dims=()) -> Tensor) */
KILN_API kiln_tensor *kiln_roll(kiln_site at, kiln_tensor *input, kiln_shape shifts, kiln_axes dims KILN_OR_(KILN_NO_AXES));
/* Every axis so many times over; new axes come first. (torch.repeat(Tensor input, int[]* repeats) -> Tensor) */
KILN_API kiln_tensor *kiln_repeat(kiln_site at, kiln_tensor *input, kiln_shape repeats);
#define kiln_repeat(...) KILN_TAKES_2_(kiln_repeat, kiln_tensor *, "kiln_repeat(input, repeats)", __VA_ARGS__)
/* As repeat; axes without a number come first and are kept. (torch.tile(Tensor input, int[]* dims) -> Tensor) */
KILN_API kiln_tensor *kiln_tile(kiln_site at, kiln_tensor *input, kiln_shape dims);
#define kiln_tile(...) KILN_TAKES_2_(kiln_tile, kiln_tensor *, "kiln_tile(input, dims)", __VA_ARGS__)
/* Every element along dim, without one of all in order, so many times in a row. (torch.repeat_interleave(Tensor input, int
 * repeats, dim? dim=None, *, int? output_size=None) -> Tensor) */
KILN_API kiln_tensor *kiln_repeat_interleave(kiln_site at, kiln_tensor *input, int64_t repeats, int dim KILN_OR_(KILN_NO_DIM),
    int64_t output_size KILN_OR_(KILN_NO_INT));
/* Every element its own number of times: repeats is i64 or i32, of rank 0 or 1, and is computed. (torch.repeat_interleave(Tensor
 * input, Tensor repeats, dim? dim=None, *, int? output_size=None) -> Tensor) */
KILN_API kiln_tensor *kiln_repeat_interleave_each(kiln_site at, kiln_tensor *input, kiln_tensor *repeats, int dim KILN_OR_(KILN_NO_DIM),
    int64_t output_size KILN_OR_(KILN_NO_INT));
/* Index i repeats[i] times; repeats is computed. (torch.repeat_interleave(Tensor repeats, *, int? output_size=None) -> Tensor) */
KILN_API kiln_tensor *kiln_repeat_interleave_counts(kiln_site at, kiln_tensor *repeats, int64_t output_size KILN_OR_(KILN_NO_INT));
/* All products of an element of the one with an element of the other: blocks of other, scaled by input. (torch.kron(Tensor input,
 * Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_kron(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_kron(...) KILN_TAKES_2_(kiln_kron, kiln_tensor *, "kiln_kron(input, other)", __VA_ARGS__)
/* The channels, axis 1, of groups, interleaved. (torch.nn.functional.channel_shuffle(Tensor input, int groups) -> Tensor) */
KILN_API kiln_tensor *kiln_channel_shuffle(kiln_site at, kiln_tensor *input, int64_t groups);
#define kiln_channel_shuffle(...) KILN_TAKES_2_(kiln_channel_shuffle, kiln_tensor *, "kiln_channel_shuffle(input, groups)", __VA_ARGS__)
/* Every square of upscale_factor^2 channels becomes one of pixels. (torch.nn.functional.pixel_shuffle(Tensor input, int
 * upscale_factor) -> Tensor) */
KILN_API kiln_tensor *kiln_pixel_shuffle(kiln_site at, kiln_tensor *input, int64_t upscale_factor);
#define kiln_pixel_shuffle(...) KILN_TAKES_2_(kiln_pixel_shuffle, kiln_tensor *, "kiln_pixel_shuffle(input, upscale_factor)", __VA_ARGS__)
/* The inverse of pixel_shuffle. (torch.nn.functional.pixel_unshuffle(Tensor input, int downscale_factor) -> Tensor) */
KILN_API kiln_tensor *kiln_pixel_unshuffle(kiln_site at, kiln_tensor *input, int64_t downscale_factor);
#define kiln_pixel_unshuffle(...) KILN_TAKES_2_(kiln_pixel_unshuffle, kiln_tensor *, "kiln_pixel_unshuffle(input, downscale_factor)", __VA_ARGS__)
/* pad holds two amounts for each axis, before and after, the last axis first; negative ones take elements away. New elements are
 * value. (torch.constant_pad_nd(Tensor input, int[] pad, Scalar value=0) -> Tensor) */
KILN_API kiln_tensor *kiln_constant_pad_nd(kiln_site at, kiln_tensor *input, kiln_shape pad, kiln_value value KILN_OR_(kiln_v_int(0)));
/* The same; or, for modes reflect, replicate and circular and the last one, two or three axes after a channel axis, the tensor's
 * own elements mirrored, repeated or wrapped around. (torch.nn.functional.pad(Tensor input, int[] pad, str mode='constant',
 * Scalar? value=None) -> Tensor) */
KILN_API kiln_tensor *kiln_pad(kiln_site at, kiln_tensor *input, kiln_shape pad, const char *mode KILN_OR_("constant"),
    kiln_value value KILN_OR_(KILN_NO_VALUE));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_rot90(...) (kiln_rot90)(KILN_HERE, __VA_ARGS__)
#define kiln_roll(...) (kiln_roll)(KILN_HERE, __VA_ARGS__)
#define kiln_repeat_interleave(...) (kiln_repeat_interleave)(KILN_HERE, __VA_ARGS__)
#define kiln_repeat_interleave_each(...) (kiln_repeat_interleave_each)(KILN_HERE, __VA_ARGS__)
#define kiln_repeat_interleave_counts(...) (kiln_repeat_interleave_counts)(KILN_HERE, __VA_ARGS__)
#define kiln_constant_pad_nd(...) (kiln_constant_pad_nd)(KILN_HERE, __VA_ARGS__)
#define kiln_pad(...) (kiln_pad)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_rot90(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_rot90_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_rot90_refused_), kiln_rot90_3_, kiln_rot90_2_, KILN_SOME_(kiln_rot90_1_, kiln_rot90_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_rot90_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_rot90(input[, k, dims])")
#define kiln_rot90_1_(input) (kiln_rot90)(KILN_HERE, input, 1, KILN_AXES(0, 1))
#define kiln_rot90_2_(input, k) (kiln_rot90)(KILN_HERE, input, k, KILN_AXES(0, 1))
#define kiln_rot90_3_(input, k, dims) (kiln_rot90)(KILN_HERE, input, k, dims)
struct kiln_rot90_arguments_ { kiln_axes dims; int too_many[]; }; /* kiln_rot90(input[, k, dims]) */
static inline kiln_tensor *kiln_rot90_filled_(kiln_site at, kiln_tensor *input, int64_t k, int given, const struct kiln_rot90_arguments_ *a) {
    return (kiln_rot90)(at, input, k, given > 2 ? a->dims : KILN_AXES(0, 1));
}
#define kiln_rot90_given_(input, k, ...) kiln_rot90_filled_(KILN_HERE, input, k, 2 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_rot90_arguments_){.dims \
    = __VA_ARGS__}) /* kiln_rot90(input[, k, dims]) */
#define kiln_roll(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_roll_given_, KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , \
    ~)))(kiln_roll_given_, KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_roll_refused_), kiln_roll_3_, kiln_roll_2_, kiln_roll_refused_, ~)))(__VA_ARGS__)
#define kiln_roll_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_roll(input, shifts[, dims])")
#define kiln_roll_2_(input, shifts) (kiln_roll)(KILN_HERE, input, shifts, KILN_NO_AXES)
#define kiln_roll_3_(input, shifts, dims) (kiln_roll)(KILN_HERE, input, shifts, dims)
struct kiln_roll_arguments_ { kiln_shape shifts; kiln_axes dims; int too_many[]; }; /* kiln_roll(input, shifts[, dims]) */
static inline kiln_tensor *kiln_roll_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_roll_arguments_ *a) {
    return (kiln_roll)(at, input, a->shifts, given > 2 ? a->dims : KILN_NO_AXES);
}
#define kiln_roll_given_(input, ...) kiln_roll_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_roll_arguments_){.shifts = \
    __VA_ARGS__}) /* kiln_roll(input, shifts[, dims]) */
#define kiln_repeat_interleave(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_repeat_interleave_refused_), kiln_repeat_interleave_4_, \
    kiln_repeat_interleave_3_, kiln_repeat_interleave_2_, kiln_repeat_interleave_refused_, ~)(__VA_ARGS__)
#define kiln_repeat_interleave_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_repeat_interleave(input, repeats[, dim, output_size])")
#define kiln_repeat_interleave_2_(input, repeats) (kiln_repeat_interleave)(KILN_HERE, input, repeats, KILN_NO_DIM, KILN_NO_INT)
#define kiln_repeat_interleave_3_(input, repeats, dim) (kiln_repeat_interleave)(KILN_HERE, input, repeats, dim, KILN_NO_INT)
#define kiln_repeat_interleave_4_(input, repeats, dim, output_size) (kiln_repeat_interleave)(KILN_HERE, input, repeats, dim, output_size)
#define kiln_repeat_interleave_each(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_repeat_interleave_each_refused_), kiln_repeat_interleave_each_4_, \
    kiln_repeat_interleave_each_3_, kiln_repeat_interleave_each_2_, kiln_repeat_interleave_each_refused_, ~)(__VA_ARGS__)
#define kiln_repeat_interleave_each_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_repeat_interleave_each(input, repeats[, dim, output_size])")
#define kiln_repeat_interleave_each_2_(input, repeats) (kiln_repeat_interleave_each)(KILN_HERE, input, repeats, KILN_NO_DIM, KILN_NO_INT)
#define kiln_repeat_interleave_each_3_(input, repeats, dim) (kiln_repeat_interleave_each)(KILN_HERE, input, repeats, dim, KILN_NO_INT)
#define kiln_repeat_interleave_each_4_(input, repeats, dim, output_size) (kiln_repeat_interleave_each)(KILN_HERE, input, repeats, dim, output_size)
#define kiln_repeat_interleave_counts(...) KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_repeat_interleave_counts_refused_), \
    kiln_repeat_interleave_counts_2_, KILN_SOME_(kiln_repeat_interleave_counts_1_, kiln_repeat_interleave_counts_refused_, __VA_ARGS__), \
    ~)(__VA_ARGS__)
#define kiln_repeat_interleave_counts_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_repeat_interleave_counts(repeats[, output_size])")
#define kiln_repeat_interleave_counts_1_(repeats) (kiln_repeat_interleave_counts)(KILN_HERE, repeats, KILN_NO_INT)
#define kiln_repeat_interleave_counts_2_(repeats, output_size) (kiln_repeat_interleave_counts)(KILN_HERE, repeats, output_size)
#define kiln_constant_pad_nd(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_constant_pad_nd_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_constant_pad_nd_refused_), kiln_constant_pad_nd_3_, kiln_constant_pad_nd_2_, kiln_constant_pad_nd_refused_, ~))(__VA_ARGS__)
#define kiln_constant_pad_nd_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_constant_pad_nd(input, pad[, value])")
#define kiln_constant_pad_nd_2_(input, pad) (kiln_constant_pad_nd)(KILN_HERE, input, pad, kiln_v_int(0))
#define kiln_constant_pad_nd_3_(input, pad, value) (kiln_constant_pad_nd)(KILN_HERE, input, pad, KILN_V(value))
struct kiln_constant_pad_nd_arguments_ { kiln_shape pad; long double value; int too_many[]; }; /* kiln_constant_pad_nd(input, pad[, value]) */
static inline kiln_tensor *kiln_constant_pad_nd_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_constant_pad_nd_arguments_
    *a) {
    return (kiln_constant_pad_nd)(at, input, a->pad, given > 2 ? kiln_v_given_(a->value, KILN_IS_NONE) : kiln_v_int(0));
}
#define kiln_constant_pad_nd_given_(input, ...) kiln_constant_pad_nd_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_constant_pad_nd_arguments_){.pad = __VA_ARGS__}) /* kiln_constant_pad_nd(input, pad[, value]) */
#define kiln_pad(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_pad_given_, KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_pad_refused_), \
    kiln_pad_4_, kiln_pad_3_, kiln_pad_2_, kiln_pad_refused_, ~))(__VA_ARGS__)
#define kiln_pad_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_pad(input, pad[, mode, value])")
#define kiln_pad_2_(input, pad) (kiln_pad)(KILN_HERE, input, pad, "constant", KILN_NO_VALUE)
#define kiln_pad_3_(input, pad, mode) (kiln_pad)(KILN_HERE, input, pad, mode, KILN_NO_VALUE)
#define kiln_pad_4_(input, pad, mode, value) (kiln_pad)(KILN_HERE, input, pad, mode, KILN_V(value))
struct kiln_pad_arguments_ { kiln_shape pad; const char *mode; long double value; int too_many[]; }; /* kiln_pad(input, pad[, mode, value]) */
static inline kiln_tensor *kiln_pad_filled_(kiln_site at, kiln_tensor *input, int given, const struct kiln_pad_arguments_ *a) {
    return (kiln_pad)(at, input, a->pad, given > 2 ? a->mode : "constant", given > 3 ? kiln_v_given_(a->value, KILN_IS_NONE) : KILN_NO_VALUE);
}
#define kiln_pad_given_(input, ...) kiln_pad_filled_(KILN_HERE, input, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_pad_arguments_){.pad = \
    __VA_ARGS__}) /* kiln_pad(input, pad[, mode, value]) */
#endif

#ifdef __cplusplus
}
#endif
#endif
