/* SPDX-License-Identifier: Apache-2.0
 * Reference kernels of the class SCAN: along one axis, each line from its first element to its
 * last. Called through ref_node.c's table. */
#include "reference/ref_kernels.h"
#include "reference/ref_math.h"

/* One line: n elements, `step` apart. b is NULL but for recur. */
typedef void (*scan_fn)(const void *a, const void *b, void *result, int64_t n, int64_t step,
                        ref_pace *pace);
enum { PIECE = 1024 /* elements of a line between two counts of the pace */ };

/* log(e^x + e^sum), as PyTorch has it: equal infinities are themselves, a NaN stays. */
static double log_add_exp(double x, double sum) {
    double low = sum != sum || sum < x ? sum : x, high = sum != sum || x < sum ? sum : x;
    if (low == high && !(fabs(low) < INFINITY)) return x;
    return ref_f64_log1p(ref_f64_exp(low - high)) + high;
}

#define REF_TEMPLATE "reference/ref_scan.inc.h"
#include "reference/ref_each_dtype.h"

/* Walks the lines: `size` and `result_size` are bytes of an element of the operands and of the
 * result. */
static kiln_status each_line(const ref_call *call, scan_fn kernel) {
    const ref_buffer *in = &call->in[0];
    int axis = (int)call->node->attrs[0];
    int64_t outer = ref_product(in->shape, 0, axis), n = in->shape[axis];
    int64_t inner = ref_product(in->shape, axis + 1, in->rank);
    int64_t size = (int64_t)kiln_dtype_size(in->dtype),
            result_size = (int64_t)kiln_dtype_size(call->out->dtype);
    if (!kernel) return KILN_BAD_DTYPE;
    if (n == 0) return KILN_OK;
    for (int64_t o = 0; o < outer; o++)
        for (int64_t i = 0; i < inner; i++) {
            int64_t at = o * n * inner + i;
            const char *a = in->data, *b = call->node->noperands > 1 ? call->in[1].data : NULL;
            kernel(a + at * size, b ? b + at * size : NULL,
                   (char *)call->out->data + at * result_size, n, inner, call->pace);
            if (call->pace->stopped) return KILN_OK;
        }
    return KILN_OK;
}

#define SCAN_CELL(NAME, DTYPE, s) [KILN_##DTYPE] = scan_##NAME##_##s,
#define SCAN_OP(NAME, allowed)                                                                     \
    kiln_status ref_op_##NAME(const ref_call *call) {                                              \
        static const scan_fn table[KILN_DTYPE_COUNT] = {REF_DTYPES_##allowed(SCAN_CELL, NAME)};    \
        return each_line(call, table[call->in[0].dtype]);                                          \
    }
SCAN_OP(CUMSUM, NUM)
SCAN_OP(CUMPROD, NUM)
SCAN_OP(CUMMAX, ANY)
SCAN_OP(CUMMIN, ANY)
SCAN_OP(CUMLOGSUMEXP, FLT)
SCAN_OP(RECUR, FLT)
