/* SPDX-License-Identifier: Apache-2.0
 * A group of blocks in memory: as many as fit, so that rows of neighbouring symbols are read and
 * written at once. Called by sidecar_write.c and sidecar_examine.c. */
#include <errno.h>

#include "base/io.h"
#include "runtime/sidecar.h"

enum { GROUP_BYTES = 8 << 20, PREFIX = SC_DIGEST + 8 };

uint32_t sc_group_blocks(const sc_plan *p) {
    uint64_t fit = GROUP_BYTES / ((uint64_t)(p->source + p->repair) * p->symbol + 1);
    return fit < 1 ? 1 : fit > p->blocks ? p->blocks : (uint32_t)fit;
}

/* At most 2 * 256 symbols of 64 KiB, or a few MiB: nothing overflows. */
kiln_status sc_group_make(const sc_job *job, sc_group *g) {
    const sc_plan *p = &job->plan;
    size_t blocks = sc_group_blocks(p), symbols = p->source * blocks, records = p->repair * blocks;
    *g = (sc_group){0};
    g->source = kn_malloc(job->alloc, symbols * p->symbol);
    g->record = kn_malloc(job->alloc, records * sc_record_size(p));
    g->digest = kn_malloc(job->alloc, symbols * SC_DIGEST);
    g->table = kn_malloc(job->alloc, symbols * SC_DIGEST);
    g->scratch = kn_malloc(job->alloc, PREFIX + (size_t)p->symbol);
    g->good = kn_malloc(job->alloc, symbols * sizeof *g->good);
    g->given = kn_malloc(job->alloc, records * sizeof *g->given);
    if (g->source && g->record && g->digest && g->table && g->scratch && g->good && g->given)
        return KILN_OK;
    sc_group_free(job, g);
    return sc_no_memory(job);
}

void sc_group_free(const sc_job *job, sc_group *g) {
    const sc_plan *p = &job->plan;
    size_t blocks = sc_group_blocks(p), symbols = p->source * blocks, records = p->repair * blocks;
    kn_free(job->alloc, g->source, symbols * p->symbol);
    kn_free(job->alloc, g->record, records * sc_record_size(p));
    kn_free(job->alloc, g->digest, symbols * SC_DIGEST);
    kn_free(job->alloc, g->table, symbols * SC_DIGEST);
    kn_free(job->alloc, g->scratch, PREFIX + (size_t)p->symbol);
    kn_free(job->alloc, g->good, symbols * sizeof *g->good);
    kn_free(job->alloc, g->given, records * sizeof *g->given);
    *g = (sc_group){0};
}

/* Zeros for the pieces that the disk does not give. */
static kiln_status read_one_by_one(const sc_job *job, int fd, uint64_t at, uint8_t *to,
                                   size_t nbytes, size_t each) {
    for (size_t i = 0; i < nbytes; i += each) {
        size_t now = nbytes - i < each ? nbytes - i : each;
        if (kn_io_read(fd, to + i, now, (off_t)(at + i)) >= 0) continue;
        if (errno != EIO) return sc_fail_errno(job, "cannot be read");
        memset(to + i, 0, now);
    }
    return KILN_OK;
}

/* `nbytes` bytes in pieces of `each`; zeros where the file ends. */
static kiln_status read_row(const sc_job *job, int fd, uint64_t at, uint8_t *to, size_t nbytes,
                            size_t each) {
    if (sc_stopped(job)) return sc_cancelled(job);
    memset(to, 0, nbytes);
    if (kn_io_read(fd, to, nbytes, (off_t)at) >= 0) return KILN_OK;
    if (errno != EIO) return sc_fail_errno(job, "cannot be read");
    return read_one_by_one(job, fd, at, to, nbytes, each);
}

/* The same of a sidecar that begins at `shift`; zeros for what is before the file. */
static kiln_status read_shifted(const sc_job *job, uint64_t at, int64_t shift, uint8_t *to,
                                size_t nbytes, size_t each) {
    uint64_t gone = shift < 0 && at < (uint64_t)-shift ? (uint64_t)-shift - at : 0;
    size_t skipped = gone < nbytes ? (size_t)gone : nbytes;
    memset(to, 0, skipped);
    if (skipped == nbytes) return KILN_OK;
    uint64_t from = at + skipped + (uint64_t)shift;
    return read_row(job, job->side_fd, from, to + skipped, nbytes - skipped, each);
}

