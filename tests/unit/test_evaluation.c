/* SPDX-License-Identifier: Apache-2.0
 * docs/evaluation.md, rule by rule: what is computed once, what is gone, what looking changes,
 * which derivatives are refused, what can fail, and the programs between the calls: loops,
 * arrangements of handles and scopes, asking in another order. */
#include <math.h>

#include "check.h"
#include "kiln/kiln.h"

/* KILN_TEST: timeout=300 */

static char dir[64];
static char ledger[128];

static void make_dir(void) {
    check_folder(dir);
    snprintf(ledger, sizeof ledger, "%s/ledger", dir);
}
static void drop_dir(void) { check_unfolder(dir); }

static kiln_options quiet(kiln_path path) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = path;
    o.cache_dir = "off";
    o.threads = 1;
    return o;
}

static kiln_session *open_with(kiln_options o) {
    kiln_session *s = kiln_open(&o);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

static kiln_session *open_path(kiln_path path) { return open_with(quiet(path)); }

static kiln_counters counted(const kiln_session *s) {
    kiln_counters c = {.struct_size = sizeof c};
    CHECK_OK(kiln_count(s, &c));
    return c;
}

static void good(const kiln_session *s) { cr_assert(!kiln_failed(s), "%s", kiln_error_text(s)); }

/* The text of the error, which is cleared. */
static const char *refused(kiln_session *s, kiln_status status) {
    static char text[1024];
    CHECK_STATUS(kiln_error(s), status);
    snprintf(text, sizeof text, "%s", kiln_error_text(s));
    kiln_clear_error(s);
    return text;
}

static kiln_tensor *numbers(kiln_session *s, int64_t seed, int64_t rows, int64_t cols) {
    return kiln_counter_normal(s, seed, KILN_F32, KILN_SHAPE(rows, cols));
}

static float first_of(kiln_tensor *t) {
    static float data[4096];
    CHECK_OK(kiln_read(t, data, (size_t)kiln_numel(t) * sizeof *data));
    return data[0];
}

static size_t lines_with(const char *text) {
    char line[4096];
    size_t n = 0;
    FILE *f = fopen(ledger, "r");
    CHECK(f != NULL);
    while (fgets(line, sizeof line, f) != NULL) n += strstr(line, text) != NULL;
    fclose(f);
    return n;
}

/* ---- 1. computed once, twice at most */

/* Three asks of one chain: what the second finds computed is stored then, so the third computes
 * nothing of it. */
Test(evaluation, nothing_is_computed_a_third_time) {
    kiln_session *s = open_path(KILN_FUSED);
    kiln_scope (s) {
        kiln_tensor *x = numbers(s, 1, 32, 32), *y = x;
        for (int i = 0; i < 10; i++) y = kiln_matmul(y, kiln_mul(x, 0.1));
        kiln_tensor *a = kiln_sum(y), *b = kiln_amax(y), *c = kiln_amin(y);
        kiln_item(a);
        CHECK_EQ(counted(s).recomputed, 0);
        kiln_item(b);
        uint64_t steps = counted(s).steps_run, again = counted(s).recomputed;
        kiln_item(c);
        CHECK_EQ(counted(s).recomputed, again);
        CHECK(counted(s).steps_run - steps <= 2);
        kiln_item(a), kiln_item(b), kiln_item(c);
        CHECK(counted(s).steps_run - steps <= 2);
    }
    good(s);
    kiln_close(s);
}

/* Asking backwards through a chain of handles. */
Test(evaluation, handles_of_a_chain_are_stored_with_its_second_computing) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_scope (s) {
        kiln_tensor *x = numbers(s, 1, 8, 8), *y[12];
        for (int i = 0; i < 12; i++) y[i] = kiln_matmul(i > 0 ? y[i - 1] : x, x);
        for (int i = 11; i >= 0; i--) first_of(y[i]);
        CHECK(counted(s).recomputed <= 12);
        CHECK_EQ(counted(s).evaluations, 2);
    }
    good(s);
    kiln_close(s);
}

static float two_asks(kiln_session *s, kiln_tensor *x) {
    float sum = 0;
    kiln_scope (s) {
        kiln_tensor *y = kiln_exp(kiln_mul(x, 0.1));
        for (int i = 0; i < 4; i++) y = kiln_sin(kiln_mul(y, y));
        kiln_tensor *a = kiln_sum(y), *b = kiln_amax(kiln_add(y, 1.0));
        sum += (float)kiln_item(a);
        sum += (float)kiln_item(b);
    }
    return sum;
}

