/* SPDX-License-Identifier: Apache-2.0
 * How often K, K + 1 and K + 2 random symbols do not decode, beside what RFC 6330 (section 5.8)
 * allows: `raptorq-failures [trials]`. Prints a line each; status 1 when there are too many. The
 * figures are in docs/raptorq.md. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "raptorq/raptorq.h"

enum { SYMBOL = 64, LUCK = 3 };

static const uint32_t sizes[] = {10, 26, 101, 256};
static const double allowed[LUCK] = {1e-2, 1e-4, 1e-6};
static uint64_t state = 1;

static uint32_t draw(uint32_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % below);
}

static uint8_t bytes[RAPTORQ_MOST_SOURCE + RAPTORQ_MOST_REPAIR][SYMBOL];

/* Whether `count` of all symbols, drawn anew, do not decode. Their contents do not matter. */
static bool fails(raptorq_codec *codec, const raptorq_block *block, uint32_t count) {
    uint8_t *source[RAPTORQ_MOST_SOURCE];
    const uint8_t *repair[RAPTORQ_MOST_REPAIR] = {0};
    bool lost[RAPTORQ_MOST_SOURCE];
    uint32_t missing;
    for (uint32_t i = 0; i < block->source; i++) {
        source[i] = bytes[i];
        lost[i] = true;
    }
    while (count > 0) {
        uint32_t at = draw(block->source + block->repair), r = at - block->source;
        if (at < block->source ? !lost[at] : repair[r] != NULL) continue;
        if (at < block->source)
            lost[at] = false;
        else
            repair[r] = bytes[at];
        count--;
    }
    return raptorq_decode(codec, block, source, lost, repair, &missing, NULL, NULL) != KILN_OK;
}

/* Three standard deviations more than allowed are too many. */
static bool measure(raptorq_codec *codec, uint32_t source, long trials) {
    raptorq_block block = {source, source, RAPTORQ_MOST_REPAIR, SYMBOL};
    bool good = true;
    for (uint32_t more = 0; more < LUCK; more++) {
        long failed = 0;
        for (long i = 0; i < trials; i++) failed += fails(codec, &block, source + more);
        double mean = allowed[more] * (double)trials;
        bool fine = (double)failed <= mean + 3 * sqrt(mean) + 1;
        printf("K %u + %u: %ld of %ld fail, %g allowed%s\n", source, more, failed, trials, mean,
               fine ? "" : ": too many");
        good = good && fine;
    }
    return good;
}

int main(int argc, char **argv) {
    long trials = argc > 1 ? strtol(argv[1], NULL, 10) : 100000;
    raptorq_codec *codec;
    bool good = true;
    if (raptorq_open(&codec, NULL, NULL) != KILN_OK) return 1;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        good = measure(codec, sizes[i], trials) && good;
    raptorq_close(codec);
    return good ? 0 : 1;
}
