/* SPDX-License-Identifier: Apache-2.0
 * Writing snapshots: the graph that named tensors wait for, as text, and the values it begins with.
 * Called by C programs through kiln/snapshot.h. */
#include <stdio.h>

#include "base/file.h"
#include "frontend/core/frontend.h"
#include "frontend/files/safetensors_internal.h"
#include "frontend/files/snapshot_internal.h"
#include "runtime/envelope.h"

enum { OWN_META = 3 };

typedef struct saving {
    kiln_session *s;
    kiln_named named;
    kiln_tensor **base; /* the first tensor of each storage */
    size_t nbases;
    kiln_st_entry *entries; /* the graph's inputs, then the generator */
    fe_buffer **held;
    size_t count;
    kiln_st_meta *meta; /* own, storages, handles */
    size_t nmeta;
    kn_text program, texts; /* texts: keys and values, one after the other */
    char generator[FE_GENERATOR_BYTES];
    int64_t generator_extent;
    kn_text *why;
} saving;

static kiln_status refuse(saving *w, kiln_status status, const char *what, const char *name) {
    kn_text_add(w->why, "%s", what);
    if (name) {
        kn_text_add(w->why, " ");
        kn_text_json_string(w->why, name);
    }
    return status;
}

static size_t storage_of(const saving *w, const kiln_tensor *t) {
    size_t k = 0;
    while (k < w->nbases && fe_of(w->base[k])->storage != fe_of(t)->storage) k++;
    return k;
}

static kiln_status take_handles(saving *w) {
    const kiln_named *n = &w->named;
    if (n->count > KN_SN_MOST) return refuse(w, KILN_TOO_LARGE, "more than 10000 tensors", NULL);
    if (n->count > 0 && (!n->name || !n->tensor))
        return refuse(w, KILN_BAD_ARGUMENT, "names or tensors are NULL", NULL);
    w->base = kn_calloc(w->s->alloc, n->count + 1, sizeof *w->base);
    if (!w->base) return KILN_NO_MEMORY;
    for (size_t i = 0; i < n->count; i++) {
        kiln_tensor *t = n->tensor[i];
        if (!n->name[i]) return refuse(w, KILN_BAD_ARGUMENT, "a name is NULL", NULL);
        if (!kiln_ok(t) || kiln_session_of(t) != w->s)
            return w->s->error != KILN_OK /* by which it became poison */
                       ? w->s->error
                       : refuse(w, KILN_BAD_HANDLE, "no tensor of this session:", n->name[i]);
        if (fe_of(t)->view)
            return refuse(w, KILN_BAD_ARGUMENT, "is a view, expected a whole storage:", n->name[i]);
        for (size_t k = 0; k < i; k++)
            if (strcmp(n->name[k], n->name[i]) == 0)
                return refuse(w, KILN_BAD_ARGUMENT, "name appears twice:", n->name[i]);
        size_t k = storage_of(w, t);
        if (k < w->nbases && fe_of(w->base[k])->detached != fe_of(t)->detached)
            return refuse(w, KILN_BAD_ARGUMENT,
                          "and another that is saved are detached aliases; save one of them:",
                          n->name[i]);
        if (k == w->nbases) w->base[w->nbases++] = t;
    }
    return KILN_OK;
}

/* Entries from the graph's inputs, in the order in which its text names them. */
static kiln_status take_inputs(saving *w) {
    const ir_graph *g = &w->s->eval_graph;
    for (ir_id id = 0; id < g->count; id++) {
        const ir_node *n = ir_at(g, id);
        if (n->op != IR_INPUT) continue;
        fe_buffer *b = fe_value_of(w->s, w->s->cut.origin[id]);
        if (!b || w->count == g->ninputs)
            return refuse(w, KILN_INTERNAL, "a value that this needs is gone", NULL);
        b->refs++;
        w->held[w->count] = b;
        w->entries[w->count++] = (kiln_st_entry){.dtype = (kiln_dtype)n->dtype,
                                                 .rank = n->rank,
                                                 .shape = ir_shape(g, id),
                                                 .data = b->nbytes > 0 ? b->data : NULL,
                                                 .nbytes = b->nbytes};
    }
    return KILN_OK;
}

static kiln_status take_graph(saving *w) {
    KN_TRY(fe_extract_pending(w->s, w->base, w->nbases));
    ir_print(&w->s->eval_graph, &w->program);
    size_t n = w->s->eval_graph.ninputs + 1;
    w->entries = kn_calloc(w->s->alloc, n, sizeof *w->entries);
    w->held = kn_calloc(w->s->alloc, n, sizeof *w->held);
    if (!w->entries || !w->held || w->program.failed) return KILN_NO_MEMORY;
    return take_inputs(w);
}

