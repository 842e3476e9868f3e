/* SPDX-License-Identifier: Apache-2.0
 * Public functions that choose or carry elements: other dtypes, copies, filling, choosing by a
 * mask. */
#include "frontend/core/operands.h"

/* ---- dtype and storage */

static kiln_tensor *convert(kiln_session *s, kiln_tensor *a, kiln_dtype dtype, bool copy) {
    if ((unsigned)dtype >= KILN_DTYPE_COUNT)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "dtype %d is none of kiln_dtype",
                                    (int)dtype));
    if (dtype == fe_of(a)->dtype && !copy) return fe_aliased(s, a);
    return fe_result(s, fe_cast(s, fe_node(s, a), dtype));
}

kiln_tensor *(kiln_to)(kiln_site at, kiln_tensor *a, kiln_dtype dtype, bool copy) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "to", a);
    return s == NULL ? fe_poison_like(a, NULL) : convert(s, a, dtype, copy);
}

kiln_tensor *(kiln_to_other)(kiln_site at, kiln_tensor *a, kiln_tensor *other, bool copy) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "to", a, other);
    return s == NULL ? fe_poison_like(a, other)
                     : convert(s, a, (kiln_dtype)fe_of(other)->dtype, copy);
}

kiln_tensor *(kiln_to_dtype_there)(kiln_site at, kiln_tensor *a, kiln_dtype dtype, bool copy) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "to", a);
    return s == NULL
               ? fe_poison_like(a, NULL)
               : convert(s, a, dtype == KILN_NO_DTYPE ? (kiln_dtype)fe_of(a)->dtype : dtype, copy);
}

/* An alias that is a constant to all that it shares its storage with. */
kiln_tensor *(kiln_detach)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "detach", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    ir_id id = fe_still(s, fe_node(s, a));
    if (id == IR_NONE) return fe_result(s, id);
    kiln_tensor *t = fe_aliased(s, a);
    if (!kiln_ok(t)) return t;
    ir_edit(&s->g, id)->flags |= FE_SHOWN;
    fe_of(t)->detached = true;
    fe_of(t)->node = id;
    fe_of(t)->epoch = s->epoch;
    fe_of(t)->version = fe_of(a)->storage->version;
    return t;
}

/* A handle with storage of its own over the same node: later writes to either replace its own node
 * only. */
kiln_tensor *(kiln_clone)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "clone", a);
    return s == NULL ? fe_poison_like(a, NULL) : fe_result(s, fe_node(s, a));
}

kiln_tensor *(kiln_contiguous)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "contiguous", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    return fe_is_contiguous(a) ? fe_aliased(s, a) : fe_result(s, fe_node(s, a));
}

/* ---- filling */

kiln_tensor *(kiln_fill)(kiln_site at, kiln_tensor *a, kiln_value value) {
    FE_DOOR;
    kiln_value v[2] = {kiln_v_tensor(a), value};
    kiln_session *s = fe_enter_values(at, "fill", v, 2);
    if (s == NULL) return fe_poison_values(v, 2);
    return fe_result(s,
                     fe_full(s, fe_checked_number(s, value, (kiln_dtype)fe_of(a)->dtype, "value"),
                             fe_of(a)->rank, fe_of(a)->extent));
}

static ir_id truth(kiln_session *s, kiln_tensor *t, const char *name, bool bytes) {
    ir_id id = fe_node(s, t);
    if (fe_of(t)->dtype != KILN_BOOL && !(bytes && fe_of(t)->dtype == KILN_U8))
        return ir_fail(&s->b, KILN_BAD_DTYPE, "%s is %s, expected bool", name,
                       kiln_dtype_short((kiln_dtype)fe_of(t)->dtype));
    return fe_cast(s, id, KILN_BOOL);
}

kiln_tensor *(kiln_masked_fill)(kiln_site at, kiln_tensor *a, kiln_tensor *mask, kiln_value value) {
    FE_DOOR;
    kiln_value v[3] = {kiln_v_tensor(a), kiln_v_tensor(mask), value};
    kiln_session *s = fe_enter_values(at, "masked_fill", v, 3);
    if (s == NULL) return fe_poison_values(v, 3);
    /* else the next call says so */
    bool rank0 = value.kind != KILN_IS_TENSOR || fe_of(value.as.tensor)->rank == 0;
    if (rank0 && !fe_fill_fits(s, at, value, (kiln_dtype)fe_of(a)->dtype))
        return fe_result(s, IR_NONE);
    ir_id where = truth(s, mask, "mask", false),
          x = fe_checked_number(s, value, (kiln_dtype)fe_of(a)->dtype, "value");
    return fe_result(s, fe_map3(s, IR_SELECT, where, x, fe_node(s, a)));
}

/* PyTorch still takes bytes for a condition. */
kiln_tensor *(kiln_where)(kiln_site at, kiln_tensor *condition, kiln_value a, kiln_value b) {
    FE_DOOR;
    kiln_value v[3] = {kiln_v_tensor(condition), a, b};
    kiln_session *s = fe_enter_values(at, "where", v, 3);
    if (s == NULL) return fe_poison_values(v, 3);
    kiln_dtype d = fe_promote(v + 1, 2);
    ir_id other = fe_value_in(s, b, d), value = fe_value_in(s, a, d);
    return fe_result(s,
                     fe_map3(s, IR_SELECT, truth(s, condition, "condition", true), value, other));
}
