/* SPDX-License-Identifier: Apache-2.0
 * A worker of `kiln conform`: a process that is told "family case mode", runs the family from
 * there, and answers with one line of JSON for each thing it begins and ends, so that its parent
 * knows what it died of. Called by conform_pool.c. */
#include "conform.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const cf_mode_name[CF_MODES] = {"strict", "hardened"};
static const char *const path_name[2] = {"reference", "fused"};

typedef struct worker {
    const cf_plan *plan;
    const cf_table *table;
    int answers;
    kiln_session *session[CF_MODES][2];
    cf_family family;
    size_t index; /* of the family that is read; SIZE_MAX: none */
} worker;

/* One line; a parent that is gone ends the worker by SIGPIPE. */
static bool answer(worker *w, json_t *line) {
    char *text = line != NULL ? json_dumps(line, JSON_COMPACT) : NULL;
    json_decref(line);
    if (text == NULL) return false;
    size_t n = strlen(text), done = 0;
    text[n++] = '\n';
    while (done < n) {
        ssize_t wrote = write(w->answers, text + done, n - done);
        if (wrote <= 0) break;
        done += (size_t)wrote;
    }
    free(text);
    return done == n;
}

/* A session serves all cases of its mode and path, until one leaves it unusable. */
static kiln_session *session_of(worker *w, int mode, int path) {
    if (w->session[mode][path] != NULL) return w->session[mode][path];
    kiln_options o = KILN_OPTIONS_INIT;
    o.mode = mode == CF_STRICT ? KILN_STRICT : KILN_HARDENED;
    o.path = path == 0 ? KILN_EAGER : KILN_FUSED;
    o.verify = KILN_VERIFY_OFF; /* every result is compared with the reference here */
    o.threads = 1;              /* small tensors, and other workers beside this one */
    w->session[mode][path] = kiln_open(&o);
    budget_bind(w->session[mode][path], w->plan->budget);
    return w->session[mode][path];
}

/* ---- judging */

typedef struct judgement {
    const cf_case *c;
    cf_verdict verdict[CF_KINDS];
    double worst_ulp;
    bool paths_agree, modes_agree;
    json_t *failures;
} judgement;

/* A distance that JSON can hold. */
static json_t *distance_json(double d) { return isfinite(d) ? json_real(d) : json_null(); }

/* A text, also when a message was cut inside a character. */
static json_t *text_json(const char *text) {
    json_t *t = json_string(text);
    return t != NULL ? t : json_string("the message is no text");
}

static void fail_case(judgement *j, cf_kind kind, const cf_difference *d) {
    j->verdict[kind] = CF_FAIL;
    json_t *index = json_array();
    for (int k = 0; k < d->rank; k++) json_array_append_new(index, json_integer(d->index[k]));
    json_array_append_new(j->failures,
                          json_pack("{s:s,s:s,s:I,s:o,s:s,s:s,s:o,s:o}", "id", j->c->id, "what",
                                    cf_kind_name[kind], "output", (json_int_t)d->output, "index",
                                    index, "ours", d->ours, "oracle", d->oracle, "ulp",
                                    distance_json(d->ulp), "message", text_json(d->message)));
}

static void fail_with(judgement *j, cf_kind kind, const char *format, const char *a,
                      const char *b) {
    cf_difference d = {0};
    snprintf(d.message, sizeof d.message, format, a, b);
    fail_case(j, kind, &d);
}

/* Refused, in the library's own words: neither trouble inside it nor silence counts. */
static bool refused_well(const cf_part *p) {
    switch (p->status) {
    case KILN_OK:
    case KILN_MISMATCH:
    case KILN_CANCELLED:
    case KILN_JIT:
    case KILN_INTERNAL: return false;
    default: return p->message[0] != '\0';
    }
}

static void judge_error(judgement *j, const cf_run *run, int path) {
    const cf_part *p = &run->part[CF_FORWARD];
    if (p->status == KILN_OK)
        fail_with(j, CF_ERROR, "the %s path computes what the oracle refuses%s", path_name[path],
                  "");
    else if (!refused_well(p))
        fail_with(j, CF_ERROR, "refused with %s: %s", kiln_status_name(p->status), p->message);
    else if (!run->usable)
        fail_with(j, CF_ERROR,
                  "after the refusal the session does not compute any more (%s path)%s",
                  path_name[path], "");
}

