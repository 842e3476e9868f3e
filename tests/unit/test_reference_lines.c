/* SPDX-License-Identifier: Apache-2.0
 * Reference kernels of scans, sorts, searches, scatters, strides and singular values: ties, NaN,
 * infinities, the order of steps. The values are PyTorch 2.13's. KILN_TEST: sanitize=address */
#include "reference.h"

static const double inf = INFINITY, nan_ = NAN;

enum { MOST = 16 };

static ir_id f64_input(trial *t, int n, const double *x) {
    return trial_input(t, KILN_F64, x, 1, (int64_t[]){n});
}

static void expect_places(trial *t, ir_id id, int n, const int64_t *want, const char *what) {
    trial_expect(t, id, want, (size_t)n * sizeof *want, what);
}

/* NaNs are the one NaN, so bits may be compared. */
static void expect_f64(trial *t, ir_id id, int n, const double *want, const char *what) {
    double bits[MOST];
    uint64_t one = ORDER_NAN_F64;
    for (int i = 0; i < n; i++) {
        bits[i] = want[i];
        if (want[i] != want[i]) memcpy(&bits[i], &one, sizeof one);
    }
    trial_expect(t, id, bits, (size_t)n * sizeof *bits, what);
}

Test(reference_lines, running_extremes) {
    const double up[] = {1, 3, 3, nan_, 5, nan_, 2}, down[] = {2, 1, 1, nan_, 0, nan_};
    const uint8_t truth[] = {1, 0, 1};
    trial t;
    trial_begin(&t);
    expect_places(&t, ir_scan(&t.b, IR_CUMMAX, f64_input(&t, 7, up), 0), 7,
                  (int64_t[]){0, 1, 2, 3, 3, 5, 5}, "cummax");
    trial_begin(&t);
    expect_places(&t, ir_scan(&t.b, IR_CUMMIN, f64_input(&t, 6, down), 0), 6,
                  (int64_t[]){0, 1, 2, 3, 3, 5}, "cummin");
    trial_begin(&t);
    ir_id b = trial_input(&t, KILN_BOOL, truth, SHAPE(3));
    expect_places(&t, ir_scan(&t.b, IR_CUMMAX, b, 0), 3, (int64_t[]){0, 0, 2}, "cummax of bool");
}

/* The accumulator of f32 is f64: the twelfth sum of 0.1f is that of the sum in double. */
Test(reference_lines, running_sums_and_products) {
    float tenth[12], sums[] = {0x1.99999ap-4f, 0x1.99999ap-3f, 0x1.333334p-2f, 0x1.99999ap-2f,
                               0x1.0p-1f,      0x1.333334p-1f, 0x1.666666p-1f, 0x1.99999ap-1f,
                               0x1.cccccep-1f, 0x1.0p0f,       0x1.19999ap0f,  0x1.333334p0f};
    const int32_t ints[] = {1, INT32_MAX, 2, 5, -1, 3},
                  added[] = {1, INT32_MAX, 3, INT32_MIN + 4, 2, INT32_MIN + 7};
    trial t;
    for (int i = 0; i < 12; i++) tenth[i] = 0.1f;
    trial_begin(&t);
    ir_id x = trial_input(&t, KILN_F32, tenth, SHAPE(12));
    trial_expect(&t, ir_scan(&t.b, IR_CUMSUM, x, 0), sums, sizeof sums, "cumsum");
    trial_begin(&t);
    x = trial_input(&t, KILN_I32, ints, SHAPE(3, 2));
    trial_expect(&t, ir_scan(&t.b, IR_CUMSUM, x, 0), added, sizeof added, "cumsum down columns");
    trial_begin(&t);
    const double a[] = {9, 2, 0, -1}, b[] = {1, 0.5, 3, 4}, r[] = {1, 2.5, 3, 1},
                 p[] = {9, 18, 0, -0.0};
    x = f64_input(&t, 4, a);
    expect_f64(&t, ir_recur(&t.b, x, f64_input(&t, 4, b), 0), 4, r, "recur");
    trial_begin(&t);
    expect_f64(&t, ir_scan(&t.b, IR_CUMPROD, f64_input(&t, 4, a), 0), 4, p, "cumprod");
}

