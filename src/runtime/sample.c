/* SPDX-License-Identifier: Apache-2.0
 * Verification by samples, for runs that a whole comparison would dominate. Three comparisons, none
 * of which trusts the code generator or the choice of steps:
 *
 *   steps      before a step runs, some elements of its results are computed from its operands,
 *              which are still there, by the
 *              plan's graph; after it they are compared. Its operands' first, last and some other
 *              elements are as they were made.
 *   results    some elements of the results, computed from the inputs by the recorded graph, where
 *              that takes few.
 *   rewriting  the recorded graph and the plan's give the same where sums are over a few of their
 *              terms (ref_elements.few_terms).
 *
 * Called by verification.c. */
#include <stdlib.h>

#include "ir/order.h"
#include "runtime/sample.h"

enum {
    MOST_WANTS = KERNEL_MAX_OUTPUTS,
    MOST_IN_FULL = 32,
    HELD_A_WANTED = 16,
    MOST_BLOCKS = 1 << 20,
    FEW_TERMS_A_NODE = 256,
    ONE_PLACE = 100000
};

static const sample_effort efforts[] = {
    [RT_NEW_NUMBERS] = {.rows = 1, .run = 2, .elements = 4000, .places = 20000},
    [RT_NEW_EXTENTS] = {.rows = 2, .run = 4, .elements = 4000},
    [RT_NEW_STRUCTURE] = {.rows = 4, .run = 16, .elements = 20000, .places = 20000},
    [RT_NEW_KERNELS] = {.rows = 8, .run = 64, .elements = 100000, .places = 100000},
};

/* Elements that are known: of a buffer as it was made, or of a result as it should be. */
typedef struct known {
    size_t n;
    int64_t *at;
    char *values;
} known;

typedef struct sampler {
    rt_engine *e;
    const rt_entry *entry;
    const plan *p;
    const ir_graph *g;
    void *const *inputs, *const *outputs;
    const sample_effort *effort;
    rt_samples *report;
    ref_elements steps;    /* of the plan's graph; operands of the step at hand are bound */
    kn_arena memory, step; /* for the run, for the step at hand */
    known *slot, *output;  /* by slot, as last written; by output, as it should be */
    int64_t *places;       /* room for SAMPLE_MOST */
    /* what operands' nodes were bound to before */
    const void *unbound[KERNEL_MAX_LEAVES + KERNEL_MAX_OUTPUTS];
    known want[MOST_WANTS]; /* the results of the step at hand */
    size_t nwants;
    uint32_t *looked; /* by kernel: steps of this run that it was looked at in */
    rt_novelty novelty;
    kn_hash number;
    bool numbered; /* of the step at hand, which no plan has run before */
    bool partial;  /* they are results of blocks, whose NaNs may be any */
    uint64_t ns;   /* spent in hooks */
} sampler;

/* ---- the step at hand */
static uint32_t first_result(const plan *p, const plan_step *st) {
    if (st->kind == STEP_KERNEL || st->kind == STEP_CONTRACT)
        return p->kernels[st->kernel].spec->nleaves;
    return st->nbufs - 1;
}

static const plan_slot *slot_of(const sampler *s, const plan_step *st, uint32_t buf) {
    return &s->p->slots[st->bufs[buf].slot];
}
static const char *data_of(const sampler *s, const plan_step *st, uint32_t buf) {
    return s->e->slots[st->bufs[buf].slot];
}

static ir_id operand_node(const plan_step *st, uint32_t buf) {
    return st->bufs[buf].slot == UINT32_MAX ? IR_NONE : st->bufs[buf].node;
}

/* The value in buffer `b` before the step: an operand's, or the one that a window is written into,
 * so that nothing before that has to be looked at. */
static ir_id node_before(const sampler *s, const plan_step *st, uint32_t b) {
    uint32_t first = first_result(s->p, st);
    if (b < first) return operand_node(st, b);
    return sample_is_window(s->p, st, b - first) ? ir_at(&s->p->graph, st->bufs[b].node)->operand[0]
                                                 : IR_NONE;
}

static void bind_operands(sampler *s, const plan_step *st) {
    for (uint32_t b = 0; b < st->nbufs; b++) {
        ir_id node = node_before(s, st, b);
        if (node >= s->p->graph.count) continue;
        s->unbound[b] = s->steps.bound[node];
        s->steps.bound[node] = data_of(s, st, b);
    }
}

