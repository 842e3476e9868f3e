/* SPDX-License-Identifier: Apache-2.0
 * What each node is to the plan, and how it reads its operands; decides which values must be copied
 * to be readable at all. Called first by fuse.c; the accesses are asked for by everything after. */
#include "passes/fuse.h"

int fuse_noperands(const fuse *f, ir_id id) {
    return f->role[id] & ROLE_COPIED ? 1 : ir_at(f->g, id)->noperands;
}

void fuse_view(const fuse *f, ir_id id, view *out) {
    const ir_node *n = ir_at(f->g, id);
    view_contiguous(out, id, n->rank, ir_shape(f->g, id));
    if (n->op == IR_IOTA) { /* an index is its own base: stride 1 along its axis */
        int64_t axis = ir_attrs(f->g, id)[0];
        for (int i = 0; i < n->rank; i++) out->stride[i] = i == axis && out->extent[i] != 1;
    }
    out->literal =
        n->op == IR_CONST || n->op == IR_SCALAR || n->op == IR_IOTA || f->role[id] & ROLE_FREE;
    const fuse_stored_view *stored = f->view[id];
    if (!stored) return;
    out->base = stored->base;
    out->literal = stored->literal;
    out->offset = stored->offset;
    for (int i = 0; i < n->rank; i++) out->stride[i] = stored->stride[i];
}

void fuse_access(const fuse *f, ir_id id, int k, view *out) {
    const ir_node *n = ir_at(f->g, id);
    if (f->role[id] & ROLE_COPIED && !(f->role[id] & ROLE_REFERENCE)) {
        fuse_view(f, id, out); /* a copy reads through its own view */
        return;
    }
    ir_id operand = n->operand[k];
    if (n->flags >> k & 1)
        view_contiguous(out, operand, ir_at(f->g, operand)->rank, ir_shape(f->g, operand));
    else
        fuse_view(f, operand, out);
}

bool fuse_has_group(const fuse *f, ir_id id) {
    uint8_t role = f->role[id];
    return role & ROLE_COMPUTED && (!(role & ROLE_FREE) || role & ROLE_STORED);
}

ir_id fuse_base(const fuse *f, ir_id id, int k) {
    const ir_node *n = ir_at(f->g, id);
    bool own = f->role[id] & ROLE_COPIED && !(f->role[id] & ROLE_REFERENCE);
    if (k == 0 && f->role[id] & ROLE_FRESH) return IR_NONE;
    ir_id at = own ? id : n->operand[k];
    if (!own && n->flags >> k & 1) return at;
    const fuse_stored_view *stored = f->view[at];
    if (stored) return stored->literal ? IR_NONE : stored->base;
    int op = ir_at(f->g, at)->op;
    bool literal = op == IR_CONST || op == IR_SCALAR || op == IR_IOTA || f->role[at] & ROLE_FREE;
    return literal ? IR_NONE : at;
}

/* ---- shapes of reductions and contractions */

int fuse_reduce_dims(const ir_graph *g, ir_id id, int64_t *dim, uint8_t *kind, plan_reason *why) {
    const ir_node *n = ir_at(g, id), *a = ir_at(g, n->operand[0]);
    const int64_t *extent = ir_shape(g, n->operand[0]), *axes = ir_attrs(g, id);
    int rank = view_squeeze((int)axes[0], extent, dim);
    int64_t rows = view_product(rank, dim);
    int64_t length = view_product((int)(axes[1] - axes[0]), extent + axes[0]);
    int64_t cols = view_product(a->rank - (int)axes[1], extent + axes[1]);
    dim[rank++] = length;
    *why = PLAN_WHY_NONE;
    if (cols != 1) {
        dim[rank++] = cols;
        *kind = KERNEL_COLUMN;
        return rank;
    }
    bool few = rows < FUSE_FEW_ROWS && length > FUSE_SHORT_ROW;
    if (length > ORDER_LANE_BLOCK)
        *why = PLAN_WHY_LONG_ROW;
    else if (few && rows * length > FUSE_SMALL)
        *why = PLAN_WHY_FEW_ROWS;
    *kind = *why == PLAN_WHY_NONE ? KERNEL_ROW : KERNEL_LANE;
    return rank;
}

