/* SPDX-License-Identifier: Apache-2.0
 * Public losses of classes: nll_loss and cross_entropy, of indices and of probabilities. Rows, rank
 * 2 and known labels are one fused step. */
#include "frontend/ops/network.h"

/* What a call takes: x [n, c, ..] or [c], labels [n, ..] or a scalar. */
typedef struct classes {
    kiln_session *s;
    kiln_tensor *input, *target, *weight;
    ir_id x, t, w; /* w: IR_NONE without weight */
    int axis;
    int64_t count;
    int64_t ignore;
    fe_reduction how;
} classes;

static bool enter(classes *c, kiln_site at, const char *call, const char *reduction) {
    kiln_tensor *t[3] = {c->input, c->target, c->weight != NULL ? c->weight : c->input};
    kiln_session *s = c->s = fe_enter(at, call, t, 3);
    if (s == NULL) return false;
    c->x = fe_node(s, c->input);
    c->t = fe_node(s, c->target);
    c->w = c->weight != NULL ? fe_node(s, c->weight) : IR_NONE;
    c->how = fe_reduction_of(s, reduction, false);
    if (c->x == IR_NONE || c->t == IR_NONE || (c->weight != NULL && c->w == IR_NONE) ||
        c->how == FE_NO_REDUCTION)
        return false;
    if (fe_of(c->input)->rank == 0) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "input has rank 0, expected [classes] or [n, classes, ..]");
        return false;
    }
    if (!fe_wants_float(s, c->x, "input")) return false;
    c->axis = fe_of(c->input)->rank == 1 ? 0 : 1;
    c->count = fe_of(c->input)->extent[c->axis];
    if (c->weight != NULL &&
        (fe_of(c->weight)->rank != 1 || fe_of(c->weight)->extent[0] != c->count)) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "weight has not one element for each of %lld classes",
                (long long)c->count);
        return false;
    }
    return true;
}

static bool check_labels(const classes *c) {
    kiln_session *s = c->s;
    const kiln_tensor *x = c->input, *t = c->target;
    char tx[160], tt[160];
    bool fits = fe_of(x)->rank == 1
                    ? fe_of(t)->rank == 0 || (fe_of(t)->rank == 1 && fe_of(t)->extent[0] == 1)
                    : fe_of(t)->rank == fe_of(x)->rank - 1;
    for (int i = 0; fits && fe_of(x)->rank > 1 && i < fe_of(t)->rank; i++)
        fits = fe_of(t)->extent[i] == fe_of(x)->extent[i == 0 ? 0 : i + 1];
    if (!fits) {
        ir_fail(&s->b, KILN_BAD_SHAPE,
                "input is %s and target %s, expected [n,classes,..] and [n,..]",
                ir_type_text(&s->g, c->x, tx, sizeof tx), ir_type_text(&s->g, c->t, tt, sizeof tt));
    } else if (fe_of(t)->dtype != KILN_I64 && fe_of(t)->dtype != KILN_U8) {
        ir_fail(&s->b, KILN_BAD_DTYPE, "target is %s, expected i64 or u8",
                kiln_dtype_short((kiln_dtype)fe_of(t)->dtype));
    } else if (c->weight != NULL && fe_of(c->weight)->dtype != fe_of(x)->dtype) {
        ir_fail(&s->b, KILN_BAD_DTYPE, "weight is %s, expected input's %s",
                kiln_dtype_short((kiln_dtype)fe_of(c->weight)->dtype),
                kiln_dtype_short((kiln_dtype)fe_of(x)->dtype));
    } else {
        return true;
    }
    return false;
}

/* a's element at the label, along the class axis, which goes; 0 where the label is ignored. Labels
 * out of range fail when computed. */
