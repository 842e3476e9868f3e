/* SPDX-License-Identifier: Apache-2.0
 * Order and places of steps: random plans keep to what waits for what and share no live byte, known
 * graphs need the memory they must, and what it costs grows with the plan.
 * KILN_TEST: sanitize=address timeout=300 */
#include "passes.h"
#include "passes/place.h"

static uint64_t state;

static uint32_t pick(uint32_t below) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((state >> 33) % below);
}

/* ---- plans made up: steps that read some earlier slots and write one or two */

typedef struct made_up {
    plan p;
    lower l;
    pass_config config;
    uint32_t *reads;
} made_up;

static void open_made_up(made_up *m, size_t nsteps) {
    memset(m, 0, sizeof *m);
    m->config = plan_config(true);
    kn_arena_init(&m->p.arena, kn_alloc_default());
    kn_arena_init(&m->l.scratch, kn_alloc_default());
    m->l.p = &m->p;
    m->l.config = &m->config;
    m->p.steps = kn_arena_array(&m->p.arena, nsteps, sizeof *m->p.steps);
    m->p.slots = kn_arena_array(&m->p.arena, 2 * nsteps, sizeof *m->p.slots);
    m->l.step_reads = kn_calloc(kn_alloc_default(), nsteps, sizeof *m->l.step_reads);
    m->l.step_reads_cap = nsteps;
}

static void close_made_up(made_up *m) {
    kn_free(kn_alloc_default(), m->l.step_reads, m->l.step_reads_cap * sizeof *m->l.step_reads);
    kn_free(kn_alloc_default(), m->l.edges, m->l.edges_cap * sizeof *m->l.edges);
    kn_arena_free(&m->l.scratch);
    kn_arena_free(&m->p.arena);
}

static uint32_t add_slot(made_up *m, size_t nbytes) {
    m->p.slots[m->p.nslots] = (plan_slot){.kind = SLOT_TEMP, .nbytes = nbytes};
    return (uint32_t)m->p.nslots++;
}

/* STEP_FOLD: nothing lies on its operands. */
static void add_step(made_up *m, const uint32_t *slot, uint32_t nread, uint32_t n) {
    plan_step *s = &m->p.steps[m->p.nsteps];
    *s = (plan_step){.kind = STEP_FOLD, .node = (ir_id)m->p.nsteps, .nbufs = n};
    s->bufs = kn_arena_array(&m->p.arena, n, sizeof *s->bufs);
    for (uint32_t i = 0; i < n; i++) s->bufs[i].slot = slot[i];
    if (pick(20) == 0) s->pack_a = 1 + pick(100000);
    m->l.step_reads[m->p.nsteps++] = nread;
}

/* near: how far back operands lie; writes: percent of steps that write a slot that exists, after
 * all who used it. */
static void make_random(made_up *m, size_t nsteps, uint32_t near, uint32_t writes) {
    open_made_up(m, nsteps);
    for (size_t i = 0; i < nsteps; i++) {
        uint32_t slot[6], nread = m->p.nslots ? pick(4) : 0, n = nread;
        for (uint32_t k = 0; k < nread; k++) {
            uint32_t back = pick(near) + 1;
            slot[k] = back > m->p.nslots ? 0 : (uint32_t)m->p.nslots - back;
        }
        if (m->p.nslots && pick(100) < writes)
            slot[n++] =
                (uint32_t)m->p.nslots - 1 - pick(m->p.nslots < near ? (uint32_t)m->p.nslots : near);
        else
            slot[n++] = add_slot(m, pick(8) == 0 ? 0 : 1 + pick(pick(4) == 0 ? 1000000 : 5000));
        if (pick(5) == 0) slot[n++] = add_slot(m, pick(5000));
        add_step(m, slot, nread, n);
        if (i > 0 && pick(10) == 0) CHECK_OK(lower_add_edge(&m->l, pick((uint32_t)i), (uint32_t)i));
    }
}

static void set_live(plan *p) {
    for (size_t s = 0; s < p->nslots; s++) p->slots[s].first_step = UINT32_MAX;
    for (uint32_t i = 0; i < p->nsteps; i++)
        for (uint32_t b = 0; b < p->steps[i].nbufs; b++) {
            plan_slot *s = &p->slots[p->steps[i].bufs[b].slot];
            if (s->first_step == UINT32_MAX) s->first_step = i;
            s->last_step = i;
        }
}

/* ---- the order */

/* Each slot's users keep their order where one of them writes; extra edges are kept. Compared with
 * the order steps were made in, which is their node. */
