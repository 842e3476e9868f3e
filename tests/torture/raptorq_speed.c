/* SPDX-License-Identifier: Apache-2.0
 * How fast the RaptorQ codec encodes and decodes: every form of the machine. Prints figures, tests
 * nothing: `raptorq-speed [source] [repair] [symbol] [blocks]`. Seconds are the process's own, so
 * that neighbours count little. The figures are in docs/raptorq.md. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "raptorq/raptorq.h"

enum { ROUNDS = 7 };

static const char *const forms[RAPTORQ_FORM_COUNT] = {"best", "plain", "ssse3", "avx2", "gfni"};

typedef struct speed {
    raptorq_block block;
    size_t blocks;
    uint8_t *bytes, *repair_bytes;
    raptorq_codec *codec;
} speed;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void need(bool good, const char *what) {
    if (good) return;
    fprintf(stderr, "raptorq-speed: %s\n", what);
    exit(1);
}

static void place(const speed *s, size_t block, uint8_t **source, uint8_t **repair) {
    for (size_t i = 0; i < s->block.source; i++)
        source[i] = s->bytes + (block * s->block.source + i) * s->block.symbol;
    for (size_t i = 0; i < s->block.repair; i++)
        repair[i] = s->repair_bytes + (block * s->block.repair + i) * s->block.symbol;
}

static void encode_all(const speed *s) {
    uint8_t *source[RAPTORQ_MOST_SOURCE], *repair[RAPTORQ_MOST_REPAIR];
    for (size_t b = 0; b < s->blocks; b++) {
        place(s, b, source, repair);
        const uint8_t *const *from = (const uint8_t *const *)source;
        need(raptorq_encode(s->codec, &s->block, from, repair, NULL) == KILN_OK, "cannot encode");
    }
}

/* Every tenth source symbol is lost, beginning elsewhere in each block. */
static void decode_all(const speed *s) {
    uint8_t *source[RAPTORQ_MOST_SOURCE], *repair[RAPTORQ_MOST_REPAIR];
    bool lost[RAPTORQ_MOST_SOURCE];
    uint32_t missing;
    for (size_t b = 0; b < s->blocks; b++) {
        place(s, b, source, repair);
        for (size_t i = 0; i < s->block.source; i++) lost[i] = (i + b) % 10 == 0;
        const uint8_t *const *from = (const uint8_t *const *)repair;
        kiln_status status =
            raptorq_decode(s->codec, &s->block, source, lost, from, &missing, NULL, NULL);
        need(status == KILN_OK, "cannot decode");
    }
}

/* The best of some rounds, in 10^9 source bytes a second. */
static double rate(const speed *s, void (*work)(const speed *)) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now();
        work(s);
        double took = now() - start;
        if (best == 0 || took < best) best = took;
    }
    return 1e-9 * (double)(s->blocks * s->block.source * s->block.symbol) / best;
}

static void measure(speed *s, raptorq_form form) {
    raptorq_options options = {.form = form};
    if (raptorq_open(&s->codec, &options, NULL) != KILN_OK) return;
    double start = now();
    speed once = *s;
    once.blocks = 1;
    once.block.symbol = 64;
    encode_all(&once);
    double made = now() - start, encoded = rate(s, encode_all), decoded = rate(s, decode_all);
    printf("%-5s  K %u R %u T %zu, %zu blocks: encode %.2f GB/s, decode %.2f GB/s, "
           "matrix %.2f ms\n",
           forms[form], s->block.source, s->block.repair, s->block.symbol, s->blocks, encoded,
           decoded, 1e3 * made);
    raptorq_close(s->codec);
}

static unsigned long argument(int argc, char **argv, int at, unsigned long otherwise) {
    return argc > at ? strtoul(argv[at], NULL, 10) : otherwise;
}

int main(int argc, char **argv) {
    speed s = {.block = {.source = (uint32_t)argument(argc, argv, 1, 256),
                         .repair = (uint32_t)argument(argc, argv, 2, 32),
                         .symbol = argument(argc, argv, 3, 4096)},
               .blocks = argument(argc, argv, 4, 32)};
    s.block.first = s.block.source;
    size_t nbytes = s.blocks * s.block.source * s.block.symbol;
    s.bytes = malloc(nbytes);
    s.repair_bytes = malloc(s.blocks * s.block.repair * s.block.symbol);
    need(s.bytes && s.repair_bytes, "memory ran out");
    for (size_t i = 0; i < nbytes; i++) s.bytes[i] = (uint8_t)(i * 2654435761u >> 13);
    for (int form = RAPTORQ_PLAIN; form < RAPTORQ_FORM_COUNT; form++)
        measure(&s, (raptorq_form)form);
    free(s.bytes);
    free(s.repair_bytes);
    return 0;
}
