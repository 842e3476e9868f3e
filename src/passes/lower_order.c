/* SPDX-License-Identifier: Apache-2.0
 * The order steps run in: of a few that are made in near linear time, the one that needs least
 * memory for temporaries. Called by lower.c when all steps are there.
 *
 *   as made    the program's order
 *   by level   what is ready first, first
 *   by need    each value right before its first reader, the operand that needs most memory first
 *   by gain    of what is ready, the step that frees most or takes least
 *
 * Then, in each of them, steps that wait for nothing (zeros, constants, maps of inputs) run right
 * before their first reader. */
#include "passes/lower.h"

enum { SORTED_OPERANDS = 32 };

typedef struct order {
    const lower *l;
    const plan *p;
    kn_arena *arena;
    size_t n;                  /* steps */
    uint32_t *in_start, *in;   /* by step: those it waits for */
    uint32_t *out_start, *out; /* and those that wait for it */
    uint32_t *seen, stamp;     /* by slot: met in the step at hand */
    uint32_t *users, *left;    /* by slot: steps that use it, and those not run yet */
    uint32_t *maker;           /* by slot: the step that writes it first, in every order */
    uint64_t *user_sum;        /* of the numbers of the latter, so that the last one is known */
    uint8_t *done;             /* by step */
    uint32_t *list;            /* the order being made */
} order;

static bool is_temp(const order *o, uint32_t slot) {
    return slot != LOWER_NO_SLOT && o->p->slots[slot].kind == SLOT_TEMP;
}

static uint64_t size_of(const order *o, uint32_t slot) {
    return ((uint64_t)o->p->slots[slot].nbytes + 255) & ~(uint64_t)127;
}

/* True the first time since the stamp changed. */
static bool meet(order *o, uint32_t slot) {
    if (o->seen[slot] == o->stamp) return false;
    o->seen[slot] = o->stamp;
    return true;
}

/* ---- what waits for what */

kiln_status lower_add_edge(lower *l, uint32_t before, uint32_t after) {
    KN_TRY(kn_grow(l->scratch.alloc, &l->edges, &l->edges_cap, l->nedges + 1, sizeof *l->edges));
    l->edges[l->nedges++] = (lower_edge){before, after};
    return KILN_OK;
}

/* A reader of a slot waits for the last that wrote it; a writer for that one and for all who read
 * it since. */
typedef struct slot_users {
    uint32_t writer, reader;
} slot_users; /* reader: the head of a list */
typedef struct slot_reader {
    uint32_t step, next;
} slot_reader;

/* met: by step, by whom last */
typedef struct flow {
    lower *l;
    slot_users *users;
    slot_reader *readers;
    uint32_t nreaders, *met;
} flow;

static kiln_status wait_for(flow *f, uint32_t before, uint32_t step) {
    if (before == LOWER_NO_SLOT || before == step || f->met[before] == step) return KILN_OK;
    f->met[before] = step;
    return lower_add_edge(f->l, before, step);
}

static kiln_status add_step_edges(flow *f, uint32_t step) {
    const plan_step *s = &f->l->p->steps[step];
    for (uint32_t b = 0; b < s->nbufs; b++) {
        if (s->bufs[b].slot == LOWER_NO_SLOT) continue;
        slot_users *u = &f->users[s->bufs[b].slot];
        KN_TRY(wait_for(f, u->writer, step));
        if (b < f->l->step_reads[step]) {
            f->readers[f->nreaders] = (slot_reader){step, u->reader};
            u->reader = f->nreaders++;
            continue;
        }
        for (uint32_t r = u->reader; r != UINT32_MAX; r = f->readers[r].next)
            KN_TRY(wait_for(f, f->readers[r].step, step));
        *u = (slot_users){step, UINT32_MAX};
    }
    return KILN_OK;
}

