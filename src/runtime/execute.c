/* SPDX-License-Identifier: Apache-2.0
 * Runs a plan's steps in order, each as a grid of chunks. Called by run.c, and by verification.c to
 * find where a plan goes wrong. */
#include "reference/reference.h"
#include "runtime/contract.h"
#include "runtime/engine.h"

enum { MOST_BUFFERS = KERNEL_MAX_LEAVES + KERNEL_MAX_OUTPUTS, ALARM_K = 16384 };

uint64_t rt_plan_growth(const rt_engine *e, const plan *p) {
    return (uint64_t)rt_block_growth(&e->arena, p->arena_bytes) +
           rt_block_growth(&e->scratch, rt_scratch_piece(e, p) * (size_t)e->config.threads);
}

/* Scalars are the one thing of a graph that a cached plan does not fix: their bits are read anew
 * each run. */
static kiln_status bind_scalars(rt_engine *e, const ir_graph *g, size_t nscalars) {
    size_t n = 0;
    KN_TRY(kn_grow(e->alloc, &e->scalars, &e->scalars_cap, nscalars, sizeof *e->scalars));
    for (ir_id id = 0; id < g->count && n < nscalars; id++)
        if (ir_at(g, id)->op == IR_SCALAR) e->scalars[n++] = ir_at(g, id)->bits;
    return n == nscalars ? KILN_OK : KILN_INTERNAL;
}

/* As in buffers of tensors, zeros follow a temporary, or what another of its neighbours last held.
 */
static void clear_ends(rt_engine *e, rt_entry *entry) {
    const plan *p = entry->p;
    for (size_t i = 0; i < p->nslots; i++) {
        const plan_slot *slot = &p->slots[i];
        if (slot->kind == SLOT_INPUT || slot->kind == SLOT_OUTPUT) continue;
        memset((char *)e->arena.data + slot->offset + slot->nbytes, 0, RT_SLACK);
    }
    entry->cleared = e->arena.number;
}

/* The line of this run that a node of a plan was made from. */
static void add_site(const rt_engine *e, const ir_node *n, kn_text *why) {
    ir_id id = n->reserved > 0 ? n->reserved - 1 : IR_NONE;
    const char *site = id < e->graph->count ? ir_at(e->graph, id)->site : n->site;
    if (site) kn_text_add(why, " (%s)", site);
}

static kiln_status grow(rt_engine *e, rt_block *b, size_t nbytes, const char *what, const plan *p,
                        kn_text *why) {
    kiln_status status = rt_block_grow(e, b, nbytes);
    const plan_slot *largest = NULL;
    if (status == KILN_OK) return status;
    kn_text_add(why, "no memory for %zu bytes of %s", nbytes, what);
    for (size_t i = 0; i < p->nslots; i++)
        if (p->slots[i].kind == SLOT_TEMP && (!largest || p->slots[i].nbytes > largest->nbytes))
            largest = &p->slots[i];
    if (b != &e->arena || !largest || largest->node >= p->graph.count) return status;
    kn_text_add(why, "; the largest takes %zu: ", largest->nbytes);
    ir_print_op(&p->graph, largest->node, why);
    add_site(e, ir_at(&p->graph, largest->node), why);
    return status;
}

kiln_status rt_bind(rt_engine *e, const ir_graph *g, rt_entry *entry, void *const *inputs,
                    void *const *outputs, kn_text *why) {
    const plan *p = entry->p;
    e->graph = g;
    kiln_status status = bind_scalars(e, g, p->nscalars);
    if (status == KILN_OK)
        status = kn_grow(e->alloc, &e->slots, &e->slots_cap, p->nslots, sizeof *e->slots);
    if (status == KILN_NO_MEMORY)
        kn_text_add(why, "no memory for %zu bytes of addresses",
                    p->nscalars * sizeof *e->scalars + p->nslots * sizeof *e->slots);
    KN_TRY(status);
    KN_TRY(grow(e, &e->arena, p->arena_bytes, "temporaries", p, why));
    KN_TRY(grow(e, &e->scratch, rt_scratch_piece(e, p) * (size_t)e->config.threads, "scratch", p,
                why));
    if (e->arena.data && entry->cleared != e->arena.number && !rt_hardened(e)) clear_ends(e, entry);
    for (size_t i = 0; i < p->nslots; i++) {
        const plan_slot *slot = &p->slots[i];
        e->slots[i] = slot->kind == SLOT_INPUT    ? inputs[slot->index]
                      : slot->kind == SLOT_OUTPUT ? outputs[slot->index]
                                                  : (char *)e->arena.data + slot->offset;
    }
    rt_keep(e, entry, g);
    rt_harden_bound(e, entry, g, inputs);
    e->stats.last_plan_steps = p->nsteps;
    e->stats.last_plan_kernels = p->nkernels;
    e->stats.last_arena_bytes = p->arena_bytes;
    return KILN_OK;
}

