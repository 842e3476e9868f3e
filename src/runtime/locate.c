/* SPDX-License-Identifier: Apache-2.0
 * After a mismatch: runs the plan again and compares every step's buffers with the reference's
 * value of the node they hold, so that the error names the first step that goes wrong. Called by
 * verification.c; costs whatever it costs. */
#include "reference/reference.h"
#include "runtime/engine.h"

#define MOST_NBYTES ((size_t)1 << 30)

typedef struct locate {
    rt_engine *e;
    const plan *p;
    ir_graph wanted; /* the plan's graph with every slot's node as an output */
    void **value;    /* by slot: the reference's, or NULL */
    void **list;     /* the same, by output of `wanted` */
    kn_text *why;
} locate;

static bool comparable(const plan *p, const plan_slot *slot) {
    return slot->kind != SLOT_INPUT && slot->node < p->graph.count && slot->nbytes > 0 &&
           slot->nbytes == ir_nbytes(&p->graph, slot->node) &&
           slot->dtype == ir_at(&p->graph, slot->node)->dtype;
}

static kiln_status want_all(locate *l) {
    size_t sum = 0;
    KN_TRY(ir_graph_copy(&l->wanted, &l->p->graph));
    l->wanted.noutputs = 0;
    for (size_t i = 0; i < l->p->nslots; i++) {
        const plan_slot *slot = &l->p->slots[i];
        if (!comparable(l->p, slot)) continue;
        if (!kn_add_size(sum, slot->nbytes, &sum) || sum > MOST_NBYTES) return KILN_TOO_LARGE;
        l->value[i] = kn_malloc(l->e->alloc, slot->nbytes);
        if (!l->value[i]) return KILN_NO_MEMORY;
        l->list[l->wanted.noutputs] = l->value[i];
        KN_TRY(ir_add_output(&l->wanted, slot->node, NULL));
    }
    return KILN_OK;
}

/* Where the results of a step begin among its buffers. */
static uint32_t first_result(const plan *p, const plan_step *st) {
    if (st->kind == STEP_KERNEL || st->kind == STEP_CONTRACT)
        return p->kernels[st->kernel].spec->nleaves;
    return st->nbufs - 1;
}

static kiln_status compare_step(void *user, size_t step, bool done, kn_text *why) {
    locate *l = user;
    const plan_step *st = &l->p->steps[step];
    (void)why;
    for (uint32_t i = done ? first_result(l->p, st) : st->nbufs; i < st->nbufs; i++) {
        uint32_t s = st->bufs[i].slot;
        if (s == UINT32_MAX || !l->value[s]) continue;
        const plan_slot *slot = &l->p->slots[s];
        if (st->bufs[i].node != slot->node) continue; /* another value comes to lie there */
        kiln_dtype dtype = (kiln_dtype)slot->dtype;
        size_t at, size = kiln_dtype_size(dtype);
        if (!rt_first_difference(dtype, l->e->slots[s], l->value[s], slot->nbytes, &at)) continue;
        kn_text_add(l->why, "; first wrong at step %zu: ", step);
        ir_print_node(&l->p->graph, slot->node, l->why);
        kn_text_add(l->why, ", element %zu: ", at);
        rt_add_value(l->why, dtype, (const char *)l->e->slots[s] + at * size);
        kn_text_add(l->why, " instead of ");
        rt_add_value(l->why, dtype, (const char *)l->value[s] + at * size);
        return KILN_MISMATCH;
    }
    return KILN_OK;
}

void rt_locate(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
               void *const *outputs, kn_text *why) {
    size_t n = entry->p->nslots;
    locate l = {.e = e, .p = entry->p, .why = why};
    kn_text ignored;
    ir_graph_init(&l.wanted, e->alloc);
    kn_text_init(&ignored, e->alloc);
    l.value = kn_calloc(e->alloc, n, sizeof *l.value);
    l.list = kn_calloc(e->alloc, n, sizeof *l.list);
    kiln_status status = l.value && l.list ? want_all(&l) : KILN_NO_MEMORY;
    if (status == KILN_OK)
        status =
            ref_graph(e->alloc, &l.wanted, inputs, e->scalars, l.list, NULL, NULL, &ignored, NULL);
    if (status == KILN_OK) status = rt_bind(e, g, entry, inputs, outputs, &ignored);
    if (status == KILN_OK) status = rt_execute(e, entry, compare_step, &l, &ignored);
    if (status == KILN_OK)
        kn_text_add(why,
                    "; every step agrees with the rewritten graph: a pass changed its meaning");
    for (size_t i = 0; l.value && i < n; i++)
        kn_free(e->alloc, l.value[i], entry->p->slots[i].nbytes);
    kn_free(e->alloc, l.value, n * sizeof *l.value);
    kn_free(e->alloc, l.list, n * sizeof *l.list);
    kn_text_free(&ignored);
    ir_graph_free(&l.wanted);
}
