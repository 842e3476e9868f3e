/* SPDX-License-Identifier: Apache-2.0
 * Random valid graphs for test_random_graphs.c: maps, reductions, movements, products, gathers and
 * random numbers on each other's results, and derivatives of what came out. */
#ifndef KN_TESTS_UNIT_RANDOM_GRAPH_H
#define KN_TESTS_UNIT_RANDOM_GRAPH_H

#include "autograd/autograd.h"
#include "random_values.h"

/* ---- steps: each adds a value or nothing */

static inline void rg_map(rg *r) {
    ir_op op = rg_op(r, IR_MAP, 1 + rg_pick(r, 14) / 6);
    const ir_op_info *info = &ir_ops[op];
    if (info->types == IR_TYPES_RAND) return;
    rg_value a = rg_some_of(r, rg_takes(op)), x[IR_MAX_OPERANDS];
    if (!rg_is(a)) return;
    int which = info->types == IR_TYPES_SEL ? 1 + rg_pick(r, 2) : rg_pick(r, info->noperands);
    for (int k = 0; k < info->noperands; k++) {
        kiln_dtype dtype = info->types == IR_TYPES_SEL && k == 0 ? KILN_BOOL : a.dtype;
        x[k] = k == which                             ? a
               : rg_chance(r, 10) && dtype == a.dtype ? a
                                                      : rg_map_operand(r, dtype, &a.s);
        if (!rg_is(x[k])) return;
    }
    if (info->types == IR_TYPES_CAST)
        rg_add(r, rg_made(r, ir_convert(r->b, op, a.id, rg_dtype(r, IR_DT_ALL)), &a.s));
    else if (info->noperands == 1)
        rg_add(r, rg_made(r, ir_map1(r->b, op, a.id), &a.s));
    else if (info->noperands == 2)
        rg_add(r, rg_made(r, ir_map2(r->b, op, x[0].id, x[1].id), &a.s));
    else
        rg_add(r, rg_made(r, ir_map3(r->b, op, x[0].id, x[1].id, x[2].id), &a.s));
}

static inline void rg_random(rg *r) {
    rg_shape s = rg_some_shape(r);
    int64_t extent[RG_RANK];
    if (s.rank == 0 || !rg_resolve(r, &s, extent)) return;
    ir_op op = rg_chance(r, 50) ? IR_UNIFORM : IR_NORMAL;
    ir_id counter = ir_iota(r->b, KILN_I64, s.rank, extent, rg_pick(r, s.rank)),
          key = ir_scalar(r->b, KILN_I64, 77);
    rg_add(r, rg_made(r, ir_random(r->b, op, rg_dtype(r, IR_DT_REAL), counter, key), &s));
}

static inline void rg_iota(rg *r) {
    rg_shape s = rg_some_shape(r);
    int64_t extent[RG_RANK];
    if (s.rank == 0 || !rg_resolve(r, &s, extent)) return;
    rg_add(r, rg_made(r,
                      ir_iota(r->b, rg_dtype(r, IR_DT_NUM | IR_DT_HALF), s.rank, extent,
                              rg_pick(r, s.rank)),
                      &s));
}

/* A reduction; sometimes broadcast back and combined with its operand, as normalisations are;
 * sometimes its axes dropped. */
