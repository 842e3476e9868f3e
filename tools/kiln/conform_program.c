/* SPDX-License-Identifier: Apache-2.0
 * Programs of views and in-place writes, the feature "programs" of fixture families: reads their
 * text (grammar in conformance/README.md) and runs their statements through kiln_call. Called by
 * conform_read.c and conform_case.c. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

enum { ARGS = 16, RESULTS = 64 };

typedef struct word {
    kiln_arg_kind kind;
    size_t name; /* TENSOR: which */
    int64_t integer;
    double number;
    bool flag;
    size_t count; /* INTS */
    int64_t *ints;
} word;

typedef struct statement {
    const char *function;
    size_t first_target, ntargets, nargs;
    word *arg;
} statement;

struct cf_program {
    size_t ninputs, nnames, nstatements;
    const char **name;
    statement *statement;
};

/* ---- reading */

typedef struct scan {
    cf_reader *r;
    cf_program *p;
    const char *at;
    size_t line;
} scan;

static bool wrong(scan *s, const char *what) {
    return cf_refuse(s->r, "line %zu of the program: expected %s at \"%.20s\"", s->line, what,
                     s->at);
}

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool digit(char c) { return c >= '0' && c <= '9'; }

static bool take(scan *s, const char *text) {
    size_t n = strlen(text);
    if (strncmp(s->at, text, n) != 0) return false;
    s->at += n;
    return true;
}

/* A name, or a function's name; NULL when there is none, or memory ran out. */
static const char *take_word(scan *s) {
    size_t n = 0;
    while (letter(s->at[n]) || (n > 0 && (digit(s->at[n]) || s->at[n] == '_'))) n++;
    char *text = n > 0 ? cf_take(s->r, n + 1, 1) : NULL;
    if (text == NULL) return NULL;
    memcpy(text, s->at, n);
    s->at += n;
    return text;
}

static size_t find_name(const cf_program *p, const char *name) {
    size_t i = 0;
    while (i < p->nnames && strcmp(p->name[i], name) != 0) i++;
    return i;
}

static bool take_int(scan *s, int64_t *out) {
    size_t sign = s->at[0] == '-';
    if (!digit(s->at[sign])) return wrong(s, "a whole number");
    char *end;
    *out = strtoll(s->at, &end, 10);
    s->at = end;
    return true;
}

static bool take_ints(scan *s, word *w) {
    w->kind = KILN_ARG_INTS;
    if ((w->ints = cf_take(s->r, strlen(s->at), sizeof *w->ints)) == NULL) return false;
    if (take(s, "]")) return true;
    do {
        if (!take_int(s, &w->ints[w->count++])) return false;
    } while (take(s, ", "));
    return take(s, "]") || wrong(s, "]");
}

static bool take_number(scan *s, word *w) {
    size_t n = s->at[0] == '-';
    while (digit(s->at[n])) n++;
    w->kind = s->at[n] == '.' ? KILN_ARG_FLOAT : KILN_ARG_INT;
    if (w->kind == KILN_ARG_INT) return take_int(s, &w->integer);
    if (!digit(s->at[n - 1]) || !digit(s->at[n + 1])) return wrong(s, "a number");
    for (n++; digit(s->at[n]);) n++;
    w->number = strtod(s->at, NULL);
    s->at += n;
    return true;
}

static bool take_argument(scan *s, word *w) {
    if (take(s, "[")) return take_ints(s, w);
    if (!letter(s->at[0])) return take_number(s, w);
    const char *start = s->at, *text = take_word(s);
    if (text == NULL) return false;
    w->kind = KILN_ARG_BOOL;
    w->flag = strcmp(text, "True") == 0;
    if (w->flag || strcmp(text, "False") == 0) return true;
    w->kind = KILN_ARG_TENSOR;
    w->name = find_name(s->p, text);
    s->at = w->name < s->p->nnames ? s->at : start;
    return w->name < s->p->nnames || wrong(s, "a name that was assigned");
}

static bool take_arguments(scan *s, statement *st) {
    if (take(s, ")")) return true;
    do {
        if (st->nargs == ARGS) return wrong(s, "fewer arguments");
        if (!take_argument(s, &st->arg[st->nargs++])) return false;
    } while (take(s, ", "));
    return take(s, ")") || wrong(s, ")");
}

/* "a, b = " when the line has one. The targets are named once the call is read: they are not its
 * arguments. */
static bool take_targets(scan *s, const char **target, size_t *count) {
    const char *start = s->at;
    do {
        if (*count == RESULTS) return wrong(s, "fewer targets");
        if ((target[(*count)++] = take_word(s)) == NULL) return wrong(s, "a name");
    } while (take(s, ", "));
    if (take(s, " = ")) return true;
    *count = 0;
    s->at = start;
    return true;
}

static bool take_statement(scan *s, statement *st) {
    const char *target[RESULTS];
    if (!take_targets(s, target, &st->ntargets)) return false;
    if ((st->arg = cf_take(s->r, ARGS, sizeof *st->arg)) == NULL ||
        (st->function = take_word(s)) == NULL)
        return wrong(s, "a call");
    if (take(s, ".")) {
        st->arg[0] = (word){.kind = KILN_ARG_TENSOR, .name = find_name(s->p, st->function)};
        if (st->arg[0].name == s->p->nnames)
            return wrong(s, "a name that was assigned before the dot");
        st->nargs = 1;
        if ((st->function = take_word(s)) == NULL) return wrong(s, "a function");
    }
    if (!take(s, "(")) return wrong(s, "(");
    if (!take_arguments(s, st)) return false;
    st->first_target = s->p->nnames;
    for (size_t i = 0; i < st->ntargets; i++) {
        if (find_name(s->p, target[i]) < s->p->nnames)
            return cf_refuse(s->r, "line %zu of the program: %s is assigned twice", s->line,
                             target[i]);
        s->p->name[s->p->nnames++] = target[i];
    }
    return true;
}

