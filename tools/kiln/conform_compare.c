/* SPDX-License-Identifier: Apache-2.0
 * Compares one tensor with the oracle's, as the fixture format says: in double, integers exactly, a
 * tolerance of 0/0 bit for bit. Called by conform_worker.c. */
#include "conform.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bits of the mantissa below the leading one, and the exponents of the smallest and the largest
 * normal number. */
typedef struct form {
    int mantissa, least, most;
} form;

static const form *form_of(kiln_dtype d) {
    static const form f16 = {10, -14, 15}, bf16 = {7, -126, 127}, f32 = {23, -126, 127},
                      f64 = {52, -1022, 1023};
    return d == KILN_F16    ? &f16
           : d == KILN_BF16 ? &bf16
           : d == KILN_F32  ? &f32
           : d == KILN_F64  ? &f64
                            : NULL;
}

static double half_value(uint16_t h) {
    int exponent = h >> 10 & 31, mantissa = h & 1023;
    double v = exponent == 31  ? (mantissa != 0 ? (double)NAN : (double)INFINITY)
               : exponent == 0 ? ldexp(mantissa, -24)
                               : ldexp(mantissa + 1024, exponent - 25);
    return h >> 15 ? -v : v;
}

static double brain_value(uint16_t h) {
    uint32_t bits = (uint32_t)h << 16;
    float f;
    memcpy(&f, &bits, sizeof f);
    return (double)f;
}

static uint64_t element_bits(const void *data, size_t i, size_t size) {
    uint64_t bits = 0;
    memcpy(&bits, (const char *)data + i * size, size); /* little-endian, as the files are */
    return bits;
}

static int64_t integer_at(const void *data, size_t i, kiln_dtype d) {
    uint64_t bits = element_bits(data, i, kiln_dtype_size(d));
    switch (d) {
    case KILN_I8: return (int8_t)bits;
    case KILN_I16: return (int16_t)bits;
    case KILN_I32: return (int32_t)bits;
    default: return (int64_t)bits;
    }
}

static double number_at(const void *data, size_t i, kiln_dtype d) {
    const char *p = (const char *)data + i * kiln_dtype_size(d);
    double f64;
    float f32;
    uint16_t h;
    switch (d) {
    case KILN_F64: memcpy(&f64, p, sizeof f64); return f64;
    case KILN_F32: memcpy(&f32, p, sizeof f32); return (double)f32;
    case KILN_F16: memcpy(&h, p, sizeof h); return half_value(h);
    case KILN_BF16: memcpy(&h, p, sizeof h); return brain_value(h);
    default: return (double)integer_at(data, i, d);
    }
}

/* |ours - oracle| in units of the last place of the oracle's value; infinity counts as the power of
 * two above the largest number. NaN when one of them is NaN. */
static double ulps(double ours, double oracle, const form *f) {
    if (isnan(ours) || isnan(oracle)) return isnan(ours) && isnan(oracle) ? 0 : (double)NAN;
    if (ours == oracle) return 0;
    /* Halved, so that 2^1024 is a number. */
    double top = ldexp(1, f->most);
    double a = isinf(ours) ? copysign(top, ours) : ours / 2,
           b = isinf(oracle) ? copysign(top, oracle) : oracle / 2;
    int exponent = b != 0 ? ilogb(b) + 1 : f->least;
    if (exponent < f->least) exponent = f->least;
    if (exponent > f->most) exponent = f->most;
    double distance = ldexp(fabs(a - b), f->mantissa + 1 - exponent);
    return distance < DBL_MAX ? distance : DBL_MAX;
}

static void write_number(char *out, size_t size, const void *data, size_t i, kiln_dtype d) {
    if (data == NULL)
        snprintf(out, size, "0");
    else if (d == KILN_BOOL)
        snprintf(out, size, "%s", integer_at(data, i, d) ? "true" : "false");
    else if (form_of(d) == NULL)
        snprintf(out, size, "%lld", (long long)integer_at(data, i, d));
    else if (isnan(number_at(data, i, d)))
        snprintf(out, size, "nan");
    else
        snprintf(out, size, "%a", number_at(data, i, d));
}

static bool close_enough(double ours, double oracle, cf_tolerance t) {
    if (isnan(ours) || isnan(oracle)) return isnan(ours) && isnan(oracle);
    if (isinf(ours) || isinf(oracle)) return ours == oracle;
    return fabs(ours - oracle) <= t.atol + t.rtol * fabs(oracle);
}

