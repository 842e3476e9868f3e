/* SPDX-License-Identifier: Apache-2.0
 * Operands of elementwise functions: one dtype for all, what is refused, numbers converted as
 * PyTorch does. Called by the files of elementwise functions. */
#include "frontend/core/operands.h"

bool fe_is_number(kiln_value v) {
    return v.kind == KILN_IS_FLOAT || v.kind == KILN_IS_INT || v.kind == KILN_IS_BOOL;
}

double fe_number_of(kiln_value v) {
    return v.kind == KILN_IS_FLOAT ? v.as.number : (double)v.as.integer;
}

bool fe_is_one(kiln_value v) { return fe_is_number(v) && fe_number_of(v) == 1; }

kiln_tensor *fe_poison_values(const kiln_value *v, int n) {
    kiln_tensor *poison = fe_poison(NULL);
    for (int i = 0; i < n && fe_of(poison)->session == NULL; i++)
        if (v[i].kind == KILN_IS_TENSOR) poison = fe_poison_like(v[i].as.tensor, NULL);
    return poison;
}

/* Numbers wrap in integers, as PyTorch's numbers among tensors do. */
ir_id fe_value_in(kiln_session *s, kiln_value v, kiln_dtype d) {
    if (v.kind == KILN_IS_TENSOR) return fe_cast(s, fe_value_node(s, v, d), d);
    if (v.kind != KILN_IS_FLOAT && !fe_is_float(d))
        return ir_scalar(&s->b, d, (uint64_t)v.as.integer);
    return fe_value_node(s, v, d);
}

static bool has_bool(const kiln_value *v, int n) {
    for (int i = 0; i < n; i++)
        if (v[i].kind == KILN_IS_BOOL ||
            (v[i].kind == KILN_IS_TENSOR && fe_of(v[i].as.tensor)->dtype == KILN_BOOL))
            return true;
    return false;
}

static bool takes(kiln_session *s, const kiln_value *v, int n, int rules, kiln_dtype d) {
    const char *expected = NULL;
    if ((rules & FE_ONLY_FLOATS) != 0 && !fe_is_float(d)) expected = "floats";
    if ((rules & FE_ONLY_INTS) != 0 && (fe_is_float(d) || d == KILN_BOOL)) expected = "integers";
    if ((rules & FE_NO_FLOATS) != 0 && fe_is_float(d)) expected = "integers or bools";
    if ((rules & FE_NO_BOOL) != 0 && d == KILN_BOOL) expected = "numbers, not bools";
    if (expected != NULL)
        ir_fail(&s->b, KILN_BAD_DTYPE, "the operand%s %s, expected %s",
                n > 1 ? "s' common dtype is" : " is", kiln_dtype_short(d), expected);
    else if ((rules & FE_NO_BOOL_OPERAND) != 0 && has_bool(v, n))
        ir_fail(&s->b, KILN_BAD_DTYPE,
                "an operand is bool, expected numbers; bools take logical_xor and logical_not");
    else
        return true;
    return false;
}

/* Brings tensors to their common shape before they are widened: so a derivative is rounded to 16
 * bits before it is summed over what was repeated, as in PyTorch. */
static void spread(kiln_session *s, const kiln_value *v, int n, ir_id *id) {
    ir_id given[3];
    int rank, count = 0;
    int64_t extent[IR_MAX_RANK];
    for (int i = 0; i < n; i++) {
        if (v[i].kind == KILN_IS_NONE) continue;
        if (id[i] == IR_NONE) return;
        given[count++] = id[i];
    }
    if (!fe_broadcast(s, given, count, &rank, extent)) return;
    for (int i = 0; i < n; i++) {
        if (v[i].kind != KILN_IS_TENSOR) continue;
        id[i] = fe_repeat_to(s, id[i], rank, extent);
    }
}

