/* SPDX-License-Identifier: Apache-2.0
 * src/reference: reductions against the order of ir/order.h written out again level by level, arg
 * reductions, and the matrix product on every instruction set. KILN_TEST: sanitize=address */
#include <float.h>

#include "reference.h"
#include "reference/ref_kernels.h"

enum { LONGEST = 40000, COLUMNS = 37, COLUMN_LONGEST = 1000 };

/* ---- an independent order: every block result is stored, then whole levels are folded */

static float combine(ir_op op, float acc, float x) {
    switch (op) {
    case IR_SUM: return acc + x;
    case IR_PROD: return acc * x;
    case IR_RMAX: return acc > x || isnan(acc) ? acc : x;
    default: return acc < x || isnan(acc) ? acc : x;
    }
}

static float identity(ir_op op) {
    return op == IR_SUM ? 0.f : op == IR_PROD ? 1.f : op == IR_RMAX ? -INFINITY : INFINITY;
}

static float fold(ir_op op, float *p, int n) {
    if (n == 0) return identity(op);
    while (n > 1) {
        int half = n / 2;
        for (int j = 0; j < half; j++) p[j] = combine(op, p[2 * j], p[2 * j + 1]);
        if (n % 2) p[half] = p[n - 1];
        n = half + n % 2;
    }
    return isnan(p[0]) ? NAN : p[0];
}

static float lane_style(ir_op op, const float *a, int n) {
    float p[LONGEST / ORDER_LANE_BLOCK + 1], lane[ORDER_LANES];
    int blocks = (n + ORDER_LANE_BLOCK - 1) / ORDER_LANE_BLOCK;
    for (int b = 0; b < blocks; b++) {
        int begin = b * ORDER_LANE_BLOCK,
            end = begin + ORDER_LANE_BLOCK < n ? begin + ORDER_LANE_BLOCK : n;
        for (int l = 0; l < ORDER_LANES; l++) lane[l] = identity(op);
        for (int i = begin; i < end; i++)
            lane[(i - begin) % ORDER_LANES] = combine(op, lane[(i - begin) % ORDER_LANES], a[i]);
        for (int h = 32; h >= 1; h /= 2)
            for (int l = 0; l < h; l++) lane[l] = combine(op, lane[l], lane[l + h]);
        p[b] = lane[0];
    }
    return fold(op, p, blocks);
}

static float column_style(ir_op op, const float *a, int n, int stride) {
    float p[COLUMN_LONGEST / ORDER_COLUMN_BLOCK + 1];
    int blocks = 0;
    for (int begin = 0; begin < n; begin += ORDER_COLUMN_BLOCK) {
        float acc = identity(op);
        int end = begin + ORDER_COLUMN_BLOCK < n ? begin + ORDER_COLUMN_BLOCK : n;
        for (int i = begin; i < end; i++) acc = combine(op, acc, a[i * stride]);
        p[blocks++] = acc;
    }
    return fold(op, p, blocks);
}

/* Rounding differs between orders in nearly every case: magnitudes spread over several binades. */
static void fill(float *a, size_t n, ir_op op) {
    uint64_t seed = 11;
    for (size_t i = 0; i < n; i++) {
        double unit = (double)(trial_random(&seed) % 16777216) / 16777216;
        int exponent = (int)(trial_random(&seed) % 12);
        a[i] = (float)(op == IR_PROD ? 0.97 + 0.06 * unit : ldexp(unit - 0.4, exponent));
    }
}

static const ir_op ordered[] = {IR_SUM, IR_PROD, IR_RMAX, IR_RMIN};

