/* SPDX-License-Identifier: Apache-2.0
 * Which elements of its operands a node needs for some of its own, by class of op. Called by
 * ref_elements.c, from readers to what they read. */
#include "reference/ref_elements.h"

enum { MOST_DEPTH = 3 };

/* ---- movement: the operand's place is an offset and a stride for every axis of the result */
typedef struct affine {
    int rank;
    const int64_t *shape;
    int64_t offset, stride[IR_MAX_RANK];
} affine;

static void affine_of(const ir_graph *g, const ir_node *n, affine *a) {
    const ir_node *in = ir_at(g, n->operand[0]);
    int64_t stride[IR_MAX_RANK];
    *a = (affine){.rank = n->rank, .shape = n->shape};
    ref_strides(in->rank, in->shape, stride);
    for (int d = 0; d < n->rank; d++) {
        if (n->op == IR_PERMUTE)
            a->stride[d] = stride[n->attrs[d]];
        else if (n->op == IR_EXPAND)
            a->stride[d] = in->shape[d] == 1 ? 0 : stride[d];
        else if (n->op == IR_STRIDED)
            a->stride[d] = n->attrs[1 + d];
        else {
            a->offset += n->attrs[d] * stride[d];
            a->stride[d] = n->shape[d] > 1 ? n->attrs[n->rank + d] * stride[d] : 0;
        }
    }
    if (n->op == IR_STRIDED) a->offset = n->attrs[0];
}

static void decode(const int64_t *shape, int rank, int64_t flat, int64_t *index) {
    for (int d = rank - 1; d >= 0; d--) {
        index[d] = flat % shape[d];
        flat /= shape[d];
    }
}

static int64_t dot(const int64_t *index, const int64_t *stride, int rank) {
    int64_t sum = 0;
    for (int d = 0; d < rank; d++) sum += index[d] * stride[d];
    return sum;
}

static void move_places(const affine *a, ref_places here, int64_t *to) {
    int64_t index[IR_MAX_RANK] = {0}, place = 0;
    int last = a->rank - 1;
    for (int64_t i = 0; i < here.n; i++) {
        if (i > 0 && here.at[i] == here.at[i - 1] + 1 && index[last] + 1 < a->shape[last]) {
            index[last]++;
            place += a->stride[last];
        } else {
            decode(a->shape, a->rank, here.at[i], index);
            place = a->offset + dot(index, a->stride, a->rank);
        }
        to[i] = place;
    }
}

/* Asks for places in any order; those that are -1 are none. */
static kiln_status ask_unsorted(ref_elements *x, ir_id operand, const int64_t *from, int64_t n) {
    int64_t *copy = ref_new_places(x, n), kept = 0;
    ref_places sorted;
    if (!copy) return ref_short(x);
    for (int64_t i = 0; i < n; i++)
        if (from[i] >= 0) copy[kept++] = from[i];
    KN_TRY(ref_sort(x, copy, kept, &sorted));
    return ref_ask(x, operand, sorted.at, sorted.n);
}

static kiln_status demand_move(ref_elements *x, ref_part *p, const ir_node *n) {
    affine a;
    affine_of(x->g, n, &a);
    int64_t *from = ref_new_places(x, p->here.n);
    if (!from) return ref_short(x);
    move_places(&a, p->here, from);
    p->from[0] = from;
    return ask_unsorted(x, n->operand[0], from, p->here.n);
}

/* Element i of an axis of the part lies at start + i * step. */
static int64_t place_in_part(const ir_node *n, const ir_node *part, const int64_t *index) {
    int64_t place = 0;
    for (int d = 0; d < n->rank; d++) {
        int64_t t = index[d] - n->attrs[d], step = n->attrs[n->rank + d], i = 0;
        if (part->shape[d] == 0) return -1;
        if (part->shape[d] == 1)
            i = t == 0 ? 0 : -1;
        else
            i = step != 0 && t % step == 0 ? t / step : -1;
        if (i < 0 || i >= part->shape[d]) return -1;
        place = place * part->shape[d] + i;
    }
    return place;
}