Test(reference_lines, cumlogsumexp) {
    const float x[] = {-INFINITY, -INFINITY, 0.5f, 1.25f, INFINITY, 2, -INFINITY};
    const float want[] = {-INFINITY, -INFINITY, 0.5f, 0x1.a309fap0f, INFINITY, INFINITY, INFINITY};
    const double y[] = {-inf, nan_, 1, -inf}, after[] = {-inf, nan_, nan_, nan_};
    trial t;
    trial_begin(&t);
    ir_id a = trial_input(&t, KILN_F32, x, SHAPE(7));
    trial_expect(&t, ir_scan(&t.b, IR_CUMLOGSUMEXP, a, 0), want, sizeof want, "cumlogsumexp");
    trial_begin(&t);
    expect_f64(&t, ir_scan(&t.b, IR_CUMLOGSUMEXP, f64_input(&t, 4, y), 0), 4, after,
               "cumlogsumexp of NaN");
}

Test(reference_lines, argsort) {
    const double x[] = {3, nan_, -inf, 1, 1, inf, nan_, 0, -0.0};
    const uint8_t bytes[] = {200, 3, 200, 0}, table[] = {3, 1, 2, 1, 2, 1};
    trial t;
    trial_begin(&t);
    expect_places(&t, ir_argsort(&t.b, f64_input(&t, 9, x), 0, false), 9,
                  (int64_t[]){2, 7, 8, 3, 4, 0, 5, 1, 6}, "up");
    trial_begin(&t);
    expect_places(&t, ir_argsort(&t.b, f64_input(&t, 9, x), 0, true), 9,
                  (int64_t[]){1, 6, 5, 0, 3, 4, 7, 8, 2}, "down");
    trial_begin(&t);
    ir_id b = trial_input(&t, KILN_U8, bytes, SHAPE(4));
    expect_places(&t, ir_argsort(&t.b, b, 0, true), 4, (int64_t[]){0, 2, 1, 3}, "bytes");
    trial_begin(&t);
    b = trial_input(&t, KILN_U8, table, SHAPE(3, 2));
    expect_places(&t, ir_argsort(&t.b, b, 0, false), 6, (int64_t[]){1, 0, 2, 1, 0, 2}, "columns");
}

/* Every length up to 70, with many equals: a permutation, in order, equals in order. */
Test(reference_lines, argsort_is_stable) {
    uint64_t state = 3;
    for (int n = 0; n <= 70; n++) {
        int32_t x[70];
        int64_t order[71];
        trial t;
        for (int i = 0; i < n; i++) x[i] = (int32_t)(trial_random(&state) % 9) - 4;
        trial_begin(&t);
        ir_id a = trial_input(&t, KILN_I32, x, SHAPE(n));
        CHECK_OK(trial_compute(&t, ir_argsort(&t.b, a, 0, n % 2 != 0), order));
        trial_end(&t);
        for (int i = 1; i < n; i++) {
            int32_t before = x[order[i - 1]], here = x[order[i]];
            CHECK(before == here ? order[i - 1] < order[i] : (before < here) == (n % 2 == 0));
        }
    }
}

Test(reference_lines, searchsorted) {
    const double sorted[] = {1, 2, 2, 3, nan_}, values[] = {0, 2, 3, 4, nan_, inf, 2.5};
    trial t;
    for (int right = 0; right < 2; right++) {
        const int64_t left_want[] = {0, 1, 5, 5, 5, 5, 5}, right_want[] = {0, 5, 5, 5, 5, 5, 5};
        trial_begin(&t);
        ir_id a = f64_input(&t, 5, sorted), v = f64_input(&t, 7, values);
        expect_places(&t, ir_searchsorted(&t.b, a, v, right), 7, right ? right_want : left_want,
                      "searchsorted");
    }
    const int32_t rows[] = {1, 3, 5, 2, 2, 2}, wanted[] = {3, 6, 2, 0};
    trial_begin(&t);
    ir_id a = trial_input(&t, KILN_I32, rows, SHAPE(2, 3)),
          v = trial_input(&t, KILN_I32, wanted, SHAPE(2, 2));
    expect_places(&t, ir_searchsorted(&t.b, a, v, true), 4, (int64_t[]){2, 3, 3, 0}, "rows");
}

