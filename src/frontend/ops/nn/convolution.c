/* SPDX-License-Identifier: Apache-2.0
 * Public convolutions: one matrix product of the weights with the windows, a batch and a group at a
 * time. And unfold, the windows themselves. */
#include "frontend/ops/linalg/product.h"
#include "frontend/ops/nn/window.h"

typedef struct convolution {
    kiln_shape stride, padding, dilation;
    const char *pad;
    int64_t groups;
    int spatial;
} convolution;

static bool shapes_fit(kiln_session *s, const kiln_tensor *input, const kiln_tensor *weight,
                       const kiln_tensor *bias, const convolution *c) {
    int n = c->spatial;
    char in[160], w[160];
    ir_type_format((kiln_dtype)fe_of(input)->dtype, fe_of(input)->rank, fe_of(input)->extent, in,
                   sizeof in);
    ir_type_format((kiln_dtype)fe_of(weight)->dtype, fe_of(weight)->rank, fe_of(weight)->extent, w,
                   sizeof w);
    if ((fe_of(input)->rank != n + 2 && fe_of(input)->rank != n + 1) ||
        fe_of(weight)->rank != n + 2) {
        ir_fail(&s->b, KILN_BAD_SHAPE,
                "input is %s and weight %s, expected rank %d (or %d without a batch) and %d", in, w,
                n + 2, n + 1, n + 2);
        return false;
    }
    int64_t channels = fe_of(input)->extent[fe_of(input)->rank - n - 1],
            out = fe_of(weight)->extent[0];
    if (c->groups < 1 || out < c->groups || out % c->groups != 0 || channels % c->groups != 0 ||
        channels / c->groups != fe_of(weight)->extent[1]) {
        ir_fail(&s->b, KILN_BAD_SHAPE,
                "input is %s and weight %s with %lld groups, expected channels = groups * weight's "
                "second extent and out "
                "a multiple of groups",
                in, w, (long long)c->groups);
        return false;
    }
    for (int i = fe_of(input)->rank - n; i < fe_of(input)->rank; i++)
        if (fe_of(input)->extent[i] == 0) {
            ir_fail(&s->b, KILN_BAD_SHAPE, "input is %s, expected elements along its spatial axes",
                    in);
            return false;
        }
    if (!fe_is_float((kiln_dtype)fe_of(input)->dtype) && fe_of(input)->dtype != KILN_I64) {
        ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected a float dtype or i64", in);
        return false;
    }
    for (int i = 2; i < n + 2; i++)
        if (fe_of(weight)->extent[i] < 1) {
            ir_fail(&s->b, KILN_BAD_SHAPE, "weight is %s, expected a kernel of one element or more",
                    w);
            return false;
        }
    if (bias != NULL && (fe_of(bias)->rank != 1 || fe_of(bias)->extent[0] != out)) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "weight is %s, so bias needs rank 1 and %lld elements", w,
                (long long)out);
        return false;
    }
    return true;
}

static bool geometry(kiln_session *s, const kiln_tensor *input, const kiln_tensor *weight,
                     const convolution *c, fe_window *w) {
    int n = w->spatial = c->spatial;
    if (!fe_per_axis(s, "stride", c->stride, n, 1, w->stride) ||
        !fe_per_axis(s, "dilation", c->dilation, n, 1, w->dilation))
        return false;
    if (c->pad == NULL && !fe_per_axis(s, "padding", c->padding, n, 0, w->before)) return false;
    bool same = c->pad != NULL && strcmp(c->pad, "same") == 0;
    if (c->pad != NULL && !same && strcmp(c->pad, "valid") != 0) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT,
                "padding is \"%.20s\", expected ints, \"same\" or \"valid\"", c->pad);
        return false;
    }
    for (int i = 0; i < n; i++) {
        w->in[i] = fe_of(input)->extent[fe_of(input)->rank - n + i];
        w->kernel[i] = fe_of(weight)->extent[2 + i];
        w->after[i] = c->pad == NULL ? w->before[i] : 0;
        if (c->pad == NULL) continue;
        int64_t total = same ? w->dilation[i] * (w->kernel[i] - 1) : 0;
        w->before[i] = total / 2;
        w->after[i] = total - total / 2;
        if (same && w->stride[i] != 1) {
            ir_fail(&s->b, KILN_BAD_ARGUMENT,
                    "padding \"same\" with stride %lld, expected stride 1",
                    (long long)w->stride[i]);
            return false;
        }
    }
    return fe_window_fit(s, w, false);
}

