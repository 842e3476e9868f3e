/* SPDX-License-Identifier: Apache-2.0
 * Public bitwise functions of integers; logical ones of bools. */
#include "frontend/core/operands.h"

#define BITWISE(name, op, rules)                                                                   \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_value a, kiln_value b) {                         \
        FE_DOOR;                                                                                   \
        kiln_value v[2] = {a, b};                                                                  \
        fe_operands o;                                                                             \
        kiln_session *s = fe_enter_operands(at, #name, v, 2, rules, &o);                           \
        return s == NULL ? fe_poison_values(v, 2)                                                  \
                         : fe_result(s, fe_map2(s, op, o.id[0], o.id[1]));                         \
    }

BITWISE(bitwise_and, IR_AND, FE_NO_FLOATS)
BITWISE(bitwise_or, IR_OR, FE_NO_FLOATS)
BITWISE(bitwise_xor, IR_XOR, FE_NO_FLOATS)
BITWISE(bitwise_left_shift, IR_SHL, FE_ONLY_INTS)
BITWISE(bitwise_right_shift, IR_SHR, FE_ONLY_INTS)

kiln_tensor *(kiln_bitwise_not)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    fe_operands o;
    kiln_session *s = fe_enter_operand(at, "bitwise_not", a, FE_NO_FLOATS, &o);
    return s == NULL ? fe_poison_like(a, NULL) : fe_result(s, fe_map1(s, IR_NOT, o.id[0]));
}