/* What needs all of its operands. */
static kiln_status demand_all(ref_elements *x, ref_part *p, const ir_node *n) {
    int64_t sum = ir_numel(x->g, p->node);
    for (int k = 0; k < n->noperands && sum <= REF_WHOLE; k++) sum += ir_numel(x->g, n->operand[k]);
    p->whole = sum <= REF_WHOLE;
    if (!p->whole && !x->few_terms) return KILN_TOO_LARGE;
    for (int k = 0; k < n->noperands && p->whole; k++) {
        int64_t count = ir_numel(x->g, n->operand[k]), *all = ref_new_places(x, count);
        if (!all) return ref_short(x);
        for (int64_t i = 0; i < count; i++) all[i] = i;
        KN_TRY(ref_ask(x, n->operand[k], all, count));
    }
    int64_t count = ir_numel(x->g, n->operand[0]);
    if (p->whole || ir_at(x->g, n->operand[0])->dtype != n->dtype || count == 0) return KILN_OK;
    p->from[0] = ref_new_places(x, p->here.n);
    if (!p->from[0]) return ref_short(x);
    for (int64_t i = 0; i < p->here.n; i++) p->from[0][i] = p->here.at[i] % count;
    return ask_unsorted(x, n->operand[0], p->from[0], p->here.n);
}

/* Strides that lead every element to a place of its own, the largest first, each beyond all that
 * smaller ones reach. */
static bool strides_apart(const ir_node *n, const ir_node *part, int *order) {
    int64_t reach = 0;
    int count = 0;
    for (int d = 0; d < part->rank; d++) {
        if (part->shape[d] == 1) continue;
        if (n->attrs[1 + d] <= 0 || part->shape[d] == 0) return false;
        int at = count++;
        for (; at > 0 && n->attrs[1 + order[at - 1]] < n->attrs[1 + d]; at--)
            order[at] = order[at - 1];
        order[at] = d;
    }
    for (int i = count; i-- > 0;) {
        if (n->attrs[1 + order[i]] <= reach) return false;
        reach += (part->shape[order[i]] - 1) * n->attrs[1 + order[i]];
    }
    order[count] = -1;
    return true;
}

static int64_t place_by_strides(const ir_node *n, const ir_node *part, const int *order,
                                int64_t place) {
    int64_t index[IR_MAX_RANK] = {0}, left = place - n->attrs[0], at = 0;
    for (; left >= 0 && *order >= 0; order++) {
        index[*order] = left / n->attrs[1 + *order];
        left -= index[*order] * n->attrs[1 + *order];
        if (index[*order] >= part->shape[*order]) return -1;
    }
    if (left != 0) return -1;
    for (int d = 0; d < part->rank; d++) at = at * part->shape[d] + index[d];
    return at;
}

/* Each element is the base's, or the part's, or for strided_add the sum of both. */
static kiln_status demand_strided(ref_elements *x, ref_part *p, const ir_node *n) {
    const ir_node *part = ir_at(x->g, n->operand[1]);
    int order[IR_MAX_RANK + 1];
    /* a sum of their own */
    bool halves = n->op == IR_STRIDED_ADD && ir_dtype_is((kiln_dtype)n->dtype, IR_DT_HALF);
    if (halves || part->dtype != n->dtype || !strides_apart(n, part, order))
        return demand_all(x, p, n);
    int64_t *base = ref_new_places(x, p->here.n), *of_part = ref_new_places(x, p->here.n);
    if (!base || !of_part) return ref_short(x);
    for (int64_t i = 0; i < p->here.n; i++) {
        of_part[i] = place_by_strides(n, part, order, p->here.at[i]);
        base[i] = n->op == IR_STRIDED_ADD || of_part[i] < 0 ? p->here.at[i] : -1;
    }
    p->from[0] = base;
    p->from[1] = of_part;
    p->in_part = true;
    KN_TRY(ask_unsorted(x, n->operand[0], base, p->here.n));
    return ask_unsorted(x, n->operand[1], of_part, p->here.n);
}

static kiln_status demand_update(ref_elements *x, ref_part *p, const ir_node *n) {
    int64_t *base = ref_new_places(x, p->here.n), *part = ref_new_places(x, p->here.n),
            index[IR_MAX_RANK];
    if (!base || !part) return ref_short(x);
    for (int64_t i = 0; i < p->here.n; i++) {
        decode(n->shape, n->rank, p->here.at[i], index);
        part[i] = place_in_part(n, ir_at(x->g, n->operand[1]), index);
        base[i] = part[i] < 0 ? p->here.at[i] : -1;
    }
    p->from[0] = base;
    p->from[1] = part;
    KN_TRY(ask_unsorted(x, n->operand[0], base, p->here.n));
    return ask_unsorted(x, n->operand[1], part, p->here.n);
}

