/* SPDX-License-Identifier: Apache-2.0
 * Reference kernels of the class MAP: finds the kernel of (op, dtype) in a table expanded from
 * ops.def and runs it chunk by chunk, with rank-0 operands spread over a chunk. Called through
 * ref_node.c's table. */
#include "reference/ref_kernels.h"
#include "reference/ref_math.h"

#define REF_TEMPLATE "reference/ref_map.inc.h"
#include "reference/ref_each_dtype.h"

/* The dtype in a row of the table is the result's; for CMP, whose result is always bool, the
 * operands'. */
#define MAP_CELL(NAME, DTYPE, s) [KILN_##DTYPE] = map_##NAME##_##s,
#define MAP_TYPES_SAME(NAME, allowed) REF_DTYPES_##allowed(MAP_CELL, NAME)
#define MAP_TYPES_CMP(NAME, allowed) REF_DTYPES_##allowed(MAP_CELL, NAME)
#define MAP_TYPES_SEL(NAME, allowed) REF_DTYPES_##allowed(MAP_CELL, NAME)
#define MAP_TYPES_RAND(NAME, allowed) REF_DTYPES_FLT(MAP_CELL, NAME)
#define MAP_TYPES_CAST(NAME, allowed) /* by two dtypes: ref_cast.c */

#define MAP_ROW_MAP(NAME, types, allowed) [IR_##NAME] = {MAP_TYPES_##types(NAME, allowed)},
#define MAP_ROW_SOURCE(NAME, types, allowed)
#define MAP_ROW_REDUCE(NAME, types, allowed)
#define MAP_ROW_MOVE(NAME, types, allowed)
#define MAP_ROW_CONTRACT(NAME, types, allowed)
#define MAP_ROW_GATHER(NAME, types, allowed)
#define MAP_ROW_SCATTER(NAME, types, allowed)
#define MAP_ROW_SCAN(NAME, types, allowed)
#define MAP_ROW_SORT(NAME, types, allowed)
#define MAP_ROW_FACTOR(NAME, types, allowed)

static const ref_map_fn map_table[IR_OP_COUNT][KILN_DTYPE_COUNT] = {
#define OP(name, text, n, cls, flags, types, allowed, shape, vjp, doc)                             \
    MAP_ROW_##cls(name, types, allowed)
#include "ir/ops.def"
#undef OP
};

ref_map_fn ref_map_find(ir_op op, kiln_dtype first, kiln_dtype result) {
    int rule = ir_ops[op].types;
    if (op == IR_BITCAST) return map_table[IR_DETACH][result];
    if (rule == IR_TYPES_CAST) return ref_cast_fn(first, result);
    return map_table[op][rule == IR_TYPES_CMP ? first : result];
}

static void spread(char *chunk, const void *element, size_t size) {
    for (size_t i = 0; i < REF_CHUNK; i++) memcpy(chunk + i * size, element, size);
}

kiln_status ref_map(const ref_call *call) {
    _Alignas(64) char chunk[IR_MAX_OPERANDS][REF_CHUNK * sizeof(int64_t)];
    const char *from[IR_MAX_OPERANDS] = {NULL};
    size_t step[IR_MAX_OPERANDS] = {0};
    bool lazy[IR_MAX_OPERANDS] = {false};
    size_t count = (size_t)ref_count(call->out),
           out_step = REF_CHUNK * kiln_dtype_size(call->out->dtype);
    ref_map_fn kernel = ref_map_find((ir_op)call->node->op, call->in[0].dtype, call->out->dtype);
    if (!kernel) return KILN_BAD_DTYPE;
    if (count == 0) return KILN_OK;
    for (int i = 0; i < call->node->noperands; i++) {
        const ref_buffer *in = &call->in[i];
        size_t size = kiln_dtype_size(in->dtype);
        uint64_t number;
        from[i] = in->data;
        if (in->rank == 0 && count > 1) {
            ref_read(in, 0, 1, &number);
            spread(chunk[i], &number, size);
            from[i] = chunk[i];
        } else if (in->lazy) {
            lazy[i] = true;
            from[i] = chunk[i];
        } else {
            step[i] = REF_CHUNK * size;
        }
    }
    char *to = call->out->data;
    int64_t work = ir_op_has(call->node->op, IR_CHEAP) ? 1 : 16;
    for (size_t left = count; left > 0;) {
        size_t n = left < REF_CHUNK ? left : REF_CHUNK;
        for (int i = 0; i < call->node->noperands; i++)
            if (lazy[i]) ref_read(&call->in[i], (int64_t)(count - left), (int64_t)n, chunk[i]);
        kernel(from[0], from[1], from[2], to, n);
        left -= n;
        if (left == 0 || ref_stopped(call->pace, work * (int64_t)n)) break;
        for (int i = 0; i < call->node->noperands; i++) from[i] += step[i];
        to += out_step;
    }
    return KILN_OK;
}
