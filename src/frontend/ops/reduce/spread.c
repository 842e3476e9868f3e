/* SPDX-License-Identifier: Apache-2.0
 * Public variances and standard deviations: composites in two passes, deviations from the mean and
 * then their squares. */
#include "frontend/core/frontend.h"

#include <math.h>

typedef struct moments {
    ir_id spread, mean;
} moments;

static const moments none = {IR_NONE, IR_NONE};

/* The root, whose derivative at 0 is 0 and not infinite. */
static ir_id root(kiln_session *s, ir_id x) {
    if (x == IR_NONE) return x;
    ir_id zero = fe_const(s, fe_dtype(s, x), 0.0), one = fe_const(s, fe_dtype(s, x), 1.0),
          flat = fe_map2(s, IR_EQ, x, zero);
    return fe_map3(s, IR_SELECT, flat, zero,
                   fe_map1(s, IR_SQRT, fe_map3(s, IR_SELECT, flat, one, x)));
}

/* Whether an infinity stands anywhere but last: a running mean, which PyTorch takes, is NaN once it
 * has passed one. */
static ir_id passes_infinity(kiln_session *s, ir_id x, kiln_axes axes, const bool *reduced) {
    ir_id infinity = fe_const(s, fe_dtype(s, x), INFINITY),
          passed = fe_map2(s, IR_EQ, fe_map1(s, IR_ABS, x), infinity);
    ir_id last = fe_const(s, KILN_BOOL, 1);
    for (int d = 0; d < fe_rank(s, x); d++) {
        if (!reduced[d]) continue;
        ir_id place = ir_iota(&s->b, KILN_I64, fe_rank(s, x), ir_shape(&s->g, x), d);
        last = fe_map2(s, IR_AND, last,
                       fe_map2(s, IR_EQ, place,
                               fe_number(s, KILN_I64, (double)(ir_shape(&s->g, x)[d] - 1))));
    }
    return fe_reduce(s, IR_RMAX, fe_map2(s, IR_AND, passed, fe_map1(s, IR_NOT, last)), axes, true);
}

typedef struct about {
    kiln_axes axes;
    int64_t count;
    double freedom;
    bool all, keepdim;
} about;

/* y, whose derivative passes `sum`, of its shape. */
static ir_id by_way_of(kiln_session *s, ir_id y, ir_id sum) {
    ir_id one = fe_const_like(s, y, 1);
    return fe_slope(s, fe_still(s, y), sum, one);
}

/* A derivative times or over a number, which is not rounded to a half. */
static ir_id scaled(kiln_session *s, ir_op op, ir_id x, double number) {
    if (x == IR_NONE) return x;
    ir_id wide = fe_wide(s, x), factor = fe_number_like(s, wide, number);
    return fe_cast(s, fe_map3(s, op, fe_still(s, wide), wide, factor), fe_dtype(s, x));
}

/* g 2 / freedom (x - mean), and over 2 y first where y is the root; the slope of a root at 0 is 0.
 * Of less than one degree of freedom over all axes it is infinite, at the mean no number. */
static ir_id spread_slope(kiln_session *s, const about *of, ir_id x, ir_id mean, ir_id y,
                          bool deviation) {
    ir_id apart = fe_sub(s, x, mean);
    bool wild = of->all && of->freedom <= 0;
    if (wild) {
        ir_id infinity = fe_const_like(s, x, INFINITY), nothing = fe_const_like(s, x, NAN);
        apart = fe_where(s, fe_map2(s, IR_EQ, x, mean), nothing, infinity);
    }
    ir_id sum = fe_reduce(s, IR_SUM, fe_slope(s, fe_still(s, x), x, apart), of->axes, of->keepdim);
    if (!wild) sum = scaled(s, IR_SLOPE, sum, 2 / of->freedom);
    if (deviation) {
        ir_id flat = fe_map2(s, IR_EQ, y, fe_const_like(s, y, 0)),
              twice = fe_mul(s, y, fe_const_like(s, y, 2));
        ir_id divisor = fe_where(s, flat, fe_const_like(s, y, INFINITY), twice);
        sum = fe_slope_over(s, fe_still(s, sum), sum, divisor);
    }
    return by_way_of(s, y, sum);
}

/* A deviation is computed in f64: the square of a large float leaves the floats, its root comes
 * back. */