static kiln_status add_flow(lower *l) {
    const plan *p = l->p;
    size_t refs = 0;
    for (size_t i = 0; i < p->nsteps; i++) refs += p->steps[i].nbufs;
    flow f = {.l = l};
    f.users = kn_arena_array(&l->scratch, p->nslots, sizeof *f.users);
    f.readers = kn_arena_array(&l->scratch, refs, sizeof *f.readers);
    f.met = kn_arena_array(&l->scratch, p->nsteps, sizeof *f.met);
    if (!f.users || !f.readers || !f.met) return KILN_NO_MEMORY;
    for (size_t i = 0; i < p->nslots; i++) f.users[i] = (slot_users){LOWER_NO_SLOT, UINT32_MAX};
    for (size_t i = 0; i < p->nsteps; i++) f.met[i] = UINT32_MAX;
    for (size_t i = 0; i < p->nsteps; i++) {
        KN_TRY(pass_go_on(l->config, i));
        KN_TRY(add_step_edges(&f, (uint32_t)i));
    }
    return KILN_OK;
}

/* Lists of neighbours: edges sorted by one end, by counting. */
static kiln_status list_edges(order *o, bool in, uint32_t **start, uint32_t **list) {
    const lower *l = o->l;
    uint32_t *at = kn_arena_array(o->arena, o->n + 2, sizeof *at);
    *list = kn_arena_array(o->arena, l->nedges, sizeof **list);
    if (!at || !*list) return KILN_NO_MEMORY;
    for (size_t e = 0; e < l->nedges; e++) at[(in ? l->edges[e].after : l->edges[e].before) + 2]++;
    for (size_t i = 2; i < o->n + 2; i++) at[i] += at[i - 1];
    for (size_t e = 0; e < l->nedges; e++) {
        lower_edge edge = l->edges[e];
        (*list)[at[(in ? edge.after : edge.before) + 1]++] = in ? edge.before : edge.after;
    }
    *start = at; /* every end moved up by one place */
    return KILN_OK;
}

static void count_users(order *o) {
    for (uint32_t i = 0; i < o->n; i++) {
        const plan_step *s = &o->p->steps[i];
        o->stamp++;
        for (uint32_t b = 0; b < s->nbufs; b++) {
            uint32_t slot = s->bufs[b].slot;
            if (!is_temp(o, slot) || !meet(o, slot)) continue;
            if (o->users[slot]++ == 0) o->maker[slot] = i;
        }
    }
}

static kiln_status open_order(order *o, lower *l) {
    size_t slots = l->p->nslots;
    *o = (order){.l = l, .p = l->p, .arena = &l->scratch, .n = l->p->nsteps};
    KN_TRY(add_flow(l));
    if (l->nedges > UINT32_MAX - 2) return KILN_TOO_LARGE;
    KN_TRY(list_edges(o, true, &o->in_start, &o->in));
    KN_TRY(list_edges(o, false, &o->out_start, &o->out));
    o->seen = kn_arena_array(o->arena, slots, sizeof *o->seen);
    o->users = kn_arena_array(o->arena, slots, sizeof *o->users);
    o->left = kn_arena_array(o->arena, slots, sizeof *o->left);
    o->maker = kn_arena_array(o->arena, slots, sizeof *o->maker);
    o->user_sum = kn_arena_array(o->arena, slots, sizeof *o->user_sum);
    o->done = kn_arena_array(o->arena, o->n, 1);
    o->list = kn_arena_array(o->arena, o->n, sizeof *o->list);
    bool all = o->seen && o->users && o->left && o->maker && o->user_sum && o->done && o->list;
    if (all) count_users(o);
    return all ? KILN_OK : KILN_NO_MEMORY;
}

/* ---- what an order needs */

/* A result may take the place of an operand that dies: so many bytes are not needed twice. */
static uint64_t taken_over(const order *o, const plan_step *s, uint32_t slot) {
    if (s->kind != STEP_KERNEL) return 0;
    for (uint32_t b = 0; b < s->nbufs; b++) {
        uint32_t from = s->bufs[b].slot;
        if (from == slot || !is_temp(o, from) || o->left[from] != 1) continue;
        if (size_of(o, from) == size_of(o, slot)) return size_of(o, slot);
    }
    return 0;
}

