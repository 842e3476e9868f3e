/* SPDX-License-Identifier: Apache-2.0
 * Public batch_norm and instance_norm: normalisation by channels, which lie along axis 1. Values
 * and derivatives follow PyTorch's kernels, whose roundings to a half depend on whether tensors lie
 * row by row; the derivative is recorded as a slope. */
#include "frontend/ops/network.h"

typedef struct parameters {
    kiln_tensor *mean, *var, *weight, *bias;
} parameters;

/* A call. `each`: statistics apart for every element of axis 0. Of halves: `plain`: input lies row
 * by row or with the channels innermost; `linear`: and all else row by row; `smooth`: so does
 * input, and its derivative is computed in f32. */
typedef struct by_channel {
    kiln_session *s;
    const char *call;
    kiln_tensor *a;
    parameters p;
    kiln_dtype own, d, stored; /* input's, that of computing, the parameters' */
    bool each, training, plain, linear, smooth;
    int64_t image, count; /* elements of a channel's image; of a statistic */
    kiln_axes axes;
    int axis[IR_MAX_RANK];
    ir_id mean, var, invstd; /* as they are kept */
    /* the mean that moves the running one; invstd as the derivative takes it, in d */
    ir_id fresh, scale;
} by_channel;

/* ---- what lies how */

static bool lies(const kiln_tensor *a, const int *order) {
    int64_t room[IR_MAX_RANK], next = 1;
    const int64_t *stride = fe_strides(a, room);
    for (int i = fe_of(a)->rank - 1; i >= 0; i--) {
        int axis = order != NULL ? order[i] : i;
        if (fe_of(a)->extent[axis] != 1 && stride[axis] != next) return false;
        next *= fe_of(a)->extent[axis];
    }
    return true;
}

/* Row by row, or with the channels innermost. */
static bool is_plain(const kiln_tensor *a) {
    static const int last[2][5] = {{0, 2, 3, 1}, {0, 2, 3, 4, 1}};
    return lies(a, NULL) ||
           ((fe_of(a)->rank == 4 || fe_of(a)->rank == 5) && lies(a, last[fe_of(a)->rank - 4]));
}

static bool is_plain_or_none(const kiln_tensor *t) { return t == NULL || lies(t, NULL); }

/* ---- shapes */

/* p [c] as [1, c, 1, ..], of dtype d; with `each` once for every element of axis 0, before it is
 * widened: so each of its gradients is rounded. */
static ir_id channels(const by_channel *n, ir_id p, kiln_dtype d) {
    kiln_session *s = n->s;
    int64_t extent[IR_MAX_RANK];
    for (int i = 0; i < fe_of(n->a)->rank; i++) extent[i] = i == 1 ? fe_of(n->a)->extent[1] : 1;
    p = p == IR_NONE ? p : ir_reshape(&s->b, p, fe_of(n->a)->rank, extent);
    extent[0] = fe_of(n->a)->extent[0];
    if (n->each && p != IR_NONE) p = ir_expand(&s->b, p, fe_of(n->a)->rank, extent);
    return fe_cast(s, p, d);
}

static ir_id over_input(const by_channel *n, ir_id x) {
    return fe_expand_to(n->s, x, fe_of(n->a)->rank, fe_of(n->a)->extent);
}

static ir_id total(const by_channel *n, ir_id x) {
    return fe_reduce(n->s, IR_SUM, x, n->axes, true);
}

/* ---- statistics */

static ir_id over_count(const by_channel *n, ir_id sum, int64_t less) {
    return fe_div(n->s, sum, fe_number_like(n->s, sum, (double)(n->count - less)));
}

/* 1 / sqrt(var + eps), each step rounded to var's dtype; without eps 0 where nothing varies. */
static ir_id inverse_root(const by_channel *n, ir_id var, double eps) {
    kiln_session *s = n->s;
    ir_id shift = fe_number(s, n->d, eps), sum = fe_add(s, fe_cast(s, var, n->d), shift);
    if (var == IR_NONE) return var;
    ir_id root = fe_map1(s, IR_SQRT, fe_cast(s, sum, fe_dtype(s, var))),
          inverse = fe_div(s, fe_const_like(s, var, 1), root);
    if (eps != 0 || !n->training) return inverse;
    ir_id zero = fe_const_like(s, var, 0);
    return fe_where(s, fe_map2(s, IR_EQ, var, zero), zero, inverse);
}

