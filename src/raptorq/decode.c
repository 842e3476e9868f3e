/* SPDX-License-Identifier: Apache-2.0
 * Lost source symbols from the others and from repair symbols. A repair symbol's row of the matrix
 * is one equation; with the lost symbols' columns eliminated, a lost symbol is a sum of what is
 * there, and is computed like a repair symbol. Called through raptorq.h. */
#include "raptorq/codec.h"

/* Columns of the equations: what was lost, the other source symbols, then one a repair symbol. */
typedef struct decoding {
    const raptorq_block *block;
    gf_matrix m;
    uint32_t lost, given; /* source symbols that are lost, repair symbols that are there */
    uint16_t lost_at[RAPTORQ_MOST_SOURCE], given_at[RAPTORQ_MOST_REPAIR];
    const uint8_t *from[RAPTORQ_MOST_SOURCE];
    uint8_t *to[RAPTORQ_MOST_SOURCE];
} decoding;

static kiln_status note_symbols(decoding *d, uint8_t *const *source, const bool *lost,
                                const uint8_t *const *repair, kn_text *why) {
    for (uint32_t i = 0; i < d->block->source; i++) {
        if (!source[i]) {
            if (why) kn_text_add(why, "raptorq: source[%u] is null", i);
            return KILN_BAD_ARGUMENT;
        }
        if (lost[i]) d->lost_at[d->lost++] = (uint16_t)i;
    }
    for (uint32_t i = 0; i < d->block->repair; i++)
        if (repair[i]) d->given_at[d->given++] = (uint16_t)i;
    return KILN_OK;
}

static void fill_equation(decoding *d, const uint8_t *coefficients, const bool *lost, uint32_t r) {
    uint8_t *row = gf_row(&d->m, r);
    uint32_t at_lost = 0, at_kept = d->lost;
    for (uint32_t i = 0; i < d->block->source; i++)
        row[lost[i] ? at_lost++ : at_kept++] = coefficients[i];
    row[d->block->source + r] = 1;
}

static kiln_status solve(raptorq_codec *codec, decoding *d, const bool *lost, size_t *rank,
                         kn_text *why) {
    const gf_matrix *coefficients;
    KN_TRY(raptorq_coefficients(codec, d->block, &coefficients, why));
    if (gf_matrix_make(codec->alloc, &d->m, d->given, d->block->source + d->given) != KILN_OK)
        return raptorq_no_memory(why);
    for (uint32_t r = 0; r < d->given; r++)
        fill_equation(d, gf_row(coefficients, d->given_at[r]), lost, r);
    kiln_status status = gf_eliminate(codec, &d->m, d->lost, rank);
    return status == KILN_CANCELLED ? raptorq_cancelled(why) : status;
}

static bool takes_part(const decoding *d, uint32_t given) {
    for (uint32_t r = 0; r < d->lost; r++)
        if (gf_row(&d->m, r)[d->block->source + given] != 0) return true;
    return false;
}

/* Moves the columns of repair symbols that take part together. As many do as were lost at most,
 * for only the rows that gave pivots are in the solution. */
static uint32_t keep_used(decoding *d, const uint8_t *const *repair, bool *used) {
    uint32_t n = d->block->source - d->lost;
    for (uint32_t g = 0; g < d->given; g++) {
        if (!takes_part(d, g)) continue;
        for (uint32_t r = 0; r < d->lost; r++)
            gf_row(&d->m, r)[d->lost + n] = gf_row(&d->m, r)[d->block->source + g];
        d->from[n++] = repair[d->given_at[g]];
        if (used) used[d->given_at[g]] = true;
    }
    return n;
}

static kiln_status rebuild(raptorq_codec *codec, decoding *d, uint8_t *const *source,
                           const bool *lost, const uint8_t *const *repair, bool *used,
                           kn_text *why) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < d->block->source; i++)
        if (!lost[i]) d->from[kept++] = source[i];
    for (uint32_t i = 0; i < d->lost; i++) d->to[i] = source[d->lost_at[i]];
    raptorq_product product = {keep_used(d, repair, used), d->lost, d->m.stride, d->block->symbol,
                               d->m.at + d->lost,          d->from, d->to};
    kiln_status status = raptorq_multiply(codec, &product);
    return status == KILN_CANCELLED ? raptorq_cancelled(why) : status;
}

static kiln_status too_few(const decoding *d, uint32_t missing, kn_text *why) {
    if (why)
        kn_text_add(why,
                    "raptorq: %u of %u source symbols are lost, %u repair symbols are there: "
                    "%u more are needed",
                    d->lost, d->block->source, d->given, missing);
    return KILN_BAD_FILE;
}

kiln_status raptorq_decode(raptorq_codec *codec, const raptorq_block *block, uint8_t *const *source,
                           const bool *lost, const uint8_t *const *repair, uint32_t *missing,
                           bool *used, kn_text *why) {
    decoding d = {.block = block};
    size_t rank = 0;
    *missing = 0;
    KN_TRY(raptorq_check_block(block, why));
    KN_TRY(note_symbols(&d, source, lost, repair, why));
    if (used) memset(used, 0, block->repair * sizeof *used);
    if (d.lost == 0) return KILN_OK;
    kiln_status status = d.given > 0 ? solve(codec, &d, lost, &rank, why) : KILN_OK;
    if (status == KILN_OK) *missing = d.lost - (uint32_t)rank;
    if (status == KILN_OK)
        status = *missing > 0 ? too_few(&d, *missing, why)
                              : rebuild(codec, &d, source, lost, repair, used, why);
    gf_matrix_free(codec->alloc, &d.m);
    return status;
}
