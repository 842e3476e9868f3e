/* SPDX-License-Identifier: Apache-2.0
 * Which outputs may have the buffer of an input that nobody reads after the run: the plan is the
 * same whether they do. Called by lower.c when the order of steps is known.
 *
 * Either a step reads the input element by element as it writes the output, or the output begins as
 * a copy of the input, which is nothing to do then. Every other step that reads the input comes
 * before the first that writes over it, and every step that may fail: what fails leaves its inputs
 * as they were. */
#include "ir/draft.h"
#include "passes/lower.h"

typedef struct donate {
    plan *p;
    uint8_t *taken;    /* by input: it is another input's buffer too */
    uint32_t *again;   /* by slot: the second step that writes it */
    uint32_t fallible; /* behind the last step that may fail */
} donate;

static uint32_t first_written(const plan *p, const plan_step *step) {
    bool kernel = step->kind == STEP_KERNEL || step->kind == STEP_CONTRACT;
    return kernel ? p->kernels[step->kernel].spec->nleaves : step->nbufs - 1;
}

static void look_at_steps(donate *d) {
    const plan *p = d->p;
    for (size_t i = 0; i < p->nslots; i++) d->again[i] = UINT32_MAX;
    for (uint32_t i = 0; i < p->nsteps; i++) {
        const plan_step *step = &p->steps[i];
        if (step->kind == STEP_REFERENCE) d->fallible = i + 1;
        for (uint32_t b = first_written(p, step); b < step->nbufs; b++) {
            uint32_t slot = step->bufs[b].slot;
            if (p->slots[slot].first_step != i && d->again[slot] == UINT32_MAX) d->again[slot] = i;
        }
    }
}

/* Inputs that are one buffer. */
static kiln_status mark_shared(donate *d, const kn_alloc *alloc) {
    size_t n;
    if (ir_inputs_ascend(&d->p->graph, &n)) return KILN_OK; /* each is another */
    uint32_t *alias = ir_input_aliases(&d->p->graph, &n);
    if (!alias) return KILN_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        if (alias[i] != i) d->taken[i] = d->taken[alias[i]] = 1;
    kn_free(alloc, alias, n * sizeof *alias);
    return KILN_OK;
}

static bool may_have(const donate *d, uint32_t input_slot, uint32_t step) {
    const plan_slot *x = &d->p->slots[input_slot];
    return x->kind == SLOT_INPUT && !d->taken[x->index] && x->last_step <= step &&
           d->fallible <= step;
}

/* The run takes one of them that is given. */
static void give(donate *d, uint32_t output, uint32_t input_slot, uint32_t step) {
    uint32_t *lies_on = d->p->lies_on + (size_t)output * PLAN_MOST_PLACES;
    for (int i = 0; i < PLAN_MOST_PLACES; i++) {
        if (lies_on[i] != UINT32_MAX) continue;
        lies_on[i] = d->p->slots[input_slot].index;
        d->p->destroys[output] = step;
        return;
    }
}

/* The output is the input at first; the windows written into it then were allowed to lie where
 * their step reads the input. */
static void try_copy(donate *d, uint32_t slot, const plan_step *step) {
    const plan_slot *y = &d->p->slots[slot];
    uint32_t from = step->bufs[0].slot, next = d->again[slot];
    if (step->bufs[0].offset != 0 || d->p->slots[from].nbytes != y->nbytes) return;
    if (may_have(d, from, next == UINT32_MAX ? UINT32_MAX - 1 : next))
        give(d, y->index, from, next);
}

static void try_kernel(donate *d, uint32_t slot, const plan_step *step, uint32_t at) {
    const plan *p = d->p;
    const kernel_spec *s = p->kernels[step->kernel].spec;
    if (s->kind == KERNEL_LANE || s->kind == KERNEL_COLUMN) return;
    for (uint32_t o = 0; o < s->noutputs; o++)
        for (uint32_t leaf = step->kind == STEP_CONTRACT ? 2 : 0; leaf < s->nleaves; leaf++) {
            if (step->bufs[s->nleaves + o].slot != slot || step->bufs[leaf].slot == LOWER_NO_SLOT)
                continue;
            if (!may_have(d, step->bufs[leaf].slot, at) || !place_may_lie(p, step, leaf, o))
                continue;
            give(d, p->slots[slot].index, step->bufs[leaf].slot, at);
        }
}

kiln_status lower_donate(lower *l) {
    plan *p = l->p;
    donate d = {.p = p};
    p->lies_on = kn_arena_array(&p->arena, p->noutputs * PLAN_MOST_PLACES, sizeof *p->lies_on);
    p->destroys = kn_arena_array(&p->arena, p->noutputs, sizeof *p->destroys);
    d.taken = kn_arena_array(&l->scratch, p->ninputs, 1);
    d.again = kn_arena_array(&l->scratch, p->nslots, sizeof *d.again);
    if (!p->lies_on || !p->destroys || !d.taken || !d.again) return KILN_NO_MEMORY;
    for (size_t o = 0; o < p->noutputs; o++) p->destroys[o] = UINT32_MAX;
    for (size_t o = 0; o < p->noutputs * PLAN_MOST_PLACES; o++) p->lies_on[o] = UINT32_MAX;
    look_at_steps(&d);
    KN_TRY(mark_shared(&d, p->graph.alloc));
    for (uint32_t i = 0; i < p->nslots; i++) {
        if (p->slots[i].kind != SLOT_OUTPUT || p->nsteps == 0) continue;
        const plan_step *step = &p->steps[p->slots[i].first_step];
        if (p->slots[i].nbytes == 0 || step->bufs[step->nbufs - 1].slot == LOWER_NO_SLOT) continue;
        if (step->kind == STEP_COPY)
            try_copy(&d, i, step);
        else if (step->kind == STEP_KERNEL || step->kind == STEP_CONTRACT)
            try_kernel(&d, i, step, p->slots[i].first_step);
    }
    return KILN_OK;
}
