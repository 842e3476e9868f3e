/* SPDX-License-Identifier: Apache-2.0
 * Kernels of rank two and more, rows, lanes and columns: leaves of every pattern, row lengths
 * around every vector boundary, the same bytes as the reference on every instruction set.
 * KILN_TEST: sanitize=address */
#include "jit_oracle.h"

static const int64_t lengths[] = {1, 3, 10, 15, 16, 17, 63, 64, 65, 129, 1000};
enum { NLENGTHS = sizeof lengths / sizeof *lengths };

static kernel_spec softmax(void) {
    kernel_spec s = spec_new(KERNEL_ROW, 2);
    int x = spec_input(&s, KILN_F32, "*1");
    int d = spec_op(&s, IR_SUB, KILN_F32, x, spec_reduce(&s, IR_RMAX, x), 0);
    int e = spec_op(&s, IR_EXP, KILN_F32, d, 0, 0);
    spec_output(&s, spec_op(&s, IR_DIV, KILN_F32, e, spec_reduce(&s, IR_SUM, e), 0));
    return s;
}

static kernel_spec layer_norm(kiln_dtype f) {
    kernel_spec s = spec_new(KERNEL_ROW, 2);
    int x = spec_input(&s, f, "*1"), gamma = spec_input(&s, f, "01"),
        beta = spec_input(&s, f, "01");
    int n = spec_scalar(&s, f);
    int mean = spec_op(&s, IR_DIV, f, spec_reduce(&s, IR_SUM, x), n, 0);
    int d = spec_op(&s, IR_SUB, f, x, mean, 0);
    int var = spec_reduce(&s, IR_SUM, spec_op(&s, IR_MUL, f, d, d, 0));
    int scale = spec_op(&s, IR_SQRT, f, spec_op(&s, IR_DIV, f, var, n, 0), 0, 0);
    int y = spec_op(&s, IR_DIV, f, d, scale, 0);
    spec_output(&s, spec_op(&s, IR_FMA, f, y, gamma, beta));
    spec_output(&s, mean);
    spec_output(&s, scale);
    return s;
}

/* Bools, integers, indices, strided and rowwise leaves through three stages. */
static kernel_spec mixed_row(void) {
    kernel_spec s = spec_new(KERNEL_ROW, 3);
    int x = spec_input(&s, KILN_F64, "**1"), w = spec_input(&s, KILN_I32, "0**"),
        r = spec_input(&s, KILN_F64, "**0");
    int leaf = spec_leaf(&s, KILN_I32, "0*1");
    s.leaf[leaf].is_index = 1;
    int i = spec_load(&s, leaf);
    int most = spec_reduce(&s, IR_RMAX, x), least = spec_reduce(&s, IR_RMIN, w);
    int big = spec_op(&s, IR_LE, KILN_BOOL, r, x, 0);
    int any = spec_reduce(&s, IR_RMAX, big), all = spec_reduce(&s, IR_RMIN, big);
    int wi = spec_op(&s, IR_ADD, KILN_I32, w, i, 0), total = spec_reduce(&s, IR_SUM, wi);
    int product = spec_reduce(&s, IR_PROD, spec_op(&s, IR_OR, KILN_I32, wi, least, 0));
    int y = spec_op(&s, IR_SELECT, KILN_F64, big, x, most);
    int z = spec_op(&s, IR_SIN, KILN_F64, y, 0, 0);
    int sum = spec_reduce(&s, IR_SUM, z);
    spec_output(&s,
                spec_op(&s, IR_SELECT, KILN_F64, big, spec_op(&s, IR_SUB, KILN_F64, z, sum, 0), x));
    spec_output(&s, total);
    spec_output(&s, product);
    spec_output(&s, any);
    spec_output(&s, spec_op(&s, IR_XOR, KILN_BOOL, all, big, 0));
    return s;
}

static void check_lengths(const char *name, const kernel_spec *s, kiln_isa isa, bool hard) {
    if (!has_isa(isa)) return;
    code k = spec_compile(s, isa);
    for (int i = 0; i < NLENGTHS; i++) {
        int64_t extent[] = {3, 2, 2, 1};
        extent[s->rank - 1] = lengths[i];
        check_spec(name, s, &k, isa, extent, 11 + (uint64_t)i, hard);
    }
    code_free(&k);
}

static void check_rows(kiln_isa isa) {
    kernel_spec a = softmax(), b = layer_norm(KILN_F32), c = layer_norm(KILN_F64), d = mixed_row();
    for (int hard = 0; hard < 2; hard++) {
        check_lengths("softmax", &a, isa, hard);
        check_lengths("layer_norm", &b, isa, hard);
        check_lengths("layer_norm64", &c, isa, hard);
        check_lengths("mixed_row", &d, isa, hard);
    }
    a.stream = 1;
    check_lengths("streamed softmax", &a, isa, true);
}
Test(emit_row, rows_avx512) { check_rows(KILN_ISA_AVX512); }
Test(emit_row, rows_avx2) { check_rows(KILN_ISA_AVX2); }
Test(emit_row, rows_base) { check_rows(KILN_ISA_BASE); }