/* The line that was asked again is remembered: the loop computes both with the first ask. */
Test(evaluation, a_loop_learns_what_it_asks, .init = make_dir, .fini = drop_dir) {
    kiln_options o = quiet(KILN_FUSED);
    o.ledger = ledger;
    kiln_session *s = open_with(o);
    kiln_tensor *x = kiln_keep(numbers(s, 1, 40, 40));
    float first = two_asks(s, x);
    CHECK_EQ(two_asks(s, x), first);
    kiln_counters before = counted(s);
    for (int i = 0; i < 20; i++) CHECK_EQ(two_asks(s, x), first);
    kiln_counters after = counted(s);
    CHECK_EQ(after.recomputed, before.recomputed);
    CHECK_EQ(after.evaluations - before.evaluations, 20);
    CHECK_EQ(after.plans_built, before.plans_built);
    kiln_close(s);
    CHECK_EQ(lines_with("\"again\""), 1);
}

/* What was recorded after the first ask cannot be computed with it: its frontier is stored at once.
 */
Test(evaluation, a_loop_learns_what_to_store) {
    kiln_session *s = open_path(KILN_FUSED);
    kiln_tensor *x = kiln_keep(numbers(s, 1, 40, 40));
    uint64_t again = 0, plans = 0;
    for (int i = 0; i < 20; i++) {
        kiln_scope (s) {
            kiln_tensor *y = kiln_exp(kiln_mul(x, 0.1));
            y = kiln_tanh(kiln_mul(y, y));
            kiln_item(kiln_sum(y));
            kiln_item(kiln_amax(kiln_mul(y, 2.0)));
        }
        if (i == 2) again = counted(s).recomputed, plans = counted(s).plans_built;
    }
    CHECK(again > 0);
    CHECK_EQ(counted(s).recomputed, again);
    CHECK_EQ(counted(s).plans_built, plans);
    good(s);
    kiln_close(s);
}

/* ---- 2. dead is gone */

/* The first program a newcomer writes. */
Test(evaluation, without_scopes_a_step_stays_the_same) {
    kiln_session *s = open_path(KILN_FUSED);
    kiln_tensor *x = numbers(s, 1, 64, 16), *y = numbers(s, 2, 64, 1),
                *w = kiln_zeros(s, KILN_SHAPE(16, 1)), *g;
    uint64_t steps = 0;
    double loss = 0;
    for (int i = 0; i < 400; i++) {
        kiln_tensor *cost = kiln_mse_loss(kiln_matmul(x, w), y);
        kiln_grad(cost, KILN_LIST(w), &g);
        w = kiln_sub(w, kiln_mul(g, 0.1));
        loss = kiln_item(cost);
        if (i == 199) steps = counted(s).steps_run;
    }
    good(s);
    kiln_counters c = counted(s);
    CHECK(c.plans_built <= 10);
    CHECK_EQ(c.steps_run, 2 * steps - (steps - (c.steps_run - steps)));
    CHECK(c.steps_run - steps <= steps);
    CHECK(c.recomputed < 40);
    CHECK(loss < 1);
    kiln_close(s);
}

enum { ARRANGEMENTS = 8 };

/* The same training step with handles and scopes arranged in every way: the same loss, and as much
 * memory after 300 steps as after 3000. */
