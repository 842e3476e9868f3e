/* SPDX-License-Identifier: Apache-2.0
 * Public copies of a tensor's elements in another arrangement: reversed, rolled, turned, repeated,
 * shuffled between channels and pixels. */
#include "frontend/core/frontend.h"

#define ENTER(call)                                                                                \
    kiln_session *s = fe_enter1(at, call, a);                                                      \
    if (s == NULL) return fe_poison_like(a, NULL)

#define REFUSE(...) return fe_result(s, ir_fail(&s->b, __VA_ARGS__))

/* ---- reversed */

ir_id fe_reversed(kiln_session *s, ir_id x, const bool *axis) {
    if (x == IR_NONE) return x;
    int rank = fe_rank(s, x);
    int64_t from[IR_MAX_RANK], by[IR_MAX_RANK], extent[IR_MAX_RANK];
    memcpy(extent, ir_shape(&s->g, x), (size_t)rank * sizeof *extent);
    for (int i = 0; i < rank; i++) {
        bool turned = axis[i] && extent[i] > 1;
        from[i] = turned ? extent[i] - 1 : 0;
        by[i] = turned ? -1 : 1;
    }
    return ir_slice(&s->b, x, from, by, extent);
}

kiln_tensor *(kiln_flip)(kiln_site at, kiln_tensor *a, kiln_axes axes) {
    FE_DOOR;
    ENTER("flip");
    bool named[IR_MAX_RANK] = {false};
    int axis;
    if (!fe_good_axes(s, axes)) return fe_result(s, IR_NONE);
    for (int k = 0; k < axes.count; k++) {
        if (!fe_wrap(s, axes.axis[k], fe_of(a)->rank, &axis)) return fe_result(s, IR_NONE);
        if (named[axis]) REFUSE(KILN_BAD_ARGUMENT, "axis %d is named twice", axis);
        named[axis] = true;
    }
    return fe_result(s, fe_reversed(s, fe_node(s, a), named));
}

kiln_tensor *(kiln_fliplr)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    ENTER("fliplr");
    if (fe_of(a)->rank < 2)
        REFUSE(KILN_BAD_SHAPE, "rank is %d, expected at least 2", fe_of(a)->rank);
    return fe_result(s, fe_reversed(s, fe_node(s, a), (bool[IR_MAX_RANK]){false, true}));
}

kiln_tensor *(kiln_flipud)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    ENTER("flipud");
    if (fe_of(a)->rank < 1) REFUSE(KILN_BAD_SHAPE, "rank is 0, expected at least 1");
    return fe_result(s, fe_reversed(s, fe_node(s, a), (bool[IR_MAX_RANK]){true}));
}

kiln_tensor *(kiln_rot90)(kiln_site at, kiln_tensor *a, int64_t k, kiln_axes axes) {
    FE_DOOR;
    ENTER("rot90");
    int i0, i1, order[IR_MAX_RANK];
    if (axes.count != 2) REFUSE(KILN_BAD_ARGUMENT, "dims names %d axes, expected 2", axes.count);
    if (fe_of(a)->rank < 2)
        REFUSE(KILN_BAD_SHAPE, "rank is %d, expected at least 2", fe_of(a)->rank);
    if (!fe_good_axes(s, axes)) return fe_result(s, IR_NONE);
    if (!fe_axis(s, axes.axis[0], fe_of(a)->rank, &i0) ||
        !fe_axis(s, axes.axis[1], fe_of(a)->rank, &i1))
        return fe_result(s, IR_NONE);
    if (i0 == i1) REFUSE(KILN_BAD_ARGUMENT, "dims names axis %d twice", i0);
    int turns = (int)(k % 4 + 4) % 4;
    bool named[IR_MAX_RANK] = {false};
    named[i0] = turns == 2 || turns == 3;
    named[i1] = turns == 2 || turns == 1;
    for (int i = 0; i < fe_of(a)->rank; i++) order[i] = i == i0 ? i1 : i == i1 ? i0 : i;
    ir_id x = fe_reversed(s, fe_node(s, a), named);
    return fe_result(s, x == IR_NONE || turns % 2 == 0 ? x : ir_permute(&s->b, x, order));
}

/* ---- rolled */