/* Windows [N, C, out.., kernel..] as [N, G, C/G * kernel, out], and weights [O, C/G, kernel..] as
 * [G, O/G, C/G * kernel]. */
static ir_id grouped(kiln_session *s, ir_id windows, ir_id weight, const fe_window *w,
                     int64_t groups) {
    int n = w->spatial, order[IR_MAX_RANK];
    const int64_t *e = ir_shape(&s->g, windows), *ew = ir_shape(&s->g, weight);
    int64_t kernel = 1, out = 1, batch = e[0], per = ew[1], each = ew[0] / groups;
    for (int i = 0; i < n; i++) kernel *= w->kernel[i], out *= w->out[i];
    order[0] = 0, order[1] = 1;
    for (int i = 0; i < n; i++) order[2 + i] = 2 + n + i, order[2 + n + i] = 2 + i;
    ir_id x = ir_permute(&s->b, windows, order);
    x = x == IR_NONE ? x
                     : ir_reshape(&s->b, x, 4, (const int64_t[]){batch, groups, per * kernel, out});
    ir_id y = x == IR_NONE
                  ? x
                  : ir_reshape(&s->b, weight, 3, (const int64_t[]){groups, each, per * kernel});
    y = y == IR_NONE ? y : fe_matmul(s, y, x);
    int64_t shape[2 + FE_MOST_SPATIAL] = {batch, groups * each};
    for (int i = 0; i < n; i++) shape[2 + i] = w->out[i];
    return y == IR_NONE ? y : ir_reshape(&s->b, y, 2 + n, shape);
}

/* Of more samples than this the weight's gradient is summed in f32, which is closer to the sum than
 * PyTorch's: a graph must not grow with them. */
enum { MOST_SAMPLES = 8 };

/* The products sample by sample, the weight seen by each through a rounding: its gradient is
 * rounded after every sample. */
static ir_id by_samples(kiln_session *s, ir_id windows, ir_id weight, const fe_window *w,
                        int64_t groups, kiln_dtype d) {
    ir_id part[MOST_SAMPLES];
    int64_t n = ir_shape(&s->g, windows)[0];
    for (int64_t i = n; i-- > 0;) {
        ir_id one = fe_part(s, windows, 0, i, 1);
        part[i] =
            one == IR_NONE || weight == IR_NONE ? IR_NONE : grouped(s, one, weight, w, groups);
        if (part[i] == IR_NONE) return IR_NONE;
        weight = fe_cast(s, fe_cast(s, weight, d), fe_dtype(s, weight));
    }
    return fe_join(s, part, (size_t)n, 0);
}

/* The bias beside every sample and place. A kernel with gaps has in PyTorch's gradient the sums of
 * samples rounded and added up as halves. */
static ir_id spread_bias(kiln_session *s, ir_id bias, const fe_window *w, ir_id like) {
    int n = w->spatial;
    int64_t samples = ir_shape(&s->g, like)[0], out = ir_numel(&s->g, bias),
            e[2 + FE_MOST_SPATIAL] = {1, out, 1, 1};
    bool gaps = false;
    for (int i = 0; i < n; i++) gaps = gaps || w->dilation[i] > 1;
    bias = ir_reshape(&s->b, bias, 2, e);
    if (gaps && bias != IR_NONE) {
        int64_t each[2] = {samples, out};
        ir_id first = fe_full(s, fe_const(s, KILN_I64, 0), 2, each);
        bias = first == IR_NONE ? first : ir_gather(&s->b, bias, first, 0);
        e[0] = samples;
    }
    bias = bias == IR_NONE ? bias : ir_reshape(&s->b, fe_wide(s, bias), n + 2, e);
    return fe_expand_to(s, bias, n + 2, ir_shape(&s->g, like));
}

