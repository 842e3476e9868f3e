/* SPDX-License-Identifier: Apache-2.0
 * kiln doctor: what this build and this machine can do, what the environment says, and a small
 * self-test. */
#include "machine.h"

#include <kiln/audit.h>
#include <kiln/ledger.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a session resolved, in the order it is shown. */
static const char *const settings[] = {"mode",    "path",      "isa",      "verify",     "matmul",
                                       "threads", "cache_dir", "dump_dir", "ledger_sync"};
enum { SETTINGS = sizeof settings / sizeof settings[0], TESTED = 1000 };

typedef struct findings {
    char setting[SETTINGS][512], llvm[64], problem[512], cache_state[64];
    bool opened, same_bits, compiled;
} findings;

static const char *cache_state(const char *dir) {
    struct stat st;
    if (strcmp(dir, "off") == 0) return "not used";
    if (lstat(dir, &st) != 0) return "not there yet: made when first needed";
    if (!S_ISDIR(st.st_mode)) return "unusable: not a folder";
    if (st.st_uid != geteuid()) return "unusable: belongs to another user";
    if (st.st_mode & 022) return "unusable: others may write to it";
    return access(dir, W_OK) == 0 ? "ready" : "read-only";
}

/* (x + 1) on one path. */
static bool add_one(kiln_path path, const float *x, float *out, uint64_t *kernels, char *problem,
                    size_t size) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = path;
    kiln_session *s = kiln_open(&o);
    kiln_scope (s) {
        kiln_tensor *t = kiln_from(s, x, KILN_F32, KILN_SHAPE(TESTED));
        kiln_read(kiln_add(t, 1.0), out, TESTED * sizeof *out);
    }
    kiln_counters c = {.struct_size = sizeof c};
    kiln_count(s, &c);
    *kernels = c.last_plan_kernels;
    bool ok = !kiln_failed(s);
    if (!ok) snprintf(problem, size, "%s", kiln_error_text(s));
    kiln_close(s);
    return ok;
}

static void self_test(findings *f) {
    static float x[TESTED], eager[TESTED], fused[TESTED];
    for (int i = 0; i < TESTED; i++) x[i] = (float)(i - 500) * 0.37f;
    uint64_t kernels = 0, none = 0;
    bool ran = add_one(KILN_EAGER, x, eager, &none, f->problem, sizeof f->problem) &&
               add_one(KILN_FUSED, x, fused, &kernels, f->problem, sizeof f->problem);
    f->same_bits = ran && memcmp(eager, fused, sizeof eager) == 0;
    f->compiled = kernels > 0;
    if (ran && !f->same_bits)
        snprintf(f->problem, sizeof f->problem, "fused and eager x + 1 differ");
}

static void look(findings *f) {
    kiln_session *s = kiln_open(NULL);
    f->opened = !kiln_failed(s);
    if (!f->opened) snprintf(f->problem, sizeof f->problem, "%s", kiln_error_text(s));
    for (int i = 0; i < SETTINGS; i++) {
        const char *value = kiln_setting(s, settings[i]);
        snprintf(f->setting[i], sizeof f->setting[i], "%s", value != NULL ? value : "?");
        if (strcmp(settings[i], "cache_dir") == 0)
            snprintf(f->cache_state, sizeof f->cache_state, "%s",
                     value != NULL ? cache_state(value) : "?");
    }
    const char *llvm = kiln_setting(s, "llvm");
    snprintf(f->llvm, sizeof f->llvm, "%s", llvm != NULL ? llvm : "?");
    kiln_close(s);
    if (f->opened) self_test(f);
}

static json_t *findings_json(const findings *f, const machine *m) {
    json_t *set = json_object(), *environment = json_array();
    for (int i = 0; i < SETTINGS; i++)
        json_object_set_new(set, settings[i], json_string(f->setting[i]));
    kiln_variable v;
    for (size_t i = 0; kiln_environment(i, &v); i++)
        json_array_append_new(environment,
                              json_pack("{s:s,s:s?,s:s,s:s}", "name", v.name, "value", v.value,
                                        "values", v.values, "meaning", v.meaning));
    json_t *test = json_pack("{s:b,s:b,s:s?}", "same_bits", f->same_bits, "compiled", f->compiled,
                             "problem", f->problem[0] != '\0' ? f->problem : NULL);
    return json_pack("{s:s,s:s,s:o,s:o,s:s,s:o,s:o}", "kiln", kiln_version(), "llvm", f->llvm,
                     "machine", machine_json(m, NULL), "settings", set, "cache_state",
                     f->cache_state, "environment", environment, "self_test", test);
}

