/* SPDX-License-Identifier: Apache-2.0
 * Opening a file and its sidecar, finding the sidecar's headers, also where it was cut, and
 * digests of ranges. Called by the other sidecar files. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"
#include "runtime/sidecar.h"

enum { PIECE = 1 << 20 };

bool sc_stopped(const sc_job *job) {
    return job->options->stop && job->options->stop(job->options->user);
}

kiln_status sc_cancelled(const sc_job *job) {
    return kn_file_fail(job->why, KILN_CANCELLED, job->path, "cancelled");
}

kiln_status sc_no_memory(const sc_job *job) {
    return kn_file_fail(job->why, KILN_NO_MEMORY, job->path, "memory ran out");
}

kiln_status sc_fail_errno(const sc_job *job, const char *doing) {
    return kn_file_fail_errno(job->why, job->path, doing);
}

/* `suffix`: what follows the path in messages. */
static kiln_status open_own(const sc_job *job, const char *name, const char *suffix, int *fd,
                            struct stat *st) {
    kiln_status status = KILN_OK;
    const char *wrong = NULL;
    int error = 0;
    *fd =
        kn_io_open(job->folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0);
    if (*fd < 0 && errno == ELOOP)
        wrong = "is a link";
    else if (*fd < 0 || kn_io()->fstat(*fd, st) != 0)
        error = errno;
    else if (!S_ISREG(st->st_mode))
        wrong = "is not a regular file";
    else if (st->st_uid != geteuid())
        wrong = "belongs to another user";
    if (!wrong && error == 0) return KILN_OK;
    if (*fd >= 0) kn_io()->close(*fd);
    *fd = -1;
    kn_text where;
    kn_text_init(&where, job->alloc);
    kn_text_add(&where, "%s%s", job->path, suffix);
    errno = error;
    status = wrong ? kn_file_fail(job->why, KILN_IO, kn_text_str(&where), wrong)
                   : kn_file_fail_errno(job->why, kn_text_str(&where), "cannot be opened");
    kn_text_free(&where);
    return status;
}

kiln_status sc_open(sc_job *job, int folder, const char *name) {
    job->folder = folder;
    job->name = name;
    job->fd = job->side_fd = -1;
    kn_text_init(&job->side, job->alloc);
    kn_text_add(&job->side, "%s" KILN_SIDECAR_SUFFIX, name);
    return job->side.failed ? sc_no_memory(job) : open_own(job, name, "", &job->fd, &job->st);
}

kiln_status sc_reopen(sc_job *job) {
    kn_io()->close(job->fd);
    return open_own(job, job->name, "", &job->fd, &job->st);
}

void sc_close(sc_job *job) {
    if (job->fd >= 0) kn_io()->close(job->fd);
    if (job->side_fd >= 0) kn_io()->close(job->side_fd);
    kn_text_free(&job->side);
}

/* ---- headers */

static void note_shift(sc_job *job, int64_t shift) {
    for (int i = 0; i < job->shifts; i++)
        if (job->shift[i] == shift) return;
    if (job->shifts < SC_COPIES) job->shift[job->shifts++] = shift;
}

/* The first intact one decides which plan; the others only where the sidecar begins. */
static bool take_header(sc_job *job, const uint8_t *bytes, uint64_t at) {
    sc_plan plan;
    int copy;
    uint8_t ours[SC_HEADER];
    if (memcmp(bytes, sc_magic, sizeof sc_magic) != 0 || !sc_header_get(bytes, &plan, &copy))
        return false;
    if (job->shifts == 0) job->plan = plan;
    sc_header_put(&job->plan, copy, ours);
    if (memcmp(ours, bytes, SC_HEADER) != 0) return false;
    note_shift(job, (int64_t)at - (int64_t)sc_header_at(&plan, copy));
    return true;
}

