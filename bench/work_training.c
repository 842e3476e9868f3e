/* SPDX-License-Identifier: Apache-2.0
 * Training steps, recorded anew in every repetition as a user writes them, with the optimiser's
 * state carried on. Rows of bench.h's table. */
#include "bench.h"

#include <math.h>

/* ---- perceptrons: inputs 0 and 1 are pixels and labels, then parameters, then state */

enum { PARAMETERS = 6, FIRST = 2, SECOND = FIRST + PARAMETERS, THIRD = SECOND + PARAMETERS };

static void mlp_setup(bench_run *r, int64_t batch, const int64_t *size) {
    bench_uniform(r, 0, 0, 1, KILN_SHAPE(batch, size[0]));
    bench_index(r, 1, 10, KILN_SHAPE(batch));
    for (int i = 0; i < PARAMETERS; i++) {
        int64_t in = size[i / 2], out = size[i / 2 + 1];
        kiln_tensor *p = i % 2 == 1
                             ? kiln_zeros(r->s, KILN_SHAPE(out))
                             : kiln_mul(kiln_counter_normal(r->s, i, KILN_F32, KILN_SHAPE(in, out)),
                                        sqrt(1.0 / (double)in));
        bench_state(r, FIRST + i, p);
        bench_state(r, SECOND + i, kiln_zeros_like(p));
        bench_state(r, THIRD + i, kiln_zeros_like(p));
    }
}

static void mlp_small_setup(bench_run *r) {
    mlp_setup(r, 128, (const int64_t[]){64, 128, 128, 10});
}
static void mlp_big_setup(bench_run *r) {
    mlp_setup(r, 256, (const int64_t[]){784, 1024, 1024, 10});
}

static void mlp_gradients(bench_run *r, kiln_tensor **g) {
    kiln_tensor **p = r->in + FIRST;
    kiln_tensor *h = kiln_relu(kiln_linear(r->in[0], kiln_t(p[0]), p[1]));
    h = kiln_relu(kiln_linear(h, kiln_t(p[2]), p[3]));
    kiln_tensor *loss = kiln_cross_entropy(kiln_linear(h, kiln_t(p[4]), p[5]), r->in[1]);
    kiln_grad(loss, kiln_list_from(PARAMETERS, p), g);
    bench_out(r, loss);
}

static void mlp_small(bench_run *r) {
    kiln_tensor *g[PARAMETERS];
    mlp_gradients(r, g);
    for (int i = 0; i < PARAMETERS; i++) {
        kiln_sgd_step(r->in[FIRST + i], g[i], r->in[SECOND + i], 0.01, 0.9);
        bench_out(r, r->in[FIRST + i]);
    }
}

static void mlp_big(bench_run *r) {
    kiln_tensor *g[PARAMETERS];
    mlp_gradients(r, g);
    for (int i = 0; i < PARAMETERS; i++) {
        kiln_adam_step(r->in[FIRST + i], g[i], r->in[SECOND + i], r->in[THIRD + i], r->step + 1,
                       (kiln_adam)KILN_ADAM_INIT);
        bench_out(r, r->in[FIRST + i]);
    }
}

/* ---- the optimiser alone, as plain ops */

enum { ADAM = 10000000 };

static void adam_setup(bench_run *r) {
    bench_normal(r, 0, KILN_SHAPE(ADAM));
    bench_normal(r, 1, KILN_SHAPE(ADAM));
    bench_state(r, 2, kiln_zeros(r->s, KILN_SHAPE(ADAM)));
    bench_state(r, 3, kiln_zeros(r->s, KILN_SHAPE(ADAM)));
}

static void adam(bench_run *r) {
    kiln_tensor *p = r->in[0], *g = r->in[1], *m = r->in[2], *v = r->in[3];
    const double rate = 1e-3 / (1 - pow(0.9, 10)), correction = 1 - pow(0.999, 10);
    kiln_tensor *m1 = kiln_add(kiln_mul(m, 0.9), kiln_mul(g, 0.1));
    kiln_tensor *v1 = kiln_add(kiln_mul(v, 0.999), kiln_mul(kiln_mul(g, g), 0.001));
    kiln_tensor *root = kiln_add(kiln_sqrt(kiln_div(v1, correction)), 1e-8);
    kiln_tensor *p1 = kiln_sub(p, kiln_div(kiln_mul(m1, rate), root));
    bench_out(r, kiln_copy_(p, p1));
    bench_out(r, kiln_copy_(m, m1));
    bench_out(r, kiln_copy_(v, v1));
}

/* ---- a transformer block, forward and backward */

enum { B = 4, T = 256, D = 256, HEADS = 4, HEAD = 64, WRT = 13, TARGET = 13 };
enum { X, G1, E1, W_QKV, B_QKV, W_O, B_O, G2, E2, W_1, B_1, W_2, B_2 };

static void weight(bench_run *r, int i, int64_t in, int64_t out) {
    bench_state(r, i,
                kiln_mul(kiln_counter_normal(r->s, 3000 + i, KILN_F32, KILN_SHAPE(in, out)),
                         sqrt(1.0 / (double)in)));
}

static void tblock_setup(bench_run *r) {
    bench_normal(r, X, KILN_SHAPE(B, T, D));
    bench_normal(r, TARGET, KILN_SHAPE(B, T, D));
    const int scale[] = {G1, G2}, shift[] = {E1, E2, B_O, B_2};
    for (int i = 0; i < 2; i++) bench_state(r, scale[i], kiln_ones(r->s, KILN_SHAPE(D)));
    for (int i = 0; i < 4; i++) bench_state(r, shift[i], kiln_zeros(r->s, KILN_SHAPE(D)));
    bench_state(r, B_QKV, kiln_zeros(r->s, KILN_SHAPE(3 * D)));
    bench_state(r, B_1, kiln_zeros(r->s, KILN_SHAPE(4 * D)));
    weight(r, W_QKV, D, 3 * D);
    weight(r, W_O, D, D);
    weight(r, W_1, D, 4 * D);
    weight(r, W_2, 4 * D, D);
}

