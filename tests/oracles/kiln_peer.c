/* SPDX-License-Identifier: Apache-2.0
 * Our codec as a peer (peer.h). Run by compare.py. */
#include "peer.h"

#include "raptorq/raptorq.h"

enum { SPAN = RAPTORQ_MOST_REPAIR };

static raptorq_codec *codec;

static void need(kiln_status status) {
    if (status == KILN_OK) return;
    fprintf(stderr, "kiln_peer: %s\n", kiln_status_name(status));
    exit(1);
}

static void encode(const request *q, uint8_t *data, uint8_t *repair) {
    const uint8_t *source[RAPTORQ_MOST_SOURCE];
    uint8_t *to[SPAN];
    raptorq_block block = {q->source, q->source, q->count, q->symbol};
    if (!codec) need(raptorq_open(&codec, NULL, NULL));
    for (uint32_t i = 0; i < q->source; i++) source[i] = data + (size_t)i * q->symbol;
    for (uint32_t i = 0; i < q->count; i++) to[i] = repair + (size_t)i * q->symbol;
    need(raptorq_encode(codec, &block, source, to, NULL));
}

static uint32_t decode(const request *q, uint32_t *ids, uint8_t *symbols, uint8_t *data) {
    uint8_t *source[RAPTORQ_MOST_SOURCE];
    const uint8_t *repair[SPAN] = {0};
    bool lost[RAPTORQ_MOST_SOURCE];
    uint32_t missing;
    raptorq_block block = {q->source, q->source, 0, q->symbol};
    if (!codec) need(raptorq_open(&codec, NULL, NULL));
    for (uint32_t i = 0; i < q->source; i++) {
        source[i] = data + (size_t)i * q->symbol;
        lost[i] = true;
    }
    for (uint32_t i = 0; i < q->count; i++) {
        uint8_t *symbol = symbols + (size_t)i * q->symbol;
        if (ids[i] < q->source) {
            memcpy(source[ids[i]], symbol, q->symbol);
            lost[ids[i]] = false;
        } else {
            uint32_t at = ids[i] - q->source;
            if (at >= SPAN) need(KILN_TOO_LARGE);
            repair[at] = symbol;
            if (block.repair <= at) block.repair = at + 1;
        }
    }
    kiln_status status = raptorq_decode(codec, &block, source, lost, repair, &missing, NULL, NULL);
    if (status != KILN_BAD_FILE) need(status);
    return missing;
}
