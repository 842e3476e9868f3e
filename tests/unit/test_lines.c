/* SPDX-License-Identifier: Apache-2.0
 * Reductions, scans, sorting and norms where PyTorch had to choose: who gets the derivative of a
 * tie, what 0, NaN and nothing give, and what is refused. The many ordinary cases are the
 * conformance families'. KILN_TEST: sanitize=address */
#include <math.h>

#include "check.h"
#include "kiln/kiln.h"

static kiln_session *s;
static void begin(void) { s = kiln_open(NULL); }
static void end(void) { kiln_close(s); }
TestSuite(lines, .init = begin, .fini = end);

static kiln_tensor *line(const double *x, int64_t n) {
    return kiln_from(s, x, KILN_F64, KILN_SHAPE(n));
}

static void expect(kiln_tensor *t, const double *want, size_t n) {
    double got[16];
    cr_assert(kiln_ok(t), "%s", kiln_error_text(s));
    CHECK_OK(kiln_read(kiln_to(t, KILN_F64), got, n * sizeof *got));
    for (size_t i = 0; i < n; i++)
        cr_assert(isnan(want[i]) ? isnan(got[i])
                                 : fabs(got[i] - want[i]) < 1e-12 || got[i] == want[i],
                  "%zu: %g, not %g", i, got[i], want[i]);
}

/* The derivative of y's sum, for y a function of x. */
static void expect_slope(kiln_tensor *y, kiln_tensor *x, const double *want, size_t n) {
    kiln_tensor *g;
    CHECK_OK(kiln_grad(kiln_sum(y), KILN_LIST(x), &g));
    expect(g, want, n);
}

static void expect_refused(kiln_tensor *t, const char *text) {
    cr_assert(!kiln_ok(t) && strstr(kiln_error_text(s), text) != NULL, "%s, not %s",
              kiln_error_text(s), text);
    kiln_clear_error(s);
}

#define D(...) ((const double[]){__VA_ARGS__})

Test(lines, a_tie_is_shared_or_goes_to_one) {
    kiln_tensor *x = line(D(3, 1, 3, 2), 4), *n = line(D(NAN, 1, NAN, 2), 4),
                *m = line(D(2, 1, 2, 3), 4);
    expect_slope(kiln_amax(x), x, D(0.5, 0, 0.5, 0), 4);
    expect_slope(kiln_max(x), x, D(0.5, 0, 0.5, 0), 4);
    expect_slope(kiln_max(n), n, D(0.5, 0, 0.5, 0), 4);
    expect_slope(kiln_max_dim(x, 0).first, x, D(1, 0, 0, 0), 4);
    expect(kiln_max_dim(x, 0).second, D(0), 1);
    expect(kiln_max_dim(n, 0).second, D(0), 1);
    expect_slope(kiln_cummax(x, 0).first, x, D(2, 0, 2, 0), 4);
    expect_slope(kiln_median(m), m, D(0.5, 0, 0.5, 0), 4);
    expect_slope(kiln_median_dim(m, 0).first, m, D(1, 0, 0, 0), 4);
    expect_slope(kiln_linalg_vector_norm(x, INFINITY), x, D(0.5, 0, 0.5, 0), 4);
    /* over axes that are no neighbours */
    kiln_tensor *apart = kiln_from(s, D(5, 1, 5, 5, 2, 0, 1, 5), KILN_F64, KILN_SHAPE(2, 2, 2));
    expect_slope(kiln_amax(apart, KILN_AXES(0, 2)), apart, D(1, 0, 1. / 3, 1. / 3, 0, 0, 0, 1. / 3),
                 8);
}

Test(lines, at_zero) {
    kiln_tensor *x = line(D(0, 0, 0), 3), *p = line(D(0, 2, 0), 3), *q = line(D(0, 2, 3), 3);
    expect_slope(kiln_std(x), x, D(0, 0, 0), 3);
    expect_slope(kiln_linalg_vector_norm(x), x, D(0, 0, 0), 3);
    expect_slope(kiln_linalg_vector_norm(x, 0.5), x, D(0, 0, 0), 3);
    expect_slope(kiln_linalg_vector_norm(p, 1.5), p, D(0, 1, 0), 3);
    expect_slope(kiln_prod(p), p, D(0, 0, 0), 3);
    expect_slope(kiln_prod(q), q, D(6, 0, 0), 3);
    expect_slope(kiln_cumprod(q, 0), q, D(1 + 2 + 6, 0, 0), 3);
}

