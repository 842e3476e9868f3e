/* SPDX-License-Identifier: Apache-2.0
 * Public arithmetic of two and three operands, except powers (power.c): sums with alpha, quotients
 * with every rounding, remainders. */
#include "frontend/core/operands.h"

#include <math.h>
#include <string.h>

#define BINARY(a, b)                                                                               \
    kiln_value v[2] = {a, b};                                                                      \
    fe_operands o
#define ENTER(call, rules)                                                                         \
    kiln_session *s = fe_enter_operands(at, call, v, 2, rules, &o);                                \
    if (s == NULL) return fe_poison_values(v, 2)

/* ---- sums and products */

/* b * alpha in the dtype of the operands, where PyTorch takes alpha. */
static ir_id alpha_node(kiln_session *s, const fe_operands *o, kiln_value alpha) {
    kiln_dtype kind = fe_dtype_of_value(alpha);
    if (kind == KILN_BOOL && o->dtype != KILN_BOOL)
        return ir_fail(&s->b, KILN_BAD_ARGUMENT,
                       "alpha is a bool, expected a number, since the result is %s",
                       kiln_dtype_short(o->dtype));
    if (fe_is_float(kind) && !fe_is_float(o->dtype))
        return ir_fail(&s->b, KILN_BAD_ARGUMENT,
                       "alpha is a float, expected an integer, since the result is %s",
                       kiln_dtype_short(o->dtype));
    return fe_checked_number(s, alpha, o->in, "alpha");
}

/* On halves a factor other than 1 has PyTorch round the operands and the product too, but not the
 * derivative's factor. */
static ir_id stepwise_sum(kiln_session *s, const fe_operands *o, ir_id k, ir_id a, ir_id b,
                          bool minus) {
    ir_id factor = fe_cast(s, k, o->dtype), product = fe_mul(s, fe_cast(s, b, o->dtype), factor);
    ir_id y = fe_map2(s, minus ? IR_SUB : IR_ADD, fe_cast(s, a, o->dtype), product),
          one = fe_const_like(s, a, 1);
    y = fe_slope(s, fe_still(s, fe_wide(s, y)), a, one);
    return fe_slope(s, y, b, minus ? fe_map1(s, IR_NEG, k) : k);
}

/* a + alpha * b, rounded once. */
static ir_id scaled_sum(kiln_session *s, const fe_operands *o, kiln_value alpha, ir_id a, ir_id b,
                        bool minus) {
    ir_id k = alpha_node(s, o, alpha);
    if (o->dtype == KILN_BOOL) return fe_map2(s, IR_OR, a, fe_map2(s, IR_AND, k, b));
    if (!fe_is_float(o->dtype))
        return fe_map2(s, minus ? IR_SUB : IR_ADD, a, fe_map2(s, IR_MUL, k, b));
    if (o->in != o->dtype) return stepwise_sum(s, o, k, a, b, minus);
    return fe_map3(s, IR_FMA, minus ? fe_map1(s, IR_NEG, k) : k, b, a);
}

static kiln_tensor *difference(kiln_site at, const char *call, kiln_value a, kiln_value b,
                               kiln_value alpha) {
    BINARY(a, b);
    ENTER(call, FE_NO_BOOL_OPERAND | FE_WIDE);
    if (fe_is_one(alpha)) return fe_result(s, fe_out(s, &o, fe_map2(s, IR_SUB, o.id[0], o.id[1])));
    return fe_result(s, fe_out(s, &o, scaled_sum(s, &o, alpha, o.id[0], o.id[1], true)));
}

kiln_tensor *(kiln_add)(kiln_site at, kiln_value a, kiln_value b, kiln_value alpha) {
    FE_DOOR;
    BINARY(a, b);
    ENTER("add", FE_WIDE);
    if (alpha.kind == KILN_IS_INT && alpha.as.integer == 1)
        return fe_result(
            s, fe_out(s, &o, fe_map2(s, o.dtype == KILN_BOOL ? IR_OR : IR_ADD, o.id[0], o.id[1])));
    return fe_result(s, fe_out(s, &o, scaled_sum(s, &o, alpha, o.id[0], o.id[1], false)));
}

kiln_tensor *(kiln_sub)(kiln_site at, kiln_value a, kiln_value b, kiln_value alpha) {
    FE_DOOR;
    return difference(at, "sub", a, b, alpha);
}

kiln_tensor *(kiln_rsub)(kiln_site at, kiln_tensor *a, kiln_value b, kiln_value alpha) {
    FE_DOOR;
    return difference(at, "rsub", b, kiln_v_tensor(a), alpha);
}

kiln_tensor *(kiln_mul)(kiln_site at, kiln_value a, kiln_value b) {
    FE_DOOR;
    BINARY(a, b);
    ENTER("mul", FE_OPMATH);
    return fe_result(
        s, fe_out(s, &o, fe_map2(s, o.dtype == KILN_BOOL ? IR_AND : IR_MUL, o.id[0], o.id[1])));
}

