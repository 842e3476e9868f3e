/* SPDX-License-Identifier: Apache-2.0
 * An engine, a graph from text, buffers with numbers in them. Used by the tests of src/runtime. */
#ifndef KN_TESTS_UNIT_RUNTIME_H
#define KN_TESTS_UNIT_RUNTIME_H

#include "check.h"
#include "reference/reference.h"
#include "runtime/engine.h"
#include "runtime/process.h"

enum { RUN_MOST = 16 };

typedef struct run_case {
    const kn_alloc *alloc;
    rt_engine *engine;
    ir_graph g;
    kn_text why;
    void *inputs[RUN_MOST], *outputs[RUN_MOST];
    size_t ninputs;
    uint64_t random;
} run_case;

static inline kiln_options run_options(void) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.cache_dir = "off";
    o.threads = 2;
    return o;
}

static inline void run_open(run_case *r, const kiln_options *options) {
    rt_config config;
    memset(r, 0, sizeof *r);
    r->alloc = options->allocator ? options->allocator : kn_alloc_default();
    r->random = 1;
    kn_text_init(&r->why, r->alloc);
    ir_graph_init(&r->g, r->alloc);
    cr_assert(rt_config_resolve(r->alloc, options, &config, &r->why) == KILN_OK, "%s",
              kn_text_str(&r->why));
    cr_assert(rt_open(r->alloc, &config, &r->engine, &r->why) == KILN_OK, "%s",
              kn_text_str(&r->why));
}

static inline void run_free_data(run_case *r) {
    for (size_t i = 0; i < r->ninputs; i++) free(r->inputs[i]);
    for (size_t o = 0; o < r->g.noutputs; o++)
        rt_buffer_put(r->engine, r->outputs[o], ir_nbytes(&r->g, r->g.outputs[o].id));
    r->ninputs = 0;
}

static inline void run_close(run_case *r) {
    run_free_data(r);
    ir_graph_free(&r->g);
    kn_text_free(&r->why);
    rt_close(r->engine);
}

static inline double run_number(run_case *r) {
    r->random = r->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(int64_t)(r->random >> 33) / 1073741824.0 - 1.0;
}

/* Slack as of any tensor. */
static inline void *run_filled(run_case *r, kiln_dtype dtype, size_t nbytes) {
    size_t size = kiln_dtype_size(dtype);
    char *data = calloc(1, nbytes + 256);
    for (size_t i = 0; i < nbytes / size; i++) {
        uint64_t bits =
            ir_bits_of(dtype, dtype == KILN_F32 || dtype == KILN_F64 ? run_number(r)
                                                                     : 100 * run_number(r));
        memcpy(data + i * size, &bits, size);
    }
    return data;
}

/* Takes the graph in, and makes its buffers. */
static inline void run_graph(run_case *r, const char *text) {
    run_free_data(r);
    ir_graph_reset(&r->g);
    cr_assert(ir_parse(&r->g, text, strlen(text), &r->why) == KILN_OK, "%s", kn_text_str(&r->why));
    for (ir_id id = 0; id < r->g.count; id++)
        if (ir_at(&r->g, id)->op == IR_INPUT)
            r->inputs[r->ninputs++] =
                run_filled(r, (kiln_dtype)ir_at(&r->g, id)->dtype, ir_nbytes(&r->g, id));
    for (size_t o = 0; o < r->g.noutputs; o++)
        cr_assert((r->outputs[o] =
                       rt_buffer_get(r->engine, ir_nbytes(&r->g, r->g.outputs[o].id))) != NULL);
}

static inline kiln_status run_once(run_case *r) {
    kn_text_clear(&r->why);
    rt_io io = {.inputs = r->inputs, .outputs = r->outputs};
    return rt_run(r->engine, &r->g, &io, "test", "test.c:1", &r->why);
}

#define RUN_OK(r) cr_assert(run_once(r) == KILN_OK, "%s", kn_text_str(&(r)->why))