static ir_id rolled(kiln_session *s, ir_id x, int64_t shift, int axis) {
    if (x == IR_NONE) return x;
    int64_t n = ir_shape(&s->g, x)[axis], by = n > 0 ? (shift % n + n) % n : 0;
    if (by == 0) return x;
    ir_id last = fe_part(s, x, axis, n - by, by), first = fe_part(s, x, axis, 0, n - by),
          parts[2] = {last, first};
    return fe_join(s, parts, 2, axis);
}

kiln_tensor *(kiln_roll)(kiln_site at, kiln_tensor *a, kiln_shape shifts, kiln_axes axes) {
    FE_DOOR;
    ENTER("roll");
    int axis;
    if (shifts.rank < 1 || shifts.extent == NULL)
        REFUSE(KILN_BAD_ARGUMENT, "shifts is empty, expected one or more");
    if (axes.count != shifts.rank && (axes.count != 0 || shifts.rank != 1))
        REFUSE(KILN_BAD_ARGUMENT, "shifts has %d numbers and dims %d, expected as many",
               shifts.rank, axes.count);
    ir_id x = fe_node(s, a);
    if (axes.count == 0) {
        int64_t all = kiln_numel(a);
        x = rolled(s, x == IR_NONE ? x : ir_reshape(&s->b, x, 1, &all), shifts.extent[0], 0);
        return fe_result(s,
                         x == IR_NONE ? x : ir_reshape(&s->b, x, fe_of(a)->rank, fe_of(a)->extent));
    }
    if (!fe_good_axes(s, axes)) return fe_result(s, IR_NONE);
    for (int k = 0; k < axes.count; k++) {
        if (!fe_axis(s, axes.axis[k], fe_of(a)->rank, &axis)) return fe_result(s, IR_NONE);
        x = rolled(s, x, shifts.extent[k], axis);
    }
    return fe_result(s, x);
}

/* ---- repeated */

/* x's own axes `times` over: a new axis before each repeated one is expanded and joined with it. */
static ir_id repeated_own(kiln_session *s, ir_id x, int rank, const int64_t *times,
                          const int64_t *whole) {
    int wide = 0;
    int64_t apart[2 * IR_MAX_RANK], spread[2 * IR_MAX_RANK];
    for (int i = 0; i < rank; i++) {
        int64_t n = ir_shape(&s->g, x)[i];
        if (n > 1 && times[i] != 1) apart[wide] = 1, spread[wide++] = times[i];
        apart[wide] = n;
        spread[wide++] = n == 1 ? times[i] : n;
    }
    if (wide > IR_MAX_RANK)
        return ir_fail(&s->b, KILN_TOO_LARGE,
                       "rank and the number of repeated axes add to %d, the limit is %d", wide,
                       IR_MAX_RANK);
    x = ir_reshape(&s->b, x, wide, apart);
    if (x != IR_NONE) x = ir_expand(&s->b, x, wide, spread);
    return x == IR_NONE ? x : ir_reshape(&s->b, x, rank, whole);
}

/* Axes before x's own come one by one, so that a gradient of halves is rounded after the sum over
 * each, as in PyTorch. */
static ir_id repeated(kiln_session *s, ir_id x, int rank, const int64_t *times) {
    if (x == IR_NONE) return x;
    int own = fe_rank(s, x), lead = rank - own;
    int64_t whole[IR_MAX_RANK], one[IR_MAX_RANK];
    for (int i = 0; i < rank; i++) {
        int64_t n = i < lead ? 1 : ir_shape(&s->g, x)[i - lead];
        if (times[i] < 0)
            return ir_fail(&s->b, KILN_BAD_ARGUMENT,
                           "axis %d is to be repeated %lld times, expected at least 0", i,
                           (long long)times[i]);
        if (!kn_mul_i64(n, times[i], &whole[i]))
            return ir_fail(&s->b, KILN_TOO_LARGE, "extent %d of the result overflows", i);
        one[i] = whole[i];
    }
    x = repeated_own(s, x, own, times + lead, whole + lead);
    for (int i = lead - 1; i >= 0 && x != IR_NONE; i--) {
        one[i] = 1;
        x = ir_reshape(&s->b, x, rank - i, one + i);
        one[i] = whole[i];
        x = x == IR_NONE ? x : ir_expand(&s->b, x, rank - i, whole + i);
    }
    return x;
}