Test(reference_lines, scatters) {
    static const struct {
        ir_op op;
        double want[4];
    } cases[] = {{IR_SCATTER, {2, 1, 7, 4}},
                 {IR_SCATTER_ADD, {8, NAN, NAN, 8}},
                 {IR_SCATTER_MUL, {10, NAN, NAN, 16}},
                 {IR_SCATTER_MAX, {5, NAN, NAN, 4}},
                 {IR_SCATTER_MIN, {1, NAN, NAN, 4}}};
    const double base[] = {1, nan_, 3, 4}, part[] = {5, 2, 1, nan_, 7, 4};
    const int64_t index[] = {0, 0, 1, 2, 2, 3};
    for (size_t i = 0; i < COUNT(cases); i++) {
        trial t;
        trial_begin(&t);
        ir_id a = f64_input(&t, 4, base), at = trial_input(&t, KILN_I64, index, SHAPE(6)),
              c = f64_input(&t, 6, part);
        expect_f64(&t, ir_scatter(&t.b, cases[i].op, a, at, c, 0), 4, cases[i].want,
                   ir_ops[cases[i].op].name);
    }
}

Test(reference_lines, strides) {
    const double x[] = {0, 1, 2, 3, 4, 5}, part[] = {10, 20, 30, 40};
    const int64_t step[] = {1, 1}, back[] = {-2, 1};
    static const int64_t two[] = {2, 2};
    trial t;
    trial_begin(&t);
    expect_f64(&t, ir_strided(&t.b, f64_input(&t, 6, x), 4, back, 2, two), 4,
               (double[]){4, 5, 2, 3}, "strided");
    for (int add = 0; add < 2; add++) { /* places 1, 2, 2, 3 */
        const double set[] = {0, 10, 30, 40, 4, 5}, sum[] = {0, 11, 52, 43, 4, 5};
        trial_begin(&t);
        ir_id a = f64_input(&t, 6, x), c = trial_input(&t, KILN_F64, part, SHAPE(2, 2));
        ir_id y = ir_strided_put(&t.b, add ? IR_STRIDED_ADD : IR_STRIDED_SET, a, c, 1, step);
        expect_f64(&t, y, 6, add ? sum : set, add ? "strided_add" : "strided_set");
    }
}

Test(reference_lines, integer_remainders) {
    const int32_t a[] = {12, -18, 0, INT32_MIN, INT32_MIN, 6, INT32_MIN, INT32_MIN};
    const int32_t b[] = {18, 12, 0, 0, 6, INT32_MIN, -1, INT32_MIN};
    const int32_t gcd[] = {6, 6, 0, INT32_MIN, -2, -2, 1, INT32_MIN},
                  fmod_[] = {12, -6, 0, 0, -2, 6, 0, 0};
    for (int i = 0; i < 2; i++) {
        trial t;
        trial_begin(&t);
        ir_id x = trial_input(&t, KILN_I32, a, SHAPE(8)),
              y = trial_input(&t, KILN_I32, b, SHAPE(8));
        trial_expect(&t, ir_map2(&t.b, i ? IR_FMOD : IR_GCD, x, y), i ? fmod_ : gcd, sizeof gcd,
                     i ? "fmod" : "gcd");
    }
}

Test(reference_lines, inverse) {
    static const double a[] = {0, 2, 4, 1, 1, 2, 3, 6};
    trial t;
    trial_begin(&t);
    ir_id x = trial_input(&t, KILN_F64, a, SHAPE(2, 2));
    expect_f64(&t, ir_reshape(&t.b, ir_inverse(&t.b, x), SHAPE(4)), 4,
               (const double[]){-0.125, 0.25, 0.5, 0}, "rows change places");
    double out[8];
    trial_begin(&t);
    x = trial_input(&t, KILN_F64, a, SHAPE(2, 2, 2));
    CHECK_STATUS(trial_compute(&t, ir_inverse(&t.b, x), out), KILN_BAD_ARGUMENT);
    CHECK_STR(kn_text_str(&t.why), "inverse: matrix 1 of 2 is singular");
    trial_end(&t);
}

