/* SPDX-License-Identifier: Apache-2.0
 * Public sets of named parameters: names in a map, entries in the order they came. A parameter is
 * counted, so that sets share it and the last one releases its tensor. Optimisers keep their
 * parameters and their state in such sets. */
#include "frontend/training/params_internal.h"

/* A set itself is not the session's memory: it outlives it, empty, so that what is asked of it
 * later can be refused. */
static const kn_alloc *own_alloc(void) { return kn_alloc_default(); }

/* ---- sets */

kiln_params *fe_params_new(kiln_session *s) {
    kiln_params *p = kn_calloc(own_alloc(), 1, sizeof *p);
    if (p == NULL) {
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory for a set");
        return NULL;
    }
    p->session = s;
    p->next = s->params;
    if (p->next != NULL) p->next->prev = p;
    s->params = p;
    kn_map_init(&p->names, s->alloc);
    kn_map_init(&p->above, s->alloc);
    return p;
}

/* Its parameters are let go of where `drop`; else their tensors are gone with the session's. */
static void empty(kiln_params *p) {
    kiln_session *s = p->session;
    while (p->count > 0) {
        fe_named *e = p->entry[--p->count];
        fe_parameter_unref(s, e->parameter);
        fe_entry_free(s, e);
    }
    kn_free(s->alloc, p->entry, p->entry_cap * sizeof *p->entry);
    kn_free(s->alloc, p->tensor, p->tensor_cap * sizeof *p->tensor);
    kn_free(s->alloc, p->shown, p->shown_cap * sizeof *p->shown);
    kn_map_free(&p->names);
    kn_map_free(&p->above);
    p->entry = NULL;
    p->tensor = NULL;
    p->shown = NULL;
    p->entry_cap = p->tensor_cap = p->shown_cap = 0;
}

static void leave_session(kiln_params *p) {
    if (p->prev != NULL)
        p->prev->next = p->next;
    else
        p->session->params = p->next;
    if (p->next != NULL) p->next->prev = p->prev;
    empty(p);
    p->session = NULL;
}

void fe_params_close(kiln_session *s) {
    fe_optimizers_close(s);
    while (s->params != NULL) leave_session(s->params);
}

void kiln_params_free(kiln_params *p) {
    if (p == NULL || p->fixed != NULL) return;
    if (p->session != NULL) leave_session(p);
    kn_free(own_alloc(), p, sizeof *p);
}

kiln_session *fe_enter_params(kiln_site at, const char *call, const kiln_params *p) {
    if (p != NULL && p->session != NULL) return fe_enter_session(at, call, p->session);
    if (p == NULL)
        fe_error(NULL, at, call, KILN_BAD_ARGUMENT, "the set is null");
    else
        fe_error(NULL, at, call, KILN_BAD_HANDLE, "the session of the set was closed");
    return NULL;
}

kiln_status fe_params_status(const kiln_params *p) {
    if (p != NULL && p->session != NULL && p->session->error != KILN_OK) return p->session->error;
    return p == NULL ? KILN_BAD_ARGUMENT : KILN_BAD_HANDLE;
}

/* The call's error, that of s->b, is told. */
static kiln_status refuse(kiln_session *s) {
    (void)fe_result(s, IR_NONE);
    return s->b.status;
}

/* Enters a call that puts in or takes out. */
static kiln_session *enter_to_change(kiln_site at, const char *call, kiln_params *p) {
    kiln_session *s = fe_enter_params(at, call, p);
    if (s == NULL || p->fixed == NULL) return s;
    fe_error(s, at, call, KILN_BAD_ARGUMENT, "the set is that of %s, which nobody else may change",
             p->fixed);
    return NULL;
}

static fe_named *named(kiln_session *s, const kiln_params *p, const char *name) {
    if (!fe_good_name(s, name, "name", false)) return NULL;
    fe_named *e = fe_entry_find(p, name, strlen(name));
    if (e == NULL)
        ir_fail(&s->b, KILN_NOT_FOUND, "no parameter is named \"%.*s\"", FE_SHOWN_NAME, name);
    return e;
}

kiln_params *(kiln_params_new)(kiln_site at, kiln_session *s) {
    FE_DOOR;
    if (fe_enter_session(at, "params_new", s) == NULL) return NULL;
    kiln_params *p = fe_params_new(s);
    if (p == NULL) refuse(s);
    return p;
}

