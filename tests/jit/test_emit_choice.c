/* SPDX-License-Identifier: Apache-2.0
 * Choices and comparisons of values that are one a row: what LLVM 19 makes of them for AVX-512 once
 * ended in an error no code can follow. The kernel it was found in, and random ones of its kind.
 * KILN_TEST: sanitize=address */
#include "jit_oracle.h"

enum { NISAS = 3, NOPS = 24, NGUARDED = 4, NDTYPES = 4, NKERNELS = 20 };
static const kiln_isa isas[NISAS] = {KILN_ISA_BASE, KILN_ISA_AVX2, KILN_ISA_AVX512};

/* The derivative of a standard deviation: of nothing, nothing; a root whose slope at 0 is 0. */
static kernel_spec std_slope(kiln_dtype f) {
    kernel_spec s = spec_new(KERNEL_ROW, 2);
    int x = spec_input(&s, f, "*1"), n = spec_scalar(&s, f), m = spec_scalar(&s, f);
    int zero = spec_const(&s, f, 0),
        one = spec_const(&s, f, f == KILN_F32 ? 0x3f800000 : 0x3ff0000000000000);
    int mean = spec_op(&s, IR_DIV, f, spec_reduce(&s, IR_SUM, x), n, 0),
        d = spec_op(&s, IR_SUB, f, x, mean, 0);
    int var =
        spec_op(&s, IR_DIV, f, spec_reduce(&s, IR_SUM, spec_op(&s, IR_MUL, f, d, d, 0)), m, 0);
    int none = spec_op(&s, IR_EQ, KILN_BOOL, var, zero, 0);
    int root = spec_op(&s, IR_SQRT, f, spec_op(&s, IR_SELECT, f, none, one, var), 0, 0);
    int g = spec_op(&s, IR_SELECT, f, none, zero, one), two = spec_op(&s, IR_ADD, f, root, root, 0);
    int slope = spec_op(&s, IR_SELECT, f, none, zero, spec_op(&s, IR_DIV, f, g, two, 0));
    spec_output(&s, mean);
    spec_output(&s, spec_op(&s, IR_DIV, f, slope, m, 0));
    return s;
}

/* ---- random kernels */
typedef struct pool {
    kernel_spec s;
    uint64_t state;
    /* few operations, of rows and floats alone, most of them guarded */
    bool few;
    kiln_dtype dtype[NDTYPES];
} pool;

static unsigned below(pool *p, unsigned n) { return (unsigned)(next_random(&p->state) % n); }

static uint64_t one_of(kiln_dtype dtype) {
    switch (dtype) {
    case KILN_F64: return 0x3ff0000000000000;
    case KILN_F32: return 0x3f800000;
    default: return 1;
    }
}

/* A value of this dtype, more often a late one, and a constant at times; a new one where there is
 * none. */
static int any(pool *p, kiln_dtype dtype) {
    int of[KERNEL_MAX_VALUES], n = 0;
    if (dtype != KILN_BOOL && below(p, 16) == 0)
        return spec_const(&p->s, dtype, below(p, 2) ? 0 : one_of(dtype));
    for (int v = 0; v < p->s.nvalues; v++)
        if (p->s.value[v].dtype == dtype && p->s.value[v].kind != KV_CONST) of[n++] = v;
    if (n == 0) return spec_scalar(&p->s, dtype);
    if (p->few && dtype == KILN_BOOL && below(p, 4)) return of[n - 1];
    return of[below(p, 3) ? n - 1 - (int)below(p, n < 4 ? (unsigned)n : 4)
                          : (int)below(p, (unsigned)n)];
}

static void cast_to(pool *p, kiln_dtype to) {
    kiln_dtype from = p->dtype[below(p, NDTYPES)];
    if (from != to && ir_cast_exists(from, to)) spec_op(&p->s, IR_CAST, to, any(p, from), 0, 0);
}

static bool allowed(ir_op op, kiln_dtype dtype) {
    return ir_dtype_is(dtype, (unsigned)ir_ops[op].allowed);
}

/* What derivatives are made of: where c, a constant stands for an operand, and another for the
 * result. */
static void guarded(pool *p, kiln_dtype f) {
    static const ir_op compares[] = {IR_EQ, IR_NE, IR_LT, IR_LE},
                       ops[] = {IR_DIV, IR_MUL, IR_ADD, IR_SUB};
    int zero = spec_const(&p->s, f, 0), one = spec_const(&p->s, f, one_of(f));
    int c = spec_op(&p->s, compares[below(p, 4)], KILN_BOOL, any(p, f), zero, 0);
    int x =
        spec_op(&p->s, IR_SELECT, f, c, below(p, 2) ? zero : one, below(p, 2) ? any(p, f) : one);
    int y = spec_op(&p->s, ops[below(p, 4)], f, x, any(p, f), 0);
    spec_op(&p->s, IR_SELECT, f, c, zero, y);
}

