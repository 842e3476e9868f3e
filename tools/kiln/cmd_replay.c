/* SPDX-License-Identifier: Apache-2.0
 * kiln replay: computes a trace again and says whether the bits are the recorded ones. */
#include "budget_options.h"

#include <kiln/safetensors.h>
#include <stdlib.h>
#include <string.h>

#include "trace_open.h"

typedef struct replay_options {
    const char *file, *inputs;
    bool json;
    kiln_options session;
    budget_options budget;
} replay_options;

static bool pick(const char *value, const char *const *words, int n, int *out) {
    for (int i = 0; i < n; i++)
        if (strcmp(value, words[i]) == 0) {
            *out = i + 1;
            return true;
        }
    return false;
}

static int parse_options(int argc, char **argv, replay_options *o) {
    static const struct option names[] = {{"inputs", required_argument, NULL, 'i'},
                                          {"path", required_argument, NULL, 'p'},
                                          {"threads", required_argument, NULL, 't'},
                                          {"isa", required_argument, NULL, 'a'},
                                          {"mode", required_argument, NULL, 'm'},
                                          {"json", no_argument, NULL, 'j'},
                                          BUDGET_NAMES{NULL, 0, NULL, 0}};
    static const char *const paths[] = {"fused", "eager"},
                             *const isas[] = {"base", "avx2", "avx512"},
                             *const modes[] = {"strict", "hardened"};
    long threads = 0;
    int which = 0, code = EXIT_OK;
    for (int found; (found = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        switch (found) {
        case 'i': o->inputs = optarg; break;
        case 'j': o->json = true; break;
        case 'p':
            if (!pick(optarg, paths, 2, &which))
                return refuse("--path is fused or eager, not %s", optarg);
            o->session.path = (kiln_path)which;
            break;
        case 'a':
            if (!pick(optarg, isas, 3, &which))
                return refuse("--isa is base, avx2 or avx512, not %s", optarg);
            o->session.isa = (kiln_isa)which;
            break;
        case 'm':
            if (!pick(optarg, modes, 2, &which))
                return refuse("--mode is strict or hardened, not %s", optarg);
            o->session.mode = (kiln_mode)which;
            break;
        case 't':
            if (!parse_count(optarg, 1, 256, &threads))
                return refuse("--threads is 1 to 256, not %s", optarg);
            o->session.threads = (int)threads;
            break;
        default:
            if (!budget_option(&o->budget, found, &code)) return refuse_option(argv, found);
            if (code != EXIT_OK) return code;
        }
    }
    if (argc - optind != 1) return refuse("one trace is needed");
    o->file = argv[optind];
    return EXIT_OK;
}

/* Leaves of the file's names; others in it are ignored. */
static size_t choose(const kiln_trace_file *t, const kiln_safetensors *file,
                     kiln_trace_given *given) {
    size_t n = 0;
    for (size_t i = 0; file != NULL && i < kiln_trace_leaf_count(t); i++) {
        kiln_trace_item leaf = kiln_trace_leaf(t, i);
        const kiln_st_entry *e = kiln_safetensors_find(file, leaf.name);
        if (e != NULL) given[n++] = (kiln_trace_given){leaf.name, e->data, e->nbytes};
    }
    return n;
}

static int say(const replay_options *o, kiln_session *s, const kiln_replay *r) {
    int code = r->same ? EXIT_OK : EXIT_FAILED;
    if (!o->json) {
        printf("%s: %s%s%s (%s, %s threads, %s, %s)\n", o->file, paint(r->same ? GREEN : RED),
               r->text, paint(PLAIN), kiln_setting(s, "path"), kiln_setting(s, "threads"),
               kiln_setting(s, "isa"), kiln_setting(s, "mode"));
        return code;
    }
    int printed =
        print_json(json_pack("{s:i,s:s,s:b,s:I,s:I,s:I,s:I,s:s,s:s,s:s,s:s,s:s,s:i,s:s}", "schema",
                             1, "file", o->file, "same", r->same, "outputs_differ",
                             (json_int_t)r->outputs_differ, "node", (json_int_t)r->node, "output",
                             (json_int_t)r->output, "element", (json_int_t)r->element, "recorded",
                             r->recorded, "replayed", r->replayed, "text", r->text, "path",
                             kiln_setting(s, "path"), "isa", kiln_setting(s, "isa"), "threads",
                             atoi(kiln_setting(s, "threads")), "mode", kiln_setting(s, "mode")),
                   NULL);
    return printed != EXIT_OK ? printed : code;
}

static int replay(const replay_options *o, kiln_budget *budget, const kiln_trace_file *t,
                  const kiln_safetensors *file, kiln_trace_given *given) {
    kiln_session *s = kiln_open(&o->session);
    budget_bind(s, budget);
    kiln_replay r = {.struct_size = sizeof r};
    int code = EXIT_OK;
    if (kiln_failed(s))
        code = fail_session(s);
    else if ((kiln_trace_replay)(o->file, s, t, given, choose(t, file, given), &r) == KILN_OK)
        code = say(o, s, &r);
    else {
        kiln_status status = kiln_error(s);
        /* which begins with the file */
        code = fail(status == KILN_NO_MEMORY || status == KILN_IO || status == KILN_BUDGET
                        ? code_of(status)
                        : EXIT_REFUSED,
                    "%s", kiln_error_text(s));
    }
    kiln_close(s);
    return code;
}

int command_replay(int argc, char **argv) {
    replay_options o = {.session = KILN_OPTIONS_INIT};
    int code = parse_options(argc, argv, &o);
    kiln_trace_file *t = NULL;
    kiln_safetensors *file = NULL;
    kiln_budget *budget = NULL;
    char why[512];
    if (code == EXIT_OK) code = budget_begin(&o.budget, true, &budget);
    if (code == EXIT_OK) code = trace_open(o.file, &t);
    if (code != EXIT_OK) {
        budget_done(budget);
        return code;
    }
    kiln_status status =
        o.inputs != NULL ? kiln_safetensors_open(o.inputs, NULL, &file, why, sizeof why) : KILN_OK;
    kiln_trace_given *given = calloc(kiln_trace_leaf_count(t) + 1, sizeof *given);
    if (status != KILN_OK)
        code = fail_file(status, o.inputs, why);
    else
        code = given != NULL ? replay(&o, budget, t, file, given) : fail(EXIT_IO, "memory ran out");
    free(given);
    kiln_safetensors_close(file);
    kiln_trace_close(t);
    budget_done(budget);
    return code;
}
