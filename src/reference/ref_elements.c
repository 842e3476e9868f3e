/* SPDX-License-Identifier: Apache-2.0
 * Chosen elements of nodes: finds the nodes they depend on, asks from readers to what they read for
 * the elements that are needed (ref_demand.c), then computes those with the kernels that compute
 * whole nodes. Called by the runtime's verification. */
#include <stdlib.h>

#include "reference/ref_elements.h"

/* ---- places */
kiln_status ref_short(const ref_elements *x) {
    return x->left <= 0 ? KILN_TOO_LARGE : KILN_NO_MEMORY;
}

int64_t *ref_new_places(ref_elements *x, int64_t n) {
    if (n > x->left) {
        x->left = 0;
        return NULL;
    }
    x->left -= n;
    return kn_arena_array(&x->memory, (size_t)n, sizeof(int64_t));
}

static void merge(const int64_t *a, int64_t na, const int64_t *b, int64_t nb, int64_t *to) {
    int64_t i = 0, j = 0;
    while (i < na || j < nb) *to++ = j == nb || (i < na && a[i] <= b[j]) ? a[i++] : b[j++];
}

/* End of the ascending run that begins at `from`. */
static int64_t run_end(const int64_t *v, int64_t from, int64_t n) {
    int64_t end = from + 1;
    while (end < n && v[end] >= v[end - 1]) end++;
    return end < n ? end : n;
}

/* Merges neighbouring runs until one is left: places come in few. */
kiln_status ref_sort(ref_elements *x, int64_t *places, int64_t n, ref_places *out) {
    int64_t *from = places, *room = NULL, kept = 0;
    while (n > 0 && run_end(from, 0, n) < n) {
        if (!room) room = kn_arena_array(&x->memory, (size_t)n, sizeof *room);
        if (!room) return KILN_NO_MEMORY;
        for (int64_t i = 0, middle, end; i < n; i = end) {
            middle = run_end(from, i, n);
            end = middle < n ? run_end(from, middle, n) : n;
            merge(from + i, middle - i, from + middle, end - middle, room + i);
        }
        int64_t *merged = room;
        room = from;
        from = merged;
    }
    for (int64_t i = 0; i < n; i++)
        if (kept == 0 || from[kept - 1] != from[i]) from[kept++] = from[i];
    *out = (ref_places){from, kept};
    return KILN_OK;
}

/* ---- parts */
ref_part *ref_part_of(ref_elements *x, ir_id node) {
    return x->part_of[node] ? &x->parts[x->part_of[node] - 1] : NULL;
}

kiln_status ref_ask(ref_elements *x, ir_id operand, const int64_t *at, int64_t n) {
    ref_part *p = ref_part_of(x, operand);
    for (uint32_t i = 0; i < p->nasked; i++)
        if (p->asked[i].at == at && p->asked[i].n == n) return KILN_OK;
    if (p->nasked == p->asked_cap) {
        uint32_t cap = p->asked_cap ? 2 * p->asked_cap : 4;
        ref_places *asked = kn_arena_array(&x->memory, cap, sizeof *asked);
        if (!asked) return KILN_NO_MEMORY;
        if (p->nasked) memcpy(asked, p->asked, p->nasked * sizeof *asked);
        p->asked = asked;
        p->asked_cap = cap;
    }
    p->asked[p->nasked++] = (ref_places){at, n};
    return KILN_OK;
}

/* All readers have asked. */
static kiln_status join_asked(ref_elements *x, ref_part *p) {
    int64_t n = 0, filled = 0;
    if (p->nasked == 1) p->here = p->asked[0];
    if (p->nasked <= 1) return KILN_OK;
    for (uint32_t i = 0; i < p->nasked; i++) n += p->asked[i].n;
    int64_t *all = ref_new_places(x, n);
    if (!all) return ref_short(x);
    for (uint32_t i = 0; i < p->nasked; i++) {
        if (p->asked[i].n)
            memcpy(all + filled, p->asked[i].at, (size_t)p->asked[i].n * sizeof *all);
        filled += p->asked[i].n;
    }
    KN_TRY(ref_sort(x, all, n, &p->here));
    /* one list stays one: readers then need not look for their places */
    for (uint32_t i = 0; i < p->nasked; i++)
        if (p->asked[i].n == p->here.n) p->here.at = p->asked[i].at;
    return KILN_OK;
}

