/* SPDX-License-Identifier: Apache-2.0
 * A matrix times symbols. The symbols lie anywhere, often a power of two apart; so a strip of each
 * is first copied, lane beside lane, where the rows of the matrix then read it from the cache.
 * Called by encode.c and decode.c. */
#include "raptorq/codec.h"

static size_t at_most(size_t a, size_t most) { return a < most ? a : most; }

static void gather(raptorq_codec *codec, const raptorq_product *p, size_t at, size_t lanes) {
    for (size_t k = 0; k < p->n; k++)
        for (size_t lane = 0; lane < lanes; lane++)
            memcpy(codec->lanes + (lane * p->n + k) * GF_LANE, p->from[k] + at + lane * GF_LANE,
                   GF_LANE);
}

static kiln_status multiply_lane(const raptorq_codec *codec, const raptorq_product *p, size_t lane,
                                 size_t at) {
    for (size_t r = 0; r < p->rows; r += GF_MOST_ROWS) {
        if (raptorq_stopped(codec)) return KILN_CANCELLED;
        gf_sum sum = {&codec->tables, codec->lanes + lane * p->n * GF_LANE, p->n,
                      p->coefficients + r * p->stride, p->stride};
        codec->form->sum(&sum, at_most(p->rows - r, GF_MOST_ROWS), p->to + r, at);
    }
    return KILN_OK;
}

kiln_status raptorq_multiply(raptorq_codec *codec, const raptorq_product *p) {
    const size_t strip = STRIP_LANES * GF_LANE;
    for (size_t at = 0; at < p->symbol; at += strip) {
        size_t lanes = at_most(p->symbol - at, strip) / GF_LANE;
        gather(codec, p, at, lanes);
        for (size_t lane = 0; lane < lanes; lane++)
            KN_TRY(multiply_lane(codec, p, lane, at + lane * GF_LANE));
    }
    return KILN_OK;
}
