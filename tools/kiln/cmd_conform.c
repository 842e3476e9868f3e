/* SPDX-License-Identifier: Apache-2.0
 * kiln conform: compares the library with an oracle's answers, family by family, and says how far
 * it is right. The format of families and of the report is described in conformance/README.md. */
#include "conform.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- finding families */

static bool join(char *out, size_t size, const char *a, const char *b) {
    size_t n = strlen(a);
    while (n > 1 && a[n - 1] == '/') n--;
    int used = snprintf(out, size, "%.*s/%s", (int)n, a, b);
    return used >= 0 && (size_t)used < size;
}

static double size_of(const char *dir, const char *file) {
    char path[4096];
    struct stat st;
    return join(path, sizeof path, dir, file) && stat(path, &st) == 0 && S_ISREG(st.st_mode)
               ? (double)st.st_size
               : -1;
}

static bool add_folder(cf_table *t, const char *dir) {
    cf_folder *more = realloc(t->folder, (t->nfolders + 1) * sizeof *more);
    if (more == NULL) return false;
    t->folder = more;
    const char *slash = strrchr(dir, '/');
    cf_folder *f = &t->folder[t->nfolders++];
    *f = (cf_folder){.dir = strdup(dir),
                     .name = strdup(slash != NULL && slash[1] != '\0' ? slash + 1 : dir)};
    f->bytes = size_of(dir, "family.json") + size_of(dir, "tensors.safetensors") / 16;
    return f->dir != NULL && f->name != NULL;
}

/* A folder with one of the two files is a family, be it a broken one. */
static bool is_family(const char *dir) {
    return size_of(dir, "family.json") >= 0 || size_of(dir, "tensors.safetensors") >= 0;
}

static int find_families(cf_table *t, const char *dir) {
    char path[4096];
    if (is_family(dir)) return add_folder(t, dir) ? EXIT_OK : fail(EXIT_IO, "memory ran out");
    struct dirent **entry;
    int n = scandir(dir, &entry, NULL, alphasort), code = EXIT_OK;
    if (n < 0) return fail(EXIT_REFUSED, "%s: not a folder that can be read", dir);
    for (int i = 0; i < n; i++) {
        bool ok = entry[i]->d_name[0] != '.' && join(path, sizeof path, dir, entry[i]->d_name);
        if (ok && is_family(path) && !add_folder(t, path)) code = fail(EXIT_IO, "memory ran out");
        free(entry[i]);
    }
    free(entry);
    return code;
}

/* ---- what a person sees */

static void print_count(const char *what, cf_count c) {
    if (c.cases == 0) return;
    printf("  %s %s%zu of %zu%s", what, paint(c.passed == c.cases ? GREEN : RED), c.passed, c.cases,
           paint(PLAIN));
    if (c.missing > 0) printf(" (%zu missing)", c.missing);
}

static void print_failure(const cf_result *r, const json_t *f) {
    const char *ours = json_string_value(json_object_get(f, "ours")),
               *message = json_string_value(json_object_get(f, "message"));
    printf("%s %s %s %s[%lld]", r->op, cf_mode_name[r->mode], r->id,
           json_string_value(json_object_get(f, "what")),
           (long long)json_integer_value(json_object_get(f, "output")));
    const json_t *index = json_object_get(f, "index");
    for (size_t k = 0; k < json_array_size(index); k++)
        printf("%s%lld%s", k == 0 ? " at (" : ",",
               (long long)json_integer_value(json_array_get(index, k)),
               k + 1 == json_array_size(index) ? ")" : "");
    if (ours != NULL && ours[0] != '\0')
        printf(": %s, oracle %s, %.4g ULP", ours, json_string_value(json_object_get(f, "oracle")),
               json_number_value(json_object_get(f, "ulp")));
    printf(": %s\n", message != NULL ? message : "");
}

