/* SPDX-License-Identifier: Apache-2.0
 * Shape rules of the ops whose places are offset + sum of index * stride among the row-major
 * elements of an operand, and of those that work along one axis, line by line. Called by infer.c.
 */
#include "ir/infer.h"

#include <stdio.h>

/* Every place lies below `numel`. attrs: offset, then a stride an axis. */
static bool check_places(ir_builder *b, const ir_draft *d, int rank, const int64_t *extent,
                         int64_t numel) {
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
    if (!fits)
        snprintf(what, sizeof what, "the strides reach further than any tensor");
    else
        snprintf(what, sizeof what, "offset and strides reach elements %lld to %lld of %lld",
                 (long long)low, (long long)high, (long long)numel);
    return ir_refuse(b, d, KILN_BAD_SHAPE, what);
}

bool ir_shape_strided(ir_builder *b, ir_draft *d) {
    return ir_given_shape(b, d) &&
           check_places(b, d, d->rank, d->shape, ir_numel(b->g, d->operand[0]));
}

bool ir_shape_strided_put(ir_builder *b, ir_draft *d) {
    ir_id base = d->operand[0], part = d->operand[1];
    if (!check_places(b, d, ir_at(b->g, part)->rank, ir_shape(b->g, part), ir_numel(b->g, base)))
        return false;
    d->rank = ir_at(b->g, base)->rank;
    d->shape = ir_shape(b->g, base);
    return true;
}

/* An attribute that is yes or no. */
static bool check_flag(ir_builder *b, const ir_draft *d, const char *name, int64_t value) {
    if (value == 0 || value == 1) return true;
    ir_fail(b, KILN_BAD_ARGUMENT, "%s: %s is %lld, not 0 or 1", ir_ops[d->op].name, name,
            (long long)value);
    return false;
}

bool ir_shape_lines(ir_builder *b, ir_draft *d) {
    const ir_graph *g = b->g;
    ir_id a = d->operand[0];
    d->rank = ir_at(g, a)->rank;
    d->shape = ir_shape(g, a);
    if (!ir_check_axis(b, d, d->attrs[0], d->rank)) return false;
    if (ir_ops[d->op].noperands == 2 && !ir_same_shape(g, a, d->operand[1]))
        return ir_refuse(b, d, KILN_BAD_SHAPE, "their shapes differ");
    return d->op != IR_ARGSORT || check_flag(b, d, "descending", d->attrs[1]);
}

/* Lines of the last axis, as many of values as there are sorted ones. */
bool ir_shape_search(ir_builder *b, ir_draft *d) {
    const ir_graph *g = b->g;
    ir_id sorted = d->operand[0], values = d->operand[1];
    int rank = ir_at(g, sorted)->rank;
    if (rank == 0 || ir_at(g, values)->rank != rank)
        return ir_refuse(b, d, KILN_BAD_SHAPE, "both need the same rank, 1 or more");
    if (memcmp(ir_shape(g, sorted), ir_shape(g, values), 8u * (size_t)(rank - 1)) != 0)
        return ir_refuse(b, d, KILN_BAD_SHAPE, "they differ before the last axis");
    d->rank = rank;
    d->shape = ir_shape(g, values);
    return check_flag(b, d, "right", d->attrs[0]);
}
