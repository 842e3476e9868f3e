/* SPDX-License-Identifier: Apache-2.0
 * Public pooling: means and largest elements of windows. */
#include <math.h>

#include "frontend/ops/nn/window.h"

typedef struct pooling {
    kiln_shape kernel, stride, padding, dilation;
    bool ceil_mode;
    int spatial;
} pooling;

static bool geometry(kiln_session *s, const kiln_tensor *a, const pooling *p, fe_window *w) {
    int n = w->spatial = p->spatial;
    if (fe_of(a)->rank != n + 1 && fe_of(a)->rank != n + 2) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "input has rank %d, expected %d, or %d without a batch",
                fe_of(a)->rank, n + 2, n + 1);
        return false;
    }
    kiln_shape stride = p->stride.rank > 0 ? p->stride : p->kernel;
    if (!fe_per_axis(s, "kernel_size", p->kernel, n, 1, w->kernel) ||
        !fe_per_axis(s, "stride", stride, n, 1, w->stride) ||
        !fe_per_axis(s, "padding", p->padding, n, 0, w->before) ||
        !fe_per_axis(s, "dilation", p->dilation, n, 1, w->dilation))
        return false;
    if (!fe_no_empty_axis(s, a, fe_of(a)->rank == n + 2)) return false;
    for (int i = 0; i < n; i++) {
        w->in[i] = fe_of(a)->extent[fe_of(a)->rank - n + i];
        w->after[i] = w->before[i];
        if (2 * w->before[i] > w->kernel[i]) {
            ir_fail(&s->b, KILN_BAD_ARGUMENT,
                    "padding is %lld, expected at most half of kernel_size, which is %lld",
                    (long long)w->before[i], (long long)w->kernel[i]);
            return false;
        }
    }
    return fe_window_fit(s, w, p->ceil_mode);
}

static kiln_axes kernel_axes(int rank, int spatial, int axes[FE_MOST_SPATIAL]) {
    for (int i = 0; i < spatial; i++) axes[i] = rank + i;
    return (kiln_axes){spatial, axes};
}

/* ---- means */

/* How many elements each window counts along an axis, i64[out]; padding counts up to its far end,
 * or not at all. */
static ir_id extent_of(kiln_session *s, const fe_window *w, int axis, int64_t padding,
                       bool with_padding) {
    ir_id from = fe_window_start(s, w, axis), zero = fe_number(s, KILN_I64, 0);
    ir_id to = fe_map2(s, IR_ADD, from, fe_number(s, KILN_I64, (double)w->kernel[axis]));
    to = fe_map2(s, IR_MIN, to,
                 fe_number(s, KILN_I64, (double)(w->in[axis] + (with_padding ? padding : 0))));
    if (!with_padding) from = fe_map2(s, IR_MAX, from, zero);
    return fe_map2(s, IR_SUB, to, from);
}

/* Integers are divided towards zero. */
static ir_id divided(kiln_session *s, ir_id sum, ir_id count) {
    kiln_dtype d = sum == IR_NONE ? KILN_BOOL : fe_dtype(s, sum);
    if (sum == IR_NONE || fe_is_float(d)) return fe_map2(s, IR_DIV, sum, fe_cast(s, count, d));
    count = fe_cast(s, count, d);
    ir_id parts = fe_map1(s, IR_ABS, count),
          size = fe_map2(s, IR_IDIV, fe_map1(s, IR_ABS, sum), parts);
    ir_id side = fe_map1(s, IR_SIGN, count);
    return fe_map2(s, IR_MUL, size, fe_map2(s, IR_MUL, fe_map1(s, IR_SIGN, sum), side));
}

