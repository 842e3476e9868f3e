/* SPDX-License-Identifier: Apache-2.0
 * Repairing whatever has a sidecar below a folder, with the proof of it in a ledger: what was
 * lost, which symbols rebuilt it, digests before and after. Called by
 * frontend/evidence/sidecar_door.c. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/io.h"
#include "runtime/ledger.h"
#include "runtime/sidecar.h"

enum { MOST_DEPTH = 64 };

typedef struct scrub {
    const kn_alloc *alloc;
    const kiln_sidecar_options *options;
    kiln_sidecar_each each;
    void *user;
    kiln_sidecar_scrub_report *report;
    kn_ledger *ledger;
    bool untold;          /* an entry found no memory */
    kn_text path, fields; /* of what is looked at; of an entry */
    kn_text *why;
} scrub;

/* Names of one folder, sorted, so that the ledger does not hang on the file system's order. */
typedef struct names {
    char **at;
    size_t count, cap;
} names;

static void free_names(const scrub *s, names *n) {
    for (size_t i = 0; i < n->count; i++) kn_free(s->alloc, n->at[i], strlen(n->at[i]) + 1);
    kn_free(s->alloc, n->at, n->cap * sizeof *n->at);
}

static kiln_status add_name(const scrub *s, names *n, const char *name) {
    size_t size = strlen(name) + 1;
    KN_TRY(kn_grow(s->alloc, &n->at, &n->cap, n->count + 1, sizeof *n->at));
    char *copy = kn_malloc(s->alloc, size);
    if (!copy) return KILN_NO_MEMORY;
    memcpy(copy, name, size);
    n->at[n->count++] = copy;
    return KILN_OK;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static kiln_status read_names(const scrub *s, DIR *d, names *n) {
    struct dirent *entry;
    for (errno = 0; (entry = kn_io()->readdir(d)) != NULL; errno = 0) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        KN_TRY(add_name(s, n, entry->d_name));
    }
    if (errno != 0) return kn_file_fail_errno(s->why, kn_text_str(&s->path), "cannot be listed");
    if (n->count > 1) qsort(n->at, n->count, sizeof *n->at, by_name);
    return KILN_OK;
}

