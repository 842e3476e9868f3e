/* SPDX-License-Identifier: Apache-2.0
 * Reference kernels of the class FACTOR: the singular value decomposition, by one-sided Jacobi
 * rotations in double, whatever the dtype. The three ops compute the same decomposition and give
 * one part of it; in a run it is computed once. Called through ref_node.c's table. */
#include <float.h>

#include "reference/ref_kernels.h"

#define MOST_KEPT                                                                                  \
    ((size_t)64                                                                                    \
     << 20) /* bytes of decompositions that wait for other parts of them                \
                        */

enum { SWEEPS = 60 /* far more than ever needed: convergence is quadratic */, NO_SCALE = -1 };

/* The columns of `w`, q of p elements, are those of the matrix, or where it is wide of its
 * transpose. Rotations make them orthogonal; `v` gathers the rotations, column by column. */
typedef struct svd {
    int64_t p, q;
    double *w, *v, *s;
    int64_t *order;
    ref_pace *pace;
} svd;

static double dot(const double *a, const double *b, int64_t n) {
    double sum = 0;
    for (int64_t i = 0; i < n; i++) sum += a[i] * b[i];
    return sum;
}

static void rotate(double *a, double *b, int64_t n, double c, double s) {
    for (int64_t i = 0; i < n; i++) {
        double x = a[i], y = b[i];
        a[i] = c * x - s * y;
        b[i] = s * x + c * y;
    }
}

/* Makes two columns orthogonal; false when they are. */
static bool rotate_pair(const svd *d, int64_t i, int64_t j) {
    double *a = d->w + i * d->p, *b = d->w + j * d->p;
    double aa = dot(a, a, d->p), bb = dot(b, b, d->p), ab = dot(a, b, d->p);
    if (!(fabs(ab) > DBL_EPSILON * sqrt(aa) * sqrt(bb))) return false;
    double zeta = (bb - aa) / (2 * ab), size = fabs(zeta);
    double t = copysign(1, zeta) / (size + (size < 0x1p500 ? sqrt(1 + zeta * zeta) : size)),
           c = 1 / sqrt(1 + t * t);
    rotate(a, b, d->p, c, c * t);
    rotate(d->v + i * d->q, d->v + j * d->q, d->q, c, c * t);
    return true;
}

/* A unit column orthogonal to the first `done` ones: what is left of the unit vector of which most
 * is left. */
static void complete(const svd *d, int64_t done) {
    double *to = d->w + d->order[done] * d->p, best = -1;
    int64_t most = 0;
    for (int64_t e = 0; e < d->p && !ref_stopped(d->pace, 4 * done); e++) {
        double left = 1;
        for (int64_t k = 0; k < done; k++)
            left -= d->w[d->order[k] * d->p + e] * d->w[d->order[k] * d->p + e];
        if (left > best) {
            best = left;
            most = e;
        }
    }
    memset(to, 0, (size_t)d->p * sizeof *to);
    to[most] = 1;
    for (int turn = 0; turn < 2; turn++) { /* the second removes what rounding left of the first */
        for (int64_t k = 0; k < done && !ref_stopped(d->pace, 2 * d->p); k++) {
            const double *u = d->w + d->order[k] * d->p;
            double along = dot(u, to, d->p);
            for (int64_t i = 0; i < d->p; i++) to[i] -= along * u[i];
        }
        double size = sqrt(dot(to, to, d->p));
        for (int64_t i = 0; i < d->p; i++) to[i] /= size;
    }
}

/* A column's length, also where all its squares would vanish beside the largest column's. */
static double length_of(const double *a, int64_t n) {
    double most = 0, sum = 0;
    for (int64_t i = 0; i < n; i++) most = fabs(a[i]) > most ? fabs(a[i]) : most;
    for (int64_t i = 0; i < n && most > 0; i++) sum += (a[i] / most) * (a[i] / most);
    return most * sqrt(sum);
}

/* Singular values largest first, and columns of length 1. */
static void normalise(const svd *d) {
    for (int64_t j = 0; j < d->q; j++) {
        if (ref_stopped(d->pace, d->p + j)) return;
        int64_t k = j;
        double size = length_of(d->w + j * d->p, d->p);
        for (; k > 0 && d->s[d->order[k - 1]] < size; k--) d->order[k] = d->order[k - 1];
        d->order[k] = j;
        d->s[j] = size;
    }
    for (int64_t k = 0; k < d->q && !ref_stopped(d->pace, d->p); k++) {
        double *a = d->w + d->order[k] * d->p, size = d->s[d->order[k]];
        if (size > 0)
            for (int64_t i = 0; i < d->p; i++) a[i] /= size;
        else
            complete(d, k);
    }
}

