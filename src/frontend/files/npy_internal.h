/* SPDX-License-Identifier: Apache-2.0
 * What the reader of .npy files, that of .npz archives and the writer share: the file object, the
 * rules and the wording of refusals. Used by src/frontend/npy*.c only. */
#ifndef KN_FRONTEND_NPY_INTERNAL_H
#define KN_FRONTEND_NPY_INTERNAL_H

#include "base/digest.h" /* kn_stop */
#include "base/text.h"
#include "kiln/npy.h"

/* A refusal begins with the rule's name in brackets. */
#define KN_NPY_RULE_MAP(X)                                                                         \
    X(SHORT, BAD_FILE, "short", "file ends before the header begins")                              \
    X(MAGIC, BAD_FILE, "magic", "begins with neither \\x93NUMPY nor PK")                           \
    X(VERSION, UNSUPPORTED, "version", "format version is none of 1.0, 2.0 and 3.0")               \
    X(HEADER_LARGE, BAD_FILE, "header-large", "header is above 1048576 bytes")                     \
    X(HEADER_PAST_END, BAD_FILE, "header-past-end", "header reaches past the end")                 \
    X(HEADER_END, BAD_FILE, "header-end", "header ends in spaces and one newline")                 \
    X(SYNTAX, BAD_FILE, "syntax", "header is no dictionary of Python literals")                    \
    X(KEY_UNKNOWN, BAD_FILE, "key-unknown", "header has descr, fortran_order, shape only")         \
    X(KEY_TWICE, BAD_FILE, "key-twice", "a key of the header appears twice")                       \
    X(KEY_MISSING, BAD_FILE, "key-missing", "header needs descr, fortran_order and shape")         \
    X(DESCR_TYPE, UNSUPPORTED, "descr-type", "descr is no text: records are not read")             \
    X(DESCR_OBJECT, UNSUPPORTED, "descr-object", "pickled objects are programs: refused")          \
    X(DESCR_FORM, BAD_FILE, "descr-form", "descr is no byte order, kind and size")                 \
    X(DESCR_ORDER, BAD_FILE, "descr-order", "elements of several bytes lack a byte order")         \
    X(DESCR_DTYPE, UNSUPPORTED, "descr-dtype", "dtype has no equal among Kiln's")                  \
    X(FORTRAN_TYPE, BAD_FILE, "fortran-type", "fortran_order is neither True nor False")           \
    X(SHAPE_TYPE, BAD_FILE, "shape-type", "shape is no tuple of whole numbers")                    \
    X(SHAPE_NUMBER, BAD_FILE, "shape-number", "an extent is negative or above 2^63-1")             \
    X(SHAPE_RANK, BAD_FILE, "shape-rank", "more than 64 dimensions")                               \
    X(SHAPE_OVERFLOW, BAD_FILE, "shape-overflow", "bytes of this shape do not fit in 63 bits")     \
    X(DATA_SHORT, BAD_FILE, "data-short", "data ends before what shape and dtype need")            \
    X(DATA_TRAILING, BAD_FILE, "data-trailing", "bytes follow the data")                           \
    X(BOOL_VALUE, BAD_FILE, "bool-value", "a bool is neither 0 nor 1")                             \
    X(ZIP_END, BAD_FILE, "zip-end", "archive has no end record")                                   \
    X(ZIP_DISKS, UNSUPPORTED, "zip-disks", "archive is in several parts")                          \
    X(ZIP_64, BAD_FILE, "zip-64", "ZIP64 end record is missing or broken")                         \
    X(ZIP_DIRECTORY, BAD_FILE, "zip-directory", "directory does not lie before the end record")    \
    X(ZIP_COUNT, BAD_FILE, "zip-count", "directory has not as many entries as it says")            \
    X(ZIP_MANY, BAD_FILE, "zip-many", "more than 100000 entries")                                  \
    X(ZIP_RECORD, BAD_FILE, "zip-record", "no entry's record in the directory")                    \
    X(ZIP_EXTRA, BAD_FILE, "zip-extra", "extra fields of an entry are broken")                     \
    X(ZIP_CRYPT, UNSUPPORTED, "zip-encrypted", "entry is encrypted")                               \
    X(ZIP_METHOD, UNSUPPORTED, "zip-method", "entry is neither stored nor deflated")               \
    X(ZIP_NAME, BAD_FILE, "zip-name", "entry's name is empty, not UTF-8 or has a NUL")             \
    X(ZIP_KIND, BAD_FILE, "zip-kind", "entry is no .npy")                                          \
    X(ZIP_TWICE, BAD_FILE, "zip-twice", "entry's name appears twice")                              \
    X(ZIP_LOCAL, BAD_FILE, "zip-local", "no entry begins where the directory says")                \
    X(ZIP_DIFFERS, BAD_FILE, "zip-differs", "entry and directory disagree")                        \
    X(ZIP_OVERLAP, BAD_FILE, "zip-overlap", "entry begins before the one before it ends")          \
    X(ZIP_PAST_END, BAD_FILE, "zip-past-end", "entry's data reaches into the directory")           \
    X(ZIP_SIZE, BAD_FILE, "zip-size", "stored entry has two sizes")                                \
    X(ZIP_RATIO, BAD_FILE, "zip-ratio", "entry claims more than deflate can hold")                 \
    X(ZIP_DEFLATE, BAD_FILE, "zip-deflate", "deflated data is broken")                             \
    X(ZIP_UNPACKED, BAD_FILE, "zip-unpacked", "entry unpacks to another size than it says")        \
    X(ZIP_CRC, BAD_FILE, "zip-crc", "entry's data does not match its CRC")