static kiln_tensor *average(kiln_site at, const char *call, kiln_tensor *a, const pooling *p,
                            bool with_padding, int64_t divisor) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_poison_like(a, NULL);
    fe_window w;
    int axes[FE_MOST_SPATIAL];
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype, work = fe_opmath(d);
    if (!fe_is_float(d) && d != KILN_I64)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE,
                                    "input is %s, expected a float dtype or i64",
                                    kiln_dtype_short(d)));
    if (divisor == 0)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "divisor_override is 0, expected another number"));
    if (!geometry(s, a, p, &w)) return fe_result(s, IR_NONE);
    ir_id x = fe_node(s, a), count = IR_NONE;
    /* then, so that gradients of halves add up as halves */
    x = x == IR_NONE ? x : fe_cast(s, fe_windows(s, x, &w, fe_const(s, d, 0), FE_BY_WINDOW), work);
    if (x == IR_NONE) return fe_result(s, x);
    x = fe_reduce(s, IR_SUM, x, kernel_axes(fe_of(a)->rank, w.spatial, axes), false);
    if (divisor != KILN_NO_INT) count = fe_number(s, KILN_I64, (double)divisor);
    for (int i = w.spatial - 1; divisor == KILN_NO_INT && i >= 0; i--) {
        int64_t e[FE_MOST_SPATIAL] = {w.out[i], 1};
        ir_id n = extent_of(s, &w, i, w.before[i], with_padding);
        if (n == IR_NONE) return fe_result(s, n);
        n = ir_reshape(&s->b, n, w.spatial - i, e);
        count = count == IR_NONE ? n : fe_map2(s, IR_MUL, n, count);
    }
    return fe_result(s, fe_cast(s, divided(s, x, count), d));
}

static const int64_t undilated = 1;

kiln_tensor *(kiln_avg_pool1d)(kiln_site at, kiln_tensor *a, kiln_shape kernel, kiln_shape stride,
                               kiln_shape padding, bool ceil_mode, bool with_padding) {
    FE_DOOR;
    pooling p = {kernel, stride, padding, {1, &undilated}, ceil_mode, 1};
    return average(at, "avg_pool1d", a, &p, with_padding, KILN_NO_INT);
}

kiln_tensor *(kiln_avg_pool2d)(kiln_site at, kiln_tensor *a, kiln_shape kernel, kiln_shape stride,
                               kiln_shape padding, bool ceil_mode, bool with_padding,
                               int64_t divisor) {
    FE_DOOR;
    pooling p = {kernel, stride, padding, {1, &undilated}, ceil_mode, 2};
    return average(at, "avg_pool2d", a, &p, with_padding, divisor);
}

/* ---- even means: window o of n over an extent e is [floor(o e / n), ceil((o + 1) e / n)) */

/* Along one axis, the places of every window and which of them are inside: [out, longest]; those
 * past the end are clamped. count: i64[out]. */
typedef struct even_axis {
    ir_id place, inside, count;
    int64_t out, longest;
} even_axis;

static bool even_places(kiln_session *s, int64_t n, int64_t out, even_axis *w) {
    w->out = out;
    w->longest = out == 0 ? 0 : n % out == 0 ? n / out : (n + out - 1) / out + 1;
    if (w->longest > n) w->longest = n;
    int64_t grid[2] = {out, w->longest}, tall[2] = {out, 1};
    ir_id o = ir_iota(&s->b, KILN_I64, 1, &out, 0), size = fe_number(s, KILN_I64, (double)n),
          parts = fe_number(s, KILN_I64, (double)out);
    ir_id one = fe_const(s, KILN_I64, 1);
    ir_id from = fe_map2(s, IR_IDIV, fe_mul(s, o, size), parts);
    ir_id next = fe_mul(s, fe_add(s, o, one), size);
    ir_id to = fe_map2(s, IR_IDIV, fe_sub(s, fe_add(s, next, parts), one), parts);
    w->count = fe_sub(s, to, from);
    if (w->count == IR_NONE) return false;
    ir_id step = ir_iota(&s->b, KILN_I64, 2, grid, 1),
          place = fe_add(s, ir_reshape(&s->b, from, 2, tall), step);
    w->inside = fe_map2(s, IR_LT, place, ir_reshape(&s->b, to, 2, tall));
    w->place = fe_map2(s, IR_MIN, place, fe_number(s, KILN_I64, (double)(n - 1)));
    return w->place != IR_NONE && w->inside != IR_NONE;
}

