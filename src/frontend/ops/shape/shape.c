/* SPDX-License-Identifier: Apache-2.0
 * Public shape ops: the same elements under other extents, axes in another order, extents of 1
 * repeated. Views, but where the strides of reshape and its like allow none. */
#include "frontend/core/frontend.h"

#define ENTER(call)                                                                                \
    kiln_session *s = fe_enter1(at, call, a);                                                      \
    if (s == NULL) return fe_poison_like(a, NULL)

#define REFUSE(...) return fe_result(s, ir_fail(&s->b, __VA_ARGS__))

/* ---- other extents */

/* Replaces one -1 by what `total` leaves for it; the product is then `total`. */
static bool infer_extents(kiln_session *s, const kiln_tensor *a, int64_t total, int rank,
                          int64_t *extent) {
    int at = -1;
    int64_t known = 1;
    for (int i = 0; i < rank; i++) {
        if (extent[i] == -1 && at < 0)
            at = i;
        else if (extent[i] < 0) {
            ir_fail(&s->b, KILN_BAD_SHAPE, "extent %lld of axis %d is negative; only one may be -1",
                    (long long)extent[i], i);
            return false;
        } else if (!kn_mul_i64(known, extent[i], &known)) {
            ir_fail(&s->b, KILN_TOO_LARGE, "the product of the extents overflows");
            return false;
        }
    }
    if (at >= 0 && known > 0) extent[at] = total / known;
    if (at < 0 ? known == total : known > 0 && total % known == 0) return true;
    char own[160], asked[160];
    if (at >= 0) extent[at] = -1;
    ir_fail(&s->b, KILN_BAD_SHAPE, "%lld elements of %s do not divide into the extents of %s",
            (long long)total, fe_type_text(a, own, sizeof own),
            ir_type_format((kiln_dtype)fe_of(a)->dtype, rank, extent, asked, sizeof asked));
    return false;
}

static kiln_tensor *reshaped(kiln_session *s, kiln_tensor *a, kiln_shape shape, bool view) {
    int64_t extent[KILN_MAX_RANK];
    if (!fe_good_shape(s, shape, "the shape")) return fe_result(s, IR_NONE);
    if (shape.rank > 0) memcpy(extent, shape.extent, (size_t)shape.rank * sizeof *extent);
    if (!infer_extents(s, a, kiln_numel(a), shape.rank, extent)) return fe_result(s, IR_NONE);
    if (view && !fe_can_view(a, shape.rank, extent)) {
        char own[160], asked[160];
        REFUSE(KILN_BAD_SHAPE,
               "the strides of %s have no view that is %s, as an axis would span elements that lie "
               "apart; reshape copies",
               fe_type_text(a, own, sizeof own),
               ir_type_format((kiln_dtype)fe_of(a)->dtype, shape.rank, extent, asked,
                              sizeof asked));
    }
    return fe_reshaped(s, a, shape.rank, extent);
}

kiln_tensor *(kiln_reshape)(kiln_site at, kiln_tensor *a, kiln_shape shape) {
    FE_DOOR;
    ENTER("reshape");
    return reshaped(s, a, shape, false);
}

kiln_tensor *(kiln_view)(kiln_site at, kiln_tensor *a, kiln_shape shape) {
    FE_DOOR;
    ENTER("view");
    return reshaped(s, a, shape, true);
}

static kiln_tensor *reshaped_as(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *other,
                                bool view) {
    kiln_session *s = fe_enter2(at, call, a, other);
    return s == NULL ? fe_poison_like(a, other)
                     : reshaped(s, a, (kiln_shape){fe_of(other)->rank, fe_of(other)->extent}, view);
}

kiln_tensor *(kiln_reshape_as)(kiln_site at, kiln_tensor *a, kiln_tensor *other) {
    FE_DOOR;
    return reshaped_as(at, "reshape_as", a, other, false);
}
kiln_tensor *(kiln_view_as)(kiln_site at, kiln_tensor *a, kiln_tensor *other) {
    FE_DOOR;
    return reshaped_as(at, "view_as", a, other, true);
}

