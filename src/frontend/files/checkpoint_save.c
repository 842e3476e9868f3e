/* SPDX-License-Identifier: Apache-2.0
 * Saving checkpoints: tensors where they lie, the generator's bytes and the texts become one
 * safetensors file, then its envelope. Called by C programs through kiln/checkpoint.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "base/file.h"
#include "base/io.h"
#include "frontend/files/checkpoint_internal.h"
#include "frontend/core/frontend.h"
#include "frontend/files/safetensors_internal.h"
#include "runtime/envelope.h"

enum { OWN_META = 5 };

typedef struct saving {
    kiln_session *s;
    kiln_site at;
    const kiln_checkpoint *c;
    kiln_st_entry *entries;
    fe_buffer **held; /* of the entries: views' values must not go before they are written */
    size_t count;     /* parameters, state, generator */
    kiln_st_meta *meta;
    size_t nmeta;
    kn_text names; /* of the state, one after the other */
    char generator[FE_GENERATOR_BYTES];
    int64_t generator_extent;
    char step[24], seed[24], format[8];
    kn_text *why;
} saving;

static kiln_status refuse(saving *w, const char *what, const char *name) {
    kn_text_add(w->why, "%s", what);
    if (name) {
        kn_text_add(w->why, " ");
        kn_text_json_string(w->why, name);
    }
    return KILN_BAD_ARGUMENT;
}

static bool is_own(const char *name) { return strncmp(name, KN_CP_OWN, sizeof KN_CP_OWN - 1) == 0; }

static kiln_status check_named(saving *w, const kiln_named *n, const char *what) {
    if (n->count > KILN_ST_MAX_TENSORS) return refuse(w, "more than 1000000 tensors", NULL);
    if (n->count > 0 && (!n->name || !n->tensor)) return refuse(w, what, NULL);
    for (size_t i = 0; i < n->count; i++) {
        if (!n->name[i]) return refuse(w, "a name is NULL", NULL);
        if (is_own(n->name[i]))
            return refuse(w, "names that begin with \"kiln.\" are reserved:", n->name[i]);
        if (kiln_ok(n->tensor[i]) && kiln_session_of(n->tensor[i]) == w->s) continue;
        if (w->s->error != KILN_OK) return w->s->error; /* by which it became poison */
        (void)refuse(w, "no tensor of this session:", n->name[i]);
        return KILN_BAD_HANDLE;
    }
    return KILN_OK;
}

static kiln_status check_meta(saving *w) {
    const kiln_checkpoint *c = w->c;
    if (c->nmeta > 0 && !c->meta) return refuse(w, "meta is NULL", NULL);
    if (c->nmeta > KILN_ST_MAX_HEADER) return refuse(w, "too much metadata", NULL);
    for (size_t i = 0; i < c->nmeta; i++) {
        if (!c->meta[i].key || !c->meta[i].value) return refuse(w, "a metadata text is NULL", NULL);
        if (is_own(c->meta[i].key) || strcmp(c->meta[i].key, "format") == 0)
            return refuse(w, "metadata key is reserved:", c->meta[i].key);
    }
    return KILN_OK;
}

static kiln_status check(saving *w) {
    if (w->c->struct_size != sizeof *w->c)
        return refuse(w, "struct_size is another version's", NULL);
    KN_TRY(check_named(w, &w->c->parameters, "parameters are NULL"));
    KN_TRY(check_named(w, &w->c->state, "state is NULL"));
    return check_meta(w);
}

static kiln_status take_room(saving *w) {
    w->count = w->c->parameters.count + w->c->state.count + 1;
    w->nmeta = w->c->nmeta + OWN_META;
    w->entries = kn_calloc(w->s->alloc, w->count, sizeof *w->entries);
    w->held = kn_calloc(w->s->alloc, w->count, sizeof *w->held);
    w->meta = kn_calloc(w->s->alloc, w->nmeta, sizeof *w->meta);
    return w->entries && w->held && w->meta ? KILN_OK : KILN_NO_MEMORY;
}

