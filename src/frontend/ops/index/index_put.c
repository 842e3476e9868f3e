/* SPDX-License-Identifier: Apache-2.0
 * Public index_put: several index tensors that name places of as many axes become one index along
 * one axis. */
#include "frontend/ops/index/indexing.h"

/* The axes of x that are indexed, and each one's index, as long as there are such. */
typedef struct named {
    ir_id index[IR_MAX_RANK];
    int axis[IR_MAX_RANK], count;
} named;

static bool is_mask(const kiln_tensor *t) {
    return fe_of(t)->dtype == KILN_BOOL || fe_of(t)->dtype == KILN_U8;
}

static bool mask_fits(kiln_session *s, const kiln_tensor *a, int axis, const kiln_tensor *mask,
                      size_t number) {
    bool fits = fe_of(mask)->rank <= fe_of(a)->rank - axis;
    for (int d = 0; fits && d < fe_of(mask)->rank; d++)
        fits = fe_of(mask)->extent[d] == fe_of(a)->extent[axis + d];
    char own[160], whole[160];
    if (!fits)
        ir_fail(&s->b, KILN_BAD_SHAPE,
                "mask %zu is %s, and from axis %d on input is of other extents: %s", number,
                ir_type_format((kiln_dtype)fe_of(mask)->dtype, fe_of(mask)->rank,
                               fe_of(mask)->extent, own, sizeof own),
                axis,
                ir_type_format((kiln_dtype)fe_of(a)->dtype, fe_of(a)->rank, fe_of(a)->extent, whole,
                               sizeof whole));
    return fits;
}

/* A mask names the coordinates of what it holds for: an index for each of its axes. */
static bool add_mask(kiln_session *s, kiln_site at, kiln_tensor *mask, int axis, named *n) {
    ir_id places = fe_nonzero(s, at, fe_node(s, mask));
    for (int d = 0; d < fe_of(mask)->rank && places != IR_NONE; d++) {
        n->axis[n->count] = axis + d;
        n->index[n->count] = fe_coordinate(s, places, fe_of(mask)->rank, fe_of(mask)->extent, d);
        if (n->index[n->count++] == IR_NONE) return false;
    }
    return places != IR_NONE;
}

static bool add_index(kiln_session *s, kiln_tensor *index, int axis, size_t number, named *n) {
    if (fe_of(index)->dtype != KILN_I64 && fe_of(index)->dtype != KILN_I32) {
        ir_fail(&s->b, KILN_BAD_DTYPE, "index %zu is %s, expected i64, i32, bool or u8", number,
                kiln_dtype_short((kiln_dtype)fe_of(index)->dtype));
        return false;
    }
    n->axis[n->count] = axis;
    n->index[n->count++] = fe_cast(s, fe_node(s, index), KILN_I64);
    return n->index[n->count - 1] != IR_NONE;
}

static bool gather_indices(kiln_session *s, kiln_site at, const kiln_tensor *a, kiln_list list,
                           named *n) {
    int axis = 0;
    for (size_t i = 0; i < list.count; i++) {
        kiln_tensor *t = list.tensor[i];
        int takes = t != NULL && is_mask(t) ? fe_of(t)->rank : 1;
        if (takes > 0 && axis >= fe_of(a)->rank) {
            ir_fail(&s->b, KILN_BAD_SHAPE, "indices name more axes than input's %d",
                    fe_of(a)->rank);
            return false;
        }
        if (t != NULL && is_mask(t) &&
            (!mask_fits(s, a, axis, t, i) || !add_mask(s, at, t, axis, n)))
            return false;
        if (t != NULL && !is_mask(t) && !add_index(s, t, axis, i, n)) return false;
        axis += takes;
    }
    if (n->count == 0) ir_fail(&s->b, KILN_BAD_ARGUMENT, "indices hold no index");
    return n->count > 0;
}

/* One index along the indexed axes taken as one; -1, which a scatter refuses, where any is out of
 * range. */
