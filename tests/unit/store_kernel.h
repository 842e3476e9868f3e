/* SPDX-License-Identifier: Apache-2.0
 * A specification to store kernels under. Used by test_store.c and torture/io_points_cache.c. */
#ifndef KN_TESTS_UNIT_STORE_KERNEL_H
#define KN_TESTS_UNIT_STORE_KERNEL_H

#include <stdlib.h>

#include "ir/kernel.h"

/* Kernel number n: x + n; to be freed. NULL when memory runs out. */
static inline kernel_spec *store_kernel(unsigned n) {
    kernel_spec *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->kind = KERNEL_MAP;
    s->rank = 1;
    s->nvalues = 3;
    s->nleaves = s->noutputs = 1;
    s->leaf[0] = (kernel_leaf){.dtype = KILN_F32, .step = {STEP_UNIT}};
    s->value[0] = (kernel_value){.kind = KV_LOAD, .dtype = KILN_F32};
    s->value[1] = (kernel_value){.kind = KV_CONST, .dtype = KILN_F32, .rowwise = 1, .bits = n};
    s->value[2] = (kernel_value){.kind = KV_OP, .dtype = KILN_F32, .op = IR_ADD, .operand = {0, 1}};
    s->output[0] = 2;
    return s;
}

#endif
