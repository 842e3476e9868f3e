/* SPDX-License-Identifier: Apache-2.0
 * f16 and bf16 are stored, not computed on: an op that does not take them has their values as f32,
 * and its f32 result is cast back. Called by the constructors of build.c, so neither frontend nor
 * derivatives know of it. */
#include "ir/draft.h"

static bool rule_speaks_of(int rule, int operand) {
    switch (rule) {
    case IR_TYPES_SEL: return operand > 0;
    case IR_TYPES_IDX: return operand != 1;
    case IR_TYPES_SAME:
    case IR_TYPES_CMP:
    case IR_TYPES_ARG: return true;
    default: return false;
    }
}

bool ir_find_half(const ir_builder *b, const ir_draft *d, kiln_dtype *half) {
    const ir_op_info *info = &ir_ops[d->op];
    bool given = info->types == IR_TYPES_SRC || info->types == IR_TYPES_RAND, found = given;
    *half = d->dtype;
    for (int k = 0; k < info->noperands; k++) {
        if (!rule_speaks_of(info->types, k)) continue;
        if (d->operand[k] >= b->g->count) return false;
        kiln_dtype dtype = (kiln_dtype)ir_at(b->g, d->operand[k])->dtype;
        if (!ir_dtype_is(dtype, IR_DT_HALF) || (found && dtype != *half)) return false;
        *half = dtype;
        found = true;
    }
    if (!found || (unsigned)*half >= KILN_DTYPE_COUNT || !ir_dtype_is(*half, IR_DT_HALF))
        return false;
    int allowed = info->types == IR_TYPES_RAND ? IR_DT_FLT : info->allowed;
    return !ir_dtype_is(*half, allowed) && ir_dtype_is(KILN_F32, allowed);
}

ir_id ir_widened(ir_builder *b, ir_draft *d, kiln_dtype half) {
    ir_graph *g = b->g;
    size_t count = g->count, nints = g->nints;
    ir_id narrow[IR_MAX_OPERANDS], id = IR_NONE;
    memcpy(narrow, d->operand, sizeof narrow);
    for (int k = 0; k < ir_ops[d->op].noperands; k++) {
        if (!rule_speaks_of(ir_ops[d->op].types, k)) continue;
        int same = 0;
        while (narrow[same] != narrow[k]) same++;
        d->operand[k] = same < k ? d->operand[same] : ir_cast(b, narrow[k], KILN_F32);
    }
    if (d->dtype == half) d->dtype = KILN_F32;
    if (ir_infer(b, d)) id = ir_append(b, d, b->site);
    if (id != IR_NONE && ir_at(g, id)->dtype == KILN_F32) id = ir_cast(b, id, half);
    if (id == IR_NONE) {
        g->count = count;
        g->nints = nints;
    }
    return id;
}
