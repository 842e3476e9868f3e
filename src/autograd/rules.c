/* SPDX-License-Identifier: Apache-2.0
 * The table of vector-Jacobian rules, expanded from the op table, and what the rules share. A DIFF
 * row without a rule does not link. Read by the walk in backward.c. */
#include "autograd/vjp.h"

#define RULE_DIFF(name) ad_vjp_##name
#define RULE_NODIFF(name) NULL
const ad_vjp ad_rules[IR_OP_COUNT] = {
#define OP(name, text, n, cls, flags, types, allowed, shape, vjp, doc)                             \
    [IR_##name] = RULE_##vjp(name),
#include "ir/ops.def"
#undef OP
};
#undef RULE_DIFF
#undef RULE_NODIFF

static bool is_number(const ir_graph *g, ir_id id) {
    return ir_at(g, id)->op == IR_CONST || ir_at(g, id)->op == IR_SCALAR;
}

bool ad_reads_nothing(ir_op op) {
    switch (op) {
    case IR_NEG:
    case IR_SIGN:
    case IR_FLOOR:
    case IR_CEIL:
    case IR_TRUNC:
    case IR_ROUND:
    case IR_CAST:
    case IR_ADD:
    case IR_SUB:
    case IR_SUM:
    case IR_RESHAPE:
    case IR_PERMUTE:
    case IR_EXPAND:
    case IR_SLICE:
    case IR_UPDATE:
    case IR_STRIDED:
    case IR_STRIDED_SET:
    case IR_STRIDED_ADD:
    case IR_CUMSUM: return true;
    default: return false;
    }
}

unsigned ad_reads(const ir_graph *g, ir_id id) {
    const ir_node *n = ir_at(g, id);
    if (ad_reads_nothing((ir_op)n->op)) return 0;
    switch (n->op) {
    case IR_MUL: /* each by the other */
        return (is_number(g, n->operand[1]) ? 0 : 1) | (is_number(g, n->operand[0]) ? 0 : 2);
    case IR_DIV:
        if (is_number(g, n->operand[1])) return 0; /* a number is always there */
        return AD_READS_RESULT | 3;
    default: return ad_rules[n->op] != NULL ? AD_READS_RESULT | (AD_READS_RESULT - 1) : 0;
    }
}

static bool is_one_step(int op) {
    return ad_rules[op] &&
           (ir_ops[op].cls == IR_MAP || op == IR_CUMLOGSUMEXP || op == IR_SCATTER_MUL);
}

ir_id ad_widened(const ir_graph *g, ir_id id) {
    const ir_node *half = ir_at(g, id);
    if (half->op != IR_CAST || !ir_dtype_is((kiln_dtype)half->dtype, IR_DT_HALF)) return IR_NONE;
    const ir_node *op = ir_at(g, half->operand[0]);
    if (op->op == IR_CAST || op->dtype != KILN_F32 || !is_one_step(op->op)) return IR_NONE;
    for (int k = 0; k < op->noperands; k++) {
        const ir_node *operand = ir_at(g, op->operand[k]);
        if (operand->dtype != KILN_F32) continue;
        if (operand->op != IR_CAST || ir_at(g, operand->operand[0])->dtype != half->dtype)
            return IR_NONE;
    }
    return half->operand[0];
}

ad_shape ad_shape_of(const ir_graph *g, ir_id id) {
    ad_shape s = {.rank = ir_at(g, id)->rank};
    if (s.rank) memcpy(s.extent, ir_shape(g, id), (size_t)s.rank * sizeof s.extent[0]);
    return s;
}

ir_id ad_const(ir_builder *b, ir_id like, double value) {
    if (like == IR_NONE) return IR_NONE;
    return ir_const(b, (kiln_dtype)ir_at(b->g, like)->dtype, value);
}

ir_id ad_fill(ir_builder *b, ir_id like, double value) {
    if (like == IR_NONE) return IR_NONE;
    ad_shape s = ad_shape_of(b->g, like);
    ir_id scalar = ad_const(b, like, value);
    return scalar == IR_NONE || s.rank == 0 ? scalar : ir_expand(b, scalar, s.rank, s.extent);
}

bool ad_is_half(const ir_builder *b, ir_id a) {
    return a != IR_NONE && ir_dtype_is((kiln_dtype)ir_at(b->g, a)->dtype, IR_DT_HALF);
}

ir_id ad_wide(ir_builder *b, ir_id a) { return ad_is_half(b, a) ? ir_cast(b, a, KILN_F32) : a; }

ir_id ad_unbroadcast(ir_builder *b, ir_id value, ir_id operand) {
    if (value == IR_NONE) return IR_NONE;
    int rank = ir_at(b->g, value)->rank;
    if (rank == 0 || ir_at(b->g, operand)->rank != 0) return value;
    if (ir_numel(b->g, value) != 1) value = ir_reduce(b, IR_SUM, value, 0, rank);
    return ir_reshape(b, value, 0, NULL);
}
