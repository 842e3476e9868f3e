/* SPDX-License-Identifier: Apache-2.0
 * Public powers, roots, exponentials and logarithms. */
#include "frontend/core/operands.h"

#include <math.h>

/* ---- powers */

static ir_id inverse(kiln_session *s, ir_id x) {
    return fe_map2(s, IR_DIV, fe_const_like(s, x, 1), x);
}

/* Exponents PyTorch computes without a power, and so are exact or rounded less. IR_NONE: not one of
 * them. */
static ir_id simple_power(kiln_session *s, ir_id x, double e) {
    bool floats = fe_is_float(fe_dtype(s, x));
    if (e == 1) return x;
    if (e == 2) return fe_mul(s, x, x);
    if (e == 3) return fe_mul(s, fe_mul(s, x, x), x);
    if (!floats) return IR_NONE;
    if (e == 0.5) return fe_map1(s, IR_SQRT, x);
    if (e == -0.5) return inverse(s, fe_map1(s, IR_SQRT, x));
    if (e == -1) return inverse(s, x);
    return e == -2 ? inverse(s, fe_mul(s, x, x)) : IR_NONE;
}

/* PyTorch takes the third and the inverse second power of bf16 product by product. */
ir_id fe_power_by(kiln_session *s, ir_id x, double e) {
    if (x == IR_NONE) return x;
    kiln_dtype own = fe_dtype(s, x);
    if (own == KILN_BF16 && (e == 3 || e == -2)) return simple_power(s, x, e);
    ir_id wide = fe_wide(s, x),
          simple = e == 0 ? fe_full(s, fe_const_like(s, wide, 1), fe_rank(s, x), ir_shape(&s->g, x))
                          : simple_power(s, wide, e);
    if (simple == IR_NONE)
        simple = fe_map2(s, IR_POW, wide, fe_cast(s, fe_number(s, own, e), fe_opmath(own)));
    return fe_cast(s, simple, own);
}

static ir_id number_power(kiln_session *s, const fe_operands *o, kiln_value exponent) {
    ir_id x = o->id[0];
    double e = fe_number_of(exponent);
    if (x == IR_NONE) return x;
    if (e == 0) return fe_full(s, fe_const_like(s, x, 1), fe_rank(s, x), ir_shape(&s->g, x));
    if (o->dtype == KILN_BOOL) return x;
    bool floats = fe_is_float(o->dtype);
    if (!floats && e < 0)
        return ir_fail(&s->b, KILN_BAD_ARGUMENT,
                       "the exponent is %.17g, expected one >= 0, since the base is of integers",
                       e);
    ir_id simple = simple_power(s, x, e);
    if (simple != IR_NONE || s->b.status != KILN_OK) return simple;
    return fe_map2(s, floats ? IR_POW : IR_IPOW, x,
                   floats ? o->id[1] : fe_checked_number(s, exponent, o->in, "the exponent"));
}

static ir_id power(kiln_session *s, const fe_operands *o, kiln_value exponent) {
    if (fe_is_number(exponent)) return number_power(s, o, exponent);
    if (o->dtype == KILN_BOOL)
        return ir_fail(&s->b, KILN_BAD_DTYPE, "base and exponent are bool, expected numbers");
    return fe_map2(s, fe_is_float(o->dtype) ? IR_POW : IR_IPOW, o->id[0], o->id[1]);
}

kiln_tensor *(kiln_pow)(kiln_site at, kiln_value a, kiln_value b) {
    FE_DOOR;
    kiln_value v[2] = {a, b};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, "pow", v, 2, FE_WIDE, &o);
    return s == NULL ? fe_poison_values(v, 2) : fe_result(s, fe_out(s, &o, power(s, &o, b)));
}

kiln_tensor *(kiln_float_power)(kiln_site at, kiln_value a, kiln_value b) {
    FE_DOOR;
    kiln_value v[2] = {a, b};
    kiln_session *s = fe_enter_values(at, "float_power", v, 2);
    if (s == NULL) return fe_poison_values(v, 2);
    ir_id base = fe_value_in(s, a, KILN_F64), exponent = fe_value_in(s, b, KILN_F64);
    fe_operands o = {KILN_F64, KILN_F64, {base, exponent}};
    return fe_result(s, power(s, &o, b));
}

