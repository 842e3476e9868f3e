/* SPDX-License-Identifier: Apache-2.0
 * What hardened mode costs on a training step of the digits' size: 128 rows of 64, two layers of
 * 128, Adam. Sessions of both modes take turns, so that a busy machine slows both. Prints times by
 * the clock, and the calling thread's own; figures, not a test.
 *   hardened-cost [ROUNDS [THREADS]] */
#include <kiln/kiln.h>

#include <math.h>
#include <stdlib.h>
#include <time.h>

enum {
    ROWS = 128,
    PIXELS = 64,
    HIDDEN = 128,
    CLASSES = 10,
    PARAMETERS = 6,
    STEPS = 4,
    MOST_ROUNDS = 10000
};

enum { WALL, OWN, CLOCKS };

typedef struct trainee {
    kiln_session *s;
    kiln_tensor *p[PARAMETERS], *m[PARAMETERS], *v[PARAMETERS];
    int64_t step;
    double us[CLOCKS][MOST_ROUNDS];
} trainee;

static double now_us(int which) {
    struct timespec t;
    clock_gettime(which == OWN ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void start(trainee *t, kiln_mode mode, int threads) {
    const int64_t size[] = {PIXELS, HIDDEN, HIDDEN, CLASSES};
    kiln_options o = KILN_OPTIONS_INIT;
    o.mode = mode;
    o.threads = threads;
    o.cache_dir = "off";
    t->s = kiln_open(&o);
    kiln_scope (t->s)
        for (int i = 0; i < PARAMETERS; i++) {
            int64_t in = size[i / 2], out = size[i / 2 + 1];
            kiln_tensor *p = kiln_zeros(t->s, KILN_SHAPE(out));
            if (i % 2 == 0)
                p = kiln_mul(kiln_counter_normal(t->s, i, KILN_F32, KILN_SHAPE(in, out)),
                             sqrt(2.0 / (double)in));
            t->p[i] = kiln_keep(p);
            t->m[i] = kiln_keep(kiln_zeros_like(p));
            t->v[i] = kiln_keep(kiln_zeros_like(p));
        }
}

static void step(trainee *t) {
    static float pixels[ROWS * PIXELS];
    static int64_t labels[ROWS];
    for (int i = 0; i < ROWS * PIXELS; i++) pixels[i] = (float)((i * 37 + (int)t->step) % 17) / 16;
    for (int i = 0; i < ROWS; i++) labels[i] = (i * 7 + t->step) % CLASSES;
    kiln_scope (t->s) {
        kiln_tensor *x = kiln_from(t->s, pixels, KILN_F32, KILN_SHAPE(ROWS, PIXELS));
        kiln_tensor *y = kiln_from(t->s, labels, KILN_I64, KILN_SHAPE(ROWS)), *gradient[PARAMETERS];
        x = kiln_relu(kiln_linear(x, kiln_t(t->p[0]), t->p[1]));
        x = kiln_relu(kiln_linear(x, kiln_t(t->p[2]), t->p[3]));
        kiln_tensor *loss = kiln_cross_entropy(kiln_linear(x, kiln_t(t->p[4]), t->p[5]), y);
        kiln_grad(loss, kiln_list_from(PARAMETERS, t->p), gradient);
        t->step++;
        for (int i = 0; i < PARAMETERS; i++)
            kiln_adam_step(t->p[i], gradient[i], t->m[i], t->v[i], t->step,
                           (kiln_adam)KILN_ADAM_INIT);
        (void)kiln_item(loss);
    }
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* r < 0 warms up. */
static void round_of(trainee *t, int r) {
    double begun[CLOCKS];
    for (int c = 0; c < CLOCKS; c++) begun[c] = now_us(c);
    for (int i = 0; i < STEPS; i++) step(t);
    for (int c = 0; c < CLOCKS && r >= 0; c++) t->us[c][r] = (now_us(c) - begun[c]) / STEPS;
}

static void print(trainee *t, int rounds, int clock, const char *name) {
    double *strict = t[0].us[clock], *hardened = t[1].us[clock];
    qsort(strict, (size_t)rounds, sizeof *strict, by_size);
    qsort(hardened, (size_t)rounds, sizeof *hardened, by_size);
    printf("a step, %s: strict %.1f us (least %.1f), hardened %.1f us (least %.1f): %.2f times "
           "(least %.2f)\n",
           name, strict[rounds / 2], strict[0], hardened[rounds / 2], hardened[0],
           hardened[rounds / 2] / strict[rounds / 2], hardened[0] / strict[0]);
}

int main(int argc, char **argv) {
    static trainee t[2];
    int rounds = argc > 1 ? atoi(argv[1]) : 1000, threads = argc > 2 ? atoi(argv[2]) : 1;
    if (rounds < 1 || rounds > MOST_ROUNDS || threads < 1) return 2;
    start(&t[0], KILN_STRICT, threads);
    start(&t[1], KILN_HARDENED, threads);
    for (int r = -10; r < rounds; r++)
        for (int m = 0; m < 2; m++) round_of(&t[m], r);
    for (int m = 0; m < 2; m++)
        if (kiln_failed(t[m].s)) return fprintf(stderr, "%s\n", kiln_error_text(t[m].s)), 1;
    print(t, rounds, WALL, "by the clock");
    print(t, rounds, OWN, "the thread's own time");
    for (int m = 0; m < 2; m++) kiln_close(t[m].s);
    return 0;
}