static ir_id linear(kiln_session *s, const kiln_tensor *a, const named *n) {
    ir_id at = IR_NONE, outside = fe_const(s, KILN_BOOL, 0);
    for (int i = 0; i < n->count; i++) {
        int64_t extent = fe_of(a)->extent[n->axis[i]];
        ir_id end = ir_const_bits(&s->b, KILN_I64, (uint64_t)extent),
              index = fe_count_from_end(s, n->index[i], extent);
        ir_id low = fe_map2(s, IR_LT, index, fe_const(s, KILN_I64, 0)),
              high = fe_map2(s, IR_LE, end, index);
        outside = fe_map2(s, IR_OR, outside, fe_map2(s, IR_OR, low, high));
        ir_id lines = i > 0 ? fe_map2(s, IR_MUL, at, end) : IR_NONE;
        at = i > 0 ? fe_map2(s, IR_ADD, lines, index) : index;
    }
    return fe_map3(s, IR_SELECT, outside, fe_const(s, KILN_I64, -1), at);
}

/* Where the index's axes stand in what input[indices] would be: at the first indexed axis where
 * these are neighbours, else in front. */
static int place_of(const named *n) {
    for (int i = 1; i < n->count; i++)
        if (n->axis[i] != n->axis[i - 1] + 1) return 0;
    return n->axis[0];
}

/* Values in the shape of input[indices], with the index's axes, one, in front and the others, one,
 * behind. */
static ir_id laid_out(kiln_session *s, kiln_tensor *values, ir_id at, int place,
                      const int64_t *others, int nothers) {
    int rank = fe_rank(s, at), order[2 * IR_MAX_RANK], k = 0;
    int64_t e[IR_MAX_RANK], flat[2] = {ir_numel(&s->g, at), 1};
    if (rank + nothers > IR_MAX_RANK)
        return ir_fail(&s->b, KILN_TOO_LARGE, "input[indices] has rank %d, at most %d",
                       rank + nothers, IR_MAX_RANK);
    for (int d = 0; d < place; d++) e[k++] = others[d];
    for (int d = 0; d < rank; d++) e[k++] = ir_shape(&s->g, at)[d];
    for (int d = place; d < nothers; d++) e[k++] = others[d];
    for (int d = 0; d < nothers; d++) flat[1] *= others[d];
    for (int d = 0; d < k; d++) order[d] = d < rank ? place + d : d - rank < place ? d - rank : d;
    ir_id v = fe_expand_to(s, fe_node(s, values), k, e);
    if (v != IR_NONE && fe_rank(s, v) != k) v = fe_full(s, v, k, e);
    v = v == IR_NONE ? v : ir_permute(&s->b, v, order);
    return v == IR_NONE ? v : ir_reshape(&s->b, v, 2, flat);
}

static ir_id put(kiln_session *s, kiln_tensor *a, const named *n, kiln_tensor *values,
                 bool accumulate) {
    int rank = fe_of(a)->rank, order[IR_MAX_RANK], back[IR_MAX_RANK], nothers = 0;
    int64_t flat[2] = {1, 1}, e[IR_MAX_RANK], others[IR_MAX_RANK];
    bool indexed[IR_MAX_RANK] = {false};
    for (int i = 0; i < n->count; i++) {
        order[i] = n->axis[i];
        indexed[n->axis[i]] = true;
        flat[0] *= fe_of(a)->extent[n->axis[i]];
    }
    for (int d = 0; d < rank; d++)
        if (!indexed[d]) {
            order[n->count + nothers] = d;
            others[nothers++] = fe_of(a)->extent[d];
            flat[1] *= fe_of(a)->extent[d];
        }
    for (int d = 0; d < rank; d++) {
        back[order[d]] = d;
        e[d] = fe_of(a)->extent[order[d]];
    }
    ir_id at = linear(s, a, n), x = fe_node(s, a);
    ir_id v = at == IR_NONE ? at : laid_out(s, values, at, place_of(n), others, nothers);
    if (x == IR_NONE || v == IR_NONE) return IR_NONE;
    int64_t cells[2] = {ir_numel(&s->g, at), 1};
    at = fe_expand_to(s, ir_reshape(&s->b, at, 2, cells), 2, ir_shape(&s->g, v));
    x = ir_permute(&s->b, x, order);
    x = x == IR_NONE ? x : ir_reshape(&s->b, x, 2, flat);
    ir_op op = !accumulate                    ? IR_SCATTER
               : fe_of(a)->dtype == KILN_BOOL ? IR_SCATTER_MAX
                                              : IR_SCATTER_ADD;
    x = x == IR_NONE || at == IR_NONE ? IR_NONE : ir_scatter(&s->b, op, x, at, v, 0);
    x = x == IR_NONE ? x : ir_reshape(&s->b, x, rank, e);
    return x == IR_NONE ? x : ir_permute(&s->b, x, back);
}