/* Batch axes as one: extent and stride. */
static bool join_batch(const view *v, int64_t batch, int64_t *stride) {
    view lead = *v, joined;
    lead.rank = v->rank - 2;
    if (!view_reshape(&lead, 1, &batch, &joined)) return false;
    *stride = joined.stride[0];
    return true;
}

bool fuse_contract_of(const fuse *f, ir_id id, fuse_contract *c, int *bad_operand) {
    fuse_access(f, id, 0, &c->a);
    fuse_access(f, id, 1, &c->b);
    int rank = c->a.rank;
    c->batch = view_product(rank - 2, c->a.extent);
    c->m = c->a.extent[rank - 2];
    c->k = c->a.extent[rank - 1];
    c->n = c->b.extent[rank - 1];
    for (int i = 0; i < 2; i++) {
        c->a_stride[1 + i] = c->a.stride[rank - 2 + i];
        c->b_stride[1 + i] = c->b.stride[rank - 2 + i];
    }
    *bad_operand = 0;
    if (c->a.literal || !join_batch(&c->a, c->batch, &c->a_stride[0])) return false;
    *bad_operand = 1;
    if (c->b.literal || !join_batch(&c->b, c->batch, &c->b_stride[0])) return false;
    /* One matrix for the whole batch: the rows of all batches are rows of one product. */
    if (c->batch > 1 && c->b_stride[0] == 0 && c->a_stride[0] == c->m * c->a_stride[1]) {
        c->m *= c->batch;
        c->batch = 1;
        c->a_stride[0] = 0;
    }
    return true;
}

/* ---- roles */

static bool has_emitted_form(const ir_graph *g, const ir_node *n) {
    bool flt = ir_dtype_is((kiln_dtype)n->dtype, IR_DT_FLT);
    switch (ir_op_class(n->op)) {
    case IR_MAP:
        return n->op != IR_GCD && n->op != IR_IPOW &&
               !(flt && (n->op == IR_REM || n->op == IR_FMOD));
    case IR_REDUCE: return ir_ops[n->op].types != IR_TYPES_ARG;
    case IR_CLASS_CONTRACT:
        return ir_dtype_is((kiln_dtype)ir_at(g, n->operand[0])->dtype, IR_DT_FLT);
    default: return false;
    }
}

/* Ops that have an emitted form, but not on this dtype. */
static bool lacks_dtype(const ir_node *n) {
    return ir_op_class(n->op) == IR_CLASS_CONTRACT || n->op == IR_REM || n->op == IR_FMOD;
}

static kiln_status store_view(fuse *f, ir_id id, const view *v) {
    size_t nbytes = sizeof(fuse_stored_view) + (size_t)v->rank * sizeof(int64_t);
    fuse_stored_view *stored = kn_arena_get(&f->arena, nbytes);
    if (!stored) return KILN_NO_MEMORY;
    stored->base = v->base;
    stored->literal = v->literal;
    stored->offset = v->offset;
    for (int i = 0; i < v->rank; i++) stored->stride[i] = v->stride[i];
    f->view[id] = stored;
    return KILN_OK;
}

/* True when a copy of `id` through its view takes no more dimensions than a kernel has. */
static bool copy_fits(const fuse *f, ir_id id) {
    view v;
    int64_t dim[IR_MAX_RANK];
    fuse_view(f, id, &v);
    memcpy(dim, v.extent, sizeof dim);
    return fuse_merge_dims(v.rank, dim, &v, 1, 0, v.rank) <= KERNEL_MAX_RANK;
}

/* A reference step reads contiguous elements at some offset. */
static bool reads_straight(const fuse *f, ir_id id, int k) {
    view v;
    fuse_access(f, id, k, &v);
    return !v.literal && view_is_contiguous(&v);
}