static ir_id at_label(const classes *c, ir_id a, ir_id label, ir_id ignored) {
    kiln_session *s = c->s;
    int64_t extent[IR_MAX_RANK];
    bool drop[IR_MAX_RANK] = {false};
    int rank = fe_of(c->input)->rank;
    for (int i = 0; i < rank; i++) extent[i] = i == c->axis ? 1 : fe_of(c->input)->extent[i];
    drop[c->axis] = true;
    if (c->count == 0) { /* nothing to pick, so all labels must be ignored */
        bool none = a != IR_NONE && fe_holds(s, ignored, KILN_BAD_ARGUMENT,
                                             "a label is out of range for 0 classes");
        return none ? fe_full(s, fe_const_like(s, a, 0), fe_rank(s, label), ir_shape(&s->g, label))
                    : IR_NONE;
    }
    ir_id index = fe_where(s, ignored, fe_const(s, KILN_I64, 0), label);
    index = index == IR_NONE ? index : ir_reshape(&s->b, index, rank, extent);
    if (index == IR_NONE || a == IR_NONE) return IR_NONE;
    ir_id picked = ir_gather(&s->b, a, index, c->axis);
    ir_id value = fe_drop_axes(s, picked, drop);
    return fe_where(s, ignored, fe_const_like(s, a, 0), value);
}

/* The class weights over x's shape. */
static ir_id spread_weight(const classes *c) {
    int64_t extent[IR_MAX_RANK];
    for (int i = 0; i < fe_of(c->input)->rank; i++) extent[i] = i == c->axis ? c->count : 1;
    ir_id w = ir_reshape(&c->s->b, c->w, fe_of(c->input)->rank, extent);
    return w == IR_NONE ? w
                        : ir_expand(&c->s->b, w, fe_of(c->input)->rank, fe_of(c->input)->extent);
}

/* total: of the weights, or how many were kept */
typedef struct label_loss {
    ir_id loss, total, kept;
} label_loss;

/* PyTorch's kernels add up halves one by one, sixteen to a sum at each level, and the first element
 * last. Other dtypes as ever. */
static ir_id sum_of_labels(kiln_session *s, ir_id x) {
    if (x == IR_NONE || !ir_dtype_is(fe_dtype(s, x), IR_DT_HALF) || ir_numel(&s->g, x) == 0)
        return fe_sum_all(s, x);
    int64_t n = ir_numel(&s->g, x);
    ir_id total = fe_const_like(s, x, 0);
    x = ir_reshape(&s->b, x, 1, &n);
    while (n > 1 && x != IR_NONE) {
        int64_t whole = (n - 1) / 16 + 1, sums = (n + 14) / 16 + 1;
        ir_id shift = fe_const(s, KILN_I64, 15),
              place = fe_add(s, ir_iota(&s->b, KILN_I64, 1, &n, 0), shift);
        place = fe_map2(s, IR_IDIV, place, fe_const(s, KILN_I64, 16));
        ir_id zeros = fe_full(s, fe_const_like(s, x, 0), 1, &sums);
        x = place == IR_NONE || zeros == IR_NONE ? IR_NONE
                                                 : ir_scatter_add(&s->b, zeros, place, x, 0);
        ir_id rest = sums > whole ? fe_part(s, x, 0, whole, 1) : IR_NONE;
        if (sums > whole)
            total = fe_add(s, total, rest == IR_NONE ? rest : ir_reshape(&s->b, rest, 0, NULL));
        x = fe_part(s, x, 0, 0, whole);
        n = whole;
    }
    return x == IR_NONE ? x : fe_add(s, total, ir_reshape(&s->b, x, 0, NULL));
}

/* The loss of each label, not reduced. */
static label_loss of_labels(const classes *c, ir_id logs) {
    kiln_session *s = c->s;
    label_loss r = {IR_NONE, IR_NONE, IR_NONE};
    ir_id label = fe_cast(s, c->t, KILN_I64),
          ignored = fe_map2(s, IR_EQ, label, fe_number(s, KILN_I64, (double)c->ignore));
    if (label == IR_NONE || ignored == IR_NONE) return r;
    if (fe_of(c->input)->rank == 1 && fe_of(c->target)->rank == 1) {
        label = ir_reshape(&s->b, label, 0, NULL);
        ignored = ir_reshape(&s->b, ignored, 0, NULL);
    }
    r.loss = fe_map1(s, IR_NEG, at_label(c, logs, label, ignored));
    r.kept =
        fe_cast(s, fe_map1(s, IR_NOT, ignored), r.loss == IR_NONE ? KILN_F32 : fe_dtype(s, r.loss));
    ir_id each = r.kept;
    if (c->weight != NULL) {
        each = at_label(c, spread_weight(c), label, ignored);
        r.loss = fe_mul(s, r.loss, each);
    }
    r.total = c->weight != NULL ? sum_of_labels(s, each) : fe_sum_all(s, each);
    return r;
}

