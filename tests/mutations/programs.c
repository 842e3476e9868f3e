/* SPDX-License-Identifier: Apache-2.0
 * The fixed set of programs that tests/mutations/run.sh runs on a library with a planted fault: ordinary use of the public headers with
 * default options, every kind of step, small enough to be compared in full and large enough to be compared by samples. Each program runs
 * in a process of its own and prints one line: its name and the digest of all it read, or the error that stopped it, or the signal.
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

static float number(void) { return ((float)(draw() & 0xffff) / 16384.0f - 2.0f) * (draw() % 16 == 0 ? 8.0f : 1.0f); }

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

static kiln_tensor *integers(kiln_session *s, uint32_t seed, int32_t low, int32_t high, kiln_dtype dtype, kiln_shape shape) {
    int64_t n = 1;
    for (int i = 0; i < shape.rank; i++) n *= shape.extent[i];
    int32_t *data = malloc((size_t)(n + 1) * sizeof *data);
    drawn = seed;
    for (int64_t i = 0; data && i < n; i++) data[i] = low + (int32_t)(draw() % (uint32_t)(high - low));
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

/* ---- maps */
static void elementwise(kiln_session *s) {
    kiln_tensor *x = F(1, 37, 53), *row = F(2, 53), *column = F(3, 37, 1);
    kiln_tensor *y = kiln_add(kiln_mul(x, row), column), *m = kiln_le(kiln_round(x), kiln_round(row));
    SHOW(y, m, kiln_where(kiln_logical_not(m), x, y), kiln_clamp(x, -1, 1.5), kiln_sub(x, kiln_neg(y)), kiln_add(row, kiln_neg(x)));
    SHOW(kiln_sub(kiln_mul(x, 3.5), kiln_mul(y, 0.25)), kiln_div(kiln_add(x, 2.0), 7.0), kiln_div(x, 3.0), kiln_div(x, 8.0));
    kiln_tensor *flat = F(4, 1003);
    SHOW(kiln_add(flat, 1.0), kiln_exp(flat), kiln_gt(flat, 0.5), kiln_div(kiln_abs(flat), kiln_full(s, KILN_SHAPE(1003), 12.0)));
    SHOW(kiln_sign(x), kiln_floor(x), kiln_maximum(x, y), kiln_minimum(y, kiln_expand(row, KILN_SHAPE(37, 53))), kiln_lt(x, column), kiln_ge(x, y));
    SHOW(kiln_div(x, kiln_add(kiln_add(kiln_ones_like(x), kiln_ones_like(x)), kiln_ones_like(x))), kiln_div(x, kiln_add(kiln_ones_like(x), kiln_ones_like(x))));
    SHOW(kiln_add(x, kiln_sub(kiln_ones_like(x), kiln_ones_like(x))), kiln_mul(x, kiln_sub(kiln_ones_like(x), kiln_mul(kiln_ones_like(x), kiln_eye(s, 37, 53)))));
    SHOW(kiln_add(kiln_add(kiln_full(s, KILN_SHAPE(37, 53), 0.1), 0.7), x), kiln_mul(kiln_sub(1.0, kiln_mul(x, 0.3)), kiln_add(0.3, x)));
}

static void casts(kiln_session *s) {
    kiln_tensor *big = I(1, -2000000000, 2000000000, KILN_I32, 41, 29), *b = I(2, 0, 256, KILN_U8, 41, 29), *x = kiln_mul(F(3, 41, 29), 37.5);
    SHOW(kiln_to(kiln_to(big, KILN_F32), KILN_I32), kiln_to(b, KILN_F32), kiln_to(b, KILN_I16), kiln_to(b, KILN_BOOL), kiln_to(kiln_to(b, KILN_I8), KILN_F64));
    SHOW(kiln_to(x, KILN_I32), kiln_to(x, KILN_I64), kiln_to(x, KILN_F16), kiln_to(x, KILN_BF16), kiln_to(x, KILN_F64), kiln_to(x, KILN_I8), kiln_to(x, KILN_BOOL));
    kiln_tensor *h = kiln_to(x, KILN_F16), *bf = kiln_to(x, KILN_BF16);
    SHOW(kiln_mul(h, h), kiln_add(bf, 1.0), kiln_exp(kiln_mul(h, 0.01)), kiln_sum(h, KILN_AXES(1)), kiln_sum(bf, KILN_AXES(0)), kiln_to(kiln_to(h, KILN_F64), KILN_BF16));
}

static void whole_numbers(kiln_session *s) {
    kiln_tensor *a = I(1, -1000, 1000, KILN_I32, 33, 31), *b = I(2, -9, -1, KILN_I32, 33, 31), *n = I(3, 0, 40, KILN_I32, 33, 31);
    kiln_tensor *u = I(4, 0, 256, KILN_U8, 999), *v = I(5, 0, 256, KILN_U8, 999), *w = kiln_mul(kiln_to(a, KILN_I64), 123456789);
    SHOW(kiln_floor_divide(a, b), kiln_remainder(a, b), kiln_fmod(a, b), kiln_floor_divide(kiln_mul(a, b), b), kiln_remainder(w, kiln_to(b, KILN_I64)));
    SHOW(kiln_bitwise_left_shift(a, n), kiln_bitwise_right_shift(kiln_mul(a, 2000000), n), kiln_bitwise_and(a, n), kiln_bitwise_xor(a, b), kiln_bitwise_not(a));
    SHOW(kiln_maximum(u, v), kiln_minimum(u, v), kiln_lt(u, v), kiln_floor_divide(u, 7), kiln_add(u, v), kiln_mul(u, 3), kiln_amax(u), kiln_sum(u));
    SHOW(kiln_amax(kiln_reshape(kiln_sub(kiln_to(u, KILN_I16), 100), KILN_SHAPE(27, 37)), KILN_AXES(1)), kiln_amin(a, KILN_AXES(0)), kiln_prod(kiln_add(kiln_remainder(a, 3), 1)));
}

