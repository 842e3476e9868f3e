/* SPDX-License-Identifier: Apache-2.0
 * The digits classifier trained from PyTorch's weights: its first 100 losses must be PyTorch's, on
 * both paths, in both precisions. KILN_TEST: timeout=300 */
#include <criterion/criterion.h>
#include <math.h>

#include "check.h"
#include "digits.h"
#include "kiln/kiln.h"
#include "kiln/safetensors.h"

enum { STEPS = 100, BATCH = 128, LAYERS = 3 };
static digits data;

typedef struct model {
    kiln_tensor *p[2 * LAYERS], *m[2 * LAYERS], *v[2 * LAYERS];
} model;

static void load(kiln_session *s, const kiln_safetensors *file, kiln_dtype dtype, model *net) {
    static const char *const names[2 * LAYERS] = {"w0", "b0", "w1", "b1", "w2", "b2"};
    for (int i = 0; i < 2 * LAYERS; i++) {
        const kiln_st_entry *e = kiln_safetensors_find(file, names[i]);
        cr_assert(e != NULL && e->dtype == KILN_F32, "%s", names[i]);
        kiln_shape shape = {e->rank, e->shape};
        kiln_scope (s)
            net->p[i] = kiln_keep(kiln_clone(
                kiln_to(kiln_from_bytes(s, e->data, e->nbytes, KILN_F32, shape), dtype)));
        net->m[i] = kiln_keep(kiln_zeros(s, shape, dtype));
        net->v[i] = kiln_keep(kiln_zeros(s, shape, dtype));
    }
}

static kiln_tensor *loss_of(model *net, kiln_tensor *x, kiln_tensor *y) {
    for (int l = 0; l < LAYERS; l++) {
        x = kiln_linear(x, kiln_t(net->p[2 * l]), net->p[2 * l + 1]);
        if (l + 1 < LAYERS) x = kiln_relu(x);
    }
    return kiln_cross_entropy(x, y);
}

/* Losses of the first steps, each before its update. */
static void train(kiln_path path, kiln_dtype dtype, double *losses) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = path;
    o.verify = path == KILN_FUSED ? KILN_VERIFY_FIRST : KILN_VERIFY_OFF;
    kiln_session *s = kiln_open(&o);
    char why[256];
    kiln_safetensors *file = NULL;
    cr_assert_eq(kiln_safetensors_open(KILN_SOURCE_DIR "/data/digits-twin.safetensors", NULL, &file,
                                       why, sizeof why),
                 KILN_OK, "%s", why);
    model net;
    load(s, file, dtype, &net);
    kiln_safetensors_close(file);
    for (int step = 0; step < STEPS; step++) {
        int first = step % 10 * BATCH;
        kiln_scope (s) {
            kiln_tensor *x = kiln_to(kiln_from(s, data.x[first], KILN_F64, KILN_SHAPE(BATCH, 64)),
                                     dtype),
                        *g[2 * LAYERS];
            kiln_tensor *loss =
                loss_of(&net, x, kiln_from(s, data.y + first, KILN_I64, KILN_SHAPE(BATCH)));
            kiln_list wrt = {2 * LAYERS, net.p};
            kiln_grad(loss, wrt, g);
            for (int i = 0; i < 2 * LAYERS; i++)
                kiln_adam_step(net.p[i], g[i], net.m[i], net.v[i], step + 1,
                               (kiln_adam)KILN_ADAM_INIT);
            losses[step] = kiln_item(loss);
        }
        cr_assert(!kiln_failed(s), "step %d: %s", step, kiln_error_text(s));
    }
    kiln_close(s);
}

static void compare(kiln_path path, kiln_dtype dtype, const char *name, double bound) {
    double losses[STEPS], worst = 0;
    cr_assert_eq(digits_read(&data), DIGITS_TRAIN);
    train(path, dtype, losses);
    char why[256];
    kiln_safetensors *file = NULL;
    cr_assert_eq(kiln_safetensors_open(KILN_SOURCE_DIR "/data/digits-twin.safetensors", NULL, &file,
                                       why, sizeof why),
                 KILN_OK);
    const kiln_st_entry *e = kiln_safetensors_find(file, name);
    cr_assert(e != NULL && e->nbytes == STEPS * kiln_dtype_size(e->dtype));
    for (int i = 0; i < STEPS; i++) {
        double want = e->dtype == KILN_F64 ? ((const double *)e->data)[i]
                                           : (double)((const float *)e->data)[i];
        double error = fabs(losses[i] - want) / want;
        if (error > worst) worst = error;
        cr_assert(error <= bound, "step %d: loss %.17g, PyTorch %.17g, relative error %g above %g",
                  i, losses[i], want, error, bound);
    }
    kiln_safetensors_close(file);
    fprintf(stderr, "%s: worst relative error %.3g\n", name, worst);
}

/* The bounds are the project's own (README): f32 sums are taken in another order than PyTorch's;
 * 100 Adam steps multiply the difference. */
Test(twin, f32_eager) { compare(KILN_EAGER, KILN_F32, "losses_f32", 1e-5); }
Test(twin, f64_eager) { compare(KILN_EAGER, KILN_F64, "losses_f64", 1e-9); }
Test(twin, f32_fused) { compare(KILN_FUSED, KILN_F32, "losses_f32", 1e-5); }
Test(twin, f64_fused) { compare(KILN_FUSED, KILN_F64, "losses_f64", 1e-9); }
