/* SPDX-License-Identifier: Apache-2.0
 * Products that OpenBLAS computed, at places spread over the result. It adds in another order: |c -
 * c'| <= 2 gamma_k |A||B|, the bound of two sums of k products, each within gamma_k of the exact
 * one. Infinities and NaNs are left out: their place may depend on the order. Called by sample.c.
 */
#include <math.h>

#include "runtime/sample.h"

enum { PLACES = 64 };

typedef struct chain {
    double sum, magnitudes;
} chain;

/* fma in order of k, from zero, in the dtype; and the sum of magnitudes. */
static chain chain_f32(const plan_step *st, const float *a, const float *b) {
    float sum = 0;
    double magnitudes = 0;
    for (int64_t k = 0; k < st->k; k++, a += st->a_stride[2], b += st->b_stride[1]) {
        sum = fmaf(*a, *b, sum);
        magnitudes += fabs((double)*a * (double)*b);
    }
    return (chain){(double)sum, magnitudes};
}

static chain chain_f64(const plan_step *st, const double *a, const double *b) {
    chain c = {0, 0};
    for (int64_t k = 0; k < st->k; k++, a += st->a_stride[2], b += st->b_stride[1]) {
        c.sum = fma(*a, *b, c.sum);
        c.magnitudes += fabs(*a * *b);
    }
    return c;
}

static chain chain_at(const plan_step *st, kiln_dtype dtype, void *const *bufs, int64_t place) {
    int64_t col = place % st->n, row = place / st->n % st->m, batch = place / st->n / st->m;
    int64_t a = batch * st->a_stride[0] + row * st->a_stride[1],
            b = batch * st->b_stride[0] + col * st->b_stride[2];
    if (dtype == KILN_F32)
        return chain_f32(st, (const float *)bufs[0] + a, (const float *)bufs[1] + b);
    return chain_f64(st, (const double *)bufs[0] + a, (const double *)bufs[1] + b);
}

static int64_t place_of(int i, int64_t total, uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return i == 0 ? 0 : i == 1 ? total - 1 : (int64_t)((*state >> 11) % (uint64_t)total);
}

kiln_status sample_blas(rt_engine *e, const plan *p, const plan_step *st, uint64_t *samples,
                        kn_text *why) {
    void *bufs[KERNEL_MAX_LEAVES + KERNEL_MAX_OUTPUTS];
    kiln_dtype dtype = (kiln_dtype)p->kernels[st->kernel].spec->leaf[0].dtype;
    size_t size = kiln_dtype_size(dtype);
    double u = (double)st->k * (dtype == KILN_F32 ? 0x1p-24 : 0x1p-53),
           least = dtype == KILN_F32 ? 0x1p-149 : 0x1p-1074;
    int64_t total = st->batch * st->m * st->n;
    uint64_t state = UINT64_C(0x2545f4914f6cdd1d);
    if (total == 0 || (dtype != KILN_F32 && dtype != KILN_F64)) return KILN_OK;
    rt_step_buffers(e, st, bufs);
    for (int i = 0; i < PLACES; i++, ++*samples) {
        int64_t place = place_of(i, total, &state);
        uint64_t bits = 0;
        memcpy(&bits, (const char *)bufs[2] + (size_t)place * size, size);
        chain c = chain_at(st, dtype, bufs, place);
        double got = ir_value_of(dtype, bits);
        double allowed = 2 * u / (1 - u) * c.magnitudes * (1 + 0x1p-20) + 2 * (double)st->k * least;
        if (!isfinite(c.magnitudes) || !isfinite(c.sum) || !isfinite(got) || u >= 1 ||
            fabs(c.sum - got) <= allowed)
            continue;
        kn_text_add(why, "step %zu (", (size_t)(st - p->steps));
        ir_print_node(&p->graph, st->node, why);
        kn_text_add(why, ") by OpenBLAS is off by %a at element %lld, allowed are %a",
                    fabs(c.sum - got), (long long)place, allowed);
        return KILN_MISMATCH;
    }
    return KILN_OK;
}