static void not_numbers(kiln_session *s) {
    kiln_tensor *x = F(1, 40, 50), *zero = kiln_sub(x, x), *bad = kiln_div(zero, zero), *some = kiln_where(kiln_gt(x, 1.8), bad, x);
    SHOW(bad, some, kiln_maximum(some, 0.5 > 0 ? kiln_neg(x) : x), kiln_minimum(some, x), kiln_amax(some, KILN_AXES(1)), kiln_amin(some, KILN_AXES(0)));
    SHOW(kiln_sum(some, KILN_AXES(1)), kiln_sum(some, KILN_AXES(0)), kiln_to(some, KILN_F16), kiln_to(bad, KILN_BF16), kiln_sqrt(x), kiln_to(bad, KILN_I32));
    kiln_tensor *long_one = kiln_sub(kiln_exp(kiln_mul(F(2, 40000), 60.0)), kiln_exp(kiln_mul(F(3, 40000), 60.0)));
    SHOW(kiln_sum(long_one), kiln_amax(long_one), kiln_sum(kiln_reshape(kiln_to(long_one, KILN_F64), KILN_SHAPE(2000, 20)), KILN_AXES(0)));
    kiln_tensor *ends = kiln_mul(F(5, 40000), 1.0);
    kiln_fill_(kiln_slice(ends, 0, 5, 6), INFINITY);
    kiln_fill_(kiln_slice(ends, 0, 39000, 39001), -INFINITY); /* in another block of the sum */
    SHOW(kiln_sum(ends), kiln_sum(kiln_reshape(ends, KILN_SHAPE(4000, 10)), KILN_AXES(0)), kiln_amin(ends));
    SHOW(kiln_sum(kiln_div(kiln_sub(F(4, 50000), 9.0), 0.0)), kiln_matmul(some, kiln_t(x)));
}

static void functions(kiln_session *s) {
    kiln_tensor *x = F(1, 29, 71), *large = kiln_mul(F(2, 1201), 3e6), *p = kiln_add(kiln_abs(x), 0.01);
    SHOW(kiln_exp(x), kiln_log(p), kiln_tanh(x), kiln_gelu(x), kiln_erf(x), kiln_sqrt(p), kiln_rsqrt(p), kiln_pow(p, 1.7), kiln_sigmoid(x));
    SHOW(kiln_sin(large), kiln_cos(kiln_where(kiln_gt(large, 1e6), large, kiln_mul(large, 1e-6))), kiln_sin(kiln_to(large, KILN_F64)), kiln_atan(large), kiln_expm1(x), kiln_log1p(p));
    kiln_tensor *far = kiln_where(kiln_gt(large, 4e6), kiln_mul(large, 1e25), kiln_mul(large, 1e-6)); /* a few lanes of a vector are rare */
    SHOW(kiln_sin(far), kiln_cos(far), kiln_tan(far), kiln_cos(kiln_mul(kiln_to(far, KILN_F64), 1e100)));
    SHOW(kiln_exp(kiln_to(x, KILN_F64)), kiln_log(kiln_to(p, KILN_F64)), kiln_tanh(kiln_to(kiln_mul(x, 0.1), KILN_F64)), kiln_softplus(x), kiln_silu(x), kiln_mish(x));
}

/* ---- movement */
static void slices(kiln_session *s) {
    kiln_tensor *x = F(1, 40, 33), *flat = F(2, 777);
    kiln_tensor *inner = kiln_slice(kiln_slice(x, 0, 3, 37, 2), 0, 1, 15, 3), *part = kiln_slice(flat, 0, 5, 700, 3);
    SHOW(inner, part, kiln_slice(kiln_slice(flat, 0, 100), 0, 7, 300, 2), kiln_flip(x, KILN_AXES(0, 1)), kiln_flip(part, KILN_AXES(0)));
    SHOW(kiln_add(kiln_slice(flat, 0, 0, 770), kiln_slice(flat, 0, 7)), kiln_sub(kiln_slice(x, 1, 1), kiln_slice(x, 1, 0, 32)), kiln_mul(kiln_slice(flat, 0, 0, 776, 2), kiln_slice(flat, 0, 1, 777, 2)));
    SHOW(kiln_reshape(kiln_slice(x, 1, 0, 20), KILN_SHAPE(-1)), kiln_reshape(kiln_mul(kiln_slice(x, 1, 4, 30), 2.0), KILN_SHAPE(26, 40)), kiln_unfold(flat, 0, 16, 5));
    SHOW(kiln_as_strided(flat, KILN_SHAPE(20, 30), KILN_SHAPE(7, 2), 3), kiln_sum(kiln_as_strided(kiln_mul(flat, 2.0), KILN_SHAPE(50, 9), KILN_SHAPE(1, 40), 1), KILN_AXES(1)));
    SHOW(kiln_select(x, 1, 4), kiln_narrow(kiln_select(x, 0, 39), 0, 3, 20), kiln_roll(x, KILN_SHAPE(5, -3), KILN_AXES(0, 1)));
}

static void turned(kiln_session *s) {
    kiln_tensor *x = F(1, 7, 19, 23), *y = F(2, 23, 7, 19), *z = F(3, 5, 6, 7, 8), *u = F(4, 1, 45, 1, 38);
    SHOW(kiln_permute(kiln_permute(x, KILN_AXES(1, 2, 0)), KILN_AXES(2, 0, 1)), kiln_permute(kiln_permute(x, KILN_AXES(1, 2, 0)), KILN_AXES(1, 0, 2)));
    SHOW(kiln_add(kiln_permute(x, KILN_AXES(2, 0, 1)), y), kiln_exp(kiln_permute(z, KILN_AXES(0, 2, 1, 3))), kiln_exp(kiln_permute(z, KILN_AXES(3, 1, 0, 2))));
    SHOW(kiln_permute(u, KILN_AXES(0, 3, 2, 1)), kiln_permute(u, KILN_AXES(2, 1, 0, 3)), kiln_t(kiln_reshape(x, KILN_SHAPE(133, 23))), kiln_reshape(kiln_permute(x, KILN_AXES(2, 1, 0)), KILN_SHAPE(23, 133)));
    kiln_tensor *b = F(5, 6, 41, 37);
    SHOW(kiln_exp(kiln_transpose(b, 1, 2)), kiln_add(kiln_transpose(b, 1, 2), F(6, 37, 41)), kiln_mul(kiln_t(F(7, 90, 70)), F(8, 70, 90)), kiln_flip(kiln_t(F(9, 50, 31)), KILN_AXES(0)));
    kiln_tensor *e = kiln_expand(kiln_reshape(F(10, 13), KILN_SHAPE(13, 1, 1)), KILN_SHAPE(13, 9, 11));
    SHOW(kiln_add(e, F(11, 9, 1)), kiln_mul(kiln_permute(e, KILN_AXES(1, 2, 0)), F(12, 13)), kiln_add(kiln_expand(F(13, 6, 1, 5), KILN_SHAPE(6, 8, 5)), F(14, 8, 1)));
}

