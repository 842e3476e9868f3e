/* SPDX-License-Identifier: Apache-2.0
 * liblcrq (GPL) as a peer (peer.h): a program of its own, linked with nothing of Kiln, built and
 * run only by compare.py. One block a call; `ulimit -s` must leave room for one on the stack. */
#include <lcrq.h>

#include "peer.h"

static rq_t *open_one_block(const request *q) {
    rq_t *rq = rq_init(q->length, (uint16_t)q->symbol);
    if (!rq || rq_Z(rq) != 1 || rq_N(rq) != 1 || rq_K(rq) != q->source) exit(3);
    return rq;
}

static void encode(const request *q, uint8_t *data, uint8_t *repair) {
    rq_t *rq = open_one_block(q);
    if (rq_encode(rq, data, q->length) != 0) exit(4);
    for (uint32_t i = 0; i < q->count; i++) {
        rq_pid_t pid = (rq_pidsetesi(0, q->source + i));
        rq_symbol(rq, &pid, repair + (size_t)i * q->symbol, RQ_REPAIR);
        if (rq_pid2esi(pid) != q->source + i) exit(5);
    }
    rq_free(rq);
}

static uint32_t decode(const request *q, uint32_t *ids, uint8_t *symbols, uint8_t *data) {
    rq_t *rq = open_one_block(q);
    int failed = rq_decode(rq, data, symbols, ids, q->count);
    rq_free(rq);
    return failed != 0;
}
