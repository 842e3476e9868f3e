/* SPDX-License-Identifier: Apache-2.0
 * Runs a kernel specification on random data two ways: compiled, and as a graph of dense tensors
 * through the reference. The bytes of every output must agree. Used by the tests of rows,
 * reductions and contractions. */
#ifndef KN_TESTS_JIT_ORACLE_H
#define KN_TESTS_JIT_ORACLE_H

#include "ir/graph.h"
#include "ir/order.h"
#include "jit_check.h"

typedef struct trial {
    const kernel_spec *s;
    int64_t extent[KERNEL_MAX_RANK], k; /* k: of a contraction */
    int64_t stride[KERNEL_MAX_LEAVES][KERNEL_MAX_RANK], base[KERNEL_MAX_LEAVES];
    void *block[KERNEL_MAX_LEAVES]; /* allocations */
    /* the last one of a contraction: the word that stops it */
    void *bufs[KERNEL_MAX_LEAVES + KERNEL_MAX_OUTPUTS + 1];
    uint32_t stop;
    void *want[KERNEL_MAX_OUTPUTS];
    void *dense[KERNEL_MAX_LEAVES]; /* each leaf over the whole domain */
    uint64_t scalars[KERNEL_MAX_SCALARS];
    /* strides of outputs that have their own */
    int64_t window[KERNEL_MAX_OUTPUTS][KERNEL_MAX_RANK];
    char *room[KERNEL_MAX_OUTPUTS]; /* the buffer such an output is a part of */
    size_t room_nbytes[KERNEL_MAX_OUTPUTS];
    uint64_t state;
    bool down; /* leaves that can run down the rows do */
} trial;

static inline int64_t domain_rows(const trial *t) {
    int64_t n = 1;
    for (int d = 0; d + 1 < t->s->rank; d++) n *= t->extent[d];
    return n;
}
static inline int64_t domain_size(const trial *t) {
    return domain_rows(t) * t->extent[t->s->rank - 1];
}

/* ---- leaves */
static inline void choose_strides(trial *t, int l) {
    static const int64_t odd_steps[] = {2, 3, -1, 1, -2};
    const kernel_leaf *leaf = &t->s->leaf[l];
    int64_t span = 1;
    int last = t->s->rank - 1;
    bool down =
        t->down && last > 0 && leaf->step[last] == STEP_ANY && leaf->step[last - 1] == STEP_ANY;
    for (int d = last; d >= 0; d--) {
        int64_t r = (int64_t)(next_random(&t->state) % 15), step = span + r % 3;
        if (leaf->step[d] == STEP_ZERO)
            step = 0;
        else if (leaf->step[d] == STEP_UNIT)
            step = 1;
        else if (d == last)
            step = down ? t->extent[d - 1] + r % 3 : odd_steps[r % 5];
        else if (d == last - 1 && down)
            step = 1;
        else if (r < 4)
            step = -step;
        t->stride[l][d] = step;
        span += (step < 0 ? -step : step) * t->extent[d];
    }
    t->base[l] = leaf->is_index ? (int64_t)(next_random(&t->state) % 50) - 10 : 0;
}

/* Element offset of point `i` of the domain. */
static inline int64_t leaf_offset(const trial *t, int l, int64_t i) {
    int64_t offset = t->base[l];
    for (int d = t->s->rank - 1; d >= 0; d--) {
        offset += i % t->extent[d] * t->stride[l][d];
        i /= t->extent[d];
    }
    return offset;
}

static inline void put_index(void *to, kiln_dtype dtype, int64_t i, int64_t x) {
    switch (dtype) {
    case KILN_U8: ((uint8_t *)to)[i] = (uint8_t)x; break;
    case KILN_I8: ((int8_t *)to)[i] = (int8_t)x; break;
    case KILN_I16: ((int16_t *)to)[i] = (int16_t)x; break;
    case KILN_I32: ((int32_t *)to)[i] = (int32_t)x; break;
    case KILN_I64: ((int64_t *)to)[i] = x; break;
    case KILN_F32: ((float *)to)[i] = (float)x; break;
    default: ((double *)to)[i] = (double)x;
    }
}