static bool name_inputs(cf_reader *r, cf_program *p, const cf_case *c) {
    for (size_t i = 0; i + 1 < c->nargs; i++) {
        char *name = cf_take(r, 24, 1);
        if (name == NULL) return false;
        if (c->arg[i].kind != KILN_ARG_TENSOR || c->arg[i].view != NULL)
            return cf_refuse(r, "args[%zu]: a program takes whole tensors", i);
        snprintf(name, 24, "t%zu", i);
        p->name[p->nnames++] = name;
    }
    p->ninputs = p->nnames;
    return true;
}

bool cf_read_program(cf_reader *r, cf_case *c) {
    if (c->nargs == 0 || c->npositional != c->nargs || c->arg[c->nargs - 1].kind != KILN_ARG_STR)
        return cf_refuse(r, "args: a program is tensors and last a str");
    if (c->grad != NULL)
        return cf_refuse(r, "grad: a program differentiates by its own statements");
    const char *text = c->arg[c->nargs - 1].as.text;
    cf_program *p = c->program = cf_take(r, 1, sizeof *p);
    size_t lines = 1, words = c->nargs;
    for (const char *t = text; *t != '\0'; t++) {
        lines += *t == '\n';
        words += *t == ',' || *t == '=';
    }
    if (p == NULL || (p->name = cf_take(r, words, sizeof *p->name)) == NULL ||
        !name_inputs(r, p, c))
        return false;
    if ((p->statement = cf_take(r, lines, sizeof *p->statement)) == NULL) return false;
    scan s = {.r = r, .p = p, .at = text};
    do {
        s.line++;
        if (!take_statement(&s, &p->statement[p->nstatements++])) return false;
    } while (take(&s, "\n"));
    if (*s.at != '\0') return wrong(&s, "the end of the line");
    return c->raised || c->noutputs == p->nnames ||
           cf_refuse(r, "outputs: %zu for %zu names", c->noutputs, p->nnames);
}

/* ---- running */

size_t cf_program_names(const cf_program *p) { return p->nnames; }

static bool is_grad(const statement *st) { return strcmp(st->function, "grad") == 0; }

const char *cf_program_lacks(const cf_program *p, bool last) {
    for (size_t i = 0; i + !last < p->nstatements; i++)
        if (!is_grad(&p->statement[i]) && !kiln_has_function(p->statement[i].function))
            return p->statement[i].function;
    return NULL;
}

/* The gradient of the sum of y's elements. */
static kiln_status run_grad(kiln_session *s, const statement *st, kiln_tensor **name,
                            kiln_tensor **out, size_t *count) {
    if (st->nargs != 2 || st->arg[0].kind != KILN_ARG_TENSOR || st->arg[1].kind != KILN_ARG_TENSOR)
        return KILN_BAD_ARGUMENT;
    kiln_arg y = {.kind = KILN_ARG_TENSOR, .as.tensor = name[st->arg[0].name]};
    kiln_tensor *sum = NULL, *wrt = name[st->arg[1].name];
    kiln_status status = (kiln_call)(NULL, s, "sum", &y, 1, &sum, 1, count);
    return status == KILN_OK
               ? (kiln_grad_unused)(NULL, sum, (kiln_list){1, &wrt}, KILN_UNUSED_ZEROS, out)
               : status;
}

static kiln_status run_statement(kiln_session *s, const statement *st, kiln_tensor **name,
                                 kiln_tensor **out, size_t *count) {
    kiln_arg args[ARGS] = {{0}};
    if (is_grad(st)) return run_grad(s, st, name, out, count);
    for (size_t i = 0; i < st->nargs; i++) {
        const word *w = &st->arg[i];
        args[i].kind = w->kind;
        switch (w->kind) {
        case KILN_ARG_TENSOR: args[i].as.tensor = name[w->name]; break;
        case KILN_ARG_INT: args[i].as.integer = w->integer; break;
        case KILN_ARG_FLOAT: args[i].as.number = w->number; break;
        case KILN_ARG_BOOL: args[i].as.flag = w->flag; break;
        default: args[i].as.ints.count = w->count; args[i].as.ints.item = w->ints;
        }
    }
    return (kiln_call)(NULL, s, st->function, args, st->nargs, out, RESULTS, count);
}

kiln_status cf_run_program(kiln_session *s, const cf_case *c, kiln_tensor **name, char *why,
                           size_t size) {
    const cf_program *p = c->program;
    for (size_t i = 0; i < p->ninputs; i++) { /* each its own storage, for it may be written */
        const kiln_st_entry *e = c->arg[i].tensor;
        name[i] = (kiln_from_bytes)(NULL, s, e->data, e->nbytes, e->dtype,
                                    (kiln_shape){e->rank, e->shape});
    }
    for (size_t i = 0; i < p->nstatements && !kiln_failed(s); i++) {
        const statement *st = &p->statement[i];
        kiln_tensor *out[RESULTS];
        size_t count = 0;
        kiln_status status = run_statement(s, st, name, out, &count);
        if (status != KILN_OK) return status;
        if (st->ntargets > 0 && count != st->ntargets) {
            snprintf(why, size, "statement %zu: %s has %zu results for %zu names", i + 1,
                     st->function, count, st->ntargets);
            return KILN_INTERNAL;
        }
        memcpy(name + st->first_target, out, st->ntargets * sizeof *out);
    }
    return kiln_error(s);
}
