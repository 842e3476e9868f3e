/* SPDX-License-Identifier: Apache-2.0
 * Inside passes/ only: grouping. fuse_roles.c says what each node is and reads; fuse.c cuts the
 * graph into pieces and drives fuse_unite.c (greedy union), fuse_pull.c (dead members,
 * recomputation) and fuse_join.c (neighbours); fuse_measure.c says whether a set of nodes fits one
 * kernel. The result is a list of groups for lowering.
 *
 * In a group every member lives on one of two levels:
 *   full   one value at each point of the group's dimensions: as many elements as their product
 *   row    one value a row (ROW groups): as many as the product without the last dimension
 * and reads a member with the same linear index, or a row member once for each element of its row.
 * All else is a leaf. */
#ifndef KN_PASSES_FUSE_H
#define KN_PASSES_FUSE_H

#include "passes/internal.h"
#include "passes/view.h"

enum {
    FUSE_PIECE_NODES = 4096, /* computed nodes considered together: bounds compile time */
    FUSE_FREE_OPS = 24,      /* of rank-0 arithmetic on numbers, which each reader computes again */
    FUSE_MAX_REDUCTIONS = 24, /* in one ROW group: bounds its stages */
    FUSE_FEW_ROWS = 8,
    FUSE_SHORT_ROW = 4096,
    FUSE_SMALL = 16384,
};

/* What a node is to the plan. */
enum {
    ROLE_COMPUTED = 1,   /* some step computes it */
    ROLE_STORED = 2,     /* it needs a buffer */
    ROLE_FREE = 4,       /* rank-0 arithmetic on numbers alone */
    ROLE_COPIED = 8,     /* a movement or a source that needs elements of its own */
    ROLE_REFERENCE = 16, /* no emitted form */
    ROLE_WRITE = 32,     /* puts its second operand into a window of the first's buffer */
    ROLE_FRESH = 64,     /* a write that with the writes after it covers the whole: what its first
                            operand holds is never seen */
};

/* Kinds of groups: kernel_kind, and */
enum { FUSE_REFERENCE = 100 };

/* node->flags: bit k set when operand k is read from its copy */

/* of a kernel: at most so many */
typedef struct fuse_size {
    uint32_t values, leaves, scalars;
} fuse_size;

typedef struct fuse_group {
    uint8_t kind, rank;
    bool dead, alone; /* alone: a copy or a reference step, never merged */
    bool writes;      /* has a member that is a write */
    int64_t dim[IR_MAX_RANK];
    ir_id first, last; /* smallest and largest member */
    ir_id head, tail;  /* members, linked through fuse.next in no order */
    uint32_t nmembers;
    fuse_size size;
    /* members computed again here, ascending; their homes are other groups */
    ir_id *pulled;
    uint32_t npulled;
} fuse_group;

/* What lowering gets: members ascending, outputs marked. */
typedef struct fuse_unit {
    uint8_t kind, rank;
    int64_t dim[IR_MAX_RANK];
    ir_id *member;
    uint8_t *output; /* by member: stored by this unit */
    uint32_t nmembers;
} fuse_unit;

typedef struct fuse_stored_view {
    ir_id base;
    bool literal;
    int64_t offset, stride[];
} fuse_stored_view;

typedef struct fuse {
    kn_arena arena; /* all of this */
    ir_graph *g;    /* flags are written */
    const pass_config *config;
    plan *p;                 /* declines are counted here */
    fuse_stored_view **view; /* of movement nodes */
    uint8_t *role, *weight;  /* weight: ops of a FREE node */
    uint8_t *canonical;      /* by node: no NaN but the canonical one */
    uint32_t *group_of;      /* in the current piece; FUSE_NO_GROUP */
    ir_id *next;
    uint32_t *mark, stamp;    /* membership of the set being looked at */
    uint32_t *nread;          /* how often nodes of the piece that have groups yet read it */
    ir_id begin, end, newest; /* the current piece; what of it has groups yet */
    fuse_group *groups;
    uint32_t ngroups;
    size_t groups_cap;
    uint32_t *seen, seen_stamp, *stack, *order;     /* by group: walks */
    uint32_t *first_reader, *next_reader, nreaders; /* in the current piece, by base */
    ir_id *reader;
    ir_id *list; /* scratch: members of sets, 4 * FUSE_PIECE_NODES */
    fuse_unit *units;
    size_t nunits, units_cap; /* in reverse order while pieces are walked */
} fuse;

#define FUSE_NO_GROUP UINT32_MAX

