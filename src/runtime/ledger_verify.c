/* SPDX-License-Identifier: Apache-2.0
 * The reading half of the evidence ledger: one pass over the file in a fixed buffer, stopping at
 * the first fault. Called by `kiln ledger verify` and by tests. */
#include "runtime/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"

#define READ_AHEAD ((size_t)1 << 20)
#define BUFFER_BYTES (KN_LEDGER_LINE_MAX + 1 + READ_AHEAD)

typedef struct reader {
    int fd;
    char *buffer;
    size_t start, end; /* unread bytes of the buffer */
    bool at_end;       /* of the file */
    kn_hash prev;
    kn_ledger_report *report;
} reader;

const char *kn_ledger_fault_text(kn_ledger_fault fault) {
    switch (fault) {
#define FAULT_TEXT(name, text)                                                                     \
    case KN_LEDGER_##name: return text;
        KN_LEDGER_FAULT_MAP(FAULT_TEXT)
#undef FAULT_TEXT
    }
    return "unknown fault";
}

static bool refill(reader *r) {
    memmove(r->buffer, r->buffer + r->start, r->end - r->start);
    r->end -= r->start;
    r->start = 0;
    size_t room = r->at_end ? 0 : BUFFER_BYTES - r->end;
    ssize_t got = kn_io_read(r->fd, r->buffer + r->end, room, -1);
    if (got < 0) return false;
    r->at_end = r->at_end || (size_t)got < room;
    r->end += (size_t)got;
    return true;
}

/* The members every entry has. Order and spelling need no check: the digest covers the bytes. */
static kn_ledger_fault check_members(const json_t *entry, kn_hash prev, uint64_t lines) {
    const json_t *seq = json_object_get(entry, "seq"), *link = json_object_get(entry, "prev");
    bool complete = json_is_integer(seq) && json_is_string(link) &&
                    json_is_integer(json_object_get(entry, "time_us")) &&
                    json_is_string(json_object_get(entry, "kind"));
    if (!complete) return KN_LEDGER_BAD_JSON;
    char hex[33];
    kn_hash_hex(prev, hex);
    if (strcmp(hex, json_string_value(link)) != 0) return KN_LEDGER_BROKEN_CHAIN;
    if (json_integer_value(seq) != (json_int_t)(lines + 1)) return KN_LEDGER_SEQ_GAP;
    return KN_LEDGER_NONE;
}

/* What an entry says of others that could not be written. */
static uint64_t lost_of(const json_t *entry) {
    const char *kind = json_string_value(json_object_get(entry, "kind"));
    json_int_t lost = json_integer_value(json_object_get(entry, "lost"));
    return kind && strcmp(kind, "lost") == 0 && lost > 0 ? (uint64_t)lost : 0;
}

static kn_ledger_fault check_line(reader *r, const char *line, size_t len) {
    kn_hash digest;
    bool intact = kn_ledger_line_digest(line, len, &digest);
    json_t *entry = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
    kn_ledger_fault fault = KN_LEDGER_BAD_JSON;
    if (json_is_object(entry))
        fault = intact ? check_members(entry, r->prev, r->report->lines) : KN_LEDGER_BAD_DIGEST;
    if (fault == KN_LEDGER_NONE) {
        r->prev = digest;
        r->report->lost += lost_of(entry);
    }
    json_decref(entry);
    return fault;
}

/* False at the end, on a fault and on a read error (*io). */
static bool next_line(reader *r, uint64_t *offset, bool *io) {
    char *newline = memchr(r->buffer + r->start, '\n', r->end - r->start);
    if (!newline && !r->at_end) {
        *io = !refill(r);
        if (*io) return false;
        newline = memchr(r->buffer, '\n', r->end);
    }
    if (r->start == r->end) return false;
    const char *line = r->buffer + r->start;
    size_t len = newline ? (size_t)(newline - line) : r->end - r->start;
    kn_ledger_fault fault = len > KN_LEDGER_LINE_MAX ? KN_LEDGER_TOO_LONG
                            : !newline               ? KN_LEDGER_TORN_TAIL
                                                     : check_line(r, line, len);
    if (fault != KN_LEDGER_NONE) {
        r->report->fault = fault;
        r->report->bad_line = r->report->lines + 1;
        r->report->bad_offset = *offset;
        return false;
    }
    r->report->lines++;
    r->start += len + 1;
    *offset += len + 1;
    return true;
}

static kiln_status fail(kn_text *why, kiln_status status, const char *path, const char *what) {
    if (why) kn_text_add(why, "%s: %s", path, what);
    return status;
}

kiln_status kn_ledger_verify(const kn_alloc *alloc, const char *path, kn_ledger_report *report,
                             kn_text *why) {
    *report = (kn_ledger_report){0};
    reader r = {.report = report};
    r.fd = kn_io_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
    if (r.fd < 0) return fail(why, KILN_IO, path, "cannot be opened");
    struct stat st;
    kiln_status status = KILN_OK;
    if (kn_io()->fstat(r.fd, &st) != 0 || !S_ISREG(st.st_mode))
        status = fail(why, KILN_IO, path, "is not a regular file");
    if (status == KILN_OK && !(r.buffer = kn_malloc(alloc, BUFFER_BYTES)))
        status = fail(why, KILN_NO_MEMORY, path, "memory ran out");
    if (status == KILN_OK) {
        uint64_t offset = 0;
        bool io = false;
        while (next_line(&r, &offset, &io)) {
        }
        kn_hash_hex(r.prev, report->last_digest);
        if (io)
            status = fail(why, KILN_IO, path, "cannot be read");
        else if (report->fault != KN_LEDGER_NONE)
            status = fail(why, KILN_BAD_FILE, path, kn_ledger_fault_text(report->fault));
    }
    kn_free(alloc, r.buffer, BUFFER_BYTES);
    kn_io()->close(r.fd);
    return status;
}
