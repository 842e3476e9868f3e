/* SPDX-License-Identifier: Apache-2.0
 * A small graph with data, computed by the reference. Used by the tests of src/reference. */
#ifndef KN_TESTS_UNIT_REFERENCE_H
#define KN_TESTS_UNIT_REFERENCE_H

#include <math.h>

#include "check.h"
#include "ir/order.h"
#include "reference/reference.h"

#define SHAPE(...)                                                                                 \
    (int)(sizeof((int64_t[]){__VA_ARGS__}) / 8), (int64_t[]) { __VA_ARGS__ }
#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef struct trial {
    check_alloc memory;
    ir_graph g;
    ir_builder b;
    kn_text why;
    void *inputs[8];
    size_t ninputs;
} trial;

static inline void trial_begin(trial *t) {
    memset(t, 0, sizeof *t);
    check_alloc_init(&t->memory, 0);
    ir_graph_init(&t->g, &t->memory.vtable);
    ir_builder_init(&t->b, &t->g);
    kn_text_init(&t->why, &t->memory.vtable);
}

static inline void trial_end(trial *t) {
    ir_graph_free(&t->g);
    kn_text_free(&t->why);
    CHECK_EQ(t->memory.live, 0);
}

static inline ir_id trial_input(trial *t, kiln_dtype dtype, const void *data, int rank,
                                const int64_t *shape) {
    t->inputs[t->ninputs++] = (void *)data;
    ir_id id = ir_input(&t->b, dtype, rank, shape, NULL);
    cr_assert(id != IR_NONE, "%s", t->b.message);
    return id;
}

/* Computes one node into `out`, which must hold exactly the result. */
static inline kiln_status trial_compute(trial *t, ir_id id, void *out) {
    cr_assert(id != IR_NONE, "%s", t->b.message);
    CHECK_OK(ir_add_output(&t->g, id, NULL));
    void *outputs[] = {out};
    return ref_graph(&t->memory.vtable, &t->g, t->inputs, NULL, outputs, NULL, NULL, &t->why, NULL);
}

/* Computes one node, compares bit for bit, and ends the trial. */
static inline void trial_expect(trial *t, ir_id id, const void *wanted, size_t nbytes,
                                const char *what) {
    unsigned char *out = malloc(nbytes + 1);
    const unsigned char *right = wanted;
    cr_assert(id != IR_NONE, "%s: %s", what, t->b.message);
    size_t size = ir_nbytes(&t->g, id);
    cr_assert(size == nbytes, "%s: %zu bytes, wanted %zu", what, size, nbytes);
    memset(out, 0xa5, nbytes + 1);
    CHECK_OK(trial_compute(t, id, out));
    CHECK_EQ(out[nbytes], 0xa5);
    for (size_t i = 0; i < nbytes; i++)
        cr_assert(out[i] == right[i], "%s: byte %zu is %02x, wanted %02x", what, i, out[i],
                  right[i]);
    free(out);
    trial_end(t);
}

/* Numbers that look random, the same every time. */
static inline uint64_t trial_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 24;
}

#endif
