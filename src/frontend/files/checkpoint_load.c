/* SPDX-License-Identifier: Apache-2.0
 * Loading checkpoints into tensors: first everything is compared, then everything is written, as
 * one transaction. Called by C programs through kiln/checkpoint.h. */
#include "frontend/files/checkpoint_internal.h"
#include "frontend/core/frontend.h"
#include "frontend/files/metadata.h"

typedef struct loading {
    kiln_session *s;
    kiln_site at;
    const kiln_checkpoint_file *f;
    const kiln_checkpoint *c;
    const kiln_st_entry **from; /* of parameters, then state; NULL: keeps its value */
    kiln_tensor **to;
    size_t count;
    kn_map asked; /* names of the file that are asked for */
    kn_text name; /* of the one looked at, as the file has it */
    kn_text why;
    size_t missing, shapes, unexpected; /* complaints */
} loading;

static kiln_status refuse(loading *w, kiln_status status, const char *what, const char *name) {
    kn_text_clear(&w->why);
    kn_text_add(&w->why, "%s", what);
    if (name) {
        kn_text_add(&w->why, " ");
        kn_text_json_string(&w->why, name);
    }
    return status;
}

static void complain(loading *w, const char *what, const char *name) {
    kn_text_add(&w->why, "%s%s ", w->why.len > 0 ? "; " : "", what);
    kn_text_json_string(&w->why, name);
}

static bool same_type(const kiln_st_entry *e, const kiln_tensor *t) {
    bool same = e->dtype == kiln_dtype_of(t) && e->rank == kiln_rank(t);
    for (int i = 0; same && i < e->rank; i++) same = e->shape[i] == kiln_extents(t)[i];
    return same;
}

static void complain_of_type(loading *w, const kiln_st_entry *e, const kiln_tensor *t) {
    char theirs[160], ours[160];
    w->shapes++;
    complain(w, "otherwise shaped", kn_text_str(&w->name));
    if (e->rank > IR_MAX_RANK)
        kn_text_add(&w->why, " (file: rank %d", e->rank);
    else
        kn_text_add(&w->why, " (file: %s",
                    ir_type_format(e->dtype, e->rank, e->shape, theirs, sizeof theirs));
    kn_text_add(&w->why, ", tensor: %s)",
                ir_type_format(kiln_dtype_of(t), kiln_rank(t), kiln_extents(t), ours, sizeof ours));
}

static kiln_status look_at(loading *w, const char *prefix, const char *name, kiln_tensor *t,
                           size_t i) {
    if (!name) return refuse(w, KILN_BAD_ARGUMENT, "a name is NULL", NULL);
    if (!kiln_ok(t) || kiln_session_of(t) != w->s)
        return w->s->error != KILN_OK /* by which it became poison */
                   ? w->s->error
                   : refuse(w, KILN_BAD_HANDLE, "no tensor of this session:", name);
    kn_text_clear(&w->name);
    kn_text_add(&w->name, "%s%s", prefix, name);
    if (w->name.failed) return KILN_NO_MEMORY;
    kn_hash hash = kn_hash_bytes(w->name.data, w->name.len);
    if (kn_map_find(&w->asked, hash))
        return refuse(w, KILN_BAD_ARGUMENT, "name appears twice:", name);
    KN_TRY(kn_map_put(&w->asked, hash, 1));
    const kiln_st_entry *e = kiln_checkpoint_find(w->f, kn_text_str(&w->name));
    if (!e && !(w->c->allow & KILN_ALLOW_MISSING)) {
        w->missing++;
        complain(w, "missing", kn_text_str(&w->name));
    }
    bool fits = e && same_type(e, t);
    if (e && !fits && !(w->c->allow & KILN_ALLOW_SHAPES)) complain_of_type(w, e, t);
    w->from[i] = fits ? e : NULL;
    w->to[i] = t;
    return KILN_OK;
}

/* What a checkpoint of ours has besides parameters: no parameter's name begins as these do. State
 * is passed over by who loads none of it. */
static bool is_own(const loading *w, const char *name) {
    bool state = strncmp(name, KN_CP_STATE, sizeof KN_CP_STATE - 1) == 0;
    return w->f->ours && (strcmp(name, KN_CP_GENERATOR) == 0 || (state && w->c->state.count == 0));
}

static kiln_status look_for_unexpected(loading *w) {
    size_t n = w->c->allow & KILN_ALLOW_UNEXPECTED ? 0 : kiln_checkpoint_count(w->f);
    for (size_t i = 0; i < n; i++) {
        const char *name = kiln_checkpoint_at(w->f, i)->name;
        if (is_own(w, name) || kn_map_find(&w->asked, kn_hash_bytes(name, strlen(name)))) continue;
        w->unexpected++;
        complain(w, "unexpected", name);
    }
    return w->why.failed ? KILN_NO_MEMORY : KILN_OK;
}

