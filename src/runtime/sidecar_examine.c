/* SPDX-License-Identifier: Apache-2.0
 * Finding out what of a file and its sidecar is lost, and rebuilding it. The first pass only
 * counts, so that nothing is written unless all of it can be rebuilt. Called by
 * frontend/evidence/sidecar_door.c and the scrub. */
#include <fcntl.h>

#include "base/io.h"
#include "runtime/sidecar.h"

typedef struct examiner {
    sc_job *job;
    raptorq_codec *codec;
    sc_group group;
    kn_file_out *out; /* NULL: only counts */
    bool damaged;     /* the file */
} examiner;

/* ---- blocks */

static void place_block(const examiner *e, uint32_t b, uint8_t **source, bool *lost,
                        const uint8_t **repair) {
    const sc_group *g = &e->group;
    const sc_plan *p = &e->job->plan;
    for (uint32_t i = 0; i < sc_block_source(p, g->first + b); i++) {
        source[i] = g->source + ((size_t)i * g->count + b) * p->symbol;
        lost[i] = !g->good[(size_t)i * g->count + b];
    }
    for (uint32_t r = 0; r < p->repair; r++) {
        size_t at = (size_t)r * g->count + b;
        repair[r] = g->given[at] ? g->record + at * sc_record_size(p) + SC_DIGEST : NULL;
    }
}

static uint32_t count_true(const bool *flags, uint32_t n) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) count += flags[i];
    return count;
}

static kiln_status rebuild_block(examiner *e, uint32_t b) {
    kiln_sidecar_report *r = e->job->report;
    uint8_t *source[RAPTORQ_MOST_SOURCE];
    const uint8_t *repair[RAPTORQ_MOST_REPAIR];
    bool lost[RAPTORQ_MOST_SOURCE], used[RAPTORQ_MOST_REPAIR];
    uint32_t missing, number = e->group.first + b, k = sc_block_source(&e->job->plan, number);
    raptorq_block block = {k, k, e->job->plan.repair, e->job->plan.symbol};
    place_block(e, b, source, lost, repair);
    uint32_t nlost = count_true(lost, k);
    if (nlost == 0) return KILN_OK;
    kiln_status status =
        raptorq_decode(e->codec, &block, source, lost, repair, &missing, used, NULL);
    if (status == KILN_CANCELLED) return sc_cancelled(e->job);
    if (status == KILN_NO_MEMORY) return sc_no_memory(e->job);
    if (status != KILN_OK && status != KILN_BAD_FILE) return status;
    if (!e->out) {
        r->lost += nlost;
        r->missing += missing;
        r->blocks_damaged++;
    }
    if (e->job->tell && (e->out || missing > 0))
        e->job->tell(e->job->tell_user, e->job, number, lost, used, missing);
    return KILN_OK;
}

static kiln_status write_rows(examiner *e) {
    const sc_plan *p = &e->job->plan;
    const sc_group *g = &e->group;
    for (uint32_t row = 0; row < p->source; row++) {
        uint64_t at = ((uint64_t)row * p->blocks + g->first) * p->symbol;
        uint64_t left = at < p->length ? p->length - at : 0;
        size_t nbytes = (size_t)g->count * p->symbol;
        if (left < nbytes) nbytes = (size_t)left;
        const uint8_t *from = g->source + (size_t)row * g->count * p->symbol;
        KN_TRY(kn_file_out_patch(e->out, at, from, nbytes, e->job->why));
    }
    return KILN_OK;
}

static kiln_status do_group(examiner *e, uint32_t first, uint32_t count) {
    sc_group *g = &e->group;
    g->first = first;
    g->count = count;
    KN_TRY(sc_group_source(e->job, g));
    KN_TRY(sc_group_judge(e->job, g));
    if (!e->out)
        e->job->report->repair_lost +=
            e->job->plan.repair * count - count_true(g->given, e->job->plan.repair * count);
    for (uint32_t b = 0; b < count && e->damaged; b++) KN_TRY(rebuild_block(e, b));
    return e->out ? write_rows(e) : KILN_OK;
}

static kiln_status do_groups(examiner *e) {
    raptorq_options options = {e->job->alloc, RAPTORQ_BEST, e->job->options->stop,
                               e->job->options->user};
    uint32_t blocks = e->job->plan.blocks, each = sc_group_blocks(&e->job->plan);
    if (blocks == 0) return KILN_OK;
    KN_TRY(raptorq_open(&e->codec, &options, e->job->why));
    kiln_status status = sc_group_make(e->job, &e->group);
    for (uint32_t first = 0; first < blocks && status == KILN_OK; first += each)
        status = do_group(e, first, blocks - first < each ? blocks - first : each);
    sc_group_free(e->job, &e->group);
    raptorq_close(e->codec);
    return status;
}

/* ---- the whole of each */

static kiln_status look_at_file(examiner *e) {
    sc_job *job = e->job;
    kn_digest d;
    bool broken = false;
    kiln_status status = kn_digest_begin(&d) ? KILN_OK : sc_no_memory(job);
    uint64_t found = (uint64_t)job->st.st_size;
    if (status == KILN_OK) status = sc_digest_range(job, job->fd, 0, found, &d, &broken);
    if (status == KILN_OK) {
        kn_hash hash = kn_digest_now(&d);
        if (!broken) kn_hash_hex(hash, job->report->digest_before);
        e->damaged = broken || found != job->plan.length || !kn_hash_same(hash, job->plan.artifact);
    }
    kn_digest_end(&d);
    return status;
}