/* A map of rank 3 with every kind of leaf. */
static kernel_spec mixed_map(void) {
    kernel_spec s = spec_new(KERNEL_MAP, 3);
    int a = spec_input(&s, KILN_F32, "**1"), b = spec_input(&s, KILN_F32, "0**"),
        c = spec_input(&s, KILN_U8, "*01");
    int d = spec_input(&s, KILN_BOOL, "***"), r = spec_input(&s, KILN_F64, "**0"),
        k = spec_scalar(&s, KILN_F32);
    int leaf = spec_leaf(&s, KILN_I64, "**1"), fleaf = spec_leaf(&s, KILN_F32, "00*");
    s.leaf[leaf].is_index = s.leaf[fleaf].is_index = 1;
    int i = spec_load(&s, leaf), f = spec_load(&s, fleaf);
    int u = spec_op(&s, IR_CAST, KILN_F32, c, 0, 0), v = spec_op(&s, IR_FMA, KILN_F32, a, k, u);
    int w = spec_op(&s, IR_SELECT, KILN_F32, d, v, b);
    spec_output(&s, w);
    spec_output(&s, spec_op(&s, IR_ADD, KILN_F64, r, spec_op(&s, IR_CAST, KILN_F64, w, 0, 0), 0));
    spec_output(&s, spec_op(&s, IR_ADD, KILN_F32, spec_op(&s, IR_CAST, KILN_F32, i, 0, 0), f, 0));
    spec_output(&s, spec_op(&s, IR_NOT, KILN_BOOL, d, 0, 0));
    spec_output(&s, b);
    return s;
}

static kernel_spec cheap_map(void) {
    kernel_spec s = spec_new(KERNEL_MAP, 1);
    int a = spec_input(&s, KILN_F32, "1"), b = spec_input(&s, KILN_F32, "0"),
        k = spec_f32(&s, 3.5f);
    spec_output(&s, spec_op(&s, IR_SUB, KILN_F32, spec_op(&s, IR_MUL, KILN_F32, a, k, 0), b, 0));
    return s;
}

static kernel_spec strided_map(void) {
    kernel_spec s = spec_new(KERNEL_MAP, 1);
    int a = spec_input(&s, KILN_I64, "*"), b = spec_input(&s, KILN_I64, "1");
    spec_output(&s, spec_op(&s, IR_MAX, KILN_I64, a, b, 0));
    s.stream = 1;
    return s;
}

static kernel_spec turned_map(kiln_dtype dtype) {
    kernel_spec s = spec_new(KERNEL_MAP, 2);
    int a = spec_input(&s, dtype, "*1"), b = spec_input(&s, dtype, "**"),
        c = spec_input(&s, dtype, "**");
    int d = spec_input(&s, dtype, "*0");
    spec_output(&s, spec_op(&s, IR_MAX, dtype, spec_op(&s, IR_MIN, dtype, a, b, 0), c, 0));
    spec_output(&s, spec_op(&s, IR_EQ, KILN_BOOL, c, d, 0));
    s.stream = 3;
    return s;
}

/* More rows and columns than a square has, down and along. */
static void check_turned(kiln_isa isa) {
    static const kiln_dtype dtypes[] = {KILN_BOOL, KILN_U8,  KILN_I8,  KILN_I16,
                                        KILN_I32,  KILN_I64, KILN_F32, KILN_F64};
    for (size_t i = 0; i < sizeof dtypes / sizeof *dtypes && has_isa(isa); i++) {
        kernel_spec s = turned_map(dtypes[i]);
        code k = spec_compile(&s, isa);
        for (int j = 0; j < 8; j++) {
            int64_t extent[] = {j < 4 ? 37 : 16, j & 2 ? 48 : 75};
            check_spec("turned_map", &s, &k, isa, extent, 20 + (uint64_t)j, true);
        }
        code_free(&k);
    }
}
Test(emit_row, turned_avx512) { check_turned(KILN_ISA_AVX512); }
Test(emit_row, turned_avx2) { check_turned(KILN_ISA_AVX2); }
Test(emit_row, turned_base) { check_turned(KILN_ISA_BASE); }

static void check_maps(kiln_isa isa) {
    kernel_spec a = mixed_map(), b = cheap_map(), c = strided_map();
    for (int hard = 0; hard < 2; hard++) {
        check_lengths("mixed_map", &a, isa, hard);
        check_lengths("cheap_map", &b, isa, hard);
        check_lengths("strided_map", &c, isa, hard);
    }
    b.stream = 1;
    check_lengths("streamed_map", &b, isa, true);
}
Test(emit_row, maps_avx512) { check_maps(KILN_ISA_AVX512); }
Test(emit_row, maps_avx2) { check_maps(KILN_ISA_AVX2); }
Test(emit_row, maps_base) { check_maps(KILN_ISA_BASE); }

