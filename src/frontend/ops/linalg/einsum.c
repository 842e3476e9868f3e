/* SPDX-License-Identifier: Apache-2.0
 * einsum: the equation gives every axis of every operand a label; operands are then joined one by
 * one, left to right, each time summing the labels that no later operand and not the result needs.
 */
#include "frontend/ops/linalg/product.h"

#include <string.h>

/* Labels: 0-25 A-Z, 26-51 a-z, then the axes of '...', the last of them first so that they align at
 * the end. */
enum { LETTERS = 52, LABELS = LETTERS + IR_MAX_RANK };

typedef struct term {
    int label[2 * IR_MAX_RANK];
    int n;
    bool dots;
    int dots_at;
} term;

static int letter(char c) {
    return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : -1;
}

static bool wrong(kiln_session *s, const char *equation, const char *what) {
    ir_fail(&s->b, KILN_BAD_ARGUMENT, "equation \"%.80s\": %s", equation, what);
    return false;
}

/* One term up to its end, the axes of '...' not yet put in. */
static bool read_term(kiln_session *s, const char *equation, const char **at, term *t) {
    t->n = 0;
    t->dots = false;
    t->dots_at = 0;
    const char *p = *at;
    for (; *p != '\0' && *p != ',' && *p != '-'; p++) {
        if (*p == ' ') continue;
        if (*p == '.') {
            if (t->dots || p[1] != '.' || p[2] != '.')
                return wrong(s, equation, "'.' is not part of one '...'");
            t->dots = true;
            t->dots_at = t->n;
            p += 2;
            continue;
        }
        if (letter(*p) < 0) return wrong(s, equation, "an axis label is not a letter");
        if (t->n == IR_MAX_RANK) return wrong(s, equation, "an operand has too many labels");
        t->label[t->n++] = letter(*p);
    }
    *at = p;
    return true;
}

/* Puts `n` labels for '...' where it stood. */
static void put_dots(term *t, int n) {
    memmove(t->label + t->dots_at + n, t->label + t->dots_at,
            (size_t)(t->n - t->dots_at) * sizeof *t->label);
    for (int i = 0; i < n; i++) t->label[t->dots_at + i] = LETTERS + n - 1 - i;
    t->n += n;
}

/* An operand and the label of each of its axes, all different. */
typedef struct labelled {
    ir_id id;
    int label[IR_MAX_RANK];
    int n;
} labelled;

static int find(const int *label, int n, int wanted) {
    for (int i = 0; i < n; i++)
        if (label[i] == wanted) return i;
    return -1;
}

/* Axes i < j of one label become their diagonal at i. */
static ir_id merge_axes(kiln_session *s, ir_id x, int i, int j) {
    int order[IR_MAX_RANK], rank = fe_rank(s, x);
    int64_t n = ir_shape(&s->g, x)[i], m = ir_shape(&s->g, x)[j];
    if (n != m)
        return ir_fail(&s->b, KILN_BAD_SHAPE, "a repeated label has extents %lld and %lld",
                       (long long)n, (long long)m);
    x = fe_diagonal(s, x, 0, i, j);
    for (int d = 0, from = 0; d < rank - 1; d++) order[d] = d == i ? rank - 2 : from++;
    return x == IR_NONE ? x : ir_permute(&s->b, x, order);
}

static bool read_operand(kiln_session *s, const char *equation, term *t, ir_id id, labelled *out) {
    int rank = fe_rank(s, id), dots = rank - t->n;
    if (dots < 0 || (dots > 0 && !t->dots))
        return wrong(s, equation, "an operand's rank is not the number of its labels");
    if (t->dots) put_dots(t, dots);
    out->n = t->n;
    out->id = id;
    memcpy(out->label, t->label, (size_t)t->n * sizeof *t->label);
    for (int i = 0; i < out->n; i++)
        for (int j = out->n - 1; j > i; j--)
            if (out->label[i] == out->label[j]) {
                out->id = merge_axes(s, out->id, i, j);
                if (out->id == IR_NONE) return false;
                memmove(out->label + j, out->label + j + 1,
                        (size_t)(out->n - j - 1) * sizeof *out->label);
                out->n--;
            }
    return true;
}

