/* SPDX-License-Identifier: Apache-2.0
 * Entries of parameter sets: which names can be, finding them, putting them in and out. Called by
 * params.c, and by the optimisers for the sets they keep. */
#include "frontend/training/params_internal.h"

static kn_hash hash_of(const char *name, size_t length) { return kn_hash_bytes(name, length); }

fe_named *fe_entry_find(const kiln_params *p, const char *name, size_t length) {
    kn_map *names = (kn_map *)&p->names; /* looking changes nothing */
    uint64_t *at = kn_map_find(names, hash_of(name, length));
    fe_named *e = at != NULL ? (fe_named *)(uintptr_t)*at : NULL;
    return e != NULL && e->length == length && memcmp(e->name, name, length) == 0 ? e : NULL;
}

/* ---- which names can be */

bool fe_good_name(kiln_session *s, const char *name, const char *what, bool may_be_empty) {
    size_t length = name != NULL ? strnlen(name, FE_MOST_NAME + 1) : 0;
    if (name == NULL)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is null", what);
    else if (length > FE_MOST_NAME)
        ir_fail(&s->b, KILN_TOO_LARGE, "%s has more than %d bytes", what, FE_MOST_NAME);
    else if (length == 0 && !may_be_empty)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is empty", what);
    else if (length > 0 &&
             (name[0] == '.' || name[length - 1] == '.' || strstr(name, "..") != NULL))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s \"%.*s\" has an empty part", what, FE_SHOWN_NAME,
                name);
    for (size_t i = 0, step; i < length && s->b.status == KILN_OK; i += step)
        if ((step = kn_utf8_step(name + i, length - i)) == 0) {
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is not UTF-8 at byte %zu", what, i);
            break;
        }
    return s->b.status == KILN_OK;
}

/* Nothing of that name, above it or below it is in the set, but for `except`, which is about to
 * go. */
static bool is_free(kiln_session *s, const kiln_params *p, const char *name, size_t length,
                    const fe_named *except) {
    const fe_named *same = fe_entry_find(p, name, length);
    if (same != NULL && same != except)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "\"%.*s\" is in the set already", FE_SHOWN_NAME, name);
    for (size_t i = 0; i < length && s->b.status == KILN_OK; i++) {
        const fe_named *module = name[i] == '.' ? fe_entry_find(p, name, i) : NULL;
        if (module != NULL && module != except)
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "\"%.*s\" would lie under the parameter \"%.*s\"",
                    FE_SHOWN_NAME, name, FE_SHOWN_NAME, module->name);
    }
    kn_map *above = (kn_map *)&p->above;
    uint64_t *below = kn_map_find(above, hash_of(name, length));
    bool own = except != NULL && except->length > length &&
               memcmp(except->name, name, length) == 0 && except->name[length] == '.';
    if (s->b.status == KILN_OK && below != NULL && *below > (uint64_t)own)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "\"%.*s\" has parameters under it", FE_SHOWN_NAME, name);
    return s->b.status == KILN_OK;
}

/* ---- entries */

static size_t entry_nbytes(size_t length) { return sizeof(fe_named) + length + 1; }

