/* SPDX-License-Identifier: Apache-2.0
 * Windows over the last axes of a tensor: padding, extents, and the strided view of them. Called by
 * convolution.c and pooling.c. */
#include "frontend/ops/nn/window.h"

bool fe_per_axis(kiln_session *s, const char *name, kiln_shape given, int spatial, int64_t least,
                 int64_t *to) {
    if (given.rank != 1 && given.rank != spatial) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s has %d items, expected 1 or %d", name, given.rank,
                spatial);
        return false;
    }
    if (!fe_good_shape(s, given, name)) return false;
    for (int i = 0; i < spatial; i++) {
        to[i] = given.extent[given.rank == 1 ? 0 : i];
        if (to[i] < least || to[i] > INT32_MAX) { /* so that sums and products below fit 64 bits */
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is %lld, expected %lld or more", name,
                    (long long)to[i], (long long)least);
            return false;
        }
    }
    return true;
}

bool fe_no_empty_axis(kiln_session *s, const kiln_tensor *a, bool batched) {
    for (int i = batched; i < fe_of(a)->rank; i++)
        if (fe_of(a)->extent[i] == 0) {
            ir_fail(&s->b, KILN_BAD_SHAPE, "axis %d of input is empty, expected elements", i);
            return false;
        }
    return true;
}

bool fe_window_fit(kiln_session *s, fe_window *w, bool ceil_mode) {
    for (int i = 0; i < w->spatial; i++) {
        int64_t span = w->dilation[i] * (w->kernel[i] - 1) + 1,
                room = w->in[i] + w->before[i] + w->after[i] - span;
        /* how far the last window may reach over the end */
        int64_t past = ceil_mode ? w->stride[i] - 1 : 0;
        if (room + past < 0) {
            ir_fail(&s->b, KILN_BAD_SHAPE, "a window spans %lld, the padded input only %lld",
                    (long long)span, (long long)(room + span));
            return false;
        }
        w->out[i] = (room + past) / w->stride[i] + 1;
        /* it begins inside */
        if (ceil_mode && (w->out[i] - 1) * w->stride[i] >= w->in[i] + w->before[i]) w->out[i]--;
        int64_t reach = (w->out[i] - 1) * w->stride[i] + span - w->in[i] - w->before[i];
        if (reach > w->after[i]) w->after[i] = reach;
    }
    return true;
}

static ir_id padded(kiln_session *s, ir_id x, const fe_window *w, ir_id fill) {
    int rank = fe_rank(s, x), lead = rank - w->spatial;
    int64_t e[IR_MAX_RANK], start[IR_MAX_RANK] = {0}, step[IR_MAX_RANK];
    bool any = false;
    for (int i = 0; i < rank; i++) {
        e[i] = ir_shape(&s->g, x)[i];
        step[i] = 1;
        if (i < lead) continue;
        e[i] += w->before[i - lead] + w->after[i - lead];
        start[i] = w->before[i - lead];
        any = any || e[i] != ir_shape(&s->g, x)[i];
    }
    if (!any) return x;
    ir_id base = fe_full(s, fill, rank, e);
    return base == IR_NONE ? base : ir_update(&s->b, base, x, start, step);
}

/* Windows that lie side by side are the input in another shape, and so is their gradient. */
static bool side_by_side(const fe_window *w) {
    for (int i = 0; i < w->spatial; i++)
        if (w->stride[i] != w->kernel[i] || w->dilation[i] != 1) return false;
    return true;
}

static ir_id cut_up(kiln_session *s, ir_id x, const fe_window *w) {
    int rank = fe_rank(s, x), lead = rank - w->spatial, order[IR_MAX_RANK];
    int64_t e[IR_MAX_RANK];
    for (int i = 0; i < w->spatial && x != IR_NONE; i++)
        x = fe_part(s, x, lead + i, 0, w->out[i] * w->kernel[i]);
    for (int i = 0; i < lead && x != IR_NONE; i++) e[i] = ir_shape(&s->g, x)[i], order[i] = i;
    for (int i = 0; i < w->spatial; i++) {
        e[lead + 2 * i] = w->out[i];
        e[lead + 2 * i + 1] = w->kernel[i];
        order[lead + i] = lead + 2 * i;
        order[rank + i] = lead + 2 * i + 1;
    }
    x = x == IR_NONE ? x : ir_reshape(&s->b, x, rank + w->spatial, e);
    return x == IR_NONE ? x : ir_permute(&s->b, x, order);
}

ir_id fe_windows(kiln_session *s, ir_id x, const fe_window *w, ir_id fill, fe_window_order by) {
    x = padded(s, x, w, fill);
    if (x == IR_NONE) return x;
    if (side_by_side(w)) return cut_up(s, x, w);
    int rank = fe_rank(s, x), lead = rank - w->spatial;
    int64_t own[IR_MAX_RANK], e[IR_MAX_RANK], stride[IR_MAX_RANK], step = 1;
    for (int i = rank - 1; i >= 0; i--) {
        own[i] = step;
        step *= ir_shape(&s->g, x)[i];
    }
    for (int i = 0; i < lead; i++) e[i] = ir_shape(&s->g, x)[i], stride[i] = own[i];
    bool by_place = by == FE_BY_PLACE;
    int at = by_place ? lead + w->spatial : lead, within = by_place ? lead : rank,
        order[IR_MAX_RANK];
    for (int i = 0; i < w->spatial; i++) {
        e[at + i] = w->out[i];
        stride[at + i] = own[lead + i] * w->stride[i];
        e[within + i] = w->kernel[i];
        stride[within + i] = own[lead + i] * w->dilation[i];
        order[lead + i] = at + i;
        order[rank + i] = within + i;
    }
    for (int i = 0; i < lead; i++) order[i] = i;
    x = ir_strided(&s->b, x, 0, stride, rank + w->spatial, e);
    return x == IR_NONE || !by_place ? x : ir_permute(&s->b, x, order);
}

ir_id fe_window_start(kiln_session *s, const fe_window *w, int axis) {
    ir_id i = ir_iota(&s->b, KILN_I64, 1, &w->out[axis], 0);
    i = fe_map2(s, IR_MUL, i, fe_number(s, KILN_I64, (double)w->stride[axis]));
    return fe_map2(s, IR_SUB, i, fe_number(s, KILN_I64, (double)w->before[axis]));
}
