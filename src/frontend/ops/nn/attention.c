/* SPDX-License-Identifier: Apache-2.0
 * Public linear layer and attention: products with what surrounds them, computed in f32 for halves
 * and rounded once. */
#include "frontend/ops/network.h"

static bool linear_fits(kiln_session *s, kiln_tensor *input, kiln_tensor *weight, ir_id x,
                        ir_id w) {
    char tx[160], tw[160];
    if (fe_of(input)->rank < 1 || fe_of(weight)->rank < 1 || fe_of(weight)->rank > 2 ||
        fe_of(input)->extent[fe_of(input)->rank - 1] !=
            fe_of(weight)->extent[fe_of(weight)->rank - 1])
        ir_fail(&s->b, KILN_BAD_SHAPE, "input is %s, weight is %s, expected [..,in] and [out,in]",
                ir_type_text(&s->g, x, tx, sizeof tx), ir_type_text(&s->g, w, tw, sizeof tw));
    else if (fe_of(input)->dtype != fe_of(weight)->dtype || fe_of(input)->dtype == KILN_BOOL)
        ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s and weight %s, expected one dtype, of numbers",
                kiln_dtype_short((kiln_dtype)fe_of(input)->dtype),
                kiln_dtype_short((kiln_dtype)fe_of(weight)->dtype));
    else
        return true;
    return false;
}

static bool row_major(const kiln_tensor *a) {
    int64_t room[IR_MAX_RANK], plain[IR_MAX_RANK];
    const int64_t *stride = fe_strides(a, room);
    fe_row_major(fe_of(a)->rank, fe_of(a)->extent, plain);
    for (int i = 0; i < fe_of(a)->rank && kiln_numel(a) > 0; i++)
        if (fe_of(a)->extent[i] != 1 && stride[i] != plain[i]) return false;
    return true;
}

/* Whether PyTorch computes product and bias as one, rounded once: for matrices, and where the rows
 * lie one after another and the bias is a line. */
static bool one_step(const kiln_tensor *input, const kiln_tensor *bias) {
    int lines = 0;
    for (int i = 0; i < fe_of(bias)->rank; i++) lines += fe_of(bias)->extent[i] != 1;
    return fe_of(input)->rank == 2 || (fe_of(bias)->rank > 0 && lines <= 1 && row_major(input));
}

static bool one_step_fits(kiln_session *s, const kiln_tensor *input, const kiln_tensor *weight,
                          const kiln_tensor *bias) {
    if (fe_of(weight)->rank == 1)
        ir_fail(&s->b, KILN_BAD_SHAPE, "weight has rank 1; a bias needs a matrix");
    else if (fe_of(bias)->rank > 2)
        ir_fail(&s->b, KILN_BAD_SHAPE, "bias has rank %d, above that of the matrix of results",
                fe_of(bias)->rank);
    else if (fe_of(bias)->dtype != fe_of(input)->dtype)
        ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s and bias %s, expected one dtype",
                kiln_dtype_short((kiln_dtype)fe_of(input)->dtype),
                kiln_dtype_short((kiln_dtype)fe_of(bias)->dtype));
    else
        return true;
    return false;
}

/* y plus the bias, as y's in-place sum: of y's shape and dtype. */
static ir_id added(kiln_session *s, ir_id y, kiln_tensor *bias) {
    ir_id b = fe_node(s, bias);
    if (y == IR_NONE || b == IR_NONE) return IR_NONE;
    kiln_dtype d = fe_dtype(s, y), both = fe_promote_ids(s, y, b), computing = fe_opmath(both);
    int64_t extent[IR_MAX_RANK];
    int rank = fe_rank(s, y);
    memcpy(extent, ir_shape(&s->g, y), (size_t)rank * sizeof *extent);
    if (fe_is_float(both) && !fe_is_float(d))
        return ir_fail(&s->b, KILN_BAD_DTYPE, "bias is %s, expected integers as input's",
                       kiln_dtype_short((kiln_dtype)fe_of(bias)->dtype));
    if (fe_of(bias)->rank > rank)
        return ir_fail(&s->b, KILN_BAD_SHAPE, "bias has rank %d, above that of the product, %d",
                       fe_of(bias)->rank, rank);
    b = fe_expand_to(s, fe_operand(s, kiln_v_tensor(bias), both, computing), rank, extent);
    return fe_cast(s, fe_add(s, fe_cast(s, y, computing), b), d);
}