/* The tensors of one part against the oracle's, with the first that differs. */
static bool part_fits(judgement *j, cf_kind kind, const cf_part *p, cf_difference *d) {
    const cf_case *c = j->c;
    const cf_gradient *g = kind == CF_GRAD ? c->grad : c->second;
    size_t n = kind == CF_FORWARD ? c->noutputs : g->nwrt;
    if (p->count != n) {
        snprintf(d->message, sizeof d->message, "%zu results, the oracle has %zu", p->count, n);
        return false;
    }
    bool fits = true;
    for (size_t i = 0; i < n; i++) {
        cf_difference here = {.output = i};
        bool ok = kind == CF_FORWARD
                      ? cf_compare(c->output[i], &p->item[i], c->tolerance, &here, &j->worst_ulp)
                      : cf_compare_grad(g->grad[i], &p->item[i], c->grad_tolerance, &here);
        if (!ok && fits) *d = here;
        fits = fits && ok;
    }
    return fits;
}

static void judge_part(judgement *j, cf_kind kind, const cf_run *run, int path) {
    const cf_part *p = &run->part[kind];
    cf_difference d = {0};
    int before = 0;
    while (before < (int)kind && run->part[before].status == KILN_OK) before++;
    if (before < (int)kind) {
        fail_with(j, kind, "there is no %s result to differentiate%s", cf_kind_name[before], "");
    } else if (p->status != KILN_OK) {
        fail_with(j, kind, "%s: %s", kiln_status_name(p->status), p->message);
    } else if (!part_fits(j, kind, p, &d)) {
        size_t used = strlen(d.message);
        if (used < sizeof d.message)
            snprintf(d.message + used, sizeof d.message - used, " (%s path)", path_name[path]);
        fail_case(j, kind, &d);
    } else
        j->verdict[kind] = CF_PASS;
}

/* Both paths against each other, then against the oracle: the fused one only where it is not the
 * same. */
static void judge(judgement *j, const cf_run run[2], const cf_run *strict) {
    for (int k = 0; k < CF_KINDS; k++) {
        if (!cf_asks(j->c, (cf_kind)k)) continue;
        const char *what = NULL;
        int part = k == CF_ERROR ? CF_FORWARD : k;
        bool paths = cf_same_bits(&run[0].part[part], &run[1].part[part]);
        bool modes = strict == NULL || cf_same_bits(&strict->part[part], &run[0].part[part]);
        j->paths_agree = j->paths_agree && paths;
        j->modes_agree = j->modes_agree && modes;
        if (!paths)
            what = "reference and fused";
        else if (!modes)
            what = "strict and hardened";
        j->verdict[k] = CF_PASS;
        for (int path = 0; path < (paths && k != CF_ERROR ? 1 : 2) && j->verdict[k] == CF_PASS;
             path++) {
            if (k == CF_ERROR)
                judge_error(j, &run[path], path);
            else
                judge_part(j, (cf_kind)k, &run[path], path);
        }
        if (what != NULL && j->verdict[k] == CF_PASS)
            fail_with(j, (cf_kind)k, "%s differ in their bits%s", what, "");
    }
}

/* ---- cases */

static json_t *asked_json(const cf_case *c) {
    json_t *list = json_array();
    for (int k = 0; k < CF_KINDS; k++)
        json_array_append_new(list, json_boolean(cf_asks(c, (cf_kind)k)));
    return list;
}

static json_t *head_json(worker *w, const cf_case *c, int mode) {
    return json_pack("{s:I,s:I,s:i,s:s,s:s,s:s,s:o}", "family", (json_int_t)w->index, "case",
                     (json_int_t)(c - w->family.cases), "mode", mode, "id", c->id, "op", c->op,
                     "dtype", c->dtype, "asks", asked_json(c));
}

/* The function a case cannot do without. What PyTorch refused, at the end of a program, may be a
 * name it has not either. */
static const char *lacking(const cf_case *c) {
    if (c->program != NULL) return cf_program_lacks(c->program, !c->raised);
    return kiln_has_function(c->op) ? NULL : c->op;
}