static kiln_status compare(loading *w) {
    const kiln_named *p = &w->c->parameters, *q = &w->c->state;
    bool given =
        (p->count == 0 || (p->name && p->tensor)) && (q->count == 0 || (q->name && q->tensor));
    if (w->c->struct_size != sizeof *w->c || !given)
        return refuse(w, KILN_BAD_ARGUMENT, "names or tensors are NULL", NULL);
    if (p->count > KILN_ST_MAX_TENSORS || q->count > KILN_ST_MAX_TENSORS)
        return refuse(w, KILN_TOO_LARGE, "more than 1000000 tensors", NULL);
    w->count = p->count + q->count;
    w->from = kn_calloc(w->s->alloc, w->count + 1, sizeof *w->from);
    w->to = kn_calloc(w->s->alloc, w->count + 1, sizeof *w->to);
    if (!w->from || !w->to) return KILN_NO_MEMORY;
    for (size_t i = 0; i < p->count; i++) KN_TRY(look_at(w, "", p->name[i], p->tensor[i], i));
    for (size_t i = 0; i < q->count; i++)
        KN_TRY(look_at(w, KN_CP_STATE, q->name[i], q->tensor[i], p->count + i));
    KN_TRY(look_for_unexpected(w));
    if (w->missing > 0) return KILN_NOT_FOUND;
    return w->shapes > 0 ? KILN_BAD_SHAPE : w->unexpected > 0 ? KILN_BAD_ARGUMENT : KILN_OK;
}

static kiln_status write_all(loading *w) {
    for (size_t i = 0; i < w->count; i++) {
        const kiln_st_entry *e = w->from[i];
        if (e && !kiln_ok(fe_write_bytes(w->s, w->to[i], e->data, e->nbytes))) return w->s->error;
        if (kn_stopped(w->s->loading)) return KILN_CANCELLED;
    }
    if (!w->f->ours || fe_generator_put(w->s, kiln_checkpoint_find(w->f, KN_CP_GENERATOR)->data))
        return KILN_OK;
    (void)fe_result(w->s, IR_NONE);
    return w->s->error;
}

static kiln_status check_metadata(loading *w) {
    static const char *const known[] = {KN_CP_FORMAT, KN_CP_DIGEST, KN_CP_STEP, KN_CP_SEED, NULL};
    for (size_t i = 0; i < w->f->nshards; i++)
        KN_TRY(fe_check_metadata(w->s, w->f->shard[i], known, &w->why));
    return KILN_OK;
}

static kiln_status load(loading *w) {
    KN_TRY(check_metadata(w));
    KN_TRY(compare(w));
    rt_spending spending;
    kiln_status status = rt_beside_open(w->s->engine, &spending, &w->s->loading, &w->why);
    fe_begin(w->s);
    if (status == KILN_OK) status = write_all(w);
    fe_end(w->s, status == KILN_OK);
    w->s->loading = (kn_stop){0};
    return rt_beside_close(w->s->engine, status, "checkpoint_load", w->at, &spending, &w->why);
}

static void give_back(loading *w) {
    kn_free(w->s->alloc, w->from, (w->count + 1) * sizeof *w->from);
    kn_free(w->s->alloc, w->to, (w->count + 1) * sizeof *w->to);
    kn_map_free(&w->asked);
    kn_text_free(&w->name);
    kn_text_free(&w->why);
}

kiln_status(kiln_checkpoint_load)(kiln_site at, kiln_session *s, const kiln_checkpoint_file *f,
                                  kiln_checkpoint *c) {
    FE_DOOR;
    loading w = {.s = s, .at = at, .f = f, .c = c};
    if (fe_enter_session(at, "checkpoint_load", s) == NULL)
        return s == NULL ? KILN_BAD_ARGUMENT : s->error;
    kn_map_init(&w.asked, s->alloc);
    kn_text_init(&w.name, s->alloc);
    kn_text_init(&w.why, s->alloc);
    kiln_status status =
        f && c ? load(&w) : refuse(&w, KILN_BAD_ARGUMENT, "file or checkpoint is NULL", NULL);
    if (status == KILN_OK) {
        c->step = f->step;
        c->counter_seed = f->counter_seed;
    } else if (s->error == KILN_OK) {
        const char *text = w.why.len > 0 && status != KILN_NO_MEMORY ? kn_text_str(&w.why)
                                                                     : kiln_status_text(status);
        fe_error(s, at, "checkpoint_load", status, "%s: %s", f ? f->path : "checkpoint", text);
    }
    give_back(&w);
    return status;
}
