/* SPDX-License-Identifier: Apache-2.0
 * kiln sidecar: writes repair data beside files, checks files by it, rebuilds them, and scrubs
 * folders. */
#include "command.h"

#include <kiln/sidecar.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef kiln_status verb(const char *path, const kiln_sidecar_options *options,
                         kiln_sidecar_report *report, char *why, size_t why_size);

typedef struct request {
    kiln_sidecar_options options;
    const char *ledger;
    bool json, for_protect;
    json_t *files;
    int code; /* of the first that was not well */
} request;

static const char *state_name(kiln_sidecar_state state) {
    static const char *const names[] = {"unknown", "intact", "damaged", "lost", "rebuilt"};
    return names[state];
}

/* What is damaged is a check that failed; a sidecar without a header is no sidecar. */
static int exit_of(kiln_status status, const kiln_sidecar_report *r) {
    bool known = r->state == KILN_SIDECAR_DAMAGED || r->state == KILN_SIDECAR_LOST;
    return status == KILN_BAD_FILE && known ? EXIT_FAILED : (int)code_of(status);
}

static json_t *as_json(const char *path, kiln_status status, const kiln_sidecar_report *r,
                       const char *why) {
    json_t *file = json_pack("{s:s,s:s,s:s,s:s,s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "file", path,
                             "status", kiln_status_name(status), "state", state_name(r->state),
                             "message", why, "length", (json_int_t)r->length, "sidecar_length",
                             (json_int_t)r->sidecar_length, "blocks", (json_int_t)r->blocks,
                             "source", (json_int_t)r->source, "repair", (json_int_t)r->repair,
                             "symbol", (json_int_t)r->symbol, "symbols", (json_int_t)r->symbols);
    json_t *found =
        json_pack("{s:I,s:I,s:I,s:I,s:b,s:s,s:s,s:s}", "lost", (json_int_t)r->lost, "repair_lost",
                  (json_int_t)r->repair_lost, "blocks_damaged", (json_int_t)r->blocks_damaged,
                  "missing", (json_int_t)r->missing, "sidecar_intact", r->sidecar_intact, "digest",
                  r->digest, "digest_before", r->digest_before, "digest_after", r->digest_after);
    if (file == NULL || json_object_update(file, found) != 0) {
        json_decref(file);
        file = NULL;
    }
    json_decref(found);
    return file;
}

static void show(const char *path, const kiln_sidecar_report *r, bool protect) {
    char bytes[32];
    if (protect) {
        printf("%s%s: %s, %u blocks of at most %u + %u symbols of %u bytes\n", path,
               KILN_SIDECAR_SUFFIX, bytes_text(bytes, sizeof bytes, (double)r->sidecar_length),
               r->blocks, r->source, r->repair, r->symbol);
        return;
    }
    printf("%s: %s%s%s", path, paint(GREEN), state_name(r->state), paint(PLAIN));
    if (r->state == KILN_SIDECAR_REBUILT)
        printf(", %llu of %llu symbols were lost, the sidecar was %s", (unsigned long long)r->lost,
               (unsigned long long)r->symbols, r->sidecar_intact ? "intact" : "damaged");
    putchar('\n');
}

static void note(request *r, const char *path, kiln_status status,
                 const kiln_sidecar_report *report, const char *why) {
    int code = exit_of(status, report);
    if (r->json)
        json_array_append_new(r->files, as_json(path, status, report, why));
    else if (status == KILN_OK)
        show(path, report, r->for_protect);
    if (status != KILN_OK) {
        bool named = strncmp(why, path, strlen(path)) == 0;
        fail((exit_code)code, "%s%s%s", named ? "" : path, named ? "" : ": ", why);
    }
    if (r->code == EXIT_OK) r->code = code;
}

static void note_each(void *user, const char *path, kiln_status status,
                      const kiln_sidecar_report *report, const char *why) {
    note(user, path, status, report, why);
}

