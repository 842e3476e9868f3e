/* SPDX-License-Identifier: Apache-2.0
 * Public learning-rate schedules, PyTorch's closed forms. They know nothing of sessions. */
#include "kiln/schedule.h"

#include <math.h>
#include <stdbool.h>

#include "frontend/core/frontend.h"
#include "reference/ref_math.h"

#define PI 3.14159265358979323846

static bool sound(double rate, int64_t step, int64_t length) {
    return isfinite(rate) && step >= 0 && length >= 1;
}

/* PyTorch's pow, of Python floats, at the exponents where it is exact. */
static double power(double gamma, int64_t n) {
    return n == 0 ? 1 : n == 1 ? gamma : ref_f64_pow(gamma, (double)n);
}

double kiln_rate_step(double rate, int64_t step, int64_t every, double gamma) {
    FE_DOOR;
    return sound(rate, step, every) ? rate * power(gamma, step / every) : NAN;
}

double kiln_rate_multi_step(double rate, int64_t step, const int64_t *milestones, size_t count,
                            double gamma) {
    FE_DOOR;
    int64_t passed = 0;
    if (!sound(rate, step, 1) || (milestones == NULL && count > 0)) return NAN;
    for (size_t i = 0; i < count; i++) passed += milestones[i] <= step;
    return rate * power(gamma, passed);
}

double kiln_rate_exponential(double rate, int64_t step, double gamma) {
    FE_DOOR;
    return sound(rate, step, 1) ? rate * power(gamma, step) : NAN;
}

double kiln_rate_cosine(double rate, int64_t step, int64_t length, double least) {
    FE_DOOR;
    if (!sound(rate, step, length)) return NAN;
    return least + (rate - least) * (1 + ref_f64_cos(PI * (double)step / (double)length)) / 2;
}

double kiln_rate_warmup(double rate, int64_t step, int64_t length, double start) {
    FE_DOOR;
    if (!sound(rate, step, length)) return NAN;
    double part = (double)(step < length ? step : length);
    return rate * (start + (1 - start) * part / (double)length);
}

static double half_cosine(double from, double to, double part) {
    return to + (from - to) / 2 * (1 + ref_f64_cos(PI * part));
}

double kiln_rate_one_cycle(double most, int64_t step, int64_t total, double up, double div,
                           double final_div) {
    FE_DOOR;
    if (!sound(most, step, total) || !(up >= 0 && up <= 1) || !(div > 0) || !(final_div > 0))
        return NAN;
    double at = (double)(step < total ? step : total - 1), top = up * (double)total - 1,
           first = most / div;
    if (at <= top) return half_cosine(first, most, top > 0 ? at / top : 1);
    double rest = (double)total - 1 - top;
    return half_cosine(most, first / final_div, rest > 0 ? (at - top) / rest : 1);
}
