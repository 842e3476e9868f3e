/* SPDX-License-Identifier: Apache-2.0
 * What the rows of simplify.def ask about updates: which elements they write, whether a value holds
 * a -0, and what a window of an updated value is. Sums of updates of zeros, as derivatives of
 * slices are, become one chain of updates. */
#include "passes/simplify.h"

enum { LOOK_BACK = 64 }; /* updates that a slice is taken past, one by one */

/* ---- never -0. A sum is -0 only when both terms are, and is never rounded to 0; products and fma
 * are */
static bool node_plus(const ir_node *n, const uint8_t *plus) {
    if (!ir_dtype_is((kiln_dtype)n->dtype, IR_DT_FLT)) return true;
    const ir_id *x = n->operand;
    switch (n->op) {
    case IR_CONST: return n->bits != (UINT64_C(1) << (n->dtype == KILN_F32 ? 31 : 63));
    case IR_ABS:
    case IR_EXP:
    case IR_EXP2:
    case IR_SUM:
    case IR_UNIFORM:
    case IR_IOTA: return true;
    case IR_MUL: return x[0] == x[1];
    case IR_ADD: return plus[x[0]] || plus[x[1]];
    case IR_SUB:
    case IR_DETACH:
    case IR_SLOPE:
    case IR_SLOPE_OVER: return plus[x[0]];
    case IR_MAX:
    case IR_MIN:
    case IR_STRIDED_SET:
    case IR_UPDATE: return plus[x[0]] && plus[x[1]];
    case IR_SELECT: return plus[x[1]] && plus[x[2]];
    case IR_RESHAPE:
    case IR_PERMUTE:
    case IR_EXPAND:
    case IR_SLICE:
    case IR_STRIDED: return plus[x[0]];
    default: return false;
    }
}

bool simplify_plus(simplify *s, ir_id id) {
    if (kn_grow(s->g->alloc, &s->plus, &s->plus_cap, (size_t)id + 1, 1) != KILN_OK) return false;
    for (; s->nplus <= id; s->nplus++)
        s->plus[s->nplus] = node_plus(ir_at(s->g, s->nplus), s->plus);
    return s->plus[id];
}

/* ---- windows */
typedef struct range {
    int64_t low, high;
} range; /* of one axis, both inside */

static range range_of(const ir_graph *g, ir_id attrs_of, int64_t extent, int axis) {
    const int64_t *attrs = ir_attrs(g, attrs_of);
    int64_t start = attrs[axis],
            far =
                extent > 1 ? start + (extent - 1) * attrs[ir_at(g, attrs_of)->rank + axis] : start;
    return start < far ? (range){start, far} : (range){far, start};
}

/* The part of an update, the result of a slice: what lies in its window. */
static const int64_t *window_shape(const ir_graph *g, ir_id id) {
    return ir_shape(g, ir_at(g, id)->op == IR_UPDATE ? ir_at(g, id)->operand[1] : id);
}

static bool empty(const ir_graph *g, ir_id id) {
    for (int i = 0; i < ir_at(g, id)->rank; i++)
        if (window_shape(g, id)[i] == 0) return true;
    return false;
}

bool simplify_same_window(const simplify *s, ir_id a, ir_id b) {
    const ir_graph *g = s->g;
    int rank = ir_at(g, a)->rank;
    const int64_t *x = window_shape(g, a), *y = window_shape(g, b), *p = ir_attrs(g, a),
                  *q = ir_attrs(g, b);
    if (ir_at(g, b)->rank != rank) return false;
    for (int i = 0; i < rank; i++)
        if (x[i] != y[i] || p[i] != q[i] || (x[i] > 1 && p[rank + i] != q[rank + i])) return false;
    return true;
}

/* Along some axis they lie in other ranges, or step past each other. */
bool simplify_apart(const simplify *s, ir_id a, ir_id b) {
    const ir_graph *g = s->g;
    int rank = ir_at(g, a)->rank;
    const int64_t *p = ir_attrs(g, a), *q = ir_attrs(g, b);
    if (ir_at(g, b)->rank != rank || empty(g, a) || empty(g, b)) return false;
    for (int i = 0; i < rank; i++) {
        int64_t n = window_shape(g, a)[i], m = window_shape(g, b)[i], step = p[rank + i],
                other = q[rank + i];
        range x = range_of(g, a, n, i), y = range_of(g, b, m, i);
        if (x.high < y.low || y.high < x.low) return true;
        if (n > 1 && m > 1 && (step == other || step == -other) && (x.low - y.low) % step != 0)
            return true;
    }
    return false;
}

