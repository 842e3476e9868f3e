/* SPDX-License-Identifier: Apache-2.0
 * The OpenBLAS route for products without an epilogue, and the choice between it and emitted tiles.
 * Its results are outside the bitwise set (docs/numerics.md). Called by make_plan.c (choice) and
 * execute.c (runs). */
#ifndef KN_RUNTIME_BLAS_H
#define KN_RUNTIME_BLAS_H

#include "ir/plan.h"
#include "runtime/pool.h"
#include "runtime/runtime.h"

/* Why a contraction takes its route; the names go to the ledger. */
#define RT_ROUTE_REASONS(X)                                                                        \
    X(SETTING_EMITTED, "the setting says emitted, the only route whose bits are promised")         \
    X(SETTING_OPENBLAS, "the setting says openblas")                                               \
    X(MEASURED, "emitted tiles were measured to be as fast, or nearly, for all extents")           \
    X(NO_FMA, "the instruction set has no fma, so emitted tiles would emulate it")                 \
    X(EPILOGUE, "other operations are fused with the product")                                     \
    X(STRIDES, "an operand has no unit stride")                                                    \
    X(EXTENT, "an extent or stride is more than OpenBLAS takes")                                   \
    X(DTYPE, "not f32 or f64")

typedef enum rt_route_reason {
#define RT_ROUTE_ENUM(name, text) RT_ROUTE_##name,
    RT_ROUTE_REASONS(RT_ROUTE_ENUM)
#undef RT_ROUTE_ENUM
        RT_ROUTE_REASON_COUNT
} rt_route_reason;
const char *rt_route_reason_text(rt_route_reason r);

typedef enum rt_route { RT_EMITTED, RT_OPENBLAS } rt_route;
/* From extents, strides and settings alone, never from timing. *reason: the reason's name. */
rt_route rt_contract_route(const rt_config *config, const plan_step *st, const kernel_spec *spec,
                           const char **reason);

typedef struct rt_blas {
    void *library; /* NULL: not open */
    void (*sgemm)(int order, int ta, int tb, int m, int n, int k, float alpha, const float *a,
                  int lda, const float *b, int ldb, float beta, float *c, int ldc);
    void (*dgemm)(int order, int ta, int tb, int m, int n, int k, double alpha, const double *a,
                  int lda, const double *b, int ldb, double beta, double *c, int ldc);
    int (*one_thread_here)(int); /* NULL: the whole library was told when it was opened */
} rt_blas;

/* Loads OpenBLAS and tells it to use one thread a call: Kiln cuts the work. False, with the reason,
 * when it is not here. */
bool rt_blas_open(rt_blas *b, kn_text *why);
void rt_blas_close(rt_blas *b);
/* A step whose route is RT_OPENBLAS. Blocks depend on extents alone, so the result does not depend
 * on threads. */
void rt_blas_contract(const rt_blas *b, rt_pool *pool, const plan_step *st, const kernel_spec *spec,
                      void *const *bufs);

#endif
