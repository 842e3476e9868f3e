/* SPDX-License-Identifier: Apache-2.0
 * What kiln_print writes: every element whole, in columns, in any locale, and nothing changed by
 * looking. KILN_TEST: sanitize=address */
#include <fenv.h>
#include <locale.h>
#include <math.h>
#include <xmmintrin.h>

#include "kiln/kiln.h"
#include "unit/check.h"

static kiln_session *open_eager(void) {
    kiln_options o = {.struct_size = sizeof o, .path = KILN_EAGER, .cache_dir = "off"};
    return kiln_open(&o);
}

static char *printed(kiln_tensor *a, const kiln_print_options *o) {
    char *text = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&text, &n);
    cr_assert_not_null(to);
    CHECK_OK(kiln_print(a, "x", to, o));
    fclose(to);
    return text;
}

#define PRINTS(a, o, want)                                                                         \
    do {                                                                                           \
        char *text_ = printed(a, o);                                                               \
        CHECK_STR(text_, "x " want "\n");                                                          \
        free(text_);                                                                               \
    } while (0)

#define ROW(s, dtype, type, ...)                                                                   \
    kiln_from(s, ((type[]){__VA_ARGS__}), dtype,                                                   \
              KILN_SHAPE((int64_t)(sizeof((type[]){__VA_ARGS__}) / sizeof(type))))

Test(printing, nothing_is_lost) {
    kiln_session *s = open_eager();
    PRINTS(ROW(s, KILN_I32, int32_t, INT32_MAX, INT32_MIN, 0), NULL,
           "i32[3] [ 2147483647, -2147483648,           0]");
    PRINTS(ROW(s, KILN_I64, int64_t, INT64_MIN, INT64_MAX), NULL,
           "i64[2] [-9223372036854775808,  9223372036854775807]");
    PRINTS(ROW(s, KILN_U8, uint8_t, 255, 7), NULL, "u8[2] [255,   7]");
    PRINTS(ROW(s, KILN_BOOL, bool, true, false), NULL, "bool[2] [ true, false]");
    PRINTS(ROW(s, KILN_F32, float, 16777215, 1), NULL, "f32[2] [16777215.,        1.]");
    PRINTS(ROW(s, KILN_F64, double, 1.00000001), NULL, "f64[1] [1.00000001]");
    PRINTS(ROW(s, KILN_F32, float, 0.1f, 1.0f / 3, -2), NULL,
           "f32[3] [ 0.10000000,  0.33333334, -2.00000000]");
    PRINTS(ROW(s, KILN_F64, double, 0.1, 1.0 / 3), NULL,
           "f64[2] [0.1000000000000000, 0.3333333333333333]");
    PRINTS(ROW(s, KILN_F32, float, NAN, INFINITY, -INFINITY, -0.0f, 0), NULL,
           "f32[5] [ nan,  inf, -inf,  -0.,   0.]");
    PRINTS(ROW(s, KILN_F32, float, 99999992, 0.5f), NULL, "f32[2] [99999992.0,        0.5]");
    PRINTS(ROW(s, KILN_F32, float, 1e20f, 1.5f), NULL, "f32[2] [1.0e+20, 1.5e+00]");
    PRINTS(ROW(s, KILN_F32, float, 1e-45f, 3.4028235e38f), NULL,
           "f32[2] [1.0000000e-45, 3.4028235e+38]");
    PRINTS(ROW(s, KILN_F64, double, 5e-324, -1.7976931348623157e308), NULL,
           "f64[2] [ 5.0000000000000000e-324, -1.7976931348623157e+308]");
    PRINTS(kiln_to(ROW(s, KILN_F32, float, 0.1f, 65504, 1.0f / 3), KILN_F16), NULL,
           "f16[3] [    0.1000, 65504.0000,     0.3333]");
    PRINTS(kiln_to(ROW(s, KILN_F32, float, 0.1f, 1.0f / 3), KILN_BF16), NULL,
           "bf16[2] [0.100, 0.334]");
    cr_assert_not(kiln_failed(s), "%s", kiln_error_text(s));
    kiln_close(s);
}

Test(printing, what_is_printed_reads_back) {
    kiln_session *s = open_eager();
    uint32_t state = 1;
    for (int i = 0; i < 4000; i++) {
        union {
            uint32_t bits;
            float value;
        } x;
        state = state * 1664525 + 1013904223;
        x.bits = i % 4 == 0
                     ? state
                     : (state & 0x807fffff) | (0x3f000000u + (state >> 9 & 0x3f) * 0x100000u);
        char *text = printed(kiln_from(s, &x.value, KILN_F32, KILN_NO_SHAPE), NULL);
        float got = strtof(text + strlen("x f32 "), NULL);
        cr_assert(memcmp(&got, &x.value, sizeof got) == 0 || x.value != x.value,
                  "%a is printed as %s", (double)x.value, text);
        free(text);
    }
    kiln_close(s);
}

