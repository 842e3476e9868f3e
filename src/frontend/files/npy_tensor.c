/* SPDX-License-Identifier: Apache-2.0
 * Tensors of a session as NumPy's files, and back: evaluates what waits, then the writer of plain
 * memory (npy_write.c) or its reader (npy.c). Called by C programs through kiln/npy.h. */
#include "frontend/core/frontend.h"
#include "frontend/files/npy_internal.h"

typedef struct saving {
    kiln_session *s;
    kiln_site at;
    const char *call;
    kiln_st_entry *entries;
    fe_buffer **held;
    size_t count;
    kn_text why;
} saving;

static kiln_status refuse(kn_text *why, kiln_status status, const char *what, const char *name) {
    kn_text_add(why, "%s", what);
    if (name != NULL) kn_text_json_string(why, name);
    return status;
}

/* Without memory a reason may be half a text. */
static kiln_status told(kiln_session *s, kiln_site at, const char *call, kiln_status status,
                        kn_text *why) {
    if (status == KILN_NO_MEMORY) kn_text_clear(why);
    return fe_told(s, at, call, status, why);
}

/* ---- saving */

static kiln_status take(saving *w, size_t i, const char *name, kiln_tensor *t) {
    if (!kiln_ok(t) || kiln_session_of(t) != w->s)
        return w->s->error != KILN_OK /* by which it became poison */
                   ? w->s->error
                   : refuse(&w->why, KILN_BAD_HANDLE, "no tensor of this session: ", name);
    if (kiln_dtype_of(t) == KILN_BF16) /* before anything is computed for it */
        return refuse(&w->why, KILN_BAD_DTYPE,
                      "bfloat16 has no dtype in NumPy; save it as another, or in safetensors: ",
                      name);
    fe_buffer *b = fe_data(w->s, w->at, w->call, t);
    if (b == NULL) return w->s->error != KILN_OK ? w->s->error : KILN_NO_MEMORY;
    b->refs++;
    w->held[i] = b;
    w->entries[i] = (kiln_st_entry){
        name,     kiln_dtype_of(t), kiln_rank(t), kiln_extents(t), b->nbytes > 0 ? b->data : NULL,
        b->nbytes};
    return KILN_OK;
}

static kiln_status write_taken(saving *w, const char *path, bool archive) {
    rt_spending spending;
    kn_stop stop = {0};
    kiln_status status = rt_beside_open(w->s->engine, &spending, &stop, &w->why);
    if (status == KILN_OK)
        status = archive ? kn_npz_save(w->s->alloc, path, w->entries, w->count, KN_NPZ_LIMIT, stop,
                                       &w->why)
                         : kn_npy_save(w->s->alloc, path, w->entries, stop, &w->why);
    return rt_beside_close(w->s->engine, status, w->call, w->at, &spending, &w->why);
}

static kiln_status save(saving *w, const char *path, const kiln_named *n, bool archive) {
    if (path == NULL || (n->count > 0 && (n->name == NULL || n->tensor == NULL)))
        return refuse(&w->why, KILN_BAD_ARGUMENT, "path, names or tensors are NULL", NULL);
    if (n->count > KILN_NPY_MAX_ARRAYS)
        return refuse(&w->why, KILN_TOO_LARGE, "more than 100000 arrays", NULL);
    w->count = n->count;
    w->entries = kn_calloc(w->s->alloc, n->count + 1, sizeof *w->entries);
    w->held = kn_calloc(w->s->alloc, n->count + 1, sizeof *w->held);
    if (w->entries == NULL || w->held == NULL) return KILN_NO_MEMORY;
    for (size_t i = 0; i < n->count; i++) KN_TRY(take(w, i, n->name[i], n->tensor[i]));
    return write_taken(w, path, archive);
}

static kiln_status save_named(kiln_session *s, kiln_site at, const char *call, const char *path,
                              const kiln_named *n, bool archive) {
    saving w = {.s = s, .at = at, .call = call};
    kn_text_init(&w.why, s->alloc);
    kiln_status status = save(&w, path, n, archive);
    for (size_t i = 0; w.held != NULL && i < n->count; i++)
        if (w.held[i] != NULL) fe_buffer_unref(s, w.held[i]);
    kn_free(s->alloc, w.entries, w.entries != NULL ? (n->count + 1) * sizeof *w.entries : 0);
    kn_free(s->alloc, w.held, w.held != NULL ? (n->count + 1) * sizeof *w.held : 0);
    return told(s, at, call, status, &w.why);
}

