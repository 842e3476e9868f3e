/* SPDX-License-Identifier: Apache-2.0
 * A long graph runs as a sequence of small ones: stretches (ir/stretch.h), each with a plan from
 * the cache, values between them in buffers of the pool. A loop of equal steps is so planned,
 * compiled and verified once, not unrolled, and a run can be stopped between stretches. Called by
 * run.c. */
#include "runtime/engine.h"

void rt_split_init(rt_engine *e) {
    e->split = (rt_split){.whole = RT_WHOLE_NODES,
                          .least = RT_STRETCH_VALUES,
                          .most_whole = RT_MOST_WHOLE_VALUES};
    ir_stretches_init(&e->split.s, e->alloc);
    ir_graph_init(&e->split.g, e->alloc);
}

static void free_lists(rt_engine *e) {
    rt_split *t = &e->split;
    kn_free(e->alloc, t->data, t->data_cap * sizeof *t->data);
    kn_free(e->alloc, t->inputs, t->inputs_cap * sizeof *t->inputs);
    kn_free(e->alloc, t->donated, t->donated_cap);
    kn_free(e->alloc, t->outputs, t->outputs_cap * sizeof *t->outputs);
    kn_free(e->alloc, t->given, t->given_cap);
}

/* Also gives back what it held for the next run. */
void rt_split_free(rt_engine *e) {
    rt_split *t = &e->split;
    rt_split fresh = {.whole = t->whole, .least = t->least, .most_whole = t->most_whole};
    free_lists(e);
    ir_stretches_free(&t->s);
    ir_graph_free(&t->g);
    *t = fresh;
    ir_stretches_init(&t->s, e->alloc);
    ir_graph_init(&t->g, e->alloc);
}

kiln_status rt_split_find(rt_engine *e, const ir_graph *g, const char **why) {
    rt_split *t = &e->split;
    *why = NULL;
    if (g->count <= t->whole) return KILN_OK;
    KN_TRY(ir_stretches_open(&t->s, g));
    KN_TRY(ir_stretches_cut(&t->s, t->least));
    if (2 * ir_stretches_repeated(&t->s) >= t->s.count) *why = "equal stretches share a plan";
    if (*why || t->s.nvalues <= t->most_whole) return KILN_OK;
    *why = "planning is bounded";
    return ir_stretches_cut(&t->s, 16 * t->least);
}

/* ---- values between stretches */

static bool is_input(const rt_split *t, ir_id id) { return ir_at(t->s.g, id)->op == IR_INPUT; }
static bool is_output(const rt_split *t, ir_id id) { return t->s.first_output[id] != UINT32_MAX; }

static kiln_status open_run(rt_engine *e, const ir_graph *g, const rt_io *io) {
    rt_split *t = &e->split;
    size_t ninputs = 0;
    KN_TRY(kn_grow(e->alloc, &t->data, &t->data_cap, g->count, sizeof *t->data));
    KN_TRY(kn_grow(e->alloc, &t->given, &t->given_cap, g->noutputs, 1));
    memset(t->data, 0, g->count * sizeof *t->data);
    for (ir_id id = 0; id < g->count; id++)
        if (ir_at(g, id)->op == IR_INPUT) t->data[id] = io->inputs[ninputs++];
    for (size_t o = 0; o < g->noutputs; o++) t->given[o] = io->outputs[o] != NULL;
    return KILN_OK;
}

/* What a stretch reads. The caller's word for his inputs is passed on to the last one alone: before
 * it a failure could still have to leave them as they were. */
static kiln_status bind_inputs(rt_engine *e, size_t i, const rt_io *io) {
    rt_split *t = &e->split;
    size_t n = 0;
    KN_TRY(kn_grow(e->alloc, &t->inputs, &t->inputs_cap, t->g.ninputs, sizeof *t->inputs));
    KN_TRY(kn_grow(e->alloc, &t->donated, &t->donated_cap, t->g.ninputs, 1));
    for (ir_id k = 0; k < t->g.count; k++) {
        if (ir_at(&t->g, k)->op != IR_INPUT) continue;
        ir_id id = t->s.origin[k];
        t->inputs[n] = t->data[id];
        t->donated[n++] = !is_input(t, id) && !is_output(t, id) && ir_stretch_ends(&t->s, i, id);
    }
    if (i + 1 < t->s.count || !io->donated) return KILN_OK;
    size_t place = 0;
    for (ir_id id = 0; id < t->s.g->count; id++) {
        if (!is_input(t, id)) continue;
        if (io->donated[place++] && t->s.stamp[id] == t->s.now &&
            ir_at(&t->g, t->s.map[id])->op == IR_INPUT && !is_output(t, id))
            t->donated[ir_at(&t->g, t->s.map[id])->bits] = 1;
    }
    return KILN_OK;
}

static kiln_status bind_outputs(rt_engine *e, const rt_io *io) {
    rt_split *t = &e->split;
    KN_TRY(kn_grow(e->alloc, &t->outputs, &t->outputs_cap, t->g.noutputs, sizeof *t->outputs));
    for (size_t o = 0; o < t->g.noutputs; o++) {
        uint32_t output = t->s.outputs[o].output;
        t->outputs[o] = output == IR_NONE ? NULL : io->outputs[output];
    }
    return KILN_OK;
}