kiln_tensor *(kiln_linear)(kiln_site at, kiln_tensor *input, kiln_tensor *weight,
                           kiln_tensor *bias) {
    FE_DOOR;
    kiln_tensor *t[3] = {input, weight, bias};
    kiln_session *s = fe_enter(at, "linear", t, bias != NULL ? 3 : 2);
    if (s == NULL) return fe_poison_like(input, weight);
    ir_id x = fe_node(s, input), w = fe_node(s, weight),
          b = bias != NULL ? fe_node(s, bias) : IR_NONE;
    if (x == IR_NONE || w == IR_NONE || !linear_fits(s, input, weight, x, w))
        return fe_result(s, IR_NONE);
    bool once = bias != NULL && one_step(input, bias);
    if (once && !one_step_fits(s, input, weight, bias)) return fe_result(s, IR_NONE);
    kiln_dtype d = (kiln_dtype)fe_of(input)->dtype;
    x = fe_wide(s, x);
    w = fe_wide(s, w);
    if (x == IR_NONE || w == IR_NONE) return fe_result(s, IR_NONE);
    /* Leading axes of the input are rows of one matrix. */
    int64_t flat[2] = {1, fe_of(input)->extent[fe_of(input)->rank - 1]}, out[IR_MAX_RANK];
    for (int i = 0; i + 1 < fe_of(input)->rank; i++) flat[0] *= out[i] = fe_of(input)->extent[i];
    out[fe_of(input)->rank - 1] = fe_of(weight)->extent[0];
    ir_id rows = fe_of(input)->rank == 2 ? x : ir_reshape(&s->b, x, 2, flat);
    if (fe_of(weight)->rank == 2) w = ir_permute(&s->b, w, (const int[]){1, 0});
    ir_id y = rows == IR_NONE || w == IR_NONE ? IR_NONE : fe_matmul(s, rows, w);
    if (once && y != IR_NONE) {
        int64_t extent[2] = {flat[0], fe_of(weight)->extent[0]};
        y = fe_add(s, y, fe_expand_to(s, fe_wide(s, b), 2, extent));
    }
    if (y != IR_NONE && fe_of(input)->rank != 2)
        y = ir_reshape(&s->b, y, fe_of(input)->rank - (fe_of(weight)->rank == 1), out);
    y = fe_cast(s, y, d);
    return fe_result(s, bias == NULL || once ? y : added(s, y, bias));
}

/* ---- attention */

/* kernel: PyTorch takes its own kernel, not the sum of its parts. */
typedef struct attention {
    kiln_tensor *query, *key, *value, *mask;
    kiln_session *s;
    kiln_dtype own, d;
    bool is_causal, kernel;
    double dropout;
} attention;

static bool kernel_takes(const kiln_tensor *q, const kiln_tensor *k, const kiln_tensor *v,
                         const kiln_tensor *mask, bool grouped) {
    bool takes = fe_of(q)->rank == 4 && fe_of(k)->rank == 4 && fe_of(v)->rank == 4 &&
                 kiln_numel(q) > 0 && kiln_numel(k) > 0 && kiln_numel(v) > 0;
    if (!takes || fe_of(q)->extent[3] != fe_of(k)->extent[3] ||
        fe_of(q)->extent[3] != fe_of(v)->extent[3])
        return false;
    if (fe_of(q)->extent[0] != fe_of(k)->extent[0] || fe_of(q)->extent[0] != fe_of(v)->extent[0])
        return false;
    if (!grouped &&
        (fe_of(q)->extent[1] != fe_of(k)->extent[1] || fe_of(q)->extent[1] != fe_of(v)->extent[1]))
        return false;
    return mask == NULL || fe_of(mask)->rank == 2 || fe_of(mask)->rank == 4;
}

