/* SPDX-License-Identifier: Apache-2.0
 * Whether a write would meet itself: elements of the written view that are one in the storage, or
 * operands that share a part of it. Both are told from strides and offsets, by PyTorch's rules.
 * Called by inplace.c before anything is written. */
#include "frontend/core/frontend.h"

/* The axes that step, by ascending stride. Returns how many; -1 when there are no elements. */
static int by_stride(const kiln_tensor *a, int64_t *stride, int64_t *extent) {
    int64_t room[IR_MAX_RANK];
    const int64_t *own = fe_strides(a, room);
    int n = 0;
    for (int i = 0; i < fe_of(a)->rank; i++) {
        if (fe_of(a)->extent[i] == 0) return -1;
        if (fe_of(a)->extent[i] == 1) continue;
        int k = n++;
        for (; k > 0 && stride[k - 1] > own[i]; k--) {
            stride[k] = stride[k - 1];
            extent[k] = extent[k - 1];
        }
        stride[k] = own[i];
        extent[k] = fe_of(a)->extent[i];
    }
    return n;
}

/* By ascending stride, each must step over all that the ones before it reach: else two places may
 * be one. */
bool fe_overlaps_itself(const kiln_tensor *a) {
    int64_t stride[IR_MAX_RANK], extent[IR_MAX_RANK], reach = 0;
    if (fe_of(a)->view == NULL) return false;
    int n = by_stride(a, stride, extent);
    for (int k = 0; k < n; k++) {
        if (stride[k] <= reach) return true;
        reach += stride[k] * (extent[k] - 1);
    }
    return false;
}

/* Its elements are a run of the storage, in some order. */
static bool dense(const kiln_tensor *a) {
    int64_t stride[IR_MAX_RANK], extent[IR_MAX_RANK], next = 1;
    int n = fe_of(a)->view == NULL ? 0 : by_stride(a, stride, extent);
    for (int k = 0; k < n; k++) {
        if (stride[k] != next) return false;
        next *= extent[k];
    }
    return true;
}

/* Strides are compared as they are: to PyTorch a row as [n] and as [1, n] are not the same. */
static bool same_places(const kiln_tensor *a, const kiln_tensor *b) {
    int64_t room[2][IR_MAX_RANK];
    return fe_of(a)->rank == fe_of(b)->rank &&
           memcmp(fe_strides(a, room[0]), fe_strides(b, room[1]),
                  (size_t)fe_of(a)->rank * sizeof room[0][0]) == 0;
}

/* What PyTorch finds: views that skip elements are not compared. */
fe_sharing fe_shared(const kiln_tensor *a, const kiln_tensor *b) {
    int64_t na = kiln_numel(a), nb = kiln_numel(b);
    if (fe_of(a)->storage != fe_of(b)->storage || na == 0 || nb == 0) return FE_APART;
    if (a == b) return FE_SAME;
    if (!dense(a) || !dense(b)) return FE_APART;
    int64_t sa = (int64_t)kiln_dtype_size((kiln_dtype)fe_of(a)->dtype),
            sb = (int64_t)kiln_dtype_size((kiln_dtype)fe_of(b)->dtype);
    int64_t x = fe_of(a)->view != NULL ? fe_of(a)->view->offset * sa : 0,
            y = fe_of(b)->view != NULL ? fe_of(b)->view->offset * sb : 0;
    na *= sa;
    nb *= sb;
    if (x == y && na == nb) return same_places(a, b) ? FE_SAME : FE_PARTLY;
    return x < y + nb && y < x + na ? FE_PARTLY : FE_APART;
}