/* ---- windows: nothing but their elements may be written */
static void check_windows(kiln_isa isa) {
    kernel_spec of[] = {mixed_map(), cheap_map(), strided_map(), softmax(), mixed_row()};
    static const char *const names[] = {"window of mixed_map", "window of cheap_map",
                                        "window of strided_map", "window of softmax",
                                        "window of mixed_row"};
    for (int i = 0; i < 5; i++)
        for (int scatter = 0; scatter < 2; scatter++) {
            kernel_spec *s = &of[i];
            for (int o = 0; o < s->noutputs; o++) /* beside plain ones */
                if (s->kind == KERNEL_MAP ? o != 2 : !s->value[s->output[o]].rowwise)
                    s->window |= (uint16_t)(1u << o);
            s->stream = 0;
            s->scatter = scatter ? s->window & 0xd : 0; /* beside ones with unit steps */
            check_lengths(names[i], s, isa, true);
        }
}
Test(emit_row, windows_avx512) { check_windows(KILN_ISA_AVX512); }
Test(emit_row, windows_avx2) { check_windows(KILN_ISA_AVX2); }
Test(emit_row, windows_base) { check_windows(KILN_ISA_BASE); }

static void check_turned_windows(kiln_isa isa) {
    static const kiln_dtype dtypes[] = {KILN_BOOL, KILN_I16, KILN_F32, KILN_F64};
    for (size_t i = 0; i < 8 && has_isa(isa); i++) {
        kernel_spec s = turned_map(dtypes[i / 2]);
        s.stream = 0;
        s.window = i & 1 ? 1 : 3;
        s.scatter = i & 2 ? 1 : 0;
        code k = spec_compile(&s, isa);
        for (int j = 0; j < 8; j++) {
            int64_t extent[] = {j < 4 ? 37 : 16, j & 2 ? 48 : 75};
            check_spec("window of turned_map", &s, &k, isa, extent, 20 + (uint64_t)j, true);
        }
        code_free(&k);
    }
}
Test(emit_row, turned_windows_avx512) { check_turned_windows(KILN_ISA_AVX512); }
Test(emit_row, turned_windows_avx2) { check_turned_windows(KILN_ISA_AVX2); }
Test(emit_row, turned_windows_base) { check_turned_windows(KILN_ISA_BASE); }

/* ---- lanes and columns */
static kernel_spec blocks(int kind, bool dear) {
    kernel_spec s = spec_new(kind, 3);
    int x = spec_input(&s, KILN_F32, "**1"), y = spec_input(&s, KILN_F32, "0*0"),
        z = spec_input(&s, KILN_F32, "*0*");
    int w = spec_op(&s, IR_MUL, KILN_F32, x, spec_op(&s, IR_ADD, KILN_F32, y, z, 0), 0);
    if (dear) w = spec_op(&s, IR_TANH, KILN_F32, w, 0, 0);
    int i = spec_op(&s, IR_CAST, KILN_I32, x, 0, 0);
    spec_output(&s, spec_reduce(&s, IR_SUM, w));
    spec_output(&s, spec_reduce(&s, IR_RMAX, x));
    spec_output(&s, spec_reduce(&s, IR_SUM, i));
    spec_output(&s, spec_reduce(&s, IR_RMIN, spec_op(&s, IR_LT, KILN_BOOL, x, w, 0)));
    return s;
}

static void check_blocks(kiln_isa isa, bool dear) {
    kernel_spec lane = blocks(KERNEL_LANE, dear), column = blocks(KERNEL_COLUMN, dear);
    if (!has_isa(isa)) return;
    code k = spec_compile(&lane, isa);
    static const int64_t long_rows[] = {1, 17, 1000, 16383, 16384, 16385, 50001};
    for (int i = 0; i < 7; i++) {
        int64_t extent[] = {2, 2, long_rows[i]};
        check_spec("lane", &lane, &k, isa, extent, 3, i & 1);
    }
    code_free(&k);
    k = spec_compile(&column, isa);
    static const int64_t heights[] = {1, 2, 255, 256, 257, 700};
    for (int i = 0; i < 6; i++)
        for (int j = 1; j < NLENGTHS; j += 3) { /* one column alone would be of LANE style */
            int64_t extent[] = {2, heights[i], lengths[j]};
            check_spec("column", &column, &k, isa, extent, 5, i & 1);
        }
    code_free(&k);
}
Test(emit_row, blocks_avx512) {
    check_blocks(KILN_ISA_AVX512, false), check_blocks(KILN_ISA_AVX512, true);
}
Test(emit_row, blocks_avx2) {
    check_blocks(KILN_ISA_AVX2, false), check_blocks(KILN_ISA_AVX2, true);
}
Test(emit_row, blocks_base) {
    check_blocks(KILN_ISA_BASE, false), check_blocks(KILN_ISA_BASE, true);
}
