/* SPDX-License-Identifier: Apache-2.0
 * Public ways to get data out, and the text forms: item, read, host, eval, print, dump. Each of the first four computes. */
#include "frontend/frontend.h"

#include <inttypes.h>
#include <math.h>

kiln_status (kiln_eval)(kiln_site at, kiln_list tensors) {
    FE_DOOR;
    if (tensors.count == 0) return KILN_OK;
    kiln_session *s = fe_enter(at, "eval", tensors.tensor, tensors.count);
    if (s == NULL) {
        const kiln_session *of = kiln_session_of(fe_first(tensors));
        return of != NULL && of->error != KILN_OK ? of->error : KILN_BAD_HANDLE;
    }
    return fe_evaluate(s, at, "eval", tensors.tensor, tensors.count);
}

static kiln_status failure(const kiln_tensor *a) {
    const kiln_session *s = kiln_session_of(a);
    return s != NULL && s->error != KILN_OK ? s->error : KILN_BAD_HANDLE;
}

kiln_status (kiln_read)(kiln_site at, kiln_tensor *a, void *data, size_t nbytes) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "read", a);
    if (s == NULL) return failure(a);
    size_t need = (size_t)kiln_numel(a) * kiln_dtype_size((kiln_dtype)fe_of(a)->dtype);
    if (nbytes != need || (data == NULL && need > 0)) {
        fe_error(s, at, "read", KILN_BAD_ARGUMENT, "%s of %zu bytes is %s, the tensor takes %zu", "a buffer", nbytes,
                 data == NULL ? "null" : "given", need);
        return KILN_BAD_ARGUMENT;
    }
    fe_buffer *b = fe_data(s, at, "read", a);
    if (b == NULL) return failure(a);
    if (need > 0) memcpy(data, b->data, need);
    return KILN_OK;
}

/* Bits of the only element, or false with the error set. */
static bool one_element(kiln_site at, const char *call, kiln_tensor *a, kiln_value *value) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return false;
    if (kiln_numel(a) != 1) {
        fe_error(s, at, call, KILN_BAD_SHAPE, "the tensor has %" PRId64 " elements, expected one", kiln_numel(a));
        return false;
    }
    return fe_element(s, at, call, a, value);
}

double (kiln_item)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_value v;
    if (!one_element(at, "item", a, &v)) return NAN;
    return v.kind == KILN_IS_FLOAT ? v.as.number : (double)v.as.integer;
}

int64_t (kiln_item_int)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_value v;
    if (!one_element(at, "item_int", a, &v)) return 0;
    if (v.kind != KILN_IS_FLOAT) return v.as.integer;
    double x = v.as.number;
    if (x >= -9223372036854775808.0 && x < 9223372036854775808.0) return (int64_t)x;
    fe_error(fe_of(a)->session, at, "item_int", KILN_BAD_ARGUMENT, "%g does not fit an integer", x);
    return 0;
}

kiln_host_data (kiln_host)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_host_data look = {NULL, 0, 0};
    kiln_session *s = fe_enter1(at, "host", a);
    fe_buffer *b = s != NULL ? fe_data(s, at, "host", a) : NULL;
    if (b == NULL) return look;
    look.data = b->data;
    look.nbytes = b->nbytes;
    look.version = fe_of(a)->storage->version;
    return look;
}

kiln_status (kiln_host_check)(kiln_site at, kiln_tensor *a, kiln_host_data look) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "host_check", a);
    if (s == NULL) return failure(a);
    if (look.data == NULL) return KILN_BAD_ARGUMENT;
    if (look.version == fe_of(a)->storage->version) return KILN_OK;
    fe_error(s, at, "host_check", KILN_STALE, "the data was looked at in version %" PRIu64 " and written at %s (now version %" PRIu64 ")",
             look.version, fe_of(a)->storage->write_site != NULL ? fe_of(a)->storage->write_site : "an unknown line", fe_of(a)->storage->version);
    return KILN_STALE;
}