static void counted(kiln_session *s) {
    kiln_tensor *i = kiln_arange(s, 0, 600), *x = F(1, 300), *m = F(2, 57, 57);
    SHOW(kiln_mul(kiln_slice(i, 0, 1, 600, 2), 3), kiln_add(kiln_to(kiln_slice(i, 0, 0, 600, 2), KILN_F32), x), kiln_add(kiln_reshape(i, KILN_SHAPE(20, 30)), kiln_arange(s, 0, 30)));
    SHOW(kiln_tril(m), kiln_triu(m, 2), kiln_mul(kiln_flip(kiln_arange(s, 0, 300, 1, KILN_F32), KILN_AXES(0)), x), kiln_eye(s, 33), kiln_linspace(s, -1, 2, 101));
    SHOW(kiln_add(kiln_t(kiln_reshape(i, KILN_SHAPE(20, 30))), 1), kiln_arange(s, 5, 400, 7, KILN_U8), kiln_sum(kiln_arange(s, 0, 100000, 1, KILN_F32)));
}

static void joins(kiln_session *s) {
    kiln_tensor *a = F(1, 37), *b = F(2, 101), *c = F(3, 19), *x = F(4, 21, 13), *y = F(5, 21, 30), *z = F(6, 21, 5);
    SHOW(kiln_cat(KILN_LIST(a, b, c)), kiln_cat(KILN_LIST(kiln_exp(a), kiln_neg(b), kiln_mul(c, 2.0), a)), kiln_cat(KILN_LIST(x, y, z), 1));
    SHOW(kiln_cat(KILN_LIST(kiln_exp(x), kiln_softmax(y, 1), kiln_mul(z, 3.0)), 1), kiln_stack(KILN_LIST(x, kiln_neg(x), kiln_add(x, 1.0)), 1), kiln_stack(KILN_LIST(x, kiln_exp(x)), 2));
    SHOW(kiln_pad(x, KILN_SHAPE(2, 3, 1, 4)), kiln_pad(kiln_exp(a), KILN_SHAPE(5, 6), "constant", 7.5), kiln_mul(kiln_cat(KILN_LIST(a, kiln_neg(b))), 2.0), kiln_sum(kiln_cat(KILN_LIST(x, y), 1), KILN_AXES(1)));
    SHOW(kiln_cat(KILN_LIST(kiln_matmul(x, F(7, 13, 10)), y), 1), kiln_cat(KILN_LIST(kiln_t(x), kiln_t(z)), 0), kiln_cat(KILN_LIST(F(8, 3, 4, 5), kiln_exp(F(9, 3, 2, 5))), 1));
    kiln_tensor *rows[9];
    for (int i = 0; i < 9; i++) rows[i] = kiln_mul(kiln_select(x, 0, i), i + 1.0);
    SHOW(kiln_stack(kiln_list_from(9, rows)), kiln_cat(kiln_list_from(9, rows)), kiln_repeat(x, KILN_SHAPE(2, 3)));
}

/* ---- writes in place */
static void writes(kiln_session *s) {
    kiln_tensor *w = kiln_mul(F(1, 400), 2.0), *x = F(2, 100), *m = kiln_add(F(3, 30, 41), 1.0);
    kiln_copy_(kiln_slice(w, 0, 33, 133), x);
    kiln_add_(kiln_slice(w, 0, 2, 302, 3), kiln_mul(x, 0.5));
    kiln_fill_(kiln_slice(w, 0, 390), 4.0);
    kiln_fill_(kiln_select(m, 1, 7), -1.0);
    kiln_mul_(kiln_slice(m, 0, 3, 20, 2), 3.0);
    kiln_copy_(kiln_slice(kiln_slice(m, 0, 5, 25), 1, 10, 31), kiln_exp(F(4, 20, 21)));
    kiln_copy_(kiln_slice(kiln_t(m), 0, 2, 5), F(5, 3, 30));
    SHOW(w, m, kiln_sum(m, KILN_AXES(0)), kiln_add(kiln_slice(w, 0, 20, 60), 1.0));
    kiln_tensor *c = kiln_exp(F(6, 8, 9, 10));
    kiln_copy_(kiln_slice(kiln_slice(c, 0, 1, 7, 2), 2, 3, 8), F(7, 3, 9, 5));
    kiln_tensor *kept = kiln_mul(c, 1.5); /* before the next write */
    kiln_add_(kiln_slice(c, 1, 4, 8), 10.0);
    SHOW(kept, c, kiln_sub(c, kept));
}

static void write_order(kiln_session *s) {
    kiln_tensor *w = kiln_mul(F(1, 64, 48), 3.0), *seen[12];
    int n = 0;
    for (int i = 0; i < 6; i++) { /* reads and writes of the same places in turn */
        seen[n++] = kiln_sum(w, KILN_AXES(1));
        kiln_copy_(kiln_slice(w, 0, 5 * i, 5 * i + 20), kiln_mul(kiln_slice(w, 0, 40 - 4 * i, 60 - 4 * i), 0.5));
        seen[n++] = kiln_mul(kiln_slice(w, 0, 5 * i, 5 * i + 10), 2.0);
    }
    show_list(kiln_list_from((size_t)n, seen));
    show(w);
    kiln_tensor *u = kiln_exp(F(2, 500)), *before = kiln_sum(u), *shifted = kiln_clone(kiln_slice(u, 0, 1, 400));
    kiln_copy_(kiln_slice(u, 0, 0, 399), shifted); /* over itself */
    kiln_copy_(kiln_slice(u, 0, 101, 500), kiln_mul(kiln_slice(u, 0, 100, 499), 2.0));
    kiln_copy_(kiln_slice(u, 0, 299, 399), kiln_mul(kiln_slice(u, 0, 200, 300), 0.5));
    SHOW(u, before, kiln_mul(u, 2.0));
    kiln_tensor *y = F(3, 120, 90), *waits[5], *v = kiln_cumsum(kiln_exp(y), 0), *early = kiln_cumsum(v, 1), *z; /* an order of less memory is there */
    for (int i = 0; i < 5; i++) waits[i] = kiln_cumsum(kiln_mul(y, 1.0 + i), 0);
    kiln_copy_(kiln_slice(v, 0, 10, 60), kiln_slice(y, 0, 0, 50));
    z = kiln_sum(kiln_cumsum(v, 1));
    for (int i = 0; i < 5; i++) z = kiln_add(z, kiln_sum(kiln_cumsum(waits[i], 1)));
    show(kiln_add(z, kiln_sum(kiln_cumsum(early, 0))));
    kiln_tensor *grown = kiln_zeros(s, KILN_SHAPE(10, 64));
    for (int i = 0; i < 9; i++) kiln_copy_(kiln_select(grown, 0, i), kiln_mul(kiln_select(w, 1, i), 1.0 + i)); /* the last row stays */
    SHOW(grown, kiln_slice(grown, 0, 8, 10), kiln_add(grown, 1.0));
}

