/* SPDX-License-Identifier: Apache-2.0
 * Public joins: cat, stack and their kin, which join along one axis after giving every part the
 * rank and the axis they want; and grids. */
#include "frontend/core/frontend.h"

/* Each part is written into its place of a value that is overwritten whole. */
ir_id fe_join(kiln_session *s, const ir_id *parts, size_t n, int axis) {
    if (parts[0] == IR_NONE) return IR_NONE;
    int rank = fe_rank(s, parts[0]);
    int64_t extent[IR_MAX_RANK], start[IR_MAX_RANK] = {0}, step[IR_MAX_RANK];
    memcpy(extent, ir_shape(&s->g, parts[0]), (size_t)rank * sizeof *extent);
    for (int d = 0; d < rank; d++) step[d] = 1;
    for (size_t i = 1; i < n; i++) {
        if (parts[i] == IR_NONE) return IR_NONE;
        bool fits = fe_rank(s, parts[i]) == rank;
        for (int d = 0; d < rank && fits; d++)
            fits = d == axis || ir_shape(&s->g, parts[i])[d] == extent[d];
        if (!fits) {
            char a[160], b[160];
            return ir_fail(&s->b, KILN_BAD_SHAPE, "parts are %s and %s; only axis %d may differ",
                           ir_type_text(&s->g, parts[0], a, sizeof a),
                           ir_type_text(&s->g, parts[i], b, sizeof b), axis);
        }
        if (!kn_add_i64(extent[axis], ir_shape(&s->g, parts[i])[axis], &extent[axis]))
            return ir_fail(&s->b, KILN_TOO_LARGE, "the joined extent overflows");
    }
    for (size_t i = 0; i < n; i++) /* the others are empty */
        if (ir_shape(&s->g, parts[i])[axis] == extent[axis]) return parts[i];
    ir_id whole = fe_full(s, fe_const(s, fe_dtype(s, parts[0]), 0), rank, extent);
    for (size_t i = 0; i < n && whole != IR_NONE; i++) {
        int64_t length = ir_shape(&s->g, parts[i])[axis];
        if (length > 0) whole = ir_update(&s->b, whole, parts[i], start, step);
        start[axis] += length;
    }
    return whole;
}

typedef enum join_kind { CAT, STACK, HSTACK, VSTACK, DSTACK, COLUMN_STACK } join_kind;

/* A part as its join wants it; `axis` is where stack puts the new one. */
static ir_id part_of(kiln_session *s, ir_id x, join_kind kind, int axis) {
    if (x == IR_NONE || kind == CAT) return x;
    int rank = fe_rank(s, x), want = kind == HSTACK ? 1 : kind == DSTACK ? 3 : 2;
    int64_t e[IR_MAX_RANK + 1] = {1, 1, 1}, own[IR_MAX_RANK];
    memcpy(own, ir_shape(&s->g, x), (size_t)rank * sizeof *own);
    if (kind == STACK) {
        if (rank == IR_MAX_RANK)
            return ir_fail(&s->b, KILN_TOO_LARGE, "rank is already %d, the limit", IR_MAX_RANK);
        for (int k = 0, j = 0; k <= rank; k++) e[k] = k == axis ? 1 : own[j++];
        return ir_reshape(&s->b, x, rank + 1, e);
    }
    if (rank >= want) return x;
    if (kind == COLUMN_STACK)
        e[0] = rank == 1 ? own[0] : 1;
    else if (rank == 1)
        e[want > 1] = own[0];
    else if (rank == 2)
        e[0] = own[0], e[1] = own[1];
    return ir_reshape(&s->b, x, want, e);
}

/* torch.cat has always let an empty tensor of rank 1 join with any rank. */
static bool passed_over(const kiln_tensor *t, join_kind kind) {
    return kind == CAT && fe_of(t)->rank == 1 && fe_of(t)->extent[0] == 0;
}

static ir_id joined(kiln_session *s, kiln_list list, int axis, join_kind kind, ir_id *parts) {
    kiln_dtype d = (kiln_dtype)fe_of(list.tensor[0])->dtype;
    const kiln_tensor *first = NULL;
    size_t n = 0;
    for (size_t i = 0; i < list.count; i++) {
        d = fe_wider(d, (kiln_dtype)fe_of(list.tensor[i])->dtype);
        if (first == NULL && !passed_over(list.tensor[i], kind)) first = list.tensor[i];
        if (kind == STACK && fe_of(list.tensor[i])->rank != fe_of(list.tensor[0])->rank)
            return ir_fail(&s->b, KILN_BAD_SHAPE, "parts have ranks %d and %d, expected one shape",
                           fe_of(list.tensor[0])->rank, fe_of(list.tensor[i])->rank);
    }
    if (first == NULL) return fe_cast(s, fe_node(s, list.tensor[0]), d);
    if (kind == CAT && fe_of(first)->rank == 0)
        return ir_fail(&s->b, KILN_BAD_SHAPE,
                       "a part has rank 0, expected at least 1; stack joins those");
    if (kind == HSTACK) axis = fe_of(first)->rank < 2 ? 0 : 1;
    if ((kind == CAT || kind == STACK) &&
        !fe_axis(s, axis, fe_of(first)->rank + (kind == STACK), &axis))
        return IR_NONE;
    for (size_t i = 0; i < list.count; i++) {
        if (passed_over(list.tensor[i], kind)) continue;
        parts[n] = part_of(s, fe_cast(s, fe_node(s, list.tensor[i]), d), kind, axis);
        if (parts[n++] == IR_NONE) return IR_NONE;
    }
    ir_id whole = fe_join(s, parts, n, axis);
    if (whole == IR_NONE || kind != STACK || ir_shape(&s->g, whole)[axis] == (int64_t)n)
        return whole;
    return ir_fail(&s->b, KILN_BAD_SHAPE, "the parts have not one shape");
}