static void print_functions(const cf_table *t) {
    cf_function *f = NULL;
    size_t n = cf_functions(t, &f);
    for (size_t i = 0; i < n; i++)
        for (int m = 0; m < CF_MODES; m++) {
            const cf_group *g = &f[i].all[m];
            size_t cases = 0, passed = 0;
            for (int k = 0; k < CF_KINDS; k++) {
                cases += g->kind[k].cases;
                passed += g->kind[k].passed;
            }
            if (cases == passed && g->paths_agree && g->modes_agree) continue;
            printf("%-36s %-8s", f[i].name, cf_mode_name[m]);
            for (int k = 0; k < CF_KINDS; k++) print_count(cf_kind_name[k], g->kind[k]);
            printf("%s%s\n", g->paths_agree ? "" : "  paths differ",
                   g->modes_agree ? "" : "  modes differ");
        }
    free(f);
}

static void print_summary(const cf_table *t, bool list) {
    size_t refused = 0, failing = 0;
    for (size_t i = 0; i < t->nfolders; i++) {
        failing += !cf_family_green(t, i);
        if (t->folder[i].refused == NULL) continue;
        refused++;
        printf("%s%s refused%s: %s\n", paint(RED), t->folder[i].name, paint(PLAIN),
               t->folder[i].refused);
    }
    print_functions(t);
    for (size_t i = 0; list && i < t->nresults; i++)
        for (size_t k = 0; k < json_array_size(t->result[i].failures); k++)
            print_failure(&t->result[i], json_array_get(t->result[i].failures, k));
    for (int m = 0; m < CF_MODES; m++) {
        if (!t->mode[m]) continue;
        cf_group g = CF_GROUP_INIT;
        for (size_t i = 0; i < t->nresults; i++)
            if (t->result[i].mode == (cf_mode)m) cf_group_add(&g, &t->result[i]);
        printf("%-9s", cf_mode_name[m]);
        for (int k = 0; k < CF_KINDS; k++) print_count(cf_kind_name[k], g.kind[k]);
        printf("  reference and fused %s%s%s\n", paint(g.paths_agree ? GREEN : RED),
               g.paths_agree ? "agree" : "differ", paint(PLAIN));
    }
    printf("%zu families, %zu refused, %zu not green: %s%s%s\n", t->nfolders, refused, failing,
           paint(failing == 0 ? GREEN : RED), failing == 0 ? "green" : "not green", paint(PLAIN));
}

/* ---- the command */

typedef struct wishes {
    cf_plan plan;
    const char *report, *html, *markdown;
    bool list, json, seal;
} wishes;

static bool parse_mode(const char *text, bool mode[CF_MODES]) {
    mode[CF_STRICT] = strcmp(text, "strict") == 0 || strcmp(text, "both") == 0;
    mode[CF_HARDENED] = strcmp(text, "hardened") == 0 || strcmp(text, "both") == 0;
    return mode[CF_STRICT] || mode[CF_HARDENED];
}

