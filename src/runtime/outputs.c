/* SPDX-License-Identifier: Apache-2.0
 * Buffers of results that the caller did not bring: an input that nobody reads again, where the
 * plan can write over it, else a new one. Called by run.c. */
#include "runtime/engine.h"

/* The caller's word counts only in runs that nothing is compared in: the reference reads the inputs
 * afterwards. */
static void *donation(const plan *p, const rt_io *io, size_t o) {
    if (!p || !p->lies_on || !io->donated) return NULL;
    const uint32_t *at = p->lies_on + o * PLAN_MOST_PLACES;
    for (int i = 0; i < PLAN_MOST_PLACES && at[i] != UINT32_MAX; i++) {
        bool free = io->donated[at[i]];
        for (size_t other = 0; other < o && free; other++)
            free = io->outputs[other] != io->inputs[at[i]];
        if (free) return io->inputs[at[i]];
    }
    return NULL;
}

static void choose(rt_engine *e, const ir_graph *g, const plan *p, const rt_io *io) {
    e->no_return = SIZE_MAX;
    for (size_t o = 0; o < g->noutputs; o++) {
        e->taken[o] = io->outputs[o] ? RT_GIVEN : RT_DONATED;
        if (io->outputs[o]) continue;
        io->outputs[o] = donation(p, io, o);
        if (!io->outputs[o])
            e->taken[o] = RT_TAKEN;
        else if (p->destroys[o] < e->no_return)
            e->no_return = p->destroys[o];
    }
    e->ntaken = g->noutputs;
}

/* Before any of it is taken: results, and what arena and scratch grow by. */
static bool fits(rt_engine *e, const ir_graph *g, const plan *p) {
    uint64_t need = p ? rt_plan_growth(e, p) : 0;
    if (!rt_budgets_limit(&e->budgets, RT_BYTES_LIVE)) return true;
    for (size_t o = 0; o < g->noutputs; o++)
        if (e->taken[o] == RT_TAKEN) need += rt_buffer_block(e, ir_nbytes(g, g->outputs[o].id));
    return rt_budgets_fit(&e->budgets, RT_BYTES_LIVE, need, &e->budgets.refused);
}

/* How many it got before there was no memory. */
static size_t get_all(rt_engine *e, const ir_graph *g, const rt_io *io) {
    size_t o = 0;
    for (; o < g->noutputs; o++) {
        if (e->taken[o] != RT_TAKEN) continue;
        io->outputs[o] = rt_buffer_get(e, ir_nbytes(g, g->outputs[o].id));
        if (!io->outputs[o]) break;
    }
    return o;
}

/* Hardened: whether they were left alone is looked at for all of them together. */
static size_t take_all(rt_engine *e, const ir_graph *g, const rt_io *io) {
    rt_sweep s;
    if (!rt_hardened(e)) return get_all(e, g, io);
    rt_sweep_open(&s, e, false, rt_note_dead_written, NULL);
    e->taking = &s;
    size_t got = get_all(e, g, io);
    e->taking = NULL;
    rt_sweep_close(&s);
    return got;
}

kiln_status rt_outputs_take(rt_engine *e, const ir_graph *g, const plan *over, const plan *p,
                            const rt_io *io, kn_text *why) {
    e->ntaken = 0;
    KN_TRY(kn_grow(e->alloc, &e->taken, &e->taken_cap, g->noutputs, sizeof *e->taken));
    choose(e, g, over, io);
    if (!fits(e, g, p)) {
        rt_outputs_return(e, g, io, g->noutputs);
        return KILN_BUDGET;
    }
    size_t got = take_all(e, g, io);
    if (got == g->noutputs) return KILN_OK;
    rt_outputs_return(e, g, io, g->noutputs);
    return ir_no_memory(g, g->outputs[got].id, why);
}

void rt_outputs_return(rt_engine *e, const ir_graph *g, const rt_io *io, size_t n) {
    for (size_t o = 0; o < n && o < e->ntaken; o++) {
        if (e->taken[o] == RT_TAKEN)
            rt_buffer_put(e, io->outputs[o], ir_nbytes(g, g->outputs[o].id));
        if (e->taken[o] != RT_GIVEN) io->outputs[o] = NULL;
    }
    e->ntaken = 0; /* a failure may be met by more than one on its way out */
}
