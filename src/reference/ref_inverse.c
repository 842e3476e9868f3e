/* SPDX-License-Identifier: Apache-2.0
 * Reference kernel of inverse: Gauss-Jordan elimination with partial pivoting in double, whatever
 * the dtype. A singular matrix stops the node. Called through ref_node.c's table. */
#include "reference/ref_kernels.h"

static double load(const ref_buffer *b, int64_t i) {
    return b->dtype == KILN_F32 ? (double)((const float *)b->data)[i]
                                : ((const double *)b->data)[i];
}

static void store(const ref_buffer *b, int64_t i, double x) {
    if (b->dtype == KILN_F32)
        ((float *)b->data)[i] = ref_canon_f32((float)x);
    else
        ((double *)b->data)[i] = ref_canon_f64(x);
}

/* The row from c on whose element of column c is the largest, or the first NaN. */
static int64_t pivot_row(const double *w, int64_t n, int64_t c) {
    int64_t best = c;
    for (int64_t r = c + 1; r < n && w[best * 2 * n + c] == w[best * 2 * n + c]; r++)
        if (!(fabs(w[r * 2 * n + c]) <= fabs(w[best * 2 * n + c]))) best = r;
    return best;
}

/* Rows of the matrix beside those of the identity become rows of the identity beside those of the
 * inverse. */
static bool eliminate(double *w, int64_t n, ref_pace *pace) {
    int64_t width = 2 * n;
    for (int64_t c = 0; c < n && !ref_stopped(pace, n); c++) {
        double *row = w + c * width, *from = w + pivot_row(w, n, c) * width, pivot = from[c];
        if (pivot == 0) return false;
        for (int64_t i = 0; i < width; i++) {
            double x = from[i];
            from[i] = row[i];
            row[i] = x / pivot;
        }
        for (int64_t r = 0; r < n && !ref_stopped(pace, width); r++) {
            double factor = w[r * width + c];
            for (int64_t i = 0; i < width && r != c; i++) w[r * width + i] -= factor * row[i];
        }
    }
    return true;
}

kiln_status ref_op_INVERSE(const ref_call *call) {
    const ref_buffer *in = &call->in[0];
    int64_t n = in->shape[in->rank - 1], batches = ref_product(in->shape, 0, in->rank - 2);
    size_t words, nbytes;
    bool good = true;
    if (in->dtype != KILN_F32 && in->dtype != KILN_F64) return KILN_BAD_DTYPE;
    if (ref_count(in) == 0) return KILN_OK;
    if (!kn_mul_size((size_t)n, (size_t)n, &words) ||
        !kn_mul_size(words, 2 * sizeof(double), &nbytes))
        return KILN_TOO_LARGE;
    double *w = kn_malloc(call->alloc, nbytes);
    if (!w) return ref_no_memory(call, nbytes);
    for (int64_t b = 0; b < batches && good && !ref_stopped(call->pace, 1); b++) {
        for (int64_t i = 0; i < n && !ref_stopped(call->pace, n); i++)
            for (int64_t j = 0; j < n; j++) {
                w[i * 2 * n + j] = load(in, (b * n + i) * n + j);
                w[i * 2 * n + n + j] = i == j;
            }
        good = eliminate(w, n, call->pace) || call->pace->stopped;
        for (int64_t i = 0; i < n && good && !ref_stopped(call->pace, n); i++)
            for (int64_t j = 0; j < n; j++)
                store(call->out, (b * n + i) * n + j, w[i * 2 * n + n + j]);
        if (!good) (void)ref_stop(call, REF_SINGULAR, b, 0, batches);
    }
    kn_free(call->alloc, w, nbytes);
    return good ? KILN_OK : KILN_BAD_ARGUMENT;
}
