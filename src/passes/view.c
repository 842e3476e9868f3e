/* SPDX-License-Identifier: Apache-2.0
 * Affine accesses: see view.h. Called by grouping (may these fuse?) and by lowering (which
 * strides?). */
#include "passes/view.h"

int64_t view_product(int rank, const int64_t *extent) {
    int64_t product = 1;
    for (int i = 0; i < rank; i++) product *= extent[i];
    return product;
}

int view_squeeze(int rank, const int64_t *extent, int64_t *out) {
    int n = 0;
    for (int i = 0; i < rank; i++)
        if (extent[i] != 1) out[n++] = extent[i];
    return n;
}

void view_contiguous(view *v, ir_id base, int rank, const int64_t *extent) {
    int64_t step = 1;
    v->base = base;
    v->rank = rank;
    v->offset = 0;
    v->literal = false;
    for (int i = rank - 1; i >= 0; i--) {
        v->extent[i] = extent[i];
        v->stride[i] = extent[i] == 1 ? 0 : step;
        step *= extent[i];
    }
}

/* Extents and strides with ones dropped and neighbours joined where one stride serves both; returns
 * how many. */
static int merge_alone(const view *v, int64_t *extent, int64_t *stride) {
    int n = 0;
    for (int i = 0; i < v->rank; i++) {
        if (v->extent[i] == 1) continue;
        if (n && stride[n - 1] == v->stride[i] * v->extent[i]) {
            extent[n - 1] *= v->extent[i];
            stride[n - 1] = v->stride[i];
        } else {
            extent[n] = v->extent[i];
            stride[n++] = v->stride[i];
        }
    }
    return n;
}

/* Takes the wanted extents, innermost first, off the joined dimensions; each must divide what is
 * left of one. */
bool view_reshape(const view *v, int rank, const int64_t *extent, view *out) {
    int64_t have[IR_MAX_RANK], stride[IR_MAX_RANK];
    int at = merge_alone(v, have, stride) - 1;
    view r = {.base = v->base, .rank = rank, .offset = v->offset, .literal = v->literal};
    int64_t left = at >= 0 ? have[at] : 1, taken = 1;
    for (int i = rank - 1; i >= 0; i--) {
        r.extent[i] = extent[i];
        if (extent[i] == 1) continue;
        if (left == 1) {
            if (--at < 0) return false;
            left = have[at];
            taken = 1;
        }
        if (left % extent[i] != 0) return false;
        r.stride[i] = stride[at] * taken;
        taken *= extent[i];
        left /= extent[i];
    }
    if (left != 1 || at > 0) return false;
    *out = r;
    return true;
}

static void move_slice(const ir_node *n, const int64_t *shape, const int64_t *attrs, view *v) {
    for (int i = 0; i < n->rank; i++) {
        v->offset += attrs[i] * v->stride[i];
        v->extent[i] = shape[i];
        v->stride[i] = shape[i] == 1 ? 0 : v->stride[i] * attrs[n->rank + i];
    }
}

/* Places among the row-major elements of what is looked at: affine where those lie one step apart.
 */
static bool move_strided(const ir_graph *g, ir_id movement, const view *old, view *v) {
    const ir_node *n = ir_at(g, movement);
    const int64_t *shape = ir_shape(g, movement), *attrs = ir_attrs(g, movement);
    int64_t numel = view_product(old->rank, old->extent);
    view flat;
    if (!view_reshape(old, 1, &numel, &flat)) return false;
    *v = (view){.base = old->base,
                .rank = n->rank,
                .literal = old->literal,
                .offset = flat.offset + attrs[0] * flat.stride[0]};
    for (int i = 0; i < n->rank; i++) {
        v->extent[i] = shape[i];
        v->stride[i] = shape[i] == 1 ? 0 : attrs[1 + i] * flat.stride[0];
    }
    return true;
}

bool view_move(const ir_graph *g, ir_id movement, view *v) {
    const ir_node *n = ir_at(g, movement);
    const int64_t *shape = ir_shape(g, movement), *attrs = ir_attrs(g, movement);
    view old = *v;
    switch (n->op) {
    case IR_RESHAPE: return view_reshape(&old, n->rank, shape, v);
    case IR_PERMUTE:
        for (int i = 0; i < n->rank; i++) {
            v->extent[i] = old.extent[attrs[i]];
            v->stride[i] = old.stride[attrs[i]];
        }
        return true;
    case IR_EXPAND: /* a stride is 0 already where the extent was 1 */
        for (int i = 0; i < n->rank; i++) v->extent[i] = shape[i];
        return true;
    case IR_SLICE: move_slice(n, shape, attrs, v); return true;
    case IR_STRIDED: return move_strided(g, movement, &old, v);
    default: return false;
    }
}

bool view_is_contiguous(const view *v) {
    int64_t step = 1;
    for (int i = v->rank - 1; i >= 0; i--) {
        if (v->extent[i] != 1 && v->stride[i] != step) return false;
        step *= v->extent[i];
    }
    return true;
}

bool view_is_identity(const view *v) { return v->offset == 0 && view_is_contiguous(v); }

bool view_is_base(const ir_graph *g, const view *v) {
    return view_is_identity(v) && view_product(v->rank, v->extent) == ir_numel(g, v->base);
}

bool view_is_row_repeat(const view *v, int64_t rows, int64_t cols) {
    int64_t extent[2] = {rows, cols};
    view r;
    if (v->offset != 0 || !view_reshape(v, 2, extent, &r)) return false;
    return r.stride[1] == 0 && (rows == 1 || r.stride[0] == 1);
}
