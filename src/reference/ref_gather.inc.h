/* SPDX-License-Identifier: Apache-2.0
 * Template: gather and the scatters of one dtype over rows of the index tensor, strided_add over
 * rows of the part. Included by ref_gather.c. */
#define T REF_X(ref_)
#define W REF_X(ref_wrap_)
#define BITS REF_X(ref_bits_)

/* r[j] = a[index[j] * along + j * across]. Returns the place of the first index out of range, else
 * n. */
static int64_t REF_X(gather_row_)(const ref_row *row, const void *pa, void *pr) {
    const BITS *a = pa;
    BITS *r = pr;
    for (int64_t j = 0; j < row->n; j++) {
        int64_t i = row->index[j];
        if (i < 0 || i >= row->limit) return j;
        r[j] = a[i * row->along + j * row->across];
    }
    return row->n;
}

/* r[index[j] * along + j * across] and c[j] become NEW, where `old` is what was there and x is
 * c[j]. */
#define SCATTER(NAME, TYPE, NEW)                                                                   \
    static int64_t REF_X(NAME)(const ref_row *row, const void *pc, void *pr) {                     \
        const TYPE *c = pc;                                                                        \
        TYPE *r = pr;                                                                              \
        for (int64_t j = 0; j < row->n; j++) {                                                     \
            int64_t i = row->index[j];                                                             \
            if (i < 0 || i >= row->limit) return j;                                                \
            TYPE *to = &r[i * row->along + j * row->across], old = *to, x = c[j];                  \
            (void)old;                                                                             \
            *to = NEW;                                                                             \
        }                                                                                          \
        return row->n;                                                                             \
    }
SCATTER(scatter_set_, BITS, x)

#if REF_KIND != REF_KIND_HALF
SCATTER(scatter_max_, T, REF_X(ref_canon_)(x > old || x != x ? x : old))
SCATTER(scatter_min_, T, REF_X(ref_canon_)(x < old || x != x ? x : old))
#endif

#if REF_KIND == REF_KIND_HALF
static inline T REF_X(plus_)(T a, T b) {
    return ir_half_of(REF_HALF, ir_half_value(REF_HALF, a) + ir_half_value(REF_HALF, b));
}
static inline T REF_X(times_)(T a, T b) {
    return ir_half_of(REF_HALF, ir_half_value(REF_HALF, a) * ir_half_value(REF_HALF, b));
}
#elif REF_KIND != REF_KIND_BOOL
static inline T REF_X(plus_)(T a, T b) { return REF_X(ref_canon_)((T)((W)a + (W)b)); }
static inline T REF_X(times_)(T a, T b) { return REF_X(ref_canon_)((T)((W)a * (W)b)); }
#endif

#if REF_KIND != REF_KIND_BOOL
SCATTER(scatter_add_, T, REF_X(plus_)(old, x))
SCATTER(scatter_mul_, T, REF_X(times_)(old, x))

/* r[j * step] += c[j]. */
static void REF_X(add_row_)(const void *pc, void *pr, int64_t n, int64_t step) {
    const T *c = pc;
    T *r = pr;
    for (int64_t j = 0; j < n; j++) {
        r[j * step] = REF_X(plus_)(r[j * step], c[j]);
    }
}
#endif

#if REF_KIND == REF_KIND_HALF
static void REF_X(add_wide_row_)(const void *pc, void *pr, int64_t n, int64_t step) {
    const float *c = pc;
    T *r = pr;
    for (int64_t j = 0; j < n; j++)
        r[j * step] = ir_half_of(REF_HALF, ir_half_value(REF_HALF, r[j * step]) + c[j]);
}
#endif

#undef SCATTER
#undef T
#undef W
#undef BITS
