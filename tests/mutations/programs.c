/* SPDX-License-Identifier: Apache-2.0
 * The fixed set of programs that tests/mutations/run.sh runs on a library with a planted fault:
 * ordinary use of the public headers with default options, every kind of step, small enough to be
 * compared in full and large enough to be compared by samples. Each program runs in a process of
 * its own and prints one line: its name and the digest of all it read, or the error that stopped
 * it, or the signal.
 *
 *     programs [NAME...]        all, or these
 *     programs --list */
#include <kiln/kiln.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_SECONDS = 150, THREADS = 2 };

/* ---- what was read, as one number */
static uint64_t digest = 14695981039346656037u;

static void mix(const void *data, size_t nbytes) {
    const unsigned char *at = data;
    uint64_t word;
    for (; nbytes >= 8; nbytes -= 8, at += 8) {
        memcpy(&word, at, 8);
        digest = (digest ^ word) * 1099511628211u;
        digest ^= digest >> 29;
    }
    for (; nbytes > 0; nbytes--) digest = (digest ^ *at++) * 1099511628211u;
}

static void show(kiln_tensor *t) {
    if (!kiln_ok(t)) return;
    size_t nbytes = (size_t)kiln_numel(t) * kiln_dtype_size(kiln_dtype_of(t));
    void *data = malloc(nbytes + 1);
    if (data && kiln_read(t, data, nbytes) == KILN_OK) mix(data, nbytes);
    free(data);
}

static void show_list(kiln_list l) { /* computed together */
    kiln_eval(l);
    for (size_t i = 0; i < l.count; i++) show(l.tensor[i]);
}
#define SHOW(...) show_list(KILN_LIST(__VA_ARGS__))

/* ---- data that is the same everywhere */
static uint32_t drawn;

static uint32_t draw(void) {
    drawn = drawn * 1664525u + 1013904223u;
    return drawn >> 8;
}

static float number(void) {
    return ((float)(draw() & 0xffff) / 16384.0f - 2.0f) * (draw() % 16 == 0 ? 8.0f : 1.0f);
}

static kiln_tensor *floats(kiln_session *s, uint32_t seed, kiln_shape shape) {
    int64_t n = 1;
    for (int i = 0; i < shape.rank; i++) n *= shape.extent[i];
    float *data = malloc((size_t)(n + 1) * sizeof *data);
    drawn = seed;
    for (int64_t i = 0; data && i < n; i++) data[i] = number();
    kiln_tensor *t = kiln_from(s, data, KILN_F32, shape);
    free(data);
    return t;
}
#define F(seed, ...) floats(s, seed, KILN_SHAPE(__VA_ARGS__))

static kiln_tensor *integers(kiln_session *s, uint32_t seed, int32_t low, int32_t high,
                             kiln_dtype dtype, kiln_shape shape) {
    int64_t n = 1;
    for (int i = 0; i < shape.rank; i++) n *= shape.extent[i];
    int32_t *data = malloc((size_t)(n + 1) * sizeof *data);
    drawn = seed;
    for (int64_t i = 0; data && i < n; i++)
        data[i] = low + (int32_t)(draw() % (uint32_t)(high - low));
    kiln_tensor *t = kiln_to(kiln_from(s, data, KILN_I32, shape), dtype);
    free(data);
    return t;
}
#define I(seed, low, high, dtype, ...) integers(s, seed, low, high, dtype, KILN_SHAPE(__VA_ARGS__))

static kiln_tensor *total(kiln_tensor *t) { return kiln_sum(t, KILN_ALL_AXES, false); }

static void show_gradients(kiln_tensor *loss, kiln_list wrt) {
    kiln_tensor *g[8];
    if (kiln_grad(loss, wrt, g) != KILN_OK) return;
    kiln_tensor *all[9] = {loss};
    memcpy(all + 1, g, wrt.count * sizeof *g);
    show_list(kiln_list_from(wrt.count + 1, all));
}

#include "programs_steps.h"