static inline void make_leaf(trial *t, int l, bool hard) {
    const kernel_leaf *leaf = &t->s->leaf[l];
    int64_t n = domain_size(t), low = 0, high = 0;
    size_t size = kiln_dtype_size((kiln_dtype)leaf->dtype);
    choose_strides(t, l);
    t->dense[l] = data_new((size_t)n * size);
    for (int64_t i = 0; i < n; i++) {
        int64_t at = leaf_offset(t, l, i);
        if (leaf->is_index) put_index(t->dense[l], (kiln_dtype)leaf->dtype, i, at);
        low = at < low ? at : low;
        high = at > high ? at : high;
    }
    if (leaf->is_index) return;
    t->block[l] = data_new((size_t)(high - low + 1) * size);
    (hard ? fill_hard : fill_plain)(t->block[l], (kiln_dtype)leaf->dtype, (size_t)(high - low + 1),
                                    next_random(&t->state));
    t->bufs[l] = (char *)t->block[l] - low * (int64_t)size;
    for (int64_t i = 0; i < n; i++)
        memcpy((char *)t->dense[l] + (size_t)i * size,
               (char *)t->bufs[l] + leaf_offset(t, l, i) * (int64_t)size, size);
}

static inline int64_t block_count(const trial *t) {
    const int64_t *end = t->extent + t->s->rank;
    if (t->s->kind == KERNEL_LANE) return (end[-1] + ORDER_LANE_BLOCK - 1) / ORDER_LANE_BLOCK;
    return (end[-2] + ORDER_COLUMN_BLOCK - 1) / ORDER_COLUMN_BLOCK;
}

/* Elements of an output of the kernel. */
static inline int64_t output_count(const trial *t, int o) {
    const kernel_spec *s = t->s;
    if (s->kind == KERNEL_LANE) return domain_rows(t) * block_count(t);
    if (s->kind == KERNEL_COLUMN)
        return domain_rows(t) / t->extent[s->rank - 2] * block_count(t) * t->extent[s->rank - 1];
    return s->value[s->output[o]].rowwise ? domain_rows(t) : domain_size(t);
}

static inline size_t output_size(const trial *t, int o) {
    return kiln_dtype_size((kiln_dtype)t->s->value[t->s->output[o]].dtype);
}

/* Places that do not meet, some walked backwards, in a buffer with room between them and around. */
static inline void make_window(trial *t, int o) {
    size_t size = output_size(t, o);
    int64_t span = 1, low = 0;
    for (int d = t->s->rank - 1; d >= 0; d--) {
        bool unit = d == t->s->rank - 1 && !(t->s->scatter >> o & 1);
        int64_t step = unit ? 1 : span + 1 + (int64_t)(next_random(&t->state) % 3);
        if (!unit && next_random(&t->state) & 1) step = -step;
        t->window[o][d] = step;
        span += (step < 0 ? -step : step) * (t->extent[d] - 1);
        if (step < 0) low += step * (t->extent[d] - 1);
    }
    t->room_nbytes[o] = (size_t)(span + 20) * size;
    t->room[o] = data_new(t->room_nbytes[o]);
    t->bufs[t->s->nleaves + o] = t->room[o] + (10 - low) * (int64_t)size;
}

static inline void trial_init(trial *t, const kernel_spec *s, const int64_t *extent, uint64_t seed,
                              bool hard) {
    memset(t, 0, sizeof *t);
    t->s = s;
    t->state = seed;
    t->down = seed & 1;
    memcpy(t->extent, extent, s->rank * sizeof *extent);
    for (int l = s->kind == KERNEL_CONTRACT ? 2 : 0; l < s->nleaves; l++) make_leaf(t, l, hard);
    for (int o = 0; o < s->noutputs; o++)
        if (s->window >> o & 1)
            make_window(t, o);
        else
            t->bufs[s->nleaves + o] = data_new((size_t)output_count(t, o) * output_size(t, o));
    t->bufs[s->nleaves + s->noutputs] = &t->stop;
    for (int v = 0; v < s->nvalues; v++)
        if (s->value[v].kind == KV_SCALAR)
            (hard ? fill_hard : fill_plain)(&t->scalars[s->value[v].index],
                                            (kiln_dtype)s->value[v].dtype, 1, seed + 5);
}

