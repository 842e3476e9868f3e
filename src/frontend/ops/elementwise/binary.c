/* SPDX-License-Identifier: Apache-2.0
 * PyTorch's operators + - * / on node ids of any dtypes, for composites that PyTorch writes op by
 * op: operands are promoted and broadcast, halves are rounded by each. Called by the files of
 * losses. */
#include "frontend/ops/network.h"

static bool is_half(kiln_dtype d) { return ir_dtype_is(d, IR_DT_HALF); }

/* Of a tensor of halves and a factor or divisor of rank 0 the latter is not rounded first. */
static ir_id unrounded(kiln_session *s, ir_op op, ir_id a, ir_id b, kiln_dtype d) {
    b = fe_cast(s, b, KILN_F32);
    return fe_cast(s, fe_map2(s, op, fe_cast(s, a, KILN_F32), b), d);
}

ir_id fe_binary(kiln_session *s, ir_op op, ir_id a, ir_id b) {
    if (a == IR_NONE || b == IR_NONE) return IR_NONE;
    kiln_dtype d = fe_promote_ids(s, a, b);
    if (op == IR_SUB && (fe_dtype(s, a) == KILN_BOOL || fe_dtype(s, b) == KILN_BOOL))
        return ir_fail(&s->b, KILN_BAD_DTYPE, "a bool tensor is not subtracted; expected numbers");
    if (op == IR_DIV && !fe_is_float(d)) d = KILN_F32;
    if (d == KILN_BOOL && op != IR_DIV) op = op == IR_ADD ? IR_OR : IR_AND;
    bool scales = op == IR_MUL || op == IR_DIV,
         single = fe_rank(s, b) == 0 && fe_rank(s, a) > 0 && fe_dtype(s, b) != d;
    if (scales && is_half(d) && single) return unrounded(s, op, fe_cast(s, a, d), b, d);
    if (op == IR_MUL && is_half(d) && fe_rank(s, a) == 0 && fe_rank(s, b) > 0 &&
        fe_dtype(s, a) != d)
        return unrounded(s, op, a, fe_cast(s, b, d), d);
    b = fe_cast(s, b, d);
    return fe_map2(s, op, fe_cast(s, a, d), b);
}

ir_id fe_binary_number(kiln_session *s, ir_op op, ir_id a, double number) {
    if (a == IR_NONE) return a;
    if (op == IR_SUB && fe_dtype(s, a) == KILN_BOOL)
        return ir_fail(&s->b, KILN_BAD_DTYPE, "a bool tensor is not subtracted; expected numbers");
    a = fe_real(s, a);
    kiln_dtype own = fe_dtype(s, a);
    if ((op != IR_MUL && op != IR_DIV) || !is_half(own))
        return fe_map2(s, op, a, fe_number(s, own, number));
    return unrounded(s, op, a, fe_number(s, KILN_F32, number), own);
}

ir_id fe_is_label(kiln_session *s, ir_id x, int64_t value) {
    if (x != IR_NONE && fe_dtype(s, x) == KILN_BOOL) x = fe_cast(s, x, KILN_I64);
    if (x == IR_NONE) return x;
    kiln_dtype d = fe_dtype(s, x);
    return fe_map2(s, IR_EQ, x,
                   fe_is_float(d)
                       ? fe_const(s, d, (double)value)
                       : ir_scalar(&s->b, d,
                                   ir_bits_of_i64(d, d == KILN_U8 ? value & 255 : value)));
}
