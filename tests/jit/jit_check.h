/* SPDX-License-Identifier: Apache-2.0
 * Hand-made kernel specifications, compiled and linked for every instruction set of this machine,
 * and values that find trouble. Used by every test in tests/jit. */
#ifndef KN_TESTS_JIT_CHECK_H
#define KN_TESTS_JIT_CHECK_H

#include <math.h>
#include <sys/mman.h>
#include <time.h>

#include "../unit/check.h"
#include "jit/plugin.h"
#include "reference/reference.h"

enum { SLACK = 128, HUGE_PAGE = 2 << 20 };

/* ---- making specifications */
static inline kernel_spec spec_new(int kind, int rank) {
    kernel_spec s;
    memset(&s, 0, sizeof s);
    s.kind = (uint8_t)kind;
    s.rank = (uint8_t)rank;
    return s;
}

/* steps: one letter a dimension, '0' zero, '1' unit, '*' any. */
static inline int spec_leaf(kernel_spec *s, kiln_dtype dtype, const char *steps) {
    kernel_leaf *l = &s->leaf[s->nleaves];
    l->dtype = (uint8_t)dtype;
    for (int d = 0; d < s->rank; d++)
        l->step[d] = steps[d] == '0' ? STEP_ZERO : steps[d] == '1' ? STEP_UNIT : STEP_ANY;
    return s->nleaves++;
}

static inline int spec_value(kernel_spec *s, kernel_value v) {
    s->value[s->nvalues] = v;
    return s->nvalues++;
}

static inline int spec_load(kernel_spec *s, int leaf) {
    bool rowwise = s->kind == KERNEL_ROW && s->leaf[leaf].step[s->rank - 1] == STEP_ZERO;
    return spec_value(s, (kernel_value){.kind = KV_LOAD,
                                        .dtype = s->leaf[leaf].dtype,
                                        .index = (uint16_t)leaf,
                                        .rowwise = rowwise});
}

/* A leaf and its value at once. */
static inline int spec_input(kernel_spec *s, kiln_dtype dtype, const char *steps) {
    return spec_load(s, spec_leaf(s, dtype, steps));
}

static inline int spec_const(kernel_spec *s, kiln_dtype dtype, uint64_t bits) {
    return spec_value(
        s, (kernel_value){.kind = KV_CONST, .dtype = (uint8_t)dtype, .rowwise = 1, .bits = bits});
}

static inline int spec_f32(kernel_spec *s, float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return spec_const(s, KILN_F32, bits);
}

static inline int spec_scalar(kernel_spec *s, kiln_dtype dtype) {
    return spec_value(s, (kernel_value){.kind = KV_SCALAR,
                                        .dtype = (uint8_t)dtype,
                                        .rowwise = 1,
                                        .index = s->nscalars++});
}

static inline int spec_op(kernel_spec *s, ir_op op, kiln_dtype dtype, int a, int b, int c) {
    int x[3] = {a, b, c};
    kernel_value v = {.kind = KV_OP,
                      .dtype = (uint8_t)dtype,
                      .op = (uint8_t)op,
                      .rowwise = s->kind == KERNEL_ROW};
    for (int i = 0; i < ir_ops[op].noperands; i++) {
        v.operand[i] = (uint16_t)x[i];
        v.rowwise &= s->value[x[i]].rowwise;
    }
    return spec_value(s, v);
}

static inline int spec_reduce(kernel_spec *s, ir_op op, int a) {
    return spec_value(s, (kernel_value){.kind = KV_REDUCE,
                                        .dtype = s->value[a].dtype,
                                        .op = (uint8_t)op,
                                        .operand = {(uint16_t)a},
                                        .rowwise = s->kind == KERNEL_ROW});
}

static inline void spec_output(kernel_spec *s, int v) { s->output[s->noutputs++] = (uint16_t)v; }

