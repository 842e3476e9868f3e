/* SPDX-License-Identifier: Apache-2.0
 * Trains a small classifier of handwritten digits for five steps and writes the trace of the third:
 * its graph with the derivative, what went in, and digests of what came out. `kiln trace show`
 * shows it, `kiln replay` computes it again, anywhere, to the same bits. Usage: replay OUT.trace
 * [--data digits.csv.gz] */
#include <kiln/kiln.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "digits_data.h"

enum { HIDDEN = 32, BATCH = 64, PARAMETERS = 4, STEPS = 5, TRACED = 3 };

static void model_init(kiln_session *s, kiln_tensor **p) {
    const int64_t size[] = {PIXELS, HIDDEN, CLASSES};
    kiln_scope (s)
        for (int i = 0; i < PARAMETERS; i++) {
            int64_t in = size[i / 2], out = size[i / 2 + 1];
            p[i] =
                kiln_keep(i % 2 ? kiln_zeros(s, KILN_SHAPE(out))
                                : kiln_mul(kiln_counter_normal(s, i, KILN_F32, KILN_SHAPE(out, in)),
                                           sqrt(2.0 / (double)in)));
        }
}

/* What a trace proves of a step: the loss and every gradient, before the parameters change. */
static void save(const char *path, kiln_tensor *loss, kiln_tensor **gradient) {
    static const char *const names[] = {"loss", "hidden.weight.grad", "hidden.bias.grad",
                                        "out.weight.grad", "out.bias.grad"};
    kiln_trace_options o = KILN_TRACE_OPTIONS_INIT;
    kiln_tensor *outputs[1 + PARAMETERS] = {loss};
    memcpy(outputs + 1, gradient, PARAMETERS * sizeof *gradient);
    o.nodes = true; /* so that two traces can be compared node by node */
    o.made_by = "examples/replay.c, step 3";
    kiln_trace_save(path, kiln_list_from(1 + PARAMETERS, outputs), names, &o);
}

static double train_step(kiln_session *s, kiln_tensor **p, const float *pixels,
                         const int64_t *labels, const char *path) {
    double value = NAN;
    kiln_scope (s) {
        kiln_tensor *x = kiln_from(s, pixels, KILN_F32, KILN_SHAPE(BATCH, PIXELS)), *g[PARAMETERS];
        kiln_tensor *y = kiln_from(s, labels, KILN_I64, KILN_SHAPE(BATCH));
        kiln_tensor *hidden = kiln_relu(kiln_linear(x, p[0], p[1]));
        kiln_tensor *loss = kiln_cross_entropy(kiln_linear(hidden, p[2], p[3]), y);
        kiln_grad(loss, kiln_list_from(PARAMETERS, p), g);
        if (path != NULL) save(path, loss, g);
        for (int i = 0; i < PARAMETERS; i++) kiln_sub_(p[i], kiln_mul(g[i], 0.1));
        value = kiln_item(loss);
    }
    return value;
}

int main(int argc, char **argv) {
    static digits learn, held_out;
    static float pixels[BATCH * PIXELS];
    int64_t labels[BATCH];
    bool data = argc == 4 && strcmp(argv[2], "--data") == 0;
    if (argc != 2 && !data) {
        fprintf(stderr, "usage: replay OUT.trace [--data digits.csv.gz]\n");
        return 2;
    }
    if (!digits_load(data ? argv[3] : "data/digits.csv.gz", &learn, &held_out)) return 3;
    kiln_session *s = kiln_open(NULL);
    kiln_tensor *p[PARAMETERS];
    model_init(s, p);
    digits_shuffle(&learn, 1);
    for (int step = 1; step <= STEPS && !kiln_failed(s); step++) {
        digits_batch(&learn, (step - 1) * BATCH, BATCH, pixels, labels);
        double loss = train_step(s, p, pixels, labels, step == TRACED ? argv[1] : NULL);
        printf("step %d: loss %.6f%s%s\n", step, loss, step == TRACED ? ", traced to " : "",
               step == TRACED ? argv[1] : "");
    }
    bool ok = !kiln_failed(s);
    if (!ok) fprintf(stderr, "replay: %s\n", kiln_error_text(s));
    for (int i = 0; i < PARAMETERS; i++) kiln_release(p[i]);
    kiln_close(s);
    return ok ? 0 : 1;
}
