/* SPDX-License-Identifier: Apache-2.0
 * Tiles of matrix products with their epilogues, whole and at the edges: the same bytes as the
 * reference. KILN_TEST: sanitize=address */
#include "jit_oracle.h"

/* c = tanh(acc * alpha + bias[n]) + residual[m, n], and the product itself. */
static kernel_spec contraction(kiln_dtype dtype, int mr, int nr, bool epilogue) {
    kernel_spec s = spec_new(KERNEL_CONTRACT, 3);
    s.mr = (uint8_t)mr;
    s.nr = (uint8_t)nr;
    spec_leaf(&s, dtype, "***");
    spec_leaf(&s, dtype, "***");
    int acc = spec_value(&s, (kernel_value){.kind = KV_ACC, .dtype = (uint8_t)dtype});
    spec_output(&s, acc);
    if (!epilogue) return s;
    int bias = spec_input(&s, dtype, "001"), residual = spec_input(&s, dtype, "***");
    int row = spec_input(&s, dtype, "**0"), alpha = spec_scalar(&s, dtype);
    int y = spec_op(&s, IR_ADD, dtype, spec_op(&s, IR_MUL, dtype, acc, alpha, 0), bias, 0);
    if (ir_dtype_is(dtype, IR_DT_FLT)) y = spec_op(&s, IR_TANH, dtype, y, 0, 0);
    spec_output(&s, spec_op(&s, IR_ADD, dtype, spec_op(&s, IR_MUL, dtype, y, row, 0), residual, 0));
    spec_output(&s, spec_op(&s, IR_LT, KILN_BOOL, y, residual, 0));
    return s;
}

/* Row i of panel p of A, or zero past the end. */
static void pack_a(const trial *t, char *to, int64_t batch, int64_t row, size_t size) {
    for (int64_t k = 0; k < t->k; k++)
        for (int i = 0; i < t->s->mr; i++) {
            char *into = to + ((size_t)k * t->s->mr + (size_t)i) * size;
            size_t at = (size_t)((batch * t->extent[1] + row + i) * t->k + k);
            memset(into, 0, size);
            if (row + i < t->extent[1]) memcpy(into, (char *)t->dense[0] + at * size, size);
        }
}

static void run_tiles(trial *t, const code *k) {
    const kernel_spec *s = t->s;
    int64_t ints[KERNEL_MAX_RANK + KERNEL_MAX_LEAVES * (KERNEL_MAX_RANK + 1)];
    int64_t m = t->extent[1], n = t->extent[2], step = (n + s->nr - 1) / s->nr * s->nr;
    size_t size = kiln_dtype_size((kiln_dtype)s->leaf[0].dtype);
    char *a = data_new((size_t)(t->k * s->mr) * size), *b = data_new((size_t)(t->k * step) * size);
    trial_ints(t, ints);
    for (int64_t batch = 0; batch < t->extent[0]; batch++) {
        for (int64_t i = 0; i < t->k; i++)
            memcpy(b + (size_t)(i * step) * size,
                   (char *)t->dense[1] + (size_t)((batch * t->k + i) * n) * size, (size_t)n * size);
        for (int64_t row = 0; row < m; row += s->mr) {
            pack_a(t, a, batch, row, size);
            for (int64_t col = 0; col < n; col += s->nr) {
                int64_t rows = m - row < s->mr ? m - row : s->mr,
                        cols = n - col < s->nr ? n - col : s->nr;
                bool full = rows == s->mr && cols == s->nr;
                (full ? k->tile : k->edge)(a, b + (size_t)col * size, step, t->k, t->bufs, ints,
                                           t->scalars, batch, row, col, rows, cols);
            }
        }
    }
    free(a);
    free(b);
}

