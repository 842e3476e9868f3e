/* SPDX-License-Identifier: Apache-2.0
 * Writing a sidecar: digests and repair symbols of one group of blocks after the other, each where
 * it belongs; then its own digest, and the headers. Called by frontend/evidence/sidecar_door.c and
 * after a repair. */
#include <fcntl.h>

#include "base/io.h"
#include "runtime/sidecar.h"

typedef struct writer {
    sc_job *job;
    kn_file_out out;
    raptorq_codec *codec;
    sc_group group;
} writer;

static kiln_status encode_block(writer *w, uint32_t b) {
    const sc_plan *p = &w->job->plan;
    const sc_group *g = &w->group;
    const uint8_t *source[RAPTORQ_MOST_SOURCE];
    uint8_t *repair[RAPTORQ_MOST_REPAIR];
    uint32_t k = sc_block_source(p, g->first + b);
    raptorq_block block = {k, k, p->repair, p->symbol};
    for (uint32_t i = 0; i < k; i++) source[i] = g->source + ((size_t)i * g->count + b) * p->symbol;
    for (uint32_t r = 0; r < p->repair; r++)
        repair[r] = g->record + ((size_t)r * g->count + b) * sc_record_size(p) + SC_DIGEST;
    KN_TRY(raptorq_encode(w->codec, &block, source, repair, w->job->why));
    for (uint32_t r = 0; r < p->repair; r++)
        sc_digest_symbol(w->job, &w->group, g->first + b, k + r, repair[r], repair[r] - SC_DIGEST);
    return KILN_OK;
}

static kiln_status write_digest_row(writer *w, uint32_t row, int table) {
    const sc_plan *p = &w->job->plan;
    uint64_t symbol = (uint64_t)row * p->blocks + w->group.first, end = symbol + w->group.count,
             run;
    const uint8_t *from = w->group.digest + (size_t)row * w->group.count * SC_DIGEST;
    if (end > p->symbols) end = p->symbols;
    for (; symbol < end; symbol += run, from += run * SC_DIGEST) {
        uint64_t at = sc_digest_at(p, table, symbol, &run);
        if (run > end - symbol) run = end - symbol;
        KN_TRY(kn_file_out_patch(&w->out, at, from, (size_t)run * SC_DIGEST, w->job->why));
    }
    return KILN_OK;
}

static kiln_status write_digests(writer *w) {
    const sc_plan *p = &w->job->plan;
    for (uint32_t row = 0; row < p->source; row++)
        for (int table = 0; table < SC_TABLES; table++) KN_TRY(write_digest_row(w, row, table));
    return KILN_OK;
}

static kiln_status write_records(writer *w) {
    const sc_plan *p = &w->job->plan;
    size_t nbytes = w->group.count * sc_record_size(p);
    for (uint32_t row = 0; row < p->repair; row++)
        KN_TRY(kn_file_out_patch(&w->out, sc_record_at(p, row, w->group.first),
                                 w->group.record + row * nbytes, nbytes, w->job->why));
    return KILN_OK;
}

static kiln_status write_group(writer *w, uint32_t first, uint32_t count) {
    w->group.first = first;
    w->group.count = count;
    KN_TRY(sc_group_source(w->job, &w->group));
    for (uint32_t b = 0; b < count; b++) KN_TRY(encode_block(w, b));
    KN_TRY(write_digests(w));
    return write_records(w);
}

static kiln_status write_groups(writer *w) {
    raptorq_options options = {w->job->alloc, RAPTORQ_BEST, w->job->options->stop,
                               w->job->options->user};
    uint32_t blocks = w->job->plan.blocks, each = sc_group_blocks(&w->job->plan);
    KN_TRY(raptorq_open(&w->codec, &options, w->job->why));
    KN_TRY(sc_group_make(w->job, &w->group));
    kiln_status status = KILN_OK;
    for (uint32_t first = 0; first < blocks && status == KILN_OK; first += each)
        status = write_group(w, first, blocks - first < each ? blocks - first : each);
    sc_group_free(w->job, &w->group);
    return status;
}

/* What was written, read back: all of it but the headers. */
static kiln_status digest_body(writer *w) {
    sc_plan *p = &w->job->plan;
    kn_digest d;
    int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW;
    int fd = kn_io_open(w->out.folder, kn_text_str(&w->out.temp), flags, 0);
    if (fd < 0) return sc_fail_errno(w->job, "its sidecar cannot be read back");
    kiln_status status = kn_digest_begin(&d) ? KILN_OK : sc_no_memory(w->job);
    for (int copy = 0; copy + 1 < SC_COPIES && status == KILN_OK; copy++) {
        uint64_t from = sc_header_at(p, copy) + SC_HEADER, to = sc_header_at(p, copy + 1);
        status = sc_digest_range(w->job, fd, from, to - from, &d, NULL);
    }
    if (status == KILN_OK) p->body = kn_digest_now(&d);
    kn_digest_end(&d);
    kn_io()->close(fd);
    return status;
}

static kiln_status write_headers(writer *w) {
    uint8_t header[SC_HEADER];
    for (int copy = 0; copy < SC_COPIES; copy++) {
        sc_header_put(&w->job->plan, copy, header);
        KN_TRY(kn_file_out_patch(&w->out, sc_header_at(&w->job->plan, copy), header, SC_HEADER,
                                 w->job->why));
    }
    return KILN_OK;
}

/* Headers first, for the file to have its length when the body is read back. */
static kiln_status write_all(writer *w) {
    if (w->job->plan.blocks > 0) KN_TRY(write_groups(w));
    KN_TRY(write_headers(w));
    KN_TRY(digest_body(w));
    return write_headers(w);
}

static bool same_file(const struct stat *a, const struct stat *b) {
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* The file is read more than once; what changed in between would be protected wrongly. */
static kiln_status check_unchanged(const sc_job *job) {
    struct stat now;
    if (kn_io()->fstat(job->fd, &now) != 0) return sc_fail_errno(job, "cannot be examined");
    if (same_file(&now, &job->st)) return KILN_OK;
    return kn_file_fail(job->why, KILN_IO, job->path, "changed while it was read");
}

kiln_status sc_write(sc_job *job) {
    writer w = {.job = job};
    kn_hash before = job->plan.body;
    unsigned mode = job->st.st_mode & 0666;
    const char *name = kn_text_str(&job->side);
    KN_TRY(kn_file_out_begin_at(&w.out, job->alloc, job->folder, name, mode, job->why));
    kiln_status status = write_all(&w);
    raptorq_close(w.codec);
    if (status == KILN_OK) status = check_unchanged(job);
    if (status == KILN_OK && job->shifts > 0 &&
        memcmp(&before, &job->plan.body, sizeof before) != 0)
        status =
            kn_file_fail(job->why, KILN_BAD_FILE, job->path, "its sidecar had another content");
    if (status == KILN_OK) return kn_file_out_commit(&w.out, job->why);
    kn_file_out_drop(&w.out);
    return status;
}

kiln_status sc_protect(sc_job *job) {
    kn_digest d;
    KN_TRY(sc_plan_make(&job->plan, (uint64_t)job->st.st_size, job->options, job->why));
    kiln_status status = kn_digest_begin(&d) ? KILN_OK : sc_no_memory(job);
    if (status == KILN_OK) status = sc_digest_range(job, job->fd, 0, job->plan.length, &d, NULL);
    if (status == KILN_OK) job->plan.artifact = kn_digest_now(&d);
    kn_digest_end(&d);
    return status == KILN_OK ? sc_write(job) : status;
}
