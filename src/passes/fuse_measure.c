/* SPDX-License-Identifier: Apache-2.0
 * Does a set of nodes fit one kernel of a given shape? Counts what lowering will make of it. Called
 * for every merge that is not obviously fine. */
#include "passes/fuse.h"

int64_t fuse_full(const fuse_shape *shape) { return view_product(shape->rank, shape->dim); }

int64_t fuse_rows(const fuse_shape *shape) {
    return shape->kind == KERNEL_ROW ? view_product(shape->rank - 1, shape->dim) : -1;
}

static bool reduces(const fuse *f, ir_id id) {
    return ir_op_class(ir_at(f->g, id)->op) == IR_REDUCE;
}

/* True when the node reads its operands at every point. */
static bool reads_full(const fuse *f, const fuse_shape *shape, ir_id id) {
    return reduces(f, id) || fuse_points(f, id) == fuse_full(shape);
}

bool fuse_inside(const fuse *f, const fuse_shape *shape, ir_id reader, const view *v) {
    bool full = reads_full(f, shape, reader);
    if (v->literal || ir_op_class(ir_at(f->g, reader)->op) == IR_CLASS_CONTRACT) return false;
    /* other points have written what surrounds the window */
    if (f->role[v->base] & ROLE_WRITE) return false;
    if (!reduces(f, v->base) && ir_numel(f->g, v->base) == fuse_full(shape))
        return full && view_is_base(f->g, v); /* the first element alone is contiguous too */
    if (shape->kind != KERNEL_ROW) return false;
    return full ? view_is_row_repeat(v, fuse_rows(shape), shape->dim[shape->rank - 1])
                : view_is_base(f->g, v);
}

/* Rank-0 operands of maps, and row members, repeat. */
bool fuse_express(const fuse *f, const fuse_shape *shape, ir_id reader, const view *v, view *out) {
    int rank = shape->rank;
    if (v->rank == 0) {
        view r = {.base = v->base, .rank = rank, .offset = v->offset, .literal = v->literal};
        memcpy(r.extent, shape->dim, sizeof r.extent);
        *out = r;
        return true;
    }
    if (reads_full(f, shape, reader)) return view_reshape(v, rank, shape->dim, out);
    if (!view_reshape(v, rank - 1, shape->dim, out)) return false;
    out->rank = rank;
    out->extent[rank - 1] = shape->dim[rank - 1];
    out->stride[rank - 1] = 0;
    return true;
}

static bool joins(const view *views, int nviews, const int64_t *dim, int i) {
    for (int v = 0; v < nviews; v++)
        if (views[v].stride[i] != views[v].stride[i + 1] * dim[i + 1]) return false;
    return true;
}

static void drop_dim(view *views, int nviews, int64_t *dim, int rank, int i) {
    for (int k = i; k + 1 < rank; k++) dim[k] = dim[k + 1];
    for (int v = 0; v < nviews; v++)
        for (int k = i; k + 1 < rank; k++) views[v].stride[k] = views[v].stride[k + 1];
}

int fuse_merge_dims(int rank, int64_t *dim, view *views, int nviews, int from, int to) {
    for (int i = to - 1; i >= from && rank > 1; i--)
        if (dim[i] == 1) {
            drop_dim(views, nviews, dim, rank--, i);
            to--;
        }
    for (int i = to - 2; i >= from; i--) {
        if (!joins(views, nviews, dim, i)) continue;
        dim[i + 1] *= dim[i];
        drop_dim(views, nviews, dim, rank--, i);
    }
    return rank;
}

/* ---- counting */

typedef struct measure {
    fuse *f;
    const fuse_shape *shape;
    view leaf[KERNEL_MAX_LEAVES + KERNEL_MAX_OUTPUTS];
    uint32_t nleaves, nvalues;
    ir_id number[KERNEL_MAX_VALUES]; /* constants, scalars and free nodes met */
    uint32_t nnumbers, nscalars;
    /* of writes, in the shape's dimensions; base: the value whose buffer they need */
    view window[KERNEL_MAX_OUTPUTS];
    uint32_t nwindows;
} measure;

static bool same_leaf(const view *a, const view *b) {
    if (a->base != b->base || a->offset != b->offset || a->literal != b->literal) return false;
    for (int i = 0; i < a->rank; i++)
        if (a->stride[i] != b->stride[i]) return false;
    return true;
}

static plan_reason count_leaf(measure *m, const view *v) {
    for (uint32_t l = 0; l < m->nleaves; l++)
        if (same_leaf(&m->leaf[l], v)) return PLAN_WHY_NONE;
    if (m->nleaves == KERNEL_MAX_LEAVES) return PLAN_WHY_TOO_MANY_LEAVES;
    m->leaf[m->nleaves++] = *v;
    m->nvalues++;
    return PLAN_WHY_NONE;
}

/* A free node brings at most its ops and two or three numbers each. */
static plan_reason count_number(measure *m, ir_id id) {
    for (uint32_t i = 0; i < m->nnumbers; i++)
        if (m->number[i] == id) return PLAN_WHY_NONE;
    if (m->nnumbers == KERNEL_MAX_VALUES) return PLAN_WHY_TOO_MANY_VALUES;
    m->number[m->nnumbers++] = id;
    bool free = m->f->role[id] & ROLE_FREE;
    m->nvalues += free ? 4u * m->f->weight[id] : 1;
    m->nscalars += free ? 2u * m->f->weight[id] + 1 : ir_at(m->f->g, id)->op == IR_SCALAR;
    return m->nscalars > KERNEL_MAX_SCALARS ? PLAN_WHY_TOO_MANY_LEAVES : PLAN_WHY_NONE;
}