/* Makes the elements of `id` exist in row-major order. Where its view has too many dimensions for a
 * kernel, reference steps make the whole chain down to the first value that exists. */
static void copy_value(fuse *f, ir_id id) {
    while (!(f->role[id] & ROLE_COPIED)) {
        /* a value; a free one becomes a stored one */
        if (f->role[id] & (ROLE_COMPUTED | ROLE_FREE)) {
            f->role[id] |= ROLE_COMPUTED | ROLE_STORED;
            return;
        }
        bool fits = copy_fits(f, id);
        f->role[id] |= ROLE_COMPUTED | ROLE_STORED | ROLE_COPIED;
        if (fits) return;
        f->role[id] |= ROLE_REFERENCE;
        fuse_decline(f, PLAN_WHY_RANK, id, id);
        if (reads_straight(f, id, 0)) return;
        ir_edit(f->g, id)->flags |= 1;
        id = ir_at(f->g, id)->operand[0];
    }
}

static void read_copy(fuse *f, ir_id id, int k) {
    ir_edit(f->g, id)->flags |= (uint16_t)(1u << k);
    copy_value(f, ir_at(f->g, id)->operand[k]);
}

static void role_reference(fuse *f, ir_id id) {
    const ir_node *n = ir_at(f->g, id);
    f->role[id] |= ROLE_COMPUTED | ROLE_REFERENCE;
    fuse_decline(f, lacks_dtype(n) ? PLAN_WHY_DTYPE : PLAN_WHY_OPAQUE, id, id);
    for (int k = 0; k < n->noperands; k++) {
        view v;
        if (ir_numel(f->g, n->operand[k]) == 0) continue;
        if (!reads_straight(f, id, k)) read_copy(f, id, k);
        fuse_access(f, id, k, &v);
        f->role[v.base] |= ROLE_STORED;
    }
}

static void role_contract(fuse *f, ir_id id) {
    fuse_contract c;
    int bad;
    f->role[id] |= ROLE_COMPUTED;
    while (!fuse_contract_of(f, id, &c, &bad)) {
        fuse_decline(f, PLAN_WHY_NOT_AFFINE, id, ir_at(f->g, id)->operand[bad]);
        read_copy(f, id, bad);
    }
    f->role[c.a.base] |= ROLE_STORED;
    f->role[c.b.base] |= ROLE_STORED;
}

/* Copies operands until the node alone is a kernel. */
static void role_kernel(fuse *f, ir_id id) {
    const ir_node *n = ir_at(f->g, id);
    fuse_shape shape = {.kind = KERNEL_MAP};
    plan_reason why = PLAN_WHY_NONE;
    if (ir_op_class(n->op) == IR_REDUCE)
        shape.rank = (uint8_t)fuse_reduce_dims(f->g, id, shape.dim, &shape.kind, &why);
    else
        shape.rank = (uint8_t)view_squeeze(n->rank, ir_shape(f->g, id), shape.dim);
    f->role[id] |= ROLE_COMPUTED;
    fuse_size size;
    f->mark[id] = ++f->stamp;
    for (int k = 0; k < n->noperands; k++) {
        view v;
        why = fuse_measure(f, &shape, &id, 1, &size);
        if (why == PLAN_WHY_NONE) return;
        fuse_access(f, id, k, &v);
        if (view_is_contiguous(&v)) continue;
        fuse_decline(f, why, id, n->operand[k]);
        read_copy(f, id, k);
    }
}

/* A write takes over the buffer of its first operand, or a copy of it; numbers are put there where
 * it is needed. */
