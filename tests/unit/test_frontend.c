/* SPDX-License-Identifier: Apache-2.0
 * The public API from a caller's side: scopes, handles, errors and their lines, views, in-place
 * writes, versions, host data. KILN_TEST: serial */
#include <criterion/criterion.h>
#include <math.h>

#include "check.h"
#include "frontend/core/frontend.h"

static kiln_session *open_eager(void) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    kiln_session *s = kiln_open(&o);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

static void expect_f32(kiln_tensor *t, const float *want, size_t n) {
    float got[64];
    cr_assert(n <= 64);
    cr_assert(kiln_ok(t), "%s", kiln_error_text(kiln_session_of(t)));
    cr_assert_eq(kiln_read(t, got, n * sizeof(float)), KILN_OK, "%s",
                 kiln_error_text(kiln_session_of(t)));
    for (size_t i = 0; i < n; i++)
        cr_assert(got[i] == want[i] || (isnan(got[i]) && isnan(want[i])),
                  "element %zu: %g, expected %g", i, got[i], want[i]);
}
#define EXPECT_F32(t, ...)                                                                         \
    do {                                                                                           \
        const float want_[] = {__VA_ARGS__};                                                       \
        expect_f32(t, want_, sizeof want_ / sizeof *want_);                                        \
    } while (0)

static void expect_error(kiln_session *s, kiln_status status, const char *part, int line) {
    char where[64];
    snprintf(where, sizeof where, "test_frontend.c:%d: ", line);
    cr_assert_eq(kiln_error(s), status, "status %s: %s", kiln_status_name(kiln_error(s)),
                 kiln_error_text(s));
    cr_assert(strstr(kiln_error_text(s), part) != NULL, "\"%s\" lacks \"%s\"", kiln_error_text(s),
              part);
    cr_assert(line == 0 || strstr(kiln_error_text(s), where) != NULL, "\"%s\" lacks line %d",
              kiln_error_text(s), line);
    kiln_clear_error(s);
}

Test(frontend, arithmetic_mixes_tensors_and_numbers) {
    kiln_session *s = open_eager();
    const float x[4] = {1, 2, 3, 4};
    kiln_tensor *a = kiln_from(s, x, KILN_F32, KILN_SHAPE(2, 2));
    EXPECT_F32(kiln_add(kiln_mul(a, 2), 0.5), 2.5f, 4.5f, 6.5f, 8.5f);
    EXPECT_F32(kiln_sub(10, a), 9, 8, 7, 6);
    EXPECT_F32(kiln_sum(a, KILN_AXES(0), false), 4, 6);
    EXPECT_F32(kiln_sum(a, KILN_AXES(-1), true), 3, 7);
    EXPECT_F32(kiln_matmul(a, a), 7, 10, 15, 22);
    cr_assert_eq(kiln_item(kiln_sum(a, KILN_ALL_AXES, false)), 10.0);
    cr_assert_eq(kiln_dtype_of(kiln_div(kiln_to(a, KILN_I32), 2)), KILN_F32);
    cr_assert_eq(kiln_dtype_of(kiln_add(kiln_to(a, KILN_I32), 1)), KILN_I32);
    cr_assert_eq(kiln_dtype_of(kiln_sum(kiln_to(a, KILN_I32), KILN_ALL_AXES, false)), KILN_I64);
    cr_assert_eq(kiln_close(s), 0);
}

Test(frontend, scopes_release_and_keep_moves_out) {
    kiln_session *s = open_eager();
    kiln_tensor *kept = NULL;
    kiln_counters c = {.struct_size = sizeof c};
    for (int i = 0; i < 100; i++) {
        kiln_scope (s) {
            kiln_tensor *a = kiln_ones(s, KILN_SHAPE(3));
            if (i == 50) kept = kiln_keep(kiln_add(a, 1));
            kiln_add(a, a);
        }
    }
    kiln_count(s, &c);
    cr_assert_eq(c.tensors_live, 1);
    EXPECT_F32(kept, 2, 2, 2);
    kiln_release(kept);
    cr_assert_eq(kiln_close(s), 0);
}

