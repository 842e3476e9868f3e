/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/convolution.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/convolution.h"

static const fe_param p_conv1d[] = {
    {"input", FE_TENSOR, 0}, {"weight", FE_TENSOR, 0}, {"bias", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"stride", FE_INTS, FE_OPTIONAL}, {"padding", FE_INTS, FE_OPTIONAL}, {"dilation", FE_INTS, FE_OPTIONAL}, {"groups", FE_INT, FE_OPTIONAL}};
static void c_conv1d(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_conv1d)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_ints(a + 3, KILN_SHAPE(1)), fe_as_ints(a + 4, KILN_SHAPE(0)), fe_as_ints(a + 5, KILN_SHAPE(1)), fe_as_int(a + 6, 1)));
}
const fe_function fe_function_conv1d = {"nn.functional.conv1d", "nn.functional.conv1d(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, int[] padding=0, int[] dilation=1, int groups=1) -> Tensor", p_conv1d, 7, c_conv1d};

static const fe_param p_conv1d_padding[] = {
    {"input", FE_TENSOR, 0}, {"weight", FE_TENSOR, 0}, {"bias", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"stride", FE_INTS, FE_OPTIONAL}, {"padding", FE_STR, FE_OPTIONAL}, {"dilation", FE_INTS, FE_OPTIONAL}, {"groups", FE_INT, FE_OPTIONAL}};
static void c_conv1d_padding(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_conv1d_padding)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_ints(a + 3, KILN_SHAPE(1)), fe_as_str(a + 4, "valid"), fe_as_ints(a + 5, KILN_SHAPE(1)), fe_as_int(a + 6, 1)));
}
const fe_function fe_function_conv1d_padding = {"nn.functional.conv1d", "nn.functional.conv1d(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, str padding='valid', int[] dilation=1, int groups=1) -> Tensor", p_conv1d_padding, 7, c_conv1d_padding};

static const fe_param p_conv2d[] = {
    {"input", FE_TENSOR, 0}, {"weight", FE_TENSOR, 0}, {"bias", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"stride", FE_INTS, FE_OPTIONAL}, {"padding", FE_INTS, FE_OPTIONAL}, {"dilation", FE_INTS, FE_OPTIONAL}, {"groups", FE_INT, FE_OPTIONAL}};
static void c_conv2d(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_conv2d)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_ints(a + 3, KILN_SHAPE(1)), fe_as_ints(a + 4, KILN_SHAPE(0)), fe_as_ints(a + 5, KILN_SHAPE(1)), fe_as_int(a + 6, 1)));
}
const fe_function fe_function_conv2d = {"nn.functional.conv2d", "nn.functional.conv2d(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, int[] padding=0, int[] dilation=1, int groups=1) -> Tensor", p_conv2d, 7, c_conv2d};

static const fe_param p_conv2d_padding[] = {
    {"input", FE_TENSOR, 0}, {"weight", FE_TENSOR, 0}, {"bias", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"stride", FE_INTS, FE_OPTIONAL}, {"padding", FE_STR, FE_OPTIONAL}, {"dilation", FE_INTS, FE_OPTIONAL}, {"groups", FE_INT, FE_OPTIONAL}};
static void c_conv2d_padding(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_conv2d_padding)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_ints(a + 3, KILN_SHAPE(1)), fe_as_str(a + 4, "valid"), fe_as_ints(a + 5, KILN_SHAPE(1)), fe_as_int(a + 6, 1)));
}
const fe_function fe_function_conv2d_padding = {"nn.functional.conv2d", "nn.functional.conv2d(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, str padding='valid', int[] dilation=1, int groups=1) -> Tensor", p_conv2d_padding, 7, c_conv2d_padding};

static const fe_param p_functional_unfold[] = {
    {"input", FE_TENSOR, 0}, {"kernel_size", FE_INTS, 0}, {"dilation", FE_INTS, FE_OPTIONAL}, {"padding", FE_INTS, FE_OPTIONAL}, {"stride", FE_INTS, FE_OPTIONAL}};
