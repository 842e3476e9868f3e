/* SPDX-License-Identifier: Apache-2.0
 * The rules of writes in place: what is refused, what every alias sees, and which derivatives
 * PyTorch could no longer take. */
#include "check.h"
#include "inplace_names.h"
#include "kiln/call.h"
#include "kiln/kiln.h"

static kiln_session *begin(void) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    return kiln_open(&o);
}

static kiln_tensor *ramp(kiln_session *s, int64_t rows, int64_t columns) {
    float at[16];
    for (int i = 0; i < 16; i++) at[i] = 0.5f + 0.25f * (float)i;
    return kiln_from_bytes(s, at, (size_t)(rows * columns) * sizeof *at, KILN_F32,
                           KILN_SHAPE(rows, columns));
}

#define REFUSED(s, status, call)                                                                   \
    do {                                                                                           \
        cr_assert(!kiln_ok(call));                                                                 \
        cr_assert_eq(kiln_error(s), (status), "%s", kiln_error_text(s));                           \
        kiln_clear_error(s);                                                                       \
    } while (0)

/* Of a sum, with respect to x. */
static kiln_status derivative(kiln_session *s, kiln_tensor *y, kiln_tensor *x) {
    kiln_tensor *g[1];
    kiln_status status = kiln_grad(kiln_sum(y), KILN_LIST(x), g);
    if (status != KILN_OK) kiln_clear_error(s);
    return status;
}

Test(writes, what_is_refused) {
    kiln_session *s = begin();
    kiln_tensor *x = ramp(s, 3, 4), *row = kiln_select(x, 0, 0);
    REFUSED(s, KILN_OVERLAP, kiln_add_(kiln_expand(kiln_unsqueeze(row, 0), KILN_SHAPE(2, 4)), 1));
    REFUSED(s, KILN_OVERLAP, kiln_add_(kiln_narrow(x, 0, 0, 2), kiln_narrow(x, 0, 1, 2)));
    REFUSED(s, KILN_OVERLAP, kiln_copy_(kiln_narrow(x, 0, 0, 2), kiln_narrow(x, 0, 1, 2)));
    REFUSED(s, KILN_BAD_SHAPE, kiln_add_(row, ramp(s, 3, 4)));
    REFUSED(s, KILN_BAD_DTYPE, kiln_add_(kiln_to(x, KILN_I32), 0.5));
    cr_assert_eq(kiln_version_of(x), 0);
    cr_assert(kiln_ok(kiln_add_(x, kiln_alias(x))));
    cr_assert(kiln_ok(kiln_add_(kiln_narrow(x, 0, 0, 1), kiln_narrow(x, 0, 2, 1))));
    cr_assert(kiln_ok(
        kiln_mul_(kiln_select(kiln_expand(kiln_unsqueeze(row, 0), KILN_SHAPE(2, 4)), 0, 1), 2)));
    cr_assert_eq(kiln_version_of(row), 3);
    float at[12];
    cr_assert_eq(kiln_read(x, at, sizeof at), KILN_OK);
    cr_assert_eq(at[0], 2 * (2 * 0.5f + 2 * 2.5f));
    kiln_close(s);
}

Test(writes, derivatives_through_overwritten_values) {
    kiln_session *s = begin();
    kiln_tensor *x = ramp(s, 2, 2), *w = ramp(s, 2, 2);
    kiln_tensor *e = kiln_exp(x), *m = kiln_mul(x, w), *d = kiln_div(x, w), *a = kiln_add(x, w),
                *t = kiln_mul(x, kiln_t(w));
    cr_assert_eq(derivative(s, e, x), KILN_OK);
    cr_assert_eq(derivative(s, m, x), KILN_OK);
    kiln_mul_(kiln_select(e, 0, 0), 2);
    cr_assert_eq(derivative(s, e, x), KILN_STALE);
    kiln_mul_(d, 2);
    cr_assert_eq(derivative(s, d, x), KILN_OK); /* a quotient saves what it read */
    kiln_add_(w, 1);
    cr_assert_eq(derivative(s, m, x), KILN_STALE);
    cr_assert_eq(derivative(s, d, x), KILN_STALE);
    cr_assert_eq(derivative(s, t, x), KILN_STALE);
    cr_assert_eq(derivative(s, a, x), KILN_OK);
    cr_assert_eq(derivative(s, kiln_mul(x, w), x), KILN_OK);
    kiln_close(s);
}

Test(writes, in_place_calls_may_overwrite_what_they_read) {
    kiln_session *s = begin();
    kiln_tensor *x = ramp(s, 2, 2), *y = kiln_mul(x, 2);
    kiln_sin_(y);
    cr_assert_eq(derivative(s, y, x), KILN_OK);
    kiln_mul_(y, y); /* but not by another argument */
    cr_assert_eq(derivative(s, y, x), KILN_STALE);
    y = kiln_mul(x, 2);
    kiln_tensor *z = kiln_relu(y), *c = kiln_sin(kiln_clone(y)),
                *r = kiln_sin(kiln_reshape(kiln_t(y), KILN_SHAPE(4)));
    kiln_mul_(y, 3);
    cr_assert_eq(derivative(s, z, x), KILN_OK); /* saves its result */
    cr_assert_eq(derivative(s, c, x), KILN_OK);
    cr_assert_eq(derivative(s, r, x), KILN_OK);
    kiln_mul_(z, 3);
    cr_assert_eq(derivative(s, z, x), KILN_STALE);
    kiln_tensor *part = kiln_select(x, 0, 0), *copy = kiln_clone(part);
    c = kiln_sin(part);
    kiln_mul_(copy, 2); /* a clone of a view is no view */
    cr_assert_eq(derivative(s, c, x), KILN_OK);
    kiln_close(s);
}

