/* SPDX-License-Identifier: Apache-2.0
 * The peer of matrix products: OpenBLAS's sgemm with threads of its own, opened at run time so that
 * the command does not depend on it. Called by contest.c. */
#include "bench.h"

#include <dlfcn.h>
#include <stdlib.h>

enum { ROW_MAJOR = 101, NO_TRANSPOSE = 111 }; /* of cblas.h */

typedef void (*sgemm_fn)(int order, int transa, int transb, int m, int n, int k, float alpha,
                         const float *a, int lda, const float *b, int ldb, float beta, float *c,
                         int ldc);
typedef void (*set_threads_fn)(int threads);

struct openblas {
    sgemm_fn sgemm;
    set_threads_fn set_threads;
    int m, n, k, threads;
    float *a, *b, *c;
};

static float *matrix(size_t rows, size_t columns) {
    float *x = aligned_alloc(64, (rows * columns * sizeof *x + 63) / 64 * 64);
    for (size_t i = 0; x != NULL && i < rows * columns; i++)
        x[i] = (float)((int)(i * 2654435761u >> 16 & 1023) - 512) / 256;
    return x;
}

openblas *openblas_open(int m, int n, int k, int threads, const char **why) {
    void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
    openblas *b = calloc(1, sizeof *b);
    *why = "libopenblas.so.0 is not here";
    if (library == NULL || b == NULL) {
        free(b);
        return NULL;
    }
    *b = (openblas){.m = m, .n = n, .k = k, .threads = threads};
    *(void **)&b->sgemm = dlsym(library, "cblas_sgemm");
    *(void **)&b->set_threads = dlsym(library, "openblas_set_num_threads");
    b->a = matrix((size_t)m, (size_t)k);
    b->b = matrix((size_t)k, (size_t)n);
    b->c = matrix((size_t)m, (size_t)n);
    if (b->sgemm != NULL && b->set_threads != NULL && b->a != NULL && b->b != NULL && b->c != NULL)
        return b;
    *why = "libopenblas.so.0 lacks cblas_sgemm, or memory ran out";
    openblas_close(b);
    return NULL;
}

void openblas_close(openblas *b) {
    if (b == NULL) return;
    free(b->a);
    free(b->b);
    free(b->c);
    free(b);
}

double openblas_once(void *who) {
    openblas *b = who;
    b->set_threads(b->threads); /* Kiln's own route, when it is on, sets it to 1 */
    double start = now_us();
    b->sgemm(ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, b->m, b->n, b->k, 1, b->a, b->k, b->b, b->n, 0,
             b->c, b->n);
    return now_us() - start;
}
