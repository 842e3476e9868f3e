/* SPDX-License-Identifier: Apache-2.0
 * Arithmetic of integers and bools: it wraps, and every input has a result, so divisors and shift
 * counts are made safe first. Same results as src/reference/ref_map.inc.h. Called by emit_value.c.
 */
#include "jit/jit.h"

static LLVMValueRef compare(emitter *e, unsigned dtype, LLVMIntPredicate is_signed,
                            LLVMIntPredicate is_unsigned, LLVMValueRef a, LLVMValueRef b) {
    return ll_icmp(e, dtype == KILN_U8 ? is_unsigned : is_signed, a, b);
}

static LLVMValueRef less(emitter *e, unsigned dtype, LLVMValueRef a, LLVMValueRef b) {
    return compare(e, dtype, LLVMIntSLT, LLVMIntULT, a, b);
}

static LLVMValueRef is(emitter *e, LLVMValueRef a, int64_t x) {
    return ll_icmp(e, LLVMIntEQ, a, emit_int_like(a, x));
}

static LLVMValueRef choose(emitter *e, LLVMValueRef which, LLVMValueRef a, LLVMValueRef b) {
    return ll_select(e, which, a, b);
}

/* ---- division: floor(a / b) and its remainder */
typedef struct division {
    LLVMValueRef zero, divisor, quotient, rest;
} division;

/* Integers of at most 32 bits divide as doubles, which hold the quotient exactly enough: it differs
 * from a whole number by at least 1 / b, far more than its rounding. x86 has no vector division of
 * integers. */
static LLVMValueRef divide_narrow(emitter *e, unsigned dtype, LLVMValueRef a, LLVMValueRef b) {
    LLVMTypeRef wide = emit_like_type(e->f64, a), type = LLVMTypeOf(a);
    bool u8 = dtype == KILN_U8;
    LLVMValueRef x = u8 ? ll_uitofp(e, a, wide) : ll_sitofp(e, a, wide);
    LLVMValueRef y = u8 ? ll_uitofp(e, b, wide) : ll_sitofp(e, b, wide);
    LLVMValueRef q = ll_fptosi(e, ll_fdiv(e, x, y), emit_like_type(e->i32, a));
    return ll_trunc(e, q, type);
}

/* Towards zero. Divisors that would trap become 1: the least number by -1 then gives itself, the
 * wrapped result. */
static division divide_towards_zero(emitter *e, unsigned dtype, LLVMValueRef a, LLVMValueRef b) {
    division d = {.zero = is(e, b, 0)};
    LLVMValueRef unsafe = d.zero, one = emit_int_like(b, 1);
    if (dtype != KILN_U8) {
        int64_t least = INT64_MIN >> (64 - 8 * emit_size(dtype));
        unsafe = ll_or(e, unsafe, ll_and(e, is(e, a, least), is(e, b, -1)));
    }
    d.divisor = choose(e, unsafe, one, b);
    d.quotient =
        dtype == KILN_I64 ? ll_sdiv(e, a, d.divisor) : divide_narrow(e, dtype, a, d.divisor);
    d.rest = ll_sub(e, a, ll_mul(e, d.quotient, d.divisor));
    return d;
}

static division divide(emitter *e, unsigned dtype, LLVMValueRef a, LLVMValueRef b) {
    division d = divide_towards_zero(e, dtype, a, b);
    LLVMValueRef one = emit_int_like(b, 1);
    if (dtype == KILN_U8) return d;
    LLVMValueRef opposite = less(e, dtype, ll_xor(e, d.rest, d.divisor), emit_int_like(a, 0));
    LLVMValueRef down = ll_and(e, opposite, ll_not(e, is(e, d.rest, 0)));
    d.quotient = choose(e, down, ll_sub(e, d.quotient, one), d.quotient);
    d.rest = choose(e, down, ll_add(e, d.rest, d.divisor), d.rest);
    return d;
}

