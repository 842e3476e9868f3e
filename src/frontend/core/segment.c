/* SPDX-License-Identifier: Apache-2.0
 * The life of the recorded graph: what nobody can reach goes, nodes and values, and when too much
 * waits it is computed. Called when scopes close, calls enter and evaluations end. */
#include "frontend/core/frontend.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "autograd/autograd.h"

enum {
    DEAD_NBYTES = KN_TORTURED ? 1 : 32 << 10,
    COMPACT_NBYTES = 64 << 10,
    COMPACT_NBYTES_LIVE = 256,
    COMPACT_NBYTES_OPEN = 1 << 20,
    STORED_NBYTES = 1 << 20,
    MOST_LOOKED = 64,
    MOST_SPARE = 1 << 15,
    MOST_COPIED = KN_TORTURED ? INT32_MAX : 1024
}; /* of values that may be nobody's */

/* ---- what can be reached */

static bool computed(const kiln_session *s, const fe_storage *st) {
    return st->buffer != NULL || ir_at(&s->g, st->node)->reserved != 0;
}

static bool in_segment(const kiln_session *s, const fe_storage *st) {
    return st->epoch == s->epoch && st->node != IR_NONE;
}

/* Its history can still be asked for: by a derivative, or to compute it. */
static bool is_open(const kiln_session *s, const fe_storage *st) {
    const ir_node *n = ir_at(&s->g, st->node);
    return !computed(s, st) || ((n->flags & FE_PAST) == 0 && n->noperands > 0);
}

/* Whose value is known and ends derivatives. */
static bool ends_history(const ir_node *n) { return n->reserved != 0 && (n->flags & FE_PAST) != 0; }

static bool shows_now(const kiln_session *s, const fe_tensor *t) {
    return t->epoch == s->epoch && fe_is_current(t) && t->node != IR_NONE;
}

void fe_each_live(kiln_session *s, fe_visitor visit, void *user) {
    for (size_t list = 0; list <= s->nscopes; list++) {
        fe_tensor *head = list < s->nscopes ? s->scopes[list] : s->kept;
        for (fe_tensor *t = head->next; t != head; t = t->next) visit(s, t, user);
    }
}

typedef struct found {
    size_t n;
    kiln_status status;
} found;

static void add_live(kiln_session *s, fe_tensor *t, void *user) {
    found *f = user;
    if (in_segment(s, t->storage)) fe_storage_computed(s, t->storage);
    if (!in_segment(s, t->storage) || f->status != KILN_OK) return;
    f->status = kn_grow(s->alloc, &s->roots, &s->roots_cap, f->n + 2, sizeof *s->roots);
    if (f->status != KILN_OK) return;
    if (is_open(s, t->storage)) s->roots[f->n++] = t->storage->node;
    /* A view of a view is made of that very node, which a derivative may be taken by. */
    if (shows_now(s, t) && t->node != t->storage->node) s->roots[f->n++] = t->node;
}

/* s->staying.needed becomes what live handles reach, of nodes from `floor` on; `from` on in
 * s->roots is overwritten. */
static kiln_status mark_live(kiln_session *s, size_t from, ir_id floor, size_t *nroots,
                             size_t *count) {
    found f = {from, KILN_OK};
    fe_each_live(s, add_live, &f);
    KN_TRY(f.status);
    s->staying.leaf = ends_history;
    s->staying.floor = floor;
    *nroots = f.n - from;
    return ir_mark_needed(&s->g, s->roots + from, *nroots, &s->staying, count);
}

static void want_shown(kiln_session *s, fe_tensor *t, void *user) {
    kn_bits *wanted = user;
    if (shows_now(s, t) && kn_bits_has(&s->staying.needed, t->node)) kn_bits_add(wanted, t->node);
}

/* s->marks becomes the nodes of those whose value can still be asked for: they are a handle's, an
 * uncomputed node reads them, or the rule of a derivative may. What is in `now` counts as computed.
 */
