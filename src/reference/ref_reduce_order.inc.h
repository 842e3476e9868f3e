/* SPDX-License-Identifier: Apache-2.0
 * Template: the canonical order of ir/order.h for one operation on one dtype. Included by ref_reduce.inc.h
 * with T, REDUCE_NAME, REDUCE_IDENTITY and REDUCE_STEP(accumulator, element); it undefines the last three.
 *
 * Block results fold pairwise, an odd last one carried. That is a binary counter: level[i] holds the result
 * of 2^i blocks where the count of blocks so far has bit i set. */
#define FN(name) REF_JOIN(REF_JOIN(name##_, REDUCE_NAME), REF_JOIN(_, REF_S))   /* lanes_SUM_f32 */

/* One block of at most ORDER_LANE_BLOCK contiguous elements. */
static T FN(lane_block)(const T *a, int64_t n) {
    T lane[ORDER_LANES];
    for (int l = 0; l < ORDER_LANES; l++) lane[l] = REDUCE_IDENTITY;
    int64_t i = 0;
    for (; i + ORDER_LANES <= n; i += ORDER_LANES)
        for (int l = 0; l < ORDER_LANES; l++) lane[l] = REDUCE_STEP(lane[l], a[i + l]);
    for (int l = 0; i + l < n; l++) lane[l] = REDUCE_STEP(lane[l], a[i + l]);
    for (int h = ORDER_LANES / 2; h > 0; h /= 2)
        for (int l = 0; l < h; l++) lane[l] = REDUCE_STEP(lane[l], lane[l + h]);
    return lane[0];
}

static T FN(lanes)(const T *a, int64_t n, ref_pace *pace) {
    T level[REF_LEVELS], carry = REDUCE_IDENTITY;
    uint64_t blocks = 0;
    for (int64_t i = 0; i < n && !ref_stopped(pace, n < ORDER_LANE_BLOCK ? n : ORDER_LANE_BLOCK); i += ORDER_LANE_BLOCK, blocks++) {
        T x = FN(lane_block)(a + i, n - i < ORDER_LANE_BLOCK ? n - i : ORDER_LANE_BLOCK);
        int at = 0;
        for (; blocks >> at & 1; at++) x = REDUCE_STEP(level[at], x);
        level[at] = x;
    }
    bool first = true;
    for (int at = 0; blocks >> at; at++) {
        if (!(blocks >> at & 1)) continue;
        carry = first ? level[at] : REDUCE_STEP(level[at], carry);
        first = false;
    }
    return REF_X(ref_canon_)(carry);
}

/* `width` (at most REF_COLUMNS) neighbouring columns of a[n, stride]. */
static void FN(columns)(const T *a, T *r, int64_t n, int64_t stride, int width, ref_pace *pace) {
    T level[REF_LEVELS][REF_COLUMNS], x[REF_COLUMNS];
    uint64_t blocks = 0;
    for (int c = 0; c < width; c++) r[c] = REDUCE_IDENTITY;
    for (int64_t i = 0; i < n && !ref_stopped(pace, n < ORDER_COLUMN_BLOCK ? n * width : ORDER_COLUMN_BLOCK * width); blocks++) {
        int64_t end = n - i < ORDER_COLUMN_BLOCK ? n : i + ORDER_COLUMN_BLOCK;
        for (int c = 0; c < REF_COLUMNS; c++) x[c] = REDUCE_IDENTITY;
        if (width == REF_COLUMNS)
            for (; i < end; i++)
                for (int c = 0; c < REF_COLUMNS; c++) x[c] = REDUCE_STEP(x[c], a[i * stride + c]);
        for (; i < end; i++)
            for (int c = 0; c < width; c++) x[c] = REDUCE_STEP(x[c], a[i * stride + c]);
        int at = 0;
        for (; blocks >> at & 1; at++)
            for (int c = 0; c < width; c++) x[c] = REDUCE_STEP(level[at][c], x[c]);
        memcpy(level[at], x, sizeof x);
    }
    bool first = true;
    for (int at = 0; blocks >> at; at++) {
        if (!(blocks >> at & 1)) continue;
        for (int c = 0; c < width; c++) r[c] = first ? level[at][c] : REDUCE_STEP(level[at][c], r[c]);
        first = false;
    }
    for (int c = 0; c < width; c++) r[c] = REF_X(ref_canon_)(r[c]);
}

static void FN(reduce)(const void *in, void *out, int64_t outer, int64_t n, int64_t inner, ref_pace *pace) {
    const T *a = in;
    T *r = out;
    for (int64_t o = 0; o < outer && !(pace && pace->stopped); o++) {
        if (inner == 1) {   /* then the last axis of extent above 1 is a reduced one, or nothing is */
            r[o] = FN(lanes)(n > 0 ? a + o * n : a, n, pace); /* what has no element may have no address */
            continue;
        }
        for (int64_t c = 0; c < inner && !(pace && pace->stopped); c += REF_COLUMNS)
            FN(columns)(n > 0 ? a + o * n * inner + c : a, r + o * inner + c, n, inner,
                        inner - c < REF_COLUMNS ? (int)(inner - c) : REF_COLUMNS, pace);
    }
}

#undef FN
#undef REDUCE_NAME
#undef REDUCE_IDENTITY
#undef REDUCE_STEP
