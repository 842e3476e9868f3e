/* SPDX-License-Identifier: Apache-2.0
 * Public elementwise ops: each promotes, broadcasts and records one or a few maps. One table row an op where ops differ only by name. */
#include "frontend/frontend.h"

#include <math.h>

/* ---- two operands */

typedef enum promote_to { TO_COMMON, TO_REAL, NO_BOOL } promote_to;

static kiln_tensor *binary_poison(kiln_value a, kiln_value b) {
    return fe_poison_like(a.kind == KILN_IS_TENSOR ? a.as.tensor : NULL, b.kind == KILN_IS_TENSOR ? b.as.tensor : NULL);
}

/* Enters a call of two values and brings both to one dtype. */
static kiln_session *enter_binary(kiln_site at, const char *call, kiln_value a, kiln_value b, promote_to to, ir_id out[2]) {
    kiln_value v[2] = {a, b};
    kiln_session *s = fe_enter_values(at, call, v, 2);
    if (s == NULL) return NULL;
    kiln_dtype d = fe_promote(v, 2);
    if (to == TO_REAL && !fe_is_float(d)) d = KILN_F32;
    for (int i = 0; i < 2; i++) out[i] = fe_cast(s, fe_value_node(s, v[i], d), d);
    if (to == NO_BOOL && d == KILN_BOOL) out[0] = ir_fail(&s->b, KILN_BAD_DTYPE, "bool operands are not allowed; use logical ops");
    return s;
}

#define BINARY(name, op, to)                                                                                          \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_value a, kiln_value b) {                                            \
        ir_id x[2];                                                                                                   \
        kiln_session *s = enter_binary(at, #name, a, b, to, x);                                                       \
        return s == NULL ? binary_poison(a, b) : fe_result(s, fe_map2(s, op, x[0], x[1]));                            \
    }

BINARY(sub, IR_SUB, NO_BOOL)
BINARY(remainder, IR_REM, NO_BOOL)
BINARY(atan2, IR_ATAN2, TO_REAL)
BINARY(maximum, IR_MAX, TO_COMMON)
BINARY(minimum, IR_MIN, TO_COMMON)
BINARY(eq, IR_EQ, TO_COMMON)
BINARY(ne, IR_NE, TO_COMMON)
BINARY(lt, IR_LT, TO_COMMON)
BINARY(le, IR_LE, TO_COMMON)
BINARY(bitwise_and, IR_AND, TO_COMMON)
BINARY(bitwise_or, IR_OR, TO_COMMON)
BINARY(bitwise_xor, IR_XOR, TO_COMMON)
BINARY(bitwise_left_shift, IR_SHL, NO_BOOL)
BINARY(bitwise_right_shift, IR_SHR, NO_BOOL)

kiln_tensor *(kiln_gt)(kiln_site at, kiln_value a, kiln_value b) { return (kiln_lt)(at, b, a); }
kiln_tensor *(kiln_ge)(kiln_site at, kiln_value a, kiln_value b) { return (kiln_le)(at, b, a); }

/* Ops whose bool form is another op. */
#define BINARY_OR_BOOL(name, op, bool_op)                                                                             \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_value a, kiln_value b) {                                            \
        ir_id x[2];                                                                                                   \
        kiln_session *s = enter_binary(at, #name, a, b, TO_COMMON, x);                                                \
        if (s == NULL) return binary_poison(a, b);                                                                    \
        bool logic = x[0] != IR_NONE && fe_dtype(s, x[0]) == KILN_BOOL;                                               \
        return fe_result(s, fe_map2(s, logic ? bool_op : op, x[0], x[1]));                                            \
    }

BINARY_OR_BOOL(add, IR_ADD, IR_OR)

