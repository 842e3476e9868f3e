/* SPDX-License-Identifier: Apache-2.0
 * Rounding to whole numbers. SSE2 has no instruction for it and LLVM would call libm, so the
 * baseline adds and takes away 2^23 (2^52), above which a float has no fraction. Called by
 * emit_float.c and emit_math.c. */
#include "jit/jit.h"

static LLVMValueRef copy_sign(emitter *e, LLVMValueRef x, LLVMValueRef sign) {
    LLVMTypeRef type = LLVMTypeOf(x);
    LLVMValueRef args[] = {x, sign};
    return emit_intrinsic(e, "llvm.copysign", &type, 1, args, 2);
}

/* |x| to the nearest whole number, and where that holds: not for large x and NaN, which stay. */
static LLVMValueRef nearest(emitter *e, LLVMValueRef magnitude, LLVMValueRef *holds) {
    LLVMTypeRef type = LLVMTypeOf(magnitude);
    bool narrow =
        (LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetElementType(type) : type) == e->f32;
    LLVMValueRef big = emit_float_like(magnitude, narrow ? 0x1p23 : 0x1p52);
    *holds = ll_fcmp(e, LLVMRealOLT, magnitude, big);
    return ll_fsub(e, ll_fadd(e, magnitude, big), big);
}

static LLVMValueRef finish(emitter *e, LLVMValueRef holds, LLVMValueRef rounded, LLVMValueRef x) {
    return ll_select(e, holds, copy_sign(e, rounded, x), x);
}

LLVMValueRef emit_rint(emitter *e, LLVMValueRef x) {
    if (e->isa != KILN_ISA_BASE) return emit_unary_intrinsic(e, "llvm.roundeven", x);
    LLVMValueRef holds, r = nearest(e, emit_unary_intrinsic(e, "llvm.fabs", x), &holds);
    return finish(e, holds, r, x);
}

/* `r` one step towards `step`'s sign where rounding to nearest went past y. */
static LLVMValueRef step_back(emitter *e, LLVMRealPredicate past, LLVMValueRef r, LLVMValueRef y,
                              double step) {
    LLVMValueRef moved = ll_fadd(e, r, emit_float_like(r, step));
    return ll_select(e, ll_fcmp(e, past, r, y), moved, r);
}

static LLVMValueRef directed(emitter *e, LLVMRealPredicate past, LLVMValueRef x, double step) {
    LLVMValueRef holds, r = nearest(e, emit_unary_intrinsic(e, "llvm.fabs", x), &holds);
    return finish(e, holds, step_back(e, past, copy_sign(e, r, x), x, step), x);
}

LLVMValueRef emit_floor(emitter *e, LLVMValueRef x) {
    if (e->isa != KILN_ISA_BASE) return emit_unary_intrinsic(e, "llvm.floor", x);
    return directed(e, LLVMRealOGT, x, -1.0);
}

LLVMValueRef emit_ceil(emitter *e, LLVMValueRef x) {
    if (e->isa != KILN_ISA_BASE) return emit_unary_intrinsic(e, "llvm.ceil", x);
    return directed(e, LLVMRealOLT, x, 1.0);
}

LLVMValueRef emit_trunc(emitter *e, LLVMValueRef x) {
    if (e->isa != KILN_ISA_BASE) return emit_unary_intrinsic(e, "llvm.trunc", x);
    LLVMValueRef holds, a = emit_unary_intrinsic(e, "llvm.fabs", x), r = nearest(e, a, &holds);
    return finish(e, holds, step_back(e, LLVMRealOGT, r, a, -1.0), x);
}