kiln_tensor *(kiln_flatten)(kiln_site at, kiln_tensor *a, int start_axis, int end_axis) {
    FE_DOOR;
    ENTER("flatten");
    int first, last, rank = 0;
    int64_t extent[KILN_MAX_RANK] = {1};
    if (!fe_wrap(s, start_axis, fe_of(a)->rank, &first) ||
        !fe_wrap(s, end_axis, fe_of(a)->rank, &last))
        return fe_result(s, IR_NONE);
    if (first > last) REFUSE(KILN_BAD_ARGUMENT, "start_dim %d lies after end_dim %d", first, last);
    for (int i = 0; i < fe_of(a)->rank; i++) {
        if (i > first && i <= last)
            extent[rank - 1] *= fe_of(a)->extent[i];
        else
            extent[rank++] = fe_of(a)->extent[i];
    }
    return fe_reshaped(s, a, rank > 0 ? rank : 1, extent);
}

kiln_tensor *(kiln_ravel)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    ENTER("ravel");
    int64_t all = kiln_numel(a);
    /* else a copy, even where a view could be */
    if (fe_is_contiguous(a)) return fe_reshaped(s, a, 1, &all);
    ir_id x = fe_node(s, a);
    return fe_result(s, x == IR_NONE ? x : ir_reshape(&s->b, x, 1, &all));
}

kiln_tensor *(kiln_unflatten)(kiln_site at, kiln_tensor *a, int axis, kiln_shape sizes) {
    FE_DOOR;
    ENTER("unflatten");
    int cut, rank = 0;
    int64_t extent[KILN_MAX_RANK], part[KILN_MAX_RANK];
    if (!fe_axis(s, axis, fe_of(a)->rank, &cut) || !fe_good_shape(s, sizes, "sizes"))
        return fe_result(s, IR_NONE);
    if (sizes.rank == 0) REFUSE(KILN_BAD_ARGUMENT, "sizes is empty, expected one extent or more");
    if (fe_of(a)->rank - 1 + sizes.rank > KILN_MAX_RANK)
        REFUSE(KILN_TOO_LARGE, "the rank becomes %d, the limit is %d",
               fe_of(a)->rank - 1 + sizes.rank, KILN_MAX_RANK);
    memcpy(part, sizes.extent, (size_t)sizes.rank * sizeof *part);
    if (!infer_extents(s, a, fe_of(a)->extent[cut], sizes.rank, part)) return fe_result(s, IR_NONE);
    for (int i = 0; i < fe_of(a)->rank; i++) {
        if (i != cut) extent[rank++] = fe_of(a)->extent[i];
        for (int k = 0; i == cut && k < sizes.rank; k++) extent[rank++] = part[k];
    }
    return fe_reshaped(s, a, rank, extent);
}

kiln_tensor *(kiln_squeeze)(kiln_site at, kiln_tensor *a, kiln_axes axes) {
    FE_DOOR;
    ENTER("squeeze");
    bool named[IR_MAX_RANK] = {false};
    int rank = 0, axis;
    int64_t extent[KILN_MAX_RANK], kept[KILN_MAX_RANK], room[KILN_MAX_RANK];
    const int64_t *stride = fe_strides(a, room);
    if (!fe_good_axes(s, axes)) return fe_result(s, IR_NONE);
    for (int i = 0; i < axes.count; i++) {
        if (!fe_wrap(s, axes.axis[i], fe_of(a)->rank, &axis)) return fe_result(s, IR_NONE);
        if (named[axis]) REFUSE(KILN_BAD_ARGUMENT, "axis %d is named twice", axis);
        named[axis] = true;
    }
    for (int i = 0; i < fe_of(a)->rank; i++)
        if (fe_of(a)->extent[i] != 1 || (axes.count >= 0 && !named[i])) {
            kept[rank] = stride[i];
            extent[rank++] = fe_of(a)->extent[i];
        }
    return fe_regrouped(s, a, rank, extent, kept);
}

kiln_tensor *(kiln_unsqueeze)(kiln_site at, kiln_tensor *a, int axis) {
    FE_DOOR;
    ENTER("unsqueeze");
    int put;
    int64_t extent[KILN_MAX_RANK + 1], kept[KILN_MAX_RANK + 1], room[KILN_MAX_RANK];
    const int64_t *stride = fe_strides(a, room);
    if (!fe_axis(s, axis, fe_of(a)->rank + 1, &put)) return fe_result(s, IR_NONE);
    if (fe_of(a)->rank == KILN_MAX_RANK)
        REFUSE(KILN_TOO_LARGE, "rank is already %d, the limit", KILN_MAX_RANK);
    for (int i = 0, j = 0; i <= fe_of(a)->rank; i++) {
        extent[i] = i == put ? 1 : fe_of(a)->extent[j];
        kept[i] = i < put || i > put   ? stride[j]
                  : j < fe_of(a)->rank ? fe_stride_times(fe_of(a)->extent[j], stride[j])
                                       : 1;
        j += i != put;
    }
    return fe_regrouped(s, a, fe_of(a)->rank + 1, extent, kept);
}

