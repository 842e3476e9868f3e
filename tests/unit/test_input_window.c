/* SPDX-License-Identifier: Apache-2.0
 * Windows of computed values as inputs (src/frontend/core/input_window.c): any window reads the
 * right elements, batches share a plan, and nobody writes over what a window shows. */
#include <math.h>

#include "check.h"
#include "kiln/kiln.h"

enum { ROWS = 24, COLUMNS = 10 };

static kiln_session *open_quiet(kiln_path path, kiln_mode mode) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = path;
    o.mode = mode;
    o.cache_dir = "off";
    o.verify = KILN_VERIFY_EVERY;
    o.threads = 2;
    kiln_session *s = kiln_open(&o);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

static kiln_counters counted(const kiln_session *s) {
    kiln_counters c = {.struct_size = sizeof c};
    CHECK_OK(kiln_count(s, &c));
    return c;
}

static void good(const kiln_session *s) { cr_assert(!kiln_failed(s), "%s", kiln_error_text(s)); }

/* x[i, j] = 100 i + j, computed. */
static kiln_tensor *numbers(kiln_session *s, kiln_dtype dtype) {
    float data[ROWS][COLUMNS];
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < COLUMNS; j++) data[i][j] = (float)(i * COLUMNS + j) / 2;
    kiln_tensor *x =
        kiln_keep(kiln_to(kiln_from(s, data, KILN_F32, KILN_SHAPE(ROWS, COLUMNS)), dtype));
    CHECK_OK(kiln_eval(KILN_LIST(x)));
    return x;
}

/* A window's sum, and that of its squares, against the host's. */
static void check_window(kiln_session *s, kiln_tensor *x, int64_t row, int64_t rows, int64_t column,
                         int64_t columns, int64_t step) {
    double sum = 0;
    int64_t n = (rows + step - 1) / step;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < columns; j++) {
            double v = floor((double)((row + i * step) * COLUMNS + column + j)) / 2;
            sum += (double)(j + 1) * v;
        }
    kiln_scope (s) {
        kiln_tensor *part =
            kiln_narrow(kiln_slice(x, 0, row, row + rows, step), 1, column, columns);
        kiln_tensor *weight = kiln_arange(s, 1, (double)columns + 1, 1, KILN_F64);
        double got =
            kiln_item(kiln_sum(kiln_mul(kiln_to(part, KILN_F64), weight), KILN_ALL_AXES, false));
        good(s);
        cr_assert(got == sum, "[%lld:+%lld:%lld, %lld:+%lld] of %s: %g, expected %g",
                  (long long)row, (long long)rows, (long long)step, (long long)column,
                  (long long)columns, kiln_dtype_name(kiln_dtype_of(x)), got, sum);
    }
}

Test(input_window, every_window_reads_its_elements) {
    kiln_dtype dtypes[] = {KILN_F32, KILN_F64, KILN_F16};
    for (int mode = KILN_STRICT; mode <= KILN_HARDENED; mode++)
        for (int path = KILN_FUSED; path <= KILN_EAGER; path++)
            for (size_t d = 0; d < sizeof dtypes / sizeof *dtypes; d++) {
                kiln_session *s = open_quiet((kiln_path)path, (kiln_mode)mode);
                kiln_tensor *x = numbers(s, dtypes[d]);
                for (int64_t row = 0; row < ROWS; row += 5) {
                    check_window(s, x, row, 1, 0, COLUMNS, 1);
                    check_window(s, x, row, 1, 3, 4, 1);
                    check_window(s, x, row, 1, COLUMNS - 1, 1, 1);
                    check_window(s, x, row, ROWS - row, 0, COLUMNS, 1);
                    check_window(s, x, row, 4, 0, COLUMNS, 1);
                    check_window(s, x, row, 4, 0, COLUMNS, 2);
                    check_window(s, x, row, 3, 2, 5, 1);
                }
                kiln_release(x);
                good(s);
                CHECK_EQ(kiln_close(s), 0);
            }
}

