/* SPDX-License-Identifier: Apache-2.0
 * The walk of reverse-mode differentiation: one loop over the ids from the last root down to the
 * first wrt, no recursion, a few bytes for each id. Called by the frontend's kiln_grad and by `kiln
 * dump
 * --stage grad`. */
#include <stdio.h>

#include "autograd/vjp.h"

/* MARK_REACHED: the value depends on some wrt, by differentiable steps. MARK_NEEDED: some root
 * depends on it likewise. Nodes with both lie between; only those have gradients, and only their
 * rules run. */
enum { MARK_REACHED = 1, MARK_NEEDED = 2, MARK_BETWEEN = MARK_REACHED | MARK_NEEDED, MARK_WRT = 4 };

typedef struct walk {
    ir_builder *b;
    const ad_options *options;
    /* the ids that can matter: [smallest wrt, largest root] as a half-open range */
    ir_id first, end;
    uint8_t *marks; /* by id - first */
    ir_id *grads;   /* by id - first; IR_NONE while nothing but zero has arrived */
} walk;

static bool in_range(const walk *w, ir_id id) { return id >= w->first && id < w->end; }

static bool is_float(const ir_graph *g, ir_id id) {
    return ir_dtype_is((kiln_dtype)ir_at(g, id)->dtype, IR_DT_REAL);
}

static kiln_status check_float(ir_builder *b, const char *role, size_t index, ir_id id) {
    char type[160];
    if (id >= b->g->count) {
        ir_fail(b, KILN_BAD_ARGUMENT, "grad: %s %zu is no node of the graph", role, index);
    } else if (!is_float(b->g, id)) {
        ir_fail(b, KILN_BAD_DTYPE, "grad: %s %zu is %s; only floats have derivatives", role, index,
                ir_type_text(b->g, id, type, sizeof type));
    }
    return b->status;
}

static kiln_status check_seed(ir_builder *b, size_t index, ir_id root, ir_id seed) {
    char root_type[160], seed_type[160];
    ir_type_text(b->g, root, root_type, sizeof root_type);
    if (seed == IR_NONE) {
        if (ir_numel(b->g, root) != 1) {
            ir_fail(b, KILN_BAD_SHAPE,
                    "grad: root %zu is %s; without a seed it must have one element", index,
                    root_type);
        }
    } else if (seed >= b->g->count) {
        ir_fail(b, KILN_BAD_ARGUMENT, "grad: seed %zu is no node of the graph", index);
    } else {
        ir_type_text(b->g, seed, seed_type, sizeof seed_type);
        bool same_dtype = ir_at(b->g, seed)->dtype == ir_at(b->g, root)->dtype;
        if (!same_dtype || !ir_same_shape(b->g, root, seed)) {
            kiln_status status = same_dtype ? KILN_BAD_SHAPE : KILN_BAD_DTYPE;
            ir_fail(b, status, "grad: root %zu is %s, its seed %s", index, root_type, seed_type);
        }
    }
    return b->status;
}

static kiln_status check_arguments(ir_builder *b, const ir_id *roots, const ir_id *seeds,
                                   size_t nroots, const ir_id *wrt, size_t nwrt) {
    for (size_t i = 0; i < nroots; i++) {
        KN_TRY(check_float(b, "root", i, roots[i]));
        KN_TRY(check_seed(b, i, roots[i], seeds ? seeds[i] : IR_NONE));
    }
    for (size_t j = 0; j < nwrt; j++) KN_TRY(check_float(b, "wrt", j, wrt[j]));
    return b->status;
}

static bool has_mark(const walk *w, ir_id id, uint8_t mark) {
    return in_range(w, id) && (w->marks[id - w->first] & mark);
}

/* Which operands of `id` can take a gradient: those that depend on a wrt. */
static bool find_needs(const walk *w, ir_id id, bool *needs) {
    const ir_node *n = ir_at(w->b->g, id);
    bool any = false;
    for (int k = 0; k < IR_MAX_OPERANDS; k++) {
        needs[k] = k < n->noperands && has_mark(w, n->operand[k], MARK_REACHED);
        any = any || needs[k];
    }
    return any;
}

/* Makes of `id`, a half, the whole step behind it: the op whose rule is to run and that step's
 * operands. False where the step is `id` alone: a wrt in the middle has a gradient of its own. */
