/* SPDX-License-Identifier: Apache-2.0
 * What is computed a second time is stored, and the place in the program that made it necessary is
 * remembered: the next round of a loop computes or stores there the first time. Called by every
 * evaluation, before its graph is cut out. */
#include "frontend/core/frontend.h"

#include <inttypes.h>
#include <stdio.h>

#define KEEP_NBYTES ((size_t)64 << 20) /* of values stored because they have a handle */
enum { MOST_SPOTS = 4096, LOOK_BACK = 64 };

/* A place: the line and function of a call, and which of its nodes. 0: none. */
static uint64_t spot_in(const kiln_session *s, const fe_call *call, ir_id id) {
    const ir_node *n = ir_at(&s->g, id);
    if (call == NULL) return 0;
    const uint64_t part[] = {(uintptr_t)n->site, (uintptr_t)fe_call_name(call), id - call->first,
                             n->op};
    uint64_t h = kn_hash_bytes(part, sizeof part).lo;
    return h != 0 ? h : 1;
}

static uint64_t spot_of(const kiln_session *s, ir_id id) {
    return spot_in(s, fe_call_of(s, id), id);
}

static kn_hash key_of(uint64_t spot) { return (kn_hash){spot, ~spot}; }

static uint64_t known(kiln_session *s, uint64_t spot) {
    const uint64_t *found =
        s->spots.count > 0 && spot != 0 ? kn_map_find(&s->spots, key_of(spot)) : NULL;
    return found != NULL ? *found : 0;
}

static void note(kiln_session *s, ir_id id, fe_foresight what, kiln_site at) {
    const ir_node *n = ir_at(&s->g, id);
    const fe_call *call = fe_call_of(s, id);
    kn_text line;
    kn_text_init(&line, s->alloc);
    kn_text_add(&line, "\"what\":\"%s\",\"call\":",
                what == FE_STORE ? "stored the first time" : "computed with what is asked before");
    kn_text_json_string(&line, call != NULL ? fe_call_name(call) : ir_ops[n->op].name);
    kn_text_add(&line, ",\"made\":");
    kn_text_json_string(&line, n->site != NULL ? n->site : "");
    kn_text_add(&line, ",\"asked\":");
    kn_text_json_string(&line, at != NULL ? at : "");
    if (!line.failed) rt_note(s->engine, "again", kn_text_str(&line));
    kn_text_free(&line);
}

/* Forgetting all now and then is cheaper than knowing which are old, and costs a round. */
static void learn(kiln_session *s, ir_id id, fe_foresight what, kiln_site at) {
    uint64_t spot = spot_of(s, id), before = known(s, spot);
    if (spot == 0 || (before & what) != 0) return;
    if (s->spots.count >= MOST_SPOTS) kn_map_clear(&s->spots);
    if (kn_map_put(&s->spots, key_of(spot), before | what) == KILN_OK) note(s, id, what, at);
}

void fe_asked(kiln_session *s, fe_storage *st) {
    kn_map_remove(&s->foretold, key_of(st->value));
    st->foreseen = 0;
}

void fe_unforeseen(kiln_session *s, fe_storage *st) {
    const uint64_t *spot = kn_map_find(&s->foretold, key_of(st->value));
    if (spot != NULL) kn_map_remove(&s->spots, key_of(*spot));
    fe_asked(s, st);
}

static bool is_view(int op) { return ir_ops[op].cls == IR_MOVE && ir_ops[op].noperands == 1; }

/* What is to be stored for `id` to be at hand: not what only moves it. IR_NONE: nothing, it is at
 * hand or costs nothing. */
static ir_id worth_storing(const kiln_session *s, ir_id id) {
    while (ir_at(&s->g, id)->reserved == 0 && is_view(ir_at(&s->g, id)->op))
        id = ir_at(&s->g, id)->operand[0];
    const ir_node *n = ir_at(&s->g, id);
    bool number = ir_ops[n->op].cls == IR_MAP && ir_numel(&s->g, id) <= 1;
    return n->reserved != 0 || ir_ops[n->op].cls == IR_SOURCE || number || (n->flags & FE_RAN) == 0
               ? IR_NONE
               : id;
}

typedef struct looking {
    kiln_session *s;
    kiln_site at;
    /* roots that were there; roots now; bytes of those that were kept for their handles */
    size_t asked, n, kept;
    size_t nfrontier; /* in s->frontier */
    bool again;
} looking;

static kiln_status add(looking *l, ir_id id) { return fe_add_root(l->s, &l->n, id); }

