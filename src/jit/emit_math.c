/* SPDX-License-Identifier: Apache-2.0
 * Math functions: ir/math_defs.h, the one definition, expanded to vector instructions of
 * KERNEL_WIDTH elements, for both widths, each with and without AVX-512's scalef. Called by
 * emit_value.c. */
#include <math.h>

#include "ir/math_tables.h"
#include "jit/jit.h"

#define MT_FN static inline
#define MT_ARG emitter *jit,
#define MT_PASS jit,
#define F LLVMValueRef
#define B LLVMValueRef
#define I LLVMValueRef
#define D LLVMValueRef
#define L LLVMValueRef

static inline LLVMValueRef lanes_f(emitter *jit, LLVMTypeRef lane, double c) {
    return emit_splat(jit, LLVMConstReal(lane, c));
}
static inline LLVMValueRef lanes_i(emitter *jit, LLVMTypeRef lane, uint64_t c) {
    return emit_splat(jit, LLVMConstInt(lane, c, 0));
}
static inline LLVMTypeRef vector(LLVMTypeRef lane) { return LLVMVectorType(lane, KERNEL_WIDTH); }

/* A branch around `expr`, which is for lanes that hardly ever are. */
typedef struct rare {
    LLVMBasicBlockRef before, after;
    LLVMValueRef which, usual;
} rare;

static inline rare rare_begin(emitter *jit, LLVMValueRef which, LLVMValueRef usual) {
    rare r = {LLVMGetInsertBlock(jit->b), emit_block(jit, "common"), which, usual};
    LLVMBasicBlockRef some = emit_block(jit, "rare");
    LLVMValueRef set = ll_bitcast(jit, which, LLVMIntTypeInContext(jit->ctx, KERNEL_WIDTH));
    LLVMBuildCondBr(jit->b, ll_icmp(jit, LLVMIntNE, set, emit_int_like(set, 0)), some, r.after);
    emit_at(jit, some);
    return r;
}

static inline LLVMValueRef rare_end(emitter *jit, rare *r, LLVMValueRef value) {
    LLVMValueRef mixed = ll_select(jit, r->which, value, r->usual);
    LLVMBasicBlockRef some = LLVMGetInsertBlock(jit->b);
    LLVMBuildBr(jit->b, r->after);
    emit_at(jit, r->after);
    LLVMValueRef y = ll_phi(jit, LLVMTypeOf(mixed));
    LLVMAddIncoming(y, &r->usual, &r->before, 1);
    LLVMAddIncoming(y, &mixed, &some, 1);
    return y;
}

#define MT_RARE(b, var, expr)                                                                      \
    do {                                                                                           \
        rare rare_ = rare_begin(jit, b, var);                                                      \
        LLVMValueRef value_ = (expr);                                                              \
        (var) = rare_end(jit, &rare_, value_);                                                     \
    } while (0)

static inline LLVMValueRef table_global(emitter *jit) {
    enum { SIZE = sizeof kn_two_over_pi / sizeof *kn_two_over_pi };
    LLVMValueRef elements[SIZE];
    if (jit->table) return jit->table;
    for (unsigned i = 0; i < SIZE; i++)
        elements[i] = LLVMConstBitCast(LLVMConstInt(jit->i64, kn_two_over_pi[i], 0), jit->f64);
    jit->table = LLVMAddGlobal(jit->module, LLVMArrayType2(jit->f64, SIZE), "two_over_pi");
    LLVMSetInitializer(jit->table, LLVMConstArray2(jit->f64, elements, SIZE));
    LLVMSetGlobalConstant(jit->table, 1);
    LLVMSetLinkage(jit->table, LLVMPrivateLinkage);
    return jit->table;
}

/* Element index[l] of kn_two_over_pi in lane l. A loop through the stack: this is for rare lanes,
 * where time to compile matters more. */
static inline LLVMValueRef table_lanes(emitter *jit, LLVMValueRef index) {
    LLVMTypeRef type = LLVMGetElementType(LLVMTypeOf(index)), all = vector(jit->f64);
    LLVMValueRef table = table_global(jit), from = emit_stack(jit, LLVMTypeOf(index), 1);
    LLVMValueRef to = emit_stack(jit, all, 1);
    emit_loop each = {0};
    LLVMBuildStore(jit->b, index, from);
    emit_loop_begin(jit, &each, emit_i64(jit, 0), emit_i64(jit, KERNEL_WIDTH), 1);
    LLVMValueRef at = ll_load(jit, type, emit_offset(jit, type, from, each.index));
    at = emit_offset(jit, jit->f64, table, ll_zext(jit, at, jit->i64));
    LLVMValueRef element = ll_load(jit, jit->f64, at);
    LLVMBuildStore(jit->b, element, emit_offset(jit, jit->f64, to, each.index));
    emit_loop_end(jit, &each);
    return ll_load(jit, all, to);
}

/* A loop in the kernel: LLVM's combiner takes ten times as long over the same rounds in one block.
 */
typedef struct repeat {
    emit_loop loop;
    LLVMValueRef **carried;
    bool begun;
} repeat;

