/* SPDX-License-Identifier: Apache-2.0
 * Workloads around matrix products, and the one gather. Rows of bench.h's table. */
#include "bench.h"

#include <math.h>

enum { N = 1024, LAYERS = 8, ROWS = 50000, WIDTH = 256, IDS = 8192 };

static void mm_1024_setup(bench_run *r) {
    bench_normal(r, 0, KILN_SHAPE(N, N));
    bench_normal(r, 1, KILN_SHAPE(N, N));
}

static void mm(bench_run *r) { bench_out(r, kiln_matmul(r->in[0], r->in[1])); }

static void bias_gelu_setup(bench_run *r) {
    bench_normal(r, 0, KILN_SHAPE(512, 1024));
    bench_normal(r, 1, KILN_SHAPE(1024, 4096));
    bench_normal(r, 2, KILN_SHAPE(4096));
}

static void bias_gelu(bench_run *r) {
    bench_out(r, kiln_gelu(kiln_linear(r->in[0], kiln_t(r->in[1]), r->in[2]), "tanh"));
}

static void small_setup(bench_run *r) {
    bench_normal(r, 0, KILN_SHAPE(64, 64));
    for (int i = 1; i <= LAYERS; i++) /* scaled so that eight layers neither vanish nor overflow */
        bench_state(r, i,
                    kiln_mul(kiln_counter_normal(r->s, 2000 + i, KILN_F32, KILN_SHAPE(64, 64)),
                             sqrt(2.0 / 64)));
}

static void small(bench_run *r) {
    kiln_tensor *h = r->in[0];
    for (int i = 1; i <= LAYERS; i++) h = kiln_relu(kiln_matmul(h, r->in[i]));
    bench_out(r, h);
}

static void skinny_setup(bench_run *r) {
    bench_normal(r, 0, KILN_SHAPE(8, 1024));
    bench_normal(r, 1, KILN_SHAPE(1024, 4096));
}

static void attention_setup(bench_run *r) {
    for (int i = 0; i < 3; i++) bench_normal(r, i, KILN_SHAPE(4, 8, 512, 64));
}

static void attention(bench_run *r) {
    kiln_tensor *scores = kiln_mul(kiln_matmul(r->in[0], kiln_transpose(r->in[1], 2, 3)), 1.0 / 8);
    bench_out(r, kiln_matmul(kiln_softmax(scores, -1), r->in[2]));
}

static void embedding_setup(bench_run *r) {
    bench_normal(r, 0, KILN_SHAPE(ROWS, WIDTH));
    bench_index(r, 1, ROWS, KILN_SHAPE(IDS));
    bench_normal(r, 2, KILN_SHAPE(IDS, WIDTH));
}

static void embedding(bench_run *r) {
    kiln_tensor *rows = kiln_index_select(r->in[0], 0, r->in[1]), *g;
    kiln_vjp(rows, r->in[2], kiln_list_from(1, r->in), &g);
    bench_out(r, rows);
    bench_out(r, g);
}

const workload product_workloads[] = {
    {.id = "mm_1024",
     .what = "1024 x 1024 by 1024 x 1024, beside OpenBLAS",
     .flops = 2147e6,
     .bytes = 12.58e6,
     .traffic = COPIES,
     .setup = mm_1024_setup,
     .record = mm,
     .peer = {N, N, N}},
    {.id = "mm_bias_gelu",
     .what = "gelu(x W + b), 512 x 1024 by 1024 x 4096",
     .flops = 4354e6,
     .bytes = 27.26e6,
     .traffic = COPIES,
     .setup = bias_gelu_setup,
     .record = bias_gelu},
    {.id = "mm_small",
     .what = "eight layers of relu(h W), 64 x 64",
     .flops = 4.194e6,
     .bytes = 163800,
     .setup = small_setup,
     .record = small},
    {.id = "mm_skinny",
     .what = "8 x 1024 by 1024 x 4096, beside OpenBLAS",
     .flops = 67.11e6,
     .bytes = 16.94e6,
     .traffic = READS,
     .setup = skinny_setup,
     .record = mm,
     .peer = {8, 4096, 1024}},
    {.id = "attn",
     .what = "softmax(q k' / 8) v, 32 heads of 512 x 64",
     .flops = 2332e6,
     .bytes = 16.78e6,
     .traffic = COPIES,
     .setup = attention_setup,
     .record = attention},
    {.id = "gather_embed",
     .what = "8192 rows of a 50000 x 256 table and the table's gradient",
     .flops = 4.194e6,
     .bytes = 76.37e6,
     .traffic = COPIES,
     .setup = embedding_setup,
     .record = embedding},
    {.id = NULL},
};
