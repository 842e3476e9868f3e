/* SPDX-License-Identifier: Apache-2.0
 * Writes into place: update, strided_set and strided_add put their second operand into a window of
 * the first. To grouping such a node is a map over the part that is put; its result is the window
 * of a buffer. Called by the other fuse files and by lowering. */
#include "passes/fuse.h"

int64_t fuse_points(const fuse *f, ir_id id) {
    return ir_numel(f->g, f->role[id] & ROLE_WRITE ? ir_at(f->g, id)->operand[1] : id);
}

bool fuse_reads(const fuse *f, ir_id id, int k) { return k != 0 || !(f->role[id] & ROLE_WRITE); }

void fuse_window(const ir_graph *g, ir_id id, view *out) {
    const ir_node *n = ir_at(g, id);
    const int64_t *attrs = ir_attrs(g, id), *whole = ir_shape(g, id);
    ir_id part = n->operand[1];
    const int64_t *extent = ir_shape(g, part);
    int64_t step = 1;
    *out = (view){.base = id, .rank = ir_at(g, part)->rank};
    memcpy(out->extent, extent, (size_t)out->rank * sizeof *extent);
    if (n->op != IR_UPDATE) {
        out->offset = attrs[0];
        for (int i = 0; i < out->rank; i++) out->stride[i] = extent[i] == 1 ? 0 : attrs[1 + i];
        return;
    }
    for (int i = n->rank - 1; i >= 0; i--) {
        out->offset += attrs[i] * step;
        out->stride[i] = extent[i] == 1 ? 0 : attrs[n->rank + i] * step;
        step *= whole[i];
    }
}

static int64_t magnitude(int64_t x) { return x < 0 ? -x : x; }

/* Whether different indices are different places: each stride is longer than all shorter ones
 * together reach. */