static void place(cf_difference *d, const kiln_st_entry *e, size_t i) {
    if (e->rank > KILN_MAX_RANK) return; /* only zeros can be compared with it */
    d->rank = e->rank;
    for (int k = e->rank - 1; k >= 0; k--) {
        d->index[k] = (int64_t)(i % (size_t)e->shape[k]);
        i /= (size_t)e->shape[k];
    }
}

static bool same_type(const kiln_st_entry *oracle, const cf_bits *ours, cf_difference *d) {
    bool same = oracle->dtype == ours->dtype && oracle->rank == ours->rank;
    for (int k = 0; k < oracle->rank && same; k++) same = oracle->shape[k] == ours->extent[k];
    if (same) return true;
    char a[300], b[300];
    snprintf(d->message, sizeof d->message, "ours is %s, the oracle's %s",
             type_text(a, sizeof a, ours->dtype, ours->rank, ours->extent),
             type_text(b, sizeof b, oracle->dtype, oracle->rank, oracle->shape));
    return false;
}

/* One element; *excess is how bad it is, for choosing the worst. ours NULL: zeros. */
static bool element_fits(const kiln_st_entry *oracle, const void *ours, size_t i, cf_tolerance t,
                         double *excess, double *distance) {
    kiln_dtype d = oracle->dtype;
    const form *f = form_of(d);
    if (f == NULL) {
        int64_t a = ours != NULL ? integer_at(ours, i, d) : 0, b = integer_at(oracle->data, i, d);
        *distance = a == b ? 0 : fabs((double)a - (double)b);
        *excess = 0;
        return a == b;
    }
    double a = ours != NULL ? number_at(ours, i, d) : 0, b = number_at(oracle->data, i, d);
    *distance = ulps(a, b, f);
    *excess = isnan(*distance) ? (double)INFINITY : *distance;
    if (t.rtol == 0 && t.atol == 0 && ours != NULL && !(isnan(a) && isnan(b)))
        return element_bits(ours, i, kiln_dtype_size(d)) ==
               element_bits(oracle->data, i, kiln_dtype_size(d));
    return close_enough(a, b, t);
}

static bool compare(const kiln_st_entry *oracle, const void *ours, cf_tolerance t, cf_difference *d,
                    double *worst_ulp) {
    size_t n = oracle->nbytes / kiln_dtype_size(oracle->dtype), worst = n, wrong = 0;
    double worst_excess = -1, worst_distance = 0;
    for (size_t i = 0; i < n; i++) {
        double excess, distance;
        bool fits = element_fits(oracle, ours, i, t, &excess, &distance);
        if (worst_ulp != NULL && form_of(oracle->dtype) != NULL && distance > *worst_ulp)
            *worst_ulp = distance;
        if (fits) continue;
        wrong++;
        if (excess <= worst_excess) continue;
        worst = i;
        worst_excess = excess;
        worst_distance = distance;
    }
    if (worst == n) return true;
    place(d, oracle, worst);
    write_number(d->ours, sizeof d->ours, ours, worst, oracle->dtype);
    write_number(d->oracle, sizeof d->oracle, oracle->data, worst, oracle->dtype);
    d->ulp = worst_distance;
    snprintf(d->message, sizeof d->message, "%zu of %zu elements differ", wrong, n);
    return false;
}

bool cf_compare(const kiln_st_entry *oracle, const cf_bits *ours, cf_tolerance t, cf_difference *d,
                double *worst_ulp) {
    return same_type(oracle, ours, d) && compare(oracle, ours->data, t, d, worst_ulp);
}

bool cf_compare_grad(const kiln_st_entry *oracle, const cf_bits *ours, cf_tolerance t,
                     cf_difference *d) {
    if (oracle != NULL)
        return ours->present ? cf_compare(oracle, ours, t, d, NULL)
                             : compare(oracle, NULL, t, d, NULL);
    if (!ours->present) return true;
    kiln_st_entry zero = {
        .dtype = ours->dtype, .rank = ours->rank, .shape = ours->extent, .nbytes = ours->nbytes};
    void *zeros = zero.nbytes > 0 ? calloc(1, zero.nbytes) : NULL;
    bool ok = zero.nbytes == 0;
    zero.data = zeros;
    if (zeros != NULL) ok = compare(&zero, ours->data, (cf_tolerance){0, DBL_TRUE_MIN}, d, NULL);
    if (!ok) snprintf(d->message, sizeof d->message, "the oracle has no gradient here");
    free(zeros);
    return ok;
}
