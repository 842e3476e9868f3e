/* SPDX-License-Identifier: Apache-2.0
 * Orders the groups of a piece so that each comes after those it reads. Called before pulling and
 * at the end of a piece. */
#include "passes/fuse.h"

enum { ORDER_NEW, ORDER_OPEN, ORDER_DONE };

typedef struct order_walk {
    const kn_alloc *alloc;
    uint32_t *stack;
    size_t depth, cap;
} order_walk;

static kiln_status push(order_walk *w, uint32_t group) {
    KN_TRY(kn_grow(w->alloc, &w->stack, &w->cap, w->depth + 1, sizeof *w->stack));
    w->stack[w->depth++] = group;
    return KILN_OK;
}

/* Depth first with a stack of our own; f->seen holds each group's state. */
static kiln_status visit(fuse *f, order_walk *w, uint32_t root, uint32_t *order, uint32_t *count) {
    KN_TRY(push(w, root));
    while (w->depth) {
        uint32_t at = w->stack[w->depth - 1];
        if (f->seen[at] != ORDER_NEW) {
            w->depth--;
            if (f->seen[at] == ORDER_OPEN) order[(*count)++] = at;
            f->seen[at] = ORDER_DONE;
            continue;
        }
        f->seen[at] = ORDER_OPEN;
        fuse_sources it = {.group = at};
        for (uint32_t source; (source = fuse_next_source(f, &it)) != FUSE_NO_GROUP;)
            if (f->seen[source] == ORDER_NEW) KN_TRY(push(w, source));
    }
    return KILN_OK;
}

kiln_status fuse_order(fuse *f, uint32_t *order, uint32_t *count) {
    order_walk w = {.alloc = f->arena.alloc};
    kiln_status status = KILN_OK;
    *count = 0;
    for (uint32_t g = 0; g < f->ngroups; g++) f->seen[g] = ORDER_NEW;
    f->seen_stamp = ORDER_DONE; /* later walks use other stamps */
    for (uint32_t g = 0; g < f->ngroups && status == KILN_OK; g++)
        if (!f->groups[g].dead && f->seen[g] == ORDER_NEW) status = visit(f, &w, g, order, count);
    kn_free(w.alloc, w.stack, w.cap * sizeof *w.stack);
    return status;
}
