/* SPDX-License-Identifier: Apache-2.0
 * Shape rules of the ops whose places are offset + sum of index * stride among the row-major elements of an
 * operand. Called by infer.c. */
#include "ir/infer.h"

#include <stdio.h>

/* Every place lies below `numel`. attrs: offset, then a stride an axis. */
static bool check_places(ir_builder *b, const ir_draft *d, int rank, const int64_t *extent, int64_t numel) {
    int64_t low = d->attrs[0], high = low, reach;
    for (int i = 0; i < rank; i++)
        if (extent[i] == 0) return true;
    bool fits = true;
    for (int i = 0; i < rank && fits; i++) {
        if (extent[i] == 1) continue;
        int64_t *end = d->attrs[1 + i] < 0 ? &low : &high;
        fits = kn_mul_i64(extent[i] - 1, d->attrs[1 + i], &reach) && kn_add_i64(*end, reach, end);
    }
    if (fits && low >= 0 && high < numel) return true;
    char what[200];
    if (!fits) snprintf(what, sizeof what, "the strides reach further than any tensor");
    else snprintf(what, sizeof what, "offset and strides reach elements %lld to %lld of %lld", (long long)low,
                  (long long)high, (long long)numel);
    return ir_refuse(b, d, KILN_BAD_SHAPE, what);
}

bool ir_shape_strided(ir_builder *b, ir_draft *d) {
    return ir_given_shape(b, d) && check_places(b, d, d->rank, d->shape, ir_numel(b->g, d->operand[0]));
}

bool ir_shape_strided_put(ir_builder *b, ir_draft *d) {
    ir_id base = d->operand[0], part = d->operand[1];
    if (!check_places(b, d, b->g->nodes[part].rank, ir_shape(b->g, part), ir_numel(b->g, base))) return false;
    d->rank = b->g->nodes[base].rank;
    d->shape = ir_shape(b->g, base);
    return true;
}
