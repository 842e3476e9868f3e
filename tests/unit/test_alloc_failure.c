/* SPDX-License-Identifier: Apache-2.0
 * Five scenarios under an allocator whose k-th call fails, once or from then on, for every k until
 * the scenario gets through: nothing crashes or leaks, the error is NO_MEMORY, and the session
 * works again once it is cleared. LLVM's own memory is not the session's and does not fail.
 * KILN_TEST: sanitize=address timeout=600 */
#include <unistd.h>

#include "check.h"
#include "kiln/kiln.h"

#ifdef __SANITIZE_THREAD__
enum { STRIDE = 7 }; /* every seventh call: it is slow, and after other things */
#else
enum { STRIDE = 1 };
#endif
enum { KEPT = 4, RESULTS = 16, MANY = 100000 };

/* A scenario writes what it computed to `result` and says how many numbers; -1 when something
 * failed. `salt` differs from run to run: a scenario that puts it into a graph as a constant finds
 * no kernel ready. */
typedef struct run {
    kiln_session *s;
    int salt;
    float result[RESULTS];
} run;
typedef int (*scenario)(run *r);

typedef struct sweep {
    const char *name;
    scenario body;
    kiln_options options;
    bool for_ever, salted;
    float right[RESULTS];
    int nright, failures, refused_opens;
    long long calls;
} sweep;

/* ---- scenarios */

static const float numbers[12] = {1, -2, 3, 0.5f, -0.25f, 7, 2, -1, 0, 4, 1.5f, -3};

static int elementwise(run *r) {
    int n = -1;
    kiln_scope (r->s) {
        kiln_tensor *x = kiln_from(r->s, numbers, KILN_F32, KILN_SHAPE(3, 4));
        kiln_tensor *y = kiln_add(kiln_relu(kiln_mul(kiln_exp(x), 2.0)), 1);
        kiln_tensor *z = kiln_div(y, kiln_sum(y, KILN_AXES(1), true));
        if (kiln_read(kiln_flatten(kiln_narrow(z, 0, 0, 2), 0, -1), r->result, 8 * sizeof(float)) ==
            KILN_OK)
            n = 8;
    }
    return n;
}

/* Two layers, cross-entropy, gradients, one step of Adam and one of SGD. */
static void layers(kiln_session *s, kiln_tensor **p) {
    static const int64_t shapes[KEPT][2] = {{4, 5}, {5, 0}, {5, 3}, {3, 0}};
    for (int i = 0; i < KEPT; i++) {
        kiln_shape shape = {i % 2 ? 1 : 2, shapes[i]};
        kiln_scope (s) p[i] = kiln_keep(kiln_mul(kiln_counter_normal(s, i, KILN_F32, shape), 0.5));
    }
}

static int train(run *r) {
    static const int64_t labels[3] = {2, 0, 1};
    kiln_session *s = r->s;
    kiln_tensor *p[KEPT], *m[KEPT], *v[KEPT];
    float loss = 0;
    layers(s, p);
    for (int i = 0; i < KEPT; i++) {
        m[i] = kiln_keep(kiln_zeros_like(p[i]));
        v[i] = kiln_keep(kiln_zeros_like(p[i]));
    }
    for (int step = 1; step <= 2; step++) {
        kiln_scope (s) {
            kiln_tensor *g[KEPT], *x = kiln_from(s, numbers, KILN_F32, KILN_SHAPE(3, 4));
            kiln_tensor *hidden = kiln_relu(kiln_linear(x, kiln_t(p[0]), p[1]));
            kiln_tensor *cost = kiln_cross_entropy(kiln_linear(hidden, kiln_t(p[2]), p[3]),
                                                   kiln_from(s, labels, KILN_I64, KILN_SHAPE(3)));
            kiln_list wrt = {KEPT, p};
            kiln_grad(cost, wrt, g);
            for (int i = 0; i < KEPT; i++) {
                if (step == 1)
                    kiln_adam_step(p[i], g[i], m[i], v[i], step, (kiln_adam)KILN_ADAM_INIT);
                else
                    kiln_sgd_step(p[i], g[i], m[i], 0.1, 0.9);
            }
            loss = (float)kiln_item(cost);
        }
    }
    r->result[0] = loss;
    kiln_status status = kiln_read(p[3], r->result + 1, 3 * sizeof(float));
    for (int i = 0; i < KEPT; i++) kiln_release(p[i]), kiln_release(m[i]), kiln_release(v[i]);
    return status == KILN_OK && !kiln_failed(s) ? 4 : -1;
}

static int views(run *r) {
    int n = -1;
    kiln_scope (r->s) {
        kiln_tensor *base = kiln_clone(kiln_from(r->s, numbers, KILN_F32, KILN_SHAPE(3, 4)));
        kiln_tensor *turned = kiln_t(base), *row = kiln_select(base, 0, 1),
                    *every = kiln_slice(turned, 0, 0, 4, 2);
        kiln_add_(row, 10);
        kiln_mul_(every, kiln_from(r->s, numbers, KILN_F32, KILN_SHAPE(3)));
        kiln_copy_(kiln_narrow(base, 1, 1, 2), kiln_narrow(base, 1, 0, 2));
        kiln_write(kiln_select(turned, 0, 3), numbers, 3 * sizeof(float));
        if (kiln_read(base, r->result, 12 * sizeof(float)) == KILN_OK) n = 12;
    }
    return n;
}

