/* SPDX-License-Identifier: Apache-2.0
 * Traces that a training loop leaves by itself: of every n-th evaluation that has a derivative in
 * it. Called by evaluate.c. */
#include <inttypes.h>
#include <fcntl.h>

#include "base/file.h"
#include "base/io.h"
#include "frontend/core/frontend.h"

void fe_trace_steps_end(kiln_session *s) {
    fe_tracing *t = &s->tracing;
    uint64_t written = t->written, lost = t->lost;
    kn_free(s->alloc, t->folder, t->folder != NULL ? strlen(t->folder) + 1 : 0);
    kn_free(s->alloc, t->made_by, t->made_by != NULL ? strlen(t->made_by) + 1 : 0);
    kn_free(s->alloc, t->numbers, t->most * sizeof *t->numbers);
    *t = (fe_tracing){.written = written, .lost = lost};
}

static char *copy_of(kiln_session *s, const char *text) {
    char *copy = kn_malloc(s->alloc, strlen(text) + 1);
    if (copy != NULL) memcpy(copy, text, strlen(text) + 1);
    return copy;
}

static kiln_status begin(kiln_session *s, const char *folder, uint64_t every, uint64_t most,
                         const kiln_trace_options *o, kn_text *why) {
    fe_tracing *t = &s->tracing;
    KN_TRY(kn_folder_private(folder, why));
    t->folder = copy_of(s, folder);
    t->made_by = o->made_by != NULL ? copy_of(s, o->made_by) : NULL;
    t->numbers = kn_calloc(s->alloc, most, sizeof *t->numbers);
    t->most = most;
    if (t->folder == NULL || (t->made_by == NULL && o->made_by != NULL) ||
        (t->numbers == NULL && most > 0)) {
        fe_trace_steps_end(s);
        return KILN_NO_MEMORY;
    }
    t->options = *o;
    t->options.made_by = t->made_by;
    t->every = every;
    return KILN_OK;
}

kiln_status(kiln_trace_steps)(kiln_site at, kiln_session *s, const char *folder, uint64_t every,
                              uint64_t most, const kiln_trace_options *options) {
    FE_DOOR;
    const kiln_trace_options defaults = KILN_TRACE_OPTIONS_INIT,
                             *o = options != NULL ? options : &defaults;
    if (fe_enter_session(at, "trace_steps", s) == NULL)
        return s != NULL && s->error != KILN_OK ? s->error : KILN_BAD_ARGUMENT;
    kn_text why;
    kn_text_init(&why, s->alloc);
    kiln_status status = KILN_OK;
    const char *wrong = every == 0                            ? NULL
                        : folder == NULL || folder[0] == '\0' ? "the folder is null or empty"
                        : most > UINT32_MAX ? "more than 2^32-1 files are to be left"
                                            : fe_wrong_trace_options(o);
    if (wrong != NULL) {
        kn_text_add(&why, "%s", wrong);
        status = KILN_BAD_ARGUMENT;
    }
    if (status == KILN_OK) fe_trace_steps_end(s);
    if (status == KILN_OK && every > 0) status = begin(s, folder, every, most, o, &why);
    if (status != KILN_OK)
        fe_error(s, at, "trace_steps", status, "%s",
                 why.len > 0 ? kn_text_str(&why) : kiln_status_text(status));
    kn_text_free(&why);
    return status;
}

static bool has_derivative(const kiln_session *s) {
    for (ir_id id = 0; id < s->eval_graph.count; id++)
        if (ir_at(&s->eval_graph, id)->op != IR_INPUT &&
            (ir_at(&s->g, s->cut.origin[id])->flags & FE_GRAD) != 0)
            return true;
    return false;
}

static void name_file(const fe_tracing *t, uint64_t number, kn_text *path) {
    kn_text_clear(path);
    kn_text_add(path, "%s/step-%08" PRIu64 ".trace", t->folder, number);
}

/* The oldest of the session's own makes room. */
static void note_file(fe_tracing *t, kn_text *path) {
    uint64_t *place = t->most > 0 ? &t->numbers[t->written % t->most] : NULL;
    t->written++;
    if (place == NULL) return;
    if (*place != 0) {
        name_file(t, *place, path);
        if (!path->failed) (void)kn_io()->unlinkat(AT_FDCWD, kn_text_str(path), 0);
    }
    *place = t->seen;
}

static void note_lost(kiln_session *s, kiln_status status, const kn_text *why) {
    kn_text line;
    kn_text_init(&line, s->alloc);
    kn_text_add(&line, "\"lost\":%" PRIu64 ",\"status\":\"%s\",\"why\":", s->tracing.seen,
                kiln_status_name(status));
    kn_text_json_string(&line, kn_text_str(why));
    if (!line.failed) rt_note(s->engine, "trace", kn_text_str(&line));
    kn_text_free(&line);
    s->tracing.lost++;
}

kiln_status fe_trace_step(kiln_session *s, kiln_site at) {
    fe_tracing *t = &s->tracing;
    if (!has_derivative(s) || ++t->seen % t->every != 0) return KILN_OK;
    kn_text path, why;
    kn_text_init(&path, s->alloc);
    kn_text_init(&why, s->alloc);
    name_file(t, t->seen, &path);
    fe_trace_what what = {.path = kn_text_str(&path),
                          .reason = "step",
                          .at = at,
                          .inputs = s->inputs,
                          .options = &t->options};
    kiln_status status = path.failed ? KILN_NO_MEMORY : fe_trace_write(s, &what, &why);
    if (status == KILN_OK)
        note_file(t, &path);
    else if (status != KILN_CANCELLED)
        note_lost(s, status, &why);
    kn_text_free(&path);
    kn_text_free(&why);
    return status == KILN_CANCELLED ? status : KILN_OK;
}
