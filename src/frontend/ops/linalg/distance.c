/* SPDX-License-Identifier: Apache-2.0
 * Public norms and angles between vectors: normalize, pairwise_distance, cosine_similarity. */
#include "frontend/ops/network.h"

kiln_tensor *(kiln_normalize)(kiln_site at, kiln_tensor *a, double p, int dim, double eps) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "normalize", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_node(s, a);
    if (x == IR_NONE || !fe_wants_float(s, x, "input")) return fe_result(s, IR_NONE);
    kiln_axes axes = {1, &dim};
    return fe_result(s, fe_div(s, x, fe_clamp_low(s, fe_norm_along(s, x, p, axes, true), eps)));
}

ir_id fe_distance(kiln_session *s, ir_id a, ir_id b, double p, double eps, bool keepdim) {
    ir_id e = fe_binary_number(s, IR_ADD, fe_binary(s, IR_SUB, a, b), eps);
    if (e == IR_NONE) return e;
    int rank = fe_rank(s, e), last = -1;
    if ((p < 0 || p == INFINITY) && rank > 0 && ir_shape(&s->g, e)[rank - 1] == 0)
        return ir_fail(&s->b, KILN_BAD_SHAPE,
                       "the last axis has no elements, of which there is no norm of order %g", p);
    kiln_axes axes = {1, &last};
    return fe_norm_along(s, e, p, axes, keepdim);
}

kiln_tensor *(kiln_pairwise_distance)(kiln_site at, kiln_tensor *x1, kiln_tensor *x2, double p,
                                      double eps, bool keepdim) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "pairwise_distance", x1, x2);
    if (s == NULL) return fe_poison_like(x1, x2);
    ir_id second = fe_node(s, x2);
    return fe_result(s, fe_distance(s, fe_node(s, x1), second, p, eps, keepdim));
}


kiln_tensor *(kiln_cosine_similarity)(kiln_site at, kiln_tensor *x1, kiln_tensor *x2, int dim,
                                      double eps) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "cosine_similarity", x1, x2);
    if (s == NULL) return fe_poison_like(x1, x2);
    kiln_value v[2] = {kiln_v_tensor(x1), kiln_v_tensor(x2)};
    kiln_dtype d = fe_promote(v, 2); /* only of integers: floats are divided by their norms first */
    ir_id first = fe_node(s, x1), second = fe_node(s, x2), x[2] = {first, second};
    for (int i = 0; i < 2; i++)
        x[i] = x[i] == IR_NONE || fe_is_float(fe_dtype(s, x[i])) ? x[i] : fe_cast(s, x[i], d);
    if (x[0] == IR_NONE || x[1] == IR_NONE) return fe_result(s, IR_NONE);
    if (!fe_is_float(d))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE,
                                    "the dtype of x1 and x2 together is %s, expected a float dtype",
                                    kiln_dtype_short(d)));
    int rank;
    int64_t extent[IR_MAX_RANK];
    if (!fe_broadcast(s, x, 2, &rank, extent)) return fe_result(s, IR_NONE);
    kiln_axes axes = {1, &dim};
    for (int i = 0; i < 2; i++) {
        x[i] = fe_repeat_to(s, x[i], rank, extent);
        x[i] = fe_div(s, x[i], fe_clamp_still(s, fe_norm_along(s, x[i], 2, axes, true), eps));
    }
    return fe_result(s, fe_reduce(s, IR_SUM, fe_binary(s, IR_MUL, x[0], x[1]), axes, false));
}