Test(reference_order, lanes) {
    static float a[2 * LONGEST];
    const int lengths[] = {0, 1, 2, 10, 63, 64, 65, 127, 1000, 16384, 16385, 32768, 32769, LONGEST};
    for (size_t o = 0; o < COUNT(ordered); o++)
        for (size_t i = 0; i < COUNT(lengths); i++) {
            int n = lengths[i];
            if (n == 0 && o > 1) continue;
            fill(a, 2 * LONGEST, ordered[o]);
            float wanted[2] = {lane_style(ordered[o], a, n), lane_style(ordered[o], a + n, n)};
            trial t;
            trial_begin(&t);
            /* Axes of extent 1 do not matter to the style. */
            ir_id x = trial_input(&t, KILN_F32, a, SHAPE(2, n, 1, 1));
            trial_expect(&t, ir_reduce(&t.b, ordered[o], x, 1, 3), wanted, sizeof wanted,
                         ir_ops[ordered[o]].name);
        }
}

Test(reference_order, columns) {
    static float a[2 * COLUMN_LONGEST * COLUMNS];
    const int lengths[] = {0, 1, 2, 255, 256, 257, 600, COLUMN_LONGEST};
    for (size_t o = 0; o < COUNT(ordered); o++)
        for (size_t i = 0; i < COUNT(lengths); i++)
            for (int columns = 2; columns <= COLUMNS; columns += 35) {
                int n = lengths[i];
                if (n == 0 && o > 1) continue;
                float wanted[2 * COLUMNS];
                fill(a, COUNT(a), ordered[o]);
                for (int outer = 0; outer < 2; outer++)
                    for (int c = 0; c < columns; c++)
                        wanted[outer * columns + c] =
                            column_style(ordered[o], a + outer * n * columns + c, n, columns);
                trial t;
                trial_begin(&t);
                ir_id x = trial_input(&t, KILN_F32, a, SHAPE(2, n, columns, 1));
                trial_expect(&t, ir_reduce(&t.b, ordered[o], x, 1, 2), wanted, 8 * (size_t)columns,
                             ir_ops[ordered[o]].name);
            }
}

/* The two styles must differ somewhere, or the tests above show nothing. */
Test(reference_order, styles_differ) {
    float a[COLUMN_LONGEST];
    fill(a, COLUMN_LONGEST, IR_SUM);
    CHECK(lane_style(IR_SUM, a, COLUMN_LONGEST) != column_style(IR_SUM, a, COLUMN_LONGEST, 1));
}

/* ---- other dtypes and odd values, by hand */

#define UNPACK(...)                                                                                \
    { __VA_ARGS__ }
