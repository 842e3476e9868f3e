/* SPDX-License-Identifier: Apache-2.0
 * Element types: the one list of what a tensor can hold. Used by every layer and by file readers;
 * numbers are stable, because files and cache keys store them. */
#ifndef KILN_DTYPE_H
#define KILN_DTYPE_H

#include <stddef.h>

#include "kiln/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Sizes are in bytes. Kiln computes on all of them; F16 and BF16 are computed in F32 and rounded
 * once to their own dtype at the end of each call.
 *    enum   PyTorch     short  size  safetensors */
#define KILN_DTYPE_MAP(X)                                                                          \
    X(BOOL, "bool", "bool", 1, "BOOL")                                                             \
    X(U8, "uint8", "u8", 1, "U8")                                                                  \
    X(I8, "int8", "i8", 1, "I8")                                                                   \
    X(I16, "int16", "i16", 2, "I16")                                                               \
    X(I32, "int32", "i32", 4, "I32")                                                               \
    X(I64, "int64", "i64", 8, "I64")                                                               \
    X(F16, "float16", "f16", 2, "F16")                                                             \
    X(BF16, "bfloat16", "bf16", 2, "BF16")                                                         \
    X(F32, "float32", "f32", 4, "F32")                                                             \
    X(F64, "float64", "f64", 8, "F64")

typedef enum kiln_dtype {
#define KILN_DTYPE_ENUM(name, torch, text, size, code) KILN_##name,
    KILN_DTYPE_MAP(KILN_DTYPE_ENUM)
#undef KILN_DTYPE_ENUM
        KILN_DTYPE_COUNT
} kiln_dtype;

/* PyTorch's name ("float32") and the name in Kiln's text form ("f32"). Static strings; "unknown"
 * for other numbers. */
KILN_API const char *kiln_dtype_name(kiln_dtype dtype);
KILN_API const char *kiln_dtype_short(kiln_dtype dtype);

/* Bytes of one element; 0 for other numbers. */
KILN_API size_t kiln_dtype_size(kiln_dtype dtype);

#ifdef __cplusplus
}
#endif
#endif
