/* SPDX-License-Identifier: Apache-2.0
 * Contractions over named or listed axes: tensordot, einsum, multi_dot. Each pair of operands
 * becomes one matrix product of their merged batch, free and summed axes. */
#include <limits.h>

#include "frontend/ops/linalg/product.h"

/* ---- tensordot */

static bool pair_axes(kiln_session *s, ir_id a, ir_id b, kiln_axes of_a, kiln_axes of_b, int *pa,
                      int *pb) {
    bool used_a[IR_MAX_RANK] = {false}, used_b[IR_MAX_RANK] = {false};
    if (of_a.count != of_b.count || of_a.count > IR_MAX_RANK) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "%d axes of input against %d of other, expected as many",
                of_a.count, of_b.count);
        return false;
    }
    if (!fe_good_axes(s, of_a) || !fe_good_axes(s, of_b)) return false;
    for (int i = 0; i < of_a.count; i++) {
        if (!fe_axis(s, of_a.axis[i], fe_rank(s, a), &pa[i]) ||
            !fe_axis(s, of_b.axis[i], fe_rank(s, b), &pb[i]))
            return false;
        if (used_a[pa[i]] || used_b[pb[i]]) {
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "axis %d of input or %d of other is named twice",
                    pa[i], pb[i]);
            return false;
        }
        used_a[pa[i]] = used_b[pb[i]] = true;
    }
    return true;
}

/* Where one extent is 1 and the other not, the other's axis is summed first: 1 broadcasts. */
static ir_id level(kiln_session *s, ir_id x, int axis, int64_t other) {
    if (other != 1 || ir_shape(&s->g, x)[axis] == 1) return x;
    return fe_reduce(s, IR_SUM, x, (kiln_axes){1, &axis}, true);
}

/* Free axes first (or last), the paired ones after (before), as a matrix; free extents go to e. */
static ir_id as_matrix(kiln_session *s, ir_id x, const int *paired, int n, bool free_first,
                       int64_t *e, int *nfree) {
    bool is_paired[IR_MAX_RANK] = {false};
    int order[IR_MAX_RANK], rank = fe_rank(s, x), k = 0;
    int64_t m[2] = {1, 1};
    for (int i = 0; i < n; i++) is_paired[paired[i]] = true;
    *nfree = 0;
    for (int i = 0; i < rank; i++)
        if (!is_paired[i]) e[(*nfree)++] = ir_shape(&s->g, x)[i];
    for (int i = 0; i < rank && free_first; i++)
        if (!is_paired[i]) order[k++] = i;
    for (int i = 0; i < n; i++) order[k++] = paired[i];
    for (int i = 0; i < rank && !free_first; i++)
        if (!is_paired[i]) order[k++] = i;
    for (int i = 0; i < *nfree; i++) m[free_first ? 0 : 1] *= e[i];
    for (int i = 0; i < n; i++) m[free_first ? 1 : 0] *= ir_shape(&s->g, x)[paired[i]];
    ir_id y = ir_permute(&s->b, x, order);
    return y == IR_NONE ? y : ir_reshape(&s->b, y, 2, m);
}

ir_id fe_tensordot(kiln_session *s, ir_id a, ir_id b, kiln_axes of_a, kiln_axes of_b) {
    int pa[IR_MAX_RANK], pb[IR_MAX_RANK], na, nb, n = of_a.count;
    int64_t e[2 * IR_MAX_RANK];
    if (!pair_axes(s, a, b, of_a, of_b, pa, pb)) return IR_NONE;
    for (int i = 0; i < n; i++) {
        int64_t ea = ir_shape(&s->g, a)[pa[i]], eb = ir_shape(&s->g, b)[pb[i]];
        if (ea != eb && ea != 1 && eb != 1)
            return ir_fail(
                &s->b, KILN_BAD_SHAPE,
                "axis %d of input has extent %lld and axis %d of other %lld, expected equal ones",
                pa[i], (long long)ea, pb[i], (long long)eb);
        a = level(s, a, pa[i], eb);
        b = a == IR_NONE ? a : level(s, b, pb[i], ea);
        if (b == IR_NONE) return b;
    }
    ir_id x = as_matrix(s, a, pa, n, true, e, &na),
          y = x == IR_NONE ? x : as_matrix(s, b, pb, n, false, e + na, &nb);
    if (y == IR_NONE) return y;
    if (na + nb > IR_MAX_RANK)
        return ir_fail(&s->b, KILN_TOO_LARGE, "the result has rank %d, at most %d is allowed",
                       na + nb, IR_MAX_RANK);
    ir_id z = fe_matmul(s, x, y);
    return z == IR_NONE ? z : ir_reshape(&s->b, z, na + nb, e);
}

