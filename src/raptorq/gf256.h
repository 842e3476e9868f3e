/* SPDX-License-Identifier: Apache-2.0
 * GF(256) of RFC 6330, section 5.7: single products, and sums of products over whole symbols in the
 * forms that the processor has. Called by the other files of this folder. */
#ifndef KN_RAPTORQ_GF256_H
#define KN_RAPTORQ_GF256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "raptorq/raptorq.h"

/* What symbols and matrix rows are measured in: the widest vector. */
#define GF_LANE ((size_t)64)
#define GF_MOST_ROWS 16 /* rows of one call of `sum` */

/* x^8 + x^4 + x^3 + x^2 + 1; bytes are its residues, addition is exclusive or. */
static inline uint8_t gf_twice(uint8_t a) { return (uint8_t)(a << 1 ^ (a >> 7) * 0x1d); }
uint8_t gf_mul(uint8_t a, uint8_t b);
uint8_t gf_inverse(uint8_t a); /* a != 0 */

/* Products by each byte, as vector code wants them. */
typedef struct gf_tables {
    _Alignas(64) uint8_t nibble[256][32]; /* by the low four bits, then by the high four */
    uint64_t affine[256];                 /* the 8x8 bit matrix of GF2P8AFFINEQB */
} gf_tables;
void gf_tables_fill(gf_tables *t);

/* n symbols, one lane of each side by side, and a matrix: row r at coefficients + r * stride. */
typedef struct gf_sum {
    const gf_tables *tables;
    const uint8_t *lanes;
    size_t n;
    const uint8_t *coefficients;
    size_t stride;
} gf_sum;

typedef struct gf_form {
    /* to[r] + at: one lane of row r of matrix times symbols, for rows <= GF_MOST_ROWS. */
    void (*sum)(const gf_sum *s, size_t rows, uint8_t *const *to, size_t at);
    /* to += c * from; nbytes is a multiple of GF_LANE. */
    void (*add)(const gf_tables *t, uint8_t *to, const uint8_t *from, uint8_t c, size_t nbytes);
} gf_form;

const gf_form *gf_form_get(raptorq_form form); /* NULL: this machine has it not */
extern const gf_form gf_plain_form;
#ifdef __x86_64__
extern const gf_form gf_ssse3_form, gf_avx2_form, gf_gfni_form;
#endif

#endif
