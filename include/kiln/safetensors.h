/* SPDX-License-Identifier: Apache-2.0
 * Reading and writing safetensors files, on plain memory: no session is needed. The reader refuses
 * every file that breaks the format, also those that other readers let pass (docs: each refusal
 * names its rule).
 *
 *     kiln_safetensors *file;
 *     char why[256];
 *     if (kiln_safetensors_open("weights.safetensors", NULL, &file, why, sizeof why) == KILN_OK) {
 *         const kiln_st_entry *w = kiln_safetensors_find(file, "layer.0.weight");
 *         ...
 *         kiln_safetensors_close(file);
 *     }
 *
 * A file object is immutable: any number of threads may read it. Since 0.1. */
#ifndef KILN_SAFETENSORS_H
#define KILN_SAFETENSORS_H

#include <stddef.h>
#include <stdint.h>

#include "kiln/dtype.h"
#include "kiln/options.h" /* kiln_allocator */
#include "kiln/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Limits of the reader and the writer; a file beyond one is refused with its rule. */
#define KILN_ST_MAX_HEADER 100000000 /* bytes, the format's own limit */
#define KILN_ST_MAX_TENSORS 1000000
#define KILN_ST_MAX_RANK 128

/* One tensor. Data is row-major and little-endian. From a reader, everything here lives until
 * close, and `data` is aligned to 64 bytes only by chance: other writers may leave any alignment,
 * so copy with memcpy or check before you cast. It is NULL when nbytes is 0. */
typedef struct kiln_st_entry {
    const char *name; /* UTF-8 */
    kiln_dtype dtype;
    int rank;             /* 0: one element */
    const int64_t *shape; /* rank extents, each >= 0; may be NULL when rank is 0 */
    const void *data;
    size_t nbytes; /* product of the extents times the element size */
} kiln_st_entry;

/* One metadata pair; both UTF-8. */
typedef struct kiln_st_meta {
    const char *key, *value;
} kiln_st_meta;

typedef struct kiln_safetensors kiln_safetensors;

/* Reads a whole file into memory and checks all of it. `allocator` NULL takes the C library's, else
 * it must outlive the file object. On failure *out is NULL and `why` (may be NULL) holds one line:
 * the rule in brackets, the tensor, what is wrong, and the byte offset in the file. Errors:
 * BAD_ARGUMENT, IO, NO_MEMORY, TOO_LARGE, BAD_FILE. */
KILN_API kiln_status kiln_safetensors_open(const char *path, const kiln_allocator *allocator,
                                           kiln_safetensors **out, char *why, size_t why_size);

/* The same from memory, which is copied and may go at once. */
KILN_API kiln_status kiln_safetensors_open_memory(const void *bytes, size_t nbytes,
                                                  const kiln_allocator *allocator,
                                                  kiln_safetensors **out, char *why,
                                                  size_t why_size);

/* Number of tensors; 0 for NULL. */
KILN_API size_t kiln_safetensors_count(const kiln_safetensors *file);

/* Tensor `index` in the order of the header; NULL when out of range. */
KILN_API const kiln_st_entry *kiln_safetensors_at(const kiln_safetensors *file, size_t index);

/* Tensor by exact name, in constant time; NULL when absent. */
KILN_API const kiln_st_entry *kiln_safetensors_find(const kiln_safetensors *file, const char *name);

/* Number of metadata pairs, a pair by index (NULL when out of range), a value by key (NULL when
 * absent). */
KILN_API size_t kiln_safetensors_meta_count(const kiln_safetensors *file);
KILN_API const kiln_st_meta *kiln_safetensors_meta_at(const kiln_safetensors *file, size_t index);
KILN_API const char *kiln_safetensors_meta(const kiln_safetensors *file, const char *key);

/* Releases the file and everything found in it. NULL is fine. */
KILN_API void kiln_safetensors_close(kiln_safetensors *file);

/* Writes a file in one step: a new file is complete or absent, an old one is replaced, keeping its
 * permissions, or untouched. A link is replaced, not followed; what is no file (a device, a pipe, a
 * folder) is refused. Tensors are sorted by descending element size, then name; metadata by key;
 * the header is padded with spaces to 8 bytes, so data is aligned to its element size. Equal
 * content gives equal bytes, whatever the order of the arguments. Names must be distinct UTF-8 and
 * not "__metadata__". Errors: BAD_ARGUMENT, BAD_DTYPE, BAD_SHAPE, TOO_LARGE, NO_MEMORY, IO. */
KILN_API kiln_status kiln_safetensors_save(const char *path, const kiln_st_entry *entries,
                                           size_t count, const kiln_st_meta *meta,
                                           size_t meta_count, const kiln_allocator *allocator,
                                           char *why, size_t why_size);

#ifdef __cplusplus
}
#endif
#endif
