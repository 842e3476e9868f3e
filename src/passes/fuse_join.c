/* SPDX-License-Identifier: Apache-2.0
 * Joins groups that do not depend on each other but read the same tensor over the same dimensions,
 * so that it is read once: the two reductions of layer_norm's weight and bias, mean and maximum of
 * the same rows. Called by fuse.c. */
#include "passes/fuse.h"

enum { JOIN_TRIES = 16 };

static bool joinable(const fuse_group *g) {
    return !g->dead && !g->alone && !g->writes && g->kind <= KERNEL_COLUMN;
}

static bool same_shape(const fuse_group *a, const fuse_group *b) {
    return a->kind == b->kind && a->rank == b->rank &&
           memcmp(a->dim, b->dim, a->rank * sizeof *a->dim) == 0;
}

/* Marks (or looks for marks on) what the group reads at every point. */
static bool full_leaves(fuse *f, uint32_t group, bool look) {
    int64_t full = view_product(f->groups[group].rank, f->groups[group].dim);
    uint32_t n = fuse_list_members(f, group, f->list);
    for (uint32_t i = 0; i < n; i++)
        for (int k = 0; k < fuse_noperands(f, f->list[i]); k++) {
            ir_id base = fuse_base(f, f->list[i], k);
            if (base == IR_NONE || ir_numel(f->g, base) != full || fuse_member(f, group, base))
                continue;
            if (look && f->mark[base] == f->stamp) return true;
            if (!look) f->mark[base] = f->stamp;
        }
    return false;
}

static bool share_leaf(fuse *f, uint32_t a, uint32_t b) {
    f->stamp++;
    full_leaves(f, a, false);
    return full_leaves(f, b, true);
}

/* Members of both in f->list, marked, each once; returns how many. *stored: how many buffers they
 * write. */
static uint32_t list_both(fuse *f, uint32_t a, uint32_t b, uint32_t *stored) {
    uint32_t n = fuse_list_members(f, a, f->list), kept = 0;
    n += fuse_list_members(f, b, f->list + n);
    fuse_sort_ids(f->list, n);
    f->stamp++;
    *stored = 0;
    for (uint32_t i = 0; i < n; i++) {
        ir_id id = f->list[i];
        if (f->mark[id] == f->stamp) continue;
        f->mark[id] = f->stamp;
        f->list[kept++] = id;
        bool home = f->group_of[id] == a || f->group_of[id] == b;
        *stored += home && f->role[id] & ROLE_STORED;
    }
    return kept;
}

/* f->list holds the members of both. */
static kiln_status absorb(fuse *f, uint32_t a, uint32_t b, uint32_t n) {
    fuse_group *x = &f->groups[a], *y = &f->groups[b];
    ir_id *pulled = kn_arena_array(&f->arena, n, sizeof *pulled);
    ir_id last_home = IR_NONE;
    if (!pulled) return KILN_NO_MEMORY;
    x->npulled = x->nmembers = 0;
    x->pulled = pulled;
    for (uint32_t i = 0; i < n; i++) {
        ir_id id = f->list[i];
        if (f->group_of[id] != a && f->group_of[id] != b) {
            pulled[x->npulled++] = id;
            continue;
        }
        f->group_of[id] = a;
        if (last_home == IR_NONE)
            x->head = x->first = id;
        else
            f->next[last_home] = id;
        last_home = x->tail = x->last = id;
        x->nmembers++;
    }
    f->next[x->tail] = x->head;
    y->dead = true;
    y->nmembers = y->npulled = 0;
    return KILN_OK;
}

static kiln_status try_join(fuse *f, uint32_t a, uint32_t b) {
    fuse_shape shape;
    fuse_size size;
    uint32_t stored;
    if (!share_leaf(f, a, b) || fuse_reaches(f, a, b, true) || fuse_reaches(f, b, a, true))
        return KILN_OK;
    fuse_shape_of(f, a, &shape);
    uint32_t n = list_both(f, a, b, &stored);
    if (stored > KERNEL_MAX_OUTPUTS) return KILN_OK;
    if (fuse_measure(f, &shape, f->list, n, &size) != PLAN_WHY_NONE) return KILN_OK;
    return absorb(f, a, b, n);
}

/* Requires: stored values settled.
 * Preserves: the graph; which values are stored.
 * Invalidates: sizes of groups.
 * Terminates: each pair is tried at most once, and each group with a few others only. */
kiln_status fuse_join(fuse *f) {
    for (uint32_t a = 0; a < f->ngroups; a++) {
        int tries = 0;
        KN_TRY(pass_go_on(f->config, a));
        for (uint32_t b = a + 1; b < f->ngroups && tries < JOIN_TRIES && joinable(&f->groups[a]);
             b++) {
            if (!joinable(&f->groups[b]) || !same_shape(&f->groups[a], &f->groups[b])) continue;
            tries++;
            KN_TRY(try_join(f, a, b));
        }
    }
    return KILN_OK;
}
