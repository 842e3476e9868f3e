/* SPDX-License-Identifier: Apache-2.0
 * How long typical kernels take to compile and to run: figures, not a test. The target is
 * emit-timing. */
#include "jit_check.h"

static double least(double a, double b) { return a < b ? a : b; }

static code compile_best(const kernel_spec *s, kiln_isa isa, double *ms) {
    code c = spec_compile(s, isa);
    *ms = c.compile_ms;
    for (int i = 0; i < 10; i++) {
        code_free(&c);
        c = spec_compile(s, isa);
        *ms = least(*ms, c.compile_ms);
    }
    return c;
}

/* ns for each of `n` elements, L2-resident. */
static double time_rows(const kernel_spec *s, const code *c, int64_t rows, int64_t cols) {
    void *bufs[8], *scratch = data_new(kernel_scratch(s, cols));
    uint64_t scalars[4] = {0x3f800000, 0x3f800000, 0x3f800000, 0x3f800000};
    int64_t ints[64] = {0};
    int nbufs = s->nleaves + s->noutputs, at = s->rank;
    size_t n = (size_t)(rows * cols);
    for (int d = 0; d < s->rank; d++) ints[d] = d == s->rank - 1 ? cols : rows;
    for (int l = 0; l < s->nleaves; l++, at += s->rank + 1) {
        bool turned = s->rank == 2 && s->leaf[l].step[1] == STEP_ANY;
        if (s->rank == 2 && s->leaf[l].step[0] == STEP_ANY) ints[at] = turned ? 1 : cols;
        if (turned) ints[at + 1] = rows;
    }
    if (s->kind == KERNEL_COLUMN) rows = (rows + 255) / 256;
    for (int i = 0; i < nbufs; i++) {
        bufs[i] = data_new(n * 4);
        fill_plain(bufs[i], KILN_F32, n, 5);
    }
    double best = 1e9;
    for (int r = 0; r < 40; r++) {
        double start = now_ms();
        for (int i = 0; i < 20; i++)
            c->entry(bufs, ints, scalars, scratch, 0, s->rank == 1 ? 1 : rows, 0,
                     s->rank == 1 ? (int64_t)n : cols);
        best = least(best, (now_ms() - start) / 20);
    }
    for (int i = 0; i < nbufs; i++) free(bufs[i]);
    free(scratch);
    return best * 1e6 / (double)n;
}

static void show_rows(const char *name, const kernel_spec *s, kiln_isa isa, int64_t rows,
                      int64_t cols) {
    double ms;
    code c = compile_best(s, isa, &ms);
    cr_log_warn("%-7s %-12s compile %5.2f ms  %6.3f ns/el", isa_name(isa), name, ms,
                time_rows(s, &c, rows, cols));
    code_free(&c);
}

static kernel_spec one_op(ir_op op) {
    kernel_spec s = spec_new(KERNEL_MAP, 1);
    int x = spec_input(&s, KILN_F32, "1"),
        y = ir_ops[op].noperands == 2 ? spec_input(&s, KILN_F32, "1") : x;
    spec_output(&s, spec_op(&s, op, KILN_F32, x, y, 0));
    return s;
}

static kernel_spec gelu(void) {
    kernel_spec s = spec_new(KERNEL_MAP, 1);
    int x = spec_input(&s, KILN_F32, "1"), b = spec_input(&s, KILN_F32, "1"),
        c = spec_input(&s, KILN_F32, "1");
    int x3 = spec_op(&s, IR_MUL, KILN_F32, spec_op(&s, IR_MUL, KILN_F32, x, x, 0), x, 0);
    int u = spec_op(&s, IR_ADD, KILN_F32, x,
                    spec_op(&s, IR_MUL, KILN_F32, x3, spec_f32(&s, 0.044715f), 0), 0);
    int t = spec_op(&s, IR_TANH, KILN_F32,
                    spec_op(&s, IR_MUL, KILN_F32, u, spec_f32(&s, 0.7978845608f), 0), 0, 0);
    int h = spec_op(&s, IR_MUL, KILN_F32, x, spec_f32(&s, 0.5f), 0);
    int g = spec_op(&s, IR_MUL, KILN_F32, h,
                    spec_op(&s, IR_ADD, KILN_F32, t, spec_f32(&s, 1.0f), 0), 0);
    spec_output(&s, spec_op(&s, IR_ADD, KILN_F32, spec_op(&s, IR_MUL, KILN_F32, g, b, 0), c, 0));
    return s;
}

static kernel_spec softmax(void) {
    kernel_spec s = spec_new(KERNEL_ROW, 2);
    int x = spec_input(&s, KILN_F32, "*1");
    int d = spec_op(&s, IR_SUB, KILN_F32, x, spec_reduce(&s, IR_RMAX, x), 0);
    int e = spec_op(&s, IR_EXP, KILN_F32, d, 0, 0);
    spec_output(&s, spec_op(&s, IR_DIV, KILN_F32, e, spec_reduce(&s, IR_SUM, e), 0));
    return s;
}

