/* SPDX-License-Identifier: Apache-2.0
 * Steps of kernels: buffers, integers, the grid of chunks. Called by lower.c for each unit of
 * grouping. */
#include "passes/lower.h"

enum {
    CHUNK_MAX = 32768,
    CHUNK_MIN = 2048,
    CHUNK_LEAST = 64,
    CHUNKS_A_THREAD = 4,
    SERIAL_NBYTES = 16384,
    SERIAL_NS = 100000,
    CHUNK_NS = 1000000
};

static int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }
static int64_t round_up(int64_t a, int64_t b) { return ceil_div(a, b) * b; }

/* Nanoseconds that one element of a value takes one core, at its dearest: a chunk is not begun
 * again once a run is to stop, so its length must be bounded from above. Measured; without an fma
 * instruction a math function emulates each of its own. */
static double value_ns(const lower *l, const kernel_value *v) {
    bool wide = kiln_dtype_size((kiln_dtype)v->dtype) == 8,
         no_fma = l->config->isa == KILN_ISA_BASE;
    if (v->kind == KV_REDUCE) return 0.3;
    if (v->op == IR_FMA && no_fma) return 60;
    if (ir_op_has(v->op, IR_CHEAP)) return 0.3;
    if (!ir_dtype_is((kiln_dtype)v->dtype, IR_DT_REAL)) return 10; /* divisions */
    if (v->op == IR_DIV || v->op == IR_SQRT) return 2;
    return no_fma ? (wide ? 4000 : 1000) : wide ? 20 : 10;
}

/* What one element of the domain takes: reading and computing. */
static double element_ns(const lower *l, const kernel_spec *s) {
    double ns = 0;
    for (int i = 0; i < s->nleaves; i++) {
        int step = s->leaf[i].step[s->rank - 1];
        if (s->leaf[i].is_index || step == STEP_ZERO) continue;
        ns += step == STEP_UNIT ? 0.1 * (double)kiln_dtype_size((kiln_dtype)s->leaf[i].dtype) : 4;
    }
    for (int v = 0; v < s->nvalues; v++)
        if (!s->value[v].rowwise && (s->value[v].kind == KV_OP || s->value[v].kind == KV_REDUCE))
            ns += value_ns(l, &s->value[v]);
    return ns;
}

/* Elements of one chunk: enough chunks for the threads, small enough for a core's cache and for a
 * stop to be answered soon, all when the work is small. Generated data costs time too, and no
 * bytes. */
static int64_t chunk_elements(const lower *l, int64_t elements, int64_t nbytes, double each_ns) {
    if (nbytes <= SERIAL_NBYTES && (double)elements * each_ns <= SERIAL_NS) return elements;
    int64_t chunk = ceil_div(elements, (int64_t)CHUNKS_A_THREAD *
                                           (l->config->threads > 1 ? l->config->threads : 1));
    chunk = chunk > CHUNK_MAX ? CHUNK_MAX : chunk < CHUNK_MIN ? CHUNK_MIN : chunk;
    if ((double)chunk * each_ns > CHUNK_NS) chunk = (int64_t)(CHUNK_NS / each_ns);
    return chunk < CHUNK_LEAST ? CHUNK_LEAST : chunk;
}

/* Bytes that a kernel reads and writes at least, and a weight of its arithmetic. */
static void estimate(const lower *l, const lower_kernel *k, int64_t *nbytes, double *ops) {
    int64_t full = fuse_full(&k->shape);
    *nbytes = 0;
    *ops = 0;
    for (int i = 0; i < k->spec->nleaves; i++)
        if (k->leaf[i].base != IR_NONE && !k->leaf[i].literal) {
            int64_t size = (int64_t)ir_nbytes(&l->p->graph, k->leaf[i].base);
            int64_t all = full * (int64_t)kiln_dtype_size((kiln_dtype)k->spec->leaf[i].dtype);
            *nbytes += size < all ? size : all;
        }
    for (int o = 0; o < k->spec->noutputs; o++) {
        int64_t all =
            full * (int64_t)kiln_dtype_size((kiln_dtype)k->spec->value[k->spec->output[o]].dtype);
        bool window = k->spec->window >> o & 1;
        *nbytes += window ? all : (int64_t)ir_nbytes(&l->p->graph, k->stored[o]);
    }
    for (int v = 0; v < k->spec->nvalues; v++) {
        const kernel_value *kv = &k->spec->value[v];
        if (kv->rowwise || (kv->kind != KV_OP && kv->kind != KV_REDUCE)) continue;
        *ops += kv->kind == KV_REDUCE || ir_op_has(kv->op, IR_CHEAP) ? 1 : 12;
    }
    *ops *= (double)full;
}

