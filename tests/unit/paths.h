/* SPDX-License-Identifier: Apache-2.0
 * Fused against reference: a graph with data is computed by the reference once and by each of a few
 * engines (instruction sets, thread counts), and the outputs are compared by memcmp. Used by
 * test_paths.c and test_random_graphs.c. */
#ifndef KN_TESTS_UNIT_PATHS_H
#define KN_TESTS_UNIT_PATHS_H

#include <math.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <time.h>

#include "base/map.h"
#include "check.h"
#include "reference/reference.h"
#include "runtime/engine.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PATH_SANITIZED 1
#else
#define PATH_SANITIZED 0
#endif

enum { PATH_MAX_INPUTS = 256, PATH_MAX_OUTPUTS = 256, PATH_MAX_LANES = 8, PATH_MAX_REPORTS = 12 };

/* What the elements of an input look like. */
typedef enum path_fill {
    /* any bits: NaNs with payloads, infinities, both zeros, denormals, integer extremes */
    PATH_WILD,
    PATH_TAME,   /* in [-2, 2], or small integers */
    PATH_SPARSE, /* tame, with a wild one here and there */
    PATH_EQUALS, /* zeros of both signs, and now and then another: the order of equal things shows
                  */
} path_fill;

typedef struct path_lane {
    rt_engine *engine;
    kiln_isa isa;
    int threads;
} path_lane;

typedef struct path_input {
    path_fill fill;
    int64_t below; /* 0, or an index: 0 <= element < below */
} path_input;

typedef struct path_bench {
    path_lane lane[PATH_MAX_LANES];
    int nlanes;
    ir_graph g;
    ir_builder b;
    kn_text why;
    path_input input[PATH_MAX_INPUTS];
    path_fill fill; /* of inputs to come */
    uint64_t random;
    char label[160];
    size_t graphs, compared, failures;
    int64_t elements;
    double seconds; /* when it began */
} path_bench;