/* Sums of the windows along one axis. */
static ir_id even_sums(kiln_session *s, ir_id x, int axis, const even_axis *w) {
    int rank = fe_rank(s, x), along = axis + 1;
    int64_t e[IR_MAX_RANK], flat[IR_MAX_RANK], wide[IR_MAX_RANK + 1];
    for (int i = 0; i < rank; i++) e[i] = ir_shape(&s->g, x)[i];
    for (int i = 0; i < rank; i++) flat[i] = i == axis ? w->out * w->longest : 1;
    ir_id place = ir_reshape(&s->b, w->place, rank, flat);
    for (int i = 0; i < rank; i++) flat[i] = i == axis ? w->out * w->longest : e[i];
    place = place == IR_NONE ? place : ir_expand(&s->b, place, rank, flat);
    ir_id y = place == IR_NONE ? place : ir_gather(&s->b, x, place, axis);
    for (int i = 0; i <= rank; i++)
        wide[i] = i < axis ? e[i] : i == axis ? w->out : i == axis + 1 ? w->longest : e[i - 1];
    y = y == IR_NONE ? y : ir_reshape(&s->b, y, rank + 1, wide);
    for (int i = 0; i <= rank; i++) wide[i] = i == axis ? w->out : i == axis + 1 ? w->longest : 1;
    ir_id inside = y == IR_NONE ? y : ir_reshape(&s->b, w->inside, rank + 1, wide);
    y = fe_where(s, inside, y, fe_const_like(s, x, 0));
    return y == IR_NONE ? y : fe_reduce(s, IR_SUM, y, (kiln_axes){1, &along}, false);
}

/* y, with the gradient that PyTorch's kernel gives to halves: divided by the height, then the
 * width, rounding both, then added up window by window, rounding each time. */
static ir_id even_of_halves(kiln_session *s, ir_id y, ir_id x, int spatial, const even_axis *w) {
    kiln_dtype d = fe_dtype(s, x);
    int rank = fe_rank(s, x), axes[FE_MOST_SPATIAL];
    ir_id places = fe_const(s, KILN_I64, 0), inside = fe_const(s, KILN_BOOL, 1),
          divisor[FE_MOST_SPATIAL];
    for (int i = 0; i < spatial && places != IR_NONE; i++) { /* [out.., longest..] */
        int64_t e[2 * FE_MOST_SPATIAL] = {1, 1, 1, 1}, tall[FE_MOST_SPATIAL] = {w[i].out, 1};
        e[i] = w[i].out, e[spatial + i] = w[i].longest;
        places = fe_mul(s, places,
                        fe_number(s, KILN_I64, (double)ir_shape(&s->g, x)[rank - spatial + i]));
        places = fe_add(s, places, ir_reshape(&s->b, w[i].place, 2 * spatial, e));
        inside = fe_map2(s, IR_AND, inside, ir_reshape(&s->b, w[i].inside, 2 * spatial, e));
        divisor[i] = fe_cast(s, ir_reshape(&s->b, w[i].count, spatial - i, tall), d);
        axes[i] = rank + i;
    }
    ir_id zero = fe_const(s, d, 0),
          formula = fe_where(s, inside, fe_read_places(s, x, spatial, places), zero);
    formula = fe_reduce(s, IR_SUM, formula, (kiln_axes){spatial, axes}, false);
    for (int i = spatial - 1; i >= 0; i--)
        formula = fe_slope_over(s, fe_still(s, i == 0 ? y : formula), formula, divisor[i]);
    return formula;
}

/* One window over everything: PyTorch's mean, which takes what is empty too. */
static ir_id whole_mean(kiln_session *s, ir_id x, int spatial) {
    int rank = x == IR_NONE ? 0 : fe_rank(s, x), axes[FE_MOST_SPATIAL];
    for (int i = 0; i < spatial; i++) axes[i] = rank - spatial + i;
    int64_t n = fe_count_axes(s, x, (kiln_axes){spatial, axes});
    ir_id count = fe_number_like(s, x, (double)n);
    return fe_div(s, fe_reduce(s, IR_SUM, x, (kiln_axes){spatial, axes}, true), count);
}

