/* SPDX-License-Identifier: Apache-2.0
 * The life of the recorded graph: flushing when too much waits, emptying it when nothing refers to it, and compacting it when only a
 * part is still reachable. Called when calls enter and scopes close. */
#include "frontend/frontend.h"

static void drop_values(kiln_session *s) {
    for (size_t i = 0; i < s->nvalues; i++) fe_buffer_unref(s, s->values[i]);
    s->nvalues = 0;
    s->pinned_bytes = 0;
}

void fe_segment_reset(kiln_session *s) {
    if (s->g.count == 0) return;
    drop_values(s);
    s->nodes_recorded += s->g.count;
    ir_graph_reset(&s->g);
    s->ncalls = s->nwrites = 0;
    s->epoch++;
    s->derived_live = 0;
    s->flush_at = s->config.flush_nodes;
    s->compact_at = FE_COMPACT_LEAST;
}

static size_t collect_roots(kiln_session *s) {
    size_t n = 0;
    for (size_t list = 0; list <= s->nscopes; list++) {
        fe_tensor *head = list < s->nscopes ? s->scopes[list] : s->kept;
        for (fe_tensor *t = head->next; t != head; t = t->next) {
            if (kn_grow(s->alloc, &s->roots, &s->roots_cap, n + 2, sizeof *s->roots) != KILN_OK) return 0;
            if (t->epoch == s->epoch) s->roots[n++] = t->node;
            if (t->storage->epoch == s->epoch && t->storage->node != IR_NONE) s->roots[n++] = t->storage->node;
        }
    }
    return n;
}

static void renumber(kiln_session *s, const ir_id *map) {
    for (size_t list = 0; list <= s->nscopes; list++) {
        fe_tensor *head = list < s->nscopes ? s->scopes[list] : s->kept;
        for (fe_tensor *t = head->next; t != head; t = t->next) {
            if (t->epoch == s->epoch) {
                t->node = map[t->node];
                t->epoch = s->epoch + 1;
            }
            if (t->born == s->epoch) t->born = s->epoch + 1;
            fe_storage *st = t->storage;
            if (st->epoch == s->epoch && st->node != IR_NONE) {
                st->node = map[st->node];
                st->epoch = s->epoch + 1;
            }
            if (st->write_epoch == s->epoch) st->write_epoch = 0; /* its place in the graph is gone */
        }
    }
    s->epoch++;
}

/* Keeps what live handles can reach. Without memory the graph stays as it is, only larger. */
static void compact(kiln_session *s) {
    size_t count = s->g.count, nroots = collect_roots(s);
    ir_graph to;
    ir_graph_init(&to, s->alloc);
    if (nroots == 0 || kn_grow(s->alloc, &s->map, &s->map_cap, count, sizeof *s->map) != KILN_OK ||
        ir_extract(&to, &s->g, s->roots, nroots, NULL, s->map) != KILN_OK) {
        ir_graph_free(&to);
        return;
    }
    size_t kept = 0;
    for (ir_id id = 0; id < count; id++) {
        uint32_t v = ir_at(&s->g, id)->reserved;
        if (s->map[id] != IR_NONE) ir_edit(&to, s->map[id])->flags = ir_at(&s->g, id)->flags;
        if (v == 0 || s->map[id] == IR_NONE) continue;
        ir_edit(&to, s->map[id])->reserved = v;
        s->values[v - 1]->refs++; /* carried over below */
        kept++;
    }
    fe_buffer **values = kept > 0 ? kn_malloc(s->alloc, kept * sizeof *values) : NULL;
    if (kept > 0 && values == NULL) {
        for (ir_id id = 0; id < count; id++)
            if (ir_at(&s->g, id)->reserved != 0 && s->map[id] != IR_NONE) s->values[ir_at(&s->g, id)->reserved - 1]->refs--;
        ir_graph_free(&to);
        return;
    }
    size_t n = 0, pinned = 0;
    for (ir_id id = 0; id < to.count; id++) {
        if (ir_at(&to, id)->reserved == 0) continue;
        values[n] = s->values[ir_at(&to, id)->reserved - 1];
        pinned += values[n]->nbytes;
        ir_edit(&to, id)->reserved = (uint32_t)++n;
    }
    drop_values(s);
    kn_free(s->alloc, s->values, s->values_cap * sizeof *s->values);
    s->values = values;
    s->nvalues = s->values_cap = kept;
    s->pinned_bytes = pinned;
    s->nodes_recorded += count - to.count;
    renumber(s, s->map);
    fe_renumber_writes(s, &s->g, s->map);
    to.noutputs = 0;
    ir_graph_free(&s->g);
    s->g = to;
    s->b.g = &s->g;
    s->compact_at = 2 * s->g.count + FE_COMPACT_LEAST;
    s->flush_at = s->g.count + s->config.flush_nodes;
}

void fe_segment_after_scope(kiln_session *s) {
    if (s->derived_live == 0 && s->uncomputed == 0) fe_segment_reset(s);
    else if (s->g.count > s->compact_at) compact(s);
}

void fe_flush_if_due(kiln_session *s) {
    bool nodes = s->g.count >= s->flush_at;
    if (!nodes && s->pinned_bytes < s->config.flush_bytes) return;
    s->flush_at = s->g.count + s->config.flush_nodes;
    if (s->nwanted == 0) return;
    (void)fe_evaluate(s, s->b.site, nodes ? "flush: nodes" : "flush: bytes", NULL, 0);
}