/* One mask, all other axes whole: the axis the mask begins at, or -1. */
static int only_mask(kiln_list list, kiln_tensor **mask) {
    int axis = -1;
    for (size_t i = 0; i < list.count; i++) {
        if (list.tensor[i] == NULL) continue;
        if (axis >= 0 || !is_mask(list.tensor[i])) return -1;
        axis = i > IR_MAX_RANK ? IR_MAX_RANK : (int)i;
        *mask = list.tensor[i];
    }
    return axis;
}

/* One value where a mask holds: nothing need be known of the mask, and the dtypes may differ, as in
 * PyTorch. */
static ir_id filled(kiln_session *s, kiln_tensor *a, kiln_tensor *mask, int axis,
                    kiln_tensor *value) {
    int64_t e[IR_MAX_RANK];
    if (axis + fe_of(mask)->rank > fe_of(a)->rank || !mask_fits(s, a, axis, mask, (size_t)axis))
        return ir_fail(&s->b, KILN_BAD_SHAPE, "indices name more axes than input's %d",
                       fe_of(a)->rank);
    for (int d = 0; d < fe_of(a)->rank; d++)
        e[d] = d < axis || d >= axis + fe_of(mask)->rank ? 1 : fe_of(a)->extent[d];
    ir_id holds = fe_cast(s, fe_node(s, mask), KILN_BOOL),
          v = fe_cast(s, fe_node(s, value), (kiln_dtype)fe_of(a)->dtype);
    holds = holds == IR_NONE ? holds : ir_reshape(&s->b, holds, fe_of(a)->rank, e);
    v = v == IR_NONE ? v : ir_reshape(&s->b, v, 0, NULL);
    return fe_map3(s, IR_SELECT, holds, v, fe_node(s, a));
}

static bool enter(kiln_site at, kiln_tensor *a, kiln_list list, kiln_tensor *values,
                  kiln_session **s) {
    kiln_tensor *t[2 + 2 * IR_MAX_RANK] = {a, values};
    size_t n = 2;
    *s = NULL;
    if (list.tensor == NULL && list.count > 0)
        return fe_enter(at, "index_put", NULL, list.count) != NULL;
    for (size_t i = 0; i < list.count && n < sizeof t / sizeof *t; i++)
        if (list.tensor[i] != NULL) t[n++] = list.tensor[i];
    *s = fe_enter(at, "index_put", t, n);
    return *s != NULL;
}

kiln_tensor *(kiln_index_put)(kiln_site at, kiln_tensor *a, kiln_list indices, kiln_tensor *values,
                              bool accumulate) {
    FE_DOOR;
    kiln_session *s;
    kiln_tensor *mask = NULL;
    named n = {.count = 0};
    if (!enter(at, a, indices, values, &s)) return fe_poison_like(a, values);
    if (indices.count > (size_t)fe_of(a)->rank && !(fe_of(a)->rank == 0 && indices.count == 1))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "%zu indices are given for %d axes",
                                    indices.count, fe_of(a)->rank));
    int axis = accumulate || kiln_numel(values) != 1 ? -1 : only_mask(indices, &mask);
    if (axis >= 0) return fe_result(s, filled(s, a, mask, axis, values));
    if (!fe_same_dtype(s, a, values, "values") || !gather_indices(s, at, a, indices, &n))
        return fe_result(s, IR_NONE);
    return fe_result(s, put(s, a, &n, values, accumulate));
}