/* A leaf that steps along the rows, as a transpose does: narrow, tall chunks use every element of a
 * line it brings in. */
static bool steps_down(const kernel_spec *s) {
    for (int i = 0; i < s->nleaves; i++)
        if (!s->leaf[i].is_index && s->leaf[i].step[s->rank - 1] == STEP_ANY) return true;
    return false;
}

static void chunk_grid(const lower *l, const lower_kernel *k, plan_step *step, int64_t nbytes) {
    const int64_t *dim = k->dim;
    int rank = k->spec->rank;
    /* elements of one r */
    int64_t cols = dim[rank - 1], rows = view_product(rank - 1, dim), each = cols;
    if (k->spec->kind == KERNEL_LANE) {
        rows *= ceil_div(cols, ORDER_LANE_BLOCK);
        each = cols < ORDER_LANE_BLOCK ? cols : ORDER_LANE_BLOCK;
    } else if (k->spec->kind == KERNEL_COLUMN) {
        int64_t length = dim[rank - 2];
        rows = view_product(rank - 2, dim) * ceil_div(length, ORDER_COLUMN_BLOCK);
        each = cols * (length < ORDER_COLUMN_BLOCK ? length : ORDER_COLUMN_BLOCK);
    }
    double each_ns = element_ns(l, k->spec);
    int64_t chunk = chunk_elements(l, rows * each, nbytes, each_ns);
    bool whole_rows = k->spec->kind == KERNEL_ROW || k->spec->kind == KERNEL_LANE;
    step->rows = rows;
    step->cols = whole_rows ? 1 : cols;
    step->row_grain = each <= chunk ? chunk / each : 1;
    if (step->row_grain > rows) step->row_grain = rows;
    step->col_grain = whole_rows ? 1 : round_up(cols, KERNEL_WIDTH);
    if (!whole_rows && each > chunk) {
        step->col_grain = round_up(ceil_div(chunk, each / cols), KERNEL_WIDTH);
        /* else whole lines are worth more */
        bool dear = 8 * KERNEL_WIDTH * ORDER_COLUMN_BLOCK * each_ns > CHUNK_NS;
        if (k->spec->kind == KERNEL_COLUMN && step->col_grain < 8 * KERNEL_WIDTH && !dear)
            step->col_grain = 8 * KERNEL_WIDTH;
    }
    if (k->spec->kind == KERNEL_MAP && rows >= KERNEL_WIDTH && cols > KERNEL_WIDTH &&
        steps_down(k->spec)) {
        step->col_grain = KERNEL_WIDTH;
        step->row_grain = chunk / KERNEL_WIDTH < rows ? ceil_div(chunk, KERNEL_WIDTH) : rows;
    }
}

