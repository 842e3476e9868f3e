/* SPDX-License-Identifier: Apache-2.0
 * Reading and writing NumPy's .npy and .npz files: tensors of a session, in one call
 *
 *     kiln_npy_save_tensor("batch.npy", x);
 *     kiln_tensor *y = kiln_npy_load_tensor(s, "batch.npy");
 *
 * or plain memory, for which no session is needed. Arrays are described there as tensors of a
 * safetensors file are, so that what one reads the other writes.
 *
 *     kiln_npy *file;
 *     char why[256];
 *     if (kiln_npy_open("batch.npz", NULL, &file, why, sizeof why) == KILN_OK) {
 *         const kiln_st_entry *x = kiln_npy_find(file, "pixels");
 *         ...
 *         kiln_npy_close(file);
 *     }
 *
 * Formats: numpy.lib.format (NEP 1), versions 1.0, 2.0 and 3.0; PKWARE's APPNOTE 6.3 for .npz, with
 * ZIP64. A file object is immutable: any number of threads may read it. Since 0.1. */
#ifndef KILN_NPY_H
#define KILN_NPY_H

#include "kiln/checkpoint.h"  /* kiln_named */
#include "kiln/safetensors.h" /* kiln_st_entry */

#ifdef __cplusplus
extern "C" {
#endif

#define KILN_NPY_MAX_RANK 64       /* NumPy's own */
#define KILN_NPY_MAX_ARRAYS 100000 /* of an .npz */

typedef struct kiln_npy kiln_npy;

/* Reads a whole .npy or .npz file, told apart by how it begins, and checks all of it: also sizes
 * and CRCs. Dtypes: bool, uint8, int8 to int64, float16 to float64, whichever way their bytes go;
 * Fortran order is turned round. Refused by name: pickled objects, which would be programs; dtypes
 * that Kiln has not (unsigned ones above 8 bits, complex, text, times, records). Entries of an .npz
 * are stored or deflated, their names are without ".npy". A file that is refused has cost at most
 * its size twice, and some 100 KB. `allocator` NULL takes the C library's, else it must outlive the
 * file object. On failure *out is NULL and `why` (may be NULL) holds one line: the rule in
 * brackets, the array, what is wrong, and the byte offset in the file. Errors: BAD_ARGUMENT, IO,
 * NO_MEMORY, BAD_FILE, UNSUPPORTED (a format or a dtype that is right and not known here). */
KILN_API kiln_status kiln_npy_open(const char *path, const kiln_allocator *allocator,
                                   kiln_npy **out, char *why, size_t why_size);
/* The same from memory, which is copied and may go at once. */
KILN_API kiln_status kiln_npy_open_memory(const void *bytes, size_t nbytes,
                                          const kiln_allocator *allocator, kiln_npy **out,
                                          char *why, size_t why_size);

/* Number of arrays: 1 of an .npy, whose name is "". 0 for NULL. */
KILN_API size_t kiln_npy_count(const kiln_npy *file);
/* Array `index` in the file's order; NULL when out of range. Row-major, little-endian, at any
 * alignment. */
KILN_API const kiln_st_entry *kiln_npy_at(const kiln_npy *file, size_t index);
/* Array by name; NULL when absent. */
KILN_API const kiln_st_entry *kiln_npy_find(const kiln_npy *file, const char *name);
/* Releases the file and everything found in it. NULL is fine. */
KILN_API void kiln_npy_close(kiln_npy *file);

/* Writes one array as .npy version 1.0, in one step, as kiln_safetensors_save does; its name is not
 * looked at. The bytes are those numpy.save writes. bfloat16 has no dtype in NumPy: BAD_DTYPE.
 * Errors: BAD_ARGUMENT, BAD_DTYPE, BAD_SHAPE, TOO_LARGE, NO_MEMORY, IO. (numpy.save) */
KILN_API kiln_status kiln_npy_save(const char *path, const kiln_st_entry *array,
                                   const kiln_allocator *allocator, char *why, size_t why_size);
/* Writes arrays as an .npz, stored, in the order given, with times of 1980: equal content gives
 * equal bytes. Names are distinct UTF-8, 1 to 65000 bytes. Errors as above. (numpy.savez) */
KILN_API kiln_status kiln_npz_save(const char *path, const kiln_st_entry *arrays, size_t count,
                                   const kiln_allocator *allocator, char *why, size_t why_size);

/* ---- tensors. Files are written in one step: the old one or the new one, whole, whenever it ends.
 * After an error the file is the old one, and no tensor is made. */

/* Computes the tensor where it waits and writes it as .npy; a view's elements in row-major order.
 * Every dtype but bfloat16, which NumPy has not: BAD_DTYPE. Other errors, the session's too:
 * BAD_HANDLE, BAD_ARGUMENT (path NULL), TOO_LARGE, NO_MEMORY, IO, and what computing gives.
 * (numpy.save) */
KILN_API kiln_status kiln_npy_save_tensor(kiln_site at, const char *path, kiln_tensor *tensor);
#define kiln_npy_save_tensor(...)                                                                  \
    KILN_TAKES_2_(kiln_npy_save_tensor, kiln_status, "kiln_npy_save_tensor(path, tensor)",         \
                  __VA_ARGS__)
/* The same for several as an .npz, by their names, in that order: distinct UTF-8, 1 to 65000 bytes,
 * else BAD_ARGUMENT. kiln_params_named gives those of a set. (numpy.savez) */
KILN_API kiln_status kiln_npz_save_tensors(kiln_site at, kiln_session *s, const char *path,
                                           kiln_named tensors);
#define kiln_npz_save_tensors(...)                                                                 \
    KILN_TAKES_3_(kiln_npz_save_tensors, kiln_status, "kiln_npz_save_tensors(s, path, tensors)",   \
                  __VA_ARGS__)
/* The array of an .npy as a tensor of the innermost scope, with its dtype and shape. Poison after
 * an error: as kiln_npy_open, BAD_FILE for an archive, TOO_LARGE for more axes than a tensor has.
 * (numpy.load) */
KILN_API kiln_tensor *kiln_npy_load_tensor(kiln_site at, kiln_session *s, const char *path);
#define kiln_npy_load_tensor(...)                                                                  \
    KILN_TAKES_2_(kiln_npy_load_tensor, kiln_tensor *, "kiln_npy_load_tensor(s, path)", __VA_ARGS__)
/* The arrays of those names in an .npz, likewise; all of them, or every one of `out` is poison.
 * Errors: NOT_FOUND (a name), else as above. kiln_npy_open tells which names there are. */
KILN_API kiln_status kiln_npz_load_tensors(kiln_site at, kiln_session *s, const char *path,
                                           size_t count, const char *const *names,
                                           kiln_tensor **out);
#define kiln_npz_load_tensors(...)                                                                 \
    KILN_TAKES_5_(kiln_npz_load_tensors, kiln_status,                                              \
                  "kiln_npz_load_tensors(s, path, count, names, out)", __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
