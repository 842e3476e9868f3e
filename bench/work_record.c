/* SPDX-License-Identifier: Apache-2.0
 * The cost of recording alone: ops on two tensors in a scope, their handles released with it,
 * nothing computed. Rows of bench.h's table. One repetition is OPS ops, so its microseconds are
 * nanoseconds an op. */
#include "bench.h"

enum { OPS = 1000 };

static void pair_setup(bench_run *r) {
    bench_normal(r, 0, KILN_SHAPE(128, 128));
    bench_normal(r, 1, KILN_SHAPE(128, 128));
}

static void adds(bench_run *r) {
    for (int i = 0; i < OPS; i++) kiln_add(r->in[0], r->in[1]);
}

static void chain(bench_run *r) {
    kiln_tensor *x = r->in[0];
    for (int i = 0; i < OPS; i++) x = kiln_add(x, r->in[1]);
}

static void scalars(bench_run *r) {
    kiln_tensor *x = r->in[0];
    for (int i = 0; i < OPS; i++) x = kiln_mul(x, 1.0001);
}

const workload record_workloads[] = {
    {.id = "record",
     .what = "record and release 1000 adds of two tensors",
     .setup = pair_setup,
     .record = adds,
     .only_records = true},
    {.id = "record_chain",
     .what = "the same, each adding to the one before",
     .setup = pair_setup,
     .record = chain,
     .only_records = true},
    {.id = "record_scalar",
     .what = "the same, multiplying by a number",
     .setup = pair_setup,
     .record = scalars,
     .only_records = true},
    {.id = "stream", .what = "copy and read 200 MB: what the memory can do", .bytes = 201.3e6},
    {.id = NULL},
};
