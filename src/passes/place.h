/* SPDX-License-Identifier: Apache-2.0
 * Inside placement only: blocks of the arena with the steps they are live at. place.c gathers them
 * and chooses; place_largest.c and place_queue.c lay them out. */
#ifndef KN_PASSES_PLACE_H
#define KN_PASSES_PLACE_H

#include "passes/lower.h"

enum { PLACE_ALIGN = 128, PLACE_SLACK = 128 };

typedef struct place_block {
    size_t nbytes, offset; /* nbytes: with slack, a multiple of PLACE_ALIGN */
    uint32_t first, last;  /* steps */
    size_t *result;
} place_block;

typedef struct place {
    const pass_config *config;
    const kn_alloc *alloc;
    place_block *block;
    size_t n;
    size_t nsteps;
    size_t looks;     /* blocks looked at so far: what placing costs */
    uint32_t *before; /* by slot: whose place it takes */
    uint8_t *taken;   /* by slot: another takes its place */
} place;

/* Each sets all offsets and says how many bytes they take. Two blocks that are live at the same
 * step share no byte. */
/* close to the least; time grows with the square of n */
kiln_status place_largest(place *p, size_t *arena);
/* as an allocator does that sees them come and go; near linear */
kiln_status place_queue(place *p, size_t *arena);

#endif
