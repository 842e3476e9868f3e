/* SPDX-License-Identifier: Apache-2.0
 * Rules of the scans. Most are scans again, over lines turned round. Called through ad_rules. */
#include <float.h>

#include "autograd/vjp.h"

static int axis_of(const ir_builder *b, ir_id y) {
    ir_id wide = ad_widened(b->g, y);
    return (int)ir_attrs(b->g, wide != IR_NONE ? wide : y)[0];
}

/* The lines turned round. */
static ir_id reversed(ir_builder *b, ir_id a, int axis) {
    if (a == IR_NONE) return a;
    ad_shape s = ad_shape_of(b->g, a);
    int64_t start[IR_MAX_RANK] = {0}, step[IR_MAX_RANK];
    for (int i = 0; i < s.rank; i++) step[i] = 1;
    step[axis] = -1;
    start[axis] = s.extent[axis] > 0 ? s.extent[axis] - 1 : 0;
    return ir_slice(b, a, start, step, s.extent);
}

/* Each element in its successor's place, `first` in the first. */
static ir_id delayed(ir_builder *b, ir_id a, int axis, double first) {
    if (a == IR_NONE) return a;
    ad_shape s = ad_shape_of(b->g, a);
    int64_t start[IR_MAX_RANK] = {0}, step[IR_MAX_RANK];
    for (int i = 0; i < s.rank; i++) step[i] = 1;
    ir_id fill = ad_fill(b, a, first);
    s.extent[axis]--;
    ir_id part = ir_slice(b, a, start, step, s.extent);
    start[axis] = 1;
    return ir_update(b, fill, part, start, step);
}

/* t[i] = g[i] + factor[i + 1] * t[i + 1]. */
static ir_id recur_back(ir_builder *b, ir_id factor, ir_id g, int axis) {
    ir_id next = delayed(b, reversed(b, factor, axis), axis, 0.0);
    ir_id terms = reversed(b, g, axis);
    return reversed(b, ir_recur(b, next, terms, axis), axis);
}

static bool is_empty(const ir_builder *b, ir_id y) { return ir_numel(b->g, y) == 0; }

AD_RULE(CUMSUM) {
    int axis = axis_of(b, y);
    if (!needs[0]) return;
    ir_id sums = ir_scan(b, IR_CUMSUM, reversed(b, g, axis), axis);
    out[0] = reversed(b, sums, axis);
}

/* The product up to the element before, times the sum over all later results of what stands
 * between: nothing is divided, so zeros are nothing special, in no order of derivative. */
AD_RULE(CUMPROD) {
    int axis = axis_of(b, y);
    if (!needs[0] || is_empty(b, y)) return;
    ir_id before = delayed(b, y, axis, 1.0);
    ir_id after = recur_back(b, ad_operand(b, y, 0), g, axis);
    out[0] = ad_mul(b, before, after);
}

AD_RULE(RECUR) {
    int axis = axis_of(b, y);
    if (is_empty(b, y)) return;
    ir_id after = recur_back(b, ad_operand(b, y, 0), g, axis);
    if (needs[1]) out[1] = after;
    if (!needs[0]) return;
    ir_id before = delayed(b, y, axis, 0.0);
    out[0] = ad_mul(b, after, before);
}

/* e^(x + log sum of later g e^-y), for the gradients of one sign; the others are the least number
 * there is. */
static ir_id exp_part(ir_builder *b, ir_id y, ir_id log_g, ir_id which, int axis) {
    ir_id x = ad_operand(b, y, 0);
    kiln_dtype d = (kiln_dtype)ir_at(b->g, y)->dtype;
    double least = d == KILN_F16    ? -65504.0
                   : d == KILN_BF16 ? -0x1.fep127
                   : d == KILN_F32  ? -(double)FLT_MAX
                                    : -DBL_MAX;
    ir_id low = ad_const(b, y, least);
    ir_id less = ad_sub(b, ad_select(b, which, log_g, low), y);
    ir_id sums = ir_scan(b, IR_CUMLOGSUMEXP, reversed(b, less, axis), axis);
    return ir_map1(b, IR_EXP, ad_add(b, reversed(b, sums, axis), x));
}

/* In logarithms, because e^-y overflows; hence the gradients by sign, as in PyTorch. */
AD_RULE(CUMLOGSUMEXP) {
    int axis = axis_of(b, y);
    if (!needs[0]) return;
    ir_id zero = ad_const(b, g, 0.0), one = ad_const(b, g, 1.0);
    ir_id above = ir_map2(b, IR_LT, zero, g), below = ir_map2(b, IR_LT, g, zero);
    ir_id size = ir_map1(b, IR_ABS, g);
    /* no logarithm of 0, whose slope is no number */
    size = ad_select(b, ir_map2(b, IR_EQ, g, zero), one, size);
    ir_id log_g = ir_map1(b, IR_LOG, size);
    ir_id plus = exp_part(b, y, log_g, above, axis);
    ir_id minus = exp_part(b, y, log_g, below, axis);
    out[0] = ad_sub(b, plus, minus);
}
