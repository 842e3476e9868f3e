/* SPDX-License-Identifier: Apache-2.0
 * a * b + c rounded once. AVX2 and AVX-512 have it; for the baseline it is computed exactly here,
 * in functions inside the kernel's own object, so that nothing outside is called. Slow, and the
 * same bits. */
#include "jit/jit.h"

typedef struct place {
    LLVMValueRef fn;
    LLVMBasicBlockRef entry, block;
} place;

/* Begins a private function of three operands; *from is where emission goes on afterwards. */
static LLVMValueRef begin(emitter *e, const char *name, LLVMTypeRef type, LLVMValueRef x[3],
                          place *from) {
    LLVMTypeRef params[] = {type, type, type};
    LLVMValueRef fn = LLVMAddFunction(e->module, name, LLVMFunctionType(type, params, 3, 0));
    emit_function_attributes(e, fn, true);
    *from = (place){e->fn, e->entry, LLVMGetInsertBlock(e->b)};
    e->fn = fn;
    e->entry = LLVMAppendBasicBlockInContext(e->ctx, fn, "entry");
    emit_at(e, e->entry);
    for (unsigned i = 0; i < 3; i++) x[i] = LLVMGetParam(fn, i);
    return fn;
}

static void end(emitter *e, LLVMValueRef result, const place *from) {
    LLVMBuildRet(e->b, result);
    e->fn = from->fn;
    e->entry = from->entry;
    emit_at(e, from->block);
}

static LLVMValueRef choose(emitter *e, LLVMValueRef which, LLVMValueRef a, LLVMValueRef b) {
    return ll_select(e, which, a, b);
}
static LLVMValueRef either(emitter *e, LLVMValueRef a, LLVMValueRef b) { return ll_or(e, a, b); }
static LLVMValueRef both(emitter *e, LLVMValueRef a, LLVMValueRef b) { return ll_and(e, a, b); }

/* ---- f32: the product is exact as a double; the sum is rounded to odd, so that rounding it again
 * to 24 bits is the only rounding that shows. */
static void make_fma32(emitter *e) {
    place from;
    LLVMValueRef x[3], zero;
    LLVMTypeRef wide = LLVMVectorType(e->f64, KERNEL_WIDTH),
                bits = LLVMVectorType(e->i64, KERNEL_WIDTH);
    LLVMValueRef fn = begin(e, "fma32", LLVMVectorType(e->f32, KERNEL_WIDTH), x, &from);
    for (unsigned i = 0; i < 3; i++) x[i] = ll_fpext(e, x[i], wide);
    LLVMValueRef p = ll_fmul(e, x[0], x[1]), s = ll_fadd(e, p, x[2]);
    LLVMValueRef part = ll_fsub(e, s, p);
    LLVMValueRef p_lost = ll_fsub(e, p, ll_fsub(e, s, part));
    LLVMValueRef lost = ll_fadd(e, p_lost, ll_fsub(e, x[2], part));
    LLVMValueRef s_bits = ll_bitcast(e, s, bits), lost_bits = ll_bitcast(e, lost, bits);
    zero = emit_int_like(s_bits, 0);
    LLVMValueRef even = ll_icmp(e, LLVMIntEQ, both(e, s_bits, emit_int_like(s_bits, 1)), zero);
    LLVMValueRef inexact = ll_fcmp(e, LLVMRealONE, lost, emit_float_like(lost, 0.0));
    LLVMValueRef inward = ll_icmp(e, LLVMIntSLT, ll_xor(e, s_bits, lost_bits), zero);
    LLVMValueRef step = choose(e, inward, emit_int_like(zero, -1), emit_int_like(zero, 1));
    LLVMValueRef odd = ll_add(e, s_bits, choose(e, both(e, even, inexact), step, zero));
    LLVMValueRef y = ll_fptrunc(e, ll_bitcast(e, odd, wide), LLVMTypeOf(LLVMGetParam(fn, 0)));
    end(e, y, &from);
    e->fma32 = fn;
}

/* ---- f64, one lane, in integers */
typedef struct parts {
    LLVMValueRef sign, exponent, significand, special, zero;
} parts;