/* A plain bf16 keeps the sum of squares as it keeps the parameters, and goes on from op to op. */
static bool goes_in_steps(const by_channel *n) { return n->plain && n->stored == KILN_BF16; }

/* Input's own. */
static void take_statistics(by_channel *n, ir_id x, double eps) {
    kiln_session *s = n->s;
    n->fresh = over_count(n, total(n, x), 0);
    n->mean = fe_cast(s, n->fresh, n->stored);
    ir_id kept = fe_cast(s, n->mean, n->d),
          centred = fe_sub(s, x, n->plain && n->image > 1 ? n->fresh : kept);
    if (!n->plain) n->fresh = kept;
    n->var = total(n, fe_mul(s, centred, centred));
    if (goes_in_steps(n)) {
        n->fresh = n->mean;
        n->var = fe_cast(s, n->var, n->stored);
    }
    n->invstd =
        fe_cast(s, inverse_root(n, fe_cast(s, over_count(n, n->var, 0), n->d), eps), n->stored);
    n->scale = fe_cast(s, n->invstd, n->d);
}

/* The running ones. */
static void give_statistics(by_channel *n, double eps) {
    kiln_session *s = n->s;
    n->mean = channels(n, fe_still(s, fe_cast(s, fe_node(s, n->p.mean), n->stored)), n->stored);
    n->var = channels(n, fe_still(s, fe_cast(s, fe_node(s, n->p.var), n->stored)), n->stored);
    ir_id wide = inverse_root(n, fe_cast(s, n->var, n->d), eps);
    n->invstd = n->linear || n->stored == n->d ? wide : inverse_root(n, n->var, eps);
    n->scale = n->smooth ? wide : fe_cast(s, fe_cast(s, wide, n->stored), n->d);
}

/* Of bf16 in steps the variance alone is not rounded on its way; a half that is not plain is in
 * f64. */
static ir_id blend(const by_channel *n, ir_id running, ir_id fresh, double momentum) {
    kiln_session *s = n->s;
    bool steps = goes_in_steps(n);
    kiln_dtype d = steps ? n->stored : n->plain ? n->d : KILN_F64, wide = fe_opmath(d);
    ir_id share = fe_number(s, d, momentum),
          keep = steps ? fe_sub(s, fe_const(s, d, 1), share) : fe_number(s, d, 1 - momentum);
    ir_id old = fe_mul(s, fe_cast(s, running, d), keep), part = fe_cast(s, share, wide),
          now = fe_mul(s, fe_cast(s, fresh, wide), part);
    if (fresh == n->fresh) now = fe_cast(s, now, d);
    old = fe_cast(s, old, wide);
    return fe_cast(s, fe_add(s, fe_cast(s, now, wide), old), n->stored);
}

/* [c] again: the mean over axis 0 of what is apart for each of its elements. */
static ir_id one_a_channel(const by_channel *n, ir_id x) {
    kiln_session *s = n->s;
    int first = 0;
    if (n->each) {
        ir_id sum = fe_reduce(s, IR_SUM, fe_wide(s, x), (kiln_axes){1, &first}, true);
        x = fe_cast(s, fe_div(s, sum, fe_number_like(s, sum, (double)fe_of(n->a)->extent[0])),
                    n->stored);
    }
    return x == IR_NONE ? x : ir_reshape(&s->b, x, 1, &fe_of(n->a)->extent[1]);
}

/* `running` moved by momentum. Where its channels are one element, they move it one after another.
 */
