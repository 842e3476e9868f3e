/* SPDX-License-Identifier: Apache-2.0
 * Greedy union, in id order: each node joins the groups of what it reads where that is legal.
 * Called by fuse.c once a piece. Legal is: kinds that combine, one shape for both, accesses by the
 * same index, one kernel's limits, no cycle. */
#include "passes/fuse.h"

void fuse_shape_of(const fuse *f, uint32_t group, fuse_shape *shape) {
    const fuse_group *g = &f->groups[group];
    shape->kind = g->kind;
    shape->rank = g->rank;
    memcpy(shape->dim, g->dim, sizeof shape->dim);
}

bool fuse_member(const fuse *f, uint32_t group, ir_id id) {
    if (f->group_of[id] == group) return true;
    const fuse_group *g = &f->groups[group];
    for (uint32_t i = 0; i < g->npulled; i++)
        if (g->pulled[i] == id) return true;
    return false;
}

void fuse_sort_ids(ir_id *list, uint32_t n) {
    for (uint32_t gap = n / 2; gap > 0; gap /= 2) /* shell sort: short lists, mostly sorted */
        for (uint32_t i = gap; i < n; i++) {
            ir_id id = list[i];
            uint32_t k = i;
            for (; k >= gap && list[k - gap] > id; k -= gap) list[k] = list[k - gap];
            list[k] = id;
        }
}

uint32_t fuse_list_members(fuse *f, uint32_t group, ir_id *out) {
    const fuse_group *g = &f->groups[group];
    uint32_t n = 0;
    if (g->nmembers)
        for (ir_id id = g->head;; id = f->next[id]) {
            out[n++] = id;
            if (id == g->tail) break;
        }
    for (uint32_t i = 0; i < g->npulled; i++) out[n++] = g->pulled[i];
    fuse_sort_ids(out, n);
    return n;
}

/* ---- paths */

/* The next member of the walk: those at home, then those computed again. */
static bool next_member(const fuse *f, fuse_sources *it) {
    const fuse_group *g = &f->groups[it->group];
    if (it->home < g->nmembers) {
        it->at = it->home++ ? f->next[it->at] : g->head;
    } else {
        if (it->pulled == g->npulled) return false;
        it->at = g->pulled[it->pulled++];
    }
    it->left = fuse_noperands(f, it->at);
    return true;
}

uint32_t fuse_next_source(const fuse *f, fuse_sources *it) {
    for (;;) {
        while (it->left == 0)
            if (!next_member(f, it)) return FUSE_NO_GROUP;
        ir_id base = fuse_base(f, it->at, --it->left);
        if (base == IR_NONE || base < f->begin) continue;
        uint32_t source = f->group_of[base];
        if (source == FUSE_NO_GROUP || source == it->group) continue;
        if (f->groups[it->group].npulled && fuse_member(f, it->group, base)) continue;
        return source;
    }
}

/* Puts the groups that `group` reads on the stack; once each. */
static uint32_t push_sources(fuse *f, uint32_t group, uint32_t avoid, uint32_t depth) {
    fuse_sources it = {.group = group};
    for (uint32_t source; (source = fuse_next_source(f, &it)) != FUSE_NO_GROUP;) {
        if (source == avoid || f->seen[source] == f->seen_stamp) continue;
        f->seen[source] = f->seen_stamp;
        f->stack[depth++] = source;
    }
    return depth;
}

/* While nodes still get their groups: nothing but a itself and b reads a. That spares a join of
 * many parts, each of which depends on all before it, a walk through them all for every part. */
static bool read_by_them_alone(const fuse *f, uint32_t a, uint32_t b) {
    const uint32_t both[2] = {a, b};
    size_t all = 0, own = 0;
    if (f->newest == f->end || f->groups[a].npulled || f->groups[b].npulled) return false;
    for (int i = 0; i < 2; i++) {
        fuse_sources it = {.group = both[i]};
        while (next_member(f, &it)) {
            if (i == 0) all += f->nread[it.at];
            for (int k = 0; k < it.left; k++) {
                ir_id base = fuse_base(f, it.at, k);
                own += base != IR_NONE && f->group_of[base] == a;
            }
        }
    }
    return all == own;
}

