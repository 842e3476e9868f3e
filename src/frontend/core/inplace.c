/* SPDX-License-Identifier: Apache-2.0
 * Public writes in place. A write makes a new value of the storage out of the old one; every alias
 * sees it by its version. */
#include "frontend/core/operands.h"

/* The storage's current value, or IR_NONE when no node of the segment can have read it. */
static ir_id value_before(const kiln_session *s, const fe_storage *st) {
    return st->epoch == s->epoch ? st->node : IR_NONE;
}

/* Makes `value` a's part of its storage, whose value becomes `whole`. Both belong to it. */
static kiln_tensor *put(kiln_session *s, kiln_tensor *a, ir_id value, ir_id whole, ir_id from) {
    fe_storage *st = fe_of(a)->storage;
    ir_id before = value_before(s, st);
    if (!fe_remember(s, a)) return fe_result(s, IR_NONE);
    if (before != IR_NONE && fe_note_write(s, before, value, whole, from) != KILN_OK) {
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory to remember a write");
        return fe_result(s, IR_NONE);
    }
    if (st->buffer != NULL) {
        fe_buffer_unref(s, st->buffer);
        st->buffer = NULL;
    }
    fe_value_ends(s, st);
    st->node = whole;
    st->epoch = s->epoch;
    st->version++;
    st->value = ++s->values_made;
    st->depth = (uint32_t)s->nscopes;
    ir_edit(&s->g, whole)->tag = st->value;
    fe_may_outlive(s, st);
    fe_put_written(st, s->b.site);
    st->write_node = (ir_id)s->g.count;
    st->write_epoch = s->epoch;
    fe_buffer *known = fe_value_of(s, whole);
    if (known != NULL) {
        known->refs++;
        st->buffer = known;
        fe_unwant(s, st);
    } else {
        fe_want(s, st);
    }
    /* A view is a view of the new value from now on, so that derivatives by the storage reach it.
     */
    bool whole_shown = fe_of(a)->view == NULL && !fe_of(a)->detached;
    fe_of(a)->node = whole_shown ? value : IR_NONE;
    fe_of(a)->epoch = whole_shown ? s->epoch : 0;
    fe_of(a)->version = (uint32_t)st->version;
    return a;
}

/* Elements that are one in the storage have no say of their own; one number for all is as good as
 * any. */
static ir_id apart(kiln_session *s, const kiln_tensor *a, ir_id value) {
    if (value == IR_NONE || !fe_overlaps_itself(a)) return value;
    return ir_fail(&s->b, KILN_OVERLAP,
                   "several elements of the written view are one in its storage; write to a clone");
}

/* What was written through a detached alias: the value is the storage's, the history is still that
 * of the value before, as in PyTorch. */
static ir_id without_history(kiln_session *s, const kiln_tensor *a, ir_id whole) {
    if (whole == IR_NONE || !fe_of(a)->detached || !fe_is_float(fe_dtype(s, whole))) return whole;
    fe_slot slot;
    kiln_tensor *base = fe_through(a, NULL, &slot);
    slot.tensor.detached = false;
    ir_id before = fe_node(s, base), still = fe_still(s, whole),
          id = fe_slope(s, still, before, fe_const_like(s, whole, 1));
    fe_buffer *known = fe_value_of(s, whole);
    if (id != IR_NONE && known != NULL) fe_attach(s, id, known);
    return id;
}

/* `owned`: value is no other storage's any more. */
static kiln_tensor *store(kiln_session *s, kiln_tensor *a, ir_id value, ir_id from, bool owned) {
    if (value != IR_NONE && fe_rank(s, value) != fe_of(a)->rank)
        value = fe_full(s, value, fe_of(a)->rank, fe_of(a)->extent);
    if (!owned) value = fe_own(s, value);
    ir_id whole = value;
    if (value != IR_NONE && fe_of(a)->view != NULL) {
        fe_slot slot;
        kiln_tensor *base = fe_through(a, NULL, &slot);
        whole = fe_unapply_view(s, fe_node(s, base), fe_of(a)->view, value);
    }
    whole = without_history(s, a, whole);
    if (whole == IR_NONE) return fe_result(s, IR_NONE);
    if (fe_of(a)->detached && fe_note_writer(s, a) != KILN_OK) {
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory to note a write");
        return fe_result(s, IR_NONE);
    }
    ir_edit(&s->g, whole)->flags |= FE_OWNED;
    kiln_tensor *t = put(s, a, value, whole, from);
    if (t != a || !fe_of(a)->detached) return t;
    fe_of(a)->node = value; /* it alone has the history of what it wrote */
    fe_of(a)->epoch = s->epoch;
    return a;
}