static int parse(int argc, char **argv, wishes *w) {
    static const struct option names[] = {
        {"mode", required_argument, NULL, 'm'}, {"report", required_argument, NULL, 'r'},
        {"html", required_argument, NULL, 'h'}, {"markdown", required_argument, NULL, 'd'},
        {"only", required_argument, NULL, 'o'}, {"list-failures", no_argument, NULL, 'l'},
        {"jobs", required_argument, NULL, 'n'}, {"limit", required_argument, NULL, 't'},
        {"json", no_argument, NULL, 'j'},       {"seal", no_argument, NULL, 's'},
        BUDGET_NAMES{NULL, 0, NULL, 0}};
    int code = EXIT_OK;
    for (int found; (found = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        switch (found) {
        case 'm':
            if (!parse_mode(optarg, w->plan.mode))
                return refuse("--mode is strict, hardened or both, not %s", optarg);
            break;
        case 'r': w->report = optarg; break;
        case 'h': w->html = optarg; break;
        case 'd': w->markdown = optarg; break;
        case 'o': w->plan.only = optarg; break;
        case 'l': w->list = true; break;
        case 'n':
            if (!parse_count(optarg, 1, 256, &w->plan.jobs))
                return refuse("--jobs is 1 to 256, not %s", optarg);
            break;
        case 't':
            if (!parse_seconds(optarg, &w->plan.limit))
                return refuse("--limit is a number of seconds up to 3600, not %s", optarg);
            break;
        case 'j': w->json = true; break;
        case 's': w->seal = true; break;
        default:
            if (!budget_option(&w->plan.limits, found, &code)) return refuse_option(argv, found);
            if (code != EXIT_OK) return code;
        }
    }
    return optind < argc ? EXIT_OK : refuse("a folder of families is needed");
}

static void worse(int *code, int found) {
    if (found > *code) *code = found;
}

/* A case that failed because the budget did not allow it says nothing of the function. */
static bool disallowed(const cf_result *r) {
    for (size_t k = 0; k < json_array_size(r->failures); k++) {
        const char *message =
            json_string_value(json_object_get(json_array_get(r->failures, k), "message"));
        if (message != NULL && strstr(message, "budget: ") != NULL) return true;
    }
    return false;
}

static int report(const cf_table *t, const wishes *w) {
    int code = cf_green(t) ? EXIT_OK : EXIT_FAILED;
    for (size_t i = 0; w->plan.budget != NULL && i < t->nresults; i++)
        if (disallowed(&t->result[i])) code = EXIT_BUDGET;
    for (size_t i = 0; i < t->nfolders; i++)
        if (t->folder[i].refused != NULL) code = EXIT_REFUSED;
    if (w->report != NULL) worse(&code, print_json(cf_report(t), w->report));
    if (w->html != NULL) worse(&code, cf_write_html(t, w->html));
    if (w->markdown != NULL) worse(&code, cf_write_markdown(t, w->markdown));
    if (w->json)
        worse(&code, print_json(cf_report(t), NULL));
    else if (w->report == NULL || strcmp(w->report, "-") != 0)
        print_summary(t, w->list);
    return code;
}

static int seal_all(const cf_table *t) {
    int code = EXIT_OK;
    char why[512];
    for (size_t i = 0; i < t->nfolders; i++) {
        kiln_status status = cf_seal(t->folder[i].dir, why, sizeof why);
        if (status != KILN_OK) worse(&code, fail_file(status, t->folder[i].dir, why));
    }
    if (code == EXIT_OK) printf("%zu families sealed\n", t->nfolders);
    return code;
}

int command_conform(int argc, char **argv) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    wishes w = {.plan = {.mode = {true, true}, .jobs = cores > 0 ? cores : 1, .limit = 60}};
    cf_table t = {0};
    int code = parse(argc, argv, &w);
    for (int i = optind; i < argc && code == EXIT_OK; i++) code = find_families(&t, argv[i]);
    if (code == EXIT_OK && t.nfolders == 0)
        code = fail(EXIT_REFUSED, "there are no families in %s", argv[optind]);
    if (code != EXIT_OK || w.seal) {
        if (code == EXIT_OK) code = seal_all(&t);
        cf_table_free(&t);
        return code;
    }
    memcpy(t.mode, w.plan.mode, sizeof t.mode);
    t.filtered = w.plan.only != NULL;
    if (code == EXIT_OK) code = budget_begin(&w.plan.limits, false, &w.plan.budget);
    if (code == EXIT_OK) {
        int ran = cf_run_all(&w.plan, &t);
        cf_table_sort(&t);
        bool refused = false;
        for (size_t i = 0; i < t.nfolders; i++) refused = refused || t.folder[i].refused != NULL;
        if (ran == EXIT_IO || ran == EXIT_BUDGET)
            code = ran;
        else if (t.nresults == 0 && !refused)
            code = w.plan.only != NULL
                       ? fail(EXIT_REFUSED, "no family has a case of %s", w.plan.only)
                       : fail(EXIT_REFUSED, "the families have no cases");
        else {
            code = report(&t, &w);
            worse(&code, ran);
        }
    }
    cf_table_free(&t);
    budget_done(w.plan.budget);
    return code;
}