/* ---- quotients */

static bool literal(kiln_session *s, ir_id x) {
    return ir_at(&s->g, x)->op == IR_SCALAR || ir_at(&s->g, x)->op == IR_CONST;
}

/* The divisor, in which no integer 0 may be. Nothing is divided where there are no elements. */
static ir_id divisor(kiln_session *s, ir_id a, ir_id b) {
    if (a == IR_NONE || b == IR_NONE || ir_numel(&s->g, a) == 0) return b;
    if (!literal(s, b)) return fe_map1(s, IR_DIVISOR, b);
    return ir_at(&s->g, b)->bits != 0 ? b : ir_fail(&s->b, KILN_BAD_ARGUMENT, "division by zero");
}

static ir_id integer_quotient(kiln_session *s, ir_id a, ir_id b, bool towards_zero) {
    b = divisor(s, a, b);
    ir_id q = fe_map2(s, IR_IDIV, a, b);
    if (q == IR_NONE || !towards_zero) return q;
    kiln_dtype d = fe_dtype(s, q);
    ir_id zero = fe_const(s, d, 0), rest = fe_map2(s, IR_SUB, a, fe_map2(s, IR_MUL, q, b));
    ir_id b_negative = fe_map2(s, IR_LT, b, zero),
          unlike = fe_map2(s, IR_XOR, fe_map2(s, IR_LT, a, zero), b_negative);
    return fe_map2(s, IR_ADD, q,
                   fe_cast(s, fe_map2(s, IR_AND, unlike, fe_map2(s, IR_NE, rest, zero)), d));
}

/* floor of the true quotient: the rounded one may have reached the next whole number, which the
 * sign of the exact rest tells. Where the quotient is 0 the rest is a, also when b is an infinity.
 * An infinity has no whole quotient. */
static ir_id floor_quotient(kiln_session *s, ir_id a, ir_id b) {
    ir_id q = fe_map1(s, IR_FLOOR, fe_map2(s, IR_DIV, a, b)), zero = fe_const_like(s, a, 0);
    ir_id exact = fe_map3(s, IR_FMA, fe_map1(s, IR_NEG, q), b, a),
          rest = fe_map3(s, IR_SELECT, fe_map2(s, IR_EQ, q, zero), a, exact);
    ir_id b_negative = fe_map2(s, IR_LT, b, zero),
          unlike = fe_map2(s, IR_XOR, fe_map2(s, IR_LT, rest, zero), b_negative);
    ir_id over = fe_map2(s, IR_AND, unlike, fe_map2(s, IR_NE, rest, zero));
    q = fe_map3(s, IR_SELECT, over, fe_map2(s, IR_SUB, q, fe_const_like(s, a, 1)), q);
    ir_id infinity = fe_const_like(s, a, INFINITY),
          infinite = fe_map2(s, IR_EQ, fe_map1(s, IR_ABS, a), infinity);
    ir_id none = fe_map2(s, IR_AND, infinite, fe_map2(s, IR_NE, b, zero));
    return fe_map3(s, IR_SELECT, none, fe_const_like(s, a, NAN), q);
}

static kiln_tensor *whole_quotient(kiln_site at, const char *call, kiln_value a, kiln_value b,
                                   bool towards_zero) {
    /* which halves are not rounded for, nor their quotient */
    bool one_divisor = b.kind != KILN_IS_TENSOR || kiln_numel(b.as.tensor) == 1;
    BINARY(a, b);
    ENTER(call, FE_NO_BOOL | (one_divisor ? FE_OPMATH : FE_WIDE));
    ir_id x;
    if (!fe_is_float(o.dtype))
        x = integer_quotient(s, o.id[0], o.id[1], towards_zero);
    else if (towards_zero) {
        x = fe_div(s, o.id[0], o.id[1]);
        x = fe_map1(s, IR_TRUNC, one_divisor ? x : fe_out(s, &o, x));
    } else
        x = floor_quotient(s, o.id[0], o.id[1]);
    return fe_result(s, fe_out(s, &o, x));
}

static kiln_tensor *true_quotient(kiln_site at, const char *call, kiln_value a, kiln_value b) {
    BINARY(a, b);
    ENTER(call, FE_TO_REAL | FE_OPMATH);
    return fe_result(s, fe_out(s, &o, fe_map2(s, IR_DIV, o.id[0], o.id[1])));
}

