/* SPDX-License-Identifier: Apache-2.0
 * Reads one VALUE of a fixture case: an object with one key, which is its type. Called by
 * conform_read.c. */
#include "conform.h"

#include <math.h>
#include <string.h>

bool cf_read_number(cf_reader *r, const json_t *value, double *out) {
    if (json_is_number(value)) {
        *out = json_number_value(value);
        return true;
    }
    const char *text = json_string_value(value);
    if (text == NULL) return cf_refuse(r, "expected a number, \"inf\", \"-inf\" or \"nan\"");
    if (strcmp(text, "inf") == 0)
        *out = (double)INFINITY;
    else if (strcmp(text, "-inf") == 0)
        *out = -(double)INFINITY;
    else if (strcmp(text, "nan") == 0)
        *out = (double)NAN;
    else
        return cf_refuse(r, "\"%s\" is no number: expected a number, \"inf\", \"-inf\" or \"nan\"",
                         text);
    return true;
}

static bool read_int(cf_reader *r, const json_t *value, int64_t *out) {
    *out = json_integer_value(value);
    return json_is_integer(value) || cf_refuse(r, "expected a whole number");
}

static bool read_ints(cf_reader *r, const json_t *list, int64_t **out, size_t *count) {
    if (!json_is_array(list)) return cf_refuse(r, "expected a list of whole numbers");
    *count = json_array_size(list);
    if ((*out = cf_take(r, *count, sizeof **out)) == NULL) return false;
    for (size_t i = 0; i < *count; i++)
        if (!read_int(r, json_array_get(list, i), &(*out)[i])) return false;
    return true;
}

static bool read_floats(cf_reader *r, const json_t *list, cf_value *v) {
    if (!json_is_array(list)) return cf_refuse(r, "expected a list of numbers");
    v->count = json_array_size(list);
    if ((v->list.floats = cf_take(r, v->count, sizeof *v->list.floats)) == NULL) return false;
    for (size_t i = 0; i < v->count; i++)
        if (!cf_read_number(r, json_array_get(list, i), &v->list.floats[i])) return false;
    return true;
}

static int64_t elements(const kiln_st_entry *e) {
    return (int64_t)(e->nbytes / kiln_dtype_size(e->dtype));
}

/* Every element of the view lies in the storage, or it has none. */
static bool check_view(cf_reader *r, const cf_view *v, const kiln_st_entry *e) {
    int64_t last = v->offset;
    bool empty = false;
    for (int i = 0; i < v->rank; i++) {
        if (v->shape[i] < 0 || v->stride[i] < 0)
            return cf_refuse(r, "a size or stride is negative");
        if (v->shape[i] == 0) empty = true;
    }
    if (v->offset < 0) return cf_refuse(r, "the offset is negative");
    for (int i = 0; i < v->rank && !empty; i++) {
        int64_t reach;
        if (__builtin_mul_overflow(v->shape[i] - 1, v->stride[i], &reach) ||
            __builtin_add_overflow(last, reach, &last))
            return cf_refuse(r, "the view overflows");
    }
    if (empty ? v->offset > elements(e) : last >= elements(e))
        return cf_refuse(r, "reaches element %lld of \"%s\", which has %lld", (long long)last,
                         e->name, (long long)elements(e));
    return true;
}

static bool read_view(cf_reader *r, const json_t *object, cf_value *out) {
    static const char *const known[] = {"storage", "shape", "strides", "offset", NULL};
    if (!cf_keys(r, object, known)) return false;
    int64_t *shape = NULL, *stride = NULL;
    size_t rank = 0, strides = 0;
    cf_view *v = cf_take(r, 1, sizeof *v);
    if (v == NULL || (out->tensor = cf_tensor(r, json_object_get(object, "storage"))) == NULL)
        return false;
    if (!read_ints(r, json_object_get(object, "shape"), &shape, &rank)) return false;
    if (!read_ints(r, json_object_get(object, "strides"), &stride, &strides)) return false;
    if (!read_int(r, json_object_get(object, "offset"), &v->offset)) return false;
    if (rank != strides) return cf_refuse(r, "%zu sizes and %zu strides", rank, strides);
    if (rank > KILN_MAX_RANK) return cf_refuse(r, "rank %zu is above %d", rank, KILN_MAX_RANK);
    v->rank = (int)rank;
    if (rank > 0) memcpy(v->shape, shape, rank * sizeof *shape);
    if (rank > 0) memcpy(v->stride, stride, rank * sizeof *stride);
    out->kind = KILN_ARG_TENSOR;
    out->view = v;
    return check_view(r, v, out->tensor);
}

