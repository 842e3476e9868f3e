/* SPDX-License-Identifier: Apache-2.0
 * What the files of io-points share: a run of a scenario, its memory, and where findings go. */
#ifndef KILN_IO_POINTS_H
#define KILN_IO_POINTS_H

#include <kiln/kiln.h>
#include <kiln/npy.h>
#include <kiln/sidecar.h>

/* Counts live bytes. Allocation number fail_at (0: none) fails, and with for_ever every later. */
typedef struct io_memory {
    kiln_allocator vtable;
    long live, calls, fail_at;
    bool for_ever;
} io_memory;

/* A scenario once, with one fault in it. */
typedef struct io_run {
    const char *folder;
    io_memory m;
    kiln_session *s;
    char why[2048];
    uint64_t acked; /* bit i: step i was said to be done */
    bool crashed;   /* the process ended at the fault */
    bool cut;       /* and what was not synced was lost */
    kiln_status status;
    void *own; /* the scenario's, from open to close */
} io_run;

typedef struct io_case {
    const char *name;
    bool reads;                    /* it writes nothing: a crash leaves nothing behind */
    bool (*prepare)(io_run *r);    /* writes the files that are there before; once */
    void (*open)(io_run *r);       /* what is made before the fault may come; NULL: nothing */
    kiln_status (*act)(io_run *r); /* fault inside */
    void (*close)(io_run *r);      /* NULL: nothing */
    void (*look)(io_run *r);       /* whether the files are what they may be */
} io_case;

/* Each ends with one that has no name. */
extern const io_case io_cache_cases[], io_saved_cases[], io_trace_cases[], io_beside_cases[];

/* Something that must not be. */
void io_find(const char *format, ...) __attribute__((format(printf, 1, 2)));
#define IO_CHECK(r, condition)                                                                     \
    ((condition) ? (void)0                                                                         \
                 : io_find("%s (%s: %s)", #condition, kiln_status_name((r)->status), (r)->why))

static inline void io_ack(io_run *r, int step) { r->acked |= (uint64_t)1 << step; }

/* A session without files of its own, on the run's memory. */
kiln_session *io_session(io_run *r);
/* "FOLDER/NAME"; one of four places in turn. */
const char *io_path(const io_run *r, const char *name);
bool io_write_file(const char *path, const void *bytes, size_t nbytes);
/* All of a file, NUL behind it, to be freed; NULL when there is none. */
char *io_read_file(const char *path, size_t *nbytes);

/* ---- what scenarios share (io_points_saved.c, io_points_cache.c, io_points_traces.c) */

void io_open_session(io_run *r);
void io_close_session(io_run *r);
kiln_tensor *io_filled(io_run *r, double value);
double io_number_in(kiln_tensor *t); /* that all elements are; -1: they differ, or are not read */
kiln_status io_heard(io_run *r, kiln_status status); /* takes the session's error */
extern const char *const io_names[2];
kiln_checkpoint io_content(io_run *r, double value, kiln_tensor *t[2]);
/* Writes the first state with a session of its own. */
bool io_first_with(io_run *r, kiln_status (*save)(io_run *r, const char *path, double value),
                   const char *name);
bool io_refused_well(const io_run *r);
void io_old_or_new(io_run *r, double number); /* 1 is old, 2 new */
void io_read_look(io_run *r);
#define IO_KEEP (&(kiln_rotation){.newest = 2})
bool io_nothing_before(io_run *r);
bool io_folder_before(io_run *r);
void io_folder_look(io_run *r); /* the latest checkpoint is no older than what was acknowledged */
/* The chain holds once the next writer has begun; `all`: with every acknowledged line in it. */
void io_ledger_holds(io_run *r, bool all);

#endif
