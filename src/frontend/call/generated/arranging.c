/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/arranging.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/arranging.h"

static const fe_param p_flip[] = {
    {"input", FE_TENSOR, 0}, {"dims", FE_DIMS, FE_REST}};
static void c_flip(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_flip)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_NO_AXES)));
}
const fe_function fe_function_flip = {"flip", "flip(Tensor input, dim[]* dims) -> Tensor", p_flip, 2, c_flip};

static const fe_param p_fliplr[] = {
    {"input", FE_TENSOR, 0}};
static void c_fliplr(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_fliplr)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_fliplr = {"fliplr", "fliplr(Tensor input) -> Tensor", p_fliplr, 1, c_fliplr};

static const fe_param p_flipud[] = {
    {"input", FE_TENSOR, 0}};
static void c_flipud(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_flipud)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_flipud = {"flipud", "flipud(Tensor input) -> Tensor", p_flipud, 1, c_flipud};

static const fe_param p_rot90[] = {
    {"input", FE_TENSOR, 0}, {"k", FE_INT, FE_OPTIONAL}, {"dims", FE_DIMS, FE_OPTIONAL}};
static void c_rot90(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_rot90)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 1), fe_as_dims(a + 2, KILN_AXES(0, 1))));
}
const fe_function fe_function_rot90 = {"rot90", "rot90(Tensor input, int k=1, dim[] dims=[0, 1]) -> Tensor", p_rot90, 3, c_rot90};

static const fe_param p_roll[] = {
    {"input", FE_TENSOR, 0}, {"shifts", FE_INTS, 0}, {"dims", FE_DIMS, FE_OPTIONAL}};
static void c_roll(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_roll)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_dims(a + 2, KILN_NO_AXES)));
}
const fe_function fe_function_roll = {"roll", "roll(Tensor input, int[] shifts, dim[] dims=()) -> Tensor", p_roll, 3, c_roll};

static const fe_param p_repeat[] = {
    {"input", FE_TENSOR, 0}, {"repeats", FE_INTS, FE_REST}};
static void c_repeat(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_repeat)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_repeat = {"repeat", "repeat(Tensor input, int[]* repeats) -> Tensor", p_repeat, 2, c_repeat};

static const fe_param p_tile[] = {
    {"input", FE_TENSOR, 0}, {"dims", FE_INTS, FE_REST}};
static void c_tile(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_tile)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_tile = {"tile", "tile(Tensor input, int[]* dims) -> Tensor", p_tile, 2, c_tile};

static const fe_param p_repeat_interleave[] = {
    {"input", FE_TENSOR, 0}, {"repeats", FE_INT, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_OR_NONE}, {"output_size", FE_INT, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_repeat_interleave(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_repeat_interleave)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0), fe_as_dim(a + 2, KILN_NO_DIM), fe_as_int(a + 3, KILN_NO_INT)));
}
const fe_function fe_function_repeat_interleave = {"repeat_interleave", "repeat_interleave(Tensor input, int repeats, dim? dim=None, *, int? output_size=None) -> Tensor", p_repeat_interleave, 4, c_repeat_interleave};

static const fe_param p_repeat_interleave_each[] = {
    {"input", FE_TENSOR, 0}, {"repeats", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_OR_NONE}, {"output_size", FE_INT, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_repeat_interleave_each(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_repeat_interleave_each)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, KILN_NO_DIM), fe_as_int(a + 3, KILN_NO_INT)));
}
const fe_function fe_function_repeat_interleave_each = {"repeat_interleave", "repeat_interleave(Tensor input, Tensor repeats, dim? dim=None, *, int? output_size=None) -> Tensor", p_repeat_interleave_each, 4, c_repeat_interleave_each};

static const fe_param p_repeat_interleave_counts[] = {
    {"repeats", FE_TENSOR, 0}, {"output_size", FE_INT, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_repeat_interleave_counts(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_repeat_interleave_counts)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, KILN_NO_INT)));
}
const fe_function fe_function_repeat_interleave_counts = {"repeat_interleave", "repeat_interleave(Tensor repeats, *, int? output_size=None) -> Tensor", p_repeat_interleave_counts, 2, c_repeat_interleave_counts};

static const fe_param p_kron[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_kron(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_kron)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_kron = {"kron", "kron(Tensor input, Tensor other) -> Tensor", p_kron, 2, c_kron};

static const fe_param p_channel_shuffle[] = {
    {"input", FE_TENSOR, 0}, {"groups", FE_INT, 0}};
static void c_channel_shuffle(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_channel_shuffle)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_channel_shuffle = {"nn.functional.channel_shuffle", "nn.functional.channel_shuffle(Tensor input, int groups) -> Tensor", p_channel_shuffle, 2, c_channel_shuffle};

static const fe_param p_pixel_shuffle[] = {
    {"input", FE_TENSOR, 0}, {"upscale_factor", FE_INT, 0}};
static void c_pixel_shuffle(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_pixel_shuffle)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_pixel_shuffle = {"nn.functional.pixel_shuffle", "nn.functional.pixel_shuffle(Tensor input, int upscale_factor) -> Tensor", p_pixel_shuffle, 2, c_pixel_shuffle};

static const fe_param p_pixel_unshuffle[] = {
    {"input", FE_TENSOR, 0}, {"downscale_factor", FE_INT, 0}};
static void c_pixel_unshuffle(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_pixel_unshuffle)(at, fe_as_tensor(a + 0, NULL), fe_as_int(a + 1, 0)));
}
const fe_function fe_function_pixel_unshuffle = {"nn.functional.pixel_unshuffle", "nn.functional.pixel_unshuffle(Tensor input, int downscale_factor) -> Tensor", p_pixel_unshuffle, 2, c_pixel_unshuffle};

static const fe_param p_constant_pad_nd[] = {
    {"input", FE_TENSOR, 0}, {"pad", FE_INTS, 0}, {"value", FE_SCALAR, FE_OPTIONAL}};
static void c_constant_pad_nd(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_constant_pad_nd)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_value(a + 2, kiln_v_int(0))));
}
const fe_function fe_function_constant_pad_nd = {"constant_pad_nd", "constant_pad_nd(Tensor input, int[] pad, Scalar value=0) -> Tensor", p_constant_pad_nd, 3, c_constant_pad_nd};

static const fe_param p_pad[] = {
    {"input", FE_TENSOR, 0}, {"pad", FE_INTS, 0}, {"mode", FE_STR, FE_OPTIONAL}, {"value", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE}};
static void c_pad(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_pad)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_str(a + 2, "constant"), fe_as_value(a + 3, KILN_NO_VALUE)));
}
const fe_function fe_function_pad = {"nn.functional.pad", "nn.functional.pad(Tensor input, int[] pad, str mode='constant', Scalar? value=None) -> Tensor", p_pad, 4, c_pad};