/* The result's labels: as written, or '...' and then those that occur once, in order. */
static bool read_result(kiln_session *s, const char *equation, const char *p, const term *terms,
                        size_t n, int dots, term *out) {
    int count[LABELS] = {0};
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < terms[i].n; k++) count[terms[i].label[k]]++;
    if (*p == '-') {
        if (p[1] != '>') return wrong(s, equation, "'-' without '>'");
        p += 2;
        if (!read_term(s, equation, &p, out)) return false;
        if (*p != '\0') return wrong(s, equation, "it goes on after the result");
        if (out->dots) put_dots(out, dots);
    } else {
        *out = (term){.n = 0, .dots = true};
        put_dots(out, dots);
        for (int l = 0; l < LETTERS; l++)
            if (count[l] == 1) {
                if (out->n == IR_MAX_RANK)
                    return wrong(s, equation, "the result has too many axes");
                out->label[out->n++] = l;
            }
    }
    for (int i = 0; i < out->n; i++) {
        if (count[out->label[i]] == 0)
            return wrong(s, equation, "a label of the result is in no operand");
        if (find(out->label, i, out->label[i]) >= 0)
            return wrong(s, equation, "a label stands twice in the result");
    }
    return out->n <= IR_MAX_RANK || wrong(s, equation, "the result has too many axes");
}

/* Sums the axes whose label is not needed. */
static bool sum_unneeded(kiln_session *s, labelled *x, const bool *needed) {
    int axes[IR_MAX_RANK], n = 0, kept = 0;
    for (int i = 0; i < x->n; i++) {
        if (needed[x->label[i]])
            x->label[kept++] = x->label[i];
        else
            axes[n++] = i;
    }
    x->n = kept;
    if (n == 0) return x->id != IR_NONE;
    /* sums of integers widen, as sum's do */
    if (!fe_is_float(fe_dtype(s, x->id))) x->id = fe_cast(s, x->id, KILN_I64);
    x->id = x->id == IR_NONE ? x->id : fe_reduce(s, IR_SUM, x->id, (kiln_axes){n, axes}, false);
    return x->id != IR_NONE;
}

/* x's axes in the order of `want` (absent ones as extent 1), merged into three extents: [batch,
 * rows, columns]. */
static ir_id merged(kiln_session *s, const labelled *x, const int *want, const int group[3],
                    int64_t *extent) {
    int order[IR_MAX_RANK], k = 0, at = 0;
    int64_t m[3] = {1, 1, 1};
    for (int g = 0; g < 3; g++)
        for (int i = 0; i < group[g]; i++, at++) {
            int axis = find(x->label, x->n, want[at]);
            int64_t e = axis < 0 ? 1 : ir_shape(&s->g, x->id)[axis];
            if (axis >= 0) order[k++] = axis;
            if (e != 1 || extent[want[at]] == 0) extent[want[at]] = e;
            m[g] *= e;
        }
    ir_id y = ir_permute(&s->b, x->id, order);
    return y == IR_NONE ? y : ir_reshape(&s->b, y, 3, m);
}

/* Extents of 1 against larger ones broadcast: brought to the larger before axes merge. */
static bool equalise(kiln_session *s, labelled *x, const labelled *y) {
    int64_t e[IR_MAX_RANK];
    for (int i = 0; i < x->n; i++) {
        int j = find(y->label, y->n, x->label[i]);
        int64_t a = ir_shape(&s->g, x->id)[i], b = j < 0 ? a : ir_shape(&s->g, y->id)[j];
        if (a != b && a != 1 && b != 1) {
            ir_fail(&s->b, KILN_BAD_SHAPE, "one label has extents %lld and %lld", (long long)a,
                    (long long)b);
            return false;
        }
        e[i] = a == 1 ? b : a;
    }
    x->id = ir_expand(&s->b, x->id, x->n, e);
    return x->id != IR_NONE;
}

/* x and y joined: labels needed later stay, those of both that are not are summed by the product.
 */
