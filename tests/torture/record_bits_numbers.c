/* SPDX-License-Identifier: Apache-2.0
 * Generated numbers, made of bits. Called by record_bits_case.c and record_bits_random.c. */
#include "record_bits.h"

#include <string.h>

/* Steele, Lea, Flood: SplitMix64. */
uint64_t rb_next(rb_numbers *r) {
    uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

size_t rb_below(rb_numbers *r, size_t n) {
    uint64_t z = rb_next(r) >> 8;
    return n > 0 ? (size_t)(z % n) : 0;
}

bool rb_one_in(rb_numbers *r, size_t n) { return rb_below(r, n) == 0; }

bool rb_is_float(kiln_dtype d) {
    return d == KILN_F16 || d == KILN_BF16 || d == KILN_F32 || d == KILN_F64;
}

/* Sign, exponent bits and fraction bits of a dtype. */
typedef struct layout {
    int exponent, fraction;
} layout;

static layout layout_of(kiln_dtype d) {
    switch (d) {
    case KILN_F16: return (layout){5, 10};
    case KILN_BF16: return (layout){8, 7};
    case KILN_F32: return (layout){8, 23};
    default: return (layout){11, 52};
    }
}

/* Zeros, infinities, NaNs with and without a payload, the least and largest of normal and denormal
 * numbers; else a power of two. */
static uint64_t special_bits(rb_numbers *r, layout l, uint64_t one) {
    uint64_t top = ((UINT64_C(1) << l.exponent) - 1) << l.fraction, quiet = UINT64_C(1)
                                                                            << (l.fraction - 1);
    switch (rb_below(r, 12)) {
    case 0:
    case 1: return 0;
    case 2: return top;
    case 3: return top | quiet;
    case 4: return top | quiet | 1;
    case 5: return 1;
    case 6: return (UINT64_C(1) << l.fraction) - 1;
    case 7: return UINT64_C(1) << l.fraction;
    case 8: return top - 1;
    default: return one + ((rb_below(r, 5) - UINT64_C(2)) << l.fraction);
    }
}

uint64_t rb_float_bits(rb_numbers *r, kiln_dtype dtype, rb_style style) {
    layout l = layout_of(dtype);
    uint64_t sign = (uint64_t)rb_below(r, 2) << (l.exponent + l.fraction);
    uint64_t one = ((UINT64_C(1) << (l.exponent - 1)) - 1) << l.fraction;
    if (style == RB_SPECIAL && rb_one_in(r, 3)) return sign | special_bits(r, l, one);
    if (style == RB_COARSE && rb_one_in(r, 6)) return sign;
    uint64_t exponent = rb_below(r, 5), fraction = rb_next(r) >> (64 - l.fraction);
    if (style == RB_COARSE) fraction &= UINT64_C(1) << (l.fraction - 1);
    return sign | (one + ((exponent - UINT64_C(3)) << l.fraction)) | fraction; /* 1/8 to below 4 */
}

double rb_double(rb_numbers *r, rb_style style) {
    uint64_t bits = rb_float_bits(r, KILN_F64, style);
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}
