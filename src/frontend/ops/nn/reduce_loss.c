/* SPDX-License-Identifier: Apache-2.0
 * What losses share: the argument `reduction`, sums and means over everything, and conditions on
 * values. */
#include "frontend/ops/network.h"

fe_reduction fe_reduction_of(kiln_session *s, const char *reduction, bool batchmean) {
    static const char *const names[] = {"none", "mean", "sum", "batchmean"};
    const char *given = reduction != NULL ? reduction : "";
    for (int i = 0; i < 3 + batchmean; i++)
        if (strcmp(given, names[i]) == 0) return (fe_reduction)i;
    ir_fail(&s->b, KILN_BAD_ARGUMENT,
            "reduction is \"%.32s\", expected \"none\", \"mean\"%s or \"sum\"", given,
            batchmean ? ", \"batchmean\"" : "");
    return FE_NO_REDUCTION;
}

ir_id fe_sum_all(kiln_session *s, ir_id x) {
    kiln_axes all = {-1, NULL};
    return fe_reduce(s, IR_SUM,
                     x != IR_NONE && !fe_is_float(fe_dtype(s, x)) ? fe_cast(s, x, KILN_I64) : x,
                     all, false);
}

ir_id fe_mean_all(kiln_session *s, ir_id x) {
    if (x == IR_NONE || !fe_wants_float(s, x, "the loss, whose mean is asked for,")) return IR_NONE;
    kiln_dtype own = fe_dtype(s, x);
    double n = (double)ir_numel(&s->g, x);
    x = fe_sum_all(s, fe_wide(s, x));
    return fe_cast(s, fe_div(s, x, fe_number_like(s, x, n)), own);
}

ir_id fe_reduce_loss(kiln_session *s, ir_id loss, fe_reduction how) {
    if (how == FE_NO_REDUCTION) return IR_NONE;
    return how == FE_NONE ? loss : how == FE_MEAN ? fe_mean_all(s, loss) : fe_sum_all(s, loss);
}

bool fe_wants_float(kiln_session *s, ir_id x, const char *name) {
    if (fe_is_float(fe_dtype(s, x))) return true;
    ir_fail(&s->b, KILN_BAD_DTYPE, "%s is %s, expected a float dtype", name,
            kiln_dtype_short(fe_dtype(s, x)));
    return false;
}

bool fe_subtracts(kiln_session *s, const kiln_tensor *a, const kiln_tensor *b) {
    if (fe_of(a)->dtype != KILN_BOOL && (b == NULL || fe_of(b)->dtype != KILN_BOOL)) return true;
    ir_fail(&s->b, KILN_BAD_DTYPE, "a bool tensor is not subtracted; expected numbers");
    return false;
}

ir_id fe_clamp_low(kiln_session *s, ir_id x, double low) {
    ir_id limit = fe_number_like(s, x, low),
          flat = fe_map2(s, IR_MAX, limit, fe_map1(s, IR_DETACH, x));
    return fe_where(s, fe_map2(s, IR_LE, limit, x), x, flat);
}

ir_id fe_clamp_still(kiln_session *s, ir_id x, double low) {
    ir_id limit = fe_number_like(s, x, low),
          kept = fe_where(s, fe_map2(s, IR_LT, x, limit), limit, x);
    ir_id one = fe_const_like(s, x, 1);
    return fe_slope(s, fe_still(s, kept), x, one);
}

/* Names the first element for which the condition does not hold. */
static void refuse_first(kiln_session *s, ir_id condition, kiln_status status, const char *text) {
    kiln_tensor *t = fe_result(s, condition);
    fe_buffer *b = kiln_ok(t) ? fe_data(s, s->b.site, s->call, t) : NULL;
    if (b == NULL) return;
    int64_t at = 0, n = kiln_numel(t);
    while (at < n && ((const uint8_t *)b->data)[at] != 0) at++;
    kn_text where;
    kn_text_init(&where, s->alloc);
    if (fe_of(t)->rank > 0 && at < n) {
        kn_text_add(&where, ", at ");
        fe_add_position(&where, fe_of(t)->rank, fe_of(t)->extent, at);
    }
    ir_fail(&s->b, status, "%s%s", text, kn_text_str(&where));
    kn_text_free(&where);
    fe_drop(s, t);
}

bool fe_holds(kiln_session *s, ir_id condition, kiln_status status, const char *text) {
    kiln_value all;
    if (condition == IR_NONE) return false;
    if (ir_numel(&s->g, condition) == 0) return true;
    if (!fe_element_of(s, s->b.site, fe_reduce(s, IR_RMIN, condition, KILN_ALL_AXES, false), &all))
        return false;
    if (!all.as.integer) refuse_first(s, condition, status, text);
    return all.as.integer != 0;
}
