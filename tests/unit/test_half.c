/* SPDX-License-Identifier: Apache-2.0
 * f16 and bf16: every value to f32 and back, rounding at every tie, literals, and what the builder
 * makes of ops on them. KILN_TEST: sanitize=address */
#include <float.h>

#include "autograd/autograd.h"
#include "base/text.h"
#include "ir/draft.h"
#include "reference.h"

static const kiln_dtype halves[] = {KILN_F16, KILN_BF16};

static int fraction_bits(kiln_dtype d) { return d == KILN_F16 ? 10 : 7; }

static double plain_value(kiln_dtype d, uint16_t h) {
    int m = fraction_bits(d), exponent = (h & 0x7fff) >> m, bias = d == KILN_F16 ? 15 : 127;
    double fraction = h & ((1 << m) - 1), value;
    if (exponent == 0)
        value = ldexp(fraction, 1 - bias - m);
    else if (exponent == (0x7fff >> m))
        value = fraction != 0 ? NAN : INFINITY;
    else
        value = ldexp(fraction + (1 << m), exponent - bias - m);
    return h >> 15 ? -value : value;
}

Test(half, every_value_to_f32_and_back) {
    for (int i = 0; i < 2; i++)
        for (uint32_t h = 0; h <= UINT16_MAX; h++) {
            kiln_dtype d = halves[i];
            double want = plain_value(d, (uint16_t)h);
            float x = ir_half_value(d, (uint16_t)h);
            uint32_t back = ir_half_of(d, x);
            cr_assert(isnan(want) ? isnan(x) : x == want && !signbit(x) == !signbit(want),
                      "%s %04x is %a", kiln_dtype_short(d), h, x);
            cr_assert(back == (isnan(want) ? ir_nan_of(d) : h), "%s %04x came back as %04x",
                      kiln_dtype_short(d), h, back);
            CHECK_EQ(ir_bits_of(d, want), back);
        }
}

/* Between each two neighbours: the tie goes to the even one, all else to the nearer one. Beyond the
 * largest is infinity. */
Test(half, ties_go_to_even) {
    for (int i = 0; i < 2; i++) {
        kiln_dtype d = halves[i];
        int infinity = d == KILN_F16 ? 0x7c00 : 0x7f80;
        for (int low = 0; low < infinity; low++) {
            double a = plain_value(d, (uint16_t)low), b = plain_value(d, (uint16_t)(low + 1));
            if (low + 1 == infinity) b = 2 * a - plain_value(d, (uint16_t)(low - 1));
            float middle = (float)((a + b) / 2);
            if (middle != (a + b) / 2) continue; /* below f32's own spacing */
            int even = low + (low & 1);
            for (int sign = 0; sign <= 0x8000; sign += 0x8000) {
                float s = sign ? -1 : 1;
                int got[3] = {ir_half_of(d, s * nextafterf(middle, 0)), ir_half_of(d, s * middle),
                              ir_half_of(d, s * nextafterf(middle, INFINITY))};
                cr_assert(got[0] == (low | sign) && got[1] == (even | sign) &&
                              got[2] == ((low + 1) | sign),
                          "%s around %a: %04x %04x %04x", kiln_dtype_short(d), middle, got[0],
                          got[1], got[2]);
            }
        }
        CHECK_EQ(ir_half_of(d, INFINITY), infinity);
        CHECK_EQ(ir_half_of(d, -FLT_MAX), infinity | 0x8000);
        CHECK_EQ(ir_half_of(d, -0.0f), 0x8000);
        CHECK_EQ(ir_half_of(d, -NAN), ir_nan_of(d));
    }
    CHECK_EQ(ir_half_of(KILN_F16, 65519.996f), 0x7bff);
    CHECK_EQ(ir_half_of(KILN_F16, 65520), 0x7c00);
}

Test(half, literals) {
    static const struct {
        kiln_dtype dtype;
        const char *text, *printed;
        uint64_t bits;
    } cases[] = {
        {KILN_F16, "1.5", "0x1.8p+0", 0x3e00},           {KILN_BF16, "1.5", "0x1.8p+0", 0x3fc0},
        {KILN_F16, "nan", "nan:0x7e00", 0x7e00},         {KILN_BF16, "-inf", "-inf", 0xff80},
        {KILN_F16, "0.1", "0x1.998p-4", 0x2e66},         {KILN_F16, "6e-8", "0x1p-24", 1},
        {KILN_BF16, "nan:0xffff", "nan:0xffff", 0xffff}, {KILN_F16, "65519", "0x1.ffcp+15", 0x7bff},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint64_t bits = 0;
        kn_text printed;
        kn_text_init(&printed, kn_alloc_default());
        const char *wrong =
            ir_value_parse(cases[i].dtype, cases[i].text, strlen(cases[i].text), &bits);
        cr_assert(wrong == NULL && bits == cases[i].bits, "%s: %s, %llx", cases[i].text,
                  wrong ? wrong : "ok", (unsigned long long)bits);
        ir_value_print(&printed, cases[i].dtype, bits);
        CHECK_STR(kn_text_str(&printed), cases[i].printed);
        kn_text_free(&printed);
    }
    uint64_t bits;
    CHECK_STR(ir_value_parse(KILN_F16, "65520", 5, &bits), "the number is too large for its dtype");
    CHECK_STR(ir_value_parse(KILN_F16, "nan:0x7c00", 10, &bits), "these bits are no NaN");
    CHECK_STR(ir_value_parse(KILN_BF16, "nan:0x17fc0", 11, &bits), "more bits than the dtype has");
}

