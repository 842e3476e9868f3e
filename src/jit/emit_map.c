/* SPDX-License-Identifier: Apache-2.0
 * Kernels of kind MAP: every value at every point of a range of rows and columns. Also the loop
 * over a row that other kinds share. Called by emit.c. */
#include "jit/jit.h"

/* Short bodies are worth two vectors a turn; in long ones the loop's own instructions do not show.
 */
unsigned emit_unroll(const emitter *e) {
    enum { SHORT_BODY = 12 };
    return emit_cost(e) <= SHORT_BODY ? 2 : 1;
}

static void full_vectors(emitter *e, LLVMValueRef start, LLVMValueRef end, unsigned count,
                         void (*body)(emitter *e)) {
    emit_loop each = {0};
    emit_set_left(e, NULL);
    emit_loop_begin(e, &each, start, end, (int64_t)count * KERNEL_WIDTH);
    for (unsigned u = 0; u < count; u++) {
        e->col = ll_add_nsw(e, each.index, emit_i64(e, u * KERNEL_WIDTH));
        body(e);
    }
    emit_loop_end(e, &each);
}

static bool reads_strided(const emitter *e) {
    const kernel_spec *s = e->s;
    for (unsigned v = 0; v < s->nvalues; v++) {
        if (!e->need[v] || s->value[v].kind != KV_LOAD) continue;
        const kernel_leaf *leaf = &s->leaf[s->value[v].index];
        if (leaf->step[s->rank - 1] == STEP_ANY && !leaf->is_index) return true;
    }
    return false;
}

void emit_span(emitter *e, LLVMValueRef start, LLVMValueRef end, void (*body)(emitter *e)) {
    unsigned count = emit_unroll(e);
    LLVMValueRef middle = start;
    emit_loop each = {0};
    /* else a mask adds little to its cost, and much to that of compiling it twice */
    if (!reads_strided(e)) {
        middle = emit_whole_steps(e, start, end, count * KERNEL_WIDTH);
        full_vectors(e, start, middle, count, body);
    }
    emit_loop_begin(e, &each, middle, end, KERNEL_WIDTH);
    e->col = each.index;
    emit_set_left(e, ll_sub(e, end, each.index));
    body(e);
    emit_set_left(e, NULL);
    emit_loop_end(e, &each);
}

/* Rows of whole vectors keep the alignment that a streamed store needs. */
static void store_streamed(emitter *e, unsigned dtype, LLVMValueRef to, LLVMValueRef x) {
    LLVMBasicBlockRef streamed = emit_block(e, "streamed"), plain = emit_block(e, "plain");
    LLVMBasicBlockRef after = emit_block(e, "stored");
    LLVMValueRef over = ll_and(e, e->extent[e->s->rank - 1], emit_i64(e, KERNEL_WIDTH - 1));
    LLVMBuildCondBr(e->b, ll_icmp(e, LLVMIntEQ, over, emit_i64(e, 0)), streamed, plain);
    emit_at(e, streamed);
    emit_store(e, dtype, to, x, true);
    LLVMBuildBr(e->b, after);
    emit_at(e, plain);
    emit_store(e, dtype, to, x, false);
    LLVMBuildBr(e->b, after);
    emit_at(e, after);
}

void emit_store_output(emitter *e, unsigned o) {
    const kernel_spec *s = e->s;
    unsigned v = s->output[o], dtype = s->value[v].dtype;
    LLVMValueRef x = emit_result(e, v);
    if (s->scatter >> o & 1) {
        emit_store_scattered(e, dtype, e->out[o], e->window[o][s->rank - 1], x);
        return;
    }
    LLVMValueRef to = emit_element(e, dtype, e->out[o], e->col);
    bool stream = o < 8 && s->stream >> o & 1;
    if (stream && s->rank > 1 && !e->left)
        store_streamed(e, dtype, to, x);
    else
        emit_store(e, dtype, to, x, stream);
}

void emit_map_outputs(emitter *e) {
    emit_values(e);
    for (unsigned o = 0; o < e->s->noutputs; o++) emit_store_output(e, o);
}