kiln_tensor *(kiln_div)(kiln_site at, kiln_value a, kiln_value b, const char *rounding_mode) {
    FE_DOOR;
    if (rounding_mode == NULL) return true_quotient(at, "div", a, b);
    bool down = strcmp(rounding_mode, "floor") == 0;
    if (down || strcmp(rounding_mode, "trunc") == 0) return whole_quotient(at, "div", a, b, !down);
    BINARY(a, b);
    ENTER("div", 0);
    return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                "rounding_mode is \"%.40s\", expected None, \"trunc\" or \"floor\"",
                                rounding_mode));
}

kiln_tensor *(kiln_true_divide)(kiln_site at, kiln_value a, kiln_value b) {
    FE_DOOR;
    return true_quotient(at, "true_divide", a, b);
}

kiln_tensor *(kiln_floor_divide)(kiln_site at, kiln_value a, kiln_value b) {
    FE_DOOR;
    return whole_quotient(at, "floor_divide", a, b, false);
}

/* ---- remainders */

static kiln_tensor *remainder_of(kiln_site at, const char *call, ir_op op, kiln_value a,
                                 kiln_value b) {
    BINARY(a, b);
    ENTER(call, FE_NO_BOOL);
    return fe_result(s, fe_map2(s, op, o.id[0],
                                fe_is_float(o.dtype) ? o.id[1] : divisor(s, o.id[0], o.id[1])));
}

kiln_tensor *(kiln_remainder)(kiln_site at, kiln_value a, kiln_value b) {
    FE_DOOR;
    return remainder_of(at, "remainder", IR_REM, a, b);
}
kiln_tensor *(kiln_fmod)(kiln_site at, kiln_tensor *a, kiln_value b) {
    FE_DOOR;
    return remainder_of(at, "fmod", IR_FMOD, kiln_v_tensor(a), b);
}

kiln_tensor *(kiln_gcd)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    BINARY(kiln_v_tensor(a), kiln_v_tensor(b));
    ENTER("gcd", FE_ONLY_INTS);
    return fe_result(s, fe_map2(s, IR_GCD, o.id[0], o.id[1]));
}

/* |a / gcd * b|; of two zeros 0, which a quotient by 0 is here. What i32 holds wraps only after the
 * sign is gone, as in C. */
kiln_tensor *(kiln_lcm)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    BINARY(kiln_v_tensor(a), kiln_v_tensor(b));
    ENTER("lcm", FE_ONLY_INTS);
    kiln_dtype d = o.dtype == KILN_I64 ? KILN_I64 : KILN_I32;
    ir_id x = fe_cast(s, o.id[0], d), y = fe_cast(s, o.id[1], d),
          part = fe_map2(s, IR_IDIV, x, fe_map2(s, IR_GCD, x, y));
    return fe_result(s, fe_out(s, &o, fe_map1(s, IR_ABS, fe_map2(s, IR_MUL, part, y))));
}

/* ---- three operands */

/* Of halves, rounded where PyTorch does: x k by its formulas for addcmul and addcdiv, where k is
 * IR_NONE for 1. */
static ir_id scaled(kiln_session *s, const fe_operands *o, ir_id x, ir_id k) {
    return k == IR_NONE ? fe_out(s, o, x) : fe_out(s, o, fe_mul(s, fe_wide(s, x), k));
}

/* g; g (c k); g (b k) */
static ir_id with_product_slope(kiln_session *s, const fe_operands *o, ir_id y, ir_id k) {
    ir_id a = fe_out(s, o, o->id[0]), b = fe_out(s, o, o->id[1]), c = fe_out(s, o, o->id[2]);
    ir_id b_slope = scaled(s, o, c, k), one = fe_const_like(s, a, 1);
    y = fe_slope(s, fe_slope(s, fe_still(s, y), a, one), b, b_slope);
    return fe_slope(s, y, c, scaled(s, o, b, k));
}

/* g; g (k / c); -g (k b / (c c)) */
static ir_id with_quotient_slope(kiln_session *s, const fe_operands *o, ir_id y, ir_id k) {
    ir_id a = fe_out(s, o, o->id[0]), b = fe_out(s, o, o->id[1]), c = fe_out(s, o, o->id[2]),
          one = fe_const_like(s, c, 1);
    ir_id b_slope = fe_div(s, k == IR_NONE ? one : fe_out(s, o, k), c);
    y = fe_slope(s, fe_slope(s, fe_still(s, y), a, one), b, b_slope);
    ir_id square = fe_mul(s, c, c);
    return fe_slope(s, y, c, fe_map1(s, IR_NEG, fe_div(s, scaled(s, o, b, k), square)));
}

