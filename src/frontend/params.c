/* SPDX-License-Identifier: Apache-2.0
 * Public sets of named parameters: names in a map, entries in the order they came. A parameter is counted, so that sets share it and the
 * last one releases its tensor. Optimisers keep their parameters and their state in such sets. */
#include "frontend/params_internal.h"

#include <stdio.h>

enum { MOST_NAME = 4096, SHOWN_NAME = 200 }; /* bytes of a name; of one in a message */

/* A set itself is not the session's memory: it outlives it, empty, so that what is asked of it later can be refused. */
static const kn_alloc *own_alloc(void) { return kn_alloc_default(); }

static kn_hash hash_of(const char *name, size_t length) { return kn_hash_bytes(name, length); }

static fe_named *find(const kiln_params *p, const char *name, size_t length) {
    kn_map *names = (kn_map *)&p->names; /* looking changes nothing */
    uint64_t *at = kn_map_find(names, hash_of(name, length));
    fe_named *e = at != NULL ? (fe_named *)(uintptr_t)*at : NULL;
    return e != NULL && e->length == length && memcmp(e->name, name, length) == 0 ? e : NULL;
}

/* ---- which names can be */

static bool good_text(kiln_session *s, const char *name, const char *what, bool may_be_empty) {
    size_t length = name != NULL ? strnlen(name, MOST_NAME + 1) : 0;
    if (name == NULL) ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is null", what);
    else if (length > MOST_NAME) ir_fail(&s->b, KILN_TOO_LARGE, "%s has more than %d bytes", what, MOST_NAME);
    else if (length == 0 && !may_be_empty) ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is empty", what);
    else if (length > 0 && (name[0] == '.' || name[length - 1] == '.' || strstr(name, "..") != NULL))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s \"%.*s\" has an empty part", what, SHOWN_NAME, name);
    for (size_t i = 0, step; i < length && s->b.status == KILN_OK; i += step)
        if ((step = kn_utf8_step(name + i, length - i)) == 0) {
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is not UTF-8 at byte %zu", what, i);
            break;
        }
    return s->b.status == KILN_OK;
}

/* Nothing of that name, above it or below it is in the set, but for `except`, which is about to go. */
static bool is_free(kiln_session *s, const kiln_params *p, const char *name, size_t length, const fe_named *except) {
    const fe_named *same = find(p, name, length);
    if (same != NULL && same != except) ir_fail(&s->b, KILN_BAD_ARGUMENT, "\"%.*s\" is in the set already", SHOWN_NAME, name);
    for (size_t i = 0; i < length && s->b.status == KILN_OK; i++) {
        const fe_named *module = name[i] == '.' ? find(p, name, i) : NULL;
        if (module != NULL && module != except)
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "\"%.*s\" would lie under the parameter \"%.*s\"", SHOWN_NAME, name, SHOWN_NAME, module->name);
    }
    kn_map *above = (kn_map *)&p->above;
    uint64_t *below = kn_map_find(above, hash_of(name, length));
    bool own = except != NULL && except->length > length && memcmp(except->name, name, length) == 0 && except->name[length] == '.';
    if (s->b.status == KILN_OK && below != NULL && *below > (uint64_t)own)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "\"%.*s\" has parameters under it", SHOWN_NAME, name);
    return s->b.status == KILN_OK;
}

/* ---- entries */

static size_t entry_nbytes(size_t length) { return sizeof(fe_named) + length + 1; }

static fe_named *entry_new(kiln_session *s, const char *prefix, const char *name) {
    size_t lead = prefix != NULL && prefix[0] != '\0' ? strlen(prefix) + 1 : 0, length = lead + strlen(name);
    fe_named *e = kn_malloc(s->alloc, entry_nbytes(length));
    if (e == NULL) {
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory for a name");
        return NULL;
    }
    if (lead > 0) memcpy(e->name, prefix, lead - 1), e->name[lead - 1] = '.';
    memcpy(e->name + lead, name, length - lead + 1);
    e->length = length;
    e->parameter = NULL;
    return e;
}