static kiln_status look_at_sidecar(examiner *e) {
    sc_job *job = e->job;
    kn_digest d;
    bool broken = false;
    job->report->sidecar_intact = false;
    if (!job->headers_intact) return KILN_OK;
    kiln_status status = kn_digest_begin(&d) ? KILN_OK : sc_no_memory(job);
    for (int copy = 0; copy + 1 < SC_COPIES && status == KILN_OK; copy++) {
        uint64_t from = sc_header_at(&job->plan, copy) + SC_HEADER,
                 to = sc_header_at(&job->plan, copy + 1);
        status = sc_digest_range(job, job->side_fd, from, to - from, &d, &broken);
    }
    if (status == KILN_OK)
        job->report->sidecar_intact = !broken && kn_hash_same(kn_digest_now(&d), job->plan.body);
    kn_digest_end(&d);
    return status;
}

/* Symbols behind the file's end, when there are more of them than the sidecar has room to make
 * good: a header may claim any length, and nothing is looked through for such a claim. */
static bool is_hopeless(const examiner *e) {
    const sc_job *job = e->job;
    uint64_t size = (uint64_t)job->st.st_size,
             records = (uint64_t)job->side_st.st_size / sc_record_size(&job->plan);
    uint64_t there = size / job->plan.symbol + 1;
    if (there >= job->plan.symbols || job->plan.symbols - there <= records) return false;
    job->report->lost = job->plan.symbols - there;
    job->report->missing = job->report->lost - records;
    job->report->blocks_damaged = job->plan.blocks; /* so many more than all of them can bear */
    return true;
}

/* ---- rebuilding */

static kiln_status check_rebuilt(examiner *e) {
    sc_job *job = e->job;
    kn_digest d;
    int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW;
    int fd = kn_io_open(e->out->folder, kn_text_str(&e->out->temp), flags, 0);
    if (fd < 0) return sc_fail_errno(job, "cannot be read back");
    kiln_status status = kn_digest_begin(&d) ? KILN_OK : sc_no_memory(job);
    if (status == KILN_OK) status = sc_digest_range(job, fd, 0, job->plan.length, &d, NULL);
    if (status == KILN_OK && !kn_hash_same(kn_digest_now(&d), job->plan.artifact))
        status =
            kn_file_fail(job->why, KILN_BAD_FILE, job->path, "what was rebuilt has another digest");
    if (status == KILN_OK) kn_hash_hex(kn_digest_now(&d), job->report->digest_after);
    kn_digest_end(&d);
    kn_io()->close(fd);
    return status;
}

static kiln_status rebuild_file(examiner *e) {
    kn_file_out out;
    sc_job *job = e->job;
    unsigned mode = job->st.st_mode & 0777;
    KN_TRY(kn_file_out_begin_at(&out, job->alloc, job->folder, job->name, mode, job->why));
    out.path = job->path;
    e->out = &out;
    kiln_status status = do_groups(e);
    if (status == KILN_OK) status = check_rebuilt(e);
    e->out = NULL;
    if (status == KILN_OK) return kn_file_out_commit(&out, job->why);
    job->report->digest_after[0] = '\0';
    kn_file_out_drop(&out);
    return status;
}

static kiln_status rebuild(examiner *e) {
    sc_job *job = e->job;
    if (e->damaged) {
        KN_TRY(rebuild_file(e));
        KN_TRY(sc_reopen(job));
    }
    if (!job->report->sidecar_intact) KN_TRY(sc_write(job));
    job->report->state = KILN_SIDECAR_REBUILT;
    return KILN_OK;
}

/* ---- the answer */

static kiln_status tell_damage(const sc_job *job) {
    const kiln_sidecar_report *r = job->report;
    bool lost = r->state == KILN_SIDECAR_LOST;
    if (!job->why) return KILN_BAD_FILE;
    kn_text_add(job->why, "%s: ", job->path);
    if (lost) kn_text_add(job->why, "%llu symbols are missing: ", (unsigned long long)r->missing);
    kn_text_add(
        job->why,
        "%llu of %llu symbols are lost, in %llu of %u blocks, and %llu of %llu repair symbols%s",
        (unsigned long long)r->lost, (unsigned long long)r->symbols,
        (unsigned long long)r->blocks_damaged, r->blocks, (unsigned long long)r->repair_lost,
        (unsigned long long)r->repair * r->blocks, lost ? "" : "; all can be rebuilt");
    return KILN_BAD_FILE;
}

void sc_report_plan(const sc_job *job) {
    kiln_sidecar_report *r = job->report;
    r->length = job->plan.length;
    r->sidecar_length = sc_length(&job->plan);
    r->blocks = job->plan.blocks;
    r->source = job->plan.source;
    r->repair = job->plan.repair;
    r->symbol = job->plan.symbol;
    r->symbols = job->plan.symbols;
    kn_hash_hex(job->plan.artifact, r->digest);
}

kiln_status sc_examine(sc_job *job, bool write) {
    examiner e = {.job = job};
    KN_TRY(sc_open_sidecar(job));
    sc_report_plan(job);
    KN_TRY(look_at_file(&e));
    KN_TRY(look_at_sidecar(&e));
    job->report->state = KILN_SIDECAR_INTACT;
    if (!e.damaged && job->report->sidecar_intact) return KILN_OK;
    job->report->state = KILN_SIDECAR_UNKNOWN;
    if (!is_hopeless(&e)) KN_TRY(do_groups(&e));
    job->report->state =
        e.damaged && job->report->missing > 0 ? KILN_SIDECAR_LOST : KILN_SIDECAR_DAMAGED;
    if (write && job->report->state == KILN_SIDECAR_DAMAGED) return rebuild(&e);
    return tell_damage(job);
}
