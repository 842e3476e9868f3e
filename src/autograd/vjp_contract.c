/* SPDX-License-Identifier: Apache-2.0
 * Rules of matmul, inverse and gather. The transposes are views that the passes fold into the
 * contraction. Called through ad_rules. */
#include "autograd/vjp.h"

static ir_id transpose(ir_builder *b, ir_id a) {
    int perm[IR_MAX_RANK];
    int rank = ir_at(b->g, a)->rank;
    for (int i = 0; i < rank; i++) perm[i] = i;
    perm[rank - 2] = rank - 1;
    perm[rank - 1] = rank - 2;
    return ir_permute(b, a, perm);
}

AD_RULE(MATMUL) {
    ir_id p = ad_operand(b, y, 0), q = ad_operand(b, y, 1);
    if (needs[0]) out[0] = ir_matmul(b, g, transpose(b, q));
    if (needs[1]) out[1] = ir_matmul(b, transpose(b, p), g);
}

AD_RULE(INVERSE) {
    if (!needs[0]) return;
    ir_id across = transpose(b, y);
    out[0] = ad_neg(b, ir_matmul(b, across, ir_matmul(b, g, across)));
}

AD_RULE(GATHER) {
    if (!needs[0]) return;
    int axis = (int)ir_attrs(b->g, y)[0];
    ir_id index = ad_operand(b, y, 1);
    ir_id zeros = ad_fill(b, ad_operand(b, y, 0), 0.0);
    out[0] = ir_scatter_add(b, zeros, index, g, axis);
}