bool fuse_reaches(fuse *f, uint32_t a, uint32_t b, bool direct) {
    if (f->groups[a].first >= f->newest) return false; /* nothing that reads it has a group yet */
    if (!direct && read_by_them_alone(f, a, b)) return false;
    f->seen_stamp++;
    f->seen[b] = f->seen_stamp;
    /* A path may enter a group at a late member and leave it from an early one, so no order of ids
     * bounds the walk. The first step leaves out the edge from a itself; any later meeting with a
     * is a path through a third group. */
    uint32_t depth = push_sources(f, b, direct ? FUSE_NO_GROUP : a, 0);
    while (depth) {
        uint32_t at = f->stack[--depth];
        if (at == a) return true;
        depth = push_sources(f, at, FUSE_NO_GROUP, depth);
    }
    return false;
}

/* ---- legality */

static uint32_t mark_both(fuse *f, uint32_t a, uint32_t b) {
    uint32_t n = fuse_list_members(f, a, f->list);
    n += fuse_list_members(f, b, f->list + n);
    f->stamp++;
    for (uint32_t i = 0; i < n; i++) f->mark[f->list[i]] = f->stamp;
    fuse_sort_ids(f->list, n);
    return n;
}

/* Kinds that combine, and what comes out: the higher one. */
static plan_reason combine_kinds(const fuse_group *x, const fuse_group *y, uint8_t *kind) {
    const fuse_group *low = x->kind < y->kind ? x : y, *high = low == x ? y : x;
    *kind = high->kind;
    if (high->kind == FUSE_REFERENCE) return PLAN_WHY_OPAQUE;
    if (low->alone || high->alone) return PLAN_WHY_NOT_AFFINE;
    if ((low->writes || high->writes) && high->kind == KERNEL_CONTRACT)
        return PLAN_WHY_AFTER_CONTRACT;
    if (low->kind == KERNEL_LANE || low->kind == KERNEL_COLUMN) return PLAN_WHY_AFTER_COLUMN;
    if (high->kind == KERNEL_LANE || high->kind == KERNEL_COLUMN) return PLAN_WHY_AFTER_COLUMN;
    if (low->kind == KERNEL_MAP || high->kind == KERNEL_ROW) return PLAN_WHY_NONE;
    return low->kind == KERNEL_ROW ? PLAN_WHY_AFTER_CONTRACT : PLAN_WHY_DOMAIN;
}

static bool same_dims(const fuse_group *a, const fuse_group *b) {
    return a->rank == b->rank && memcmp(a->dim, b->dim, a->rank * sizeof *a->dim) == 0;
}

/* The group's elements fit a level of the shape. */
static bool levels_fit(const fuse_group *b, const fuse_shape *shape) {
    int64_t numel = view_product(b->rank, b->dim), full = fuse_full(shape);
    if (b->kind == KERNEL_ROW)
        return numel == full && b->dim[b->rank - 1] == shape->dim[shape->rank - 1];
    return numel == full || numel == fuse_rows(shape);
}