void sc_digest_symbol(const sc_job *job, sc_group *g, uint32_t block, uint32_t id,
                      const uint8_t *symbol, uint8_t out[SC_DIGEST]) {
    uint8_t *at = g->scratch;
    sc_put_hash(at, job->plan.artifact);
    for (int i = 0; i < 4; i++) {
        at[SC_DIGEST + i] = (uint8_t)(block >> 8 * i);
        at[SC_DIGEST + 4 + i] = (uint8_t)(id >> 8 * i);
    }
    memcpy(at + PREFIX, symbol, job->plan.symbol);
    sc_put_hash(out, kn_hash_bytes(at, PREFIX + job->plan.symbol));
}

/* How many of the group's blocks have a symbol of that number. */
static size_t row_count(const sc_job *job, const sc_group *g, uint32_t row) {
    uint64_t begin = (uint64_t)row * job->plan.blocks + g->first, end = job->plan.symbols;
    return begin >= end ? 0 : end - begin < g->count ? (size_t)(end - begin) : g->count;
}

kiln_status sc_group_source(const sc_job *job, sc_group *g) {
    const sc_plan *p = &job->plan;
    for (uint32_t row = 0; row < p->source; row++) {
        uint64_t at = ((uint64_t)row * p->blocks + g->first) * p->symbol;
        size_t nbytes = row_count(job, g, row) * p->symbol, there = nbytes;
        if (nbytes > 0 && p->length - at < nbytes) there = (size_t)(p->length - at);
        uint8_t *to = g->source + (size_t)row * g->count * p->symbol;
        memset(to + there, 0, (size_t)g->count * p->symbol - there);
        KN_TRY(read_row(job, job->fd, at, to, there, p->symbol));
        for (uint32_t b = 0; b < row_count(job, g, row); b++)
            sc_digest_symbol(job, g, g->first + b, row, to + (size_t)b * p->symbol,
                             g->digest + ((size_t)row * g->count + b) * SC_DIGEST);
    }
    return KILN_OK;
}

static bool same_digest(const uint8_t *a, const uint8_t *b) { return memcmp(a, b, SC_DIGEST) == 0; }

/* A symbol is good when one of the digests that the sidecar has of it is its own. */
static kiln_status judge_source(const sc_job *job, sc_group *g, int table, int64_t shift) {
    for (uint32_t row = 0; row < job->plan.source; row++) {
        size_t count = row_count(job, g, row), from = (size_t)row * g->count;
        uint64_t symbol = (uint64_t)row * job->plan.blocks + g->first, run;
        for (uint64_t done = 0; done < count; done += run) {
            uint64_t at = sc_digest_at(&job->plan, table, symbol + done, &run);
            if (run > count - done) run = count - done;
            uint8_t *to = g->table + done * SC_DIGEST;
            KN_TRY(read_shifted(job, at, shift, to, (size_t)run * SC_DIGEST, SC_DIGEST));
        }
        for (size_t b = 0; b < count; b++)
            if (same_digest(g->table + b * SC_DIGEST, g->digest + (from + b) * SC_DIGEST))
                g->good[from + b] = true;
    }
    return KILN_OK;
}

/* Reads records into `room` and keeps the good ones that are not known yet. */
static kiln_status judge_records(const sc_job *job, sc_group *g, uint8_t *room, int64_t shift) {
    size_t each = sc_record_size(&job->plan);
    for (uint32_t row = 0; row < job->plan.repair; row++) {
        uint64_t at = sc_record_at(&job->plan, row, g->first);
        KN_TRY(read_shifted(job, at, shift, room, g->count * each, each));
        for (uint32_t b = 0; b < g->count; b++) {
            uint8_t *record = room + b * each, digest[SC_DIGEST];
            size_t i = (size_t)row * g->count + b;
            uint32_t id = sc_block_source(&job->plan, g->first + b) + row;
            sc_digest_symbol(job, g, g->first + b, id, record + SC_DIGEST, digest);
            if (g->given[i] || !same_digest(digest, record)) continue;
            memcpy(g->record + i * each, record, each);
            g->given[i] = true;
        }
    }
    return KILN_OK;
}

kiln_status sc_group_judge(const sc_job *job, sc_group *g) {
    const sc_plan *p = &job->plan;
    size_t room_size = g->count * sc_record_size(p);
    uint8_t *room = kn_malloc(job->alloc, room_size);
    if (!room) return sc_no_memory(job);
    kiln_status status = KILN_OK;
    memset(g->good, 0, (size_t)p->source * g->count * sizeof *g->good);
    memset(g->given, 0, (size_t)p->repair * g->count * sizeof *g->given);
    for (int s = 0; s < job->shifts && status == KILN_OK; s++) {
        for (int table = 0; table < SC_TABLES && status == KILN_OK; table++)
            status = judge_source(job, g, table, job->shift[s]);
        if (status == KILN_OK) status = judge_records(job, g, room, job->shift[s]);
    }
    kn_free(job->alloc, room, room_size);
    return status;
}
