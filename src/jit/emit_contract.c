/* SPDX-License-Identifier: Apache-2.0
 * Kernels of kind CONTRACT: one tile of a matrix product, its accumulators in registers, and the
 * maps that follow it. Called by emit.c. Two entries, for whole tiles and for tiles at an edge,
 * share the function that multiplies. */
#include "jit/jit.h"

/* Rows of B that are read in place may lie pages apart, which no processor sees coming; A streams
 * from afar. Both are asked for some steps early: measured, a quarter of the time of a few rows
 * times a large B. `at`: this step's A and B. */
static void fetch_ahead(emitter *e, const LLVMValueRef at[2], LLVMValueRef b_step) {
    enum { STEPS_AHEAD = 16 };
    LLVMTypeRef lane = emit_memory_type(e, e->s->leaf[0].dtype);
    LLVMValueRef b = emit_offset(e, lane, at[1], ll_mul(e, b_step, emit_i64(e, STEPS_AHEAD)));
    unsigned line = 64 / emit_size(e->s->leaf[0].dtype);
    for (unsigned j = 0; j < e->s->nr; j += line)
        emit_prefetch(e, emit_offset(e, lane, b, emit_i64(e, j)));
    emit_prefetch(e, emit_offset(e, lane, at[0], emit_i64(e, STEPS_AHEAD * e->s->mr)));
}

enum { POLL_STEPS = 4096 };

/* Whether the run is to stop: another thread writes the word. */
static LLVMValueRef stop_seen(emitter *e, LLVMValueRef word) {
    LLVMValueRef seen = ll_load(e, e->i32, word);
    LLVMSetVolatile(seen, 1);
    return ll_icmp(e, LLVMIntNE, seen, emit_i32(e, 0));
}

/* void tile(a, b, b_step, k, to, stop): the mr x nr sums, row-major, to 64-byte aligned memory; any
 * numbers when *stop. k may be a hundred million, so it goes in blocks with a look at the word
 * after each. */
static LLVMValueRef make_tile(emitter *e) {
    const kernel_spec *s = e->s;
    unsigned dtype = s->leaf[0].dtype, nv = s->nr / KERNEL_WIDTH, n = s->mr * nv;
    bool is_float = emit_is_float(dtype);
    LLVMTypeRef lane = emit_memory_type(e, dtype), type = emit_vector_type(e, dtype);
    LLVMTypeRef params[] = {e->ptr, e->ptr, e->i64, e->i64, e->ptr, e->ptr};
    LLVMValueRef fn = LLVMAddFunction(e->module, "tile", LLVMFunctionType(e->none, params, 6, 0)),
                 b[EMIT_MAX_CARRIED];
    emit_function_attributes(e, fn, true);
    emit_function(e, fn);
    emit_loop blocks = {.ncarried = n + 2}, steps = {.ncarried = n + 2};
    for (unsigned i = 0; i < n; i++) blocks.carried[i] = LLVMConstNull(type);
    blocks.carried[n] = LLVMGetParam(fn, 0);
    blocks.carried[n + 1] = LLVMGetParam(fn, 1);
    LLVMValueRef k = LLVMGetParam(fn, 3);
    emit_loop_begin(e, &blocks, emit_i64(e, 0), k, POLL_STEPS);
    memcpy(steps.carried, blocks.carried, sizeof steps.carried);
    LLVMValueRef end = emit_min(e, ll_add_nsw(e, blocks.index, emit_i64(e, POLL_STEPS)), k);
    emit_loop_begin(e, &steps, blocks.index, end, 1);
    fetch_ahead(e, &steps.carried[n], LLVMGetParam(fn, 2));
    for (unsigned j = 0; j < nv; j++)
        b[j] = emit_load(e, dtype,
                         emit_offset(e, lane, steps.carried[n + 1], emit_i64(e, j * KERNEL_WIDTH)));
    for (unsigned i = 0; i < s->mr; i++) {
        LLVMValueRef a = ll_load(e, lane, emit_offset(e, lane, steps.carried[n], emit_i64(e, i)));
        a = emit_splat(e, a);
        for (unsigned j = 0; j < nv; j++) {
            LLVMValueRef *acc = &steps.carried[i * nv + j];
            *acc = is_float ? emit_fma(e, a, b[j], *acc) : ll_add(e, *acc, ll_mul(e, a, b[j]));
        }
    }
    steps.carried[n] = emit_offset(e, lane, steps.carried[n], emit_i64(e, s->mr));
    steps.carried[n + 1] = emit_offset(e, lane, steps.carried[n + 1], LLVMGetParam(fn, 2));
    emit_loop_end(e, &steps);
    memcpy(blocks.carried, steps.carried, sizeof blocks.carried);
    blocks.advance = ll_select(e, stop_seen(e, LLVMGetParam(fn, 5)), k, emit_i64(e, POLL_STEPS));
    emit_loop_end(e, &blocks);
    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef to = emit_offset(e, type, LLVMGetParam(fn, 4), emit_i64(e, i));
        LLVMSetAlignment(LLVMBuildStore(e->b, blocks.carried[i], to), emit_size(dtype));
    }
    LLVMBuildRetVoid(e->b);
    return fn;
}