static double train(int which, int steps, uint64_t *live, uint64_t *nodes) {
    kiln_session *s = open_path(KILN_FUSED), *other = which == 6 ? open_path(KILN_EAGER) : NULL;
    kiln_tensor *x = kiln_keep(numbers(s, 1, 64, 32)), *y = kiln_keep(numbers(s, 2, 64, 16));
    if (which == 3) kiln_scope_open(s);
    kiln_tensor *w = kiln_mul(numbers(s, 3, 32, 16), 0.1), *written = w, *view = NULL,
                *waiting = NULL, *second = NULL, *loss;
    if (which != 3 && which != 4) kiln_keep(w);
    if (which == 0) kiln_eval(KILN_LIST(w));
    if (which == 2) view = kiln_narrow(w, 0, 0, 4), kiln_mul_(view, 1.0);
    if (which == 5) written = kiln_alias(w);
    if (which == 6) second = kiln_keep(kiln_zeros(other, KILN_SHAPE(4)));
    if (which == 7) waiting = kiln_mul(w, 2.0);
    double last = 0;
    for (int i = 1; i <= steps; i++)
        kiln_scope (s) {
            kiln_tensor *g;
            loss = kiln_mse_loss(kiln_matmul(x, w), y);
            kiln_grad(loss, KILN_LIST(w), &g);
            kiln_sub_(written, kiln_mul(g, 0.1));
            last = kiln_item(loss);
            if (second != NULL)
                kiln_scope (other) kiln_add_(second, 1.0), kiln_item(kiln_sum(second));
        }
    good(s);
    *live = counted(s).bytes_live;
    *nodes = counted(s).nodes_recorded;
    CHECK(counted(s).plans_built <= 4);
    if (waiting != NULL) CHECK(isfinite(first_of(waiting)));
    kiln_close(s);
    if (other != NULL) kiln_close(other);
    return last;
}

Test(evaluation, arrangements_of_handles_and_scopes_run_flat) {
    uint64_t live, nodes, base;
    double loss = train(0, 300, &base, &nodes);
    for (int which = 0; which < ARRANGEMENTS; which++) {
        uint64_t short_live, short_nodes;
        CHECK(train(which, 300, &short_live, &short_nodes) == loss);
        train(which, 3000, &live, &nodes);
        cr_assert(live < short_live + (64 << 10) && live < base + (128 << 10),
                  "arrangement %d: %llu bytes after 300 steps, %llu after 3000", which,
                  (unsigned long long)short_live, (unsigned long long)live);
        cr_assert(nodes < 10 * short_nodes + 1000, "arrangement %d: %llu nodes, %llu", which,
                  (unsigned long long)short_nodes, (unsigned long long)nodes);
    }
}

/* State that is recurrent, kept anew every round: what it depended on is remembered, without
 * growing. */
Test(evaluation, a_kept_state_replaced_every_round_does_not_grow) {
    check_alloc memory;
    check_alloc_init(&memory, 0);
    kiln_options o = quiet(KILN_EAGER);
    o.allocator = &memory.vtable;
    kiln_session *s = open_with(o);
    kiln_tensor *w = kiln_keep(kiln_mul(numbers(s, 1, 4, 4), 0.1)),
                *h = kiln_keep(kiln_zeros(s, KILN_SHAPE(4, 4))), *g;
    long long live = 0;
    for (int i = 0; i < 2000; i++) {
        kiln_scope (s) {
            kiln_tensor *next = kiln_keep(kiln_tanh(kiln_matmul(h, w)));
            kiln_item(kiln_sum(next));
            kiln_release(h);
            h = next;
        }
        if (i == 1000) live = memory.live;
    }
    CHECK(memory.live <= live + 4096);
    kiln_grad(kiln_sum(h), KILN_LIST(w), &g);
    CHECK_HAS(refused(s, KILN_NO_DERIVATIVE), "dropped when the scope opened at");
    kiln_close(s);
}

/* Rows written one by one, each computed, inside a scope that stays open. */
Test(evaluation, rows_written_one_by_one_hold_one_matrix) {
    kiln_session *s = open_path(KILN_FUSED);
    kiln_scope (s) {
        kiln_tensor *w = kiln_zeros(s, KILN_SHAPE(256, 256)), *row = kiln_ones(s, KILN_SHAPE(256));
        for (int i = 0; i < 256; i++) {
            kiln_copy_(kiln_select(w, 0, i), kiln_mul(row, (double)i));
            kiln_eval(KILN_LIST(w));
        }
        CHECK(counted(s).bytes_live < 40 * 256 * 256 * sizeof(float));
        CHECK_EQ(kiln_item(kiln_sum(w)), 256.0 * (255 * 256 / 2));
    }
    good(s);
    kiln_close(s);
}

Test(evaluation, flush_nodes_fires_and_says_so, .init = make_dir, .fini = drop_dir) {
    kiln_options o = quiet(KILN_EAGER);
    o.ledger = ledger;
    o.flush_nodes = 1000;
    kiln_session *s = open_with(o);
    kiln_tensor *y = kiln_ones(s, KILN_SHAPE(4));
    for (int i = 0; i < 3500; i++) y = kiln_add(y, 1);
    CHECK(counted(s).flushes >= 3);
    CHECK(counted(s).evaluations >= 3);
    CHECK_EQ(first_of(y), 3501);
    kiln_close(s);
    CHECK(lines_with("\"why\":\"flush: nodes\"") >= 3);
}