typedef enum kn_npy_rule {
#define NPY_RULE_ENUM(name, status, code, text) KN_NPY_##name,
    KN_NPY_RULE_MAP(NPY_RULE_ENUM)
#undef NPY_RULE_ENUM
} kn_npy_rule;

/* One array: bytes that are its own where they could not stay in the file's. */
typedef struct kn_npy_array {
    kiln_st_entry entry; /* first: `name` and the rest of it are ours */
    int64_t *shape;
    void *own;
    size_t own_nbytes;
    char *name;
} kn_npy_array;

struct kiln_npy {
    const kn_alloc *alloc;
    char *bytes; /* the whole file */
    size_t nbytes;
    kn_npy_array *arrays;
    size_t count, cap;
};

/* Where bytes of a refusal are: in the file from `base`, or in an entry as unpacked. */
typedef struct kn_npy_place {
    const char *name; /* of the entry; NULL: the file is one .npy */
    uint64_t base;
    bool unpacked;
    kn_text *why;
} kn_npy_place;

kiln_status kn_npy_refuse(const kn_npy_place *p, kn_npy_rule rule, const char *what,
                          uint64_t offset);

/* The array that bytes[0, n) are, whole, into *a; data that may stay where it is does. */
kiln_status kn_npy_parse(const kn_alloc *alloc, const char *bytes, size_t n, const kn_npy_place *p,
                         kn_npy_array *a);
/* Its header alone: dtype, rank, shape, nbytes of a->entry; where data begin and how they lie. */
typedef struct kn_npy_header {
    size_t end;
    bool fortran, swapped;
} kn_npy_header;
kiln_status kn_npy_parse_header(const kn_alloc *alloc, const char *bytes, size_t n,
                                const kn_npy_place *p, kn_npy_array *a, kn_npy_header *h);
/* All arrays of an archive. */
kiln_status kn_npz_parse(kiln_npy *f, kn_text *why);

/* The writers; `stop` is asked while bytes are written. An archive has what is above `limit` in
 * ZIP64 fields. */
#define KN_NPZ_LIMIT UINT64_C(0xfffffffe)
kiln_status kn_npy_save(const kn_alloc *alloc, const char *path, const kiln_st_entry *array,
                        kn_stop stop, kn_text *why);
kiln_status kn_npz_save(const kn_alloc *alloc, const char *path, const kiln_st_entry *arrays,
                        size_t count, uint64_t limit, kn_stop stop, kn_text *why);

#endif
