/* SPDX-License-Identifier: Apache-2.0
 * LLVM's instruction builders without their two constant arguments: ll_add(e, a, b) for
 * LLVMBuildAdd(e->b, a, b, ""). Included by jit.h. */
#ifndef KN_JIT_BUILD_H
#define KN_JIT_BUILD_H

#define LL_UNARY(name, Build)                                                                      \
    static inline LLVMValueRef ll_##name(emitter *e, LLVMValueRef a) { return Build(e->b, a, ""); }
#define LL_BINARY(name, Build)                                                                     \
    static inline LLVMValueRef ll_##name(emitter *e, LLVMValueRef a, LLVMValueRef b) {             \
        return Build(e->b, a, b, "");                                                              \
    }
#define LL_CONVERT(name, Build)                                                                    \
    static inline LLVMValueRef ll_##name(emitter *e, LLVMValueRef a, LLVMTypeRef to) {             \
        return Build(e->b, a, to, "");                                                             \
    }

LL_UNARY(neg, LLVMBuildNeg)
LL_UNARY(not, LLVMBuildNot)
LL_UNARY(fneg, LLVMBuildFNeg)
LL_BINARY(add, LLVMBuildAdd)
LL_BINARY(add_nsw, LLVMBuildNSWAdd)
LL_BINARY(sub, LLVMBuildSub)
LL_BINARY(mul, LLVMBuildMul)
LL_BINARY(sdiv, LLVMBuildSDiv)
LL_BINARY(udiv, LLVMBuildUDiv)
LL_BINARY(and, LLVMBuildAnd)
LL_BINARY(or, LLVMBuildOr)
LL_BINARY(xor, LLVMBuildXor)
LL_BINARY(shl, LLVMBuildShl)
LL_BINARY(lshr, LLVMBuildLShr)
LL_BINARY(ashr, LLVMBuildAShr)
LL_BINARY(fadd, LLVMBuildFAdd)
LL_BINARY(fsub, LLVMBuildFSub)
LL_BINARY(fmul, LLVMBuildFMul)
LL_BINARY(fdiv, LLVMBuildFDiv)
LL_BINARY(extract, LLVMBuildExtractElement)
LL_CONVERT(trunc, LLVMBuildTrunc)
LL_CONVERT(zext, LLVMBuildZExt)
LL_CONVERT(sext, LLVMBuildSExt)
LL_CONVERT(bitcast, LLVMBuildBitCast)
LL_CONVERT(fptrunc, LLVMBuildFPTrunc)
LL_CONVERT(fpext, LLVMBuildFPExt)
LL_CONVERT(fptosi, LLVMBuildFPToSI)
LL_CONVERT(sitofp, LLVMBuildSIToFP)
LL_CONVERT(uitofp, LLVMBuildUIToFP)

#undef LL_UNARY
#undef LL_BINARY
#undef LL_CONVERT

static inline LLVMValueRef ll_icmp(emitter *e, LLVMIntPredicate p, LLVMValueRef a, LLVMValueRef b) {
    return LLVMBuildICmp(e->b, p, a, b, "");
}
static inline LLVMValueRef ll_fcmp(emitter *e, LLVMRealPredicate p, LLVMValueRef a,
                                   LLVMValueRef b) {
    return LLVMBuildFCmp(e->b, p, a, b, "");
}
static inline LLVMValueRef ll_select(emitter *e, LLVMValueRef which, LLVMValueRef a,
                                     LLVMValueRef b) {
    return LLVMBuildSelect(e->b, which, a, b, "");
}
static inline LLVMValueRef ll_insert(emitter *e, LLVMValueRef v, LLVMValueRef x,
                                     LLVMValueRef lane) {
    return LLVMBuildInsertElement(e->b, v, x, lane, "");
}
static inline LLVMValueRef ll_shuffle(emitter *e, LLVMValueRef a, LLVMValueRef b,
                                      LLVMValueRef lanes) {
    return LLVMBuildShuffleVector(e->b, a, b, lanes, "");
}
static inline LLVMValueRef ll_load(emitter *e, LLVMTypeRef type, LLVMValueRef pointer) {
    return LLVMBuildLoad2(e->b, type, pointer, "");
}
static inline LLVMValueRef ll_phi(emitter *e, LLVMTypeRef type) {
    return LLVMBuildPhi(e->b, type, "");
}
static inline LLVMValueRef ll_call(emitter *e, LLVMTypeRef type, LLVMValueRef fn,
                                   LLVMValueRef *args, unsigned nargs) {
    return LLVMBuildCall2(e->b, type, fn, args, nargs, "");
}

#endif