static inline void rg_reduce(rg *r) {
    ir_op op = rg_op(r, IR_REDUCE, 0);
    rg_value a = rg_some_of(r, rg_takes(op));
    if (!rg_is(a)) return;
    int first = a.s.rank ? rg_pick(r, a.s.rank) : 0, end = first, fate = rg_pick(r, 4);
    if (a.s.rank) end = rg_chance(r, 60) ? first + 1 : first + 1 + rg_pick(r, a.s.rank - first);
    if (rg_chance(r, 35) && a.s.rank) first = (end = a.s.rank) - 1;
    rg_shape s = a.s, dropped = {0, {0}};
    for (int i = 0; i < s.rank; i++) {
        if (i < first || i >= end)
            dropped.d[dropped.rank++] = s.d[i];
        else
            s.d[i] = 0;
    }
    rg_value v = rg_made(r, ir_reduce(r->b, op, a.id, first, end), &s);
    if (!rg_is(v)) return;
    rg_add(r, v);
    if (fate == 0) rg_add(r, rg_reshaped(r, v, &dropped));
    if (fate == 1 && ir_ops[op].types == IR_TYPES_ARG && end == first + 1 &&
        rg_extent(r, a.s.d[first]) > 0)
        rg_add(r, rg_made(r, ir_gather(r->b, a.id, v.id, first), &s));
    v = fate >= 2 && v.dtype == a.dtype ? rg_conform(r, v, &a.s) : rg_none();
    if (rg_is(v) && a.dtype != KILN_BOOL)
        rg_add(r, rg_made(r, ir_map2(r->b, rg_chance(r, 50) ? IR_SUB : IR_MUL, a.id, v.id), &a.s));
}

/* ---- movement */

static inline rg_shape rg_other_shape(rg *r, const rg_shape *from) {
    rg_shape s = *from;
    int i = s.rank ? rg_pick(r, s.rank) : 0, symbol = rg_pick(r, RG_SYMBOLS);
    switch (rg_pick(r, 5)) {
    case 0: /* flat */
        for (i = 1; i < s.rank; i++)
            if (!rg_product(s.d[0], s.d[i], &s.d[0])) return *from;
        if (s.rank) s.rank = 1;
        break;
    case 1: /* two axes as one */
        if (i + 1 >= s.rank || !rg_product(s.d[i], s.d[i + 1], &s.d[i])) break;
        memmove(&s.d[i + 1], &s.d[i + 2], (size_t)(s.rank - i - 2) * sizeof s.d[0]);
        s.rank--;
        break;
    case 2: /* one as two; a single symbol splits off a 1 */
        if (s.rank == 0 || s.rank == RG_RANK) break;
        if (!(s.d[i] >> (4 * symbol) & 15)) symbol = -1;
        memmove(&s.d[i + 1], &s.d[i], (size_t)(s.rank - i) * sizeof s.d[0]);
        s.d[i] = symbol < 0 ? 0 : rg_symbol(symbol);
        s.d[i + 1] -= s.d[i];
        s.rank++;
        break;
    case 3: /* the same extents in another order: no view of anything */
        for (i = 0; i < s.rank; i++) s.d[i] = from->d[s.rank - 1 - i];
        break;
    default: /* an axis of 1 in front */
        if (s.rank == RG_RANK) break;
        memmove(&s.d[1], &s.d[0], (size_t)s.rank * sizeof s.d[0]);
        s.d[0] = 0;
        s.rank++;
    }
    return s;
}

static inline void rg_permute(rg *r, rg_value a) {
    int perm[RG_RANK];
    rg_shape s = a.s;
    for (int i = 0; i < s.rank; i++) {
        int j = rg_pick(r, i + 1);
        perm[i] = perm[j];
        perm[j] = i;
    }
    for (int i = 0; i < s.rank; i++) s.d[i] = a.s.d[perm[i]];
    rg_add(r, rg_made(r, ir_permute(r->b, a.id, perm), &s));
}

static inline void rg_expand(rg *r, rg_value a) {
    rg_shape s = a.s;
    /* repeated last or, below, first */
    if (s.rank < RG_RANK && rg_chance(r, 50))
        s.d[s.rank++] = 0;
    else if (s.rank < RG_RANK) {
        memmove(&s.d[1], &s.d[0], (size_t)s.rank * sizeof s.d[0]);
        s.d[0] = 0;
        s.rank++;
    }
    rg_value v = rg_reshaped(r, a, &s);
    int64_t extent[RG_RANK];
    for (int i = 0; i < s.rank; i++)
        if (s.d[i] == 0) s.d[i] = rg_any(r);
    if (rg_is(v) && rg_resolve(r, &s, extent))
        rg_add(r, rg_made(r, ir_expand(r->b, v.id, s.rank, extent), &s));
}