/* ---- chains of updates. Of each is known where it began and the box in which all its windows lie,
 * so that a slice beside the box is taken of the beginning at once. box[]: the beginning, then low
 * and high of each axis */
static size_t box_of(const simplify *s, ir_id id) { return id < s->nboxes ? s->box_at[id] : 0; }

static void add_box(simplify *s, ir_id id) {
    const ir_graph *g = s->g;
    const ir_node *n = ir_at(g, id);
    size_t before = box_of(s, n->operand[0]), at = s->box_len ? s->box_len : 1,
           len = at + 1 + 2u * n->rank;
    s->box_at[id] = 0;
    if (n->op != IR_UPDATE || empty(g, id)) return;
    if (kn_grow(g->alloc, &s->box, &s->box_cap, len, sizeof *s->box) != KILN_OK) return;
    s->box[at] = before ? s->box[before] : (int64_t)n->operand[0];
    for (int i = 0; i < n->rank; i++) {
        range r = range_of(g, id, window_shape(g, id)[i], i);
        int64_t *now = &s->box[at + 1 + 2u * (size_t)i];
        const int64_t *old = &s->box[before + 1 + 2u * (size_t)i];
        now[0] = before && old[0] < r.low ? old[0] : r.low;
        now[1] = before && old[1] > r.high ? old[1] : r.high;
    }
    s->box_at[id] = at;
    s->box_len = len;
}

static void know_boxes(simplify *s, ir_id id) {
    if (kn_grow(s->g->alloc, &s->box_at, &s->box_at_cap, (size_t)id + 1, sizeof *s->box_at) !=
        KILN_OK)
        return;
    for (; s->nboxes <= id; s->nboxes++) add_box(s, (ir_id)s->nboxes);
}

/* `at` is updated, `window` a slice or an update of the same shape. */
static bool beside_box(const simplify *s, ir_id at, ir_id window) {
    size_t box = box_of(s, at);
    if (box == 0) return false;
    for (int i = 0; i < ir_at(s->g, window)->rank; i++) {
        range r = range_of(s->g, window, window_shape(s->g, window)[i], i);
        const int64_t *b = &s->box[box + 1 + 2u * (size_t)i];
        if (r.high < b[0] || b[1] < r.low) return true;
    }
    return false;
}

/* What the window's elements of x are: the part that one of x's updates put there, or the number
 * that all of them began with. Not elements of an earlier value of the chain: its buffer could not
 * be written over then. */
static ir_id seen_through(simplify *s, ir_id x, ir_id window) {
    if (empty(s->g, window)) return IR_NONE;
    know_boxes(s, x);
    for (int i = 0; i < LOOK_BACK && ir_at(s->g, x)->op == IR_UPDATE; i++) {
        if (beside_box(s, x, window)) return pass_splat_of(s->g, (ir_id)s->box[box_of(s, x)]);
        if (simplify_same_window(s, x, window)) return ir_at(s->g, x)->operand[1];
        if (!simplify_apart(s, x, window)) return IR_NONE;
        x = ir_at(s->g, x)->operand[0];
    }
    return pass_splat_of(s->g, x);
}

static ir_id slice_like(simplify *s, ir_id x, ir_id window) {
    const ir_graph *g = s->g;
    int64_t start[IR_MAX_RANK], step[IR_MAX_RANK], shape[IR_MAX_RANK];
    int rank = ir_at(g, window)->rank;
    for (int i = 0; i < rank; i++) {
        start[i] = ir_attrs(g, window)[i];
        step[i] = ir_attrs(g, window)[rank + i];
        shape[i] = window_shape(g, window)[i];
    }
    return ir_slice(s->b, x, start, step, shape);
}

ir_id simplify_slice_update(simplify *s, ir_id id) {
    ir_id seen = seen_through(s, ir_at(s->g, id)->operand[0], id);
    return simplify_repeat(s, seen, id);
}