/* u diag(s) v is the matrix, u and v are orthonormal, s falls: full rank, rank 1, all zero, huge,
 * tiny, tall and wide. */
static void check_svd(int m, int n, const double *x, double size) {
    double s[4], u[16], v[16];
    int k = m < n ? m : n;
    for (int part = 0; part < 3; part++) {
        trial t;
        trial_begin(&t);
        ir_id a = trial_input(&t, KILN_F64, x, SHAPE(m, n));
        CHECK_OK(trial_compute(&t, ir_svd(&t.b, (ir_op)(IR_SVD_S + part), a),
                               part == 0   ? s
                               : part == 1 ? u
                                           : v));
        trial_end(&t);
    }
    for (int i = 0; i < k; i++) {
        CHECK(s[i] >= 0 && (i == 0 || s[i] <= s[i - 1]));
        for (int j = 0; j < k; j++) {
            double uu = 0, vv = 0;
            for (int r = 0; r < m; r++) uu += u[r * k + i] * u[r * k + j];
            for (int r = 0; r < n; r++) vv += v[i * n + r] * v[j * n + r];
            CHECK(fabs(uu - (i == j)) < 1e-14 && fabs(vv - (i == j)) < 1e-14);
        }
    }
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int r = 0; r < k; r++) sum += u[i * k + r] * s[r] * v[r * n + j];
            CHECK(fabs(sum - x[i * n + j]) <= 1e-14 * size);
        }
}

Test(reference_lines, singular_values) {
    double x[16];
    uint64_t state = 9;
    for (int m = 1; m <= 4; m++)
        for (int n = 1; n <= 4; n++)
            for (int kind = 0; kind < 5; kind++) {
                double size = kind == 3 ? 1e300 : kind == 4 ? 1e-300 : 1;
                for (int i = 0; i < m * n; i++) {
                    double r = (double)(trial_random(&state) % 2001) / 1000 - 1;
                    x[i] = kind == 1 ? (i / n + 1) * 0.1 : kind == 2 ? 0 : r * size;
                }
                check_svd(m, n, x, 4 * size);
            }
}

static bool count_poll(void *user) {
    ++*(int *)user;
    return false;
}

/* Two matrices, some of their parts; how often the poll was asked says how much was computed. */
static int svd_parts(const double *x, int parts, double *const *out) {
    trial t;
    int polls = 0;
    void *outputs[3];
    trial_begin(&t);
    ir_id a = trial_input(&t, KILN_F64, x, SHAPE(2, 40, 30));
    for (int k = 0, n = 0; k < 3; k++) {
        if (!(parts >> k & 1)) continue;
        CHECK_OK(ir_add_output(&t.g, ir_svd(&t.b, (ir_op)(IR_SVD_S + k), a), NULL));
        outputs[n++] = out[k];
    }
    CHECK_OK(ref_graph(&t.memory.vtable, &t.g, t.inputs, NULL, outputs, count_poll, &polls, &t.why,
                       NULL));
    trial_end(&t);
    return polls;
}

Test(reference_svd, parts_of_one_decomposition_are_computed_once) {
    enum { M = 40, N = 30 };
    static double x[2 * M * N], s[2][2 * N], u[2][2 * M * N], v[2][2 * N * N];
    uint64_t seed = 5;
    for (int i = 0; i < 2 * M * N; i++) x[i] = (double)(int64_t)trial_random(&seed) * 0x1p-63;
    int all = svd_parts(x, 7, (double *const[]){s[0], u[0], v[0]}), one = 0;
    for (int k = 0; k < 3; k++) one = svd_parts(x, 1 << k, (double *const[]){s[1], u[1], v[1]});
    CHECK(memcmp(s[0], s[1], sizeof *s) == 0 && memcmp(u[0], u[1], sizeof *u) == 0 &&
          memcmp(v[0], v[1], sizeof *v) == 0);
    CHECK(all < 2 * one);
}
