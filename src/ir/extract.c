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

/* Marks what the roots need; returns the number of nodes, and of ints they can take at most. */
static size_t mark(const ir_graph *from, const uint8_t *cut, ir_span *s, size_t *ints) {
    size_t count = 0;
    *ints = 0;
    for (ir_id id = s->top + 1; id-- > s->floor;) {
        if (s->map[id] != NEEDED) continue;
        const ir_node *n = &from->nodes[id];
        count++;
        *ints += n->rank;
        if (cut && cut[id]) continue;
        *ints += n->nattrs;
        for (int k = 0; k < operands_of(n, cut); k++) need(s, n->operand[k]);
    }
    return count;
}

static uint32_t copy_ints(ir_graph *to, const int64_t *from, size_t n) {
    size_t offset = to->nints;
    for (size_t i = 0; i < n; i++) to->ints[offset + i] = from[i];
    to->nints += n;
    return (uint32_t)offset;
}

/* The shape in the new graph: an operand's or the last copied one where the old graph shares it too. */
static uint32_t place_shape(ir_graph *to, const ir_graph *from, const ir_node *n, const ir_node *fresh,
                            const ir_node **last, uint32_t *last_at) {
    for (int k = 0; k < fresh->noperands; k++) {
        const ir_node *old = &from->nodes[n->operand[k]];
        if (old->shape == n->shape && old->rank == n->rank) return to->nodes[fresh->operand[k]].shape;
    }
    if (*last && (*last)->shape == n->shape && (*last)->rank == n->rank) return *last_at;
    *last = n;
    return *last_at = copy_ints(to, from->ints + n->shape, n->rank);
}

typedef struct copy {
    ir_graph *to;
    const ir_graph *from;
    const uint8_t *cut;
    ir_id *map;
    const ir_node *last;    /* whose shape was copied last, and where to */
    uint32_t last_at;
} copy;

static bool is_leaf(const copy *c, ir_id id) { return c->from->nodes[id].op == IR_INPUT || (c->cut && c->cut[id]); }

static kiln_status copy_node(copy *c, ir_id id) {
    const ir_node *n = &c->from->nodes[id];
    ir_node *fresh = &c->to->nodes[c->to->count];
    *fresh = *n;
    fresh->flags = 0;
    if (is_leaf(c, id)) {
        fresh->op = IR_INPUT;
        fresh->noperands = fresh->nattrs = 0;
        fresh->bits = id;
        fresh->attrs = 0;
        fresh->operand[0] = fresh->operand[1] = fresh->operand[2] = IR_NONE;
        c->to->ninputs++;
    } else {
        if (c->cut && is_slope(n)) {
            fresh->op = IR_DETACH;
            fresh->noperands = 1;
            fresh->operand[1] = fresh->operand[2] = IR_NONE;
        }
        for (int k = 0; k < fresh->noperands; k++) fresh->operand[k] = c->map[n->operand[k]];
        fresh->attrs = n->nattrs ? copy_ints(c->to, c->from->ints + n->attrs, n->nattrs) : 0;
    }
    fresh->shape = n->rank ? place_shape(c->to, c->from, n, fresh, &c->last, &c->last_at) : 0;
    if (!ir_carry_site(c->to, c->from, &fresh->site)) return KILN_NO_MEMORY;
    c->map[id] = (ir_id)c->to->count++;
    return KILN_OK;
}

/* A leaf is placed when its first reader is, so that the same program gives the same graph whenever its leaves were recorded.
 * Leaves nobody reads are roots; they come last. */
static kiln_status copy_nodes(copy *c, const ir_span *s) {
    for (ir_id id = s->floor; id <= s->top; id++) {
        if (c->map[id] != NEEDED || is_leaf(c, id)) continue;
        const ir_node *n = &c->from->nodes[id];
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
    size_t ints, count = mark(from, cut, &s, &ints);
    kiln_status status = ir_reserve(to, count, ints);
    copy c = {.to = to, .from = from, .cut = cut, .map = map};
    if (status == KILN_OK) status = copy_nodes(&c, &s);
    for (size_t i = 0; i < nroots && status == KILN_OK; i++) status = ir_add_output(to, map[roots[i]], NULL);
    if (status != KILN_OK) ir_graph_reset(to);
    return status;
}
