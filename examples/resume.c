/* SPDX-License-Identifier: Apache-2.0
 * Training that may be killed at any moment: a checkpoint every five steps, and the next start goes
 * on from the latest one that holds. However often it was killed, it ends with the same bits.
 * Usage: resume DIR --steps N [--data digits.csv.gz] */
#include <kiln/kiln.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digits_data.h"

enum { HIDDEN = 32, BATCH = 64, PARAMETERS = 4, EVERY = 5, KEEP = 3 };

typedef struct model {
    kiln_tensor *p[PARAMETERS], *state[2 * PARAMETERS]; /* weights and biases; Adam's moments */
    kiln_checkpoint c;                                  /* what is saved of it, c.step too */
} model;

static const char *const names[PARAMETERS] = {"hidden.weight", "hidden.bias", "out.weight",
                                              "out.bias"};
static const char *const state_names[2 * PARAMETERS] = {"hidden.weight.m", "hidden.bias.m",
                                                        "out.weight.m",    "out.bias.m",
                                                        "hidden.weight.v", "hidden.bias.v",
                                                        "out.weight.v",    "out.bias.v"};

static void model_init(kiln_session *s, model *net) {
    const int64_t size[] = {PIXELS, HIDDEN, CLASSES};
    net->c = (kiln_checkpoint)KILN_CHECKPOINT_INIT;
    kiln_scope (s)
        for (int i = 0; i < PARAMETERS; i++) {
            int64_t in = size[i / 2], out = size[i / 2 + 1];
            kiln_tensor *p = i % 2 ? kiln_zeros(s, KILN_SHAPE(out))
                                   : kiln_mul(kiln_counter_normal(s, net->c.counter_seed++,
                                                                  KILN_F32, KILN_SHAPE(out, in)),
                                              sqrt(2.0 / (double)in));
            net->p[i] = kiln_keep(p);
            net->state[i] = kiln_keep(kiln_zeros_like(p));
            net->state[PARAMETERS + i] = kiln_keep(kiln_zeros_like(p));
        }
    net->c.parameters = kiln_named_of(PARAMETERS, names, net->p);
    net->c.state = kiln_named_of(2 * PARAMETERS, state_names, net->state);
    net->c.made_by = "examples/resume.c";
}

/* Digits drawn by the session's generator, dropped out by keys it draws: both go on where they
 * were. */
static double train_step(kiln_session *s, model *net, const digits *d) {
    static float pixels[BATCH][PIXELS];
    int64_t which[BATCH], labels[BATCH];
    double value = NAN;
    kiln_scope (s) {
        kiln_tensor *gradient[PARAMETERS], *const *p = net->p;
        if (kiln_read(kiln_randint(s, d->count, KILN_SHAPE(BATCH)), which, sizeof which) != KILN_OK)
            break;
        for (int i = 0; i < BATCH; i++) {
            memcpy(pixels[i], d->pixels[which[i]], sizeof pixels[i]);
            labels[i] = d->label[which[i]];
        }
        kiln_tensor *x = kiln_from(s, pixels, KILN_F32, KILN_SHAPE(BATCH, PIXELS));
        kiln_tensor *hidden = kiln_dropout(kiln_relu(kiln_linear(x, p[0], p[1])), 0.1, true);
        kiln_tensor *loss = kiln_cross_entropy(kiln_linear(hidden, p[2], p[3]),
                                               kiln_from(s, labels, KILN_I64, KILN_SHAPE(BATCH)));
        kiln_grad(loss, kiln_list_from(PARAMETERS, net->p), gradient);
        net->c.step++;
        for (int i = 0; i < PARAMETERS; i++)
            kiln_adam_step(p[i], gradient[i], net->state[i], net->state[PARAMETERS + i],
                           net->c.step, (kiln_adam)KILN_ADAM_INIT);
        value = kiln_item(loss);
    }
    return value;
}

static bool save(kiln_session *s, model *net, const char *folder, double loss) {
    char text[32];
    snprintf(text, sizeof text, "%.9g", loss);
    kiln_st_meta meta = {"loss", text};
    kiln_rotation keep = {KEEP, 1, "loss", false};
    net->c.meta = &meta;
    net->c.nmeta = 1;
    kiln_status status = kiln_checkpoint_save_in(s, folder, &net->c, &keep);
    net->c.meta = NULL;
    net->c.nmeta = 0;
    return status == KILN_OK;
}

static bool resume(kiln_session *s, model *net, const char *folder) {
    kiln_checkpoint_file *f;
    char why[512];
    kiln_status status =
        kiln_checkpoint_latest(folder, KILN_CHECKPOINT_MAP, NULL, &f, why, sizeof why);
    if (why[0] != '\0') fprintf(stderr, "resume: %s\n", why);
    if (status == KILN_NOT_FOUND) return true; /* from the beginning */
    if (status != KILN_OK) return false;
    bool loaded = kiln_checkpoint_load(s, f, &net->c) == KILN_OK;
    if (loaded)
        fprintf(stderr, "resume: at step %lld of %s\n", (long long)net->c.step,
                kiln_checkpoint_path(f));
    kiln_checkpoint_close(f);
    return loaded;
}

/* FNV-1a over all parameters: the same bits, the same number. */
static unsigned long long digest(kiln_session *s, const model *net) {
    unsigned long long h = 14695981039346656037u;
    (void)s;
    for (int i = 0; i < PARAMETERS; i++) {
        kiln_host_data look = kiln_host(net->p[i]);
        for (size_t k = 0; k < look.nbytes; k++)
            h = (h ^ ((const unsigned char *)look.data)[k]) * 1099511628211u;
    }
    return h;
}

static bool run(kiln_session *s, const char *folder, long steps, const digits *d) {
    model net;
    kiln_manual_seed(s, 7);
    model_init(s, &net);
    if (!resume(s, &net, folder)) return false;
    while (net.c.step < steps && !kiln_failed(s)) {
        double loss = train_step(s, &net, d);
        if (net.c.step % EVERY == 0 && !save(s, &net, folder, loss)) return false;
    }
    printf("%016llx\n", digest(s, &net));
    return !kiln_failed(s);
}

int main(int argc, char **argv) {
    static digits learn, held_out;
    long steps = argc >= 4 && strcmp(argv[2], "--steps") == 0 ? strtol(argv[3], NULL, 10) : 0;
    bool data = argc == 6 && strcmp(argv[4], "--data") == 0;
    if (steps <= 0 || (argc != 4 && !data)) {
        fprintf(stderr, "usage: resume DIR --steps N [--data digits.csv.gz]\n");
        return 2;
    }
    if (!digits_load(data ? argv[5] : "data/digits.csv.gz", &learn, &held_out)) return 3;
    kiln_session *s = kiln_open(NULL);
    bool ok = run(s, argv[1], steps, &learn);
    if (!ok) fprintf(stderr, "resume: %s\n", kiln_failed(s) ? kiln_error_text(s) : "stopped");
    kiln_close(s);
    return ok ? 0 : 1;
}