static int program(run *r) {
    char text[512];
    kiln_tensor *in[2], *out[8];
    int n = -1;
    snprintf(text, sizeof text,
             "kiln 1\n%%x = input f32[3,4] \"x\"\n%%w = input f32[4,2] \"w\"\n%%c = const f32 "
             "%d.5\n%%y = "
             "mul f32[3,4] %%x %%c\n"
             "%%h = tanh f32[3,4] %%y\n%%z = matmul f32[3,2] %%h %%w\noutput \"z\" %%z\noutput "
             "\"h\" %%h\n",
             r->salt);
    kiln_program *p = kiln_program_parse(r->s, text, strlen(text)),
                 *q = p ? kiln_program_grad(p) : NULL;
    if (q && kiln_program_outputs(q) <= 8 && kiln_program_dump(q, "plan")) {
        kiln_scope (r->s) {
            in[0] = kiln_from(r->s, numbers, KILN_F32, KILN_SHAPE(3, 4));
            in[1] = kiln_from(r->s, numbers, KILN_F32, KILN_SHAPE(4, 2));
            if (kiln_program_run(q, in, out) == KILN_OK &&
                kiln_read(out[0], r->result, 6 * sizeof(float)) == KILN_OK &&
                kiln_read(out[3], r->result + 6, 8 * sizeof(float)) == KILN_OK)
                n = 14;
        }
    }
    kiln_program_close(q);
    kiln_program_close(p);
    return n;
}

/* The same graph twice: the first run plans, compiles and stores, the second finds everything. A
 * scalar changes between. */
static int caches(run *r) {
    char text[256];
    int n = 0;
    snprintf(text, sizeof text,
             "kiln 1\n%%x = input f32[3,4]\n%%s = input f32\n%%c = const f32 %d.25\n%%y = fma "
             "f32[3,4] %%x "
             "%%c %%s\n"
             "%%m = rmax f32[3,1] %%y {first=1 end=2}\noutput \"y\" %%y\noutput \"m\" %%m\n",
             r->salt);
    kiln_program *p = kiln_program_parse(r->s, text, strlen(text));
    for (int i = 0; p && i < 2 && n >= 0; i++) {
        kiln_scope (r->s) {
            kiln_tensor *in[] = {kiln_from(r->s, numbers, KILN_F32, KILN_SHAPE(3, 4)),
                                 kiln_scalar_tensor(r->s, i, KILN_F32)},
                        *out[2];
            bool ok = kiln_program_run(p, in, out) == KILN_OK &&
                      kiln_eval(KILN_LIST(out[0], out[1])) == KILN_OK &&
                      kiln_read(out[1], r->result + 3 * i, 3 * sizeof(float)) == KILN_OK;
            n = ok ? n + 3 : -1;
        }
    }
    kiln_program_close(p);
    return p ? n : -1;
}

/* ---- the sweep */

/* Whether the session still computes. One that could not be opened stays failed, and says so. */
static void check_usable(sweep *w, kiln_session *s, long long k) {
    kiln_clear_error(s);
    if (kiln_failed(s)) {
        w->refused_opens++;
        return;
    }
    float sum[2] = {0, 0};
    kiln_scope (s) {
        kiln_tensor *x = kiln_from(s, numbers, KILN_F32, KILN_SHAPE(6, 2));
        kiln_status status = kiln_read(kiln_sum(x, KILN_AXES(0), false), sum, sizeof sum);
        cr_assert(status == KILN_OK, "%s: after call %lld failed: %s", w->name, k,
                  kiln_error_text(s));
    }
    cr_assert(sum[0] == 7.25f && sum[1] == 5.5f, "%s: after call %lld failed: %g %g", w->name, k,
              sum[0], sum[1]);
}

/* Runs the scenario with call k failing; 0: none. Whether the call was reached. */
static bool attempt(sweep *w, long long k) {
    check_alloc memory;
    run r = {.salt = w->salted ? (int)k + (w->for_ever ? MANY : 0) : 1};
    check_alloc_init(&memory, k);
    memory.for_ever = w->for_ever;
    w->options.allocator = &memory.vtable;
    r.s = kiln_open(&w->options);
    int n = r.s ? w->body(&r) : -1;
    if (kiln_failed(r.s)) n = -1; /* what was read beside a failed write is not the result */
    bool reached = k > 0 && memory.calls >= k;
    memory.fail_at = 0;
    if (n < 0 && r.s)
        cr_assert(reached && kiln_error(r.s) == KILN_NO_MEMORY, "%s: call %lld failed: %s: %s",
                  w->name, k, kiln_status_name(kiln_error(r.s)), kiln_error_text(r.s));
    if (n < 0) w->failures++;
    if (k == 0) {
        w->nright = n;
        memcpy(w->right, r.result, sizeof w->right);
        w->calls = memory.calls;
    }
    cr_assert(n < 0 || n == w->nright, "%s: call %lld failed: %d numbers", w->name, k, n);
    cr_assert(n < 0 || w->salted || memcmp(r.result, w->right, (size_t)n * sizeof(float)) == 0,
              "%s: call %lld failed and the numbers are others", w->name, k);
    if (r.s) check_usable(w, r.s, k);
    size_t left = kiln_close(r.s);
    cr_assert(left == 0 || n < 0, "%s: call %lld failed: %zu tensors left", w->name, k, left);
    cr_assert(memory.live == 0, "%s: call %lld failed: %lld bytes leaked", w->name, k,
              (long long)memory.live);
    return reached;
}