/* The most bytes of temporaries that are live at once. */
static uint64_t peak_of(order *o, const uint32_t *list) {
    uint64_t live = 0, peak = 0;
    memcpy(o->left, o->users, o->p->nslots * sizeof *o->left);
    for (size_t i = 0; i < o->n; i++) {
        const plan_step *s = &o->p->steps[list[i]];
        uint64_t saved = 0, need = (uint64_t)s->pack_a + s->pack_b, freed = 0;
        o->stamp++;
        for (uint32_t b = 0; b < s->nbufs; b++) {
            uint32_t slot = s->bufs[b].slot;
            if (!is_temp(o, slot) || !meet(o, slot)) continue;
            if (o->left[slot] == o->users[slot]) {
                live += size_of(o, slot);
                if (saved == 0) saved = taken_over(o, s, slot);
            }
            if (o->left[slot] == 1) freed += size_of(o, slot);
        }
        if (live + need - saved > peak) peak = live + need - saved;
        live -= freed;
        o->stamp++;
        for (uint32_t b = 0; b < s->nbufs; b++)
            if (is_temp(o, s->bufs[b].slot) && meet(o, s->bufs[b].slot)) o->left[s->bufs[b].slot]--;
    }
    return peak;
}

/* ---- orders */

static bool waits(const order *o, uint32_t step) {
    return o->in_start[step + 1] > o->in_start[step];
}
static bool is_awaited(const order *o, uint32_t step) {
    return o->out_start[step + 1] > o->out_start[step];
}

/* What waits for nothing, right before what waits for it first. */
static void sink(order *o, const uint32_t *list, uint32_t *out) {
    size_t n = 0;
    memset(o->done, 0, o->n);
    for (size_t i = 0; i < o->n; i++) {
        uint32_t step = list[i];
        if (o->done[step] || (!waits(o, step) && is_awaited(o, step))) continue;
        for (uint32_t k = o->in_start[step]; k < o->in_start[step + 1]; k++) {
            if (o->done[o->in[k]]) continue;
            o->done[o->in[k]] = 1;
            out[n++] = o->in[k];
        }
        o->done[step] = 1;
        out[n++] = step;
    }
}

static kiln_status order_as_made(order *o) {
    for (uint32_t i = 0; i < o->n; i++) o->list[i] = i;
    return KILN_OK;
}

/* Stable, by counting. */
static kiln_status order_by_level(order *o) {
    uint32_t *level = kn_arena_array(o->arena, o->n, sizeof *level);
    uint32_t *start = kn_arena_array(o->arena, o->n + 1, sizeof *start);
    if (!level || !start) return KILN_NO_MEMORY;
    for (uint32_t i = 0; i < o->n; i++)
        for (uint32_t k = o->in_start[i]; k < o->in_start[i + 1]; k++)
            if (level[o->in[k]] >= level[i]) level[i] = level[o->in[k]] + 1;
    for (uint32_t i = 0; i < o->n; i++) start[level[i] + 1]++;
    for (uint32_t i = 0; i < o->n; i++) start[i + 1] += start[i];
    for (uint32_t i = 0; i < o->n; i++) o->list[start[level[i]]++] = i;
    return KILN_OK;
}

static uint64_t made_by(const order *o, uint32_t step) {
    const plan_step *s = &o->p->steps[step];
    uint64_t made = 0;
    for (uint32_t b = o->l->step_reads[step]; b < s->nbufs; b++)
        if (is_temp(o, s->bufs[b].slot) && o->maker[s->bufs[b].slot] == step)
            made += size_of(o, s->bufs[b].slot);
    return made;
}