/* Sums of large tensors whose handles are gone: what waits for them is bounded. */
Test(evaluation, flush_bytes_fires_and_frees, .init = make_dir, .fini = drop_dir) {
    enum { N = 1 << 16 };
    static float data[N];
    for (int i = 0; i < N; i++) data[i] = 1;
    kiln_options o = quiet(KILN_FUSED);
    o.ledger = ledger;
    o.flush_bytes = 1 << 20;
    kiln_session *s = open_with(o);
    kiln_tensor *sum = kiln_keep(kiln_zeros(s, KILN_SHAPE(1)));
    for (int i = 0; i < 60; i++)
        kiln_scope (s) kiln_add_(sum, kiln_sum(kiln_from(s, data, KILN_F32, KILN_SHAPE(N))));
    cr_assert(counted(s).bytes_peak < 4 << 20, "%llu bytes",
              (unsigned long long)counted(s).bytes_peak);
    CHECK(counted(s).flushes > 5);
    CHECK_EQ(first_of(sum), 60.0f * N);
    kiln_close(s);
    CHECK(lines_with("\"why\":\"flush: bytes\"") > 5);
}

/* ---- 3. looking changes nothing */

/* A program of `seed`, with looks at some of its tensors or without: all its values, gradients and
 * errors, as one number. */
static uint64_t mixed(uint64_t h, const void *data, size_t n) {
    const unsigned char *p = data;
    for (size_t i = 0; i < n; i++) h = (h ^ p[i]) * UINT64_C(1099511628211);
    return h;
}

static uint64_t run_program(unsigned seed, bool looks, kiln_path path) {
    enum { LIVE = 6, STEPS = 30 };
    kiln_options o = quiet(path);
    kiln_session *s = open_with(o);
    uint64_t state = seed * 2654435761u + 1, h = UINT64_C(14695981039346656037);
    kiln_tensor *t[LIVE];
    FILE *nowhere = fopen("/dev/null", "w");
    for (int i = 0; i < LIVE; i++) t[i] = kiln_keep(kiln_mul(numbers(s, i, 3, 3), 0.5));
    for (int step = 0; step < STEPS; step++) {
        bool scoped = false;
        for (int k = 0; k < 4; k++) {
            state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
            unsigned r = (unsigned)(state >> 33), a = r % LIVE, b = r / 8 % LIVE,
                     what = r / 64 % 10;
            if (what == 0 && !scoped) kiln_scope_open(s), scoped = true;
            kiln_tensor *x = t[a], *y = t[b], *z = NULL, *g[1];
            if (what == 1) z = kiln_keep(kiln_mul(x, y));
            if (what == 2) z = kiln_keep(kiln_sin(kiln_add(x, y)));
            if (what == 3) kiln_add_(x, kiln_mul(y, 0.25));
            if (what == 4) kiln_mul_(kiln_narrow(x, 0, (int64_t)(r % 2), 2), 0.5);
            if (what == 5) z = kiln_keep(kiln_tanh(kiln_matmul(x, y)));
            if (what == 6) kiln_copy_(kiln_select(x, 0, 1), kiln_select(y, 1, 2));
            if (what >= 7) {
                kiln_status status =
                    what == 9 ? kiln_grad_unused(kiln_sum(x), KILN_LIST(y), KILN_UNUSED_ZEROS, g)
                              : kiln_grad(kiln_sum(kiln_square(x)), KILN_LIST(y), g);
                h = mixed(h, &status, sizeof status);
                if (status == KILN_OK) z = kiln_keep(kiln_mul(g[0], 0.125));
                kiln_clear_error(s);
            }
            if (z != NULL) kiln_release(t[r / 1024 % LIVE]), t[r / 1024 % LIVE] = z;
            if (looks && r / 8192 % 3 == 0) kiln_item(kiln_sum(t[r / 32768 % LIVE]));
            if (looks && r / 8192 % 3 == 1) kiln_print(t[r / 32768 % LIVE], "t", nowhere);
            if (looks && r / 8192 % 7 == 2) kiln_dump(KILN_LIST(t[r / 32768 % LIVE]), "graph");
            good(s);
        }
        if (scoped) kiln_scope_close(s);
    }
    for (int i = 0; i < LIVE; i++) {
        float data[9];
        CHECK_OK(kiln_read(t[i], data, sizeof data));
        h = mixed(h, data, sizeof data);
    }
    fclose(nowhere);
    kiln_close(s);
    return h;
}