static bool read_tensors(cf_reader *r, const json_t *list, cf_value *out) {
    if (!json_is_array(list)) return cf_refuse(r, "expected a list of tensors");
    out->count = json_array_size(list);
    if ((out->list.values = cf_take(r, out->count, sizeof *out->list.values)) == NULL) return false;
    for (size_t i = 0; i < out->count; i++) {
        cf_value *v = &out->list.values[i];
        cf_enter(r, "", i);
        bool ok = cf_read_value(r, json_array_get(list, i), v);
        if (ok && v->kind != KILN_ARG_TENSOR && v->kind != KILN_ARG_NONE)
            ok = cf_refuse(r, "expected a tensor, a view or none in a list of tensors");
        cf_leave(r);
        if (!ok) return false;
    }
    return true;
}

static bool read_dtype(cf_reader *r, const json_t *value, kiln_dtype *out) {
    const char *text = json_string_value(value);
    for (int d = 0; text != NULL && d < KILN_DTYPE_COUNT; d++) {
        *out = (kiln_dtype)d;
        if (strcmp(text, kiln_dtype_name(*out)) == 0) return true;
    }
    return cf_refuse(r, "dtype \"%s\" is not known", text != NULL ? text : "?");
}

bool cf_read_value(cf_reader *r, const json_t *value, cf_value *out) {
    static const struct {
        const char *key;
        kiln_arg_kind kind;
    } types[] = {{"tensor", KILN_ARG_TENSOR},   {"view", KILN_ARG_TENSOR},
                 {"tensors", KILN_ARG_TENSORS}, {"int", KILN_ARG_INT},
                 {"ints", KILN_ARG_INTS},       {"float", KILN_ARG_FLOAT},
                 {"floats", KILN_ARG_FLOATS},   {"bool", KILN_ARG_BOOL},
                 {"str", KILN_ARG_STR},         {"dtype", KILN_ARG_DTYPE},
                 {"none", KILN_ARG_NONE}};
    if (!json_is_object(value) || json_object_size(value) != 1)
        return cf_refuse(r, "expected an object with one key, its type");
    const char *key = json_object_iter_key(json_object_iter((json_t *)value));
    const json_t *v = json_object_get(value, key);
    size_t t = 0;
    while (t < sizeof types / sizeof types[0] && strcmp(types[t].key, key) != 0) t++;
    if (t == sizeof types / sizeof types[0]) return cf_refuse(r, "\"%s\" is no type of value", key);
    out->kind = types[t].kind;
    cf_enter(r, types[t].key, SIZE_MAX);
    bool ok = false;
    switch (out->kind) {
    case KILN_ARG_TENSOR:
        ok = strcmp(key, "view") == 0 ? read_view(r, v, out)
                                      : (out->tensor = cf_tensor(r, v)) != NULL;
        break;
    case KILN_ARG_TENSORS: ok = read_tensors(r, v, out); break;
    case KILN_ARG_INT: ok = read_int(r, v, &out->as.integer); break;
    case KILN_ARG_INTS: ok = read_ints(r, v, &out->list.ints, &out->count); break;
    case KILN_ARG_FLOAT: ok = cf_read_number(r, v, &out->as.number); break;
    case KILN_ARG_FLOATS: ok = read_floats(r, v, out); break;
    case KILN_ARG_BOOL:
        out->as.flag = json_is_true(v);
        ok = json_is_boolean(v) || cf_refuse(r, "expected true or false");
        break;
    case KILN_ARG_STR:
        out->as.text = json_string_value(v);
        ok = json_is_string(v) || cf_refuse(r, "expected a text");
        break;
    case KILN_ARG_DTYPE: ok = read_dtype(r, v, &out->as.dtype); break;
    case KILN_ARG_NONE: ok = json_is_true(v) || cf_refuse(r, "expected true"); break;
    }
    cf_leave(r);
    return ok;
}