static kiln_status header_at(sc_job *job, uint64_t at, bool *found) {
    uint8_t bytes[SC_HEADER];
    *found = false;
    ssize_t got = kn_io_read(job->side_fd, bytes, sizeof bytes, (off_t)at);
    if (got < 0 && errno != EIO) return sc_fail_errno(job, "its sidecar cannot be read");
    if (got == SC_HEADER) *found = take_header(job, bytes, at);
    return KILN_OK;
}

/* Pieces overlap by a header. */
static kiln_status search_all(sc_job *job, uint8_t *piece) {
    for (uint64_t at = 0; at < (uint64_t)job->side_st.st_size; at += PIECE - SC_HEADER) {
        if (sc_stopped(job)) return sc_cancelled(job);
        ssize_t got = kn_io_read(job->side_fd, piece, PIECE, (off_t)at);
        if (got < 0 && errno != EIO) return sc_fail_errno(job, "its sidecar cannot be read");
        for (const uint8_t *from = piece; got > 0;) {
            const uint8_t *m =
                memmem(from, (size_t)(piece + got - from), sc_magic, sizeof sc_magic);
            if (!m || piece + got - m < SC_HEADER) break;
            take_header(job, m, at + (uint64_t)(m - piece));
            from = m + 1;
        }
    }
    return KILN_OK;
}

/* A sidecar that is whole has all three where they belong. Else they may be anywhere. */
static kiln_status find_headers(sc_job *job) {
    bool found = false;
    job->headers_intact = false;
    KN_TRY(header_at(job, 0, &found));
    bool whole =
        found && job->shift[0] == 0 && (uint64_t)job->side_st.st_size == sc_length(&job->plan);
    for (int copy = 1; copy < SC_COPIES && whole; copy++) {
        KN_TRY(header_at(job, sc_header_at(&job->plan, copy), &found));
        whole = found;
    }
    job->headers_intact = whole && job->shifts == 1;
    if (job->headers_intact) return KILN_OK;
    uint8_t *piece = kn_malloc(job->alloc, PIECE);
    if (!piece) return sc_no_memory(job);
    kiln_status status = search_all(job, piece);
    kn_free(job->alloc, piece, PIECE);
    return status;
}

kiln_status sc_open_sidecar(sc_job *job) {
    KN_TRY(
        open_own(job, kn_text_str(&job->side), KILN_SIDECAR_SUFFIX, &job->side_fd, &job->side_st));
    KN_TRY(find_headers(job));
    if (job->shifts > 0) return KILN_OK;
    return kn_file_fail(job->why, KILN_BAD_FILE, job->path, "no header of its sidecar is intact");
}

/* ---- digests */

static kiln_status digest_pieces(const sc_job *job, int fd, uint64_t at, uint64_t length,
                                 uint8_t *piece, kn_digest *d, bool *broken) {
    for (uint64_t done = 0; done < length;) {
        if (sc_stopped(job)) return sc_cancelled(job);
        size_t now = length - done < PIECE ? (size_t)(length - done) : PIECE;
        ssize_t got = kn_io_read(fd, piece, now, (off_t)(at + done));
        if (got < 0 && (errno != EIO || !broken)) return sc_fail_errno(job, "cannot be read");
        if (got < (ssize_t)now && !broken)
            return kn_file_fail(job->why, KILN_IO, job->path, "shrank while it was read");
        if (got < (ssize_t)now) {
            *broken = true;
            return KILN_OK;
        }
        kn_digest_add(d, piece, now);
        done += now;
    }
    return KILN_OK;
}

kiln_status sc_digest_range(const sc_job *job, int fd, uint64_t at, uint64_t length, kn_digest *d,
                            bool *broken) {
    uint8_t *piece = kn_malloc(job->alloc, PIECE);
    if (!piece) return sc_no_memory(job);
    kiln_status status = digest_pieces(job, fd, at, length, piece, d, broken);
    kn_free(job->alloc, piece, PIECE);
    return status;
}
