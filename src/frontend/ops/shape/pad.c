/* SPDX-License-Identifier: Apache-2.0
 * Public padding: with a number, or with the tensor's own elements mirrored, repeated or wrapped
 * around. Axis by axis, each a join of slices; a negative amount takes elements away. */
#include "frontend/core/frontend.h"

#define REFUSE(...) return fe_result(s, ir_fail(&s->b, __VA_ARGS__))

typedef enum pad_mode { CONSTANT, REFLECT, REPLICATE, CIRCULAR } pad_mode;

static int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }
static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* `length` elements from `start` by `step` of one axis; a step of 0 repeats one. */
static ir_id taken(kiln_session *s, ir_id x, int axis, int64_t start, int64_t step,
                   int64_t length) {
    if (x == IR_NONE) return x;
    int rank = fe_rank(s, x);
    int64_t from[IR_MAX_RANK] = {0}, by[IR_MAX_RANK], extent[IR_MAX_RANK];
    memcpy(extent, ir_shape(&s->g, x), (size_t)rank * sizeof *extent);
    for (int i = 0; i < rank; i++) by[i] = 1;
    from[axis] = start;
    by[axis] = step == 0 ? 1 : step;
    extent[axis] = step == 0 && length > 0 ? 1 : length;
    x = ir_slice(&s->b, x, from, by, extent);
    if (x == IR_NONE || extent[axis] == length) return x;
    extent[axis] = length;
    return ir_expand(&s->b, x, rank, extent);
}

/* ---- with a number */

static ir_id padded_with(kiln_session *s, ir_id x, kiln_shape pad, kiln_value value) {
    if (x == IR_NONE) return IR_NONE;
    int rank = fe_rank(s, x);
    int64_t start[IR_MAX_RANK], step[IR_MAX_RANK], whole[IR_MAX_RANK];
    bool grows = false;
    for (int i = 0; i < rank; i++) {
        int k = 2 * (rank - 1 - i);
        int64_t low = k < pad.rank ? pad.extent[k] : 0, high = k < pad.rank ? pad.extent[k + 1] : 0,
                n = ir_shape(&s->g, x)[i];
        int64_t left = low < -n || high < -n ? -1 : n + least(low, 0) + least(high, 0);
        if (left < 0)
            return ir_fail(&s->b, KILN_BAD_ARGUMENT,
                           "paddings %lld and %lld take more than the %lld elements of axis %d",
                           (long long)low, (long long)high, (long long)n, i);
        if (!kn_add_i64(left, most(low, 0), &whole[i]) ||
            !kn_add_i64(whole[i], most(high, 0), &whole[i]))
            return ir_fail(&s->b, KILN_TOO_LARGE, "extent %d of the result overflows", i);
        start[i] = most(low, 0);
        step[i] = 1;
        grows = grows || low > 0 || high > 0;
        if (left != n) x = taken(s, x, i, most(-low, 0), 1, left);
        if (x == IR_NONE) return x;
    }
    kiln_dtype d = fe_dtype(s, x);
    if (!grows) return x;
    if (!fe_number_fits(s, value, d, "value")) return IR_NONE;
    if (value.kind == KILN_IS_FLOAT && d == KILN_BOOL) value = kiln_v_bool(value.as.number != 0);
    ir_id full = fe_full(s, fe_cast(s, fe_value_node(s, value, d), d), rank, whole);
    return full == IR_NONE ? full : ir_update(&s->b, full, x, start, step);
}

static bool good_pad(kiln_session *s, const kiln_tensor *a, kiln_shape pad) {
    if (pad.rank < 0 || (pad.rank > 0 && pad.extent == NULL))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "pad is null");
    else if (pad.rank % 2 != 0)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "pad has %d numbers, expected two for each axis",
                pad.rank);
    else if (pad.rank > 2 * fe_of(a)->rank)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "pad has %d numbers, expected at most twice the rank, %d",
                pad.rank, 2 * fe_of(a)->rank);
    return s->b.status == KILN_OK;
}

