/* SPDX-License-Identifier: Apache-2.0
 * Writes a unit as a kernel specification. Leaves, values and scalars are numbered in order of
 * first use over members in id order, so equal pieces of a graph give equal bytes. Called by
 * lower_step.c. */
#include "passes/lower.h"

static bool is_member(const lower *l, ir_id id) { return l->f->mark[id] == l->f->stamp; }

static uint16_t add_value(lower_kernel *k, kernel_value value) {
    k->spec->value[k->spec->nvalues] = value;
    return k->spec->nvalues++;
}

static uint16_t add_const(lower_kernel *k, int dtype, uint64_t bits) {
    kernel_spec *s = k->spec;
    for (uint16_t v = 0; v < s->nvalues; v++)
        if (s->value[v].kind == KV_CONST && s->value[v].dtype == dtype && s->value[v].bits == bits)
            return v;
    kernel_value value = {.kind = KV_CONST, .dtype = (uint8_t)dtype, .rowwise = 1, .bits = bits};
    return add_value(k, value);
}

static uint16_t add_scalar(lower *l, lower_kernel *k, ir_id id) {
    kernel_spec *s = k->spec;
    k->scalar[s->nscalars] = l->place[id];
    kernel_value value = {.kind = KV_SCALAR, .dtype = ir_at(&l->p->graph, id)->dtype, .rowwise = 1};
    value.index = s->nscalars++;
    return add_value(k, value);
}

static void set_value(lower *l, ir_id id, uint16_t value) {
    l->value_of[id] = value;
    l->value_stamp[id] = l->stamp;
}

/* An op whose operands all have values. Full results that are stored are computed at every point.
 */
static uint16_t add_op(const lower *l, lower_kernel *k, ir_id id, const uint16_t *operand,
                       bool stored_full) {
    const ir_node *n = ir_at(&l->p->graph, id);
    kernel_value value = {
        .kind = KV_OP, .dtype = n->dtype, .op = (uint8_t)n->op, .rowwise = !stored_full};
    for (int i = 0; i < n->noperands; i++) {
        value.operand[i] = operand[i];
        value.rowwise = value.rowwise && k->spec->value[operand[i]].rowwise;
    }
    return add_value(k, value);
}

/* Constants, scalars and arithmetic on them. The tree is walked with a stack: operands first. */
static uint16_t add_number(lower *l, lower_kernel *k, ir_id root) {
    ir_id stack[4 * FUSE_FREE_OPS];
    uint32_t depth = 0;
    stack[depth++] = root;
    while (depth) {
        ir_id id = stack[depth - 1];
        const ir_node *n = ir_at(&l->p->graph, id);
        uint16_t operand[IR_MAX_OPERANDS] = {0};
        uint32_t before = depth;
        for (int i = 0; i < n->noperands && l->value_stamp[id] != l->stamp; i++) {
            ir_id a = n->operand[i];
            if (l->value_stamp[a] == l->stamp)
                operand[i] = l->value_of[a];
            else
                stack[depth++] = a;
        }
        if (depth > before) continue;
        depth--;
        if (l->value_stamp[id] == l->stamp) continue;
        if (n->op == IR_CONST)
            set_value(l, id, add_const(k, n->dtype, n->bits));
        else if (n->op == IR_SCALAR)
            set_value(l, id, add_scalar(l, k, id));
        else
            set_value(l, id, add_op(l, k, id, operand, false));
    }
    return l->value_of[root];
}

static bool same_leaf(const view *a, const view *b) {
    if (a->base != b->base || a->offset != b->offset || a->literal != b->literal) return false;
    for (int i = 0; i < a->rank; i++)
        if (a->stride[i] != b->stride[i]) return false;
    return true;
}

static uint16_t add_load(lower *l, lower_kernel *k, const view *v) {
    kernel_spec *s = k->spec;
    const ir_node *n = ir_at(&l->p->graph, v->base);
    for (uint16_t i = 0; i < s->nvalues; i++)
        if (s->value[i].kind == KV_LOAD && same_leaf(&k->leaf[s->value[i].index], v)) return i;
    k->leaf[s->nleaves] = *v;
    s->leaf[s->nleaves].dtype = n->dtype;
    s->leaf[s->nleaves].is_index = v->literal;
    bool row = s->kind == KERNEL_ROW && v->stride[v->rank - 1] == 0;
    kernel_value value = {
        .kind = KV_LOAD, .dtype = n->dtype, .rowwise = row, .index = s->nleaves++};
    return add_value(k, value);
}

/* The value of operand i of a member. */
static uint16_t operand_value(lower *l, lower_kernel *k, ir_id id, int i) {
    view v, leaf;
    fuse_access(l->f, id, i, &v);
    if (v.literal && ir_at(&l->p->graph, v.base)->op != IR_IOTA) return add_number(l, k, v.base);
    if (!v.literal && is_member(l, v.base)) return l->value_of[v.base];
    fuse_express(l->f, &k->shape, id, &v, &leaf); /* grouping has checked that it can be */
    return add_load(l, k, &leaf);
}

