/* SPDX-License-Identifier: Apache-2.0
 * A long graph as a row of stretches, each a graph of its own: cut where least must be kept for
 * what follows, so that equal stretches of a loop are cut alike and are the same program. Called by
 * runtime/split.c. */
#ifndef KN_IR_STRETCH_H
#define KN_IR_STRETCH_H

#include "ir/graph.h"

/* A result of a stretch: a value that later ones read, or one of the graph's outputs. */
/* output: IR_NONE where later stretches read it */
typedef struct ir_stretch_output {
    ir_id id;
    uint32_t output;
} ir_stretch_output;

typedef struct ir_stretches {
    const kn_alloc *alloc;
    const ir_graph *g;
    ir_id *start;
    size_t count, start_cap; /* first nodes of stretches, and the end */
    size_t nvalues;          /* nodes that compute something */
    /* by node of g */
    uint8_t *kind, *depth; /* depth: of views on views */
    /* whose elements a view shows; by whom a value is read last */
    ir_id *base, *last;
    uint64_t *width;  /* bytes that a cut right before the node keeps */
    uint8_t *readers; /* 0, 1, more; with the bit below */
    /* joins of parts that a cut right before the node would interrupt */
    uint32_t *joining;
    /* lists of its places among the graph's outputs; the latter by output */
    uint32_t *first_output, *next_output;
    ir_id *map;
    uint32_t *stamp, now; /* its copy in the stretch being taken */
    size_t cap, output_cap;
    /* of the stretch taken last: by node of its graph the node of g; by output of its graph */
    ir_id *origin;
    size_t origin_cap;
    ir_stretch_output *outputs;
    size_t outputs_cap;
    uint64_t met[1024]; /* signatures of stretches */
} ir_stretches;

void ir_stretches_init(ir_stretches *s, const kn_alloc *alloc);
void ir_stretches_free(ir_stretches *s);
/* Looks g over. It has to stay as it is until the last stretch is taken. */
kiln_status ir_stretches_open(ir_stretches *s, const ir_graph *g);
/* Cuts it into stretches that compute at least `least` values and less than twice as many. */
kiln_status ir_stretches_cut(ir_stretches *s, size_t least);
/* How many of them seem to be the same program as one before, and begin where no join of parts is
 * under way. */
size_t ir_stretches_repeated(ir_stretches *s);
/* Makes `to` (initialised; emptied first) the graph of stretch i. What it needs of earlier ones are
 * INPUTs, numbered in order of first use; sources and views are copied. */
kiln_status ir_stretch_take(ir_stretches *s, size_t i, ir_graph *to);
/* True when no stretch after i reads the value. */
static inline bool ir_stretch_ends(const ir_stretches *s, size_t i, ir_id id) {
    return s->last[id] < s->start[i + 1];
}

#endif