/* New axes come first, but that of a third one, which comes last. */
static kiln_tensor *with_rank(kiln_session *s, kiln_tensor *a, int least) {
    if (fe_of(a)->rank >= least) return fe_aliased(s, a);
    int64_t extent[3] = {1, 1, 1};
    if (fe_of(a)->rank > 0) extent[least > 1] = fe_of(a)->extent[0];
    if (fe_of(a)->rank == 2) extent[0] = fe_of(a)->extent[0], extent[1] = fe_of(a)->extent[1];
    return fe_reshaped(s, a, least, extent);
}

static kiln_parts all_with_rank(kiln_site at, const char *call, kiln_list list, int least) {
    kiln_session *s = fe_enter(at, call, list.tensor, list.count);
    kiln_parts r = s != NULL ? fe_parts_new(s, list.count) : fe_parts_fail();
    for (size_t i = 0; i < r.count; i++) r.tensor[i] = with_rank(s, list.tensor[i], least);
    return fe_parts_done(s, r);
}

kiln_tensor *(kiln_atleast_1d)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    ENTER("atleast_1d");
    return with_rank(s, a, 1);
}

kiln_tensor *(kiln_atleast_2d)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    ENTER("atleast_2d");
    return with_rank(s, a, 2);
}

kiln_tensor *(kiln_atleast_3d)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    ENTER("atleast_3d");
    return with_rank(s, a, 3);
}

kiln_parts(kiln_atleast_1d_all)(kiln_site at, kiln_list list) {
    FE_DOOR;
    return all_with_rank(at, "atleast_1d", list, 1);
}
kiln_parts(kiln_atleast_2d_all)(kiln_site at, kiln_list list) {
    FE_DOOR;
    return all_with_rank(at, "atleast_2d", list, 2);
}
kiln_parts(kiln_atleast_3d_all)(kiln_site at, kiln_list list) {
    FE_DOOR;
    return all_with_rank(at, "atleast_3d", list, 3);
}

/* ---- another order of axes */

kiln_tensor *(kiln_permute)(kiln_site at, kiln_tensor *a, kiln_axes axes) {
    FE_DOOR;
    ENTER("permute");
    int order[IR_MAX_RANK];
    bool seen[IR_MAX_RANK] = {false};
    if (axes.count != fe_of(a)->rank)
        REFUSE(KILN_BAD_ARGUMENT, "order names %d axes, expected all %d", axes.count,
               fe_of(a)->rank);
    if (!fe_good_axes(s, axes)) return fe_result(s, IR_NONE);
    for (int i = 0; i < fe_of(a)->rank; i++) {
        if (!fe_axis(s, axes.axis[i], fe_of(a)->rank, &order[i])) return fe_result(s, IR_NONE);
        if (seen[order[i]]) REFUSE(KILN_BAD_ARGUMENT, "axis %d is named twice", order[i]);
        seen[order[i]] = true;
    }
    return fe_permuted(s, a, order);
}

static kiln_tensor *swapped(kiln_session *s, kiln_tensor *a, int axis0, int axis1) {
    int order[IR_MAX_RANK], i0, i1;
    if (!fe_wrap(s, axis0, fe_of(a)->rank, &i0) || !fe_wrap(s, axis1, fe_of(a)->rank, &i1))
        return fe_result(s, IR_NONE);
    for (int i = 0; i < fe_of(a)->rank; i++) order[i] = i == i0 ? i1 : i == i1 ? i0 : i;
    return fe_permuted(s, a, order);
}

kiln_tensor *(kiln_transpose)(kiln_site at, kiln_tensor *a, int axis0, int axis1) {
    FE_DOOR;
    ENTER("transpose");
    return swapped(s, a, axis0, axis1);
}

kiln_tensor *(kiln_t)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    ENTER("t");
    if (fe_of(a)->rank > 2)
        REFUSE(KILN_BAD_SHAPE, "rank is %d, expected at most 2", fe_of(a)->rank);
    return fe_of(a)->rank < 2 ? fe_aliased(s, a) : swapped(s, a, 0, 1);
}

