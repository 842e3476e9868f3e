/* SPDX-License-Identifier: Apache-2.0
 * Measures the math definitions: every f32 input of every one-argument function against the double
 * library, with --sampled also f64 and the two-argument functions at random points against long
 * double. Run through scripts/sweep; exits 1 when a bound is broken.
 *
 *   sweep [-j THREADS] [--stride N] [--sampled] [--points N] [--json] [FUNCTION...] */
#include "ulp.h"

/* Compiled in here, with this program's flags: vector and fma instructions make a full sweep
 * minutes. */
#include "reference/ref_math.c"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK = 1024, MAX_THREADS = 256 };
#define CHUNK (UINT64_C(1) << 22)

typedef struct row {
    const char *name;
    void (*block)(const float *x, float *y); /* BLOCK values */
    double (*truth)(double);
    double (*wide)(double);
    long double (*wide_truth)(long double);
    double bound, from, to;
} row;

/* Loops over a static inline definition, which the compiler turns into vector code. */
#define BLOCK_FN(fn, bound, from, to)                                                              \
    static void block_##fn(const float *restrict x, float *restrict y) {                           \
        for (int i = 0; i < BLOCK; i++) y[i] = f32_##fn(x[i]);                                     \
    }
ULP_FUNCTIONS(BLOCK_FN)

#define ROW(fn, bound, from, to) {#fn, block_##fn, fn, ref_f64_##fn, fn##l, bound, from, to},
static const row rows[] = {ULP_FUNCTIONS(ROW)};
enum { NROWS = sizeof rows / sizeof *rows };

typedef struct found {
    double ulp, x, y;       /* the worst finite distance and its operands */
    uint64_t wrong, points; /* wrong: NaN, infinity or sign of zero */
    double wrong_x, wrong_y;
} found;

static struct {
    int threads, stride, json, sampled, broken, printed;
    int64_t points;
    char **only;
    int nonly;
} option = {.threads = 1, .stride = 1, .points = 1 << 20};

static void note(found *f, double ulp, double x, double y) {
    f->points++;
    if (ulp == ULP_WRONG) {
        if (f->wrong++ == 0) f->wrong_x = x, f->wrong_y = y;
    } else if (ulp > f->ulp) {
        f->ulp = ulp, f->x = x, f->y = y;
    }
}

static void merge(found *into, const found *f) {
    if (f->wrong && !into->wrong) into->wrong_x = f->wrong_x, into->wrong_y = f->wrong_y;
    if (f->ulp > into->ulp) into->ulp = f->ulp, into->x = f->x, into->y = f->y;
    into->wrong += f->wrong;
    into->points += f->points;
}

/* ---- every f32 ------------------------------------------------------------------------------ */

typedef struct job {
    const row *row;
    atomic_uint_fast64_t next; /* first bit pattern nobody has taken */
    pthread_mutex_t lock;
    found result;
} job;

static void sweep_chunk(const row *r, uint64_t from, uint64_t to, found *f) {
    float x[BLOCK], y[BLOCK];
    while (from < to) {
        int n = 0;
        memset(x, 0, sizeof x);
        for (; n < BLOCK && from < to; n++, from += (uint64_t)option.stride) {
            uint32_t bits = (uint32_t)from;
            memcpy(&x[n], &bits, sizeof bits);
        }
        r->block(x, y);
        for (int i = 0; i < n; i++)
            note(f, ulp_f32(y[i], r->truth((double)x[i])), (double)x[i], 0.0);
    }
}

static void *sweep_thread(void *arg) {
    job *j = arg;
    found f = {0};
    uint64_t span = CHUNK * (uint64_t)option.stride;
    for (uint64_t at; (at = atomic_fetch_add(&j->next, span)) <= UINT32_MAX;) {
        uint64_t end = at + span;
        sweep_chunk(j->row, at, end <= UINT32_MAX ? end : (uint64_t)UINT32_MAX + 1, &f);
    }
    pthread_mutex_lock(&j->lock);
    merge(&j->result, &f);
    pthread_mutex_unlock(&j->lock);
    return NULL;
}

static found sweep(const row *r) {
    pthread_t thread[MAX_THREADS];
    job j = {.row = r, .lock = PTHREAD_MUTEX_INITIALIZER};
    int started = 0;
    while (started < option.threads - 1 &&
           pthread_create(&thread[started], NULL, sweep_thread, &j) == 0)
        started++;
    sweep_thread(&j);
    for (int i = 0; i < started; i++) pthread_join(thread[i], NULL);
    return j.result;
}

/* ---- sampled -------------------------------------------------------------------------------- */

static found sample_f64(const row *r) {
    found f = {0};
    uint64_t state = 1;
    for (int64_t i = 0; i < option.points; i++) {
        double x = ulp_point(&state, i, r->from, r->to);
        note(&f, ulp_f64(r->wide(x), r->wide_truth((long double)x)), x, 0.0);
    }
    return f;
}