static void *address(const rt_engine *e, plan_ref ref) {
    return ref.slot == UINT32_MAX ? NULL : (char *)e->slots[ref.slot] + ref.offset;
}

void rt_step_buffers(const rt_engine *e, const plan_step *st, void **bufs) {
    for (uint32_t i = 0; i < st->nbufs; i++) bufs[i] = address(e, st->bufs[i]);
}

void rt_step_scalars(const rt_engine *e, const plan_step *st, uint64_t *scalars) {
    for (uint32_t i = 0; i < st->nscalars; i++) scalars[i] = e->scalars[st->scalars[i]];
}

typedef struct kernel_run {
    rt_engine *e;
    const plan_step *st;
    kernel_entry entry;
    void *const *bufs;
    const uint64_t *scalars;
    char *scratch;
    size_t piece;
    int64_t col_chunks;
} kernel_run;

static void kernel_chunk(void *user, int64_t chunk, int thread) {
    const kernel_run *r = user;
    const plan_step *st = r->st;
    int64_t r0 = chunk / r->col_chunks * st->row_grain, r1 = r0 + st->row_grain;
    int64_t c0 = chunk % r->col_chunks * st->col_grain, c1 = c0 + st->col_grain;
    if (r1 > st->rows) r1 = st->rows;
    if (c1 > st->cols) c1 = st->cols;
    void *scratch = r->scratch ? r->scratch + (size_t)thread * r->piece : NULL;
    r->entry(r->bufs, st->ints, r->scalars, scratch, r0, r1, c0, c1);
    RT_PLANT(r->e, RT_PLANT_CHUNK, NULL, (size_t)thread);
}

static int64_t chunks_of(int64_t extent, int64_t grain) {
    return extent <= 0 ? 0 : (extent + grain - 1) / grain;
}

static void run_kernel(rt_engine *e, const rt_entry *entry, const plan_step *st) {
    void *bufs[MOST_BUFFERS];
    uint64_t scalars[KERNEL_MAX_SCALARS];
    rt_step_buffers(e, st, bufs);
    rt_step_scalars(e, st, scalars);
    kernel_run r = {.e = e,
                    .st = st,
                    .entry = (kernel_entry)(uintptr_t)entry->codes[st->kernel]->entry,
                    .bufs = bufs,
                    .scalars = scalars,
                    .scratch = e->scratch.data,
                    .piece = rt_scratch_piece(e, entry->p),
                    .col_chunks = chunks_of(st->cols, st->col_grain)};
    rt_pool_for(&e->pool, chunks_of(st->rows, st->row_grain) * r.col_chunks, kernel_chunk, &r);
}

static void run_contract(rt_engine *e, const rt_entry *entry, const plan_step *st) {
    const kernel_spec *spec = entry->p->kernels[st->kernel].spec;
    static const uint32_t never = 0; /* looked at where the run may no longer be stopped */
    void *bufs[MOST_BUFFERS + 1];
    uint64_t scalars[KERNEL_MAX_SCALARS];
    rt_step_buffers(e, st, bufs);
    bufs[st->nbufs] = (void *)(uintptr_t)(e->pool.stop ? (const void *)e->pool.stop : &never);
    if (rt_by_blas(entry, (size_t)(st - entry->p->steps))) {
        rt_blas_contract(entry->blas, &e->pool, st, spec, bufs);
        return;
    }
    rt_step_scalars(e, st, scalars);
    /* a tile goes through all of k: it looks at the word on its way, and may take long */
    rt_alarm alarm;
    rt_alarm_open(&alarm, st->k >= ALARM_K && e->pool.stop ? e->pool.watch : NULL);
    rt_contract_run(&e->pool, st, spec, entry->codes[st->kernel], bufs, scalars,
                    (char *)e->arena.data + st->pack_offset);
    rt_alarm_close(&alarm);
}

