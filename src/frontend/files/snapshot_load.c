/* SPDX-License-Identifier: Apache-2.0
 * Reading snapshots: the graph is parsed, its inputs become values of the session, its nodes are
 * recorded anew. Called by C programs through kiln/snapshot.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "frontend/files/checkpoint_internal.h"
#include "frontend/core/frontend.h"
#include "frontend/files/metadata.h"
#include "frontend/files/safetensors_internal.h"
#include "frontend/files/snapshot_internal.h"

typedef struct loading {
    kiln_session *s;
    const char *path;
    kiln_safetensors *st;
    ir_graph g;
    ir_id *map;          /* of g's nodes, in the session */
    kiln_tensor **input; /* of g's INPUT nodes, by node */
    kiln_tensor **base;  /* a tensor of each storage */
    bool *given;         /* it is one of the caller's */
    kn_text *why;
} loading;

static kiln_status bad(loading *w, const char *what, const char *name) {
    kn_text_add(w->why, "%s: %s", w->path, what);
    if (name) {
        kn_text_add(w->why, " ");
        kn_text_json_string(w->why, name);
    }
    return KILN_BAD_FILE;
}

static kiln_status failed(loading *w) {
    (void)fe_result(w->s, IR_NONE); /* what the builder says becomes the session's error */
    return w->s->error;
}

static kiln_status open_file(loading *w) {
    bool enveloped;
    kn_st_stamped stamped;
    KN_TRY(kn_cp_load_file(w->s->alloc, w->path, 0, w->s->loading, KN_SN_KIND, KILN_SNAPSHOT_FORMAT,
                           &w->st, &stamped, &enveloped, w->why));
    static const char *const known[] = {KN_SN_FORMAT,    KN_SN_DIGEST,   KN_SN_PROGRAM,
                                        "kiln.storage.", "kiln.handle.", NULL};
    KN_TRY(fe_check_metadata(w->s, w->st, known, w->why));
    const char *format = kiln_safetensors_meta(w->st, KN_SN_FORMAT),
               *program = kiln_safetensors_meta(w->st, KN_SN_PROGRAM);
    const kiln_st_entry *g = kiln_safetensors_find(w->st, KN_SN_GENERATOR);
    if (stamped != KN_ST_STAMP_GOOD || !format || !program) return bad(w, "is no snapshot", NULL);
    if (strcmp(format, "1") != 0) {
        (void)bad(w, "metadata " KN_SN_FORMAT ": expected 1, found", format);
        return KILN_UNSUPPORTED;
    }
    if (!g || g->dtype != KILN_U8 || g->nbytes != FE_GENERATOR_BYTES || !fe_generator_good(g->data))
        return bad(w, "tensor " KN_SN_GENERATOR ": expected a generator's state", NULL);
    size_t before = w->why->len;
    kiln_status status = ir_parse(&w->g, program, strlen(program), w->why);
    if (status == KILN_NO_MEMORY || status == KILN_OK) return status;
    if (w->why->len == before) kn_text_add(w->why, "does not parse");
    kn_text_add(w->why, " in metadata " KN_SN_PROGRAM " of %s", w->path);
    return KILN_BAD_FILE;
}

static kiln_status take_input(loading *w, ir_id id, size_t place) {
    char key[KN_SN_KEY];
    const ir_node *n = ir_at(&w->g, id);
    snprintf(key, sizeof key, KN_SN_INPUT, place);
    const kiln_st_entry *e = kiln_safetensors_find(w->st, key);
    bool fits = e && e->dtype == n->dtype && e->rank == n->rank;
    for (int i = 0; fits && i < e->rank; i++) fits = e->shape[i] == ir_shape(&w->g, id)[i];
    if (!fits) return bad(w, "does not fit the program: tensor", key);
    kiln_tensor *t = fe_from_bytes(w->s, e->data ? e->data : "", e->nbytes, e->dtype,
                                   (kiln_shape){e->rank, e->shape});
    if (!kiln_ok(t)) return w->s->error;
    w->input[id] = t;
    if (kn_stopped(w->s->loading)) return KILN_CANCELLED;
    w->map[id] = fe_node(w->s, t);
    return w->map[id] == IR_NONE ? failed(w) : KILN_OK;
}

static kiln_status record(loading *w) {
    size_t place = 0, n = w->g.count + 1;
    w->map = kn_calloc(w->s->alloc, n, sizeof *w->map);
    w->input = kn_calloc(w->s->alloc, n, sizeof *w->input);
    w->base = kn_calloc(w->s->alloc, w->g.noutputs + 1, sizeof *w->base);
    w->given = kn_calloc(w->s->alloc, w->g.noutputs + 1, sizeof *w->given);
    if (!w->map || !w->input || !w->base || !w->given) return KILN_NO_MEMORY;
    for (ir_id id = 0; id < w->g.count; id++) {
        const ir_node *node = ir_at(&w->g, id);
        ir_id operands[IR_MAX_OPERANDS];
        if (node->op == IR_INPUT) {
            KN_TRY(take_input(w, id, place++));
            continue;
        }
        for (int k = 0; k < node->noperands; k++) operands[k] = w->map[node->operand[k]];
        w->map[id] = ir_clone(&w->s->b, &w->g, id, operands);
        if (w->map[id] == IR_NONE) return failed(w);
    }
    return KILN_OK;
}

