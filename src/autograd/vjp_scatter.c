/* SPDX-License-Identifier: Apache-2.0
 * Rules of the scatters, those of torch.scatter and torch.scatter_reduce. Called through ad_rules.
 */
#include "autograd/vjp.h"

static int axis_of(const ir_builder *b, ir_id y) {
    ir_id op = ad_widened(b->g, y);
    return (int)ir_attrs(b->g, op == IR_NONE ? y : op)[0];
}

AD_RULE(SCATTER_ADD) {
    int axis = axis_of(b, y);
    if (needs[0]) out[0] = g;
    if (needs[2]) out[2] = ir_gather(b, g, ad_operand(b, y, 1), axis);
}

/* Right where no index repeats; of several that meet, each is given the whole gradient, as in
 * PyTorch. */
AD_RULE(SCATTER) {
    int axis = axis_of(b, y);
    ir_id index = ad_operand(b, y, 1);
    if (needs[0]) {
        ir_id zeros = ad_fill(b, ad_operand(b, y, 2), 0.0);
        out[0] = ir_scatter(b, IR_SCATTER, g, index, zeros, axis);
    }
    if (needs[2]) out[2] = ir_gather(b, g, index, axis);
}

/* `a` with ones where `at` holds. */
static ir_id one_where(ir_builder *b, ir_id at, ir_id a) {
    ir_id one = ad_const(b, a, 1.0);
    return ad_select(b, at, one, a);
}

static ir_id is_zero(ir_builder *b, ir_id a) {
    ir_id zero = ad_const(b, a, 0.0);
    return ir_map2(b, IR_EQ, a, zero);
}

/* Rounded where y was: halves at their end or after each factor. */
static ir_id product_like(ir_builder *b, ir_id y, ir_id base, ir_id part) {
    ir_id index = ad_operand(b, y, 1);
    int axis = axis_of(b, y);
    if (ad_widened(b->g, y) == IR_NONE)
        return ir_scatter(b, IR_SCATTER_MUL, base, index, part, axis);
    base = ir_cast(b, base, KILN_F32);
    part = ir_cast(b, part, KILN_F32);
    return ir_cast(b, ir_scatter(b, IR_SCATTER_MUL, base, index, part, axis),
                   (kiln_dtype)ir_at(b->g, y)->dtype);
}

/* For the base: the product of all that met it, taken without a zero of its own. */
static ir_id product_base(ir_builder *b, ir_id y, ir_id g) {
    ir_id base = ad_operand(b, y, 0), part = ad_operand(b, y, 2);
    ir_id safe = one_where(b, is_zero(b, base), base);
    ir_id product = product_like(b, y, safe, part);
    return ad_div(b, ad_mul(b, g, product), safe);
}

/* For the parts: the product divided by the part; where one part is the only zero, the product
 * without it; where two or more are zero, 0. */
static ir_id product_part(ir_builder *b, ir_id y, ir_id g, int axis) {
    ir_id base = ad_operand(b, y, 0), index = ad_operand(b, y, 1), part = ad_operand(b, y, 2);
    kiln_dtype dtype = (kiln_dtype)ir_at(b->g, y)->dtype;
    ir_id zero = is_zero(b, part), none = ad_fill(b, base, 0.0);
    ir_id met = ir_scatter_add(b, none, index, ir_cast(b, zero, dtype), axis);
    ir_id zeros = ir_gather(b, met, index, axis);
    ir_id single = ir_map2(b, IR_EQ, zeros, ad_const(b, y, 1.0));
    single = ir_map2(b, IR_AND, zero, single);
    ir_id rest = product_like(b, y, base, one_where(b, single, part));
    ir_id alone = ir_gather(b, ad_mul(b, g, rest), index, axis);
    ir_id shared = ir_gather(b, ad_mul(b, g, y), index, axis);
    shared = ad_div(b, shared, one_where(b, zero, part));
    return ad_select(b, single, alone, shared);
}

AD_RULE(SCATTER_MUL) {
    int axis = axis_of(b, y);
    if (needs[0]) out[0] = product_base(b, y, g);
    if (needs[2]) out[2] = product_part(b, y, g, axis);
}

/* Evenly over the base and all parts that equal the result. */
static void share_extreme(ir_builder *b, ir_id y, ir_id g, const bool *needs, ir_id *out) {
    int axis = axis_of(b, y);
    ir_id base = ad_operand(b, y, 0), index = ad_operand(b, y, 1), part = ad_operand(b, y, 2);
    kiln_dtype dtype = (kiln_dtype)ir_at(b->g, y)->dtype;
    ir_id base_is = ir_map2(b, IR_EQ, base, y);
    ir_id part_is = ir_map2(b, IR_EQ, part, ir_gather(b, y, index, axis));
    ir_id base_one = ir_cast(b, base_is, dtype);
    ir_id part_one = ir_cast(b, part_is, dtype);
    ir_id share = ad_div(b, g, ir_scatter_add(b, base_one, index, part_one, axis));
    ir_id zero = ad_const(b, y, 0.0);
    if (needs[0]) out[0] = ad_select(b, base_is, share, zero);
    if (needs[2]) out[2] = ad_select(b, part_is, ir_gather(b, share, index, axis), zero);
}

AD_RULE(SCATTER_MAX) { share_extreme(b, y, g, needs, out); }
AD_RULE(SCATTER_MIN) { share_extreme(b, y, g, needs, out); }
