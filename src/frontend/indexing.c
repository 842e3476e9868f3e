/* SPDX-License-Identifier: Apache-2.0
 * Public indexing and products. */
#include "frontend/frontend.h"

static ir_id fail(kiln_session *s, const char *text) { return ir_fail(&s->b, KILN_BAD_SHAPE, "%s", text); }

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
