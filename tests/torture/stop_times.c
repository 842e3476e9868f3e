/* SPDX-License-Identifier: Apache-2.0
 * How soon a running evaluation ends once another thread has asked, or, with --deadlines, a budget's deadline has passed: many kinds of long work, each stopped at random times, with median, 99th percentile
 * and most by kind. Whatever the times, an evaluation must end with OK or CANCELLED, and the next one must give the right bits; status 1
 * where one does not. Figures depend on the machine, so no time is judged; `work` is the computing thread's own time from the call on, which leaves
 * out what other programs took, and with --threads 1 is all there is. Sizes are for a second or so of work on one core; --small for tests.
 *
 *     stop-times [--rounds N] [--small] [--threads N] [--deadlines] [KIND...]
 */
#define _GNU_SOURCE
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kiln/kiln.h"

static double ms_of(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static void sleep_ms(double ms) {
    struct timespec t = {(time_t)(ms / 1e3), (long)((ms - 1e3 * (double)(time_t)(ms / 1e3)) * 1e6)};
    nanosleep(&t, NULL);
}

static uint64_t random_bits(void) {
    static uint64_t state = 7;
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return state >> 11;
}

/* ---- kinds of work: each records one tensor from numbers that are made where they are used, or kept by `data` */

typedef struct work {
    kiln_session *s;
    kiln_tensor *data[3];   /* kept */
    int64_t n;              /* size: the kind's own, smaller with --small */
    uint64_t round;
} work;

typedef struct kind {
    const char *name;
    int64_t size;           /* of a long run */
    void (*data)(work *w);
    kiln_tensor *(*record)(work *w);
    kiln_path path;
    kiln_verify verify;
    kiln_isa isa;
    bool compiles;          /* every round has a structure of its own, and no cache */
} kind;

static kiln_tensor *numbers(work *w, int64_t key, kiln_dtype dtype, kiln_shape shape) {
    return kiln_counter_uniform(w->s, key, dtype, shape);
}
static void keep(work *w, int i, kiln_tensor *t) { w->data[i] = kiln_keep(t); }

static void vector_f32(work *w) { keep(w, 0, numbers(w, 1, KILN_F32, KILN_SHAPE(w->n))); }
static void vector_f64(work *w) { keep(w, 0, numbers(w, 1, KILN_F64, KILN_SHAPE(w->n))); }
static void table_f32(work *w) { keep(w, 0, numbers(w, 1, KILN_F32, KILN_SHAPE(w->n, 4096))); }
static void table_tall(work *w) { keep(w, 0, numbers(w, 1, KILN_F32, KILN_SHAPE(w->n, 8))); }
static void square_f64(work *w) { keep(w, 0, numbers(w, 1, KILN_F64, KILN_SHAPE(w->n, w->n))); }
static void nothing(work *w) { (void)w; }
static void factors(work *w, kiln_dtype dtype, int64_t m, int64_t k, int64_t n) {
    kiln_tensor *a = numbers(w, 1, KILN_F32, KILN_SHAPE(m, k)), *b = numbers(w, 2, KILN_F32, KILN_SHAPE(k, n));
    keep(w, 0, dtype == KILN_F32 ? a : kiln_to(kiln_mul(a, 9.0), dtype));
    keep(w, 1, dtype == KILN_F32 ? b : kiln_to(kiln_mul(b, 9.0), dtype));
}
static void factors_f32(work *w) { factors(w, KILN_F32, w->n, w->n, w->n); }
static void factors_f64(work *w) { factors(w, KILN_F64, w->n, w->n, w->n); }
static void factors_i64(work *w) { factors(w, KILN_I64, w->n, w->n, w->n); }
static void factors_long(work *w) { factors(w, KILN_F32, 8, w->n, 8); }
static void places(work *w) {
    keep(w, 0, numbers(w, 1, KILN_F32, KILN_SHAPE(w->n)));
    keep(w, 1, kiln_to(kiln_mul(numbers(w, 2, KILN_F64, KILN_SHAPE(w->n)), (double)(w->n - 1)), KILN_I64));
    keep(w, 2, numbers(w, 3, KILN_F32, KILN_SHAPE(w->n)));
}

static kiln_tensor *map(work *w) { return kiln_tanh(kiln_mul(w->data[0], 3.0)); }
static kiln_tensor *dear_map(work *w) {
    kiln_tensor *t = w->data[0];
    for (int i = 0; i < 6; i++) t = kiln_erfinv(kiln_sin(t));
    return t;
}
static kiln_tensor *remainders(work *w) { return kiln_fmod(kiln_add(w->data[0], 1e300), kiln_add(w->data[0], 1e-3)); }
static kiln_tensor *generated(work *w) {
    return kiln_sum(kiln_sin(kiln_sin(kiln_counter_normal(w->s, 5, KILN_F32, KILN_SHAPE(w->n)))));
}
static kiln_tensor *generated_columns(work *w) {
    return kiln_sum(kiln_sin(numbers(w, 1, KILN_F32, KILN_SHAPE(w->n, 64))), KILN_AXES(0));
}
static kiln_tensor *folds(work *w) { return kiln_sum(kiln_expand(kiln_ones(w->s, KILN_SHAPE(1)), KILN_SHAPE(w->n))); }
static kiln_tensor *rows(work *w) { return kiln_softmax(w->data[0], -1); }
static kiln_tensor *columns(work *w) { return kiln_sum(kiln_exp(w->data[0]), KILN_AXES(0)); }
static kiln_tensor *product(work *w) { return kiln_matmul(w->data[0], w->data[1]); }
static kiln_tensor *turned(work *w) { return kiln_clone(kiln_t(w->data[0])); }
static kiln_tensor *joined(work *w) { return kiln_cat(KILN_LIST(w->data[0], w->data[0], w->data[0])); }
static kiln_tensor *copied(work *w) { return kiln_slice(w->data[0], 0, 1); }
static kiln_tensor *sorted(work *w) { return kiln_sort(w->data[0]).first; }
static kiln_tensor *inverse(work *w) { return kiln_linalg_matrix_power(w->data[0], -1); }
static kiln_tensor *nuclear(work *w) { return kiln_linalg_matrix_norm_str(w->data[0], "nuc"); }
static kiln_tensor *scanned(work *w) { return kiln_cumsum(w->data[0], 0); }
static kiln_tensor *scanned_dear(work *w) { return kiln_logcumsumexp(w->data[0], 0); }
static kiln_tensor *gathered(work *w) { return kiln_gather(w->data[0], 0, w->data[1]); }
static kiln_tensor *scattered(work *w) { return kiln_scatter_add(w->data[0], 0, w->data[1], w->data[2]); }
static kiln_tensor *largest(work *w) { return kiln_argmax(w->data[0]); }
/* Steps that cannot join, so that each is a kernel; which functions they call is told by the round. */
static kiln_tensor *many_kernels(work *w) {
    kiln_tensor *t = w->data[0];
    uint64_t bits = w->round + 1;
    for (int i = 0; i < 12; i++, bits = bits * 5 + 3) {
        for (uint64_t b = bits, j = 0; j < 6; j++, b /= 3) t = b % 3 == 0 ? kiln_sin(t) : b % 3 == 1 ? kiln_tanh(t) : kiln_exp(kiln_neg(t));
        t = kiln_add(t, kiln_sum(t, KILN_AXES(0)));
    }
    return t;
}

#define FUSED KILN_FUSED, KILN_VERIFY_OFF
static const kind kinds[] = {
    {"map", 60000000, vector_f32, map, FUSED, 0, false},
    {"dear_map", 6000000, vector_f64, dear_map, FUSED, 0, false},
    {"dear_map_base", 100000, vector_f64, dear_map, FUSED, KILN_ISA_BASE, false},
    {"remainders", 2000000, vector_f64, remainders, FUSED, 0, false},
    {"generated_sum", 60000000, nothing, generated, FUSED, 0, false},
    {"generated_columns", 1000000, nothing, generated_columns, FUSED, 0, false},
    {"folds", INT64_C(1) << 34, nothing, folds, FUSED, 0, false},
    {"folds_tall", 8000000, table_tall, columns, FUSED, 0, false},
    {"rows", 16384, table_f32, rows, FUSED, 0, false},
    {"columns", 16384, table_f32, columns, FUSED, 0, false},
    {"product_f32", 2048, factors_f32, product, FUSED, 0, false},
    {"product_f64", 1536, factors_f64, product, FUSED, 0, false},
    {"product_i64", 768, factors_i64, product, FUSED, 0, false},
    {"product_base", 256, factors_f32, product, FUSED, KILN_ISA_BASE, false},
    {"product_long", 6000000, factors_long, product, FUSED, 0, false},
    {"turned", 16384, table_f32, turned, FUSED, 0, false},
    {"joined", 30000000, vector_f32, joined, FUSED, 0, false},
    {"copied", 90000000, vector_f32, copied, FUSED, 0, false},
    {"sort", 2000000, vector_f32, sorted, FUSED, 0, false},
    {"inverse", 500, square_f64, inverse, FUSED, 0, false},
    {"svd", 160, square_f64, nuclear, FUSED, 0, false},
    {"cumsum", 90000000, vector_f32, scanned, FUSED, 0, false},
    {"logcumsumexp", 6000000, vector_f32, scanned_dear, FUSED, 0, false},
    {"gather", 20000000, places, gathered, FUSED, 0, false},
    {"scatter_add", 20000000, places, scattered, FUSED, 0, false},
    {"argmax", 90000000, vector_f32, largest, FUSED, 0, false},
    {"compile", 1000, vector_f32, many_kernels, FUSED, 0, true},
    {"verify_map", 4000000, vector_f32, map, KILN_FUSED, KILN_VERIFY_EVERY, 0, false},
    {"verify_rows", 1024, table_f32, rows, KILN_FUSED, KILN_VERIFY_EVERY, 0, false},
    {"verify_product", 640, factors_f32, product, KILN_FUSED, KILN_VERIFY_EVERY, 0, false},
    {"eager_map", 20000000, vector_f32, map, KILN_EAGER, KILN_VERIFY_OFF, 0, false},
    {"eager_rows", 2048, table_f32, rows, KILN_EAGER, KILN_VERIFY_OFF, 0, false},
    {"eager_columns", 4096, table_f32, columns, KILN_EAGER, KILN_VERIFY_OFF, 0, false},
    {"eager_product", 900, factors_f32, product, KILN_EAGER, KILN_VERIFY_OFF, 0, false},
    {"eager_turned", 8192, table_f32, turned, KILN_EAGER, KILN_VERIFY_OFF, 0, false},
    {"eager_joined", 30000000, vector_f32, joined, KILN_EAGER, KILN_VERIFY_OFF, 0, false},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* ---- one thread computes, another one stops it */

typedef struct stopper {
    kiln_session *s;
    clockid_t clock;        /* of the computing thread */
    double after_ms, at_ms, work_ms;
    atomic_bool go;
} stopper;

static void *stop_soon(void *user) {
    stopper *x = user;
    while (!atomic_load(&x->go)) sleep_ms(0.02);
    sleep_ms(x->after_ms);
    kiln_cancel(x->s);
    x->work_ms = ms_of(x->clock);
    x->at_ms = ms_of(CLOCK_MONOTONIC);
    return NULL;
}

static uint64_t digest(kiln_tensor *t, const char *name, bool *ok) {
    static const size_t sizes[KILN_DTYPE_COUNT] = {[KILN_BOOL] = 1, [KILN_F32] = 4, [KILN_F64] = 8, [KILN_I64] = 8};
    size_t nbytes = (size_t)kiln_numel(t) * sizes[kiln_dtype_of(t)];
    unsigned char *data = malloc(nbytes + 1);
    uint64_t h = 1469598103934665603u;
    kiln_status status = data ? kiln_read(t, data, nbytes) : KILN_NO_MEMORY;
    if (status != KILN_OK) {
        printf("%s: reading gives %s: %s\n", name, kiln_status_name(status), kiln_error_text(kiln_session_of(t)));
        *ok = false;
    }
    for (size_t i = 0; status == KILN_OK && i + 8 <= nbytes; i += 8) {
        uint64_t word;
        memcpy(&word, data + i, 8);
        h = (h ^ word) * 1099511628211u;
    }
    free(data);
    return h;
}

typedef struct outcome { double *ms, *work; int stopped, finished; bool ok; double run_ms; uint64_t want; } outcome;

/* Whether the result is what it was, now and then. */
static void look_again(const kind *k, work *w, outcome *out) {
    if (w->round % 4 != 0 || k->compiles) return;
    kiln_scope(w->s)
        if (digest(k->record(w), k->name, &out->ok) != out->want) {
            printf("%s: another result after a stop\n", k->name);
            out->ok = false;
        }
}

static void count_end(const kind *k, const work *w, outcome *out, kiln_status status, kiln_status stopped, double late, double worked) {
    if (status == stopped) {
        out->work[out->stopped] = worked > 0 ? worked : 0;
        out->ms[out->stopped++] = late > 0 ? late : 0;
    } else if (status == KILN_OK) out->finished++;
    if (status != KILN_OK && status != stopped) {
        printf("%s: %s: %s\n", k->name, kiln_status_name(status), kiln_error_text(w->s));
        out->ok = false;
    }
    kiln_clear_error(w->s);
}

#ifdef KILN_NO_BUDGETS
static void deadline_round(const kind *k, work *w, outcome *out) { (void)k, (void)w, (void)out; }
#else
/* Another thread wakes when the deadline passes, and looks what the computing one had worked by then; what passed until it did look counts as
 * work, so that `work` is too long rather than too short. */
static void deadline_round(const kind *k, work *w, outcome *out) {
    double after_ms = (double)(random_bits() % 1000000) * 1e-6 * out->run_ms;
    stopper x = {.after_ms = after_ms};
    pthread_t thread;
    if (pthread_getcpuclockid(pthread_self(), &x.clock) != 0) return;
    if (pthread_create(&thread, NULL, stop_soon, &x) != 0) return;
    kiln_limits limits = {.struct_size = sizeof limits, .deadline_ns = (uint64_t)(1e6 * after_ms) + 1};
    kiln_scope(w->s) {
        kiln_tensor *t = k->record(w);
        kiln_budget *b = NULL;
        double at = ms_of(CLOCK_MONOTONIC) + after_ms;
        kiln_status status = kiln_budget_open(&limits, NULL, &b, NULL, 0);
        atomic_store(&x.go, true);
        if (status == KILN_OK) status = kiln_eval_within(b, KILN_LIST(t));
        double late = ms_of(CLOCK_MONOTONIC) - at, worked = ms_of(CLOCK_THREAD_CPUTIME_ID);
        pthread_join(thread, NULL);
        double asleep = x.at_ms > at ? x.at_ms - at : 0, most = worked - x.work_ms + asleep;
        count_end(k, w, out, status, KILN_BUDGET, late, most < late ? most : late);
        kiln_budget_close(b);
    }
    look_again(k, w, out);
}
#endif

static void one_round(const kind *k, work *w, outcome *out) {
    stopper x = {.s = w->s, .after_ms = (double)(random_bits() % 1000000) * 1e-6 * out->run_ms};
    pthread_t thread;
    if (pthread_getcpuclockid(pthread_self(), &x.clock) != 0) return;
    if (pthread_create(&thread, NULL, stop_soon, &x) != 0) return;
    kiln_scope(w->s) {
        kiln_tensor *t = k->record(w);
        atomic_store(&x.go, true);
        kiln_status status = kiln_eval(KILN_LIST(t));
        double ended = ms_of(CLOCK_MONOTONIC), worked = ms_of(CLOCK_THREAD_CPUTIME_ID);
        pthread_join(thread, NULL);
        count_end(k, w, out, status, KILN_CANCELLED, ended - x.at_ms, worked - x.work_ms);
    }
    look_again(k, w, out);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool run_kind(const kind *k, int rounds, int threads, bool small, bool deadlines) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = k->path;
    o.verify = k->verify;
    o.isa = k->isa;
    o.threads = threads;
    o.cache_dir = k->compiles ? "off" : NULL;
    work w = {.s = kiln_open(&o), .n = small && k->size > 64 ? k->size / 16 + 48 : k->size};
    outcome out = {.ms = calloc(2 * (size_t)rounds + 2, sizeof(double)), .ok = true};
    out.work = out.ms + rounds + 1;
    if (kiln_failed(w.s) || !out.ms) return printf("%s: no session\n", k->name), free(out.ms), false;
    k->data(&w);
    for (int i = 0; i < 3; i++)
        if (w.data[i]) kiln_eval(KILN_LIST(w.data[i]));
    for (int turn = 0; turn < (k->compiles ? 1 : 2); turn++) /* the second has plan and pages */
        kiln_scope(w.s) {
            kiln_tensor *t = k->record(&w);
            double start = ms_of(CLOCK_MONOTONIC);
            kiln_eval(KILN_LIST(t));
            out.run_ms = ms_of(CLOCK_MONOTONIC) - start;
            if (turn == 0) out.want = digest(t, k->name, &out.ok);
        }
    for (int r = 0; r < rounds && out.ok; r++) {
        w.round = (uint64_t)r + 1;
        if (deadlines) deadline_round(k, &w, &out);
        else one_round(k, &w, &out);
    }
    qsort(out.ms, (size_t)out.stopped, sizeof *out.ms, by_size);
    qsort(out.work, (size_t)out.stopped, sizeof *out.work, by_size);
    int n = out.stopped, p99 = n > 0 ? (n * 99 + 99) / 100 - 1 : 0;
    printf("%-18s run %8.1f ms   stopped %4d of %4d   p50 %7.2f   p99 %7.2f   most %7.2f ms   work p50 %7.2f   p99 %7.2f ms\n", k->name, out.run_ms,
           n, n + out.finished, out.ms[n / 2], out.ms[p99], n > 0 ? out.ms[n - 1] : 0, out.work[n / 2], out.work[p99]);
    fflush(stdout);
    free(out.ms);
    for (int i = 0; i < 3; i++)
        if (w.data[i]) kiln_release(w.data[i]);
    kiln_close(w.s);
    return out.ok;
}

int main(int argc, char **argv) {
    int rounds = 40, threads = 0, named = 0;
    bool small = false, good = true, deadlines = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc) rounds = atoi(argv[++i]);
        else if (strcmp(argv[i], "--threads") == 0 && i + 1 < argc) threads = atoi(argv[++i]);
        else if (strcmp(argv[i], "--small") == 0) small = true;
        else if (strcmp(argv[i], "--deadlines") == 0) deadlines = true;
        else argv[1 + named++] = argv[i];
    }
    for (int k = 0; k < KINDS; k++) {
        bool wanted = named == 0;
        for (int i = 0; i < named; i++) wanted = wanted || strcmp(argv[1 + i], kinds[k].name) == 0;
        if (wanted) good = run_kind(&kinds[k], rounds, threads, small, deadlines) && good;
    }
    return good ? 0 : 1;
}
