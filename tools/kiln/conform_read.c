/* SPDX-License-Identifier: Apache-2.0
 * Reads a fixture family, strictly: whatever the format does not name refuses the whole family,
 * with the field that is wrong. */
#include "conform.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct cf_block {
    cf_block *next;
    max_align_t data[];
};

void *cf_take(cf_reader *r, size_t count, size_t each) {
    cf_block *b =
        count < SIZE_MAX / 2 / each ? calloc(1, sizeof *b + (count > 0 ? count : 1) * each) : NULL;
    if (b == NULL) {
        cf_refuse(r, "memory ran out");
        return NULL;
    }
    b->next = r->family->blocks;
    r->family->blocks = b;
    return b->data;
}

/* ---- refusing, with the way to the field */

void cf_enter(cf_reader *r, const char *key, size_t index) {
    if (r->depth < sizeof r->frame / sizeof r->frame[0])
        r->frame[r->depth] = (cf_frame){key, index};
    r->depth++;
}

void cf_leave(cf_reader *r) { r->depth--; }

bool cf_refuse(cf_reader *r, const char *format, ...) {
    if (r->refused) return false;
    r->refused = true;
    size_t used = 0, depth = r->depth < sizeof r->frame / sizeof r->frame[0]
                                 ? r->depth
                                 : sizeof r->frame / sizeof r->frame[0];
    r->why[0] = '\0';
    for (size_t i = 0; i < depth && used < r->size; i++) {
        const cf_frame *f = &r->frame[i];
        const char *dot = i > 0 && f->key[0] != '\0' ? "." : "";
        used += (size_t)(f->index == SIZE_MAX
                             ? snprintf(r->why + used, r->size - used, "%s%s", dot, f->key)
                             : snprintf(r->why + used, r->size - used, "%s%s[%zu]", dot, f->key,
                                        f->index));
    }
    if (depth > 0 && used < r->size) used += (size_t)snprintf(r->why + used, r->size - used, ": ");
    va_list args;
    va_start(args, format);
    if (used < r->size) vsnprintf(r->why + used, r->size - used, format, args);
    va_end(args);
    return false;
}

bool cf_keys(cf_reader *r, const json_t *object, const char *const *known) {
    if (!json_is_object(object)) return cf_refuse(r, "expected an object");
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        size_t i = 0;
        while (known[i] != NULL && strcmp(known[i], key) != 0) i++;
        if (known[i] == NULL) return cf_refuse(r, "key \"%s\" is not known", key);
    }
    return true;
}

/* ---- pieces */

static const char *text_of(cf_reader *r, const json_t *object, const char *key) {
    const json_t *v = json_object_get(object, key);
    if (json_is_string(v) && json_string_length(v) > 0) return json_string_value(v);
    cf_enter(r, key, SIZE_MAX);
    cf_refuse(r, v == NULL ? "is missing" : "expected a text");
    cf_leave(r);
    return NULL;
}

const kiln_st_entry *cf_tensor(cf_reader *r, const json_t *name) {
    if (!json_is_string(name)) {
        cf_refuse(r, "expected the name of a tensor");
        return NULL;
    }
    const kiln_st_entry *e = kiln_safetensors_find(r->family->tensors, json_string_value(name));
    if (e == NULL)
        cf_refuse(r, "tensor \"%s\" is not in tensors.safetensors", json_string_value(name));
    return e;
}

bool cf_tensor_names(cf_reader *r, const json_t *list, bool nulls, const kiln_st_entry ***out,
                     size_t *count) {
    if (!json_is_array(list))
        return cf_refuse(r, list == NULL ? "is missing" : "expected a list of tensor names");
    *count = json_array_size(list);
    if ((*out = cf_take(r, *count, sizeof **out)) == NULL) return false;
    for (size_t i = 0; i < *count; i++) {
        const json_t *name = json_array_get(list, i);
        if (nulls && json_is_null(name)) continue;
        cf_enter(r, "", i);
        (*out)[i] = cf_tensor(r, name);
        cf_leave(r);
        if ((*out)[i] == NULL) return false;
    }
    return true;
}

static bool read_tolerance(cf_reader *r, const json_t *object, const char *key, cf_tolerance *out) {
    static const char *const known[] = {"rtol", "atol", NULL};
    const json_t *t = json_object_get(object, key);
    if (t == NULL) return true;
    cf_enter(r, key, SIZE_MAX);
    const json_t *rtol = json_object_get(t, "rtol"), *atol = json_object_get(t, "atol");
    bool ok = cf_keys(r, t, known);
    if (ok && !(json_is_number(rtol) && json_is_number(atol)))
        ok = cf_refuse(r, "expected numbers rtol and atol");
    out->rtol = json_number_value(rtol);
    out->atol = json_number_value(atol);
    if (ok && !(out->rtol >= 0 && out->atol >= 0)) ok = cf_refuse(r, "a tolerance is negative");
    cf_leave(r);
    return ok;
}