static kiln_tensor *tensordot(kiln_site at, kiln_tensor *a, kiln_tensor *b, kiln_axes of_a,
                              kiln_axes of_b) {
    kiln_session *s = fe_enter2(at, "tensordot", a, b);
    if (s == NULL) return fe_poison_like(a, b);
    static const char *const names[2] = {"input", "other"};
    ir_id first = fe_node(s, a), second = fe_node(s, b), x[2] = {first, second};
    return fe_result(s, fe_one_dtype(s, x, names, 2) ? fe_tensordot(s, x[0], x[1], of_a, of_b)
                                                     : IR_NONE);
}

kiln_tensor *(kiln_tensordot)(kiln_site at, kiln_tensor *a, kiln_tensor *b, int64_t dims) {
    FE_DOOR;
    int last[IR_MAX_RANK], first[IR_MAX_RANK];
    bool good = dims >= 0 && dims <= kiln_rank(a) && dims <= kiln_rank(b);
    if (!good && kiln_ok(a) && kiln_ok(b)) {
        kiln_session *s = fe_enter2(at, "tensordot", a, b);
        if (s == NULL) return fe_poison_like(a, b);
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "dims is %lld, expected 0 to the smaller rank of the operands",
                                    (long long)dims));
    }
    for (int i = 0; good && i < dims; i++) last[i] = kiln_rank(a) - (int)dims + i, first[i] = i;
    return tensordot(at, a, b, (kiln_axes){good ? (int)dims : 0, last},
                     (kiln_axes){good ? (int)dims : 0, first});
}

kiln_tensor *(kiln_tensordot_dims)(kiln_site at, kiln_tensor *a, kiln_tensor *b, kiln_axes of_a,
                                   kiln_axes of_b) {
    FE_DOOR;
    return tensordot(at, a, b, of_a, of_b);
}

/* Any number of rank 0 or alone counts the axes; else two rows name them. */
kiln_tensor *(kiln_tensordot_tensor)(kiln_site at, kiln_tensor *a, kiln_tensor *b,
                                     kiln_tensor *dims) {
    FE_DOOR;
    kiln_tensor *t[3] = {a, b, dims};
    kiln_session *s = fe_enter(at, "tensordot", t, 3);
    if (s == NULL) return fe_poison_like(a, b);
    int64_t n = kiln_numel(dims);
    kiln_dtype d = (kiln_dtype)fe_of(dims)->dtype;
    bool rows = n > 1 && !fe_is_float(d) && d != KILN_BOOL && fe_of(dims)->rank == 2 &&
                fe_of(dims)->extent[0] == 2 && fe_of(dims)->extent[1] <= IR_MAX_RANK;
    if (n != 1 && !rows)
        return fe_result(
            s, ir_fail(
                   &s->b, KILN_BAD_ARGUMENT,
                   "dims is of rank %d and %s, expected one number or two rows of integers, [2, n]",
                   fe_of(dims)->rank, kiln_dtype_short(d)));
    fe_buffer *items = fe_data(s, at, "tensordot", dims);
    if (items == NULL) return fe_poison(s);
    size_t each = kiln_dtype_size(d);
    int axis[2 * IR_MAX_RANK], pairs = rows ? (int)fe_of(dims)->extent[1] : 1;
    for (int i = 0; i < (rows ? 2 * pairs : 1); i++) {
        uint64_t bits = 0;
        memcpy(&bits, (const char *)items->data + (size_t)i * each, each);
        double number = fe_is_float(d) ? ir_value_of(d, bits) : 0;
        int64_t item = !fe_is_float(d)                           ? ir_int_of(d, bits)
                       : number > -1 && number < IR_MAX_RANK + 1 ? (int64_t)number
                                                                 : -1;
        if (!rows) return (kiln_tensordot)(at, a, b, item);
        axis[i] = item > INT_MAX ? INT_MAX : item < INT_MIN ? INT_MIN : (int)item;
    }
    return tensordot(at, a, b, (kiln_axes){pairs, axis}, (kiln_axes){pairs, axis + pairs});
}

