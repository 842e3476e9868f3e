/* SPDX-License-Identifier: Apache-2.0
 * Rules of the movement ops: each one's gradient is another movement, but for expand, whose
 * gradient is a sum. Called through ad_rules. */
#include "autograd/vjp.h"

AD_RULE(RESHAPE) {
    if (!needs[0]) return;
    ad_shape s = ad_shape_of(b->g, ad_operand(b, y, 0));
    out[0] = ir_reshape(b, g, s.rank, s.extent);
}

AD_RULE(PERMUTE) {
    if (!needs[0]) return;
    int inverse[IR_MAX_RANK];
    const int64_t *perm = ir_attrs(b->g, y);
    for (int a = 0; a < ir_at(b->g, y)->rank; a++) inverse[perm[a]] = a;
    out[0] = ir_permute(b, g, inverse);
}

/* Sums over the repeated axes: one reduction for each run of them, the innermost run first. Axes of
 * extent 1 in the result belong to no run and end none. This order is a contract: it decides the
 * gradient's bits. Sums of halves are rounded once, after the last run. */
AD_RULE(EXPAND) {
    if (!needs[0]) return;
    ad_shape from = ad_shape_of(b->g, ad_operand(b, y, 0)), to = ad_shape_of(b->g, y);
    kiln_dtype own = (kiln_dtype)ir_at(b->g, g)->dtype;
    if (own == KILN_F16 || own == KILN_BF16) g = ir_cast(b, g, KILN_F32);
    for (int a = to.rank - 1; a >= 0 && b->status == KILN_OK; a--) {
        if (from.extent[a] == to.extent[a]) continue;
        int first = a;
        for (int c = a - 1; c >= 0 && from.extent[c] == 1; c--) {
            if (to.extent[c] != 1) first = c;
        }
        g = ir_reduce(b, IR_SUM, g, first, a + 1);
        a = first;
    }
    out[0] = b->status == KILN_OK ? ir_cast(b, g, own) : IR_NONE;
}

/* Start and step of a slice or an update, which live in the graph's ints and move when it grows. */
typedef struct region {
    int64_t start[IR_MAX_RANK], step[IR_MAX_RANK];
} region;

static region region_of(const ir_graph *g, ir_id id) {
    region r = {0};
    const int64_t *attrs = ir_attrs(g, id);
    int rank = ir_at(g, id)->rank;
    for (int a = 0; a < rank; a++) {
        r.start[a] = attrs[a];
        r.step[a] = attrs[rank + a];
    }
    return r;
}

AD_RULE(SLICE) {
    if (!needs[0]) return;
    region r = region_of(b->g, y);
    ir_id zeros = ad_fill(b, ad_operand(b, y, 0), 0.0);
    out[0] = ir_update(b, zeros, g, r.start, r.step);
}

/* Offset and strides, copied likewise. */
typedef struct places {
    int64_t offset, stride[IR_MAX_RANK];
} places;

static places places_of(const ir_graph *g, ir_id id) {
    places p = {0};
    const int64_t *attrs = ir_attrs(g, id);
    p.offset = attrs[0];
    for (int i = 1; i < ir_at(g, id)->nattrs; i++) p.stride[i - 1] = attrs[i];
    return p;
}

/* Of halves where one element is read again along a whole axis, the sum is rounded once, as in
 * PyTorch. */
AD_RULE(STRIDED) {
    if (!needs[0]) return;
    ir_id a = ad_operand(b, y, 0);
    places p = places_of(b->g, y);
    ad_shape s = ad_shape_of(b->g, y);
    bool again = false;
    for (int i = 0; i < s.rank; i++) again = again || (p.stride[i] == 0 && s.extent[i] > 1);
    if (again) g = ad_wide(b, g);
    ad_shape whole = ad_shape_of(b->g, a);
    ir_id zero = ad_const(b, g, 0.0);
    ir_id zeros = whole.rank == 0 ? zero : ir_expand(b, zero, whole.rank, whole.extent);
    ir_id sum = ir_strided_put(b, IR_STRIDED_ADD, zeros, g, p.offset, p.stride);
    out[0] = sum == IR_NONE ? sum : ir_cast(b, sum, (kiln_dtype)ir_at(b->g, a)->dtype);
}

AD_RULE(STRIDED_ADD) {
    places p = places_of(b->g, y);
    if (needs[0]) out[0] = g;
    if (!needs[1]) return;
    ir_id part = ad_operand(b, y, 1);
    ad_shape s = ad_shape_of(b->g, part);
    ir_id read = ir_strided(b, g, p.offset, p.stride, s.rank, s.extent);
    out[1] = read == IR_NONE ? read : ir_cast(b, read, (kiln_dtype)ir_at(b->g, part)->dtype);
}

/* Right where no two places are one; the frontend writes to no others. */
AD_RULE(STRIDED_SET) {
    places p = places_of(b->g, y);
    ir_id part = ad_operand(b, y, 1);
    if (needs[0]) {
        ir_id zeros = ad_fill(b, part, 0.0);
        out[0] = ir_strided_put(b, IR_STRIDED_SET, g, zeros, p.offset, p.stride);
    }
    if (!needs[1]) return;
    ad_shape s = ad_shape_of(b->g, part);
    out[1] = ir_strided(b, g, p.offset, p.stride, s.rank, s.extent);
}

AD_RULE(UPDATE) {
    region r = region_of(b->g, y);
    ir_id value = ad_operand(b, y, 1);
    if (needs[0]) {
        ir_id zeros = ad_fill(b, value, 0.0);
        out[0] = ir_update(b, g, zeros, r.start, r.step);
    }
    if (!needs[1]) return;
    ad_shape s = ad_shape_of(b->g, value);
    out[1] = ir_slice(b, g, r.start, r.step, s.extent);
}