/* ---- products */
static void products(kiln_session *s) {
    static const int64_t size[][3] = {{37, 29, 53},  {1, 100, 65},   {129, 130, 131},
                                      {64, 64, 64},  {7, 1, 9},      {200, 17, 3},
                                      {5, 9000, 19}, {3, 20011, 33}, {40, 50, 200}};
    for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
        kiln_tensor *a = F(1, size[i][0], size[i][1]), *b = F(2, size[i][1], size[i][2]),
                    *bias = F(3, size[i][2]), *r = F(4, size[i][0], size[i][2]);
        SHOW(kiln_matmul(a, b), kiln_add(kiln_relu(kiln_add(kiln_matmul(a, b), bias)), r),
             kiln_mul(kiln_matmul(a, b), kiln_slice(r, 1, 0, 1)));
    }
    kiln_tensor *a = F(5, 61, 43), *b = F(6, 61, 75), *c = F(7, 75, 43);
    SHOW(kiln_matmul(kiln_t(a), b), kiln_matmul(a, kiln_t(c)), kiln_matmul(kiln_t(b), a),
         kiln_gelu(kiln_matmul(kiln_to(a, KILN_F64), kiln_t(kiln_to(c, KILN_F64)))));
    SHOW(kiln_to(kiln_matmul(kiln_to(a, KILN_F16), kiln_t(kiln_to(c, KILN_F16))), KILN_F32),
         kiln_matmul(kiln_slice(a, 1, 3, 40), kiln_slice(b, 0, 10, 47)),
         kiln_matmul(kiln_to(a, KILN_I32), kiln_t(kiln_to(c, KILN_I32))));
    show_gradients(total(kiln_gelu(kiln_matmul(a, kiln_t(c)))), KILN_LIST(a, c));
    show_gradients(total(kiln_tanh(kiln_add(kiln_matmul(a, kiln_t(c)), F(8, 75)))),
                   KILN_LIST(a, c));
}

static void batches(kiln_session *s) {
    kiln_tensor *a = F(1, 5, 17, 19), *b = F(2, 5, 19, 23), *one = F(3, 19, 23),
                *many = F(4, 40, 9, 33), *more = F(5, 40, 33, 21), *large = F(6, 3, 70, 300),
                *other = F(7, 3, 300, 130);
    SHOW(kiln_matmul(a, b), kiln_matmul(a, one), kiln_add(kiln_matmul(a, b), F(8, 17, 23)),
         kiln_mul(kiln_matmul(a, b), F(9, 5, 1, 23)), kiln_matmul(kiln_select(a, 0, 1), b));
    SHOW(kiln_matmul(many, more), kiln_matmul(large, other),
         kiln_relu(kiln_matmul(many, kiln_transpose(kiln_mul(many, 0.5), 1, 2))),
         kiln_matmul(kiln_transpose(b, 1, 2), kiln_transpose(a, 1, 2)));
    kiln_tensor *x = F(10, 31, 31), *y = F(11, 31, 31);
    SHOW(kiln_matmul(kiln_softmax(kiln_t(kiln_matmul(x, y)), 1), x),
         kiln_matmul(kiln_exp(kiln_mul(kiln_t(kiln_matmul(y, x)), 0.01)), y),
         kiln_matmul(kiln_add(kiln_t(kiln_matmul(x, x)), kiln_matmul(y, y)), x));
}

static void attention(kiln_session *s) {
    kiln_tensor *q = F(1, 2, 4, 33, 16), *k = F(2, 2, 4, 45, 16), *v = F(3, 2, 4, 45, 24);
    show(kiln_scaled_dot_product_attention(q, k, v));
    show(kiln_scaled_dot_product_attention(q, kiln_slice(k, 2, 0, 33), kiln_slice(v, 2, 0, 33),
                                           NULL, 0.0, true));
    kiln_tensor *x = F(4, 2, 21, 32), *w = F(5, 32, 96), *qkv = kiln_matmul(x, w), *parts[3];
    for (int i = 0; i < 3; i++)
        parts[i] = kiln_transpose(
            kiln_reshape(kiln_slice(qkv, 2, 32 * i, 32 * i + 32), KILN_SHAPE(2, 21, 4, 8)), 1, 2);
    kiln_tensor *y = kiln_reshape(
        kiln_transpose(kiln_scaled_dot_product_attention(parts[0], parts[1], parts[2]), 1, 2),
        KILN_SHAPE(2, 21, 32));
    show_gradients(total(kiln_mul(y, x)), KILN_LIST(x, w));
}