#define REDUCE_TO(OP, IN, in_type, out_type, A, WANTED)                                            \
    do {                                                                                           \
        static const in_type a_[] = UNPACK A;                                                      \
        static const out_type wanted_[] = UNPACK WANTED;                                           \
        trial t_;                                                                                  \
        trial_begin(&t_);                                                                          \
        ir_id x_ = trial_input(&t_, KILN_##IN, a_, SHAPE((int64_t)COUNT(a_)));                     \
        trial_expect(&t_, ir_reduce(&t_.b, IR_##OP, x_, 0, 1), wanted_, sizeof wanted_,            \
                     #OP " " #IN);                                                                 \
    } while (0)
#define REDUCE(OP, DT, type, A, WANTED) REDUCE_TO(OP, DT, type, type, A, WANTED)
#define ARG(OP, DT, type, A, WANTED) REDUCE_TO(OP, DT, type, int64_t, A, WANTED)

Test(reference_order, small) {
    REDUCE(SUM, U8, uint8_t, (200, 100), (44));
    REDUCE(SUM, I32, int32_t, (INT32_MAX, 2), (INT32_MIN + 1));
    REDUCE(SUM, I64, int64_t, (INT64_MAX, 1, -3), (INT64_MAX - 2));
    REDUCE(SUM, F64, double, (0.5, 0.25), (0.75));
    REDUCE(SUM, F32, float, (-0.f, -0.f), (0.f));
    REDUCE(SUM, F32, float, (INFINITY, -INFINITY), (NAN));
    REDUCE(PROD, U8, uint8_t, (16, 17), (16));
    REDUCE(PROD, I32, int32_t, (65536, 65537), (65536));
    REDUCE(PROD, I64, int64_t, (INT64_MIN, -1), (INT64_MIN));
    REDUCE(PROD, F64, double, (3, -0.5), (-1.5));
    REDUCE(RMAX, BOOL, uint8_t, (0, 1, 0), (1));
    REDUCE(RMIN, BOOL, uint8_t, (1, 1), (1));
    REDUCE(RMIN, U8, uint8_t, (200, 3), (3));
    REDUCE(RMAX, I32, int32_t, (INT32_MIN, -5), (-5));
    REDUCE(RMIN, I64, int64_t, (INT64_MAX, 5), (5));
    REDUCE(RMAX, F64, double, (-INFINITY, -INFINITY), (-INFINITY));
    REDUCE(RMAX, F32, float, (1, -NAN, 3), (NAN));
    REDUCE(RMIN, F32, float, (1, 2, NAN), (NAN));
    ARG(ARGMAX, F32, float, (1, 3, 3, 2), (1));
    ARG(ARGMAX, F32, float, (1, NAN, INFINITY, NAN), (1));
    ARG(ARGMIN, F64, double, (0., -0., NAN), (2));
    ARG(ARGMIN, F64, double, (0., -0., 1), (0));
    ARG(ARGMAX, BOOL, uint8_t, (0, 1, 1), (1));
    ARG(ARGMIN, U8, uint8_t, (9, 3, 3), (1));
    ARG(ARGMAX, I32, int32_t, (-9, -3, -4), (1));
    ARG(ARGMIN, I64, int64_t, (INT64_MAX, INT64_MIN), (1));
}

Test(reference_order, axes) {
    static const int32_t a[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    static const int32_t inner[] = {15, 51}, middle[] = {2, 4, 10, 12, 18, 20},
                         none[] = {0, 1, 2, 3};
    static const int64_t last[] = {1, 1, 1, 1}, best[] = {1, 1};
    trial t;
    trial_begin(&t);
    ir_id x = trial_input(&t, KILN_I32, a, SHAPE(2, 3, 2));
    trial_expect(&t, ir_reduce(&t.b, IR_SUM, x, 1, 3), inner, sizeof inner, "inner");
    trial_begin(&t);
    x = trial_input(&t, KILN_I32, a, SHAPE(3, 2, 2));
    trial_expect(&t, ir_reduce(&t.b, IR_SUM, x, 1, 2), middle, sizeof middle, "middle");
    trial_begin(&t);
    x = trial_input(&t, KILN_I32, a, SHAPE(2, 2));
    trial_expect(&t, ir_reduce(&t.b, IR_SUM, x, 1, 1), none, sizeof none, "no axis");
    trial_begin(&t);
    x = trial_input(&t, KILN_I32, a, SHAPE(4, 2));
    trial_expect(&t, ir_reduce(&t.b, IR_ARGMAX, x, 1, 2), last, sizeof last, "argmax of rows");
    trial_begin(&t);
    x = trial_input(&t, KILN_I32, a, SHAPE(2, 2));
    trial_expect(&t, ir_reduce(&t.b, IR_ARGMAX, x, 0, 1), best, sizeof best, "argmax of columns");
    trial_begin(&t);
    x = trial_input(&t, KILN_I32, NULL, SHAPE(0, 2));
    trial_expect(&t, ir_reduce(&t.b, IR_PROD, x, 0, 1), (int32_t[]){1, 1}, 8, "empty product");
    trial_begin(&t);
    x = trial_input(&t, KILN_I32, NULL, SHAPE(2, 0));
    trial_expect(&t, ir_reduce(&t.b, IR_RMAX, x, 0, 1), NULL, 0, "no result");
}

/* ---- matrix product */

static void product(const double *a, const double *b, double *r, int m, int k, int n) {
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++) {
            double acc = 0;
            for (int p = 0; p < k; p++) acc = fma(a[i * k + p], b[p * n + j], acc);
            r[i * n + j] = acc;
        }
}

static void check_matmul(kiln_dtype dtype, int64_t m, int64_t k, int64_t n) {
    enum { MOST = 2 * 90 * 90 };
    static double a[MOST], b[MOST], wanted[MOST];
    static float a32[MOST], b32[MOST];
    static char got[MOST * 8], base[MOST * 8];
    uint64_t seed = 5;
    for (int i = 0; i < MOST; i++) {
        a[i] = (double)(int64_t)(trial_random(&seed) % 1000003) / 7 - 70000;
        b[i] = (double)(int64_t)(trial_random(&seed) % 1000003) / 11 - 50000;
        a32[i] = (float)a[i], b32[i] = (float)b[i];
    }
    bool wide = dtype == KILN_F64;
    const int64_t shape_a[] = {2, m, k}, shape_b[] = {2, k, n}, shape_r[] = {2, m, n};
    ref_buffer in[] = {{wide ? (void *)a : a32, dtype, 3, shape_a, NULL},
                       {wide ? (void *)b : b32, dtype, 3, shape_b, NULL}};
    ref_buffer out = {got, dtype, 3, shape_r, NULL};
    ref_call call = {.in = in, .out = &out};
    size_t nbytes = (size_t)(2 * m * n) * kiln_dtype_size(dtype);
    for (ref_target target = REF_BASE; target < REF_TARGET_COUNT; target++) {
        if (!ref_target_runs(target)) continue;
        CHECK_OK(ref_matmul_on(target, &call));
        if (target == REF_BASE) memcpy(base, got, nbytes);
        cr_assert(memcmp(base, got, nbytes) == 0, "target %d differs at %d x %d x %d", target,
                  (int)m, (int)k, (int)n);
    }
    if (!wide) return;
    for (int i = 0; i < 2; i++)
        product(a + i * m * k, b + i * k * n, wanted + i * m * n, (int)m, (int)k, (int)n);
    CHECK(memcmp(base, wanted, nbytes) == 0);
}

Test(reference_order, matmul_targets_agree) {
    const int64_t sizes[][3] = {{1, 1, 1},   {3, 5, 7},   {2, 90, 64}, {5, 33, 65},
                                {4, 17, 83}, {90, 3, 10}, {3, 0, 9}};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        check_matmul(KILN_F32, sizes[i][0], sizes[i][1], sizes[i][2]);
        check_matmul(KILN_F64, sizes[i][0], sizes[i][1], sizes[i][2]);
    }
}

#define MATMUL(DT, type, A, B, WANTED, m, k, n)                                                    \
    do {                                                                                           \
        static const type a_[] = UNPACK A, b_[] = UNPACK B, wanted_[] = UNPACK WANTED;             \
        trial t_;                                                                                  \
        trial_begin(&t_);                                                                          \
        ir_id x_ = trial_input(&t_, KILN_##DT, a_, SHAPE(m, k));                                   \
        ir_id y_ = trial_input(&t_, KILN_##DT, b_, SHAPE(k, n));                                   \
        trial_expect(&t_, ir_matmul(&t_.b, x_, y_), wanted_, sizeof wanted_, "matmul " #DT);       \
    } while (0)

Test(reference_order, matmul_small) {
    MATMUL(I32, int32_t, (1, 2, 3, 4, 5, 6), (7, 8, 9, 10, 11, 12), (58, 64, 139, 154), 2, 3, 2);
    MATMUL(I32, int32_t, (INT32_MAX, 1), (2, 3), (1), 1, 2, 1);
    MATMUL(U8, uint8_t, (100, 100), (2, 3), (244), 1, 2, 1);
    MATMUL(I64, int64_t, (INT64_MIN, 1), (-1, -1), (INT64_MAX), 1, 2, 1);
    /* One rounding a step: the product 1 + 2^-22 + 2^-46 is not rounded before 1 is taken away. */
    MATMUL(F32, float, (-1, 0x1.000002p0f), (1, 0x1.000002p0f), (0x1.000001p-22f), 1, 2, 1);
    MATMUL(F32, float, (-1, 2), (0.f, INFINITY), (INFINITY), 1, 2, 1);
    MATMUL(F64, double, (0, 1), (-INFINITY, 1), (NAN), 1, 2, 1);
    MATMUL(F32, float, (-0.f), (1), (0.f), 1, 1, 1);
}