static kernel_spec layer_norm(void) {
    kernel_spec s = spec_new(KERNEL_ROW, 2);
    int x = spec_input(&s, KILN_F32, "*1"), gamma = spec_input(&s, KILN_F32, "01");
    int beta = spec_input(&s, KILN_F32, "01");
    int n = spec_scalar(&s, KILN_F32),
        mean = spec_op(&s, IR_DIV, KILN_F32, spec_reduce(&s, IR_SUM, x), n, 0);
    int d = spec_op(&s, IR_SUB, KILN_F32, x, mean, 0);
    int var = spec_reduce(&s, IR_SUM, spec_op(&s, IR_MUL, KILN_F32, d, d, 0));
    int scale = spec_op(&s, IR_SQRT, KILN_F32, spec_op(&s, IR_DIV, KILN_F32, var, n, 0), 0, 0);
    spec_output(&s, spec_op(&s, IR_FMA, KILN_F32, spec_op(&s, IR_DIV, KILN_F32, d, scale, 0), gamma,
                            beta));
    return s;
}

static kernel_spec column_sum(void) {
    kernel_spec s = spec_new(KERNEL_COLUMN, 2);
    spec_output(&s, spec_reduce(&s, IR_SUM, spec_input(&s, KILN_F32, "*1")));
    return s;
}

static kernel_spec transpose_add(void) {
    kernel_spec s = spec_new(KERNEL_MAP, 2);
    int x = spec_input(&s, KILN_F32, "*1"), y = spec_input(&s, KILN_F32, "**");
    spec_output(&s, spec_op(&s, IR_ADD, KILN_F32, x, y, 0));
    return s;
}

static kernel_spec chain(void) {
    kernel_spec s = spec_new(KERNEL_MAP, 2);
    int x = spec_input(&s, KILN_F32, "*1"), r = spec_input(&s, KILN_F32, "01");
    int c = spec_input(&s, KILN_F32, "*0");
    int t = spec_op(&s, IR_MUL, KILN_F32, spec_op(&s, IR_ADD, KILN_F32, x, r, 0), c, 0);
    spec_output(&s, spec_op(&s, IR_SQRT, KILN_F32, spec_op(&s, IR_ABS, KILN_F32, t, 0, 0), 0, 0));
    return s;
}

static kernel_spec tile(int mr, int nr) {
    kernel_spec s = spec_new(KERNEL_CONTRACT, 3);
    s.mr = (uint8_t)mr;
    s.nr = (uint8_t)nr;
    spec_leaf(&s, KILN_F32, "***");
    spec_leaf(&s, KILN_F32, "***");
    spec_output(&s, spec_value(&s, (kernel_value){.kind = KV_ACC, .dtype = KILN_F32}));
    return s;
}

static void show_tile(kiln_isa isa, int mr, int nr, int64_t k) {
    kernel_spec s = tile(mr, nr);
    double ms, best = 1e9;
    code c = compile_best(&s, isa, &ms);
    void *a = data_new((size_t)(k * mr) * 4), *b = data_new((size_t)(k * nr) * 4);
    uint32_t stop = 0;
    void *bufs[] = {NULL, NULL, data_new((size_t)(mr * nr) * 4), &stop};
    int64_t ints[32] = {1, mr, nr};
    fill_plain(a, KILN_F32, (size_t)(k * mr), 1);
    fill_plain(b, KILN_F32, (size_t)(k * nr), 2);
    for (int r = 0; r < 40; r++) {
        double start = now_ms();
        for (int i = 0; i < 200; i++) c.tile(a, b, nr, k, bufs, ints, NULL, 0, 0, 0, mr, nr);
        best = least(best, (now_ms() - start) / 200);
    }
    cr_log_warn("%-7s tile %2dx%2d k %3d compile %5.2f ms  %6.1f GFLOP/s", isa_name(isa), mr, nr,
                (int)k, ms, 2e-6 * (double)(mr * nr * k) / best);
    free(a), free(b), free(bufs[2]);
    code_free(&c);
}

Test(emit_timing, rows) {
    kernel_spec add = one_op(IR_ADD), exp = one_op(IR_EXP), sin = one_op(IR_SIN), g = gelu(),
                sm = softmax();
    kernel_spec ln = layer_norm(), cs = column_sum(), ta = transpose_add(), ch = chain();
    for (int isa = KILN_ISA_AVX512; isa >= KILN_ISA_BASE; isa--) {
        if (!has_isa((kiln_isa)isa)) continue;
        show_rows("add", &add, (kiln_isa)isa, 16, 2048);
        show_rows("exp", &exp, (kiln_isa)isa, 16, 2048);
        show_rows("sin", &sin, (kiln_isa)isa, 16, 2048);
        show_rows("gelu*b+c", &g, (kiln_isa)isa, 16, 2048);
        show_rows("softmax", &sm, (kiln_isa)isa, 16, 2048);
        show_rows("softmax 10", &sm, (kiln_isa)isa, 128, 10);
        show_rows("layer norm", &ln, (kiln_isa)isa, 16, 1024);
        show_rows("column sum", &cs, (kiln_isa)isa, 256, 1024);
        show_rows("column sum", &cs, (kiln_isa)isa, 2048, 4096);
        show_rows("x + y^T", &ta, (kiln_isa)isa, 128, 128);
        show_rows("x + y^T", &ta, (kiln_isa)isa, 2048, 2048);
        show_rows("chain", &ch, (kiln_isa)isa, 64, 1024);
        show_rows("chain", &ch, (kiln_isa)isa, 64, 16);
    }
}

Test(emit_timing, tiles) {
    for (int isa = KILN_ISA_AVX512; isa >= KILN_ISA_AVX2; isa--) {
        if (!has_isa((kiln_isa)isa)) continue;
        show_tile((kiln_isa)isa, 14, 32, 256);
        show_tile((kiln_isa)isa, 8, 32, 256);
        show_tile((kiln_isa)isa, 8, 32, 64);
        show_tile((kiln_isa)isa, 6, 16, 256);
    }
}
