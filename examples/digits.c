/* SPDX-License-Identifier: Apache-2.0
 * Trains a classifier on 1,348 handwritten digits and tests it on 449 others, twice: on the plain
 * reference path, and on fused, compiled kernels. Both end with the same bits. Usage: digits
 * data/digits.csv.gz */
#include <kiln/kiln.h>

#include <math.h>
#include <string.h>

#include "digits_report.h"

enum { HIDDEN = 128, BATCH = 128, EPOCHS = 30, PARAMETERS = 6 };

typedef struct model {
    kiln_tensor *p[PARAMETERS];                 /* weight, bias, weight, bias, weight, bias */
    kiln_tensor *m[PARAMETERS], *v[PARAMETERS]; /* Adam's moments */
    int64_t step;
} model;

static void model_init(kiln_session *s, model *net) {
    const int64_t size[] = {PIXELS, HIDDEN, HIDDEN, CLASSES};
    *net = (model){.step = 0};
    kiln_scope (s)
        for (int i = 0; i < PARAMETERS; i++) {
            int64_t in = size[i / 2], out = size[i / 2 + 1];
            kiln_tensor *p;
            if (i % 2 == 0)
                p = kiln_mul(kiln_counter_normal(s, i, KILN_F32, KILN_SHAPE(in, out)),
                             sqrt(2.0 / (double)in));
            else
                p = kiln_zeros(s, KILN_SHAPE(out));
            net->p[i] = kiln_keep(p);
            net->m[i] = kiln_keep(kiln_zeros_like(p));
            net->v[i] = kiln_keep(kiln_zeros_like(p));
        }
}

static kiln_tensor *model_logits(const model *net, kiln_tensor *x) {
    x = kiln_relu(kiln_linear(x, kiln_t(net->p[0]), net->p[1]));
    x = kiln_relu(kiln_linear(x, kiln_t(net->p[2]), net->p[3]));
    return kiln_linear(x, kiln_t(net->p[4]), net->p[5]);
}

/* One step of training on n digits; returns their loss before it. */
static double train_step(kiln_session *s, model *net, const float *pixels, const int64_t *labels,
                         int n) {
    double loss_value = 0;
    kiln_scope (s) {
        kiln_tensor *x = kiln_from(s, pixels, KILN_F32, KILN_SHAPE(n, PIXELS));
        kiln_tensor *y = kiln_from(s, labels, KILN_I64, KILN_SHAPE(n));
        kiln_tensor *loss = kiln_cross_entropy(model_logits(net, x), y), *gradient[PARAMETERS];
        kiln_grad(loss, kiln_list_from(PARAMETERS, net->p), gradient);
        net->step++;
        for (int i = 0; i < PARAMETERS; i++)
            kiln_adam_step(net->p[i], gradient[i], net->m[i], net->v[i], net->step,
                           (kiln_adam)KILN_ADAM_INIT);
        loss_value = kiln_item(loss); /* computes the loss, and the updates with it */
    }
    return loss_value;
}

static void train(kiln_session *s, model *net, digits *d, step_times *times) {
    static float pixels[BATCH * PIXELS];
    int64_t labels[BATCH];
    for (int epoch = 1; epoch <= EPOCHS && !kiln_failed(s); epoch++) {
        double loss = 0;
        digits_shuffle(d, epoch);
        /* last: 68 */
        for (int at = 0, n; (n = digits_batch(d, at, BATCH, pixels, labels)) > 0; at += n) {
            double start = clock_us();
            loss += train_step(s, net, pixels, labels, n) * n / d->count;
            step_times_add(times, clock_us() - start);
        }
        progress(kiln_setting(s, "path"), epoch, EPOCHS, loss);
    }
}

static double accuracy(kiln_session *s, const model *net, const digits *d) {
    double right = 0;
    kiln_scope (s) {
        kiln_tensor *x = kiln_from(s, d->pixels, KILN_F32, KILN_SHAPE(d->count, PIXELS));
        kiln_tensor *y = kiln_from(s, d->label, KILN_I64, KILN_SHAPE(d->count));
        kiln_tensor *hit = kiln_eq(kiln_argmax(model_logits(net, x), 1, false), y);
        right = kiln_item(kiln_mean(kiln_to(hit, KILN_F64), KILN_ALL_AXES, false));
    }
    return right;
}

/* The whole experiment on one path. */
static bool run(const kiln_options *options, digits *learn, const digits *held_out, outcome *out) {
    kiln_session *s = kiln_open(options);
    model net;
    model_init(s, &net);
    train(s, &net, learn, &out->times);
    out->accuracy = accuracy(s, &net, held_out);
    float *to = out->parameters;
    for (int i = 0; i < PARAMETERS; to += kiln_numel(net.p[i++]))
        kiln_read(net.p[i], to, (size_t)kiln_numel(net.p[i]) * sizeof *to);
    return outcome_finish(out, s); /* counters, errors; closes the session */
}

/* A process that only shows how long a first step takes: digits --first-step DATA CACHE_DIR
 * START_US */
static int first_step(char **argument, digits *d) {
    static float pixels[BATCH * PIXELS];
    int64_t labels[BATCH];
    kiln_options options = KILN_OPTIONS_INIT;
    options.cache_dir = argument[3];
    kiln_session *s = kiln_open(&options);
    model net;
    model_init(s, &net);
    digits_shuffle(d, 1);
    train_step(s, &net, pixels, labels, digits_batch(d, 0, BATCH, pixels, labels));
    return first_step_say(argument[4], s);
}

int main(int argc, char **argv) {
    static outcome eager, fused;
    static digits learn, held_out;
    bool child = argc == 5 && strcmp(argv[1], "--first-step") == 0;
    if (argc != 2 && !child) return digits_usage();
    if (!digits_load(argv[child ? 2 : 1], &learn, &held_out)) return 3;
    if (child) return first_step(argv, &learn);

    char cache[FOLDER_NAME];
    if (!folder_make(cache)) return 4; /* a cache of its own: what is compiled is counted */
    kiln_options plain = KILN_OPTIONS_INIT, compiled = KILN_OPTIONS_INIT;
    plain.path = KILN_EAGER;
    compiled.path = KILN_FUSED;
    compiled.cache_dir = cache;
    compiled.dump_dir = dumps_folder();
    bool ok = run(&plain, &learn, &held_out, &eager) && run(&compiled, &learn, &held_out, &fused);
    if (ok) ok = report(argv[1], cache, learn.count, held_out.count, &eager, &fused);
    folder_remove(cache);
    return ok ? 0 : 1;
}
