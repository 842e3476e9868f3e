/* SPDX-License-Identifier: Apache-2.0
 * Workloads that reduce: sums, softmax, layer norm, cross-entropy, with their derivatives. Rows of
 * bench.h's table. */
#include "bench.h"

enum { COUNT = 16777216, SIDE = 4096, ROWS = 8192, WIDTH = 1024, CLASSES = 1000 };

static void vector_setup(bench_run *r) { bench_normal(r, 0, KILN_SHAPE(COUNT)); }
static void square_setup(bench_run *r) { bench_normal(r, 0, KILN_SHAPE(SIDE, SIDE)); }

static void sumsq(bench_run *r) {
    bench_out(r, kiln_sum(kiln_mul(r->in[0], r->in[0]), KILN_ALL_AXES, false));
}

static void rows(bench_run *r) {
    bench_out(r, kiln_mean(r->in[0], KILN_AXES(1), false));
    bench_out(r, kiln_var(r->in[0], KILN_AXES(1), 0, false));
}

static void columns(bench_run *r) { bench_out(r, kiln_sum(r->in[0], KILN_AXES(0), false)); }

static void cumsum_rows(bench_run *r) { bench_out(r, kiln_cumsum(r->in[0], 1)); }

static void softmax(bench_run *r) { bench_out(r, kiln_softmax(r->in[0], 1)); }

static void layernorm_setup(bench_run *r) {
    bench_normal(r, 0, KILN_SHAPE(ROWS, WIDTH));
    bench_normal(r, 1, KILN_SHAPE(WIDTH));
    bench_normal(r, 2, KILN_SHAPE(WIDTH));
}

static void layernorm(bench_run *r) {
    bench_out(r,
              kiln_layer_norm(r->in[0], KILN_SHAPE(kiln_extent(r->in[0], -1)), r->in[1], r->in[2]));
}

static void layernorm_fb_setup(bench_run *r) {
    layernorm_setup(r);
    bench_normal(r, 3, KILN_SHAPE(ROWS, WIDTH));
}

static void layernorm_fb(bench_run *r) {
    kiln_tensor *y = kiln_layer_norm(r->in[0], KILN_SHAPE(kiln_extent(r->in[0], -1)), r->in[1],
                                     r->in[2]),
                *g[3];
    kiln_vjp(y, r->in[3], kiln_list_from(3, r->in), g);
    bench_out(r, y);
    for (int i = 0; i < 3; i++) bench_out(r, g[i]);
}

static void xent_setup(bench_run *r) {
    bench_normal(r, 0, KILN_SHAPE(ROWS, CLASSES));
    bench_index(r, 1, CLASSES, KILN_SHAPE(ROWS));
}

static void xent_fb(bench_run *r) {
    kiln_tensor *loss = kiln_cross_entropy(r->in[0], r->in[1]), *g;
    kiln_grad(loss, kiln_list_from(1, r->in), &g);
    bench_out(r, loss);
    bench_out(r, g);
}

const workload reduction_workloads[] = {
    {.id = "red_sumsq",
     .what = "sum of squares of 16 M",
     .flops = 33.55e6,
     .bytes = 67.11e6,
     .traffic = READS,
     .setup = vector_setup,
     .record = sumsq},
    {.id = "red_rows",
     .what = "mean and variance of 4096 rows of 4096",
     .flops = 67.11e6,
     .bytes = 67.14e6,
     .traffic = READS,
     .setup = square_setup,
     .record = rows},
    {.id = "red_cols",
     .what = "sums of 4096 columns of 4096",
     .flops = 16.78e6,
     .bytes = 67.13e6,
     .traffic = READS,
     .setup = square_setup,
     .record = columns},
    {.id = "cumsum_rows",
     .what = "running sums of 4096 rows of 4096",
     .flops = 16.78e6,
     .bytes = 134.2e6,
     .traffic = COPIES,
     .setup = square_setup,
     .record = cumsum_rows},
    {.id = "softmax",
     .what = "softmax of 4096 rows of 4096",
     .flops = 369.1e6,
     .bytes = 134.2e6,
     .traffic = COPIES,
     .setup = square_setup,
     .record = softmax},
    {.id = "layernorm",
     .what = "layer norm of 8192 rows of 1024",
     .flops = 67.11e6,
     .bytes = 67.11e6,
     .traffic = COPIES,
     .setup = layernorm_setup,
     .record = layernorm},
    {.id = "layernorm_fb",
     .what = "the same with its vector-Jacobian product",
     .flops = 167.8e6,
     .bytes = 134.2e6,
     .traffic = COPIES,
     .setup = layernorm_fb_setup,
     .record = layernorm_fb},
    {.id = "xent_fb",
     .what = "cross-entropy of 8192 rows of 1000 classes and its gradient",
     .flops = 180.2e6,
     .bytes = 65.54e6,
     .traffic = COPIES,
     .setup = xent_setup,
     .record = xent_fb},
    {.id = NULL},
};