/* A write's window in the kernel's dimensions, as elements of `base`. */
static void place_window(lower *l, const lower_kernel *k, ir_id id, ir_id base, view *out) {
    view v;
    fuse_window(&l->p->graph, id, &v);
    v.base = base;
    fuse_express(l->f, &k->shape, id, &v, out);
}

/* What a write puts: its second operand, or that and what was there. */
static void add_write(lower *l, lower_kernel *k, ir_id id) {
    kernel_spec *s = k->spec;
    uint16_t x = operand_value(l, k, id, 1);
    int dtype = s->value[x].dtype;
    if (ir_at(&l->p->graph, id)->op == IR_STRIDED_ADD) {
        view v;
        fuse_access(l->f, id, 0, &v);
        uint16_t old;
        if (v.literal) {
            old = add_number(l, k, v.base);
        } else {
            place_window(l, k, id, v.base, &v);
            old = add_load(l, k, &v);
        }
        kernel_value sum = {
            .kind = KV_OP, .dtype = (uint8_t)dtype, .op = IR_ADD, .operand = {old, x}};
        x = add_value(k, sum);
    } else if (s->kind == KERNEL_ROW && s->value[x].rowwise) { /* the same value at every point */
        kernel_value same = {
            .kind = KV_OP, .dtype = (uint8_t)dtype, .op = IR_DETACH, .operand = {x}};
        x = add_value(k, same);
    }
    set_value(l, id, x);
}

static void add_member(lower *l, lower_kernel *k, ir_id id, bool stored) {
    const ir_node *n = ir_at(&l->p->graph, id);
    kernel_spec *s = k->spec;
    uint16_t operand[IR_MAX_OPERANDS] = {0};
    if (l->f->role[id] & ROLE_WRITE) {
        add_write(l, k, id);
        return;
    }
    if (ir_op_class(n->op) == IR_CLASS_CONTRACT) {
        set_value(l, id, add_value(k, (kernel_value){.kind = KV_ACC, .dtype = n->dtype}));
        return;
    }
    for (int i = 0; i < fuse_noperands(l->f, id); i++) operand[i] = operand_value(l, k, id, i);
    if (l->f->role[id] & ROLE_COPIED) {
        set_value(l, id, operand[0]);
    } else if (ir_op_class(n->op) == IR_REDUCE) {
        kernel_value value = {.kind = KV_REDUCE, .dtype = n->dtype, .op = (uint8_t)n->op};
        value.rowwise = s->kind == KERNEL_ROW;
        value.operand[0] = operand[0];
        set_value(l, id, add_value(k, value));
    } else {
        bool full = ir_numel(&l->p->graph, id) == fuse_full(&k->shape);
        set_value(l, id, add_op(l, k, id, operand, stored && full));
    }
}

/* Dimensions that a kernel of this kind keeps apart, at the end. */
static int fixed_dims(int kind) {
    static const int fixed[] = {[KERNEL_MAP] = 0,
                                [KERNEL_ROW] = 1,
                                [KERNEL_LANE] = 1,
                                [KERNEL_COLUMN] = 2,
                                [KERNEL_CONTRACT] = 3};
    return fixed[kind];
}

static kiln_status merge_dims(lower *l, lower_kernel *k) {
    kernel_spec *s = k->spec;
    int rank = k->shape.rank, views = s->nleaves;
    memcpy(k->dim, k->shape.dim, sizeof k->dim);
    for (int o = 0; o < s->noutputs; o++)
        if (s->window >> o & 1) k->leaf[views++] = k->window[o];
    rank = fuse_merge_dims(rank, k->dim, k->leaf, views, 0, rank - fixed_dims(s->kind));
    if (rank == 0) {
        rank = 1;
        k->dim[0] = 1;
        /* One element walks as longer vectors do, so that it needs no kernel of its own. */
        for (int i = 0; i < views; i++) k->leaf[i].stride[0] = !k->leaf[i].literal;
    }
    views = s->nleaves;
    for (int o = 0; o < s->noutputs; o++) {
        if (!(s->window >> o & 1)) continue;
        k->window[o] = k->leaf[views++];
        if (k->dim[rank - 1] == 1) k->window[o].stride[rank - 1] = 1;
        if (k->window[o].stride[rank - 1] != 1) s->scatter |= (uint16_t)(1u << o);
    }
    if (rank > KERNEL_MAX_RANK) {
        kn_text_add(l->why, "lower: a group has %d dimensions", rank);
        return KILN_INTERNAL;
    }
    s->rank = (uint8_t)rank;
    for (int i = 0; i < s->nleaves; i++)
        for (int d = 0; d < rank; d++) {
            int64_t stride = k->leaf[i].stride[d];
            kernel_step step = stride == 0                    ? STEP_ZERO
                               : stride == 1 && d == rank - 1 ? STEP_UNIT
                                                              : STEP_ANY;
            s->leaf[i].step[d] = s->kind == KERNEL_CONTRACT && i < 2 ? STEP_ANY : step;
        }
    return KILN_OK;
}

