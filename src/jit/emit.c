/* SPDX-License-Identifier: Apache-2.0
 * The scaffolding of the emitter: one compilation's state, types, constants, blocks and loops.
 * Called by the other emit_*.c, and by plugin.c, which owns the emitter. */
#include "jit/jit.h"

#include <stdarg.h>

kiln_status emit_init(emitter *e, const kn_alloc *alloc, const kernel_spec *s, kiln_isa isa,
                      const char *symbol, kn_text *why) {
    *e = (emitter){.alloc = alloc, .s = s, .isa = isa, .symbol = symbol, .why = why};
    e->ctx = LLVMContextCreate();
    e->module = LLVMModuleCreateWithNameInContext(symbol, e->ctx);
    e->b = LLVMCreateBuilderInContext(e->ctx);
    e->none = LLVMVoidTypeInContext(e->ctx);
    e->i1 = LLVMInt1TypeInContext(e->ctx);
    e->i8 = LLVMInt8TypeInContext(e->ctx);
    e->i16 = LLVMInt16TypeInContext(e->ctx);
    e->i32 = LLVMInt32TypeInContext(e->ctx);
    e->i64 = LLVMInt64TypeInContext(e->ctx);
    e->i128 = LLVMInt128TypeInContext(e->ctx);
    e->f16 = LLVMHalfTypeInContext(e->ctx);
    e->f32 = LLVMFloatTypeInContext(e->ctx);
    e->f64 = LLVMDoubleTypeInContext(e->ctx);
    e->ptr = LLVMPointerTypeInContext(e->ctx, 0);
    emit_nan_states(e);
    return KILN_OK;
}

void emit_free(emitter *e) {
    LLVMDisposeBuilder(e->b);
    LLVMDisposeModule(e->module);
    LLVMContextDispose(e->ctx);
}

void emit_fail(emitter *e, const char *format, ...) {
    if (e->status != KILN_OK) return;
    e->status = KILN_UNSUPPORTED;
    va_list args;
    va_start(args, format);
    kn_text_addv(e->why, format, args);
    va_end(args);
}

static void add_attribute(emitter *e, LLVMValueRef fn, const char *name) {
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    LLVMAttributeRef attribute = LLVMCreateEnumAttribute(e->ctx, kind, 0);
    LLVMAddAttributeAtIndex(fn, (unsigned)LLVMAttributeFunctionIndex, attribute);
}

void emit_function_attributes(emitter *e, LLVMValueRef fn, bool keep_apart) {
    static const char frame[] = "warn-stack-size";
    add_attribute(e, fn, "nounwind"); /* so that there is no .eh_frame */
    LLVMAttributeRef limit =
        LLVMCreateStringAttribute(e->ctx, frame, sizeof frame - 1, EMIT_FRAME_NBYTES,
                                  sizeof EMIT_FRAME_NBYTES - 1);
    LLVMAddAttributeAtIndex(fn, (unsigned)LLVMAttributeFunctionIndex, limit);
    if (!keep_apart) return;
    add_attribute(e, fn, "noinline");
    LLVMSetLinkage(fn, LLVMInternalLinkage);
}

void emit_function(emitter *e, LLVMValueRef fn) {
    e->fn = fn;
    e->entry = LLVMAppendBasicBlockInContext(e->ctx, fn, "entry");
    emit_at(e, e->entry);
    e->left = e->mask = NULL;
    memset(e->fixed, 0, sizeof e->fixed);
    memset(e->at, 0, sizeof e->at);
    memset(e->acc, 0, sizeof e->acc);
    memset(e->kept, 0, sizeof e->kept);
    memset(e->tile, 0, sizeof e->tile);
}

/* void entry(bufs, ints, scalars, scratch, r0, r1, c0, c1) */
static void begin_entry(emitter *e) {
    LLVMTypeRef params[] = {e->ptr, e->ptr, e->ptr, e->ptr, e->i64, e->i64, e->i64, e->i64};
    LLVMValueRef fn =
        LLVMAddFunction(e->module, e->symbol, LLVMFunctionType(e->none, params, 8, 0));
    emit_function_attributes(e, fn, false);
    emit_function(e, fn);
    LLVMValueRef *into[] = {&e->bufs, &e->ints, &e->scalars, &e->scratch,
                            &e->r0,   &e->r1,   &e->c0,      &e->c1};
    for (unsigned i = 0; i < 8; i++) *into[i] = LLVMGetParam(fn, i);
    emit_arguments(e);
}

