/* SPDX-License-Identifier: Apache-2.0
 * Cuts out what some roots need as a graph of its own. Called at every evaluation, so it walks plain arrays,
 * hashes nothing and looks at no node but those between the smallest needed and the largest root. */
#include "ir/draft.h"

#define NEEDED (IR_NONE - 1) /* no graph has so many nodes */

/* What can be needed: ids floor..top. It grows downwards as operands are met. */
typedef struct ir_span { ir_id *map; ir_id floor, top; } ir_span;

static void need(ir_span *s, ir_id id) {
    if (id < s->floor) s->floor = id;
    s->map[id] = NEEDED;
}

static bool is_slope(const ir_node *n) { return n->op == IR_SLOPE || n->op == IR_SLOPE_OVER; }

/* Evaluation, which cuts, wants values alone: a slope's is its first operand's. */
static int operands_of(const ir_node *n, const uint8_t *cut) { return cut && is_slope(n) ? 1 : n->noperands; }

/* Marks what the roots need; returns the number of nodes. */
static size_t mark(const ir_graph *from, const uint8_t *cut, ir_span *s) {
    size_t count = 0;
    for (ir_id id = s->top + 1; id-- > s->floor;) {
        if (s->map[id] != NEEDED) continue;
        const ir_node *n = ir_at(from, id);
        count++;
        if (cut && cut[id]) continue;
        for (int k = 0; k < operands_of(n, cut); k++) need(s, n->operand[k]);
    }
    return count;
}

typedef struct copy {
    ir_graph *to;
    const ir_graph *from;
    const uint8_t *cut;
    ir_id *map;
    ir_shape_copied last;
} copy;

static bool is_leaf(const copy *c, ir_id id) { return ir_at(c->from, id)->op == IR_INPUT || (c->cut && c->cut[id]); }

static kiln_status copy_node(copy *c, ir_id id) {
    const ir_node *n = ir_at(c->from, id);
    ir_node *fresh = ir_next(c->to);
    *fresh = *n;
    fresh->flags = 0;
    if (is_leaf(c, id)) {
        fresh->op = IR_INPUT;
        fresh->noperands = fresh->nattrs = 0;
        fresh->bits = id;
        fresh->operand[0] = fresh->operand[1] = fresh->operand[2] = IR_NONE;
        c->to->ninputs++;
    } else {
        if (c->cut && is_slope(n)) {
            fresh->op = IR_DETACH;
            fresh->noperands = 1;
            fresh->operand[1] = fresh->operand[2] = IR_NONE;
        }
        for (int k = 0; k < fresh->noperands; k++) fresh->operand[k] = c->map[n->operand[k]];
    }
    fresh->attrs = ir_own_ints(c->to, n->attrs, fresh->nattrs);
    fresh->shape = ir_copy_shape(c->to, c->from, n, fresh, &c->last);
    if (!fresh->attrs || !fresh->shape || !ir_carry_site(c->to, c->from, &fresh->site)) return KILN_NO_MEMORY;
    c->map[id] = (ir_id)c->to->count++;
    return KILN_OK;
}

/* A leaf is placed when its first reader is, so that the same program gives the same graph whenever its leaves were recorded.
 * Leaves nobody reads are roots; they come last. */
static kiln_status copy_nodes(copy *c, const ir_span *s) {
    for (ir_id id = s->floor; id <= s->top; id++) {
        if (c->map[id] != NEEDED || is_leaf(c, id)) continue;
        const ir_node *n = ir_at(c->from, id);
        for (int k = 0; k < operands_of(n, c->cut); k++)
            if (c->map[n->operand[k]] == NEEDED) KN_TRY(copy_node(c, n->operand[k]));
        KN_TRY(copy_node(c, id));
    }
    for (ir_id id = s->floor; id <= s->top; id++)
        if (c->map[id] == NEEDED) KN_TRY(copy_node(c, id));
    return KILN_OK;
}

kiln_status ir_extract(ir_graph *to, const ir_graph *from, const ir_id *roots, size_t nroots,
                       const uint8_t *cut, ir_id *map) {
    ir_graph_reset(to);
    ir_span s = {map, 0, 0};
    if (from->count) memset(map, 0xff, from->count * sizeof *map); /* IR_NONE: callers read all of it */
    for (size_t i = 0; i < nroots; i++) {
        if (roots[i] >= from->count) return KILN_BAD_ARGUMENT;
        if (roots[i] > s.top) s.top = roots[i];
    }
    if (nroots == 0) return KILN_OK;
    s.floor = s.top + 1;
    for (size_t i = 0; i < nroots; i++) need(&s, roots[i]);
    kiln_status status = ir_reserve(to, mark(from, cut, &s));
    copy c = {.to = to, .from = from, .cut = cut, .map = map};
    if (status == KILN_OK) status = copy_nodes(&c, &s);
    for (size_t i = 0; i < nroots && status == KILN_OK; i++) status = ir_add_output(to, map[roots[i]], NULL);
    if (status != KILN_OK) ir_graph_reset(to);
    return status;
}
