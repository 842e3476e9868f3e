/* SPDX-License-Identifier: Apache-2.0
 * Decides which values are stored. Groups are looked at last to first, so a group's readers are
 * settled before it is: members nobody wants go; values another group made are computed again here
 * when that stores nothing more; what is left is stored by its home, which is split when it would
 * write too many buffers. Called by fuse.c once a piece. */
#include "passes/fuse.h"

enum { PULL_MAX = 32, PULL_NEEDS = 4 * PULL_MAX };

/* Values other groups made, and everything that computing them again here would take. Costs are in
 * bytes moved for each point of the group; an op weighs about as many as could be moved while it
 * runs. */
typedef struct pull {
    fuse *f;
    uint32_t group;
    fuse_shape shape;
    /* ops that are not cheap may be computed again too */
    bool any;
    ir_id take[PULL_MAX];
    uint32_t ntake; /* computed again, marked as members */
    ir_id need[PULL_NEEDS];
    uint32_t nneed; /* full values not looked at yet */
    ir_id leave[PULL_NEEDS];
    uint32_t nleave; /* to be stored by their homes */
    ir_id read[PULL_NEEDS];
    uint32_t nread;                /* full values stored anyway, read instead */
    int64_t stores, reads, weight; /* stored and read again that were not before; ops */
} pull;

static bool in_set(const fuse *f, ir_id id) { return f->mark[id] == f->stamp; }

static bool is_source(const fuse *f, ir_id base) { return ir_at(f->g, base)->op == IR_INPUT; }

static bool read_only_here(const fuse *f, ir_id id) {
    for (uint32_t r = f->first_reader[id]; r != UINT32_MAX; r = f->next_reader[r])
        if (!in_set(f, f->reader[r])) return false;
    return true;
}

/* A third group reads it too, so it will most likely be stored anyway. */
static bool read_by_third(const fuse *f, ir_id id) {
    for (uint32_t r = f->first_reader[id]; r != UINT32_MAX; r = f->next_reader[r]) {
        uint32_t group = f->group_of[f->reader[r]];
        if (!in_set(f, f->reader[r]) && group != FUSE_NO_GROUP && group != f->group_of[id])
            return true;
    }
    return false;
}

static bool can_take(const pull *p, ir_id id) {
    const fuse *f = p->f;
    int op = ir_at(f->g, id)->op;
    if (id < f->begin || ir_op_class(op) != IR_MAP) return false;
    if (f->role[id] & (ROLE_STORED | ROLE_REFERENCE)) return false;
    if (f->group_of[id] == FUSE_NO_GROUP || p->ntake == PULL_MAX) return false;
    return p->any || ir_op_has(op, IR_CHEAP) || read_only_here(f, id);
}

static int64_t size_of(const fuse *f, ir_id id) {
    return (int64_t)kiln_dtype_size((kiln_dtype)ir_at(f->g, id)->dtype);
}

static int64_t weight_of(const fuse *f, ir_id id) {
    int op = ir_at(f->g, id)->op;
    if (ir_op_has(op, IR_CHEAP)) return 1;
    return op == IR_DIV || op == IR_SQRT ? 3 : 8;
}

static bool add_need(pull *p, ir_id id) {
    for (uint32_t i = 0; i < p->nneed; i++)
        if (p->need[i] == id) return true;
    if (p->nneed == PULL_NEEDS) return false;
    p->need[p->nneed++] = id;
    return true;
}

static bool add_read(pull *p, ir_id id) {
    for (uint32_t i = 0; i < p->nread; i++)
        if (p->read[i] == id) return true;
    if (p->nread == PULL_NEEDS) return false;
    p->read[p->nread++] = id;
    p->reads += size_of(p->f, id);
    return true;
}

static bool add_leave(pull *p, ir_id id) {
    if (p->nleave == PULL_NEEDS) return false;
    p->leave[p->nleave++] = id;
    return true;
}

/* Notes what a taken node reads. */
static bool look_at_operands(pull *p, ir_id id) {
    fuse *f = p->f;
    for (int k = 0; k < fuse_noperands(f, id); k++) {
        view v;
        fuse_access(f, id, k, &v);
        if (v.literal) continue;
        if (is_source(f, v.base) || f->role[v.base] & ROLE_STORED) {
            if (ir_numel(f->g, v.base) == fuse_full(&p->shape) && !add_read(p, v.base))
                return false;
        } else if (in_set(f, v.base)) {
            if (!fuse_inside(f, &p->shape, id, &v)) return false;
        } else if (ir_numel(f->g, v.base) == fuse_full(&p->shape) && view_is_base(f->g, &v)) {
            if (!add_need(p, v.base)) return false;
        } else if (!add_leave(p, v.base)) {
            return false;
        }
    }
    return true;
}