static kiln_status mark_values(kiln_session *s, const ir_id *roots, size_t nroots,
                               const kn_bits *now) {
    kn_bits *wanted = &s->marks, *derivable = &s->derivable;
    KN_TRY(kn_bits_empty(s->alloc, wanted, s->g.count));
    KN_TRY(kn_bits_empty(s->alloc, derivable, s->g.count));
    for (size_t i = 0; i < nroots; i++) kn_bits_add(derivable, roots[i]);
    fe_each_live(s, want_shown, wanted);
    for (size_t id = kn_bits_down(&s->staying.needed, s->g.count);
         id != KN_NO_BIT && id >= s->staying.floor; id = kn_bits_down(&s->staying.needed, id)) {
        const ir_node *n = ir_at(&s->g, (ir_id)id);
        bool named = fe_has_handle(n),
             known = n->reserved != 0 || (now != NULL && kn_bits_has(now, id));
        bool passes = kn_bits_has(derivable, id) && ad_rules[n->op] != NULL &&
                      ir_dtype_is((kiln_dtype)n->dtype, IR_DT_REAL) && (n->flags & FE_PAST) == 0;
        unsigned read = passes ? ad_reads(&s->g, (ir_id)id) : 0;
        for (int k = 0; k < n->noperands && passes; k++) kn_bits_add(derivable, n->operand[k]);
        if (named || (read & AD_READS_RESULT) != 0) kn_bits_add(wanted, id);
        bool made = !known && kn_bits_has(wanted, id);
        for (int k = 0; k < n->noperands; k++)
            if (made || (read >> k & 1) != 0) kn_bits_add(wanted, n->operand[k]);
    }
    return KILN_OK;
}

/* Nobody's by name, and large enough for it to be worth looking at every handle. */
static bool may_be_dead(const kiln_session *s, ir_id id) {
    const ir_node *n = ir_at(&s->g, id);
    const fe_buffer *b = fe_value_of(s, id);
    return !fe_has_handle(n) && b != NULL && b->refs == 1 && b->nbytes >= DEAD_NBYTES &&
           b->nbytes / 16 >= s->live;
}

void fe_mark_dead(kiln_session *s, size_t nroots, uint8_t *dead, size_t ninputs) {
    ir_id first = IR_NONE; /* what reads a node comes after it */
    memset(dead, 0, ninputs);
    for (size_t id = 0, i = 0; id < s->eval_graph.count && i < ninputs; id++) {
        if (ir_at(&s->eval_graph, (ir_id)id)->op != IR_INPUT) continue;
        ir_id of = s->cut.origin[id];
        dead[i] = may_be_dead(s, of);
        if (dead[i++] && of < first) first = of;
    }
    if (first == IR_NONE) return;
    size_t nlive, count;
    kiln_status status = kn_bits_empty(s->alloc, &s->now, s->g.count);
    for (size_t i = 0; i < nroots && status == KILN_OK; i++) kn_bits_add(&s->now, s->roots[i]);
    if (status == KILN_OK) status = mark_live(s, nroots, first, &nlive, &count);
    if (status == KILN_OK) status = mark_values(s, s->roots + nroots, nlive, &s->now);
    for (size_t id = 0, i = 0; id < s->eval_graph.count && i < ninputs; id++) {
        if (ir_at(&s->eval_graph, (ir_id)id)->op != IR_INPUT) continue;
        ir_id of = s->cut.origin[id];
        dead[i] = dead[i] && status == KILN_OK && !kn_bits_has(&s->marks, of) &&
                  !kn_bits_has(&s->now, of);
        i++;
    }
}

/* ---- values that have no handle and were stored so as not to be computed again: the latest are
 * kept */

static size_t most_stored(const kiln_session *s) {
    return STORED_NBYTES + (s->pinned_bytes - s->stored_nbytes) / 16;
}

void fe_note_stored(kiln_session *s, ir_id id) {
    const fe_buffer *b = fe_value_of(s, id);
    if (b == NULL || ir_at(&s->g, id)->noperands == 0) return;
    /* kept until the next compaction */
    if (kn_grow(s->alloc, &s->stored, &s->stored_cap, s->nstored + 1, sizeof *s->stored) != KILN_OK)
        return;
    s->stored[s->nstored++] = id;
    s->stored_nbytes += b->nbytes;
}

/* From values that are there, without much of a search. */
static bool can_be_had_again(kiln_session *s, ir_id id) {
    kn_bits *next = &s->now;
    int looked = 0;
    if (kn_bits_empty(s->alloc, next, s->g.count) != KILN_OK) return false;
    kn_bits_add(next, id);
    for (size_t at = id; at != KN_NO_BIT; at = kn_bits_down(next, at)) {
        const ir_node *n = ir_at(&s->g, (ir_id)at);
        if (at != id && n->reserved != 0) continue;
        if (n->op == IR_INPUT || ++looked > MOST_LOOKED) return false;
        for (int k = 0; k < n->noperands; k++) kn_bits_add(next, n->operand[k]);
    }
    return true;
}