static void entry_free(kiln_session *s, fe_named *e) { kn_free(s->alloc, e, entry_nbytes(e->length)); }

/* What stands before the dots of a name, one module more or less each. Stops where there is no memory. */
static size_t count_above(kiln_params *p, const fe_named *e, size_t upto, bool more) {
    for (size_t i = 0; i < upto; i++) {
        if (e->name[i] != '.') continue;
        kn_hash key = hash_of(e->name, i);
        uint64_t *n = kn_map_find(&p->above, key);
        if (n != NULL && more) ++*n;
        else if (n != NULL && --*n == 0) kn_map_remove(&p->above, key);
        else if (n == NULL && more && kn_map_put(&p->above, key, 1) != KILN_OK) return i;
    }
    return upto;
}

static bool index_entry(kiln_session *s, kiln_params *p, fe_named *e) {
    size_t done = count_above(p, e, e->length, true);
    if (done == e->length && kn_map_put(&p->names, hash_of(e->name, e->length), (uint64_t)(uintptr_t)e) == KILN_OK) return true;
    count_above(p, e, done, false);
    ir_fail(&s->b, KILN_NO_MEMORY, "no memory for a name");
    return false;
}

static void unindex_entry(kiln_params *p, const fe_named *e) {
    kn_map_remove(&p->names, hash_of(e->name, e->length));
    count_above(p, e, e->length, false);
}

static bool room_for_one(kiln_session *s, kiln_params *p) {
    bool ok = kn_grow(s->alloc, &p->entry, &p->entry_cap, p->count + 1, sizeof *p->entry) == KILN_OK &&
              kn_grow(s->alloc, &p->tensor, &p->tensor_cap, p->count + 1, sizeof *p->tensor) == KILN_OK;
    if (!ok) ir_fail(&s->b, KILN_NO_MEMORY, "no memory for a parameter");
    return ok;
}

bool fe_params_hold(kiln_session *s, kiln_params *p, const char *prefix, const char *name, fe_parameter *of) {
    if (!room_for_one(s, p)) return false;
    fe_named *e = entry_new(s, prefix, name);
    if (e == NULL) return false;
    if (e->length > MOST_NAME) ir_fail(&s->b, KILN_TOO_LARGE, "a name would have %zu bytes, the limit is %d", e->length, MOST_NAME);
    if (s->b.status != KILN_OK || !is_free(s, p, e->name, e->length, NULL) || !index_entry(s, p, e)) {
        entry_free(s, e);
        return false;
    }
    e->parameter = of;
    of->refs++;
    p->entry[p->count] = e;
    p->tensor[p->count++] = of->tensor;
    return true;
}

static void parameter_unref(kiln_session *s, fe_parameter *of) {
    if (--of->refs > 0) return;
    if (fe_alive(of->tensor)) fe_drop(s, of->tensor);
    kn_free(s->alloc, of, sizeof *of);
}

static size_t place_of(const kiln_params *p, const fe_named *e) {
    size_t i = 0;
    while (p->entry[i] != e) i++;
    return i;
}

static void let_go(kiln_session *s, kiln_params *p, size_t i) {
    fe_named *e = p->entry[i];
    unindex_entry(p, e);
    p->count--;
    memmove(p->entry + i, p->entry + i + 1, (p->count - i) * sizeof *p->entry);
    memmove(p->tensor + i, p->tensor + i + 1, (p->count - i) * sizeof *p->tensor);
    parameter_unref(s, e->parameter);
    entry_free(s, e);
}

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
        parameter_unref(s, e->parameter);
        entry_free(s, e);
    }
    kn_free(s->alloc, p->entry, p->entry_cap * sizeof *p->entry);
    kn_free(s->alloc, p->tensor, p->tensor_cap * sizeof *p->tensor);
    kn_map_free(&p->names);
    kn_map_free(&p->above);
    p->entry = NULL;
    p->tensor = NULL;
    p->entry_cap = p->tensor_cap = 0;
}

