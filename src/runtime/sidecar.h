/* SPDX-License-Identifier: Apache-2.0
 * Sidecars inside: the plan of a file and its sidecar, what is common to writing, checking and
 * rebuilding, and their entry points. Called by frontend/evidence/sidecar_door.c.
 *
 * Symbol i of the file, bytes i*T on, is symbol i / B of block i mod B, so that a burst is shared
 * by all blocks. The sidecar, whose numbers have their least byte first:
 *
 *     header, slices 0 to R/2 - 1, header, slices R/2 to R - 1, header
 *
 * Slice r has the digests of a range of source symbols, again those of the range of the slice that
 * is half of all further on, and repair row r: the record of symbol K + r of each block. A record
 * is a digest and a symbol. So half of the sidecar may go in one piece: it takes half of each
 * block's records, and never both copies of a digest. */
#ifndef KN_RUNTIME_SIDECAR_H
#define KN_RUNTIME_SIDECAR_H

#include <sys/stat.h>

#include "base/file.h"
#include "kiln/sidecar.h"
#include "raptorq/raptorq.h"

enum { SC_HEADER = 128, SC_DIGEST = 16, SC_COPIES = 3, SC_TABLES = 2 };
#define SC_MOST_LENGTH ((uint64_t)1 << 45)

typedef struct sc_plan {
    uint64_t length;  /* of the file */
    kn_hash artifact; /* its digest */
    uint32_t blocks, source, symbol, repair;
    uint64_t symbols;
    kn_hash body; /* digest of the sidecar but its headers */
} sc_plan;

/* BAD_ARGUMENT or TOO_LARGE. */
kiln_status sc_plan_make(sc_plan *plan, uint64_t length, const kiln_sidecar_options *options,
                         kn_text *why);
uint32_t sc_block_source(const sc_plan *plan, uint32_t block); /* source symbols of it */
uint64_t sc_length(const sc_plan *plan);                       /* of the sidecar */
uint64_t sc_header_at(const sc_plan *plan, int copy);
/* *run: that many symbols' digests lie side by side there. */
uint64_t sc_digest_at(const sc_plan *plan, int table, uint64_t symbol, uint64_t *run);
uint64_t sc_record_at(const sc_plan *plan, uint32_t row, uint32_t block);

extern const char sc_magic[16];
void sc_header_put(const sc_plan *plan, int copy, uint8_t out[SC_HEADER]);
bool sc_header_get(const uint8_t in[SC_HEADER], sc_plan *plan, int *copy);

void sc_put_hash(uint8_t *to, kn_hash hash);

/* One call's work. */
typedef struct sc_job {
    const kn_alloc *alloc;
    const kiln_sidecar_options *options;
    int folder;              /* both files are in it */
    const char *path, *name; /* as messages say it; in the folder */
    kn_text side;            /* the sidecar's name there */
    int fd, side_fd;
    struct stat st, side_st;
    sc_plan plan;
    int64_t shift[SC_COPIES]; /* where headers say the sidecar begins: 0, unless it was cut */
    int shifts;
    bool headers_intact;
    kiln_sidecar_report *report;
    kn_text *why;
    /* NULL, or told of each block that was rebuilt, or that lacks `missing` symbols. */
    void (*tell)(void *user, const struct sc_job *job, uint32_t block, const bool *lost,
                 const bool *used, uint32_t missing);
    void *tell_user;
} sc_job;

bool sc_stopped(const sc_job *job);
kiln_status sc_cancelled(const sc_job *job);
kiln_status sc_no_memory(const sc_job *job);
kiln_status sc_fail_errno(const sc_job *job, const char *doing);

/* The digest of `length` bytes from `at` on, added to *d. *broken, when not NULL: a part that the
 * disk does not give, instead of failing. */
kiln_status sc_digest_range(const sc_job *job, int fd, uint64_t at, uint64_t length, kn_digest *d,
                            bool *broken);

/* Blocks first..first+count-1 in memory: a row a symbol number, in it a piece a block. */
typedef struct sc_group {
    uint32_t first, count;
    uint8_t *source;    /* plan.source rows of count symbols */
    uint8_t *record;    /* plan.repair rows of count records */
    uint8_t *digest;    /* plan.source rows of count digests, of `source` */
    uint8_t *table;     /* the same as the sidecar has them */
    uint8_t *scratch;   /* what a digest is of */
    bool *good, *given; /* of each symbol and record */
} sc_group;

uint32_t sc_group_blocks(const sc_plan *plan); /* of one group */
kiln_status sc_group_make(const sc_job *job, sc_group *g);
void sc_group_free(const sc_job *job, sc_group *g);
/* Reads the group's part of the file; symbols behind its end are zeros. Digests them. */
kiln_status sc_group_source(const sc_job *job, sc_group *g);
/* Which symbols and records are good, by the sidecar's digests. */
kiln_status sc_group_judge(const sc_job *job, sc_group *g);
void sc_digest_symbol(const sc_job *job, sc_group *g, uint32_t block, uint32_t id,
                      const uint8_t *symbol, uint8_t out[SC_DIGEST]);
static inline size_t sc_record_size(const sc_plan *p) { return SC_DIGEST + (size_t)p->symbol; }

/* Opens the sidecar and finds its plan: BAD_FILE when no header is intact. */
kiln_status sc_open_sidecar(sc_job *job);
/* Writes the sidecar by job->plan. BAD_FILE when one was found, and of another `body`. */
kiln_status sc_write(sc_job *job);
kiln_status sc_protect(sc_job *job);
/* What the report says of the plan. */
void sc_report_plan(const sc_job *job);
/* `write`: rebuilds; else only finds out. */
kiln_status sc_examine(sc_job *job, bool write);

/* Opens and closes what a job is about. `name` is below `folder`, and `path` what messages say. */
kiln_status sc_open(sc_job *job, int folder, const char *name);
kiln_status sc_reopen(sc_job *job); /* the file, which has been replaced */
void sc_close(sc_job *job);

kiln_status sc_scrub(const kn_alloc *a, const char *folder, const char *ledger,
                     const kiln_sidecar_options *options, kiln_sidecar_each each, void *user,
                     kiln_sidecar_scrub_report *report, kn_text *why);

#endif
