/* SPDX-License-Identifier: Apache-2.0
 * Public linalg.matrix_power, in PyTorch's order of products. */
#include "frontend/core/frontend.h"

static ir_id identity(kiln_session *s, ir_id a) {
    int rank = fe_rank(s, a);
    int64_t e[IR_MAX_RANK];
    memcpy(e, ir_shape(&s->g, a), (size_t)rank * sizeof *e);
    ir_id row = ir_iota(&s->b, KILN_I64, rank, e, rank - 2),
          column = ir_iota(&s->b, KILN_I64, rank, e, rank - 1);
    return fe_cast(s, fe_map2(s, IR_EQ, row, column), fe_dtype(s, a));
}

/* The square of the square, and so on, multiplied in where n has the bit. */
static ir_id raised(kiln_session *s, ir_id a, uint64_t n) {
    if (n == 3) return fe_matmul(s, fe_matmul(s, a, a), a);
    ir_id result = IR_NONE, square = a;
    for (bool any = false; square != IR_NONE; n >>= 1) {
        if (n & 1) result = any ? fe_matmul(s, result, square) : square;
        any = any || (n & 1) != 0;
        if (n <= 1 || (any && result == IR_NONE)) return result;
        square = fe_matmul(s, square, square);
    }
    return IR_NONE;
}

kiln_tensor *(kiln_linalg_matrix_power)(kiln_site at, kiln_tensor *a, int64_t n) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "linalg.matrix_power", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id x = fe_node(s, a);
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype;
    char type[160];
    if (x == IR_NONE) return fe_result(s, x);
    if (fe_of(a)->rank < 2 ||
        fe_of(a)->extent[fe_of(a)->rank - 1] != fe_of(a)->extent[fe_of(a)->rank - 2])
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "input is %s, expected square matrices",
                                    ir_type_text(&s->g, x, type, sizeof type)));
    if (n == 0) return fe_result(s, identity(s, x));
    if (n < 0 && d != KILN_F32 && d != KILN_F64)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE,
                                    "input is %s, expected f32 or f64 for a negative n",
                                    kiln_dtype_short(d)));
    if (n < 0) x = ir_inverse(&s->b, x);
    return fe_result(s, raised(s, x, n < 0 ? -(uint64_t)n : (uint64_t)n));
}
