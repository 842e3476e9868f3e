/* SPDX-License-Identifier: Apache-2.0
 * Errors found while computing, told in the words of the program: the call that recorded the op and
 * its line, and which element of which of its tensors the op does not take. Called by evaluate.c.
 */
#include "frontend/core/frontend.h"

#include <inttypes.h>

/* An element of a node's value. `index` is its value where that is known: seen at the op, and not
 * changed since by arithmetic. */
typedef struct element {
    ir_id id;
    int64_t at, index;
    bool known;
} element;

enum { MOST_STEPS = 256 };

static void coordinates(const ir_node *n, int64_t at, int64_t *c) {
    for (int d = n->rank - 1; d >= 0; d--) {
        c[d] = at % n->shape[d];
        at /= n->shape[d];
    }
}

static int64_t flat(const ir_node *n, const int64_t *c) {
    int64_t at = 0;
    for (int d = 0; d < n->rank; d++) at = at * n->shape[d] + c[d];
    return at;
}

/* Through an op that only moves: the element of its operand that element `at` is. */
static int64_t moved_from(const ir_node *n, const ir_node *from, int64_t at) {
    int64_t c[IR_MAX_RANK], f[IR_MAX_RANK] = {0}, place = n->op == IR_STRIDED ? n->attrs[0] : 0;
    coordinates(n, at, c);
    for (int d = 0; d < n->rank; d++) {
        if (n->op == IR_STRIDED)
            place += c[d] * n->attrs[1 + d];
        else if (n->op == IR_PERMUTE)
            f[n->attrs[d]] = c[d];
        else if (n->op == IR_SLICE)
            f[d] = n->attrs[d] + c[d] * n->attrs[n->rank + d];
        else if (from->rank == n->rank)
            f[d] = from->shape[d] == 1 ? 0 : c[d]; /* expand */
    }
    return n->op == IR_STRIDED ? place : flat(from, f);
}

static bool is_number(const kiln_session *s, ir_id id) {
    while (ir_at(&s->g, id)->noperands == 1) id = ir_at(&s->g, id)->operand[0];
    return ir_at(&s->g, id)->op == IR_CONST || ir_at(&s->g, id)->op == IR_SCALAR;
}

/* The operand that the elements come from, where one does: the other is a number, or what stands
 * where another is not wanted. */
static int source_of(const kiln_session *s, const ir_node *n) {
    if (n->noperands == 1) return 0;
    if (n->op == IR_SELECT) return is_number(s, n->operand[2]) ? 1 : 2;
    if (n->noperands != 2 || is_number(s, n->operand[0]) == is_number(s, n->operand[1])) return -1;
    return is_number(s, n->operand[0]) ? 1 : 0;
}

/* One op back, towards a value that the program has a handle for. */
static bool step_back(const kiln_session *s, element *e) {
    const ir_node *n = ir_at(&s->g, e->id);
    bool moves =
        n->op == IR_EXPAND || n->op == IR_PERMUTE || n->op == IR_SLICE || n->op == IR_STRIDED;
    if ((n->flags & FE_NAMED) != 0 || n->noperands == 0 ||
        (!moves && n->op != IR_RESHAPE && ir_ops[n->op].cls != IR_MAP))
        return false;
    int k = source_of(s, n);
    if (k < 0) return false;
    const ir_node *from = ir_at(&s->g, n->operand[k]);
    if (ir_dtype_is((kiln_dtype)n->dtype, IR_DT_REAL) !=
        ir_dtype_is((kiln_dtype)from->dtype, IR_DT_REAL))
        return false;
    if (moves)
        e->at = moved_from(n, from, e->at);
    else if (from->rank == 0)
        e->at = 0;
    bool same = moves || n->op == IR_RESHAPE || n->op == IR_CAST || n->op == IR_DIVISOR ||
                n->op == IR_DETACH;
    /* a negative one may have been counted from the end */
    e->known = e->known && (same || (n->op == IR_SELECT && e->index >= 0));
    e->id = n->operand[k];
    return true;
}

static void read_element(const kiln_session *s, element *e) {
    kiln_dtype d = (kiln_dtype)ir_at(&s->g, e->id)->dtype;
    fe_buffer *b = fe_value_of(s, e->id);
    if (b == NULL || ir_dtype_is(d, IR_DT_REAL)) return;
    uint64_t bits = 0;
    size_t size = kiln_dtype_size(d);
    memcpy(&bits, (const char *)b->data + (size_t)e->at * size, size);
    e->index = ir_int_of(d, bits);
    e->known = true;
}

void fe_add_position(kn_text *to, int rank, const int64_t *shape, int64_t at) {
    int64_t c[IR_MAX_RANK];
    for (int d = rank - 1; d >= 0; d--) {
        c[d] = at % shape[d];
        at /= shape[d];
    }
    kn_text_add(to, "[");
    for (int d = 0; d < rank; d++) kn_text_add(to, "%s%" PRId64, d > 0 ? ", " : "", c[d]);
    kn_text_add(to, "]");
}