/* A newest node that joins a map of its own dimensions needs only its own accesses looked at. */
static bool joins_easily(fuse *f, uint32_t a, uint32_t b, fuse_size *size) {
    const fuse_group *x = &f->groups[a], *y = &f->groups[b];
    fuse_shape shape;
    if (x->kind != KERNEL_MAP || y->kind != KERNEL_MAP || y->nmembers != 1 || !same_dims(x, y))
        return false;
    if (x->writes || y->writes) return false;
    size->values = x->size.values + y->size.values;
    size->leaves = x->size.leaves + y->size.leaves;
    size->scalars = x->size.scalars + y->size.scalars;
    if (size->values > KERNEL_MAX_VALUES || size->leaves > KERNEL_MAX_LEAVES) return false;
    if (size->scalars > KERNEL_MAX_SCALARS || x->rank > KERNEL_MAX_RANK) return false;
    if (x->npulled || y->npulled) return false;
    fuse_shape_of(f, a, &shape);
    for (int k = 0; k < fuse_noperands(f, y->head); k++) {
        view v;
        fuse_access(f, y->head, k, &v);
        if (!v.literal && f->group_of[v.base] == a && !fuse_inside(f, &shape, y->head, &v))
            return false;
    }
    return y->head > x->last; /* so that nothing in x reads it */
}

static plan_reason try_shape(fuse *f, uint32_t a, uint32_t b, const fuse_shape *shape,
                             fuse_size *size) {
    uint32_t n = mark_both(f, a, b);
    return fuse_measure(f, shape, f->list, n, size);
}

static plan_reason fits_together(fuse *f, uint32_t a, uint32_t b, fuse_shape *shape,
                                 fuse_size *size) {
    const fuse_group *x = &f->groups[a], *y = &f->groups[b];
    plan_reason why = combine_kinds(x, y, &shape->kind);
    if (why != PLAN_WHY_NONE) return why;
    bool first = x->kind == shape->kind;
    fuse_shape_of(f, first ? a : b, shape);
    if (!levels_fit(first ? y : x, shape)) return PLAN_WHY_DOMAIN;
    if (joins_easily(f, a, b, size)) return PLAN_WHY_NONE;
    why = try_shape(f, a, b, shape, size);
    if (why == PLAN_WHY_NOT_AFFINE && x->kind == y->kind && !same_dims(x, y)) {
        fuse_shape_of(f, b, shape);
        why = try_shape(f, a, b, shape, size);
    }
    return why;
}

/* ---- merging */

static void absorb(fuse *f, uint32_t a, uint32_t b, const fuse_shape *shape,
                   const fuse_size *size) {
    fuse_group *x = &f->groups[a], *y = &f->groups[b];
    for (ir_id id = y->head;; id = f->next[id]) {
        f->group_of[id] = a;
        if (id == y->tail) break;
    }
    f->next[x->tail] = y->head;
    x->tail = y->tail;
    x->nmembers += y->nmembers;
    if (y->first < x->first) x->first = y->first;
    if (y->last > x->last) x->last = y->last;
    x->kind = shape->kind;
    x->rank = shape->rank;
    memcpy(x->dim, shape->dim, sizeof x->dim);
    x->size = *size;
    x->writes = x->writes || y->writes;
    y->dead = true;
    y->nmembers = 0;
}

/* Merges the smaller into the larger; returns where both are now. */
static uint32_t try_merge(fuse *f, uint32_t a, uint32_t b, ir_id node) {
    fuse_shape shape;
    fuse_size size;
    plan_reason why = fits_together(f, a, b, &shape, &size);
    if (why == PLAN_WHY_NONE && fuse_reaches(f, a, b, false)) why = PLAN_WHY_CYCLE;
    if (why == PLAN_WHY_NONE && fuse_reaches(f, b, a, false)) why = PLAN_WHY_CYCLE;
    if (why != PLAN_WHY_NONE) {
        fuse_decline(f, why, node, f->groups[a].last);
        return b;
    }
    bool larger = f->groups[a].nmembers >= f->groups[b].nmembers;
    absorb(f, larger ? a : b, larger ? b : a, &shape, &size);
    return larger ? a : b;
}

static void contract_dims(fuse *f, ir_id id, fuse_group *g) {
    fuse_contract c;
    int bad;
    fuse_contract_of(f, id, &c, &bad);
    g->kind = KERNEL_CONTRACT;
    g->rank = 3;
    g->dim[0] = c.batch;
    g->dim[1] = c.m;
    g->dim[2] = c.n;
}