/* Operands that leave least of what they need first last. Long lists stay as they are. */
static void sort_operands(order *o, uint32_t step, const uint64_t *need, const uint64_t *made) {
    uint32_t *in = o->in + o->in_start[step], n = o->in_start[step + 1] - o->in_start[step];
    if (n > SORTED_OPERANDS) return;
    for (uint32_t i = 1; i < n; i++) {
        uint32_t at = in[i], k = i;
        for (; k > 0 && need[in[k - 1]] - made[in[k - 1]] < need[at] - made[at]; k--)
            in[k] = in[k - 1];
        in[k] = at;
    }
}

/* Bytes that it takes to compute each step if nothing is there yet, as in a tree. */
static kiln_status find_needs(order *o) {
    uint64_t *need = kn_arena_array(o->arena, o->n, sizeof *need);
    uint64_t *made = kn_arena_array(o->arena, o->n, sizeof *made);
    if (!need || !made) return KILN_NO_MEMORY;
    for (uint32_t i = 0; i < o->n; i++) {
        uint64_t held = 0;
        KN_TRY(pass_go_on(o->l->config, i));
        made[i] = made_by(o, i);
        sort_operands(o, i, need, made);
        for (uint32_t k = o->in_start[i]; k < o->in_start[i + 1]; k++) {
            uint32_t from = o->in[k];
            if (held + need[from] > need[i]) need[i] = held + need[from];
            held += made[from];
        }
        if (held + made[i] > need[i]) need[i] = held + made[i];
    }
    return KILN_OK;
}

/* Depth first from what nobody waits for, with a stack of steps and of how many of their operands
 * are done. */
static kiln_status order_by_need(order *o) {
    uint32_t *stack = kn_arena_array(o->arena, o->n, sizeof *stack),
             *next = kn_arena_array(o->arena, o->n, sizeof *next);
    size_t n = 0, depth = 0;
    if (!stack || !next) return KILN_NO_MEMORY;
    KN_TRY(find_needs(o));
    memset(o->done, 0, o->n);
    for (uint32_t root = 0; root < o->n; root++) {
        if (is_awaited(o, root)) continue;
        for (stack[depth++] = root; depth > 0;) {
            uint32_t step = stack[depth - 1], at = o->in_start[step] + next[step];
            if (at < o->in_start[step + 1]) {
                next[step]++;
                if (!o->done[o->in[at]]) stack[depth++] = o->in[at];
                continue;
            }
            depth--;
            if (!o->done[step]) o->list[n++] = step;
            o->done[step] = 1;
        }
    }
    return KILN_OK;
}

/* ---- by gain: a heap of ready steps; one whose gain grew is put in again, and its old entry
 * passed over */
typedef struct gain {
    int64_t cost;
    uint32_t step;
} gain;
typedef struct gains {
    gain *heap;
    size_t n;
    int64_t *cost;
    uint32_t *waiting;
} gains;

static bool goes_before(const gain *a, const gain *b) {
    return a->cost != b->cost ? a->cost < b->cost : a->step < b->step;
}

static void push(gains *h, uint32_t step) {
    gain at = {h->cost[step], step};
    size_t i = h->n++;
    for (; i > 0 && goes_before(&at, &h->heap[(i - 1) / 2]); i = (i - 1) / 2)
        h->heap[i] = h->heap[(i - 1) / 2];
    h->heap[i] = at;
}

static gain pop(gains *h) {
    gain top = h->heap[0], at = h->heap[--h->n];
    size_t i = 0;
    for (size_t child; (child = 2 * i + 1) < h->n; i = child) {
        if (child + 1 < h->n && goes_before(&h->heap[child + 1], &h->heap[child])) child++;
        if (!goes_before(&h->heap[child], &at)) break;
        h->heap[i] = h->heap[child];
    }
    h->heap[i] = at;
    return top;
}

