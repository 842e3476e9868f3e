/* SPDX-License-Identifier: Apache-2.0
 * Cuts a long graph into stretches and copies each out. Called by runtime/split.c.
 *
 * A value that is made in one stretch and read in another is kept in between. Sources (constants,
 * scalars, indices) and views of what is kept are not: each stretch has its own copies. Where to
 * cut depends on nothing but what is kept, so a loop of equal steps is cut at the same place of
 * each step, wherever in the graph it stands. */
#include "ir/stretch.h"

#include "ir/draft.h"

enum { DEAD, INPUT, SOURCE, VIEW, VALUE }; /* kinds */
/* readers: MANY or fewer, WRITTEN: one of them writes into it */
enum { MOST_DEPTH = 16, MANY = 2, WRITTEN = 4 };
enum { JOIN_WEIGHT = 64 };

void ir_stretches_init(ir_stretches *s, const kn_alloc *alloc) {
    memset(s, 0, sizeof *s);
    s->alloc = alloc;
}

static void free_arrays(ir_stretches *s) {
    kn_free(s->alloc, s->kind, s->cap);
    kn_free(s->alloc, s->depth, s->cap);
    kn_free(s->alloc, s->base, s->cap * sizeof *s->base);
    kn_free(s->alloc, s->last, s->cap * sizeof *s->last);
    kn_free(s->alloc, s->width, s->cap * sizeof *s->width);
    kn_free(s->alloc, s->readers, s->cap);
    kn_free(s->alloc, s->joining, s->cap * sizeof *s->joining);
    kn_free(s->alloc, s->first_output, s->cap * sizeof *s->first_output);
    kn_free(s->alloc, s->map, s->cap * sizeof *s->map);
    kn_free(s->alloc, s->stamp, s->cap * sizeof *s->stamp);
    s->kind = s->depth = s->readers = NULL;
    s->base = s->last = s->map = NULL;
    s->width = NULL;
    s->first_output = s->stamp = s->joining = NULL;
    s->cap = 0;
}

void ir_stretches_free(ir_stretches *s) {
    free_arrays(s);
    kn_free(s->alloc, s->next_output, s->output_cap * sizeof *s->next_output);
    kn_free(s->alloc, s->start, s->start_cap * sizeof *s->start);
    kn_free(s->alloc, s->origin, s->origin_cap * sizeof *s->origin);
    kn_free(s->alloc, s->outputs, s->outputs_cap * sizeof *s->outputs);
    ir_stretches_init(s, s->alloc);
}

static kiln_status make_arrays(ir_stretches *s, size_t n, size_t noutputs) {
    KN_TRY(kn_grow(s->alloc, &s->next_output, &s->output_cap, noutputs, sizeof *s->next_output));
    if (n <= s->cap) return KILN_OK;
    free_arrays(s);
    s->cap = n;
    s->now = 0;
    s->kind = kn_malloc(s->alloc, n);
    s->depth = kn_malloc(s->alloc, n);
    s->base = kn_calloc(s->alloc, n, sizeof *s->base);
    s->last = kn_calloc(s->alloc, n, sizeof *s->last);
    s->width = kn_calloc(s->alloc, n, sizeof *s->width);
    s->readers = kn_malloc(s->alloc, n);
    s->joining = kn_calloc(s->alloc, n, sizeof *s->joining);
    s->first_output = kn_calloc(s->alloc, n, sizeof *s->first_output);
    s->map = kn_calloc(s->alloc, n, sizeof *s->map);
    s->stamp = kn_calloc(s->alloc, n, sizeof *s->stamp);
    bool all = s->kind && s->depth && s->base && s->last && s->width && s->readers && s->joining &&
               s->first_output && s->map && s->stamp;
    if (!all) free_arrays(s);
    return all ? KILN_OK : KILN_NO_MEMORY;
}

/* A movement of a source or input, or one that shows no less than its base has: then it is as cheap
 * to keep the base. */
static bool is_view(const ir_stretches *s, const ir_node *n, ir_id id) {
    if (ir_op_class(n->op) != IR_MOVE || n->noperands != 1) return false;
    ir_id operand = n->operand[0], base = s->base[operand];
    if (s->depth[operand] >= MOST_DEPTH) return false;
    return s->kind[base] != VALUE || ir_numel(s->g, id) >= ir_numel(s->g, base);
}

static int kind_of(const ir_stretches *s, const ir_node *n, ir_id id) {
    if (n->op == IR_INPUT) return INPUT;
    if (n->op == IR_CONST || n->op == IR_SCALAR || n->op == IR_IOTA) return SOURCE;
    return is_view(s, n, id) ? VIEW : VALUE;
}

static bool writes(int op) {
    return op == IR_UPDATE || op == IR_STRIDED_SET || op == IR_STRIDED_ADD;
}

