/* SPDX-License-Identifier: Apache-2.0
 * RaptorQ (RFC 6330) for single blocks of at most 256 source symbols: repair symbols as products
 * of one matrix with the source symbols, and lost source symbols the same way. Called by the
 * sidecars. */
#ifndef KN_RAPTORQ_RAPTORQ_H
#define KN_RAPTORQ_RAPTORQ_H

#include "base/text.h"

enum {
    RAPTORQ_MOST_SOURCE = 256,
    RAPTORQ_MOST_REPAIR = 256,
    RAPTORQ_ID_END = 1 << 24 /* symbol ids lie below */
};
#define RAPTORQ_MOST_SYMBOL ((size_t)65472) /* bytes: the last multiple of 64 below 2^16 */

/* How products are computed; the bytes are the same. */
typedef enum raptorq_form {
    RAPTORQ_BEST,
    RAPTORQ_PLAIN,
    RAPTORQ_SSSE3,
    RAPTORQ_AVX2,
    RAPTORQ_GFNI,
    RAPTORQ_FORM_COUNT
} raptorq_form;

typedef struct raptorq_options {
    const kn_alloc *alloc;    /* NULL: the default one */
    raptorq_form form;        /* UNSUPPORTED when the machine has it not */
    bool (*stop)(void *user); /* asked at least once a millisecond; true ends the call, CANCELLED */
    void *user;
} raptorq_options;

/* Tables, scratch and the matrices made last. For one thread at a time. */
typedef struct raptorq_codec raptorq_codec;
kiln_status raptorq_open(raptorq_codec **out, const raptorq_options *options, kn_text *why);
void raptorq_close(raptorq_codec *codec); /* NULL: nothing */

/* A block: source symbols have the ids 0..source-1, repair symbols first..first+repair-1. */
typedef struct raptorq_block {
    uint32_t source; /* 1..256, K in the RFC */
    uint32_t first;  /* at least `source` */
    uint32_t repair; /* 0..256 */
    size_t symbol;   /* bytes of each: a multiple of 64 up to 65472 */
} raptorq_block;

/* repair[i] becomes symbol first + i. After CANCELLED and NO_MEMORY its bytes are not specified. */
kiln_status raptorq_encode(raptorq_codec *codec, const raptorq_block *block,
                           const uint8_t *const *source, uint8_t *const *repair, kn_text *why);

/* source[i] with lost[i] is written, the others are read; repair[i] may be NULL, that one is lost
 * too. Both may be of any content that was not checked: a digest must say which are good.
 * *missing: how many more symbols it would take, at least; when not 0 the answer is BAD_FILE and
 * nothing was written. `used` may be NULL; else used[i] says whether repair[i] took part. */
kiln_status raptorq_decode(raptorq_codec *codec, const raptorq_block *block, uint8_t *const *source,
                           const bool *lost, const uint8_t *const *repair, uint32_t *missing,
                           bool *used, kn_text *why);

#endif