/* ---- gather: its indices are computed at once, because they say what is needed of the table */
static kiln_status indices(ref_elements *x, const ref_part *p, ir_id node, int64_t *values) {
    ref_elements inner = {0};
    if (x->depth >= MOST_DEPTH) return KILN_TOO_LARGE;
    KN_TRY(ref_elements_open(&inner, x->alloc, x->g));
    memcpy(inner.bound, x->bound, x->g->count * sizeof *x->bound);
    inner.poll = x->poll;
    inner.few_terms = x->few_terms;
    inner.most = x->left;
    inner.depth = x->depth + 1;
    ref_want want = {.node = node, .n = (size_t)p->here.n, .at = p->here.at, .values = values};
    kiln_status status = ref_elements_get(&inner, &want, 1);
    x->left -= inner.held;
    x->held += inner.held;
    ref_elements_close(&inner);
    return status;
}

static kiln_status demand_gather(ref_elements *x, ref_part *p, const ir_node *n) {
    const ir_node *table = ir_at(x->g, n->operand[0]);
    int axis = (int)n->attrs[0];
    int64_t *from = ref_new_places(x, p->here.n), stride[IR_MAX_RANK], index[IR_MAX_RANK],
            limit = table->shape[axis];
    if (!from) return ref_short(x);
    KN_TRY(indices(x, p, n->operand[1], from));
    ref_strides(table->rank, table->shape, stride);
    for (int64_t i = 0; i < p->here.n; i++) {
        int64_t at = from[i];
        if (x->few_terms && limit > 0) at = (int64_t)((uint64_t)at % (uint64_t)limit);
        if (at < 0 || at >= limit) return KILN_TOO_LARGE; /* the run itself says so */
        decode(n->shape, n->rank, p->here.at[i], index);
        index[axis] = at;
        from[i] = dot(index, stride, table->rank);
    }
    p->from[0] = from;
    return ask_unsorted(x, n->operand[0], from, p->here.n);
}

/* ---- reductions */
int64_t ref_few_count(const ref_elements *x, int64_t n) {
    return x->few_terms && n > REF_FEW ? REF_FEW : n;
}

int64_t ref_few_at(const ref_elements *x, int64_t n, int64_t i) {
    if (!x->few_terms || n <= REF_FEW) return i;
    return i == 0 ? 0 : i == 1 ? n / 3 > 0 ? n / 3 : 1 : n - REF_FEW + i;
}

void ref_terms_of(const ir_graph *g, const ref_part *p, ref_terms *t) {
    const ir_node *n = ir_at(g, p->node), *in = ir_at(g, n->operand[0]);
    t->outer = ref_product(in->shape, 0, (int)n->attrs[0]);
    t->n = ref_product(in->shape, (int)n->attrs[0], (int)n->attrs[1]);
    t->inner = ref_product(in->shape, (int)n->attrs[1], in->rank);
    t->block = p->block > 0 ? p->block : t->n > 0 ? t->n : 1;
    t->blocks = p->block > 0 ? (t->n + t->block - 1) / t->block : 1;
}

static int64_t block_length(const ref_terms *t, int64_t b) {
    int64_t left = t->n - b * t->block;
    return left < t->block ? left : t->block;
}

int64_t ref_term_count(const ref_elements *x, const ref_terms *t, int64_t b) {
    return ref_few_count(x, block_length(t, b));
}

int64_t ref_term_at(const ref_elements *x, const ref_terms *t, int64_t b, int64_t i) {
    return b * t->block + ref_few_at(x, block_length(t, b), i);
}

/* Places of one block of one outer index follow one another. */
static kiln_status demand_reduce(ref_elements *x, const ref_part *p, const ir_node *n) {
    ref_terms t;
    ref_terms_of(x->g, p, &t);
    int64_t total = 0, filled = 0;
    for (int64_t i = 0; i < p->here.n; i++) {
        total += ref_term_count(x, &t, p->here.at[i] / t.inner % t.blocks);
        if (total > x->left) return KILN_TOO_LARGE;
    }
    int64_t *to = ref_new_places(x, total);
    if (!to) return ref_short(x);
    for (int64_t i = 0, end; i < p->here.n; i = end) {
        int64_t unit = p->here.at[i] / t.inner, outer = unit / t.blocks, b = unit % t.blocks,
                count = ref_term_count(x, &t, b);
        for (end = i; end < p->here.n && p->here.at[end] / t.inner == unit; end++) {
        }
        for (int64_t k = 0; k < count; k++) {
            int64_t row = (outer * t.n + ref_term_at(x, &t, b, k)) * t.inner;
            for (int64_t c = i; c < end; c++) to[filled++] = row + p->here.at[c] % t.inner;
        }
    }
    return ref_ask(x, n->operand[0], to, filled);
}