static kiln_tensor *move(const by_channel *n, kiln_site at, kiln_tensor *running, ir_id fresh,
                         double momentum) {
    kiln_session *s = n->s;
    ir_id old = fe_cast(s, fe_still(s, fe_node(s, running)), n->stored);
    if (n->each || !fe_overlaps_itself(running)) {
        ir_id moved =
            fe_still(s, one_a_channel(n, blend(n, channels(n, old, n->stored), fresh, momentum)));
        return fe_write_back(at, n->call, running,
                             fe_result(s, fe_cast(s, moved, (kiln_dtype)fe_of(running)->dtype)));
    }
    int64_t c = fe_of(running)->extent[0];
    ir_id share = fe_number(s, n->d, momentum),
          term = fe_mul(s, fe_cast(s, fe_still(s, one_a_channel(n, fresh)), n->d), share);
    ir_id keep = fe_sub(s, fe_const(s, n->d, 1), share), factor = fe_full(s, keep, 1, &c);
    ir_id kept = fe_mul(s, fe_part(s, fe_cast(s, old, n->d), 0, 0, 1), keep),
          start = fe_add(s, fe_part(s, term, 0, 0, 1), kept);
    ir_id parts[2] = {start, fe_part(s, term, 0, 1, c - 1)};
    term = start == IR_NONE || parts[1] == IR_NONE ? IR_NONE : fe_join(s, parts, 2, 0);
    ir_id all = term == IR_NONE || factor == IR_NONE ? IR_NONE : ir_recur(&s->b, factor, term, 0);
    kiln_tensor *last =
        fe_result(s, fe_cast(s, fe_part(s, all, 0, c - 1, 1), (kiln_dtype)fe_of(running)->dtype));
    kiln_tensor *one = kiln_ok(last) ? fe_sliced(s, running, 0, 0, 1, 1) : last;
    if (!kiln_ok(one) || !kiln_ok(fe_write_back(at, n->call, one, last))) return fe_poison(s);
    fe_drop(s, one);
    return running;
}

/* ---- the value and its slope */

static ir_id value_of(const by_channel *n, ir_id input, ir_id weight, ir_id bias) {
    kiln_session *s = n->s;
    if (n->linear) {
        ir_id alpha = fe_cast(s, n->invstd, n->d);
        if (weight != IR_NONE) alpha = fe_mul(s, alpha, fe_cast(s, weight, n->d));
        ir_id beta = fe_mul(s, fe_cast(s, n->mean, n->d), alpha);
        beta = bias != IR_NONE ? fe_sub(s, fe_cast(s, bias, n->d), beta) : fe_map1(s, IR_NEG, beta);
        return fe_add(s, fe_mul(s, fe_cast(s, input, n->d), alpha), beta);
    }
    ir_id y = fe_mul(s, fe_sub(s, fe_cast(s, input, n->stored), n->mean), n->invstd);
    if (weight != IR_NONE) y = fe_mul(s, y, weight);
    if (bias != IR_NONE) y = fe_add(s, y, bias);
    return fe_cast(s, y, n->d);
}

static ir_id times(const by_channel *n, ir_id x, ir_id factor) {
    return fe_slope(n->s, fe_still(n->s, x), x, factor);
}

static ir_id shared_out(const by_channel *n, ir_id sum) {
    ir_id count = fe_number_like(n->s, sum, (double)n->count);
    return fe_slope_over(n->s, fe_still(n->s, sum), sum, count);
}

/* What the derivative passes on its way to input: without its mean and its part along input, where
 * that made the statistics, and times the scale. Read from the end: it meets the last step first.
 * It is a half between steps of `kept`, and within them those of `each`. */
static ir_id way_to_input(const by_channel *n, ir_id input, ir_id centred, ir_id weight,
                          kiln_dtype kept, kiln_dtype each) {
    kiln_session *s = n->s;
    ir_id x = fe_cast(s, input, each), scale = fe_cast(s, n->scale, each);
    if (weight != IR_NONE) x = times(n, x, over_input(n, fe_cast(s, weight, each)));
    x = times(n, x, over_input(n, scale));
    if (!n->training) return fe_cast(s, x, n->d);
    x = fe_cast(s, x, kept);
    ir_id minus = fe_map1(s, IR_NEG, centred),
          along = total(n, fe_cast(s, times(n, fe_cast(s, x, each), minus), n->d));
    along = shared_out(n, fe_cast(s, fe_cast(s, along, kept), each));
    along = fe_cast(s, fe_cast(s, times(n, times(n, along, scale), scale), kept), n->d);
    along = fe_cast(s, times(n, fe_cast(s, over_input(n, along), each), centred), kept);
    ir_id mean = fe_cast(s, total(n, fe_cast(s, x, n->d)), kept);
    mean = fe_cast(s, shared_out(n, fe_cast(s, mean, kept == KILN_BF16 ? kept : n->d)), n->d);
    return fe_cast(s, fe_add(s, fe_sub(s, x, fe_cast(s, over_input(n, mean), kept)), along), n->d);
}

