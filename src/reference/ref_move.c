/* SPDX-License-Identifier: Apache-2.0
 * Reference kernels of the class MOVE: each is a copy between two strided views of the same
 * extents, bits unchanged. Called through ref_node.c's table. */
#include "reference/ref_kernels.h"

enum { PIECE = 8192 /* elements of a row between two counts of the pace */ };

/* Strides are in elements and may be 0 or negative; `from` and `to` are the first elements. */
typedef struct ref_view {
    int rank;
    int64_t extent[IR_MAX_RANK], from_stride[IR_MAX_RANK], to_stride[IR_MAX_RANK];
} ref_view;

/* Joins neighbouring dimensions that both sides walk as one, so that rows get long. Leaves rank
 * >= 1. */
static void merge(ref_view *v) {
    int kept = -1;
    for (int d = 0; d < v->rank; d++) {
        if (v->extent[d] == 1) continue;
        if (kept >= 0 && v->from_stride[kept] == v->from_stride[d] * v->extent[d] &&
            v->to_stride[kept] == v->to_stride[d] * v->extent[d]) {
            v->extent[kept] *= v->extent[d];
        } else {
            v->extent[++kept] = v->extent[d];
        }
        v->from_stride[kept] = v->from_stride[d];
        v->to_stride[kept] = v->to_stride[d];
    }
    if (kept < 0) {
        kept = 0;
        v->extent[0] = v->from_stride[0] = v->to_stride[0] = 1;
    }
    v->rank = kept + 1;
}

/* Inlined for each constant `size`, so that an element is one load and one store. */
static inline __attribute__((always_inline)) void copy_row(char *to, int64_t to_step,
                                                           const char *from, int64_t from_step,
                                                           int64_t n, size_t size) {
    for (int64_t i = 0; i < n; i++) memcpy(to + i * to_step, from + i * from_step, size);
}

/* Elements [0, n) of a row. */
static void copy_piece(char *w, int64_t to_step, const char *r, int64_t from_step, int64_t n,
                       size_t size) {
    if (from_step == (int64_t)size && to_step == (int64_t)size)
        memcpy(w, r, (size_t)n * size);
    else if (size == 1)
        copy_row(w, to_step, r, from_step, n, 1);
    else if (size == 2)
        copy_row(w, to_step, r, from_step, n, 2);
    else if (size == 4)
        copy_row(w, to_step, r, from_step, n, 4);
    else
        copy_row(w, to_step, r, from_step, n, 8);
}

static void copy_view(const ref_call *call, ref_view *v, size_t size, char *to, const char *from) {
    for (int d = 0; d < v->rank; d++)
        if (v->extent[d] == 0) return;
    merge(v);
    int last = v->rank - 1;
    int64_t at[IR_MAX_RANK] = {0}, read = 0, write = 0, n = v->extent[last], each = (int64_t)size;
    int64_t from_step = v->from_stride[last] * each, to_step = v->to_stride[last] * each;
    do {
        char *w = to + write * each;
        const char *r = from + read * each;
        for (int64_t i = 0; i < n; i += PIECE) {
            if (ref_stopped(call->pace, n < PIECE ? n : PIECE)) return;
            copy_piece(w + i * to_step, to_step, r + i * from_step, from_step,
                       n - i < PIECE ? n - i : PIECE, size);
        }
    } while (ref_advance(last, v->extent, at, v->from_stride, &read, v->to_stride, &write));
}

/* Offset of the element at `start`, and the strides of steps from it. An extent of 1 takes no step,
 * however large the step is. */
static int64_t window(const int64_t *shape, int rank, const int64_t *attrs, const int64_t *extent,
                      int64_t *stride) {
    int64_t offset = 0;
    ref_strides(rank, shape, stride);
    for (int d = 0; d < rank; d++) {
        if (extent[d] > 0) offset += attrs[d] * stride[d];
        stride[d] = extent[d] > 1 ? attrs[rank + d] * stride[d] : 0;
    }
    return offset;
}

static void view_of(ref_view *v, const ref_buffer *b) {
    v->rank = b->rank;
    memcpy(v->extent, b->shape, (size_t)b->rank * sizeof *v->extent);
}