static bool take_step(const walk *w, ir_id id, ir_id *op, ir_id *operands, bool *needs) {
    const ir_graph *g = w->b->g;
    *op = ad_widened(g, id);
    if (*op == IR_NONE || has_mark(w, *op, MARK_WRT)) return false;
    for (int k = 0; k < ir_at(g, *op)->noperands; k++) {
        if (has_mark(w, ir_at(g, *op)->operand[k], MARK_WRT)) return false;
        operands[k] = ad_operand(w->b, id, k);
        needs[k] = has_mark(w, operands[k], MARK_REACHED);
    }
    return true;
}

static void mark_reached(walk *w, const ir_id *wrt, size_t nwrt) {
    const ir_graph *g = w->b->g;
    bool needs[IR_MAX_OPERANDS];
    for (size_t j = 0; j < nwrt; j++) {
        if (in_range(w, wrt[j])) w->marks[wrt[j] - w->first] = MARK_REACHED | MARK_WRT;
    }
    for (ir_id id = w->first; id < w->end; id++) {
        if (!ad_rules[ir_at(g, id)->op] || !is_float(g, id) ||
            (ir_at(g, id)->flags & w->options->closed) != 0)
            continue;
        if (find_needs(w, id, needs)) w->marks[id - w->first] |= MARK_REACHED;
    }
}

static kiln_status walk_begin(walk *w, ir_builder *b, const ad_options *options, const ir_id *roots,
                              size_t nroots, const ir_id *wrt, size_t nwrt) {
    *w = (walk){.b = b, .options = options, .first = IR_NONE};
    for (size_t j = 0; j < nwrt; j++) {
        if (wrt[j] < w->first) w->first = wrt[j];
    }
    for (size_t i = 0; i < nroots; i++) {
        if (roots[i] >= w->end) w->end = roots[i] + 1;
    }
    if (w->end <= w->first) w->end = w->first;
    size_t n = w->end - w->first;
    if (n == 0) return KILN_OK;
    w->marks = kn_calloc(b->g->alloc, n, sizeof w->marks[0]);
    w->grads = kn_malloc(b->g->alloc, n * sizeof w->grads[0]); /* n < 2^32 */
    if (!w->marks || !w->grads) {
        ir_fail(b, KILN_NO_MEMORY, "grad: no memory for %zu nodes", n);
        return KILN_NO_MEMORY;
    }
    memset(w->grads, 0xff, n * sizeof w->grads[0]); /* IR_NONE */
    mark_reached(w, wrt, nwrt);
    return KILN_OK;
}

static void walk_end(walk *w) {
    size_t n = w->end - w->first;
    kn_free(w->b->g->alloc, w->marks, n * sizeof w->marks[0]);
    kn_free(w->b->g->alloc, w->grads, n * sizeof w->grads[0]);
}

static kiln_status tell(const walk *w, ir_id of, ir_id first, bool sum) {
    const ad_options *o = w->options;
    return o->made && w->b->g->count > first ? o->made(o->user, of, first, sum) : KILN_OK;
}

/* Adds one contribution; the first is taken as it is, so a node with one reader costs no addition.
 */
static kiln_status accumulate(walk *w, ir_id id, ir_id value) {
    ir_id *sum = &w->grads[id - w->first];
    ir_id first = (ir_id)w->b->g->count;
    if (value == IR_NONE) return KILN_OK;
    *sum = *sum == IR_NONE ? value : ir_map2(w->b, IR_ADD, *sum, value);
    return w->b->status == KILN_OK ? tell(w, id, first, true) : w->b->status;
}

static kiln_status seed_roots(walk *w, const ir_id *roots, const ir_id *seeds, size_t nroots) {
    ir_builder *b = w->b;
    for (size_t i = 0; i < nroots; i++) {
        if (!in_range(w, roots[i]) || !(w->marks[roots[i] - w->first] & MARK_REACHED)) continue;
        ir_id seed = seeds ? seeds[i] : IR_NONE;
        if (seed == IR_NONE) seed = ad_fill(b, roots[i], 1.0);
        w->marks[roots[i] - w->first] |= MARK_NEEDED;
        KN_TRY(accumulate(w, roots[i], seed));
    }
    return KILN_OK;
}

/* Says which node's rule failed, in front of what the builder said. */
static kiln_status explain_failure(ir_builder *b, ir_id id) {
    const ir_node *n = ir_at(b->g, id);
    char why[sizeof b->message];
    memcpy(why, b->message, sizeof why);
    snprintf(b->message, sizeof b->message, "grad: through %s (node %u%s%s): %.300s",
             ir_ops[n->op].name, (unsigned)id, n->site ? ", " : "", n->site ? n->site : "", why);
    return b->status;
}