static double load(const ref_buffer *b, int64_t i) {
    return b->dtype == KILN_F32 ? (double)((const float *)b->data)[i]
                                : ((const double *)b->data)[i];
}

static void store(const ref_buffer *b, int64_t i, double x) {
    if (b->dtype == KILN_F32)
        ((float *)b->data)[i] = ref_canon_f32((float)x);
    else
        ((double *)b->data)[i] = ref_canon_f64(x);
}

/* Decomposes the matrix that begins at element `at`, scaled by a power of two so that no square
 * overflows or vanishes. Returns that power; a NaN when some element is infinite, NO_SCALE when one
 * is a NaN. */
static double decompose(const svd *d, const ref_buffer *in, int64_t at) {
    int64_t n = in->shape[in->rank - 1];
    bool wide = n == d->p && n != d->q;
    double most = 0, scale;
    int exponent = 0;
    for (int64_t i = 0; i < d->p * d->q && !ref_stopped(d->pace, 1); i++) {
        double x = fabs(load(in, at + i));
        if (x != x) return NO_SCALE;
        if (x > most) most = x;
    }
    if (most == INFINITY) return NAN;
    if (most > 0) frexp(most, &exponent);
    scale = ldexp(1, exponent < -1000 ? -1000 : exponent > 1000 ? 1000 : exponent);
    for (int64_t j = 0; j < d->q && !ref_stopped(d->pace, d->p); j++)
        for (int64_t i = 0; i < d->p; i++)
            d->w[j * d->p + i] = load(in, at + (wide ? j * n + i : i * n + j)) / scale;
    memset(d->v, 0, (size_t)(d->q * d->q) * sizeof *d->v);
    for (int64_t j = 0; j < d->q; j++) d->v[j * d->q + j] = 1;
    bool turned = true;
    for (int sweep = 0; sweep < SWEEPS && turned; sweep++) {
        turned = false;
        for (int64_t i = 0; i < d->q; i++)
            for (int64_t j = i + 1; j < d->q && !ref_stopped(d->pace, 4 * d->p); j++)
                turned = rotate_pair(d, i, j) || turned;
    }
    if (!d->pace->stopped) normalise(d);
    return scale;
}

/* Left vectors are columns of the result, right ones rows. Of a wide matrix they change places. */
static void store_part(const ref_call *call, const svd *d, bool wide, int64_t batch, double scale) {
    const ref_buffer *out = call->out;
    int64_t m = wide ? d->q : d->p, n = wide ? d->p : d->q, k = d->q;
    bool finite = scale == scale, left = call->node->op == IR_SVD_U;
    if (call->node->op == IR_SVD_S) {
        for (int64_t j = 0; j < k; j++)
            store(out, batch * k + j, finite ? d->s[d->order[j]] * scale : NAN);
        return;
    }
    bool long_side = left != wide;
    const double *from = long_side ? d->w : d->v;
    int64_t length = left ? m : n, base = batch * length * k;
    for (int64_t j = 0; j < k && !ref_stopped(call->pace, length); j++)
        for (int64_t i = 0; i < length; i++) {
            double x = finite ? from[d->order[j] * length + i] : NAN;
            store(out, base + (left ? i * k + j : j * length + i), x);
        }
}

/* Decompositions of all matrices of an operand, or room for one of them after the other. */
typedef struct ref_factors {
    struct ref_factors *next;
    const ir_graph *graph;
    ir_id operand;
    size_t nbytes; /* of all this */
    int64_t room;  /* matrices it holds */
    size_t words;  /* of each */
    /* room scales, then matrix by matrix columns, rotations, values and their order */
    double data[];
} ref_factors;

void ref_factors_free(const kn_alloc *alloc, ref_factors **factors) {
    while (*factors) {
        ref_factors *first = *factors;
        *factors = first->next;
        kn_free(alloc, first, first->nbytes);
    }
}

static void place_factors(svd *d, ref_factors *f, int64_t b) {
    d->w = f->data + f->room + (size_t)b * f->words;
    d->v = d->w + d->p * d->q;
    d->s = d->v + d->q * d->q;
    d->order = (int64_t *)(void *)(d->s + d->q);
}

static ref_factors *find_factors(const ref_call *call) {
    ref_factors *f = call->pace->poll.factors ? *call->pace->poll.factors : NULL;
    while (f && (f->graph != call->graph || f->operand != call->node->operand[0])) f = f->next;
    return f;
}

