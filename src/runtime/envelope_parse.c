/* SPDX-License-Identifier: Apache-2.0
 * Reading an envelope's JSON: every field known, there and once, versions not newer than this
 * library's. Called by envelope.c and envelope_beside.c. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* timegm */
#endif

#include <jansson.h>
#include <stdio.h>
#include <time.h>

#include "base/digest.h"
#include "runtime/envelope.h"

/* The envelope is one block: this, the inputs, then the texts. */
typedef struct block {
    kiln_envelope e;
    const kn_alloc *alloc;
    size_t nbytes;
} block;

typedef struct parser {
    const kn_alloc *alloc;
    kiln_envelope_fault *fault;
    char at[48]; /* "contracts.", "inputs[2]." */
    kiln_status status;
    block *b;
    char *text; /* where the next text goes */
} parser;

static void refuse(parser *p, kiln_status status, const char *field, const char *expected,
                   const char *found) {
    char name[128];
    if (p->status != KILN_OK) return;
    snprintf(name, sizeof name, "%s%.64s", p->at, field);
    if (!*field && *p->at) name[strlen(name) - 1] = '\0';
    p->status = kn_envelope_refuse(p->fault, status, name, expected, found, -1);
}

static const char *type_name(const json_t *value) {
    static const char *const names[] = {"an object",  "an array", "a text", "a whole number",
                                        "a fraction", "true",     "false",  "null"};
    return value ? names[json_typeof(value)] : "nothing";
}

/* An object of exactly these fields. */
static bool fields(parser *p, const json_t *object, const char *whole, const char *const *names,
                   size_t n) {
    const char *key;
    json_t *value;
    if (!json_is_object(object)) refuse(p, KILN_BAD_FILE, whole, "an object", type_name(object));
    json_object_foreach((json_t *)object, key, value) {
        size_t i = 0;
        while (i < n && strcmp(names[i], key) != 0) i++;
        if (i == n) refuse(p, KILN_BAD_FILE, key, "no such field", type_name(value));
    }
    for (size_t i = 0; i < n; i++)
        if (!json_object_get(object, names[i]))
            refuse(p, KILN_BAD_FILE, names[i], "the field", "nothing");
    return p->status == KILN_OK;
}

static const char *text(parser *p, const json_t *object, const char *field) {
    const json_t *value = json_object_get(object, field);
    const char *found = json_string_value(value);
    if (!found) refuse(p, KILN_BAD_FILE, field, "a text", type_name(value));
    return found ? found : "";
}

/* From `least`; above `most` is what a newer version would write. */
static int64_t whole(parser *p, const json_t *object, const char *field, int64_t least,
                     int64_t most) {
    const json_t *value = json_object_get(object, field);
    char bound[40], found[32];
    int64_t n = json_integer_value(value);
    if (!json_is_integer(value))
        refuse(p, KILN_BAD_FILE, field, "a whole number", type_name(value));
    snprintf(found, sizeof found, "%lld", (long long)n);
    snprintf(bound, sizeof bound, "at least %lld", (long long)least);
    if (n < least) refuse(p, KILN_BAD_FILE, field, bound, found);
    snprintf(bound, sizeof bound, "at most %lld", (long long)most);
    if (n > most) refuse(p, KILN_UNSUPPORTED, field, bound, found);
    return n;
}

static void digest(parser *p, const json_t *object, char out[33]) {
    const char *hex = text(p, object, "xxh3_128");
    if (kn_digest_is_hex(hex))
        memcpy(out, hex, 33);
    else
        refuse(p, KILN_BAD_FILE, "xxh3_128", "32 hexadecimal digits", hex);
}

