/* SPDX-License-Identifier: Apache-2.0
 * Public special functions: error functions, and logarithms with their corners. */
#include "frontend/core/operands.h"

#include <math.h>

#define REAL(name, op)                                                                             \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor * a) {                                    \
        FE_DOOR;                                                                                   \
        fe_operands o;                                                                             \
        kiln_session *s = fe_enter_operand(at, #name, a, FE_TO_REAL, &o);                          \
        return s == NULL ? fe_poison_like(a, NULL) : fe_result(s, fe_map1(s, op, o.id[0]));        \
    }

REAL(erf, IR_ERF)
REAL(erfc, IR_ERFC)
REAL(erfinv, IR_ERFINV)

/* log(x / (1 - x)), rounded at every step; the derivative is g / (x (1 - x)), NaN beyond 0 and 1.
 */
static ir_id log_odds(kiln_session *s, ir_id x) {
    ir_id one = fe_const_like(s, x, 1), rest = fe_sub(s, one, x);
    ir_id not_above = fe_map2(s, IR_LE, x, one),
          inside = fe_map2(s, IR_AND, fe_map2(s, IR_LE, fe_const_like(s, x, 0), x), not_above);
    ir_id beyond = fe_const_like(s, x, NAN),
          under = fe_where(s, inside, fe_mul(s, x, rest), beyond);
    return fe_slope_over(s, fe_still(s, fe_map1(s, IR_LOG, fe_div(s, x, rest))), x, under);
}

kiln_tensor *(kiln_logit)(kiln_site at, kiln_tensor *a, kiln_value eps) {
    FE_DOOR;
    fe_operands o;
    kiln_session *s = fe_enter_operand(at, "logit", a, FE_TO_REAL, &o);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = o.id[0];
    if (eps.kind != KILN_IS_NONE && x != IR_NONE) {
        ir_id low = fe_checked_number(s, eps, o.in, "eps"),
              high = fe_map2(s, IR_SUB, fe_const_like(s, x, 1), low);
        ir_id capped = fe_where(s, fe_map2(s, IR_LT, high, x), high, x);
        x = fe_where(s, fe_map2(s, IR_LT, x, low), low, capped);
    }
    return fe_result(s, log_odds(s, x));
}

/* x log(y), but 0 where x is 0 and y no NaN: there the logarithm is taken of 1 unless y is positive
 * and finite. The derivatives are g log(y), 0 where x is 0 and y not positive, and (g x) / y. */
kiln_tensor *(kiln_xlogy)(kiln_site at, kiln_value a, kiln_value b) {
    FE_DOOR;
    kiln_value v[2] = {a, b};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, "xlogy", v, 2, FE_TO_REAL, &o);
    if (s == NULL) return fe_poison_values(v, 2);
    ir_id x = o.id[0], y = o.id[1], zero = fe_const_like(s, x, 0), one = fe_const_like(s, x, 1),
          none = fe_map2(s, IR_EQ, x, zero);
    ir_id not_positive = fe_map2(s, IR_LE, y, zero), flat = fe_map2(s, IR_AND, none, not_positive);
    ir_id pole =
        fe_map2(s, IR_OR, not_positive, fe_map2(s, IR_EQ, y, fe_const_like(s, x, INFINITY)));
    ir_id r = fe_mul(s, x, fe_map1(s, IR_LOG, fe_where(s, fe_map2(s, IR_AND, none, pole), one, y)));
    ir_id log = fe_map1(s, IR_LOG, fe_where(s, flat, one, y));
    r = fe_slope(s, fe_still(s, r), x, log);
    ir_id quotient = fe_slope_over(s, fe_still(s, r), y, y); /* g / y; the value is not read */
    return fe_result(s, fe_slope(s, r, quotient, x));
}

/* The larger, and log(1 + the ratio of the smaller to it), `unit` the logarithm of the base. Of two
 * like infinities the difference is none. */
static kiln_tensor *log_of_sum(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *b,
                               ir_op exponential, double unit) {
    kiln_value v[2] = {kiln_v_tensor(a), kiln_v_tensor(b)};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, call, v, 2, FE_ONLY_FLOATS | FE_WIDE, &o);
    if (s == NULL) return fe_poison_values(v, 2);
    ir_id x = o.id[0], y = o.id[1];
    ir_id infinity = fe_const_like(s, x, INFINITY),
          infinite = fe_map2(s, IR_EQ, fe_map1(s, IR_ABS, x), infinity);
    ir_id same = fe_map2(s, IR_AND, fe_map2(s, IR_EQ, x, y), infinite),
          other = fe_where(s, same, fe_const_like(s, x, 0), y);
    ir_id distance =
        fe_map1(s, IR_ABS, fe_map2(s, IR_SUB, fe_where(s, same, fe_const_like(s, x, 0), x), other));
    ir_id rest = fe_map1(s, IR_LOG1P, fe_map1(s, exponential, fe_map1(s, IR_NEG, distance)));
    if (unit != 1) rest = fe_map2(s, IR_MUL, rest, fe_const_like(s, rest, 1 / unit));
    ir_id r = fe_out(s, &o, fe_add(s, fe_map2(s, IR_MAX, x, y), rest)),
          one = fe_const_like(s, r, 1), p = fe_out(s, &o, x), q = fe_out(s, &o, y);
    ir_id under = fe_add(s, fe_map1(s, exponential, fe_sub(s, q, p)), one);
    r = fe_slope_over(s, fe_still(s, r), p, under);
    return fe_result(s, fe_slope_over(s, r, q,
                                      fe_add(s, fe_map1(s, exponential, fe_sub(s, p, q)), one)));
}

kiln_tensor *(kiln_logaddexp)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return log_of_sum(at, "logaddexp", a, b, IR_EXP, 1);
}
kiln_tensor *(kiln_logaddexp2)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return log_of_sum(at, "logaddexp2", a, b, IR_EXP2, M_LN2);
}
