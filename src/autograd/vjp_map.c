/* SPDX-License-Identifier: Apache-2.0
 * Rules of the elementwise ops, one row each for one operand, one function each for more.
 * Conventions at ties, kinks and poles are PyTorch's, listed in docs/autograd.md. Called through
 * ad_rules. */
#include <math.h>

#include "autograd/vjp.h"

/* A constant that halves are multiplied by is not rounded to them, as in PyTorch. */
static ir_id scale(ir_builder *b, ir_id a, double k) {
    if (a == IR_NONE) return a;
    kiln_dtype dtype = (kiln_dtype)ir_at(b->g, a)->dtype;
    ir_id wide = ad_wide(b, a), c = ad_const(b, wide, k);
    return ir_cast(b, ad_mul(b, wide, c), dtype);
}

/* 1 / sqrt(a), rounded once to a half. */
static ir_id reciprocal_root(ir_builder *b, ir_id a) {
    if (a == IR_NONE) return a;
    kiln_dtype dtype = (kiln_dtype)ir_at(b->g, a)->dtype;
    ir_id root = ir_map1(b, IR_SQRT, ad_wide(b, a)), one = ad_const(b, root, 1.0);
    return ir_cast(b, ad_div(b, one, root), dtype);
}

static ir_id add_one(ir_builder *b, ir_id a) {
    ir_id one = ad_const(b, a, 1.0);
    return ad_add(b, a, one);
}

/* 1 - a*a, the square of the other leg. */
static ir_id co_square(ir_builder *b, ir_id a) {
    ir_id square = ad_mul(b, a, a);
    ir_id one = ad_const(b, square, 1.0);
    return ad_sub(b, one, square);
}

/* 1 + a*a */
static ir_id one_plus_square(ir_builder *b, ir_id a) {
    ir_id square = ad_mul(b, a, a);
    return add_one(b, square);
}

/* The slope of erfinv, of its result: sqrt(pi)/2 exp(a*a). */
static ir_id bowl(ir_builder *b, ir_id a) {
    return scale(b, ir_map1(b, IR_EXP, ad_mul(b, a, a)), 1 / M_2_SQRTPI);
}

/* The slope of erf: 2/sqrt(pi) exp(-a*a). */
static ir_id bell(ir_builder *b, ir_id a) {
    ir_id square = ad_mul(b, a, a);
    ir_id minus = ad_neg(b, square);
    ir_id e = ir_map1(b, IR_EXP, minus);
    return scale(b, e, M_2_SQRTPI);
}

/* The sign of a, 0 at NaN. */
static ir_id side(ir_builder *b, ir_id a) {
    ir_id zero = ad_const(b, a, 0.0), sign = ir_map1(b, IR_SIGN, a);
    return ad_select(b, ir_map2(b, IR_NE, a, a), zero, sign);
}

/* One row: the gradient for operand x of result y, given g. Each row is one chain of calls, so ids
 * are well ordered. */
#define RULE1(NAME, gradient)                                                                      \
    AD_RULE(NAME) {                                                                                \
        ir_id x = ad_operand(b, y, 0);                                                             \
        (void)x, (void)y, (void)g;                                                                 \
        if (needs[0]) out[0] = (gradient);                                                         \
    }

RULE1(NEG, ad_neg(b, g))
RULE1(ABS, ad_mul(b, g, side(b, x)))
RULE1(SIGN, IR_NONE)
RULE1(FLOOR, IR_NONE)
RULE1(CEIL, IR_NONE)
RULE1(TRUNC, IR_NONE)
RULE1(ROUND, IR_NONE)
RULE1(SQRT, ad_div(b, g, scale(b, y, 2.0)))
RULE1(EXP, ad_mul(b, g, y))
RULE1(EXP2, ad_is_half(b, y) ? scale(b, ad_mul(b, g, y), M_LN2) : ad_mul(b, g, scale(b, y, M_LN2)))
RULE1(EXPM1, ad_mul(b, g, add_one(b, y)))
RULE1(LOG, ad_div(b, g, x))
RULE1(LOG2, ad_div(b, g, scale(b, x, M_LN2)))
RULE1(LOG10, ad_div(b, g, scale(b, x, M_LN10)))
RULE1(LOG1P, ad_div(b, g, add_one(b, x)))
RULE1(SIN, ad_mul(b, g, ir_map1(b, IR_COS, x)))
RULE1(COS, ad_mul(b, g, ad_neg(b, ir_map1(b, IR_SIN, x))))
RULE1(TAN, ad_mul(b, g, one_plus_square(b, y)))
RULE1(ASIN, ad_mul(b, g, reciprocal_root(b, co_square(b, x))))
RULE1(ACOS, ad_mul(b, g, ad_neg(b, reciprocal_root(b, co_square(b, x)))))
RULE1(ATAN, ad_div(b, g, one_plus_square(b, x)))
RULE1(SINH, ad_mul(b, g, ir_map1(b, IR_COSH, x)))
RULE1(COSH, ad_mul(b, g, ir_map1(b, IR_SINH, x)))
RULE1(ERF, ad_mul(b, g, bell(b, x)))
RULE1(ERFC, ad_neg(b, ad_mul(b, g, bell(b, x))))
RULE1(ERFINV, ad_mul(b, g, bowl(b, y)))

