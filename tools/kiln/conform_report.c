/* SPDX-License-Identifier: Apache-2.0
 * The JSON report of `kiln conform`, by the fixture format's own description of it: two modes make
 * two entries a family. */
#include "conform.h"

#include <string.h>

static json_t *count_json(cf_count a, cf_count b) {
    return json_pack("{s:I,s:I,s:I}", "cases", (json_int_t)(a.cases + b.cases), "passed",
                     (json_int_t)(a.passed + b.passed), "missing",
                     (json_int_t)(a.missing + b.missing));
}

/* A second derivative counts as one more gradient. */
static json_t *failure_json(const json_t *failure) {
    json_t *f = json_copy((json_t *)failure);
    const char *what = json_string_value(json_object_get(f, "what"));
    if (what == NULL || strcmp(what, "second") != 0) return f;
    json_object_set_new(f, "what", json_string("grad"));
    json_object_set_new(f, "message",
                        json_sprintf("second derivative: %s",
                                     json_string_value(json_object_get(f, "message"))));
    return f;
}

static json_t *family_json(const cf_table *t, size_t family, cf_mode mode) {
    const cf_folder *f = &t->folder[family];
    json_t *o = json_pack("{s:s,s:s,s:s?}", "family", f->name, "mode", cf_mode_name[mode],
                          "refused", f->refused);
    if (f->refused != NULL) return o;
    cf_group g = CF_GROUP_INIT, other = CF_GROUP_INIT;
    size_t results = 0;
    json_t *failures = json_array();
    for (size_t i = 0; i < t->nresults; i++) {
        const cf_result *r = &t->result[i];
        if (r->family != family) continue;
        cf_group_add(r->mode == mode ? &g : &other, r);
        if (r->mode != mode) continue;
        results++;
        for (size_t k = 0; k < json_array_size(r->failures); k++)
            json_array_append_new(failures, failure_json(json_array_get(r->failures, k)));
    }
    json_t *modes = t->mode[CF_STRICT] && t->mode[CF_HARDENED]
                        ? json_boolean(g.modes_agree && other.modes_agree)
                        : json_null();
    cf_count none = {0};
    json_object_update_new(o, json_pack("{s:o,s:o,s:o,s:b,s:o,s:f,s:o}", "forward",
                                        count_json(g.kind[CF_FORWARD], none), "grad",
                                        count_json(g.kind[CF_GRAD], g.kind[CF_SECOND]), "error",
                                        count_json(g.kind[CF_ERROR], none), "paths_agree",
                                        (int)g.paths_agree, "modes_agree", modes, "worst_ulp",
                                        g.worst_ulp, "failures", failures));
    if (results > 0 || !t->filtered) return o;
    json_decref(o); /* nothing of it was asked for */
    return NULL;
}

json_t *cf_report(const cf_table *t) {
    json_t *families = json_array();
    for (size_t i = 0; i < t->nfolders; i++)
        for (int m = 0; m < CF_MODES; m++) {
            json_t *f = t->mode[m] ? family_json(t, i, (cf_mode)m) : NULL;
            if (f != NULL) json_array_append_new(families, f);
        }
    return json_pack("{s:s,s:i,s:s,s:b,s:o}", "format", "kiln-parity", "version", 1, "library",
                     kiln_version(), "green", (int)cf_green(t), "families", families);
}