kiln_status emit_module(emitter *e) {
    static void (*const kinds[])(emitter *) = {
        [KERNEL_MAP] = emit_map,
        [KERNEL_ROW] = emit_row,
        [KERNEL_LANE] = emit_lane,
        [KERNEL_COLUMN] = emit_column,
    };
    if (e->s->kind == KERNEL_CONTRACT) {
        emit_contract(e);
        return e->status;
    }
    begin_entry(e);
    kinds[e->s->kind](e);
    LLVMBuildRetVoid(e->b);
    return e->status;
}

/* ---- types */
LLVMTypeRef emit_lane_type(emitter *e, unsigned dtype) {
    switch (dtype) {
    case KILN_BOOL: return e->i1;
    case KILN_U8:
    case KILN_I8: return e->i8;
    case KILN_F16: /* their bits: there is no arithmetic of halves */
    case KILN_BF16:
    case KILN_I16: return e->i16;
    case KILN_I32: return e->i32;
    case KILN_I64: return e->i64;
    case KILN_F32: return e->f32;
    default: return e->f64;
    }
}

LLVMTypeRef emit_memory_type(emitter *e, unsigned dtype) {
    return dtype == KILN_BOOL ? e->i8 : emit_lane_type(e, dtype);
}

LLVMTypeRef emit_vector_type(emitter *e, unsigned dtype) {
    return LLVMVectorType(emit_lane_type(e, dtype), KERNEL_WIDTH);
}

LLVMTypeRef emit_like_type(LLVMTypeRef lane, LLVMValueRef like) {
    LLVMTypeRef t = LLVMTypeOf(like);
    return LLVMGetTypeKind(t) == LLVMVectorTypeKind ? LLVMVectorType(lane, LLVMGetVectorSize(t))
                                                    : lane;
}

/* ---- constants */
LLVMValueRef emit_i64(emitter *e, int64_t x) { return LLVMConstInt(e->i64, (uint64_t)x, 1); }
LLVMValueRef emit_i32(emitter *e, int32_t x) { return LLVMConstInt(e->i32, (uint64_t)x, 1); }

static LLVMValueRef constant_lanes(LLVMTypeRef type, LLVMValueRef lane) {
    if (LLVMGetTypeKind(type) != LLVMVectorTypeKind) return lane;
    LLVMValueRef lanes[KERNEL_WIDTH];
    unsigned n = LLVMGetVectorSize(type);
    for (unsigned i = 0; i < n; i++) lanes[i] = lane;
    return LLVMConstVector(lanes, n);
}

static LLVMTypeRef lane_of(LLVMTypeRef type) {
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetElementType(type) : type;
}

LLVMValueRef emit_int_like(LLVMValueRef like, int64_t x) {
    LLVMTypeRef type = LLVMTypeOf(like);
    return constant_lanes(type, LLVMConstInt(lane_of(type), (unsigned long long)x, 1));
}

LLVMValueRef emit_float_like(LLVMValueRef like, double x) {
    LLVMTypeRef type = LLVMTypeOf(like);
    return constant_lanes(type, LLVMConstReal(lane_of(type), x));
}

LLVMValueRef emit_bits_like(emitter *e, LLVMTypeRef type, unsigned dtype, uint64_t bits) {
    LLVMValueRef lane;
    if (dtype == KILN_F32 || dtype == KILN_F64)
        lane = LLVMConstBitCast(LLVMConstInt(dtype == KILN_F32 ? e->i32 : e->i64, bits, 0),
                                emit_lane_type(e, dtype));
    else
        lane = LLVMConstInt(emit_lane_type(e, dtype),
                            dtype == KILN_BOOL ? (bits & 0xff) != 0 : bits, 0);
    return constant_lanes(type, lane);
}

/* ---- lanes */
LLVMValueRef emit_splat(emitter *e, LLVMValueRef scalar) {
    LLVMTypeRef type = LLVMVectorType(LLVMTypeOf(scalar), KERNEL_WIDTH);
    if (LLVMIsConstant(scalar)) return constant_lanes(type, scalar);
    LLVMValueRef none = LLVMGetPoison(type);
    LLVMValueRef first = ll_insert(e, none, scalar, emit_i32(e, 0));
    return ll_shuffle(e, first, none, LLVMConstNull(LLVMVectorType(e->i32, KERNEL_WIDTH)));
}

LLVMValueRef emit_part(emitter *e, LLVMValueRef v, unsigned first, unsigned count) {
    LLVMValueRef lanes[KERNEL_WIDTH];
    for (unsigned i = 0; i < count; i++) lanes[i] = emit_i32(e, (int32_t)(first + i));
    return ll_shuffle(e, v, LLVMGetPoison(LLVMTypeOf(v)), LLVMConstVector(lanes, count));
}