static inline void trial_free(trial *t) {
    for (int l = 0; l < t->s->nleaves; l++) free(t->block[l]), free(t->dense[l]);
    for (int o = 0; o < t->s->noutputs; o++)
        free(t->room[o] ? t->room[o] : t->bufs[t->s->nleaves + o]), free(t->want[o]);
}

/* ---- the reference: a graph over dense tensors of the domain's shape */
static inline ir_id value_node(ir_builder *b, const trial *t, int v, const ir_id *id) {
    const kernel_spec *s = t->s;
    const kernel_value *k = &s->value[v];
    kiln_dtype dtype = (kiln_dtype)k->dtype;
    ir_id x[3] = {id[k->operand[0]], id[k->operand[1]], id[k->operand[2]]}, r;
    int axis = s->kind == KERNEL_COLUMN ? s->rank - 2 : s->rank - 1;
    switch (k->kind) {
    case KV_CONST: return ir_const_bits(b, dtype, k->bits);
    case KV_SCALAR: return ir_const_bits(b, dtype, t->scalars[k->index]);
    case KV_REDUCE:
        if (ir_at(b->g, x[0])->rank == 0) x[0] = ir_expand(b, x[0], s->rank, t->extent);
        r = ir_reduce(b, (ir_op)k->op, x[0], axis, axis + 1);
        return s->kind == KERNEL_ROW ? ir_expand(b, r, s->rank, t->extent) : r;
    default: break;
    }
    if (ir_ops[k->op].types == IR_TYPES_CAST) return ir_convert(b, (ir_op)k->op, x[0], dtype);
    if (ir_ops[k->op].types == IR_TYPES_RAND) return ir_random(b, (ir_op)k->op, dtype, x[0], x[1]);
    int n = ir_ops[k->op].noperands;
    return n == 1   ? ir_map1(b, (ir_op)k->op, x[0])
           : n == 2 ? ir_map2(b, (ir_op)k->op, x[0], x[1])
                    : ir_map3(b, (ir_op)k->op, x[0], x[1], x[2]);
}

/* Fills t->want: whole outputs of the graph; rowwise ones still spread along their rows. */
static inline void run_reference(trial *t) {
    const kernel_spec *s = t->s;
    ir_graph g;
    ir_builder b;
    ir_id id[KERNEL_MAX_VALUES], leaf[KERNEL_MAX_LEAVES];
    void *inputs[KERNEL_MAX_LEAVES];
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    ir_graph_init(&g, kn_alloc_default());
    ir_builder_init(&b, &g);
    int ninputs = 0;
    for (int l = 0; l < s->nleaves; l++) {
        int64_t shape[KERNEL_MAX_RANK];
        memcpy(shape, t->extent, sizeof shape);
        if (s->kind == KERNEL_CONTRACT && l < 2) shape[2 - l] = t->k;
        leaf[l] = ir_input(&b, (kiln_dtype)s->leaf[l].dtype, s->rank, shape, NULL);
        inputs[ninputs++] = t->dense[l];
    }
    for (int v = 0; v < s->nvalues; v++) {
        unsigned kind = s->value[v].kind;
        if (kind == KV_LOAD)
            id[v] = leaf[s->value[v].index];
        else
            id[v] = kind == KV_ACC ? ir_matmul(&b, leaf[0], leaf[1]) : value_node(&b, t, v, id);
        cr_assert(id[v] != IR_NONE, "value %d: %s", v, b.message);
    }
    for (int o = 0; o < s->noutputs; o++) {
        ir_id out = id[s->output[o]];
        if (ir_at(&g, out)->rank == 0) out = ir_expand(&b, out, s->rank, t->extent);
        CHECK_OK(ir_add_output(&g, out, NULL));
        t->want[o] = data_new(ir_nbytes(&g, out));
    }
    kiln_status status =
        ref_graph(kn_alloc_default(), &g, inputs, NULL, t->want, NULL, NULL, &why, NULL);
    cr_assert(status == KILN_OK, "%s", kn_text_str(&why));
    ir_graph_free(&g);
    kn_text_free(&why);
}