/* ---- what the builder makes */

static ir_id half_input(trial *t, kiln_dtype d, const void *data, int64_t n) {
    return trial_input(t, d, data, 1, &n);
}

Test(half, ops_are_computed_in_f32) {
    static const uint16_t a[] = {0x3c00, 0x7bff, 0x0001, 0xfc00},
                          b[] = {0x1000, 0x7bff, 0x0001, 0x7c00};
    static const uint16_t sum[] = {0x3c00, 0x7c00, 0x0002, 0x7e00},
                          product[] = {0x1000, 0x7c00, 0, 0xfc00};
    static const uint8_t less[] = {0, 0, 0, 1};
    trial t;
    trial_begin(&t);
    ir_id x = half_input(&t, KILN_F16, a, 4), y = half_input(&t, KILN_F16, b, 4);
    trial_expect(&t, ir_map2(&t.b, IR_ADD, x, y), sum, sizeof sum, "add");
    trial_begin(&t);
    x = half_input(&t, KILN_F16, a, 4), y = half_input(&t, KILN_F16, b, 4);
    trial_expect(&t, ir_map2(&t.b, IR_MUL, x, y), product, sizeof product, "mul");
    trial_begin(&t);
    x = half_input(&t, KILN_F16, a, 4), y = half_input(&t, KILN_F16, b, 4);
    trial_expect(&t, ir_map2(&t.b, IR_LT, x, y), less, sizeof less, "lt");
}

Test(half, other_casts_go_through_f32) {
    static const uint16_t a[] = {0x3e00, 0xc500, 0x7c00, 0x7e01};
    static const int32_t whole[] = {1, -5, INT32_MIN, INT32_MIN};
    static const uint8_t bytes[] = {1, 251, 0, 0}, truth[] = {1, 1, 1, 1};
    static const double wide[] = {1.5, -5, INFINITY, NAN}, twice[] = {1 + 0x1p-11 + 0x1p-40};
    static const uint16_t rounded[] = {0x3c00} /* f32 first, then the tie */,
                          brain[] = {0x3fc0, 0xc0a0, 0x7f80, 0x7fc0};
    const struct {
        kiln_dtype from, to;
        const void *in, *want;
        int64_t n;
    } cases[] = {
        {KILN_F16, KILN_I32, a, whole, 4},       {KILN_F16, KILN_U8, a, bytes, 4},
        {KILN_F16, KILN_BOOL, a, truth, 4},      {KILN_F16, KILN_F64, a, wide, 4},
        {KILN_F64, KILN_F16, twice, rounded, 1}, {KILN_F16, KILN_BF16, a, brain, 4},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        trial t;
        trial_begin(&t);
        ir_id x = half_input(&t, cases[i].from, cases[i].in, cases[i].n),
              y = ir_cast(&t.b, x, cases[i].to);
        CHECK_EQ(t.g.count, 3);
        trial_expect(&t, y, cases[i].want, (size_t)cases[i].n * kiln_dtype_size(cases[i].to),
                     kiln_dtype_short(cases[i].to));
    }
}

Test(half, refusals_leave_the_graph) {
    trial t;
    trial_begin(&t);
    ir_id x = half_input(&t, KILN_F16, NULL, 3), y = half_input(&t, KILN_F16, NULL, 4),
          z = half_input(&t, KILN_BF16, NULL, 3);
    size_t count = t.g.count, nints = t.g.nints;
    CHECK_EQ(ir_map2(&t.b, IR_ADD, x, y), IR_NONE);
    CHECK_EQ(t.b.status, KILN_BAD_SHAPE);
    ir_builder_clear(&t.b);
    CHECK_EQ(ir_map2(&t.b, IR_ADD, x, z), IR_NONE);
    CHECK_EQ(t.b.status, KILN_BAD_DTYPE);
    ir_builder_clear(&t.b);
    CHECK_EQ(ir_map2(&t.b, IR_AND, x, x), IR_NONE);
    CHECK_EQ(t.b.status, KILN_BAD_DTYPE);
    CHECK(t.g.count == count && t.g.nints == nints);
    trial_end(&t);
}