Test(evaluation, looks_change_no_value_gradient_or_error) {
    for (unsigned seed = 0; seed < 150; seed++) {
        uint64_t without = run_program(seed, false, KILN_EAGER);
        cr_assert(run_program(seed, true, KILN_EAGER) == without,
                  "program %u differs when it is looked at", seed);
    }
}

/* ---- 4. no silent zeros */

/* With a look and without, kept or written, whole or in part: the derivative through a closed scope
 * is refused by name. */
Test(evaluation, a_derivative_through_a_closed_scope_is_refused) {
    for (int look = 0; look < 2; look++) {
        kiln_session *s = open_path(KILN_EAGER);
        kiln_tensor *w = kiln_keep(kiln_full(s, KILN_SHAPE(2), 3.0)), *h = NULL, *g;
        (kiln_scope_open)("net.c:10", s);
        h = kiln_keep((kiln_square)("net.c:11", w));
        if (look) kiln_item(kiln_sum(h));
        kiln_scope_close(s);
        CHECK_STATUS((kiln_grad)("net.c:13", kiln_sum(h), KILN_LIST(w), &g), KILN_NO_DERIVATIVE);
        const char *text = refused(s, KILN_NO_DERIVATIVE);
        CHECK_HAS(text, "net.c:13: grad: ");
        CHECK_HAS(text, "f32[2], made at net.c:11");
        CHECK_HAS(text, "the scope opened at net.c:10 closed");
        cr_assert(!kiln_ok(g));
        CHECK_STATUS(kiln_grad(kiln_add(kiln_sum(h), kiln_sum(w)), KILN_LIST(w), &g),
                     KILN_NO_DERIVATIVE); /* not the half of it */
        refused(s, KILN_NO_DERIVATIVE);
        CHECK_STATUS(kiln_grad_unused(kiln_sum(h), KILN_LIST(w), KILN_UNUSED_ZEROS, &g),
                     KILN_NO_DERIVATIVE);
        refused(s, KILN_NO_DERIVATIVE);
        CHECK_OK(kiln_grad(kiln_add(kiln_sum(kiln_detach(h)), kiln_sum(w)), KILN_LIST(w), &g));
        CHECK_EQ(first_of(g), 1);
        CHECK_OK(kiln_grad(kiln_sum(kiln_square(h)), KILN_LIST(h),
                           &g)); /* it is a value, and one can differentiate by it */
        CHECK_EQ(first_of(g), 18);
        kiln_close(s);
    }
}

Test(evaluation, what_was_written_in_a_closed_scope_is_refused_too) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_tensor *w = kiln_keep(kiln_full(s, KILN_SHAPE(2), 3.0)),
                *sum = kiln_keep(kiln_zeros(s, KILN_SHAPE(2))), *g, *k;
    kiln_scope (s) kiln_add_(kiln_narrow(sum, 0, 0, 1), kiln_square(kiln_narrow(w, 0, 0, 1)));
    CHECK_STATUS(kiln_grad(kiln_add(kiln_sum(sum), kiln_sum(w)), KILN_LIST(w), &g),
                 KILN_NO_DERIVATIVE);
    refused(s, KILN_NO_DERIVATIVE);
    kiln_scope (s) k = kiln_keep(kiln_mul(sum, 2.0)); /* through two of them */
    kiln_release(sum);
    kiln_scope (s) kiln_item(kiln_sum(k));
    CHECK_STATUS(kiln_grad(kiln_add(kiln_sum(k), kiln_sum(w)), KILN_LIST(w), &g),
                 KILN_NO_DERIVATIVE);
    refused(s, KILN_NO_DERIVATIVE);
    kiln_fill_(w, 1.0); /* another value than the one they were made of */
    CHECK_OK(kiln_grad(kiln_add(kiln_sum(k), kiln_sum(w)), KILN_LIST(w), &g));
    CHECK_EQ(first_of(g), 1);
    good(s);
    kiln_close(s);
}

