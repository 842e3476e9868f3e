/* SPDX-License-Identifier: Apache-2.0
 * The programs about single kinds of step: maps, movement, writes in place, derivatives of slices,
 * reductions. A part of programs.c, which includes it. */
/* ---- maps */
static void elementwise(kiln_session *s) {
    kiln_tensor *x = F(1, 37, 53), *row = F(2, 53), *column = F(3, 37, 1);
    kiln_tensor *y = kiln_add(kiln_mul(x, row), column),
                *m = kiln_le(kiln_round(x), kiln_round(row));
    SHOW(y, m, kiln_where(kiln_logical_not(m), x, y), kiln_clamp(x, -1, 1.5),
         kiln_sub(x, kiln_neg(y)), kiln_add(row, kiln_neg(x)));
    SHOW(kiln_sub(kiln_mul(x, 3.5), kiln_mul(y, 0.25)), kiln_div(kiln_add(x, 2.0), 7.0),
         kiln_div(x, 3.0), kiln_div(x, 8.0));
    kiln_tensor *flat = F(4, 1003);
    SHOW(kiln_add(flat, 1.0), kiln_exp(flat), kiln_gt(flat, 0.5),
         kiln_div(kiln_abs(flat), kiln_full(s, KILN_SHAPE(1003), 12.0)));
    SHOW(kiln_sign(x), kiln_floor(x), kiln_maximum(x, y),
         kiln_minimum(y, kiln_expand(row, KILN_SHAPE(37, 53))), kiln_lt(x, column), kiln_ge(x, y));
    SHOW(kiln_div(x, kiln_add(kiln_add(kiln_ones_like(x), kiln_ones_like(x)), kiln_ones_like(x))),
         kiln_div(x, kiln_add(kiln_ones_like(x), kiln_ones_like(x))));
    SHOW(kiln_add(x, kiln_sub(kiln_ones_like(x), kiln_ones_like(x))),
         kiln_mul(x,
                  kiln_sub(kiln_ones_like(x), kiln_mul(kiln_ones_like(x), kiln_eye(s, 37, 53)))));
    SHOW(kiln_add(kiln_add(kiln_full(s, KILN_SHAPE(37, 53), 0.1), 0.7), x),
         kiln_mul(kiln_sub(1.0, kiln_mul(x, 0.3)), kiln_add(0.3, x)));
}

static void casts(kiln_session *s) {
    kiln_tensor *big = I(1, -2000000000, 2000000000, KILN_I32, 41, 29),
                *b = I(2, 0, 256, KILN_U8, 41, 29), *x = kiln_mul(F(3, 41, 29), 37.5);
    SHOW(kiln_to(kiln_to(big, KILN_F32), KILN_I32), kiln_to(b, KILN_F32), kiln_to(b, KILN_I16),
         kiln_to(b, KILN_BOOL), kiln_to(kiln_to(b, KILN_I8), KILN_F64));
    SHOW(kiln_to(x, KILN_I32), kiln_to(x, KILN_I64), kiln_to(x, KILN_F16), kiln_to(x, KILN_BF16),
         kiln_to(x, KILN_F64), kiln_to(x, KILN_I8), kiln_to(x, KILN_BOOL));
    kiln_tensor *h = kiln_to(x, KILN_F16), *bf = kiln_to(x, KILN_BF16);
    SHOW(kiln_mul(h, h), kiln_add(bf, 1.0), kiln_exp(kiln_mul(h, 0.01)), kiln_sum(h, KILN_AXES(1)),
         kiln_sum(bf, KILN_AXES(0)), kiln_to(kiln_to(h, KILN_F64), KILN_BF16));
}

