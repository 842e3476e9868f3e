/* SPDX-License-Identifier: Apache-2.0
 * All or nothing for calls that write several tensors, or draw from the generator and may fail
 * later: what a failed one had done is taken back. Called by those functions, and by inplace.c and
 * random.c for every write and draw. */
#include "frontend/core/frontend.h"
#include "runtime/mt19937.h"

void fe_begin(kiln_session *s) {
    fe_transaction *x = &s->transaction;
    x->open = true;
    x->drawn = false;
    x->count = 0;
    x->nwrites = s->nwrites;
    x->last = s->scopes[s->nscopes - 1]->prev;
}

bool fe_remember(kiln_session *s, kiln_tensor *a) {
    fe_transaction *x = &s->transaction;
    const fe_tensor *t = fe_of(a);
    fe_storage *st = t->storage;
    if (!x->open) return true;
    if (kn_grow(s->alloc, &x->before, &x->cap, x->count + 1, sizeof *x->before) != KILN_OK) {
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory to remember a write");
        return false;
    }
    st->refs++;
    if (st->buffer != NULL) st->buffer->refs++;
    if (st->past != NULL) st->past->refs++;
    x->before[x->count++] = (fe_before){.a = a,
                                        .handle_node = t->node,
                                        .handle_epoch = t->epoch,
                                        .handle_version = t->version,
                                        .storage = st,
                                        .node = st->node,
                                        .epoch = st->epoch,
                                        .version = st->version,
                                        .write_site = fe_written_at(st),
                                        .write_node = st->write_node,
                                        .write_epoch = st->write_epoch,
                                        .buffer = st->buffer,
                                        .wanted = st->wanted,
                                        .value = st->value,
                                        .past = st->past,
                                        .depth = st->depth};
    return true;
}

static void put_back(kiln_session *s, fe_before *b) {
    fe_storage *st = b->storage;
    if (kiln_ok(b->a)) { /* one made only to be written through may be gone */
        fe_tensor *t = fe_of(b->a);
        t->node = b->handle_node;
        t->epoch = b->handle_epoch;
        t->version = b->handle_version;
    }
    fe_buffer *written = st->buffer;
    st->buffer = b->buffer;
    b->buffer = written;
    fe_value_ends(s, st);
    st->node = b->node;
    st->epoch = b->epoch;
    if (st->epoch == s->epoch && st->node != IR_NONE)
        ir_edit(&s->g, st->node)->flags &= (uint16_t)~FE_ENDED;
    st->value = b->value;
    st->depth = b->depth;
    st->past = b->past;
    b->past = NULL;
    fe_may_outlive(s, st);
    st->version = b->version;
    fe_put_written(st, b->write_site);
    st->write_node = b->write_node;
    st->write_epoch = b->write_epoch;
    fe_unwant(s, st);
    if (b->wanted) fe_want(s, st);
}

void fe_end(kiln_session *s, bool well) {
    fe_transaction *x = &s->transaction;
    x->open = false;
    while (x->count > 0) {
        fe_before *b = &x->before[--x->count];
        if (!well) put_back(s, b);
        if (b->buffer != NULL) fe_buffer_unref(s, b->buffer);
        if (b->past != NULL) fe_past_unref(s, b->past);
        fe_storage_unref(s, b->storage);
    }
    if (well) return;
    if (x->drawn) s->generator[0] = s->generator[1];
    s->nwrites = x->nwrites;
    for (fe_tensor *head = s->scopes[s->nscopes - 1]; head->prev != x->last;)
        fe_drop(s, fe_handle_of(head->prev));
}

kiln_tensor *fe_ended(kiln_session *s, kiln_tensor *t) {
    fe_end(s, kiln_ok(t));
    return t;
}
