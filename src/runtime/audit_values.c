/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode: which op made a NaN, or an infinity, that no input had. Results keep them: this is
 * told, and no more. The op is found by the reference, once a plan. Called by harden.c after a run.
 */
#include "runtime/engine.h"

enum { PIECE_NBYTES = 1 << 16 };
#define MOST_NBYTES ((size_t)256 << 20) /* of all values at once, to find the op */

typedef enum kind { FINITE, INFINITE, NOT_A_NUMBER } kind;

/* Without the sign, a NaN's bits are more than an infinity's, and those more than a number's. */
static kind kind_of(uint64_t bits, uint64_t infinity) {
    return bits > infinity ? NOT_A_NUMBER : bits == infinity ? INFINITE : FINITE;
}

static kind kind_at(kiln_dtype dtype, const void *element) {
    uint64_t bits = 0;
    memcpy(&bits, element, kiln_dtype_size(dtype));
    switch (dtype) {
    case KILN_F16: return kind_of(bits & 0x7fff, 0x7c00);
    case KILN_BF16: return kind_of(bits & 0x7fff, 0x7f80);
    case KILN_F32: return kind_of(bits & 0x7fffffffu, 0x7f800000u);
    case KILN_F64: return kind_of(bits & INT64_MAX, UINT64_C(0x7ff0000000000000));
    default: return FINITE;
    }
}

/* Whether an element is of the kind, and the first; a run that is to stop is not looked at to its
 * end. */
static bool has(const rt_engine *e, kiln_dtype dtype, const void *data, size_t nbytes, kind k,
                size_t *element) {
    size_t size = kiln_dtype_size(dtype);
    if (!ir_dtype_is(dtype, IR_DT_FLT)) return false;
    for (size_t at = 0; at < nbytes && !rt_pool_stopped(&e->pool); at += PIECE_NBYTES) {
        size_t n = nbytes - at < PIECE_NBYTES ? nbytes - at : PIECE_NBYTES;
        if (rt_all_finite(dtype, (const char *)data + at, n)) continue;
        for (size_t i = at; i < at + n; i += size)
            if (kind_at(dtype, (const char *)data + i) == k) return *element = i / size, true;
    }
    return false;
}

static bool inputs_have(const rt_engine *e, const ir_graph *g, void *const *inputs, kind k) {
    size_t n = 0, element;
    for (ir_id id = 0; id < g->count; id++) {
        const ir_node *node = ir_at(g, id);
        if (node->op == IR_INPUT &&
            has(e, (kiln_dtype)node->dtype, inputs[n++], ir_nbytes(g, id), k, &element))
            return true;
    }
    return false;
}

/* ---- the op */

typedef struct search {
    rt_engine *e;
    ir_graph all; /* every float that is computed is an output */
    void **value; /* by node */
    void **list;  /* by output of `all` */
} search;

static kiln_status want_all(search *s, const ir_graph *g, void *const *inputs) {
    size_t sum = 0, ninputs = 0;
    KN_TRY(ir_graph_copy(&s->all, g));
    s->all.noutputs = 0;
    for (ir_id id = 0; id < g->count; id++) {
        const ir_node *n = ir_at(g, id);
        if (n->op == IR_INPUT) s->value[id] = inputs[ninputs++];
        if (n->op == IR_INPUT || !ir_dtype_is((kiln_dtype)n->dtype, IR_DT_FLT) ||
            ir_nbytes(g, id) == 0)
            continue;
        if (!kn_add_size(sum, ir_nbytes(g, id), &sum) || sum > MOST_NBYTES) return KILN_TOO_LARGE;
        s->value[id] = kn_malloc(s->e->alloc, ir_nbytes(g, id));
        if (!s->value[id]) return KILN_NO_MEMORY;
        s->list[s->all.noutputs] = s->value[id];
        KN_TRY(ir_add_output(&s->all, id, NULL));
    }
    return KILN_OK;
}

static bool has_at(const search *s, const ir_graph *g, ir_id id, kind k, size_t *element) {
    return s->value[id] &&
           has(s->e, (kiln_dtype)ir_at(g, id)->dtype, s->value[id], ir_nbytes(g, id), k, element);
}

/* The first op whose result has one and whose operands have none. */
static ir_id first_with(const search *s, const ir_graph *g, kind k, size_t *element) {
    for (ir_id id = 0; id < g->count; id++) {
        const ir_node *n = ir_at(g, id);
        size_t other;
        if (n->noperands == 0 || !has_at(s, g, id, k, element)) continue;
        bool given = false;
        for (int i = 0; i < n->noperands; i++)
            given = given || has_at(s, g, n->operand[i], k, &other);
        if (!given) return id;
    }
    return IR_NONE;
}

