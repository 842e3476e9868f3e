/* SPDX-License-Identifier: Apache-2.0
 * Files that the .npy and .npz reader must refuse: how each differs from a good one, by which rule,
 * and at which byte.
 * Used by test_npy.c only. */
#ifndef KN_TESTS_UNIT_NPY_MALFORMED_H
#define KN_TESTS_UNIT_NPY_MALFORMED_H

#include <stddef.h>

/* ---- .npy: a header's text, as many zero bytes of data */
typedef struct bad_npy {
    const char *header;
    int nbytes;
    const char *code;
    int at; /* in the file; the text begins at 10 */
} bad_npy;

#define D "'descr': '<f4', "
#define F "'fortran_order': False, "
#define S "'shape': (2,), "
static const bad_npy bad_headers[] = {
    {"", 8, "syntax", 10},
    {"[" D F S "]\n", 8, "syntax", 10},
    {"{" D F S "\n", 8, "syntax", 67},
    {"{" D F S "} x\n", 8, "header-end", 68},
    {"{" D F S "}", 8, "header-end", 67},
    {"{" D F S "}\n\n", 8, "header-end", 67},
    {"{" D F S "} {}\n", 8, "header-end", 68},
    {"{" D F "}\n", 8, "key-missing", 52},
    {"{" D S "}\n", 8, "key-missing", 43},
    {"{" F S "}\n", 8, "key-missing", 51},
    {"{}\n", 8, "key-missing", 12},
    {"{" D D F S "}\n", 8, "key-twice", 27},
    {"{" D F F S "}\n", 8, "key-twice", 51},
    {"{" D F S S "}\n", 8, "key-twice", 66},
    {"{" D F S "'more': 1}\n", 8, "key-unknown", 66},
    {"{" D F S "more: 1}\n", 8, "syntax", 66},
    {"{" D F "'shape' (2,)}\n", 8, "syntax", 59},
    {"{'descr': '<f4' " F S "}\n", 8, "syntax", 26},
    {"{'descr': '<f4, " F S "}\n", 8, "syntax", 27},
    {"{'descr': '<f\\x34', " F S "}\n", 8, "descr-form", 20},
    {"{'descr': 4, " F S "}\n", 8, "descr-form", 20},
    {"{'descr': [('a', '<f4')], " F S "}\n", 8, "descr-type", 20},
    {"{'descr': '|O', " F S "}\n", 8, "descr-object", 20},
    {"{'descr': '<O8', " F S "}\n", 8, "descr-object", 20},
    {"{'descr': '', " F S "}\n", 8, "descr-form", 20},
    {"{'descr': 'f4', " F S "}\n", 8, "descr-form", 20},
    {"{'descr': '<f3', " F S "}\n", 6, "descr-form", 20},
    {"{'descr': '<x4', " F S "}\n", 8, "descr-form", 20},
    {"{'descr': '|f4', " F S "}\n", 8, "descr-order", 20},
    {"{'descr': '<u2', " F S "}\n", 4, "descr-dtype", 20},
    {"{'descr': '<u4', " F S "}\n", 8, "descr-dtype", 20},
    {"{'descr': '<u8', " F S "}\n", 16, "descr-dtype", 20},
    {"{'descr': '<f16', " F S "}\n", 32, "descr-dtype", 20},
    {"{'descr': '<c8', " F S "}\n", 16, "descr-dtype", 20},
    {"{'descr': '|S4', " F S "}\n", 8, "descr-dtype", 20},
    {"{'descr': '<U1', " F S "}\n", 8, "descr-dtype", 20},
    {"{'descr': '<M8[s]', " F S "}\n", 16, "descr-dtype", 20},
    {"{'descr': '|V2', " F S "}\n", 4, "descr-dtype", 20},
    {"{" D "'fortran_order': 0, " S "}\n", 8, "fortran-type", 44},
    {"{" D "'fortran_order': 'True', " S "}\n", 8, "fortran-type", 44},
    {"{" D F "'shape': [2], }\n", 8, "shape-type", 60},
    {"{" D F "'shape': (2), }\n", 8, "shape-type", 62},
    {"{" D F "'shape': 2, }\n", 8, "shape-type", 60},
    {"{" D F "'shape': (2 2), }\n", 16, "shape-type", 63},
    {"{" D F "'shape': (,), }\n", 8, "shape-type", 61},
    {"{" D F "'shape': (2.0,), }\n", 8, "shape-type", 62},
    {"{" D F "'shape': (02,), }\n", 8, "shape-type", 61},
    {"{" D F "'shape': (2, 'a'), }\n", 8, "shape-type", 64},
    {"{" D F "'shape': (-2,), }\n", 8, "shape-number", 61},
    {"{" D F "'shape': (9223372036854775808,), }\n", 8, "shape-number", 61},
    {"{" D F "'shape': (3037000500, 3037000500,), }\n", 8, "shape-overflow", 60},
    {"{" D F "'shape': (9223372036854775807,), }\n", 8, "shape-overflow", 60},
    {"{" D F "'shape': (1,1,1,"
     "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
     "1,1,1,1,1,1,"
     "1,1,1,1,1,1,1,1,1,1,1), }\n",
     4, "shape-rank", 189},
    {"{" D F S "}\n", 7, "data-short", 75},
    {"{" D F S "}\n", 0, "data-short", 68},
    {"{" D F S "}\n", 9, "data-trailing", 76},
    {"{" D F "'shape': (1000000000000,), }\n", 8, "data-short", 88},
};
#undef D
#undef F
#undef S