static void write_inputs(kiln_session *s) { /* what the program holds under another name keeps its value */
    kiln_tensor *w = F(1, 90, 37), *twice = kiln_mul(w, 2.0), *copy = kiln_add(w, 0.0), *view = kiln_slice(w, 0, 10, 50);
    show(twice);
    kiln_copy_(kiln_slice(w, 0, 20, 30), F(2, 10, 37));
    SHOW(view, w, copy);
    for (int i = 0; i < 6; i++) {
        kiln_tensor *old = kiln_mul(w, 1.0 + i);
        kiln_add_(kiln_slice(w, 1, i, i + 9), 0.25 * i);
        kiln_mul_(kiln_slice(w, 0, 3 * i, 3 * i + 15), 0.5);
        SHOW(w, old, kiln_sum(view, KILN_AXES(0)));
    }
    kiln_tensor *plain = F(3, 5000), *next = kiln_slice_scatter(plain, F(4, 1000), 0, 200, 1200), *third = kiln_slice_scatter(next, F(5, 500), 0, 4000, 4500);
    SHOW(next, third, plain);
}

/* ---- derivatives of slices */
static void slice_gradients(kiln_session *s) {
    kiln_tensor *x = F(1, 60, 17), *v = F(2, 300);
    kiln_tensor *a = kiln_slice(x, 0, 3, 20), *b = kiln_slice(x, 0, 3, 20), *c = kiln_slice(x, 0, 20, 37), *d = kiln_slice(x, 0, 10, 27);
    kiln_tensor *y = kiln_add(kiln_mul(a, kiln_exp(b)), kiln_mul(c, d));
    show_gradients(total(y), KILN_LIST(x));
    show_gradients(total(kiln_mul(kiln_slice(x, 0, 3, 20), kiln_exp(kiln_slice(x, 0, 3, 20)))), KILN_LIST(x));
    kiln_tensor *t = total(kiln_mul(kiln_slice(v, 0, 0, 200), kiln_slice(v, 0, 100, 300)));
    show_gradients(kiln_add(t, total(kiln_square(kiln_slice(v, 0, 1, 300, 7)))), KILN_LIST(v));
    kiln_tensor *w = kiln_mul(x, 1.5);
    kiln_copy_(kiln_slice(w, 0, 4, 9), kiln_mul(kiln_slice(x, 0, 30, 35), 2.0));
    show_gradients(total(kiln_square(kiln_slice(w, 0, 2, 40))), KILN_LIST(x));
    kiln_tensor *p = F(3, 11), *q = F(4, 23), *joined = kiln_cat(KILN_LIST(kiln_exp(p), kiln_mul(q, 2.0), p));
    show_gradients(total(kiln_mul(joined, kiln_arange(s, 0, 45, 1, KILN_F32))), KILN_LIST(p, q));
    kiln_tensor *z = F(5, 200), *zeros = kiln_zeros(s, KILN_SHAPE(200));
    kiln_copy_(kiln_slice(zeros, 0, 10, 60), kiln_slice(z, 0, 0, 50));
    kiln_copy_(kiln_slice(zeros, 0, 50, 90), kiln_slice(z, 0, 100, 140));
    SHOW(zeros, kiln_slice(zeros, 0, 10, 50), kiln_slice(zeros, 0, 89, 95), kiln_slice(zeros, 0, 59, 61), kiln_slice(zeros, 0, 90, 120));
}

/* ---- reductions */
static void rows(kiln_session *s) {
    static const int64_t length[] = {1, 2, 12, 15, 16, 17, 33, 63, 64, 65, 96, 100, 127, 1000, 16384, 16389, 50000};
    for (size_t i = 0; i < sizeof length / sizeof *length; i++) {
        kiln_tensor *x = F((uint32_t)i + 1, length[i] > 5000 ? 3 : 11, length[i]);
        SHOW(kiln_sum(x, KILN_AXES(1)), kiln_amax(kiln_exp(x), KILN_AXES(1)), kiln_amin(x, KILN_AXES(1)), kiln_mean(kiln_square(x), KILN_AXES(1)), kiln_argmax(x, 1));
    }
    kiln_tensor *d = kiln_to(F(20, 13, 999), KILN_F64), *b = kiln_gt(F(21, 40, 77), 1.0);
    SHOW(kiln_sum(d, KILN_AXES(1)), kiln_prod_dim(kiln_to(F(22, 9, 21), KILN_F64), 1), kiln_any(b, KILN_AXES(1)), kiln_all(b, KILN_AXES(1)), kiln_sum(F(23, 7, 8, 9), KILN_AXES(1, 2)), kiln_var(d, KILN_AXES(1)));
}

static void columns(kiln_session *s) {
    static const int64_t shape[][2] = {{1, 30}, {3, 300}, {255, 17}, {256, 64}, {257, 3}, {513, 100}, {1000, 37}, {5003, 5}};
    for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
        kiln_tensor *x = F((uint32_t)i + 1, shape[i][0], shape[i][1]);
        SHOW(kiln_sum(x, KILN_AXES(0)), kiln_amax(x, KILN_AXES(0)), kiln_sum(kiln_mul(kiln_exp(x), 0.5), KILN_AXES(0)), kiln_mean(kiln_mul(x, x), KILN_AXES(0)));
    }
    kiln_tensor *x = F(30, 5, 300, 7), *i = kiln_to(x, KILN_I32);
    SHOW(kiln_sum(x, KILN_AXES(1)), kiln_amin(x, KILN_AXES(1)), kiln_sum(i, KILN_AXES(1)), kiln_sum(kiln_permute(x, KILN_AXES(2, 0, 1)), KILN_AXES(0)), kiln_sum(kiln_to(x, KILN_F64), KILN_AXES(0)));
}

