/* SPDX-License-Identifier: Apache-2.0
 * Faults of plans, as a wrong pass or stray writes would leave them: numbers that reach too far,
 * grids too large, plans that change; and indices among the data. Used by planted.c. */
#include "planted.h"

static plan_step *step_of(rt_entry *entry, int kind) {
    for (size_t i = 0; i < entry->p->nsteps; i++)
        if (entry->p->steps[i].kind == kind) return &entry->p->steps[i];
    return NULL;
}

/* Once, when the plan is built: it is the plan that is wrong then, not one that changed. */
static plan_step *built(trial *t, int point, void *what, int kind) {
    if (point != RT_PLANT_BUILT || t->done++ > 0) return NULL;
    plan_step *st = step_of(what, kind);
    if (!st) trial_unable(t, "the plan has no such step");
    return st;
}

static void longer_extent(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_KERNEL);
    (void)i;
    if (st) st->ints[0] += 1 + (int)t->seed;
}

static void wider_stride(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_KERNEL);
    rt_entry *entry = what;
    (void)i;
    if (!st) return;
    const kernel_spec *s = entry->p->kernels[st->kernel].spec;
    for (uint32_t d = 0; d < s->rank; d++)
        if (st->ints[s->rank + d] != 0) st->ints[s->rank + d] += 64 << t->seed;
}

static void later_buffer(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_KERNEL);
    (void)i;
    if (st) st->bufs[st->nbufs - 1].offset += 4 + (int)t->seed * 60;
}

static void earlier_buffer(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_CONTRACT);
    (void)i;
    if (st) st->bufs[t->seed].offset = -4; /* either factor, or the result */
}

static void longer_grid(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_KERNEL);
    (void)i;
    if (st) st->rows += 1 + (int)t->seed;
}

static void longer_k(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_CONTRACT);
    (void)i;
    if (st) st->k += 1 + (int)t->seed;
}

static void wider_factor(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_CONTRACT);
    (void)i;
    if (st) st->b_stride[1] += 1 + (int)t->seed;
}

static void more_blocks(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_FOLD);
    (void)i;
    if (st) st->fold_blocks += 1 + (int)t->seed;
}

static void shorter_copy(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_COPY);
    rt_entry *entry = what;
    (void)i;
    if (st) entry->p->slots[st->bufs[0].slot].nbytes -= 4 << t->seed;
}

static void missing_buffer(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_REFERENCE);
    (void)i;
    if (st) st->bufs[t->seed % st->nbufs].slot = UINT32_MAX;
}

static void fewer_numbers(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_KERNEL);
    (void)i;
    if (st) st->nints -= 1;
}

static void endless_stride(trial *t, int point, void *what, size_t i) {
    plan_step *st = built(t, point, what, STEP_CONTRACT);
    (void)i;
    if (st) st->a_stride[1] = INT64_MAX / (2 + (int)t->seed);
}

/* ---- indices among the data */

static void run_gather(trial *t, int64_t wrong) {
    trial_open(t, false);
    trial_graph(t, "kiln 1\n%x = input f32[8,16]\n%i = input i64[4,16]\n%e = exp f32[8,16]%x\n%g = "
                   "gather f32[4,16] %e %i {axis=0}\noutput %g\n");
    int64_t *index = t->in[1];
    for (int k = 0; k < 64; k++) index[k] = k % 8;
    if (t->planted) index[t->seed * 20] = wrong;
    (void)trial_run(t);
    trial_close(t);
}

static void run_gather_high(trial *t) { run_gather(t, 8 + t->seed); }
static void run_gather_low(trial *t) { run_gather(t, -1 - (int64_t)t->seed * 1000000007); }

/* ---- plans that change after they were built, seen at the 65th run */

static void run_many(trial *t) {
    trial_open(t, false);
    trial_graph(t, graph_of_all);
    for (int i = 0; i < 65; i++) (void)trial_run(t);
    trial_close(t);
}

static plan *bound_late(trial *t, int point, void *what) {
    return point == RT_PLANT_BOUND && t->runs == 65 ? ((rt_entry *)what)->p : NULL;
}

static void other_grain(trial *t, int point, void *what, size_t i) {
    plan *p = bound_late(t, point, what);
    (void)i;
    if (p) p->steps[t->seed].row_grain ^= 64;
}

static void other_spec(trial *t, int point, void *what, size_t i) {
    plan *p = bound_late(t, point, what);
    (void)i;
    if (p) p->kernels[t->seed % p->nkernels].spec->stream ^= 1;
}

static void other_slot(trial *t, int point, void *what, size_t i) {
    plan *p = bound_late(t, point, what);
    (void)i;
    if (p) p->slots[t->seed].dtype ^= 1;
}

static void other_cost(trial *t, int point, void *what, size_t i) {
    plan *p = bound_late(t, point, what);
    (void)i;
    if (p) p->steps[p->nsteps - 1 - t->seed].cost_ns += 1;
}

const fault plan_faults[] = {
    {"an extent is too long", RT_CHECK_BOUNDS, run_all, longer_extent, NULL},
    {"a stride is too wide", RT_CHECK_BOUNDS, run_all, wider_stride, NULL},
    {"a buffer is entered too late", RT_CHECK_BOUNDS, run_all, later_buffer, NULL},
    {"a buffer is entered before it begins", RT_CHECK_BOUNDS, run_all, earlier_buffer, NULL},
    {"a grid has too many rows", RT_CHECK_BOUNDS, run_all, longer_grid, NULL},
    {"a contraction is too long", RT_CHECK_BOUNDS, run_all, longer_k, NULL},
    {"a factor's stride is too wide", RT_CHECK_BOUNDS, run_all, wider_factor, NULL},
    {"a fold has too many blocks", RT_CHECK_BOUNDS, run_all, more_blocks, NULL},
    {"a copy is longer than its source", RT_CHECK_BOUNDS, run_all, shorter_copy, NULL},
    {"a step lacks a buffer", RT_CHECK_BOUNDS, run_all, missing_buffer, NULL},
    {"a step lacks a number", RT_CHECK_BOUNDS, run_all, fewer_numbers, NULL},
    {"a stride overflows", RT_CHECK_BOUNDS, run_all, endless_stride, NULL},
    {"an index is too high", RT_CHECK_INDEX, run_gather_high, NULL, NULL},
    {"an index is negative", RT_CHECK_INDEX, run_gather_low, NULL, NULL},
    {"a plan's grain changes", RT_CHECK_PLAN, run_many, other_grain, NULL},
    {"a kernel's specification changes", RT_CHECK_PLAN, run_many, other_spec, NULL},
    {"a slot's dtype changes", RT_CHECK_PLAN, run_many, other_slot, NULL},
    {"a number nobody reads changes", RT_CHECK_PLAN, run_many, other_cost, NULL},
    {NULL, 0, NULL, NULL, NULL},
};