static void kind(parser *p, const json_t *root) {
    const char *found = text(p, root, "kind");
    size_t n = strspn(found, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (n == 0 || n > 63 || found[n])
        refuse(p, KILN_BAD_FILE, "kind", "1 to 63 of a-z, 0-9 and '-'", found);
}

/* Only the spelling that the writer uses. */
static int64_t created(parser *p, const json_t *root) {
    const char *found = text(p, root, "created");
    struct tm utc = {0};
    char again[64] = "";
    long long seconds = 0;
    if (strlen(found) == 20 && sscanf(found, "%4d-%2d-%2dT%2d:%2d:%2dZ", &utc.tm_year, &utc.tm_mon,
                                      &utc.tm_mday, &utc.tm_hour, &utc.tm_min, &utc.tm_sec) == 6) {
        utc.tm_year -= 1900;
        utc.tm_mon--;
        seconds = (long long)timegm(&utc);
        snprintf(again, sizeof again, "%04d-%02d-%02dT%02d:%02d:%02dZ", utc.tm_year + 1900,
                 utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
    }
    if (strcmp(found, again) != 0)
        refuse(p, KILN_BAD_FILE, "created", "a time as 2026-01-31T12:00:00Z", found);
    return (int64_t)seconds;
}

static size_t text_room(const json_t *root, const char *field) {
    const json_t *value = json_object_get(root, field);
    return json_is_string(value) ? json_string_length(value) + 1 : 1;
}

static bool make_block(parser *p, const json_t *root) {
    const json_t *inputs = json_object_get(root, "inputs");
    size_t n = json_array_size(inputs);
    size_t nbytes = sizeof(block) + n * sizeof(kiln_envelope_input) +
                    text_room(root, "kind") +                                /* bounded by the */
                    text_room(root, "library") + text_room(root, "made_by"); /* file's limit */
    for (size_t i = 0; i < n; i++) nbytes += text_room(json_array_get(inputs, i), "name");
    p->b = kn_calloc(p->alloc, 1, nbytes);
    if (!p->b) {
        p->status = kn_envelope_refuse(p->fault, KILN_NO_MEMORY, "", "memory", "none", -1);
        return false;
    }
    kiln_envelope_input *list = (kiln_envelope_input *)(p->b + 1);
    p->b->alloc = p->alloc;
    p->b->nbytes = nbytes;
    p->b->e = (kiln_envelope){.struct_size = sizeof(kiln_envelope),
                              .inputs = n ? list : NULL,
                              .ninputs = n};
    p->text = (char *)(list + n);
    return true;
}

static const char *keep(parser *p, const char *found) {
    char *at = p->text;
    size_t n = strlen(found) + 1;
    memcpy(at, found, n);
    p->text += n;
    return at;
}

static void read_inputs(parser *p, const json_t *root) {
    static const char *const names[] = {"name", "length", "xxh3_128"};
    const json_t *list = json_object_get(root, "inputs");
    if (!json_is_array(list)) refuse(p, KILN_BAD_FILE, "inputs", "an array", type_name(list));
    for (size_t i = 0; i < p->b->e.ninputs && p->status == KILN_OK; i++) {
        const json_t *one = json_array_get(list, i);
        kiln_envelope_input *in = (kiln_envelope_input *)(p->b + 1) + i;
        snprintf(p->at, sizeof p->at, "inputs[%zu].", i);
        if (!fields(p, one, "", names, 3)) break;
        const char *name = text(p, one, "name");
        in->length = (uint64_t)whole(p, one, "length", 0, INT64_MAX);
        digest(p, one, in->digest);
        if (p->status == KILN_OK) in->name = keep(p, name);
    }
    p->at[0] = '\0';
}

static void read_contracts(parser *p, const json_t *root) {
    static const char *const names[] = {"numeric", "ops"};
    const json_t *contracts = json_object_get(root, "contracts");
    if (!json_is_object(contracts))
        refuse(p, KILN_BAD_FILE, "contracts", "an object", type_name(contracts));
    snprintf(p->at, sizeof p->at, "contracts.");
    if (!fields(p, contracts, "", names, 2)) return;
    p->b->e.numeric = whole(p, contracts, "numeric", 1, KILN_NUMERIC_CONTRACT);
    p->b->e.ops = whole(p, contracts, "ops", 1, KILN_OPS_CONTRACT);
    p->at[0] = '\0';
}

static void read_root(parser *p, const json_t *root) {
    static const char *const names[] = {"kiln_envelope", "kind",    "format", "library",
                                        "contracts",     "created", "length", "xxh3_128",
                                        "made_by",       "inputs",  "seal"};
    /* The version first: of a newer one, other fields are to be expected. */
    if (json_is_object(root) && json_object_get(root, names[0]))
        (void)whole(p, root, names[0], 1, KILN_ENVELOPE_VERSION);
    if (p->status != KILN_OK || !fields(p, root, "envelope", names, sizeof names / sizeof *names) ||
        !make_block(p, root))
        return;
    kiln_envelope *e = &p->b->e;
    kind(p, root);
    e->format = whole(p, root, "format", 1, INT64_MAX);
    const char *library = text(p, root, "library"), *made_by = text(p, root, "made_by");
    read_contracts(p, root);
    e->created = created(p, root);
    e->length = (uint64_t)whole(p, root, "length", 0, INT64_MAX);
    digest(p, root, e->digest);
    if (p->status == KILN_OK) read_inputs(p, root);
    if (p->status != KILN_OK) return;
    e->kind = keep(p, text(p, root, "kind"));
    e->library = keep(p, library);
    e->made_by = keep(p, made_by);
}

/* The fields as they are give these bytes, the seal among them, and nothing but room follows. */
static void check_seal(parser *p, const json_t *root, const char *bytes, size_t nbytes) {
    const char *found = text(p, root, "seal");
    kn_text again;
    if (p->status != KILN_OK) return;
    kn_text_init(&again, p->alloc);
    kiln_status status = kn_envelope_compose(&p->b->e, &again, NULL);
    size_t n = status == KILN_OK ? again.len - 1 : 0, at = 0;
    if (status == KILN_NO_MEMORY) refuse(p, KILN_NO_MEMORY, "envelope", "memory", "none");
    if (status == KILN_OK && strlen(found) == KN_DIGEST_HEX &&
        memcmp(found, again.data + n - 2 - KN_DIGEST_HEX, KN_DIGEST_HEX) != 0) {
        char expected[KN_DIGEST_HEX + 1] = {0};
        memcpy(expected, again.data + n - 2 - KN_DIGEST_HEX, KN_DIGEST_HEX);
        refuse(p, KILN_BAD_FILE, "seal", expected, found);
    }
    while (at < nbytes && (at < n ? bytes[at] == again.data[at]
                                  : bytes[at] == ' ' || (bytes[at] == '\n' && at + 1 == nbytes)))
        at++;
    if (p->status == KILN_OK && (status != KILN_OK || n > nbytes || at < nbytes))
        refuse(p, KILN_BAD_FILE, "envelope", "bytes as this library writes its fields", "others");
    kn_text_free(&again);
}

kiln_status kn_envelope_parse(const kn_alloc *a, const void *json, size_t nbytes,
                              kiln_envelope **out, kiln_envelope_fault *fault) {
    json_error_t error;
    parser p = {.alloc = a, .fault = fault};
    *out = NULL;
    if (nbytes > KN_ENVELOPE_LIMIT)
        return kn_envelope_refuse(fault, KILN_BAD_FILE, "envelope", "at most 1048576 bytes", "more",
                                  KN_ENVELOPE_LIMIT);
    json_t *root = json_loadb(nbytes ? json : "", nbytes, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        bool memory = json_error_code(&error) == json_error_out_of_memory;
        return kn_envelope_refuse(fault, memory ? KILN_NO_MEMORY : KILN_BAD_FILE, "",
                                  memory ? "memory" : "JSON", error.text, error.position);
    }
    read_root(&p, root);
    if (p.status == KILN_OK) check_seal(&p, root, json, nbytes);
    json_decref(root);
    if (p.status == KILN_OK)
        *out = &p.b->e;
    else if (p.b)
        kiln_envelope_free(&p.b->e);
    return p.status;
}

void kiln_envelope_free(kiln_envelope *e) {
    block *b = (block *)e;
    if (b) kn_free(b->alloc, b, b->nbytes);
}