AD_RULE(CAST) {
    kiln_dtype from = (kiln_dtype)ir_at(b->g, ir_at(b->g, y)->operand[0])->dtype;
    if (needs[0]) out[0] = ir_cast(b, g, from);
}

/* One kernel in PyTorch, so halves are rounded once. */
AD_RULE(TANH) {
    if (!needs[0]) return;
    kiln_dtype dtype = (kiln_dtype)ir_at(b->g, y)->dtype;
    ir_id slope = co_square(b, ad_wide(b, y));
    out[0] = ir_cast(b, ad_mul(b, ad_wide(b, g), slope), dtype);
}

AD_RULE(ADD) {
    for (int k = 0; k < 2; k++) {
        if (needs[k]) out[k] = ad_unbroadcast(b, g, ad_operand(b, y, k));
    }
}

AD_RULE(SUB) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1);
    if (needs[0]) out[0] = ad_unbroadcast(b, g, p);
    if (!needs[1]) return;
    ir_id sum = ad_unbroadcast(b, g, q); /* before negating: fewer elements */
    out[1] = ad_neg(b, sum);
}

AD_RULE(MUL) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1);
    if (needs[0]) out[0] = ad_unbroadcast(b, ad_mul(b, g, q), p);
    if (needs[1]) out[1] = ad_unbroadcast(b, ad_mul(b, g, p), q);
}

AD_RULE(DIV) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1);
    ir_id part = ad_div(b, g, q);
    if (needs[0]) out[0] = ad_unbroadcast(b, part, p);
    if (!needs[1]) return;
    ir_id product = ad_is_half(b, y) ? ad_mul(b, g, ad_div(b, y, q)) : ad_mul(b, part, y);
    ir_id sum = ad_unbroadcast(b, product, q);
    out[1] = ad_neg(b, sum);
}

/* d/dq is minus the whole quotient that rem took out. It is had from the result, since floor(p / q)
 * of the rounded quotient can be one too large where p / q is just below a whole number. */
static void remainder_rule(ir_builder *b, ir_id y, ir_id g, const bool *needs, ir_id *out) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1);
    if (needs[0]) out[0] = ad_unbroadcast(b, g, p);
    if (!needs[1]) return;
    ir_id multiple = ad_sub(b, p, y);
    ir_id whole = ir_map1(b, IR_ROUND, ad_div(b, multiple, q));
    ir_id sum = ad_unbroadcast(b, ad_mul(b, g, whole), q);
    out[1] = ad_neg(b, sum);
}

AD_RULE(REM) { remainder_rule(b, y, g, needs, out); }
AD_RULE(FMOD) {
    if (!ad_is_half(b, y)) {
        remainder_rule(b, y, g, needs, out);
        return;
    }
    /* PyTorch rounds the quotient before it makes it whole */
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1);
    if (needs[0]) out[0] = ad_unbroadcast(b, g, p);
    if (!needs[1]) return;
    ir_id minus = ad_neg(b, g), whole = ir_map1(b, IR_TRUNC, ad_div(b, p, q));
    out[1] = ad_unbroadcast(b, ad_mul(b, minus, whole), q);
}

static bool constant_value(const ir_graph *g, ir_id id, double *value) {
    const ir_node *n = ir_at(g, id);
    if (n->op != IR_CONST) return false;
    *value = ir_value_of((kiln_dtype)n->dtype, n->bits);
    return true;
}

/* Where p and q are both zero the slopes are 0 times infinity, which PyTorch defines as 0. The
 * infinity is avoided, not masked afterwards: a mask would hide it from this derivative but not
 * from the next. */
static ir_id both_zero(ir_builder *b, ir_id p, ir_id q) {
    ir_id zero = ad_const(b, q, 0.0);
    ir_id p_zero = ir_map2(b, IR_EQ, p, zero);
    ir_id q_zero = ir_map2(b, IR_EQ, q, zero);
    return ir_map2(b, IR_AND, p_zero, q_zero);
}

/* g * q * p^(q-1). Literal exponents need no test, and squares no power. */
static ir_id pow_base(ir_builder *b, ir_id p, ir_id q, ir_id g) {
    double k = 0;
    ir_id power = p;
    if (!constant_value(b->g, q, &k)) {
        ir_id minus_one = ad_const(b, q, -1.0);
        ir_id less = ad_add(b, q, minus_one);
        ir_id corner = both_zero(b, p, q);
        ir_id zero = ad_const(b, q, 0.0);
        power = ir_map2(b, IR_POW, p, ad_select(b, corner, zero, less));
    } else if (k == 0) {
        return IR_NONE;
    } else if (k == 1) {
        return g;
    } else if (k != 2) {
        ir_id less = ad_const(b, q, k - 1);
        power = ir_map2(b, IR_POW, p, less);
    }
    return ad_mul(b, g, ad_mul(b, power, q));
}

