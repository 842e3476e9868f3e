/* SPDX-License-Identifier: Apache-2.0
 * Graphs that several tests of src/ir build: one node of every op, and a long chain. */
#ifndef KN_TESTS_UNIT_IR_GRAPHS_H
#define KN_TESTS_UNIT_IR_GRAPHS_H

#include "check.h"
#include "ir/graph.h"

/* f32, f32, i32, bool and i64, all [4,6]; i64 of rank 0 */
typedef struct ir_sample {
    ir_id f, g, i, c, p, key;
} ir_sample;

static inline ir_sample sample_leaves(ir_builder *b) {
    static const int64_t shape[] = {4, 6};
    ir_sample s = {ir_input(b, KILN_F32, 2, shape, "f"),
                   ir_input(b, KILN_F32, 2, shape, NULL),
                   ir_input(b, KILN_I32, 2, shape, "i \"\\\n\xc3\xa9"),
                   ir_input(b, KILN_BOOL, 2, shape, "c"),
                   ir_iota(b, KILN_I64, 2, shape, 1),
                   ir_scalar(b, KILN_I64, 77)};
    return s;
}

/* An operand whose dtype the op takes. */
static inline ir_id sample_operand(const ir_sample *s, ir_op op) {
    int allowed = ir_ops[op].allowed;
    return ir_dtype_is(KILN_F32, allowed) ? s->f : ir_dtype_is(KILN_I32, allowed) ? s->i : s->c;
}

static inline ir_id sample_move(ir_builder *b, const ir_sample *s, ir_op op) {
    static const int64_t flat[] = {24}, wide[] = {3, 4, 6}, one[] = {1, 4, 6}, part[] = {2, 3};
    static const int64_t start[] = {3, 0}, step[] = {-2, 2}, stride[] = {7, -1};
    static const int perm[] = {1, 0};
    if (op == IR_RESHAPE) return ir_reshape(b, s->f, 1, flat);
    if (op == IR_PERMUTE) return ir_permute(b, s->f, perm);
    if (op == IR_EXPAND) return ir_expand(b, ir_reshape(b, s->f, 3, one), 3, wide);
    if (op == IR_STRIDED) return ir_strided(b, s->f, 3, stride, 2, part);
    ir_id window = ir_slice(b, s->f, start, step, part);
    if (op == IR_STRIDED_SET) return ir_strided_put(b, op, s->g, window, 5, stride);
    return op == IR_SLICE ? window : ir_update(b, s->g, window, start, step);
}

static inline ir_id sample_map(ir_builder *b, const ir_sample *s, ir_op op) {
    ir_id a = sample_operand(s, op), c = a == s->f ? s->g : a;
    if (op == IR_CAST) return ir_cast(b, s->f, KILN_F64);
    if (op == IR_BITCAST) return ir_convert(b, op, s->f, KILN_I32);
    if (ir_ops[op].types == IR_TYPES_RAND) return ir_random(b, op, KILN_F32, s->p, s->key);
    if (ir_ops[op].types == IR_TYPES_SEL) return ir_map3(b, op, s->c, s->f, s->g);
    if (ir_ops[op].noperands == 1) return ir_map1(b, op, a);
    return ir_ops[op].noperands == 2 ? ir_map2(b, op, a, c) : ir_map3(b, op, a, c, a);
}

static inline ir_id sample_node(ir_builder *b, const ir_sample *s, ir_op op) {
    static const int perm[] = {1, 0};
    static const int64_t shape[] = {7}, flat[] = {24}, one[] = {1};
    switch (ir_op_class(op)) {
    case IR_SOURCE:
        if (op == IR_INPUT) return ir_input(b, KILN_U8, 0, NULL, NULL);
        if (op == IR_CONST) return ir_const(b, KILN_F32, 1.5);
        if (op == IR_SCALAR) return ir_scalar(b, KILN_F64, 0x7ff8000000000123);
        return ir_iota(b, KILN_F32, 1, shape, 0);
    case IR_MAP: return sample_map(b, s, op);
    case IR_REDUCE: return ir_reduce(b, op, s->f, 0, 1);
    case IR_MOVE: return sample_move(b, s, op);
    case IR_CLASS_CONTRACT: return ir_matmul(b, s->f, ir_permute(b, s->g, perm));
    case IR_CLASS_SCAN:
        return op == IR_RECUR ? ir_recur(b, s->f, s->g, 1) : ir_scan(b, op, s->f, 1);
    case IR_CLASS_SORT:
        return op == IR_ARGSORT ? ir_argsort(b, s->f, 0, true)
                                : ir_searchsorted(b, s->f, s->g, true);
    case IR_CLASS_FACTOR:
        return op == IR_INVERSE ? ir_inverse(b, ir_matmul(b, s->f, ir_permute(b, s->g, perm)))
                                : ir_svd(b, op, s->f);
    case IR_CLASS_GATHER:
        return op == IR_DIVISOR ? sample_map(b, s, op) : ir_gather(b, s->f, s->p, 1);
    default:
        if (op == IR_STRIDED_ADD)
            return ir_strided_put(b, op, s->f, ir_reshape(b, s->g, 1, flat), 0, one);
        return ir_scatter(b, op, s->f, s->p, s->g, 1);
    }
}

/* A graph with every op of the table, each an output. Sites on every third node. */
static inline void sample_every_op(ir_graph *g) {
    ir_builder b;
    ir_builder_init(&b, g);
    ir_sample s = sample_leaves(&b);
    for (int op = 0; op < IR_OP_COUNT; op++) {
        char name[32];
        snprintf(name, sizeof name, "out %d", op);
        b.site = op % 3 == 0 ? "tests/sample file.c:12" : NULL;
        ir_id id = sample_node(&b, &s, (ir_op)op);
        cr_assert(id != IR_NONE, "%s", b.message);
        cr_assert(ir_at(g, id)->op == op, "%s became %s", ir_ops[op].name,
                  ir_ops[ir_at(g, id)->op].name);
        CHECK_OK(ir_add_output(g, id, op % 2 ? name : NULL));
    }
    CHECK_OK(b.status);
}

/* x, then n times y = y + x. */
static inline ir_id sample_chain(ir_graph *g, size_t n) {
    static const int64_t shape[] = {128, 64};
    ir_builder b;
    ir_builder_init(&b, g);
    ir_id x = ir_input(&b, KILN_F32, 2, shape, "x"), y = x;
    for (size_t i = 0; i < n; i++) y = ir_map2(&b, IR_ADD, y, x);
    return y;
}

#endif
