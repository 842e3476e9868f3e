/* SPDX-License-Identifier: Apache-2.0
 * Float arithmetic, one instruction or a few an op, in exactly the form src/reference/ref_map.inc.h
 * has it. Math functions are in emit_math.c. Called by emit_value.c. */
#include "jit/jit.h"

static LLVMValueRef compare(emitter *e, LLVMRealPredicate p, LLVMValueRef a, LLVMValueRef b) {
    return ll_fcmp(e, p, a, b);
}

/* (a > b || a != a) ? a : b, and the same with <. In two steps: the inner one is one instruction of
 * x86. */
static LLVMValueRef extreme(emitter *e, LLVMRealPredicate p, LLVMValueRef a, LLVMValueRef b) {
    LLVMValueRef ordered = ll_select(e, compare(e, p, a, b), a, b);
    return ll_select(e, compare(e, LLVMRealUNO, a, a), a, ordered);
}

/* NaN stays; both zeros give +0. */
static LLVMValueRef sign(emitter *e, LLVMValueRef a) {
    LLVMValueRef zero = emit_float_like(a, 0.0);
    LLVMValueRef low =
        ll_select(e, compare(e, LLVMRealOLT, a, zero), emit_float_like(a, -1.0), zero);
    LLVMValueRef s = ll_select(e, compare(e, LLVMRealOGT, a, zero), emit_float_like(a, 1.0), low);
    return ll_select(e, compare(e, LLVMRealUNO, a, a), a, s);
}

static LLVMValueRef unary(emitter *e, unsigned op, LLVMValueRef a) {
    switch (op) {
    case IR_NEG: return ll_fneg(e, a);
    case IR_ABS: return emit_unary_intrinsic(e, "llvm.fabs", a);
    case IR_SIGN: return sign(e, a);
    case IR_FLOOR: return emit_floor(e, a);
    case IR_CEIL: return emit_ceil(e, a);
    case IR_TRUNC: return emit_trunc(e, a);
    case IR_ROUND: return emit_rint(e, a);
    case IR_SQRT: return emit_unary_intrinsic(e, "llvm.sqrt", a);
    default: return NULL;
    }
}

LLVMValueRef emit_float_op(emitter *e, unsigned op, unsigned dtype, const LLVMValueRef x[3]) {
    LLVMValueRef a = x[0], b = x[1];
    (void)dtype;
    switch (op) {
    case IR_ADD: return ll_fadd(e, a, b);
    case IR_SUB: return ll_fsub(e, a, b);
    case IR_MUL: return ll_fmul(e, a, b);
    case IR_DIV: return ll_fdiv(e, a, b);
    case IR_MAX: return extreme(e, LLVMRealOGT, a, b);
    case IR_MIN: return extreme(e, LLVMRealOLT, a, b);
    case IR_EQ: return compare(e, LLVMRealOEQ, a, b);
    case IR_NE: return compare(e, LLVMRealUNE, a, b);
    case IR_LT: return compare(e, LLVMRealOLT, a, b);
    case IR_LE: return compare(e, LLVMRealOLE, a, b);
    case IR_FMA: return emit_fma(e, a, b, x[2]);
    default: return unary(e, op, a);
    }
}