/* Results go where later stretches and the caller find them. */
static void keep_results(rt_engine *e, const rt_io *io) {
    rt_split *t = &e->split;
    for (size_t o = 0; o < t->g.noutputs; o++) {
        const ir_stretch_output *r = &t->s.outputs[o];
        if (r->output != IR_NONE) io->outputs[r->output] = t->outputs[o];
        if (!is_input(t, r->id)) t->data[r->id] = t->outputs[o];
    }
}

/* Values that no later stretch reads go, unless a result lies where they lay. */
static void drop_read(rt_engine *e, size_t i) {
    rt_split *t = &e->split;
    for (size_t o = 0; o < t->g.noutputs; o++) {
        for (size_t k = 0; e->taken[o] == RT_DONATED && k < t->g.ninputs; k++)
            if (t->inputs[k] == t->outputs[o]) t->donated[k] = 0;
    }
    size_t n = 0;
    for (ir_id k = 0; k < t->g.count; k++) {
        if (ir_at(&t->g, k)->op != IR_INPUT) continue;
        ir_id id = t->s.origin[k];
        if (is_input(t, id) || is_output(t, id) || !ir_stretch_ends(&t->s, i, id)) {
            n++;
            continue;
        }
        if (t->donated[n++]) rt_buffer_put(e, t->data[id], ir_nbytes(t->s.g, id));
        t->data[id] = NULL;
    }
}

/* After a failure: values between stretches, and what the caller did not bring. */
static void undo(rt_engine *e, const rt_io *io) {
    const rt_split *t = &e->split;
    const ir_graph *g = t->s.g;
    for (ir_id id = 0; id < g->count; id++)
        if (t->data[id] && !is_input(t, id) && !is_output(t, id))
            rt_buffer_put(e, t->data[id], ir_nbytes(g, id));
    for (size_t o = 0; o < g->noutputs; o++) {
        if (t->given[o]) continue;
        rt_buffer_put(e, io->outputs[o], ir_nbytes(g, g->outputs[o].id));
        io->outputs[o] = NULL;
    }
}

/* ---- the run */

static kiln_status run_stretch(rt_engine *e, size_t i, const rt_io *io, const char *reason,
                               const char *site, kn_text *why) {
    rt_split *t = &e->split;
    KN_TRY(ir_stretch_take(&t->s, i, &t->g));
    KN_TRY(bind_inputs(e, i, io));
    KN_TRY(bind_outputs(e, io));
    rt_io part = {.inputs = t->inputs, .outputs = t->outputs, .donated = t->donated};
    kiln_status status = rt_run_graph(e, &t->g, &part, reason, site, why);
    if (e->fault.node < t->g.count) e->fault.node = t->s.origin[e->fault.node];
    if (status != KILN_OK) return status;
    keep_results(e, io);
    drop_read(e, i);
    /* The last may have written over the caller's inputs: then everything is done, and a stop came
     * too late. */
    return i + 1 < t->s.count && rt_pool_stopped(&e->pool) ? KILN_CANCELLED : KILN_OK;
}

static void note_split(rt_engine *e, uint64_t plans, const char *split, const char *reason,
                       const char *site) {
    kn_text line;
    if (!e->ledger || plans == 0) return; /* as with plans: a replay leaves no line */
    kn_text_init(&line, e->alloc);
    kn_text_add(&line,
                "\"nodes\":%zu,\"stretches\":%zu,\"plans_built\":%llu,\"why\":\"%s\",\"reason\":",
                e->split.s.g->count, e->split.s.count, (unsigned long long)plans, split);
    kn_text_json_string(&line, reason);
    kn_text_add(&line, ",\"site\":");
    kn_text_json_string(&line, site);
    if (!line.failed) rt_note(e, "split", kn_text_str(&line));
    kn_text_free(&line);
}

kiln_status rt_split_run(rt_engine *e, const rt_io *io, const char *split, const char *reason,
                         const char *site, kn_text *why) {
    rt_split *t = &e->split;
    uint64_t built = e->stats.plans_built, steps = 0, kernels = 0, arena = 0;
    KN_TRY(open_run(e, t->s.g, io));
    kiln_status status = KILN_OK;
    for (size_t i = 0; i < t->s.count && status == KILN_OK; i++) {
        rt_watch_stretch(e->pool.watch, i, t->s.count);
        status = run_stretch(e, i, io, reason, site, why);
        steps += e->stats.last_plan_steps;
        if (e->stats.last_plan_kernels > kernels) kernels = e->stats.last_plan_kernels;
        if (e->stats.last_arena_bytes > arena) arena = e->stats.last_arena_bytes;
    }
    if (status != KILN_OK) undo(e, io);
    e->stats.last_plan_steps = steps;
    e->stats.last_plan_kernels = kernels;
    e->stats.last_arena_bytes = arena;
    note_split(e, e->stats.plans_built - built, split, reason, site);
    return status;
}