static void normalized(kiln_session *s) {
    static const int64_t shape[][2] = {{33, 100}, {4, 5000}, {50, 13}};
    for (int i = 0; i < 3; i++) {
        int64_t m = shape[i][0], n = shape[i][1];
        kiln_tensor *x = F(1 + (uint32_t)i, m, n), *w = F(4, n), *b = F(5, n), *g = F(6, m, n);
        SHOW(kiln_softmax(x, 1), kiln_log_softmax(x, 1), kiln_softmax(x, 0), kiln_logsumexp(x, KILN_AXES(1)));
        show_gradients(total(kiln_mul(kiln_softmax(x, 1), g)), KILN_LIST(x));
        show_gradients(total(kiln_mul(kiln_layer_norm(x, KILN_SHAPE(n), w, b), g)), KILN_LIST(x, w, b));
        show_gradients(total(kiln_mul(kiln_log_softmax(kiln_mul(x, 2.0), 1), g)), KILN_LIST(x));
    }
    kiln_tensor *u = F(11, 40, 100), *a = kiln_exp(u), *t = kiln_tanh(u), *sum = kiln_sum(a, KILN_AXES(1), true), *other = kiln_sum(kiln_mul(t, a), KILN_AXES(1), true);
    SHOW(kiln_add(kiln_div(a, sum), kiln_mul(t, other))); /* two values wait for the sums of their row */
    kiln_tensor *x = F(10, 30, 90), *row_max = kiln_amax(x, KILN_AXES(1), true), *e = kiln_exp(kiln_sub(x, row_max));
    SHOW(e, kiln_div(e, kiln_sum(e, KILN_AXES(1), true)), row_max, kiln_mul(x, 2.0));
}

static void entropy(kiln_session *s) {
    kiln_tensor *x = F(1, 45, 11), *y = I(2, 0, 11, KILN_I64, 45), *w = F(3, 20, 11), *z = F(4, 45, 20);
    show_gradients(kiln_cross_entropy(x, y), KILN_LIST(x));
    show_gradients(kiln_cross_entropy(kiln_matmul(z, w), y), KILN_LIST(z, w));
    show_gradients(kiln_mse_loss(kiln_tanh(kiln_matmul(z, w)), x), KILN_LIST(z, w, x));
}

/* ---- products */
static void products(kiln_session *s) {
    static const int64_t size[][3] = {{37, 29, 53}, {1, 100, 65}, {129, 130, 131}, {64, 64, 64}, {7, 1, 9}, {200, 17, 3}, {5, 9000, 19}, {3, 20011, 33}, {40, 50, 200}};
    for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
        kiln_tensor *a = F(1, size[i][0], size[i][1]), *b = F(2, size[i][1], size[i][2]), *bias = F(3, size[i][2]), *r = F(4, size[i][0], size[i][2]);
        SHOW(kiln_matmul(a, b), kiln_add(kiln_relu(kiln_add(kiln_matmul(a, b), bias)), r), kiln_mul(kiln_matmul(a, b), kiln_slice(r, 1, 0, 1)));
    }
    kiln_tensor *a = F(5, 61, 43), *b = F(6, 61, 75), *c = F(7, 75, 43);
    SHOW(kiln_matmul(kiln_t(a), b), kiln_matmul(a, kiln_t(c)), kiln_matmul(kiln_t(b), a), kiln_gelu(kiln_matmul(kiln_to(a, KILN_F64), kiln_t(kiln_to(c, KILN_F64)))));
    SHOW(kiln_to(kiln_matmul(kiln_to(a, KILN_F16), kiln_t(kiln_to(c, KILN_F16))), KILN_F32), kiln_matmul(kiln_slice(a, 1, 3, 40), kiln_slice(b, 0, 10, 47)), kiln_matmul(kiln_to(a, KILN_I32), kiln_t(kiln_to(c, KILN_I32))));
    show_gradients(total(kiln_gelu(kiln_matmul(a, kiln_t(c)))), KILN_LIST(a, c));
    show_gradients(total(kiln_tanh(kiln_add(kiln_matmul(a, kiln_t(c)), F(8, 75)))), KILN_LIST(a, c));
}

static void batches(kiln_session *s) {
    kiln_tensor *a = F(1, 5, 17, 19), *b = F(2, 5, 19, 23), *one = F(3, 19, 23), *many = F(4, 40, 9, 33), *more = F(5, 40, 33, 21), *large = F(6, 3, 70, 300), *other = F(7, 3, 300, 130);
    SHOW(kiln_matmul(a, b), kiln_matmul(a, one), kiln_add(kiln_matmul(a, b), F(8, 17, 23)), kiln_mul(kiln_matmul(a, b), F(9, 5, 1, 23)), kiln_matmul(kiln_select(a, 0, 1), b));
    SHOW(kiln_matmul(many, more), kiln_matmul(large, other), kiln_relu(kiln_matmul(many, kiln_transpose(kiln_mul(many, 0.5), 1, 2))), kiln_matmul(kiln_transpose(b, 1, 2), kiln_transpose(a, 1, 2)));
    kiln_tensor *x = F(10, 31, 31), *y = F(11, 31, 31);
    SHOW(kiln_matmul(kiln_softmax(kiln_t(kiln_matmul(x, y)), 1), x), kiln_matmul(kiln_exp(kiln_mul(kiln_t(kiln_matmul(y, x)), 0.01)), y), kiln_matmul(kiln_add(kiln_t(kiln_matmul(x, x)), kiln_matmul(y, y)), x));
}

static void attention(kiln_session *s) {
    kiln_tensor *q = F(1, 2, 4, 33, 16), *k = F(2, 2, 4, 45, 16), *v = F(3, 2, 4, 45, 24);
    show(kiln_scaled_dot_product_attention(q, k, v));
    show(kiln_scaled_dot_product_attention(q, kiln_slice(k, 2, 0, 33), kiln_slice(v, 2, 0, 33), NULL, 0.0, true));
    kiln_tensor *x = F(4, 2, 21, 32), *w = F(5, 32, 96), *qkv = kiln_matmul(x, w), *parts[3];
    for (int i = 0; i < 3; i++) parts[i] = kiln_transpose(kiln_reshape(kiln_slice(qkv, 2, 32 * i, 32 * i + 32), KILN_SHAPE(2, 21, 4, 8)), 1, 2);
    kiln_tensor *y = kiln_reshape(kiln_transpose(kiln_scaled_dot_product_attention(parts[0], parts[1], parts[2]), 1, 2), KILN_SHAPE(2, 21, 32));
    show_gradients(total(kiln_mul(y, x)), KILN_LIST(x, w));
}

static void convolution(kiln_session *s) {
    kiln_tensor *x = F(1, 3, 4, 19, 17), *w = F(2, 6, 4, 3, 3), *b = F(3, 6);
    kiln_tensor *y = kiln_max_pool2d(kiln_relu(kiln_conv2d(x, w, b, KILN_SHAPE(1, 1), KILN_SHAPE(1, 1))), KILN_SHAPE(2, 2));
    show(y);
    show_gradients(total(kiln_square(kiln_conv2d(x, w, b, KILN_SHAPE(2, 2)))), KILN_LIST(x, w, b));
}