static void whole_numbers(kiln_session *s) {
    kiln_tensor *a = I(1, -1000, 1000, KILN_I32, 33, 31), *b = I(2, -9, -1, KILN_I32, 33, 31),
                *n = I(3, 0, 40, KILN_I32, 33, 31);
    kiln_tensor *u = I(4, 0, 256, KILN_U8, 999), *v = I(5, 0, 256, KILN_U8, 999),
                *w = kiln_mul(kiln_to(a, KILN_I64), 123456789);
    SHOW(kiln_floor_divide(a, b), kiln_remainder(a, b), kiln_fmod(a, b),
         kiln_floor_divide(kiln_mul(a, b), b), kiln_remainder(w, kiln_to(b, KILN_I64)));
    SHOW(kiln_bitwise_left_shift(a, n), kiln_bitwise_right_shift(kiln_mul(a, 2000000), n),
         kiln_bitwise_and(a, n), kiln_bitwise_xor(a, b), kiln_bitwise_not(a));
    SHOW(kiln_maximum(u, v), kiln_minimum(u, v), kiln_lt(u, v), kiln_floor_divide(u, 7),
         kiln_add(u, v), kiln_mul(u, 3), kiln_amax(u), kiln_sum(u));
    SHOW(kiln_amax(kiln_reshape(kiln_sub(kiln_to(u, KILN_I16), 100), KILN_SHAPE(27, 37)),
                   KILN_AXES(1)),
         kiln_amin(a, KILN_AXES(0)), kiln_prod(kiln_add(kiln_remainder(a, 3), 1)));
}

static void not_numbers(kiln_session *s) {
    kiln_tensor *x = F(1, 40, 50), *zero = kiln_sub(x, x), *bad = kiln_div(zero, zero),
                *some = kiln_where(kiln_gt(x, 1.8), bad, x);
    SHOW(bad, some, kiln_maximum(some, 0.5 > 0 ? kiln_neg(x) : x), kiln_minimum(some, x),
         kiln_amax(some, KILN_AXES(1)), kiln_amin(some, KILN_AXES(0)));
    SHOW(kiln_sum(some, KILN_AXES(1)), kiln_sum(some, KILN_AXES(0)), kiln_to(some, KILN_F16),
         kiln_to(bad, KILN_BF16), kiln_sqrt(x), kiln_to(bad, KILN_I32));
    kiln_tensor *long_one =
        kiln_sub(kiln_exp(kiln_mul(F(2, 40000), 60.0)), kiln_exp(kiln_mul(F(3, 40000), 60.0)));
    SHOW(kiln_sum(long_one), kiln_amax(long_one),
         kiln_sum(kiln_reshape(kiln_to(long_one, KILN_F64), KILN_SHAPE(2000, 20)), KILN_AXES(0)));
    kiln_tensor *ends = kiln_mul(F(5, 40000), 1.0);
    kiln_fill_(kiln_slice(ends, 0, 5, 6), INFINITY);
    kiln_fill_(kiln_slice(ends, 0, 39000, 39001), -INFINITY); /* in another block of the sum */
    SHOW(kiln_sum(ends), kiln_sum(kiln_reshape(ends, KILN_SHAPE(4000, 10)), KILN_AXES(0)),
         kiln_amin(ends));
    SHOW(kiln_sum(kiln_div(kiln_sub(F(4, 50000), 9.0), 0.0)), kiln_matmul(some, kiln_t(x)));
}

static void functions(kiln_session *s) {
    kiln_tensor *x = F(1, 29, 71), *large = kiln_mul(F(2, 1201), 3e6),
                *p = kiln_add(kiln_abs(x), 0.01);
    SHOW(kiln_exp(x), kiln_log(p), kiln_tanh(x), kiln_gelu(x), kiln_erf(x), kiln_sqrt(p),
         kiln_rsqrt(p), kiln_pow(p, 1.7), kiln_sigmoid(x));
    SHOW(kiln_sin(large), kiln_cos(kiln_where(kiln_gt(large, 1e6), large, kiln_mul(large, 1e-6))),
         kiln_sin(kiln_to(large, KILN_F64)), kiln_atan(large), kiln_expm1(x), kiln_log1p(p));
    /* a few lanes of a vector are rare */
    kiln_tensor *far =
        kiln_where(kiln_gt(large, 4e6), kiln_mul(large, 1e25), kiln_mul(large, 1e-6));
    SHOW(kiln_sin(far), kiln_cos(far), kiln_tan(far),
         kiln_cos(kiln_mul(kiln_to(far, KILN_F64), 1e100)));
    SHOW(kiln_exp(kiln_to(x, KILN_F64)), kiln_log(kiln_to(p, KILN_F64)),
         kiln_tanh(kiln_to(kiln_mul(x, 0.1), KILN_F64)), kiln_softplus(x), kiln_silu(x),
         kiln_mish(x));
}

