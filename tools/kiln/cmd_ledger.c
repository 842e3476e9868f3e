/* SPDX-License-Identifier: Apache-2.0
 * kiln ledger: checks the chain of an evidence ledger, prints its entries for a person, or seals
 * one that is closed. */
#include "command.h"

#include <errno.h>
#include <kiln/ledger.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Whether the seal beside an intact ledger, if there is one, still is of it. */
static bool seal_holds(const char *path, bool *sealed, char *why, size_t size) {
    kiln_envelope *e = NULL;
    /* else there is none */
    *sealed = kiln_envelope_read(path, NULL, &e, NULL, why, size) != KILN_IO;
    kiln_envelope_free(e);
    return !*sealed ||
           kiln_envelope_check(path, "ledger", 1, NULL, NULL, NULL, why, size) == KILN_OK;
}

static int seal(const char *path) {
    kiln_ledger_report r = {.struct_size = sizeof r};
    char why[512];
    kiln_status status = kiln_ledger_seal(path, "kiln ledger seal", &r, why, sizeof why);
    if (status == KILN_BAD_FILE)
        return fail(EXIT_FAILED, "%s; what is not intact is not sealed", why);
    if (status != KILN_OK) return fail_file(status, path, why);
    printf("%s%s: %llu entries, last digest %s\n", path, KILN_ENVELOPE_SUFFIX,
           (unsigned long long)r.lines, r.last_digest);
    return EXIT_OK;
}

static int verify(const char *path, bool json) {
    kiln_ledger_report r = {.struct_size = sizeof r};
    bool sealed = false;
    char why[512];
    kiln_status status = kiln_ledger_verify(path, &r, why, sizeof why);
    if (status != KILN_OK && status != KILN_BAD_FILE) return fail(code_of(status), "%s", why);
    bool intact = status == KILN_OK, holds = !intact || seal_holds(path, &sealed, why, sizeof why);
    if (intact && !holds) r.fault = "the seal is of another file";
    intact = intact && holds;
    if (json) {
        json_t *o =
            json_pack("{s:s,s:b,s:I,s:I,s:I,s:s?,s:s,s:I,s:b}", "file", path, "intact", intact,
                      "lines", (json_int_t)r.lines, "bad_line", (json_int_t)r.bad_line,
                      "bad_offset", (json_int_t)r.bad_offset, "fault", r.fault, "last_digest",
                      r.last_digest, "lost", (json_int_t)r.lost, "sealed", sealed);
        int code = print_json(o, NULL);
        return code != EXIT_OK ? code : intact ? EXIT_OK : EXIT_FAILED;
    }
    if (!holds) return fail(EXIT_FAILED, "seal: %s", why);
    if (intact) {
        printf("%s: %sintact%s, %llu entries, last digest %s%s\n", path, paint(GREEN), paint(PLAIN),
               (unsigned long long)r.lines, r.last_digest, sealed ? ", sealed" : "");
        if (r.lost > 0)
            printf("%s%llu entries could not be written%s; the ledger has lines that say when\n",
                   paint(RED), (unsigned long long)r.lost, paint(PLAIN));
        return EXIT_OK;
    }
    printf("%s: %sbroken%s at line %llu (byte %llu): %s; %llu entries before it are intact\n", path,
           paint(RED), paint(PLAIN), (unsigned long long)r.bad_line,
           (unsigned long long)r.bad_offset, r.fault, (unsigned long long)r.lines);
    return EXIT_FAILED;
}

static void print_member(const char *key, const json_t *value) {
    if (json_is_string(value))
        printf("  %s=%s", key, json_string_value(value));
    else {
        char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
        printf("  %s=%s", key, text != NULL ? text : "?");
        free(text);
    }
}

static void print_entry(json_t *entry) {
    json_int_t time_us = json_integer_value(json_object_get(entry, "time_us"));
    time_t seconds = (time_t)(time_us / 1000000);
    struct tm utc;
    char when[32] = "";
    if (gmtime_r(&seconds, &utc) != NULL) strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", &utc);
    const char *kind = json_string_value(json_object_get(entry, "kind"));
    printf("%5lld  %s%s.%06lld%s  %s%-12s%s",
           (long long)json_integer_value(json_object_get(entry, "seq")), paint(DIM), when,
           (long long)(time_us % 1000000), paint(PLAIN), paint(BOLD), kind != NULL ? kind : "?",
           paint(PLAIN));
    static const char *const shown[] = {"seq", "time_us", "kind", "prev", "digest"};
    const char *key;
    json_t *value;
    json_object_foreach(entry, key, value) {
        bool skip = false;
        for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
            skip = skip || strcmp(key, shown[i]) == 0;
        if (!skip) print_member(key, value);
    }
    putchar('\n');
}

/* Shows what can be read, then fails when the chain does not hold. */
static int show(const char *path, const char *kind, bool json) {
    FILE *from = fopen(path, "rb");
    if (from == NULL) return fail(EXIT_IO, "%s: %s", path, strerror(errno));
    char *line = NULL;
    size_t room = 0;
    for (ssize_t n; (n = getline(&line, &room, from)) > 0;) {
        json_t *entry = json_loadb(line, (size_t)n, JSON_REJECT_DUPLICATES, NULL);
        const char *its = json_string_value(json_object_get(entry, "kind"));
        bool wanted = kind == NULL || (its != NULL && strcmp(its, kind) == 0);
        if (wanted && json)
            fwrite(line, 1, (size_t)n, stdout);
        else if (wanted && entry != NULL)
            print_entry(entry);
        else if (entry == NULL)
            printf("    ?  %sunreadable line%s\n", paint(RED), paint(PLAIN));
        json_decref(entry);
    }
    bool unread = ferror(from) != 0;
    free(line);
    fclose(from);
    if (unread) return fail(EXIT_IO, "%s: cannot be read", path);
    kiln_ledger_report r = {.struct_size = sizeof r};
    char why[512];
    kiln_status status = kiln_ledger_verify(path, &r, why, sizeof why);
    if (status == KILN_BAD_FILE)
        return fail(EXIT_FAILED, "%s; trust nothing from line %llu on", why,
                    (unsigned long long)r.bad_line);
    return status == KILN_OK ? EXIT_OK : fail(code_of(status), "%s", why);
}

int command_ledger(int argc, char **argv) {
    static const struct option names[] = {{"json", no_argument, NULL, 'j'},
                                          {"kind", required_argument, NULL, 'k'},
                                          {NULL, 0, NULL, 0}};
    bool json = false;
    const char *kind = NULL;
    for (int found; (found = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (found == 'j')
            json = true;
        else if (found == 'k')
            kind = optarg;
        else
            return refuse_option(argv, found);
    }
    if (argc - optind != 2) return refuse("say verify, show or seal, and a file");
    const char *what = argv[optind], *path = argv[optind + 1];
    if (strcmp(what, "verify") == 0)
        return kind == NULL ? verify(path, json) : refuse("--kind is for show");
    if (strcmp(what, "show") == 0) return show(path, kind, json);
    if (strcmp(what, "seal") == 0)
        return kind == NULL && !json ? seal(path) : refuse("seal takes no options");
    return refuse("say verify, show or seal, not %s", what);
}
