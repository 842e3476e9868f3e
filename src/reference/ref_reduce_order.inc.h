/* SPDX-License-Identifier: Apache-2.0
 * Template: the canonical order of ir/order.h for one operation on one dtype. Included by
 * ref_reduce.inc.h with T, REDUCE_NAME, REDUCE_IDENTITY and REDUCE_STEP(accumulator, element); it
 * undefines the last three.
 *
 * Block results fold pairwise, an odd last one carried. That is a binary counter: level[i] holds
 * the result of 2^i blocks where the count of blocks so far has bit i set. */
#define FN(name) REF_JOIN(REF_JOIN(name##_, REDUCE_NAME), REF_JOIN(_, REF_S)) /* lanes_SUM_f32 */

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

/* Elements [at, at + n) of the operand. */
static const T *FN(run)(const ref_terms_in *t, int64_t at, int64_t n) {
    if (!t->in->lazy) return (const T *)t->in->data + at;
    ref_read(t->in, at, n, t->room);
    return t->room;
}

/* Of blocks that are all alike those of each level are, too. */
static uint64_t FN(repeat)(T *level, T x, uint64_t blocks) {
    for (int at = 0; blocks >> at; at++, x = REDUCE_STEP(x, x))
        if (blocks >> at & 1) level[at] = x;
    return blocks;
}

/* n contiguous elements from `from`; what has no element may have no address. */
static T FN(lanes)(const ref_terms_in *t, int64_t from, int64_t n, ref_pace *pace) {
    T level[REF_LEVELS], carry = REDUCE_IDENTITY;
    uint64_t blocks = 0;
    if (t->repeats && n >= 2 * ORDER_LANE_BLOCK)
        blocks =
            FN(repeat)(level, FN(lane_block)(FN(run)(t, from, ORDER_LANE_BLOCK), ORDER_LANE_BLOCK),
                       (uint64_t)n / ORDER_LANE_BLOCK);
    for (int64_t i = (int64_t)blocks * ORDER_LANE_BLOCK;
         i < n && !ref_stopped(pace, n < ORDER_LANE_BLOCK ? n : ORDER_LANE_BLOCK);
         i += ORDER_LANE_BLOCK, blocks++) {
        int64_t length = n - i < ORDER_LANE_BLOCK ? n - i : ORDER_LANE_BLOCK;
        T x = FN(lane_block)(FN(run)(t, from + i, length), length);
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

/* Rows [0, n) of `width` columns from `from`, `*stride` elements apart. */
static const T *FN(rows)(const ref_terms_in *t, int64_t from, int64_t n, int width,
                         int64_t *stride) {
    if (!t->in->lazy) return (const T *)t->in->data + from;
    T *to = t->room;
    for (int64_t i = 0; i < n; i++) ref_read(t->in, from + i * *stride, width, to + i * width);
    *stride = width;
    return to;
}

/* One block of at most ORDER_COLUMN_BLOCK rows. */
static void FN(column_block)(const ref_terms_in *t, int64_t from, int64_t n, int64_t stride,
                             int width, T *x) {
    const T *a = FN(rows)(t, from, n, width, &stride);
    int64_t i = 0;
    for (int c = 0; c < REF_COLUMNS; c++) x[c] = REDUCE_IDENTITY;
    if (width == REF_COLUMNS)
        for (; i < n; i++)
            for (int c = 0; c < REF_COLUMNS; c++) x[c] = REDUCE_STEP(x[c], a[i * stride + c]);
    for (; i < n; i++)
        for (int c = 0; c < width; c++) x[c] = REDUCE_STEP(x[c], a[i * stride + c]);
}

/* `width` (at most REF_COLUMNS) neighbouring columns of [n, stride], the first element of which is
 * `from`. */
static void FN(columns)(const ref_terms_in *t, int64_t from, T *r, int64_t n, int64_t stride,
                        int width, ref_pace *pace) {
    T level[REF_LEVELS][REF_COLUMNS], x[REF_COLUMNS];
    uint64_t blocks = 0;
    for (int c = 0; c < width; c++) r[c] = REDUCE_IDENTITY;
    if (t->repeats && n >= 2 * ORDER_COLUMN_BLOCK) {
        FN(column_block)(t, from, ORDER_COLUMN_BLOCK, stride, width, x);
        blocks = (uint64_t)n / ORDER_COLUMN_BLOCK;
        for (int at = 0; blocks >> at; at++) {
            memcpy(level[at], x, sizeof x);
            for (int c = 0; c < width; c++) x[c] = REDUCE_STEP(x[c], x[c]);
        }
    }
    for (int64_t i = (int64_t)blocks * ORDER_COLUMN_BLOCK;
         i < n &&
         !ref_stopped(pace, n < ORDER_COLUMN_BLOCK ? n * width : ORDER_COLUMN_BLOCK * width);
         i += ORDER_COLUMN_BLOCK, blocks++) {
        FN(column_block)
        (t, from + i * stride, n - i < ORDER_COLUMN_BLOCK ? n - i : ORDER_COLUMN_BLOCK, stride,
         width, x);
        int at = 0;
        for (; blocks >> at & 1; at++)
            for (int c = 0; c < width; c++) x[c] = REDUCE_STEP(level[at][c], x[c]);
        memcpy(level[at], x, sizeof x);
    }
    bool first = true;
    for (int at = 0; blocks >> at; at++) {
        if (!(blocks >> at & 1)) continue;
        for (int c = 0; c < width; c++)
            r[c] = first ? level[at][c] : REDUCE_STEP(level[at][c], r[c]);
        first = false;
    }
    for (int c = 0; c < width; c++) r[c] = REF_X(ref_canon_)(r[c]);
}

static void FN(reduce)(const ref_terms_in *t, void *out, int64_t outer, int64_t n, int64_t inner,
                       ref_pace *pace) {
    T *r = out;
    for (int64_t o = 0; o < outer && !(pace && pace->stopped); o++) {
        int64_t from = n > 0 ? o * n * inner : 0;
        /* then the last axis of extent above 1 is a reduced one, or nothing is */
        if (inner == 1) {
            r[o] = FN(lanes)(t, from, n, pace);
            continue;
        }
        for (int64_t c = 0; c < inner && !(pace && pace->stopped); c += REF_COLUMNS) FN(columns)
        (t, from + c, r + o * inner + c, n, inner,
         inner - c < REF_COLUMNS ? (int)(inner - c) : REF_COLUMNS, pace);
    }
}

#undef FN
#undef REDUCE_NAME
#undef REDUCE_IDENTITY
#undef REDUCE_STEP