/* Whether some other node is a part of the same decomposition. */
static bool has_siblings(const ref_call *call) {
    if (!call->pace->poll.factors) return false;
    for (ir_id id = call->node->operand[0] + 1; id < call->graph->count; id++) {
        const ir_node *n = ir_at(call->graph, id);
        bool part = n->op == IR_SVD_S || n->op == IR_SVD_U || n->op == IR_SVD_V;
        if (part && n->operand[0] == call->node->operand[0] && n->op != call->node->op) return true;
    }
    return false;
}

static bool nbytes_of(const svd *d, int64_t room, size_t *words, size_t *nbytes) {
    size_t columns, square, each;
    bool fits = kn_mul_size((size_t)d->p, (size_t)d->q, &columns) &&
                kn_mul_size((size_t)d->q, (size_t)d->q + 2, &square) &&
                kn_add_size(columns, square, words) && kn_add_size(*words, 1, &each) &&
                kn_mul_size(each, (size_t)room, nbytes) &&
                kn_mul_size(*nbytes, sizeof(double), nbytes) &&
                kn_add_size(*nbytes, sizeof(ref_factors), nbytes);
    return fits;
}

/* Room for all matrices where other parts are asked for and there is memory; else for one. */
static kiln_status new_factors(const ref_call *call, const svd *d, int64_t batches,
                               ref_factors **out) {
    size_t words, nbytes, kept = 0;
    for (ref_factors *f = call->pace->poll.factors ? *call->pace->poll.factors : NULL; f;
         f = f->next)
        kept += f->nbytes;
    int64_t room = has_siblings(call) ? batches : 1;
    if (room > 1 && (!nbytes_of(d, room, &words, &nbytes) || nbytes > MOST_KEPT - kept)) room = 1;
    if (!nbytes_of(d, room, &words, &nbytes)) return KILN_TOO_LARGE;
    ref_factors *f = kn_malloc(call->alloc, nbytes);
    if (!f) return ref_no_memory(call, nbytes);
    *f = (ref_factors){.graph = call->graph,
                       .operand = call->node->operand[0],
                       .nbytes = nbytes,
                       .room = room,
                       .words = words};
    *out = f;
    return KILN_OK;
}

/* They wait where all are there and another part will ask. */
static void keep_factors(const ref_call *call, ref_factors *f, int64_t batches) {
    size_t kept = 0;
    for (ref_factors *other = call->pace->poll.factors ? *call->pace->poll.factors : NULL; other;
         other = other->next)
        kept += other->nbytes;
    if (f->room < batches || !has_siblings(call) || f->nbytes > MOST_KEPT - kept) {
        kn_free(call->alloc, f, f->nbytes);
        return;
    }
    f->next = *call->pace->poll.factors;
    *call->pace->poll.factors = f;
}

static kiln_status svd_part(const ref_call *call) {
    const ref_buffer *in = &call->in[0];
    int64_t m = in->shape[in->rank - 2], n = in->shape[in->rank - 1];
    svd d = {.p = m > n ? m : n, .q = m > n ? n : m, .pace = call->pace};
    if (in->dtype != KILN_F32 && in->dtype != KILN_F64) return KILN_BAD_DTYPE;
    if (ref_count(in) == 0) return KILN_OK;
    int64_t batches = ref_product(in->shape, 0, in->rank - 2);
    ref_factors *known = find_factors(call), *f = known;
    if (!known) KN_TRY(new_factors(call, &d, batches, &f));
    kiln_status status = KILN_OK;
    for (int64_t b = 0; b < batches && status == KILN_OK && !call->pace->stopped; b++) {
        int64_t at = f->room > 1 ? b : 0;
        place_factors(&d, f, at);
        if (!known) f->data[at] = decompose(&d, in, b * m * n);
        if (call->pace->stopped) break;
        if (f->data[at] != NO_SCALE)
            store_part(call, &d, n > m, b, f->data[at]);
        else
            status = ref_stop(call, REF_NOT_A_NUMBER, b, 0, 0);
    }
    if (known) return status;
    if (status == KILN_OK && !call->pace->stopped)
        keep_factors(call, f, batches);
    else
        kn_free(call->alloc, f, f->nbytes);
    return status;
}

kiln_status ref_op_SVD_S(const ref_call *call) { return svd_part(call); }
kiln_status ref_op_SVD_U(const ref_call *call) { return svd_part(call); }
kiln_status ref_op_SVD_V(const ref_call *call) { return svd_part(call); }