static bool attention_fits(const attention *a, double dropout_p) {
    kiln_session *s = a->s;
    const kiln_tensor *q = a->query, *k = a->key, *v = a->value, *m = a->mask;
    if (!(dropout_p >= 0 && dropout_p <= 1))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "dropout_p is %g, expected 0 to 1", dropout_p);
    else if (fe_of(q)->rank < 2 || fe_of(k)->rank < 2 || fe_of(v)->rank < 2)
        ir_fail(&s->b, KILN_BAD_SHAPE,
                "query, key and value have ranks %d, %d and %d, expected 2 or more", fe_of(q)->rank,
                fe_of(k)->rank, fe_of(v)->rank);
    else if (fe_of(q)->dtype != fe_of(k)->dtype || fe_of(q)->dtype != fe_of(v)->dtype ||
             !fe_is_float((kiln_dtype)fe_of(q)->dtype))
        ir_fail(&s->b, KILN_BAD_DTYPE, "query is %s, key %s and value %s, expected one float dtype",
                kiln_dtype_short((kiln_dtype)fe_of(q)->dtype),
                kiln_dtype_short((kiln_dtype)fe_of(k)->dtype),
                kiln_dtype_short((kiln_dtype)fe_of(v)->dtype));
    else if (m != NULL && a->is_causal)
        ir_fail(&s->b, KILN_BAD_ARGUMENT,
                "is_causal is true and attn_mask given, expected one of them");
    else if (m != NULL && fe_of(m)->dtype != KILN_BOOL && fe_of(m)->dtype != KILN_F32 &&
             fe_of(m)->dtype != fe_of(q)->dtype)
        ir_fail(&s->b, KILN_BAD_DTYPE, "attn_mask is %s, expected bool, f32 or %s",
                kiln_dtype_short((kiln_dtype)fe_of(m)->dtype),
                kiln_dtype_short((kiln_dtype)fe_of(q)->dtype));
    else
        return true;
    return false;
}

/* Each head of x [.., h, n, e] repeated for the query's heads that share it. */
static ir_id repeat_heads(const attention *a, ir_id x) {
    kiln_session *s = a->s;
    int rank = x == IR_NONE ? 0 : fe_rank(s, x), place = rank - 3, rq = fe_of(a->query)->rank;
    if (x == IR_NONE) return x;
    int64_t extent[IR_MAX_RANK + 1], heads = rank >= 3 ? ir_shape(&s->g, x)[place] : 0,
                                     wanted = rq >= 3 ? fe_of(a->query)->extent[rq - 3] : 0;
    if (rank >= IR_MAX_RANK || heads == 0 || wanted % heads != 0)
        return ir_fail(&s->b, KILN_BAD_SHAPE,
                       "%lld heads of key or value do not divide the query's %lld",
                       (long long)heads, (long long)wanted);
    for (int i = 0, j = 0; i < rank; i++) {
        extent[j++] = ir_shape(&s->g, x)[i];
        if (i == place) extent[j++] = 1;
    }
    x = ir_reshape(&s->b, x, rank + 1, extent);
    extent[place + 1] = wanted / heads;
    x = x == IR_NONE ? x : ir_expand(&s->b, x, rank + 1, extent);
    extent[place] = wanted;
    for (int i = place + 1; i < rank; i++) extent[i] = extent[i + 1];
    return x == IR_NONE ? x : ir_reshape(&s->b, x, rank, extent);
}

static ir_id transposed(kiln_session *s, ir_id x) {
    int order[IR_MAX_RANK], rank = x == IR_NONE ? 0 : fe_rank(s, x);
    if (x == IR_NONE) return x;
    for (int i = 0; i < rank; i++) order[i] = i;
    order[rank - 2] = rank - 1;
    order[rank - 1] = rank - 2;
    return ir_permute(&s->b, x, order);
}

typedef struct averaged {
    ir_id y, weights;
} averaged;

/* softmax(x) v, and for halves and dropout the softmax too. Some scores may be hidden; a row that
 * is hidden whole gives zeros. Like PyTorch's kernel it divides by the sums last, and stores the
 * exponentials of halves as halves. */