void emit_out_rows(emitter *e, LLVMValueRef row, const LLVMValueRef *index) {
    const kernel_spec *s = e->s;
    unsigned last = s->rank - 1u;
    LLVMValueRef plain = ll_mul(e, row, e->extent[last]);
    for (unsigned o = 0; o < s->noutputs; o++) {
        const kernel_value *value = &s->value[s->output[o]];
        LLVMValueRef at = s->kind == KERNEL_ROW && value->rowwise ? row : plain;
        if (s->window >> o & 1) {
            at = emit_i64(e, 0);
            for (unsigned d = 0; d < last; d++)
                at = ll_add(e, at, ll_mul(e, index[d], e->window[o][d]));
        }
        e->out[o] = emit_element(e, value->dtype, e->buf[s->nleaves + o], at);
    }
}

static void rows_in_turn(emitter *e, LLVMValueRef start) {
    unsigned last = e->s->rank - 1u;
    LLVMValueRef index[KERNEL_MAX_RANK];
    emit_loop rows = {0};
    emit_loop_begin(e, &rows, e->r0, e->r1, 1);
    emit_row_decode(e, rows.index, last, index);
    emit_row_leaves(e, index, last);
    emit_row_fixed(e);
    emit_out_rows(e, rows.index, index);
    emit_span(e, start, e->c1, emit_map_outputs);
    emit_loop_end(e, &rows);
}

/* A vector of its elements is longer than what the end of every buffer is rounded up to. */
static bool writes_wide(const emitter *e) {
    for (unsigned o = 0; o < e->s->noutputs; o++)
        if (emit_size(e->s->value[e->s->output[o]].dtype) * KERNEL_WIDTH > EMIT_ROUND_NBYTES)
            return true;
    return false;
}

/* One dimension. Buffers have room for a last vector that is not full, so there is no masked tail,
 * unless one is longer than that room, a leaf with a stride could be read outside its buffer, or a
 * window lies in the middle of one. */
static void one_row(emitter *e) {
    emit_row_leaves(e, NULL, 0);
    emit_row_fixed(e);
    emit_out_rows(e, emit_i64(e, 0), NULL);
    if (reads_strided(e) || e->s->window || writes_wide(e)) {
        emit_span(e, e->c0, e->c1, emit_map_outputs);
        return;
    }
    unsigned count = emit_unroll(e);
    LLVMValueRef middle =
        count > 1 ? emit_whole_steps(e, e->c0, e->c1, count * KERNEL_WIDTH) : e->c0;
    if (count > 1) full_vectors(e, e->c0, middle, count, emit_map_outputs);
    full_vectors(e, middle, e->c1, 1, emit_map_outputs);
}

/* Whether all leaves that may run down the rows do so, element by element; NULL when there are
 * none. */
static LLVMValueRef runs_down(emitter *e) {
    LLVMValueRef all = NULL;
    for (unsigned l = 0; l < e->s->nleaves; l++) {
        if (!emit_runs_down(e->s, l)) continue;
        LLVMValueRef one = ll_icmp(e, LLVMIntEQ, e->stride[l][e->s->rank - 2], emit_i64(e, 1));
        all = all ? ll_and(e, all, one) : one;
    }
    return all;
}

void emit_map(emitter *e) {
    const kernel_spec *s = e->s;
    for (unsigned o = 0; o < s->noutputs; o++) e->need[s->output[o]] = 1;
    emit_want(e);
    LLVMValueRef down = runs_down(e);
    if (s->rank == 1) {
        one_row(e);
    } else if (!down) {
        rows_in_turn(e, e->c0);
    } else { /* squares, then the columns that make none */
        LLVMValueRef whole = emit_whole_steps(e, e->c0, e->c1, KERNEL_WIDTH);
        LLVMValueRef end = ll_select(e, down, whole, e->c0);
        emit_map_tiled(e, end);
        LLVMValueRef more = ll_icmp(e, LLVMIntSLT, end, e->c1);
        e->r1 = ll_select(e, more, e->r1, e->r0);
        rows_in_turn(e, end);
    }
    if (s->stream) emit_store_fence(e);
}
