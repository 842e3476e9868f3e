/* SPDX-License-Identifier: Apache-2.0
 * Public reductions. Sums of small integers and bools are taken in i64, as PyTorch does. */
#include "frontend/frontend.h"

static ir_id widened(kiln_session *s, ir_id x) {
    return x == IR_NONE || fe_is_float(fe_dtype(s, x)) ? x : fe_cast(s, x, KILN_I64);
}

#define REDUCTION(name, expression)                                                                                   \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor *a, kiln_axes axes, bool keepdim) {                          \
        kiln_session *s = fe_enter1(at, #name, a);                                                                    \
        if (s == NULL) return fe_poison_like(a, NULL);                                                                \
        ir_id x = fe_node(s, a);                                                                                      \
        return fe_result(s, x == IR_NONE ? x : (expression));                                                         \
    }

/* Run-time scalar, not constant: the count follows the batch, and a kernel must not. */
static ir_id mean_of(kiln_session *s, ir_id x, kiln_axes axes, bool keepdim) {
    if (!fe_is_float(fe_dtype(s, x))) return ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected a float dtype", kiln_dtype_short(fe_dtype(s, x)));
    int64_t n = fe_count_axes(s, x, axes);
    if (n < 0) return IR_NONE;
    kiln_dtype own = fe_dtype(s, x);
    x = fe_cast(s, x, fe_opmath(own));
    x = fe_map2(s, IR_DIV, fe_reduce(s, IR_SUM, x, axes, keepdim), fe_number(s, fe_opmath(own), (double)n));
    return fe_cast(s, x, own);
}

static ir_id truth_of(kiln_session *s, ir_op op, ir_id x, kiln_axes axes, bool keepdim, bool of_nothing) {
    x = fe_cast(s, x, KILN_BOOL);
    if (fe_count_axes(s, x, axes) != 0) return fe_reduce(s, op, x, axes, keepdim);
    ir_id shape = fe_reduce(s, IR_SUM, fe_cast(s, x, KILN_I64), axes, keepdim); /* only its shape is used */
    if (shape == IR_NONE) return shape;
    return fe_full(s, fe_const(s, KILN_BOOL, of_nothing), fe_rank(s, shape), ir_shape(&s->g, shape));
}

REDUCTION(sum, fe_reduce(s, IR_SUM, widened(s, x), axes, keepdim))
REDUCTION(prod, fe_reduce(s, IR_PROD, widened(s, x), axes, keepdim))
REDUCTION(mean, mean_of(s, x, axes, keepdim))
REDUCTION(amax, fe_reduce(s, IR_RMAX, x, axes, keepdim))
REDUCTION(amin, fe_reduce(s, IR_RMIN, x, axes, keepdim))
REDUCTION(all, truth_of(s, IR_RMIN, x, axes, keepdim, true))
REDUCTION(any, truth_of(s, IR_RMAX, x, axes, keepdim, false))

kiln_tensor *(kiln_var)(kiln_site at, kiln_tensor *a, kiln_axes axes, int64_t correction, bool keepdim) {
    kiln_session *s = fe_enter1(at, "var", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    kiln_dtype own = (kiln_dtype)a->dtype;
    ir_id x = fe_cast(s, fe_node(s, a), fe_opmath(own)), mean = x == IR_NONE ? x : mean_of(s, x, axes, true);
    if (mean == IR_NONE) return fe_result(s, mean);
    int64_t n = fe_count_axes(s, x, axes) - correction;
    ir_id d = fe_map2(s, IR_SUB, x, mean);
    ir_id sum = fe_reduce(s, IR_SUM, fe_map2(s, IR_MUL, d, d), axes, keepdim);
    return fe_result(s, fe_cast(s, fe_map2(s, IR_DIV, sum, fe_number(s, fe_dtype(s, x), n > 0 ? (double)n : 0.0)), own));
}

static kiln_tensor *index_of_extreme(kiln_site at, const char *call, ir_op op, kiln_tensor *a, int axis, bool keepdim) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_poison_like(a, NULL);
    kiln_axes axes = {1, &axis};
    return fe_result(s, fe_reduce(s, op, fe_node(s, a), axes, keepdim));
}

kiln_tensor *(kiln_argmax)(kiln_site at, kiln_tensor *a, int axis, bool keepdim) {
    return index_of_extreme(at, "argmax", IR_ARGMAX, a, axis, keepdim);
}

kiln_tensor *(kiln_argmin)(kiln_site at, kiln_tensor *a, int axis, bool keepdim) {
    return index_of_extreme(at, "argmin", IR_ARGMIN, a, axis, keepdim);
}
