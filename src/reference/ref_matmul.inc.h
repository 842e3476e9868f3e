/* SPDX-License-Identifier: Apache-2.0
 * Template: the matrix product of one dtype. acc = 0, then acc = fma(a, b, acc) for k = 0, 1, ...: the order
 * is the definition, so neighbouring columns are computed together and k is never split. Included by
 * ref_matmul.c through ref_each_dtype.h. */
#if REF_KIND != REF_KIND_BOOL   /* ops.def allows numbers */
#define T REF_X(ref_)
#if REF_KIND == REF_KIND_FLOAT
#define MULADD(a, b, c) REF_C(__builtin_fma)(a, b, c)
#else
#define MULADD REF_X(ref_muladd_)
#endif

/* `width` neighbouring elements of a row of the result; constant where it is inlined. */
MATMUL_INLINE void REF_X(mm_columns_)(const T *a, const T *b, T *r, int64_t k, int64_t n, int width) {
    T acc[MATMUL_COLUMNS];
    for (int c = 0; c < width; c++) acc[c] = 0;
    for (int64_t p = 0; p < k; p++, b += n)
#pragma GCC unroll 8 /* keeps acc in registers; measured: twice as fast */
        for (int c = 0; c < width; c++) acc[c] = MULADD(a[p], b[c], acc[c]);
    for (int c = 0; c < width; c++) r[c] = REF_X(ref_canon_)(acc[c]);
}

/* Columns outside rows: the strip of b that is being read stays in the cache. */
MATMUL_INLINE void REF_X(mm_)(const mm_shape *s, const void *pa, const void *pb, void *pr) {
    const T *a = pa, *b = pb;
    T *r = pr;
    int64_t n = s->n, k = s->k;
    for (int64_t batch = 0; batch < s->batch; batch++, a += s->m * k, b += k * n, r += s->m * n) {
        int64_t c = 0;
        for (; c + MATMUL_COLUMNS <= n; c += MATMUL_COLUMNS)
            for (int64_t i = 0; i < s->m; i++)
                REF_X(mm_columns_)(a + i * k, b + c, r + i * n + c, k, n, MATMUL_COLUMNS);
        for (; c + MATMUL_FEW <= n; c += MATMUL_FEW)
            for (int64_t i = 0; i < s->m; i++)
                REF_X(mm_columns_)(a + i * k, b + c, r + i * n + c, k, n, MATMUL_FEW);
        for (; c < n; c++)
            for (int64_t i = 0; i < s->m; i++)
                REF_X(mm_columns_)(a + i * k, b + c, r + i * n + c, k, n, 1);
    }
}

static void REF_X(mm_base_)(const mm_shape *s, const void *a, const void *b, void *r) {
    REF_X(mm_)(s, a, b, r);
}

#if REF_KIND == REF_KIND_FLOAT
MATMUL_FOR("avx2,fma")
static void REF_X(mm_avx2_)(const mm_shape *s, const void *a, const void *b, void *r) {
    REF_X(mm_)(s, a, b, r);
}

MATMUL_FOR("avx512f,fma")
static void REF_X(mm_avx512_)(const mm_shape *s, const void *a, const void *b, void *r) {
    REF_X(mm_)(s, a, b, r);
}
#endif

#undef MULADD
#undef T
#endif
