/* SPDX-License-Identifier: Apache-2.0
 * What the files of this folder share: the codec, dense matrices over GF(256), and the three steps
 * that encoding and decoding are made of. Private to src/raptorq. */
#ifndef KN_RAPTORQ_CODEC_H
#define KN_RAPTORQ_CODEC_H

#include "raptorq/gf256.h"

enum { STRIP_LANES = 8 /* lanes of each symbol that are gathered at once */, KEPT_MATRICES = 4 };

/* Rows begin at multiples of the lane; what lies behind `columns` is zero. */
typedef struct gf_matrix {
    uint8_t *at;
    size_t rows, columns, stride;
} gf_matrix;

/* The matrix of one (source, first, repair); `repair` is 0 in a free slot. */
typedef struct kept_matrix {
    uint32_t source, first, repair;
    uint64_t asked; /* when, in calls */
    gf_matrix coefficients;
} kept_matrix;

struct raptorq_codec {
    gf_tables tables;
    _Alignas(64) uint8_t lanes[STRIP_LANES * GF_LANE * RAPTORQ_MOST_SOURCE];
    kept_matrix kept[KEPT_MATRICES];
    uint64_t calls;
    const kn_alloc *alloc;
    const gf_form *form;
    bool (*stop)(void *user);
    void *user;
};

bool raptorq_stopped(const raptorq_codec *codec);
/* CANCELLED with its text. */
kiln_status raptorq_cancelled(kn_text *why);
kiln_status raptorq_no_memory(kn_text *why);
kiln_status raptorq_check_block(const raptorq_block *block, kn_text *why);

static inline uint8_t *gf_row(const gf_matrix *m, size_t row) { return m->at + row * m->stride; }
/* All zeros. */
kiln_status gf_matrix_make(const kn_alloc *alloc, gf_matrix *m, size_t rows, size_t columns);
void gf_matrix_free(const kn_alloc *alloc, gf_matrix *m);
/* Gauss and Jordan on the first `unknowns` columns, all columns going along. *rank of them have a
 * pivot; when all have, row i has a one in column i and zeros in the others. */
kiln_status gf_eliminate(const raptorq_codec *codec, gf_matrix *m, size_t unknowns, size_t *rank);

/* The block's repair symbols as products of its source symbols, a row each: made, or found again.
 * It belongs to the codec and lies there until the next call. */
kiln_status raptorq_coefficients(raptorq_codec *codec, const raptorq_block *block,
                                 const gf_matrix **out, kn_text *why);
/* The same, made: in precode.c. */
kiln_status raptorq_precode(const raptorq_codec *codec, const raptorq_block *block, gf_matrix *out);

/* to[r] = sum over k < n <= 256 of coefficients[r * stride + k] * from[k]. CANCELLED or OK. */
typedef struct raptorq_product {
    size_t n, rows, stride, symbol;
    const uint8_t *coefficients;
    const uint8_t *const *from;
    uint8_t *const *to;
} raptorq_product;
kiln_status raptorq_multiply(raptorq_codec *codec, const raptorq_product *product);

#endif