static void one_more(pool *p) {
    static const ir_op maps[] = {IR_EQ,  IR_NE,  IR_LT,   IR_LE,   IR_AND,   IR_OR,    IR_XOR,
                                 IR_NOT, IR_MAX, IR_MIN,  IR_ADD,  IR_SUB,   IR_MUL,   IR_DIV,
                                 IR_NEG, IR_ABS, IR_SIGN, IR_SQRT, IR_FLOOR, IR_ROUND, IR_FMA};
    static const ir_op reductions[] = {IR_SUM, IR_PROD, IR_RMAX, IR_RMIN};
    static const ir_op few[] = {IR_EQ, IR_NE, IR_DIV, IR_DIV, IR_MUL, IR_SQRT};
    kiln_dtype dtype = p->dtype[below(p, NDTYPES)];
    ir_op op = p->few ? few[below(p, sizeof few / sizeof *few)]
                      : maps[below(p, sizeof maps / sizeof *maps)];
    unsigned kind = below(p, 8);
    if (p->few && dtype == KILN_BOOL) dtype = p->dtype[1];
    if (p->few && kind < 5) {
        guarded(p, dtype);
    } else if (kind < 3) {
        spec_op(&p->s, IR_SELECT, dtype, any(p, KILN_BOOL), any(p, dtype), any(p, dtype));
    } else if (kind == 3) {
        cast_to(p, dtype);
    } else if (kind == 4 && p->s.kind == KERNEL_ROW) {
        op = reductions[below(p, 4)];
        if (allowed(op, dtype)) spec_reduce(&p->s, op, any(p, dtype));
    } else if (allowed(op, dtype)) {
        kiln_dtype to = ir_ops[op].types == IR_TYPES_CMP ? KILN_BOOL : dtype;
        spec_op(&p->s, op, to, any(p, dtype), any(p, dtype), any(p, dtype));
    }
}

static kernel_spec random_kernel(kernel_kind kind, uint64_t seed) {
    static const kiln_dtype floats[] = {KILN_F32, KILN_F64};
    static const char *const steps[] = {"*0", "*1", "*0", "01", "*0", "**"};
    pool p = {.s = spec_new(kind, 2), .state = seed, .few = seed & 1};
    p.dtype[0] = KILN_BOOL;
    p.dtype[1] = p.dtype[2] = floats[below(&p, 2)];
    p.dtype[3] = p.few ? p.dtype[1] : (kiln_dtype)below(&p, KILN_DTYPE_COUNT);
    for (unsigned i = 0; i < 6; i++)
        spec_input(&p.s, p.dtype[i < NDTYPES ? i : below(&p, NDTYPES)], p.few ? "*0" : steps[i]);
    spec_scalar(&p.s, p.dtype[below(&p, NDTYPES)]);
    for (int i = 0; i < NDTYPES; i++) spec_const(&p.s, p.dtype[i], 0);
    for (int i = 0; i < (p.few ? NGUARDED : NOPS); i++) one_more(&p);
    int of[NDTYPES];
    for (int o = 0; o < NDTYPES; o++)
        of[o] = p.few && o ? p.s.nvalues - 1 - o / 2 : any(&p, p.dtype[o]);
    for (int o = 0; o < NDTYPES; o++) {
        if (kind == KERNEL_ROW || (kind == KERNEL_MAP && !p.s.value[of[o]].rowwise))
            spec_output(&p.s, of[o]);
        if (kind >= KERNEL_LANE && allowed(IR_RMAX, p.dtype[o]))
            spec_output(&p.s, spec_reduce(&p.s, IR_RMAX, of[o]));
    }
    return p.s;
}

static void check(const char *name, const kernel_spec *s) {
    for (int i = 0; i < NISAS; i++) {
        code k = spec_compile(s, isas[i]);
        for (int hard = 0; hard < 2 && has_isa(isas[i]); hard++) {
            int64_t extent[] = {5, hard ? 70 : 13};
            check_spec(name, s, &k, isas[i], extent, 7, hard);
        }
        code_free(&k);
    }
}

Test(emit_choice, std_slope) {
    kernel_spec a = std_slope(KILN_F32), b = std_slope(KILN_F64);
    check("std_slope", &a);
    check("std_slope64", &b);
}

static void check_random(kernel_kind kind) {
    for (uint64_t seed = 0; seed < NKERNELS; seed++) {
        char name[40];
        kernel_spec s = random_kernel(kind, seed);
        snprintf(name, sizeof name, "random kernel %u %u", (unsigned)kind, (unsigned)seed);
        check(name, &s);
    }
}
Test(emit_choice, rows) { check_random(KERNEL_ROW); }
Test(emit_choice, maps) { check_random(KERNEL_MAP); }
Test(emit_choice, lanes) { check_random(KERNEL_LANE); }
Test(emit_choice, columns) { check_random(KERNEL_COLUMN); }
