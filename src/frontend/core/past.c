/* SPDX-License-Identifier: Apache-2.0
 * What survives the scope it was recorded in is a value from then on: derivatives end there. Which
 * values of the program it was made of is remembered, so that a derivative with respect to one of
 * those is refused and not taken for zero. Called when scopes close, by value.c for leaves, and by
 * gradient.c. */
#include "frontend/core/frontend.h"

#include <stdlib.h>

#include "autograd/autograd.h"

enum { PRUNE_FROM = 32 };

/* ---- values that may outlive their scope: a list for each number of open scopes */

void fe_may_outlive(kiln_session *s, fe_storage *st) {
    fe_storage **first = &s->young[st->depth];
    /* the session's own never closes */
    if (st->depth <= 1 || st->depth >= s->young_cap || st->older != NULL || st->younger != NULL ||
        *first == st)
        return;
    st->older = *first;
    if (st->older != NULL) st->older->younger = st;
    *first = st;
}

void fe_stays(kiln_session *s, fe_storage *st) {
    if (st->older != NULL) st->older->younger = st->younger;
    if (st->younger != NULL)
        st->younger->older = st->older;
    else if (st->depth < s->young_cap && s->young[st->depth] == st)
        s->young[st->depth] = st->older;
    st->older = st->younger = NULL;
}

/* ---- what they were made of */

void fe_past_unref(kiln_session *s, fe_past *p) {
    if (--p->refs == 0) kn_free(s->alloc, p, sizeof *p + p->count * sizeof *p->value);
}