static kiln_tensor *even(kiln_site at, const char *call, kiln_tensor *a, kiln_shape size,
                         int spatial) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_poison_like(a, NULL);
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype, work = fe_opmath(d);
    if (!fe_is_float(d))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected a float dtype",
                                    kiln_dtype_short(d)));
    if (fe_of(a)->rank != spatial + 1 && fe_of(a)->rank != spatial + 2)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "input has rank %d, expected %d, or %d without a batch",
                                    fe_of(a)->rank, spatial + 2, spatial + 1));
    if (size.rank != spatial)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "output_size has %d items, expected %d", size.rank, spatial));
    if (!fe_good_shape(s, size, "output_size")) return fe_result(s, IR_NONE);
    bool one = true;
    for (int i = 0; i < spatial; i++) one = one && size.extent[i] == 1;
    ir_id x = fe_node(s, a), y = fe_cast(s, x, work), count = IR_NONE;
    if (one) return fe_result(s, fe_cast(s, whole_mean(s, y, spatial), d));
    for (int i = fe_of(a)->rank - spatial; i < fe_of(a)->rank; i++)
        if (fe_of(a)->extent[i] == 0)
            return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                        "axis %d of input is empty, expected elements", i));
    even_axis w[FE_MOST_SPATIAL];
    for (int i = spatial - 1; i >= 0 && y != IR_NONE; i--) {
        int axis = fe_of(a)->rank - spatial + i;
        int64_t out = size.extent[i], e[FE_MOST_SPATIAL] = {out, 1};
        if (out < 0 || out > INT32_MAX || fe_of(a)->extent[axis] > INT32_MAX)
            return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                        "output_size is %lld, expected 0 or more", (long long)out));
        if (!even_places(s, fe_of(a)->extent[axis], out, &w[i])) return fe_result(s, IR_NONE);
        y = even_sums(s, y, axis, &w[i]);
        ir_id n = y == IR_NONE ? y : ir_reshape(&s->b, w[i].count, spatial - i, e);
        count = count == IR_NONE ? n : fe_mul(s, n, count);
    }
    y = fe_cast(s, fe_div(s, y, fe_cast(s, count, work)), d);
    return fe_result(s, y == IR_NONE || d == work ? y : even_of_halves(s, y, x, spatial, w));
}

kiln_tensor *(kiln_adaptive_avg_pool1d)(kiln_site at, kiln_tensor *a, kiln_shape size) {
    FE_DOOR;
    return even(at, "adaptive_avg_pool1d", a, size, 1);
}
kiln_tensor *(kiln_adaptive_avg_pool2d)(kiln_site at, kiln_tensor *a, kiln_shape size) {
    FE_DOOR;
    return even(at, "adaptive_avg_pool2d", a, size, 2);
}

/* ---- largest */

/* From the place in the window to the place in the input: (start + place * dilation), rows before
 * columns. */
static ir_id place_in_input(kiln_session *s, ir_id within, const fe_window *w) {
    ir_id place = IR_NONE, width = fe_number(s, KILN_I64, (double)w->kernel[w->spatial - 1]);
    for (int i = 0; i < w->spatial; i++) {
        ir_id step = within;
        if (w->spatial == 2) step = fe_map2(s, i == 0 ? IR_IDIV : IR_REM, within, width);
        int64_t e[FE_MOST_SPATIAL] = {w->out[i], 1};
        ir_id start = fe_window_start(s, w, i);
        start = start == IR_NONE ? start : ir_reshape(&s->b, start, w->spatial - i, e);
        step = fe_map2(s, IR_ADD,
                       fe_map2(s, IR_MUL, step, fe_number(s, KILN_I64, (double)w->dilation[i])),
                       start);
        if (place != IR_NONE)
            step =
                fe_map2(s, IR_ADD,
                        fe_map2(s, IR_MUL, place, fe_number(s, KILN_I64, (double)w->in[i])), step);
        place = step;
        if (place == IR_NONE) break;
    }
    return place;
}

/* The first place of each window, counted along the kernel's rows, that is not padding before the
 * input: [out..]. */
