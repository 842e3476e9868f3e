/* SPDX-License-Identifier: Apache-2.0
 * Kernels of kind COLUMN: for every column, elements down the dimension before the last, one block of
 * ORDER_COLUMN_BLOCK at a time. Called by emit.c. */
#include "jit/jit.h"

typedef struct column {
    LLVMValueRef first_row[KERNEL_MAX_LEAVES];   /* of each leaf, where the reduced index is 0 */
    LLVMValueRef unit, start, end;               /* of the block */
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

/* `count` neighbouring vectors of columns from `at`, down the block, and their results stored. */
static void reduce_down(emitter *e, const column *c, LLVMValueRef at, unsigned count) {
    const kernel_spec *s = e->s;
    emit_loop down = {.ncarried = count * s->noutputs};
    for (unsigned i = 0; i < down.ncarried; i++) down.carried[i] = emit_identity(e, s->output[i / count]);
    emit_loop_begin(e, &down, c->start, c->end, 1);
    go_to_row(e, c, down.index);
    for (unsigned u = 0; u < count; u++) {
        e->col = ll_add_nsw(e, at, emit_i64(e, u * KERNEL_WIDTH));
        emit_values(e);
        for (unsigned o = 0; o < s->noutputs; o++)
            down.carried[o * count + u] = emit_accumulate(e, s->output[o], down.carried[o * count + u]);
    }
    emit_loop_end(e, &down);
    for (unsigned i = 0; i < down.ncarried; i++) {
        unsigned v = s->output[i / count], dtype = s->value[v].dtype;
        LLVMValueRef col = ll_add_nsw(e, at, emit_i64(e, i % count * KERNEL_WIDTH));
        e->at[v] = down.carried[i];
        emit_store(e, dtype, emit_element(e, dtype, e->out[i / count], col), emit_result(e, v), false);
    }
}

/* Several vectors side by side hide the latency of one chain of additions. */
static unsigned vectors_aside(const emitter *e) {
    enum { SHORTEST_BODY = 2, SHORT_BODY = 6, LONG_BODY = 16, MOST = 16 };
    unsigned cost = emit_cost(e), count = cost <= SHORTEST_BODY ? 8 : cost <= SHORT_BODY ? 4 : cost <= LONG_BODY ? 2 : 1;
    while (count > 1 && count * e->s->noutputs > MOST) count /= 2;
    return count;
}

static void one_block(emitter *e, const column *c) {
    unsigned count = vectors_aside(e);
    LLVMValueRef middle = emit_whole_steps(e, e->c0, e->c1, count * KERNEL_WIDTH);
    emit_loop wide = {0}, tail = {0};
    emit_set_left(e, NULL);
    emit_loop_begin(e, &wide, e->c0, middle, (int64_t)count * KERNEL_WIDTH);
    reduce_down(e, c, wide.index, count);
    emit_loop_end(e, &wide);
    emit_loop_begin(e, &tail, middle, e->c1, KERNEL_WIDTH);
    emit_set_left(e, ll_sub(e, e->c1, tail.index));
    reduce_down(e, c, tail.index, 1);
    emit_set_left(e, NULL);
    emit_loop_end(e, &tail);
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
