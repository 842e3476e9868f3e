/* SPDX-License-Identifier: Apache-2.0
 * Public comparisons, logic, and the choice of the larger, the smaller or a value within bounds. */
#include "frontend/core/operands.h"

#include <math.h>

/* ---- two operands, bool result */

/* A number no element of an integer tensor can be is compared with all the same: both as i64. */
static bool beyond(kiln_value v, kiln_dtype d) {
    static const int64_t least[KILN_DTYPE_COUNT] = {
        [KILN_I8] = INT8_MIN, [KILN_I16] = INT16_MIN, [KILN_I32] = INT32_MIN};
    static const int64_t most[KILN_DTYPE_COUNT] = {[KILN_U8] = UINT8_MAX,
                                                   [KILN_I8] = INT8_MAX,
                                                   [KILN_I16] = INT16_MAX,
                                                   [KILN_I32] = INT32_MAX};
    return v.kind == KILN_IS_INT && most[d] != 0 &&
           (v.as.integer < least[d] || v.as.integer > most[d]);
}

static kiln_tensor *compare(kiln_site at, const char *call, ir_op op, kiln_tensor *a, kiln_value b,
                            bool swapped) {
    kiln_value v[2] = {kiln_v_tensor(a), b};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, call, v, 2, 0, &o);
    if (s == NULL) return fe_poison_values(v, 2);
    if (beyond(b, o.dtype)) {
        o.id[0] = fe_cast(s, o.id[0], KILN_I64);
        o.id[1] = fe_value_in(s, b, KILN_I64);
    }
    return fe_result(s, fe_map2(s, op, o.id[swapped], o.id[!swapped]));
}

#define COMPARE(name, op, swapped)                                                                 \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor * a, kiln_value b) {                      \
        FE_DOOR;                                                                                   \
        return compare(at, #name, op, a, b, swapped);                                              \
    }

COMPARE(eq, IR_EQ, false)
COMPARE(ne, IR_NE, false)
COMPARE(lt, IR_LT, false)
COMPARE(le, IR_LE, false)
COMPARE(gt, IR_LT, true)
COMPARE(ge, IR_LE, true)

/* |a - b| <= atol + rtol |b|, rounded step by step as PyTorch does; integers with b as f32. */
static ir_id close(kiln_session *s, const fe_operands *o, double rtol, double atol,
                   bool equal_nan) {
    ir_id a = o->id[0], b = o->id[1], like = fe_map2(s, IR_EQ, a, b);
    if (equal_nan && fe_is_float(o->dtype)) {
        ir_id b_nan = fe_map2(s, IR_NE, b, b);
        like = fe_map2(s, IR_OR, like, fe_map2(s, IR_AND, fe_map2(s, IR_NE, a, a), b_nan));
    }
    if (rtol == 0 && atol == 0) return like;
    a = fe_real(s, a), b = fe_real(s, b);
    if (a == IR_NONE || b == IR_NONE) return IR_NONE;
    kiln_dtype d = fe_dtype(s, b);
    ir_id share = fe_map1(s, IR_ABS, fe_map2(s, IR_MUL, fe_number(s, d, rtol), b)),
          allowed = fe_map2(s, IR_ADD, fe_number(s, d, atol), share);
    ir_id error = fe_map1(s, IR_ABS, fe_map2(s, IR_SUB, a, b)),
          within = fe_map2(s, IR_LE, error, allowed);
    ir_id near =
        fe_map2(s, IR_AND, fe_map2(s, IR_LT, error, fe_const_like(s, error, INFINITY)), within);
    return fe_map2(s, IR_OR, like, near);
}

kiln_tensor *(kiln_isclose)(kiln_site at, kiln_tensor *a, kiln_tensor *b, double rtol, double atol,
                            bool equal_nan) {
    FE_DOOR;
    kiln_value v[2] = {kiln_v_tensor(a), kiln_v_tensor(b)};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, "isclose", v, 2, 0, &o);
    if (s == NULL) return fe_poison_values(v, 2);
    if (!fe_same_dtype(s, a, b, "other")) return fe_result(s, IR_NONE);
    if (!(rtol >= 0) || !(atol >= 0))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is %g, expected a number >= 0",
                                    rtol >= 0 ? "atol" : "rtol", rtol >= 0 ? atol : rtol));
    return fe_result(s, close(s, &o, rtol, atol, equal_nan));
}

