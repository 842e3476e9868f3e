/* SPDX-License-Identifier: Apache-2.0
 * src/reference: elementwise ops and casts. Small cases by hand, then every op on every dtype it
 * allows. KILN_TEST: sanitize=address */
#include "reference.h"

/* One op on up to three vectors of n elements. */
typedef struct map_case {
    const char *what;
    ir_op op;
    kiln_dtype in, out;
    size_t n;
    const void *operand[3], *wanted;
} map_case;

static void check_case(const map_case *c) {
    trial t;
    trial_begin(&t);
    ir_id id[3] = {IR_NONE, IR_NONE, IR_NONE}, result = IR_NONE;
    int n = ir_ops[c->op].noperands;
    for (int i = 0; i < n; i++) {
        kiln_dtype dtype = c->op == IR_SELECT && i == 0 ? KILN_BOOL : c->in;
        id[i] = trial_input(&t, dtype, c->operand[i], SHAPE((int64_t)c->n));
    }
    if (n == 1) result = ir_map1(&t.b, c->op, id[0]);
    if (n == 2) result = ir_map2(&t.b, c->op, id[0], id[1]);
    if (n == 3) result = ir_map3(&t.b, c->op, id[0], id[1], id[2]);
    trial_expect(&t, result, c->wanted, c->n * kiln_dtype_size(c->out), c->what);
}

/* Lists of elements are in parentheses. B and C are (0) where the op has fewer operands. */
#define UNPACK(...)                                                                                \
    { __VA_ARGS__ }
