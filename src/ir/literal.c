/* SPDX-License-Identifier: Apache-2.0
 * Values as bits, numbers and text. Called by the builder for constants, by passes that fold, and
 * by the text form. No locale reaches it. */
#define _GNU_SOURCE /* strtod_l */
#include "ir/draft.h"
#include "ir/order.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- bits and numbers */

static int64_t clamp_int(int64_t v, int64_t least, int64_t most) {
    return v < least ? least : v > most ? most : v;
}

static uint64_t int_bits(kiln_dtype dtype, int64_t v) {
    switch (dtype) {
    case KILN_BOOL: return v != 0;
    case KILN_U8: return (uint64_t)clamp_int(v, 0, UINT8_MAX);
    case KILN_I8: return (uint8_t)clamp_int(v, INT8_MIN, INT8_MAX);
    case KILN_I16: return (uint16_t)clamp_int(v, INT16_MIN, INT16_MAX);
    case KILN_I32: return (uint32_t)clamp_int(v, INT32_MIN, INT32_MAX);
    default: return (uint64_t)v;
    }
}

static uint64_t f32_bits(float v) {
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}

static uint64_t f64_bits(double v) {
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}

static double f64_of(uint64_t bits) {
    double v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

uint64_t ir_bits_of(kiln_dtype dtype, double value) {
    if (dtype == KILN_F32) return f32_bits((float)value);
    if (dtype == KILN_F64) return f64_bits(value);
    if (ir_dtype_is(dtype, IR_DT_HALF)) return ir_half_of(dtype, (float)value);
    if (dtype == KILN_BOOL) return value != 0;
    if (value != value) return 0;
    int64_t v = value >= 0x1p63 ? INT64_MAX : value < -0x1p63 ? INT64_MIN : (int64_t)value;
    return int_bits(dtype, v);
}

uint64_t ir_bits_of_i64(kiln_dtype dtype, int64_t value) {
    if (dtype == KILN_F32) return f32_bits((float)value);
    if (dtype == KILN_F64) return f64_bits((double)value);
    if (ir_dtype_is(dtype, IR_DT_HALF)) return ir_half_of(dtype, (float)value);
    return int_bits(dtype, value);
}

int64_t ir_int_of(kiln_dtype dtype, uint64_t bits) {
    switch (dtype) {
    case KILN_I8: return (int8_t)(uint8_t)bits;
    case KILN_I16: return (int16_t)(uint16_t)bits;
    case KILN_I32: return (int32_t)(uint32_t)bits;
    default: return (int64_t)bits;
    }
}

double ir_value_of(kiln_dtype dtype, uint64_t bits) {
    if (dtype == KILN_F64) return f64_of(bits);
    if (ir_dtype_is(dtype, IR_DT_HALF)) return (double)ir_half_value(dtype, (uint16_t)bits);
    if (dtype != KILN_F32) return (double)ir_int_of(dtype, bits);
    uint32_t low = (uint32_t)bits;
    float v;
    memcpy(&v, &low, sizeof v);
    return v;
}

uint64_t ir_nan_of(kiln_dtype dtype) {
    switch (dtype) {
    case KILN_F16: return ORDER_NAN_F16;
    case KILN_BF16: return ORDER_NAN_BF16;
    case KILN_F32: return ORDER_NAN_F32;
    default: return ORDER_NAN_F64;
    }
}

bool ir_bits_fit(kiln_dtype dtype, uint64_t bits) {
    size_t size = kiln_dtype_size(dtype);
    if (dtype == KILN_BOOL) return bits <= 1;
    return size >= 8 || bits >> 8 * size == 0;
}

/* ---- printing */

static void print_double(kn_text *out, double value) {
    uint64_t bits = f64_bits(value), fraction = bits & ((UINT64_C(1) << 52) - 1);
    int exponent = (int)(bits >> 52 & 0x7ff);
    const char *sign = bits >> 63 ? "-" : "";
    if (exponent == 0x7ff) {
        kn_text_add(out, "%sinf", sign);
        return;
    }
    char digits[16];
    int ndigits = fraction ? 13 : 0;
    snprintf(digits, sizeof digits, "%013llx", (unsigned long long)fraction);
    while (ndigits > 0 && digits[ndigits - 1] == '0') ndigits--;
    int power = exponent ? exponent - 1023 : fraction ? -1022 : 0;
    kn_text_add(out, "%s0x%d%s%.*sp%+d", sign, exponent != 0, ndigits ? "." : "", ndigits, digits,
                power);
}

void ir_value_print(kn_text *out, kiln_dtype dtype, uint64_t bits) {
    if (dtype == KILN_BOOL) {
        kn_text_add(out, "%s", bits ? "true" : "false");
    } else if (ir_dtype_is(dtype, IR_DT_REAL)) {
        double value = ir_value_of(dtype, bits);
        if (value == value)
            print_double(out, value);
        else
            kn_text_add(out, "nan:0x%0*llx", 2 * (int)kiln_dtype_size(dtype),
                        (unsigned long long)bits);
    } else {
        kn_text_add(out, "%lld", (long long)ir_int_of(dtype, bits));
    }
}

/* ---- parsing */

static bool is(const char *token, size_t nbytes, const char *word) {
    return strlen(word) == nbytes && memcmp(token, word, nbytes) == 0;
}

static int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

static size_t skip_digits(const char **at, const char *end, int base) {
    const char *from = *at;
    while (*at < end && digit_of(**at) < base) ++*at;
    return (size_t)(*at - from);
}

/* strtod takes more than the text form does (spaces, words, a locale's letters): this is what it
 * may see. */
static bool float_form(const char *at, const char *end) {
    int base = 10;
    if (at < end && (*at == '-' || *at == '+')) at++;
    if (end - at > 2 && at[0] == '0' && (at[1] == 'x' || at[1] == 'X')) {
        base = 16;
        at += 2;
    }
    size_t digits = skip_digits(&at, end, base);
    if (at < end && *at == '.') {
        at++;
        digits += skip_digits(&at, end, base);
    }
    if (digits == 0) return false;
    if (at == end) return base == 10;
    char mark = base == 16 ? 'p' : 'e';
    if ((*at | 0x20) != mark) return false;
    at++;
    if (at < end && (*at == '-' || *at == '+')) at++;
    return skip_digits(&at, end, 10) > 0 && at == end;
}

static const char *parse_nan(kiln_dtype dtype, const char *token, size_t nbytes, uint64_t *bits) {
    static const char expected[] = "expected nan or nan:0x and its bits";
    uint64_t v = 0;
    if (nbytes == 3) {
        *bits = ir_nan_of(dtype);
        return NULL;
    }
    if (nbytes < 7 || memcmp(token, "nan:0x", 6) != 0 || nbytes > 6 + 16) return expected;
    for (size_t i = 6; i < nbytes; i++) {
        if (digit_of(token[i]) > 15) return expected;
        v = v << 4 | (uint64_t)digit_of(token[i]);
    }
    if (!ir_bits_fit(dtype, v)) return "more bits than the dtype has";
    double value = ir_value_of(dtype, v);
    if (value == value) return "these bits are no NaN";
    *bits = v;
    return NULL;
}

static const char *parse_float(kiln_dtype dtype, const char *token, size_t nbytes, uint64_t *bits) {
    char text[128];
    bool minus = nbytes > 0 && token[0] == '-';
    if (is(token + minus, nbytes - minus, "inf")) {
        *bits = ir_bits_of(dtype, minus ? -__builtin_inf() : __builtin_inf());
        return NULL;
    }
    if (nbytes >= 3 && memcmp(token, "nan", 3) == 0) return parse_nan(dtype, token, nbytes, bits);
    if (nbytes >= sizeof text) return "the number is too long";
    if (!float_form(token, token + nbytes)) return "expected a number";
    memcpy(text, token, nbytes);
    text[nbytes] = '\0';
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!c) return "memory ran out";
    *bits =
        ir_bits_of(dtype, dtype == KILN_F64 ? strtod_l(text, NULL, c) : strtof_l(text, NULL, c));
    freelocale(c);
    double value = ir_value_of(dtype, *bits);
    return value - value == 0 ? NULL : "the number is too large for its dtype";
}

static const char *parse_int(kiln_dtype dtype, const char *token, size_t nbytes, uint64_t *bits) {
    bool minus = nbytes > 0 && token[0] == '-';
    if (nbytes == minus) return "expected an integer";
    int64_t v = 0;
    for (size_t i = minus; i < nbytes; i++) {
        int digit = digit_of(token[i]);
        if (digit > 9) return "expected an integer";
        if (!kn_mul_i64(v, 10, &v) || !kn_add_i64(v, minus ? -digit : digit, &v))
            return "the integer is out of range for its dtype";
    }
    *bits = int_bits(dtype, v);
    return ir_int_of(dtype, *bits) == v ? NULL : "the integer is out of range for its dtype";
}

const char *ir_value_parse(kiln_dtype dtype, const char *token, size_t nbytes, uint64_t *bits) {
    if (ir_dtype_is(dtype, IR_DT_REAL)) return parse_float(dtype, token, nbytes, bits);
    if (dtype != KILN_BOOL) return parse_int(dtype, token, nbytes, bits);
    *bits = is(token, nbytes, "true");
    return *bits || is(token, nbytes, "false") ? NULL : "expected true or false";
}