static void convolution(kiln_session *s) {
    kiln_tensor *x = F(1, 3, 4, 19, 17), *w = F(2, 6, 4, 3, 3), *b = F(3, 6);
    kiln_tensor *y =
        kiln_max_pool2d(kiln_relu(kiln_conv2d(x, w, b, KILN_SHAPE(1, 1), KILN_SHAPE(1, 1))),
                        KILN_SHAPE(2, 2));
    show(y);
    show_gradients(total(kiln_square(kiln_conv2d(x, w, b, KILN_SHAPE(2, 2)))), KILN_LIST(x, w, b));
}

/* ---- indices, scans, random numbers */
static void indices(kiln_session *s) {
    kiln_tensor *t = F(1, 50, 12), *i = I(2, 0, 50, KILN_I64, 77), *x = F(3, 77, 12),
                *c = I(4, 0, 12, KILN_I64, 50, 5);
    SHOW(kiln_embedding(i, t), kiln_mul(kiln_index_select(t, 0, i), x), kiln_gather(t, 1, c),
         kiln_index_add(kiln_exp(t), 0, i, x),
         kiln_scatter_add(kiln_zeros(s, KILN_SHAPE(50, 12)), 1, c, F(5, 50, 5)));
    SHOW(kiln_cumsum(kiln_slice(t, 0, 10, 40), 0),
         kiln_sort(kiln_slice(kiln_exp(t), 0, 7, 30), 1).first,
         kiln_embedding(i, kiln_slice(x, 0, 20, 77)));
    kiln_tensor *w = kiln_mul(t, 2.0);
    kiln_index_add_(w, 0, i, kiln_mul(x, 0.5));
    kiln_index_fill_(w, 1, I(6, 0, 12, KILN_I64, 3), 9.0);
    SHOW(w, kiln_cumsum(t, 0), kiln_cumsum(kiln_exp(t), 1), kiln_sort(kiln_neg(t), 1).first,
         kiln_topk(x, 4).first, kiln_cumprod(kiln_mul(x, 0.5), 1), kiln_cummax(x, 0).first);
    show_gradients(total(kiln_mul(kiln_embedding(i, t), x)), KILN_LIST(t, x));
}

static void chance(kiln_session *s) {
    kiln_manual_seed(s, 7);
    kiln_tensor *a = kiln_rand(s, KILN_SHAPE(33, 21)), *b = kiln_randn(s, KILN_SHAPE(1003)),
                *c = kiln_randint(s, 100, KILN_SHAPE(50));
    SHOW(a, b, c, kiln_counter_uniform(s, 3, KILN_F32, KILN_SHAPE(1000, 7)),
         kiln_counter_normal(s, 4, KILN_F32, KILN_SHAPE(777)),
         kiln_counter_normal(s, 5, KILN_F64, KILN_SHAPE(300)), kiln_counter_dropout(a, 0.3, 9));
    SHOW(kiln_mul(kiln_transpose(kiln_counter_uniform(s, 6, KILN_F32, KILN_SHAPE(40, 30)), 0, 1),
                  2.0),
         kiln_sum(kiln_counter_normal(s, 8, KILN_F32, KILN_SHAPE(40000))), kiln_dropout(b, 0.5));
}

/* ---- loops: plans run again with other data */
typedef struct network {
    kiln_tensor *p[4], *m[4], *v[4];
} network;

static void network_make(kiln_session *s, network *net, kiln_dtype dtype) {
    static const int64_t shape[4][2] = {{24, 32}, {1, 32}, {32, 7}, {1, 7}};
    for (int i = 0; i < 4; i++) {
        kiln_scope (s)
            net->p[i] = kiln_keep(
                kiln_to(kiln_mul(F((uint32_t)i + 40, shape[i][0], shape[i][1]), 0.2), dtype));
        net->m[i] = kiln_keep(kiln_zeros_like(net->p[i]));
        net->v[i] = kiln_keep(kiln_zeros_like(net->p[i]));
    }
}

static void network_release(network *net) {
    for (int i = 0; i < 4; i++)
        kiln_release(net->p[i]), kiln_release(net->m[i]), kiln_release(net->v[i]);
}

static kiln_tensor *network_loss(kiln_session *s, const network *net, int n, uint32_t seed,
                                 kiln_dtype dtype) {
    kiln_tensor *x = kiln_to(F(seed, n, 24), dtype), *y = I(seed + 1, 0, 7, KILN_I64, n);
    kiln_tensor *h = kiln_gelu(kiln_add(kiln_matmul(x, net->p[0]), net->p[1]));
    return kiln_cross_entropy(kiln_add(kiln_matmul(h, net->p[2]), net->p[3]), y);
}