/* `strict`: what the other mode's reference path answered; NULL when it did not run. */
static bool run_one(worker *w, const cf_case *c, int mode, const cf_run *strict,
                    cf_run *reference) {
    cf_run run[2] = {{.usable = true}, {.usable = true}};
    json_t *head = head_json(w, c, mode);
    json_t *begun = json_copy(head);
    json_object_set_new(begun, "begin", json_true());
    bool ok = answer(w, begun);
    judgement j = {.c = c, .paths_agree = true, .modes_agree = true, .failures = json_array()};
    const char *lacks = lacking(c);
    if (lacks != NULL) {
        for (int k = 0; k < CF_KINDS; k++) {
            if (!cf_asks(c, (cf_kind)k)) continue;
            fail_with(&j, (cf_kind)k, "missing: the library has no function %s%s", lacks, "");
            j.verdict[k] = CF_MISSING;
        }
    } else {
        for (int path = 0; path < 2; path++) {
            cf_run_case(session_of(w, mode, path), c, &run[path]);
            if (run[path].usable) continue;
            kiln_close(w->session[mode][path]);
            w->session[mode][path] = NULL;
        }
        judge(&j, run, strict);
    }
    json_t *verdicts = json_array();
    for (int k = 0; k < CF_KINDS; k++) json_array_append_new(verdicts, json_integer(j.verdict[k]));
    json_object_update_new(head, json_pack("{s:o,s:f,s:b,s:b,s:o}", "verdicts", verdicts, "ulp",
                                           j.worst_ulp, "paths", (int)j.paths_agree, "modes",
                                           (int)j.modes_agree, "failures", j.failures));
    ok = answer(w, head) && ok;
    cf_run_free(&run[1]);
    *reference = run[0];
    return ok;
}

bool cf_wanted(const char *only, const char *op) {
    if (only == NULL) return true;
    size_t n = strlen(op);
    for (const char *at = only; *at != '\0';) {
        size_t length = strcspn(at, ",");
        if (length == n && memcmp(at, op, n) == 0) return true;
        at += length + (at[length] == ',');
    }
    return false;
}

/* From one case and mode on to the end. Where the strict run of the first case is not known, the
 * modes are not compared. */
static bool run_family(worker *w, size_t first, int first_mode) {
    bool ok = true;
    for (size_t i = first; i < w->family.ncases && ok; i++) {
        const cf_case *c = &w->family.cases[i];
        if (!cf_wanted(w->plan->only, c->op)) continue;
        cf_run run[CF_MODES] = {{.usable = true}, {.usable = true}};
        bool ran[CF_MODES] = {false, false};
        for (int mode = i == first ? first_mode : 0; mode < CF_MODES && ok; mode++) {
            if (!w->plan->mode[mode]) continue;
            ok = run_one(w, c, mode, mode == CF_HARDENED && ran[CF_STRICT] ? &run[CF_STRICT] : NULL,
                         &run[mode]);
            ran[mode] = true;
        }
        for (int mode = 0; mode < CF_MODES; mode++) cf_run_free(&run[mode]);
    }
    return ok;
}

static bool serve(worker *w, size_t family, size_t first, int mode) {
    if (family != w->index) {
        char why[800];
        cf_family_free(&w->family);
        w->index = family;
        if (!cf_family_read(w->table->folder[family].dir, &w->family, why, sizeof why)) {
            w->index = SIZE_MAX;
            return answer(w, json_pack("{s:I,s:o,s:b}", "family", (json_int_t)family, "refused",
                                       text_json(why), "done", 1));
        }
    }
    return answer(w,
                  json_pack("{s:I,s:s}", "family", (json_int_t)family, "name", w->family.name)) &&
           run_family(w, first, mode) &&
           answer(w, json_pack("{s:I,s:b}", "family", (json_int_t)family, "done", 1));
}

int cf_work(const cf_plan *plan, const cf_table *t, int commands, int answers) {
    worker w = {.plan = plan, .table = t, .answers = answers, .index = SIZE_MAX};
    FILE *from = fdopen(commands, "r");
    char line[128];
    size_t family, first;
    int mode;
    bool ok = from != NULL;
    while (ok && fgets(line, sizeof line, from) != NULL)
        ok = sscanf(line, "%zu %zu %d", &family, &first, &mode) == 3 && family < t->nfolders &&
             serve(&w, family, first, mode);
    for (int m = 0; m < CF_MODES; m++)
        for (int path = 0; path < 2; path++)
            if (w.session[m][path] != NULL) kiln_close(w.session[m][path]);
    cf_family_free(&w.family);
    if (from != NULL) fclose(from);
    return ok ? 0 : 1;
}
