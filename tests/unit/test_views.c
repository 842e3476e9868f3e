/* SPDX-License-Identifier: Apache-2.0
 * Views and writes in place against a model: a storage is an array of numbers, a view a list of
 * places in it. Random programs make views of views, write through them, combine, release, and look
 * now and then; every look must be the model's. */
#include "check.h"
#include "kiln/kiln.h"

enum { RANK = 4, MOST = 600, VIEWS = 40, STORAGES = 24, STEPS = 60 };
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { PROGRAMS = 200, FUSED_PROGRAMS = 8 };
#else
enum { PROGRAMS = 2000, FUSED_PROGRAMS = 100 };
#endif

typedef struct store {
    int32_t at[MOST];
    uint64_t version;
    int n;
} store;
typedef struct look {
    kiln_tensor *t;
    int store, rank, n;
    int64_t extent[RANK];
    bool expanded, twice;
    int place[MOST];
} look;

typedef struct model {
    kiln_session *s;
    uint32_t random, seed;
    store store[STORAGES];
    int nstores, nlooks, refusals;
    look look[VIEWS];
    char log[STEPS * 64];
} model;

static int pick(model *m, int n) {
    m->random = m->random * 1664525u + 1013904223u;
    return n > 0 ? (int)((m->random >> 8) % (uint32_t)n) : 0;
}

static void said(model *m, const char *what, int a, int b) {
    size_t len = strlen(m->log);
    snprintf(m->log + len, sizeof m->log - len, "%s %d %d; ", what, a, b);
}

#define AGREE(m, condition, ...)                                                                   \
    cr_assert((condition), "program %u: %s, failed: %s; %s", (m)->seed, #condition,                \
              kiln_error_text((m)->s), (m)->log)

/* ---- the model */

/* A handle the program made, and what the model says it shows. */
static look *add(model *m, const look *l) {
    AGREE(m, kiln_ok(l->t));
    AGREE(m, kiln_rank(l->t) == l->rank &&
                 memcmp(kiln_extents(l->t), l->extent, (size_t)l->rank * sizeof *l->extent) == 0);
    if (m->nlooks == VIEWS) {
        kiln_release(m->look[VIEWS / 2].t);
        m->look[VIEWS / 2] = m->look[--m->nlooks];
    }
    look *added = &m->look[m->nlooks++];
    *added = *l;
    added->twice = false; /* a slice may have parted what was one */
    for (int i = 0; i < l->n; i++)
        for (int j = 0; j < i; j++) added->twice = added->twice || l->place[i] == l->place[j];
    return added;
}

/* The same values in a storage of their own. */
static void own(model *m, look *l) {
    int32_t value[MOST];
    for (int i = 0; i < l->n; i++) value[i] = m->store[l->store].at[l->place[i]];
    l->store = m->nstores++;
    l->expanded = l->twice = false;
    m->store[l->store].version = 0;
    m->store[l->store].n = l->n;
    for (int i = 0; i < l->n; i++) m->store[l->store].at[i] = value[i], l->place[i] = i;
}

static void check(model *m, const look *l) {
    int32_t value[MOST];
    AGREE(m, kiln_read(l->t, value, (size_t)l->n * sizeof *value) == KILN_OK);
    for (int i = 0; i < l->n; i++)
        cr_assert(value[i] == m->store[l->store].at[l->place[i]],
                  "program %u: element %d is %d, wanted %d; %s", m->seed, i, value[i],
                  m->store[l->store].at[l->place[i]], m->log);
    AGREE(m, kiln_version_of(l->t) == m->store[l->store].version);
}

static void new_store(model *m) {
    look l = {.rank = pick(m, RANK), .n = 1, .store = m->nstores++};
    for (int i = 0; i < l.rank; i++) l.n *= (int)(l.extent[i] = pick(m, 20) ? 1 + pick(m, 4) : 0);
    for (int i = 0; i < l.n; i++) m->store[l.store].at[i] = pick(m, 100) - 50, l.place[i] = i;
    m->store[l.store].version = 0;
    m->store[l.store].n = l.n;
    kiln_shape shape = {l.rank, l.extent};
    l.t =
        kiln_from_bytes(m->s, m->store[l.store].at, (size_t)l.n * sizeof(int32_t), KILN_I32, shape);
    add(m, &l);
}

/* Where element (index) of l lies. */
static int place_of(const look *l, const int64_t *index) {
    int64_t at = 0;
    for (int i = 0; i < l->rank; i++) at = at * l->extent[i] + index[i];
    return l->place[at];
}

/* Fills in the places of `to`, whose element `index` is element start + index[axis[i]] * step of
 * `from`. An axis below 0 stays at its start. */
