/* SPDX-License-Identifier: Apache-2.0
 * A trace read back: everything is checked before anything is believed. Called by the frontend's
 * trace.c. */
#include <jansson.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "runtime/envelope.h"
#include "runtime/trace.h"

#define MOST_NBYTES ((size_t)1 << 46)

typedef struct reader {
    kiln_trace_file *t;
    const char *path;
    const char *at; /* what is read next */
    size_t left;
    const json_t *root;
    kn_text *why;
} reader;

static kiln_status refuse(const reader *r, kiln_status status, const char *field,
                          const char *expected, const char *found) {
    kiln_envelope_fault fault;
    kn_envelope_refuse(&fault, status, field, expected, found, -1);
    kn_envelope_say(&fault, r->path, r->why);
    return status;
}

static const char *kind_of(const json_t *value) {
    static const char *const names[] = {"an object", "an array", "a string", "a whole number",
                                        "a number",  "true",     "false",    "null"};
    return value ? names[json_typeof(value)] : "nothing";
}

/* Exactly these fields. */
static kiln_status check_fields(const reader *r, const json_t *object, const char *whole,
                                const char *const *names, size_t n) {
    const char *key;
    json_t *value;
    if (!json_is_object(object))
        return refuse(r, KILN_BAD_FILE, whole, "an object", kind_of(object));
    json_object_foreach((json_t *)object, key, value) {
        size_t i = 0;
        while (i < n && strcmp(key, names[i]) != 0) i++;
        if (i == n) return refuse(r, KILN_UNSUPPORTED, whole, "fields of this version", key);
    }
    for (size_t i = 0; i < n; i++)
        if (!json_object_get(object, names[i]))
            return refuse(r, KILN_BAD_FILE, names[i], "the field", "nothing");
    return KILN_OK;
}

static kiln_status take_text(const reader *r, const json_t *object, const char *field,
                             const char **out) {
    const json_t *value = json_object_get(object, field);
    if (!json_is_string(value) || strlen(json_string_value(value)) != json_string_length(value))
        return refuse(r, KILN_BAD_FILE, field, "a string without NUL", kind_of(value));
    *out = kn_arena_text(&r->t->memory, json_string_value(value));
    return *out ? KILN_OK : KILN_NO_MEMORY;
}

/* The next `field` bytes of the file. */
static kiln_status take_section(reader *r, const char *field, const char **out, size_t *nbytes) {
    const json_t *value = json_object_get(r->root, field);
    char found[48], expected[48];
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return refuse(r, KILN_BAD_FILE, field, "a length", kind_of(value));
    *nbytes = (size_t)json_integer_value(value);
    snprintf(expected, sizeof expected, "at most %zu bytes", r->left);
    snprintf(found, sizeof found, "%zu", *nbytes);
    if (*nbytes > r->left) return refuse(r, KILN_BAD_FILE, field, expected, found);
    *out = r->at;
    r->at += *nbytes;
    r->left -= *nbytes;
    return KILN_OK;
}

static kiln_status take_graph(reader *r) {
    kn_text why;
    KN_TRY(take_section(r, "graph", &r->t->text, &r->t->text_nbytes));
    kn_text_init(&why, r->t->alloc);
    kiln_status status = ir_parse(&r->t->g, r->t->text, r->t->text_nbytes, &why);
    bool other = strstr(kn_text_str(&why), "unknown op") != NULL ||
                 strstr(kn_text_str(&why), "unknown dtype") != NULL;
    if (status == KILN_PARSE && other)
        status = refuse(r, KILN_UNSUPPORTED, "graph", "ops and dtypes of this version",
                        kn_text_str(&why));
    else if (status == KILN_PARSE)
        status = refuse(r, KILN_BAD_FILE, "graph", "a graph's text", kn_text_str(&why));
    kn_text_free(&why);
    return status;
}

/* ---- notes of the derivative: "17 rule 9 matmul", "18 sum 4 -", "12 seed - -" */

static bool read_id(const char **at, size_t count, ir_id *out) {
    uint64_t n = 0;
    const char *from = *at;
    for (; **at >= '0' && **at <= '9' && n < UINT32_MAX; (*at)++)
        n = n * 10 + (uint64_t)(**at - '0');
    *out = (ir_id)n;
    return *at > from && n < count && *(*at)++ == ' ';
}

static bool read_word(const char **at, const char *end, char stop, char *out, size_t size) {
    size_t n = 0;
    for (; *at < end && **at != stop && n + 1 < size; (*at)++) out[n++] = **at;
    out[n] = '\0';
    return *at < end && *(*at)++ == stop;
}