kiln_tensor *fe_params_own(kiln_session *s, kiln_params *p, const char *prefix, const char *name,
                           kiln_tensor *t) {
    fe_parameter *of = kn_calloc(s->alloc, 1, sizeof *of);
    if (of == NULL)
        return fe_result(s, ir_fail(&s->b, KILN_NO_MEMORY, "no memory for a parameter"));
    of->tensor = t;
    if (!fe_params_hold(s, p, prefix, name, of)) {
        kn_free(s->alloc, of, sizeof *of);
        return fe_result(s, IR_NONE);
    }
    fe_of(t)->owned = true;
    return kiln_keep(t);
}

kiln_tensor *(kiln_params_add)(kiln_site at, kiln_params *p, const char *name, kiln_tensor *t) {
    FE_DOOR;
    if (enter_to_change(at, "params_add", p) == NULL) return fe_poison_like(t, NULL);
    kiln_session *s = fe_enter1(at, "params_add", t);
    if (s == NULL) return fe_poison(p->session);
    if (s != p->session) {
        fe_error(p->session, at, "params_add", KILN_BAD_HANDLE,
                 "the tensor belongs to another session than the set");
        return fe_poison(p->session);
    }
    if (!fe_good_name(s, name, "name", false)) return fe_result(s, IR_NONE);
    if (fe_of(t)->owned)
        return fe_result(
            s,
            ir_fail(&s->b, KILN_BAD_ARGUMENT,
                    "the tensor is a parameter already; kiln_params_share gives it another name"));
    return fe_params_own(s, p, NULL, name, t);
}

static bool of_one_session(kiln_site at, const char *call, kiln_params *p,
                           const kiln_params *other) {
    if (other != NULL && other->session == p->session) return true;
    fe_error(p->session, at, call, other == NULL ? KILN_BAD_ARGUMENT : KILN_BAD_HANDLE,
             "the other set is %s",
             other == NULL            ? "null"
             : other->session == NULL ? "of a session that was closed"
                                      : "of another session");
    return false;
}

kiln_tensor *(kiln_params_share)(kiln_site at, kiln_params *p, const char *name,
                                 const kiln_params *from, const char *other) {
    FE_DOOR;
    kiln_session *s = enter_to_change(at, "params_share", p);
    if (s == NULL || !of_one_session(at, "params_share", p, from))
        return fe_poison(p != NULL ? p->session : NULL);
    fe_named *e = named(s, from, other);
    bool ok = e != NULL && fe_good_name(s, name, "name", false) &&
              fe_params_hold(s, p, NULL, name, e->parameter);
    return ok ? e->parameter->tensor : fe_result(s, IR_NONE);
}

kiln_status(kiln_params_remove)(kiln_site at, kiln_params *p, const char *name) {
    FE_DOOR;
    kiln_session *s = enter_to_change(at, "params_remove", p);
    if (s == NULL) return fe_params_status(p);
    fe_named *e = named(s, p, name);
    if (e == NULL) return refuse(s);
    fe_entry_drop(s, p, fe_entry_place(p, e));
    return KILN_OK;
}

kiln_tensor *(kiln_params_take)(kiln_site at, kiln_params *p, const char *name) {
    FE_DOOR;
    kiln_session *s = enter_to_change(at, "params_take", p);
    if (s == NULL) return fe_poison(p != NULL ? p->session : NULL);
    fe_named *e = named(s, p, name);
    if (e != NULL && e->parameter->refs > 1)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "\"%.*s\" is held by another name or set too",
                FE_SHOWN_NAME, name);
    if (s->b.status != KILN_OK) return fe_result(s, IR_NONE);
    kiln_tensor *t = e->parameter->tensor;
    e->parameter->tensor = NULL;
    if (fe_alive(t)) fe_of(t)->owned = false;
    fe_entry_drop(s, p, fe_entry_place(p, e));
    return t;
}

kiln_status(kiln_params_rename)(kiln_site at, kiln_params *p, const char *from, const char *to) {
    FE_DOOR;
    kiln_session *s = enter_to_change(at, "params_rename", p);
    if (s == NULL) return fe_params_status(p);
    fe_named *e = named(s, p, from);
    bool well = e != NULL && fe_good_name(s, to, "the new name", false);
    return well && fe_entry_rename(s, p, e, to) ? KILN_OK : refuse(s);
}