/* ---- movement */
static void slices(kiln_session *s) {
    kiln_tensor *x = F(1, 40, 33), *flat = F(2, 777);
    kiln_tensor *inner = kiln_slice(kiln_slice(x, 0, 3, 37, 2), 0, 1, 15, 3),
                *part = kiln_slice(flat, 0, 5, 700, 3);
    SHOW(inner, part, kiln_slice(kiln_slice(flat, 0, 100), 0, 7, 300, 2),
         kiln_flip(x, KILN_AXES(0, 1)), kiln_flip(part, KILN_AXES(0)));
    SHOW(kiln_add(kiln_slice(flat, 0, 0, 770), kiln_slice(flat, 0, 7)),
         kiln_sub(kiln_slice(x, 1, 1), kiln_slice(x, 1, 0, 32)),
         kiln_mul(kiln_slice(flat, 0, 0, 776, 2), kiln_slice(flat, 0, 1, 777, 2)));
    SHOW(kiln_reshape(kiln_slice(x, 1, 0, 20), KILN_SHAPE(-1)),
         kiln_reshape(kiln_mul(kiln_slice(x, 1, 4, 30), 2.0), KILN_SHAPE(26, 40)),
         kiln_unfold(flat, 0, 16, 5));
    SHOW(kiln_as_strided(flat, KILN_SHAPE(20, 30), KILN_SHAPE(7, 2), 3),
         kiln_sum(kiln_as_strided(kiln_mul(flat, 2.0), KILN_SHAPE(50, 9), KILN_SHAPE(1, 40), 1),
                  KILN_AXES(1)));
    SHOW(kiln_select(x, 1, 4), kiln_narrow(kiln_select(x, 0, 39), 0, 3, 20),
         kiln_roll(x, KILN_SHAPE(5, -3), KILN_AXES(0, 1)));
}

static void turned(kiln_session *s) {
    kiln_tensor *x = F(1, 7, 19, 23), *y = F(2, 23, 7, 19), *z = F(3, 5, 6, 7, 8),
                *u = F(4, 1, 45, 1, 38);
    SHOW(kiln_permute(kiln_permute(x, KILN_AXES(1, 2, 0)), KILN_AXES(2, 0, 1)),
         kiln_permute(kiln_permute(x, KILN_AXES(1, 2, 0)), KILN_AXES(1, 0, 2)));
    SHOW(kiln_add(kiln_permute(x, KILN_AXES(2, 0, 1)), y),
         kiln_exp(kiln_permute(z, KILN_AXES(0, 2, 1, 3))),
         kiln_exp(kiln_permute(z, KILN_AXES(3, 1, 0, 2))));
    SHOW(kiln_permute(u, KILN_AXES(0, 3, 2, 1)), kiln_permute(u, KILN_AXES(2, 1, 0, 3)),
         kiln_t(kiln_reshape(x, KILN_SHAPE(133, 23))),
         kiln_reshape(kiln_permute(x, KILN_AXES(2, 1, 0)), KILN_SHAPE(23, 133)));
    kiln_tensor *b = F(5, 6, 41, 37);
    SHOW(kiln_exp(kiln_transpose(b, 1, 2)), kiln_add(kiln_transpose(b, 1, 2), F(6, 37, 41)),
         kiln_mul(kiln_t(F(7, 90, 70)), F(8, 70, 90)),
         kiln_flip(kiln_t(F(9, 50, 31)), KILN_AXES(0)));
    kiln_tensor *e =
        kiln_expand(kiln_reshape(F(10, 13), KILN_SHAPE(13, 1, 1)), KILN_SHAPE(13, 9, 11));
    SHOW(kiln_add(e, F(11, 9, 1)), kiln_mul(kiln_permute(e, KILN_AXES(1, 2, 0)), F(12, 13)),
         kiln_add(kiln_expand(F(13, 6, 1, 5), KILN_SHAPE(6, 8, 5)), F(14, 8, 1)));
}