/* Parts of an axis: `count` elements at start + i * step; how the step looks is structure. */
typedef struct rg_window {
    int64_t start[RG_RANK], step[RG_RANK], count[RG_RANK];
    rg_shape s;
} rg_window;

static inline int64_t rg_start(rg *r, int64_t extent, int64_t count, int64_t step) {
    int64_t reach = count > 0 ? (count - 1) * (step < 0 ? -step : step) : 0,
            low = step < 0 ? reach : 0;
    return count == 0 ? 0 : rg_draw(r, low, low + extent - 1 - reach);
}

static inline void rg_choose_window(rg *r, const rg_shape *s, rg_window *w) {
    static const int64_t steps[] = {1, 1, 2, -1, -1, -2, 3};
    w->s = *s;
    for (int i = 0; i < s->rank; i++) {
        int64_t extent = rg_extent(r, s->d[i]), most, size;
        int fate = rg_pick(r, 3);
        w->step[i] = fate == 0 ? 1 : steps[rg_pick(r, 7)];
        size = w->step[i] < 0 ? -w->step[i] : w->step[i];
        most = extent == 0 ? 0 : (extent - 1) / size + 1;
        w->count[i] = fate == 0 || (fate == 1 && size == 1) ? extent
                      : extent == 0                         ? 0
                                                            : rg_draw(r, (most + 1) / 2, most);
        rg_dim fresh = fate == 0 || (fate == 1 && size == 1) ? s->d[i] : rg_fresh(r, w->count[i]);
        if (fresh == 0) w->step[i] = 1, w->count[i] = extent, fresh = s->d[i];
        w->s.d[i] = fresh;
        w->start[i] = rg_start(r, extent, w->count[i], w->step[i]);
    }
}

static inline rg_value rg_sliced(rg *r, rg_value a, const rg_window *w) {
    return rg_made(r, ir_slice(r->b, a.id, w->start, w->step, w->count), &w->s);
}

/* Part of a replaced by part of another, or by the same part turned round. */
static inline void rg_update(rg *r, rg_value a) {
    rg_window w;
    rg_value from = rg_operand(r, a.dtype, &a.s);
    if (!rg_is(from)) return;
    rg_choose_window(r, &a.s, &w);
    rg_value part = rg_sliced(r, from, &w);
    for (int i = 0; i < a.s.rank; i++) {
        if (rg_chance(r, 50)) w.step[i] = -w.step[i];
        w.start[i] = rg_start(r, rg_extent(r, a.s.d[i]), w.count[i], w.step[i]);
    }
    if (rg_is(part)) rg_add(r, rg_made(r, ir_update(r->b, a.id, part.id, w.start, w.step), &a.s));
}

/* Overlapping windows of the elements in a row, read or written. */
static inline void rg_strided(rg *r, rg_value a, ir_op op) {
    int64_t numel = ir_numel(&r->p->g, a.id), extent[2] = {0},
            stride[] = {rg_chance(r, 50) ? 1 : 2, 1};
    extent[1] = rg_draw(r, 1, 4);
    extent[0] = numel < extent[1] ? 0 : (numel - extent[1]) / stride[0] + 1;
    if (extent[0] * extent[1] > r->most) return;
    rg_shape s = {2, {rg_fresh(r, extent[0]), rg_fresh(r, extent[1])}};
    if (s.d[0] == 0 || s.d[1] == 0) return;
    rg_value part = rg_made(r, ir_strided(r->b, a.id, 0, stride, 2, extent), &s);
    if (op == IR_STRIDED || !rg_is(part))
        rg_add(r, part);
    else
        rg_add(r, rg_made(r, ir_strided_put(r->b, op, a.id, part.id, 0, stride), &a.s));
}

