/* SPDX-License-Identifier: Apache-2.0
 * Casts between dtypes, found by (from, to). Used by ref_map.c for the op `cast`, and for iota. */
#include "reference/ref_kernels.h"

/* Out of range and NaN give the least integer. A float is exact as a double, so one width is
 * enough. */
static inline int32_t ref_truncate_i32(double x) {
    return x > -2147483649.0 && x < 2147483648.0 ? (int32_t)x : INT32_MIN;
}
static inline int64_t ref_truncate_i64(double x) {
    return x >= -0x1p63 && x < 0x1p63 ? (int64_t)x : INT64_MIN;
}

#define REF_TEMPLATE "reference/ref_cast.inc.h"
#include "reference/ref_each_dtype.h"

/* Halves, from and to f32 and each its own. */
#define CAST_HALF(unused, HALF, half)                                                              \
    static void cast_f32_##half(const void *pa, const void *pb, const void *pc, void *pr,          \
                                size_t n) {                                                        \
        const ref_f32 *a = pa;                                                                     \
        ref_##half *r = pr;                                                                        \
        (void)pb, (void)pc;                                                                        \
        for (size_t i = 0; i < n; i++) r[i] = ir_half_of(KILN_##HALF, a[i]);                       \
    }                                                                                              \
    static void cast_##half##_f32(const void *pa, const void *pb, const void *pc, void *pr,        \
                                  size_t n) {                                                      \
        const ref_##half *a = pa;                                                                  \
        ref_f32 *r = pr;                                                                           \
        (void)pb, (void)pc;                                                                        \
        for (size_t i = 0; i < n; i++) r[i] = ref_canon_f32(ir_half_value(KILN_##HALF, a[i]));     \
    }                                                                                              \
    static void cast_##half##_##half(const void *pa, const void *pb, const void *pc, void *pr,     \
                                     size_t n) {                                                   \
        const ref_##half *a = pa;                                                                  \
        ref_##half *r = pr;                                                                        \
        (void)pb, (void)pc;                                                                        \
        for (size_t i = 0; i < n; i++)                                                             \
            r[i] = ir_half_of(KILN_##HALF, ir_half_value(KILN_##HALF, a[i]));                      \
    }
REF_DTYPES_HALF(CAST_HALF, )

#define CAST_CELL(FROM, TO, to) [KILN_##TO] = cast_##FROM##_##to,
#define CAST_ROW(unused, FROM, from) [KILN_##FROM] = {CAST_ALL(from)},
/* one entry a dtype */
/* clang-format off */
#define CAST_ALL(from)                                                                             \
    CAST_CELL(from, BOOL, b8) CAST_CELL(from, U8, u8) CAST_CELL(from, I8, i8)                      \
    CAST_CELL(from, I16, i16) CAST_CELL(from, I32, i32) CAST_CELL(from, I64, i64)                  \
    CAST_CELL(from, F32, f32) CAST_CELL(from, F64, f64)
/* clang-format on */

static const ref_map_fn cast_table[KILN_DTYPE_COUNT][KILN_DTYPE_COUNT] = {
    REF_DTYPES_ANY(CAST_ROW, )};

ref_map_fn ref_cast_fn(kiln_dtype from, kiln_dtype to) {
    if (from == KILN_F32 && to == KILN_F16) return cast_f32_f16;
    if (from == KILN_F32 && to == KILN_BF16) return cast_f32_bf16;
    if (from == KILN_F16 && to == KILN_F32) return cast_f16_f32;
    if (from == KILN_BF16 && to == KILN_F32) return cast_bf16_f32;
    if (from == KILN_F16 && to == KILN_F16) return cast_f16_f16;
    if (from == KILN_BF16 && to == KILN_BF16) return cast_bf16_bf16;
    return cast_table[from][to];
}