/* value = significand * 2^(exponent - 1075), with bit 52 the highest, also of a denormal. */
static parts take_apart(emitter *e, LLVMValueRef x) {
    LLVMValueRef bits = ll_bitcast(e, x, e->i64), one = emit_i64(e, 1), zero = emit_i64(e, 0);
    LLVMValueRef field = both(e, ll_lshr(e, bits, emit_i64(e, 52)), emit_i64(e, 0x7ff));
    LLVMValueRef fraction = both(e, bits, emit_i64(e, (INT64_C(1) << 52) - 1));
    LLVMValueRef denormal = ll_icmp(e, LLVMIntEQ, field, zero);
    LLVMValueRef m =
        choose(e, denormal, fraction, either(e, fraction, emit_i64(e, INT64_C(1) << 52)));
    LLVMValueRef ctlz[] = {m, LLVMConstInt(e->i1, 0, 0)};
    LLVMValueRef shift =
        ll_sub(e, emit_intrinsic(e, "llvm.ctlz", &e->i64, 1, ctlz, 2), emit_i64(e, 11));
    parts p = {.sign = ll_icmp(e, LLVMIntSLT, bits, zero),
               .special = ll_icmp(e, LLVMIntEQ, field, emit_i64(e, 0x7ff)),
               .zero = ll_icmp(e, LLVMIntEQ, m, zero)};
    p.exponent = ll_sub(e, choose(e, denormal, one, field), shift);
    shift = choose(e, p.zero, zero, shift);
    p.significand = ll_zext(e, ll_shl(e, m, shift), e->i128);
    return p;
}

static LLVMValueRef wide(emitter *e, uint64_t x) { return LLVMConstInt(e->i128, x, 0); }

static LLVMValueRef clamp(emitter *e, LLVMValueRef x, int64_t low, int64_t high) {
    x = choose(e, ll_icmp(e, LLVMIntSLT, x, emit_i64(e, low)), emit_i64(e, low), x);
    return emit_min(e, x, emit_i64(e, high));
}

/* x >> n, where a bit that falls out is remembered in the lowest one. */
static LLVMValueRef shift_out(emitter *e, LLVMValueRef x, LLVMValueRef n) {
    LLVMValueRef n128 = ll_zext(e, n, e->i128), y = ll_lshr(e, x, n128);
    LLVMValueRef lost = ll_icmp(e, LLVMIntNE, ll_shl(e, y, n128), x);
    return either(e, y, ll_zext(e, lost, e->i128));
}

/* m * 2^exponent, m > 0 and its lowest bit a memory of bits below, to the bits of the nearest
 * double. */
static LLVMValueRef round_magnitude(emitter *e, LLVMValueRef m, LLVMValueRef exponent) {
    LLVMValueRef ctlz[] = {m, LLVMConstInt(e->i1, 0, 0)};
    LLVMValueRef n = emit_intrinsic(e, "llvm.ctlz", &e->i128, 1, ctlz, 2);
    LLVMValueRef none = ll_icmp(e, LLVMIntEQ, m, wide(e, 0));
    n = choose(e, none, wide(e, 0), n);
    m = shift_out(e, ll_shl(e, m, n), emit_i64(e, 8)); /* bit 119 is the highest */
    LLVMValueRef field = ll_sub(e, exponent, ll_trunc(e, n, e->i64));
    field = ll_add(e, field, emit_i64(e, 127 + 1023));
    /* of the normal range */
    LLVMValueRef below = clamp(e, ll_sub(e, emit_i64(e, 1), field), 0, 60);
    LLVMValueRef shift = ll_zext(e, ll_add(e, below, emit_i64(e, 67)), e->i128);
    LLVMValueRef q = ll_lshr(e, m, shift);
    LLVMValueRef rest = ll_sub(e, m, ll_shl(e, q, shift));
    LLVMValueRef half = ll_shl(e, wide(e, 1), ll_sub(e, shift, wide(e, 1)));
    LLVMValueRef tie = ll_icmp(e, LLVMIntEQ, rest, half);
    LLVMValueRef odd = ll_trunc(e, q, e->i1);
    LLVMValueRef up = either(e, ll_icmp(e, LLVMIntUGT, rest, half), both(e, tie, odd));
    LLVMValueRef bits = ll_add(e, ll_trunc(e, q, e->i64), ll_zext(e, up, e->i64));
    LLVMValueRef high = ll_sub(e, clamp(e, field, 1, 2100), emit_i64(e, 1));
    bits = ll_add(e, bits, ll_shl(e, high, emit_i64(e, 52)));
    LLVMValueRef infinity = emit_i64(e, INT64_C(0x7ff) << 52);
    return choose(e, ll_icmp(e, LLVMIntULT, bits, infinity), bits, infinity);
}

/* For finite operands, none of them zero. The addend gets 73 zero bits below, the product 20: what
 * falls out when one is moved to the other's exponent is far below the place that rounds, unless
 * nothing falls out. */
