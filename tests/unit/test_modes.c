/* SPDX-License-Identifier: Apache-2.0
 * However a session is set up, a program's numbers are the same: mode, path, verification,
 * instruction set, threads, cache and an absent code generator change no bit. What cannot be set is
 * refused with a message that says what was expected. */
#include "mlp.h"
#include "runtime/process.h"

enum { MOST_BYTES = 1 << 20, STEPS = 3 };

typedef struct bits {
    unsigned char data[MOST_BYTES];
    size_t n;
} bits;

static void take(bits *to, kiln_tensor *t) {
    size_t nbytes = (size_t)kiln_numel(t) * kiln_dtype_size(kiln_dtype_of(t));
    cr_assert(kiln_ok(t) && to->n + nbytes <= MOST_BYTES, "%s",
              kiln_error_text(kiln_session_of(t)));
    CHECK_OK(kiln_read(t, to->data + to->n, nbytes));
    to->n += nbytes;
}

/* ---- programs */

static void functions(kiln_session *s, bits *to) {
    kiln_tensor *x = kiln_mul(kiln_counter_normal(s, 3, KILN_F32, KILN_SHAPE(9, 33)), 3),
                *y = kiln_counter_uniform(s, 4, KILN_F32, KILN_SHAPE(33));
    take(to, kiln_softmax(x, 1));
    take(to, kiln_log_softmax(x, 0));
    take(to, kiln_logsumexp(x, KILN_AXES(-1), false));
    take(to, kiln_layer_norm(x, KILN_SHAPE(kiln_extent(x, -1)), y, y));
    take(to, kiln_add(kiln_gelu(x, "none"), kiln_gelu(x, "tanh")));
    take(to, kiln_add(kiln_silu(x), kiln_softplus(kiln_sigmoid(x))));
    take(to, kiln_var(x, KILN_AXES(0), 1, true));
    take(to, kiln_counter_dropout(x, 0.25, 11));
    take(to, kiln_pow(kiln_abs(x), y));
    take(to, kiln_where(kiln_gt(x, y), kiln_log1p(kiln_abs(x)), kiln_tan(x)));
    take(to, kiln_atan2(kiln_erf(x), kiln_clamp(x, -1, 0.5)));
    take(to, kiln_fma(x, y, kiln_sinh(y)));
    take(to, kiln_mean(kiln_matmul(x, kiln_t(x)), KILN_ALL_AXES, false));
}

static void pieces(kiln_session *s, bits *to) {
    kiln_tensor *i = kiln_arange(s, -20, 43, 1, KILN_I64), *m = kiln_reshape(i, KILN_SHAPE(7, 9));
    kiln_tensor *at = kiln_remainder(kiln_mul(kiln_arange(s, 0, 5, 1, KILN_I64), 3), 7);
    take(to, kiln_cat(KILN_LIST(m, kiln_flip(m, KILN_AXES(0, 1))), 1));
    take(to, kiln_stack(KILN_LIST(kiln_select(m, 0, 2), kiln_select(m, 0, -1)), 0));
    take(to, kiln_index_select(m, 0, at));
    take(to, kiln_floor_divide(m, kiln_sub(kiln_remainder(m, 5), 7)));
    take(to, kiln_bitwise_xor(m, kiln_bitwise_left_shift(m, 2)));
    take(to, kiln_argmax(kiln_to(kiln_remainder(m, 11), KILN_F64), 1, false));
    take(to, kiln_prod_dim(kiln_to(m, KILN_I32), 0));
    take(to, kiln_any(kiln_gt(m, 30), KILN_AXES(1), false));
    take(to, kiln_to(kiln_to(kiln_mul(m, 1.7), KILN_U8), KILN_F32));
    kiln_tensor *w = kiln_clone(kiln_to(m, KILN_F64)), *part = kiln_slice(kiln_t(w), 0, 1, 9, 3);
    kiln_mul_(part, -0.5);
    kiln_copy_(kiln_narrow(w, 0, 0, 3), kiln_narrow(w, 0, 4, 3));
    take(to, w);
    take(to,
         kiln_scatter_add(w, 0, kiln_expand(kiln_reshape(at, KILN_SHAPE(5, 1)), KILN_SHAPE(5, 9)),
                          kiln_narrow(w, 0, 1, 5)));
}

/* All of it, and training steps with parameters at the end. */
static void everything(kiln_options o, bits *to) {
    kiln_session *s = mlp_session(o);
    mlp net;
    to->n = 0;
    kiln_scope (s) functions(s, to);
    kiln_scope (s) pieces(s, to);
    mlp_make(s, &net);
    for (int step = 1; step <= STEPS; step++) {
        float loss = mlp_step(s, &net, 40, step, 1e-2);
        memcpy(to->data + to->n, &loss, sizeof loss);
        to->n += sizeof loss;
    }
    size_t n = mlp_read(s, &net, (float *)(void *)(to->data + (to->n + 3) / 4 * 4));
    to->n = (to->n + 3) / 4 * 4 + n * sizeof(float);
    cr_assert(to->n <= MOST_BYTES && !kiln_failed(s), "%s", kiln_error_text(s));
    mlp_release(&net);
    CHECK_EQ(kiln_close(s), 0);
}