static void counted(kiln_session *s) {
    kiln_tensor *i = kiln_arange(s, 0, 600), *x = F(1, 300), *m = F(2, 57, 57);
    SHOW(kiln_mul(kiln_slice(i, 0, 1, 600, 2), 3),
         kiln_add(kiln_to(kiln_slice(i, 0, 0, 600, 2), KILN_F32), x),
         kiln_add(kiln_reshape(i, KILN_SHAPE(20, 30)), kiln_arange(s, 0, 30)));
    SHOW(kiln_tril(m), kiln_triu(m, 2),
         kiln_mul(kiln_flip(kiln_arange(s, 0, 300, 1, KILN_F32), KILN_AXES(0)), x), kiln_eye(s, 33),
         kiln_linspace(s, -1, 2, 101));
    SHOW(kiln_add(kiln_t(kiln_reshape(i, KILN_SHAPE(20, 30))), 1),
         kiln_arange(s, 5, 400, 7, KILN_U8), kiln_sum(kiln_arange(s, 0, 100000, 1, KILN_F32)));
}

static void joins(kiln_session *s) {
    kiln_tensor *a = F(1, 37), *b = F(2, 101), *c = F(3, 19), *x = F(4, 21, 13), *y = F(5, 21, 30),
                *z = F(6, 21, 5);
    SHOW(kiln_cat(KILN_LIST(a, b, c)),
         kiln_cat(KILN_LIST(kiln_exp(a), kiln_neg(b), kiln_mul(c, 2.0), a)),
         kiln_cat(KILN_LIST(x, y, z), 1));
    SHOW(kiln_cat(KILN_LIST(kiln_exp(x), kiln_softmax(y, 1), kiln_mul(z, 3.0)), 1),
         kiln_stack(KILN_LIST(x, kiln_neg(x), kiln_add(x, 1.0)), 1),
         kiln_stack(KILN_LIST(x, kiln_exp(x)), 2));
    SHOW(kiln_pad(x, KILN_SHAPE(2, 3, 1, 4)),
         kiln_pad(kiln_exp(a), KILN_SHAPE(5, 6), "constant", 7.5),
         kiln_mul(kiln_cat(KILN_LIST(a, kiln_neg(b))), 2.0),
         kiln_sum(kiln_cat(KILN_LIST(x, y), 1), KILN_AXES(1)));
    SHOW(kiln_cat(KILN_LIST(kiln_matmul(x, F(7, 13, 10)), y), 1),
         kiln_cat(KILN_LIST(kiln_t(x), kiln_t(z)), 0),
         kiln_cat(KILN_LIST(F(8, 3, 4, 5), kiln_exp(F(9, 3, 2, 5))), 1));
    kiln_tensor *rows[9];
    for (int i = 0; i < 9; i++) rows[i] = kiln_mul(kiln_select(x, 0, i), i + 1.0);
    SHOW(kiln_stack(kiln_list_from(9, rows)), kiln_cat(kiln_list_from(9, rows)),
         kiln_repeat(x, KILN_SHAPE(2, 3)));
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
        kiln_copy_(kiln_slice(w, 0, 5 * i, 5 * i + 20),
                   kiln_mul(kiln_slice(w, 0, 40 - 4 * i, 60 - 4 * i), 0.5));
        seen[n++] = kiln_mul(kiln_slice(w, 0, 5 * i, 5 * i + 10), 2.0);
    }
    show_list(kiln_list_from((size_t)n, seen));
    show(w);
    kiln_tensor *u = kiln_exp(F(2, 500)), *before = kiln_sum(u),
                *shifted = kiln_clone(kiln_slice(u, 0, 1, 400));
    kiln_copy_(kiln_slice(u, 0, 0, 399), shifted); /* over itself */
    kiln_copy_(kiln_slice(u, 0, 101, 500), kiln_mul(kiln_slice(u, 0, 100, 499), 2.0));
    kiln_copy_(kiln_slice(u, 0, 299, 399), kiln_mul(kiln_slice(u, 0, 200, 300), 0.5));
    SHOW(u, before, kiln_mul(u, 2.0));
    /* an order of less memory is there */
    kiln_tensor *y = F(3, 120, 90), *waits[5], *v = kiln_cumsum(kiln_exp(y), 0),
                *early = kiln_cumsum(v, 1), *z;
    for (int i = 0; i < 5; i++) waits[i] = kiln_cumsum(kiln_mul(y, 1.0 + i), 0);
    kiln_copy_(kiln_slice(v, 0, 10, 60), kiln_slice(y, 0, 0, 50));
    z = kiln_sum(kiln_cumsum(v, 1));
    for (int i = 0; i < 5; i++) z = kiln_add(z, kiln_sum(kiln_cumsum(waits[i], 1)));
    show(kiln_add(z, kiln_sum(kiln_cumsum(early, 0))));
    kiln_tensor *grown = kiln_zeros(s, KILN_SHAPE(10, 64));
    /* the last row stays */
    for (int i = 0; i < 9; i++)
        kiln_copy_(kiln_select(grown, 0, i), kiln_mul(kiln_select(w, 1, i), 1.0 + i));
    SHOW(grown, kiln_slice(grown, 0, 8, 10), kiln_add(grown, 1.0));
}

