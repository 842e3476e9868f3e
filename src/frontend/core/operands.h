/* SPDX-License-Identifier: Apache-2.0
 * How elementwise functions enter: tensors and numbers are brought to one dtype, after the dtypes
 * the function takes were checked. Used by the files of elementwise functions. */
#ifndef KN_FRONTEND_OPERANDS_H
#define KN_FRONTEND_OPERANDS_H

#include "frontend/core/frontend.h"

/* What a function takes and what it computes in, from torch.result_type of its operands. */
enum {
    FE_TO_REAL = 1,     /* integers and bools are taken as f32 */
    FE_ONLY_FLOATS = 2, /* others are refused */
    FE_ONLY_INTS = 4,
    FE_NO_BOOL = 8, /* a common dtype of bool is refused */
    FE_NO_FLOATS = 16,
    FE_NO_BOOL_OPERAND = 32, /* so is any bool among the operands */
    FE_WIDE = 64,            /* f16 and bf16 are computed on in f32: cast the result to `dtype` */
    FE_OPMATH = 128, /* the same, and numbers and, after the first operand, tensors of one element
                        are not rounded to 16 bits before */
};

typedef struct fe_operands {
    kiln_dtype dtype; /* common to all */
    kiln_dtype in;    /* what the ids have: dtype, or f32 by FE_WIDE or FE_OPMATH */
    ir_id id[3];      /* IR_NONE where the value is none, or after an error */
} fe_operands;

kiln_session *fe_enter_operands(kiln_site at, const char *call, const kiln_value *v, int n,
                                int rules, fe_operands *o);
kiln_session *fe_enter_operand(kiln_site at, const char *call, kiln_tensor *a, int rules,
                               fe_operands *o);
kiln_tensor *fe_poison_values(const kiln_value *v, int n);
bool fe_is_number(kiln_value v);
double fe_number_of(kiln_value v); /* of a number, not a tensor */
bool fe_is_one(kiln_value v);      /* the number 1; a tensor never is */
/* The result in the common dtype. */
static inline ir_id fe_out(kiln_session *s, const fe_operands *o, ir_id x) {
    return fe_cast(s, x, o->dtype);
}
/* A public function of one real operand, x in the expression: integers and bools as f32, halves
 * computed in f32. */
#define FE_REAL(name, expression)                                                                  \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor * a) {                                    \
        FE_DOOR;                                                                                   \
        fe_operands o;                                                                             \
        kiln_session *s = fe_enter_operand(at, #name, a, FE_TO_REAL | FE_WIDE, &o);                \
        ir_id x = s != NULL ? o.id[0] : IR_NONE;                                                   \
        return s == NULL ? fe_poison_like(a, NULL) : fe_result(s, fe_out(s, &o, expression));      \
    }
/* The same with the derivative g slope by `join` fe_slope, g / slope by fe_slope_over, where
 * `slope` is an expression of v: x in its own dtype. */
#define FE_REAL_SLOPED(name, expression, join, slope)                                              \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor * a) {                                    \
        FE_DOOR;                                                                                   \
        fe_operands o;                                                                             \
        kiln_session *s = fe_enter_operand(at, #name, a, FE_TO_REAL | FE_WIDE, &o);                \
        if (s == NULL) return fe_poison_like(a, NULL);                                             \
        ir_id x = o.id[0], y = fe_out(s, &o, expression), v = fe_out(s, &o, x), d = slope;         \
        return fe_result(s, join(s, fe_still(s, y), v, d));                                        \
    }
/* x k, where k is not rounded to a half. */
static inline ir_id fe_times(kiln_session *s, ir_id x, double k) {
    if (x == IR_NONE) return x;
    ir_id wide = fe_wide(s, x);
    return fe_cast(s, fe_mul(s, wide, fe_const_like(s, wide, k)), fe_dtype(s, x));
}
/* y, with the derivative of `other`, of one shape and dtype. */
static inline ir_id fe_derived_as(kiln_session *s, ir_id y, ir_id other) {
    ir_id one = fe_const_like(s, other, 1);
    return fe_slope(s, fe_still(s, y), other, one);
}
/* A number converted as torch.Scalar.to: one that d does not hold is refused. A rank-0 tensor is
 * cast. */
ir_id fe_checked_number(kiln_session *s, kiln_value v, kiln_dtype d, const char *what);
/* Whether a number, or an evaluated tensor of rank 0, is one that dtype d holds; else an error
 * about `value`. */
bool fe_fill_fits(kiln_session *s, kiln_site at, kiln_value value, kiln_dtype d);
/* bool: x < 0 of integers, the sign bit of floats */
ir_id fe_negative_bit(kiln_session *s, ir_id x);
ir_id fe_value_in(kiln_session *s, kiln_value v, kiln_dtype d);
/* power.c: of floats; the exponent is rounded as x is */
ir_id fe_power_by(kiln_session *s, ir_id x, double e);

#endif