static void sweep_all(const char *name, scenario body, bool salted, const char *cache) {
    sweep w = {.name = name, .body = body, .options = KILN_OPTIONS_INIT, .salted = salted};
    long long k = 1, total = 0;
    w.options.threads = 2;
    w.options.cache_dir = cache;
    attempt(&w, 0);
    cr_assert(w.nright > 0, "%s: fails with all the memory there is", name);
    for (int pass = 0; pass < 2; pass++) {
        w.for_ever = pass == 1;
        for (k = 1; attempt(&w, k); k += STRIDE) {
            cr_assert(k < MANY, "%s: no end", name);
            total++;
        }
    }
    fprintf(stderr, "%s: %lld calls, %lld runs, %d failed, %d could not open\n", name, w.calls,
            total, w.failures, w.refused_opens);
    cr_assert(w.failures > 0);
}

/* ---- what was there before the failure */

enum { OLD, NEW, MIXED };

static int which(const float *got, const float *before, const float *after, size_t n) {
    bool old = memcmp(got, before, n * sizeof *got) == 0,
         fresh = memcmp(got, after, n * sizeof *got) == 0;
    return old ? OLD : fresh ? NEW : MIXED;
}

/* Writes to `w` through a view and makes values of `a` while call k fails. Afterwards `a` is what
 * it was, and `w` was written wholly or not at all. Whether the call was reached. */
static bool disturb(kiln_options o, long long k, bool for_ever) {
    check_alloc memory;
    float a[12], w[12], written[12];
    check_alloc_init(&memory, 0);
    o.allocator = &memory.vtable;
    kiln_session *s = kiln_open(&o);
    kiln_tensor *kept, *target;
    kiln_scope (s) {
        kept = kiln_keep(kiln_add(kiln_from(s, numbers, KILN_F32, KILN_SHAPE(3, 4)), 1));
        target = kiln_keep(kiln_clone(kiln_from(s, numbers, KILN_F32, KILN_SHAPE(3, 4))));
    }
    CHECK_OK(kiln_eval(KILN_LIST(kept, target)));
    memcpy(written, numbers, sizeof written);
    for (int i = 0; i < 3; i++) written[4 * i + 1] += 5;
    memory.calls = 0;
    memory.fail_at = k;
    memory.for_ever = for_ever;
    kiln_scope (s) {
        kiln_tensor *product = kiln_matmul(kept, kiln_t(kept));
        kiln_add_(kiln_select(target, 1, 1), 5);
        kiln_eval(KILN_LIST(product));
    }
    bool reached = memory.calls >= k, failed = kiln_failed(s);
    memory.fail_at = 0;
    CHECK_EQ(kiln_error(s), failed ? KILN_NO_MEMORY : KILN_OK);
    kiln_clear_error(s);
    CHECK_OK(kiln_read(kept, a, sizeof a));
    CHECK_OK(kiln_read(target, w, sizeof w));
    for (int i = 0; i < 12; i++)
        cr_assert(a[i] == numbers[i] + 1, "call %lld failed: a kept value changed", k);
    int now = which(w, numbers, written, 12);
    cr_assert(now == NEW || (now == OLD && failed), "call %lld failed: half written", k);
    kiln_release(kept);
    kiln_release(target);
    CHECK_EQ(kiln_close(s), 0);
    CHECK_EQ(memory.live, 0);
    return reached;
}

Test(alloc_failure, kept_values_stay) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.cache_dir = "off";
    for (int pass = 0; pass < 2; pass++) {
        long long k = 1;
        while (disturb(o, k, pass == 1)) k += STRIDE;
        cr_assert(k > 20);
    }
}

Test(alloc_failure, elementwise) { sweep_all("elementwise", elementwise, false, "off"); }
Test(alloc_failure, train_step) { sweep_all("train step", train, false, "off"); }
Test(alloc_failure, views_and_writes) { sweep_all("views and writes", views, false, "off"); }
Test(alloc_failure, programs) { sweep_all("programs", program, false, "off"); }
Test(alloc_failure, caches_warm) { sweep_all("caches, warm", caches, false, "off"); }

/* Every run compiles and stores, because its constant is new; the folder is this test's own. */
Test(alloc_failure, caches_cold) {
    char folder[64];
    check_folder(folder);
    sweep_all("caches, cold", caches, true, folder);
    check_unfolder(folder);
}
