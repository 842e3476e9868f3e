/* SPDX-License-Identifier: Apache-2.0
 * What the rows of simplify.def ask about numbers, and the small results they build. */
#include <math.h>

#include "passes/simplify.h"

bool simplify_bits_are(const simplify *s, ir_id id, uint64_t bits) {
    ir_id at = pass_splat_of(s->g, id);
    return at != IR_NONE && ir_at(s->g, at)->op == IR_CONST && ir_at(s->g, at)->bits == bits;
}

/* By bits: 0 is +0. A dtype that cannot hold the number has no such constant. */
bool simplify_number_is(const simplify *s, ir_id id, double number) {
    kiln_dtype dtype = (kiln_dtype)ir_at(s->g, id)->dtype;
    uint64_t bits = ir_bits_of(dtype, number);
    return ir_value_of(dtype, bits) == number && simplify_bits_are(s, id, bits);
}

bool pass_node_canonical(const ir_node *n, const uint8_t *canonical) {
    if (!ir_dtype_is((kiln_dtype)n->dtype, IR_DT_REAL)) return true;
    if (n->op == IR_CONST) return pass_bits_canonical((kiln_dtype)n->dtype, n->bits);
    if (n->op == IR_INPUT || n->op == IR_SCALAR) return false;
    if (n->op == IR_BITCAST) return false;
    /* Reference scatters of floats replace NaNs also where they do not write; that is not relied
     * on. */
    if (!ir_op_has(n->op, IR_SAMEBITS) && ir_op_class(n->op) != IR_CLASS_SCATTER) return true;
    for (int i = 0; i < n->noperands; i++)
        if (!canonical[n->operand[i]]) return false;
    return true;
}

/* Facts are filled in id order, so each is one look at the operands'. Without memory for facts
 * nothing is known. */
bool simplify_canonical(simplify *s, ir_id id) {
    if (kn_grow(s->g->alloc, &s->canonical, &s->canonical_cap, (size_t)id + 1, 1) != KILN_OK)
        return false;
    for (; s->ncanonical <= id; s->ncanonical++)
        s->canonical[s->ncanonical] = pass_node_canonical(ir_at(s->g, s->ncanonical), s->canonical);
    return s->canonical[id];
}

/* 1 / c is exact, and neither it nor c is subnormal. */
bool simplify_power_of_two(const simplify *s, ir_id id) {
    ir_id at = pass_splat_of(s->g, id);
    if (at == IR_NONE || ir_at(s->g, at)->op != IR_CONST) return false;
    kiln_dtype dtype = (kiln_dtype)ir_at(s->g, at)->dtype;
    if (!ir_dtype_is(dtype, IR_DT_FLT)) return false;
    int exponent, limit = dtype == KILN_F32 ? 126 : 1022;
    double value = ir_value_of(dtype, ir_at(s->g, at)->bits);
    if (value - value != 0) return false;
    return fabs(frexp(value, &exponent)) == 0.5 && exponent - 1 <= limit && exponent - 1 >= -limit;
}

ir_id simplify_reciprocal(simplify *s, ir_id id) {
    const ir_node *c = ir_at(s->g, pass_splat_of(s->g, id));
    kiln_dtype dtype = (kiln_dtype)c->dtype;
    return ir_const(s->b, dtype, 1 / ir_value_of(dtype, c->bits));
}

bool simplify_holds_all(int from, int to) {
    /* binary ones that are kept, the sign apart */
    static const uint8_t digits[KILN_DTYPE_COUNT] = {
        [KILN_BOOL] = 1, [KILN_U8] = 8,   [KILN_I8] = 7,   [KILN_I16] = 15, [KILN_I32] = 31,
        [KILN_I64] = 63, [KILN_F16] = 11, [KILN_BF16] = 8, [KILN_F32] = 24, [KILN_F64] = 53,
    };
    if (from == to) return true;
    if (from >= KILN_F16) return to == KILN_F64 || (to == KILN_F32 && from != KILN_F64);
    bool has_sign = from >= KILN_I8, takes_sign = to >= KILN_I8;
    return to != KILN_BOOL && digits[from] <= digits[to] && (takes_sign || !has_sign);
}

int64_t simplify_reduced(const simplify *s, ir_id id) {
    const ir_node *n = ir_at(s->g, id);
    const int64_t *axes = ir_attrs(s->g, id), *extent = ir_shape(s->g, n->operand[0]);
    int64_t count = 1;
    if (ir_numel(s->g, id) == 0) return -1;
    for (int64_t i = axes[0]; i < axes[1]; i++) count *= extent[i];
    return count;
}

int64_t simplify_inner(const simplify *s, ir_id matmul) {
    ir_id a = ir_at(s->g, matmul)->operand[0];
    return ir_numel(s->g, matmul) == 0 ? -1 : ir_shape(s->g, a)[ir_at(s->g, a)->rank - 1];
}

ir_id simplify_repeat(simplify *s, ir_id id, ir_id like) {
    if (id == IR_NONE || ir_same_shape(s->g, id, like)) return id;
    int64_t shape[IR_MAX_RANK] = {0};
    int rank = ir_at(s->g, like)->rank;
    if (rank) memcpy(shape, ir_shape(s->g, like), (size_t)rank * sizeof *shape);
    return ir_expand(s->b, pass_splat_of(s->g, id), rank, shape);
}

/* The node's op on rank-0 operands. */
static ir_id map_numbers(simplify *s, ir_id id, const ir_id *operands) {
    const ir_node *n = ir_at(s->g, id);
    ir_op op = (ir_op)n->op;
    kiln_dtype dtype = (kiln_dtype)n->dtype;
    if (ir_ops[op].types == IR_TYPES_CAST) return ir_convert(s->b, op, operands[0], dtype);
    if (ir_ops[op].types == IR_TYPES_RAND)
        return ir_random(s->b, op, dtype, operands[0], operands[1]);
    if (n->noperands == 1) return ir_map1(s->b, op, operands[0]);
    if (n->noperands == 2) return ir_map2(s->b, op, operands[0], operands[1]);
    return ir_map3(s->b, op, operands[0], operands[1], operands[2]);
}

ir_id simplify_unrepeat(simplify *s, ir_id id) {
    const ir_node *n = ir_at(s->g, id);
    if (ir_op_class(n->op) != IR_MAP || n->rank == 0) return IR_NONE;
    ir_id operands[IR_MAX_OPERANDS] = {IR_NONE, IR_NONE, IR_NONE};
    bool changed = false, full = false;
    for (int i = 0; i < n->noperands; i++) {
        ir_id at = pass_splat_of(s->g, n->operand[i]);
        operands[i] = at == IR_NONE ? n->operand[i] : at;
        changed = changed || operands[i] != n->operand[i];
        full = full || at == IR_NONE;
    }
    if (!changed) return IR_NONE;
    return full ? ir_clone(s->b, s->g, id, operands)
                : simplify_repeat(s, map_numbers(s, id, operands), id);
}