/* A rule that returns another type than its operand's would poison everything below it. */
static kiln_status check_rule(ir_builder *b, ir_id id, ir_id operand, ir_id value) {
    char want[160], got[160];
    if (ir_at(b->g, value)->dtype == ir_at(b->g, operand)->dtype &&
        ir_same_shape(b->g, value, operand))
        return KILN_OK;
    ir_fail(b, KILN_INTERNAL, "grad: the rule of %s gave %s for an operand of %s",
            ir_ops[ir_at(b->g, id)->op].name, ir_type_text(b->g, value, got, sizeof got),
            ir_type_text(b->g, operand, want, sizeof want));
    return KILN_INTERNAL;
}

static kiln_status pass_through(walk *w, ir_id id, bool *needs) {
    ir_builder *b = w->b;
    ir_id out[IR_MAX_OPERANDS] = {IR_NONE, IR_NONE, IR_NONE};
    ir_id operands[IR_MAX_OPERANDS], op;
    ir_id grad = w->grads[id - w->first];
    if (!take_step(w, id, &op, operands, needs)) {
        op = id;
        memcpy(operands, ir_at(b->g, id)->operand, sizeof operands);
    }
    ir_id first = (ir_id)b->g->count;
    if (grad != IR_NONE) ad_rules[ir_at(b->g, op)->op](b, id, grad, needs, out);
    if (b->status != KILN_OK) return explain_failure(b, op);
    KN_TRY(tell(w, op, first, false));
    for (int k = 0; k < ir_at(b->g, op)->noperands; k++) {
        if (!needs[k]) continue;
        ir_id operand = operands[k];
        w->marks[operand - w->first] |= MARK_NEEDED;
        if (out[k] != IR_NONE) KN_TRY(check_rule(b, id, operand, out[k]));
        if (accumulate(w, operand, out[k]) != KILN_OK) return explain_failure(b, op);
    }
    return KILN_OK;
}

static kiln_status walk_down(walk *w) {
    bool needs[IR_MAX_OPERANDS];
    for (ir_id id = w->end; id-- > w->first;) {
        if ((w->marks[id - w->first] & MARK_BETWEEN) != MARK_BETWEEN) continue;
        if (!ad_rules[ir_at(w->b->g, id)->op] ||
            (ir_at(w->b->g, id)->flags & w->options->closed) != 0 || !find_needs(w, id, needs))
            continue;
        KN_TRY(pass_through(w, id, needs));
    }
    return KILN_OK;
}

static kiln_status collect(walk *w, const ir_id *wrt, size_t nwrt, ir_id *grads, bool *found) {
    ir_builder *b = w->b;
    for (size_t j = 0; j < nwrt; j++) {
        bool here = in_range(w, wrt[j]);
        grads[j] = here ? w->grads[wrt[j] - w->first] : IR_NONE;
        if (found) found[j] = here && (w->marks[wrt[j] - w->first] & MARK_NEEDED);
        if (grads[j] != IR_NONE) continue;
        grads[j] = ad_fill(b, wrt[j], 0.0);
        if (b->status != KILN_OK) return b->status;
    }
    return KILN_OK;
}

kiln_status ad_gradients(ir_builder *b, const ir_id *roots, const ir_id *seeds, size_t nroots,
                         const ir_id *wrt, size_t nwrt, ir_id *grads, bool *found) {
    const ad_options none = {0};
    return ad_gradients_with(b, roots, seeds, nroots, wrt, nwrt, &none, grads, found);
}

kiln_status ad_gradients_with(ir_builder *b, const ir_id *roots, const ir_id *seeds, size_t nroots,
                              const ir_id *wrt, size_t nwrt, const ad_options *options,
                              ir_id *grads, bool *found) {
    if (b->status != KILN_OK) return b->status;
    KN_TRY(check_arguments(b, roots, seeds, nroots, wrt, nwrt));
    size_t count = b->g->count, nints = b->g->nints;
    walk w;
    kiln_status status = walk_begin(&w, b, options, roots, nroots, wrt, nwrt);
    if (status == KILN_OK) status = seed_roots(&w, roots, seeds, nroots);
    if (status == KILN_OK) status = walk_down(&w);
    if (status == KILN_OK) status = collect(&w, wrt, nwrt, grads, found);
    if (status != KILN_OK) {
        b->g->count = count;
        b->g->nints = nints;
        for (size_t j = 0; j < nwrt; j++) grads[j] = IR_NONE;
    }
    walk_end(&w);
    return status;
}