static inline double path_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* splitmix64 */
static inline uint64_t path_next(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* ---- engines */

/* Adds an engine; skipped, and said so, where the machine lacks the instruction set. DEFAULT is the
 * machine's best. All but the first believe in a tiny cache, so that they stream their outputs. */
static inline void path_add_lane(path_bench *p, kiln_isa isa, int threads, kiln_mode mode) {
    kiln_options o = KILN_OPTIONS_INIT;
    rt_config config;
    o.isa = isa;
    o.threads = threads;
    o.verify = KILN_VERIFY_OFF;
    o.mode = mode;
    kiln_status status = rt_config_resolve(kn_alloc_default(), &o, &config, &p->why);
    if (status == KILN_UNSUPPORTED) {
        fprintf(stderr, "skipped: %s\n", kn_text_str(&p->why));
        kn_text_clear(&p->why);
        return;
    }
    cr_assert(status == KILN_OK, "%s", kn_text_str(&p->why));
    cr_assert(p->nlanes < PATH_MAX_LANES);
    path_lane *lane = &p->lane[p->nlanes++];
    *lane = (path_lane){NULL, config.isa, config.threads};
    cr_assert(rt_open(kn_alloc_default(), &config, &lane->engine, &p->why) == KILN_OK, "%s",
              kn_text_str(&p->why));
    if (p->nlanes > 1) lane->engine->last_level_cache = 2048;
}

static inline void path_open(path_bench *p) {
    memset(p, 0, sizeof *p);
    kn_text_init(&p->why, kn_alloc_default());
    ir_graph_init(&p->g, kn_alloc_default());
    ir_builder_init(&p->b, &p->g);
    p->seconds = path_now();
}

/* Prints what was done and fails the test if anything differed. Without a code generator nothing
 * was compared. */
static inline void path_close(path_bench *p, const char *name) {
    uint64_t compiled = 0, eager = 0, steps = 0;
    for (int i = 0; i < p->nlanes; i++) {
        const rt_stats *stats = rt_get_stats(p->lane[i].engine);
        compiled += stats->kernels_compiled + stats->kernels_from_disk;
        eager += stats->eager_nodes;
        steps += stats->steps_run;
        rt_close(p->lane[i].engine);
    }
    fprintf(stderr,
            "%s: %zu graphs, %zu results of %lld elements compared, %llu steps, %llu reference "
            "nodes, %llu "
            "kernels, "
            "%.1f s\n",
            name, p->graphs, p->compared, (long long)p->elements, (unsigned long long)steps,
            (unsigned long long)eager, (unsigned long long)compiled, path_now() - p->seconds);
    ir_graph_free(&p->g);
    kn_text_free(&p->why);
    cr_assert(p->failures == 0, "%s: %zu of %zu results differ", name, p->failures, p->compared);
    cr_assert(p->compared > 0, "%s: nothing was compared", name);
}

/* ---- data */

static inline uint64_t path_wild_f32(uint64_t r) {
    static const uint32_t special[] = {0,          0x80000000, 0x7f800000, 0xff800000, 0x7fc00000,
                                       0xffc00000, 0x7fc01234, 0x7f800001, 0xffa00000, 1,
                                       0x80000001, 0x007fffff, 0x00800000, 0x7f7fffff, 0xff7fffff,
                                       0x3f800000, 0xbf800000, 0x3f000000, 0xbf000000, 0x40200000,
                                       0x3fc00000, 0x4f000000, 0xcf000000, 0x5f000000, 0xdf000000,
                                       0x4b000001, 0x42b17218, 0xc2cff1b5, 0x40490fdb};
    return special[r % (sizeof special / sizeof *special)];
}

static inline uint64_t path_wild_f64(uint64_t r) {
    static const uint64_t special[] = {0,
                                       UINT64_C(1) << 63,
                                       0x7ff0000000000000,
                                       0xfff0000000000000,
                                       0x7ff8000000000000,
                                       0xfff8000000000000,
                                       0x7ff8000000001234,
                                       0x7ff0000000000001,
                                       1,
                                       0x8000000000000001,
                                       0x000fffffffffffff,
                                       0x0010000000000000,
                                       0x7fefffffffffffff,
                                       0xffefffffffffffff,
                                       0x3ff0000000000000,
                                       0xbff0000000000000,
                                       0x3fe0000000000000,
                                       0xbfe0000000000000,
                                       0x4004000000000000,
                                       0x41e0000000000000,
                                       0xc1e0000000000000,
                                       0x43e0000000000000,
                                       0xc3e0000000000000,
                                       0x40862e42fefa39ef,
                                       0xc0874910d52d3051,
                                       0x400921fb54442d18};
    return special[r % (sizeof special / sizeof *special)];
}

static inline uint64_t path_wild_half(kiln_dtype dtype, uint64_t r) {
    static const uint16_t f16[] = {0,      0x8000, 0x7c00, 0xfc00, 0x7e00, 0xfe00, 0x7c01,
                                   0xffff, 1,      0x8001, 0x03ff, 0x0400, 0x7bff, 0xfbff,
                                   0x3c00, 0xbc00, 0x3800, 0x4100, 0x3e00, 0x6400},
                          bf16[] = {0,      0x8000, 0x7f80, 0xff80, 0x7fc0, 0xffc0, 0x7f81,
                                    0xffff, 1,      0x8001, 0x007f, 0x0080, 0x7f7f, 0xff7f,
                                    0x3f80, 0xbf80, 0x3f00, 0x4020, 0x3fc0, 0x4f00};
    return (dtype == KILN_F16 ? f16 : bf16)[r % (sizeof f16 / sizeof *f16)];
}

static inline uint64_t path_wild_int(uint64_t r, int bits) {
    static const int64_t special[] = {0,   1,   -1,  2,         -2,        3,         7,        8,
                                      31,  32,  33,  63,        64,        127,       128,      255,
                                      -31, -32, -64, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
    if (r % 11 == 0) return UINT64_C(1) << (bits - 1);
    if (r % 11 == 1) return (UINT64_C(1) << (bits - 1)) - 1;
    return (uint64_t)special[r / 16 % (sizeof special / sizeof *special)];
}

/* One element's bits. Half of the wild ones are special, a quarter random bits, a quarter tame. */
static inline uint64_t path_element(kiln_dtype dtype, path_input how, uint64_t index,
                                    uint64_t *state) {
    uint64_t r = path_next(state), pick = r >> 60;
    bool wild = how.fill == PATH_WILD || (how.fill == PATH_SPARSE && (r >> 32) % 97 == index % 97);
    double tame = (double)(int64_t)(r << 4) * 0x1p-62;
    if (how.below) return r % (uint64_t)how.below;
    if (how.fill == PATH_EQUALS && (r >> 32) % 200 != 0)
        return ir_dtype_is(dtype, IR_DT_REAL) ? (r & 1) << (8 * kiln_dtype_size(dtype) - 1) : 0;
    if (dtype == KILN_BOOL) return r & 1;
    if (ir_dtype_is(dtype, IR_DT_REAL)) {
        size_t bits = 8 * kiln_dtype_size(dtype);
        if (!wild || pick < 4) return ir_bits_of(dtype, tame);
        if (pick < 8) return path_next(state) >> (64 - bits);
        return dtype == KILN_F32   ? path_wild_f32(r)
               : dtype == KILN_F64 ? path_wild_f64(r)
                                   : path_wild_half(dtype, r);
    }
    int bits = 8 * (int)kiln_dtype_size(dtype);
    uint64_t value = !wild || pick < 4 ? (uint64_t)((int64_t)(r % 9) - 3)
                     : pick < 8        ? r * 3
                                       : path_wild_int(r, bits);
    return bits == 64 ? value : value & ((UINT64_C(1) << bits) - 1);
}

enum { PATH_PAGE = 4096 };

/* Bytes of a buffer with the slack that kernels may overrun. */
static inline size_t path_whole(size_t nbytes) { return (nbytes + 127) / 128 * 128 + 128; }

/* 64-byte aligned, with the slack, between two pages that nobody may touch: sanitizers do not see
 * into generated code. Every second buffer ends at its guard, the others begin there. */
static inline void *path_memory(size_t nbytes, int byte) {
    static unsigned turn;
    size_t whole = path_whole(nbytes), inner = (whole + PATH_PAGE - 1) / PATH_PAGE * PATH_PAGE;
    char *map = mmap(NULL, inner + 2 * PATH_PAGE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    cr_assert(map != MAP_FAILED);
    cr_assert(mprotect(map, PATH_PAGE, PROT_NONE) == 0);
    cr_assert(mprotect(map + PATH_PAGE + inner, PATH_PAGE, PROT_NONE) == 0);
    char *data = map + PATH_PAGE + (turn++ % 2 ? 0 : inner - whole);
    memset(data, byte, whole);
    return data;
}

static inline void path_free(void *data, size_t nbytes) {
    size_t inner = (path_whole(nbytes) + PATH_PAGE - 1) / PATH_PAGE * PATH_PAGE;
    char *page = (char *)data - (uintptr_t)data % PATH_PAGE;
    munmap(page - PATH_PAGE, inner + 2 * PATH_PAGE);
}

static inline void *path_data(path_bench *p, ir_id id, path_input how) {
    kiln_dtype dtype = (kiln_dtype)ir_at(&p->g, id)->dtype;
    size_t each = kiln_dtype_size(dtype), n = (size_t)ir_numel(&p->g, id);
    char *data = path_memory(n * each, 0x77);
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = path_element(dtype, how, i, &p->random);
        memcpy(data + i * each, &bits, each);
    }
    return data;
}

/* ---- building */

/* Empties the graph. The label names what is coming in reports. */
static inline void path_begin(path_bench *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static inline void path_begin(path_bench *p, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(p->label, sizeof p->label, format, args);
    va_end(args);
    ir_graph_reset(&p->g);
    ir_builder_init(&p->b, &p->g);
}

static inline ir_id path_in(path_bench *p, kiln_dtype dtype, int rank, const int64_t *shape) {
    size_t i = p->g.ninputs;
    cr_assert(i < PATH_MAX_INPUTS);
    p->input[i] = (path_input){p->fill, 0};
    ir_id id = ir_input(&p->b, dtype, rank, shape, NULL);
    cr_assert(id != IR_NONE, "%s: %s", p->label, p->b.message);
    return id;
}

/* An i64 input of indices in 0..below-1. */
static inline ir_id path_index(path_bench *p, int rank, const int64_t *shape, int64_t below) {
    ir_id id = path_in(p, KILN_I64, rank, shape);
    p->input[p->g.ninputs - 1].below = below;
    return id;
}

static inline void path_out(path_bench *p, ir_id id) {
    cr_assert(id != IR_NONE, "%s: %s", p->label, p->b.message);
    cr_assert(p->g.noutputs < PATH_MAX_OUTPUTS);
    CHECK_OK(ir_add_output(&p->g, id, NULL));
}

/* ---- running */

static inline void path_print_element(kiln_dtype dtype, const void *at) {
    uint64_t bits = 0;
    memcpy(&bits, at, kiln_dtype_size(dtype));
    fprintf(stderr, "%.17g (0x%llx)", ir_value_of(dtype, bits), (unsigned long long)bits);
}

/* The first difference, and the graph that leads to that output. */
static inline void path_report(path_bench *p, const path_lane *lane, size_t output,
                               const void *want, const void *got) {
    static const char *const isa[] = {"any", "base", "avx2", "avx512"};
    ir_id id = p->g.outputs[output].id;
    kiln_dtype dtype = (kiln_dtype)ir_at(&p->g, id)->dtype;
    size_t each = kiln_dtype_size(dtype), n = (size_t)ir_numel(&p->g, id), bad = n, count = 0;
    if (p->failures > PATH_MAX_REPORTS) return;
    for (size_t i = n; i-- > 0;)
        if (memcmp((const char *)want + i * each, (const char *)got + i * each, each) != 0)
            bad = i, count++;
    fprintf(stderr, "%s: %s, %d threads: output %zu: %zu of %zu elements differ; element %zu is ",
            p->label, isa[lane->isa], lane->threads, output, count, n, bad);
    path_print_element(dtype, (const char *)got + bad * each);
    fputs(", reference ", stderr);
    path_print_element(dtype, (const char *)want + bad * each);
    ir_graph part;
    kn_text text;
    ir_cut how = {.alloc = kn_alloc_default()};
    ir_graph_init(&part, kn_alloc_default());
    kn_text_init(&text, kn_alloc_default());
    CHECK_OK(ir_extract(&part, &p->g, &id, 1, &how));
    ir_print(&part, &text);
    fprintf(stderr, "\n%.6000s\n", kn_text_str(&text));
    kn_text_free(&text);
    ir_graph_free(&part);
    ir_cut_free(&how);
}

static inline bool path_run_lane(path_bench *p, const path_lane *lane, void *const *inputs,
                                 void *const *want) {
    void *got[PATH_MAX_OUTPUTS];
    bool right = true, own = lane->engine->config.mode == KILN_HARDENED; /* guards of its own */
    for (size_t o = 0; o < p->g.noutputs; o++) {
        size_t nbytes = ir_nbytes(&p->g, p->g.outputs[o].id);
        got[o] = own ? rt_buffer_get(lane->engine, nbytes) : path_memory(nbytes, 0x5a);
        cr_assert_not_null(got[o]);
        if (own) memset(got[o], 0x5a, nbytes);
    }
    kiln_status status = rt_run(lane->engine, &p->g, &(rt_io){.inputs = inputs, .outputs = got},
                                "test", NULL, &p->why);
    cr_assert(status == KILN_OK, "%s: %s: %s", p->label, kiln_status_name(status),
              kn_text_str(&p->why));
    for (size_t o = 0; o < p->g.noutputs; o++) {
        size_t nbytes = ir_nbytes(&p->g, p->g.outputs[o].id);
        p->compared++;
        p->elements += ir_numel(&p->g, p->g.outputs[o].id);
        if (nbytes > 0 && memcmp(want[o], got[o], nbytes) != 0) {
            right = false;
            p->failures++;
            path_report(p, lane, o, want[o], got[o]);
        }
        if (own)
            rt_buffer_put(lane->engine, got[o], nbytes);
        else
            path_free(got[o], nbytes);
    }
    return right;
}

/* Computes the graph by the reference and on the engines whose bits are set. Whether all agreed;
 * inputs must stay as they were. */
static inline bool path_run(path_bench *p, unsigned lanes) {
    void *inputs[PATH_MAX_INPUTS], *want[PATH_MAX_OUTPUTS];
    kn_hash before[PATH_MAX_INPUTS];
    size_t nbytes[PATH_MAX_INPUTS], n = 0;
    bool right = true;
    for (ir_id id = 0; id < p->g.count; id++) {
        if (ir_at(&p->g, id)->op != IR_INPUT) continue;
        nbytes[n] = ir_nbytes(&p->g, id);
        inputs[n] = path_data(p, id, p->input[n]);
        before[n] = kn_hash_bytes(inputs[n], nbytes[n]);
        n++;
    }
    for (size_t o = 0; o < p->g.noutputs; o++)
        want[o] = path_memory(ir_nbytes(&p->g, p->g.outputs[o].id), 0xa5);
    kiln_status status =
        ref_graph(kn_alloc_default(), &p->g, inputs, NULL, want, NULL, NULL, &p->why, NULL);
    cr_assert(status == KILN_OK, "%s: reference: %s: %s", p->label, kiln_status_name(status),
              kn_text_str(&p->why));
    for (int i = 0; i < p->nlanes; i++)
        if ((lanes >> i & 1) && !path_run_lane(p, &p->lane[i], inputs, want)) right = false;
    for (size_t i = 0; i < n; i++) {
        kn_hash after = kn_hash_bytes(inputs[i], nbytes[i]);
        cr_assert(memcmp(&after, &before[i], sizeof after) == 0, "%s: input %zu was written to",
                  p->label, i);
        path_free(inputs[i], nbytes[i]);
    }
    for (size_t o = 0; o < p->g.noutputs; o++)
        path_free(want[o], ir_nbytes(&p->g, p->g.outputs[o].id));
    p->graphs++;
    return right;
}

#endif
