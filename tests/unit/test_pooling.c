/* SPDX-License-Identifier: Apache-2.0
 * Windows: padding is never chosen, which of equals and of NaNs is, and where windows reach over
 * the end. Expected: torch 2.13.0. KILN_TEST: sanitize=address */
#include <math.h>

#include "kiln/kiln.h"
#include "unit/check.h"

static kiln_session *open_path(kiln_path path) {
    kiln_options o = {.struct_size = sizeof o, .path = path, .cache_dir = "off"};
    return kiln_open(&o);
}

static void same_places(kiln_tensor *t, size_t n, const int64_t *want) {
    int64_t got[16];
    CHECK_EQ(kiln_numel(t), n);
    CHECK_OK(kiln_read(t, got, n * sizeof *got));
    for (size_t i = 0; i < n; i++)
        cr_assert_eq(got[i], want[i], "place %zu is %lld, wanted %lld", i, (long long)got[i],
                     (long long)want[i]);
}

static void same_floats(kiln_tensor *t, size_t n, const float *want) {
    float got[16];
    CHECK_EQ(kiln_numel(t), n);
    CHECK_OK(kiln_read(t, got, n * sizeof *got));
    for (size_t i = 0; i < n; i++)
        cr_assert(got[i] == want[i] || (got[i] != got[i] && want[i] != want[i]),
                  "%zu is %g, wanted %g", i, (double)got[i], (double)want[i]);
}

static kiln_tensor *gradient(kiln_tensor *y, kiln_tensor *x) {
    kiln_tensor *dx = NULL;
    CHECK_OK(kiln_grad(kiln_sum(y), KILN_LIST(x), &dx));
    return dx;
}

static void padding_is_not_chosen(kiln_path path) {
    kiln_session *s = open_path(path);
    float low[9];
    for (int i = 0; i < 9; i++) low[i] = -INFINITY;
    kiln_tensor *x = kiln_from(s, low, KILN_F32, KILN_SHAPE(1, 3));
    kiln_pair p = kiln_max_pool1d_with_indices(x, KILN_SHAPE(3), KILN_SHAPE(1), KILN_SHAPE(1));
    same_places(p.second, 3, (const int64_t[]){0, 0, 1});
    same_floats(p.first, 3, low);
    same_floats(gradient(p.first, x), 3, (const float[]){2, 1, 0});
    same_floats(gradient(kiln_max_pool1d(x, KILN_SHAPE(3), KILN_SHAPE(1), KILN_SHAPE(1)), x), 3,
                (const float[]){2, 1, 0});
    /* the first window holds element 1 alone */
    p = kiln_max_pool1d_with_indices(x, KILN_SHAPE(2), KILN_SHAPE(1), KILN_SHAPE(1), KILN_SHAPE(2));
    same_places(p.second, 3, (const int64_t[]){1, 0, 1});
    x = kiln_from(s, low, KILN_F32, KILN_SHAPE(1, 3, 3));
    p = kiln_max_pool2d_with_indices(x, KILN_SHAPE(3), KILN_SHAPE(1), KILN_SHAPE(1));
    same_places(p.second, 9, (const int64_t[]){0, 0, 1, 0, 0, 1, 3, 3, 4});
    same_floats(gradient(p.first, x), 9, (const float[]){4, 2, 0, 2, 1, 0, 0, 0, 0});
    /* more places than are folded one by one */
    p = kiln_max_pool2d_with_indices(x, KILN_SHAPE(5), KILN_SHAPE(2), KILN_SHAPE(2));
    same_places(p.second, 4, (const int64_t[]){0, 0, 0, 0});
    int64_t least[4] = {INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN};
    p = kiln_max_pool2d_with_indices(kiln_from(s, least, KILN_I64, KILN_SHAPE(1, 2, 2)),
                                     KILN_SHAPE(2), KILN_SHAPE(1), KILN_SHAPE(1));
    same_places(p.second, 9, (const int64_t[]){0, 0, 1, 0, 0, 1, 2, 2, 3});
    uint8_t zero[4] = {0};
    p = kiln_max_pool2d_with_indices(kiln_from(s, zero, KILN_U8, KILN_SHAPE(1, 2, 2)),
                                     KILN_SHAPE(2), KILN_SHAPE(1), KILN_SHAPE(1));
    same_places(p.second, 9, (const int64_t[]){0, 0, 1, 0, 0, 1, 2, 2, 3});
    cr_assert_not(kiln_failed(s), "%s", kiln_error_text(s));
    kiln_close(s);
}

Test(pooling, padding_is_never_chosen) {
    padding_is_not_chosen(KILN_FUSED);
    padding_is_not_chosen(KILN_EAGER);
}

static void last_nan(kiln_path path) {
    kiln_session *s = open_path(path);
    float x[5] = {NAN, 1, NAN, 2, NAN}, wide[20] = {0};
    kiln_pair p = kiln_max_pool1d_with_indices(kiln_from(s, x, KILN_F32, KILN_SHAPE(1, 5)),
                                               KILN_SHAPE(3), KILN_SHAPE(1), KILN_SHAPE(1));
    same_places(p.second, 5, (const int64_t[]){0, 2, 2, 4, 4});
    wide[3] = wide[17] = NAN;
    p = kiln_max_pool1d_with_indices(kiln_from(s, wide, KILN_F32, KILN_SHAPE(1, 20)),
                                     KILN_SHAPE(19), KILN_SHAPE(1));
    same_places(p.second, 2, (const int64_t[]){17, 17});
    kiln_close(s);
}

Test(pooling, of_nans_the_last_is_chosen) {
    last_nan(KILN_FUSED);
    last_nan(KILN_EAGER);
}

Test(pooling, places_have_the_shape_of_the_values) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_pair p = kiln_max_pool1d_with_indices(kiln_zeros(s, KILN_SHAPE(2, 3, 4)), KILN_SHAPE(1),
                                               KILN_SHAPE(2));
    CHECK_EQ(kiln_rank(p.second), 3);
    same_places(p.second, 12, (const int64_t[]){0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2});
    kiln_close(s);
}

Test(pooling, a_window_may_reach_over_the_end_where_ceil_mode_says_so) {
    kiln_session *s = open_path(KILN_EAGER);
    float x[3] = {1, 5, 3};
    kiln_tensor *a = kiln_from(s, x, KILN_F32, KILN_SHAPE(1, 3));
    same_floats(kiln_max_pool1d(a, KILN_SHAPE(4), KILN_SHAPE(2), KILN_SHAPE(0), KILN_SHAPE(1),
                                true),
                1, (const float[]){5});
    same_floats(kiln_avg_pool1d(a, KILN_SHAPE(4), KILN_SHAPE(2), KILN_SHAPE(0), true), 1,
                (const float[]){3});
    cr_assert_not(kiln_failed(s), "%s", kiln_error_text(s));
    cr_assert_not(kiln_ok(
        kiln_max_pool1d(a, KILN_SHAPE(5), KILN_SHAPE(2), KILN_SHAPE(0), KILN_SHAPE(1), true)));
    CHECK_HAS(kiln_error_text(s), "a window spans 5, the padded input only 3");
    kiln_clear_error(s);
    cr_assert_not(
        kiln_ok(kiln_max_pool1d(a, KILN_SHAPE(2), KILN_SHAPE(1), KILN_SHAPE(2), KILN_SHAPE(4))));
    CHECK_HAS(kiln_error_text(s), "padding is 2, expected at most half of kernel_size, which is 2");
    kiln_close(s);
}