/* what the program holds under another name keeps its value */
static void write_inputs(kiln_session *s) {
    kiln_tensor *w = F(1, 90, 37), *twice = kiln_mul(w, 2.0), *copy = kiln_add(w, 0.0),
                *view = kiln_slice(w, 0, 10, 50);
    show(twice);
    kiln_copy_(kiln_slice(w, 0, 20, 30), F(2, 10, 37));
    SHOW(view, w, copy);
    for (int i = 0; i < 6; i++) {
        kiln_tensor *old = kiln_mul(w, 1.0 + i);
        kiln_add_(kiln_slice(w, 1, i, i + 9), 0.25 * i);
        kiln_mul_(kiln_slice(w, 0, 3 * i, 3 * i + 15), 0.5);
        SHOW(w, old, kiln_sum(view, KILN_AXES(0)));
    }
    kiln_tensor *plain = F(3, 5000), *next = kiln_slice_scatter(plain, F(4, 1000), 0, 200, 1200),
                *third = kiln_slice_scatter(next, F(5, 500), 0, 4000, 4500);
    SHOW(next, third, plain);
}

/* ---- derivatives of slices */
static void slice_gradients(kiln_session *s) {
    kiln_tensor *x = F(1, 60, 17), *v = F(2, 300);
    kiln_tensor *a = kiln_slice(x, 0, 3, 20), *b = kiln_slice(x, 0, 3, 20),
                *c = kiln_slice(x, 0, 20, 37), *d = kiln_slice(x, 0, 10, 27);
    kiln_tensor *y = kiln_add(kiln_mul(a, kiln_exp(b)), kiln_mul(c, d));
    show_gradients(total(y), KILN_LIST(x));
    show_gradients(total(kiln_mul(kiln_slice(x, 0, 3, 20), kiln_exp(kiln_slice(x, 0, 3, 20)))),
                   KILN_LIST(x));
    kiln_tensor *t = total(kiln_mul(kiln_slice(v, 0, 0, 200), kiln_slice(v, 0, 100, 300)));
    show_gradients(kiln_add(t, total(kiln_square(kiln_slice(v, 0, 1, 300, 7)))), KILN_LIST(v));
    kiln_tensor *w = kiln_mul(x, 1.5);
    kiln_copy_(kiln_slice(w, 0, 4, 9), kiln_mul(kiln_slice(x, 0, 30, 35), 2.0));
    show_gradients(total(kiln_square(kiln_slice(w, 0, 2, 40))), KILN_LIST(x));
    kiln_tensor *p = F(3, 11), *q = F(4, 23),
                *joined = kiln_cat(KILN_LIST(kiln_exp(p), kiln_mul(q, 2.0), p));
    show_gradients(total(kiln_mul(joined, kiln_arange(s, 0, 45, 1, KILN_F32))), KILN_LIST(p, q));
    kiln_tensor *z = F(5, 200), *zeros = kiln_zeros(s, KILN_SHAPE(200));
    kiln_copy_(kiln_slice(zeros, 0, 10, 60), kiln_slice(z, 0, 0, 50));
    kiln_copy_(kiln_slice(zeros, 0, 50, 90), kiln_slice(z, 0, 100, 140));
    SHOW(zeros, kiln_slice(zeros, 0, 10, 50), kiln_slice(zeros, 0, 89, 95),
         kiln_slice(zeros, 0, 59, 61), kiln_slice(zeros, 0, 90, 120));
}

