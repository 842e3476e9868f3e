/* SPDX-License-Identifier: Apache-2.0
 * The cutting of a contraction into panels and units. The figures come from measurement
 * (docs/contraction.md); none of them can change a bit of the result, because every element is one
 * chain of fma over all of k. */
#include "ir/contract_packing.h"

enum {
    BUFFER_SLACK_NBYTES = 128, /* kernel.h */
    NEAR_NBYTES = 256 << 10,  /* what stays in the second-level cache while something else passes */
    BLOCK_NBYTES = 512 << 10, /* the same, of rows packed before */
    FAR_NBYTES = 6 << 20, /* too much to stream from the last-level cache for every few columns */
    MOST_PIECES = 64,
    OWN_LEAST = 8, /* panels or batches that make it worth packing one at a time */
    UNITS = 64     /* wanted at least: few enough to be cheap, enough to balance */
};
#define UNIT_FLOPS ((int64_t)200000)         /* about two microseconds on one core */
#define UNIT_FLOPS_MOST ((int64_t)200000000) /* cancellation is looked at between units */

static size_t round64(size_t nbytes) { return (nbytes + 63) & ~(size_t)63; }
static int64_t ceil_div(int64_t a, int64_t b) { return a / b + (a % b != 0); }
static int64_t at_least(int64_t a, int64_t least) { return a < least ? least : a; }
static int64_t at_most(int64_t a, int64_t most) { return a > most ? most : a; }
static int64_t clamp(int64_t a, int64_t least, int64_t most) {
    return at_least(at_most(a, most), least);
}

static size_t times(size_t nbytes, int64_t count) {
    size_t out;
    if (!kn_mul_size(nbytes, (size_t)count, &out) || out > SIZE_MAX / 4) return SIZE_MAX / 4;
    return out;
}

/* Packing costs a pass over B, which pays when B is read many times or from far away. The last
 * columns are read past their end, by less than the slack of every buffer. */
static bool read_in_place(const plan_step *st, const kernel_spec *spec, size_t each,
                          const contract_tiling *t) {
    if (st->b_stride[2] != 1 && st->n != 1) return false;
    if (spec->nr * each > BUFFER_SLACK_NBYTES && st->n % spec->nr != 0) return false;
    return t->mpanels <= 4 || times(t->b_panel, t->npanels) <= NEAR_NBYTES;
}

static void choose_owner(const plan_step *st, contract_tiling *t) {
    bool b_near = times(t->b_panel, t->npanels) <= NEAR_NBYTES;
    bool a_far = times(t->a_panel, t->mpanels) > FAR_NBYTES;
    if (b_near && st->batch >= 2 * OWN_LEAST) {
        t->a_own = true;
        t->b_own = !t->b_in_place && t->b_batches > 1;
    } else if (b_near && t->mpanels * st->batch >= OWN_LEAST) {
        t->a_own = true;
    } else if (!t->b_in_place && !a_far && t->npanels * st->batch >= 2 * OWN_LEAST &&
               (t->b_batches > 1 || st->batch == 1)) {
        t->b_own = true;
    }
}

/* `least` and `most`: tiles a unit should have. */
static void choose_units(const plan_step *st, contract_tiling *t, int64_t least, int64_t most) {
    t->block_m =
        t->a_panel ? clamp((int64_t)(BLOCK_NBYTES / t->a_panel), 1, t->mpanels) : t->mpanels;
    t->unit_m = t->mpanels;
    t->unit_n = t->npanels;
    if (t->a_own) {
        t->block_m = 1;
        int64_t share = ceil_div(t->mpanels, at_least(UNITS / st->batch, 1));
        if (!t->b_own)
            t->unit_m = clamp(share, ceil_div(least, t->npanels), at_least(most / t->npanels, 1));
    } else if (t->b_own) {
        t->block_m = t->mpanels;
        t->unit_n = clamp(ceil_div(t->npanels, UNITS), ceil_div(least, t->mpanels),
                          at_least(most / t->mpanels, 1));
    } else {
        t->unit_m = at_most(t->block_m, at_least(least, 8));
        int64_t share = ceil_div(st->batch * ceil_div(t->mpanels, t->unit_m) * t->npanels, UNITS);
        t->unit_n = clamp(share, ceil_div(least, t->unit_m), at_least(most / t->unit_m, 1));
    }
    t->unit_m = clamp(t->unit_m, 1, t->mpanels);
    t->unit_n = clamp(t->unit_n, 1, t->npanels);
    t->block_m = at_most(t->block_m, t->unit_m);
}

void kernel_contract_tiling(const plan_step *st, const kernel_spec *spec, contract_tiling *t) {
    size_t each = kiln_dtype_size((kiln_dtype)spec->leaf[0].dtype);
    memset(t, 0, sizeof *t);
    if (st->batch <= 0 || st->m <= 0 || st->n <= 0) return;
    t->mpanels = ceil_div(st->m, spec->mr);
    t->npanels = ceil_div(st->n, spec->nr);
    t->a_batches = st->a_stride[0] == 0 ? 1 : st->batch;
    t->b_batches = st->b_stride[0] == 0 ? 1 : st->batch;
    t->a_panel = times(spec->mr * each, st->k);
    t->b_panel = times(spec->nr * each, st->k);
    t->b_in_place = read_in_place(st, spec, each, t);
    choose_owner(st, t);
    int64_t tile = at_least(2 * at_most(st->k, UNIT_FLOPS_MOST) * spec->mr * spec->nr, 1);
    int64_t least = ceil_div(UNIT_FLOPS, tile);
    choose_units(st, t, least, at_least(UNIT_FLOPS_MOST / tile, 1));
    t->mgroups = ceil_div(t->mpanels, t->unit_m);
    t->ngroups = ceil_div(t->npanels, t->unit_n);
    t->units = st->batch * t->mgroups * t->ngroups;
    t->nchunks = ceil_div(t->units, ceil_div(least, t->unit_m * t->unit_n));
    t->pieces = at_most(t->units, MOST_PIECES);
    if (t->a_own) t->a_piece = round64(times(t->a_panel, t->block_m));
    if (t->b_own) t->b_piece = round64(times(t->b_panel, t->a_own ? t->unit_n : 1));
}

void kernel_contract_packing(const plan_step *st, const kernel_spec *spec, size_t *pack_a,
                             size_t *pack_b) {
    contract_tiling t;
    kernel_contract_tiling(st, spec, &t);
    *pack_a = *pack_b = 0;
    if (t.units == 0) return;
    *pack_a =
        round64(t.a_own ? times(t.a_piece, t.pieces) : times(t.a_panel, t.mpanels * t.a_batches));
    if (!t.b_in_place)
        *pack_b = round64(t.b_own ? times(t.b_piece, t.pieces)
                                  : times(t.b_panel, t.npanels * t.b_batches));
}