static plan_reason count_access(measure *m, ir_id id, int k) {
    const fuse *f = m->f;
    view v, expressed;
    fuse_access(f, id, k, &v);
    if (v.literal && ir_at(f->g, v.base)->op != IR_IOTA) return count_number(m, v.base);
    if (!v.literal && f->mark[v.base] == f->stamp)
        return fuse_inside(f, m->shape, id, &v) ? PLAN_WHY_NONE : PLAN_WHY_NOT_AFFINE;
    if (!fuse_express(f, m->shape, id, &v, &expressed)) return PLAN_WHY_NOT_AFFINE;
    return count_leaf(m, &expressed);
}

/* The node lives on one of the shape's levels. */
static bool has_level(const fuse *f, const fuse_shape *shape, ir_id id) {
    int64_t numel =
        reduces(f, id) ? ir_numel(f->g, ir_at(f->g, id)->operand[0]) : fuse_points(f, id);
    if (numel == fuse_full(shape)) return true;
    return !reduces(f, id) && !(f->role[id] & ROLE_WRITE) && shape->kind == KERNEL_ROW &&
           numel == fuse_rows(shape);
}

/* The factors of a contraction are leaves of their own, shared with nothing and never members. */
static plan_reason count_factors(measure *m, ir_id id) {
    for (int k = 0; k < 2; k++) {
        if (m->f->mark[fuse_base(m->f, id, k)] == m->f->stamp) return PLAN_WHY_CYCLE;
        if (m->nleaves == KERNEL_MAX_LEAVES) return PLAN_WHY_TOO_MANY_LEAVES;
        m->leaf[m->nleaves++] = (view){.base = IR_NONE};
    }
    return PLAN_WHY_NONE;
}

/* A window, and for an accumulation what it held. The value whose buffer it is must be whole
 * before. */
static plan_reason count_window(measure *m, ir_id id) {
    const fuse *f = m->f;
    view v, *window = &m->window[m->nwindows];
    ir_id base = fuse_base(f, id, 0);
    if (m->nwindows == KERNEL_MAX_OUTPUTS) return PLAN_WHY_TOO_MANY_OUTPUTS;
    if (base != IR_NONE && f->mark[base] == f->stamp) return PLAN_WHY_CYCLE;
    fuse_window(f->g, id, &v);
    v.base = base;
    if (!fuse_express(f, m->shape, id, &v, window)) return PLAN_WHY_NOT_AFFINE;
    m->nwindows++;
    m->nvalues++;
    if (ir_at(f->g, id)->op != IR_STRIDED_ADD) return PLAN_WHY_NONE;
    fuse_access(f, id, 0, &v);
    return v.literal ? count_number(m, v.base) : count_leaf(m, window);
}

/* What a window may have overwritten when another point reads it. */
static bool windows_fit(const measure *m) {
    for (uint32_t w = 0; w < m->nwindows; w++)
        for (uint32_t l = 0; l < m->nleaves && m->window[w].base != IR_NONE; l++) {
            bool same = !m->leaf[l].literal && m->leaf[l].base == m->window[w].base;
            if (same && !fuse_may_share(&m->window[w], &m->leaf[l])) return false;
        }
    return true;
}

static plan_reason count_member(measure *m, ir_id id) {
    const fuse *f = m->f;
    if (!has_level(f, m->shape, id)) return PLAN_WHY_DOMAIN;
    m->nvalues++;
    if (ir_op_class(ir_at(f->g, id)->op) == IR_CLASS_CONTRACT) return count_factors(m, id);
    for (int k = 0; k < fuse_noperands(f, id); k++) {
        plan_reason why = fuse_reads(f, id, k) ? count_access(m, id, k) : count_window(m, id);
        if (why != PLAN_WHY_NONE) return why;
    }
    return PLAN_WHY_NONE;
}

static bool rank_fits(measure *m) {
    int64_t dim[IR_MAX_RANK];
    int rank = m->shape->rank, fixed = 0;
    memcpy(dim, m->shape->dim, sizeof dim);
    if (m->shape->kind == KERNEL_CONTRACT) return true;
    if (m->shape->kind == KERNEL_ROW || m->shape->kind == KERNEL_LANE) fixed = 1;
    if (m->shape->kind == KERNEL_COLUMN) fixed = 2;
    if (rank <= KERNEL_MAX_RANK) return true;
    memcpy(m->leaf + m->nleaves, m->window, m->nwindows * sizeof *m->window);
    return fuse_merge_dims(rank, dim, m->leaf, (int)(m->nleaves + m->nwindows), 0, rank - fixed) <=
           KERNEL_MAX_RANK;
}

plan_reason fuse_measure(fuse *f, const fuse_shape *shape, const ir_id *member, uint32_t n,
                         fuse_size *size) {
    measure m;
    uint32_t reductions = 0;
    m.f = f;
    m.shape = shape;
    m.nleaves = m.nvalues = m.nnumbers = m.nscalars = m.nwindows = 0;
    for (uint32_t i = 0; i < n; i++) {
        plan_reason why = count_member(&m, member[i]);
        if (why != PLAN_WHY_NONE) return why;
        reductions += reduces(f, member[i]);
        if (m.nvalues > KERNEL_MAX_VALUES) return PLAN_WHY_TOO_MANY_VALUES;
    }
    if (reductions > FUSE_MAX_REDUCTIONS) return PLAN_WHY_TOO_MANY_VALUES;
    size->values = m.nvalues;
    size->leaves = m.nleaves;
    size->scalars = m.nscalars;
    if (!windows_fit(&m)) return PLAN_WHY_CYCLE;
    return rank_fits(&m) ? PLAN_WHY_NONE : PLAN_WHY_RANK;
}
