/* SPDX-License-Identifier: Apache-2.0
 * Public trigonometric and hyperbolic functions, and angles. Integers and bools are taken as f32.
 */
#include "frontend/core/operands.h"

#include <math.h>

static ir_id plus(kiln_session *s, ir_id a, double b) {
    return fe_add(s, a, fe_const_like(s, a, b));
}

/* Where x is so large that log(2x) is the answer; the other branch gets 1 there and this one 1
 * elsewhere, so that no derivative of the branch not taken is infinite. */
static ir_id is_large(kiln_session *s, ir_id x) {
    return x == IR_NONE ? x : fe_map2(s, IR_LT, fe_const_like(s, x, 0x1p30), x);
}
static ir_id log_of_twice(kiln_session *s, ir_id x) {
    return plus(s, fe_map1(s, IR_LOG, x), M_LN2);
}

/* log1p(t + sqrt(t) sqrt(t + 2)) with t = x - 1: two roots, since the product would overflow, and
 * be positive again below -1. */
static ir_id arcosh(kiln_session *s, ir_id x) {
    ir_id large = is_large(s, x), one = fe_const_like(s, x, 1),
          t = plus(s, fe_where(s, large, one, x), -1);
    ir_id further = fe_map1(s, IR_SQRT, plus(s, t, 2)),
          root = fe_mul(s, fe_map1(s, IR_SQRT, t), further);
    ir_id near = fe_map1(s, IR_LOG1P, fe_add(s, t, root));
    return fe_where(s, large, log_of_twice(s, fe_where(s, large, x, one)), near);
}

/* log1p(a + a^2 / (1 + sqrt(1 + a^2))) with a = |x|, whose derivative at 0 must not be 0; the sign
 * is put back. */
static ir_id arsinh(kiln_session *s, ir_id x) {
    ir_id negative = fe_map2(s, IR_LT, x, fe_const_like(s, x, 0)),
          a = fe_where(s, negative, fe_map1(s, IR_NEG, x), x);
    ir_id large = is_large(s, a), one = fe_const_like(s, x, 1), b = fe_where(s, large, one, a);
    ir_id root = fe_map1(s, IR_SQRT, plus(s, fe_mul(s, b, b), 1));
    ir_id u = fe_mul(s, b, plus(s, fe_map2(s, IR_DIV, b, plus(s, root, 1)), 1));
    ir_id near = fe_map1(s, IR_LOG1P, u),
          y = fe_where(s, large, log_of_twice(s, fe_where(s, large, a, one)), near);
    return fe_where(s, negative, fe_map1(s, IR_NEG, y), y);
}

static ir_id artanh(kiln_session *s, ir_id x) {
    ir_id below = fe_map1(s, IR_LOG1P, fe_map1(s, IR_NEG, x));
    return fe_times(s, fe_map2(s, IR_SUB, fe_map1(s, IR_LOG1P, x), below), 0.5);
}

static ir_id one_less_square(kiln_session *s, ir_id x) {
    ir_id square = fe_mul(s, x, x);
    return fe_sub(s, fe_const_like(s, x, 1), square);
}

/* sin(pi x) / (pi x), 1 at 0, where the quotient is not taken. */
static ir_id cardinal_sine(kiln_session *s, ir_id x) {
    ir_id one = fe_const_like(s, x, 1), zero = fe_map2(s, IR_EQ, x, fe_const_like(s, x, 0));
    ir_id angle = fe_times(s, fe_where(s, zero, one, x), M_PI);
    return fe_where(s, zero, one, fe_map2(s, IR_DIV, fe_map1(s, IR_SIN, angle), angle));
}

/* 0 where pi x^2 is: at 0 and next to it. */
static ir_id sinc_slope(kiln_session *s, ir_id x) {
    ir_id angle = fe_times(s, x, M_PI), square = fe_times(s, fe_mul(s, x, x), M_PI),
          zero = fe_const_like(s, x, 0);
    ir_id flat = fe_map2(s, IR_EQ, square, zero),
          over = fe_where(s, flat, fe_const_like(s, x, 1), square);
    ir_id sine = fe_map1(s, IR_SIN, angle),
          up = fe_sub(s, fe_mul(s, angle, fe_map1(s, IR_COS, angle)), sine);
    return fe_where(s, flat, zero, fe_div(s, up, over));
}

static ir_id inverse_root(kiln_session *s, ir_id x) {
    if (x == IR_NONE) return x;
    ir_id root = fe_map1(s, IR_SQRT, fe_wide(s, x));
    return fe_cast(s, fe_div(s, fe_const_like(s, root, 1), root), fe_dtype(s, x));
}

FE_REAL(sin, fe_map1(s, IR_SIN, x))
FE_REAL(cos, fe_map1(s, IR_COS, x))
FE_REAL(tan, fe_map1(s, IR_TAN, x))
FE_REAL(asin, fe_map1(s, IR_ASIN, x))
FE_REAL(acos, fe_map1(s, IR_ACOS, x))
FE_REAL(atan, fe_map1(s, IR_ATAN, x))
FE_REAL(sinh, fe_map1(s, IR_SINH, x))
FE_REAL(cosh, fe_map1(s, IR_COSH, x))
FE_REAL(tanh, fe_map1(s, IR_TANH, x))
FE_REAL_SLOPED(asinh, arsinh(s, x), fe_slope, inverse_root(s, plus(s, fe_mul(s, v, v), 1)))
FE_REAL_SLOPED(acosh, arcosh(s, x), fe_slope, inverse_root(s, plus(s, fe_mul(s, v, v), -1)))
FE_REAL_SLOPED(atanh, artanh(s, x), fe_slope_over, one_less_square(s, v))
FE_REAL_SLOPED(sinc, cardinal_sine(s, x), fe_slope, sinc_slope(s, v))
FE_REAL(deg2rad, fe_times(s, x, M_PI / 180))
FE_REAL(rad2deg, fe_times(s, x, 180 / M_PI))

kiln_tensor *(kiln_atan2)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    kiln_value v[2] = {kiln_v_tensor(a), kiln_v_tensor(b)};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, "atan2", v, 2, FE_TO_REAL, &o);
    return s == NULL ? fe_poison_values(v, 2)
                     : fe_result(s, fe_map2(s, IR_ATAN2, o.id[0], o.id[1]));
}