static void forget_oldest(kiln_session *s) {
    size_t i = 0;
    for (; i < s->nstored && s->stored_nbytes > most_stored(s); i++) {
        const fe_buffer *b = fe_value_of(s, s->stored[i]);
        const ir_node *n = ir_at(&s->g, s->stored[i]);
        if (b == NULL) continue; /* written over */
        s->stored_nbytes -= b->nbytes < s->stored_nbytes ? b->nbytes : s->stored_nbytes;
        if (fe_has_handle(n)) continue;
        if (can_be_had_again(s, s->stored[i])) fe_buffer_unref(s, fe_detach(s, s->stored[i]));
    }
    memmove(s->stored, s->stored + i, (s->nstored - i) * sizeof *s->stored);
    s->nstored -= i;
}

/* ---- compacting */

static void drop_values(kiln_session *s) {
    for (ir_id id = 0; id < s->g.count; id++)
        if (ir_at(&s->g, id)->reserved != 0) fe_buffer_unref(s, fe_detach(s, id));
}

static void forget_pasts(kiln_session *s) {
    for (size_t i = 0; i < s->npasts; i++) fe_past_unref(s, s->pasts[i].past);
    s->npasts = 0;
}

static void renumber(kiln_session *s, fe_tensor *t, void *user) {
    size_t *live = user;
    fe_storage *st = t->storage;
    ++*live;
    if (t->epoch == s->epoch) {
        t->node = shows_now(s, t) ? ir_cut_to(&s->staying, t->node) : IR_NONE;
        t->epoch = t->node != IR_NONE ? s->epoch + 1 : 0;
    }
    if (st->epoch == s->epoch && st->node != IR_NONE) {
        st->node = ir_cut_to(&s->staying, st->node);
        st->epoch = st->node != IR_NONE ? s->epoch + 1 : 0;
    }
    /* behind what stays of all that was recorded before the write */
    if (st->write_epoch == s->epoch) {
        size_t before = kn_bits_down(&s->staying.needed, st->write_node);
        while (before != KN_NO_BIT && ir_at(&s->g, (ir_id)before)->noperands == 0)
            before = kn_bits_down(&s->staying.needed, before);
        st->write_node = before != KN_NO_BIT ? s->staying.map[before] + 1 : 0;
        st->write_epoch = s->epoch + 1;
    }
}

static int by_node(const void *a, const void *b) {
    const fe_leaf *x = a, *y = b;
    return x->node < y->node ? -1 : x->node > y->node;
}

static void renumber_pasts(kiln_session *s) {
    size_t kept = 0;
    for (size_t i = 0; i < s->npasts; i++) {
        fe_leaf x = {ir_cut_to(&s->staying, s->pasts[i].node), s->pasts[i].past};
        if (x.node != IR_NONE)
            s->pasts[kept++] = x;
        else
            fe_past_unref(s, x.past);
    }
    s->npasts = kept;
    if (kept > 1) qsort(s->pasts, kept, sizeof *s->pasts, by_node);
}

/* Of each stretch what stays and was not made a leaf, for leaves move. */
static void renumber_origins(kiln_session *s) {
    size_t kept = 0;
    for (size_t i = 0; i < s->norigins; i++) {
        fe_origin x = s->origins[i], to = {IR_NONE, 0, ir_cut_to(&s->staying, x.of), x.sum};
        for (size_t id = kn_bits_up(&s->staying.needed, x.first); id < x.end && to.of != IR_NONE;
             id = kn_bits_up(&s->staying.needed, id + 1)) {
            if (ends_history(ir_at(&s->g, (ir_id)id))) continue;
            if (to.first == IR_NONE) to.first = s->staying.map[id];
            to.end = s->staying.map[id] + 1;
        }
        if (to.first != IR_NONE) s->origins[kept++] = to;
    }
    s->norigins = kept;
}

/* What each node of the new graph has of its old one: flags, and its value where that may be asked
 * for. */