/* ---- running them */
static inline bool has_isa(kiln_isa isa) {
    if (isa == KILN_ISA_AVX512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    return isa == KILN_ISA_BASE ||
           (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"));
}

static inline const char *isa_name(kiln_isa isa) {
    return isa == KILN_ISA_BASE ? "base" : isa == KILN_ISA_AVX2 ? "avx2" : "avx512";
}

typedef struct code {
    kernel_entry entry;
    kernel_tile_entry tile, edge;
    void *handle;
    double compile_ms;
} code;

/* Of this thread: other processes do not count. */
static inline double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static jit_linker *the_linker;

static inline code spec_compile(const kernel_spec *s, kiln_isa isa) {
    static unsigned serial;
    const jit_api *jit = kiln_jit_api(JIT_ABI);
    kn_text object, why;
    code c = {0};
    void *entry, *edge;
    char symbol[32];
    snprintf(symbol, sizeof symbol, "test_%u", serial++);
    kn_text_init(&object, kn_alloc_default());
    kn_text_init(&why, kn_alloc_default());
    double start = now_ms();
    kiln_status status = jit->compile(kn_alloc_default(), s, isa, symbol, &object, &why);
    c.compile_ms = now_ms() - start;
    cr_assert(status == KILN_OK, "compile: %s: %s", kiln_status_name(status), kn_text_str(&why));
    if (!the_linker) CHECK_OK(jit->linker_open(&the_linker, &why));
    status = jit->linker_add(the_linker, object.data, object.len, symbol, &entry, &edge, &c.handle,
                             &why);
    cr_assert(status == KILN_OK, "link: %s: %s", kiln_status_name(status), kn_text_str(&why));
    cr_assert((edge != NULL) == (s->kind == KERNEL_CONTRACT));
    memcpy(&c.entry, &entry, sizeof entry);
    memcpy(&c.tile, &entry, sizeof entry);
    memcpy(&c.edge, &edge, sizeof edge);
    kn_text_free(&object);
    kn_text_free(&why);
    return c;
}

static inline void code_free(code *c) {
    kiln_jit_api(JIT_ABI)->linker_remove(the_linker, c->handle);
}

/* ---- data */
static inline void *data_new(size_t nbytes) {
    size_t align = nbytes < HUGE_PAGE ? 64 : HUGE_PAGE,
           size = (nbytes + SLACK + align - 1) & ~(align - 1);
    char *p = aligned_alloc(align, size);
    if (align == HUGE_PAGE) madvise(p, size, MADV_HUGEPAGE);
    cr_assert_not_null(p);
    memset(p, 0x5a, size);
    return p;
}

static inline uint64_t next_random(uint64_t *state) {
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static inline double next_uniform(uint64_t *state) {
    return (double)(next_random(state) >> 11) * 0x1p-53;
}

/* Ordinary numbers: floats in [-4, 4), integers in [-100, 100). */
static inline void fill_plain(void *data, kiln_dtype dtype, size_t n, uint64_t seed) {
    uint64_t state = seed;
    for (size_t i = 0; i < n; i++) {
        double x = next_uniform(&state) * 8 - 4;
        int64_t k = (int64_t)(next_random(&state) % 200) - 100;
        switch (dtype) {
        case KILN_BOOL: ((uint8_t *)data)[i] = (uint8_t)(k & 1); break;
        case KILN_U8: ((uint8_t *)data)[i] = (uint8_t)k; break;
        case KILN_I8: ((int8_t *)data)[i] = (int8_t)k; break;
        case KILN_I16: ((int16_t *)data)[i] = (int16_t)k; break;
        case KILN_I32: ((int32_t *)data)[i] = (int32_t)k; break;
        case KILN_I64: ((int64_t *)data)[i] = k; break;
        case KILN_F16:
        case KILN_BF16: ((uint16_t *)data)[i] = ir_half_of(dtype, (float)x); break;
        case KILN_F32: ((float *)data)[i] = (float)x; break;
        default: ((double *)data)[i] = x;
        }
    }
}

/* Mixes extremes, zeros, NaNs of several payloads, denormals, random bits and ordinary numbers. */
static inline void fill_hard(void *data, kiln_dtype dtype, size_t n, uint64_t seed) {
    static const uint32_t f32[] = {0,          0x80000000, 0x3f800000, 0xbf800000, 0x7f800000,
                                   0xff800000, 0x7fc00000, 0xffc00001, 0x7f800001, 1,
                                   0x80000001, 0x007fffff, 0x00800000, 0x7f7fffff, 0xff7fffff,
                                   0x3f000000, 0xbf000000, 0x3effffff, 0x4b000000, 0x4b7fffff,
                                   0xcb000001, 0x4f000000, 0xcf000000, 0x4effffff, 0x5f000000,
                                   0xdf000000, 0x42b17218, 0xc2aeac50, 0x40490fdb};
    static const uint64_t f64[] = {0,
                                   UINT64_C(1) << 63,
                                   0x3ff0000000000000,
                                   0xbff0000000000000,
                                   0x7ff0000000000000,
                                   0xfff0000000000000,
                                   0x7ff8000000000000,
                                   0xfff8000000000001,
                                   0x7ff0000000000001,
                                   1,
                                   0x8000000000000001,
                                   0x000fffffffffffff,
                                   0x0010000000000000,
                                   0x7fefffffffffffff,
                                   0x3fe0000000000000,
                                   0xbfe0000000000000,
                                   0x4330000000000000,
                                   0x433fffffffffffff,
                                   0x41dfffffffc00000,
                                   0x41e0000000000000,
                                   0xc1e0000000000000,
                                   0xc1e0000000100000,
                                   0xc1e0000000200000,
                                   0x43e0000000000000,
                                   0xc3e0000000000000,
                                   0x40862e42fefa39ef};
    static const int64_t ints[] = {0,  1,  -1, 2,   -2,        7,         -7,        31,
                                   32, 63, 64, 255, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
    static const uint16_t halves[] = {0,      0x8000, 1,      0x8001, 0x3ff,  0x400, 0x7bff, 0xfbff,
                                      0x7c00, 0xfc00, 0x7c01, 0x7e00, 0xfe01, 0x7f,  0x80,   0x7f7f,
                                      0xff7f, 0x7f80, 0xff80, 0x7f81, 0x7fc0, 0xffc1};
    uint64_t state = seed;
    fill_plain(data, dtype, n, seed);
    for (size_t i = 0; i < n; i++) {
        uint64_t r = next_random(&state), kind = r & 3, pick = r >> 8;
        int64_t k =
            kind == 0 ? (int64_t)next_random(&state) : ints[pick % (sizeof ints / sizeof *ints)];
        if (kind == 3) continue;
        switch (dtype) {
        case KILN_BOOL: break;
        case KILN_U8: ((uint8_t *)data)[i] = (uint8_t)k; break;
        case KILN_I8: ((int8_t *)data)[i] = (int8_t)k; break;
        case KILN_I16: ((int16_t *)data)[i] = (int16_t)k; break;
        case KILN_I32: ((int32_t *)data)[i] = (int32_t)k; break;
        case KILN_I64: ((int64_t *)data)[i] = k; break;
        case KILN_F16: /* one in 64 is a NaN or an infinity already */
        case KILN_BF16:
            ((uint16_t *)data)[i] =
                (uint16_t)(kind == 0 ? r >> 8 : halves[pick % (sizeof halves / sizeof *halves)]);
            break;
        case KILN_F32:
            ((uint32_t *)data)[i] =
                kind == 0 ? (uint32_t)next_random(&state) : f32[pick % (sizeof f32 / sizeof *f32)];
            break;
        default:
            ((uint64_t *)data)[i] =
                kind == 0 ? next_random(&state) : f64[pick % (sizeof f64 / sizeof *f64)];
        }
    }
}

/* The first byte that differs, or -1. */
static inline int64_t first_difference(const void *a, const void *b, size_t nbytes) {
    const uint8_t *x = a, *y = b;
    for (size_t i = 0; i < nbytes; i++)
        if (x[i] != y[i]) return (int64_t)i;
    return -1;
}

#endif
