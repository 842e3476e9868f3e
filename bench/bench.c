/* SPDX-License-Identifier: Apache-2.0
 * kiln bench: options, the list of workloads, one contest after another, and where the results go.
 */
#include "bench.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"

static const workload *const families[] = {elementwise_workloads, reduction_workloads,
                                           product_workloads, training_workloads, record_workloads};
enum { FAMILIES = sizeof families / sizeof families[0], MOST_WORKLOADS = 64 };

typedef struct request {
    settings set;
    const workload *chosen[MOST_WORKLOADS];
    size_t count;
    const char *json, *baseline;
    bool list;
    int argc; /* as the command was given */
    char **argv;
} request;

static size_t all_workloads(const workload **out) {
    size_t n = 0;
    for (size_t f = 0; f < FAMILIES; f++)
        for (const workload *w = families[f]; w->id != NULL && n < MOST_WORKLOADS; w++)
            out[n++] = w;
    return n;
}

static bool choose(request *q, const char *id) {
    const workload *all[MOST_WORKLOADS];
    size_t n = all_workloads(all);
    if (strncmp(id, "openblas_", 9) == 0) id += 9; /* peers run beside their workload */
    size_t i = 0, twice = 0;
    while (i < n && strcmp(all[i]->id, id) != 0) i++;
    if (i == n) return false;
    while (twice < q->count && q->chosen[twice] != all[i]) twice++;
    if (twice == q->count) q->chosen[q->count++] = all[i];
    return true;
}

static int list_workloads(void) {
    const workload *all[MOST_WORKLOADS];
    size_t n = all_workloads(all);
    printf("%-18s %10s %10s  %s\n", "workload", "MFLOP", "MB", "what it computes");
    for (size_t i = 0; i < n; i++)
        printf("%-18s %10.4g %10.4g  %s\n", all[i]->id, all[i]->flops * 1e-6, all[i]->bytes * 1e-6,
               all[i]->what);
    return EXIT_OK;
}

static int set_path(settings *set, const char *path) {
    set->fused = strcmp(path, "fused") == 0 || strcmp(path, "both") == 0;
    set->eager = strcmp(path, "eager") == 0 || strcmp(path, "both") == 0;
    return set->fused || set->eager ? EXIT_OK
                                    : refuse("--path is fused, eager or both, not %s", path);
}

static int take_option(request *q, char **argv, int found) {
    long n = 0;
    int code = EXIT_OK;
    switch (found) {
    case 'l': q->list = true; return EXIT_OK;
    case 'j': q->json = optarg; return EXIT_OK;
    case 'b': q->baseline = optarg; return EXIT_OK;
    case 'p': return set_path(&q->set, optarg);
    case 'w':
        return choose(q, optarg) ? EXIT_OK
                                 : refuse("there is no workload %s; --list shows them", optarg);
    case 't':
        if (!parse_count(optarg, 1, 256, &n))
            return refuse("--threads is 1 to 256, not %s", optarg);
        q->set.session.threads = (int)n;
        return EXIT_OK;
    case 'r':
        if (!parse_count(optarg, 1, 100000000, &n))
            return refuse("--reps is at least 1, not %s", optarg);
        q->set.reps = (size_t)n;
        return EXIT_OK;
    case 's':
        return parse_seconds(optarg, &q->set.seconds)
                   ? EXIT_OK
                   : refuse("--seconds is 0 to 3600, not %s", optarg);
    default: return budget_option(&q->set.limits, found, &code) ? code : refuse_option(argv, found);
    }
}