/* ---- products */
kiln_status ref_block_of(ref_elements *x, const ref_part *p, int64_t first, ref_block *b) {
    const ir_node *n = ir_at(x->g, p->node), *a = ir_at(x->g, n->operand[0]);
    const int64_t *at = p->here.at;
    *b = (ref_block){.first = first,
                     .m = n->shape[n->rank - 2],
                     .n = n->shape[n->rank - 1],
                     .k = a->shape[a->rank - 1]};
    b->batch = at[first] / (b->m * b->n);
    for (b->end = first; b->end < p->here.n && at[b->end] / (b->m * b->n) == b->batch; b->end++) {
    }
    b->rows = kn_arena_array(&x->memory, (size_t)(b->end - first), sizeof *b->rows);
    b->cols = kn_arena_array(&x->memory, (size_t)(b->end - first), sizeof *b->cols);
    if (!b->rows || !b->cols) return KILN_NO_MEMORY;
    for (int64_t i = first; i < b->end; i++) {
        int64_t row = at[i] / b->n % b->m;
        if (b->nrows == 0 || b->rows[b->nrows - 1] != row) b->rows[b->nrows++] = row;
        b->cols[i - first] = at[i] % b->n;
    }
    ref_places sorted;
    KN_TRY(ref_sort(x, b->cols, b->end - first, &sorted));
    b->cols = (int64_t *)(uintptr_t)sorted.at;
    b->ncols = sorted.n;
    return KILN_OK;
}

static bool product_fits(const ref_elements *x, const ref_block *b, int64_t k) {
    int64_t sides, work;
    return kn_mul_i64(b->nrows + b->ncols, k, &sides) && sides <= x->left &&
           kn_mul_i64(b->nrows * b->ncols, k, &work) && work / 16 <= x->left;
}

static kiln_status demand_product(ref_elements *x, const ref_part *p, const ir_node *n) {
    ref_block b;
    for (int64_t first = 0; first < p->here.n; first = b.end) {
        KN_TRY(ref_block_of(x, p, first, &b));
        int64_t k = ref_few_count(x, b.k), na = 0, nb = 0;
        if (!product_fits(x, &b, k)) return KILN_TOO_LARGE;
        int64_t *of_a = ref_new_places(x, b.nrows * k), *of_b = ref_new_places(x, b.ncols * k);
        if (!of_a || !of_b) return ref_short(x);
        x->left -= b.nrows * b.ncols * k / 16;
        for (int64_t r = 0; r < b.nrows; r++)
            for (int64_t i = 0; i < k; i++)
                of_a[na++] = (b.batch * b.m + b.rows[r]) * b.k + ref_few_at(x, b.k, i);
        for (int64_t i = 0; i < k; i++)
            for (int64_t c = 0; c < b.ncols; c++)
                of_b[nb++] = (b.batch * b.k + ref_few_at(x, b.k, i)) * b.n + b.cols[c];
        KN_TRY(ref_ask(x, n->operand[0], of_a, na));
        KN_TRY(ref_ask(x, n->operand[1], of_b, nb));
    }
    return KILN_OK;
}

/* ---- maps */
static kiln_status demand_map(ref_elements *x, const ref_part *p, const ir_node *n) {
    static const int64_t first = 0;
    for (int k = 0; k < n->noperands; k++) {
        bool number = ir_at(x->g, n->operand[k])->rank == 0;
        KN_TRY(ref_ask(x, n->operand[k], number ? &first : p->here.at, number ? 1 : p->here.n));
    }
    return KILN_OK;
}

kiln_status ref_demand(ref_elements *x, size_t part) {
    ref_part *p = &x->parts[part];
    const ir_node *n = ir_at(x->g, p->node);
    switch (n->op) {
    case IR_RESHAPE:
    case IR_DIVISOR: return ref_ask(x, n->operand[0], p->here.at, p->here.n);
    case IR_PERMUTE:
    case IR_EXPAND:
    case IR_SLICE:
    case IR_STRIDED: return demand_move(x, p, n);
    case IR_UPDATE: return demand_update(x, p, n);
    case IR_STRIDED_SET:
    case IR_STRIDED_ADD: return demand_strided(x, p, n);
    case IR_GATHER: return demand_gather(x, p, n);
    case IR_MATMUL: return demand_product(x, p, n);
    default: break;
    }
    switch (ir_op_class(n->op)) {
    case IR_SOURCE: return KILN_OK;
    case IR_MAP: return demand_map(x, p, n);
    case IR_REDUCE: return demand_reduce(x, p, n);
    default: return demand_all(x, p, n);
    }
}