/* ---- indices, scans, random numbers */
static void indices(kiln_session *s) {
    kiln_tensor *t = F(1, 50, 12), *i = I(2, 0, 50, KILN_I64, 77), *x = F(3, 77, 12), *c = I(4, 0, 12, KILN_I64, 50, 5);
    SHOW(kiln_embedding(i, t), kiln_mul(kiln_index_select(t, 0, i), x), kiln_gather(t, 1, c), kiln_index_add(kiln_exp(t), 0, i, x), kiln_scatter_add(kiln_zeros(s, KILN_SHAPE(50, 12)), 1, c, F(5, 50, 5)));
    SHOW(kiln_cumsum(kiln_slice(t, 0, 10, 40), 0), kiln_sort(kiln_slice(kiln_exp(t), 0, 7, 30), 1).first, kiln_embedding(i, kiln_slice(x, 0, 20, 77)));
    kiln_tensor *w = kiln_mul(t, 2.0);
    kiln_index_add_(w, 0, i, kiln_mul(x, 0.5));
    kiln_index_fill_(w, 1, I(6, 0, 12, KILN_I64, 3), 9.0);
    SHOW(w, kiln_cumsum(t, 0), kiln_cumsum(kiln_exp(t), 1), kiln_sort(kiln_neg(t), 1).first, kiln_topk(x, 4).first, kiln_cumprod(kiln_mul(x, 0.5), 1), kiln_cummax(x, 0).first);
    show_gradients(total(kiln_mul(kiln_embedding(i, t), x)), KILN_LIST(t, x));
}

static void chance(kiln_session *s) {
    kiln_manual_seed(s, 7);
    kiln_tensor *a = kiln_rand(s, KILN_SHAPE(33, 21)), *b = kiln_randn(s, KILN_SHAPE(1003)), *c = kiln_randint(s, 100, KILN_SHAPE(50));
    SHOW(a, b, c, kiln_counter_uniform(s, 3, KILN_F32, KILN_SHAPE(1000, 7)), kiln_counter_normal(s, 4, KILN_F32, KILN_SHAPE(777)), kiln_counter_normal(s, 5, KILN_F64, KILN_SHAPE(300)), kiln_counter_dropout(a, 0.3, 9));
    SHOW(kiln_mul(kiln_transpose(kiln_counter_uniform(s, 6, KILN_F32, KILN_SHAPE(40, 30)), 0, 1), 2.0), kiln_sum(kiln_counter_normal(s, 8, KILN_F32, KILN_SHAPE(40000))), kiln_dropout(b, 0.5));
}

/* ---- loops: plans run again with other data */
typedef struct network { kiln_tensor *p[4], *m[4], *v[4]; } network;

static void network_make(kiln_session *s, network *net, kiln_dtype dtype) {
    static const int64_t shape[4][2] = {{24, 32}, {1, 32}, {32, 7}, {1, 7}};
    for (int i = 0; i < 4; i++) {
        kiln_scope(s) net->p[i] = kiln_keep(kiln_to(kiln_mul(F((uint32_t)i + 40, shape[i][0], shape[i][1]), 0.2), dtype));
        net->m[i] = kiln_keep(kiln_zeros_like(net->p[i]));
        net->v[i] = kiln_keep(kiln_zeros_like(net->p[i]));
    }
}

static void network_release(network *net) {
    for (int i = 0; i < 4; i++) kiln_release(net->p[i]), kiln_release(net->m[i]), kiln_release(net->v[i]);
}

static kiln_tensor *network_loss(kiln_session *s, const network *net, int n, uint32_t seed, kiln_dtype dtype) {
    kiln_tensor *x = kiln_to(F(seed, n, 24), dtype), *y = I(seed + 1, 0, 7, KILN_I64, n);
    kiln_tensor *h = kiln_gelu(kiln_add(kiln_matmul(x, net->p[0]), net->p[1]));
    return kiln_cross_entropy(kiln_add(kiln_matmul(h, net->p[2]), net->p[3]), y);
}