/* ---- the kernel */
static inline size_t trial_ints(const trial *t, int64_t *ints) {
    const kernel_spec *s = t->s;
    size_t n = 0;
    for (int d = 0; d < s->rank; d++) ints[n++] = t->extent[d];
    for (int l = 0; l < s->nleaves; l++) {
        for (int d = 0; d < s->rank; d++) ints[n++] = t->stride[l][d];
        ints[n++] = t->base[l];
    }
    for (int o = 0; o < s->noutputs; o++)
        for (int d = 0; s->window >> o & 1 && d < s->rank; d++) ints[n++] = t->window[o][d];
    cr_assert_eq(n, kernel_nints(s));
    return n;
}

/* In two or three pieces, as threads would. */
static inline void run_kernel(trial *t, kernel_entry entry) {
    const kernel_spec *s = t->s;
    int64_t
        ints[KERNEL_MAX_RANK + (KERNEL_MAX_LEAVES + KERNEL_MAX_OUTPUTS) * (KERNEL_MAX_RANK + 1)],
        cols = t->extent[s->rank - 1];
    int64_t rows = domain_rows(t), middle_col = cols / 2 & ~15;
    bool pieces = (s->kind == KERNEL_MAP || s->kind == KERNEL_COLUMN) && middle_col > 0;
    if (s->kind == KERNEL_LANE) rows *= block_count(t);
    if (s->kind == KERNEL_COLUMN) rows = rows / t->extent[s->rank - 2] * block_count(t);
    size_t scratch_nbytes = kernel_scratch(s, cols);
    void *scratch = data_new(scratch_nbytes);
    trial_ints(t, ints);
    for (int64_t r = 0, r1; r < rows; r = r1) {
        r1 = r + (rows + 1) / 2 < rows ? r + (rows + 1) / 2 : rows;
        if (pieces) entry(t->bufs, ints, t->scalars, scratch, r, r1, 0, middle_col);
        entry(t->bufs, ints, t->scalars, scratch, r, r1, pieces ? middle_col : 0, cols);
    }
    for (size_t i = scratch_nbytes; i < scratch_nbytes + SLACK; i++)
        cr_assert(((uint8_t *)scratch)[i] == 0x5a);
    free(scratch);
}

/* Folds the kernel's block results as the plan does: p[j] = p[2j] op p[2j+1]. */
static inline void *fold_blocks(const trial *t, int o) {
    const kernel_spec *s = t->s;
    const kernel_value *k = &s->value[s->output[o]];
    int64_t inner = s->kind == KERNEL_COLUMN ? t->extent[s->rank - 1] : 1, nblocks = block_count(t);
    int64_t outer = output_count(t, o) / (nblocks * inner);
    size_t size = output_size(t, o), piece = (size_t)inner * size;
    char *p = data_new((size_t)output_count(t, o) * size);
    int op = k->op == IR_SUM    ? IR_ADD
             : k->op == IR_PROD ? IR_MUL
             : k->op == IR_RMAX ? IR_MAX
                                : IR_MIN;
    ir_graph g;
    ir_builder b;
    memcpy(p, t->bufs[s->nleaves + o], (size_t)output_count(t, o) * size);
    ir_graph_init(&g, kn_alloc_default());
    ir_builder_init(&b, &g);
    ir_id x = ir_input(&b, (kiln_dtype)k->dtype, 1, &inner, NULL),
          y = ir_input(&b, (kiln_dtype)k->dtype, 1, &inner, NULL);
    ir_id z = ir_map2(&b, (ir_op)op, x, y);
    for (int64_t i = 0; i < outer; i++) {
        char *row = p + (size_t)(i * nblocks) * piece;
        for (int64_t n = nblocks; n > 1; n = (n + 1) / 2)
            for (int64_t j = 0; j < (n + 1) / 2; j++) {
                ref_buffer in[2] = {
                    {row + (size_t)(2 * j) * piece, (kiln_dtype)k->dtype, 1, &inner, NULL},
                    {row + (size_t)(2 * j + 1) * piece, (kiln_dtype)k->dtype, 1, &inner, NULL}};
                ref_buffer out = {row + (size_t)j * piece, (kiln_dtype)k->dtype, 1, &inner, NULL};
                if (2 * j + 1 < n)
                    CHECK_OK(
                        ref_node(kn_alloc_default(), &g, z, in, &out, (ref_poll){0}, NULL, NULL));
                else
                    memmove(out.data, in[0].data, piece);
            }
        memmove(p + (size_t)i * piece, row, piece);
    }
    ir_graph_free(&g);
    return p;
}