static averaged masked_average(const attention *a, ir_id x, ir_id v) {
    kiln_session *s = a->s;
    int last = fe_rank(s, x) - 1;
    if (ir_numel(&s->g, x) == 0) return (averaged){fe_matmul(s, x, v), IR_NONE};
    ir_id max = fe_still(s, fe_reduce_last(s, IR_RMAX, x, last)), zero = fe_const_like(s, x, 0),
          one = fe_const_like(s, x, 1);
    ir_id hidden = fe_map2(s, IR_EQ, max, fe_const_like(s, x, -INFINITY));
    ir_id e = fe_map1(s, IR_EXP, fe_sub(s, x, fe_where(s, hidden, zero, max))), stored = e;
    ir_id sum = e == IR_NONE ? e : fe_where(s, hidden, one, fe_reduce_last(s, IR_SUM, e, last));
    bool half = a->own != a->d;
    if (half && a->kernel) stored = fe_cast(s, fe_cast(s, e, a->own), a->d);
    ir_id average = fe_div(s, fe_matmul(s, stored, v), sum);
    return (averaged){average, half || a->dropout > 0 ? fe_div(s, e, sum) : IR_NONE};
}

static ir_id sums_of_rows(kiln_session *s, ir_id x, int64_t width) {
    if (x == IR_NONE) return x;
    int64_t extent[IR_MAX_RANK];
    int rank = fe_rank(s, x);
    memcpy(extent, ir_shape(&s->g, x), (size_t)rank * sizeof *extent);
    extent[rank - 1] = width;
    return fe_expand_to(s, fe_reduce_last(s, IR_SUM, x, rank - 1), rank, extent);
}

/* The result r of halves with PyTorch's gradients, which are exact where the softmax is almost 0 or
 * 1: with weights p and a gradient h of p, that of the scores is (h - sum(h p)) p. */
static ir_id by_parts(kiln_session *s, const averaged *r, ir_id y, ir_id scores, ir_id v) {
    ir_id p = r->weights, w = fe_slope(s, fe_still(s, scores), scores, p);
    if (w == IR_NONE) return w;
    int64_t keys = ir_shape(&s->g, w)[fe_rank(s, w) - 1];
    ir_id minus = fe_map1(s, IR_NEG, p), h = fe_slope(s, w, sums_of_rows(s, w, keys), minus),
          one = fe_const_like(s, p, 1);
    h = fe_slope(s, fe_still(s, p), h, one);
    ir_id whole = fe_const_like(s, y, 1), product = fe_matmul(s, h, v);
    return fe_slope(s, fe_still(s, y), product, whole);
}

/* PyTorch's kernel takes sum(h p) from the result y, p for the value's gradient as a half, and
 * rounds what the scores get to a half. */
static ir_id by_kernel(const attention *a, const averaged *r, ir_id y, ir_id raw_scores, ir_id v) {
    kiln_session *s = a->s;
    if (y == IR_NONE || raw_scores == IR_NONE) return IR_NONE;
    ir_id halves = fe_wide(s, fe_cast(s, raw_scores, a->own)),
          stored = fe_wide(s, fe_cast(s, r->weights, a->own));
    ir_id w = fe_slope(s, fe_still(s, stored), halves, r->weights);
    ir_id sums = sums_of_rows(s, w, ir_shape(&s->g, y)[fe_rank(s, y) - 1]);
    ir_id minus = fe_map1(s, IR_NEG, y), one = fe_const_like(s, y, 1), product = fe_matmul(s, w, v);
    return fe_slope(s, fe_slope(s, fe_still(s, y), product, one), sums, minus);
}

/* The scores with those hidden that are not to be seen: PyTorch adds -inf, and only its kernel
 * overwrites with it, of a causal mask. */
static ir_id masked(const attention *a, ir_id scores) {
    kiln_session *s = a->s;
    int64_t extent[IR_MAX_RANK];
    int rank = fe_rank(s, scores);
    memcpy(extent, ir_shape(&s->g, scores), (size_t)rank * sizeof *extent);
    ir_id never = fe_const_like(s, scores, -INFINITY), zero = fe_const_like(s, scores, 0);
    if (a->is_causal) {
        ir_id row = ir_iota(&s->b, KILN_I64, rank, extent, rank - 2),
              column = ir_iota(&s->b, KILN_I64, rank, extent, rank - 1);
        ir_id seen = fe_map2(s, IR_LE, column, row);
        return a->kernel ? fe_where(s, seen, scores, never)
                         : fe_add(s, scores, fe_where(s, seen, zero, never));
    }
    ir_id m = fe_node(s, a->mask);
    /* before it is repeated: its gradient is summed so */
    if (fe_of(a->mask)->dtype != KILN_BOOL) m = fe_cast(s, m, a->d);
    if (m != IR_NONE && fe_of(a->mask)->rank > 0) m = fe_expand_to(s, m, rank, extent);
    return fe_add(s, scores, fe_of(a->mask)->dtype == KILN_BOOL ? fe_where(s, m, zero, never) : m);
}

