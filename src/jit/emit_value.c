/* SPDX-License-Identifier: Apache-2.0
 * The straight-line program of a kernel at one place of its domain: which values are needed there,
 * what they cost, where NaNs must be made canonical, and which emitter makes each operation. Called
 * by the emitters of all kinds. */
#include "jit/jit.h"

/* Operands whose bits a SAMEBITS op may pass on: the first, and of a select the others. */
static bool passes_on(const kernel_value *v, unsigned i) { return (v->op == IR_SELECT) == (i > 0); }

static bool is_nan_bits(unsigned dtype, uint64_t bits) {
    if (dtype == KILN_F32) return (bits & 0x7fffffff) > 0x7f800000;
    return (bits & INT64_MAX) > UINT64_C(0x7ff0000000000000);
}

static unsigned nan_of_op(const emitter *e, const kernel_value *v) {
    unsigned seen = EMIT_NAN_CLEAN;
    if (v->op == IR_BITCAST) return EMIT_NAN_RAW;
    if (v->op == IR_CAST && ir_dtype_is((kiln_dtype)e->s->value[v->operand[0]].dtype, IR_DT_LOG))
        return EMIT_NAN_CLEAN;
    if (!ir_op_has(v->op, IR_SAMEBITS)) return EMIT_NAN_DIRTY;
    for (unsigned i = 0; i < ir_ops[v->op].noperands; i++) {
        if (!passes_on(v, i)) continue;
        unsigned nan = e->nan[v->operand[i]];
        if (nan == EMIT_NAN_RAW) return EMIT_NAN_RAW; /* its dirty operands are cleaned first */
        if (nan == EMIT_NAN_DIRTY) seen = EMIT_NAN_DIRTY;
    }
    return seen;
}

void emit_nan_states(emitter *e) {
    for (unsigned v = 0; v < e->s->nvalues; v++) {
        const kernel_value *value = &e->s->value[v];
        unsigned nan = EMIT_NAN_CLEAN;
        uint64_t canonical = value->dtype == KILN_F32 ? ORDER_NAN_F32 : ORDER_NAN_F64;
        if (emit_is_float(value->dtype)) switch (value->kind) {
            case KV_LOAD:
                nan = e->s->leaf[value->index].is_index ? EMIT_NAN_CLEAN : EMIT_NAN_RAW;
                break;
            case KV_SCALAR: nan = EMIT_NAN_RAW; break;
            case KV_CONST:
                if (is_nan_bits(value->dtype, value->bits) && value->bits != canonical)
                    nan = EMIT_NAN_RAW;
                break;
            case KV_OP: nan = nan_of_op(e, value); break;
            default: nan = EMIT_NAN_DIRTY;
            }
        e->nan[v] = (uint8_t)nan;
    }
}

LLVMValueRef emit_canonical(emitter *e, LLVMValueRef x) {
    LLVMTypeRef type = LLVMTypeOf(x);
    LLVMTypeRef lane =
        LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetElementType(type) : type;
    LLVMValueRef nan = lane == e->f32 ? emit_bits_like(e, type, KILN_F32, ORDER_NAN_F32)
                                      : emit_bits_like(e, type, KILN_F64, ORDER_NAN_F64);
    return ll_select(e, ll_fcmp(e, LLVMRealUNO, x, x), nan, x);
}

LLVMValueRef emit_value(emitter *e, unsigned v) { return e->fixed[v] ? e->fixed[v] : e->at[v]; }

LLVMValueRef emit_result(emitter *e, unsigned v) {
    LLVMValueRef x = emit_value(e, v);
    return e->nan[v] == EMIT_NAN_DIRTY ? emit_canonical(e, x) : x;
}

/* ---- what is needed */
static bool in_scratch(const emitter *e, unsigned v) {
    return e->kept[v] && e->stage[v] < e->this_stage;
}

void emit_want(emitter *e) {
    for (unsigned v = e->s->nvalues; v-- > 0;) {
        const kernel_value *value = &e->s->value[v];
        if (!e->need[v] || e->fixed[v] || in_scratch(e, v) || value->kind != KV_OP) continue;
        for (unsigned i = 0; i < ir_ops[value->op].noperands; i++) e->need[value->operand[i]] = 1;
    }
}

