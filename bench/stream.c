/* SPDX-License-Identifier: Apache-2.0
 * What the machine can do at most: bandwidth of copying (with plain and with non-temporal stores)
 * and of reading, and fused multiply-adds in registers. The floors that contest.c holds workloads
 * against, measured beside them. */
#define _GNU_SOURCE
#include "bench.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* One pass over bytes [0, n), a multiple of 256. The sum keeps reads from being left out. */
typedef float (*pass_fn)(float *to, const float *from, size_t nbytes);

#if defined(__x86_64__)
#define PASSES(suffix, isa, vector, width, load, store, stream_store, add, zero)                   \
    __attribute__((target(isa))) static float copy_##suffix(float *to, const float *from,          \
                                                            size_t nbytes) {                       \
        for (size_t i = 0; i < nbytes / 4; i += (width)*4)                                         \
            for (size_t j = 0; j < 4; j++)                                                         \
                store(to + i + j * (width), load(from + i + j * (width)));                         \
        return to[0];                                                                              \
    }                                                                                              \
    __attribute__((target(isa))) static float copy_nt_##suffix(float *to, const float *from,       \
                                                               size_t nbytes) {                    \
        for (size_t i = 0; i < nbytes / 4; i += (width)*4)                                         \
            for (size_t j = 0; j < 4; j++)                                                         \
                stream_store(to + i + j * (width), load(from + i + j * (width)));                  \
        _mm_sfence();                                                                              \
        return 0;                                                                                  \
    }                                                                                              \
    __attribute__((target(isa))) static float read_##suffix(float *to, const float *from,          \
                                                            size_t nbytes) {                       \
        vector sum[4] = {zero(), zero(), zero(), zero()};                                          \
        (void)to;                                                                                  \
        for (size_t i = 0; i < nbytes / 4; i += (width)*4)                                         \
            for (size_t j = 0; j < 4; j++) sum[j] = add(sum[j], load(from + i + j * (width)));     \
        float out[width];                                                                          \
        memcpy(out, &sum[0], sizeof out);                                                          \
        for (size_t j = 1; j < 4; j++) sum[0] = add(sum[0], sum[j]);                               \
        memcpy(out, &sum[0], sizeof out);                                                          \
        return out[0];                                                                             \
    }
PASSES(512, "avx512f", __m512, 16, _mm512_load_ps, _mm512_store_ps, _mm512_stream_ps, _mm512_add_ps,
       _mm512_setzero_ps)
PASSES(128, "sse2", __m128, 4, _mm_load_ps, _mm_store_ps, _mm_stream_ps, _mm_add_ps, _mm_setzero_ps)

static const pass_fn *passes(void) {
    static const pass_fn wide[] = {copy_512, copy_nt_512, read_512},
                         narrow[] = {copy_128, copy_nt_128, read_128};
    return __builtin_cpu_supports("avx512f") ? wide : narrow;
}

enum { FMA_ROUNDS = 50000, FMA_CHAINS = 12 };

#define FMA_LOOP(name, isa, vector, set, fma)                                                      \
    __attribute__((target(isa))) static float name(void) {                                         \
        vector x[FMA_CHAINS], m = set(0.999f), a = set(0.001f);                                    \
        for (int j = 0; j < FMA_CHAINS; j++) x[j] = set((float)j);                                 \
        for (int i = 0; i < FMA_ROUNDS; i++) {                                                     \
            _Pragma("GCC unroll 12") for (int j = 0; j < FMA_CHAINS; j++) x[j] = fma(x[j], m, a);  \
        }                                                                                          \
        float out = 0, lane;                                                                       \
        for (int j = 0; j < FMA_CHAINS; j++) {                                                     \
            memcpy(&lane, &x[j], sizeof lane);                                                     \
            out += lane;                                                                           \
        }                                                                                          \
        return out;                                                                                \
    }
FMA_LOOP(fma_512, "avx512f", __m512, _mm512_set1_ps, _mm512_fmadd_ps)
FMA_LOOP(fma_256, "avx2,fma", __m256, _mm256_set1_ps, _mm256_fmadd_ps)

static float fma_none(void) { return 0; }
typedef float (*fma_fn)(void);

static fma_fn fma_loop(int *lanes) {
    *lanes = __builtin_cpu_supports("avx512f") ? 16 : __builtin_cpu_supports("fma") ? 8 : 0;
    return *lanes == 16 ? fma_512 : *lanes == 8 ? fma_256 : fma_none;
}
#else
static float copy_plain(float *to, const float *from, size_t nbytes) {
    memcpy(to, from, nbytes);
    return to[0];
}
static float read_plain(float *to, const float *from, size_t nbytes) {
    float sum = 0;
    (void)to;
    for (size_t i = 0; i < nbytes / 4; i++) sum += from[i];
    return sum;
}
static const pass_fn *passes(void) {
    static const pass_fn plain[] = {copy_plain, copy_plain, read_plain};
    return plain;
}
enum { FMA_ROUNDS = 1, FMA_CHAINS = 1 };
typedef float (*fma_fn)(void);
static float fma_none(void) { return 0; }
static fma_fn fma_loop(int *lanes) { return *lanes = 0, fma_none; }
#endif

/* ---- threads: all start one job together; they spin only while `hot`, so that they disturb nobody
 * between jobs */

typedef struct team {
    int count, ready;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool hot, over;
    atomic_int job, done;
    void (*work)(void *user, int thread);
    void *user;
    pthread_t *thread;
} team;

typedef struct member {
    team *t;
    int number;
} member;

