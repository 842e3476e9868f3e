/* SPDX-License-Identifier: Apache-2.0
 * Compares results with a file that an earlier `kiln bench --json` wrote. Called by bench.c. */
#include "bench.h"

#include <math.h>
#include <string.h>

/* Less than this is never called a change; more, when either run was noisier. */
static const double LEAST_BAND = 0.03, MOST_BAND = 0.5;

static const json_t *find(const json_t *results, const result *r) {
    size_t i;
    json_t *old;
    json_array_foreach(results, i, old) {
        const char *id = json_string_value(json_object_get(old, "id"));
        const char *path = json_string_value(json_object_get(old, "path"));
        if (id != NULL && path != NULL && strcmp(id, r->id) == 0 && strcmp(path, r->path) == 0 &&
            json_integer_value(json_object_get(old, "threads")) == r->threads)
            return old;
    }
    return NULL;
}

static double number(const json_t *o, const char *key) {
    return json_number_value(json_object_get(o, key));
}

/* How far a median may move without meaning anything: what lies between each run's median and its
 * 95th percentile. */
static double noise_band(const json_t *old, const result *r) {
    double before = number(old, "p95_us") / number(old, "p50_us") - 1,
           now = r->p95_us / r->p50_us - 1;
    double band = fmax(fmax(before, now), LEAST_BAND);
    return fmin(band, MOST_BAND);
}

/* EXIT_FAILED when the digests differ. */
static int compare(const json_t *old, const result *r, FILE *to) {
    double ratio = r->p50_us / number(old, "p50_us"), band = noise_band(old, r);
    const char *verdict = ratio < 1 / (1 + band) ? "faster" : ratio > 1 + band ? "slower" : "same";
    char digest[24] = "";
    if (r->has_digest) snprintf(digest, sizeof digest, "%016llx", (unsigned long long)r->digest);
    const char *before = json_string_value(json_object_get(old, "result_digest"));
    bool same =
        before == NULL || before[0] == '\0' || digest[0] == '\0' || strcmp(before, digest) == 0;
    fprintf(to, "%-20s %-6s %12.1f %12.1f %8.3f  %-6s +-%.0f %%%s\n", r->id, r->path,
            number(old, "p50_us"), r->p50_us, ratio, verdict, band * 100,
            same ? "" : "  THE RESULT DIFFERS");
    return same ? EXIT_OK : EXIT_FAILED;
}

int baseline_load(const char *path, json_t **out) {
    json_error_t error;
    int code = check_sealed(path, BASELINE_KIND, 1);
    if (code != EXIT_OK) return code;
    json_t *file = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (file == NULL) return fail(error.line < 0 ? EXIT_IO : EXIT_DATA, "%s: %s", path, error.text);
    *out = json_incref(json_object_get(file, "results"));
    json_decref(file);
    if (json_is_array(*out)) return EXIT_OK;
    json_decref(*out);
    *out = NULL;
    return fail(EXIT_DATA, "%s: holds no results", path);
}

int baseline_compare(const json_t *results, const result *r, size_t n, FILE *to) {
    int code = EXIT_OK;
    fprintf(to, "\n%-20s %-6s %12s %12s %8s  %s\n", "workload", "path", "before us", "now us",
            "ratio", "verdict");
    for (size_t i = 0; i < n; i++) {
        const json_t *old = find(results, &r[i]);
        if (old == NULL || !(number(old, "p50_us") > 0))
            fprintf(to, "%-20s %-6s %12s %12.1f\n", r[i].id, r[i].path, "-", r[i].p50_us);
        else if (compare(old, &r[i], to) != EXIT_OK)
            code = EXIT_FAILED;
    }
    return code;
}