kiln_tensor *(kiln_repeat)(kiln_site at, kiln_tensor *a, kiln_shape times) {
    FE_DOOR;
    ENTER("repeat");
    if (!fe_good_shape(s, times, "repeats")) return fe_result(s, IR_NONE);
    if (times.rank < fe_of(a)->rank)
        REFUSE(KILN_BAD_ARGUMENT, "repeats has %d numbers, expected at least the rank, %d",
               times.rank, fe_of(a)->rank);
    return fe_result(s, repeated(s, fe_node(s, a), times.rank, times.extent));
}

kiln_tensor *(kiln_tile)(kiln_site at, kiln_tensor *a, kiln_shape times) {
    FE_DOOR;
    ENTER("tile");
    int64_t all[IR_MAX_RANK];
    if (!fe_good_shape(s, times, "dims")) return fe_result(s, IR_NONE);
    int rank = times.rank > fe_of(a)->rank ? times.rank : fe_of(a)->rank;
    for (int i = 0; i < rank; i++)
        all[i] = i < rank - times.rank ? 1 : times.extent[i - (rank - times.rank)];
    return fe_result(s, repeated(s, fe_node(s, a), rank, all));
}

/* ---- repeat_interleave */

/* x to repeat along *axis; without a dim its elements in order. */
static ir_id to_repeat(kiln_session *s, kiln_tensor *a, int dim, int *axis) {
    ir_id x = fe_node(s, a);
    if (dim == KILN_NO_DIM || fe_of(a)->rank == 0) {
        int64_t all = kiln_numel(a);
        if (dim != KILN_NO_DIM && !fe_wrap(s, dim, 0, axis)) return IR_NONE;
        *axis = 0;
        return x == IR_NONE ? x : ir_reshape(&s->b, x, 1, &all);
    }
    return fe_axis(s, dim, fe_of(a)->rank, axis) ? x : IR_NONE;
}

static bool good_size(kiln_session *s, int64_t size, int64_t total) {
    if (size == KILN_NO_INT || size == total) return true;
    ir_fail(&s->b, KILN_BAD_ARGUMENT, "output_size is %lld, the repeats give %lld", (long long)size,
            (long long)total);
    return false;
}

kiln_tensor *(kiln_repeat_interleave)(kiln_site at, kiln_tensor *a, int64_t times, int dim,
                                      int64_t output_size) {
    FE_DOOR;
    ENTER("repeat_interleave");
    int axis, rank, wide = 0;
    int64_t apart[IR_MAX_RANK + 1], spread[IR_MAX_RANK + 1], whole[IR_MAX_RANK];
    ir_id x = to_repeat(s, a, dim, &axis);
    if (x == IR_NONE) return fe_result(s, x);
    if (times < 0)
        REFUSE(KILN_BAD_ARGUMENT, "repeats is %lld, expected at least 0", (long long)times);
    rank = fe_rank(s, x);
    memcpy(whole, ir_shape(&s->g, x), (size_t)rank * sizeof *whole);
    if (rank == IR_MAX_RANK)
        REFUSE(KILN_TOO_LARGE, "rank is %d, expected less than the limit", rank);
    for (int i = 0; i < rank; i++) {
        apart[wide] = spread[wide] = whole[i];
        wide++;
        if (i == axis) apart[wide] = 1, spread[wide++] = times;
    }
    if (!kn_mul_i64(whole[axis], times, &whole[axis]))
        REFUSE(KILN_TOO_LARGE, "extent %d of the result overflows", axis);
    if (!good_size(s, output_size, whole[axis])) return fe_result(s, IR_NONE);
    x = ir_reshape(&s->b, x, wide, apart);
    if (x != IR_NONE) x = ir_expand(&s->b, x, wide, spread);
    return fe_result(s, x == IR_NONE ? x : ir_reshape(&s->b, x, rank, whole));
}

static bool good_repeats(kiln_session *s, const kiln_tensor *repeats) {
    if (fe_of(repeats)->dtype != KILN_I64 && fe_of(repeats)->dtype != KILN_I32)
        ir_fail(&s->b, KILN_BAD_DTYPE, "repeats is %s, expected i64 or i32",
                kiln_dtype_short((kiln_dtype)fe_of(repeats)->dtype));
    else if (fe_of(repeats)->rank > 1)
        ir_fail(&s->b, KILN_BAD_SHAPE, "repeats has rank %d, expected 0 or 1",
                fe_of(repeats)->rank);
    return s->b.status == KILN_OK;
}