/* The rule of an op has the rounded halves, and rounds at every step: that of expm1 is g times the
 * half y + 1. */
Test(half, derivatives_round_as_halves) {
    trial t;
    trial_begin(&t);
    double x0[2] = {0.3, 2.7}, g0[2] = {1.1, 3.3};
    uint16_t x[2], g[2], want[2];
    for (int i = 0; i < 2; i++) {
        x[i] = (uint16_t)ir_bits_of(KILN_BF16, x0[i]),
        g[i] = (uint16_t)ir_bits_of(KILN_BF16, g0[i]);
        float y =
            ir_half_value(KILN_BF16, ir_half_of(KILN_BF16, expm1f(ir_half_value(KILN_BF16, x[i]))));
        float slope = ir_half_value(KILN_BF16, ir_half_of(KILN_BF16, y + 1));
        want[i] = ir_half_of(KILN_BF16, ir_half_value(KILN_BF16, g[i]) * slope);
    }
    ir_id a = half_input(&t, KILN_BF16, x, 2), seed = half_input(&t, KILN_BF16, g, 2),
          root = ir_map1(&t.b, IR_EXPM1, a), grad;
    CHECK_OK(ad_gradients(&t.b, &root, &seed, 1, &a, 1, &grad, NULL));
    trial_expect(&t, grad, want, sizeof want, "gradient of expm1");
}

/* 1 + 2^-8 is 1 as a bf16, each time. */
Test(half, contributions_add_up_as_halves) {
    uint16_t one = (uint16_t)ir_bits_of(KILN_BF16, 1),
             small = (uint16_t)ir_bits_of(KILN_BF16, 0x1p-8), none = 0,
             parts[3] = {one, small, small};
    int64_t at[3] = {0, 0, 0}, n = 3, stride = 0;
    for (int strided = 0; strided < 2; strided++) {
        trial t;
        trial_begin(&t);
        ir_id base = half_input(&t, KILN_BF16, &none, 1),
              part = half_input(&t, KILN_BF16, parts, 3);
        ir_id index = trial_input(&t, KILN_I64, at, 1, &n);
        ir_id sum = strided ? ir_strided_put(&t.b, IR_STRIDED_ADD, base, part, 0, &stride)
                            : ir_scatter_add(&t.b, base, index, part, 0);
        trial_expect(&t, sum, &one, sizeof one, "sum");
    }
}

/* Of 2^-8 and a little more, 1 + it rounds up; as a bf16 it would be 2^-8, and the sum 1. */
Test(half, f32_is_added_to_halves_unrounded) {
    uint16_t one = (uint16_t)ir_bits_of(KILN_BF16, 1),
             want = (uint16_t)ir_bits_of(KILN_BF16, 1 + 0x1p-7);
    float part[1] = {0x1p-8f + 0x1p-20f}, slope[1] = {1};
    int64_t n = 1, stride = 0;
    for (int derivative = 0; derivative < 2; derivative++) {
        trial t;
        trial_begin(&t);
        ir_id base = half_input(&t, KILN_BF16, &one, 1), a = trial_input(&t, KILN_F32, part, 1, &n),
              grad;
        ir_id sum = ir_strided_put(&t.b, IR_STRIDED_ADD, base, a, 0, &stride), seed = IR_NONE;
        CHECK_OK(ad_gradients(&t.b, &sum, &seed, 1, &a, 1, &grad, NULL));
        if (derivative)
            trial_expect(&t, grad, slope, sizeof slope, "derivative");
        else
            trial_expect(&t, sum, &want, sizeof want, "sum");
    }
}

/* Derivatives, second ones too: of the sum of x^3 they are 3 x^2 and 6 x, exact here. */
Test(half, derivatives) {
    for (int i = 0; i < 2; i++) {
        kiln_dtype d = halves[i];
        uint16_t x0[3], want[3];
        double at[3] = {0.5, -2, 3};
        for (int k = 0; k < 3; k++)
            x0[k] = (uint16_t)ir_bits_of(d, at[k]), want[k] = (uint16_t)ir_bits_of(d, 6 * at[k]);
        trial t;
        trial_begin(&t);
        ir_id x = half_input(&t, d, x0, 3);
        ir_id cube = ir_map2(&t.b, IR_MUL, ir_map2(&t.b, IR_MUL, x, x), x),
              root = ir_reduce(&t.b, IR_SUM, cube, 0, 1), first, second;
        CHECK_OK(ad_gradients(&t.b, &root, NULL, 1, &x, 1, &first, NULL));
        CHECK_EQ(ir_at(&t.g, first)->dtype, d);
        root = ir_reduce(&t.b, IR_SUM, first, 0, 1);
        CHECK_OK(ad_gradients(&t.b, &root, NULL, 1, &x, 1, &second, NULL));
        trial_expect(&t, second, want, sizeof want, "second derivative");
    }
}
