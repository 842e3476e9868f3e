/* SPDX-License-Identifier: Apache-2.0
 * The rules of a kernel specification, checked before it is compiled or taken from a cache. Called
 * by passes/ after lowering and by jit/ before emission. */
#include "ir/graph.h"
#include "ir/kernel.h"

enum { MAX_STAGES = 32 };

/* The first broken rule of one place, or NULL. */
static const char *check_limits(const kernel_spec *s) {
    if (s->kind > KERNEL_CONTRACT) return "kind is unknown";
    if (s->rank < 1 || s->rank > KERNEL_MAX_RANK) return "rank is out of range";
    if (s->nleaves > KERNEL_MAX_LEAVES || s->noutputs > KERNEL_MAX_OUTPUTS ||
        s->nvalues > KERNEL_MAX_VALUES || s->nscalars > KERNEL_MAX_SCALARS)
        return "a count is above its limit";
    if (s->noutputs == 0 || s->nvalues == 0) return "nothing is stored";
    if (s->kind == KERNEL_COLUMN && s->rank < 2) return "a column reduction needs two dimensions";
    if (s->kind == KERNEL_CONTRACT && s->rank != 3) return "a contraction has three dimensions";
    if (s->kind == KERNEL_CONTRACT && s->nleaves < 2) return "a contraction reads two operands";
    if (s->kind == KERNEL_CONTRACT && (s->mr == 0 || s->nr == 0 || s->nr % KERNEL_WIDTH != 0))
        return "the tile shape is impossible";
    if (s->kind != KERNEL_CONTRACT && (s->mr || s->nr))
        return "only a contraction has a tile shape";
    if (s->window >> s->noutputs || s->scatter & ~s->window) return "a window is of an output";
    if (s->window && s->kind != KERNEL_MAP && s->kind != KERNEL_ROW)
        return "only outputs of a map or a row kernel are windows";
    if (s->window & s->stream) return "a window is not streamed";
    if (s->stream && ((s->kind != KERNEL_MAP && s->kind != KERNEL_ROW) ||
                      s->stream >> (s->noutputs < 8 ? s->noutputs : 8)))
        return "only outputs of a map or a row kernel are streamed";
    return NULL;
}

static const char *check_leaf(const kernel_spec *s, int l) {
    const kernel_leaf *leaf = &s->leaf[l];
    if (leaf->dtype >= KILN_DTYPE_COUNT) return "dtype is unknown";
    if (leaf->is_index && !ir_dtype_is((kiln_dtype)leaf->dtype, IR_DT_NUM))
        return "an index is a number";
    bool operand = s->kind == KERNEL_CONTRACT && l < 2;
    for (int d = 0; d < s->rank; d++) {
        if (leaf->step[d] > STEP_ANY) return "step is unknown";
        if (operand && leaf->step[d] != STEP_ANY)
            return "an operand of a contraction has general strides";
        if (d + 1 < s->rank && leaf->step[d] == STEP_UNIT)
            return "only the last dimension has a unit step";
    }
    return operand && leaf->is_index ? "an operand of a contraction is a buffer" : NULL;
}

static bool rowwise_leaf(const kernel_spec *s, int l) {
    return s->kind == KERNEL_ROW && s->leaf[l].step[s->rank - 1] == STEP_ZERO;
}

static const char *check_load(const kernel_spec *s, const kernel_value *kv) {
    if (kv->index >= s->nleaves) return "no such leaf";
    if (s->kind == KERNEL_CONTRACT && kv->index < 2)
        return "operands of the contraction are read by it alone";
    if (kv->dtype != s->leaf[kv->index].dtype) return "dtype differs from the leaf's";
    if (!kv->rowwise != !rowwise_leaf(s, kv->index)) return "rowwise differs from the leaf's";
    return NULL;
}