static void train(kiln_session *s, const int *batch, int steps, kiln_dtype dtype) {
    network net;
    network_make(s, &net, dtype);
    for (int step = 1; step <= steps; step++)
        kiln_scope (s) {
            kiln_tensor *loss = network_loss(s, &net, batch[step - 1], (uint32_t)step * 2, dtype),
                        *g[4];
            kiln_grad(loss, kiln_list_from(4, net.p), g);
            kiln_adam adam = kiln_adam_of(0.01 / step);
            for (int i = 0; i < 4; i++)
                kiln_adam_step(net.p[i], g[i], net.m[i], net.v[i], step, adam);
            show(loss);
        }
    show_list(kiln_list_from(4, net.p));
    show_list(kiln_list_from(4, net.v));
    network_release(&net);
}

static void training(kiln_session *s) {
    static const int batch[] = {16, 16, 16, 7, 33, 1, 16, 64, 7, 16};
    train(s, batch, 10, KILN_F32);
}

static void training_halves(kiln_session *s) {
    static const int batch[] = {16, 16, 9, 16};
    train(s, batch, 4, KILN_BF16);
}

static void training_doubles(kiln_session *s) {
    static const int batch[] = {16, 5, 16};
    train(s, batch, 3, KILN_F64);
}

static void batch_sizes(kiln_session *s) {
    network net;
    network_make(s, &net, KILN_F32);
    for (int n = 1; n <= 40; n += n < 20 ? 1 : 5)
        kiln_scope (s)
            show_gradients(network_loss(s, &net, n, (uint32_t)n * 3, KILN_F32),
                           kiln_list_from(4, net.p));
    network_release(&net);
}

static void rates(kiln_session *s) { /* numbers change, plans do not */
    kiln_tensor *w = kiln_keep(F(1, 50, 20)), *v = kiln_keep(kiln_zeros_like(w)),
                *held[3] = {NULL, NULL, NULL};
    for (int i = 1; i <= 8; i++)
        kiln_scope (s) {
            kiln_tensor *x = F((uint32_t)i + 9, 50, 20),
                        *g = kiln_add(kiln_mul(w, 0.1 * i), kiln_mul(x, 1.0 / i));
            kiln_sgd_step(w, g, v, 0.3 / i, 0.9);
            kiln_tensor *mixed = kiln_keep(kiln_sub(kiln_mul(w, 2.0 + i), kiln_mul(v, 0.5 * i)));
            SHOW(mixed, kiln_sum(w, KILN_AXES(0)));
            kiln_release(held[i % 3]);
            held[i % 3] = mixed;
            for (int k = 0; k < 3; k++)
                if (held[k]) show(held[k]); /* earlier rounds' are as they were */
        }
    show(w);
    for (int k = 0; k < 3; k++) kiln_release(held[k]);
    kiln_release(w), kiln_release(v);
}

/* h = f(h): the old value dies, is held, or has another name */
static void states(kiln_session *s) {
    kiln_tensor *h = kiln_keep(F(1, 70, 70)), *first = kiln_keep(kiln_alias(h)), *held = NULL;
    for (int i = 0; i < 9; i++)
        kiln_scope (s) {
            kiln_tensor *next =
                kiln_keep(kiln_add(kiln_mul(h, 0.5), kiln_slice(kiln_t(h), 0, 0, 70)));
            if (i == 4) held = kiln_keep(kiln_alias(h));
            kiln_release(h);
            h = next;
            kiln_eval(KILN_LIST(h));
            if (i % 3 == 2) show(h);
        }
    SHOW(first, held, h);
    for (int i = 0; i < 6; i++) { /* computed when no derivative may be asked any more */
        kiln_tensor *next = NULL, *after = NULL;
        kiln_scope (s) {
            next = kiln_keep(kiln_tanh(kiln_mul(h, 1.5)));
            after = kiln_keep(kiln_sum(kiln_mul(kiln_exp(h), next), KILN_AXES(0)));
            if (i == 2) kiln_release(held), held = kiln_keep(kiln_alias(h));
        }
        kiln_release(h);
        h = next;
        SHOW(h, after);
        kiln_release(after);
    }
    SHOW(h, held, first);
    kiln_release(h), kiln_release(first), kiln_release(held);
}

