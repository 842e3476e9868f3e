/* SPDX-License-Identifier: Apache-2.0
 * A small classifier and its training step through the public API, with numbers from the library's
 * own generator. Used by test_batch.c and test_modes.c. */
#ifndef KN_TESTS_UNIT_MLP_H
#define KN_TESTS_UNIT_MLP_H

#include "check.h"
#include "kiln/kiln.h"

enum { MLP_LAYERS = 3, MLP_PARAMETERS = 2 * MLP_LAYERS, MLP_MOST_BATCH = 256 };
static const int64_t mlp_widths[MLP_LAYERS + 1] = {64, 128, 128, 10};

typedef struct mlp {
    kiln_tensor *p[MLP_PARAMETERS], *m[MLP_PARAMETERS], *v[MLP_PARAMETERS];
} mlp;

static inline kiln_session *mlp_session(kiln_options o) {
    kiln_session *s = kiln_open(&o);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

static inline void mlp_make(kiln_session *s, mlp *net) {
    for (int i = 0; i < MLP_PARAMETERS; i++) {
        const int64_t *w = mlp_widths + i / 2;
        kiln_shape shape = {i % 2 ? 1 : 2, i % 2 ? w + 1 : w};
        kiln_scope (s)
            net->p[i] = kiln_keep(kiln_mul(kiln_counter_normal(s, i, KILN_F32, shape), 0.1));
        net->m[i] = kiln_keep(kiln_zeros_like(net->p[i]));
        net->v[i] = kiln_keep(kiln_zeros_like(net->p[i]));
    }
    /* and with it all that is kept, so that steps are alike from the first */
    CHECK_OK(kiln_eval(KILN_LIST(net->p[0])));
}

static inline void mlp_release(mlp *net) {
    for (int i = 0; i < MLP_PARAMETERS; i++)
        kiln_release(net->p[i]), kiln_release(net->m[i]), kiln_release(net->v[i]);
}

/* Host data for a batch: pixels in 0..16, labels 0..9. */
static inline void mlp_data(int batch, int step, float *x, int64_t *y) {
    uint32_t r = 12345u + (uint32_t)step;
    for (int i = 0; i < batch * 64; i++) {
        r = r * 1664525u + 1013904223u;
        x[i] = (float)(r >> 28);
    }
    for (int i = 0; i < batch; i++) y[i] = (i * 7 + step) % 10;
}

/* One step of Adam on `batch` examples; returns the loss before it. */
static inline float mlp_step(kiln_session *s, mlp *net, int batch, int step, double rate) {
    static float x[MLP_MOST_BATCH * 64];
    static int64_t y[MLP_MOST_BATCH];
    float loss = 0;
    mlp_data(batch, step, x, y);
    kiln_scope (s) {
        kiln_tensor *g[MLP_PARAMETERS], *h = kiln_from(s, x, KILN_F32, KILN_SHAPE(batch, 64));
        for (int l = 0; l < MLP_LAYERS; l++) {
            h = kiln_linear(h, kiln_t(net->p[2 * l]), net->p[2 * l + 1]);
            if (l + 1 < MLP_LAYERS) h = kiln_relu(h);
        }
        kiln_tensor *cost = kiln_cross_entropy(h, kiln_from(s, y, KILN_I64, KILN_SHAPE(batch)));
        kiln_list wrt = {MLP_PARAMETERS, net->p};
        kiln_grad(cost, wrt, g);
        for (int i = 0; i < MLP_PARAMETERS; i++)
            kiln_adam_step(net->p[i], g[i], net->m[i], net->v[i], step, kiln_adam_of(rate));
        loss = (float)kiln_item(cost);
    }
    cr_assert(!kiln_failed(s), "step %d: %s", step, kiln_error_text(s));
    return loss;
}

/* All parameters, one after the other, as bits; returns how many floats there are. */
static inline size_t mlp_read(kiln_session *s, mlp *net, float *to) {
    size_t n = 0;
    for (int i = 0; i < MLP_PARAMETERS; i++) {
        size_t count = (size_t)kiln_numel(net->p[i]);
        if (to) CHECK_OK(kiln_read(net->p[i], to + n, count * sizeof(float)));
        n += count;
    }
    cr_assert(!kiln_failed(s));
    return n;
}

static inline kiln_counters mlp_count(kiln_session *s) {
    kiln_counters c = {.struct_size = sizeof c};
    CHECK_OK(kiln_count(s, &c));
    return c;
}

#endif