static bool read_note(const kiln_trace_file *t, const char **at, const char *end, rt_derived *d) {
    char kind[8], op[32];
    *d = (rt_derived){.of = IR_NONE};
    if (!read_id(at, t->g.count, &d->node) || !read_word(at, end, ' ', kind, sizeof kind))
        return false;
    d->kind = strcmp(kind, "rule") == 0   ? RT_DERIVED_RULE
              : strcmp(kind, "sum") == 0  ? RT_DERIVED_SUM
              : strcmp(kind, "seed") == 0 ? RT_DERIVED_SEED
                                          : RT_DERIVED_NOT;
    if (d->kind == RT_DERIVED_NOT) return false;
    if (**at == '-') {
        if (*++*at != ' ') return false;
        ++*at;
    } else if (!read_id(at, t->g.count, &d->of))
        return false;
    if (!read_word(at, end, '\n', op, sizeof op)) return false;
    int found = 0;
    while (found < IR_OP_COUNT && strcmp(ir_ops[found].name, op) != 0) found++;
    d->op = (uint16_t)found;
    return (d->kind == RT_DERIVED_RULE) == (found < IR_OP_COUNT) &&
           (d->kind == RT_DERIVED_RULE || strcmp(op, "-") == 0);
}

static kiln_status take_notes(reader *r) {
    kiln_trace_file *t = r->t;
    const char *at;
    size_t nbytes, lines = 0;
    KN_TRY(take_section(r, "derived", &at, &nbytes));
    if (nbytes > 0 && at[nbytes - 1] != '\n')
        return refuse(r, KILN_BAD_FILE, "derived", "lines", "an end within one");
    for (size_t i = 0; i < nbytes; i++) lines += at[i] == '\n';
    t->derived = kn_arena_array(&t->memory, lines, sizeof *t->derived);
    if (!t->derived) return KILN_NO_MEMORY;
    for (const char *end = at + nbytes; at < end; t->nderived++) {
        char number[32];
        snprintf(number, sizeof number, "derived line %zu", t->nderived + 1);
        if (!read_note(t, &at, end, &t->derived[t->nderived]))
            return refuse(r, KILN_BAD_FILE, number, "node, rule, sum or seed, node, op",
                          "something else");
    }
    return KILN_OK;
}

static kiln_status take_node_digests(reader *r) {
    kiln_trace_file *t = r->t;
    const char *at;
    size_t nbytes, each = KN_DIGEST_HEX + 1;
    char hex[KN_DIGEST_HEX + 1] = {0};
    KN_TRY(take_section(r, "nodes", &at, &nbytes));
    if (nbytes == 0) return KILN_OK;
    if (nbytes % each != 0 || nbytes / each != t->g.count)
        return refuse(r, KILN_BAD_FILE, "nodes", "a digest for every node", "another number");
    t->nodes = kn_arena_array(&t->memory, t->g.count, sizeof *t->nodes);
    if (!t->nodes) return KILN_NO_MEMORY;
    for (size_t i = 0; i < t->g.count; i++, at += each) {
        memcpy(hex, at, KN_DIGEST_HEX);
        if (at[KN_DIGEST_HEX] != '\n' || !kn_digest_is_hex(hex))
            return refuse(r, KILN_BAD_FILE, "nodes", "32 digits a line", "something else");
        t->nodes[i] = kn_digest_of_hex(hex);
    }
    return KILN_OK;
}

/* ---- leaves and outputs */

static kiln_status check_type(const reader *r, const json_t *one, const char *field, ir_id id) {
    const ir_node *n = ir_at(&r->t->g, id);
    const json_t *shape = json_object_get(one, "shape");
    const char *dtype = json_string_value(json_object_get(one, "dtype"));
    char type[160];
    bool same = dtype && strcmp(dtype, kiln_dtype_name((kiln_dtype)n->dtype)) == 0 &&
                json_is_array(shape) && json_array_size(shape) == n->rank;
    for (int d = 0; same && d < n->rank; d++)
        same = json_is_integer(json_array_get(shape, (size_t)d)) &&
               json_integer_value(json_array_get(shape, (size_t)d)) == ir_shape(&r->t->g, id)[d];
    return same ? KILN_OK
                : refuse(r, KILN_BAD_FILE, field, ir_type_text(&r->t->g, id, type, sizeof type),
                         "another type");
}