static moments moments_of(kiln_session *s, kiln_tensor *a, kiln_axes axes, double correction,
                          bool deviation, bool keepdim, bool both) {
    ir_id x = fe_node(s, a);
    kiln_dtype own = (kiln_dtype)fe_of(a)->dtype, computing = deviation ? KILN_F64 : fe_opmath(own);
    bool reduced[IR_MAX_RANK];
    if (x == IR_NONE) return none;
    if (!fe_is_float(own))
        ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected a float dtype",
                kiln_dtype_short(own));
    about of = {.all = axes.count < 0 || fe_of(a)->rank == 0, .keepdim = keepdim};
    /* all of them, and yet one element each for the derivative */
    bool no_axes = axes.count == 0 && fe_of(a)->rank > 0;
    if (axes.count == 0) axes = KILN_ALL_AXES;
    if (!fe_is_float(own) || !fe_mark_axes(s, x, axes, reduced)) return none;
    of.axes = axes;
    of.count = fe_count_axes(s, x, axes);
    of.freedom = (double)(no_axes ? 1 : of.count) - correction;
    /* of nothing NaN, whatever the correction */
    double freedom = of.count > 0 ? (double)of.count - correction : 0.0;
    ir_id wide = fe_cast(s, x, computing);
    ir_id count = fe_number(s, computing, (double)of.count),
          mean = fe_map2(s, IR_DIV, fe_reduce(s, IR_SUM, wide, axes, true), count);
    ir_id d = fe_map2(s, IR_SUB, wide, mean);
    ir_id sum = fe_reduce(s, IR_SUM, fe_map2(s, IR_MUL, d, d), axes, keepdim);
    ir_id spread = fe_map2(s, IR_DIV, sum, fe_number(s, computing, freedom > 0 ? freedom : 0.0));
    spread = fe_cast(s, deviation ? root(s, spread) : spread, own);
    spread = spread_slope(s, &of, x, fe_cast(s, mean, own), spread, deviation);
    if (!both) return (moments){spread, IR_NONE};
    if (of.count > 1 && ir_numel(&s->g, x) > 0) {
        ir_id nothing = fe_const(s, computing, NAN);
        mean = fe_map3(s, IR_SELECT, passes_infinity(s, wide, axes, reduced), nothing, mean);
    }
    mean = fe_cast(s, keepdim ? mean : fe_drop_axes(s, mean, reduced), own);
    return (moments){spread,
                     by_way_of(s, mean,
                               scaled(s, IR_SLOPE_OVER, fe_reduce(s, IR_SUM, x, axes, keepdim),
                                      (double)of.count))};
}

static double correction_of(kiln_value v) {
    return v.kind == KILN_IS_NONE    ? 1.0
           : v.kind == KILN_IS_FLOAT ? v.as.number
                                     : (double)v.as.integer;
}

static kiln_tensor *one_of(kiln_site at, const char *call, kiln_tensor *a, kiln_axes axes,
                           double correction, bool deviation, bool keepdim) {
    kiln_session *s = fe_enter1(at, call, a);
    return s == NULL
               ? fe_poison_like(a, NULL)
               : fe_result(s, moments_of(s, a, axes, correction, deviation, keepdim, false).spread);
}

static kiln_pair both_of(kiln_site at, const char *call, kiln_tensor *a, kiln_axes axes,
                         double correction, bool deviation, bool keepdim) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return (kiln_pair){fe_poison_like(a, NULL), fe_poison_like(a, NULL)};
    moments m = moments_of(s, a, axes, correction, deviation, keepdim, true);
    return fe_pair(s, m.spread, m.mean);
}

#define SPREAD(type, one, name, deviation)                                                         \
    type(kiln_##name)(kiln_site at, kiln_tensor * a, kiln_axes axes, kiln_value correction,        \
                      bool keepdim) {                                                              \
        FE_DOOR;                                                                                   \
        return one(at, #name, a, axes, correction_of(correction), deviation, keepdim);             \
    }                                                                                              \
    type(kiln_##name##_unbiased)(kiln_site at, kiln_tensor * a, bool unbiased) {                   \
        FE_DOOR;                                                                                   \
        return one(at, #name, a, KILN_ALL_AXES, unbiased, deviation, false);                       \
    }                                                                                              \
    type(kiln_##name##_dim)(kiln_site at, kiln_tensor * a, kiln_axes axes, bool unbiased,          \
                            bool keepdim) {                                                        \
        FE_DOOR;                                                                                   \
        return one(at, #name, a, axes, unbiased, deviation, keepdim);                              \
    }

SPREAD(kiln_tensor *, one_of, var, false)
SPREAD(kiln_tensor *, one_of, std, true)
SPREAD(kiln_pair, both_of, var_mean, false)
SPREAD(kiln_pair, both_of, std_mean, true)