static void c_functional_unfold(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_functional_unfold)(at, fe_as_tensor(a + 0, NULL), fe_as_two_ints(a + 1, KILN_NO_SHAPE), fe_as_two_ints(a + 2, KILN_SHAPE(1, 1)), fe_as_two_ints(a + 3, KILN_SHAPE(0, 0)), fe_as_two_ints(a + 4, KILN_SHAPE(1, 1))));
}
const fe_function fe_function_functional_unfold = {"nn.functional.unfold", "nn.functional.unfold(Tensor input, int[2] kernel_size, int[2] dilation=1, int[2] padding=0, int[2] stride=1) -> Tensor", p_functional_unfold, 5, c_functional_unfold};

static const fe_param p_avg_pool1d[] = {
    {"input", FE_TENSOR, 0}, {"kernel_size", FE_INTS, 0}, {"stride", FE_INTS, FE_OPTIONAL | FE_OR_NONE}, {"padding", FE_INTS, FE_OPTIONAL}, {"ceil_mode", FE_BOOL, FE_OPTIONAL}, {"count_include_pad", FE_BOOL, FE_OPTIONAL}};
static void c_avg_pool1d(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_avg_pool1d)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_ints(a + 2, KILN_NO_INTS), fe_as_ints(a + 3, KILN_SHAPE(0)), fe_as_bool(a + 4, false), fe_as_bool(a + 5, true)));
}
const fe_function fe_function_avg_pool1d = {"nn.functional.avg_pool1d", "nn.functional.avg_pool1d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, bool ceil_mode=False, bool count_include_pad=True) -> Tensor", p_avg_pool1d, 6, c_avg_pool1d};

static const fe_param p_avg_pool2d[] = {
    {"input", FE_TENSOR, 0}, {"kernel_size", FE_INTS, 0}, {"stride", FE_INTS, FE_OPTIONAL | FE_OR_NONE}, {"padding", FE_INTS, FE_OPTIONAL}, {"ceil_mode", FE_BOOL, FE_OPTIONAL}, {"count_include_pad", FE_BOOL, FE_OPTIONAL}, {"divisor_override", FE_INT, FE_OPTIONAL | FE_OR_NONE}};
static void c_avg_pool2d(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_avg_pool2d)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_ints(a + 2, KILN_NO_INTS), fe_as_ints(a + 3, KILN_SHAPE(0)), fe_as_bool(a + 4, false), fe_as_bool(a + 5, true), fe_as_int(a + 6, KILN_NO_INT)));
}
const fe_function fe_function_avg_pool2d = {"nn.functional.avg_pool2d", "nn.functional.avg_pool2d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor", p_avg_pool2d, 7, c_avg_pool2d};

static const fe_param p_adaptive_avg_pool1d[] = {
    {"input", FE_TENSOR, 0}, {"output_size", FE_INTS, 0}};
static void c_adaptive_avg_pool1d(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_adaptive_avg_pool1d)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_adaptive_avg_pool1d = {"nn.functional.adaptive_avg_pool1d", "nn.functional.adaptive_avg_pool1d(Tensor input, int[] output_size) -> Tensor", p_adaptive_avg_pool1d, 2, c_adaptive_avg_pool1d};

static const fe_param p_adaptive_avg_pool2d[] = {
    {"input", FE_TENSOR, 0}, {"output_size", FE_INTS, 0}};
static void c_adaptive_avg_pool2d(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_adaptive_avg_pool2d)(at, fe_as_tensor(a + 0, NULL), fe_as_two_ints(a + 1, KILN_NO_SHAPE)));
}
const fe_function fe_function_adaptive_avg_pool2d = {"nn.functional.adaptive_avg_pool2d", "nn.functional.adaptive_avg_pool2d(Tensor input, int[2] output_size) -> Tensor", p_adaptive_avg_pool2d, 2, c_adaptive_avg_pool2d};

