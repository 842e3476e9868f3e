/* SPDX-License-Identifier: Apache-2.0
 * Runs a contraction step: packs operands into panels and walks the tiles, in chunks the pool's
 * threads take. Every element is one tile's chain over all of k, so no cut chosen here can change
 * its bits. Called by execute.c. */
#include "runtime/contract.h"

#include "ir/contract_packing.h"
#include "runtime/pack.h"

enum {
    LINE = 64,
    PACK_CHUNK_NBYTES = 32 << 10,
    FAR_NBYTES = 512 << 10,
    SHORT_ROW_NBYTES = 1024,
    FETCH_LEAST_K = 32,
    PACK_STEPS = 16384
};
#define SERIAL_FLOPS 50000.0
#define CLOCKED_FMAS 500000.0

typedef struct contract_run {
    const plan_step *st;
    const kernel_spec *spec;
    const rt_pool *pool;
    contract_tiling t;
    kernel_tile_entry full, edge;
    rt_pack_fn pack;
    size_t each;
    void *const *bufs;
    const uint64_t *scalars;
    char *pack_a, *pack_b;
    int64_t a_panels, b_panels; /* to be packed before the tiles */
    int64_t a_grain, b_grain;   /* a chunk's */
    int64_t a_chunks;
    int64_t nchunks;      /* of tiles */
    bool piece_by_thread; /* else by chunk */
    /* a block times a column panel takes long beside a look at the clock */
    bool clocked;
    bool fetch_a, fetch_c; /* far away, and the processor would not see it coming */
} contract_run;

static const char *element(const void *base, size_t each, int64_t index) {
    return (const char *)base + index * (int64_t)each;
}

static int64_t at_most(int64_t a, int64_t most) { return a > most ? most : a; }

/* The compiler drops calls of functions that do nothing but fetch, unless they are inlined. */
#define FETCHES static inline __attribute__((always_inline)) void

/* Short rows end before the processor has learnt to fetch ahead, so the rows after these are asked
 * for here. */
FETCHES fetch_next_rows(const contract_run *r, const char *from) {
    int64_t row = r->st->a_stride[1] * (int64_t)r->each, nbytes = r->st->k * (int64_t)r->each;
    from += r->spec->mr * row;
    for (int i = 0; i < r->spec->mr; i++)
        for (int64_t at = 0; at < nbytes; at += LINE) __builtin_prefetch(from + i * row + at, 0, 2);
}

/* Steps come in pieces, so that a long panel is not one long turn; each begins 64-byte aligned. */
static void pack(const contract_run *r, pack_panel p) {
    int64_t left = p.steps;
    for (; left > 0 && !(p.steps > PACK_STEPS ? rt_pool_stopped(r->pool) : rt_pool_word(r->pool));
         left -= PACK_STEPS) {
        p.steps = at_most(left, PACK_STEPS);
        r->pack(&p);
        p.to = (char *)p.to + (size_t)(PACK_STEPS * p.width) * r->each;
        p.from = element(p.from, r->each, PACK_STEPS * p.step_stride);
    }
}

static void pack_rows(const contract_run *r, int64_t batch, int64_t panel, char *to) {
    const int64_t *stride = r->st->a_stride;
    int64_t row = panel * r->spec->mr;
    pack_panel p = {to,
                    element(r->bufs[0], r->each, batch * stride[0] + row * stride[1]),
                    r->st->k,
                    stride[2],
                    at_most(r->st->m - row, r->spec->mr),
                    r->spec->mr,
                    stride[1]};
    if (r->fetch_a) fetch_next_rows(r, p.from);
    pack(r, p);
}

static void pack_columns(const contract_run *r, int64_t batch, int64_t panel, char *to) {
    const int64_t *stride = r->st->b_stride;
    int64_t col = panel * r->spec->nr;
    pack_panel p = {to,
                    element(r->bufs[1], r->each, batch * stride[0] + col * stride[2]),
                    r->st->k,
                    stride[1],
                    at_most(r->st->n - col, r->spec->nr),
                    r->spec->nr,
                    stride[2]};
    pack(r, p);
}

