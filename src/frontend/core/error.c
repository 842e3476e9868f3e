/* SPDX-License-Identifier: Apache-2.0
 * The first error of a session, that of a thread's calls from which no session is known, and the
 * poison that stands for a failed result. Called by every public function that can fail. */
#include "frontend/core/frontend.h"

#include <stdio.h>

static const fe_slot poison_without_session = {{.state = FE_POISON, .mark = FE_NO_MARK}};

/* Sessions are compared here and never followed: they may have been closed by another thread. In
 * static storage of the thread, for to allocate it late could fail. */
static _Thread_local struct {
    const kiln_session *latest;   /* what this thread used last */
    const kiln_session *shown_by; /* which session's error it is as well; NULL: none's */
    kiln_status status;           /* the first error without a session */
    char text[224];
} orphan __attribute__((tls_model("initial-exec")));

static bool shows_orphan(const kiln_session *s) {
    return orphan.status != KILN_OK && orphan.shown_by == s;
}

void fe_note_use(const kiln_session *s) {
    orphan.latest = s;
    if (orphan.status != KILN_OK && orphan.shown_by == NULL) orphan.shown_by = s;
}

/* A session that is not there is told for NULL alone: what other sessions the thread has are well.
 */
static const char no_session[] = "kiln: open: no memory for a session";

kiln_session *fe_open_failed(void) {
    orphan.status = KILN_NO_MEMORY;
    orphan.shown_by = (const kiln_session *)no_session;
    memcpy(orphan.text, no_session, sizeof no_session);
    return NULL;
}

void fe_note_open(const kiln_session *s) {
    if (orphan.shown_by == (const kiln_session *)no_session) orphan.status = KILN_OK;
    fe_note_use(s);
}

void fe_note_close(const kiln_session *s) {
    if (orphan.latest == s) orphan.latest = NULL;
    /* it was the session's error too, and goes with it */
    if (shows_orphan(s)) orphan.status = KILN_OK;
}

static void add_orphan(kiln_site at, const char *call, kiln_status status, const char *format,
                       va_list args) {
    if (orphan.status != KILN_OK) return;
    orphan.status = status == KILN_OK ? KILN_INTERNAL : status;
    orphan.shown_by = orphan.latest;
    int n = snprintf(orphan.text, sizeof orphan.text, "%s: %s: ", at != NULL ? at : "kiln",
                     call != NULL ? call : "?");
    if (n >= 0 && (size_t)n < sizeof orphan.text)
        (void)vsnprintf(orphan.text + n, sizeof orphan.text - (size_t)n, format, args);
}

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

void fe_take_orphan(kiln_session *s) {
    if (orphan.status == KILN_OK || s->error != KILN_OK) return;
    s->error = orphan.status;
    kn_text_clear(&s->error_text);
    kn_text_add(&s->error_text, "%s", orphan.text);
    orphan.status = KILN_OK;
    if (s->engine != NULL) note_error(s, NULL, NULL);
}

/* What was given, where a refusal does not say: "; given f32[2,3], i64[4]". */
static void add_given(kiln_session *s) {
    bool refusal = s->error == KILN_BAD_SHAPE || s->error == KILN_BAD_DTYPE ||
                   s->error == KILN_BAD_ARGUMENT || s->error == KILN_TOO_LARGE;
    if (!refusal || strchr(s->b.message, '[') != NULL) return;
    for (size_t i = 0; i < s->ngiven && i < FE_GIVEN; i++) {
        char type[200];
        bool again = false; /* an argument left out is often stood for by another one */
        for (size_t k = 0; k < i; k++) again = again || s->given[k] == s->given[i];
        if (!again)
            kn_text_add(&s->error_text, "%s%s", i == 0 ? "; given " : ", ",
                        fe_type_text(s->given[i], type, sizeof type));
    }
    if (s->ngiven > FE_GIVEN) kn_text_add(&s->error_text, ", ...");
}

/* Bytes for a tensor that a budget did not allow. */
static void tell_refusal(kiln_session *s, kiln_site at, const char *call) {
    rt_refusal *r = &rt_get_budgets(s->engine)->refused;
    rt_refusal_text(r, &s->error_text);
    rt_note_refusal(s->engine, r, call, at, 0);
    r->is = false;
}

/* What recording failed with is the cause of all that follows in its call. */
static void set_error(kiln_session *s, kiln_site at, const char *call, kiln_status status,
                      const char *format, va_list args) {
    bool later = call == s->call && s->b.status != KILN_OK;
    if (later) status = s->b.status;
    bool disallowed =
        status == KILN_NO_MEMORY && s->engine != NULL && rt_get_budgets(s->engine)->refused.is;
    if (disallowed) status = KILN_BUDGET;
    s->error = status == KILN_OK ? KILN_INTERNAL : status;
    kn_text_clear(&s->error_text);
    kn_text_add(&s->error_text, "%s: %s: ", at != NULL ? at : "kiln", call != NULL ? call : "?");
    if (disallowed)
        tell_refusal(s, at, call);
    else if (later)
        kn_text_add(&s->error_text, "%s", s->b.message);
    else
        kn_text_addv(&s->error_text, format, args);
    if (later && !disallowed) add_given(s);
    if (s->engine != NULL) note_error(s, at, call);
}

void fe_error(kiln_session *s, kiln_site at, const char *call, kiln_status status,
              const char *format, ...) {
    va_list args;
    va_start(args, format);
    if (s == NULL)
        add_orphan(at, call, status, format, args);
    else if (shows_orphan(s))
        fe_take_orphan(s);
    if (s != NULL && s->error == KILN_OK) set_error(s, at, call, status, format, args);
    va_end(args);
}

kiln_status fe_told(kiln_session *s, kiln_site at, const char *call, kiln_status status,
                    kn_text *why) {
    if (status != KILN_OK && s->error == KILN_OK)
        fe_error(s, at, call, status, "%s",
                 why->len > 0 ? kn_text_str(why) : kiln_status_text(status));
    kn_text_free(why);
    return status;
}

kiln_tensor *fe_poison(kiln_session *s) {
    return (kiln_tensor *)(s != NULL ? s->poison : &poison_without_session.tensor);
}

bool kiln_failed(const kiln_session *s) {
    return s == NULL || s->error != KILN_OK || shows_orphan(s);
}

kiln_status kiln_error(const kiln_session *s) {
    if (s == NULL) return orphan.status != KILN_OK ? orphan.status : KILN_NO_MEMORY;
    return s->error != KILN_OK ? s->error : shows_orphan(s) ? orphan.status : KILN_OK;
}

const char *kiln_error_text(const kiln_session *s) {
    bool own = s != NULL && s->error != KILN_OK;
    if (!own && (s == NULL || shows_orphan(s)))
        return orphan.status != KILN_OK ? orphan.text : kiln_status_text(KILN_NO_MEMORY);
    if (!own) return "";
    const char *text = kn_text_str(&s->error_text);
    return text[0] != '\0' ? text : kiln_status_text(s->error);
}

void kiln_clear_error(kiln_session *s) {
    if (s == NULL || shows_orphan(s)) orphan.status = KILN_OK;
    if (s == NULL || s->engine == NULL) return;
    s->error = KILN_OK;
    kn_text_clear(&s->error_text);
    ir_builder_clear(&s->b);
}