Test(frontend, breaking_out_of_a_scope_closes_it) {
    kiln_session *s = open_eager();
    kiln_scope (s) {
        kiln_ones(s, KILN_SHAPE(3));
        if (!kiln_failed(s)) break;
        cr_assert_fail();
    }
    kiln_counters c = {.struct_size = sizeof c};
    kiln_count(s, &c);
    cr_assert_eq(c.tensors_live, 0);
    kiln_scope_close(s);
    expect_error(s, KILN_BAD_ARGUMENT, "no scope is open", 0);
    kiln_close(s);
}

Test(frontend, errors_name_op_shapes_and_line) {
    kiln_session *s = open_eager();
    kiln_tensor *a = kiln_zeros(s, KILN_SHAPE(128, 64)), *w = kiln_zeros(s, KILN_SHAPE(10, 65));
    kiln_tensor *y = kiln_linear(a, w, NULL);
    int line = __LINE__ - 1;
    cr_assert(!kiln_ok(y));
    cr_assert(!kiln_ok(kiln_exp(kiln_add(y, 1))));
    expect_error(s, KILN_BAD_SHAPE, "linear: input is f32[128,64], weight is f32[10,65]", line);
    kiln_add(a, w);
    line = __LINE__ - 1;
    expect_error(s, KILN_BAD_SHAPE, "add: ", line);
    kiln_matmul(a, w);
    expect_error(s, KILN_BAD_SHAPE, "f32[128,64]", __LINE__ - 1);
    kiln_from_bytes(s, "abc", 3, KILN_F32, KILN_SHAPE(1));
    line = __LINE__ - 1;
    expect_error(s, KILN_BAD_ARGUMENT, "3 bytes", line);
    kiln_zeros(s, KILN_SHAPE(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    expect_error(s, KILN_TOO_LARGE, "rank 17", __LINE__ - 1);
    kiln_zeros(s, KILN_SHAPE(INT64_MAX, 2));
    expect_error(s, KILN_TOO_LARGE, "overflow", __LINE__ - 1);
    kiln_zeros(s, KILN_SHAPE(INT64_MAX / 2));
    expect_error(s, KILN_TOO_LARGE, "overflow", __LINE__ - 1);
    kiln_zeros(s, KILN_SHAPE(2), (kiln_dtype)10);
    expect_error(s, KILN_BAD_DTYPE, "dtype 10 is none", __LINE__ - 1);
    kiln_expand(a, KILN_SHAPE(64, 128));
    expect_error(s, KILN_BAD_SHAPE, "expand", __LINE__ - 1);
    kiln_reshape(a, KILN_SHAPE(-1, -1));
    expect_error(s, KILN_BAD_SHAPE, "reshape", __LINE__ - 1);
    kiln_sum(a, KILN_AXES(0, 0), false);
    expect_error(s, KILN_BAD_ARGUMENT, "twice", __LINE__ - 1);
    kiln_sum(a, KILN_AXES(2), false);
    expect_error(s, KILN_BAD_ARGUMENT, "axis 2", __LINE__ - 1);
    float one;
    cr_assert_eq(kiln_read(a, &one, sizeof one), KILN_BAD_ARGUMENT);
    expect_error(s, KILN_BAD_ARGUMENT, "takes 32768", __LINE__ - 1);
    cr_assert_eq(kiln_item(kiln_sum(a, KILN_ALL_AXES, false)), 0.0); /* the session goes on */
    kiln_close(s);
}

Test(frontend, dead_and_foreign_handles_are_found) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    o.mode = KILN_HARDENED;
    kiln_session *s = kiln_open(&o), *other = open_eager();
    kiln_tensor *leak = NULL;
    kiln_scope (s) {
        leak = kiln_ones(s, KILN_SHAPE(2));
    }
    kiln_ones(s, KILN_SHAPE(2));
    cr_assert(!kiln_ok(kiln_add(leak, 1)));
    expect_error(s, KILN_BAD_HANDLE, "used after its scope", __LINE__ - 1);
    kiln_tensor *a = kiln_ones(s, KILN_SHAPE(2)), *b = kiln_ones(other, KILN_SHAPE(2));
    cr_assert(!kiln_ok(kiln_add(a, b)));
    expect_error(s, KILN_BAD_HANDLE, "another session", __LINE__ - 1);
    cr_assert(!kiln_ok(kiln_add(a, (kiln_tensor *)NULL)));
    expect_error(s, KILN_BAD_ARGUMENT, "null", __LINE__ - 1);
    cr_assert(!kiln_ok(kiln_from(NULL, NULL, KILN_F32, KILN_SHAPE(1))));
    cr_assert(kiln_failed(NULL));
    kiln_close(s);
    kiln_close(other);
}

/* The same seed drops the same weights, another one others, and 1 drops all. */
Test(frontend, attention_drops_by_the_seed) {
    kiln_session *s = open_eager();
    kiln_tensor *q = kiln_counter_normal(s, 1, KILN_F32, KILN_SHAPE(2, 8, 4)), *y[3];
    for (int i = 0; i < 3; i++) {
        kiln_manual_seed(s, i == 2 ? 8 : 7);
        y[i] = kiln_scaled_dot_product_attention(q, q, q, NULL, 0.5);
    }
    CHECK(kiln_item(kiln_all(kiln_eq(y[0], y[1]))) == 1 &&
          kiln_item(kiln_all(kiln_eq(y[0], y[2]))) == 0);
    CHECK_EQ(kiln_item(kiln_any(kiln_scaled_dot_product_attention(q, q, q, NULL, 1.0))), 0);
    CHECK(!kiln_failed(s));
    kiln_close(s);
}

/* A list that is counted but not there names no session, so it is refused without one. */
Test(frontend, null_lists_are_refused) {
    kiln_session *s = kiln_open(NULL);
    kiln_tensor *a = kiln_ones(s, KILN_SHAPE(2, 2)), *g[2];
    const kiln_list none = {2, NULL}, one = {1, &a};
    CHECK(!kiln_ok(kiln_cat(none, 0)) && !kiln_ok(kiln_einsum("ij,jk->ik", none)) &&
          !kiln_ok(kiln_linalg_multi_dot(none)));
    CHECK(kiln_meshgrid(none, "ij").count == 0 && kiln_broadcast_tensors(none).count == 0);
    CHECK(kiln_eval(none) != KILN_OK && kiln_dump(none, "graph") == NULL);
    CHECK(kiln_vjps(none, none, one, g) != KILN_OK &&
          kiln_vjps(one, (kiln_list){1, NULL}, one, g) != KILN_OK);
    CHECK(!kiln_ok(kiln_index_put(a, none, a, false)));
    kiln_close(s);
}

Test(frontend, foreign_devices_are_refused_by_name) {
    kiln_session *s = open_eager();
    kiln_tensor *a = kiln_ones(s, KILN_SHAPE(2));
    cr_assert(strcmp(kiln_device_of(kiln_to_device(a, "cpu")), "cpu") == 0);
    kiln_to_device(a, "cuda:0");
    expect_error(s, KILN_BAD_DEVICE, "cuda:0", __LINE__ - 1);
    kiln_tensor *b = kiln_ones(s, KILN_SHAPE(2));
    fe_of(b)->storage->device = 1; /* as another build's handle might say */
    kiln_add(a, b);
    expect_error(s, KILN_BAD_DEVICE, "argument 2", __LINE__ - 1);
    fe_of(b)->storage->device = 0;
    kiln_close(s);
}

Test(frontend, a_dump_shows_the_program_of_a_computed_tensor) {
    kiln_session *s = open_eager();
    kiln_tensor *a = kiln_exp(kiln_ones(s, KILN_SHAPE(2)));
    kiln_eval(KILN_LIST(a));
    const char *text = kiln_dump(KILN_LIST(a), "graph");
    cr_assert(text != NULL && strstr(text, "exp f32[2]") != NULL &&
                  strstr(text, "test_frontend.c:") != NULL,
              "%s", text);
    kiln_close(s);
}

Test(frontend, writes_are_seen_through_views_both_ways) {
    kiln_session *s = open_eager();
    const float x[6] = {1, 2, 3, 4, 5, 6};
    kiln_tensor *a = kiln_from(s, x, KILN_F32, KILN_SHAPE(2, 3));
    kiln_tensor *t = kiln_t(a), *row = kiln_select(a, 0, 1), *every = kiln_slice(a, 1, 0, 3, 2);
    cr_assert_eq(kiln_version_of(a), 0);
    kiln_mul_(row, 10);
    EXPECT_F32(a, 1, 2, 3, 40, 50, 60);
    EXPECT_F32(t, 1, 40, 2, 50, 3, 60);
    cr_assert_eq(kiln_version_of(t), 1);
    kiln_add_(t, kiln_from(s, x, KILN_F32, KILN_SHAPE(3, 2)));
    EXPECT_F32(a, 2, 5, 8, 42, 54, 66);
    EXPECT_F32(every, 2, 8, 42, 66);
    kiln_copy_(every, 0);
    EXPECT_F32(a, 0, 5, 0, 0, 54, 0);
    EXPECT_F32(row, 0, 54, 0);
    kiln_copy_(kiln_diagonal(kiln_narrow(a, 1, 0, 2)), 7);
    EXPECT_F32(a, 7, 5, 0, 0, 7, 0);
    kiln_add_(kiln_reshape(a, KILN_SHAPE(6)), 1);
    EXPECT_F32(a, 8, 6, 1, 1, 8, 1);
    kiln_copy_(kiln_select(kiln_unfold(row, 0, 1, 2), 1, 0),
               kiln_from(s, x, KILN_F32, KILN_SHAPE(2)));
    EXPECT_F32(a, 8, 6, 1, 1, 8, 2);
    cr_assert(kiln_shares_storage(a, every) && !kiln_shares_storage(a, kiln_clone(a)));
    kiln_close(s);
}

/* What PyTorch copies: a write to it is not seen by what it was made of. */
Test(frontend, reversed_and_unviewable_shapes_are_copies) {
    kiln_session *s = open_eager();
    const float x[6] = {1, 2, 3, 4, 5, 6};
    kiln_tensor *a = kiln_from(s, x, KILN_F32, KILN_SHAPE(2, 3)), *t = kiln_t(a),
                *lines = kiln_unsqueeze(t, 1);
    kiln_tensor *apart = kiln_flatten(t), *flipped = kiln_flip(a, KILN_AXES(0));
    cr_assert(!kiln_shares_storage(a, apart) && !kiln_shares_storage(a, flipped) &&
              kiln_shares_storage(a, lines));
    cr_assert(kiln_shares_storage(a, kiln_flatten(a)) &&
              kiln_shares_storage(a, kiln_view(t, KILN_SHAPE(3, 1, 2))));
    kiln_add_(apart, 10);
    kiln_add_(flipped, 10);
    EXPECT_F32(a, 1, 2, 3, 4, 5, 6);
    EXPECT_F32(apart, 11, 14, 12, 15, 13, 16);
    EXPECT_F32(flipped, 14, 15, 16, 11, 12, 13);
    kiln_view(t, KILN_SHAPE(6));
    expect_error(s, KILN_BAD_SHAPE, "have no view that is f32[6]", __LINE__ - 1);
    kiln_close(s);
}

Test(frontend, writes_that_cannot_be_are_refused_and_change_nothing) {
    kiln_session *s = open_eager();
    const float x[2] = {1, 2};
    kiln_tensor *a = kiln_from(s, x, KILN_F32, KILN_SHAPE(2, 1)),
                *wide = kiln_expand(a, KILN_SHAPE(2, 3));
    kiln_add_(wide, 1);
    expect_error(s, KILN_OVERLAP, "one in its storage", __LINE__ - 1);
    kiln_add_(a, wide);
    expect_error(s, KILN_BAD_SHAPE, "has not the shape of the written", __LINE__ - 1);
    kiln_tensor *i = kiln_to(a, KILN_I64);
    kiln_add_(i, 0.5);
    expect_error(s, KILN_BAD_DTYPE, "i64", __LINE__ - 1);
    kiln_write(a, x, 4);
    expect_error(s, KILN_BAD_ARGUMENT, "4 bytes", __LINE__ - 1);
    EXPECT_F32(a, 1, 2);
    cr_assert_eq(kiln_version_of(a), 0);
    kiln_close(s);
}

Test(frontend, host_looks_go_stale) {
    kiln_session *s = open_eager();
    kiln_tensor *a = kiln_ones(s, KILN_SHAPE(4));
    kiln_host_data look = kiln_host(a);
    cr_assert(look.data != NULL && look.nbytes == 16 && ((const float *)look.data)[3] == 1);
    cr_assert_eq(kiln_host_check(a, look), KILN_OK);
    kiln_add_(kiln_narrow(a, 0, 1, 2), 1);
    int line = __LINE__ - 1;
    cr_assert_eq(kiln_host_check(a, look), KILN_STALE);
    char where[40];
    snprintf(where, sizeof where, "test_frontend.c:%d", line);
    cr_assert(strstr(kiln_error_text(s), where) != NULL, "%s", kiln_error_text(s));
    kiln_close(s);
}

Test(frontend, a_gradient_by_a_tensor_written_since_is_refused) {
    kiln_session *s = open_eager();
    const float x[2] = {3, 4};
    kiln_tensor *w = kiln_from(s, x, KILN_F32, KILN_SHAPE(2)), *g[1];
    kiln_tensor *loss = kiln_sum(kiln_mul(w, w), KILN_ALL_AXES, false);
    cr_assert_eq(kiln_grad(loss, KILN_LIST(w), g), KILN_OK);
    EXPECT_F32(g[0], 6, 8);
    kiln_sub_(w, 1);
    EXPECT_F32(w, 2, 3);
    cr_assert_eq(kiln_item(loss), 25.0);
    cr_assert_eq(kiln_grad(loss, KILN_LIST(w), g), KILN_STALE);
    cr_assert(!kiln_ok(g[0]));
    kiln_close(s);
}

Test(frontend, derivatives_survive_evaluation_and_differentiate_again) {
    kiln_session *s = open_eager();
    const double x[3] = {1, 2, 3};
    kiln_tensor *w = kiln_keep(kiln_from(s, x, KILN_F64, KILN_SHAPE(3))), *g[1], *h[1];
    kiln_scope (s) {
        kiln_tensor *y = kiln_exp(w);
        kiln_tensor *loss = kiln_sum(kiln_mul(y, w), KILN_ALL_AXES, false);
        cr_assert_float_eq(kiln_item(loss), exp(1) + 2 * exp(2) + 3 * exp(3), 1e-12);
        kiln_grad(loss, KILN_LIST(w), g);
        kiln_grad(kiln_sum(g[0], KILN_ALL_AXES, false), KILN_LIST(w), h);
        double got[3];
        kiln_read(h[0], got, sizeof got);
        for (int i = 0; i < 3; i++) cr_assert_float_eq(got[i], (x[i] + 2) * exp(x[i]), 1e-12);
    }
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    kiln_close(s);
}

Test(frontend, a_long_loop_runs_flat) {
    kiln_session *s = open_eager();
    kiln_tensor *x = kiln_keep(kiln_ones(s, KILN_SHAPE(8))),
                *scale = kiln_mul(kiln_ones(s, KILN_SHAPE(8)), 2);
    kiln_counters c = {.struct_size = sizeof c};
    for (int i = 0; i < 200000; i++)
        kiln_scope (s) kiln_add_(x, kiln_mul(scale, 0.5));
    EXPECT_F32(x, 200001, 200001, 200001, 200001, 200001, 200001, 200001, 200001);
    kiln_count(s, &c);
    cr_assert(c.bytes_peak < 64 << 20, "peak %llu", (unsigned long long)c.bytes_peak);
    cr_assert(c.evaluations >= 2); /* flushed on the way */
    kiln_close(s);
}

Test(frontend, several_outputs_with_seeds) {
    float x[] = {1, 2, 3}, seed[] = {1, 10, 100}, got[3] = {0};
    kiln_session *s = kiln_open(NULL);
    kiln_scope (s) {
        kiln_tensor *a = kiln_from(s, x, KILN_F32, KILN_SHAPE(3)),
                    *b = kiln_from(s, x, KILN_F32, KILN_SHAPE(3));
        kiln_tensor *twice = kiln_mul(a, 2.0),
                    *total = kiln_sum(kiln_mul(a, a), KILN_ALL_AXES, false);
        kiln_tensor *w = kiln_from(s, seed, KILN_F32, KILN_SHAPE(3)), *g[2] = {a, a};
        cr_assert_eq(kiln_vjps(KILN_LIST(twice, total), KILN_LIST(w, NULL), KILN_LIST(a, b), g),
                     KILN_OK);
        cr_assert_null(g[1], "no path leads from b");
        cr_assert_eq(kiln_read(g[0], got, sizeof got), KILN_OK);
        for (int i = 0; i < 3; i++) cr_assert_eq(got[i], 2 * seed[i] + 2 * x[i]);
        cr_assert_eq(kiln_vjps(KILN_LIST(twice, total), KILN_LIST(w), KILN_LIST(a, b), g),
                     KILN_BAD_ARGUMENT);
        cr_assert_not(kiln_ok(g[0]));
        cr_assert_str_eq(strstr(kiln_error_text(s), "vjps: "),
                         "vjps: 2 outputs and 1 seeds: expected one seed, or NULL, for each of one "
                         "or more outputs");
        kiln_clear_error(s);
        cr_assert_eq(kiln_vjps(KILN_LIST(twice), KILN_LIST(NULL), KILN_LIST(a), g), KILN_BAD_SHAPE);
        kiln_clear_error(s);
    }
    kiln_close(s);
}

Test(frontend, kept_and_outer_values_survive_compaction) {
    kiln_session *s = open_eager();
    const float x[2] = {1, 2};
    kiln_tensor *a = kiln_from(s, x, KILN_F32, KILN_SHAPE(2)), *outer = kiln_mul(a, 3),
                *view = kiln_reshape(outer, KILN_SHAPE(2, 1));
    kiln_tensor *state = kiln_keep(kiln_zeros(s, KILN_SHAPE(2))), *g[1];
    for (int i = 0; i < 20000; i++)
        kiln_scope (s) kiln_add_(state, kiln_sub(kiln_add(outer, 1), outer));
    EXPECT_F32(state, 20000, 20000);
    EXPECT_F32(view, 3, 6);
    cr_assert_eq(kiln_grad(kiln_sum(view, KILN_ALL_AXES, false), KILN_LIST(a), g), KILN_OK);
    EXPECT_F32(g[0], 3, 3);
    kiln_close(s);
}

Test(frontend, composites_match_their_definitions) {
    kiln_session *s = open_eager();
    const double x[6] = {-2, -0.5, 0, 0.25, 1, 3};
    kiln_tensor *a = kiln_from(s, x, KILN_F64, KILN_SHAPE(2, 3));
    double got[6];
    kiln_read(kiln_softmax(a, -1), got, sizeof got);
    for (int r = 0; r < 2; r++) {
        double sum = exp(x[3 * r]) + exp(x[3 * r + 1]) + exp(x[3 * r + 2]);
        for (int i = 0; i < 3; i++)
            cr_assert_float_eq(got[3 * r + i], exp(x[3 * r + i]) / sum, 1e-15);
    }
    kiln_read(kiln_gelu(a, "none"), got, sizeof got);
    for (int i = 0; i < 6; i++)
        cr_assert_float_eq(got[i], 0.5 * x[i] * (1 + erf(x[i] / sqrt(2))), 1e-15);
    kiln_read(kiln_gelu(a, "tanh"), got, sizeof got);
    for (int i = 0; i < 6; i++)
        cr_assert_float_eq(
            got[i],
            0.5 * x[i] * (1 + tanh(0.7978845608028654 * (x[i] + 0.044715 * x[i] * x[i] * x[i]))),
            1e-15);
    kiln_read(kiln_layer_norm(a, KILN_SHAPE(kiln_extent(a, -1))), got, sizeof got);
    double m = (x[0] + x[1] + x[2]) / 3,
           v = ((x[0] - m) * (x[0] - m) + (x[1] - m) * (x[1] - m) + (x[2] - m) * (x[2] - m)) / 3;
    for (int i = 0; i < 3; i++) cr_assert_float_eq(got[i], (x[i] - m) / sqrt(v + 1e-5), 1e-14);
    const int64_t labels[2] = {2, 0};
    kiln_tensor *l = kiln_from(s, labels, KILN_I64, KILN_SHAPE(2));
    double want =
        (log(exp(-2) + exp(-0.5) + exp(0)) - 0 + log(exp(0.25) + exp(1) + exp(3)) - 0.25) / 2;
    cr_assert_float_eq(kiln_item(kiln_cross_entropy(a, l)), want, 1e-15);
    const int64_t wrong[2] = {2, 3};
    kiln_cross_entropy(a, kiln_from(s, wrong, KILN_I64, KILN_SHAPE(2)));
    int line = __LINE__ - 1;
    expect_error(s, KILN_BAD_ARGUMENT, "label 3 at [1]", line);
    kiln_read(kiln_cat(KILN_LIST(kiln_narrow(a, 1, 0, 1), kiln_narrow(a, 1, 1, 2)), 1), got,
              sizeof got);
    for (int i = 0; i < 6; i++) cr_assert_eq(got[i], x[i]);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    kiln_close(s);
}

Test(frontend, zero_size_and_special_values) {
    kiln_session *s = open_eager();
    kiln_tensor *none = kiln_zeros(s, KILN_SHAPE(0, 4));
    cr_assert_eq(kiln_item(kiln_sum(kiln_exp(none), KILN_ALL_AXES, false)), 0.0);
    EXPECT_F32(kiln_sum(none, KILN_AXES(0), false), 0, 0, 0, 0);
    EXPECT_F32(kiln_matmul(kiln_zeros(s, KILN_SHAPE(2, 0)), kiln_zeros(s, KILN_SHAPE(0, 1))), 0, 0);
    kiln_amax(none, KILN_AXES(0), false);
    expect_error(s, KILN_BAD_SHAPE, "amax", __LINE__ - 1);
    const float wild[4] = {NAN, INFINITY, -INFINITY, -0.0f};
    kiln_tensor *w = kiln_from(s, wild, KILN_F32, KILN_SHAPE(4));
    EXPECT_F32(kiln_relu(w), NAN, INFINITY, 0, 0);
    EXPECT_F32(kiln_clamp(w, -1, 1), NAN, 1, -1, -0.0f);
    cr_assert(isnan(kiln_item(kiln_amax(w, KILN_ALL_AXES, false))));
    cr_assert_eq(kiln_item(kiln_any(kiln_isnan(w), KILN_ALL_AXES, false)), 1.0);
    kiln_close(s);
}

Test(frontend, a_program_without_inputs_runs_and_has_no_gradients) {
    static const char text[] = "kiln 1\n%0 = const f32 0x1.8p+0\noutput \"y\" %0\n";
    kiln_session *s = open_eager();
    kiln_tensor *y = NULL;
    kiln_program *p = kiln_program_parse(s, text, sizeof text - 1);
    cr_assert(p != NULL, "%s", kiln_error_text(s));
    cr_assert_eq(kiln_program_run(p, NULL, &y), KILN_OK);
    cr_assert_eq(kiln_item(y), 1.5);
    kiln_program *grad = kiln_program_grad(p);
    cr_assert(grad != NULL, "%s", kiln_error_text(s));
    cr_assert_eq(kiln_program_outputs(grad), 1);
    kiln_program_close(grad);
    kiln_program_close(p);
    kiln_close(s);
}
