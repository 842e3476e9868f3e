/* SPDX-License-Identifier: Apache-2.0
 * Template: the scans of one dtype over a line, scan_<OP>_<suffix>. Included by ref_scan.c through
 * ref_each_dtype.h. */
#if REF_KIND != REF_KIND_HALF /* ops.def allows none */
#define T REF_X(ref_)
#define W REF_X(ref_wrap_)

/* The index of the last element that no earlier one exceeds; a NaN exceeds all. */
#define EXTREME(NAME, RELATION)                                                                    \
    static void REF_X(scan_##NAME##_)(const void *pa, const void *pb, void *pr, int64_t n,         \
                                      int64_t step, ref_pace *pace) {                              \
        const T *a = pa;                                                                           \
        int64_t *r = pr, best = 0;                                                                 \
        (void)pb;                                                                                  \
        for (int64_t i = 0; i < n; i++) {                                                          \
            if (i % PIECE == 0 && ref_stopped(pace, n < PIECE ? 8 * n : 8 * PIECE)) return;        \
            T x = a[i * step], most = a[best * step];                                              \
            if (x != x || (most == most && x RELATION most)) best = i;                             \
            r[i * step] = best;                                                                    \
        }                                                                                          \
    }
EXTREME(CUMMAX, >=)
EXTREME(CUMMIN, <=)

/* Floats accumulate in double, as in PyTorch; each result is rounded once more. */
#if REF_KIND == REF_KIND_FLOAT
#define ACC double
#else
#define ACC W
#endif
#define RUNNING(NAME, START, NEXT)                                                                 \
    static void REF_X(scan_##NAME##_)(const void *pa, const void *pb, void *pr, int64_t n,         \
                                      int64_t step, ref_pace *pace) {                              \
        const T *a = pa, *b = pb;                                                                  \
        T *r = pr;                                                                                 \
        ACC acc = START;                                                                           \
        (void)b;                                                                                   \
        for (int64_t i = 0; i < n; i++) {                                                          \
            if (i % PIECE == 0 && ref_stopped(pace, n < PIECE ? 8 * n : 8 * PIECE)) return;        \
            ACC x = (ACC)a[i * step];                                                              \
            acc = NEXT;                                                                            \
            r[i * step] = REF_X(ref_canon_)((T)acc);                                               \
        }                                                                                          \
    }
#if REF_KIND != REF_KIND_BOOL
RUNNING(CUMSUM, 0, acc + x)
RUNNING(CUMPROD, 1, acc *x)
#endif
#if REF_KIND == REF_KIND_FLOAT
RUNNING(CUMLOGSUMEXP, -INFINITY, log_add_exp(x, acc))
RUNNING(RECUR, 0, i == 0 ? (ACC)b[0] : x * acc + (ACC)b[i * step])
#endif

#undef EXTREME
#undef RUNNING
#undef ACC
#undef T
#undef W
#endif