kiln_status(kiln_params_nest)(kiln_site at, kiln_params *p, const char *prefix,
                              kiln_params *inner) {
    FE_DOOR;
    kiln_session *s = enter_to_change(at, "params_nest", p);
    if (s == NULL) return fe_params_status(p);
    if (!of_one_session(at, "params_nest", p, inner)) return s->error;
    if (inner == p)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "a set cannot go into itself");
    else if (inner->fixed != NULL)
        ir_fail(&s->b, KILN_BAD_ARGUMENT,
                "the inner set is that of %s, which nobody else may change", inner->fixed);
    if (s->b.status != KILN_OK || !fe_good_name(s, prefix, "prefix", true)) return refuse(s);
    size_t before = p->count;
    for (size_t i = 0; i < inner->count; i++)
        if (!fe_params_hold(s, p, prefix, inner->entry[i]->name, inner->entry[i]->parameter)) {
            while (p->count > before) fe_entry_drop(s, p, p->count - 1);
            return refuse(s);
        }
    while (inner->count > 0) fe_entry_drop(s, inner, inner->count - 1);
    return KILN_OK;
}

kiln_params *(kiln_params_under)(kiln_site at, const kiln_params *p, const char *prefix) {
    FE_DOOR;
    kiln_session *s = fe_enter_params(at, "params_under", p);
    if (s == NULL) return NULL;
    kiln_params *part = fe_good_name(s, prefix, "prefix", true) ? fe_params_new(s) : NULL;
    size_t lead = part != NULL ? strlen(prefix) : 0;
    for (size_t i = 0; part != NULL && i < p->count && s->b.status == KILN_OK; i++) {
        const fe_named *e = p->entry[i];
        if (lead == 0)
            (void)fe_params_hold(s, part, NULL, e->name, e->parameter);
        else if (e->length > lead && e->name[lead] == '.' && memcmp(e->name, prefix, lead) == 0)
            (void)fe_params_hold(s, part, NULL, e->name + lead + 1, e->parameter);
    }
    if (part != NULL && part->count == 0 && lead > 0 && s->b.status == KILN_OK)
        ir_fail(&s->b, KILN_NOT_FOUND, "no parameter lies under \"%.*s\"", FE_SHOWN_NAME, prefix);
    if (s->b.status == KILN_OK) return part;
    refuse(s);
    kiln_params_free(part);
    return NULL;
}

/* ---- asking */

size_t kiln_params_count(const kiln_params *p) { return p != NULL ? p->count : 0; }
const char *kiln_params_name(const kiln_params *p, size_t i) {
    return i < kiln_params_count(p) ? p->entry[i]->name : NULL;
}
kiln_tensor *kiln_params_at(const kiln_params *p, size_t i) {
    return i < kiln_params_count(p) ? p->tensor[i] : NULL;
}
kiln_list kiln_params_list(const kiln_params *p) {
    return (kiln_list){kiln_params_count(p), p != NULL ? p->tensor : NULL};
}

kiln_named kiln_params_named(kiln_params *p) {
    for (size_t i = 0; i < kiln_params_count(p); i++) p->shown[i] = p->entry[i]->name;
    return kiln_named_of(kiln_params_count(p), p != NULL ? p->shown : NULL,
                         p != NULL ? p->tensor : NULL);
}

bool kiln_params_has(const kiln_params *p, const char *name) {
    size_t length = name != NULL ? strnlen(name, FE_MOST_NAME + 1) : FE_MOST_NAME + 1;
    return kiln_params_count(p) > 0 && length <= FE_MOST_NAME &&
           fe_entry_find(p, name, length) != NULL;
}

int64_t kiln_params_numel(const kiln_params *p) {
    int64_t n = 0;
    for (size_t i = 0; i < kiln_params_count(p); i++)
        if (!kn_add_i64(n, kiln_numel(p->tensor[i]), &n)) return INT64_MAX;
    return n;
}

kiln_tensor *(kiln_params_get)(kiln_site at, const kiln_params *p, const char *name) {
    FE_DOOR;
    kiln_session *s = fe_enter_params(at, "params_get", p);
    if (s == NULL) return fe_poison(p != NULL ? p->session : NULL);
    fe_named *e = named(s, p, name);
    return e != NULL ? e->parameter->tensor : fe_result(s, IR_NONE);
}