/* A bool is squared as i64. */
kiln_tensor *(kiln_square)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    fe_operands o;
    kiln_session *s = fe_enter_operand(at, "square", a, FE_WIDE, &o);
    if (s == NULL) return fe_poison_like(a, NULL);
    if (o.dtype == KILN_BOOL) return fe_result(s, fe_cast(s, o.id[0], KILN_I64));
    return fe_result(s, fe_out(s, &o, fe_mul(s, o.id[0], o.id[0])));
}

/* x 2^n of whole n, in f64, in two steps, which overflow and vanish where the whole does. */
static ir_id scaled_by_power(kiln_session *s, kiln_tensor *a, kiln_tensor *other) {
    if (fe_of(other)->dtype == KILN_BOOL)
        return ir_fail(&s->b, KILN_BAD_DTYPE,
                       "other is bool, expected integers or floats, since input is %s",
                       kiln_dtype_short((kiln_dtype)fe_of(a)->dtype));
    ir_id n = fe_cast(s, fe_node(s, other), KILN_I64);
    ir_id least = fe_const(s, KILN_I64, -2044);
    n = fe_map2(s, IR_MAX, fe_map2(s, IR_MIN, n, fe_const(s, KILN_I64, 2044)), least);
    ir_id half = fe_map2(s, IR_IDIV, n, fe_const(s, KILN_I64, 2)),
          rest = fe_map2(s, IR_SUB, n, half);
    ir_id x = fe_cast(s, fe_node(s, a), KILN_F64);
    x = fe_mul(s, x, fe_map1(s, IR_EXP2, fe_cast(s, half, KILN_F64)));
    return fe_cast(s, fe_mul(s, x, fe_map1(s, IR_EXP2, fe_cast(s, rest, KILN_F64))),
                   (kiln_dtype)fe_of(a)->dtype);
}

kiln_tensor *(kiln_ldexp)(kiln_site at, kiln_tensor *a, kiln_tensor *other) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "ldexp", a, other);
    if (s == NULL) return fe_poison_like(a, other);
    if (fe_is_float((kiln_dtype)fe_of(a)->dtype) && !fe_is_float((kiln_dtype)fe_of(other)->dtype))
        return fe_result(s, scaled_by_power(s, a, other));
    ir_id x = fe_node(s, a), n = fe_real(s, fe_node(s, other)), scale = fe_map1(s, IR_EXP2, n);
    if (x == IR_NONE || scale == IR_NONE) return fe_result(s, IR_NONE);
    kiln_dtype d = fe_promote_ids(s, x, scale);
    x = fe_cast(s, x, d);
    ir_id y = fe_mul(s, x, fe_cast(s, scale, d));
    if (y == IR_NONE) return fe_result(s, y);
    ir_id wide = fe_wide(s, fe_repeat_to(s, fe_cast(s, n, d), fe_rank(s, y), ir_shape(&s->g, y)));
    /* (g y) ln 2, after g 2^n */
    ir_id ln2 = fe_const_like(s, wide, M_LN2),
          by_n = fe_cast(s, fe_slope(s, fe_still(s, wide), wide, ln2), d);
    ir_id factor = fe_cast(s, scale, d);
    return fe_result(s, fe_slope(s, fe_slope(s, fe_still(s, y), x, factor), by_n, y));
}

/* ---- the length of (a, b). f32 squares fit f64. f64 ones are taken of quotients by the larger, on
 * whose derivative the length does not depend. */

static ir_id scaled_length(kiln_session *s, ir_id a, ir_id b) {
    ir_id size = fe_map1(s, IR_ABS, b),
          unit = fe_still(s, fe_map2(s, IR_MAX, fe_map1(s, IR_ABS, a), size));
    ir_id one = fe_const_like(s, unit, 1), zero = fe_const_like(s, unit, 0);
    unit = fe_map3(s, IR_SELECT, fe_map2(s, IR_EQ, unit, zero), one, unit);
    ir_id p = fe_div(s, a, unit), q = fe_div(s, b, unit), square = fe_mul(s, q, q);
    return fe_mul(s, unit, fe_map1(s, IR_SQRT, fe_add(s, fe_mul(s, p, p), square)));
}

