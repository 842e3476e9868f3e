/* SPDX-License-Identifier: Apache-2.0
 * Reductions along the row in the order of ir/order.h: ORDER_LANES lanes held as EMIT_ACCUMULATORS
 * vectors, folded in halves at the end. Used by rows and by kernels of kind LANE, which are here
 * too. */
#include "jit/jit.h"

static unsigned map_op(unsigned reduction) {
    switch (reduction) {
    case IR_SUM: return IR_ADD;
    case IR_PROD: return IR_MUL;
    case IR_RMAX: return IR_MAX;
    default: return IR_MIN;
    }
}

static LLVMValueRef least_or_greatest(unsigned dtype, bool least, LLVMValueRef like) {
    switch (dtype) {
    case KILN_BOOL: return emit_int_like(like, least ? 0 : 1);
    case KILN_U8: return emit_int_like(like, least ? 0 : UINT8_MAX);
    case KILN_I8: return emit_int_like(like, least ? INT8_MIN : INT8_MAX);
    case KILN_I16: return emit_int_like(like, least ? INT16_MIN : INT16_MAX);
    case KILN_I32: return emit_int_like(like, least ? INT32_MIN : INT32_MAX);
    case KILN_I64: return emit_int_like(like, least ? INT64_MIN : INT64_MAX);
    default: return emit_float_like(like, least ? -__builtin_inf() : __builtin_inf());
    }
}

LLVMValueRef emit_identity(emitter *e, unsigned v) {
    const kernel_value *value = &e->s->value[v];
    LLVMValueRef zero = LLVMConstNull(emit_vector_type(e, value->dtype));
    if (value->op == IR_SUM) return zero;
    if (value->op != IR_PROD) return least_or_greatest(value->dtype, value->op == IR_RMAX, zero);
    return emit_is_float(value->dtype) ? emit_float_like(zero, 1.0) : emit_int_like(zero, 1);
}

LLVMValueRef emit_accumulate(emitter *e, unsigned v, LLVMValueRef acc) {
    const kernel_value *value = &e->s->value[v];
    return emit_binary(e, map_op(value->op), value->dtype, acc, emit_value(e, value->operand[0]));
}

/* ---- accumulators on the stack */
static LLVMValueRef accumulator(emitter *e, unsigned v, LLVMValueRef which) {
    LLVMTypeRef lane = emit_memory_type(e, e->s->value[v].dtype);
    return emit_offset(e, LLVMVectorType(lane, KERNEL_WIDTH), e->acc[v], which);
}

static void put(emitter *e, unsigned v, LLVMValueRef which, LLVMValueRef acc) {
    LLVMValueRef left = e->left;
    e->left = NULL; /* a whole vector, also in a masked tail */
    emit_store(e, e->s->value[v].dtype, accumulator(e, v, which), acc, false);
    e->left = left;
}

static LLVMValueRef get(emitter *e, unsigned v, LLVMValueRef which) {
    return emit_load(e, e->s->value[v].dtype, accumulator(e, v, which));
}

static void clear_accumulators(emitter *e, const uint8_t *reduces) {
    for (unsigned v = 0; v < e->s->nvalues; v++) {
        if (!reduces[v]) continue;
        LLVMTypeRef lane = emit_memory_type(e, e->s->value[v].dtype);
        if (!e->acc[v])
            e->acc[v] = emit_stack(e, LLVMVectorType(lane, KERNEL_WIDTH), EMIT_ACCUMULATORS);
        for (int a = 0; a < EMIT_ACCUMULATORS; a++) put(e, v, emit_i64(e, a), emit_identity(e, v));
    }
}

/* One vector of the row into the accumulators its elements belong to; lanes past the end keep
 * theirs. */
static void feed_stack(emitter *e, const uint8_t *reduces, LLVMValueRef start) {
    LLVMValueRef n = ll_sub(e, e->col, start);
    LLVMValueRef turn = ll_lshr(e, n, emit_i64(e, __builtin_ctz(KERNEL_WIDTH)));
    LLVMValueRef which = ll_and(e, turn, emit_i64(e, EMIT_ACCUMULATORS - 1));
    for (unsigned v = 0; v < e->s->nvalues; v++) {
        if (!reduces[v]) continue;
        LLVMValueRef old = get(e, v, which), acc = emit_accumulate(e, v, old);
        if (e->mask) acc = ll_select(e, e->mask, acc, old);
        put(e, v, which, acc);
    }
}

static void stack_loop(emitter *e, const uint8_t *reduces, LLVMValueRef start, LLVMValueRef from,
                       LLVMValueRef to, bool masked, void (*also)(emitter *)) {
    emit_loop each = {0};
    emit_loop_begin(e, &each, from, to, KERNEL_WIDTH);
    e->col = each.index;
    emit_set_left(e, masked ? ll_sub(e, to, each.index) : NULL);
    emit_values(e);
    feed_stack(e, reduces, start);
    if (also) also(e);
    emit_set_left(e, NULL);
    emit_loop_end(e, &each);
}

