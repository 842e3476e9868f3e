/* SPDX-License-Identifier: Apache-2.0
 * Public functions of sign and magnitude: rounding, signs, neighbours, replacing what is no number.
 */
#include "frontend/core/operands.h"

#include <math.h>

#include "reference/ref_math.h"

#define ONE(name, rules, expression)                                                               \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor * a) {                                    \
        FE_DOOR;                                                                                   \
        fe_operands o;                                                                             \
        kiln_session *s = fe_enter_operand(at, #name, a, rules, &o);                               \
        ir_id x = s != NULL ? o.id[0] : IR_NONE;                                                   \
        return s == NULL ? fe_poison_like(a, NULL) : fe_result(s, x == IR_NONE ? x : expression);  \
    }

/* ---- rounding; integers are whole */

static ir_id whole(kiln_session *s, ir_op op, ir_id x) {
    return fe_is_float(fe_dtype(s, x)) ? fe_map1(s, op, x) : x;
}

ONE(floor, FE_NO_BOOL, whole(s, IR_FLOOR, x))
ONE(ceil, FE_NO_BOOL, whole(s, IR_CEIL, x))
ONE(trunc, FE_NO_BOOL, whole(s, IR_TRUNC, x))
ONE(frac, FE_ONLY_FLOATS, fe_map2(s, IR_SUB, x, fe_map1(s, IR_TRUNC, x)))

/* To a multiple of 10^-decimals, as far as its products and quotients are exact. */
kiln_tensor *(kiln_round)(kiln_site at, kiln_tensor *a, int64_t decimals) {
    FE_DOOR;
    bool given = decimals != KILN_NO_INT;
    fe_operands o;
    kiln_session *s =
        fe_enter_operand(at, "round", a, FE_NO_BOOL | FE_WIDE | (given ? FE_ONLY_FLOATS : 0), &o);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = o.id[0];
    if (x == IR_NONE) return fe_result(s, x);
    if (!given || decimals == 0) return fe_result(s, fe_out(s, &o, whole(s, IR_ROUND, x)));
    ir_id ten = fe_number(s, o.in, ref_f64_pow(10, fabs((double)decimals)));
    ir_op up = decimals > 0 ? IR_MUL : IR_DIV, down = decimals > 0 ? IR_DIV : IR_MUL;
    return fe_result(
        s, fe_out(s, &o, fe_map2(s, down, fe_map1(s, IR_ROUND, fe_map2(s, up, x, ten)), ten)));
}

/* ---- signs */

static ir_id sign_of(kiln_session *s, ir_id x) {
    return fe_dtype(s, x) == KILN_BOOL ? x : fe_map1(s, IR_SIGN, x);
}

/* The sign of NaN is 0, as it is of a comparison with 0 that fails both ways. */
static ir_id sign_or_zero(kiln_session *s, ir_id x) {
    if (!fe_is_float(fe_dtype(s, x))) return sign_of(s, x);
    ir_id zero = fe_const_like(s, x, 0), sign = fe_map1(s, IR_SIGN, x);
    return fe_where(s, fe_map2(s, IR_NE, x, x), zero, sign);
}

ONE(neg, FE_NO_BOOL, fe_map1(s, IR_NEG, x))
ONE(abs, FE_NO_BOOL, fe_map1(s, IR_ABS, x))
ONE(sign, 0, sign_or_zero(s, x))
ONE(sgn, 0, sign_or_zero(s, x))
ONE(signbit, 0, fe_negative_bit(s, x))

kiln_tensor *(kiln_positive)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    fe_operands o;
    kiln_session *s = fe_enter_operand(at, "positive", a, FE_NO_BOOL, &o);
    if (s == NULL) return fe_poison_like(a, NULL);
    return o.id[0] == IR_NONE ? fe_result(s, IR_NONE) : fe_aliased(s, a);
}

kiln_tensor *(kiln_copysign)(kiln_site at, kiln_tensor *a, kiln_value b) {
    FE_DOOR;
    kiln_value v[2] = {kiln_v_tensor(a), b};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, "copysign", v, 2, FE_TO_REAL | FE_WIDE, &o);
    if (s == NULL) return fe_poison_values(v, 2);
    ir_id size = fe_map1(s, IR_ABS, o.id[0]), minus = fe_map1(s, IR_NEG, size);
    return fe_result(s, fe_out(s, &o, fe_where(s, fe_negative_bit(s, o.id[1]), minus, size)));
}

