/* SPDX-License-Identifier: Apache-2.0
 * Names and sizes of element types, expanded from the one list in kiln/dtype.h. Called by every
 * layer. */
#include "kiln/dtype.h"

typedef struct dtype_row {
    const char *torch_name, *short_name;
    size_t size;
} dtype_row;

static const dtype_row rows[KILN_DTYPE_COUNT] = {
#define DTYPE_ROW(name, torch, text, size, code) {torch, text, size},
    KILN_DTYPE_MAP(DTYPE_ROW)
#undef DTYPE_ROW
};

static const dtype_row *find_row(kiln_dtype dtype) {
    static const dtype_row unknown = {"unknown", "unknown", 0};
    return (unsigned)dtype < KILN_DTYPE_COUNT ? &rows[dtype] : &unknown;
}

const char *kiln_dtype_name(kiln_dtype dtype) { return find_row(dtype)->torch_name; }

const char *kiln_dtype_short(kiln_dtype dtype) { return find_row(dtype)->short_name; }

size_t kiln_dtype_size(kiln_dtype dtype) { return find_row(dtype)->size; }