/* ---- fuse.c */
/* Groups every node that has to be computed. The result lies in f->arena. */
kiln_status fuse_graph(fuse *f, ir_graph *g, const pass_config *config, plan *p,
                       const kn_alloc *alloc);
void fuse_free(fuse *f);
void fuse_decline(fuse *f, plan_reason reason, ir_id node, ir_id into);

/* ---- fuse_roles.c */
kiln_status fuse_roles(fuse *f);
int fuse_noperands(const fuse *f, ir_id id);
/* The elements of `id` in terms of the value, number or index they come from. */
void fuse_view(const fuse *f, ir_id id, view *out);
/* How `id` reads its operand k: a view over the operand's shape. */
void fuse_access(const fuse *f, ir_id id, int k, view *out);
/* The base alone; IR_NONE for a literal one. */
ir_id fuse_base(const fuse *f, ir_id id, int k);
bool fuse_has_group(const fuse *f, ir_id id);
/* Dimensions a reduction wants its operand in; the kind it has by itself, and why if that is not
 * ROW. */
int fuse_reduce_dims(const ir_graph *g, ir_id id, int64_t *dim, uint8_t *kind, plan_reason *why);
/* Batch, m, n, k of a contraction and the strides of its operands; false when an operand's batch
 * axes do not join. */
typedef struct fuse_contract {
    int64_t batch, m, n, k, a_stride[3], b_stride[3];
    view a, b;
} fuse_contract;
bool fuse_contract_of(const fuse *f, ir_id id, fuse_contract *c, int *bad_operand);

/* ---- fuse_write.c */
/* Points at which a node's group computes it: its elements, or those that a write puts. */
int64_t fuse_points(const fuse *f, ir_id id);
/* False for the first operand of a write, whose buffer it needs but whose elements it does not read
 * at each point. */
bool fuse_reads(const fuse *f, ir_id id, int k);
/* Where a write puts the elements of its second operand, among its own. */
void fuse_window(const ir_graph *g, ir_id id, view *out);
/* True when it has elements to put, each in a place of its own, and changes nothing around them. */
bool fuse_can_write(const fuse *f, ir_id id);
/* True when a kernel that stores to the window may read the leaf in the same buffer: by the same
 * index, or elsewhere. */
bool fuse_may_share(const view *window, const view *leaf);
/* Marks the first of writes that cover a whole. */
kiln_status fuse_find_covers(fuse *f);

/* ---- fuse_measure.c */
typedef struct fuse_shape {
    uint8_t kind, rank;
    int64_t dim[IR_MAX_RANK];
} fuse_shape;
/* Members are marked with f->stamp and listed. NONE when they fit one kernel of that shape. */
plan_reason fuse_measure(fuse *f, const fuse_shape *shape, const ir_id *member, uint32_t n,
                         fuse_size *size);
int64_t fuse_full(const fuse_shape *shape);
int64_t fuse_rows(const fuse_shape *shape);
/* True when `reader`'s access to member `view->base` is by the same index in that shape. */
bool fuse_inside(const fuse *f, const fuse_shape *shape, ir_id reader, const view *v);
/* An access in the group's dimensions; false when it is not affine there. */
bool fuse_express(const fuse *f, const fuse_shape *shape, ir_id reader, const view *v, view *out);
/* Joins neighbouring dimensions that all views allow to join, from `from` up to `to`; returns the
 * new rank. */
int fuse_merge_dims(int rank, int64_t *dim, view *views, int nviews, int from, int to);

/* ---- fuse_unite.c */
kiln_status fuse_unite(fuse *f);
/* True when a path leads from group a to group b through a third one, or directly when `direct`. */
bool fuse_reaches(fuse *f, uint32_t a, uint32_t b, bool direct);
/* A walk over the groups of the piece that a group reads, some more than once. Start with {.group =
 * g}. */
typedef struct fuse_sources {
    uint32_t group, home, pulled;
    ir_id at;
    int left;
} fuse_sources;
uint32_t fuse_next_source(const fuse *f, fuse_sources *it);
uint32_t fuse_list_members(fuse *f, uint32_t group, ir_id *out); /* home and pulled, ascending */
bool fuse_member(const fuse *f, uint32_t group, ir_id id);
void fuse_shape_of(const fuse *f, uint32_t group, fuse_shape *shape);

/* ---- fuse_order.c: groups of the piece, operands' groups first */
kiln_status fuse_order(fuse *f, uint32_t *order, uint32_t *count);
void fuse_sort_ids(ir_id *list, uint32_t n);

/* ---- fuse_pull.c, fuse_join.c */
kiln_status fuse_pull(fuse *f, const uint32_t *order, uint32_t count);
kiln_status fuse_join(fuse *f);

#endif