/* y of halves with PyTorch's gradients. */
static ir_id formal(kiln_session *s, ir_id y, ir_id windows, ir_id weight, ir_id bias,
                    const fe_window *w, int64_t groups, kiln_dtype d) {
    ir_id one = fe_const_like(s, y, 1);
    if (y == IR_NONE) return y;
    ir_id formula = grouped(s, windows, fe_still(s, weight), w, groups);
    y = fe_slope(s, fe_still(s, y), formula, one);
    y = fe_slope(s, y, by_samples(s, fe_still(s, windows), weight, w, groups, d), one);
    return bias == IR_NONE || y == IR_NONE ? y : fe_slope(s, y, spread_bias(s, bias, w, y), one);
}

static ir_id convolved(kiln_session *s, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias,
                       const convolution *c) {
    static const char *const names[3] = {"input", "weight", "bias"};
    fe_window w;
    ir_id x[3] = {fe_node(s, input), IR_NONE, IR_NONE};
    x[1] = fe_node(s, weight);
    if (bias != NULL) x[2] = fe_node(s, bias);
    /* PyTorch converts another bias where padding is a word. */
    if (!fe_one_dtype(s, x, names, bias != NULL && c->pad == NULL ? 3 : 2) ||
        !shapes_fit(s, input, weight, bias, c) || !geometry(s, input, weight, c, &w))
        return IR_NONE;
    int n = c->spatial;
    bool batched = fe_of(input)->rank == n + 2;
    kiln_dtype d = fe_dtype(s, x[0]), work = fe_opmath(d);
    int64_t e[2 + FE_MOST_SPATIAL] = {batched ? fe_of(input)->extent[0] : 1};
    for (int i = 0; i < n + 1; i++) e[1 + i] = fe_of(input)->extent[fe_of(input)->rank - n - 1 + i];
    ir_id y = batched ? x[0] : ir_reshape(&s->b, x[0], n + 2, e);
    /* then, so that gradients of halves add up as halves */
    y = y == IR_NONE ? y : fe_cast(s, fe_windows(s, y, &w, fe_const(s, d, 0), FE_BY_PLACE), work);
    ir_id k = fe_cast(s, x[1], work);
    ir_id windows = y;
    y = y == IR_NONE || k == IR_NONE ? IR_NONE : grouped(s, y, k, &w, c->groups);
    if (bias != NULL && y != IR_NONE) {
        int64_t wide[1 + FE_MOST_SPATIAL] = {fe_of(weight)->extent[0], 1, 1};
        ir_id b = ir_reshape(&s->b, fe_cast(s, fe_cast(s, x[2], d), work), n + 1, wide);
        y = b == IR_NONE ? b : fe_map2(s, IR_ADD, y, b);
    }
    bool few = y != IR_NONE && e[0] > 1 && e[0] <= MOST_SAMPLES && ir_numel(&s->g, y) > 0;
    if (few && d != work)
        y = formal(s, y, windows, k, bias != NULL ? fe_cast(s, x[2], d) : IR_NONE, &w, c->groups,
                   d);
    if (!batched && y != IR_NONE) y = fe_drop_axes(s, y, (const bool[IR_MAX_RANK]){true});
    return fe_cast(s, y, d);
}

static kiln_tensor *convolve(kiln_site at, const char *call, kiln_tensor *input,
                             kiln_tensor *weight, kiln_tensor *bias, const convolution *c) {
    kiln_tensor *t[3] = {input, weight, bias};
    kiln_session *s = fe_enter(at, call, t, bias != NULL ? 3 : 2);
    return s == NULL ? fe_poison_like(input, weight)
                     : fe_result(s, convolved(s, input, weight, bias, c));
}