static inline void rg_move(rg *r) {
    rg_value a = rg_some(r);
    rg_window w;
    rg_shape s;
    ir_op op = rg_op(r, IR_MOVE, 0);
    switch (op) {
    case IR_RESHAPE:
        s = rg_other_shape(r, &a.s);
        rg_add(r, rg_reshaped(r, a, &s));
        break;
    case IR_PERMUTE: rg_permute(r, a); break;
    case IR_EXPAND: rg_expand(r, a); break;
    case IR_SLICE:
        rg_choose_window(r, &a.s, &w);
        rg_add(r, rg_sliced(r, a, &w));
        break;
    case IR_STRIDED:
    case IR_STRIDED_SET: rg_strided(r, a, op); break;
    default: rg_update(r, a);
    }
}

/* ---- the rest */

static inline void rg_matmul(rg *r) {
    rg_value a = rg_some_of(r, IR_DT_NUM | IR_DT_HALF);
    static const int turned[][RG_RANK] = {{0},       {0},          {1, 0},
                                          {0, 2, 1}, {0, 1, 3, 2}, {0, 1, 2, 4, 3}};
    if (!rg_is(a) || a.s.rank < 2) return;
    rg_shape s = a.s, out = a.s;
    rg_dim n = rg_any(r);
    bool flipped = rg_chance(r, 40);
    s.d[s.rank - 2] = flipped ? n : a.s.d[s.rank - 1];
    s.d[s.rank - 1] = flipped ? a.s.d[s.rank - 1] : n;
    out.d[s.rank - 1] = n;
    int64_t extent[RG_RANK];
    rg_value c = rg_operand(r, a.dtype, &s);
    if (!rg_is(c) || !rg_resolve(r, &out, extent)) return;
    ir_id right = flipped ? ir_permute(r->b, c.id, turned[s.rank]) : c.id;
    rg_add(r, rg_made(r, ir_matmul(r->b, a.id, right), &out));
}

static inline void rg_index(rg *r) {
    ir_op op = rg_chance(r, 50) ? IR_GATHER : rg_op(r, IR_CLASS_SCATTER, 3);
    rg_value a = rg_some_of(r, rg_takes(op));
    if (!rg_is(a) || a.s.rank == 0) return;
    int axis = rg_pick(r, a.s.rank);
    int64_t extent[RG_RANK], below = rg_extent(r, a.s.d[axis]);
    rg_shape s = a.s;
    s.d[axis] = rg_fresh(r, below == 0 ? 0 : rg_draw(r, 1, 9));
    if (s.d[axis] == 0 || !rg_resolve(r, &s, extent) || r->p->g.ninputs + 8 > PATH_MAX_INPUTS)
        return;
    ir_id index = path_index(r->p, s.rank, extent, below ? below : 1);
    rg_value source = op == IR_GATHER ? rg_none() : rg_operand(r, a.dtype, &s);
    if (op == IR_GATHER)
        rg_add(r, rg_made(r, ir_gather(r->b, a.id, index, axis), &s));
    else if (rg_is(source))
        rg_add(r, rg_made(r, ir_scatter(r->b, op, a.id, index, source.id, axis), &a.s));
}

static inline void rg_lines(rg *r) {
    ir_op op = rg_chance(r, 70) ? rg_op(r, IR_CLASS_SCAN, 1) : IR_ARGSORT;
    rg_value a = rg_some_of(r, rg_takes(op));
    if (!rg_is(a) || a.s.rank == 0) return;
    int axis = rg_pick(r, a.s.rank);
    ir_id id = op == IR_ARGSORT ? ir_argsort(r->b, a.id, axis, rg_chance(r, 50))
                                : ir_scan(r->b, op, a.id, axis);
    rg_value v = rg_made(r, id, &a.s);
    rg_add(r, v);
    if (rg_is(v) && ir_ops[op].types == IR_TYPES_ARG)
        rg_add(r, rg_made(r, ir_gather(r->b, a.id, v.id, axis), &a.s));
}

static inline void rg_step(rg *r) {
    int pick = rg_pick(r, 100);
    if (pick < 50)
        rg_map(r);
    else if (pick < 65)
        rg_reduce(r);
    else if (pick < 85)
        rg_move(r);
    else if (pick < 90)
        rg_matmul(r);
    else if (pick < 94)
        rg_index(r);
    else if (pick < 96)
        rg_lines(r);
    else if (pick < 98)
        rg_random(r);
    else
        rg_iota(r);
}

