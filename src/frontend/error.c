/* SPDX-License-Identifier: Apache-2.0
 * The first error of a session, and the poison that stands for a failed result. Called by every public function that can fail. */
#include "frontend/frontend.h"

static const fe_slot poison_without_session = {{.state = FE_POISON}};

static void note_error(kiln_session *s, kiln_site at, const char *call) {
    kn_text line;
    kn_text_init(&line, s->alloc);
    kn_text_add(&line, "\"call\":");
    kn_text_json_string(&line, call != NULL ? call : "?");
    kn_text_add(&line, ",\"site\":");
    kn_text_json_string(&line, at != NULL ? at : "");
    kn_text_add(&line, ",\"status\":\"%s\",\"text\":", kiln_status_name(s->error));
    kn_text_json_string(&line, kn_text_str(&s->error_text));
    if (!line.failed) rt_note(s->engine, "error", kn_text_str(&line));
    kn_text_free(&line);
}

void fe_error(kiln_session *s, kiln_site at, const char *call, kiln_status status, const char *format, ...) {
    if (s == NULL || s->error != KILN_OK) return;
    bool later = call == s->call && s->b.status != KILN_OK; /* what recording failed with is the cause of all that follows in the call */
    if (later) status = s->b.status;
    s->error = status == KILN_OK ? KILN_INTERNAL : status;
    kn_text_clear(&s->error_text);
    kn_text_add(&s->error_text, "%s: %s: ", at != NULL ? at : "kiln", call != NULL ? call : "?");
    va_list args;
    va_start(args, format);
    if (later) kn_text_add(&s->error_text, "%s", s->b.message);
    else kn_text_addv(&s->error_text, format, args);
    va_end(args);
    if (s->engine != NULL) note_error(s, at, call);
}

kiln_tensor *fe_poison(kiln_session *s) {
    return fe_handle_of(s != NULL ? s->poison : &poison_without_session.tensor);
}

bool kiln_failed(const kiln_session *s) { return s == NULL || s->error != KILN_OK; }

kiln_status kiln_error(const kiln_session *s) { return s == NULL ? KILN_NO_MEMORY : s->error; }

const char *kiln_error_text(const kiln_session *s) {
    if (s == NULL) return kiln_status_text(KILN_NO_MEMORY);
    if (s->error == KILN_OK) return "";
    const char *text = kn_text_str(&s->error_text);
    return text[0] != '\0' ? text : kiln_status_text(s->error);
}

void kiln_clear_error(kiln_session *s) {
    if (s == NULL || s->engine == NULL) return;
    s->error = KILN_OK;
    kn_text_clear(&s->error_text);
    ir_builder_clear(&s->b);
}
