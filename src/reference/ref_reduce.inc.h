/* SPDX-License-Identifier: Apache-2.0
 * Template: reductions of one dtype. This file lists the operations; each includes
 * ref_reduce_order.inc.h, the canonical order. Included by ref_reduce.c through ref_each_dtype.h.
 */
#if REF_KIND != REF_KIND_HALF /* ops.def allows none */
#define T REF_X(ref_)
#define W REF_X(ref_wrap_)

#if REF_KIND != REF_KIND_BOOL
#define REDUCE_NAME SUM
#define REDUCE_IDENTITY 0
#define REDUCE_STEP(x, y) (T)((W)(x) + (W)(y))
#include "reference/ref_reduce_order.inc.h"

#define REDUCE_NAME PROD
#define REDUCE_IDENTITY 1
#define REDUCE_STEP(x, y) (T)((W)(x) * (W)(y))
#include "reference/ref_reduce_order.inc.h"
#endif

#define REDUCE_NAME RMAX
#define REDUCE_IDENTITY REF_X(REF_LEAST_)
#define REDUCE_STEP(x, y) ((x) > (y) || (x) != (x) ? (x) : (y))
#include "reference/ref_reduce_order.inc.h"

#define REDUCE_NAME RMIN
#define REDUCE_IDENTITY REF_X(REF_GREATEST_)
#define REDUCE_STEP(x, y) ((x) < (y) || (x) != (x) ? (x) : (y))
#include "reference/ref_reduce_order.inc.h"

/* The first NaN, else the first extreme element: a NaN beats every number and nothing beats a NaN.
 */
#define ARG_EXTREME(NAME, BETTER)                                                                  \
    static int64_t REF_X(first_##NAME##_)(const T *a, int64_t n, int64_t step, ref_pace *pace) {   \
        int64_t best = 0;                                                                          \
        for (int64_t i = 0, end; i < n && !ref_stopped(pace, n < REF_LINE ? n : REF_LINE);         \
             i = end)                                                                              \
            for (end = n - i < REF_LINE ? n : i + REF_LINE; i < end; i++) {                        \
                T x = a[i * step], y = a[best * step];                                             \
                if (y == y && (x BETTER y || x != x)) best = i;                                    \
            }                                                                                      \
        return best;                                                                               \
    }                                                                                              \
    static void REF_X(reduce_##NAME##_)(const ref_terms_in *in, void *out, int64_t outer,          \
                                        int64_t n, int64_t inner, ref_pace *pace) {                \
        const T *a = in->in->data;                                                                 \
        int64_t *r = out;                                                                          \
        for (int64_t o = 0; o < outer && !(pace && pace->stopped); o++)                            \
            for (int64_t c = 0; c < inner && !(pace && pace->stopped); c++)                        \
                r[o * inner + c] = REF_X(first_##NAME##_)(a + o * n * inner + c, n, inner, pace);  \
    }
ARG_EXTREME(ARGMAX, >)
ARG_EXTREME(ARGMIN, <)
#undef ARG_EXTREME

#undef T
#undef W
#endif