/* The dtypes a result may have, from its operands'. */
static const char *check_types(const kernel_spec *s, const kernel_value *kv) {
    const ir_op_info *op = &ir_ops[kv->op];
    int first = s->value[kv->operand[0]].dtype,
        last = s->value[kv->operand[op->noperands - 1]].dtype;
    int compared = op->types == IR_TYPES_SEL ? last : first;
    if (op->types == IR_TYPES_SEL && first != KILN_BOOL) return "the condition is not bool";
    for (int i = op->types == IR_TYPES_SEL; i < op->noperands; i++)
        if (s->value[kv->operand[i]].dtype != compared) return "operands differ in dtype";
    if (!ir_dtype_is((kiln_dtype)compared, op->allowed)) return "the op does not take this dtype";
    if ((op->types == IR_TYPES_SAME || op->types == IR_TYPES_SEL) && kv->dtype != compared)
        return "the result has another dtype than its operands";
    if (op->types == IR_TYPES_CMP && kv->dtype != KILN_BOOL) return "a comparison gives bool";
    if (kv->op == IR_BITCAST &&
        kiln_dtype_size((kiln_dtype)kv->dtype) != kiln_dtype_size((kiln_dtype)compared))
        return "the same bits have another size";
    if (kv->op == IR_CAST && !ir_cast_exists((kiln_dtype)compared, (kiln_dtype)kv->dtype))
        return "halves are cast from and to f32 alone";
    if (op->types == IR_TYPES_RAND && !ir_dtype_is((kiln_dtype)kv->dtype, IR_DT_FLT))
        return "a random number is a float";
    return NULL;
}

static const char *check_op(const kernel_spec *s, int v) {
    const kernel_value *kv = &s->value[v];
    int want = kv->kind == KV_OP ? IR_MAP : IR_REDUCE;
    if (kv->op >= IR_OP_COUNT || ir_op_class(kv->op) != want) return "op has the wrong class";
    if (kv->op == IR_ARGMAX || kv->op == IR_ARGMIN) return "op has no emitted form";
    for (int i = 0; i < ir_ops[kv->op].noperands; i++) {
        if (kv->operand[i] >= v) return "operand is not an earlier value";
        if (kv->rowwise && kv->kind == KV_OP && !s->value[kv->operand[i]].rowwise)
            return "a rowwise op reads a full value";
        if (s->kind != KERNEL_ROW && s->value[kv->operand[i]].kind == KV_REDUCE)
            return "a block result is only stored";
    }
    return check_types(s, kv);
}

static const char *check_value(const kernel_spec *s, int v) {
    const kernel_value *kv = &s->value[v];
    if (kv->dtype >= KILN_DTYPE_COUNT) return "dtype is unknown";
    switch (kv->kind) {
    case KV_LOAD: return check_load(s, kv);
    case KV_CONST: return kv->rowwise ? NULL : "a constant is rowwise";
    case KV_SCALAR:
        if (kv->index >= s->nscalars) return "no such scalar";
        return kv->rowwise ? NULL : "a scalar is rowwise";
    case KV_OP: return check_op(s, v);
    case KV_REDUCE:
        if (s->kind != KERNEL_ROW && s->kind != KERNEL_LANE && s->kind != KERNEL_COLUMN)
            return "this kind of kernel has no reductions";
        if (!kv->rowwise != (s->kind != KERNEL_ROW)) return "reductions are rowwise in rows only";
        return check_op(s, v);
    case KV_ACC:
        return s->kind == KERNEL_CONTRACT && kv->dtype == s->leaf[0].dtype &&
                       kv->dtype == s->leaf[1].dtype
                   ? NULL
                   : "only a contraction accumulates, in its operands' dtype";
    default: return "kind is unknown";
    }
}

static const char *check_output(const kernel_spec *s, int o) {
    if (s->output[o] >= s->nvalues) return "no such value";
    bool blocks = s->kind == KERNEL_LANE || s->kind == KERNEL_COLUMN;
    if (s->window >> o & 1 && s->kind == KERNEL_ROW && s->value[s->output[o]].rowwise)
        return "a window is of full values";
    if (blocks && s->value[s->output[o]].kind != KV_REDUCE)
        return "block kernels store reductions only";
    return NULL;
}

static kiln_status broken(kn_text *why, const char *what, int number, const char *rule) {
    kn_text_add(why, "kernel: %s %d: %s", what, number, rule);
    return KILN_INVALID_GRAPH;
}

kiln_status kernel_verify(const kernel_spec *s, kn_text *why) {
    const char *rule = check_limits(s);
    if (rule) return broken(why, "kind", s->kind, rule);
    for (int l = 0; l < s->nleaves; l++)
        if ((rule = check_leaf(s, l))) return broken(why, "leaf", l, rule);
    for (int v = 0; v < s->nvalues; v++)
        if ((rule = check_value(s, v))) return broken(why, "value", v, rule);
    for (int o = 0; o < s->noutputs; o++)
        if ((rule = check_output(s, o))) return broken(why, "output", o, rule);
    uint8_t stage[KERNEL_MAX_VALUES], keep[KERNEL_MAX_VALUES];
    int stages = kernel_stages(s, stage, keep);
    if (stages > MAX_STAGES)
        return broken(why, "stages", stages, "more loops over a row than the limit");
    return KILN_OK;
}
