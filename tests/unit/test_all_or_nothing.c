/* SPDX-License-Identifier: Apache-2.0
 * Calls that write several tensors, draw from the generator, or have several results: when memory
 * ends on the way, nothing of it has happened. Before each call so many nodes are recorded that,
 * run by run, each node of the call is once the one for which there is no memory.
 * KILN_TEST: sanitize=address */
#include "check.h"
#include "kiln/kiln.h"

/* from there past the first piece of a graph's nodes, which are 256 */
enum { ALWAYS_BEFORE = 190, MOST_BEFORE = 70 };

static const float numbers[12] = {1, -2, 3, 0.5f, -0.25f, 7, 2, -1, 0, 4, 1.5f, -3};

/* A session whose allocations fail from the call on. */
typedef struct trial {
    check_alloc memory;
    kiln_session *s;
    kiln_tensor *t[3]; /* what the call may write */
    int runs_failed;
} trial;

static kiln_tensor *vector(trial *x, int64_t n) {
    return kiln_keep(kiln_clone(kiln_from(x->s, numbers, KILN_F32, KILN_SHAPE(n))));
}

static void begin(trial *x, int64_t n, int before) {
    kiln_options o = KILN_OPTIONS_INIT;
    check_alloc_init(&x->memory, 0);
    o.allocator = &x->memory.vtable;
    o.path = KILN_EAGER;
    o.cache_dir = "off";
    x->s = kiln_open(&o);
    kiln_scope_open(x->s);
    for (int i = 0; i < 3; i++) x->t[i] = vector(x, n);
    kiln_tensor *one = kiln_scalar_tensor(x->s, 1.0, KILN_F32);
    for (int i = 0; i < ALWAYS_BEFORE + before; i++) kiln_release(kiln_neg(one));
}

/* `allocations` of the call succeed. */
static void fail_after(trial *x, int allocations) {
    x->memory.calls = 0;
    x->memory.fail_at = 1 + allocations;
    x->memory.for_ever = true;
}

static bool failed(trial *x) {
    x->memory.fail_at = 0;
    bool bad = kiln_failed(x->s);
    if (bad) CHECK_EQ(kiln_error(x->s), KILN_NO_MEMORY);
    x->runs_failed += bad;
    kiln_clear_error(x->s);
    return bad;
}

static void check_unwritten(trial *x, const uint64_t *version, int64_t n) {
    float now[12];
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(kiln_version_of(x->t[i]), version[i]);
        CHECK_OK(kiln_read(x->t[i], now, (size_t)n * sizeof(float)));
        cr_assert(memcmp(now, numbers, (size_t)n * sizeof(float)) == 0,
                  "tensor %d was written by a call that failed", i);
    }
}

static void end(trial *x) {
    for (int i = 0; i < 3; i++) kiln_release(x->t[i]);
    kiln_scope_close(x->s);
    CHECK_EQ(kiln_close(x->s), 0);
    CHECK_EQ(x->memory.live, 0);
}

static uint64_t live(const kiln_session *s) {
    kiln_counters c = {.struct_size = sizeof c};
    CHECK_OK(kiln_count(s, &c));
    return c.tensors_live;
}

typedef void (*writing)(trial *x, kiln_tensor *const *arg);

/* Each time as many allocations fewer fail, until the call gets through; with ever more nodes
 * before. */
static void try_writes(writing call, int64_t n, kiln_shape shape) {
    trial x = {.runs_failed = 0};
    for (int before = 0; before < MOST_BEFORE; before++)
        for (int allocations = 0, more = 1; more; allocations++) {
            uint64_t version[3];
            begin(&x, n, before);
            kiln_tensor *arg[3] = {kiln_from(x.s, numbers, KILN_F32, shape), x.t[0], x.t[1]};
            for (int i = 0; i < 3; i++) version[i] = kiln_version_of(x.t[i]);
            uint64_t tensors = live(x.s);
            fail_after(&x, allocations);
            call(&x, arg);
            more = failed(&x);
            if (more) CHECK_EQ(live(x.s), tensors);
            if (more) check_unwritten(&x, version, n);
            end(&x);
        }
    CHECK(x.runs_failed > MOST_BEFORE);
}

