/* SPDX-License-Identifier: Apache-2.0
 * The bytes that two graphs share exactly when they are the same program; hashed at every
 * evaluation to find its plan. Numbers are in the machine's byte order: keys do not travel.
 *
 *   nodes u32 · outputs u32 · node... · output's node u32...
 *   node = op u16 · dtype u8 · rank u8 · operand u32... · what its operands do not already decide:
 *          extents i64... (sources, reshape, expand, slice, strided) · attributes i64... · CONST:
 *          bits u64
 *          INPUT: u64, the place of the first input with the same bits
 *
 * How much follows is decided by what came before, so no two graphs give the same bytes. Every node
 * counts, dead ones too: a plan finds inputs and scalars by their place among the nodes. */
#include "ir/draft.h"

/* Whether extents are the op's own and not its operands' consequence. */
static bool own_shape(int op) {
    int rule = ir_ops[op].shape;
    return rule == IR_SHAPE_SRC || rule == IR_SHAPE_RESHAPE || rule == IR_SHAPE_EXPAND ||
           rule == IR_SHAPE_SLICE || rule == IR_SHAPE_STRIDED;
}

static char *put(char *at, const void *from, size_t nbytes) {
    memcpy(at, from, nbytes);
    return at + nbytes;
}

static char *put_node(char *at, const ir_node *n, const uint32_t *alias, size_t *ninputs) {
    at = put(at, &n->op, 2);
    *at++ = (char)n->dtype;
    *at++ = (char)n->rank;
    for (int k = 0; k < n->noperands; k++) at = put(at, &n->operand[k], 4);
    if (own_shape(n->op))
        for (int i = 0; i < n->rank; i++) at = put(at, &n->shape[i], 8);
    for (int i = 0; i < n->nattrs; i++) at = put(at, &n->attrs[i], 8);
    if (n->op == IR_CONST) at = put(at, &n->bits, 8);
    if (n->op == IR_INPUT) {
        uint64_t place = alias ? alias[*ninputs] : *ninputs;
        ++*ninputs;
        at = put(at, &place, 8);
    }
    return at;
}

/* An upper bound, cheap to sum. */
static bool bytes_needed(const ir_graph *g, size_t *nbytes) {
    size_t words = 0;
    for (size_t id = 0; id < g->count; id++) {
        const ir_node *n = ir_at(g, id);
        words += (own_shape(n->op) ? n->rank : 0u) + n->nattrs;
    }
    size_t fixed;
    return kn_mul_size(g->count, 4 + 4 * IR_MAX_OPERANDS + 8, &fixed) &&
           kn_mul_size(words, 8, nbytes) && kn_add_size(*nbytes, fixed, nbytes) &&
           kn_add_size(*nbytes, 8 + 4 * g->noutputs + 1, nbytes);
}

void ir_canonical(const ir_graph *g, kn_text *out) {
    size_t nbytes, ninputs, next = 0;
    /* the common case, without an allocation at every evaluation */
    bool distinct = ir_inputs_ascend(g, &ninputs);
    uint32_t *alias = distinct ? NULL : ir_input_aliases(g, &ninputs);
    if ((!distinct && !alias) || !bytes_needed(g, &nbytes) ||
        !kn_add_size(nbytes, out->len, &nbytes) ||
        kn_grow(out->alloc, &out->data, &out->cap, nbytes, 1) != KILN_OK) {
        out->failed = true;
    } else if (!out->failed) {
        uint32_t counts[2] = {(uint32_t)g->count, (uint32_t)g->noutputs};
        char *at = put(out->data + out->len, counts, sizeof counts);
        for (size_t id = 0; id < g->count; id++) at = put_node(at, ir_at(g, id), alias, &next);
        for (size_t i = 0; i < g->noutputs; i++) at = put(at, &g->outputs[i].id, 4);
        out->len = (size_t)(at - out->data);
        *at = '\0';
    }
    if (alias) kn_free(g->alloc, alias, ninputs * sizeof *alias);
}