static void check_order(const made_up *m, const lower_edge *edge, size_t nedges) {
    const plan *p = &m->p;
    uint32_t *at = calloc(p->nsteps, sizeof *at);
    uint8_t *seen = calloc(p->nsteps, 1);
    for (uint32_t i = 0; i < p->nsteps; i++) {
        CHECK(!seen[p->steps[i].node]);
        seen[p->steps[i].node] = 1;
        at[p->steps[i].node] = i;
    }
    for (size_t e = 0; e < nedges; e++)
        cr_assert(at[edge[e].before] < at[edge[e].after], "edge %zu is broken", e);
    for (uint32_t i = 0; i < p->nsteps; i++)
        for (uint32_t k = 0; k < i; k++) { /* as they run */
            const plan_step *a = &p->steps[k], *b = &p->steps[i];
            if (a->node < b->node) continue;
            for (uint32_t x = 0; x < a->nbufs; x++)
                for (uint32_t y = 0; y < b->nbufs; y++) {
                    bool writes = x >= m->l.step_reads[a->node] || y >= m->l.step_reads[b->node];
                    cr_assert(!writes || a->bufs[x].slot != b->bufs[y].slot,
                              "steps %u and %u changed places", a->node, b->node);
                }
        }
    free(at);
    free(seen);
}

static uint64_t live_peak(plan *p) {
    uint64_t peak = 0;
    set_live(p);
    for (uint32_t i = 0; i < p->nsteps; i++) {
        uint64_t live = p->steps[i].pack_a;
        for (size_t s = 0; s < p->nslots; s++)
            if (p->slots[s].first_step <= i && i <= p->slots[s].last_step)
                live += (p->slots[s].nbytes + 255) / 128 * 128;
        if (live > peak) peak = live;
    }
    return peak;
}

Test(place, random_plans_run_in_an_order_that_they_can_run_in) {
    for (int i = 0; i < 300; i++) {
        made_up m;
        state = (uint64_t)i;
        make_random(&m, 2 + pick(120), 1 + pick(30), (uint32_t)(i % 3) * 15);
        lower_edge edge[200];
        size_t nedges = m.l.nedges;
        for (size_t e = 0; e < nedges; e++) edge[e] = m.l.edges[e];
        uint64_t before = live_peak(&m.p);
        CHECK_OK(lower_order(&m.l));
        check_order(&m, edge, nedges);
        cr_assert(live_peak(&m.p) <= before, "plan %d needs more than as it was made", i);
        close_made_up(&m);
    }
}

/* Zeros made first and used one after the other: only one of them at a time. */
Test(place, what_waits_for_nothing_is_made_where_it_is_used) {
    enum { N = 1000, FIELD = 1 << 20 };
    made_up m;
    state = 1;
    open_made_up(&m, 2 * N);
    uint32_t zero[N], last = 0;
    for (int i = 0; i < N; i++) {
        zero[i] = add_slot(&m, FIELD);
        add_step(&m, &zero[i], 0, 1);
    }
    for (int i = 0; i < N; i++) {
        uint32_t slot[3] = {zero[i], i ? last : zero[i], last = add_slot(&m, FIELD)};
        add_step(&m, slot, 2, 3);
    }
    for (size_t i = 0; i < m.p.nsteps; i++) m.p.steps[i].pack_a = 0;
    CHECK_OK(lower_order(&m.l));
    CHECK(live_peak(&m.p) <= 3 * (FIELD + 256));
    CHECK_OK(place_buffers(&m.p, &m.config, kn_alloc_default()));
    CHECK(m.p.arena_bytes <= 3 * (FIELD + 256));
    close_made_up(&m);
}

/* ---- places */

typedef struct span {
    size_t at, end;
    uint32_t first, last;
} span;