/* Values with the largest id first: then all readers of one are known when it is looked at. */
static bool take_closure(pull *p) {
    fuse *f = p->f;
    while (p->nneed) {
        uint32_t top = 0;
        for (uint32_t i = 1; i < p->nneed; i++)
            if (p->need[i] > p->need[top]) top = i;
        ir_id at = p->need[top];
        p->need[top] = p->need[--p->nneed];
        if (can_take(p, at)) {
            p->take[p->ntake++] = at;
            p->weight += weight_of(f, at);
            f->mark[at] = f->stamp;
            if (!look_at_operands(p, at)) return false;
        } else {
            if (!add_leave(p, at)) return false;
            if (f->role[at] & ROLE_STORED || read_by_third(f, at)) continue;
            p->stores += size_of(f, at);
        }
    }
    return p->ntake > 0;
}

static kiln_status keep_taken(pull *p) {
    fuse_group *g = &p->f->groups[p->group];
    ir_id *pulled = kn_arena_array(&p->f->arena, g->npulled + p->ntake, sizeof *pulled);
    if (!pulled) return KILN_NO_MEMORY;
    if (g->npulled) memcpy(pulled, g->pulled, g->npulled * sizeof *pulled);
    memcpy(pulled + g->npulled, p->take, p->ntake * sizeof *pulled);
    g->pulled = pulled;
    g->npulled += p->ntake;
    fuse_sort_ids(pulled, g->npulled);
    for (uint32_t i = 0; i < p->nleave; i++) p->f->role[p->leave[i]] |= ROLE_STORED;
    return KILN_OK;
}

static void start_pull(pull *p, fuse *f, uint32_t group, bool any) {
    p->f = f;
    p->group = group;
    p->any = any;
    p->ntake = p->nneed = p->nleave = p->nread = 0;
    p->stores = p->reads = p->weight = 0;
    fuse_shape_of(f, group, &p->shape);
}

/* Takes the closure when the whole still is a kernel; else undoes it. */
static kiln_status finish_pull(pull *p, bool wanted, bool *taken) {
    fuse *f = p->f;
    fuse_size size;
    *taken = false;
    if (wanted) {
        uint32_t n = fuse_list_members(f, p->group, f->list);
        memcpy(f->list + n, p->take, p->ntake * sizeof *f->list);
        n += p->ntake;
        fuse_sort_ids(f->list, n);
        *taken = fuse_measure(f, &p->shape, f->list, n, &size) == PLAN_WHY_NONE;
    }
    if (*taken) return keep_taken(p);
    for (uint32_t i = 0; i < p->ntake; i++) f->mark[p->take[i]] = 0;
    return KILN_OK;
}

/* Computes `id` again in the group when that stores nothing more, or has its home store it. */
static kiln_status pull_value(fuse *f, uint32_t group, ir_id id) {
    pull p;
    bool taken;
    start_pull(&p, f, group, false);
    add_need(&p, id);
    bool wanted = can_take(&p, id) && take_closure(&p) && p.stores == 0;
    KN_TRY(finish_pull(&p, wanted, &taken));
    if (taken) return KILN_OK;
    f->role[id] |= ROLE_STORED;
    if (ir_op_class(ir_at(f->g, id)->op) == IR_MAP)
        fuse_decline(f, PLAN_WHY_USED_ELSEWHERE, f->groups[group].first, id);
    return KILN_OK;
}

/* A full value of another group that nothing has stored yet. */
static bool is_open(const fuse *f, const fuse_shape *shape, ir_id reader, const view *v) {
    bool reduces = ir_op_class(ir_at(f->g, reader)->op) == IR_REDUCE;
    if (v->literal || !(reduces || fuse_points(f, reader) == fuse_full(shape))) return false;
    if (is_source(f, v->base) || in_set(f, v->base) || f->role[v->base] & ROLE_STORED) return false;
    return ir_numel(f->g, v->base) == fuse_full(shape) && view_is_base(f->g, v);
}