static kiln_status add_frontier(looking *l, ir_id reader) {
    const ir_node *n = ir_at(&l->s->g, reader);
    for (int k = 0; k < n->noperands; k++) {
        ir_id id = worth_storing(l->s, n->operand[k]);
        if (id == IR_NONE) continue;
        l->again = true;
        KN_TRY(add(l, id));
        KN_TRY(kn_grow(l->s->alloc, &l->s->frontier, &l->s->frontier_cap, l->nfrontier + 1,
                       sizeof *l->s->frontier));
        l->s->frontier[l->nfrontier++] = id;
    }
    return KILN_OK;
}

static bool is_svd(int op) { return op == IR_SVD_S || op == IR_SVD_U || op == IR_SVD_V; }

/* One decomposition gives all of its parts. */
static kiln_status add_siblings(looking *l, ir_id id) {
    const ir_graph *g = &l->s->g;
    for (ir_id other = id > 8 ? id - 8 : 0; other < id + 8 && other < g->count; other++) {
        const ir_node *n = ir_at(g, other);
        if (other != id && is_svd(n->op) && n->operand[0] == ir_at(g, id)->operand[0] &&
            n->reserved == 0)
            KN_TRY(add(l, other));
    }
    return KILN_OK;
}

/* Nodes in order, each with its call. */
static kiln_status look_at_needed(looking *l) {
    kiln_session *s = l->s;
    const fe_call *call = NULL, *end = s->calls + s->ncalls;
    for (size_t id = kn_bits_up(&s->cut.needed, 0); id != KN_NO_BIT;
         id = kn_bits_up(&s->cut.needed, id + 1)) {
        const ir_node *n = ir_at(&s->g, (ir_id)id);
        if (n->reserved != 0 || n->op == IR_INPUT) continue;
        if (is_svd(n->op)) KN_TRY(add_siblings(l, (ir_id)id));
        if ((n->flags & FE_RAN) == 0) {
            KN_TRY(add_frontier(l, (ir_id)id));
            if (s->spots.count == 0 || is_view(n->op)) continue;
            if (call == NULL) call = fe_call_of(s, (ir_id)id);
            while (call != NULL && call + 1 < end && call[1].first <= id) call++;
            if ((known(s, spot_in(s, call, (ir_id)id)) & FE_STORE) == 0) continue;
            s->foreseen++;
            KN_TRY(add(l, (ir_id)id));
        } else if (worth_storing(s, (ir_id)id) == id) {
            size_t nbytes = ir_nbytes(&s->g, (ir_id)id);
            s->recomputed++;
            if (!fe_has_handle(n) || nbytes > KEEP_NBYTES - l->kept) continue;
            l->kept += nbytes;
            KN_TRY(add(l, (ir_id)id));
        }
    }
    return KILN_OK;
}

/* The latest tensors of the innermost scope that are always asked for soon. */
static kiln_status add_foreseen(looking *l) {
    kiln_session *s = l->s;
    fe_tensor *head = s->scopes[s->nscopes - 1];
    int looked = 0;
    for (fe_tensor *t = head->prev; t != head && looked < LOOK_BACK; t = t->prev, looked++) {
        fe_storage *st = t->storage;
        if (st->epoch != s->epoch || st->node == IR_NONE || st->buffer != NULL ||
            ir_at(&s->g, st->node)->reserved != 0)
            continue;
        uint64_t spot = spot_of(s, st->node);
        if ((known(s, spot) & FE_COMPUTE) == 0 || kn_bits_has(&s->cut.needed, st->node)) continue;
        KN_TRY(kn_map_put(&s->foretold, key_of(st->value), spot));
        st->foreseen = 1;
        s->foreseen++;
        KN_TRY(add(l, st->node));
    }
    return KILN_OK;
}

/* What was there when the chain was computed before could have been computed with it; what was not
 * reads what should have been stored. */
static void learn_from(looking *l) {
    kiln_session *s = l->s;
    bool together = false;
    for (size_t i = 0; i < l->asked; i++) {
        ir_id id = s->roots[i];
        bool ran = (ir_at(&s->g, id)->flags & FE_RAN) != 0;
        if (ran)
            learn(s, id, FE_STORE, l->at);
        else if (id < s->evaluated_to && l->again)
            learn(s, id, FE_COMPUTE, l->at), together = true;
    }
    for (size_t i = 0; i < l->nfrontier && !together; i++)
        learn(s, s->frontier[i], FE_STORE, l->at);
}

kiln_status fe_foresee(kiln_session *s, size_t *n, size_t nasked, kiln_site at) {
    looking l = {.s = s, .at = at, .asked = nasked, .n = *n};
    KN_TRY(look_at_needed(&l));
    learn_from(&l);
    if (s->spots.count > 0) KN_TRY(add_foreseen(&l));
    *n = l.n;
    return KILN_OK;
}