/* ---- .npz: some bytes put over a good archive of two entries, one stored and one deflated */
typedef enum anchor { LOCAL0, LOCAL1, RECORD0, RECORD1, END, ANCHORS } anchor;
typedef struct bad_npz {
    const char *code;
    anchor at;
    int delta;
    const char *bytes;
    int nbytes;
    anchor told; /* the byte that the refusal names */
    int told_delta;
} bad_npz;

static const bad_npz bad_archives[] = {
    {"zip-end", END, 0, "PK\5\7", 4, END, 22},
    {"zip-end", END, 20, "\1\0", 2, END, 22},
    {"zip-disks", END, 4, "\1", 1, END, 0},
    {"zip-disks", END, 6, "\1", 1, END, 0},
    {"zip-disks", END, 8, "\1", 1, END, 0},
    {"zip-count", END, 8, "\1\0\1\0", 4, RECORD1, 0},
    {"zip-count", END, 8, "\3\0\3\0", 4, END, 0},
    {"zip-64", END, 8, "\xff\xff\xff\xff", 4, END, 0},
    {"zip-64", END, 12, "\xff\xff\xff\xff", 4, END, 0},
    {"zip-64", END, 16, "\xff\xff\xff\xff", 4, END, 0},
    {"zip-directory", END, 12, "\1\0\0\0", 4, END, 0},
    {"zip-directory", END, 16, "\xff\xff\0\0", 4, END, 0},
    {"zip-record", RECORD0, 0, "PK\1\1", 4, RECORD0, 0},
    {"zip-record", RECORD1, 0, "PK\3\4", 4, RECORD1, 0},
    {"zip-record", RECORD1, 28, "\xff\xff", 2, RECORD1, 0},
    {"zip-record", RECORD1, 32, "\xff", 1, RECORD1, 0},
    {"zip-extra", RECORD0, 20, "\xff\xff\xff\xff", 4, RECORD0, 46},
    {"zip-extra", RECORD1, 42, "\xff\xff\xff\xff", 4, RECORD1, 46},
    {"zip-encrypted", RECORD0, 8, "\1", 1, RECORD0, 0},
    {"zip-method", RECORD0, 10, "\14", 1, RECORD0, 0},
    {"zip-name", RECORD0, 46, "\xff", 1, RECORD0, 46},
    {"zip-name", RECORD0, 46, "\0", 1, RECORD0, 46},
    {"zip-kind", RECORD0, 48, "npz", 3, RECORD0, 46},
    {"zip-twice", RECORD1, 46, "x", 1, RECORD1, 0},
    {"zip-local", RECORD0, 42, "\1\0\0\0", 4, LOCAL0, 1},
    {"zip-local", LOCAL0, 0, "PK\1\2", 4, LOCAL0, 0},
    {"zip-local", RECORD1, 42, "\xff\xff\xff\0", 4, ANCHORS, 0xffffff},
    {"zip-differs", LOCAL0, 30, "z", 1, LOCAL0, 0},
    {"zip-differs", LOCAL0, 8, "\10", 1, LOCAL0, 0},
    {"zip-differs", LOCAL0, 6, "\2", 1, LOCAL0, 0},
    {"zip-differs", LOCAL0, 14, "\0\0\0\0", 4, LOCAL0, 0},
    {"zip-differs", LOCAL1, 18, "\1\0\0\0", 4, LOCAL1, 0},
    {"zip-differs", LOCAL1, 22, "\1\0\0\0", 4, LOCAL1, 0},
    {"zip-differs", RECORD0, 16, "\0\0\0\0", 4, LOCAL0, 0},
    {"zip-past-end", LOCAL1, 28, "\xff\xff", 2, LOCAL1, 0},
    {"zip-overlap", RECORD1, 42, "\0\0\0\0", 4, LOCAL0, 0},
};

#endif