#define CONVOLUTION(name, n)                                                                       \
    kiln_tensor *(kiln_##name)(kiln_site at, kiln_tensor * input, kiln_tensor * weight,            \
                               kiln_tensor * bias, kiln_shape stride, kiln_shape padding,          \
                               kiln_shape dilation, int64_t groups) {                              \
        FE_DOOR;                                                                                   \
        return convolve(at, #name, input, weight, bias,                                            \
                        &(convolution){stride, padding, dilation, NULL, groups, n});               \
    }                                                                                              \
    kiln_tensor *(kiln_##name##_padding)(kiln_site at, kiln_tensor * input, kiln_tensor * weight,  \
                                         kiln_tensor * bias, kiln_shape stride,                    \
                                         const char *padding, kiln_shape dilation,                 \
                                         int64_t groups) {                                         \
        FE_DOOR;                                                                                   \
        convolution c = {stride, KILN_NO_SHAPE, dilation, padding != NULL ? padding : "", groups,  \
                         n};                                                                       \
        return convolve(at, #name, input, weight, bias, &c);                                       \
    }

CONVOLUTION(conv1d, 1)
CONVOLUTION(conv2d, 2)

static bool two_ints(kiln_session *s, const char *name, kiln_shape given, int64_t least,
                     int64_t *to) {
    if (given.rank == 2) return fe_per_axis(s, name, given, 2, least, to);
    ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s has %d items, expected 2", name, given.rank);
    return false;
}

kiln_tensor *(kiln_functional_unfold)(kiln_site at, kiln_tensor *input, kiln_shape kernel,
                                      kiln_shape dilation, kiln_shape padding, kiln_shape stride) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "unfold", input);
    if (s == NULL) return fe_poison_like(input, NULL);
    fe_window w = {.spatial = 2};
    bool batched = fe_of(input)->rank == 4;
    if (!batched && fe_of(input)->rank != 3)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                    "input has rank %d, expected 4, or 3 without a batch",
                                    fe_of(input)->rank));
    if (!two_ints(s, "kernel_size", kernel, 1, w.kernel) ||
        !two_ints(s, "dilation", dilation, 1, w.dilation) ||
        !two_ints(s, "padding", padding, 0, w.before) ||
        !two_ints(s, "stride", stride, 1, w.stride))
        return fe_result(s, IR_NONE);
    int lead = fe_of(input)->rank - 2, order[6] = {0, 1, 2, 3, 4, 5};
    kiln_dtype d = (kiln_dtype)fe_of(input)->dtype;
    if (!fe_is_float(d) && d != KILN_BOOL)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE,
                                    "input is %s, expected a float dtype or bool",
                                    kiln_dtype_short(d)));
    if (!fe_no_empty_axis(s, input, batched)) return fe_result(s, IR_NONE);
    for (int i = 0; i < 2; i++) {
        w.after[i] = w.before[i];
        w.in[i] = fe_of(input)->extent[lead + i];
        order[lead + i] = lead + 2 + i;
        order[lead + 2 + i] = lead + i;
    }
    ir_id x = fe_node(s, input);
    if (x == IR_NONE || !fe_window_fit(s, &w, false)) return fe_result(s, IR_NONE);
    x = fe_windows(s, x, &w, fe_const(s, fe_dtype(s, x), 0), FE_BY_PLACE);
    x = x == IR_NONE ? x : ir_permute(&s->b, x, order);
    int64_t rows = fe_of(input)->extent[lead - 1] * w.kernel[0] * w.kernel[1],
            e[3] = {fe_of(input)->extent[0], rows, w.out[0] * w.out[1]};
    return fe_result(s,
                     x == IR_NONE ? x : ir_reshape(&s->b, x, batched ? 3 : 2, batched ? e : e + 1));
}