/* Elements of the parameter are among the leaf's. */
static bool lies_in(const kiln_trace_parameter *p, int64_t numel) {
    int64_t end;
    return p->numel > 0 && p->offset < numel && kn_add_i64(p->offset, p->numel, &end) && end > 0;
}

static kiln_status take_parameters(const reader *r, const json_t *one, rt_trace_item *to) {
    static const char *const names[] = {"name", "offset", "numel"};
    const json_t *list = json_object_get(one, "parameters");
    if (!json_is_array(list))
        return refuse(r, KILN_BAD_FILE, "parameters", "an array", kind_of(list));
    to->parameters = kn_arena_array(&r->t->memory, json_array_size(list), sizeof *to->parameters);
    if (!to->parameters) return KILN_NO_MEMORY;
    for (; to->nparameters < json_array_size(list); to->nparameters++) {
        const json_t *p = json_array_get(list, to->nparameters);
        kiln_trace_parameter *x = &to->parameters[to->nparameters];
        KN_TRY(check_fields(r, p, "parameters", names, sizeof names / sizeof *names));
        KN_TRY(take_text(r, p, "name", &x->name));
        x->offset = json_integer_value(json_object_get(p, "offset"));
        x->numel = json_integer_value(json_object_get(p, "numel"));
        if (!lies_in(x, ir_numel(&r->t->g, to->node)))
            return refuse(r, KILN_BAD_FILE, "parameters", "elements of the leaf", x->name);
        if (to->nparameters > 0 && x->offset <= x[-1].offset)
            return refuse(r, KILN_BAD_FILE, "parameters", "ascending offsets", x->name);
    }
    return KILN_OK;
}

static kiln_status take_item(reader *r, const json_t *one, const char *field, ir_id id, bool leaf,
                             rt_trace_item *to) {
    static const char *const names[] = {"name",     "dtype",    "shape",     "site",
                                        "xxh3_128", "embedded", "parameters"};
    enum { NAMES = sizeof names / sizeof *names };
    bool named = leaf && r->t->envelope->format >= 2;
    to->node = id;
    KN_TRY(check_fields(r, one, field, names, named ? NAMES : NAMES - 1));
    if (named) KN_TRY(take_parameters(r, one, to));
    KN_TRY(take_text(r, one, "name", &to->name));
    KN_TRY(take_text(r, one, "site", &to->site));
    KN_TRY(check_type(r, one, field, id));
    const char *hex = json_string_value(json_object_get(one, "xxh3_128"));
    const json_t *embedded = json_object_get(one, "embedded");
    if (!hex || !kn_digest_is_hex(hex))
        return refuse(r, KILN_BAD_FILE, "xxh3_128", "32 digits", hex ? hex : "no string");
    if (!json_is_boolean(embedded))
        return refuse(r, KILN_BAD_FILE, "embedded", "true or false", kind_of(embedded));
    to->digest = kn_digest_of_hex(hex);
    to->nbytes = ir_nbytes(&r->t->g, id);
    if (json_is_false(embedded)) return KILN_OK;
    if (to->nbytes > r->left)
        return refuse(r, KILN_BAD_FILE, field, "its elements", "the end of the file");
    to->data = r->at;
    r->at += to->nbytes;
    r->left -= to->nbytes;
    kn_hash found;
    if (!rt_trace_digest(&r->t->g, id, to->data, &found)) return KILN_NO_MEMORY;
    return kn_hash_same(found, to->digest)
               ? KILN_OK
               : refuse(r, KILN_BAD_FILE, field, "elements of its digest", "others");
}

static kiln_status take_list(reader *r, const char *field, size_t n, rt_trace_item **out) {
    const json_t *list = json_object_get(r->root, field);
    char label[64];
    if (!json_is_array(list) || json_array_size(list) != n)
        return refuse(r, KILN_BAD_FILE, field, "as many as the graph has", "another number");
    *out = kn_arena_array(&r->t->memory, n, sizeof **out);
    if (!*out) return KILN_NO_MEMORY;
    ir_id id = 0;
    for (size_t i = 0; i < n; i++) {
        bool leaf = out == &r->t->leaves;
        while (leaf && ir_at(&r->t->g, id)->op != IR_INPUT) id++;
        snprintf(label, sizeof label, "%s[%zu]", field, i);
        KN_TRY(take_item(r, json_array_get(list, i), label, leaf ? id++ : r->t->g.outputs[i].id,
                         leaf, &(*out)[i]));
    }
    return KILN_OK;
}