unsigned emit_cost(const emitter *e) {
    enum { DEAR = 16 /* a division, a root or a math function */ };
    unsigned cost = 0;
    for (unsigned v = 0; v < e->s->nvalues; v++) {
        const kernel_value *value = &e->s->value[v];
        if (!e->need[v] || e->fixed[v]) continue;
        bool strided =
            value->kind == KV_LOAD && e->s->leaf[value->index].step[e->s->rank - 1] == STEP_ANY;
        bool dear = strided || (value->kind == KV_OP && !ir_op_has(value->op, IR_CHEAP));
        cost += dear && !in_scratch(e, v) ? DEAR : 1;
    }
    return cost;
}

/* ---- operations */
LLVMValueRef emit_binary(emitter *e, unsigned op, unsigned dtype, LLVMValueRef a, LLVMValueRef b) {
    LLVMValueRef x[3] = {a, b, NULL};
    return emit_is_float(dtype) ? emit_float_op(e, op, dtype, x) : emit_integer_op(e, op, dtype, x);
}

/* A choice of bits: an operand that a loaded NaN may stand beside has its own made canonical first.
 */
static LLVMValueRef choose(emitter *e, const kernel_value *value, unsigned v,
                           const LLVMValueRef x[3]) {
    LLVMValueRef from[3] = {x[0], x[1], x[2]};
    for (unsigned i = 0; i < ir_ops[value->op].noperands; i++)
        if (passes_on(value, i) && e->nan[v] == EMIT_NAN_RAW &&
            e->nan[value->operand[i]] == EMIT_NAN_DIRTY)
            from[i] = emit_canonical(e, x[i]);
    return value->op == IR_SELECT ? ll_select(e, from[0], from[1], from[2]) : from[0];
}

/* Of a NaN that an operation left, the bits are the canonical ones. */
static LLVMValueRef same_bits(emitter *e, const kernel_value *value, LLVMValueRef x) {
    unsigned from = value->operand[0];
    if (emit_is_float(e->s->value[from].dtype) && e->nan[from] == EMIT_NAN_DIRTY)
        x = emit_canonical(e, x);
    return ll_bitcast(e, x, emit_like_type(emit_lane_type(e, value->dtype), x));
}

LLVMValueRef emit_one(emitter *e, unsigned v, const LLVMValueRef x[3]) {
    const kernel_value *value = &e->s->value[v];
    unsigned from = e->s->value[value->operand[0]].dtype, dtype = value->dtype;
    if (value->op == IR_BITCAST) return same_bits(e, value, x[0]);
    if (ir_op_has(value->op, IR_SAMEBITS)) return choose(e, value, v, x);
    if (value->op == IR_CAST) return emit_cast(e, from, dtype, x[0]);
    if (ir_ops[value->op].types == IR_TYPES_CMP) dtype = from;
    bool is_float = emit_is_float(dtype);
    LLVMValueRef y =
        is_float ? emit_math(e, value->op, dtype, x) : emit_integer_op(e, value->op, dtype, x);
    if (!y && is_float) y = emit_float_op(e, value->op, dtype, x);
    if (y) return y;
    emit_fail(e, "%s of %s has no emitted form", ir_ops[value->op].name,
              kiln_dtype_short((kiln_dtype)dtype));
    return LLVMConstNull(emit_vector_type(e, value->dtype));
}

static LLVMValueRef here(emitter *e, unsigned v) {
    const kernel_value *value = &e->s->value[v];
    LLVMValueRef x[3] = {NULL, NULL, NULL};
    if (in_scratch(e, v))
        return emit_load(e, value->dtype, emit_element(e, value->dtype, e->kept[v], e->col));
    if (value->kind == KV_LOAD) return emit_load_leaf(e, value->index);
    for (unsigned i = 0; i < ir_ops[value->op].noperands; i++)
        x[i] = emit_value(e, value->operand[i]);
    return emit_one(e, v, x);
}

void emit_values(emitter *e) {
    for (unsigned v = 0; v < e->s->nvalues; v++) {
        unsigned kind = e->s->value[v].kind;
        if (e->need[v] && !e->fixed[v] && (kind == KV_LOAD || kind == KV_OP)) e->at[v] = here(e, v);
    }
}
