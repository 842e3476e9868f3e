/* SPDX-License-Identifier: Apache-2.0
 * Rules of the reductions. They keep their axes, so a gradient spreads by one expand. Called
 * through ad_rules. */
#include "autograd/vjp.h"

/* `a`, of the reduction's shape, repeated over the axes that the reduction of `x` removed. */
static ir_id spread(ir_builder *b, ir_id a, ir_id x) {
    ad_shape s = ad_shape_of(b->g, x);
    return ir_expand(b, a, s.rank, s.extent);
}

AD_RULE(SUM) {
    if (needs[0]) out[0] = spread(b, g, ad_operand(b, y, 0));
}

/* Evenly over all elements that equal the extreme, or are NaN as it is. */
static ir_id share_extreme(ir_builder *b, ir_id y, ir_id g) {
    ir_id x = ad_operand(b, y, 0);
    int first = (int)ir_attrs(b->g, y)[0], end = (int)ir_attrs(b->g, y)[1];
    ir_id tie = ir_map2(b, IR_EQ, x, spread(b, y, x));
    ir_id nan = ir_map2(b, IR_NE, x, x); /* then so is the extreme */
    tie = ir_map2(b, IR_OR, tie, nan);
    ir_id ones = ir_cast(b, tie, (kiln_dtype)ir_at(b->g, x)->dtype);
    ir_id share = ad_div(b, g, ir_reduce(b, IR_SUM, ones, first, end));
    ir_id zero = ad_const(b, x, 0.0);
    ir_id everywhere = spread(b, share, x);
    return ad_select(b, tie, everywhere, zero);
}

AD_RULE(RMAX) {
    if (needs[0]) out[0] = share_extreme(b, y, g);
}

AD_RULE(RMIN) {
    if (needs[0]) out[0] = share_extreme(b, y, g);
}

/* ---- prod. The derivative for an element is the product of the others. Dividing the result by the
 * element fails at zeros, and masking zeros gives wrong second derivatives, so the product is taken
 * apart as a binary tree: going up, level l+1 is the elementwise product of the two halves of level
 * l; going down, the gradient of a half is the gradient of the product times the other half. Linear
 * work, log2 n levels, exact at zeros for every order of derivative. Levels are {outer, 2, half,
 * inner}: the two halves lie along axis 1. */
enum { TREE_RANK = 4, TREE_MAX_LEVELS = 63 };

typedef struct tree {
    ir_builder *b;
    int64_t outer, n, inner; /* the operand with the reduced axes merged into n */
    int nlevels;
    ir_id level[TREE_MAX_LEVELS];
} tree;

static ir_id tree_reshape(const tree *t, ir_id a, int64_t halves, int64_t half) {
    const int64_t shape[TREE_RANK] = {t->outer, halves, half, t->inner};
    return ir_reshape(t->b, a, TREE_RANK, shape);
}

/* So many halves, from the given one on, forwards (step 1) or backwards (step -1). */
static ir_id tree_slice(const tree *t, ir_id a, int64_t from, int64_t step, int64_t halves,
                        int64_t half) {
    const int64_t start[TREE_RANK] = {0, from, 0, 0}, steps[TREE_RANK] = {1, step, 1, 1};
    const int64_t shape[TREE_RANK] = {t->outer, halves, half, t->inner};
    return ir_slice(t->b, a, start, steps, shape);
}

/* The operand as the lowest level: padded with ones to a power of two elements. */
static ir_id tree_base(const tree *t, ir_id x, int64_t padded) {
    const int64_t shape[3] = {t->outer, padded, t->inner};
    ir_id merged = ir_reshape(t->b, x, 3, (const int64_t[3]){t->outer, t->n, t->inner});
    if (padded == t->n || merged == IR_NONE) return tree_reshape(t, merged, 2, padded / 2);
    ir_id one = ad_const(t->b, x, 1.0);
    ir_id ones = ir_expand(t->b, one, 3, shape);
    ir_id base = ir_update(t->b, ones, merged, (const int64_t[3]){0}, (const int64_t[3]){1, 1, 1});
    return tree_reshape(t, base, 2, padded / 2);
}

static void tree_up(tree *t, ir_id base, int64_t padded) {
    t->level[t->nlevels++] = base;
    for (int64_t half = padded / 2; half > 1 && t->b->status == KILN_OK; half /= 2) {
        ir_id below = t->level[t->nlevels - 1];
        ir_id left = tree_slice(t, below, 0, 1, 1, half);
        ir_id right = tree_slice(t, below, 1, 1, 1, half);
        ir_id product = ad_mul(t->b, left, right);
        t->level[t->nlevels++] = tree_reshape(t, product, 2, half / 2);
    }
}

static ir_id tree_down(const tree *t, ir_id g) {
    int64_t half = 1;
    for (int l = t->nlevels - 1; l >= 0 && t->b->status == KILN_OK; l--, half *= 2) {
        const int64_t shape[TREE_RANK] = {t->outer, 2, half, t->inner};
        ir_id whole = tree_reshape(t, g, 1, half);
        ir_id both = ir_expand(t->b, whole, TREE_RANK, shape);
        ir_id swapped = tree_slice(t, t->level[l], 1, -1, 2, half);
        g = ad_mul(t->b, both, swapped);
    }
    return g;
}

static ir_id prod_gradient(ir_builder *b, ir_id y, ir_id g) {
    ir_id x = ad_operand(b, y, 0);
    ad_shape s = ad_shape_of(b->g, x);
    int first = (int)ir_attrs(b->g, y)[0], end = (int)ir_attrs(b->g, y)[1];
    tree t = {.b = b, .outer = 1, .n = 1, .inner = 1};
    if (ir_numel(b->g, x) == 0) return IR_NONE;
    for (int a = 0; a < s.rank; a++)
        *(a < first ? &t.outer : a < end ? &t.n : &t.inner) *= s.extent[a];
    if (t.n == 1) return g;
    int64_t padded = 2;
    while (padded < t.n) padded *= 2;
    tree_up(&t, tree_base(&t, x, padded), padded);
    ir_id all = tree_down(&t, g);
    ir_id line = ir_reshape(b, all, 3, (const int64_t[3]){t.outer, padded, t.inner});
    const int64_t wanted[3] = {t.outer, t.n, t.inner};
    if (padded != t.n)
        line = ir_slice(b, line, (const int64_t[3]){0}, (const int64_t[3]){1, 1, 1}, wanted);
    return ir_reshape(b, line, s.rank, s.extent);
}

AD_RULE(PROD) {
    if (needs[0]) out[0] = prod_gradient(b, y, g);
}