static kiln_status take_generator(saving *w) {
    if (!fe_generator_get(w->s, w->generator)) {
        (void)fe_result(w->s, IR_NONE);
        return KILN_NO_MEMORY;
    }
    w->generator_extent = FE_GENERATOR_BYTES;
    w->entries[w->count] = (kiln_st_entry){KN_SN_GENERATOR,      KILN_U8,      1,
                                           &w->generator_extent, w->generator, FE_GENERATOR_BYTES};
    return KILN_OK;
}

/* Names and numbers as texts, which then have stopped moving. */
static kiln_status take_texts(saving *w) {
    kn_text *t = &w->texts;
    for (size_t i = 0; i < w->count; i++) kn_text_add(t, KN_SN_INPUT "%c", i, '\0');
    for (size_t k = 0; k < w->nbases; k++) {
        const fe_storage *st = fe_of(w->base[k])->storage;
        kn_text_add(t, KN_SN_STORAGE "%c%llu %d%c", k, '\0', (unsigned long long)st->version,
                    st->wanted, '\0');
    }
    for (size_t i = 0; i < w->named.count; i++)
        kn_text_add(t, KN_SN_HANDLE "%c%zu %s%c", i, '\0', storage_of(w, w->named.tensor[i]),
                    w->named.name[i], '\0');
    w->nmeta = OWN_META + w->nbases + w->named.count;
    w->meta = kn_calloc(w->s->alloc, w->nmeta, sizeof *w->meta);
    if (t->failed || !w->meta) return KILN_NO_MEMORY;
    const kiln_st_meta own[OWN_META] = {{KN_SN_FORMAT, "1"},
                                        {KN_SN_DIGEST, "00000000000000000000000000000000"},
                                        {KN_SN_PROGRAM, kn_text_str(&w->program)}};
    memcpy(w->meta, own, sizeof own);
    const char *at = t->data;
    for (size_t i = 0; i < w->count; at += strlen(at) + 1, i++) w->entries[i].name = at;
    for (size_t i = OWN_META; i < w->nmeta; i++) {
        w->meta[i].key = at;
        w->meta[i].value = at += strlen(at) + 1;
        at += strlen(at) + 1;
    }
    return KILN_OK;
}

static kiln_status save(saving *w, const char *path) {
    kn_st_stamp stamp = {.key = KN_SN_DIGEST};
    kiln_envelope e = KILN_ENVELOPE_INIT;
    if (!path) return refuse(w, KILN_BAD_ARGUMENT, "path is NULL", NULL);
    KN_TRY(take_handles(w));
    KN_TRY(take_graph(w));
    KN_TRY(take_generator(w));
    KN_TRY(take_texts(w));
    rt_spending spending;
    kiln_status status = rt_beside_open(w->s->engine, &spending, &stamp.stop, w->why);
    if (status == KILN_OK)
        status = kn_st_save(w->s->alloc, path, w->entries, w->count + 1, w->meta, w->nmeta, &stamp,
                            w->why);
    KN_TRY(rt_beside_close(w->s->engine, status, "snapshot_save", w->s->b.site, &spending, w->why));
    e.kind = KN_SN_KIND;
    e.format = KILN_SNAPSHOT_FORMAT;
    e.length = stamp.length;
    kn_hash_hex(stamp.whole, e.digest);
    return kn_envelope_write_beside(w->s->alloc, path, &e, w->why);
}

static void give_back(saving *w) {
    const kn_alloc *a = w->s->alloc;
    size_t n = w->s->eval_graph.ninputs + 1;
    for (size_t i = 0; w->held && i < w->count; i++) fe_buffer_unref(w->s, w->held[i]);
    if (w->base) kn_free(a, w->base, (w->named.count + 1) * sizeof *w->base);
    if (w->entries) kn_free(a, w->entries, n * sizeof *w->entries);
    if (w->held) kn_free(a, w->held, n * sizeof *w->held);
    if (w->meta) kn_free(a, w->meta, w->nmeta * sizeof *w->meta);
    kn_text_free(&w->program);
    kn_text_free(&w->texts);
}

kiln_status(kiln_snapshot_save)(kiln_site at, kiln_session *s, const char *path,
                                kiln_named tensors) {
    FE_DOOR;
    kn_text why;
    saving w = {.s = s, .named = tensors, .why = &why};
    if (fe_enter_session(at, "snapshot_save", s) == NULL)
        return s == NULL ? KILN_BAD_ARGUMENT : s->error;
    kn_text_init(&why, s->alloc);
    kn_text_init(&w.program, s->alloc);
    kn_text_init(&w.texts, s->alloc);
    kiln_status status = save(&w, path);
    give_back(&w);
    return fe_told(s, at, "snapshot_save", status, &why);
}
