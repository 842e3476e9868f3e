/* SPDX-License-Identifier: Apache-2.0
 * Places blocks in the order of the steps that need them, as an allocator would: the arena is a row
 * of segments, used or free; free ones wait in lists by size and grow together with their
 * neighbours. Called by place.c; the time is near linear in blocks and steps. */
#include "passes/place.h"

enum { STEPS_A_POWER = 16, BINS = 64 * STEPS_A_POWER, TRIES = 8, NONE = -1 };

typedef struct segment {
    size_t offset, nbytes;
    int32_t lower, higher; /* neighbours */
    int32_t newer, older;  /* in the list of its bin, or of unused segments */
    bool free;
} segment;

typedef struct queue {
    place *p;
    segment *segment;
    int32_t nsegments, unused, top; /* top: the last of the row */
    int32_t bin[BINS];
    uint64_t filled[BINS / 64]; /* a bit a bin that is not empty */
    int32_t *of_block;
    /* blocks by the step that needs them first, last */
    uint32_t *first, *first_start, *last, *last_start;
    size_t arena;
} queue;

/* Sizes grow with their bins, sixteen a power of two. */
static int bin_of(size_t nbytes) {
    size_t units = nbytes / PLACE_ALIGN;
    if (units < STEPS_A_POWER) return (int)units;
    int power = 63 - __builtin_clzll(units);
    return (power - 3) * STEPS_A_POWER + (int)(units >> (power - 4) & (STEPS_A_POWER - 1));
}

static void bin_add(queue *q, int32_t at) {
    int bin = bin_of(q->segment[at].nbytes);
    q->segment[at].older = q->bin[bin];
    q->segment[at].newer = NONE;
    q->segment[at].free = true;
    if (q->bin[bin] != NONE) q->segment[q->bin[bin]].newer = at;
    q->bin[bin] = at;
    q->filled[bin / 64] |= (uint64_t)1 << bin % 64;
}

static void bin_remove(queue *q, int32_t at) {
    segment *s = &q->segment[at];
    int bin = bin_of(s->nbytes);
    if (s->newer != NONE)
        q->segment[s->newer].older = s->older;
    else
        q->bin[bin] = s->older;
    if (s->older != NONE) q->segment[s->older].newer = s->newer;
    if (q->bin[bin] == NONE) q->filled[bin / 64] &= ~((uint64_t)1 << bin % 64);
    s->free = false;
}

static int32_t new_segment(queue *q) {
    int32_t at = q->unused;
    if (at == NONE) return q->nsegments++;
    q->unused = q->segment[at].older;
    return at;
}

/* Joins `at` with the next higher one, which goes. */
static void swallow(queue *q, int32_t at) {
    int32_t gone = q->segment[at].higher;
    q->segment[at].nbytes += q->segment[gone].nbytes;
    q->segment[at].higher = q->segment[gone].higher;
    if (q->segment[gone].higher != NONE)
        q->segment[q->segment[gone].higher].lower = at;
    else
        q->top = at;
    q->segment[gone].older = q->unused;
    q->unused = gone;
}

static void give_back(queue *q, int32_t at) {
    int32_t below = q->segment[at].lower, above = q->segment[at].higher;
    if (above != NONE && q->segment[above].free) {
        bin_remove(q, above);
        swallow(q, at);
    }
    if (below != NONE && q->segment[below].free) {
        bin_remove(q, below);
        swallow(q, below);
        at = below;
    }
    bin_add(q, at);
}

/* Puts what `at` has beyond nbytes back as a free segment above it. */
static void trim(queue *q, int32_t at, size_t nbytes) {
    if (q->segment[at].nbytes == nbytes) return;
    int32_t rest = new_segment(q);
    q->segment[rest] = (segment){q->segment[at].offset + nbytes,
                                 q->segment[at].nbytes - nbytes,
                                 at,
                                 q->segment[at].higher,
                                 NONE,
                                 NONE,
                                 false};
    if (q->segment[at].higher != NONE)
        q->segment[q->segment[at].higher].lower = rest;
    else
        q->top = rest;
    q->segment[at].higher = rest;
    q->segment[at].nbytes = nbytes;
    bin_add(q, rest);
}

/* The smallest of the first few of its own bin that fit, else the newest of the next filled bin. */
static int32_t find_free(queue *q, size_t nbytes) {
    int bin = bin_of(nbytes), tries = 0;
    int32_t best = NONE;
    for (int32_t at = q->bin[bin]; at != NONE && tries < TRIES;
         at = q->segment[at].older, tries++) {
        q->p->looks++;
        if (q->segment[at].nbytes < nbytes) continue;
        if (best == NONE || q->segment[at].nbytes < q->segment[best].nbytes) best = at;
    }
    if (best != NONE || ++bin == BINS) return best;
    uint64_t word = q->filled[bin / 64] >> bin % 64 << bin % 64;
    for (int i = bin / 64;; word = q->filled[i]) {
        if (word) return q->bin[i * 64 + __builtin_ctzll(word)];
        if (++i == BINS / 64) return NONE;
    }
}

