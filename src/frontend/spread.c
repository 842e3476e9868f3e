/* SPDX-License-Identifier: Apache-2.0
 * Public variances and standard deviations: composites in two passes, deviations from the mean and then their squares. */
#include "frontend/frontend.h"

#include <math.h>

typedef struct moments { ir_id spread, mean; } moments;

static const moments none = {IR_NONE, IR_NONE};

/* The root, whose derivative at 0 is 0 and not infinite. */
static ir_id root(kiln_session *s, ir_id x) {
    if (x == IR_NONE) return x;
    ir_id zero = fe_const(s, fe_dtype(s, x), 0.0), one = fe_const(s, fe_dtype(s, x), 1.0), flat = fe_map2(s, IR_EQ, x, zero);
    return fe_map3(s, IR_SELECT, flat, zero, fe_map1(s, IR_SQRT, fe_map3(s, IR_SELECT, flat, one, x)));
}

/* Whether an infinity stands anywhere but last: a running mean, which PyTorch takes, is NaN once it has passed one. */
static ir_id passes_infinity(kiln_session *s, ir_id x, kiln_axes axes, const bool *reduced) {
    ir_id passed = fe_map2(s, IR_EQ, fe_map1(s, IR_ABS, x), fe_const(s, fe_dtype(s, x), INFINITY)), last = fe_const(s, KILN_BOOL, 1);
    for (int d = 0; d < fe_rank(s, x); d++) {
        if (!reduced[d]) continue;
        ir_id place = ir_iota(&s->b, KILN_I64, fe_rank(s, x), ir_shape(&s->g, x), d);
        last = fe_map2(s, IR_AND, last, fe_map2(s, IR_EQ, place, fe_number(s, KILN_I64, (double)(ir_shape(&s->g, x)[d] - 1))));
    }
    return fe_reduce(s, IR_RMAX, fe_map2(s, IR_AND, passed, fe_map1(s, IR_NOT, last)), axes, true);
}

/* A deviation is computed in f64: the square of a large float leaves the floats, its root comes back. */
static moments moments_of(kiln_session *s, kiln_tensor *a, kiln_axes axes, double correction, bool deviation, bool keepdim, bool both) {
    ir_id x = fe_node(s, a);
    kiln_dtype own = (kiln_dtype)a->dtype, computing = deviation ? KILN_F64 : fe_opmath(own);
    bool reduced[IR_MAX_RANK];
    if (x == IR_NONE) return none;
    if (!fe_is_float(own)) ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected a float dtype", kiln_dtype_short(own));
    if (axes.count == 0) axes = KILN_ALL_AXES;
    if (!fe_is_float(own) || !fe_mark_axes(s, x, axes, reduced)) return none;
    int64_t n = fe_count_axes(s, x, axes);
    double freedom = n > 0 ? (double)n - correction : 0.0; /* of nothing NaN, whatever the correction */
    x = fe_cast(s, x, computing);
    ir_id mean = fe_map2(s, IR_DIV, fe_reduce(s, IR_SUM, x, axes, true), fe_number(s, computing, (double)n));
    ir_id d = fe_map2(s, IR_SUB, x, mean);
    ir_id sum = fe_reduce(s, IR_SUM, fe_map2(s, IR_MUL, d, d), axes, keepdim);
    ir_id spread = fe_map2(s, IR_DIV, sum, fe_number(s, computing, freedom > 0 ? freedom : 0.0));
    spread = fe_cast(s, deviation ? root(s, spread) : spread, own);
    if (!both) return (moments){spread, IR_NONE};
    if (n > 1 && ir_numel(&s->g, x) > 0)
        mean = fe_map3(s, IR_SELECT, passes_infinity(s, x, axes, reduced), fe_const(s, computing, NAN), mean);
    return (moments){spread, fe_cast(s, keepdim ? mean : fe_drop_axes(s, mean, reduced), own)};
}

static double correction_of(kiln_value v) {
    return v.kind == KILN_IS_NONE ? 1.0 : v.kind == KILN_IS_FLOAT ? v.as.number : (double)v.as.integer;
}

static kiln_tensor *one_of(kiln_site at, const char *call, kiln_tensor *a, kiln_axes axes, double correction, bool deviation, bool keepdim) {
    kiln_session *s = fe_enter1(at, call, a);
    return s == NULL ? fe_poison_like(a, NULL) : fe_result(s, moments_of(s, a, axes, correction, deviation, keepdim, false).spread);
}

static kiln_pair both_of(kiln_site at, const char *call, kiln_tensor *a, kiln_axes axes, double correction, bool deviation, bool keepdim) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return (kiln_pair){fe_poison_like(a, NULL), fe_poison_like(a, NULL)};
    moments m = moments_of(s, a, axes, correction, deviation, keepdim, true);
    return fe_pair(s, m.spread, m.mean);
}

#define SPREAD(type, one, name, deviation)                                                                                  \
    type(kiln_##name)(kiln_site at, kiln_tensor *a, kiln_axes axes, kiln_value correction, bool keepdim) {                  \
        return one(at, #name, a, axes, correction_of(correction), deviation, keepdim);                                      \
    }                                                                                                                       \
    type(kiln_##name##_unbiased)(kiln_site at, kiln_tensor *a, bool unbiased) {                                             \
        return one(at, #name, a, KILN_ALL_AXES, unbiased, deviation, false);                                                \
    }                                                                                                                       \
    type(kiln_##name##_dim)(kiln_site at, kiln_tensor *a, kiln_axes axes, bool unbiased, bool keepdim) {                    \
        return one(at, #name, a, axes, unbiased, deviation, keepdim);                                                       \
    }

SPREAD(kiln_tensor *, one_of, var, false)
SPREAD(kiln_tensor *, one_of, std, true)
SPREAD(kiln_pair, both_of, var_mean, false)
SPREAD(kiln_pair, both_of, std_mean, true)