const char *(kiln_dump)(kiln_site at, kiln_list tensors, const char *stage) {
    FE_DOOR;
    kiln_session *s = fe_enter(at, "dump", tensors.tensor, tensors.count);
    if (s == NULL || stage == NULL) return NULL;
    kn_text why;
    kn_text_init(&why, s->alloc);
    kn_text_clear(&s->dump_text);
    kiln_status status = fe_extract_for(s, tensors.tensor, tensors.count);
    if (status == KILN_OK) status = rt_dump(s->engine, &s->eval_graph, stage, &s->dump_text, &why);
    if (status == KILN_OK && s->dump_text.failed) status = KILN_NO_MEMORY;
    if (status != KILN_OK) fe_error(s, at, "dump", status, "%s", why.len > 0 ? kn_text_str(&why) : kiln_status_text(status));
    kn_text_free(&why);
    return status == KILN_OK ? kn_text_str(&s->dump_text) : NULL;
}

/* ---- printing */

enum { EDGE_ITEMS = 3, SUMMARY_ABOVE = 1000 };

static void print_element(FILE *to, kiln_dtype d, const char *p) {
    uint64_t bits = 0;
    memcpy(&bits, p, kiln_dtype_size(d));
    if (d == KILN_BOOL) fputs(bits != 0 ? "true" : "false", to);
    else if (d == KILN_I64) fprintf(to, "%" PRId64, (int64_t)bits);
    else fprintf(to, "%.6g", ir_value_of(d, bits));
}

/* Position of the next printed row after `index`, skipping the middle of long axes. False at the end; *closed counts brackets. */
static bool next_row(const kiln_tensor *a, int64_t *index, bool summary, int *closed, bool *skipped) {
    *closed = 0;
    *skipped = false;
    for (int d = fe_of(a)->rank - 2; d >= 0; d--) {
        int64_t n = fe_of(a)->extent[d];
        if (summary && index[d] == EDGE_ITEMS - 1 && n > 2 * EDGE_ITEMS) {
            index[d] = n - EDGE_ITEMS;
            *skipped = true;
            return true;
        }
        if (++index[d] < n) return true;
        index[d] = 0;
        (*closed)++;
    }
    return false;
}

static void print_row(FILE *to, const kiln_tensor *a, const char *row, bool summary) {
    kiln_dtype d = (kiln_dtype)fe_of(a)->dtype;
    int64_t n = fe_of(a)->extent[fe_of(a)->rank - 1];
    size_t each = kiln_dtype_size(d);
    for (int64_t i = 0; i < n; i++) {
        if (summary && n > 2 * EDGE_ITEMS && i == EDGE_ITEMS) {
            fputs(", ...", to);
            i = n - EDGE_ITEMS;
        }
        if (i > 0) fputs(", ", to);
        print_element(to, d, row + (size_t)i * each);
    }
}

kiln_status (kiln_print)(kiln_site at, kiln_tensor *a, const char *name, FILE *to) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "print", a);
    fe_buffer *b = s != NULL ? fe_data(s, at, "print", a) : NULL;
    if (b == NULL || to == NULL) return b == NULL ? failure(a) : KILN_BAD_ARGUMENT;
    char type[160];
    fprintf(to, "%s %s ", name != NULL ? name : "tensor", ir_type_text(&s->g, fe_of(a)->node, type, sizeof type));
    if (fe_of(a)->rank == 0 || kiln_numel(a) == 0) {
        if (fe_of(a)->rank == 0) print_element(to, (kiln_dtype)fe_of(a)->dtype, b->data);
        else fputs("[]", to);
        fputc('\n', to);
        return ferror(to) ? KILN_IO : KILN_OK;
    }
    bool summary = kiln_numel(a) > SUMMARY_ABOVE, more = true, skipped = false;
    int64_t index[IR_MAX_RANK] = {0};
    int closed = fe_of(a)->rank - 1;
    for (int i = 0; i < fe_of(a)->rank; i++) fputc('[', to);
    while (more) {
        int64_t row = 0;
        for (int d = 0; d < fe_of(a)->rank - 1; d++) row = row * fe_of(a)->extent[d] + index[d];
        print_row(to, a, (const char *)b->data + (size_t)row * (size_t)fe_of(a)->extent[fe_of(a)->rank - 1] * kiln_dtype_size((kiln_dtype)fe_of(a)->dtype), summary);
        more = next_row(a, index, summary, &closed, &skipped);
        for (int i = 0; i <= closed && more; i++) fputc(']', to);
        if (more) fputs(skipped ? ",\n ...,\n " : ",\n ", to);
        for (int i = 0; i <= closed && more; i++) fputc('[', to);
    }
    for (int i = 0; i < fe_of(a)->rank; i++) fputc(']', to);
    fputc('\n', to);
    return ferror(to) ? KILN_IO : KILN_OK;
}
