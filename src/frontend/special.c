/* SPDX-License-Identifier: Apache-2.0
 * Public special functions: error functions, and logarithms with their corners. */
#include "frontend/operands.h"

#include <math.h>

#define REAL(name, op)                                                                               \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor *a) {                                        \
        fe_operands o;                                                                               \
        kiln_session *s = fe_enter_operand(at, #name, a, FE_TO_REAL, &o);                            \
        return s == NULL ? fe_poison_like(a, NULL) : fe_result(s, fe_map1(s, op, o.id[0]));          \
    }

REAL(erf, IR_ERF)
REAL(erfc, IR_ERFC)
REAL(erfinv, IR_ERFINV)

/* The value is log(x / (1 - x)), rounded at every step. The derivative is that of log(x) - log1p(-x), which has no quotient whose derivative
 * at 0 would be infinity less infinity, and is NaN beyond 0 and 1. The two are equal where they are not finite. */
static ir_id log_odds(kiln_session *s, ir_id x) {
    ir_id one = fe_const_like(s, x, 1), fixed = fe_map1(s, IR_DETACH, x);
    ir_id value = fe_map1(s, IR_LOG, fe_map2(s, IR_DIV, fixed, fe_map2(s, IR_SUB, one, fixed)));
    ir_id inside = fe_map2(s, IR_AND, fe_map2(s, IR_LE, fe_const_like(s, x, 0), x), fe_map2(s, IR_LE, x, one));
    ir_id odds = fe_map2(s, IR_SUB, fe_map1(s, IR_LOG, x), fe_map1(s, IR_LOG1P, fe_map1(s, IR_NEG, x)));
    odds = fe_map2(s, IR_MUL, odds, fe_where(s, inside, one, fe_const_like(s, x, NAN)));
    ir_id finite = fe_map2(s, IR_LT, fe_map1(s, IR_ABS, odds), fe_const_like(s, x, INFINITY));
    return fe_where(s, finite, fe_map2(s, IR_SUB, value, fe_map2(s, IR_SUB, fe_map1(s, IR_DETACH, odds), odds)), odds);
}

kiln_tensor *(kiln_logit)(kiln_site at, kiln_tensor *a, kiln_value eps) {
    fe_operands o;
    kiln_session *s = fe_enter_operand(at, "logit", a, FE_TO_REAL, &o);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = o.id[0];
    if (eps.kind != KILN_IS_NONE && x != IR_NONE) {
        ir_id low = fe_checked_number(s, eps, o.in, "eps"), high = fe_map2(s, IR_SUB, fe_const_like(s, x, 1), low);
        x = fe_where(s, fe_map2(s, IR_LT, x, low), low, fe_where(s, fe_map2(s, IR_LT, high, x), high, x));
    }
    return fe_result(s, log_odds(s, x));
}

/* x log(y), but 0 where x is 0 and y no NaN: there the logarithm is taken of 1 unless y is positive and finite. */
kiln_tensor *(kiln_xlogy)(kiln_site at, kiln_value a, kiln_value b) {
    kiln_value v[2] = {a, b};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, "xlogy", v, 2, FE_TO_REAL | FE_WIDE, &o);
    if (s == NULL) return fe_poison_values(v, 2);
    ir_id x = o.id[0], y = o.id[1], zero = fe_const_like(s, x, 0);
    ir_id pole = fe_map2(s, IR_OR, fe_map2(s, IR_LE, y, zero), fe_map2(s, IR_EQ, y, fe_const_like(s, x, INFINITY)));
    ir_id corner = fe_map2(s, IR_AND, fe_map2(s, IR_EQ, x, zero), pole);
    ir_id safe = fe_where(s, corner, fe_const_like(s, x, 1), y);
    return fe_result(s, fe_out(s, &o, fe_map2(s, IR_MUL, x, fe_map1(s, IR_LOG, safe))));
}

/* The larger, and log(1 + the ratio of the smaller to it), `unit` the logarithm of the base. Of two like infinities the difference is none. */
static kiln_tensor *log_of_sum(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *b, ir_op exponential, double unit) {
    kiln_value v[2] = {kiln_v_tensor(a), kiln_v_tensor(b)};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, call, v, 2, FE_ONLY_FLOATS | FE_WIDE, &o);
    if (s == NULL) return fe_poison_values(v, 2);
    ir_id x = o.id[0], y = o.id[1];
    ir_id same = fe_map2(s, IR_AND, fe_map2(s, IR_EQ, x, y), fe_map2(s, IR_EQ, fe_map1(s, IR_ABS, x), fe_const_like(s, x, INFINITY)));
    ir_id distance = fe_map1(s, IR_ABS, fe_map2(s, IR_SUB, fe_where(s, same, fe_const_like(s, x, 0), x), fe_where(s, same, fe_const_like(s, x, 0), y)));
    ir_id rest = fe_map1(s, IR_LOG1P, fe_map1(s, exponential, fe_map1(s, IR_NEG, distance)));
    if (unit != 1) rest = fe_map2(s, IR_MUL, rest, fe_const_like(s, rest, 1 / unit));
    return fe_result(s, fe_out(s, &o, fe_map2(s, IR_ADD, fe_map2(s, IR_MAX, x, y), rest)));
}

kiln_tensor *(kiln_logaddexp)(kiln_site at, kiln_tensor *a, kiln_tensor *b) { return log_of_sum(at, "logaddexp", a, b, IR_EXP, 1); }
kiln_tensor *(kiln_logaddexp2)(kiln_site at, kiln_tensor *a, kiln_tensor *b) { return log_of_sum(at, "logaddexp2", a, b, IR_EXP2, M_LN2); }