Test(lines, of_nan_and_of_nothing) {
    kiln_tensor *n = line(D(NAN, 1, 4, NAN), 4), *all = line(D(NAN, NAN), 2);
    expect(kiln_nansum(n), D(5), 1);
    expect(kiln_nanmean(n), D(2.5), 1);
    expect_slope(kiln_nanmean(all), all, D(NAN, NAN), 2);
    expect(kiln_nanmedian(n), D(1), 1);
    expect(kiln_nanmedian_dim(n, 0).second, D(1), 1);
    expect(kiln_median_dim(n, 0).second, D(0), 1);
    expect(kiln_sort(n, 0, true).second, D(0, 3, 2, 1), 4);
    expect(kiln_isin(n, n), D(0, 1, 1, 0), 4);
    kiln_tensor *none = line(D(0), 0);
    expect(kiln_sum(none), D(0), 1);
    expect(kiln_prod(none), D(1), 1);
    expect(kiln_mean(none), D(NAN), 1);
    expect(kiln_median(none), D(NAN), 1);
    expect(kiln_var_mean(none, KILN_ALL_AXES, -5).first, D(NAN), 1);
    expect(kiln_all(none), D(1), 1);
    expect_refused(kiln_amax(none), "has no elements");
    expect_refused(kiln_linalg_vector_norm(none, INFINITY), "no norm of order inf");
    expect(kiln_var(line(D(1, 2), 2), KILN_ALL_AXES, 2), D(INFINITY), 1);
}

Test(lines, dtypes) {
    kiln_tensor *x = kiln_from(s, ((const uint8_t[]){200, 100, 0}), KILN_U8, KILN_SHAPE(3));
    cr_assert_eq(kiln_dtype_of(kiln_sum(x)), KILN_I64);
    expect(kiln_sum(x, KILN_ALL_AXES, false, KILN_U8), D(300 - 256), 1);
    expect(kiln_sum(x, KILN_ALL_AXES, false, KILN_BOOL), D(1), 1);
    cr_assert_eq(kiln_dtype_of(kiln_any(x)), KILN_U8);
    expect(kiln_all(x, KILN_NO_AXES), D(1, 1, 0), 3);
    expect_refused(kiln_mean(x), "expected a float dtype");
    expect(kiln_mean(x, KILN_ALL_AXES, false, KILN_F32), D(100), 1);
    expect_refused(kiln_argmax(kiln_to(x, KILN_BOOL)), "bool");
    expect_refused(kiln_linalg_vector_norm(line(D(1), 1), 2, KILN_ALL_AXES, false, KILN_F32),
                   "no narrower");
    expect_refused(kiln_sum(line(D(1), 1), KILN_AXES(0, -1)), "named twice");
    expect_refused(kiln_cumsum(line(D(1), 1), 1), "out of range");
    /* 2048 + 1 is 2048 in f16: carried in f32, rounded once */
    kiln_tensor *half = kiln_to(line(D(2048, 1, 1, 1), 4), KILN_F16);
    expect(kiln_sum(half), D(2052), 1);
}

Test(lines, searching_and_counting) {
    kiln_tensor *sorted = line(D(1, 3, 3, 7), 4), *x = line(D(0, 3, NAN), 3);
    expect(kiln_searchsorted(sorted, x), D(0, 1, 4), 3);
    expect(kiln_bucketize(x, sorted, true, true), D(0, 3, 4), 3);
    expect_refused(kiln_searchsorted(sorted, x, false, true, "left"), "side is");
    kiln_tensor *counts = kiln_from(s, ((const int64_t[]){1, 0, 4, 1}), KILN_I64, KILN_SHAPE(4));
    expect(kiln_bincount(counts, NULL, 6), D(1, 2, 0, 0, 1, 0), 6);
    expect(kiln_bincount(counts, sorted), D(3, 8, 0, 0, 3), 5);
    expect_refused(kiln_bincount(kiln_neg(counts)), "from 0 on");
    expect(kiln_topk(sorted, 2).first, D(7, 3), 2);
    expect(kiln_topk(sorted, 2).second, D(3, 1), 2);
    expect_refused(kiln_topk(sorted, 5).first, "expected 0 to 4");
}

Test(lines, matrices) {
    kiln_tensor *a = kiln_from(s, D(3, 0, 0, -4), KILN_F64, KILN_SHAPE(2, 2));
    expect(kiln_norm(a, "nuc"), D(7), 1);
    expect(kiln_linalg_matrix_norm(a, 2), D(4), 1);
    expect(kiln_linalg_norm(a, -2), D(3), 1);
    expect(kiln_norm(a), D(5), 1);
    expect_slope(kiln_norm(a, "nuc"), a, D(1, 0, 0, -1), 4);
    expect_refused(kiln_linalg_matrix_norm(a, 3), "expected 1, -1, 2");
    double value;
    CHECK_STATUS(kiln_read(kiln_norm(kiln_mul(a, NAN), "nuc"), &value, sizeof value),
                 KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "is no number");
    kiln_clear_error(s);
    kiln_tensor *b = kiln_from(s, D(3, 4, 0.3, 0.4), KILN_F64, KILN_SHAPE(2, 2));
    expect(kiln_renorm(b, 2, 0, 1), D(3 / 5.0000001, 4 / 5.0000001, 0.3, 0.4), 4);
    expect(kiln_dist(a, b), D(sqrt(16 + 0.09 + 4.4 * 4.4)), 1);
}