static found sample_pair_f32(float (*fn)(float, float),
                             long double (*truth)(long double, long double)) {
    found f = {0};
    uint64_t state = 2;
    for (int64_t i = 0; i < option.points; i++) {
        double a, b;
        ulp_pair(&state, i, 300.0, &a, &b);
        uint32_t bits[2] = {(uint32_t)bits_f64(a), (uint32_t)bits_f64(b)};
        float x = i % 3 ? (float)a : float_of(bits[0]), y = i % 3 ? (float)b : float_of(bits[1]);
        note(&f, ulp_distance(fn(x, y), truth(x, y), 24, -125, 128), (double)x, (double)y);
    }
    return f;
}

static found sample_pair_f64(double (*fn)(double, double),
                             long double (*truth)(long double, long double)) {
    found f = {0};
    uint64_t state = 3;
    for (int64_t i = 0; i < option.points; i++) {
        double x, y;
        ulp_pair(&state, i, 2200.0, &x, &y);
        note(&f, ulp_f64(fn(x, y), truth((long double)x, (long double)y)), x, y);
    }
    return f;
}

/* ---- reporting ------------------------------------------------------------------------------ */

static int wanted(const char *name) {
    for (int i = 0; i < option.nonly; i++)
        if (strcmp(option.only[i], name) == 0) return 1;
    return option.nonly == 0;
}

static void report(const char *dtype, const char *name, int operands, double bound,
                   const found *f) {
    int good = f->wrong == 0 && f->ulp <= bound;
    option.broken |= !good;
    if (option.json) {
        printf("%s\n  {\"dtype\": \"%s\", \"function\": \"%s\"", option.printed++ ? "," : "[",
               dtype, name);
        printf(", \"points\": %" PRIu64, f->points);
        printf(", \"max_ulp\": %.6f, \"bound\": %g, \"worst\": [\"%a\"", f->ulp, bound, f->x);
        if (operands == 2) printf(", \"%a\"", f->y);
        printf("], \"wrong_special\": %" PRIu64 ", \"ok\": %s}", f->wrong, good ? "true" : "false");
    } else {
        if (!option.printed++)
            puts("dtype function       points   max ULP  bound  wrong  worst operands");
        printf("%-5s %-8s %12" PRIu64 "  %8.5f  %5g", dtype, name, f->points, f->ulp, bound);
        printf("  %5" PRIu64 "  %a", f->wrong, f->x);
        if (operands == 2) printf(" %a", f->y);
        if (f->wrong) printf("  wrong first at %a %a", f->wrong_x, f->wrong_y);
        puts(good ? "" : "  BROKEN");
    }
    fflush(stdout);
}

static void report_sampled(void) {
    found f;
    for (int i = 0; i < NROWS; i++) {
        if (!wanted(rows[i].name)) continue;
        f = sample_f64(&rows[i]);
        report("f64", rows[i].name, 1, ULP_F64_BOUND, &f);
    }
    if (wanted("pow")) {
        f = sample_pair_f32(ref_f32_pow, powl);
        report("f32", "pow", 2, ULP_PAIR_BOUND, &f);
        f = sample_pair_f64(ref_f64_pow, powl);
        report("f64", "pow", 2, ULP_PAIR_BOUND, &f);
    }
    if (wanted("atan2")) {
        f = sample_pair_f32(ref_f32_atan2, atan2l);
        report("f32", "atan2", 2, ULP_PAIR_BOUND, &f);
        f = sample_pair_f64(ref_f64_atan2, atan2l);
        report("f64", "atan2", 2, ULP_PAIR_BOUND, &f);
    }
}

static int usage(void) {
    fputs(
        "usage: sweep [-j THREADS] [--stride N] [--sampled] [--points N] [--json] [FUNCTION...]\n",
        stderr);
    return 2;
}

/* A positive number up to `most`, or 0. */
static long number(const char *text, long most) {
    char *end;
    long n = text ? strtol(text, &end, 10) : 0;
    return n > 0 && n <= most && *end == 0 ? n : 0;
}

int main(int argc, char **argv) {
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        const char *a = argv[i];
        if (strcmp(a, "--json") == 0)
            option.json = 1;
        else if (strcmp(a, "--sampled") == 0)
            option.sampled = 1;
        else if (strcmp(a, "-j") == 0)
            option.threads = (int)number(argv[++i], MAX_THREADS);
        else if (strcmp(a, "--stride") == 0)
            option.stride = (int)number(argv[++i], 1 << 20);
        else if (strcmp(a, "--points") == 0)
            option.points = number(argv[++i], 1L << 40);
        else
            return usage();
        if (!option.threads || !option.stride || !option.points) return usage();
    }
    option.only = argv + i;
    option.nonly = argc - i;
    for (i = 0; !option.sampled && i < NROWS; i++) {
        if (!wanted(rows[i].name)) continue;
        found f = sweep(&rows[i]);
        report("f32", rows[i].name, 1, rows[i].bound, &f);
    }
    if (option.sampled) report_sampled();
    if (!option.printed) return usage();
    if (option.json) puts("\n]");
    return option.broken;
}