static kiln_tensor *add_scaled(kiln_site at, const char *call, ir_op op, kiln_tensor *a,
                               kiln_tensor *b, kiln_tensor *c, kiln_value value) {
    kiln_value v[3] = {kiln_v_tensor(a), kiln_v_tensor(b), kiln_v_tensor(c)};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, call, v, 3, FE_NO_BOOL | FE_WIDE, &o);
    if (s == NULL) return fe_poison_values(v, 3);
    if (op == IR_DIV && !fe_is_float((kiln_dtype)fe_of(b)->dtype) &&
        !fe_is_float((kiln_dtype)fe_of(c)->dtype))
        o.id[1] = ir_fail(&s->b, KILN_BAD_DTYPE,
                          "tensor1 is %s and tensor2 %s, expected a float among them",
                          kiln_dtype_short((kiln_dtype)fe_of(b)->dtype),
                          kiln_dtype_short((kiln_dtype)fe_of(c)->dtype));
    bool one = fe_is_one(value);
    ir_id k = one ? IR_NONE : fe_checked_number(s, value, o.in, "value");
    ir_id y =
        fe_out(s, &o,
               fe_add(s, o.id[0], fe_map2(s, op, one ? o.id[1] : fe_mul(s, k, o.id[1]), o.id[2])));
    if (o.in != o.dtype)
        y = op == IR_MUL ? with_product_slope(s, &o, y, k) : with_quotient_slope(s, &o, y, k);
    return fe_result(s, y);
}

kiln_tensor *(kiln_addcmul)(kiln_site at, kiln_tensor *a, kiln_tensor *b, kiln_tensor *c,
                            kiln_value value) {
    FE_DOOR;
    return add_scaled(at, "addcmul", IR_MUL, a, b, c, value);
}

kiln_tensor *(kiln_addcdiv)(kiln_site at, kiln_tensor *a, kiln_tensor *b, kiln_tensor *c,
                            kiln_value value) {
    FE_DOOR;
    return add_scaled(at, "addcdiv", IR_DIV, a, b, c, value);
}

/* From the nearer end, so that either end is met exactly. */
kiln_tensor *(kiln_lerp)(kiln_site at, kiln_tensor *a, kiln_tensor *end, kiln_value weight) {
    FE_DOOR;
    kiln_value v[3] = {kiln_v_tensor(a), kiln_v_tensor(end), weight};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, "lerp", v, 3, FE_ONLY_FLOATS | FE_OPMATH, &o);
    if (s == NULL) return fe_poison_values(v, 3);
    o.dtype = (kiln_dtype)fe_of(a)->dtype;
    ir_id x = fe_cast(s, o.id[0], fe_opmath(o.dtype)), to = fe_cast(s, o.id[1], fe_opmath(o.dtype)),
          w = fe_cast(s, o.id[2], fe_opmath(o.dtype));
    kiln_tensor *other = fe_of(end)->dtype != fe_of(a)->dtype ? end
                         : weight.kind == KILN_IS_TENSOR && fe_of(weight.as.tensor)->rank > 0 &&
                                 fe_of(weight.as.tensor)->dtype != fe_of(a)->dtype
                             ? weight.as.tensor
                             : NULL;
    if (other != NULL && x != IR_NONE)
        x = ir_fail(&s->b, KILN_BAD_DTYPE, "%s is %s, expected input's %s",
                    other == end ? "end" : "weight",
                    kiln_dtype_short((kiln_dtype)fe_of(other)->dtype), kiln_dtype_short(o.dtype));
    if (x != IR_NONE && !fe_is_float(o.dtype))
        x = ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected floats",
                    kiln_dtype_short(o.dtype));
    ir_id way = fe_map2(s, IR_SUB, to, x), left = fe_map2(s, IR_SUB, fe_const_like(s, x, 1), w);
    ir_id near = fe_map2(s, IR_ADD, x, fe_map2(s, IR_MUL, w, way)),
          far = fe_map2(s, IR_SUB, to, fe_map2(s, IR_MUL, way, left));
    ir_id half = fe_const_like(s, x, 0.5),
          y = fe_out(s, &o, fe_where(s, fe_map2(s, IR_LT, fe_map1(s, IR_ABS, w), half), near, far));
    if (fe_opmath(o.dtype) == o.dtype) return fe_result(s, y);
    /* g (1 - w), g w, g (end - a): the differences are rounded to halves, but not that from a
     * number */
    if (weight.kind == KILN_IS_TENSOR) left = fe_wide(s, fe_out(s, &o, left));
    y = fe_slope(s, fe_slope(s, fe_still(s, fe_wide(s, y)), x, left), to, w);
    return fe_result(s, fe_out(s, &o, fe_slope(s, y, w, fe_wide(s, fe_out(s, &o, way)))));
}

kiln_tensor *(kiln_fma)(kiln_site at, kiln_value a, kiln_value b, kiln_value c) {
    FE_DOOR;
    kiln_value v[3] = {a, b, c};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, "fma", v, 3, 0, &o);
    return s == NULL ? fe_poison_values(v, 3)
                     : fe_result(s, fe_map3(s, IR_FMA, o.id[0], o.id[1], o.id[2]));
}