static ir_id first_inside(kiln_session *s, const fe_window *w) {
    ir_id place = IR_NONE, none = fe_const(s, KILN_I64, 0);
    for (int i = 0; i < w->spatial; i++) {
        int64_t e[FE_MOST_SPATIAL] = {w->out[i], 1};
        ir_id skipped = fe_window_start(s, w, i),
              step = fe_number(s, KILN_I64, (double)w->dilation[i]);
        skipped = fe_map2(s, IR_MAX, fe_map1(s, IR_NEG, skipped), none);
        skipped = fe_map2(s, IR_ADD, skipped, fe_number(s, KILN_I64, (double)(w->dilation[i] - 1)));
        skipped = fe_map2(s, IR_IDIV, skipped, step);
        skipped = skipped == IR_NONE ? skipped : ir_reshape(&s->b, skipped, w->spatial - i, e);
        if (i > 0) {
            place = fe_map2(s, IR_MUL, place, fe_number(s, KILN_I64, (double)w->kernel[i]));
            skipped = fe_map2(s, IR_ADD, place, skipped);
        }
        place = skipped;
    }
    return place;
}

/* Padding is as small as any element, and the first of equals is chosen: where nothing in the
 * window is larger, that is its first element. */
static ir_id never_padding(kiln_session *s, const fe_window *w, ir_id y, ir_id least,
                           ir_id within) {
    bool any = false;
    for (int i = 0; i < w->spatial; i++) any = any || w->before[i] > 0;
    if (!any || y == IR_NONE || within == IR_NONE) return within;
    ir_id first = first_inside(s, w), nothing_larger = fe_map2(s, IR_EQ, y, least);
    return fe_where(s, nothing_larger, first, within);
}

/* Of windows x [out.., kernel..] the largest element, and at which place of the kernel it is,
 * counted along the kernel's rows: the first of equals, or the last NaN. Place after place, each a
 * strided read of one kernel. */
enum { FEW_PLACES = 16 };

static ir_id fold_places(kiln_session *s, ir_id x, const fe_window *w, int rank, ir_id *within) {
    ir_id y = IR_NONE;
    bool kernel[IR_MAX_RANK] = {false};
    int64_t n = 0;
    for (int i = 0; i < w->spatial; i++) kernel[rank + i] = true;
    for (int64_t r = 0; r < (w->spatial == 2 ? w->kernel[0] : 1); r++)
        for (int64_t c = 0; c < w->kernel[w->spatial - 1]; c++, n++) {
            ir_id v = w->spatial == 2 ? fe_part(s, x, rank, r, 1) : x,
                  at = fe_const(s, KILN_I64, (double)n);
            v = v == IR_NONE ? v : fe_part(s, v, rank + w->spatial - 1, c, 1);
            v = v == IR_NONE ? v : fe_drop_axes(s, v, kernel);
            if (n > 0) {
                ir_id more = fe_map2(s, IR_LT, y, v), odd = fe_map2(s, IR_NE, v, v);
                ir_id take = fe_map2(s, IR_OR, more, odd);
                at = fe_where(s, take, at, *within);
                v = fe_where(s, take, v, y);
            }
            y = v;
            *within = at;
        }
    return y;
}

static ir_id reduce_places(kiln_session *s, ir_id x, const fe_window *w, int rank, ir_id *within) {
    int64_t e[IR_MAX_RANK];
    bool last[IR_MAX_RANK] = {false};
    for (int i = 0; i < rank; i++) e[i] = ir_shape(&s->g, x)[i];
    e[rank] = w->spatial == 2 ? w->kernel[0] * w->kernel[1] : w->kernel[0];
    last[rank] = true;
    x = ir_reshape(&s->b, x, rank + 1, e);
    ir_id y = x == IR_NONE ? x : fe_reduce_last(s, IR_RMAX, x, rank);
    *within = y == IR_NONE ? y : fe_reduce_last(s, IR_ARGMAX, x, rank);
    if (*within != IR_NONE && fe_is_float(fe_dtype(s, x))) { /* argmax finds the first NaN */
        ir_id odd = fe_map2(s, IR_NE, x, x), place = ir_iota(&s->b, KILN_I64, 1, &e[rank], 0);
        ir_id last_odd = fe_where(s, odd, place, fe_const(s, KILN_I64, -1));
        last_odd = fe_reduce_last(s, IR_RMAX, last_odd, rank);
        odd = fe_map2(s, IR_NE, y, y);
        *within = fe_where(s, odd, last_odd, *within);
    }
    *within = *within == IR_NONE ? IR_NONE : fe_drop_axes(s, *within, last);
    return y == IR_NONE ? y : fe_drop_axes(s, y, last);
}