/* ---- the same bits */

static bits expected, got;

static void same(const char *what, kiln_options o) {
    memset(&got, 0, sizeof got);
    everything(o, &got);
    CHECK_EQ(got.n, expected.n);
    for (size_t i = 0; i < got.n; i++)
        cr_assert(got.data[i] == expected.data[i],
                  "%s: byte %zu of %zu is %02x, on the reference path %02x", what, i, got.n,
                  got.data[i], expected.data[i]);
}

static void expect_eager(void) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    everything(o, &expected);
    cr_assert(expected.n > 100000);
}

Test(modes, every_setting_gives_the_same_bits) {
    kiln_options o = KILN_OPTIONS_INIT;
    expect_eager();
    same("defaults", o);
    o.mode = KILN_HARDENED;
    same("hardened", o);
    o.path = KILN_EAGER;
    same("hardened, eager", o);
    o = (kiln_options)KILN_OPTIONS_INIT;
    o.verify = KILN_VERIFY_EVERY;
    o.mode = KILN_STRICT;
    same("verified every time", o);
    o.verify = KILN_VERIFY_OFF;
    o.cache_dir = "off";
    same("nothing verified, no disk cache", o);
}

Test(modes, threads_and_instruction_sets_give_the_same_bits) {
    static const int threads[] = {1, 2, 3, 8};
    kiln_options o = KILN_OPTIONS_INIT;
    expect_eager();
    for (int i = 0; i < 4; i++) {
        o.threads = threads[i];
        same("threads", o);
    }
    for (int isa = KILN_ISA_BASE; isa <= KILN_ISA_AVX512; isa++) {
        o.isa = (kiln_isa)isa;
        o.threads = 2;
        kiln_session *s = kiln_open(&o);
        bool has = kiln_error(s) != KILN_UNSUPPORTED;
        if (!has) CHECK_HAS(kiln_error_text(s), "above this machine's");
        kiln_close(s);
        if (has) same("instruction set", o);
    }
}

/* Small bounds make evaluations of their own out of what waits; results stay. */
Test(modes, flushing_early_gives_the_same_bits) {
    kiln_options o = KILN_OPTIONS_INIT;
    expect_eager();
    o.flush_nodes = 16;
    same("flushed every 16 nodes", o);
    o.flush_nodes = 0;
    o.flush_bytes = 4096;
    same("flushed every 4 KB", o);
}

/* As on a machine without the plug-in: it was looked for and not found. */
Test(modes, without_a_code_generator_everything_works) {
    rt_process *p = rt_process_get();
    kiln_options o = KILN_OPTIONS_INIT;
    p->hopeless = true;
    snprintf(p->why, sizeof p->why, "taken away by a test");
    expect_eager();
    same("no code generator", o);
    kiln_session *s = mlp_session(o);
    CHECK_STR(kiln_setting(s, "llvm"), "absent");
    kiln_scope (s) {
        CHECK(kiln_dump(KILN_LIST(kiln_exp(kiln_ones(s, KILN_SHAPE(3)))), "plan") != NULL);
        CHECK(kiln_dump(KILN_LIST(kiln_exp(kiln_ones(s, KILN_SHAPE(3)))), "llvm") == NULL);
    }
    CHECK_EQ(mlp_count(s).kernels_compiled, 0);
    kiln_close(s);
}

/* An index out of range is found wherever it is computed, named alike, and costs nothing but that
 * evaluation. */
static void out_of_range(kiln_options o, char *text, size_t size) {
    static const int64_t labels[] = {1, 9, 2};
    kiln_session *s = mlp_session(o);
    float sum = 0;
    kiln_tensor *kept = kiln_keep(kiln_add(kiln_arange(s, 0, 4, 1, KILN_F32), 1));
    kiln_scope (s) {
        kiln_tensor *x = kiln_mul(kiln_arange(s, 0, 5, 1, KILN_F32), 2),
                    *at = kiln_from(s, labels, KILN_I64, KILN_SHAPE(3));
        CHECK_STATUS(kiln_eval(KILN_LIST(kiln_exp(kiln_gather(x, 0, at)))), KILN_BAD_ARGUMENT);
        snprintf(text, size, "%s", kiln_error_text(s));
        kiln_clear_error(s);
        CHECK_STATUS(kiln_eval(KILN_LIST(kiln_scatter_add(x, 0, at, kiln_ones(s, KILN_SHAPE(3))))),
                     KILN_BAD_ARGUMENT);
        kiln_clear_error(s);
        CHECK_OK(kiln_read(kiln_sum(kiln_add(kept, 0), KILN_ALL_AXES, false), &sum, sizeof sum));
    }
    CHECK(sum == 10);
    kiln_release(kept);
    CHECK_EQ(kiln_close(s), 0);
}