/* Runs, and compares with the reference by memcmp. */
static inline void run_and_compare(run_case *r) {
    void *wanted[RUN_MOST];
    RUN_OK(r);
    for (size_t o = 0; o < r->g.noutputs; o++)
        wanted[o] = malloc(ir_nbytes(&r->g, r->g.outputs[o].id) + 1);
    CHECK_OK(ref_graph(r->alloc, &r->g, r->inputs, NULL, wanted, NULL, NULL, &r->why, NULL));
    for (size_t o = 0; o < r->g.noutputs; o++) {
        size_t nbytes = ir_nbytes(&r->g, r->g.outputs[o].id);
        cr_assert(memcmp(wanted[o], r->outputs[o], nbytes) == 0, "output %zu differs", o);
        free(wanted[o]);
    }
}

static inline bool run_has_jit(run_case *r) {
    return strcmp(rt_llvm_version(r->engine), "absent") != 0;
}

#define RUN_NEEDS_JIT(r)                                                                           \
    if (!run_has_jit(r)) cr_skip_test("no code generator in this build")

#define GRAPH_MAP(n)                                                                               \
    "kiln 1\n"                                                                                     \
    "%x = input f32[" #n "] \"x\"\n"                                                               \
    "%y = input f32[" #n "] \"y\"\n"                                                               \
    "%s = scalar f32 0x1.8p+0\n"                                                                   \
    "%a = mul f32[" #n "] %x %s\n"                                                                 \
    "%b = add f32[" #n "] %a %y\n"                                                                 \
    "%c = exp f32[" #n "] %b\n"                                                                    \
    "output \"c\" %c\n"

#define GRAPH_SOFTMAX(rows, cols)                                                                  \
    "kiln 1\n"                                                                                     \
    "%x = input f32[" #rows "," #cols "] \"x\"\n"                                                  \
    "%m = rmax f32[" #rows ",1] %x {first=1 end=2}\n"                                              \
    "%me = expand f32[" #rows "," #cols "] %m\n"                                                   \
    "%d = sub f32[" #rows "," #cols "] %x %me\n"                                                   \
    "%e = exp f32[" #rows "," #cols "] %d\n"                                                       \
    "%s = sum f32[" #rows ",1] %e {first=1 end=2}\n"                                               \
    "%se = expand f32[" #rows "," #cols "] %s\n"                                                   \
    "%q = div f32[" #rows "," #cols "] %e %se\n"                                                   \
    "output \"q\" %q\n"

#define GRAPH_LINEAR(m, k, n)                                                                      \
    "kiln 1\n"                                                                                     \
    "%x = input f32[" #m "," #k "] \"x\"\n"                                                        \
    "%w = input f32[" #k "," #n "] \"w\"\n"                                                        \
    "%b = input f32[1," #n "] \"b\"\n"                                                             \
    "%c = matmul f32[" #m "," #n "] %x %w\n"                                                       \
    "%be = expand f32[" #m "," #n "] %b\n"                                                         \
    "%d = add f32[" #m "," #n "] %c %be\n"                                                         \
    "%z = const f32 0x0p+0\n"                                                                      \
    "%r = max f32[" #m "," #n "] %d %z\n"                                                          \
    "output \"r\" %r\n"

/* `run_all`, which opens, runs and closes an engine and gives a status, with every `step`-th
 * allocation failing: it ends well or for want of memory, and leaves none. */
static inline void run_without_each_allocation(int (*run_all)(check_alloc *memory,
                                                              long long fail_at),
                                               long long step) {
    check_alloc memory;
    CHECK_EQ(run_all(&memory, 0), KILN_OK); /* fills the kernel cache */
    CHECK_EQ(run_all(&memory, 0), KILN_OK);
    long long calls = memory.calls;
    CHECK_EQ(memory.live, 0);
    for (long long i = 1; i <= calls; i += step) {
        int status = run_all(&memory, i);
        cr_assert(status == KILN_NO_MEMORY || status == KILN_OK, "allocation %lld: %s", i,
                  kiln_status_name((kiln_status)status));
        cr_assert(memory.live == 0, "allocation %lld leaks %lld bytes", i, (long long)memory.live);
    }
}

#endif