static void adam(trial *x, kiln_tensor *const *arg) {
    kiln_adam o = {.rate = 0.1, .beta1 = 0.9, .beta2 = 0.99, .eps = 1e-8};
    kiln_adam_step(x->t[0], arg[0], x->t[1], x->t[2], 1, o);
}

static void sgd(trial *x, kiln_tensor *const *arg) {
    kiln_sgd_step(x->t[0], arg[0], x->t[1], 0.1, 0.9);
}

static void batch_norm(trial *x, kiln_tensor *const *arg) {
    (void)kiln_batch_norm(arg[0], x->t[0], x->t[1], NULL, NULL, true, 0.1, 1e-5);
}

static void instance_norm(trial *x, kiln_tensor *const *arg) {
    (void)kiln_instance_norm(arg[0], x->t[0], x->t[1], NULL, NULL, true, 0.1, 1e-5);
}

Test(all_or_nothing, adam) { try_writes(adam, 4, KILN_SHAPE(4)); }
Test(all_or_nothing, sgd) { try_writes(sgd, 4, KILN_SHAPE(4)); }
Test(all_or_nothing, batch_norm) { try_writes(batch_norm, 2, KILN_SHAPE(2, 2, 3)); }
Test(all_or_nothing, instance_norm) { try_writes(instance_norm, 2, KILN_SHAPE(2, 2, 3)); }

/* What a failed call had made is gone: no handle of it lives until the scope closes. */
Test(all_or_nothing, several_results) {
    trial x = {.runs_failed = 0};
    for (int before = 0; before < MOST_BEFORE; before++)
        for (int allocations = 0, more = 1; more; allocations++) {
            begin(&x, 4, before);
            kiln_tensor *m = kiln_from(x.s, numbers, KILN_F32, KILN_SHAPE(3, 4));
            uint64_t tensors = live(x.s);
            fail_after(&x, allocations);
            kiln_parts parts = kiln_unbind(m, 0);
            more = failed(&x);
            if (more) CHECK(parts.count == 0 && parts.tensor == NULL);
            if (more)
                CHECK_EQ(live(x.s), tensors);
            else
                CHECK_EQ(parts.count, 3);
            tensors = live(x.s);
            fail_after(&x, allocations);
            kiln_pair pair = kiln_max_dim(m, 1, false);
            bool bad = failed(&x);
            CHECK(kiln_ok(pair.first) == !bad && kiln_ok(pair.second) == !bad);
            CHECK_EQ(live(x.s), tensors + (bad ? 0 : 2));
            more = more || bad;
            end(&x);
        }
    CHECK(x.runs_failed > MOST_BEFORE);
}

/* The numbers a failed call drew are drawn by the next. */
Test(all_or_nothing, draws) {
    float right[4], now[4];
    trial x = {.runs_failed = 0};
    for (int allocations = -1, more = 1; more; allocations++) {
        begin(&x, 4, 0);
        kiln_manual_seed(x.s, 5);
        if (allocations >= 0) {
            fail_after(&x, allocations);
            (void)kiln_randn(x.s, KILN_SHAPE(4), KILN_F32);
            more = failed(&x);
        }
        if (more)
            CHECK_OK(kiln_read(kiln_randn(x.s, KILN_SHAPE(4), KILN_F32),
                               allocations < 0 ? right : now, sizeof now));
        if (more && allocations >= 0) CHECK(memcmp(right, now, sizeof now) == 0);
        end(&x);
    }
    CHECK(x.runs_failed > 0);
}

/* The text of an error is whole when memory is what there is none of. */
Test(all_or_nothing, text) {
    trial x = {.runs_failed = 0};
    begin(&x, 4, 0);
    kiln_tensor *m = kiln_from(x.s, numbers, KILN_F32, KILN_SHAPE(3, 4));
    fail_after(&x, 0);
    for (int i = 0; i < 1000 && !kiln_failed(x.s); i++) (void)kiln_exp(m);
    CHECK_HAS(kiln_error_text(x.s), "test_all_or_nothing.c:");
    CHECK_HAS(kiln_error_text(x.s), "exp: ");
    CHECK_HAS(kiln_error_text(x.s), "memory");
    CHECK(failed(&x));
    end(&x);
}
