/* SPDX-License-Identifier: Apache-2.0
 * Calls by PyTorch's name: finds the signatures, binds the arguments to the first that fits, calls
 * it. The public door of call.h. */
#include "frontend/call/by_name.h"

#include <stdio.h>

#define FUNCTION(name) extern const fe_function fe_function_##name;
#include "frontend/call/generated/functions.inc"
#undef FUNCTION

const fe_function *const fe_functions[] = {
#define FUNCTION(name) &fe_function_##name,
#include "frontend/call/generated/functions.inc"
#undef FUNCTION
};
const size_t fe_functions_count = sizeof fe_functions / sizeof *fe_functions;

static size_t find(const char *name, size_t *count) {
    size_t low = 0, high = fe_functions_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(fe_functions[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (high = low; high < fe_functions_count && strcmp(fe_functions[high]->name, name) == 0;)
        high++;
    *count = high - low;
    return low;
}

/* relu_ and its like are methods of a tensor, too. */
size_t fe_find_functions(const char *name, size_t *count) {
    char longer[64];
    size_t first = find(name, count);
    if (*count > 0 ||
        snprintf(longer, sizeof longer, "nn.functional.%s", name) >= (int)sizeof longer)
        return first;
    return find(longer, count);
}

bool kiln_has_function(const char *function) {
    FE_DOOR;
    size_t count = 0;
    if (function != NULL) fe_find_functions(function, &count);
    return count > 0;
}

const char *kiln_signature(size_t index) {
    FE_DOOR;
    return index < fe_functions_count ? fe_functions[index]->schema : NULL;
}

/* ---- results */

static void return_tensor(fe_returned *r, kiln_tensor *t) {
    if (r->count < r->room) r->out[r->count] = t;
    r->count++;
}

void fe_return_one(fe_returned *r, kiln_tensor *t) { return_tensor(r, t); }

void fe_return_pair(fe_returned *r, kiln_pair p) {
    return_tensor(r, p.first);
    return_tensor(r, p.second);
}

void fe_return_parts(fe_returned *r, kiln_parts p) {
    for (size_t i = 0; i < p.count; i++) return_tensor(r, p.tensor[i]);
}

/* ---- the call */

static kiln_status failed(kiln_session *s) {
    return kiln_failed(s) ? kiln_error(s) : KILN_INTERNAL;
}

static kiln_status refuse(kiln_site at, kiln_session *s, const char *function,
                          const fe_function *const *f, size_t n, const char *why) {
    if (n == 1) {
        fe_error(s, at, function, KILN_BAD_ARGUMENT, "%s; the signature is %s", why, f[0]->schema);
        return failed(s);
    }
    kn_text all;
    kn_text_init(&all, s->alloc);
    for (size_t i = 0; i < n; i++) kn_text_add(&all, "%s%s", i > 0 ? " or " : "", f[i]->schema);
    fe_error(s, at, function, KILN_BAD_ARGUMENT,
             "the arguments fit none of its signatures (%s): it is %s", why, kn_text_str(&all));
    kn_text_free(&all);
    return failed(s);
}

/* Functions take the session from their tensors, so a foreign or null one must not get that far. */
static bool belongs(kiln_site at, kiln_session *s, const char *name, size_t i,
                    const kiln_tensor *t) {
    if (t == NULL)
        fe_error(s, at, name, KILN_BAD_ARGUMENT, "argument %zu is a null tensor", i + 1);
    else if (kiln_session_of(t) != s && fe_of(t)->state != FE_DEAD)
        fe_error(s, at, name, KILN_BAD_HANDLE, "argument %zu belongs to another session", i + 1);
    return s->error == KILN_OK;
}

/* Nothing is looked at that an argument does not hold. */
static bool sound(kiln_site at, kiln_session *s, const char *name, const kiln_arg *args,
                  size_t nargs) {
    const char *wrong = args == NULL && nargs > 0 ? "the arguments are null" : NULL;
    size_t i = 0;
    for (; i < nargs && wrong == NULL; i++) {
        const kiln_arg *a = &args[i];
        if ((unsigned)a->kind > KILN_ARG_DTYPE)
            wrong = "is of no kiln_arg_kind";
        else if (a->kind == KILN_ARG_STR && a->as.text == NULL)
            wrong = "is a null string";
        else if (a->kind == KILN_ARG_DTYPE && (unsigned)a->as.dtype >= KILN_DTYPE_COUNT)
            wrong = "is none of kiln_dtype";
        else if (a->kind == KILN_ARG_TENSORS && a->as.tensors.count > 0 &&
                 a->as.tensors.item == NULL)
            wrong = "is a null list";
        else if (a->kind == KILN_ARG_INTS && a->as.ints.count > 0 && a->as.ints.item == NULL)
            wrong = "is a null list";
        else if (a->kind == KILN_ARG_FLOATS && a->as.floats.count > 0 && a->as.floats.item == NULL)
            wrong = "is a null list";
    }
    if (wrong == NULL) return true;
    if (i == 0)
        fe_error(s, at, name, KILN_BAD_ARGUMENT, "%s", wrong);
    else
        fe_error(s, at, name, KILN_BAD_ARGUMENT, "argument %zu %s", i, wrong);
    return false;
}

static bool all_belong(kiln_site at, kiln_session *s, const char *name, const kiln_arg *args,
                       size_t nargs) {
    for (size_t i = 0; i < nargs; i++) {
        if (args[i].kind == KILN_ARG_TENSOR && !belongs(at, s, name, i, args[i].as.tensor))
            return false;
        for (size_t k = 0; args[i].kind == KILN_ARG_TENSORS && k < args[i].as.tensors.count; k++) {
            kiln_tensor *t = args[i].as.tensors.item[k];
            if (t != NULL && !belongs(at, s, name, i, t)) return false;
        }
    }
    return true;
}

/* A tensor that stands for a number is read, as in PyTorch. */
static bool read_numbers(kiln_site at, kiln_session *s, const fe_function *f, fe_bound *bound) {
    kiln_value v;
    for (size_t i = 0; i < f->nparams; i++) {
        fe_bound *b = &bound[i];
        if (f->params[i].type != FE_SCALAR || !fe_given(b) || b->arg->kind != KILN_ARG_TENSOR)
            continue;
        if (!fe_element(s, at, f->name, b->arg->as.tensor, &v)) return false;
        b->rest = (kiln_arg){NULL,
                             v.kind == KILN_IS_FLOAT  ? KILN_ARG_FLOAT
                             : v.kind == KILN_IS_BOOL ? KILN_ARG_BOOL
                                                      : KILN_ARG_INT,
                             {0}};
        if (v.kind == KILN_IS_FLOAT)
            b->rest.as.number = v.as.number;
        else if (v.kind == KILN_IS_BOOL)
            b->rest.as.flag = v.as.integer != 0;
        else
            b->rest.as.integer = v.as.integer;
        b->arg = &b->rest;
    }
    return true;
}

/* Which of several signatures was called is a decision, and so has a line in the ledger. */
static void note_choice(kiln_session *s, kiln_site at, const fe_function *f) {
    kn_text line;
    kn_text_init(&line, s->alloc);
    kn_text_add(&line, "\"function\":\"%s\",\"signature\":", f->name);
    kn_text_json_string(&line, f->schema);
    kn_text_add(&line, ",\"site\":");
    kn_text_json_string(&line, at != NULL ? at : "");
    if (!line.failed) rt_note(s->engine, "call", kn_text_str(&line));
    kn_text_free(&line);
}

kiln_status(kiln_call)(kiln_site at, kiln_session *s, const char *function, const kiln_arg *args,
                       size_t nargs, kiln_tensor **out, size_t room, size_t *count) {
    FE_DOOR;
    if (count != NULL) *count = 0;
    if (s == NULL)
        fe_error(NULL, at, function != NULL ? function : "call", KILN_BAD_ARGUMENT,
                 "the session is null");
    if (s == NULL) return KILN_BAD_ARGUMENT;
    size_t n = 0, first = fe_find_functions(function != NULL ? function : "(null)", &n);
    /* the caller's text may be gone when it is told of */
    const char *name = n > 0 ? fe_functions[first]->name : "call";
    if (fe_enter_session(at, name, s) == NULL || kiln_failed(s)) return failed(s);
    if (n == 0)
        fe_error(s, at, name, KILN_NOT_FOUND, "no function is called \"%.80s\"",
                 function != NULL ? function : "(null)");
    else if (count == NULL || (out == NULL && room > 0))
        fe_error(s, at, name, KILN_BAD_ARGUMENT, "count or out is null");
    if (s->error != KILN_OK || !sound(at, s, name, args, nargs)) return failed(s);
    if (!all_belong(at, s, name, args, nargs)) return failed(s);
    fe_bound bound[FE_MOST_PARAMS];
    char why[400], first_why[400] = "";
    for (size_t i = 0; i < n; i++) {
        const fe_function *f = fe_functions[first + i];
        if (!fe_bind(f, args, nargs, bound, why, sizeof why)) {
            if (i == 0) memcpy(first_why, why, sizeof why);
            continue;
        }
        if (!read_numbers(at, s, f, bound)) return failed(s);
        fe_returned r = {s, out, room, 0};
        f->call(at, s, bound, &r);
        bool good = !kiln_failed(s) && r.count <= room;
        for (size_t k = 0; k < r.count && k < room && good; k++) good = kiln_ok(out[k]);
        if (r.count > room)
            fe_error(s, at, name, KILN_BAD_ARGUMENT, "there are %zu results and room for %zu",
                     r.count, room);
        else if (!good && !kiln_failed(s))
            fe_error(s, at, name, KILN_BAD_ARGUMENT,
                     "an empty list of tensors, expected at least one");
        if (good) *count = r.count;
        if (good && n > 1) note_choice(s, at, f);
        return good ? KILN_OK : failed(s);
    }
    return refuse(at, s, name, fe_functions + first, n, first_why);
}