kiln_tensor *fe_store(kiln_session *s, kiln_tensor *a, ir_id value, ir_id from) {
    return store(s, a, apart(s, a, value), from, false);
}

/* Element by element the same element may be read and written; `apart`: not even that. */
static bool may_read(kiln_session *s, const kiln_tensor *a, const kiln_tensor *other,
                     size_t argument, bool apart) {
    fe_sharing sharing = fe_shared(a, other);
    if (sharing == FE_APART || (sharing == FE_SAME && !apart)) return true;
    fe_error(s, s->b.site, s->call, KILN_OVERLAP,
             "argument %zu shares elements with the tensor that is written; pass a clone",
             argument + 1);
    return false;
}

kiln_session *fe_write_begin(kiln_site at, const char *call, const kiln_value *v, size_t n) {
    kiln_session *s = fe_enter_values(at, call, v, n);
    if (s == NULL) return NULL;
    const kiln_tensor *a = v[0].as.tensor;
    bool apart = strncmp(call, "index_", 6) == 0 || strncmp(call, "scatter", 7) == 0 ||
                 strncmp(call, "masked_", 7) == 0;
    s->write_shares = false;
    for (size_t i = 1; i < n; i++)
        if (v[i].kind == KILN_IS_TENSOR && fe_of(v[i].as.tensor)->storage == fe_of(a)->storage) {
            if (!may_read(s, a, v[i].as.tensor, i, apart)) return NULL;
            s->write_shares = true;
        }
    return s;
}

/* torch.can_cast: not from a higher category to a lower. */
static bool can_cast(kiln_dtype from, kiln_dtype to) {
    if (fe_is_float(from)) return fe_is_float(to);
    return from == KILN_BOOL || to != KILN_BOOL;
}

static bool same_extents(kiln_session *s, const kiln_tensor *a, int rank, const int64_t *extent) {
    bool same = rank == fe_of(a)->rank;
    for (int i = 0; same && i < rank; i++) same = extent[i] == fe_of(a)->extent[i];
    char value[160], own[160];
    if (!same)
        ir_fail(&s->b, KILN_BAD_SHAPE, "the result %s has not the shape of the written tensor %s",
                ir_type_format((kiln_dtype)fe_of(a)->dtype, rank, extent, value, sizeof value),
                ir_type_format((kiln_dtype)fe_of(a)->dtype, fe_of(a)->rank, fe_of(a)->extent, own,
                               sizeof own));
    return same;
}

/* What was made to be written is of no use any more. */
static kiln_tensor *refused(const kiln_tensor *a, kiln_tensor *result) {
    kiln_tensor *poison = fe_poison_like(a, result);
    fe_drop(fe_of(result)->session, result);
    return poison;
}

kiln_tensor *fe_write_back(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *result) {
    if (!kiln_ok(result)) return result;
    ir_id begun = fe_of(result)->session->begun;
    bool shares = fe_of(result)->session->write_shares;
    fe_of(result)->session->write_shares = false;
    kiln_session *s = fe_enter2(at, call, a, result);
    if (s == NULL) return refused(a, result);
    kiln_dtype from = (kiln_dtype)fe_of(result)->dtype, to = (kiln_dtype)fe_of(a)->dtype;
    kiln_tensor *t = NULL;
    if (!can_cast(from, to))
        ir_fail(&s->b, KILN_BAD_DTYPE, "a %s result cannot be written to a %s tensor",
                kiln_dtype_short(from), kiln_dtype_short(to));
    else if (same_extents(s, a, fe_of(result)->rank, fe_of(result)->extent)) {
        ir_id id = fe_node(s, result), value = fe_cast(s, id, to);
        bool owned =
            value == id && fe_of(result)->view == NULL && fe_of(result)->storage->refs == 1;
        t = store(s, a, apart(s, a, value), shares ? (ir_id)s->g.count : begun, owned);
    }
    if (t == NULL) t = fe_result(s, IR_NONE);
    fe_drop(s, result);
    return t;
}

