/* SPDX-License-Identifier: Apache-2.0
 * Public joining, indexing and products. */
#include "frontend/frontend.h"

static ir_id fail(kiln_session *s, const char *text) { return ir_fail(&s->b, KILN_BAD_SHAPE, "%s", text); }

/* Each part is written into its place of a value that is overwritten whole. */
static ir_id join(kiln_session *s, const ir_id *parts, size_t n, int axis) {
    int rank = fe_rank(s, parts[0]);
    int64_t extent[IR_MAX_RANK], start[IR_MAX_RANK] = {0}, step[IR_MAX_RANK];
    memcpy(extent, ir_shape(&s->g, parts[0]), (size_t)rank * sizeof *extent);
    for (int d = 0; d < rank; d++) step[d] = 1;
    for (size_t i = 1; i < n; i++) {
        if (fe_rank(s, parts[i]) != rank) return fail(s, "parts have different ranks");
        for (int d = 0; d < rank; d++)
            if (d != axis && ir_shape(&s->g, parts[i])[d] != extent[d]) {
                char a[160], b[160];
                return ir_fail(&s->b, KILN_BAD_SHAPE, "parts are %s and %s; only axis %d may differ",
                               ir_type_text(&s->g, parts[0], a, sizeof a), ir_type_text(&s->g, parts[i], b, sizeof b), axis);
            }
        if (!kn_add_i64(extent[axis], ir_shape(&s->g, parts[i])[axis], &extent[axis]))
            return ir_fail(&s->b, KILN_TOO_LARGE, "the joined extent overflows");
    }
    if (n == 1) return parts[0];
    ir_id whole = fe_full(s, fe_const(s, fe_dtype(s, parts[0]), 0), rank, extent);
    for (size_t i = 0; i < n && whole != IR_NONE; i++) {
        int64_t length = ir_shape(&s->g, parts[i])[axis];
        whole = ir_update(&s->b, whole, parts[i], start, step);
        start[axis] += length;
    }
    return whole;
}

static kiln_tensor *joined(kiln_site at, const char *call, kiln_list list, int axis, bool stacked) {
    kiln_session *s = fe_enter(at, call, list.tensor, list.count);
    if (s == NULL) return fe_poison_like(list.count > 0 ? list.tensor[0] : NULL, NULL);
    ir_id *parts = kn_malloc(s->alloc, list.count * sizeof *parts);
    ir_id result = parts == NULL ? ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu parts", list.count) : 0;
    kiln_dtype d = KILN_BOOL;
    int rank = list.tensor[0]->rank + stacked, i0;
    if (result != IR_NONE && rank == 0) result = fail(s, "rank-0 tensors cannot be joined; stack them");
    if (result != IR_NONE && !fe_axis(s, axis, rank, &i0)) result = IR_NONE;
    for (size_t i = 0; i < list.count; i++)
        d = fe_wider(d, (kiln_dtype)list.tensor[i]->dtype);
    for (size_t i = 0; i < list.count && result != IR_NONE; i++) {
        result = fe_cast(s, fe_node(s, list.tensor[i]), d);
        if (result != IR_NONE && stacked) {
            int64_t e[IR_MAX_RANK + 1];
            int r = fe_rank(s, result) + 1;
            if (r != rank) result = fail(s, "parts have different ranks");
            else {
                for (int k = 0, j = 0; k < r; k++) e[k] = k == i0 ? 1 : ir_shape(&s->g, result)[j++];
                result = ir_reshape(&s->b, result, r, e);
            }
        }
        parts[i] = result;
    }
    if (result != IR_NONE) result = join(s, parts, list.count, i0);
    kn_free(s->alloc, parts, list.count * sizeof *parts);
    return fe_result(s, result);
}

kiln_tensor *(kiln_cat)(kiln_site at, kiln_list parts, int axis) { return joined(at, "cat", parts, axis, false); }
kiln_tensor *(kiln_stack)(kiln_site at, kiln_list parts, int axis) { return joined(at, "stack", parts, axis, true); }

static ir_id index_node(kiln_session *s, kiln_tensor *index) {
    ir_id i = fe_node(s, index);
    if (i == IR_NONE || index->dtype == KILN_I64 || index->dtype == KILN_I32) return fe_cast(s, i, KILN_I64);
    return ir_fail(&s->b, KILN_BAD_DTYPE, "index is %s, expected i64 or i32", kiln_dtype_short((kiln_dtype)index->dtype));
}

kiln_tensor *(kiln_gather)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index) {
    kiln_session *s = fe_enter2(at, "gather", a, index);
    int i;
    if (s == NULL) return fe_poison_like(a, index);
    ir_id x = fe_node(s, a), ix = index_node(s, index);
    bool ok = x != IR_NONE && ix != IR_NONE && fe_axis(s, axis, a->rank, &i);
    return fe_result(s, ok ? ir_gather(&s->b, x, ix, i) : IR_NONE);
}

kiln_tensor *(kiln_scatter_add)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index, kiln_tensor *src) {
    kiln_tensor *t[3] = {a, index, src};
    kiln_session *s = fe_enter(at, "scatter_add", t, 3);
    int i;
    if (s == NULL) return fe_poison_like(a, index);
    ir_id x = fe_node(s, a), ix = index_node(s, index), v = fe_node(s, src);
    bool ok = x != IR_NONE && ix != IR_NONE && v != IR_NONE && fe_axis(s, axis, a->rank, &i);
    return fe_result(s, ok ? ir_scatter_add(&s->b, x, ix, v, i) : IR_NONE);
}

/* The index repeated over a's other axes, then a gather: the expand costs nothing. */
kiln_tensor *(kiln_index_select)(kiln_site at, kiln_tensor *a, int axis, kiln_tensor *index) {
    kiln_session *s = fe_enter2(at, "index_select", a, index);
    int i;
    if (s == NULL) return fe_poison_like(a, index);
    ir_id x = fe_node(s, a), ix = index_node(s, index);
    if (x == IR_NONE || ix == IR_NONE || !fe_axis(s, axis, a->rank, &i)) return fe_result(s, IR_NONE);
    if (index->rank != 1) return fe_result(s, fail(s, "index must have rank 1"));
    int64_t e[IR_MAX_RANK];
    for (int d = 0; d < a->rank; d++) e[d] = d == i ? index->extent[0] : 1;
    ix = ir_reshape(&s->b, ix, a->rank, e);
    for (int d = 0; d < a->rank; d++) e[d] = d == i ? index->extent[0] : a->extent[d];
    ix = ix == IR_NONE ? ix : ir_expand(&s->b, ix, a->rank, e);
    return fe_result(s, ix == IR_NONE ? ix : ir_gather(&s->b, x, ix, i));
}