static ir_id length(kiln_session *s, ir_id a, ir_id b, kiln_dtype d) {
    ir_id x = fe_cast(s, a, KILN_F64), y = fe_cast(s, b, KILN_F64), r;
    if (d == KILN_F64) {
        r = scaled_length(s, x, y);
    } else {
        ir_id square = fe_mul(s, y, y);
        r = fe_map1(s, IR_SQRT, fe_add(s, fe_mul(s, x, x), square));
    }
    ir_id infinity = fe_const_like(s, r, INFINITY),
          y_infinite = fe_map2(s, IR_EQ, fe_map1(s, IR_ABS, y), infinity);
    ir_id infinite =
        fe_map2(s, IR_OR, fe_map2(s, IR_EQ, fe_map1(s, IR_ABS, x), infinity), y_infinite);
    return fe_cast(s, fe_where(s, infinite, infinity, r), d);
}

/* (g x) / r. */
static ir_id with_length_slope(kiln_session *s, ir_id y, ir_id x, ir_id r) {
    return fe_slope(s, y, fe_slope_over(s, fe_still(s, x), x, r), x);
}

kiln_tensor *(kiln_hypot)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    kiln_value v[2] = {kiln_v_tensor(a), kiln_v_tensor(b)};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, "hypot", v, 2, FE_ONLY_FLOATS, &o);
    if (s == NULL) return fe_poison_values(v, 2);
    ir_id r = length(s, o.id[0], o.id[1], o.dtype);
    return fe_result(s, with_length_slope(s, with_length_slope(s, fe_still(s, r), o.id[0], r),
                                          o.id[1], r));
}

/* ---- one operand; integers and bools as f32 */

FE_REAL(sqrt, fe_map1(s, IR_SQRT, x))
static ir_id with_power_slope(kiln_session *s, const fe_operands *o, ir_id y, int power) {
    y = fe_out(s, o, y);
    if (o->in == o->dtype) return y;
    ir_id square = fe_mul(s, y, y), d = fe_map1(s, IR_NEG, square);
    /* -y^3 / 2: f16's cube is rounded once, bf16's twice */
    if (power == 3 && o->dtype == KILN_BF16)
        d = fe_times(s, fe_mul(s, square, y), -0.5);
    else if (power == 3) {
        ir_id w = fe_wide(s, y);
        d = fe_times(s, fe_out(s, o, fe_mul(s, fe_mul(s, w, w), w)), -0.5);
    }
    ir_id x = fe_out(s, o, o->id[0]);
    return fe_slope(s, fe_still(s, y), x, d);
}

/* Halves have PyTorch's derivatives of the result, which round it first. */
#define INVERSE(name, value, power)                                                                \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor * a) {                                    \
        FE_DOOR;                                                                                   \
        fe_operands o;                                                                             \
        kiln_session *s = fe_enter_operand(at, #name, a, FE_TO_REAL | FE_WIDE, &o);                \
        if (s == NULL) return fe_poison_like(a, NULL);                                             \
        return fe_result(s, with_power_slope(s, &o, inverse(s, value), power));                    \
    }

/* Of the root as a half, as in PyTorch. */
INVERSE(rsqrt, fe_wide(s, fe_out(s, &o, fe_map1(s, IR_SQRT, o.id[0]))), 3)
INVERSE(reciprocal, o.id[0], 2)
FE_REAL(exp, fe_map1(s, IR_EXP, x))
FE_REAL(exp2, fe_map1(s, IR_EXP2, x))
FE_REAL(expm1, fe_map1(s, IR_EXPM1, x))
FE_REAL(log, fe_map1(s, IR_LOG, x))
FE_REAL(log2, fe_map1(s, IR_LOG2, x))
FE_REAL(log10, fe_map1(s, IR_LOG10, x))
FE_REAL(log1p, fe_map1(s, IR_LOG1P, x))