/* ---- shifts: counts are taken as unsigned, so a negative one is too large */
static LLVMValueRef shift(emitter *e, unsigned op, unsigned dtype, LLVMValueRef a,
                          LLVMValueRef count) {
    int64_t width = 8 * (int64_t)emit_size(dtype);
    LLVMValueRef in_range = ll_icmp(e, LLVMIntULT, count, emit_int_like(count, width));
    LLVMValueRef most = emit_int_like(count, width - 1), safe = choose(e, in_range, count, most);
    if (op == IR_SHR && dtype != KILN_U8) return ll_ashr(e, a, safe);
    LLVMValueRef y = op == IR_SHL ? ll_shl(e, a, safe) : ll_lshr(e, a, safe);
    return choose(e, in_range, y, emit_int_like(a, 0));
}

static LLVMValueRef sign(emitter *e, unsigned dtype, LLVMValueRef a) {
    LLVMValueRef zero = emit_int_like(a, 0), one = emit_int_like(a, 1);
    LLVMValueRef low = choose(e, less(e, dtype, a, zero), emit_int_like(a, -1), zero);
    return choose(e, less(e, dtype, zero, a), one, low);
}

static LLVMValueRef integer(emitter *e, unsigned op, unsigned dtype, LLVMValueRef a,
                            LLVMValueRef b) {
    division d;
    switch (op) {
    case IR_ADD: return ll_add(e, a, b);
    case IR_SUB: return ll_sub(e, a, b);
    case IR_MUL: return ll_mul(e, a, b);
    case IR_NEG: return ll_neg(e, a);
    case IR_ABS: return choose(e, less(e, dtype, a, emit_int_like(a, 0)), ll_neg(e, a), a);
    case IR_SIGN: return sign(e, dtype, a);
    case IR_IDIV:
        d = divide(e, dtype, a, b);
        return choose(e, d.zero, emit_int_like(a, 0), d.quotient);
    case IR_REM: d = divide(e, dtype, a, b); return choose(e, d.zero, emit_int_like(a, 0), d.rest);
    case IR_FMOD:
        d = divide_towards_zero(e, dtype, a, b);
        return choose(e, d.zero, emit_int_like(a, 0), d.rest);
    case IR_SHL:
    case IR_SHR: return shift(e, op, dtype, a, b);
    case IR_MAX: return choose(e, less(e, dtype, b, a), a, b);
    case IR_MIN: return choose(e, less(e, dtype, a, b), a, b);
    case IR_EQ: return ll_icmp(e, LLVMIntEQ, a, b);
    case IR_NE: return ll_icmp(e, LLVMIntNE, a, b);
    case IR_LT: return less(e, dtype, a, b);
    case IR_LE: return compare(e, dtype, LLVMIntSLE, LLVMIntULE, a, b);
    default: return NULL;
    }
}

static LLVMValueRef truth(emitter *e, unsigned op, LLVMValueRef a, LLVMValueRef b) {
    switch (op) {
    case IR_MAX: return ll_or(e, a, b);
    case IR_MIN: return ll_and(e, a, b);
    case IR_NE: return ll_xor(e, a, b);
    case IR_EQ: return ll_not(e, ll_xor(e, a, b));
    case IR_LT: return ll_and(e, ll_not(e, a), b);
    case IR_LE: return ll_or(e, ll_not(e, a), b);
    default: return NULL;
    }
}

LLVMValueRef emit_integer_op(emitter *e, unsigned op, unsigned dtype, const LLVMValueRef x[3]) {
    switch (op) {
    case IR_AND: return ll_and(e, x[0], x[1]);
    case IR_OR: return ll_or(e, x[0], x[1]);
    case IR_XOR: return ll_xor(e, x[0], x[1]);
    case IR_NOT: return ll_not(e, x[0]);
    default:
        return dtype == KILN_BOOL ? truth(e, op, x[0], x[1]) : integer(e, op, dtype, x[0], x[1]);
    }
}