static void read_by(ir_stretches *s, ir_id id, ir_id reader, bool written) {
    ir_id base = s->base[id];
    uint8_t known = s->readers[base] & (WRITTEN - 1);
    s->readers[base] = (uint8_t)((known < MANY ? known + 1 : known) | (s->readers[base] & WRITTEN) |
                                 (written ? WRITTEN : 0));
    if (s->last[base] < reader || s->last[base] == IR_NONE) s->last[base] = reader;
}

static void look_over(ir_stretches *s) {
    const ir_graph *g = s->g;
    for (ir_id id = 0; id < g->count; id++) {
        const ir_node *n = ir_at(g, id);
        s->first_output[id] = UINT32_MAX;
        s->base[id] = s->last[id] = id;
        s->depth[id] = s->readers[id] = 0;
        if (s->kind[id] == DEAD) continue;
        s->kind[id] = (uint8_t)kind_of(s, n, id);
        s->nvalues += s->kind[id] == VALUE;
        if (s->kind[id] == VIEW) {
            s->base[id] = s->base[n->operand[0]];
            s->depth[id] = s->depth[n->operand[0]] + 1;
        } else {
            for (int k = 0; k < n->noperands; k++)
                read_by(s, n->operand[k], id, k == 0 && writes(n->op));
        }
    }
    for (size_t o = g->noutputs; o-- > 0;) {
        ir_id id = g->outputs[o].id;
        s->next_output[o] = s->first_output[id];
        s->first_output[id] = (uint32_t)o;
        read_by(s, id, id, false);
    }
}

/* Parts are being put into it: nothing but the next write reads it. */
static bool is_join(const ir_stretches *s, ir_id id) { return s->readers[id] == (1 | WRITTEN); }

/* The graph's outputs are kept anyway. Joins weigh more: one that is cut may have to be copied to
 * go on. */
static void find_widths(ir_stretches *s) {
    const ir_graph *g = s->g;
    uint64_t width = 0;
    uint32_t joining = 0;
    memset(s->width, 0, g->count * sizeof *s->width);
    memset(s->joining, 0, g->count * sizeof *s->joining);
    for (ir_id id = 0; id < g->count; id++) {
        uint64_t ends = s->width[id], nbytes = ir_nbytes(g, id);
        uint32_t joined = s->joining[id];
        s->width[id] = width;
        s->joining[id] = joining;
        if (s->kind[id] == VALUE && s->last[id] > id && s->first_output[id] == UINT32_MAX) {
            if (is_join(s, id)) {
                nbytes *= JOIN_WEIGHT;
                joining++;
                s->joining[s->last[id]]++;
            }
            width += nbytes;
            s->width[s->last[id]] += nbytes;
        }
        width -= ends;
        joining -= joined;
    }
}

kiln_status ir_stretches_open(ir_stretches *s, const ir_graph *g) {
    s->g = g;
    s->count = s->nvalues = 0;
    KN_TRY(make_arrays(s, g->count, g->noutputs));
    if (g->count == 0) return KILN_OK;
    ir_mark_live(g, s->kind); /* 1: none of the kinds yet, but not DEAD */
    look_over(s);
    find_widths(s);
    return KILN_OK;
}

/* ---- cuts */

static kiln_status add_start(ir_stretches *s, size_t id) {
    KN_TRY(kn_grow(s->alloc, &s->start, &s->start_cap, s->count + 1, sizeof *s->start));
    s->start[s->count++] = (ir_id)id;
    return KILN_OK;
}

/* The first of the narrowest places after `least` values and before twice as many; 0 where no more
 * follow. */
static size_t next_start(const ir_stretches *s, size_t at, size_t least) {
    size_t values = 0, best = 0;
    for (size_t id = at; id < s->g->count; id++) {
        if (values >= least && (best == 0 || s->width[id] < s->width[best])) best = id;
        values += s->kind[id] == VALUE;
        if (values == 2 * least) return best;
    }
    return 0;
}

kiln_status ir_stretches_cut(ir_stretches *s, size_t least) {
    size_t at = 0;
    s->count = 0;
    do {
        KN_TRY(add_start(s, at));
        at = next_start(s, at, least);
    } while (at > 0);
    KN_TRY(add_start(s, s->g->count));
    s->count--;
    return KILN_OK;
}

static uint64_t mix(uint64_t h, uint64_t x) {
    h = (h ^ x) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 29;
}

/* Of what a stretch computes, without what it takes from before. */
static uint64_t signature(const ir_stretches *s, ir_id begin, ir_id end) {
    uint64_t h = 0;
    for (ir_id id = begin; id < end; id++) {
        const ir_node *n = ir_at(s->g, id);
        if (s->kind[id] != VALUE) continue;
        h = mix(h, (uint64_t)n->op << 32 | (uint64_t)n->dtype << 24 | (uint64_t)n->rank << 16 |
                       (s->first_output[id] != UINT32_MAX));
        for (int i = 0; i < n->rank; i++) h = mix(h, (uint64_t)n->shape[i]);
        for (int i = 0; i < n->nattrs; i++) h = mix(h, (uint64_t)n->attrs[i]);
        for (int k = 0; k < n->noperands; k++) {
            ir_id base = s->base[n->operand[k]];
            h = mix(h, s->kind[base] == VALUE && base >= begin ? id - base : s->kind[base]);
        }
    }
    return h ? h : 1;
}