/* History of scopes that are open is there, whatever closed meanwhile. */
Test(evaluation, what_was_recorded_in_an_open_scope_can_be_differentiated) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_tensor *w = kiln_keep(kiln_full(s, KILN_SHAPE(2), 3.0)), *h = kiln_keep(kiln_square(w)),
                *g;
    for (int i = 0; i < 200; i++)
        kiln_scope (s) kiln_item(kiln_sum(kiln_mul(kiln_add(h, 1.0), 2.0)));
    CHECK_OK(kiln_grad(kiln_sum(h), KILN_LIST(w), &g));
    CHECK_EQ(first_of(g), 6);
    kiln_scope (s) {
        kiln_tensor *k = kiln_mul(h, h);
        kiln_scope (s) kiln_item(kiln_sum(k));
        CHECK_OK(kiln_grad(kiln_sum(k), KILN_LIST(w), &g));
        CHECK_EQ(first_of(g), 4 * 27);
    }
    good(s);
    kiln_close(s);
}

/* A parameter that was updated by a gradient in a closed scope is a leaf, as after PyTorch's
 * optimiser: one network trained on another's output, and then the derivative with respect to that,
 * and to the data. */
Test(evaluation, updated_parameters_are_leaves) {
    for (int look = 0; look < 2; look++) {
        kiln_session *s = open_path(KILN_EAGER);
        kiln_tensor *x = kiln_keep(kiln_full(s, KILN_SHAPE(2), 0.5)),
                    *a = kiln_keep(kiln_full(s, KILN_SHAPE(2), 2.0)),
                    *b = kiln_keep(kiln_full(s, KILN_SHAPE(2), 3.0)), *g[2];
        kiln_scope (s) {
            kiln_tensor *loss = kiln_sum(kiln_square(kiln_mul(kiln_mul(x, a), b)));
            CHECK_OK(kiln_grad(loss, KILN_LIST(b), g));
            kiln_sub_(b, kiln_mul(g[0], 0.1));
            if (look) kiln_item(loss);
        }
        kiln_scope (s) {
            CHECK_OK(kiln_grad(kiln_sum(kiln_mul(kiln_mul(x, a), b)), KILN_LIST(a, x), g));
            float b0 = first_of(b);
            CHECK(first_of(g[0]) == 0.5f * b0 && first_of(g[1]) == 2.0f * b0);
        }
        good(s);
        kiln_close(s);
    }
}

Test(evaluation, a_wrt_that_is_not_used_is_an_error_by_default) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_tensor *w = kiln_keep(kiln_full(s, KILN_SHAPE(2), 3.0)),
                *v = kiln_keep(
                    (kiln_full)("net.c:5", s, KILN_SHAPE(3), kiln_v_float(1.0), KILN_NO_DTYPE)),
                *g[2];
    kiln_tensor *loss = kiln_sum(kiln_square(w));
    CHECK_STATUS(kiln_grad(loss, KILN_LIST(w, v), g), KILN_BAD_ARGUMENT);
    CHECK_HAS(refused(s, KILN_BAD_ARGUMENT),
              "the output does not depend on wrt[1], f32[3] made at net.c:5");
    cr_assert(!kiln_ok(g[0]) && !kiln_ok(g[1]));
    CHECK_OK(kiln_grad_unused(loss, KILN_LIST(w, v), KILN_UNUSED_ZEROS, g));
    CHECK(first_of(g[0]) == 6 && first_of(g[1]) == 0);
    CHECK_OK(kiln_grad_unused(loss, KILN_LIST(w, v), KILN_UNUSED_NULL, g));
    CHECK(first_of(g[0]) == 6 && g[1] == NULL);
    CHECK_STATUS(kiln_grad_unused(loss, KILN_LIST(w), (kiln_unused)7, g), KILN_BAD_ARGUMENT);
    CHECK_HAS(refused(s, KILN_BAD_ARGUMENT), "unused is 7");
    CHECK_OK(kiln_grad(kiln_sum(kiln_floor(w)), KILN_LIST(w),
                       g)); /* a derivative that is zero is none that is missing */
    CHECK_EQ(first_of(g[0]), 0);
    CHECK_STATUS(kiln_vjp(kiln_square(w), kiln_ones_like(w), KILN_LIST(v), g), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT);
    good(s);
    kiln_close(s);
}

