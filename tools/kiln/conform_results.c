/* SPDX-License-Identifier: Apache-2.0
 * The table of results, and the sums that reports show: by family, by function, by dtype. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

bool cf_table_add(cf_table *t, json_t *record) {
    if (t->nresults == t->room) {
        size_t room = t->room > 0 ? 2 * t->room : 1024;
        cf_result *more = realloc(t->result, room * sizeof *more);
        if (more == NULL) return false;
        t->result = more;
        t->room = room;
    }
    const json_t *verdicts = json_object_get(record, "verdicts");
    cf_result r = {.record = record, .failures = json_object_get(record, "failures")};
    r.family = (size_t)json_integer_value(json_object_get(record, "family"));
    r.index = (size_t)json_integer_value(json_object_get(record, "case"));
    r.mode = json_integer_value(json_object_get(record, "mode")) == CF_HARDENED ? CF_HARDENED
                                                                                : CF_STRICT;
    r.op = json_string_value(json_object_get(record, "op"));
    r.dtype = json_string_value(json_object_get(record, "dtype"));
    r.id = json_string_value(json_object_get(record, "id"));
    r.worst_ulp = json_number_value(json_object_get(record, "ulp"));
    r.paths_agree = json_is_true(json_object_get(record, "paths"));
    r.modes_agree = json_is_true(json_object_get(record, "modes"));
    for (size_t k = 0; k < CF_KINDS; k++)
        r.verdict[k] = (cf_verdict)json_integer_value(json_array_get(verdicts, k));
    if (r.family >= t->nfolders || r.op == NULL || r.dtype == NULL || r.id == NULL ||
        !json_is_array(r.failures))
        return false;
    t->result[t->nresults++] = r;
    return true;
}

static int by_place(const void *a, const void *b) {
    const cf_result *x = a, *y = b;
    if (x->family != y->family) return x->family < y->family ? -1 : 1;
    if (x->mode != y->mode) return x->mode < y->mode ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

void cf_table_sort(cf_table *t) {
    if (t->nresults > 0) qsort(t->result, t->nresults, sizeof *t->result, by_place);
}

void cf_table_free(cf_table *t) {
    for (size_t i = 0; i < t->nresults; i++) json_decref(t->result[i].record);
    for (size_t i = 0; i < t->nfolders; i++) {
        free(t->folder[i].dir);
        free(t->folder[i].name);
        free(t->folder[i].refused);
    }
    free(t->result);
    free(t->folder);
    *t = (cf_table){0};
}

void cf_group_add(cf_group *g, const cf_result *r) {
    for (int k = 0; k < CF_KINDS; k++) {
        if (r->verdict[k] == CF_NONE) continue;
        g->kind[k].cases++;
        g->kind[k].passed += r->verdict[k] == CF_PASS;
        g->kind[k].missing += r->verdict[k] == CF_MISSING;
    }
    if (r->worst_ulp > g->worst_ulp) g->worst_ulp = r->worst_ulp;
    g->paths_agree = g->paths_agree && r->paths_agree;
    g->modes_agree = g->modes_agree && r->modes_agree;
}

static bool passes(const cf_result *r) {
    for (int k = 0; k < CF_KINDS; k++)
        if (r->verdict[k] != CF_NONE && r->verdict[k] != CF_PASS) return false;
    return r->paths_agree && r->modes_agree;
}

bool cf_family_green(const cf_table *t, size_t family) {
    if (t->folder[family].refused != NULL) return false;
    for (size_t i = 0; i < t->nresults; i++)
        if (t->result[i].family == family && !passes(&t->result[i])) return false;
    return true;
}

bool cf_green(const cf_table *t) {
    for (size_t i = 0; i < t->nfolders; i++)
        if (t->folder[i].refused != NULL) return false;
    for (size_t i = 0; i < t->nresults; i++)
        if (!passes(&t->result[i])) return false;
    return true;
}

const char *cf_dtype_column(int column) {
    return column < KILN_DTYPE_COUNT ? kiln_dtype_name((kiln_dtype)column) : "none";
}

static int column_of(const char *dtype) {
    int d = 0;
    while (d < KILN_DTYPE_COUNT && strcmp(kiln_dtype_name((kiln_dtype)d), dtype) != 0) d++;
    return d;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}
static int name_of(const void *key, const void *f) {
    return strcmp(key, ((const cf_function *)f)->name);
}

size_t cf_functions(const cf_table *t, cf_function **out) {
    const char **names = calloc(t->nresults + 1, sizeof *names);
    size_t n = 0;
    for (size_t i = 0; names != NULL && i < t->nresults; i++) names[i] = t->result[i].op;
    if (names != NULL) qsort(names, t->nresults, sizeof *names, by_name);
    for (size_t i = 0; names != NULL && i < t->nresults; i++)
        if (n == 0 || strcmp(names[n - 1], names[i]) != 0) names[n++] = names[i];
    cf_function *f = *out = calloc(n + 1, sizeof *f);
    if (f == NULL) n = 0;
    for (size_t i = 0; i < n; i++) {
        f[i].name = names[i];
        for (int m = 0; m < CF_MODES; m++) {
            f[i].all[m] = (cf_group)CF_GROUP_INIT;
            for (int d = 0; d < CF_DTYPES; d++) f[i].group[m][d] = (cf_group)CF_GROUP_INIT;
        }
    }
    for (size_t i = 0; n > 0 && i < t->nresults; i++) {
        const cf_result *r = &t->result[i];
        cf_function *at = bsearch(r->op, f, n, sizeof *f, name_of);
        cf_group_add(&at->all[r->mode], r);
        cf_group_add(&at->group[r->mode][column_of(r->dtype)], r);
    }
    free(names);
    return n;
}
