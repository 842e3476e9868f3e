/* SPDX-License-Identifier: Apache-2.0
 * What the rule files share: the shape of a rule, and shorthands that append one node. Included by
 * src/autograd only. C leaves the order of arguments open and node ids must not depend on the
 * compiler: never nest two calls that both append nodes in one argument list. */
#ifndef KN_AUTOGRAD_VJP_H
#define KN_AUTOGRAD_VJP_H

#include "autograd/autograd.h"

/* A rule: b->g's node y with the gradient g, of y's dtype and shape. It sets out[k] to the gradient
 * of operand k, of that operand's dtype and shape, or leaves IR_NONE for zero. Operands it is not
 * asked for are IR_NONE or ignored. On failure b->status is set and out does not matter. Appending
 * moves nodes and ints: keep ids, never pointers. */
#define AD_RULE(NAME)                                                                              \
    void ad_vjp_##NAME(ir_builder *b, ir_id y, ir_id g, const bool *needs, ir_id *out)

#define AD_DECLARE_DIFF(NAME) AD_RULE(NAME);
#define AD_DECLARE_NODIFF(NAME)
#define OP(name, text, n, cls, flags, types, allowed, shape, vjp, doc) AD_DECLARE_##vjp(name)
#include "ir/ops.def"
#undef OP
#undef AD_DECLARE_DIFF
#undef AD_DECLARE_NODIFF

/* A copy of a node's extents that survives appending. */
typedef struct ad_shape {
    int rank;
    int64_t extent[IR_MAX_RANK];
} ad_shape;
ad_shape ad_shape_of(const ir_graph *g, ir_id id);

ir_id ad_const(ir_builder *b, ir_id like, double value); /* rank 0, of `like`'s dtype */
/* of `like`'s dtype and shape, by expansion */
ir_id ad_fill(ir_builder *b, ir_id like, double value);
bool ad_is_half(const ir_builder *b, ir_id a);
ir_id ad_wide(ir_builder *b, ir_id a); /* a half as f32, all else as it is */
/* The gradient of a map's operand from `value`, which has the map's shape: summed to rank 0 where
 * the operand broadcast. */
ir_id ad_unbroadcast(ir_builder *b, ir_id value, ir_id operand);

/* Where `id` is the half that widen.c makes of an elementwise op on halves (casts to f32, the op, a
 * cast back), or the frontend of a running log-sum or scattered products: that op, else IR_NONE.
 * The walk gives such a step to the op's rule as a whole: y, g and the operands are then the
 * halves, and the rule's own ops round to them one by one, as PyTorch's derivatives of halves do.
 */
ir_id ad_widened(const ir_graph *g, ir_id id);

/* Operand k of the node that a rule was given; of a widened step, the half. */
static inline ir_id ad_operand(const ir_builder *b, ir_id id, int k) {
    ir_id op = ad_widened(b->g, id);
    if (op == IR_NONE) return ir_at(b->g, id)->operand[k];
    ir_id operand = ir_at(b->g, op)->operand[k];
    return ir_at(b->g, operand)->dtype == KILN_F32 ? ir_at(b->g, operand)->operand[0] : operand;
}
static inline ir_id ad_neg(ir_builder *b, ir_id a) { return ir_map1(b, IR_NEG, a); }
static inline ir_id ad_add(ir_builder *b, ir_id a, ir_id c) { return ir_map2(b, IR_ADD, a, c); }
static inline ir_id ad_sub(ir_builder *b, ir_id a, ir_id c) { return ir_map2(b, IR_SUB, a, c); }
static inline ir_id ad_mul(ir_builder *b, ir_id a, ir_id c) { return ir_map2(b, IR_MUL, a, c); }
static inline ir_id ad_div(ir_builder *b, ir_id a, ir_id c) { return ir_map2(b, IR_DIV, a, c); }
static inline ir_id ad_select(ir_builder *b, ir_id cond, ir_id a, ir_id c) {
    return ir_map3(b, IR_SELECT, cond, a, c);
}

#endif