/* No derivative flows through an optimiser's step, whenever it is computed. */
Test(evaluation, optimisers_end_derivatives) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_tensor *p = kiln_keep(kiln_ones(s, KILN_SHAPE(2))),
                *x = kiln_keep(kiln_ones(s, KILN_SHAPE(2))), *g, *h;
    kiln_scope (s) {
        CHECK_OK(kiln_grad(kiln_sum(kiln_square(kiln_mul(p, x))), KILN_LIST(p), &g));
        CHECK_OK(kiln_sgd_step(p, g, NULL, 0.1, 0));
        CHECK_OK(kiln_grad(kiln_sum(kiln_mul(p, x)), KILN_LIST(x), &h));
        CHECK_EQ(first_of(h), first_of(p));
    }
    good(s);
    kiln_close(s);
}

/* ---- 5. only what was asked can fail */

static kiln_tensor *embedded(kiln_site at, kiln_tensor *index, kiln_tensor *table) {
    return (kiln_embedding)(at, index, table, KILN_NO_INT, KILN_NO_VALUE, 2.0, false, false);
}

static const kiln_path paths[] = {KILN_FUSED, KILN_EAGER};

Test(evaluation, a_wrong_write_fails_only_what_depends_on_it) {
    for (size_t p = 0; p < 2; p++) {
        kiln_session *s = open_path(paths[p]);
        kiln_tensor *w = kiln_keep(kiln_zeros(s, KILN_SHAPE(3))),
                    *v = kiln_keep(kiln_ones(s, KILN_SHAPE(3)));
        kiln_tensor *wrong = kiln_from(s, ((int64_t[]){7}), KILN_I64, KILN_SHAPE(1)),
                    *one = kiln_ones(s, KILN_SHAPE(1));
        (kiln_scatter_add_)("net.c:20", w, 0, wrong, one);
        kiln_add_(v, 1.0);
        for (int i = 0; i < 3; i++) {
            CHECK_EQ(first_of(v), 2 + i);
            kiln_add_(v, 1.0);
            CHECK_EQ(kiln_item(kiln_sum(kiln_ones(s, KILN_SHAPE(4)))), 4);
            kiln_add_(w, 1.0);
        }
        good(s);
        float data[3];
        for (int i = 0; i < 2; i++) {
            CHECK_STATUS((kiln_read)("net.c:30", w, data, sizeof data), KILN_BAD_ARGUMENT);
            const char *text = refused(s, KILN_BAD_ARGUMENT);
            CHECK_HAS(text,
                      "net.c:20: scatter_add: index 7 at [0] of i64[1] is out of range for 3");
            CHECK_HAS(text, "; computed by read at net.c:30");
        }
        kiln_fill_(w, 5.0); /* and a new value heals it */
        CHECK_EQ(first_of(w), 5);
        good(s);
        kiln_close(s);
    }
}

Test(evaluation, of_two_faults_the_first_recorded_is_told) {
    for (size_t p = 0; p < 2; p++)
        for (int order = 0; order < 2; order++) {
            kiln_session *s = open_path(paths[p]);
            kiln_tensor *a = kiln_from(s, ((int32_t[]){1, 2}), KILN_I32, KILN_SHAPE(2)),
                        *zero = kiln_from(s, ((int32_t[]){1, 0}), KILN_I32, KILN_SHAPE(2));
            kiln_tensor *wrong = kiln_from(s, ((int64_t[]){0, 9}), KILN_I64, KILN_SHAPE(2)),
                        *table = kiln_ones(s, KILN_SHAPE(3, 4)), *x, *y;
            if (order == 0)
                x = (kiln_floor_divide)("net.c:1", kiln_v_tensor(a), kiln_v_tensor(zero)),
                y = embedded("net.c:2", wrong, table);
            else
                y = embedded("net.c:1", wrong, table),
                x = (kiln_floor_divide)("net.c:2", kiln_v_tensor(a), kiln_v_tensor(zero));
            kiln_tensor *first = order == 0 ? kiln_sum(y) : kiln_sum(x),
                        *second = order == 0 ? kiln_sum(x) : kiln_sum(y);
            CHECK(isnan(kiln_item(kiln_add(first, second))));
            CHECK_HAS(refused(s, KILN_BAD_ARGUMENT),
                      order == 0 ? "net.c:1: floor_divide: division by zero at [1]"
                                 : "net.c:1: embedding: index 9 at [1]");
            kiln_close(s);
        }
}