/* One chunk of shared packing: panels of A first, then panels of B. */
static void pack_chunk(void *user, int64_t chunk, int thread) {
    const contract_run *r = user;
    const contract_tiling *t = &r->t;
    (void)thread;
    bool b = chunk >= r->a_chunks;
    int64_t grain = b ? r->b_grain : r->a_grain, first = (b ? chunk - r->a_chunks : chunk) * grain;
    int64_t end = at_most(first + grain, b ? r->b_panels : r->a_panels);
    for (int64_t i = first; i < end; i++) {
        if (b)
            pack_columns(r, i / t->npanels, i % t->npanels, r->pack_b + (size_t)i * t->b_panel);
        else
            pack_rows(r, i / t->mpanels, i % t->mpanels, r->pack_a + (size_t)i * t->a_panel);
    }
}

/* Where column panel `j` of a batch lies for the tiles, and the step between its rows, in elements.
 */
static const void *columns_at(const contract_run *r, int64_t batch, int64_t j, char *own,
                              int64_t *step) {
    const contract_tiling *t = &r->t;
    const int64_t *stride = r->st->b_stride;
    if (t->b_in_place) {
        *step = stride[1];
        return element(r->bufs[1], r->each, batch * stride[0] + j * r->spec->nr);
    }
    *step = r->spec->nr;
    if (!t->b_own)
        return r->pack_b + (size_t)((t->b_batches > 1 ? batch : 0) * t->npanels + j) * t->b_panel;
    if (!t->a_own) pack_columns(r, batch, j, own);
    return own;
}

/* Fetches the lines a tile will store, for writing, while its sums are still being made. */
FETCHES fetch_results(const contract_run *r, int64_t first, int64_t rows, int64_t cols) {
    for (int o = 0; o < r->spec->noutputs; o++) {
        int64_t each =
            (int64_t)kiln_dtype_size((kiln_dtype)r->spec->value[r->spec->output[o]].dtype);
        const char *to = (const char *)r->bufs[r->spec->nleaves + o] + first * each;
        for (int64_t i = 0; i < rows; i++, to += r->st->n * each)
            for (int64_t at = 0; at < cols * each; at += LINE) __builtin_prefetch(to + at, 1, 3);
    }
}

/* Row panels [i0, i1), packed one after the other from `a`, times column panel j. */
static void run_tiles(const contract_run *r, int64_t batch, int64_t i0, int64_t i1, int64_t j,
                      const char *a, const void *b, int64_t b_step) {
    const plan_step *st = r->st;
    int64_t mr = r->spec->mr, nr = r->spec->nr, col = j * nr, cols = at_most(st->n - col, nr);
    for (int64_t i = i0; i < i1 && !rt_pool_word(r->pool); i++, a += r->t.a_panel) {
        int64_t row = i * mr, rows = at_most(st->m - row, mr);
        if (r->fetch_c) fetch_results(r, (batch * st->m + row) * st->n + col, rows, cols);
        kernel_tile_entry tile = rows == mr && cols == nr ? r->full : r->edge;
        tile(a, b, b_step, st->k, r->bufs, st->ints, r->scalars, batch, row, col, rows, cols);
    }
}

static void run_unit(const contract_run *r, int64_t unit, char *own_a, char *own_b) {
    const contract_tiling *t = &r->t;
    int64_t i0 = unit % t->mgroups * t->unit_m, rest = unit / t->mgroups;
    int64_t j0 = rest % t->ngroups * t->unit_n, batch = rest / t->ngroups;
    int64_t i1 = at_most(i0 + t->unit_m, t->mpanels), j1 = at_most(j0 + t->unit_n, t->npanels),
            step;
    int64_t packed = (t->a_batches > 1 ? batch : 0) * t->mpanels + i0;
    const char *a = t->a_own ? own_a : r->pack_a + (size_t)packed * t->a_panel;
    if (t->a_own && t->b_own)
        for (int64_t j = j0; j < j1; j++)
            pack_columns(r, batch, j, own_b + (size_t)(j - j0) * t->b_panel);
    for (int64_t i = i0, next; i < i1; i = next) {
        next = at_most(i + t->block_m, i1);
        for (int64_t p = i; p < next && t->a_own; p++)
            pack_rows(r, batch, p, own_a + (size_t)(p - i) * t->a_panel);
        for (int64_t j = j0;
             j < j1 && !(r->clocked ? rt_pool_stopped(r->pool) : rt_pool_word(r->pool)); j++) {
            char *own = t->a_own ? own_b + (size_t)(j - j0) * t->b_panel : own_b;
            const void *b = columns_at(r, batch, j, own, &step);
            run_tiles(r, batch, i, next, j, a, b, step);
        }
        if (!t->a_own) a += (size_t)(next - i) * t->a_panel;
    }
}