static bool read_args(cf_reader *r, const json_t *json, cf_case *c) {
    const json_t *args = json_object_get(json, "args"), *kwargs = json_object_get(json, "kwargs");
    if (args != NULL && !json_is_array(args)) return cf_refuse(r, "args: expected a list");
    if (kwargs != NULL && !json_is_object(kwargs))
        return cf_refuse(r, "kwargs: expected an object");
    c->npositional = json_array_size(args);
    c->nargs = c->npositional + json_object_size(kwargs);
    c->arg = cf_take(r, c->nargs, sizeof *c->arg);
    c->keyword = cf_take(r, c->nargs, sizeof *c->keyword);
    if (c->arg == NULL || c->keyword == NULL) return false;
    bool ok = true;
    size_t n = 0;
    for (; n < c->npositional && ok; n++) {
        cf_enter(r, "args", n);
        ok = cf_read_value(r, json_array_get(args, n), &c->arg[n]);
        cf_leave(r);
    }
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)kwargs, key, value) {
        if (!ok) break;
        cf_enter(r, "kwargs", SIZE_MAX);
        cf_enter(r, key, SIZE_MAX);
        c->keyword[n] = key;
        ok = cf_read_value(r, value, &c->arg[n++]);
        cf_leave(r);
        cf_leave(r);
    }
    return ok;
}

/* What the oracle answered: outputs or an error, never both. */
static bool read_answer(cf_reader *r, const json_t *json, cf_case *c) {
    static const char *const known[] = {"type", NULL};
    const json_t *outputs = json_object_get(json, "outputs"),
                 *error = json_object_get(json, "error");
    if ((outputs == NULL) == (error == NULL))
        return cf_refuse(r, "expected either outputs or error");
    c->raised = error != NULL;
    cf_enter(r, c->raised ? "error" : "outputs", SIZE_MAX);
    bool ok = c->raised ? cf_keys(r, error, known) && text_of(r, error, "type") != NULL
                        : cf_tensor_names(r, outputs, false, &c->output, &c->noutputs);
    cf_leave(r);
    return ok;
}

static const char *known_dtype(const char *text, size_t length) {
    for (int d = 0; d < KILN_DTYPE_COUNT; d++) {
        const char *name = kiln_dtype_name((kiln_dtype)d);
        if (strlen(name) == length && memcmp(name, text, length) == 0) return name;
    }
    return NULL;
}

static const kiln_st_entry *first_tensor(const cf_value *v, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const kiln_st_entry *e = v[i].kind == KILN_ARG_TENSOR ? v[i].tensor
                                 : v[i].kind == KILN_ARG_TENSORS
                                     ? first_tensor(v[i].list.values, v[i].count)
                                     : NULL;
        if (e != NULL) return e;
    }
    return NULL;
}

/* Which dtype a case is about: what its id says, else its first tensor's. */
static const char *dtype_of(const cf_case *c) {
    for (const char *at = c->id; *at != '\0';) {
        size_t length = strcspn(at, "/");
        const char *name = known_dtype(at, length);
        if (name != NULL) return name;
        at += length + (at[length] == '/');
    }
    const kiln_st_entry *e = first_tensor(c->arg, c->nargs);
    if (e == NULL && c->noutputs > 0) e = c->output[0];
    return e != NULL ? kiln_dtype_name(e->dtype) : "";
}

static bool read_case(cf_reader *r, const json_t *json, json_t *ids, cf_case *c) {
    static const char *const known[] = {"id",    "op",   "args",      "kwargs",         "outputs",
                                        "error", "grad", "tolerance", "grad_tolerance", "second",
                                        NULL};
    if (!cf_keys(r, json, known)) return false;
    if (json_object_get(json, "second") != NULL && !r->family->second)
        return cf_refuse(r, "key \"second\" is not known, because requires does not name it");
    if ((c->id = text_of(r, json, "id")) == NULL || (c->op = text_of(r, json, "op")) == NULL)
        return false;
    if (json_object_get(ids, c->id) != NULL) return cf_refuse(r, "id \"%s\" repeats", c->id);
    if (json_object_set_new(ids, c->id, json_true()) != 0) return cf_refuse(r, "id: not usable");
    if (!read_args(r, json, c) || !read_answer(r, json, c) || !cf_read_gradients(r, json, c))
        return false;
    if (r->family->programs && strcmp(c->op, "program") == 0 && !cf_read_program(r, c))
        return false;
    if (!read_tolerance(r, json, "tolerance", &c->tolerance)) return false;
    c->grad_tolerance = c->tolerance;
    c->dtype = dtype_of(c);
    return read_tolerance(r, json, "grad_tolerance", &c->grad_tolerance);
}

