/* SPDX-License-Identifier: Apache-2.0
 * The public doors to sidecars. Called through kiln/sidecar.h, also by `kiln sidecar`. */
#include "kiln/sidecar.h"

#include <fcntl.h>

#include "base/io.h"
#include "runtime/sidecar.h"

typedef struct answer {
    kiln_sidecar_options options;
    kiln_sidecar_report own, *report;
    kn_text text;
    char *why;
    size_t why_size;
} answer;

static kiln_status end(answer *a, kiln_status status) {
    return kn_text_answer(&a->text, status, a->why, a->why_size);
}

static kiln_status take(answer *a, const kiln_sidecar_options *options,
                        kiln_sidecar_report *report) {
    kiln_sidecar_report fresh = KILN_SIDECAR_REPORT_INIT;
    kiln_sidecar_options plain = KILN_SIDECAR_OPTIONS_INIT;
    a->own = fresh;
    a->report = report ? report : &a->own;
    if (options && options->struct_size != sizeof *options) return KILN_BAD_ARGUMENT;
    a->options = options ? *options : plain;
    if (!a->options.allocator) a->options.allocator = kn_alloc_default();
    kn_text_init(&a->text, a->options.allocator);
    if (report && report->struct_size != sizeof *report) return KILN_BAD_ARGUMENT;
    if (report) *report = fresh;
    return KILN_OK;
}

static kiln_status protect(sc_job *job) {
    kiln_status status = sc_protect(job);
    if (status != KILN_OK) return status;
    sc_report_plan(job);
    memcpy(job->report->digest_before, job->report->digest, sizeof job->report->digest);
    job->report->sidecar_intact = true;
    job->report->state = KILN_SIDECAR_INTACT;
    return KILN_OK;
}

static kiln_status verify(sc_job *job) { return sc_examine(job, false); }
static kiln_status repair(sc_job *job) { return sc_examine(job, true); }

static kiln_status open_folder(const kn_alloc *alloc, const char *path, const char *name,
                               int *folder, kn_text *why) {
    kn_text parent;
    kn_text_init(&parent, alloc);
    if (name == path)
        kn_text_add(&parent, ".");
    else
        kn_text_bytes(&parent, path, (size_t)(name - path));
    *folder = parent.failed ? -1
                            : kn_io_open(AT_FDCWD, kn_text_str(&parent),
                                         O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    bool failed = parent.failed;
    if (*folder < 0 && !failed) {
        kiln_status status = kn_file_fail_errno(why, path, "its folder cannot be opened");
        kn_text_free(&parent);
        return status;
    }
    kn_text_free(&parent);
    return failed ? kn_file_fail(why, KILN_NO_MEMORY, path, "memory ran out") : KILN_OK;
}

static kiln_status on_file(answer *a, const char *path, kiln_status (*work)(sc_job *job)) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    int folder;
    sc_job job = {.alloc = a->options.allocator,
                  .options = &a->options,
                  .path = path,
                  .report = a->report,
                  .why = &a->text};
    if (*name == '\0') return kn_file_fail(&a->text, KILN_BAD_ARGUMENT, "path", "names no file");
    KN_TRY(open_folder(job.alloc, path, name, &folder, &a->text));
    kiln_status status = sc_open(&job, folder, name);
    if (status == KILN_OK) status = work(&job);
    sc_close(&job);
    kn_io()->close(folder);
    return status;
}

static kiln_status door(const char *path, const kiln_sidecar_options *options,
                        kiln_sidecar_report *report, char *why, size_t why_size,
                        kiln_status (*work)(sc_job *job)) {
    answer a = {.why = why, .why_size = why_size};
    kn_text_init(&a.text, kn_alloc_default());
    kiln_status status = take(&a, options, report);
    if (status == KILN_OK) status = path ? on_file(&a, path, work) : KILN_BAD_ARGUMENT;
    return end(&a, status);
}

kiln_status kiln_sidecar_protect(const char *path, const kiln_sidecar_options *options,
                                 kiln_sidecar_report *report, char *why, size_t why_size) {
    return door(path, options, report, why, why_size, protect);
}

kiln_status kiln_sidecar_verify(const char *path, const kiln_sidecar_options *options,
                                kiln_sidecar_report *report, char *why, size_t why_size) {
    return door(path, options, report, why, why_size, verify);
}

kiln_status kiln_sidecar_repair(const char *path, const kiln_sidecar_options *options,
                                kiln_sidecar_report *report, char *why, size_t why_size) {
    return door(path, options, report, why, why_size, repair);
}

kiln_status kiln_sidecar_scrub(const char *folder, const char *ledger,
                               const kiln_sidecar_options *options, kiln_sidecar_each each,
                               void *each_user, kiln_sidecar_scrub_report *report, char *why,
                               size_t why_size) {
    kiln_sidecar_scrub_report fresh = KILN_SIDECAR_SCRUB_REPORT_INIT, own = fresh,
                              *to = report ? report : &own;
    answer a = {.why = why, .why_size = why_size};
    kn_text_init(&a.text, kn_alloc_default());
    kiln_status status = take(&a, options, NULL);
    if (status == KILN_OK && to->struct_size != sizeof *to) status = KILN_BAD_ARGUMENT;
    if (status == KILN_OK && (!folder || *folder == '\0')) status = KILN_BAD_ARGUMENT;
    if (status == KILN_OK) {
        *to = fresh;
        status =
            sc_scrub(a.options.allocator, folder, ledger, &a.options, each, each_user, to, &a.text);
    }
    return end(&a, status);
}