/* Products and quotients of halves take a number as it is, not rounded to their dtype, as PyTorch does. */
static kiln_tensor *product(kiln_site at, const char *call, kiln_value a, kiln_value b, promote_to to,
                            ir_id (*combine)(kiln_session *s, ir_id x, ir_id y)) {
    ir_id x[2];
    kiln_value v[2] = {a, b};
    kiln_session *s = enter_binary(at, call, a, b, to, x);
    if (s == NULL) return binary_poison(a, b);
    if (x[0] == IR_NONE || x[1] == IR_NONE) return fe_result(s, IR_NONE);
    kiln_dtype d = fe_dtype(s, x[0]), computing = fe_opmath(d);
    for (int i = 0; i < 2 && computing != d; i++) x[i] = fe_operand(s, v[i], d, computing);
    return fe_result(s, fe_cast(s, combine(s, x[0], x[1]), d));
}

static ir_id times(kiln_session *s, ir_id x, ir_id y) { return fe_map2(s, fe_dtype(s, x) == KILN_BOOL ? IR_AND : IR_MUL, x, y); }
static ir_id over(kiln_session *s, ir_id x, ir_id y) { return fe_map2(s, IR_DIV, x, y); }
static ir_id floor_over(kiln_session *s, ir_id x, ir_id y) {
    return fe_is_float(fe_dtype(s, x)) ? fe_map1(s, IR_FLOOR, fe_map2(s, IR_DIV, x, y)) : fe_map2(s, IR_IDIV, x, y);
}

kiln_tensor *(kiln_mul)(kiln_site at, kiln_value a, kiln_value b) { return product(at, "mul", a, b, TO_COMMON, times); }
kiln_tensor *(kiln_div)(kiln_site at, kiln_value a, kiln_value b) { return product(at, "div", a, b, TO_REAL, over); }
kiln_tensor *(kiln_floor_divide)(kiln_site at, kiln_value a, kiln_value b) { return product(at, "floor_divide", a, b, NO_BOOL, floor_over); }

kiln_tensor *(kiln_pow)(kiln_site at, kiln_value a, kiln_value b) {
    ir_id x[2];
    kiln_session *s = enter_binary(at, "pow", a, b, TO_COMMON, x);
    if (s == NULL) return binary_poison(a, b);
    if (b.kind != KILN_IS_TENSOR && x[0] != IR_NONE && fe_is_float(fe_dtype(s, x[0]))) {
        double e = b.kind == KILN_IS_FLOAT ? b.as.number : (double)b.as.integer;
        if (e == 2.0) return fe_result(s, fe_map2(s, IR_MUL, x[0], x[0])); /* as PyTorch */
        if (e == 1.0) return fe_result(s, x[0]);
        if (e == 0.5) return fe_result(s, fe_map1(s, IR_SQRT, x[0]));
    }
    return fe_result(s, fe_map2(s, IR_POW, x[0], x[1]));
}

static ir_id truth(kiln_session *s, kiln_value v) {
    if (v.kind == KILN_IS_TENSOR) return fe_cast(s, fe_node(s, v.as.tensor), KILN_BOOL);
    bool b = v.kind == KILN_IS_FLOAT ? v.as.number != 0 : v.as.integer != 0;
    return ir_scalar(&s->b, KILN_BOOL, b);
}

#define LOGICAL(name, op)                                                                                             \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_value a, kiln_value b) {                                            \
        kiln_value v[2] = {a, b};                                                                                     \
        kiln_session *s = fe_enter_values(at, #name, v, 2);                                                           \
        return s == NULL ? binary_poison(a, b) : fe_result(s, fe_map2(s, op, truth(s, a), truth(s, b)));              \
    }

LOGICAL(logical_and, IR_AND)
LOGICAL(logical_or, IR_OR)
LOGICAL(logical_xor, IR_XOR)

/* ---- one operand */

static kiln_session *enter_unary(kiln_site at, const char *call, kiln_tensor *a, ir_id *x) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s != NULL) *x = fe_node(s, a);
    return s;
}

#define UNARY_POISON(a) fe_poison_like(a, NULL)

#define REAL(name, op)                                                                                                \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor *a) {                                                         \
        ir_id x;                                                                                                      \
        kiln_session *s = enter_unary(at, #name, a, &x);                                                              \
        return s == NULL ? UNARY_POISON(a) : fe_result(s, fe_map1(s, op, fe_real(s, x)));                             \
    }