/* The window's elements in the domain's order; everything else of the room is as it was. */
static inline char *read_window(const trial *t, int o, const char *name, kiln_isa isa) {
    const kernel_spec *s = t->s;
    int64_t
        ints[KERNEL_MAX_RANK + (KERNEL_MAX_LEAVES + KERNEL_MAX_OUTPUTS) * (KERNEL_MAX_RANK + 1)],
        n = domain_size(t);
    size_t size = output_size(t, o);
    char *dense = data_new((size_t)n * size), *seen = calloc(1, t->room_nbytes[o]);
    trial_ints(t, ints);
    for (int64_t i = 0; i < n; i++) {
        int64_t point[KERNEL_MAX_RANK], rest = i;
        for (int d = s->rank - 1; d >= 0; rest /= t->extent[d--]) point[d] = rest % t->extent[d];
        char *from = (char *)t->bufs[s->nleaves + o] +
                     kernel_output_element(s, ints, (uint32_t)o, point) * (int64_t)size;
        memcpy(dense + (size_t)i * size, from, size);
        memset(seen + (from - t->room[o]), 1, size);
    }
    for (size_t i = 0; i < t->room_nbytes[o] + SLACK; i++)
        cr_assert((i < t->room_nbytes[o] && seen[i]) || t->room[o][i] == 0x5a,
                  "%s %s: output %d wrote byte %zu of %zu beside its window", name, isa_name(isa),
                  o, i, t->room_nbytes[o]);
    free(seen);
    return dense;
}

/* Compares all outputs; `name` is for the message. */
static inline void check_outputs(trial *t, const char *name, kiln_isa isa) {
    const kernel_spec *s = t->s;
    for (int o = 0; o < s->noutputs; o++) {
        size_t size = output_size(t, o), n = (size_t)output_count(t, o);
        int64_t cols = t->extent[s->rank - 1];
        bool blocks = s->kind == KERNEL_LANE || s->kind == KERNEL_COLUMN;
        bool rowwise = !blocks && s->value[s->output[o]].rowwise;
        char *got = t->bufs[s->nleaves + o], *end = got + n * size;
        bool window = s->window >> o & 1;
        size_t may_overrun = s->kind == KERNEL_MAP && s->rank == 1 && !s->window
                                 ? ((n + 15) / 16 * 16 - n) * size
                                 : 0;
        for (size_t i = may_overrun; i < SLACK && !window; i++)
            cr_assert((uint8_t)end[i] == 0x5a, "%s %s: output %d overrun at %zu", name,
                      isa_name(isa), o, i);
        if (window) got = read_window(t, o, name, isa);
        if (blocks) {
            got = fold_blocks(t, o);
            n = n / (size_t)block_count(t);
        }
        for (size_t i = 0; i < n; i++) {
            char *want = (char *)t->want[o] + (rowwise ? i * (size_t)cols : i) * size;
            uint64_t a = 0, b = 0;
            memcpy(&a, got + i * size, size);
            memcpy(&b, want, size);
            cr_assert(a == b, "%s %s: output %d element %zu of %zu (cols %lld): %llx, wanted %llx",
                      name, isa_name(isa), o, i, n, (long long)cols, (long long)a, (long long)b);
        }
        if (blocks || window) free(got);
    }
}

static inline void check_spec(const char *name, const kernel_spec *s, const code *k, kiln_isa isa,
                              const int64_t *extent, uint64_t seed, bool hard) {
    trial t;
    trial_init(&t, s, extent, seed, hard);
    run_reference(&t);
    run_kernel(&t, k->entry);
    check_outputs(&t, name, isa);
    trial_free(&t);
}

#endif