/* Rounded once. The kernel gives masks no gradient, so that PyTorch goes by parts with one of
 * floats. */
static ir_id attend(const attention *a, ir_id raw_scores, ir_id v) {
    kiln_session *s = a->s;
    if (raw_scores == IR_NONE || v == IR_NONE) return IR_NONE;
    bool plain = a->mask == NULL && !a->is_causal;
    if (plain && a->own == a->d && a->dropout == 0)
        return fe_matmul(s, fe_softmax(s, raw_scores, fe_rank(s, raw_scores) - 1), v);
    ir_id scores = plain ? raw_scores : masked(a, raw_scores);
    if (scores == IR_NONE) return scores;
    averaged r = masked_average(a, scores, v);
    if (r.weights == IR_NONE) return fe_cast(s, r.y, a->own);
    if (a->dropout > 0) {
        int64_t seed;
        ir_id kept = fe_draw_seed(s, &seed) ? fe_dropped(s, r.weights, a->dropout, seed) : IR_NONE;
        return fe_cast(s, fe_matmul(s, kept, v), a->own);
    }
    ir_id y = fe_wide(s, fe_cast(s, r.y, a->own));
    bool kernel = a->kernel && (a->mask == NULL || fe_of(a->mask)->dtype == KILN_BOOL);
    return fe_cast(s, kernel ? by_kernel(a, &r, y, raw_scores, v) : by_parts(s, &r, y, scores, v),
                   a->own);
}

kiln_tensor *(kiln_scaled_dot_product_attention)(kiln_site at, kiln_tensor *query, kiln_tensor *key,
                                                 kiln_tensor *value, kiln_tensor *attn_mask,
                                                 double dropout_p, bool is_causal, kiln_value scale,
                                                 bool enable_gqa) {
    FE_DOOR;
    kiln_tensor *t[4] = {query, key, value, attn_mask};
    kiln_session *s = fe_enter(at, "scaled_dot_product_attention", t, attn_mask != NULL ? 4 : 3);
    if (s == NULL) return fe_poison_like(query, key);
    kiln_dtype own = (kiln_dtype)fe_of(query)->dtype;
    attention a = {
        query,          key,       value,
        attn_mask,      s,         own,
        fe_opmath(own), is_causal, kernel_takes(query, key, value, attn_mask, enable_gqa),
        dropout_p};
    ir_id q = fe_node(s, query), k = fe_node(s, key), v = fe_node(s, value);
    if (q == IR_NONE || k == IR_NONE || v == IR_NONE || !attention_fits(&a, dropout_p))
        return fe_result(s, IR_NONE);
    if (enable_gqa) {
        k = repeat_heads(&a, k);
        v = repeat_heads(&a, v);
    }
    double factor = 1 / sqrt((double)fe_of(query)->extent[fe_of(query)->rank - 1]);
    if (scale.kind == KILN_IS_FLOAT)
        factor = scale.as.number;
    else if (scale.kind != KILN_IS_NONE && scale.kind != KILN_IS_TENSOR)
        factor = (double)scale.as.integer;
    ir_id times = scale.kind == KILN_IS_TENSOR ? fe_cast(s, fe_value_node(s, scale, a.d), a.d)
                                               : fe_number(s, a.d, factor);
    /* PyTorch's parts scale both by the root */
    bool apart = own != a.d && !a.kernel && factor >= 0 && scale.kind != KILN_IS_TENSOR;
    if (apart) times = fe_number(s, a.d, sqrt(factor));
    q = fe_wide(s, q), k = fe_wide(s, k);
    if (apart) q = fe_mul(s, q, times), k = fe_mul(s, k, times);
    ir_id scores = fe_matmul(s, q, transposed(s, k));
    v = fe_wide(s, v);
    fe_begin(s);
    return fe_ended(s, fe_result(s, attend(&a, apart ? scores : fe_mul(s, scores, times), v)));
}
