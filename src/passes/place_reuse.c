/* SPDX-License-Identifier: Apache-2.0
 * Finds temporaries that may lie where a leaf of their own step lies: the leaf is read for the last
 * time there, element by element as the result is written. Called by place.c. */
#include "passes/lower.h"

/* The leaf walks its buffer as the results do theirs: row-major over the step's extents. */
static bool walks_like_result(const kernel_spec *s, const plan_step *step, uint32_t leaf) {
    const int64_t *extent = step->ints, *stride = step->ints + s->rank + leaf * (s->rank + 1u);
    int64_t expected = 1;
    for (int d = s->rank - 1; d >= 0; d--) {
        if (extent[d] != 1 && stride[d] != expected) return false;
        expected *= extent[d];
    }
    return true;
}

/* A row's leaves may be read again in later loops, so its result must be one of the last loop. */
static bool stored_last(const kernel_spec *s, uint32_t output) {
    uint8_t stage[KERNEL_MAX_VALUES], keep[KERNEL_MAX_VALUES];
    if (s->kind != KERNEL_ROW) return true;
    if (s->value[s->output[output]].rowwise) return false;
    int last = kernel_stages(s, stage, keep) - 1;
    return stage[s->output[output]] == last;
}

bool place_may_lie(const plan *p, const plan_step *step, uint32_t leaf, uint32_t output) {
    const kernel_spec *s = p->kernels[step->kernel].spec;
    uint32_t from = step->bufs[leaf].slot, to = step->bufs[s->nleaves + output].slot;
    const plan_slot *x = &p->slots[from], *y = &p->slots[to];
    /* a window leaves the rest of its buffer as it is */
    if (s->window >> output & 1 || x->nbytes != y->nbytes) return false;
    if (kiln_dtype_size((kiln_dtype)x->dtype) != kiln_dtype_size((kiln_dtype)y->dtype))
        return false;
    if (step->bufs[leaf].offset != 0) return false;
    for (uint32_t b = 0; b < s->nleaves; b++)
        if (b != leaf && step->bufs[b].slot == from) return false;
    return walks_like_result(s, step, leaf) && stored_last(s, output);
}

static bool can_lie_on(const plan *p, size_t i, uint32_t leaf, uint32_t output) {
    const plan_step *step = &p->steps[i];
    uint32_t from = step->bufs[leaf].slot,
             to = step->bufs[p->kernels[step->kernel].spec->nleaves + output].slot;
    /* What others have written to before has a place of its own. */
    if (p->slots[from].kind != SLOT_TEMP || p->slots[from].last_step != i ||
        p->slots[to].first_step != i)
        return false;
    return place_may_lie(p, step, leaf, output);
}

static void reuse_for(const plan *p, size_t i, uint32_t o, uint32_t *before, uint8_t *taken) {
    const plan_step *step = &p->steps[i];
    const kernel_spec *s = p->kernels[step->kernel].spec;
    uint32_t to = step->bufs[s->nleaves + o].slot;
    if (p->slots[to].kind != SLOT_TEMP) return;
    /* The factors of a contraction are read across the result, not along it. */
    for (uint32_t leaf = step->kind == STEP_CONTRACT ? 2 : 0; leaf < s->nleaves; leaf++) {
        uint32_t from = step->bufs[leaf].slot;
        if (from == LOWER_NO_SLOT || taken[from] || !can_lie_on(p, i, leaf, o)) continue;
        before[to] = from;
        taken[from] = 1;
        return;
    }
}

/* before[slot]: the slot it takes the place of, or LOWER_NO_SLOT. Each place is taken once. */
void place_reuse(const plan *p, uint32_t *before, uint8_t *taken) {
    for (size_t i = 0; i < p->nslots; i++) before[i] = LOWER_NO_SLOT;
    for (size_t i = 0; i < p->nsteps; i++) {
        const plan_step *step = &p->steps[i];
        if (step->kind != STEP_KERNEL && step->kind != STEP_CONTRACT) continue;
        const kernel_spec *s = p->kernels[step->kernel].spec;
        if (s->kind == KERNEL_LANE || s->kind == KERNEL_COLUMN) continue;
        for (uint32_t o = 0; o < s->noutputs; o++) reuse_for(p, i, o, before, taken);
    }
}