static void unbind_operands(sampler *s, const plan_step *st) {
    for (uint32_t b = st->nbufs; b-- > 0;) {
        ir_id node = node_before(s, st, b);
        if (node < s->p->graph.count) s->steps.bound[node] = s->unbound[b];
    }
}

/* A reduction as [outer, n, inner], in blocks, by its node alone. */
typedef struct reduction {
    int64_t n, inner, block, blocks;
} reduction;

static reduction reduction_of(const ir_graph *g, ir_id id) {
    const ir_node *node = ir_at(g, id), *in = ir_at(g, node->operand[0]);
    reduction r = {1, 1, ORDER_COLUMN_BLOCK, 1};
    for (int d = 0; d < in->rank; d++) {
        if (d >= node->attrs[0] && d < node->attrs[1]) r.n *= in->shape[d];
        if (d >= node->attrs[1]) r.inner *= in->shape[d];
    }
    if (r.inner == 1) r.block = ORDER_LANE_BLOCK;
    r.blocks = (r.n + r.block - 1) / r.block;
    return r;
}

/* Terms of a block, when the buffer has results of blocks. */
static int64_t block_of(const plan *p, ir_id node, const plan_slot *slot) {
    bool reduces = ir_op_class(ir_at(&p->graph, node)->op) == IR_REDUCE;
    return reduces && slot->nbytes != ir_nbytes(&p->graph, node)
               ? reduction_of(&p->graph, node).block
               : 0;
}