/* All open values together, even dear ones: the four values that gelu's derivative shares with gelu
 * come from one. */
static kiln_status pull_together(fuse *f, uint32_t group, const ir_id *member, uint32_t n) {
    pull p;
    bool taken;
    int64_t saved = 0;
    start_pull(&p, f, group, true);
    for (uint32_t i = 0; i < n; i++)
        for (int k = 0; k < fuse_noperands(f, member[i]); k++) {
            view v;
            fuse_access(f, member[i], k, &v);
            if (!fuse_reads(f, member[i], k)) continue;
            if (!is_open(f, &p.shape, member[i], &v) || !can_take(&p, v.base)) continue;
            uint32_t before = p.nneed;
            if (!add_need(&p, v.base)) return KILN_OK;
            if (p.nneed > before && !read_by_third(f, v.base)) saved += size_of(f, v.base);
        }
    if (saved == 0) return KILN_OK;
    bool wanted = take_closure(&p) && 2 * saved - 2 * p.stores - p.reads >= p.weight;
    return finish_pull(&p, wanted, &taken);
}

/* ---- one group */

static kiln_status pull_operands(fuse *f, uint32_t group, const ir_id *member, uint32_t n) {
    fuse_shape shape;
    fuse_shape_of(f, group, &shape);
    bool alone = f->groups[group].alone;
    f->stamp++;
    for (uint32_t i = 0; i < n; i++) f->mark[member[i]] = f->stamp;
    if (!alone) KN_TRY(pull_together(f, group, member, n));
    for (uint32_t i = 0; i < n; i++)
        for (int k = 0; k < fuse_noperands(f, member[i]); k++) {
            view v;
            fuse_access(f, member[i], k, &v);
            if (v.literal || is_source(f, v.base) || in_set(f, v.base) ||
                !fuse_reads(f, member[i], k))
                continue;
            if (!alone && is_open(f, &shape, member[i], &v))
                KN_TRY(pull_value(f, group, v.base));
            else
                f->role[v.base] |= ROLE_STORED;
        }
    return KILN_OK;
}

/* Rebuilds a group from a list of members, which may be empty. */
static void set_members(fuse *f, uint32_t group, const ir_id *member, uint32_t n) {
    fuse_group *g = &f->groups[group];
    g->nmembers = n;
    g->dead = n == 0;
    for (uint32_t i = 0; i < n; i++) {
        f->group_of[member[i]] = group;
        f->next[member[i]] = i + 1 < n ? member[i + 1] : member[0];
    }
    if (n == 0) return;
    g->first = g->head = member[0];
    g->last = g->tail = member[n - 1];
}

/* Drops members that nothing wants; the rest stay in `member`. Returns how many. */
static uint32_t drop_dead(fuse *f, uint32_t group, ir_id *member, uint32_t n) {
    uint32_t wanted = ++f->stamp, kept = 0;
    for (uint32_t i = n; i-- > 0;) {
        ir_id id = member[i];
        if (f->role[id] & ROLE_STORED) f->mark[id] = wanted;
        if (f->mark[id] != wanted) {
            f->group_of[id] = FUSE_NO_GROUP;
            continue;
        }
        for (int k = 0; k < fuse_noperands(f, id); k++) {
            ir_id base = fuse_base(f, id, k);
            if (base != IR_NONE && f->group_of[base] == group) f->mark[base] = wanted;
        }
    }
    for (uint32_t i = 0; i < n; i++)
        if (f->mark[member[i]] == wanted) member[kept++] = member[i];
    set_members(f, group, member, kept);
    return kept;
}

/* What a part of a group is by itself. */
static void shape_part(const fuse *f, uint32_t group, const ir_id *member, uint32_t n,
                       fuse_shape *shape) {
    fuse_shape whole;
    bool rows = false, full = false, contracts = false, reduces = false;
    fuse_shape_of(f, group, &whole);
    *shape = whole;
    for (uint32_t i = 0; i < n; i++) {
        int cls = ir_op_class(ir_at(f->g, member[i])->op);
        contracts = contracts || cls == IR_CLASS_CONTRACT;
        reduces = reduces || cls == IR_REDUCE;
        if (fuse_points(f, member[i]) == fuse_full(&whole))
            full = true;
        else
            rows = true;
    }
    if (contracts || reduces || whole.kind == KERNEL_MAP) return;
    if (whole.kind == KERNEL_ROW && rows && full) return;
    shape->kind = KERNEL_MAP;
    if (!full) shape->rank--;
    int64_t dim[IR_MAX_RANK];
    int rank = view_squeeze(shape->rank, shape->dim, dim);
    memcpy(shape->dim, dim, (size_t)rank * sizeof *dim);
    shape->rank = (uint8_t)rank;
}