/* ---- whole graphs */

/* The derivative of one float value by the float inputs, with a given seed or of its sum. */
static inline void rg_backward(rg *r) {
    rg_value root = rg_some_of(r, IR_DT_REAL);
    ir_id wrt[8], grads[8], seed = IR_NONE;
    size_t n = 0, room = PATH_MAX_OUTPUTS - r->p->g.noutputs;
    if (!rg_is(root)) return;
    if (rg_chance(r, 50)) {
        rg_value given = rg_input(r, root.dtype, &root.s);
        if (!rg_is(given)) return;
        seed = given.id;
    } else {
        root.id = ir_reduce(r->b, IR_SUM, root.id, 0, root.s.rank);
    }
    for (ir_id id = 0; id < r->p->g.count && n < 8; id++)
        if (ir_at(&r->p->g, id)->op == IR_INPUT && id != seed &&
            ir_dtype_is((kiln_dtype)ir_at(&r->p->g, id)->dtype, IR_DT_REAL))
            wrt[n++] = id;
    if (n == 0 || n > room) return;
    if (ad_gradients(r->b, &root.id, &seed, 1, wrt, n, grads, NULL) != KILN_OK) {
        ir_builder_clear(r->b);
        return;
    }
    for (size_t i = 0; i < n; i++) path_out(r->p, grads[i]);
}

/* Everything that nothing reads becomes an output. */
static inline void rg_unread(rg *r) {
    const ir_graph *g = &r->p->g;
    uint8_t read[2 * RG_MOST_NODES] = {0};
    for (ir_id id = 0; id < g->count && id < sizeof read; id++)
        for (int k = 0; k < ir_at(g, id)->noperands; k++) read[ir_at(g, id)->operand[k]] = 1;
    for (int i = 0; i < r->n && g->noutputs + 16 < PATH_MAX_OUTPUTS; i++)
        if (!read[r->value[i].id] && ir_at(g, r->value[i].id)->op != IR_INPUT)
            path_out(r->p, r->value[i].id);
}

static inline void rg_build(path_bench *p, uint64_t structure, uint64_t data, bool backward) {
    static rg r;
    memset(&r, 0, sizeof r);
    r.p = p;
    r.b = &p->b;
    r.structure = structure * UINT64_C(0x2545f4914f6cdd1d);
    r.data = data * UINT64_C(0xd1342543de82ef95) ^ structure;
    path_begin(p, "structure %llu, data %llu%s", (unsigned long long)structure,
               (unsigned long long)data, backward ? ", backward" : "");
    p->random = r.data;
    int habit = (int)rg_draw(&r, 0, 19);
    p->fill = habit < 11   ? PATH_TAME
              : habit < 17 ? PATH_SPARSE
              : habit < 19 ? PATH_WILD
                           : PATH_EQUALS;
    rg_extents(&r);
    r.favourite.rank = 1 + rg_pick(&r, 3);
    for (int i = 0; i < r.favourite.rank; i++)
        r.favourite.d[i] = rg_symbol(rg_pick(&r, RG_FIRST_SYMBOLS));
    for (int i = 0, n = 2 + rg_pick(&r, 3); i < n || r.n == 0; i++) {
        rg_shape s = i > 20 ? (rg_shape){0, {0}} : rg_some_shape(&r);
        rg_add(&r, rg_input(&r, rg_dtype(&r, backward ? IR_DT_REAL : IR_DT_ALL), &s));
    }
    int steps = 3 + rg_pick(&r, 28);
    for (int i = 0; i < steps && p->g.count < RG_MOST_NODES; i++) rg_step(&r);
    path_out(p, r.value[r.n - 1].id);
    for (int i = rg_pick(&r, 4); i > 0; i--) path_out(p, rg_some(&r).id);
    if (rg_chance(&r, 60)) rg_unread(&r);
    if (backward) rg_backward(&r);
}

#endif
