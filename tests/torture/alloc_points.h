/* SPDX-License-Identifier: Apache-2.0
 * What the files of alloc-points share: an allocator that fails on demand, the calls that are
 * tried, and where findings go. Public headers only, and the reader of conformance families, which
 * uses no others. */
#ifndef KILN_ALLOC_POINTS_H
#define KILN_ALLOC_POINTS_H

#include <kiln/kiln.h>

#include "conform.h"

/* ---- memory (alloc_points_memory.c) */

/* Counts live bytes. While armed, allocation number `fail_at` fails, and with `for_ever` every
 * later one too. */
typedef struct ap_memory {
    kiln_allocator vtable;
    bool armed, for_ever;
    long fail_at, calls; /* calls: allocations since armed */
    long all;            /* allocations ever */
    long live;           /* bytes */
    long wrong_sizes;    /* blocks given back with another size than they were asked with */
} ap_memory;

void ap_memory_init(ap_memory *m);
void ap_arm(ap_memory *m, long fail_at, bool for_ever); /* fail_at 0: only counts */
bool ap_disarm(ap_memory *m);                           /* whether the allocation was reached */

/* ---- findings (alloc_points.c) */

typedef enum ap_kind {
    AP_SIGNAL,
    AP_STATUS,
    AP_TEXT,
    AP_HANDLE,
    AP_INPUT,
    AP_AGAIN,
    AP_WRONG,
    AP_SCOPE,
    AP_LIVE,
    AP_LEAK,
    AP_SIZE,
    AP_CASE,
    AP_KINDS
} ap_kind;

/* What one group of calls, in a process of its own, has done so far; lies in memory shared with the
 * parent. */
typedef struct ap_report {
    long sessions, points, failed[AP_KINDS];
    /* sessions that came to their end, to go on behind one that ended the process */
    long done;
    char point[400]; /* the one being tried */
    size_t used;
    char text[24000]; /* findings, a line each */
} ap_report;

void ap_find(ap_report *r, ap_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- how much is tried */

typedef struct ap_plan {
    long cases; /* calls of each function: other kinds of arguments, or dtypes */
    long every; /* of the sessions with something recorded before, each so-many-th */
    bool verbose;
    long skip; /* sessions that an earlier process has done */
} ap_plan;

/* What is recorded before the call. */
typedef enum ap_filler { AP_NODES, AP_NUMBERS, AP_HANDLES, AP_LEAVES, AP_FILLERS } ap_filler;
enum { AP_THOUSANDS = 3000 };
void ap_find_edges(void);

/* ---- the calls (alloc_points_cases.c, alloc_points_calls.c, alloc_points_doors.c) */

typedef struct ap_call {
    const cf_case *c;
    char name[64]; /* c->op, or the name of its in-place form */
    bool in_place;
} ap_call;

/* Cases of a family worth trying, at most `most` for each function; returns how many. */
size_t ap_choose(const cf_family *f, long most, ap_call *out, size_t room);
extern const ap_call ap_own_calls[]; /* of functions without family */
extern const size_t ap_own_count;

void ap_try_call(const ap_plan *p, const ap_call *call, ap_report *r);
void ap_try_door(const ap_plan *p, size_t door, ap_report *r);
const char *ap_door_name(size_t door);
extern const size_t ap_door_count;

/* A session under `m`; path and threads as the calls want them. */
kiln_session *ap_open(ap_memory *m, kiln_path path);
/* Checks after a failure: status, text. `name` must be in the text. */
void ap_check_failed(ap_report *r, const kiln_session *s, kiln_status status, const char *name);
void ap_check_close(ap_report *r, kiln_session *s, ap_memory *m, size_t expected);
uint64_t ap_hash(uint64_t h, const void *data, size_t nbytes);

#endif