/* Behind all others; a free segment at the end grows. */
static kiln_status extend(queue *q, size_t nbytes, int32_t *out) {
    bool grows = q->top != NONE && q->segment[q->top].free;
    int32_t at = grows ? q->top : new_segment(q);
    size_t offset = grows ? q->segment[at].offset : q->arena;
    if (grows)
        bin_remove(q, at);
    else {
        q->segment[at] = (segment){.offset = offset, .lower = q->top, .higher = NONE};
        if (q->top != NONE) q->segment[q->top].higher = at;
        q->top = at;
    }
    q->segment[at].nbytes = nbytes;
    *out = at;
    return kn_add_size(offset, nbytes, &q->arena) ? KILN_OK : KILN_TOO_LARGE;
}

static kiln_status take(queue *q, uint32_t index) {
    place_block *b = &q->p->block[index];
    int32_t at = find_free(q, b->nbytes);
    q->p->looks++;
    if (at == NONE) {
        KN_TRY(extend(q, b->nbytes, &at));
    } else {
        bin_remove(q, at);
        trim(q, at, b->nbytes);
    }
    b->offset = q->segment[at].offset;
    q->of_block[index] = at;
    return KILN_OK;
}

/* Blocks of each step, the largest first: `first` says which end of their lives counts. */
static kiln_status sort_by_step(queue *q, kn_arena *scratch, bool first, uint32_t **start,
                                uint32_t **list) {
    const place *p = q->p;
    uint32_t *at = kn_arena_array(scratch, p->nsteps + 2, sizeof *at);
    *list = kn_arena_array(scratch, p->n, sizeof **list);
    if (!at || !*list) return KILN_NO_MEMORY;
    for (size_t i = 0; i < p->n; i++) at[(first ? p->block[i].first : p->block[i].last) + 2]++;
    for (size_t i = 2; i < p->nsteps + 2; i++) at[i] += at[i - 1];
    for (size_t i = 0; i < p->n; i++) {
        uint32_t step = first ? p->block[i].first : p->block[i].last, to = at[step + 1]++;
        (*list)[to] = (uint32_t)i;
    }
    *start = at;
    return KILN_OK;
}

/* Steps make few results. */
static void sort_largest_first(const place *p, uint32_t *list, uint32_t n) {
    for (uint32_t i = 1; i < n && n <= 64; i++) {
        uint32_t at = list[i], k = i;
        for (; k > 0 && p->block[list[k - 1]].nbytes < p->block[at].nbytes; k--)
            list[k] = list[k - 1];
        list[k] = at;
    }
}

static kiln_status lay_out(queue *q) {
    for (size_t step = 0; step < q->p->nsteps; step++) {
        uint32_t *first = q->first + q->first_start[step],
                 n = q->first_start[step + 1] - q->first_start[step];
        KN_TRY(pass_go_on(q->p->config, step));
        sort_largest_first(q->p, first, n);
        for (uint32_t i = 0; i < n; i++) KN_TRY(take(q, first[i]));
        for (uint32_t i = q->last_start[step]; i < q->last_start[step + 1]; i++)
            give_back(q, q->of_block[q->last[i]]);
    }
    return KILN_OK;
}

static kiln_status open_queue(queue *q, kn_arena *scratch) {
    size_t n = q->p->n;
    if (n >= INT32_MAX / 2) return KILN_TOO_LARGE;
    for (int i = 0; i < BINS; i++) q->bin[i] = NONE;
    q->unused = q->top = NONE;
    q->segment = kn_arena_array(scratch, 2 * n + 1, sizeof *q->segment);
    q->of_block = kn_arena_array(scratch, n, sizeof *q->of_block);
    if (!q->segment || !q->of_block) return KILN_NO_MEMORY;
    KN_TRY(sort_by_step(q, scratch, true, &q->first_start, &q->first));
    return sort_by_step(q, scratch, false, &q->last_start, &q->last);
}

kiln_status place_queue(place *p, size_t *arena) {
    queue q = {.p = p};
    kn_arena scratch;
    kn_arena_init(&scratch, p->alloc);
    kiln_status status = open_queue(&q, &scratch);
    if (status == KILN_OK) status = lay_out(&q);
    kn_arena_free(&scratch);
    *arena = q.arena;
    return status;
}
