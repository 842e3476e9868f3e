/* SPDX-License-Identifier: Apache-2.0
 * What hardened mode costs on a training step of the digits' size: 128 rows of 64, two layers of 128, Adam. Sessions of
 * both modes take turns, so that a busy machine slows both. Prints the thread's own time; figures, not a test.
 *   hardened-cost [ROUNDS] */
#include <kiln/kiln.h>

#include <math.h>
#include <stdlib.h>
#include <time.h>

enum { ROWS = 128, PIXELS = 64, HIDDEN = 128, CLASSES = 10, PARAMETERS = 6, STEPS = 20, MOST_ROUNDS = 1000 };

typedef struct trainee {
    kiln_session *s;
    kiln_tensor *p[PARAMETERS], *m[PARAMETERS], *v[PARAMETERS];
    int64_t step;
    double us[MOST_ROUNDS];
} trainee;

static double thread_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void start(trainee *t, kiln_mode mode) {
    const int64_t size[] = {PIXELS, HIDDEN, HIDDEN, CLASSES};
    kiln_options o = KILN_OPTIONS_INIT;
    o.mode = mode;
    o.threads = 1;
    o.cache_dir = "off";
    t->s = kiln_open(&o);
    kiln_scope(t->s)
        for (int i = 0; i < PARAMETERS; i++) {
            int64_t in = size[i / 2], out = size[i / 2 + 1];
            kiln_tensor *p = kiln_zeros(t->s, KILN_SHAPE(out));
            if (i % 2 == 0) p = kiln_mul(kiln_counter_normal(t->s, i, KILN_F32, KILN_SHAPE(in, out)), sqrt(2.0 / (double)in));
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
    kiln_scope(t->s) {
        kiln_tensor *x = kiln_from(t->s, pixels, KILN_F32, KILN_SHAPE(ROWS, PIXELS));
        kiln_tensor *y = kiln_from(t->s, labels, KILN_I64, KILN_SHAPE(ROWS)), *gradient[PARAMETERS];
        x = kiln_relu(kiln_linear(x, kiln_t(t->p[0]), t->p[1]));
        x = kiln_relu(kiln_linear(x, kiln_t(t->p[2]), t->p[3]));
        kiln_tensor *loss = kiln_cross_entropy(kiln_linear(x, kiln_t(t->p[4]), t->p[5]), y);
        kiln_grad(loss, kiln_list_from(PARAMETERS, t->p), gradient);
        t->step++;
        for (int i = 0; i < PARAMETERS; i++)
            kiln_adam_step(t->p[i], gradient[i], t->m[i], t->v[i], t->step, (kiln_adam)KILN_ADAM_INIT);
        (void)kiln_item(loss);
    }
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
    static trainee t[2];
    int rounds = argc > 1 ? atoi(argv[1]) : 100;
    if (rounds < 1 || rounds > MOST_ROUNDS) return 2;
    start(&t[0], KILN_STRICT);
    start(&t[1], KILN_HARDENED);
    for (int r = -2; r < rounds; r++) /* the first two warm up */
        for (int m = 0; m < 2; m++) {
            double begun = thread_us();
            for (int i = 0; i < STEPS; i++) step(&t[m]);
            if (r >= 0) t[m].us[r] = (thread_us() - begun) / STEPS;
        }
    for (int m = 0; m < 2; m++) qsort(t[m].us, (size_t)rounds, sizeof *t[m].us, by_size);
    for (int m = 0; m < 2; m++)
        if (kiln_failed(t[m].s)) return fprintf(stderr, "%s\n", kiln_error_text(t[m].s)), 1;
    printf("a step: strict %.1f us (least %.1f), hardened %.1f us (least %.1f): %.2f times (least %.2f)\n", t[0].us[rounds / 2],
           t[0].us[0], t[1].us[rounds / 2], t[1].us[0], t[1].us[rounds / 2] / t[0].us[rounds / 2], t[1].us[0] / t[0].us[0]);
    for (int m = 0; m < 2; m++) kiln_close(t[m].s);
    return 0;
}
