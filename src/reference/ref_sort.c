/* SPDX-License-Identifier: Apache-2.0
 * Reference kernels of the class SORT: argsort by merging, which keeps equal elements in order, and
 * searchsorted by bisection. Called through ref_node.c's table. */
#include "reference/ref_kernels.h"

/* One line of keys, n of them next to each other, and room for twice as many indices. */
typedef void (*sort_fn)(const void *keys, int64_t n, bool descending, int64_t *order, int64_t *room,
                        ref_pace *pace);
typedef void (*gather_fn)(const void *from, int64_t n, int64_t step, void *to);
typedef int64_t (*search_fn)(const void *sorted, int64_t n, const void *value, bool right);

enum { PIECE = 1024 /* elements between two counts of the pace */ };

#define REF_TEMPLATE "reference/ref_sort.inc.h"
#include "reference/ref_each_dtype.h"

#define SORT_CELL(NAME, DTYPE, s) [KILN_##DTYPE] = NAME##s,
static const sort_fn sort_table[KILN_DTYPE_COUNT] = {REF_DTYPES_ANY(SORT_CELL, sort_)};
static const gather_fn line_table[KILN_DTYPE_COUNT] = {REF_DTYPES_ANY(SORT_CELL, line_)};
static const search_fn search_table[KILN_DTYPE_COUNT] = {REF_DTYPES_ANY(SORT_CELL, search_)};

/* The line that begins at element `at`, `step` between its elements. */
static void sort_line(const ref_call *call, int64_t at, int64_t step, int64_t *order) {
    const ref_buffer *in = &call->in[0];
    int64_t n = in->shape[call->node->attrs[0]], size = (int64_t)kiln_dtype_size(in->dtype);
    int64_t *to = (int64_t *)call->out->data + at;
    const char *from = (const char *)in->data + at * size;
    char *keys = (char *)(order + 2 * n);
    for (int64_t k = 0; k < n && !ref_stopped(call->pace, 4 * PIECE); k += PIECE)
        line_table[in->dtype](from + k * step * size, n - k < PIECE ? n - k : PIECE, step,
                              keys + k * size);
    if (!call->pace->stopped)
        sort_table[in->dtype](keys, n, call->node->attrs[1] != 0, order, order + n, call->pace);
    for (int64_t k = 0; k < n && !call->pace->stopped; k++) {
        to[k * step] = order[k];
        if (k % PIECE == 0) (void)ref_stopped(call->pace, 4 * PIECE);
    }
}

kiln_status ref_op_ARGSORT(const ref_call *call) {
    const ref_buffer *in = &call->in[0];
    const int64_t *attrs = call->node->attrs;
    int axis = (int)attrs[0];
    int64_t outer = ref_product(in->shape, 0, axis), n = in->shape[axis];
    int64_t inner = ref_product(in->shape, axis + 1, in->rank);
    size_t size = kiln_dtype_size(in->dtype), nbytes;
    if (!sort_table[in->dtype]) return KILN_BAD_DTYPE;
    if (ref_count(in) == 0) return KILN_OK;
    if (!kn_mul_size((size_t)n, 2 * sizeof(int64_t) + size, &nbytes)) return KILN_TOO_LARGE;
    int64_t *order = kn_malloc(call->alloc, nbytes);
    if (!order) return ref_no_memory(call, nbytes);
    for (int64_t o = 0; o < outer; o++)
        for (int64_t i = 0; i < inner && !call->pace->stopped; i++)
            sort_line(call, o * n * inner + i, inner, order);
    kn_free(call->alloc, order, nbytes);
    return KILN_OK;
}

kiln_status ref_op_SEARCHSORTED(const ref_call *call) {
    const ref_buffer *sorted = &call->in[0], *values = &call->in[1];
    search_fn kernel = search_table[sorted->dtype];
    int64_t n = sorted->shape[sorted->rank - 1], m = values->shape[values->rank - 1];
    int64_t size = (int64_t)kiln_dtype_size(sorted->dtype), count = ref_count(values),
            *to = call->out->data;
    bool right = call->node->attrs[0] != 0;
    if (!kernel) return KILN_BAD_DTYPE;
    for (int64_t i = 0; i < count && !ref_stopped(call->pace, 64); i++) {
        const char *line = n ? (const char *)sorted->data + i / m * n * size : NULL;
        to[i] = kernel(line, n, (const char *)values->data + i * size, right);
    }
    return KILN_OK;
}