kiln_status lower_kernel_step(lower *l, lower_kernel *k, int kind, plan_step **out) {
    kernel_spec *s = k->spec;
    plan_step *step;
    uint32_t nints = kernel_nints(s), at = s->rank;
    ir_id last = k->unit ? k->unit->member[k->unit->nmembers - 1] : k->stored[0];
    KN_TRY(lower_new_step(l, kind, last, (uint32_t)s->nleaves + s->noutputs, nints, s->nscalars,
                          &step));
    KN_TRY(lower_share_kernel(l, s, &step->kernel));
    memcpy(step->ints, k->dim, s->rank * sizeof *step->ints);
    for (int i = 0; i < s->nleaves; i++) {
        for (int d = 0; d < s->rank; d++) step->ints[at++] = k->leaf[i].stride[d];
        step->ints[at++] = k->leaf[i].literal ? k->leaf[i].offset : 0;
        if (k->leaf[i].base != IR_NONE && !k->leaf[i].literal)
            step->bufs[i] = lower_ref(l, &k->leaf[i]);
        else
            step->bufs[i] = (plan_ref){.slot = LOWER_NO_SLOT, .node = IR_NONE};
    }
    for (int o = 0; o < s->noutputs; o++)
        for (int d = 0; s->window >> o & 1 && d < s->rank; d++)
            step->ints[at++] = k->window[o].stride[d];
    memcpy(step->scalars, k->scalar, s->nscalars * sizeof *step->scalars);
    if (s->kind == KERNEL_ROW) step->scratch = kernel_scratch(s, k->dim[s->rank - 1]);
    if (step->scratch > l->p->scratch_max) l->p->scratch_max = step->scratch;
    int64_t nbytes;
    double ops;
    estimate(l, k, &nbytes, &ops);
    step->cost_ns = (double)nbytes / 20 + ops / 20;
    if (s->kind != KERNEL_CONTRACT) chunk_grid(l, k, step, nbytes);
    *out = step;
    return KILN_OK;
}

/* Outputs straight into their slots. */
static kiln_status finish_direct(lower *l, const lower_kernel *k, plan_step *step) {
    for (int o = 0; o < k->spec->noutputs; o++) {
        plan_ref *to = &step->bufs[k->spec->nleaves + o];
        KN_TRY(lower_result(l, k->stored[o], to));
        size_t size = kiln_dtype_size((kiln_dtype)ir_at(&l->p->graph, k->stored[o])->dtype);
        if (k->spec->window >> o & 1) to->offset = k->window[o].offset * (int64_t)size;
    }
    return lower_end_step(l, step, k->spec->nleaves);
}

static kiln_status add_fold(lower *l, const lower_kernel *k, int o, uint32_t partial, int64_t outer,
                            int64_t blocks, int64_t inner) {
    const ir_node *n = ir_at(&l->p->graph, k->stored[o]);
    plan_step *fold;
    KN_TRY(lower_new_step(l, STEP_FOLD, k->stored[o], 2, 0, 0, &fold));
    fold->op = (uint8_t)n->op;
    fold->dtype = n->dtype;
    fold->bufs[0] = (plan_ref){.slot = partial, .node = k->stored[o]};
    KN_TRY(lower_result(l, k->stored[o], &fold->bufs[1]));
    fold->fold_outer = outer;
    fold->fold_blocks = blocks;
    fold->fold_inner = inner;
    fold->rows = outer;
    fold->cols = inner;
    fold->row_grain = ceil_div(CHUNK_MAX, blocks * inner < CHUNK_MAX ? blocks * inner : CHUNK_MAX);
    fold->col_grain = inner <= 1024 ? round_up(inner, KERNEL_WIDTH) : 1024;
    fold->cost_ns = (double)(outer * blocks * inner);
    return lower_end_step(l, fold, 1);
}

/* Blocks that do not finish a reduction go to partial results, which folds join. */
static kiln_status finish_blocks(lower *l, const lower_kernel *k, plan_step *step) {
    int rank = k->spec->rank, column = k->spec->kind == KERNEL_COLUMN;
    int64_t length = k->dim[rank - 1 - column], inner = column ? k->dim[rank - 1] : 1;
    int64_t blocks = ceil_div(length, column ? ORDER_COLUMN_BLOCK : ORDER_LANE_BLOCK);
    int64_t outer = view_product(rank - 1 - column, k->dim);
    uint32_t partial[KERNEL_MAX_OUTPUTS];
    if (blocks == 1) return finish_direct(l, k, step);
    for (int o = 0; o < k->spec->noutputs; o++) {
        kiln_dtype dtype = (kiln_dtype)ir_at(&l->p->graph, k->stored[o])->dtype;
        KN_TRY(lower_temp(l, k->stored[o], dtype, outer * blocks * inner, &partial[o]));
        step->bufs[k->spec->nleaves + o] = (plan_ref){.slot = partial[o], .node = k->stored[o]};
    }
    KN_TRY(lower_end_step(l, step, k->spec->nleaves));
    for (int o = 0; o < k->spec->noutputs; o++)
        KN_TRY(add_fold(l, k, o, partial[o], outer, blocks, inner));
    return KILN_OK;
}