static const fe_param p_max_pool1d[] = {
    {"input", FE_TENSOR, 0}, {"kernel_size", FE_INTS, 0}, {"stride", FE_INTS, FE_OPTIONAL | FE_OR_NONE}, {"padding", FE_INTS, FE_OPTIONAL}, {"dilation", FE_INTS, FE_OPTIONAL}, {"ceil_mode", FE_BOOL, FE_OPTIONAL}, {"return_indices", FE_FALSE, FE_OPTIONAL}};
static void c_max_pool1d(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_max_pool1d)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_ints(a + 2, KILN_NO_INTS), fe_as_ints(a + 3, KILN_SHAPE(0)), fe_as_ints(a + 4, KILN_SHAPE(1)), fe_as_bool(a + 5, false)));
}
const fe_function fe_function_max_pool1d = {"nn.functional.max_pool1d", "nn.functional.max_pool1d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, false return_indices=False) -> Tensor", p_max_pool1d, 7, c_max_pool1d};

static const fe_param p_max_pool1d_with_indices[] = {
    {"input", FE_TENSOR, 0}, {"kernel_size", FE_INTS, 0}, {"stride", FE_INTS, FE_OPTIONAL | FE_OR_NONE}, {"padding", FE_INTS, FE_OPTIONAL}, {"dilation", FE_INTS, FE_OPTIONAL}, {"ceil_mode", FE_BOOL, FE_OPTIONAL}, {"return_indices", FE_TRUE, FE_OPTIONAL}};
static void c_max_pool1d_with_indices(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_max_pool1d_with_indices)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_ints(a + 2, KILN_NO_INTS), fe_as_ints(a + 3, KILN_SHAPE(0)), fe_as_ints(a + 4, KILN_SHAPE(1)), fe_as_bool(a + 5, false)));
}
const fe_function fe_function_max_pool1d_with_indices = {"nn.functional.max_pool1d", "nn.functional.max_pool1d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, true return_indices=True) -> (Tensor values, Tensor indices)", p_max_pool1d_with_indices, 7, c_max_pool1d_with_indices};

static const fe_param p_max_pool2d[] = {
    {"input", FE_TENSOR, 0}, {"kernel_size", FE_INTS, 0}, {"stride", FE_INTS, FE_OPTIONAL | FE_OR_NONE}, {"padding", FE_INTS, FE_OPTIONAL}, {"dilation", FE_INTS, FE_OPTIONAL}, {"ceil_mode", FE_BOOL, FE_OPTIONAL}, {"return_indices", FE_FALSE, FE_OPTIONAL}};
static void c_max_pool2d(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_max_pool2d)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_ints(a + 2, KILN_NO_INTS), fe_as_ints(a + 3, KILN_SHAPE(0)), fe_as_ints(a + 4, KILN_SHAPE(1)), fe_as_bool(a + 5, false)));
}
const fe_function fe_function_max_pool2d = {"nn.functional.max_pool2d", "nn.functional.max_pool2d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, false return_indices=False) -> Tensor", p_max_pool2d, 7, c_max_pool2d};

static const fe_param p_max_pool2d_with_indices[] = {
    {"input", FE_TENSOR, 0}, {"kernel_size", FE_INTS, 0}, {"stride", FE_INTS, FE_OPTIONAL | FE_OR_NONE}, {"padding", FE_INTS, FE_OPTIONAL}, {"dilation", FE_INTS, FE_OPTIONAL}, {"ceil_mode", FE_BOOL, FE_OPTIONAL}, {"return_indices", FE_TRUE, FE_OPTIONAL}};
static void c_max_pool2d_with_indices(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_max_pool2d_with_indices)(at, fe_as_tensor(a + 0, NULL), fe_as_ints(a + 1, KILN_NO_SHAPE), fe_as_ints(a + 2, KILN_NO_INTS), fe_as_ints(a + 3, KILN_SHAPE(0)), fe_as_ints(a + 4, KILN_SHAPE(1)), fe_as_bool(a + 5, false)));
}
const fe_function fe_function_max_pool2d_with_indices = {"nn.functional.max_pool2d", "nn.functional.max_pool2d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, true return_indices=True) -> (Tensor values, Tensor indices)", p_max_pool2d_with_indices, 7, c_max_pool2d_with_indices};