static void give_back(saving *w) {
    for (size_t i = 0; w->held && i < w->count; i++)
        if (w->held[i]) fe_buffer_unref(w->s, w->held[i]);
    kn_free(w->s->alloc, w->entries, w->count * sizeof *w->entries);
    kn_free(w->s->alloc, w->held, w->count * sizeof *w->held);
    kn_free(w->s->alloc, w->meta, w->nmeta * sizeof *w->meta);
    kn_text_free(&w->names);
}

static kiln_status take_tensor(saving *w, size_t i, kiln_tensor *t) {
    fe_buffer *b = fe_data(w->s, w->at, "checkpoint_save", t);
    if (!b) return w->s->error != KILN_OK ? w->s->error : KILN_NO_MEMORY;
    b->refs++;
    w->held[i] = b;
    w->entries[i].dtype = kiln_dtype_of(t);
    w->entries[i].rank = kiln_rank(t);
    w->entries[i].shape = kiln_extents(t);
    w->entries[i].nbytes = b->nbytes;
    w->entries[i].data = b->nbytes > 0 ? b->data : NULL;
    return KILN_OK;
}

static kiln_status take_tensors(saving *w) {
    const kiln_named *p = &w->c->parameters, *q = &w->c->state;
    for (size_t i = 0; i < p->count; i++) {
        w->entries[i].name = p->name[i];
        KN_TRY(take_tensor(w, i, p->tensor[i]));
    }
    for (size_t i = 0; i < q->count; i++) {
        kn_text_add(&w->names, "%s%s", KN_CP_STATE, q->name[i]);
        kn_text_bytes(&w->names, "", 1);
        KN_TRY(take_tensor(w, p->count + i, q->tensor[i]));
    }
    if (w->names.failed) return KILN_NO_MEMORY;
    const char *name = w->names.data; /* only now: the text has stopped moving */
    for (size_t i = 0; i < q->count; name += strlen(name) + 1, i++)
        w->entries[p->count + i].name = name;
    return KILN_OK;
}

static kiln_status take_generator(saving *w) {
    if (!fe_generator_get(w->s, w->generator)) {
        (void)fe_result(w->s, IR_NONE); /* its error is the session's */
        return KILN_NO_MEMORY;
    }
    w->generator_extent = FE_GENERATOR_BYTES;
    w->entries[w->count - 1] =
        (kiln_st_entry){KN_CP_GENERATOR,      KILN_U8,      1,
                        &w->generator_extent, w->generator, FE_GENERATOR_BYTES};
    return KILN_OK;
}

static void take_meta(saving *w) {
    snprintf(w->step, sizeof w->step, "%lld", (long long)w->c->step);
    snprintf(w->seed, sizeof w->seed, "%lld", (long long)w->c->counter_seed);
    snprintf(w->format, sizeof w->format, "%d", KILN_CHECKPOINT_FORMAT);
    const kiln_st_meta own[OWN_META] = {{"format", "pt"}, /* what other readers ask for */
                                        {KN_CP_FORMAT, w->format},
                                        {KN_CP_DIGEST, "00000000000000000000000000000000"},
                                        {KN_CP_STEP, w->step},
                                        {KN_CP_SEED, w->seed}};
    memcpy(w->meta, own, sizeof own);
    if (w->c->nmeta > 0) memcpy(w->meta + OWN_META, w->c->meta, w->c->nmeta * sizeof *w->meta);
}

static kiln_status write_envelope(saving *w, const char *path, const kn_st_stamp *stamp) {
    kiln_envelope e = KILN_ENVELOPE_INIT;
    e.kind = KN_CP_KIND;
    e.format = KILN_CHECKPOINT_FORMAT;
    e.created = w->c->created;
    e.made_by = w->c->made_by;
    e.inputs = w->c->inputs;
    e.ninputs = w->c->ninputs;
    e.length = stamp->length;
    kn_hash_hex(stamp->whole, e.digest);
    return kn_envelope_write_beside(w->s->alloc, path, &e, w->why);
}

/* An envelope that cannot be said must not be found out after the file is written. */
static kiln_status try_envelope(saving *w) {
    kn_text json;
    kiln_envelope e = KILN_ENVELOPE_INIT;
    e.kind = KN_CP_KIND;
    e.created = w->c->created;
    e.made_by = w->c->made_by;
    e.inputs = w->c->inputs;
    e.ninputs = w->c->ninputs;
    memset(e.digest, '0', KN_DIGEST_HEX);
    kn_text_init(&json, w->s->alloc);
    kiln_status status = kn_envelope_compose(&e, &json, w->why);
    kn_text_free(&json);
    return status;
}