static void leave_session(kiln_params *p) {
    if (p->prev != NULL) p->prev->next = p->next;
    else p->session->params = p->next;
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
    if (p == NULL) fe_error(NULL, at, call, KILN_BAD_ARGUMENT, "the set is null");
    else fe_error(NULL, at, call, KILN_BAD_HANDLE, "the session of the set was closed");
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
    fe_error(s, at, call, KILN_BAD_ARGUMENT, "the set is that of %s, which nobody else may change", p->fixed);
    return NULL;
}

static fe_named *named(kiln_session *s, const kiln_params *p, const char *name) {
    if (!good_text(s, name, "name", false)) return NULL;
    fe_named *e = find(p, name, strlen(name));
    if (e == NULL) ir_fail(&s->b, KILN_NOT_FOUND, "no parameter is named \"%.*s\"", SHOWN_NAME, name);
    return e;
}

kiln_params *(kiln_params_new)(kiln_site at, kiln_session *s) {
    FE_DOOR;
    if (fe_enter_session(at, "params_new", s) == NULL) return NULL;
    kiln_params *p = fe_params_new(s);
    if (p == NULL) refuse(s);
    return p;
}

kiln_tensor *fe_params_own(kiln_session *s, kiln_params *p, const char *prefix, const char *name, kiln_tensor *t) {
    fe_parameter *of = kn_calloc(s->alloc, 1, sizeof *of);
    if (of == NULL) return fe_result(s, ir_fail(&s->b, KILN_NO_MEMORY, "no memory for a parameter"));
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
        fe_error(p->session, at, "params_add", KILN_BAD_HANDLE, "the tensor belongs to another session than the set");
        return fe_poison(p->session);
    }
    if (!good_text(s, name, "name", false)) return fe_result(s, IR_NONE);
    if (fe_of(t)->owned)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "the tensor is a parameter already; kiln_params_share gives it another name"));
    return fe_params_own(s, p, NULL, name, t);
}

static bool of_one_session(kiln_site at, const char *call, kiln_params *p, const kiln_params *other) {
    if (other != NULL && other->session == p->session) return true;
    fe_error(p->session, at, call, other == NULL ? KILN_BAD_ARGUMENT : KILN_BAD_HANDLE, "the other set is %s",
             other == NULL ? "null" : other->session == NULL ? "of a session that was closed" : "of another session");
    return false;
}

kiln_tensor *(kiln_params_share)(kiln_site at, kiln_params *p, const char *name, const kiln_params *from, const char *other) {
    FE_DOOR;
    kiln_session *s = enter_to_change(at, "params_share", p);
    if (s == NULL || !of_one_session(at, "params_share", p, from)) return fe_poison(p != NULL ? p->session : NULL);
    fe_named *e = named(s, from, other);
    bool ok = e != NULL && good_text(s, name, "name", false) && fe_params_hold(s, p, NULL, name, e->parameter);
    return ok ? e->parameter->tensor : fe_result(s, IR_NONE);
}

kiln_status (kiln_params_remove)(kiln_site at, kiln_params *p, const char *name) {
    FE_DOOR;
    kiln_session *s = enter_to_change(at, "params_remove", p);
    if (s == NULL) return fe_params_status(p);
    fe_named *e = named(s, p, name);
    if (e == NULL) return refuse(s);
    let_go(s, p, place_of(p, e));
    return KILN_OK;
}

kiln_tensor *(kiln_params_take)(kiln_site at, kiln_params *p, const char *name) {
    FE_DOOR;
    kiln_session *s = enter_to_change(at, "params_take", p);
    if (s == NULL) return fe_poison(p != NULL ? p->session : NULL);
    fe_named *e = named(s, p, name);
    if (e != NULL && e->parameter->refs > 1) ir_fail(&s->b, KILN_BAD_ARGUMENT, "\"%.*s\" is held by another name or set too", SHOWN_NAME, name);
    if (s->b.status != KILN_OK) return fe_result(s, IR_NONE);
    kiln_tensor *t = e->parameter->tensor;
    e->parameter->tensor = NULL;
    if (fe_alive(t)) fe_of(t)->owned = false;
    let_go(s, p, place_of(p, e));
    return t;
}