/* Axis from[k] goes to place to[k]; the others keep their order. */
kiln_tensor *(kiln_movedim)(kiln_site at, kiln_tensor *a, kiln_axes from, kiln_axes to) {
    FE_DOOR;
    ENTER("movedim");
    int order[IR_MAX_RANK], axis, place;
    bool taken[IR_MAX_RANK] = {false}, filled[IR_MAX_RANK] = {false};
    if (from.count != to.count)
        REFUSE(KILN_BAD_ARGUMENT, "source names %d axes and destination %d, expected as many",
               from.count, to.count);
    if (!fe_good_axes(s, from) || !fe_good_axes(s, to)) return fe_result(s, IR_NONE);
    for (int k = 0; k < from.count; k++) {
        if (!fe_wrap(s, from.axis[k], fe_of(a)->rank, &axis) ||
            !fe_wrap(s, to.axis[k], fe_of(a)->rank, &place))
            return fe_result(s, IR_NONE);
        if (taken[axis] || filled[place])
            REFUSE(KILN_BAD_ARGUMENT, "%s names an axis twice",
                   taken[axis] ? "source" : "destination");
        taken[axis] = filled[place] = true;
        order[place] = axis;
    }
    for (int i = 0, next = 0; i < fe_of(a)->rank; i++) {
        if (filled[i]) continue;
        while (taken[next]) next++;
        order[i] = next++;
    }
    return fe_permuted(s, a, order);
}

/* ---- extents of 1 repeated */

static kiln_tensor *expanded(kiln_session *s, kiln_tensor *a, kiln_shape shape) {
    int64_t extent[KILN_MAX_RANK];
    if (!fe_good_shape(s, shape, "the shape")) return fe_result(s, IR_NONE);
    int lead = shape.rank - fe_of(a)->rank;
    if (lead < 0)
        REFUSE(KILN_BAD_SHAPE, "the new rank is %d, expected at least the tensor's, %d", shape.rank,
               fe_of(a)->rank);
    for (int i = 0; i < shape.rank; i++) {
        extent[i] =
            shape.extent[i] == -1 && i >= lead ? fe_of(a)->extent[i - lead] : shape.extent[i];
        if (extent[i] < 0)
            REFUSE(
                KILN_BAD_SHAPE,
                "extent %lld of axis %d is negative; -1 keeps an extent, and a new axis has none",
                (long long)extent[i], i);
    }
    return fe_expanded(s, a, shape.rank, extent);
}

kiln_tensor *(kiln_expand)(kiln_site at, kiln_tensor *a, kiln_shape shape) {
    FE_DOOR;
    ENTER("expand");
    return expanded(s, a, shape);
}

kiln_tensor *(kiln_broadcast_to)(kiln_site at, kiln_tensor *a, kiln_shape shape) {
    FE_DOOR;
    ENTER("broadcast_to");
    return expanded(s, a, shape);
}

kiln_tensor *(kiln_expand_as)(kiln_site at, kiln_tensor *a, kiln_tensor *other) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "expand_as", a, other);
    return s == NULL ? fe_poison_like(a, other)
                     : expanded(s, a, (kiln_shape){fe_of(other)->rank, fe_of(other)->extent});
}

kiln_parts(kiln_broadcast_tensors)(kiln_site at, kiln_list list) {
    FE_DOOR;
    kiln_session *s = fe_enter(at, "broadcast_tensors", list.tensor, list.count);
    if (s == NULL) return fe_parts_fail();
    int rank = 0;
    int64_t extent[KILN_MAX_RANK];
    for (size_t i = 0; i < list.count; i++)
        if (fe_of(list.tensor[i])->rank > rank) rank = fe_of(list.tensor[i])->rank;
    for (int d = 0; d < rank; d++) extent[d] = 1;
    for (size_t i = 0; i < list.count; i++)
        for (int d = 0, lead = rank - fe_of(list.tensor[i])->rank; d < fe_of(list.tensor[i])->rank;
             d++)
            if (extent[lead + d] == 1) extent[lead + d] = fe_of(list.tensor[i])->extent[d];
    kiln_parts r = fe_parts_new(s, list.count);
    for (size_t i = 0; i < r.count; i++) r.tensor[i] = fe_expanded(s, list.tensor[i], rank, extent);
    return fe_parts_done(s, r);
}