/* Outputs far larger than the last cache that no step reads again. */
static void choose_streams(const lower *l, lower_kernel *k) {
    size_t limit = l->config->last_level_cache;
    bool maps = k->spec->kind == KERNEL_MAP || k->spec->kind == KERNEL_ROW;
    if (!maps || limit == 0 || k->spec->noutputs > 8) return;
    for (int o = 0; o < k->spec->noutputs; o++)
        if (ir_nbytes(&l->p->graph, k->stored[o]) / 2 >= limit && !l->read[k->stored[o]] &&
            !(k->spec->window >> o & 1))
            k->spec->stream |= (uint8_t)(1u << o);
}

kiln_status lower_straight_copy(lower *l, ir_id id, const view *v, plan_step **out) {
    const ir_graph *g = &l->p->graph;
    plan_step *step;
    KN_TRY(lower_new_step(l, STEP_COPY, id, 2, 0, 0, &step));
    step->bufs[0] = lower_ref(l, v);
    KN_TRY(lower_result(l, id, &step->bufs[1]));
    step->dtype = ir_at(g, id)->dtype;
    step->rows = step->row_grain = 1;
    step->cols = ir_numel(g, id);
    step->col_grain = CHUNK_MAX;
    step->cost_ns = (double)ir_nbytes(g, id) / 10;
    *out = step;
    return lower_end_step(l, step, 1);
}

/* Operands, read straight, then the result. An operand without elements has no buffer. */
kiln_status lower_reference_step(lower *l, ir_id id) {
    const ir_graph *g = &l->p->graph;
    const ir_node *n = ir_at(g, id);
    plan_step *step;
    KN_TRY(lower_new_step(l, STEP_REFERENCE, id, n->noperands + 1u, 0, 0, &step));
    for (int k = 0; k < n->noperands; k++) {
        view v;
        step->bufs[k] = (plan_ref){.slot = LOWER_NO_SLOT, .node = IR_NONE};
        if (ir_numel(g, n->operand[k]) == 0) continue;
        fuse_access(l->f, id, k, &v);
        step->bufs[k] = lower_ref(l, &v);
        step->cost_ns += (double)ir_nbytes(g, n->operand[k]) / 2;
    }
    KN_TRY(lower_result(l, id, &step->bufs[n->noperands]));
    step->op = (uint8_t)n->op;
    step->dtype = n->dtype;
    step->rows = step->cols = step->row_grain = step->col_grain = 1;
    step->cost_ns += (double)ir_nbytes(g, id) / 2;
    return lower_end_step(l, step, n->noperands);
}

kiln_status lower_fill(lower *l, ir_id id, ir_id number, plan_step **out) {
    lower_kernel k = {0};
    plan_step *step;
    KN_TRY(lower_fill_spec(l, &k, id, number));
    KN_TRY(lower_kernel_step(l, &k, STEP_KERNEL, &step));
    *out = step;
    return finish_direct(l, &k, step);
}

kiln_status lower_unit(lower *l, const fuse_unit *unit) {
    lower_kernel k = {.unit = unit};
    plan_step *step;
    if (unit->kind == FUSE_REFERENCE) return lower_reference_step(l, unit->member[0]);
    if (l->f->role[unit->member[0]] & ROLE_COPIED) {
        view v;
        fuse_access(l->f, unit->member[0], 0, &v);
        if (!v.literal && view_is_contiguous(&v))
            return lower_straight_copy(l, unit->member[0], &v, &step);
    }
    KN_TRY(lower_begin_writes(l, unit));
    KN_TRY(lower_spec(l, &k));
    choose_streams(l, &k);
    if (unit->kind == KERNEL_CONTRACT) return lower_contract_step(l, &k);
    KN_TRY(lower_kernel_step(l, &k, STEP_KERNEL, &step));
    bool blocks = unit->kind == KERNEL_LANE || unit->kind == KERNEL_COLUMN;
    return blocks ? finish_blocks(l, &k, step) : finish_direct(l, &k, step);
}
