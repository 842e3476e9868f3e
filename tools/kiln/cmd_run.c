/* SPDX-License-Identifier: Apache-2.0
 * kiln run: a program's text and a file of tensors go in, a file of tensors comes out. */
#include "budget_options.h"

#include <kiln/safetensors.h>
#include <stdlib.h>
#include <string.h>

typedef struct run_options {
    const char *file, *in, *out;
    bool json;
    kiln_options session;
    budget_options budget;
} run_options;

typedef struct run_state {
    const run_options *options;
    kiln_session *session;
    kiln_program *program;
    kiln_safetensors *given;
    kiln_tensor **inputs, **outputs;
    double run_us;
} run_state;

static int parse_options(int argc, char **argv, run_options *o) {
    static const struct option names[] = {{"in", required_argument, NULL, 'i'},
                                          {"out", required_argument, NULL, 'o'},
                                          {"eager", no_argument, NULL, 'e'},
                                          {"mode", required_argument, NULL, 'm'},
                                          {"threads", required_argument, NULL, 't'},
                                          {"json", no_argument, NULL, 'j'},
                                          BUDGET_NAMES{NULL, 0, NULL, 0}};
    long threads = 0;
    int code = EXIT_OK;
    for (int found; (found = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        switch (found) {
        case 'i': o->in = optarg; break;
        case 'o': o->out = optarg; break;
        case 'e': o->session.path = KILN_EAGER; break;
        case 'j': o->json = true; break;
        case 'm':
            if (strcmp(optarg, "strict") == 0)
                o->session.mode = KILN_STRICT;
            else if (strcmp(optarg, "hardened") == 0)
                o->session.mode = KILN_HARDENED;
            else
                return refuse("--mode is strict or hardened, not %s", optarg);
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
    if (argc - optind != 1) return refuse("one program is needed");
    o->file = argv[optind];
    return EXIT_OK;
}

static bool same_shape(kiln_port want, const kiln_st_entry *have) {
    bool same = have->dtype == want.dtype && have->rank == want.shape.rank;
    for (int d = 0; same && d < have->rank; d++) same = have->shape[d] == want.shape.extent[d];
    return same;
}

/* Names every input that is missing or of another type, so that one run shows all of them. */
static int check_inputs(const run_state *r) {
    int code = EXIT_OK;
    for (size_t i = 0; i < kiln_program_inputs(r->program); i++) {
        char want[256], have[256];
        kiln_port port = kiln_program_input(r->program, i);
        type_text(want, sizeof want, port.dtype, port.shape.rank, port.shape.extent);
        const kiln_st_entry *e =
            r->given != NULL ? kiln_safetensors_find(r->given, port.name) : NULL;
        if (e == NULL)
            code = fail(EXIT_DATA, "input \"%s\" %s is not in %s", port.name, want,
                        r->options->in != NULL ? r->options->in : "any file: give one with --in");
        else if (!same_shape(port, e))
            code = fail(EXIT_DATA, "input \"%s\" is %s, but %s has %s", port.name, want,
                        r->options->in, type_text(have, sizeof have, e->dtype, e->rank, e->shape));
    }
    return code;
}

static int compute(run_state *r) {
    kiln_session *s = r->session;
    size_t nin = kiln_program_inputs(r->program), nout = kiln_program_outputs(r->program);
    r->inputs = calloc(nin + 1, sizeof(kiln_tensor *));
    r->outputs = calloc(nout + 1, sizeof(kiln_tensor *));
    if (r->inputs == NULL || r->outputs == NULL) return fail(EXIT_IO, "memory ran out");
    for (size_t i = 0; i < nin; i++) {
        kiln_port port = kiln_program_input(r->program, i);
        const kiln_st_entry *e = kiln_safetensors_find(r->given, port.name);
        r->inputs[i] =
            kiln_from_bytes(s, e->nbytes > 0 ? e->data : "", e->nbytes, port.dtype, port.shape);
    }
    double start = now_us();
    kiln_program_run(r->program, r->inputs, r->outputs);
    kiln_eval(kiln_list_from(nout, r->outputs));
    r->run_us = now_us() - start;
    return kiln_failed(s) ? fail_session(s) : EXIT_OK;
}

static int write_outputs(run_state *r) {
    size_t n = kiln_program_outputs(r->program);
    kiln_st_entry *entries = calloc(n + 1, sizeof *entries);
    if (entries == NULL) return fail(EXIT_IO, "memory ran out");
    for (size_t i = 0; i < n; i++) {
        kiln_port port = kiln_program_output(r->program, i);
        kiln_host_data look = kiln_host(r->outputs[i]);
        entries[i] = (kiln_st_entry){port.name,         port.dtype, port.shape.rank,
                                     port.shape.extent, look.data,  look.nbytes};
    }
    int code = EXIT_OK;
    char why[256];
    if (kiln_failed(r->session))
        code = fail_session(r->session);
    else {
        kiln_status status =
            kiln_safetensors_save(r->options->out, entries, n, NULL, 0, NULL, why, sizeof why);
        if (status != KILN_OK) code = fail_file(status, r->options->out, why);
    }
    free(entries);
    return code;
}

static json_t *ports(const kiln_program *p, size_t n,
                     kiln_port (*port)(const kiln_program *, size_t)) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        kiln_port x = port(p, i);
        json_t *shape = json_array();
        for (int d = 0; d < x.shape.rank; d++)
            json_array_append_new(shape, json_integer(x.shape.extent[d]));
        json_array_append_new(list, json_pack("{s:s,s:s,s:o}", "name", x.name, "dtype",
                                              kiln_dtype_name(x.dtype), "shape", shape));
    }
    return list;
}

static int report(run_state *r) {
    kiln_session *s = r->session;
    const kiln_program *p = r->program;
    kiln_counters c = {.struct_size = sizeof c};
    kiln_count(s, &c);
    json_t *in = ports(p, kiln_program_inputs(p), kiln_program_input);
    json_t *out = ports(p, kiln_program_outputs(p), kiln_program_output);
    return print_json(
        json_pack("{s:s,s:s,s:s,s:i,s:f,s:I,s:I,s:o,s:o}", "program", r->options->file, "path",
                  kiln_setting(s, "path"), "mode", kiln_setting(s, "mode"), "threads",
                  atoi(kiln_setting(s, "threads")), "run_us", r->run_us, "kernels_compiled",
                  (json_int_t)c.kernels_compiled, "verified_plans", (json_int_t)c.verified_plans,
                  "inputs", in, "outputs", out),
        NULL);
}

static int run_program(run_state *r) {
    int code = check_inputs(r);
    if (code == EXIT_OK) code = compute(r);
    if (code == EXIT_OK && r->options->out != NULL) code = write_outputs(r);
    for (size_t i = 0; code == EXIT_OK && r->options->out == NULL && !r->options->json &&
                       i < kiln_program_outputs(r->program);
         i++)
        kiln_print(r->outputs[i], kiln_program_output(r->program, i).name, stdout);
    if (code == EXIT_OK && r->options->json) code = report(r);
    if (code == EXIT_OK && kiln_failed(r->session)) code = fail_session(r->session);
    return code;
}

int command_run(int argc, char **argv) {
    run_options o = {.session = KILN_OPTIONS_INIT};
    int code = parse_options(argc, argv, &o);
    if (code != EXIT_OK) return code;
    size_t nbytes = 0;
    kiln_budget *budget = NULL;
    code = budget_begin(&o.budget, true, &budget);
    char *text = code == EXIT_OK ? read_text(o.file, &nbytes, &code) : NULL;
    if (text == NULL) {
        budget_done(budget);
        return code;
    }
    run_state r = {.options = &o, .session = kiln_open(&o.session)};
    char why[512];
    budget_bind(r.session, budget);
    kiln_status status =
        o.in != NULL ? kiln_safetensors_open(o.in, NULL, &r.given, why, sizeof why) : KILN_OK;
    if (status != KILN_OK) code = fail_file(status, o.in, why);
    if (code == EXIT_OK && kiln_failed(r.session)) code = fail_session(r.session);
    if (code == EXIT_OK) {
        r.program = (kiln_program_parse)(o.file, r.session, text, nbytes);
        code = r.program != NULL ? run_program(&r) : fail_parse(r.session, o.file);
    }
    kiln_program_close(r.program);
    kiln_counters c = {.struct_size = sizeof c};
    if (kiln_count(r.session, &c) == KILN_OK && c.ledger_lost > 0)
        fprintf(stderr, "kiln run: %llu entries of the ledger could not be written\n",
                (unsigned long long)c.ledger_lost);
    kiln_close(r.session);
    budget_done(budget);
    kiln_safetensors_close(r.given);
    free(r.inputs);
    free(r.outputs);
    free(text);
    return code;
}