static kiln_status list(const scrub *s, int folder, names *n) {
    int again = kn_io_open(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    DIR *d = again >= 0 ? kn_io()->fdopendir(again) : NULL;
    if (!d) {
        kiln_status status = kn_file_fail_errno(s->why, kn_text_str(&s->path), "cannot be listed");
        if (again >= 0) kn_io()->close(again);
        return status;
    }
    kiln_status status = read_names(s, d, n);
    kn_io()->closedir(d);
    return status;
}

/* ---- entries */

static void add_entry(scrub *s, const char *kind) {
    if (s->fields.failed)
        s->untold = true;
    else
        kn_ledger_add(s->ledger, kind, kn_text_str(&s->fields));
}

static void add_numbers(kn_text *t, const char *name, const bool *flags, uint32_t n,
                        uint32_t first) {
    const char *comma = "";
    kn_text_add(t, ",\"%s\":[", name);
    for (uint32_t i = 0; i < n; i++)
        if (flags[i]) {
            kn_text_add(t, "%s%u", comma, first + i);
            comma = ",";
        }
    kn_text_add(t, "]");
}

static void tell_block(void *user, const sc_job *job, uint32_t block, const bool *lost,
                       const bool *used, uint32_t missing) {
    scrub *s = user;
    uint32_t k = sc_block_source(&job->plan, block);
    kn_text_clear(&s->fields);
    kn_text_add(&s->fields, "\"file\":");
    kn_text_json_string(&s->fields, job->path);
    kn_text_add(&s->fields, ",\"block\":%u,\"source\":%u,\"missing\":%u", block, k, missing);
    add_numbers(&s->fields, "lost", lost, k, 0);
    add_numbers(&s->fields, "rebuilt_by", used, missing == 0 ? job->plan.repair : 0, k);
    add_entry(s, "sidecar_block");
}

static void add_count(kn_text *t, const char *name, uint64_t count) {
    kn_text_add(t, ",\"%s\":%llu", name, (unsigned long long)count);
}

static const char *outcome(kiln_status status, const kiln_sidecar_report *r) {
    if (status == KILN_OK) return r->state == KILN_SIDECAR_REBUILT ? "rebuilt" : "intact";
    return status == KILN_BAD_FILE ? "lost" : "failed";
}

static void tell_file(scrub *s, kiln_status status, const kiln_sidecar_report *r, const char *why) {
    kn_text *t = &s->fields;
    kn_text_clear(t);
    kn_text_add(t, "\"file\":");
    kn_text_json_string(t, kn_text_str(&s->path));
    kn_text_add(t, ",\"outcome\":\"%s\",\"xxh3_128\":\"%s\"", outcome(status, r), r->digest);
    kn_text_add(t, ",\"xxh3_128_before\":\"%s\",\"xxh3_128_after\":\"%s\"", r->digest_before,
                r->digest_after);
    add_count(t, "length", r->length);
    add_count(t, "symbols", r->symbols);
    add_count(t, "lost", r->lost);
    add_count(t, "repair_lost", r->repair_lost);
    add_count(t, "missing", r->missing);
    kn_text_add(t, ",\"sidecar_intact\":%s", r->sidecar_intact ? "true" : "false");
    if (status != KILN_OK) {
        kn_text_add(t, ",\"why\":");
        kn_text_json_string(t, why);
    }
    add_entry(s, "sidecar");
}

/* ---- files */

static void count(kiln_sidecar_scrub_report *report, kiln_status status,
                  const kiln_sidecar_report *r) {
    report->files++;
    if (status == KILN_BAD_FILE)
        report->lost++;
    else if (status != KILN_OK)
        report->failed++;
    else if (r->state == KILN_SIDECAR_REBUILT)
        report->rebuilt++;
    else
        report->intact++;
}

/* What ends the scrub: it was stopped, or there is no memory. All else is that file's. */
static kiln_status do_file(scrub *s, int folder, const char *name) {
    kiln_sidecar_report report = KILN_SIDECAR_REPORT_INIT;
    kn_text why;
    kn_text_init(&why, s->alloc);
    sc_job job = {.alloc = s->alloc,
                  .options = s->options,
                  .path = kn_text_str(&s->path),
                  .report = &report,
                  .why = &why,
                  .tell = tell_block,
                  .tell_user = s};
    kiln_status status = sc_open(&job, folder, name);
    if (status == KILN_OK) status = sc_examine(&job, true);
    sc_close(&job);
    count(s->report, status, &report);
    tell_file(s, status, &report, kn_text_str(&why));
    if (s->each) s->each(s->user, kn_text_str(&s->path), status, &report, kn_text_str(&why));
    if (status == KILN_CANCELLED || status == KILN_NO_MEMORY)
        kn_text_add(s->why, "%s", kn_text_str(&why));
    else
        status = KILN_OK;
    kn_text_free(&why);
    return status;
}

/* A sidecar whose file is gone counts as well, as one that failed. */
static bool is_sidecar(const char *name) {
    size_t length = strlen(name), suffix = strlen(KILN_SIDECAR_SUFFIX);
    return length > suffix && strcmp(name + length - suffix, KILN_SIDECAR_SUFFIX) == 0;
}

static void leave(scrub *s, size_t length) {
    s->path.len = length;
    s->path.data[length] = '\0';
}

static kiln_status do_folder(scrub *s, int folder, int depth);

static kiln_status enter(scrub *s, int folder, const char *name, int depth) {
    if (depth == MOST_DEPTH) return KILN_OK;
    int fd = kn_io_open(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
    if (fd < 0) {
        s->report->failed++;
        return KILN_OK;
    }
    kiln_status status = do_folder(s, fd, depth + 1);
    kn_io()->close(fd);
    return status;
}

static kiln_status do_name(scrub *s, int folder, const char *name, int depth) {
    struct stat st; /* of a link itself: it is not followed */
    if (kn_io()->fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) return KILN_OK;
    bool deeper = S_ISDIR(st.st_mode);
    if (!deeper && !is_sidecar(name)) return KILN_OK;
    size_t length = s->path.len, suffix = deeper ? 0 : strlen(KILN_SIDECAR_SUFFIX);
    kn_text_add(&s->path, "/");
    kn_text_bytes(&s->path, name, strlen(name) - suffix);
    if (s->path.failed) return kn_file_fail(s->why, KILN_NO_MEMORY, "scrub", "memory ran out");
    const char *file = kn_text_str(&s->path) + length + 1;
    kiln_status status = deeper ? enter(s, folder, name, depth) : do_file(s, folder, file);
    leave(s, length);
    return status;
}

/* As deep as MOST_DEPTH. */
static kiln_status do_folder(scrub *s, int folder, int depth) {
    names n = {0};
    kiln_status status = list(s, folder, &n);
    for (size_t i = 0; i < n.count && status == KILN_OK; i++)
        status = do_name(s, folder, n.at[i], depth);
    free_names(s, &n);
    return status;
}

static kiln_status answer(scrub *s, kiln_status status) {
    bool untold = kn_ledger_close(s->ledger) > 0 || s->untold;
    if (status != KILN_OK) return status;
    if (s->report->lost > 0)
        return kn_file_fail(s->why, KILN_BAD_FILE, kn_text_str(&s->path),
                            "a file cannot be rebuilt");
    if (s->report->failed > 0)
        return kn_file_fail(s->why, KILN_IO, kn_text_str(&s->path),
                            "a file could not be looked at");
    if (untold)
        return kn_file_fail(s->why, KILN_IO, kn_text_str(&s->path),
                            "entries of the ledger are lost");
    return KILN_OK;
}

static kiln_status run(scrub *s, int folder, const char *ledger) {
    kn_text name;
    kn_text_init(&name, s->alloc);
    if (ledger)
        kn_text_add(&name, "%s", ledger);
    else
        kn_text_add(&name, "%s/%s", kn_text_str(&s->path), KILN_SIDECAR_LEDGER);
    errno = 0;
    s->ledger = name.failed ? NULL : kn_ledger_open(s->alloc, kn_text_str(&name), s->why);
    kiln_status status = s->ledger                        ? KILN_OK
                         : name.failed || errno == ENOMEM ? KILN_NO_MEMORY
                                                          : KILN_IO;
    kn_text_free(&name);
    if (status != KILN_OK) return status;
    kn_ledger_sync_by(s->ledger, KILN_LEDGER_SYNC_LINE);
    return answer(s, do_folder(s, folder, 0));
}

kiln_status sc_scrub(const kn_alloc *a, const char *folder, const char *ledger,
                     const kiln_sidecar_options *options, kiln_sidecar_each each, void *user,
                     kiln_sidecar_scrub_report *report, kn_text *why) {
    scrub s = {
        .alloc = a, .options = options, .each = each, .user = user, .report = report, .why = why};
    int fd = kn_io_open(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
    if (fd < 0) return kn_file_fail_errno(why, folder, "cannot be opened as a folder");
    kn_text_init(&s.path, a);
    kn_text_init(&s.fields, a);
    kn_text_add(&s.path, "%s", folder);
    kiln_status status = s.path.failed ? KILN_NO_MEMORY : run(&s, fd, ledger);
    kn_text_free(&s.path);
    kn_text_free(&s.fields);
    kn_io()->close(fd);
    return status;
}