static inline bool repeat_once(emitter *jit, repeat *r, int turns) {
    unsigned n = 0;
    for (; r->carried[n]; n++) r->loop.carried[n] = *r->carried[n];
    r->loop.ncarried = n;
    if (r->begun)
        emit_loop_end(jit, &r->loop);
    else
        emit_loop_begin(jit, &r->loop, emit_i64(jit, 0), emit_i64(jit, turns), 1);
    for (unsigned i = 0; i < n; i++) *r->carried[i] = r->loop.carried[i];
    r->begun = !r->begun;
    return r->begun;
}

#define MT_REPEAT(n, ...)                                                                          \
    for (repeat r_ = {.carried = (LLVMValueRef *[]){__VA_ARGS__, NULL}}; repeat_once(jit, &r_, n);)

/* AVX-512's x * 2^n, in vectors of 64 bytes. */
static inline LLVMValueRef scalef(emitter *jit, LLVMValueRef x, LLVMValueRef n) {
    LLVMValueRef current = emit_i32(jit, 4) /* the rounding mode as it is */;
    if (LLVMGetElementType(LLVMTypeOf(x)) == jit->f32) {
        LLVMValueRef args[] = {x, n, x, LLVMConstAllOnes(LLVMIntTypeInContext(jit->ctx, 16)),
                               current};
        return emit_intrinsic(jit, "llvm.x86.avx512.mask.scalef.ps.512", NULL, 0, args, 5);
    }
    LLVMValueRef half[2], all[KERNEL_WIDTH];
    for (unsigned h = 0; h < 2; h++) {
        LLVMValueRef part = emit_part(jit, x, 8 * h, 8);
        LLVMValueRef args[] = {part, emit_part(jit, n, 8 * h, 8), part, LLVMConstAllOnes(jit->i8),
                               current};
        half[h] = emit_intrinsic(jit, "llvm.x86.avx512.mask.scalef.pd.512", NULL, 0, args, 5);
    }
    for (int j = 0; j < KERNEL_WIDTH; j++) all[j] = emit_i32(jit, j);
    return ll_shuffle(jit, half[0], half[1], LLVMConstVector(all, KERNEL_WIDTH));
}

#define ADD(x, y) ll_fadd(jit, x, y)
#define SUB(x, y) ll_fsub(jit, x, y)
#define MUL(x, y) ll_fmul(jit, x, y)
#define DIV(x, y) ll_fdiv(jit, x, y)
#define FMA(x, y, z) emit_fma(jit, x, y, z)
#define SQRT(x) emit_unary_intrinsic(jit, "llvm.sqrt", x)
#define NEG(x) ll_fneg(jit, x)
#define ABS(x) emit_unary_intrinsic(jit, "llvm.fabs", x)
#define RINT(x) emit_rint(jit, x)
#define FLOOR(x) emit_floor(jit, x)
#define LT(x, y) ll_fcmp(jit, LLVMRealOLT, x, y)
#define LE(x, y) ll_fcmp(jit, LLVMRealOLE, x, y)
#define GT(x, y) ll_fcmp(jit, LLVMRealOGT, x, y)
#define GE(x, y) ll_fcmp(jit, LLVMRealOGE, x, y)
#define EQ(x, y) ll_fcmp(jit, LLVMRealOEQ, x, y)
#define UNE(x, y) ll_fcmp(jit, LLVMRealUNE, x, y)
static inline LLVMValueRef is_nan(emitter *jit, LLVMValueRef x) {
    return ll_fcmp(jit, LLVMRealUNO, x, x);
}
#define ISNAN(x) is_nan(jit, x)
#define SEL(b, x, y) ll_select(jit, b, x, y)
#define TOINT(x) ll_fptosi(jit, x, vector(MT_INT))
#define TOFLT(i) ll_sitofp(jit, i, vector(MT_FLOAT))
#define BITS(x) ll_bitcast(jit, x, vector(MT_INT))
#define FROMBITS(i) ll_bitcast(jit, i, vector(MT_FLOAT))
#define CF(c) lanes_f(jit, MT_FLOAT, (double)(c))
#define CI(c) lanes_i(jit, MT_INT, (uint64_t)(int64_t)(c))
#define IADD(a, b) ll_add(jit, a, b)
#define ISUB(a, b) ll_sub(jit, a, b)
#define IAND(a, b) ll_and(jit, a, b)
#define IOR(a, b) ll_or(jit, a, b)
#define IXOR(a, b) ll_xor(jit, a, b)
#define ISHL(a, n) ll_shl(jit, a, CI(n))
#define ISHR(a, n) ll_ashr(jit, a, CI(n))
#define IUSHR(a, n) ll_lshr(jit, a, CI(n))
#define ILT(a, b) ll_icmp(jit, LLVMIntSLT, a, b)
#define IEQ(a, b) ll_icmp(jit, LLVMIntEQ, a, b)
#define ISEL(b, a, c) ll_select(jit, b, a, c)
#define BAND(a, b) ll_and(jit, a, b)
#define BOR(a, b) ll_or(jit, a, b)
#define BNOT(a) ll_not(jit, a)
#define CD(c) lanes_f(jit, jit->f64, (double)(c))
#define WIDEN(x) ll_fpext(jit, x, vector(jit->f64))
#define NARROW(x) ll_fptrunc(jit, x, vector(jit->f32))
#define DADD ADD
#define DSUB SUB
#define DMUL MUL
#define DDIV DIV
#define DFMA FMA
#define DRINT RINT
#define DNEG NEG
#define DABS ABS
#define DLT LT
#define DLE LE
#define DSEL SEL
#define DTOINT(x) ll_fptosi(jit, x, vector(jit->i32))
#define CL(c) lanes_i(jit, jit->i64, (uint64_t)(c))
#define LADD IADD
#define LMUL(a, b) ll_mul(jit, a, b)
#define LXOR IXOR
#define LAND IAND
#define LSHR(a, n) ll_lshr(jit, a, CL(n))
#define LTOI(l) ll_trunc(jit, l, vector(MT_INT))
#define TBL(id, i) table_lanes(jit, i)

