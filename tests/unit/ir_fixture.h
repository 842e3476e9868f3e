/* SPDX-License-Identifier: Apache-2.0
 * One graph, its builder and a text for every test of a file, made anew for each. Used by test_ir.c
 * and test_graph.c. */
#ifndef KN_TESTS_UNIT_IR_FIXTURE_H
#define KN_TESTS_UNIT_IR_FIXTURE_H

#include <stdarg.h>

#include "check.h"
#include "ir/graph.h"

static ir_graph g;
static ir_builder b;
static kn_text text;

static void setup(void) {
    ir_graph_init(&g, kn_alloc_default());
    ir_builder_init(&b, &g);
    kn_text_init(&text, kn_alloc_default());
}

static void teardown(void) {
    ir_graph_free(&g);
    kn_text_free(&text);
}

static ir_id input(kiln_dtype dtype, int rank, ...) {
    int64_t shape[IR_MAX_RANK];
    va_list args;
    va_start(args, rank);
    for (int i = 0; i < rank; i++) shape[i] = va_arg(args, int);
    va_end(args);
    ir_id id = ir_input(&b, dtype, rank, shape, NULL);
    cr_assert(id != IR_NONE, "%s", b.message);
    return id;
}

#endif