static ir_id normalised(const by_channel *n, ir_id input) {
    kiln_session *s = n->s;
    const parameters *p = &n->p;
    ir_id weight = p->weight != NULL ? channels(n, fe_node(s, p->weight), n->stored) : IR_NONE;
    ir_id bias = p->bias != NULL ? channels(n, fe_node(s, p->bias), n->stored) : IR_NONE;
    if ((p->weight != NULL && weight == IR_NONE) || (p->bias != NULL && bias == IR_NONE))
        return IR_NONE;
    kiln_dtype kept = n->smooth ? n->d : n->own, each = n->smooth ? n->d : n->stored;
    ir_id y = fe_still(s, value_of(n, input, weight, bias)), one = fe_const(s, n->d, 1);
    ir_id mean = fe_cast(s, n->mean, each), centred = fe_sub(s, fe_cast(s, input, each), mean);
    y = fe_slope(s, y, way_to_input(n, input, centred, weight, kept, each), one);
    if (weight != IR_NONE) {
        ir_id w = over_input(n, times(n, fe_cast(s, weight, n->d), n->scale));
        y = fe_slope(s, y, fe_cast(s, times(n, fe_cast(s, w, each), centred), n->d), one);
    }
    if (bias != IR_NONE)
        y = fe_slope(s, y,
                     over_input(n, fe_cast(s, kept == KILN_BF16 ? fe_cast(s, bias, kept) : bias,
                                           n->d)),
                     one);
    return fe_cast(s, y, n->own);
}

/* ---- checks */

/* The first of a parameter, as weight[0]; IR_NONE after an error. Repeated for each element of axis
 * 0 it is a scalar. */
static kiln_tensor *first_of(by_channel *n, kiln_tensor *p, const char *name) {
    kiln_session *s = n->s;
    if (n->each ? fe_of(p)->rank > 1 : fe_of(p)->rank == 0)
        ir_fail(&s->b, KILN_BAD_SHAPE, "%s has rank %d, expected 1", name, fe_of(p)->rank);
    else if ((fe_of(p)->rank > 0 && fe_of(p)->extent[0] == 0) ||
             (n->each && fe_of(n->a)->extent[0] == 0))
        ir_fail(&s->b, KILN_BAD_SHAPE, "%s has no elements, expected one for each channel", name);
    else
        return fe_of(p)->rank == 0 ? p : fe_selected(s, p, 0, 0);
    return NULL;
}

/* Of no elements: times the first weight, plus the first bias. */
static ir_id of_nothing(by_channel *n, ir_id x) {
    kiln_session *s = n->s;
    kiln_tensor *const given[2] = {n->p.weight, n->p.bias};
    for (int i = 0; i < 2 && x != IR_NONE; i++) {
        if (given[i] == NULL) continue;
        kiln_tensor *first = first_of(n, given[i], i == 0 ? "weight" : "bias");
        if (first == NULL || !kiln_ok(first)) return IR_NONE;
        ir_id f = fe_node(s, first);
        kiln_dtype d = fe_promote_ids(s, x, f);
        f = fe_cast(s, f, d);
        x = fe_map2(s, i == 0 ? IR_MUL : IR_ADD, fe_cast(s, x, d), f);
        if (first != given[i]) fe_drop(s, first);
    }
    return x;
}