static kiln_session *bring(kiln_session *s, const kiln_value *v, int n, int rules, fe_operands *o) {
    kiln_dtype d = n == 1 ? (kiln_dtype)fe_of(v->as.tensor)->dtype : fe_promote(v, n);
    if (rules > FE_TO_REAL && !takes(s, v, n, rules, d)) {
        o->dtype = o->in = d;
        o->id[0] = o->id[1] = o->id[2] = IR_NONE;
        return s;
    }
    if ((rules & FE_TO_REAL) != 0 && !fe_is_float(d)) d = KILN_F32;
    o->dtype = d;
    o->in = (rules & (FE_WIDE | FE_OPMATH)) != 0 ? fe_opmath(d) : d;
    for (int i = 0; i < n; i++) {
        bool one = v[i].kind != KILN_IS_TENSOR ||
                   (i > 0 && fe_of(v[i].as.tensor)->dtype != d && kiln_numel(v[i].as.tensor) == 1);
        bool rounded = (rules & FE_WIDE) != 0 || !one;
        o->id[i] = v[i].kind == KILN_IS_NONE ? IR_NONE : fe_value_in(s, v[i], rounded ? d : o->in);
    }
    if (o->in != d && n > 1) spread(s, v, n, o->id);
    for (int i = 0; i < n; i++) o->id[i] = fe_cast(s, o->id[i], o->in);
    return s;
}

kiln_session *fe_enter_operands(kiln_site at, const char *call, const kiln_value *v, int n,
                                int rules, fe_operands *o) {
    kiln_session *s = fe_enter_values(at, call, v, (size_t)n);
    return s == NULL ? NULL : bring(s, v, n, rules, o);
}

kiln_session *fe_enter_operand(kiln_site at, const char *call, kiln_tensor *a, int rules,
                               fe_operands *o) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return NULL;
    kiln_value v = kiln_v_tensor(a);
    return bring(s, &v, 1, rules, o);
}

/* ---- numbers that must fit */

ir_id fe_checked_number(kiln_session *s, kiln_value v, kiln_dtype d, const char *what) {
    if (v.kind == KILN_IS_TENSOR) {
        if (!fe_usable(s, v, what)) return IR_NONE;
        if (fe_of(v.as.tensor)->rank > 0)
            return ir_fail(&s->b, KILN_BAD_SHAPE,
                           "%s is a tensor of rank %d, expected a number or a tensor of rank 0",
                           what, fe_of(v.as.tensor)->rank);
        return fe_cast(s, fe_node(s, v.as.tensor), d);
    }
    if (!fe_number_fits(s, v, d, what)) return IR_NONE;
    if (v.kind == KILN_IS_FLOAT && !fe_is_float(d)) {
        if (d == KILN_BOOL) return ir_scalar(&s->b, d, v.as.number != 0);
        return ir_scalar(&s->b, d, (uint64_t)(int64_t)v.as.number);
    }
    return fe_value_in(s, v, d);
}

/* PyTorch refuses a number that the dtype does not hold; a tensor of a dtype that may hold such is
 * read. */
bool fe_fill_fits(kiln_session *s, kiln_site at, kiln_value value, kiln_dtype d) {
    if (value.kind != KILN_IS_TENSOR) return fe_number_fits(s, value, d, "value");
    kiln_dtype own = (kiln_dtype)fe_of(value.as.tensor)->dtype;
    if (d == KILN_BOOL || fe_wider(own, d) == d) return true;
    return fe_element(s, at, s->call, value.as.tensor, &value) &&
           fe_number_fits(s, value, d, "value");
}

/* ---- signs */

ir_id fe_negative_bit(kiln_session *s, ir_id x) {
    if (x == IR_NONE) return x;
    kiln_dtype d = fe_dtype(s, x);
    if (d == KILN_BOOL) return fe_map2(s, IR_NE, x, x);
    if (d == KILN_F64 || d == KILN_F32)
        x = ir_convert(&s->b, IR_BITCAST, x, d == KILN_F64 ? KILN_I64 : KILN_I32);
    else if (fe_is_float(d))
        x = ir_convert(&s->b, IR_BITCAST, x, KILN_I16);
    return fe_map2(s, IR_LT, x, fe_const_like(s, x, 0));
}