/* `part` where the update puts its own, in x. */
static ir_id update_like(simplify *s, ir_id x, ir_id part, ir_id update) {
    int64_t start[IR_MAX_RANK], step[IR_MAX_RANK];
    int rank = ir_at(s->g, update)->rank;
    if (x == IR_NONE || part == IR_NONE) return IR_NONE;
    memcpy(start, ir_attrs(s->g, update), (size_t)rank * sizeof *start);
    memcpy(step, ir_attrs(s->g, update) + rank, (size_t)rank * sizeof *step);
    return ir_update(s->b, x, part, start, step);
}

ir_id simplify_add_update(simplify *s, ir_id x, ir_id update) {
    if (x == IR_NONE) return x;
    ir_id old = seen_through(s, x, update), g = ir_at(s->g, update)->operand[1];
    if (old == IR_NONE) old = slice_like(s, x, update);
    return old == IR_NONE ? IR_NONE : update_like(s, x, ir_map2(s->b, IR_ADD, old, g), update);
}

ir_id simplify_add_updates(simplify *s, ir_id a, ir_id b) {
    ir_id zeros = ir_at(s->g, a)->operand[0], g = ir_at(s->g, a)->operand[1],
          h = ir_at(s->g, b)->operand[1];
    if (simplify_same_window(s, a, b)) return update_like(s, zeros, ir_map2(s->b, IR_ADD, g, h), a);
    ir_id zero = ir_const(s->b, (kiln_dtype)ir_at(s->g, a)->dtype, 0);
    ir_id first = update_like(s, zeros, ir_map2(s->b, IR_ADD, g, zero), a);
    return update_like(s, first, ir_map2(s->b, IR_ADD, h, zero), b);
}

/* The inner update changes the very slice that the outer one puts back. */
bool simplify_updates_slice(const simplify *s, ir_id id) {
    const ir_graph *g = s->g;
    ir_id inner = ir_at(g, id)->operand[1];
    if (ir_at(g, inner)->op != IR_UPDATE) return false;
    ir_id slice = ir_at(g, inner)->operand[0];
    return ir_at(g, slice)->op == IR_SLICE &&
           ir_at(g, slice)->operand[0] == ir_at(g, id)->operand[0] &&
           simplify_same_window(s, slice, id);
}

ir_id simplify_compose_update(simplify *s, ir_id id) {
    const ir_graph *g = s->g;
    ir_id inner = ir_at(g, id)->operand[1], part = ir_at(g, inner)->operand[1];
    const int64_t *out = ir_attrs(g, id), *in = ir_attrs(g, inner);
    int64_t start[IR_MAX_RANK], step[IR_MAX_RANK];
    int rank = ir_at(g, id)->rank;
    for (int i = 0; i < rank; i++) {
        bool fits = kn_mul_i64(in[i], out[rank + i], &start[i]) &&
                    kn_add_i64(start[i], out[i], &start[i]) &&
                    kn_mul_i64(in[rank + i], out[rank + i], &step[i]);
        if (!fits) return IR_NONE;
    }
    return ir_update(s->b, ir_at(g, id)->operand[0], part, start, step);
}

/* An update of turned axes is an update of the axes as they are, turned. */
ir_id simplify_turn_update(simplify *s, ir_id id) {
    const ir_graph *g = s->g;
    ir_id turned = ir_at(g, id)->operand[0], base = ir_at(g, turned)->operand[0],
          part = ir_at(g, id)->operand[1];
    int rank = ir_at(g, id)->rank, perm[IR_MAX_RANK], inverse[IR_MAX_RANK];
    int64_t start[IR_MAX_RANK], step[IR_MAX_RANK];
    for (int i = 0; i < rank; i++) {
        perm[i] = (int)ir_attrs(g, turned)[i];
        inverse[perm[i]] = i;
        start[perm[i]] = ir_attrs(g, id)[i];
        step[perm[i]] = ir_attrs(g, id)[rank + i];
    }
    ir_id back = ir_permute(s->b, part, inverse);
    ir_id whole = back == IR_NONE ? back : ir_update(s->b, base, back, start, step);
    return whole == IR_NONE ? whole : ir_permute(s->b, whole, perm);
}

void simplify_free(simplify *s) {
    const kn_alloc *alloc = s->g->alloc;
    kn_free(alloc, s->canonical, s->canonical_cap);
    kn_free(alloc, s->plus, s->plus_cap);
    kn_free(alloc, s->box_at, s->box_at_cap * sizeof *s->box_at);
    kn_free(alloc, s->box, s->box_cap * sizeof *s->box);
}