size_t ir_stretches_repeated(ir_stretches *s) {
    size_t repeated = 0, places = sizeof s->met / sizeof *s->met;
    memset(s->met, 0, sizeof s->met);
    for (size_t i = 0; i < s->count; i++) {
        uint64_t h = signature(s, s->start[i], s->start[i + 1]), *met = &s->met[h % places];
        repeated += *met == h && !s->joining[s->start[i]];
        *met = h;
    }
    return repeated;
}

/* ---- taking one out */

typedef struct taking {
    ir_stretches *s;
    ir_graph *to;
    ir_id begin;
    ir_shape_copied last;
} taking;

static bool is_copied(const ir_stretches *s, ir_id id) { return s->stamp[id] == s->now; }

static kiln_status copy_node(taking *t, ir_id id, bool as_input) {
    ir_stretches *s = t->s;
    const ir_node *n = ir_at(s->g, id);
    ir_node fresh = *n;
    KN_TRY(ir_reserve(t->to, 1));
    KN_TRY(kn_grow(s->alloc, &s->origin, &s->origin_cap, t->to->count + 1, sizeof *s->origin));
    if (as_input) {
        fresh.op = IR_INPUT;
        fresh.noperands = fresh.nattrs = 0;
        fresh.bits = t->to->ninputs++;
        fresh.operand[0] = fresh.operand[1] = fresh.operand[2] = IR_NONE;
    }
    for (int k = 0; k < fresh.noperands; k++) fresh.operand[k] = s->map[n->operand[k]];
    KN_TRY(ir_append_copy(t->to, s->g, n, fresh, &t->last));
    s->map[id] = (ir_id)t->to->count - 1;
    s->stamp[id] = s->now;
    s->origin[s->map[id]] = id;
    return KILN_OK;
}

/* What a node reads, or an output that nothing in the stretch computes: a value of an earlier
 * stretch, a source, a view on one of them. */
static kiln_status bring(taking *t, ir_id id) {
    ir_stretches *s = t->s;
    ir_id chain[MOST_DEPTH + 1];
    int depth = 0;
    for (; !is_copied(s, id) && s->kind[id] == VIEW; id = ir_at(s->g, id)->operand[0])
        chain[depth++] = id;
    if (!is_copied(s, id)) KN_TRY(copy_node(t, id, s->kind[id] != SOURCE));
    while (depth > 0) KN_TRY(copy_node(t, chain[--depth], false));
    return KILN_OK;
}

static kiln_status add_output(taking *t, size_t *n, ir_id id, uint32_t output) {
    ir_stretches *s = t->s;
    KN_TRY(kn_grow(s->alloc, &s->outputs, &s->outputs_cap, *n + 1, sizeof *s->outputs));
    s->outputs[(*n)++] = (ir_stretch_output){id, output};
    return ir_add_output(t->to, s->map[id], output == IR_NONE ? NULL : s->g->outputs[output].name);
}

static kiln_status add_outputs(taking *t, ir_id end) {
    ir_stretches *s = t->s;
    size_t n = 0;
    for (ir_id id = t->begin; id < end; id++) {
        if (s->kind[id] == VALUE && s->last[id] >= end && s->first_output[id] == UINT32_MAX)
            KN_TRY(add_output(t, &n, id, IR_NONE));
        for (uint32_t o = s->first_output[id]; o != UINT32_MAX; o = s->next_output[o]) {
            KN_TRY(bring(t, id));
            KN_TRY(add_output(t, &n, id, o));
        }
    }
    return KILN_OK;
}

static kiln_status copy_stretch(taking *t, ir_id end) {
    ir_stretches *s = t->s;
    for (ir_id id = t->begin; id < end; id++) {
        const ir_node *n = ir_at(s->g, id);
        if (s->kind[id] != VALUE) continue;
        for (int k = 0; k < n->noperands; k++) KN_TRY(bring(t, n->operand[k]));
        KN_TRY(copy_node(t, id, false));
    }
    return add_outputs(t, end);
}

kiln_status ir_stretch_take(ir_stretches *s, size_t i, ir_graph *to) {
    taking t = {.s = s, .to = to, .begin = s->start[i]};
    ir_graph_reset(to);
    if (++s->now == 0) { /* once in four thousand million */
        memset(s->stamp, 0, s->cap * sizeof *s->stamp);
        s->now = 1;
    }
    kiln_status status = copy_stretch(&t, s->start[i + 1]);
    if (status != KILN_OK) ir_graph_reset(to);
    return status;
}