static int parse_options(int argc, char **argv, request *q) {
    static const struct option names[] = {{"list", no_argument, NULL, 'l'},
                                          {"workload", required_argument, NULL, 'w'},
                                          {"threads", required_argument, NULL, 't'},
                                          {"path", required_argument, NULL, 'p'},
                                          {"json", required_argument, NULL, 'j'},
                                          {"baseline", required_argument, NULL, 'b'},
                                          {"reps", required_argument, NULL, 'r'},
                                          {"seconds", required_argument, NULL, 's'},
                                          BUDGET_NAMES{NULL, 0, NULL, 0}};
    for (int found; (found = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        int code = take_option(q, argv, found);
        if (code != EXIT_OK) return code;
    }
    if (optind != argc) return refuse("%s: name workloads with --workload", argv[optind]);
    if (q->count == 0) q->count = all_workloads(q->chosen);
    return EXIT_OK;
}

/* Threads as a session resolves them, the machine, and its peak. */
static json_t *look_around(request *q, char *line, size_t size) {
    machine m;
    machine_look(&m);
    kiln_session *s = kiln_open(&q->set.session);
    json_t *o = NULL;
    if (!kiln_failed(s)) {
        q->set.threads = atoi(kiln_setting(s, "threads"));
        progress("measuring arithmetic");
        q->set.peak_gflops = peak_gflops(q->set.threads);
        progress("%s", "");
        o = machine_json(&m, s);
        json_object_set_new(o, "fma_gflops", json_real(q->set.peak_gflops));
        snprintf(line, size, "kiln %s, LLVM %s, %s, %s", kiln_version(), kiln_setting(s, "llvm"),
                 kiln_setting(s, "isa"), m.cpu);
    }
    if (o == NULL) fail_session(s);
    kiln_close(s);
    return o;
}

static int can_write(const char *path) {
    if (path == NULL || strcmp(path, "-") == 0) return EXIT_OK;
    FILE *to = fopen(path, "a");
    if (to == NULL) return fail(EXIT_IO, "%s: %s", path, strerror(errno));
    fclose(to);
    return EXIT_OK;
}

/* What made the numbers: the command as it was given, on which machine, by the digest of this
 * program, and against which baseline. */
typedef struct origin {
    kiln_envelope e;
    kiln_envelope_input input[2];
    char made_by[1024];
} origin;

static void add_input(origin *o, const char *name, const char *path) {
    kiln_envelope_input *in = &o->input[o->e.ninputs];
    in->name = name;
    /* else nobody can say */
    if (kiln_envelope_digest(path, &in->length, in->digest, NULL, 0) == KILN_OK) o->e.ninputs++;
}

static void trace_origin(origin *o, const request *q, const char *line) {
    size_t used = (size_t)snprintf(o->made_by, sizeof o->made_by, "kiln bench");
    for (int i = 1; i < q->argc && used < sizeof o->made_by; i++)
        used += (size_t)snprintf(o->made_by + used, sizeof o->made_by - used, " %s", q->argv[i]);
    if (used < sizeof o->made_by)
        snprintf(o->made_by + used, sizeof o->made_by - used, "; %s", line);
    for (char *c = o->made_by; *c != '\0'; c++)
        /* a name of another encoding must not cost the numbers */
        if (*c < ' ' || *c > '~') *c = '?';
    o->e = (kiln_envelope)KILN_ENVELOPE_INIT;
    o->e.kind = BASELINE_KIND;
    o->e.made_by = o->made_by;
    o->e.inputs = o->input;
    add_input(o, "kiln", "/proc/self/exe");
    if (q->baseline != NULL) add_input(o, "baseline", q->baseline);
}

static int worse(int a, int b) { return a > b ? a : b; }

static int run_all(request *q, const json_t *baseline, json_t *about, const char *line,
                   result *results) {
    bool table = q->json == NULL || strcmp(q->json, "-") != 0;
    int code = EXIT_OK;
    size_t n = 0;
    if (table) report_head(&q->set, line);
    for (size_t i = 0; i < q->count; i++) {
        int its = EXIT_OK;
        size_t more = bench_workload(q->chosen[i], &q->set, results + n, &its);
        for (size_t j = 0; table && j < more; j++) report_row(&results[n + j]);
        n += more;
        code = worse(code, its);
    }
    if (baseline != NULL)
        code = worse(code, baseline_compare(baseline, results, n, table ? stdout : stderr));
    origin from;
    trace_origin(&from, q, line);
    if (q->json != NULL)
        code = worse(code, print_json_sealed(report_json(results, n, json_incref(about)), q->json,
                                             &from.e));
    return code;
}

int command_bench(int argc, char **argv) {
    request q = {.set = {.session = KILN_OPTIONS_INIT, .fused = true, .seconds = 1},
                 .argc = argc,
                 .argv = argv};
    int code = parse_options(argc, argv, &q);
    if (code != EXIT_OK || q.list) return code != EXIT_OK ? code : list_workloads();
    json_t *baseline = NULL, *about = NULL;
    code = budget_begin(&q.set.limits, false, &q.set.budget);
    if (code != EXIT_OK) return code;
    if (q.baseline != NULL) code = baseline_load(q.baseline, &baseline);
    if (code == EXIT_OK) code = can_write(q.json); /* before the work, not after it */
    char line[256];
    if (code == EXIT_OK) about = look_around(&q, line, sizeof line);
    if (code == EXIT_OK && about == NULL) code = EXIT_REFUSED;
    result *results = calloc(q.count * MOST_RESULTS_EACH, sizeof *results);
    if (results == NULL) code = fail(EXIT_IO, "memory ran out");
    if (code == EXIT_OK) code = run_all(&q, baseline, about, line, results);
    json_decref(baseline);
    json_decref(about);
    free(results);
    budget_done(q.set.budget);
    return code;
}