static kiln_tensor *pad_constant(kiln_session *s, kiln_tensor *a, kiln_shape pad,
                                 kiln_value value) {
    return fe_result(s, good_pad(s, a, pad) ? padded_with(s, fe_node(s, a), pad, value) : IR_NONE);
}

kiln_tensor *(kiln_constant_pad_nd)(kiln_site at, kiln_tensor *a, kiln_shape pad,
                                    kiln_value value) {
    FE_DOOR;
    kiln_value v[2] = {kiln_v_tensor(a), value};
    kiln_session *s = fe_enter_values(at, "constant_pad_nd", v, 2);
    return s == NULL ? fe_poison_like(a, NULL) : pad_constant(s, a, pad, value);
}

/* ---- with the tensor's own elements */

/* Before the axis' n elements `low` more, after them `high` more. */
static ir_id padded(kiln_session *s, ir_id x, int axis, int64_t low, int64_t high, pad_mode mode) {
    if (x == IR_NONE || (low == 0 && high == 0)) return x;
    if (mode == CIRCULAR && (low < 0 || high < 0)) { /* wrapped around is what is left */
        int64_t n = ir_shape(&s->g, x)[axis] + least(low, 0) + least(high, 0);
        x = taken(s, x, axis, most(-low, 0), 1, n);
        low = most(low, 0), high = most(high, 0);
        if (low > n || high > n)
            return ir_fail(&s->b, KILN_BAD_ARGUMENT, "axis %d would wrap around more than once",
                           axis);
        if (x == IR_NONE) return x;
    }
    int64_t n = ir_shape(&s->g, x)[axis], whole = n + low + high;
    int64_t before = least(most(low, 0), whole), after = least(most(high, 0), whole - before),
            middle = whole - before - after;
    /* the place among the n, were they more, of the first element after them */
    int64_t beyond = whole - after - low;
    ir_id parts[3];
    switch (mode) {
    case REFLECT:
        parts[0] = taken(s, x, axis, low, -1, before);
        parts[2] = taken(s, x, axis, 2 * (n - 1) - beyond, -1, after);
        break;
    case REPLICATE:
        parts[0] = taken(s, x, axis, 0, 0, before);
        parts[2] = taken(s, x, axis, n - 1, 0, after);
        break;
    default:
        parts[0] = taken(s, x, axis, n - before, 1, before);
        parts[2] = taken(s, x, axis, 0, 1, after);
    }
    parts[1] = taken(s, x, axis, most(-low, 0), 1, middle);
    return fe_join(s, parts, 3, axis);
}

/* x's last axes read at places made by padding their numbers: the derivative that PyTorch gives to
 * halves. */
static ir_id read_padded(kiln_session *s, ir_id x, kiln_shape pad, pad_mode mode) {
    int axes = pad.rank / 2, rank = x == IR_NONE ? 0 : fe_rank(s, x);
    ir_id places = x == IR_NONE ? x : fe_const(s, KILN_I64, 0);
    for (int k = axes - 1; k >= 0 && places != IR_NONE; k--) {
        int64_t n = ir_shape(&s->g, x)[rank - 1 - k], e[3] = {1, 1, 1};
        ir_id line = padded(s, ir_iota(&s->b, KILN_I64, 1, &n, 0), 0, pad.extent[2 * k],
                            pad.extent[2 * k + 1], mode);
        if (line == IR_NONE) return line;
        e[0] = ir_numel(&s->g, line);
        places = fe_mul(s, places, fe_number(s, KILN_I64, (double)n));
        places = fe_add(s, places, ir_reshape(&s->b, line, k + 1, e));
    }
    return fe_read_places(s, x, axes, places);
}

/* What each mode allows of an axis, `low` and `high` being far from overflowing once they are at
 * most n. */
