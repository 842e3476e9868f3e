/* SPDX-License-Identifier: Apache-2.0
 * Kernels of kind COLUMN: for every column, elements down the dimension before the last, one block
 * of ORDER_COLUMN_BLOCK at a time. Called by emit.c. */
#include "jit/jit.h"

typedef struct column {
    LLVMValueRef first_row[KERNEL_MAX_LEAVES]; /* of each leaf, where the reduced index is 0 */
    LLVMValueRef unit, start, end;             /* of the block */
} column;

/* Moves every leaf to index k of the reduced dimension. */
static void go_to_row(emitter *e, const column *c, LLVMValueRef k) {
    unsigned d = e->s->rank - 2u;
    for (unsigned l = 0; l < e->s->nleaves; l++) {
        const kernel_leaf *leaf = &e->s->leaf[l];
        e->row[l] = c->first_row[l];
        if (leaf->step[d] == STEP_ZERO) continue;
        LLVMValueRef moved = ll_mul(e, k, e->stride[l][d]);
        e->row[l] = leaf->is_index ? ll_add(e, c->first_row[l], moved)
                                   : emit_element(e, leaf->dtype, c->first_row[l], moved);
    }
}

/* Loads that are the same all over the block. */
static void fix_loads(emitter *e) {
    const kernel_spec *s = e->s;
    for (unsigned v = 0; v < s->nvalues; v++) {
        if (s->value[v].kind != KV_LOAD) continue;
        const uint8_t *step = s->leaf[s->value[v].index].step;
        if (step[s->rank - 1] == STEP_ZERO && step[s->rank - 2] == STEP_ZERO)
            e->fixed[v] = emit_load_leaf(e, s->value[v].index);
    }
}

typedef void (*column_fn)(emitter *e, const column *c, LLVMValueRef k, unsigned count);

static void columns_between(emitter *e, const column *c, LLVMValueRef start, LLVMValueRef end,
                            bool masked, LLVMValueRef k, unsigned count, column_fn body) {
    emit_loop each = {0};
    emit_loop_begin(e, &each, start, end, KERNEL_WIDTH);
    e->col = each.index;
    emit_set_left(e, masked ? ll_sub(e, end, each.index) : NULL);
    body(e, c, k, count);
    emit_set_left(e, NULL);
    emit_loop_end(e, &each);
}

/* Calls `body` for every vector of columns. Only AVX-512 stores under a mask at no cost. */
static void along_columns(emitter *e, const column *c, LLVMValueRef k, unsigned count,
                          column_fn body) {
    LLVMValueRef middle = e->c0;
    if (e->isa != KILN_ISA_AVX512) {
        middle = emit_whole_steps(e, e->c0, e->c1, KERNEL_WIDTH);
        columns_between(e, c, e->c0, middle, false, k, count, body);
    }
    columns_between(e, c, middle, e->c1, true, k, count, body);
}

static LLVMValueRef accumulator(emitter *e, unsigned o) {
    return emit_element(e, e->s->value[e->s->output[o]].dtype, e->out[o], e->col);
}

static void clear(emitter *e, const column *c, LLVMValueRef k, unsigned count) {
    (void)c, (void)k, (void)count;
    for (unsigned o = 0; o < e->s->noutputs; o++) {
        unsigned v = e->s->output[o];
        emit_store(e, e->s->value[v].dtype, accumulator(e, o), emit_identity(e, v), false);
    }
}

static void finish(emitter *e, const column *c, LLVMValueRef k, unsigned count) {
    (void)c, (void)k, (void)count;
    for (unsigned o = 0; o < e->s->noutputs; o++) {
        unsigned v = e->s->output[o], dtype = e->s->value[v].dtype;
        e->at[v] = emit_load(e, dtype, accumulator(e, o));
        if (e->nan[v] == EMIT_NAN_DIRTY)
            emit_store(e, dtype, accumulator(e, o), emit_result(e, v), false);
    }
}

/* Rows k..k+count of one vector of columns. */
static void add_rows(emitter *e, const column *c, LLVMValueRef k, unsigned count) {
    const kernel_spec *s = e->s;
    LLVMValueRef acc[KERNEL_MAX_OUTPUTS];
    for (unsigned o = 0; o < s->noutputs; o++)
        acc[o] = emit_load(e, s->value[s->output[o]].dtype, accumulator(e, o));
    for (unsigned i = 0; i < count; i++) {
        go_to_row(e, c, ll_add_nsw(e, k, emit_i64(e, i)));
        emit_values(e);
        for (unsigned o = 0; o < s->noutputs; o++)
            acc[o] = emit_accumulate(e, s->output[o], acc[o]);
    }
    for (unsigned o = 0; o < s->noutputs; o++)
        emit_store(e, s->value[s->output[o]].dtype, accumulator(e, o), acc[o], false);
}

static void rows_by(emitter *e, const column *c, LLVMValueRef start, LLVMValueRef end,
                    unsigned count) {
    emit_loop rows = {0};
    emit_loop_begin(e, &rows, start, end, count);
    along_columns(e, c, rows.index, count, add_rows);
    emit_loop_end(e, &rows);
}

/* Few rows at a time, so that memory is read in few long runs; the sums wait in the output. */
static void one_block(emitter *e, const column *c) {
    enum { SHORTEST_BODY = 2, SHORT_BODY = 6, LONG_BODY = 16 };
    unsigned cost = emit_cost(e);
    unsigned count = cost <= SHORTEST_BODY ? 8 : cost <= SHORT_BODY ? 4 : cost <= LONG_BODY ? 2 : 1;
    LLVMValueRef middle = emit_whole_steps(e, c->start, c->end, count);
    along_columns(e, c, NULL, 0, clear);
    rows_by(e, c, c->start, middle, count);
    if (count > 1) rows_by(e, c, middle, c->end, 1);
    along_columns(e, c, NULL, 0, finish);
}

/* Unit = outer * nblocks + block. */
static void place_block(emitter *e, column *c, LLVMValueRef *outer) {
    LLVMValueRef n = e->extent[e->s->rank - 2], block = emit_i64(e, ORDER_COLUMN_BLOCK);
    LLVMValueRef up = ll_add(e, n, emit_i64(e, ORDER_COLUMN_BLOCK - 1));
    LLVMValueRef nblocks = ll_udiv(e, up, block);
    *outer = ll_udiv(e, c->unit, nblocks);
    LLVMValueRef which = ll_sub(e, c->unit, ll_mul(e, *outer, nblocks));
    c->start = ll_mul(e, which, block);
    c->end = emit_min(e, ll_add(e, c->start, block), n);
}

void emit_column(emitter *e) {
    const kernel_spec *s = e->s;
    unsigned ndims = s->rank - 2u;
    LLVMValueRef index[KERNEL_MAX_RANK], outer;
    column c = {0};
    emit_loop units = {0};
    for (unsigned o = 0; o < s->noutputs; o++) e->need[s->value[s->output[o]].operand[0]] = 1;
    emit_want(e);
    emit_loop_begin(e, &units, e->r0, e->r1, 1);
    c.unit = units.index;
    place_block(e, &c, &outer);
    emit_row_decode(e, outer, ndims, index);
    emit_row_leaves(e, index, ndims);
    memcpy(c.first_row, e->row, sizeof c.first_row);
    fix_loads(e);
    LLVMValueRef at = ll_mul(e, c.unit, e->extent[s->rank - 1]);
    for (unsigned o = 0; o < s->noutputs; o++)
        e->out[o] = emit_element(e, s->value[s->output[o]].dtype, e->buf[s->nleaves + o], at);
    one_block(e, &c);
    emit_loop_end(e, &units);
}
