/* SPDX-License-Identifier: Apache-2.0
 * kiln envelope: writes what a file is beside it, or checks that the file still is that. */
#include "command.h"

#include <kiln/envelope.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_INPUTS = 1000 };

typedef struct request {
    kiln_envelope e;
    kiln_envelope_input input[MOST_INPUTS];
    long format; /* 0: not said */
    bool json;
} request;

static int add_input(request *r, const char *path) {
    char why[512];
    if (r->e.ninputs == MOST_INPUTS) return refuse("--input may be said %d times", MOST_INPUTS);
    kiln_envelope_input *in = &r->input[r->e.ninputs++];
    in->name = path;
    kiln_status status = kiln_envelope_digest(path, &in->length, in->digest, why, sizeof why);
    return status == KILN_OK ? EXIT_OK : fail_file(status, path, why);
}

static int write_one(const request *r, const char *path) {
    char why[512];
    kiln_status status = kiln_envelope_write(path, &r->e, NULL, why, sizeof why);
    if (status != KILN_OK) return fail_file(status, path, why);
    if (!r->json) printf("%s%s\n", path, KILN_ENVELOPE_SUFFIX);
    return EXIT_OK;
}

static json_t *verdict(const char *path, kiln_status status, const kiln_envelope *e,
                       const kiln_envelope_fault *f, const char *why) {
    if (status == KILN_OK)
        return json_pack("{s:s,s:b,s:s,s:I,s:I,s:s}", "file", path, "intact", 1, "kind", e->kind,
                         "format", (json_int_t)e->format, "length", (json_int_t)e->length,
                         "xxh3_128", e->digest);
    return json_pack("{s:s,s:b,s:s,s:s,s:s,s:s,s:s,s:I}", "file", path, "intact", 0, "status",
                     kiln_status_name(status), "message", why, "field", f->field, "expected",
                     f->expected, "found", f->found, "offset", (json_int_t)f->offset);
}

static int check_one(const request *r, const char *path, json_t *list) {
    char why[512];
    kiln_envelope *e;
    kiln_envelope_fault fault;
    kiln_status status =
        kiln_envelope_check(path, r->e.kind, r->format, NULL, &e, &fault, why, sizeof why);
    if (r->json)
        json_array_append_new(list, verdict(path, status, e, &fault, why));
    else if (status == KILN_OK)
        printf("%s: %sintact%s, %s %lld\n", path, paint(GREEN), paint(PLAIN), e->kind,
               (long long)e->format);
    kiln_envelope_free(e);
    return status == KILN_OK ? EXIT_OK : fail_file(status, path, why);
}

/* Every file is looked at; the first failure decides the exit code. */
static int each(const request *r, bool check, int argc, char **argv) {
    int code = EXIT_OK;
    json_t *list = json_array();
    for (int i = 0; i < argc; i++) {
        int one = check ? check_one(r, argv[i], list) : write_one(r, argv[i]);
        code = code == EXIT_OK ? one : code;
    }
    if (check && r->json) {
        int printed = print_json(json_pack("{s:o}", "files", list), NULL);
        return code == EXIT_OK ? printed : code;
    }
    json_decref(list);
    return code;
}

static int run(request *r, int argc, char **argv) {
    static const struct option names[] = {
        {"json", no_argument, NULL, 'j'},         {"kind", required_argument, NULL, 'k'},
        {"format", required_argument, NULL, 'f'}, {"made-by", required_argument, NULL, 'm'},
        {"input", required_argument, NULL, 'i'},  {NULL, 0, NULL, 0}};
    for (int found, code; (found = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (found == 'j')
            r->json = true;
        else if (found == 'k')
            r->e.kind = optarg;
        else if (found == 'm')
            r->e.made_by = optarg;
        else if (found == 'f' && !parse_count(optarg, 1, 1000000, &r->format))
            return refuse("--format is a number from 1");
        else if (found == 'i' && (code = add_input(r, optarg)) != EXIT_OK)
            return code;
        else if (found == '?' || found == ':')
            return refuse_option(argv, found);
    }
    if (argc - optind < 2) return refuse("say write or check, and files");
    bool check = strcmp(argv[optind], "check") == 0;
    if (!check && strcmp(argv[optind], "write") != 0)
        return refuse("say write or check, not %s", argv[optind]);
    if (!check && r->e.kind == NULL) return refuse("say what the file is: --kind");
    if (check && (r->e.ninputs > 0 || r->e.made_by != NULL))
        return refuse("--input and --made-by are for write");
    r->e.format = r->format > 0 ? r->format : 1;
    return each(r, check, argc - optind - 1, argv + optind + 1);
}

int command_envelope(int argc, char **argv) {
    request *r = calloc(1, sizeof *r);
    if (r == NULL) return fail(EXIT_IO, "memory ran out");
    r->e = (kiln_envelope)KILN_ENVELOPE_INIT;
    r->e.inputs = r->input;
    int code = run(r, argc, argv);
    free(r);
    return code;
}