/* "at [1, 0] of i64[2,4]", or the type alone where there is one element. */
static void add_place(const kiln_session *s, kn_text *to, ir_id id, int rank, int64_t at,
                      const char *before) {
    char type[160];
    const ir_node *n = ir_at(&s->g, id);
    kn_text_add(to, "%s", before);
    if (rank > 0) {
        kn_text_add(to, "at ");
        fe_add_position(to, rank, n->shape, at);
        kn_text_add(to, " of ");
    }
    kn_text_add(to, "%s", ir_type_text(&s->g, id, type, sizeof type));
}

static void describe(const kiln_session *s, const ref_fault *f, const ir_node *n, kn_text *to) {
    element e = {n->operand[f->operand], f->element, f->index, f->kind == REF_INDEX};
    int rank = ir_at(&s->g, e.id)->rank;
    if (f->kind == REF_SINGULAR || f->kind == REF_NOT_A_NUMBER) {
        add_place(s, to, e.id, rank - 2, f->element, rank > 2 ? "the matrix " : "");
        kn_text_add(to,
                    f->kind == REF_SINGULAR ? " is singular" : " has an element that is no number");
        return;
    }
    for (int steps = 0; steps < MOST_STEPS && step_back(s, &e); steps++) {
    }
    bool found = (ir_at(&s->g, e.id)->flags & FE_NAMED) != 0 || ir_at(&s->g, e.id)->op == IR_INPUT;
    if (found) read_element(s, &e);
    rank = ir_at(&s->g, e.id)->rank;
    if (f->kind == REF_ZERO_DIVISOR) {
        kn_text_add(to, "division by zero");
        add_place(s, to, e.id, rank, e.at, rank > 0 ? " " : ", the divisor is ");
        return;
    }
    if (e.known)
        kn_text_add(to, "index %" PRId64, e.index);
    else
        kn_text_add(to, "the index");
    add_place(s, to, e.id, rank, e.at, rank > 0 ? " " : ", ");
    kn_text_add(to, "%s is out of range", rank > 0 ? "" : ",");
    /* else several indices are one, and so are their axes */
    if (found) kn_text_add(to, " for %" PRId64, f->limit);
}

const fe_call *fe_call_of(const kiln_session *s, ir_id id) {
    size_t low = 0, high = s->ncalls;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->calls[middle].first <= id)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? &s->calls[low - 1] : NULL;
}

const fe_origin *fe_origin_of(const kiln_session *s, ir_id id) {
    size_t low = 0, high = s->norigins;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->origins[middle].first <= id)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && id < s->origins[low - 1].end ? &s->origins[low - 1] : NULL;
}

/* What `id` is the derivative of, or IR_NONE. */
static ir_id derived_from(const kiln_session *s, ir_id id) {
    const fe_origin *x = fe_origin_of(s, id);
    return x != NULL ? x->of : IR_NONE;
}

bool fe_can_be_wrong(int op) {
    int cls = ir_ops[op].cls;
    return cls == IR_CLASS_GATHER || cls == IR_CLASS_SCATTER || cls == IR_CLASS_FACTOR;
}

ir_id fe_fault_node(const kiln_session *s) {
    const ref_fault *f = rt_get_fault(s->engine);
    if (f->kind == REF_NO_FAULT || f->node == IR_NONE || f->node >= s->eval_graph.count)
        return IR_NONE;
    ir_id id = s->cut.origin[f->node];
    return id < s->g.count ? id : IR_NONE;
}

static void add_line(kn_text *to, const char *before, const char *call, kiln_site at) {
    kn_text_add(to, "%s%s at %s", before, call, at != NULL ? at : "an unknown line");
}

bool fe_fault(kiln_session *s, kiln_site at, const char *reason, kiln_status status) {
    ir_id id = status == KILN_BAD_ARGUMENT ? fe_fault_node(s) : IR_NONE;
    if (id == IR_NONE) return false;
    ir_id of = derived_from(s, id);
    const ir_node *n = ir_at(&s->g, id), *told_of = ir_at(&s->g, of != IR_NONE ? of : id);
    const fe_call *call = fe_call_of(s, of != IR_NONE ? of : id);
    kn_text text;
    kn_text_init(&text, s->alloc);
    describe(s, rt_get_fault(s->engine), n, &text);
    if (of != IR_NONE) add_line(&text, "; found by its derivative, recorded", "", n->site);
    bool elsewhere = at != told_of->site &&
                     (at == NULL || told_of->site == NULL || strcmp(at, told_of->site) != 0);
    if (elsewhere) add_line(&text, "; computed by ", reason, at);
    bool told = !text.failed;
    if (told)
        fe_error(s, told_of->site, call != NULL ? fe_call_name(call) : ir_ops[told_of->op].name,
                 status, "%s", kn_text_str(&text));
    kn_text_free(&text);
    return told;
}
