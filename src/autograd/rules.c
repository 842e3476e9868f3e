/* SPDX-License-Identifier: Apache-2.0
 * The table of vector-Jacobian rules, expanded from the op table, and what the rules share. A DIFF row
 * without a rule does not link. Read by the walk in backward.c. */
#include "autograd/vjp.h"

#define RULE_DIFF(name) ad_vjp_##name
#define RULE_NODIFF(name) NULL
const ad_vjp ad_rules[IR_OP_COUNT] = {
#define OP(name, text, n, cls, flags, types, allowed, shape, vjp, doc) [IR_##name] = RULE_##vjp(name),
#include "ir/ops.def"
#undef OP
};
#undef RULE_DIFF
#undef RULE_NODIFF

ad_shape ad_shape_of(const ir_graph *g, ir_id id) {
    ad_shape s = {.rank = g->nodes[id].rank};
    if (s.rank) memcpy(s.extent, ir_shape(g, id), (size_t)s.rank * sizeof s.extent[0]);
    return s;
}

ir_id ad_const(ir_builder *b, ir_id like, double value) {
    if (like == IR_NONE) return IR_NONE;
    return ir_const(b, (kiln_dtype)b->g->nodes[like].dtype, value);
}

ir_id ad_fill(ir_builder *b, ir_id like, double value) {
    if (like == IR_NONE) return IR_NONE;
    ad_shape s = ad_shape_of(b->g, like);
    ir_id scalar = ad_const(b, like, value);
    return scalar == IR_NONE || s.rank == 0 ? scalar : ir_expand(b, scalar, s.rank, s.extent);
}

ir_id ad_unbroadcast(ir_builder *b, ir_id value, ir_id operand) {
    if (value == IR_NONE) return IR_NONE;
    int rank = b->g->nodes[value].rank;
    if (rank == 0 || b->g->nodes[operand].rank != 0) return value;
    if (ir_numel(b->g, value) != 1) value = ir_reduce(b, IR_SUM, value, 0, rank);
    return ir_reshape(b, value, 0, NULL);
}