/* Arguments of a kernel_tile_entry that are not the emitter's own fields. */
typedef struct tile_args {
    LLVMValueRef a, b, b_step, k, batch, row, col, rows_valid, cols_valid, sums;
} tile_args;

static void begin_entry(emitter *e, const char *name, tile_args *t) {
    LLVMTypeRef params[] = {e->ptr, e->ptr, e->i64, e->i64, e->ptr, e->ptr,
                            e->ptr, e->i64, e->i64, e->i64, e->i64, e->i64};
    LLVMValueRef fn = LLVMAddFunction(e->module, name, LLVMFunctionType(e->none, params, 12, 0));
    LLVMValueRef *into[] = {&t->a,    &t->b,    &t->b_step,     &t->k,
                            &e->bufs, &e->ints, &e->scalars,    &t->batch,
                            &t->row,  &t->col,  &t->rows_valid, &t->cols_valid};
    emit_function_attributes(e, fn, false);
    emit_function(e, fn);
    for (unsigned i = 0; i < 12; i++) *into[i] = LLVMGetParam(fn, i);
    t->sums =
        emit_stack(e, emit_memory_type(e, e->s->leaf[0].dtype), (unsigned)e->s->mr * e->s->nr);
    emit_arguments(e);
}

/* The maps and stores of one vector of a row of the tile. */
static void finish_vector(emitter *e, const tile_args *t, LLVMValueRef sums, LLVMValueRef j) {
    const kernel_spec *s = e->s;
    unsigned dtype = s->leaf[0].dtype;
    LLVMValueRef acc = emit_load(e, dtype, emit_element(e, dtype, sums, j));
    for (unsigned v = 0; v < s->nvalues; v++)
        if (s->value[v].kind == KV_ACC) e->at[v] = acc;
    e->col = ll_add_nsw(e, t->col, j);
    emit_values(e);
    for (unsigned o = 0; o < s->noutputs; o++) {
        unsigned v = s->output[o], type = s->value[v].dtype;
        emit_store(e, type, emit_element(e, type, e->out[o], e->col), emit_result(e, v), false);
    }
}

static void finish_row(emitter *e, const tile_args *t, LLVMValueRef i, bool edge) {
    const kernel_spec *s = e->s;
    LLVMValueRef index[KERNEL_MAX_RANK] = {t->batch, ll_add_nsw(e, t->row, i)};
    LLVMValueRef at = ll_add(e, ll_mul(e, index[0], e->extent[1]), index[1]);
    emit_loop vectors = {0};
    emit_row_leaves(e, index, 2);
    emit_row_fixed(e);
    at = ll_mul(e, at, e->extent[2]);
    for (unsigned o = 0; o < s->noutputs; o++)
        e->out[o] = emit_element(e, s->value[s->output[o]].dtype, e->buf[s->nleaves + o], at);
    LLVMValueRef sums =
        emit_element(e, s->leaf[0].dtype, t->sums, ll_mul(e, i, emit_i64(e, s->nr)));
    emit_loop_begin(e, &vectors, emit_i64(e, 0), edge ? t->cols_valid : emit_i64(e, s->nr),
                    KERNEL_WIDTH);
    emit_set_left(e, edge ? ll_sub(e, t->cols_valid, vectors.index) : NULL);
    finish_vector(e, t, sums, vectors.index);
    emit_set_left(e, NULL);
    emit_loop_end(e, &vectors);
}

static void make_entry(emitter *e, const char *name, LLVMValueRef tile, bool edge) {
    tile_args t;
    emit_loop rows = {0};
    begin_entry(e, name, &t);
    LLVMValueRef place =
        emit_offset(e, e->ptr, e->bufs, emit_i64(e, e->s->nleaves + e->s->noutputs));
    LLVMValueRef args[] = {t.a, t.b, t.b_step, t.k, t.sums, ll_load(e, e->ptr, place)};
    ll_call(e, LLVMGlobalGetValueType(tile), tile, args, 6);
    emit_loop_begin(e, &rows, emit_i64(e, 0), edge ? t.rows_valid : emit_i64(e, e->s->mr), 1);
    finish_row(e, &t, rows.index, edge);
    emit_loop_end(e, &rows);
    LLVMBuildRetVoid(e->b);
}

void emit_contract(emitter *e) {
    const kernel_spec *s = e->s;
    kn_text edge;
    if ((unsigned)s->mr * s->nr / KERNEL_WIDTH + 2 > EMIT_MAX_CARRIED) {
        emit_fail(e, "a tile of %u x %u has more accumulators than the emitter carries", s->mr,
                  s->nr);
        return;
    }
    for (unsigned o = 0; o < s->noutputs; o++) e->need[s->output[o]] = 1;
    emit_want(e);
    LLVMValueRef tile = make_tile(e);
    make_entry(e, e->symbol, tile, false);
    kn_text_init(&edge, e->alloc);
    kn_text_add(&edge, "%s_edge", e->symbol);
    if (edge.failed)
        e->status = KILN_NO_MEMORY;
    else
        make_entry(e, kn_text_str(&edge), tile, true);
    kn_text_free(&edge);
}