REAL(sqrt, IR_SQRT)
REAL(exp, IR_EXP)
REAL(exp2, IR_EXP2)
REAL(expm1, IR_EXPM1)
REAL(log, IR_LOG)
REAL(log2, IR_LOG2)
REAL(log10, IR_LOG10)
REAL(log1p, IR_LOG1P)
REAL(sin, IR_SIN)
REAL(cos, IR_COS)
REAL(tan, IR_TAN)
REAL(asin, IR_ASIN)
REAL(acos, IR_ACOS)
REAL(atan, IR_ATAN)
REAL(sinh, IR_SINH)
REAL(cosh, IR_COSH)
REAL(tanh, IR_TANH)
REAL(erf, IR_ERF)
REAL(erfc, IR_ERFC)

/* Ops that leave integers as they are. */
#define ROUNDING(name, op)                                                                                            \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor *a) {                                                         \
        ir_id x;                                                                                                      \
        kiln_session *s = enter_unary(at, #name, a, &x);                                                              \
        if (s == NULL) return UNARY_POISON(a);                                                                        \
        return fe_result(s, x != IR_NONE && !fe_is_float(fe_dtype(s, x)) ? x : fe_map1(s, op, x));                    \
    }

ROUNDING(floor, IR_FLOOR)
ROUNDING(ceil, IR_CEIL)
ROUNDING(trunc, IR_TRUNC)
ROUNDING(round, IR_ROUND)

#define DIRECT(name, expression)                                                                                      \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor *a) {                                                         \
        ir_id x;                                                                                                      \
        kiln_session *s = enter_unary(at, #name, a, &x);                                                              \
        return s == NULL ? UNARY_POISON(a) : fe_result(s, x == IR_NONE ? x : (expression));                           \
    }

static ir_id absolute(kiln_session *s, ir_id x) { return fe_dtype(s, x) == KILN_BOOL ? x : fe_map1(s, IR_ABS, x); }
static ir_id signum(kiln_session *s, ir_id x) { return fe_dtype(s, x) == KILN_BOOL ? x : fe_map1(s, IR_SIGN, x); }
static ir_id squared(kiln_session *s, ir_id x) { return fe_map2(s, fe_dtype(s, x) == KILN_BOOL ? IR_AND : IR_MUL, x, x); }

static ir_id reciprocal_of(kiln_session *s, ir_id x) {
    x = fe_real(s, x);
    return x == IR_NONE ? x : fe_map2(s, IR_DIV, fe_const(s, fe_dtype(s, x), 1.0), x);
}

/* NaN compares false with everything, so each of these is one or two comparisons; integers have neither. */
static ir_id no_such(kiln_session *s, ir_id x) { return fe_map2(s, IR_NE, x, x); }

static ir_id infinite(kiln_session *s, ir_id x) {
    if (!fe_is_float(fe_dtype(s, x))) return no_such(s, x);
    return fe_map2(s, IR_EQ, fe_map1(s, IR_ABS, x), fe_const(s, fe_dtype(s, x), INFINITY));
}

static ir_id all_finite(kiln_session *s, ir_id x) {
    if (!fe_is_float(fe_dtype(s, x))) return fe_map2(s, IR_EQ, x, x);
    return fe_map2(s, IR_LT, fe_map1(s, IR_ABS, x), fe_const(s, fe_dtype(s, x), INFINITY));
}

DIRECT(neg, fe_map1(s, IR_NEG, x))
DIRECT(abs, absolute(s, x))
DIRECT(sign, signum(s, x))
DIRECT(square, squared(s, x))
DIRECT(reciprocal, reciprocal_of(s, x))
DIRECT(rsqrt, reciprocal_of(s, fe_map1(s, IR_SQRT, fe_real(s, x))))
DIRECT(isnan, no_such(s, x))
DIRECT(isinf, infinite(s, x))
DIRECT(isfinite, all_finite(s, x))
DIRECT(logical_not, fe_map1(s, IR_NOT, fe_cast(s, x, KILN_BOOL)))
DIRECT(bitwise_not, fe_map1(s, IR_NOT, x))

