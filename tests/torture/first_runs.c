/* SPDX-License-Identifier: Apache-2.0
 * What verification adds to first runs: each case with it off and by default, in sessions with no
 * kernel cache. Prints figures, tests nothing: `first-runs [rounds]`. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kiln/kiln.h"

enum {
    LAYERS = 3,
    PARAMETERS = 2 * LAYERS,
    SIZES = 256,
    PATHS = 1000000,
    STEPS = 50,
    SIDE = 4096,
    MOST_ROUNDS = 64
};
static const int64_t widths[LAYERS + 1] = {64, 128, 128, 10};

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static void check(kiln_session *s) {
    if (!kiln_failed(s)) return;
    fprintf(stderr, "first-runs: %s\n", kiln_error_text(s));
    exit(1);
}

static kiln_session *open_session(kiln_verify verify) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.threads = 2;
    o.cache_dir = "off";
    o.verify = verify;
    kiln_session *s = kiln_open(&o);
    check(s);
    return s;
}

/* ---- a training step for batch sizes never seen */
typedef struct net {
    kiln_tensor *p[PARAMETERS], *m[PARAMETERS], *v[PARAMETERS];
} net;

static void train(kiln_session *s, net *n, int batch, int step) {
    static float x[2 * SIZES * 64];
    static int64_t y[2 * SIZES];
    for (int i = 0; i < batch * 64; i++) x[i] = (float)(i * 7919 % 17);
    for (int i = 0; i < batch; i++) y[i] = i * 7 % 10;
    kiln_scope (s) {
        kiln_tensor *g[PARAMETERS], *h = kiln_from(s, x, KILN_F32, KILN_SHAPE(batch, 64));
        for (int l = 0; l < LAYERS; l++) {
            h = kiln_linear(h, kiln_t(n->p[2 * l]), n->p[2 * l + 1]);
            if (l + 1 < LAYERS) h = kiln_relu(h);
        }
        kiln_tensor *cost = kiln_cross_entropy(h, kiln_from(s, y, KILN_I64, KILN_SHAPE(batch)));
        kiln_list wrt = {PARAMETERS, n->p};
        kiln_grad(cost, wrt, g);
        for (int i = 0; i < PARAMETERS; i++)
            kiln_adam_step(n->p[i], g[i], n->m[i], n->v[i], step, kiln_adam_of(1e-3));
        kiln_item(cost);
    }
    check(s);
}

static double batch_sizes(kiln_verify verify) {
    kiln_session *s = open_session(verify);
    net n;
    for (int i = 0; i < PARAMETERS; i++) {
        const int64_t *w = widths + i / 2;
        kiln_shape shape = {i % 2 ? 1 : 2, i % 2 ? w + 1 : w};
        kiln_scope (s)
            n.p[i] = kiln_keep(kiln_mul(kiln_counter_normal(s, i, KILN_F32, shape), 0.1));
        n.m[i] = kiln_keep(kiln_zeros_like(n.p[i]));
        n.v[i] = kiln_keep(kiln_zeros_like(n.p[i]));
    }
    for (int step = 1; step <= 2; step++) train(s, &n, SIZES + 44, step);
    double start = now_ms();
    for (int batch = 1; batch <= SIZES; batch++) train(s, &n, batch, batch + 2);
    double ms = now_ms() - start;
    for (int i = 0; i < PARAMETERS; i++)
        kiln_release(n.p[i]), kiln_release(n.m[i]), kiln_release(n.v[i]);
    kiln_close(s);
    return ms;
}

/* ---- one large softmax */
static double softmax(kiln_verify verify) {
    static float x[SIDE * SIDE];
    kiln_session *s = open_session(verify);
    for (int i = 0; i < SIDE * SIDE; i++) x[i] = (float)(i % 1009) * 0.01f;
    kiln_tensor *t = kiln_from(s, x, KILN_F32, KILN_SHAPE(SIDE, SIDE));
    double start = now_ms();
    kiln_tensor *r = kiln_softmax(t, 1);
    kiln_eval(KILN_LIST(r));
    double ms = now_ms() - start;
    check(s);
    kiln_release(r);
    kiln_release(t);
    kiln_close(s);
    return ms;
}

/* ---- the mean price over paths of an average-rate option */
static double price(kiln_session *s, int round) {
    double value = 0, dt = 1.0 / STEPS, sigma = 0.2, drift = (0.05 - 0.5 * sigma * sigma) * dt;
    kiln_scope (s) {
        kiln_tensor *x = kiln_full(s, KILN_SHAPE(PATHS), 100.0, KILN_F32), *sum = x;
        for (int i = 0; i < STEPS; i++) {
            kiln_tensor *z = kiln_counter_normal(s, STEPS * round + i, KILN_F32, KILN_SHAPE(PATHS));
            x = kiln_mul(x, kiln_exp(kiln_add(kiln_mul(z, sigma * sqrt(dt)), drift)));
            sum = kiln_add(sum, x);
        }
        value = kiln_item(kiln_mean(kiln_relu(kiln_sub(kiln_mul(sum, 1.0 / (STEPS + 1)), 100.0))));
    }
    check(s);
    return value;
}

static double monte_carlo(kiln_verify verify) {
    kiln_session *s = open_session(verify);
    double start = now_ms();
    (void)price(s, 0);
    double ms = now_ms() - start;
    kiln_close(s);
    return ms;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* One run in a process of its own, where no kernel is yet. */
static double run_apart(const char *name, kiln_verify verify) {
    char command[128], line[64] = "";
    snprintf(command, sizeof command, "/proc/%d/exe --one %s %d", (int)getpid(), name, (int)verify);
    FILE *child = popen(command, "r");
    if (!child || !fgets(line, sizeof line, child) || pclose(child) != 0) exit(1);
    return strtod(line, NULL);
}

/* Both in turn, so that what the machine does meanwhile meets both. */
static void compare(const char *name, int rounds) {
    double ms[2][MOST_ROUNDS];
    for (int r = 0; r < rounds; r++)
        for (int v = 0; v < 2; v++)
            ms[v][r] = run_apart(name, v ? KILN_VERIFY_FIRST : KILN_VERIFY_OFF);
    for (int v = 0; v < 2; v++) qsort(ms[v], (size_t)rounds, sizeof **ms, ascending);
    printf("%-12s verify off %8.1f ms, by default %8.1f ms, %.2f times\n", name, ms[0][rounds / 2],
           ms[1][rounds / 2], ms[1][rounds / 2] / ms[0][rounds / 2]);
}

static const struct {
    const char *name;
    double (*run)(kiln_verify);
} cases[] = {
    {"batch_sizes", batch_sizes},
    {"softmax", softmax},
    {"monte_carlo", monte_carlo},
};

int main(int argc, char **argv) {
    int rounds = argc == 2 ? atoi(argv[1]) : 5;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (argc == 2 || argc == 1)
            compare(cases[i].name, rounds < 1 ? 1 : rounds > MOST_ROUNDS ? MOST_ROUNDS : rounds);
        else if (argc == 4 && strcmp(argv[2], cases[i].name) == 0)
            printf("%.3f\n", cases[i].run((kiln_verify)atoi(argv[3])));
    }
    return 0;
}