/* The chosen elements, as a sum over each window's places: so a gradient goes to one place, by a
 * choice and without a scatter. */
static ir_id chosen(kiln_session *s, ir_id x, const fe_window *w, int rank, ir_id within) {
    int axes[FE_MOST_SPATIAL];
    int64_t places[FE_MOST_SPATIAL] = {w->kernel[0], w->kernel[1]}, e[IR_MAX_RANK], count = 1;
    for (int i = 0; i < w->spatial; i++) count *= w->kernel[i];
    ir_id at = ir_iota(&s->b, KILN_I64, 1, &count, 0);
    at = at == IR_NONE ? at : ir_reshape(&s->b, at, w->spatial, places);
    if (within != IR_NONE && fe_rank(s, within) > 0) {
        for (int i = 0; i < rank + w->spatial; i++) e[i] = i < rank ? ir_shape(&s->g, x)[i] : 1;
        within = ir_reshape(&s->b, within, rank + w->spatial, e);
    }
    ir_id here = fe_map2(s, IR_EQ, within, at);
    return fe_reduce(s, IR_SUM, fe_where(s, here, x, fe_const_like(s, x, 0)),
                     kernel_axes(rank, w->spatial, axes), false);
}

static kiln_pair largest(kiln_site at, const char *call, kiln_tensor *a, const pooling *p,
                         bool want_places) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return (kiln_pair){fe_poison_like(a, NULL), fe_poison_like(a, NULL)};
    fe_window w;
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype;
    /* as PyTorch, whose places come from the rule for two axes */
    bool floats_only = p->spatial == 1 && !want_places;
    bool known = floats_only ? fe_is_float(d) : d != KILN_BOOL;
    if (!known)
        ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected %s", kiln_dtype_short(d),
                floats_only ? "a float dtype" : "numbers");
    ir_id x = !known || !geometry(s, a, p, &w) ? IR_NONE : fe_node(s, a);
    ir_id least = x == IR_NONE ? x : fe_const(s, d, -INFINITY);
    x = least == IR_NONE ? least : fe_windows(s, x, &w, least, FE_BY_WINDOW);
    if (x == IR_NONE) return (kiln_pair){fe_result(s, x), fe_poison(s)};
    int64_t kernel = 1;
    for (int i = 0; i < w.spatial; i++) kernel *= w.kernel[i];
    ir_id y, within = IR_NONE;
    if (kernel <= FEW_PLACES)
        y = fold_places(s, x, &w, fe_of(a)->rank, &within);
    else
        y = reduce_places(s, x, &w, fe_of(a)->rank, &within);
    within = never_padding(s, &w, y, least, within);
    /* that of one place is one number */
    if (want_places && y != IR_NONE)
        within = fe_repeat_to(s, within, fe_rank(s, y), ir_shape(&s->g, y));
    if (y != IR_NONE && fe_is_float(d)) {
        ir_id one = fe_const(s, d, 1), formula = chosen(s, x, &w, fe_of(a)->rank, within);
        y = fe_slope(s, fe_still(s, y), formula, one);
    }
    if (!want_places || y == IR_NONE) return (kiln_pair){fe_result(s, y), NULL};
    return fe_pair(s, y, place_in_input(s, within, &w));
}

#define MAX_POOL(name, n)                                                                          \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor * a, kiln_shape kernel,                   \
                               kiln_shape stride, kiln_shape padding, kiln_shape dilation,         \
                               bool ceil_mode) {                                                   \
        FE_DOOR;                                                                                   \
        pooling p = {kernel, stride, padding, dilation, ceil_mode, n};                             \
        return largest(at, #name, a, &p, false).first;                                             \
    }                                                                                              \
    kiln_pair(kiln_##name##_with_indices)(kiln_site at, kiln_tensor * a, kiln_shape kernel,        \
                                          kiln_shape stride, kiln_shape padding,                   \
                                          kiln_shape dilation, bool ceil_mode) {                   \
        FE_DOOR;                                                                                   \
        pooling p = {kernel, stride, padding, dilation, ceil_mode, n};                             \
        return largest(at, #name, a, &p, true);                                                    \
    }

MAX_POOL(max_pool1d, 1)
MAX_POOL(max_pool2d, 2)