/* The storage's value becomes a copy of itself, so that derivatives that saved the value before are
 * told from later ones. */
kiln_tensor *fe_view_back(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *view) {
    if (!kiln_ok(view)) return view;
    ir_id begun = fe_of(view)->session->begun;
    kiln_session *s = fe_enter2(at, call, a, view);
    if (s == NULL) return refused(a, view);
    fe_slot slot;
    kiln_tensor *base = fe_through(a, NULL, &slot);
    slot.tensor.detached = false;
    ir_id whole = fe_own(s, fe_node(s, base)), value = fe_apply_view(s, whole, fe_of(view)->view);
    kiln_tensor *t = value != IR_NONE ? put(s, a, value, whole, begun) : fe_result(s, IR_NONE);
    if (t == a) {
        fe_view *before = fe_of(a)->view;
        fe_of(a)->view = fe_of(view)->view;
        fe_of(view)->view = before;
        fe_of(a)->rank = fe_of(view)->rank;
        const int64_t *extent = fe_of(a)->extent;
        fe_of(a)->extent = fe_of(view)->extent;
        fe_of(view)->extent = extent;
    }
    fe_drop(s, view);
    return t;
}

/* `fits`: a number must be one that the dtype holds. */
static kiln_tensor *overwrite(kiln_site at, const char *call, kiln_tensor *a, kiln_value value,
                              bool fits) {
    kiln_value v[2] = {kiln_v_tensor(a), value};
    kiln_session *s = fe_write_begin(at, call, v, 2);
    if (s == NULL) return fe_poison_like(a, value.kind == KILN_IS_TENSOR ? value.as.tensor : NULL);
    s->write_shares = false;
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype;
    ir_id from = s->begun, x = fits ? fe_checked_number(s, value, d, "value")
                                    : fe_cast(s, fe_value_node(s, value, d), d);
    if (x != IR_NONE && fe_rank(s, x) > 0) x = fe_expand_to(s, x, fe_of(a)->rank, fe_of(a)->extent);
    if (value.kind == KILN_IS_TENSOR) x = apart(s, a, x);
    return x == IR_NONE ? fe_result(s, x) : store(s, a, x, from, false);
}

kiln_tensor *(kiln_copy_)(kiln_site at, kiln_tensor *a, kiln_value value) {
    FE_DOOR;
    return overwrite(at, "copy_", a, value, false);
}
kiln_tensor *(kiln_fill_)(kiln_site at, kiln_tensor *a, kiln_value value) {
    FE_DOOR;
    return overwrite(at, "fill_", a, value, true);
}
kiln_tensor *(kiln_zero_)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    return overwrite(at, "zero_", a, kiln_v_int(0), false);
}

kiln_tensor *(kiln_write)(kiln_site at, kiln_tensor *a, const void *data, size_t nbytes) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "write", a);
    return s == NULL ? fe_poison_like(a, NULL) : fe_write_bytes(s, a, data, nbytes);
}

kiln_tensor *fe_write_bytes(kiln_session *s, kiln_tensor *a, const void *data, size_t nbytes) {
    kiln_shape shape = {fe_of(a)->rank, fe_of(a)->extent};
    kiln_tensor *value = fe_from_bytes(s, data, nbytes, (kiln_dtype)fe_of(a)->dtype, shape);
    if (!kiln_ok(value)) return value;
    ir_id from = (ir_id)s->g.count;
    kiln_tensor *t = store(s, a, apart(s, a, fe_node(s, value)), from, true);
    fe_drop(s, value);
    return t;
}
