/* SPDX-License-Identifier: Apache-2.0
 * Inside passes/ only: affine accesses. A view says which element of a base each index of a shape
 * reads: offset + sum of index * stride. Movement nodes become views; groups express views in their
 * own dimensions. */
#ifndef KN_PASSES_VIEW_H
#define KN_PASSES_VIEW_H

#include "ir/graph.h"

typedef struct view {
    ir_id base;
    int rank;
    bool literal; /* the base is a number or an index, to be made in the reader, not read from a
                     buffer */
    int64_t offset;
    int64_t extent[IR_MAX_RANK], stride[IR_MAX_RANK]; /* stride 0 where the extent is 1 */
} view;

void view_contiguous(view *v, ir_id base, int rank, const int64_t *extent);
/* The view after a movement node of one operand; false when a reshape or a strided is not affine.
 * No extent may be 0. */
bool view_move(const ir_graph *g, ir_id movement, view *v);
/* The same elements in the same order under other extents; false when that is not affine. */
bool view_reshape(const view *v, int rank, const int64_t *extent, view *out);
/* Row-major over its own extents. */
bool view_is_contiguous(const view *v);
/* Contiguous from offset 0, perhaps not to the base's end. */
bool view_is_identity(const view *v);
/* All of the base, in its order. */
bool view_is_base(const ir_graph *g, const view *v);
/* Each of `rows` elements repeated `cols` times. */
bool view_is_row_repeat(const view *v, int64_t rows, int64_t cols);
/* Extents without ones; returns how many. */
int view_squeeze(int rank, const int64_t *extent, int64_t *out);
int64_t view_product(int rank, const int64_t *extent);

#endif