static LLVMValueRef exact_sum(emitter *e, const parts *a, const parts *b, const parts *c) {
    LLVMValueRef product = ll_mul(e, a->significand, b->significand);
    product = ll_shl(e, product, wide(e, 20));
    LLVMValueRef addend = ll_shl(e, c->significand, wide(e, 73));
    LLVMValueRef ep = ll_add(e, a->exponent, b->exponent);
    ep = ll_sub(e, ep, emit_i64(e, 2 * 1075 + 20));
    LLVMValueRef ec = ll_sub(e, c->exponent, emit_i64(e, 1075 + 73));
    LLVMValueRef d = ll_sub(e, ep, ec);
    addend = shift_out(e, addend, clamp(e, d, 0, 127));
    product = shift_out(e, product, clamp(e, ll_neg(e, d), 0, 127));
    LLVMValueRef exponent = choose(e, ll_icmp(e, LLVMIntSGT, ep, ec), ep, ec);
    LLVMValueRef sign = ll_xor(e, a->sign, b->sign), differ = ll_xor(e, sign, c->sign);
    LLVMValueRef m = ll_add(e, product, choose(e, differ, ll_neg(e, addend), addend));
    LLVMValueRef turned = both(e, differ, ll_icmp(e, LLVMIntSLT, m, wide(e, 0)));
    m = choose(e, turned, ll_neg(e, m), m);
    LLVMValueRef bits = round_magnitude(e, m, exponent);
    bits = either(e, bits,
                  ll_shl(e, ll_zext(e, choose(e, turned, c->sign, sign), e->i64), emit_i64(e, 63)));
    LLVMValueRef gone = ll_icmp(e, LLVMIntEQ, m, wide(e, 0));
    return ll_bitcast(e, choose(e, gone, emit_i64(e, 0), bits), e->f64);
}

static void make_fma64_lane(emitter *e) {
    place from;
    LLVMValueRef x[3], fn = begin(e, "fma64_lane", e->f64, x, &from);
    parts a = take_apart(e, x[0]), b = take_apart(e, x[1]), c = take_apart(e, x[2]);
    LLVMValueRef product = ll_fmul(e, x[0], x[1]), sum = ll_fadd(e, product, x[2]);
    LLVMValueRef ab_special = either(e, a.special, b.special), ab_zero = either(e, a.zero, b.zero);
    /* With an infinity, a NaN or a zero plain arithmetic is exact, if the product cannot overflow
     * or round first. */
    LLVMValueRef simple = choose(e, both(e, c.zero, ll_not(e, ab_zero)), product, sum);
    simple = choose(e, both(e, c.special, ll_not(e, ab_special)), x[2], simple);
    LLVMValueRef is_simple =
        either(e, either(e, ab_special, c.special), either(e, ab_zero, c.zero));
    end(e, choose(e, is_simple, simple, exact_sum(e, &a, &b, &c)), &from);
    e->fma64_lane = fn;
}

static void make_fma64(emitter *e) {
    place from;
    LLVMTypeRef type = LLVMVectorType(e->f64, KERNEL_WIDTH), lane[] = {e->f64, e->f64, e->f64};
    LLVMValueRef x[3], slot[3], element[3];
    emit_loop each = {0};
    make_fma64_lane(e);
    LLVMValueRef fn = begin(e, "fma64", type, x, &from);
    for (unsigned i = 0; i < 3; i++) {
        slot[i] = emit_stack(e, type, 1);
        LLVMBuildStore(e->b, x[i], slot[i]);
    }
    emit_loop_begin(e, &each, emit_i64(e, 0), emit_i64(e, KERNEL_WIDTH), 1);
    for (unsigned i = 0; i < 3; i++)
        element[i] = ll_load(e, e->f64, emit_offset(e, e->f64, slot[i], each.index));
    LLVMTypeRef signature = LLVMFunctionType(e->f64, lane, 3, 0);
    LLVMValueRef y = ll_call(e, signature, e->fma64_lane, element, 3);
    LLVMBuildStore(e->b, y, emit_offset(e, e->f64, slot[0], each.index));
    emit_loop_end(e, &each);
    end(e, ll_load(e, type, slot[0]), &from);
    e->fma64 = fn;
}

LLVMValueRef emit_fma(emitter *e, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c) {
    LLVMTypeRef type = LLVMTypeOf(a);
    LLVMValueRef x[] = {a, b, c};
    if (e->isa != KILN_ISA_BASE) return emit_intrinsic(e, "llvm.fma", &type, 1, x, 3);
    bool narrow = LLVMGetElementType(type) == e->f32;
    if (narrow && !e->fma32) make_fma32(e);
    if (!narrow && !e->fma64) make_fma64(e);
    LLVMValueRef fn = narrow ? e->fma32 : e->fma64;
    return ll_call(e, LLVMGlobalGetValueType(fn), fn, x, 3);
}
