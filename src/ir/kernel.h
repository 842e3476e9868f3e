/* SPDX-License-Identifier: Apache-2.0
 * A kernel specification: one fused group as a straight-line program over one iteration domain,
 * free of extents, strides and scalar values. Made by passes/lower*.c, compiled by jit/, keyed by
 * its bytes in the kernel cache. */
#ifndef KN_IR_KERNEL_H
#define KN_IR_KERNEL_H

#include "base/map.h"
#include "base/text.h"
#include "ir/ops.h"
#include "kiln/options.h"

enum {
    KERNEL_MAX_RANK = 6,
    KERNEL_MAX_LEAVES = 48,
    KERNEL_MAX_OUTPUTS = 16,
    KERNEL_MAX_VALUES = 384,
    KERNEL_MAX_SCALARS = 64,
    KERNEL_WIDTH = 16 /* elements of every dtype handled by one vector operation (the kind is
                         KERNEL_LANE: one name cannot be both) */
};

/* The iteration domain has `rank` dimensions, outermost first, already merged where every access
 * allows it.
 *   MAP       every value at every point.
 *   ROW       the last dimension is the row: reductions run over it (at most ORDER_LANE_BLOCK long)
 *             and their results
 *             (rowwise values) may feed later full values of the same row, and other reductions.
 *   LANE      like ROW, for long or few rows: every output is a REDUCE; each block of each row is
 *             one unit of work that
 *             stores its block result at [row * nblocks + block]; the plan folds blocks afterwards.
 *   COLUMN    the dimension before the last is reduced (COLUMN style), every output is a REDUCE;
 *             each block of each outer index is one
 *             unit that stores, for each c of the last dimension, its block result at [(outer *
 *             nblocks + block) * cols + c].
 *   CONTRACT  rank 3: batch, m, n. ACC is the sum over k of leaf 0 [batch, m, k] times leaf 1
 *             [batch, k, n]. */
typedef enum kernel_kind {
    KERNEL_MAP,
    KERNEL_ROW,
    KERNEL_LANE,
    KERNEL_COLUMN,
    KERNEL_CONTRACT
} kernel_kind;

/* How a leaf moves along one dimension of the domain. */
typedef enum kernel_step { STEP_ZERO, STEP_UNIT, STEP_ANY } kernel_step;

typedef struct kernel_leaf {
    uint8_t dtype;
    /* no buffer: the value is base + sum of index * stride, as an integer, in `dtype` */
    uint8_t is_index;
    uint8_t step[KERNEL_MAX_RANK]; /* kernel_step by dimension. Dimensions but the last are ZERO or
                                      ANY. The operands of a CONTRACT (leaves 0, 1) are all ANY */
} kernel_leaf;

typedef enum kernel_value_kind {
    KV_LOAD,
    KV_CONST,
    KV_SCALAR,
    KV_OP,
    KV_REDUCE,
    KV_ACC
} kernel_value_kind;

typedef struct kernel_value {
    uint8_t kind, dtype;
    uint8_t op;      /* ir_op of KV_OP, KV_REDUCE */
    uint8_t rowwise; /* ROW: one value a row: reductions, loads that are ZERO in the last dimension,
                        and ops on those alone. CONST and SCALAR are rowwise. In other kinds: CONST,
                        SCALAR and ops on those alone (once a call is enough for them). A full op,
                        or a REDUCE, may have rowwise operands only: they stand for that value at
                        every point. So may an output of MAP (a constant, a broadcast load) */
    uint16_t operand[3]; /* earlier values */
    uint16_t index;      /* KV_LOAD: leaf; KV_SCALAR: scalar argument */
    uint64_t bits;       /* KV_CONST */
} kernel_value;

typedef struct kernel_spec {
    uint8_t kind, rank;
    uint16_t nvalues, nleaves, noutputs, nscalars;
    /* CONTRACT: rows and columns of a tile; nr is a multiple of KERNEL_WIDTH */
    uint8_t mr, nr;
    /* bit o: output o is written with non-temporal stores (MAP, ROW) */
    uint8_t stream;
    uint16_t window;  /* bit o: output o has strides of its own, and nothing but its elements is
                         written: it is a part of a  buffer (full values of MAP and ROW) */
    uint16_t scatter; /* bit o of window: its last stride is not 1 */
    kernel_leaf leaf[KERNEL_MAX_LEAVES];
    kernel_value value[KERNEL_MAX_VALUES];
    /* values stored, in the domain's row-major order (rowwise: one a row) */
    uint16_t output[KERNEL_MAX_OUTPUTS];
} kernel_spec;