/* IR_NONE: nobody made it (a constant is one), or there is no room to look. */
static kiln_status find_op(rt_engine *e, const ir_graph *g, void *const *inputs, kind k, ir_id *id,
                           size_t *element) {
    search s = {.e = e};
    kn_text ignored;
    ir_graph_init(&s.all, e->alloc);
    kn_text_init(&ignored, e->alloc);
    s.value = kn_calloc(e->alloc, g->count, sizeof *s.value);
    s.list = kn_calloc(e->alloc, g->count, sizeof *s.list);
    kiln_status status = s.value && s.list ? want_all(&s, g, inputs) : KILN_NO_MEMORY;
    if (status == KILN_OK)
        status = ref_graph(e->alloc, &s.all, inputs, NULL, s.list, rt_pool_poll, &e->pool, &ignored,
                           NULL);
    if (status == KILN_OK) *id = first_with(&s, g, k, element);
    for (ir_id i = 0; s.value && i < g->count; i++)
        if (ir_at(g, i)->op != IR_INPUT) kn_free(e->alloc, s.value[i], ir_nbytes(g, i));
    kn_free(e->alloc, s.value, g->count * sizeof *s.value);
    kn_free(e->alloc, s.list, g->count * sizeof *s.list);
    kn_text_free(&ignored);
    ir_graph_free(&s.all);
    return status;
}

/* ---- */

static bool results_have(const rt_engine *e, const ir_graph *g, void *const *outputs, kind k,
                         size_t *o, size_t *element) {
    for (*o = 0; *o < g->noutputs; ++*o) {
        ir_id id = g->outputs[*o].id;
        if (has(e, (kiln_dtype)ir_at(g, id)->dtype, outputs[*o], ir_nbytes(g, id), k, element))
            return true;
    }
    return false;
}

/* Once a plan: a training that diverged would fill the ledger. */
static bool tell(rt_engine *e, const ir_graph *g, void *const *inputs, void *const *outputs,
                 kind k) {
    static const char *const names[] = {"number", "infinity", "NaN"};
    rt_check check = k == INFINITE ? RT_CHECK_INFINITY : RT_CHECK_NAN;
    size_t o, at, element = 0;
    ir_id id = IR_NONE;
    if (!results_have(e, g, outputs, k, &o, &at) || inputs_have(e, g, inputs, k) ||
        rt_pool_stopped(&e->pool))
        return false;
    if (find_op(e, g, inputs, k, &id, &element) != KILN_OK)
        rt_audit(e, check, g->outputs[o].id, "output %zu has the first %s at element %zu", o,
                 names[k], at);
    else if (id != IR_NONE)
        rt_audit(
            e, check, id,
            "the first %s, element %zu of what this op made; output %zu has one at element %zu",
            names[k], element, o, at);
    return true;
}

static void note_not_finite(rt_engine *e, void *finite, const rt_swept *what, size_t byte) {
    (void)e, (void)what, (void)byte;
    *(bool *)finite = false;
}

static bool results_are_finite(rt_engine *e, const ir_graph *g, void *const *outputs) {
    bool finite = true;
    rt_sweep s;
    rt_sweep_open(&s, e, true, note_not_finite, &finite);
    for (size_t o = 0; o < g->noutputs; o++) {
        kiln_dtype dtype = (kiln_dtype)ir_at(g, g->outputs[o].id)->dtype;
        if (!ir_dtype_is(dtype, IR_DT_FLT)) continue;
        rt_sweep_add(&s, RT_SWEEP_FINITE, dtype,
                     (rt_swept){outputs[o], .at = outputs[o],
                                .nbytes = ir_nbytes(g, g->outputs[o].id)});
    }
    rt_sweep_close(&s);
    return finite;
}

void rt_check_values(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
                     void *const *outputs) {
    rt_looked(e, RT_CHECK_NAN);
    rt_looked(e, RT_CHECK_INFINITY);
    if ((entry->nan_noted && entry->infinity_noted) || results_are_finite(e, g, outputs)) return;
    if (!entry->nan_noted) entry->nan_noted = tell(e, g, inputs, outputs, NOT_A_NUMBER);
    if (!entry->infinity_noted) entry->infinity_noted = tell(e, g, inputs, outputs, INFINITE);
}