Test(input_window, windows_of_windows_and_reshaped_ones) {
    kiln_session *s = open_quiet(KILN_FUSED, KILN_STRICT);
    kiln_tensor *x = numbers(s, KILN_F32);
    for (int64_t i = 0; i + 6 <= ROWS; i++)
        kiln_scope (s) {
            kiln_tensor *rows = kiln_narrow(x, 0, i, 6);
            kiln_tensor *cube = kiln_reshape(rows, KILN_SHAPE(3, 2, COLUMNS));
            kiln_tensor *one = kiln_select(kiln_select(cube, 0, 1), 0, 1);
            double base = (double)((i + 3) * COLUMNS);
            CHECK_EQ(kiln_item(kiln_select(one, 0, 4)) * 2, base + 4);
            CHECK_EQ(kiln_item(kiln_sum(kiln_mul(one, 2), KILN_ALL_AXES, false)),
                     base * COLUMNS + 45);
        }
    good(s);
    kiln_release(x);
    CHECK_EQ(kiln_close(s), 0);
}

Test(input_window, batches_share_a_plan) {
    kiln_session *s = open_quiet(KILN_FUSED, KILN_STRICT);
    kiln_tensor *x = numbers(s, KILN_F32);
    kiln_tensor *w = kiln_keep(kiln_ones(s, KILN_SHAPE(COLUMNS, 3)));
    for (int i = 0; i < 21; i++)
        kiln_scope (s) {
            kiln_tensor *gradient = NULL;
            kiln_tensor *loss = kiln_mean(kiln_square(kiln_matmul(kiln_narrow(x, 0, i, 4), w)),
                                          KILN_ALL_AXES, false);
            CHECK_OK(kiln_grad(loss, KILN_LIST(w), &gradient));
            kiln_sub_(w, kiln_mul(gradient, 1e-6));
            cr_assert(kiln_item(loss) > 0);
        }
    good(s);
    cr_assert(counted(s).plans_built <= 4, "%llu plans",
              (unsigned long long)counted(s).plans_built);
    CHECK_EQ(kiln_item_int(
                 kiln_to(kiln_mul(kiln_select(kiln_select(x, 0, 20), 0, 9), 2), KILN_I64)),
             209);
    kiln_release(x);
    kiln_release(w);
    kiln_close(s);
}

/* The window's handle lives, and what it is of is written: before, after, by way of the window. */
Test(input_window, writes_and_windows) {
    kiln_session *s = open_quiet(KILN_FUSED, KILN_HARDENED);
    kiln_tensor *x = numbers(s, KILN_F32);
    for (int i = 0; i < 20; i++)
        kiln_scope (s) {
            kiln_tensor *row = kiln_select(x, 0, i);
            kiln_tensor *before = kiln_clone(row);
            double was = kiln_item(kiln_sum(before, KILN_ALL_AXES, false));
            kiln_add_(row, 1000);
            CHECK_EQ(kiln_item(kiln_sum(row, KILN_ALL_AXES, false)), was + 10000);
            CHECK_EQ(kiln_item(kiln_sum(before, KILN_ALL_AXES, false)), was);
            kiln_fill_(kiln_narrow(x, 0, i, 1), 7);
            CHECK_EQ(kiln_item(kiln_sum(row, KILN_ALL_AXES, false)), 70);
            CHECK_EQ(kiln_item(kiln_sum(kiln_select(x, 0, i + 1), KILN_ALL_AXES, false)) * 2,
                     ((i + 1) * COLUMNS) * COLUMNS + 45);
        }
    good(s);
    kiln_release(x);
    CHECK_EQ(kiln_close(s), 0);
}

/* A program without any scope: results wait for the next compaction, at 65,536 nodes, and windows
 * leave nothing. */
Test(input_window, nothing_stays_of_a_window) {
    kiln_session *s = open_quiet(KILN_FUSED, KILN_STRICT);
    kiln_tensor *x = numbers(s, KILN_F32);
    uint64_t live = 0;
    for (int i = 0; i < 80000; i++) {
        kiln_tensor *row = kiln_select(x, 0, i % ROWS), *sum = kiln_sum(row, KILN_ALL_AXES, false);
        CHECK_EQ(kiln_item(sum) * 2, (double)((i % ROWS) * COLUMNS) * COLUMNS + 45);
        kiln_release(row);
        kiln_release(sum);
        if (i == 40000) live = counted(s).bytes_live;
    }
    /* as many results as there are steps between compactions, of one element each */
    uint64_t most = 20000 * 256;
    cr_assert(live < most && counted(s).bytes_live < most, "%llu, then %llu",
              (unsigned long long)live, (unsigned long long)counted(s).bytes_live);
    kiln_release(x);
    kiln_close(s);
}