static kiln_tensor *join(kiln_site at, const char *call, kiln_list list, int axis, join_kind kind) {
    kiln_session *s = fe_enter(at, call, list.tensor, list.count);
    if (s == NULL) return fe_poison_like(fe_first(list), NULL);
    ir_id *parts = kn_malloc(s->alloc, list.count * sizeof *parts), whole;
    if (parts == NULL)
        whole = ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu parts", list.count);
    else
        whole = joined(s, list, axis, kind, parts);
    kn_free(s->alloc, parts, list.count * sizeof *parts);
    return fe_result(s, whole);
}

kiln_tensor *(kiln_cat)(kiln_site at, kiln_list parts, int axis) {
    FE_DOOR;
    return join(at, "cat", parts, axis, CAT);
}
kiln_tensor *(kiln_stack)(kiln_site at, kiln_list parts, int axis) {
    FE_DOOR;
    return join(at, "stack", parts, axis, STACK);
}
kiln_tensor *(kiln_hstack)(kiln_site at, kiln_list parts) {
    FE_DOOR;
    return join(at, "hstack", parts, 1, HSTACK);
}
kiln_tensor *(kiln_vstack)(kiln_site at, kiln_list parts) {
    FE_DOOR;
    return join(at, "vstack", parts, 0, VSTACK);
}
kiln_tensor *(kiln_dstack)(kiln_site at, kiln_list parts) {
    FE_DOOR;
    return join(at, "dstack", parts, 2, DSTACK);
}
kiln_tensor *(kiln_column_stack)(kiln_site at, kiln_list parts) {
    FE_DOOR;
    return join(at, "column_stack", parts, 1, COLUMN_STACK);
}

/* ---- grids */

static bool good_grid(kiln_session *s, kiln_list list, bool *exchanged, const char *indexing) {
    *exchanged = indexing != NULL && strcmp(indexing, "xy") == 0;
    if (list.count > KILN_MAX_RANK)
        ir_fail(&s->b, KILN_TOO_LARGE, "%zu tensors make a grid of that rank, the limit is %d",
                list.count, KILN_MAX_RANK);
    else if (indexing != NULL && !*exchanged && strcmp(indexing, "ij") != 0)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "indexing is \"%.40s\", expected \"ij\" or \"xy\"",
                indexing);
    for (size_t i = 0; i < list.count && s->b.status == KILN_OK; i++) {
        const kiln_tensor *t = list.tensor[i];
        if (fe_of(t)->rank > 1)
            ir_fail(&s->b, KILN_BAD_SHAPE, "tensor %zu has rank %d, expected 0 or 1", i,
                    fe_of(t)->rank);
        else if (fe_of(t)->dtype != fe_of(list.tensor[0])->dtype)
            ir_fail(&s->b, KILN_BAD_DTYPE, "tensor %zu is %s and the first %s, expected one dtype",
                    i, kiln_dtype_short((kiln_dtype)fe_of(t)->dtype),
                    kiln_dtype_short((kiln_dtype)fe_of(list.tensor[0])->dtype));
    }
    return s->b.status == KILN_OK;
}

/* "xy": the first two tensors take each other's axis. */
kiln_parts(kiln_meshgrid)(kiln_site at, kiln_list list, const char *indexing) {
    FE_DOOR;
    kiln_session *s = fe_enter(at, "meshgrid", list.tensor, list.count);
    bool exchanged;
    if (s == NULL) return fe_parts_fail();
    if (!good_grid(s, list, &exchanged, indexing)) return fe_parts_refuse(s);
    int64_t extent[KILN_MAX_RANK], own[KILN_MAX_RANK];
    int rank = (int)list.count;
    exchanged = exchanged && rank > 1;
    for (int k = 0; k < rank; k++)
        extent[exchanged && k < 2 ? 1 - k : k] = kiln_numel(list.tensor[k]);
    kiln_parts r = fe_parts_new(s, list.count);
    for (int k = 0; k < (int)r.count; k++) {
        int axis = exchanged && k < 2 ? 1 - k : k;
        for (int i = 0; i < rank; i++) own[i] = i == axis ? extent[i] : 1;
        kiln_tensor *line = fe_reshaped(s, list.tensor[k], rank, own);
        r.tensor[k] = kiln_ok(line) ? fe_then(s, line, fe_expanded(s, line, rank, extent)) : line;
    }
    return fe_parts_done(s, r);
}