static void map_places(const look *from, look *to, const int *axis, const int64_t *start,
                       const int64_t *step) {
    int64_t index[RANK] = {0}, at[RANK];
    to->n = 1;
    for (int i = 0; i < to->rank; i++) to->n *= (int)to->extent[i];
    for (int k = 0; k < to->n; k++) {
        for (int i = 0; i < from->rank; i++)
            at[i] = start[i] + (axis[i] < 0 ? 0 : index[axis[i]] * step[i]);
        to->place[k] = place_of(from, at);
        for (int i = to->rank - 1; i >= 0 && ++index[i] == to->extent[i]; i--) index[i] = 0;
    }
}

/* ---- views */

static void view_slice(model *m, const look *from, look *to, int *axis, int64_t *start,
                       int64_t *step) {
    int k = pick(m, from->rank);
    int64_t n = from->extent[k], first = pick(m, (int)n + 1),
            end = first + pick(m, (int)(n - first) + 1);
    start[k] = first;
    step[k] = 1 + pick(m, 3);
    to->extent[k] = (end - first + step[k] - 1) / step[k];
    if (to->extent[k] == 0) start[k] = 0;
    to->t = kiln_slice(from->t, k - (pick(m, 2) ? from->rank : 0), first, end, step[k]);
    (void)axis;
}

static void view_select(model *m, const look *from, look *to, int *axis, int64_t *start) {
    int k = pick(m, from->rank);
    start[k] = pick(m, (int)from->extent[k]);
    axis[k] = -1;
    for (int i = k + 1; i < from->rank; i++) axis[i] = i - 1, to->extent[i - 1] = from->extent[i];
    to->rank--;
    to->t = kiln_select(from->t, k, start[k]);
}

