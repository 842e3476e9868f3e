/* SPDX-License-Identifier: Apache-2.0
 * STEP_FOLD: block results of a reduction become its results, in the tree of ir/order.h:
 *
 *     p[j] = p[2j] op p[2j+1], an odd last one carried, until one is left
 *
 * Many blocks fold in rounds: groups of a power of two are subtrees of that tree, so each folds by
 * itself, and then what they left. Called by execute.c. The partials are scratch of this step's
 * making alone, so the tree is folded in place. */
#include "ir/order.h"
#include "runtime/engine.h"

/* Columns one chunk folds: enough to be worth taking, few enough to stay in the first-level cache.
 */
enum { COLUMNS = 1024, ROWS_ALONE = 64, GROUP_ELEMENTS = 1 << 16, GROUP_LEAST = 64 };

typedef struct fold_job {
    const plan_step *st;
    char *partials, *result;
    size_t size; /* of an element */
    int64_t column_chunks, outer_grain;
    int64_t step, left;    /* of this round: `left` partial results, `step` blocks apart */
    int64_t group, groups; /* how many of them fold into one, and how many times */
    void (*pair)(int op, char *a, const char *b, int64_t n);
} fold_job;

/* a[i] = a[i] op b[i]. Sums and products are over U: unsigned for integers, so that they wrap.
 * Largest and smallest as in ops.def: a NaN stays, and of equal values the later one is taken. */
#define FOLD_EACH(expression)                                                                      \
    for (int64_t i = 0; i < n; i++) a[i] = (expression);                                           \
    return
#define FOLD_PAIR(name, T, U)                                                                      \
    static void name(int op, char *to, const char *from, int64_t n) {                              \
        T *a = (T *)(void *)to;                                                                    \
        const T *b = (const T *)(const void *)from;                                                \
        switch (op) {                                                                              \
        case IR_SUM: FOLD_EACH((T)((U)a[i] + (U)b[i]));                                            \
        case IR_PROD: FOLD_EACH((T)((U)a[i] * (U)b[i]));                                           \
        case IR_RMAX: FOLD_EACH(a[i] > b[i] || a[i] != a[i] ? a[i] : b[i]);                        \
        default: FOLD_EACH(a[i] < b[i] || a[i] != a[i] ? a[i] : b[i]);                             \
        }                                                                                          \
    }
FOLD_PAIR(pair_f32, float, float)
FOLD_PAIR(pair_f64, double, double)
FOLD_PAIR(pair_u8, uint8_t, unsigned)
FOLD_PAIR(pair_i8, int8_t, unsigned)
FOLD_PAIR(pair_i16, int16_t, unsigned)
FOLD_PAIR(pair_i32, int32_t, uint32_t)
FOLD_PAIR(pair_i64, int64_t, uint64_t)
#undef FOLD_PAIR
#undef FOLD_EACH

/* A NaN that came out of the sums is stored as the one NaN. */
static void canonical(kiln_dtype dtype, void *data, int64_t n) {
    uint32_t *f = data;
    uint64_t *d = data;
    for (int64_t i = 0; i < n && dtype == KILN_F32; i++)
        if ((f[i] & 0x7fffffffu) > 0x7f800000u) f[i] = ORDER_NAN_F32;
    for (int64_t i = 0; i < n && dtype == KILN_F64; i++)
        if ((d[i] & UINT64_C(0x7fffffffffffffff)) > UINT64_C(0x7ff0000000000000))
            d[i] = ORDER_NAN_F64;
}

/* `unit`: a group of an outer index. */
static void fold_columns(const fold_job *job, int64_t unit, int64_t c0, int64_t c1) {
    const plan_step *st = job->st;
    int64_t outer = unit / job->groups, first = unit % job->groups * job->group;
    size_t line = (size_t)st->fold_inner * job->size, row = line * (size_t)job->step;
    char *p = job->partials + (size_t)(outer * st->fold_blocks + first * job->step) * line +
              (size_t)c0 * job->size;
    char *to = job->result + (size_t)outer * line + (size_t)c0 * job->size;
    size_t nbytes = (size_t)(c1 - c0) * job->size;
    int64_t count = job->left - first < job->group ? job->left - first : job->group;
    for (int64_t left = count; left > 1; left = (left + 1) / 2) {
        for (int64_t j = 0; j < left / 2; j++) {
            char *even = p + (size_t)(2 * j) * row;
            job->pair(st->op, even, even + row, c1 - c0);
            if (j > 0) memcpy(p + (size_t)j * row, even, nbytes);
        }
        if (left % 2 == 1)
            memcpy(p + (size_t)(left / 2) * row, p + (size_t)(left - 1) * row, nbytes);
    }
    if (job->groups > 1) return;
    memcpy(to, p, nbytes);
    canonical((kiln_dtype)st->dtype, to, c1 - c0);
}

static void fold_chunk(void *user, int64_t chunk, int thread) {
    const fold_job *job = user;
    const plan_step *st = job->st;
    (void)thread;
    int64_t c0 = chunk % job->column_chunks * COLUMNS, c1 = c0 + COLUMNS;
    int64_t r0 = chunk / job->column_chunks * job->outer_grain, r1 = r0 + job->outer_grain;
    if (c1 > st->fold_inner) c1 = st->fold_inner;
    if (r1 > st->fold_outer * job->groups) r1 = st->fold_outer * job->groups;
    for (int64_t r = r0; r < r1; r++) fold_columns(job, r, c0, c1);
}

void rt_fold(rt_engine *e, const plan_step *st, void *partials, void *result) {
    fold_job job = {.st = st,
                    .partials = partials,
                    .result = result,
                    .size = kiln_dtype_size((kiln_dtype)st->dtype)};
    if (st->fold_outer <= 0 || st->fold_inner <= 0 || st->fold_blocks <= 0) return;
    switch (st->dtype) {
    case KILN_F32: job.pair = pair_f32; break;
    case KILN_F64: job.pair = pair_f64; break;
    case KILN_I8: job.pair = pair_i8; break;
    case KILN_I16: job.pair = pair_i16; break;
    case KILN_I32: job.pair = pair_i32; break;
    case KILN_I64: job.pair = pair_i64; break;
    default: job.pair = pair_u8; /* u8, and bool for rmax and rmin */
    }
    job.column_chunks = (st->fold_inner + COLUMNS - 1) / COLUMNS;
    int64_t columns = st->fold_inner < COLUMNS ? st->fold_inner : COLUMNS, group = GROUP_LEAST;
    while (group * columns < GROUP_ELEMENTS) group *= 2;
    job.left = st->fold_blocks;
    for (job.step = 1; job.step == 1 || job.left > 1; job.step *= group, job.left = job.groups) {
        job.group = job.left < group ? job.left : group;
        job.groups = (job.left + job.group - 1) / job.group;
        int64_t each = job.group * columns; /* elements of a unit */
        job.outer_grain =
            each >= COLUMNS * ROWS_ALONE / 4 ? 1 : (COLUMNS * ROWS_ALONE / 4 + each - 1) / each;
        int64_t units = (st->fold_outer * job.groups + job.outer_grain - 1) / job.outer_grain;
        rt_pool_for(&e->pool, job.column_chunks * units, fold_chunk, &job);
        if (job.groups == 1 || rt_pool_stopped(&e->pool)) return;
    }
}