static void new_group(fuse *f, ir_id id) {
    const ir_node *n = ir_at(f->g, id);
    int cls = ir_op_class(n->op);
    fuse_group *g = &f->groups[f->ngroups];
    fuse_shape shape;
    plan_reason why = PLAN_WHY_NONE;
    *g = (fuse_group){
        .kind = KERNEL_MAP, .first = id, .last = id, .head = id, .tail = id, .nmembers = 1};
    g->alone = (f->role[id] & (ROLE_COPIED | ROLE_REFERENCE)) != 0;
    g->writes = (f->role[id] & ROLE_WRITE) != 0;
    for (int k = 0; k < fuse_noperands(f, id); k++) {
        ir_id base = fuse_base(f, id, k);
        if (base != IR_NONE && base >= f->begin) f->nread[base]++;
    }
    f->group_of[id] = f->ngroups++;
    if (f->role[id] & ROLE_REFERENCE)
        g->kind = FUSE_REFERENCE;
    else if (cls == IR_REDUCE)
        g->rank = (uint8_t)fuse_reduce_dims(f->g, id, g->dim, &g->kind, &why);
    else if (cls == IR_CLASS_CONTRACT)
        contract_dims(f, id, g);
    else {
        ir_id of = g->writes ? n->operand[1] : id;
        g->rank = (uint8_t)view_squeeze(ir_at(f->g, of)->rank, ir_shape(f->g, of), g->dim);
    }
    if (why != PLAN_WHY_NONE) fuse_decline(f, why, id, n->operand[0]);
    if (g->alone) return;
    fuse_shape_of(f, f->group_of[id], &shape);
    f->mark[id] = ++f->stamp;
    fuse_measure(f, &shape, &id, 1, &g->size); /* fits: roles have seen to it */
}

/* The best group not tried yet among those the node reads: contractions, whose result then need not
 * be stored, rows, maps. */
static uint32_t next_source(const fuse *f, ir_id id, const uint32_t *tried, int ntried) {
    uint32_t best = FUSE_NO_GROUP;
    for (int k = 0; k < fuse_noperands(f, id); k++) {
        ir_id base = fuse_base(f, id, k);
        if (base == IR_NONE || base < f->begin || !fuse_reads(f, id, k) ||
            f->role[base] & ROLE_WRITE)
            continue;
        uint32_t source = f->group_of[base];
        bool skip = source == FUSE_NO_GROUP || source == f->group_of[id] || f->groups[source].alone;
        for (int i = 0; i < ntried; i++) skip = skip || tried[i] == source;
        if (skip) continue;
        if (best == FUSE_NO_GROUP || f->groups[source].kind > f->groups[best].kind) best = source;
    }
    return best;
}

static bool can_unite(const fuse_group *g) {
    return !g->alone && (g->kind == KERNEL_MAP || g->kind == KERNEL_ROW);
}

/* Requires: roles; a piece set.
 * Preserves: the graph.
 * Invalidates: nothing.
 * Terminates: each node tries each of its operands' groups once. */
kiln_status fuse_unite(fuse *f) {
    for (ir_id id = f->begin; id < f->end; id++) {
        if (!fuse_has_group(f, id)) continue;
        KN_TRY(pass_go_on(f->config, f->ngroups));
        f->newest = id;
        new_group(f, id);
        if (!can_unite(&f->groups[f->group_of[id]])) continue;
        uint32_t tried[IR_MAX_OPERANDS], source;
        int ntried = 0;
        while (ntried < IR_MAX_OPERANDS &&
               (source = next_source(f, id, tried, ntried)) != FUSE_NO_GROUP) {
            tried[ntried++] = source;
            try_merge(f, source, f->group_of[id], id);
        }
    }
    f->newest = f->end;
    return KILN_OK;
}
