/* SPDX-License-Identifier: Apache-2.0
 * MAP over leaves that are contiguous down the rows, as a transposed operand is. Read along a row
 * each element is a cache line of its own, so squares of KERNEL_WIDTH rows and columns are read
 * down and laid on the stack; the rows of the square then go the usual way. Called by emit_map.c.
 */
#include "jit/jit.h"

bool emit_runs_down(const kernel_spec *s, unsigned leaf) {
    const uint8_t *step = s->leaf[leaf].step;
    if (s->rank < 2 || s->leaf[leaf].is_index) return false;
    return step[s->rank - 1] == STEP_ANY && step[s->rank - 2] == STEP_ANY;
}

typedef struct square {
    LLVMValueRef row[KERNEL_MAX_LEAVES];  /* e->row of the first row */
    LLVMValueRef out[KERNEL_MAX_OUTPUTS]; /* e->out of the first row */
    LLVMValueRef nrows;
} square;

/* AVX-512 turns a square in registers. LLVM takes a quarter of a second to make the same of
 * narrower vectors, so there the rows of a square are picked from the stack element by element. */
bool emit_turns_squares(const emitter *e) { return e->isa == KILN_ISA_AVX512; }

/* Lanes of a and b in turn, from the lower (0) or upper (1) half of each. */
static LLVMValueRef interleave(emitter *e, LLVMValueRef a, LLVMValueRef b, unsigned half) {
    LLVMValueRef lanes[KERNEL_WIDTH];
    for (unsigned i = 0; i < KERNEL_WIDTH; i++)
        lanes[i] = emit_i32(e, (int32_t)(half * KERNEL_WIDTH / 2 + i / 2 + i % 2 * KERNEL_WIDTH));
    return ll_shuffle(e, a, b, LLVMConstVector(lanes, KERNEL_WIDTH));
}

/* v[i] lane j becomes v[j] lane i: each round moves one bit of the lane's number into the vector's.
 */
static void turn(emitter *e, LLVMValueRef v[KERNEL_WIDTH]) {
    LLVMValueRef next[KERNEL_WIDTH];
    for (unsigned round = 1; round < KERNEL_WIDTH; round *= 2) {
        for (unsigned i = 0; i < KERNEL_WIDTH; i++)
            next[i] = interleave(e, v[i / 2], v[i / 2 + KERNEL_WIDTH / 2], i % 2);
        memcpy(v, next, sizeof next);
    }
}

/* Rows past the end lie in the buffer's slack at worst. No processor sees a walk of this stride
 * coming, so the columns of a later square are asked for now: into L2, since such strides meet in a
 * few sets of L1. */
static void load_square(emitter *e, const square *q, unsigned leaf) {
    enum { SQUARES_AHEAD = 2 };
    unsigned dtype = e->s->leaf[leaf].dtype;
    LLVMTypeRef lane = emit_memory_type(e, dtype), type = LLVMVectorType(lane, KERNEL_WIDTH);
    LLVMValueRef v[KERNEL_WIDTH], stride = e->stride[leaf][e->s->rank - 1], offset = emit_i64(e, 0);
    LLVMValueRef first = emit_offset(e, lane, q->row[leaf], ll_mul(e, e->col, stride));
    LLVMValueRef later = ll_mul(e, stride, emit_i64(e, SQUARES_AHEAD * KERNEL_WIDTH));
    LLVMValueRef ahead = emit_offset(e, lane, first, later);
    for (unsigned j = 0; j < KERNEL_WIDTH; j++) {
        v[j] = ll_load(e, type, emit_offset(e, lane, first, offset));
        LLVMSetAlignment(v[j], emit_size(dtype));
        emit_prefetch(e, emit_offset(e, lane, ahead, offset));
        offset = ll_add(e, offset, stride);
    }
    if (emit_turns_squares(e)) turn(e, v);
    if (!e->tile[leaf]) e->tile[leaf] = emit_stack(e, type, KERNEL_WIDTH);
    for (unsigned i = 0; i < KERNEL_WIDTH; i++)
        LLVMBuildStore(e->b, v[i], emit_offset(e, type, e->tile[leaf], emit_i64(e, i)));
}

static void go_to_row(emitter *e, const square *q, LLVMValueRef i) {
    unsigned d = e->s->rank - 2u;
    for (unsigned l = 0; l < e->s->nleaves; l++) {
        const kernel_leaf *leaf = &e->s->leaf[l];
        e->row[l] = q->row[l];
        if (leaf->step[d] == STEP_ZERO) continue;
        LLVMValueRef moved = ll_mul(e, i, e->stride[l][d]);
        e->row[l] = leaf->is_index ? ll_add(e, q->row[l], moved)
                                   : emit_element(e, leaf->dtype, q->row[l], moved);
    }
    for (unsigned o = 0; o < e->s->noutputs; o++) {
        LLVMValueRef step = e->s->window >> o & 1 ? e->window[o][d] : e->extent[d + 1];
        e->out[o] =
            emit_element(e, e->s->value[e->s->output[o]].dtype, q->out[o], ll_mul(e, i, step));
    }
}

/* A square, or what is left of one at the lower edge. */
static void one_square(emitter *e, const square *q) {
    emit_loop rows = {0};
    for (unsigned l = 0; l < e->s->nleaves; l++)
        if (emit_runs_down(e->s, l)) load_square(e, q, l);
    emit_loop_begin(e, &rows, emit_i64(e, 0), q->nrows, 1);
    go_to_row(e, q, rows.index);
    e->tile_row = rows.index;
    emit_row_fixed(e);
    emit_map_outputs(e);
    emit_loop_end(e, &rows);
}

void emit_map_tiled(emitter *e, LLVMValueRef end) {
    unsigned last = e->s->rank - 1u;
    LLVMValueRef index[KERNEL_MAX_RANK];
    emit_loop rows = {0}, columns = {0};
    square q;
    emit_loop_begin(e, &rows, e->r0, e->r1, KERNEL_WIDTH);
    emit_row_decode(e, rows.index, last, index);
    emit_row_leaves(e, index, last);
    emit_out_rows(e, rows.index, index);
    memcpy(q.row, e->row, sizeof q.row);
    memcpy(q.out, e->out, sizeof q.out);
    q.nrows =
        emit_min(e, ll_sub(e, e->r1, rows.index), ll_sub(e, e->extent[last - 1], index[last - 1]));
    q.nrows = emit_min(e, q.nrows, emit_i64(e, KERNEL_WIDTH));
    emit_loop_begin(e, &columns, e->c0, end, KERNEL_WIDTH);
    e->col = columns.index;
    emit_set_left(e, NULL);
    one_square(e, &q);
    emit_loop_end(e, &columns);
    rows.advance = q.nrows;
    emit_loop_end(e, &rows);
    memset(e->tile, 0, sizeof e->tile);
}
