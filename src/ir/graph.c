/* SPDX-License-Identifier: Apache-2.0
 * Storage of a graph: nodes and numbers in pieces that never move, outputs in an array and, only
 * when it holds names, an arena. Called by the builder, extract and the parser to grow it, by
 * everyone to read it. */
#include "base/arena.h"
#include "ir/draft.h"

#include <stdio.h>

#define COUNT_LIMIT ((size_t)1 << 31)

/* Zeros on both sides: the last axis of no node is at -1. */
static const int64_t no_numbers[5 * IR_MAX_RANK];
#define NO_NUMBERS (no_numbers + IR_MAX_RANK)

const ir_node ir_no_node = {.op = IR_CONST,
                            .dtype = KILN_BOOL,
                            .operand = {IR_NONE, IR_NONE, IR_NONE},
                            .shape = NO_NUMBERS,
                            .attrs = NO_NUMBERS};

void ir_graph_init(ir_graph *g, const kn_alloc *alloc) {
    *g = (ir_graph){.alloc = alloc, .spare = ir_no_node};
}

void ir_graph_free(ir_graph *g) {
    kn_pieces_free(g->alloc, &g->nodes, sizeof(ir_node), IR_NODE_BITS);
    kn_pieces_free(g->alloc, &g->ints, sizeof(int64_t), IR_INT_BITS);
    kn_free(g->alloc, g->outputs, g->outputs_cap * sizeof *g->outputs);
    kn_free(g->alloc, g->input_names, g->input_names_cap * sizeof *g->input_names);
    if (g->names) kn_arena_free(g->names);
    kn_free(g->alloc, g->names, sizeof *g->names);
    ir_graph_init(g, g->alloc);
}

void ir_graph_reset(ir_graph *g) {
    if (KN_TORTURED) {
        kn_pieces_free(g->alloc, &g->nodes, sizeof(ir_node), IR_NODE_BITS);
        kn_pieces_free(g->alloc, &g->ints, sizeof(int64_t), IR_INT_BITS);
    }
    g->count = g->nints = g->noutputs = g->ninputs = 0;
    g->owns_sites = false;
    if (g->input_names) memset(g->input_names, 0, g->input_names_cap * sizeof *g->input_names);
    if (g->names) kn_arena_free(g->names);
}

kiln_status ir_reserve(ir_graph *g, size_t nodes) {
    if (nodes > COUNT_LIMIT - g->count) return KILN_TOO_LARGE;
    return kn_pieces_grow(g->alloc, &g->nodes, g->count + nodes, sizeof(ir_node), IR_NODE_BITS);
}

const int64_t *ir_own_ints(ir_graph *g, const int64_t *from, size_t n) {
    if (n == 0) return NO_NUMBERS;
    size_t at = g->nints, end = ((at >> IR_INT_BITS) + 1) << IR_INT_BITS;
    if (n > end - at) at = end; /* they lie in one piece */
    if (at + n > kn_pieces_cap(&g->ints, IR_INT_BITS) &&
        (at > COUNT_LIMIT ||
         kn_pieces_grow(g->alloc, &g->ints, at + n, sizeof(int64_t), IR_INT_BITS) != KILN_OK))
        return NULL;
    int64_t *own = kn_pieces_at(&g->ints, at, sizeof(int64_t), IR_INT_BITS);
    for (size_t i = 0; i < n; i++) own[i] = from[i];
    g->nints = at + n;
    return own;
}

bool ir_owns_ints(const ir_graph *g, const int64_t *at, size_t n) {
    return n == 0 || kn_pieces_hold(&g->ints, g->nints, sizeof(int64_t), IR_INT_BITS, at,
                                    n * sizeof(int64_t));
}

const int64_t *ir_copy_shape(ir_graph *to, const ir_graph *from, const ir_node *n,
                             const ir_node *fresh, ir_shape_copied *last) {
    for (int k = 0; k < fresh->noperands; k++) {
        const ir_node *old = ir_at(from, n->operand[k]);
        if (old->shape == n->shape && old->rank == n->rank) return ir_shape(to, fresh->operand[k]);
    }
    if (last->node && last->node->shape == n->shape && last->node->rank == n->rank) return last->at;
    *last = (ir_shape_copied){n, ir_own_ints(to, n->shape, n->rank)};
    if (!last->at) last->node = NULL;
    return last->at;
}

const char *ir_own_text(ir_graph *g, const char *text, size_t nbytes) {
    if (!g->names) {
        g->names = kn_malloc(g->alloc, sizeof *g->names);
        if (!g->names) return NULL;
        kn_arena_init(g->names, g->alloc);
    }
    char *copy = kn_arena_get(g->names, nbytes + 1);
    if (copy && nbytes) memcpy(copy, text, nbytes);
    return copy;
}

