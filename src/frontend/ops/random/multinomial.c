/* SPDX-License-Identifier: Apache-2.0
 * Public multinomial: which place of a row comes up, as PyTorch's CPU generator draws it. One
 * sample, or several without replacement, are those with the largest p / q, q exponential; several
 * with replacement are looked up in the running sum. Computed in the host, when called. */
#include "frontend/ops/network.h"

#include <math.h>
#include <stdlib.h>

#include "reference/ref_math.h"
#include "runtime/mt19937.h"

enum { MOST_CATEGORIES = 1 << 24 }; /* PyTorch's limit: the integers that f32 tells apart */

/* Rows of probabilities, in the dtype they came in. */
typedef struct rows {
    kiln_dtype dtype;
    const char *data;
    int64_t count, width;
} rows;

static double probability(const rows *r, int64_t row, int64_t at) {
    uint64_t bits = 0;
    size_t each = kiln_dtype_size(r->dtype);
    memcpy(&bits, r->data + (size_t)(row * r->width + at) * each, each);
    return ir_value_of(r->dtype, bits);
}

static bool good_rows(kiln_session *s, const rows *r) {
    for (int64_t row = 0; row < r->count; row++) {
        double sum = 0;
        for (int64_t i = 0; i < r->width; i++) {
            double p = probability(r, row, i);
            if (!(p >= 0 && p < INFINITY)) {
                ir_fail(&s->b, KILN_BAD_ARGUMENT,
                        "input[%lld] of row %lld is %g, expected a finite number, 0 or more",
                        (long long)i, (long long)row, p);
                return false;
            }
            sum += p;
        }
        if (sum > 0) continue;
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "the probabilities of row %lld add up to 0",
                (long long)row);
        return false;
    }
    return true;
}

static double uniform(rt_mt19937 *g) {
    double u;
    rt_mt_uniform(g, KILN_F64, &u, 1);
    return u;
}

/* Rounded to what PyTorch holds it in: halves by way of f32. */
static double held(kiln_dtype d, double x) {
    if (d == KILN_F64) return x;
    return d == KILN_F32 ? (double)(float)x : ir_value_of(d, ir_bits_of(d, (double)(float)x));
}

/* ---- the largest of p / q */

typedef struct candidate {
    double score;
    int64_t at;
} candidate;

static double score(kiln_dtype d, double p, double u) {
    double q = held(d, -ref_f64_log1p(-u));
    return d == KILN_F64 ? p / q : held(d, (double)((float)p / (float)q));
}

static int by_score(const void *a, const void *b) {
    const candidate *x = a, *y = b;
    if (x->score > y->score || x->score < y->score) return x->score > y->score ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static void largest(rt_mt19937 *g, const rows *r, int64_t row, candidate *room, int64_t n,
                    int64_t *to) {
    candidate best = {-1, 0};
    for (int64_t i = 0; i < r->width; i++) {
        room[i] = (candidate){score(r->dtype, probability(r, row, i), uniform(g)), i};
        if (room[i].score > best.score) best = room[i];
    }
    to[0] = best.at;
    if (n == 1) return;
    qsort(room, (size_t)r->width, sizeof *room, by_score);
    for (int64_t k = 0; k < n; k++) to[k] = room[k].at;
}

/* ---- the running sum, in f64 or f32, the last of which is 1 */

static void running_sum(const rows *r, int64_t row, candidate *room) {
    bool wide = r->dtype == KILN_F64;
    double sum = 0;
    for (int64_t i = 0; i < r->width; i++) {
        sum += probability(r, row, i);
        if (!wide) sum = (double)(float)sum;
        room[i].score = sum;
    }
    for (int64_t i = 0; i < r->width; i++)
        room[i].score = wide ? room[i].score / sum : (double)((float)room[i].score / (float)sum);
}

static int64_t looked_up(const candidate *room, int64_t width, double u) {
    int64_t left = 0, right = width;
    while (left < right) {
        int64_t middle = left + (right - left) / 2;
        if (room[middle].score < u)
            left = middle + 1;
        else
            right = middle;
    }
    return left;
}

static void draw(rt_mt19937 *g, const rows *r, candidate *room, int64_t n, bool replacement,
                 int64_t *to) {
    for (int64_t row = 0; row < r->count; row++, to += n) {
        if (n == 1 || !replacement) {
            largest(g, r, row, room, n, to);
        } else {
            running_sum(r, row, room);
            for (int64_t k = 0; k < n; k++) to[k] = looked_up(room, r->width, uniform(g));
        }
    }
}

static kiln_tensor *drawn(kiln_session *s, const rows *r, int rank, int64_t n, bool replacement) {
    int64_t extent[2] = {r->count, n}, numel;
    kiln_shape shape = {rank, extent + 2 - rank};
    if (!fe_good_tensor(s, KILN_I64, shape, &numel)) return fe_result(s, IR_NONE);
    rt_mt19937 *g = fe_generator(s);
    candidate *room = kn_malloc(s->alloc, ((size_t)r->width + 1) * sizeof *room);
    int64_t *to = kn_calloc(s->alloc, (size_t)numel + 1, sizeof *to);
    kiln_tensor *t = NULL;
    if (g != NULL && room != NULL && to != NULL) {
        draw(g, r, room, n, replacement, to);
        t = fe_from_bytes(s, to, (size_t)numel * sizeof *to, KILN_I64, shape);
    } else {
        t = fe_result(s, ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %lld samples",
                                 (long long)numel));
    }
    kn_free(s->alloc, room, ((size_t)r->width + 1) * sizeof *room);
    kn_free(s->alloc, to, ((size_t)numel + 1) * sizeof *to);
    return t;
}

static bool good_call(kiln_session *s, const kiln_tensor *input, int64_t n, bool replacement) {
    char type[160];
    const char *own = fe_type_text(input, type, sizeof type);
    int rank = fe_of(input)->rank;
    int64_t width = rank > 0 ? fe_of(input)->extent[rank - 1] : 0;
    if (!fe_is_float((kiln_dtype)fe_of(input)->dtype))
        ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected a float dtype", own);
    else if (rank < 1 || rank > 2)
        ir_fail(&s->b, KILN_BAD_SHAPE, "input is %s, expected rank 1 or 2", own);
    else if (n < 1)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "num_samples is %lld, expected 1 or more", (long long)n);
    else if (width > MOST_CATEGORIES)
        ir_fail(&s->b, KILN_TOO_LARGE, "input is %s, expected %d places at most", own,
                MOST_CATEGORIES);
    else if (!replacement && n > width)
        ir_fail(&s->b, KILN_BAD_ARGUMENT,
                "num_samples is %lld, without replacement input, %s, has no more than %lld",
                (long long)n, own, (long long)width);
    return s->b.status == KILN_OK;
}

kiln_tensor *(kiln_multinomial)(kiln_site at, kiln_tensor *input, int64_t n, bool replacement) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "multinomial", input);
    if (s == NULL) return fe_poison_like(input, NULL);
    if (!good_call(s, input, n, replacement)) return fe_result(s, IR_NONE);
    int rank = fe_of(input)->rank;
    const fe_buffer *b = fe_data(s, at, "multinomial", input);
    if (b == NULL) return fe_poison(s);
    rows r = {(kiln_dtype)fe_of(input)->dtype, b->data, rank == 2 ? fe_of(input)->extent[0] : 1,
              fe_of(input)->extent[rank - 1]};
    if (!good_rows(s, &r)) return fe_result(s, IR_NONE);
    fe_begin(s);
    return fe_ended(s, drawn(s, &r, rank, n, replacement));
}