static ir_id reduced(const classes *c, label_loss l) {
    if (c->how == FE_NONE) return l.loss;
    ir_id sum = sum_of_labels(c->s, l.loss);
    return c->how == FE_SUM ? sum : fe_div(c->s, sum, l.total);
}

kiln_tensor *(kiln_nll_loss)(kiln_site at, kiln_tensor *input, kiln_tensor *target,
                             kiln_tensor *weight, int64_t ignore_index, const char *reduction) {
    FE_DOOR;
    classes c = {.input = input, .target = target, .weight = weight, .ignore = ignore_index};
    bool ok = enter(&c, at, "nll_loss", reduction);
    if (c.s == NULL) return fe_poison_like(input, target);
    if (!ok || !check_labels(&c)) return fe_result(c.s, IR_NONE);
    return fe_result(c.s, reduced(&c, of_labels(&c, c.x)));
}

/* ---- cross_entropy */

/* Rows whose labels are in memory and in range, none ignored: then labels are data like any other,
 * and the loss is one pass over each row. */
static bool is_plain(const classes *c) {
    const kiln_tensor *t = c->target;
    if (c->weight != NULL || c->how != FE_MEAN || fe_of(c->input)->rank != 2 ||
        fe_opmath((kiln_dtype)fe_of(c->input)->dtype) != (kiln_dtype)fe_of(c->input)->dtype ||
        fe_of(t)->dtype != KILN_I64 || fe_of(t)->extent[0] == 0)
        return false;
    const fe_buffer *b = fe_value_of(c->s, c->t);
    bool plain = b != NULL;
    for (int64_t i = 0; b != NULL && i < fe_of(t)->extent[0]; i++) {
        int64_t label = ((const int64_t *)b->data)[i];
        bool within = label >= 0 && label < c->count;
        if (!within && label != c->ignore) {
            ir_fail(&c->s->b, KILN_BAD_ARGUMENT,
                    "label %lld at [%lld] of target is out of range for %lld classes",
                    (long long)label, (long long)i, (long long)c->count);
            return false;
        }
        plain = plain && within && label != c->ignore;
    }
    return plain;
}

/* The label's logit is picked by comparing an index with the label: a map. */
static ir_id plain_rows(const classes *c) {
    kiln_session *s = c->s;
    int64_t n = fe_of(c->input)->extent[0], column[2] = {n, 1}, full[2] = {n, c->count};
    fe_softmax_parts p;
    ir_id x = c->x;
    if (!fe_softmax_parts_of(s, x, 1, &p)) return IR_NONE;
    ir_id l = ir_reshape(&s->b, c->t, 2, column);
    ir_id labels = l == IR_NONE ? l : ir_expand(&s->b, l, 2, full),
          hit = fe_map2(s, IR_EQ, ir_iota(&s->b, KILN_I64, 2, full, 1), labels);
    ir_id picked = fe_where(s, hit, p.shifted, fe_const_like(s, x, 0));
    ir_id score = picked == IR_NONE ? picked : fe_reduce_last(s, IR_SUM, picked, 1),
          rows = fe_sub(s, fe_map1(s, IR_LOG, p.sum), score);
    ir_id count = fe_number(s, fe_dtype(s, x), (double)n);
    return fe_div(s, fe_sum_all(s, rows), count);
}

/* log_softmax over the classes, rounded to input's dtype. */
static ir_id log_classes(const classes *c) {
    return fe_cast(c->s,
                   fe_log_softmax(c->s, fe_wide(c->s, c->x), c->axis,
                                  (kiln_dtype)fe_of(c->input)->dtype),
                   (kiln_dtype)fe_of(c->input)->dtype);
}

