/* SPDX-License-Identifier: Apache-2.0
 * Template: sorting and searching a line of one dtype. Included by ref_sort.c through
 * ref_each_dtype.h. */
#if REF_KIND != REF_KIND_HALF /* ops.def allows none */
#define T REF_X(ref_)
#define IS_NAN(x) ((x) != (x))

/* Whether y must come before x, which stands before it. */
static inline bool REF_X(overtakes_)(T y, T x, bool descending) {
    return descending ? y > x || (IS_NAN(y) && !IS_NAN(x)) : y < x || (IS_NAN(x) && !IS_NAN(y));
}

/* Runs of 1, 2, 4 … indices are merged from one buffer into the other; the last merge may leave
 * them in the room. */
static void REF_X(sort_)(const void *pk, int64_t n, bool descending, int64_t *order, int64_t *room,
                         ref_pace *pace) {
    const T *key = pk;
    int64_t *from = order, *to = room;
    for (int64_t i = 0; i < n; i++) {
        if (i % PIECE == 0 && ref_stopped(pace, PIECE)) return;
        order[i] = i;
    }
    for (int64_t run = 1; run < n; run *= 2) {
        for (int64_t start = 0; start < n; start += 2 * run) {
            int64_t middle = n - start < run ? n : start + run,
                    end = n - start < 2 * run ? n : start + 2 * run;
            int64_t left = start, right = middle;
            if (ref_stopped(pace, 4 * (end - start < PIECE ? end - start : PIECE))) return;
            for (int64_t k = start; k < end; k++) {
                if (k % PIECE == 0 && ref_stopped(pace, 4 * PIECE)) return;
                bool second = left == middle ||
                              (right < end &&
                               REF_X(overtakes_)(key[from[right]], key[from[left]], descending));
                to[k] = second ? from[right++] : from[left++];
            }
        }
        int64_t *merged = to;
        to = from;
        from = merged;
    }
    if (from != order) ref_copy_all(pace, order, from, (size_t)n * sizeof *order);
}

static void REF_X(line_)(const void *pa, int64_t n, int64_t step, void *pr) {
    const T *a = pa;
    T *r = pr;
    for (int64_t i = 0; i < n; i++) r[i] = a[i * step];
}

/* The first place whose element is not below the value (right: is above it); after all for a NaN.
 */
static int64_t REF_X(search_)(const void *ps, int64_t n, const void *pv, bool right) {
    const T *sorted = ps;
    T value = *(const T *)pv;
    int64_t low = 0, high = n;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        bool stop = right ? sorted[middle] > value : sorted[middle] >= value;
        if (stop)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

#undef T
#undef IS_NAN
#endif