static kiln_status add_part(ref_elements *x, ir_id node, int64_t block) {
    KN_TRY(kn_grow(x->alloc, &x->parts, &x->parts_cap, x->nparts + 1, sizeof *x->parts));
    x->parts[x->nparts++] = (ref_part){.node = node, .block = block};
    if (block == 0) x->part_of[node] = (uint32_t)x->nparts;
    return KILN_OK;
}

static int by_node(const void *a, const void *b) {
    const ref_part *x = a, *y = b;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* The nodes that are needed, operands first; results of blocks have parts of their own at the end.
 * The parts added so far are the stack of what is still to be looked at. */
static kiln_status find_parts(ref_elements *x, const ref_want *wants, size_t nwants) {
    for (size_t i = 0; i < nwants; i++) {
        ir_id node = wants[i].block ? ir_at(x->g, wants[i].node)->operand[0] : wants[i].node;
        if (!x->part_of[node]) KN_TRY(add_part(x, node, 0));
    }
    for (size_t i = 0; i < x->nparts; i++) {
        const ir_node *n = ir_at(x->g, x->parts[i].node);
        if (x->bound[x->parts[i].node]) continue;
        for (int k = 0; k < n->noperands; k++)
            if (!(n->op == IR_GATHER && k == 1) && !x->part_of[n->operand[k]])
                KN_TRY(add_part(x, n->operand[k], 0));
    }
    qsort(x->parts, x->nparts, sizeof *x->parts, by_node);
    for (size_t i = 0; i < x->nparts; i++) x->part_of[x->parts[i].node] = (uint32_t)i + 1;
    for (size_t i = 0; i < nwants; i++)
        if (wants[i].block) KN_TRY(add_part(x, wants[i].node, wants[i].block));
    return KILN_OK;
}

/* ---- values */

/* Where a place of a part is among those that are there; `hint` is where the one before was. */
static int64_t find(const ref_part *p, int64_t place, int64_t *hint) {
    const int64_t *at = p->here.at;
    int64_t low = 0, high = p->here.n - 1, next = *hint + 1;
    if (next < p->here.n && at[next] == place) return *hint = next;
    if (place < p->here.n && at[place] == place) return *hint = place;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (at[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return *hint = low;
}

/* One element, as one load and one store. */
static inline void put(char *to, const char *from, size_t size) {
    if (size == 4)
        memcpy(to, from, 4);
    else if (size == 8)
        memcpy(to, from, 8);
    else if (size == 2)
        memcpy(to, from, 2);
    else
        *to = *from;
}

static void pick(char *to, const ref_part *p, size_t size, const int64_t *places, int64_t n) {
    int64_t hint = -1;
    for (int64_t i = 0; i < n; i++)
        if (places[i] >= 0)
            put(to + (size_t)i * size,
                (const char *)p->data + (size_t)find(p, places[i], &hint) * size, size);
}

/* An operand's elements for each place of the part, one after the other. */
static const void *operand_values(ref_elements *x, const ref_part *p, int k) {
    const ir_node *n = ir_at(x->g, p->node);
    ref_part *o = ref_part_of(x, n->operand[k]);
    size_t size = kiln_dtype_size((kiln_dtype)ir_at(x->g, n->operand[k])->dtype);
    bool number = ir_at(x->g, n->operand[k])->rank == 0 && ir_op_class(n->op) == IR_MAP;
    const int64_t *places = p->from[k] ? p->from[k] : p->here.at;
    if (!number && o->here.at == places && o->here.n == p->here.n) return o->data;
    char *to = kn_arena_array(&x->memory, (size_t)p->here.n, size);
    if (!to) return NULL;
    if (!number) pick(to, o, size, places, p->here.n);
    for (int64_t i = 0; number && i < p->here.n; i++) put(to + (size_t)i * size, o->data, size);
    return to;
}

static kiln_status compute_map(ref_elements *x, ref_part *p, const ir_node *n) {
    const void *in[IR_MAX_OPERANDS] = {NULL};
    ref_map_fn kernel = ref_map_find((ir_op)n->op, (kiln_dtype)ir_at(x->g, n->operand[0])->dtype,
                                     (kiln_dtype)n->dtype);
    if (!kernel) return KILN_BAD_DTYPE;
    for (int k = 0; k < n->noperands; k++)
        if (!(in[k] = operand_values(x, p, k))) return KILN_NO_MEMORY;
    kernel(in[0], in[1], in[2], p->data, (size_t)p->here.n);
    return KILN_OK;
}

static kiln_status compute_move(ref_elements *x, ref_part *p, const ir_node *n) {
    size_t size = kiln_dtype_size((kiln_dtype)n->dtype);
    for (int k = 0; k < n->noperands; k++) {
        if (n->op == IR_GATHER && k == 1) continue;
        const int64_t *places = p->from[k] ? p->from[k] : p->here.at;
        pick(p->data, ref_part_of(x, n->operand[k]), size, places, p->here.n);
    }
    return KILN_OK;
}

/* The base's elements, as a copy that leaves one NaN, with the part's added where it has some. */
static kiln_status compute_sum(ref_elements *x, ref_part *p, const ir_node *n) {
    kiln_dtype dtype = (kiln_dtype)n->dtype;
    size_t size = kiln_dtype_size(dtype);
    ref_map_fn cast = ref_cast_fn(dtype, dtype), add = ref_map_find(IR_ADD, dtype, dtype);
    char *terms = kn_arena_array(&x->memory, (size_t)p->here.n, size), *to = p->data;
    if (!cast || !add) return KILN_BAD_DTYPE;
    if (!terms) return KILN_NO_MEMORY;
    pick(terms, ref_part_of(x, n->operand[0]), size, p->from[0], p->here.n);
    cast(terms, NULL, NULL, to, (size_t)p->here.n);
    pick(terms, ref_part_of(x, n->operand[1]), size, p->from[1], p->here.n);
    for (int64_t i = 0; i < p->here.n; i++)
        if (p->from[1][i] >= 0)
            add(to + (size_t)i * size, terms + (size_t)i * size, NULL, to + (size_t)i * size, 1);
    return KILN_OK;
}

static kiln_status compute_iota(ref_elements *x, ref_part *p, const ir_node *n) {
    int axis = (int)n->attrs[0];
    int64_t inner = ref_product(n->shape, axis + 1, n->rank),
            *index = kn_arena_array(&x->memory, (size_t)p->here.n, sizeof *index);
    ref_map_fn cast = ref_cast_fn(KILN_I64, (kiln_dtype)n->dtype);
    if (!index) return KILN_NO_MEMORY;
    if (!cast) return KILN_BAD_DTYPE;
    for (int64_t i = 0; i < p->here.n; i++) index[i] = p->here.at[i] / inner % n->shape[axis];
    cast(index, NULL, NULL, p->data, (size_t)p->here.n);
    return KILN_OK;
}

/* The terms of `width` columns of a block, [count, columns]. One column of several is doubled: it
 * must not look like a row. */
static const char *terms(ref_elements *x, const ref_terms *t, const ref_part *o, size_t size,
                         const int64_t *at, int64_t width, int64_t columns) {
    int64_t unit = at[0] / t->inner, outer = unit / t->blocks, b = unit % t->blocks,
            count = ref_term_count(x, t, b), hint = -1;
    char *to = kn_arena_array(&x->memory, (size_t)(count * columns), size);
    for (int64_t k = 0; to && k < count; k++) {
        int64_t row = (outer * t->n + ref_term_at(x, t, b, k)) * t->inner;
        for (int64_t c = 0; c < columns; c++) {
            int64_t place = find(o, row + at[c < width ? c : 0] % t->inner, &hint);
            put(to + (size_t)(k * columns + c) * size, (const char *)o->data + (size_t)place * size,
                size);
        }
    }
    return to;
}

/* The terms of one row follow one another: then they are read where they lie. */
static const char *row_terms(ref_elements *x, const ref_terms *t, const ref_part *o, size_t size,
                             const int64_t *at) {
    int64_t unit = at[0], b = unit % t->blocks, count = ref_term_count(x, t, b), hint = -1;
    if (count == 0) return o->data;
    int64_t first = unit / t->blocks * t->n + ref_term_at(x, t, b, 0),
            place = find(o, first, &hint);
    bool together = !x->few_terms && place + count <= o->here.n &&
                    o->here.at[place + count - 1] == first + count - 1;
    return together ? (const char *)o->data + (size_t)place * size : terms(x, t, o, size, at, 1, 1);
}

static kiln_status compute_reduce(ref_elements *x, ref_part *p, const ir_node *n) {
    const ref_part *o = ref_part_of(x, n->operand[0]);
    kiln_dtype dtype = (kiln_dtype)ir_at(x->g, n->operand[0])->dtype;
    size_t size = kiln_dtype_size(dtype), result_size = kiln_dtype_size((kiln_dtype)n->dtype);
    ref_reduce_fn kernel = ref_reduce_find((ir_op)n->op, dtype);
    ref_pace pace = {.poll = x->poll};
    uint64_t two[2];
    ref_terms t;
    if (!kernel) return KILN_BAD_DTYPE;
    ref_terms_of(x->g, p, &t);
    for (int64_t i = 0, end; i < p->here.n && !pace.stopped; i = end) {
        const int64_t *at = p->here.at + i;
        int64_t unit = at[0] / t.inner;
        for (end = i; end < p->here.n && p->here.at[end] / t.inner == unit; end++) {
        }
        int64_t width = end - i, columns = t.inner > 1 && width == 1 ? 2 : width,
                count = ref_term_count(x, &t, unit % t.blocks);
        const char *in = t.inner == 1 ? row_terms(x, &t, o, size, at)
                                      : terms(x, &t, o, size, at, width, columns);
        if (!in && count > 0) return KILN_NO_MEMORY;
        char *to = (char *)p->data + (size_t)i * result_size;
        ref_buffer block = {.data = (void *)(uintptr_t)in, .dtype = dtype};
        ref_terms_in terms_in = {.in = &block};
        kernel(&terms_in, columns > width ? (void *)two : (void *)to, 1, count, columns, &pace);
        if (columns > width) memcpy(to, two, result_size);
    }
    return pace.stopped ? KILN_CANCELLED : KILN_OK;
}

/* One matrix: the rows and columns that are needed, their product, and of that the elements that
 * are. */
static kiln_status compute_block(ref_elements *x, ref_part *p, const ir_node *n,
                                 const ref_block *b) {
    size_t size = kiln_dtype_size((kiln_dtype)n->dtype);
    int64_t k = ref_few_count(x, b->k), hint = -1;
    const ref_part *pa = ref_part_of(x, n->operand[0]), *pb = ref_part_of(x, n->operand[1]);
    char *left = kn_arena_array(&x->memory, (size_t)(b->nrows * k), size),
         *right = kn_arena_array(&x->memory, (size_t)(k * b->ncols), size);
    char *all = kn_arena_array(&x->memory, (size_t)(b->nrows * b->ncols), size);
    if (!left || !right || !all) return KILN_NO_MEMORY;
    for (int64_t r = 0; r < b->nrows; r++)
        for (int64_t i = 0; i < k; i++) {
            int64_t place =
                find(pa, (b->batch * b->m + b->rows[r]) * b->k + ref_few_at(x, b->k, i), &hint);
            put(left + (size_t)(r * k + i) * size, (const char *)pa->data + (size_t)place * size,
                size);
        }
    hint = -1;
    for (int64_t i = 0; i < k; i++)
        for (int64_t c = 0; c < b->ncols; c++) {
            int64_t place =
                find(pb, (b->batch * b->k + ref_few_at(x, b->k, i)) * b->n + b->cols[c], &hint);
            put(right + (size_t)(i * b->ncols + c) * size,
                (const char *)pb->data + (size_t)place * size, size);
        }
    int64_t shape_a[] = {b->nrows, k}, shape_b[] = {k, b->ncols}, shape[] = {b->nrows, b->ncols};
    kiln_dtype dtype = (kiln_dtype)n->dtype;
    ref_buffer in[] = {{left, dtype, 2, shape_a, NULL}, {right, dtype, 2, shape_b, NULL}},
               out = {all, dtype, 2, shape, NULL};
    ref_pace pace = {.poll = x->poll};
    ref_call call = {
        .alloc = x->alloc, .graph = x->g, .node = n, .in = in, .out = &out, .pace = &pace};
    KN_TRY(ref_op_MATMUL(&call));
    for (int64_t i = b->first, r = 0, c = 0; i < b->end; i++) {
        int64_t row = p->here.at[i] / b->n % b->m, col = p->here.at[i] % b->n;
        while (b->rows[r] != row) r++, c = 0;
        while (b->cols[c] != col) c++;
        put((char *)p->data + (size_t)i * size, all + (size_t)(r * b->ncols + c) * size, size);
    }
    return pace.stopped ? KILN_CANCELLED : KILN_OK;
}

static kiln_status compute_product(ref_elements *x, ref_part *p, const ir_node *n) {
    ref_block b;
    for (int64_t first = 0; first < p->here.n; first = b.end) {
        KN_TRY(ref_block_of(x, p, first, &b));
        KN_TRY(compute_block(x, p, n, &b));
    }
    return KILN_OK;
}

/* All of it, from all of its operands; or, where only equal graphs are to give equal values, its
 * first operand. */
static kiln_status compute_all(ref_elements *x, ref_part *p, const ir_node *n) {
    ref_buffer in[IR_MAX_OPERANDS];
    size_t size = kiln_dtype_size((kiln_dtype)n->dtype);
    if (!p->whole) {
        if (p->from[0]) pick(p->data, ref_part_of(x, n->operand[0]), size, p->from[0], p->here.n);
        return KILN_OK;
    }
    for (int k = 0; k < n->noperands; k++) {
        const ir_node *o = ir_at(x->g, n->operand[k]);
        in[k] = (ref_buffer){ref_part_of(x, n->operand[k])->data, (kiln_dtype)o->dtype, o->rank,
                             o->shape, NULL};
    }
    ref_buffer out = {kn_arena_array(&x->memory, (size_t)ir_numel(x->g, p->node), size),
                      (kiln_dtype)n->dtype, n->rank, n->shape, NULL};
    if (!out.data) return KILN_NO_MEMORY;
    kiln_status status = ref_node(x->alloc, x->g, p->node, in, &out, x->poll, NULL, NULL);
    for (int64_t i = 0; i < p->here.n && status == KILN_OK; i++)
        put((char *)p->data + (size_t)i * size,
            (const char *)out.data + (size_t)p->here.at[i] * size, size);
    return status == KILN_BAD_ARGUMENT ? KILN_TOO_LARGE : status; /* the run itself says so */
}

static kiln_status compute(ref_elements *x, ref_part *p) {
    const ir_node *n = ir_at(x->g, p->node);
    const char *bound = p->block ? NULL : x->bound[p->node];
    size_t size = kiln_dtype_size((kiln_dtype)n->dtype);
    if (p->here.n == 0) return KILN_OK;
    p->data = kn_arena_array(&x->memory, (size_t)p->here.n, size);
    if (!p->data) return KILN_NO_MEMORY;
    for (int64_t i = 0; bound && i < p->here.n; i++)
        put((char *)p->data + (size_t)i * size, bound + (size_t)p->here.at[i] * size, size);
    if (bound) return KILN_OK;
    switch (ir_op_class(n->op)) {
    case IR_SOURCE: return n->op == IR_IOTA ? compute_iota(x, p, n) : KILN_TOO_LARGE;
    case IR_MAP: return compute_map(x, p, n);
    case IR_REDUCE: return compute_reduce(x, p, n);
    case IR_CLASS_CONTRACT: return compute_product(x, p, n);
    default: break;
    }
    bool moves = ir_op_class(n->op) == IR_MOVE || n->op == IR_GATHER || n->op == IR_DIVISOR;
    if (n->op == IR_STRIDED_ADD && p->in_part) return compute_sum(x, p, n);
    return (moves && n->op != IR_STRIDED_SET) || p->in_part ? compute_move(x, p, n)
                                                            : compute_all(x, p, n);
}

/* ---- the whole */
static kiln_status ask_wanted(ref_elements *x, const ref_want *wants, size_t nwants) {
    size_t at = x->nparts;
    for (size_t i = nwants; i-- > 0;) {
        if (wants[i].block)
            x->parts[--at].here = (ref_places){wants[i].at, (int64_t)wants[i].n};
        else
            KN_TRY(ref_ask(x, wants[i].node, wants[i].at, (int64_t)wants[i].n));
        x->left -= (int64_t)wants[i].n;
    }
    return KILN_OK;
}

static void give_wanted(ref_elements *x, const ref_want *wants, size_t nwants) {
    size_t at = x->nparts;
    for (size_t i = nwants; i-- > 0;) {
        size_t size = kiln_dtype_size((kiln_dtype)ir_at(x->g, wants[i].node)->dtype);
        const ref_part *p = wants[i].block ? &x->parts[--at] : ref_part_of(x, wants[i].node);
        pick(wants[i].values, p, size, wants[i].at, (int64_t)wants[i].n);
    }
}

static kiln_status get(ref_elements *x, const ref_want *wants, size_t nwants) {
    KN_TRY(find_parts(x, wants, nwants));
    KN_TRY(ask_wanted(x, wants, nwants));
    for (size_t i = x->nparts; i-- > 0;) {
        ref_part *p = &x->parts[i];
        if (p->block == 0) KN_TRY(join_asked(x, p));
        x->left -= p->here.n;
        if (x->left < 0) return KILN_TOO_LARGE;
        if (p->here.n > 0 && (p->block || !x->bound[p->node])) KN_TRY(ref_demand(x, i));
        if (x->poll.stopped && x->poll.stopped(x->poll.user)) return KILN_CANCELLED;
    }
    for (size_t i = 0; i < x->nparts; i++) {
        KN_TRY(compute(x, &x->parts[i]));
        if (x->poll.stopped && x->poll.stopped(x->poll.user)) return KILN_CANCELLED;
    }
    give_wanted(x, wants, nwants);
    return KILN_OK;
}

kiln_status ref_elements_get(ref_elements *x, const ref_want *wants, size_t nwants) {
    x->left = x->most;
    kiln_status status = get(x, wants, nwants);
    x->held += x->most - x->left;
    for (size_t i = 0; i < x->nparts; i++) x->part_of[x->parts[i].node] = 0;
    x->nparts = 0;
    kn_arena_reset(&x->memory);
    return status;
}

kiln_status ref_elements_open(ref_elements *x, const kn_alloc *alloc, const ir_graph *g) {
    *x = (ref_elements){.alloc = alloc, .g = g, .most = INT64_MAX / 2};
    kn_arena_init(&x->memory, alloc);
    x->bound = kn_calloc(alloc, g->count, sizeof *x->bound);
    x->part_of = kn_calloc(alloc, g->count, sizeof *x->part_of);
    if ((!x->bound || !x->part_of) && g->count > 0) {
        ref_elements_close(x);
        return KILN_NO_MEMORY;
    }
    for (ir_id id = 0; id < g->count; id++)
        if (ir_at(g, id)->op == IR_CONST || ir_at(g, id)->op == IR_SCALAR)
            x->bound[id] = &ir_at(g, id)->bits;
    return KILN_OK;
}

void ref_elements_close(ref_elements *x) {
    kn_free(x->alloc, x->bound, x->g->count * sizeof *x->bound);
    kn_free(x->alloc, x->part_of, x->g->count * sizeof *x->part_of);
    kn_free(x->alloc, x->parts, x->parts_cap * sizeof *x->parts);
    kn_arena_free(&x->memory);
    *x = (ref_elements){0}; /* so that what a failed open closed may be closed again */
}