/* Which of n elements each element of the result repeats: the result's places searched among the
 * running sums of `repeats`, one number or n. How many there are is known only once the repeats are
 * computed, so they are. */
static ir_id repeat_index(kiln_session *s, kiln_site at, kiln_tensor *repeats, int64_t n,
                          int64_t output_size) {
    ir_id counts = fe_cast(s, fe_node(s, repeats), KILN_I64);
    if (counts != IR_NONE) counts = ir_reshape(&s->b, counts, 1, (int64_t[]){kiln_numel(repeats)});
    if (counts == IR_NONE) return counts;
    counts = ir_expand(&s->b, counts, 1, &n);
    ir_id ends = counts == IR_NONE ? counts : ir_scan(&s->b, IR_CUMSUM, counts, 0);
    kiln_value least, total = kiln_v_int(0);
    if (n > 0 && ends != IR_NONE) {
        if (!fe_element_of(s, at, fe_reduce(s, IR_RMIN, counts, KILN_ALL_AXES, false), &least) ||
            !fe_element_of(s, at, fe_reduce(s, IR_SUM, counts, KILN_ALL_AXES, false), &total))
            return IR_NONE;
        if (least.as.integer < 0)
            ends = ir_fail(&s->b, KILN_BAD_ARGUMENT,
                           "a number of repeats is %lld, expected at least 0",
                           (long long)least.as.integer);
    }
    if (ends == IR_NONE || (n > 0 && !good_size(s, output_size, total.as.integer))) return IR_NONE;
    ir_id place = ir_iota(&s->b, KILN_I64, 1, &total.as.integer, 0);
    return place == IR_NONE ? place : ir_searchsorted(&s->b, ends, place, true);
}

kiln_tensor *(kiln_repeat_interleave_counts)(kiln_site at, kiln_tensor *repeats,
                                             int64_t output_size) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "repeat_interleave", repeats);
    if (s == NULL) return fe_poison_like(repeats, NULL);
    if (!good_repeats(s, repeats)) return fe_result(s, IR_NONE);
    if (fe_of(repeats)->rank != 1) REFUSE(KILN_BAD_SHAPE, "repeats has rank 0, expected 1");
    ir_id index = repeat_index(s, at, repeats, fe_of(repeats)->extent[0], output_size);
    return fe_result(s, fe_cast(s, index, (kiln_dtype)fe_of(repeats)->dtype));
}

kiln_tensor *(kiln_repeat_interleave_each)(kiln_site at, kiln_tensor *a, kiln_tensor *repeats,
                                           int dim, int64_t output_size) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "repeat_interleave", a, repeats);
    int axis;
    if (s == NULL) return fe_poison_like(a, repeats);
    ir_id x = to_repeat(s, a, dim, &axis);
    if (x == IR_NONE || !good_repeats(s, repeats)) return fe_result(s, IR_NONE);
    int64_t n = ir_shape(&s->g, x)[axis], given = kiln_numel(repeats);
    if (fe_of(repeats)->rank == 1 && given != 1 && given != n)
        REFUSE(KILN_BAD_SHAPE, "repeats has %lld numbers, expected 1 or the axis' %lld",
               (long long)given, (long long)n);
    ir_id index = repeat_index(s, at, repeats, n, output_size);
    if (index == IR_NONE) return fe_result(s, index);
    int rank = fe_rank(s, x);
    int64_t wide[IR_MAX_RANK], one[IR_MAX_RANK], total = ir_shape(&s->g, index)[0];
    memcpy(wide, ir_shape(&s->g, x), (size_t)rank * sizeof *wide);
    for (int i = 0; i < rank; i++) one[i] = i == axis ? total : 1;
    wide[axis] = total;
    index = ir_reshape(&s->b, index, rank, one);
    if (index != IR_NONE) index = ir_expand(&s->b, index, rank, wide);
    return fe_result(s, index == IR_NONE ? index : ir_gather(&s->b, x, index, axis));
}