#define CASE(OP, IN, OUT, a_type, in_type, out_type, A, B, C, WANTED)                              \
    do {                                                                                           \
        static const a_type a_[] = UNPACK A;                                                       \
        static const in_type b_[] = UNPACK B, c_[] = UNPACK C;                                     \
        static const out_type wanted_[] = UNPACK WANTED;                                           \
        const map_case case_ = {#OP " " #IN,    IR_##OP,      KILN_##IN, KILN_##OUT,               \
                                COUNT(wanted_), {a_, b_, c_}, wanted_};                            \
        CHECK_EQ(COUNT(a_), COUNT(wanted_));                                                       \
        if (ir_ops[IR_##OP].noperands > 1) CHECK_EQ(COUNT(b_), COUNT(wanted_));                    \
        if (ir_ops[IR_##OP].noperands > 2) CHECK_EQ(COUNT(c_), COUNT(wanted_));                    \
        check_case(&case_);                                                                        \
    } while (0)
#define MAP1(OP, DT, type, A, WANTED) CASE(OP, DT, DT, type, type, type, A, (0), (0), WANTED)
#define MAP2(OP, DT, type, A, B, WANTED) CASE(OP, DT, DT, type, type, type, A, B, (0), WANTED)
#define COMPARE(OP, DT, type, A, B, WANTED)                                                        \
    CASE(OP, DT, BOOL, type, type, uint8_t, A, B, (0), WANTED)
#define INF INFINITY

Test(reference_map, integers_wrap) {
    MAP1(NEG, U8, uint8_t, (0, 1, 255), (0, 255, 1));
    MAP1(NEG, I32, int32_t, (0, 5, INT32_MIN), (0, -5, INT32_MIN));
    MAP1(NEG, I64, int64_t, (-7, INT64_MIN), (7, INT64_MIN));
    MAP1(ABS, U8, uint8_t, (0, 200), (0, 200));
    MAP1(ABS, I32, int32_t, (-3, 3, INT32_MIN), (3, 3, INT32_MIN));
    MAP1(ABS, I64, int64_t, (-3, INT64_MIN), (3, INT64_MIN));
    MAP1(SIGN, U8, uint8_t, (0, 200), (0, 1));
    MAP1(SIGN, I32, int32_t, (-9, 0, 9), (-1, 0, 1));
    MAP1(SIGN, I64, int64_t, (INT64_MIN, 0, 9), (-1, 0, 1));
    MAP2(ADD, U8, uint8_t, (250, 1), (10, 2), (4, 3));
    MAP2(ADD, I32, int32_t, (INT32_MAX, -1), (1, 3), (INT32_MIN, 2));
    MAP2(ADD, I64, int64_t, (INT64_MAX), (1), (INT64_MIN));
    MAP2(SUB, U8, uint8_t, (3), (5), (254));
    MAP2(SUB, I32, int32_t, (INT32_MIN), (1), (INT32_MAX));
    MAP2(SUB, I64, int64_t, (INT64_MIN), (1), (INT64_MAX));
    MAP2(MUL, U8, uint8_t, (16, 7), (17, 3), (16, 21));
    MAP2(MUL, I32, int32_t, (65536, -4), (65537, 5), (65536, -20));
    MAP2(MUL, I64, int64_t, (INT64_MIN, 3), (-1, -3), (INT64_MIN, -9));
}

Test(reference_map, integer_division) {
    MAP2(IDIV, U8, uint8_t, (7, 7, 255), (2, 0, 255), (3, 0, 1));
    MAP2(IDIV, I32, int32_t, (7, -7, 7, -7, 6, 5, INT32_MIN, INT32_MIN),
         (2, 2, -2, -2, -3, 0, -1, 0), (3, -4, -4, 3, -2, 0, INT32_MIN, 0));
    MAP2(IDIV, I64, int64_t, (-7, INT64_MIN, INT64_MIN), (2, -1, 0), (-4, INT64_MIN, 0));
    MAP2(REM, U8, uint8_t, (7, 7, 254), (2, 0, 255), (1, 0, 254));
    MAP2(REM, I32, int32_t, (7, -7, 7, -7, 6, 5, INT32_MIN), (3, 3, -3, -3, -3, 0, -1),
         (1, 2, -2, -1, 0, 0, 0));
    MAP2(REM, I64, int64_t, (-7, INT64_MIN, 1), (3, -1, 0), (2, 0, 0));
}

Test(reference_map, bits) {
    MAP1(NOT, BOOL, uint8_t, (0, 1), (1, 0));
    MAP1(NOT, U8, uint8_t, (0, 0xf0), (0xff, 0x0f));
    MAP1(NOT, I32, int32_t, (0, 5), (-1, -6));
    MAP1(NOT, I64, int64_t, (-1), (0));
    MAP2(AND, BOOL, uint8_t, (0, 0, 1, 1), (0, 1, 0, 1), (0, 0, 0, 1));
    MAP2(OR, BOOL, uint8_t, (0, 0, 1, 1), (0, 1, 0, 1), (0, 1, 1, 1));
    MAP2(XOR, BOOL, uint8_t, (0, 0, 1, 1), (0, 1, 0, 1), (0, 1, 1, 0));
    MAP2(AND, I32, int32_t, (-1, 12), (7, 10), (7, 8));
    MAP2(OR, U8, uint8_t, (12), (10), (14));
    MAP2(XOR, I64, int64_t, (12, -1), (10, -1), (6, 0));
    MAP2(SHL, U8, uint8_t, (3, 0x81, 1, 1), (1, 1, 8, 255), (6, 2, 0, 0));
    MAP2(SHL, I32, int32_t, (-1, 1, 1, 1, 5), (4, 31, 32, -1, 0), (-16, INT32_MIN, 0, 0, 5));
    MAP2(SHL, I64, int64_t, (1, 1, 1), (63, 64, -1), (INT64_MIN, 0, 0));
    MAP2(SHR, U8, uint8_t, (0x81, 0x81, 0x81, 0x81), (1, 7, 8, 200), (0x40, 1, 0, 0));
    MAP2(SHR, I32, int32_t, (-16, 16, -1, 7, -7, -7), (2, 2, 32, 32, -1, 31),
         (-4, 4, -1, 0, -1, -1));
    MAP2(SHR, I64, int64_t, (-16, INT64_MIN, 5), (2, 64, -3), (-4, -1, 0));
}

Test(reference_map, float_signs_and_rounding) {
    MAP1(NEG, F32, float, (0.f, -0.f, 2, -INF, NAN), (-0.f, 0.f, -2, INF, NAN));
    MAP1(NEG, F64, double, (0., 2, NAN), (-0., -2, NAN));
    MAP1(ABS, F32, float, (-0.f, -3, -INF, -NAN), (0.f, 3, INF, NAN));
    MAP1(ABS, F64, double, (-0., -3, -NAN), (0., 3, NAN));
    MAP1(SIGN, F32, float, (-0.f, 0.f, 1e-40f, -INF, -NAN), (0.f, 0.f, 1, -1, NAN));
    MAP1(SIGN, F64, double, (-0., 2, -2, NAN), (0., 1, -1, NAN));
    MAP1(FLOOR, F32, float, (1.5f, -1.5f, -0.f, 0.5f, INF, -NAN), (1, -2, -0.f, 0.f, INF, NAN));
    MAP1(CEIL, F64, double, (1.5, -1.5, -0.5), (2, -1, -0.));
    MAP1(TRUNC, F32, float, (1.5f, -1.5f, -0.5f), (1, -1, -0.f));
    MAP1(ROUND, F32, float, (0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 0x1p24f + 2),
         (0.f, 2, 2, -0.f, -2, 0x1p24f + 2));
    MAP1(ROUND, F64, double, (0.5, 1.5, -2.5, 0x1p52 + 1), (0., 2, -2, 0x1p52 + 1));
    MAP1(SQRT, F32, float, (4, 2, -0.f, INF, -1), (2, 0x1.6a09e6p0f, -0.f, INF, NAN));
    MAP1(SQRT, F64, double, (2, -1), (0x1.6a09e667f3bcdp0, NAN));
}

Test(reference_map, float_arithmetic) {
    MAP2(ADD, F32, float, (1, 0x1p24f, -0.f, -0.f, INF), (2, 1, -0.f, 0.f, -INF),
         (3, 0x1p24f, -0.f, 0.f, NAN));
    MAP2(SUB, F64, double, (1, INF), (0x1p-60, INF), (1, NAN));
    MAP2(MUL, F32, float, (0.f, -1, 0x1p-126f), (INF, 0.f, 0.5f), (NAN, -0.f, 0x1p-127f));
    MAP2(DIV, F32, float, (1, 1, 0, -1), (3, 0, 0, 0), (0x1.555556p-2f, INF, NAN, -INF));
    MAP2(DIV, F64, double, (1, 0), (3, 0), (0x1.5555555555555p-2, NAN));
    MAP2(REM, F32, float, (5.5f, -5.5f, 5.5f, -6, 1, INF, -1), (2, 2, -2, 3, 0, 2, INF),
         (1.5f, 0.5f, -0.5f, -0.f, NAN, NAN, INF));
    MAP2(REM, F64, double, (-1, 1e300, -1e-30), (3, 7, 1), (2, 1, 1));
    CASE(FMA, F32, F32, float, float, float, (0x1.000002p0f, 3, INF), (0x1.000002p0f, 4, 0),
         (-1, 5, 1), (0x1.000001p-22f, 17, NAN));
    CASE(FMA, F64, F64, double, double, double, (0x1.0000000000001p0), (0x1.0000000000001p0), (-1),
         (0x1.00000000000008p-51));
}

Test(reference_map, extremes) {
    MAP2(MAX, F32, float, (1, 2, NAN, 1, -0.f, 0.f), (2, 1, 1, NAN, 0.f, -0.f),
         (2, 2, NAN, NAN, 0.f, -0.f));
    MAP2(MIN, F32, float, (1, 2, NAN, 1, -0.f, 0.f), (2, 1, 1, -NAN, 0.f, -0.f),
         (1, 1, NAN, NAN, 0.f, -0.f));
    MAP2(MAX, F64, double, (-INF, NAN), (INF, -INF), (INF, NAN));
    MAP2(MIN, F64, double, (-INF, 1), (INF, NAN), (-INF, NAN));
    MAP2(MAX, BOOL, uint8_t, (0, 0, 1, 1), (0, 1, 0, 1), (0, 1, 1, 1));
    MAP2(MIN, BOOL, uint8_t, (0, 0, 1, 1), (0, 1, 0, 1), (0, 0, 0, 1));
    MAP2(MAX, U8, uint8_t, (200, 3), (100, 4), (200, 4));
    MAP2(MIN, I32, int32_t, (-1, 3), (1, INT32_MIN), (-1, INT32_MIN));
    MAP2(MAX, I64, int64_t, (INT64_MIN, 1), (INT64_MAX, 0), (INT64_MAX, 1));
}

Test(reference_map, comparisons) {
    COMPARE(EQ, F32, float, (1, -0.f, NAN, INF), (1, 0.f, NAN, INF), (1, 1, 0, 1));
    COMPARE(NE, F64, double, (1, -0., NAN), (1, 0., NAN), (0, 0, 1));
    COMPARE(LT, F32, float, (1, 2, NAN, 1, -0.f), (2, 1, 1, NAN, 0.f), (1, 0, 0, 0, 0));
    COMPARE(LE, F64, double, (1, 2, NAN, -0.), (1, 1, 1, 0.), (1, 0, 0, 1));
    COMPARE(LT, BOOL, uint8_t, (0, 0, 1), (0, 1, 0), (0, 1, 0));
    COMPARE(LE, U8, uint8_t, (200, 3), (100, 3), (0, 1));
    COMPARE(EQ, I32, int32_t, (-1, 2), (-1, 3), (1, 0));
    COMPARE(NE, I64, int64_t, (INT64_MIN, 1), (INT64_MAX, 1), (1, 0));
}

/* What only moves values keeps the bits of a NaN; what computes does not. */
Test(reference_map, nan_bits) {
    CASE(SELECT, I32, I32, uint8_t, int32_t, int32_t, (1, 0), (1, 2), (3, 4), (1, 4));
    CASE(SELECT, U8, U8, uint8_t, uint8_t, uint8_t, (1, 0), (1, 2), (3, 4), (1, 4));
    static const uint32_t odd[] = {0xffc12345, 0x7f800001, 0x3f800000, 0x80000000};
    static const uint32_t one[] = {ORDER_NAN_F32, ORDER_NAN_F32, 0x3f800000, 0x80000000};
    static const uint64_t odd64[] = {UINT64_C(0xfff8000000000001), UINT64_C(0x7ff0000000000001)};
    static const uint64_t one64[] = {ORDER_NAN_F64, ORDER_NAN_F64};
    static const uint8_t yes[] = {1, 1, 1, 1};
    check_case(&(map_case){"select f32", IR_SELECT, KILN_F32, KILN_F32, 4, {yes, odd, one}, odd});
    check_case(
        &(map_case){"select f64", IR_SELECT, KILN_F64, KILN_F64, 2, {yes, odd64, one64}, odd64});
    check_case(&(map_case){"detach f32", IR_DETACH, KILN_F32, KILN_F32, 4, {odd}, odd});
    check_case(&(map_case){"slope f32", IR_SLOPE, KILN_F32, KILN_F32, 4, {odd, one, one}, odd});
    check_case(&(map_case){
        "slope_over f64", IR_SLOPE_OVER, KILN_F64, KILN_F64, 2, {odd64, one64, one64}, odd64});
    check_case(&(map_case){"floor f32", IR_FLOOR, KILN_F32, KILN_F32, 4, {odd}, one});
    check_case(&(map_case){"max f32", IR_MAX, KILN_F32, KILN_F32, 4, {odd, odd}, one});
    check_case(&(map_case){"min f64", IR_MIN, KILN_F64, KILN_F64, 2, {odd64, odd64}, one64});
    check_case(&(map_case){"sin f64", IR_SIN, KILN_F64, KILN_F64, 2, {odd64}, one64});
}

Test(reference_map, math_functions_are_where_they_belong) {
    static const struct {
        ir_op op;
        double (*fn)(double);
    } rows[] = {
        {IR_EXP, exp},     {IR_EXP2, exp2},   {IR_EXPM1, expm1}, {IR_LOG, log},   {IR_LOG2, log2},
        {IR_LOG10, log10}, {IR_LOG1P, log1p}, {IR_SIN, sin},     {IR_COS, cos},   {IR_TAN, tan},
        {IR_ASIN, asin},   {IR_ACOS, acos},   {IR_ATAN, atan},   {IR_SINH, sinh}, {IR_COSH, cosh},
        {IR_TANH, tanh},   {IR_ERF, erf},     {IR_ERFC, erfc},   {IR_SQRT, sqrt}, {IR_POW, NULL},
        {IR_ATAN2, NULL},
    };
    const double x64[] = {0.25, 0.5, 0.875}, y64[] = {2, -1.5, 0.75};
    const float x32[] = {0.25, 0.5, 0.875}, y32[] = {2, -1.5, 0.75};
    for (size_t r = 0; r < COUNT(rows); r++)
        for (int wide = 0; wide < 2; wide++) {
            trial t;
            trial_begin(&t);
            kiln_dtype dtype = wide ? KILN_F64 : KILN_F32;
            ir_id x = trial_input(&t, dtype, wide ? (const void *)x64 : x32, SHAPE(3));
            ir_id y = trial_input(&t, dtype, wide ? (const void *)y64 : y32, SHAPE(3));
            double got64[3];
            float got32[3];
            ir_id id = rows[r].fn ? ir_map1(&t.b, rows[r].op, x) : ir_map2(&t.b, rows[r].op, x, y);
            CHECK_OK(trial_compute(&t, id, wide ? (void *)got64 : got32));
            for (int i = 0; i < 3; i++) {
                double got = wide ? got64[i] : (double)got32[i];
                double wanted = rows[r].fn             ? rows[r].fn(x64[i])
                                : rows[r].op == IR_POW ? pow(x64[i], y64[i])
                                                       : atan2(x64[i], y64[i]);
                cr_assert(fabs(got - wanted) <= (wide ? 1e-15 : 3e-7) * fabs(wanted),
                          "%s: %a, wanted %a", ir_ops[rows[r].op].name, got, wanted);
            }
            trial_end(&t);
        }
}

Test(reference_map, random_numbers) {
    enum { N = 4096 };
    static int64_t counter[N];
    const int64_t key = 7;
    for (int i = 0; i < N; i++) counter[i] = i;
    for (int normal = 0; normal < 2; normal++) {
        trial t;
        trial_begin(&t);
        ir_id c = trial_input(&t, KILN_I64, counter, SHAPE(N)),
              k = trial_input(&t, KILN_I64, &key, 0, NULL);
        static float got[N];
        double sum = 0, squares = 0;
        CHECK_OK(trial_compute(&t, ir_random(&t.b, normal ? IR_NORMAL : IR_UNIFORM, KILN_F32, c, k),
                               got));
        for (int i = 0; i < N; i++) sum += got[i], squares += (double)got[i] * got[i];
        for (int i = 0; !normal && i < N; i++) CHECK(got[i] >= 0 && got[i] < 1);
        CHECK(fabs(sum / N - (normal ? 0 : 0.5)) < 0.05);
        CHECK(fabs(squares / N - (normal ? 1 : 1. / 3)) < 0.08);
        trial_end(&t);
    }
}

#define CAST(FROM, TO, from_type, to_type, A, WANTED)                                              \
    do {                                                                                           \
        static const from_type a_[] = UNPACK A;                                                    \
        static const to_type wanted_[] = UNPACK WANTED;                                            \
        trial t_;                                                                                  \
        trial_begin(&t_);                                                                          \
        ir_id a_id_ = trial_input(&t_, KILN_##FROM, a_, SHAPE((int64_t)COUNT(a_)));                \
        trial_expect(&t_, ir_cast(&t_.b, a_id_, KILN_##TO), wanted_, sizeof wanted_,               \
                     #FROM " to " #TO);                                                            \
    } while (0)

Test(reference_map, casts) {
    CAST(F32, I32, float, int32_t, (1.9f, -1.9f, 0x1p31f, -0x1p31f, NAN, -INF),
         (1, -1, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN));
    CAST(F64, I32, double, int32_t, (2147483647.9, -2147483648.9, 2147483648.0, -2147483649.0),
         (INT32_MAX, INT32_MIN, INT32_MIN, INT32_MIN));
    CAST(F64, I64, double, int64_t, (-0x1p63, 0x1p63, NAN, 1e15),
         (INT64_MIN, INT64_MIN, INT64_MIN, 1000000000000000));
    CAST(F32, I64, float, int64_t, (0x1p40f, -INF), (INT64_C(1) << 40, INT64_MIN));
    CAST(F32, U8, float, uint8_t, (3.7f, -1.f, 256.f, 300.f, NAN, 1e20f), (3, 255, 0, 44, 0, 0));
    CAST(F64, U8, double, uint8_t, (-2.5), (254));
    CAST(F32, BOOL, float, uint8_t, (0.f, -0.f, NAN, 1e-45f), (0, 0, 1, 1));
    CAST(F64, F32, double, float, (1.0000000596046448, 1e300, -NAN, 0x1p-149),
         (1, INF, NAN, 0x1p-149f));
    CAST(F32, F64, float, double, (0.1f, -NAN, -0.f), (0x1.99999ap-4, NAN, -0.));
    CAST(I32, U8, int32_t, uint8_t, (-1, 256, 511), (255, 0, 255));
    CAST(I64, I32, int64_t, int32_t, (INT64_C(1) << 32, -1, INT64_C(0x80000000)),
         (0, -1, INT32_MIN));
    CAST(I64, F32, int64_t, float, ((INT64_C(1) << 53) + 1, INT64_C(0x4000004000000001)),
         (0x1p53f, 0x1.000002p62f));
    CAST(I64, F64, int64_t, double, (INT64_MAX), (0x1p63));
    CAST(I32, F32, int32_t, float, (16777217, 16777219), (0x1p24f, 16777220));
    CAST(I64, BOOL, int64_t, uint8_t, (INT64_C(1) << 32, 0), (1, 0));
    CAST(BOOL, F32, uint8_t, float, (0, 1), (0, 1));
    CAST(BOOL, I64, uint8_t, int64_t, (0, 1), (0, 1));
    CAST(U8, F64, uint8_t, double, (255), (255));
    CAST(U8, I32, uint8_t, int32_t, (255), (255));
}

/* What PyTorch 2.13 gives on x86 for each of these numbers. */
Test(reference_map, casts_to_narrow_integers) {
    CAST(F32, I8, float, int8_t,
         (1.9f, -1.9f, 128.f, 200.7f, -129.f, 300.f, 1e5f, 0x1p31f, NAN, INF),
         (1, -1, -128, -56, 127, 44, -96, 0, 0, 0));
    CAST(F64, I8, double, int8_t, (2147483647., 2147483777., -2147483777., 4294967297., -1e20),
         (-1, 0, 0, 0, 0));
    CAST(F32, I16, float, int16_t, (32767.f, 32768.f, 65535.f, -32769.f, 1e5f, -INF),
         (32767, -32768, -1, 32767, -31072, 0));
    CAST(F64, I16, double, int16_t, (2147483647., 2147483777., -2147483777., NAN), (-1, 0, 0, 0));
    CAST(F64, U8, double, uint8_t,
         (2147483647., 2147483777., -2147483777., 4294967297., 4294967551., 1e19),
         (255, 129, 127, 1, 255, 0));
    CAST(F32, U8, float, uint8_t, (2147483777.f, 4294967551.f, -1e10f), (0, 0, 0));
    CAST(U8, I8, uint8_t, int8_t, (127, 128, 255), (127, -128, -1));
    CAST(I8, U8, int8_t, uint8_t, (-1, -128), (255, 128));
    CAST(I16, I8, int16_t, int8_t, (300, -300, 128), (44, -44, -128));
    CAST(I8, I64, int8_t, int64_t, (-128, 127), (-128, 127));
    CAST(I16, F32, int16_t, float, (-32768, 32767), (-32768.f, 32767.f));
    CAST(I64, I16, int64_t, int16_t, (65536 + 5, -65536 - 5), (5, -5));
    CAST(I8, BOOL, int8_t, uint8_t, (-1, 0), (1, 0));
}

Test(reference_map, narrow_integers_wrap) {
    MAP1(NEG, I8, int8_t, (-128, 5), (-128, -5));
    MAP1(ABS, I16, int16_t, (-32768, -7), (-32768, 7));
    MAP1(SIGN, I8, int8_t, (-128, 0, 3), (-1, 0, 1));
    MAP1(NOT, I16, int16_t, (0, -1), (-1, 0));
    MAP2(ADD, I8, int8_t, (127, -128), (1, -1), (-128, 127));
    MAP2(SUB, I16, int16_t, (-32768), (1), (32767));
    MAP2(MUL, I8, int8_t, (16, -128, 100), (16, -1, 3), (0, -128, 44));
    MAP2(MUL, I16, int16_t, (-32768, 300), (-32768, 300), (0, 24464));
    MAP2(IDIV, I8, int8_t, (-128, -7, 7, 7, 5), (-1, 2, -2, 0, 3), (-128, -4, -4, 0, 1));
    MAP2(REM, I16, int16_t, (-32768, -7, 7, 7), (-1, 2, -2, 0), (0, 1, -1, 0));
    MAP2(SHL, I8, int8_t, (1, 1, 1, -1), (7, 8, -1, 4), (-128, 0, 0, -16));
    MAP2(SHR, I16, int16_t, (-4, -4, -4, 16384), (1, 16, -1, 15), (-2, -1, -1, 0));
    MAP2(MAX, I8, int8_t, (-128, 3), (127, 4), (127, 4));
    COMPARE(LT, I16, int16_t, (-1, 3), (0, 3), (1, 0));
}

/* ---- every map on every dtype it allows */

enum { LONG = 600 /* more than two chunks */ };

static void fill(void *data, kiln_dtype dtype, size_t n, uint64_t seed) {
    static const double odd[] = {0, -0.0, 1, -1, 0.5, 3.75, -2.5, 1e30, -INF, INF, NAN};
    for (size_t i = 0; i < n; i++) {
        uint64_t r = trial_random(&seed), bits = r;
        if (dtype == KILN_BOOL)
            bits = r & 1;
        else if (ir_dtype_is(dtype, IR_DT_REAL))
            bits = ir_bits_of(dtype, odd[r % COUNT(odd)]);
        memcpy((char *)data + i * kiln_dtype_size(dtype), &bits, kiln_dtype_size(dtype));
    }
}

static bool canonical(const void *data, kiln_dtype dtype, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = 0;
        memcpy(&bits, (const char *)data + i * kiln_dtype_size(dtype), kiln_dtype_size(dtype));
        bool nan = ir_dtype_is(dtype, IR_DT_REAL) && isnan(ir_value_of(dtype, bits));
        if (nan && bits != ir_nan_of(dtype)) return false;
        if (dtype == KILN_BOOL && bits > 1) return false;
    }
    return true;
}

/* Rank-0 operands, spread by the kernel, give what full ones give. `scalars`: which operands are
 * rank 0. */
static void check_broadcast(ir_op op, const kiln_dtype *in, kiln_dtype to, unsigned scalars,
                            size_t n) {
    static char data[3][LONG * 8], full[LONG * 8], spread[LONG * 8];
    for (int pass = 0; pass < 2; pass++) {
        trial t;
        trial_begin(&t);
        ir_id id[3] = {IR_NONE, IR_NONE, IR_NONE}, r;
        for (int i = 0; i < ir_ops[op].noperands; i++) {
            size_t size = kiln_dtype_size(in[i]);
            bool scalar = scalars >> i & 1;
            fill(data[i], in[i], LONG, (uint64_t)i + 1);
            for (size_t e = 1; scalar && e < LONG; e++) memcpy(data[i] + e * size, data[i], size);
            id[i] =
                trial_input(&t, in[i], data[i], scalar && pass ? 0 : 1, (int64_t[]){(int64_t)n});
        }
        if (ir_ops[op].types == IR_TYPES_RAND)
            r = ir_random(&t.b, op, to, id[0], id[1]);
        else if (ir_ops[op].types == IR_TYPES_CAST)
            r = ir_convert(&t.b, op, id[0], to);
        else if (ir_ops[op].noperands == 1)
            r = ir_map1(&t.b, op, id[0]);
        else if (ir_ops[op].noperands == 2)
            r = ir_map2(&t.b, op, id[0], id[1]);
        else
            r = ir_map3(&t.b, op, id[0], id[1], id[2]);
        CHECK_OK(trial_compute(&t, r, pass ? spread : full));
        if (!ir_op_has(op, IR_SAMEBITS) && ir_at(&t.g, r)->op == op)
            cr_assert(canonical(full, ir_at(&t.g, r)->dtype, n), "%s", ir_ops[op].name);
        cr_assert(!pass || memcmp(full, spread, n * kiln_dtype_size(ir_at(&t.g, r)->dtype)) == 0,
                  "%s %s", ir_ops[op].name, kiln_dtype_short(to));
        trial_end(&t);
    }
}

Test(reference_map, every_op_every_dtype) {
    for (int op = 0; op < IR_OP_COUNT; op++) {
        if (ir_ops[op].cls != IR_MAP) continue;
        bool random = ir_ops[op].types == IR_TYPES_RAND;
        int allowed = random ? IR_DT_FLT : ir_ops[op].allowed;
        for (int d = 0; d < KILN_DTYPE_COUNT; d++) {
            if (!ir_dtype_is((kiln_dtype)d, allowed)) continue;
            kiln_dtype in[3] = {(kiln_dtype)d, (kiln_dtype)d, (kiln_dtype)d};
            if (random) in[0] = in[1] = KILN_I64;
            if (op == IR_SELECT) in[0] = KILN_BOOL;
            bool converts = ir_ops[op].types == IR_TYPES_CAST;
            for (int to = converts ? 0 : d; to <= (converts ? KILN_F64 : d); to++) {
                if (!ir_dtype_is((kiln_dtype)to, op == IR_CAST ? IR_DT_ALL : allowed)) continue;
                if (op == IR_BITCAST &&
                    kiln_dtype_size((kiln_dtype)to) != kiln_dtype_size((kiln_dtype)d))
                    continue;
                unsigned all = 1u << ir_ops[op].noperands;
                for (unsigned scalars = 0; scalars + 1 < all || scalars == 0; scalars++) {
                    check_broadcast((ir_op)op, in, (kiln_dtype)to, scalars, LONG);
                    check_broadcast((ir_op)op, in, (kiln_dtype)to, scalars, 1);
                    check_broadcast((ir_op)op, in, (kiln_dtype)to, scalars, 0);
                }
            }
        }
    }
}