static bool good_amounts(kiln_session *s, int64_t n, int64_t low, int64_t high, pad_mode mode,
                         int axis) {
    static const char *const expected[] = {"", "less than the extent", "below 2^40",
                                           "at most the extent"};
    int64_t bound = mode == REFLECT    ? n - 1
                    : mode == CIRCULAR ? n
                                       : (int64_t)1 << 40,
            whole = n + most(low, -bound - n) + most(high, -bound - n);
    if (low > bound || high > bound)
        ir_fail(&s->b, KILN_BAD_ARGUMENT,
                "axis %d of extent %lld is to be padded by %lld and %lld, expected amounts %s",
                axis, (long long)n, (long long)low, (long long)high, expected[mode]);
    else if (whole < (mode != CIRCULAR) || (mode == CIRCULAR && (low < -n || high < -n)))
        ir_fail(&s->b, KILN_BAD_ARGUMENT,
                "paddings %lld and %lld leave nothing of the %lld elements of axis %d",
                (long long)low, (long long)high, (long long)n, axis);
    return s->b.status == KILN_OK;
}

static kiln_tensor *pad_own(kiln_session *s, kiln_tensor *a, kiln_shape pad, pad_mode mode) {
    int axes = pad.rank / 2;
    if (!good_pad(s, a, pad)) return fe_result(s, IR_NONE);
    if (axes < 1 || axes > 3 || (fe_of(a)->rank != axes + 1 && fe_of(a)->rank != axes + 2))
        REFUSE(KILN_BAD_ARGUMENT,
               "pad has %d numbers for a tensor of rank %d, expected 2, 4 or 6 for a rank one or "
               "two above half of them",
               pad.rank, fe_of(a)->rank);
    if (mode != CIRCULAR && fe_of(a)->dtype == KILN_BOOL)
        REFUSE(KILN_BAD_DTYPE, "input is bool, expected numbers");
    for (int i = fe_of(a)->rank == axes + 2; i < fe_of(a)->rank && mode != CIRCULAR; i++)
        if (fe_of(a)->extent[i] == 0)
            REFUSE(KILN_BAD_SHAPE, "axis %d is empty; only the first of rank %d may be", i,
                   axes + 2);
    ir_id x = fe_node(s, a), y = x;
    for (int k = 0; k < axes; k++) {
        int axis = fe_of(a)->rank - 1 - k;
        if (!good_amounts(s, fe_of(a)->extent[axis], pad.extent[2 * k], pad.extent[2 * k + 1], mode,
                          axis))
            return fe_result(s, IR_NONE);
        y = padded(s, y, axis, pad.extent[2 * k], pad.extent[2 * k + 1], mode);
    }
    bool half = fe_opmath((kiln_dtype)fe_of(a)->dtype) != (kiln_dtype)fe_of(a)->dtype;
    if (half && mode != CIRCULAR) {
        ir_id one = fe_const_like(s, x, 1), formula = read_padded(s, x, pad, mode);
        y = fe_slope(s, fe_still(s, y), formula, one);
    }
    return fe_result(s, y);
}

static double as_double(kiln_value v) {
    return v.kind == KILN_IS_FLOAT  ? v.as.number
           : v.kind == KILN_IS_NONE ? 0
                                    : (double)v.as.integer;
}

kiln_tensor *(kiln_pad)(kiln_site at, kiln_tensor *a, kiln_shape pad, const char *mode,
                        kiln_value value) {
    FE_DOOR;
    static const char *const names[] = {"constant", "reflect", "replicate", "circular"};
    kiln_value v[2] = {kiln_v_tensor(a), value};
    kiln_session *s = fe_enter_values(at, "pad", v, 2);
    if (s == NULL) return fe_poison_like(a, NULL);
    int k = 0;
    while (k < 4 && (mode == NULL || strcmp(mode, names[k]) != 0)) k++;
    if (k == 4)
        REFUSE(KILN_BAD_ARGUMENT,
               "mode is \"%.40s\", expected constant, reflect, replicate or circular",
               mode != NULL ? mode : "");
    if (k == CONSTANT)
        return pad_constant(s, a, pad, value.kind == KILN_IS_NONE ? kiln_v_int(0) : value);
    if (value.kind == KILN_IS_TENSOR || as_double(value) != 0)
        REFUSE(KILN_BAD_ARGUMENT, "mode %s takes no value", mode);
    return pad_own(s, a, pad, (pad_mode)k);
}