static void do_file(request *r, verb *work, const char *path) {
    char why[512] = "";
    kiln_sidecar_report report = KILN_SIDECAR_REPORT_INIT;
    kiln_status status = work(path, &r->options, &report, why, sizeof why);
    note(r, path, status, &report, why);
}

static void do_folder(request *r, const char *path) {
    char why[512] = "";
    kiln_sidecar_scrub_report report = KILN_SIDECAR_SCRUB_REPORT_INIT;
    kiln_status status =
        kiln_sidecar_scrub(path, r->ledger, &r->options, note_each, r, &report, why, sizeof why);
    if (!r->json)
        printf("%s: %llu files, %llu intact, %llu rebuilt, %llu lost, %llu failed\n", path,
               (unsigned long long)report.files, (unsigned long long)report.intact,
               (unsigned long long)report.rebuilt, (unsigned long long)report.lost,
               (unsigned long long)report.failed);
    if (status != KILN_OK && r->code == EXIT_OK) r->code = fail_file(status, path, why);
}

/* "12.5%", or "12.5". */
static bool parse_overhead(const char *text, int *out) {
    char *end;
    double percent = strtod(text, &end);
    if (end == text || (strcmp(end, "%") != 0 && *end != '\0') ||
        !(percent >= 0.01 && percent <= 100))
        return false;
    *out = (int)lround(percent * 100);
    return true;
}

static int run(request *r, verb *work, int argc, char **argv) {
    r->files = json_array();
    for (int i = 0; i < argc; i++) {
        if (work != NULL)
            do_file(r, work, argv[i]);
        else
            do_folder(r, argv[i]);
    }
    if (!r->json) {
        json_decref(r->files);
        return r->code;
    }
    int printed = print_json(json_pack("{s:o}", "files", r->files), NULL);
    return r->code == EXIT_OK ? printed : r->code;
}

static bool find_verb(const char *name, verb **out) {
    static const struct {
        const char *name;
        verb *work;
    } verbs[] = {{"protect", kiln_sidecar_protect},
                 {"verify", kiln_sidecar_verify},
                 {"repair", kiln_sidecar_repair},
                 {"scrub", NULL}};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].name, name) == 0) {
            *out = verbs[i].work;
            return true;
        }
    return false;
}

int command_sidecar(int argc, char **argv) {
    static const struct option names[] = {{"json", no_argument, NULL, 'j'},
                                          {"overhead", required_argument, NULL, 'o'},
                                          {"symbol", required_argument, NULL, 's'},
                                          {"ledger", required_argument, NULL, 'l'},
                                          {NULL, 0, NULL, 0}};
    request r = {.options = KILN_SIDECAR_OPTIONS_INIT, .code = EXIT_OK};
    verb *work;
    long symbol = 0;
    for (int found; (found = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (found == 'j')
            r.json = true;
        else if (found == 'l')
            r.ledger = optarg;
        else if (found == 'o' && !parse_overhead(optarg, &r.options.overhead))
            return refuse("--overhead is 0.01%% to 100%%");
        else if (found == 's' && (!parse_count(optarg, 64, 65472, &symbol) || symbol % 64 != 0))
            return refuse("--symbol is a multiple of 64 up to 65472");
        else if (found == '?' || found == ':')
            return refuse_option(argv, found);
    }
    r.options.symbol = (uint32_t)symbol;
    if (argc - optind < 2)
        return refuse("say protect, verify or repair, and files; or scrub, and folders");
    if (!find_verb(argv[optind], &work))
        return refuse("say protect, verify, repair or scrub, not %s", argv[optind]);
    r.for_protect = work == kiln_sidecar_protect;
    if (!r.for_protect && (r.options.overhead != 0 || symbol != 0))
        return refuse("--overhead and --symbol are for protect");
    if (work != NULL && r.ledger != NULL) return refuse("--ledger is for scrub");
    return run(&r, work, argc - optind - 1, argv + optind + 1);
}