/* g * y * log p, where log is 0 instead of -infinity at p = 0 when q is not negative. */
static ir_id pow_exponent(ir_builder *b, ir_id p, ir_id q, ir_id y, ir_id g) {
    ir_id zero = ad_const(b, q, 0.0);
    ir_id base_zero = ir_map2(b, IR_EQ, p, zero);
    ir_id not_negative = ir_map2(b, IR_LE, zero, q);
    ir_id flat = ir_map2(b, IR_AND, base_zero, not_negative);
    ir_id one = ad_const(b, p, 1.0);
    ir_id base = ad_select(b, flat, one, p);
    return ad_mul(b, g, ad_mul(b, y, ir_map1(b, IR_LOG, base)));
}

AD_RULE(POW) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1);
    if (needs[0]) out[0] = ad_unbroadcast(b, pow_base(b, p, q, g), p);
    if (needs[1]) out[1] = ad_unbroadcast(b, pow_exponent(b, p, q, y, g), q);
}

/* y is the angle of the point (q, p): the gradient is the point turned by a quarter, over its
 * squared length, and 0 at the origin. */
AD_RULE(ATAN2) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1);
    ir_id pp = ad_mul(b, p, p);
    ir_id qq = ad_mul(b, q, q);
    ir_id square = ad_add(b, pp, qq);
    ir_id zero = ad_const(b, square, 0.0), one = ad_const(b, square, 1.0);
    ir_id origin = ir_map2(b, IR_EQ, square, zero);
    ir_id safe = ad_select(b, origin, one, square);
    ir_id inverse = ad_select(b, origin, zero, ad_div(b, one, safe));
    if (needs[0]) out[0] = ad_unbroadcast(b, ad_mul(b, ad_mul(b, g, q), inverse), p);
    if (!needs[1]) return;
    ir_id minus = ad_neg(b, p);
    out[1] = ad_unbroadcast(b, ad_mul(b, ad_mul(b, g, minus), inverse), q);
}

/* `shared`, but nothing where this operand lost: where lower < upper. NaN loses to nothing, as in
 * PyTorch. */
static ir_id unless_below(ir_builder *b, ir_id lower, ir_id upper, ir_id shared) {
    ir_id zero = ad_const(b, shared, 0.0);
    ir_id lost = ir_map2(b, IR_LT, lower, upper);
    return ad_select(b, lost, zero, shared);
}

/* At a tie each operand takes half. */
static ir_id share_ties(ir_builder *b, ir_id p, ir_id q, ir_id g) {
    ir_id tie = ir_map2(b, IR_EQ, p, q);
    ir_id half = scale(b, g, 0.5);
    return ad_select(b, tie, half, g);
}

AD_RULE(MAX) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1);
    ir_id shared = share_ties(b, p, q, g);
    if (needs[0]) out[0] = ad_unbroadcast(b, unless_below(b, p, q, shared), p);
    if (needs[1]) out[1] = ad_unbroadcast(b, unless_below(b, q, p, shared), q);
}

AD_RULE(MIN) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1);
    ir_id shared = share_ties(b, p, q, g);
    if (needs[0]) out[0] = ad_unbroadcast(b, unless_below(b, q, p, shared), p);
    if (needs[1]) out[1] = ad_unbroadcast(b, unless_below(b, p, q, shared), q);
}

AD_RULE(SELECT) {
    ir_id cond = ad_operand(b, y, 0), p = ad_operand(b, y, 1), q = ad_operand(b, y, 2);
    ir_id zero = ad_const(b, g, 0.0);
    if (needs[1]) out[1] = ad_unbroadcast(b, ad_select(b, cond, g, zero), p);
    if (needs[2]) out[2] = ad_unbroadcast(b, ad_select(b, cond, zero, g), q);
}

AD_RULE(SLOPE) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1), slope = ad_operand(b, y, 2);
    if (needs[0]) out[0] = ad_unbroadcast(b, g, p);
    if (needs[1]) out[1] = ad_unbroadcast(b, ad_mul(b, g, slope), q);
}

AD_RULE(SLOPE_OVER) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1), divisor = ad_operand(b, y, 2);
    if (needs[0]) out[0] = ad_unbroadcast(b, g, p);
    if (needs[1]) out[1] = ad_unbroadcast(b, ad_div(b, g, divisor), q);
}

AD_RULE(FMA) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1), r = ad_operand(b, y, 2);
    if (needs[0]) out[0] = ad_unbroadcast(b, ad_mul(b, g, q), p);
    if (needs[1]) out[1] = ad_unbroadcast(b, ad_mul(b, g, p), q);
    if (needs[2]) out[2] = ad_unbroadcast(b, g, r);
}
