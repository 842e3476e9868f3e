/* SPDX-License-Identifier: Apache-2.0
 * Includes the template REF_TEMPLATE once for each dtype, with REF_S its suffix and REF_KIND
 * its kind (ref_kernels.h); REF_HALF is a half's dtype. No include guard: each class of kernels
 * includes it. */
#define REF_S b8
#define REF_KIND REF_KIND_BOOL
#include REF_TEMPLATE
#undef REF_S
#undef REF_KIND

#define REF_S u8
#define REF_KIND REF_KIND_INT
#include REF_TEMPLATE
#undef REF_S

#define REF_S i8
#include REF_TEMPLATE
#undef REF_S

#define REF_S i16
#include REF_TEMPLATE
#undef REF_S

#define REF_S i32
#include REF_TEMPLATE
#undef REF_S

#define REF_S i64
#include REF_TEMPLATE
#undef REF_S
#undef REF_KIND

#define REF_KIND REF_KIND_FLOAT
#define REF_S f32
#define REF_C(fn) fn##f
#include REF_TEMPLATE
#undef REF_S
#undef REF_C

#define REF_S f64
#define REF_C(fn) fn
#include REF_TEMPLATE
#undef REF_S
#undef REF_C
#undef REF_KIND

#define REF_KIND REF_KIND_HALF
#define REF_S f16
#define REF_HALF KILN_F16
#include REF_TEMPLATE
#undef REF_S
#undef REF_HALF

#define REF_S bf16
#define REF_HALF KILN_BF16
#include REF_TEMPLATE
#undef REF_S
#undef REF_HALF
#undef REF_KIND
#undef REF_TEMPLATE