static void *member_main(void *arg) {
    member me = *(member *)arg;
    free(arg);
    team *t = me.t;
    for (int seen = 0;;) {
        pthread_mutex_lock(&t->lock);
        while (!t->hot && !t->over) pthread_cond_wait(&t->wake, &t->lock);
        bool over = t->over;
        t->ready++;
        pthread_mutex_unlock(&t->lock);
        if (over) return NULL;
        while (atomic_load_explicit(&t->job, memory_order_acquire) == seen) {
        }
        seen++;
        t->work(t->user, me.number);
        atomic_fetch_add(&t->done, 1);
    }
}

static bool team_open(team *t, int count) {
    *t = (team){.count = 1};
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->wake, NULL);
    t->thread = calloc((size_t)count, sizeof *t->thread);
    for (int i = 1; t->thread != NULL && i < count; i++) {
        member *m = malloc(sizeof *m);
        if (m == NULL) return false;
        *m = (member){t, i};
        if (pthread_create(&t->thread[i], NULL, member_main, m) != 0) {
            free(m);
            return false;
        }
        t->count++;
    }
    return t->thread != NULL;
}

static void team_close(team *t) {
    pthread_mutex_lock(&t->lock);
    t->over = true;
    pthread_cond_broadcast(&t->wake);
    pthread_mutex_unlock(&t->lock);
    for (int i = 1; i < t->count; i++) pthread_join(t->thread[i], NULL);
    free(t->thread);
}

/* Microseconds from the common start until the last one is done. */
static double team_run(team *t, void (*work)(void *, int), void *user) {
    pthread_mutex_lock(&t->lock);
    t->work = work;
    t->user = user;
    t->ready = 0;
    t->hot = true;
    pthread_cond_broadcast(&t->wake);
    pthread_mutex_unlock(&t->lock);
    for (bool ready = false; !ready;) {
        pthread_mutex_lock(&t->lock);
        ready = t->ready == t->count - 1;
        if (ready) t->hot = false; /* those who finish wait for the next job asleep */
        pthread_mutex_unlock(&t->lock);
    }
    atomic_store(&t->done, 0);
    double start = now_us();
    atomic_fetch_add_explicit(&t->job, 1, memory_order_release);
    work(user, 0);
    while (atomic_load(&t->done) < t->count - 1) {
    }
    return now_us() - start;
}

/* ---- bandwidth */

struct stream {
    team team;
    size_t nbytes; /* of each buffer */
    int passes;    /* a measurement, so that it is not all start and stop */
    float *from, *to;
    stream_kind kind;
    _Atomic float keep;
};

static float *pages(size_t nbytes) {
    void *p = mmap(NULL, nbytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) return NULL;
    madvise(p, nbytes, MADV_HUGEPAGE);
    memset(p, 0x3c, nbytes);
    return p;
}

stream *stream_open(int threads, double bytes) {
    stream *st = calloc(1, sizeof *st);
    if (st == NULL) return NULL;
    size_t unit = 4096 * (size_t)threads;
    st->nbytes = ((size_t)(bytes / 2) + unit - 1) / unit * unit;
    st->passes = 1 + (int)(2e7 / (double)st->nbytes);
    st->from = pages(st->nbytes);
    st->to = pages(st->nbytes);
    if (team_open(&st->team, threads) && st->from != NULL && st->to != NULL) return st;
    stream_close(st);
    return NULL;
}

void stream_close(stream *st) {
    if (st == NULL) return;
    team_close(&st->team);
    if (st->from != NULL) munmap(st->from, st->nbytes);
    if (st->to != NULL) munmap(st->to, st->nbytes);
    free(st);
}

static void stream_part(void *user, int thread) {
    stream *st = user;
    size_t part = st->nbytes / (size_t)st->team.count, at = part / 4 * (size_t)thread;
    pass_fn pass = passes()[st->kind];
    for (int i = 0; i < st->passes; i++) {
        float last = pass(st->to + at, st->from + at, part);
        if (st->kind == STREAM_READ)
            last += pass(NULL, st->to + at, part); /* as many bytes as a copy moves */
        atomic_store_explicit(&st->keep, last, memory_order_relaxed);
    }
}

double stream_once(stream *st, stream_kind kind) {
    st->kind = kind;
    return team_run(&st->team, stream_part, st) / st->passes;
}

/* ---- arithmetic */

typedef struct fma_job {
    fma_fn loop;
    double *us; /* of each thread */
    _Atomic float keep;
} fma_job;

static void fma_part(void *user, int thread) {
    fma_job *job = user;
    double start = now_us();
    atomic_store_explicit(&job->keep, job->loop(), memory_order_relaxed);
    job->us[thread] = now_us() - start;
}

/* The sum of what the threads reach, each by its own clock: on a busy machine they seldom start as
 * one. */
double peak_gflops(int threads) {
    int lanes = 0;
    fma_job job = {.loop = fma_loop(&lanes), .us = calloc((size_t)threads, sizeof(double))};
    team t;
    double best = 0;
    if (lanes > 0 && job.us != NULL && team_open(&t, threads)) {
        double until = now_us() + 1e5;
        for (int i = 0; i < 100 || now_us() < until; i++) {
            double gflops = 0;
            team_run(&t, fma_part, &job);
            for (int j = 0; j < threads; j++)
                gflops += 2e-3 * FMA_ROUNDS * FMA_CHAINS * lanes / job.us[j];
            if (gflops > best) best = gflops;
        }
        team_close(&t);
    }
    free(job.us);
    return best;
}
