/* SPDX-License-Identifier: Apache-2.0
 * Casts, expands and reshapes that nobody makes: whoever reads them reads their operand, by
 * strides, and casts on the way. Used by ref_graph.c, ref_map.c and ref_reduce.c. */
#include "reference/ref_kernels.h"

/* An operand's strides as if it were lazy, which it may be. */
static void strides_of(const ref_buffer *b, int64_t *stride) {
    if (b->lazy)
        memcpy(stride, b->lazy->stride, sizeof b->lazy->stride);
    else
        ref_strides(b->rank, b->shape, stride);
}

/* Joins neighbouring axes that are walked as one. Returns how many are left, at least 1. */
static int merge_axes(int rank, const int64_t *shape, const int64_t *stride, int64_t *extent,
                      int64_t *step) {
    int kept = -1;
    for (int d = 0; d < rank; d++) {
        if (shape[d] == 1) continue;
        bool joins = kept >= 0 && step[kept] == stride[d] * shape[d];
        if (!joins) kept++;
        extent[kept] = joins ? extent[kept] * shape[d] : shape[d];
        step[kept] = stride[d];
    }
    if (kept >= 0) return kept + 1;
    extent[0] = 1;
    step[0] = 0;
    return 1;
}

/* Each axis of the new shape must lie in one of the old ones, joined as far as they can be. */
static bool reshape_strides(const ref_buffer *b, const ir_node *n, int64_t *stride) {
    int64_t extent[IR_MAX_RANK], step[IR_MAX_RANK], old[IR_MAX_RANK];
    strides_of(b, old);
    int at = merge_axes(b->rank, b->shape, old, extent, step) - 1;
    int64_t left = extent[at], next = step[at];
    for (int d = n->rank - 1; d >= 0; d--) {
        stride[d] = 0;
        if (n->shape[d] == 1) continue;
        if (left == 1 && --at >= 0) left = extent[at], next = step[at];
        if (at < 0 || left % n->shape[d] != 0) return false;
        stride[d] = next;
        next *= n->shape[d];
        left /= n->shape[d];
    }
    return true;
}

bool ref_lazy_of(const ref_buffer *operand, const ir_node *n, ref_lazy *out) {
    bool casts = operand->lazy && operand->lazy->dtype != operand->dtype;
    out->data = operand->lazy ? operand->lazy->data : operand->data;
    out->dtype = operand->lazy ? operand->lazy->dtype : operand->dtype;
    if (n->op == IR_CAST && casts) return false;
    /* What casts to its own dtype changes NaNs, and would not be told from what does not. */
    if (n->op == IR_CAST && operand->dtype == (kiln_dtype)n->dtype) return false;
    if (n->op == IR_CAST && !ref_cast_fn(operand->dtype, (kiln_dtype)n->dtype)) return false;
    if (n->op == IR_RESHAPE) return reshape_strides(operand, n, out->stride);
    strides_of(operand, out->stride);
    for (int d = 0; d < n->rank && n->op == IR_EXPAND; d++)
        if (operand->shape[d] == 1) out->stride[d] = 0;
    return true;
}

bool ref_repeats(const ref_buffer *b, int first, int end) {
    for (int d = first; d < end; d++)
        if (!b->lazy || (b->lazy->stride[d] != 0 && b->shape[d] > 1)) return false;
    return true;
}

static inline __attribute__((always_inline)) void copy_run(char *to, const char *from, int64_t n,
                                                           int64_t step, int64_t size) {
    for (int64_t i = 0; i < n; i++) memcpy(to + i * size, from + i * step * size, (size_t)size);
}

static void read_run(char *to, const char *from, int64_t n, int64_t step, int64_t size) {
    if (step == 1)
        memcpy(to, from, (size_t)(n * size));
    else if (size == 1)
        copy_run(to, from, n, step, 1);
    else if (size == 2)
        copy_run(to, from, n, step, 2);
    else if (size == 4)
        copy_run(to, from, n, step, 4);
    else
        copy_run(to, from, n, step, 8);
}

/* Where a walk over joined axes is. */
typedef struct walk {
    int rank;
    int64_t extent[IR_MAX_RANK], step[IR_MAX_RANK], at[IR_MAX_RANK];
    const char *from;
    int64_t size;
} walk;

static void walk_from(walk *w, const ref_buffer *b, int64_t start) {
    w->rank = merge_axes(b->rank, b->shape, b->lazy->stride, w->extent, w->step);
    w->size = (int64_t)kiln_dtype_size(b->lazy->dtype);
    w->from = b->lazy->data;
    for (int d = w->rank - 1; d >= 0; d--) {
        w->at[d] = start % w->extent[d];
        start /= w->extent[d];
        w->from += w->at[d] * w->step[d] * w->size;
    }
}

static void walk_read(walk *w, char *to, int64_t n) {
    for (int last = w->rank - 1; n > 0;) {
        int64_t run = w->extent[last] - w->at[last];
        if (run > n) run = n;
        read_run(to, w->from, run, w->step[last], w->size);
        to += run * w->size;
        n -= run;
        w->from += run * w->step[last] * w->size;
        w->at[last] += run;
        for (int d = last; d > 0 && w->at[d] == w->extent[d]; d--) {
            w->from += (w->step[d - 1] - w->extent[d] * w->step[d]) * w->size;
            w->at[d] = 0;
            w->at[d - 1]++;
        }
    }
}

void ref_read(const ref_buffer *b, int64_t start, int64_t n, void *to) {
    int64_t size = (int64_t)kiln_dtype_size(b->dtype);
    if (!b->lazy) {
        ref_copy_bytes(to, (const char *)b->data + start * size, (size_t)(n * size));
        return;
    }
    walk w;
    walk_from(&w, b, start);
    if (b->lazy->dtype == b->dtype) {
        walk_read(&w, to, n);
        return;
    }
    _Alignas(64) char chunk[REF_CHUNK * sizeof(int64_t)];
    ref_map_fn cast = ref_cast_fn(b->lazy->dtype, b->dtype);
    for (int64_t i = 0, count; i < n; i += count) {
        count = n - i < REF_CHUNK ? n - i : REF_CHUNK;
        walk_read(&w, chunk, count);
        cast(chunk, NULL, NULL, (char *)to + i * size, (size_t)count);
    }
}