/* ---- multi_dot */

/* The classic order: cost[i][j] is least over splits. n is bounded by the list. */
enum { MOST_FACTORS = 64 };

static ir_id chain(kiln_session *s, ir_id *x, size_t n, const int64_t *e) {
    static const double never = 1e300;
    double cost[MOST_FACTORS][MOST_FACTORS];
    uint8_t split[MOST_FACTORS][MOST_FACTORS];
    for (size_t i = 0; i < n; i++) cost[i][i] = 0;
    for (size_t len = 2; len <= n; len++)
        for (size_t i = 0; i + len <= n; i++) {
            size_t j = i + len - 1;
            cost[i][j] = never;
            for (size_t k = i; k < j; k++) {
                double c = cost[i][k] + cost[k + 1][j] +
                           (double)e[i] * (double)e[k + 1] * (double)e[j + 1];
                bool even = n == 3 && c == cost[i][j]; /* PyTorch's three go from the left then */
                if (c < cost[i][j] || even) cost[i][j] = c, split[i][j] = (uint8_t)k;
            }
        }
    /* Bottom-up over the tree of splits: a stack of ranges, each visited twice. */
    struct {
        uint8_t i, j;
        bool ready;
    } stack[2 * MOST_FACTORS];
    size_t top = 0;
    stack[top].i = 0, stack[top].j = (uint8_t)(n - 1), stack[top++].ready = false;
    while (top > 0) {
        uint8_t i = stack[top - 1].i, j = stack[top - 1].j;
        uint8_t k = i < j ? split[i][j] : i;
        if (i == j)
            top--;
        else if (!stack[top - 1].ready) {
            stack[top - 1].ready = true;
            stack[top].i = i, stack[top].j = k, stack[top++].ready = false;
            stack[top].i = (uint8_t)(k + 1), stack[top].j = j, stack[top++].ready = false;
        } else {
            top--;
            x[i] = fe_matmul(s, x[i], x[k + 1]); /* a range's product lies at its first place */
            if (x[i] == IR_NONE) return IR_NONE;
        }
    }
    return x[0];
}

kiln_tensor *(kiln_linalg_multi_dot)(kiln_site at, kiln_list list) {
    FE_DOOR;
    kiln_session *s = fe_enter(at, "linalg.multi_dot", list.tensor, list.count);
    if (s == NULL) return fe_poison_like(fe_first(list), NULL);
    ir_id x[MOST_FACTORS];
    int64_t e[MOST_FACTORS + 1];
    const char *names[MOST_FACTORS];
    size_t n = list.count;
    if (n < 2 || n > MOST_FACTORS)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "%zu tensors, expected 2 to %d", n,
                                    MOST_FACTORS));
    for (size_t i = 0; i < n; i++)
        x[i] = fe_node(s, list.tensor[i]), names[i] = "a tensor of the list";
    if (!fe_one_dtype(s, x, names, (int)n)) return fe_result(s, IR_NONE);
    bool row = fe_of(list.tensor[0])->rank == 1, column = fe_of(list.tensor[n - 1])->rank == 1;
    for (size_t i = 0; i < n; i++) {
        int rank = fe_of(list.tensor[i])->rank;
        const int64_t *own = fe_of(list.tensor[i])->extent;
        if (rank != 2 && !(rank == 1 && (i == 0 || i == n - 1)))
            return fe_result(
                s, ir_fail(&s->b, KILN_BAD_SHAPE,
                           "tensor %zu has rank %d, expected 2 (the first and the last may have 1)",
                           i, rank));
        int64_t two[2] = {rank == 2 ? own[0]
                          : i == 0  ? 1
                                    : own[0],
                          rank == 2 ? own[1]
                          : i == 0  ? own[0]
                                    : 1};
        if (i > 0 && e[i] != two[0])
            return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE,
                                        "tensor %zu has %lld rows after %lld columns", i,
                                        (long long)two[0], (long long)e[i]));
        e[i] = two[0], e[i + 1] = two[1];
        x[i] = ir_reshape(&s->b, x[i], 2, two);
    }
    ir_id y = chain(s, x, n, e);
    bool drop[2] = {row, column};
    return fe_result(s, y == IR_NONE ? y : fe_drop_axes(s, y, drop));
}