static void check_contract(const kernel_spec *s, const code *c, kiln_isa isa, int64_t m, int64_t n,
                           int64_t k, bool hard) {
    trial t;
    int64_t extent[] = {2, m, n};
    size_t size = kiln_dtype_size((kiln_dtype)s->leaf[0].dtype);
    trial_init(&t, s, extent, (uint64_t)(m * 31 + n), hard);
    t.k = k;
    for (int l = 0; l < 2; l++) {
        size_t count = (size_t)(2 * k * (l ? n : m));
        t.dense[l] = data_new(count * size);
        (hard ? fill_hard : fill_plain)(t.dense[l], (kiln_dtype)s->leaf[0].dtype, count,
                                        9 + (uint64_t)l);
    }
    run_reference(&t);
    run_tiles(&t, c);
    check_outputs(&t, kiln_dtype_short((kiln_dtype)s->leaf[0].dtype), isa);
    trial_free(&t);
}

static void check_tiles(kiln_isa isa) {
    static const struct {
        kiln_dtype dtype;
        int mr, nr;
    } tiles[] = {{KILN_F32, 14, 32}, {KILN_F32, 8, 32},  {KILN_F32, 4, 64}, {KILN_F32, 1, 16},
                 {KILN_F32, 6, 16},  {KILN_F64, 14, 16}, {KILN_F64, 3, 16}, {KILN_I32, 4, 16},
                 {KILN_I64, 2, 32},  {KILN_U8, 3, 16},   {KILN_I8, 4, 16},  {KILN_I16, 2, 16}};
    if (!has_isa(isa)) return;
    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++)
        for (int epilogue = 0; epilogue < 2; epilogue++) {
            kernel_spec s = contraction(tiles[i].dtype, tiles[i].mr, tiles[i].nr, epilogue);
            code c = spec_compile(&s, isa);
            check_contract(&s, &c, isa, 29, 70, 19, false);
            check_contract(&s, &c, isa, 14, 32, 1, true);
            check_contract(&s, &c, isa, 2, 7, 33, true);
            check_contract(&s, &c, isa, 3, 40, 0, false);
            /* beyond the first look at the word that stops it */
            if (!epilogue) check_contract(&s, &c, isa, 1, 1, 4097, false);
            code_free(&c);
        }
}
/* Of a long k not all is summed once the word is set. */
Test(emit_contract, stops_on_the_way) {
    enum { K = 100000, MR = 2, NR = 16 };
    kernel_spec s = spec_new(KERNEL_CONTRACT, 3);
    s.mr = MR;
    s.nr = NR;
    spec_leaf(&s, KILN_I32, "***");
    spec_leaf(&s, KILN_I32, "***");
    spec_output(&s, spec_value(&s, (kernel_value){.kind = KV_ACC, .dtype = KILN_I32}));
    code c = spec_compile(&s, KILN_ISA_BASE);
    int32_t *a = data_new(K * MR * sizeof *a), *b = data_new(K * NR * sizeof *b),
            *sums = data_new(MR * NR * sizeof *sums);
    uint32_t stop = 0;
    void *bufs[] = {NULL, NULL, sums, &stop};
    int64_t ints[32] = {1, MR, NR};
    for (int i = 0; i < K * MR; i++) a[i] = 1;
    for (int i = 0; i < K * NR; i++) b[i] = 1;
    c.tile(a, b, NR, K, bufs, ints, NULL, 0, 0, 0, MR, NR);
    CHECK_EQ(sums[0], K);
    stop = 1;
    c.tile(a, b, NR, K, bufs, ints, NULL, 0, 0, 0, MR, NR);
    CHECK(sums[0] < K);
    CHECK(sums[MR * NR - 1] < K);
    free(a), free(b), free(sums);
    code_free(&c);
}

Test(emit_contract, tiles_avx512) { check_tiles(KILN_ISA_AVX512); }
Test(emit_contract, tiles_avx2) { check_tiles(KILN_ISA_AVX2); }
Test(emit_contract, tiles_base) { check_tiles(KILN_ISA_BASE); }
