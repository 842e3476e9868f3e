/* SPDX-License-Identifier: Apache-2.0
 * Views by general strides: kiln_as_strided, and what other functions that give such views call. */
#include "frontend/frontend.h"

static bool check(kiln_session *s, int rank, const int64_t *size, const int64_t *stride, int64_t offset) {
    if (rank < 0 || rank > KILN_MAX_RANK) {
        ir_fail(&s->b, rank < 0 ? KILN_BAD_ARGUMENT : KILN_TOO_LARGE, "size has rank %d, expected 0 to %d", rank, KILN_MAX_RANK);
        return false;
    }
    if (offset < 0) ir_fail(&s->b, KILN_BAD_ARGUMENT, "storage_offset is %lld, expected at least 0", (long long)offset);
    for (int i = 0; i < rank; i++) {
        if (size[i] < 0) ir_fail(&s->b, KILN_BAD_SHAPE, "size[%d] is %lld, expected at least 0", i, (long long)size[i]);
        if (stride[i] < 0) ir_fail(&s->b, KILN_BAD_ARGUMENT, "stride[%d] is %lld, expected at least 0", i, (long long)stride[i]);
    }
    return s->b.status == KILN_OK;
}

kiln_tensor *fe_as_strided(kiln_site at, kiln_tensor *a, int rank, const int64_t *size, const int64_t *stride, int64_t offset) {
    kiln_session *s = fe_enter1(at, "as_strided", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_node(s, a);
    if (x == IR_NONE || !check(s, rank, size, stride, offset)) return fe_result(s, IR_NONE);
    return fe_result_view(s, a, FE_STRIDED, ir_strided(&s->b, x, offset, stride, rank, size), stride, &offset);
}

kiln_tensor *(kiln_as_strided)(kiln_site at, kiln_tensor *a, kiln_shape size, kiln_shape stride, int64_t offset) {
    kiln_session *s = fe_enter1(at, "as_strided", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    bool given = (size.rank <= 0 || size.extent != NULL) && (stride.rank <= 0 || stride.extent != NULL);
    if (!given) ir_fail(&s->b, KILN_BAD_ARGUMENT, "size or stride is null");
    else if (size.rank != stride.rank)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "size has %d numbers and stride %d, expected as many", size.rank, stride.rank);
    return s->b.status == KILN_OK ? fe_as_strided(at, a, size.rank, size.extent, stride.extent, offset) : fe_result(s, IR_NONE);
}