#define LOGICAL(name, op)                                                                          \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor * a, kiln_tensor * b) {                   \
        FE_DOOR;                                                                                   \
        kiln_session *s = fe_enter2(at, #name, a, b);                                              \
        if (s == NULL) return fe_poison_like(a, b);                                                \
        ir_id second = fe_cast(s, fe_node(s, b), KILN_BOOL);                                       \
        return fe_result(s, fe_map2(s, op, fe_cast(s, fe_node(s, a), KILN_BOOL), second));         \
    }

LOGICAL(logical_and, IR_AND)
LOGICAL(logical_or, IR_OR)
LOGICAL(logical_xor, IR_XOR)

/* ---- one operand, bool result. NaN compares false with everything; integers are always finite. */

#define TEST(name, of_float, of_others)                                                            \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor * a) {                                    \
        FE_DOOR;                                                                                   \
        fe_operands o;                                                                             \
        kiln_session *s = fe_enter_operand(at, #name, a, 0, &o);                                   \
        if (s == NULL) return fe_poison_like(a, NULL);                                             \
        ir_id x = o.id[0];                                                                         \
        return fe_result(s, fe_is_float(o.dtype) ? (of_float) : (of_others));                      \
    }

#define NEVER fe_map2(s, IR_NE, x, x)

static ir_id size_to_infinity(kiln_session *s, ir_op op, ir_id x) {
    ir_id infinity = fe_const_like(s, x, INFINITY);
    return fe_map2(s, op, fe_map1(s, IR_ABS, x), infinity);
}

TEST(isnan, fe_map2(s, IR_NE, x, x), NEVER)
TEST(isinf, size_to_infinity(s, IR_EQ, x), NEVER)
TEST(isposinf, fe_map2(s, IR_EQ, x, fe_const_like(s, x, INFINITY)), NEVER)
TEST(isneginf, fe_map2(s, IR_EQ, x, fe_const_like(s, x, -INFINITY)), NEVER)
TEST(isfinite, size_to_infinity(s, IR_LT, x), fe_map2(s, IR_EQ, x, x))
TEST(logical_not, fe_map1(s, IR_NOT, fe_cast(s, x, KILN_BOOL)),
     fe_map1(s, IR_NOT, fe_cast(s, x, KILN_BOOL)))

/* ---- the larger and the smaller */

static kiln_tensor *extreme(kiln_site at, const char *call, ir_op op, kiln_tensor *a,
                            kiln_tensor *b) {
    kiln_value v[2] = {kiln_v_tensor(a), kiln_v_tensor(b)};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, call, v, 2, 0, &o);
    return s == NULL ? fe_poison_values(v, 2) : fe_result(s, fe_map2(s, op, o.id[0], o.id[1]));
}

kiln_tensor *(kiln_maximum)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return extreme(at, "maximum", IR_MAX, a, b);
}
kiln_tensor *(kiln_minimum)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return extreme(at, "minimum", IR_MIN, a, b);
}
kiln_tensor *(kiln_max_other)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return extreme(at, "max", IR_MAX, a, b);
}
kiln_tensor *(kiln_min_other)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return extreme(at, "min", IR_MIN, a, b);
}

/* The one that is a number, else the first; at a tie the first, which so has the whole derivative.
 * Only the sign of a zero tells which it was, and PyTorch's for bf16 is the second's. */
static kiln_tensor *numeric_extreme(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *b,
                                    bool larger) {
    kiln_value v[2] = {kiln_v_tensor(a), kiln_v_tensor(b)};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, call, v, 2, 0, &o);
    if (s == NULL) return fe_poison_values(v, 2);
    ir_id first = fe_map2(s, IR_LE, o.id[larger], o.id[!larger]),
          no_number = fe_map2(s, IR_NE, o.id[1], o.id[1]);
    ir_id y = fe_where(s, fe_map2(s, IR_OR, first, no_number), o.id[0], o.id[1]);
    if (o.dtype == KILN_BF16) {
        ir_id one = fe_const_like(s, y, 1);
        y = fe_slope(s, fe_still(s, fe_where(s, fe_map2(s, IR_EQ, o.id[0], o.id[1]), o.id[1], y)),
                     y, one);
    }
    return fe_result(s, y);
}

kiln_tensor *(kiln_fmax)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return numeric_extreme(at, "fmax", a, b, true);
}
kiln_tensor *(kiln_fmin)(kiln_site at, kiln_tensor *a, kiln_tensor *b) {
    FE_DOOR;
    return numeric_extreme(at, "fmin", a, b, false);
}

/* ---- bounds */

/* x where it is within the bound; NaN wins. Of two equal zeros the bound where it is a tensor. The
 * derivative is that of x at the bound too, and nobody's where one of them is NaN. */