/* ---- what it should give */
static int ascending(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Places in the part become places in the buffer, where a part may lie backwards, and on itself. */
static void window_places(const sampler *s, const plan_step *st, uint32_t buf, known *k) {
    size_t kept = 0, backwards = 0;
    for (size_t i = 0; i < k->n; i++) {
        k->at[i] = sample_window_place(&s->p->graph, st->bufs[buf].node, k->at[i]);
        backwards += i > 0 && k->at[i] < k->at[i - 1];
    }
    if (backwards > 0) qsort(k->at, k->n, sizeof *k->at, ascending);
    for (size_t i = 0; i < k->n; i++)
        if (kept == 0 || k->at[kept - 1] != k->at[i]) k->at[kept++] = k->at[i];
    k->n = kept;
}

static kiln_status choose_places(sampler *s, const plan_step *st, const sample_effort *effort,
                                 uint32_t output, known *k) {
    uint32_t buf = first_result(s->p, st) + output;
    sample_effort own = *effort;
    sample_grid grid;
    sample_grid_of(s->p, st, buf, output, &grid);
    if (st->kind == STEP_CONTRACT) own.run = own.run / 4 + 1; /* a column is as long as the sum */
    k->n = sample_places(&grid, &own, s->places);
    k->at = kn_arena_array(&s->step, k->n, sizeof *k->at);
    k->values =
        kn_arena_array(&s->step, k->n, kiln_dtype_size((kiln_dtype)slot_of(s, st, buf)->dtype));
    if (!k->at || !k->values) return KILN_NO_MEMORY;
    memcpy(k->at, s->places, k->n * sizeof *k->at);
    if (sample_is_window(s->p, st, output)) window_places(s, st, buf, k);
    return KILN_OK;
}

static kiln_status want_results(sampler *s, const plan_step *st, const sample_effort *effort) {
    uint32_t first = first_result(s->p, st);
    ref_want wants[MOST_WANTS];
    s->partial = false;
    for (s->nwants = 0; first + s->nwants < st->nbufs && s->nwants < MOST_WANTS; s->nwants++) {
        known *k = &s->want[s->nwants];
        KN_TRY(choose_places(s, st, effort, (uint32_t)s->nwants, k));
        const plan_slot *to = slot_of(s, st, first + (uint32_t)s->nwants);
        ir_id node = st->bufs[first + s->nwants].node;
        wants[s->nwants] = (ref_want){node, block_of(s->p, node, to), k->n, k->at, k->values};
        s->partial = s->partial || wants[s->nwants].block > 0;
    }
    s->steps.most = HELD_A_WANTED * effort->elements;
    bind_operands(s, st);
    kiln_status status = ref_elements_get(&s->steps, wants, s->nwants);
    unbind_operands(s, st);
    return status;
}

static kiln_status want_fold(sampler *s, const plan_step *st) {
    ir_id id = st->bufs[1].node;
    reduction r = reduction_of(&s->p->graph, id);
    kiln_dtype dtype = (kiln_dtype)ir_at(&s->p->graph, id)->dtype;
    size_t size = kiln_dtype_size(dtype);
    const char *partials = data_of(s, st, 0);
    known *k = &s->want[0];
    if (r.blocks > MOST_BLOCKS) return KILN_TOO_LARGE;
    KN_TRY(choose_places(s, st, s->effort, 0, k));
    char *column = kn_arena_array(&s->step, (size_t)r.blocks, size);
    if (!column) return KILN_NO_MEMORY;
    for (size_t i = 0; i < k->n; i++) {
        int64_t outer = k->at[i] / r.inner, c = k->at[i] % r.inner;
        for (int64_t b = 0; b < r.blocks; b++)
            memcpy(column + (size_t)b * size,
                   partials + (size_t)((outer * r.blocks + b) * r.inner + c) * size, size);
        KN_TRY(ref_fold_blocks((ir_op)ir_at(&s->p->graph, id)->op, dtype, column, r.blocks,
                               k->values + i * size));
    }
    s->nwants = 1;
    s->partial = true;
    return KILN_OK;
}

/* Of a structure that is known only steps are looked at that no plan had. */
static bool is_new(sampler *s, const plan_step *st) {
    s->numbered = rt_step_of(s->e, s->entry, st, &s->number);
    return s->novelty > RT_NEW_EXTENTS || !s->numbered || !rt_compared(s->e, s->number);
}

/* A kernel that many steps run is new to the first of them; to the others it is one of known code
 * with other extents. */
static const sample_effort *effort_of(const sampler *s, const plan_step *st) {
    bool kernel = st->kind == STEP_KERNEL || st->kind == STEP_CONTRACT;
    bool again = kernel && s->novelty > RT_NEW_EXTENTS && s->looked[st->kernel]++ >= MOST_IN_FULL;
    return again ? &efforts[RT_NEW_EXTENTS] : s->effort;
}

/* A step that cannot be computed in part, or not for so little, is passed over; so is one there is
 * no memory for. */
static kiln_status want_step(sampler *s, const plan_step *st) {
    sample_effort effort = *effort_of(s, st);
    kiln_status status = st->kind == STEP_FOLD ? want_fold(s, st) : want_results(s, st, &effort);
    if (status == KILN_TOO_LARGE && st->kind != STEP_FOLD) {
        /* a sum may be long */
        effort =
            (sample_effort){.rows = 1,
                            .run = 1,
                            .elements = effort.elements > ONE_PLACE ? effort.elements : ONE_PLACE};
        kn_arena_reset(&s->step);
        status = want_results(s, st, &effort);
    }
    if (status == KILN_OK || status == KILN_CANCELLED) return status;
    s->nwants = 0;
    s->report->passed++;
    return KILN_OK;
}

/* ---- comparing */
static bool is_nan(kiln_dtype dtype, const void *element) {
    uint64_t bits = 0;
    memcpy(&bits, element, kiln_dtype_size(dtype));
    double value = ir_dtype_is(dtype, IR_DT_FLT) ? ir_value_of(dtype, bits) : 0;
    return value != value;
}

/* The first of what is known that is not so; k->n when all is. */
static size_t first_wrong(const known *k, kiln_dtype dtype, const char *data, bool any_nan) {
    size_t size = kiln_dtype_size(dtype), i = 0;
    for (; i < k->n; i++) {
        const char *want = k->values + i * size, *got = data + (size_t)k->at[i] * size;
        if (memcmp(want, got, size) != 0 && !(any_nan && is_nan(dtype, want) && is_nan(dtype, got)))
            break;
    }
    return i;
}

static void add_values(kn_text *why, kiln_dtype dtype, const known *k, size_t i, const char *data,
                       const char *before, const char *between) {
    size_t size = kiln_dtype_size(dtype);
    kn_text_add(why, "%lld: %s", (long long)k->at[i], before);
    rt_add_value(why, dtype, data + (size_t)k->at[i] * size);
    kn_text_add(why, "%s", between);
    rt_add_value(why, dtype, k->values + i * size);
}

static void add_step(const sampler *s, size_t step, kn_text *why) {
    kn_text_add(why, "step %zu (", step);
    ir_print_node(&s->p->graph, s->p->steps[step].node, why);
    kn_text_add(why, ")");
}

static kiln_status compare_step(sampler *s, size_t step, kn_text *why) {
    const plan_step *st = &s->p->steps[step];
    uint32_t first = first_result(s->p, st);
    for (uint32_t o = 0; o < s->nwants; o++) {
        kiln_dtype dtype = (kiln_dtype)slot_of(s, st, first + o)->dtype;
        const known *k = &s->want[o];
        const char *data = data_of(s, st, first + o);
        size_t i = first_wrong(k, dtype, data, s->partial);
        s->report->samples += k->n;
        if (i == k->n) continue;
        add_step(s, step, why);
        kn_text_add(why, " differs at element ");
        add_values(why, dtype, k, i, data, "fused ", ", reference ");
        return KILN_MISMATCH;
    }
    return KILN_OK;
}

/* ---- buffers stay as they were made until they are read */
static kiln_status keep(sampler *s, known *k, kiln_dtype dtype, const char *data, size_t nbytes) {
    size_t size = kiln_dtype_size(dtype);
    if (!k->at) {
        k->at = kn_arena_array(&s->memory, SAMPLE_FEW, sizeof *k->at);
        k->values = kn_arena_array(&s->memory, SAMPLE_FEW, size);
        if (!k->at || !k->values) {
            *k = (known){0};
            return KILN_NO_MEMORY;
        }
        k->n = sample_few_places((int64_t)(nbytes / size), k->at);
    }
    for (size_t i = 0; i < k->n; i++)
        memcpy(k->values + i * size, data + (size_t)k->at[i] * size, size);
    return KILN_OK;
}

static kiln_status still_there(const sampler *s, uint32_t slot, kn_text *why) {
    const plan_slot *at = &s->p->slots[slot];
    const known *k = &s->slot[slot];
    kiln_dtype dtype = (kiln_dtype)at->dtype;
    size_t i = first_wrong(k, dtype, s->e->slots[slot], false);
    if (i == k->n) return KILN_OK;
    ir_print_node(&s->p->graph, at->node, why);
    kn_text_add(why, " was written over: it differs at element ");
    add_values(why, dtype, k, i, s->e->slots[slot], "now ", ", computed was ");
    return KILN_MISMATCH;
}

static kiln_status operands_stand(const sampler *s, size_t step, kn_text *why) {
    const plan_step *st = &s->p->steps[step];
    for (uint32_t b = 0; b < first_result(s->p, st); b++)
        if (st->bufs[b].slot != UINT32_MAX && still_there(s, st->bufs[b].slot, why) != KILN_OK) {
            kn_text_add(why, "; read by ");
            add_step(s, step, why);
            return KILN_MISMATCH;
        }
    return KILN_OK;
}

static void keep_results(sampler *s, const plan_step *st) {
    for (uint32_t b = first_result(s->p, st); b < st->nbufs; b++) {
        uint32_t slot = st->bufs[b].slot;
        if (slot != UINT32_MAX)
            (void)keep(s, &s->slot[slot], (kiln_dtype)s->p->slots[slot].dtype, s->e->slots[slot],
                       s->p->slots[slot].nbytes);
    }
}

static kiln_status kept_to_the_end(const sampler *s, kn_text *why) {
    for (uint32_t i = 0; i < s->p->nslots; i++)
        if (s->p->slots[i].kind != SLOT_TEMP) KN_TRY(still_there(s, i, why));
    return KILN_OK;
}

static kiln_status hook(void *user, size_t step, bool done, kn_text *why) {
    sampler *s = user;
    const plan_step *st = &s->p->steps[step];
    uint64_t start = rt_now_ns();
    kiln_status status = KILN_OK;
    if (!done) {
        s->nwants = 0;
        status = operands_stand(s, step, why);
        if (status == KILN_OK && !rt_by_blas(s->entry, step) && is_new(s, st))
            status = want_step(s, st);
    } else {
        status = rt_by_blas(s->entry, step) ? sample_blas(s->e, s->p, st, &s->report->samples, why)
                                            : compare_step(s, step, why);
        if (status == KILN_OK) keep_results(s, st);
        if (status == KILN_OK && s->nwants > 0 && s->numbered)
            rt_compared_note(s->e, s->number, true);
        kn_arena_reset(&s->step);
    }
    s->ns += rt_now_ns() - start;
    return status;
}

/* ---- results, from the inputs */
static void bind_sources(const sampler *s, ref_elements *x) {
    size_t ninputs = 0, nscalars = 0;
    for (ir_id id = 0; id < x->g->count; id++) {
        if (ir_at(x->g, id)->op == IR_INPUT) x->bound[id] = s->inputs[ninputs++];
        if (ir_at(x->g, id)->op == IR_SCALAR && x->g != s->g)
            x->bound[id] = &s->e->scalars[nscalars++];
    }
}

static kiln_status new_known(kn_arena *memory, const ir_graph *g, ir_id id, known *k) {
    k->at = kn_arena_array(memory, SAMPLE_FEW, sizeof *k->at);
    k->values = kn_arena_array(memory, SAMPLE_FEW, sizeof(uint64_t));
    if (!k->at || !k->values) return KILN_NO_MEMORY;
    k->n = sample_few_places(ir_numel(g, id), k->at);
    return KILN_OK;
}

/* Of an output that depends on too much, two elements are tried. */
static kiln_status want_output(sampler *s, ref_elements *x, size_t o) {
    known *k = &s->output[o];
    ir_id id = s->g->outputs[o].id;
    KN_TRY(new_known(&s->memory, s->g, id, k));
    ref_want want = {.node = id, .n = k->n, .at = k->at, .values = k->values};
    kiln_status status = ref_elements_get(x, &want, 1);
    if (status == KILN_TOO_LARGE && k->n > 2) {
        k->at[1] = k->at[k->n - 1];
        want.n = k->n = 2;
        status = ref_elements_get(x, &want, 1);
    }
    if (status != KILN_OK) k->n = 0;
    return status == KILN_CANCELLED ? status : KILN_OK;
}

static kiln_status want_outputs(sampler *s) {
    ref_elements x;
    if (s->g->noutputs == 0) return KILN_OK;
    KN_TRY(ref_elements_open(&x, s->e->alloc, s->g));
    x.poll = (ref_poll){rt_pool_poll, &s->e->pool, NULL};
    x.most = s->effort->places / (int64_t)s->g->noutputs;
    bind_sources(s, &x);
    kiln_status status = KILN_OK;
    for (size_t o = 0; o < s->g->noutputs && status == KILN_OK; o++) status = want_output(s, &x, o);
    ref_elements_close(&x);
    return status;
}

static kiln_status compare_outputs(const sampler *s, kn_text *why) {
    for (size_t o = 0; o < s->g->noutputs; o++) {
        kiln_dtype dtype = (kiln_dtype)ir_at(s->g, s->g->outputs[o].id)->dtype;
        const known *k = &s->output[o];
        size_t i = first_wrong(k, dtype, s->outputs[o], false);
        s->report->samples += k->n;
        if (i == k->n) continue;
        kn_text_add(why, "output %zu", o);
        if (s->g->outputs[o].name) kn_text_add(why, " \"%s\"", s->g->outputs[o].name);
        kn_text_add(why, " (");
        ir_print_node(s->g, s->g->outputs[o].id, why);
        kn_text_add(why, ") differs at element ");
        add_values(why, dtype, k, i, s->outputs[o], "fused ", ", reference ");
        return KILN_MISMATCH;
    }
    return KILN_OK;
}

/* ---- rewriting */
static kiln_status few_terms_of(const sampler *s, const ir_graph *g, known *of, kn_arena *memory) {
    ref_elements x;
    ref_want *wants = kn_arena_array(memory, g->noutputs, sizeof *wants);
    if (!wants) return KILN_NO_MEMORY;
    KN_TRY(ref_elements_open(&x, s->e->alloc, g));
    x.few_terms = true;
    x.poll = (ref_poll){rt_pool_poll, &s->e->pool, NULL};
    x.most = FEW_TERMS_A_NODE * ((int64_t)g->count + 64);
    bind_sources(s, &x);
    kiln_status status = KILN_OK;
    for (size_t o = 0; o < g->noutputs && status == KILN_OK; o++) {
        status = new_known(memory, g, g->outputs[o].id, &of[o]);
        wants[o] = (ref_want){
            .node = g->outputs[o].id, .n = of[o].n, .at = of[o].at, .values = of[o].values};
    }
    if (status == KILN_OK) status = ref_elements_get(&x, wants, g->noutputs);
    ref_elements_close(&x);
    return status;
}

/* What differs may still be equal, with every term: the whole comparison decides. */
static kiln_status compare_rewriting(sampler *s) {
    kn_arena memory;
    size_t n = s->g->noutputs;
    kn_arena_init(&memory, s->e->alloc);
    known *recorded = kn_arena_array(&memory, n, sizeof *recorded),
          *rewritten = kn_arena_array(&memory, n, sizeof *rewritten);
    kiln_status status =
        recorded && rewritten ? few_terms_of(s, s->g, recorded, &memory) : KILN_NO_MEMORY;
    if (status == KILN_OK) status = few_terms_of(s, &s->p->graph, rewritten, &memory);
    for (size_t o = 0; o < n && status == KILN_OK; o++) {
        size_t size = kiln_dtype_size((kiln_dtype)ir_at(s->g, s->g->outputs[o].id)->dtype);
        s->report->doubtful = s->report->doubtful || memcmp(recorded[o].values, rewritten[o].values,
                                                            recorded[o].n * size) != 0;
    }
    if (status != KILN_OK) s->report->passed++;
    kn_arena_free(&memory);
    return status == KILN_CANCELLED ? status : KILN_OK;
}

/* ---- the run */
static bool is_written_over(const sampler *s, const plan_slot *input) {
    for (size_t o = 0; o < s->g->noutputs; o++)
        if (s->outputs[o] == s->inputs[input->index]) return true;
    return false;
}

static kiln_status open_sampler(sampler *s) {
    s->slot = kn_arena_array(&s->memory, s->p->nslots, sizeof *s->slot);
    s->output = kn_arena_array(&s->memory, s->g->noutputs, sizeof *s->output);
    s->looked = kn_arena_array(&s->memory, s->p->nkernels, sizeof *s->looked);
    s->places = kn_malloc(s->e->alloc, SAMPLE_MOST * sizeof *s->places);
    if (!s->slot || !s->output || !s->looked || !s->places) return KILN_NO_MEMORY;
    KN_TRY(ref_elements_open(&s->steps, s->e->alloc, &s->p->graph));
    s->steps.poll = (ref_poll){rt_pool_poll, &s->e->pool, NULL};
    bind_sources(s, &s->steps);
    for (ir_id id = 0; id < s->p->graph.count; id++)
        if (ir_at(&s->p->graph, id)->op == IR_INPUT) s->steps.bound[id] = NULL;
    for (uint32_t i = 0; i < s->p->nslots; i++) {
        const plan_slot *slot = &s->p->slots[i];
        if (slot->kind == SLOT_INPUT && !is_written_over(s, slot))
            (void)keep(s, &s->slot[i], (kiln_dtype)slot->dtype, s->e->slots[i], slot->nbytes);
    }
    return KILN_OK;
}

static kiln_status run(sampler *s, kn_text *why) {
    bool structure = s->novelty > RT_NEW_EXTENTS;
    kiln_status status = s->entry->blas || s->novelty == RT_NEW_EXTENTS ? KILN_OK : want_outputs(s);
    if (status == KILN_OK && structure) status = compare_rewriting(s);
    if (status == KILN_CANCELLED) return status;
    uint64_t start = rt_now_ns();
    rt_watch_stage(s->e->pool.watch, "run", 0.2, 1);
    status = rt_execute(s->e, s->entry, hook, s, why);
    s->e->stats.run_ns += rt_now_ns() - start - s->ns;
    if (status == KILN_OK) status = compare_outputs(s, why);
    return status == KILN_OK ? kept_to_the_end(s, why) : status;
}

kiln_status rt_run_sampled(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
                           void *const *outputs, rt_novelty novelty, rt_samples *report,
                           kn_text *why) {
    *report = (rt_samples){0};
    KN_TRY(rt_bind(e, g, entry, inputs, outputs, why));
    sampler s = {.e = e,
                 .entry = entry,
                 .p = entry->p,
                 .g = g,
                 .inputs = inputs,
                 .outputs = outputs,
                 .report = report,
                 .novelty = novelty,
                 .effort = &efforts[novelty]};
    kn_arena_init(&s.memory, e->alloc);
    kn_arena_init(&s.step, e->alloc);
    kiln_status status = open_sampler(&s);
    report->no_memory = status == KILN_NO_MEMORY;
    if (report->no_memory)
        status = rt_run_plan(e, entry, g, inputs, outputs, NULL, NULL, why);
    else if (status == KILN_OK)
        status = run(&s, why);
    if (s.steps.g) ref_elements_close(&s.steps);
    kn_free(e->alloc, s.places, SAMPLE_MOST * sizeof *s.places);
    kn_arena_free(&s.memory);
    kn_arena_free(&s.step);
    return status;
}
