/* SPDX-License-Identifier: Apache-2.0
 * Kernels of kind ROW: one row at a time through all the stages of kernel_stages(), so that a
 * softmax or a layer norm is one pass over memory. Between the loops over the row stand the values
 * that are one a row. Called by emit.c. */
#include "jit/jit.h"

static bool is_output(const kernel_spec *s, unsigned v) {
    for (unsigned o = 0; o < s->noutputs; o++)
        if (s->output[o] == v) return true;
    return false;
}

/* Rowwise operations whose operands are all known by now. */
static void fix_rowwise(emitter *e) {
    for (unsigned v = 0; v < e->s->nvalues; v++) {
        const kernel_value *value = &e->s->value[v];
        LLVMValueRef x[3] = {NULL, NULL, NULL};
        bool known = value->kind == KV_OP && value->rowwise && !e->fixed[v];
        for (unsigned i = 0; known && i < ir_ops[value->op].noperands; i++) {
            x[i] = e->fixed[value->operand[i]];
            known = x[i] != NULL;
        }
        if (known) e->fixed[v] = emit_one(e, v, x);
    }
}

/* The first loop over a row waits for memory and the second computes: so the second asks for the
 * row after this one, which lies one row further where rows are contiguous; elsewhere the question
 * is idle. */
static void ask_for_next_row(emitter *e) {
    const kernel_spec *s = e->s;
    unsigned last = s->rank - 1u;
    if (e->this_stage != 1 || e->left || s->rank < 2) return;
    LLVMValueRef next = ll_add(e, e->col, e->extent[last]);
    for (unsigned l = 0; l < s->nleaves; l++)
        if (!s->leaf[l].is_index && s->leaf[l].step[last] == STEP_UNIT &&
            s->leaf[l].step[last - 1] == STEP_ANY)
            emit_prefetch(e, emit_element(e, s->leaf[l].dtype, e->row[l], next));
}

/* What the loop of this stage stores besides its reductions. */
static void store_stage(emitter *e) {
    const kernel_spec *s = e->s;
    ask_for_next_row(e);
    for (unsigned v = 0; v < s->nvalues; v++) {
        unsigned dtype = s->value[v].dtype;
        if (s->value[v].rowwise || e->stage[v] != e->this_stage || !e->keep[v]) continue;
        LLVMValueRef left = e->left;
        e->left = NULL; /* rows of scratch are whole vectors */
        emit_store(e, dtype, emit_element(e, dtype, e->kept[v], e->col), e->at[v], false);
        e->left = left;
    }
    for (unsigned o = 0; o < s->noutputs; o++) {
        unsigned v = s->output[o];
        if (!s->value[v].rowwise && e->stage[v] == e->this_stage) emit_store_output(e, o);
    }
}

static void compute_and_store(emitter *e) {
    emit_values(e);
    store_stage(e);
}

/* Marks what the loop of stage t computes; false when it has nothing to do. */
static bool plan_stage(emitter *e, unsigned t, uint8_t *reduces, bool *any_reduction) {
    bool any = false;
    *any_reduction = false;
    e->this_stage = t;
    memset(e->need, 0, sizeof e->need);
    memset(reduces, 0, KERNEL_MAX_VALUES);
    for (unsigned v = 0; v < e->s->nvalues; v++) {
        const kernel_value *value = &e->s->value[v];
        if (e->stage[v] != t) continue;
        if (value->kind == KV_REDUCE) {
            *any_reduction = true;
            reduces[v] = e->need[value->operand[0]] = 1;
        } else if (!value->rowwise && (e->keep[v] || is_output(e->s, v))) {
            any = true;
            e->need[v] = 1;
        }
    }
    emit_want(e);
    return any || *any_reduction;
}

static void one_row(emitter *e, unsigned nstages) {
    uint8_t reduces[KERNEL_MAX_VALUES];
    bool any_reduction;
    LLVMValueRef start = emit_i64(e, 0), n = e->extent[e->s->rank - 1];
    for (unsigned t = 0; t < nstages; t++) {
        fix_rowwise(e);
        if (!plan_stage(e, t, reduces, &any_reduction)) continue;
        if (any_reduction)
            emit_reduce_span(e, reduces, start, n, store_stage);
        else
            emit_span(e, start, n, compute_and_store);
    }
    fix_rowwise(e);
}

/* Rows of scratch in the order of the values, each a multiple of 64 elements: kernel_scratch()
 * counts the same. */
static void place_kept(emitter *e) {
    LLVMValueRef n = ll_add(e, e->extent[e->s->rank - 1], emit_i64(e, 63));
    LLVMValueRef row = ll_and(e, n, emit_i64(e, -64)), at = e->scratch;
    for (unsigned v = 0; v < e->s->nvalues; v++) {
        if (!e->keep[v]) continue;
        e->kept[v] = at;
        at = emit_element(e, e->s->value[v].dtype, at, row);
    }
}

void emit_row(emitter *e) {
    const kernel_spec *s = e->s;
    unsigned last = s->rank - 1u, nstages = (unsigned)kernel_stages(s, e->stage, e->keep);
    LLVMValueRef index[KERNEL_MAX_RANK];
    emit_loop rows = {0};
    place_kept(e);
    emit_loop_begin(e, &rows, e->r0, e->r1, 1);
    emit_row_decode(e, rows.index, last, index);
    emit_row_leaves(e, index, last);
    emit_row_fixed(e);
    emit_out_rows(e, rows.index, index);
    one_row(e, nstages);
    for (unsigned o = 0; o < s->noutputs; o++) {
        unsigned v = s->output[o];
        if (s->value[v].rowwise)
            emit_store_lane(e, s->value[v].dtype, e->out[o], emit_result(e, v));
    }
    emit_loop_end(e, &rows);
    if (s->stream) emit_store_fence(e);
}
