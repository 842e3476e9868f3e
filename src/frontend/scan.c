/* SPDX-License-Identifier: Apache-2.0
 * Public running reductions: each is one primitive, and a gather where it chooses. */
#include "frontend/frontend.h"

static ir_id scanned(kiln_session *s, ir_op op, kiln_tensor *a, ir_id x, int axis) {
    x = fe_line(s, x);
    if (x == IR_NONE || !fe_axis(s, axis, fe_rank(s, x), &axis)) return IR_NONE;
    return fe_unline(s, ir_scan(&s->b, op, x, axis), a);
}

static kiln_tensor *running(kiln_site at, const char *call, ir_op op, kiln_tensor *a, int axis, kiln_dtype dtype) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_poison_like(a, NULL);
    kiln_dtype d = dtype != KILN_NO_DTYPE ? dtype : fe_is_float((kiln_dtype)a->dtype) ? (kiln_dtype)a->dtype : KILN_I64;
    if (d == KILN_BOOL) return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "dtype is bool, expected a number dtype"));
    return fe_result(s, scanned(s, op, a, fe_cast(s, fe_node(s, a), d), axis));
}

kiln_tensor *(kiln_cumsum)(kiln_site at, kiln_tensor *a, int axis, kiln_dtype dtype) { return running(at, "cumsum", IR_CUMSUM, a, axis, dtype); }
kiln_tensor *(kiln_cumprod)(kiln_site at, kiln_tensor *a, int axis, kiln_dtype dtype) { return running(at, "cumprod", IR_CUMPROD, a, axis, dtype); }

/* Bools of rank 0, and no bools, stay as they are. */
static kiln_tensor *running_over(kiln_site at, const char *call, ir_op op, kiln_tensor *a, int axis, kiln_dtype dtype) {
    const kiln_value v[] = {kiln_v_tensor(a)};
    kiln_session *s = fe_write_begin(at, call, v, 1);
    if (s == NULL) return fe_poison_like(a, NULL);
    bool bools = a->dtype == KILN_BOOL && dtype == KILN_NO_DTYPE && (a->rank == 0 || kiln_numel(a) == 0);
    if (!bools) return fe_write_back(at, call, a, running(at, call, op, a, axis, dtype));
    ir_id sums = scanned(s, op, a, fe_cast(s, fe_node(s, a), KILN_I64), axis);
    return fe_write_back(at, call, a, fe_result(s, fe_cast(s, sums, KILN_BOOL)));
}

kiln_tensor *(kiln_cumsum_)(kiln_site at, kiln_tensor *a, int axis, kiln_dtype dtype) {
    return running_over(at, "cumsum_", IR_CUMSUM, a, axis, dtype);
}
kiln_tensor *(kiln_cumprod_)(kiln_site at, kiln_tensor *a, int axis, kiln_dtype dtype) {
    return running_over(at, "cumprod_", IR_CUMPROD, a, axis, dtype);
}

kiln_tensor *(kiln_logcumsumexp)(kiln_site at, kiln_tensor *a, int axis) {
    kiln_session *s = fe_enter1(at, "logcumsumexp", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    if (!fe_is_float((kiln_dtype)a->dtype))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected a float dtype", kiln_dtype_short((kiln_dtype)a->dtype)));
    return fe_result(s, scanned(s, IR_CUMLOGSUMEXP, a, fe_node(s, a), axis));
}

static kiln_pair running_extreme(kiln_site at, const char *call, ir_op op, kiln_tensor *a, int axis) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return (kiln_pair){fe_poison_like(a, NULL), fe_poison_like(a, NULL)};
    ir_id x = fe_line(s, fe_node(s, a));
    ir_id place = x != IR_NONE && fe_axis(s, axis, fe_rank(s, x), &axis) ? ir_scan(&s->b, op, x, axis) : IR_NONE;
    /* Halves through f32: their derivatives add up there, as PyTorch's scatter_add does. */
    ir_id value = place == IR_NONE ? place : ir_gather(&s->b, fe_cast(s, x, fe_opmath(fe_dtype(s, x))), place, axis);
    value = fe_cast(s, value, (kiln_dtype)a->dtype);
    return fe_pair(s, fe_unline(s, value, a), fe_unline(s, place, a));
}

kiln_pair(kiln_cummax)(kiln_site at, kiln_tensor *a, int axis) { return running_extreme(at, "cummax", IR_CUMMAX, a, axis); }
kiln_pair(kiln_cummin)(kiln_site at, kiln_tensor *a, int axis) { return running_extreme(at, "cummin", IR_CUMMIN, a, axis); }