static void tile_chunk(void *user, int64_t chunk, int thread) {
    const contract_run *r = user;
    const contract_tiling *t = &r->t;
    size_t piece = (size_t)(r->piece_by_thread ? thread : chunk);
    char *own_a = r->pack_a + piece * t->a_piece, *own_b = r->pack_b + piece * t->b_piece;
    int64_t each = t->units / r->nchunks, more = t->units % r->nchunks;
    int64_t first = chunk * each + at_most(chunk, more), end = first + each + (chunk < more);
    for (int64_t unit = first; unit < end; unit++) run_unit(r, unit, own_a, own_b);
}

static void for_chunks(rt_pool *pool, bool alone, int64_t nchunks, rt_pool_fn fn, contract_run *r) {
    if (!alone && nchunks > 1)
        rt_pool_for(pool, nchunks, fn, r);
    else
        for (int64_t c = 0; c < nchunks && !rt_pool_stopped(pool); c++) fn(r, c, 0);
}

/* Panels that one chunk packs: enough bytes to be worth taking. */
static int64_t pack_grain(size_t panel) {
    return panel >= PACK_CHUNK_NBYTES ? 1 : (int64_t)(PACK_CHUNK_NBYTES / (panel + 1)) + 1;
}

static void pack_shared(rt_pool *pool, bool alone, contract_run *r) {
    const contract_tiling *t = &r->t;
    if (r->st->k == 0) return;
    r->a_panels = t->a_own ? 0 : t->mpanels * t->a_batches;
    r->b_panels = t->b_own || t->b_in_place ? 0 : t->npanels * t->b_batches;
    r->a_grain = pack_grain(t->a_panel);
    r->b_grain = pack_grain(t->b_panel);
    r->a_chunks = (r->a_panels + r->a_grain - 1) / r->a_grain;
    int64_t chunks = r->a_chunks + (r->b_panels + r->b_grain - 1) / r->b_grain;
    for_chunks(pool, alone, chunks, pack_chunk, r);
}

void rt_contract_run(rt_pool *pool, const plan_step *st, const kernel_spec *spec,
                     const rt_code *code, void *const *bufs, const uint64_t *scalars, void *pack) {
    contract_run r = {.st = st, .spec = spec, .pool = pool, .bufs = bufs, .scalars = scalars};
    kernel_contract_tiling(st, spec, &r.t);
    if (r.t.units == 0) return;
    r.full = (kernel_tile_entry)code->entry;
    r.edge = (kernel_tile_entry)code->edge;
    r.each = kiln_dtype_size((kiln_dtype)spec->leaf[0].dtype);
    r.pack = rt_pack_pick(r.each);
    r.clocked = (double)st->k * (double)r.t.block_m * spec->mr * spec->nr >= CLOCKED_FMAS;
    r.pack_a = pack;
    r.pack_b = (char *)pack + st->pack_a;
    double rows = (double)st->batch * (double)st->m;
    r.fetch_a = r.t.a_own && st->a_stride[2] == 1 &&
                rows * (double)st->k * (double)r.each > FAR_NBYTES &&
                (size_t)st->k * r.each <= SHORT_ROW_NBYTES;
    r.fetch_c = st->k >= FETCH_LEAST_K && rows * (double)st->n * (double)r.each > FAR_NBYTES;
    bool alone = 2.0 * rows * (double)st->n * (double)st->k < SERIAL_FLOPS;
    pack_shared(pool, alone, &r);
    r.piece_by_thread = rt_pool_threads(pool) <= r.t.pieces;
    r.nchunks = r.piece_by_thread ? r.t.nchunks : at_most(r.t.nchunks, r.t.pieces);
    for_chunks(pool, alone, r.nchunks, tile_chunk, &r);
}
