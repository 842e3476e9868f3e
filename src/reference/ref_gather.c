/* SPDX-License-Identifier: Apache-2.0
 * Reference kernels of gather and the scatters: all walk the index tensor row by row, in the order
 * of its elements; and of strided_add, whose places follow from strides. An index out of range is
 * the caller's mistake and stops the node. Called through ref_node.c. */
#include "reference/ref_kernels.h"

enum { PIECE = 1024 /* elements of a row between two counts of the pace */ };

/* A row of the index tensor. `along` is the stride of the indexed axis, `across` that of the row.
 */
typedef struct ref_row {
    const int64_t *index;
    int64_t n, limit, along, across;
} ref_row;
typedef int64_t (*row_fn)(const ref_row *row, const void *from, void *to);

typedef void (*add_fn)(const void *from, void *to, int64_t n, int64_t step);

#define REF_TEMPLATE "reference/ref_gather.inc.h"
#include "reference/ref_each_dtype.h"

#define GATHER_CELL(NAME, DTYPE, s) [KILN_##DTYPE] = gather_row_##s,
#define ADD_CELL(NAME, DTYPE, s) [KILN_##DTYPE] = add_row_##s,
#define SCATTER_CELL(NAME, DTYPE, s) [KILN_##DTYPE] = NAME##_##s,
static const row_fn gather_table[KILN_DTYPE_COUNT] = {REF_DTYPES_ALL(GATHER_CELL, )};

/* Runs `kernel` on every row of the index. `table` is the tensor that is indexed, `other` the one
 * that goes along with the index; `gathers` says which of the two is read. */
static kiln_status walk(const ref_call *call, row_fn kernel, const ref_buffer *table,
                        const ref_buffer *other, bool gathers) {
    const ref_buffer *index = &call->in[1];
    int rank = index->rank, last = rank - 1, axis = (int)call->node->attrs[0];
    int64_t at[IR_MAX_RANK] = {0}, stride[IR_MAX_RANK], other_stride[IR_MAX_RANK];
    int64_t size = (int64_t)kiln_dtype_size(table->dtype), from = 0, beside = 0, element = 0,
            n = index->shape[last];
    if (ref_count(index) == 0) return KILN_OK;
    ref_strides(rank, table->shape, stride);
    ref_strides(rank, other->shape, other_stride);
    ref_row row = {index->data, n, table->shape[axis], stride[axis], axis == last ? 0 : 1};
    stride[axis] = 0;
    do {
        for (int64_t j = 0; j < n; j += PIECE) {
            char *t = (char *)table->data + (from + j * row.across) * size,
                 *o = (char *)other->data + (beside + j) * size;
            row.n = n - j < PIECE ? n - j : PIECE;
            int64_t done = gathers ? kernel(&row, t, o) : kernel(&row, o, t);
            if (done < row.n)
                return ref_stop(call, REF_INDEX, element + done, row.index[done], row.limit);
            row.index += row.n;
            element += row.n;
            if (ref_stopped(call->pace, 8 * row.n)) return KILN_OK;
        }
    } while (ref_advance(last, index->shape, at, stride, &from, other_stride, &beside));
    return KILN_OK;
}

/* A cast to its own dtype is the copy that leaves one NaN. */
static void copy_canonical(const ref_call *call) {
    const ref_buffer *out = call->out;
    ref_map_fn cast = ref_cast_fn(out->dtype, out->dtype);
    const char *from = call->in[0].data;
    char *to = out->data;
    int64_t size = (int64_t)kiln_dtype_size(out->dtype), count = ref_count(out);
    for (int64_t i = 0; i < count && !ref_stopped(call->pace, PIECE); i += PIECE)
        cast(from + i * size, NULL, NULL, to + i * size,
             (size_t)(count - i < PIECE ? count - i : PIECE));
}

kiln_status ref_op_STRIDED_ADD(const ref_call *call) {
    static const add_fn table[KILN_DTYPE_COUNT] = {REF_DTYPES_BITS(ADD_CELL, )};
    static const add_fn wide_table[KILN_DTYPE_COUNT] = {
        [KILN_F16] = add_wide_row_f16, [KILN_BF16] = add_wide_row_bf16};
    const int64_t *attrs = call->node->attrs;
    const ref_buffer *out = call->out, *part = &call->in[1];
    int last = part->rank - 1;
    int64_t at[IR_MAX_RANK] = {0}, zero[IR_MAX_RANK] = {0},
            size = (int64_t)kiln_dtype_size(out->dtype);
    int64_t place = attrs[0], unused = 0, from_size = (int64_t)kiln_dtype_size(part->dtype);
    add_fn kernel = (part->dtype == out->dtype ? table : wide_table)[out->dtype];
    if (!kernel) return KILN_BAD_DTYPE;
    copy_canonical(call);
    if (ref_count(part) == 0) return KILN_OK;
    int64_t n = last < 0 ? 1 : part->shape[last], step = last < 0 ? 0 : attrs[1 + last];
    const char *from = part->data;
    do {
        for (int64_t j = 0; j < n; j += PIECE) {
            int64_t count = n - j < PIECE ? n - j : PIECE;
            kernel(from, (char *)out->data + (place + j * step) * size, count, step);
            from += count * from_size;
            if (ref_stopped(call->pace, 8 * count)) return KILN_OK;
        }
    } while (ref_advance(last, part->shape, at, attrs + 1, &place, zero, &unused));
    return KILN_OK;
}

kiln_status ref_op_GATHER(const ref_call *call) {
    row_fn kernel = gather_table[call->out->dtype];
    return kernel ? walk(call, kernel, &call->in[0], call->out, true) : KILN_BAD_DTYPE;
}

static kiln_status scatter(const ref_call *call, row_fn kernel) {
    const ref_buffer *out = call->out;
    if (!kernel) return KILN_BAD_DTYPE;
    if (ir_op_has(call->node->op, IR_SAMEBITS))
        ref_copy_all(call->pace, out->data, call->in[0].data,
                     (size_t)ref_count(out) * kiln_dtype_size(out->dtype));
    else
        copy_canonical(call);
    if (call->pace->stopped) return KILN_OK;
    return walk(call, kernel, out, &call->in[2], false);
}

#define SCATTER_OP(NAME, row, allowed)                                                             \
    kiln_status ref_op_##NAME(const ref_call *call) {                                              \
        static const row_fn table[KILN_DTYPE_COUNT] = {REF_DTYPES_##allowed(SCATTER_CELL, row)};   \
        return scatter(call, table[call->out->dtype]);                                             \
    }
SCATTER_OP(SCATTER, scatter_set, ALL)
SCATTER_OP(SCATTER_ADD, scatter_add, BITS)
SCATTER_OP(SCATTER_MUL, scatter_mul, BITS)
SCATTER_OP(SCATTER_MAX, scatter_max, ANY)
SCATTER_OP(SCATTER_MIN, scatter_min, ANY)

/* Integers have no quotient by 0; every other element passes. */
kiln_status ref_op_DIVISOR(const ref_call *call) {
    size_t size = kiln_dtype_size(call->out->dtype), n = (size_t)ref_count(call->out);
    const char *from = call->in[0].data;
    static const char zero[8] = {0};
    for (size_t i = 0; i < n; i++) {
        if (i % PIECE == 0 && ref_stopped(call->pace, PIECE)) return KILN_OK;
        if (memcmp(from + i * size, zero, size) == 0)
            return ref_stop(call, REF_ZERO_DIVISOR, (int64_t)i, 0, 0);
    }
    ref_copy_all(call->pace, call->out->data, from, n * size);
    return KILN_OK;
}