static void windows_again(kiln_session *s) { /* the same expression at other places */
    kiln_tensor *x = kiln_keep(F(1, 600)), *cache = kiln_keep(kiln_zeros(s, KILN_SHAPE(40, 30)));
    for (int i = 0; i < 12; i++)
        kiln_scope (s) {
            show(kiln_mul(kiln_slice(x, 0, 10 * i, 10 * i + 100), 3.0));
            show(kiln_slice(kiln_exp(kiln_slice(x, 0, 0, 100)), 0, i, i + 10));
            kiln_copy_(kiln_slice(cache, 0, i, i + 2), kiln_mul(F((uint32_t)i, 2, 30), 1.0 + i));
            show(kiln_sum(kiln_slice(cache, 0, 0, i + 2), KILN_AXES(1)));
        }
    show(cache);
    kiln_release(x), kiln_release(cache);
}

/* ---- long graphs */
/* 400 equal steps before anything is read, each with the first value and one of long ago */
static void long_chain(kiln_session *s) {
    kiln_tensor *u = F(1, 20, 24), *first = kiln_mul(u, 0.125), *early = NULL;
    for (int i = 0; i < 400; i++) {
        kiln_tensor *moved = kiln_add(kiln_slice(u, 0, 0, 18), kiln_slice(u, 0, 2, 20));
        u = kiln_add(kiln_mul(u, 0.5), kiln_mul(kiln_pad(moved, KILN_SHAPE(0, 0, 1, 1)), 0.2));
        u = kiln_add(u, first);
        if (i % 100 == 50) early = kiln_tanh(u);
        if (i % 100 == 99) u = kiln_sub(u, early);
    }
    SHOW(u, early, kiln_sum(u, KILN_AXES(0)));
}

static void long_writes(kiln_session *s) {
    kiln_tensor *u = kiln_mul(F(1, 34, 34), 1.0),
                *inner = kiln_slice(kiln_slice(u, 0, 1, 33), 1, 1, 33), *seen = NULL;
    for (int i = 0; i < 250; i++) {
        kiln_tensor *sum = kiln_add(kiln_slice(kiln_slice(u, 0, 0, 32), 1, 1, 33),
                                    kiln_slice(kiln_slice(u, 0, 2, 34), 1, 1, 33));
        kiln_add_(inner, kiln_mul(kiln_sub(sum, kiln_mul(inner, 2.0)), 0.2));
        if (i == 100) seen = kiln_mul(u, 2.0);
    }
    SHOW(u, seen);
}

static void long_mixture(kiln_session *s) { /* steps that are not equal, with matrices between */
    kiln_tensor *h = F(1, 12, 16), *w = kiln_mul(F(2, 16, 16), 0.1), *kept[10];
    for (int i = 0; i < 200; i++) {
        h = kiln_tanh(kiln_add(kiln_matmul(h, w), 0.01 * (i % 7)));
        if (i % 20 == 0) kept[i / 20] = kiln_softmax(h, 1);
        if (i % 30 == 29) h = kiln_add(h, kept[i / 30]);
    }
    show_list(kiln_list_from(10, kept));
    show(h);
}

/* ---- large: compared by samples */
static void large_maps(kiln_session *s) {
    kiln_tensor *x = kiln_counter_uniform(s, 1, KILN_F32, KILN_SHAPE(1531, 2049)),
                *row = F(1, 2049), *column = F(2, 1531, 1),
                *flat = kiln_counter_uniform(s, 2, KILN_F32, KILN_SHAPE(3000017));
    kiln_eval(KILN_LIST(x, flat));
    SHOW(kiln_mul(kiln_exp(kiln_mul(x, row)), column), kiln_le(x, 0.5));
    SHOW(kiln_tanh(flat), kiln_add(kiln_slice(flat, 0, 0, 2999999), kiln_slice(flat, 0, 18)));
    SHOW(kiln_log(kiln_add(kiln_slice(x, 1, 0, 2049, 2), 1.0)),
         kiln_sin(kiln_mul(kiln_flip(x, KILN_AXES(1)), 1e5)));
    SHOW(kiln_to(kiln_exp(x), KILN_F16), kiln_to(kiln_mul(x, 255.0), KILN_U8));
}

