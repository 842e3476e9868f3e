/* SPDX-License-Identifier: Apache-2.0
 * Grouping: cuts the graph into pieces of bounded size, groups each, and hands lowering a list of
 * units in an order that can be run. Called by lower.c. */
#include "passes/fuse.h"

void fuse_decline(fuse *f, plan_reason reason, ir_id node, ir_id into) {
    plan *p = f->p;
    p->declines[reason]++;
    if (p->nnotes < PLAN_MAX_NOTES)
        p->notes[p->nnotes++] = (plan_note){(uint8_t)reason, node, into};
}

void fuse_free(fuse *f) { kn_arena_free(&f->arena); }

static void *make(fuse *f, size_t count, size_t each) {
    return kn_arena_array(&f->arena, count, each);
}

static kiln_status make_arrays(fuse *f) {
    size_t n = f->g->count, piece = n < FUSE_PIECE_NODES ? n : FUSE_PIECE_NODES,
           groups = 2 * piece + 1;
    f->view = make(f, n, sizeof *f->view);
    f->role = make(f, n, 1);
    f->weight = make(f, n, 1);
    f->canonical = make(f, n, 1);
    f->group_of = make(f, n, sizeof *f->group_of);
    f->next = make(f, n, sizeof *f->next);
    f->mark = make(f, n, sizeof *f->mark);
    f->nread = make(f, n, sizeof *f->nread);
    f->first_reader = make(f, n, sizeof *f->first_reader);
    f->next_reader = make(f, IR_MAX_OPERANDS * piece, sizeof *f->next_reader);
    f->reader = make(f, IR_MAX_OPERANDS * piece, sizeof *f->reader);
    f->groups = make(f, groups, sizeof *f->groups);
    f->seen = make(f, groups, sizeof *f->seen);
    f->stack = make(f, groups, sizeof *f->stack);
    f->order = make(f, groups, sizeof *f->order);
    f->groups_cap = groups;
    f->list = make(f, 4 * (size_t)FUSE_PIECE_NODES, sizeof *f->list);
    bool all = f->view && f->role && f->weight && f->canonical && f->group_of && f->next &&
               f->mark && f->nread && f->first_reader && f->next_reader && f->reader && f->groups &&
               f->seen && f->stack && f->order && f->list;
    if (!all) return KILN_NO_MEMORY;
    for (size_t i = 0; i < n; i++) f->group_of[i] = f->first_reader[i] = UINT32_MAX;
    return KILN_OK;
}

/* Who reads what in the piece. */
static void list_readers(fuse *f) {
    f->nreaders = 0;
    for (ir_id id = f->begin; id < f->end; id++) {
        if (f->group_of[id] == FUSE_NO_GROUP) continue;
        for (int k = 0; k < fuse_noperands(f, id); k++) {
            ir_id base = fuse_base(f, id, k);
            if (base == IR_NONE || base < f->begin) continue;
            f->reader[f->nreaders] = id;
            f->next_reader[f->nreaders] = f->first_reader[base];
            f->first_reader[base] = f->nreaders++;
        }
    }
}

static kiln_status add_unit(fuse *f, uint32_t group) {
    const fuse_group *g = &f->groups[group];
    size_t total = g->nmembers + g->npulled;
    if (f->nunits == f->units_cap) { /* the old array stays in the arena: at most as much again */
        size_t cap = f->units_cap ? 2 * f->units_cap : 64;
        fuse_unit *units = make(f, cap, sizeof *units);
        if (!units) return KILN_NO_MEMORY;
        if (f->nunits) memcpy(units, f->units, f->nunits * sizeof *units);
        f->units = units;
        f->units_cap = cap;
    }
    fuse_unit *u = &f->units[f->nunits];
    *u = (fuse_unit){.kind = g->kind, .rank = g->rank};
    memcpy(u->dim, g->dim, sizeof u->dim);
    u->member = make(f, total, sizeof *u->member);
    u->output = make(f, total, 1);
    if (!u->member || !u->output) return KILN_NO_MEMORY;
    u->nmembers = fuse_list_members(f, group, u->member);
    for (uint32_t i = 0; i < u->nmembers; i++)
        u->output[i] = f->group_of[u->member[i]] == group && f->role[u->member[i]] & ROLE_STORED;
    f->nunits++;
    return KILN_OK;
}

/* Later pieces are done before earlier ones, so what they read is marked as stored already. */
static kiln_status fuse_piece(fuse *f) {
    uint32_t count;
    f->ngroups = 0;
    memset(f->seen, 0, f->groups_cap * sizeof *f->seen);
    f->seen_stamp = 0;
    KN_TRY(fuse_unite(f));
    list_readers(f);
    KN_TRY(fuse_order(f, f->order, &count));
    KN_TRY(fuse_pull(f, f->order, count));
    KN_TRY(fuse_join(f));
    KN_TRY(fuse_order(f, f->order, &count));
    for (uint32_t i = count; i-- > 0;) KN_TRY(add_unit(f, f->order[i]));
    return KILN_OK;
}

static kiln_status fuse_pieces(fuse *f) {
    ir_id end = (ir_id)f->g->count, begin = end;
    while (end > 0) {
        size_t nodes = 0;
        for (; begin > 0 && nodes + fuse_has_group(f, begin - 1) <= FUSE_PIECE_NODES; begin--)
            nodes += fuse_has_group(f, begin - 1);
        f->begin = begin;
        f->end = end;
        KN_TRY(fuse_piece(f));
        for (ir_id id = begin; id < end; id++) f->group_of[id] = FUSE_NO_GROUP;
        end = begin;
    }
    return KILN_OK;
}

kiln_status fuse_graph(fuse *f, ir_graph *g, const pass_config *config, plan *p,
                       const kn_alloc *alloc) {
    *f = (fuse){.g = g, .config = config, .p = p};
    kn_arena_init(&f->arena, alloc);
    KN_TRY(make_arrays(f));
    KN_TRY(fuse_find_covers(f));
    KN_TRY(fuse_roles(f));
    KN_TRY(fuse_pieces(f));
    for (size_t i = 0; i < f->nunits / 2; i++) {
        fuse_unit swap = f->units[i];
        f->units[i] = f->units[f->nunits - 1 - i];
        f->units[f->nunits - 1 - i] = swap;
    }
    return KILN_OK;
}