static void add_factors(lower *l, lower_kernel *k, ir_id id) {
    const ir_graph *g = &l->p->graph;
    for (int i = 0; i < 2; i++) {
        k->leaf[i] = (view){.base = IR_NONE, .rank = 3};
        k->spec->leaf[i].dtype = ir_at(g, ir_at(g, id)->operand[i])->dtype;
    }
    k->spec->nleaves = 2;
}

/* One for all units: whoever keeps a specification copies it. */
static kiln_status clear_spec(lower *l, lower_kernel *k) {
    if (!l->spec && !(l->spec = kn_arena_get(&l->scratch, sizeof *l->spec))) return KILN_NO_MEMORY;
    memset(l->spec, 0, sizeof *l->spec);
    k->spec = l->spec;
    return KILN_OK;
}

static void add_output(lower *l, lower_kernel *k, ir_id id) {
    kernel_spec *s = k->spec;
    uint16_t o = s->noutputs++;
    k->stored[o] = id;
    s->output[o] = l->value_of[id];
    if (!(l->f->role[id] & ROLE_WRITE)) return;
    place_window(l, k, id, id, &k->window[o]);
    if (s->kind != KERNEL_MAP || !view_is_base(&l->p->graph, &k->window[o]))
        s->window |= (uint16_t)(1u << o);
}

/* Grouping has seen to it that no point reads what another has written over. */
static kiln_status check_windows(lower *l, const lower_kernel *k) {
    for (int o = 0; o < k->spec->noutputs; o++)
        for (int i = 0; i < k->spec->nleaves && l->takes[k->stored[o]]; i++) {
            const view *leaf = &k->leaf[i];
            if (leaf->literal || leaf->base == IR_NONE ||
                l->holder[leaf->base] != l->holder[k->stored[o]])
                continue;
            if (fuse_may_share(&k->window[o], leaf)) continue;
            kn_text_add(l->why, "lower: %%%u is read where %%%u is written", leaf->base,
                        k->stored[o]);
            return KILN_INTERNAL;
        }
    return KILN_OK;
}

/* k->unit is set; fills in the rest. */
kiln_status lower_spec(lower *l, lower_kernel *k) {
    const fuse_unit *u = k->unit;
    KN_TRY(clear_spec(l, k));
    k->shape = (fuse_shape){.kind = u->kind, .rank = u->rank};
    memcpy(k->shape.dim, u->dim, sizeof u->dim);
    k->spec->kind = u->kind;
    l->stamp++;
    l->f->stamp++;
    for (uint32_t i = 0; i < u->nmembers; i++) l->f->mark[u->member[i]] = l->f->stamp;
    for (uint32_t i = 0; i < u->nmembers && u->kind == KERNEL_CONTRACT; i++)
        if (ir_op_class(ir_at(&l->p->graph, u->member[i])->op) == IR_CLASS_CONTRACT)
            add_factors(l, k, u->member[i]);
    for (uint32_t i = 0; i < u->nmembers; i++) add_member(l, k, u->member[i], u->output[i]);
    for (uint32_t i = 0; i < u->nmembers; i++)
        if (u->output[i]) add_output(l, k, u->member[i]);
    KN_TRY(check_windows(l, k));
    return merge_dims(l, k);
}

kiln_status lower_fill_spec(lower *l, lower_kernel *k, ir_id of, ir_id number) {
    KN_TRY(clear_spec(l, k));
    l->stamp++;
    k->shape = (fuse_shape){.kind = KERNEL_MAP, .rank = 1, .dim = {ir_numel(&l->p->graph, of)}};
    k->spec->kind = KERNEL_MAP;
    k->stored[0] = of;
    k->spec->output[0] = add_number(l, k, number);
    k->spec->noutputs = 1;
    return merge_dims(l, k);
}

kiln_status lower_share_kernel(lower *l, const kernel_spec *spec, uint32_t *index) {
    plan *p = l->p;
    /* as in joins of many parts */
    if (p->nkernels > 0 && kernel_same(p->kernels[l->last_kernel].spec, spec)) {
        *index = l->last_kernel;
        return KILN_OK;
    }
    kn_hash hash = kernel_hash(spec);
    uint64_t *found = kn_map_find(&l->kernels, hash);
    if (found && kernel_same(p->kernels[*found].spec, spec)) {
        *index = l->last_kernel = (uint32_t)*found;
        return KILN_OK;
    }
    KN_TRY(kernel_verify(spec, l->why));
    if (p->nkernels == l->kernels_cap) {
        size_t cap = l->kernels_cap ? 2 * l->kernels_cap : 16;
        plan_kernel *kernels = kn_arena_array(&p->arena, cap, sizeof *kernels);
        if (!kernels) return KILN_NO_MEMORY;
        if (p->nkernels) memcpy(kernels, p->kernels, p->nkernels * sizeof *kernels);
        p->kernels = kernels;
        l->kernels_cap = cap;
    }
    kernel_spec *copy = kn_arena_get(&p->arena, sizeof *copy);
    if (!copy) return KILN_NO_MEMORY;
    *copy = *spec;
    *index = l->last_kernel = (uint32_t)p->nkernels;
    p->kernels[p->nkernels++] = (plan_kernel){copy, hash};
    return kn_map_put(&l->kernels, hash, *index);
}
