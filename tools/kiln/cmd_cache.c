/* SPDX-License-Identifier: Apache-2.0
 * kiln cache: counts, checks or removes the compiled kernels on disk. */
#include "command.h"

#include <kiln/cache.h>
#include <string.h>
#include <time.h>

typedef struct bad_list {
    json_t *entries; /* NULL: print each */
} bad_list;

static void on_bad(void *user, const char *name, const char *code, const char *text) {
    bad_list *l = user;
    if (l->entries == NULL)
        printf("%sbad%s %s: %s: %s\n", paint(RED), paint(PLAIN), name, code, text);
    else
        json_array_append_new(l->entries,
                              json_pack("{s:s,s:s,s:s}", "name", name, "code", code, "text", text));
}

/* The folder a session would use, for the messages. */
static void default_folder(char *out, size_t size) {
    kiln_session *s = kiln_open(NULL);
    const char *dir = kiln_setting(s, "cache_dir");
    snprintf(out, size, "%s", dir != NULL ? dir : "?");
    kiln_close(s);
}

static const char *day_text(char *out, size_t size, int64_t seconds) {
    time_t t = (time_t)seconds;
    struct tm local;
    if (localtime_r(&t, &local) == NULL || strftime(out, size, "%Y-%m-%d", &local) == 0)
        snprintf(out, size, "?");
    return out;
}

static void print_counts(const char *what, const char *folder, const kiln_cache_counts *c) {
    char size[24], oldest[24], newest[24];
    printf("%s: ", folder);
    if (strcmp(what, "clear") == 0) printf("%llu files removed, ", (unsigned long long)c->removed);
    printf("%llu kernels, %s", (unsigned long long)c->entries,
           bytes_text(size, sizeof size, (double)c->bytes));
    if (c->entries > 0 && c->newest > 0)
        printf(", last used %s to %s", day_text(oldest, sizeof oldest, c->oldest),
               day_text(newest, sizeof newest, c->newest));
    if (c->unfinished > 0) printf(", %llu unfinished", (unsigned long long)c->unfinished);
    if (c->foreign > 0) printf(", %llu files of others", (unsigned long long)c->foreign);
    if (strcmp(what, "verify") == 0)
        printf(", %s%llu bad%s", paint(c->bad > 0 ? RED : GREEN), (unsigned long long)c->bad,
               paint(PLAIN));
    if (c->unchecked > 0)
        printf(", %llu with code that cannot be compiled here", (unsigned long long)c->unchecked);
    putchar('\n');
}

static json_t *counts_json(const char *what, const char *folder, const kiln_cache_counts *c,
                           json_t *bad) {
    json_t *o = json_pack("{s:s,s:I,s:I,s:I,s:I,s:I,s:I}", "folder", folder, "entries",
                          (json_int_t)c->entries, "bytes", (json_int_t)c->bytes, "unfinished",
                          (json_int_t)c->unfinished, "foreign", (json_int_t)c->foreign, "oldest",
                          (json_int_t)c->oldest, "newest", (json_int_t)c->newest);
    if (strcmp(what, "clear") == 0)
        json_object_set_new(o, "removed", json_integer((json_int_t)c->removed));
    if (strcmp(what, "verify") == 0) {
        json_object_set_new(o, "bad", json_integer((json_int_t)c->bad));
        json_object_set_new(o, "unchecked", json_integer((json_int_t)c->unchecked));
        json_object_set(o, "bad_entries", bad);
    }
    return o;
}

static int look_after(const char *what, const char *dir, bool quick, bool json) {
    char folder[4096], why[512] = "";
    if (dir != NULL)
        snprintf(folder, sizeof folder, "%s", dir);
    else
        default_folder(folder, sizeof folder);
    kiln_cache_counts c = {.struct_size = sizeof c};
    bad_list bad = {json ? json_array() : NULL};
    kiln_status status = KILN_OK;
    if (strcmp(what, "stat") == 0)
        status = kiln_cache_stat(dir, &c, why, sizeof why);
    else if (strcmp(what, "verify") == 0)
        status =
            (quick ? kiln_cache_verify : kiln_cache_audit)(dir, on_bad, &bad, &c, why, sizeof why);
    else
        status = kiln_cache_clear(dir, &c, why, sizeof why);
    int code = EXIT_OK;
    if (status != KILN_OK)
        code = fail(code_of(status), "%s", why[0] != '\0' ? why : kiln_status_text(status));
    else if (json)
        code = print_json(counts_json(what, folder, &c, bad.entries), NULL);
    else
        print_counts(what, folder, &c);
    json_decref(bad.entries);
    return code != EXIT_OK || c.bad == 0 ? code : EXIT_FAILED;
}

int command_cache(int argc, char **argv) {
    static const struct option names[] = {{"json", no_argument, NULL, 'j'},
                                          {"quick", no_argument, NULL, 'q'},
                                          {"dir", required_argument, NULL, 'd'},
                                          {NULL, 0, NULL, 0}};
    bool json = false, quick = false;
    const char *dir = NULL;
    for (int found; (found = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (found == 'j')
            json = true;
        else if (found == 'q')
            quick = true;
        else if (found == 'd')
            dir = optarg;
        else
            return refuse_option(argv, found);
    }
    if (argc - optind != 1) return refuse("say stat, verify or clear");
    if (quick && strcmp(argv[optind], "verify") != 0) return refuse("--quick is for verify");
    static const char *const known[] = {"stat", "verify", "clear"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(argv[optind], known[i]) == 0) return look_after(known[i], dir, quick, json);
    return refuse("say stat, verify or clear, not %s", argv[optind]);
}