static size_t place_of(const kiln_session *s, ir_id id) {
    size_t low = 0, high = s->npasts;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->pasts[middle].node < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

fe_past *fe_past_of(const kiln_session *s, ir_id id) {
    size_t at = place_of(s, id);
    return at < s->npasts && s->pasts[at].node == id ? s->pasts[at].past : NULL;
}

static kiln_status note(kiln_session *s, ir_id id, fe_past *p) {
    KN_TRY(kn_grow(s->alloc, &s->pasts, &s->pasts_cap, s->npasts + 1, sizeof *s->pasts));
    size_t at = place_of(s, id); /* near the end: leaves are new nodes */
    memmove(s->pasts + at + 1, s->pasts + at, (s->npasts - at) * sizeof *s->pasts);
    p->refs++;
    s->pasts[at] = (fe_leaf){id, p};
    s->npasts++;
    return KILN_OK;
}

kiln_status fe_note_leaf(kiln_session *s, ir_id leaf, fe_storage *st) {
    ir_edit(&s->g, leaf)->flags |= FE_PAST;
    return note(s, leaf, st->past);
}

static bool differentiable(const ir_node *n) {
    return ad_rules[n->op] != NULL && ir_dtype_is((kiln_dtype)n->dtype, IR_DT_REAL);
}

static kiln_status add_number(kiln_session *s, size_t *n, uint64_t value) {
    KN_TRY(kn_grow(s->alloc, &s->numbers, &s->numbers_cap, *n + 1, sizeof *s->numbers));
    s->numbers[(*n)++] = value;
    return KILN_OK;
}

/* Of a value that detached aliases show: to them what was made of it by another way is a constant,
 * and the other way round. */
static uint64_t detached(uint64_t value) { return value | (uint64_t)1 << 63; }

static uint64_t number_of(const fe_tensor *t) {
    return t->detached ? detached(t->storage->value) : t->storage->value;
}

/* `id`, the node of a detached alias, was read: by the storage's value, which lies under the views.
 */
static kiln_status add_detached(kiln_session *s, ir_id id, size_t *n) {
    do id = ir_at(&s->g, id)->operand[0];
    while (ir_at(&s->g, id)->tag == 0 && ir_at(&s->g, id)->noperands > 0 &&
           ir_ops[ir_at(&s->g, id)->op].cls == IR_MOVE);
    return ir_at(&s->g, id)->tag != 0 ? add_number(s, n, detached(ir_at(&s->g, id)->tag)) : KILN_OK;
}

/* Gradients are constants here, as PyTorch's are without create_graph. */
static kiln_status collect(kiln_session *s, ir_id of, size_t *n, uint32_t *pruned) {
    kn_bits *next = &s->marks;
    KN_TRY(kn_bits_empty(s->alloc, next, s->g.count));
    kn_bits_add(next, of);
    for (size_t id = kn_bits_down(next, (size_t)of + 1); id != KN_NO_BIT;
         id = kn_bits_down(next, id)) {
        const ir_node *x = ir_at(&s->g, (ir_id)id);
        if (id != of && fe_has_handle(x)) KN_TRY(add_number(s, n, x->tag));
        if (x->op == IR_DETACH && (x->flags & FE_SHOWN) != 0) KN_TRY(add_detached(s, (ir_id)id, n));
        if (id != of && (x->flags & FE_PAST) != 0) {
            const fe_past *p = fe_past_of(s, (ir_id)id);
            for (uint32_t i = 0; p != NULL && i < p->count; i++)
                KN_TRY(add_number(s, n, p->value[i]));
            if (p != NULL && p->pruned > *pruned) *pruned = p->pruned;
        } else if ((x->flags & FE_GRAD) == 0 && differentiable(x)) {
            for (int k = 0; k < x->noperands; k++)
                if (ir_dtype_is((kiln_dtype)ir_at(&s->g, x->operand[k])->dtype, IR_DT_REAL))
                    kn_bits_add(next, x->operand[k]);
        }
    }
    return KILN_OK;
}

static int by_size(const void *a, const void *b) {
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

static size_t sorted(uint64_t *v, size_t n) {
    size_t kept = 0;
    if (n > 1) qsort(v, n, sizeof *v, by_size);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || v[kept - 1] != v[i]) v[kept++] = v[i];
    return kept;
}

typedef struct found {
    size_t n;
    kiln_status status;
} found;

static void add_value(kiln_session *s, fe_tensor *t, void *user) {
    found *f = user;
    if (f->status == KILN_OK) f->status = add_number(s, &f->n, number_of(t));
}

/* Values that no handle has any more can be no wrt. */
static size_t without_dead(kiln_session *s, size_t n) {
    found f = {n, KILN_OK};
    fe_each_live(s, add_value, &f);
    if (f.status != KILN_OK) return n; /* only longer */
    size_t all = f.n;
    size_t live = sorted(s->numbers + n, all - n), kept = 0;
    for (size_t i = 0, j = n; i < n; i++) {
        while (j < n + live && s->numbers[j] < s->numbers[i]) j++;
        if (j < n + live && s->numbers[j] == s->numbers[i]) s->numbers[kept++] = s->numbers[i];
    }
    return kept;
}

static fe_past *past_from(kiln_session *s, size_t n, uint32_t pruned, kiln_site scope,
                          bool packed) {
    fe_past *p = kn_malloc(s->alloc, sizeof *p + n * sizeof *p->value);
    if (p == NULL) return NULL;
    *p = (fe_past){
        .refs = 1, .count = (uint32_t)n, .pruned = pruned, .scope = scope, .packed = packed};
    memcpy(p->value, s->numbers, n * sizeof *p->value);
    return p;
}

/* Neighbours are often made of the same, and so are those of a loop's turns. */
static bool same_past(const fe_past *p, const uint64_t *v, size_t n, kiln_site scope, bool packed) {
    return p != NULL && p->count == n && p->scope == scope && p->packed == packed &&
           memcmp(p->value, v, n * sizeof *v) == 0;
}

/* Without memory it counts as made of nothing: then `wrt` is not found at all, which is an error
 * too. */
static void set_past(kiln_session *s, fe_storage *st, kiln_site scope, bool packed) {
    size_t n = 0;
    uint32_t pruned = 0;
    if (collect(s, st->node, &n, &pruned) != KILN_OK || n > UINT32_MAX) return;
    n = sorted(s->numbers, n);
    if (n > PRUNE_FROM + 2 * (size_t)pruned) {
        n = without_dead(s, n);
        pruned = (uint32_t)n;
    }
    if (n == 0) return;
    if (!same_past(s->latest_past, s->numbers, n, scope, packed)) {
        if (s->latest_past != NULL) fe_past_unref(s, s->latest_past);
        s->latest_past = past_from(s, n, pruned, scope, packed);
    }
    if (s->latest_past == NULL) return;
    st->past = s->latest_past;
    st->past->refs++;
    (void)note(s, st->node, st->past);
}

/* ---- parameters that an optimiser moves */

typedef struct move {
    uint64_t from, to;
} move;

static void rename_value(fe_past *p, const move *m) {
    bool any = false;
    for (uint32_t i = 0; p != NULL && i < p->count; i++)
        for (int d = 0; d < 2; d++) {
            if (p->value[i] != (d ? detached(m->from) : m->from)) continue;
            p->value[i] = d ? detached(m->to) : m->to;
            any = true;
        }
    /* with repeats: its size stays */
    if (any) qsort(p->value, p->count, sizeof *p->value, by_size);
}

static void rename_in_storage(kiln_session *s, fe_tensor *t, void *user) {
    (void)s;
    rename_value(t->storage->past, user);
}

void fe_past_moved(kiln_session *s, const fe_storage *from, const fe_storage *to) {
    move m = {from->value, to->value};
    for (size_t i = 0; i < s->npasts; i++) rename_value(s->pasts[i].past, &m);
    fe_each_live(s, rename_in_storage, &m);
}

void fe_past_leaf(kiln_session *s, fe_storage *st) {
    const ir_node *n = ir_at(&s->g, st->node);
    if (n->noperands == 0 || (n->flags & FE_PAST) != 0) return;
    set_past(s, st, s->b.site, true);
    ir_edit(&s->g, st->node)->flags |= FE_PAST;
}

/* ---- what was written through detached aliases: the handle alone shows the history, while its
 * scope is open */

kiln_status fe_note_writer(kiln_session *s, kiln_tensor *t) {
    const fe_writer now = {t, s->nscopes};
    const fe_writer *last = s->nwriters > 0 ? &s->writers[s->nwriters - 1] : NULL;
    if (s->nscopes <= 1 || (last != NULL && last->handle == t && last->depth == now.depth))
        return KILN_OK;
    KN_TRY(kn_grow(s->alloc, &s->writers, &s->writers_cap, s->nwriters + 1, sizeof *s->writers));
    s->writers[s->nwriters++] = now;
    return KILN_OK;
}

static void forget_written(kiln_session *s, size_t depth) {
    for (; s->nwriters > 0 && s->writers[s->nwriters - 1].depth >= depth; s->nwriters--) {
        const kiln_tensor *t = s->writers[s->nwriters - 1].handle;
        if (!fe_alive(t) || !fe_of(t)->detached) continue;
        fe_of(t)->node = IR_NONE;
        fe_of(t)->epoch = 0;
    }
}

/* ---- scopes that close */

/* Oldest first, so that a walk meets the others' sets and stops there. */
static fe_storage *oldest(fe_storage *st) {
    while (st != NULL && st->older != NULL) st = st->older;
    return st;
}

void fe_scope_passed(kiln_session *s, size_t depth, kiln_site opened) {
    forget_written(s, depth);
    if (depth >= s->young_cap) return;
    for (fe_storage *st = oldest(s->young[depth]), *next; st != NULL; st = next) {
        next = st->younger;
        st->older = st->younger = NULL;
        if (st->epoch != s->epoch || st->node == IR_NONE || ir_at(&s->g, st->node)->noperands == 0)
            continue;
        if (st->past != NULL) fe_past_unref(s, st->past);
        st->past = NULL;
        set_past(s, st, opened, false);
        ir_edit(&s->g, st->node)->flags |= FE_PAST;
    }
    s->young[depth] = NULL;
}

/* ---- derivatives through them */

static bool has_value(const fe_past *p, uint64_t value) {
    size_t low = 0, high = p->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->value[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->count && p->value[low] == value;
}

static bool of_any(const fe_past *p, kiln_list wrt) {
    for (size_t i = 0; i < wrt.count; i++)
        if (has_value(p, number_of(fe_of(wrt.tensor[i])))) return true;
    return false;
}

static kiln_status refuse(kiln_session *s, ir_id id, const fe_past *p) {
    char type[160], of[FE_PARAMETER_TEXT];
    const char *made = ir_at(&s->g, id)->site;
    ir_fail(&s->b, KILN_NO_DERIVATIVE,
            "the derivative needs how %s%s, made at %s, was computed, which was dropped when the "
            "%s at %s %s; differentiate %s, or "
            "detach it to take it as a constant",
            ir_type_text(&s->g, id, type, sizeof type),
            fe_parameter_text(s, id, ", ", of, sizeof of), made != NULL ? made : "an unknown line",
            p->packed ? "optimiser" : "scope opened",
            p->scope != NULL ? p->scope : "an unknown line", p->packed ? "was made" : "closed",
            p->packed ? "before that" : "inside that scope");
    return s->b.status;
}

/* What `wrt` was made of counts too: another `wrt` may lie behind it. */
kiln_status fe_check_past(kiln_session *s, const ir_id *roots, size_t nroots, kiln_list wrt) {
    bool any = false;
    for (size_t i = 0; i < s->npasts && !any; i++) any = of_any(s->pasts[i].past, wrt);
    if (!any) return KILN_OK;
    kn_bits *next = &s->marks;
    if (kn_bits_empty(s->alloc, next, s->g.count) != KILN_OK)
        return ir_fail(&s->b, KILN_NO_MEMORY, "no memory to look for what was dropped"),
               s->b.status;
    for (size_t i = 0; i < nroots; i++) kn_bits_add(next, roots[i]);
    for (size_t id = kn_bits_down(next, s->g.count); id != KN_NO_BIT; id = kn_bits_down(next, id)) {
        const ir_node *n = ir_at(&s->g, (ir_id)id);
        if ((n->flags & FE_PAST) != 0) {
            const fe_past *p = fe_past_of(s, (ir_id)id);
            if (p != NULL && of_any(p, wrt)) return refuse(s, (ir_id)id, p);
        } else if (differentiable(n)) {
            for (int k = 0; k < n->noperands; k++) kn_bits_add(next, n->operand[k]);
        }
    }
    return KILN_OK;
}
