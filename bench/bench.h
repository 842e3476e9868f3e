/* SPDX-License-Identifier: Apache-2.0
 * What the files of `kiln bench` share. A workload is one row: how to make its data, and what one
 * repetition records. The harness opens sessions, evaluates, times, digests and reports, so no
 * workload can forget to.
 *
 *     bench.c                 options, one contest a workload
 *     contest.c timings.c      sessions and peers take turns; percentiles
 *     work_elementwise.c work_reduction.c work_product.c work_training.c work_record.c rows of
 *     workloads
 *     stream.c limits.c openblas.c                                what they are held against
 *     report.c baseline.c     the table, the JSON, the comparison with an earlier run
 */
#ifndef KILN_BENCH_H
#define KILN_BENCH_H

#include "budget_options.h"

/* ---- workloads */

enum { MOST_INPUTS = 24, MOST_OUTPUTS = 24 };

/* One workload in one session. */
typedef struct bench_run {
    kiln_session *s;
    /* kept; made by setup; state that a repetition writes to is here too */
    kiln_tensor *in[MOST_INPUTS];
    kiln_tensor *out[MOST_OUTPUTS]; /* what the repetition at hand must compute */
    size_t nout;
    int64_t step; /* of a workload that counts its repetitions; from 0 */
} bench_run;

typedef enum traffic { NO_TRAFFIC, READS, COPIES } traffic; /* which bandwidth is the floor */

typedef struct workload {
    const char *id, *what;
    double flops, bytes; /* of one repetition, as bench-workloads counts them */
    traffic traffic;
    void (*setup)(bench_run *r);
    void (*record)(bench_run *r); /* in a scope of its own; names its outputs with bench_out */
    bool only_records;            /* nothing is evaluated: the cost of recording */
    /* m, n, k of the matrix product OpenBLAS does beside it; 0: none */
    int peer[3];
} workload;

extern const workload elementwise_workloads[], reduction_workloads[], product_workloads[],
    training_workloads[], record_workloads[]; /* each ends with a row without id */

void bench_out(bench_run *r, kiln_tensor *t);
/* Input i: normal numbers, uniform ones in [low, high), whole ones in [0, below) as i64. */
kiln_tensor *bench_normal(bench_run *r, int i, kiln_shape shape);
kiln_tensor *bench_uniform(bench_run *r, int i, double low, double high, kiln_shape shape);
kiln_tensor *bench_index(bench_run *r, int i, double below, kiln_shape shape);
kiln_tensor *bench_state(bench_run *r, int i, kiln_tensor *value); /* keeps it as input i */

/* ---- what is measured */

typedef struct samples {
    double *us;
    size_t count, room;
} samples;

/* Somebody who takes turns. `once` does one repetition and returns its microseconds, negative on
 * failure. */
typedef struct contestant {
    double (*once)(void *who);
    void *who;
    double budget_us, settle_us; /* settle: to wait after its turn, while its threads go to sleep */
    size_t exactly;              /* repetitions; 0: as many as the budget allows */
    samples samples;
    double spent_us;
    bool failed;
} contestant;

/* Lets each warm up, then take turns until all have had their budget. */
void contest(contestant *c, size_t n, const char *label);
bool samples_add(samples *s, double us); /* false when memory runs out */
void samples_sort(samples *s);
double samples_at(const samples *s, double quantile); /* sorted; nearest rank; 0 of nothing */

/* ---- results */

typedef struct result {
    char id[48], path[16]; /* path: "fused", "eager", "record", or "peer" */
    int threads;
    size_t reps;
    /* the last two: of one repetition */
    double min_us, p50_us, p95_us, p99_us, allocations, bytes_allocated;
    uint64_t peak_bytes, kernels, digest;
    bool has_digest;
    /* what the table and "detail" say besides */
    double flops, bytes, floor_us, copy_us, copy_nt_us, read_us, peer_us; /* 0: not measured */
    double record_us, run_us;                                             /* of one repetition */
    double first_plan_us, first_compile_us, first_load_us, first_verify_us;
    uint64_t first_compiled, first_from_disk, first_from_memory, verified_plans, replans;
} result;

typedef struct settings {
    kiln_options session; /* threads; path is set by the contest */
    bool fused, eager;
    size_t reps;
    double seconds, peak_gflops;
    int threads;
    budget_options limits;
    kiln_budget *budget; /* of every session; NULL: none */
} settings;

enum { MOST_RESULTS_EACH = 3 };
/* Runs one workload on each path, with its peers, alternating. Fills in results and returns how
 * many; *code says what went wrong. */
size_t bench_workload(const workload *w, const settings *set, result *out, int *code);

/* The same for a row without setup: the machine's bandwidth. */
size_t bench_stream(const workload *w, const settings *set, result *out, int *code);
/* Fills in who, how many and how long, from sorted samples. */
void result_times(result *r, const char *id, const char *path, const settings *set,
                  const samples *s);

/* ---- report.c, baseline.c */
void report_head(const settings *set, const char *machine);
void report_row(const result *r);
json_t *report_json(const result *r, size_t n, json_t *machine);
/* The results of an earlier report, or a code after failing with a message. */
#define BASELINE_KIND "bench-baseline"
/* A baseline with an envelope that it does not match is bad input. */
int baseline_load(const char *path, json_t **results);
/* Prints how each result compares with the same one of the baseline; EXIT_FAILED when a digest
 * differs. */
int baseline_compare(const json_t *baseline, const result *r, size_t n, FILE *to);

/* ---- stream.c: bandwidth and arithmetic of this machine, by loops of our own on `threads` threads
 */
typedef struct stream stream;
typedef enum stream_kind { STREAM_COPY, STREAM_COPY_NT, STREAM_READ, STREAM_KINDS } stream_kind;
/* bytes: read and written together. NULL when there is no memory. */
stream *stream_open(int threads, double bytes);
void stream_close(stream *st);
double stream_once(stream *st, stream_kind kind); /* microseconds of one pass */
double peak_gflops(int threads);                  /* f32 fused multiply-add */
/* limits.c: one contestant each, with a share of a workload's time. */
void stream_contestants(stream *st, const settings *set, double share,
                        contestant out[STREAM_KINDS]);

/* ---- openblas.c */
typedef struct openblas openblas;
openblas *openblas_open(int m, int n, int k, int threads, const char **why);
void openblas_close(openblas *b);
double openblas_once(void *b);

#endif