static void carry_over(kiln_session *s, ir_graph *to) {
    size_t pinned = 0;
    for (ir_id id = 0; id < to->count; id++) {
        ir_id from = s->staying.origin[id];
        const ir_node *old = ir_at(&s->g, from);
        ir_node *fresh = ir_edit(to, id);
        fresh->flags = old->flags;
        fresh->reserved = 0;
        if (old->reserved == 0 || !kn_bits_has(&s->marks, from)) continue;
        fe_buffer *value = fe_value_of(s, from);
        value->refs++;
        pinned += value->nbytes;
        fresh->reserved = value->number;
    }
    drop_values(s);
    s->pinned_bytes = pinned;
}

/* Values of released tensors that what is pending still reads. */
static size_t held_for_others(const kiln_session *s) {
    size_t nbytes = 0;
    for (ir_id id = 0; id < s->g.count; id++) {
        const fe_buffer *b = fe_value_of(s, id);
        if (b != NULL && b->refs == 1) nbytes += b->nbytes;
    }
    return nbytes;
}

static void set_bounds(kiln_session *s, size_t nlive) {
    s->nfaulty = s->nstored = s->stored_nbytes = 0;
    for (ir_id id = 0; id < s->g.count; id++) {
        s->nfaulty += (ir_at(&s->g, id)->flags & FE_FAULTY) != 0;
        if (ir_at(&s->g, id)->reserved != 0 && !fe_has_handle(ir_at(&s->g, id)))
            fe_note_stored(s, id);
    }
    s->evaluated_to = (ir_id)s->g.count;
    s->compact_at = 2 * s->g.count + nlive / 2 + FE_COMPACT_LEAST;
    /* in proportion, or what only waits would be looked through at every close */
    s->compact_pinned =
        s->pinned_bytes + s->pinned_bytes / 4 + COMPACT_NBYTES + nlive * COMPACT_NBYTES_LIVE;
    if (s->flush_base > s->g.count) s->flush_base = s->g.count;
    s->flush_pinned = s->pinned_bytes - held_for_others(s) + s->config.flush_bytes;
}

/* The handle and its storage have a node as long as somebody reaches that. */
static void let_go(kiln_session *s, fe_tensor *t, void *user) {
    size_t *live = user;
    fe_storage *st = t->storage;
    ++*live;
    if (t->epoch == s->epoch && !(shows_now(s, t) && kn_bits_has(&s->staying.needed, t->node)))
        t->epoch = 0;
    if (in_segment(s, st) && !kn_bits_has(&s->staying.needed, st->node)) st->epoch = 0;
}

/* What stays is most of it: a copy would only be held beside it. The nodes stay, and of their
 * values those that may be asked for. */
static void compact_in_place(kiln_session *s, size_t nroots) {
    size_t nlive = 0;
    if (mark_values(s, s->roots, nroots, NULL) != KILN_OK) return;
    fe_each_live(s, let_go, &nlive);
    for (ir_id id = 0; id < s->g.count; id++)
        if (ir_at(&s->g, id)->reserved != 0 && !kn_bits_has(&s->marks, id))
            fe_buffer_unref(s, fe_detach(s, id));
    set_bounds(s, nlive);
}

/* Without memory the graph stays as it is, only larger. */
void fe_compact(kiln_session *s) {
    size_t nroots, count, nlive = 0;
    if (mark_live(s, 0, 0, &nroots, &count) != KILN_OK) return;
    if (nroots == 0) {
        fe_each_live(s, renumber, &nlive); /* every value is known: leaves, when next used */
        drop_values(s);
        forget_pasts(s);
        s->nodes_recorded += s->g.count;
        ir_graph_reset(&s->g);
        s->ncalls = s->nwrites = s->norigins = 0;
        s->epoch++;
        set_bounds(s, nlive);
        return;
    }
    if (s->g.count > MOST_COPIED && count > s->g.count - s->g.count / 4) {
        compact_in_place(s, nroots);
        return;
    }
    if (mark_values(s, s->roots, nroots, NULL) != KILN_OK ||
        ir_extract(&s->spare, &s->g, s->roots, nroots, &s->staying) != KILN_OK)
        return;
    carry_over(s, &s->spare);
    s->nodes_recorded += s->g.count - s->spare.count;
    fe_each_live(s, renumber, &nlive);
    fe_renumber_writes(s);
    renumber_pasts(s);
    renumber_origins(s);
    s->spare.noutputs = 0;
    ir_graph old = s->g;
    s->g = s->spare;
    s->spare = old;
    /* a graph that only grows is seldom compacted */
    if (s->spare.count > MOST_SPARE) ir_graph_free(&s->spare);
    s->epoch++;
    set_bounds(s, nlive);
}