static ref_buffer buffer_of(const ir_graph *g, ir_id id, void *data) {
    const ir_node *n = ir_at(g, id);
    return (ref_buffer){data, (kiln_dtype)n->dtype, n->rank, ir_shape(g, id), NULL};
}

static kiln_status run_reference(rt_engine *e, const plan *p, const plan_step *st, kn_text *why) {
    const ir_node *n = ir_at(&p->graph, st->node);
    ref_buffer operands[IR_MAX_OPERANDS];
    for (int i = 0; i < n->noperands; i++)
        operands[i] = buffer_of(&p->graph, n->operand[i], address(e, st->bufs[i]));
    ref_buffer result = buffer_of(&p->graph, st->node, address(e, st->bufs[n->noperands]));
    if (n->op == IR_SCALAR) {
        memcpy(result.data, &e->scalars[st->scalars[0]], kiln_dtype_size(result.dtype));
        return KILN_OK;
    }
    ref_poll poll = {rt_pool_poll, &e->pool, &e->factors};
    kiln_status status =
        ref_node(e->alloc, &p->graph, st->node, operands, &result, poll, why, &e->fault);
    if (status == KILN_NO_MEMORY) add_site(e, n, why);
    /* plans outlive the graph they were built for, but not its numbers */
    e->fault.node = n->reserved > 0 ? n->reserved - 1 : IR_NONE;
    return status;
}

typedef struct copy_run {
    char *to;
    const char *from;
    size_t nbytes;
} copy_run;

static void copy_chunk(void *user, int64_t chunk, int thread) {
    const copy_run *r = user;
    size_t at = (size_t)chunk * RT_COPY_NBYTES, left = r->nbytes - at;
    (void)thread;
    memcpy(r->to + at, r->from + at, left < RT_COPY_NBYTES ? left : RT_COPY_NBYTES);
}

static void run_copy(rt_engine *e, const plan *p, const plan_step *st) {
    copy_run r = {address(e, st->bufs[1]), address(e, st->bufs[0]),
                  p->slots[st->bufs[1].slot].nbytes};
    if (r.nbytes > 0 && r.from != r.to)
        rt_pool_for(&e->pool, (int64_t)((r.nbytes + RT_COPY_NBYTES - 1) / RT_COPY_NBYTES),
                    copy_chunk, &r);
}

static kiln_status run_step(rt_engine *e, const rt_entry *entry, const plan_step *st,
                            kn_text *why) {
    switch (st->kind) {
    case STEP_KERNEL: run_kernel(e, entry, st); return KILN_OK;
    case STEP_CONTRACT: run_contract(e, entry, st); return KILN_OK;
    case STEP_FOLD:
        rt_fold(e, st, address(e, st->bufs[0]), address(e, st->bufs[1]));
        return KILN_OK;
    case STEP_COPY: run_copy(e, entry->p, st); return KILN_OK;
    default: return run_reference(e, entry->p, st, why);
    }
}

kiln_status rt_execute(rt_engine *e, const rt_entry *entry, rt_step_hook hook, void *user,
                       kn_text *why) {
    const plan *p = entry->p;
    kiln_status status = KILN_OK;
    if (entry->parallel) rt_pool_begin(&e->pool);
    for (size_t i = 0; i < p->nsteps && status == KILN_OK; i++) {
        rt_watch_step(e->pool.watch, i, p->nsteps);
        /* half of an input written over would be lost to everyone */
        if (i == e->no_return) e->pool.stop = NULL;
        if (hook) status = hook(user, i, false, why);
        if (status == KILN_OK) status = rt_harden_step(e, entry, i, false, why);
        if (status == KILN_OK) status = run_step(e, entry, &p->steps[i], why);
        if (status == KILN_OK && rt_pool_stopped(&e->pool)) status = KILN_CANCELLED;
        if (status == KILN_OK && hook) status = hook(user, i, true, why);
        if (status == KILN_OK) status = rt_harden_step(e, entry, i, true, why);
    }
    if (status == KILN_OK) status = rt_harden_end(e, entry, why);
    rt_pool_end(&e->pool);
    ref_factors_free(e->alloc, &e->factors);
    e->pool.stop = &e->state;
    e->stats.steps_run += p->nsteps;
    return status;
}