#define MT_WIDTH 32
#define MT_FLOAT jit->f32
#define MT_INT jit->i32
#define MT_NAME(fn) f32_##fn
#include "ir/math_defs.h"
#include "ir/half.h"
#undef MT_NAME
#define MT_NAME(fn) f32_scalef_##fn
#define SCALE(x, n) scalef(jit, x, n)
#include "ir/math_defs.h"
#undef MT_NAME
#undef MT_WIDTH
#undef MT_FLOAT
#undef MT_INT

#define MT_WIDTH 64
#define MT_FLOAT jit->f64
#define MT_INT jit->i64
#define MT_NAME(fn) f64_scalef_##fn
#include "ir/math_defs.h"
#undef SCALE
#undef MT_NAME
#define MT_NAME(fn) f64_##fn
#include "ir/math_defs.h"

/* Ops and functions have the same names. */
#define CALL_1(fn) fn(jit, x[0])
#define CALL_2(fn) fn(jit, x[0], x[1])
#define FIND(fn, prefix, arity)                                                                    \
    if (strcmp(name, #fn) == 0) return CALL_##arity(prefix##fn);
#define MATH_SET(prefix)                                                                           \
    static LLVMValueRef prefix##find(emitter *jit, const char *name, const LLVMValueRef x[3])

MATH_SET(f32_) {
#define MATH_FN(fn, arity) FIND(fn, f32_, arity)
#define MATH_RANDOM(fn) FIND(fn, f32_, 2)
#include "ir/math.def"
    return NULL;
}
MATH_SET(f32_scalef_) {
#define MATH_FN(fn, arity) FIND(fn, f32_scalef_, arity)
#define MATH_RANDOM(fn) FIND(fn, f32_scalef_, 2)
#include "ir/math.def"
    return NULL;
}
MATH_SET(f64_) {
#define MATH_FN(fn, arity) FIND(fn, f64_, arity)
#define MATH_RANDOM(fn) FIND(fn, f64_, 2)
#include "ir/math.def"
    return NULL;
}
MATH_SET(f64_scalef_) {
#define MATH_FN(fn, arity) FIND(fn, f64_scalef_, arity)
#define MATH_RANDOM(fn) FIND(fn, f64_scalef_, 2)
#include "ir/math.def"
    return NULL;
}

LLVMValueRef emit_math(emitter *jit, unsigned op, unsigned dtype, const LLVMValueRef x[3]) {
    bool has_scalef = jit->isa == KILN_ISA_AVX512;
    const char *name = ir_ops[op].name;
    if (dtype == KILN_F32)
        return has_scalef ? f32_scalef_find(jit, name, x) : f32_find(jit, name, x);
    return has_scalef ? f64_scalef_find(jit, name, x) : f64_find(jit, name, x);
}

/* ---- halves. AVX2 and later have instructions for f16, which round as ir/half.h does but keep a
 * NaN's bits. */

LLVMValueRef emit_to_half(emitter *jit, unsigned dtype, LLVMValueRef x) {
    LLVMTypeRef bits = vector(jit->i16);
    if (dtype == KILN_BF16) return ll_trunc(jit, f32_to_bf16(jit, x), bits);
    if (jit->isa == KILN_ISA_BASE) return ll_trunc(jit, f32_to_f16(jit, x), bits);
    LLVMValueRef half = ll_bitcast(jit, ll_fptrunc(jit, x, vector(jit->f16)), bits);
    return ll_select(jit, is_nan(jit, x), emit_int_like(half, ORDER_NAN_F16), half);
}

LLVMValueRef emit_from_half(emitter *jit, unsigned dtype, LLVMValueRef x) {
    if (dtype == KILN_F16 && jit->isa != KILN_ISA_BASE)
        return ll_fpext(jit, ll_bitcast(jit, x, vector(jit->f16)), vector(jit->f32));
    LLVMValueRef lanes = ll_zext(jit, x, vector(jit->i32));
    return dtype == KILN_F16 ? f32_of_f16(jit, lanes) : f32_of_bf16(jit, lanes);
}