kiln_status ref_op_RESHAPE(const ref_call *call) {
    ref_copy_all(call->pace, call->out->data, call->in[0].data,
                 (size_t)ref_count(call->out) * kiln_dtype_size(call->out->dtype));
    return KILN_OK;
}

kiln_status ref_op_PERMUTE(const ref_call *call) {
    const int64_t *perm = call->node->attrs;
    int64_t stride[IR_MAX_RANK];
    ref_view v;
    view_of(&v, call->out);
    ref_strides(v.rank, call->in[0].shape, stride);
    for (int d = 0; d < v.rank; d++) v.from_stride[d] = stride[perm[d]];
    ref_strides(v.rank, v.extent, v.to_stride);
    copy_view(call, &v, kiln_dtype_size(call->out->dtype), call->out->data, call->in[0].data);
    return KILN_OK;
}

kiln_status ref_op_EXPAND(const ref_call *call) {
    const int64_t *shape = call->in[0].shape;
    ref_view v;
    view_of(&v, call->out);
    ref_strides(v.rank, shape, v.from_stride);
    for (int d = 0; d < v.rank; d++)
        if (shape[d] == 1) v.from_stride[d] = 0;
    ref_strides(v.rank, v.extent, v.to_stride);
    copy_view(call, &v, kiln_dtype_size(call->out->dtype), call->out->data, call->in[0].data);
    return KILN_OK;
}

kiln_status ref_op_SLICE(const ref_call *call) {
    const int64_t *attrs = call->node->attrs;
    size_t size = kiln_dtype_size(call->out->dtype);
    ref_view v;
    view_of(&v, call->out);
    if (ref_count(call->out) == 0) return KILN_OK;
    int64_t offset = window(call->in[0].shape, v.rank, attrs, v.extent, v.from_stride);
    ref_strides(v.rank, v.extent, v.to_stride);
    copy_view(call, &v, size, call->out->data,
              (const char *)call->in[0].data + offset * (int64_t)size);
    return KILN_OK;
}

kiln_status ref_op_STRIDED(const ref_call *call) {
    const int64_t *attrs = call->node->attrs;
    size_t size = kiln_dtype_size(call->out->dtype);
    ref_view v;
    view_of(&v, call->out);
    if (ref_count(call->out) == 0) return KILN_OK;
    memcpy(v.from_stride, attrs + 1, (size_t)v.rank * sizeof *attrs);
    ref_strides(v.rank, v.extent, v.to_stride);
    copy_view(call, &v, size, call->out->data,
              (const char *)call->in[0].data + attrs[0] * (int64_t)size);
    return KILN_OK;
}

kiln_status ref_op_STRIDED_SET(const ref_call *call) {
    const int64_t *attrs = call->node->attrs;
    const ref_buffer *part = &call->in[1];
    size_t size = kiln_dtype_size(call->out->dtype);
    ref_copy_all(call->pace, call->out->data, call->in[0].data,
                 (size_t)ref_count(call->out) * size);
    if (ref_count(part) == 0) return KILN_OK;
    ref_view v;
    view_of(&v, part);
    memcpy(v.to_stride, attrs + 1, (size_t)v.rank * sizeof *attrs);
    ref_strides(v.rank, v.extent, v.from_stride);
    copy_view(call, &v, size, (char *)call->out->data + attrs[0] * (int64_t)size, part->data);
    return KILN_OK;
}

kiln_status ref_op_UPDATE(const ref_call *call) {
    const int64_t *attrs = call->node->attrs;
    const ref_buffer *value = &call->in[1];
    size_t size = kiln_dtype_size(call->out->dtype);
    ref_copy_all(call->pace, call->out->data, call->in[0].data,
                 (size_t)ref_count(call->out) * size);
    if (ref_count(value) == 0) return KILN_OK;
    ref_view v;
    view_of(&v, value);
    int64_t offset = window(call->out->shape, v.rank, attrs, v.extent, v.to_stride);
    ref_strides(v.rank, v.extent, v.from_stride);
    copy_view(call, &v, size, (char *)call->out->data + offset * (int64_t)size, value->data);
    return KILN_OK;
}
