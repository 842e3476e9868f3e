/* SPDX-License-Identifier: Apache-2.0
 * What a RaptorQ peer program answers, over its standard input and output, so that compare.py can
 * compare codecs that never share a process. Numbers are 32 bits, least byte first. A request:
 *   'E' F T R           then F bytes: the R repair symbols from id K = ceil(F / T) on
 *   'D' F T n           then n times an id and T bytes: a status, and then the F bytes if it is 0
 * Included by the two peers, each of which defines encode and decode. */
#ifndef KN_TESTS_ORACLES_PEER_H
#define KN_TESTS_ORACLES_PEER_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct request {
    uint32_t length, symbol, count, source;
} request;

/* data: source * symbol bytes, zero behind `length`. */
static void encode(const request *q, uint8_t *data, uint8_t *repair);
static uint32_t decode(const request *q, uint32_t *ids, uint8_t *symbols, uint8_t *data);

static void get(void *to, size_t nbytes) {
    if (nbytes > 0 && fread(to, 1, nbytes, stdin) != nbytes) exit(2);
}

static void put(const void *from, size_t nbytes) {
    if (fwrite(from, 1, nbytes, stdout) != nbytes) exit(2);
}

static void *room(size_t nbytes) {
    void *block = NULL;
    if (posix_memalign(&block, 64, nbytes + 64) != 0) exit(2);
    memset(block, 0, nbytes + 64);
    return block;
}

static void answer_encode(const request *q) {
    uint8_t *data = room((size_t)q->source * q->symbol);
    uint8_t *repair = room((size_t)q->count * q->symbol);
    get(data, q->length);
    encode(q, data, repair);
    put(repair, (size_t)q->count * q->symbol);
    free(data);
    free(repair);
}

static void answer_decode(const request *q) {
    uint8_t *data = room((size_t)q->source * q->symbol);
    uint8_t *symbols = room((size_t)q->count * q->symbol);
    uint32_t *ids = room(q->count * sizeof *ids);
    for (uint32_t i = 0; i < q->count; i++) {
        get(&ids[i], sizeof ids[i]);
        get(symbols + (size_t)i * q->symbol, q->symbol);
    }
    uint32_t status = decode(q, ids, symbols, data);
    put(&status, sizeof status);
    if (status == 0) put(data, q->length);
    free(ids);
    free(symbols);
    free(data);
}

int main(void) {
    for (int op; (op = getchar()) != EOF;) {
        request q;
        get(&q, 3 * sizeof(uint32_t));
        q.source = (q.length + q.symbol - 1) / q.symbol;
        if (op == 'E')
            answer_encode(&q);
        else
            answer_decode(&q);
        if (fflush(stdout) != 0) return 2;
    }
    return 0;
}

#endif
