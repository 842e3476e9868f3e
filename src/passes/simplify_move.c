/* SPDX-License-Identifier: Apache-2.0
 * What the rows of simplify.def ask about movement, and how two movements become one. */
#include "passes/simplify.h"

bool simplify_permutes_nothing(const simplify *s, ir_id id) {
    const int64_t *perm = ir_attrs(s->g, id);
    for (int i = 0; i < ir_at(s->g, id)->rank; i++)
        if (perm[i] != i) return false;
    return true;
}

/* The axes that are not of extent 1 stay in order. */
bool simplify_permutes_units(const simplify *s, ir_id id) {
    const int64_t *perm = ir_attrs(s->g, id), *shape = ir_shape(s->g, id);
    int64_t last = -1;
    for (int i = 0; i < ir_at(s->g, id)->rank; i++) {
        if (shape[i] == 1) continue;
        if (perm[i] < last) return false;
        last = perm[i];
    }
    return true;
}

ir_id simplify_compose_permute(simplify *s, ir_id id) {
    ir_id inner = ir_at(s->g, id)->operand[0];
    const int64_t *outer_perm = ir_attrs(s->g, id), *inner_perm = ir_attrs(s->g, inner);
    int perm[IR_MAX_RANK];
    for (int i = 0; i < ir_at(s->g, id)->rank; i++) perm[i] = (int)inner_perm[outer_perm[i]];
    return ir_permute(s->b, ir_at(s->g, inner)->operand[0], perm);
}

bool simplify_slices_whole(const simplify *s, ir_id id) {
    const ir_node *n = ir_at(s->g, id);
    if (!ir_same_shape(s->g, id, n->operand[0])) return false;
    const int64_t *step = ir_attrs(s->g, id) + n->rank, *shape = ir_shape(s->g, id);
    for (int i = 0; i < n->rank; i++)
        if (shape[i] > 1 && step[i] != 1) return false;
    return true;
}

/* Element i of the outer slice is element start + i * step of the inner one; steps that overflow
 * decline. */
ir_id simplify_compose_slice(simplify *s, ir_id id) {
    const ir_node *n = ir_at(s->g, id);
    ir_id inner = n->operand[0], base = ir_at(s->g, inner)->operand[0];
    const int64_t *out = ir_attrs(s->g, id), *in = ir_attrs(s->g, inner);
    int64_t start[IR_MAX_RANK], step[IR_MAX_RANK], shape[IR_MAX_RANK];
    int rank = n->rank;
    for (int i = 0; i < rank; i++) {
        shape[i] = ir_shape(s->g, id)[i];
        bool fits = kn_mul_i64(out[i], in[rank + i], &start[i]) &&
                    kn_add_i64(start[i], in[i], &start[i]) &&
                    kn_mul_i64(out[rank + i], in[rank + i], &step[i]);
        if (!fits) return IR_NONE;
    }
    return ir_slice(s->b, base, start, step, shape);
}

bool simplify_updates_forward(const simplify *s, ir_id id) {
    const ir_node *n = ir_at(s->g, id);
    const int64_t *step = ir_attrs(s->g, id) + n->rank, *shape = ir_shape(s->g, id);
    for (int i = 0; i < n->rank; i++)
        if (shape[i] > 1 && step[i] != 1) return false;
    return true;
}
