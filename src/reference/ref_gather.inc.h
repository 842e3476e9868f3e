/* SPDX-License-Identifier: Apache-2.0
 * Template: gather and scatter_add of one dtype over rows of the index tensor, strided_add over rows of the part. Included by ref_gather.c. */
#define T REF_X(ref_)
#define W REF_X(ref_wrap_)
#define BITS REF_X(ref_bits_)

/* r[j] = a[index[j] * along + j * across]. Returns the place of the first index out of range, else n. */
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

#if REF_KIND != REF_KIND_BOOL
/* r[index[j] * along + j * across] += c[j]. */
static int64_t REF_X(scatter_row_)(const ref_row *row, const void *pc, void *pr) {
    const T *c = pc;
    T *r = pr;
    for (int64_t j = 0; j < row->n; j++) {
        int64_t i = row->index[j];
        if (i < 0 || i >= row->limit) return j;
        T *to = &r[i * row->along + j * row->across];
        *to = REF_X(ref_canon_)((T)((W)*to + (W)c[j]));
    }
    return row->n;
}

/* r[j * step] += c[j]. */
static void REF_X(add_row_)(const void *pc, void *pr, int64_t n, int64_t step) {
    const T *c = pc;
    T *r = pr;
    for (int64_t j = 0; j < n; j++) {
        T *to = &r[j * step];
        *to = REF_X(ref_canon_)((T)((W)*to + (W)c[j]));
    }
}
#endif

#undef T
#undef W
#undef BITS