static void view_permute(model *m, const look *from, look *to, int *axis) {
    int order[RANK];
    for (int i = 0; i < from->rank; i++) {
        int j = pick(m, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    for (int i = 0; i < from->rank; i++) to->extent[i] = from->extent[order[i]], axis[order[i]] = i;
    to->t = kiln_permute(from->t, (kiln_axes){from->rank, order});
}

/* A copy, as in PyTorch. */
static void flip(model *m, const look *from, look *to, int64_t *start, int64_t *step) {
    int k = pick(m, from->rank);
    start[k] = from->extent[k] ? from->extent[k] - 1 : 0;
    step[k] = -1;
    to->t = kiln_flip(from->t, KILN_AXES(k));
}

/* Axes of 1 repeated. */
static void view_expand(model *m, const look *from, look *to, int64_t *step) {
    int n = from->n;
    for (int i = 0; i < from->rank; i++) {
        if (from->extent[i] != 1 || n * 3 > MOST || pick(m, 3) == 0) continue;
        to->extent[i] = 1 + pick(m, 3);
        step[i] = 0;
        n *= (int)to->extent[i];
        to->expanded = true;
        to->twice = to->twice || to->extent[i] > 1;
    }
    to->t = kiln_expand(from->t, (kiln_shape){to->rank, to->extent});
}

/* A view where strides allow it, a copy elsewhere: the handle says which. */
static void reshape(model *m, const look *from) {
    look to = *from;
    int64_t left = from->n;
    to.rank = 1 + pick(m, RANK - 1);
    for (int i = 0; i < to.rank; i++) {
        int64_t d = i + 1 == to.rank ? left : 1 + pick(m, 4);
        if (left == 0 || left % d != 0) d = i + 1 == to.rank ? left : 1;
        to.extent[i] = d;
        left = d ? left / d : left;
    }
    to.t = kiln_reshape(from->t, (kiln_shape){to.rank, to.extent});
    if (kiln_ok(to.t) && !kiln_shares_storage(to.t, from->t)) own(m, &to);
    add(m, &to);
}

/* Rows of a storage's elements in order, up to three elements apart: apart, next to each other, or
 * overlapping. */
static void as_strided(model *m, const look *from) {
    look to = *from;
    int n = m->store[from->store].n, offset = pick(m, n), most = n - 1 - offset;
    int64_t stride[2] = {pick(m, 4), pick(m, 4)};
    to.rank = 2;
    to.extent[1] = 1 + (stride[1] ? pick(m, 1 + most / (int)stride[1]) : pick(m, 3));
    most -= (int)((to.extent[1] - 1) * stride[1]);
    to.extent[0] = 1 + (stride[0] ? pick(m, 1 + most / (int)stride[0]) : pick(m, 3));
    to.n = (int)(to.extent[0] * to.extent[1]);
    if (to.n > MOST) return;
    for (int i = 0; i < to.n; i++)
        to.place[i] = (int)(offset + i / to.extent[1] * stride[0] + i % to.extent[1] * stride[1]);
    to.expanded = true;
    to.t = kiln_as_strided(from->t, (kiln_shape){2, to.extent}, (kiln_shape){2, stride}, offset);
    add(m, &to);
}

static void new_view(model *m, const look *from) {
    look to = *from;
    int axis[RANK], what = pick(m, 7);
    int64_t start[RANK] = {0}, step[RANK];
    for (int i = 0; i < RANK; i++) axis[i] = i, step[i] = 1;
    if (what == 0 || from->rank == 0) {
        if (m->nstores < STORAGES) reshape(m, from);
        return;
    }
    if (what == 6) {
        if (from->n > 0) as_strided(m, from);
        return;
    }
    if (what == 1)
        view_slice(m, from, &to, axis, start, step);
    else if (what == 2 && from->n > 0)
        view_select(m, from, &to, axis, start);
    else if (what == 3 && m->nstores < STORAGES)
        flip(m, from, &to, start, step);
    else if (what == 4)
        view_expand(m, from, &to, step);
    else
        view_permute(m, from, &to, axis);
    map_places(from, &to, axis, start, step);
    if (kiln_ok(to.t) && !kiln_shares_storage(to.t, from->t)) own(m, &to);
    add(m, &to);
}

/* The handle itself looks otherwise; others do not, but the version is that of a write. */
static void view_in_place(model *m, look *l) {
    look from = *l;
    int axis[RANK], what = pick(m, 3), k = from.rank ? pick(m, from.rank) : 0,
                    j = from.rank ? pick(m, from.rank) : 0;
    int64_t start[RANK] = {0}, step[RANK] = {1, 1, 1, 1};
    kiln_tensor *t;
    for (int i = 0; i < RANK; i++) axis[i] = i;
    if (what == 0) {
        axis[k] = j;
        axis[j] = k;
        if (from.rank) l->extent[k] = from.extent[j], l->extent[j] = from.extent[k];
        t = from.rank < 3 && k != j ? kiln_t_(l->t) : kiln_transpose_(l->t, j, k);
    } else if (what == 1 && from.rank < RANK) {
        for (int i = from.rank - 1; i >= j; i--) l->extent[i + 1] = from.extent[i], axis[i] = i + 1;
        l->extent[j] = 1;
        l->rank++;
        t = kiln_unsqueeze_(l->t, j - (pick(m, 2) ? from.rank + 1 : 0));
    } else {
        l->rank = 0;
        for (int i = 0; i < from.rank; i++) {
            axis[i] = from.extent[i] == 1 ? -1 : l->rank;
            if (from.extent[i] != 1) l->extent[l->rank++] = from.extent[i];
        }
        t = kiln_squeeze_(l->t);
    }
    AGREE(m, t == l->t && kiln_rank(t) == l->rank);
    AGREE(m, memcmp(kiln_extents(t), l->extent, (size_t)l->rank * sizeof *l->extent) == 0);
    map_places(&from, l, axis, start, step);
    m->store[l->store].version++;
}

/* ---- writes */

static int32_t combine(int op, int32_t a, int32_t b) {
    uint32_t x = (uint32_t)a, y = (uint32_t)b;
    return (int32_t)(op == 0 ? y : op == 1 ? x + y : op == 2 ? x - y : x * y);
}

static kiln_tensor *in_place(int op, kiln_tensor *a, kiln_value v) {
    return op == 0   ? kiln_copy_(a, v)
           : op == 1 ? kiln_add_(a, v)
           : op == 2 ? kiln_sub_(a, v)
                     : kiln_mul_(a, v);
}

/* One of the same shape, or none. */
static const look *alike(model *m, const look *l) {
    for (int i = 0; i < 12; i++) {
        const look *o = &m->look[pick(m, m->nlooks)];
        if (o->rank == l->rank &&
            memcmp(o->extent, l->extent, (size_t)l->rank * sizeof *l->extent) == 0)
            return o;
    }
    return NULL;
}

/* Whether both show some place, but not the same places in the same order; strides of axes of 1
 * count too, and are not modelled. */
static bool meets(const look *l, const look *from) {
    bool ones = false;
    for (int i = 0; i < l->rank; i++) ones = ones || l->extent[i] == 1;
    if (!from || from->store != l->store) return false;
    if (!ones && memcmp(l->place, from->place, (size_t)l->n * sizeof *l->place) == 0) return false;
    for (int i = 0; i < l->n; i++)
        for (int j = 0; j < l->n; j++)
            if (l->place[i] == from->place[j]) return true;
    return false;
}

static void write_to(model *m, const look *l) {
    const look *from = pick(m, 2) ? alike(m, l) : NULL;
    int32_t number = pick(m, 9) - 4, value[MOST];
    int op = pick(m, 4);
    for (int i = 0; i < l->n; i++)
        value[i] = combine(op, m->store[l->store].at[l->place[i]],
                           from ? m->store[from->store].at[from->place[i]] : number);
    said(m, from ? "write from, op" : "write, op", (int)(l - m->look), op);
    kiln_tensor *t = in_place(op, l->t, from ? KILN_V(from->t) : KILN_V(number));
    /* refused where elements are one, and where strides only look so; where a part of what is
     * written is read elsewhere */
    if ((l->expanded || meets(l, from)) && !kiln_ok(t)) {
        AGREE(m, kiln_error(m->s) == KILN_OVERLAP);
        kiln_clear_error(m->s);
        m->refusals++;
        return;
    }
    AGREE(m, t == l->t && (!l->twice || l->n < 2 || (op == 0 && !from)));
    for (int i = 0; i < l->n; i++) m->store[l->store].at[l->place[i]] = value[i];
    m->store[l->store].version++;
}

/* a + b as a tensor of its own. */
static void sum(model *m, const look *a) {
    const look *b = alike(m, a);
    if (!b || m->nstores == STORAGES) return;
    look to = *a, other = *b;
    own(m, &to);
    for (int i = 0; i < to.n; i++)
        m->store[to.store].at[i] =
            combine(1, m->store[to.store].at[i], m->store[other.store].at[other.place[i]]);
    to.t = kiln_add(a->t, other.t);
    add(m, &to);
}

/* A view or a write in a scope of its own: what was written stays, the handle goes. */
static void inner_scope(model *m, const look *l) {
    int before = m->nlooks;
    kiln_scope (m->s) {
        if (before < VIEWS) new_view(m, l);
        if (m->nlooks > before) write_to(m, &m->look[m->nlooks - 1]);
    }
    m->nlooks = before;
}

/* Another handle to the same places, whatever its history. */
static void detach(model *m, const look *from) {
    look to = *from;
    to.t = kiln_detach(from->t);
    AGREE(m, kiln_ok(to.t) && kiln_shares_storage(to.t, from->t) &&
                 kiln_version_of(to.t) == kiln_version_of(from->t));
    add(m, &to);
}

static void step(model *m) {
    int what = pick(m, 23), which = pick(m, m->nlooks);
    look l = m->look[which];
    said(m, "step", what, which);
    if (what == 0 && m->nstores < STORAGES)
        new_store(m);
    else if (what < 8)
        new_view(m, &l);
    else if (what < 14)
        write_to(m, &m->look[which]);
    else if (what == 14)
        sum(m, &l);
    else if (what == 15 && m->nlooks > 2) {
        kiln_release(l.t);
        m->look[which] = m->look[--m->nlooks];
    } else if (what == 16)
        inner_scope(m, &l);
    else if (what < 19)
        check(m, &l);
    else if (what < 21)
        view_in_place(m, &m->look[which]);
    else if (what == 21)
        detach(m, &l);
    else
        AGREE(m, kiln_eval(KILN_LIST(l.t)) == KILN_OK);
}

static int one(kiln_options *o, uint32_t seed) {
    static model m;
    memset(&m, 0, sizeof m);
    m.seed = m.random = seed;
    m.s = kiln_open(o);
    kiln_scope (m.s) {
        for (int i = 0; i < 3; i++) new_store(&m);
        for (int i = 0; i < STEPS; i++) step(&m);
        for (int i = 0; i < m.nlooks; i++) check(&m, &m.look[i]);
    }
    AGREE(&m, !kiln_failed(m.s));
    AGREE(&m, kiln_close(m.s) == 0);
    return m.refusals;
}

static void programs(kiln_options o, int count) {
    int refusals = 0;
    for (int i = 0; i < count; i++) refusals += one(&o, 1000003u * (uint32_t)i + 17);
    fprintf(stderr, "%d programs, %d writes refused\n", count, refusals);
    cr_assert(refusals > 0);
}

Test(views, programs_on_the_reference_path) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    programs(o, PROGRAMS);
}

Test(views, programs_in_hardened_mode_with_early_flushes) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    o.mode = KILN_HARDENED;
    o.flush_nodes = 7;
    programs(o, PROGRAMS);
}

Test(views, programs_fused) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.cache_dir = "off";
    o.threads = 2;
    programs(o, FUSED_PROGRAMS);
}
