/* SPDX-License-Identifier: Apache-2.0
 * What random_graph.h builds from: extents as products of symbols, and values that are reshaped,
 * broadcast and cast until they fit. Two streams of numbers: `structure` decides ops, ranks and
 * which extents are alike; `data` decides the extents, where windows begin, and the elements. Many
 * draws of data for one structure run the same kernels, which are free of extents, so ten thousand
 * graphs cost a few thousand compilations. */
#ifndef KN_TESTS_UNIT_RANDOM_VALUES_H
#define KN_TESTS_UNIT_RANDOM_VALUES_H

#include "paths.h"

enum { RG_RANK = 5, RG_SYMBOLS = 15, RG_FIRST_SYMBOLS = 4, RG_VALUES = 160, RG_MOST_NODES = 4000 };

/* An extent as a product of symbols: four bits of exponent for each. 0 is the extent 1. */
typedef uint64_t rg_dim;
typedef struct rg_shape {
    int rank;
    rg_dim d[RG_RANK];
} rg_shape;
typedef struct rg_value {
    ir_id id;
    kiln_dtype dtype;
    rg_shape s;
} rg_value;

typedef struct rg {
    path_bench *p;
    ir_builder *b;
    uint64_t structure, data;
    int64_t symbol[RG_SYMBOLS], most; /* elements of a value */
    int nsymbols, n;
    rg_shape favourite;
    rg_value value[RG_VALUES];
} rg;

/* Below n, from the structure's stream. */
static inline int rg_pick(rg *r, int n) { return (int)(path_next(&r->structure) >> 33) % n; }
static inline bool rg_chance(rg *r, int percent) { return rg_pick(r, 100) < percent; }
static inline int64_t rg_draw(rg *r, int64_t low, int64_t high) {
    return low + (int64_t)((path_next(&r->data) >> 2) % (uint64_t)(high - low + 1));
}

/* ---- extents */

/* One of five habits: small, middling, one long, ones, a zero. */
static inline void rg_extents(rg *r) {
    int habit = (int)rg_draw(r, 0, 19), special = (int)rg_draw(r, 0, RG_FIRST_SYMBOLS - 1);
    r->most = 1 << 13;
    for (int i = 0; i < RG_FIRST_SYMBOLS; i++) {
        bool is = i == special;
        if (habit < 9)
            r->symbol[i] = rg_draw(r, 2, 8);
        else if (habit < 13)
            r->symbol[i] = is || rg_draw(r, 0, 3) == 0 ? rg_draw(r, 9, 70) : rg_draw(r, 2, 4);
        else if (habit < 15)
            r->symbol[i] = is ? rg_draw(r, 100, 20000) : rg_draw(r, 1, 2);
        else if (habit < 18)
            r->symbol[i] = rg_draw(r, 0, 1) ? 1 : rg_draw(r, 2, 20);
        else
            r->symbol[i] = is ? 0 : rg_draw(r, 1, 5);
    }
    if (habit >= 13 && habit < 15) r->most = 1 << 16;
    r->nsymbols = RG_FIRST_SYMBOLS;
}

static inline rg_dim rg_symbol(int i) { return UINT64_C(1) << (4 * i); }
static inline rg_dim rg_any(rg *r) {
    return rg_chance(r, 8) ? 0 : rg_symbol(rg_pick(r, RG_FIRST_SYMBOLS));
}

/* A new symbol of this extent; 0 (no dimension) when there is no room. */
static inline rg_dim rg_fresh(rg *r, int64_t extent) {
    if (r->nsymbols == RG_SYMBOLS) return 0;
    r->symbol[r->nsymbols] = extent;
    return rg_symbol(r->nsymbols++);
}

static inline int64_t rg_extent(const rg *r, rg_dim d) {
    int64_t n = 1;
    for (int i = 0; i < r->nsymbols; i++)
        for (rg_dim k = d >> (4 * i) & 15; k > 0 && n <= r->most; k--) n *= r->symbol[i];
    return n;
}

/* False when it would be too large. */
static inline bool rg_resolve(const rg *r, const rg_shape *s, int64_t *extent) {
    int64_t n = 1, nonzero = 1;
    for (int i = 0; i < s->rank; i++) {
        extent[i] = rg_extent(r, s->d[i]);
        n *= extent[i];
        nonzero *= extent[i] ? extent[i] : 1;
        if (nonzero > r->most) return false;
    }
    return n <= r->most;
}

/* Exponents must not run into each other. */
static inline bool rg_product(rg_dim a, rg_dim b, rg_dim *out) {
    for (int i = 0; i < 16; i++)
        if ((a >> (4 * i) & 15) + (b >> (4 * i) & 15) > 15) return false;
    *out = a + b;
    return true;
}

static inline bool rg_alike(const rg_shape *a, const rg_shape *b) {
    return a->rank == b->rank && memcmp(a->d, b->d, (size_t)a->rank * sizeof a->d[0]) == 0;
}

/* ---- values */

static inline rg_value rg_none(void) { return (rg_value){.id = IR_NONE}; }
static inline bool rg_is(rg_value v) { return v.id != IR_NONE; }

/* What the builder made; a refusal is forgotten. */
static inline rg_value rg_made(rg *r, ir_id id, const rg_shape *s) {
    if (id == IR_NONE) {
        ir_builder_clear(r->b);
        return rg_none();
    }
    return (rg_value){id, (kiln_dtype)ir_at(&r->p->g, id)->dtype, *s};
}

static inline void rg_add(rg *r, rg_value v) {
    if (rg_is(v) && r->n < RG_VALUES) r->value[r->n++] = v;
}