/* Leaves the group the largest tail of its members that stores few enough values and fits; the rest
 * becomes a new group. Ids only grow along edges, so no path leads back. */
static uint32_t split_front(fuse *f, uint32_t group, ir_id *member, uint32_t n) {
    uint32_t cut = n, stored = 0;
    while (cut > 0 &&
           stored + (f->role[member[cut - 1]] & ROLE_STORED ? 1 : 0) <= KERNEL_MAX_OUTPUTS)
        stored += f->role[member[--cut]] & ROLE_STORED ? 1 : 0;
    if (cut == 0) return FUSE_NO_GROUP;
    fuse_shape shape;
    fuse_size size;
    for (;; cut += (n - cut) / 2) {
        f->stamp++;
        for (uint32_t i = cut; i < n; i++) f->mark[member[i]] = f->stamp;
        shape_part(f, group, member + cut, n - cut, &shape);
        if (n - cut == 1 || fuse_measure(f, &shape, member + cut, n - cut, &size) == PLAN_WHY_NONE)
            break;
    }
    fuse_decline(f, PLAN_WHY_TOO_MANY_OUTPUTS, member[cut], member[cut - 1]);
    uint32_t front = f->ngroups++;
    fuse_shape front_shape;
    shape_part(f, group, member, cut, &front_shape);
    f->groups[front] = f->groups[group];
    f->groups[front].kind = front_shape.kind;
    f->groups[front].rank = front_shape.rank;
    memcpy(f->groups[front].dim, front_shape.dim, sizeof front_shape.dim);
    f->groups[group].kind = shape.kind;
    f->groups[group].rank = shape.rank;
    memcpy(f->groups[group].dim, shape.dim, sizeof shape.dim);
    set_members(f, front, member, cut);
    set_members(f, group, member + cut, n - cut);
    return front;
}

static kiln_status settle_group(fuse *f, uint32_t group, ir_id *member) {
    while (group != FUSE_NO_GROUP) {
        uint32_t n = fuse_list_members(f, group, member);
        n = drop_dead(f, group, member, n);
        uint32_t front = split_front(f, group, member, n);
        n = fuse_list_members(f, group, member);
        KN_TRY(pull_operands(f, group, member, n));
        group = front;
    }
    return KILN_OK;
}

/* Values that some group reads in another way than point by point are stored whatever follows.
 * Known at once, they are not computed again by groups that happen to be looked at before that one.
 */
static void settle_leaves(fuse *f, uint32_t group, ir_id *member) {
    fuse_shape shape;
    uint32_t n = fuse_list_members(f, group, member);
    fuse_shape_of(f, group, &shape);
    f->stamp++;
    for (uint32_t i = 0; i < n; i++) f->mark[member[i]] = f->stamp;
    for (uint32_t i = 0; i < n; i++)
        for (int k = 0; k < fuse_noperands(f, member[i]); k++) {
            view v;
            fuse_access(f, member[i], k, &v);
            if (v.literal || is_source(f, v.base) || in_set(f, v.base) ||
                !fuse_reads(f, member[i], k))
                continue;
            if (v.base >= f->begin && !is_open(f, &shape, member[i], &v))
                f->role[v.base] |= ROLE_STORED;
        }
}

/* Requires: groups united; their order; reader lists of the piece.
 * Preserves: the graph; no cycles: what is pulled replaces a source by that source's sources.
 * Invalidates: sizes of groups.
 * Terminates: each group once, each split smaller than the whole. */
kiln_status fuse_pull(fuse *f, const uint32_t *order, uint32_t count) {
    ir_id *member = f->list + 2 * FUSE_PIECE_NODES;
    for (uint32_t i = 0; i < count; i++) settle_leaves(f, order[i], member);
    for (uint32_t i = count; i-- > 0;) {
        KN_TRY(pass_go_on(f->config, i));
        KN_TRY(settle_group(f, order[i], member));
    }
    return KILN_OK;
}