static void large_rows(kiln_session *s) {
    kiln_tensor *x = kiln_mul(F(1, 901, 2053), 1.0), *w = F(2, 2053), *b = F(3, 2053),
                *g = kiln_mul(F(4, 901, 2053), 0.1);
    kiln_eval(KILN_LIST(x, g));
    SHOW(kiln_softmax(x, 1));
    show_gradients(total(kiln_mul(kiln_softmax(x, 1), g)), KILN_LIST(x));
    show_gradients(total(kiln_mul(kiln_layer_norm(x, KILN_SHAPE(2053), w, b), g)),
                   KILN_LIST(x, w, b));
    SHOW(kiln_sum(kiln_exp(x), KILN_AXES(1)), kiln_amax(kiln_tanh(x), KILN_AXES(1)));
}

static void large_sums(kiln_session *s) {
    kiln_tensor *flat = kiln_counter_normal(s, 1, KILN_F32, KILN_SHAPE(5000003));
    kiln_eval(KILN_LIST(flat));
    SHOW(kiln_sum(kiln_exp(flat)), kiln_amax(kiln_sin(flat)), kiln_mean(kiln_square(flat)));
    kiln_tensor *tall =
        kiln_slice(kiln_reshape(kiln_slice(flat, 0, 0, 5000000), KILN_SHAPE(20000, 250)), 1, 0,
                   249);
    SHOW(kiln_sum(kiln_exp(tall), KILN_AXES(0)), kiln_amin(kiln_tanh(tall), KILN_AXES(0)));
    SHOW(kiln_sum(kiln_mul(kiln_expand(F(2, 1024), KILN_SHAPE(20003, 1024)),
                           kiln_reshape(kiln_arange(s, 0, 20003, 1, KILN_F32),
                                        KILN_SHAPE(20003, 1))),
                  KILN_AXES(0)));
    SHOW(kiln_sum(kiln_reshape(kiln_exp(kiln_slice(flat, 0, 0, 4998420)), KILN_SHAPE(63, 3967, 20)),
                  KILN_AXES(1)),
         kiln_sum(kiln_reshape(kiln_tanh(kiln_slice(flat, 0, 3, 4900003)), KILN_SHAPE(98, 50000)),
                  KILN_AXES(1)));
}

static void large_turned(kiln_session *s) {
    kiln_tensor *x = kiln_counter_uniform(s, 1, KILN_F32, KILN_SHAPE(1403, 1201)),
                *y = kiln_counter_uniform(s, 2, KILN_F32, KILN_SHAPE(1201, 1403));
    kiln_eval(KILN_LIST(x, y));
    SHOW(kiln_exp(kiln_add(kiln_t(x), y)));
    SHOW(kiln_t(kiln_tanh(x)),
         kiln_reshape(kiln_log(kiln_add(kiln_permute(kiln_reshape(y, KILN_SHAPE(1201, 23, 61)),
                                                     KILN_AXES(1, 0, 2)),
                                        1.0)),
                      KILN_SHAPE(-1)));
    SHOW(kiln_exp(kiln_transpose(kiln_reshape(x, KILN_SHAPE(61, 23, 1201)), 1, 2)));
}

static void large_products(kiln_session *s) {
    kiln_tensor *a = F(1, 515, 771), *b = F(2, 771, 613), *bias = F(3, 613), *q = F(4, 12, 131, 64),
                *k = F(5, 12, 203, 64), *v = F(6, 12, 203, 64);
    kiln_eval(KILN_LIST(a, b));
    SHOW(kiln_gelu(kiln_add(kiln_matmul(a, b), bias)));
    SHOW(kiln_matmul(kiln_tanh(kiln_matmul(a, b)), kiln_t(b)),
         kiln_matmul(kiln_t(a), kiln_slice(a, 1, 0, 300)));
    SHOW(kiln_matmul(kiln_softmax(kiln_mul(kiln_matmul(q, kiln_transpose(k, 1, 2)), 0.125), 2), v));
    show_gradients(total(kiln_tanh(kiln_mul(kiln_add(kiln_matmul(a, b), bias), 0.01))),
                   KILN_LIST(a, b, bias));
}

