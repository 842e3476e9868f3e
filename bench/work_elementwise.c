/* SPDX-License-Identifier: Apache-2.0
 * Elementwise workloads: one pass over memory with more or less arithmetic. Rows of bench.h's
 * table. */
#include "bench.h"

enum { AXPBY = 16777216, OPTIONS = 4194304, SIDE = 4096 };

static void axpby_setup(bench_run *r) {
    bench_normal(r, 0, KILN_SHAPE(AXPBY));
    bench_normal(r, 1, KILN_SHAPE(AXPBY));
}

static void axpby(bench_run *r) {
    kiln_tensor *sum = kiln_add(kiln_mul(r->in[0], 1.5), kiln_mul(r->in[1], -0.75));
    bench_out(r, kiln_add(sum, 0.25));
}

static void square_setup(bench_run *r) { bench_normal(r, 0, KILN_SHAPE(SIDE, SIDE)); }

static void gelu(bench_run *r) { bench_out(r, kiln_gelu(r->in[0], "tanh")); }

static void blackscholes_setup(bench_run *r) {
    bench_uniform(r, 0, 10, 50, KILN_SHAPE(OPTIONS));
    bench_uniform(r, 1, 10, 50, KILN_SHAPE(OPTIONS));
    bench_uniform(r, 2, 0.2, 2, KILN_SHAPE(OPTIONS));
}

static kiln_tensor *normal_cdf(kiln_tensor *d) {
    return kiln_add(kiln_mul(kiln_erf(kiln_mul(d, 0.7071067811865476)), 0.5), 0.5);
}

static void blackscholes(bench_run *r) {
    const double rate = 0.02, sigma = 0.3;
    kiln_tensor *S = r->in[0], *K = r->in[1], *T = r->in[2];
    kiln_tensor *q = kiln_mul(kiln_sqrt(T), sigma);
    kiln_tensor *d1 =
        kiln_div(kiln_add(kiln_log(kiln_div(S, K)), kiln_mul(T, rate + sigma * sigma / 2)), q);
    kiln_tensor *n1 = normal_cdf(d1), *n2 = normal_cdf(kiln_sub(d1, q));
    kiln_tensor *k = kiln_mul(K, kiln_exp(kiln_mul(T, -rate)));
    bench_out(r, kiln_sub(kiln_mul(S, n1), kiln_mul(k, n2)));
    bench_out(r, kiln_sub(kiln_mul(k, kiln_sub(1, n2)), kiln_mul(S, kiln_sub(1, n1))));
}

static void chain_data(bench_run *r, int64_t n) {
    bench_normal(r, 0, KILN_SHAPE(n, n));
    bench_normal(r, 1, KILN_SHAPE(1, n));
    bench_normal(r, 2, KILN_SHAPE(n, 1));
}

static void chain16_setup(bench_run *r) { chain_data(r, 2048); }
static void small_setup(bench_run *r) { chain_data(r, 32); }

static void chain16(bench_run *r) {
    kiln_tensor *x = r->in[0], *row = r->in[1], *column = r->in[2];
    kiln_tensor *t1 = kiln_add(x, row), *t2 = kiln_mul(t1, column), *t3 = kiln_sub(t2, 0.5);
    kiln_tensor *t5 = kiln_add(kiln_abs(t3), 1.0), *t7 = kiln_mul(kiln_sqrt(t5), x);
    kiln_tensor *t9 = kiln_clamp_max(kiln_clamp_min(t7, -1.0), 2.0), *t10 = kiln_mul(t9, t9);
    kiln_tensor *t12 = kiln_mul(kiln_add(t10, row), 0.25), *t14 = kiln_neg(kiln_div(t12, t5));
    bench_out(r, kiln_mul(kiln_add(t14, column), t1));
}

static void transpose_setup(bench_run *r) {
    bench_normal(r, 0, KILN_SHAPE(SIDE, SIDE));
    bench_normal(r, 1, KILN_SHAPE(SIDE, SIDE));
}

static void transpose_add(bench_run *r) { bench_out(r, kiln_add(r->in[0], kiln_t(r->in[1]))); }

const workload elementwise_workloads[] = {
    {.id = "ew_axpby",
     .what = "1.5 x - 0.75 y + 0.25 of 16 M",
     .flops = 67.11e6,
     .bytes = 201.3e6,
     .traffic = COPIES,
     .setup = axpby_setup,
     .record = axpby},
    {.id = "ew_gelu",
     .what = "gelu (tanh) of 4096 x 4096",
     .flops = 469.8e6,
     .bytes = 134.2e6,
     .traffic = COPIES,
     .setup = square_setup,
     .record = gelu},
    {.id = "ew_blackscholes",
     .what = "call and put prices of 4 M options",
     .flops = 511.7e6,
     .bytes = 83.89e6,
     .traffic = COPIES,
     .setup = blackscholes_setup,
     .record = blackscholes},
    {.id = "ew_chain16",
     .what = "16 ops on 2048 x 2048, a row and a column",
     .flops = 67.11e6,
     .bytes = 33.57e6,
     .traffic = COPIES,
     .setup = chain16_setup,
     .record = chain16},
    {.id = "ew_small",
     .what = "the same on 32 x 32: overhead, not arithmetic",
     .flops = 16384,
     .bytes = 8448,
     .setup = small_setup,
     .record = chain16},
    {.id = "transpose_add",
     .what = "x + transposed y, 4096 x 4096",
     .flops = 16.78e6,
     .bytes = 201.3e6,
     .traffic = COPIES,
     .setup = transpose_setup,
     .record = transpose_add},
    {.id = NULL},
};