/* ---- three operands */

static kiln_session *enter3(kiln_site at, const char *call, const kiln_value v[3]) { return fe_enter_values(at, call, v, 3); }

static kiln_tensor *poison3(const kiln_value v[3]) {
    for (int i = 0; i < 3; i++)
        if (v[i].kind == KILN_IS_TENSOR) return fe_poison_like(v[i].as.tensor, NULL);
    return fe_poison(NULL);
}

kiln_tensor *(kiln_where)(kiln_site at, kiln_tensor *condition, kiln_value a, kiln_value b) {
    kiln_value v[3] = {kiln_v_tensor(condition), a, b};
    kiln_session *s = enter3(at, "where", v);
    if (s == NULL) return poison3(v);
    kiln_dtype d = fe_promote(v + 1, 2);
    ir_id c = fe_node(s, condition);
    if (c != IR_NONE && fe_dtype(s, c) != KILN_BOOL) c = ir_fail(&s->b, KILN_BAD_DTYPE, "condition is %s, expected bool", kiln_dtype_short(fe_dtype(s, c)));
    return fe_result(s, fe_map3(s, IR_SELECT, c, fe_cast(s, fe_value_node(s, a, d), d), fe_cast(s, fe_value_node(s, b, d), d)));
}

kiln_tensor *(kiln_clamp)(kiln_site at, kiln_tensor *a, kiln_value low, kiln_value high) {
    kiln_value v[3] = {kiln_v_tensor(a), low, high};
    kiln_session *s = enter3(at, "clamp", v);
    if (s == NULL) return poison3(v);
    kiln_dtype d = fe_promote(v, 3);
    ir_id x = fe_cast(s, fe_node(s, a), d);
    if (low.kind == KILN_IS_NONE && high.kind == KILN_IS_NONE) x = ir_fail(&s->b, KILN_BAD_ARGUMENT, "min and max are both None, expected at least one");
    if (low.kind != KILN_IS_NONE) x = fe_map2(s, IR_MAX, x, fe_cast(s, fe_value_node(s, low, d), d));
    if (high.kind != KILN_IS_NONE) x = fe_map2(s, IR_MIN, x, fe_cast(s, fe_value_node(s, high, d), d));
    return fe_result(s, x);
}

kiln_tensor *(kiln_fma)(kiln_site at, kiln_value a, kiln_value b, kiln_value c) {
    kiln_value v[3] = {a, b, c};
    kiln_session *s = enter3(at, "fma", v);
    if (s == NULL) return poison3(v);
    kiln_dtype d = fe_promote(v, 3);
    ir_id x[3];
    for (int i = 0; i < 3; i++) x[i] = fe_cast(s, fe_value_node(s, v[i], d), d);
    return fe_result(s, fe_map3(s, IR_FMA, x[0], x[1], x[2]));
}

/* ---- conversion */

kiln_tensor *(kiln_to)(kiln_site at, kiln_tensor *a, kiln_dtype dtype) {
    kiln_session *s = fe_enter1(at, "to", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    if ((unsigned)dtype >= KILN_DTYPE_COUNT)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "dtype %d is none of kiln_dtype", (int)dtype));
    if (dtype == a->dtype) return (kiln_alias)(at, a);
    return fe_result(s, fe_cast(s, fe_node(s, a), dtype));
}

kiln_tensor *(kiln_detach)(kiln_site at, kiln_tensor *a) {
    kiln_session *s = fe_enter1(at, "detach", a);
    return s == NULL ? fe_poison_like(a, NULL) : fe_result(s, fe_map1(s, IR_DETACH, fe_node(s, a)));
}

/* A handle with storage of its own over the same node: later writes to either replace its own node only. */
kiln_tensor *(kiln_clone)(kiln_site at, kiln_tensor *a) {
    kiln_session *s = fe_enter1(at, "clone", a);
    return s == NULL ? fe_poison_like(a, NULL) : fe_result(s, fe_node(s, a));
}