/* 0 below 0, values at 0, 1 above. */
kiln_tensor *(kiln_heaviside)(kiln_site at, kiln_tensor *a, kiln_tensor *values) {
    FE_DOOR;
    kiln_value v[2] = {kiln_v_tensor(a), kiln_v_tensor(values)};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, "heaviside", v, 2, 0, &o);
    if (s == NULL) return fe_poison_values(v, 2);
    if (!fe_same_dtype(s, a, values, "values")) return fe_result(s, IR_NONE);
    ir_id x = fe_map1(s, IR_DETACH, o.id[0]), zero = fe_const_like(s, x, 0);
    ir_id above = fe_cast(s, fe_map2(s, IR_LT, zero, x), o.dtype),
          at_zero = fe_map1(s, IR_DETACH, o.id[1]);
    return fe_result(s, fe_where(s, fe_map2(s, IR_EQ, x, zero), at_zero, above));
}

/* ---- neighbours: floats of one sign are ordered as the integers of their bits are */

static ir_id neighbour(kiln_session *s, ir_id x, ir_id y, kiln_dtype d) {
    kiln_dtype bits = d == KILN_F64 ? KILN_I64 : d == KILN_F32 ? KILN_I32 : KILN_I16;
    ir_id zero = fe_const(s, d, 0), b = ir_convert(&s->b, IR_BITCAST, x, bits),
          one = fe_const_like(s, b, 1);
    ir_id positive = fe_map2(s, IR_LT, zero, x),
          grows = fe_map2(s, IR_EQ, fe_map2(s, IR_LT, x, y), positive);
    ir_id smaller = fe_map2(s, IR_SUB, b, one),
          next = fe_where(s, grows, fe_map2(s, IR_ADD, b, one), smaller);
    uint64_t least = UINT64_C(1) << (8 * kiln_dtype_size(bits) - 1);
    ir_id below_zero = ir_const_bits(&s->b, bits, least | 1),
          from_zero = fe_where(s, fe_map2(s, IR_LT, y, zero), below_zero, one);
    next = fe_where(s, fe_map2(s, IR_EQ, x, zero), from_zero, next);
    ir_id id = next == IR_NONE ? next : ir_convert(&s->b, IR_BITCAST, next, d);
    ir_id y_nan = fe_map2(s, IR_NE, y, y),
          no_number = fe_map2(s, IR_OR, fe_map2(s, IR_NE, x, x), y_nan);
    ir_id moved = fe_where(s, fe_map2(s, IR_EQ, x, y), y, id);
    return fe_where(s, no_number, fe_const(s, d, NAN), moved);
}

/* The derivative is x's where x and y differ. */
kiln_tensor *(kiln_nextafter)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    kiln_value v[2] = {kiln_v_tensor(a), kiln_v_tensor(b)};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, "nextafter", v, 2, FE_ONLY_FLOATS, &o);
    if (s == NULL) return fe_poison_values(v, 2);
    ir_id x = o.id[0], y = o.id[1];
    if (x == IR_NONE || y == IR_NONE) return fe_result(s, IR_NONE);
    ir_id zero = fe_const(s, o.dtype, 0), own = fe_where(s, fe_map2(s, IR_EQ, x, y), zero, x);
    return fe_result(s, fe_derived_as(s, neighbour(s, x, y, o.dtype), own));
}

/* ---- what is no number */

kiln_tensor *(kiln_nan_to_num)(kiln_site at, kiln_tensor *a, kiln_value nan, kiln_value posinf,
                               kiln_value neginf) {
    FE_DOOR;
    fe_operands o;
    kiln_session *s = fe_enter_operand(at, "nan_to_num", a, 0, &o);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = o.id[0];
    if (x == IR_NONE || !fe_is_float(o.dtype)) return fe_result(s, x);
    double most = o.dtype == KILN_F64    ? 0x1.fffffffffffffp+1023
                  : o.dtype == KILN_F32  ? 0x1.fffffep+127
                  : o.dtype == KILN_BF16 ? 0x1.fep+127
                                         : 65504;
    ir_id of_nan = nan.kind == KILN_IS_NONE ? fe_const_like(s, x, 0) : fe_value_in(s, nan, o.dtype);
    ir_id above =
        posinf.kind == KILN_IS_NONE ? fe_const_like(s, x, most) : fe_value_in(s, posinf, o.dtype);
    ir_id below =
        neginf.kind == KILN_IS_NONE ? fe_const_like(s, x, -most) : fe_value_in(s, neginf, o.dtype);
    ir_id y = fe_where(s, fe_map2(s, IR_EQ, x, fe_const_like(s, x, -INFINITY)), below, x);
    y = fe_where(s, fe_map2(s, IR_EQ, x, fe_const_like(s, x, INFINITY)), above, y);
    return fe_result(s, fe_where(s, fe_map2(s, IR_NE, x, x), of_nan, y));
}
