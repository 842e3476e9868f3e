/* SPDX-License-Identifier: Apache-2.0
 * Public writes in place. A write makes a new value of the storage out of the old one; every alias sees it by its version. */
#include "frontend/frontend.h"

/* Makes `value`, already of a's dtype, the value of a's part of its storage. */
static kiln_tensor *store(kiln_session *s, kiln_tensor *a, ir_id value) {
    if (value != IR_NONE && fe_view_overlaps(a->view))
        value = ir_fail(&s->b, KILN_OVERLAP, "several elements of the written view are one in its storage; write to a clone");
    if (value != IR_NONE && fe_rank(s, value) != a->rank) value = fe_full(s, value, a->rank, a->extent);
    ir_id whole = value;
    if (value != IR_NONE && a->view != NULL) {
        kiln_tensor base = *a;          /* the storage itself, as a handle, to find its node */
        base.view = NULL;
        base.epoch = 0;
        base.version = UINT64_MAX;
        whole = fe_unapply_view(s, fe_node(s, &base), a->view, value);
    }
    if (whole == IR_NONE) return fe_result(s, IR_NONE);
    fe_storage *st = a->storage;
    if (st->buffer != NULL) {
        fe_buffer_unref(s, st->buffer);
        st->buffer = NULL;
        s->uncomputed++;
    }
    st->node = whole;
    st->epoch = s->epoch;
    st->version++;
    st->write_site = s->b.site;
    st->write_node = (ir_id)s->g.count;
    st->write_epoch = s->epoch;
    fe_buffer *known = fe_value_of(s, whole);
    if (known != NULL) {
        known->refs++;
        st->buffer = known;
        s->uncomputed--;
        fe_unwant(s, st);
    } else {
        fe_want(s, st);
    }
    a->node = value;
    a->epoch = s->epoch;
    a->version = st->version;
    return a;
}

static bool fits(kiln_session *s, const kiln_tensor *a, kiln_value value) {
    kiln_value v[2] = {kiln_v_tensor((kiln_tensor *)a), value};
    kiln_dtype d = fe_promote(v, 2), own = (kiln_dtype)a->dtype;
    bool ok = fe_is_float(own) || (!fe_is_float(d) && (own != KILN_BOOL || d == KILN_BOOL));
    if (!ok) ir_fail(&s->b, KILN_BAD_DTYPE, "a %s result cannot be written to a %s tensor", kiln_dtype_short(d), kiln_dtype_short(own));
    return ok;
}

static bool same_extents(kiln_session *s, const kiln_tensor *a, ir_id id) {
    bool same = fe_rank(s, id) == 0 || fe_rank(s, id) == a->rank;
    for (int i = 0; same && i < fe_rank(s, id); i++) same = ir_shape(&s->g, id)[i] == a->extent[i];
    char type[160];
    if (!same) ir_fail(&s->b, KILN_BAD_SHAPE, "the value %s does not broadcast to the written tensor's shape", ir_type_text(&s->g, id, type, sizeof type));
    return same;
}

/* op IR_INPUT stands for plain assignment. */
static kiln_tensor *write(kiln_site at, const char *call, kiln_tensor *a, kiln_value value, ir_op op) {
    kiln_value v[2] = {kiln_v_tensor(a), value};
    kiln_session *s = fe_enter_values(at, call, v, 2);
    if (s == NULL) return fe_poison_like(a, value.kind == KILN_IS_TENSOR ? value.as.tensor : NULL);
    if (op != IR_INPUT && !fits(s, a, value)) return fe_result(s, IR_NONE);
    kiln_dtype own = (kiln_dtype)a->dtype, d = op == IR_INPUT ? own : fe_promote(v, 2);
    if (op == IR_DIV && !fe_is_float(own)) {
        ir_fail(&s->b, KILN_BAD_DTYPE, "a float result cannot be written to a %s tensor", kiln_dtype_short(own));
        return fe_result(s, IR_NONE);
    }
    ir_id x = fe_cast(s, fe_value_node(s, value, d), d);
    if (x != IR_NONE && op == IR_INPUT && fe_rank(s, x) > 0) x = fe_expand_to(s, x, a->rank, a->extent);
    if (op != IR_INPUT) {
        if (own == KILN_BOOL) op = op == IR_ADD ? IR_OR : op == IR_MUL ? IR_AND : op;
        x = fe_map2(s, op, fe_cast(s, fe_node(s, a), d), x);
    }
    x = fe_cast(s, x, own);
    if (x == IR_NONE || !same_extents(s, a, x)) return fe_result(s, IR_NONE);
    return store(s, a, x);
}

kiln_tensor *(kiln_copy_)(kiln_site at, kiln_tensor *a, kiln_value value) { return write(at, "copy_", a, value, IR_INPUT); }
kiln_tensor *(kiln_add_)(kiln_site at, kiln_tensor *a, kiln_value value) { return write(at, "add_", a, value, IR_ADD); }
kiln_tensor *(kiln_sub_)(kiln_site at, kiln_tensor *a, kiln_value value) { return write(at, "sub_", a, value, IR_SUB); }
kiln_tensor *(kiln_mul_)(kiln_site at, kiln_tensor *a, kiln_value value) { return write(at, "mul_", a, value, IR_MUL); }
kiln_tensor *(kiln_div_)(kiln_site at, kiln_tensor *a, kiln_value value) { return write(at, "div_", a, value, IR_DIV); }

kiln_tensor *(kiln_write)(kiln_site at, kiln_tensor *a, const void *data, size_t nbytes) {
    kiln_session *s = fe_enter1(at, "write", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    kiln_shape shape = {a->rank, a->extent};
    kiln_tensor *value = (kiln_from_bytes)(at, s, data, nbytes, (kiln_dtype)a->dtype, shape);
    if (!kiln_ok(value)) return value;
    s->call = "write";
    kiln_tensor *t = store(s, a, fe_node(s, value));
    fe_drop(s, value);
    return t;
}
