/* SPDX-License-Identifier: Apache-2.0
 * Cuts out what some roots need as a graph of its own. Called at every evaluation, so it hashes
 * nothing and its cost is that of what is needed, however much was recorded before. */
#include "ir/draft.h"

static bool is_slope(const ir_node *n) { return n->op == IR_SLOPE || n->op == IR_SLOPE_OVER; }

static int operands_of(const ir_node *n, bool values) {
    return values && is_slope(n) ? 1 : n->noperands;
}

static bool becomes_leaf(const ir_cut *c, const ir_node *n) {
    return n->op == IR_INPUT || (c->leaf && c->leaf(n));
}

/* Marks what the roots need; returns the number of nodes. */
static size_t mark(const ir_graph *from, ir_cut *c) {
    size_t count = 0;
    for (size_t id = kn_bits_down(&c->needed, from->count); id != KN_NO_BIT && id >= c->floor;
         id = kn_bits_down(&c->needed, id)) {
        const ir_node *n = ir_at(from, (ir_id)id);
        count++;
        if (becomes_leaf(c, n)) continue;
        for (int k = 0; k < operands_of(n, c->values); k++) kn_bits_add(&c->needed, n->operand[k]);
    }
    return count;
}

typedef struct copy {
    ir_graph *to;
    const ir_graph *from;
    ir_cut *cut;
    ir_shape_copied last;
} copy;

static bool copied(const copy *c, ir_id id) {
    ir_id to = c->cut->map[id];
    return to < c->to->count && c->cut->origin[to] == id;
}

kiln_status ir_append_copy(ir_graph *to, const ir_graph *from, const ir_node *n, ir_node fresh,
                           ir_shape_copied *last) {
    fresh.flags = 0;
    fresh.attrs = ir_own_ints(to, n->attrs, fresh.nattrs);
    fresh.shape = ir_copy_shape(to, from, n, &fresh, last);
    if (!fresh.attrs || !fresh.shape || !ir_carry_site(to, from, &fresh.site))
        return KILN_NO_MEMORY;
    *ir_next(to) = fresh;
    to->count++;
    return KILN_OK;
}

static kiln_status copy_node(copy *c, ir_id id) {
    const ir_node *n = ir_at(c->from, id);
    ir_node fresh = *n;
    if (becomes_leaf(c->cut, n)) {
        fresh.op = IR_INPUT;
        fresh.noperands = fresh.nattrs = 0;
        fresh.bits = id;
        fresh.operand[0] = fresh.operand[1] = fresh.operand[2] = IR_NONE;
        c->to->ninputs++;
    } else {
        if (c->cut->values && is_slope(n)) {
            fresh.op = IR_DETACH;
            fresh.noperands = 1;
            fresh.operand[1] = fresh.operand[2] = IR_NONE;
        }
        for (int k = 0; k < fresh.noperands; k++) fresh.operand[k] = c->cut->map[n->operand[k]];
    }
    KN_TRY(ir_append_copy(c->to, c->from, n, fresh, &c->last));
    c->cut->map[id] = (ir_id)c->to->count - 1;
    c->cut->origin[c->cut->map[id]] = id;
    return KILN_OK;
}

/* A leaf is placed when its first reader is, so that the same program gives the same graph whenever
 * its leaves were recorded. Leaves nobody reads are roots; they come last. */
static kiln_status copy_nodes(copy *c) {
    const kn_bits *needed = &c->cut->needed;
    for (size_t id = kn_bits_up(needed, 0); id != KN_NO_BIT; id = kn_bits_up(needed, id + 1)) {
        const ir_node *n = ir_at(c->from, (ir_id)id);
        if (becomes_leaf(c->cut, n)) continue;
        for (int k = 0; k < operands_of(n, c->cut->values); k++)
            if (!copied(c, n->operand[k])) KN_TRY(copy_node(c, n->operand[k]));
        KN_TRY(copy_node(c, (ir_id)id));
    }
    for (size_t id = kn_bits_up(needed, 0); id != KN_NO_BIT; id = kn_bits_up(needed, id + 1))
        if (!copied(c, (ir_id)id)) KN_TRY(copy_node(c, (ir_id)id));
    return KILN_OK;
}

void ir_cut_free(ir_cut *c) {
    kn_bits_free(c->alloc, &c->needed);
    kn_free(c->alloc, c->map, c->map_cap * sizeof *c->map);
    kn_free(c->alloc, c->origin, c->origin_cap * sizeof *c->origin);
    *c = (ir_cut){.alloc = c->alloc};
}

kiln_status ir_mark_needed(const ir_graph *from, const ir_id *roots, size_t nroots, ir_cut *c,
                           size_t *count) {
    *count = 0;
    KN_TRY(kn_bits_empty(c->alloc, &c->needed, from->count));
    for (size_t i = 0; i < nroots; i++)
        if (roots[i] >= from->count) return KILN_BAD_ARGUMENT;
    for (size_t i = 0; i < nroots; i++) kn_bits_add(&c->needed, roots[i]);
    *count = mark(from, c);
    return KILN_OK;
}

kiln_status ir_extract(ir_graph *to, const ir_graph *from, const ir_id *roots, size_t nroots,
                       ir_cut *cut) {
    size_t count;
    ir_graph_reset(to);
    KN_TRY(ir_mark_needed(from, roots, nroots, cut, &count));
    size_t known = cut->map_cap;
    KN_TRY(kn_grow(cut->alloc, &cut->map, &cut->map_cap, from->count, sizeof *cut->map));
    /* looked at before it is set */
    memset(cut->map + known, 0, (cut->map_cap - known) * sizeof *cut->map);
    KN_TRY(kn_grow(cut->alloc, &cut->origin, &cut->origin_cap, count, sizeof *cut->origin));
    kiln_status status = ir_reserve(to, count);
    copy c = {.to = to, .from = from, .cut = cut};
    if (status == KILN_OK) status = copy_nodes(&c);
    for (size_t i = 0; i < nroots && status == KILN_OK; i++)
        status = ir_add_output(to, cut->map[roots[i]], NULL);
    if (status != KILN_OK) ir_graph_reset(to);
    return status;
}