static bool is_word(const char *text, const char *const *words) {
    while (*words && strcmp(*words, text) != 0) words++;
    return *words != NULL;
}

static kiln_status take_settings(reader *r) {
    static const char *const routes[] = {"emitted", "openblas", "auto", NULL};
    const json_t *settings = json_object_get(r->root, "settings");
    KN_TRY(check_fields(r, settings, "settings", rt_trace_settings, RT_TRACE_SETTINGS));
    for (int i = 0; i < RT_TRACE_SETTINGS; i++)
        KN_TRY(take_text(r, settings, rt_trace_settings[i], &r->t->settings[i]));
    const char *matmul = r->t->settings[2]; /* bits depend on it */
    return is_word(matmul, routes) ? KILN_OK
                                   : refuse(r, KILN_UNSUPPORTED, "settings.matmul",
                                            "emitted, openblas or auto", matmul);
}

static kiln_status take_all(reader *r) {
    static const char *const names[] = {"graph",    "derived", "nodes",
                                        "settings", "leaves",  "outputs"};
    kiln_trace_file *t = r->t;
    KN_TRY(check_fields(r, r->root, "trace", names, sizeof names / sizeof *names));
    KN_TRY(take_settings(r));
    KN_TRY(take_graph(r));
    KN_TRY(take_notes(r));
    KN_TRY(take_node_digests(r));
    for (ir_id id = 0; id < t->g.count; id++) t->nleaves += ir_at(&t->g, id)->op == IR_INPUT;
    t->noutputs = t->g.noutputs;
    KN_TRY(take_list(r, "leaves", t->nleaves, &t->leaves));
    KN_TRY(take_list(r, "outputs", t->noutputs, &t->outputs));
    return r->left == 0 ? KILN_OK
                        : refuse(r, KILN_BAD_FILE, "data", "the end of the file", "more bytes");
}

static kiln_status take_payload(kiln_trace_file *t, const char *path, size_t from, kn_text *why) {
    reader r = {.t = t,
                .path = path,
                .at = (const char *)t->bytes + from,
                .left = t->nbytes - from,
                .why = why};
    const char *end = memchr(r.at, '\n', r.left);
    json_error_t error;
    if (!end) return refuse(&r, KILN_BAD_FILE, "trace", "a line of JSON", "no line");
    size_t n = (size_t)(end - r.at);
    json_t *root = json_loadb(r.at, n, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return json_error_code(&error) == json_error_out_of_memory
                   ? KILN_NO_MEMORY
                   : refuse(&r, KILN_BAD_FILE, "trace", "JSON", error.text);
    r.root = root;
    r.at = end + 1;
    r.left -= n + 1;
    kiln_status status = take_all(&r);
    json_decref(root);
    return status;
}

kiln_status rt_trace_read(const kn_alloc *a, const char *path, kiln_trace_file **out,
                          kn_text *why) {
    kiln_envelope_fault fault = {.offset = -1};
    size_t from = 0;
    *out = NULL;
    kiln_trace_file *t = kn_calloc(a, 1, sizeof *t);
    if (!t) return KILN_NO_MEMORY;
    t->alloc = a;
    kn_arena_init(&t->memory, a);
    ir_graph_init(&t->g, a);
    kiln_status status =
        kn_file_read(a, path, MOST_NBYTES, false, (kn_stop){0}, &t->bytes, &t->nbytes, why);
    if (status == KILN_OK) {
        status = kn_envelope_open(a, t->bytes, t->nbytes, "trace", KILN_TRACE_FORMAT, &t->envelope,
                                  &from, &fault);
        if (status != KILN_OK && status != KILN_NO_MEMORY) kn_envelope_say(&fault, path, why);
    }
    if (status == KILN_OK && t->envelope->numeric != KILN_NUMERIC_CONTRACT) {
        kn_text_add(why, "%s: contracts.numeric: expected %d, found %" PRId64, path,
                    KILN_NUMERIC_CONTRACT, t->envelope->numeric);
        status = KILN_UNSUPPORTED;
    }
    if (status == KILN_OK) status = take_payload(t, path, from, why);
    if (status == KILN_OK)
        *out = t;
    else
        rt_trace_free(t);
    return status;
}

void rt_trace_free(kiln_trace_file *t) {
    if (!t) return;
    kiln_envelope_free(t->envelope);
    ir_graph_free(&t->g);
    kn_arena_free(&t->memory);
    kn_free(t->alloc, t->bytes, t->nbytes);
    kn_free(t->alloc, t, sizeof *t);
}