static void tblock(bench_run *r) {
    kiln_tensor **p = r->in, *part[3], *g[WRT];
    kiln_tensor *h = kiln_layer_norm(p[X], KILN_SHAPE(kiln_extent(p[X], -1)), p[G1], p[E1]);
    kiln_tensor *qkv =
        kiln_reshape(kiln_linear(h, kiln_t(p[W_QKV]), p[B_QKV]), KILN_SHAPE(B, T, 3, HEADS, HEAD));
    for (int i = 0; i < 3; i++)
        part[i] = kiln_transpose(kiln_select(qkv, 2, i), 1, 2); /* [B, HEADS, T, HEAD] */
    kiln_tensor *scores = kiln_mul(kiln_matmul(part[0], kiln_transpose(part[1], 2, 3)), 1.0 / 8);
    kiln_tensor *mixed = kiln_transpose(kiln_matmul(kiln_softmax(scores, -1), part[2]), 1, 2);
    kiln_tensor *x1 = kiln_add(p[X], kiln_linear(kiln_reshape(mixed, KILN_SHAPE(B, T, D)),
                                                 kiln_t(p[W_O]), p[B_O]));
    kiln_tensor *inner =
        kiln_linear(kiln_layer_norm(x1, KILN_SHAPE(kiln_extent(x1, -1)), p[G2], p[E2]),
                    kiln_t(p[W_1]), p[B_1]);
    kiln_tensor *y = kiln_add(x1, kiln_linear(kiln_gelu(inner, "tanh"), kiln_t(p[W_2]), p[B_2]));
    kiln_tensor *loss = kiln_mse_loss(y, p[TARGET]);
    kiln_grad(loss, kiln_list_from(WRT, p), g);
    bench_out(r, loss);
    for (int i = 0; i < WRT; i++) bench_out(r, g[i]);
}

/* ---- a small convolutional net: inputs 0 and 1 are images and labels, then weights and biases in
 * turn */

enum { CONV_PARAMETERS = 6 };

static void conv_setup(bench_run *r) {
    static const int64_t weight[][4] = {{16, 1, 3, 3}, {32, 16, 3, 3}, {10, 1568, 0, 0}};
    bench_normal(r, 0, KILN_SHAPE(64, 1, 28, 28));
    bench_index(r, 1, 10, KILN_SHAPE(64));
    for (int i = 0; i < 3; i++) {
        kiln_shape shape = {i < 2 ? 4 : 2, weight[i]};
        int64_t in = i < 2 ? weight[i][1] * 9 : weight[i][1];
        bench_state(r, FIRST + 2 * i,
                    kiln_mul(kiln_counter_normal(r->s, i, KILN_F32, shape),
                             sqrt(1.0 / (double)in)));
        bench_state(r, FIRST + 2 * i + 1, kiln_zeros(r->s, KILN_SHAPE(weight[i][0])));
    }
}

static kiln_tensor *conv_stage(kiln_tensor *x, kiln_tensor *weight, kiln_tensor *bias) {
    return kiln_max_pool2d(kiln_relu(kiln_conv2d(x, weight, bias, KILN_SHAPE(1), KILN_SHAPE(1))),
                           KILN_SHAPE(2));
}

static void conv(bench_run *r) {
    kiln_tensor **p = r->in + FIRST, *g[CONV_PARAMETERS];
    kiln_tensor *h = conv_stage(conv_stage(r->in[0], p[0], p[1]), p[2], p[3]);
    kiln_tensor *loss = kiln_cross_entropy(kiln_linear(kiln_flatten(h, 1), p[4], p[5]), r->in[1]);
    kiln_grad(loss, kiln_list_from(CONV_PARAMETERS, p), g);
    bench_out(r, loss);
    for (int i = 0; i < CONV_PARAMETERS; i++) bench_out(r, kiln_sub_(p[i], kiln_mul(g[i], 0.01)));
}

const workload training_workloads[] = {
    {.id = "mlp_step_small",
     .what = "64-128-128-10, batch 128, SGD with momentum, recorded anew",
     .flops = 17.76e6,
     .bytes = 418000,
     .setup = mlp_small_setup,
     .record = mlp_small},
    {.id = "mlp_step_big",
     .what = "784-1024-1024-10, batch 256, Adam, recorded anew",
     .flops = 2470e6,
     .bytes = 52.19e6,
     .traffic = COPIES,
     .setup = mlp_big_setup,
     .record = mlp_big},
    {.id = "conv_step",
     .what = "two 3x3 convolutions with pooling and a linear layer, batch 64, SGD, recorded anew",
     .flops = 381.7e6,
     .bytes = 0.5243e6,
     .setup = conv_setup,
     .record = conv},
    {.id = "adam_10m",
     .what = "one Adam step of 10 M parameters as plain ops",
     .flops = 130e6,
     .bytes = 280e6,
     .traffic = COPIES,
     .setup = adam_setup,
     .record = adam},
    {.id = "tblock_step",
     .what = "transformer block 4 x 256 x 256, forward and backward",
     .flops = 5637e6,
     .bytes = 10.49e6,
     .traffic = COPIES,
     .setup = tblock_setup,
     .record = tblock},
    {.id = NULL},
};