void fe_compact_if_due(kiln_session *s, bool scope_closed) {
    size_t allowed = scope_closed ? s->compact_pinned : 2 * s->compact_pinned + COMPACT_NBYTES_OPEN;
    if ((scope_closed && s->g.count > s->compact_at) || s->pinned_bytes > allowed) fe_compact(s);
}

/* ---- flushing */

static void add_unread(kiln_session *s, fe_tensor *t, void *user) {
    found *f = user;
    if (f->status != KILN_OK || !in_segment(s, t->storage) || computed(s, t->storage) ||
        kn_bits_has(&s->now, t->storage->node))
        return;
    f->status = kn_grow(s->alloc, &s->flushed, &s->flushed_cap, f->n + 1, sizeof *s->flushed);
    if (f->status == KILN_OK) s->flushed[f->n++] = t->storage->node;
}

/* What has a handle and is read by nothing recorded: with it all that waits is computed. */
static kiln_status find_unread(kiln_session *s, size_t *n) {
    found f = {0, KILN_OK};
    KN_TRY(kn_bits_empty(s->alloc, &s->now, s->g.count));
    for (ir_id id = 0; id < s->g.count; id++) {
        const ir_node *x = ir_at(&s->g, id);
        for (int k = 0; k < x->noperands; k++) kn_bits_add(&s->now, x->operand[k]);
    }
    fe_each_live(s, add_unread, &f);
    *n = f.n;
    return f.status;
}

static void flush(kiln_session *s, const char *reason, size_t waits, uint64_t bound) {
    char line[160];
    size_t n, nodes = s->g.count;
    if (find_unread(s, &n) != KILN_OK) return;
    kiln_status status = fe_evaluate_nodes(s, s->b.site, reason, s->flushed, n);
    size_t count = s->g.count;
    fe_compact(s);
    s->flush_base = s->g.count;
    s->flush_pinned = s->pinned_bytes + s->config.flush_bytes;
    s->flushes++;
    snprintf(line, sizeof line,
             "\"why\":\"%s\",\"waited\":%zu,\"bound\":%" PRIu64
             ",\"status\":\"%s\",\"nodes\":%zu,\"dropped\":%zu",
             reason, waits, bound, kiln_status_name(status), nodes, count - s->g.count);
    rt_note(s->engine, "flush", line);
}

void fe_flush_if_due(kiln_session *s) {
    if (s->g.count - s->flush_base >= s->config.flush_nodes) {
        flush(s, "flush: nodes", s->g.count - s->flush_base, s->config.flush_nodes);
    } else if (s->pinned_bytes >= s->flush_pinned) {
        size_t held = held_for_others(s);
        s->flush_pinned =
            s->pinned_bytes + s->config.flush_bytes - (held < s->config.flush_bytes ? held : 0);
        if (held >= s->config.flush_bytes) flush(s, "flush: bytes", held, s->config.flush_bytes);
    } else {
        fe_compact_if_due(s, false);
    }
    /* what is pending reads some of them */
    if (s->stored_nbytes > STORED_NBYTES && s->nwanted == 0) forget_oldest(s);
}

void fe_segment_begin(kiln_session *s) { set_bounds(s, 0); }

void fe_segment_free(kiln_session *s) {
    drop_values(s);
    forget_pasts(s);
    if (s->latest_past != NULL) fe_past_unref(s, s->latest_past);
    ir_graph_free(&s->g);
    ir_graph_free(&s->spare);
    ir_cut_free(&s->staying);
    kn_bits_free(s->alloc, &s->marks);
    kn_bits_free(s->alloc, &s->now);
    kn_bits_free(s->alloc, &s->derivable);
    kn_free(s->alloc, s->pasts, s->pasts_cap * sizeof *s->pasts);
    kn_free(s->alloc, s->origins, s->origins_cap * sizeof *s->origins);
    kn_free(s->alloc, s->stored, s->stored_cap * sizeof *s->stored);
    kn_free(s->alloc, s->flushed, s->flushed_cap * sizeof *s->flushed);
    kn_free(s->alloc, s->frontier, s->frontier_cap * sizeof *s->frontier);
}