static void train(kiln_session *s, const int *batch, int steps, kiln_dtype dtype) {
    network net;
    network_make(s, &net, dtype);
    for (int step = 1; step <= steps; step++)
        kiln_scope(s) {
            kiln_tensor *loss = network_loss(s, &net, batch[step - 1], (uint32_t)step * 2, dtype), *g[4];
            kiln_grad(loss, kiln_list_from(4, net.p), g);
            kiln_adam adam = kiln_adam_of(0.01 / step);
            for (int i = 0; i < 4; i++) kiln_adam_step(net.p[i], g[i], net.m[i], net.v[i], step, adam);
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
    for (int n = 1; n <= 40; n += n < 20 ? 1 : 5) kiln_scope(s) show_gradients(network_loss(s, &net, n, (uint32_t)n * 3, KILN_F32), kiln_list_from(4, net.p));
    network_release(&net);
}

static void rates(kiln_session *s) { /* numbers change, plans do not */
    kiln_tensor *w = kiln_keep(F(1, 50, 20)), *v = kiln_keep(kiln_zeros_like(w)), *held[3] = {NULL, NULL, NULL};
    for (int i = 1; i <= 8; i++)
        kiln_scope(s) {
            kiln_tensor *x = F((uint32_t)i + 9, 50, 20), *g = kiln_add(kiln_mul(w, 0.1 * i), kiln_mul(x, 1.0 / i));
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

static void states(kiln_session *s) { /* h = f(h): the old value dies, is held, or has another name */
    kiln_tensor *h = kiln_keep(F(1, 70, 70)), *first = kiln_keep(kiln_alias(h)), *held = NULL;
    for (int i = 0; i < 9; i++)
        kiln_scope(s) {
            kiln_tensor *next = kiln_keep(kiln_add(kiln_mul(h, 0.5), kiln_slice(kiln_t(h), 0, 0, 70)));
            if (i == 4) held = kiln_keep(kiln_alias(h));
            kiln_release(h);
            h = next;
            kiln_eval(KILN_LIST(h));
            if (i % 3 == 2) show(h);
        }
    SHOW(first, held, h);
    for (int i = 0; i < 6; i++) { /* computed when no derivative may be asked any more */
        kiln_tensor *next = NULL, *after = NULL;
        kiln_scope(s) {
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
        kiln_scope(s) {
            show(kiln_mul(kiln_slice(x, 0, 10 * i, 10 * i + 100), 3.0));
            show(kiln_slice(kiln_exp(kiln_slice(x, 0, 0, 100)), 0, i, i + 10));
            kiln_copy_(kiln_slice(cache, 0, i, i + 2), kiln_mul(F((uint32_t)i, 2, 30), 1.0 + i));
            show(kiln_sum(kiln_slice(cache, 0, 0, i + 2), KILN_AXES(1)));
        }
    show(cache);
    kiln_release(x), kiln_release(cache);
}

/* ---- long graphs */
static void long_chain(kiln_session *s) { /* 400 equal steps before anything is read, each with the first value and one of long ago */
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
    kiln_tensor *u = kiln_mul(F(1, 34, 34), 1.0), *inner = kiln_slice(kiln_slice(u, 0, 1, 33), 1, 1, 33), *seen = NULL;
    for (int i = 0; i < 250; i++) {
        kiln_tensor *sum = kiln_add(kiln_slice(kiln_slice(u, 0, 0, 32), 1, 1, 33), kiln_slice(kiln_slice(u, 0, 2, 34), 1, 1, 33));
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
    kiln_tensor *x = kiln_counter_uniform(s, 1, KILN_F32, KILN_SHAPE(1531, 2049)), *row = F(1, 2049), *column = F(2, 1531, 1), *flat = kiln_counter_uniform(s, 2, KILN_F32, KILN_SHAPE(3000017));
    kiln_eval(KILN_LIST(x, flat));
    SHOW(kiln_mul(kiln_exp(kiln_mul(x, row)), column), kiln_le(x, 0.5));
    SHOW(kiln_tanh(flat), kiln_add(kiln_slice(flat, 0, 0, 2999999), kiln_slice(flat, 0, 18)));
    SHOW(kiln_log(kiln_add(kiln_slice(x, 1, 0, 2049, 2), 1.0)), kiln_sin(kiln_mul(kiln_flip(x, KILN_AXES(1)), 1e5)));
    SHOW(kiln_to(kiln_exp(x), KILN_F16), kiln_to(kiln_mul(x, 255.0), KILN_U8));
}

static void large_rows(kiln_session *s) {
    kiln_tensor *x = kiln_mul(F(1, 901, 2053), 1.0), *w = F(2, 2053), *b = F(3, 2053), *g = kiln_mul(F(4, 901, 2053), 0.1);
    kiln_eval(KILN_LIST(x, g));
    SHOW(kiln_softmax(x, 1));
    show_gradients(total(kiln_mul(kiln_softmax(x, 1), g)), KILN_LIST(x));
    show_gradients(total(kiln_mul(kiln_layer_norm(x, KILN_SHAPE(2053), w, b), g)), KILN_LIST(x, w, b));
    SHOW(kiln_sum(kiln_exp(x), KILN_AXES(1)), kiln_amax(kiln_tanh(x), KILN_AXES(1)));
}

static void large_sums(kiln_session *s) {
    kiln_tensor *flat = kiln_counter_normal(s, 1, KILN_F32, KILN_SHAPE(5000003));
    kiln_eval(KILN_LIST(flat));
    SHOW(kiln_sum(kiln_exp(flat)), kiln_amax(kiln_sin(flat)), kiln_mean(kiln_square(flat)));
    kiln_tensor *tall = kiln_slice(kiln_reshape(kiln_slice(flat, 0, 0, 5000000), KILN_SHAPE(20000, 250)), 1, 0, 249);
    SHOW(kiln_sum(kiln_exp(tall), KILN_AXES(0)), kiln_amin(kiln_tanh(tall), KILN_AXES(0)));
    SHOW(kiln_sum(kiln_mul(kiln_expand(F(2, 1024), KILN_SHAPE(20003, 1024)), kiln_reshape(kiln_arange(s, 0, 20003, 1, KILN_F32), KILN_SHAPE(20003, 1))), KILN_AXES(0)));
    SHOW(kiln_sum(kiln_reshape(kiln_exp(kiln_slice(flat, 0, 0, 4998420)), KILN_SHAPE(63, 3967, 20)), KILN_AXES(1)), kiln_sum(kiln_reshape(kiln_tanh(kiln_slice(flat, 0, 3, 4900003)), KILN_SHAPE(98, 50000)), KILN_AXES(1)));
}

static void large_turned(kiln_session *s) {
    kiln_tensor *x = kiln_counter_uniform(s, 1, KILN_F32, KILN_SHAPE(1403, 1201)), *y = kiln_counter_uniform(s, 2, KILN_F32, KILN_SHAPE(1201, 1403));
    kiln_eval(KILN_LIST(x, y));
    SHOW(kiln_exp(kiln_add(kiln_t(x), y)));
    SHOW(kiln_t(kiln_tanh(x)), kiln_reshape(kiln_log(kiln_add(kiln_permute(kiln_reshape(y, KILN_SHAPE(1201, 23, 61)), KILN_AXES(1, 0, 2)), 1.0)), KILN_SHAPE(-1)));
    SHOW(kiln_exp(kiln_transpose(kiln_reshape(x, KILN_SHAPE(61, 23, 1201)), 1, 2)));
}

static void large_products(kiln_session *s) {
    kiln_tensor *a = F(1, 515, 771), *b = F(2, 771, 613), *bias = F(3, 613), *q = F(4, 12, 131, 64), *k = F(5, 12, 203, 64), *v = F(6, 12, 203, 64);
    kiln_eval(KILN_LIST(a, b));
    SHOW(kiln_gelu(kiln_add(kiln_matmul(a, b), bias)));
    SHOW(kiln_matmul(kiln_tanh(kiln_matmul(a, b)), kiln_t(b)), kiln_matmul(kiln_t(a), kiln_slice(a, 1, 0, 300)));
    SHOW(kiln_matmul(kiln_softmax(kiln_mul(kiln_matmul(q, kiln_transpose(k, 1, 2)), 0.125), 2), v));
    show_gradients(total(kiln_tanh(kiln_mul(kiln_add(kiln_matmul(a, b), bias), 0.01))), KILN_LIST(a, b, bias));
}

static void large_joins(kiln_session *s) {
    kiln_tensor *a = kiln_counter_uniform(s, 1, KILN_F32, KILN_SHAPE(1001, 700)), *b = kiln_counter_uniform(s, 2, KILN_F32, KILN_SHAPE(1001, 1333)), *c = F(3, 1001, 5);
    kiln_eval(KILN_LIST(a, b));
    SHOW(kiln_cat(KILN_LIST(kiln_exp(a), kiln_tanh(b), c), 1));
    SHOW(kiln_cat(KILN_LIST(kiln_tanh(kiln_reshape(a, KILN_SHAPE(-1))), kiln_exp(kiln_reshape(b, KILN_SHAPE(-1))))), kiln_pad(kiln_exp(b), KILN_SHAPE(3, 2, 5, 1)));
    kiln_tensor *w = kiln_mul(b, 2.0);
    kiln_copy_(kiln_slice(w, 1, 33, 733), kiln_exp(a));
    kiln_add_(kiln_slice(w, 0, 100, 1000, 9), 1.0);
    kiln_copy_(kiln_slice(w, 1, 700, 705), c);
    SHOW(w, kiln_sum(w, KILN_AXES(0)), kiln_slice_scatter(b, kiln_exp(c), 1, 40, 45));
    SHOW(kiln_stack(KILN_LIST(kiln_exp(a), kiln_sin(a)), 2), kiln_stack(KILN_LIST(kiln_tanh(a), a), 1));
}

static void large_training(kiln_session *s) { /* several steps of a wide network: samples first, then plans run again */
    kiln_tensor *w = kiln_keep(kiln_mul(F(1, 700, 900), 0.05)), *u = kiln_keep(kiln_mul(F(2, 900, 40), 0.05)), *state[4];
    for (int i = 0; i < 4; i++) state[i] = kiln_keep(kiln_zeros_like(i < 2 ? w : u));
    for (int step = 1; step <= 4; step++)
        kiln_scope(s) {
            int n = step == 3 ? 37 : 150;
            kiln_tensor *x = F((uint32_t)step + 7, n, 700), *y = I((uint32_t)step + 20, 0, 40, KILN_I64, n), *g[2];
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
        kiln_tensor *a = F(1, n, m), *b = F(2, m, n), *c = kiln_matmul(a, b), *d = kiln_matmul(b, a), *e = kiln_cumsum(kiln_exp(kiln_mul(a, 0.1)), 0);
        kiln_tensor *f = kiln_matmul(kiln_tanh(c), e), *g = kiln_matmul(kiln_sin(d), kiln_t(f)), *h = kiln_add(kiln_t(g), f), *k = kiln_softmax(kiln_matmul(h, d), 1);
        SHOW(kiln_matmul(kiln_t(k), c), kiln_sum(kiln_mul(k, kiln_sort(h, 0).first)), kiln_cumsum(kiln_mul(kiln_reshape(k, KILN_SHAPE(-1)), 3.0), 0));
        kiln_tensor *v = kiln_cumsum(F(3, n), 0), *w = kiln_sort(kiln_mul(v, 2.0)).first, *x = kiln_cumsum(kiln_exp(kiln_mul(w, 0.01)), 0);
        SHOW(kiln_cumsum(kiln_add(kiln_mul(v, w), x), 0), kiln_sort(kiln_sub(kiln_mul(v, 0.5), x)).first);
    }
}

/* ---- equal but for one thing */
static void nearly_equal(kiln_session *s) {
    kiln_tensor *x = F(1, 64, 20), *y = F(2, 64, 20);
    SHOW(kiln_exp(kiln_slice(x, 0, 0, 30)), kiln_exp(kiln_slice(x, 0, 1, 31)), kiln_exp(kiln_slice(x, 0, 0, 60, 2)), kiln_sum(x, KILN_AXES(0)), kiln_sum(x, KILN_AXES(1)));
    SHOW(kiln_to(kiln_exp(x), KILN_I32), kiln_to(kiln_exp(x), KILN_I16), kiln_to(kiln_exp(x), KILN_I64), kiln_sub(x, y), kiln_sub(y, x), kiln_div(x, 2.5), kiln_div(x, 3.5));
    SHOW(kiln_mul(kiln_add(x, 2.0), kiln_add(x, 3.0)), kiln_mul(kiln_add(x, 3.0), kiln_add(y, 2.0)), kiln_where(kiln_gt(x, y), x, y), kiln_where(kiln_gt(x, y), y, x));
    SHOW(kiln_pow(kiln_abs(x), 2.5), kiln_pow(kiln_abs(x), 3.5), kiln_counter_uniform(s, 1, KILN_F32, KILN_SHAPE(99)), kiln_counter_uniform(s, 2, KILN_F32, KILN_SHAPE(99)));
    SHOW(kiln_permute(kiln_reshape(x, KILN_SHAPE(8, 8, 20)), KILN_AXES(1, 0, 2)), kiln_permute(kiln_reshape(x, KILN_SHAPE(8, 8, 20)), KILN_AXES(0, 2, 1)), kiln_clamp(x, 0.0, 1.0), kiln_clamp(x, 1.0, 2.0));
}

static const struct { const char *name; void (*run)(kiln_session *s); } programs[] = {
#define PROGRAM(name) {#name, name}
    PROGRAM(elementwise), PROGRAM(casts), PROGRAM(whole_numbers), PROGRAM(not_numbers), PROGRAM(functions), PROGRAM(slices), PROGRAM(turned),
    PROGRAM(counted), PROGRAM(joins), PROGRAM(writes), PROGRAM(write_order), PROGRAM(write_inputs), PROGRAM(slice_gradients), PROGRAM(rows),
    PROGRAM(columns), PROGRAM(normalized), PROGRAM(entropy), PROGRAM(products), PROGRAM(batches), PROGRAM(attention), PROGRAM(convolution),
    PROGRAM(indices), PROGRAM(chance), PROGRAM(training), PROGRAM(training_halves), PROGRAM(training_doubles), PROGRAM(batch_sizes), PROGRAM(rates),
    PROGRAM(states), PROGRAM(windows_again), PROGRAM(long_chain), PROGRAM(long_writes), PROGRAM(long_mixture), PROGRAM(large_maps),
    PROGRAM(large_rows), PROGRAM(large_sums), PROGRAM(large_turned), PROGRAM(large_products), PROGRAM(large_joins), PROGRAM(large_training),
    PROGRAM(temporaries), PROGRAM(nearly_equal),
#undef PROGRAM
};
enum { PROGRAMS = sizeof programs / sizeof *programs };

/* In a child: prints what came of it. */
static int run(int p) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.threads = THREADS;
    alarm(MOST_SECONDS);
    kiln_session *s = kiln_open(&o); /* the cache is KILN_CACHE_DIR's */
    kiln_scope(s) programs[p].run(s);
    if (kiln_failed(s)) printf("%s %s %.400s\n", programs[p].name, kiln_status_name(kiln_error(s)), kiln_error_text(s));
    else printf("%s %016llx\n", programs[p].name, (unsigned long long)digest);
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
        if (WIFSIGNALED(status)) printf("%s SIGNAL %d\n", programs[p].name, WTERMSIG(status));
        else if (WEXITSTATUS(status) != 0) printf("%s EXIT %d\n", programs[p].name, WEXITSTATUS(status));
    }
    return 0;
}