static void role_write(fuse *f, ir_id id) {
    const ir_node *n = ir_at(f->g, id);
    ir_id part = n->operand[1];
    fuse_shape shape = {.kind = KERNEL_MAP};
    fuse_size size;
    view v;
    shape.rank = (uint8_t)view_squeeze(ir_at(f->g, part)->rank, ir_shape(f->g, part), shape.dim);
    f->role[id] |= ROLE_COMPUTED | ROLE_STORED | ROLE_WRITE;
    if (!(f->role[id] & ROLE_FRESH)) {
        fuse_access(f, id, 0, &v);
        bool number = v.literal && ir_at(f->g, v.base)->op != IR_IOTA;
        if (!number && (v.literal || !view_is_base(f->g, &v))) read_copy(f, id, 0);
        if (!number) f->role[fuse_base(f, id, 0)] |= ROLE_STORED;
    }
    f->mark[id] = ++f->stamp;
    plan_reason why = fuse_measure(f, &shape, &id, 1, &size);
    if (why == PLAN_WHY_NONE) return;
    fuse_decline(f, why, id, part);
    read_copy(f, id, 1);
    f->mark[id] = ++f->stamp;
    if (fuse_measure(f, &shape, &id, 1, &size) == PLAN_WHY_NONE) return;
    f->role[id] &= (uint8_t) ~(ROLE_WRITE | ROLE_FRESH); /* a window of too many dimensions */
    role_reference(f, id);
}

/* Rank-0 arithmetic on numbers alone, and not too much of it. */
static bool is_free(fuse *f, ir_id id) {
    const ir_node *n = ir_at(f->g, id);
    unsigned weight = 1;
    if (ir_op_class(n->op) != IR_MAP || n->rank != 0) return false;
    for (int k = 0; k < n->noperands; k++) {
        const ir_node *a = ir_at(f->g, n->operand[k]);
        if (a->op == IR_CONST || a->op == IR_SCALAR) continue;
        if (!(f->role[n->operand[k]] & ROLE_FREE)) return false;
        weight += f->weight[n->operand[k]];
    }
    if (weight > FUSE_FREE_OPS) return false;
    f->weight[id] = (uint8_t)weight;
    return true;
}

static kiln_status role_movement(fuse *f, ir_id id) {
    const ir_node *n = ir_at(f->g, id);
    view v;
    fuse_view(f, n->operand[0], &v);
    if (!view_move(f->g, id, &v)) {
        ir_id operand = n->operand[0];
        fuse_decline(f, PLAN_WHY_NOT_AFFINE, id, operand);
        ir_edit(f->g, id)->flags |= 1;
        copy_value(f, operand);
        view_contiguous(&v, operand, ir_at(f->g, operand)->rank, ir_shape(f->g, operand));
        (void)view_move(f->g, id, &v); /* of contiguous elements everything is affine */
    }
    return store_view(f, id, &v);
}

static kiln_status role_node(fuse *f, ir_id id) {
    const ir_node *n = ir_at(f->g, id);
    int cls = ir_op_class(n->op);
    if (cls == IR_SOURCE || ir_numel(f->g, id) == 0) return KILN_OK;
    if (cls == IR_MOVE && n->noperands == 1) return role_movement(f, id);
    if (fuse_can_write(f, id))
        role_write(f, id);
    else if (!has_emitted_form(f->g, n))
        role_reference(f, id);
    else if (cls == IR_CLASS_CONTRACT)
        role_contract(f, id);
    else if (is_free(f, id))
        f->role[id] |= ROLE_FREE;
    else
        role_kernel(f, id);
    return KILN_OK;
}

/* An output is a buffer of its own; the elements of another shape of a buffer are that buffer. */
static void role_output(fuse *f, ir_id id) {
    view v;
    if (ir_numel(f->g, id) == 0) return;
    fuse_view(f, id, &v);
    bool whole = !v.literal && view_is_identity(&v) && ir_numel(f->g, v.base) == ir_numel(f->g, id);
    if (whole)
        f->role[v.base] |= ROLE_STORED;
    else
        copy_value(f, id);
}

kiln_status fuse_roles(fuse *f) {
    for (ir_id id = 0; id < f->g->count; id++) ir_edit(f->g, id)->flags = 0;
    for (ir_id id = 0; id < f->g->count; id++) {
        KN_TRY(pass_go_on(f->config, id));
        KN_TRY(role_node(f, id));
    }
    for (size_t i = 0; i < f->g->noutputs; i++) role_output(f, f->g->outputs[i].id);
    return KILN_OK;
}