static bool join(kiln_session *s, labelled *x, labelled *y, const bool *needed) {
    bool with_y[LABELS], with_x[LABELS];
    memcpy(with_y, needed, sizeof with_y);
    memcpy(with_x, needed, sizeof with_x);
    for (int i = 0; i < y->n; i++) with_y[y->label[i]] = true;
    for (int i = 0; i < x->n; i++) with_x[x->label[i]] = true;
    if (!sum_unneeded(s, x, with_y) || !sum_unneeded(s, y, with_x) || !equalise(s, x, y) ||
        !equalise(s, y, x))
        return false;
    int batch[IR_MAX_RANK], left[IR_MAX_RANK], right[IR_MAX_RANK], summed[IR_MAX_RANK],
        nb = 0, nl = 0, nr = 0, ns = 0;
    for (int i = 0; i < x->n; i++) {
        int l = x->label[i];
        if (find(y->label, y->n, l) < 0)
            left[nl++] = l;
        else if (needed[l])
            batch[nb++] = l;
        else
            summed[ns++] = l;
    }
    for (int i = 0; i < y->n; i++)
        if (find(x->label, x->n, y->label[i]) < 0) right[nr++] = y->label[i];
    if (nb + nl + nr > IR_MAX_RANK)
        return ir_fail(&s->b, KILN_TOO_LARGE, "a product of two operands has too many axes"), false;
    int want[2 * IR_MAX_RANK];
    int64_t extent[LABELS] = {0}, e[IR_MAX_RANK];
    memcpy(want, batch, (size_t)nb * sizeof *want);
    memcpy(want + nb, left, (size_t)nl * sizeof *want);
    memcpy(want + nb + nl, summed, (size_t)ns * sizeof *want);
    ir_id a = merged(s, x, want, (const int[3]){nb, nl, ns}, extent);
    memcpy(want + nb, summed, (size_t)ns * sizeof *want);
    memcpy(want + nb + ns, right, (size_t)nr * sizeof *want);
    ir_id b = a == IR_NONE ? a : merged(s, y, want, (const int[3]){nb, ns, nr}, extent);
    if (b == IR_NONE) return false;
    ir_id z;
    static const char *const names[2] = {"an operand", "the next"};
    kiln_dtype wide = fe_wider(fe_dtype(s, a), fe_dtype(s, b));
    if (ns > 0 && !fe_one_dtype(s, (const ir_id[]){a, b}, names, 2)) return false;
    if (ns == 0) { /* [b,m,1] x [b,1,n] */
        b = fe_cast(s, b, wide);
        z = fe_map2(s, wide == KILN_BOOL ? IR_AND : IR_MUL, fe_cast(s, a, wide), b);
    } else {
        z = fe_matmul(s, a, b);
    }
    x->n = 0;
    for (int i = 0; i < nb; i++) x->label[x->n++] = batch[i];
    for (int i = 0; i < nl; i++) x->label[x->n++] = left[i];
    for (int i = 0; i < nr; i++) x->label[x->n++] = right[i];
    for (int i = 0; i < x->n; i++) e[i] = extent[x->label[i]];
    x->id = z == IR_NONE ? z : ir_reshape(&s->b, z, x->n, e);
    return x->id != IR_NONE;
}

enum { MOST_OPERANDS = 32 };

static ir_id evaluate(kiln_session *s, const char *equation, const ir_id *ids, size_t n) {
    term terms[MOST_OPERANDS], result;
    labelled operand[MOST_OPERANDS];
    const char *p = equation;
    int dots = 0;
    for (size_t i = 0; i < n; i++) {
        if (!read_term(s, equation, &p, &terms[i])) return IR_NONE;
        if ((i + 1 < n) != (*p == ','))
            return wrong(s, equation, "the number of its terms is not the number of operands"),
                   IR_NONE;
        if (i + 1 < n) p++;
        int own = fe_rank(s, ids[i]) - terms[i].n;
        if (terms[i].dots && own > dots) dots = own;
        if (!read_operand(s, equation, &terms[i], ids[i], &operand[i])) return IR_NONE;
    }
    if (!read_result(s, equation, p, terms, n, dots, &result)) return IR_NONE;
    bool needed[MOST_OPERANDS + 1][LABELS];
    memset(needed[n], 0, sizeof needed[n]);
    for (int i = 0; i < result.n; i++) needed[n][result.label[i]] = true;
    for (size_t i = n; i-- > 0;) { /* needed[i]: by operand i and later, or the result */
        memcpy(needed[i], needed[i + 1], sizeof needed[i]);
        for (int k = 0; k < operand[i].n; k++) needed[i][operand[i].label[k]] = true;
    }
    labelled x = operand[0];
    if (n == 1 && !sum_unneeded(s, &x, needed[1])) return IR_NONE;
    for (size_t i = 1; i < n; i++)
        if (!join(s, &x, &operand[i], needed[i + 1])) return IR_NONE;
    int order[IR_MAX_RANK];
    for (int i = 0; i < result.n; i++) order[i] = find(x.label, x.n, result.label[i]);
    return ir_permute(&s->b, x.id, order);
}

kiln_tensor *(kiln_einsum)(kiln_site at, const char *equation, kiln_list operands) {
    FE_DOOR;
    kiln_session *s = fe_enter(at, "einsum", operands.tensor, operands.count);
    if (s == NULL) return fe_poison_like(fe_first(operands), NULL);
    ir_id ids[MOST_OPERANDS];
    size_t n = operands.count;
    if (equation == NULL || n == 0 || n > MOST_OPERANDS)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "expected an equation and 1 to %d operands", MOST_OPERANDS));
    for (size_t i = 0; i < n; i++) {
        ids[i] = fe_node(s, operands.tensor[i]);
        if (ids[i] == IR_NONE) return fe_result(s, IR_NONE);
    }
    return fe_result(s, evaluate(s, equation, ids, n));
}
