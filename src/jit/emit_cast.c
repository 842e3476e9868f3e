/* SPDX-License-Identifier: Apache-2.0
 * Casts between dtypes: rounded to nearest, floats truncated, and out of range or NaN the least
 * integer, as src/reference/ref_cast.c has them. Called by emit_value.c. */
#include "jit/jit.h"

/* Floats outside [low, high) and NaN are replaced first: LLVM leaves their conversion open. */
static LLVMValueRef truncate(emitter *e, LLVMTypeRef lane, LLVMValueRef x) {
    double bound = lane == e->i32 ? 0x1p31 : 0x1p63;
    LLVMValueRef low = ll_fcmp(e, LLVMRealOGE, x, emit_float_like(x, -bound));
    LLVMValueRef high = ll_fcmp(e, LLVMRealOLT, x, emit_float_like(x, bound));
    LLVMValueRef safe = ll_select(e, ll_and(e, low, high), x, emit_float_like(x, -bound));
    return ll_fptosi(e, safe, emit_like_type(lane, x));
}

LLVMValueRef emit_cast(emitter *e, unsigned from, unsigned to, LLVMValueRef x) {
    LLVMTypeRef type = emit_like_type(emit_lane_type(e, to), x);
    bool from_float = emit_is_float(from), to_float = emit_is_float(to);
    bool no_sign = from == KILN_BOOL || from == KILN_U8;
    if (from == to) return x;
    if (ir_dtype_is((kiln_dtype)from, IR_DT_HALF)) return emit_from_half(e, from, x);
    if (ir_dtype_is((kiln_dtype)to, IR_DT_HALF)) return emit_to_half(e, to, x);
    if (from_float && to_float)
        return to == KILN_F32 ? ll_fptrunc(e, x, type) : ll_fpext(e, x, type);
    if (from_float && to == KILN_BOOL) return ll_fcmp(e, LLVMRealUNE, x, emit_float_like(x, 0.0));
    /* To u8 goes through i64; a float has no bits below 2^8 where i32 ends, so for it i32 does. */
    bool wide = to == KILN_I64 || (to == KILN_U8 && from == KILN_F64);
    if (from_float) return ll_trunc(e, truncate(e, wide ? e->i64 : e->i32, x), type);
    if (to_float) return no_sign ? ll_uitofp(e, x, type) : ll_sitofp(e, x, type);
    if (to == KILN_BOOL) return ll_icmp(e, LLVMIntNE, x, emit_int_like(x, 0));
    if (emit_size(to) < emit_size(from)) return ll_trunc(e, x, type);
    return no_sign ? ll_zext(e, x, type) : ll_sext(e, x, type);
}