kiln_status ir_name_input(ir_graph *g, uint64_t index, const char *name) {
    size_t len = strlen(name), old = g->input_names_cap;
    if (len > IR_MAX_NAME || index >= COUNT_LIMIT) return KILN_TOO_LARGE;
    const char *copy = ir_own_text(g, name, len);
    if (!copy) return KILN_NO_MEMORY;
    KN_TRY(kn_grow(g->alloc, &g->input_names, &g->input_names_cap, (size_t)index + 1,
                   sizeof *g->input_names));
    memset(g->input_names + old, 0, (g->input_names_cap - old) * sizeof *g->input_names);
    g->input_names[index] = copy;
    return KILN_OK;
}

const char *ir_input_name(const ir_graph *g, ir_id id) {
    uint64_t index = ir_at(g, id)->bits;
    return index < g->input_names_cap ? g->input_names[index] : NULL;
}

bool ir_carry_site(ir_graph *to, const ir_graph *from, const char **site) {
    if (!from->owns_sites || to == from || !*site) return true;
    to->owns_sites = true;
    const char *last = ir_at(to, (ir_id)to->count - 1)->site; /* of no node: NULL */
    if (last && strcmp(last, *site) == 0)
        *site = last;
    else
        *site = ir_own_text(to, *site, strlen(*site));
    return *site != NULL;
}

kiln_status ir_add_output(ir_graph *g, ir_id id, const char *name) {
    if (id >= g->count) return KILN_BAD_ARGUMENT;
    size_t len = name ? strlen(name) : 0;
    if (len > IR_MAX_NAME || g->noutputs >= COUNT_LIMIT) return KILN_TOO_LARGE;
    KN_TRY(kn_grow(g->alloc, &g->outputs, &g->outputs_cap, g->noutputs + 1, sizeof *g->outputs));
    if (name) {
        name = ir_own_text(g, name, len);
        if (!name) return KILN_NO_MEMORY;
    }
    g->outputs[g->noutputs++] = (ir_output){id, name};
    return KILN_OK;
}

static kiln_status copy_names(ir_graph *to, const ir_graph *from) {
    for (size_t i = 0; i < from->noutputs; i++)
        KN_TRY(ir_add_output(to, from->outputs[i].id, from->outputs[i].name));
    for (size_t i = 0; i < from->input_names_cap; i++)
        if (from->input_names[i]) KN_TRY(ir_name_input(to, i, from->input_names[i]));
    return KILN_OK;
}

kiln_status ir_graph_copy(ir_graph *to, const ir_graph *from) {
    KN_TRY(ir_reserve(to, from->count));
    to->ninputs = from->ninputs;
    kiln_status status = KILN_OK;
    ir_shape_copied last = {0};
    for (ir_id id = 0; id < from->count && status == KILN_OK; id++) {
        const ir_node *n = ir_at(from, id);
        ir_node node = *n;
        node.shape = ir_copy_shape(to, from, n, n, &last);
        node.attrs = ir_own_ints(to, n->attrs, n->nattrs);
        if (!node.shape || !node.attrs || !ir_carry_site(to, from, &node.site))
            status = KILN_NO_MEMORY;
        else
            *ir_next(to) = node, to->count++;
    }
    if (status == KILN_OK) status = copy_names(to, from);
    if (status != KILN_OK) ir_graph_reset(to);
    return status;
}

int64_t ir_numel(const ir_graph *g, ir_id id) {
    const int64_t *shape = ir_shape(g, id);
    int64_t numel = 1;
    for (int i = 0; i < ir_at(g, id)->rank; i++) numel *= shape[i];
    return numel;
}

size_t ir_nbytes(const ir_graph *g, ir_id id) {
    return (size_t)ir_numel(g, id) * kiln_dtype_size((kiln_dtype)ir_at(g, id)->dtype);
}

bool ir_same_shape(const ir_graph *g, ir_id a, ir_id b) {
    return ir_same_extents(ir_at(g, a), ir_at(g, b));
}

const char *ir_type_text(const ir_graph *g, ir_id id, char *buf, size_t size) {
    const ir_node *n = ir_at(g, id);
    return ir_type_format((kiln_dtype)n->dtype, n->rank, ir_shape(g, id), buf, size);
}

const char *ir_type_format(kiln_dtype dtype, int rank, const int64_t *shape, char *buf,
                           size_t size) {
    if (size == 0) return buf;
    int len = snprintf(buf, size, "%s", kiln_dtype_short(dtype));
    for (int i = 0; i < rank && (size_t)len < size; i++)
        len += snprintf(buf + len, size - (size_t)len, "%s%lld%s", i ? "," : "[",
                        (long long)shape[i], i == rank - 1 ? "]" : "");
    return buf;
}