static bool check_extent(by_channel *n, const kiln_tensor *p, const char *name, bool any_rank,
                         bool scalar) {
    if (p == NULL) return true;
    if (kiln_numel(p) == fe_of(n->a)->extent[1] &&
        (fe_of(p)->rank == 1 || any_rank || (scalar && fe_of(p)->rank == 0)))
        return true;
    ir_fail(
        &n->s->b, KILN_BAD_SHAPE,
        "%s has rank %d and %lld elements, expected one for each of %lld channels along one axis",
        name, fe_of(p)->rank, (long long)kiln_numel(p), (long long)fe_of(n->a)->extent[1]);
    return false;
}

/* All of one dtype: input's, or f32 where that is a half. With `each` the running statistics are
 * brought to weight's or input's where the mean is not that already. */
static bool check_dtypes(by_channel *n) {
    const kiln_tensor *const given[4] = {n->p.weight, n->p.bias, n->p.mean, n->p.var};
    static const char *const names[4] = {"weight", "bias", "running_mean", "running_var"};
    kiln_dtype wanted = n->p.weight != NULL ? (kiln_dtype)fe_of(n->p.weight)->dtype : n->own;
    bool any = false, converted = n->each && n->p.mean != NULL && fe_of(n->p.mean)->dtype != wanted;
    n->stored = n->own;
    for (int i = 0; i < 4; i++) {
        if (given[i] == NULL) continue;
        kiln_dtype d = i >= 2 && converted ? wanted : (kiln_dtype)fe_of(given[i])->dtype;
        if (any ? d != n->stored : d != n->own && d != n->d) {
            ir_fail(&n->s->b, KILN_BAD_DTYPE, "%s is %s, expected %s", names[i],
                    kiln_dtype_short(d), kiln_dtype_short(any ? n->stored : n->own));
            return false;
        }
        n->stored = d;
        any = true;
    }
    return true;
}

static bool check_counts(by_channel *n, double eps) {
    kiln_session *s = n->s;
    bool given = n->p.mean != NULL && n->p.var != NULL,
         none = n->p.mean == NULL && n->p.var == NULL;
    bool empty = kiln_numel(n->a) == 0;
    if (n->training && n->count == 1)
        ir_fail(&s->b, KILN_BAD_SHAPE, "input has one value for each statistic, expected more");
    else if (!n->each && (eps < 0 || (n->training && eps == 0)))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "eps is %g, expected a number above 0%s", eps,
                n->training ? "" : ", or 0");
    else if (n->training ? !given && !none && !empty : !given && (n->each || !empty))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "running_mean and running_var are %s, expected both",
                none ? "None" : "given in part");
    else
        return true;
    return false;
}

static bool check(by_channel *n, ir_id x) {
    bool plain = n->plain && n->linear, running_scalar = n->each && !n->training;
    return fe_wants_float(n->s, x, "input") &&
           check_extent(n, n->p.mean, "running_mean", false, running_scalar) &&
           check_extent(n, n->p.var, "running_var", false, running_scalar) &&
           check_extent(n, n->p.weight, "weight", !n->each && plain, n->each) &&
           check_extent(n, n->p.bias, "bias", !n->each && plain, n->each) && check_dtypes(n);
}

/* The running statistics of nothing: as they were, or no numbers where there is nothing to take
 * their mean over. */
static kiln_tensor *move_by_nothing(const by_channel *n, kiln_site at, kiln_tensor *running) {
    kiln_session *s = n->s;
    if (!fe_is_float(n->own))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected a float dtype",
                                    kiln_dtype_short(n->own)));
    if (fe_of(running)->rank != 1 || fe_of(running)->extent[0] != fe_of(n->a)->extent[1])
        return fe_result(
            s, ir_fail(&s->b, KILN_BAD_SHAPE,
                       "a running statistic has not one element for each of %lld channels",
                       (long long)fe_of(n->a)->extent[1]));
    if (fe_of(n->a)->extent[0] > 0) return running;
    ir_id nothing = fe_full(s, fe_const(s, n->own, NAN), 1, fe_of(running)->extent);
    return fe_write_back(at, n->call, running,
                         fe_result(s, fe_cast(s, nothing, (kiln_dtype)fe_of(running)->dtype)));
}

/* ---- the public functions */