/* What is overwritten altogether still takes part, with zeros. */
Test(writes, an_overwritten_result_is_stale) {
    kiln_session *s = begin();
    kiln_tensor *x = ramp(s, 2, 2), *y = kiln_exp(x), *v = kiln_sin(kiln_mul(x, 1));
    kiln_copy_(y, 1);
    cr_assert_eq(derivative(s, y, x), KILN_STALE);
    kiln_copy_(v, kiln_mul(x, 2));
    cr_assert_eq(derivative(s, v, x), KILN_OK);
    kiln_tensor *part = kiln_select(v, 0, 0);
    kiln_exp_(part);
    cr_assert_eq(derivative(s, part, x), KILN_OK);
    kiln_mul_(v, 2);
    cr_assert_eq(derivative(s, part, x), KILN_STALE);
    kiln_close(s);
}

Test(writes, what_torch_writes_in_place_is_written_here) {
    for (size_t i = 0; i < sizeof inplace_names / sizeof *inplace_names; i++)
        cr_expect(kiln_has_function(inplace_names[i]), "%s is no function", inplace_names[i]);
}

Test(writes, in_place_views_change_one_handle) {
    kiln_session *s = begin();
    kiln_tensor *x = ramp(s, 2, 3), *same = kiln_alias(x), *row = kiln_select(x, 0, 1);
    cr_assert_eq(kiln_t_(x), x);
    cr_assert_eq(kiln_extent(x, 0), 3);
    cr_assert_eq(kiln_extent(same, 0), 2);
    cr_assert(kiln_shares_storage(x, same));
    cr_assert_eq(kiln_version_of(row), 1);
    cr_assert_eq(kiln_unsqueeze_(row, 0), row);
    kiln_mul_(row, 2);
    kiln_add_(kiln_select(x, 0, 0), 10);
    float at[6];
    const float wanted[6] = {10.5f, 0.75f, 1, 12.5f, 3, 3.5f},
                turned[6] = {10.5f, 12.5f, 0.75f, 3, 1, 3.5f};
    cr_assert_eq(kiln_read(same, at, sizeof at), KILN_OK);
    cr_assert_eq(memcmp(at, wanted, sizeof at), 0);
    cr_assert_eq(kiln_read(x, at, sizeof at), KILN_OK);
    cr_assert_eq(memcmp(at, turned, sizeof at), 0);
    cr_assert_eq(kiln_version_of(same), 4);
    kiln_tensor *wide = kiln_expand(kiln_unsqueeze(same, 0), KILN_SHAPE(5, 2, 3));
    /* no write: nothing meets itself */
    cr_assert_eq(kiln_extent(kiln_transpose_(wide, 0, -1), 0), 3);
    cr_assert_eq(kiln_rank(kiln_squeeze_(kiln_unsqueeze(same, 0), KILN_AXES(1))), 3);
    cr_assert_eq(kiln_rank(kiln_as_strided_(same, KILN_SHAPE(2), KILN_SHAPE(3))), 1);
    uint64_t version = kiln_version_of(x);
    REFUSED(s, KILN_BAD_SHAPE, kiln_t_(wide));
    REFUSED(s, KILN_BAD_ARGUMENT, kiln_unsqueeze_(x, 4));
    REFUSED(s, KILN_BAD_ARGUMENT, kiln_transpose_(x, 0, 2));
    REFUSED(s, KILN_BAD_ARGUMENT, kiln_squeeze_(x, KILN_AXES(0, -2)));
    cr_assert_eq(kiln_version_of(x), version);
    cr_assert_eq(kiln_close(s), 0);
}

Test(writes, derivatives_through_in_place_views) {
    kiln_session *s = begin();
    kiln_tensor *x = ramp(s, 2, 3), *w = ramp(s, 3, 2), *y = kiln_mul(x, 2),
                *before = kiln_mul(y, y), *sine = kiln_sin(kiln_alias(y)), *g[1];
    cr_assert_eq(derivative(s, before, x), KILN_OK);
    kiln_t_(y);
    cr_assert_eq(derivative(s, before, x), KILN_STALE);
    cr_assert_eq(derivative(s, sine, x), KILN_STALE);
    cr_assert_eq(kiln_grad(kiln_sum(kiln_mul(y, w)), KILN_LIST(x), g), KILN_OK);
    float at[6];
    const float wanted[6] = {1, 2, 3, 1.5f, 2.5f, 3.5f};
    cr_assert_eq(kiln_extent(g[0], 1), 3);
    cr_assert_eq(kiln_read(g[0], at, sizeof at), KILN_OK);
    cr_assert_eq(memcmp(at, wanted, sizeof at), 0);
    cr_assert_eq(derivative(s, kiln_sin(y), y), KILN_OK);
    cr_assert_eq(kiln_extent(y, 0), 3);
    kiln_close(s);
}

/* Each turn adds steps, and they stay few. */
Test(writes, a_handle_may_be_turned_for_ever) {
    kiln_session *s = begin();
    kiln_tensor *x = kiln_keep(kiln_view(kiln_arange(s, 0, 24, 1), KILN_SHAPE(2, 3, 4))),
                *one = kiln_keep(kiln_clone(x));
    for (int i = 0; i < 3000; i++)
        kiln_scope (s) {
            kiln_transpose_(x, 0, 1 + i % 2);
            kiln_unsqueeze_(x, i % 4);
            kiln_transpose_(x, 1, 3);
            kiln_squeeze_(x);
            kiln_add_(x, 1);
        }
    cr_assert(kiln_ok(x), "%s", kiln_error_text(s));
    cr_assert_eq(kiln_item_int(kiln_sum(kiln_sub(x, 3000))), 23 * 12);
    cr_assert_eq(kiln_item_int(kiln_sum(one)), 23 * 12);
    kiln_close(s);
}
