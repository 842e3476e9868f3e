/* SPDX-License-Identifier: Apache-2.0
 * Dense matrices over GF(256) and their elimination. Called by precode.c and decode.c. */
#include "raptorq/codec.h"

kiln_status gf_matrix_make(const kn_alloc *alloc, gf_matrix *m, size_t rows, size_t columns) {
    size_t stride = (columns + GF_LANE - 1) / GF_LANE * GF_LANE; /* both are small: no overflow */
    *m = (gf_matrix){kn_calloc(alloc, rows, stride), rows, columns, stride};
    return m->at ? KILN_OK : KILN_NO_MEMORY;
}

void gf_matrix_free(const kn_alloc *alloc, gf_matrix *m) {
    kn_free(alloc, m->at, m->rows * m->stride);
    m->at = NULL;
}

static void swap_rows(gf_matrix *m, size_t a, size_t b) {
    uint8_t *x = gf_row(m, a), *y = gf_row(m, b);
    for (size_t i = 0; a != b && i < m->stride; i++) {
        uint8_t byte = x[i];
        x[i] = y[i];
        y[i] = byte;
    }
}

static size_t find_pivot(const gf_matrix *m, size_t from, size_t column) {
    while (from < m->rows && gf_row(m, from)[column] == 0) from++;
    return from;
}

/* What lies before the column's lane is zero in the pivot's row. */
static void clear_column(const raptorq_codec *codec, gf_matrix *m, size_t pivot, size_t column) {
    size_t from = column / GF_LANE * GF_LANE, nbytes = m->stride - from;
    const uint8_t *row = gf_row(m, pivot);
    for (size_t r = 0; r < m->rows; r++) {
        uint8_t factor = gf_row(m, r)[column];
        if (r != pivot && factor != 0)
            codec->form->add(&codec->tables, gf_row(m, r) + from, row + from, factor, nbytes);
    }
}

kiln_status gf_eliminate(const raptorq_codec *codec, gf_matrix *m, size_t unknowns, size_t *rank) {
    *rank = 0;
    for (size_t column = 0; column < unknowns; column++) {
        if (raptorq_stopped(codec)) return KILN_CANCELLED;
        size_t found = find_pivot(m, *rank, column);
        if (found == m->rows) continue;
        swap_rows(m, *rank, found);
        uint8_t *row = gf_row(m, *rank), scale = gf_inverse(row[column]);
        /* row + (scale - 1) row */
        codec->form->add(&codec->tables, row, row, scale ^ 1, m->stride);
        clear_column(codec, m, *rank, column);
        ++*rank;
    }
    return KILN_OK;
}