/* Arguments of a compiled kernel. All but CONTRACT:
 *   bufs     leaves' first elements (NULL for index leaves), then outputs' first elements. All
 *            buffers may be read or written
 *            up to 128 bytes past their end: vectors may overrun where the caller says so (see
 *            below).
 *   ints     extent[rank], then for each leaf stride[rank] (in elements) and base (index leaves;
 *            else 0), then for each output that is a window
 *            stride[rank].
 *   scalars  one 64-bit slot each, value in the low bytes.
 *   scratch  64-byte aligned, private to the call, kernel_scratch() bytes.
 *   r0..r1   rows: MAP, ROW: flattened indices of all dimensions but the last. LANE: row * nblocks
 *            + block. COLUMN: outer * nblocks + block,
 *            outer being the flattened dimensions before the reduced one.
 *   c0..c1   MAP, COLUMN: range of the last dimension (c0 a multiple of 16). ROW, LANE: ignored.
 * A rank-1 MAP without windows may compute and store up to the next multiple of 16 elements past c1
 * when c1 is the extent, so it needs no tail. */
typedef void (*kernel_entry)(void *const *bufs, const int64_t *ints, const uint64_t *scalars,
                             void *scratch, int64_t r0, int64_t r1, int64_t c0, int64_t c1);

/* CONTRACT: computes one tile of mr x nr from column-major packed A and rows of B, then the
 * epilogue, then stores.
 *   a       k steps of mr contiguous elements (rows past rows_valid hold zeros)
 *   b       row k at b + k * b_step elements; nr elements are readable (past the end: any finite or
 *           not; their columns are not stored)
 *   bufs    as above, with entries 0 and 1 unused; leaves are read only at valid rows and columns.
 *           After the outputs: the address of a
 *           32-bit word that is looked at every few thousand steps of k; once it is not 0 the sums
 *           may be any numbers
 *   batch, row, col: where the tile lies in the domain; rows_valid <= mr, cols_valid <= nr.
 * `full` entry requires rows_valid == mr and cols_valid == nr; `edge` masks. */
typedef void (*kernel_tile_entry)(const void *a, const void *b, int64_t b_step, int64_t k,
                                  void *const *bufs, const int64_t *ints, const uint64_t *scalars,
                                  int64_t batch, int64_t row, int64_t col, int64_t rows_valid,
                                  int64_t cols_valid);

/* Symbols: `symbol` (and, for CONTRACT, `symbol_edge`). */

/* How many ints a use of the kernel has, and the first of an output that is a window. */
uint32_t kernel_nints(const kernel_spec *s);
uint32_t kernel_window_ints(const kernel_spec *s, uint32_t output);
/* Which element of its buffer, counted from bufs[], an output stores at a point of the domain (MAP,
 * ROW, CONTRACT; rowwise values: of its row). */
int64_t kernel_output_element(const kernel_spec *s, const int64_t *ints, uint32_t output,
                              const int64_t *point);

/* Scratch a call needs for rows of `extent` elements (ROW: values kept between stages; others 0).
 * Decided with the stages, so that plan and emitter agree. Layout: with E = extent rounded up to a
 * multiple of 64, kept value v starts at E * (sum of the dtype sizes of the kept values before v).
 */
size_t kernel_scratch(const kernel_spec *s, int64_t extent);
/* ROW stages: stage[v] of each value; a full value is computed in the loop over the row of its
 * stage; a reduction made in the loop of stage s is usable from stage s + 1. keep[v] = 1 for full
 * values stored to scratch in their stage because a later stage reads them and recomputing would
 * cost more (else the later stage computes them again from what it can reach). Returns the number
 * of stages. */
int kernel_stages(const kernel_spec *s, uint8_t *stage, uint8_t *keep);

/* Tile shape for a contraction of this dtype on this instruction set, for m rows and n columns. */
void kernel_tile_shape(kiln_isa isa, kiln_dtype dtype, int64_t m, int64_t n, uint8_t *mr,
                       uint8_t *nr);

/* The structure only, compact and unambiguous: what the cache hashes and stores. */
void kernel_key(const kernel_spec *s, kn_text *bytes);
/* Back again, for whoever wants to compile a cache entry anew. False when the bytes are no key of
 * this build's ops, whatever they are; what comes out passes kernel_verify. */
bool kernel_from_key(const void *bytes, size_t nbytes, kernel_spec *s);
kn_hash kernel_hash(const kernel_spec *s);
bool kernel_same(const kernel_spec *a, const kernel_spec *b); /* equal keys */
/* Readable loops, for `kiln dump --stage loops` and cache entries. */
void kernel_print(const kernel_spec *s, kn_text *out);
kiln_status kernel_verify(const kernel_spec *s, kn_text *why);

#endif