static bool read_cases(cf_reader *r, const json_t *list) {
    cf_family *f = r->family;
    if (!json_is_array(list))
        return cf_refuse(r, "cases: %s", list == NULL ? "is missing" : "expected a list");
    if ((f->cases = cf_take(r, json_array_size(list), sizeof *f->cases)) == NULL) return false;
    json_t *ids = json_object();
    bool ok = ids != NULL || cf_refuse(r, "memory ran out");
    for (; ok && f->ncases < json_array_size(list); f->ncases++) {
        cf_enter(r, "cases", f->ncases);
        ok = read_case(r, json_array_get(list, f->ncases), ids, &f->cases[f->ncases]);
        cf_leave(r);
    }
    json_decref(ids);
    return ok;
}

static bool read_head(cf_reader *r, const json_t *root) {
    static const char *const known[] = {"format", "version",  "family", "family_version",
                                        "oracle", "requires", "cases",  NULL};
    static const char *const oracle_keys[] = {"name", "version", NULL};
    const json_t *version = json_object_get(root, "version"),
                 *of_family = json_object_get(root, "family_version");
    const json_t *oracle = json_object_get(root, "oracle"),
                 *needs = json_object_get(root, "requires");
    if (!json_is_object(root)) return cf_refuse(r, "expected an object");
    const char *format = text_of(r, root, "format");
    if (format == NULL) return false;
    if (strcmp(format, "kiln-fixtures") != 0)
        return cf_refuse(r, "format: \"%s\" is not kiln-fixtures", format);
    if (!json_is_integer(version)) return cf_refuse(r, "version: expected a whole number");
    if (json_integer_value(version) != 1)
        return cf_refuse(r, "version: %lld is not known, only 1",
                         (long long)json_integer_value(version));
    if (!cf_keys(r, root, known)) return false;
    if ((r->family->name = text_of(r, root, "family")) == NULL) return false;
    if (of_family != NULL && !json_is_integer(of_family))
        return cf_refuse(r, "family_version: expected a whole number");
    cf_enter(r, "oracle", SIZE_MAX);
    if (oracle != NULL && !cf_keys(r, oracle, oracle_keys)) return false;
    cf_leave(r);
    if (needs != NULL && !json_is_array(needs)) return cf_refuse(r, "requires: expected a list");
    for (size_t i = 0; i < json_array_size(needs); i++) {
        const char *name = json_string_value(json_array_get(needs, i));
        if (name != NULL && strcmp(name, "second") == 0)
            r->family->second = true;
        else if (name != NULL && strcmp(name, "programs") == 0)
            r->family->programs = true;
        else
            return cf_refuse(r, "requires[%zu]: feature \"%s\" is not known", i,
                             name != NULL ? name : "?");
    }
    return true;
}

bool cf_family_read(const char *dir, cf_family *out, char *why, size_t size) {
    *out = (cf_family){0};
    cf_reader r = {.family = out, .why = why, .size = size};
    char path[4096];
    json_error_t e;
    int n = snprintf(path, sizeof path, "%s/family.json", dir);
    if (n < 0 || (size_t)n >= sizeof path) return cf_refuse(&r, "the folder's name is too long");
    char changed[1200];
    if (!cf_seal_holds(dir, changed, sizeof changed)) return cf_refuse(&r, "%s", changed);
    out->root = json_load_file(path, JSON_REJECT_DUPLICATES, &e);
    if (out->root == NULL)
        cf_refuse(&r, "family.json:%d:%d: %s", e.line, e.column, e.text);
    else if (read_head(&r, out->root)) {
        char reason[512];
        snprintf(path, sizeof path, "%s/tensors.safetensors", dir);
        if (kiln_safetensors_open(path, NULL, &out->tensors, reason, sizeof reason) != KILN_OK)
            cf_refuse(&r, "tensors.safetensors: %s", reason);
        else
            read_cases(&r, json_object_get(out->root, "cases"));
    }
    if (r.refused) cf_family_free(out);
    return !r.refused;
}

void cf_family_free(cf_family *f) {
    while (f->blocks != NULL) {
        cf_block *next = f->blocks->next;
        free(f->blocks);
        f->blocks = next;
    }
    kiln_safetensors_close(f->tensors);
    json_decref(f->root);
    *f = (cf_family){0};
}
