/* SPDX-License-Identifier: Apache-2.0
 * Public functions of masks: what they select, and where they hold. */
#include "frontend/ops/index/indexing.h"

static ir_id one_less(kiln_session *s, ir_id a) {
    return fe_map2(s, IR_SUB, a, fe_const(s, KILN_I64, 1));
}

/* x's elements as bools and as counted so far, each place included. */
static ir_id running(kiln_session *s, ir_id x, ir_id *holds) {
    *holds = fe_flat(s, fe_cast(s, x, KILN_BOOL));
    ir_id each = fe_cast(s, *holds, KILN_I64);
    return each == IR_NONE ? each : ir_scan(&s->b, IR_CUMSUM, each, 0);
}

/* The places of what holds, in order: each place is written to where it is counted, all others, and
 * those past `room`, to the end, which is cut off. What is not written is -1. */
static ir_id listed(kiln_session *s, ir_id holds, ir_id counted, int64_t room) {
    if (holds == IR_NONE || counted == IR_NONE) return IR_NONE;
    int64_t n = ir_numel(&s->g, holds), cells;
    if (!kn_add_i64(room, 1, &cells))
        return ir_fail(&s->b, KILN_TOO_LARGE, "%lld rows are too many", (long long)room);
    ir_id last = ir_const_bits(&s->b, KILN_I64, (uint64_t)room);
    ir_id inside = fe_map2(s, IR_AND, holds, fe_map2(s, IR_LE, counted, last));
    ir_id to = fe_map3(s, IR_SELECT, inside, one_less(s, counted), last);
    ir_id base = fe_full(s, fe_const(s, KILN_I64, -1), 1, &cells),
          place = ir_iota(&s->b, KILN_I64, 1, &n, 0);
    if (to == IR_NONE || base == IR_NONE || place == IR_NONE) return IR_NONE;
    return fe_part(s, ir_scatter(&s->b, IR_SCATTER, base, to, place, 0), 0, 0, room);
}

ir_id fe_nonzero(kiln_session *s, kiln_site at, ir_id x) {
    ir_id holds, counted = running(s, x, &holds);
    kiln_value count;
    if (counted == IR_NONE ||
        !fe_element_of(
            s, at, fe_reduce(s, IR_SUM, fe_cast(s, holds, KILN_I64), KILN_ALL_AXES, false), &count))
        return IR_NONE;
    return listed(s, holds, counted, count.as.integer);
}

ir_id fe_coordinate(kiln_session *s, ir_id places, int rank, const int64_t *extent, int axis) {
    int64_t stride = 1;
    for (int d = axis + 1; d < rank; d++) stride *= extent[d];
    ir_id at = fe_map2(s, IR_IDIV, places, ir_const_bits(&s->b, KILN_I64, (uint64_t)stride));
    return fe_map2(s, IR_REM, at, ir_const_bits(&s->b, KILN_I64, (uint64_t)extent[axis]));
}

/* [n] places to [n, rank] coordinates; negative places become `fill`. */
static ir_id rows(kiln_session *s, const kiln_tensor *a, ir_id places, ir_id fill) {
    if (places == IR_NONE) return places;
    int64_t e[2] = {ir_numel(&s->g, places), fe_of(a)->rank}, start[2] = {0, 0}, step[2] = {1, 1},
            column[2] = {e[0], 1};
    ir_id all = fe_full(s, fe_const(s, KILN_I64, 0), 2, e);
    ir_id missing = fill == IR_NONE ? IR_NONE : fe_map2(s, IR_LT, places, fe_const(s, KILN_I64, 0));
    for (int d = 0; d < fe_of(a)->rank && all != IR_NONE; d++, start[1]++) {
        ir_id one = fe_coordinate(s, places, fe_of(a)->rank, fe_of(a)->extent, d);
        if (missing != IR_NONE) one = fe_map3(s, IR_SELECT, missing, fill, one);
        one = one == IR_NONE ? one : ir_reshape(&s->b, one, 2, column);
        all = one == IR_NONE ? one : ir_update(&s->b, all, one, start, step);
    }
    return all;
}

kiln_tensor *(kiln_nonzero)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "nonzero", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    return fe_result(s, rows(s, a, fe_nonzero(s, at, fe_node(s, a)), IR_NONE));
}

kiln_tensor *(kiln_nonzero_static)(kiln_site at, kiln_tensor *a, int64_t size, int64_t fill_value) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "nonzero_static", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    if (size < 0)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "size is %lld, expected 0 or more",
                                    (long long)size));
    ir_id holds, counted = running(s, fe_node(s, a), &holds);
    ir_id fill = ir_scalar(&s->b, KILN_I64, (uint64_t)fill_value);
    return fe_result(s, fill == IR_NONE ? fill : rows(s, a, listed(s, holds, counted, size), fill));
}