/* "version waits" */
static kiln_status make_storage(loading *w, size_t k) {
    char key[KN_SN_KEY], *end = NULL;
    ir_id id = w->g.outputs[k].id;
    snprintf(key, sizeof key, KN_SN_STORAGE, k);
    const char *text = kiln_safetensors_meta(w->st, key);
    errno = 0;
    unsigned long long version =
        text && *text >= '0' && *text <= '9' ? strtoull(text, &end, 10) : 0;
    if (!end || errno != 0 || (strcmp(end, " 0") != 0 && strcmp(end, " 1") != 0))
        return bad(w, "expected a version and a flag: metadata", key);
    if (ir_at(&w->g, id)->op == IR_INPUT && w->input[id]) {
        w->base[k] = w->input[id]; /* a value; the handle is this storage's from here on */
        w->input[id] = NULL;
    } else
        w->base[k] = fe_result(w->s, w->map[id]);
    if (!kiln_ok(w->base[k])) return w->s->error;
    fe_storage *st = fe_of(w->base[k])->storage;
    st->version = version;
    fe_of(w->base[k])->version = (uint32_t)version;
    if (end[1] == '1') fe_want(w->s, st);
    return KILN_OK;
}

static kiln_status find_handle(loading *w, const char *name, kiln_tensor **out) {
    for (size_t i = 0; i < KN_SN_MOST; i++) {
        char key[KN_SN_KEY], *end = NULL;
        snprintf(key, sizeof key, KN_SN_HANDLE, i);
        const char *text = kiln_safetensors_meta(w->st, key);
        if (!text) break;
        unsigned long long k = *text >= '0' && *text <= '9' ? strtoull(text, &end, 10) : 0;
        if (!end || *end != ' ' || k >= w->g.noutputs)
            return bad(w, "expected a storage and a name: metadata", key);
        if (strcmp(end + 1, name) != 0) continue;
        *out = w->given[k] ? fe_aliased(w->s, w->base[k]) : w->base[k];
        w->given[k] = true;
        return kiln_ok(*out) ? KILN_OK : w->s->error;
    }
    (void)bad(w, "has no tensor", name);
    return KILN_NOT_FOUND;
}

static kiln_status load(loading *w, size_t count, const char *const *names, kiln_tensor **out) {
    KN_TRY(record(w));
    for (size_t k = 0; k < w->g.noutputs; k++) KN_TRY(make_storage(w, k));
    for (size_t i = 0; i < count; i++)
        KN_TRY(names[i] ? find_handle(w, names[i], &out[i]) : bad(w, "a name is NULL", NULL));
    if (!fe_generator_put(w->s, kiln_safetensors_find(w->st, KN_SN_GENERATOR)->data))
        return failed(w);
    for (ir_id id = 0; id < w->g.count; id++)
        if (w->input[id]) fe_drop(w->s, w->input[id]);
    for (size_t k = 0; k < w->g.noutputs; k++)
        if (!w->given[k]) fe_drop(w->s, w->base[k]);
    return KILN_OK;
}

static kiln_status load_opened(loading *w, size_t count, const char *const *names,
                               kiln_tensor **out) {
    KN_TRY(open_file(w));
    fe_begin(w->s);
    kiln_status status = load(w, count, names, out);
    fe_end(w->s, status == KILN_OK);
    for (size_t i = 0; status != KILN_OK && i < count; i++) out[i] = fe_poison(w->s);
    return status;
}

static kiln_status load_file(loading *w, kiln_site at, size_t count, const char *const *names,
                             kiln_tensor **out) {
    rt_spending spending;
    kiln_status status = rt_beside_open(w->s->engine, &spending, &w->s->loading, w->why);
    if (status == KILN_OK) status = load_opened(w, count, names, out);
    w->s->loading = (kn_stop){0};
    return rt_beside_close(w->s->engine, status, "snapshot_load", at, &spending, w->why);
}

static void give_back(loading *w) {
    const kn_alloc *a = w->s->alloc;
    size_t n = w->g.count + 1;
    kn_free(a, w->map, n * sizeof *w->map);
    kn_free(a, w->input, n * sizeof *w->input);
    kn_free(a, w->base, (w->g.noutputs + 1) * sizeof *w->base);
    kn_free(a, w->given, (w->g.noutputs + 1) * sizeof *w->given);
    ir_graph_free(&w->g);
    kiln_safetensors_close(w->st);
}

kiln_status(kiln_snapshot_load)(kiln_site at, kiln_session *s, const char *path, size_t count,
                                const char *const *names, kiln_tensor **out) {
    FE_DOOR;
    kn_text why;
    loading w = {.s = s, .path = path, .why = &why};
    for (size_t i = 0; s && out && i < count; i++) out[i] = fe_poison(s);
    if (fe_enter_session(at, "snapshot_load", s) == NULL)
        return s == NULL ? KILN_BAD_ARGUMENT : s->error;
    kn_text_init(&why, s->alloc);
    ir_graph_init(&w.g, s->alloc);
    bool given = path && (count == 0 || (names && out));
    kiln_status status = given ? load_file(&w, at, count, names, out) : KILN_BAD_ARGUMENT;
    give_back(&w);
    if (status == KILN_NO_MEMORY) kn_text_clear(&why); /* it may be half a text */
    return fe_told(s, at, "snapshot_load", status, &why);
}