static int by_first(const void *a, const void *b) {
    const span *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* By another way than placing does: each with all that begin while it lives. */
static void check_apart(span *s, size_t n, size_t arena) {
    qsort(s, n, sizeof *s, by_first);
    for (size_t i = 0; i < n; i++) {
        CHECK(s[i].at % 128 == 0 && s[i].end <= arena);
        for (size_t k = i + 1; k < n && s[k].first <= s[i].last; k++)
            cr_assert(s[i].end <= s[k].at || s[k].end <= s[i].at,
                      "two blocks share bytes %zu to %zu", s[k].at, s[k].end);
    }
}

static void check_placed(const plan *p) {
    span *s = calloc(p->nslots + p->nsteps, sizeof *s);
    size_t n = 0;
    for (size_t i = 0; i < p->nslots; i++) {
        const plan_slot *x = &p->slots[i];
        s[n++] = (span){x->offset, x->offset + x->nbytes + 128, x->first_step, x->last_step};
    }
    for (uint32_t i = 0; i < p->nsteps; i++)
        if (p->steps[i].pack_a)
            s[n++] =
                (span){p->steps[i].pack_offset, p->steps[i].pack_offset + p->steps[i].pack_a, i, i};
    check_apart(s, n, p->arena_bytes);
    free(s);
}

Test(place, random_plans_share_no_live_byte) {
    for (int i = 0; i < 200; i++) {
        made_up m;
        state = 1000 + (uint64_t)i;
        make_random(&m, i % 20 == 0 ? 4000 : 2 + pick(300), 1 + pick(i % 20 == 0 ? 3000 : 60), 10);
        CHECK_OK(lower_order(&m.l));
        set_live(&m.p);
        CHECK_OK(place_buffers(&m.p, &m.config, kn_alloc_default()));
        check_placed(&m.p);
        close_made_up(&m);
    }
}

static void random_blocks(place *p, size_t n, uint32_t life) {
    *p = (place){.alloc = kn_alloc_default(), .n = n, .nsteps = n + life};
    p->block = calloc(n, sizeof *p->block);
    for (size_t i = 0; i < n; i++) {
        uint32_t first = (uint32_t)i;
        p->block[i] = (place_block){.nbytes = 128 * (size_t)(2 + pick(pick(4) == 0 ? 5000 : 20)),
                                    .first = first,
                                    .last = first + pick(life)};
    }
}

static uint64_t most_live(const place *p) {
    uint64_t *change = calloc(p->nsteps + 1, sizeof *change), live = 0, peak = 0;
    for (size_t i = 0; i < p->n; i++) {
        change[p->block[i].first] += p->block[i].nbytes;
        change[p->block[i].last + 1] -= p->block[i].nbytes;
    }
    for (size_t i = 0; i < p->nsteps; i++)
        if ((live += change[i]) > peak) peak = live;
    free(change);
    return peak;
}

/* Both ways of placing, whatever their number of blocks; and how near to the least they come. */
Test(place, both_ways_of_placing) {
    pass_config config = plan_config(true);
    for (int i = 0; i < 60; i++) {
        place p;
        state = 5000 + (uint64_t)i;
        random_blocks(&p, 1 + pick(1500), 1 + pick(i % 2 ? 10 : 800));
        p.config = &config;
        for (int way = 0; way < 2; way++) {
            size_t arena;
            span *s = calloc(p.n, sizeof *s);
            CHECK_OK(way ? place_queue(&p, &arena) : place_largest(&p, &arena));
            for (size_t k = 0; k < p.n; k++)
                s[k] = (span){p.block[k].offset, p.block[k].offset + p.block[k].nbytes,
                              p.block[k].first, p.block[k].last};
            check_apart(s, p.n, arena);
            CHECK(arena <= 2 * most_live(&p));
            free(s);
        }
        free(p.block);
    }
}

/* Blocks looked at, each block: the same for ten times as many, also where all of them live at
 * once. */
Test(place, placing_costs_each_block_the_same) {
    pass_config config = plan_config(true);
    for (int all = 0; all < 2; all++) {
        double each[2];
        for (int i = 0; i < 2; i++) {
            place p;
            size_t n = i ? 200000 : 20000, arena;
            state = 9;
            random_blocks(&p, n, all ? 2 * (uint32_t)n : 50);
            p.config = &config;
            CHECK_OK(place_queue(&p, &arena));
            each[i] = (double)p.looks / (double)n;
            free(p.block);
        }
        cr_assert(each[1] < 1.2 * each[0] + 0.1 && each[1] < 10, "%g looks a block, then %g",
                  each[0], each[1]);
    }
}

/* ---- stopping */

typedef struct stopper {
    long long asked, at;
} stopper;

static bool stop(void *user) {
    stopper *s = user;
    return ++s->asked == s->at;
}

/* Every question answered with yes in turn: planning ends there, and nothing is kept. */
Test(place, planning_stops_wherever_it_asks) {
    plan_case c;
    kn_text text;
    kn_text_init(&text, kn_alloc_default());
    kn_text_add(&text, "kiln 1\n%%0 = input f32[64,64]\n%%1 = input f32[64,64]\n");
    for (int i = 2; i < 3000; i++) {
        if (i % 7 == 0)
            kn_text_add(&text, "%%%d = matmul f32[64,64] %%%d %%1\n", i, i - 1);
        else
            kn_text_add(&text, "%%%d = add f32[64,64] %%%d %%%d\n", i, i - 1, i % 5 ? 0 : i / 2);
    }
    kn_text_add(&text, "output %%2999\n");
    plan_case_parse(&c, kn_text_str(&text));
    for (int jit = 0; jit < 2; jit++) {
        pass_config config = plan_config(jit);
        stopper s = {0, 0};
        config.stop = stop;
        config.user = &s;
        CHECK_OK(passes_build_plan(&c.alloc.vtable, &c.g, &config, &c.p, &c.why));
        plan_free(c.p);
        c.p = NULL;
        long long live = c.alloc.live, asked = s.asked;
        CHECK(asked > 60);
        for (long long at = 1; at <= asked; at++) {
            s = (stopper){0, at};
            CHECK_STATUS(passes_build_plan(&c.alloc.vtable, &c.g, &config, &c.p, &c.why),
                         KILN_CANCELLED);
            CHECK(c.p == NULL && c.why.len == 0);
            CHECK_EQ(s.asked, at);
            CHECK_EQ(c.alloc.live, live);
        }
    }
    kn_text_free(&text);
    plan_case_close(&c);
}