static void print_machine(const machine *m) {
    char a[24], b[24], c[24], d[24];
    printf("%smachine%s\n  %-12s %s\n  %-12s %ld usable\n  %-12s L1 data %s, L2 %s, L3 %s\n  %-12s "
           "%s\n  "
           "%-12s %s\n",
           paint(BOLD), paint(PLAIN), "processor", m->cpu, "cores", m->cpus, "caches",
           bytes_text(a, sizeof a, (double)m->l1d_bytes),
           bytes_text(b, sizeof b, (double)m->l2_bytes),
           bytes_text(c, sizeof c, (double)m->l3_bytes), "memory",
           bytes_text(d, sizeof d, m->memory_bytes), "system", m->kernel);
}

static void print_findings(const findings *f) {
    bool llvm = strcmp(f->llvm, "absent") != 0;
    printf("%skiln %s%s\n  %-12s %s%s%s%s\n", paint(BOLD), kiln_version(), paint(PLAIN), "LLVM",
           paint(llvm ? PLAIN : YELLOW), f->llvm, paint(PLAIN),
           llvm ? "" : ": programs run on the reference kernels");
    for (int i = 0; i < SETTINGS; i++) {
        bool cache = strcmp(settings[i], "cache_dir") == 0;
        printf("  %-12s %s%s%s%s\n", settings[i], f->setting[i], cache ? " (" : "",
               cache ? f->cache_state : "", cache ? ")" : "");
    }
    printf("%senvironment%s\n", paint(BOLD), paint(PLAIN));
    kiln_variable v;
    for (size_t i = 0; kiln_environment(i, &v); i++)
        printf("  %-15s %-22s %s%s: %s%s\n", v.name, v.value != NULL ? v.value : "-", paint(DIM),
               v.values, v.meaning, paint(PLAIN));
    const char *how = f->compiled ? "compiled" : "not compiled here";
    printf("%sself-test%s\n  ", paint(BOLD), paint(PLAIN));
    if (f->same_bits)
        printf("%sgood%s: x + 1, %s, gives the reference's bits\n", paint(GREEN), paint(PLAIN),
               how);
    else
        printf("%sfailed%s: %s\n", paint(RED), paint(PLAIN), f->problem);
}

static int list_audits(bool json) {
    json_t *list = json_array();
    kiln_audit a;
    for (size_t i = 0; kiln_audit_at(NULL, i, &a); i++) {
        json_array_append_new(list, json_pack("{s:s,s:s,s:s,s:s,s:s}", "name", a.name, "looks_at",
                                              a.looks_at, "when", a.when, "does", a.does, "cost",
                                              a.cost));
        if (!json)
            printf("%s%-10s%s %-8s %s\n%20s %s%s%s\n", paint(BOLD), a.name, paint(PLAIN), a.does,
                   a.looks_at, "", paint(DIM), a.when, paint(PLAIN));
    }
    if (json) return print_json(list, NULL);
    json_decref(list);
    return EXIT_OK;
}

int command_doctor(int argc, char **argv) {
    static const struct option names[] = {{"json", no_argument, NULL, 'j'},
                                          {"audits", no_argument, NULL, 'a'},
                                          {NULL, 0, NULL, 0}};
    bool json = false, audits = false;
    for (int found; (found = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (found != 'j' && found != 'a') return refuse_option(argv, found);
        json = json || found == 'j';
        audits = audits || found == 'a';
    }
    if (optind != argc) return refuse("takes no arguments");
    if (audits) return list_audits(json);
    machine m;
    static findings f;
    machine_look(&m);
    look(&f);
    int code = f.same_bits ? EXIT_OK : EXIT_FAILED;
    if (json) {
        int printed = print_json(findings_json(&f, &m), NULL);
        return printed != EXIT_OK ? printed : code;
    }
    print_findings(&f);
    print_machine(&m);
    return code;
}
