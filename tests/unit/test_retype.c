/* SPDX-License-Identifier: Apache-2.0
 * view(dtype): the same bytes as elements of another dtype, of the same size or another, read and
 * written through. KILN_TEST: sanitize=address */
#include "check.h"
#include "kiln/call.h"
#include "kiln/kiln.h"

static kiln_session *begin(kiln_path path) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = path;
    o.cache_dir = "off";
    return kiln_open(&o);
}

#define REFUSED(s, status, says, call)                                                             \
    do {                                                                                           \
        cr_assert(!kiln_ok(call));                                                                 \
        cr_assert_eq(kiln_error(s), (status), "%s", kiln_error_text(s));                           \
        cr_assert_not_null(strstr(kiln_error_text(s), says), "%s", kiln_error_text(s));            \
        kiln_clear_error(s);                                                                       \
    } while (0)

static const unsigned char bytes[48] = {0x00, 0x01, 0x7f, 0x80, 0xff, 0xfe, 0x3c, 0xbf, 0x12, 0x34,
                                        0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 0x00, 0x00, 0x80, 0x3f,
                                        0x00, 0x00, 0x20, 0xc0, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06,
                                        0x07, 0x08, 0xf1, 0xe2, 0xd3, 0xc4, 0xb5, 0xa6, 0x97, 0x88,
                                        0x00, 0x3c, 0x00, 0x40, 0x80, 0x3f, 0x00, 0xc0};

/* Every dtype as every other: the bytes stay. Those of bool are 0 and 1. */
static void all_pairs(kiln_path path) {
    kiln_session *s = begin(path);
    for (int from = KILN_U8; from < KILN_DTYPE_COUNT; from++)
        for (int to = KILN_U8; to < KILN_DTYPE_COUNT; to++)
            kiln_scope (s) {
                int64_t size = (int64_t)kiln_dtype_size((kiln_dtype)from),
                        other = (int64_t)kiln_dtype_size((kiln_dtype)to);
                unsigned char at[48];
                kiln_tensor *x = kiln_from_bytes(s, bytes, sizeof bytes, (kiln_dtype)from,
                                                 KILN_SHAPE(2, 24 / size));
                kiln_tensor *y = kiln_view_dtype(x, (kiln_dtype)to);
                cr_assert(kiln_ok(y), "%s", kiln_error_text(s));
                cr_assert_eq(kiln_dtype_of(y), (kiln_dtype)to);
                cr_assert_eq(kiln_extent(y, 1), 24 / other);
                cr_assert(kiln_shares_storage(x, y));
                cr_assert_eq(kiln_read(y, at, sizeof at), KILN_OK);
                cr_assert_eq(memcmp(at, bytes, sizeof at), 0, "%s as %s",
                             kiln_dtype_short((kiln_dtype)from), kiln_dtype_short((kiln_dtype)to));
                kiln_fill_(kiln_view_dtype(kiln_narrow(y, 1, 0, 8 / other), KILN_U8), 0x11);
                cr_assert_eq(kiln_read(x, at, sizeof at), KILN_OK);
                for (int i = 0; i < 48; i++) cr_assert_eq(at[i], i % 24 < 8 ? 0x11 : bytes[i]);
                cr_assert_eq(kiln_version_of(x), 1);
            }
    cr_assert_eq(kiln_close(s), 0);
}

Test(retype, all_pairs_on_the_reference_path) { all_pairs(KILN_EAGER); }
Test(retype, all_pairs_fused) { all_pairs(KILN_FUSED); }