static kiln_status save(saving *w, const char *path) {
    kn_st_stamp stamp = {.key = KN_CP_DIGEST};
    KN_TRY(check(w));
    KN_TRY(try_envelope(w));
    KN_TRY(take_room(w));
    KN_TRY(take_tensors(w));
    KN_TRY(take_generator(w));
    take_meta(w);
    rt_spending spending;
    kiln_status status = rt_beside_open(w->s->engine, &spending, &stamp.stop, w->why);
    if (status == KILN_OK)
        status =
            kn_st_save(w->s->alloc, path, w->entries, w->count, w->meta, w->nmeta, &stamp, w->why);
    KN_TRY(rt_beside_close(w->s->engine, status, "checkpoint_save", w->at, &spending, w->why));
    return write_envelope(w, path, &stamp);
}

static kiln_status save_at(kiln_session *s, kiln_site at, const char *path,
                           const kiln_checkpoint *c, kn_text *why) {
    saving w = {.s = s, .at = at, .c = c, .why = why};
    if (!path || !c) return refuse(&w, "path or checkpoint is NULL", NULL);
    if (!fe_optimizers_tell_steps(s, at)) return s->error;
    kn_text_init(&w.names, s->alloc);
    kiln_status status = save(&w, path);
    give_back(&w);
    return status;
}

kiln_status(kiln_checkpoint_save)(kiln_site at, kiln_session *s, const char *path,
                                  const kiln_checkpoint *c) {
    FE_DOOR;
    kn_text why;
    if (fe_enter_session(at, "checkpoint_save", s) == NULL)
        return s == NULL ? KILN_BAD_ARGUMENT : s->error;
    kn_text_init(&why, s->alloc);
    return fe_told(s, at, "checkpoint_save", save_at(s, at, path, c, &why), &why);
}

void kn_cp_name(int64_t step, char out[KN_CP_NAME]) {
    snprintf(out, KN_CP_NAME, "step-%012lld.safetensors", (long long)step);
}

static kiln_status make_folder(const char *folder, kn_text *why) {
    struct stat st;
    if (kn_io()->mkdirat(AT_FDCWD, folder, 0777) == 0) return KILN_OK;
    int error = errno;
    if (error == EEXIST && kn_io()->fstatat(AT_FDCWD, folder, &st, 0) == 0 && S_ISDIR(st.st_mode))
        return KILN_OK;
    errno = error;
    return kn_file_fail_errno(why, folder, "cannot be made");
}

static kiln_status save_in(kiln_session *s, kiln_site at, const char *folder,
                           const kiln_checkpoint *c, const kiln_rotation *keep, kn_text *path,
                           kn_text *why) {
    char name[KN_CP_NAME];
    saving w = {.why = why};
    if (!folder || !*folder || !c) return refuse(&w, "folder or checkpoint is NULL", NULL);
    if (c->step < 0 || c->step > INT64_C(999999999999))
        return refuse(&w, "step is negative or has more than 12 digits", NULL);
    kn_cp_name(c->step, name);
    kn_text_add(path, "%s/%s", folder, name);
    if (path->failed) return KILN_NO_MEMORY;
    KN_TRY(make_folder(folder, why));
    KN_TRY(save_at(s, at, kn_text_str(path), c, why));
    return kn_cp_rotate(s->alloc, folder, keep, name, why);
}

kiln_status(kiln_checkpoint_save_in)(kiln_site at, kiln_session *s, const char *folder,
                                     const kiln_checkpoint *c, const kiln_rotation *keep) {
    FE_DOOR;
    kn_text why, path;
    if (fe_enter_session(at, "checkpoint_save_in", s) == NULL)
        return s == NULL ? KILN_BAD_ARGUMENT : s->error;
    kn_text_init(&why, s->alloc);
    kn_text_init(&path, s->alloc);
    kiln_status status = save_in(s, at, folder, c, keep, &path, &why);
    kn_text_free(&path);
    return fe_told(s, at, "checkpoint_save_in", status, &why);
}
