/* SPDX-License-Identifier: Apache-2.0
 * Storage of a graph: three growing arrays and, only when it holds names, an arena. Called by the builder,
 * extract and the parser to grow it, by everyone to read it. */
#include "base/arena.h"
#include "ir/draft.h"

#include <stdio.h>

#define COUNT_LIMIT ((size_t)1 << 31)

void ir_graph_init(ir_graph *g, const kn_alloc *alloc) { *g = (ir_graph){.alloc = alloc}; }

void ir_graph_free(ir_graph *g) {
    kn_free(g->alloc, g->nodes, g->cap * sizeof *g->nodes);
    kn_free(g->alloc, g->ints, g->ints_cap * sizeof *g->ints);
    kn_free(g->alloc, g->outputs, g->outputs_cap * sizeof *g->outputs);
    kn_free(g->alloc, g->input_names, g->input_names_cap * sizeof *g->input_names);
    if (g->names) kn_arena_free(g->names);
    kn_free(g->alloc, g->names, sizeof *g->names);
    ir_graph_init(g, g->alloc);
}

void ir_graph_reset(ir_graph *g) {
    g->count = g->nints = g->noutputs = g->ninputs = 0;
    g->owns_sites = false;
    if (g->input_names) memset(g->input_names, 0, g->input_names_cap * sizeof *g->input_names);
    if (g->names) kn_arena_free(g->names);
}

kiln_status ir_reserve(ir_graph *g, size_t nodes, size_t ints) {
    /* Every graph with a node has its ints, so that the shape of a rank-0 node is a valid pointer. */
    if (ints == 0 && !g->ints) ints = 1;
    if (nodes > COUNT_LIMIT - g->count || ints > COUNT_LIMIT - g->nints) return KILN_TOO_LARGE;
    KN_TRY(kn_grow(g->alloc, &g->nodes, &g->cap, g->count + nodes, sizeof *g->nodes));
    return kn_grow(g->alloc, &g->ints, &g->ints_cap, g->nints + ints, sizeof *g->ints);
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
    uint64_t index = g->nodes[id].bits;
    return index < g->input_names_cap ? g->input_names[index] : NULL;
}

bool ir_carry_site(ir_graph *to, const ir_graph *from, const char **site) {
    if (!from->owns_sites || to == from || !*site) return true;
    to->owns_sites = true;
    const char *last = to->count ? to->nodes[to->count - 1].site : NULL;
    if (last && strcmp(last, *site) == 0) *site = last;
    else *site = ir_own_text(to, *site, strlen(*site));
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
    KN_TRY(ir_reserve(to, from->count, from->nints));
    if (from->nints) memcpy(to->ints, from->ints, from->nints * sizeof *to->ints);
    to->nints = from->nints;
    to->ninputs = from->ninputs;
    kiln_status status = KILN_OK;
    for (size_t i = 0; i < from->count && status == KILN_OK; i++) {
        ir_node node = from->nodes[i];
        if (!ir_carry_site(to, from, &node.site)) status = KILN_NO_MEMORY;
        else to->nodes[to->count++] = node;
    }
    if (status == KILN_OK) status = copy_names(to, from);
    if (status != KILN_OK) ir_graph_reset(to);
    return status;
}

int64_t ir_numel(const ir_graph *g, ir_id id) {
    const int64_t *shape = ir_shape(g, id);
    int64_t numel = 1;
    for (int i = 0; i < g->nodes[id].rank; i++) numel *= shape[i];
    return numel;
}

size_t ir_nbytes(const ir_graph *g, ir_id id) {
    return (size_t)ir_numel(g, id) * kiln_dtype_size((kiln_dtype)g->nodes[id].dtype);
}

bool ir_same_shape(const ir_graph *g, ir_id a, ir_id b) {
    const ir_node *x = &g->nodes[a], *y = &g->nodes[b];
    if (x->rank != y->rank) return false;
    return x->shape == y->shape || memcmp(g->ints + x->shape, g->ints + y->shape, 8u * x->rank) == 0;
}

const char *ir_type_text(const ir_graph *g, ir_id id, char *buf, size_t size) {
    const ir_node *n = &g->nodes[id];
    return ir_type_format((kiln_dtype)n->dtype, n->rank, ir_shape(g, id), buf, size);
}

const char *ir_type_format(kiln_dtype dtype, int rank, const int64_t *shape, char *buf, size_t size) {
    if (size == 0) return buf;
    int len = snprintf(buf, size, "%s", kiln_dtype_short(dtype));
    for (int i = 0; i < rank && (size_t)len < size; i++)
        len += snprintf(buf + len, size - (size_t)len, "%s%lld%s", i ? "," : "[", (long long)shape[i],
                        i == rank - 1 ? "]" : "");
    return buf;
}