static ir_id bound(kiln_session *s, ir_op op, ir_id x, ir_id limit, bool tensor) {
    if (x == IR_NONE || limit == IR_NONE || !fe_is_float(fe_dtype(s, x)))
        return fe_map2(s, op, x, limit);
    ir_id within = op == IR_MAX ? fe_map2(s, IR_LE, limit, x) : fe_map2(s, IR_LE, x, limit);
    ir_id no_number = fe_map2(s, IR_NE, x, x);
    if (tensor) no_number = fe_map2(s, IR_OR, no_number, fe_map2(s, IR_NE, limit, limit));
    ir_id y = fe_where(s, within, x, fe_where(s, no_number, fe_const_like(s, x, NAN), limit));
    return tensor ? fe_derived_as(s, fe_map2(s, op, x, limit), y) : y;
}

/* Of two tensors as bounds: x's from low to high, low's below it if it is less than high, high's
 * above it or where it is less than low. */
static ir_id derived_within(kiln_session *s, ir_id y, ir_id x, ir_id low, ir_id high) {
    ir_id not_above = fe_map2(s, IR_LE, x, high),
          inside = fe_map2(s, IR_AND, fe_map2(s, IR_LE, low, x), not_above);
    ir_id ordered = fe_map2(s, IR_LT, low, high),
          under = fe_map2(s, IR_AND, fe_map2(s, IR_LT, x, low), ordered);
    ir_id crossed = fe_map2(s, IR_LT, high, low),
          over = fe_map2(s, IR_OR, fe_map2(s, IR_LT, high, x), crossed);
    ir_id d = fe_where(s, inside, x,
                       fe_where(s, under, low, fe_where(s, over, high, fe_const_like(s, y, 0))));
    return fe_derived_as(s, y, d);
}

static bool over_rank0(kiln_value v) {
    return v.kind == KILN_IS_TENSOR && fe_of(v.as.tensor)->rank > 0;
}

static const char *clamp_mistake(const kiln_value v[3], kiln_dtype d, kiln_status *status) {
    bool low = v[1].kind != KILN_IS_NONE, high = v[2].kind != KILN_IS_NONE,
         numbers = fe_is_number(v[1]) || fe_is_number(v[2]);
    *status = KILN_BAD_ARGUMENT;
    if (!low && !high) return "min and max are both None, expected at least one";
    if (numbers && (over_rank0(v[1]) || over_rank0(v[2])))
        return "one of min and max is a number and the other a tensor, expected both alike";
    *status = KILN_BAD_DTYPE;
    return d == KILN_BOOL && (numbers || (low && high)) ? "the operands are bool, expected numbers"
                                                        : NULL;
}

static kiln_tensor *clamp(kiln_site at, const char *call, kiln_tensor *a, kiln_value low,
                          kiln_value high) {
    kiln_value v[3] = {kiln_v_tensor(a), low, high};
    fe_operands o;
    kiln_session *s = fe_enter_operands(at, call, v, 3, 0, &o);
    if (s == NULL) return fe_poison_values(v, 3);
    kiln_status status;
    const char *mistake = clamp_mistake(v, o.dtype, &status);
    ir_id x = mistake != NULL ? ir_fail(&s->b, status, "%s", mistake) : o.id[0];
    static const char *const names[3] = {"", "min", "max"};
    for (int i = 1; i < 3 && x != IR_NONE; i++)
        if (v[i].kind != KILN_IS_NONE)
            x = bound(s, i == 1 ? IR_MAX : IR_MIN, x,
                      fe_is_number(v[i]) ? fe_checked_number(s, v[i], o.dtype, names[i]) : o.id[i],
                      v[i].kind == KILN_IS_TENSOR);
    bool both = low.kind == KILN_IS_TENSOR && high.kind == KILN_IS_TENSOR && fe_is_float(o.dtype);
    return fe_result(s, both ? derived_within(s, x, o.id[0], o.id[1], o.id[2]) : x);
}

kiln_tensor *(kiln_clamp)(kiln_site at, kiln_tensor *a, kiln_value low, kiln_value high) {
    FE_DOOR;
    return clamp(at, "clamp", a, low, high);
}
kiln_tensor *(kiln_clamp_min)(kiln_site at, kiln_tensor *a, kiln_value low) {
    FE_DOOR;
    return clamp(at, "clamp_min", a, low, KILN_NO_VALUE);
}
kiln_tensor *(kiln_clamp_max)(kiln_site at, kiln_tensor *a, kiln_value high) {
    FE_DOOR;
    return clamp(at, "clamp_max", a, KILN_NO_VALUE, high);
}