static void large_joins(kiln_session *s) {
    kiln_tensor *a = kiln_counter_uniform(s, 1, KILN_F32, KILN_SHAPE(1001, 700)),
                *b = kiln_counter_uniform(s, 2, KILN_F32, KILN_SHAPE(1001, 1333)),
                *c = F(3, 1001, 5);
    kiln_eval(KILN_LIST(a, b));
    SHOW(kiln_cat(KILN_LIST(kiln_exp(a), kiln_tanh(b), c), 1));
    SHOW(kiln_cat(KILN_LIST(kiln_tanh(kiln_reshape(a, KILN_SHAPE(-1))),
                            kiln_exp(kiln_reshape(b, KILN_SHAPE(-1))))),
         kiln_pad(kiln_exp(b), KILN_SHAPE(3, 2, 5, 1)));
    kiln_tensor *w = kiln_mul(b, 2.0);
    kiln_copy_(kiln_slice(w, 1, 33, 733), kiln_exp(a));
    kiln_add_(kiln_slice(w, 0, 100, 1000, 9), 1.0);
    kiln_copy_(kiln_slice(w, 1, 700, 705), c);
    SHOW(w, kiln_sum(w, KILN_AXES(0)), kiln_slice_scatter(b, kiln_exp(c), 1, 40, 45));
    SHOW(kiln_stack(KILN_LIST(kiln_exp(a), kiln_sin(a)), 2),
         kiln_stack(KILN_LIST(kiln_tanh(a), a), 1));
}

/* several steps of a wide network: samples first, then plans run again */
static void large_training(kiln_session *s) {
    kiln_tensor *w = kiln_keep(kiln_mul(F(1, 700, 900), 0.05)),
                *u = kiln_keep(kiln_mul(F(2, 900, 40), 0.05)), *state[4];
    for (int i = 0; i < 4; i++) state[i] = kiln_keep(kiln_zeros_like(i < 2 ? w : u));
    for (int step = 1; step <= 4; step++)
        kiln_scope (s) {
            int n = step == 3 ? 37 : 150;
            kiln_tensor *x = F((uint32_t)step + 7, n, 700),
                        *y = I((uint32_t)step + 20, 0, 40, KILN_I64, n), *g[2];
            kiln_tensor *h = kiln_layer_norm(kiln_gelu(kiln_matmul(x, w)), KILN_SHAPE(900));
            kiln_tensor *loss = kiln_cross_entropy(kiln_matmul(h, u), y);
            kiln_grad(loss, KILN_LIST(w, u), g);
            kiln_adam_step(w, g[0], state[0], state[1], step, kiln_adam_of(0.01 / step));
            kiln_adam_step(u, g[1], state[2], state[3], step, kiln_adam_of(0.01 / step));
            show(loss);
        }
    SHOW(w, u);
    for (int i = 0; i < 4; i++) kiln_release(state[i]);
    kiln_release(w), kiln_release(u);
}

/* ---- many temporaries of odd sizes, which lie close together */
static void temporaries(kiln_session *s) {
    for (int i = 0; i < 4; i++) {
        int64_t n = 31 + 61 * i, m = 17 + 9 * i;
        kiln_tensor *a = F(1, n, m), *b = F(2, m, n), *c = kiln_matmul(a, b),
                    *d = kiln_matmul(b, a), *e = kiln_cumsum(kiln_exp(kiln_mul(a, 0.1)), 0);
        kiln_tensor *f = kiln_matmul(kiln_tanh(c), e), *g = kiln_matmul(kiln_sin(d), kiln_t(f)),
                    *h = kiln_add(kiln_t(g), f), *k = kiln_softmax(kiln_matmul(h, d), 1);
        SHOW(kiln_matmul(kiln_t(k), c), kiln_sum(kiln_mul(k, kiln_sort(h, 0).first)),
             kiln_cumsum(kiln_mul(kiln_reshape(k, KILN_SHAPE(-1)), 3.0), 0));
        kiln_tensor *v = kiln_cumsum(F(3, n), 0), *w = kiln_sort(kiln_mul(v, 2.0)).first,
                    *x = kiln_cumsum(kiln_exp(kiln_mul(w, 0.01)), 0);
        SHOW(kiln_cumsum(kiln_add(kiln_mul(v, w), x), 0),
             kiln_sort(kiln_sub(kiln_mul(v, 0.5), x)).first);
    }
}

