/* SPDX-License-Identifier: Apache-2.0
 * Windows of computed values that lie in one piece: a batch of rows, a row, an element. An
 * evaluation takes such a window as an input of its own instead of the slice that makes it, so
 * where it begins is no part of the plan and the next batch has the same one. Called by evaluate.c:
 * taken before the graph is cut out, dropped as soon as it ran. */
#include "frontend/core/frontend.h"

/* In one piece: ones before the axis that is cut, everything behind it. */
bool fe_in_one_piece(const ir_graph *g, ir_id id, int64_t *offset) {
    const ir_node *n = ir_at(g, id);
    const int64_t *part = ir_shape(g, id), *whole = ir_shape(g, n->operand[0]);
    int64_t stride = 1;
    int axis = n->rank - 1;
    *offset = 0;
    for (; axis > 0 && part[axis] == whole[axis]; axis--) {
        if (part[axis] > 1 && n->attrs[n->rank + axis] != 1) return false;
        stride *= whole[axis];
    }
    for (int i = axis; i >= 0; i--) {
        if (part[i] > 1 && (i < axis || n->attrs[n->rank + i] != 1)) return false;
        *offset += n->attrs[i] * stride;
        stride *= whole[i];
    }
    return true;
}

/* A value that some handle shows: what nobody shows may be written over where it lies. */
static bool is_shown(const kiln_session *s, ir_id id) {
    const ir_node *n = ir_at(&s->g, id);
    const fe_buffer *b = fe_value_of(s, id);
    return b != NULL && (b->window || fe_has_handle(n));
}

/* The elements' place in the operand's value, or a negative number: it is none. */
static int64_t place_of(const kiln_session *s, ir_id id) {
    const ir_node *n = ir_at(&s->g, id);
    if (!(n->op == IR_SLICE || n->op == IR_RESHAPE) || n->reserved != 0 ||
        !is_shown(s, n->operand[0]))
        return -1;
    int64_t offset = 0, nbytes = (int64_t)ir_nbytes(&s->g, id);
    if (nbytes == 0) return -1;
    const fe_buffer *b = fe_value_of(s, n->operand[0]);
    if (n->op == IR_RESHAPE) return b->window ? 0 : -1;
    if ((size_t)nbytes > b->nbytes / 2 || !fe_in_one_piece(&s->g, id, &offset)) return -1;
    return offset * (nbytes / ir_numel(&s->g, id));
}

static bool take(kiln_session *s, ir_id id, int64_t place) {
    const fe_buffer *of = fe_value_of(s, ir_at(&s->g, id)->operand[0]);
    fe_buffer *b = fe_buffer_of(s, (char *)of->data + place, ir_nbytes(&s->g, id));
    if (b == NULL) return false;
    b->window = 1;
    fe_attach(s, id, b);
    s->windows[s->nwindows++] = id;
    return true;
}

static bool is_root(const kiln_session *s, size_t nroots, ir_id id) {
    size_t low = 0, high = nroots;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->roots[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < nroots && s->roots[low] == id;
}

void fe_take_windows(kiln_session *s, size_t nroots) {
    const kn_bits *needed = &s->cut.needed;
    for (size_t id = kn_bits_up(needed, 0); id != KN_NO_BIT; id = kn_bits_up(needed, id + 1)) {
        int64_t place = place_of(s, (ir_id)id);
        if (place < 0 || is_root(s, nroots, (ir_id)id)) continue;
        if (s->nwindows < FE_MOST_WINDOWS && take(s, (ir_id)id, place)) continue;
        fe_drop_windows(s);
        return;
    }
}

void fe_drop_windows(kiln_session *s) {
    while (s->nwindows > 0) fe_slab_put(&s->buffers, fe_detach(s, s->windows[--s->nwindows]));
}