Test(retype, views_of_views) {
    kiln_session *s = begin(KILN_EAGER);
    kiln_tensor *x = kiln_from_bytes(s, bytes, sizeof bytes, KILN_I32, KILN_SHAPE(3, 4));
    kiln_tensor *turned = kiln_view_dtype(kiln_t(x), KILN_F32),
                *wide = kiln_view_dtype(kiln_narrow(x, 1, 2, 2), KILN_I64);
    cr_assert_eq(kiln_extent(turned, 0), 4);
    cr_assert_eq(kiln_extent(wide, 1), 1);
    kiln_copy_(kiln_select(turned, 0, 2), 1.0); /* column 2 of x */
    kiln_add_(kiln_select(kiln_expand(wide, KILN_SHAPE(3, 5)), 1, 3), INT64_C(1) << 32);
    int32_t at[12], was[12];
    memcpy(was, bytes, sizeof was);
    cr_assert_eq(kiln_read(x, at, sizeof at), KILN_OK);
    for (int i = 0; i < 12; i++)
        cr_assert_eq(at[i], i % 4 == 2 ? 0x3f800000 : was[i] + (i % 4 == 3), "%d", i);
    kiln_tensor *flags =
        kiln_view_dtype(kiln_from_bytes(s, bytes, 4, KILN_U8, KILN_SHAPE(4)), KILN_BOOL);
    cr_assert_eq(kiln_item_int(kiln_sum(flags)), 3);
    cr_assert_eq(kiln_extent(kiln_as_strided(wide, KILN_SHAPE(2), KILN_SHAPE(3), 0), 0), 2);
    cr_assert_eq(kiln_close(s), 0);
}

Test(retype, what_is_refused) {
    kiln_session *s = begin(KILN_EAGER);
    kiln_tensor *x = kiln_zeros(s, KILN_SHAPE(3, 5)), *one = kiln_zeros(s, KILN_NO_SHAPE);
    REFUSED(s, KILN_BAD_SHAPE, "extent of axis 1 is 5, expected a multiple of 2",
            kiln_view_dtype(x, KILN_F64));
    REFUSED(s, KILN_BAD_SHAPE, "stride of axis 0 is 5, expected a multiple of 2",
            kiln_view_dtype(kiln_narrow(x, 1, 0, 4), KILN_I64));
    REFUSED(s, KILN_BAD_SHAPE, "storage_offset 1, expected a multiple of 2",
            kiln_view_dtype(kiln_narrow(x, 1, 1, 4), KILN_I64));
    REFUSED(s, KILN_BAD_SHAPE, "stride 5, expected 1 to view f32 as i16",
            kiln_view_dtype(kiln_t(x), KILN_I16));
    REFUSED(s, KILN_BAD_SHAPE, "rank is 0", kiln_view_dtype(one, KILN_U8));
    REFUSED(s, KILN_BAD_DTYPE, "none of kiln_dtype", kiln_view_dtype(x, KILN_DTYPE_COUNT));
    cr_assert_eq(kiln_dtype_of(kiln_view_dtype(one, KILN_I32)), KILN_I32);
    kiln_arg args[2] = {{NULL, KILN_ARG_TENSOR, {.tensor = x}},
                        {NULL, KILN_ARG_DTYPE, {.dtype = KILN_I16}}};
    kiln_tensor *out[1];
    size_t count = 0;
    cr_assert_eq(kiln_call(s, "view", args, 2, out, 1, &count), KILN_OK, "%s", kiln_error_text(s));
    cr_assert_eq(kiln_extent(out[0], 1), 10);
    kiln_close(s);
}

/* Neither a view nor a write through it is seen by derivatives. */
Test(retype, derivatives_pass_it_by) {
    kiln_session *s = begin(KILN_EAGER);
    kiln_tensor *x = kiln_ones(s, KILN_SHAPE(4)), *y = kiln_mul(x, 3), *g[1];
    kiln_add_(kiln_view_dtype(y, KILN_I32), 1);
    cr_assert_eq(kiln_grad(kiln_sum(y), KILN_LIST(x), g), KILN_OK, "%s", kiln_error_text(s));
    cr_assert_eq(kiln_item(kiln_sum(g[0])), 12);
    kiln_close(s);
}

Test(retype, filling_may_meet_itself) {
    kiln_session *s = begin(KILN_EAGER);
    kiln_tensor *x = kiln_ones(s, KILN_SHAPE(1, 3)), *wide = kiln_expand(x, KILN_SHAPE(2, 3));
    cr_assert_eq(kiln_fill_(wide, 2), wide);
    cr_assert_eq(kiln_item(kiln_sum(x)), 6);
    cr_assert_eq(kiln_zero_(kiln_unfold(x, 1, 2, 1)) != NULL, true);
    cr_assert_eq(kiln_item(kiln_sum(x)), 0);
    REFUSED(s, KILN_OVERLAP, "several elements",
            kiln_fill_(wide, kiln_select(kiln_ones(s, KILN_SHAPE(2)), 0, 0)));
    kiln_close(s);
}