/* ---- equal but for one thing */
static void nearly_equal(kiln_session *s) {
    kiln_tensor *x = F(1, 64, 20), *y = F(2, 64, 20);
    SHOW(kiln_exp(kiln_slice(x, 0, 0, 30)), kiln_exp(kiln_slice(x, 0, 1, 31)),
         kiln_exp(kiln_slice(x, 0, 0, 60, 2)), kiln_sum(x, KILN_AXES(0)),
         kiln_sum(x, KILN_AXES(1)));
    SHOW(kiln_to(kiln_exp(x), KILN_I32), kiln_to(kiln_exp(x), KILN_I16),
         kiln_to(kiln_exp(x), KILN_I64), kiln_sub(x, y), kiln_sub(y, x), kiln_div(x, 2.5),
         kiln_div(x, 3.5));
    SHOW(kiln_mul(kiln_add(x, 2.0), kiln_add(x, 3.0)), kiln_mul(kiln_add(x, 3.0), kiln_add(y, 2.0)),
         kiln_where(kiln_gt(x, y), x, y), kiln_where(kiln_gt(x, y), y, x));
    SHOW(kiln_pow(kiln_abs(x), 2.5), kiln_pow(kiln_abs(x), 3.5),
         kiln_counter_uniform(s, 1, KILN_F32, KILN_SHAPE(99)),
         kiln_counter_uniform(s, 2, KILN_F32, KILN_SHAPE(99)));
    SHOW(kiln_permute(kiln_reshape(x, KILN_SHAPE(8, 8, 20)), KILN_AXES(1, 0, 2)),
         kiln_permute(kiln_reshape(x, KILN_SHAPE(8, 8, 20)), KILN_AXES(0, 2, 1)),
         kiln_clamp(x, 0.0, 1.0), kiln_clamp(x, 1.0, 2.0));
}

static const struct {
    const char *name;
    void (*run)(kiln_session *s);
} programs[] = {
#define PROGRAM(name)                                                                              \
    { #name, name }
    PROGRAM(elementwise),     PROGRAM(casts),
    PROGRAM(whole_numbers),   PROGRAM(not_numbers),
    PROGRAM(functions),       PROGRAM(slices),
    PROGRAM(turned),          PROGRAM(counted),
    PROGRAM(joins),           PROGRAM(writes),
    PROGRAM(write_order),     PROGRAM(write_inputs),
    PROGRAM(slice_gradients), PROGRAM(rows),
    PROGRAM(columns),         PROGRAM(normalized),
    PROGRAM(entropy),         PROGRAM(products),
    PROGRAM(batches),         PROGRAM(attention),
    PROGRAM(convolution),     PROGRAM(indices),
    PROGRAM(chance),          PROGRAM(training),
    PROGRAM(training_halves), PROGRAM(training_doubles),
    PROGRAM(batch_sizes),     PROGRAM(rates),
    PROGRAM(states),          PROGRAM(windows_again),
    PROGRAM(long_chain),      PROGRAM(long_writes),
    PROGRAM(long_mixture),    PROGRAM(large_maps),
    PROGRAM(large_rows),      PROGRAM(large_sums),
    PROGRAM(large_turned),    PROGRAM(large_products),
    PROGRAM(large_joins),     PROGRAM(large_training),
    PROGRAM(temporaries),     PROGRAM(nearly_equal),
#undef PROGRAM
};
enum { PROGRAMS = sizeof programs / sizeof *programs };

/* In a child: prints what came of it. */
static int run(int p) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.threads = THREADS;
    alarm(MOST_SECONDS);
    kiln_session *s = kiln_open(&o); /* the cache is KILN_CACHE_DIR's */
    kiln_scope (s) programs[p].run(s);
    if (kiln_failed(s))
        printf("%s %s %.400s\n", programs[p].name, kiln_status_name(kiln_error(s)),
               kiln_error_text(s));
    else
        printf("%s %016llx\n", programs[p].name, (unsigned long long)digest);
    fflush(stdout);
    _exit(0);
}

static bool wanted(int p, int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], programs[p].name) == 0) return true;
    return argc == 1;
}

int main(int argc, char **argv) {
    bool list = argc == 2 && strcmp(argv[1], "--list") == 0;
    for (int p = 0; p < PROGRAMS; p++) {
        int status = 0;
        if (list) printf("%s\n", programs[p].name);
        if (list || !wanted(p, argc, argv)) continue;
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) return run(p);
        if (child < 0 || waitpid(child, &status, 0) != child) return 1;
        if (WIFSIGNALED(status))
            printf("%s SIGNAL %d\n", programs[p].name, WTERMSIG(status));
        else if (WEXITSTATUS(status) != 0)
            printf("%s EXIT %d\n", programs[p].name, WEXITSTATUS(status));
    }
    return 0;
}