static fe_named *entry_new(kiln_session *s, const char *prefix, const char *name) {
    size_t lead = prefix != NULL && prefix[0] != '\0' ? strlen(prefix) + 1 : 0,
           length = lead + strlen(name);
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

void fe_entry_free(kiln_session *s, fe_named *e) { kn_free(s->alloc, e, entry_nbytes(e->length)); }

/* What stands before the dots of a name, one module more or less each. Stops where there is no
 * memory. */
static size_t count_above(kiln_params *p, const fe_named *e, size_t upto, bool more) {
    for (size_t i = 0; i < upto; i++) {
        if (e->name[i] != '.') continue;
        kn_hash key = hash_of(e->name, i);
        uint64_t *n = kn_map_find(&p->above, key);
        if (n != NULL && more)
            ++*n;
        else if (n != NULL && --*n == 0)
            kn_map_remove(&p->above, key);
        else if (n == NULL && more && kn_map_put(&p->above, key, 1) != KILN_OK)
            return i;
    }
    return upto;
}

static bool index_entry(kiln_session *s, kiln_params *p, fe_named *e) {
    size_t done = count_above(p, e, e->length, true);
    if (done == e->length &&
        kn_map_put(&p->names, hash_of(e->name, e->length), (uint64_t)(uintptr_t)e) == KILN_OK)
        return true;
    count_above(p, e, done, false);
    ir_fail(&s->b, KILN_NO_MEMORY, "no memory for a name");
    return false;
}

static void unindex_entry(kiln_params *p, const fe_named *e) {
    kn_map_remove(&p->names, hash_of(e->name, e->length));
    count_above(p, e, e->length, false);
}

static bool room_for_one(kiln_session *s, kiln_params *p) {
    bool ok =
        kn_grow(s->alloc, &p->entry, &p->entry_cap, p->count + 1, sizeof *p->entry) == KILN_OK &&
        kn_grow(s->alloc, &p->tensor, &p->tensor_cap, p->count + 1, sizeof *p->tensor) == KILN_OK &&
        kn_grow(s->alloc, &p->shown, &p->shown_cap, p->count + 1, sizeof *p->shown) == KILN_OK;
    if (!ok) ir_fail(&s->b, KILN_NO_MEMORY, "no memory for a parameter");
    return ok;
}

bool fe_params_hold(kiln_session *s, kiln_params *p, const char *prefix, const char *name,
                    fe_parameter *of) {
    if (!room_for_one(s, p)) return false;
    fe_named *e = entry_new(s, prefix, name);
    if (e == NULL) return false;
    if (e->length > FE_MOST_NAME)
        ir_fail(&s->b, KILN_TOO_LARGE, "a name would have %zu bytes, the limit is %d", e->length,
                FE_MOST_NAME);
    if (s->b.status != KILN_OK || !is_free(s, p, e->name, e->length, NULL) ||
        !index_entry(s, p, e)) {
        fe_entry_free(s, e);
        return false;
    }
    e->parameter = of;
    of->refs++;
    p->entry[p->count] = e;
    p->tensor[p->count++] = of->tensor;
    return true;
}

void fe_parameter_unref(kiln_session *s, fe_parameter *of) {
    if (--of->refs > 0) return;
    if (fe_alive(of->tensor)) fe_drop(s, of->tensor);
    kn_free(s->alloc, of, sizeof *of);
}

size_t fe_entry_place(const kiln_params *p, const fe_named *e) {
    size_t i = 0;
    while (p->entry[i] != e) i++;
    return i;
}

void fe_entry_drop(kiln_session *s, kiln_params *p, size_t i) {
    fe_named *e = p->entry[i];
    unindex_entry(p, e);
    p->count--;
    memmove(p->entry + i, p->entry + i + 1, (p->count - i) * sizeof *p->entry);
    memmove(p->tensor + i, p->tensor + i + 1, (p->count - i) * sizeof *p->tensor);
    fe_parameter_unref(s, e->parameter);
    fe_entry_free(s, e);
}

bool fe_entry_rename(kiln_session *s, kiln_params *p, fe_named *e, const char *to) {
    if (!is_free(s, p, to, strlen(to), e)) return false;
    if (strcmp(e->name, to) == 0) return true;
    fe_named *fresh = entry_new(s, NULL, to);
    if (fresh == NULL || !index_entry(s, p, fresh)) {
        if (fresh != NULL) fe_entry_free(s, fresh);
        return false;
    }
    fresh->parameter = e->parameter;
    p->entry[fe_entry_place(p, e)] = fresh;
    unindex_entry(p, e);
    fe_entry_free(s, e);
    return true;
}
