/* SPDX-License-Identifier: Apache-2.0
 * Template: the matrix product of one dtype. acc = 0, then acc = fma(a, b, acc) for k = 0, 1, ...:
 * the order is the definition, so k is never split; a row of the result is built up in place.
 * Included by ref_matmul.c through ref_each_dtype.h. */
#if REF_KIND != REF_KIND_BOOL && REF_KIND != REF_KIND_HALF /* ops.def allows numbers */
#define T REF_X(ref_)
#if REF_KIND == REF_KIND_FLOAT
#define MULADD(a, b, c) REF_C(__builtin_fma)(a, b, c)
#else
#define MULADD REF_X(ref_muladd_)
#endif

/* Columns [0, n) of one row. */
MATMUL_INLINE void REF_X(mm_row_)(const mm_shape *s, const T *a, const T *b, T *r, int64_t n,
                                  ref_pace *pace) {
    for (int64_t c = 0; c < n; c++) r[c] = 0;
    for (int64_t p = 0; p < s->k && !ref_stopped(pace, n); p++)
        for (int64_t c = 0; c < n; c++) r[c] = MULADD(a[p], b[p * s->n + c], r[c]);
    for (int64_t c = 0; c < n; c++) r[c] = REF_X(ref_canon_)(r[c]);
}

MATMUL_INLINE void REF_X(mm_)(const mm_shape *s, const void *pa, const void *pb, void *pr,
                              ref_pace *pace) {
    const T *a = pa, *b = pb;
    T *r = pr;
    int64_t n = s->n, k = s->k;
    for (int64_t batch = 0; batch < s->batch; batch++, b += k * n)
        for (int64_t i = 0; i < s->m; i++, a += k, r += n)
            for (int64_t c = 0; c < n && !ref_stopped(pace, 1); c += MM_COLUMNS)
                REF_X(mm_row_)(s, a, b + c, r + c, n - c < MM_COLUMNS ? n - c : MM_COLUMNS, pace);
}

static void REF_X(mm_base_)(const mm_shape *s, const void *a, const void *b, void *r,
                            ref_pace *pace) {
    REF_X(mm_)(s, a, b, r, pace);
}

#if REF_KIND == REF_KIND_FLOAT
MATMUL_FOR("avx2,fma")
static void REF_X(mm_avx2_)(const mm_shape *s, const void *a, const void *b, void *r,
                            ref_pace *pace) {
    REF_X(mm_)(s, a, b, r, pace);
}
#endif

#undef MULADD
#undef T
#endif