static ir_id over_classes(const classes *c, ir_id a) {
    kiln_axes axes = {1, &c->axis};
    return fe_map1(c->s, IR_NEG, fe_reduce(c->s, IR_SUM, a, axes, false));
}

/* (1 - k) of the labels' loss and k / classes of every class's. */
static ir_id smoothed(const classes *c, double k) {
    kiln_session *s = c->s;
    ir_id logs = log_classes(c);
    label_loss l = of_labels(c, logs);
    if (l.loss == IR_NONE || l.kept == IR_NONE) return IR_NONE;
    ir_id first = reduced(c, l), zero = fe_const_like(s, l.kept, 0);
    ir_id all = over_classes(c, c->weight != NULL ? fe_mul(s, logs, spread_weight(c)) : logs);
    all = fe_where(s, fe_map2(s, IR_EQ, l.kept, zero), zero, all);
    if (c->how != FE_NONE) all = fe_sum_all(s, all);
    if (c->how == FE_MEAN) all = fe_div(s, all, l.total);
    all = fe_binary_number(s, IR_MUL, all, k / (double)c->count);
    return fe_add(s, fe_binary_number(s, IR_MUL, first, 1 - k), all);
}

/* Target holds a probability of each class. */
static ir_id of_probabilities(const classes *c, double k) {
    kiln_session *s = c->s;
    if (!fe_wants_float(s, c->t, "target, which has input's shape and so holds probabilities,"))
        return IR_NONE;
    if (c->ignore >= 0)
        return ir_fail(&s->b, KILN_BAD_ARGUMENT,
                       "ignore_index is %lld, but target holds probabilities",
                       (long long)c->ignore);
    ir_id t = c->t;
    if (k > 0)
        t = fe_binary_number(s, IR_ADD, fe_binary_number(s, IR_MUL, t, 1 - k),
                             k / (double)c->count);
    ir_id product = fe_binary(s, IR_MUL, log_classes(c), t);
    if (c->weight != NULL) product = fe_binary(s, IR_MUL, product, spread_weight(c));
    if (c->how == FE_NONE) return over_classes(c, product);
    ir_id sum = fe_map1(s, IR_NEG, fe_sum_all(s, product));
    int64_t n = ir_numel(&s->g, c->x);
    return c->how == FE_SUM
               ? sum
               : fe_binary_number(s, IR_DIV, sum, c->count > 0 ? (double)(n / c->count) : 0);
}

static bool same_shape(const kiln_tensor *a, const kiln_tensor *b) {
    bool same = fe_of(a)->rank == fe_of(b)->rank;
    for (int i = 0; same && i < fe_of(a)->rank; i++)
        same = fe_of(a)->extent[i] == fe_of(b)->extent[i];
    return same;
}

kiln_tensor *(kiln_cross_entropy)(kiln_site at, kiln_tensor *input, kiln_tensor *target,
                                  kiln_tensor *weight, int64_t ignore_index, const char *reduction,
                                  double label_smoothing) {
    FE_DOOR;
    classes c = {.input = input, .target = target, .weight = weight, .ignore = ignore_index};
    bool ok = enter(&c, at, "cross_entropy", reduction);
    if (c.s == NULL) return fe_poison_like(input, target);
    if (!ok) return fe_result(c.s, IR_NONE);
    if (!(label_smoothing >= 0 && label_smoothing <= 1))
        return fe_result(c.s, ir_fail(&c.s->b, KILN_BAD_ARGUMENT,
                                      "label_smoothing is %g, expected 0 to 1", label_smoothing));
    if (same_shape(input, target)) return fe_result(c.s, of_probabilities(&c, label_smoothing));
    if (!check_labels(&c)) return fe_result(c.s, IR_NONE);
    bool plain = is_plain(&c);
    if (c.s->b.status != KILN_OK) return fe_result(c.s, IR_NONE);
    ir_id loss = label_smoothing > 0 ? smoothed(&c, label_smoothing)
                 : plain             ? plain_rows(&c)
                                     : reduced(&c, of_labels(&c, log_classes(&c)));
    return fe_result(c.s, loss);
}