static inline kiln_dtype rg_dtype(rg *r, int allowed) {
    static const kiln_dtype likely[] = {KILN_F32, KILN_F32, KILN_F32,  KILN_F32, KILN_F64,
                                        KILN_F64, KILN_I32, KILN_I32,  KILN_I64, KILN_U8,
                                        KILN_I8,  KILN_I16, KILN_BOOL, KILN_F16, KILN_BF16};
    for (;;) {
        kiln_dtype d = likely[rg_pick(r, (int)(sizeof likely / sizeof *likely))];
        if (ir_dtype_is(d, allowed)) return d;
    }
}

/* What the builder takes for an op: halves too, where it computes them in f32. */
static inline int rg_takes(int op) {
    int allowed = ir_ops[op].allowed;
    return ir_dtype_is(KILN_F32, allowed) ? allowed | IR_DT_HALF : allowed;
}

static inline rg_value rg_input(rg *r, kiln_dtype dtype, const rg_shape *s) {
    int64_t extent[RG_RANK];
    if (!rg_resolve(r, s, extent) || r->p->g.ninputs + 8 > PATH_MAX_INPUTS) return rg_none();
    return rg_made(r, path_in(r->p, dtype, s->rank, extent), s);
}

/* The favourite, with some axes 1 or gone, or any other. */
static inline rg_shape rg_some_shape(rg *r) {
    rg_shape s = r->favourite;
    if (rg_chance(r, 60)) return s;
    if (rg_chance(r, 50)) {
        for (int i = 0; i < s.rank; i++)
            if (rg_chance(r, 40)) s.d[i] = 0;
        return s;
    }
    s.rank = rg_pick(r, RG_RANK);
    for (int i = 0; i < s.rank; i++) s.d[i] = rg_any(r);
    return s;
}

static inline rg_value rg_some(rg *r) {
    return r->value[rg_chance(r, 50) ? rg_pick(r, r->n) : r->n - 1 - rg_pick(r, (r->n + 3) / 4)];
}

/* One with a dtype of the set. */
static inline rg_value rg_some_of(rg *r, int allowed) {
    for (int i = 0; i < 8; i++) {
        rg_value v = rg_some(r);
        if (ir_dtype_is(v.dtype, allowed)) return v;
    }
    rg_shape s = rg_some_shape(r);
    return rg_input(r, rg_dtype(r, allowed), &s);
}

static inline rg_value rg_reshaped(rg *r, rg_value v, const rg_shape *s) {
    int64_t extent[RG_RANK] = {0};
    if (!rg_is(v) || !rg_resolve(r, s, extent)) return rg_none();
    return rg_made(r, ir_reshape(r->b, v.id, s->rank, extent), s);
}

/* v broadcast to a shape, aligned at the last axis, if it fits. */
static inline rg_value rg_conform(rg *r, rg_value v, const rg_shape *s) {
    rg_shape wide = *s;
    int64_t extent[RG_RANK];
    if (!rg_is(v) || v.s.rank > s->rank || !rg_resolve(r, s, extent)) return rg_none();
    if (rg_alike(&v.s, s)) return v;
    for (int i = 0; i < s->rank; i++) {
        int from = i - (s->rank - v.s.rank);
        wide.d[i] = from < 0 ? 0 : v.s.d[from];
        if (wide.d[i] != 0 && wide.d[i] != s->d[i]) return rg_none();
    }
    v = rg_reshaped(r, v, &wide);
    return rg_is(v) ? rg_made(r, ir_expand(r->b, v.id, s->rank, extent), s) : v;
}

/* Something of this dtype and shape: a value that fits, perhaps cast or broadcast; else a new
 * input. */
static inline rg_value rg_operand(rg *r, kiln_dtype dtype, const rg_shape *s) {
    for (int i = 0; i < 8; i++) {
        rg_value v = rg_some(r);
        if (v.s.rank == 0 && s->rank > 0 && !rg_chance(r, 20)) continue;
        if (v.dtype != dtype && !rg_chance(r, 25)) continue;
        v = rg_conform(r, v, s);
        if (!rg_is(v)) continue;
        return v.dtype == dtype ? v : rg_made(r, ir_cast(r->b, v.id, dtype), s);
    }
    rg_shape narrow = *s;
    for (int i = 0; i < s->rank; i++)
        if (rg_chance(r, 15)) narrow.d[i] = 0;
    return rg_conform(r, rg_input(r, dtype, &narrow), s);
}

/* The same for a map, where a number may stand too. */
static inline rg_value rg_map_operand(rg *r, kiln_dtype dtype, const rg_shape *s) {
    static const rg_shape number = {0, {0}};
    static const double some[] = {0, 1, -1, 2, 0.5, 3, -0.25, 100, -0.0};
    if (!rg_chance(r, 20)) return rg_operand(r, dtype, s);
    uint64_t bits = ir_bits_of(dtype, some[rg_pick(r, 9)]);
    if (rg_chance(r, 15)) bits = path_element(dtype, (path_input){PATH_WILD, 0}, 0, &r->structure);
    return rg_made(r,
                   rg_chance(r, 60) ? ir_const_bits(r->b, dtype, bits)
                                    : ir_scalar(r->b, dtype, bits),
                   &number);
}

static inline ir_op rg_op(rg *r, int class, int noperands) {
    for (;;) {
        int op = rg_pick(r, IR_OP_COUNT);
        if (ir_op_class(op) == class && (!noperands || ir_ops[op].noperands == noperands))
            return (ir_op)op;
    }
}

#endif