kiln_status (kiln_params_rename)(kiln_site at, kiln_params *p, const char *from, const char *to) {
    FE_DOOR;
    kiln_session *s = enter_to_change(at, "params_rename", p);
    if (s == NULL) return fe_params_status(p);
    fe_named *e = named(s, p, from), *fresh = NULL;
    if (e == NULL || !good_text(s, to, "the new name", false) || !is_free(s, p, to, strlen(to), e)) return refuse(s);
    if (e->length == strlen(to) && strcmp(e->name, to) == 0) return KILN_OK;
    fresh = entry_new(s, NULL, to);
    if (fresh == NULL || !index_entry(s, p, fresh)) {
        if (fresh != NULL) entry_free(s, fresh);
        return refuse(s);
    }
    fresh->parameter = e->parameter;
    p->entry[place_of(p, e)] = fresh;
    unindex_entry(p, e);
    entry_free(s, e);
    return KILN_OK;
}

kiln_status (kiln_params_nest)(kiln_site at, kiln_params *p, const char *prefix, kiln_params *inner) {
    FE_DOOR;
    kiln_session *s = enter_to_change(at, "params_nest", p);
    if (s == NULL) return fe_params_status(p);
    if (!of_one_session(at, "params_nest", p, inner)) return s->error;
    if (inner == p) ir_fail(&s->b, KILN_BAD_ARGUMENT, "a set cannot go into itself");
    else if (inner->fixed != NULL) ir_fail(&s->b, KILN_BAD_ARGUMENT, "the inner set is that of %s, which nobody else may change", inner->fixed);
    if (s->b.status != KILN_OK || !good_text(s, prefix, "prefix", true)) return refuse(s);
    size_t before = p->count;
    for (size_t i = 0; i < inner->count; i++)
        if (!fe_params_hold(s, p, prefix, inner->entry[i]->name, inner->entry[i]->parameter)) {
            while (p->count > before) let_go(s, p, p->count - 1);
            return refuse(s);
        }
    while (inner->count > 0) let_go(s, inner, inner->count - 1);
    return KILN_OK;
}

kiln_params *(kiln_params_under)(kiln_site at, const kiln_params *p, const char *prefix) {
    FE_DOOR;
    kiln_session *s = fe_enter_params(at, "params_under", p);
    if (s == NULL) return NULL;
    kiln_params *part = good_text(s, prefix, "prefix", true) ? fe_params_new(s) : NULL;
    size_t lead = part != NULL ? strlen(prefix) : 0;
    for (size_t i = 0; part != NULL && i < p->count && s->b.status == KILN_OK; i++) {
        const fe_named *e = p->entry[i];
        if (lead == 0) (void)fe_params_hold(s, part, NULL, e->name, e->parameter);
        else if (e->length > lead && e->name[lead] == '.' && memcmp(e->name, prefix, lead) == 0)
            (void)fe_params_hold(s, part, NULL, e->name + lead + 1, e->parameter);
    }
    if (part != NULL && part->count == 0 && lead > 0 && s->b.status == KILN_OK)
        ir_fail(&s->b, KILN_NOT_FOUND, "no parameter lies under \"%.*s\"", SHOWN_NAME, prefix);
    if (s->b.status == KILN_OK) return part;
    refuse(s);
    kiln_params_free(part);
    return NULL;
}

/* ---- asking */

size_t kiln_params_count(const kiln_params *p) { return p != NULL ? p->count : 0; }
const char *kiln_params_name(const kiln_params *p, size_t i) { return i < kiln_params_count(p) ? p->entry[i]->name : NULL; }
kiln_tensor *kiln_params_at(const kiln_params *p, size_t i) { return i < kiln_params_count(p) ? p->tensor[i] : NULL; }
kiln_list kiln_params_list(const kiln_params *p) { return (kiln_list){kiln_params_count(p), p != NULL ? p->tensor : NULL}; }

bool kiln_params_has(const kiln_params *p, const char *name) {
    size_t length = name != NULL ? strnlen(name, MOST_NAME + 1) : MOST_NAME + 1;
    return kiln_params_count(p) > 0 && length <= MOST_NAME && find(p, name, length) != NULL;
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