static bool meets_nowhere(const view *v) {
    int order[IR_MAX_RANK], n = 0;
    int64_t reach = 0;
    for (int i = 0; i < v->rank; i++) {
        if (v->extent[i] == 1) continue;
        int at = n++;
        for (; at > 0 && magnitude(v->stride[order[at - 1]]) > magnitude(v->stride[i]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (int i = 0; i < n; i++) {
        int64_t stride = magnitude(v->stride[order[i]]);
        if (stride <= reach) return false;
        reach += stride * (v->extent[order[i]] - 1);
    }
    return true;
}

bool fuse_can_write(const fuse *f, ir_id id) {
    const ir_graph *g = f->g;
    const ir_node *n = ir_at(g, id);
    view window;
    if (n->op == IR_UPDATE) return ir_numel(g, n->operand[1]) > 0;
    if (n->op != IR_STRIDED_SET && n->op != IR_STRIDED_ADD) return false;
    if (ir_numel(g, n->operand[1]) == 0) return false;
    /* halves add in f32, and every NaN of a sum becomes the canonical one */
    if (n->op == IR_STRIDED_ADD) {
        if (!ir_dtype_is((kiln_dtype)n->dtype, IR_DT_NUM) || !f->canonical[n->operand[0]])
            return false;
    }
    fuse_window(g, id, &window);
    return meets_nowhere(&window);
}

/* ---- do a window and a read of the same buffer meet? */

static void reach_of(const view *v, int64_t *low, int64_t *high) {
    *low = *high = v->offset;
    for (int i = 0; i < v->rank; i++) {
        int64_t far = v->stride[i] * (v->extent[i] - 1);
        *(far < 0 ? low : high) += far;
    }
}

static int64_t common(int64_t a, int64_t b) {
    a = magnitude(a);
    for (b = magnitude(b); b != 0;) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool lie_apart(const view *a, const view *b) {
    int64_t low[2], high[2], steps = 0;
    reach_of(a, &low[0], &high[0]);
    reach_of(b, &low[1], &high[1]);
    if (high[0] < low[1] || high[1] < low[0]) return true;
    for (int i = 0; i < a->rank; i++) steps = common(steps, a->extent[i] == 1 ? 0 : a->stride[i]);
    for (int i = 0; i < b->rank; i++) steps = common(steps, b->extent[i] == 1 ? 0 : b->stride[i]);
    return steps > 1 && (a->offset - b->offset) % steps != 0;
}

static bool same_places(const view *a, const view *b) {
    if (a->offset != b->offset) return false;
    for (int i = 0; i < a->rank; i++)
        if (a->extent[i] != 1 && a->stride[i] != b->stride[i]) return false;
    return true;
}

bool fuse_may_share(const view *window, const view *leaf) {
    return same_places(window, leaf) || lie_apart(window, leaf);
}

/* ---- joins: writes that together cover the whole need no elements to begin with */

typedef struct cover {
    int64_t start, end;
} cover;

typedef struct covers {
    fuse *f;
    uint32_t *uses; /* by node */
    cover *part;
    size_t nparts; /* of one join */
} covers;

static kiln_status count_uses(covers *c) {
    const ir_graph *g = c->f->g;
    c->uses = kn_arena_array(&c->f->arena, g->count, sizeof *c->uses);
    if (!c->uses) return KILN_NO_MEMORY;
    for (ir_id id = 0; id < g->count; id++)
        for (int k = 0; k < ir_at(g, id)->noperands; k++) c->uses[ir_at(g, id)->operand[k]]++;
    for (size_t o = 0; o < g->noutputs; o++) c->uses[g->outputs[o].id]++;
    return KILN_OK;
}

/* The axis along which the update takes only a part of the whole; -1 when it is not just one. */
static int part_axis(const ir_graph *g, ir_id id, cover *part) {
    const ir_node *n = ir_at(g, id);
    const int64_t *whole = ir_shape(g, id), *extent = ir_shape(g, n->operand[1]),
                  *attrs = ir_attrs(g, id);
    int axis = -1;
    for (int i = 0; i < n->rank; i++) {
        bool forward = extent[i] == 1 || attrs[n->rank + i] == 1;
        if (!forward) return -1;
        if (extent[i] == whole[i]) continue;
        if (axis >= 0) return -1;
        axis = i;
        *part = (cover){attrs[i], attrs[i] + extent[i]};
    }
    return axis;
}

static void sort_parts(cover *part, size_t n) {
    for (size_t gap = n / 2; gap > 0; gap /= 2)
        for (size_t i = gap; i < n; i++) {
            cover at = part[i];
            size_t k = i;
            for (; k >= gap && part[k - gap].start > at.start; k -= gap) part[k] = part[k - gap];
            part[k] = at;
        }
}

static bool covers_all(cover *part, size_t n, int64_t extent) {
    int64_t reached = 0;
    sort_parts(part, n);
    for (size_t i = 0; i < n && part[i].start <= reached; i++)
        if (part[i].end > reached) reached = part[i].end;
    return reached >= extent;
}

static bool is_update(const ir_graph *g, ir_id id) {
    return ir_at(g, id)->op == IR_UPDATE && ir_numel(g, ir_at(g, id)->operand[1]) > 0;
}

/* The chain of updates that ends with `last`, back to its first one, which nothing else reads on
 * the way. */
static void look_at_chain(covers *c, ir_id last) {
    const ir_graph *g = c->f->g;
    ir_id at = last;
    int axis = -1;
    c->nparts = 0;
    for (;; at = ir_at(g, at)->operand[0]) {
        cover part;
        int own = part_axis(g, at, &part);
        c->f->mark[at] = c->f->stamp;
        if (own >= 0 && (axis < 0 || own == axis)) {
            axis = own;
            c->part[c->nparts++] = part;
        }
        ir_id base = ir_at(g, at)->operand[0];
        if (!is_update(g, base) || c->uses[base] != 1 || base == ir_at(g, at)->operand[1]) break;
    }
    if (axis >= 0 && covers_all(c->part, c->nparts, ir_shape(g, last)[axis]))
        c->f->role[at] |= ROLE_FRESH;
}

kiln_status fuse_find_covers(fuse *f) {
    covers c = {.f = f};
    size_t updates = 0;
    for (ir_id id = 0; id < f->g->count; id++) updates += ir_at(f->g, id)->op == IR_UPDATE;
    for (ir_id id = 0; id < f->g->count; id++)
        f->canonical[id] = pass_node_canonical(ir_at(f->g, id), f->canonical);
    if (updates == 0) return KILN_OK;
    KN_TRY(count_uses(&c));
    c.part = kn_arena_array(&f->arena, updates, sizeof *c.part);
    if (!c.part) return KILN_NO_MEMORY;
    f->stamp++;
    for (ir_id id = (ir_id)f->g->count; id-- > 0;)
        if (is_update(f->g, id) && f->mark[id] != f->stamp) look_at_chain(&c, id);
    return KILN_OK;
}
