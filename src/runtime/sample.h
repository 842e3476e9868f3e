/* SPDX-License-Identifier: Apache-2.0
 * Verification by samples: what sample.c, sample_places.c and sample_blas.c share. Private to
 * src/runtime. */
#ifndef KN_RUNTIME_SAMPLE_H
#define KN_RUNTIME_SAMPLE_H

#include "reference/elements.h"
#include "runtime/engine.h"

/* Results of a step as rows and columns, and where its chunks and tiles meet. */
typedef struct sample_grid {
    int64_t rows, cols;
    int64_t row_seam, col_seam; /* a chunk's or a tile's; 0: none */
    /* elements to be computed for a row, and for each of its columns that is taken */
    int64_t row_cost, col_cost;
    bool whole_rows; /* a row's columns cost nothing more */
} sample_grid;

/* How much to look at. */
typedef struct sample_effort {
    int64_t rows; /* at most, of a step */
    /* elements in a row of columns: at both ends, at a seam, somewhere */
    int64_t run;
    int64_t elements; /* to be computed for a step, about */
    int64_t places;   /* of an output, from the inputs */
} sample_effort;

enum { SAMPLE_MOST = 32768 }; /* places of one buffer */

/* Places of a step's results, ascending: the same rows of every result. At most SAMPLE_MOST;
 * returns how many. */
size_t sample_places(const sample_grid *grid, const sample_effort *effort, int64_t *at);
/* A few places of n elements: both ends and some between. */
enum { SAMPLE_FEW = 16 };
size_t sample_few_places(int64_t n, int64_t *at);
/* Of the results in buffer `buf` of the step, the kernel's `output`: of a window the elements
 * written, in the order of its part. */
void sample_grid_of(const plan *p, const plan_step *st, uint32_t buf, uint32_t output,
                    sample_grid *grid);
/* Whether a result is a window, and then the place in the buffer of its part's element i. */
bool sample_is_window(const plan *p, const plan_step *st, uint32_t output);
int64_t sample_window_place(const ir_graph *g, ir_id write, int64_t i);

/* sample_blas.c: a step that OpenBLAS computed, held to its error bound. Adds to `samples`. */
kiln_status sample_blas(rt_engine *e, const plan *p, const plan_step *st, uint64_t *samples,
                        kn_text *why);

#endif