Test(modes, indices_out_of_range_are_refused_alike) {
    char fused[256], eager[256];
    kiln_options o = KILN_OPTIONS_INIT;
    out_of_range(o, fused, sizeof fused);
    o.mode = KILN_HARDENED;
    out_of_range(o, fused, sizeof fused);
    CHECK_HAS(fused, "gather: index 9 at [1] of i64[3] is out of range for 5");
    o.path = KILN_EAGER;
    out_of_range(o, eager, sizeof eager);
    CHECK_STR(fused, eager);
}

/* ---- what is refused, through the public door */

static void refused(const kiln_options *o, kiln_status status, const char *part) {
    kiln_session *s = kiln_open(o);
    cr_assert_not_null(s);
    CHECK_STATUS(kiln_error(s), status);
    CHECK_HAS(kiln_error_text(s), part);
    CHECK(!kiln_ok(kiln_zeros(s, KILN_SHAPE(2))));
    kiln_scope (s) CHECK(!kiln_ok(kiln_scalar_tensor(s, 1, KILN_F64)));
    kiln_clear_error(s); /* such a session stays failed */
    CHECK(kiln_failed(s));
    CHECK_EQ(kiln_close(s), 0);
}

Test(modes, wrong_options_are_refused) {
    kiln_options good = KILN_OPTIONS_INIT, o = good;
    o.mode = (kiln_mode)7;
    refused(&o, KILN_BAD_ARGUMENT, "mode");
    o = good, o.path = (kiln_path)-1;
    refused(&o, KILN_BAD_ARGUMENT, "path");
    o = good, o.verify = (kiln_verify)4;
    refused(&o, KILN_BAD_ARGUMENT, "verify");
    o = good, o.matmul = (kiln_matmul_route)9;
    refused(&o, KILN_BAD_ARGUMENT, "matmul");
    o = good, o.isa = (kiln_isa)4;
    refused(&o, KILN_BAD_ARGUMENT, "isa");
    o = good, o.threads = 257;
    refused(&o, KILN_BAD_ARGUMENT, "threads");
    o = good, o.struct_size = sizeof o + 8;
    refused(&o, KILN_BAD_ARGUMENT, "struct_size");
    o = good, o.struct_size = 3;
    refused(&o, KILN_BAD_ARGUMENT, "struct_size");
}

/* A program of an older version knows fewer options; what it lacks is default. */
Test(modes, a_shorter_options_struct_is_taken) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    o.allocator = (const kiln_allocator *)(uintptr_t)1; /* lies behind the end */
    o.struct_size = offsetof(kiln_options, allocator);
    kiln_session *s = mlp_session(o);
    CHECK_STR(kiln_setting(s, "path"), "eager");
    kiln_close(s);
}

Test(modes, wrong_variables_are_refused) {
    static const char *const wrong[][3] = {
        {"KILN_MODE", "lenient", "expected strict | hardened"},
        {"KILN_PATH", "Fused", "expected fused | eager"},
        {"KILN_VERIFY", "always", "expected off | first | every"},
        {"KILN_THREADS", "0", "expected 1..256"},
        {"KILN_THREADS", "two", "expected 1..256"},
        {"KILN_THREADS", "257", "expected 1..256"},
        {"KILN_THREADS", " 2", "expected 1..256"},
        {"KILN_ISA", "sse", "expected avx512 | avx2 | base"},
        {"KILN_MATMUL", "fast", "expected emitted | openblas | auto"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        setenv(wrong[i][0], wrong[i][1], 1);
        refused(NULL, KILN_BAD_ARGUMENT, wrong[i][0]);
        refused(NULL, KILN_BAD_ARGUMENT, wrong[i][2]);
        unsetenv(wrong[i][0]);
    }
}

Test(modes, the_environment_is_heard) {
    setenv("KILN_MODE", "hardened", 1);
    setenv("KILN_PATH", "eager", 1);
    setenv("KILN_VERIFY", "off", 1);
    setenv("KILN_THREADS", "3", 1);
    setenv("KILN_ISA", "base", 1);
    kiln_session *s = kiln_open(NULL);
    CHECK_STR(kiln_setting(s, "mode"), "hardened");
    CHECK_STR(kiln_setting(s, "path"), "eager");
    CHECK_STR(kiln_setting(s, "verify"), "off");
    CHECK_STR(kiln_setting(s, "threads"), "3");
    CHECK_STR(kiln_setting(s, "isa"), "base");
    CHECK(kiln_setting(s, "colour") == NULL);
    kiln_scope (s) CHECK(kiln_item(kiln_add(kiln_ones(s, KILN_SHAPE(1)), 1)) == 2);
    CHECK_EQ(mlp_count(s).steps_run, 0);
    kiln_close(s);
}

Test(modes, a_cache_folder_that_cannot_be_written_is_no_obstacle) {
    kiln_options o = KILN_OPTIONS_INIT;
    expect_eager();
    o.cache_dir = "/proc/kiln";
    same("unwritable cache folder", o);
}