LLVMValueRef emit_iota(emitter *e, LLVMTypeRef lane) {
    (void)e;
    LLVMValueRef lanes[KERNEL_WIDTH];
    for (unsigned i = 0; i < KERNEL_WIDTH; i++) lanes[i] = LLVMConstInt(lane, i, 0);
    return LLVMConstVector(lanes, KERNEL_WIDTH);
}

/* ---- calls and memory */
LLVMValueRef emit_intrinsic(emitter *e, const char *name, LLVMTypeRef *types, unsigned ntypes,
                            LLVMValueRef *args, unsigned nargs) {
    unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMValueRef fn = LLVMGetIntrinsicDeclaration(e->module, id, types, ntypes);
    return ll_call(e, LLVMGlobalGetValueType(fn), fn, args, nargs);
}

LLVMValueRef emit_unary_intrinsic(emitter *e, const char *name, LLVMValueRef x) {
    LLVMTypeRef type = LLVMTypeOf(x);
    return emit_intrinsic(e, name, &type, 1, &x, 1);
}

LLVMValueRef emit_stack(emitter *e, LLVMTypeRef type, unsigned count) {
    LLVMBasicBlockRef here = LLVMGetInsertBlock(e->b);
    LLVMValueRef first = LLVMGetFirstInstruction(e->entry);
    if (first)
        LLVMPositionBuilderBefore(e->b, first);
    else
        emit_at(e, e->entry);
    LLVMValueRef slot = LLVMBuildAlloca(e->b, LLVMArrayType2(type, count), "");
    LLVMSetAlignment(slot, 64);
    emit_at(e, here);
    return slot;
}

LLVMValueRef emit_offset(emitter *e, LLVMTypeRef type, LLVMValueRef pointer, LLVMValueRef index) {
    return LLVMBuildInBoundsGEP2(e->b, type, pointer, &index, 1, "");
}

LLVMValueRef emit_element(emitter *e, unsigned dtype, LLVMValueRef pointer, LLVMValueRef index) {
    return emit_offset(e, emit_memory_type(e, dtype), pointer, index);
}

LLVMValueRef emit_min(emitter *e, LLVMValueRef a, LLVMValueRef b) {
    return ll_select(e, ll_icmp(e, LLVMIntSLT, a, b), a, b);
}

/* The furthest that whole steps from start come without passing end. */
LLVMValueRef emit_whole_steps(emitter *e, LLVMValueRef start, LLVMValueRef end, unsigned step) {
    LLVMValueRef n = ll_sub(e, end, start);
    return ll_add(e, start, ll_and(e, n, emit_i64(e, -(int64_t)step)));
}

/* ---- blocks */
LLVMBasicBlockRef emit_block(emitter *e, const char *name) {
    return LLVMAppendBasicBlockInContext(e->ctx, e->fn, name);
}

void emit_at(emitter *e, LLVMBasicBlockRef block) { LLVMPositionBuilderAtEnd(e->b, block); }

/* The test is at the bottom, with one more before the loop: no pass will turn the loop for us. */
void emit_loop_begin(emitter *e, emit_loop *l, LLVMValueRef start, LLVMValueRef end, int64_t step) {
    l->end = end;
    l->step = step;
    l->before = LLVMGetInsertBlock(e->b);
    l->body = emit_block(e, "loop");
    l->after = emit_block(e, "done");
    LLVMBuildCondBr(e->b, ll_icmp(e, LLVMIntSLT, start, end), l->body, l->after);
    emit_at(e, l->body);
    l->index = ll_phi(e, e->i64);
    LLVMAddIncoming(l->index, &start, &l->before, 1);
    for (unsigned i = 0; i < l->ncarried; i++) {
        l->first[i] = l->carried[i];
        l->carried[i] = l->phi[i] = ll_phi(e, LLVMTypeOf(l->first[i]));
        LLVMAddIncoming(l->phi[i], &l->first[i], &l->before, 1);
    }
}

void emit_loop_end(emitter *e, emit_loop *l) {
    LLVMBasicBlockRef latch = LLVMGetInsertBlock(e->b);
    LLVMValueRef next = ll_add_nsw(e, l->index, l->advance ? l->advance : emit_i64(e, l->step));
    LLVMAddIncoming(l->index, &next, &latch, 1);
    LLVMBuildCondBr(e->b, ll_icmp(e, LLVMIntSLT, next, l->end), l->body, l->after);
    emit_at(e, l->after);
    for (unsigned i = 0; i < l->ncarried; i++) {
        LLVMAddIncoming(l->phi[i], &l->carried[i], &latch, 1);
        LLVMValueRef last = ll_phi(e, LLVMTypeOf(l->first[i]));
        LLVMAddIncoming(last, &l->first[i], &l->before, 1);
        LLVMAddIncoming(last, &l->carried[i], &latch, 1);
        l->carried[i] = last;
    }
}
