/* SPDX-License-Identifier: Apache-2.0
 * Reference kernels of the class REDUCE: a table of (op, dtype) expanded from ops.def, over
 * operands seen as [outer, n, inner]. Called through ref_node.c's table. */
#include "reference/ref_kernels.h"

enum {
    REF_LEVELS = 56,  /* more than log2 of the number of blocks any tensor has */
    REF_COLUMNS = 32, /* columns reduced together */
    REF_LINE = 2048,  /* elements of argmax between two counts of the pace */
};

#define REF_TEMPLATE "reference/ref_reduce.inc.h"
#include "reference/ref_each_dtype.h"

#define REDUCE_CELL(NAME, DTYPE, s) [KILN_##DTYPE] = reduce_##NAME##_##s,
#define REDUCE_ROW_REDUCE(NAME, allowed) [IR_##NAME] = {REF_DTYPES_##allowed(REDUCE_CELL, NAME)},
#define REDUCE_ROW_MAP(NAME, allowed)
#define REDUCE_ROW_SOURCE(NAME, allowed)
#define REDUCE_ROW_MOVE(NAME, allowed)
#define REDUCE_ROW_CONTRACT(NAME, allowed)
#define REDUCE_ROW_GATHER(NAME, allowed)
#define REDUCE_ROW_SCATTER(NAME, allowed)
#define REDUCE_ROW_SCAN(NAME, allowed)
#define REDUCE_ROW_SORT(NAME, allowed)
#define REDUCE_ROW_FACTOR(NAME, allowed)

static const ref_reduce_fn reduce_table[IR_OP_COUNT][KILN_DTYPE_COUNT] = {
#define OP(name, text, n, cls, flags, types, allowed, shape, vjp, doc)                             \
    REDUCE_ROW_##cls(name, allowed)
#include "ir/ops.def"
#undef OP
};

ref_reduce_fn ref_reduce_find(ir_op op, kiln_dtype dtype) { return reduce_table[op][dtype]; }

kiln_status ref_reduce(const ref_call *call) {
    const int64_t *axes = call->node->attrs;
    const ref_buffer *in = &call->in[0];
    ref_reduce_fn kernel = reduce_table[call->node->op][in->dtype];
    if (!kernel) return KILN_BAD_DTYPE;
    if (ref_count(call->out) == 0) return KILN_OK;
    ref_terms_in terms = {.in = in,
                          .repeats = in->lazy && ref_repeats(in, (int)axes[0], (int)axes[1])};
    size_t nbytes = REF_ROOM * kiln_dtype_size(in->dtype);
    if (in->lazy && !(terms.room = kn_malloc(call->alloc, nbytes))) return KILN_NO_MEMORY;
    kernel(&terms, call->out->data, ref_product(in->shape, 0, (int)axes[0]),
           ref_product(in->shape, (int)axes[0], (int)axes[1]),
           ref_product(in->shape, (int)axes[1], in->rank), call->pace);
    kn_free(call->alloc, terms.room, terms.room ? nbytes : 0);
    return KILN_OK;
}

/* In the tree of ir/order.h, by the maps of the same name. */
kiln_status ref_fold_blocks(ir_op op, kiln_dtype dtype, const void *blocks, int64_t n,
                            void *result) {
    static const ir_op map_of[IR_OP_COUNT] = {
        [IR_SUM] = IR_ADD, [IR_PROD] = IR_MUL, [IR_RMAX] = IR_MAX, [IR_RMIN] = IR_MIN};
    size_t size = kiln_dtype_size(dtype);
    _Alignas(8) char level[REF_LEVELS][sizeof(int64_t)], x[sizeof(int64_t)];
    uint64_t done = 0;
    ref_map_fn pair = op == IR_SUM || op == IR_PROD || op == IR_RMAX || op == IR_RMIN
                          ? ref_map_find(map_of[op], dtype, dtype)
                          : NULL;
    if (!pair || n < 1) return KILN_BAD_DTYPE;
    for (int64_t i = 0; i < n; i++, done++) {
        int at = 0;
        memcpy(x, (const char *)blocks + (size_t)i * size, size);
        for (; done >> at & 1; at++) pair(level[at], x, NULL, x, 1);
        memcpy(level[at], x, size);
    }
    bool first = true;
    for (int at = 0; done >> at; at++) {
        if (!(done >> at & 1)) continue;
        if (first)
            memcpy(x, level[at], size);
        else
            pair(level[at], x, NULL, x, 1);
        first = false;
    }
    memcpy(result, x, size);
    return KILN_OK;
}