/* The same with the accumulators in registers: all of them in one turn. */
static void register_loop(emitter *e, const uint8_t *reduces, LLVMValueRef from, LLVMValueRef to,
                          void (*also)(emitter *)) {
    emit_loop each = {0};
    unsigned n = 0;
    for (unsigned v = 0; v < e->s->nvalues; v++) {
        if (!reduces[v]) continue;
        for (unsigned a = 0; a < EMIT_ACCUMULATORS; a++) each.carried[n++] = emit_identity(e, v);
    }
    each.ncarried = n;
    emit_set_left(e, NULL);
    emit_loop_begin(e, &each, from, to, ORDER_LANES);
    for (unsigned a = 0; a < EMIT_ACCUMULATORS; a++) {
        e->col = ll_add_nsw(e, each.index, emit_i64(e, a * KERNEL_WIDTH));
        emit_values(e);
        n = a;
        for (unsigned v = 0; v < e->s->nvalues; v++) {
            if (!reduces[v]) continue;
            each.carried[n] = emit_accumulate(e, v, each.carried[n]);
            n += EMIT_ACCUMULATORS;
        }
        if (also) also(e);
    }
    emit_loop_end(e, &each);
    n = 0;
    for (unsigned v = 0; v < e->s->nvalues; v++) {
        if (!reduces[v]) continue;
        for (int a = 0; a < EMIT_ACCUMULATORS; a++) put(e, v, emit_i64(e, a), each.carried[n++]);
    }
}

/* lane[l] = lane[l] op lane[l + h]; the result in every lane. */
static LLVMValueRef fold(emitter *e, unsigned v) {
    unsigned op = map_op(e->s->value[v].op), dtype = e->s->value[v].dtype;
    LLVMValueRef acc[EMIT_ACCUMULATORS];
    for (int a = 0; a < EMIT_ACCUMULATORS; a++) acc[a] = get(e, v, emit_i64(e, a));
    for (unsigned h = EMIT_ACCUMULATORS / 2; h > 0; h /= 2)
        for (unsigned a = 0; a < h; a++) acc[a] = emit_binary(e, op, dtype, acc[a], acc[a + h]);
    for (unsigned h = KERNEL_WIDTH / 2; h > 0; h /= 2)
        acc[0] = emit_binary(e, op, dtype, emit_part(e, acc[0], 0, h), emit_part(e, acc[0], h, h));
    return emit_splat(e, ll_extract(e, acc[0], emit_i32(e, 0)));
}

/* A dear body hides the way through the stack, and is emitted once instead of four times. */
static bool fits_registers(const emitter *e, const uint8_t *reduces) {
    enum { SHORT_BODY = 12, MAX_REDUCTIONS = 4 };
    unsigned n = 0;
    for (unsigned v = 0; v < e->s->nvalues; v++) n += reduces[v];
    return emit_cost(e) <= SHORT_BODY && n <= MAX_REDUCTIONS;
}

void emit_reduce_span(emitter *e, const uint8_t *reduces, LLVMValueRef start, LLVMValueRef end,
                      void (*also)(emitter *)) {
    bool registers = fits_registers(e, reduces);
    LLVMValueRef middle = emit_whole_steps(e, start, end, registers ? ORDER_LANES : KERNEL_WIDTH);
    clear_accumulators(e, reduces);
    if (registers)
        register_loop(e, reduces, start, middle, also);
    else
        stack_loop(e, reduces, start, start, middle, false, also);
    stack_loop(e, reduces, start, middle, end, true, also);
    for (unsigned v = 0; v < e->s->nvalues; v++)
        if (reduces[v]) e->fixed[v] = fold(e, v);
}

/* ---- kernels of kind LANE */
void emit_lane(emitter *e) {
    const kernel_spec *s = e->s;
    unsigned last = s->rank - 1u;
    uint8_t reduces[KERNEL_MAX_VALUES] = {0};
    LLVMValueRef index[KERNEL_MAX_RANK], block = emit_i64(e, ORDER_LANE_BLOCK), n = e->extent[last];
    LLVMValueRef up = ll_add(e, n, emit_i64(e, ORDER_LANE_BLOCK - 1));
    LLVMValueRef nblocks = ll_udiv(e, up, block);
    emit_loop units = {0};
    for (unsigned o = 0; o < s->noutputs; o++) {
        reduces[s->output[o]] = 1;
        e->need[s->value[s->output[o]].operand[0]] = 1;
    }
    emit_want(e);
    emit_loop_begin(e, &units, e->r0, e->r1, 1);
    LLVMValueRef row = ll_udiv(e, units.index, nblocks);
    LLVMValueRef which = ll_sub(e, units.index, ll_mul(e, row, nblocks));
    emit_row_decode(e, row, last, index);
    emit_row_leaves(e, index, last);
    emit_row_fixed(e);
    LLVMValueRef start = ll_mul(e, which, block);
    emit_reduce_span(e, reduces, start, emit_min(e, ll_add(e, start, block), n), NULL);
    for (unsigned o = 0; o < s->noutputs; o++) {
        unsigned v = s->output[o], dtype = s->value[v].dtype;
        emit_store_lane(e, dtype, emit_element(e, dtype, e->buf[s->nleaves + o], units.index),
                        emit_result(e, v));
    }
    emit_loop_end(e, &units);
}