/* The value needs no index; the derivative does, and names the call it is the derivative of. */
Test(evaluation, a_fault_found_by_a_derivative_names_the_call) {
    for (size_t p = 0; p < 2; p++) {
        kiln_session *s = open_path(paths[p]);
        kiln_tensor *wrong = kiln_from(s, ((int64_t[]){0, 7}), KILN_I64, KILN_SHAPE(2)),
                    *table = kiln_keep(kiln_ones(s, KILN_SHAPE(3, 4))), *g;
        kiln_tensor *e = embedded("net.c:28", wrong, table);
        CHECK_OK((kiln_grad)("net.c:30", kiln_sum(e), KILN_LIST(table), &g));
        float data[12];
        CHECK_STATUS((kiln_read)("net.c:31", g, data, sizeof data), KILN_BAD_ARGUMENT);
        const char *text = refused(s, KILN_BAD_ARGUMENT);
        CHECK_HAS(text, "net.c:28: embedding: index 7 at [1] of i64[2] is out of range for 3");
        CHECK_HAS(text, "net.c:30");
        CHECK_HAS(text, "computed by read at net.c:31");
        kiln_close(s);
    }
}

/* What was recorded after a derivative is not of it, when the graph was compacted in between
 * either. */
Test(evaluation, a_fault_after_a_derivative_is_its_own) {
    kiln_session *s = open_path(KILN_EAGER);
    kiln_scope (s) {
        kiln_tensor *right = kiln_from(s, ((int64_t[]){0, 1}), KILN_I64, KILN_SHAPE(2)),
                    *wrong = kiln_from(s, ((int64_t[]){0, 7}), KILN_I64, KILN_SHAPE(2));
        kiln_tensor *table = kiln_ones(s, KILN_SHAPE(3, 4)), *g;
        CHECK_OK((kiln_grad)("net.c:2", kiln_sum(kiln_square(embedded("net.c:1", right, table))),
                             KILN_LIST(table), &g));
        kiln_scope (s)
            for (int i = 0; i < 5000; i++) kiln_add(table, 1.0);
        kiln_tensor *e = embedded("net.c:4", wrong, kiln_mul(g, 2.0));
        float data[8];
        CHECK_STATUS((kiln_read)("net.c:5", e, data, sizeof data), KILN_BAD_ARGUMENT);
        const char *text = refused(s, KILN_BAD_ARGUMENT);
        CHECK_HAS(text, "net.c:4: embedding: index 7 at [1] of i64[2] is out of range for 3; "
                        "computed by read at net.c:5");
    }
    kiln_close(s);
}

/* Memory that only a pending write lacks. */
typedef struct budget {
    kiln_allocator vtable;
    long long live, most;
} budget;

static void *within(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    budget *b = user;
    const kn_alloc *real = kn_alloc_default();
    if (new_nbytes > old_nbytes && b->live + (long long)(new_nbytes - old_nbytes) > b->most)
        return NULL;
    void *fresh = real->resize(real->user, block, old_nbytes, new_nbytes);
    if (fresh != NULL || new_nbytes == 0) b->live += (long long)new_nbytes - (long long)old_nbytes;
    return fresh;
}

Test(evaluation, a_pending_value_without_room_fails_alone) {
    for (size_t p = 0; p < 2; p++) {
        budget b = {.vtable = {within, &b}, .most = 64 << 20};
        kiln_options o = quiet(paths[p]);
        o.allocator = &b.vtable;
        kiln_session *s = open_with(o);
        kiln_tensor *big =
            kiln_keep((kiln_mul)("net.c:4", kiln_v_tensor(kiln_ones(s, KILN_SHAPE(1 << 26))),
                                 kiln_v_float(2.0)));
        CHECK_EQ(kiln_item(kiln_sum(kiln_ones(s, KILN_SHAPE(8)))), 8);
        good(s);
        kiln_eval(KILN_LIST(big));
        const char *text = refused(s, KILN_NO_MEMORY);
        CHECK_HAS(text, "268435456 bytes");
        CHECK_HAS(text, "net.c:4");
        CHECK_EQ(kiln_item(kiln_sum(kiln_ones(s, KILN_SHAPE(8)))), 8);
        good(s);
        kiln_close(s);
    }
}