Test(printing, precision_is_that_of_torch_set_printoptions) {
    kiln_session *s = open_eager();
    kiln_print_options o = KILN_PRINT_OPTIONS_INIT;
    o.precision = 4;
    PRINTS(ROW(s, KILN_F32, float, 0.1f, 1.0f / 3, -2), &o, "f32[3] [ 0.1000,  0.3333, -2.0000]");
    PRINTS(ROW(s, KILN_F32, float, 1, 2, 3), &o, "f32[3] [1., 2., 3.]");
    PRINTS(ROW(s, KILN_F32, float, 1, 5000.5f), &o, "f32[2] [1.0000e+00, 5.0005e+03]");
    o.notation = KILN_FIXED;
    PRINTS(ROW(s, KILN_F32, float, 1, 5000.5f), &o, "f32[2] [   1.0000, 5000.5000]");
    o = (kiln_print_options)KILN_PRINT_OPTIONS_INIT;
    o.notation = KILN_SCIENTIFIC;
    PRINTS(ROW(s, KILN_F32, float, 0, 12.5f), &o, "f32[2] [0.00e+00, 1.25e+01]");
    o.precision = 18;
    kiln_tensor *x = ROW(s, KILN_F32, float, 1);
    CHECK_STATUS(kiln_print(x, "x", stderr, &o), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "print: precision is not 0 to 17");
    kiln_clear_error(s);
    CHECK_STATUS(kiln_print(x, "x", NULL), KILN_BAD_ARGUMENT);
    kiln_clear_error(s);
    FILE *full = fopen("/dev/full", "w");
    if (full != NULL) {
        setvbuf(full, NULL, _IONBF, 0);
        CHECK_STATUS(kiln_print(x, "x", full), KILN_IO);
        CHECK_HAS(kiln_error_text(s), "print: the stream takes no more");
        fclose(full);
    }
    kiln_close(s);
}

Test(printing, shapes) {
    kiln_session *s = open_eager();
    PRINTS(kiln_full(s, KILN_NO_SHAPE, 7), NULL, "i64 7");
    PRINTS(kiln_zeros(s, KILN_SHAPE(0, 3)), NULL, "f32[0,3] []");
    PRINTS(kiln_reshape(kiln_arange(s, 0, 12, 1, KILN_I64), KILN_SHAPE(2, 2, 3)), NULL,
           "i64[2,2,3]\n[[[ 0,  1,  2],\n  [ 3,  4,  5]],\n\n [[ 6,  7,  8],\n  [ 9, 10, 11]]]");
    PRINTS(kiln_zeros(s, KILN_SHAPE(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)), NULL,
           "f32[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]\n[[[[[[[[[[[[[[[[0.]]]]]]]]]]]]]]]]");
    PRINTS(kiln_arange(s, 0, 1000000, 1, KILN_I64), NULL,
           "i64[1000000] [     0,      1,      2, ..., 999997, 999998, 999999]");
    PRINTS(
        kiln_reshape(kiln_arange(s, 0, 10000, 1, KILN_I64), KILN_SHAPE(100, 100)), NULL,
        "i64[100,100]\n[[   0,    1,    2, ...,   97,   98,   99],\n [ 100,  101,  102, ...,  197, "
        " 198,  199],\n"
        " [ 200,  201,  202, ...,  297,  298,  299],\n ...,\n [9700, 9701, 9702, ..., 9797, 9798, "
        "9799],\n"
        " [9800, 9801, 9802, ..., 9897, 9898, 9899],\n [9900, 9901, 9902, ..., 9997, 9998, 9999]]");
    kiln_print_options o = KILN_PRINT_OPTIONS_INIT;
    o.line_width = 20;
    PRINTS(kiln_arange(s, 0, 12, 1, KILN_I64), &o,
           "i64[12]\n[ 0,  1,  2,  3,\n  4,  5,  6,  7,\n  8,  9, 10, 11]");
    o.threshold = 5;
    o.edge_items = 1;
    PRINTS(kiln_arange(s, 0, 12, 1, KILN_I64), &o, "i64[12] [ 0, ..., 11]");
    kiln_close(s);
}

/* A locale whose decimal point is a comma: an installed one, or one that is compiled here. */
static bool comma(const char *folder) {
    char command[160];
    if (setlocale(LC_ALL, "de_DE.UTF-8") != NULL) return true;
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 ./%s/de_DE.UTF-8 2>/dev/null",
             folder);
    if (system(command) != 0) return false;
    setenv("LOCPATH", folder, 1);
    return setlocale(LC_ALL, "de_DE.UTF-8") != NULL;
}

Test(printing, neither_locale_nor_rounding_nor_traps_matter) {
    char folder[64], plain[8];
    check_folder(folder);
    bool has = comma(folder);
    kiln_session *s = open_eager();
    kiln_tensor *x = ROW(s, KILN_F64, double, 0.1, -2.5, 1e10 / 3);
    static const int modes[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    CHECK_OK(kiln_eval(KILN_LIST(x)));
    for (int i = 0; i < 4; i++) {
        fesetround(modes[i]);
        PRINTS(
            x, NULL,
            "f64[3] [ 1.0000000000000000e-01, -2.5000000000000000e+00,  3.3333333333333335e+09]");
        CHECK_EQ(fegetround(), modes[i]);
    }
    fesetround(FE_TONEAREST);
    _mm_setcsr(_mm_getcsr() & ~_MM_MASK_MASK);
    PRINTS(ROW(s, KILN_F32, float, 0.1f), NULL, "f32[1] [0.1]");
    CHECK_EQ(_mm_getcsr() & _MM_MASK_MASK, 0);
    _mm_setcsr(_mm_getcsr() | _MM_MASK_MASK);
    snprintf(plain, sizeof plain, "%.1f", 0.5);
    if (has) CHECK_STR(plain, "0,5"); /* and the program's locale is as it was */
    kiln_close(s);
    check_unfolder(folder);
    if (!has) cr_skip_test("no locale with a decimal comma is installed, and localedef makes none");
}
