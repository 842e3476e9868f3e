/* SPDX-License-Identifier: Apache-2.0
 * Public ways to get data out, and the program behind it: item, read, host, eval, dump. All but the
 * last compute. */
#include "frontend/core/frontend.h"

#include <inttypes.h>
#include <math.h>

kiln_status(kiln_eval)(kiln_site at, kiln_list tensors) {
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

kiln_status(kiln_read)(kiln_site at, kiln_tensor *a, void *data, size_t nbytes) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "read", a);
    if (s == NULL) return failure(a);
    size_t need = (size_t)kiln_numel(a) * kiln_dtype_size((kiln_dtype)fe_of(a)->dtype);
    if (nbytes != need || (data == NULL && need > 0)) {
        char type[160];
        fe_error(s, at, "read", KILN_BAD_ARGUMENT, "a buffer of %zu bytes is %s, %s takes %zu",
                 nbytes, data == NULL ? "null" : "given", fe_type_text(a, type, sizeof type), need);
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
        char type[160];
        fe_error(s, at, call, KILN_BAD_SHAPE, "the tensor is %s, expected one element",
                 fe_type_text(a, type, sizeof type));
        return false;
    }
    return fe_element(s, at, call, a, value);
}

double(kiln_item)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_value v;
    if (!one_element(at, "item", a, &v)) return NAN;
    return v.kind == KILN_IS_FLOAT ? v.as.number : (double)v.as.integer;
}

int64_t(kiln_item_int)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_value v;
    if (!one_element(at, "item_int", a, &v)) return 0;
    if (v.kind != KILN_IS_FLOAT) return v.as.integer;
    double x = v.as.number;
    if (x >= -9223372036854775808.0 && x < 9223372036854775808.0) return (int64_t)x;
    fe_error(fe_of(a)->session, at, "item_int", KILN_BAD_ARGUMENT, "%.17g does not fit an integer",
             x);
    return 0;
}

kiln_host_data(kiln_host)(kiln_site at, kiln_tensor *a) {
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

kiln_status(kiln_host_check)(kiln_site at, kiln_tensor *a, kiln_host_data look) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "host_check", a);
    if (s == NULL) return failure(a);
    if (look.data == NULL) return KILN_BAD_ARGUMENT;
    if (s->hardened) rt_looked(s->engine, RT_CHECK_LOOK);
    if (look.version == fe_of(a)->storage->version) return KILN_OK;
    fe_audit(s, RT_CHECK_LOOK, at, "host_check");
    fe_error(s, at, "host_check", KILN_STALE,
             "the data was looked at in version %" PRIu64 " and written at %s (now version %" PRIu64
             ")",
             look.version,
             fe_written_at(fe_of(a)->storage) != NULL ? fe_written_at(fe_of(a)->storage)
                                                      : "an unknown line",
             fe_of(a)->storage->version);
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
    if (status != KILN_OK)
        fe_error(s, at, "dump", status, "%s",
                 why.len > 0 ? kn_text_str(&why) : kiln_status_text(status));
    kn_text_free(&why);
    return status == KILN_OK ? kn_text_str(&s->dump_text) : NULL;
}