/* ---- reductions */
static void rows(kiln_session *s) {
    static const int64_t length[] = {1,  2,  12,  15,  16,   17,    33,    63,   64,
                                     65, 96, 100, 127, 1000, 16384, 16389, 50000};
    for (size_t i = 0; i < sizeof length / sizeof *length; i++) {
        kiln_tensor *x = F((uint32_t)i + 1, length[i] > 5000 ? 3 : 11, length[i]);
        SHOW(kiln_sum(x, KILN_AXES(1)), kiln_amax(kiln_exp(x), KILN_AXES(1)),
             kiln_amin(x, KILN_AXES(1)), kiln_mean(kiln_square(x), KILN_AXES(1)),
             kiln_argmax(x, 1));
    }
    kiln_tensor *d = kiln_to(F(20, 13, 999), KILN_F64), *b = kiln_gt(F(21, 40, 77), 1.0);
    SHOW(kiln_sum(d, KILN_AXES(1)), kiln_prod_dim(kiln_to(F(22, 9, 21), KILN_F64), 1),
         kiln_any(b, KILN_AXES(1)), kiln_all(b, KILN_AXES(1)),
         kiln_sum(F(23, 7, 8, 9), KILN_AXES(1, 2)), kiln_var(d, KILN_AXES(1)));
}

static void columns(kiln_session *s) {
    static const int64_t shape[][2] = {{1, 30},  {3, 300},   {255, 17},  {256, 64},
                                       {257, 3}, {513, 100}, {1000, 37}, {5003, 5}};
    for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
        kiln_tensor *x = F((uint32_t)i + 1, shape[i][0], shape[i][1]);
        SHOW(kiln_sum(x, KILN_AXES(0)), kiln_amax(x, KILN_AXES(0)),
             kiln_sum(kiln_mul(kiln_exp(x), 0.5), KILN_AXES(0)),
             kiln_mean(kiln_mul(x, x), KILN_AXES(0)));
    }
    kiln_tensor *x = F(30, 5, 300, 7), *i = kiln_to(x, KILN_I32);
    SHOW(kiln_sum(x, KILN_AXES(1)), kiln_amin(x, KILN_AXES(1)), kiln_sum(i, KILN_AXES(1)),
         kiln_sum(kiln_permute(x, KILN_AXES(2, 0, 1)), KILN_AXES(0)),
         kiln_sum(kiln_to(x, KILN_F64), KILN_AXES(0)));
}

static void normalized(kiln_session *s) {
    static const int64_t shape[][2] = {{33, 100}, {4, 5000}, {50, 13}};
    for (int i = 0; i < 3; i++) {
        int64_t m = shape[i][0], n = shape[i][1];
        kiln_tensor *x = F(1 + (uint32_t)i, m, n), *w = F(4, n), *b = F(5, n), *g = F(6, m, n);
        SHOW(kiln_softmax(x, 1), kiln_log_softmax(x, 1), kiln_softmax(x, 0),
             kiln_logsumexp(x, KILN_AXES(1)));
        show_gradients(total(kiln_mul(kiln_softmax(x, 1), g)), KILN_LIST(x));
        show_gradients(total(kiln_mul(kiln_layer_norm(x, KILN_SHAPE(n), w, b), g)),
                       KILN_LIST(x, w, b));
        show_gradients(total(kiln_mul(kiln_log_softmax(kiln_mul(x, 2.0), 1), g)), KILN_LIST(x));
    }
    kiln_tensor *u = F(11, 40, 100), *a = kiln_exp(u), *t = kiln_tanh(u),
                *sum = kiln_sum(a, KILN_AXES(1), true),
                *other = kiln_sum(kiln_mul(t, a), KILN_AXES(1), true);
    SHOW(kiln_add(kiln_div(a, sum),
                  kiln_mul(t, other))); /* two values wait for the sums of their row */
    kiln_tensor *x = F(10, 30, 90), *row_max = kiln_amax(x, KILN_AXES(1), true),
                *e = kiln_exp(kiln_sub(x, row_max));
    SHOW(e, kiln_div(e, kiln_sum(e, KILN_AXES(1), true)), row_max, kiln_mul(x, 2.0));
}

static void entropy(kiln_session *s) {
    kiln_tensor *x = F(1, 45, 11), *y = I(2, 0, 11, KILN_I64, 45), *w = F(3, 20, 11),
                *z = F(4, 45, 20);
    show_gradients(kiln_cross_entropy(x, y), KILN_LIST(x));
    show_gradients(kiln_cross_entropy(kiln_matmul(z, w), y), KILN_LIST(z, w));
    show_gradients(kiln_mse_loss(kiln_tanh(kiln_matmul(z, w)), x), KILN_LIST(z, w, x));
}