kiln_status(kiln_npy_save_tensor)(kiln_site at, const char *path, kiln_tensor *tensor) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "npy_save_tensor", tensor);
    if (s == NULL) {
        kiln_session *of = kiln_session_of(tensor);
        return of != NULL && of->error != KILN_OK ? of->error : KILN_BAD_HANDLE;
    }
    const char *name = "";
    return save_named(s, at, "npy_save_tensor", path, &(kiln_named){1, &name, &tensor}, false);
}

kiln_status(kiln_npz_save_tensors)(kiln_site at, kiln_session *s, const char *path,
                                   kiln_named tensors) {
    FE_DOOR;
    if (fe_enter_session(at, "npz_save_tensors", s) == NULL)
        return s == NULL ? KILN_BAD_ARGUMENT : s->error;
    return save_named(s, at, "npz_save_tensors", path, &tensors, true);
}

/* ---- loading */

static kiln_status open_file(kiln_session *s, const char *path, kiln_npy **f, kn_text *why) {
    char reason[512] = "";
    if (path == NULL) return refuse(why, KILN_BAD_ARGUMENT, "path is NULL", NULL);
    kiln_status status = kiln_npy_open(path, s->alloc, f, reason, sizeof reason);
    bool named = strstr(reason, path) != NULL;
    if (status != KILN_OK) kn_text_add(why, "%s%s%s", named ? "" : path, named ? "" : ": ", reason);
    return status;
}

static kiln_tensor *tensor_of(kiln_session *s, const kiln_st_entry *e) {
    return fe_from_bytes(s, e->data, e->nbytes, e->dtype, (kiln_shape){e->rank, e->shape});
}

kiln_tensor *(kiln_npy_load_tensor)(kiln_site at, kiln_session *s, const char *path) {
    FE_DOOR;
    if (fe_enter_session(at, "npy_load_tensor", s) == NULL) return fe_poison(s);
    kiln_npy *f = NULL;
    kiln_tensor *t = NULL;
    kn_text why;
    kn_text_init(&why, s->alloc);
    kiln_status status = open_file(s, path, &f, &why);
    if (status == KILN_OK && (kiln_npy_count(f) != 1 || kiln_npy_at(f, 0)->name[0] != '\0'))
        status =
            refuse(&why, KILN_BAD_FILE,
                   "is an archive, expected one array; kiln_npz_load_tensors reads it: ", path);
    if (status == KILN_OK) t = tensor_of(s, kiln_npy_at(f, 0));
    kiln_npy_close(f);
    (void)told(s, at, "npy_load_tensor", status, &why);
    return t != NULL ? t : fe_poison(s);
}

static kiln_status load_all(kiln_session *s, const kiln_npy *f, size_t count,
                            const char *const *names, kiln_tensor **out, kn_text *why) {
    for (size_t i = 0; i < count; i++) {
        if (names[i] == NULL) return refuse(why, KILN_BAD_ARGUMENT, "a name is NULL", NULL);
        const kiln_st_entry *e = kiln_npy_find(f, names[i]);
        if (e == NULL) return refuse(why, KILN_NOT_FOUND, "has no array ", names[i]);
        out[i] = tensor_of(s, e);
        if (!kiln_ok(out[i])) return s->error;
    }
    return KILN_OK;
}

kiln_status(kiln_npz_load_tensors)(kiln_site at, kiln_session *s, const char *path, size_t count,
                                   const char *const *names, kiln_tensor **out) {
    FE_DOOR;
    for (size_t i = 0; s != NULL && out != NULL && i < count; i++) out[i] = fe_poison(s);
    if (fe_enter_session(at, "npz_load_tensors", s) == NULL)
        return s == NULL ? KILN_BAD_ARGUMENT : s->error;
    kiln_npy *f = NULL;
    kn_text why;
    kn_text_init(&why, s->alloc);
    bool given = count == 0 || (names != NULL && out != NULL);
    kiln_status status = given ? open_file(s, path, &f, &why)
                               : refuse(&why, KILN_BAD_ARGUMENT, "names or out is NULL", NULL);
    fe_begin(s);
    if (status == KILN_OK) status = load_all(s, f, count, names, out, &why);
    fe_end(s, status == KILN_OK);
    for (size_t i = 0; given && status != KILN_OK && i < count; i++) out[i] = fe_poison(s);
    kiln_npy_close(f);
    return told(s, at, "npz_load_tensors", status, &why);
}