static kiln_tensor *empty(by_channel *n, kiln_site at, ir_id x) {
    kiln_tensor *y = fe_result(n->s, of_nothing(n, x)), *const running[2] = {n->p.mean, n->p.var};
    for (int i = 0; i < 2 && n->each && n->training && kiln_ok(y); i++) {
        kiln_tensor *moved = running[i] == NULL ? y : move_by_nothing(n, at, running[i]);
        if (!kiln_ok(moved)) return moved;
    }
    return y;
}

static kiln_tensor *by_channels(kiln_site at, const char *call, kiln_tensor *a, parameters p,
                                bool each, bool training, double momentum, double eps) {
    kiln_tensor *t[5] = {a, p.mean != NULL ? p.mean : a, p.var != NULL ? p.var : a,
                         p.weight != NULL ? p.weight : a, p.bias != NULL ? p.bias : a};
    kiln_session *s = fe_enter(at, call, t, 5);
    if (s == NULL) return fe_poison_like(a, p.weight);
    ir_id x = fe_node(s, a);
    if (x == IR_NONE) return fe_result(s, x);
    /* no channels */
    if (fe_of(a)->rank == 1 && kiln_numel(a) == 0 && !each) return fe_result(s, x);
    if (fe_of(a)->rank < 2)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "input has rank %d, expected 2 or more",
                                    fe_of(a)->rank));
    by_channel n = {.s = s,
                    .call = call,
                    .a = a,
                    .p = p,
                    .own = fe_dtype(s, x),
                    .each = each,
                    .training = training,
                    .image = 1};
    n.d = fe_opmath(n.own);
    n.axes.axis = n.axis;
    for (int i = 2; i < fe_of(a)->rank; i++) n.image *= fe_of(a)->extent[i];
    for (int i = each ? 2 : 0; i < fe_of(a)->rank; i++)
        if (i != 1) n.axis[n.axes.count++] = i;
    n.count = each ? n.image : fe_of(a)->extent[0] * n.image;
    n.plain = n.own == n.d || each || is_plain(a);
    n.smooth = n.own == n.d || each || lies(a, NULL);
    n.linear = each || (n.plain && is_plain_or_none(p.weight) && is_plain_or_none(p.bias) &&
                        is_plain_or_none(p.mean) && is_plain_or_none(p.var));
    if (!check_counts(&n, eps)) return fe_result(s, IR_NONE);
    if (kiln_numel(a) == 0) {
        fe_begin(s);
        return fe_ended(s, empty(&n, at, x));
    }
    if (!check(&n, x)) return fe_result(s, IR_NONE);
    n.linear = n.linear && n.own != n.d;
    if (training) {
        take_statistics(&n, fe_cast(s, x, n.d), eps);
    } else {
        give_statistics(&n, eps);
    }
    kiln_tensor *y = fe_result(s, normalised(&n, x));
    if (!training || p.mean == NULL || !kiln_ok(y)) return y;
    fe_begin(s);
    kiln_tensor *written = move(&n, at, p.mean, n.fresh, momentum);
    if (kiln_ok(written)) written = move(&n, at, p.var, over_count(&n, n.var, 1), momentum);
    fe_end(s, kiln_ok(written));
    if (!kiln_ok(written)) fe_drop(s, y);
    return kiln_ok(written) ? y : written;
}

kiln_tensor *(kiln_batch_norm)(kiln_site at, kiln_tensor *a, kiln_tensor *running_mean,
                               kiln_tensor *running_var, kiln_tensor *weight, kiln_tensor *bias,
                               bool training, double momentum, double eps) {
    FE_DOOR;
    return by_channels(at, "batch_norm", a, (parameters){running_mean, running_var, weight, bias},
                       false, training, momentum, eps);
}

kiln_tensor *(kiln_instance_norm)(kiln_site at, kiln_tensor *a, kiln_tensor *running_mean,
                                  kiln_tensor *running_var, kiln_tensor *weight, kiln_tensor *bias,
                                  bool use_input_stats, double momentum, double eps) {
    FE_DOOR;
    return by_channels(at, "instance_norm", a,
                       (parameters){running_mean, running_var, weight, bias}, true, use_input_stats,
                       momentum, eps);
}
