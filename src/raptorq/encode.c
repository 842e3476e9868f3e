/* SPDX-License-Identifier: Apache-2.0
 * Repair symbols of a block. Called through raptorq.h. */
#include "raptorq/codec.h"

static kiln_status null_symbol(kn_text *why, const char *which, uint32_t at) {
    if (why) kn_text_add(why, "raptorq: %s[%u] is null", which, at);
    return KILN_BAD_ARGUMENT;
}

static kiln_status check(const raptorq_block *block, const uint8_t *const *source,
                         uint8_t *const *repair, kn_text *why) {
    KN_TRY(raptorq_check_block(block, why));
    for (uint32_t i = 0; i < block->source; i++)
        if (!source[i]) return null_symbol(why, "source", i);
    for (uint32_t i = 0; i < block->repair; i++)
        if (!repair[i]) return null_symbol(why, "repair", i);
    return KILN_OK;
}

kiln_status raptorq_encode(raptorq_codec *codec, const raptorq_block *block,
                           const uint8_t *const *source, uint8_t *const *repair, kn_text *why) {
    const gf_matrix *m;
    KN_TRY(check(block, source, repair, why));
    if (block->repair == 0) return KILN_OK;
    KN_TRY(raptorq_coefficients(codec, block, &m, why));
    raptorq_product product = {block->source, block->repair, m->stride, block->symbol,
                               m->at,         source,        repair};
    kiln_status status = raptorq_multiply(codec, &product);
    return status == KILN_CANCELLED ? raptorq_cancelled(why) : status;
}