static kiln_parts coordinates(kiln_site at, const char *call, kiln_tensor *a) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_parts_fail();
    ir_id places = fe_nonzero(s, at, fe_node(s, a));
    int count = fe_of(a)->rank == 0 ? 1 : fe_of(a)->rank;
    int64_t one = 1;
    kiln_parts p = places == IR_NONE ? fe_parts_refuse(s) : fe_parts_new(s, (size_t)count);
    for (size_t d = 0; d < p.count; d++)
        p.tensor[d] =
            fe_result(s, fe_coordinate(s, places, count,
                                       fe_of(a)->rank == 0 ? &one : fe_of(a)->extent, (int)d));
    return fe_parts_done(s, p);
}

kiln_parts(kiln_nonzero_as_tuple)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    return coordinates(at, "nonzero", a);
}
kiln_parts(kiln_where_nonzero)(kiln_site at, kiln_tensor *condition) {
    FE_DOOR;
    return coordinates(at, "where", condition);
}

/* Both of one shape. */
static bool masked_pair(kiln_session *s, kiln_tensor *a, kiln_tensor *mask, ir_id *ids, int *rank,
                        int64_t *extent) {
    if (fe_of(mask)->dtype != KILN_BOOL) {
        ir_fail(&s->b, KILN_BAD_DTYPE, "mask is %s, expected bool",
                kiln_dtype_short((kiln_dtype)fe_of(mask)->dtype));
        return false;
    }
    ids[0] = fe_node(s, a);
    ids[1] = fe_node(s, mask);
    if (ids[0] == IR_NONE || ids[1] == IR_NONE || !fe_broadcast(s, ids, 2, rank, extent))
        return false;
    for (int i = 0; i < 2; i++) {
        ids[i] = fe_expand_to(s, ids[i], *rank, extent);
        if (ids[i] != IR_NONE && fe_rank(s, ids[i]) < *rank)
            ids[i] = fe_full(s, ids[i], *rank, extent);
        if (ids[i] == IR_NONE) return false;
    }
    return true;
}

kiln_tensor *(kiln_masked_select)(kiln_site at, kiln_tensor *a, kiln_tensor *mask) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "masked_select", a, mask);
    if (s == NULL) return fe_poison_like(a, mask);
    ir_id ids[2];
    int rank;
    int64_t extent[IR_MAX_RANK];
    if (!masked_pair(s, a, mask, ids, &rank, extent)) return fe_result(s, IR_NONE);
    ir_id places = fe_nonzero(s, at, ids[1]), x = fe_flat(s, ids[0]);
    return fe_result(s,
                     places == IR_NONE || x == IR_NONE ? IR_NONE : ir_gather(&s->b, x, places, 0));
}

/* Where the mask holds for the k-th time, element k of the source with one unused element before
 * it: too short a source is an index out of range. */
kiln_tensor *(kiln_masked_scatter)(kiln_site at, kiln_tensor *a, kiln_tensor *mask,
                                   kiln_tensor *source) {
    FE_DOOR;
    kiln_tensor *t[3] = {a, mask, source};
    kiln_session *s = fe_enter(at, "masked_scatter", t, 3);
    if (s == NULL) return fe_poison_like(a, mask);
    ir_id ids[2], holds, from = IR_NONE;
    int rank;
    int64_t extent[IR_MAX_RANK], cells, start = 1, step = 1;
    if (!fe_same_dtype(s, a, source, "source") || !masked_pair(s, a, mask, ids, &rank, extent))
        return fe_result(s, IR_NONE);
    if (!kn_add_i64(kiln_numel(source), 1, &cells))
        return fe_result(s, ir_fail(&s->b, KILN_TOO_LARGE, "source is too large"));
    ir_id counted = running(s, ids[1], &holds), v = fe_flat(s, fe_node(s, source));
    ir_id at_source = fe_map3(s, IR_SELECT, holds, counted, fe_const(s, KILN_I64, 0));
    ir_id room = fe_full(s, fe_const(s, (kiln_dtype)fe_of(a)->dtype, 0), 1, &cells);
    if (v != IR_NONE && room != IR_NONE) from = ir_update(&s->b, room, v, &start, &step);
    ir_id y =
        from == IR_NONE || at_source == IR_NONE ? IR_NONE : ir_gather(&s->b, from, at_source, 0);
    y = y == IR_NONE ? y : ir_reshape(&s->b, y, rank, extent);
    return fe_result(s, fe_map3(s, IR_SELECT, ids[1], y, ids[0]));
}