static kiln_status open_gains(order *o, gains *h) {
    h->heap = kn_arena_array(o->arena, o->n + o->p->nslots + 1, sizeof *h->heap);
    h->cost = kn_arena_array(o->arena, o->n, sizeof *h->cost);
    h->waiting = kn_arena_array(o->arena, o->n, sizeof *h->waiting);
    if (!h->heap || !h->cost || !h->waiting) return KILN_NO_MEMORY;
    memcpy(o->left, o->users, o->p->nslots * sizeof *o->left);
    memset(o->user_sum, 0, o->p->nslots * sizeof *o->user_sum);
    for (uint32_t i = 0; i < o->n; i++) {
        const plan_step *s = &o->p->steps[i];
        o->stamp++;
        h->waiting[i] = o->in_start[i + 1] - o->in_start[i];
        for (uint32_t b = 0; b < s->nbufs; b++) {
            uint32_t slot = s->bufs[b].slot;
            if (!is_temp(o, slot) || !meet(o, slot)) continue;
            o->user_sum[slot] += i;
            if (o->maker[slot] == i && o->users[slot] > 1) h->cost[i] += (int64_t)size_of(o, slot);
        }
    }
    return KILN_OK;
}

static void run_step(order *o, gains *h, uint32_t step) {
    const plan_step *s = &o->p->steps[step];
    o->stamp++;
    for (uint32_t b = 0; b < s->nbufs; b++) {
        uint32_t slot = s->bufs[b].slot;
        if (!is_temp(o, slot) || !meet(o, slot)) continue;
        o->user_sum[slot] -= step;
        if (--o->left[slot] != 1) continue;
        uint32_t last = (uint32_t)o->user_sum[slot];
        h->cost[last] -= (int64_t)size_of(o, slot);
        if (h->waiting[last] == 0) push(h, last);
    }
    for (uint32_t k = o->out_start[step]; k < o->out_start[step + 1]; k++)
        if (--h->waiting[o->out[k]] == 0) push(h, o->out[k]);
}

static kiln_status order_by_gain(order *o) {
    gains h = {0};
    size_t n = 0;
    KN_TRY(open_gains(o, &h));
    memset(o->done, 0, o->n);
    for (uint32_t i = 0; i < o->n; i++)
        if (h.waiting[i] == 0) push(&h, i);
    while (h.n > 0) {
        KN_TRY(pass_go_on(o->l->config, n));
        gain top = pop(&h);
        if (o->done[top.step] || top.cost != h.cost[top.step]) continue;
        o->done[top.step] = 1;
        o->list[n++] = top.step;
        run_step(o, &h, top.step);
    }
    return n == o->n ? KILN_OK : KILN_INTERNAL;
}

/* ---- the choice */

static kiln_status apply(lower *l, const uint32_t *list) {
    plan *p = l->p;
    plan_step *sorted = kn_arena_array(&p->arena, p->nsteps, sizeof *sorted);
    if (!sorted) return KILN_NO_MEMORY;
    for (size_t i = 0; i < p->nsteps; i++) sorted[i] = p->steps[list[i]];
    p->steps = sorted;
    return KILN_OK;
}

/* Requires: steps in an order that can be run; what each reads and writes; edges beyond that.
 * Preserves: steps; who waits for whom.
 * Invalidates: numbers of steps.
 * Terminates: a few walks over edges, one of them with a heap. */
kiln_status lower_order(lower *l) {
    static kiln_status (*const makers[])(order * o) = {order_as_made, order_as_made, order_by_level,
                                                       order_by_gain, order_by_need};
    order o;
    uint64_t least = UINT64_MAX;
    if (l->p->nsteps < 2) return KILN_OK;
    KN_TRY(open_order(&o, l));
    uint32_t *best = kn_arena_array(&l->scratch, o.n, sizeof *best),
             *sunk = kn_arena_array(&l->scratch, o.n, sizeof *sunk);
    if (!best || !sunk) return KILN_NO_MEMORY;
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        KN_TRY(pass_go_on(l->config, 0));
        KN_TRY(makers[i](&o));
        if (i > 0)
            sink(&o, o.list, sunk);
        else
            memcpy(sunk, o.list, o.n * sizeof *sunk);
        uint64_t peak = peak_of(&o, sunk);
        if (peak >= least) continue;
        uint32_t *swap = best;
        best = sunk;
        sunk = swap;
        least = peak;
    }
    return apply(l, best);
}
